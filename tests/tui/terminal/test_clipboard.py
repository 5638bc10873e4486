"""Promises about copying."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from pmtui.work import clipboard
from tests.tui.stage import stage

_OVER_SSH = ("SSH_TTY", "SSH_CONNECTION")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds all programs there are, and no display."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    for name in (*_OVER_SSH, "DISPLAY", "WAYLAND_DISPLAY", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    return folder


def _program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(stat.S_IRWXU)


def test_the_local_program_takes_the_text(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it, whatever is in it; a program that fails has not taken it."""
    monkeypatch.setenv("DISPLAY", ":0")
    _program(programs, "xclip", f"/bin/cat > {programs}/taken")
    assert clipboard.copy_locally("漢字 [/] \n `x`")
    assert (programs / "taken").read_text() == "漢字 [/] \n `x`"
    _program(programs, "xclip", "exit 1")
    assert not clipboard.copy_locally("x")


def test_a_program_works_only_where_its_display_is(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a display it is not tried, and over ssh none is: it would fill a clipboard far away."""
    for name in ("wl-copy", "xclip"):
        _program(programs, name, "exit 0")
    assert clipboard.local_program() is None
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert clipboard.local_program() == ("wl-copy",)
    monkeypatch.setenv("SSH_CONNECTION", "x")
    assert clipboard.local_program() is None


def test_a_program_that_hangs_is_given_up(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copying waits a moment and no longer."""
    _program(programs, "pbcopy", "exec /bin/sleep 30")
    monkeypatch.setattr(clipboard, "_PATIENCE", 0.1)
    assert not clipboard.copy_locally("x")


def test_what_is_said_about_a_copy_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copied where a program took it; else only sent, and in tmux what that needs."""
    monkeypatch.delenv("TMUX", raising=False)
    assert clipboard.how(True) == "copied"
    assert clipboard.how(False).startswith("sent to the terminal")
    monkeypatch.setenv("TMUX", "1")
    assert "set-clipboard" in clipboard.how(False)


async def test_a_copy_is_said_on_the_screen(tmp_path: Path, programs: Path) -> None:
    """It goes to the terminal as well as to the local program."""
    assert clipboard.local_program() is None
    async with stage(tmp_path) as s:
        del s.app.copy_to_clipboard  # the stage keeps copies; here the program's own is looked at
        s.app.copy_to_clipboard("some text")
        await s.until(lambda: "sent to the terminal's clipboard" in s.toasts)
        assert s.app.clipboard == "some text"


async def test_what_a_terminal_needs_for_a_copy_is_said_once(
    tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next copies are told in a few words, and no notice covers the line that is being typed."""
    monkeypatch.setenv("TMUX", "1")
    async with stage(tmp_path, size=(80, 24)) as s:
        del s.app.copy_to_clipboard  # the stage keeps copies; here the program's own is looked at
        s.app.copy_to_clipboard("some text")
        await s.until(lambda: "set-clipboard" in s.toasts)
        s.app.copy_to_clipboard("another")
        await s.until(lambda: s.toasts.count("sent to the terminal's clipboard") == 2)
        assert s.toasts.count("set-clipboard") == 1
        await s.until(lambda: len(s.app.screen.query("Toast")) == 2)
        await s.pilot.pause()
        shown = [toast.region for toast in s.app.screen.query("Toast")]
        assert all(0 < region.bottom < s.live.bar.region.y for region in shown), shown


async def test_an_update_is_copied_without_a_notice_over_the_timeline(
    tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receipt says that it is copied; only what the terminal needs for it is said beside that, once."""
    monkeypatch.setenv("TMUX", "1")
    async with stage(tmp_path) as s:
        del s.app.copy_quietly, s.app.copy_to_clipboard  # the stage keeps copies
        await s.enter("/update customers: we know")
        await s.until(lambda: "set-clipboard" in s.toasts)
        await s.enter("/update customers: we know more")
        assert s.said.startswith("copied; post it yourself")
        s.app.copy_to_clipboard("something else")
        await s.until(lambda: len(s.app._notifications) == 2)
        assert s.app.clipboard == "something else"


@pytest.mark.parametrize(
    ("name", "arguments", "taken"),
    [
        ("wl-copy", "--type text/html", "<h1>漢字</h1>"),
        ("xclip", "-selection clipboard -t text/html", "<h1>漢字</h1>"),
        ("osascript", "-", f"set the clipboard to «data HTML{'<h1>漢字</h1>'.encode().hex()}»"),
    ],
)
def test_rich_text_is_given_to_a_program_as_html(
    programs: Path, monkeypatch: pytest.MonkeyPatch, name: str, arguments: str, taken: str
) -> None:
    """Whoever pastes it gets headings and tables; a program that takes plain text alone is not asked."""
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    _program(programs, "pbcopy", "exit 0")
    assert not clipboard.copy_rich("<p>")
    _program(programs, name, f"echo $* > {programs}/arguments; /bin/cat > {programs}/taken")
    assert clipboard.copy_rich("<h1>漢字</h1>")
    assert (programs / "taken").read_text() == taken
    assert (programs / "arguments").read_text() == f"{arguments}\n"


async def test_the_draft_is_copied_from_the_screen(
    tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`/export rich`: by a thread; without a program it is a file, and where that is, is said."""
    async with stage(tmp_path, size=(200, 36)) as s:
        await s.enter("/export rich")
        await s.until(lambda: "takes rich text" in s.said)
        page = (s.live.window.folder / "postmortem.html").read_text()
        assert "<h1" in page
        assert "Checkout is down" in page
        monkeypatch.setenv("DISPLAY", ":0")
        _program(programs, "xclip", f"/bin/cat > {programs}/taken")
        await s.enter("/export rich")
        await s.until(lambda: "on the clipboard" in s.said)
        assert (programs / "taken").read_text() in page


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (160, 45)])
async def test_a_notice_is_as_small_as_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """The longest that is said of a copy takes two lines of the screen, below the timeline's title."""
    monkeypatch.setenv("TMUX", "1")
    async with stage(tmp_path, size=size) as s:
        s.app.notify(clipboard.how(False), markup=False)
        await s.until(lambda: "set-clipboard on" in s.picture)
        covered = [n for n, line in enumerate(s.picture.splitlines()) if "▌" in line]  # its own edge
        assert covered == [3, 4]
