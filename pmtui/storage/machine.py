"""What this machine says of itself: the zone in which its person lives."""

from __future__ import annotations

import os

from pmtui.errors import PmtuiError
from pmtui.model.time.read import check_zone


def zone() -> tuple[str, str]:
    """The IANA name of the machine's zone, and a sentence when nobody can know it; then the zone is UTC.

    `TZ` may name a place or a zone's file, with a colon before it (POSIX); a rule such as `EST5EDT` names no place.
    """
    named = os.environ.get("TZ", "").removeprefix(":")
    if not named:
        return _of_system(), ""
    try:
        return check_zone(_of_file(named) if named.startswith("/") else named), ""
    except PmtuiError:
        return "UTC", f"TZ={named} names no place: times are read in UTC; /timezone Europe/Paris changes that"


def _of_file(path: str) -> str:
    """`/usr/share/zoneinfo/Europe/Paris`, or a link to it, as `Europe/Paris`."""
    return os.path.realpath(path).rpartition("zoneinfo/")[2]


def _of_system() -> str:
    import pendulum

    local = pendulum.tz.local_timezone()
    if not isinstance(local, pendulum.Timezone):
        return "UTC"
    try:
        return check_zone(local.name)
    except PmtuiError:
        return "UTC"
