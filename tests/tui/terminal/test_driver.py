"""Promises about what a terminal sends."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual import events

from pmtui.tui.terminal.driver import KeyParser

_START, _END = "\x1b[200~", "\x1b[201~"


_PIECES = (
    *(
        b"\x1b",
        b"\x1b[",
        b"\x1b[<",
        b"\x1bO",
        b";",
        b":",
        b"?",
        b"u",
        b"~",
        b"M",
        b"m",
        b"R",
        b"t",
        b"$y",
        b"A",
    ),
    *(b"0", b"1", b"3", b"-1", b"48", b"97", b"55296", b"1114112", b"99999999999", b"57399"),
    *(
        "é".encode(),
        "日".encode(),
        "٣".encode(),
        b"\xff",
        b"\xc3",
        b"\x00",
        b"\r",
        b"x",
        b"\x1b[200~",
        b"\x1b[201~",
    ),
)
"""What sequences are made of, well-formed and not."""


def _typed(*chunks: str | bytes) -> list[str]:
    """What the chunks say: a character or the name of a key, `paste:` and what was pasted."""
    parser, said = KeyParser(), []
    for chunk in chunks:
        for event in parser.read(chunk if isinstance(chunk, bytes) else chunk.encode()):
            if isinstance(event, events.Key):
                said.append(event.character if event.is_printable and event.character else event.key)
            elif isinstance(event, events.Paste):
                said.append(f"paste:{event.text}")
    return said


def test_an_escape_sequence_in_a_paste_stays_in_the_paste() -> None:
    """Coloured output, pasted, is one paste: none of it arrives as keys, least of all an Enter."""
    text = "\x1b[31mred\r\nnext \x1b line\x1b[0m\r"
    assert _typed(f"a{_START}{text}{_END}b\r") == ["a", f"paste:{text}", "b", "enter"]


@given(st.text("ab\x1b[0~2\r日", max_size=20), st.integers(1, 7))
def test_a_paste_is_whole_however_it_is_cut_into_reads(text: str, size: int) -> None:
    """A read from the terminal may end anywhere, inside the marks of a paste too."""
    sent = f"a{_START}{text.replace(_END, '')}{_END}b"
    chunks = [sent[start : start + size] for start in range(0, len(sent), size)]
    assert _typed(*chunks) == _typed(sent)
    assert _typed(*chunks)[0] == "a"
    assert _typed(*chunks)[-1] == "b"


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map(b"".join), st.integers(1, 5))
@example("ü".encode(), 1)
@example("日本\x1b[1;5C\x1b[97;1:3ué".encode(), 1)
def test_bytes_say_the_same_in_any_reads(sent: bytes, size: int) -> None:
    """A slow line cuts a letter or a sequence anywhere; what is read is what one read would have held."""
    chunks = [sent[start : start + size] for start in range(0, len(sent), size)]
    assert _typed(*chunks) == _typed(sent)


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map(b"".join))
@example(b"\x1b[97;1:3u")
@example(b"\x1b[48;0;0;0;0t\x1b[<0;5;5M")
def test_whatever_a_terminal_sends_the_next_keys_are_understood(sent: bytes) -> None:
    """Every character of it can be written to a file, and what is typed behind it is typed."""
    said = _typed(sent, _END, "x" * 40)  # so many end every sequence
    assert said[-1] == "x"
    assert "".join(said).encode()


@pytest.mark.parametrize(
    "report",
    [
        "\x1b[97;1:3u",  # the key came up again
        "\x1b[97:65;2u",  # with the letter of another layout
        "\x1b[1114112u",  # beyond all letters
        "\x1b[97;1;55296u",  # half a letter
        "\x1b[48;99999;99999;1;1t",  # a screen that nobody has
    ],
)
def test_a_report_that_is_not_understood_is_dropped(report: str) -> None:
    """No part of it is typed, and what stands around it is."""
    assert _typed(f"a{report}b") == ["a", "b"]


def test_a_letter_right_after_escape_is_the_letter_and_holds_nothing_back() -> None:
    """Escape and a letter typed at once are the letter, also when an arrow or another Escape follows."""
    assert _typed("\x1bcd\x1b[D") == ["c", "d", "left"]
    assert _typed("\x1b", "C", "d", "\x1b", "é") == ["C", "d", "é"]
    assert _typed("\x1b\rx") == ["enter", "x"]


def test_sequences_of_keys_are_keys() -> None:
    """Arrows, words, function keys and the mouse are read as Textual reads them, in one read or many."""
    sent = "\x1b[A\x1bb\x1b\x7f\x1bOP\x1b[1;5C\x1b[15~"
    assert _typed(sent) == _typed(*sent) == ["up", "ctrl+left", "ctrl+w", "f1", "ctrl+right", "f5"]


def test_a_paste_of_megabytes_is_read_as_fast_as_it_comes() -> None:
    """The time of a paste grows with its size, not with the square of it."""

    def seconds(reads: int) -> float:
        chunk = "some pasted log line\r" * 195  # what a terminal hands over at once: 4 kB
        tries = []  # the best of them is what it costs: the others had the machine's other work beside them
        for _ in range(5):
            start = process_time()
            assert _typed(_START, *[chunk] * reads, _END) == [f"paste:{chunk * reads}"]
            tries.append(process_time() - start)
        return min(tries)

    seconds(10)
    assert seconds(800) < 40 * seconds(100)
