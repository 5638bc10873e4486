"""The name of a file in a typed line, as a shell, a terminal or a file manager writes it."""

from __future__ import annotations

import re

from pmtui.model.entries import PICTURES

# Compiled when first looked for, as shlex and urllib are imported then: most lines name no file.
_WORD = r"(?:'[^']*'|\"(?:\\.|[^\"\\])*\"|\\.|[^\s'\"\\])+"
"""One word of a shell: quotes and backslashes keep its blanks together."""
_PASTED = rf"(?:file://|~?/|['\"]~?/).*\.(?:{'|'.join(PICTURES)})['\"]?"


def take(text: str) -> tuple[str, str]:
    """The path that a text begins with, and what stands behind it; no path when its quotes are not closed."""
    import shlex

    word = re.match(_WORD, text)
    if word is None or not re.match(r"\s|\Z", text[word.end() :]):
        return "", text
    path = shlex.split(word[0])[0]
    if path.startswith("file://"):
        from urllib.parse import unquote, urlsplit

        path = unquote(urlsplit(path).path)
    return path, text[word.end() :].strip()


def written(path: str) -> str:
    """A path as `take` reads it."""
    import shlex

    return shlex.quote(path)


def pasted(line: str) -> str:
    """The path of a picture that is all of a line, as when its file was dragged into a terminal; else nothing."""
    line = line.strip()
    if line[:1] not in "f/~'\"" or not re.fullmatch(_PASTED, line, re.IGNORECASE):
        return ""
    path, rest = take(line)
    return line if rest or not path else path  # some terminals paste the blanks of a name as they are
