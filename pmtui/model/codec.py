"""Entries to bytes and back, their ids and their digests.

The canonical form of an entry is JSON with sorted keys and no spaces: any copy of it, the one in a record
included, gives the same bytes and so the same digest.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec

from pmtui.model.entries import ENVELOPE, KINDS, PROVENANCE, Entry, Unknown, Write, kind_of
from pmtui.model.ranges import fits, has_place

_MILLISECOND_BITS = 48
_KEPT = (ENVELOPE | PROVENANCE) - {"kind", "refs", "label"}
"""What no amendment changes: the time, the place in the order, and whose words they are."""


def new_id(now: datetime, random: bytes | None = None) -> str:
    """A UUIDv7 (RFC 9562, 5.7) for the moment `now`."""
    noise = random or os.urandom(10)
    milliseconds = int(now.timestamp() * 1000) & ((1 << _MILLISECOND_BITS) - 1)
    value = (milliseconds << 80) | int.from_bytes(noise[:10], "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def new_salt() -> str:
    """Sixteen random bytes in hex."""
    return os.urandom(16).hex()


_decoder: msgspec.json.Decoder[Entry] | None = None
_encode = msgspec.json.Encoder(order="sorted").encode
_plain_decoder = msgspec.json.Decoder(dict[str, Any])


def strict() -> msgspec.json.Decoder[Entry]:
    """Reads what has the fields of this format alone, and looks at no range; `decode` reads every entry."""
    global _decoder  # noqa: PLW0603 - built once, when the first entry is read
    if _decoder is None:
        import typing

        _decoder = msgspec.json.Decoder(typing.Union[tuple(KINDS.values())])  # noqa: UP007
    return _decoder


def decode(line: bytes) -> Entry:
    """The entry in one JSON object.

    Raises:
        msgspec.DecodeError: it is no JSON object with a text `id` and a whole `n`, or `recorded` is no time.
    """
    try:
        entry = strict().decode(line)
    except msgspec.ValidationError:
        return from_plain(_plain_decoder.decode(line))
    # `+` is no field of the format: an entry that has one is of a newer version.
    return entry if entry.extra is None and fits(entry) else from_plain(_plain_decoder.decode(line))


def from_plain(plain: dict[str, Any]) -> Entry:
    """The entry in a JSON-like object; unknown kinds and fields, and what is out of range, are kept.

    Raises:
        msgspec.ValidationError: not even its envelope can be read; the message holds the path to the field.
    """
    kind = KINDS.get(str(plain.get("kind")))
    if kind is not None:
        known = {name for name in kind.__struct_encode_fields__ if name != "+"} | {"kind"}
        extra = {name: value for name, value in plain.items() if name not in known}
        try:
            entry = msgspec.convert({k: v for k, v in plain.items() if k in known}, kind)
            if fits(entry):
                return msgspec.structs.replace(entry, extra=extra) if extra else entry
        except msgspec.ValidationError:
            if not extra:
                raise
    return _kept(plain, ENVELOPE - {"kind"} | {"redacted", "salt"})


def _kept(plain: dict[str, Any], names: Collection[str]) -> Entry:
    """An entry that cannot be shown: these fields make its envelope, all others stay as they came."""
    envelope = {name: value for name, value in plain.items() if name in names}
    rest = {"kind": "?", **{name: value for name, value in plain.items() if name not in envelope}}
    entry = msgspec.convert(envelope, Unknown, strict=True)
    if fits(entry):
        return msgspec.structs.replace(entry, extra=rest)
    if has_place(entry):
        raise msgspec.ValidationError("the year lies outside 1900 to 2200 - at `$.recorded`")
    return _kept(plain, set(names) - {"at", "until"})


def plain(entry: Entry) -> dict[str, Any]:
    """The entry as a JSON-like object: texts, numbers, lists."""
    found: dict[str, Any] = msgspec.to_builtins(entry)
    extra = found.pop("+", None)
    return {**found, **extra} if extra else found


def encode(entry: Entry) -> bytes:
    """The canonical bytes of an entry."""
    if entry.extra is None:
        return _encode(entry)
    return _encode(plain(entry))


def digest(entry: Entry) -> str:
    """SHA-256 over the envelope and the digest of the salted body, in hex.

    So a redacted entry, which keeps the digest of its body, still verifies.
    """
    whole = plain(entry)
    envelope = {name: whole[name] for name in whole if name in ENVELOPE}
    body = entry.redacted or body_digest(whole)
    try:
        raw = bytes.fromhex(body)
    except ValueError:  # somebody changed it by hand: then it is part of what does not fit
        raw = body.encode()
    return hashlib.sha256(_encode(envelope) + raw).hexdigest()


def body_digest(whole: dict[str, Any]) -> str:
    """SHA-256 over the part of an entry that a redaction takes away, salt included, in hex."""
    body = {name: whole[name] for name in whole if name not in ENVELOPE}
    return hashlib.sha256(_encode(body)).hexdigest()


def redact(entry: Entry) -> Entry:
    """The same entry without its words: its envelope, its place and its digest stay.

    What a version of a section began from stays too: whoever wrote on from it has replaced that, and no more.
    """
    if entry.redacted:
        return entry
    whole = plain(entry)
    stays = ENVELOPE | {"author"} if entry.author else ENVELOPE
    if isinstance(entry, Write):
        stays = stays | {"base"}
    kept = {name: whole[name] for name in whole if name in stays}
    if entry.origin:
        kept["origin"] = {name: entry.origin[name] for name in ("format", "item") if name in entry.origin}
    return from_plain({**kept, "redacted": body_digest(whole)})


def recast(entry: Entry, new: dict[str, Any]) -> Entry:
    """The entry with the kind, fields, references and label of an amendment, and its own envelope otherwise.

    Raises:
        msgspec.ValidationError: the amendment does not hold what its kind needs, or it is out of range.
    """
    whole = plain(entry)
    kept = {name: whole[name] for name in whole if name in _KEPT | {"kind"}}
    found = from_plain({**kept, **{name: new[name] for name in new if name not in _KEPT}})
    if isinstance(found, Unknown) and kind_of(found) in KINDS:
        raise msgspec.ValidationError("a value of the amendment is out of range")
    return found


def is_shown(entry: Entry) -> bool:
    """Whether a reader of the journal gets this entry, and not one that it keeps but cannot show."""
    return type(decode(encode(entry))) is type(entry)
