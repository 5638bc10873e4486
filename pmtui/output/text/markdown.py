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
    r"|[`*\[\]<|~$]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # between letters and digits an underscore means nothing
    r"|&(?=#?\w+;)"
    r"|\#(?=\s*$)"  # the end of a heading
)
# What means something at the start of a line only: a heading, a quotation, a list, a rule, an underline.
_START = re.compile(r"[#>]|[-+](?=\s|$)|=+\s*$|-[-\s]*$|(?<=\d)[.)](?=\s|$)")
_NUMBERED = re.compile(r"\d{1,9}(?=[.)](?:\s|$))")
_RUNS = re.compile("`{3,}")


class Safe(str):
    """Markdown of our own making: it is not escaped again."""


def finalize(value: object) -> str:
    """What jinja2 puts in the place of `{{ value }}`: everything but `Safe` is data, and escaped."""
    return value if isinstance(value, Safe) else escape(str(value))


def escape(text: str) -> Safe:
    """The text as inline Markdown that shows these very characters; its line breaks become `<br>`."""
    lines = clean(text).strip().split("\n")
    return Safe(
        "<br>".join(_escape_line(line, more=index < len(lines) - 1) for index, line in enumerate(lines))
    )


def _escape_line(line: str, more: bool) -> str:
    line = line.strip() + ("\n" if more else "")
    begin = _NUMBERED.match(line)
    at = begin.end() if begin else 0
    opens = bool(_START.match(line, at))
    escaped = _SPECIAL.sub(r"\\\g<0>", line[at:])
    if opens and not escaped.startswith("\\"):
        escaped = f"\\{escaped}"
    return (line[:at] + escaped).rstrip("\n")


def fenced(text: str, indent: str = "") -> Safe:
    """The text's lines as they are, in a fence that nothing in it closes."""
    longest = max((len(run) for run in _RUNS.findall(text)), default=2)
    fence = "`" * (longest + 1)
    lines = [fence, *clean(text).strip("\n").split("\n"), fence]
    return Safe("\n".join(f"{indent}{line}".rstrip() for line in lines))


def item(text: str, lead: str = "") -> Safe:
    """The text of a list item after its lead; more than one line is fenced below it."""
    if "\n" not in text.strip():
        return Safe(f"{lead} {escape(text)}".strip())
    fence = fenced(text, "  ")
    # An item that began with an empty line would be empty: its fence would stand beside it.
    return Safe(f"{lead}\n\n{fence}") if lead else Safe(fence.lstrip())


def first_sentence(text: str) -> str:
    """The first sentence of a section, on one line."""
    paragraph = next((part for part in re.split(r"\n\s*\n", text.strip()) if not part.startswith("#")), "")
    return re.split(r"(?<=[.!?])\s", " ".join(paragraph.split()), maxsplit=1)[0]
