"""An entry as its commander would type it again: what `/amend` starts from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.words import address, number
from pmtui.model.line.arguments import Command
from pmtui.model.line.commands import BY_NAME
from pmtui.model.line.readers.common import joined

if TYPE_CHECKING:
    from pmtui.model.incident.facts import Item
    from pmtui.model.incident.incident import Incident


def retype(item: Item, incident: Incident) -> str:
    """The arguments that `/amend` would read into the same kind and fields."""
    body = arguments(item.entry, incident)
    # A text that looks like a command needs its own command before it.
    looks = _COMMAND.match(body) and not isinstance(item.entry, e.Run)
    return f"/{e.kind_of(item.entry)} {body}" if looks else body


def arguments(entry: e.Entry, incident: Incident) -> str:
    """What stands behind the command of its kind."""
    refs = ",".join(address(incident, ref) for ref in entry.refs if ref in incident)
    command = BY_NAME.get(e.kind_of(entry))
    if command is None:
        return joined(refs, _text(entry))
    field = command.words.field if command.words else "text"
    body = command.writes(entry, refs) if command.writes else joined(refs, _text(entry, field))
    return joined(body, *_keys(entry, command))


def amendment(item: Item, incident: Incident) -> str:
    """`/amend #41 …`, ready to be changed and entered."""
    return f"/amend {number(incident, item.id)} {retype(item, incident)}".rstrip()


_COMMAND = re.compile(r"/[^\s/]*(?:\s|\Z)")


def _text(entry: e.Entry, field: str = "text") -> str:
    return str(getattr(entry, field, ""))


def _keys(entry: e.Entry, command: Command) -> list[str]:
    """The keys that were given: an entry is stored without the fields that nobody filled."""
    stored = codec.plain(entry)
    found = []
    for key in command.keys:
        field = key.field or key.name
        value = getattr(entry, field, None)
        if not key.own and field in stored and value is not None and value != 0:
            found.append(key.written(_length(value) if isinstance(value, int) else str(value)))
    return found


def _length(seconds: int) -> str:
    """`1h30m5s`, to the second."""
    parts = (
        (seconds // 86400, "d"),
        (seconds // 3600 % 24, "h"),
        (seconds // 60 % 60, "m"),
        (seconds % 60, "s"),
    )
    return "".join(f"{count}{unit}" for count, unit in parts if count)


def script_line(item: Item, incident: Incident) -> str:
    """The entry as lines of a script that `pmtui log` reads at any later time: its moment is written out."""
    entry = item.entry
    if isinstance(entry, e.Retime):
        pairs = zip(entry.refs, entry.times, strict=False)
        return "\n".join(f"/retime {address(incident, ref)} {_moment(when, incident)}" for ref, when in pairs)
    if isinstance(entry, e.Correction):
        line = f"/{e.kind_of(entry)} {_correction(entry, incident)}"
    else:
        line = f"@{_moment(entry.when, incident)} /{e.kind_of(entry)} {arguments(entry, incident)}"
    return line.rstrip().replace("\n", "\n  ")


def _correction(entry: e.Correction, incident: Incident) -> str:
    refs = ",".join(address(incident, ref) for ref in entry.refs if ref in incident)
    if isinstance(entry, e.Amend):
        new = codec.recast(incident.entry(entry.refs[0]), entry.new)
        return f"{refs} /{e.kind_of(new)} {arguments(new, incident)}"
    target = entry.incident if isinstance(entry, e.Move) else ""
    return joined(refs, target, entry.text)


def _moment(when: e.When, incident: Incident) -> str:
    if when.behind in incident:
        return f"after:{number(incident, when.behind)}"
    if when.at is None:
        return "?"
    moments = (moment.isoformat().replace("+00:00", "Z") for moment in (when.at, when.until) if moment)
    return ("~" if when.about else "") + "..".join(moments)
