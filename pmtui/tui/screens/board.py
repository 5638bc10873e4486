"""What the live screen shows: header, timeline, panes, refused lines, and what was understood."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from pmtui.model.entries import Correction, kind_of
from pmtui.model.incident.due import Timer
from pmtui.model.line.arguments import LineError
from pmtui.model.line.grammar import Typed
from pmtui.model.line.receipt import divided
from pmtui.model.text import short
from pmtui.model.time.words import understood
from pmtui.tui.keys import key_line, key_of
from pmtui.tui.timeline.log_timeline import LogTimeline
from pmtui.tui.timeline.rows import LogRows
from pmtui.tui.widgets.escalations import Escalations
from pmtui.tui.widgets.header import Header
from pmtui.tui.widgets.hypotheses import Hypotheses
from pmtui.tui.widgets.offers import Offers
from pmtui.tui.widgets.pane import Pane
from pmtui.tui.widgets.summary import Summary
from pmtui.tui.widgets.tasks import Tasks
from pmtui.tui.window.reminders import Reminders
from pmtui.tui.window.window import Window

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident
    from pmtui.storage.settings import Settings
    from pmtui.storage.unsent import Line
    from pmtui.tui.widgets.command_bar import CommandBar
    from pmtui.work.session import Session

_PARKED_SHOWN = 3


class Board(Screen[None]):
    """The live screen's picture of one incident; what keys do is in the classes on top of it."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual declares them
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012

    window: Window
    bar: CommandBar
    settings: Settings

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.rows = LogRows(session)
        self.reminders = Reminders(self.window, self.settings, self._ring)
        self._parked: list[Line] = []

    @property
    def session(self) -> Session:
        return self.window.session

    @property
    def incident(self) -> Incident:
        return self.window.session.incident

    @abstractmethod
    def offers(self) -> Offers:
        """The list above the bar."""

    @property
    def empty(self) -> str:
        """What stands in a timeline without entries."""
        help = key_of("live.help", self.settings.keymap)
        return f"Type what happens and press Enter. {help} shows keys and commands."

    def compose(self) -> ComposeResult:
        # Textual gives a screen its breakpoints after the first layout, which is then done a second time.
        for size, points in zip(
            self.app.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True
        ):
            self.add_class(*self._get_breakpoint_classes(size, points))
        yield Header()
        with Horizontal(id="body"):
            timeline = LogTimeline(self.empty, id="timeline")
            timeline.border_title = Content("Timeline")
            yield timeline
            with VerticalScroll(id="side", can_focus=False):
                yield Summary()
                yield Hypotheses()
                yield Escalations()
                yield Tasks()
        yield Static(id="parked", markup=False)
        yield self.offers()
        with Horizontal(id="line"):
            yield Static(Content("> "), id="prompt")
            yield self.bar
        yield Static(id="understood", markup=False)

    @property
    def timeline(self) -> LogTimeline:
        return self.query_one(LogTimeline)

    @property
    def places(self) -> tuple[str, ...]:
        """Where, in the table of keys, the pane is that keys act on."""
        focused = self.focused
        return focused.PLACES if isinstance(focused, LogTimeline | Pane) else ()

    def show_writeup(self) -> None:
        """Brings the write-up up to date, where one is shown."""

    # --- the incident

    def refold(self) -> None:
        """Shows a fold in which more changed than its end."""
        self.rows.arrange()
        self.timeline.swap(self.rows)
        self.tick()
        self.show_writeup()

    def grow(self) -> None:
        """Shows what was added at the end."""
        self.rows.arrange()
        self.timeline.grown(len(self.rows))
        self.tick()
        self.show_writeup()

    def tick(self) -> None:
        """Brings everything that depends on the moment up to date; a pane repaints only what changed."""
        now = self.session.clock()
        unsaved = self.window.unsaved
        saved = "saved" if self.window.all_saved else "saving"
        if self.window.failing:
            saved = f"NOT SAVED {unsaved}" if unsaved else "DISK FAILS"
        timers = self.reminders.due()
        self.query_one(Header).tell(self.incident, now, saved, bool(self.window.failing), _told(timers))
        for pane in (Summary, Hypotheses, Escalations, Tasks):
            self.query_one(pane).tell(self.incident, now)

    def _ring(self) -> None:
        self.app.bell()

    def action_snooze(self) -> None:
        quiet = self.reminders.snooze()
        self.say(f"quiet for ten minutes: {', '.join(t.text for t in quiet)}" if quiet else "nothing is due")
        self.tick()

    # --- the line

    def show_parked(self) -> None:
        """The refused lines above the bar, each with its reason; nothing is drawn anew when they are the same."""
        if self._parked == self.window.parked:
            return
        self._parked = list(self.window.parked)
        parked = self.window.parked[-_PARKED_SHOWN:]
        lines = []
        for line in parked:
            lines.append(
                Content.assemble(("✗ ", "$text-error"), (short(line.text, 60), "bold"), f"  {line.why}")
            )
        more = len(self.window.parked) - len(parked)
        if lines:
            hint = f"  Up fetches it, {key_of('live.note', self.settings.keymap)} makes it a note"
            if more:
                hint = f"{hint}; {more} more"
            lines[-1] = Content.assemble(lines[-1], (hint, "$text-muted"))
        shown_lines = self.query_one("#parked", Static)
        shown_lines.update(Content("\n").join(lines))
        shown_lines.display = bool(lines)

    def show_understood(self) -> None:
        """What Enter would do with the line as it stands, and what it may go on with."""
        text = self.bar.text
        self.offers().show(self.bar.head)
        typed = self.window.preview(text)
        if typed is None:
            if text:
                self.say("")
            return  # what was recorded last stays in sight until a key is typed
        if isinstance(typed, LineError):
            self.say(str(typed))
        elif typed.entry is None:
            self.say(f"{typed.command.usage}   {typed.command.help}")
        else:
            self.say(preview(typed, self.session))

    def say(self, text: str) -> None:
        """One sentence under the bar."""
        self.query_one("#understood", Static).update(Content(" ".join(text.splitlines())), layout=False)

    def show_keys(self) -> None:
        """The keys of the pane that has the focus, under the bar; those of the screen while the bar is empty."""
        focused = self.focused
        in_bar = focused is self.bar or focused is None
        if in_bar and self.bar.text:
            self.show_understood()
            return
        if focused is not None and focused.id == "editor":
            self.say("Esc to the sections; what is written is saved after a pause")
            return
        shown = key_line(("live",) if in_bar else self.places, self.settings.keymap)
        keys = [piece for key, label in shown for piece in ((f"{key} ", "bold"), f"{label}  ")]
        self.query_one("#understood", Static).update(Content.assemble(*keys), layout=False)


def _told(timers: list[Timer]) -> str:
    """The most pressing one, and how many others there are."""
    more = f" +{len(timers) - 1}" if len(timers) > 1 else ""
    return timers[0].text + more if timers else ""


def preview(typed: Typed, session: Session) -> str:
    """`→ 10:40 today, 12 min ago  hypothesis H3   /hypothesis TEXT`."""
    entry, incident = typed.entry, session.incident
    assert entry is not None
    when = "" if isinstance(entry, Correction) else understood(entry.when, session.clock(), incident.zone)
    about = [incident.label(ref) or incident.name(ref) for ref in entry.refs if ref in incident]
    parts = (f"→ {when}".strip(), kind_of(entry), entry.label or ", ".join(about), divided(entry))
    return "  ".join(part for part in parts if part) + f"     {typed.command.usage}"
