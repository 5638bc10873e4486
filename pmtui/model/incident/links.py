"""What the incident is filed under, and the addresses that belong to it: tags and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.facts import LinkFact

if TYPE_CHECKING:
    from pmtui.model.incident.fold import Fold


def tags(fold: Fold) -> tuple[str, ...]:
    """The tags that are on it, in the order in which they were put there; case makes no second one."""
    found: dict[str, str] = {}
    for item in fold.of(e.Tag):
        assert isinstance(item.entry, e.Tag)
        for name in item.entry.names:
            found.setdefault(name.casefold(), name)
        for name in item.entry.off:
            found.pop(name.casefold(), None)
    return tuple(found.values())


def links(fold: Fold) -> tuple[LinkFact, ...]:
    """Each address once, in the order in which they were given, under the last name that it got."""
    found: dict[str, LinkFact] = {}
    for item in fold.of(e.Link):
        entry = item.entry
        if isinstance(entry, e.Link) and entry.url:
            before = found.get(entry.url)
            name = entry.name or (before.name if before else "")
            found[entry.url] = LinkFact(name, entry.url, before.item if before else item)
    return tuple(found.values())
