"""Every call does what the help says, and its receipt names the incident, the number and the time."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import pytest

from pmtui.cli import parser
from pmtui.cli.calls import CALLS
from pmtui.storage.disk import Disk
from tests.cli.calling import Program

SLUG = "2023-10-15-checkout-is-down"
JSON_ROW = {
    "began",
    "slug",
    "id",
    "title",
    "severity",
    "status",
    "opened",
    "duration_seconds",
    "day",
    "milestones",
    "entries",
    "open_tasks",
    "writeup",
    "services",
    "tags",
}


def test_new_prints_the_slug_alone(pmtui: Program) -> None:
    """`new --no-open` gives a script the one word it needs."""
    called = pmtui(
        "new", "Checkout", "is", "down", "--severity", "2", "--timezone", "europe/paris", "--no-open"
    )
    assert called == (0, f"{SLUG}\n", "")
    incident = pmtui.incident(SLUG)
    assert (incident.title, incident.severity, incident.zone) == ("Checkout is down", "SEV2", "Europe/Paris")


def test_new_without_a_terminal_opens_no_screen(pmtui: Program) -> None:
    """`new` in a pipe is `new --no-open`."""
    assert pmtui.done("new", "Checkout is down", "--timezone", "UTC") == f"{SLUG}\n"


def test_two_incidents_of_one_title_have_two_slugs(pmtui: Program) -> None:
    """A second incident of a title never shares the first one's folder."""
    assert (pmtui.new(), pmtui.new()) == (SLUG, f"{SLUG}-2")


@pytest.mark.parametrize(
    "title", ["", "../../etc/passwd", "決済が落ちた", "x" * 300, "\x1b[31m", "a\x00b", "/"]
)
def test_any_title_makes_a_folder_of_its_own(pmtui: Program, title: str) -> None:
    """Whatever the title, the incident lies in the folder of incidents and can be named by its slug."""
    slug = pmtui.new(title)
    assert pmtui.folder(slug).parent == pmtui.home / "incidents"
    assert pmtui.done("log", "-i", slug, "hello").startswith(f"{slug} #1 ")


def test_the_day_of_a_slug_is_that_of_the_zone(pmtui: Program) -> None:
    """The folder is named by the day on which the team's clocks stood."""
    pmtui.later(14 * 60)
    assert pmtui.new(zone="Asia/Tokyo").startswith("2023-10-16-")


def test_a_receipt_names_incident_number_and_time(pmtui: Program) -> None:
    """What was understood is shown: which incident, which number, when, what."""
    pmtui.new(zone="Europe/Paris")
    receipt = pmtui.done("log", "@-5m", "/escalate", "database", "team:", "overload")
    understood = f"{SLUG} #1 12:25 today, 5 min ago · E1 ↑ · database team: overload"
    assert receipt == f"{understood} · E1 recorded. pmtui pages nobody: page them now\n"


def test_the_receipt_of_a_repeated_milestone_says_which_counts(pmtui: Program) -> None:
    """Of two `/started` the earliest counts, and the receipt says so."""
    pmtui.new()
    pmtui.done("log", "@10:20 /started")
    assert "started counts from 2023-10-15 10:20 (#1)" in pmtui.done("log", "@10:25 /started")


def test_words_are_one_line(pmtui: Program) -> None:
    """TEXT needs no quotes, and one that begins with a dash goes behind `--`."""
    slug = pmtui.new()
    pmtui.done("log", "error", "rate", "is", "up")
    pmtui.done("log", "--", "-5", "degrees")
    assert [item.entry.text for item in pmtui.incident(slug).timeline if item.entry.n] == [  # type: ignore[attr-defined]
        "error rate is up",
        "-5 degrees",
    ]


@pytest.mark.parametrize(
    "line", [["restart", "--debug"], ["foo", "-x"], ["-5m", "foo"], ["a", "--json", "b"]]
)
def test_an_option_in_the_text_is_never_swallowed(pmtui: Program, line: list[str]) -> None:
    """A word with a dash is either recorded or refused, never left out of the text."""
    slug = pmtui.new()
    called = pmtui("log", *line)
    assert called.status == 2
    assert "behind --" in called.sentence
    assert len(pmtui.incident(slug)) == 1


@pytest.mark.parametrize("words", [("-5m", "foo"), ("foo", "-5m"), ("-.5h",), ("-1h30m", "foo")])
def test_a_span_in_the_text_is_refused_on_every_python(pmtui: Program, words: tuple[str, ...]) -> None:
    """Python 3.14 takes whatever begins like a negative number for a text; a number itself is one everywhere."""
    made = parser.Parser.__init__

    def as_python_314_makes_it(self: parser.Parser, prog: str, help: str, example: str) -> None:
        made(self, prog, help, example)
        self._negative_number_matcher = re.compile(r"-\.?\d")

    slug = pmtui.new()
    pmtui.patch.setattr(parser.Parser, "__init__", as_python_314_makes_it)
    called = pmtui("log", *words)
    assert called.status == 2
    assert "behind --" in called.sentence
    assert len(pmtui.incident(slug)) == 1
    for text in (("it", "is", "-5", "degrees"), ("-.5",), ("--", "-5m", "foo"), ("-5m foo",)):
        pmtui.done("log", *text)
    pmtui.done("log", "--run", "echo", "-5m")


def test_the_only_open_incident_is_meant(pmtui: Program) -> None:
    """Without a name the only open incident is meant, whatever else is closed."""
    closed = pmtui.new("Login fails")
    pmtui.done("close", closed)
    slug = pmtui.new()
    assert pmtui.done("log", "hello").startswith(f"{slug} #1")


def test_the_environment_names_the_incident(pmtui: Program) -> None:
    """$PMTUI_INCIDENT names one where several are open; -i wins over it."""
    one, two = pmtui.new("Login fails"), pmtui.new()
    pmtui.patch.setenv("PMTUI_INCIDENT", "login")
    assert pmtui.done("log", "hello").startswith(f"{one} #1")
    assert pmtui.done("log", "-i", "checkout", "hello").startswith(f"{two} #1")
    assert pmtui.done("show").startswith(one)


def test_an_incident_has_many_names(pmtui: Program) -> None:
    """A slug, a unique part of it, words of the title, an id, a folder and its incident.toml name one incident."""
    pmtui.new("Login fails")
    slug = pmtui.new()
    pmtui.done("close", slug)
    folder = pmtui.folder(slug)
    names = [slug, "checkout", "is down", pmtui.incident(slug).id, str(folder), f"{folder}/incident.toml"]
    for name in names:
        assert pmtui.done("show", name).splitlines()[0] == slug
        assert pmtui.done("log", "-i", name, "hello").startswith(f"{slug} #")


def test_list_puts_the_open_ones_first_and_the_newest_first(pmtui: Program) -> None:
    """What is on fire is on top; columns line up."""
    pmtui.done("close", pmtui.new("Old and closed"))
    pmtui.new("Login fails", "UTC", "--severity", "1")
    pmtui.later(24 * 60)
    pmtui.new("決済が落ちた")
    lines = pmtui.done("list").splitlines()
    assert [line.split()[0] for line in lines] == [
        "2023-10-16-決済が落ちた",
        "2023-10-15-login-fails",
        "2023-10-15-old-and-closed",
    ]
    assert lines[1] == "2023-10-15-login-fails     SEV1  investigating  Login fails"


def test_an_incident_is_listed_under_its_own_day(pmtui: Program) -> None:
    """One of January that is written down in October is no incident of October."""
    slug = pmtui.new("Winter outage")
    pmtui.new("Autumn outage")
    pmtui.done("log", "-i", slug, "@2023-01-12T10:00 /started")
    first, second = pmtui.done("list").splitlines()
    assert first.endswith("Autumn outage")
    assert second.endswith("Winter outage  (of 2023-01-12)")
    assert json.loads(pmtui.done("list", "--json"))[1]["began"].startswith("2023-01-12T10:00")


def test_list_json_is_stable(pmtui: Program) -> None:
    """`list --json` has the same fields for every incident, and an empty library is an empty list."""
    assert json.loads(pmtui.done("list", "--json")) == []
    pmtui.new()
    pmtui.done("log", "@10:00 /started")
    pmtui.done("log", "@10:20 /resolved")
    (row,) = json.loads(pmtui.done("list", "--json"))
    assert set(row) == JSON_ROW
    assert (row["slug"], row["status"], row["duration_seconds"], row["entries"]) == (
        SLUG,
        "resolved",
        1200,
        2,
    )
    assert row["opened"] == "2023-10-15T10:30:00Z"


def test_list_names_what_it_cannot_read_and_lists_the_rest(pmtui: Program) -> None:
    """One damaged folder does not hide the other incidents."""
    good, bad = pmtui.new("Login fails"), pmtui.new()
    journal = pmtui.folder(bad) / "journal.jsonl"
    journal.unlink()
    journal.mkdir()
    called = pmtui("list")
    assert called.status == 1
    assert good in called.out
    assert bad in called.err


def test_show_reads_like_a_page(pmtui: Program) -> None:
    """`show` tells where we stand, then each day's entries under its date, one a line."""
    slug = pmtui.new(zone="Europe/Paris")
    pmtui.done("log", "@2023-10-14T23:50 /started shop is slow")
    pmtui.done("log", typed="Traceback:\n    at line 1\n")
    pmtui.done("log", "/task", "Alert on pool use owner:ana due:2023-11-15")
    pmtui.done("log", "/strike #2 wrong window")
    assert pmtui.done("show").splitlines() == [
        slug,
        "SEV? Checkout is down: investigating",
        "Since: 2023-10-14 23:50 Europe/Paris, 12 h ago (started)",
        "",
        "Saturday 14 October 2023, Europe/Paris",
        "#1  23:50  started  shop is slow",
        "",
        "Sunday 15 October 2023, Europe/Paris",
        "#0  12:30  opened  Checkout is down",
        "#2  12:30  note  [struck]  Traceback:",
        "        at line 1",
        "#3  12:30  T1  Alert on pool use (owner ana, due 2023-11-15)",
        "",
        "Follow-ups",
        "T1  open  due 2023-11-15  ana  Alert on pool use",
    ]


def test_show_prints_metrics_with_their_definition(pmtui: Program) -> None:
    """A length of time never stands alone."""
    pmtui.new()
    pmtui.done("log", "@10:00 /started")
    pmtui.done("log", "@~10:20 /resolved")
    assert "Time to resolve: ~20m (started → resolved)" in pmtui.done("show").splitlines()


def test_show_json_is_the_record(pmtui: Program) -> None:
    """`show --json` and `export --format json` are one document, with the record's own names."""
    slug = pmtui.new()
    pmtui.done("log", "/hypothesis a DDoS attack")
    text = pmtui.done("show", slug, "--json")
    whole = json.loads(text)
    assert text == pmtui.done("export", slug, "--format", "json")
    assert whole["incident"]["slug"] == slug
    assert [row["label"] for row in whole["hypotheses"]] == ["H1"]
    assert len(whole["entries"]) == 2


def test_brief_is_short(pmtui: Program) -> None:
    """`brief` fits into a chat message."""
    pmtui.new()
    for number in range(30):
        pmtui.done("log", f"/hypothesis cause {number}")
    text = pmtui.done("brief")
    assert text.startswith("SEV? Checkout is down: investigating\n")
    assert len(text.splitlines()) <= 15


def test_find_looks_through_every_incident(pmtui: Program) -> None:
    """`find` names the incident and the entry; finding nothing is exit 1, said on stderr."""
    one, two = pmtui.new("Login fails"), pmtui.new()
    pmtui.done("log", "-i", one, "the POOL is empty")
    pmtui.done("log", "-i", two, "connection pool")
    found = pmtui.done("find", "pool").splitlines()
    assert [line.split()[:2] for line in found] == [[two, "#1"], [one, "#1"]]
    assert pmtui("find", "no", "such", "words") == (1, "", "nothing holds 'no such words'\n")


def test_write_takes_a_section_from_a_file(pmtui: Program, tmp_path: Path) -> None:
    """A section comes from FILE, from `-`, or from stdin; `+` appends; a new name may have spaces."""
    slug = pmtui.new()
    file = tmp_path / "cause.md"
    file.write_text("The pool\n\n- was too small\n")
    receipt = pmtui.done("write", slug, "root_cause", str(file))
    assert receipt.startswith(f"{slug} #1 10:30 today, just now · write · root_cause: The pool")
    pmtui.done("write", slug, "+root_cause", "-", typed="It is larger now.")
    pmtui.done("write", slug, "What we owe", typed="/var/log was full")
    pmtui.done("write", slug, "+What we owe", typed="Thanks")
    sections = pmtui.incident(slug).sections
    assert sections["root_cause"] == "The pool\n\n- was too small\n\nIt is larger now."
    assert sections["What we owe"] == "/var/log was full\n\nThanks"


def test_close_prints_the_paths_and_what_is_missing(pmtui: Program) -> None:
    """Paths on stdout, for a script; what a reader will miss on stderr."""
    slug = pmtui.new()
    called = pmtui("close")
    assert called.status == 0
    names = ["incident.toml", "postmortem.md", "timeline.svg"]
    assert called.out.splitlines() == [str(pmtui.folder(slug) / name) for name in names]
    assert f"{slug} #1 10:30 today, just now · close" in called.err
    assert "still missing: started: @TIME /started" in called.err
    assert all((pmtui.folder(slug) / name).stat().st_mode & 0o777 == 0o600 for name in names)


def test_closing_again_writes_the_documents_anew(pmtui: Program) -> None:
    """A second close records nothing and brings back a document that was deleted."""
    slug = pmtui.new()
    pmtui.done("close", slug)
    (pmtui.folder(slug) / "timeline.svg").unlink()
    before = pmtui.journal(slug)
    called = pmtui("close", slug)
    assert called.status == 0
    assert "closed already" in called.err
    assert pmtui.journal(slug) == before
    assert (pmtui.folder(slug) / "timeline.svg").exists()


def test_closing_says_as_what_and_why(pmtui: Program) -> None:
    """As the typed line does: behind the incident, or alone where only one is open; nobody asks for its write-up."""
    login, checkout = pmtui.new("Login fails"), pmtui.new("Checkout is down")
    called = pmtui("close", login, "as:duplicate", "of", "the checkout incident")
    assert called.status == 0
    assert "still missing" not in called.err
    assert pmtui.record(login)["incident"]["closed_as"] == "duplicate"
    assert pmtui.incident(login).closed_because == "of the checkout incident"
    assert pmtui("close", "as:nonsense").status == 1
    assert not pmtui.incident(checkout).closed
    pmtui.done("close", "as:false-alarm")
    assert pmtui.record(checkout)["incident"]["closed_as"] == "false-alarm"
    again = pmtui("close", login, "as:merged")
    assert (again.status, pmtui.record(login)["incident"]["closed_as"]) == (2, "duplicate")


def test_closing_takes_a_line_too(pmtui: Program) -> None:
    """`log /close as:duplicate` closes as well, and names the documents it wrote."""
    slug = pmtui.new()
    called = pmtui("log", "/close as:duplicate of the login incident")
    assert called.status == 0
    assert f"wrote {pmtui.folder(slug) / 'postmortem.md'}" in called.err
    assert pmtui.record(slug)["incident"]["closed_as"] == "duplicate"


FIRST = {
    "toml": "format = 1",
    "markdown": "# Checkout is down",
    "svg": "<svg",
    "json": "{",
    "csv": "\ufeffnumber,label,kind,local,utc",
}


@pytest.mark.parametrize("format", FIRST)
def test_export_gives_every_format(pmtui: Program, tmp_path: Path, format: str) -> None:
    """Each format goes to stdout, or the same bytes to a file."""
    slug = pmtui.new()
    text = pmtui.done("export", slug, "--format", format)
    assert text.lstrip().startswith(FIRST[format]) or FIRST[format] in text.splitlines()
    file = tmp_path / "out"
    called = pmtui("export", slug, "--format", format, "-o", str(file))
    assert called == (0, "", f"wrote {file}\n")
    assert file.read_text() == text


def test_export_asks_nothing_of_the_journal(pmtui: Program) -> None:
    """Exporting records nothing and writes no document into the folder."""
    slug = pmtui.new()
    before = pmtui.journal(slug)
    pmtui.done("export", slug, "--format", "toml")
    assert pmtui.journal(slug) == before
    assert not (pmtui.folder(slug) / "incident.toml").exists()


def test_an_older_journal_put_back_is_named_and_joined(pmtui: Program) -> None:
    """`verify` names it with exit 1 and `show` leaves it; `log` joins what the record held, and goes on numbering."""
    slug = pmtui.new()
    pmtui.done("log", "one")
    journal = pmtui.folder(slug) / "journal.jsonl"
    old = journal.read_bytes()
    pmtui.done("log", "two")
    pmtui.done("close", slug)
    journal.write_bytes(old)
    for call in (["verify", slug], ["show", slug]):
        called = pmtui(*call)
        assert called.status == (call[0] == "verify")
        assert journal.read_bytes() == old
    assert "incident.toml holds what the journal lacks, #2, #3" in pmtui("verify", slug).out
    called = pmtui("log", "-i", slug, "four")
    assert (called.status, "#4" in called.out) == (0, True)
    assert "incident.toml held 2 entries that the journal lacked" in called.err
    assert len(pmtui.incident(slug)) == 5
    assert pmtui("verify", slug).status == 0


def test_show_says_when_what_it_shows_may_not_be_saved(pmtui: Program) -> None:
    """What another process wrote is shown, and an fsync that fails on it is said, with exit 1."""

    def fails(_: Disk, __: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    slug = pmtui.new()
    pmtui.done("log", "hello")
    with pmtui.patch.context() as patch:
        patch.setattr(Disk, "sync", fails)
        called = pmtui("show", slug)
    assert "hello" in called.out
    assert (called.status, "not known to be saved" in called.err) == (1, True)
    assert pmtui("show", slug).status == 0


def test_verify_finds_nothing_or_names_the_line(pmtui: Program) -> None:
    """`verify` is silent proof, or names each line that changed."""
    slug = pmtui.new()
    pmtui.done("log", "all is well")
    assert pmtui.done("verify", slug) == f"{slug}: 2 lines, each as it was written\n"
    path = pmtui.folder(slug) / "journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b"all is well", b"all is lost"))
    called = pmtui("verify", slug)
    assert called.status == 1
    assert called.out.startswith(f"{slug} line 2: ")
    assert "1 finding" in called.err


def test_tasks_come_from_all_incidents(pmtui: Program) -> None:
    """Open follow-ups, the earliest due first; a day counts as past where the incident is."""
    one, two = pmtui.new("Login fails"), pmtui.new(zone="Pacific/Auckland")
    pmtui.done("log", "-i", one, "/task", "Later due:2023-11-15")
    pmtui.done("log", "-i", one, "/task", "Done")
    pmtui.done("log", "-i", one, "/done", "T2")
    pmtui.done("log", "-i", two, "/task", "Today due:2023-10-15 owner:bo priority:P1")
    pmtui.later(3 * 60)  # it is the 16th in Auckland
    rows = json.loads(pmtui.done("tasks", "--json"))
    assert [(row["incident"], row["label"], row["overdue"]) for row in rows] == [
        (two, "T1", True),
        (one, "T1", False),
    ]
    late = f"{two}  T1  due 2023-10-15  overdue  P1  bo  Today\n"
    assert pmtui("tasks", "--overdue") == (1, late, "1 follow-up is overdue\n")
    assert pmtui("tasks", "--owner", "nobody") == (0, "", "no follow-up of nobody is open\n")


def test_commands_that_record_nothing_answer(pmtui: Program) -> None:
    """/brief, /find, /export and /help print their result and leave the journal alone."""
    slug = pmtui.new()
    pmtui.done("log", "the pool is empty")
    before = pmtui.journal(slug)
    assert pmtui.done("log", "/brief").startswith("SEV? Checkout is down")
    assert pmtui.done("log", "/find pool") == "#1 10:30 today, just now · note · the pool is empty\n"
    assert pmtui.done("log", "/export csv").startswith("number,label,kind")
    assert "/escalate WHO" in pmtui.done("log", "/help")
    assert pmtui.journal(slug) == before


def test_help_needs_no_incident(pmtui: Program) -> None:
    """Someone who has just installed it can ask how to type."""
    assert "/hypothesis TEXT" in pmtui.done("log", "/help")


@pytest.mark.parametrize("call", CALLS)
def test_the_help_of_every_call_has_an_example(pmtui: Program, call: str) -> None:
    """`pmtui CALL --help` says what it does, every argument, and one call that works."""
    text = pmtui.done(call, "--help")
    assert text.startswith(f"usage: pmtui {call}")
    assert re.search(rf"example: pmtui {call}\b", text)
    assert all(len(line) <= 100 for line in text.splitlines())


def test_the_help_lists_every_call(pmtui: Program) -> None:
    """`pmtui --help` names each call on a line of its own, with what it does."""
    lines = pmtui.done("--help").splitlines()
    for name, call in CALLS.items():
        assert any(line.split(maxsplit=1) == [name, call.help] for line in lines)


def test_the_screens_ask_for_a_terminal(pmtui: Program) -> None:
    """Without a terminal the screens say what works instead."""
    pmtui.new()
    for words in ([], ["open"]):
        called = pmtui(*words)
        assert called.status == 2
        assert "`pmtui log`" in called.sentence


def test_open_and_the_bare_call_open_the_screens(pmtui: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """`open` opens the incident that is named or the only open one, else the home screen, as `pmtui` does."""
    opened: list[Path | None] = []

    def show(folder: Path | None) -> int:
        opened.append(folder)
        return 0

    monkeypatch.setattr("pmtui.cli.screens.show", show)
    login = pmtui.new("Login fails")
    pmtui.done("open")
    slug = pmtui.new()
    pmtui.done("open")
    pmtui.done("open", "checkout")
    pmtui.done("close", slug)
    pmtui.done("open", slug)
    pmtui.done()
    folders = [pmtui.folder(login), None, pmtui.folder(slug), pmtui.folder(slug), None]
    assert opened == folders
    assert pmtui("open", "nope").status == 2
