"""Where the chart puts things, computed from the layout."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.output.chart.layout import layout
from pmtui.output.chart.parts import RIGHT, Layout
from tests.output.chart import cases as chart_cases
from tests.output.chart.cases import CASES, HOSTILE, Row, started
from tests.output.making import at, incident, make, ref


def _said(made: Layout) -> list[str]:
    return [label.text for label in made.labels]


def _overlaps(made: Layout) -> list[tuple[str, str]]:
    return [(a.text, b.text) for a, b in combinations(made.labels, 2) if a.box.overlaps(b.box)]


def _outside(made: Layout) -> list[str]:
    boxes = [(label.text, label.box) for label in made.labels]
    return [
        text
        for text, box in boxes
        if box.left < 0 or box.top < 0 or box.right > made.width or box.bottom > made.height
    ]


@pytest.mark.parametrize("case", CASES)
def test_no_two_labels_overlap(case: str) -> None:
    """However many entries there are, every label can be read."""
    assert _overlaps(layout(CASES[case]())) == []


@pytest.mark.parametrize("case", CASES)
def test_no_label_leaves_the_picture(case: str) -> None:
    """Every label lies on the sheet, whatever its text."""
    assert _outside(layout(CASES[case]())) == []


MOMENTS = st.one_of(
    st.none(),
    st.integers(-90, 240).map(lambda m: at("10:30") + timedelta(minutes=m)),
    st.just(at("10:30", 40)),
)
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))
KINDS: tuple[type[e.Entry], ...] = (
    *(e.Started, e.Detected, e.Acknowledged, e.Identified, e.Mitigated, e.Resolved, e.Relapse),
    *(e.Note, e.Action, e.Decision, e.Update, e.Misleading, e.Hypothesis, e.Escalate, e.Impact),
)
LABELS = {e.Misleading: "H1", e.Hypothesis: "H1", e.Escalate: "E1"}


@st.composite
def _rows(draw: st.DrawFn) -> Row:
    kind = draw(st.sampled_from(KINDS))
    begin = draw(MOMENTS)
    length = draw(st.one_of(st.none(), st.integers(0, 200)))
    until = begin + timedelta(minutes=length) if begin and length is not None else None
    fields: dict[str, Any] = {"at": begin, "until": until, "about": draw(st.booleans()), "text": draw(TEXTS)}
    if kind in LABELS:
        fields["label"] = LABELS[kind]
    if kind is e.Escalate:
        fields["to"] = draw(TEXTS)
    return kind, fields


ZONES = st.sampled_from(["UTC", "Asia/Kathmandu", "America/Argentina/ComodRivadavia"])


@given(st.lists(_rows(), max_size=30), st.lists(st.integers(1, 30), max_size=5), ZONES)
def test_any_incident_has_a_readable_picture(made: list[Row], keys: list[int], zone: str) -> None:
    """Of any incident, no labels overlap, none leaves the sheet, and no bar leaves the plot."""
    key = (e.Key, {"refs": tuple(f"id-{n:03}" for n in keys)})
    drawn = layout(incident(*made, key, zone=zone, opened=at("10:31")))
    assert _overlaps(drawn) == []
    assert _outside(drawn) == []
    assert all(bar.left <= bar.right <= drawn.width for bar in drawn.bars)


def test_an_incident_without_times_says_so() -> None:
    """Nothing to draw is a small picture with a sentence."""
    made = layout(chart_cases.empty())
    assert any("nothing to draw" in text for text in _said(made))
    assert made.height < 200


def test_a_single_instant_says_so_and_lists_what_happened() -> None:
    """One instant needs no axis."""
    made = layout(chart_cases.one_instant())
    texts = _said(made)
    assert "Everything that has a known time happened at 10:30 (UTC) on Sunday 15 October 2023." in texts
    assert "Milestones: started, detected, declared" in texts
    assert "Everything at once" in texts
    assert not made.lines


def test_the_title_and_the_headline_stand_on_top() -> None:
    """Severity, status, day, times, zone and duration are read first."""
    headline = "SEV1 · resolved · Sunday 15 October 2023, 10:30 to 12:45 (UTC) · 2h 15m"
    assert _said(layout(chart_cases.debacle()))[:2] == ["The Great Downtime Debacle", headline]


def test_milestones_of_one_instant_share_a_flag() -> None:
    """Each milestone is named with its time."""
    texts = _said(layout(chart_cases.debacle()))
    assert {"started, detected, declared 10:30", "acknowledged 10:32", "mitigated, resolved 12:45"} < set(
        texts
    )


def test_impact_reaches_from_started_to_mitigated() -> None:
    """The impact's bar lies under its flags and says how long and what."""
    made = layout(chart_cases.debacle())
    bar = next(bar for bar in made.bars if bar.style == "impact")
    flags = [mark.x for mark in made.marks if mark.shape == "flag"]
    assert (bar.left, bar.right) == (flags[0], flags[-1])
    assert "2h 15m, 10:30 to 12:45 · The website is down, causing a 25% drop in sales" in _said(made)


def test_misleading_paths_are_bars_with_their_length() -> None:
    """Each misleading path has its row, its length and its words, and the lane their sum."""
    made = layout(chart_cases.debacle())
    texts = _said(made)
    assert "H1 · 20m · Recent changes in code triggered this" in texts
    assert "H2 · 30m · A DDoS attack" in texts
    assert {"50m", "37% of the duration"} < set(texts)
    assert len([bar for bar in made.bars if bar.style == "misleading"]) == 3


def test_what_was_confirmed_is_no_misleading_path() -> None:
    """Only what is misleading now is drawn as such."""
    texts = _said(layout(chart_cases.mall()))
    assert not any("Inefficient queries" in text for text in texts)


def test_escalations_are_drawn_with_their_wait() -> None:
    """Answered, withdrawn and waiting ones differ in words and in their ends."""
    assert "E1 · waited 5m · database team" in _said(layout(chart_cases.debacle()))
    made = layout(chart_cases.running())
    assert {"E1 · no answer yet · database team", "E2 · withdrawn after 13m · network team"} < set(
        _said(made)
    )
    ends = {bar.end for bar in made.bars if bar.style == "escalation"}
    assert ends == {"open", "withdrawn"}
    assert [mark.shape for mark in made.marks if mark.shape == "again"] == ["again"]


def test_the_right_edge_is_the_last_known_instant() -> None:
    """What runs goes on as an arrow to the edge; nothing depends on a clock."""
    made = layout(chart_cases.running())
    arrows = [bar for bar in made.bars if bar.end == "open"]
    assert {bar.right for bar in arrows} == {RIGHT}
    assert "since 11:25, not over yet" in _said(made)
    assert any("Arrow: not over at the last known moment." in text for text in _said(made))


def test_what_is_approximate_is_drawn_as_such() -> None:
    """About shows as `~`, as dashed edges and hollow marks, and the caption explains it."""
    made = layout(chart_cases.running())
    impact = next(bar for bar in made.bars if bar.style == "impact")
    assert impact.about_left
    assert not impact.about_right
    assert next(line for line in made.lines if line.style == "guide").about
    assert {"started ~10:28", "H1 · ~15m · Cache stampede"} < set(_said(made))
    assert any("Dashed or hollow: approximate." in text for text in _said(made))


def test_a_range_is_drawn_over_its_length() -> None:
    """An entry from 17:00 to 18:00 is a bar of an hour."""
    made = layout(started((e.Note, {"at": "11:00", "until": "12:00"}), (e.Resolved, {"at": "12:30"})))
    bar = next(bar for bar in made.bars if bar.style == "range")
    impact = next(bar for bar in made.bars if bar.style == "impact")
    assert bar.right - bar.left == pytest.approx((impact.right - impact.left) / 2, abs=1)


def test_few_events_bear_their_words() -> None:
    """Where labels fit there is no legend to look up."""
    made = layout(chart_cases.six())
    assert "10:31 Checkout answers 502 for every third request" in _said(made)
    assert "10:33 action: restart web-3" in _said(made)
    assert not [mark for mark in made.marks if mark.shape == "badge"]


def test_no_pole_runs_through_a_label() -> None:
    """A leader never crosses the words of another event."""
    made = layout(chart_cases.six())
    leaders = [line for line in made.lines if line.style == "leader"]
    events = [label.box for label in made.labels if label.text.startswith("10:3")]
    crossed = [
        (line, box)
        for line in leaders
        for box in events
        if box.left < line.x1 < box.right and line.y1 < box.top and line.y2 >= box.bottom
    ]
    assert len(leaders) == 4
    assert crossed == []


def keyed(whole: Incident) -> Incident:
    """The incident with all of its events marked as key moments, so that all are drawn."""
    ids = tuple(item.id for item in whole.timeline if item.entry.event)
    return Incident([*whole.entries, make(e.Key, 900, refs=ids)])


def test_of_many_events_those_that_tell_most_are_chosen() -> None:
    """Ten of thirty, the decision among them and spread over the time; a hint says how others are chosen."""
    notes = [(e.Note, {"at": f"10:{minute}", "text": f"Note {minute}"}) for minute in range(30, 59)]
    made = layout(started(*notes, (e.Decision, {"at": "10:41", "text": "fail over"})))
    said = " ".join(_said(made))
    assert {"Key events", "10 of 30;", "/key chooses others"} <= set(_said(made))
    assert ("fail over" in said, "Note 30" in said, "Note 58" in said) == (True, True, True)


def test_updates_have_one_row_of_their_own() -> None:
    """What was told is no event among others, and stands there whatever is chosen with /key."""
    made = layout(
        started(
            (e.Update, {"at": "10:40", "audience": "customers", "text": "we know"}),
            (e.Update, {"at": "11:20", "audience": "customers", "text": "it is over"}),
            (e.Resolved, {"at": "12:00"}),
        )
    )
    said = _said(made)
    assert "Updates" in said
    assert "Events" not in said
    tops = {label.y for label in made.labels if "customers:" in label.text}
    assert len(tops) == 1
    told, moment = (e.Update, {"at": "10:40", "text": "we know"}), (e.Note, {"at": "10:50", "text": "x"})
    keyed_one = layout(started(told, moment, (e.Resolved, {"at": "12:00"}), (e.Key, {"refs": ref(4)})))
    assert {"Updates", "Key events"} < set(_said(keyed_one))


def test_every_end_and_every_return_of_the_impact_is_marked() -> None:
    """Not only the last of them, and all of its stretches stand in one row."""
    steps = ((e.Mitigated, "10:40"), (e.Relapse, "10:45"), (e.Mitigated, "11:00"), (e.Relapse, "11:30"))
    made = layout(started(*((kind, {"at": at}) for kind, at in steps), (e.Resolved, {"at": "12:00"})))
    assert {"mitigated 10:40", "relapse 10:45", "mitigated 11:00", "relapse 11:30"} < set(_said(made))
    impact = [bar for bar in made.bars if bar.style == "impact"]
    assert (len(impact), len({bar.y for bar in impact})) == (3, 1)


def test_nobody_waits_for_an_answer_after_the_end() -> None:
    """The bar of an escalation without an answer ends where the incident does, and says so."""
    asked = (e.Escalate, {"at": "10:40", "label": "E1", "to": "database team"})
    made = layout(started(asked, (e.Resolved, {"at": "11:00"}), (e.Note, {"at": "11:30", "text": "later"})))
    [bar] = [bar for bar in made.bars if bar.style == "escalation"]
    [flag] = [mark for mark in made.marks if mark.hint == "resolved 11:00"]
    assert (bar.right, bar.end) == (flag.x, "unanswered")
    assert "E1 · no answer recorded · database team" in _said(made)


def test_a_long_silence_is_left_out_of_the_axis() -> None:
    """Its length stands at the break; what happened has the room."""
    made = layout(chart_cases.binder())
    assert any("left out" in text for text in _said(made))
    places = [mark.x for mark in made.marks if mark.shape == "badge"]
    assert max(places) - min(places) > 600


def test_many_events_are_numbered_and_listed() -> None:
    """Forty entries over three days: each number stands once in the plot and once in the legend."""
    made = layout(keyed(chart_cases.binder()))
    numbers = [str(n) for n in range(1, 39)]
    assert sorted(label.text for label in made.labels if label.style == "number") == sorted(numbers)
    assert [label.text for label in made.labels if label.style == "count"] == numbers
    assert {"~20:00–21:56", "17:00–18:00", "Tue 20 Feb", "Wed 21 Feb"} < set(_said(made))


def test_a_heap_of_events_shares_badges() -> None:
    """Forty-five notes within a minute do not make a tower; the legend still lists each."""
    made = layout(keyed(chart_cases.crowd(45, 1)))
    badges = [label.text for label in made.labels if label.style == "number"]
    assert badges == ["1–45"]
    assert len([label for label in made.labels if label.style == "count"]) == 45


def test_too_many_events_are_places_only() -> None:
    """A hundred and fifty key entries show where much happened; the draft tells what."""
    made = layout(keyed(chart_cases.crowd(150, 160)))
    assert "150 entries," in _said(made)
    assert len([mark for mark in made.marks if mark.shape == "tick"]) == 150
    assert not any(text.startswith("Note") for text in _said(made))


def test_key_entries_are_drawn_instead_of_all() -> None:
    """Who marks entries with /key chooses what is shown, of any kind."""
    made = layout(
        started(
            (e.Note, {"at": "10:40", "text": "A detail"}),
            (e.Note, {"at": "10:50", "text": "The turning point"}),
            (e.Resolved, {"at": "11:00", "text": "Over"}),
            (e.Key, {"refs": (*ref(4), *ref(5))}),
        )
    )
    texts = _said(made)
    assert "Key events" in texts
    assert {"10:50 The turning point", "11:00 resolved: Over"} < set(texts)
    assert not any("A detail" in text for text in texts)


def test_struck_entries_are_not_drawn() -> None:
    """What was struck did not happen."""
    made = layout(
        started(
            (e.Note, {"at": "10:40", "text": "A mistake"}),
            (e.Note, {"at": "10:50", "text": "The truth"}),
            (e.Strike, {"refs": ref(3)}),
        )
    )
    assert not any("A mistake" in text for text in _said(made))


def test_what_has_no_known_time_is_listed() -> None:
    """An unknown time has no mark, and is not forgotten."""
    texts = _said(layout(chart_cases.running()))
    listed = texts[texts.index("Time unknown") + 1 :]
    assert listed == ["H3 DNS, at an unknown time (length unknown)", "An entry of an unknown time"]


def test_a_path_noted_at_one_instant_is_a_cross() -> None:
    """Nobody knows how long it took, and the sum says at least."""
    made = layout(chart_cases.running())
    assert "H2 · length unknown · The CDN" in _said(made)
    assert [mark.shape for mark in made.marks if mark.shape == "cross"] == ["cross"]
    assert "at least 15m" in _said(made)


def test_an_event_long_before_does_not_squeeze_the_incident() -> None:
    """A cause of last month stands at the edge with an arrow and its date."""
    made = layout(chart_cases.running())
    impact = next(bar for bar in made.bars if bar.style == "impact")
    assert impact.right - impact.left > 300
    assert "← 25 Sep 09:00 The release that brought it" in _said(made)
    assert any("← →: before or after what the axis shows." in text for text in _said(made))


def test_a_lane_that_is_full_says_how_much_it_leaves_out() -> None:
    """Forty unanswered escalations do not make an endless picture."""
    made = layout(chart_cases.helpless(40))
    assert [text for text in _said(made) if text.endswith("more, in the draft")] == [
        "and 26 more, in the draft",
        "and 26 more, in the draft",
    ]


def test_the_axis_names_its_zone_and_its_days() -> None:
    """Times are those of the incident's zone, said once; days where they change."""
    texts = _said(layout(chart_cases.binder()))
    assert {"Times in Europe/Paris", "18:00", "Tue 20 Feb", "Wed 21 Feb", "Thu 22 Feb"} < set(texts)
    assert "started 20 Feb 14:17" in texts


def test_the_order_of_arrival_changes_nothing() -> None:
    """The picture is a function of the set of entries."""
    entries = chart_cases.running().entries
    assert layout(Incident(entries)) == layout(Incident(reversed(entries)))


def test_a_moment_keeps_its_place_to_the_minute() -> None:
    """What happened later lies further right, by as much."""
    notes: list[Row] = [(e.Note, {"at": f"10:{m}", "text": "x"}) for m in (40, 50)]
    made = layout(started(*notes, (e.Resolved, {"at": "11:30"})))
    flags = [mark.x for mark in made.marks if mark.shape == "flag"]
    dots = [mark.x for mark in made.marks if mark.shape == "dot"]
    assert (dots[1] - dots[0]) * 6 == pytest.approx(flags[1] - flags[0], abs=1)


def test_instants_of_any_age_can_be_drawn() -> None:
    """A wrong year makes a poor picture, not an error."""
    old = datetime.fromisoformat("1970-01-01T00:00Z")
    made = layout(incident((e.Started, {"at": old}), (e.Resolved, {"at": "10:30"})))
    assert _overlaps(made) == []
    assert "1 Jan 1970" in _said(made)
