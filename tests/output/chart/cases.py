"""Incidents to draw: the three published cases, one that is still running, and crowds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from tests.output.making import at, incident, ref

Row = tuple[type[e.Entry], dict[str, Any]]
HOSTILE = (
    "",
    "[/] [red]bold[/red] | `x` {{ y }} <b>&amp;</b>",
    "\x1b[31mred\x1b[0m\tand a bell\x07",
    "数据库过载" * 12,
    "👩‍👩‍👧 🙂" * 20,
    "שלום עולם مرحبا" * 9,
    "e" + "\u0301" * 300,
    "first line\nsecond line\n\nthird",
    "W" * 10_000,
    "]]> <!-- --> </svg><script>",
)


def started(*rows: Row, **opened: Any) -> Incident:
    """An incident that began, was opened and detected at half past ten."""
    first: tuple[Row, ...] = ((e.Started, {"at": "10:30"}), (e.Detected, {"at": "10:30", "text": "Pager"}))
    return incident(*first, *rows, **{"opened": at("10:30"), **opened})


def empty() -> Incident:
    """Opened, and nothing else."""
    return incident()


def one_instant() -> Incident:
    """Started, detected, declared and noted at once."""
    return started((e.Note, {"at": "10:30", "text": "Everything at once"}))


def six() -> Incident:
    """A short one with a few words."""
    return incident(
        (e.Started, {"at": "10:30"}),
        (e.Note, {"at": "10:31", "text": "Checkout answers 502 for every third request"}),
        (e.Action, {"at": "10:33", "text": "restart web-3"}),
        (e.Note, {"at": "10:36", "text": "No change"}),
        (e.Decision, {"at": "10:38", "text": "Fail over to the second region"}),
        (e.Mitigated, {"at": "10:44", "about": True}),
        opened=at("10:30"),
    )


def debacle() -> Incident:
    """Three misleading paths, two at the same time, and an escalation."""
    return started(
        (e.Acknowledged, {"at": "10:32", "text": "The incident response team was alerted"}),
        (e.Impact, {"at": "10:35", "text": "The website is down, causing a 25% drop in sales"}),
        (e.Action, {"at": "10:40", "text": "Initial investigation points to a database issue"}),
        (e.Hypothesis, {"at": "10:40", "text": "Recent changes in code triggered this", "label": "H1"}),
        (e.Misleading, {"at": "11:00", "refs": ref(6), "text": "No change correlates"}),
        (e.Hypothesis, {"at": "11:00", "text": "A DDoS attack", "label": "H2"}),
        (e.Hypothesis, {"at": "11:00", "text": "Infrastructure issues", "label": "H3"}),
        (e.Escalate, {"at": "11:15", "to": "database team", "text": "theirs to judge", "label": "E1"}),
        (e.Answered, {"at": "11:20", "refs": ref(10), "text": "Looking at it"}),
        (e.Misleading, {"at": "11:30", "refs": (*ref(8), *ref(9)), "text": "Real customers"}),
        (e.Identified, {"at": "12:30", "text": "The database server is overloaded"}),
        (e.Mitigated, {"at": "12:45", "text": "Load balancing applied"}),
        (e.Resolved, {"at": "12:45"}),
        title="The Great Downtime Debacle",
    )


def mall() -> Incident:
    """A zone other than UTC, a path noted as a range, two escalations, a title full of markup."""
    return incident(
        (e.Started, {"at": "09:45"}),
        (e.Detected, {"at": "09:45", "text": "Automated monitoring alerts"}),
        (e.Acknowledged, {"at": "09:50"}),
        (e.Note, {"at": "09:50", "text": "Server logs show a surge in database connection attempts"}),
        (e.Misleading, {"at": "09:50", "until": "10:05", "text": "Network issues", "label": "H1"}),
        (e.Hypothesis, {"at": "10:05", "text": "A DDoS attack", "label": "H2"}),
        (e.Action, {"at": "10:05", "text": "Traffic analysis initiated"}),
        (e.Misleading, {"at": "10:15", "refs": ref(6)}),
        (e.Hypothesis, {"at": "10:30", "text": "Inefficient queries", "label": "H3"}),
        (e.Note, {"at": "10:30", "text": "The investigation focuses on database performance"}),
        (e.Confirmed, {"at": "10:45", "refs": ref(9)}),
        (e.Identified, {"at": "10:45"}),
        (e.Escalate, {"at": "11:00", "to": "development team", "label": "E1"}),
        (e.Answered, {"at": "11:05", "refs": ref(13)}),
        (e.Escalate, {"at": "11:15", "to": "Communications team", "label": "E2"}),
        (e.Answered, {"at": "11:16", "refs": ref(15)}),
        (e.Update, {"at": "11:20", "audience": "customers", "text": "We are working on a fix"}),
        (e.Mitigated, {"at": "11:30"}),
        (e.Resolved, {"at": "11:35"}),
        title="E-Mall crash: <checkout> | cart & [login]",
        zone="Africa/Nairobi",
        opened=at("09:45", 400),
    )


def running() -> Incident:
    """Not over: a relapse, a waiting and a withdrawn escalation, what is approximate or has no known time."""
    return incident(
        (e.Note, {"at": at("09:00", -20), "text": "The release that brought it"}),
        (e.Started, {"at": "10:28", "about": True, "said": "~10:28"}),
        (e.Hypothesis, {"at": "10:35", "text": "Cache stampede", "label": "H1"}),
        (e.Misleading, {"at": "10:50", "about": True, "refs": ref(3)}),
        (e.Misleading, {"at": "11:00", "text": "The CDN", "label": "H2"}),
        (e.Misleading, {"text": "DNS, at an unknown time", "label": "H3"}),
        (e.Escalate, {"at": "10:40", "to": "database team", "label": "E1"}),
        (e.Escalate, {"at": "10:55", "refs": ref(7), "via": "phone"}),
        (e.Escalate, {"at": "10:45", "to": "network team", "label": "E2"}),
        (e.Withdraw, {"at": "10:58", "refs": ref(9)}),
        (e.Mitigated, {"at": "11:10"}),
        (e.Relapse, {"at": "11:25"}),
        (e.Action, {"at": "11:05", "until": "11:12", "text": "Roll back"}),
        (e.Note, {"at": "11:30", "about": True, "text": "Errors again"}),
        (e.Evidence, {"at": "11:50", "refs": ref(3), "text": "the last known instant"}),
        (e.Note, {"text": "An entry of an unknown time"}),
        opened=at("10:30"),
    )


_TOLD = (
    *("20T14:17", "20T14:55", "20T15:05", "20T15:08", "20T15:10", "20T15:15", "20T15:20", "20T15:32"),
    *("20T16:00", "20T16:18", "20T16:29", "20T16:33", "20T16:40", "20T16:55", "20T17:00", "20T18:03"),
    *("20T18:10", "20T18:22", "20T18:30", "20T18:37", "20T18:40", "20T19:00", "20T19:33", "20T19:35"),
    *("20T19:40", "20T19:42", "20T19:45", "20T19:52", "20T20:00", "20T21:57", "20T22:12", "20T22:30"),
    *("20T22:43", "20T22:44", "20T22:52", "21T13:00", "21T15:15", "21T16:20"),
)
_RANGES = {"20T17:00": "20T18:00", "20T20:00": "20T21:56"}
_ABOUT = ("20T20:00", "20T22:52")


def _cet(said: str) -> datetime:
    return datetime.fromisoformat(f"2018-02-{said}").replace(tzinfo=ZoneInfo("Europe/Paris"))


def binder() -> Incident:
    """Forty entries over three days, most of them within nine hours (the mybinder.org report of 2018)."""
    rows: list[Row] = [
        (e.Started, {"at": _cet("20T14:17")}),
        (e.Detected, {"at": _cet("20T16:05"), "text": "Launch success rate is at 0%"}),
        (e.Hypothesis, {"at": _cet("20T18:10"), "text": "pycurl caused the errors", "label": "H1"}),
        (e.Misleading, {"at": _cet("20T18:22"), "refs": ref(3), "text": "Reverted"}),
        (e.Hypothesis, {"at": _cet("20T18:22"), "text": "One bad node: its network", "label": "H2"}),
        (e.Misleading, {"at": _cet("20T21:57"), "refs": ref(5), "text": "The node was a bystander"}),
        (e.Identified, {"at": _cet("22T07:13")}),
        (e.Resolved, {"at": _cet("22T07:18")}),
    ]
    for index, said in enumerate(_TOLD):
        until = _cet(_RANGES[said]) if said in _RANGES else None
        text = f"Grafana shows that launch number {index} [fails](https://grafana.mybinder.org) on prod"
        told = {"at": _cet(said), "until": until, "about": said in _ABOUT, "text": text}
        rows.append((e.Action if index % 4 == 0 else e.Note, told))
    return incident(*rows, title="JupyterLab announcement swamps Binder", zone="Europe/Paris", severity=2)


def crowd(count: int, minutes: int) -> Incident:
    """So many notes within so many minutes, in an incident of three hours."""
    notes: list[Row] = [
        (
            e.Note,
            {"at": at("10:40") + timedelta(minutes=n * minutes // count), "text": f"Note {n} of many words"},
        )
        for n in range(count)
    ]
    return started(*notes, (e.Resolved, {"at": "13:30"}))


def helpless(count: int) -> Incident:
    """So many people asked, and so many misleading paths."""
    rows: list[Row] = []
    for n in range(count):
        rows.append(
            (e.Escalate, {"at": at("10:31") + timedelta(minutes=n), "to": f"team {n}", "label": f"E{n}"})
        )
        path = {"at": at("10:40"), "until": at("11:40"), "text": f"dead end {n}", "label": f"H{n}"}
        rows.append((e.Misleading, path))
    return started(*rows, (e.Mitigated, {"at": "13:00"}))


def crammed() -> Incident:
    """Every milestone at one instant in the middle, hostile words everywhere."""
    kinds = (
        e.Started,
        e.Detected,
        e.Declared,
        e.Acknowledged,
        e.Identified,
        e.Mitigated,
        e.Resolved,
        e.Relapse,
    )
    rows: list[Row] = [(kind, {"at": "12:00", "about": True, "text": HOSTILE[4]}) for kind in kinds]
    for n, text in enumerate(HOSTILE):
        rows.append((e.Note, {"at": at("11:00") + timedelta(minutes=14 * n), "text": text}))
        rows.append((e.Escalate, {"at": at("11:10") + timedelta(minutes=n), "to": text, "label": f"E{n}"}))
        rows.append((e.Misleading, {"at": "11:20", "until": "11:40", "text": text, "label": f"H{n}"}))
        rows.append((e.Note, {"text": text}))
    return incident(
        *rows, title=HOSTILE[1] + HOSTILE[8], zone="America/Argentina/ComodRivadavia", opened=at("12:00")
    )


CASES: dict[str, Callable[[], Incident]] = {
    "empty": empty,
    "one instant": one_instant,
    "six": six,
    "debacle": debacle,
    "mall": mall,
    "running": running,
    "binder": binder,
    "a crowd": lambda: crowd(25, 160),
    "a crowd in a minute": lambda: crowd(45, 1),
    "too many": lambda: crowd(90, 160),
    "helpless": lambda: helpless(40),
    "crammed": crammed,
}
