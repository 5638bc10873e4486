"""The line by which a colleague joins a shared incident, wherever it is met: it is no title, no entry and no name."""

from __future__ import annotations

import re

SCHEME = "pmtui://"
"""What it begins with."""
_SECRET = re.compile(r"[?&]k=[\w-]{8}", re.IGNORECASE)


def lets_in(text: str) -> bool:
    """Whether a text holds the secret of a shared incident, as `pmtui share` prints it: whoever reads it may join."""
    begins = text.casefold().find(SCHEME)
    return begins >= 0 and _SECRET.search(text, begins) is not None


def has_line(text: str) -> bool:
    """Whether a line to join by stands in a text, in any case, and perhaps cut."""
    return SCHEME in text.casefold()
