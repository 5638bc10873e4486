"""The screens on a record that is played again."""

from __future__ import annotations

from pathlib import Path

from pmtui.errors import PmtuiError
from pmtui.storage.library import Library
from pmtui.storage.settings import Settings, identity
from pmtui.tui import messages as m
from pmtui.tui.app import PmtuiApp
from pmtui.tui.keys import bindings, key_of
from pmtui.tui.screens.live import LiveScreen
from pmtui.tui.terminal.driver import TerminalDriver
from pmtui.tui.terminal.early import EarlyRaw
from pmtui.work.demo import NOTHING, Demo, DemoSession, Player, settings


class DemoApp(PmtuiApp):
    """The live screen of a demo, and nothing else: whatever would begin or open an incident is refused.

    Args:
        library: the home that nobody keeps.
        mine: the user's settings.
        demo: what is played.
        raw: what the terminal was like.
        driver_class: how the terminal is read; Textual's own when None.
    """

    PLACES = ("app", "demo")
    BINDINGS = bindings(*PLACES)

    def __init__(
        self,
        library: Library,
        mine: Settings,
        demo: Demo,
        raw: EarlyRaw | None = None,
        driver_class: type[TerminalDriver] | None = None,
    ) -> None:
        self._demo = demo
        self._player = Player(demo, lambda error: self.call_from_thread(self._failed, error))
        super().__init__(library, settings(mine), demo.clock, demo.folder, raw, driver_class=driver_class)

    def _live(self, folder: Path) -> LiveScreen:
        session = DemoSession(folder, self.clock, identity(self.settings), self.settings, self.disk)
        return LiveScreen(session, self.settings, lambda: self.earlier, self.do, self._raw.waiting)

    def on_mount(self) -> None:
        """Begins to play once there is something to see it on."""
        super().on_mount()
        pause, leave = (key_of(name, self.settings.keymap) for name in ("demo.pause", "app.quit"))
        self.call_after_refresh(self._say, f"{NOTHING}; {pause} pauses, {leave} leaves")
        self.call_after_refresh(self._player.start)

    def do(self, request: m.Request) -> None:
        """As in any window, but that it leads to no other incident."""
        if isinstance(request, m.OpenIncident | m.Begin | m.GoHome):
            leave = key_of("app.quit", self.settings.keymap)
            self._say(f"this is a demo, and has no other incidents; {leave} leaves it")
        else:
            super().do(request)

    def action_pause(self) -> None:
        """Holds the replay, or goes on; behind its end there is nothing to hold."""
        left = self._demo.left
        if not left:
            self._say("the demo is at its end")
            return
        self._demo.hold()
        self._say(f"paused, still to come: {left}" if self._demo.held else "it goes on")

    def _say(self, text: str) -> None:
        """Under the bar, where nothing of the incident is covered."""
        if self._first is not None:
            self._first.do(m.Say(text))

    def _failed(self, error: PmtuiError) -> None:
        self.notify(
            f"the replay cannot go on: {error}", title="Demo", markup=False, severity="error", timeout=60
        )

    def on_unmount(self) -> None:
        """Ends the replay before its folder goes."""
        self._player.stop()


def run(library: Library, mine: Settings, demo: Demo, raw: EarlyRaw | None = None) -> int:
    """Plays a demo on this terminal until the person leaves; the exit status."""
    return DemoApp(library, mine, demo, raw, driver_class=TerminalDriver).run_to_end()
