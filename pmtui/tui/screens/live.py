"""The live screen: type what happens, see where the incident stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import TextArea

from pmtui.model import entries as e
from pmtui.model.incident.resemblance import resembling
from pmtui.model.line.arguments import LineError
from pmtui.model.line.completion import candidates
from pmtui.model.line.compose import composed
from pmtui.model.line.corrections import changes_nothing
from pmtui.model.line.follows import follows
from pmtui.model.line.receipt import meant, receipt
from pmtui.storage.settings import Settings
from pmtui.tui import messages as m
from pmtui.tui.entry_actions import EntryActions
from pmtui.tui.help import Help
from pmtui.tui.keys import bindings, key_line, key_of, keys_for, places
from pmtui.tui.screens.answers import answer
from pmtui.tui.screens.closing import Closing
from pmtui.tui.screens.company import place
from pmtui.tui.screens.copies import join_beside, name_copies
from pmtui.tui.screens.pastes import LONG, Pastes
from pmtui.tui.screens.routing import Routing
from pmtui.tui.timeline.pane import TimelinePane
from pmtui.tui.widgets.actions import Actions
from pmtui.tui.widgets.command_bar import BarActions, CommandBar
from pmtui.tui.widgets.escalations import Escalations
from pmtui.tui.widgets.header import Header
from pmtui.tui.widgets.hypotheses import Hypotheses
from pmtui.tui.widgets.offers import Offers
from pmtui.tui.widgets.panes import Panes
from pmtui.tui.widgets.parked import Parked
from pmtui.tui.widgets.prompt import Prompt
from pmtui.tui.widgets.summary import Summary
from pmtui.tui.widgets.understood import Understood
from pmtui.tui.window.history import History
from pmtui.tui.window.own_commands import OwnCommands
from pmtui.tui.window.reminders import Reminders, named
from pmtui.tui.window.suggestions import Suggestions
from pmtui.tui.window.window import Window
from pmtui.work.earlier import Earlier

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmtui.model.incident.incident import Incident
    from pmtui.model.incident.layouts import Layout
    from pmtui.model.line.grammar import Typed
    from pmtui.tui.writeup.writeup import Writeup
    from pmtui.work.session import Session

_TICK = 1.0
_KEEP = 0.25
"""Seconds after which a half-typed line is made durable."""
_PATIENCE = 1.0
"""Seconds that leaving waits for the journal, and again for the unsent lines, before it asks."""
_NAMED = 3
"""How many of what is quiet now are named."""


class LiveScreen(Screen[None]):
    """One open incident: the line that is typed, and around it what its panes show and want.

    Args:
        session: the incident, freshly opened.
        settings: the user's.
        earlier: gives what earlier incidents teach, as far as it is known by now.
        ask: does at once what the screen cannot do itself.
        backlog: whether keys typed before the terminal was in raw mode may still come.
    """

    AUTO_FOCUS = "CommandBar"
    PLACES = ("live",)
    BINDINGS = bindings(*PLACES)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual declares them
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012

    def __init__(
        self,
        session: Session,
        settings: Settings,
        earlier: Callable[[], Earlier],
        ask: Callable[[m.Request], None],
        backlog: bool = False,
    ) -> None:
        super().__init__()
        self.window = Window(session, self._tell)
        self.settings = settings
        self._earlier = earlier
        self._ask = ask
        self._history = History(self.window)
        self._reminders = Reminders(self.window, settings, ask)
        self._pastes = Pastes(self, self._history.put_away, self._record)
        self._own = OwnCommands(self.window, settings.run, self._tell)
        self._closer = Closing(self, self.window, self._layout, self.do, settings.keymap)
        self._keys_shown: Widget | None = None
        """Whose keys stand under the bar, if nothing was said since."""
        self._filled = ""
        """What a key filled the bar with last."""
        self.header = Header(self.window, settings.keymap)
        self.timeline = TimelinePane(self.window, settings.keymap, self.do)
        self.panes = Panes(
            Summary(self.window),
            Escalations(self.window, self.do),
            Actions(self.window, self.do),
            Hypotheses(self.window, self.do),
        )
        for pane in (self.timeline, *self.panes.panes):
            if isinstance(pane, EntryActions):
                pane.keymap = settings.keymap
        self.writeup: Writeup | None = None
        """The write-up, once it was asked for."""
        self.parked = Parked(self.window, settings.keymap)
        self.offers = Offers(
            lambda head: candidates(head, self.incident, earlier().vocabulary, session.clock())
        )
        self.understood = Understood()
        self.prompt = Prompt()
        self.routing = Routing(self, lambda: self.bar, self._take_paste, self.understood.say, self._make_room)
        does = BarActions(
            submit=self._enter,
            walk=self._history.walk,
            complete=Suggestions(self.window, self.offers.complete, lambda: self.parked.repair).complete,
            choose=self.offers.choose,
            chosen=self.offers.chosen,
            put_away=self.offers.put_away,
            ghost=self.offers.ghost,
            leave=self.action_next_pane,
            elsewhere=self.routing.elsewhere,
            look=self.timeline.timeline.look,
            cleared=self._cleared,
            unread=lambda: self.understood.say(
                "not entered: Enter came before this could be read; Enter again enters it"
            ),
        )
        asks = f"what happens?  / for commands, {key_of('live.help', settings.keymap)} for help"
        given_away = keys_for(("live", "app"), settings.keymap)
        self.bar = CommandBar(does, placeholder=asks, backlog=backlog, given_away=given_away, id="bar")
        self.offers.take = self.bar.take

    @property
    def session(self) -> Session:
        return self.window.session

    @property
    def incident(self) -> Incident:
        return self.window.incident

    @property
    def writing(self) -> bool:
        """Whether the write-up is shown."""
        return self.has_class("-writeup")

    def compose(self) -> ComposeResult:
        # Textual gives a screen its breakpoints after the first layout, which is then done a second time.
        for size, points in zip(
            self.app.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True
        ):
            self.add_class(*self._get_breakpoint_classes(size, points))
        yield self.header
        with Horizontal(id="body"):
            yield self.timeline
            yield self.panes
        yield self.parked
        yield self.offers
        with Horizontal(id="line"):
            yield self.prompt
            yield self.bar
        yield self.understood

    def on_mount(self) -> None:
        if self.window.half.text:
            self.bar.restore(self.window.half.text, self.window.half.cursor)
        self.tick()
        self.show_line()
        self.set_interval(_TICK, self.tick)
        self.set_interval(_KEEP, self.keep)
        self.set_timer(_TICK, self.bar.drained)
        self.window.writer.start()
        self.call_after_refresh(self.window.sharing.begin)
        self.call_after_refresh(self.routing.begin)
        if self.window.notice:
            self.notify(self.window.notice, markup=False, severity="warning", timeout=20)
        if self.incident.closed:
            self.call_after_refresh(self.action_writeup)
        for path in self.window.torn:
            self.notify(
                f"unsent lines that cannot be read are kept as {path}", markup=False, severity="warning"
            )

    def _make_room(self) -> None:
        """A line that was found half typed is not joined to what was typed before it could be seen."""
        if self.window.half.text:
            self.window.park_half()
            self.bar.restore("")
            self.parked.show()

    def on_resize(self) -> None:
        self.call_after_refresh(self.tick)

    # --- what panes want, done before the next key is looked at

    def do(self, request: m.Request) -> None:
        """Does what a pane wants; what it cannot do is asked for outside."""
        match request:
            case m.Say():
                self.understood.say(request.text)
            case m.Fill():
                self.fill(request.line, request.at)
            case m.GoTo():
                self._go_to(request.entry_id)
            case m.ShowAnew():
                self.show_anew()
            case _:
                self._ask(request)

    def fill(self, text: str, at: int | None = None) -> None:
        """Puts a line into the bar, ready to be finished; a half-typed one goes to the refused ones."""
        # The bar as it is now: what it says of a change may still be on its way.
        untouched = self.bar.text == self._filled
        self.window.typing("" if untouched else self.bar.text, self.bar.cursor_location)
        self.window.park_half()
        self._filled = text
        self.bar.fill(text, at)
        self.set_focus(self.bar)
        self.parked.show()

    def _take_paste(self, text: str) -> bool:
        if self.writeup is not None and self.writeup.take_paste(text):
            return True
        return self._pastes.offer(text)

    def _layout(self) -> Layout:
        """The sections of the draft's template."""
        from pmtui.work import templates  # the draft comes along, which no first frame waits for

        return templates.layout(self.incident, self._earlier().layout)

    def _go_to(self, entry_id: str) -> None:
        if self.incident.position(entry_id) is None:
            return
        self.remove_class("-panes", "-writeup")
        self.set_focus(self.timeline.timeline)
        self.on_descendant_focus()  # what is said next stays: word of the focus comes behind it
        self.timeline.go_to(entry_id)

    # --- the line

    def _enter(self, text: str) -> None:
        """Enter in the bar; what comes of it is in the fold when the next key is looked at."""
        self._history.restart()
        filled = composed(text, self.session.context(), self.settings)
        if filled:
            self.bar.fetch(filled)
            return
        typed = self.window.submit(text)
        if isinstance(typed, LineError):
            self.parked.show()
            self.understood.say(str(typed))
        elif typed.entry is None:
            answer(self, typed)
        elif isinstance(typed.entry, e.Amend) and changes_nothing(typed.entry, self.incident):
            self.understood.say(
                f"nothing changed: {self.incident.name(typed.entry.refs[0])} says that already"
            )
        elif isinstance(typed.entry, e.Close):
            self._closer.confirm(partial(self._record, typed.entry))
        elif isinstance(typed.entry, e.Finish):
            if self.writeup:
                self.writeup.editor.save()  # afterwards it would be a change
            self._closer.finish(partial(self._record, typed.entry))
        elif text.count("\n") >= LONG:
            self._pastes.confirm(typed.entry, text)
        else:
            self._record(typed.entry, typed)

    def _record(self, entry: e.Entry, typed: Typed | None = None) -> None:
        rows = len(self.incident.timeline)
        self.window.record(entry)
        correction = isinstance(entry, e.Correction)
        self.show_anew(only_grown=not correction and self.incident.position(entry.id) == rows)
        where = "" if correction else self.timeline.recorded(entry.id)
        if isinstance(entry, e.Update):
            self._ask(m.CopyQuietly(entry.text))  # the receipt says so
        item, now = self.incident.item(entry.id), self.session.clock()
        said = where + receipt(item, self.incident, now)
        then = follows(item, self.incident, now, self.settings, copied=True)
        if typed is not None:
            then = meant(typed, item.name) or then
        if own := self._own.expect(entry):
            then = f"{own} gets it once it is saved"
        # What follows is first: the line may be too short for all of it.
        self.understood.receipt(f"{then} · {said}" if then else said, then)
        if isinstance(entry, e.Hypothesis):
            self._seen_before(entry)
        if self.writeup and self.writing:
            self.writeup.recorded()

    def _seen_before(self, entry: e.Hypothesis) -> None:
        past = resembling(entry.text, self._earlier().past)
        if past is not None:
            why = f": {past.because}" if past.because else ""
            text = f"{past.incident}\n{past.label} {past.text}\n{past.state}{why}"
            self.notify(text, title="Seen before", markup=False, timeout=15)

    @on(TextArea.Changed, "#bar")
    def _typed(self) -> None:
        # The bar as it is now: the message may be older than the last Enter.
        self.window.typing(self.bar.text, self.bar.cursor_location)
        if not self.bar.text:
            self._history.restart()
        self.show_line()

    def keep(self) -> None:
        """Makes durable what is typed and not recorded: in the bar, in the section, in proposed entries."""
        self.window.keep(self.writeup.unsaved() if self.writeup else ())

    # --- what is shown

    def show_anew(self, only_grown: bool = False) -> None:
        """Shows the incident after a change; `only_grown` when nothing but the end of its timeline is new."""
        if only_grown:
            self.timeline.show_grown()
        else:
            self.timeline.show_anew()
        self.parked.show()
        self.tick()
        if self.writeup and self.writing:
            self.writeup.show()

    def tick(self) -> None:
        """Brings everything that depends on the moment up to date; a pane repaints only what changed."""
        now = self.session.clock()
        pressing = self._reminders.pressing(now)
        self.header.show(now, pressing)
        self.panes.show(now, pressing.waiting)
        self.timeline.tick(now)
        self.window.sharing.looks_at(place(self))

    def show_line(self) -> None:
        """What Enter would do with the line as it stands, what it may go on with, and the refused lines."""
        self.parked.show()
        text = self.bar.text
        self.offers.show(self.bar.head)
        typed = self.window.preview(text)
        self.understood.while_typing(bool(text))
        if self.offers.display and isinstance(typed, LineError):
            self.understood.say("Tab takes it, arrows choose, Escape closes the list")
        elif typed is not None:
            first = "restored from another window" if text == self.window.restored else ""
            self.understood.show(typed, self.session, first)
        elif text:
            self.understood.say("")
        # Else what was recorded last stays in sight until a key is typed.

    def on_descendant_focus(self) -> None:
        """The keys of the pane that has the focus, under the bar; those of the screen while the bar is empty."""
        focused = self.focused or self.bar
        if focused is self._keys_shown:
            return
        self._keys_shown = focused
        self.prompt.show(focused)
        keys = key_line(places(focused), self.settings.keymap)
        self.understood.show_keys(keys or key_line(self.PLACES, self.settings.keymap))
        self.understood.while_typing(focused is self.bar and bool(self.bar.text))
        if focused is self.bar and self.bar.text:
            self.show_line()

    # --- what the writer says

    @on(m.Heard)
    def _heard(self, message: m.Heard) -> None:
        fact = message.fact
        if isinstance(fact, m.DocumentsFact):
            self._closer.hear(fact)
            return
        if isinstance(fact, m.CopiesFound):
            name_copies(self, fact.count)
            return
        news = self.window.hear(fact)
        if isinstance(fact, m.EntriesSaved):
            self._own.saved(entry.id for entry in fact.appended.saved)
        if news.anew:
            self.show_anew()
        else:
            self.timeline.show_saved(news.saved)
            if self.writeup:
                self.writeup.quotes.show_saved(news.saved)
            self.tick()
        if self.writeup and self.writing and isinstance(fact, m.SharingChanged):
            self.writeup.show_company()
        if news.notice:
            self.notify(news.notice, markup=False, severity="warning", timeout=20)
        if news.said:
            self.understood.say(news.said)

    def _tell(self, fact: m.Fact) -> None:
        """Takes a fact from any thread."""
        self.post_message(m.Heard(fact))

    # --- actions

    def action_help(self, wanted: str = "") -> None:
        self.app.push_screen(Help(self.settings.keymap, wanted))

    def action_brief(self) -> None:
        # Its modules are imported when somebody first asks for it.
        from pmtui.model.incident.brief_for import READERS, brief_for
        from pmtui.tui.brief import Brief

        incident, now = self.incident, self.session.clock()
        self.app.copy_to_clipboard(brief_for(READERS[0], incident, now, self.settings))
        self.app.push_screen(Brief(lambda reader: brief_for(reader, incident, now, self.settings)))

    def action_snooze(self) -> None:
        quiet = named(self._reminders.snooze(), self.session.clock(), _NAMED)
        self.understood.say(f"quiet for ten minutes: {quiet}" if quiet else "nothing else is overdue")
        self.tick()

    def action_join(self) -> None:
        """Joins the copies of the incident that lie beside it."""
        join_beside(self)

    def action_note(self) -> None:
        """The line that was refused last, recorded as the note it may have been meant to be."""
        if not self.window.parked:
            self.understood.say("no line was refused")
            return
        note = self.window.note()
        if note is not None:
            self._record(note)
        self.parked.show()

    def action_drop(self) -> None:
        """The line that was refused last goes; Up fetches it until another one is put away."""
        dropped = self.window.drop()
        self._history.put_away(dropped)
        self.understood.say("dropped; Up fetches it" if dropped else "no line was refused")
        self.parked.show()

    def _cleared(self, text: str) -> None:
        """The bar was cleared, or was empty: whoever presses ctrl+c there wants to leave."""
        self._history.put_away(text)
        leaves = f"{key_of('app.quit', self.settings.keymap)} leaves; nothing is lost"
        self.understood.say("cleared; Up fetches it" if text.strip() else leaves)

    async def action_writeup(self) -> None:
        """The write-up instead of the timeline, and back."""
        if self.writing:
            self._put_writeup_away()
            self.set_focus(self.bar)
            return
        if self.writeup is None:
            # Its modules cost 90 ms, which the first frame does not wait for.
            from pmtui.tui.writeup.writeup import Writeup

            self.writeup = Writeup(self.window, self.settings, self._layout, self.do)
            await self.mount(self.writeup, after="#body")
        self.add_class("-writeup")
        self.writeup.begin()

    def _put_writeup_away(self) -> None:
        if self.writeup and self.writing:
            self.writeup.editor.save()
            self.remove_class("-writeup")

    def action_panes(self) -> None:
        self._put_writeup_away()
        self.toggle_class("-panes")
        self.set_focus(self.panes.page if self.has_class("-panes") else self.bar)
        self.call_after_refresh(self.tick)

    def action_pane(self, number: int) -> None:
        """Goes to a pane, or to the timeline, by its number."""
        self._put_writeup_away()
        pane = self.panes.numbered.get(number)
        if pane is None:
            self.remove_class("-panes")
        elif self.has_class("-narrow"):
            self.add_class("-panes")
        self.set_focus(pane or self.timeline.timeline)

    def action_bar(self) -> None:
        self.remove_class("-panes")
        self.set_focus(self.bar)

    def action_next_pane(self) -> None:
        self._step_pane(1)

    def action_previous_pane(self) -> None:
        self._step_pane(-1)

    def _step_pane(self, step: int) -> None:
        """Through the bar and the panes that are shown."""
        stops: list[Widget] = [self.timeline.timeline, *self.panes.panes]
        shown = [
            stop
            for stop in stops
            if all(node.display for node in stop.ancestors_with_self if isinstance(node, Widget))
        ]
        if self.writeup and self.writing:
            shown = self.writeup.stops
        shown = [self.bar, *shown]
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
        # The bar has its keys, but its word about them may still be on its way here.
        self.window.typing(self.bar.text, self.bar.cursor_location)
        if self.writeup:
            self.writeup.leave()
        return self.window.leave(_PATIENCE)

    def action_home(self) -> None:
        self._ask(m.GoHome())


def _behind(nodes: list[Widget], then: Callable[[], object]) -> None:
    """Calls `then` once each of these, one after the other, has looked at all that was sent to it."""
    if not nodes:
        then()
    elif not nodes[0].call_later(_behind, nodes[1:], then):  # it is gone, and what was sent to it with it
        _behind(nodes[1:], then)
