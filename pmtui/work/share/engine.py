"""What a session asks of a meeting point: a set of named messages that never change, and who is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple, Protocol

from pmtui.errors import PmtuiError


class Refused(PmtuiError):
    """The meeting point will not have it, now or later: trying again is no use before somebody changes something."""


class TooBig(Refused):
    """This message alone is refused; each other refusal meets all messages of its kind."""


class StoreLost(TimeoutError):
    """The meeting point is there and has lost what was stored, as with its disk: `keys` makes the store anew."""


class Presence(NamedTuple):
    """One window of a member, as it says so itself every 5 s; nothing of it is proven."""

    member: str
    """The member's own part of the subject, of letters and digits: the same in all windows of a person's machine."""
    window: str
    name: str
    where: str
    """What the window looks at: a pane or a section's name; empty when that is nobody's business."""
    unshared: int
    """How many of its entries the meeting point has not confirmed."""
    here: bool
    """False in a good-bye."""
    ended: bool = False
    """This good-bye ends the sharing for all: there will be no server any more."""
    asks: bool = False
    """They have just come, and would like to hear who is here: everybody says so at once."""
    at: float = 0.0
    """What their clock shows, in seconds since 1970 (UTC); 0 where that is not said."""


class Engine(Protocol):
    """One connection to one incident's messages. Knows nothing of journals; no sequence numbers, no cursors.

    A key is `e.<entry id>` or `a.<sha256>.<part>`. Every call ends within 5 s: with ConnectionError or TimeoutError
    when the other side is away, with Refused, a sentence, when it says no. After a ConnectionError the engine is closed
    and a new one made; after a TimeoutError it may still carry messages, as when a cluster has lost its quorum, and
    is asked again. No call may be made before `open` or after `close`.
    """

    lost: asyncio.Event
    """Set once the connection is gone, even if no call is waiting."""

    async def open(
        self, on_message: Callable[[str, bytes], None], on_presence: Callable[[Presence], None]
    ) -> None:
        """Connects; from then on both callbacks are called in the event loop, and must return at once."""

    async def keys(self) -> set[str]:
        """The keys of all that is stored; makes the store if it is not there, as after a lost disk."""

    async def count(self) -> int:
        """How many messages are stored: cheap, and so asked often; equal counts do not prove equal sets."""

    async def get(self, keys: Collection[str]) -> dict[str, bytes]:
        """The messages of these keys; one that a lagging replica does not have yet is missing."""

    async def push(self, messages: Mapping[str, bytes]) -> dict[str, Refused]:
        """Stores each message once; one that is there already is a success. What was refused, and why, comes back."""

    async def erase(self, key: str, instead: bytes) -> None:
        """Removes the words of a message from the store, and puts the wordless one there, if it is not empty."""

    async def announce(self, presence: Presence) -> None:
        """Tells the others; nothing is stored."""

    async def close(self) -> None:
        """Lets go; never raises, and takes at most 1 s."""
