"""Every screen in every theme that is offered, and with fewer colours: whatever is painted can be read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import cache
from itertools import combinations
from pathlib import Path
from unittest.mock import patch

import pytest
from rich.color import Color as Painted
from rich.color import ColorSystem
from textual.color import Color
from textual.command import CommandPalette
from textual.geometry import Region
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.theme import BUILTIN_THEMES

from pmtui.tui.colours import READABLE, contrast, luminance, offered, variables
from tests.tui.stage import Stage, incident, settings, stage

_XTERM = (
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 "
    "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
)
_CONSOLE = (
    "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa "
    "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
)
EXACT = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi]
NAMED = [name for name, theme in BUILTIN_THEMES.items() if theme.ansi]


class Terminal:
    """What colours of a theme look like on a terminal.

    Args:
        dark: whether its ground is black, else white.
        palette: its sixteen colours.
        colours: how many others it has.
    """

    def __init__(self, dark: bool, palette: str, colours: ColorSystem = ColorSystem.TRUECOLOR) -> None:
        self._palette = [Color.parse(f"#{colour}") for colour in palette.split()]
        self._colours = colours
        self._ground, self._text = Color(0, 0, 0), Color(*(229,) * 3)
        if not dark:
            self._ground, self._text = Color(255, 255, 255), Color(0, 0, 0)

    @cache  # noqa: B019 - lives as long as a test
    def contrast(self, text: Painted | None, ground: Painted | None) -> float:
        """How well a text is seen on a ground."""
        return contrast(luminance(self._seen(text, self._text)), luminance(self._seen(ground, self._ground)))

    def _seen(self, colour: Painted | None, otherwise: Color) -> Color:
        if colour is None or colour.is_default:
            return otherwise
        colour = colour.downgrade(self._colours)
        if colour.number is not None and colour.number < len(self._palette):
            return self._palette[colour.number]
        return Color.from_rich_color(Painted.from_triplet(colour.get_truecolor()))


def _is_letter(character: str) -> bool:
    """Whether a cell says something: rules, frames and scroll bars do not."""
    return not character.isspace() and not 0x2500 <= ord(character) <= 0x259F


def _in_front(s: Stage) -> list[Strip]:
    """What is painted; what stands behind a dialog is darkened on purpose."""
    screen = s.app.screen
    strips = screen._compositor.render_strips()
    if not isinstance(screen, ModalScreen):
        return strips
    parts = ("CommandInput", "CommandList") if isinstance(screen, CommandPalette) else ("#dialog",)
    box = Region.from_union([screen.query_one(part).region for part in parts])
    return [strip.crop(box.x, box.right) for strip in strips[box.y : box.bottom]]


def unreadable(s: Stage, terminal: Terminal) -> list[str]:
    """Each text that is painted in a colour that cannot be told from its ground well enough."""
    found: list[str] = []
    for strip in _in_front(s):
        for text, style, _ in strip:
            if style is None or not any(map(_is_letter, text)):
                continue
            seen = terminal.contrast(style.color, style.bgcolor)  # the same when they are reversed
            if seen < READABLE or style.dim:
                found.append(f"{seen:.1f} {text.strip()!r} {style} in {strip.text.strip()!r}")
    return list(dict.fromkeys(found))


async def scenes(s: Stage) -> AsyncIterator[str]:
    """Every screen, one after the other: what stands on it, as far as it is painted differently."""
    await s.enter("/strike #4", "/task late due:2026-01-01", "/nonsense", "/amend #18 Double it at once")
    yield "live"
    await s.typed("/evidence ")
    yield "what is offered"
    await s.press("f7", "backspace")
    s.live.window.failing = "the disk is full"
    s.live.tick()
    for pane in ("timeline", "hypotheses", "escalations"):
        await s.go(pane)
        yield pane
    await s.go("timeline")
    await s.press("up", "enter")
    yield "what can be done with an entry"
    await s.press("escape", "alt+i")
    yield "an entry"
    await s.press("escape", "f1")
    yield "help"
    await s.press("escape", "f4")
    yield "brief"
    await s.press("escape")
    await s.go("timeline")
    await s.press("alt+s")
    yield "find"
    await s.press("escape")
    s.live.window.failing = ""
    await s.press("f6")
    for pane in ("sections", "findings", "editor"):
        await s.go(pane)
        yield pane
    await s.press("escape", "f6")
    await s.go("bar")
    await s.enter("/close")
    yield "close"
    await s.press("escape", "ctrl+p")
    await s.until(lambda: isinstance(s.app.screen, CommandPalette))
    await s.until(lambda: "keys and commands" in s.picture)
    yield "palette"
    await s.press("escape")


async def _look(home: Path, themes: dict[str, list[Terminal]]) -> list[str]:
    """What cannot be read, of all screens in all these themes, each as its terminals paint it."""
    found: list[str] = []

    async def look(s: Stage, scene: str) -> None:
        for theme, terminals in themes.items():
            # Nothing is painted but what is looked at: this is done 400 times.
            with patch.object(Screen, "_compositor_refresh"):
                s.app.theme = theme
                await s.pilot._wait_for_screen()  # the part of a pause that does not sleep
            for terminal in terminals:
                found.extend(f"{theme}, {scene}: {what}" for what in unreadable(s, terminal))

    async with stage(home, size=(104, 30), minutes=60) as s:
        async for scene in scenes(s):
            await look(s, scene)
    async with stage(home, at_home=True, size=(100, 24)) as s:
        await s.until(lambda: "SEV1" in s.picture)
        await look(s, "home")
    async with stage(home, folder=incident(home, "fresh"), size=(104, 30)) as s:
        assert "First minutes" in s.picture
        await look(s, "first minutes")
    return found


async def test_every_text_can_be_read_in_every_theme(tmp_path: Path) -> None:
    """On every screen, on a terminal of all colours."""
    exact = Terminal(True, _XTERM)
    assert await _look(tmp_path, {name: [exact] for name in EXACT}) == []


async def test_every_text_can_be_read_in_256_colours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The themes that are offered there, as the terminal paints them, in the nearest of its own."""
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv("TERM", "xterm-256color")
    terminal = Terminal(True, _XTERM, ColorSystem.EIGHT_BIT)
    names = set(offered(BUILTIN_THEMES.values(), "256")) & set(EXACT)
    assert await _look(tmp_path, {name: [terminal] for name in names}) == []


async def test_every_text_can_be_read_in_sixteen_colours(tmp_path: Path) -> None:
    """The named ones, as xterm and as the console of Linux paint them, on their black or white ground."""
    both = (_XTERM, _CONSOLE)
    themes = {name: [Terminal(BUILTIN_THEMES[name].dark, each) for each in both] for name in NAMED}
    assert await _look(tmp_path, themes) == []


async def test_without_colours_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR: nothing is painted but in the terminal's own two, and the selected line is underlined."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with stage(tmp_path, settings=settings(theme="dracula"), size=(140, 40), minutes=60) as s:
        async for scene in scenes(s):
            for strip in _in_front(s):
                for _, style, _ in strip.apply_filter(s.app._filters[-2], Color(0, 0, 0)):
                    assert style is None or style.color is None or style.color.is_default, scene
                    assert style is None or style.bgcolor is None or style.bgcolor.is_default, scene
        await s.go("hypotheses")
        painted = [segment for strip in _in_front(s) for segment in strip]
        assert any(style and style.underline and "H3" in text for text, style, _ in painted)
        assert "cannot be read" not in s.toasts


@pytest.mark.parametrize(
    ("wanted", "colours", "instead"),
    [
        ("dracula", "256", "textual-dark"),
        ("dracula", "16", "ansi-dark"),
        ("catppuccin-latte", "256", "textual-light"),
        ("textual-light", "16", "ansi-light"),
    ],
)
async def test_a_terminal_is_offered_what_can_be_read_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: str, colours: str, instead: str
) -> None:
    """A theme that needs more colours gives way to one that does not, as dark or light, and that is said."""
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv("TERM", {"256": "xterm-256color", "16": "screen"}[colours])
    async with stage(tmp_path, settings=settings(theme=wanted), size=(80, 24)) as s:
        names = offered(BUILTIN_THEMES.values(), colours)
        assert set(s.app.available_themes) == set(names)
        assert s.app.theme == instead
        assert f"{wanted} cannot be read in the {colours} colours of this terminal" in s.toasts


@pytest.mark.parametrize("theme", EXACT)
def test_what_is_told_by_a_colour_is_told_apart(theme: str) -> None:
    """Severities, one from the other; text from what is dim, and both from what is overdue."""
    found = {
        name: Color.parse(value)
        for name, value in variables(BUILTIN_THEMES[theme]).items()
        if value[0] == "#"
    }
    severities = [found[f"severity-{level}"] for level in range(1, 6)]
    pairs = [
        *combinations(severities, 2),
        *combinations([found[n] for n in ("text", "text-muted", "text-error")], 2),
    ]
    for one, other in pairs:
        assert sum(abs(a - b) for a, b in zip(one.rgb, other.rgb, strict=True)) >= 24, (theme, one, other)


async def test_severities_have_a_colour_each_at_home(tmp_path: Path) -> None:
    """Beside the word, which tells it without colours too; what is over is dim as a whole."""
    incident(tmp_path, "first", ("/severity 2",))
    incident(tmp_path, "second", ("/severity 4",))
    incident(tmp_path, "over", ("/severity 4", "/started", "/close"))
    async with stage(tmp_path, at_home=True, size=(100, 24), minutes=60) as s:
        await s.until(lambda: all(word in s.picture for word in ("SEV2", "SEV4", "closed")))
        painted = [segment for strip in _in_front(s) for segment in strip]
        seen = {
            (text, Color.from_rich_color(style.color).hex)
            for text, style, _ in painted
            if style and style.color
        }
        named = s.app.theme_variables
        assert {colour for text, colour in seen if text.strip() == "SEV2"} == {named["severity-2"]}
        assert named["severity-4"] in {colour for text, colour in seen if text.strip() == "SEV4"}
        assert named["text-muted"] in {colour for text, colour in seen if text.strip().startswith("SEV4")}
