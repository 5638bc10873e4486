"""Promises about what a terminal sends."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from pmtui.tui.terminal.keyboard import Key, KeyParser, is_hasty, is_in_text

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
    parser = KeyParser()
    reads = (parser.read(chunk if isinstance(chunk, bytes) else chunk.encode()) for chunk in chunks)
    return [word for messages in reads for word in _said(messages)]


def _said(messages: list[Message]) -> list[str]:
    said = []
    for event in messages:
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


@example(b"\x1b55296", 2)
@given(st.lists(st.sampled_from(_PIECES), max_size=12).map(b"".join), st.integers(1, 5))
@example("ü".encode(), 1)
@example("日本\x1b[1;5C\x1b[97;1:3ué".encode(), 1)
def test_bytes_say_the_same_in_any_reads(sent: bytes, size: int) -> None:
    """A slow line cuts a letter or a sequence anywhere; what is read is what one read would have held.

    Escape and a letter by themselves in a read are alt and that letter; in two reads the letter is typed.
    """
    chunks = [sent[start : start + size] for start in range(0, len(sent), size)]
    assert _letters(_typed(*chunks)) == _letters(_typed(sent))


def _letters(said: list[str]) -> list[str]:
    """What is said, with the letter in place of alt and the letter."""
    return [_letter(word) if word.startswith("alt+") else word for word in said]


def _letter(key: str) -> str:
    letter = key[-1]
    return letter.upper() if "shift+" in key else letter


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


def test_alt_and_a_letter_are_a_key_that_types_nothing() -> None:
    """By themselves in a read they are one; so are the reports of terminals that tell them from Escape and a letter."""
    assert _typed("\x1bd", "\x1bD", "\x1b1") == ["alt+d", "alt+shift+d", "alt+1"]
    for report in ("\x1b[100;3u", "\x1b[100;67u", "\x1b[100:68;3:1u", "\x1b[27;3;100~"):
        assert _typed(report) == _typed(*report) == ["alt+d"], report
    assert _typed("\x1b[100;4u") == ["alt+shift+d"]
    assert _typed("\x1bb", "\x1b[98;3u", "\x1bf", "\x1b[102;3u") == ["ctrl+left"] * 2 + ["ctrl+right"] * 2
    assert _typed("\x1bde", "\x1b", "d", "a\x1bd") == [*"de", "d", *"ad"]
    assert _typed("\x1b[100;5u\x1b[100;7u") == ["ctrl+d", "alt+ctrl+d"]


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


class _Keyboard:
    """A parser with a clock of the test's: what is typed, and how long nothing is."""

    def __init__(self) -> None:
        self._now = 0.0
        self.parser = KeyParser(clock=lambda: self._now)

    def type(self, sent: str) -> list[str]:
        """What the bytes say."""
        return _said(self.parser.read(sent.encode()))

    def rest(self, seconds: float) -> list[str]:
        """What it says that nothing is typed for so long."""
        self._now += seconds
        return _said(self.parser.tick())


def test_tab_and_escape_are_keys_when_nothing_follows_them() -> None:
    """Within 50 ms nothing does: a Tab inside what comes faster is four spaces, an Escape is nothing."""
    keyboard = _Keyboard()
    for sent, key in (("\t", "tab"), ("\x1b", "escape")):
        assert keyboard.type(sent) == []
        assert keyboard.rest(0.04) == []
        assert keyboard.rest(0.02) == [key]
    assert keyboard.type("a\tb\x1bc\x1b") == list("a    bc")
    assert keyboard.type("d\t") == ["d"]
    assert keyboard.rest(0.04) == []
    assert keyboard.type("\x1b[A\t\t") == [*"    ", "up", *"    "]
    assert keyboard.rest(0.06) == ["tab"]


@pytest.mark.parametrize("end", ["\x1b\\", "\x07"])
@pytest.mark.parametrize(
    "begin", ["\x1b]11;rgb:1e1e/1e1e/1e1e", "\x1bP>|xterm(390)", "\x1b_Gi=31;OK", "\x1b^x", "\x1bXx"]
)
def test_a_late_answer_of_the_terminal_is_no_text(begin: str, end: str) -> None:
    """Strings up to ST or BEL, and control sequences, however they are cut."""
    for report in (begin + end, "\x1b[?62;22c", "\x1b[?1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18c"):
        assert _typed(f"a{report}b") == _typed("a", *report, "b") == ["a", "b"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("\x1bPool is\r", [*"Pool is", "enter"]),
        ("\x1b]a\x1b[A", [*"]a", "up"]),
        ("\x1b[1\r", [*"[1", "enter"]),
        ("\x1b[1é", list("[1é")),
        ("\x1b_" + "x" * 5000, ["_", *"x" * 5000]),
        ("\x1bOK", list("OK")),
    ],
)
def test_what_only_looked_like_an_answer_is_typed_whole(sent: str, said: list[str]) -> None:
    """A line end, another Escape or 4 KiB tell; of it all only the Escape goes."""
    assert _typed(sent) == _typed(*sent) == said


def test_half_an_answer_is_typed_when_nothing_follows() -> None:
    """Half a second tells that Escape and the letters behind it were typed; one that a slow line cuts is whole."""
    keyboard = _Keyboard()
    assert keyboard.type("\x1bPool") == keyboard.rest(0.4) == []
    assert keyboard.type(" is") == keyboard.rest(0.4) == []
    assert keyboard.rest(0.2) == list("Pool is")
    assert keyboard.type("\x1b[") == keyboard.rest(0.4) == []
    assert keyboard.type("A") == ["up"]


def test_half_an_answer_is_typed_when_the_terminal_goes() -> None:
    """What was typed behind an Escape is not lost with the window."""
    keyboard = _Keyboard()
    keyboard.type("\x1bPool is")
    assert _said(keyboard.parser.finish()) == list("Pool is")


@pytest.mark.parametrize("report", ["\x1b[13;1u", "\x1b[13u", "\x1b[27;2;13~", "\x1b[106;5u", "\x1b[109;5u"])
def test_a_line_end_that_is_pasted_as_a_key_stays_one(report: str) -> None:
    """tmux with extended keys pastes line ends as reports; other sequences stay what they are."""
    assert _typed(f"{_START}one{report}two\x1b[31m{_END}") == ["paste:one\ntwo\x1b[31m"]


@pytest.mark.parametrize("character", ["\u3000", "\u00a0", "\u200c", "\u200b", "\ue000", "\u0301"])
def test_all_that_would_be_recorded_can_be_typed(character: str) -> None:
    """Spaces of other widths, joiners and letters of one's own are text; what steers a terminal or a reader is not."""
    assert _typed(f"a{character}b") == ["a", character, "b"]
    assert not any(_key(c).is_printable for c in "\x01\x08\r\n\x85\u202e\ufeff")


def _key(character: str) -> Key:
    return Key("any", character)


def test_a_key_says_whether_it_came_alone_and_in_haste() -> None:
    """Others in its read make a text of it, except of arrows; within 100 ms nobody has read what was before."""
    keyboard = _Keyboard()

    def read(sent: str) -> list[tuple[str, bool, bool]]:
        found = [key for key in keyboard.parser.read(sent.encode()) if isinstance(key, events.Key)]
        return [(key.key, is_in_text(key), is_hasty(key)) for key in found]

    assert read("x") == [("x", False, False)]
    keyboard.rest(0.2)
    assert read("y\r\x1b[A") == [("y", True, False), ("enter", True, True), ("up", False, True)]
    assert read("\x1b[100;3uy")[0] == ("alt+d", True, True)
    keyboard.rest(0.08)
    assert read("\r") == [("enter", False, True)]
