"""Promises about what a receipt says besides what was recorded: what is true, and what follows."""

from __future__ import annotations

import pytest

from pmtui.model.incident.facts import Item
from pmtui.model.line.follows import follows
from pmtui.storage.settings import Settings
from tests.model.scene import Scene


def after(scene: Scene, line: str, *, copied: bool = False) -> str:
    """What follows from a line."""
    item: Item = scene.type(line)
    return follows(item, scene.incident, scene.now, Settings(), copied=copied)


def test_who_escalates_hears_that_nobody_was_paged() -> None:
    """In full the first time, in short later, also when somebody is asked again, and for what was long ago."""
    scene = Scene()
    assert after(scene, "/escalate dba") == "E1 recorded. pmtui pages nobody: page them now"
    assert after(scene, "/escalate network") == "(recorded, not paged)"
    assert after(scene, "/escalate E1 via:phone") == "(recorded, not paged)"
    scene = Scene()
    assert after(scene, "@11:00 /escalate dba") == "(recorded, not paged)"
    assert after(scene, "/escalate network") == "E2 recorded. pmtui pages nobody: page them now"
    assert after(Scene(), "@? /escalate dba") == "(recorded, not paged)"


def test_who_asks_the_same_people_beside_an_open_wait_hears_of_it() -> None:
    """Two waits for one answer never both end; a wait that is over, or for others, is none."""
    scene = Scene("/escalate dba, network: why")
    asks_again = "E1 waits for dba, network already: /undo, then /escalate E1 (recorded, not paged)"
    assert after(scene, "/escalate DBA, network") == asks_again
    assert after(scene, "/undo") == ""
    assert after(scene, "/escalate dba") == "(recorded, not paged)"
    scene.type("/answered E1")
    assert after(scene, "/escalate dba, network") == "(recorded, not paged)"


def test_an_update_is_posted_by_nobody_else() -> None:
    """It is on the clipboard, or only recorded."""
    assert after(Scene(), "/update customers: hi", copied=True) == "copied; post it yourself"
    assert after(Scene(), "/update customers: hi") == "recorded, not posted; post it yourself"


def test_a_severity_names_what_it_asks_for() -> None:
    """The rhythm of updates, and who is missing: first whom this severity asks for, then whom every one does."""
    alone = after(Scene(), "/severity 1")
    assert alone == "SEV1: update due every 30m; nobody has Communications; nobody is commander"
    scene = Scene("/role commander Ana")
    assert after(scene, "/severity 1") == "SEV1: update due every 30m; nobody has Communications"
    scene.type("/comms Chi")
    assert after(scene, "/severity 2") == "SEV2: update due every 30m"
    quiet = Settings(update_every={"SEV1": 900})
    assert follows(scene.type("/severity 1"), scene.incident, scene.now, quiet).endswith("every 15m")
    assert follows(scene.type("/severity 4"), scene.incident, scene.now, quiet) == ""


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("/mitigated", "mitigated: watch until when? /action watch the error rate check:15m"),
        ("/started", "started: what do users feel? /impact TEXT"),
        ("/detected", "detected: since when is it so? @TIME /started"),
        ("/acknowledged", "acknowledged: who leads? /role commander NAME"),
        ("/identified", "identified: what mends it? /action TEXT owner:NAME check:10m"),
        ("/relapse", "relapse: tell who was told that it is back: /update"),
        ("/resolved", "resolved: tell who was told, then /close"),
        ("/declared", ""),
        ("a note", ""),
        ("/action x", ""),
    ],
)
def test_a_milestone_names_what_it_asks_for(line: str, asks: str) -> None:
    """A note asks for nothing."""
    assert after(Scene(), line) == asks


def test_what_is_there_is_not_asked_for() -> None:
    """Impact, start, commander and an action."""
    scene = Scene("/impact all", "@11:00 /started", "/ic Ana", "/action roll back")
    for line in ("/started", "/detected", "/acknowledged", "/identified"):
        assert after(scene, line) == ""
    assert after(scene, "/resolved") == "resolved: 1 action not done; tell who was told, then /close"


def test_a_handover_names_what_waits() -> None:
    """The most pressing in words, and how many others."""
    scene = Scene("/impact x", "/ic Ana", "/update internal: hi next:1h")
    scene.type("@11:40 /action add replicas owner:eve check:10m")
    assert after(scene, "/handover Bo") == "for Bo to see to: add replicas (A1, eve) 10m over, and 1 more"
    scene.type("/done A1")
    scene.type("/resolved")
    assert after(scene, "/handover Cy") == "nothing waits for Cy"


def test_of_a_closed_incident_nothing_follows() -> None:
    """What is written down there is over."""
    scene = Scene("/escalate dba", "/close")
    assert after(scene, "@11:00 /escalate network") == ""
    assert after(scene, "@11:00 /mitigated") == ""


def test_a_reopen_without_a_reason_names_what_needs_none() -> None:
    """To finish the write-up nothing needs reopening; with a reason, somebody has one."""
    scene = Scene("/close")
    assert after(scene, "/reopen it fails again") == ""
    scene = Scene("/close")
    assert after(scene, "/reopen") == "to finish the write-up nothing needs reopening"
