"""The doors that input comes in by, and what must hold behind each: explained or done, never an exception of ours."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from textual import events

from pmtui.errors import PmtuiError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.brief import brief
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import sign, words
from pmtui.model.line import grammar
from pmtui.model.line.arguments import Context, LineError
from pmtui.model.line.commands import COMMANDS
from pmtui.model.review.rules import review
from pmtui.model.text import clean
from pmtui.model.time import read as moments
from pmtui.model.time.errors import TimeError
from pmtui.output.draft.draft import draft, regenerate
from pmtui.output.draft.outside import edits
from pmtui.output.draft.template import PLAIN
from pmtui.output.export import export
from pmtui.output.record import record
from pmtui.output.text.prose import contained
from pmtui.storage.journal import lines
from pmtui.storage.settings import Settings
from pmtui.tui.terminal.keyboard import KeyParser
from tests.fuzz.dice import NUMBERS, TEXTS, Dice
from tests.model.scene import Scene

NOW = datetime(2023, 10, 15, 12, 0, tzinfo=UTC)
_ZONES = """
UTC America/New_York Pacific/Apia Asia/Kathmandu Africa/Monrovia Europe/Dublin Pacific/Kiritimati Antarctica/Troll
"""
ZONES = _ZONES.split()


class Door(NamedTuple):
    """One way in."""

    name: str
    share: int
    """Of a hundred inputs."""
    enter: Callable[[Dice], None]
    """Makes one input and puts it in; whatever it raises is a fault."""


# --- keys

_SEQUENCES = (
    *("\x1b", "\x1b[", "\x1b[<", "\x1bO", "\x1b]", "\x1bP", "\x1b_", "\x1b\\", "\x07", "\x9b", "\x9d"),
    *(
        ";",
        ":",
        "?",
        "u",
        "~",
        "M",
        "m",
        "R",
        "t",
        "$y",
        "A",
        "c",
        "x",
        "é",
        "日",
        "\r",
        "\n",
        "\t",
        "\x7f",
        "\x00",
    ),
    *(
        "\x1b[200~",
        "\x1b[201~",
        "0",
        "1",
        "48",
        "97",
        "55296",
        "1114112",
        "57399",
        "13;1u",
        "27;2;13~",
        "62;22c",
    ),
    *("11;rgb:1e1e/1e1e/1e1e", "\x1b[97;1:3u", "\x1b[<0;1;1M", *NUMBERS),
)


def _keys(dice: Dice) -> None:
    """Any bytes in any cuts: only events come of them, and the next key is understood."""
    data = dice.pieces(_SEQUENCES, 12).encode("utf-8", "replace")
    if dice.randrange(3) == 0:
        data = dice.broken(data)
    parser = KeyParser()
    while data:
        cut = dice.randrange(1, len(data) + 1)
        list(parser.read(data[:cut]))
        data = data[cut:]
    list(parser.finish())
    said = [event for event in parser.read(b"\x07\x1b\\\x1b[201~\r\rzzzz") if isinstance(event, events.Key)]
    assert [event.key for event in said[-4:]] == ["z"] * 4, said


# --- lines and moments

_MOMENTS = (
    *(
        "10:40",
        "9",
        "09",
        "14:05:33",
        "-5m",
        "-2h",
        "now",
        "~",
        "?",
        "..",
        "yesterday",
        "2023-10-15",
        "T",
        "Z",
        "+02:00",
    ),
    *(
        "-07:00",
        "25:00",
        "24:00",
        "pm",
        "am",
        "1697363400",
        "02:30",
        "mon",
        "d",
        "h",
        "m",
        "s",
        "/",
        ".",
        ",",
        *NUMBERS,
    ),
)
_WORDS = (
    *(f"/{command.name} " for command in COMMANDS),
    *(
        "@",
        "@?",
        "#1",
        "#1..#3",
        "#99",
        "H1",
        "E1",
        "A1",
        "T1",
        "Q1",
        "Z9",
        "root_cause ",
        "summary ",
        "+",
        "-",
        " ",
        "  ",
    ),
    *(
        "owner:bo ",
        "due:friday ",
        "due:2023-10-20 ",
        "spent:20m ",
        "as:duplicate ",
        "via:page ",
        '"x y" ',
        '"',
        "\n",
        "to ",
    ),
    *("SEV2 ", "3 ", "UTC ", "Europe/Paris ", "why not ", "by -5m ", *_MOMENTS[:8], *TEXTS),
)
_DESK = Scene(
    "the pool is empty",
    "/hypothesis a DDoS attack",
    "/escalate DBA via:page",
    "/action fail over",
    "/task raise the limit owner:bo",
    "/write summary It broke.",
)


def _moment(dice: Dice) -> None:
    """A TIME is a moment in range, or one sentence."""
    said = dice.pieces(_MOMENTS, 4)
    try:
        when = moments.read(
            said, zone=dice.choice(ZONES), now=NOW, span=dice.choice((None, _DESK.incident.span))
        )
    except TimeError as error:
        _sentence(error)
        return
    for moment in (when.at, when.until):
        assert moment is None or (moment.tzinfo is not None and 1900 <= moment.year <= 2200), when


def _line(dice: Dice) -> None:
    """A line is an entry that the journal gives back as it was, an answer, or one sentence."""
    line = dice.pieces(_WORDS, 6)
    try:
        entry = grammar.read(line, Context(_DESK.incident, NOW, "ana")).entry
    except LineError as error:
        _sentence(error)
        return
    if entry is not None:
        assert codec.decode(codec.encode(entry)) == entry, entry
        assert codec.is_shown(entry), entry
        raw = codec.encode(entry).decode()
        assert clean(raw) == raw, raw


def _sentence(error: PmtuiError) -> None:
    assert str(error).strip()


# --- what is on disk

_OPENED = next(entry for entry in _DESK.incident.entries if isinstance(entry, e.Opened))
_ENTRIES = [
    *_DESK.incident.entries,
    *(
        entry
        for entry in (
            _DESK.read(line)
            for line in (
                "@10:20..10:30 /impact 3 % of orders",
                "/amend #1 the pool is full",
                "/retime #1 10:15",
                "/strike #2 wrong",
                "/redact #1 a password",
                "/timezone Europe/Paris",
                "/severity 1 all of it",
                "/handover Bo",
                "/well quick answers",
                "/close",
            )
        )
    ),
]
_LINES = lines.chained(_ENTRIES, lines.FIRST, b"").splitlines()
_PER_WHOLE = 300
"""Every how many entries that decode one incident is made, shown, closed and exported."""
_found: list[e.Entry] = []


def _journal(dice: Dice) -> None:
    """A broken line is skipped or an entry, by either reader; whatever is an entry can be written again and shown."""
    raw = dice.broken(dice.choice(_LINES))
    line = lines.whole(raw)
    assert lines.entries_of([raw])[0] == ([line.entry] if line else [])
    if line is None:
        return
    assert codec.decode(codec.encode(line.entry)) == line.entry
    _found.append(line.entry)
    if len(_found) >= _PER_WHOLE:
        entries = dice.sample(_found, 40)
        _found.clear()
        check_whole(entries, dice.choice(ZONES))


def check_whole(entries: list[e.Entry], zone: str) -> None:
    """Whatever decodes can be listed, shown, reviewed, closed and exported, in any zone."""
    opened = codec.from_plain({**codec.plain(_OPENED), "zone": zone})
    once = {entry.id: entry for entry in (*entries, opened)}
    incident = Incident(once.values())
    for item in incident.timeline:
        sign(item, incident)
        words(item, incident)
    brief(incident, NOW, Settings())
    review(incident, NOW)
    whole = record.write(incident, "slug")
    assert {entry.id for entry in record.read(whole).entries} == set(once)
    tomllib.loads(whole)
    json.loads(export(incident, "slug", "json"))
    list(csv.reader(io.StringIO(str(export(incident, "slug", "csv")))))
    for kind in ("markdown", "html", "svg"):
        text = str(export(incident, "slug", kind))
        assert not any(sign in text for sign in "\x1b\x9b\x07\x00\u202e\u2066"), kind
    regenerate(draft(incident), incident, "timeline.svg", PLAIN)


_RECORD = record.write(Incident(_ENTRIES), "slug").encode()


def _record(dice: Dice) -> None:
    """A record is read, or one sentence says why not; what is read can be written and read again."""
    try:
        text = dice.broken(_RECORD).decode()
    except UnicodeDecodeError:
        return
    try:
        found = record.read(text)
    except record.RecordError as error:
        _sentence(error)
        return
    record.untouched(text)
    assert all(codec.decode(codec.encode(entry)) == entry for entry in found.entries)


_DRAFT = draft(Incident(_ENTRIES))
_MARKS = (
    "<!-- pmtui:section.summary 000000000000 -->\n",
    "<!-- /pmtui:section.summary -->\n",
    "<!--",
    "-->",
    "```\n",
)


def _markdown(dice: Dice) -> None:
    """An edited draft is judged and brought up to date, and bringing it up to date again changes nothing."""
    text = dice.broken(_DRAFT.encode()).decode(errors="replace")
    if dice.randrange(2):
        at = dice.randrange(len(text))
        text = text[:at] + dice.pieces((*_MARKS, *TEXTS), 3) + text[at:]
    incident = _DESK.incident
    edits(text, incident, PLAIN)
    once = regenerate(text, incident, "timeline.svg", PLAIN).text
    assert regenerate(once, incident, "timeline.svg", PLAIN).text == once
    contained(dice.pieces((*_MARKS, *TEXTS), 4), 3)


DOORS = (
    Door("keys", 34, _keys),
    Door("moments", 20, _moment),
    Door("lines", 20, _line),
    Door("journal", 23, _journal),
    Door("record", 2, _record),
    Door("draft", 1, _markdown),
)
