"""The program on the screen: home, and the incidents opened from there."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.app import App, SystemCommand
from textual.command import Provider
from textual.constants import DEFAULT_THEME
from textual.geometry import Offset
from textual.screen import Screen
from textual.widgets import OptionList

from pmtui.errors import PmtuiError
from pmtui.model.line.commands import COMMANDS
from pmtui.startup import import_what_a_screen_needs_later, settle_screens
from pmtui.storage import paths, reports
from pmtui.storage.disk import DISK, Disk
from pmtui.storage.library import Library
from pmtui.storage.settings import Settings, identity, keep_theme, load
from pmtui.tui import colours
from pmtui.tui import messages as m
from pmtui.tui.keys import acts, bindings, keymap, keys_of, places
from pmtui.tui.palette import OneLine
from pmtui.tui.screens.leaving import rescue, unwritten, write_out
from pmtui.tui.screens.live import LiveScreen
from pmtui.tui.screens.routing import route
from pmtui.tui.terminal.cursor import cursor_of
from pmtui.tui.terminal.driver import HungUp, TerminalDriver
from pmtui.tui.terminal.early import EarlyRaw
from pmtui.tui.terminal.elsewhere import Elsewhere
from pmtui.tui.terminal.ending import say
from pmtui.tui.terminal.filter import ControlFilter
from pmtui.work import clipboard
from pmtui.work.earlier import Earlier, of_settings, recall
from pmtui.work.overview import named_same
from pmtui.work.session import Session

if TYPE_CHECKING:
    from textual.driver import Driver

_WARM_UP = 0.3
"""Seconds after the first frame when what a typed TIME needs, and what earlier incidents teach, is loaded."""

_FRESH = timedelta(minutes=1)
"""Until when an incident was only just begun."""

_SETTLED = 1.0
"""Seconds after the first frame when what there is will stay."""


class PmtuiApp(App[int]):
    """Everything on the screen.

    Args:
        library: where incidents are.
        settings: the user's.
        clock: gives the moment, UTC.
        folder: the incident to begin with; None begins at home.
        raw: what the terminal was like.
        notices: what was wrong in the settings.
        driver_class: how the terminal is read; Textual's own when None.
        disk: where incidents are kept.
        keep_theme: keeps the name of a theme that the person chose; it may raise PmtuiError.
    """

    TITLE = "pmtui"
    CSS_PATH = "app.tcss"
    PLACES: tuple[str, ...] = ("app",)
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {OneLine}
    BINDINGS = bindings(*PLACES)

    def __init__(  # noqa: PLR0913, PLR0917 - what a program is made of
        self,
        library: Library,
        settings: Settings,
        clock: Callable[[], datetime],
        folder: Path | None = None,
        raw: EarlyRaw | None = None,
        notices: tuple[str, ...] = (),
        driver_class: type[Driver] | None = None,
        disk: Disk = DISK,
        keep_theme: Callable[[str], object] = lambda name: None,
    ) -> None:
        # Without colours those of the terminal itself are used, which Textual can leave out altogether.
        super().__init__(driver_class=driver_class, ansi_color=True if "NO_COLOR" in os.environ else None)
        self._keep_theme = keep_theme
        self._copied = ""
        """What was said of a copy last."""
        self.disk = disk
        self._filters.append(ControlFilter())
        self.library = library
        self.settings = settings
        self.clock = clock
        self.earlier: Earlier = of_settings(settings)
        self._raw = raw or EarlyRaw()
        self._elsewhere = Elsewhere(settings, lambda: self.bell(), self._write)  # noqa: PLW0108 - tests replace it
        self._cut_off: LiveScreen | None = None
        """The incident that a signal or a lost terminal ended."""
        keys, unknown = keymap(settings.keymap)
        self._notices = (*notices, *unknown)
        self.set_keymap(keys)
        # An incident that cannot be opened is said before there is a screen.
        self._first = self._live(folder) if folder else None

    def _home(self) -> Screen[Any]:
        from pmtui.tui.screens.home import HomeScreen

        return HomeScreen(self.library, self.clock, self.do, self.settings)

    def get_default_screen(self) -> Screen[Any]:
        """The one to begin with. Pushed later, it would lie on an empty one, laid out and styled for nobody (20 ms)."""
        first = self._first or self._home()
        # As a push leaves it: `switch_screen` takes one from the screen that it replaces.
        first._push_result_callback(self, None)
        return first

    def on_mount(self) -> None:
        self._raw.ending.unwritten = self._unwritten
        self._raw.hand_over(self._driver)
        self._choose_theme(self.settings.theme)
        self._theme_kept = self.theme
        self.theme_changed_signal.subscribe(self, lambda theme: self._theme_chosen(theme.name))
        for notice in self._notices:
            self.notify(notice, markup=False, severity="warning", timeout=15)
        self.set_timer(_WARM_UP, self._warm_up)
        self.set_timer(_SETTLED, settle_screens)

    def get_css_variables(self) -> dict[str, str]:
        """The theme's variables, its texts in colours that can be read."""
        variables = super().get_css_variables()
        # Into the very dictionary, which Textual keeps.
        variables |= colours.variables(self.current_theme, self.console.color_system)
        return variables

    def _choose_theme(self, wanted: str) -> None:
        """Shows the theme of the settings, and offers those that can be read on this terminal."""
        known = self.available_themes
        colour = None if self.no_color else self.console.color_system
        offered = colours.offered(known.values(), colour)
        like = known.get(wanted) or known[DEFAULT_THEME]
        near = [name for name in (DEFAULT_THEME, *offered) if known[name].dark == like.dark]
        self.theme = next(name for name in (wanted, *near, *offered) if name in offered)
        for name in known.keys() - offered:
            self.unregister_theme(name)
        if wanted and wanted not in known:
            self._notices = (*self._notices, f"settings: theme: there is none called {wanted}")
        elif wanted and wanted not in offered and not self.no_color:
            few = f"{colour if colour == '256' else 16} colours of this terminal"
            instead = f"{wanted} cannot be read in the {few}: {self.theme} instead"
            self._notices = (*self._notices, instead)

    def _theme_chosen(self, name: str) -> None:
        for screen in self.screen_stack:
            for listed in screen.query(OptionList):
                # It keeps lines by its own style alone, in whatever colours their parts were.
                listed._clear_caches()
        if name == self._theme_kept:
            return
        self._theme_kept = name
        try:
            self._keep_theme(name)
        except PmtuiError as error:
            self.notify(str(error), markup=False, severity="warning", timeout=15)

    # --- incidents

    def _live(self, folder: Path) -> LiveScreen:
        session = Session(folder, self.clock, identity(self.settings), self.settings, self.disk)
        return LiveScreen(session, self.settings, lambda: self.earlier, self.do, self._raw.waiting)

    def do(self, request: m.Request) -> None:
        """Shows what a screen wants shown in its place, before the next key is looked at."""
        match request:
            case m.OpenIncident():
                self._open(request.folder)
            case m.Begin():
                self._begin(request.title)
            case m.GoHome():
                self._leave(self._go_home)
            case m.Alarm():
                self._elsewhere.alarm(request.text)
            case m.NameWindow():
                self._elsewhere.name(request.title)
            case m.CopyQuietly():
                self.copy_quietly(request.text)

    def _go_home(self) -> None:
        self.switch_screen(self._home())
        self._elsewhere.name(self.TITLE)

    def _write(self, text: str) -> None:
        """Writes to the terminal beside what is drawn."""
        if self._driver is not None:
            self._driver.write(text)

    def _open(self, folder: Path) -> None:
        """Shows an incident in place of home; what keeps it from opening is said."""
        try:
            self.switch_screen(self._live(folder))
        except PmtuiError as error:
            self.notify(str(error), markup=False, severity="error", timeout=20)

    def _begin(self, title: str) -> None:
        """Shows a new incident in place of home; what keeps it from being made is said."""
        from pmtui.work.create import begin, opening, surroundings, unclear_zone

        if unclear := unclear_zone("", self.settings):
            self.notify(unclear, markup=False, severity="warning", timeout=20)
        try:
            folder = begin(self.library, opening(title, self.clock(), self.settings))
        except PmtuiError as error:
            self.notify(str(error), markup=False, severity="error", timeout=20)
            return
        for said in surroundings(folder):
            self.notify(said, markup=False, timeout=20)
        self._open(folder)

    @work(thread=True, exit_on_error=False, group="earlier", description="read what is needed later")
    def _warm_up(self) -> None:
        import_what_a_screen_needs_later()
        besides = self._first.session.folder if self._first else None
        self.earlier = recall(self.library, self.settings, besides)
        self.call_from_thread(self._say_earlier)

    def _say_earlier(self) -> None:
        """Beside an incident that was just begun in the shell; home says it before one is begun."""
        opened = self._first.incident.opened if self._first else None
        if self._first is None or opened is None or self.clock() - opened > _FRESH:
            return
        if named := named_same(self.earlier.incidents, self._first.incident.title):
            self.notify(named, markup=False, timeout=15)

    # --- keys

    async def on_event(self, event: events.Event) -> None:
        if (
            isinstance(event, events.Key | events.Paste)
            and not event.is_forwarded
            and await route(self.screen_stack, event)
        ):
            return
        await super().on_event(event)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: every act that works here, every command of the bar, then Textual's own."""
        focused = screen.focused or screen
        for act in acts(*dict.fromkeys((*places(screen), *places(focused), *self.PLACES))):
            owners = (node for node in focused.ancestors_with_self if hasattr(node, act.method))
            owner = next(owners, None)
            if owner is not None:
                run = partial(self.run_action, act.action, owner)
                yield SystemCommand(act.label, f"{act.help} ({keys_of(act, self.settings.keymap)})", run)
        if isinstance(screen, LiveScreen):
            for command in COMMANDS:
                line = f"/{command.name} " if command.arguments else f"/{command.name}"
                yield SystemCommand(f"/{command.name}", command.help, partial(screen.fill, line))
        yield from (c for c in super().get_system_commands(screen) if c.title in ("Theme", "Screenshot"))

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's own cursor stands when a frame is drawn: at what has the focus."""
        screen = self.screen if self.screen_stack else None
        return (cursor_of(screen.focused) if screen else None) or self._cursor_at

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        # Textual's fields say where theirs is when it moves, and not when the field does.
        self._cursor_at = place

    def action_palette(self) -> None:
        self.action_command_palette()

    def copy_to_clipboard(self, text: str) -> None:
        """Copies with OSC 52 and with this machine's clipboard program, and says which of them it was."""
        super().copy_to_clipboard(text)
        self._copy_locally(text, quietly=False)

    def copy_quietly(self, text: str) -> None:
        """The same, but says only what the terminal needs for it."""
        super().copy_to_clipboard(text)
        self._copy_locally(text, quietly=True)

    @work(thread=True, exit_on_error=False, group="clipboard", description="copy")
    def _copy_locally(self, text: str, *, quietly: bool) -> None:
        self.call_from_thread(self._say_copied, clipboard.how(clipboard.copy_locally(text)), quietly)

    def _say_copied(self, how: str, quietly: bool) -> None:
        """What a terminal needs is said once: over a brief, it would stand in the way of it each time."""
        copied, _, needs = how.partition(";")
        known = how == self._copied or not needs
        if not (quietly and known):
            self.notify(copied if known else how, markup=False, timeout=4)
        self._copied = how

    async def action_quit(self) -> None:
        live, leave = self._live_screen(), partial(self._leave, lambda: self.exit(0))
        # Behind the keys that wait in the bar's queue: what was typed before ctrl+q is entered before it.
        live.bar.call_later(leave) if live else leave()

    def _live_screen(self) -> LiveScreen | None:
        return next((screen for screen in self.screen_stack if isinstance(screen, LiveScreen)), None)

    def run_to_end(self) -> int:
        """Runs until the person leaves or a signal ends it; the exit status, once all is written or said to be lost."""
        status = self.run()
        ending = self._raw.ending
        if not ending.begun:
            return self.return_code or status or 0
        if self._cut_off:
            write_out(self._cut_off.window, ending)
        if self._exception is not None:
            self._tell_mistake(self._exception)
        return ending.status

    def _tell_mistake(self, error: Exception) -> None:
        saved = "all that was entered is saved; `pmtui` goes on"
        if self._cut_off:
            slug = self._cut_off.window.session.slug
            saved = f"all that was entered is saved, what was half typed waits; `pmtui open {slug}` goes on"
            if self._unwritten():
                saved = f"the lines above are not saved, all others are; `pmtui open {slug}` goes on"
        say(reports.sentence(error, reports.report(paths.home(), error, self.clock()), saved))

    def _fatal_error(self) -> None:
        """Ends the screens at an exception that nobody foresaw; Textual would print the values of all variables."""
        live = self._live_screen()
        if live is not None and self._cut_off is None:
            self._cut_off = live
            with suppress(Exception):  # what fails may be just this
                live.window.typing(live.bar.text, live.bar.cursor_location)
                live.keep()
        self._raw.ending.fail(reports.STATUS)
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """As any exception that nobody foresaw."""
        self._fatal_error()

    @on(HungUp)
    def _hung_up(self) -> None:
        """Leaves without a question: nobody may be there to answer it."""
        self._raw.ending.begin(signal.SIGHUP)
        self._cut_off = self._live_screen()
        if self._cut_off:
            self._cut_off.hang_up(self._exit_cut_off)
        else:
            self._exit_cut_off()

    def _exit_cut_off(self) -> None:
        self._raw.ending.unheard = False
        self.exit()

    def _unwritten(self) -> str:
        live = self._cut_off or self._live_screen()
        return unwritten(live.window) if live else ""

    def _leave(self, then: Callable[[], object]) -> None:
        """Leaves the incident once what is held is safe, or the person has decided what becomes of it."""
        live = self._live_screen()
        if live is None or live.leave():
            then()
        else:
            rescue(self, live.window, self.settings.keymap, then)


def run(folder: Path | None, raw: EarlyRaw | None = None) -> int:
    """Runs the screens on this terminal until the person leaves; the exit status."""
    settings, notices = load(paths.settings_file())

    def clock() -> datetime:
        return datetime.now(UTC)

    app = PmtuiApp(
        Library(paths.home(), shared=bool(settings.shared)),
        settings,
        clock,
        folder,
        raw,
        tuple(notices),
        driver_class=TerminalDriver,
        keep_theme=partial(keep_theme, paths.settings_file()),
    )
    return app.run_to_end()
