"""The table of rules: each fires where it should, and is silent where it should be."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.line.arguments import LineError
from pmtui.model.line.commands import BY_NAME
from pmtui.model.review.rules import LEVELS, RULES, dismissed, review
from tests.model.review.reviewing import CASES, NOW, SAID, WHOLE, case, found, told, typed, whole
from tests.output.making import make
from tests.output.strategies import HOSTILE, incidents

OWNED = "owner:bo due:2023-11-15"
KEY = "ghp_" + "a1B2" * 9
FIRES = [
    (1, "missing", "T1", ["/task Alert on pool use"]),
    (1, "missing", "T1", ["/task Alert on pool use owner:bo"]),
    (2, "hint", "T1", [f"/task Investigate the pool {OWNED}"]),
    (2, "hint", "T1", [f"/task look into the pool {OWNED}"]),
    (3, "hint", "T1", [f"/task Be more careful with migrations {OWNED}"]),
    (3, "hint", "T1", [f"/task Make sure engineers check the pool {OWNED}"]),
    (4, "hint", "tasks", [f"/task Restart hourly type:mitigate {OWNED}"]),
    (5, "wrong", "T1", ["/task Alert on pool use owner:bo due:2023-10-01"]),
    (5, "wrong", "T1", [f"/task Alert on pool use by 31 November {OWNED}"]),
    (5, "hint", "T1", ["/task Alert on pool use owner:bo due:2023-10-18"]),
    (9, "wrong", "summary", ["/write summary Checkout was down for 40 minutes."]),
    (9, "hint", "summary", ["/write summary Checkout was down for 135 minutes."]),
    (9, "wrong", "conclusion", ["/write conclusion A 40-minute outage."]),
    (9, "wrong", "conclusion", ["/write conclusion The outage lasted about half an hour."]),
    (9, "wrong", "conclusion", ["/write conclusion The incident was resolved within 5 minutes."]),
    (9, "wrong", "conclusion", ["/write conclusion Time to detect: 45 minutes."]),
    (9, "wrong", "title", ["/title Checkout was down for 8 hours"]),
    (9, "wrong", "#9", ["/impact logins were down for five hours"]),
    (9, "wrong", "summary", ["/write summary In all 60 % of logins fail in the shop."]),
    (9, "wrong", "summary", ["/impact 25 % drop in sales", "/write summary Sales dropped by 40 %."]),
    (9, "wrong", "summary", ["/write summary Checkout was down from 10:30 to 11:10."]),
    (9, "wrong", "conclusion", ["/write conclusion After half an hour of downtime we were back."]),
    (9, "hint", "conclusion", ["/write conclusion It took 45 minutes to detect."]),
    (9, "wrong", "summary", ["/write summary It began on Monday, 15 October 2023."]),
    (9, "wrong", "summary", ["/write summary It began on Monday 15 October."]),
    (9, "wrong", "summary", ["/write summary The fix comes on 31 November."]),
    (9, "wrong", "summary", ["/write summary The fix comes on 2023-02-30 (Monday)."]),
    (10, "wrong", "summary", ["/timezone Europe/Paris", "/write summary It began at 12:30 CET."]),
    (10, "wrong", "summary", ["/write summary All times are in PST."]),
    (10, "hint", "summary", ["/write summary It began on 15 November 2023."]),
    (12, "missing", "H1", ["@2023-10-15T11:00 /hypothesis a DDoS attack"]),
    (12, "missing", "H1", ["@2023-10-15T11:00 /hypothesis a DDoS attack", "@2023-10-15T11:10 /misleading H1"]),
    (12, "missing", "E1", ["@2023-10-15T11:00 /escalate database team: look"]),
    (12, "hint", "Q1", ["/question why did failover wait?"]),
    (14, "missing", "summary", ["/write summary TODO"]),
    (14, "missing", "summary", ["/write summary It began at HH:mm."]),
    (14, "missing", "summary", ["/write summary {{ summary }}"]),
    (14, "missing", "summary", ["/write summary Lorem ipsum dolor"]),
    (14, "missing", "#9", ["@2023-10-15T11:00 the pool is ????"]),
    (15, "hint", "summary", ["/write summary The team should have noticed."]),
    (15, "hint", "summary", ["/write summary If only there had been an alert."]),
    (15, "hint", "summary", ["/write summary We failed to look at the graph."]),
    (16, "hint", "summary", ["/role scribe Bo", "/write summary Bo broke the pool."]),
    (16, "hint", "summary", ["/write summary It was human error."]),
    (17, "hint", "summary", ["/write summary This was obviously ridiculous!!!"]),
    (18, "hint", "summary", ["/write summary A great outage."]),
    (19, "hint", "root_cause", ["/write root_cause The pool was too small."]),
    (19, "hint", "root_cause", ["/write trigger A release emptied it", "/write root_cause A release emptied it"]),
    (20, "hint", "#9", ["@2023-10-15T11:00 we should add an alert"]),
    (21, "wrong", "#9", [f"@2023-10-15T11:00 the token is {KEY}"]),
    (21, "wrong", "summary", [f"/write summary ```\ntoken {KEY}\n```"]),
    (22, "hint", "#9", ["@2023-10-15T11:00 mail from eva@shop.fr"]),
    (22, "hint", "#9", ["@2023-10-15T11:00 requests from 51.15.0.7"]),
    (9, "wrong", "summary", ["/write summary Checkout went down at 9:30."]),
    (9, "wrong", "summary", ["/write summary At 11:30 checkout finally went down."]),
    (9, "wrong", "summary", ["/write summary The alert fired at 10:40 PM."]),
    (9, "wrong", "summary", ["/write summary From 10:00 to 11:40 nobody could log in."]),
    (9, "wrong", "summary", ["/write summary We noticed it within 30 seconds."]),
    (9, "wrong", "#9", ["/badly it took us an hour to notice"]),
    (9, "wrong", "summary", ["/write summary MTTR was 45 minutes."]),
    (9, "wrong", "summary", ["/write summary All logins failed."]),
    (9, "wrong", "summary", ["/write summary Checkout was down on a Saturday."]),
    (28, "wrong", "summary", ["/write summary We resolved it the next day."]),
    (23, "wrong", "summary", ["/write summary This SEV1 incident hit the shop."]),
    (23, "wrong", "summary", ["/write summary The response was led by Carol."]),
    (23, "wrong", "summary", ["/write summary There were two misleading paths."]),
    (24, "wrong", "summary", ["@2023-10-15T11:00 /misleading a DDoS attack: no", "/write summary A DDoS caused it."]),
    (24, "wrong", "resolution", [f"/task Alert on pool use {OWNED}", "/write resolution T1 is done."]),
    (24, "wrong", "resolution", [f"/task Alert on pool use {OWNED}", "/write resolution Alerts on pool use are live."]),
    (24, "wrong", "resolution", [f"/task Alert on pool use {OWNED}", "/write resolution T1 is due by 30 November."]),
    (27, "wrong", "log", ["/write \"log\" All times UTC\n\n10:30 CET it began"]),
    (28, "wrong", "summary", ["/write summary It was over by 11:00."]),
    (29, "hint", "#9", ["@2023-10-15T11:11 /update customers: logins fail"]),
]  # fmt: skip
SILENT = [
    (1, [f"/task Alert on pool use {OWNED}"]),
    (1, ["/task Alert on pool use", "/done T1"]),
    (2, [f"/task Alert when the pool fills {OWNED}", f"/task Improvements of the pool {OWNED}"]),
    (3, [f"/task Make sure the deploy job checks the pool {OWNED}"]),
    (4, [f"/task Restart hourly type:mitigate {OWNED}", f"/task Alert {OWNED}"]),
    (4, [f"/task Restart hourly type:mitigate {OWNED}", f"/task Alert type:prevent {OWNED}"]),
    (5, ["/task Alert by 30 November owner:bo due:2023-10-15", "/done T1"]),
    (5, ["/task Alert owner:bo due:2023-10-18", "/done T1"]),
    (9, ["/write summary Checkout was down for about two hours."]),
    (9, ["/write summary Checkout was down for 2 h 10 min, and the outage lasted over two hours."]),
    (9, ["/write summary The first outage lasted 20 minutes."]),
    (9, ["/write summary Checkout was down for 1h 50m, from the alert on."]),
    (9, ["/write summary The rollback took 40 minutes; a 3-day-old build."]),
    (9, ["/write summary `down for 40 minutes`\n\n```\ndown for 40 minutes\n```"]),
    (9, ["/write summary Sunday, 15 October 2023, and 25 % of logins fail in the shop."]),
    (9, ["/write summary In Feb 30 requests failed; see version 31-11-2023 and 10:31 November."]),
    (9, ["/write summary 60 % of the traffic came from one place."]),
    (9, ["/impact 25 % drop in sales", "/write summary In the US sales dropped by 40 %."]),
    (9, ["/impact 25 % drop in sales", "/write summary Sales dropped by 25 percent, then 40 % came back."]),
    (9, ["/impact 25 % drop in sales", "/write summary Sales fell by 10 % at first."]),
    (9, ["/write summary Checkout was down from 12:30 to 14:40, by the clocks of Rome."]),
    (9, ["/write summary The second region was down from 10:30 to 10:50."]),
    (9, ["/write conclusion A cache refresh took 45 minutes to resolve the last names."]),
    (9, ["/write conclusion We have a budget of 8 hours of downtime per year."]),
    (10, ["/timezone Europe/Paris", "/write summary It began at 12:30 CEST on 15 October 2023."]),
    (10, ["/write summary It began at 10:30 UTC; at 12:30 CEST; until 3 January 2024 at 10:00 PST."]),
    (10, ["/write summary The CET team asked the PST group; all is done by 30 November 2023."]),
    (12, ["@2023-10-15T11:00 /hypothesis a DDoS attack", "@2023-10-15T11:10 /misleading H1 real customers"]),
    (12, ["@2023-10-15T11:00 /misleading a DDoS attack: real customers"]),
    (12, ["@2023-10-15T11:00 /escalate database team", "@2023-10-15T11:10 /answered E1"]),
    (14, ["/write summary ```\n# TODO {{ x }} ????\n```", "@2023-10-15T11:00 is it the pool???"]),
    (15, ["/write summary The pod failed to start, the alert did not fire.", f"/task We should have one {OWNED}"]),
    (16, ["/role scribe Bo", "/write summary Bo restarted the pool. The release broke it."]),
    (17, ["/write summary A simple and careful change."]),
    (18, ["/write summary Logins failed for a part of the users."]),
    (19, ["/write root_cause The pool was too small, and nothing watched it."]),
    (20, ["/write conclusion We will add an alert.", "@2023-10-15T11:00 /update customers: we will tell more"]),
    (21, ["@2023-10-15T11:00 password reset fails; token= $TOKEN; password: <secret>; https://x.org/a:b@c"]),
    (9, ["/write summary Checkout went down at 10:30; the roll-back started at 11:30."]),
    (9, ["/write summary The alert fired at 10:40 AM, and by 12:45 checkout was back."]),
    (9, ["/write summary From 11:00 to 11:40 the login in Rome failed."]),
    (9, ["/write summary With it we would have noticed within 30 seconds."]),
    (9, ["/write summary All logins worked again, and half of the team went home."]),
    (9, ["/write summary On Monday the team met, and the next day the report was there."]),
    (23, ["/write summary It was a SEV2, and would have been a SEV1 an hour later."]),
    (23, ["/write summary Carol was not the commander; Ana was the commander."]),
    (23, ["@2023-10-15T11:00 /misleading DNS: no", "/write summary There was one misleading path."]),
    (24, ["@2023-10-15T11:00 /misleading a DDoS: no", "/write summary We first thought a DDoS caused it."]),
    (24, [f"/task Alert on pool use {OWNED}", "/write resolution An alert on pool use will be added."]),
    (24, [f"/task Alert on pool use {OWNED}", "/done T1", "/write resolution T1 is done."]),
    (27, ["/write \"log\" All times UTC\n\n10:30 UTC (12:30 CEST) it began\n10:40 the alert"]),
    (28, ["/write summary It was over by 12:40, when the meeting ended at 13:00."]),
    (29, ["@2023-10-15T11:05 /update customers: logins fail", "@2023-10-15T11:30 /update internal: still"]),
    (22, ["@2023-10-15T11:00 10.12.8.137, 192.0.2.7, 2001:db8::1, v1.2.3.4, eva@example.com, git@github.com:a"]),
]  # fmt: skip


def test_nothing_is_found_where_nothing_is() -> None:
    """An incident that is told whole has no finding, whatever is asked for."""
    assert review(whole("/close"), NOW, everything=True) == ()


@pytest.mark.parametrize(("rule", "level", "where", "lines"), FIRES)
def test_fires(rule: int, level: str, where: str, lines: list[str]) -> None:
    """The rule finds what it is for, at its place, and says how to mend it."""
    findings = found(whole(*lines), rule)
    assert (level, where) in [(finding.level, finding.where) for finding in findings]
    assert all(finding.text and "\n" not in finding.mend for finding in findings)
    assert all(
        (finding.mend or finding.section) and finding.mend[:1] in ("", "/", "@") for finding in findings
    )


@pytest.mark.parametrize(("rule", "lines"), SILENT)
def test_silent(rule: int, lines: list[str]) -> None:
    """The rule says nothing about what only looks alike."""
    assert found(whole(*lines), rule) == []


def test_every_rule_is_held_both_ways() -> None:
    """Each rule has a test that fires and one that must not."""
    elsewhere = {6, 7, 8, 11, 13, 25, 26, 30}  # below: they are about what is not there, and about times
    every = {rule.number for rule in RULES}
    assert every == set(range(1, 31))
    assert {rule for rule, *_ in FIRES} | elsewhere == every == {rule for rule, _ in SILENT} | elsewhere


def test_a_deleted_part_of_the_draft() -> None:
    """Rule 25 names what the draft no longer holds, with the line that brings it back; a dismissal lets it be."""
    lacking = ("timeline", "root_cause")
    (timeline, cause) = (f for f in review(whole(), NOW, lacking=lacking) if f.rule == 25)
    assert (timeline.level, timeline.where, timeline.mend) == ("missing", "timeline", "/restore timeline")
    assert cause.section == "root_cause"
    dismissed = whole("/dismiss 25 timeline it stands in the wiki")
    assert [f.where for f in review(dismissed, NOW, lacking=lacking) if f.rule == 25] == ["root_cause"]
    assert not [f for f in review(whole(), NOW) if f.rule == 25]


def test_missing_milestones() -> None:
    """Rule 6 names each milestone that a length needs, and what is lost without it."""
    incident = typed("@2023-10-15T10:40 /detected")
    assert told(incident, 6) == [("missing", "started"), ("missing", "resolved")]
    assert found(incident, 6)[0].text == "started is not recorded, so there is no time to detect"
    assert found(incident, 6)[0].mend == "@TIME /started"
    assert told(typed("/close as:duplicate"), 6) == []


def test_a_relapse_without_end() -> None:
    """Rule 6 asks when the impact that came back was over."""
    assert told(whole("@2023-10-15T13:00 /relapse"), 6) == [("missing", "relapse")]
    assert told(whole("@2023-10-15T13:00 /relapse", "@2023-10-15T13:30 /mitigated"), 6) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["@2023-10-15T10:20 /detected"], [("wrong", "#2")]),
        (["@2023-10-15T10:20 /resolved"], [("wrong", "#2")]),
        (["@2023-10-15T10:40 /detected", "@2023-10-15T10:35 /identified"], [("wrong", "#3")]),
        (["@2023-10-15T11:40 /mitigated", "@2023-10-15T11:30 /resolved"], [("hint", "#3")]),
        (["@2023-10-15T10:20 /mitigated"], [("wrong", "#2")]),
        (["@~2023-10-15T10:20 /detected"], []),
        (["@2023-10-15T10:20..10:40 /detected"], []),
        (["@2023-10-15T10:30 /detected", "@2023-10-15T10:30 /identified"], []),
        (["@2023-10-01T10:30 the change was made", "@2023-10-19T10:30 the report is asked for"], []),
    ],
)
def test_order(lines: list[str], expected: list[tuple[str, str]]) -> None:
    """Rule 7 finds an order of milestones that cannot be; what may be is none, lead-up and aftermath neither."""
    assert told(typed("@2023-10-15T10:30 /started", *lines), 7) == expected


def test_the_future() -> None:
    """Rule 8 finds a time that has not come yet, the end of a range included; a fast watch is none."""
    incident = whole("@2023-10-20T11:59 graphs are flat", "@2023-10-20T11:00..11:58 watched")
    assert told(incident, 8, now=NOW - timedelta(hours=3)) == [("wrong", "#10"), ("wrong", "#9")]
    assert told(incident, 8, now=NOW - timedelta(minutes=9)) == []


@pytest.mark.parametrize("slip", ["2023-10-16T11:05", "2022-10-15T11:05", "2023-09-15T11:05"])
def test_another_day_than_its_neighbours(slip: str) -> None:
    """Rule 8 finds a day, month or year that slipped, and the line that mends it."""
    incident = whole("@2023-10-15T11:00 one", f"@{slip} two", "@2023-10-15T11:10 three")
    [finding] = found(incident, 8)
    assert (finding.level, finding.where) == ("wrong", "#10")
    assert finding.mend == "/retime #10 2023-10-15T11:05"
    assert told(typed(*WHOLE, "@2023-10-15T11:00 one", f"@{slip} two"), 8) == []


def test_no_slip() -> None:
    """Rule 8 leaves lead-up, aftermath, approximate times and long incidents alone."""
    for line in (
        "@2023-10-01T17:00 the change was made",
        "@2023-10-18T09:00 reviewed",
        "@~2023-10-14T11:05 two",
    ):
        assert told(whole("@2023-10-15T11:00 one", line, "@2023-10-15T11:10 three"), 8) == []


def test_an_end_long_after_everything_else() -> None:
    """Rule 8 hints at an end that lies over a day behind a one-day incident."""
    lines = ["@2023-10-15T10:30 /started", "@2023-10-15T10:40 /detected", "@2023-10-15T11:00 a note"]
    assert told(typed(*lines, "@2023-10-17T11:30 /resolved"), 8) == [("hint", "#4")]
    assert told(typed(*lines, "@2023-10-16T10:30 /resolved"), 8) == []


def test_twelve_hours_off() -> None:
    """Rule 11 finds midnight where noon was meant."""
    noon = ("@2023-10-15T11:40 one", "@2023-10-15T00:00 two", "@2023-10-15T13:45 three")
    [finding] = found(typed("@2023-10-15T11:30 /started", *noon), 11)
    assert (finding.level, finding.where, finding.mend) == ("wrong", "#3", "/retime #3 2023-10-15T12:00")
    leadup = ("@2023-10-15T11:40 one", "@2023-10-15T02:00 the nightly job ran", "@2023-10-15T13:45 three")
    assert told(typed("@2023-10-15T11:30 /started", *leadup), 11) == []


def test_a_run_of_several_that_are_twelve_hours_off() -> None:
    """Rule 11 finds each of them: whoever reads one clock wrong reads the next one wrong, too."""
    lines = [
        "@2023-10-15T11:40 one",
        "@2023-10-15T00:10 two",
        "@2023-10-15T00:20 three",
        "@2023-10-15T13:45 four",
    ]
    incident = typed("@2023-10-15T11:30 /started", *lines)
    assert [finding.mend for finding in found(incident, 11)] == [
        *("/retime #3 2023-10-15T12:10", "/retime #4 2023-10-15T12:20"),
    ]


def test_what_a_reader_asks_first() -> None:
    """Rules 6 and 13 ask for severity, commander and summary, once it is over."""
    incident = typed(*WHOLE)
    assert told(incident, 6) == [("missing", "severity"), ("missing", "commander")]
    unexplained = [line for line in WHOLE if "root_cause" not in line and "/identified" not in line]
    assert told(typed(*unexplained), 13) == [("missing", "summary"), ("missing", "root_cause")]
    assert told(incident, 13) == []
    assert told(typed(*WHOLE[:-4]), 6)[0] != ("missing", "severity")


def test_what_was_set_aside_of_a_section() -> None:
    """Rule 30 names the section and where its text lies, until somebody lets it be."""
    aside = {"root_cause": "aside/root_cause.md.1a"}
    [finding] = (f for f in review(whole(), NOW, aside=aside) if f.rule == 30)
    assert (finding.level, finding.section) == ("missing", "root_cause")
    assert aside["root_cause"] in finding.text
    assert review(whole("/dismiss 30 root_cause it was a slip"), NOW, aside=aside) == ()


def test_a_late_update_is_mended_by_an_earlier_one() -> None:
    """Rule 29 asks for the update that was told before and not recorded: the late one was told when it was."""
    late = whole(
        "@2023-10-15T11:30 /update status page: we look into it", "@2023-10-15T12:00 /update customers: still"
    )
    [finding] = found(late, 29)
    assert (finding.where, finding.mend) == ("#9", "@TIME /update customers: TEXT")
    assert (
        told(whole("@2023-10-15T11:30 /update customers: a", "@2023-10-15T10:50 /update customers: b"), 29)
        == []
    )


def test_versions_that_nobody_has_chosen_from() -> None:
    """Rule 26 names a section that two wrote apart, until somebody writes one text from both."""
    incident = whole()
    for n, text in ((200, "The one."), (201, "The other.")):
        incident.add(make(e.Write, n, section="conclusion", text=text, base=()))
    assert told(incident, 26) == [("missing", "conclusion")]
    incident.add(make(e.Write, 202, section="conclusion", text="Both.", base=("id-200", "id-201")))
    assert told(incident, 26) == []


def test_one_thing_in_many_places_is_one_line() -> None:
    """It stands at the first of them and names the others; dismissed there, it moves on."""
    tasks = [f"/task Alert number {number}" for number in range(5)]
    [finding] = found(whole(*tasks), 1)
    assert finding.where == "T1"
    assert finding.text == "no owner and no due date; the same in T2, T3, T4, T5"
    assert told(whole(*tasks, "/dismiss 1 T1 nobody has time"), 1) == [("missing", "T2")]


def test_empty_parts() -> None:
    """Rule 13 asks for impact, root cause, resolution and lessons, and for more than bad ones."""
    incident = typed("/badly the runbook was old")
    assert [where for _, where in told(incident, 13)] == ["impact", "root_cause", "resolution", "lessons"]
    assert told(typed(), 13)[-1] == ("missing", "lessons")
    assert told(typed("/close as:false-alarm"), 13) == []
    assert told(whole(), 13) == []
    asked = review(whole(), NOW, asks=("summary", "What we tell"))
    assert [finding.mend for finding in asked] == ["/write summary TEXT", '/write "What we tell" TEXT']


def test_an_open_incident_is_not_asked_for_what_is_under_way() -> None:
    """Rule 12 waits until the incident is over."""
    assert told(typed("/started", "/hypothesis a DDoS attack", "/escalate database team"), 12) == []


def test_quiet_rules() -> None:
    """Rules 3 and 15 to 17 speak only when everything is asked for."""
    incident = whole("/write summary We should have looked, obviously.", f"/task Be more careful {OWNED}")
    assert {rule.number for rule in RULES if rule.quiet} == {3, 15, 16, 17}
    assert {f.rule for f in review(incident, NOW)} == {2}
    assert {f.rule for f in review(incident, NOW, everything=True)} == {2, 3, 15, 17}


def test_a_part_that_was_down_is_no_contradiction() -> None:
    """Rule 9 gives a hint at most where prose speaks of something that is not the whole."""
    assert told(whole("/write summary The mirror was down for 40 minutes."), 9) == [("hint", "summary")]
    two = whole("/service shop, login", "/write summary Login was down for 40 minutes.")
    assert told(two, 9) == [("hint", "summary")]


@pytest.mark.parametrize("folder", sorted(CASES.iterdir()), ids=lambda folder: folder.name)
def test_cases_hold_nothing_wrong(folder: Path) -> None:
    """Nothing in a real incident is called wrong that is not."""
    incident = case(folder)
    assert [
        f for f in review(incident, NOW + timedelta(days=900), everything=True) if f.level == "wrong"
    ] == []


def test_what_mybinder_left_open() -> None:
    """The review of a real report finds its open question, its tasks without owner, its placeholder."""
    found_there = {(f.rule, f.where) for f in review(case(CASES / "mybinder-jupyterlab"), NOW)}
    assert {(1, "T1"), (1, "T2"), (1, "T3"), (12, "Q1"), (13, "impact"), (14, "#10")} <= found_there


# --- dismissing


def test_dismissed_with_a_reason() -> None:
    """A dismissal takes its finding away, and no other; struck, it brings it back."""
    incident = whole("/task Alert", "/task Watch", "/dismiss 1 T1 nobody has time")
    assert told(incident, 1) == [("missing", "T2")]
    assert [f.where for f in dismissed(incident, NOW)] == ["T1"]
    strike = typed(*WHOLE, "/task Alert", "/task Watch", "/dismiss 1 T1 nobody has time", "/undo")
    assert len(told(strike, 1)) == 2


@pytest.mark.parametrize("where", ["conclusion", "CONCLUSION", '"conclusion"'])
def test_dismissed_at_a_section(where: str) -> None:
    """A place that is no entry is dismissed by its name."""
    lines = ["/write conclusion A great outage.", f"/dismiss 18 {where} so it was called"]
    assert found(whole(*lines), 18) == []


def test_a_section_written_again() -> None:
    """What is wrong in the new text of a section was never dismissed; a hint about it stays away."""
    first = [
        "/write conclusion A 40-minute outage.",
        "/dismiss 9 conclusion a part of it",
        "/dismiss 18 conclusion fine",
    ]
    assert found(whole(*first), 9) == []
    again = whole(*first, "/write conclusion A 30-minute outage.")
    assert told(again, 9) == [("wrong", "conclusion")]
    assert found(again, 18) == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/dismiss", "'' is no rule of the review"),
        ("/dismiss 31 T1 why", "'31' is no rule of the review"),
        ("/dismiss 1 T9 why", "T9 does not exist"),
        ("/dismiss 1 nowhere why", "'nowhere' is no place of a finding"),
        ("/dismiss 1 #1", "/dismiss needs a reason"),
    ],
)
def test_dismissals_refused(line: str, says: str) -> None:
    """A dismissal names a rule, a place and a reason, or is refused in one sentence."""
    with pytest.raises(LineError) as refused:
        whole(line)
    assert says in str(refused.value)


def test_a_dismissal_is_no_change_of_the_write_up() -> None:
    """A final write-up stays unchanged when a finding is dismissed."""
    assert not typed(*WHOLE, *SAID, "/finish", "/dismiss 6 started nobody knows").writeup.changed_since
    assert BY_NAME["dismiss"].group == "For the write-up"


# --- any record


@settings(max_examples=60)
@given(incidents(), st.booleans())
def test_any_incident(incident: Incident, everything: bool) -> None:
    """The review of anything gives findings, the worst first, each of one line; no exception."""
    findings = review(incident, NOW, everything=everything)
    assert findings == tuple(sorted(findings, key=lambda f: LEVELS.index(f.level)))
    assert all(finding.rule and finding.where is not None for finding in findings)
    assert all("\n" not in finding.text + finding.mend for finding in findings)


PROSE = st.lists(
    st.sampled_from(
        [
            *HOSTILE,
            *(
                "down for ",
                "40",
                " minutes",
                "outage lasted ",
                "about ",
                "25 % ",
                "of logins fail ",
                "31 November",
            ),
            *(
                "Monday ",
                "2023-02-30",
                "9999-12-31",
                "0000-01-01",
                " 10:30 CET ",
                "half an hour",
                "1,000 days",
            ),
            *(
                "99999999999 h",
                "password=",
                "://a:b@c",
                "ghp_",
                "-----BEGIN PRIVATE KEY-----",
                "1.2.3.4",
                "::",
            ),
            *("TODO", "\n    ", "```", "`", "<!--", "29 February ", "2024", "ana", "\u0663\u0661 November"),
        ]
    ),
    max_size=8,
).map("".join)


@settings(max_examples=150)
@given(PROSE, PROSE)
def test_any_prose(section: str, note: str) -> None:
    """Any prose, in any place, is read without an exception, and a span lies within its text."""
    incident = whole(title=note)
    incident.add(make(e.Write, 100, section="summary", text=section))
    incident.add(make(e.Impact, 101, text=note))
    incident.add(make(e.Task, 102, text=note, label="T1"))
    for finding in review(incident, NOW, everything=True):
        if finding.span and finding.section == "summary":
            assert 0 <= finding.span[0] < finding.span[1] <= len(section)
