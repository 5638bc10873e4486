"""What keys do with the selected entry of a pane; what records something only fills the bar."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from textual.content import Content
from textual.widget import Widget

from pmtui.model.incident.detail import detail
from pmtui.model.incident.facts import Item
from pmtui.model.incident.words import name
from pmtui.model.line.retype import amendment, script_line
from pmtui.tui.dialogs import Read
from pmtui.tui.messages import Fill, Request, Say
from pmtui.tui.window.window import Window

_NOTHING = "there is no line here yet"


class EntryActions(Widget):
    """The actions of a widget on whose lines entries stand; it has a `window`, and whom to `ask`."""

    window: Window
    ask: Callable[[Request], None]
    """Does what is wanted before the next key is looked at."""

    @property
    @abstractmethod
    def selected(self) -> str | None:
        """The id of the entry on the selected line."""

    def selected_item(self) -> Item | None:
        """The entry that the keys act on; that there is none is said."""
        key = self.selected
        if key is None or key not in self.window.incident:
            self.ask(Say(_NOTHING))
            return None
        return self.window.incident.item(key)

    def fill(self, command: str, after: str = " ") -> None:
        """Fills the bar with a command for what the entry began, by its label: `/confirmed H2 `."""
        item = self.selected_item()
        if item is not None:
            self.ask(Fill(f"/{command} {name(item.id, self.window.incident)}{after}"))

    def action_detail(self) -> None:
        item = self.selected_item()
        if item is not None:
            pairs = detail(self.window.incident, item.id)
            lines = [Content.assemble((f"{head}  ", "bold"), text) for head, text in pairs]
            self.app.push_screen(Read(item.name, Content("\n\n").join(lines)))

    def action_amend(self) -> None:
        item = self.selected_item()
        if item is not None:
            self.ask(Fill(amendment(item, self.window.incident)))

    def action_retime(self) -> None:
        item = self.selected_item()
        if item is not None:
            self.ask(Fill(f"/retime {item.name} "))

    def action_strike(self) -> None:
        item = self.selected_item()
        if item is not None:
            self.ask(Fill(f"/unstrike {item.name}" if item.struck else f"/strike {item.name} "))

    def action_mark(self) -> None:
        item = self.selected_item()
        if item is not None:
            self.ask(Fill(f"/{'unkey' if item.key else 'key'} {item.name}"))

    def action_copy(self) -> None:
        item = self.selected_item()
        if item is not None:
            self.app.copy_to_clipboard(script_line(item, self.window.incident))
