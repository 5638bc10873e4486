"""Every screen and dialog at every size, with anything in every field: no crash, all within the edges and in reach."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widgets import OptionList

from pmtui.errors import PmtuiError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.tui.dialogs import Menu
from pmtui.tui.widgets.pane import Pane
from pmtui.work.session import Session
from tests import demo
from tests.tui.stage import HOSTILE, LONG, SIZES, Stage, incident, settings, stage

FIELDS = (
    f"/title {HOSTILE}",
    LONG,
    f"/hypothesis {LONG}",
    f"/evidence H1 + {HOSTILE}",
    f"/escalate {HOSTILE}: {HOSTILE}",
    f"/role {HOSTILE.replace('|', '')[:20]}: {HOSTILE}",
    f"/service {HOSTILE}, {HOSTILE}",
    f"/impact {HOSTILE}",
    f"/summary {HOSTILE}",
    f"/update {HOSTILE} next:30m",
    f'/action {HOSTILE} owner:"{HOSTILE}" check:1m',
    f'/task {LONG} owner:"{HOSTILE}" due:2026-01-01 ref:"{HOSTILE}"',
    f'/write "{HOSTILE}" # {LONG}\n\n![x](http://x) [/] \n',
    f"/started {HOSTILE}",
    f"several\nlines\n\n{HOSTILE}",
)


def hostile(home: Path) -> Path:
    """An incident with anything in every field."""
    return incident(home, HOSTILE, FIELDS)


def fits(s: Stage) -> None:
    """Nothing stands beyond the edge, and nothing that a terminal would obey."""
    width, height = s.app.size
    lines = s.picture.splitlines()
    assert len(lines) == height
    assert all(cell_len(line) == width for line in lines)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for line in lines for c in line)


@pytest.mark.parametrize("size", SIZES)
async def test_the_live_screen_and_its_dialogs(tmp_path: Path, size: tuple[int, int]) -> None:
    """Everything is shown within its bounds; each dialog shows the keys that leave it."""
    async with stage(tmp_path, folder=hostile(tmp_path), size=size, minutes=40) as s:
        fits(s)
        await s.enter("/mis", f"/nonsense {HOSTILE}")
        await s.typed("/evidence ")
        fits(s)
        await s.press("f7", "backspace")
        await s.press("alt+q", "alt+q")  # while a line can be mended, Tab in the empty bar mends it
        reached: set[str | None] = set()
        for _ in range(2):
            await s.press("f2")
            for _ in range(7):
                focused = s.app.screen.focused
                reached.add(focused.id if focused else None)
                fits(s)
                await s.press("tab")
        assert reached >= {"bar", "timeline", "summary", "hypotheses", "escalations", "actions"}
        await s.go("bar")
        for keys in (("f1",), ("f4",)):
            await s.press(*keys)
            fits(s)
            assert "Escape" in s.picture
            await s.press("escape")
        if s.live.has_class("-panes"):
            await s.press("f2")
        await s.enter("/close")
        fits(s)
        assert "Escape" in s.picture
        await s.press("escape")
        await s.go("timeline")
        await s.press("end", "enter")
        fits(s)
        if not isinstance(s.app.screen, Menu):
            await s.press("enter")  # a long entry is unfolded first
            fits(s)
        assert "Escape" in s.picture


@pytest.mark.parametrize("size", SIZES)
async def test_the_write_up(tmp_path: Path, size: tuple[int, int]) -> None:
    """Lists, editor and timeline are in reach by keys; a section of any name can be opened; versions too."""
    async with stage(tmp_path, folder=hostile(tmp_path), size=size, minutes=40) as s:
        await s.press("f6")
        fits(s)
        await s.go("sections")
        sections = s.live.query_one("#sections", Pane)
        for _ in range(0, sections.option_count, 4):
            fits(s)
            await s.press("down", "down", "down", "down")
        await s.press("home")  # what follows from entries has no editor
        reached = set()
        for _ in range(7):
            reached.add(s.app.screen.focused)
            await s.press("tab")
            fits(s)
        assert set(s.writeup.stops) <= reached
        s.writeup.sections.select(HOSTILE)
        await s.go("editor")
        fits(s)
        await s.pilot.pause()
        await s.go("sections")
        await s.press("alt+v")
        fits(s)
        assert "Escape" in s.picture


@pytest.mark.parametrize("size", SIZES)
async def test_home(tmp_path: Path, size: tuple[int, int]) -> None:
    """Lists, follow-ups and finds with anything in them."""
    hostile(tmp_path)
    async with stage(tmp_path, at_home=True, size=size) as s:
        await s.until(lambda: "SEV1" in s.picture)
        fits(s)
        await s.press("f6")
        fits(s)
        assert "overdue" in s.picture
        await s.press("f6")
        s.type(HOSTILE)
        await s.pilot.pause()
        fits(s)
        await s.press("escape")
        s.type("/find [red]x[/red]")
        await s.until(lambda: s.app.screen.query_one(OptionList).option_count > 5)
        fits(s)


async def test_a_screen_that_changes_its_size(tmp_path: Path) -> None:
    """Every size after every other, the write-up open or not."""
    async with stage(tmp_path, folder=hostile(tmp_path)) as s:
        for _ in range(2):
            for size in (*SIZES, (20, 5)):
                await s.pilot.resize_terminal(*size)
                await s.pilot.pause()
                fits(s)
            await s.press("f6")


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", "textual-light", "nobody's"])
async def test_themes(tmp_path: Path, theme: str) -> None:
    """Any theme shows the same words; one that there is not is a notice."""
    async with stage(tmp_path, settings=settings(theme=theme), size=(80, 24)) as s:
        assert "SEV1" in s.picture
        assert ("there is none called" in s.toasts) is (theme == "nobody's")


async def test_without_colours_every_state_is_still_a_word_or_a_sign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NO_COLOR takes nothing away that tells something: struck, key, waiting, ruled out, overdue, refused."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with stage(tmp_path, size=(140, 40), minutes=60) as s:
        await s.enter("/strike #4", "/task x due:2026-01-01", "/nonsense")
        s.live.window.failing = "the disk is full"
        s.live.session.hold(
            e.Note(id=codec.new_id(s.clock()), recorded=s.clock(), at=s.clock(), text="held", zone="UTC")
        )
        s.live.show_anew()
        await s.pilot.pause()
        picture = s.picture
        for sign in ("struck", "key", "waiting", "H1 ✗", "H3 ?", "overdue", "✗ /nonsense", "NOT SAVED 1"):
            assert sign in picture, sign
        assert "not saved" in picture
        s.live.session.held.clear()


def test_the_fields_are_all_recorded(tmp_path: Path) -> None:
    """Every hostile line above is one entry."""
    folder = hostile(tmp_path)
    here = Session(folder, demo.Night(), "ana")
    assert len(here.incident) == len(FIELDS) + 1
    here.close()


async def test_a_theme_that_is_chosen_is_kept(tmp_path: Path) -> None:
    """The one that the settings name is not written again; one that cannot be kept is used, and that is said."""
    kept: list[str] = []

    def keep(name: str) -> None:
        if name == "dracula":
            raise PmtuiError("settings.toml: cannot be written", "mend that")
        kept.append(name)

    async with stage(tmp_path, settings=settings(theme="nord"), keep_theme=keep) as s:
        s.app.theme = "gruvbox"
        await s.until(lambda: kept == ["gruvbox"])
        s.app.theme = "dracula"
        await s.until(lambda: "settings.toml: cannot be written" in s.toasts)
        s.app.theme = "nord"
        await s.until(lambda: kept == ["gruvbox", "nord"])


@pytest.mark.parametrize("size", SIZES)
async def test_the_line_that_was_refused_last_is_in_sight(tmp_path: Path, size: tuple[int, int]) -> None:
    """However many were refused before it, and however long their reasons are; so is its own."""
    async with stage(tmp_path, size=size) as s:
        await s.enter("/nonsense one", "/rubbish two, which is somewhat longer", "/escalate", "@25:99 hello")
        assert "✗ @25:99 hello  @25:99: no clock shows" in s.picture
        assert s.said.startswith("@25:99: no clock shows 25:99")


async def test_what_follows_from_a_line_is_said_to_its_end(tmp_path: Path) -> None:
    """The line to type stands at the end of it, so on a narrow screen it takes a second line."""
    for size in ((80, 24), (60, 15)):
        folder = incident(tmp_path / str(size[0]))
        async with stage(tmp_path / str(size[0]), size=size, folder=folder) as s:
            await s.enter("/mitigated")
            said = " ".join(s.picture.split())
            assert "check:15m" in said
            assert "f1 Help" in said
            assert s.live.understood.size.height == 2
            await s.enter("a note")
            assert s.live.understood.size.height == 1
