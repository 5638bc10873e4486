"""Lines that nobody logged live become proposed entries, each with the time and kind it would get."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.backfill import recognise
from pmtui.model.backfill.items import Document, Found, How
from pmtui.model.backfill.propose import Clocks, Proposed, entries, proposals
from pmtui.model.backfill.split import pieces
from pmtui.model.incident.incident import Incident
from pmtui.model.line.arguments import Context
from tests.output.making import DAY, make
from tests.output.strategies import texts

NOW = datetime(2024, 3, 15, 12, 0, tzinfo=UTC)
CASE = Path(__file__).parents[2] / "cases" / "mybinder-jupyterlab"


def lines(text: str, zone: str, now: datetime, day: date | None = None) -> list[Proposed]:
    """What the lines of a text become, whatever it is."""
    return proposals(Found("lines", "lines", pieces(text)), Clocks(zone, now, day))


def recognised(text: str) -> Found:
    """What is found in a text that is said to be lines."""
    return recognise.read([Document("x", text.encode())], How(format="lines"))


def read(text: str, zone: str = "UTC", day: date | None = date(2024, 3, 13)) -> list[tuple[str, str, str]]:
    """TIME, kind and text of each proposal."""
    return [(each.when.said, each.kind, each.text) for each in lines(text, zone, NOW, day)]


def one(text: str, zone: str = "UTC", day: date | None = date(2024, 3, 13)) -> Proposed:
    """The only proposal."""
    (found,) = lines(text, zone, NOW, day)
    return found


@pytest.mark.parametrize(
    ("line", "said", "text"),
    [
        ("14:17 pool exhausted", "2024-03-13T14:17", "pool exhausted"),
        ("14:17:05 pool exhausted", "2024-03-13T14:17:05", "pool exhausted"),
        ("2:05 PM - pool exhausted", "2024-03-13T2:05pm", "pool exhausted"),
        ("[14:17] <ana> on it", "2024-03-13T14:17", "<ana> on it"),
        ("~14:17 pool exhausted", "~2024-03-13T14:17", "pool exhausted"),
        ("about 14:17 pool exhausted", "~2024-03-13T14:17", "pool exhausted"),
        ("14:?? pool exhausted", "2024-03-13T14:??", "pool exhausted"),
        ("14:17–14:30 pool exhausted", "2024-03-13T14:17..14:30", "pool exhausted"),
        ("14:17-14:30 pool exhausted", "2024-03-13T14:17..14:30", "pool exhausted"),
        ("23:50 to 00:10 pool exhausted", "2024-03-13T23:50..00:10", "pool exhausted"),
        ("14:17 UTC pool exhausted", "2024-03-13T14:17Z", "pool exhausted"),
        ("14:17 DB is down", "2024-03-13T14:17", "DB is down"),
        ("- 14:17 pool exhausted", "2024-03-13T14:17", "pool exhausted"),
        ("1. **14:17** pool exhausted", "2024-03-13T14:17", "pool exhausted"),
        ("**14:17**: pool exhausted", "2024-03-13T14:17", "pool exhausted"),
        ("> `14:17` pool exhausted", "2024-03-13T14:17", "pool exhausted"),
        ("| 14:17 | pool exhausted |", "2024-03-13T14:17", "pool exhausted"),
        ("| 2024-03-12 | 14:17 | ana | on it |", "2024-03-12T14:17", "ana · on it"),
        ("### 14:17\n\npool exhausted", "2024-03-13T14:17", "pool exhausted"),
        ("### 14:17 pool exhausted ###", "2024-03-13T14:17", "pool exhausted"),
        ("2024-01-02T10:11:12Z boom", "2024-01-02T10:11:12Z", "boom"),
        ("2024-01-02T10:11:12.345+01:00 boom", "2024-01-02T10:11:12.345+01:00", "boom"),
        ("[2024-01-02 10:11:12] boom", "2024-01-02T10:11:12", "boom"),
        ("2024-01-02 10:11:12,345 ERROR boom", "2024-01-02T10:11:12.345", "ERROR boom"),
        ("2024-01-02 10:11:12 +0000 UTC boom", "2024-01-02T10:11:12+00:00", "boom"),
        ("Jan  2 10:11:12 db1 kernel: boom", "2024-01-02T10:11:12", "db1 kernel: boom"),
        ("Tue, 02 Jan 2024 10:11:12 +0100 boom", "2024-01-02T10:11:12+01:00", "boom"),
        ("[02/Jan/2024:10:11:12 +0000] boom", "2024-01-02T10:11:12+00:00", "boom"),
        ("31/01/2024, 10:11 - Ana: boom", "2024-01-31T10:11", "Ana: boom"),
        ("02.01.2024 10:11 boom", "2024-01-02T10:11", "boom"),
        ("2024-01-02 10:11;ana;boom", "2024-01-02T10:11", "ana;boom"),
        ("Tue Jan  2 10:11:12 2023 boom", "2023-01-02T10:11:12", "boom"),
        ("Tue 2 Jan 10:11:12 UTC 2023 boom", "2023-01-02T10:11:12Z", "boom"),
        ("Tue Jan 2 10:11:12 PM UTC 2023: boom", "2023-01-02T10:11:12pmZ", "boom"),
        ("Jan 2 10:11:12 2023 users", "2024-01-02T10:11:12", "2023 users"),
        ("Ana Gomez  10:32 AM\non it", "2024-03-13T10:32am", "Ana Gomez:\non it"),
        ("@14:17 /decision fail over", "2024-03-13T14:17", "/decision fail over"),
        ("@2024-03-12T14:17 fail over", "2024-03-12T14:17", "fail over"),
    ],
)
def test_a_time_is_read_where_people_put_it(line: str, said: str, text: str) -> None:
    """Chats, logs, lists, tables, headings and typed lines: the time is taken off, the words stay."""
    found = one(line)
    assert (found.when.said, found.text) == (said, text)
    assert found.when.at is not None


def test_a_field_of_an_alert_says_when() -> None:
    """A structured line keeps all its words."""
    alert = '{"alert": "5xx", "timestamp": "2024-01-02T10:11:12Z"}'
    assert read(alert) == [("2024-01-02T10:11:12Z", "note", alert)]


@pytest.mark.parametrize(
    ("line", "clock"),
    [
        ('{"updatedAt":"2024-01-02T15:30:00Z","createdAt":"2024-01-02T14:00:00Z","body":"empty"}', "14:00"),
        ('{"date": "2024-01-02T15:30:00Z", "timestamp": "2024-01-02T14:00:00Z"}', "14:00"),
        ('{"occurred_at": "2024-01-02T14:00:00Z", "created_at": "2024-01-02T15:30:00Z"}', "14:00"),
        ('{"@timestamp": "2024-01-02T14:00:00Z"}', "14:00"),
        ('{"at": "2024-01-02T14:00:00Z", "ends_at": "2024-01-02T15:30:00Z"}', "14:00"),
        ("updated=2024-01-02T15:30:00Z ts=2024-01-02T14:00:00Z level=error", "14:00"),
        ("{'updatedAt': '2024-01-02T15:30:00Z', 'time': '2024-01-02T14:00:00Z'}", "14:00"),
        ('{"updatedAt": "2024-01-02T15:30:00Z", "body": "the pool is empty"}', None),
        ('{"format": "2024-01-02T15:30:00Z", "endsAt": "2024-01-02T15:30:00Z"}', None),
        ('{"run": {"timestamp": "2024-01-02T15:30:00Z"}, "body": "empty"}', None),
        ('{"timestamp": "2024-01-02 15:30 PST"}', None),
        ('{"timestamp": "yesterday", "updatedAt": "2024-01-02T15:30:00Z"}', None),
    ],
)
def test_only_a_field_that_says_when_it_happened_gives_the_time(line: str, clock: str | None) -> None:
    """By its whole name, the best name first; without one the time is unknown, and said to be."""
    found, after = lines(f"{line}\n14:10 after", "UTC", NOW, date(2024, 3, 13))
    assert found.text == line
    assert (found.when.at and f"{found.when.at:%H:%M}") == clock
    assert bool(found.note) is (clock is None)
    assert after.text == "after"


def test_each_line_of_json_is_an_entry() -> None:
    """Also where nothing says when; what it holds stays whole."""
    two = ['{"__REALTIME_TIMESTAMP": "1795183320000000", "MESSAGE": "a"}', '{"MESSAGE": [82, 101]}']
    found = lines("\n".join(two), "UTC", NOW)
    assert [(each.text, each.when.at) for each in found] == [(two[0], None), (two[1], None)]
    assert all(each.note == "none of its fields is known to say when it happened" for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT\n\n1\n00:02:10.000 --> 00:02:14.500\nAna A: checkout answers 503\n",
        "\ufeffWEBVTT - the bridge\n\n02:10.000 --> 02:14.500\nAna A: 503\n",
        "1\r\n00:02:10,000 --> 00:02:14,500\r\nAna A: 503\r\n",
    ],
)
def test_a_transcript_without_the_meetings_start_is_refused(text: str) -> None:
    """Its clocks count from there: 00:02:10 would be two minutes past midnight."""
    with pytest.raises(PmtuiError, match="the meeting's start"):
        recognised(text)


@pytest.mark.parametrize(
    "text",
    [
        '[{"ts": "2024-01-02T15:30:00Z", "text": "503"}]',
        '{\n "title": "Checkout down",\n "createdAt": "2024-01-02T15:30:00Z"\n}\n',
        '{"status": "firing", "alerts": [{"startsAt": "2024-01-02T15:30:00Z"}], "timestamp": "2024-01-02T15:30:00Z"}',
        "\ufeff[1]\n",
    ],
)
def test_a_json_document_is_refused(text: str) -> None:
    """One note that holds a whole export helps nobody."""
    with pytest.raises(PmtuiError, match="one JSON document"):
        recognised(text)


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("**3:30 PM (PST)**: it fails", "PST does not say"),
        ("3:30 PM [pst] - it fails", "PST does not say"),
        ("3:30 PM – 4:00 PM (PST): it fails", "PST does not say"),
        ("2024-03-12 15:30 (EST) it fails", "EST does not say"),
        ("3:30 PM, PST it fails", "PST does not say"),
        ("**3:30 PM, PST**: it fails", "PST does not say"),
        ("2024-03-12, 3:30 PM – 4:00 PM, EST: it fails", "EST does not say"),
        ("3:30 PM, UTC: it fails", ""),
        ("3:30 PM, CET it fails", ""),
        ("3:30 PM, DB it fails", ""),
        ("3:30 PM (UTC): it fails", ""),
        ("3:30 PM (CET): it fails", ""),
        ("3:30 PM (DB) it fails", ""),
    ],
)
def test_a_zones_letters_set_apart_count_too(line: str, note: str) -> None:
    """Refused where they do not hold; read where they do; other letters are words."""
    found = one(line, "Europe/Paris")
    assert note in found.note
    assert (found.when.at is None) is bool(note)
    assert found.text.endswith("it fails")
    hour = {"UTC": 15, "CET": 14, "DB": 14}
    if not note:
        assert found.when.at == datetime(2024, 3, 13, hour[line.split()[2].strip(":()")], 30, tzinfo=UTC)


def test_a_command_keeps_its_kind() -> None:
    """A line in the grammar stays what it is; a word with a slash that is none is a note."""
    text = "14:00 /started\n14:05 /hyp the pool\n14:06 /note plain\n14:07 /var/log is full\n14:08 /strike #1"
    assert read(text) == [
        ("2024-03-13T14:00", "started", "/started"),
        ("2024-03-13T14:05", "hypothesis", "/hypothesis the pool"),
        ("2024-03-13T14:06", "note", "plain"),
        ("2024-03-13T14:07", "note", "/var/log is full"),
        ("2024-03-13T14:08", "note", "/strike #1"),
    ]


def test_what_follows_belongs_to_the_entry_above() -> None:
    """Wrapped, set in and fenced lines, dates and all, are no entries of their own."""
    text = "14:00 it fails\nwrapped\n  at 10:00 set in\n```\n14:05 pasted\n\n# no heading\n```\n14:10 next"
    assert read(text) == [
        (
            "2024-03-13T14:00",
            "note",
            "it fails\nwrapped\nat 10:00 set in\n```\n14:05 pasted\n\n# no heading\n```",
        ),
        ("2024-03-13T14:10", "note", "next"),
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2X:XX it fails", "no time that can be read"),
        ("??:?? it fails", "no time that can be read"),
        ("25:10 it fails", "no clock shows 25:10"),
        ("4/5/2023 14:05 it fails", "4/5 can be two days"),
        ("2024-02-30 14:05 it fails", "there is no day 2024-02-30"),
        ("2024-12-01 14:05 it fails", "is in the future"),
        ("2024-03-12 14:05h it fails", "its clock cannot be read"),
        ("2024-03-12 14:05. it fails", "its clock cannot be read"),
        ("14:05 PST it fails", "PST does not say how far from UTC"),
        ("it fails", ""),
    ],
)
def test_a_line_without_a_readable_time_has_an_unknown_one(line: str, why: str) -> None:
    """It says why, and its words are kept."""
    found = lines(f"14:00 before\n\n{line}\n\n14:10 after", "UTC", NOW, date(2024, 3, 13))[1]
    assert found.when.at is None
    assert why in found.note
    assert "it fails" in found.text


def test_a_zones_letters_count_where_they_are_right() -> None:
    """`CET` names the very offset that Paris had; `CEST` did not hold in March."""
    assert one("14:05 CET it fails", "Europe/Paris").when.at == datetime(2024, 3, 13, 13, 5, tzinfo=UTC)
    assert one("14:05 CEST it fails", "Europe/Paris").when.at is None


@pytest.mark.parametrize(
    "line", ["2024-01-02", "## Jan 2 2024", "### 2 January 2024", "**2024-01-02**", "# 2024-01-02, a title"]
)
def test_a_day_alone_dates_what_follows(line: str) -> None:
    """Headings and lines that name a day are no entries."""
    assert read(f"{line}\n\n- 14:05 it fails") == [("2024-01-02T14:05", "note", "it fails")]


@pytest.mark.parametrize(
    ("above", "said"),
    [
        ("# Checkout outage, 2 January 2024", "2024-01-02T14:05"),
        ("# Incident 2024-01-02\n\n## Impact of 2023-12-31", "2024-01-02T14:05"),
        ("# Checkout outage\n\n## Timeline (Jan 2, 2024)", "2024-01-02T14:05"),
        ("# Outage of 2024-01-02, written 2024-01-09", "2024-03-13T14:05"),
        ("# Outage on 03/04/2023", "2024-03-13T14:05"),
    ],
)
def test_a_title_that_names_one_day_dates_what_follows(above: str, said: str) -> None:
    """So does the heading of a timeline; several days, or one that can be two, name none."""
    assert read(f"{above}\n\n- 14:05 it fails")[-1][0] == said


def test_a_clock_that_goes_far_back_has_passed_midnight() -> None:
    """The next day is said; a line that is a little out of order stays on its day."""
    found = lines("## 2024-01-31\n23:50 a\n23:45 b\n00:10 c", "UTC", NOW)
    assert [each.when.said for each in found] == ["2024-01-31T23:50", "2024-01-31T23:45", "2024-02-01T00:10"]
    assert [bool(each.note) for each in found] == [False, False, True]


def test_a_year_that_is_not_said_is_the_nearest() -> None:
    """Days without a year follow the line above, over New Year as well."""
    assert [said for said, _, _ in read("Dec 31 2023 23:50 a\nJan 1 00:10 b")] == [
        "2023-12-31T23:50",
        "2024-01-01T00:10",
    ]


def test_without_any_day_the_latest_possible_is_assumed_and_said() -> None:
    """At noon, 22:00 and 11:00 are yesterday's evening and this morning; every line says so."""
    found = lines("22:00 a\n11:00 b", "UTC", NOW)
    assert [each.when.said for each in found] == ["2024-03-14T22:00", "2024-03-15T11:00"]
    assert all("assumed" in each.note or "midnight" in each.note for each in found)
    assert [said for said, _, _ in read("22:00 a", day=None)] == ["2024-03-14T22:00"]


def test_sections_and_lists_of_a_report_are_what_they_are() -> None:
    """The write-up's sections, follow-ups and lessons keep their place."""
    text = (
        "# Title\n\n## Root cause\n\nThe pool.\n\n## Action Items\n\n### Team\n\n- alert on it\n- more of it\n\n"
        "## What went well\n* the page\n\n## Other\n\nwords"
    )
    assert [(kind, text) for _, kind, text in read(text)] == [
        ("write", "/write root_cause The pool."),
        ("task", "/task alert on it"),
        ("task", "/task more of it"),
        ("well", "/well the page"),
        ("note", "Other\n\nwords"),
    ]


def test_a_tables_head_is_no_entry() -> None:
    """The names of the columns and the rule below them say nothing that happened."""
    assert read("| When | What |\n| --- | --- |\n| 14:05 | it fails |") == [
        ("2024-03-13T14:05", "note", "it fails")
    ]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            "| # | Who | Time (UTC) | What |\n|---|---|---|---|\n| 1 | ana | 14:05 | it \\| fails |",
            "it | fails",
        ),
        ("| What | Clock |\n|:-|-:|\n| it fails | 14:05 |", "it fails"),
        ("| What | Time | Date |\n|-|-|-|\n| it fails | 14:05 | 2024-03-13 |", "it fails"),
    ],
)
def test_a_tables_rows_begin_with_the_time_in_whichever_column_it_stands(table: str, rows: str) -> None:
    """Its head says which; a number that only counts the rows goes."""
    assert [text for said, _, text in read(table) if said.startswith("2024-03-13T14:05")] == [rows]
    assert len(read(table)) == 1


def test_a_table_of_tasks_has_no_times() -> None:
    """The day that stands there is the one on which each is due."""
    rows = read("## Action items\n\n| Task | Owner | Date |\n|---|---|---|\n| add alert | ana | 2024-03-01 |")
    assert [said for said, _, _ in rows if said.startswith("2024-03-01")] == []


def test_a_tables_head_names_the_zone_and_who_of_its_rows() -> None:
    """Of its rows alone; letters that do not say how far from UTC make no time there either."""
    table = (
        "| Day | Time ({}) | Who | What we saw |\n|---|---|---|---|\n| 2024-03-12 | 14:05 | ana | it fails |"
    )
    text = f"{table}\n\n14:10 bo"
    row, behind = lines(text.format("UTC"), "Europe/Paris", NOW, date(2024, 3, 13))
    assert (row.when.at, row.author, row.text) == (
        datetime(2024, 3, 12, 14, 5, tzinfo=UTC),
        "ana",
        "it fails",
    )
    assert (behind.when.at, behind.author) == (datetime(2024, 3, 12, 13, 10, tzinfo=UTC), "")
    assert lines(text.format("PST"), "Europe/Paris", NOW)[0].when.at is None


def test_a_row_without_a_time_is_an_entry_of_its_own() -> None:
    """It is no part of what somebody else said in the row above."""
    text = "| Time | Who | What |\n|---|---|---|\n| 14:05 | **ana** | it fails |\n| ?? | bo | rolled back |"
    found = lines(text, "UTC", NOW, date(2024, 3, 13))
    assert [(each.author, each.text, each.when.at is None) for each in found] == [
        ("ana", "it fails", False),
        ("bo", "?? rolled back", True),
    ]
    (impact,) = lines(
        "## Impact\n\n| Shop | Share |\n|---|---|\n| Paris | 25 % |\n| Rome | 10 % |", "UTC", NOW
    )
    assert "Paris" in impact.text
    assert "Rome" in impact.text


def test_the_zone_of_all_times_is_no_entry() -> None:
    """It is what every time below it says."""
    (found,) = lines("## Timeline\n\nAll times UTC.\n\n2024-03-12 14:05 it fails", "Europe/Paris", NOW)
    assert (found.when.at, found.text) == (datetime(2024, 3, 12, 14, 5, tzinfo=UTC), "it fails")


def test_the_published_report_gives_its_forty_timed_entries() -> None:
    """The mybinder report: every time in it, at the moments its commander typed; one is unknown."""
    found = lines((CASE / "source.md").read_text(), "Europe/Paris", NOW)
    timed = [each for each in found if each.when.at]
    typed = re.findall(r"^@(\S+)", (CASE / "script.txt").read_text(), re.MULTILINE)
    assert len(timed) == 40
    assert {each.when.said for each in timed} == set(typed) - {"~2018-02-20T20:00..21:56"}
    (unknown,) = [each for each in found if "2X:XX" in each.text]
    assert unknown.note == "no time that can be read"
    assert unknown.text.endswith("launch\nsuccess rate is down to zero again.")
    assert "RuntimeError: can't start new thread\n```\n\nNode cordoned" in timed[18].text


def test_what_the_grammar_refuses_becomes_a_note_that_says_why() -> None:
    """A proposal can always be recorded; what it would refer to may not be there."""
    incident = Incident([make(e.Opened, 0, zone="UTC", opened=DAY)])
    proposed = lines(
        "14:00 /hypothesis the pool\n14:05 /misleading H1 no\n14:06 /confirmed H7 yes", "UTC", NOW, DAY.date()
    )
    made = entries(proposed, Context(incident, NOW, "ana"))
    assert [e.kind_of(entry) for _, entry in made] == ["hypothesis", "misleading", "note"]
    assert "H7" in made[2][0].note
    assert incident.hypotheses[0].state == "misleading"


@given(
    st.lists(
        texts | st.sampled_from(("14:05 a", "## 2024-01-02", "- 14:05", "/write summary x", "```")),
        max_size=6,
    )
)
@example(["@"])
@example(["/task", "@? /done T1", "10:00 /update next:x"])
def test_any_text_can_be_read_and_recorded(parts: list[str]) -> None:
    """No text fails; every proposal becomes an entry, and no word of a line without decoration is lost."""
    found = lines("\n".join([*parts, "", "words that stay"]), "UTC", NOW)
    made = entries(found, Context(Incident([make(e.Opened, 0, zone="UTC", opened=DAY)]), NOW, "ana"))
    assert len(made) == len(found)
    assert "words that stay" in "\n".join(each.text for each in found)
