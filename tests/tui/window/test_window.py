"""Promises about an open window: half-typed, refused and unsaved lines outlive it, each once."""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pmtui.errors import PmtuiError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.facts import Item
from pmtui.model.incident.links import place
from pmtui.model.incident.words import words
from pmtui.model.line.arguments import LineError
from pmtui.model.line.grammar import Typed
from pmtui.model.line.retype import script_line
from pmtui.storage import scratch
from pmtui.storage.journal.journal import Journal
from pmtui.storage.paths import JOURNAL, UNSENT
from pmtui.storage.unsent import RESERVE, Line, Unsent, UnsentState
from pmtui.tui import messages as m
from pmtui.tui.window.history import History
from pmtui.tui.window.window import News
from pmtui.tui.window.writer import CHECK
from pmtui.work.session import Session
from tests.storage.faults import NOW, Faulty, Small, note
from tests.tui.window.test_writer import Full, Hanging
from tests.tui.window.windows import (
    PATIENCE,
    Screenless,
    create,
    entries,
    same,
    texts,
    unsent_files,
    whole,
    write,
)


class Clock:
    """Stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


def _left(folder: Path, state: UnsentState) -> None:
    """What a killed window leaves in the folder."""
    unsent = Unsent(folder)
    unsent.save(state)
    unsent.close()


def test_a_half_typed_line_is_back_with_its_cursor(tmp_path: Path) -> None:
    """A window that ends with a line in its bar leaves it to the next one."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    window.state.typing("the database is", (0, 3))
    window.close()
    assert len(unsent_files(folder)) == 1
    again = Screenless(folder)
    assert (again.state.half.text, again.state.half.cursor) == ("the database is", (0, 3))


def test_what_an_editor_saved_outlives_its_window(tmp_path: Path) -> None:
    """Killed while the editor was open: the next window finds the text parked, once, however often one is killed."""
    folder = create(tmp_path)
    left = scratch.Scratch(folder, "root_cause", "before")
    left.path.write_text("A missing `LIMIT`.\n\nTwice.\n")
    left.close(keep=True)
    for _ in range(2):
        killed = Screenless(folder).start()
        killed.state.keep()
        assert killed.state.writer.kept(5)
        killed.state.writer.end(5)
        killed.state.session.close()
        assert [line.text for line in killed.state.parked] == [
            '/write "root_cause" A missing `LIMIT`.\n\nTwice.'
        ]
    assert left.path.exists()
    Screenless(folder).start().close()
    assert not left.path.exists()
    again = Screenless(folder).start()
    assert len(again.state.parked) == 1
    again.close()


def test_an_odd_file_beside_what_an_editor_saved_is_in_nobodys_way(tmp_path: Path) -> None:
    """Nested beyond reason, no JSON, no UTF-8: the window opens, and has what another editor saved."""
    folder = create(tmp_path)
    left = scratch.Scratch(folder, "root_cause", "before")
    left.path.write_text("after")
    left.close(keep=True)
    for number, odd in enumerate((b'{"x":' + b"[" * 3000 + b"]" * 3000 + b"}", b"{", b'{"section":"\xff"}')):
        (left.path.parent / f"{number}.json").write_bytes(odd)
    window = Screenless(folder)
    assert [line.text for line in window.state.parked] == ['/write "root_cause" after']


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("root_cause", "A missing `LIMIT`.\n\n# Why\n\n- one [/] | two"),
        ("What we ate", "{{ pizza }} 🍕 <b>"),
    ],
)
def test_a_section_in_the_making_outlives_its_window(tmp_path: Path, section: str, text: str) -> None:
    """The next window finds it parked, as the line that writes it, once; what was recorded does not come back."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    window.enter(f'/write "{section}" before')
    line = window.state.section_line(window.state.section(section, text))
    window.state.keep([line])
    window.state.keep([line])
    assert window.state.writer.kept(5)
    window.state.writer.end(5)  # killed: nothing of leaving was done
    again = Screenless(folder).start()
    assert [parked.text for parked in again.state.parked] == [line]
    written = again.enter(again.state.parked[0].text)
    assert isinstance(written, e.Write)
    assert (written.section, written.text) == (section, text)


def test_a_section_that_was_recorded_does_not_come_back(tmp_path: Path) -> None:
    """Killed after the journal had it and before the line in the making was taken away."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    line = window.state.section_line(window.state.section("summary", "All of it."))
    window.state.keep([line])
    assert window.state.writer.kept(5)
    window.state.record(window.state.section("summary", "All of it."))
    assert window.state.writer.flush(5)
    window.state.writer.end(5)
    assert Screenless(folder).state.parked == []


def test_a_section_saved_before_the_others_version_was_seen_replaces_nothing(tmp_path: Path) -> None:
    """A busy window has not heard of it at its Enter; both stand all the same, on screen and on disk."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    first = window.enter("/write summary first")
    assert window.until(lambda: window.state.unsaved == 0)
    write(folder, "/write summary theirs")
    window.state.record(window.state.section("summary", "mine", (first.id,)))
    assert window.until(lambda: window.state.unsaved == 0)
    assert window.incident.sections == whole(folder).sections == {"summary": "theirs\n\nmine"}
    window.close()


def test_a_line_that_was_deleted_does_not_come_back(tmp_path: Path) -> None:
    """What was kept half typed and then taken back is gone from the disk, even if one quits at once."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    window.state.typing("never mind", (0, 10))
    window.state.keep()
    assert window.state.writer.kept(5)
    assert len(unsent_files(folder)) == 1
    window.state.typing("", (0, 0))
    window.close()
    assert unsent_files(folder) == []
    assert Screenless(folder).state.half == Line()


def test_a_line_that_was_entered_does_not_come_back(tmp_path: Path) -> None:
    """A crash after the fsync and before the unsent lines were kept again restores nothing that is saved."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    window.state.typing("saved", (0, 5))
    kept = UnsentState(half=window.state.half)
    window.enter("saved")
    assert window.until(lambda: window.state.unsaved == 0)
    _left(folder, kept)
    assert Screenless(folder).state.half == Line()
    assert texts(folder) == ["saved"]


def test_a_refused_line_keeps_the_moment_of_its_first_enter(tmp_path: Path) -> None:
    """Fetched and mended minutes later, in another window, it is recorded for when it was typed."""
    folder, clock = create(tmp_path), Clock()
    window = Screenless(folder, clock=clock).start()
    assert isinstance(window.state.submit("/hypothsis a DDoS"), LineError)
    window.close()
    assert len(unsent_files(folder)) == 1
    clock.goes_on(7)
    again = Screenless(folder, clock=clock).start()
    (line,) = again.state.parked
    again.state.take(line)
    again.enter("/hypothesis a DDoS")
    again.close()
    (entry,) = [entry for entry in entries(folder) if isinstance(entry, e.Hypothesis)]
    assert (entry.at, entry.recorded) == (NOW, NOW)
    assert again.state.parked == []


def test_a_line_refused_again_is_parked_once(tmp_path: Path) -> None:
    """However often it is tried, it waits once, with the moment of its first Enter."""
    clock = Clock()
    window = Screenless(create(tmp_path), clock=clock)
    window.state.submit("/frobnicate")
    for _ in range(3):
        clock.goes_on(1)
        window.state.take(window.state.parked[-1])
        window.state.typing("/frobnicate again", (0, 0))
        window.state.submit("/frobnicate again")
    assert [(line.text, line.since) for line in window.state.parked] == [("/frobnicate again", NOW)]


def test_two_windows_each_keep_their_own(tmp_path: Path) -> None:
    """A second window takes nothing from one that lives, and both find theirs again, the later one in the bar."""
    folder = create(tmp_path)
    one, two = Screenless(folder).start(), Screenless(folder).start()
    one.state.typing("from one", (0, 8))
    two.state.typing("from two", (0, 8))
    for window in (two, one):
        window.state.keep()
        assert window.state.writer.kept(5)
        if window is two:  # later than the other by its time stamp, however coarse those are
            (kept,) = unsent_files(folder)
            os.utime(kept, (kept.stat().st_atime, kept.stat().st_mtime + 60))
    three = Screenless(folder).start()
    assert (three.state.half, three.state.parked) == (Line(), [])
    for window in (three, one, two):
        window.close()
    assert len(unsent_files(folder)) == 2
    again = Screenless(folder)
    assert (again.state.half.text, [line.text for line in again.state.parked]) == ("from two", ["from one"])


def test_what_a_dead_window_had_not_saved_is_saved_by_the_next(tmp_path: Path) -> None:
    """In its order, once, behind what others wrote meanwhile, under numbers and labels that are free."""
    folder = create(tmp_path)
    window = Screenless(folder)
    window.enter("/hypothesis mine")
    window.enter("/evidence H1 + for mine")
    pending = tuple(window.state.session.held.values())
    write(folder, "theirs", "/hypothesis theirs")
    _left(folder, UnsentState(pending))
    again = Screenless(folder).start()
    assert [entry.n for entry in again.incident.entries] == [0, 1, 2, 3, 4]
    assert [(h.label, h.text) for h in again.incident.hypotheses] == [("H1", "theirs"), ("H2", "mine")]
    again.close()
    assert texts(folder) == ["theirs", "theirs", "mine", "for mine"]
    assert same(again, folder)
    third = Screenless(folder).start()
    assert third.state.unsaved == 0
    third.close()
    assert texts(folder) == ["theirs", "theirs", "mine", "for mine"]


def test_entries_of_others_move_held_ones_behind_them(tmp_path: Path) -> None:
    """When numbers and labels were given twice, the screen shows each once, in the order that the disk will have."""
    disk = Full()
    folder = create(tmp_path)
    window = Screenless(folder, disk).start()
    window.enter("/hypothesis mine")
    window.enter("mine")
    window.enter("/escalate dba: mine")
    window.enter("/misleading H1 not mine")
    write(folder, "/hypothesis theirs", "/escalate dba: theirs")
    assert window.until(lambda: len(window.incident) == 7)
    shown = [entry.id for entry in window.incident.entries]
    assert [entry.n for entry in window.incident.entries] == list(range(7))
    assert sorted(window.incident.labels) == ["E1", "E2", "H1", "H2"]
    disk.full = False
    assert window.until(lambda: window.state.unsaved == 0)
    assert [entry.id for entry in entries(folder)] == shown
    assert [(h.label, h.state) for h in whole(folder).hypotheses] == [("H1", "open"), ("H2", "misleading")]
    assert same(window, folder)
    window.close()


def test_an_entry_that_waited_for_an_answer_gets_a_number_of_its_own(tmp_path: Path) -> None:
    """A dialog may hold an entry back while others write: it comes behind them."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    typed = window.state.submit("/close")
    assert not isinstance(typed, LineError)
    assert typed.entry is not None
    write(folder, "meanwhile")
    assert window.until(lambda: len(window.incident) == 2)
    window.state.record(typed.entry)
    assert window.incident.entry(typed.entry.id).n == 2
    window.close()
    assert same(window, folder)


def test_an_incident_opens_on_a_full_disk(tmp_path: Path) -> None:
    """Lines of a dead window that cannot be taken over stay where they are, and that is said."""
    folder = create(tmp_path)
    pending = note("unsaved")
    _left(folder, UnsentState((pending,)))
    disk = Full()
    window = Screenless(folder, disk).start()
    assert "full" in window.state.notice
    window.enter("typed")
    disk.full = False
    assert window.until(lambda: window.state.unsaved == 0)
    window.close()
    again = Screenless(folder).start()
    again.close()
    assert texts(folder) == ["typed", "unsaved"]


def test_a_move_that_cannot_be_made_is_parked_as_it_was_typed(tmp_path: Path) -> None:
    """Its line waits for another try, the incident's name included, and the entries stay."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    window.enter("belongs elsewhere")
    window.enter("/move #1 nowhere-like-this")
    assert window.until(lambda: len(window.state.parked) == 1)
    assert window.state.parked[0].text == "/move #1 nowhere-like-this"
    assert [item.struck for item in window.incident.timeline if item.entry.n == 1] == [False]
    window.close()


def test_unsaved_lines_written_elsewhere_make_the_same_entries_later(tmp_path: Path) -> None:
    """As a script for `pmtui log` they say when it was, whatever day they are recorded on."""
    lines = (
        *(
            "-5m it began",
            "@-5m it began",
            "@~10:20 about then",
            "@09:00..09:30 a while",
            "@? who knows",
            "/note /var x",
        ),
        *(
            "/hypothesis a DDoS",
            "/misleading H1 no",
            "two\nlines\n  indented",
            "/escalate dba: why via:phone",
        ),
        *(
            "/task mend it owner:ana due:2023-11-01",
            "/role commander ana",
            "/severity 2 worse",
            "/write summary a | b",
        ),
        *(
            "/amend #2 it began earlier",
            "/amend #3 /decision about then",
            "/retime #5 09:10",
            "/strike #4 no",
            "/key #2",
        ),
    )
    folder, copy = create(tmp_path), create(tmp_path, "2023-10-15-copy")
    window = Screenless(folder)
    for line in lines:
        window.enter(line)
    incident = window.incident
    script = [script_line(incident.item(entry_id), incident) for entry_id in window.state.session.held]
    later = NOW + timedelta(days=3)
    for line in script:
        write(copy, line.replace("\n  ", "\n"), at=later)
    again = whole(copy)
    assert [_said(item) for item in again.timeline] == [_said(item) for item in incident.timeline]
    assert again.metrics == incident.metrics


def _said(item: Item) -> tuple[object, ...]:
    entry = item.entry
    words = {
        name: value
        for name, value in codec.plain(entry).items()
        if name not in ("id", "recorded", "salt", "said", "zone", "by", "refs")
    }
    return (item.name, item.struck, item.key, sorted(words.items(), key=str))


@pytest.mark.parametrize("closed", [False, True])
def test_a_move_takes_entries_and_the_documents_there_follow(tmp_path: Path, closed: bool) -> None:
    """They are in the other incident, with their times, and in its record if it has one."""
    folder, other = create(tmp_path), create(tmp_path, "2023-10-15-login", "Login is slow")
    if closed:
        write(other, "/close")
    window = Screenless(folder).start()
    window.enter("stays")
    window.enter("@10:25 goes")
    window.enter("/move #2 login")
    assert window.until(lambda: window.state.unsaved == 0)
    window.close()
    moved = [entry for entry in entries(other) if isinstance(entry, e.Note)]
    assert [(entry.text, entry.said) for entry in moved] == [("goes", "10:25")]
    assert (other / "incident.toml").exists() == closed
    assert not closed or "goes" in (other / "incident.toml").read_text()


def test_keys_are_kept_whatever_call_of_keeping_them_fails(tmp_path: Path) -> None:
    """A half-typed line is on disk once the disk works, and never more than one file a window."""
    for at in range(1, 30):
        folder = create(tmp_path / str(at))
        disk = Faulty()
        window = Screenless(folder, disk).start()
        disk.arm(at)
        for text in ("one", "one two"):
            window.state.typing(text, (0, len(text)))
            window.state.keep()
            window.state.writer.kept(5)
        window.close()
        disk.arm(0)
        assert Screenless(folder).state.half.text == "one two"


def test_a_window_brings_back_what_only_the_record_holds(tmp_path: Path) -> None:
    """An older journal was put back while no window was open: its entries are joined, said, and numbered on."""
    folder = create(tmp_path)
    old = (folder / JOURNAL).read_bytes()
    first = Screenless(folder).start()
    first.enter("one")
    first.enter("/close")
    assert first.hears(m.DocumentsWritten)
    first.close()
    (folder / JOURNAL).write_bytes(old)
    window = Screenless(folder)
    assert "incident.toml held 2 entries that the journal lacked" in window.state.notice
    assert texts(folder) == ["one", ""]
    window.start()
    window.enter("two")
    assert window.until(lambda: window.state.unsaved == 0)
    assert [entry.n for entry in entries(folder)] == [0, 1, 2, 3]
    window.close()


def test_what_the_writer_says_changes_the_window_and_says_what_to_show(tmp_path: Path) -> None:
    """An own entry that is saved is one row; what others wrote is all of them; a failure is said once."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    mine = window.enter("the pool is exhausted")
    assert window.until(lambda: window.state.unsaved == 0)
    assert News(saved=(mine.id,)) in window.news
    write(folder, "a colleague's line")
    assert window.until(lambda: len(window.incident.entries) == 3)
    assert News(anew=True) in window.news
    full = m.SaveFailed(PmtuiError("the disk is full"))
    assert window.state.hear(full) == News(said="the disk is full")
    assert window.state.hear(full) == News()
    assert window.state.failing == "the disk is full"
    window.state.hear(m.DiskWorks())
    assert window.state.failing == ""
    window.close()


def test_a_line_that_somebody_changed_is_said_soon_after_opening(tmp_path: Path) -> None:
    """Digests are checked beside everything else: the window is open first, then it names the line."""
    folder = create(tmp_path)
    write(folder, "the database is fine", "second")
    path = folder / JOURNAL
    path.write_bytes(path.read_bytes().replace(b"is fine", b"is down"))
    window = Screenless(folder).start()
    assert window.state.changed == ()
    assert window.until(lambda: window.state.changed == (2,))
    notices = [news.notice for news in window.news if news.notice]
    assert notices == [
        f"the journal is not as it was written, in line 2; `pmtui verify {folder.name}` says more"
    ]
    window.close()


@pytest.mark.parametrize("where", ["here", "in a shell"])
def test_parked_lines_lose_redacted_words(tmp_path: Path, where: str) -> None:
    """Whoever redacts; in the window itself before the file of its lines is looked into, so that it is not named."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    window.enter("the password is hunter2hunter2")
    assert isinstance(window.state.submit("/bogus hunter2hunter2 fails"), LineError)
    window.state.keep()
    assert window.state.writer.kept(PATIENCE)
    assert window.until(lambda: window.state.unsaved == 0)
    if where == "here":
        window.enter("/redact #1 password=hunter2hunter2")
        assert window.hears(m.WordsNamed)
    else:
        write(folder, "/redact #1 a password")
        assert window.hears(m.JournalReplaced)
    assert [line.text for line in window.state.parked] == ["/bogus [redacted] fails"]
    assert window.state.writer.kept(PATIENCE)
    assert [b"hunter2" in path.read_bytes() for path in unsent_files(folder)] == [False]
    assert not any("open window" in news.notice for news in window.news)
    window.close()


def test_a_line_that_lost_words_while_one_walked_back_is_fetched_without_them(tmp_path: Path) -> None:
    """A shell redacts between two Ups: the walk goes on, and brings the line as it waits now."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    window.enter("the password is hunter2hunter2")
    assert window.until(lambda: window.state.unsaved == 0)
    for line in ("/bogus hunter2hunter2 fails", "/bogus later"):
        assert isinstance(window.state.submit(line), LineError)
    history = History(window.state)
    assert history.walk(-1) == "/bogus later"
    write(folder, "/redact #1 a password")
    assert window.hears(m.JournalReplaced)
    assert history.walk(-1) == "/bogus [redacted] fails"
    assert [line.text for line in window.state.parked] == ["/bogus later"]
    window.close()


def test_a_copy_in_conflict_is_said_soon_after_opening(tmp_path: Path) -> None:
    """Once; another one that a sync program brings is said when others write."""
    folder = create(tmp_path)
    first, second = (folder / f"journal.sync-conflict-{number}.jsonl" for number in (1, 2))
    first.write_bytes((folder / JOURNAL).read_bytes())
    window = Screenless(folder).start()

    def said() -> list[int]:
        return [fact.count for fact in window.heard if isinstance(fact, m.CopiesFound)]

    assert window.until(lambda: bool(said()))
    assert said() == [1]
    second.write_bytes(first.read_bytes())
    write(folder, "from a shell")
    assert window.until(lambda: len(said()) == 2)
    assert said() == [1, 2]
    window.close()


def test_a_label_that_is_doubled_under_an_open_window_is_said_once(tmp_path: Path) -> None:
    """With what to type for each of the two; what was doubled before it was opened is told by the entry's detail."""
    folder = create(tmp_path)
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    write(folder, "/hypothesis the pool")
    write(other, "/hypothesis DNS", "/evidence H1 + bo")
    window = Screenless(folder).start()
    journal = Journal(folder)
    journal.join(entries(other))
    journal.close()

    def said() -> list[str]:
        return [news.notice for news in window.news if news.notice]

    assert window.until(lambda: bool(said()))
    (notice,) = said()
    assert notice.startswith("H1 was given twice, on two machines: H1a is ")
    assert "the pool (bo)" in notice
    assert "DNS (bo)" in notice
    window.enter("more")
    write(folder, "and more")
    assert window.until(
        lambda: "and more" in [entry.text for entry in window.incident.entries if isinstance(entry, e.Note)]
    )
    assert len(said()) == 1
    window.close()
    again = Screenless(folder).start()
    assert again.until(lambda: again.state.all_saved)
    assert not [news.notice for news in again.news if news.notice]
    again.close()


def test_lines_that_are_merged_in_under_an_open_window_are_said(tmp_path: Path) -> None:
    """Another incident's lines, appended by a merge, are shown and named; a sound journal says nothing."""
    folder, other = create(tmp_path), create(tmp_path, "another", "Another")
    write(other, "elsewhere")
    window = Screenless(folder).start()
    window.enter("here")
    assert not window.until(lambda: bool(window.state.changed), CHECK + 0.5)
    with (folder / JOURNAL).open("ab") as file:
        file.write((other / JOURNAL).read_bytes())
    assert window.until(lambda: window.state.changed == (3, 4))
    window.close()


def test_lines_that_are_entered_on_a_full_disk_outlive_the_window(tmp_path: Path) -> None:
    """Five lines, then the terminal hangs up: the reserve makes room for them, and the next window has them."""
    folder = create(tmp_path)
    disk = Small(tmp_path)
    window = Screenless(folder, disk).start()
    reserves = (folder / UNSENT).glob
    assert window.until(lambda: [path.stat().st_size for path in reserves("*.reserve")] == [RESERVE])
    disk.fill()
    for number in range(5):
        window.enter(f"line {number}")
    window.state.keep()
    assert window.state.rescue(PATIENCE)
    window.state.end(PATIENCE)
    disk.limit = None
    again = Screenless(folder).start()
    assert again.until(lambda: texts(folder) == [f"line {number}" for number in range(5)])
    again.close()


def test_a_disk_that_is_full_is_said_on_opening(tmp_path: Path) -> None:
    """Before the first line is typed, once, and the window can be left."""
    folder = create(tmp_path)
    disk = Small(tmp_path)
    disk.fill()
    window = Screenless(folder, disk).start()
    assert window.until(lambda: any("the disk is full" in news.notice for news in window.news))
    window.close()
    assert sum("the disk is full" in news.notice for news in window.news) == 1


def test_a_large_file_holds_up_nothing_that_is_typed(tmp_path: Path) -> None:
    """It is copied by the writer, before its entry: until then the line waits where a crash leaves it."""
    source = tmp_path / "graph [b].png"
    source.write_bytes(b"PNG")
    folder = create(tmp_path)
    disk = Hanging("writer", "replace")
    window = Screenless(folder, disk).start()
    try:
        for line in (f'/attach "{source}" errors', "typed meanwhile"):
            typed = window.state.submit(line)
            assert isinstance(typed, Typed)
            assert typed.entry is not None
            window.state.record(typed.entry)
        assert disk.hangs.wait(PATIENCE)
        window.state.keep()
        assert window.state.writer.kept(PATIENCE)
        assert "graph-b.png: errors" in [
            words(item, window.state.incident) for item in window.state.incident.timeline
        ]
        assert len(entries(folder)) == 1
        source.unlink()
    finally:
        disk.go.set()
    assert window.state.writer.flush(PATIENCE)
    attached, after = entries(folder)[1:]
    assert isinstance(attached, e.Attach)
    assert (attached.name, attached.source, attached.bytes) == ("graph-b.png", "", 3)
    assert (folder / place(attached)).read_bytes() == b"PNG"
    assert isinstance(after, e.Note)
    window.listen()
    assert window.state.incident.attachments
    window.close()


def test_a_file_that_is_gone_when_it_is_copied_parks_its_line(tmp_path: Path) -> None:
    """Also in the next window, where the one that was typed in was killed: the line names the file from the root on."""
    folder = create(tmp_path)
    session = Session(folder, lambda: NOW, "ana")
    pending = session.understand(f"/attach {tmp_path}/graph.png it's errors").entry
    session.close()
    assert pending is not None
    _left(folder, UnsentState(pending=(pending,)))
    window = Screenless(folder).start()
    assert window.state.writer.flush(PATIENCE)
    window.listen()
    (line,) = window.state.parked
    assert line.text == f"/attach {tmp_path}/graph.png it's errors"
    assert line.since == NOW
    assert line.why == f"{tmp_path}/graph.png: there is no such file; check its name"
    assert f"not recorded: {line.why}" in [news.said for news in window.news]
    assert len(entries(folder)) == 1
    window.close()
