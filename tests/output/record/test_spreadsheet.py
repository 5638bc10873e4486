"""The CSV: what a spreadsheet makes of it."""

from __future__ import annotations

import csv
import io

import pytest

from pmtui.model import entries as e
from pmtui.output.export import export
from pmtui.output.record.spreadsheet import csv_text
from tests.output.making import incident, ref

WHOLE = incident(
    (e.Started, {"at": "21:30", "about": True, "said": "~21:30"}),
    (e.Hypothesis, {"at": "21:40", "label": "H1", "text": "Code"}),
    (e.Misleading, {"at": "21:50", "until": "22:00", "refs": ref(2), "text": "no change"}),
    (e.Update, {"audience": "customers", "text": "soon"}),
    (e.Strike, {"refs": ref(2)}),
    (e.Task, {"label": "T1", "text": "tests"}),
    zone="Africa/Nairobi",
)


def rows(text: str) -> list[dict[str, str]]:
    """What a reader finds behind the mark that says UTF-8."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_times_are_what_a_spreadsheet_takes_for_times() -> None:
    """In the incident's zone and in UTC, without a letter or an offset; an unknown one is an empty cell."""
    by_number = {row["number"]: row for row in rows(csv_text(WHOLE))}
    assert (by_number["#1"]["local"], by_number["#1"]["utc"]) == (
        "2023-10-16 00:30:00",
        "2023-10-15 21:30:00",
    )
    assert (by_number["#3"]["until_local"], by_number["#3"]["until_utc"]) == (
        *("2023-10-16 01:00:00", "2023-10-15 22:00:00"),
    )
    assert (by_number["#4"]["local"], by_number["#4"]["utc"]) == ("", "")
    assert by_number["#4"]["recorded_utc"] == "2023-10-15 00:00:04"


def test_label_kind_and_name_have_cells_of_their_own() -> None:
    """And the text is the one that was typed."""
    by_number = {row["number"]: row for row in rows(csv_text(WHOLE))}
    found = [(row["label"], row["kind"], row["who"], row["text"]) for row in by_number.values()]
    assert ("H1", "hypothesis", "", "Code") in found
    assert ("H1", "misleading", "", "no change") in found
    assert ("", "update", "customers", "soon") in found
    assert (by_number["#1"]["about"], by_number["#1"]["said"], by_number["#2"]["struck"]) == (
        *("about", "~21:30", "struck"),
    )


def test_events_only_on_request() -> None:
    """Everything on the timeline otherwise, what is struck and the follow-ups among them."""
    assert {row["kind"] for row in rows(csv_text(WHOLE))} >= {"incident", "task", "hypothesis"}
    assert [row["number"] for row in rows(str(export(WHOLE, "s", "csv", events=True)))] == ["#1", "#3", "#4"]


def test_it_says_that_it_is_utf_8() -> None:
    """By the mark at its start, without which a spreadsheet reads `Ã©` for `é`."""
    assert csv_text(incident((e.Note, {"text": "café"}))).encode().startswith(b"\xef\xbb\xbfnumber,label")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1", "\r\n=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    """An apostrophe keeps what was typed a text, in every cell."""
    found = rows(csv_text(incident((e.Escalate, {"label": "E1", "to": text, "text": text}), by=text)))
    assert found[-1]["who"] == found[-1]["text"] == "'" + text.replace("\r\n", "\n")
