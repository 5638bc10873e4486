"""One line of a journal: an entry, its digest and its place in the chain.

A line is the canonical bytes of its entry, whose closing `}` makes way for two fields that only the file has:

    {"by":"ana",…,"text":"failover","digest":"<64 hex>","chain":"<64 hex>"}

`digest` is `codec.digest` of the entry. `chain` is SHA-256 over three things, in this order:

1. the chain of the whole line before, as 32 raw bytes; for the first line 32 zero bytes;
2. the torn bytes: all between the end of that whole line and the start of this one, line ends included;
3. the digest of this line, as 32 raw bytes.

A whole line ends with a newline and holds an entry, a digest and a chain. Every other line is torn: kept,
skipped and reported. A digest or chain that is no hex any more goes into the hash as it stands.
"""

from __future__ import annotations

import hashlib
from binascii import unhexlify
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from pmtui.model import codec
from pmtui.model.entries import Entry
from pmtui.model.ranges import fits

FIRST = b"0" * 64
"""The chain before the first line."""
_DIGEST = b',"digest":"'
_CHAIN = b'","chain":"'
_HEX = 64
_TAIL = len(_DIGEST) + len(_CHAIN) + 2 * _HEX + len(b'"}')
"""Every tail has this length, so an entry is decoded without looking for it."""
_DIGEST_AT = _TAIL - len(_DIGEST)
_CHAIN_AT = _HEX + len(b'"}')
_CHAIN_MARK = _CHAIN_AT + len(_CHAIN)
_DEEP = "nested too deeply"
_plain = msgspec.json.Decoder(dict[str, Any])


class Line(NamedTuple):
    """A whole line."""

    entry: Entry
    digest: bytes
    """As it stands in the line, in hex."""
    chain: bytes
    """As it stands in the line, in hex."""


def entry_of(raw: bytes) -> Entry:
    """The entry of a whole line, its digest and chain not checked.

    Args:
        raw: the line without its newline.

    Raises:
        ValueError: it is torn; says why.
    """
    if _regular(raw):
        try:
            return codec.decode(raw[:-_TAIL] + b"}")
        except RecursionError:
            raise ValueError(_DEEP) from None
    return _spaced(raw).entry


def entries_of(ended: Iterable[bytes]) -> tuple[list[Entry], dict[int, ValueError]]:
    """What `entry_of` gives for these lines, in order, and what it raises, by the index of the line."""
    # Opening a long journal spends its time here: a plain line costs its decoding and no other call but `fits`.
    decode, found, torn = codec.strict().decode, list[Entry](), dict[int, ValueError]()
    for at, raw in enumerate(ended):
        try:
            if raw[-_TAIL:-_DIGEST_AT] == _DIGEST and raw[-_CHAIN_MARK:-_CHAIN_AT] == _CHAIN:
                entry = decode(raw[:-_TAIL] + b"}")
                if entry.extra is None and fits(entry):
                    found.append(entry)
                    continue
        except (ValueError, RecursionError):
            pass  # `entry_of` says why, or knows how to read it
        try:
            found.append(entry_of(raw))
        except ValueError as error:
            torn[at] = error
    return found, torn


def chain_of(raw: bytes) -> bytes:
    """The chain of a whole line, in hex as it stands there."""
    return raw[-_CHAIN_AT:-2] if _regular(raw) else _spaced(raw).chain


def parse(raw: bytes) -> Line:
    """The whole line with its digest and chain.

    Raises:
        ValueError: it is torn; says why.
    """
    if not _regular(raw):
        return _spaced(raw)
    return Line(entry_of(raw), raw[-_DIGEST_AT:-_CHAIN_MARK], raw[-_CHAIN_AT:-2])


def whole(raw: bytes) -> Line | None:
    """The whole line, None when it is torn."""
    try:
        return parse(raw)
    except ValueError:
        return None


def compose(entry: Entry, digest: bytes, chain: bytes) -> bytes:
    """The line of an entry, without its newline."""
    return b"".join((codec.encode(entry)[:-1], _DIGEST, digest, _CHAIN, chain, b'"}'))


def chained(entries: Iterable[Entry], chain: bytes, torn: bytes) -> bytes:
    """The lines of entries, newlines included, behind the line of that chain and those torn bytes."""
    written: list[bytes] = []
    for entry in entries:
        digest = codec.digest(entry).encode()
        chain, torn = link(chain, torn, digest), b""
        written += (compose(entry, digest, chain), b"\n")
    return b"".join(written)


def link(previous: bytes, torn: bytes, digest: bytes) -> bytes:
    """The chain of a line, in hex, from the one before it, the bytes between and its digest."""
    return hashlib.sha256(_raw(previous) + torn + _raw(digest)).hexdigest().encode()


def _regular(raw: bytes) -> bool:
    return raw[-_TAIL:-_DIGEST_AT] == _DIGEST and raw[-_CHAIN_MARK:-_CHAIN_AT] == _CHAIN


def _spaced(raw: bytes) -> Line:
    """A whole line that another program wrote: the same fields in another order or with spaces."""
    try:
        fields = _plain.decode(raw)
        digest, chain = fields.pop("digest", None), fields.pop("chain", None)
        if not isinstance(digest, str) or not isinstance(chain, str):
            raise ValueError("it has no digest and chain")
        return Line(codec.from_plain(fields), digest.encode(), chain.encode())
    except RecursionError:
        raise ValueError(_DEEP) from None


def _raw(digits: bytes) -> bytes:
    try:
        return unhexlify(digits)
    except ValueError:
        return digits
