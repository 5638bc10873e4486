"""The integrity of a journal's bytes: what was changed, what is missing, and how a secret leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from pmtui.model import codec
from pmtui.model.entries import kind_of
from pmtui.storage.journal import lines
from pmtui.storage.journal.lines import Line


class Finding(NamedTuple):
    """Something that `verify` found."""

    line: int
    """The line of the file, from 1."""
    level: str
    """`torn`: an interrupted write, known as such to the line after it. `changed`: everything else."""
    what: str


class _Piece(NamedTuple):
    """A whole line and the torn ones directly before it; at the end of a file perhaps only those."""

    number: int
    raw: bytes
    line: Line | None
    torn: list[int]
    between: bytes


def verify(data: bytes) -> list[Finding]:
    """What is wrong with a journal, by line number; nothing when every byte is as it was written.

    A line that was taken away leaves a gap that the next one shows; those taken from the very end leave none.
    """
    found: list[Finding] = []
    previous = [lines.FIRST]
    for piece in _pieces(data):
        if piece.line is None:
            found += [Finding(number, "changed", "it holds no entry (any more)") for number in piece.torn]
            if piece.raw:
                found.append(Finding(piece.number, "torn", "the last write was interrupted"))
            continue
        line, digest = piece.line, codec.digest(piece.line.entry).encode()
        links = [lines.link(chain, piece.between, line.digest) for chain in previous]
        fits = line.chain in links
        found += _about(piece, line, digest, fits)
        # When it does not fit, either this chain was changed or something before it: the next line knows.
        previous = [line.chain] if fits else [line.chain, links[0]]
    if not _opens(data) and not any(one.line == 1 for one in found):
        found.insert(0, Finding(1, "changed", "the line that opens the incident is missing"))
    return found


def without(data: bytes, ids: Collection[str]) -> bytes:
    """The journal with these entries redacted, torn bytes left out (they may hold the secret).

    Every other line keeps its bytes, but for the chain of those behind torn bytes. What `verify` found wrong
    before, but for the torn lines, it still finds.
    """
    kept: list[bytes] = []
    before = after = lines.FIRST
    for piece in _pieces(data):
        if piece.line is None:
            continue
        entry, digest, chain = piece.line
        fits = chain == lines.link(before, piece.between, digest)
        before, after = chain, lines.link(after, b"", digest) if fits else chain
        if entry.id in ids:
            entry = codec.redact(entry)
        elif after == chain:
            kept.append(piece.raw)
            continue
        kept.append(lines.compose(entry, digest, after))
    return b"".join(line + b"\n" for line in kept)


def _pieces(data: bytes) -> Iterator[_Piece]:
    *ended, tail = data.split(b"\n")
    torn: list[int] = []
    between: list[bytes] = []
    number = 0
    for number, raw in enumerate(ended, 1):
        line = lines.whole(raw)
        if line is None:
            torn.append(number)
            between += (raw, b"\n")
        else:
            yield _Piece(number, raw, line, torn, b"".join(between))
            torn, between = [], []
    if torn or tail:
        yield _Piece(number + 1, tail, None, torn, b"".join(between))


def _about(piece: _Piece, line: Line, digest: bytes, fits: bool) -> list[Finding]:
    level, what = (
        ("torn", "a write was interrupted here") if fits else ("changed", "it holds no entry any more")
    )
    found = [Finding(number, level, what) for number in piece.torn]
    if digest != line.digest or lines.compose(line.entry, digest, line.chain) != piece.raw:
        found.append(Finding(piece.number, "changed", "changed after it was written"))
    elif not fits:
        found.append(
            Finding(piece.number, "changed", "changed, or what stood before it is changed or missing")
        )
    return found


def _opens(data: bytes) -> bool:
    line = lines.whole(data.partition(b"\n")[0])
    return line is not None and kind_of(line.entry) == "incident"
