"""A document's timeline: sentences that say what happened, in the order of time.

Roles, services and severity stand in the document's head. A fact is told where its time lies inside the incident.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from pmtui.model import entries as e
from pmtui.model.incident.links import place
from pmtui.model.incident.words import words
from pmtui.model.text import one_line
from pmtui.model.time.words import day, day_name, shown
from pmtui.output.draft.order import in_place
from pmtui.output.text.light import item
from pmtui.output.text.markdown import Safe, escape, fenced
from pmtui.output.text.selection import selected, zone_name

if TYPE_CHECKING:
    from pmtui.model.incident.facts import Item
    from pmtui.model.incident.incident import Incident

MOST = 25
"""So many entries a timeline tells in full; of more it tells the key moments."""
NO_TIME = "time not recorded"
_IN_HEAD = (e.Role, e.Severity, e.Service, e.Link)
_KEY = (
    e.Milestone,
    e.Attach,
    e.Decision,
    e.Impact,
    e.Hypothesis,
    e.Misleading,
    e.Confirmed,
    e.Revive,
    e.Escalate,
)
"""What a reader should not miss; of a long timeline these stand for the whole until somebody chose others."""


class Line(Struct, frozen=True):
    """One statement; what is typed in it is data wherever it is printed, the rest is ours."""

    time: str
    """Ours; empty when it is unknown."""
    side: str = ""
    """Ours."""
    noun: str = ""
    """What the eye should find, ours: `Detected`."""
    about: str = ""
    """What stands between that and the text: `to the database team`."""
    text: str = ""
    """What was typed, light Markdown; may have many lines."""
    kind: str = ""
    """Of the entry."""
    key: bool = False
    file: str = ""
    """Where a file that it attached lies, beside the document."""
    name: str = ""
    """What that file was called."""
    picture: bool = False
    """Documents show it."""

    @property
    def mark(self) -> str:
        """What stands behind the words before the text."""
        if not self.noun and not self.about:
            return ""
        return ":" if self.text else "."

    @property
    def markdown(self) -> Safe:
        """As the text of a list item."""
        time = f"**{self.time}**" if self.time else f"*{NO_TIME}*"
        side = f" ({self.side})" if self.side else ""
        noun = f"**{self.noun}{'' if self.about else self.mark}**" if self.noun else ""
        about = f"{escape(self.about, ' ')}{self.mark}" if self.about else ""
        said = item(self.text, " ".join(part for part in (f"{time}{side} —", noun, about) if part))
        if self.picture:
            return Safe(f"{said}\\\n  ![{escape(self.text or self.name, ' ')}]({self.file})")
        return Safe(f"{said} ([{escape(self.name, ' ')}]({self.file}))") if self.file else said


class Day(Struct, frozen=True):
    """The entries of one day."""

    title: str
    lines: list[Line]


def day_by_day(days: list[Day]) -> Safe:
    """The days as lists, each under its name unless it is the only one."""
    parts = []
    for each in days:
        parts += [f"### {each.title}"] if len(days) > 1 else []
        parts.append("\n".join(f"- {line.markdown}" for line in each.lines))
    return Safe("\n\n".join(parts))


class Timeline(Struct, frozen=True):
    """What a document tells of a timeline."""

    days: list[Day]
    log: list[Day]
    """The whole of it, where the days are the key moments only."""

    @property
    def count(self) -> int:
        """How many entries the whole log has."""
        return sum(len(each.lines) for each in self.log)


def timeline(incident: Incident) -> Timeline:
    """The sentences of the timeline, a day after the other in the incident's zone."""
    listed = [each for each in selected(incident) if _is_listed(each, incident)]
    whole = _days(listed, incident)
    tells = incident.timeline_tells
    if tells == "all" or (len(listed) <= MOST and tells != "key"):
        return Timeline(whole, [])
    chosen = [each for each in listed if each.key]
    key = chosen or [each for each in listed if isinstance(each.entry, _KEY) and not _again(each.entry)]
    return Timeline(_days(key, incident), whole) if key else Timeline(whole, [])


def listed(each: Item, incident: Incident, *, dated: bool) -> Safe:
    """One entry as the item of a list: its time, with the day where that is wanted, and its sentence."""
    zone = zone_name(incident)
    line = _line(each, incident, zone)
    if dated and each.entry.at is not None:
        line = replace(line, time=f"{day(each.entry.at, zone)} {line.time}")
    return Safe(f"- {line.markdown}")


def _again(entry: e.Entry) -> bool:
    return isinstance(entry, e.Escalate) and bool(entry.refs)


def _is_listed(each: Item, incident: Incident) -> bool:
    entry = each.entry
    if isinstance(entry, _IN_HEAD):
        return False
    return not entry.fact or _side(each, incident) is None


def _days(listed: list[Item], incident: Incident) -> list[Day]:
    zone = zone_name(incident)
    found: list[Day] = []
    for each in in_place(listed, incident):
        at = each.entry.at
        title = day_name(at, zone) if at else ""
        if not found or (title and title != found[-1].title):
            if found and not found[-1].title:  # what has no time stood alone at the beginning
                found[-1] = Day(title, found[-1].lines)
            else:
                found.append(Day(title, []))
        found[-1].lines.append(_line(each, incident, zone))
    return found


def _side(each: Item, incident: Incident) -> str | None:
    """None for what lies inside the incident, else the side it lies on; empty for a fact of unknown time."""
    at = each.entry.at
    start, end = incident.bounds
    if at is None:
        return "" if each.entry.fact else None
    if start is not None and at < start:
        return "lead-up"
    return "aftermath" if end is not None and at > end else None


def _line(each: Item, incident: Incident, zone: str) -> Line:
    entry = each.entry
    noun, about, text = _sentence(each, incident)
    attached = entry if isinstance(entry, e.Attach) and entry.sha256 else None
    return Line(
        time=shown(entry.when, zone) if entry.at else "",
        side=_side(each, incident) or "",
        noun=noun,
        about=about,
        text=text,
        kind=e.kind_of(entry),
        key=each.key,
        file=place(attached) if attached else "",
        name=attached.name if attached else "",
        picture=attached is not None and attached.ending in e.PICTURES,
    )


Sentence = tuple[str, str, str]
"""What the eye should find, what it is about, and the text."""


def _sentence(each: Item, incident: Incident) -> Sentence:
    entry = each.entry
    if entry.redacted or entry.extra:
        return "", "", words(each, incident)
    for kind, says in _SAYS:
        if isinstance(entry, kind):
            return says(entry, incident)
    return "", "", words(each, incident)


def _milestone(entry: e.Milestone, incident: Incident) -> Sentence:
    source = entry.source if isinstance(entry, e.Detected) else ""
    return _MILESTONES[type(entry)], f"by {_SOURCES.get(source, source)}" if source else "", entry.text


_SOURCES = {"customer": "a customer", "partner": "a partner"}


_MILESTONES: dict[type[e.Milestone], str] = {
    e.Started: "Impact began",
    e.Detected: "Detected",
    e.Declared: "Declared an incident",
    e.Acknowledged: "Acknowledged",
    e.Identified: "Cause identified",
    e.Mitigated: "Mitigated",
    e.Resolved: "Resolved",
    e.Relapse: "Impact is back",
}


def _text(entry: e.Entry) -> str:
    return entry.text if isinstance(entry, e.Worded) else ""


def _named(entry: e.Entry, incident: Incident) -> str:
    """What an entry is about, in its own words."""
    found = [incident.entry(ref) for ref in entry.refs if ref in incident]
    texts = [each.to if isinstance(each, e.Escalate) else _text(each) for each in found]
    return ", ".join(text for text in map(one_line, texts) if text) or "something not known here"


def _and_why(what: str, why: str) -> str:
    """What in a sentence, and why in another."""
    what = what.strip().rstrip(".")
    if not why:
        return what
    if "\n" in what:
        return f"{what}\n\n{why}"
    return f"{what}{';' if why[0].islower() else '.'} {why}"


_TEAM = re.compile(r"(?!the |our ).* team$", re.I)


def team(name: str) -> str:
    """`the database team`, `Bo`, `the database team and Bo`."""
    each = [f"the {one}" if _TEAM.match(one) else one for one in name.split(", ")]
    return " and ".join(filter(None, (", ".join(each[:-1]), each[-1])))


def upper(text: str) -> str:
    """The text as a sentence begins."""
    return text[:1].upper() + text[1:]


def _action(entry: e.Action, incident: Incident) -> Sentence:
    return "", "", f"{entry.text} ({entry.owner})" if entry.owner and "\n" not in entry.text else entry.text


def _done(entry: e.Done, incident: Incident) -> Sentence:
    result = entry.text
    if entry.failed:
        return (
            "",
            "",
            _and_why(f"Failed: {_named(entry, incident)}", result[len("failed") :].lstrip(" :.,;–-")),
        )
    return "", "", _and_why(f"Done: {_named(entry, incident)}", result)


def _run(entry: e.Run, incident: Incident) -> Sentence:
    first, _, output = entry.says.partition("\n")
    return "", "Ran", f"{first}\n{fenced(output)}" if output else first


def _update(entry: e.Update, incident: Incident) -> Sentence:
    if entry.audience.casefold() == "status page":
        return "", "Posted on the status page", entry.text
    return "", f"Told {entry.audience}" if entry.audience else "Update", entry.text


def _evidence(entry: e.Evidence, incident: Incident) -> Sentence:
    side = {"+": "for", "-": "against"}.get(entry.sign, "on")
    return "", f"Evidence {side} “{_named(entry, incident)}”", entry.text


def _misleading(entry: e.Misleading, incident: Incident) -> Sentence:
    if entry.refs:
        return "Ruled out", "", _and_why(_named(entry, incident), entry.text)
    return "Misleading path", "", _and_why(entry.text, entry.because)


def _escalate(entry: e.Escalate, incident: Incident) -> Sentence:
    via = f" ({entry.via})" if entry.via else ""
    if entry.refs:
        return "", f"Asked {team(_named(entry, incident))} again{via}", entry.text
    return "Escalated", f"to {team(entry.to)}{via}", entry.text


def _withdraw(entry: e.Withdraw, incident: Incident) -> Sentence:
    return "", f"Nothing is needed of {team(_named(entry, incident))} any more", entry.text


_SAYS: tuple[tuple[type[e.Entry], Callable[..., Sentence]], ...] = (
    (e.Milestone, _milestone),
    (e.Action, _action),
    (e.Done, _done),
    (e.Run, _run),
    (e.Update, _update),
    (e.Evidence, _evidence),
    (e.Misleading, _misleading),
    (e.Escalate, _escalate),
    (e.Withdraw, _withdraw),
    (e.Attach, lambda entry, _: ("", "", entry.text or entry.name)),
    (e.Decision, lambda entry, _: ("", "Decided", entry.text)),
    (e.Impact, lambda entry, _: ("", "Impact", entry.text)),
    (e.Summary, lambda entry, _: ("", "Known then", entry.text)),
    (e.Handover, lambda entry, _: ("", "", f"{one_line(entry.name)} takes over as commander")),
    (e.Hypothesis, lambda entry, _: ("Suspected", "", entry.text)),
    (e.Confirmed, lambda entry, within: ("Confirmed", "", _and_why(_named(entry, within), entry.text))),
    (e.Revive, lambda entry, within: ("Suspected again", "", _and_why(_named(entry, within), entry.text))),
    (e.Answered, lambda entry, within: ("", f"{upper(team(_named(entry, within)))} answered", entry.text)),
)
"""How a kind of entry is told; the words of any other stand as they are."""
