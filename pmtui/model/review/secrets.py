"""What looks like a secret or like somebody's address in a text, and a text without them.

How they look is data, in `shapes`. A name in a text cannot be told from any other word, so
names of people and customers are not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from pmtui.model.review.shapes import SHAPES, Shape

_UNREAL = re.compile(
    r"[*x•.]{3,}|[$<{%(\[/~].*|.*(?:environ|getenv|secretKeyRef|\(\)?).*|https?://.*|id=.*|"
    r"[\d.:]+ ?(?:[kmg]i?b?|ms|s|m|h|d|%)?|"
    r"(?:none|null|nil|true|false|yes|no|on|off|ok|n/a|unset|undefined|unknown|enabled|disabled|redacted|masked|hidden|"
    r"pass|pwd|password|passwd|secret|token|your[_-].*|changeme|required|missing|empty|valid|invalid|expired|revoked|"
    r"rotated|rejected|failed|failure|wrong|incorrect|auth\w*|bucket|string|prompt)",
    re.I,
)
"""Stands for a secret and is none: a variable, a placeholder, a number, a word about it."""


_NEEDS = [(need, number) for number, shape in enumerate(SHAPES) for need in shape.needs]
"""Most texts hold few of them, and only those shapes are looked for."""


class Hit(Struct, frozen=True):
    """One thing to hide in a text."""

    name: str
    """What it looks like."""
    start: int
    end: int


def secrets(text: str) -> list[Hit]:
    """What looks like a secret in a text, in order; none inside another."""
    small = text.casefold()
    found: list[Hit] = []
    for number in sorted({number for need, number in _NEEDS if need in small}):
        found += [hit for hit in _hits(SHAPES[number], text) if not _overlaps(hit, found)]
    return sorted(found, key=lambda hit: hit.start)


def _hits(shape: Shape, text: str) -> Iterator[Hit]:
    for match in shape.pattern.finditer(text):
        start, end = _hidden(match)
        if shape.sure or not _UNREAL.fullmatch(text[start:end]):
            yield Hit(shape.name, start, end)


def _hidden(match: re.Match[str]) -> tuple[int, int]:
    """The part of a match that is the secret itself."""
    group = next((name for name, value in match.groupdict().items() if value is not None), None)
    return match.span(group) if group else match.span()


def _overlaps(hit: Hit, found: list[Hit]) -> bool:
    return any(other.start < hit.end and hit.start < other.end for other in found)


# --- addresses

_MAIL = re.compile(
    r"(?<![\w.+-])(?!git@)[\w.+-]{1,64}@(?P<host>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5})(?![\w@])"
)
_NO_HOST = re.compile(
    r"(?:.*\.)?(?:example(?:\.(?:com|net|org))?|test|invalid|local|localhost|internal|[^.]*\d)", re.I
)
_IP4 = re.compile(r"(?<![\w.-])(?<!version )(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)")
_IP6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:{1,2}){2,7}[0-9A-Fa-f]{0,4}(?![\w:])")
_RESOLVERS = frozenset({"1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9"})
"""Everybody's name servers: they tell nothing about anybody."""


def addresses(text: str) -> list[Hit]:
    """E-mail addresses and public IP addresses in a text, in order; documentation's and private ones are none."""
    found: list[Hit] = []
    if "@" in text:
        found += [
            Hit("an e-mail address", *match.span())
            for match in _MAIL.finditer(text)
            if not _NO_HOST.fullmatch(match["host"])
        ]
    found += [Hit("a public IP address", *match.span()) for match in _numbers(text) if _public(match[0])]
    return sorted(found, key=lambda hit: hit.start)


def _numbers(text: str) -> Iterator[re.Match[str]]:
    yield from _IP4.finditer(text)
    if ":" in text:
        yield from _IP6.finditer(text)


def _public(number: str) -> bool:
    from ipaddress import IPv6Address, ip_address

    try:
        address = ip_address(number)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.packed[0] >> 5 != 1:
        return False  # only 2000::/3 is given out
    return address.is_global and not address.is_multicast and number not in _RESOLVERS


def mask(text: str) -> str:
    """The text with each secret, e-mail and public IP address replaced by what it was: `[a GitHub token]`."""
    hits = secrets(text)
    hits += [hit for hit in addresses(text) if not _overlaps(hit, hits)]
    for hit in sorted(hits, key=lambda hit: hit.start, reverse=True):
        text = f"{text[: hit.start]}[{hit.name}]{text[hit.end :]}"
    return text
