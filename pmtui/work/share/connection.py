"""One connection to the meeting point, from its opening until it is lost: LIVE, SEND and RECON, side by side."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import count
from typing import NamedTuple

from pmtui.model import entries as e
from pmtui.work.share.engine import Engine, Presence, Refused, StoreLost, TooBig
from pmtui.work.share.sets import PART, batches, parts
from pmtui.work.share.side import Side
from pmtui.work.share.status import Here
from pmtui.work.share.waiting import either, first_of, sentence, within

LOOK = 0.25
"""Seconds between two looks at the journal for what other programs wrote; what this one wrote is sent at once."""
ROUND = (3.0, 5.0)
"""Seconds between two counts of what is stored; each member its own, so that not all ask at once."""
FULL = 30.0
"""Seconds at most between two comparisons of all keys."""
HELLO = 5.0
"""Seconds between two signs of life."""
_MOST = 500
"""Entries that are joined at a time: 10,000 at once kept others from the journal for 135 ms."""
_CLOSER = 100
"""Entries of one round whose bytes are compared: a long incident's in some minutes, over any line."""
_PUSHED, _LARGEST = 256, 512 << 10
"""Messages, and bytes, of one push: what a line of 1 Mbit/s carries in the time of a call."""
_SENDING = 16
"""Pushes under way at a time: without a quorum none is confirmed, and each still reaches all who are here."""
_WAITING = 20_000
"""Messages that wait for the journal; of more, a comparison fetches what is missing."""
_ROUNDS, _LAG = 20, 0.1
"""Comparisons, and seconds between them, of whoever compares once: others may be typing, and a replica may lag."""
_STUCK = "the server answers, but stores nothing; is its disk full? Make room there, then begin it again"
_PATIENCE = 5
"""Rounds in a row without an answer until there is to be another connection."""


class Heard(NamedTuple):
    """What a connection tells its session."""

    answers: Callable[[bool], object]
    """After each round: whether both sides were seen to hold the same entries."""
    silent: Callable[[str], object]
    """A round got no answer: a sentence."""
    went: Callable[[int], object]
    """So many entries were taken."""


class Connection:
    """Runs until it is lost.

    Args:
        engine: not opened yet; closed by whoever made it.
        side: this machine's.
        here: who is here.
        heard: the session's ears.
    """

    def __init__(self, engine: Engine, side: Side, here: Here, heard: Heard) -> None:
        self._engine = engine
        self._side = side
        self._sets = side.sets
        self._sets.refused.clear()  # another server, or the same with more room, may take it
        self._warnings = side.warnings
        self._here = here
        self._heard = heard
        self._inbox: list[tuple[str, bytes]] = []
        self._arrived, self._submitted, self._due, self._moved = (asyncio.Event() for _ in range(4))
        self._redacted: list[str] = []
        """Keys whose words somebody else took away: whoever that was may not be allowed to erase them there."""
        self._strays: set[str] = set()
        """Parts of attachments that belonged to nothing when both sides were last equal."""
        self._passed: set[str] = set()
        """Keys that were passed on while another program shares, stored or not."""
        self._batch = _MOST
        self._full, self._equal = -FULL, False
        """When all keys were last compared, by the loop's clock, and whether nothing was missing."""
        self._reasons: set[str] = set()
        """Why entries were refused, each said once."""

    async def run(self) -> None:
        """Until the connection is lost.

        Raises:
            ConnectionError, TimeoutError: it is gone.
            Refused: the other side will not have it.
        """
        await within(self._engine.open(self._hear, self._meet))
        await first_of(
            self._receive(), self._send(), self._rounds(self._reconcile), self._announce(), self._until_lost()
        )

    async def look_on(self) -> None:
        """As `run`, for a window beside the program that shares here: what comes and goes is that one's part."""
        await within(self._engine.open(self._count_in, self._meet))
        await first_of(self._follow(), self._rounds(self._recount), self._announce(), self._until_lost())

    async def once(self) -> bool:
        """Compares, and evens out what differs, until nothing does; whether that came about.

        Raises:
            ConnectionError, TimeoutError, Refused: as `run`.
        """
        await within(self._engine.open(lambda key, data: None, self._here.hear))
        for _ in range(_ROUNDS):
            await self._side.look()
            self._side.written()  # a comparison sends them
            if await self._compare(everything=True) and await self._look_closer(len(self._sets)):
                return True
            await asyncio.sleep(_LAG)
        return False

    def submitted(self) -> None:
        """Something was written here: it is sent at once."""
        self._submitted.set()

    def moved(self) -> None:
        """The window looks at something else: the others hear it at once."""
        self._moved.set()

    async def leave(self) -> None:
        """Says good-bye, if that takes no time."""
        with suppress(Exception):  # the connection goes in any case
            await asyncio.wait_for(self._engine.announce(self._here.hello()._replace(here=False)), 1.0)

    # --- LIVE

    def _hear(self, key: str, data: bytes) -> None:
        if (
            key.startswith("e.") and len(self._inbox) < _WAITING
        ):  # the next round sees which parts of files are wanted
            self._inbox.append((key, data))
            self._arrived.set()

    async def _receive(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._inbox:
                batch, self._inbox = self._inbox[:_MOST], self._inbox[_MOST:]
                await self._side.take(batch)
                if redacted := self._sets.redacts(key for key, _ in batch):
                    self._redacted += redacted
                    self._due.set()

    # --- SEND

    async def _send(self) -> None:
        under_way: set[asyncio.Task[None]] = set()
        try:
            while True:
                await self._side.look()
                if keys := self._side.written():
                    under_way.add(asyncio.create_task(self._push(keys)))
                full = len(under_way) >= _SENDING
                await either(self._submitted, LOOK)
                if full:
                    await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                under_way = self._still(under_way)
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    def _still(self, tasks: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
        """Those that are under way; raises what one met, but for a time-out: a comparison shows what arrived."""
        for task in tasks:
            try:
                if task.done():
                    task.result()
            except TimeoutError as error:
                self._heard.silent(sentence(error))
                self._due.set()
        return {task for task in tasks if not task.done()}

    async def _push(self, keys: Iterable[str]) -> None:
        """Stores entries, redactions first; then takes away the words that those name."""
        wanted = self._sets.ordered(key for key in keys if key not in self._sets.refused)
        for batch in batches(((key, self._sets.message(key)) for key in wanted), _PUSHED, _LARGEST):
            new = batch.keys() - self._sets.there
            refused = await self._store(batch)
            self._heard.went(self._sets.count(new - refused.keys()))
            self._tell_refused(refused)
        if any(isinstance(self._sets.entry(key), e.Attach) for key in wanted):
            self._due.set()
        await self._settle(self._sets.redacts(wanted))

    def _tell_refused(self, refused: Mapping[str, Refused]) -> None:
        """Names what stays here: of a reason that meets all entries the first one, the header counts them."""
        for key, why in refused.items():
            if isinstance(why, TooBig) or str(why) not in self._reasons:
                self._reasons.add(str(why))
                self._warnings.say(f"#{self._sets.entry(key).n} stays here: {why}")

    async def _store(self, batch: dict[str, bytes]) -> dict[str, Refused]:
        try:
            refused = await within(self._engine.push(batch))
        except StoreLost:
            raise
        except TimeoutError:
            await within(self._engine.count())
            self._warnings.say(_STUCK)
            raise TimeoutError(_STUCK) from None
        self._warnings.take_back(_STUCK)
        self._sets.refused.update(refused)
        self._sets.stored(batch.keys() - refused.keys())
        return refused

    # --- RECON

    async def _rounds(self, look: Callable[[], Awaitable[bool]]) -> None:
        """Looks again and again whether both sides hold the same, and tells."""
        silent = 0
        while True:
            try:
                self._heard.answers(await look())
                silent = 0
            except TimeoutError as error:
                silent += 1
                self._batch = max(1, self._batch // 4)  # long entries over a slow line
                if silent == _PATIENCE:
                    raise
                self._heard.silent(sentence(error))
            await either(self._due, random.uniform(*ROUND))

    async def _reconcile(self) -> bool:
        await self._settle(self._take_redacted())
        now = asyncio.get_running_loop().time()
        due = not self._equal or now >= self._full + FULL
        if due or not self._sets.fits(await within(self._engine.count())):
            self._equal = await self._compare(everything=self._full < 0)
            self._full = now
        self._equal = await self._look_closer(_CLOSER) and self._equal
        return self._equal

    def _take_redacted(self) -> list[str]:
        found, self._redacted = self._redacted, []
        return found

    async def _compare(self, *, everything: bool) -> bool:
        """Fetches what is lacking here, stores what is missing there; whether nothing was."""
        now = None if everything else asyncio.get_running_loop().time()
        plan = self._sets.compare(await within(self._engine.keys()), now)
        for keys in _in_parts(plan.lacking, self._batch):
            await self._side.take((await within(self._engine.get(keys))).items())
        await self._push(plan.missing)
        await self._settle(plan.wordless)
        if self._sets.unerased:
            await self._look_again()
        for attached in self._sets.uneven_files:
            await self._even_out(attached)
        if plan.equal:
            await self._clear()
        return plan.equal

    async def _look_closer(self, most: int) -> bool:
        """Fetches some of what both sides hold, until each was once; whether it was the same."""
        before = len(self._sets.doubled)
        for keys in _in_parts(self._sets.unseen(most), self._batch):
            await self._side.take((await within(self._engine.get(keys))).items())
        return len(self._sets.doubled) == before

    async def _settle(self, keys: Iterable[str]) -> None:
        """What stands here takes the place of other words there: `prefer` says the same on every machine."""
        for batch in _in_parts([key for key in keys if key not in self._sets.refused], self._batch):
            found = await within(self._engine.get(batch))
            await self._side.take(found.items())
            for key, data in found.items():
                mine = self._sets.message(key)
                if data != mine:
                    await self._erase(key, mine, f"the words of #{self._sets.entry(key).n} are")

    async def _erase(self, key: str, instead: bytes, what: str) -> None:
        try:
            await within(self._engine.erase(key, instead))
        except Refused as error:
            self._sets.refused.add(key)
            self._sets.unerased[key] = instead, f"{what} still on the server: {error}"
            self._warnings.say(self._sets.unerased[key][1])

    async def _look_again(self) -> None:
        """Takes back what was said of words that somebody who may has erased by now."""
        left = self._sets.unerased
        found = await within(self._engine.get([key for key in left if key in self._sets.there]))
        for key, (instead, said) in list(left.items()):
            if key not in self._sets.there or found.get(key) == instead:
                del left[key]
                self._warnings.take_back(said)

    # --- beside another program that shares

    def _count_in(self, key: str, data: bytes) -> None:
        self._passed.add(key)
        self._due.set()

    async def _follow(self) -> None:
        while True:
            await self._side.look()
            self._side.written()  # the other program sends them
            await either(self._submitted, LOOK)

    async def _recount(self) -> bool:
        """What was passed on is stored as soon as the count says so; where that differs, all keys tell."""
        sets, now = self._sets, asyncio.get_running_loop().time()
        fits = await within(self._engine.count()) == len(sets.there | self._passed)
        if fits and now < self._full + FULL:
            sets.stored(self._passed)
            self._passed.clear()
            self._equal = sets.even
        elif now >= self._full + ROUND[0]:
            self._passed.clear()
            self._equal = sets.compare(await within(self._engine.keys()), None).equal
            self._full = now
        return self._equal

    # --- attachments

    async def _even_out(self, attached: e.Attach) -> None:
        """Stores the parts of a file that are missing there, or fetches a file that is missing here."""
        content = await self._side.content(attached)
        if content is None:
            if not self._sets.missing_parts(attached):
                await self._fetch(attached)
            return
        keys = parts(attached)
        pieces = ((key, _piece(content, keys.index(key))) for key in self._sets.missing_parts(attached))
        for batch in batches(pieces, _PUSHED, _LARGEST):
            for why in (await self._store(batch)).values():
                self._warnings.say(f"{attached.name} stays here: {why}")

    async def _fetch(self, attached: e.Attach) -> None:
        content: list[bytes] = []
        for batch in _in_parts(parts(attached), _LARGEST // PART):
            found = await within(self._engine.get(batch))
            if len(found) < len(batch):
                return  # a replica lags: next round
            content += (found[key] for key in batch)
        await self._side.receive(attached, b"".join(content))

    async def _clear(self) -> None:
        """Takes away the parts that belong to nothing that is attached, as after a redaction.

        Both sides hold the same entries, and did so with these parts before: nobody is about to say whose they are.
        """
        strays = self._sets.strays
        for key in strays & self._strays:
            await self._erase(key, b"", "an attachment that was redacted is")
            self._sets.erased(key)
        self._strays = strays

    # --- who is here

    def _meet(self, presence: Presence) -> None:
        self._here.hear(presence)
        if presence.asks:
            self._moved.set()

    async def _announce(self) -> None:
        for number in count():
            with suppress(TimeoutError):
                await within(self._engine.announce(self._here.hello()._replace(asks=number == 0)))
            await asyncio.sleep(LOOK)  # however often somebody asks
            await either(self._moved, HELLO)

    async def _until_lost(self) -> None:
        await self._engine.lost.wait()
        raise ConnectionError("the connection is lost")


def _in_parts(keys: Sequence[str], most: int) -> list[Sequence[str]]:
    return [keys[at : at + most] for at in range(0, len(keys), most)]


def _piece(content: bytes, number: int) -> bytes:
    return content[number * PART : (number + 1) * PART]
