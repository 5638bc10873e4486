"""What a call answers a program with `--json`: as the schema says that `pmtui schema --of CALL` prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from pmtui.cli.calls import CALLS, module, parser
from tests.cli.calling import Program

NO_ANSWER = {
    "open": "a screen",
    "replay": "a screen",
    "export": "a document",
    "schema": "a document, itself JSON",
    "template": "a document",
    "help": "a text for a person",
    "completion": "a script",
}
"""What the calls give that have no `--json`."""
PAGES = str(Path(__file__).parents[1] / "data" / "imports" / "pagerduty-log-entries.json")
HOSTILE = "[/] [red]x \x1b[31m 決済 🎉 \t \u202e"


def strict(schema: Any) -> Any:
    """The schema, with no property but those that it names: what is printed and not described is found, too."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: strict(each) for name, each in schema.items()}
    return (
        {**found, "additionalProperties": False} if "properties" in found and "required" in found else found
    )


def wrong(pmtui: Program, call: str, *answers: str) -> list[str]:
    """What of a call's answers its schema does not have."""
    schema = json.loads(pmtui.done("schema", "--of", call))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(
        schema if call == "show" else strict(schema), format_checker=FormatChecker()
    )
    return [error.message[:300] for answer in answers for error in validator.iter_errors(json.loads(answer))]


@pytest.mark.parametrize("call", CALLS)
def test_every_call_that_answers_does_so_in_json_too(call: str) -> None:
    """Whoever adds a call gives it `--json` and the type of its answer, or says here what it gives instead."""
    takes, answers = "json" in parser(call).takes, hasattr(module(call), "Answer")
    assert (takes, answers) == ((False, False) if call in NO_ANSWER else (True, True))


@pytest.fixture
def slug(pmtui: Program, tmp_path: Path) -> str:
    """An incident with something of everything, closed with follow-ups, and another one that runs."""
    pmtui.done("close", pmtui.new("Login fails"))
    slug = pmtui.new(f"Checkout {HOSTILE} is down", "Europe/Paris", "--severity", "2")
    script = (
        *("@-10m /started", "/role commander Ana", f"/hypothesis {HOSTILE}", "/misleading H1 it is not"),
        *(
            "/escalate db: theirs?",
            "/action roll back owner:bo check:1m",
            "/task alert owner:ana due:2023-10-01",
        ),
        *(
            "/update customers: we are on it next:5m",
            "/tag db",
            "/service shop",
            "@? /note nobody knows when",
        ),
        *("/question why?", "/decision wait", f"a note that holds {HOSTILE}"),
    )
    pmtui.done("log", "-i", slug, typed="\n".join(script))
    pmtui.later(20)
    return slug


ANSWERED = (
    ("list",),
    ("show", "{slug}"),
    ("brief", "{slug}"),
    ("brief", "{slug}", "--for", "customers"),
    ("find", "note"),
    ("review", "{slug}"),
    ("verify", "{slug}"),
    ("tasks",),
    ("tasks", "--overdue"),
    ("stats",),
    ("locate",),
    ("log", "-i", "{slug}", "@-5m", "/escalate", "network team"),
    ("log", "-i", "{slug}", "/strike", "3"),
    ("attach", "-i", "{slug}", "{file}", "a caption"),
    ("write", "{slug}", "summary", "{file}"),
    ("handover", "-i", "{slug}", "Bo"),
    ("close", "{slug}"),
    ("finish", "login", "--anyway"),
    ("reopen", "login", "again"),
    ("new", "Another one"),
    ("import", "-i", "{slug}", PAGES, "--as", "pagerduty", "--yes"),
)
ELSEWHERE = ("join", "sync", "share")
"""Calls whose answers are held against their schemas in tests of their own."""


def test_the_answer_of_every_call_is_held_against_its_schema() -> None:
    """None is only said to have one."""
    assert {words[0] for words in ANSWERED} | {*ELSEWHERE} == CALLS.keys() - NO_ANSWER


@pytest.mark.parametrize("words", ANSWERED, ids=" ".join)
def test_what_is_answered_is_what_the_schema_says(
    pmtui: Program, slug: str, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Nothing less and nothing more, and it says something."""
    file = tmp_path / "text.md"
    file.write_text("Some text.")
    called = pmtui(*[word.format(slug=slug, file=file) for word in words], "--json")
    found = words[0] == "review" or "--overdue" in words  # the status of both says that something was found
    assert called.status == 0 or (found and called.status == 1), called
    assert wrong(pmtui, words[0], called.out) == []
    assert json.loads(called.out)


def test_every_line_of_a_script_is_answered_on_a_line(pmtui: Program) -> None:
    """Of a line that is refused nothing is printed, and nothing of one that records nothing."""
    slug = pmtui.new()
    called = pmtui("log", "--json", typed="one\n/evidence H9 x\n/brief\n/h two\n")
    answers = called.out.splitlines()
    assert called.status == 1
    assert wrong(pmtui, "log", *answers) == []
    assert [(json.loads(each)["number"], json.loads(each)["label"]) for each in answers] == [
        (1, ""),
        (2, "H1"),
    ]
    assert json.loads(answers[0])["text"].startswith(f"{slug} #1 ")
    assert "line 3: /brief records nothing" in called.err


def test_a_joined_copy_and_a_damaged_journal_are_answered_in_json(pmtui: Program, tmp_path: Path) -> None:
    """With the sentences that a person reads; the exit status is the same."""
    slug = pmtui.new()
    pmtui.done("log", "one")
    copy = tmp_path / "journal.jsonl"
    copy.write_bytes(pmtui.journal(slug))
    assert wrong(pmtui, "join", pmtui.done("join", str(copy), "--json")) == []
    journal = pmtui.folder(slug) / "journal.jsonl"
    journal.write_bytes(pmtui.journal(slug).replace(b'"one"', b'"two"'))
    called = pmtui("verify", slug, "--json")
    assert called.status == 1
    assert wrong(pmtui, "verify", called.out) == []
    found = json.loads(called.out)
    assert (found["sound"], [line["line"] for line in found["lines"]]) == (False, [2])


def test_customers_get_no_more_in_json_than_in_words(pmtui: Program, slug: str) -> None:
    """What waits and whom we need is nothing that they read."""
    answer = pmtui.done("brief", slug, "--for", "customers", "--json")
    assert json.loads(answer)["waits"] == []
    assert "db" not in answer
    waits = json.loads(pmtui.done("brief", slug, "--json"))["waits"]
    assert {"A1", "E1", "Q1"} <= {each["label"] for each in waits}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("schema", "--of", "export"), "has no --json; these have: new, log"),
        (("schema", "--of", "omen"), "there is no call 'omen'"),
        (("log", "--json", "/brief"), "/brief records nothing"),
        (("log", "--json", "--run", "true"), "stdout is the command's"),
    ],
)
def test_what_has_no_answer_in_json_says_so(pmtui: Program, words: tuple[str, ...], sentence: str) -> None:
    """One sentence, exit 2."""
    pmtui.new()
    called = pmtui(*words)
    assert called.status == 2
    assert sentence in called.sentence
