"""incident.toml: what it holds, and that it gives back every entry."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.output.record import record
from tests.output.making import at, incident, make, ref
from tests.output.strategies import incidents


def small(**opened: Any) -> Incident:
    """An incident with something in every table."""
    return incident(
        (e.Started, {"at": "10:30"}),
        (e.Detected, {"at": "10:32", "about": True, "said": "~10:32", "text": "alert"}),
        (e.Impact, {"at": "10:35", "text": "no sales"}),
        (e.Service, {"at": "10:35", "names": ("shop",)}),
        (e.Hypothesis, {"at": "10:40", "label": "H1", "text": "Code"}),
        (e.Evidence, {"at": "10:50", "refs": ref(5), "sign": "-", "text": "no deploy"}),
        (e.Misleading, {"at": "11:00", "refs": ref(5), "text": "no change"}),
        (e.Escalate, {"at": "11:15", "label": "E1", "to": "database team", "text": "theirs", "via": "page"}),
        (e.Escalate, {"at": "11:17", "refs": ref(8), "via": "phone"}),
        (e.Answered, {"at": "11:20", "refs": ref(8)}),
        (e.Resolved, {"at": "12:30", "until": "12:45", "text": "fine"}),
        (e.Role, {"role": "commander", "name": "Ana"}),
        (
            e.Task,
            {"label": "T1", "text": "Scale", "owner": "ana", "due": date(2023, 11, 15), "term": "short"},
        ),
        (e.Well, {"text": "fast"}),
        (e.Improve, {"text": "alerts"}),
        (e.Write, {"section": "root_cause", "text": "A surge.\n\nMore."}),
        (e.Question, {"label": "Q1", "text": "why so late?"}),
        (e.Action, {"at": "12:00", "label": "A1", "text": "scale up"}),
        (e.Update, {"at": "12:00", "audience": "customers", "text": "soon", "next": 1800}),
        (e.Link, {"at": "12:01", "name": "bridge", "url": "https://meet.example.org"}),
        (e.Tag, {"names": ("database",)}),
        (e.Attach, {"at": "12:02", "name": "graph.png", "bytes": 3, "sha256": "1a2b3c4d" * 8, "by": "bo"}),
        (e.Close, {"at": "13:00"}),
        **opened,
    )


def parsed(whole: Incident) -> dict[str, Any]:
    """The record as a program would read it."""
    return tomllib.loads(record.write(whole, "checkout-is-down"))


def test_the_tables_stand_in_the_documented_order() -> None:
    """Top-level values first, then every view, last the journal and its entries."""
    assert list(parsed(small())) == [
        *("format", "impacts", "incident", "milestones", "metrics", "lessons", "writeup", "roles"),
        *("timeline", "hypotheses", "escalations", "tasks", "milestone_history", "updates"),
        *("severities", "actions", "questions", "links", "attachments", "journal", "entries"),
    ]


def test_the_incident_is_summed_up() -> None:
    """[incident], [milestones] and [metrics] hold the facts of the fold, lengths in seconds."""
    found = parsed(small())
    assert found["incident"] == {
        "id": "id-000",
        "slug": "checkout-is-down",
        "title": "Checkout is down",
        "severity": "SEV1",
        "worst_severity": "SEV1",
        "status": "closed",
        "timezone": "UTC",
        "services": ["shop"],
        "tags": ["database"],
        "opened": at("0:00"),
        "closed": at("13:00"),
        "by": "ana",
    }
    assert found["milestones"]["resolved"] == at("12:45")
    assert found["metrics"]["time_to_detect_seconds"] == 120
    assert "time_to_identify_seconds" not in found["metrics"]
    assert found["metrics"]["misleading_share"] == pytest.approx(1200 / 8100, abs=1e-4)


def test_hypotheses_keep_their_evidence_and_intervals() -> None:
    """[[hypotheses]] holds what speaks for and against, when it was open and the seconds it took."""
    assert parsed(small())["hypotheses"] == [
        {
            "label": "H1",
            "text": "Code",
            "raised": at("10:40"),
            "state": "misleading",
            "settled": at("11:00"),
            "because": "no change",
            "seconds_spent": 1200,
            "evidence": [{"sign": "-", "text": "no deploy", "at": at("10:50")}],
            "intervals": [{"start": at("10:40"), "end": at("11:00")}],
        }
    ]


def test_escalations_keep_every_asking_and_the_wait() -> None:
    """[[escalations]] holds when was asked, asked again and answered."""
    assert parsed(small())["escalations"] == [
        {
            "label": "E1",
            "to": "database team",
            "because": "theirs",
            "via": "page",
            "at": at("11:15"),
            "asked_again": [at("11:17")],
            "answered": at("11:20"),
            "wait_seconds": 300,
            "state": "answered",
        }
    ]


def test_timeline_rows_say_what_was_typed() -> None:
    """[[timeline]] keeps number, time as typed, kind and words, and what an entry is about."""
    rows = {row["number"]: row for row in parsed(small())["timeline"]}
    assert rows[2] == {
        "number": 2,
        "at": at("10:32"),
        "about": True,
        "said": "~10:32",
        "kind": "detected",
        "text": "alert",
        "key": False,
    }
    assert (rows[7]["refs"], rows[7]["text"]) == (["H1"], "no change")
    assert "at" not in rows[12]
    assert not {13, 14, 15, 16, 17} & set(rows)


def test_the_result_of_an_action_is_on_the_timeline_and_a_finished_task_is_not() -> None:
    """`/done A1` happened during the incident; `/done T1` belongs to the follow-ups."""
    whole = incident(
        (e.Action, {"at": "10:00", "label": "A1", "text": "roll back", "check": 60}),
        (e.Done, {"at": "10:05", "refs": ref(1), "text": "works"}),
        (e.Task, {"label": "T1", "text": "tests"}),
        (e.Done, {"at": "10:06", "refs": ref(3)}),
    )
    found = parsed(whole)
    assert [row["number"] for row in found["timeline"]] == [1, 2]
    written = at("0:00") + timedelta(seconds=3)
    assert found["tasks"] == [
        {"label": "T1", "text": "tests", "created": written, "done": True, "done_at": at("10:06")}
    ]


def test_updates_severities_links_and_every_milestone_are_tables() -> None:
    """`next` is the moment promised; of a milestone's moments one counts; the severity of the opening is the first."""
    whole = incident(
        (e.Update, {"at": "12:00", "audience": "customers", "text": "soon", "next": 1800}),
        (e.Update, {"text": "to all"}),
        (e.Severity, {"at": "11:00", "level": 2, "text": "half"}),
        (e.Started, {"at": "10:40"}),
        (e.Started, {"at": "10:30", "text": "really"}),
        (e.Link, {"at": "10:00", "name": "bridge", "url": "https://meet.example.org"}),
        (e.Link, {"url": "https://graphs.example.org"}),
    )
    found = parsed(whole)
    assert found["updates"] == [
        {"audience": "customers", "at": at("12:00"), "text": "soon", "next": at("12:30")},
        {"text": "to all"},
    ]
    assert found["severities"] == [
        {"severity": "SEV1", "at": at("0:00")},
        {"severity": "SEV2", "at": at("11:00"), "text": "half"},
    ]
    assert found["milestone_history"] == [
        {"milestone": "declared", "at": at("0:00"), "counts": True},
        {"milestone": "started", "at": at("10:30"), "text": "really", "counts": True},
        {"milestone": "started", "at": at("10:40"), "counts": False},
    ]
    assert found["links"] == [
        {"name": "bridge", "url": "https://meet.example.org", "at": at("10:00")},
        {"url": "https://graphs.example.org"},
    ]


def test_what_was_attached_is_a_table_with_where_it_lies() -> None:
    """In the order of time; one whose file is not copied yet, and one that was redacted, are none."""
    picture = {"name": "graph.png", "bytes": 3, "sha256": "1a2b3c4d" * 8, "by": "bo"}
    whole = incident(
        (e.Attach, {"at": "12:02", **picture}),
        (e.Attach, {"at": "11:00", **picture, "name": "db.log", "text": "it is full"}),
        (e.Attach, {"at": "11:30", "name": "none.png", "source": "/tmp/none.png"}),
        (e.Attach, {"at": "11:40", "redacted": "0" * 64}),
    )
    rest = {"bytes": 3, "sha256": "1a2b3c4d" * 8, "by": "bo"}
    log = {"name": "db.log", "path": "attachments/db-1a2b3c4d.log", "caption": "it is full"}
    assert parsed(whole)["attachments"] == [
        {"number": 2, "at": at("11:00"), **log, **rest},
        {
            "number": 1,
            "at": at("12:02"),
            "name": "graph.png",
            "path": "attachments/graph-1a2b3c4d.png",
            **rest,
        },
    ]


def test_every_milestone_that_counts_is_in_their_history() -> None:
    """Also what stands in for one that nobody typed: the opening, and a confirmed hypothesis."""
    whole = incident(
        (e.Started, {"at": "0:30", "about": True}),
        (e.Hypothesis, {"at": "0:40", "label": "H1", "text": "Code"}),
        (e.Confirmed, {"at": "0:50", "refs": ref(2), "text": "the slow log"}),
    )
    found = parsed(whole)
    assert found["milestone_history"] == [
        {"milestone": "declared", "at": at("0:00"), "counts": True},
        {"milestone": "started", "at": at("0:30"), "about": True, "counts": True},
        {"milestone": "identified", "at": at("0:50"), "text": "the slow log", "counts": True},
    ]
    assert {row["milestone"]: row["at"] for row in found["milestone_history"]} == found["milestones"]


def test_the_timeline_holds_plain_kinds_and_whom_an_entry_names() -> None:
    """No words of a screen: they are the kind's, the label's and the name's own fields."""
    whole = incident(
        (e.Escalate, {"label": "E1", "to": "database team", "text": "theirs", "via": "page"}),
        (e.Answered, {"refs": ref(1), "text": "on it"}),
        (e.Update, {"audience": "customers", "text": "soon"}),
        (e.Role, {"role": "commander", "name": "Ana"}),
        (e.Hypothesis, {"label": "H1", "text": "Code"}),
        (e.Evidence, {"refs": ref(5), "sign": "-", "text": "no deploy"}),
        (e.Confirmed, {"refs": ref(5)}),
        (e.Action, {"label": "A1", "text": "roll back", "owner": "bo"}),
        (e.Done, {"refs": ref(8), "text": "works"}),
        (e.Severity, {"level": 2, "text": "half"}),
        (e.Role, {"role": "scribe", "name": "Chi", "leaves": True}),
        (e.Detected, {"source": "customer", "text": "a call"}),
    )
    rows = [(row["kind"], row["text"], row.get("who", "")) for row in parsed(whole)["timeline"]]
    assert rows == [
        ("escalate", "theirs", "database team"),
        ("answered", "on it", ""),
        ("update", "soon", "customers"),
        ("role", "commander", "Ana"),
        ("hypothesis", "Code", ""),
        ("evidence", "- no deploy", ""),
        ("confirmed", "", ""),
        ("action", "roll back", "bo"),
        ("done", "works", ""),
        ("severity", "SEV2 half", ""),
        ("role", "scribe -Chi", "Chi"),
        ("detected", "a call", "customer"),
    ]


def test_what_took_a_while_is_settled_at_its_end() -> None:
    """A path that was ruled out from 11:00 to 11:20 is settled at 11:20; so are an action and a question."""
    took = {"at": "11:00", "until": "11:20", "refs": ref(1)}
    whole = incident((e.Hypothesis, {"at": "10:40", "label": "H1", "text": "Code"}), (e.Misleading, took))
    assert parsed(whole)["hypotheses"][0]["settled"] == at("11:20")
    whole = incident((e.Action, {"at": "10:40", "label": "A1", "text": "roll back"}), (e.Done, took))
    assert parsed(whole)["actions"][0]["ended"] == at("11:20")
    whole = incident((e.Question, {"label": "Q1", "text": "why?"}), (e.Answer, took))
    assert parsed(whole)["questions"][0]["answered"] == at("11:20")


OLD = sorted((Path(__file__).parents[2] / "data" / "0.1.0").iterdir())


@pytest.mark.parametrize("folder", OLD, ids=lambda folder: folder.name)
def test_a_record_of_the_first_version_opens_and_is_written_anew(folder: Path) -> None:
    """It is nobody's edit, gives every entry of its journal, and what is written from it holds the same."""
    text = (folder / "incident.toml").read_text()
    found = record.read(text)
    assert (found.notice, record.untouched(text)) == ("", True)
    assert len(found.entries) == len((folder / "journal.jsonl").read_text().splitlines())
    again = record.write(Incident(found.entries), found.slug)
    assert again != text
    assert record.read(again).entries == found.entries


def test_an_action_has_a_state_only_where_somebody_said_so() -> None:
    """While it runs it is in flight; once the incident is closed that would be untrue of what nobody finished."""
    steps = (
        (e.Action, {"at": "10:00", "label": "A1", "text": "roll back", "owner": "bo", "check": 60}),
        (e.Action, {"at": "10:01", "text": "of an earlier pmtui"}),
        (e.Action, {"at": "10:02", "refs": ref(2), "owner": "eve"}),
        (e.Done, {"at": "10:05", "refs": ref(1), "text": "failed: no image"}),
    )
    ended = {
        "label": "A1",
        "text": "roll back",
        "owner": "bo",
        "state": "failed",
        "at": at("10:00"),
        "check": at("10:01"),
        "ended": at("10:05"),
        "result": "failed: no image",
    }
    open_one = {"text": "of an earlier pmtui", "owner": "eve", "at": at("10:01")}
    found = parsed(incident(*steps))
    assert found["actions"] == [ended, {**open_one, "state": "in flight"}]
    assert [row["number"] for row in found["timeline"]] == [1, 2, 4]
    assert parsed(incident(*steps, (e.Close, {})))["actions"] == [ended, open_one]


def test_times_are_shown_in_the_zone_of_the_incident() -> None:
    """A view's time has the incident's offset; an entry keeps UTC."""
    text = record.write(small(zone="Africa/Nairobi"), "s")
    assert "started = 2023-10-15 13:30:00+03:00" in text
    assert "at = 2023-10-15 10:30:00+00:00" in text


def test_a_zone_that_nobody_knows_is_shown_as_utc() -> None:
    """A zone of another machine does not prevent a record."""
    assert parsed(small(zone="Moon/Tycho"))["milestones"]["started"].utcoffset() == timedelta(0)


def test_an_offset_with_seconds_is_shown_as_utc() -> None:
    """Local mean time has offsets that TOML cannot write."""
    whole = incident((e.Started, {"at": datetime(1850, 1, 1, tzinfo=UTC)}), zone="Europe/Paris")
    assert parsed(whole)["milestones"]["started"] == datetime(1850, 1, 1, tzinfo=UTC)


def test_arrays_of_tables_are_always_written_as_such() -> None:
    """Even one short role is a [[roles]] table: the shape does not depend on the length."""
    assert '[[roles]]\nrole = "commander"\nname = "Ana"\n' in record.write(small(), "s")


def test_what_toml_cannot_hold_is_kept_as_json() -> None:
    """An entry with a null of a newer version is stored as its canonical JSON."""
    entry = codec.from_plain({**codec.plain(make(e.Note, 1, text="x")), "mood": None})
    whole = Incident([make(e.Opened, 0), entry])
    row = parsed(whole)["entries"][1]
    assert set(row) == {"id", "n", "kind", "raw"}
    assert record.read(record.write(whole, "s")).entries[1] == entry


@given(incidents())
def test_reading_a_record_gives_back_every_entry(whole: Incident) -> None:
    """Of any kinds, with any text, redacted or newer: the same entries, bytes and digests."""
    text = record.write(whole, "a-slug")
    found = record.read(text)
    assert list(found.entries) == whole.entries
    assert [codec.encode(entry) for entry in found.entries] == [codec.encode(x) for x in whole.entries]
    assert [codec.digest(entry) for entry in found.entries] == [codec.digest(x) for x in whole.entries]
    assert (found.slug, found.notice) == ("a-slug", "")
    assert record.untouched(text)


def test_a_record_does_not_depend_on_the_order_of_arrival() -> None:
    """The same set of entries gives the same bytes."""
    whole = small()
    assert record.write(Incident(reversed(whole.entries)), "s") == record.write(whole, "s")


@pytest.mark.parametrize(
    ("before", "after"), [("Checkout is down", "Nothing is down"), ("no sales", "a bit less sales")]
)
def test_a_record_changed_by_hand_is_noticed(before: str, after: str) -> None:
    """A changed entry does not fit the digest; a changed view makes the file another one."""
    text = record.write(small(), "s")
    assert record.read(text.replace(before, after)).notice.startswith(
        "the entries of this record were changed"
    )
    view_only = text.replace(before, after, 1)
    assert record.read(view_only).notice == ""
    assert not record.untouched(view_only)


def rewritten(text: str, before: str, after: str) -> str:
    """A record as a pmtui would have written it that words things otherwise: changed, and with its own hash."""
    (line,) = (line for line in text.splitlines(keepends=True) if line.startswith("views = "))
    rest = text.replace(line, "").replace(before, after, 1)
    mark = f'views = "{hashlib.sha256(rest.encode()).hexdigest()}"\n'
    return rest.replace("\n\n[[entries]]", f"\n{mark}\n[[entries]]", 1)


def test_a_record_that_another_version_words_otherwise_is_no_changed_one() -> None:
    """Only the hash that it carries tells whether a person changed it; other line ends are no change."""
    text = record.write(small(), "s")
    other = rewritten(text, 'status = "closed"', 'status = "over"')
    assert other != text
    assert record.untouched(other)
    assert not record.untouched(other.replace('status = "over"', 'status = "closed"'))
    assert record.untouched(text.replace("\n", "\r\n"))


def test_a_record_of_before_has_no_hash_and_its_entries_tell() -> None:
    """It is whole if its [journal] fits its [[entries]]."""
    text = "".join(
        line for line in record.write(small(), "s").splitlines(keepends=True) if line[:8] != "views = "
    )
    assert not record.carries_hash(text)
    assert record.untouched(text)
    assert not record.untouched(text.replace("no sales", "a bit less sales"))
    assert not record.untouched("no record")


def test_an_instant_that_a_person_wrote_in_another_offset_is_the_same_instant() -> None:
    """12:30+02:00 typed into the file reads as 10:30 UTC."""
    text = record.write(Incident([make(e.Opened, 0), make(e.Note, 1, at="10:30")]), "s")
    moved = text.replace("at = 2023-10-15 10:30:00+00:00", "at = 2023-10-15T12:30:00+02:00")
    found = record.read(moved)
    assert found.entries[1].at == datetime(2023, 10, 15, 12, 30, tzinfo=timezone(timedelta(hours=2)))
    assert found.notice == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("no toml", "not valid TOML"),
        pytest.param(f"a = {'[' * 3000}", "not valid TOML", id="deep"),
        pytest.param(f"a = {'9' * 5000}", "not valid TOML", id="long number"),
        ("", "has no `format`"),
        ('format = "x"', "has no `format`"),
        ("format = true", "has no `format`"),
        ("format = 99", "written by a newer pmtui (format 99, this one reads up to 1)"),
        ("format = 1", "holds no [[entries]]"),
        ("format = 1\nentries = [1]", "entries[0] should be a table"),
        ('format = 1\n[[entries]]\nid = "a"\nn = "b"\nkind = "note"', "entries[0].n cannot be read"),
        ('format = 1\n[[entries]]\nid = "a"\nn = 1\nkind = "note"', "entries[0] cannot be read"),
        ('format = 1\n[[entries]]\nraw = "{"', "entries[0] cannot be read"),
        (
            'format = 1\n[[entries]]\nid = "a"\nkind = "note"\nrecorded = 2023-10-15T10:30:00',
            "entries[0].recorded cannot be read: `recorded` needs an offset",
        ),
        (
            'format = 1\n[[entries]]\nid = "a"\nkind = "note"\nrecorded = 0001-01-01T00:00:00+14:00',
            "entries[0]",
        ),
    ],
)
def test_what_is_no_record_is_refused_with_the_place(text: str, says: str) -> None:
    """A file that is not ours, newer or damaged gives one sentence that names the field."""
    with pytest.raises(record.RecordError) as refused:
        record.read(text)
    assert says in str(refused.value)


def test_times_that_were_moved_are_kept() -> None:
    """A retime holds times of its own, which may have been typed on several lines."""
    moved = make(e.Retime, 2, refs=ref(1), times=(e.When(at=at("10:00"), said="10:00\n"), e.When()))
    whole = Incident([make(e.Opened, 0), make(e.Note, 1, at="9:00"), moved])
    text = record.write(whole, "s")
    assert record.read(text).entries[2] == moved
    assert "raw" not in text


@given(incidents())
def test_newlines_are_line_feeds(whole: Incident) -> None:
    """The record is the same text on every platform, and ends with a newline."""
    text = record.write(whole, "s")
    assert "\r" not in text
    assert text.endswith("\n")


ASKED = (
    (e.Question, {"at": "10:00", "label": "Q1", "text": "why?"}),
    (e.Question, {"at": "10:10", "label": "Q2", "text": "since when?"}),
    (e.Answer, {"at": "11:00", "refs": ref(1), "text": "the lock"}),
)


def test_questions_are_listed_with_what_became_of_them() -> None:
    """Their texts stand with the lessons, as ever; label, state and answer in a table of their own."""
    found = parsed(incident(*ASKED))
    assert found["lessons"]["questions"] == ["why?", "since when?"]
    assert found["questions"] == [
        {
            "label": "Q1",
            "text": "why?",
            "state": "answered",
            "asked": at("10:00"),
            "answered": at("11:00"),
            "answer": "the lock",
        },
        {"label": "Q2", "text": "since when?", "state": "open", "asked": at("10:10")},
    ]


def test_a_question_without_a_label_is_listed_too() -> None:
    """As an earlier pmtui stored it."""
    found = parsed(incident((e.Question, {"text": "why?"}), (e.Answer, {"refs": ref(1), "text": "the lock"})))
    assert found["questions"] == [{"text": "why?", "state": "answered", "answer": "the lock"}]


def test_who_noticed_it_is_in_the_history() -> None:
    """The word that somebody gave for it, where one did."""
    found = parsed(incident((e.Detected, {"at": "0:30", "source": "customer", "text": "a call"})))
    row = next(row for row in found["milestone_history"] if row["milestone"] == "detected")
    assert (row["source"], row["text"]) == ("customer", "a call")
