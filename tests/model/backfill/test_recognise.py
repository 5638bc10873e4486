"""What others recorded is recognised by its own signs, and becomes what it says: the sample of each format, whole."""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.backfill.items import AS_IT_IS, Document, How
from pmtui.model.backfill.propose import Clocks, entries, proposals
from pmtui.model.backfill.recognise import FORMATS, NAMES, mapped, read
from tests.model.backfill.samples import (
    NOW,
    ROWS,
    SAMPLES,
    START,
    TWO,
    here,
    how,
    look,
    proposed,
    recorded,
    sample,
    told,
)
from tests.output.making import make
from tests.output.strategies import json_values, texts


@pytest.mark.parametrize(
    ("name", "format", "rows"),
    ROWS,
)
def test_a_sample_becomes_what_it_says(name: str, format: str, rows: list[str]) -> None:
    """Time, kind, author, words and key moments of every item."""
    found = look(name)
    assert found.format == format
    assert len(told(found)) == len(rows)
    for row, wanted in zip(told(found), rows, strict=True):
        head = wanted.removesuffix("…")
        assert row == wanted or (head != wanted and row.startswith(head)), row
        assert "**" not in row
    assert read(sample(name), msgspec.structs.replace(how(name), format=format)).items == found.items


def test_each_format_is_told_from_all_others() -> None:
    """No sample fits two rows of the table, so that none is read as another."""
    from pmtui.model.backfill.items import Source

    for path in SAMPLES.iterdir():
        fitting = [format.name for format in FORMATS if format.fits(Source(sample(path.name)))]
        assert len(fitting) <= 1, (path.name, fitting)


def _shuffled(draw: Callable[[Any], Any], value: Any, of: str = "") -> Any:
    """The same JSON with its keys in another order, and unknown ones among them.

    None among an alert's labels: no name is unknown there, and each is told.
    """
    if isinstance(value, list):
        return [_shuffled(draw, each) for each in value]
    if not isinstance(value, dict):
        return value
    pairs = [(name, _shuffled(draw, each, name)) for name, each in value.items()]
    if of != "labels" and draw(st.booleans()):
        pairs.append(("x-unknown", draw(json_values)))
    return dict(draw(st.permutations(pairs)))


@given(st.data(), st.sampled_from(["slack-export", *sorted(p.name for p in SAMPLES.glob("*.json"))]))
def test_unknown_keys_and_their_order_change_nothing(data: st.DataObject, name: str) -> None:
    """A field is found by its name alone."""
    before = sample(name)
    other = [
        Document(each.name, json.dumps(_shuffled(data.draw, json.loads(each.data))).encode())
        for each in before
    ]
    assert told(read(other)) == told(read(before))


@given(json_values, st.booleans())
def test_no_json_is_read_as_something_that_happened_without_a_time_of_its_own(
    value: Any, lined: bool
) -> None:
    """What is not understood is refused in a sentence, or each of its entries says that its time is unknown."""
    text = json.dumps(value, indent=None if lined else 1)
    try:
        found = proposed(read([Document("x.json", text.encode())]))
    except PmtuiError:
        return
    assert all(each.when.at is None for each in found)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"[" * 100_000, "nested too deeply|no known format|begins with a time"),
        (b'{"log_entries": [' + b'{"a":' * 3000 + b"1" + b"}" * 3000 + b"]}", "nested|known format"),
        (b'{"data": [{"at": "2026-11-20T14:00:00Z", "body": "x"}]}', "--map items="),
        (b'{"log_entries": [{"id": ' + b"9" * 5000 + b"}]}", "known format|begins with a time"),
        (b"\xff\xfe\x00", "no UTF-8"),
        (b"a story\nwithout a time\n", "begins with a time"),
        (b"Date: Fri, 20 Nov 2026 14:02:00 +0100\nSubject: outage\n\nit fails\n", "begins with a time"),
        (b"80e3a4d (HEAD -> main) larger pool\n", "a git log without times; .*git log --date=iso"),
        (b"* 80e3a4d pool\n|\\  \n| * 1234567 fix: retry\n|/  \n", "a git log without times; .*--format="),
        (
            b"| * commit 80e3a4d\n| | Author: Bo <b>\n| | Date: Fri Nov 20 14:02:00 2026 +0100\n",
            "as a graph; .*git log",
        ),
        (
            b"From " + b"a" * 40 + b" Mon Sep 17 00:00:00 2001\nDate: Fri, 20 Nov 2026\n",
            "as patches; .*git log",
        ),
        (b"  12  ls\n  13* rm x\n", "history without times; .*HISTTIMEFORMAT"),
        (b"", "nothing in it to import"),
        (b"\xef\xbb\xbf\n \n", "nothing in it to import"),
        (b'{"comments": [], "more": {}}', "nothing in it to import"),
    ],
)
def test_what_is_not_understood_is_refused_with_what_to_do(data: bytes, why: str) -> None:
    """One sentence, and nothing is made of it."""
    with pytest.raises(PmtuiError, match=why):
        read([Document("export.json", data)])


@pytest.mark.parametrize(
    ("ts", "at"),
    [
        (1795183330, "2026-11-20T14:02:10+00:00"),
        ("1795183330.25", "2026-11-20T14:02:10.250000+00:00"),
        (1795183330123, "2026-11-20T14:02:10.123000+00:00"),
        ("1795183330123456", "2026-11-20T14:02:10.123456+00:00"),
        (1795183330123456789, "2026-11-20T14:02:10.123456+00:00"),
        ("2026-11-20T15:02:10+01:00", "2026-11-20T14:02:10+00:00"),
        ("2026-11-20 14:02:10.5 +0000", "2026-11-20T14:02:10.500000+00:00"),
        *(
            (wrong, None)
            for wrong in (5, -1795183330, 17951833301, 10**11, 10**60, 1e300, True, "soon", "14:02", [1])
        ),
        *(
            (wrong, None)
            for wrong in ("2026-02-30T10:00:00Z", "9999-12-31T23:59:59-14:00", "2200-01-01T00:00:00Z")
        ),
    ],
)
def test_a_time_is_read_from_what_stands_there_and_from_nothing_else(ts: object, at: str | None) -> None:
    """Seconds or parts of them since 1970, also as text; offsets are kept; what names no past moment is unknown."""
    how = How(fields=mapped("items=.rows,time=.when,text=.said"))
    text = json.dumps({"rows": [{"when": ts, "said": "x"}]})
    (each,) = proposed(read([Document("x.json", text.encode())], how))
    assert (each.when.at and each.when.at.isoformat()) == at
    assert bool(each.note) is (at is None)


def test_map_reads_any_other_json() -> None:
    """Items, time, author, words and id stand where a person says; JSON lines are as good."""
    how = How(
        fields=mapped(
            "items=.data,time=.attributes.occurred_at,who=.attributes.user.name,text=.attributes.event"
        )
    )
    row = {
        "attributes": {
            "occurred_at": "2026-11-20T14:00:00Z",
            "user": {"name": "Ana"},
            "event": "/strike #1 by:x",
        }
    }
    for text in (json.dumps({"data": [row]}), f"{json.dumps({'data': row})}\n{json.dumps({'data': []})}\n"):
        assert told(read([Document("x", text.encode())], how)) == ["20 14:00:00 note Ana: /strike #1 by:x"]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "is none of"),
        ("time=.a", "where text stands"),
        ("time=.a,text=..b", "no path"),
        ("x=.a", "none of"),
    ],
)
def test_a_map_that_says_nothing_is_refused(typed: str, why: str) -> None:
    """With the line that would."""
    with pytest.raises(PmtuiError, match=why):
        read([Document("x", b"[{}]")], How(fields=mapped(typed)))


def test_an_alert_that_is_over_says_so_and_the_end_of_one_that_fires_is_none() -> None:
    """`endsAt` counts when the alert is resolved; of several that fire the first is how it was detected."""
    alerts = [
        {
            "status": s,
            "labels": {"alertname": n},
            "annotations": {},
            "startsAt": f"2026-11-20T14:0{m}:00Z",
            "endsAt": end,
            "fingerprint": n,
        }
        for n, m, s, end in [
            ("B", 2, "firing", "0001-01-01T00:00:00Z"),
            ("A", 1, "resolved", "2026-11-20T14:30:00Z"),
        ]
    ]
    document = json.dumps({"version": "4", "status": "firing", "alerts": alerts})
    assert told(read([Document("x", document.encode())])) == [
        "20 14:01:00 detected by monitoring: A",
        "20 14:02:00 note B",
        "20 14:30:00 note resolved: A",
    ]
    api = [{**alerts[0], "status": {"state": "active"}, "endsAt": "2026-11-26T20:05:00Z"}]
    assert len(told(read([Document("x", json.dumps(api).encode())]))) == 1


def test_several_channels_are_asked_about() -> None:
    """One that is named is read; one that is not there is refused with those that are."""
    day = sample("slack-export")[1]
    both = [Document("x/a/2026-11-20.json", day.data), Document("x/b/2026-11-20.json", day.data)]
    with pytest.raises(PmtuiError, match=r"2 channels: a, b; .*--channel"):
        read(both)
    assert read(both, How(channels=("#b",))).about[0] == "#b"
    with pytest.raises(PmtuiError, match="no such channel; it has a, b"):
        read(both, How(channels=("c",)))
    assert [item.key for item in read(both, How(channels=("a",), pinned=True)).items] == [True]


def test_a_status_that_stays_is_one_milestone() -> None:
    """Two updates that say `identified` do not move the moment of it."""
    page = json.loads(sample("statuspage-incidents.json")[0].data)
    updates = page["incidents"][0]["incident_updates"]
    updates.insert(1, {**updates[1], "id": "u9", "display_at": "2026-11-20T14:25:00Z"})
    rows = told(read([Document("x", json.dumps(page).encode())]))
    assert [row for row in rows if "identified" in row] == ["20 14:15:00 identified "]


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_importing_twice_is_importing_once(name: str) -> None:
    """Whatever the format; a longer file adds only what is new."""
    found = look(name)
    first = recorded(found)
    assert recorded(found, *first) == first
    part = msgspec.structs.replace(found, items=found.items[: len(found.items) // 2])
    halves = recorded(found, *recorded(part))
    assert sorted(entry.says for entry in halves) == sorted(entry.says for entry in first)


def test_what_was_edited_there_becomes_an_amendment() -> None:
    """Words as an amendment, a time as another time; once, and not where a person changed the words here."""
    first = recorded(read(sample("slack-export")))
    edited = [
        Document(each.name, each.data.replace(b"rolled back to 4.2", b"rolled back to 4.1"))
        for each in sample("slack-export")
    ]
    second = recorded(read(edited), *first)
    incident = here(*second).incident
    assert isinstance(second[-1], e.Amend)
    assert [item.entry.says for item in incident.timeline][-2] == "rolled back to 4.1"
    assert incident.timeline[-2].entry.author == "Bo B"
    assert recorded(read(edited), *second) == second
    mine = [msgspec.structs.replace(entry, origin={**entry.origin, "changed": "yes"}) for entry in first]
    assert recorded(read(edited), *mine) == mine


def test_a_redacted_or_struck_entry_does_not_come_back() -> None:
    """By its place in the file, which a redaction leaves."""
    from pmtui.model import codec

    first = recorded(read(sample("slack-export")))
    gone = [codec.redact(msgspec.structs.replace(entry, salt="5a17")) for entry in first]
    assert recorded(read(sample("slack-export")), *gone) == gone


def written(text: str, how: How = AS_IT_IS) -> list[str]:
    """What a text becomes."""
    return told(read([Document("x.txt", text.encode())], how))


def test_am_and_pm_are_carried_on() -> None:
    """A clock in the gutter is the next such clock behind the one above, over noon too."""
    text = "Ana A  11:58 AM\na\n11:59\nb\n12:03\nc\nBo B  12:58 PM\nd\n1:05\ne\n"
    assert [row[3:8] for row in written(text)] == ["11:58", "11:59", "12:03", "12:58", "13:05"]


def test_am_and_pm_are_carried_on_in_any_text() -> None:
    """2:05 behind 2:02 PM is no hour of the night."""
    assert [row[3:8] for row in written("## 2026-11-20\n1pm a\n1:05 b\n2 PM c\n")] == [
        "13:00",
        "13:05",
        "14:00",
    ]
    assert [row[3:8] for row in written("## 2026-11-20\n2:02 PM a\n2:05 b\n14:10 c\n")] == [
        "14:02",
        "14:05",
        "14:10",
    ]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (
            "id,time,text\n7,2026-11-20T14:02:00Z,a\n7,2026-11-20T14:03:00Z,b\n7,2026-11-20T14:03:00Z,b\n",
            AS_IT_IS,
        ),
        (
            '{"id":7,"time":"2026-11-20T14:02:00Z","text":"a"}\n{"id":7,"time":"2026-11-20T14:03:00Z","text":"b"}\n',
            AS_IT_IS,
        ),
        (
            '[{"i":7,"t":"2026-11-20T14:02:00Z","x":"a"},{"i":7,"t":"2026-11-20T14:03:00Z","x":"b"}]',
            How(fields={"time": ".t", "text": ".x", "id": ".i"}),
        ),
    ],
)
def test_a_column_that_names_several_rows_loses_none(text: str, how: How) -> None:
    """It may be the incident's id: what differs is told by time and words, and importing it again adds nothing."""
    found = read([Document("x", text.encode())], how)
    assert [each.says for each in recorded(found)][:2] == ["a", "b"]
    assert len(recorded(found, *recorded(found))) == len(recorded(found))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "<!-- what happened? -->\n## 2026-11-20\n14:02 a\n  <!-- more --> <!-- and -->\n14:03 b\n",
            ["a", "b"],
        ),
        ("<!--\nwhat\n14:00 happened?\n-->\n## 2026-11-20\n14:02 a <!-- b -->\n", ["a <!-- b -->"]),
        ("## 2026-11-20\n14:02 a\n```\n<!-- c -->\n```\n", ["a\n```\n<!-- c -->\n```"]),
        (
            "## 2026-11-20\n14:02 a\n14:03 <!-- x\n<!-- never closed\n14:04 b\n",
            ["a", "<!-- x\n<!-- never closed", "b"],
        ),
        ("## 2026-11-20\n14:02 ask @&#8203;ana\n", ["ask @ana"]),
    ],
)
def test_what_a_document_does_not_show_is_no_entry(text: str, words: list[str]) -> None:
    """Comments of a template, pmtui's own marks; not in a block of code, where they are shown."""
    assert [each.text for each in proposed(read([Document("x.md", text.encode())]))] == words


@pytest.mark.parametrize(
    ("text", "days", "assumed"),
    [
        ("## 2026-11-20\n23:55 a\n00:00 b\n00:10 c\n", [20, 21, 21], 0),
        ("## 2026-11-20\n23:55 a\n12:00 am b\n", [20, 21], 0),
        ("23:50 a\n23:55 b\n## 2026-11-21\n00:10 c\n", [20, 20, 21], 2),
        ("23:50 a\n00:10 b\n## 2026-11-21\n00:10 c\n", [19, 20, 21], 2),
        ("14:02 a\n2026-11-21 14:05 b\n", [21, 21], 1),
        ("14:02 a\n2026-11-21 09:05 b\n", [20, 21], 1),
        ("14:02 a\n14:05 b\n\nDate: 2026-11-21\n", [21, 21], 0),
        ("23:50 <ana> a\n--- Day changed Sat Nov 21 2026\n00:10 <bo> b\n", [20, 21], 1),
        ("Ana  2:02 PM\na\nSaturday, November 21st, 2026\nBo  9:04 AM\nb\n", [20, 21], 1),
        ("Ana  2:02 PM\na\nSaturday, November 21st\nBo  9:04 AM\nb\n", [20, 21], 2),
    ],
)
def test_a_day_that_stands_between_clocks_is_not_of_those_above_it(
    text: str, days: list[int], assumed: int
) -> None:
    """They lie before it, and their day is only assumed; at midnight itself the next day begins."""
    found = proposed(read([Document("x", text.encode())]))
    assert [each.when.at.day for each in found if each.when.at] == days
    assert sum(each.assumed for each in found) == assumed


def test_what_is_listed_newest_first_is_turned_round() -> None:
    """Over midnight, too; a line that is a little out of order turns nothing."""
    newest = "00:10 c\n23:55 b\n23:50 a\n"
    rows = proposals(read([Document("x", newest.encode())]), Clocks("UTC", NOW, day=date(2026, 11, 20)))
    assert [each.when.said for each in rows] == ["2026-11-20T23:50", "2026-11-20T23:55", "2026-11-21T00:10"]
    mixed = "14:00 a\n14:05 b\n14:04 c\n"
    rows = proposals(read([Document("x", mixed.encode())]), Clocks("UTC", NOW, day=date(2026, 11, 20)))
    assert [each.text for each in rows] == ["a", "b", "c"]
    dated = "2026-11-21 00:10 c\n2026-11-20 23:55 b\n2026-11-20 23:50 a\n"
    assert [row[-1] for row in written(dated)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Ana A\n  14:02", "14:02"),
        ("Ana A  14:02", "14:02"),
        ("Ana A [2:02 PM]", "14:02"),
        ("Ana A\n  Nov 20th at 2:02 PM", "14:02"),
        ("Ana A\n  Yesterday at 2:02 PM", None),
    ],
)
def test_a_copied_chat_begins_its_messages_in_several_ways(head: str, row: str | None) -> None:
    """A day that is said counts; `Yesterday` is one that only the moment of the copy knows."""
    (each,) = proposed(read([Document("x", f"{head}\n📌 it fails\n".encode())]))
    assert (each.when.at and f"{each.when.at:%H:%M}") == row
    assert (each.author, each.text, each.key) == ("Ana A", "📌 it fails", True)
    assert ("copied" in each.note) is (row is None)


def test_clocks_below_a_day_that_only_the_moment_of_the_copy_knows_have_no_time() -> None:
    """`Yesterday` between messages does not leave the next ones on the day above; a day that is named does."""
    text = "November 20th, 2026\nAna A  2:02 PM\na\nYesterday\nBo B  9:01 AM\nb\n9:02\nc\n"
    text += "November 22nd, 2026\nBo B  9:03 AM\nd\n"
    rows = proposed(read([Document("x", text.encode())]))
    assert [(each.when.at and f"{each.when.at:%d %H:%M}", each.text) for each in rows] == [
        ("20 14:02", "a"),
        (None, "b"),
        (None, "c"),
        ("22 09:03", "d"),
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "42m ago  it fails\n  all of it\n2 hours ago: released\n",
            ["~13:18 it fails\nall of it", "~12:00 released"],
        ),
        (
            "LAST SEEN   TYPE      REASON   OBJECT      MESSAGE\n3m10s       Warning   BackOff  pod/web     again\n"
            "5m (x4 over 20m)  Normal  Pulled  pod/web  an image\n<unknown>  Normal  Killing  pod/web  stop\n",
            [
                "~13:56:50 Warning   BackOff  pod/web     again",
                "~13:55 Normal  Pulled  pod/web  an image (x4 over 20m)",
                "? Normal  Killing  pod/web  stop",
            ],
        ),
    ],
)
def test_what_says_how_long_ago_counts_back_from_when_it_was_made(text: str, rows: list[str]) -> None:
    """Which a person says; without that nothing is invented."""
    document = Document("x", text.encode())
    with pytest.raises(PmtuiError, match="which it does not say"):
        read([document])
    found = []
    for _, entry in entries(proposed(read([document], START)), here()):
        at = f"{entry.at:%H:%M:%S}".removesuffix(":00") if entry.at else "?"
        found.append(f"{'~' * entry.about}{at} {entry.says}")
    assert sorted(found) == sorted(rows)


@pytest.mark.parametrize(
    ("event", "text"),
    [
        ({"event_type": "incident.triggered", "data": {"number": 1, "title": "5xx"}}, "5xx"),
        (
            {"event_type": "incident.priority_updated", "data": {"number": 1, "title": "5xx"}},
            "priority updated: 5xx",
        ),
        ({"event_type": "incident.annotated", "data": {"incident": {"id": "P1"}, "content": "a: b"}}, "a: b"),
    ],
)
def test_an_event_of_pagerduty_is_a_sentence(event: dict[str, object], text: str) -> None:
    """Its kind in words, and nothing of what the entry's own kind says."""
    whole = {"event": {"occurred_at": "2026-11-20T14:02:00Z", **event}}
    ((_, entry),) = entries(proposed(read([Document("x", json.dumps(whole).encode())])), here())
    assert entry.says == text


def test_a_maintenance_is_updates_and_no_incident_that_started() -> None:
    """Statuspage lists it apart, with a start that is planned."""
    update = {"id": "u", "status": "in_progress", "body": "we begin", "display_at": "2026-11-20T04:00:00Z"}
    listed = {
        "id": "m",
        "name": "Upgrade",
        "started_at": "2026-11-19T00:00:00Z",
        "incident_updates": [update],
    }
    found = read([Document("x", json.dumps({"scheduled_maintenances": [listed]}).encode())])
    assert told(found) == ["20 04:00:00 update customers: we begin"]


def test_an_event_of_a_series_says_how_often() -> None:
    """Kubernetes counts a newer event beside it, and leaves `count` empty."""
    pod = {"kind": "Pod", "name": "web"}
    event = {
        "reason": "Failed",
        "involvedObject": pod,
        "message": "no node",
        "count": None,
        "eventTime": "2026-11-20T14:02:00.1Z",
        "series": {"count": 7, "lastObservedTime": "2026-11-20T14:22:00.1Z"},
    }
    found = read([Document("x", json.dumps({"items": [event]}).encode())])
    assert told(found) == ["20 14:02:00 note Failed Pod/web: no node (×7)"]


def test_rich_text_of_slack_is_read_where_the_message_has_no_other() -> None:
    """Its pieces make a line, its people have their names; the text of nothing is nothing."""
    line = [
        {"type": "text", "text": "ask "},
        {"type": "user", "user_id": "U1"},
        {"type": "emoji", "name": "eyes"},
    ]
    section = {"type": "rich_text_section", "elements": line}
    more = {"type": "rich_text_list", "elements": [section, section]}
    block = {"type": "rich_text", "elements": [section, more]}
    message = {"type": "message", "text": "", "ts": "1795183320.000100", "username": "bot", "blocks": [block]}
    people = [{"id": "U1", "profile": {"real_name": "Ana"}}]
    documents = [Document("users.json", json.dumps(people).encode())]
    found = read([*documents, Document("ops/2026-11-20.json", json.dumps([message]).encode())])
    assert [item.text for item in found.items] == ["ask @Ana\nask @Ana\nask @Ana"]


def test_a_phone_sets_am_and_pm_off_by_a_narrow_space() -> None:
    """As WhatsApp on an iPhone exports a chat."""
    text = "[11/20/26, 2:02:05\u202fPM] Ana: it fails\n"
    (row,) = proposed(read([Document("x", text.encode())]))
    assert f"{row.when.at:%F %T}" == "2026-11-20 14:02:05"


def test_an_answer_says_what_it_answers() -> None:
    """By the source's own id, in the entry."""
    threads = [entry.origin.get("thread") for _, entry in entries(proposed(look("slack-export")), here())]
    assert threads == [None, None, "C01/1795183330.000000", None]


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        (("05/11/2026", "20/11/2026"), "05"),
        (("11/05/2026", "11/20/2026"), "05"),
        (("05.11.26", "20.11.26"), "05"),
        (("05/11/2026", "06/11/2026"), "?"),
        (("20/11/2026", "11/20/2026"), "?"),
    ],
)
def test_all_dates_of_a_text_together_say_which_number_is_the_day(dates: tuple[str, str], day: str) -> None:
    """Where they do not, the time is unknown, and the entry says that it can be two days."""
    text = "".join(f"{date}, 14:02 - Ana: x\n" for date in dates)
    found = read([Document("x.txt", text.encode())])
    assert found.format == "whatsapp"
    assert told(found)[0].split()[0] == day
    assert all(("can be two days" in each.note) is (day == "?") for each in proposed(found))


def test_a_year_that_nothing_says_is_assumed_and_said() -> None:
    """A syslog's: the year in which it has happened by now."""
    for line, year in (("Nov 20 14:02:00 db1 a: x", 2026), ("Dec 31 14:02:00 db1 a: x", 2025)):
        (each,) = proposed(read([Document("x.txt", line.encode())]))
        assert each.assumed
        assert "year" in each.note
        assert each.when.at is not None
        assert each.when.at.year == year


def test_what_zsh_hides_is_shown() -> None:
    """A history of zsh is no UTF-8 as it stands."""
    hidden = re.sub(rb"([\x83-\xa2])", lambda m: b"\x83" + bytes([m[1][0] ^ 32]), "echo à 決済".encode())
    found = read([Document("h", b": 1795183380:0;" + hidden + b"\n")])
    assert told(found) == ["20 14:03:00 note $ echo à 決済"]


@given(
    st.lists(
        texts
        | st.sampled_from(
            ["Ana  2:02 PM", "2:05", "14:01 < a> x", ": 1795183380:0;x", "#1795183380", "--- Log opened x"]
        ),
        max_size=8,
    )
)
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    """No text fails, and what has no time of its own gets none that it does not spell."""
    try:
        found = proposed(read([Document("x.txt", "\n".join(lines).encode(errors="replace"))]))
    except PmtuiError:
        return
    assert len(entries(found, here())) == len(found)


def test_a_hostile_text_is_read_in_time() -> None:
    """Long lines of what a pattern begins with cost no more than their length."""
    for piece in (
        "a",
        " ",
        ":",
        "1",
        "[",
        "<",
        "12:",
        "- cmd: ",
        "a\n",
        "#1",
        "commit a",
        "2026-11-20 14:02:10\t",
    ):
        started = time.process_time()
        with contextlib.suppress(PmtuiError):
            read([Document("x.txt", piece.encode() * 20_000)])
        assert time.process_time() - started < 2, piece


def test_the_readme_names_every_format() -> None:
    """Whoever needs `--as` finds the name there."""
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    assert [name for name in NAMES if f"`{name}`" not in readme] == []


@pytest.mark.parametrize(
    ("heading", "line", "at"),
    [
        ("## Timeline (UTC)", "14:05 it fails", "14:05"),
        ("## Timeline (UTC+3)", "14:05 it fails", "11:05"),
        ("## Timeline (UTC+3)", "14:05 UTC it fails", "14:05"),
        ("## Timeline (all times in UTC)", "- **2:05 PM:** it fails", "14:05"),
        ("All times are in UTC.", "14:05 it fails", "14:05"),
        ("## Timeline (PST)", "14:05 it fails", None),
        ("## Timeline (PST)", "14:05 UTC it fails", "14:05"),
        ("## Timeline", "14:05 it fails", "13:05"),
    ],
)
def test_the_zone_of_a_heading_is_that_of_its_clocks(heading: str, line: str, at: str | None) -> None:
    """A clock's own zone counts before it; letters that say no offset are refused there, too."""
    text = f"# 2026-11-20\n\n{heading}\n\n{line}\n"
    found = proposals(read([Document("x.md", text.encode())]), Clocks("Europe/Paris", NOW))
    assert [each.when.at and f"{each.when.at:%H:%M}" for each in found if "fails" in each.text] == [at]


def test_a_label_in_a_chat_is_somebodys_words() -> None:
    """Only a text with several known parts is a report."""
    text = "## 2026-11-20\n14:02 ana: where we are\nImpact:\n25 % of orders\n14:04 bo: thanks\n"
    assert written(text) == [
        "20 14:02:00 note ana: where we are\nImpact:\n25 % of orders",
        "20 14:04:00 note bo: thanks",
    ]


def test_a_section_that_stands_there_is_written_on() -> None:
    """What a person wrote is not replaced by an import; a third one adds nothing."""
    report = read([Document("x.md", b"## Impact\n\nOrders fail.\n\n14:05 x\n")])
    mine = make(e.Write, 1, section="impact", text="My own words.")
    once = recorded(report, mine)
    assert here(*once).incident.sections["impact"] == "My own words.\n\nOrders fail."
    assert recorded(report, *once) == once


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("time,event\n14:05,it fails\n", "table"),
        ("time;who;text\n14:05;Ana;it fails\n", "table"),
        ("a,b\n14:05,it fails\n", ""),
        ("time,event\n14:05,it,fails\n", ""),
        ("time,time,event\n14:05,14:06,x\n", ""),
    ],
)
def test_a_table_is_one_by_its_first_line(text: str, format: str) -> None:
    """A column of times and one of words, and as many cells in every row; else it is no table."""
    try:
        found = read([Document("x.csv", text.encode())]).format
    except PmtuiError:
        found = ""
    assert found == format or (not format and found == "lines")


@pytest.mark.parametrize(
    "head", ["Datum;Uhrzeit;Ereignis;Wer", "Date;Heure;Événement;Qui", "Fecha;Hora;Evento;Autor"]
)
def test_a_table_may_have_its_head_in_another_language(head: str) -> None:
    """As a spreadsheet in that country saves it: a sign of byte order, semicolons, days with dots."""
    table = f'\ufeff{head}\r\n20.11.2026;14:02;"it fails;\r\nbadly";Ana\r\n'
    assert told(read([Document("x.csv", table.encode())])) == ["20 14:02:00 note Ana: it fails;\nbadly"]


def test_map_reads_a_table_too() -> None:
    """By the names of its columns."""
    how = How(fields=mapped("time=.T,text=.Was,who=.Wer"))
    text = "T,Wer,Was\n2026-11-20T14:02:00Z,Ana A,checkout answers 503\n"
    assert written(text, how) == TWO[:1]


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ('{"ts": 1795183330, "user": {"name": "Ana"}, "msg": "it fails"}', "20 14:02:10 note Ana: it fails"),
        ('{"updated_at": "2026-11-20T15:00:00Z", "msg": "it fails"}', ""),
        ('{"ts": "soon", "msg": "it fails"}', ""),
        ('{"timestamp": "2026-11-20T14:02:10Z", "level": "error"}', ""),
    ],
)
def test_json_lines_are_read_by_the_usual_names_alone(line: str, row: str) -> None:
    """A line without a time of its own, or without words, makes it no such file."""
    try:
        found = read([Document("x", line.encode())])
    except PmtuiError:
        assert not row
        return
    assert (found.format == "json") is bool(row)
    assert not row or told(found) == [row]
