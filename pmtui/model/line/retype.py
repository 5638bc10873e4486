"""An entry as its commander would type it again: what `/amend` starts from."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.writeup import SECTIONS
from pmtui.model.line.readers import divided
from pmtui.model.line.references import address, number

if TYPE_CHECKING:
    from pmtui.model.incident.facts import Item
    from pmtui.model.incident.incident import Incident


def retype(item: Item, incident: Incident) -> str:
    """The arguments that `/amend` would read into the same kind and fields."""
    body = _body(item.entry, incident)
    # A text that looks like a command needs its own command before it.
    looks = _COMMAND.match(body) and not isinstance(item.entry, e.Run)
    return f"/{e.kind_of(item.entry)} {body}" if looks else body


def _body(entry: e.Entry, incident: Incident) -> str:
    refs = ",".join(address(incident, ref) for ref in entry.refs if ref in incident)
    parts = (refs, _FORMS.get(type(entry), _text)(entry))
    if isinstance(entry, e.Dismiss):
        parts = (str(entry.rule), f"{refs or _quoted(entry.where)} {entry.text}")
    return " ".join(part for part in parts if part)


def amendment(item: Item, incident: Incident) -> str:
    """`/amend #41 …`, ready to be changed and entered."""
    return f"/amend {number(incident, item.id)} {retype(item, incident)}".rstrip()


_COMMAND = re.compile(r"/[^\s/]*(?:\s|\Z)")


def _text(entry: Any) -> str:
    return str(getattr(entry, "text", ""))


def _keyed(text: str, **keys: object) -> str:
    """The text and its keys; None leaves a key out."""
    parts = [text] if text else []
    for key, value in keys.items():
        if value is not None:
            shown = str(value)
            parts.append(f"{key}:{shown}" if shown and " " not in shown else f'{key}:"{shown}"')
    return " ".join(parts)


def _length(seconds: int | None) -> str | None:
    """`1h30m5s`, to the second."""
    if not seconds:
        return None
    parts = (
        (seconds // 86400, "d"),
        (seconds // 3600 % 24, "h"),
        (seconds // 60 % 60, "m"),
        (seconds % 60, "s"),
    )
    return "".join(f"{count}{unit}" for count, unit in parts if count)


def _update(entry: e.Update) -> str:
    text = f"{entry.audience}: {entry.text}" if entry.audience else entry.text
    return _keyed(text, next=_length(entry.next))


def _role(entry: e.Role) -> str:
    who = f"-{entry.name}" if entry.leaves else entry.name
    return f"{entry.role}: {who}" if entry.role else who


def _misleading(entry: e.Misleading) -> str:
    spent = _length(entry.spent)
    if entry.refs or divided(entry.whole) == (entry.text, entry.because):
        return _keyed(entry.whole, spent=spent)
    return _keyed(entry.text, why=entry.because, spent=spent)


def _escalate(entry: e.Escalate) -> str:
    to = f"{entry.to}: {entry.text}" if entry.text and entry.to else entry.to or entry.text
    return _keyed(to, via=entry.via or None)


def _task(entry: e.Task) -> str:
    keys = {k: getattr(entry, k) for k in ("owner", "due", "term", "type", "priority", "ref")}
    return _keyed(entry.text, **keys)


def _write(entry: e.Write) -> str:
    return f"{'+' if entry.append else ''}{_quoted(entry.section)} {entry.text}"


def _quoted(place: str) -> str:
    return place if place in SECTIONS else f'"{place}"'


_FORMS: dict[type[e.Entry], Callable[[Any], str]] = {
    e.Action: lambda x: _keyed(x.text, owner=x.owner or None, check=_length(x.check)),
    e.Update: _update,
    e.Service: lambda x: ", ".join(x.names),
    e.Severity: lambda x: f"{x.level} {x.text}".rstrip(),
    e.Role: _role,
    e.Timezone: lambda x: str(x.name),
    e.Handover: lambda x: str(x.name),
    e.Close: lambda x: _keyed(x.text, **{"as": x.closed_as or None}),
    e.Evidence: lambda x: f"{x.sign} {x.text}".strip(),
    e.Misleading: _misleading,
    e.Escalate: _escalate,
    e.Task: _task,
    e.Write: _write,
}


def script_line(item: Item, incident: Incident) -> str:
    """The entry as lines of a script that `pmtui log` reads at any later time: its moment is written out."""
    entry = item.entry
    if isinstance(entry, e.Retime):
        pairs = zip(entry.refs, entry.times, strict=False)
        return "\n".join(f"/retime {address(incident, ref)} {_moment(when)}" for ref, when in pairs)
    if isinstance(entry, e.Correction):
        line = f"/{e.kind_of(entry)} {_correction(entry, incident)}"
    else:
        line = f"@{_moment(entry.when)} /{e.kind_of(entry)} {_body(entry, incident)}"
    return line.rstrip().replace("\n", "\n  ")


def _correction(entry: e.Correction, incident: Incident) -> str:
    refs = ",".join(address(incident, ref) for ref in entry.refs if ref in incident)
    if isinstance(entry, e.Amend):
        new = codec.recast(incident.entry(entry.refs[0]), entry.new)
        return f"{refs} /{e.kind_of(new)} {_body(new, incident)}"
    target = entry.incident if isinstance(entry, e.Move) else ""
    return " ".join(part for part in (refs, target, entry.text) if part)


def _moment(when: e.When) -> str:
    if when.at is None:
        return "?"
    moments = (moment.isoformat().replace("+00:00", "Z") for moment in (when.at, when.until) if moment)
    return ("~" if when.about else "") + "..".join(moments)
