"""References as they are typed, and the entries they mean: `H2`, `H2,H3`, `#12`, `#12b`, `#12..#15`."""

from __future__ import annotations

import re

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident.facts import Begun, Item
from pmtui.model.incident.fold import letter
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import address
from pmtui.model.text import short

ANY = "#" + e.LETTERS
"""The letters of a reference to whatever entry."""
_NOUNS = {"#": "an entry", **{kind.letter: kind.thing for kind in e.KINDS.values() if kind.letter}}
# Compiled when first looked for, as those of arguments are.
_ONE = rf"[{e.LETTERS}{e.LETTERS.lower()}#][0-9]+[a-z]?"
_RANGE = r"#([0-9]+)\.\.#?([0-9]+)"
_REFERENCE = rf"(?:{_ONE}|{_RANGE})(?:,(?:{_ONE}|{_RANGE}))*[,:;.]?"
_SHAPED = rf"{_ONE}(?:\.\.+(?:{_ONE}|[0-9]+)|[,;:/&+-]+{_ONE})*[,:;.]*"
_NUMBER = r"#?[0-9]+(?:\.\.#?[0-9]+)?"
_NUMBERS = rf"{_NUMBER}(?:,{_NUMBER})*[,:;.]?"
_DIGITS = 12
"""No number is longer."""
_TELLING = 4
"""Letters of a word that can name something by itself."""


def is_reference(word: str) -> bool:
    """Whether a word is shaped like references, well written or not; such a first word is never text."""
    return re.fullmatch(_SHAPED, word) is not None


def first_letter(text: str) -> str:
    """The letter of the label that a text begins with, in capitals, `#` for a number; empty without a reference."""
    word = text.split(maxsplit=1)[:1]
    return word[0][0].upper() if word and is_reference(word[0]) else ""


def nouns(letters: str) -> str:
    """What references of these letters name: `a follow-up or an action`."""
    return _NOUNS["#"] if "#" in letters else " or ".join(_NOUNS[letter] for letter in letters)


def with_signs(text: str) -> str:
    """A text whose first word is made of numbers alone, each with its sign: `12..15 why` → `#12..15 why`.

    For a command that begins with the number of an entry, always: elsewhere a first number is text.
    """
    first = re.match(r"\s*(\S+)", text)
    if first is None or not re.fullmatch(_NUMBERS, first[1]):
        return text
    signed, rest = re.sub(r"(?:(?<=,)|^)(?=[0-9])", "#", first[1]), text[first.end() :]
    return signed + (with_signs(rest) if signed.endswith(",") else rest)


def take(text: str) -> tuple[list[str], str]:
    """Splits the references at the beginning of a text from the rest: `H2, H3: why` → [H2, H3], `why`.

    Raises:
        PmtuiError: the first word looks like references, but they are not written as such.
    """
    found: list[str] = []
    more = True
    text = text.lstrip()  # a blank of any script, which no text begins with either
    while more:
        match = re.match(r"(\S+)\s*", text)
        if match is None or not is_reference(match[1]):
            break
        if not re.fullmatch(_REFERENCE, match[1]):
            raise PmtuiError(f"{short(match[1])} is no reference", "write H2 or H2,H3, #12 or #12..#15")
        found += [ref for ref in match[1].rstrip(",:;.").split(",") if ref]
        more = match[1].endswith(",")
        text = text[match.end() :]
    return found, text


def by_words(incident: Incident, text: str, letters: str, states: tuple[str, ...]) -> tuple[str, str] | None:
    """What the first words of a text name without a reference: `database yes` → (`E1`, `yes`), `1 yes` the same.

    None when they name nothing, or several things equally.

    Args:
        incident: whose.
        text: as it was typed.
        letters: of what may be meant.
        states: in which it may be; none, in any.
    """
    typed = text.split()
    fitting = [
        fact for letter in letters for fact in incident.begun(letter) if not states or fact.state in states
    ]
    counts = [_leading(typed, fact.text) or _numbers(typed, fact) for fact in fitting]
    most = max(counts, default=0)
    if not most or counts.count(most) > 1:
        return None
    rest = text.split(maxsplit=most)[most:]
    return address(incident, fitting[counts.index(most)].item.id), "".join(rest)


def _numbers(typed: list[str], fact: Begun) -> int:
    """1 when the first word is the number of its label, or of its entry."""
    number = _plain(typed[0]) if typed else ""
    return int(number in (fact.label[1:], str(fact.item.entry.n)))


def _leading(typed: list[str], text: str) -> int:
    """How many of the first words stand in a text; an article alone says nothing."""
    known = {_plain(word) for word in text.split()}
    count = 0
    while count < len(typed) and _plain(typed[count]) in known:
        count += 1
    return count if any(len(_plain(word)) >= _TELLING for word in typed[:count]) else 0


def _plain(word: str) -> str:
    return word.casefold().strip(",:;.?!").removesuffix("'s")


def resolve(incident: Incident, refs: list[str], prefixes: str, command: str) -> tuple[str, ...]:
    """The ids that typed references mean.

    Raises:
        PmtuiError: one of them does not exist, is struck, is of another sort, or means two after a merge.
    """
    found: list[str] = []
    for ref in refs:
        prefix = ref[0].upper()
        if prefix not in prefixes and prefix != "#":
            raise _other(ref, prefixes, command)
        if len(ref) > _DIGITS and ".." not in ref:
            raise PmtuiError(f"{short(ref)} does not exist")
        if prefix != "#":
            found.append(_labelled(incident, ref))
        elif "#" in prefixes:
            found += _numbered(incident, ref)
        else:
            found += _unlabelled(incident, ref, prefixes, command)
    return tuple(dict.fromkeys(found))


def _other(ref: str, prefixes: str, command: str) -> PmtuiError:
    wanted = " or ".join(f"{_NOUNS[p]} ({p}{'12' if p == '#' else '1'})" for p in prefixes)
    return PmtuiError(f"/{command} takes {wanted}, not {short(ref)}")


def _unlabelled(incident: Incident, ref: str, letters: str, command: str) -> list[str]:
    """What `#12` began before its kind had labels: its number names it for good.

    Raises:
        PmtuiError: it began nothing of these letters, or has a label.
    """
    if ".." in ref or not letters:
        raise _other(ref, letters, command)
    found = _numbered(incident, ref)
    for item in map(incident.item, found):
        if item.entry.label or item.entry.begins not in tuple(letters):
            raise _other(ref, letters, command)
        _check_stands(item, ref)
    return found


def _labelled(incident: Incident, ref: str) -> str:
    number, mark = re.fullmatch(r"(.\d+)([a-z]?)", ref).groups()  # type: ignore[union-attr]
    label = number[0].upper() + str(int(number[1:]))
    same = incident.labels.get(label, [])
    if not same:
        have = [known for known in incident.labels if known[0] == label[0]]
        known = f"there are {_few(have)}" if have else f"there is no {_NOUNS[label[0]].split(' ', 1)[1]} yet"
        raise PmtuiError(f"{label} does not exist", known)
    entry_id = _one_of(same, mark, label)
    _check_stands(incident.item(entry_id), label)
    return entry_id


def _check_stands(item: Item, shown: str) -> None:
    if item.struck:
        raise PmtuiError(f"{shown} was struck", f"/unstrike {item.name} brings it back")


def _few(labels: list[str]) -> str:
    ordered = sorted(labels, key=lambda label: (len(label), label))
    return ", ".join(ordered if len(ordered) <= 6 else [*ordered[:2], "…", *ordered[-2:]])


def _one_of(same: list[str], mark: str, shown: str) -> str:
    if len(same) == 1:
        if mark:
            raise PmtuiError(f"{shown}{mark} does not exist", f"there is only {shown}")
        return same[0]
    marks = ["a", *(letter(index) for index in range(1, len(same)))]
    if mark not in marks:
        names = " and ".join(f"{shown}{m}" for m in marks)
        raise PmtuiError(f"{shown} means {len(same)} entries after a merge", f"write {names}")
    return same[marks.index(mark)]


def _numbered(incident: Incident, ref: str) -> list[str]:
    stretch = re.fullmatch(_RANGE, ref)
    if stretch is None:
        number, mark = re.fullmatch(r"#(\d+)([a-z]?)", ref).groups()  # type: ignore[union-attr]
        same = incident.numbered(int(number))
        if not same:
            raise PmtuiError(f"#{int(number)} does not exist", f"the last entry is #{incident.last_number}")
        return [_one_of(same, mark, f"#{int(number)}")]
    if max(map(len, stretch.groups())) > _DIGITS:
        raise PmtuiError(f"{short(ref)} does not exist", f"the last entry is #{incident.last_number}")
    low, high = int(stretch[1]), int(stretch[2])
    for end in (low, high):
        if not incident.numbered(end):
            raise PmtuiError(f"#{end} does not exist", f"the last entry is #{incident.last_number}")
    if high < low:
        raise PmtuiError(f"#{low}..#{high} runs backwards", f"write #{high}..#{low}")
    found = incident.between(low, high)
    return [entry_id for entry_id in found if not isinstance(incident.entry(entry_id), e.Correction)]
