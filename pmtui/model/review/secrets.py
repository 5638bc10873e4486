"""What looks like a secret or like somebody's address in a text, and a text without them.

The shapes are those that the issuers of tokens publish. A name in a text cannot be told from any other word, so
names of people and customers are not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_B, _E = r"(?<![\w-])", r"(?![\w-])"
_UNREAL = re.compile(
    r"[*x•.]{3,}|[$<{%(\[/~].*|.*(?:environ|getenv|secretKeyRef|\(\)?).*|(?:none|null|true|false|redacted|masked|hidden|"
    r"pass|pwd|password|passwd|secret|token|your[_-].*|changeme|required|missing|empty|invalid|expired|wrong|incorrect)",
    re.I,
)
"""Stands for a secret and is none: a variable, a placeholder, a word about it."""


class Shape(Struct, frozen=True):
    """How one sort of secret looks; the group `secret`, where there is one, is the part to hide."""

    name: str
    pattern: re.Pattern[str]


def _shape(name: str, pattern: str, flags: int = 0) -> Shape:
    return Shape(name, re.compile(pattern, flags))


_KEYWORD = r"(?:password|passwd|pwd|passphrase|secret(?:_?key)?|api[_-]?key|access[_-]?key|token)"
_VALUE = r"""(?:"(?P<{0}q>[^"\n]{{4,200}})"|'(?P<{0}a>[^'\n]{{4,200}})'|(?P<{0}b>[^\s"'`,;&<>|)]{{4,200}}))"""

SECRETS = (
    _shape(
        "a private key",
        r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]{0,40}-----|\Z)",
        re.S,
    ),
    _shape("an AWS access key", rf"{_B}(?:AKIA|ASIA)[A-Z0-9]{{16}}{_E}"),
    _shape(
        "an AWS secret key",
        r"(?i:aws_?secret(?:_?access)?_?key)[\"']?\s{0,3}[=:]\s{0,3}[\"']?"
        r"(?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])",
    ),
    _shape("a Google API key", rf"{_B}AIza[\w-]{{35}}{_E}"),
    _shape("a Google access token", rf"{_B}ya29\.[\w-]{{20,400}}"),
    _shape("a Google client secret", rf"{_B}GOCSPX-[\w-]{{20,60}}"),
    _shape("a GitHub token", rf"{_B}(?:gh[pousr]_[A-Za-z0-9]{{30,255}}|github_pat_\w{{22,255}}){_E}"),
    _shape("a GitLab token", rf"{_B}glpat-[\w-]{{20,100}}"),
    _shape("a Slack token", rf"{_B}xox[abeoprs]-[A-Za-z0-9-]{{10,250}}"),
    _shape("a Slack webhook", r"hooks\.slack\.com/(?:services|workflows)/(?P<secret>[A-Za-z0-9_/-]{15,200})"),
    _shape("a Stripe key", rf"{_B}(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9]{{10,250}}{_E}"),
    _shape("an API key", rf"{_B}sk-(?:ant-|proj-)?[A-Za-z0-9_-]{{20,250}}"),
    _shape("a package registry's token", rf"{_B}(?:npm_[A-Za-z0-9]{{36}}|pypi-[\w-]{{50,250}}){_E}"),
    _shape("a SendGrid key", rf"{_B}SG\.[\w-]{{16,40}}\.[\w-]{{16,80}}"),
    _shape("a JSON web token", rf"{_B}eyJ[\w-]{{8,2000}}\.eyJ[\w-]{{8,4000}}\.[\w-]{{8,2000}}"),
    _shape(
        "a credential in a header",
        r"(?i:authorization)[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?i:bearer|basic|token)\s{1,3}(?P<secret>[\w.~+/=-]{12,2000})",
    ),
    _shape(
        "a password in an address",
        r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@]{0,100}:(?P<secret>[^\s/@]{3,200})@(?=[\w\[])",
    ),
    _shape("a password", rf"(?i:{_KEYWORD})[\"']?\s{{0,3}}=\s{{0,3}}{_VALUE.format('e')}"),
    _shape(
        "a password",
        rf"(?i:(?<![a-z]){_KEYWORD})[\"']?:\s{{0,3}}(?=\S{{0,200}}\d)(?=\S{{0,200}}[A-Za-z]){_VALUE.format('c')}",
    ),
)
_MAYBE = re.compile(
    r"PRIVATE KEY|AKIA|ASIA|AIza|ya29\.|GOCSPX|gh[pousr]_|github_pat|glpat|xox|slack\.com|[sr]k_|whsec|sk-|npm_|pypi-"
    r"|SG\.|eyJ|(?i:authorization|(?:pass\w{0,6}|pwd|secret\w{0,4}|key|token)[\"']?\s{0,3}[=:])|://[^\s/@]{0,200}@"
)
"""Most texts hold none of this and are done with."""


class Hit(Struct, frozen=True):
    """One thing to hide in a text."""

    name: str
    """What it looks like."""
    start: int
    end: int


def secrets(text: str) -> list[Hit]:
    """What looks like a secret in a text, in order; none inside another."""
    if not _MAYBE.search(text):
        return []
    found: list[Hit] = []
    for shape in SECRETS:
        for match in shape.pattern.finditer(text):
            start, end = _hidden(match)
            if not any(hit.start < end and start < hit.end for hit in found) and _real(
                shape, text[start:end]
            ):
                found.append(Hit(shape.name, start, end))
    return sorted(found, key=lambda hit: hit.start)


def _hidden(match: re.Match[str]) -> tuple[int, int]:
    """The part of a match that is the secret itself."""
    group = next((name for name, value in match.groupdict().items() if value is not None), None)
    return match.span(group) if group else match.span()


def _real(shape: Shape, secret: str) -> bool:
    return not (shape.name.startswith(("a password", "a credential")) and _UNREAL.fullmatch(secret))


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
    hits += [h for h in addresses(text) if not any(s.start < h.end and h.start < s.end for s in hits)]
    for hit in sorted(hits, key=lambda hit: hit.start, reverse=True):
        text = f"{text[: hit.start]}[{hit.name}]{text[hit.end :]}"
    return text
