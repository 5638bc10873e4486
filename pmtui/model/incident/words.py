"""How an entry reads: words, sign and labels, the same on screens, in the record and in the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.facts import Item
from pmtui.model.incident.writeup import SECTIONS
from pmtui.model.text import one_line
from pmtui.model.time.words import day, shown

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident


def words(item: Item, incident: Incident) -> str:
    """What the entry says, without its sign, behind its author's name; a pasted text keeps its lines.

    Empty for a bare milestone.
    """
    entry = item.entry
    said = _whole(item, incident, entry.says)
    if entry.author and entry.happened and not entry.redacted:
        return e.after(one_line(entry.author), said)
    return said


def typed(item: Item, incident: Incident) -> str:
    """What the entry says as it was typed, for programs: kind, label and whom it names stand elsewhere."""
    return _whole(item, incident, item.entry.typed)


def _whole(item: Item, incident: Incident, said: str) -> str:
    entry = item.entry
    if entry.redacted:
        return _redacted(item, incident)
    if isinstance(entry, e.Amend | e.Retime):
        return _correction(entry, incident)
    if entry.extra:
        raw = msgspec.json.encode(entry.extra, order="sorted").decode()
        return f"{said} {raw}".strip()
    return said


def search(incident: Incident, wanted: str) -> list[Item]:
    """The entries whose words hold every word wanted, in the order of the timeline; case is ignored."""
    parts = wanted.casefold().split()
    found = []
    for item in incident.timeline:
        text = f"{item.name} {words(item, incident)} {item.entry.by}".casefold()
        if all(part in text for part in parts):
            found.append(item)
    return found


def sign(item: Item, incident: Incident) -> str:
    """The kind as a timeline shows it: `note`, `H2 ✗`, `E1 ↓`; its state never depends on a colour."""
    entry = item.entry
    about = ",".join(labels(item, incident))
    if not about:
        return "opened" if isinstance(entry, e.Opened) else e.kind_of(entry)
    if entry.mark is None:
        return f"{e.kind_of(entry)} {about}"
    return f"{about} {entry.mark}".rstrip()


def labels(item: Item, incident: Incident) -> tuple[str, ...]:
    """`H2` that the entry begins, or what it is about: labels, and `#12` for what has none."""
    entry = item.entry
    if entry.refs:
        return tuple(name(ref, incident) for ref in entry.refs)
    own = incident.label(item.id) if entry.label else ""
    return (own,) if own else ()


def name(entry_id: str, incident: Incident) -> str:
    """The label of an entry, else its number; `#?` for one that has not arrived yet."""
    if entry_id not in incident:
        return "#?"
    return incident.label(entry_id) or incident.name(entry_id)


def address(incident: Incident, entry_id: str) -> str:
    """What to type for an entry: its label, else its number, with the mark that a merge makes necessary."""
    label = incident.label(entry_id)
    same = incident.labels.get(incident.item(entry_id).entry.label, [])
    return _marked(label, same, entry_id) if label else number(incident, entry_id)


def number(incident: Incident, entry_id: str) -> str:
    """`#12`, with the mark that a merge makes necessary."""
    return _marked(incident.name(entry_id), incident.numbered(incident.entry(entry_id).n), entry_id)


def _marked(name: str, same: list[str], entry_id: str) -> str:
    return f"{name}a" if len(same) > 1 and same[0] == entry_id else name


def heading(section: str) -> str:
    """The heading of a section of the write-up."""
    return SECTIONS.get(section) or section


def _redacted(item: Item, incident: Incident) -> str:
    whys = [c.text for c in incident.history(item.id) if isinstance(c, e.Redact) and c.text]
    return f"redacted: {whys[-1]}" if whys else "redacted"


def _correction(entry: e.Amend | e.Retime, incident: Incident) -> str:
    if isinstance(entry, e.Retime):
        return ", ".join(dict.fromkeys(_moment(when, incident.zone) for when in entry.times))
    target = next((ref for ref in entry.refs if ref in incident), None)
    if target is None:
        return entry.text
    try:
        amended = codec.recast(incident.entry(target), entry.new)
    except msgspec.ValidationError:
        return msgspec.json.encode(entry.new, order="sorted").decode()
    return words(Item(amended, incident.name(target)), incident)


def _moment(when: e.When, zone: str) -> str:
    return f"{shown(when, zone)} on {day(when.at, zone)}" if when.at else "time unknown"
