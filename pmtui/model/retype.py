"""An entry as its commander would type it again: what `/amend` starts from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pmtui.model import entries as e
from pmtui.model.wording import duration
from pmtui.model.words import name

if TYPE_CHECKING:
    from pmtui.model.facts import Item
    from pmtui.model.incident import Incident


def retype(item: Item, incident: Incident) -> str:
    """The arguments that the entry's command would read into the same fields."""
    entry = item.entry
    refs = ",".join(name(ref, incident) for ref in entry.refs)
    body = _FORMS.get(type(entry), _text)(entry)
    return " ".join(part for part in (refs, body) if part)


def amendment(item: Item, incident: Incident) -> str:
    """`/amend #41 …`, ready to be changed and entered."""
    return f"/amend {item.name} {retype(item, incident)}".rstrip()


def _text(entry: Any) -> str:
    return str(getattr(entry, "text", ""))


def _keyed(text: str, **keys: object) -> str:
    parts = [text] if text else []
    for key, value in keys.items():
        if value:
            shown = str(value)
            parts.append(f'{key}:"{shown}"' if " " in shown else f"{key}:{shown}")
    return " ".join(parts)


def _length(seconds: int | None) -> str:
    return duration(seconds).replace(" ", "") if seconds else ""


def _update(entry: e.Update) -> str:
    text = f"{entry.audience}: {entry.text}" if entry.audience else entry.text
    return _keyed(text, next=_length(entry.next))


def _role(entry: e.Role) -> str:
    who = f"-{entry.name}" if entry.leaves else entry.name
    return f"{entry.role}: {who}" if entry.role else who


def _escalate(entry: e.Escalate) -> str:
    to = f"{entry.to}: {entry.text}" if entry.text and entry.to else entry.to or entry.text
    return _keyed(to, via=entry.via)


def _task(entry: e.Task) -> str:
    keys = {k: getattr(entry, k) for k in ("owner", "due", "term", "type", "priority", "ref")}
    return _keyed(entry.text, **keys)


def _write(entry: e.Write) -> str:
    section = f'"{entry.section}"' if " " in entry.section else entry.section
    return f"{'+' if entry.append else ''}{section} {entry.text}"


_FORMS: dict[type[e.Entry], Callable[[Any], str]] = {
    e.Action: lambda x: _keyed(x.text, owner=x.owner, check=_length(x.check)),
    e.Update: _update,
    e.Service: lambda x: ", ".join(x.names),
    e.Severity: lambda x: f"{x.level} {x.text}".rstrip(),
    e.Role: _role,
    e.Timezone: lambda x: str(x.name),
    e.Evidence: lambda x: f"{x.sign} {x.text}".strip(),
    e.Misleading: lambda x: _keyed(x.text, spent=_length(x.spent)),
    e.Escalate: _escalate,
    e.Task: _task,
    e.Write: _write,
}
