"""Zones by their IANA names: the only names that say what a clock showed on any day."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo, available_timezones

from pmtui.model.text import nearest, short
from pmtui.model.time.errors import TimeError

# A name of this shape is spelled as the database spells it, also where file names ignore case.
_PLACE = r"(?:[A-Z][a-z]+[A-Za-z_-]*/)+[A-Z][a-z]+[A-Za-z_-]*"
_NO_PLACES = {
    *("CET", "CST6CDT", "EET", "EST", "EST5EDT", "HST", "MET", "MST", "MST7MDT", "PST8PDT", "WET"),
    *("Factory", "localtime"),
}
"""In the database, and still abbreviations or no zone at all."""
MEANT = {
    "AEST": "Australia/Sydney",
    "BST": "Europe/London",
    "CDT": "America/Chicago",
    "CEST": "Europe/Paris",
    "CET": "Europe/Paris",
    "CST": "America/Chicago",
    "EAT": "Africa/Nairobi",
    "EDT": "America/New_York",
    "EET": "Europe/Helsinki",
    "EST": "America/New_York",
    "HST": "Pacific/Honolulu",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "MDT": "America/Denver",
    "MST": "America/Denver",
    "PDT": "America/Los_Angeles",
    "PST": "America/Los_Angeles",
    "WET": "Europe/Lisbon",
}
"""A place to propose for an abbreviation; never taken without asking."""


def tz(name: str) -> ZoneInfo:
    """The zone of that name, UTC for none.

    Raises:
        TimeError: this computer does not know the zone.
    """
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        raise TimeError(
            f"the time zone {short(name)!r} is not known here", "choose another with /timezone"
        ) from None


_UTC = {"Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"}


def plain(name: str) -> str:
    """`UTC` for each of its names, as machines in the cloud call it `Etc/UTC`; any other zone as it is."""
    return "UTC" if name in _UTC else name


def canonical(name: str) -> str:
    """The zone's name as the IANA database spells it, whatever the case typed.

    Raises:
        TimeError: an abbreviation, an offset, or an unknown name; it names the nearest.
    """
    name = name.strip()
    if name == "UTC" or re.fullmatch(_PLACE, name):
        try:
            return ZoneInfo(name).key
        except (KeyError, ValueError, OSError):
            pass
    known = {each.lower(): each for each in available_timezones() - _NO_PLACES}
    found = known.get(name.lower().replace(" ", "_"))
    if found:
        return found
    raise _refusal(name, known)


def _refusal(name: str, known: dict[str, str]) -> TimeError:
    if not name:
        return TimeError("no time zone is named", "name one, as in Europe/Paris or UTC")
    if re.search(r"[+-][0-9]", name):
        return TimeError(
            f"{short(name)} is an offset, not a zone", "name a place, as in Africa/Nairobi, or UTC"
        )
    if name.upper() in MEANT or name in _NO_PLACES:
        place = MEANT.get(name.upper(), "America/New_York")
        return TimeError(f"{name} is an abbreviation, not a zone", f"name a place, as in {place}, or UTC")
    wanted = short(name).lower().replace(" ", "_")
    ends = {each.rpartition("/")[2]: each for each in known}
    near = [ends[end] for end in nearest(wanted, ends, 2)]
    near += nearest(wanted, known, 3)
    names = ", ".join(known[each] for each in dict.fromkeys(near)) or "Europe/Paris, America/New_York or UTC"
    return TimeError(f"there is no time zone {short(name)!r}", f"write it as in {names}")
