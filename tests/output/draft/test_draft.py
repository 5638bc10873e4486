"""The Markdown draft: what it tells, and how."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from markdown_it import MarkdownIt

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.missing import missing
from pmtui.output.draft.blocks import blocks
from pmtui.output.draft.draft import Aside, draft, regenerate
from pmtui.output.draft.facts import Facts
from pmtui.output.draft.lines import listed
from tests.model.review import reviewing
from tests.output.making import at, incident, ref
from tests.output.strategies import incidents, texts, worded

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
Row = tuple[type[e.Entry], dict[str, Any]]


def lines(*rows: Row, **opened: Any) -> list[str]:
    """The draft's lines without markers and empty ones."""
    text = draft(incident(*rows, **opened))
    return [line for line in text.split("\n") if line and not line.startswith("<!-- ")]


def part(heading: str, *rows: Row, **opened: Any) -> list[str]:
    """The lines under one heading, up to the next of the same level or higher."""
    every = lines(*rows, **opened)
    start = every.index(heading) + 1
    level = heading.partition(" ")[0]
    ends = [n for n, line in enumerate(every) if n >= start and line.startswith("#")]
    end = next((n for n in ends if len(every[n].partition(" ")[0]) <= len(level)), len(every))
    return every[start:end]


SMALL: tuple[Row, ...] = (
    (e.Started, {"at": "10:30"}),
    (e.Detected, {"at": "10:32", "text": "alert"}),
    (e.Impact, {"at": "10:35", "text": "no sales"}),
    (e.Note, {"at": "10:36", "text": "two\nlines"}),
    (e.Hypothesis, {"at": "10:40", "label": "H1", "text": "code"}),
    (e.Misleading, {"at": "11:00", "refs": ref(5), "text": "no change"}),
    (e.Resolved, {"at": "11:30", "text": "more servers"}),
    (e.Write, {"section": "root_cause", "text": "A surge. It came at noon."}),
    (e.Task, {"label": "T1", "text": "Scale | grow", "term": "short"}),
)


WANTED = [
    "# Checkout is down",
    "| | |",
    "| --- | --- |",
    "| Date | Sunday 15 October 2023 |",
    "| Impact | 10:30 to 11:30 UTC (1 h) |",
    "| Back to normal | 11:30 UTC, 1 h after the start |",
    "| Severity | SEV1 |",
    "| Detected by | alert, 10:32 UTC |",
    "| State | Draft |",
    "> **To fill in before this is final:** commander.",
    "## Summary",
    "On Sunday 15 October 2023, from 10:30 to 11:30 UTC (1 h): no sales. A surge. Code turned out to be a misleading"
    " path. At 11:30 everything was back to normal (more servers).",
    "![Timeline of the incident: from 10:30 to 11:30 UTC, back to normal at 11:30](timeline.svg)",
    "## Impact",
    "- no sales",
    "## Root cause and resolution",
    "**Root cause.** A surge. It came at noon.",
    "**Resolution.** More servers.",
    "## Timeline",
    "Sunday 15 October 2023; all times are UTC.",
    "- **10:30** — **Impact began.**",
    "- **10:32** — **Detected:** alert",
    "- **10:35** — Impact: no sales",
    "- **10:36** — two\\",
    "  lines",
    "- **10:40** — **Suspected:** code",
    "- **11:00** — **Ruled out:** code; no change",
    "- **11:30** — **Resolved:** more servers",
    "## What we ruled out",
    "| Path | Raised | Ruled out | Why | Time spent |",
    "| --- | --- | --- | --- | --- |",
    "| code | 10:40 | 11:00 | no change | 20 min |",
    "In total: 20 min, 33% of the duration.",
    "## Corrective and preventative measures",
    "### Short term",
    "| Measure | State |",
    "| --- | --- |",
    r"| Scale \| grow | open |",
    "## Metrics",
    "| Metric | Time | Definition |",
    "| --- | --- | --- |",
    "| Time to detect | 2 min | started → detected |",
    "| Time to resolve | 1 h | started → resolved |",
    "| Duration | 1 h | started → resolved |",
    "| Impact time | 1 h | started or relapse → the next mitigated, else resolved |",
    "| Misleading time | 20 min, 33% of the duration | the misleading paths' open times, overlaps once, within the"
    " duration |",
]


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ([(e.Started, {"at": "10:30"})], "The impact began on Sunday 15 October 2023, 10:30 UTC."),
        ([(e.Detected, {"at": "10:30"})], "It was detected on Sunday 15 October 2023, 10:30 UTC."),
        (
            [
                (e.Started, {"at": "10:30"}),
                (e.Impact, {"at": "10:31", "text": "no sales"}),
                (e.Resolved, {"at": "25:00"}),
            ],
            "From Sunday 15 October 2023, 10:30, to Monday 16 October 2023, 01:00 UTC (14 h 30 min): no sales.",
        ),
        (
            [
                (e.Started, {"at": "10:30"}),
                (e.Impact, {"at": "10:31", "text": "no sales"}),
                (e.Resolved, {"at": "11:30"}),
                (e.Note, {"text": "on", "at": "25:00"}),
            ],
            "On Sunday 15 October 2023, from 10:30 to 11:30 UTC (1 h): no sales.",
        ),
    ],
)
def test_the_summary_begins_with_a_sentence_that_names_each_day_once(rows: list[Row], first: str) -> None:
    """Nothing begins with a bare "Since", and a day that is in words is not there in figures too."""
    assert part("## Summary", *rows)[0].startswith(first)


NIGHT: tuple[Row, ...] = (
    (e.Started, {"at": "23:10"}),
    (e.Detected, {"at": "23:14", "text": "alert"}),
    (e.Role, {"at": "23:15", "role": "commander", "name": "Ana"}),
    (e.Escalate, {"at": "23:20", "label": "E1", "to": "database team"}),
    (e.Identified, {"at": "24:10", "text": "a leak"}),
    (e.Mitigated, {"at": "24:30"}),
    (e.Resolved, {"at": "24:40"}),
)


def test_a_time_names_its_day_only_where_the_reader_does_not_know_it() -> None:
    """The stated day is not named again; of several, the weekday tells which; any other is a whole date."""
    night, late = lines(*NIGHT), (e.Note, {"at": "57:00", "text": "reviewed"})
    assert "| Date | Sunday 15 October 2023 to Monday 16 October 2023 |" in night
    assert "| Impact | Sunday 23:10 to Monday 00:30 UTC (1 h 20 min) |" in night
    assert "| Roles | commander Ana (from Sunday 23:15) |" in night
    assert (
        "From Sunday 15 October 2023, 23:10, to Monday 16 October 2023, 00:40 UTC (1 h 30 min), the incident was under"
        " way."
        " The cause was identified on Monday at 00:10, 56 min after it was detected: a leak."
        " The incident was escalated to the database team on Sunday at 23:20."
        " On Monday at 00:30 the impact was over and on Monday at 00:40 everything was back to normal."
    ) in night
    day = [line for line in lines(*SMALL, late) if "2023-" in line or "unday" in line]
    assert day[0] == "| Date | Sunday 15 October 2023 |"
    assert not [line for line in day if "2023-" in line]
    before = (e.Escalate, {"at": "-1:00", "label": "E9", "to": "Bo"})
    assert "The incident was escalated to Bo on 2023-10-14 at 23:00." in " ".join(lines(*SMALL, before))


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("/impact 25 % of logins fail", "impact"),
        ("@2023-10-15T12:30 /identified the pool is too small", "root_cause"),
        ("@2023-10-15T12:31 /confirmed H1", "root_cause"),
        ("@2023-10-15T12:30 /mitigated restarted with a larger pool", "resolution"),
    ],
)
def test_what_the_draft_proposes_is_missing_nowhere(line: str, section: str) -> None:
    """The review, the close and the draft's own line take it from one fact."""
    lead = "@2023-10-15T10:40 /hypothesis the pool is too small"
    words = f"the {section.replace('_', ' ')}"
    for asked, what in ((True, reviewing.typed(lead)), (False, reviewing.typed(lead, line))):
        facts = Facts(what)
        assert (section in [where for _, where in reviewing.told(what, 13)]) is asked
        assert any(each.startswith(f"{words}:") for each in missing(what)) is asked
        assert (words in facts.to_fill_in.split("; ")) is asked
        assert (section in facts.proposals) is not asked


def test_the_head_names_the_links() -> None:
    """Under their names, whatever is in these; the address leads where it was typed to lead."""
    url = "https://example.org/a_(b)?c=1&d=[2]|3"
    rows = [
        (e.Link, {"name": name, "url": f"{url}#{n}"}) for n, name in enumerate(("log *book*", "", "a]b|`c`"))
    ]
    [row] = [line for line in lines(*SMALL, *rows) if line.startswith("| Links |")]
    html = PARSER.render(f"| | |\n| --- | --- |\n{row}")
    there = "https://example.org/a_(b)?c=1&amp;d=%5B2%5D%7C3"
    assert re.findall(r'href="([^"]+)"', html) == [f"{there}#{n}" for n in range(3)]
    assert "log <em>book</em></a>" in html
    assert "a]b|<code>c</code> <a" in html
    assert "Links" not in " ".join(lines(*SMALL))


def test_a_role_that_was_noted_after_the_end_has_no_time() -> None:
    """When it was taken is not known then."""
    late = (e.Role, {"at": "57:00", "role": "commander", "name": "Ana"})
    assert "| Roles | commander Ana |" in lines(*SMALL, late)


def test_an_end_before_the_beginning_is_no_stretch_of_time() -> None:
    """The review names it; the summary and the picture tell neither backwards."""
    text = " ".join(lines((e.Started, {"at": "11:00"}), (e.Resolved, {"at": "10:50"})))
    assert "11:00 to 10:50" not in text
    assert "The impact began on Sunday 15 October 2023, 11:00 UTC." in text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("The shop was down. Nobody could pay.", ": The shop was down."),
        ("### Shop\n\n- [ ] 25 % of *carts* were lost\n- nobody paid", ": 25 % of *carts* were lost."),
        ("1. no sales. None.\n2. calls", ": no sales."),
        ("| a | b |\n| - | - |\n| 1 | 2 |", ", the incident was under way."),
        ("![a graph](a.png)", ", the incident was under way."),
    ],
)
def test_the_summary_says_what_users_felt_as_somebody_wrote_it(written: str, said: str) -> None:
    """What is only in the section is said in the summary, too: its first sentence, or that of its first point."""
    rows: list[Row] = [
        (e.Started, {"at": "10:30"}),
        (e.Resolved, {"at": "11:30"}),
        (e.Write, {"section": "impact", "text": written}),
    ]
    assert f"from 10:30 to 11:30 UTC (1 h){said} At 11:30" in part("## Summary", *rows)[0]


def test_the_summary_tells_that_the_impact_came_back() -> None:
    """Each time that it was over and back, and how much of the whole it was: else it seems to have lasted."""
    text = " ".join(
        lines(
            (e.Started, {"at": "10:00"}),
            (e.Mitigated, {"at": "10:30", "text": "restarted"}),
            (e.Relapse, {"at": "15:00", "text": "a cron job"}),
            (e.Mitigated, {"at": "15:20"}),
            (e.Resolved, {"at": "16:00"}),
        )
    )
    assert "from 10:00 to 16:00 UTC (6 h, with impact for 50 min of it), the incident was under way." in text
    assert (
        "At 10:30 the impact was over (restarted), at 15:00 it was back (a cron job), at 15:20 the impact was over"
        " again and at 16:00 everything was back to normal."
    ) in text


def test_several_who_were_asked_at_once_are_named_in_words() -> None:
    """What was typed with commas is a list."""
    text = " ".join(
        lines(*SMALL, (e.Escalate, {"at": "10:50", "label": "E1", "to": "database team, Bo, legal"}))
    )
    assert "The incident was escalated to the database team, Bo and legal at 10:50." in text
    assert "**Escalated** to the database team, Bo and legal." in text


def test_a_small_incident_reads_like_this() -> None:
    """The whole draft of a small incident, without the markers and empty lines."""
    assert lines(*SMALL) == WANTED


def test_every_part_is_a_block_from_the_beginning() -> None:
    """Every pair of markers is there, empty or not, so that one that is missing later was deleted."""
    found = blocks(draft(incident()))
    assert [block.name for block in found] == [
        *("title", "state", "section.introduction", "section.summary", "picture", "section.impact"),
        *("cause", "section.trigger", "section.root_cause", "section.contributing_factors"),
        *("section.resolution", "section.detection", "section.response", "timeline", "ruled-out"),
        *("escalations", "lessons", "measures", "section.aside", "more", "section.conclusion", "metrics"),
    ]
    assert not [block for block in found if block.edited]


def test_the_document_is_spaced_by_one_empty_line() -> None:
    """No line ends with a space, no two empty lines follow each other, and the last line is ended once."""
    text = draft(incident(*SMALL))
    assert "\n\n\n" not in text
    assert text.endswith(" -->\n")
    assert not [line for line in text.split("\n") if line != line.rstrip()]


def test_an_empty_incident_asks_for_what_is_required() -> None:
    """Impact, root cause and resolution are asked for in one visible line each; empty parts are left out."""
    found = lines()
    assert [line for line in found if line.startswith("> **Missing:**")] == [
        "> **Missing:** the impact. Note it with `/impact TEXT`, or write it with `/write impact TEXT`.",
        "> **Missing:** the root cause. Write it with `/write root_cause TEXT`.",
        "> **Missing:** the resolution. Write it with `/write resolution TEXT`.",
    ]
    headings = [line for line in found if line.startswith("## ")]
    assert headings == ["## Impact", "## Root cause and resolution"]
    first = "severity; commander; when the impact began; when it was detected; when it was back to normal"
    wanted = f"> **To fill in before this is final:** {first}; the impact; the root cause; the resolution."
    assert (
        lines(severity=None)[
            lines(severity=None).index("| State | Draft; the incident is not over (investigating) |") + 1
        ]
        == wanted
    )


def test_every_part_has_its_place() -> None:
    """The parts stand in the order of the template, a section of one's own last."""
    written = [
        (e.Write, {"section": name, "text": "x"})
        for name in ("conclusion", "aside", "What customers say", "introduction", "summary")
    ]
    rows: list[Row] = [
        *SMALL,
        (e.Escalate, {"at": "10:50", "label": "E1", "to": "dba", "text": "slow"}),
        (e.Well, {"text": "fast"}),
        *written,
    ]
    assert [line for line in lines(*rows) if line.startswith("## ")] == [
        "## Summary",
        "## Impact",
        "## Root cause and resolution",
        "## Timeline",
        "## What we ruled out",
        "## Escalations and communication",
        "## Lessons",
        "## Corrective and preventative measures",
        "## A lighter note",
        "## What customers say",
        "## Conclusion",
        "## Metrics",
    ]


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ([], "Draft; the incident is not over (investigating)"),
        ([(e.Close, {"closed_as": "false-alarm"})], "Draft; closed as false alarm"),
        (
            [(e.Close, {"closed_as": "duplicate", "text": "of the login incident"})],
            "Draft; closed as duplicate: of the login incident",
        ),
        ([(e.Close, {}), (e.Finish, {"by": "bo", "at": "12:00"})], "Final since 2023-10-15 12:00, by bo"),
        (
            [(e.Close, {}), (e.Finish, {"by": "bo"}), (e.Note, {"text": "x"})],
            "Final, by bo, changed since",
        ),
        (
            [(e.Close, {}), (e.Finish, {"by": "bo", "reviewer": "ana, eve", "url": "https://x.org/1"})],
            "Final, by bo, reviewed by ana, eve; published at https://x.org/1",
        ),
    ],
)
def test_the_state_of_the_document(rows: list[Row], state: str) -> None:
    """Draft or final and since when; how an incident stands that is not over."""
    assert f"| State | {state} |" in lines(*rows)


def test_the_head_has_what_is_known() -> None:
    """Severity now and at its worst, services, roles, how it was detected; a row without a value is left out."""
    rows: list[Row] = [
        (e.Severity, {"level": 3}),
        (e.Service, {"names": ("shop", "login")}),
        (e.Role, {"at": "10:05", "role": "commander", "name": "Ana"}),
        (e.Detected, {"at": "10:01", "source": "customer", "text": "calls."}),
    ]
    found = lines(*rows)
    assert found[
        1 : found.index(
            "> **To fill in before this is final:** when the impact began; when it was back"
            " to normal; the impact; the root cause; the resolution."
        )
    ] == [
        "| | |",
        "| --- | --- |",
        "| Date | Sunday 15 October 2023 |",
        "| Severity | SEV3 (at worst SEV1) |",
        "| Services | shop, login |",
        "| Detected by | customer: calls, 10:01 UTC |",
        "| Roles | commander Ana (from 10:05) |",
        "| State | Draft; the incident is not over (investigating) |",
    ]


def test_times_are_shown_as_they_were_given() -> None:
    """About, range and unknown stay visible; each day is named once; what has no time stands where it was typed."""
    rows: list[Row] = [
        (e.Note, {"text": "first"}),
        (e.Note, {"at": "23:30", "about": True, "text": "a"}),
        (e.Note, {"text": "c"}),
        (e.Note, {"text": "d"}),
        (e.Note, {"at": at("00:10", 1), "until": at("00:20", 1), "text": "b"}),
    ]
    assert part("## Timeline", *rows)[1:] == [
        "### Sunday 15 October 2023",
        "- *time not recorded* — first",
        "- **~23:30** — a",
        "- *time not recorded* — c",
        "- *time not recorded* — d",
        "### Monday 16 October 2023",
        "- **00:10–00:20** — b",
    ]


def test_the_zone_of_the_incident_is_the_zone_of_the_draft() -> None:
    """Days and clocks are those of the incident's zone, which is named."""
    rows: list[Row] = [(e.Started, {"at": "21:30"}), (e.Resolved, {"at": "23:00"})]
    found = lines(*rows, zone="Africa/Nairobi")
    assert "Monday 16 October 2023; all times are Africa/Nairobi (UTC+3)." in found
    assert "| Impact | 00:30 to 02:00 UTC+3 (1 h 30 min) |" in found


def test_what_lies_before_and_after_is_labelled() -> None:
    """Lead-up and aftermath are told as such; facts outside the incident are not told."""
    rows: list[Row] = [
        (e.Note, {"at": "09:00", "text": "deployed"}),
        (e.Role, {"at": "09:05", "role": "scribe", "name": "Bo"}),
        (e.Started, {"at": "10:00"}),
        (e.Service, {"at": "10:05", "names": ("shop",)}),
        (e.Impact, {"text": "no sales"}),
        (e.Impact, {"at": "09:10", "text": "slow"}),
        (e.Resolved, {"at": "11:00"}),
        (e.Note, {"at": "12:00", "text": "all quiet"}),
    ]
    assert part("## Timeline", *rows)[1:] == [
        "- **09:00** (lead-up) — deployed",
        "- **10:00** — **Impact began.**",
        "- **11:00** — **Resolved.**",
        "- **12:00** (aftermath) — all quiet",
    ]


def test_struck_entries_are_not_told() -> None:
    """What was struck is in the record's entries, not in the draft."""
    rows: list[Row] = [(e.Note, {"at": "10:00", "text": "a mistake"}), (e.Strike, {"refs": ref(1)})]
    assert not [line for line in lines(*rows) if "mistake" in line]


@pytest.mark.parametrize(
    ("kind", "fields", "line"),
    [
        (e.Decision, {"text": "wait"}, "Decided: wait"),
        (e.Action, {"text": "restart", "owner": "bo"}, "restart (bo)"),
        (e.Update, {"audience": "customers", "text": "soon"}, "Told customers: soon"),
        (e.Update, {"text": "soon"}, "Update: soon"),
        (e.Handover, {"name": "Bo", "text": "A long\nbrief"}, "Bo takes over as commander"),
        (e.Hypothesis, {"label": "H1", "text": "DNS"}, "**Suspected:** DNS"),
        (e.Misleading, {"label": "H1", "text": "DNS", "because": "it is"}, "**Misleading path:** DNS; it is"),
        (
            e.Escalate,
            {"label": "E1", "to": "database team", "text": "slow", "via": "page"},
            "**Escalated** to the database team (page): slow",
        ),
        (e.Detected, {"text": "@ana saw `5xx`"}, "**Detected:** @&#8203;ana saw `5xx`"),
        (e.Run, {"command": "true", "seconds": 0.5}, "Ran: true → exit 0 after 0.5s"),
        (e.Relapse, {}, "**Impact is back.**"),
        (e.Detected, {"source": "customer", "text": "a call"}, "**Detected** by a customer: a call"),
    ],
)
def test_each_kind_of_entry_is_a_sentence(kind: type[e.Entry], fields: dict[str, Any], line: str) -> None:
    """A line of the timeline says what happened, in words."""
    assert f"- **10:00** — {line}" in part("## Timeline", (kind, {"at": "10:00", **fields}))


def test_nothing_is_asked_for_of_what_was_no_incident_of_its_own() -> None:
    """A false alarm, a duplicate and what was merged need no root cause; another incident does."""
    closed = lines((e.Started, {"at": "10:30"}), (e.Close, {"closed_as": "false-alarm"}))
    assert not [line for line in closed if "To fill in" in line]
    assert [line for line in lines((e.Started, {"at": "10:30"}), (e.Close, {})) if "To fill in" in line]


def test_a_summary_of_two_moments_alone_is_a_sentence() -> None:
    """When nothing says what was affected, nor what users felt."""
    summary = part("## Summary", (e.Started, {"at": "10:30"}), (e.Mitigated, {"at": "11:30"}))[0]
    assert summary.startswith(
        "On Sunday 15 October 2023, from 10:30 to 11:30 UTC (1 h), the incident was under way."
    )


def test_a_summary_says_of_a_length_that_it_is_not_exact() -> None:
    """As the table at the top does: what was computed from an approximate moment is approximate, too."""
    found = lines(
        (e.Started, {"at": "10:30", "about": True}),
        (e.Detected, {"at": "10:32"}),
        (e.Identified, {"at": "10:42", "about": True}),
        (e.Resolved, {"at": "11:30"}),
    )
    summary = found[found.index("## Summary") + 1]
    assert "from 10:30 to 11:30 UTC (~1 h)" in summary
    assert "identified at ~10:42, ~10 min after it was detected" in summary
    assert "| Back to normal | 11:30 UTC, ~1 h after the start |" in found


def test_what_is_about_another_entry_names_it_in_its_words() -> None:
    """No label of the screens stands in the prose."""
    rows: list[Row] = [
        (e.Hypothesis, {"at": "10:00", "label": "H1", "text": "a DDoS attack"}),
        (e.Evidence, {"at": "10:01", "refs": ref(1), "sign": "-", "text": "no traffic"}),
        (e.Misleading, {"at": "10:02", "refs": ref(1), "text": "no packets"}),
        (e.Revive, {"at": "10:03", "refs": ref(1)}),
        (e.Confirmed, {"at": "10:04", "refs": ref(1)}),
        (e.Escalate, {"at": "10:05", "label": "E1", "to": "Bo"}),
        (e.Escalate, {"at": "10:06", "refs": ref(6), "via": "phone"}),
        (e.Answered, {"at": "10:07", "refs": ref(6), "text": "on it"}),
        (e.Action, {"at": "10:08", "label": "A1", "text": "roll back"}),
        (e.Done, {"at": "10:09", "refs": ref(9), "text": "errors gone"}),
        (e.Done, {"at": "10:10", "refs": ref(9), "text": "failed: no image"}),
    ]
    assert [line.partition(" — ")[2] for line in part("## Timeline", *rows)[1:]] == [
        "**Suspected:** a DDoS attack",
        "Evidence against “a DDoS attack”: no traffic",
        "**Ruled out:** a DDoS attack; no packets",
        "**Suspected again:** a DDoS attack",
        "**Confirmed:** a DDoS attack",
        "**Escalated** to Bo.",
        "Asked Bo again (phone).",
        "Bo answered: on it",
        "roll back",
        "Done: roll back; errors gone",
        "Failed: roll back; no image",
    ]


def test_a_long_timeline_tells_its_key_moments_and_holds_the_whole_log() -> None:
    """Chosen by themselves until somebody chooses others; up to 25 entries stand in full."""
    notes: list[Row] = [(e.Note, {"at": f"10:{n:02}", "text": f"note {n}"}) for n in range(1, 25)]
    short = part("## Timeline", (e.Started, {"at": "10:00"}), *notes)
    assert (len(short), short[-1]) == (26, "- **10:24** — note 24")
    long: list[Row] = [(e.Started, {"at": "10:00"}), *notes, (e.Resolved, {"at": "11:00"})]
    found = part("## Timeline", *long)
    assert found[1:5] == [
        "- **10:00** — **Impact began.**",
        "- **11:00** — **Resolved.**",
        "<details>",
        "<summary>The whole log: 26 entries</summary>",
    ]
    assert (len(found), found[-1]) == (5 + 26 + 1, "</details>")
    chosen = part("## Timeline", *long, (e.Key, {"refs": ref(3)}))
    assert chosen[1:3] == ["- **10:02** — note 2", "<details>"]


def test_a_dead_end_noted_afterwards_has_the_time_it_took() -> None:
    """A range gives beginning and end; one instant gives none, and the total says so."""
    rows: list[Row] = [
        (e.Started, {"at": "10:00"}),
        (e.Misleading, {"at": "10:10", "until": "10:30", "label": "H1", "text": "network"}),
        (e.Misleading, {"at": "10:40", "label": "H2", "text": "disk"}),
        (e.Resolved, {"at": "11:00"}),
    ]
    found = part("## What we ruled out", *rows)
    assert found[2:4] == [
        "| network | 10:10 | 10:30 | not recorded | 20 min |",
        "| disk | not recorded | 10:40 | not recorded | not known |",
    ]
    assert found[4] == "In total: at least 20 min, 33% of the duration."


def test_time_that_nobody_knows_is_no_total() -> None:
    """Paths without a time have none in all, and no metric says zero."""
    rows: list[Row] = [
        (e.Started, {"at": "10:00"}),
        (e.Misleading, {"label": "H1", "text": "network"}),
        (e.Resolved, {"at": "11:00"}),
    ]
    assert part("## What we ruled out", *rows)[2:] == [
        "| network | not recorded | not recorded | not recorded | not known |"
    ]
    assert not [line for line in lines(*rows) if "Misleading time" in line]


def test_a_path_wrongly_ruled_out_says_for_how_long() -> None:
    """A hypothesis that was misleading and turned out right prints the time it was ruled out."""
    rows: list[Row] = [
        (e.Hypothesis, {"at": "10:00", "label": "H1", "text": "cache"}),
        (e.Misleading, {"at": "10:10", "refs": ref(1)}),
        (e.Confirmed, {"at": "10:40", "refs": ref(1)}),
    ]
    assert part("## What we ruled out", *rows) == [
        "- cache was wrongly ruled out for 30 min and is confirmed now"
    ]


def test_escalations_tell_every_asking_and_the_wait() -> None:
    """Who, why, asked and asked again, answered, and how long that took."""
    rows: list[Row] = [
        (e.Escalate, {"at": "10:00", "label": "E1", "to": "dba", "text": "slow", "via": "page"}),
        (e.Escalate, {"at": "10:05", "refs": ref(1)}),
        (e.Answered, {"at": "10:09", "refs": ref(1), "text": "on it"}),
        (e.Escalate, {"at": "10:10", "label": "E2", "to": "network"}),
        (e.Escalate, {"at": "10:11", "label": "E3", "to": "vendor"}),
        (e.Withdraw, {"at": "10:12", "refs": ref(5)}),
    ]
    table = [
        "| dba | slow | 10:00 (page), again 10:05 | 10:09 (after 9 min): on it |",
        "| network | not recorded | 10:10 | waiting |",
        "| vendor | not recorded | 10:11 | withdrawn 10:12 (after 1 min) |",
    ]
    assert part("## Escalations and communication", *rows)[2:] == table
    told: Row = (e.Update, {"at": "10:20", "audience": "customers", "text": "soon"})
    over = part("## Escalations and communication", *rows, told, (e.Resolved, {"at": "11:00"}))
    assert over[2:] == [
        table[0],
        table[1].replace("waiting", "no answer recorded"),
        table[2],
        "| Update | To | What was told |",
        "| --- | --- | --- |",
        "| 10:20 | customers | soon |",
    ]


def test_tasks_stand_by_their_term() -> None:
    """Short, medium, long, then those without; a column that nothing fills is left out."""
    rows: list[Row] = [
        (e.Task, {"label": "T1", "text": "a"}),
        (e.Task, {"label": "T2", "text": "b", "term": "long", "owner": "bo", "due": date(2024, 1, 31)}),
        (e.Task, {"label": "T3", "text": "c", "term": "short"}),
        (e.Done, {"refs": ref(3)}),
        (e.Improve, {"text": "alerts"}),
    ]
    assert part("## Corrective and preventative measures", *rows) == [
        "- alerts",
        "### Short term",
        "| Measure | Owner | Due | State |",
        "| --- | --- | --- | --- |",
        "| c | – | – | done |",
        "### Long term",
        "| Measure | Owner | Due | State |",
        "| --- | --- | --- | --- |",
        "| b | bo | 2024-01-31 | open |",
        "### No term yet",
        "| Measure | Owner | Due | State |",
        "| --- | --- | --- | --- |",
        "| a | – | – | open |",
    ]
    assert part("## Corrective and preventative measures", rows[0]) == [
        "| Measure | State |",
        "| --- | --- |",
        "| a | open |",
    ]


def test_a_section_edited_in_the_file_is_set_aside() -> None:
    """A person's sentence in a generated section is handed back; text between the blocks stays where it is."""
    whole = incident(*SMALL)
    mine = draft(whole).replace("A surge. It came at noon.", "A flood.").replace("## Lessons", "")
    mine = mine.replace("<!-- pmtui:lessons", "My own paragraph.\n\n<!-- pmtui:lessons")
    done = regenerate(mine, whole)
    assert done.aside == (Aside("section.root_cause", "**Root cause.** A flood."),)
    assert "My own paragraph.\n\n<!-- pmtui:lessons" in done.text


def test_a_section_with_a_new_name_comes_at_the_end() -> None:
    """A section that is first written after the draft gets its block there."""
    later = incident(*SMALL, (e.Write, {"section": "漢字", "text": "words"}))
    assert regenerate(draft(incident(*SMALL)), later).text == draft(later)


def test_a_picture_with_a_space_in_its_name_is_shown() -> None:
    """The picture's name is a valid address."""
    assert "](my%20chart.svg)" in draft(incident(), "my chart.svg")


def typed(words: str) -> Incident:
    """An incident in which every typed text is this one."""
    task = {"label": "T1", "text": words, "owner": words, "ref": words, "priority": words, "term": words}
    return incident(
        (e.Started, {"at": "10:00", "text": words}),
        (e.Impact, {"at": "10:00", "text": words}),
        (e.Service, {"at": "10:00", "names": (words, words)}),
        (e.Hypothesis, {"at": "10:00", "label": "H1", "text": words}),
        (e.Misleading, {"at": "10:10", "refs": ref(4), "text": words}),
        (e.Escalate, {"at": "10:10", "label": "E1", "to": words, "text": words, "via": words}),
        (e.Answered, {"at": "10:10", "refs": ref(6), "text": words}),
        (e.Update, {"at": "10:10", "audience": words, "text": words}),
        (e.Role, {"at": "10:10", "role": words, "name": words}),
        (e.Task, task),
        (e.Improve, {"text": words}),
        (e.Well, {"text": words}),
        (e.Summary, {"text": words}),
        (e.Resolved, {"at": "11:00", "text": words}),
        (e.Note, {"text": words}),
        title=words,
        by=words,
    )


def shape(whole: Incident, *but: str) -> list[str]:
    """What a parser makes of the draft: every block but its words, and these kinds of block."""
    tokens = PARSER.parse(draft(whole))
    found = [re.sub("[0-9a-f]{12}", "", t.content) if t.type == "html_block" else t.type for t in tokens]
    return [kind for kind in found if kind not in ("inline", *but)]


@example("https://x.org/_a_*b*--><details>")
@given(worded)
def test_no_typed_text_changes_the_shape_of_the_draft(text: str) -> None:
    """Headings, lists, rows and cells are those of a draft in which every text is a plain word."""
    assert shape(typed(" ".join(text.split()))) == shape(typed("word"))


def outer(whole: Incident) -> list[str]:
    """The blocks of the draft and the items of its lists, without what stands inside of an item."""
    tokens = PARSER.parse(draft(whole))
    return [t.type for t in tokens if t.level < 2 and not t.type.startswith("paragraph") and t.nesting == 1]


@given(worded)
def test_a_text_of_many_lines_stays_in_its_place(text: str) -> None:
    """With many lines in every text, what differs are paragraphs, lists and fences inside of the items."""
    assert outer(typed(text)) == outer(typed("word"))


@given(texts)
def test_no_section_changes_the_shape_around_it(text: str) -> None:
    """Whatever a section holds, the headings of the parts after it are where they were."""
    whole = incident(
        *SMALL, *((e.Write, {"section": s, "text": text}) for s in ("introduction", "trigger", "own"))
    )
    headings = [t.content for t in PARSER.parse(draft(whole)) if t.type == "inline" and t.level == 1]
    assert "What we ruled out" in headings
    assert "Corrective and preventative measures" in headings


@given(incidents())
def test_a_draft_that_nobody_touched_regenerates_to_itself(whole: Incident) -> None:
    """Of any incident: the same bytes again, nothing set aside, nothing gone."""
    text = draft(whole)
    assert regenerate(text, whole) == type(regenerate(text, whole))(text)


@settings(max_examples=30)
@given(incidents(), incidents())
def test_a_draft_follows_its_incident(before: Incident, after: Incident) -> None:
    """Regenerating an old draft sets nothing aside when nobody wrote into it, and is stable."""
    done = regenerate(draft(before), after)
    assert done.aside == ()
    assert regenerate(done.text, after).text == done.text


def test_a_question_is_open_until_it_is_answered() -> None:
    """The open ones stand apart from those that have an answer, which follows them."""
    asked: tuple[Row, ...] = (
        (e.Question, {"label": "Q1", "text": "Why *that* late?"}),
        (e.Question, {"label": "Q2", "text": "Since when?"}),
    )
    answer: Row = (e.Answer, {"refs": ref(1), "text": "The lock."})
    assert part("### Open questions", *asked) == ["- Why *that* late?", "- Since when?"]
    assert part("### Open questions", *asked, answer) == ["- Since when?"]
    assert part("### Questions answered", *asked, answer) == ["- Why *that* late? — The lock."]


def test_a_picture_stands_at_its_place_in_the_timeline() -> None:
    """With its caption, under its time; another file is a link; a hostile name or caption is no more than shown."""
    told = part(
        "## Timeline",
        (
            e.Attach,
            {"at": "10:30", "name": "a.png", "bytes": 3, "sha256": "1a2b3c4d" * 8, "text": "5xx `a` @bo"},
        ),
        (e.Attach, {"at": "10:31", "name": "b.svg", "bytes": 3, "sha256": "1a2b3c4d" * 8}),
        (
            e.Attach,
            {"at": "10:32", "name": "](x) <b>.log", "bytes": 3, "sha256": "1a2b3c4d" * 8, "text": "its ](y)"},
        ),
        (e.Attach, {"at": "10:33", "name": "c.png", "source": "/tmp/c.png"}),
    )
    assert told[-6:] == [
        "- **10:30** — 5xx `a` @&#8203;bo\\",
        "  ![5xx \\`a\\` @&#8203;bo](attachments/a-1a2b3c4d.png)",
        "- **10:31** — b.svg\\",
        "  ![b.svg](attachments/b-1a2b3c4d.svg)",
        "- **10:32** — its \\](y) ([\\](x) \\<b>.log](attachments/x-b-1a2b3c4d.log))",
        "- **10:33** — c.png",
    ]


def test_a_picture_can_be_quoted() -> None:
    """In a section it is shown as the timeline shows it."""
    picture = {"at": "10:30", "name": "a.png", "bytes": 3, "sha256": "1a2b3c4d" * 8, "text": "errors"}
    whole = incident((e.Attach, picture))
    quoted = listed(whole.attachments[0], whole, dated=False)
    assert quoted.split("\n") == ["- **10:30** — errors\\", "  ![errors](attachments/a-1a2b3c4d.png)"]


def test_the_pictures_of_a_long_timeline_are_key_moments() -> None:
    """A reader does not have to open the whole log for them."""
    notes: list[Row] = [(e.Note, {"at": "10:30", "text": f"note {n}"}) for n in range(40)]
    picture = (e.Attach, {"at": "10:31", "name": "a.png", "bytes": 3, "sha256": "1a2b3c4d" * 8})
    text = draft(incident(*notes, (e.Started, {"at": "10:20"}), picture))
    assert text.index("![a.png](attachments/a-1a2b3c4d.png)") < text.index("<details>")
