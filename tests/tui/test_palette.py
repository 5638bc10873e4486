"""Promises about palette, keymap and help: one table behind all of them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.command import CommandPalette
from textual.content import Content

from pmtui.model.commands import COMMANDS
from pmtui.tui.app import PmtuiApp
from pmtui.tui.commands import ACTS, BY_ID, PLACES, acts, bindings, key_line, keymap, keys_of
from pmtui.tui.help import help_content
from pmtui.tui.screens.home import HomeScreen
from pmtui.tui.screens.live import LiveScreen
from pmtui.tui.screens.proposals import Proposals
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
            ("tasks", ("tasks", "entry")),
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


async def test_home_has_its_own_palette(tmp_path: Path) -> None:
    """What works there, and nothing else."""
    async with stage(tmp_path, at_home=True) as s:
        await s.until(lambda: isinstance(s.app.screen, HomeScreen))
        titles = [command.title for command in s.app.get_system_commands(s.app.screen)]
        assert {act.label for act in acts("home", "app")} <= set(titles)
        assert "Retime" not in titles


async def test_a_key_can_be_another(tmp_path: Path) -> None:
    """The keymap of the settings moves a key, in the line of keys and the help too; the old one is a letter again."""
    async with stage(tmp_path, settings=settings(keymap={"entry.strike": "z", "live.brief": "f9"})) as s:
        await s.go("timeline")
        assert "z Strike" in s.said
        await s.press("G", "z")
        assert s.bar.startswith("/strike #")
        await s.clear()
        await s.go("timeline")
        await s.press("x")
        assert s.bar == "x"
        await s.press("f9")
        assert len(s.copied) == 1
        await s.press("escape", "f1")
        assert "f9" in s.dialog


async def test_a_keymap_that_cannot_be_is_a_notice(tmp_path: Path) -> None:
    """An unknown action and a key that is taken are said, each by its name; everything else works."""
    wanted = {"entry.strik": "z", "live.brief": "f1"}
    async with stage(tmp_path, settings=settings(keymap=wanted)) as s:
        assert "keymap.entry.strik: there is no such action; did you mean entry.strike?" in s.toasts
        assert "keymap.live.brief: f1 is the key of live.help too" in s.toasts
        assert keymap({"entry.strike": "z"}) == ({"entry.strike": "z"}, [])


def test_every_act_is_something_that_can_be_done() -> None:
    """It has a name of its own, a place with a title, a sentence, and a method on its screen."""
    assert len(BY_ID) == len(ACTS)
    screens: dict[str, type] = {"app": PmtuiApp, "home": HomeScreen, "proposals": Proposals}
    for act in ACTS:
        assert act.where in PLACES
        assert act.help
        screen = screens.get(act.where, LiveScreen)
        assert callable(getattr(screen, f"action_{act.action}", None)), act.id


@pytest.mark.parametrize("places", [("entry", "timeline"), ("hypotheses", "entry"), ("home",), ("writeup",)])
def test_a_key_does_one_thing_in_one_place(places: tuple[str, ...]) -> None:
    """The first place that wants it has it, and the line of keys agrees."""
    made = [b for b in bindings(*places) if isinstance(b, Binding)]
    assert len({b.key for b in made}) == len(made)
    labels = {b.description for b in made}
    assert {label for _, label in key_line(places, {})} <= labels


def test_the_help_holds_every_command_and_key() -> None:
    """Each command with its example, each act with its key as a person reads it."""
    told = help_content({}).plain
    for command in COMMANDS:
        assert command.usage in told
        assert command.example in told
    for act in ACTS:
        assert f"{keys_of(act, {}):<24}{act.help}" in told
    assert "full_stop" not in told


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
