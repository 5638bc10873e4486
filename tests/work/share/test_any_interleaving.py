"""Whatever a meeting point does, once it is over all journals hold what was typed, each entry once, and no more."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from pmtui.model import entries as e
from pmtui.model.incident.links import place
from pmtui.storage.paths import JOURNAL
from tests.work.share.clockwork import Clockwork
from tests.work.share.meeting import Store
from tests.work.share.members import Member

NAMES = ("ana", "bo", "chi")
WHO = st.sampled_from(range(len(NAMES)))
FAULTS = ("down", "stalled", "leaderless", "full", "forgetful", "twice", "deaf", "lags")


class Incident(RuleBasedStateMachine):
    """Three people log, and their meeting point and their programs fail in every way, at any moment."""

    @initialize(seed=st.integers(0, 1 << 16))
    def begin(self, seed: int) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="pmtui-share-"))
        self.loop = Clockwork()
        self.store = Store(seed)
        self.members = [Member(self.home / name, name, self.store.engine) for name in NAMES]
        self.copies: list[dict[str, bytes]] = [{}]
        """Older states of the store."""
        self.typed: dict[str, str] = {}
        """The text of every entry, by its id."""
        self.redacted: set[str] = set()
        self.numbers = itertools.count(1)
        for member in self.members:
            member.start(self.loop)

    # --- people

    @rule(who=WHO, line=st.sampled_from(("", "", "/hypothesis ", "/action ")))
    def types(self, who: int, line: str) -> None:
        text = f"words-{next(self.numbers):05}"
        self.typed[self.members[who].type(f"{line}{text}").id] = text

    @rule(who=WHO, size=st.sampled_from((0, 9, 200_000)))
    def attaches(self, who: int, size: int) -> None:
        text = f"words-{next(self.numbers):05}"
        path = self.home / f"{text}.log"
        path.write_bytes((text.encode() * (size // len(text) + 1))[:size])
        self.typed[self.members[who].type(f"/attach {path} {text}").id] = text

    @rule(who=WHO, which=st.integers(0, 1000))
    def redacts(self, who: int, which: int) -> None:
        there = [
            entry for entry in self.members[who].entries if self.typed.get(entry.id) and not entry.redacted
        ]
        if there:
            gone = there[which % len(there)]
            name = f"#{gone.n}"
            if sum(entry.n == gone.n for entry in self.members[who].entries) == 1:
                self.typed[self.members[who].type(f"/redact {name} a password").id] = ""
                self.redacted.add(self.typed[gone.id])

    @rule(seconds=st.sampled_from((0.01, 0.3, 3.0, 12.0)))
    def time_passes(self, seconds: float) -> None:
        self.loop.pass_time(seconds)

    # --- what fails

    @rule(who=WHO)
    def a_program_dies_or_comes_back(self, who: int) -> None:
        member = self.members[who]
        if member.session is None:
            member.start(self.loop)
        else:
            self.loop.run_until_complete(member.stop())

    @rule(fault=st.sampled_from(FAULTS))
    def a_fault_begins_or_ends(self, fault: str) -> None:
        setattr(self.store, fault, not getattr(self.store, fault))

    @rule(late=st.sampled_from((0.0, 4.0)))
    def messages_overtake_each_other(self, late: float) -> None:
        self.store.late = late

    @rule(digit=st.sampled_from("0123456789abcdef"))
    def some_are_refused(self, digit: str) -> None:
        self.store.refuses = lambda key: key.endswith(digit)

    @rule()
    def nobody_may_erase(self) -> None:
        self.store.may_erase = not self.store.may_erase

    @rule()
    def all_connections_are_lost(self) -> None:
        self.store.cut()

    @rule()
    def the_disk_is_copied(self) -> None:
        self.copies.append(dict(self.store.messages))

    @precondition(lambda self: len(self.copies) > 1)
    @rule(which=st.integers(0, 1000), killed=st.booleans())
    def the_disk_is_rolled_back_or_wiped(self, which: int, killed: bool) -> None:
        self.store.messages = dict(self.copies[which % len(self.copies)])
        if killed:
            self.store.cut()

    # --- once it is over

    def teardown(self) -> None:
        if not hasattr(self, "loop"):
            return
        try:
            self.store.heal()
            self.store.cut()
            for member in self.members:
                if member.session is None:
                    member.start(self.loop)
            self.loop.pass_time(100)
            self._check()
        finally:
            for member in self.members:
                self.loop.run_until_complete(member.stop())
            self.loop.run_until_complete(asyncio.sleep(0))
            self.loop.close()
            shutil.rmtree(self.home)

    def _check(self) -> None:
        first = self.members[0]
        for member in self.members:
            ids = [entry.id for entry in member.entries]
            assert sorted(ids) == sorted({*self.typed, first.entries[0].id})
            raw = (member.folder / JOURNAL).read_bytes()
            assert raw.count(b"\n") == len(ids)
            assert member.digests == first.digests
            assert member.incident == first.incident
            assert member.session is not None
            self._check_words(raw)
        self._check_files()
        for data in self.store.messages.values():
            self._check_words(data)
        assert {key for key in self.store.messages if key.startswith("e.")} == {f"e.{i}" for i in ids}

    def _check_words(self, data: bytes) -> None:
        assert not [text for text in self.redacted if text.encode() in data]

    def _check_files(self) -> None:
        wanted = {
            place(entry) for entry in self.members[0].entries if isinstance(entry, e.Attach) and entry.sha256
        }
        for member in self.members:
            folder = member.folder / "attachments"
            there = folder.iterdir() if folder.exists() else ()
            assert {f"attachments/{path.name}" for path in there} == wanted


TestIncident = Incident.TestCase
TestIncident.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
