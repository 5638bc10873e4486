"""The lanes of stretches: impact, misleading paths, escalations; each stretch under its own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain, repeat

from msgspec import Struct

from pmtui.model.entries import When
from pmtui.model.incident.facts import EscalationFact, HypothesisFact, Interval, MilestoneMoment
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import words
from pmtui.model.text import one_line
from pmtui.model.time.words import clock, day, duration
from pmtui.output.chart import text
from pmtui.output.chart.flags import heap
from pmtui.output.chart.parts import FONTS, LEFT, RIGHT, ROW, Bar, Mark, Sheet
from pmtui.output.chart.scale import Scale, short_day
from pmtui.output.text.light import plain
from pmtui.output.text.selection import zone_name

MOST = 14
"""Rows of one lane; a lane that needs more says how many stretches it leaves to the draft."""
_MOST_TURNS = 20
_BAR = 10.0
_ROW = ROW + _BAR + 6.0
_LEAST = 4.0
"""Pixels of the shortest bar: it can still be seen."""
_TOO_SHORT = 3
"""Letters that say nothing: the hint on the bar holds all of them."""
_WORDS = 560.0
"""Pixels that the words above a shorter bar may take."""


def running(incident: Incident) -> bool:
    """Whether the impact is not over, or no end is known."""
    return incident.bounds[1] is None or any(span.end is None for span in incident.impact_intervals)


def turns(incident: Incident) -> list[MilestoneMoment]:
    """The milestones that count, and every time that the impact was over, or back."""
    counting = list(incident.milestones.values())
    others = [m for name in ("mitigated", "relapse", "resolved") for m in incident.moments[name]]
    return counting + [moment for moment in others if moment not in counting][:_MOST_TURNS]


def least(notes: Sequence[str]) -> float:
    """The height that a lane needs for its name and notes."""
    return 28.0 + 14.0 * max(len(notes), 1)


class Stretch(Struct, frozen=True):
    """One thing that took time, and the words above it."""

    style: str
    words: str
    spans: tuple[Interval, ...]
    about: frozenset[datetime] = frozenset()
    """The edges that are approximate."""
    marks: tuple[tuple[datetime, str], ...] = ()
    """Instants on it, with their shapes."""
    end: str = ""

    @property
    def instants(self) -> list[datetime]:
        """Every known instant of it; empty when no time is known."""
        edges = [edge for span in self.spans for edge in (span.start, span.end) if edge is not None]
        return edges + [at for at, _ in self.marks]


class Lane(Struct, frozen=True):
    """The stretches of one sort, and what they come to."""

    name: str
    notes: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    one_row: bool = False
    """They follow each other, and stand in one row however close."""


def lanes(incident: Incident) -> list[Lane]:
    """The lanes that have something to show."""
    every = (
        Lane("Impact", _impact_notes(incident), tuple(_impacts(incident)), one_row=True),
        Lane("Misleading paths", _misleading_notes(incident), tuple(_misleading(incident))),
        Lane(
            "Escalations", (), tuple(_escalation(escalation, incident) for escalation in incident.escalations)
        ),
    )
    return [lane for lane in every if any(stretch.instants for stretch in lane.stretches)]


def draw(sheet: Sheet, scale: Scale, top: float, lane: Lane) -> float:
    """Draws a lane of stretches and gives its bottom."""
    stretches = lane.stretches
    known = sorted((s for s in stretches if s.instants), key=lambda s: min(s.instants))
    rooms = _row_rooms(known, scale) if lane.one_row else [_room(stretch, scale) for stretch in known]
    rows = [0] * len(known)
    if not lane.one_row:
        rows = heap([_extent(stretch, scale) for stretch in known], MOST)
    shown = [each for each in zip(known, rows, rooms, strict=True) if each[1] < MOST]
    count = 1 + max((row for _, row, _ in shown), default=0)
    left_out = len(known) - len(shown)
    bottom = top + max(count * _ROW + (ROW if left_out else 0) + 6, least(lane.notes))
    sheet.lane(top, bottom, lane.name, *lane.notes)
    for stretch, row, room in shown:
        _draw_stretch(sheet, scale, stretch, top + 5 + row * _ROW, room)
    if left_out:
        words = f"and {left_out} more, in the draft"
        sheet.write((LEFT + 14, bottom - ROW - 2), words, "small", room=RIGHT - LEFT - 14)
    return bottom


def _row_rooms(known: Sequence[Stretch], scale: Scale) -> list[float]:
    """How long words may be that share one row: up to where the next stretch begins."""
    starts = [scale.x(min(stretch.instants)) for stretch in known]
    return [max(after - at - 12, 0.0) for at, after in zip(starts, [*starts[1:], RIGHT], strict=True)]


def _draw_stretch(sheet: Sheet, scale: Scale, stretch: Stretch, y: float, room: float) -> None:
    words = text.cut(stretch.words, *FONTS["label"], room=room)
    left = _words_left(stretch, scale)
    if room < _room(stretch, scale):
        left = scale.x(min(stretch.instants)) + 4
    if len(words) > _TOO_SHORT:
        sheet.write((left, y), words, "label", room=room)
    middle = y + ROW
    for span in stretch.spans:
        sheet.bars.append(
            Bar(
                scale.x(span.start),
                _right(span, scale),
                middle,
                _BAR,
                stretch.style,
                span.start in stretch.about,
                span.end in stretch.about,
                stretch.end if span.end is not None else "open",
                stretch.words,
            )
        )
    for at, shape in stretch.marks:
        about = at in stretch.about
        sheet.marks.append(Mark(scale.x(at), middle + _BAR / 2, shape, about, hint=stretch.words))


def _extent(stretch: Stretch, scale: Scale) -> tuple[float, float]:
    left, places = _words_left(stretch, scale), _places(stretch, scale)
    return min(left, *places), max(left + _wide(stretch, scale), *places)


def _places(stretch: Stretch, scale: Scale) -> list[float]:
    return [scale.x(at) for at in stretch.instants] + [_right(span, scale) for span in stretch.spans]


def _room(stretch: Stretch, scale: Scale) -> float:
    """Words may be as long as their own bar."""
    places = _places(stretch, scale)
    return max(_WORDS, max(places) - min(places) - 8)


def _words_left(stretch: Stretch, scale: Scale) -> float:
    """The words begin where the stretch begins, clear of a guide there, or where they still have room."""
    return max(LEFT, min(scale.x(min(stretch.instants)) + 4, RIGHT - _wide(stretch, scale)))


def _wide(stretch: Stretch, scale: Scale) -> float:
    font = FONTS["label"]
    return text.width(text.cut(stretch.words, *font, room=_room(stretch, scale)), *font)


def _right(span: Interval, scale: Scale) -> float:
    end = RIGHT if span.end is None else scale.x(span.end)
    return max(end, scale.x(span.start) + _LEAST)


def _impacts(incident: Incident) -> list[Stretch]:
    names = ("started", "relapse", "mitigated", "resolved")
    about = frozenset(m.at for name in names for m in incident.moments[name] if m.about)
    felt = [plain(words(item, incident)) for item in incident.impacts]
    return [
        Stretch(
            "impact",
            " · ".join([_impact_words(span, zone_name(incident), about), *(felt[:1] if first else ())]),
            (span,),
            about,
        )
        for first, span in zip(chain((True,), repeat(False)), incident.impact_intervals, strict=False)
    ]


def _impact_words(span: Interval, zone: str, about: frozenset[datetime]) -> str:
    several_days = span.end is not None and day(span.start, zone) != day(span.end, zone)

    def word(at: datetime) -> str:
        date = f"{short_day(at, zone)} " if several_days else ""
        return f"{date}{'~' if at in about else ''}{clock(at, zone)}"

    if span.end is None:
        return f"since {word(span.start)}, not over yet"
    length = duration((span.end - span.start).total_seconds())
    return f"{'~' if about & {span.start, span.end} else ''}{length}, {word(span.start)} to {word(span.end)}"


def _impact_notes(incident: Incident) -> tuple[str, ...]:
    spans = incident.impact_intervals
    if len(spans) < 2 or any(span.end is None for span in spans):
        return ()
    total = sum((span.end - span.start).total_seconds() for span in spans if span.end is not None)
    return (f"{duration(total)} in all",)


def _misleading(incident: Incident) -> list[Stretch]:
    return [_path(h) for h in incident.hypotheses if h.state == "misleading"]


def _misleading_notes(incident: Incident) -> tuple[str, ...]:
    metric = incident.metric("misleading")
    if not metric.seconds:
        return ()
    total = f"{'at least ' if metric.at_least else ''}{duration(metric.seconds)}"
    share = incident.misleading_share
    return (total, f"{share:.0%} of the duration") if share is not None else (total,)


def spent(hypothesis: HypothesisFact) -> str:
    """The length of a path in words."""
    if hypothesis.seconds_spent is None:
        return "length unknown"
    about = hypothesis.raised.about or (hypothesis.settled is not None and hypothesis.settled.about)
    return f"{'~' if about else ''}{duration(hypothesis.seconds_spent)}"


def _path(hypothesis: HypothesisFact) -> Stretch:
    at = hypothesis.raised.at
    return Stretch(
        "misleading",
        f"{hypothesis.label} · {spent(hypothesis)} · {plain(hypothesis.text)}",
        hypothesis.intervals,
        _about(hypothesis.raised, hypothesis.settled),
        () if hypothesis.intervals or at is None else ((at, "cross"),),
    )


def _escalation(escalation: EscalationFact, incident: Incident) -> Stretch:
    asked, ended = escalation.asked.at, escalation.answered or escalation.withdrawn
    spans: tuple[Interval, ...] = ()
    over = incident.milestones.get("resolved")
    end = {"waiting": "open"}.get(escalation.state, escalation.state)
    if asked is not None and escalation.state == "waiting":
        waits = over is None or over.at < asked
        spans = (Interval(asked, None if waits or over is None else over.at),)
        end = "open" if waits else "unanswered"
    elif asked is not None and ended is not None and ended >= asked:
        spans = (Interval(asked, ended),)
    again = [item.entry for item in escalation.asked_again]
    marks = [(entry.at, "again") for entry in again if entry.at is not None]
    if asked is not None and not spans:
        marks.append((asked, "again"))
    return Stretch(
        "escalation",
        f"{escalation.label} · {wait(escalation, incident)} · {one_line(escalation.to)}",
        spans,
        _about(escalation.asked, *(entry.when for entry in again)),
        tuple(marks),
        end,
    )


def wait(escalation: EscalationFact, incident: Incident) -> str:
    """The wait for an answer in words; after the end nobody waits any more."""
    if escalation.state == "waiting" and incident.status in ("resolved", "closed"):
        return "no answer recorded"
    if escalation.wait_seconds is not None:
        word = "withdrawn after" if escalation.state == "withdrawn" else "waited"
        return f"{word} {duration(escalation.wait_seconds)}"
    return {"waiting": "no answer yet", "answered": "answered, wait unknown"}.get(
        escalation.state, "withdrawn"
    )


def _about(*times: When | None) -> frozenset[datetime]:
    edges: Iterable[datetime | None] = (edge for t in times if t and t.about for edge in (t.at, t.until))
    return frozenset(edge for edge in edges if edge is not None)
