"""Promises of `model/retype.py`: what `/amend` starts from says the same again."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.milestones import MILESTONES
from pmtui.model.line.arguments import LineError
from pmtui.model.line.commands import COMMANDS
from pmtui.model.line.retype import amendment, retype
from tests.model.lines import words
from tests.model.scene import Scene, make

READY = (
    "@10:30 /hypothesis the pool",
    "@10:31 /hypothesis the disk",
    "@10:33 /escalate database team: help",
    "@10:34 /action roll back check:10m",
    "@10:35 /task alert",
    "@10:36 /role deputy Bo",
    "@10:37 /question why did failover wait?",
    "/tag [/]",
)
TYPED = (
    *(
        "@10:40 [/] | <b> `x` {{ y }} 🔥 漢字 مرحبا",
        "first\n  second\nthird",
        " /foo bar",
        " /note x",
        "/note /x y",
    ),
    *("/var/log is full", "/decision /close it", " @10:40 said", "/note #12 was wrong", "/note H1 looks odd"),
    *("/action restart it owner:bo check:90s", '/action x owner:"platform team"', "/a x check:1d2h3m4s"),
    *("/update customers: logins fail: badly next:1h30m", "/update all is well", "/update Bo: on it"),
    *("/impact a quarter", "/service shop, login", "/severity 2 payments", "/severity 4"),
    *("/role commander Ana", "/role incident commander: Ana", "/role deputy -Bo", "/role -Bo", "/title Down"),
    *(
        "/timezone Europe/Paris",
        "/summary what we know",
        "@10:40..10:50 /started",
        "@~10:40 /resolved at last",
    ),
    *(
        "/evidence H1 + seen",
        "/evidence H1,H2 - unseen",
        "/evidence H1 neither",
        "/hypothesis a DDoS | attack",
    ),
    *("@10:50 /misleading H1 no", "/misleading H1,H2", "/misleading a dead end spent:90m", "/x H1 spent:45s"),
    *(
        "@10:50 /confirmed H1 the log says so",
        "/escalate Bo, Cy: all hands via:page",
        '/e vendor via:"phone call"',
    ),
    *("/escalate E1 via:phone", "/escalate E1 again please", "/answered E1 on it", "/withdraw E1"),
    *("/task Alert: now owner:ana due:2023-11-15 term:short type:prevent priority:P1 ref:https://x.org/a",),
    *('/task T1 owner:"" term:""', "/task T1 A better text", "/done T1", "/done A1 failed: no image"),
    *(
        "/improve x",
        "/well x",
        "/badly x",
        "/lucky x",
        "/question why?",
        "/answer Q1 for the lock",
        "/write summary one\n\n- two",
    ),
    *(
        '/write +"Data loss" none',
        '/write "Costs" few',
        '/write "Costs" after:root_cause few',
        "/write +root_cause more",
        "/close as:duplicate of it",
        "/restore root_cause",
        "/template google timeline:all",
        "@10:40 /detected by:customer a call",
        "@10:40 /detected by:monitoring",
    ),
    *(f"@10:50 /{name} at last" for name in MILESTONES),
    *("/dismiss 9 conclusion the first of two", "/dismiss 12 H1 it is fine", "/dismiss 1 T1 | it is"),
    *(
        "/tag a, b c",
        "/tag a, -[/]",
        "/link bridge https://a.example/x?y",
        "/link https://a.example",
        "/a A1 owner:eve",
    ),
    *("/attach ~/it.png errors per second", "/attach 'a b.log'"),
    *('/action A1 owner:""', "/action A1 other words check:5m"),
    *("/close", "/x a dead end\nin two lines spent:20m", "/action say owner:x loudly owner:bo"),
)


def body(entry: e.Entry) -> dict[str, Any]:
    """Everything but the envelope and the salt; references and the label are of the body."""
    plain = codec.plain(entry)
    return {k: v for k, v in plain.items() if k not in e.ENVELOPE - {"refs", "label", "kind"} and k != "salt"}


def again(scene: Scene, n: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The body of entry n before and after it was amended with what retype gives."""
    before = scene.shown(n)
    scene.type(amendment(before, scene.incident))
    after = scene.shown(n)
    assert after.entry.when == before.entry.when
    return body(before.entry), body(after.entry)


@pytest.mark.parametrize("line", TYPED)
def test_an_entry_typed_again_is_the_same(line: str) -> None:
    """Of every kind that can be amended: the same kind, fields, references and label."""
    scene = Scene(*READY)
    scene.type(line)
    before, after = again(scene, len(READY) + 1)
    assert after == before


def test_a_revival_typed_again_is_the_same() -> None:
    """That it opened what is open now does not stand in its way."""
    scene = Scene(*READY, "@10:50 /x H1", "@10:55 /revive H1 the packets are odd")
    before, after = again(scene, len(READY) + 2)
    assert after == before


def test_every_command_that_can_be_amended_was_typed_again() -> None:
    """No kind is forgotten above."""
    typed = {scene.type(line).entry.__class__ for line in TYPED for scene in [Scene(*READY)]} | {e.Revive}
    amendable = {command.name for command in COMMANDS if command.amendable}
    assert amendable <= {e.kind_of(kind(id="", recorded=make(e.Note, 1).recorded)) for kind in typed}


commands = st.sampled_from([f"/{c.name} " for c in COMMANDS if c.amendable and c.name != "revive"])


@given(commands, st.lists(words, max_size=4).map(" ".join))
def test_whatever_was_typed_can_be_typed_again(command: str, rest: str) -> None:
    """Any text behind any command that was understood once is understood again, as the same."""
    scene = Scene(*READY)
    try:
        scene.type(command + rest)
    except LineError:
        assume(False)
    before, after = again(scene, len(READY) + 1)
    assert after == before


def test_a_doubled_entry_is_typed_with_its_mark() -> None:
    """After a merge, too, what is proposed can be entered."""
    scene = Scene()
    first = make(e.Hypothesis, 1, text="a", label="H1", at="10:30")
    about = make(e.Evidence, 2, refs=("id-001",), sign="+", text="seen", at="10:31")
    scene.incident.extend([first, msgspec.structs.replace(first, id="id-001b", text="b"), about])
    scene.incident.add(msgspec.structs.replace(about, id="id-002b"))
    assert retype(scene.incident.item("id-002"), scene.incident) == "H1a + seen"
    line = amendment(scene.incident.item("id-002"), scene.incident)
    assert line == "/amend #2a H1a + seen"
    assert scene.type(line).entry.refs == ("id-002",)


def test_the_output_of_a_command_is_typed_as_its_text() -> None:
    """The command, its status and its duration are not typed."""
    scene = Scene()
    scene.incident.add(
        make(e.Run, 1, at="10:30", command="df -h", exit=1, seconds=0.2, text="/dev/sda1 full")
    )
    before, after = again(scene, 1)
    assert after == before
