"""The live screen: type what happens, see where the incident stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import TextArea

from pmtui.model import entries as e
from pmtui.model.incident.brief import brief
from pmtui.model.incident.compose import update
from pmtui.model.incident.layouts import Layout
from pmtui.model.incident.missing import missing
from pmtui.model.incident.resemblance import resembling
from pmtui.model.line.arguments import LineError
from pmtui.model.line.completion import Candidate, candidates
from pmtui.model.line.grammar import Typed
from pmtui.model.line.receipt import receipt
from pmtui.storage.settings import Settings
from pmtui.tui import messages as m
from pmtui.tui.help import help_content
from pmtui.tui.keys import bindings, key_of, keys_for
from pmtui.tui.screens.dialogs import Ask, Said, Tell
from pmtui.tui.screens.writeup import Writing
from pmtui.tui.widgets.command_bar import BarActions, CommandBar
from pmtui.tui.widgets.offers import Offers
from pmtui.tui.widgets.pane import Pane
from pmtui.tui.window.history import History
from pmtui.tui.window.window import Window
from pmtui.work.earlier import Earlier

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmtui.work.session import Session

_TICK = 1.0
_KEEP = 0.25
"""Seconds after which a half-typed line is made durable."""
_PATIENCE = 1.0
"""Seconds that leaving waits for the journal, and again for the unsent lines, before it asks."""
_LONG = 200
"""Lines from which on a pasted entry is asked about once."""
_COMPOSES = ("/update", "/u")


class LiveScreen(Writing):
    """One open incident.

    Args:
        session: the incident, freshly opened.
        settings: the user's.
        remember: gives what earlier incidents teach, as far as it is known by now.
        backlog: whether keys typed before the terminal was in raw mode may still come.
    """

    AUTO_FOCUS = "CommandBar"
    BINDINGS = bindings("live")

    def __init__(
        self, session: Session, settings: Settings, remember: Callable[[], Earlier], backlog: bool = False
    ) -> None:
        self.window = Window(session, self.post_message)
        self.settings = settings
        super().__init__(session)
        self._remember = remember
        self._history = History(self.window)
        self._tells_closed = self._composing = False
        self._offers = Offers(self._candidates)
        self._notices: tuple[str, ...] = ()
        """What was said of the documents last; as long as it stays true it is not said again."""
        self._ready = False
        self._early: list[events.Key | events.Paste] = []
        """What was typed before there was anything to show it on, in order."""
        does = BarActions(
            submit=self._enter,
            walk=self._history.walk,
            complete=self._offers.complete,
            choose=self._offers.choose,
            chosen=self._offers.chosen,
            ghost=self._offers.ghost,
            leave=self.action_next_pane,
            elsewhere=self._elsewhere,
        )
        asks = f"what happens?  / for commands, {key_of('live.help', settings.keymap)} for help"
        given_away = keys_for(("live", "app"), settings.keymap)
        self.bar = CommandBar(does, placeholder=asks, backlog=backlog, given_away=given_away, id="bar")

    @property
    def layout_of(self) -> Layout:
        return self._remember().layout

    def offers(self) -> Offers:
        return self._offers

    def on_mount(self) -> None:
        self.timeline.show(self.rows)
        if self.window.half.text:
            self.bar.restore(self.window.half.text, self.window.half.cursor)
        self.tick()
        self.show_parked()
        self.show_understood()
        self.set_interval(_TICK, self.tick)
        self.set_interval(_KEEP, self.keep)
        self.set_timer(_TICK, self.bar.drained)
        self.window.writer.start()
        self._ready = True
        for event in self._early:
            self.bar.feed(event)
        self._early.clear()
        if self.window.notice:
            self.notify(self.window.notice, markup=False, severity="warning", timeout=20)
        if self.incident.closed:
            self.call_after_refresh(self.action_writeup)
        for path in self.window.torn:
            self.notify(
                f"unsent lines that cannot be read are kept as {path}", markup=False, severity="warning"
            )

    def on_resize(self) -> None:
        self.call_after_refresh(self.tick)

    def on_descendant_focus(self) -> None:
        self.show_keys()

    def route(self, event: events.Key | events.Paste) -> bool:
        """Takes a key or a paste to the bar, unless the pane that has the focus knows the key."""
        if not self._ready:
            self._early.append(event)
            return True
        if isinstance(event, events.Paste) and self.takes_paste(event.text):
            return True
        focused = self.focused
        if isinstance(focused, TextArea):
            return False
        known = isinstance(event, events.Key) and (
            not event.is_printable or event.key in self.active_bindings
        )
        if focused is not None and known:
            return False
        self.bar.feed(event)
        return True

    async def press(self, event: events.Key | events.Paste) -> bool:
        """Does at once what a key of a pane does: as a binding it would be overtaken by the keys behind it."""
        if not isinstance(event, events.Key) or isinstance(self.focused, TextArea):
            return False
        known = self.active_bindings.get(event.key)
        if known is None or not known.enabled:
            return False
        await self.app.run_action(known.binding.action, known.node)
        return True

    async def _elsewhere(self, event: events.Key) -> bool:
        """Whether what has the focus by now takes a key: Tab and a letter typed at once are Tab, then the letter.

        One that the pane does not know is the bar's own, here and now: sent anew it would come behind the others.
        """
        if isinstance(self.focused, TextArea):
            self.focused._forward_event(events.Key(event.key, event.character))
            return True
        if await self.press(event):
            return True
        self.set_focus(self.bar, scroll_visible=False)
        return False

    # --- the line

    def _enter(self, text: str) -> None:
        """Enter in the bar; what comes of it is in the fold when the next key is looked at."""
        self._history.restart()
        if text.strip() in _COMPOSES:
            self._composing = True
            self.bar.fetch(update(self.incident))
            return
        typed = self.window.submit(text)
        if isinstance(typed, LineError):
            self.show_parked()
            self.say(str(typed))
        elif typed.entry is None:
            self._answer(typed)
        elif isinstance(typed.entry, e.Close):
            self._ask_to_close(typed.entry)
        elif text.count("\n") >= _LONG:
            self._ask_about_length(typed.entry, text)
        else:
            self._record(typed.entry)

    def _record(self, entry: e.Entry) -> None:
        rows = len(self.incident.timeline)
        self.window.record(entry)
        if not isinstance(entry, e.Correction) and self.incident.position(entry.id) == rows:
            self.grow()
        else:
            self.refold()
        if not isinstance(entry, e.Correction) and self.rows.index(entry.id) is None:
            self.narrow("")  # what was typed is never hidden by a filter
        self.say(receipt(self.incident.item(entry.id), self.incident, self.session.clock()))
        if isinstance(entry, e.Update) and self._composing:
            self._composing = False
            self.app.copy_to_clipboard(entry.text)
        elif isinstance(entry, e.Hypothesis):
            self._seen_before(entry)

    def _seen_before(self, entry: e.Hypothesis) -> None:
        past = resembling(entry.text, self._remember().past)
        if past is not None:
            why = f": {past.because}" if past.because else ""
            text = f"{past.incident}\n{past.label} {past.text}\n{past.state}{why}"
            self.notify(text, title="Seen before", markup=False, timeout=15)

    def _answer(self, typed: Typed) -> None:
        """A command that records nothing."""
        name = typed.command.name
        if name == "brief":
            self.action_brief()
        elif name == "find":
            self.find(typed.text)
        elif name == "export":
            self.say(f"in a shell: pmtui export {self.session.slug} --format {typed.text}")
        else:
            self.action_help()

    def _ask_to_close(self, entry: e.Entry) -> None:
        lacking = missing(self.incident, self.layout_of)
        lines = ["Nothing is missing. Everything can still be corrected afterwards.", ""]
        if lacking:
            lines = ["Still missing, and easy to add afterwards:", "", *(f"  {what}" for what in lacking), ""]

        def answered(key: str | None) -> None:
            if key:
                self._tells_closed = True
                self._record(entry)
            else:
                self.say("not closed")

        self.app.push_screen(Ask("Close this incident?", lines, [("y", "close, write documents")]), answered)

    def _ask_about_length(self, entry: e.Entry, text: str) -> None:
        def answered(key: str | None) -> None:
            if key:
                self.bar.restore("")
                self.window.typing("", (0, 0))
                self._record(entry)

        self.bar.fetch(text)  # until it is answered it is a half-typed line, which survives a crash
        lines = [f"{text.count(chr(10)) + 1:,} lines, as one entry."]
        self.app.push_screen(Ask("Record all of this?", lines, [("y", "record it")]), answered)

    @on(TextArea.Changed, "#bar")
    def _typed(self) -> None:
        # The bar as it is now: the message may be older than the last Enter.
        self.window.typing(self.bar.text, self.bar.cursor_location)
        if not self.bar.text:
            self._composing = False
            self._history.restart()
        self.show_parked()
        self.show_understood()

    def _candidates(self, head: str) -> list[Candidate]:
        return candidates(head, self.incident, self._remember().vocabulary)

    # --- what the writer says

    @on(m.EntriesSaved)
    @on(m.EntriesArrived)
    @on(m.OthersSaved)
    @on(m.JournalReplaced)
    @on(m.EntryRefused)
    @on(m.SaveFailed)
    @on(m.DiskWorks)
    def _heard(self, message: Message) -> None:
        change = self.window.hear(message)
        if change.anew:
            self.refold()
            self.show_parked()
        for entry_id in change.saved:
            index = self.rows.index(entry_id)
            if index is not None:
                self.timeline.changed(index)
        if change.said:
            self.say(change.said)
        if change.notice:
            self.notify(change.notice, markup=False, severity="warning", timeout=20)
        self.tick()

    @on(m.DocumentsWritten)
    def _documents_written(self, message: m.DocumentsWritten) -> None:
        told, self._notices = self._notices, message.published.notices
        for notice in (n for n in self._notices if n not in told):
            self.notify(notice, markup=False, severity="warning", timeout=20)
        if self._tells_closed:
            self._tells_closed = False
            paths = "\n".join(f"  {path}" for path in message.published.paths)
            self.app.push_screen(
                Said("Closed", f"The documents:\n\n{paths}\n\nThey follow every later change.")
            )

    @on(m.DocumentsFailed)
    def _documents_failed(self, message: m.DocumentsFailed) -> None:
        self._tells_closed = False
        self.notify(
            f"{message.error} (the journal holds everything)", markup=False, severity="error", timeout=20
        )

    # --- keys

    def action_help(self) -> None:
        self.app.push_screen(Tell("Help", help_content(self.settings.keymap)))

    def action_brief(self) -> None:
        text = brief(self.incident, self.session.clock())
        self.app.copy_to_clipboard(text)
        self.app.push_screen(Tell("Brief", text))

    def action_note(self) -> None:
        """The line that was refused last, recorded as the note it may have been meant to be."""
        if not self.window.parked:
            self.say("no line was refused")
            return
        line, half = self.window.parked[-1], self.window.half
        self.window.take(line)
        typed = self.window.submit(" " + line.text)
        self.window.half = half
        if isinstance(typed, Typed) and typed.entry is not None:
            self._record(typed.entry)
        self.show_parked()

    def action_panes(self) -> None:
        if self.writing:
            self.save_section()
            self.remove_class("-writeup")
        self.toggle_class("-panes")
        self.set_focus(next(iter(self.query(Pane))) if self.has_class("-panes") else self.bar)
        self.call_after_refresh(self.tick)

    def action_bar(self) -> None:
        self.set_focus(self.bar)

    def action_next_pane(self) -> None:
        self._step_pane(1)

    def action_previous_pane(self) -> None:
        self._step_pane(-1)

    def _step_pane(self, step: int) -> None:
        """Through the bar and the panes that are shown."""
        stops: list[Widget] = [self.bar, self.timeline, *self.query(Pane), *self.query("#editor")]
        shown = [
            stop
            for stop in stops
            if all(node.display for node in stop.ancestors_with_self if isinstance(node, Widget))
        ]
        here = shown.index(self.focused) if self.focused in shown else 0
        self.set_focus(shown[(here + step) % len(shown)])

    def hang_up(self, then: Callable[[], object]) -> None:
        """Has what is typed kept for the next window, behind all keys that were typed before, and asks nothing."""
        self.call_later(self._hang_up, then)  # what came before the first frame is in the bar by then

    def _hang_up(self, then: Callable[[], object]) -> None:
        def last() -> None:
            self.window.typing(self.bar.text, self.bar.cursor_location)
            self.keep()
            then()

        _behind([self.app.focused or self.bar, self.bar, self.app.screen, self], last)

    def leave(self) -> bool:
        """Saves what can be saved and ends the writer; whether everything was saved."""
        self.save_section()
        self.put_aside(recorded=False)
        return self.window.leave(_PATIENCE)

    def action_home(self) -> None:
        from pmtui.tui.app import PmtuiApp

        if isinstance(self.app, PmtuiApp):
            self.app.go_home()


def _behind(nodes: list[Widget], then: Callable[[], object]) -> None:
    """Calls `then` once each of these, one after the other, has looked at all that was sent to it."""
    if not nodes:
        then()
    elif not nodes[0].call_later(_behind, nodes[1:], then):  # it is gone, and what was sent to it with it
        _behind(nodes[1:], then)
