"""`pmtui review`: the review a finding a line, and what the exit status says."""

from __future__ import annotations

import json

import pytest

from tests.cli.calling import Program

FINE = """\
@10:00 /started
@10:05 /detected
@10:10 /impact 25 % of logins fail
@10:20 /resolved
/write root_cause The pool was too small, and nothing watched it.
/write resolution We doubled it.
/well the page came at once
/severity 2
/role commander Ana
/summary the pool is doubled
"""


@pytest.fixture
def slug(pmtui: Program) -> str:
    """An incident with nothing to find."""
    slug = pmtui.done("new", "Checkout is down", "--timezone", "UTC", "--no-open").strip()
    pmtui.done("log", "-i", slug, typed=FINE)
    return slug


def test_nothing_found(pmtui: Program, slug: str) -> None:
    """What is whole gives no line, and says so aside."""
    called = pmtui("review", slug, "--strict", "--all")
    assert (called.status, called.out) == (0, "")
    assert called.err == f"{slug}: nothing found\n"


def test_wrong(pmtui: Program, slug: str) -> None:
    """A contradiction is a line with level, place, rule and the line that mends it; the call fails."""
    pmtui.done("log", "-i", slug, "/task Alert on pool use owner:bo due:2023-10-01")
    called = pmtui("review", slug)
    assert called.status == 1
    assert called.out == (
        "wrong    T1  rule  5  its due date 2023-10-01 lies before the incident, which began on 2023-10-15; "
        "mend: /task T1 due:2024-10-01\n"
    )
    assert called.err == f"{slug}: 1 wrong\n"


def test_missing_fails_when_strict(pmtui: Program, slug: str) -> None:
    """What is missing fails with --strict only."""
    pmtui.done("log", "-i", slug, "/task Alert on pool use")
    assert pmtui("review", slug).status == 0
    assert pmtui("review", slug, "--strict").status == 1


def test_all_hints(pmtui: Program, slug: str) -> None:
    """Hints that misfire often are given with --all, or by the settings."""
    pmtui.done("log", "-i", slug, "/write summary Obviously.")
    assert pmtui("review", slug).out == ""
    assert "rule 17" in pmtui("review", slug, "--all").out
    pmtui.home.joinpath("settings.toml").write_text("all_hints = true\n")
    assert "rule 17" in pmtui("review", slug).out


def test_json(pmtui: Program, slug: str) -> None:
    """For a program: rule, level, place, sentence and mend."""
    pmtui.done("log", "-i", slug, "@10:12 mail from eva@shop.fr")
    [finding] = json.loads(pmtui.done("review", slug, "--json"))
    assert (finding["rule"], finding["level"], finding["where"]) == (22, "hint", "#11")
    assert finding["span"] == [10, 21]


def test_dismissed(pmtui: Program, slug: str) -> None:
    """What somebody dismissed is counted aside."""
    pmtui.done("log", "-i", slug, "/task Alert owner:bo due:2023-10-01")
    pmtui.done("log", "-i", slug, "/dismiss 5 T1 it was planned before")
    called = pmtui("review", slug)
    assert (called.status, called.out, called.err) == (0, "", f"{slug}: nothing found; 1 dismissed\n")


def test_a_record_from_elsewhere(pmtui: Program, slug: str) -> None:
    """A colleague's record is reviewed without its journal; the dismissal is in it, and not in the draft."""
    pmtui.done("log", "-i", slug, "/task Alert owner:bo due:2023-10-01")
    pmtui.done("log", "-i", slug, "/dismiss 5 T1 it was planned before")
    record = pmtui.home / "colleague.toml"
    record.write_text(pmtui.done("export", slug, "--format", "toml"))
    called = pmtui("review", str(record))
    assert called.status == 0
    assert "1 dismissed" in called.err
    assert "planned before" not in pmtui.done("export", slug, "--format", "markdown")


def test_check_is_another_name_for_it(pmtui: Program) -> None:
    """`pmtui check` does what `pmtui review` does."""
    slug = pmtui.new()
    assert pmtui("check", slug) == pmtui("review", slug)
