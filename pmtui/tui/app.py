"""The program on the screen: home, and the incidents opened from there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from pmtui.errors import PmtuiError
from pmtui.session import Session
from pmtui.storage import paths
from pmtui.storage.library import Library
from pmtui.storage.settings import Settings, identity, load
from pmtui.tui.driver import TerminalDriver
from pmtui.tui.raw import EarlyRaw
from pmtui.tui.screens.live import LiveScreen

if TYPE_CHECKING:
    from textual.driver import Driver

_WARM_UP = 0.3
"""Seconds after the first frame when what a typed TIME needs is loaded."""


class PmtuiApp(App[int]):
    """Everything on the screen.

    Args:
        library: where incidents are.
        settings: the user's.
        clock: gives the moment, UTC.
        folder: the incident to begin with; None begins at home.
        raw: what the terminal was like.
        notices: what was wrong in the settings.
    """

    TITLE = "pmtui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", priority=True, id="app.quit", tooltip="Leave; nothing is lost"),
    ]

    def __init__(  # noqa: PLR0913, PLR0917 - what a program is made of
        self,
        library: Library,
        settings: Settings,
        clock: Callable[[], datetime],
        folder: Path | None = None,
        raw: EarlyRaw | None = None,
        notices: tuple[str, ...] = (),
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class)
        self.library = library
        self.settings = settings
        self.clock = clock
        self._raw = raw or EarlyRaw()
        self._notices = notices
        # An incident that cannot be opened is said before there is a screen.
        self._first = self._live(folder) if folder else None

    def get_default_screen(self) -> Screen[Any]:
        """The incident that was asked for, else home."""
        if self._first is not None:
            return self._first
        from pmtui.tui.screens.home import HomeScreen

        return HomeScreen(self.library, self.clock)

    def on_mount(self) -> None:
        self._raw.hand_over(self._driver)
        for notice in self._notices:
            self.notify(notice, markup=False, severity="warning", timeout=15)
        self.set_timer(_WARM_UP, self._warm_up)

    def _live(self, folder: Path) -> LiveScreen:
        session = Session(folder, self.clock, identity(self.settings), self.settings.audiences)
        return LiveScreen(session, self._raw.waiting)

    def open_incident(self, folder: Path) -> None:
        """Shows an incident; what keeps it from opening is said."""
        try:
            self.push_screen(self._live(folder))
        except PmtuiError as error:
            self.notify(str(error), markup=False, severity="error", timeout=20)

    def _warm_up(self) -> None:
        """Loads what the first typed TIME needs (pendulum, 30 to 50 ms) before somebody waits for it."""
        import threading

        def load() -> None:
            import pendulum  # noqa: F401

        threading.Thread(target=load, daemon=True).start()

    async def on_event(self, event: events.Event) -> None:
        # One place for keys and pastes that a pane does not know, and at once: forwarded by a handler they would
        # be overtaken by the keys behind them.
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            screen = self.screen if self.screen_stack else self._first
            if isinstance(screen, LiveScreen) and screen.route(event):
                return
        await super().on_event(event)

    async def action_quit(self) -> None:
        """Leaves, once what is held is safe, or the person accepts that it is only in memory."""
        screens = [screen for screen in self.screen_stack if isinstance(screen, LiveScreen)]
        if all(screen.leave() for screen in screens):
            self.exit(0)
            return
        from pmtui.tui.screens.dialogs import Ask

        unsaved = sum(screen.desk.unsaved for screen in screens)
        lines = [f"{unsaved} entries are not in the journal: the disk does not take them.", ""]

        def answered(yes: bool | None) -> None:
            if yes:
                self.exit(1)

        self.push_screen(Ask("Leave with unsaved entries?", lines, "leave and lose them"), answered)


def run(folder: Path | None, raw: EarlyRaw | None = None) -> int:
    """Runs the screens on this terminal until the person leaves; the exit status."""
    settings, notices = load(paths.settings_file())

    def clock() -> datetime:
        return datetime.now(UTC)

    app = PmtuiApp(
        Library(paths.home()), settings, clock, folder, raw, tuple(notices), driver_class=TerminalDriver
    )
    status = app.run()
    return app.return_code or status or 0
