"""Somebody else's text taken apart: where an entry begins, what belongs to it, which command it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from textwrap import dedent
from typing import Any

import msgspec

from pmtui.model.backfill.comments import Comments
from pmtui.model.backfill.items import NO_TIME, Item
from pmtui.model.backfill.labels import (
    STRUCTURE,
    all_times,
    bound,
    label,
    listed,
    meaning,
    plain,
    within,
    zone,
)
from pmtui.model.backfill.markdown_table import Table, is_rule, names_columns
from pmtui.model.backfill.stamps import Stamp, broken, day_in, field, field_of, said_by, stamp
from pmtui.model.line.arguments import FIX, PROGRAM, LineError
from pmtui.model.line.grammar import split
from pmtui.model.text import clean
from pmtui.model.time.read import is_time

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"(#{1,6}(?=\s)|#{2,6}(?=[^\W\d]))\s*(.*?)(?:\s+#+)?\s*$")
_ITEM = re.compile(r"\s*(?:[-*+•]\s+|\d{1,3}[.)]\s+)(?=\S)")
_TIMELINE = re.compile(r"(?i)\b(?:timeline|chronology)")
_NEUTRAL = "&#8203;"
"""What keeps `@name` in a document from reaching somebody."""
_NO_FIELD = "none of its fields is known to say when it happened"


class _Draft(msgspec.Struct):
    """A piece while its lines come in."""

    line: int
    stamp: Stamp | None
    texts: list[str]
    head: str = ""
    """The heading above it, which says nothing alone."""
    open: bool = False
    """Every line belongs to it until the next time: a heading's, or a message's."""
    command: str = ""
    term: str = ""
    note: str = ""
    author: str = ""

    def piece(self) -> Item | None:
        """What came of it; None when it says nothing."""
        body = dedent("\n".join(self.texts)).strip("\n").rstrip()
        if "\n" not in body and self.command and (item := _ITEM.match(body)):
            body = body[item.end() :]  # a list of one
        if self.head and body and not self.command:
            body = f"{self.head}\n\n{body}"
        elif self.note and not body:
            body = self.head
        if not body:
            return None
        if self.command and self.command.partition(" ")[0] != "write":
            return Item(self.line, self.stamp, self.command, listed(self.command, body, self.term), self.note)
        kind, text = _command(f"/{self.command} {body}" if self.command else body)
        return Item(self.line, self.stamp, kind, text, self.note, author=self.author)


def pieces(text: str) -> list[Item]:
    """The pieces of a text, in order; headings under which nothing stands are left out."""
    return list(_Reader(clean(text).replace(_NEUTRAL, "").split("\n")).read())


def _json(text: str) -> Any:
    """The JSON value that a line is; None when it is none."""
    if not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return None
    try:
        return msgspec.json.decode(text.lstrip("\ufeff"))
    except (msgspec.DecodeError, RecursionError, ValueError):
        return None


_FEWEST = 3
"""Parts with a known name that make a text a report: in a chat, `Impact:` alone on a line is somebody's words."""


def _is_report(lines: list[str]) -> bool:
    titles = (label(line) or ((found[2],) if (found := _HEADING.match(line)) else None) for line in lines)
    known = (title for title in titles if title and meaning(title[0]) is not None)
    return sum(1 for _ in islice(known, _FEWEST)) == _FEWEST


_PART, _DEEPEST = 2, 7
"""How deep a line in bold stands, and a label in front of what it names: a heading has 1 to 6."""


class _List(msgspec.Struct):
    """What the items below a heading are."""

    depth: int = 0
    kind: str = ""
    term: str = ""
    plain: bool = False
    """Lines without a sign of a list are items, too."""
    indent: int = -1
    """Of its first item; what is set in further belongs to one."""

    def begins(self, line: str, bare: str, item: bool) -> bool:
        """Whether a line is one of the items."""
        if not self.kind or not bare or not (item or self.plain):
            return False
        indent = len(line) - len(line.lstrip())
        if self.indent < 0:
            self.indent = indent
        return indent <= self.indent


class _Reader:
    """Goes through the lines once."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._draft: _Draft | None = None
        self._report = _is_report(lines)
        self._list = _List()
        self._zone: tuple[int, str, str] = (0, "", "")
        """The depth of the heading that says it, and the offset or the letters of its clocks."""
        self._table = Table()
        self._titled = False
        self._sections: set[str] = set()
        self._comments = Comments(lines)

    def read(self) -> Iterator[Item]:
        """Every piece."""
        fence = ""
        hidden = -1
        for at, line in enumerate(self._lines):
            if not fence and at > hidden:
                hidden = self._comments.last(at)
            if at <= hidden:
                continue
            mark = _FENCE.match(line)
            if "|" not in line:
                self._table = Table()
            if fence or mark:
                self._add(at, line)
                closes = mark and mark[1].startswith(fence) and line.strip() == mark[1]
                fence = "" if fence and closes else fence or (mark[1] if mark else "")
            elif heading := _HEADING.match(line):
                yield from self._heading(at, len(heading[1]), heading[2])
            elif self._report and (found := label(line)):
                yield from self._label(at, line, *found)
            elif names_columns(self._lines, at):
                self._table = self._under(line)
            elif not is_rule(line) and not self._table_rule(at):
                yield from self._line(at, line)
        yield from self._begin(None)

    def _begin(self, draft: _Draft | None) -> Iterator[Item]:
        """Ends what is under way, and begins the next."""
        done = self._draft.piece() if self._draft else None
        if done and done.kind == "write" and self._draft:
            done = self._once(done, self._draft.command)
        self._draft = draft
        if done:
            yield done

    def _once(self, piece: Item, command: str) -> Item:
        """A section, or what is put behind it where the text has had some of it."""
        again = command in self._sections
        self._sections.add(command)
        if not again:
            return piece
        return msgspec.structs.replace(piece, text=piece.text.replace("/write ", "/write +", 1))

    def _label(self, at: int, line: str, title: str, behind: str, bold: bool) -> Iterator[Item]:
        """A label that is no heading: in bold it is one of a part, else of something in it."""
        part = bold and line.lstrip().startswith(("**", "__"))
        yield from self._heading(at, _PART if part else _DEEPEST, plain(title))
        if self._list.kind:
            self._list.plain = True
        if behind and self._draft and self._draft.head:
            yield from self._line(at, behind)

    def _heading(self, at: int, depth: int, title: str) -> Iterator[Item]:
        found, head = self._stamp(title), title
        if depth <= self._list.depth:
            self._list = _List()
        if depth <= self._zone[0]:
            self._zone = (0, "", "")
        if said := zone(title):
            self._zone = (depth, *said)
        if found and found[0].clock:
            yield from self._begin(_Draft(at + 1, found[0], [found[1]], open=True))
            return
        day = found[0] if found else self._day(title)
        if found:
            head = found[1]
        if day:
            yield from self._begin(None)
            yield Item(at + 1, day)
        known = meaning(head) or STRUCTURE
        if kind := known.kind or within(head):
            self._list = _List(depth, kind, known.term)
        command = f"write {known.section}" if known.section else ""
        note = NO_TIME if broken(head) else ""
        head = "" if known.gone else head
        draft = _Draft(at + 1, None, [], head, open=True, command=command, note=note)
        yield from self._begin(draft)

    def _day(self, title: str) -> Stamp | None:
        """The day that a text's title, or the heading of its timeline, names among other words."""
        first, self._titled = not self._titled, True
        return day_in(title) if first or _TIMELINE.search(title) else None

    def _stamp(self, text: str) -> tuple[Stamp, str] | None:
        """The time that a text begins with, in the zone of its heading if it names none."""
        found = stamp(text)
        if found is None or not found[0].clock or found[0].offset or found[0].abbreviation:
            return found
        offset, letters = self._table.zone or self._zone[1:]
        return msgspec.structs.replace(found[0], offset=offset, abbreviation=letters), found[1]

    def _line(self, at: int, line: str) -> Iterator[Item]:
        item = _ITEM.match(line)
        bare, author = _bare(line[item.end() :] if item else line, self._table)
        if every := all_times(bare):
            self._zone = (0, *every)
            return
        if edge := bound(bare):
            yield from self._begin(None)
            yield Item(at + 1, edge[0], edge[1] or "note", f"/{edge[1]}" if edge[1] else "")
            return
        fields = _json(bare)
        if isinstance(fields, dict):
            named = field_of(fields)
            yield from self._begin(_Draft(at + 1, named, [bare], note="" if named else _NO_FIELD))
            return
        deep = line.startswith("  " if self._draft and self._draft.texts else "    ")
        found, chat = (self._stamp(bare) if item or not deep else None), None
        if found is None and not deep:
            chat = said_by(bare)
            found = chat or ((named, bare) if (named := field(bare)) else None)
        if found and not found[0].clock and not found[1]:
            yield from self._begin(None)
            yield Item(at + 1, found[0])
        elif found:
            yield from self._begin(_Draft(at + 1, found[0], [found[1]], open=chat is not None, author=author))
        elif self._list.begins(line, bare, item is not None):
            yield from self._begin(
                _Draft(at + 1, None, [bare], command=self._list.kind, term=self._list.term)
            )
        elif self._begins(at, bool(item), deep, bare):
            note = NO_TIME if broken(bare) else ""
            yield from self._begin(_Draft(at + 1, None, [bare], note=note, author=author))
        else:
            self._add(at, line)

    def _begins(self, at: int, item: bool, deep: bool, bare: str) -> bool:
        """Whether a line without a time is an entry of its own."""
        if not bare or deep:
            return False
        if self._table.times:
            return True
        if _command(bare)[0] != "note":
            return True
        if self._list.kind and self._draft and self._draft.command:
            return False
        if self._draft is None:
            return True
        return not self._draft.open and (item or broken(bare) or not self._lines[at - 1].strip())

    def _add(self, at: int, line: str) -> None:
        """A line more of what is under way."""
        if self._draft:
            self._draft.texts.append(line if self._draft.open else line.removeprefix("  "))
        elif line.strip():
            self._draft = _Draft(at + 1, None, [line])

    def _under(self, head: str) -> Table:
        """What a table's head says; below a heading of tasks its days are those on which they are due."""
        found = Table.under(head)
        return found._replace(times=()) if self._list.kind else found

    def _table_rule(self, at: int) -> bool:
        """Whether a line sets a table's head off from its rows."""
        return at > 0 and names_columns(self._lines, at - 1)


def _bare(line: str, table: Table) -> tuple[str, str]:
    """A line without the signs of a quotation, a table or a typed line, and whom a cell of the table names."""
    line, author = line.strip(), ""
    while line.startswith(">"):
        line = line[1:].lstrip()
    if line.startswith("|"):
        line, author = table.read(line)
    word = line.partition(" ")[0]
    if word.startswith("@") and is_time(word[1:]):
        line = line[len(word) :].strip() if word[1:] == "?" else line[1:]
    return line, author


def _command(text: str) -> tuple[str, str]:
    """The kind that a text names as the grammar does, and the text as it is to be typed; else a note."""
    try:
        _, command, rest = split(text)
    except LineError:
        return "note", text
    if command is None or command.reads is None or command.group in (FIX, PROGRAM):
        return "note", text
    return command.name, rest if command.name == "note" else f"/{command.name} {rest}".rstrip()
