"""What the write-up collects: lessons, sections, and how far it is."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.facts import Lessons, Writeup

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


Standing = dict[str, tuple[e.Write, ...]]
"""By section, the versions that nobody has replaced."""


def lessons(fold: Fold) -> Lessons:
    """What went well, badly, luckily; what is open; what to improve."""

    def texts(kind: type[e.Worded]) -> tuple[str, ...]:
        return tuple(i.entry.text for i in fold.of(kind) if isinstance(i.entry, e.Worded))

    return Lessons(texts(e.Well), texts(e.Badly), texts(e.Lucky), texts(e.Question), texts(e.Improve))


def standing(fold: Fold) -> Standing:
    """By section, the versions that nobody has replaced, in the order in which they stand.

    A `/write` replaces the versions that it began from and takes their place. One that somebody else wrote
    meanwhile stays, and it stands behind that: no sentence is lost. `/write +` stands behind what there is.
    """
    found: dict[str, list[e.Write]] = {}
    for item in fold.of(e.Write):
        entry = item.entry
        if not isinstance(entry, e.Write) or entry.redacted:
            continue
        there = found.setdefault(entry.section, [])
        replaced = [] if entry.append else _replaced(fold, entry, there)
        place = there.index(replaced[0]) if replaced else len(there)
        there.insert(place, entry)
        found[entry.section] = [version for version in there if version not in replaced]
    return {section: tuple(versions) for section, versions in found.items()}


def _replaced(fold: Fold, entry: e.Write, there: list[e.Write]) -> list[e.Write]:
    """Those that an entry began from; one that was struck or redacted since stands for what it had replaced."""
    names: set[str] = set()
    ahead = entry.key if entry.base is None else (-1, "")
    wanted = list(entry.base or ())
    while wanted:
        name = wanted.pop()
        if name in names or name not in fold:
            continue
        names.add(name)
        item = fold.item(name)
        base = item.entry.base if isinstance(item.entry, e.Write) else None
        if isinstance(item.entry, e.Write) and not item.struck and not item.entry.redacted:
            continue
        if base is None:
            ahead = max(ahead, item.entry.key)
        else:
            wanted += base
    return [version for version in there if version.id in names or version.key < ahead]


def clash(standing: Standing, section: str) -> tuple[e.Write, ...]:
    """The versions that were written at the same time and both stand, until somebody writes one from both."""
    whole = tuple(v for v in standing.get(section, ()) if v.text and not v.append)
    return whole if len(whole) > 1 else ()


def sections(standing: Standing) -> dict[str, str]:
    """Each section's text: the versions that stand, a paragraph each."""
    return {
        section: "\n\n".join(version.text for version in versions if version.text)
        for section, versions in standing.items()
    }


def state(fold: Fold) -> Writeup:
    """Draft until `/finish`; a final one that was changed afterwards says so."""
    finishes = fold.of(e.Finish)
    reopened = fold.of(e.Reopen)
    if not finishes or (reopened and reopened[-1].entry.key > finishes[-1].entry.key):
        return Writeup()
    finish = finishes[-1].entry
    later = takewhile(lambda entry: entry.key > finish.key, fold.newest_first())
    after = any(not isinstance(entry, e.Close | e.Dismiss) for entry in later)
    return Writeup("final", finish.by, finish.at, after)
