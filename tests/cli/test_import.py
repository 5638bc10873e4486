"""`pmtui import`: what others recorded, into an incident that is open or closed."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pmtui.model import entries as e
from tests.cli.calling import Program

SAMPLES = Path(__file__).parents[1] / "data" / "imports"
SLACK = str(SAMPLES / "slack-export")


@pytest.fixture
def slug(pmtui: Program) -> str:
    """An open incident, days after what is imported."""
    pmtui.now = datetime(2026, 11, 26, 20, 0, tzinfo=UTC)
    return pmtui.done("new", "Checkout is down", "--timezone", "UTC", "--no-open").strip()


def test_the_preview_says_what_it_saw_and_records_nothing(pmtui: Program, slug: str) -> None:
    """Number, time, kind, author and words of each; without a terminal and without --yes the status is 1."""
    called = pmtui("import", SLACK)
    assert called.status == 1
    assert called.err.startswith(
        "Slack export, #inc-checkout, 4 messages, 2 of 2 people known; left out: 1 channel join\n"
    )
    assert "#1  2026-11-20 14:02  note  Ana A     checkout answers 503" in called.out
    assert called.out.splitlines()[3].split("  ")[-1] == "[key]"
    assert "nothing is recorded; --yes records them" in called.err
    assert len(pmtui.incident(slug).entries) == 1


def test_what_is_recorded_says_whose_words_they_are_and_where_they_stood(pmtui: Program, slug: str) -> None:
    """`by` is who imports; author, file and id are in the entry and the record; a second adds nothing."""
    assert pmtui.done("import", "-i", slug, SLACK, "--yes").endswith(f"{slug}: 5 entries recorded\n")
    incident = pmtui.incident(slug)
    first = incident.timeline[0].entry
    assert (first.author, first.origin["format"], first.origin["item"]) == (
        "Ana A",
        "slack",
        "C01/1795183330.000000",
    )
    assert first.by != "Ana A"
    assert [item.entry.says for item in incident.timeline if item.key] == ["rolled back to 4.2"]
    assert "Ana A: checkout answers 503" in pmtui.done("show", slug)
    assert '"author": "Ana A"' in pmtui.done("export", slug, "--format", "json")
    assert "Ana A: checkout answers" in pmtui.done("export", slug, "--format", "markdown")
    before = (pmtui.home / "incidents" / slug / "journal.jsonl").read_bytes()
    called = pmtui("import", "-i", slug, SLACK, "--yes")
    assert (called.status, called.out) == (0, "")
    assert "4 of them are there already" in called.err
    assert "nothing is new" in called.err
    assert (pmtui.home / "incidents" / slug / "journal.jsonl").read_bytes() == before
    assert pmtui("verify", slug).status == 0


def test_the_documents_of_a_closed_incident_follow(pmtui: Program, slug: str) -> None:
    """Its draft and its record tell what was imported."""
    pmtui.done("close", slug)
    pmtui.done("import", "-i", slug, str(SAMPLES / "pagerduty-log-entries.json"), "--yes")
    folder = pmtui.home / "incidents" / slug
    assert "pool is empty" in (folder / "postmortem.md").read_text()
    assert 'author = "Bo B"' in (folder / "incident.toml").read_text()


def test_a_day_that_nothing_says_is_never_recorded_unseen(pmtui: Program, slug: str) -> None:
    """--yes needs --day, or --assume; the preview says how many it concerns."""
    called = pmtui("import", "-", typed="10:05 ana: it fails\n")
    assert "the day or the year of 1 of them: it is assumed" in called.err
    assert "say it with --day DATE" in pmtui("import", "-", "--yes", typed="10:05 it fails\n").err
    assert len(pmtui.incident(slug).entries) == 1
    pmtui.done("import", "-", "--yes", "--day", "2026-01-02", typed="10:05 it fails\n")
    assert f"{pmtui.incident(slug).timeline[0].entry.at:%d}" == "02"
    pmtui.done("import", "-", "--yes", "--assume", typed="10:06 it fails still\n")


def test_of_a_closed_incident_the_assumed_day_has_come(pmtui: Program, slug: str) -> None:
    """A clock long before its start is of the next day only once that clock has been on it."""
    pmtui.done("close", slug)
    assert (
        "#2  2026-11-26 10:05  note  it fails"
        in pmtui("import", "-i", slug, "-", typed="10:05 it fails\n").out
    )
    pmtui.now = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
    assert (
        "#2  2026-11-27 10:05  note  it fails"
        in pmtui("import", "-i", slug, "-", typed="10:05 it fails\n").out
    )


def test_bounds_leave_out_and_count(pmtui: Program, slug: str) -> None:
    """--since and --until, in the zone that clocks are read in; --pinned."""
    called = pmtui("import", SLACK, "--since", "2026-11-20T14:03:30Z", "--until", "2026-11-20T14:10Z")
    assert called.out.count("\n") == 1
    assert "3 outside of --since and --until" in called.err
    assert pmtui("import", SLACK, "--pinned").out.count("\n") == 1


def test_a_day_bounds_as_a_whole(pmtui: Program, slug: str) -> None:
    """It is inside of both bounds; what lies outside is said where nothing is left, too."""
    assert pmtui("import", SLACK, "--until", "2026-11-20").out.count("\n") == 4
    assert pmtui("import", SLACK, "--since", "2026-11-20").out.count("\n") == 4
    called = pmtui("import", SLACK, "--until", "2026-11-19")
    assert "left out: 1 channel join, 4 outside of --since and --until" in called.err
    assert f"{slug}: nothing is new" in called.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["-"], "there is nothing in it to import"),
        ([SLACK, "--as", "discord"], "there is no line that makes an entry"),
    ],
)
def test_a_file_in_which_nothing_is_found_is_refused(
    pmtui: Program, slug: str, words: list[str], why: str
) -> None:
    """One that is empty, or of another format than is said, is not what was recorded before."""
    called = pmtui("import", *words, "--yes", typed="\n")
    assert called.status == 1
    assert why in called.sentence
    assert "nothing is new" not in called.err


def test_one_is_one(pmtui: Program, slug: str, tmp_path: Path) -> None:
    """What is there already, and what changes it, are counted in the singular."""
    table = "time,id,text\n2026-11-20T14:02Z,a,{}\n"
    pmtui.done("import", "-", "--yes", typed=table.format("it fails"))
    assert "1 of them is there already" in pmtui("import", "-", typed=table.format("it fails")).err
    assert "1 changes what is there" in pmtui("import", "-", typed=table.format("it is slow")).err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([SLACK, "--as", "slak"], "did you mean --as slack"),
        ([SLACK, "--channel", "nope"], "no such channel"),
        ([SLACK, "--map", "x"], "--map: 'x'"),
        ([SLACK, "--since", "soon"], "--since: @soon is not a time; write it as 14:05"),
        ([SLACK, "--timezone", "PST"], "--timezone: "),
        (["nowhere.json"], "no such file"),
        (["/dev/null"], "device"),
        ([str(SAMPLES)], "say which: --as"),
    ],
)
def test_a_call_that_is_off_is_explained(pmtui: Program, slug: str, words: list[str], why: str) -> None:
    """One sentence; nothing is recorded."""
    assert why in pmtui("import", *words, "--yes").sentence
    assert len(pmtui.incident(slug).entries) == 1


def test_new_reads_the_same(pmtui: Program) -> None:
    """`new --from` is `new`, then this; the folder is of the day it happened."""
    pmtui.now = datetime(2026, 11, 26, 20, 0, tzinfo=UTC)
    slug = pmtui.done("new", "x", "--from", SLACK, "--yes", "--no-open", "--timezone", "UTC").splitlines()[-1]
    assert slug == "2026-11-20-x"
    assert len(pmtui.incident(slug).of(e.Note)) == 4
    assert "nothing is new" in pmtui("import", "-i", slug, SLACK).err
    assert "--pinned is for --from FILE" in pmtui("new", "x", "--pinned").sentence


def test_a_zip_and_its_folder_are_one_export(pmtui: Program, slug: str, tmp_path: Path) -> None:
    """From a file or a pipe; what was redacted or struck meanwhile does not come back."""
    packed = shutil.make_archive(str(tmp_path / "export"), "zip", SLACK)
    pmtui.done("import", "-i", slug, packed, "--yes")
    pmtui.done("log", "-i", slug, "/redact #1 a name")
    pmtui.done("log", "-i", slug, "/strike #2")
    pmtui.done("log", "-i", slug, "/amend #3 the pool is empty")
    for source, typed in ((SLACK, b""), ("-", Path(packed).read_bytes())):
        called = pmtui("import", "-i", slug, source, "--yes", typed=typed)
        assert (called.status, called.out) == (0, "")
        assert "4 of them are there already" in called.err
    journal = (pmtui.home / "incidents" / slug / "journal.jsonl").read_text()
    assert "answers 503" not in journal
    assert '"item":"C01/1795183330.000000"' in journal


def test_what_pmtui_wrote_itself_is_for_join(pmtui: Program, slug: str, tmp_path: Path) -> None:
    """Its journal and its record hold more than lines with a time; each is refused with the call that takes it."""
    pmtui.done("log", "-i", slug, typed="pool is empty\n@10:20 /started\n")
    pmtui.done("close", slug)
    pmtui.done("export", slug, "-o", str(tmp_path / "x.json"))
    folder = pmtui.home / "incidents" / slug
    for path in (folder / "journal.jsonl", folder / "incident.toml", tmp_path / "x.json"):
        assert "it is pmtui's own; `pmtui join FILE`" in pmtui("import", "-i", slug, str(path)).sentence


def test_a_milestone_without_words_shows_none(pmtui: Program, slug: str) -> None:
    """Its kind stands beside it."""
    shown = pmtui("import", "-i", slug, "-", typed="2026-11-20T14:04:00Z /mitigated\n").out
    assert shown == "#1  2026-11-20 14:04  mitigated\n"
