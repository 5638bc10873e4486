"""Promises of `model/commands.py`: ONE table, and every command of it works as its row says."""

from __future__ import annotations

import msgspec
import pytest

from pmtui.model import entries as e
from pmtui.model.incident.words import words
from pmtui.model.line import grammar, references
from pmtui.model.line.arguments import Command, LineError
from pmtui.model.line.commands import BY_NAME, COMMANDS, named
from pmtui.model.line.completion import Vocabulary, candidates
from tests.model.scene import Scene

READY = (
    "@10:30 /hypothesis the pool",
    "@10:31 /hypothesis the disk",
    "@10:32 /misleading H2 it is empty",
    "@10:33 /escalate database team: help",
    "@10:34 /action roll back check:10m",
    "@10:35 /task alert",
    "@10:36 a note",
    "@10:37 another note",
    "/key #7",
    "/strike #8",
    "@10:38 /question why did failover wait?",
)
REFERENCES = {"#12..#15": "#1..#3", "#12": "#7", "H1": "H1"}

# fmt: off
NAMED = {
    "note": "n no not note",
    "decision": "deci decis decisi decisio decision",
    "action": "a act acti actio action",
    "update": "u up upd upda updat update",
    "impact": "impa impac impact",
    "service": "ser serv servi servic service",
    "severity": "sev seve sever severi severit severity",
    "role": "ro rol role",
    "title": "tit titl title",
    "timezone": "tim time timez timezo timezon timezone",
    "summary": "su sum summ summa summar summary",
    "started": "sta star start starte started",
    "detected": "det dete detec detect detecte detected",
    "declared": "decl decla declar declare declared",
    "acknowledged": "ack ackn ackno acknow acknowl acknowle acknowled acknowledg acknowledge acknowledged",
    "identified": "id ide iden ident identi identif identifi identifie identified",
    "mitigated": "mit miti mitig mitiga mitigat mitigate mitigated",
    "resolved": "res reso resol resolv resolve resolved",
    "relapse": "rel rela relap relaps relapse",
    "hypothesis": "h hy hyp hypo hypot hypoth hypothe hypothes hypothesi hypothesis",
    "evidence": "ev evi evid evide eviden evidenc evidence",
    "misleading": "x mis misl misle mislea mislead misleadi misleadin misleading",
    "confirmed": "co con conf confi confir confirm confirme confirmed",
    "revive": "rev revi reviv revive",
    "escalate": "e es esc esca escal escala escalat escalate",
    "answered": "an ans answ answe answere answered",
    "withdraw": "wi wit with withd withdr withdra withdraw",
    "task": "t ta tas task",
    "done": "do don done",
    "improve": "impr impro improv improve",
    "well": "we wel well",
    "badly": "ba bad badl badly",
    "lucky": "l lu luc luck lucky",
    "question": "q qu que ques quest questi questio question",
    "write": "wr wri writ write",
    "dismiss": "di dis dism dismi dismis dismiss",
    "amend": "am ame amen amend",
    "retime": "ret reti retim retime",
    "strike": "str stri strik strike",
    "unstrike": "uns unst unstr unstri unstrik unstrike",
    "undo": "und undo",
    "key": "k ke key",
    "unkey": "unk unke unkey",
    "move": "mo mov move",
    "redact": "red reda redac redact",
    "handover": "ha han hand hando handov handove handover",
    "brief": "br bri brie brief",
    "close": "cl clo clos close",
    "reopen": "reo reop reope reopen",
    "finish": "fini finis finish",
    "export": "ex exp expo expor export",
    "find": "find",
    "help": "he hel help",
    "quit": "qui quit",
    "tag": "tag",
    "link": "li lin link",
}
# fmt: on
"""What has ever been enough to type for a command: fingers and scripts know it.

`answer` meant answered; it still does before an escalation.
"""


@pytest.mark.parametrize("name", NAMED)
def test_what_was_once_enough_for_a_command_keeps_its_meaning(name: str) -> None:
    """A command that comes later takes no prefix and no alias from one that was there."""
    assert [named(word).name for word in NAMED[name].split()] == [name] * len(NAMED[name].split())


@pytest.mark.parametrize(
    ("short", "written"),
    [
        ("/sev 2 payments", "/severity 2 payments"),
        *((f"/sev{level} too", f"/severity {level} too") for level in range(1, 6)),
        ("/SEV1", "/severity 1"),
        *((f"/severity {level}", "/severity 1") for level in ("P1", "s1", "sev-1", "SEV1")),
        ("/ic Ana", "/role commander Ana"),
        ("/lead Ana", "/role commander Ana"),
        ("/scribe Ana", "/role scribe Ana"),
        ("/comms Chi", "/role communications Chi"),
        ("/ops -Bo", "/role operations -Bo"),
        *((f"/role {name} Ana", "/role commander Ana") for name in ("ic", "IM", "lead", "ic:")),
        ("/role comms: Chi", "/role communications Chi"),
        ("/role ops Bo", "/role operations Bo"),
        *(
            (f"/role {name} Kim", "/role subject-matter expert Kim")
            for name in ("sme", "subject-matter-expert")
        ),
        ("/monitoring for an hour", "/mitigated for an hour"),
        ("@10:40 /fixed", "@10:40 /mitigated"),
        ("/ruledout H1 no", "/misleading H1 no"),
        ("/handoff Bo", "/handover Bo"),
        ("/followup alert owner:bo", "/task alert owner:bo"),
        ("/ack E1 on it", "/answered E1 on it"),
        ("/acknowledged e1", "/answered E1"),
        ("/status identified it is the pool", "/identified it is the pool"),
        ("/status Monitoring", "/mitigated"),
        ("@10:40 /status resolved", "@10:40 /resolved"),
        ("/amend #7 /status identified the pool", "/amend #7 /identified the pool"),
        ("/amend #7 /sev2 payments", "/amend #7 /severity 2 payments"),
    ],
)
def test_words_that_people_bring_along_are_understood(short: str, written: str) -> None:
    """Other programs' names for a command, a role or a severity, as if it had been written out."""
    scene = Scene(*READY, "/role operations Bo")
    one, other = scene.read(short), scene.read(written)
    assert msgspec.structs.replace(one, id="", said="") == msgspec.structs.replace(other, id="", said="")


@pytest.mark.parametrize("word", ["monitorin", "ruledou", "handof", "hando1", "comm", "followu", "stat"])
def test_an_alias_is_typed_whole(word: str) -> None:
    """A part of one is no command: only names are found by how they begin."""
    assert "is no command" in Scene(*READY).refused(f"/{word} x")


def test_status_takes_a_milestone_and_nothing_else() -> None:
    """Any other text may be what is known or what was told: it names both."""
    for line in ("/status", "/status the pool is full", "/status investigating"):
        said = Scene().refused(line)
        assert "/summary" in said
        assert "/update" in said
        assert "identified, monitoring, mitigated, resolved" in said


def test_ack_alone_is_refused_while_an_answer_is_awaited() -> None:
    """It names both lines, and Tab takes the first; written out, or with nobody waiting, it is the milestone."""
    scene = Scene(*READY, "@10:20 /escalate network")
    for line in ("/ack", "@11:00 /ACK "):
        with pytest.raises(LineError) as caught:
            scene.read(line)
        assert "write /answered E2 or /acknowledged" in str(caught.value)
        assert "network (E2)" in str(caught.value)
        assert isinstance(scene.read(caught.value.repair), e.Answered)
    assert isinstance(scene.read("/acknowledged"), e.Acknowledged)
    assert isinstance(scene.read("/ack Ana has it"), e.Acknowledged)
    scene.type("/answered E1,E2")
    assert isinstance(scene.read("/ack"), e.Acknowledged)


@pytest.mark.parametrize(
    "line", ["/answer E1 on it", "/answer e1", "@10:40 /Answer E1: on it", "/answere E1"]
)
def test_an_answer_to_an_escalation_ends_the_wait(line: str) -> None:
    """As it did before questions could be answered."""
    scene = Scene(*READY)
    typed = grammar.read(line, scene.context)
    assert typed.command.name == "answered"
    assert isinstance(typed.entry, e.Answered)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_every_command_has_a_row_that_works(command: Command) -> None:
    """Its example is understood as that command; help and usage say what it does."""
    assert command.help
    assert command.usage.startswith(f"/{command.name}")
    assert named(command.name) is command
    example = command.example
    for shown, real in REFERENCES.items():
        example = example.replace(shown, real)
    example = {"unstrike": "/unstrike #8", "revive": "/revive H2 odd"}.get(command.name, example)
    scene = Scene(*READY)
    typed = grammar.read(example, scene.context)
    assert typed.command is command
    assert (typed.entry is None) == (command.reads is None)
    if typed.entry is not None:
        scene.incident.hold(typed.entry)
        expected = "strike" if command.name == "undo" else command.name
        assert e.kind_of(typed.entry) == expected


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_names_and_aliases_are_unique(command: Command) -> None:
    """No alias is another's name; every prefix that names one command alone means it."""
    for alias in command.aliases:
        assert named(alias) is command
        assert alias not in BY_NAME
        assert [other.name for other in COMMANDS if alias in other.aliases] == [command.name]
    for length in range(1, len(command.name)):
        prefix = command.name[:length]
        alone = sum(name.startswith(prefix) for name in BY_NAME) == 1
        if alone:
            assert named(prefix) is command


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.keys], ids=lambda c: c.name)
def test_a_key_is_read_shown_and_offered_from_its_description(command: Command) -> None:
    """Its usage names each key, it is completed behind a text, and its field is one of the kind's."""
    scene = Scene(*READY)
    for key in command.keys:
        assert key.usage in command.usage
        assert command.kind is not None
        assert (key.field or key.name) in command.kind.__struct_fields__
        found = [
            c.text for c in candidates(f"/{command.name} x {key.name[:2]}", scene.incident, Vocabulary())
        ]
        assert f"/{command.name} x {key.name}:" in found


def test_a_key_that_only_begins_something_is_text_behind_a_reference() -> None:
    """The reference's text is the why; of a dead end `why:` says it."""
    scene = Scene(*READY)
    about, dead_end = scene.type("/x H1 it is empty why:so"), scene.type("/x the cache why:cold")
    assert isinstance(about.entry, e.Misleading)
    assert isinstance(dead_end.entry, e.Misleading)
    assert (about.entry.text, about.entry.because) == ("it is empty why:so", "")
    assert (dead_end.entry.text, dead_end.entry.because) == ("the cache", "cold")


@pytest.mark.parametrize("letter", e.LETTERS)
def test_what_has_a_label_can_be_referred_to(letter: str) -> None:
    """Each letter has a noun, a list of what bears it, and a reference that names it."""
    scene = Scene(*READY)
    first = scene.incident.begun(letter)[0]
    assert (first.label, first.item.entry.begins) == (f"{letter}1", letter)
    assert first.text
    assert first.state
    assert scene.read(f"/strike {letter}1").refs == (first.item.id,)
    assert references.nouns(letter).startswith(("a ", "an "))


def test_every_kind_that_can_be_typed_has_a_command() -> None:
    """Only the opening and what a command printed are made by the program alone."""
    assert set(e.KINDS) - set(BY_NAME) == {"incident", "run"}


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        (kind, command)
        for kind, command in (
            *((e.Note, "note"), (e.Decision, "decision"), (e.Impact, "impact"), (e.Improve, "improve")),
            *((e.Well, "well"), (e.Badly, "badly"), (e.Lucky, "lucky"), (e.Question, "question")),
            *((e.Summary, "summary"), (e.Title, "title")),
        )
    ],
)
def test_a_text_is_kept_as_typed(kind: type[e.Worded], command: str) -> None:
    """Markup, emoji, right-to-left and a reference at its beginning are text; without one it is refused."""
    text = "H1 [/] [red] a | b <b> `c` {{ d }} 🔥 漢字 مرحبا #12 owner:bo"
    scene = Scene()
    assert scene.read(f"/{command} {text}") is not None
    entry = scene.type(f"/{command} {text}").entry
    assert isinstance(entry, kind)
    assert entry.text == text
    assert "needs a text" in scene.refused(f"/{command}")


@pytest.mark.parametrize(
    ("command", "wanted"),
    [("handover", "a name"), ("role", "a role and a name"), ("link", "an address"), ("attach", "a file")],
)
def test_what_is_missing_is_called_by_its_name(command: str, wanted: str) -> None:
    """What the usage shows, not just a text."""
    assert f"/{command} needs {wanted}; write /{command} " in Scene().refused(f"/{command}")


@pytest.mark.parametrize(
    "name",
    ["started", "detected", "declared", "acknowledged", "identified", "mitigated", "resolved", "relapse"],
)
def test_a_milestone_needs_no_text(name: str) -> None:
    """And takes one."""
    scene = Scene()
    scene.type(f"@10:30 /{name}")
    scene.type(f"@10:31 /{name} because")
    assert [scene.text(1), scene.text(2)] == ["", "because"]


@pytest.mark.parametrize("line", ["/detected by:customer a call", "/detected a call by:customer"])
def test_detected_says_by_whom(line: str) -> None:
    """In front of the text or behind it; the entry and what is shown of it have it."""
    scene = Scene(f"@10:32 {line}")
    (item,) = scene.incident.of(e.Detected)
    assert isinstance(item.entry, e.Detected)
    assert (item.entry.source, item.entry.text) == ("customer", "a call")
    assert words(item, scene.incident) == "by customer: a call"


def test_detected_by_nobody_known_is_refused() -> None:
    """A word that is none of the four, with the four."""
    refused = Scene().refused("/detected by:robots")
    assert "by:robots: not one of them" in refused
    assert "monitoring, customer, staff, partner" in refused
