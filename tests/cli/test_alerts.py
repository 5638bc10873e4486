"""Promises about `pmtui log --alert`: a notification of an alert begins an incident, or joins the one that it is of."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pmtui.model import entries as e
from tests.cli.calling import Program, environment

FIRST = "2023-10-15-5xx-over-5-on-shop"
NEVER = "0001-01-01T00:00:00Z"
LABELS = " (service=shop, severity=critical)"


def alert(
    fingerprint: str = "a1", start: str = "10:20:30", end: str = NEVER, **labels: str
) -> dict[str, Any]:
    """One alert as Alertmanager and Grafana send it."""
    return {
        "status": "firing" if end == NEVER else "resolved",
        "labels": {"alertname": "Shop5xx", "service": "shop", "severity": "critical", **labels},
        "annotations": {"summary": "5xx over 5 % on shop"},
        "startsAt": f"2023-10-15T{start}Z",
        "endsAt": end,
        "generatorURL": "http://prometheus.example/graph",
        "fingerprint": fingerprint,
    }


def group(*alerts: dict[str, Any], **more: object) -> str:
    """A notification of Alertmanager, or with more of Grafana."""
    return json.dumps({"version": "4", "groupKey": "{}:{}", "status": "firing", "alerts": alerts, **more})


GRAFANA = {
    "orgId": 1,
    "title": "[FIRING:1] Shop5xx",
    "state": "alerting",
    "message": "**Firing**",
    "version": "1",
}
"""What Grafana says beside it."""


def event(kind: str, clock: str, id: str = "01", by: Any = None, **data: Any) -> str:
    """A notification of PagerDuty."""
    whole = {
        "id": "PGR0VU2",
        "type": "incident",
        "number": 2,
        "status": "triggered",
        "title": "A little bump",
        "html_url": "https://acme.pagerduty.com/incidents/PGR0VU2",
        "service": {"summary": "API Service"},
        "priority": {"summary": "P2"},
        "assignees": [{"summary": "Cy"}],
        **data,
    }
    return json.dumps(
        {
            "event": {
                "id": id,
                "event_type": f"incident.{kind}",
                "occurred_at": f"2023-10-15T{clock}Z",
                "agent": by or {"summary": "Ana"},
                "data": whole,
            }
        }
    )


def told(pmtui: Program, slug: str) -> list[tuple[str, str, str]]:
    """Kind, clock and words of each entry."""
    found = []
    for item in pmtui.incident(slug).entries[1:]:
        at = f"{item.at:%H:%M:%S}" if item.at else ""
        found.append((e.kind_of(item), at, item.says))
    return found


def slugs(pmtui: Program) -> list[str]:
    """All incidents, in the order of their names."""
    return sorted(path.name for path in (pmtui.home / "incidents").glob("*"))


@pytest.mark.parametrize("more", [{}, GRAFANA], ids=["Alertmanager", "Grafana"])
def test_an_alert_that_fires_begins_an_incident_once(pmtui: Program, more: dict[str, object]) -> None:
    """Title and service are the alert's, detected when it began; `critical` is no severity of this team."""
    said = pmtui.done("log", "--alert", typed=group(alert(), **more))
    assert [line.split()[:2] for line in said.splitlines()] == [[FIRST, "#1"], [FIRST, "#2"]]
    incident = pmtui.incident(FIRST)
    assert (incident.title, incident.services, incident.severity) == (
        "5xx over 5 % on shop",
        ("shop",),
        "SEV?",
    )
    assert told(pmtui, FIRST) == [
        ("service", "10:30:00", "shop"),
        ("detected", "10:20:30", f"by monitoring: Shop5xx: 5xx over 5 % on shop{LABELS}"),
    ]
    before = pmtui.journal(FIRST)
    pmtui.later(240)
    again = pmtui("log", "--alert", typed=group(alert(), **more))
    assert again == (0, "", "nothing of this alert is new; nothing was recorded\n")
    assert (pmtui.journal(FIRST), slugs(pmtui)) == (before, [FIRST])


@pytest.mark.parametrize(
    ("severity", "level"), [("P1", "SEV1"), ("sev-2", "SEV2"), ("3", "SEV3"), ("page", "SEV?")]
)
def test_a_severity_is_taken_where_it_is_written_as_one(pmtui: Program, severity: str, level: str) -> None:
    """Of several alerts the worst; a word of the source's own names no level."""
    pmtui.done("log", "--alert", typed=group(alert(severity=severity), alert("b2", severity="5")))
    assert pmtui.incident(FIRST).severity == (level if level != "SEV?" else "SEV5")


def test_an_end_is_noted_and_resolves_nothing(pmtui: Program) -> None:
    """What is said to end in the future, or in year 1, has not ended; one alert's end is not the incident's."""
    pmtui.done("log", "--alert", typed=group(alert(), alert("b2", start="10:21:00", alertname="Slow")))
    later = alert(end="2023-10-15T10:25:00Z")
    firing = {**alert("b2", start="10:21:00", alertname="Slow"), "endsAt": "2023-10-15T11:00:00Z"}
    for _ in range(2):
        pmtui("log", "--alert", typed=group(later, firing))
    assert told(pmtui, FIRST)[2:] == [
        ("note", "10:21:00", f"Slow: 5xx over 5 % on shop{LABELS}"),
        ("note", "10:25:00", f"resolved: Shop5xx: 5xx over 5 % on shop{LABELS}"),
    ]
    assert pmtui.incident(FIRST).status == "investigating"


def test_an_end_that_nobody_waits_for_records_nothing(pmtui: Program) -> None:
    """No incident is begun by an alert that is over."""
    called = pmtui("log", "--alert", typed=group(alert(end="2023-10-15T10:25:00Z")))
    assert (called.status, called.out) == (0, "")
    assert called.err.startswith("no alert is firing, and no open incident holds one of these")
    assert slugs(pmtui) == []


def test_which_incident_an_alert_joins(pmtui: Program) -> None:
    """That which holds it; else the only one that goes on; of several the one of its service; else its own."""
    checkout = pmtui.new("Checkout")
    pmtui.done("log", "--alert", typed=group(alert("a1")))
    login = pmtui.new("Login")
    pmtui.done("log", "-i", login, "/service login")
    pmtui.done("log", "--alert", typed=group(alert("a1", start="10:25:00")))
    pmtui.done("log", "--alert", typed=group(alert("b2", service="Login")))
    pmtui.done("log", "--alert", typed=group(alert("c3", service="mail")))
    detected = {
        slug: [entry.at for entry in pmtui.incident(slug).entries if entry.origin] for slug in slugs(pmtui)
    }
    assert {slug: len(entries) for slug, entries in detected.items()} == {FIRST: 1, checkout: 2, login: 1}
    assert told(pmtui, checkout)[1][0] == "note"  # it was detected before
    for slug in (checkout, login):
        pmtui.done("log", "-i", slug, "/resolved")
    pmtui.done("close", FIRST)
    pmtui.done("log", "--alert", typed=group(alert("d4")))
    assert slugs(pmtui) == [FIRST, f"{FIRST}-2", checkout, login]


def test_an_alert_of_a_closed_incident_begins_another_when_it_fires_anew(pmtui: Program) -> None:
    """What still fires is told again and again, and belongs to the closed one; named, it goes where it is sent."""
    pmtui.done("log", "--alert", typed=group(alert()))
    pmtui.done("close", FIRST)
    assert pmtui("log", "--alert", typed=group(alert())).err.startswith("nothing of this alert is new")
    pmtui.done("log", "--alert", typed=group(alert(start="10:28:00")))
    assert slugs(pmtui) == [FIRST, f"{FIRST}-2"]
    pmtui.done("log", "-i", FIRST, "--alert", typed=group(alert(start="10:28:00")))
    pmtui.patch.setenv("PMTUI_INCIDENT", FIRST)
    pmtui.done("log", "--alert", typed=group({**alert("f6"), "annotations": {}}))
    assert told(pmtui, FIRST)[-1] == ("note", "10:20:30", f"Shop5xx{LABELS}")
    assert len(pmtui.incident(FIRST).entries) == 6
    assert [row["text"] for row in pmtui.record(FIRST)["timeline"]].count(
        f"Shop5xx: 5xx over 5 % on shop{LABELS}"
    ) == 2


def test_pagerduty_tells_who_did_what(pmtui: Program) -> None:
    """Acknowledged is the milestone, with who did; an escalation is one; what no person resolved there is a note."""
    for kind, clock, id, more in (
        ("triggered", "10:20:00.169", "01", {}),
        ("acknowledged", "10:21:00.2", "02", {"status": "acknowledged"}),
        ("escalated", "10:22:00", "03", {}),
        ("resolved", "10:23:00", "04", {"status": "resolved"}),
        ("resolved", "10:23:00", "04", {"status": "resolved"}),
    ):
        pmtui.done("log", "--alert", typed=event(kind, clock, id, None, **more))
    (slug,) = slugs(pmtui)
    incident = pmtui.incident(slug)
    assert (incident.title, incident.severity, incident.services) == (
        "A little bump",
        "SEV2",
        ("API Service",),
    )
    assert [(kind, at) for kind, at, _ in told(pmtui, slug)] == [
        ("service", "10:30:00"),
        ("detected", "10:20:00"),
        ("acknowledged", "10:21:00"),
        ("escalate", "10:22:00"),
        ("note", "10:23:00"),
    ]
    assert incident.escalations[0].to == "Cy"
    assert incident.entries[3].author == "Ana"
    note = json.dumps(
        {
            "event": {
                **json.loads(event("annotated", "10:24:00", "05"))["event"],
                "data": {"incident": {"id": "PGR0VU2"}, "id": "P2", "content": "pool is empty"},
            }
        }
    )
    pmtui.done("log", "--alert", typed=note)
    assert told(pmtui, slug)[-1] == ("note", "10:24:00", "pool is empty")


def test_an_alert_without_a_name_is_one(pmtui: Program) -> None:
    """Alertmanager asks for no label; its summary says what it is, and its start when."""
    bare = {**alert(), "labels": {}}
    pmtui.done("log", "--alert", typed=group(bare))
    (slug,) = slugs(pmtui)
    ended = {**bare, "status": "resolved", "endsAt": "2023-10-15T10:25:00Z"}
    pmtui.done("log", "--alert", typed=group(ended))
    assert [words for _, _, words in told(pmtui, slug)] == [
        "by monitoring: 5xx over 5 % on shop",
        "resolved: 5xx over 5 % on shop",
    ]


def test_what_a_priority_became_is_said(pmtui: Program) -> None:
    """PagerDuty sends the incident as it is then."""
    pmtui.done("log", "--alert", typed=event("triggered", "10:20:00"))
    typed = event("priority_updated", "10:21:00", "02", priority={"summary": "P1"})
    pmtui.done("log", "--alert", typed=typed)
    (slug,) = slugs(pmtui)
    assert told(pmtui, slug)[-1] == ("note", "10:21:00", "priority updated: A little bump (P1)")


def test_what_came_in_as_a_note_is_not_imported_as_an_edited_one(pmtui: Program, tmp_path: Path) -> None:
    """A notification that was kept holds nothing new: that its milestone was not the incident's was decided before."""
    pmtui.done("log", "--alert", typed=group(alert()))
    kept = tmp_path / "kept.json"
    for typed in (event("triggered", "10:21:00"), event("resolved", "10:23:00", "03")):
        pmtui.done("log", "--alert", typed=typed)
        kept.write_text(typed)
        assert "1 of them is there already" in pmtui("import", str(kept)).err


PERSON = {"type": "user_reference", "summary": "Ana"}
MONITOR = {"type": "service_reference", "summary": "API Service"}


@pytest.mark.parametrize(
    ("agent", "others", "kind"),
    [
        (PERSON, [], "resolved"),
        (MONITOR, [], "note"),
        (None, [], "note"),
        (PERSON, [group(alert())], "note"),
        (PERSON, [event("triggered", "10:21:00", "02").replace("PGR0VU2", "PXX")], "note"),
        (PERSON, [event("acknowledged", "10:21:00", "02")], "resolved"),
    ],
)
def test_resolved_is_what_a_person_says_of_the_only_alert(
    pmtui: Program, agent: dict[str, str] | None, others: list[str], kind: str
) -> None:
    """A monitor that sees nothing any more, or the end of one of several alerts, resolves no incident."""
    for typed in (event("triggered", "10:20:00"), *others):
        pmtui.done("log", "--alert", typed=typed)
    (slug,) = slugs(pmtui)
    pmtui.done("log", "--alert", typed=event("resolved", "10:23:00", "03", agent, status="resolved"))
    said = "A little bump" if kind == "resolved" else "resolved: A little bump"
    assert told(pmtui, slug)[-1] == (kind, "10:23:00", said)
    assert pmtui.incident(slug).status == ("resolved" if kind == "resolved" else "investigating")


def test_the_end_of_an_alert_that_an_incident_never_held_is_none_of_it(pmtui: Program) -> None:
    """Where $PMTUI_INCIDENT names it for all alerts, each of them comes here."""
    slug = pmtui.new()
    pmtui.patch.setenv("PMTUI_INCIDENT", slug)
    pmtui.done("log", "--alert", typed=event("resolved", "10:23:00", "03", PERSON, status="resolved"))
    assert told(pmtui, slug)[-1] == ("note", "10:23:00", "resolved: A little bump")


def test_what_is_reopened_there_is_back_here(pmtui: Program) -> None:
    """Where it was resolved; resolved once more, later than a person here said it, it only is told."""
    states = []
    for number, kind in enumerate(("triggered", "resolved", "reopened", "reopened", "resolved")):
        pmtui.done("log", "--alert", typed=event(kind, f"10:2{number}:00", str(number), PERSON))
        (slug,) = slugs(pmtui)
        states.append((told(pmtui, slug)[-1][0], pmtui.incident(slug).status))
    assert states == [
        ("detected", "investigating"),
        ("resolved", "resolved"),
        ("relapse", "investigating"),
        ("note", "investigating"),
        ("resolved", "resolved"),
    ]
    pmtui.done("log", "--alert", typed=event("resolved", "10:26:00", "9", PERSON))
    assert told(pmtui, slug)[-1] == ("note", "10:26:00", "resolved: A little bump")


def test_two_notifications_at_once_begin_one_incident(pmtui: Program) -> None:
    """Whichever comes first begins it, the others join it or add nothing."""
    call = [sys.executable, "-m", "pmtui", "log", "--alert"]
    running = [
        subprocess.Popen(
            call,
            env=environment(pmtui.home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    for number, process in enumerate(running):
        assert process.stdin is not None
        process.stdin.write(group(alert(f"a{number % 2}")).encode())
        process.stdin.close()
    assert [process.wait(60) for process in running] == [0] * 4
    for process in running:
        process.stdout.close()  # type: ignore[union-attr]
        process.stderr.close()  # type: ignore[union-attr]
    (slug,) = slugs(pmtui)
    assert len([entry for entry in pmtui.incident(slug).entries if entry.origin]) == 2


@pytest.mark.parametrize(
    "typed",
    [
        b"",
        b"[/] down",
        b"{",
        b"[" * 4000,
        b'{"alerts": []}',
        b'{"alerts": [5], "version": "4"}',
        b'{"event": {"event_type": "incident.triggered", "data": {"type": "incident"}}}',
        b'{"log_entries": []}',
        b"\xff\xfe{",
    ],
)
def test_what_is_no_alert_is_one_sentence(pmtui: Program, typed: bytes) -> None:
    """Nothing is recorded, and no incident begun."""
    assert "nothing" in pmtui("log", "--alert", typed=typed).sentence
    assert slugs(pmtui) == []


@pytest.mark.parametrize("kind", ["pagey.ping", "service.updated"])
def test_an_event_about_no_incident_is_taken_and_records_nothing(pmtui: Program, kind: str) -> None:
    """PagerDuty tests a webhook so, and gives up one that fails."""
    typed = json.dumps(
        {"event": {"event_type": kind, "occurred_at": "2023-10-15T10:00:00Z", "data": {"type": "ping"}}}
    )
    called = pmtui("log", "--alert", typed=typed)
    assert called == (0, "", "this is an event of PagerDuty about no incident; nothing was recorded\n")
    assert slugs(pmtui) == []


def test_an_alert_stands_beside_no_text(pmtui: Program) -> None:
    """Which of both were meant?"""
    assert "--alert reads stdin" in pmtui("log", "--alert", "a text").sentence
