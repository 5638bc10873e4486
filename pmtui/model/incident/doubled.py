"""Numbers and labels that were given twice, on machines that went on apart: what each of them is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pmtui.model.incident.words import address, number, words
from pmtui.model.text import one_line, short

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

_TEXT = 40
_NAMED = 4
"""Bearers of one label that a sentence names."""


def twice(incident: Incident, entry_id: str) -> list[tuple[str, str]]:
    """For a label and a number of an entry that another has too: its name, and a sentence that tells them apart."""
    entry = incident.item(entry_id).entry
    found = []
    if entry.label and len(incident.labels.get(entry.label, [])) > 1:
        found.append((entry.label, of_label(incident, entry.label)))
    same = incident.numbered(entry.n)
    if len(same) > 1:
        found.append((f"#{entry.n}", _sentence(incident, f"#{entry.n}", same, number)))
    return found


def doubled(incident: Incident) -> dict[str, tuple[str, ...]]:
    """The labels that several have, each with their ids."""
    return {label: tuple(ids) for label, ids in incident.labels.items() if len(ids) > 1}


def of_label(incident: Incident, label: str) -> str:
    """A sentence that tells those apart that have one label."""
    return _sentence(incident, label, incident.labels[label], address)


def _sentence(
    incident: Incident, name: str, ids: Sequence[str], typed: Callable[[Incident, str], str]
) -> str:
    each = []
    for entry_id in ids[:_NAMED]:
        item = incident.item(entry_id)
        said = short(one_line(words(item, incident)), _TEXT) or "without words"
        each.append(f"{typed(incident, entry_id)} is {said} ({item.entry.by or 'nobody named'})")
    more = [f"{len(ids) - _NAMED} more"] if len(ids) > _NAMED else []
    often = "twice, on two machines" if len(ids) == 2 else f"{len(ids)} times, on several machines"
    return f"{name} was given {often}: {', '.join([*each, *more])}"
