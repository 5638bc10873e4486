"""Typed text is data: what may never get past the model's door."""

from __future__ import annotations

import re
import unicodedata

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
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text)
    text = _ESCAPES.sub("", text).expandtabs(TAB)
    text = _UNWANTED.sub("", text)
    return "".join(
        "\ufffd" if "\ud800" <= c <= "\udfff" else c
        for c in text
        if c == "\n" or unicodedata.category(c) != "Cc"
    )


def short(typed: str) -> str:
    """Typed text cut to what a sentence can hold: 40 characters."""
    return typed if len(typed) <= 40 else f"{typed[:39]}…"


def one_line(text: str) -> str:
    """Cleaned text folded onto one line, for titles, names and headers."""
    return " ".join(clean(text).split())
