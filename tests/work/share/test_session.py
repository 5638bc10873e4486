"""Promises of a session: what is typed at one place is at all, whatever the meeting point does meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

import pytest

from pmtui.errors import PmtuiError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.storage.journal.journal import Journal
from pmtui.storage.paths import JOURNAL
from pmtui.work.share.engine import Presence
from pmtui.work.share.status import State
from tests.work.share.meeting import Memory
from tests.work.share.members import NOON, OPENED, Member
from tests.work.share.scene import Scene, note


def test_what_is_typed_is_there_and_with_the_others_at_once(scene: Scene) -> None:
    """Without waiting for a comparison, byte for byte, each entry once."""
    ana, bo = scene.member("ana"), scene.member("bo")
    typed = ana.type("the pool is exhausted")
    scene.rest(0.1)
    assert scene.store.messages[f"e.{typed.id}"] == codec.encode(typed)
    assert bo.entries == ana.entries
    assert scene.status(ana).unshared == scene.status(bo).unshared == 0


def test_what_another_program_of_this_machine_wrote_is_sent_too(scene: Scene) -> None:
    """Nobody says so: the journal is looked at."""
    ana, bo = scene.member("ana"), scene.member("bo")
    session, ana.session = ana.session, None
    ana.type("by pmtui log")
    ana.session = session
    scene.rest(0.4)
    assert bo.texts == ["by pmtui log"]


def test_without_a_server_typing_goes_on_and_is_sent_when_it_is_back(scene: Scene) -> None:
    """The status says since when there is none, and how many entries wait."""
    ana, bo = scene.member("ana"), scene.member("bo")
    scene.store.down = True
    scene.store.cut()
    for number in range(3):
        ana.type(f"line {number}")
    scene.rest(30)
    status = scene.status(ana)
    assert (status.state, status.unshared, bool(status.why)) == (State.AWAY, 3, True)
    scene.store.heal()
    scene.rest(8)
    assert bo.texts == ["line 0", "line 1", "line 2"]
    status = scene.status(ana)
    assert (status.state, status.unshared) == (State.CONNECTED, 0)


def test_a_line_that_somebody_changed_goes_to_nobody(scene: Scene) -> None:
    """Neither before nor after the others have it: its words are nobody's, and the person is told to verify."""
    ana, bo = scene.member("ana"), scene.member("bo")
    known = ana.type("the pool")
    scene.rest(0.5)
    scene.loop.run_until_complete(ana.stop())
    fresh = ana.type("a query")
    journal = ana.folder / JOURNAL
    changed = journal.read_bytes().replace(b"the pool", b"the poll").replace(b"a query", b"a quern")
    journal.write_bytes(changed)
    ana.start(scene.loop)
    scene.rest(40)
    assert bo.texts == ["the pool"]
    assert scene.store.messages[f"e.{known.id}"] == codec.encode(known)
    assert f"e.{fresh.id}" not in scene.store.messages
    told = [warning for warning in scene.status(ana).warnings if "was changed in the journal" in warning]
    assert len(told) == 2
    assert "pmtui verify" in told[0]
    assert journal.read_bytes() == changed


def test_a_server_that_lost_its_disk_is_filled_by_any_member(scene: Scene) -> None:
    """Whoever is here stores everybody's entries again; nobody needs the one who typed them."""
    ana, bo = scene.member("ana"), scene.member("bo")
    ana.type("the pool")
    scene.rest(1)
    scene.loop.run_until_complete(ana.stop())
    scene.store.messages.clear()
    scene.rest(6)
    chi = scene.member("chi")
    assert chi.entries == bo.entries
    assert len(scene.store.messages) == 2


def test_a_second_window_counts_what_is_stored_and_not_what_is_passed_on(scene: Scene) -> None:
    """It hears its own entries when the first window sends them; a server that keeps none is seen in the next round."""
    ana = scene.member("ana")
    beside = ana.look_on(scene.loop)
    scene.rest(1)
    ana.type("the pool")
    scene.rest(1)
    assert scene.status(beside).state is State.CONNECTED
    assert scene.status(beside).unshared == 0
    scene.store.full = True
    ana.type("a query")
    scene.rest(10)
    assert scene.status(beside).unshared == 1
    scene.store.heal()
    scene.rest(30)
    assert scene.status(beside).unshared == 0
    assert sum(b"a query" in data for data in scene.store.ever) == 1


def test_equal_counts_are_no_equal_sets(scene: Scene) -> None:
    """Of two stores with as many messages one is not the other: within 30 seconds all keys are compared."""
    ana = scene.member("ana")
    typed = ana.type("the pool")
    scene.rest(12)
    del scene.store.messages[f"e.{typed.id}"]
    other = note("of a member who is gone")
    scene.store.messages[f"e.{other.id}"] = codec.encode(other)
    scene.rest(36)
    assert f"e.{typed.id}" in scene.store.messages
    assert {*ana.texts} == {"the pool", "of a member who is gone"}


def test_what_was_stored_without_an_answer_is_one_entry(scene: Scene) -> None:
    """The push timed out after it had been done; it is not called unshared for ever, and nothing doubles."""
    ana, bo = scene.member("ana"), scene.member("bo")
    scene.store.forgetful = scene.store.twice = True
    ana.type("the pool")
    scene.rest(12)
    scene.store.heal()
    scene.rest(12)
    assert bo.digests == ana.digests
    assert scene.status(ana).unshared == 0


def test_without_a_quorum_what_is_typed_still_reaches_all_who_are_here(scene: Scene) -> None:
    """Nothing is stored, and so nothing is called shared; once there is one, it is."""
    ana, bo = scene.member("ana"), scene.member("bo")
    scene.store.leaderless = True
    for number in range(5):
        ana.type(f"line {number}")
        scene.rest(3)
    assert bo.texts == [f"line {number}" for number in range(5)]
    status = scene.status(ana)
    assert (status.state, status.unshared) == (State.AWAY, 5)
    scene.store.heal()
    scene.rest(15)
    assert len(scene.store.messages) == 6
    assert (scene.status(ana).state, scene.status(ana).unshared) == (State.CONNECTED, 0)


def test_a_reason_that_meets_all_entries_is_said_once(scene: Scene) -> None:
    """A server that takes nothing is no news at each Enter: the header counts what stays."""
    ana = scene.member("ana")
    scene.store.refuses = lambda key: True
    for number in range(5):
        ana.type(f"line {number}")
        scene.rest(1)
    status = scene.status(ana)
    assert status.unshared == 5
    assert status.warnings == ("#1 stays here: no room",)
    with pytest.raises(PmtuiError, match=r"not shared: 5 of 5 entries; #1 stays here: no room$"):
        scene.loop.run_until_complete(ana.sync())


def test_a_server_whose_disk_is_full_is_told_from_one_that_is_away(scene: Scene) -> None:
    """What is typed still reaches all who are here, the reason is said once, and with room again all is stored."""
    ana, bo = scene.member("ana"), scene.member("bo")
    scene.store.full = True
    for number in range(5):
        ana.type(f"line {number}")
        scene.rest(8)
    assert bo.texts == [f"line {number}" for number in range(5)]
    status = scene.status(ana)
    assert (status.state, status.unshared) == (State.AWAY, 5)
    assert [said for said in status.warnings if "is its disk full?" in said] == [status.why]
    scene.store.heal()
    scene.rest(15)
    assert len(scene.store.messages) == 6
    assert (scene.status(ana).state, scene.status(ana).unshared) == (State.CONNECTED, 0)


def test_a_store_that_is_lost_is_no_full_disk(scene: Scene) -> None:
    """It is made anew at once, and filled, without a word about room; what was said of a full disk is taken back."""
    ana = scene.member("ana")
    scene.rest(1)
    scene.store.messages.clear()
    scene.store.gone = True
    ana.type("the pool")
    scene.rest(8)
    assert scene.status(ana).warnings == ()
    assert len(scene.store.messages) == 2
    scene.store.full = True
    ana.type("a query")
    scene.rest(30)
    assert "is its disk full?" in scene.status(ana).warnings[0]
    scene.store.heal()
    scene.rest(30)
    assert scene.status(ana).warnings == ()


def test_a_refusal_is_said_and_not_tried_again(scene: Scene) -> None:
    """The entry stays here, under the sentence of the server; the others go on."""
    ana, bo = scene.member("ana"), scene.member("bo")
    pushed: list[str] = []
    unwanted = ""

    def refuses(key: str) -> bool:
        pushed.append(key)
        return key == unwanted

    scene.store.refuses = refuses
    typed = ana.type("too much")
    unwanted = f"e.{typed.id}"
    ana.type("the pool")
    scene.rest(20)
    status = scene.status(ana)
    assert (bo.texts, status.unshared) == (["the pool"], 1)
    assert any("#1" in said and "no room" in said for said in status.warnings)
    assert pushed.count(unwanted) == 1


def test_who_is_not_let_in_asks_again_when_the_settings_changed(scene: Scene) -> None:
    """A Refused is a sentence on the screen, and no storm of tries."""
    scene.store.shut = "the line to join is not valid any more"
    tries = 0
    make = scene.store.engine

    def engine() -> Memory:
        nonlocal tries
        tries += 1
        return make()

    scene.store.engine = engine  # type: ignore[method-assign]
    ana = Member(scene.home / "ana", "ana", scene.store.engine)
    stamp = [1]
    session = ana.start(scene.loop)
    session._meeting = session._meeting._replace(stamp=lambda: stamp[0])
    scene.rest(120)
    status = scene.status(ana)
    assert (status.state, status.why, tries) == (State.REFUSED, scene.store.shut, 1)
    scene.store.heal()
    stamp[0] = 2
    scene.rest(10)
    assert scene.status(ana).state is State.CONNECTED


def test_a_clock_that_is_an_hour_off_changes_nothing(scene: Scene) -> None:
    """Order, sets and who is here follow no clock of a machine."""
    ana, bo = scene.member("ana"), scene.member("bo", skew=timedelta(hours=1))
    for number in range(3):
        (ana, bo)[number % 2].type(f"line {number}")
        scene.rest(0.5)
    assert ana.texts == bo.texts == ["line 0", "line 1", "line 2"]
    assert [one.name for one in scene.status(ana).here] == ["ana", "bo"]


@pytest.mark.parametrize(
    ("minutes", "said"), [(60, "60 minutes ahead of"), (-7, "7 minutes behind"), (1, "")]
)
def test_a_clock_that_is_off_is_named(scene: Scene, minutes: int, said: str) -> None:
    """On both sides, as nobody knows which one is right; a minute is none, and what came late is no clock."""
    ana, bo = scene.member("ana"), scene.member("bo", skew=timedelta(minutes=minutes))
    late = Presence("chi", "1", "chi", "", 0, here=True, at=(NOON - timedelta(hours=1)).timestamp())
    for _ in range(3):
        scene.loop.run_until_complete(scene.store.engines[0].announce(late))
    scene.rest(17)
    warnings = [scene.status(member).warnings for member in (ana, bo)]
    assert [len(each) for each in warnings] == [bool(said)] * 2
    assert not said or warnings[0] == (
        f"the clock of bo is {said} this one: set the one that is wrong, then /retime what was stamped by it",
    )


def as_stored(entry: e.Entry) -> tuple[str, bytes]:
    """Where an entry is kept, and its bytes."""
    return f"e.{entry.id}", codec.encode(entry)


BAD: dict[str, tuple[tuple[str, bytes], str]] = {
    "no entry": (("e.1", b"\xff\x00"), "cannot be read"),
    "nested": (("e.1", b"[" * 100_000), "cannot be read"),
    "another's id": (("e.1", codec.encode(note("x"))), "claims to be"),
    "a path": (as_stored(note("x", "../../x")), "claims to be"),
    "too large": (("e.1", b" " * ((4 << 20) + 1)), "larger than 4 MiB"),
    "a far number": (as_stored(note("x", n=2_000_000)), "far above"),
    "another incident": (as_stored(e.Opened(id=codec.new_id(NOON), recorded=NOON)), "another incident"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_entry_of_this_incident_is_kept_aside(scene: Scene, what: str) -> None:
    """Live or compared; it is said once, the journal stays as it was, and the rest goes on."""
    ana = scene.member("ana")
    before = (ana.folder / JOURNAL).read_bytes()
    key, data = BAD[what][0]
    scene.send(key, data)
    scene.rest(40)
    (said,) = scene.status(ana).warnings
    assert BAD[what][1] in said
    assert scene.store.asked.count(key) <= 1
    assert (ana.folder / JOURNAL).read_bytes() == before
    (kept,) = (ana.folder / "aside").iterdir()
    assert kept.read_bytes() == data
    bo = scene.member("bo")
    ana.type("the pool")
    scene.rest(1)
    assert bo.texts == ["the pool"]


def test_a_kind_of_a_newer_version_is_kept(scene: Scene) -> None:
    """It is an entry like any other, in every copy."""
    ana, bo = scene.member("ana"), scene.member("bo")
    scene.put(codec.from_plain({**codec.plain(note("x")), "kind": "vote", "for": "bo"}))
    scene.rest(1)
    assert len(ana.entries) == 2
    assert ana.digests == bo.digests


@pytest.mark.parametrize("first", [True, False])
def test_two_versions_of_one_entry_become_one_everywhere(scene: Scene, first: bool) -> None:
    """The one that `prefer` takes stands in all journals and there; the other is kept aside, and that is said."""
    ana, bo = scene.member("ana"), scene.member("bo")
    typed = ana.type("the pool")
    scene.rest(1)
    other = note("a forgery", typed.id, n=0 if first else 7, salt="x")
    scene.put(other)
    scene.rest(40)
    stays = other if first else typed
    for member in (ana, bo):
        assert stays in member.entries
        assert any("other words" in said for said in scene.status(member).warnings)
        assert [*(member.folder / "aside").iterdir()]
    assert scene.store.messages[f"e.{typed.id}"] == codec.encode(stays)


@pytest.mark.parametrize("once", [True, False])
def test_other_words_under_one_id_are_seen_though_both_sides_hold_it(scene: Scene, once: bool) -> None:
    """As after a copy that somebody changed, with all its digests, while nobody shared."""
    ana = Member(scene.home / "ana", "ana", scene.store.engine)
    typed = ana.type("the pool")
    scene.put(OPENED)
    scene.put(note("a forgery", typed.id, n=7, salt="x"))
    if once:
        scene.loop.run_until_complete(ana.sync())
    else:
        ana.start(scene.loop)
        scene.rest(8)
        assert any("other words" in said for said in scene.status(ana).warnings)
    assert scene.store.messages[f"e.{typed.id}"] == codec.encode(typed)
    assert len([*(ana.folder / "aside").iterdir()]) == 1


def test_whoever_comes_sees_at_once_who_is_here(scene: Scene) -> None:
    """Also after a connection was lost: nobody is told that they are alone until the others' next sign of life."""
    members = [scene.member(name) for name in ("ana", "bo", "chi")]
    for _ in range(2):
        for each in members:
            assert sorted(one.name for one in scene.status(each).here) == ["ana", "bo", "chi"]
        scene.rest(2.5)
        scene.store.cut()
        scene.rest(0.5)


def test_whoever_asks_again_and_again_is_answered_now_and_then(scene: Scene) -> None:
    """One member's flood is not made a flood of all."""
    scene.member("ana")
    asked = Presence("eve", "1", "eve", "", 0, here=True, asks=True)
    scene.store.announced.clear()
    for _ in range(100):
        for engine in scene.store.engines:
            engine.loop.call_soon_threadsafe(engine._meet, asked)
        scene.rest(0.02)
    assert 1 < len(scene.store.announced) < 10


def test_who_is_here_is_seen_and_gone_when_they_leave_or_fall_silent(scene: Scene) -> None:
    """A good-bye is seen at once, a silence after 15 seconds; where they look, too."""
    ana, bo, chi = (scene.member(name) for name in ("ana", "bo", "chi"))
    assert bo.session is not None
    bo.session.looks_at("Impact")
    scene.rest(1)
    assert [(one.name, one.where) for one in scene.status(ana).here] == [
        ("ana", ""),
        ("bo", "Impact"),
        ("chi", ""),
    ]
    scene.loop.run_until_complete(bo.stop())
    scene.rest(0.1)
    assert [one.name for one in scene.status(ana).here] == ["ana", "chi"]
    chi.session = None
    for engine in scene.store.engines[1:]:
        engine.announce = _silence  # type: ignore[method-assign]
    scene.rest(21)
    assert [one.name for one in scene.status(ana).here] == ["ana"]


async def _silence(presence: object) -> None: ...


def test_who_ended_the_sharing_is_named_once_the_server_is_gone(scene: Scene) -> None:
    """With what becomes of what one types; a server that comes back after all is one, and its next death no end."""
    bo = scene.member("bo")
    last = Presence("ana", "1", "ana", "", 0, here=False, ended=True)
    scene.loop.run_until_complete(scene.store.engines[0].announce(last))
    scene.rest(1)
    assert scene.status(bo).state is State.CONNECTED
    for state in (State.ENDED, State.AWAY):
        scene.store.down = True
        scene.store.cut()
        bo.type("the pool")
        scene.rest(2)
        status = scene.status(bo)
        assert (status.state, status.unshared) == (state, 1)
        ended = (
            "ana ended the sharing; what you type stays on this machine, until you `pmtui join` a new line"
        )
        assert status.why.startswith(ended) is (state is State.ENDED)
        scene.store.heal()
        scene.rest(15)
        assert (scene.status(bo).state, scene.status(bo).unshared) == (State.CONNECTED, 0)


def test_redacted_words_are_nowhere(scene: Scene) -> None:
    """Here, with the others, and on the server, in every form in which it is stored; the entry stays."""
    ana, bo = scene.member("ana"), scene.member("bo")
    ana.type("the password is hunter2!")
    scene.rest(1)
    bo.type("/redact #1 a password")
    scene.rest(1)  # at once, and not only with the next comparison
    for member in (ana, bo):
        assert b"hunter2" not in (member.folder / JOURNAL).read_bytes()
    assert not any(b"hunter2" in data for data in scene.store.messages.values())
    assert ana.digests == bo.digests
    assert len(ana.entries) == 3


def test_words_that_come_back_are_taken_away_again(scene: Scene) -> None:
    """A server that is rolled back to before the redaction holds them again; the next full comparison sees that."""
    ana = scene.member("ana")
    typed = ana.type("the password is hunter2!")
    scene.rest(1)
    before = dict(scene.store.messages)
    ana.type("/redact #1 a password")
    scene.rest(10)
    scene.store.messages.update(before)
    scene.rest(40)
    assert b"hunter2" not in scene.store.messages[f"e.{typed.id}"]


def test_who_may_not_erase_is_told(scene: Scene) -> None:
    """The words are gone here, and the sentence says that they are still on the server; a member of it may."""
    scene.store.may_erase = False
    ana = scene.member("ana")
    typed = ana.type("the password is hunter2!")
    scene.rest(1)
    ana.type("/redact #1 a password")
    scene.rest(40)
    (said,) = scene.status(ana).warnings
    assert "#1" in said
    assert "still on the server" in said
    scene.store.heal()
    scene.store.cut()
    scene.rest(10)
    assert b"hunter2" not in scene.store.messages[f"e.{typed.id}"]
    assert not scene.status(ana).warnings


def test_that_words_are_still_there_is_said_until_another_has_erased_them(scene: Scene) -> None:
    """Whoever may not erase sees that it is done."""
    scene.store.may_erase = False
    ana = scene.member("ana")
    typed = ana.type("the password is hunter2!")
    scene.rest(1)
    ana.type("/redact #1 a password")
    scene.rest(5)
    assert scene.status(ana).warnings
    (wordless,) = (entry for entry in ana.entries if entry.id == typed.id)
    scene.store.messages[f"e.{typed.id}"] = codec.encode(wordless)
    scene.rest(36)
    assert not scene.status(ana).warnings


def test_whoever_may_erase_does_so_for_a_guest_at_once(scene: Scene) -> None:
    """Not only when all is compared again, half a minute later."""
    scene.member("ana")
    guest = scene.member("bo", guest=True)
    typed = guest.type("the password is hunter2!")
    scene.rest(10)
    guest.type("/redact #1 a password")
    scene.rest(1)
    assert b"hunter2" not in scene.store.messages[f"e.{typed.id}"]


def test_a_file_that_the_server_does_not_take_is_no_equal_set(scene: Scene, tmp_path: Path) -> None:
    """Whoever compares once hears that it stays here, under the sentence of the server."""
    ana = scene.member("ana")
    scene.loop.run_until_complete(ana.stop())
    scene.store.refuses = lambda key: key.startswith("a.")
    file = tmp_path / "errors.txt"
    file.write_bytes(b"many errors")
    ana.type(f"/attach {file}")
    with pytest.raises(PmtuiError) as refused:
        scene.loop.run_until_complete(ana.sync())
    assert "do not hold the same" in str(refused.value)
    assert "errors.txt stays here: no room" in str(refused.value)


@pytest.mark.parametrize("size", [0, 10, 300_000])
def test_what_is_attached_comes_along(scene: Scene, tmp_path: Path, size: int) -> None:
    """In parts, whole; whoever comes later gets it as well."""
    ana, bo = scene.member("ana"), scene.member("bo")
    file = tmp_path / "errors.png"
    file.write_bytes(bytes(range(256)) * (size // 256) + b"x" * (size % 256))
    ana.type(f"/attach {file} per second")
    scene.rest(8)
    chi = scene.member("chi")
    scene.rest(8)
    for member in (bo, chi):
        (copy,) = (member.folder / "attachments").iterdir()
        assert copy.read_bytes() == file.read_bytes()


def test_an_attachment_that_is_redacted_leaves_the_server(scene: Scene, tmp_path: Path) -> None:
    """Its parts belong to nothing any more."""
    ana, bo = scene.member("ana"), scene.member("bo")
    file = tmp_path / "secret.txt"
    file.write_bytes(b"hunter2!" * 40_000)
    ana.type(f"/attach {file}")
    scene.rest(12)
    ana.type("/redact #1 a password")
    scene.rest(75)
    assert not [key for key in scene.store.messages if key.startswith("a.")]
    assert not [*(bo.folder / "attachments").iterdir()]


def test_a_wordless_entry_that_overtakes_its_redaction_waits_for_it(scene: Scene, tmp_path: Path) -> None:
    """The redaction says what is to be cleaned on this machine, too: nothing could be found without the words."""
    ana, bo = scene.member("ana"), scene.member("bo")
    file = tmp_path / "secret.txt"
    file.write_bytes(b"hunter2!")
    typed = ana.type(f"/attach {file} hunter2!")
    scene.rest(8)
    scene.put(codec.redact(typed))
    scene.rest(1)
    assert typed in bo.entries
    scene.put(e.Redact(id=codec.new_id(NOON), n=2, recorded=NOON, refs=(typed.id,)))
    scene.rest(1)
    for member in (ana, bo):
        assert codec.redact(typed) in member.entries
        assert not [*(member.folder / "attachments").iterdir()]


def test_an_attachment_that_is_redacted_while_it_comes_is_not_kept(scene: Scene, tmp_path: Path) -> None:
    """Its parts were asked for before, and arrive after this machine has cleaned itself."""
    ana = scene.member("ana")
    file = tmp_path / "secret.txt"
    file.write_bytes(b"hunter2!")
    ana.type(f"/attach {file}")
    scene.rest(6)
    make = scene.store.engine

    def slow() -> Memory:
        engine = make()
        get = engine.get

        async def slowly(keys: Collection[str]) -> dict[str, bytes]:
            found = await get(keys)
            if any(key.startswith("a.") for key in keys):
                await asyncio.sleep(3)
            return found

        engine.get = slowly  # type: ignore[method-assign]
        return engine

    scene.store.engine = slow  # type: ignore[method-assign]
    bo = scene.member("bo")
    ana.type("/redact #1 a password")
    scene.rest(6)
    assert len(bo.entries) == 3
    assert not [*(bo.folder / "attachments").iterdir()]


def test_a_long_entry_over_a_line_that_times_out_gets_there(scene: Scene) -> None:
    """A comparison whose calls take too long goes on with fewer entries at a time."""
    ana = scene.member("ana")
    journal = Journal(ana.folder)
    journal.append([note(f"line {number}", n=0) for number in range(300)])
    journal.close()
    scene.rest(5)
    make = scene.store.engine

    def slow() -> Memory:
        engine = make()
        get = engine.get

        async def slowly(keys: Collection[str]) -> dict[str, bytes]:
            if len(keys) > 20:
                await asyncio.sleep(5)
                raise TimeoutError
            return await get(keys)

        engine.get = slowly  # type: ignore[method-assign]
        return engine

    scene.store.engine = slow  # type: ignore[method-assign]
    bo = scene.member("bo")
    scene.rest(60)
    assert len(bo.entries) == 301


def test_the_opening_entry_is_shared_as_any(scene: Scene) -> None:
    """It says which incident this is, and is stored once."""
    scene.member("ana")
    assert scene.store.messages == {f"e.{OPENED.id}": codec.encode(OPENED)}
