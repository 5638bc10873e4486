"""The set of an incident's entries: their order, corrections and numbers, kept up one entry at a time."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, TypeVar, overload

import msgspec

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.entries import Entry
from pmtui.model.incident import corrections
from pmtui.model.incident.facts import Item

T = TypeVar("T")
_NEVER = datetime.max.replace(tzinfo=UTC)
"""Stands for an unknown time: such entries come last."""
_Place = tuple[datetime, int, str]
_LABELLED = e.kinds(lambda kind: bool(kind.letter))
_MAY_LABEL: tuple[type[Entry], ...] = (*_LABELLED, e.Amend)
_LABEL = rf"([{e.LETTERS}])([0-9]{{1,9}})"
_CORRECTIONS = frozenset(kind for kind in e.KINDS.values() if issubclass(kind, e.Correction))


def view(function: Callable[[Any], T]) -> T:
    """A property of the incident, computed when first asked for after a change."""
    name = function.__name__

    def get(self: Any) -> T:
        views = self._views
        if name not in views:
            views[name] = function(self)
        return views[name]  # type: ignore[no-any-return]

    return property(get, doc=function.__doc__)  # type: ignore[return-value]


class Fold:
    """The entries, their corrections and their order; every derived fact is read from here.

    Any order of arrival gives the same fold. Adding one entry costs the logarithm of their number.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: dict[str, Entry] = {}
        self._groups: dict[type[Entry], dict[str, Entry]] = {}
        self._corrections: dict[str, list[Entry]] = {}
        self._numbers: dict[int, list[str] | str] = {}
        self._items: dict[str, Item] = {}
        """The entries that corrections changed."""
        self._order: list[_Place] | None = None
        self._views: dict[str, Any] = {}
        self._greatest = -1
        self.extend(entries)

    def extend(self, entries: Iterable[Entry]) -> None:
        """Adds many entries at once."""
        fresh = self._store_all(entries)
        if not fresh:
            return
        self._views.clear()
        for target in self._targets(fresh) if self._corrections else ():
            self._correct(target)
        self._order = None

    def add(self, entry: Entry) -> None:
        """Adds one entry; one that is here already changes nothing."""
        if not self._store(entry):
            return
        if entry.viewed or entry.id in self._corrections:
            self._views.clear()
        for target in self._targets((entry,)):
            self._correct(target)
        if type(entry) not in _CORRECTIONS and entry.id not in self._items:
            self._give_place(entry)

    def hold(self, entry: Entry) -> Entry:
        """Adds an entry that no journal holds yet, behind all that is there; gives it as it stands here.

        Its number and label are provisional: the journal gives the final ones.
        """
        label = entry.label
        if label and label in self.labels:
            label = self.next_label(label[0])
        held = msgspec.structs.replace(entry, n=self.last_number + 1, label=label)
        self.add(held)
        return held

    def settle(self, entry: Entry) -> bool:
        """Takes an entry that was held as the journal has it; whether it stays in its place.

        Nearly always only its salt is new, of which no view knows: then none is computed anew. One that got
        another number or label leaves, to be added in its place.
        """
        held = self._entries.get(entry.id)
        if held is None or msgspec.structs.replace(held, salt=entry.salt) != entry:
            self.discard(entry.id)
            return False
        self._entries[entry.id] = self._groups[type(entry)][entry.id] = entry
        if type(entry) in _CORRECTIONS:
            for ref in set(entry.refs):
                same = self._corrections[ref]
                same[same.index(held)] = entry
        if entry.id in self._items:
            self._items[entry.id] = self._judge(entry)
        return True

    def discard(self, entry_id: str) -> None:
        """Takes an entry out that was never saved, or was saved under another number."""
        entry = self._entries.get(entry_id)
        if entry is None:
            return
        self._views.clear()
        if type(entry) not in _CORRECTIONS:
            self._take_place(self.item(entry_id).entry)
        targets = self._targets((entry,)) - {entry_id}
        del self._entries[entry_id]
        del self._groups[type(entry)][entry_id]
        self._items.pop(entry_id, None)
        if type(entry) in _CORRECTIONS:
            for ref in set(entry.refs):
                self._corrections[ref].remove(entry)
        same = self._numbers.pop(entry.n)
        if isinstance(same, list):
            rest = [other for other in same if other != entry_id]
            self._numbers[entry.n] = rest if len(rest) > 1 else rest[0]
            self._rename(rest)
        elif entry.n == self._greatest:
            below = self._greatest - 1
            self._greatest = below if below in self._numbers else max(self._numbers, default=-1)
        for target in targets:
            self._correct(target)

    def _store_all(self, entries: Iterable[Entry]) -> list[Entry]:
        """Those that are new. The plain case of a journal that is opened costs no call for an entry."""
        batch = list(entries)
        by_id = {entry.id: entry for entry in batch}
        numbers: dict[int, list[str] | str] = {entry.n: entry.id for entry in batch}
        if self._entries or len(by_id) < len(batch) or len(numbers) < len(batch):
            return [entry for entry in batch if self._store(entry)]
        self._entries, self._numbers = by_id, numbers
        self._greatest = max(numbers, default=-1)
        for kind, of_kind in groupby(batch, type):
            same = {entry.id: entry for entry in of_kind}
            if kind in self._groups:
                self._groups[kind].update(same)
            else:
                self._groups[kind] = same
            if kind in _CORRECTIONS:
                for entry in same.values():
                    self._await(entry)
        return batch

    def _store(self, entry: Entry) -> bool:
        held = self._entries.get(entry.id)
        if held is not None:
            if held == entry or prefer(held, entry) is held:
                return False
            self.discard(entry.id)
        self._entries[entry.id] = entry
        self._groups.setdefault(type(entry), {})[entry.id] = entry
        if entry.n in self._numbers:
            self._numbers[entry.n] = sorted([*self.numbered(entry.n), entry.id])
            self._views.clear()
            self._rename(self._numbers[entry.n])
        else:
            self._numbers[entry.n] = entry.id
            self._greatest = max(self._greatest, entry.n)
        if type(entry) in _CORRECTIONS:
            self._await(entry)
        return True

    def _await(self, correction: Entry) -> None:
        """A correction waits for its targets, wherever they are."""
        for ref in set(correction.refs):
            insort(self._corrections.setdefault(ref, []), correction, key=lambda c: c.key)

    def _rename(self, ids: Iterable[str]) -> None:
        """A number that is doubled, or no longer, changes the names of its entries."""
        for entry_id in ids:
            if entry_id in self._items:
                item = self._items[entry_id]
                self._items[entry_id] = msgspec.structs.replace(item, name=self.name(entry_id))

    # --- corrections

    def _targets(self, fresh: Iterable[Entry]) -> set[str]:
        """The ids whose meaning these entries may change: what they correct, down to the entry itself."""
        found: set[str] = set()
        todo = [entry.id for entry in fresh if entry.id in self._corrections or type(entry) in _CORRECTIONS]
        while todo:
            here = todo.pop()
            if here in found:
                continue
            found.add(here)
            entry = self._entries.get(here)
            if isinstance(entry, e.Correction):
                todo.extend(entry.refs)
        # One that nothing corrects, as most corrections are, is what it was recorded as.
        return {target for target in found if target in self._entries and target in self._corrections}

    def _correct(self, entry_id: str) -> None:
        """Brings one entry's item, and its place in the timeline, up to date with its corrections."""
        original = self._entries[entry_id]
        shown = type(original) not in _CORRECTIONS
        before = self._items.get(entry_id)
        if shown:
            self._take_place(before.entry if before else original)
        self._items[entry_id] = self._judge(original)
        if shown:
            self._give_place(self._items[entry_id].entry)

    @property
    def _places(self) -> list[_Place]:
        """The place of every entry but the corrections, sorted; who never looks at the timeline does not pay for it."""
        if self._order is None:
            held = ((i, entry) for i, entry in self._entries.items() if type(entry) not in _CORRECTIONS)
            shown = (self._items[i].entry if i in self._items else entry for i, entry in held)
            self._order = sorted(map(_place, shown))
        return self._order

    def _give_place(self, entry: Entry) -> None:
        if self._order is not None:
            insort(self._order, _place(entry))

    def _take_place(self, entry: Entry) -> None:
        if self._order is not None and (at := self._at(entry)) is not None:
            del self._order[at]

    def _at(self, entry: Entry) -> int | None:
        place = _place(entry)
        index = bisect_left(self._places, place)
        return index if index < len(self._places) and self._places[index] == place else None

    def _judge(self, original: Entry) -> Item:
        """The entry as its corrections leave it."""
        return corrections.judge(original, self.name(original.id), self._corrections)

    # --- what is asked

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self._entries

    @property
    def entries(self) -> list[Entry]:
        """Every entry as it was recorded, in the only order there is."""
        return sorted(self._entries.values(), key=lambda entry: entry.key)

    def newest_first(self) -> Iterator[Entry]:
        """Every entry as it was recorded, the last one first; cheap for who stops early."""
        for n in sorted(self._numbers, reverse=True):
            for entry_id in reversed(self.numbered(n)):
                yield self._entries[entry_id]

    def between(self, low: int, high: int) -> list[str]:
        """The ids of the entries with these numbers, both ends included, in order."""
        numbers = range(low, high + 1) if high - low < len(self._numbers) else sorted(self._numbers)
        return [entry_id for n in numbers if low <= n <= high for entry_id in self.numbered(n)]

    @property
    def last_number(self) -> int:
        """The greatest n; -1 without any entry."""
        return self._greatest

    def entry(self, entry_id: str) -> Entry:
        """The entry as it was recorded."""
        return self._entries[entry_id]

    def item(self, entry_id: str) -> Item:
        """The entry as its corrections leave it."""
        found = self._items.get(entry_id)
        return found or Item(self._entries[entry_id], self.name(entry_id))

    def history(self, entry_id: str) -> list[Entry]:
        """The corrections of an entry, struck ones included, in order."""
        return list(self._corrections.get(entry_id, ()))

    def numbered(self, n: int) -> list[str]:
        """The ids of the entries that bear this number: one, but after a merge."""
        same = self._numbers.get(n, [])
        return [same] if isinstance(same, str) else same

    def name(self, entry_id: str) -> str:
        """`#12`, or `#12b` for the second of that number."""
        n = self._entries[entry_id].n
        same = self._numbers[n]
        return f"#{n}" + ("" if isinstance(same, str) else letter(same.index(entry_id)))

    def of(self, *kinds: type[Entry]) -> list[Item]:
        """The unstruck entries that are of these kinds now, in order."""
        found = []
        for kind in kinds:
            for entry_id, entry in self._groups.get(kind, {}).items():
                item = self._items.get(entry_id)
                if item is None:
                    found.append(Item(entry, self.name(entry_id)))
                elif not item.struck and type(item.entry) is kind:
                    found.append(item)
        recast = [i for i in self._items.values() if i.corrected and not i.struck and type(i.entry) in kinds]
        found += [i for i in recast if type(self._entries[i.id]) is not type(i.entry)]
        return sorted(found, key=lambda item: item.entry.key)

    @property
    def timeline(self) -> Timeline:
        """Every entry but the corrections, struck ones included, by `at`, then number; unknown times last."""
        return Timeline(self)

    def reached(self, at: datetime) -> int:
        """How many entries of the timeline lie before a moment."""
        return bisect_left(self._places, (at, -1, ""))

    @property
    def timed(self) -> int:
        """How many entries of the timeline have a known time; the others come after them."""
        return bisect_left(self._places, (_NEVER, -1, ""))

    def position(self, entry_id: str) -> int | None:
        """Where the entry stands in the timeline; None for a correction."""
        return self._at(self.item(entry_id).entry)

    # --- labels

    @view
    def labels(self) -> dict[str, list[str]]:
        """Who bears each label: one id, but after a merge; struck ones keep theirs."""
        found: dict[str, list[str]] = {}
        for kind in _LABELLED:
            for entry in self._groups.get(kind, {}).values():
                if entry.label and type(self.item(entry.id).entry) is kind:
                    found.setdefault(entry.label, []).append(entry.id)
        for item in self._items.values():
            recast = type(item.entry) is not type(self._entries[item.id])
            if recast and isinstance(item.entry, _LABELLED) and item.entry.label:
                found.setdefault(item.entry.label, []).append(item.id)
        return {label: sorted(set(ids)) for label, ids in found.items()}

    def label(self, entry_id: str) -> str:
        """H2, or `H2b` for the second of that label."""
        label = self.item(entry_id).entry.label
        same = self.labels.get(label, [])
        return label + (letter(same.index(entry_id)) if len(same) > 1 and entry_id in same else "")

    def next_label(self, prefix: str) -> str:
        """The label that the next of what has this letter gets: H for a hypothesis, E for an escalation …"""
        return f"{prefix}{self._greatest_labels.get(prefix, 0) + 1}"

    @view
    def _greatest_labels(self) -> dict[str, int]:
        """The greatest number that each letter was ever given, corrected away or not: none is given twice."""
        found: dict[str, int] = {}
        for kind in _MAY_LABEL:
            for entry in self._groups.get(kind, {}).values():
                if match := re.fullmatch(_LABEL, entry.label):
                    found[match[1]] = max(found.get(match[1], 0), int(match[2]))
        return found


class Timeline(Sequence[Item]):
    """The entries in the order in which they happened; items are made when they are looked at."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold

    def __len__(self) -> int:
        return len(self._fold._places)

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> list[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | list[Item]:
        if isinstance(index, slice):
            return [self._fold.item(place[2]) for place in self._fold._places[index]]
        return self._fold.item(self._fold._places[index][2])

    def __iter__(self) -> Iterator[Item]:
        return (self._fold.item(place[2]) for place in self._fold._places)


def by_reference(items: Iterable[Item]) -> dict[str, list[Item]]:
    """The items that refer to each id, in their order."""
    found: dict[str, list[Item]] = {}
    for item in items:
        for ref in item.entry.refs:
            found.setdefault(ref, []).append(item)
    return found


def letter(index: int) -> str:
    """The mark of the index-th of several same numbers: none, b, c …"""
    if index == 0:
        return ""
    return chr(ord("a") + index) if index < 26 else f"-{index}"


def _place(entry: Entry) -> _Place:
    return (entry.at or _NEVER, entry.n, entry.id)


def prefer(one: Entry, other: Entry) -> Entry:
    """Which of two entries of one id stays: a redacted one, else the one that was saved first."""
    return min(one, other, key=lambda entry: (not entry.redacted, entry.n, codec.encode(entry)))
