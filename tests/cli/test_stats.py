"""Promises about `pmtui stats`."""

from __future__ import annotations

import csv
import io
import json

import jsonschema
import msgspec
import pytest

from pmtui.cli.columns import width
from pmtui.work.stats import Stats
from tests.cli.calling import Program

DAY = "2023-10-15"


@pytest.fixture
def two(pmtui: Program) -> Program:
    """Two incidents that say something, one of which has hostile names."""
    one = pmtui.new("Checkout", "UTC", "--severity", "2")
    lines = (
        "@10:00 /started",
        "@~10:10 /detected by:customer",
        "/service =cmd|' /C calc'!A0, [red]",
        "/escalate dba",
        "/task mend it",
    )
    for line in lines:
        pmtui.done("log", "-i", one, line)
    other = pmtui.new("Login")
    for line in ("@10:00 /started", "@10:10 /detected", "/service shop"):
        pmtui.done("log", "-i", other, line)
    return pmtui


def test_the_text_names_the_incidents_of_every_number(two: Program) -> None:
    """A metric with its definition, its n and what could not be computed; nothing wider than the terminal."""
    two.patch.setenv("COLUMNS", "70")
    text = two.done("stats")
    assert text.startswith("2 incidents, until 2023-10-15\n")
    lines = text.splitlines()
    assert any(line.split() == ["SEV2", "1", f"{DAY}-checkout"] for line in lines)
    assert any(line.split() == ["service", "[red]", "1", f"{DAY}-checkout"] for line in lines)
    assert "Time to detect (started → detected): n = 2, not computed 0" in lines
    assert any(line.split() == ["~10m", "1", f"{DAY}-checkout"] for line in lines)
    assert any(line.split() == ["customer", "1", f"{DAY}-checkout"] for line in lines)
    assert any(line.split()[:4] == ["not", "computed,", "lacks", "acknowledged"] for line in lines)
    assert max(map(len, lines)) <= 70


@pytest.mark.parametrize("columns", [40, 60])
def test_words_are_broken_at_the_edge_of_a_narrow_terminal(two: Program, columns: int) -> None:
    """Heads, definitions and the names of services and people too; CJK takes two columns a letter."""
    two.done("log", "-i", "login", "/service a very long name of a service that nobody would choose, 決済")
    two.patch.setenv("COLUMNS", str(columns))
    lines = two.done("stats").splitlines()
    assert max(map(width, lines)) <= columns
    assert (
        " ".join(" ".join(lines).split()).count(
            "service a very long name of a service that nobody would choose 1"
        )
        == 1
    )


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_no_name_of_an_incident_is_broken(two: Program, columns: int) -> None:
    """One that does not fit behind its number stands on a line below it, inside of the terminal."""
    two.patch.setenv("COLUMNS", str(columns))
    named = [line for line in two.done("stats").splitlines() if f"{DAY}-" in line]
    assert any("lacks acknowledged" in line for line in named) is (columns > 60)
    assert max(map(len, named)) <= columns


def test_a_month_without_an_incident_is_counted_too(two: Program) -> None:
    """Several of them in one line: between two incidents, before the first of the time asked for, and up to now."""
    two.done("log", "-i", two.new("Long ago"), "@2023-07-02 /started")
    two.later(60 * 24 * 33)
    lines = [line.split()[:4] for line in two.done("stats", "--since", "8mo").splitlines() if "2023-" in line]
    counted = [line for line in lines if line[0].startswith("2023-") and len(line[0]) == 7]
    assert [line[: 4 if line[1] == "to" else 2] for line in counted] == [
        ["2023-03", "to", "2023-06", "0"],
        ["2023-07", "1"],
        ["2023-08", "to", "2023-09", "0"],
        ["2023-10", "2"],
        ["2023-11", "0"],
    ]


def test_the_json_is_as_its_schema_says(two: Program) -> None:
    """For programs: the same counts and values, lengths in seconds."""
    found = json.loads(two.done("stats", "--json"))
    jsonschema.validate(found, msgspec.json.schema(Stats))
    detect = next(values for values in found["metrics"] if values["name"] == "time_to_detect")
    assert [(value["incident"], value["seconds"], value["about"]) for value in detect["values"]] == [
        (f"{DAY}-checkout", 600, True),
        (f"{DAY}-login", 600, False),
    ]


def test_the_csv_is_a_table_without_a_formula(two: Program) -> None:
    """Each row has its number and names its incidents; a service may be called whatever somebody typed."""
    text = two.done("stats", "--csv").removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert all(int(row["n"]) == len(row["incidents"].split(", ") if row["incidents"] else []) for row in rows)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    services = {row["name"] for row in rows if row["table"] == "service"}
    assert services == {"'=cmd|' /C calc'!A0", "[red]", "shop"}
    assert [(row["name"], row["seconds"], row["incidents"]) for row in rows if row["table"] == "metric"] == [
        ("time_to_detect", "600", f"{DAY}-checkout"),
        ("time_to_detect", "600", f"{DAY}-login"),
    ]


def test_what_fits_nothing_says_why(two: Program) -> None:
    """A name that no incident has is told with one like it; a time that cannot be read is refused."""
    assert two("stats", "--service", "shpo") == (
        0,
        "0 incidents, until 2023-10-15, service shpo\n",
        "no incident has the service 'shpo'; did you mean shop?\n",
    )
    assert two("stats", "--since", "2023-10-16").err == "no incident fits\n"
    assert two.done("stats", "--since", "1d").startswith("2 incidents, 2023-10-14 to 2023-10-15\n")
    assert two.done("stats", "--since", "8mo").startswith("2 incidents, 2023-02-15 to 2023-10-15\n")
    for off in ("12m", "", "-1d", "2023-02-29", "9999y", "٣d"):
        assert repr(off) in two("stats", f"--since={off}").sentence
