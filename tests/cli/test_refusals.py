"""Bad input gets one sentence that says what to do, exit 1 or 2; nothing is recorded, nothing is lost."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from pmtui.cli.main import run
from pmtui.storage.disk import Disk
from tests.cli.calling import Program


def refused(pmtui: Program, slug: str, *words: str, status: int = 1) -> str:
    """The sentence with which a call is refused; the journal is as it was."""
    before = pmtui.journal(slug)
    called = pmtui(*words)
    assert called.status == status, called
    assert pmtui.journal(slug) == before
    return called.sentence


@pytest.mark.parametrize("words", [[], ["new", "Checkout is down", "--no-open"], ["log", "x"]])
def test_windows_is_refused_before_anything_is_made(
    pmtui: Program, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    """One sentence names where it runs; not even the data folder is there afterwards."""
    assert run(words, platform="win32") == 1
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert "Linux, macOS or in WSL" in err
    assert not pmtui.home.exists()


# each line, and what its one sentence has to hold: what is wrong, and what to do
LINES = {
    "pmtui join 'pmtui://10.0.0.5:4222/01?v=1&k=tDse9zlkW-yj'": ("is for a shell", "begins with a space"),
    "/join pmtui://10.0.0.5:4222/01?v=1&k=tDse9zlkW-yj": ("is for a shell",),
    "/foo bar": ("/foo is no command", "/help"),
    "help": ("help alone is a word for the program", "write /help, or /note help"),
    ":wq": ("write /quit, or /note :wq",),
    "sev2": ("write /severity 2",),
    "/status all is well": ("/status is one of the words identified", "/summary", "/update"),
    "/hypothesys the cache": ("/hypothesys is no command", "/hypothesis"),
    "/re H1": ("/re is ambiguous", "/resolved", "/revive"),
    "/evidence": ("/evidence needs", "write /evidence H1"),
    "/escalate": ("/escalate needs", "write /escalate WHO"),
    "/misleading H9 no": ("H9 does not exist", "H1"),
    "/confirmed H1,H9": ("H9 does not exist",),
    "/answered E1": ("E1 does not exist",),
    "/strike #99": ("#99",),
    "@-2h /misleading H1 too early": ("H1 was raised", "/retime #1"),
    "@2023-09-31T10:00 oops": ("September 2023 has no day 31",),
    "@2022-11-31T10:00 oops": ("November 2022 has no day 31", "write the day that is meant"),
    "@2023-03-26T02:30 oops": ("2023-03-26", "02:30"),
    "@2022-10-30T02:30 oops": ("+02:00", "+01:00"),
    "@2024-01-01 oops": ("future", "passed"),
    "@18:00 oops": ("18:00",),
    "@14:05PST oops": ("PST", "+03:00"),
    "@14:05 PST oops": ("PST",),
    "@25:00 oops": ("25:00",),
    "@1405 oops": ("14:05",),
    "/timezone PST": ("PST is an abbreviation", "America/Los_Angeles"),
    "/timezone Mars/Olympus": ("no time zone 'Mars/Olympus'", "Europe/Paris"),
    "/severity 9": ("'9' is no severity", "SEV1"),
    "/task Alert due:someday": ("someday", "friday"),
    "/brief now": ("/brief",),
    "/close as:funny": ("funny", "false-alarm"),
    "/write rootcause x": ("'rootcause' is no section", "root_cause"),
    "/export pdf": ("'pdf' is no format", "markdown"),
    "@10:00": ("no text",),
    "/move #1 nowhere": ("no incident is called 'nowhere'",),
    "/redact #1": ("/redact",),
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_cannot_be_recorded_is_explained(pmtui: Program, line: str) -> None:
    """What is off is named with what to write instead; nothing half-understood is recorded."""
    slug = pmtui.new(zone="Europe/Paris")
    pmtui.done("log", "/hypothesis a DDoS attack")
    before = pmtui.journal(slug)
    called = pmtui("log", line)
    assert called.status in (1, 2)
    assert pmtui.journal(slug) == before
    sentence = called.sentence
    assert sentence.startswith("pmtui: ")
    for part in LINES[line]:
        assert part in sentence


def test_a_bare_clock_that_fits_several_days_names_them(pmtui: Program) -> None:
    """Days later, `@20:00` may be one of several evenings: the sentence gives each with its date."""
    slug = pmtui.new()
    pmtui.done("log", "@2023-10-13T09:00 it began")
    pmtui.later(2 * 24 * 60)
    pmtui.done("log", "still at it")
    sentence = refused(pmtui, slug, "log", "@20:00 and it got worse")
    for day in (13, 14, 15, 16):
        assert f"2023-10-{day}T20:00" in sentence


def test_several_open_incidents_ask_for_a_name(pmtui: Program) -> None:
    """With two open and none named, both are listed and neither is written to."""
    one, two = pmtui.new("Login fails"), pmtui.new()
    for words in (["log", "hello"], ["show"], ["close"], ["verify"], ["export", "--format", "csv"]):
        sentence = refused(pmtui, one, *words, status=2)
        assert "2 incidents are open" in sentence
        assert one in sentence
        assert two in sentence
    assert len(pmtui.incident(two)) == 1


def test_no_incident_at_all_says_how_to_begin(pmtui: Program) -> None:
    """On the first day the sentence is `pmtui new TITLE`."""
    assert "pmtui new TITLE" in pmtui("log", "hello").sentence
    assert "pmtui new TITLE" in pmtui("list").err
    assert not pmtui.home.exists()


def test_no_open_incident_names_the_last(pmtui: Program) -> None:
    """When all are closed, the sentence names the one that is probably meant."""
    slug = pmtui.new()
    pmtui.done("close", slug)
    assert slug in refused(pmtui, slug, "log", "hello", status=2)


def test_a_name_that_fits_two_lists_both(pmtui: Program) -> None:
    """A part of two slugs is no name."""
    one, two = pmtui.new("Login fails in Paris"), pmtui.new("Login fails in Oslo")
    sentence = refused(pmtui, one, "log", "-i", "login", "hello", status=2)
    assert "fits several incidents" in sentence
    assert one in sentence
    assert two in sentence


def test_a_name_that_fits_none_lists_those_there_are(pmtui: Program) -> None:
    """A misspelt name is answered with the names there are; so is one of the environment, which is told."""
    slug = pmtui.new()
    assert slug in refused(pmtui, slug, "log", "-i", "login", "hello", status=2)
    pmtui.patch.setenv("PMTUI_INCIDENT", "login")
    assert "PMTUI_INCIDENT: no incident is called 'login'" in refused(pmtui, slug, "show", status=2)


USAGE = {
    ("shwo",): ("there is no call 'shwo'", "`pmtui show`"),
    ("new",): ("TITLE", "`pmtui new --help`"),
    ("find",): ("TEXT", "`pmtui find --help`"),
    ("write", "checkout"): ("SECTION", "`pmtui write --help`"),
    ("attach",): ("required: FILE;",),
    ("export", "checkout"): ("--format",),
    ("export", "checkout", "--format", "pdf"): ("pdf", "markdown"),
    ("show", "checkout", "--jsn"): ("--jsn",),
    ("--bogus",): ("--bogus",),
    ("new", "x", "--severity", "9"): ("--severity: '9' is no severity", "SEV5"),
    ("new", "x", "--timezone", "PST"): ("--timezone: PST is an abbreviation", "America/Los_Angeles"),
    ("new", "x", "--timezone", "Mars"): ("--timezone: there is no time zone 'Mars'",),
    ("log", "-i"): ("-i",),
    ("log", "--run"): ("--run needs a command", "kubectl"),
    ("log", "text", "--run", "true"): ("no TEXT before it",),
}


@pytest.mark.parametrize("words", USAGE)
def test_a_call_that_is_off_is_explained(pmtui: Program, words: tuple[str, ...]) -> None:
    """A wrong call is exit 2 and one sentence, never a page of help."""
    slug = pmtui.new()
    sentence = refused(pmtui, slug, *words, status=2)
    for part in USAGE[words]:
        assert part in sentence
    assert len(list((pmtui.home / "incidents").iterdir())) == 1


def test_an_unknown_zone_of_the_environment_is_named(pmtui: Program) -> None:
    """A TZ that names no place keeps nobody from beginning: times are read in UTC, and that is said."""
    pmtui.patch.setenv("TZ", "XYZ-3")
    begun = pmtui("new", "Checkout is down")
    assert begun.status == 0
    assert "TZ=XYZ-3 names no place: times are read in UTC" in begun.err


def failing(pmtui: Program, name: str, number: int) -> None:
    """From now on every call of this name fails with this error."""

    def fail(self: Disk, *arguments: Any) -> Any:
        raise OSError(number, os.strerror(number))

    pmtui.patch.setattr(Disk, name, fail)


def test_a_data_folder_that_cannot_be_made(pmtui: Program) -> None:
    """The sentence names the folder; nothing of it is left behind."""
    failing(pmtui, "mkdir", errno.EACCES)
    sentence = pmtui("new", "Checkout is down", "--timezone", "UTC").sentence
    assert f"{pmtui.home / 'incidents'}: permission denied" in sentence


def test_a_file_where_the_data_folder_should_be(pmtui: Program) -> None:
    """PMTUI_HOME may be wrong: the sentence says what stands there."""
    pmtui.home.write_text("")
    called = pmtui("new", "Checkout is down", "--timezone", "UTC")
    assert called.status == 1
    assert "a file where a folder should be" in called.err.splitlines()[-1]


@pytest.mark.parametrize("name", ["write", "sync"])
def test_a_full_disk_loses_nothing(pmtui: Program, name: str) -> None:
    """A line that cannot be saved is not said to be; what was there still is, and room again is enough."""
    slug = pmtui.new()
    pmtui.done("log", "before")
    with pmtui.patch.context() as patch:
        patch.setattr(Disk, name, _full)
        called = pmtui("log", "during")
    assert called.status == 1
    assert "the disk is full; make room" in called.sentence
    pmtui.done("log", "after")
    texts = [getattr(entry, "text", "") for entry in pmtui.incident(slug).entries]
    assert [text for text in texts if text != "during"] == ["", "before", "after"]
    assert pmtui.done("verify").startswith(slug)


def _full(self: Disk, *arguments: Any) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_says_which_lines_of_a_script_are_missing(pmtui: Program) -> None:
    """The script can be continued from the line that is named."""
    pmtui.new()
    writes = iter([False, True])
    real = Disk.write

    def fill(self: Disk, fd: int, data: bytes) -> int:
        return _full(self) if next(writes) else real(self, fd, data)

    pmtui.patch.setattr(Disk, "write", fill)
    called = pmtui("log", typed="one\ntwo\nthree\n")
    assert called.status == 1
    assert "#1" in called.out
    assert "line 2 and what follows it are not recorded" in called.err
    assert "the disk is full" in called.err


def test_a_disk_that_fills_up_while_closing_keeps_the_close(pmtui: Program) -> None:
    """The close is an entry, so it is saved first; the documents can be had by closing again."""
    slug = pmtui.new()
    real = Disk.write
    writes = iter(range(99))

    def fill(self: Disk, fd: int, data: bytes) -> int:
        return real(self, fd, data) if next(writes) == 0 else _full(self)

    with pmtui.patch.context() as patch:
        patch.setattr(Disk, "write", fill)
        called = pmtui("close", slug)
    assert called.status == 1
    assert "the disk is full" in called.err
    assert pmtui.incident(slug).closed
    assert pmtui("close", slug).status == 0
    assert pmtui.record(slug)["incident"]["status"] == "closed"


def test_a_journal_of_a_newer_format_is_read_only(pmtui: Program) -> None:
    """It can be shown and exported; every call that would write says that pmtui is too old."""
    slug = pmtui.new()
    pmtui.done("log", "from the future")
    path = pmtui.folder(slug) / "journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"id"', b'"format":99,"id"', 1))
    before = path.read_bytes()
    assert "from the future" in pmtui.done("show", slug)
    assert "from the future" in pmtui.done("export", slug, "--format", "csv")
    for words in (["log", "hello"], ["close", slug], ["log", "--run", "touch", str(pmtui.home / "ran")]):
        sentence = pmtui(*words).sentence
        assert "upgrade pmtui" in sentence
    assert path.read_bytes() == before
    assert not (pmtui.home / "ran").exists()


def test_a_file_that_does_not_exist(pmtui: Program, tmp_path: Path) -> None:
    """The sentence names the file; nothing is recorded."""
    slug = pmtui.new()
    missing = str(tmp_path / "nowhere" / "cause.md")
    assert f"{missing}: there is no such file" in refused(pmtui, slug, "write", slug, "root_cause", missing)
    assert "there is a folder" in refused(pmtui, slug, "write", slug, "root_cause", str(tmp_path))
    assert "its folder does not exist" in refused(
        pmtui, slug, "export", slug, "--format", "csv", "-o", missing
    )
    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_is_no_text(pmtui: Program, tmp_path: Path) -> None:
    """Bytes that are no UTF-8, in FILE or on stdin, are refused; so is an empty text."""
    slug = pmtui.new()
    file = tmp_path / "cause.md"
    file.write_bytes(b"\xff\xfe")
    assert "no UTF-8 text" in refused(pmtui, slug, "write", slug, "root_cause", str(file))
    assert "no UTF-8" in pmtui("write", slug, "root_cause", typed=b"\xff").sentence
    assert "/write needs" in pmtui("write", slug, "root_cause", typed="\n").sentence
    assert len(pmtui.incident(slug)) == 1
