"""Who held which role, from when to when."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.facts import Item, RoleFact

if TYPE_CHECKING:
    from pmtui.model.incident.fold import Fold

COMMANDER = "commander"
ROLES = (COMMANDER, "deputy", "scribe", "communications", "operations", "subject-matter expert")
"""The roles everybody knows; any other name will do."""


class _Change:
    """One taking or giving up, whichever entry it came from."""

    def __init__(self, item: Item) -> None:
        entry = item.entry
        self.item = item
        self.at = entry.at
        if isinstance(entry, e.Handover):
            self.role, self.name, self.leaves = COMMANDER, entry.name, False
        else:
            assert isinstance(entry, e.Role)
            self.role, self.name, self.leaves = entry.role, entry.name, entry.leaves


def _changes(fold: Fold) -> list[_Change]:
    return [_Change(item) for item in fold.of(e.Role, e.Handover)]


def commander(fold: Fold) -> str:
    """Who commands now: the last that was recorded."""
    name = ""
    for change in _changes(fold):
        if change.role == COMMANDER or (change.leaves and not change.role):
            if not change.leaves:
                name = change.name
            elif change.name.casefold() == name.casefold():
                name = ""
    return name


def roles(fold: Fold) -> tuple[RoleFact, ...]:
    """Each holding of a role, by the time it was taken; a role of unknown time holds throughout."""
    found: list[RoleFact] = []
    held: dict[tuple[str, str], tuple[datetime | None, Item]] = {}

    def give_up(key: tuple[str, str], at: datetime | None) -> None:
        taken, item = held.pop(key)
        found.append(RoleFact(item_role(item), item_name(item), taken, at, item))

    for change in sorted(_changes(fold), key=lambda c: by_start(c.at, c.item)):
        key = (change.role.casefold(), change.name.casefold())
        if change.leaves:
            for mine in [k for k in held if k[1] == key[1] and key[0] in ("", k[0])]:
                give_up(mine, change.at)
            continue
        if key in held:
            continue
        if change.role == COMMANDER:
            for other in [k for k in held if k[0] == COMMANDER]:
                give_up(other, change.at)
        held[key] = (change.at, change.item)
    for key in list(held):
        give_up(key, None)
    return tuple(sorted(found, key=lambda fact: by_start(fact.taken, fact.item)))


def by_start(taken: datetime | None, item: Item) -> tuple[bool, float, int, str]:
    """Sorts holdings by the time they were taken; an unknown one holds from the beginning."""
    return (taken is not None, taken.timestamp() if taken else 0.0, item.entry.n, item.id)


def item_role(item: Item) -> str:
    """The role an entry gives."""
    return _Change(item).role


def item_name(item: Item) -> str:
    """The name an entry gives a role."""
    return _Change(item).name
