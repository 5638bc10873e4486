"""Transcripts and recordings of a terminal: what is said, marked and typed, at its moment, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.errors import PmtuiError
from pmtui.model.backfill.items import AS_IT_IS, Document, Found, How, Source
from pmtui.model.backfill.recognise import FORMATS, read
from tests.model.backfill.samples import recorded, told
from tests.output.strategies import json_values, texts

START = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
BEGAN = How(start=START)
EPOCH = int(START.timestamp())

ZOOM = """WEBVTT

1
00:02:10.000 --> 00:02:14.500
Ana A: checkout answers 503

2
00:04:00.000 --> 00:04:05.000
Bo B: the pool is empty: <b> &amp;
nothing is left

NOTE nobody said this

3
01:00:05.250 --> 01:00:06.000
so it is
"""
TEAMS = """\ufeffWEBVTT - x

STYLE
::cue { color: red }

7d0f/12-0
00:00:03.120 --> 00:00:05.000 align:start
<v Ana A>checkout: answers <i>503</i></v>

7d0f/13-0
00:05.000 --> 00:06.000
<v.loud Bo B>the pool is empty</v> <v Cy &lt;C&gt;>yes</v>

00:07.000 --> 00:08.000

"""
SRT = "1\n00:02:10,000 --> 00:02:14,500\nwe know: it is the pool\n\n2\n00:02:15,000 --> 00:02:16,000\nyes\n"


def lines(text: str, how: How = AS_IT_IS) -> list[str]:
    """What would be recorded of it."""
    return told(found(text, how))


def found(text: str, how: How = AS_IT_IS) -> Found:
    """What is read of it."""
    return read([Document("x", text.encode())], how)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            ZOOM,
            [
                "20 14:02:10 note Ana A: checkout answers 503",
                "20 14:04:00 note Bo B: the pool is empty: & nothing is left",
                "20 15:00:05 note so it is",
            ],
        ),
        (
            TEAMS,
            [
                "20 14:00:03 note Ana A: checkout: answers 503",
                "20 14:00:05 note Bo B: the pool is empty",
                "20 14:00:05 note Cy <C>: yes",
            ],
        ),
        (SRT, ["20 14:02:10 note we know: it is the pool", "20 14:02:15 note yes"]),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_transcript_counts_from_where_the_meeting_began(text: str, rows: list[str], end: str) -> None:
    """Each voice's words under its name, if most cues name one; numbers, remarks and styles are none."""
    assert lines(text.replace("\n", end), BEGAN) == rows
    with pytest.raises(PmtuiError, match=r"the meeting's start, which it does not say; .*--start TIME"):
        lines(text)
    first = recorded(found(text, BEGAN))
    assert recorded(found(text, BEGAN), *first) == first


def cast(version: int, *events: tuple[float, str, str], **header: object) -> str:
    """A recording."""
    size: dict[str, object] = (
        {"width": 80, "height": 24} if version == 2 else {"term": {"cols": 80, "rows": 24}}
    )
    rows: list[object] = [{**header, **size, "version": version}, *events]
    return "\n".join(json.dumps(row) for row in rows)


def typed(line: str, at: float = 1.0, shown: bool = True) -> list[tuple[float, str, str]]:
    """A line, key by key, and what the terminal answers."""
    events = [(at, "o", "$ ")]
    for key in [line] if line.startswith("\x1b") else line:
        events += [(at, "i", key), *([(at, "o", key)] if shown else [])]
    return [*events, (at, "i", "\r"), (at, "o", "\r\n")]


@pytest.mark.parametrize("version", [2, 3])
def test_a_terminals_recording_holds_its_markers_and_what_was_typed(version: int) -> None:
    """Version 2 counts from the beginning, version 3 from the event before; a marker is a key moment."""
    times = [2.5, 60, 61] if version == 2 else [2.5, 57.5, 1]
    events = [(times[0], "o", "hello"), (times[1], "m", "rolled back"), (times[2], "m", "")]
    text = cast(version, *events, timestamp=EPOCH, title="the night")
    text = text.replace("\n", "\n# a remark\n" if version == 3 else "\n", 1)
    assert lines(text) == ["20 14:01:00 note rolled back *", "20 14:01:01 note marker *"]
    assert found(text).about == ["the night"]
    later = How(start=START + timedelta(hours=1))
    assert lines(text, later)[0].startswith("20 15:01:00")
    first = recorded(found(text))
    assert recorded(found(text), *first) == first


@pytest.mark.parametrize(
    ("events", "rows", "left_out"),
    [
        (typed("kubectl get pods"), ["$ kubectl get pods"], {}),
        (typed("hunter2", shown=False), [], {"unseen line": 1}),
        ([*typed("sudo -i"), *typed("hunter2", shown=False)], ["$ sudo -i"], {"unseen line": 1}),
        (typed("kubectl get po\t"), [], {"completed line": 1}),
        (typed("\x1b[A"), [], {}),
        ([*typed("\x1b[A")[:-2], *typed("!")], [], {"completed line": 1}),
        (
            [(1, "i", "lx"), (1, "o", "lx"), (1, "i", "\x7fs"), (1, "o", "\b\x1b[Ks"), (1, "i", "\r")],
            ["$ ls"],
            {},
        ),
        ([(1, "i", "l"), (1, "o", "l"), (1, "i", "s"), (1, "o", "\bls"), (1, "i", "\r")], ["$ ls"], {}),
        ([(1, "i", "rm x\x03ls"), (1, "o", "rm x^C\r\n$ ls"), (1, "i", "\r")], ["$ ls"], {}),
        ([(1, "i", "l"), (1, "o", "l"), (1, "i", "s\r"), (1, "o", "s\r\nfile")], ["$ ls"], {}),
        (
            [(1, "i", "\x1b[200~ls\rpwd\r\x1b[201~"), (1, "o", "\x1b[7mls\x1b[m\r\nfile\r\n$ pwd\r\n")],
            ["$ ls", "$ pwd"],
            {},
        ),
        ([(1, "i", "\x1b[?62;4c\x1b]11;rgb:0/0/0\x07"), *typed("ls")], ["$ ls"], {}),
        ([(1, "i", "abc def"), (1, "o", "abc \r\ndef"), (1, "i", "\r")], ["$ abc def"], {}),
    ],
)
def test_a_typed_line_counts_where_the_terminal_showed_it(
    events: list[tuple[float, str, str]], rows: list[str], left_out: dict[str, int]
) -> None:
    """A password is typed unseen; what the shell completed or recalled is not what was run: both are only counted."""
    text = cast(2, *events, (99, "m", "end"), timestamp=EPOCH)
    assert [row.removeprefix("20 14:00:01 note ") for row in lines(text)[:-1]] == rows
    assert found(text).left_out == left_out


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (cast(2, (1, "m", "x")), "does not say when it began; .*--start TIME"),
        (cast(2, (1, "m", "x"), timestamp="soon"), "does not say when it began"),
        (cast(2, (1, "o", "x"), timestamp=EPOCH), "no marker and no typed line; .*--stdin"),
        (cast(4, (1, "m", "x"), timestamp=EPOCH), "known format|begins with a time"),
        ("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n\n", "--start"),
    ],
)
def test_a_recording_that_says_too_little_is_refused(text: str, why: str) -> None:
    """With what to do."""
    with pytest.raises(PmtuiError, match=why):
        lines(text)


@pytest.mark.parametrize("offset", [-1.0, 1e300, 10**9])
def test_an_offset_that_is_none_makes_no_time(offset: float) -> None:
    """Its marker is of unknown time, and says so; a damaged line is counted."""
    text = f"{cast(2, (offset, 'm', 'x'), (2, 'm', 'y'), timestamp=EPOCH)}\n[1, 2]\n[3."
    assert lines(text) == ["? note x *", "20 14:00:02 note y *"]
    assert found(text).items[0].note
    assert found(text).left_out == {"damaged line": 2}


def test_each_is_told_from_all_other_formats() -> None:
    """By its own signs alone."""
    for text in (ZOOM, TEAMS, SRT, cast(2), cast(3)):
        fitting = [format.name for format in FORMATS if format.fits(Source([Document("x", text.encode())]))]
        assert len(fitting) == 1, (text[:40], fitting)


EVENTS = st.tuples(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from("oimrx"),
    st.one_of(texts, st.text("ab\r\x7f\x1b[~\b \x03")),
)


@given(st.integers(2, 3), st.lists(st.one_of(EVENTS, json_values)), st.booleans())
def test_no_recording_is_read_as_what_is_not_in_it(version: int, events: list[object], timed: bool) -> None:
    """It is refused in a sentence, or each entry lies behind its beginning or is of unknown time."""
    text = cast(version, *events, **({"timestamp": EPOCH} if timed else {}))  # type: ignore[arg-type]
    try:
        items = found(text).items
    except PmtuiError:
        return
    assert timed
    assert all(item.at is None or item.at >= START for item in items)


@given(st.lists(texts), st.booleans())
def test_no_cue_is_read_as_more_than_it_says(cues: list[str], begun: bool) -> None:
    """Whatever stands in it, its time is that of its head."""
    text = "WEBVTT\n\n" + "\n\n".join(
        f"00:00:0{n % 9}.000 --> 00:01:00.000\n{cue}" for n, cue in enumerate(cues)
    )
    if not begun:
        with pytest.raises(PmtuiError, match="--start"):
            found(text)
        return
    assert all(
        item.at and START <= item.at < START + timedelta(hours=24 * 31) for item in found(text, BEGAN).items
    )
