"""Promises of `model/grammar.py`: a line becomes an entry, or is refused in one sentence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pmtui.model import entries as e
from pmtui.model.line import grammar
from pmtui.model.line.arguments import LineError
from pmtui.model.text import clean
from pmtui.output.record import record
from tests.model.lines import lines
from tests.model.scene import NOON, Scene, at, copy

BUSY = (
    "@10:30 /started",
    "@10:31 /hypothesis recent code changes",
    "@10:35 /hypothesis a DDoS attack",
    "@10:40..10:50 /misleading the network",
    "@10:41 /evidence H1,H2 + seen before",
    "@10:50 /misleading H2 no malicious traffic",
    "@10:51 /escalate database team: overload via:page",
    "@10:52 /action roll back owner:bo check:10m",
    "/role commander Ana",
    "/task Alert on the pool owner:ana due:+14d",
    "/write summary It was the pool.",
    "/amend #1 the load balancer gave up",
    "/strike #5",
)


def understood(scene: Scene, line: str) -> tuple[e.Entry | None, str]:
    """The entry that a line would be, or the sentence with which it is refused."""
    try:
        return grammar.read(line, scene.context).entry, ""
    except LineError as error:
        return None, str(error)


@settings(max_examples=300)
@given(lines, st.booleans())
@example("/misleading H2..4 x", False)
@example("/misleading H" + "1" * 5000, False)
@example("/retime #1 by -999999d", False)
@example("/misleading nothing spent:999999d", False)
@example('/write "  " text', False)
def test_no_text_raises_any_other_error(line: str, closed: bool) -> None:
    """LineError, a sentence, or an entry that folds: nothing else, whatever is typed, open or closed."""
    scene = Scene(*BUSY, *(["/close"] if closed else []))
    entry, said = understood(scene, line)
    assert "\x1b" not in said
    if entry is not None:
        scene.incident.hold(entry)
        record.tables(scene.incident, "slug")
        assert copy(scene.incident).entries == scene.incident.entries


@settings(max_examples=200)
@given(st.lists(lines, max_size=6))
def test_no_sequence_of_lines_breaks_the_incident(typed: list[str]) -> None:
    """Whatever was recorded before, the next line is understood or refused, and everything can be asked."""
    scene = Scene(*BUSY)
    for line in typed:
        entry, _ = understood(scene, line)
        if entry is not None:
            scene.incident.hold(entry)
    incident = scene.incident
    assert record.tables(copy(incident), "slug") == record.tables(incident, "slug")


@given(st.text(min_size=1, max_size=60))
def test_a_line_that_begins_with_a_space_is_a_note(text: str) -> None:
    """Whatever follows the space is the note's text."""
    wanted = clean(f" {text}").strip()
    if wanted:
        entry = Scene().read(f" {text}")
        assert isinstance(entry, e.Note)
        assert entry.text == wanted


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("the database is slow", "the database is slow"),
        ("/var/log is full", "/var/log is full"),
        ("@10:40 /var/log is full", "/var/log is full"),
        (" /close the door", "/close the door"),
        (" @10:40 was bad", "@10:40 was bad"),
        ("@ana restarts db", "@ana restarts db"),
        ("@here look", "@here look"),
        ("/note /foo", "/foo"),
        ("/no a note", "a note"),
        ("/NOTE shouted", "shouted"),
        ("first\nsecond\n  third", "first\nsecond\n  third"),
        ("/note\nbelow", "below"),
        ("H2 looks odd", "H2 looks odd"),
        ("[red]x[/] | <b> `a` {{ x }}", "[red]x[/] | <b> `a` {{ x }}"),
        ("\x1b[31mred", "red"),
    ],
)
def test_what_is_no_command_is_a_note(line: str, text: str) -> None:
    """A second slash, a leading space, a name behind an @: all notes, with every word."""
    entry = Scene().read(line)
    assert isinstance(entry, e.Note)
    assert entry.text == text


@pytest.mark.parametrize(
    ("word", "command"),
    [
        *((word, "/help") for word in ("help", "HELP", "?", "help  ")),
        *((word, "/quit") for word in ("quit", "exit", "q", ":q", ":q!", ":wq", "Exit")),
        ("status", "/brief"),
        ("who", "/who"),
        ("undo", "/undo"),
        ("clear", ""),
        *((f"sev{level}", f"/severity {level}") for level in range(1, 6)),
    ],
)
def test_a_line_that_is_a_word_for_a_program_is_refused(word: str, command: str) -> None:
    """It names the command that does it, which Tab takes; `/note` and a space before it make it a note."""
    scene = Scene("something to take back")
    with pytest.raises(LineError) as caught:
        scene.read(word)
    assert caught.value.repair == command
    assert command in str(caught.value)
    assert f"/note {word.strip()}" in str(caught.value)
    for note in (f"/note {word}", f" {word}", f"{word.strip()} me", f"@10:40 {word}"):
        assert isinstance(scene.read(note), e.Note)


@pytest.mark.parametrize(
    ("line", "repair"),
    [
        ("/reslved at last", "/resolved at last"),
        ("@10:40 /hypotesis the pool", "@10:40 /hypothesis the pool"),
        ("/update custmers: hello", "/update customers: hello"),
        ("/action x ower:bo", "/action x owner:bo"),
        ("/role comander Ana", "/role commander Ana"),
        ("/role incident commander Ana", "/role commander Ana"),
        ("/folowup alert", "/followup alert"),
        ("@2:05 am spike", "@2:05am spike"),
        ("@5m spike", "@-5m spike"),
        ("@2023-10-14 10:40 spike", "@2023-10-14T10:40 spike"),
        ("@25:00 spike", ""),
        ("@14:05 spike", ""),
        ("/xyzzy y", ""),
        ("/re", ""),
        ("/escalete", ""),
        ("/misleading H9 no", ""),
    ],
)
def test_a_refusal_carries_the_line_that_was_meant(line: str, repair: str) -> None:
    """Whole, and only where that line would be taken."""
    scene = Scene()
    with pytest.raises(LineError) as caught:
        scene.read(line)
    assert caught.value.repair == repair
    if repair:
        assert grammar.read(repair, scene.context).entry is not None


@given(lines)
def test_a_repair_is_always_taken(line: str) -> None:
    """Whatever was typed."""
    scene = Scene(*BUSY)
    try:
        grammar.read(line, scene.context)
    except LineError as error:
        if error.repair:
            grammar.read(error.repair, scene.context)


@pytest.mark.parametrize(
    ("line", "instead", "hint"),
    [
        ("09:01 spike", "@09:01 spike", "happened at 09:01"),
        ("09:01: spike", "@09:01 spike", "happened at 09:01"),
        ("-5m spike of errors", "@-5m spike of errors", "happened at 11:55"),
        ("~11:20 /var/log is full", "@~11:20 /var/log is full", "happened at ~11:20"),
        ("9:05am spike", "@9:05am spike", "happened at 09:05"),
        ("11am spike", "@11am spike", "happened at 11:00"),
        ("10:00..10:20 outage", "@10:00..10:20 outage", "happened at 10:00–10:20"),
        ("09:01", "", ""),
        ("23:59 spike", "", ""),
        ("99:99 spike", "", ""),
        ("-5 degrees", "", ""),
        ("5 servers are down", "", ""),
        ("2023-10-15 was bad", "", ""),
        ("- 5m", "", ""),
        ("@09:01 spike", "", ""),
        (" 09:01 spike", "", ""),
    ],
)
def test_a_note_that_begins_with_a_time_says_how_that_would_be_typed(
    line: str, instead: str, hint: str
) -> None:
    """It is a note of now all the same, with every word; where that time cannot be, nothing is said."""
    scene = Scene()
    typed = grammar.read(line, scene.context)
    assert (typed.instead, typed.hint) == (instead, hint)
    if line[0] not in "@ ":
        assert isinstance(typed.entry, e.Note)
        assert (typed.entry.text, typed.entry.at) == (line, NOON)


def test_people_who_are_waited_for_already_can_be_asked_again_instead() -> None:
    """With the time, the words and the keys of what was typed, whatever they are; it is asked anew all the same."""
    scene = Scene("@11:00 /escalate dba: is it theirs?")
    typed = scene.preview("@-5m /escalate Dba: [/] E1 still? via:phone")
    assert (typed.instead, typed.hint) == ("@-5m /escalate E1 [/] E1 still? via:phone ", "asks E1 again")
    assert typed.entry is not None
    assert (typed.entry.refs, typed.entry.label) == ((), "E2")
    again = scene.read(typed.instead)
    assert isinstance(again, e.Escalate)
    assert (again.refs, again.text, again.via) == ((scene.incident.entries[1].id,), "[/] E1 still?", "phone")
    assert scene.preview("/escalate network").hint == ""
    assert scene.preview("/escalate E1").hint == ""
    scene.type("/answered E1")
    assert scene.preview("/escalate dba").hint == ""


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("/started 10:40", "@10:40 /started"),
        ("/Started at 10:40: db is slow", "@10:40 /started db is slow"),
        ("/fixed -5m rolled back", "@-5m /mitigated rolled back"),
        ("/detected since ~10:40", "@~10:40 /detected"),
        ("/relapse 9:05am\n10:00 too", "@9:05am /relapse 10:00 too"),
        ("/started 99:99", ""),
    ],
)
def test_a_milestone_whose_text_begins_with_a_time_is_refused(line: str, instead: str) -> None:
    """It would be one of now; the repair has the time in its place, and with a TIME any text is taken."""
    with pytest.raises(LineError) as caught:
        grammar.read(line, Scene().context)
    assert caught.value.repair == instead
    text = line.split(maxsplit=1)[1]
    entry = Scene().read(f"@now {line}")
    assert isinstance(entry, e.Worded)
    assert (entry.text, entry.at) == (text, NOON)


@pytest.mark.parametrize(
    "line", ["/started 5 servers are down", "/resolved at last", "/started since noon", "/resolved -"]
)
def test_a_milestone_with_other_words_is_one_of_now(line: str) -> None:
    """Numbers and short words are text."""
    assert Scene().read(line).at == NOON


@pytest.mark.parametrize("line", ["", "   ", "\n", "\t", "@10:40", "@10:40 ", "/note", "\x1b[31m"])
def test_an_empty_line_is_refused(line: str) -> None:
    """A time alone is no entry either."""
    Scene().refused(line)


def test_an_entry_holds_both_times_and_who() -> None:
    """`at`, as typed and understood; `recorded`, the clock; who; the zone; the TIME as typed. No number or salt."""
    scene = Scene("a note", zone="Europe/Paris")
    entry = scene.read("@~13:30 something")
    assert (entry.at, entry.about, entry.said, entry.zone) == (at("11:30"), True, "~13:30", "Europe/Paris")
    assert (entry.recorded, entry.by, entry.n) == (NOON, "ana", 0)
    assert entry.salt == ""
    assert scene.read("now").at == NOON
    assert scene.read("@11:00..11:20 a talk").until == at("09:20")
    assert scene.read("@? who knows").at is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("/h a guess", e.Hypothesis),
        ("/x a dead end", e.Misleading),
        ("/e the team", e.Escalate),
        ("/a restart", e.Action),
        ("/u all is well", e.Update),
        ("/t alert", e.Task),
        ("/hyp a guess", e.Hypothesis),
        ("/esc the team", e.Escalate),
        ("/mis a dead end", e.Misleading),
        ("/deci fail over", e.Decision),
        ("/mitigate", e.Mitigated),
        ("/sev 2", e.Severity),
        ("/Resolved", e.Resolved),
    ],
)
def test_aliases_and_unique_prefixes_name_commands(line: str, kind: type[e.Entry]) -> None:
    """Exact names win, then aliases, then any unique prefix; case is ignored."""
    assert type(Scene().read(line)) is kind


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("/re H1", ("/resolved", "/relapse", "/revive", "/retime", "/redact", "/reopen")),
        ("/d x", ("/decision", "/detected", "/declared", "/done")),
        ("/hypotesis x", ("/hypothesis",)),
        ("/sevrity 2", ("/severity",)),
        ("/mitigatd", ("/mitigated",)),
        ("/owner Ivo", ("/action", "/task")),
        ("/xyzzy", ("/help",)),
        ("/", ("/help",)),
        ("/" + "y" * 10_000, ("/help",)),
    ],
)
def test_an_ambiguous_or_unknown_command_names_the_nearest(line: str, named: tuple[str, ...]) -> None:
    """One short sentence with the commands that may be meant; nothing is recorded."""
    said = Scene().refused(line)
    assert all(name in said for name in named)
    assert len(said) < 300


def test_the_error_holds_the_nearest_commands() -> None:
    """So that a screen can offer them."""
    with pytest.raises(LineError) as caught:
        grammar.read("/hypotesis x", Scene().context)
    assert caught.value.nearest == ("hypothesis",)


@pytest.mark.parametrize(
    "line",
    [
        *("@2023-11-31T10:00 x", "@15:00 x", "@25:00 x", "@10:40PST x", "@10:40 PST x", "@2fa broke"),
        *("@10:40 pm x", "@2023-10-15 10:40 x", "@5m x"),
    ],
)
def test_a_time_that_cannot_be_is_refused(line: str) -> None:
    """Impossible, in the future, in two words or in an abbreviation: one sentence, nothing recorded."""
    Scene().refused(line)


@pytest.mark.parametrize("line", ["{}", "/write summary {}", "/amend #1 {}", "/misleading a path: {}"])
def test_what_is_longer_than_an_entry_may_be_is_refused(line: str) -> None:
    """At Enter, in one short sentence; a text just under four mebibytes is an entry."""
    scene = Scene("one")
    said = scene.refused(line.format("é" * (e.ENTRY_MIB << 19)))
    assert "4.0 MiB long" in said
    assert len(said) < 200
    assert understood(scene, line.format("é" * ((e.ENTRY_MIB << 19) - 500)))[1] == ""


# --- long after the end


def over(*lines: str, hours: int = 13) -> Scene:
    """An incident that was resolved at 11:00, so many hours later."""
    scene = Scene("@10:30 /started", "@10:32 /detected", *lines)
    scene.now = at("11:00") + timedelta(hours=hours)
    return scene


def test_no_time_means_now_until_long_after_the_resolution() -> None:
    """Twelve hours later it still means now; after that, unknown."""
    for hours, known in ((1, True), (12, True), (13, False)):
        scene = over("@11:00 /resolved", hours=hours)
        assert (scene.read("a note").at is not None) == known


@pytest.mark.parametrize(
    "line", ["a note", "/task x", "/role scribe Bo", "/severity 1", "/impact x", "/h guess"]
)
def test_no_time_means_unknown_once_it_is_over(line: str) -> None:
    """Closed, or resolved long ago: what is added belongs to no moment that anybody gave."""
    assert over("@11:00 /resolved").read(line).at is None
    assert over("@11:00 /resolved", "/close", hours=2).read(line).at is None
    assert over("@11:00 /resolved", "/close", "/reopen", hours=2).read(line).at is not None


def test_a_milestone_asks_when_once_it_is_over() -> None:
    """Unknown would be a milestone that counts for nothing."""
    scene = over("@11:00 /resolved", "/close", hours=2)
    assert "/mitigated: when?" in scene.refused("/mitigated")
    assert scene.read("@10:50 /mitigated").at == at("10:50")
    assert scene.read("@? /mitigated").at is None
    assert "when?" in over("@11:00 /resolved").refused("/identified")


def test_a_time_given_counts_once_it_is_over() -> None:
    """`now` is the way to say now."""
    scene = over("@11:00 /resolved", "/close", hours=2)
    assert scene.read("@now it is quiet").at == scene.now
    assert scene.read("@10:45 it was loud").at == at("10:45")


def test_an_incident_that_came_back_is_not_over() -> None:
    """After a relapse no TIME means now again, however long ago it was once resolved."""
    assert over("@11:00 /resolved", "@11:30 /relapse").read("a note").at is not None


def test_the_program_acts_now_whenever_it_is() -> None:
    """Closing and reopening happen now, and a TIME may be given."""
    scene = over("@11:00 /resolved")
    assert scene.read("/close").at == scene.now
    assert scene.read("@23:00 /close").at == at("23:00")


def test_facts_of_unknown_time_hold_throughout() -> None:
    """Roles, services, severity and impact that are added afterwards are facts of the whole incident."""
    scene = over("@11:00 /resolved", "/close", hours=2)
    for line in ("/role commander Bo", "/service shop", "/severity 1", "/impact a quarter of logins fail"):
        assert scene.type(line).entry.at is None
    incident = scene.incident
    assert [(r.role, r.name, r.taken, r.given_up) for r in incident.roles] == [
        ("commander", "Bo", None, None)
    ]
    assert (incident.commander, incident.services, incident.severity) == ("Bo", ("shop",), "SEV1")
    assert len(incident.impacts) == 1


# --- what records nothing, what stands alone


@pytest.mark.parametrize(
    "line",
    [
        *(
            "/brief now",
            "/finish it",
            "/undo #3",
            "/export csv now",
            "/key #1 x",
        ),
        *("/unkey #1 x", "/unstrike #1 x", "/retime #1 10:40 x"),
    ],
)
def test_a_command_without_a_text_refuses_one(line: str) -> None:
    """What would be dropped is refused."""
    scene = Scene("a note", "/key #1")
    assert "too much" in scene.refused(line) or "struck" in scene.refused(line)


def test_what_the_program_does_records_nothing() -> None:
    """/brief, /find, /export and /help are understood; the screen or the command line does them."""
    context = Scene().context
    for line, text in (("/brief", ""), ("/find the pool", "the pool"), ("/export CSV", "csv"), ("/help", "")):
        typed = grammar.read(line, context)
        assert (typed.entry, typed.text) == (None, text)
    scene = Scene()
    assert "takes no TIME" in scene.refused("@10:40 /brief")
    assert "needs" in scene.refused("/find")
    assert "needs a format" in scene.refused("/export")


def test_a_command_behind_a_word_that_is_no_time_is_refused() -> None:
    """`@TIME /resolved` would be a note that holds a command nobody carried out."""
    scene = Scene()
    assert "is no time" in scene.refused("@TIME /resolved")
    assert isinstance(scene.read("@ana /restart the db"), e.Note)
