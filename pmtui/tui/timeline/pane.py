"""The timeline of an open window: its rows, with the keys that act on entries, find, narrow and go by days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from pmtui.model.incident.facts import Item
from pmtui.model.incident.first_minutes import first_minutes
from pmtui.model.incident.words import search
from pmtui.tui.dialogs import AskText
from pmtui.tui.entry_actions import EntryActions
from pmtui.tui.keys import entry_bindings, key_of
from pmtui.tui.messages import GoTo, Request, Say
from pmtui.tui.timeline.head import Head
from pmtui.tui.timeline.rows import LogRows
from pmtui.tui.timeline.timeline import MOVES, Timeline
from pmtui.tui.window.window import Window

if TYPE_CHECKING:
    from pmtui.tui.timeline.first_minutes import FirstMinutes


class _Entries(Timeline, inherit_bindings=False):
    """Rows whose Enter is the pane's: the binding nearest to the focus has the key."""

    BINDINGS: ClassVar[list[BindingType]] = [*MOVES]
    prompt = "Timeline"


class TimelinePane(Vertical, EntryActions):
    """The timeline and what its keys do.

    Args:
        window: whose incident.
        keymap: the settings' keys.
        ask: does what the keys want before the next key is looked at.
        id: of the widget.
        wanted: whether an entry is ever shown; None for all.
    """

    PLACES: ClassVar[tuple[str, ...]] = ("entry", "timeline")
    BINDINGS = entry_bindings("entry", "timeline")

    def __init__(
        self,
        window: Window,
        keymap: Mapping[str, str],
        ask: Callable[[Request], None],
        *,
        id: str = "log",
        wanted: Callable[[Item], bool] | None = None,
    ) -> None:
        super().__init__(id=id)
        self.window = window
        self.ask = ask
        self.keymap = keymap
        self.rows = LogRows(window.session, wanted)
        self.timeline = _Entries(self.empty, id="timeline")
        self.head = Head()
        self._card: FirstMinutes | None = None
        """What a fresh incident has to answer, in the rows that are empty."""
        self._sort = ""
        self._found: tuple[str, ...] = ()
        """Ids of the entries that were found last."""

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.timeline
        if first_minutes(self.window.incident, self.window.session.clock()):
            from pmtui.tui.timeline.first_minutes import FirstMinutes  # which no long incident waits for

            self._card = FirstMinutes(self.window)
            yield self._card

    def on_mount(self) -> None:
        self.timeline.show(self.rows)

    def on_descendant_focus(self) -> None:
        self.head.add_class("-focus")

    def on_descendant_blur(self) -> None:
        self.head.remove_class("-focus")

    @property
    def selected(self) -> str | None:
        return self.timeline.cursor_key

    def selected_item(self) -> Item | None:
        if self.timeline.cursor is None:
            self.timeline.action_cursor(-1)  # else what is typed behind the key would be a note
        return super().selected_item()

    @property
    def empty(self) -> str:
        """What stands in a timeline without entries."""
        key = key_of("live.help", self.keymap)
        return f"Type what happens and press Enter. {key} shows keys and commands."

    async def action_menu(self) -> None:
        """Shows the whole of a long entry, and what can be done with one that is shown whole."""
        cursor = self.timeline.cursor
        if cursor is None or not self.timeline.unfold(cursor):
            await super().action_menu()

    # --- what the screen has it show

    def tick(self, now: datetime) -> None:
        """Shows what of the first minutes is open in the rows below the entries."""
        if self._card is not None:
            used = max(len(self.rows), self.timeline.virtual_size.height)
            self._card.show(now, self.size.height - self.head.size.height - used, self.size.width)

    def show_anew(self) -> None:
        """Shows a fold in which more changed than its end."""
        self.rows.arrange()
        self.timeline.swap(self.rows)

    def show_grown(self) -> None:
        """Shows what was added at the end."""
        self.rows.arrange()
        self.timeline.grown(len(self.rows))

    def show_saved(self, entry_ids: Iterable[str]) -> None:
        """Shows that these entries are on disk."""
        for entry_id in entry_ids:
            index = self.rows.index(entry_id)
            if index is not None:
                self.timeline.changed(index)

    def uncover(self, entry_id: str) -> None:
        """Shows all entries if this one is among those that are not shown."""
        if self.rows.index(entry_id) is None:
            self.narrow("")

    def recorded(self, entry_id: str) -> str:
        """Shows an entry that was just typed, if a filter hid it; says where it is, unless that is in sight."""
        self.uncover(entry_id)
        self.timeline.mark(())
        index = self.rows.index(entry_id)
        first, end = self.timeline.in_sight
        if index is None or first <= index < end:
            return ""
        return "recorded above: " if index < first else "recorded below, End shows it: "

    def go_to(self, entry_id: str) -> None:
        """Puts the cursor on an entry that is in the timeline."""
        self.uncover(entry_id)
        self.timeline.cursor = self.rows.index(entry_id)

    @on(Timeline.Moved)
    @on(Timeline.Unseen)
    def _moved(self) -> None:
        """Other rows are in sight, or other ones arrived below, while somebody reads above."""
        title = f"Timeline: {self._sort}" if self._sort else "Timeline"
        self.head.show(title, self.rows.place(*self.timeline.in_sight).words, self.timeline.unseen)

    # --- finding

    def action_find(self) -> None:
        def found(words: str | None) -> None:
            if words:
                self.find(words)

        self.app.push_screen(AskText("Find in this incident", "words, in any order"), found)

    def find(self, words: str) -> None:
        """Goes to the latest entry that holds the words."""
        self._found = tuple(item.id for item in search(self.window.incident, words))
        if not self._found:
            self.ask(Say(f"nothing holds {words!r}"))
            return
        self.timeline.mark(words.split())
        self._go_to_found(self._found[-1])
        back = key_of("timeline.find-previous", self.keymap)
        on = key_of("timeline.find-next", self.keymap)
        self.ask(Say(f"{len(self._found)} found, this is the last; {back} goes back, {on} on"))

    def action_find_next(self) -> None:
        self._step_found(1)

    def action_find_previous(self) -> None:
        self._step_found(-1)

    def _step_found(self, step: int) -> None:
        if not self._found:
            self.ask(Say(f"{key_of('timeline.find', self.keymap)} finds entries"))
            return
        here = self.timeline.cursor_key
        at = self._found.index(here) if here in self._found else 0
        next_at = (at + step) % len(self._found)
        self._go_to_found(self._found[next_at])
        self.ask(Say(f"{next_at + 1} of {len(self._found)}"))

    def _go_to_found(self, entry_id: str) -> None:
        self.ask(GoTo(entry_id))
        index = self.rows.index(entry_id)
        if index is not None:
            self.timeline.unfold(index)  # the words may be in what is folded away

    # --- one sort of entry only

    def action_kinds(self) -> None:
        """Shows one sort of entry only, the next sort with each press."""
        self.narrow(self.rows.after())
        self.timeline.cursor = len(self.rows) - 1 if len(self.rows) else None

    def narrow(self, sort: str) -> None:
        """Shows entries of one sort, or all."""
        self.rows.choose(sort)
        self._sort = sort
        key = key_of("timeline.kinds", self.keymap)
        self.timeline.placeholder = f"No {sort} yet; {key} goes on to the next sort." if sort else self.empty
        self.timeline.swap(self.rows)

    # --- days

    def action_next_day(self) -> None:
        self._to_day(1)

    def action_previous_day(self) -> None:
        self._to_day(-1)

    def _to_day(self, step: int) -> None:
        target = self.rows.day_from(self.timeline.cursor, step)
        if target is not None:
            self.timeline.cursor = target
