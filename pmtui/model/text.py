"""Typed text is data: what may never get past the model's door."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# ECMA-48: control sequences (CSI), the strings OSC, DCS, SOS, PM and APC when they are terminated, and the
# choice of a character set. Of any other sequence only the ESC goes: the letter after it may be text.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x1b\x07\n]*(?:\x07|\x1b\\)|\x1b[ -/]+[0-~]"
)
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029")
# Bidi embeddings, overrides and isolates reorder what a reader sees; U+FEFF, U+FFFE and U+FFFF are no text,
# and XML refuses them.
_UNWANTED = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
TAB = 4


def clean(text: str) -> str:
    """Text without control characters, escape sequences and bidi overrides.

    Line ends become `\\n`, tabs spaces, lone surrogates U+FFFD; everything else stays. Idempotent.
    """
    if text.isprintable():  # then there is none of all that, nor a line end or a tab
        return text
    text = _LINE_ENDS.sub("\n", text)
    text = _ESCAPES.sub("", text).expandtabs(TAB)
    text = _UNWANTED.sub("", text)
    return "".join(
        "\ufffd" if "\ud800" <= c <= "\udfff" else c
        for c in text
        if c == "\n" or unicodedata.category(c) != "Cc"
    )


def one_line(text: str) -> str:
    """Cleaned text folded onto one line, for titles, names and headers."""
    return " ".join(clean(text).split())


def short(text: str, most: int = 40) -> str:
    """Text on one line, cut to what a sentence can hold: at most so many characters, the last of them …"""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


_STEM, _STEM_BYTES = 60, 120
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}\Z")


def file_name(path: str) -> str:
    """The last part of a path as a name that every disk, shell and document can hold: of letters and digits of any
    script with `.`, `_` and `-` between them, at most 120 bytes before its ending. Never empty, never hidden."""
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", path.rstrip("/\\"))[-1])
    ending = found[0] if (found := _ENDING.search(last)) else ""
    stem = "".join(
        c if unicodedata.category(c)[0] in "LNM" or c in "._-" else "-" for c in last.removesuffix(ending)
    )
    stem = re.sub(r"-{2,}|\.{2,}", "-", stem)[:_STEM].encode()[:_STEM_BYTES].decode(errors="ignore")
    return (stem.strip("-._") or "file") + ending


def nearest(word: str, known: Iterable[str], most: int = 1, alike: float = 0.6) -> list[str]:
    """The known words that somebody may have meant, the likeliest first.

    Args:
        word: what was typed.
        known: what it could have been.
        most: how many at most.
        alike: how much alike they must be, from 0 to 1.
    """
    from difflib import get_close_matches  # 1 ms, which only a mistake costs

    return get_close_matches(word, list(known), n=most, cutoff=alike)


def did_you_mean(names: Iterable[str]) -> str:
    """`did you mean this or that?`; nothing without a name."""
    shown = " or ".join(names)
    return f"did you mean {shown}?" if shown else ""
