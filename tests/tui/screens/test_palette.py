"""Promises about palette, keymap and help: one table behind all of them."""

from __future__ import annotations

import ast
import re
from functools import partial
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.binding import Binding
from textual.command import CommandPalette
from textual.content import Content
from textual.widgets import OptionList, Static

from pmtui import tui
from pmtui.cli.answers import help_text
from pmtui.model.line.commands import BY_NAME, COMMANDS
from pmtui.tui.app import PmtuiApp
from pmtui.tui.demo import DemoApp
from pmtui.tui.help import Help, help_content
from pmtui.tui.keys import ACTS, BY_ID, KINDS, PLACES, acts, bindings, key_line, keymap, keys_of
from pmtui.tui.screens.home import HomeScreen
from pmtui.tui.screens.live import LiveScreen
from pmtui.tui.terminal.keyboard import Key
from pmtui.tui.timeline.pane import TimelinePane
from pmtui.tui.timeline.rows import SORTS
from pmtui.tui.widgets.actions import Actions
from pmtui.tui.widgets.escalations import Escalations
from pmtui.tui.widgets.hypotheses import Hypotheses
from pmtui.tui.widgets.panes import Panes
from pmtui.tui.widgets.tasks import Tasks
from pmtui.tui.writeup.editor import Editor
from pmtui.tui.writeup.findings import Findings
from pmtui.tui.writeup.proposals import Proposals
from pmtui.tui.writeup.quotes import Quotes
from pmtui.tui.writeup.sections import Sections
from pmtui.tui.writeup.writeup import Writeup
from tests.tui.stage import Stage, incident, settings, stage


def _shows(s: Stage, text: str) -> bool:
    """Whether the screen shows a text."""
    return text in s.picture


async def test_the_palette_has_every_act_and_every_command(tmp_path: Path) -> None:
    """Those of the pane with the focus, of the screen, of the program, and what can be typed."""
    async with stage(tmp_path) as s:
        for pane, places in (
            ("timeline", ("entry", "timeline")),
            ("hypotheses", ("hypotheses", "entry")),
            ("escalations", ("escalations", "entry")),
            ("actions", ("actions", "questions", "entry")),
        ):
            await s.go(pane)
            listed = list(s.app.get_system_commands(s.app.screen))
            titles = [command.title for command in listed]
            assert {act.label for act in acts(*places, "live", "app")} <= set(titles)
            assert {f"/{command.name}" for command in COMMANDS} <= set(titles)
            for command in listed:  # Textual reads these as markup
                assert Content.from_markup(command.help).plain == command.help
                assert Content.from_markup(command.title).plain == command.title


async def test_the_palette_runs_what_is_chosen(tmp_path: Path) -> None:
    """ctrl+p, some letters, Enter: the act happens; a command fills the bar."""
    async with stage(tmp_path) as s:
        for typed, promise in (
            ("Brief", lambda: "Ruled out" in "".join(s.copied)),
            ("/decision", lambda: s.bar == "/decision "),
        ):
            await s.press("ctrl+p")
            await s.until(lambda: isinstance(s.app.screen, CommandPalette))
            await s.press(*typed.replace("/", ""))
            await s.until(partial(_shows, s, typed))
            await s.press("enter")
            await s.until(promise)
            if typed == "Brief":
                await s.press("escape")


async def test_the_palette_takes_one_line_for_each_and_finds_what_the_help_says(tmp_path: Path) -> None:
    """Also at 60 cells; a word of the help finds it, too."""
    async with stage(tmp_path, size=(60, 15)) as s:
        await s.press("ctrl+p")
        await s.until(lambda: isinstance(s.app.screen, CommandPalette))
        listed = s.app.screen.query_one(OptionList)
        await s.until(lambda: listed.option_count > len(COMMANDS))
        assert listed.virtual_size.height == listed.option_count
        await s.press(*"really")
        await s.until(partial(_shows, s, "/retime  when it really happened"))


async def test_the_help_is_filtered_by_what_is_typed(tmp_path: Path) -> None:
    """Commands are in sight at once; every word must fit; Escape leaves; `/help WORD` begins with the word."""
    async with stage(tmp_path, size=(80, 24)) as s:
        await s.press("f1")
        await s.until(lambda: isinstance(s.app.screen, Help) and s.app.screen.focused)
        assert "/note TEXT" in s.picture
        await s.press(*"happened", "space", *"really")
        await s.until(partial(_shows, s, "/retime #12 TIME"))
        assert "/decision" not in s.dialog
        assert "alt+t" in s.dialog
        await s.press("escape")
        assert s.app.screen is s.live
        await s.enter("/help [/] nobody wrote this")
        await s.until(partial(_shows, s, "nothing in the help holds '[/] nobody wrote this'"))
        await s.press("escape")
        await s.enter("/help retime")
        await s.until(partial(_shows, s, "/retime #12 TIME"))
        assert s.bar == ""
        assert s.parked == []


async def test_a_text_that_came_at_once_behind_help_goes_to_the_bar(tmp_path: Path) -> None:
    """A paste without marks is no filter."""
    async with stage(tmp_path) as s:
        await s.press("f1")
        await s.until(lambda: isinstance(s.app.screen, Help))
        for character in "and on":
            s.app.post_message(Key(character, character, alone=False))
        s.app.post_message(Key("enter", "\r", alone=False))
        await s.until(lambda: s.texts[-1] == "and on")
        assert s.app.screen is s.live


async def test_home_has_its_own_palette(tmp_path: Path) -> None:
    """What works there, and nothing else."""
    async with stage(tmp_path, at_home=True) as s:
        await s.until(lambda: isinstance(s.app.screen, HomeScreen))
        titles = [command.title for command in s.app.get_system_commands(s.app.screen)]
        assert {act.label for act in acts("home", "app")} <= set(titles)
        assert "Retime" not in titles


async def test_a_key_can_be_another(tmp_path: Path) -> None:
    """The keymap of the settings moves a key, in the line of keys and the help too; the old one does nothing."""
    async with stage(tmp_path, settings=settings(keymap={"entry.strike": "alt+b", "live.brief": "f9"})) as s:
        await s.go("timeline")
        assert "alt+b Strike" in s.said
        await s.press("end", "alt+b")
        assert s.bar.startswith("/strike #")
        await s.clear()
        await s.go("timeline")
        await s.press("alt+x")
        assert s.bar == ""
        await s.press("f9")
        assert len(s.copied) == 1
        await s.press("escape", "f1")
        assert "f9" in s.dialog


async def test_a_keymap_that_cannot_be_is_a_notice(tmp_path: Path) -> None:
    """An unknown action, a key that is taken and one that types are said, each by its name; all else works."""
    wanted = {"entry.strik": "alt+b", "live.brief": "f1", "entry.mark": "z", "entry.copy": "full_stop"}
    async with stage(tmp_path, settings=settings(keymap=wanted)) as s:
        assert "keymap.entry.strik: there is no such action; did you mean entry.strike?" in s.toasts
        assert "keymap.live.brief: f1 is the key of live.help too" in s.toasts
        assert "keymap.entry.mark: z is typed into the bar; choose another, as alt+z" in s.toasts
        assert "keymap.entry.copy: full_stop is typed into the bar" in s.toasts
        assert keymap({"entry.strike": "alt+b"}) == ({"entry.strike": "alt+b"}, [])
        await s.go("timeline")
        await s.press("z", "full_stop")
        assert s.bar == "z."


def test_every_act_is_something_that_can_be_done() -> None:
    """It has a name of its own, a place with a title, a sentence, and a method of all whose key it is."""
    assert len(BY_ID) == len(ACTS)
    owners = (
        PmtuiApp,
        DemoApp,
        HomeScreen,
        LiveScreen,
        TimelinePane,
        Hypotheses,
        Escalations,
        Actions,
        Panes,
        Tasks,
        Writeup,
        Sections,
        Findings,
        Editor,
        Quotes,
    )
    for act in ACTS:
        assert act.where in PLACES
        assert act.help
        has: list[type] = [owner for owner in owners if act.where in owner.PLACES]
        if act.where in KINDS.values():
            has.append(TimelinePane)  # whatever an entry began can be selected there
        for owner in has or [Proposals]:
            assert callable(getattr(owner, act.method, None)), act.id


@pytest.mark.parametrize("places", [("entry", "timeline"), ("hypotheses", "entry"), ("home",), ("writeup",)])
def test_a_key_does_one_thing_in_one_place(places: tuple[str, ...]) -> None:
    """The first place that wants it has it, and the line of keys agrees."""
    made = [b for b in bindings(*places) if isinstance(b, Binding)]
    assert len({b.key for b in made}) == len(made)
    labels = {b.description for b in made}
    assert {label for _, label in key_line(places, {})} <= labels


def test_no_key_means_two_things_at_once() -> None:
    """What an entry began has its acts wherever it is selected, beside those of the place and of the screen."""
    everywhere = ("app", "live", "entry")
    for letter, kind in KINDS.items():
        for place in ("timeline", kind):
            keys = [key for act in acts(*{*everywhere, place, kind}) for key in act.keys.split(",")]
            assert len(set(keys)) == len(keys), (letter, place)
    for place in ("writeup", "findings"):
        keys = [key for act in acts("app", "live", "document", place) for key in act.keys.split(",")]
        assert len(set(keys)) == len(keys), place


def test_no_act_has_a_function_key_alone() -> None:
    """A function key that a desktop, a browser or a laptop takes away takes nothing from anybody.

    It has alt and a letter as well, or a command of its name.
    """
    for act in ACTS:
        alone = all(re.fullmatch(r"f\d+", key) for key in act.keys.split(","))
        assert not alone or act.action in BY_NAME, act.id


def test_the_help_holds_every_command_and_key() -> None:
    """Each command with its example, each act with its key as a person reads it."""
    told = help_content({}).plain
    for command in COMMANDS:
        assert command.usage in told
        assert command.example in told
    for act in ACTS:
        assert f"{keys_of(act, {}):<24}{act.help}" in told
    assert "full_stop" not in told


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("page", "/escalate WHO"), ("status", "/identified"), ("theory", "/hypothesis"), ("exit", "/quit")],
)
def test_the_help_is_searched_by_what_others_call_it_too(wanted: str, found: str) -> None:
    """On the screen and by `/help` in the shell: aliases, and words of other programs."""
    assert found in help_content({}, wanted).plain
    assert found in help_text(wanted)


@pytest.mark.parametrize("width", [48, 80])
def test_a_long_line_of_the_help_goes_on_under_its_own_beginning(width: int) -> None:
    """At the left edge stand only the titles, and no word is lost."""
    told = help_content({}, width=width).plain
    lines = told.splitlines()
    titles = {command.group for command in COMMANDS} | {
        *PLACES.values(),
        "A line",
        "Keys of the line",
        "Times",
    }
    assert {line for line in lines if line and not line.startswith("  ")} == titles
    assert all(cell_len(line) <= width for line in lines if not line.startswith("  /"))
    assert told.split() == help_content({}).plain.split()


@pytest.mark.parametrize("size", [(60, 15), (120, 36)])
async def test_the_help_is_wrapped_for_the_room_that_it_has(tmp_path: Path, size: tuple[int, int]) -> None:
    """At the left edge of the dialog no line goes on."""
    async with stage(tmp_path, size=size) as s:
        await s.press("f1")
        told = s.app.screen.query_one("#told", Static)
        await s.until(lambda: "roll back to 4.2" in " ".join(str(told.content).split()))
        widest = max(cell_len(line) for line in str(told.content).splitlines() if line[:3] != "  /")
        assert widest <= told.size.width


async def test_the_palette_of_a_list_in_front_is_that_lists(tmp_path: Path) -> None:
    """Over proposed entries stand their acts, and none of home or of the screen behind."""
    folder = incident(tmp_path, lines=("@2026-03-12T10:00 /started", "@2026-03-12T11:00 /resolved", "/close"))
    async with stage(tmp_path, folder=folder) as s:
        await s.until(lambda: s.live.writing)
        s.type("10:05 ana: checkout is slow\n10:07 bo: it is the pool\n")
        await s.until(lambda: isinstance(s.app.screen, Proposals) and s.app.screen.focused)
        titles = {command.title for command in s.app.get_system_commands(s.app.screen)}
        assert {act.label for act in acts("proposals", "app")} <= titles
        assert not {"Sort", "New", "Retime"} & titles


async def test_an_empty_bar_names_the_key_of_the_help(tmp_path: Path) -> None:
    """As the keymap has it."""
    async with stage(tmp_path, size=(60, 15), settings=settings(keymap={"live.help": "f9"})) as s:
        assert "/ for commands, f9 for help" in s.picture


async def test_what_names_a_key_names_the_one_that_is_bound(tmp_path: Path) -> None:
    """Hints, notices, placeholders and the help follow the keymap; the key does it, also where the bar had it."""
    keys = {
        "live.note": "f7",
        "live.help": "f9",
        "live.bar": "f11",
        "live.writeup": "f12",
        "editor.begin": "alt+f8",
        "timeline.kinds": "alt+f12",
        "timeline.find": "alt+f11",
        "timeline.find-next": "alt+f1",
        "timeline.find-previous": "alt+f2",
    }
    async with stage(tmp_path, folder=incident(tmp_path), settings=settings(keymap=keys)) as s:
        assert "f9 shows keys and commands" in s.live.timeline.empty
        s.live.timeline.narrow(sorted(SORTS)[-1])
        assert "alt+f12 goes on to the next sort" in s.timeline.placeholder
        s.live.timeline.narrow("")
        await s.enter("/find nothing like it", "/nonsense", "CPU is high", "/impact no sales", "/find high")
        s.live.timeline.find(
            "high"
        )  # from the timeline itself: no focus moves, which would show its keys instead
        assert "alt+f2 goes back, alt+f1 on" in s.said
        await s.press("f11")
        assert "f7 makes it a note" in s.picture
        await s.press("f7")
        assert s.parked == []
        assert "/nonsense" in s.texts
        await s.press("f12")
        s.writeup.sections.select("summary")
        await s.go("editor")
        await s.until(lambda: "alt+f8 begins with it" in s.picture)
        await s.press("alt+f8")
        assert s.writeup.editor.text
        await s.press("f12", "f9")
        assert "f11 comes back" in " ".join(s.dialog.split())
    _, notices = keymap({"live.help": "f9", "zzz": "q"})
    assert notices == ["settings: keymap.zzz: there is no such action; f9 lists them"]


async def test_home_names_the_key_that_is_bound(tmp_path: Path) -> None:
    """To begin an incident, and to show all."""
    keys = {"home.new": "f9", "home.clear": "f11"}
    async with stage(tmp_path, at_home=True, settings=settings(keymap=keys)) as s:
        await s.until(lambda: "f9 begins one" in s.picture)
        await s.press("x")
        await s.until(lambda: "nothing fits; f11 shows all" in s.picture)


def test_no_sentence_names_a_key_that_the_keymap_may_move() -> None:
    """A function key, or one that leaves or opens the palette, stands in the table of keys alone."""
    moved = re.compile(r"\b[Ff]\d{1,2}\b|\bctrl\+[pq]\b")
    found = []
    for path in sorted(Path(tui.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                node.value.value = ""  # a docstring
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and " " in text and moved.search(text):
                found.append(f"{path.name}: {text}")
    assert found == []
