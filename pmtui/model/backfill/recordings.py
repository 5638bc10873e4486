"""What counts its times from its own beginning: transcripts of a meeting, recordings of a terminal."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from pmtui.errors import PmtuiError
from pmtui.model.backfill.items import (
    NO_TIME,
    Document,
    Format,
    Found,
    How,
    Item,
    Source,
    in_order,
    moment,
    person,
    said,
)

_LONGEST = timedelta(days=30)
"""What lies further behind the beginning is no time of a recording."""


def _at(start: datetime, seconds: float) -> datetime | None:
    """The moment so far behind the beginning; None for what is no such distance."""
    if not 0 <= seconds < _LONGEST.total_seconds():
        return None
    try:
        return start + timedelta(seconds=seconds)
    except OverflowError:
        return None


def _item(line: int, at: datetime | None, text: str, author: str = "") -> Item:
    return Item(line=line, at=at, text=said("note", text), author=author, note="" if at else NO_TIME)


# --- WebVTT and SRT

TRANSCRIPT = re.compile(r"\ufeff?\s*(?:WEBVTT\b|(?:\d+[ \t\r]*\n)?(?:\d+:)?\d\d:\d\d[.,]\d{3}[ \t]+-->[ \t])")
"""The head of a WebVTT or SRT file, or its first cue."""
NO_START = (
    "the times of a transcript count from the meeting's start, which it does not say",
    "say when it began: --start TIME",
)
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_CUE = re.compile(
    r"\s*(?:(?P<hours>\d{1,4}):)?(?P<minutes>\d\d):(?P<seconds>\d\d)[.,](?P<parts>\d{3})[ \t]+-->[ \t]"
)
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,99})?[ \t]([^<>]{0,199})>")
_TAG = re.compile(r"</?[a-z0-9:.]*(?:[ \t][^<>]*)?>", re.IGNORECASE)
_NAME = re.compile(r"(?P<who>[^\W\d_][^:<>\n]{0,60}): (?P<words>.*)", re.DOTALL)
_WORDS_OF_A_NAME = 5


class _Cue(NamedTuple):
    line: int
    seconds: float
    words: str


def _is_transcript(source: Source) -> bool:
    return bool(TRANSCRIPT.match(source.raw))


def _transcript(source: Source, how: How) -> Found:
    """What each voice says.

    Raises:
        PmtuiError: nobody said when the meeting began.
    """
    if how.start is None:
        raise PmtuiError(*NO_START)
    cues = list(_cues(source.raw))
    named = _names_speakers(cues)
    left_out: Counter[str] = Counter()
    items = []
    for cue in cues:
        for who, words in _voices(cue.words, named):
            if words:
                items.append(_item(cue.line, _at(how.start, cue.seconds), words, who))
            else:
                left_out["without words"] += 1
    return Found("transcript", "transcript", items, left_out=left_out, noun="cue")


def _cues(text: str) -> Iterator[_Cue]:
    """Its cues; headers, remarks and styles are none."""
    line, place = 1, 0
    for gap in (*_BLANK.finditer(text), None):
        block = text[place : gap.start() if gap else len(text)]
        first, _, rest = block.partition("\n")
        match, words = _CUE.match(first), rest
        if match is None:  # a number or a name may stand above
            second, _, words = rest.partition("\n")
            match = _CUE.match(second)
        if match:
            hours, minutes, seconds = (int(match[name] or 0) for name in ("hours", "minutes", "seconds"))
            yield _Cue(line, hours * 3600 + minutes * 60 + seconds + int(match["parts"]) / 1000, words)
        line += text.count("\n", place, gap.end() if gap else None)
        place = gap.end() if gap else len(text)


def _voices(cue: str, named: bool) -> Iterator[tuple[str, str]]:
    """Who says what in it."""
    before, *voices = _VOICE.split(cue)
    words = _plain(before)
    spoken = _speaker(words) if named else None
    if spoken:
        yield person(spoken["who"]), spoken["words"]
    elif words or not voices:
        yield "", words
    for who, tagged in zip(voices[::2], voices[1::2], strict=True):
        yield person(html.unescape(who)), _plain(tagged)


def _plain(tagged: str) -> str:
    """The words of a cue on one line: it is broken where the screen ended."""
    return " ".join(html.unescape(_TAG.sub("", tagged)).split())


def _speaker(words: str) -> re.Match[str] | None:
    """The name before a colon, if it looks like one: `Ana A: …`."""
    match = _NAME.match(words)
    if match is None or match["who"][0].islower() or len(match["who"].split()) > _WORDS_OF_A_NAME:
        return None
    return match


def _names_speakers(cues: list[_Cue]) -> bool:
    """Whether most cues begin with a name: a colon in a sentence makes nobody its speaker."""
    return 2 * sum(bool(_speaker(cue.words)) for cue in cues) > len(cues)


# --- asciicast

_VERSIONS = (2, 3)
_EVENT = msgspec.json.Decoder(tuple[float, str, str])
_SEQUENCE = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P][^\x07\x1b]*(?:\x07|\x1b\\)?|O.|.)"
_CONTROL = re.compile(_SEQUENCE, re.DOTALL)
_KEY = re.compile(rf"{_SEQUENCE}|.", re.DOTALL)
_NO_KEY = re.compile(r"\x1b(?:\[(?:20[01]~|[IO]|[?>\d;]*[cnRty])|[\]P].*)|\x0c", re.DOTALL)
"""What comes from the terminal itself and not from a finger: pasted text's frame, focus, its answers. Ctrl+L too."""
_SEEN = 1 << 16
"""Characters of a terminal's answer in which a typed line is looked for."""


def _header(document: Document) -> dict[str, Any] | None:
    """The first line of a recording; None for what is none."""
    first = document.data.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0]
    if not first.startswith(b"{"):
        return None
    try:
        found = msgspec.json.decode(first)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return None
    is_one = found.get("version") in _VERSIONS and ("term" in found or {"width", "height"} <= found.keys())
    return found if is_one else None


def _is_cast(source: Source) -> bool:
    return len(source.documents) == 1 and _header(source.documents[0]) is not None


def _cast(source: Source, how: How) -> Found:
    """Its markers, and the lines that were typed.

    Raises:
        PmtuiError: it does not say when it began, or holds neither.
    """
    header = _header(source.documents[0]) or {}
    start = how.start or moment(header.get("timestamp"))[0]
    if start is None:
        raise PmtuiError("the recording does not say when it began", "say when: --start TIME")
    left_out: Counter[str] = Counter()
    events = _events(source.raw, header.get("version") == _VERSIONS[1], left_out)
    items = in_order(_cast_items(events, start, left_out))
    if not items and not left_out:
        do = "record keys too: `asciinema rec --stdin`, in version 3 `--capture-input`"
        raise PmtuiError("the recording holds no marker and no typed line", do)
    title = person(header.get("title"))
    return Found("asciicast", "terminal recording", items, [title] if title else [], left_out)


class _Event(NamedTuple):
    line: int
    seconds: float
    """Since the beginning."""
    code: str
    data: str


def _events(text: str, intervals: bool, left_out: Counter[str]) -> Iterator[_Event]:
    """What happened in it: version 2 counts from the beginning, version 3 from the event before."""
    now = 0.0
    for number, line in enumerate(text.split("\n")[1:], 2):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            seconds, code, data = _EVENT.decode(line)
        except (msgspec.DecodeError, RecursionError, ValueError):
            left_out["damaged line"] += 1
            continue
        now = now + seconds if intervals else seconds
        yield _Event(number, now, code, data)


def _cast_items(events: Iterator[_Event], start: datetime, left_out: Counter[str]) -> Iterator[Item]:
    keyboard = _Keyboard(left_out)
    for event in events:
        at = _at(start, event.seconds)
        if event.code == "o":
            keyboard.shown(event.data)
        elif event.code == "i":
            yield from keyboard.lines()
            keyboard.pressed(event.data, event.line, at)
        elif event.code == "m":
            yield msgspec.structs.replace(_item(event.line, at, event.data.strip() or "marker"), key=True)
    yield from keyboard.lines()


class _Line(NamedTuple):
    """A line that was typed to its end."""

    number: int
    at: datetime | None
    typed: str
    exact: bool
    """It was typed letter by letter: the shell neither completed nor found it."""
    answer: str | None
    """What the terminal had shown when it ended; None for one that came in one piece, which it shows afterwards."""


class _Keyboard:
    """Puts keys together to lines.

    A line counts if the terminal showed it: a password is typed unseen, and must not be recorded. One that the shell
    completed or took from its history is not what was run, and is left out too.
    """

    def __init__(self, left_out: Counter[str]) -> None:
        self._left_out = left_out
        self._keys: list[str] = []
        self._exact = True
        self._ended: list[_Line] = []
        self._answer: list[str] = []
        self._length = 0

    def shown(self, data: str) -> None:
        """The terminal's answer."""
        if self._length < _SEEN:
            self._answer.append(data[:_SEEN])
            self._length += len(data)

    def pressed(self, keys: str, number: int, at: datetime | None) -> None:
        """Some keys."""
        begun = bool(self._keys)
        if not begun:
            self._answer, self._length = [], 0
        for key in _KEY.findall(keys):
            if key in ("\r", "\n"):
                answer = "".join(self._answer) if begun else None
                self._ended.append(_Line(number, at, "".join(self._keys), self._exact, answer))
                self._keys, self._exact, begun = [], True, False
            elif key in ("\x7f", "\b"):
                del self._keys[-1:]
            elif key in ("\x03", "\x15"):  # given up, begun anew
                self._keys, self._exact = [], True
            elif key >= " " and len(key) == 1:
                self._keys.append(key)
            elif not _NO_KEY.fullmatch(key):
                self._exact = False

    def lines(self) -> Iterator[Item]:
        """The lines that ended since they were asked for last."""
        following = _squeezed("".join(self._answer)) if self._ended else ""
        for line in self._ended:
            if not line.typed.strip():
                continue
            if not line.exact:
                self._left_out["completed line"] += 1
            elif _is_seen(line, following):
                yield _item(line.number, line.at, f"$ {line.typed.strip()}")
            else:
                self._left_out["unseen line"] += 1
        self._ended = []


def _is_seen(line: _Line, following: str) -> bool:
    """Whether the terminal showed a line, but for its last letter, which may come with what Enter does."""
    if line.answer is None:
        return _squeezed(line.typed) in following
    return _squeezed(line.typed)[:-1] in _squeezed(line.answer)


def _squeezed(shown: str) -> str:
    """What is seen of a terminal's output, without blanks: it breaks a long line where that ends."""
    found: list[str] = []
    for letter in _CONTROL.sub("", shown):
        if letter == "\b":
            del found[-1:]
        elif not letter.isspace():
            found.append(letter)
    return "".join(found)


RECORDED = (
    Format("transcript", "transcript", _is_transcript, _transcript, counts=True),
    Format("asciicast", "terminal recording", _is_cast, _cast, counts=True),
)
