"""The calls that end and continue the work on an incident: `finish`, `reopen`, `handover`."""

from __future__ import annotations

import json

from tests.cli.calling import Program

WHOLE = (
    "@10:00 /started",
    "@10:05 /detected",
    "@10:20 /resolved",
    "/severity 2",
    "/role commander ana",
    "/impact 25 % of logins failed",
    "/write root_cause The pool was too small. It was made for half the load.",
    "/write resolution The pool was doubled.",
    "/write summary Logins failed.",
    "/well everybody was there",
)


def test_what_is_missing_is_listed_before_the_write_up_is_final(pmtui: Program) -> None:
    """The first call records nothing and exits with 1; --anyway does it all the same."""
    slug = pmtui.new(zone="UTC")
    pmtui.done("log", "-i", slug, "/task Grow the pool")
    pmtui.done("close", slug)
    called = pmtui("finish", slug)
    assert called.status == 1
    assert "T1: no owner and no due date → /task T1 owner:NAME due:YYYY-MM-DD" in called.err
    assert "Root cause is not written → /write root_cause TEXT" in called.err
    assert f"`pmtui finish {slug} --anyway`" in called.err
    assert pmtui.incident(slug).writeup.state == "draft"
    assert pmtui("finish", slug, "--anyway").status == 0
    assert pmtui.incident(slug).writeup.state == "final"


def test_a_finish_that_is_logged_says_what_is_missing(pmtui: Program) -> None:
    """A line of `log` is recorded, as every line; what a reader will miss is named all the same."""
    slug = pmtui.new(zone="UTC")
    pmtui.done("close", slug)
    called = pmtui("log", "-i", slug, "/finish")
    assert called.status == 0
    assert "missing or wrong: Root cause is not written → /write root_cause TEXT" in called.err
    assert pmtui.incident(slug).writeup.state == "final"


def test_a_final_write_up_says_who_when_by_whom_reviewed_and_where(pmtui: Program) -> None:
    """In the record, in the head of the draft, in `show` and `list`; and when it was changed since."""
    slug = pmtui.new(zone="UTC")
    for line in WHOLE:
        pmtui.done("log", "-i", slug, line)
    pmtui.done("close", slug)
    pmtui.done("finish", slug, "--reviewer", "bo, eve", "--url", "https://wiki.example.org/pm/12")
    record = json.loads(pmtui.done("export", slug, "--format", "json"))["incident"]
    assert record["reviewer"] == "bo, eve"
    assert record["published"] == "https://wiki.example.org/pm/12"
    assert record["finished_by"] == pmtui.incident(slug).writeup.by != ""
    assert record["finished"].startswith("2023-10-15T")
    draft = (pmtui.folder(slug) / "postmortem.md").read_text()
    said = f"inal since 2023-10-15 10:30, by {record['finished_by']}, reviewed by bo, eve"
    published = "; published at https://wiki.example.org/pm/12"
    assert f"| State | F{said}{published} |" in draft
    assert f"Write-up: f{said}{published}\n" in pmtui.done("show", slug)
    assert "  closed, final  " in pmtui.done("list")
    pmtui.done("log", "-i", slug, "/lucky it was a Sunday")
    assert f"f{said}, changed since{published}" in pmtui.done("show", slug)
    assert "closed, final, changed since" in pmtui.done("list")
    assert json.loads(pmtui.done("list", "--json"))[0]["writeup"] == "final, changed since"


def test_reopen_takes_a_close_back_and_nothing_else(pmtui: Program) -> None:
    """It says why, is refused while the incident is open, and the write-up is a draft again."""
    slug = pmtui.new()
    refused = pmtui("reopen", slug, "it", "fails")
    assert (refused.status, "is not closed" in refused.err) == (2, True)
    pmtui.done("close", slug)
    assert "it fails again" in pmtui.done("reopen", slug, "it", "fails", "again")
    assert not pmtui.incident(slug).closed


def test_handover_prints_the_brief_for_who_takes_over(pmtui: Program) -> None:
    """The brief alone is the result, so that it can be sent on."""
    slug = pmtui.new("Login fails")
    called = pmtui("handover", "Bo", "Li")
    assert called.status == 0
    assert called.out.startswith("SEV? Login fails: investigating\n")
    assert "commander Bo Li" in called.out
    assert f"{slug} #1" in called.err
    assert pmtui.incident(slug).commander == "Bo Li"
