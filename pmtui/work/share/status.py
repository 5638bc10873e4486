"""What a session can say of itself at any moment: for a header, a palette and `pmtui sync`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from pmtui.model.text import one_line, short
from pmtui.work.share.clocks import Clocks
from pmtui.work.share.engine import Presence

GONE = 15.0
"""Seconds after which somebody who says nothing is not here any more."""
_NAME = 60
_MOST_HERE = 200
"""Windows that are listed: whoever invents more fills no screen."""
_MOST_SAID = 50


class State(Enum):
    """How a session stands with the meeting point."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    AWAY = "away"
    """It does not answer; it is tried again."""
    REFUSED = "refused"
    """It says no; it is tried again when somebody has changed something."""
    ELSEWHERE = "elsewhere"
    """Another window or `pmtui sync` on this machine shares the incident."""
    ENDED = "ended"


class Status(NamedTuple):
    """The state of a moment; never changes."""

    state: State
    since: datetime
    """When it became so, UTC."""
    why: str = ""
    """Of AWAY and REFUSED: a sentence."""
    unshared: int = 0
    """How many entries are not known to be there; before the first comparison, of those that came since the start."""
    equal: datetime | None = None
    """When both sides were last seen to hold the same entries, UTC; None when they never were."""
    here: tuple[Presence, ...] = ()
    """All windows, this one first, then by name."""
    warnings: tuple[str, ...] = ()
    """What a person should know of, each said once, the latest last: set aside, refused, still on the server."""
    entries: int = 0
    """How many have a number here, as the opening one has not."""
    came: int = 0
    """Entries that came since the start."""
    went: int = 0
    """Entries that the meeting point took since the start."""


class Here:
    """Who is here, as each says so itself.

    Args:
        me: what this window says.
        clock: gives the moment.
        seconds: a clock that only goes forward.
    """

    def __init__(
        self, me: Callable[[], Presence], clock: Callable[[], datetime], seconds: Callable[[], float]
    ) -> None:
        self._me = me
        self._clock = clock
        self._seconds = seconds
        self.clocks = Clocks(clock, seconds)
        self._found: dict[tuple[str, str], tuple[Presence, float]] = {}
        self.ended_by = ""
        """Who said that they end the sharing for all: where a server is away since, it does not come back."""

    def hello(self) -> Presence:
        """What this window says now."""
        return self._me()._replace(at=self._clock().timestamp())

    def hear(self, presence: Presence) -> None:
        """Somebody says that they are here, or a good-bye."""
        key = (presence.member[:_NAME], presence.window[:_NAME])
        self._found.pop(key, None)
        shown = presence._replace(
            member=key[0],
            window=key[1],
            name=short(one_line(presence.name), _NAME) or "nobody",
            where=short(one_line(presence.where), _NAME),
            at=0.0,
        )
        if presence.ended:
            self.ended_by = shown.name
        if presence.here and len(self._found) < _MOST_HERE:
            self._found[key] = (shown, self._seconds())
            self.clocks.hear(shown._replace(at=presence.at))

    def forget(self) -> None:
        """The connection is gone: nobody is known to be here."""
        self._found.clear()
        self.clocks.forget()

    @property
    def all(self) -> tuple[Presence, ...]:
        """This window, then the others that were heard lately, by name."""
        now, me = self._seconds(), self._me()
        self._found = {key: found for key, found in self._found.items() if now < found[1] + GONE}
        others = [one for key, (one, _) in self._found.items() if key != (me.member, me.window)]
        return (me, *sorted(others, key=lambda one: (one.name.casefold(), one.member, one.window)))


class Warnings:
    """Sentences for a person, each said once however often it happens."""

    def __init__(self) -> None:
        self._said: dict[str, None] = {}

    def say(self, *sentences: str) -> None:
        """Adds those that were not said."""
        self._said.update(dict.fromkeys(sentences))
        for old in list(self._said)[:-_MOST_SAID]:
            del self._said[old]

    def take_back(self, sentence: str) -> None:
        """It is not so any more."""
        self._said.pop(sentence, None)

    @property
    def all(self) -> tuple[str, ...]:
        """The latest last."""
        return tuple(self._said)
