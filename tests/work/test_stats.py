"""Promises about what many incidents say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.model.incident.incident import Incident
from pmtui.model.incident.metrics import FIRST_UPDATE
from pmtui.work.overview import Listed, listed
from pmtui.work.stats import Count, Stats, Values, stats
from tests.model.scene import Scene
from tests.output.making import DAY, at
from tests.output.strategies import incidents

NOW = at("18:00", days=20)


def of(**scenes: Scene) -> list[Listed]:
    """The incidents of these scenes, each in a folder of its name."""
    return [listed(Path(name), scene.incident) for name, scene in scenes.items()]


def shown(counts: tuple[Count, ...]) -> dict[str, tuple[str, ...]]:
    """What is counted under each name, in their order."""
    assert all(count.n == len(count.incidents) for count in counts)
    return {count.name: count.incidents for count in counts}


def named(found: Stats, name: str) -> list[Values]:
    """The metric of that name, once for each definition."""
    return [values for values in found.metrics if values.name == name]


def test_a_month_is_counted_by_the_worst_severity_by_service_and_by_tag() -> None:
    """Each number names its incidents; one of two services counts in both; a name has no case."""
    every = of(
        a=Scene("/severity 1", "/severity 4", "/service Shop, login", "/tag pool"),
        b=Scene("/service shop"),
        c=Scene("@2023-11-01 /started", now=at("12:00", days=30)),
    )
    found = stats(every, NOW)
    october, november = found.months
    assert (october.month, october.n, october.incidents) == ("2023-10", 2, ("a", "b"))
    assert shown(october.by_severity) == {"SEV1": ("a",), "SEV3": ("b",)}
    assert shown(october.by_service) == {"login": ("a",), "Shop": ("a", "b")}
    assert shown(october.by_tag) == {"pool": ("a",), "": ("b",)}
    assert (november.month, november.incidents) == ("2023-11", ("c",))


def test_what_was_none_or_another_one_is_not_counted_but_named() -> None:
    """A false alarm, a duplicate and one that was merged would make every number false."""
    ended = {"a": "duplicate", "b": "false-alarm", "c": "merged"}
    every = of(d=Scene("/close"), **{name: Scene(f"/close as:{how}") for name, how in ended.items()})
    found = stats(every, NOW)
    assert found.incidents == ("d",)
    assert shown(found.not_counted) == {how: (name,) for name, how in ended.items()}


def test_only_those_that_are_wanted_are_counted() -> None:
    """From a day on, of a service, with a tag; a name that nobody gave fits none, not all."""
    every = of(a=Scene("/service shop", "/tag pool"), b=Scene("/service login"))
    assert stats(every, NOW, since=DAY.date()).n == 2
    assert stats(every, NOW, since=date(2023, 10, 16)).n == 0
    assert stats(every, NOW, service="SHOP").incidents == ("a",)
    assert stats(every, NOW, tag="Pool").incidents == ("a",)
    assert stats(every, NOW, service="").n == 0


def test_what_cannot_be_computed_is_named_with_what_it_lacks() -> None:
    """A duration from detected is no duration from started; an order that cannot be is no time."""
    every = of(
        a=Scene("@10:00 /started", "@10:05 /detected", "@~11:00 /resolved"),
        b=Scene("@10:00 /detected", "@10:30 /resolved"),
        c=Scene("@10:30 /started", "@10:00 /detected"),
    )
    found = stats(every, NOW)
    (detect,) = named(found, "time_to_detect")
    assert [(value.incident, value.seconds) for value in detect.values] == [("a", 300)]
    assert shown(detect.not_computed) == {
        "an order: detected is before started": ("c",),
        "started": ("b",),
    }
    first, second = named(found, "duration")
    assert [(first.definition, first.n), (second.definition, second.n)] == [
        ("started → resolved", 1),
        ("detected → resolved", 1),
    ]
    assert first.values[0].about
    assert shown(first.not_computed) == {"resolved or mitigated": ("c",)}


def test_a_misleading_time_that_nobody_knows_is_never_none() -> None:
    """No path noted, and a path of unknown time, are not zero minutes; their share is unknown, too."""
    span = ("@10:00 /started", "@11:00 /resolved")
    every = of(
        a=Scene(*span, "@10:10 /hypothesis a flood", "@10:25 /misleading H1"),
        b=Scene(*span),
        c=Scene(*span, "/misleading a flood"),
    )
    found = stats(every, NOW)
    (misleading,) = named(found, "misleading")
    (share,) = named(found, "misleading_share")
    assert [value.seconds for value in misleading.values] == [900]
    assert [value.share for value in share.values] == [0.25]
    for values in (misleading, share):
        assert shown(values.not_computed) == {
            "a misleading path that was noted": ("b",),
            "the time of its misleading paths": ("c",),
        }


def test_waits_stand_by_whom_was_asked_in_the_order_of_names() -> None:
    """What was withdrawn says so; what was not answered has no length, and says whether it still waits."""
    every = of(
        a=Scene(
            "@10:00 /escalate DBA", "@10:20 /answered E1", "@10:00 /escalate ana", "@~10:02 /withdraw E2"
        ),
        b=Scene("@10:00 /escalate dba", "@10:05 /answered E1", "@10:06 /escalate dba", "@11:00 /resolved"),
        c=Scene("/escalate dba"),
    )
    ana, dba = stats(every, NOW).waits
    assert (ana.name, [(v.end, v.seconds, v.about) for v in ana.values]) == (
        "ana",
        [("withdrawn", 120, True)],
    )
    assert [(v.incident, v.label, v.seconds) for v in dba.values] == [("b", "E1", 300), ("a", "E1", 1200)]
    assert shown(dba.not_computed) == {
        "an answer: it still waits": ("c E1",),
        "an answer: none is recorded": ("b E2",),
    }


def test_open_follow_ups_stand_by_age_and_by_owner() -> None:
    """The youngest first; owners by name, however many each has, and who has none last."""
    every = of(
        a=Scene(
            "/task one owner:zoe", "/task two owner:Zoe", "/task three", "/task four owner:bo", "/done T4"
        ),
        b=Scene("/task five owner:ana", now=at("12:00", days=18)),
    )
    found = stats(every, NOW).followups
    assert shown((found.open, found.done)) == {"open": ("a T1", "a T2", "a T3", "b T1"), "done": ("a T4",)}
    assert shown(found.open_by_age) == {"under 7 days": ("b T1",), "7 to 29 days": ("a T1", "a T2", "a T3")}
    assert list(shown(found.open_by_owner).items()) == [
        ("ana", ("b T1",)),
        ("zoe", ("a T1", "a T2")),
        ("", ("a T3",)),
    ]


def test_by_whom_it_was_detected_is_counted_as_the_moment_that_counts_says() -> None:
    """The earliest, here; where nobody said, that is counted as well."""
    every = of(
        a=Scene("@10:05 /detected by:customer", "@10:00 /detected by:monitoring"),
        b=Scene("@10:00 /detected"),
        c=Scene(),
    )
    assert shown(stats(every, NOW).detected_by) == {"monitoring": ("a",), "": ("b", "c")}


@pytest.mark.parametrize(("n", "half", "most"), [(49, None, None), (50, 25 * 60, 45 * 60)])
def test_fewer_than_fifty_values_are_never_summed_up(n: int, half: int | None, most: int | None) -> None:
    """From fifty on what half and nine of ten do not exceed is said; a mean and a trend never are."""
    scenes = {f"s{i}": Scene("@09:00 /started", f"@09:{i:02} /detected") for i in range(1, n + 1)}
    found = stats(of(**scenes), NOW)
    (detect,) = named(found, "time_to_detect")
    assert (detect.n, detect.half_within, detect.nine_of_ten_within) == (n, half, most)
    assert not {"mean", "average", "trend"}.intersection(_words(msgspec.to_builtins(found)))


def _words(tree: object) -> Iterator[str]:
    """The names of everything in it."""
    if isinstance(tree, dict):
        yield from tree
        for inner in tree.values():
            yield from _words(inner)
    elif isinstance(tree, list | tuple):
        for inner in tree:
            yield from _words(inner)


@given(st.lists(incidents(), max_size=4))
def test_every_incident_is_in_each_metric_once_with_its_value_or_with_what_it_lacks(
    every: list[Incident],
) -> None:
    """Whatever its entries say, none is dropped and none is counted twice; each audience has its own first update."""
    found = stats([listed(Path(f"i{n}"), each) for n, each in enumerate(every)], NOW)
    for name in {values.name for values in found.metrics}:
        places = Counter[str]()
        for values in named(found, name):
            assert values.n == len(values.values)
            inside = [value.incident for value in values.values]
            inside += [slug for count in values.not_computed for slug in count.incidents]
            assert len(set(inside)) == len(inside)
            places.update(inside)
        assert set(places) == set(found.incidents)
        assert name == FIRST_UPDATE or places == Counter(found.incidents)
    assert sum(month.n for month in found.months) == found.n == len(found.incidents)
