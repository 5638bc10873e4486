"""Where everything in the chart lies: lanes for milestones, impact, misleading paths, escalations and events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pmtui.model.incident.facts import MilestoneMoment
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.milestones import MILESTONES
from pmtui.model.text import one_line
from pmtui.model.time.words import clock, day_name, duration
from pmtui.output.chart import events as chart_events
from pmtui.output.chart import rows as chart_rows
from pmtui.output.chart import text
from pmtui.output.chart.events import Chosen
from pmtui.output.chart.flags import POLE, Flag, flags
from pmtui.output.chart.parts import (
    FONTS,
    LEFT,
    MARGIN,
    RIGHT,
    ROW,
    WIDTH,
    Bar,
    Box,
    Label,
    Layout,
    Line,
    Mark,
    Sheet,
)
from pmtui.output.chart.rows import Lane
from pmtui.output.chart.scale import Scale, short_day, silences
from pmtui.output.chart.words import describe, headline, unplaced
from pmtui.output.text.selection import zone_name

_ROOM = WIDTH - 2 * MARGIN
_TOP = 76.0
_GAP = 4.0
_REACH = timedelta(hours=1)
"""An event may lie at least so far from the incident and still widen the axis."""
_UNKNOWN = 10
"""So many entries of unknown time are listed."""


def layout(incident: Incident) -> Layout:
    """The picture of an incident as places; the right edge is the last known instant."""
    sheet = Sheet()
    chosen = chart_events.choose(incident)
    sheet.write((MARGIN, 20), one_line(incident.title) or "Incident", "title", room=_ROOM)
    sheet.write((MARGIN, 48), headline(incident), "label", room=_ROOM)
    lanes = chart_rows.lanes(incident)
    scale = _scale(incident, chosen, lanes)
    drawn = (
        _picture(sheet, incident, scale, chosen, lanes) if scale else _small(sheet, incident, chosen, lanes)
    )
    bottom = _unknown(sheet, unplaced(incident, chosen), drawn)
    return Layout(
        height=round(bottom + 20),
        title=f"Timeline of {one_line(incident.title) or 'the incident'}",
        description=describe(incident, chosen),
        bands=tuple(sheet.bands),
        lines=tuple(sheet.lines),
        bars=tuple(sheet.bars),
        marks=tuple(sheet.marks),
        labels=tuple(sheet.labels),
    )


def _scale(incident: Incident, chosen: Chosen, lanes: Sequence[Lane]) -> Scale | None:
    """The stretch of time that is drawn; None when there are no two instants.

    What lies far from the incident is drawn at the edge: a cause of last month would leave it no room.
    """
    core = [moment.at for moment in incident.milestones.values()]
    core += [at for lane in lanes for stretch in lane.stretches for at in stretch.instants]
    events = chosen.instants
    if core and chart_rows.running(incident):  # still running: everything since is part of it
        standing = [item.entry for item in incident.timeline if not item.struck]
        known = [entry.at for entry in standing if entry.at is not None and entry.happened]
        first = min(core)
        core += [at for at in (*known, *events) if at >= first]
    if len(set(core)) < 2:
        core += events
    if len(set(core)) < 2:
        return None
    low, high = min(core), max(core)
    reach = max(high - low, _REACH)
    near = [at for at in events if at - high <= reach and low - at <= reach]
    shown = [*core, *near]
    low, high = min(shown), max(shown)
    return Scale(low, high, LEFT + 6, RIGHT - 6, zone_name(incident), silences(shown))


def _picture(sheet: Sheet, incident: Incident, scale: Scale, chosen: Chosen, lanes: Sequence[Lane]) -> float:
    y, guides = _milestones(sheet, incident, scale, _TOP)
    for lane in lanes:
        y = chart_rows.draw(sheet, scale, y + _GAP, lane)
    if chosen.updates:
        y = chart_events.updates(sheet, scale, y + _GAP, chosen.updates)
    needs_legend = False
    if chosen.timed:
        y, needs_legend = chart_events.draw(sheet, scale, y + _GAP, chosen)
    sheet.lines += [Line(tick.x, _TOP, tick.x, y, "grid") for tick in scale.ticks()]
    sheet.lines += [Line(x, top, x, y, "guide", about) for x, top, about in guides]
    y = _axis(sheet, scale, y)
    y = _caption(sheet, scale, chosen, y)
    return chart_events.legend(sheet, y + 12, chosen) if needs_legend else y


def _milestones(
    sheet: Sheet, incident: Incident, scale: Scale, top: float
) -> tuple[float, list[tuple[float, float, bool]]]:
    """Flags above the lanes; gives the bottom, and for each guide its place, top and whether it is approximate."""
    groups = _same_instant(chart_rows.turns(incident))
    if not groups:
        return top - _GAP, []
    half = (RIGHT - LEFT) / 2 - 2 * POLE  # so every label has room on one side
    named = [_milestone_words(group, zone_name(incident), scale.several_days) for group in groups]
    said = [text.cut(words, *FONTS["lane"], room=half) for words in named]
    poles = [scale.x(group[0].at) for group in groups]
    wides = [text.width(line, *FONTS["lane"]) for line in said]
    found = _milestone_flags(poles, wides)
    bottom = top + max(10 + ROW * (1 + max(flag.row for flag in found)) + 12, 42.0)
    sheet.lane(top, bottom, "Milestones")
    guides = []
    for group, word, flag in zip(groups, said, found, strict=True):
        y = bottom - 16 - ROW * (flag.row + 1)
        anchor, x = ("end", flag.pole - POLE) if flag.flipped else ("start", flag.pole + POLE)
        sheet.write((x, y), word, "lane", room=RIGHT - LEFT, anchor=anchor)
        sheet.marks.append(Mark(flag.pole, bottom - 8, "flag", group[0].about, hint=word))
        sheet.bars += [bar for moment in group if (bar := _milestone_range(moment, scale, bottom - 8))]
        guides.append((flag.pole, y, group[0].about))
    return bottom, guides


def _milestone_flags(poles: Sequence[float], wides: Sequence[float]) -> list[Flag]:
    """A flag for each; there are so few that poles through labels are a last resort, and enough."""
    rows, between = max(len(MILESTONES), len(poles)), (LEFT, WIDTH - MARGIN)
    found = flags(poles, wides, between=between, rows=rows)
    if found is None:
        found = flags(poles, wides, between=between, rows=rows, crossing=True)
    return found or []


def _same_instant(moments: list[MilestoneMoment]) -> list[list[MilestoneMoment]]:
    """The milestones that share a flag: those of one instant, three at most."""
    found: dict[tuple[datetime, bool], list[MilestoneMoment]] = {}
    for moment in moments:
        found.setdefault((moment.at, moment.about), []).append(moment)
    return [found[key][n : n + 3] for key in sorted(found) for n in range(0, len(found[key]), 3)]


def _milestone_words(group: list[MilestoneMoment], zone: str, several_days: bool) -> str:
    about = "~" if group[0].about else ""
    day = f"{short_day(group[0].at, zone).split(' ', 1)[1]} " if several_days else ""
    return f"{', '.join(moment.name for moment in group)} {day}{about}{clock(group[0].at, zone)}"


def _milestone_range(moment: MilestoneMoment, scale: Scale, y: float) -> Bar | None:
    entry = moment.item.entry if moment.item else None
    if entry is None or entry.at is None or entry.until is None:
        return None
    about = entry.about
    return Bar(scale.x(entry.at), scale.x(entry.until), y - 2, 4.0, "range", about, about)


def _axis(sheet: Sheet, scale: Scale, y: float) -> float:
    """Ticks with their times, days under them where they change, and the zone; gives the bottom."""
    sheet.lines.append(Line(LEFT - 4, y + 4, WIDTH - MARGIN, y + 4, "axis"))
    held: list[Box] = []
    for start, end in scale.breaks:
        middle = (scale.x(start) + scale.x(end)) / 2
        for x in (middle - 3, middle + 3):
            sheet.lines.append(Line(x - 3, y + 10, x + 3, y - 2, "axis"))
        label = _inside(Label(middle, y + 11, duration((end - start).total_seconds()), "small", "middle"))
        held.append(label.box)
        sheet.labels.append(label)
    for tick in scale.ticks():
        sheet.lines.append(Line(tick.x, y + 4, tick.x, y + 9, "axis"))
        for row, words in enumerate((tick.text, tick.day)):
            label = _inside(Label(tick.x, y + 11 + row * 15, words, "small", "middle"))
            if words and not any(label.box.overlaps(box) for box in held):
                held.append(label.box)
                sheet.labels.append(label)
    return y + 42


def _inside(label: Label) -> Label:
    """The label moved so far that it lies between the plot's edges."""
    box = label.box
    shift = max(LEFT - 16 - box.left, 0.0) - max(box.right - (WIDTH - 4), 0.0)
    return Label(label.x + shift, label.y, label.text, label.style, label.anchor)


def _caption(sheet: Sheet, scale: Scale, chosen: Chosen, y: float) -> float:
    """Names the zone and explains the signs that this picture uses; gives the bottom."""
    signs = []
    if sheet.about:
        signs.append("Dashed or hollow: approximate.")
    if scale.breaks:
        signs.append("//: a silence that is left out, and how long it was.")
    if any(bar.end == "open" for bar in sheet.bars):
        signs.append("Arrow: not over at the last known moment.")
    if any(event.at is not None and scale.outside(event.at) for event in chosen.timed):
        signs.append("← →: before or after what the axis shows.")
    for line in (f"Times in {scale.zone}", " ".join(signs)):
        if line:
            sheet.write((LEFT - 4, y + 2), line, "small", room=RIGHT - LEFT)
            y += ROW
    return y


def _small(sheet: Sheet, incident: Incident, chosen: Chosen, lanes: Sequence[Lane]) -> float:
    """The picture of an incident without two different known times: it says so, and what there is."""
    known = [moment.at for moment in incident.milestones.values()] + chosen.instants
    known += [at for lane in lanes for stretch in lane.stretches for at in stretch.instants]
    if not known:
        nothing = "No milestone, path, escalation or event has a known time yet: there is nothing to draw."
        sheet.write((MARGIN, 80), nothing, "lane", room=_ROOM)
        return 100.0
    zone = zone_name(incident)
    when = f"{clock(known[0], zone)} ({zone}) on {day_name(known[0], zone)}"
    sheet.write((MARGIN, 80), f"Everything that has a known time happened at {when}.", "lane", room=_ROOM)
    named = [f"Milestones: {', '.join(incident.milestones)}"] if incident.milestones else []
    named += [f"{lane.name}: {stretch.words}" for lane in lanes for stretch in lane.stretches[:_UNKNOWN]]
    y = 104.0
    for line in named:
        sheet.write((MARGIN, y), line, "label", room=_ROOM)
        y += ROW
    return chart_events.legend(sheet, y, chosen) if chosen.named else y


def _unknown(sheet: Sheet, words: Sequence[str], y: float) -> float:
    """Lists what has no known time and so no place on the axis."""
    if not words:
        return y
    sheet.write((MARGIN, y + 12), "Time unknown", "lane", room=_ROOM)
    y += 30
    left_out = len(words) - _UNKNOWN
    shown_words = [*words[:_UNKNOWN], *([f"and {left_out} more"] if left_out > 0 else [])]
    for line in shown_words:
        sheet.write((MARGIN + 34, y), line, "small", room=_ROOM - 34)
        y += ROW
    return y
