"""What the incident is filed under, and what belongs to it: tags, links, and where the files lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.facts import LinkFact
from pmtui.model.text import file_name

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


def place(entry: e.Attach) -> str:
    """Where the file of an entry lies in the incident's folder.

    The beginning of its digest is part of the name: two machines never call different files alike, and a file that is
    attached twice is one. A journal of another program's making may hold any name: this one leads nowhere else.
    """
    stem, dot, ending = entry.name.rpartition(".")
    stem, ending = (stem, f".{ending}") if dot else (ending, "")
    return f"{e.ATTACHMENTS}/{file_name(f'{stem}-{entry.sha256[:8]}{ending}')}"
