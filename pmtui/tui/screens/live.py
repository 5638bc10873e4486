"""The live screen: type what happens, see where the incident stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static, TextArea

from pmtui.model import entries as e
from pmtui.model.arguments import LineError
from pmtui.model.brief import brief
from pmtui.model.grammar import Typed
from pmtui.model.missing import missing
from pmtui.model.receipt import receipt
from pmtui.tui import messages as m
from pmtui.tui.desk import Desk
from pmtui.tui.help import help_content
from pmtui.tui.log_rows import LogRows
from pmtui.tui.screens.dialogs import Ask, Tell
from pmtui.tui.widgets.command_bar import BarActions, CommandBar
from pmtui.tui.widgets.escalations import Escalations
from pmtui.tui.widgets.header import Header
from pmtui.tui.widgets.hypotheses import Hypotheses
from pmtui.tui.widgets.pane import Pane
from pmtui.tui.widgets.summary import Summary
from pmtui.tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from pmtui.model.incident import Incident
    from pmtui.session import Session

_TICK = 1.0
_KEEP = 0.25
"""Seconds after which a half-typed line is made durable."""
_PATIENCE = 5.0
_PARKED_SHOWN = 3


class LiveScreen(Screen[None]):
    """One open incident."""

    AUTO_FOCUS = "CommandBar"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - so Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="live.help", tooltip="Keys and commands"),
        Binding(
            "f2", "panes", "Panes", id="live.panes", tooltip="The panes instead of the timeline, and back"
        ),
        Binding("tab", "next_pane", "Next pane", show=False, id="live.next-pane", tooltip="The next pane"),
        Binding("escape", "bar", "Command bar", show=False, id="live.bar", tooltip="Back to the command bar"),
    ]

    def __init__(self, session: Session, backlog: bool) -> None:
        super().__init__()
        self.desk = Desk(session, self.post_message)
        self._rows = LogRows(session)
        self._failing: str = ""
        self._closing = False
        # Made here, so that keys typed before it is mounted wait for it in order.
        does = BarActions(self._enter, self.desk.fetch, lambda _: None, self.action_next_pane)
        self.bar = CommandBar(does, placeholder="what happens?  / for commands", backlog=backlog, id="bar")

    @property
    def incident(self) -> Incident:
        return self.desk.session.incident

    # --- what is on it

    def compose(self) -> ComposeResult:
        yield Header()
        with Horizontal(id="body"):
            timeline = Timeline("Type what happens and press Enter. F1 shows the commands.", id="timeline")
            timeline.border_title = Content("Timeline")
            yield timeline
            with Vertical(id="side"):
                yield Summary()
                yield Hypotheses()
                yield Escalations()
        yield Static(id="parked", markup=False)
        with Horizontal(id="line"):
            yield Static(Content("> "), id="prompt")
            yield self.bar
        yield Static(id="understood", markup=False)

    def on_mount(self) -> None:
        self.timeline = self.query_one(Timeline)
        self.timeline.show(self._rows)
        if self.desk.half.text:
            self.bar.restore(self.desk.half.text, self.desk.half.cursor)
        self._tick()
        self._show_parked()
        self._show_understood()
        self.set_interval(_TICK, self._tick)
        self.set_interval(_KEEP, self.desk.keep)
        self.set_timer(_TICK, self.bar.drained)
        self.desk.writer.start()
        for path in self.desk.torn:
            self.notify(
                f"unsent lines that cannot be read are kept as {path}", markup=False, severity="warning"
            )

    def on_resize(self) -> None:
        self.call_after_refresh(self._tick)

    def route(self, event: events.Key | events.Paste) -> bool:
        """Takes a key or a paste to the bar, unless the pane that has the focus knows the key."""
        focused = self.focused if self.is_attached else None
        if focused is self.bar:
            return False
        known = isinstance(event, events.Key) and (
            not event.is_printable or event.key in self.active_bindings
        )
        if focused is not None and known:
            return False
        self.bar.feed(event)
        return True

    # --- the line

    def _enter(self, text: str) -> None:
        """Enter in the bar; what comes of it is in the fold when the next key is looked at."""
        typed = self.desk.submit(text)
        if isinstance(typed, LineError):
            self._show_parked()
        elif typed.entry is None:
            self._answer(typed)
        elif isinstance(typed.entry, e.Close):
            self._ask_to_close(typed.entry)
        else:
            self._record(typed.entry)

    def _record(self, entry: e.Entry) -> None:
        length = len(self.incident.timeline)
        self.desk.record(entry)
        at_end = self.incident.position(entry.id) == length and not isinstance(entry, e.Correction)
        self._refold() if not at_end else self._grow()
        item = self.incident.item(entry.id)
        self._say(receipt(item, self.incident, self.desk.session.clock()))

    def _grow(self) -> None:
        self._rows.arrange()
        self.timeline.grown(len(self._rows))
        self._tick()

    def _refold(self) -> None:
        self._rows.arrange()
        self.timeline.reset()
        self._tick()

    def _answer(self, typed: Typed) -> None:
        """A command that records nothing."""
        name = typed.command.name
        if name == "brief":
            self.app.push_screen(Tell("Brief", brief(self.incident, self.desk.session.clock())))
        elif name == "find":
            found = [
                receipt(item, self.incident, self.desk.session.clock())
                for item in self.incident.find(typed.text)
            ]
            self.app.push_screen(Tell(f"Find {typed.text}", "\n".join(found) or "nothing holds it"))
        elif name == "export":
            self._say(f"pmtui export {self.desk.session.slug} --format {typed.text}, in a shell, writes it")
        else:
            self.action_help()

    def _ask_to_close(self, entry: e.Entry) -> None:
        lacking = missing(self.incident)
        lines = ["Nothing more is needed to close it; everything can be corrected later.", ""]
        if lacking:
            lines = ["Still missing, and easy to add later:", "", *(f"  {what}" for what in lacking), ""]

        def answered(yes: bool | None) -> None:
            if yes:
                self._closing = True
                self._record(entry)

        self.app.push_screen(Ask("Close this incident?", lines, "close and write the documents"), answered)

    @on(TextArea.Changed, "#bar")
    def _typed(self) -> None:
        # The bar as it is now: the message may be older than the last Enter.
        self.desk.typing(self.bar.text, self.bar.cursor_location)
        self._show_understood()

    # --- what the writer says

    @on(m.EntriesSaved)
    def _saved(self, message: m.EntriesSaved) -> None:
        self._failing = ""
        rows = len(self.incident.timeline)
        names = {entry.id: self.incident.item(entry.id).entry for entry in message.appended.saved}
        self.desk.saved(message.appended)
        renumbered = any(self.incident.entry(i).n != names[i].n for i in names)
        if renumbered or message.appended.others or len(self.incident.timeline) != rows:
            self._refold()
        else:
            for entry_id in names:
                index = self._rows.index(entry_id)
                if index is not None:
                    self.timeline.changed(index)
            self._tick()
        self.desk.publish()

    @on(m.EntriesArrived)
    def _arrived(self, message: m.EntriesArrived) -> None:
        self._failing = ""
        self.desk.session.take(message.entries)
        self._refold()
        self.desk.publish()

    @on(m.JournalReplaced)
    def _replaced(self, message: m.JournalReplaced) -> None:
        self.desk.session.refold(message.entries)
        self._refold()
        self.desk.publish()

    @on(m.SaveFailed)
    def _save_failed(self, message: m.SaveFailed) -> None:
        if self._failing != str(message.error):
            self._failing = str(message.error)
            self._say(self._failing)
        self._tick()

    @on(m.EntryRefused)
    def _refused(self, message: m.EntryRefused) -> None:
        self.desk.park(message.entry, str(message.error))
        self._refold()
        self._show_parked()

    @on(m.DocumentsWritten)
    def _documents_written(self, message: m.DocumentsWritten) -> None:
        for notice in message.published.notices:
            self.notify(notice, markup=False, severity="warning", timeout=20)
        if self._closing:
            self._closing = False
            paths = "\n".join(f"  {path}" for path in message.published.paths)
            text = f"The documents:\n\n{paths}\n\nThey follow every later change."
            self.app.push_screen(Tell("Closed", text))

    @on(m.DocumentsFailed)
    def _documents_failed(self, message: m.DocumentsFailed) -> None:
        self._closing = False
        self.notify(
            f"{message.error} (the journal holds everything)", markup=False, severity="error", timeout=20
        )

    # --- what is shown

    def _tick(self) -> None:
        now = self.desk.session.clock()
        unsaved = self.desk.unsaved
        saved = f"NOT SAVED {unsaved}" if self._failing and unsaved else "saving" if unsaved else "saved"
        if self._failing and not unsaved:
            saved = "DISK FAILS"
        self.query_one(Header).tell(self.incident, now, saved, bool(self._failing))
        self.query_one(Summary).tell(self.incident, now)
        self.query_one(Hypotheses).tell(self.incident, now)
        self.query_one(Escalations).tell(self.incident, now)

    def _show_parked(self) -> None:
        parked = self.desk.parked[-_PARKED_SHOWN:]
        lines = []
        for line in parked:
            text = " ".join(line.text.split())
            lines.append(Content.assemble(("✗ ", "$text-error"), (text[:60], "bold"), f"  {line.why}"))
        more = len(self.desk.parked) - len(parked)
        if lines:
            hint = f"Up fetches it{f', {more} more' if more else ''}"
            lines[-1] = Content.assemble(lines[-1], ("  " + hint, "$text-muted"))
        shown = self.query_one("#parked", Static)
        shown.update(Content("\n").join(lines))
        shown.display = bool(lines)

    def _show_understood(self) -> None:
        """What Enter would do with the line as it stands."""
        typed = self.desk.preview(self.bar.text)
        self._show_parked()
        if typed is None:
            if not self.bar.text:
                return  # what was recorded last stays in sight until a key is typed
            self._say("")
        elif isinstance(typed, LineError):
            self._say(str(typed))
        elif typed.entry is not None:
            session = self.desk.session
            preview = _preview(typed, session)
            self._say(preview)
        else:
            self._say(f"{typed.command.usage}   {typed.command.help}")

    def _say(self, text: str) -> None:
        self.query_one("#understood", Static).update(Content(text), layout=False)

    # --- keys

    def action_help(self) -> None:
        self.app.push_screen(Tell("Help", help_content()))

    def action_panes(self) -> None:
        self.toggle_class("-panes")
        if self.focused is not self.bar:
            self.action_bar()

    def action_bar(self) -> None:
        self.set_focus(self.bar)

    def action_next_pane(self) -> None:
        """From the bar through the panes in sight and back."""
        stops: list[Widget] = [self.bar, self.timeline, *self.query(Pane)]
        seen = [stop for stop in stops if stop.is_on_screen or stop is self.bar]
        here = seen.index(self.focused) if self.focused in seen else 0
        self.set_focus(seen[(here + 1) % len(seen)])

    def leave(self) -> bool:
        """Saves what can be saved; whether everything was."""
        return self.desk.leave(_PATIENCE)


def _preview(typed: Typed, session: Session) -> str:
    from pmtui.model.wording import understood

    entry = typed.entry
    assert entry is not None
    when = (
        ""
        if isinstance(entry, e.Correction)
        else understood(entry.when, session.clock(), session.incident.zone)
    )
    about = [session.incident.name(ref) for ref in entry.refs if ref in session.incident]
    label = entry.label or ", ".join(
        session.incident.label(ref) or n for ref, n in zip(entry.refs, about, strict=False)
    )
    parts = (f"→ {when}" if when else "→", e.kind_of(entry), label)
    return "  ".join(part for part in parts if part) + f"     {typed.command.usage}"
