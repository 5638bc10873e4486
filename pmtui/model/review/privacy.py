"""The review of what should not leave the team: rules 21 and 22."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmtui.model import entries as e
from pmtui.model.incident.words import name
from pmtui.model.review.case import HINT, TITLE, WRONG, Case, Finding, Found, Text
from pmtui.model.review.secrets import addresses, secrets

_ENVELOPE = {*e.ENVELOPE, "salt", "redacted", "base", "author"}
_SHORTEST = 6
"""No secret and no address is shorter."""


def secret(case: Case) -> Found:
    """What looks like a secret: wrong where it is shown, a hint where only the journal and the record hold it."""
    holders = _holders(case)
    shown: set[str] = set()
    for text in _shown(case):
        for hit in secrets(text.text):
            value = text.text[hit.start : hit.end]
            shown.add(value)
            what = f"it holds what looks like {hit.name}"
            yield text.found(
                WRONG, what, _redact(case, holders.get(value, [])) or text.mend, (hit.start, hit.end)
            )
    for value, ids in holders.items():
        if value not in shown:
            where = name(ids[0], case.incident)
            what = (
                "struck or changed, it still holds what looks like a secret, in the journal and in the record"
            )
            yield Finding(HINT, where, what, _redact(case, ids), entry=ids[0])


def _redact(case: Case, ids: list[str]) -> str:
    """The line that takes the text from the disk; nothing for the opening entry, which cannot be redacted."""
    names = [case.incident.name(i) for i in ids if not isinstance(case.incident.entry(i), e.Opened)]
    return f"/redact {','.join(names)} held a secret" if names else ""


def _holders(case: Case) -> dict[str, list[str]]:
    """The entries that hold each secret, as they were recorded; a correction's is that of what it corrects."""
    found: dict[str, list[str]] = {}
    for entry in case.incident.entries:
        if entry.redacted or case.incident.item(entry.id).entry.redacted:
            continue
        target = (
            next((r for r in entry.refs if r in case.incident), "") if isinstance(entry, e.Correction) else ""
        )
        if target and case.incident.item(target).entry.redacted:
            continue
        for text in _texts(entry):
            for hit in secrets(text):
                ids = found.setdefault(text[hit.start : hit.end], [])
                if (target or entry.id) not in ids:
                    ids.append(target or entry.id)
    return found


def _texts(entry: e.Entry) -> Iterator[str]:
    """Every text in the fields of an entry's kind, those of a newer version included."""
    for field in entry.__struct_fields__:
        if field not in _ENVELOPE:
            yield from _strings(getattr(entry, field))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if len(value) >= _SHORTEST:
            yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _shown(case: Case) -> Iterator[Text]:
    """Every text that a document may show: title, sections, and the words of unstruck entries."""
    yield case.title
    yield from case.sections
    for item in case.incident.timeline:
        entry = item.entry
        if item.struck or isinstance(entry, e.Opened | e.Title | e.Write):
            continue
        where = name(item.id, case.incident)
        for text in _texts(entry):
            yield Text(where, text, text, f"/amend {where} TEXT", item.id)


def address(case: Case) -> Found:
    """E-mail and public IP addresses, once a place and sort."""
    for text in _shown(case):
        seen: set[str] = set()
        for hit in addresses(text.text):
            if hit.name not in seen:
                seen.add(hit.name)
                mend = "/title TEXT" if text.where == TITLE else text.mend
                what = f"it holds {hit.name}, which is not for readers outside"
                yield text.found(HINT, what, mend, (hit.start, hit.end))
