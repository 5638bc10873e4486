"""The line that lets a colleague in: `pmtui://HOST:PORT/ID?…`, pasted into a chat, and from there into a terminal."""

from __future__ import annotations

import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import msgspec

from pmtui.errors import PmtuiError
from pmtui.model.joining import SCHEME
from pmtui.storage.sharing import Sharing

_FORMAT = "1"
_AGAIN = "copy the whole line again, from pmtui:// to its last letter, and put it in quotes"
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WRAPPED = re.compile(r"[\s>\u200b\u2060\ufeff]+")
"""What a terminal, a mail or a chat puts into a long line."""
_LINK = re.compile(r"pmtui://.*?&c=[0-9a-f]{8}|pmtui://.*", re.IGNORECASE)
_SUM = re.compile(r"&c=([0-9a-f]{8})\Z")
_PIN = re.compile(r"[0-9a-f]{64}")
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+):\d{1,5}", re.ASCII)


class Link(msgspec.Struct, frozen=True):
    """What a line says."""

    id: str
    slug: str
    """The folder's name where it was made."""
    urls: tuple[str, ...]
    secret: str
    """Of its members; empty: whoever joins has credentials of their own."""
    pin: str
    ca: str
    until: datetime
    """How long it takes new members, UTC."""

    @property
    def sharing(self) -> Sharing:
        """How whoever joins by it shares the incident; `me` is still theirs to choose."""
        return Sharing(
            id=self.id, urls=self.urls, me="", secret=self.secret, pin=self.pin, ca=self.ca, guest=True
        )


def write(sharing: Sharing, slug: str) -> str:
    """The line of an incident that is shared by this machine.

    Args:
        sharing: how; with a line that has been given out (`members` and `until` are set).
        slug: its folder's name.
    """
    assert sharing.until is not None
    fields = {
        "v": _FORMAT,
        "k": sharing.members,
        "pin": sharing.pin,
        "ca": _packed(sharing.ca),
        "tls": "no" if _is_plain(sharing.urls) else "",
        "until": str(int(sharing.until.timestamp())),
        "slug": slug,
    }
    hosts = ",".join(urlsplit(url).netloc for url in sharing.urls)
    query = urlencode({name: value for name, value in fields.items() if value}, quote_via=quote)
    whole = f"{SCHEME}{hosts}/{sharing.id}?{query}"
    return f"{whole}&c={_sum(whole)}"


def find(text: str) -> str:
    """The line in what was pasted: from the first pmtui:// to its sum, wherever that was wrapped; empty without one."""
    found = _LINK.search(_WRAPPED.sub("", text).replace("&amp;", "&"))
    return f"{SCHEME}{found[0][len(SCHEME) :]}" if found else ""


def is_whole(text: str) -> bool:
    """Whether the line in what was pasted goes on to its end."""
    return _SUM.search(find(text)) is not None


def read(text: str, now: datetime) -> Link:
    """What a line says, now (UTC).

    Raises:
        PmtuiError: it is none, cut, changed, of a newer pmtui, or too old to join by.
    """
    line = find(text)
    if not line:
        raise PmtuiError("this is no line to join by: it begins with pmtui://", _AGAIN)
    summed = _SUM.search(line)
    if summed is None or _sum(line[: summed.start()]) != summed[1]:
        raise PmtuiError("this line is cut or changed", _AGAIN)
    try:
        return _read(line, now)
    except ValueError:
        raise PmtuiError("this line is not as pmtui writes it", _AGAIN) from None


def _read(line: str, now: datetime) -> Link:
    at = urlsplit(line)
    fields = dict(parse_qsl(at.query))
    if fields.get("v") != _FORMAT:
        raise PmtuiError(
            "this line was made by a newer pmtui", "install the newest one: pip install -U pmtui"
        )
    hosts = at.netloc.split(",")
    pin, incident_id = fields.get("pin", ""), at.path.removeprefix("/")
    fits = (
        _ID.fullmatch(incident_id) and all(map(_HOST.fullmatch, hosts)) and (not pin or _PIN.fullmatch(pin))
    )
    if not fits:
        raise ValueError
    scheme = "nats" if fields.get("tls") == "no" else "tls"
    found = Link(
        id=incident_id,
        slug=fields.get("slug", ""),
        urls=tuple(f"{scheme}://{host}" for host in hosts),
        secret=fields.get("k", ""),
        pin=pin,
        ca=_unpacked(fields.get("ca", "")),
        until=datetime.fromtimestamp(min(int(fields.get("until", "")), 1 << 32), UTC),
    )
    if now > found.until:
        ended = f"{found.until:%d %b %H:%M} UTC"
        raise PmtuiError(
            f"this line took new members until {ended}",
            "ask for a new one: whoever shares the incident has it from `pmtui share --new-link`",
        )
    return found


def _is_plain(urls: tuple[str, ...]) -> bool:
    return all(url.startswith("nats://") for url in urls)


def _sum(text: str) -> str:
    """Enough to see that a letter is missing; no proof of who wrote it."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _packed(pem: str) -> str:
    """Certificates in a line: without what PEM has around them."""
    import ssl

    ends = "-----END CERTIFICATE-----"
    found = [part.strip() + "\n" + ends for part in pem.split(ends)[:-1]]
    ders = [ssl.PEM_cert_to_DER_cert(part[part.index("-----BEGIN") :]) for part in found]
    return ".".join(urlsafe_b64encode(der).decode().rstrip("=") for der in ders)


def _unpacked(packed: str) -> str:
    import ssl

    ders = [urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in packed.split(".") if part]
    return "".join(map(ssl.DER_cert_to_PEM_cert, ders))
