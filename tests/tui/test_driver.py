"""Promises about what a terminal sends."""

from __future__ import annotations

from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st
from textual import events

from pmtui.tui.driver import KeyParser

_START, _END = "\x1b[200~", "\x1b[201~"


def _typed(*chunks: str) -> list[str]:
    """What the chunks say: a character or the name of a key, `paste:` and what was pasted."""
    parser, said = KeyParser(), []
    for chunk in chunks:
        for event in parser.feed(chunk):
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
        start = perf_counter()
        assert _typed(_START, *[chunk] * reads, _END) == [f"paste:{chunk * reads}"]
        return perf_counter() - start

    seconds(10)
    assert seconds(800) < 40 * seconds(100)
