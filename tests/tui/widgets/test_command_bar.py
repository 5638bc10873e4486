"""Promises of the command bar; those about speed and the real keyboard are in `test_typing`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import OptionList, TextArea

from pmtui.tui.widgets.command_bar import BarActions, CommandBar
from tests.slowness import Stopwatch


class _App(App[None]):
    def __init__(self, *, backlog: bool = False) -> None:
        super().__init__()
        self.submitted: list[str] = []
        self.parked: str | None = None
        self.left = 0
        self.on_submit: Callable[[str], None] = self.submitted.append
        self.bar = CommandBar(
            BarActions(
                submit=self._submit,
                walk=lambda _: self.parked,
                complete={"/hyp": "/hypothesis ", "/well": "/well"}.get,
                leave=self._leave,
            ),
            placeholder="type [/] what happens",
            backlog=backlog,
        )
        self.pane = OptionList("a", "b")

    def compose(self) -> ComposeResult:
        yield self.pane
        yield self.bar

    def on_mount(self) -> None:
        self.bar.focus()

    def _submit(self, text: str) -> None:
        self.on_submit(text)

    def _leave(self) -> None:
        self.left += 1
        self.screen.set_focus(self.pane)


async def _type(pilot: Pilot[None], app: _App, text: str) -> None:
    """Sends keys without waiting for each, as a fast typist does."""
    for character in text:
        app.post_message(events.Key({"\n": "enter", "\b": "backspace"}.get(character, character), character))
    await pilot.pause()


async def _paste(pilot: Pilot[None], app: _App, text: str) -> None:
    app.post_message(events.Paste(text))
    await pilot.pause()


async def test_enter_submits_between_the_keys_around_it() -> None:
    """Keys that are on their way while Enter works belong to the next line."""
    app = _App()
    async with app.run_test() as pilot:
        await _type(pilot, app, "abX\bc\ndef\n\nrest")
        assert app.submitted == ["abc", "def"]
        assert app.bar.text == "rest"


async def test_a_submitted_line_is_gone_for_undo_too() -> None:
    """Undo in the next line does not bring back what was sent."""
    app = _App()
    async with app.run_test() as pilot:
        await _type(pilot, app, "sent\n")
        await pilot.press("ctrl+z", "ctrl+z")
        assert app.bar.text == ""
        await _type(pilot, app, "next")
        await pilot.press("ctrl+u", "ctrl+z")
        assert app.bar.text == "next"


async def test_blank_lines_are_not_submitted() -> None:
    """Enter on nothing, or on spaces, records nothing."""
    app = _App()
    async with app.run_test() as pilot:
        await _type(pilot, app, "\n  \n")
        assert app.submitted == []
        assert app.bar.text == ""


async def test_a_leading_space_is_submitted() -> None:
    """A line that begins with a space is a note, so the space is kept."""
    app = _App()
    async with app.run_test() as pilot:
        await _type(pilot, app, " /not a command\n")
        assert app.submitted == [" /not a command"]


async def test_what_submit_fetches_stays_in_the_bar() -> None:
    """A line may be answered with another one to finish."""
    app = _App()
    app.on_submit = lambda _: app.bar.fetch("/amend #3 ")
    async with app.run_test() as pilot:
        await _type(pilot, app, "x\ny")
        assert app.bar.text == "/amend #3 y"


async def test_a_line_that_could_not_be_taken_stays() -> None:
    """Should taking a line fail, it still stands in the bar, with its cursor, for whoever saves it."""
    app = _App()
    async with app.run_test():
        app.bar.restore("precious", (0, 3))

        def fail(_: str) -> None:
            raise OSError("disk full")

        app.on_submit = fail
        with pytest.raises(OSError, match="disk full"):
            app.bar._enter()
        assert (app.bar.text, app.bar.cursor_location) == ("precious", (0, 3))


async def test_a_paste_is_one_text_and_clean() -> None:
    """Several lines stay together; control characters, escapes and tabs never get in; Enter submits all."""
    app = _App()
    async with app.run_test() as pilot:
        await _paste(pilot, app, "one\r\ntwo\x1b[31m\tred\x00\x07 [/] {{ }}\n")
        await _type(pilot, app, "\n")
        assert app.submitted == ["one\ntwo red [/] {{ }}"]


async def test_a_huge_paste_leaves_the_bar_usable() -> None:
    """Five thousand lines, or one of 10,000 characters, are edited and submitted without a wait."""
    app = _App()
    lines = "\n".join(f"{number} some pasted log line" for number in range(5000))
    async with app.run_test(size=(80, 24)) as pilot:
        await _paste(pilot, app, lines)
        assert app.bar.size.height == 8
        watch = Stopwatch()
        await _type(pilot, app, "12345\b\b")
        assert watch.seconds < 2
        await _type(pilot, app, "\n")
        await _paste(pilot, app, "日🚑[/" * 2500)
        await _type(pilot, app, "!\n")
        assert app.submitted == [lines + "123", "日🚑[/" * 2500 + "!"]


async def test_a_line_break_can_be_typed() -> None:
    """Ctrl+J and Shift+Enter break the line; the line feed right behind an Enter does not."""
    app = _App()
    async with app.run_test() as pilot:
        await pilot.press("a", "ctrl+j", "b", "shift+enter", "c", "enter", "ctrl+j", "d")
        assert app.submitted == ["a\nb\nc"]
        assert app.bar.text == "d"


async def test_line_feeds_of_the_start_are_enters() -> None:
    """What was typed before raw mode has line feeds for Enter, until the app says it has all come."""
    app = _App(backlog=True)
    async with app.run_test() as pilot:
        await pilot.press("a", "ctrl+j", "b", "ctrl+j", "ctrl+j")
        assert app.submitted == ["a", "b"]
        app.bar.drained()
        assert not app.bar.backlog
        await pilot.press("c", "ctrl+j", "d")
        assert app.bar.text == "c\nd"


async def test_alt_and_a_letter_is_the_letter() -> None:
    """An Escape with a letter right behind it arrives so."""
    app = _App()
    async with app.run_test() as pilot:
        for key, character in (("alt+x", "x"), ("alt+shift+y", "Y")):
            app.post_message(events.Key(key, character))
        await pilot.pause()
        assert app.bar.text == "xY"


async def test_up_in_an_empty_bar_fetches() -> None:
    """Up fills the empty bar with what the screen offers, and moves the cursor in a filled one."""
    app = _App()
    async with app.run_test() as pilot:
        await pilot.press("up")
        assert app.bar.text == ""
        app.parked = "/amend #41 text"
        await pilot.press("up", "!")
        assert app.bar.text == "/amend #41 text!"
        await pilot.press("up", "X")
        assert app.bar.text.startswith("X")


async def test_undo_after_a_fetch_brings_back_what_was_typed() -> None:
    """A fetched text replaces a half-typed one, but does not destroy it."""
    app = _App()
    async with app.run_test() as pilot:
        await _type(pilot, app, "half typed")
        app.bar.fetch("x")
        assert app.bar.cursor_location == (0, 1)
        await pilot.press("ctrl+z")
        assert app.bar.text == "half typed"


async def test_tab_completes_what_is_before_the_cursor_else_leaves() -> None:
    """Tab with one meaning completes; with nothing to add it goes to the panes, as Escape does."""
    app = _App()
    async with app.run_test() as pilot:
        await _type(pilot, app, "/hyp")
        await pilot.press("tab", "a")
        assert app.bar.text == "/hypothesis a"
        assert app.left == 0
        await pilot.press("tab")
        assert app.left == 1
        app.bar.focus()
        await pilot.press("escape")
        assert app.left == 2
        assert app.bar.text == "/hypothesis a"


async def test_keys_and_pastes_fed_from_a_pane_stay_in_order() -> None:
    """A key that came while a pane had the focus takes its place among the others, and the bar the focus."""
    app = _App()
    async with app.run_test() as pilot:
        await _type(pilot, app, "ab")
        await pilot.press("escape")
        assert app.pane.has_focus
        app.bar.feed(events.Key("c", "c"))
        app.bar.feed(events.Paste("pasted\x1b[1m"))
        await _type(pilot, app, "d\n")
        assert app.bar.has_focus
        assert app.submitted == ["abcpastedd"]


async def test_keys_fed_before_the_first_screen_are_kept() -> None:
    """What is typed while the screens are made waits in the bar."""
    app = _App()
    for character in "early":
        app.bar.feed(events.Key(character, character))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.bar.text == "early"


async def test_a_half_typed_line_comes_back_with_its_cursor() -> None:
    """Also when the cursor was noted for a text that is shorter now; undo does not reach behind it."""
    app = _App()
    async with app.run_test() as pilot:
        app.bar.restore("one\ntwo", (1, 1))
        await _type(pilot, app, "X")
        assert app.bar.text == "one\ntXwo"
        app.bar.restore("end")
        await _type(pilot, app, "!")
        app.bar.restore("ab", (7, 9))
        await pilot.press("ctrl+z")
        assert app.bar.text == "ab"
        assert app.bar.cursor_location == (0, 2)


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["home", "X"], "Xone two"),
        (["ctrl+a", "delete"], "ne two"),
        (["ctrl+w"], "one "),
        (["ctrl+left", "ctrl+k"], "one "),
        (["ctrl+u"], ""),
        (["shift+left", "shift+left", "X"], "one tX"),
        (["left", "ctrl+v", "backspace"], "one to"),
        (["ctrl+w", "ctrl+z"], "one two"),
        (["ctrl+w", "ctrl+z", "ctrl+y"], "one "),
    ],
)
async def test_editing_keys_work_in_order(keys: list[str], text: str) -> None:
    """Every editing key takes effect before the key typed after it, however fast."""
    app = _App()
    async with app.run_test() as pilot:
        app.bar.restore("one two")
        for key in keys:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert app.bar.text == text


async def test_keys_that_the_bar_does_not_own_reach_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Function keys, and paging while all of the text is in sight, are the screen's."""
    app, seen = _App(), list[str]()
    monkeypatch.setattr(_App, "on_key", lambda _, event: seen.append(event.key), raising=False)
    async with app.run_test() as pilot:
        await pilot.press("f1", "pageup", "a", "pagedown")
        assert seen == ["f1", "pageup", "pagedown"]


async def test_changes_are_told() -> None:
    """Every change of the text is a message, from which a preview is made."""
    app = _App()
    texts: list[str] = []

    async with app.run_test(
        message_hook=lambda message: (
            texts.append(app.bar.text) if isinstance(message, TextArea.Changed) else None
        )
    ) as pilot:
        await _type(pilot, app, "a")
        await _type(pilot, app, "\n")
        assert "a" in texts
        assert texts[-1] == ""
