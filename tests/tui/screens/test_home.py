"""Promises about the home screen."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from rich.cells import cell_len
from textual.widgets import OptionList

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Library
from pmtui.tui.screens import home
from pmtui.tui.screens.home import HomeScreen
from pmtui.tui.screens.live import LiveScreen
from pmtui.work import overview
from pmtui.work.overview import Listed
from tests import demo
from tests.tui.stage import HOSTILE, LONG, Stage, incident, stage

THREE = (
    ("Login errors", ("@-30m /started", "@-10m /resolved", "/task Rotate the keys owner:zoe due:2026-03-10")),
    (
        "Alpha outage",
        ("/severity 3", "/task One", "/task Two owner:yan due:2026-05-01", "/close as:duplicate"),
    ),
    ("Mail is late", ("/severity 2", "the queue [/] grows")),
)


def three(home: Path) -> None:
    """Three incidents, one of them closed."""
    for title, lines in THREE:
        incident(home, title, lines)


def rows(s: Stage) -> list[str]:
    """The lines of the list."""
    return [" ".join(str(option.prompt).split()) for option in s.app.screen.query_one(OptionList).options]


async def test_each_incident_says_what_matters(tmp_path: Path) -> None:
    """Severity, state, title, how long it took, what is to do, when."""
    three(tmp_path)
    async with stage(tmp_path, at_home=True) as s:
        await s.until(lambda: len(rows(s)) == 3)
        assert rows(s)[-1] == "SEV3 closed Alpha outage 2 to do draft 2026-03-14"
        assert "SEV1 resolved Login errors 20m 1 to do 2026-03-14" in rows(s)
        assert "3 incidents" in s.picture


OPEN = (
    ("Login errors", ("/severity 3", "/role commander Zoe", "/impact all", "/service login")),
    ("Checkout is down", ("/severity 2", "/role commander Ana", "/impact all", "/action roll back check:5m")),
    ("Mail is late", ("/severity 2", "/close")),
)


async def test_open_incidents_stand_first_the_worst_on_top_with_what_is_overdue(tmp_path: Path) -> None:
    """Who leads each, the most pressing in words with a sign and how many more; then how long, to do, and when."""
    for title, lines in OPEN:
        incident(tmp_path, title, lines)
    async with stage(tmp_path, at_home=True, size=(140, 20), minutes=20) as s:
        await s.until(lambda: "!" in s.picture)
        first, second, third = rows(s)
        assert first == (
            "SEV2 investigating Checkout is down Ana ! roll back (A1, no owner) 15m over · 1 more 2026-03-14"
        )
        assert second.startswith("SEV3 investigating Login errors Zoe")
        assert third.startswith("SEV2 closed Mail is late")
        assert "!" not in third
        listed = s.picture.splitlines()[3:6]
        assert len({line.index("2026-03-14") for line in listed}) == 1, "the columns stand under each other"


async def test_a_column_that_is_empty_everywhere_takes_no_room(tmp_path: Path) -> None:
    """Two cells are between who leads and the day, where nothing else is known."""
    incident(tmp_path, *OPEN[0])
    async with stage(tmp_path, at_home=True, minutes=0) as s:
        await s.until(lambda: "Zoe  2026-03-14" in s.picture)


async def test_what_is_overdue_has_the_room_of_the_empty_columns_behind_it(tmp_path: Path) -> None:
    """Where another incident's follow-ups have a column, what presses is not cut beside blanks."""
    incident(tmp_path, "Checkout is slow, and so is the search", ("/escalate database team",))
    incident(tmp_path, "Mail was late", ("/task alert", "@-1m /started", "/resolved", "/close"))
    async with stage(tmp_path, at_home=True, size=(80, 15), minutes=9) as s:
        await s.until(lambda: "! database team" in s.picture)
        assert "! database team (E1)" in rows(s)[0]
        assert rows(s)[1].endswith("1 to do")


@pytest.mark.parametrize("width", [30, 60, 80, 200])
async def test_every_line_fits_and_shows_what_is_overdue(tmp_path: Path, width: int) -> None:
    """Anything may stand in title and commander; at 60 columns the sign of what is overdue is still there."""
    incident(tmp_path, HOSTILE, (f"/role commander: {HOSTILE.replace('|', '')}", f"/action {LONG} check:1m"))
    async with stage(tmp_path, at_home=True, size=(width, 15), minutes=30) as s:
        await s.until(lambda: "SEV1" in s.picture)
        if width >= 60:
            await s.until(lambda: "! " in s.picture.splitlines()[3])
        assert all(cell_len(line) == width for line in s.picture.splitlines())


async def test_enter_on_what_is_not_there_begins_it(tmp_path: Path) -> None:
    """The title as it was typed, at once; a word for the program begins nothing, nor does what is being filtered."""
    three(tmp_path)
    async with stage(tmp_path, at_home=True) as s:
        await s.until(lambda: len(rows(s)) == 3)
        await s.press(*"quit")
        assert rows(s)[0] == "nothing fits; Esc shows all, Enter begins 'quit'"
        await s.press("enter")
        refused = "quit alone is a word for the program: no incident was begun; ctrl+q leaves"
        await s.until(lambda: refused in s.toasts)
        assert isinstance(s.app.screen, HomeScreen)
        await s.press("escape")
        s.type("pmtui join 'pmtui://10.0.0.5:4222/01?v=1&k=tDse9zlkW-yj'")
        await s.until(lambda: "nothing fits" in rows(s)[0])
        await s.press("enter")
        await s.until(lambda: "a line to join by is for a shell" in s.toasts)
        await s.press("escape", *"/new")
        assert rows(s)[0] == "nothing fits; Esc shows all; /find TEXT is the command here"
        await s.press("escape")
        s.type("Disk [/] full")
        await s.until(lambda: "nothing fits" in rows(s)[0])
        await s.press("enter")
        await s.until(lambda: isinstance(s.app.screen, LiveScreen))
        assert s.live.incident.title == "Disk [/] full"
    assert len(Library(tmp_path).folders()) == 4


def groups_home(path: Path) -> str:
    """Makes a folder its group's in one that is a single person's; the sentence that says so."""
    path.parent.chmod(0o700)
    path.chmod(0o2770)
    return f"cannot get to it, because {path.resolve().parent} keeps them out"


async def test_whoever_begins_in_a_groups_home_is_told_who_reads_it(tmp_path: Path) -> None:
    """Where its members do not get to, that is said, with what keeps them out."""
    said = groups_home(tmp_path)
    async with stage(tmp_path, at_home=True) as s:
        s.type("Disk full")
        await s.until(lambda: "nothing fits" in rows(s)[0])
        await s.press("enter")
        await s.until(lambda: said in s.toasts)


async def test_earlier_incidents_of_the_service_are_named_beside_a_new_title(tmp_path: Path) -> None:
    """On one line, the newest first; those of other services are not."""
    for title, lines in OPEN:
        incident(tmp_path, title, lines)
    async with stage(tmp_path, at_home=True) as s:
        await s.until(lambda: len(rows(s)) == 3)
        s.type("Login is slow")
        await s.until(lambda: "nothing fits" in rows(s)[0])
        assert rows(s)[1] == "earlier ones of the same service: Login errors (SEV3, 2026-03-14)"
        await s.press("escape")
        s.type("Disk full")
        await s.until(lambda: "nothing fits" in rows(s)[0])
        assert len(rows(s)) == 1


async def test_an_incident_begun_in_the_shell_is_told_of_earlier_ones_of_its_service(tmp_path: Path) -> None:
    """Beside its first minutes, in one line; of an older incident nobody has to be told."""
    for title, lines in OPEN:
        incident(tmp_path, title, lines)
    fresh = incident(tmp_path, "Login is slow")
    async with stage(tmp_path, folder=fresh, minutes=0) as s:
        await s.until(lambda: "earlier ones of the same service: Login errors (SEV3, 2026-03-14)" in s.toasts)
    async with stage(tmp_path, folder=fresh, minutes=5) as s:
        await s.until(lambda: s.app.earlier.incidents)
        await s.pilot.pause()
        assert s.toasts == ""


async def test_ten_thousand_incidents_are_not_listed_two_hundred_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first are shown at once, and later as many more as are there."""
    for number in range(20):
        incident(tmp_path, f"Outage {number}", ())
    known: list[int] = []
    told = HomeScreen.IncidentsRead.__init__

    def noting(message: HomeScreen.IncidentsRead, found: list[Listed], last: bool = False) -> None:
        known.append(len(found))
        told(message, found, last)

    monkeypatch.setattr(home, "_BATCH", 1)
    monkeypatch.setattr(HomeScreen.IncidentsRead, "__init__", noting)
    async with stage(tmp_path, at_home=True) as s:
        await s.until(lambda: len(rows(s)) == 20)
    assert known == [1, 2, 4, 8, 16, 20]


async def test_a_reading_that_another_one_overtakes_doubles_no_row(tmp_path: Path) -> None:
    """What it still had on its way is of the same incidents."""
    three(tmp_path)
    async with stage(tmp_path, at_home=True) as s:
        await s.until(lambda: len(rows(s)) == 3)
        screen = s.app.screen
        assert isinstance(screen, HomeScreen)
        listed = [*screen._entries]
        screen._joined(["joined"])
        for late in ([listed[0]], listed):
            screen.post_message(HomeScreen.IncidentsRead(late))
        await s.until(lambda: not screen._reading)
        assert len(rows(s)) == 3


async def test_typing_filters_and_escape_shows_all(tmp_path: Path) -> None:
    """Any word of title, day, severity or state; Backspace takes a letter off; a paste filters too."""
    three(tmp_path)
    async with stage(tmp_path, at_home=True) as s:
        await s.until(lambda: len(rows(s)) == 3)
        await s.press("m", "a", "i", "l")
        assert len(rows(s)) == 1
        await s.press("x")
        assert "nothing fits" in rows(s)[0]
        await s.press("backspace")
        assert "Mail is late" in rows(s)[0]
        await s.press("escape")
        assert len(rows(s)) == 3
        s.type("sev3 closed")
        await s.until(lambda: len(rows(s)) == 1)
        assert "Alpha" in rows(s)[0]


async def test_f5_sorts(tmp_path: Path) -> None:
    """By day, severity, title, follow-ups, and back; which one is said."""
    three(tmp_path)
    async with stage(tmp_path, at_home=True) as s:
        await s.until(lambda: len(rows(s)) == 3)
        firsts = {}
        for _ in range(5):
            await s.press("f5")
            sort = s.picture.split("sorted: ")[1].split("  ")[0].strip()
            firsts[sort] = rows(s)[0]
        assert set(firsts) == set(HomeScreen.SORTS)
        assert "Login" in firsts["severity"]
        assert "Alpha" in firsts["title"]
        assert "Alpha" in firsts["follow-ups"]


async def test_f6_lists_the_follow_ups_of_all_incidents(tmp_path: Path) -> None:
    """The earliest due first, overdue ones named; Enter opens the incident."""
    three(tmp_path)
    async with stage(tmp_path, at_home=True) as s:
        await s.until(lambda: len(rows(s)) == 3)
        await s.press("f6")
        assert rows(s)[0].startswith("2026-03-10 overdue Rotate the keys zoe")
        assert [row.split()[0] for row in rows(s)] == ["2026-03-10", "2026-05-01", "no"]
        await s.press("enter")
        await s.until(lambda: not isinstance(s.app.screen, HomeScreen) and s.live.is_attached)
        assert "Login errors" in s.header


def test_a_follow_up_is_overdue_by_the_calendar_of_its_incident(tmp_path: Path) -> None:
    """At 20:00Z on the 5th it is the 6th in Auckland: what was due there on the 5th is late, here it is not."""
    library = Library(tmp_path)
    for title, zone in (("Far", "Pacific/Auckland"), ("Near", "UTC")):
        incident(tmp_path, title, (f"/timezone {zone}", f"/task {title} due:2026-03-05"))
    found = [overview.listed(*each) for each in overview.incidents(library.folders(), lambda error: None)]
    rows = overview.tasks(found, datetime(2026, 3, 5, 20, tzinfo=UTC))
    assert {row.task.text: row.overdue for row in rows} == {"Far": True, "Near": False}


async def test_find_looks_into_all_entries(tmp_path: Path) -> None:
    """/find names incident and entry; Enter opens it."""
    three(tmp_path)
    async with stage(tmp_path, at_home=True) as s:
        s.type("/find queue grows")
        await s.until(lambda: rows(s) and "the queue [/] grows" in rows(s)[0])
        assert len(rows(s)) == 1
        await s.press("enter")
        await s.until(lambda: not isinstance(s.app.screen, HomeScreen) and s.live.is_attached)
        assert "Mail is late" in s.header


async def test_a_closed_incident_opens_in_the_write_up(tmp_path: Path) -> None:
    """Its sections are there at once."""
    three(tmp_path)
    async with stage(tmp_path, at_home=True) as s:
        s.type("alpha")
        await s.until(lambda: len(rows(s)) == 1 and "Alpha" in rows(s)[0])
        await s.press("enter")
        await s.until(lambda: not isinstance(s.app.screen, HomeScreen) and s.live.writing)
        assert "Root cause" in s.picture


async def test_a_broken_journal_hides_nobody_else(tmp_path: Path) -> None:
    """It is named, the others are listed."""
    three(tmp_path)
    broken = Library(tmp_path).folders()[0]
    (broken / "journal.jsonl").unlink()
    (broken / "journal.jsonl").mkdir()
    async with stage(tmp_path, at_home=True) as s:
        await s.until(lambda: broken.name in s.toasts)
        assert len(rows(s)) == 2


async def test_copies_in_conflict_are_one_notice_and_count_once(tmp_path: Path) -> None:
    """Which says the key that joins them, and the call that names each; once they are joined nothing is named."""
    three(tmp_path)
    first, second, _ = Library(tmp_path).folders()
    shutil.copytree(first, first.with_name(f"{first.name} (conflicted copy)"))
    shutil.copy(second / "journal.jsonl", second / "journal.sync-conflict-1.jsonl")
    async with stage(tmp_path, at_home=True) as s:
        found = "2 copies in conflict were found: ctrl+t joins them; `pmtui list` names them"
        await s.until(lambda: found in s.toasts)
        assert len(rows(s)) == 3
        await s.press("ctrl+t")
        await s.until(lambda: "the folder is kept as" in s.toasts)
        assert len(Library(tmp_path).every()) == 3
        await s.until(lambda: len(rows(s)) == 3)
        await s.press("alt+j")
        await s.until(lambda: "no copy in conflict was found" in s.toasts)


async def test_another_folder_of_an_incident_is_named_however_it_is_called(tmp_path: Path) -> None:
    """Both are in the list, as their names are; the later one is joined and put away by the same key."""
    three(tmp_path)
    first = Library(tmp_path).folders()[0]
    shutil.copytree(first, first.with_name("zz from the stick"))
    async with stage(tmp_path, at_home=True) as s:
        await s.until(lambda: "a copy in conflict was found" in s.toasts)
        assert len(rows(s)) == 4
        await s.press("ctrl+t")
        await s.until(lambda: len(rows(s)) == 3)
        assert (first / "aside" / "zz from the stick" / "journal.jsonl").exists()


async def test_an_empty_home_says_how_to_begin(tmp_path: Path) -> None:
    """Nothing is there: the call that begins an incident is named."""
    async with stage(tmp_path, at_home=True) as s:
        await s.until(lambda: "type what is wrong" in s.picture and "pmtui new" in s.picture)


async def test_keys_work_while_incidents_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The filter takes letters while the disk is slow, and the cursor stays with its incident as others arrive."""
    import threading

    three(tmp_path)
    gate, real = threading.Semaphore(0), overview.listed

    def slow(folder: Path, incident: Incident) -> overview.Listed:
        gate.acquire(timeout=10)
        return real(folder, incident)

    monkeypatch.setattr(overview, "listed", slow)
    monkeypatch.setattr("pmtui.tui.screens.home._BATCH", 1)
    async with stage(tmp_path, at_home=True) as s:
        await s.press("l", "a")
        assert "filter: la" in s.picture
        assert "reading" in s.picture or "nothing fits" in s.picture
        await s.press("escape")
        gate.release()
        gate.release()
        await s.until(lambda: len(rows(s)) == 2)
        await s.press("down")
        listed = s.app.screen.query_one(OptionList)
        assert listed.highlighted == 1
        under = rows(s)[1].removesuffix(" 2026-03-14")  # behind it stands what is overdue, once that is known
        gate.release()
        await s.until(lambda: len(rows(s)) == 3)
        assert listed.highlighted is not None
        assert rows(s)[listed.highlighted].startswith(under)


async def test_a_thousand_incidents_can_be_used_at_once(tmp_path: Path) -> None:
    """The first ones are there soon and can be filtered and opened while the others are read."""
    clock = demo.Night()
    first = demo.folder(tmp_path, clock, "Number 0")
    opening = Journal(first)
    (opened,) = opening.read()
    assert isinstance(opened, e.Opened)
    opening.close()
    for n in range(1, 1_000):
        folder = first.with_name(f"2026-03-14-number-{n}")
        folder.mkdir()
        Journal.create(folder, msgspec.structs.replace(opened, title=f"Number {n}")).close()
    async with stage(tmp_path, at_home=True) as s:
        await s.until(lambda: len(rows(s)) >= 50)
        s.type("number 777")
        await s.until(lambda: any("Number 777" in row for row in rows(s)))
        await s.until(lambda: "1 incident" in s.picture)


async def test_an_incident_begins_here(tmp_path: Path) -> None:
    """What was typed is its title; it opens at once, and Escape makes none."""
    async with stage(tmp_path, at_home=True) as s:
        await s.until(lambda: "F2" in rows(s)[0].upper())
        await s.press("M", "a", "i", "l")
        await s.press("f2")
        await s.press("space", *"down")
        await s.press("escape")
        assert Library(tmp_path).folders() == []
        await s.press("f2")
        await s.press("space", *"down", "enter")
        await s.until(lambda: isinstance(s.app.screen, LiveScreen))
        await s.enter("it [/] burns")
        assert s.live.incident.title == "Mail down"
        assert s.live.incident.opened_by == "ana"
        await s.until(lambda: s.live.window.unsaved == 0)
    (folder,) = Library(tmp_path).folders()
    assert folder.name.endswith("-mail-down")


async def test_an_incident_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """The list stays."""
    (tmp_path / "incidents").write_text("a file")
    async with stage(tmp_path, at_home=True) as s:
        await s.press("f2", "x", "enter")
        await s.until(lambda: "there is a file where a folder should be" in s.toasts)
        assert isinstance(s.app.screen, HomeScreen)


async def test_on_a_narrow_screen_an_incident_is_still_one_line(tmp_path: Path) -> None:
    """Its title keeps half of the room beside severity and state; so does what `/find` finds."""
    three(tmp_path)
    async with stage(tmp_path, at_home=True, size=(60, 15)) as s:
        await s.until(lambda: len(rows(s)) == 3)
        lines = s.picture.splitlines()
        assert [line[1:5] for line in lines[3:7]].count("SEV1") == 1
        assert all(line.startswith(" SEV") for line in lines[3:6])
        assert "Alpha outage" in lines[5]
        assert "sorted: open first" in lines[0]
        s.type("/find grows")
        await s.until(lambda: "note the queue" in rows(s)[0])
        assert "note the queue" in s.picture
        assert not s.picture.splitlines()[4].strip()
