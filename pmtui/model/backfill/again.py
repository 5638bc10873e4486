"""What an incident holds already of what is imported: the same export again, or a longer one, adds only what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.backfill.propose import Proposed, understood
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import number
from pmtui.model.line.arguments import Context
from pmtui.model.line.retype import arguments


class Fresh(msgspec.Struct, frozen=True):
    """What is not there yet."""

    proposed: list[Proposed]
    known: int = 0
    """How many are there already."""
    edited: int = 0
    """How many are there, and were changed where they come from: they are proposed as amendments."""


def fresh(proposed: Sequence[Proposed], context: Context) -> Fresh:
    """The proposals that are not in the incident; what was edited since as an amendment, or another time.

    What somebody struck or amended here counts as it was imported: it does not come back.
    """
    before = _Before(context.incident)
    found: list[Proposed] = []
    known = edited = 0
    for each in before.once(proposed):
        new = before.changes(each, context) if each.origin else [each]
        new = [before.behind(one) for one in new]
        known += not new
        edited += bool(new) and new[0].kind in ("amend", "retime")
        found += new
    return Fresh(found, known, edited)


class _Before:
    """The imported entries of an incident, by where they stood."""

    def __init__(self, incident: Incident) -> None:
        self._incident = incident
        self._by_id: dict[tuple[str, str], list[e.Entry]] = {}
        self._by_words: Counter[tuple[object, ...]] = Counter()
        """How often each stands there, of formats whose items have no ids."""
        for entry in incident.entries:
            origin = entry.origin
            if not origin:
                continue
            if origin.get("item"):
                self._by_id.setdefault(_key(origin), []).append(entry)
            else:
                self._by_words[_place(origin, entry.at, entry.author, _words(entry))] += 1

    def once(self, proposed: Sequence[Proposed]) -> list[Proposed]:
        """Without those that stand in what is imported twice, the last of each: files of an export may overlap."""
        last = {_key(each.origin): each for each in proposed if each.origin.get("item")}
        return [each for each in proposed if not each.origin.get("item") or last[_key(each.origin)] is each]

    def behind(self, each: Proposed) -> Proposed:
        """A section goes behind what the incident has of it: what a person wrote there stays."""
        section = each.text.split()[1] if each.kind == "write" else ""
        if section not in self._incident.sections:
            return each
        note = f"{each.note}; it goes behind what stands there".lstrip("; ")
        return msgspec.structs.replace(each, text=each.text.replace("/write ", "/write +", 1), note=note)

    def changes(self, each: Proposed, context: Context) -> list[Proposed]:
        """The proposal as it is, if it is new; else what was changed where it comes from, which may be nothing."""
        if each.origin.get("item"):
            held = self._by_id.get(_key(each.origin))
            return self._changed(each, held, context) if held else [each]
        if not self._by_words:
            return [each]
        _, entry = understood(each, context)
        for words in (_words(entry), _GONE):
            place = _place(each.origin, entry.at, entry.author, words)
            if self._by_words[place] > 0:
                self._by_words[place] -= 1
                return []
        return [each]

    def _changed(self, each: Proposed, held: list[e.Entry], context: Context) -> list[Proposed]:
        first = held[0]
        if any(entry.redacted or entry.origin.get("changed") for entry in held):
            return []
        _, entry = understood(each, context)
        found = []
        newest = [entry for entry in held if not isinstance(entry, e.Retime)][-1]
        body = newest.new if isinstance(newest, e.Amend) else _body(newest)
        name = number(self._incident, first.id)
        if _body(entry) != _plain(body) and not _is_same_alert(first, entry):
            text = f"/amend {name} /{e.kind_of(entry)} {arguments(entry, self._incident)}".rstrip()
            found.append(_correction(each, "amend", text, "edited there since it was imported"))
        times = [when.at for entry in held if isinstance(entry, e.Retime) for when in entry.times]
        if entry.at != (times[-1] if times else first.at):
            text = f"/retime {name} {each.when.said if each.when.at else '?'}"
            found.append(_correction(each, "retime", text, "its time was changed there"))
        return found


def _is_same_alert(held: e.Entry, entry: e.Entry) -> bool:
    """Whether it is the milestone of an alert that came in as a note: it was not one of the whole incident."""
    return isinstance(held, e.Note) and isinstance(entry, e.Milestone) and held.text.endswith(entry.text)


def _correction(each: Proposed, kind: str, text: str, note: str) -> Proposed:
    return msgspec.structs.replace(each, kind=kind, text=text, note=note, when=e.When(), key=False)


def _key(origin: dict[str, str]) -> tuple[str, str]:
    return origin.get("format", ""), origin.get("item", "")


_GONE = ("", "")
"""The words of an entry that was redacted: whatever stood at that place is not to come back."""


def _place(
    origin: dict[str, str], at: datetime | None, author: str, words: tuple[str, str]
) -> tuple[object, ...]:
    return origin.get("format"), at, author, words


def _words(entry: e.Entry) -> tuple[str, str]:
    return _GONE if entry.redacted else (e.kind_of(entry), entry.says.removeprefix("+"))


def _body(entry: e.Entry) -> dict[str, Any]:
    return _plain(codec.plain(entry))


def _plain(body: dict[str, Any]) -> dict[str, Any]:
    left = (e.ENVELOPE - {"kind"}) | e.PROVENANCE | {"salt", "base"}
    return {name: value for name, value in body.items() if name not in left}
