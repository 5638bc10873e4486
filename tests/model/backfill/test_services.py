"""What services and chats give as JSON: to the last field, and one channel of several."""

from __future__ import annotations

import json

import pytest

from pmtui.errors import PmtuiError, UsageError
from pmtui.model.backfill.items import AS_IT_IS, Document, Found, How, Source
from pmtui.model.backfill.recognise import read
from tests.model.backfill.samples import NOW, PAGERDUTY, STATUSPAGE, recorded, sample, told


@pytest.mark.parametrize(
    ("name", "format", "rows", "left_out"),
    [
        (
            "incident-io.json",
            "incident.io",
            [
                "20 14:04:00 note Bo B: Investigating",
                "20 14:30:00 note Ana A: Monitoring: Orders go through again",
                "20 14:30:00 mitigated Ana A: ",
                "20 14:40:00 note deploys: Monitoring: Still quiet",
            ],
            {},
        ),
        ("firehydrant.json", "firehydrant", ["20 14:04:00 note Bo B: pool is empty"], {"without words": 1}),
        (
            "rootly.json",
            "rootly",
            ["20 14:02:00 note checkout answers 503", "20 14:04:00 note pool is empty"],
            {},
        ),
        (
            "datadog.json",
            "datadog",
            ["20 14:04:00 note pool is empty", "20 14:20:00 note rolled back *"],
            {"without words": 1},
        ),
    ],
)
def test_a_services_timeline_becomes_what_it_says(
    name: str, format: str, rows: list[str], left_out: dict[str, int]
) -> None:
    """When it happened, not when somebody wrote it down or changed it; what says nothing is counted."""
    found = read(sample(name))
    assert found.format == format
    assert told(found) == rows
    assert found.left_out == left_out
    assert all(item.id for item in found.items)


def test_rootly_names_whoever_wrote_an_event() -> None:
    """Where the export names a person."""
    said = {"event": "pool is empty", "occurred_at": "2026-11-20T14:04:00Z", "user": {"name": "Bo B"}}
    found = given({"data": [{"id": "b", "type": "incident_events", "attributes": said}]})
    assert (found.format, told(found)) == ("rootly", ["20 14:04:00 note Bo B: pool is empty"])


@pytest.mark.parametrize(
    "says",
    [
        {"attachments": [{"fallback": "pool is empty", "text": "pool"}]},
        {"attachments": [{"fallback": "", "text": "pool is empty"}]},
        {
            "blocks": [
                {"type": "section", "text": {"type": "mrkdwn", "text": "pool is empty"}},
                {"type": "divider"},
            ]
        },
    ],
)
def test_a_bot_on_slack_that_writes_no_text_is_read_all_the_same(says: dict[str, object]) -> None:
    """Its words stand in attachments or blocks."""
    bot = {
        "type": "message",
        "subtype": "bot_message",
        "username": "deploy",
        "text": "",
        "ts": "1795183330.0",
    }
    assert told(given([{**bot, **says}])) == ["20 14:02:10 note deploy: pool is empty"]


def post(channel: str, message: str, at: int, **more: object) -> dict[str, object]:
    """A line of a Mattermost export."""
    body = {"team": "ops", "channel": channel, "user": "ana", "message": message, "create_at": at, **more}
    return {"type": "post", "post": body}


def given(*values: object, how: How = AS_IT_IS) -> Found:
    """What is read of JSON lines."""
    return read([Document("x", "\n".join(map(json.dumps, values)).encode())], how)


def test_one_channel_of_several_is_asked_for() -> None:
    """As of Slack; replies are of their post's channel; who joined is counted."""
    reply = {"user": "bo", "message": "yes", "create_at": 1795183440000, "is_pinned": True}
    posts = [
        post("inc", "down", 1795183330000, replies=[reply]),
        post("inc", "ana joined", 1795183331000, type="system_join_channel"),
        post("lunch", "pizza", 1795183340000),
    ]
    with pytest.raises(PmtuiError, match=r"2 channels: inc, lunch; .*--channel"):
        given(*posts)
    with pytest.raises(UsageError, match="no such channel; it has inc, lunch"):
        given(*posts, how=How(channels=("x",)))
    found = given(*posts, how=How(channels=("#inc",)))
    assert told(found) == ["20 14:02:10 note ana: down", "20 14:04:00 note bo: yes *"]
    assert found.about == ["#inc"]
    assert found.left_out == {"system join channel": 1}


def test_messages_of_two_chats_with_the_same_numbers_are_two_messages() -> None:
    """Telegram counts them in each chat anew; an export of an account holds every chat."""

    def chat(number: int, name: str, text: str) -> dict[str, object]:
        message = {"id": 5, "type": "message", "date_unixtime": "1795183330", "from": "Ana", "text": text}
        return {"id": number, "name": name, "type": "private_group", "messages": [message]}

    first = recorded(given(chat(1, "ops", "down")))
    assert [entry.says for entry in recorded(given(chat(2, "db", "pool")), *first)] == ["down", "pool"]
    account = {"chats": {"list": [chat(1, "ops", "down"), chat(2, "db", "pool")]}}
    with pytest.raises(PmtuiError, match="2 channels: db, ops"):
        given(account)
    found = given(account, how=How(channels=("db",)))
    assert told(found) == ["20 14:02:10 note Ana: pool"]
    assert found.about == ["db"]


def test_replies_in_a_teams_channel_are_messages_too() -> None:
    """They stand inside the message that they answer."""

    def message(number: str, at: str, words: str, *replies: object) -> dict[str, object]:
        return {
            "id": number,
            "messageType": "message",
            "createdDateTime": at,
            "from": {"user": {"displayName": "Ana A"}},
            "body": {"contentType": "text", "content": words},
            "replies": list(replies),
        }

    reply = message("2", "2026-11-20T14:04:00Z", "pool is empty")
    found = given({"value": [message("1", "2026-11-20T14:02:00Z", "503", reply)]})
    assert told(found) == ["20 14:02:00 note Ana A: 503", "20 14:04:00 note Ana A: pool is empty"]


def test_a_format_is_told_by_a_few_values_however_many_there_are() -> None:
    """Those of a shape that comes late count as well: an export begins with its people."""
    people = [{"type": "user", "user": {"username": f"u{n}"}} for n in range(2000)]
    values = [{"type": "version", "version": 1}, *people, post("inc", "down", 1795183330000)]
    document = Document("x", "\n".join(map(json.dumps, values)).encode())
    assert len(Source([document]).some(document)) < 10
    assert told(read([document])) == ["20 14:02:10 note ana: down"]


def test_values_of_several_lines_one_behind_the_other_are_all_read() -> None:
    """`journalctl -o json-pretty`, `gh api --paginate` and `jq` print them so; of no known format they are refused."""
    rows = [
        {"__REALTIME_TIMESTAMP": f"179518333{n}000000", "MESSAGE": f"m {n}", "__CURSOR": str(n)} for n in "01"
    ]
    pretty = "\n".join(json.dumps(row, indent=8) for row in rows)
    for text in (pretty, "".join(json.dumps([row]) for row in rows)):
        assert told(read([Document("x", text.encode())])) == ["20 14:02:10 note m 0", "20 14:02:11 note m 1"]
    for spread in ('{\n "createdAt": "2026-11-20T14:00:00Z"\n}\n{\n}', "[\n1\n]\n[\n]"):
        with pytest.raises(PmtuiError, match=r"it is JSON, of no known format; .*--map"):
            read([Document("x", spread.encode())])


@pytest.mark.parametrize(
    ("name", "how", "why"),
    [
        (
            "rootly.json",
            How(channels=("x",)),
            "--channel: it was read as Rootly events, which has no channels",
        ),
        ("git.txt", How(channels=("x",)), "--channel: it was read as git log, which has no channels"),
        (
            "zulip.json",
            How(start=NOW),
            "--start: it was read as Zulip messages, whose times count from no start",
        ),
        ("postmortem-1.md", How(start=NOW), "--start: .*, whose times count from no start"),
    ],
)
def test_what_cannot_be_said_about_a_file_is_refused(name: str, how: How, why: str) -> None:
    """An option that would change nothing was meant for something else."""
    with pytest.raises(UsageError, match=why):
        read(sample(name), how)


def test_an_issue_says_when_it_was_closed_and_a_pull_request_who_merged_it() -> None:
    """As `gh issue view` and `gh pr view` give it, with `--json closedAt,stateReason` or `mergedAt,mergedBy,state`."""
    opened = {"title": "pool of 40", "createdAt": "2026-11-20T14:00:00Z", "author": {"login": "ana"}}
    closed = {"closedAt": "2026-11-20T15:00:00Z", "stateReason": "COMPLETED", "state": "CLOSED", "url": "i/1"}
    first = "20 14:00:00 note ana: pool of 40"
    assert told(given({**opened, **closed})) == [first, "20 15:00:00 note closed (completed)"]
    merged = {
        "mergedAt": "2026-11-20T15:00:00Z",
        "mergedBy": {"login": "bo"},
        "state": "MERGED",
        "stateReason": "",
    }
    found = given({**opened, **closed, **merged})
    assert told(found) == [first, "20 15:00:00 note bo: closed (merged)"]
    assert [item.id for item in found.items] == ["i/1", "i/1/closed"]
    assert told(given({**opened, "closedAt": None})) == [first]


def test_a_bots_message_on_discord_is_what_its_embed_says() -> None:
    """It has no content of its own; a person's message is not followed by what it links to."""

    def message(content: str) -> dict[str, object]:
        return {
            "id": content,
            "type": "Default",
            "timestamp": "2026-11-20T14:02:00+00:00",
            "content": content,
            "author": {"name": "bot"},
            "embeds": [{"title": "5xx on shop", "description": "over 5 %"}],
            "attachments": [{"fileName": "graph.png"}],
        }

    found = given({"messages": [message(""), message("see there")]})
    assert [item.text for item in found.items] == ["5xx on shop\nover 5 %\ngraph.png", "see there"]


def test_of_a_list_of_all_incidents_one_is_meant() -> None:
    """A status page gives its whole history: what another one started is not this one's start."""
    whole = json.loads(sample("statuspage-incidents.json")[0].data)
    other = {**whole["incidents"][0], "id": "j", "started_at": "2026-11-01T14:00:00Z"}
    whole["incidents"].append({**other, "incident_updates": []})
    documents = [Document("x", json.dumps(whole).encode())]
    with pytest.raises(
        PmtuiError, match=r"2 incidents: Checkout fails \(i\), Checkout fails \(j\); .*--channel"
    ):
        read(documents)
    assert told(read(documents, How(channels=("Checkout fails (i)",)))) == STATUSPAGE
    with pytest.raises(UsageError, match="there are several of that name; it has"):
        read(documents, How(channels=("Checkout fails",)))
    whole["incidents"][1]["name"] = "Login fails"
    documents = [Document("x", json.dumps(whole).encode())]
    assert told(read(documents, How(channels=("Checkout fails",)))) == STATUSPAGE


def test_pages_of_another_incident_are_none_of_this_one() -> None:
    """A service's log entries are of all its incidents, and the end of one is not the other's; several may be meant."""
    whole = json.loads(sample("pagerduty-log-entries.json")[0].data)
    end = {**whole["log_entries"][-1], "id": "other", "incident": {"summary": "[#8] disk full"}}
    whole["log_entries"].append(end)
    documents = [Document("x", json.dumps(whole).encode())]
    with pytest.raises(PmtuiError, match=r"2 incidents: \[#7\] 5xx on shop, \[#8\] disk full; .*--channel"):
        read(documents)
    seven = "[#7] 5xx on shop"
    assert told(read(documents, How(channels=(seven,)))) == PAGERDUTY
    assert len(told(read(documents, How(channels=(seven, "[#8] disk full"))))) == len(PAGERDUTY) + 1
