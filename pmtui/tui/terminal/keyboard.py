"""What a terminal sends, read as keys, pastes and reports, with what Textual 8.2's own reading of it would spoil.

- Escape sequences inside a paste are reissued as keys in front of it, Enter among them: here the paste is one event.
- Escape and a letter hold back all that is typed fast behind them, and a later arrow turns the Escape into a `^`:
  here the letter is taken at once. Only what comes by itself in one read is alt and the letter, and types nothing:
  nobody's hands are as fast, and what a slow line bunches together is seldom those two alone.
- A byte that is no UTF-8 ends the program: here it becomes U+FFFD.
- A letter cut in two reads is the end of the file, and a report that is not understood ends the program: here the
  letter is whole, and the report is dropped.
- A late answer of the terminal is typed: here no sequence and no string is text.
- What `str.isprintable` does not know is no text: here only control characters are none.

Speed tells a person from a paste without marks, for what would leave the line that is typed: Tab and Escape are keys
when nothing follows them for 50 ms, and each key says whether it came alone.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Generator, Iterable, Iterator
from time import monotonic

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import (
    _MAX_SEQUENCE_SEARCH_THRESHOLD,
    BRACKETED_PASTE_END,
    BRACKETED_PASTE_START,
    XTermParser,
)
from textual.message import Message

from pmtui.model.text import TAB as _TAB_WIDTH
from pmtui.model.text import clean

_ESCAPE, _TAB, _BELL = "\x1b", "\t", "\x07"
_STRINGS = frozenset("]P_^X")
"""After ESC: OSC, DCS, APC, PM and SOS, which end at ST or BEL (ECMA-48, 5.6)."""
_LENGTHS = {"\x1b[[": 4, "\x1b[M": 6}
"""Sequences that go on behind their final letter: function keys of a Linux console, a mouse of 1986."""
_ALONE = 0.05
"""Seconds without another byte after which Tab and Escape are keys."""
_SILENCE = 0.5
"""Seconds without another byte after which a sequence that was begun was typed."""
_LONGEST = 4096
_ENTER = ("enter", "ctrl+j")
_ALT = re.compile("\x1b([ac-eg-zA-NQ-WYZ0-9])")
"""Alt and a letter or digit: b and f are words back and forth, O, P and X begin a sequence or a string."""
_ALT_REPORT = re.compile(
    r"\x1b\[(?:27;(?P<held>\d{1,3});(?P<other>\d{1,3})~|(?P<code>\d{1,3})(?::\d*)*;(?P<with>\d{1,3})(?::1)?u)"
)
_SHIFT, _ALT_BIT, _OTHERS = 1, 2, 4 | 8 | 16 | 32
"""Bits of what is held with a key in its report; beyond them are Caps Lock and Num Lock."""
_HASTY = 0.1
"""Seconds in which nobody reads what a key did before pressing the next."""
_LARGEST = 1_000_000
"""Cells of the largest screen: no terminal has more, and to draw more would hold up keys for seconds."""
_KEYS_PASTED = re.compile(
    r"\x1b\[(?:27;(?P<held>\d{1,3});)?(?P<code>\d{1,3})(?:;(?P<with>\d{1,3}))?(?(held)~|u)"
)
"""tmux with extended keys pastes a control character as the report of a key."""
_PASTED = {("13", False): "\n", ("10", False): "\n", ("9", False): _TAB}
_PASTED |= {("109", True): "\n", ("106", True): "\n", ("105", True): _TAB}
"""What the key of a code is in a paste, without and with ctrl."""


class Key(events.Key):
    """A key of a real terminal.

    Args:
        key: its name.
        character: what it types.
        alone: whether no other key came in the same read.
        hasty: whether it came so soon after the key before it that nobody has seen what that one did.
    """

    def __init__(self, key: str, character: str | None, alone: bool = True, hasty: bool = False) -> None:
        super().__init__(key, character)
        self.alone = alone
        self.hasty = hasty

    @property
    def is_printable(self) -> bool:
        """Whether it types something that would be recorded."""
        return self.character not in (None, "", "\n") and clean(self.character) == self.character


def is_in_text(event: events.Key) -> bool:
    """Whether a key belongs to a text that came at once, perhaps a paste without marks: it may not leave the line.

    Arrows stay arrows: over a slow line they arrive in bunches.
    """
    if not isinstance(event, Key) or event.alone:
        return False
    return event.is_printable or event.key in _ENTER or event.key.startswith("alt+")


def is_hasty(event: events.Key) -> bool:
    """Whether nobody can have seen what the key before it did."""
    return isinstance(event, Key) and event.hasty


class KeyParser(XTermParser):
    """Events from what a terminal sends; whatever it is, the next key is understood.

    Args:
        debug: whether Textual keeps a file of what was read.
        clock: gives seconds, for what depends on the time between two reads.
    """

    def __init__(self, debug: bool = False, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(debug)
        self._clock = clock
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._begun = ""  # a Tab, or a sequence from its ESC on, whose end has not come
        self._paste: list[str] | None = None
        self._held = ""  # the end of what was pasted so far, where its closing mark may have begun
        self._read_at = self._key_at = float("-inf")

    def read(self, data: bytes) -> list[Message]:
        """The events of more bytes, which may begin and end within a letter or a sequence."""
        if data:
            self._read_at = self._clock()
        text = self._decode(data)
        held = None if self._begun or self._paste is not None else _ALT.fullmatch(text)
        return self._events([_with_alt(held[1])] if held else self.feed(text))

    def tick(self) -> list[Message]:
        """The events of what was begun and did not go on."""
        silence = self._clock() - self._read_at
        if not self._begun or silence < (_ALONE if self._begun in (_TAB, _ESCAPE) else _SILENCE):
            return []
        return self._events(self._given_back())

    def finish(self) -> list[Message]:
        """The events of what was begun and will not come to its end, when the terminal is gone."""
        if self._paste is not None:
            text = "".join([*self._paste, self._held])
            self._paste, self._held = None, ""
            return [_pasted(text)]
        return self._events(self._given_back()) if self._begun not in ("", _TAB, _ESCAPE) else []

    def feed(self, data: str) -> Iterator[Message]:
        """The events of more text; without text, of which Textual makes the end of the file, there are none."""
        while data:
            if self._paste is None:
                data = yield from self._keys(data)
            else:
                data = yield from self._gathered(data, self._paste)

    def _events(self, messages: Iterable[Message]) -> list[Message]:
        """The events, of which each key says how it came."""
        found = list(messages)
        alone = sum(isinstance(message, events.Key | events.Paste) for message in found) == 1
        return [
            self._key(message, alone) if isinstance(message, events.Key) else message for message in found
        ]

    def _key(self, event: events.Key, alone: bool) -> Key:
        before, self._key_at = self._key_at, self._read_at
        return Key(event.key, event.character, alone, self._read_at - before < _HASTY)

    # --- keys and reports

    def _keys(self, data: str) -> Generator[Message, None, str]:
        """Passes keys on, up to the start of a paste; returns what is left."""
        for position, character in enumerate(data, 1):
            yield from self._next(character)
            if self._paste is not None:
                return data[position:]
        return ""

    def _next(self, character: str) -> Iterator[Message]:
        begun, self._begun = self._begun, ""
        if begun == _TAB:
            yield from self._understood(" " * _TAB_WIDTH)
            begun = ""
        if not begun and character in (_ESCAPE, _TAB):
            self._begun = character
        elif not begun:
            yield from self._understood(character)
        elif begun == _ESCAPE:
            yield from self._after_escape(character)
        elif begun[1] in _STRINGS:
            yield from self._string(begun, character)
        else:
            yield from self._sequence(begun, character)

    def _after_escape(self, character: str) -> Iterator[Message]:
        if character in (_ESCAPE, _TAB):
            self._begun = character
        elif character in "[O" or character in _STRINGS:
            self._begun = _ESCAPE + character
        elif isinstance(ANSI_SEQUENCES_KEYS.get(_ESCAPE + character), str):
            yield from self._typed(character)  # Textual takes it for the sign of a Mac's option key
        else:
            yield from self._understood(_ESCAPE + character)

    def _string(self, begun: str, character: str) -> Iterator[Message]:
        """OSC and the like: dropped at their end, typed when they turn out to have none."""
        if begun.endswith(_ESCAPE):
            if character != "\\":
                yield from self._typed(begun[1:-1], _ESCAPE, character)
        elif character in "\r\n" or len(begun) >= _LONGEST:
            yield from self._typed(begun[1:], character)
        elif character != _BELL:
            self._begun = begun + character

    def _sequence(self, begun: str, character: str) -> Iterator[Message]:
        """CSI and the keys that begin with ESC O."""
        whole = begun + character
        length = _LENGTHS.get(whole[:3], 0)
        if character < " " or (character > "~" and not length) or len(whole) > _LONGEST:
            yield from self._typed(begun[1:], character)
        elif whole == BRACKETED_PASTE_START:
            self._paste = []
        elif not _ended(whole, length):
            self._begun = whole
        elif whole[1] == "O" or len(whole) <= _MAX_SEQUENCE_SEARCH_THRESHOLD:
            yield from self._understood(whole)

    def _typed(self, *texts: str) -> Iterator[Message]:
        for character in "".join(texts):
            yield from self._next(character)

    def _given_back(self) -> Iterator[Message]:
        """What nothing has followed: a key, or text that only looked like a sequence."""
        begun, self._begun = self._begun, ""
        if begun in (_TAB, _ESCAPE):
            yield from self._understood(begun)
            return
        yield from self._typed(begun[1:].rstrip(_ESCAPE))
        if begun.endswith(_ESCAPE):
            yield from self._understood(_ESCAPE)

    def _understood(self, characters: str) -> Iterator[Message]:
        """What Textual makes of a character or of a whole sequence; of a report that it does not know, nothing."""
        if letter := _alt_report(characters):
            characters = _ESCAPE + letter
            if _ALT.fullmatch(characters):
                yield _with_alt(letter)
                return
        try:
            yield from filter(_sound, super().feed(characters))
            if self._timeout_time is None:
                return
            if not characters.startswith("\x1b["):
                self._timeout_time = 0.0
                yield from filter(_sound, super().tick())
                return
        except Exception:  # ValueError, OverflowError, ZeroDivisionError: a number that it did not expect
            self._tokens.clear()
        self._gen = self.parse(self._tokens.append)
        self._awaiting = next(self._gen)
        self._timeout_time = None

    # --- pastes

    def _gathered(self, data: str, paste: list[str]) -> Generator[Message, None, str]:
        """Gathers a paste; returns what follows it."""
        text, end, rest = (self._held + data).partition(BRACKETED_PASTE_END)
        if not end:
            certain = max(0, len(text) - len(BRACKETED_PASTE_END) + 1)
            paste.append(text[:certain])
            self._held = text[certain:]
            return ""
        self._paste, self._held = None, ""
        yield _pasted("".join([*paste, text]))
        return rest


def _with_alt(letter: str) -> events.Key:
    """The key of alt and a letter or digit, which types nothing."""
    shift = "shift+" if letter.isupper() else ""
    return events.Key(f"alt+{shift}{letter.lower()}", None)


def _alt_report(sequence: str) -> str:
    """The letter or digit of which a sequence reports that alt was held with it; else empty."""
    report = _ALT_REPORT.fullmatch(sequence)
    if report is None:
        return ""
    held = int(report["held"] or report["with"]) - 1
    letter = chr(int(report["other"] or report["code"]))
    if held & _OTHERS or not held & _ALT_BIT or not (letter.isascii() and letter.isalnum()):
        return ""
    return letter.upper() if held & _SHIFT else letter


def _ended(sequence: str, length: int) -> bool:
    """Whether a sequence is whole; `length` is that of one that goes on behind its final letter."""
    if sequence[1] == "O":
        return len(sequence) > 2
    if length:
        return len(sequence) == length
    return len(sequence) > 2 and (sequence[-1] >= "@" or sequence in ANSI_SEQUENCES_KEYS)


def _pasted(text: str) -> events.Paste:
    return events.Paste(_KEYS_PASTED.sub(_character, text).replace("\x00", ""))


def _character(report: re.Match[str]) -> str:
    """What a key in a paste stands for; one that is no line end and no tab stays."""
    held = int(report["held"] or report["with"] or 1) - 1
    return _PASTED.get((report["code"], bool(held & 4)), report[0])


def _sound(event: Message) -> bool:
    """Whether an event can be what somebody typed or what a terminal looks like."""
    if isinstance(event, events.Key):
        return not any("\ud800" <= character <= "\udfff" for character in event.character or "")
    if isinstance(event, events.Resize):
        return 0 < event.size.area <= _LARGEST
    return True
