"""What a screen says of a shared incident: in its header, of who is here, and of who writes the same section."""

from __future__ import annotations

from collections import Counter

from pmtui.model.incident.words import heading
from pmtui.model.time.words import clock, day
from pmtui.work.share.engine import Presence
from pmtui.work.share.status import State, Status

_NAMED = 3
"""People that a header names where not all of them have room."""
_SHARED = "shared"
EXPERIMENTAL = "sharing is experimental; names are as each wrote them, and not proven"


def in_header(status: Status, zone: str) -> tuple[str, ...]:
    """How it stands, in several wordings, the longest first: the header shows the first that has room.

    Args:
        status: of the moment.
        zone: in which times are shown.
    """
    match status.state:
        case State.CONNECTED if not status.unshared:
            return _here([one.name for one in people(status)])
        case State.CONNECTED:
            return f"not shared yet: {status.unshared}", _unshared(status)
        case State.CONNECTING | State.ELSEWHERE:
            return _with_unshared(status, "connecting to the others …", "connecting …")
        case State.AWAY:
            return _away(status, zone)
        case State.REFUSED:
            return _with_unshared(status, "sharing is refused, typing goes on", "sharing is refused")
        case State.ENDED:
            return _with_unshared(status, "sharing has ended, typing goes on", "sharing has ended")


def is_calm(status: Status) -> bool:
    """Whether nothing is wrong, though entries may be under way."""
    return status.state in (State.CONNECTED, State.CONNECTING, State.ELSEWHERE)


def to_know(status: Status) -> list[str]:
    """What a person should know of besides: that a server is away stands in the header, its reason in `everyone`."""
    why = [status.why] if status.why and status.state in (State.REFUSED, State.ENDED) else []
    names = Counter(one.name for one in people(status))
    alike = [
        f"{count} who are here are called {name}: `name` in the settings of each tells them apart"
        for name, count in names.items()
        if count > 1
    ]
    return [*why, *alike, *status.warnings]


def _here(names: list[str]) -> tuple[str, ...]:
    if len(names) < 2:
        return f"{_SHARED} (experimental) · only you are here", f"{_SHARED} · 1 here", _SHARED
    count = f"{_SHARED} · {len(names)} here"
    listed = ", ".join(names)
    wordings = [f"{_SHARED} (experimental) · {len(names)} here: {listed}", f"{count}: {listed}"]
    if len(names) > _NAMED:
        wordings.append(f"{count}: {', '.join(names[:_NAMED])} …")
    return (*wordings, count, _SHARED)


def _away(status: Status, zone: str) -> tuple[str, ...]:
    moment = clock(status.since, zone)
    since = f"no server since {moment}"
    return _with_unshared(status, f"{since}, typing goes on", since, f"no server {moment}", "no server")


def _with_unshared(status: Status, longest: str, *shorter: str) -> tuple[str, ...]:
    """Each with how many entries are only here; where even the shortest has no room, that count stands alone."""
    if not status.unshared:
        return longest, *shorter
    count = _unshared(status)
    with_count = (f"{each} · {count}" for each in shorter)
    return f"{longest} · not shared yet: {status.unshared}", *with_count, count


def _unshared(status: Status) -> str:
    return f"{status.unshared} unshared"


def people(status: Status) -> list[Presence]:
    """One window of each person who is here, this one's own first."""
    found: dict[tuple[str, str], Presence] = {}
    for one in status.here:
        found.setdefault((one.member, one.name), one)
    return list(found.values())


def in_section(status: Status, section: str) -> str:
    """Who else is in a section of the write-up: `bo, chi here`; empty when nobody is."""
    me = status.here[:1]
    names = dict.fromkeys(one.name for one in status.here if one not in me and one.where == section)
    return f"{', '.join(names)} here" if section and names else ""


def everyone(status: Status, zone: str) -> str:
    """Who is here, where each is, how it stands, and what a person should know of, in lines."""
    lines = [in_header(status, zone)[0], *_why(status), _equal(status, zone), ""]
    for one in status.here:
        facts = [_whose(one, status.here[0]), heading(one.where) if one.where else ""]
        facts += [f"{one.unshared} not shared yet"] if one.unshared else []
        lines.append(f"{one.name}  {' · '.join(filter(None, facts))}".rstrip())
    lines += ["", *status.warnings] if status.warnings else []
    return "\n".join([*lines, "", EXPERIMENTAL])


def _whose(one: Presence, me: Presence) -> str:
    if one is me:
        return "this window"
    return "another window of yours" if one.member == me.member else ""


def _why(status: Status) -> list[str]:
    return [status.why] if status.why else []


def _equal(status: Status, zone: str) -> str:
    if status.equal is None:
        return "not compared with the others yet"
    return f"all entries were on both sides at {day(status.equal, zone)} {clock(status.equal, zone, seconds=True)}"
