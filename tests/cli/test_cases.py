"""Real incidents, typed as their commander would have, and the facts that the record and the draft must hold.

Each folder of `tests/cases` has a script.txt and a case.toml: `draft` are texts that the Markdown holds (white
space folded, escapes ignored), `matches` regular expressions found in it, `absent` texts it does not hold,
`record` pairs of a path in the TOML and its value, `counts` pairs of a path and the length of the array there.
"""

from __future__ import annotations

import html
import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import Program

CASES = sorted(path.parent for path in (Path(__file__).parents[1] / "cases").glob("*/case.toml"))


def fold(text: str) -> str:
    """Text as a reader takes it: without Markdown's escapes, quotes and emphasis, on one line."""
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    text = re.sub(r"<br\s*/?>|^\s*>\s?|[*_]", " ", text, flags=re.MULTILINE)
    return re.sub(r"\s+", " ", html.unescape(text)).casefold()


def at(record: Any, path: str) -> Any:
    """The value at a path such as `hypotheses.0.state`; None where there is none."""
    for part in path.split("."):
        if isinstance(record, list):
            record = record[int(part)] if int(part) < len(record) else None
        elif isinstance(record, dict):
            record = record.get(part)
    return record


def same(found: Any, wanted: Any) -> bool:
    """Whether they are equal; a time is compared as an instant."""
    if isinstance(found, datetime) and isinstance(wanted, str):
        return found == datetime.fromisoformat(wanted)
    return bool(found == wanted)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_case_gives_its_record_and_its_draft(pmtui: Program, folder: Path) -> None:
    """Typed in, closed: every fact of the incident is in the documents, and no line was refused."""
    case = tomllib.loads((folder / "case.toml").read_text())
    pmtui.later(3 * 365 * 24 * 60)  # it is written down long afterwards
    slug = pmtui.new(case["title"], case["timezone"], "--severity", case["severity"])
    pmtui.done("log", "-i", slug, typed=(folder / "script.txt").read_text())
    pmtui.done("close", slug)
    record = pmtui.record(slug)
    raw = (pmtui.folder(slug) / "postmortem.md").read_text()
    draft = fold(raw)
    lacking = [f"lacks: {fact}" for fact in case.get("draft", []) if fold(fact).strip() not in draft]
    lacking += [
        f"no match: {rule}" for rule in case.get("matches", []) if not re.search(rule, raw, re.MULTILINE)
    ]
    lacking += [f"holds: {fact}" for fact in case.get("absent", []) if fold(fact).strip() in draft]
    for path, wanted in case.get("record", []):
        found = at(record, path)
        if not same(found, wanted):
            lacking.append(f"{path} is {found!r}, not {wanted!r}")
    for path, wanted in case.get("counts", []):
        found = len(at(record, path) or [])
        if found != wanted:
            lacking.append(f"{path} has {found}, not {wanted}")
    assert lacking == []


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_the_draft_of_a_case_shows_its_picture(pmtui: Program, folder: Path) -> None:
    """The picture that the Markdown shows lies beside it."""
    case = tomllib.loads((folder / "case.toml").read_text())
    slug = pmtui.new(case["title"], case["timezone"])
    pmtui.later(3 * 365 * 24 * 60)
    pmtui.done("log", "-i", slug, typed=(folder / "script.txt").read_text())
    pmtui.done("close", slug)
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", (pmtui.folder(slug) / "postmortem.md").read_text())
    assert [(pmtui.folder(slug) / picture).is_file() for picture in pictures] == [True]
