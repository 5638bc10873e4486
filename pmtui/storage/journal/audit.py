"""The integrity of a journal's bytes: what was changed, what is missing, and how a secret leaves."""

from __future__ import annotations

import codecs
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator
from io import BytesIO
from itertools import islice
from typing import NamedTuple

from pmtui.model import codec
from pmtui.model.entries import Entry, kind_of
from pmtui.storage.journal import lines
from pmtui.storage.journal.lines import Line

_ALTERED = "changed after it was written"
_DOUBTFUL = "changed, or what stood before it is changed or missing"
_FOREIGN = "of another incident, whose lines were merged into this file"
_FORK = "two wrote at once: it stands behind an earlier line"
_TRIES = 2_000_000
"""How often a line is looked for behind every earlier one, two seconds in all: a long file that lacks every second
line would take hours. From then on it is looked for behind the nearest `_NEAR` only."""
_NEAR = 1000
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class Finding(NamedTuple):
    """Something that `verify` found."""

    line: int
    """The line of the file, from 1."""
    level: str
    """`torn`: an interrupted write, known as such to the line after it. `fork`: as written, behind an earlier line
    than the one before it, because two wrote at once. `changed`: everything else."""
    what: str


class _Piece(NamedTuple):
    """A whole line and the torn ones directly before it; at the end of a file perhaps only those."""

    number: int
    raw: bytes
    line: Line | None
    torn: list[int]
    between: bytes


def verify(
    data: bytes, copies: Iterable[bytes] = (), between: Callable[[], None] = lambda: None
) -> list[Finding]:
    """What is wrong with a journal, by line number; nothing when every byte is as it was written.

    A line that was taken away leaves a gap that the next one shows; those taken from the very end leave none.

    Args:
        data: the file.
        copies: the bytes of other copies of this journal, behind whose lines one of this may have been written.
        between: called before each line, where a thread beside a screen leaves the processor to others.
    """
    form, data = plain(data)
    behind = [piece.line.chain for copy in copies for piece in _pieces(BytesIO(plain(copy)[1])) if piece.line]
    return _verified(form, BytesIO(data), behind, between)


def verify_lines(ended: Iterator[bytes], between: Callable[[], None]) -> list[Finding]:
    """The same for a file that is read line by line, so that a long one is never held as a whole.

    Args:
        ended: the lines with their ends.
        between: called before each line, where a thread beside a screen leaves the processor to others.
    """
    first = next(ended, b"")
    if plain(first)[0]:
        return verify(first + b"".join(ended), between=between)
    return _verified("", itertools.chain((first,), ended), (), between)


def _verified(
    form: str, ended: Iterable[bytes], behind: Iterable[bytes], between: Callable[[], None]
) -> list[Finding]:
    found = [Finding(1, "changed", form)] if form else []
    walk, opens = _Walk(behind), False
    for piece in _pieces(ended):
        between()
        found += walk.step(piece)
        opens = opens or (piece.number == 1 and piece.line is not None and _opens(piece.line))
    if not opens and not any(one.line == 1 for one in found):
        found.insert(0, Finding(1, "changed", "the line that opens the incident is missing"))
    return found


def plain(data: bytes) -> tuple[str, bytes]:
    """What another program did to the form of a whole journal, empty if nothing, and the bytes without that."""
    done: list[str] = []
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            data = data.decode(name, "replace").encode()
            done.append(f"saved as {name.upper().replace('-SIG', ' with a byte order mark')}")
            break
    if b'"}\r\n' in data:
        data = data.replace(b"}\r\n", b"}\n")
        done.append("given line ends of Windows")
    return f"the whole file was {' and '.join(done)} by another program" if done else "", data


def intact(data: bytes) -> list[Entry]:
    """The entries of a journal whose words are as they were written, in the order of the file, whatever else it holds.

    Those of another incident, which somebody merged into it, are none.
    """
    return sorted_out(data)[0]


def sorted_out(data: bytes) -> tuple[list[Entry], list[int]]:
    """What `intact` gives, and the numbers of the lines that it leaves out, but for writes that were interrupted."""
    walk = _Walk()
    found: list[Entry] = []
    out: list[int] = []
    for piece in _pieces(BytesIO(plain(data)[1])):
        about = walk.step(piece)
        if piece.line is not None and {each.what for each in about}.isdisjoint((_ALTERED, _FOREIGN)):
            found.append(piece.line.entry)
        out += [each.line for each in about if each.level == "changed" and each.what != _DOUBTFUL]
    return found, out


class _Walk:
    """Goes through the lines once and knows every place that one may have been written behind."""

    def __init__(self, elsewhere: Iterable[bytes] = ()) -> None:
        self._before = [lines.FIRST]
        """The chains that the next line may have been written behind, torn bytes included."""
        self._foreign: dict[bytes, bool] = dict.fromkeys(elsewhere, False)
        """Every chain so far, and whether it is of another incident."""
        self._tried = 0
        self._first = ""
        """The entry that stands behind nothing: the one that opens the incident."""

    def step(self, piece: _Piece) -> list[Finding]:
        """What is wrong with a line and the torn ones before it."""
        if piece.line is None:
            found = [Finding(number, "changed", "it holds no entry (any more)") for number in piece.torn]
            if piece.raw:
                found.append(Finding(piece.number, "torn", "the last write was interrupted"))
            return found
        line, digest = piece.line, codec.digest(piece.line.entry).encode()
        links = [lines.link(chain, piece.between, line.digest) for chain in self._before]
        fits = line.chain in links
        found = [_about_torn(number, fits) for number in piece.torn]
        if digest != line.digest or lines.compose(line.entry, digest, line.chain) != piece.raw:
            found.append(Finding(piece.number, "changed", _ALTERED))
        elif what := self._misplaced(line, fits):
            found.append(Finding(piece.number, "fork" if what == _FORK else "changed", what))
        # When it does not fit, either this chain was changed or something before it: the next line knows.
        self._before = [line.chain] if fits else [line.chain, links[0]]
        return found

    def _misplaced(self, line: Line, fits: bool) -> str:
        """What is wrong with the place of a line whose digest is right; empty when nothing is."""
        at = self._before[0] if fits else self._behind(line)
        foreign = at is not None and self._foreign.get(at, False)
        if at == lines.FIRST:
            self._first = self._first or line.entry.id
            foreign = line.entry.id != self._first
        self._foreign[line.chain] = foreign
        if foreign:
            return _FOREIGN
        if fits:
            return ""
        # Behind the line directly before it, but for bytes between them that were not there when it was written.
        return _DOUBTFUL if at is None or at == self._before[0] else _FORK

    def _behind(self, line: Line) -> bytes | None:
        """The chain of the line that this one was written behind, the nearest first: None when there is none."""
        reach = None if self._tried < _TRIES else _NEAR
        for chain in (*self._before, *islice(reversed(self._foreign), reach), lines.FIRST):
            self._tried += 1
            if lines.link(chain, b"", line.digest) == line.chain:
                return chain
        return None


def without(data: bytes, ids: Collection[str]) -> bytes:
    """The journal with these entries redacted, torn bytes left out (they may hold the secret).

    Every other line keeps its bytes, but for the chain of those behind torn bytes. What `verify` found wrong
    before, but for the torn lines, it still finds.
    """
    kept: list[bytes] = []
    before = after = lines.FIRST
    for piece in _pieces(BytesIO(data)):
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


def _pieces(every: Iterable[bytes]) -> Iterator[_Piece]:
    torn: list[int] = []
    between: list[bytes] = []
    number, tail = 0, b""
    for ended in every:  # one by one: a list of them all would take as much memory as the file
        raw, newline, _ = ended.partition(b"\n")
        if not newline:
            tail = raw
            break
        number += 1
        line = lines.whole(raw)
        if line is None:
            torn.append(number)
            between += (raw, b"\n")
        else:
            yield _Piece(number, raw, line, torn, b"".join(between))
            torn, between = [], []
    if torn or tail:
        yield _Piece(number + 1, tail, None, torn, b"".join(between))


def _about_torn(number: int, fits: bool) -> Finding:
    if fits:
        return Finding(number, "torn", "a write was interrupted here")
    return Finding(number, "changed", "it holds no entry any more")


def _opens(line: Line) -> bool:
    return kind_of(line.entry) == "incident"
