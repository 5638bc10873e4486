"""incident.toml: structured, lossless, deterministic.

Its views are for readers; reading the file back reads `[[entries]]` alone, so a colleague who has only this
file has the whole incident. Nothing in it depends on now, on the version or on the machine.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

import msgspec

from pmtui.errors import PmtuiError
from pmtui.model import codec
from pmtui.model.entries import FORMAT, Entry, kind_of
from pmtui.model.incident.incident import Incident
from pmtui.model.text import clean
from pmtui.output.record import toml
from pmtui.output.record.views import views
from pmtui.output.text.own_hash import own_hash, unchanged

_OWN_HASH = re.compile(r'^views = "([0-9a-f]{64})"\n', re.MULTILINE)
_INSTANTS = ("recorded", "at", "until", "opened", "due")
"""Fields that TOML holds as a time or a day, not as its text."""


_NOTHING: Mapping[str, str] = MappingProxyType({})


class Record(msgspec.Struct, frozen=True):
    """What a record holds."""

    entries: tuple[Entry, ...]
    slug: str = ""
    notice: str = ""
    """Empty, or one sentence: the entries are not those that the record was written with."""
    between: dict[str, str] = {}
    """A person's own text of the draft, by the block that it follows."""


class Picture(msgspec.Struct, frozen=True):
    """A picture that a person laid beside the draft, which shows it."""

    path: str
    """Beside the record."""
    bytes: int
    sha256: str


class RecordError(PmtuiError):
    """The text is not a record that can be read; the message names the field."""


def tables(
    incident: Incident, slug: str, between: Mapping[str, str] = _NOTHING, pictures: Sequence[Picture] = ()
) -> dict[str, Any]:
    """The whole record as tables: every view, then `[journal]` and `[[entries]]`."""
    entries = incident.entries
    found = views(incident, slug)
    if between:
        found["writeup"] = {**found["writeup"], "between": dict(between)}
    return {
        **found,
        **({"pictures": [msgspec.structs.asdict(picture) for picture in pictures]} if pictures else {}),
        "journal": {"entries": len(entries), "digest": digest(entries)},
        "entries": [_row(entry) for entry in entries],
    }


def write(
    incident: Incident, slug: str, between: Mapping[str, str] = _NOTHING, pictures: Sequence[Picture] = ()
) -> str:
    """The record's text; the same for the same set of entries. `[journal]` holds the hash of all the rest.

    Args:
        incident: whose.
        slug: its name.
        between: a person's own text of the draft, by the block that it follows.
        pictures: those beside the draft that no entry tells of.
    """
    whole = tables(incident, slug, between, pictures)
    text = toml.dumps(whole)
    last = f'digest = "{whole["journal"]["digest"]}"\n'
    return text.replace(last, f'{last}views = "{own_hash(text)}"\n', 1)


def read(text: str) -> Record:
    """The entries in a record's text, and whether they are those it was written with.

    Raises:
        RecordError: it is no record, one of a newer format, or an entry in it cannot be read.
    """
    whole = _parse(text)
    rows = whole.get("entries")
    if not isinstance(rows, list) or not rows:
        raise RecordError("the record holds no [[entries]]", "take the copy that pmtui wrote")
    entries = tuple(_entry(index, row) for index, row in enumerate(rows))
    about = whole.get("incident")
    slug = about.get("slug") if isinstance(about, dict) else ""
    notice = _notice(whole.get("journal"), entries)
    return Record(entries, slug if isinstance(slug, str) else "", notice, _between(whole.get("writeup")))


def _between(writeup: object) -> dict[str, str]:
    """The texts by the blocks that they follow; what is no such text is nobody's."""
    found = writeup.get("between") if isinstance(writeup, dict) else None
    pairs = found.items() if isinstance(found, dict) else ()
    return {name: clean(text) for name, text in pairs if isinstance(text, str) and clean(text).strip()}


def carries_hash(text: str) -> bool:
    """Whether a record carries the hash of its own text, as those of earlier versions do not."""
    return unchanged(text, _OWN_HASH) is not None


def untouched(text: str) -> bool:
    """Whether nobody changed a record since it was written; of one without a hash only its entries tell."""
    known = unchanged(text, _OWN_HASH)
    if known is not None:
        return known
    try:
        return not read(text).notice
    except RecordError:
        return False


def digest(entries: Iterable[Entry]) -> str:
    """SHA-256 over the sorted digests of entries, in hex: the same for the same set."""
    return hashlib.sha256("".join(sorted(codec.digest(entry) for entry in entries)).encode()).hexdigest()


def _row(entry: Entry) -> dict[str, Any]:
    """The entry's fields; its canonical JSON where TOML cannot hold them."""
    row = codec.plain(entry)
    for name in _INSTANTS:
        value = getattr(entry, name, None)
        if isinstance(value, date):
            row[name] = value
    if entry.extra is None and toml.holds(row):
        return row
    return {"id": entry.id, "n": entry.n, "kind": kind_of(entry), "raw": codec.encode(entry).decode()}


def _parse(text: str) -> dict[str, Any]:
    import tomllib

    try:
        whole = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # an integer of 5,000 digits is no TOMLDecodeError
        raise RecordError(f"the record is not valid TOML: {error}", "mend that place") from error
    written = whole.get("format")
    if type(written) is not int:
        raise RecordError("this TOML file is not a record: it has no `format`", "name an incident.toml")
    if written > FORMAT:
        what = f"the record was written by a newer pmtui (format {written}, this one reads up to {FORMAT})"
        raise RecordError(what, "update pmtui")
    return whole


def _entry(index: int, row: object) -> Entry:
    if not isinstance(row, dict):
        raise RecordError(f"entries[{index}] should be a table", "take the copy that pmtui wrote")
    try:
        raw = row.get("raw")
        if isinstance(raw, str):
            return codec.decode(raw.encode())
        return codec.from_plain({name: _untyped(name, value) for name, value in row.items()})
    except (msgspec.MsgspecError, ValueError, OverflowError) as error:
        reason = str(error)
        # msgspec ends with the path to the field: "Expected `int`, got `str` - at `$.n`".
        what, _, path = reason.partition(" - at `$")
        field = f"entries[{index}]{path.removesuffix('`')}"
        raise RecordError(f"the record's {field} cannot be read: {what}", "mend that field") from error


def _untyped(name: str, value: object) -> object:
    """A time or a day as the text that an entry holds in JSON."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"`{name}` needs an offset, like 2023-10-15T10:30:00Z - at `$.{name}`")
        return msgspec.to_builtins(value.astimezone(UTC))
    return msgspec.to_builtins(value) if isinstance(value, date) else value


def _notice(journal: object, entries: tuple[Entry, ...]) -> str:
    held: Mapping[str, Any] = journal if isinstance(journal, dict) else {}
    if held.get("digest") == digest(entries):
        return ""
    return "the entries of this record were changed after it was written: they do not fit the digest in [journal]"
