"""The lane of events: flags with their words where they fit, else numbers with a legend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from pmtui.model import entries as e
from pmtui.model.incident.facts import Item
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import sign, words
from pmtui.model.text import one_line
from pmtui.model.time.words import shown
from pmtui.output.chart import text
from pmtui.output.chart.flags import POLE, Flag, flags, heap, stands, widened
from pmtui.output.chart.parts import FONTS, LEFT, MARGIN, RIGHT, ROW, WIDTH, Bar, Line, Mark, Sheet
from pmtui.output.chart.scale import Scale, short_day
from pmtui.output.text.light import plain
from pmtui.output.text.selection import zone_name

KEYED = 120
"""So many key entries get words or a number each; of more, only their places are drawn."""
FEW = 10
"""More events than this are not read in a meeting: those that tell most are chosen."""
_WEIGHTS: dict[type[e.Entry], int] = {e.Decision: 2, e.Action: 1}
_FLAG_ROWS = 8
_FLAG_ROOMS = (520.0, 420.0, 330.0, 250.0)
"""How wide the words on flags may be: as wide as lets all of them stand."""
_FONT = FONTS["label"]
_PLOT = (LEFT, RIGHT)
_HEAP_ROWS = 8
_BADGE = 18.0
_TEXT = 300
"""Characters of an entry that a hint or a legend may hold."""


class Event(Struct, frozen=True):
    """An entry that gets a place of its own."""

    at: datetime | None
    until: datetime | None
    about: bool
    time: str
    day: str
    """`Tue 20 Feb`; empty for an unknown time."""
    words: str


class Chosen(Struct, frozen=True):
    """The events of the picture, in order; those of unknown time apart."""

    timed: tuple[Event, ...]
    untimed: tuple[Event, ...]
    key: bool
    updates: tuple[Event, ...] = ()
    """What was told, which has a row of its own."""
    of: int = 0
    """Of how many the events were chosen by themselves; 0 when nothing was left out."""

    @property
    def name(self) -> str:
        return "Key events" if self.key or self.of else "Events"

    @property
    def named(self) -> bool:
        """Whether each of them gets words or a number."""
        return len(self.timed) <= KEYED

    @property
    def several_days(self) -> bool:
        return len({event.day for event in self.timed}) > 1

    @property
    def instants(self) -> list[datetime]:
        """Every known instant of the events."""
        return [
            edge
            for event in (*self.timed, *self.updates)
            for edge in (event.at, event.until)
            if edge is not None
        ]


def choose(incident: Incident) -> Chosen:
    """The key entries; when no entry is key, everything that happened, or ten of it that tell most."""
    standing = [item for item in incident.timeline if not item.struck]
    key = [item for item in standing if item.key]
    sent = [i for i in standing if isinstance(i.entry, e.Update) and i.entry.at is not None and not i.key]
    every = key or [item for item in standing if item.entry.event and item not in sent]
    timed = [item for item in every if item.entry.at is not None]
    items = timed if key else telling(timed, FEW)
    return Chosen(
        tuple(_event(item, incident) for item in items),
        tuple(_event(item, incident) for item in every if item.entry.at is None),
        bool(key),
        tuple(_event(item, incident) for item in sent),
        len(timed) if len(items) < len(timed) else 0,
    )


def telling(items: Sequence[Item], most: int) -> list[Item]:
    """Those of many that tell most: decisions, then actions, then what lies furthest from what is chosen already.

    Args:
        items: of known time, in the order of time.
        most: how many.
    """
    left, taken = list(items), list[Item]()
    while left and len(taken) < most and len(items) > most:
        best = max(
            left, key=lambda item: (_WEIGHTS.get(type(item.entry), 0), _apart(item, taken), -item.entry.n)
        )
        taken.append(best)
        left.remove(best)
    return sorted(taken, key=items.index) if taken else list(items)


def _apart(item: Item, taken: Sequence[Item]) -> float:
    """Seconds to the nearest that is taken; without any the earliest comes first."""
    at = item.entry.at
    assert at is not None
    if not taken:
        return -at.timestamp()
    return min(abs((at - other.entry.at).total_seconds()) for other in taken if other.entry.at)


def updates(sheet: Sheet, scale: Scale, top: float, sent: Sequence[Event]) -> float:
    """One row of what was told, each with as many words as there is room up to the next; gives the bottom."""
    bottom = top + 42
    sheet.lane(top, bottom, "Updates")
    places = [scale.x(event.at) for event in sent if event.at is not None]
    taken = LEFT
    for event, x, after in zip(sent, places, [*places[1:], RIGHT], strict=True):
        said = f"{event.time} {event.words.removeprefix('update: ')}"
        sheet.marks.append(Mark(x, top + 30, "dot", event.about, hint=said))
        before, behind = x - taken - 14, after - x - 14
        anchor, room = "start", max(behind, 0.0)
        if before > behind and behind < text.width(said, *_FONT):
            anchor, room = "end", before
        words = text.cut(said, *_FONT, room=room)
        if len(words) > len(event.time) + 2:
            sheet.write((x, top + 5), words, "label", room=room + 14, anchor=anchor)
            taken = x if anchor == "end" else x + text.width(words, *_FONT)
    return bottom


def draw(sheet: Sheet, scale: Scale, top: float, chosen: Chosen) -> tuple[float, bool]:
    """Draws the lane; gives its bottom, and whether the numbers in it need a legend."""
    name = chosen.name
    notes = (f"{len(chosen.timed)} of {chosen.of};", "/key chooses others") if chosen.of else ()
    if not chosen.named:
        sheet.lane(top, top + 42, name, f"{len(chosen.timed)} entries,", "told in the draft")
        places = sorted({round(scale.x(event.at)) for event in chosen.timed if event.at is not None})
        sheet.marks += [Mark(float(x), top + 21, "tick") for x in places]
        return top + 42, False
    found = _flags(scale, chosen)
    if found is None:
        return _badges(sheet, scale, top, chosen, notes), True
    bottom = top + max(24 + ROW * (1 + max(flag.row for flag, _ in found)), 56.0 if notes else 42.0)
    sheet.lane(top, bottom, name, *notes)
    for event, (flag, said) in zip(chosen.timed, found, strict=True):
        _draw_flag(sheet, flag, said, top + 12)
        if event.until is not None:
            sheet.bars.append(_range(event, scale, flag.pole, top + 9))
        hint = f"{event.time} {event.words}"
        sheet.marks.append(Mark(flag.pole, top + 12, "dot", event.about, hint=hint))
    return bottom, False


def legend(sheet: Sheet, top: float, chosen: Chosen) -> float:
    """Lists the numbered events in columns, under their days where there are several; gives the bottom."""
    lines = _legend_lines(chosen)
    columns = 1 if len(lines) <= 8 else 2
    rows = -(-len(lines) // columns)
    if columns > 1 and chosen.several_days:
        rows = (len(lines) + 2) // 2
        if lines[rows][0]:
            lines.insert(rows, (0, lines[rows][1]))  # the second column names its day too
    wide = (WIDTH - 2 * MARGIN) / columns
    font = FONTS["small"]
    times = min(max((text.width(event.time, *font) for event in chosen.timed), default=0.0), 150.0)
    for index, (number, event) in enumerate(lines):
        x = MARGIN + wide * (index // rows)
        y = top + ROW * (index % rows)
        if number == 0:
            sheet.write((x + 34, y), event.day, "lane", room=wide - 50)
            continue
        sheet.write((x + 26, y), str(number), "count", room=40, anchor="end")
        sheet.write((x + 34, y), event.time, "small", room=times + 1)
        sheet.write((x + 44 + times, y), event.words, "entry", room=wide - times - 56)
    return top + ROW * rows


def _legend_lines(chosen: Chosen) -> list[tuple[int, Event]]:
    """The events with their numbers; a number of 0 stands for the day of the event."""
    found: list[tuple[int, Event]] = []
    last = ""
    if chosen.timed and not chosen.several_days:
        last = chosen.timed[0].day
    for number, event in enumerate(chosen.timed, 1):
        if event.day != last:
            found.append((0, event))
            last = event.day
        found.append((number, event))
    return found


def _event(item: Item, incident: Incident) -> Event:
    entry = item.entry
    said = plain(words(item, incident).strip().partition("\n\n")[0][: 4 * _TEXT])[:_TEXT]
    kind = "" if isinstance(entry, e.Note) and said else one_line(sign(item, incident))
    joined = f"{kind}: {said}" if kind.isalpha() and said else f"{kind} {said}".strip()
    day = short_day(entry.at, zone_name(incident)) if entry.at is not None else ""
    return Event(entry.at, entry.until, entry.about, shown(entry.when, zone_name(incident)), day, joined)


def _flags(scale: Scale, chosen: Chosen) -> list[tuple[Flag, str]] | None:
    """A flag and its words for each event; None when they do not all fit."""
    if len(chosen.timed) > 3 * _FLAG_ROWS:
        return None
    poles = [scale.x(event.at) for event in chosen.timed if event.at is not None]
    said = [_flag_words(event, scale, chosen) for event in chosen.timed]
    for room in _FLAG_ROOMS:
        cuts = [text.cut(line, *_FONT, room=room) for line in said]
        wides = [text.width(line, *_FONT) for line in cuts]
        found = flags(poles, wides, between=_PLOT, rows=_FLAG_ROWS)
        if found is not None:
            return _widen(list(zip(found, cuts, strict=True)), said)
    return None


def _widen(found: list[tuple[Flag, str]], said: Sequence[str]) -> list[tuple[Flag, str]]:
    """Gives back the words that were cut for the sake of others, where there is room."""
    for index, (flag, cut) in enumerate(found):
        others = [other for n, (other, _) in enumerate(found) if n != index]
        for room in _FLAG_ROOMS:
            longer = text.cut(said[index], *_FONT, room=room)
            wider = widened(flag, text.width(longer, *_FONT))
            if longer == cut or stands(wider, others, _PLOT):
                found[index] = (wider, longer)
                break
    return found


def _flag_words(event: Event, scale: Scale, chosen: Chosen) -> str:
    day = f"{event.day.split(' ', 1)[1]} " if chosen.several_days else ""
    return f"{_aside(event, scale)}{day}{event.time} {event.words}"


def _aside(event: Event, scale: Scale) -> str:
    """An arrow where the event lies off the axis."""
    if event.at is None or not scale.outside(event.at):
        return ""
    return "← " if event.at < scale.low else "→ "


def _draw_flag(sheet: Sheet, flag: Flag, said: str, y: float) -> None:
    line = y + 6 + flag.row * ROW
    sheet.lines.append(Line(flag.pole, y, flag.pole, line + 13, "leader"))
    anchor, x = ("end", flag.pole - POLE) if flag.flipped else ("start", flag.pole + POLE)
    sheet.write((x, line), said, "label", room=RIGHT - LEFT, anchor=anchor)


def _range(event: Event, scale: Scale, left: float, y: float) -> Bar:
    right = scale.x(event.until) if event.until is not None else left
    return Bar(left, max(right, left), y, 6.0, "range", event.about, event.about)


def _badges(sheet: Sheet, scale: Scale, top: float, chosen: Chosen, notes: Sequence[str]) -> float:
    """Numbers at their instants, heaped; where the heap grows too high, neighbours share a badge."""
    events = chosen.timed
    for reach in (0.0, 12.0, 24.0, 48.0):
        groups = _groups(scale, events, reach)
        rows = heap([_badge_extent(scale, events, group) for group in groups], len(groups))
        if max(rows) < _HEAP_ROWS:
            break
    bottom = top + max(10 + (1 + max(rows)) * (_BADGE + 2), 56.0 if notes else 42.0)
    sheet.lane(top, bottom, chosen.name, *(notes or ("numbered below",)))
    for group, row in zip(groups, rows, strict=True):
        _badge(sheet, scale, events, group, top + 6 + _BADGE / 2 + row * (_BADGE + 2))
    return bottom


def _groups(scale: Scale, events: Sequence[Event], reach: float) -> list[range]:
    """Runs of neighbouring numbers that begin within so many pixels; without reach, each its own."""
    found: list[range] = []
    for index, event in enumerate(events):
        first = events[found[-1].start].at if found else None
        near = event.at and first and scale.x(event.at) - scale.x(first) < reach
        if near:
            found[-1] = range(found[-1].start, index + 1)
        else:
            found.append(range(index, index + 1))
    return found


def _badge_words(scale: Scale, events: Sequence[Event], group: range) -> str:
    number = str(group.start + 1) if len(group) == 1 else f"{group.start + 1}–{group.stop}"
    return f"{_aside(events[group.start], scale)}{number}"


def _badge_place(scale: Scale, events: Sequence[Event], group: range) -> tuple[float, float]:
    """Centre and width; at the edges of the plot a wide badge moves inwards."""
    at = events[group.start].at
    wide = max(_BADGE, text.width(_badge_words(scale, events, group), *FONTS["number"]) + 7)
    x = scale.x(at) if at is not None else LEFT
    return max(LEFT + wide / 2 - 4, min(x, RIGHT - wide / 2 + 4)), wide


def _badge_extent(scale: Scale, events: Sequence[Event], group: range) -> tuple[float, float]:
    x, wide = _badge_place(scale, events, group)
    until = events[group.start].until if len(group) == 1 else None
    # The heap keeps words six pixels apart; numbers may stand closer.
    return x - wide / 2 + 2, max(x + wide / 2 - 2, scale.x(until) if until is not None else x)


def _badge(sheet: Sheet, scale: Scale, events: Sequence[Event], group: range, y: float) -> None:
    x, wide = _badge_place(scale, events, group)
    event = events[group.start]
    if len(group) == 1 and event.until is not None:
        sheet.bars.append(_range(event, scale, x, y - 3))
    hint = "; ".join(f"{events[i].time} {events[i].words}" for i in group)
    sheet.marks.append(Mark(x, y, "badge", any(events[i].about for i in group), wide, hint))
    sheet.write((x, y - 6.2), _badge_words(scale, events, group), "number", room=wide + 4, anchor="middle")
