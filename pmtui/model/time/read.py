"""What people type for times, zones, lengths and due dates.

What it calls stands in `spelling.py` (how a moment is spelled), `instants.py` (which instant that is) and `zones.py`.
Each is imported when something is read: a typed line without a TIME pays for none of them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from pmtui.model.entries import When
from pmtui.model.text import short
from pmtui.model.time.errors import TimeError

LONGEST = 80
"""No TIME is longer; what is longer is somebody's text."""
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def is_time(word: str) -> bool:
    """Whether a word after `@` is meant as a TIME, readable or not: it begins as one, or is `now` or `after:#4`."""
    digits = word[1:] if word.startswith(("-", "−")) else word
    if digits[:1].isdecimal() or word.startswith(("~", "?")) or word.lower() == "now":
        return True
    begins, _, entry = word.partition(":")
    return begins.lower() == "after" and (entry[:1] == "#" or entry[-1:].isdecimal())


def check_alone(said: str, rest: str) -> None:
    """Whether the word after a TIME belongs to it: `2:05 pm`, `2023-10-15 10:40`, `14:05 UTC`, `5 minutes ago`.

    Taken for text, it would leave a wrong time behind. A command between the two makes plain what is meant.

    Raises:
        TimeError: it does; a TIME is one word.
    """
    from pmtui.model.time.spelling import joined

    following, *more = rest.split(maxsplit=2)[:2] or [""]
    whole = joined(said, following)
    if not whole:
        return
    instead = f"write @{whole}"
    if whole.startswith("-"):
        following = " ".join([following, *(word for word in more if word.lower() == "ago")])
    else:
        instead += f", or @{said} /note {following} … if that word is text"
    raise TimeError(
        f"@{short(said)} {short(following)}: a TIME is one word",
        instead,
        swap=(f"@{said} {following}", f"@{whole}"),
    )


def read(
    said: str,
    *,
    zone: str,
    now: datetime,
    span: tuple[datetime, datetime] | None = None,
    near: datetime | None = None,
) -> When:
    """The moment, range or whole day that a TIME names.

    Args:
        said: the TIME as typed, without its `@`.
        zone: the IANA zone in which a clock without an offset is read.
        now: the clock's reading; nothing lies more than ten minutes after it.
        span: the first and the last timed entry of the incident, for a bare clock time of another day.
        near: a bare clock time is the moment nearest to this one (an entry is given another time).

    Raises:
        TimeError: it cannot be read, does not exist, exists twice, or has not happened yet.
    """
    if said in ("?", "~?"):
        return When(zone=zone, said=said)
    if len(said) > LONGEST:
        raise TimeError(f"@{short(said)} is too long for a time", "a line that begins with a space is a note")
    from pmtui.model.time.instants import Reader

    return Reader(zone=zone, now=now.astimezone(UTC), span=span, near=near).read(said)


def check_zone(name: str) -> str:
    """The zone's name as the IANA database spells it, whatever the case typed.

    Raises:
        TimeError: an abbreviation, an offset, or an unknown name; it names the nearest.
    """
    from pmtui.model.time.zones import canonical

    return canonical(name)


def seconds(text: str) -> int:
    """The seconds that `20m`, `1h30m` or `1d` is long, at least one.

    Raises:
        TimeError: no such length; a number alone has no unit.
    """
    from pmtui.model.time.spelling import length

    found = length(text.replace(" ", ""))
    if found is None:
        raise TimeError(f"{short(text)!r} is not a length of time", "write 20m, 1h30m, 90s or 2d")
    if not found:
        raise TimeError(f"{short(text)!r} is no time at all", "write 20m, 1h30m, 90s or 2d")
    return int(found.total_seconds())


def due(text: str, *, today: date) -> date:
    """The day by which something is to be done: a date, `+14d`, `+2w`, `friday` (the next one), `tomorrow`.

    Raises:
        TimeError: it names no day, or one that does not exist.
    """
    import re

    import pendulum

    from pmtui.model.time.spelling import read_day

    typed, start = text.strip().lower(), pendulum.date(today.year, today.month, today.day)
    weekdays = [name for name in _WEEKDAYS if len(typed) >= 3 and name.startswith(typed)]
    ahead = re.fullmatch(r"\+([0-9]{1,4})([dw])", typed)
    if weekdays:
        found = start.next(pendulum.WeekDay(_WEEKDAYS.index(weekdays[0])))
    elif ahead:
        found = start.add(**{"days" if ahead[2] == "d" else "weeks": int(ahead[1])})
    elif typed in ("today", "tomorrow"):
        found = start.add(days=int(typed == "tomorrow"))
    elif day := read_day(typed):
        return day
    else:
        raise TimeError(f"{short(text)!r} is not a day", "write 2023-11-15, +14d, +2w, friday or tomorrow")
    return date(found.year, found.month, found.day)  # msgspec writes no pendulum objects
