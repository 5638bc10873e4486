"""Percentages, and shares in words, in prose, held against the record: rule 9."""

from __future__ import annotations

import re

from pmtui.model.review.case import HINT, WRONG, Case, Found, Text, sentence
from pmtui.model.review.lengths import ABOUT

_PERCENT = re.compile(
    rf"(?P<about>{ABOUT}\s?)?(?<![\d.,])(?P<value>\d{{1,3}}(?:\.\d{{1,3}})?)\s?(?:%|percent\b|per cent\b)"
    r"(?P<rest>(?:\s+[\w'’-]+){1,5})?",
    re.I,
)
_MISLED = re.compile(
    r"\b(?:misle[ad]\w*|dead ends?|false (?:path|lead|trail)s?|wrong (?:path|hypothes[ie])\w*)\b", re.I
)


def percentages(case: Case) -> Found:
    """A percentage in prose that contradicts the impact recorded, or the share of misleading time."""
    recorded = [
        (_key(match), _about(case.of_item(item).prose, match), float(match["value"]))
        for item in (*case.incident.impacts, *case.happened)
        for match in _PERCENT.finditer(case.of_item(item).prose)
    ]
    share = case.incident.misleading_share
    impacts = {item.id for item in case.incident.impacts}
    for text in case.prose:
        if text.entry in impacts:
            continue
        for match in _PERCENT.finditer(text.prose):
            value, key, of = float(match["value"]), _key(match), _about(text.prose, match)
            known = [
                number
                for other, whole, number in recorded
                if (key and other and _same(key, other)) or (len(of) > 1 and of <= whole)
            ]
            if share is not None and _MISLED.search(sentence(text.prose, *match.span())):
                known = [share * 100]
            yield from _held(text, match, value, known)


def _held(text: Text, match: re.Match[str], value: float, known: list[float]) -> Found:
    slack = 0.25 * value if match["about"] else 0.5
    if not known or any(abs(number - value) <= slack for number in known):
        return
    nearest = min(known, key=lambda number: abs(number - value))
    level = HINT if abs(nearest - value) <= 0.1 * max(nearest, value) else WRONG
    what = f"{match['value']} % is not what the record says: {nearest:g} %"
    yield text.found(level, what, span=match.span("value"))


def _key(match: re.Match[str]) -> list[str]:
    """What the percentage is of, in words; empty when that is too little to compare."""
    words = (match["rest"] or "").casefold().split()
    return words if len(words) >= (5 if words[:1] == ["of"] else 3) else []


_EMPTY = re.compile(
    r"the|and|our|was|were|has|had|for|from|with|that|this|about|around|only|some|all|per|cent|percent"
)
_STEM = 4
"""Letters of a word that are compared: `drop`, `dropped`; `sale`, `sales`."""


def _about(prose: str, match: re.Match[str]) -> set[str]:
    """What a percentage is said of: the beginnings of the words of its clause. Of two it is the whole clause's."""
    start = max((m.end() for m in _CLAUSE.finditer(prose, 0, match.start())), default=0)
    end = next((m.start() for m in _CLAUSE.finditer(prose, match.end("value"))), len(prose))
    clause = prose[start:end]
    if len(_PERCENT.findall(clause)) > 1:
        return set()
    words = re.findall(r"[^\W\d_]{3,}|\b[A-Z]{2}\b", clause)
    return {word[:_STEM] for word in map(str.casefold, words) if not _EMPTY.fullmatch(word)}


_CLAUSE = re.compile(r"[.;,:!?\n](?=\s|\Z)|\n| (?:and|but|while|whereas) ")


def _same(one: list[str], other: list[str]) -> bool:
    length = min(len(one), len(other))
    return one[:length] == other[:length]


# --- shares in words

_TO_TEN = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_FRACTIONS = {
    "a tenth": (10, 10), "a fifth": (20, 20), "a quarter": (25, 25), "one quarter": (25, 25),
    "a third": (33, 34), "one third": (33, 34), "half": (50, 50), "most": (51, 99), "the majority": (51, 99),
    "two thirds": (66, 67), "three quarters": (75, 75), "all": (100, 100), "every": (100, 100),
    "none": (100, 100), "no": (100, 100),
    **{f"one in {word}": (100 // n, 100 // n) for n, word in enumerate(_TO_TEN, 2)},
    **{f"one in {n}": (100 // n, 100 // n) for n in (2, 3, 4, 5, 10, 20, 50, 100)},
    **{f"every {word}": (100 // n, 100 // n) for word, n in (("third", 3), ("fourth", 4), ("fifth", 5), ("tenth", 10))},
}  # fmt: skip
"""Words, and the percentages that they may mean; of what failed, for `no logins worked` means the same as all."""
_SLACK = 10
_FAILED = (
    r"(?:fail(?:ed|s|ing)?|(?:were|was|got) (?:lost|affected|rejected|broken|impacted|dropped)|timed out"
    r"|(?:could|did|can) ?n(?:o|['’])t\b|were unable|was unable|returned errors?)"
)
_SHARE = re.compile(
    rf"\b(?P<words>{'|'.join(sorted(_FRACTIONS.keys() - {'no', 'none'}, key=len, reverse=True))})(?:\sof)?"
    rf"(?:\s(?:all|the|our))*\s(?P<noun>[a-z]+)(?:\s(?:in|on|of|at)\s(?:the\s)?\w+)?\s{_FAILED}",
    re.I,
)
_NOBODY = re.compile(
    r"\b(?P<words>nobody|no one|no users?|no customers?|none of (?:our|the) \w+)\s(?:could|was able|were able)\b",
    re.I,
)


_MAYBE = re.compile(r"\b(?:would|might|may|if|first|second|per|target|objective|sl[ao]s?)\b", re.I)


def shares(case: Case) -> Found:
    """`Half of all logins failed`, where the record says ten percent of them."""
    known = [
        (_about(text.prose, match), float(match["value"]))
        for text in map(case.of_item, case.incident.impacts)
        for match in _PERCENT.finditer(text.prose)
    ]
    impacts = {item.id for item in case.incident.impacts}
    for text in (*case.prose, *case.collected):
        for match in (
            () if text.entry in impacts else (*_SHARE.finditer(text.prose), *_NOBODY.finditer(text.prose))
        ):
            if not _MAYBE.search(sentence(text.prose, *match.span())):
                yield from _against(text, match, known)


def _against(text: Text, match: re.Match[str], known: list[tuple[set[str], float]]) -> Found:
    noun = (match.groupdict().get("noun") or "").casefold()
    low, high = _FRACTIONS.get(match["words"].casefold(), (100, 100))
    of = [number for words, number in known if not noun or noun[:_STEM] in words]
    if not of or any(low - _SLACK / 2 <= number <= high + _SLACK / 2 for number in of):
        return
    what = f"{match['words']!r} is not what the record says: {max(of):g} %"
    yield text.found(WRONG, what, span=match.span("words"))
