"""Whose clock is off, as signs of life show it: order and numbers follow no clock, the times of entries do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from pmtui.work.share.engine import Presence

LEAST = 2
"""Minutes that a clock must be off: a message takes seconds."""
SURE = 8.0
"""Seconds between the first and the last sign of life that say so: after a laptop's sleep old ones come all at once."""


class _Off(NamedTuple):
    name: str
    minutes: int
    """Ahead of this one's clock; negative: behind."""
    first: float
    last: float


class Clocks:
    """Those of all that are heard.

    Args:
        clock: gives the moment.
        seconds: a clock that only goes forward.
    """

    def __init__(self, clock: Callable[[], datetime], seconds: Callable[[], float]) -> None:
        self._clock = clock
        self._seconds = seconds
        self._off: dict[tuple[str, str], _Off] = {}

    def hear(self, presence: Presence) -> None:
        """Somebody says that they are here, and what their clock shows."""
        key, now = (presence.member, presence.window), self._seconds()
        before = self._off.pop(key, None)
        minutes = round((presence.at - self._clock().timestamp()) / 60)
        if not presence.at or abs(minutes) < LEAST:
            return
        if before is None or abs(before.minutes - minutes) > 1:
            before = _Off(presence.name, minutes, now, now)
        self._off[key] = before._replace(last=now)

    def forget(self) -> None:
        """The connection is gone."""
        self._off.clear()

    @property
    def all(self) -> tuple[str, ...]:
        """A sentence about each person whose clock is off for sure."""
        sure = (off for off in self._off.values() if off.last - off.first >= SURE)
        return tuple(dict.fromkeys(_sentence(off) for off in sure))


def _sentence(off: _Off) -> str:
    way = "ahead of" if off.minutes > 0 else "behind"
    return (
        f"the clock of {off.name} is {abs(off.minutes)} minutes {way} this one: set the one that is wrong, "
        "then /retime what was stamped by it"
    )
