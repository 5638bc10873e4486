"""`pmtui list` shows what is asked for, as whoever filters issues expects it."""

from __future__ import annotations

import pytest

from tests.cli.calling import Program


@pytest.fixture
def titles(pmtui: Program) -> dict[str, str]:
    """Four incidents, each of its own state; their slugs by a letter."""
    lines = {
        "a": ("@-10m /started", "/sev 1", "/service shop, Login", "/tag db, cache"),
        "b": ("@2023-10-01T10:00 /started", "@2023-10-01T11:00 /resolved", "/sev 2", "/service shop"),
        "c": ("@2022-03-01T23:30Z /started", "@2022-03-02T11:00 /resolved", "/sev 2", "/tag DB", "/close"),
        "d": ("nothing is known",),
    }
    slugs = {}
    for letter, typed in lines.items():
        slugs[letter] = pmtui.new(f"incident {letter}", "Asia/Tokyo")
        pmtui.done("log", "-i", slugs[letter], typed="\n".join(typed))
    return slugs


@pytest.mark.parametrize(
    ("words", "letters"),
    [
        ("", "abcd"),
        ("--state all", "abcd"),
        ("--state open", "abd"),
        ("--state closed", "c"),
        ("--state resolved", "b"),
        ("--state investigating", "ad"),
        ("--severity 2", "bc"),
        ("--severity sev1,P2", "abc"),
        ("--severity ?", "d"),
        ("--service SHOP", "ab"),
        ("--service shop --service login", "a"),
        ("--tag db", "ac"),
        ("--tag db --state open", "a"),
        ("--since 2023-10-01", "abd"),
        ("--since 13d", "ad"),
        ("--since 2y", "abcd"),
        ("--until 2023-10-01", "bc"),
        ("--until 2022-03-02", "c"),
        ("--since 2022-03-01 --until 2022-03-01", ""),
        ("--since 2022-03-02 --until 2022-03-02", "c"),
    ],
)
def test_a_filter_keeps_what_fits_it(
    pmtui: Program, titles: dict[str, str], words: str, letters: str
) -> None:
    """Several are all meant; days are those of the incident's zone, and both ends count."""
    listed = pmtui.done("list", *words.split()).splitlines()
    assert {line.split()[0] for line in listed} == {titles[letter] for letter in letters}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--tag dbb", "no incident has the tag 'dbb'; did you mean db?"),
        ("--service nobody", "no incident has the service 'nobody'"),
        ("--severity 5", "no incident fits"),
    ],
)
def test_a_list_without_an_incident_says_why(
    pmtui: Program, titles: dict[str, str], words: str, sentence: str
) -> None:
    """A name that no incident has is told from a filter that fits none."""
    called = pmtui("list", *words.split())
    assert (called.status, called.out) == (0, "")
    assert sentence in called.err.replace("DB or ", "")


@pytest.mark.parametrize(
    "words", ["--state over", "--severity high", "--severity 1,", "--since yesterday", "--until 2023-11-31"]
)
def test_a_filter_that_is_none_is_refused(pmtui: Program, titles: dict[str, str], words: str) -> None:
    """One sentence that says how it is written."""
    called = pmtui("list", *words.split())
    assert called.status == 2
    assert ("write" in called.sentence) or ("choose from" in called.sentence)
