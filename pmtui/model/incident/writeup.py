"""What the write-up collects: lessons, sections, and how far it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec import Struct

from pmtui.model import entries as e
from pmtui.model.incident.facts import Lessons, Writeup
from pmtui.model.incident.merging import Merged, merge, paragraphs
from pmtui.model.time.words import clock, day

if TYPE_CHECKING:
    from pmtui.model.incident.fold import Fold

SECTIONS = {
    "introduction": "Introduction",
    "summary": "Summary",
    "impact": "Impact",
    "what_happened": "What happened",
    "leadup": "Leadup",
    "fault": "Fault",
    "trigger": "Trigger",
    "root_cause": "Root cause",
    "contributing_factors": "Contributing factors",
    "detection": "Detection",
    "response": "Response",
    "resolution": "Resolution",
    "recurrence": "Recurrence",
    "backlog_check": "Backlog check",
    "messaging": "Messaging",
    "supporting": "Supporting information",
    "aside": "A lighter note",
    "conclusion": "Conclusion",
}
"""The sections that have a name of their own, and their headings; a name in double quotes makes another.

Each template has some of them (`model.layouts`).
"""


def quoted(section: str) -> str:
    """The name of a section, or of another place, as it is typed: one of a person's own in double quotes."""
    return section if section in SECTIONS else f'"{section}"'


class Standing(Struct, frozen=True):
    """What a section says now, and of which of its versions that is made."""

    text: str
    heads: tuple[e.Write, ...]
    """The versions that no other began from, in order: one, unless several were written apart."""
    appended: tuple[e.Write, ...] = ()
    """The paragraphs put behind them that no version has taken in."""
    clashing: bool = False
    """Its heads changed the same paragraph: both stand until somebody writes one from all heads."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Of all that it is made of: what somebody who changes it begins from."""
        return tuple(version.id for version in (*self.heads, *self.appended))


def lessons(fold: Fold) -> Lessons:
    """What went well, badly, luckily; what is open; what to improve."""

    def texts(kind: type[e.Worded]) -> tuple[str, ...]:
        return tuple(i.entry.text for i in fold.of(kind) if isinstance(i.entry, e.Worded))

    return Lessons(texts(e.Well), texts(e.Badly), texts(e.Lucky), texts(e.Question), texts(e.Improve))


def standing(fold: Fold) -> dict[str, Standing]:
    """Every section that was written, by name.

    A version replaces those that it began from. Several that were written apart are merged by paragraph, in the
    order of (n, id). `/write +` stands behind what there is, and clashes with nothing.
    """
    return {
        section: _Versions(fold, versions).standing(frozenset(version.id for version in versions))
        for section, versions in _by_section(fold).items()
    }


def states(fold: Fold, section: str) -> Iterator[Standing]:
    """What a section may have said at some time, on this machine or on another, the last first.

    After each version, with all before it; and each version by itself, as its writer had it before a join.
    """
    versions = _by_section(fold).get(section, [])
    if not versions:
        return
    made = _Versions(fold, versions)
    for upto in range(len(versions), 0, -1):
        yield made.standing(frozenset(version.id for version in versions[:upto]))
        yield made.standing(frozenset({versions[upto - 1].id}))


def _by_section(fold: Fold) -> dict[str, list[e.Write]]:
    found: dict[str, list[e.Write]] = {}
    for item in fold.of(e.Write):
        if isinstance(item.entry, e.Write) and not item.entry.redacted:
            found.setdefault(item.entry.section, []).append(item.entry)
    return found


class _Versions:
    """The versions of one section, and which of them began from which.

    One that was struck or redacted stands for what it began from, so that this does not come back, and is no
    base to merge by: what was written from it on both sides stands.
    """

    def __init__(self, fold: Fold, versions: list[e.Write]) -> None:
        self._fold = fold
        self._order = versions
        self._live = {version.id: version for version in versions}
        self._bases = {version.id: self._began_from(version) for version in versions}
        self._texts: dict[frozenset[str], Merged] = {}

    def standing(self, some: frozenset[str]) -> Standing:
        """What some of them, with all that they began from, say together."""
        heads, appended = self._ends(some)
        if len(heads) == 1:  # as typed, to the letter
            return Standing(
                _joined([heads[0].text, *(version.text for version in appended)]), heads, appended
            )
        merged = self._merged(some)
        return Standing(_joined(merged.paragraphs), heads, appended, merged.clashing)

    def _began_from(self, version: e.Write) -> frozenset[str]:
        found: set[str] = set()
        seen: set[str] = set()
        todo: list[e.Entry] = [version] if not version.append else []
        while todo:
            here = todo.pop()
            for name in self._named(here):
                if name in seen or name not in self._fold or self._fold.entry(name).key >= here.key:
                    continue  # a circle, as only somebody's own hand makes one
                seen.add(name)
                if name in self._live:
                    found.add(name)
                else:
                    todo.append(self._fold.entry(name))
        return frozenset(found)

    def _named(self, entry: e.Entry) -> Iterable[str]:
        """The versions that an entry names; for one that names none, of an earlier pmtui, those that it saw."""
        if isinstance(entry, e.Write) and entry.base is not None:
            return entry.base
        seen: list[str] = []
        for at in range(bisect_left(self._order, entry.key, key=lambda version: version.key) - 1, -1, -1):
            seen.append(self._order[at].id)
            if not self._order[at].append:
                break
        return seen

    def _ends(self, some: frozenset[str]) -> tuple[tuple[e.Write, ...], tuple[e.Write, ...]]:
        """Of some versions those that no other of them began from: whole ones, and appended ones."""
        taken = frozenset().union(*(self._bases[name] for name in some))
        left = sorted((self._live[name] for name in some - taken), key=lambda version: version.key)
        return tuple(v for v in left if not v.append), tuple(v for v in left if v.append)

    def _merged(self, some: frozenset[str]) -> Merged:
        """The text of some versions, with them all that they began from."""
        if some in self._texts:
            return self._texts[some]
        heads, appended = self._ends(some)
        whole: frozenset[str] = frozenset()
        found = Merged(())
        for head in heads:
            history = self._history(head.id)
            base = self._merged(whole & history).paragraphs if whole else ()
            text = paragraphs(head.text)
            merged = merge(base, found.paragraphs, text) if whole else Merged(text)
            found = Merged(merged.paragraphs, found.clashing or merged.clashing)
            whole |= history
        behind = (piece for version in appended for piece in paragraphs(version.text))
        self._texts[some] = Merged((*found.paragraphs, *behind), found.clashing)
        return self._texts[some]

    def _history(self, name: str) -> frozenset[str]:
        """A version and all that it began from."""
        found: set[str] = set()
        todo = [name]
        while todo:
            here = todo.pop()
            if here not in found:
                found.add(here)
                todo += self._bases[here]
        return frozenset(found)


def _joined(pieces: Iterable[str]) -> str:
    return "\n\n".join(piece for piece in pieces if piece)


def state(fold: Fold) -> Writeup:
    """Draft until `/finish`; a final one that was changed afterwards says so.

    Finished again it is reviewed by whoever is named then, and published where it was, unless another place is named.
    """
    finishes = fold.of(e.Finish)
    reopened = fold.of(e.Reopen)
    if not finishes or (reopened and reopened[-1].entry.key > finishes[-1].entry.key):
        return Writeup()
    finish = finishes[-1].entry
    assert isinstance(finish, e.Finish)
    later = takewhile(lambda entry: entry.key > finish.key, fold.newest_first())
    after = any(not isinstance(entry, e.Close | e.Dismiss) for entry in later)
    urls = [i.entry.url for i in finishes if isinstance(i.entry, e.Finish) and i.entry.url]
    return Writeup("final", finish.by, finish.at, after, finish.reviewer, urls[-1] if urls else "")


def final(writeup: Writeup, zone: str) -> str:
    """`final since 2023-10-15 12:00, by bo, reviewed by ana, changed since; published at URL`: what of it is known."""
    parts = (
        f"final since {day(writeup.at, zone)} {clock(writeup.at, zone)}" if writeup.at else "final",
        f"by {writeup.by}" if writeup.by else "",
        f"reviewed by {writeup.reviewer}" if writeup.reviewer else "",
        "changed since" if writeup.changed_since else "",
    )
    said = ", ".join(part for part in parts if part)
    return f"{said}; published at {writeup.url}" if writeup.url else said
