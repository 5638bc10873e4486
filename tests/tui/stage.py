"""The real screens on the demo night, without a terminal: type, press, and see what stands where."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
from textual import events
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from pmtui.model import entries as e
from pmtui.storage.library import Library
from pmtui.storage.settings import Settings
from pmtui.tui.app import PmtuiApp
from pmtui.tui.screens.live import LiveScreen
from pmtui.tui.timeline.timeline import Timeline
from pmtui.tui.writeup.writeup import Writeup
from pmtui.work.commit import record
from pmtui.work.session import Session
from tests import demo
from tests.slowness import PATIENCE
from tests.tui.at_rest import waiting

HOSTILE = "[/] [red]x[/red] | <b> `{{ }}` 🔥 漢字 مرحبا"
"""What may stand in any field that a person types."""
LONG = HOSTILE + " " + "x" * 10_000
ANA = Settings(name="ana", teams=("database team", "network team"))
SIZES = ((60, 15), (80, 24), (120, 40), (200, 60))
LAST = len(demo.SCRIPT)
"""The number of the last entry of the demo night, which is its follow-up T1."""


class Stage:
    """A running program.

    Args:
        app: the program.
        pilot: whose hands are on it.
        clock: what it takes for the time.
    """

    def __init__(self, app: PmtuiApp, pilot: Pilot[int], clock: demo.Night) -> None:
        self.app = app
        self.pilot = pilot
        self.clock = clock
        self.copied: list[str] = []

    @property
    def live(self) -> LiveScreen:
        """The live screen, whatever stands in front of it."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, LiveScreen))

    @property
    def timeline(self) -> Timeline:
        """The rows of the live screen's timeline."""
        return self.live.timeline.timeline

    @property
    def writeup(self) -> Writeup:
        """The write-up, which somebody has asked for."""
        assert self.live.writeup is not None
        return self.live.writeup

    @property
    def bar(self) -> str:
        """What stands in the command bar."""
        return self.live.bar.text

    @property
    def said(self) -> str:
        """The sentence under the bar; the keys, where nothing is said."""
        return self.live.understood.said.plain or str(self.live.query_one("#understood", Static).content)

    @property
    def offered(self) -> list[str]:
        """The lines of the list above the bar; none while it is hidden."""
        offers = self.live.offers
        return str(offers.content).splitlines() if offers.display else []

    @property
    def parked(self) -> list[str]:
        """The lines that were refused or put aside."""
        return [line.text for line in self.live.window.parked]

    @property
    def header(self) -> str:
        """The line at the top."""
        return str(self.live.query_one("#header", Static).content)

    @property
    def timeline_title(self) -> str:
        """The line above the timeline, without its rule."""
        return str(self.live.query_one("#head", Static).content).strip("─ ")

    @property
    def toasts(self) -> str:
        """Every notice that is shown."""
        return "\n".join(f"{n.title} {n.message}" for n in self.app._notifications)

    @property
    def picture(self) -> str:
        """The whole screen as lines of text."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def dialog(self) -> str:
        """All that stands in the dialog in front, also what is scrolled out of sight; nothing where there is none."""
        screen = self.app.screen
        if not screen.query("#dialog"):
            return ""
        texts = [str(static.content) for static in screen.query("#dialog Static").results(Static)]
        for listed in screen.query("#dialog OptionList").results(OptionList):
            texts += [str(option.prompt) for option in listed.options]
        return "\n".join([str(screen.query_one("#dialog").border_title), *texts])

    @property
    def texts(self) -> list[str]:
        """The words of the entries, by number."""
        items = self.live.incident.entries
        return [entry.text for entry in items if isinstance(entry, e.Worded)]

    def type(self, text: str) -> None:
        """Puts a text where typing goes, at once."""
        self.app.post_message(events.Paste(text))

    async def press(self, *keys: str) -> None:
        """Presses keys and waits until all of them have worked."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def enter(self, *lines: str) -> None:
        """Types lines, each with its Enter."""
        for line in lines:
            self.type(line)
            await self.press("enter")

    async def typed(self, text: str) -> None:
        """Types a text and waits until the screen shows what it is understood as."""
        self.type(text)
        await self.until(lambda: self.bar.endswith(text))
        await self.pilot.pause()

    async def clear(self) -> None:
        """Empties the bar."""
        await self.press("f7", "backspace")
        assert self.bar == ""

    async def go(self, selector: str) -> None:
        """Puts the focus on a pane, without the keys that lead there."""
        self.live.set_focus(self.live.query_one(f"#{selector}"))
        await self.pilot.pause()

    async def focus(self, selector: str) -> None:
        """Goes to a pane with the keys that go there."""
        for _ in range(10):
            focused = self.app.screen.focused
            if focused is not None and focused.id == selector:
                return
            await self.press("escape" if focused is self.live.bar else "tab")
        raise AssertionError(f"no key leads to {selector}")

    async def until(self, promise: Callable[[], object]) -> None:
        """Waits until it holds; fails after a minute."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if promise():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"it never came to be:\n{self.picture}")


def incident(home: Path, title: str = "Checkout is down", lines: tuple[str, ...] = ()) -> Path:
    """A new incident of the night in a home, with these lines recorded."""
    clock = demo.Night()
    folder = demo.folder(home, clock, title)
    here = Session(folder, clock, "ana")
    for line in lines:
        typed = here.understand(line)
        assert typed.entry is not None
        record(here, typed.entry)
    here.close()
    return folder


@asynccontextmanager
async def stage(
    home: Path,
    *,
    size: tuple[int, int] = (120, 36),
    settings: Settings = ANA,
    folder: Path | None = None,
    at_home: bool = False,
    minutes: float = 35,
    keep_theme: Callable[[str], object] = lambda name: None,
) -> AsyncIterator[Stage]:
    """The program on the demo incident (or another folder, or at home), `minutes` into the night."""
    clock = demo.Night()
    if folder is None and not at_home:
        here = demo.session(home, clock)
        here.close()
        folder = here.folder
    clock.at(minutes)
    app = PmtuiApp(Library(home), settings, clock, folder, keep_theme=keep_theme)
    with waiting(app):
        async with app.run_test(size=size, notifications=True) as pilot:
            on_stage = Stage(app, pilot, clock)
            app.copy_to_clipboard = on_stage.copied.append  # type: ignore[method-assign, assignment]
            app.copy_quietly = on_stage.copied.append  # type: ignore[method-assign, assignment]
            await pilot.pause()
            if not at_home:
                await on_stage.until(lambda: on_stage.live.is_attached)
            try:
                yield on_stage
            finally:
                for screen in app.screen_stack:
                    if isinstance(screen, LiveScreen):  # a real program ends here, with all its threads
                        screen.window.sharing.end()


def settings(**values: object) -> Settings:
    """Ana's settings, some of them others."""
    return msgspec.structs.replace(ANA, **values)
