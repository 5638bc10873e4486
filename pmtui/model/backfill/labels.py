"""What reports call their parts: a heading, a line in bold, or a word with a colon, and what stands below it."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from pmtui.model.backfill.items import said
from pmtui.model.backfill.stamps import Stamp, stamp
from pmtui.model.incident.writeup import SECTIONS
from pmtui.model.time.zones import MEANT


class Meaning(msgspec.Struct, frozen=True):
    """What stands below such a label."""

    section: str = ""
    """Its text is that of a section."""
    kind: str = ""
    """Each of its items, or lines, is one of that kind."""
    term: str = ""
    """And of that term."""
    gone: bool = False
    """It says nothing that the incident does not: the title."""


STRUCTURE = Meaning()
_SECTIONS = {
    r"(?:issue |incident |executive )?summary": "summary",
    r"root causes?(?: and resolution| analysis)?": "root_cause",
    r"resolution(?: and recovery)?": "resolution",
    r"(?:customer |user |business )?impact": "impact",
}
_KINDS = {
    r"action items?|follow[- ]?ups?|next steps|tasks|to-?dos?": "task",
    r"(?:what )?(?:can|could|should) be improved|what can we improve|improvements?(?: ?/ ?fixes)?": "improve",
    r"misleading paths?.*|dead ends?": "misleading",
    r"(?:what )?went well": "well",
    r"(?:what )?(?:went (?:wrong|badly|poorly)|could have gone better)": "badly",
    r"(?:where we got )?lucky": "lucky",
    r"open questions?": "question",
}
_WITHIN = {r"corrective": "task", r"action items?|follow[- ]?ups?|next steps": "task", r"went well": "well",
           r"went (?:wrong|badly|poorly)|could have gone better": "badly", r"lucky": "lucky",
           r"open questions?": "question"}  # fmt: skip
"""What the items below a heading are that has such words in it."""
_STRUCTURE = (
    r"duration|timelines?.*|incident timeline.*|actions taken|escalations?|section \d+|corrective and .*"
)
_NUMBERED = re.compile(r"(?i)^(?:section\s+)?\d{1,2}\s*[.:)]\s*")
_TERM = re.compile(r"(?i)(short|medium|long)[- ]?term(?: \w+)?")
_LETTERS = r"(?P<zone>UTC(?:[+-]\d{1,2}(?::?\d\d)?)?|GMT|[A-Z]{3,5})"
_ZONE = re.compile(rf"\((?:all )?(?:times )?(?:are )?(?:in )?{_LETTERS}\)[\s:*]*$")
_ALL_TIMES = re.compile(
    rf"(?:[Aa]ll )?[Tt]imes (?:are )?(?:given )?(?:shown )?(?:in )?\(?{_LETTERS}\)?[\s.:]*$"
)
_ITEM = r"[ \t]*(?:[-*+•][ \t]+)?"
_BOLD = re.compile(rf"{_ITEM}(?:\*\*|__)(?P<label>[^\W\d_][^*_\n]{{1,80}})(?:\*\*|__):?[ \t]*")
_LABEL = re.compile(
    rf"{_ITEM}(?P<mark>\*\*|__)?(?P<label>[^\W\d_][^*_:\n]{{1,58}})(?(mark)(?::(?P=mark)|(?P=mark):)|:)(?P<rest>.*)"
)
_BOUND = re.compile(
    r"(?i)[*_]*(?P<what>start(?:ed)?|begin|began|end(?:ed)?|date)(?: time| date)?[*_]*:[*_]*[ \t]*(?P<when>\S.*)$"
)
_BOUNDS = {"s": "started", "b": "started", "e": "resolved", "d": ""}
_DUE = re.compile(r"[ \t]*[(\[]due(?: by| on)?:?[ \t]*(?P<day>[^()\[\]]{4,30})[)\]]\.?[ \t]*$", re.IGNORECASE)
_OWNER = re.compile(r"[ \t]*[(\[]owner:?[ \t]*(?P<owner>[^()\[\]]{1,60})[)\]]\.?[ \t]*$", re.IGNORECASE)


def plain(title: str) -> str:
    """A label without its number, colon and signs: `**Section 2: Timeline:**` is `Timeline`."""
    bare = title.strip(" \t#*_:")
    return _NUMBERED.sub("", bare).strip(" \t*_:")


def meaning(title: str) -> Meaning | None:
    """What a label means, by all of its words; None for one that is not known."""
    words = plain(_ZONE.sub("", title)).casefold()
    if words in ("title", "authors", "author"):
        return Meaning(gone=True)
    if term := _TERM.fullmatch(words):
        return Meaning(kind="task", term=term[1].lower())
    for pattern, section in _SECTIONS.items():
        if re.fullmatch(pattern, words):
            return Meaning(section=section)
    for pattern, kind in _KINDS.items():
        if re.fullmatch(pattern, words):
            return Meaning(kind=kind)
    for name, known in SECTIONS.items():
        if words.rstrip("s") == known.casefold().rstrip("s"):
            return Meaning(section=name)
    return STRUCTURE if re.fullmatch(_STRUCTURE, words) else None


def within(title: str) -> str:
    """The kind of the items below a heading with such words; empty for none."""
    return next((kind for pattern, kind in _WITHIN.items() if re.search(pattern, title, re.IGNORECASE)), "")


def label(line: str) -> tuple[str, str, bool] | None:
    """The label that a line is or begins with, what stands behind it, and whether it is in bold; None for any other.

    One that is not known is a label only when the whole line is in bold.
    """
    if whole := _BOLD.fullmatch(line):
        return whole["label"], "", True
    match = _LABEL.fullmatch(line)
    if match is None or meaning(match["label"]) is None:
        return None
    behind = match["rest"].strip()
    if behind and not match["mark"]:
        return None  # `Impact: 25 % of checkouts` in the middle of a chat
    return match["label"], behind, bool(match["mark"])


def zone(title: str) -> tuple[str, str] | None:
    """The offset, or the letters, of the zone that a heading says its clocks are in; None for none."""
    return _zone(_ZONE.search(title))


def all_times(line: str) -> tuple[str, str] | None:
    """The same of a line that says it of all times."""
    return _zone(_ALL_TIMES.fullmatch(line.strip(" *_()")))


def _zone(match: re.Match[str] | None) -> tuple[str, str] | None:
    if match is None:
        return None
    if match["zone"] in MEANT:
        return "", match["zone"]
    found = stamp(f"00:00 {match['zone']}")
    return (found[0].offset, "") if found and found[0].offset else None


def bound(line: str) -> tuple[Stamp, str] | None:
    """The moment that `Start Time: October 15, 2023, 10:30 AM UTC` names, and its milestone; None for another line."""
    match = _BOUND.fullmatch(line)
    found = stamp(match["when"].strip(" *_")) if match else None
    if match is None or found is None or not found[0].day or found[1].strip("."):
        return None
    kind = _BOUNDS[match["what"][0].lower()]
    return (found[0], kind) if kind and found[0].clock else (msgspec.structs.replace(found[0], clock=""), "")


def listed(kind: str, text: str, term: str = "") -> str:
    """What to type for an item of a list: a follow-up with its term, and the day and owner that stand behind it."""
    fields: dict[str, Any] = {}
    if kind == "task":
        fields["term"] = term or None
        if owner := _OWNER.search(text):
            fields["owner"], text = owner["owner"].strip(), text[: owner.start()]
        due = _DUE.search(text)
        found = stamp(due["day"].strip()) if due else None
        if due and found and found[0].day and not found[0].yearless and not found[1]:
            fields["due"], text = found[0].day, text[: due.start()]
    return said(kind, text, **{name: value for name, value in fields.items() if value})
