"""What the keys of the panes do with the selected line; what records something only fills the bar."""

from __future__ import annotations

from textual import on
from textual.content import Content

from pmtui.model.incident.detail import detail
from pmtui.model.incident.facts import Item
from pmtui.model.incident.words import name, search
from pmtui.model.line.retype import amendment, script_line
from pmtui.tui.keys import key_of
from pmtui.tui.screens.board import Board
from pmtui.tui.screens.dialogs import AskText, Tell
from pmtui.tui.timeline.log_timeline import LogTimeline
from pmtui.tui.widgets.pane import Pane

_NOTHING = "there is no line here yet"


class EntryKeys(Board):
    """The board with keys on its lines."""

    _found: tuple[str, ...] = ()
    """Ids of the entries that were found last."""
    _filled = ""
    """What a key filled the bar with last."""

    @property
    def selected(self) -> Item | None:
        """The entry that the keys act on: of the selected line in the pane that has the focus."""
        focused = self.focused
        if isinstance(focused, Pane):
            key = focused.selected
        else:
            if self.timeline.cursor is None:
                self.timeline.action_cursor(-1)  # else what is typed behind the key would be a note
            key = self.timeline.cursor_key
        if key is None or key not in self.incident:
            self.say(_NOTHING)
            return None
        return self.incident.item(key)

    def fill(self, text: str) -> None:
        """Puts a line into the bar, ready to be finished; a half-typed one goes to the refused ones."""
        # The bar as it is now: what it tells of a change may still be on its way.
        untouched = self.bar.text == self._filled
        self.window.typing("" if untouched else self.bar.text, self.bar.cursor_location)
        self.window.park_half()
        self._filled = text
        self.bar.fetch(text)
        self.set_focus(self.bar)
        self.show_parked()

    def _fill(self, command: str, after: str = " ", own: bool = False) -> None:
        item = self.selected
        if item is not None:
            self.fill(f"/{command} {name(item.id, self.incident) if own else item.name}{after}")

    # --- on any entry

    def action_detail(self) -> None:
        item = self.selected
        if item is None:
            return
        pairs = detail(self.incident, item.id)
        lines = [Content.assemble((f"{head}  ", "bold"), text) for head, text in pairs]
        self.app.push_screen(Tell(item.name, Content("\n\n").join(lines)))

    def action_amend(self) -> None:
        item = self.selected
        if item is not None:
            self.fill(amendment(item, self.incident))

    def action_retime(self) -> None:
        self._fill("retime")

    def action_strike(self) -> None:
        item = self.selected
        if item is not None:
            self.fill(f"/unstrike {item.name}" if item.struck else f"/strike {item.name} ")

    def action_mark(self) -> None:
        item = self.selected
        if item is not None:
            self.fill(f"/{'unkey' if item.key else 'key'} {item.name}")

    def action_copy(self) -> None:
        item = self.selected
        if item is not None:
            self.app.copy_to_clipboard(script_line(item, self.incident))

    # --- on a hypothesis, an escalation, an action, a follow-up

    def action_support(self) -> None:
        self._fill("evidence", " + ", own=True)

    def action_object(self) -> None:
        self._fill("evidence", " - ", own=True)

    def action_rule_out(self) -> None:
        self._fill("misleading", own=True)

    def action_confirm(self) -> None:
        self._fill("confirmed", own=True)

    def action_revive(self) -> None:
        self._fill("revive", own=True)

    def action_answered(self) -> None:
        self._fill("answered", own=True)

    def action_ask_again(self) -> None:
        self._fill("escalate", own=True)

    def action_withdraw(self) -> None:
        self._fill("withdraw", own=True)

    def action_done(self) -> None:
        self._fill("done", own=True)

    def action_owner(self) -> None:
        self._fill("task", " owner:", own=True)

    def action_due(self) -> None:
        self._fill("task", " due:", own=True)

    # --- in the timeline

    @on(LogTimeline.Unseen)
    def _unseen(self, message: LogTimeline.Unseen) -> None:
        """What arrives below while somebody reads above."""
        self.timeline.border_subtitle = Content(f"{message.count} new ↓ G" if message.count else "")

    def action_find(self) -> None:
        def found(words: str | None) -> None:
            if words:
                self.find(words)

        self.app.push_screen(AskText("Find in this incident", "words, in any order"), found)

    def find(self, words: str) -> None:
        """Goes to the latest entry that holds the words."""
        self._found = tuple(item.id for item in search(self.incident, words))
        if not self._found:
            self.say(f"nothing holds {words!r}")
            return
        self.go_to(self._found[-1])
        keymap = self.settings.keymap
        back, on = key_of("timeline.find-previous", keymap), key_of("timeline.find-next", keymap)
        self.say(f"{len(self._found)} found, this is the last; {back} goes back, {on} on")

    def go_to(self, entry_id: str) -> None:
        """The cursor of the timeline on an entry."""
        if self.rows.index(entry_id) is None:
            self.narrow("")
        index = self.rows.index(entry_id)
        if index is not None:
            self.remove_class("-panes", "-writeup")
            self.set_focus(self.timeline)
            self.timeline.cursor = index

    def action_find_next(self) -> None:
        self._step_found(1)

    def action_find_previous(self) -> None:
        self._step_found(-1)

    def _step_found(self, step: int) -> None:
        if not self._found:
            self.say(f"{key_of('timeline.find', self.settings.keymap)} finds entries")
            return
        here = self.timeline.cursor_key
        at = self._found.index(here) if here in self._found else 0
        self.go_to(self._found[(at + step) % len(self._found)])
        self.say(f"{(at + step) % len(self._found) + 1} of {len(self._found)}")

    def action_kinds(self) -> None:
        """Shows one sort of entry only, the next sort with each press."""
        self.narrow(self.rows.after())
        self.timeline.cursor = len(self.rows) - 1 if len(self.rows) else None

    def narrow(self, sort: str) -> None:
        """The timeline with entries of one sort, or with all."""
        self.rows.choose(sort)
        self.timeline.border_title = Content(f"Timeline: {sort}" if sort else "Timeline")
        key = key_of("timeline.kinds", self.settings.keymap)
        self.timeline.placeholder = f"No {sort} yet; {key} goes on to the next sort." if sort else self.empty
        self.refold()

    def action_next_day(self) -> None:
        self._to_day(1)

    def action_previous_day(self) -> None:
        self._to_day(-1)

    def _to_day(self, step: int) -> None:
        target = self.rows.day_from(self.timeline.cursor, step)
        if target is not None:
            self.timeline.cursor = target
