"""Typed text in GitHub-flavoured Markdown: inert wherever a template puts it, at a line's start, within or in a cell.

As little as possible is escaped, so that the document also reads well raw. What would steer a terminal is left out:
a journal of another program may hold it, and a draft is looked at with `cat`.
"""

from __future__ import annotations

import re

from pmtui.model.text import clean

_PUNCTUATION = r"!-/:-@\[-`{-~"
_SPECIAL = re.compile(
    rf"\\(?=[{_PUNCTUATION}\n]|$)"  # a backslash that would escape what follows, or the template's next sign
    r"|[`*\[\]<|$]"
    r"|~(?!\d)|(?<=\S)~(?=\d)"  # `~10:30` opens at most, and every sign that could close it is escaped
    r"|(?<![^\W_])_|_(?![^\W_])"  # between letters and digits an underscore means nothing
    r"|&(?=#?\w+;)"
    r"|\#(?=\s*$)"  # the end of a heading
)
# What means something at the start of a line only: a heading, a quotation, a list, a rule, an underline.
_START = re.compile(r"[#>]|[-+](?=\s|$)|=+\s*$|-[-\s]*$|(?<=\d)[.)](?=\s|$)")
_NUMBERED = re.compile(r"\d{1,9}(?=[.)](?:\s|$))")
_RUNS = re.compile("`{3,}")
_PING = re.compile(r"(?<!\w)@(?=\w)|#(?=\d)")
"""`@name`, `#12` and `org/repo#7`: GitHub tells somebody, or leads to another's issue."""


class Safe(str):
    """Markdown of our own making: it is not escaped again."""


def finalize(value: object) -> str:
    """What jinja2 puts in the place of `{{ value }}`: everything but `Safe` is data, and escaped."""
    return value if isinstance(value, Safe) else escape(str(value))


def escape(text: str, newline: str = "<br>") -> Safe:
    """The text as inline Markdown that shows these very characters; its line breaks become `newline`."""
    lines = clean(text).strip().split("\n")
    found = (
        at_start(escaped(line.strip() + ("\n" if index < len(lines) - 1 else "")).rstrip("\n"))
        for index, line in enumerate(lines)
    )
    return Safe(newline.join(found))


def escaped(text: str, *, quiet: bool = True) -> str:
    """Typed characters within a line: they show themselves, and where `quiet` neither ping nor link anything."""
    plain = _SPECIAL.sub(r"\\\g<0>", text)
    return _PING.sub(r"\g<0>&#8203;", plain) if quiet else plain


def at_start(line: str) -> str:
    """A line of escaped text that may stand where a line begins."""
    begin = _NUMBERED.match(line)
    at = begin.end() if begin else 0
    return f"{line[:at]}\\{line[at:]}" if _START.match(line, at) else line


def fenced(text: str, indent: str = "") -> Safe:
    """The text's lines as they are, in a fence that nothing in it closes."""
    longest = max((len(run) for run in _RUNS.findall(text)), default=2)
    fence = "`" * (longest + 1)
    lines = [fence, *clean(text).strip("\n").split("\n"), fence]
    return Safe("\n".join(f"{indent}{line}".rstrip() for line in lines))


def first_sentence(text: str) -> str:
    """The first sentence of a section, on one line."""
    paragraph = next((part for part in re.split(r"\n\s*\n", text.strip()) if not part.startswith("#")), "")
    return re.split(r"(?<=[.!?])\s", " ".join(paragraph.split()), maxsplit=1)[0]
