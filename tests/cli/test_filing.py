"""Promises about `pmtui tasks`: which are due, and how they get into a team's tracker."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pmtui.errors import PmtuiError
from pmtui.work import trackers
from tests.cli.calling import Program, environment
from tests.cli.github import standing_in

LONG = f"long {'é' * 10_000}"
HOSTILE = ("-x --web", "ask @team and #12, `$(touch x)` \"'", LONG, "[red] two  \n  lines | [/]")
CLIENT = """#!/bin/sh
printf '%s\\0' "$@" >> "$0.words"; cat >> "$0.text"; printf '\\0' >> "$0.text"
echo x >> "$0.count"; number=$(wc -l < "$0.count")
{how}
echo "https://tracker.example.org/shop/checkout/issues/$((number))"
"""


class Client:
    """A program called `gh` that writes down how it was called."""

    def __init__(self, folder: Path, how: str) -> None:
        self.path = folder / "bin" / "gh"
        self.path.parent.mkdir()
        self.does(how)

    def does(self, how: str) -> None:
        """What it does before it says an address."""
        self.path.write_text(CLIENT.replace("{how}", how))
        self.path.chmod(0o755)

    def taken(self, what: str) -> list[str]:
        """All words that it was called with, or all texts that it read."""
        path = self.path.with_name(f"gh.{what}")
        return path.read_text().split("\0")[:-1] if path.exists() else []


@pytest.fixture
def client(pmtui: Program, tmp_path: Path) -> Client:
    """A client that takes what it is given."""
    client = Client(tmp_path, ":")
    pmtui.patch.setenv("PATH", f"{client.path.parent}:{os.environ['PATH']}")
    return client


def tasks(pmtui: Program, *texts: str) -> str:
    """An incident with these follow-ups."""
    slug = pmtui.new()
    script = "\n".join(f"/task {text}".replace("\n", "\n  ") for text in texts)
    pmtui.done("log", "-i", slug, typed=script)
    return slug


def refs(pmtui: Program, slug: str) -> list[str]:
    """The reference of each follow-up."""
    return [task.ref for task in pmtui.incident(slug).tasks]


@pytest.mark.outside
def test_githubs_own_client_files_each_follow_up_once(pmtui: Program, tmp_path: Path) -> None:
    """Whatever was typed is the issue's title and text, and pings nobody; the addresses come back as references.

    When the tracker takes no more halfway, what it took is written back, and the next call files the others.
    """
    slug = tasks(pmtui, *HOSTILE)
    call = ("tasks", "--file", "github:shop/checkout")
    with standing_in(tmp_path, most=2) as (github, variables):
        for name, value in variables.items():
            pmtui.patch.setenv(name, value)
        first = pmtui(*call)
        assert first.status == 1
        assert first.err == (
            f"pmtui: {slug} T3 is not filed, nor 1 behind it: gh failed (exit 1): "
            "GraphQL: was submitted too quickly; 2 before it are filed\n"
        )
        address = f"https://{github.host}/shop/checkout/issues"
        assert refs(pmtui, slug) == [f"{address}/1", f"{address}/2", "", ""]
        github.most = 100
        again = pmtui(*call)
        assert again.status == 0
        assert f"{slug} T1 is filed already: {address}/1\n" in again.err
        assert refs(pmtui, slug) == [f"{address}/{n}" for n in range(1, 5)]
        assert pmtui(*call).err.endswith("there is nothing to file\n")
        assert len(github.issues) == 4
        titles = [issue["title"] for issue in github.issues]
        assert titles[:2] == ["-x --web", "ask @team and #12, `$(touch x)` \"'"]
        assert (len(titles[2]), titles[3]) == (250, "[red] two lines | [/]")
        assert LONG in github.issues[2]["body"]
        assert "ask @&#8203;team and #&#8203;12, `$(touch x)`" in github.issues[1]["body"]
    pmtui.done("log", "-i", slug, "/task one more")
    off = pmtui(*call)
    assert off.status == 1
    assert off.err.splitlines()[-1].startswith(f"pmtui: {slug} T5 is not filed: gh failed (exit 1): ")


def test_a_dry_run_prints_the_calls_that_would_be_made(pmtui: Program, client: Client) -> None:
    """Each is a line for a shell that gives the client the same words and text; nothing is filed or recorded."""
    slug = tasks(pmtui, *HOSTILE)
    before = pmtui.journal(slug)
    call = ("tasks", "--file", "github:shop/checkout")
    printed = pmtui.done(*call, "--dry-run")
    assert (pmtui.journal(slug), client.taken("words")) == (before, [])
    subprocess.run(["sh", "-e"], input=printed, text=True, check=True, capture_output=True)
    typed = client.taken("words"), client.taken("text")
    for path in client.path.parent.glob("gh.*"):
        path.unlink()
    pmtui.done(*call)
    assert (client.taken("words"), client.taken("text")) == typed
    assert typed[0][:6] == [
        *("issue", "create", "--repo=shop/checkout", "--title=-x --web", "--body-file=-", "issue"),
    ]


def test_what_is_filed_says_what_is_known_and_the_documents_follow(pmtui: Program, client: Client) -> None:
    """Owner, day, priority and the incident stand in the issue; of a closed incident the record has the reference."""
    slug = tasks(
        pmtui, "Alert on pool use owner:ana due:2023-11-15 priority:P1 term:short type:prevent", "other"
    )
    pmtui.done("close", slug)
    said = pmtui.done("tasks", "-i", slug, "--file", "github:ghe.example.org:8443/shop/checkout", "t1", "T1")
    assert client.taken("words")[2] == "--repo=ghe.example.org:8443/shop/checkout"
    assert client.taken("text") == [
        "Alert on pool use\n\n- Owner: ana\n- Due: 2023-11-15\n- Priority: P1\n- Term: short\n- Type: prevent\n"
        "- From: T1 of the incident Checkout is down (SEV?, 2023-10-15)\n"
    ]
    address = "https://tracker.example.org/shop/checkout/issues/1"
    assert refs(pmtui, slug) == [address, ""]
    assert f"ref {address}" in said
    assert pmtui.record(slug)["tasks"][0]["ref"] == address
    assert address in pmtui.done("tasks")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("echo no login >&2; exit 4", "gh failed (exit 4): no login"),
        ("kill -9 $$", "gh failed (signal 9)"),
        ("echo done; exit 0", "gh names no address of an issue: done"),
    ],
)
def test_a_client_that_fails_is_one_sentence(pmtui: Program, client: Client, how: str, why: str) -> None:
    """What it filed before is recorded; of the one at fault nothing is."""
    slug = tasks(pmtui, "one", "two", "three")
    client.does(f'if [ "$number" = 2 ]; then {how}; fi')
    called = pmtui("tasks", "--file", "github:shop/checkout")
    assert called.status == 1
    assert called.err == f"pmtui: {slug} T2 is not filed, nor 1 behind it: {why}; 1 before it is filed\n"
    assert [bool(ref) for ref in refs(pmtui, slug)] == [True, False, False]


def test_what_a_tracker_has_already_is_not_left_behind(pmtui: Program, client: Client) -> None:
    """Of a failure halfway the sentence counts only what is still to be filed."""
    slug = tasks(pmtui, "one", "two", "three ref:https://example.org/3")
    client.does("exit 1")
    assert pmtui("tasks", "--file", "github:acme/shop").sentence.startswith(
        f"pmtui: {slug} T1 is not filed, nor 1 behind"
    )


def test_a_client_that_does_not_end_is_ended() -> None:
    """Nobody knows then what the tracker has, and the sentence says so."""
    call = trackers.Call(("sleep", "600"), "")
    with pytest.raises(
        PmtuiError, match=r"sleep did not end within 0 s; look whether the tracker has the issue"
    ):
        trackers.file(call, patience=0.2)


def test_a_client_that_is_missing_is_one_sentence(pmtui: Program, tmp_path: Path) -> None:
    """It says where it is to be had, and what can be done without."""
    slug = tasks(pmtui, "one")
    pmtui.patch.setenv("PATH", str(tmp_path))
    said = pmtui("tasks", "--file", "github:shop/checkout").sentence
    assert said == (
        f"pmtui: {slug} T1 is not filed: gh is not installed; "
        "install it (https://cli.github.com), or take --file csv"
    )
    assert pmtui("tasks", "--file", "github:shop/checkout", "--dry-run").status == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP, signal.SIGTERM])
def test_who_asks_it_to_end_waits_for_the_issue_that_is_being_filed(
    pmtui: Program, client: Client, number: int
) -> None:
    """Else the tracker would have it, and the next call would file it once more; the one behind it is left."""
    slug = tasks(pmtui, "one", "two")
    client.does('while [ ! -e "$0.go" ]; do sleep 0.05; done')
    call = [sys.executable, "-m", "pmtui", "tasks", "--file", "github:shop/checkout"]
    surroundings = environment(pmtui.home, PATH=os.environ["PATH"])
    with subprocess.Popen(call, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while not client.taken("text"):
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(number)
        client.path.with_name("gh.go").touch()
        process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert [bool(ref) for ref in refs(pmtui, slug)] == [True, False]


def test_the_csv_holds_what_no_tracker_has(pmtui: Program) -> None:
    """One row a follow-up, for the import of any tracker; no cell is a formula."""
    slug = tasks(pmtui, "=cmd() owner:bo due:2023-11-15", "filed ref:https://x.example.org/1", "done")
    pmtui.done("log", "/done T3")
    called = pmtui("tasks", "--file", "csv")
    rows = list(csv.DictReader(io.StringIO(called.out.removeprefix("\ufeff"))))
    assert [(row["incident"], row["label"], row["text"], row["owner"], row["due"]) for row in rows] == [
        (slug, "T1", "'=cmd()", "bo", "2023-11-15")
    ]
    assert called.err == f"{slug} T2 is filed already: https://x.example.org/1\n"


def test_what_is_due_is_an_exit_status(pmtui: Program) -> None:
    """1 when any is, for cron: overdue, or due within a time, where the incident is; overdue ones are due, too."""
    slug = tasks(pmtui, "late due:2023-10-14", "today due:2023-10-15", "soon due:2023-10-20", "one day")
    listed = {
        ("--overdue",): (1, ["late"]),
        ("--due", "0d"): (1, ["late", "today"]),
        ("--due", "1w"): (1, ["late", "today", "soon"]),
        ("--due", "1w", "--owner", "bo"): (0, []),
        (): (0, ["late", "today", "soon", "one day"]),
    }
    for filters, (status, texts) in listed.items():
        called = pmtui("tasks", *filters)
        shown = [line.split("  ")[-1].strip() for line in called.out.splitlines()]
        assert (called.status, shown) == (status, texts)
    assert pmtui("tasks", "--due", "5d").err == "3 follow-ups are due within 5d, or overdue\n"
    pmtui.done("log", "-i", slug, "/done T1")
    assert pmtui("tasks", "--overdue", "--json") == (0, "[]\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("T1",), "T1 is for --file"),
        (("--dry-run",), "--dry-run is for --file"),
        (("--file", "jira"), "'jira' names no tracker"),
        (("--file", "github:shop"), "'github:shop' names no tracker"),
        (("--file", "github:-x/y"), "'github:-x/y' names no tracker"),
        (("--file", "csv", "--json"), "--json is for the list"),
        (("--file", "csv", "T2"), "has no follow-up T2; it has T1"),
        (("--file", "csv", "--overdue", "T1"), "not both"),
        (("--due", "soon"), "'soon' is no length of time"),
    ],
)
def test_a_call_that_is_off_files_nothing(
    pmtui: Program, client: Client, words: tuple[str, ...], said: str
) -> None:
    """One sentence, and the client is not called."""
    tasks(pmtui, "one")
    called = pmtui("tasks", *words)
    assert called.status == 2
    assert said in called.sentence
    assert client.taken("words") == []
