"""Documents that carry the hash of their own text: a change by hand shows, whatever pmtui would write today."""

from __future__ import annotations

import hashlib
import re


def own_hash(text: str) -> str:
    """SHA-256 of a text in hex; another kind of line end, as git may give it, is no change."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def unchanged(text: str, line: re.Pattern[str]) -> bool | None:
    """Whether a text is as it was written; None when it carries no hash, as those of earlier versions.

    Args:
        text: what stands in the file.
        line: finds the line that holds the hash, which is over all the others; its first group is the hash.
    """
    text = text.replace("\r\n", "\n")
    found = line.search(text)
    if found is None:
        return None
    return own_hash(text[: found.start()] + text[found.end() :]) == found[1]
