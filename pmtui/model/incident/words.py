"""How an entry reads: words, sign and labels, the same on screens, in the record and in the draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.facts import Item
from pmtui.model.incident.writeup import SECTIONS
from pmtui.model.time.words import day, shown

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

_MARKS: dict[type[e.Entry], str] = {
    e.Hypothesis: "?",
    e.Misleading: "✗",
    e.Confirmed: "✓",
    e.Revive: "?",
    e.Escalate: "↑",
    e.Answered: "↓",
    e.Withdraw: "✗",
    e.Action: "…",
    e.Task: "",
}


def words(item: Item, incident: Incident) -> str:
    """What the entry says, without its sign; a pasted text keeps its lines. Empty for a bare milestone."""
    entry = item.entry
    if entry.redacted:
        return _redacted(item, incident)
    if isinstance(entry, e.Amend | e.Retime):
        return _correction(entry, incident)
    said = _SAYS.get(type(entry), _text)(entry)
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
    if isinstance(entry, e.Evidence):
        mark = entry.sign or "·"
    elif isinstance(entry, e.Done):
        mark = "✗" if failed(entry.text) else "✓"
    elif type(entry) in _MARKS:
        mark = _MARKS[type(entry)]
    else:
        return f"{e.kind_of(entry)} {about}"
    return f"{about} {mark}".rstrip()


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


def failed(result: str) -> bool:
    """Whether the result of an action in flight says that it failed."""
    return result.lower().startswith("failed")


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


def _after(what: str, text: str) -> str:
    return f"{what}: {text}" if text else what


def _text(entry: Any) -> str:
    return str(getattr(entry, "text", ""))


def _action(entry: e.Action) -> str:
    return f"{entry.text} ({entry.owner})" if entry.owner else entry.text


def _run(entry: e.Run) -> str:
    return f"{entry.command} → exit {entry.exit} after {entry.seconds:.1f}s\n{entry.text}".rstrip("\n")


def _update(entry: e.Update) -> str:
    return f"{entry.audience}: {entry.text}" if entry.audience else entry.text


def _severity(entry: e.Severity) -> str:
    return f"SEV{entry.level} {entry.text}".rstrip() if entry.level else entry.text


def _role(entry: e.Role) -> str:
    if entry.leaves:
        return (
            f"{entry.role}: {entry.name} gives it up" if entry.role else f"{entry.name} gives up every role"
        )
    return f"{entry.role}: {entry.name}"


def _handover(entry: e.Handover) -> str:
    return f"commander: {entry.name} takes over\n{entry.text}".rstrip("\n")


_FOR = {"+": "for", "-": "against"}


def _evidence(entry: e.Evidence) -> str:
    return f"{_FOR[entry.sign]}: {entry.text}" if entry.sign in _FOR else entry.text


def _misleading(entry: e.Misleading) -> str:
    return _after("misleading", entry.text) if entry.refs else entry.whole


def _escalate(entry: e.Escalate) -> str:
    via = f"via {entry.via}" if entry.via else ""
    if entry.refs:
        return _after(f"asked again {via}".rstrip(), entry.text)
    return _after(entry.to, entry.text) + (f" ({via})" if via else "")


def _task(entry: e.Task) -> str:
    fields = {
        "owner": entry.owner,
        "due": entry.due.isoformat() if entry.due else None,
        "term": entry.term,
        "type": entry.type,
        "priority": entry.priority,
        "ref": entry.ref,
    }
    given = ", ".join(
        f"{field} {value}" if value else f"no {field}" for field, value in fields.items() if value is not None
    )
    return f"{entry.text} ({given})" if entry.text and given else entry.text or given


def _write(entry: e.Write) -> str:
    return f"{'+' if entry.append else ''}{entry.section}: {entry.text}"


def _dismiss(entry: e.Dismiss) -> str:
    return _after(f"rule {entry.rule} {entry.where}".rstrip(), entry.text)


def _close(entry: e.Close) -> str:
    return _after(f"as {entry.closed_as}", entry.text) if entry.closed_as else entry.text


_SAYS: dict[type[e.Entry], Callable[[Any], str]] = {
    e.Move: lambda x: f"to {x.incident}",
    e.Opened: lambda entry: " ".join(
        word for word in (f"SEV{entry.severity}" if entry.severity else "", entry.title) if word
    ),
    e.Action: _action,
    e.Run: _run,
    e.Update: _update,
    e.Service: lambda entry: ", ".join(entry.names),
    e.Severity: _severity,
    e.Role: _role,
    e.Handover: _handover,
    e.Timezone: lambda entry: str(entry.name),
    e.Evidence: _evidence,
    e.Misleading: _misleading,
    e.Confirmed: lambda entry: _after("confirmed", entry.text),
    e.Revive: lambda entry: _after("revived", entry.text),
    e.Escalate: _escalate,
    e.Answered: lambda entry: _after("answered", entry.text),
    e.Withdraw: lambda entry: _after("withdrawn", entry.text),
    e.Task: _task,
    e.Done: lambda entry: entry.text if failed(entry.text) else _after("done", entry.text),
    e.Write: _write,
    e.Dismiss: _dismiss,
    e.Close: _close,
    e.Unknown: lambda entry: "",
}
