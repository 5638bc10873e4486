"""What is done with the selected entry of a pane, by its menu or a key; what records something only fills the bar."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from types import MappingProxyType

from textual.content import Content
from textual.widget import Widget

from pmtui.model.incident.detail import detail
from pmtui.model.incident.facts import Begun, Item
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import name, words
from pmtui.model.line.commands import BY_NAME
from pmtui.model.line.retype import amendment, script_line
from pmtui.tui.dialogs import Menu, Read
from pmtui.tui.keys import BY_ID, KINDS, Act, acts, of_kind
from pmtui.tui.messages import Fill, Request, Say
from pmtui.tui.window.window import Window

_NOTHING = "there is no line here yet"


class EntryActions(Widget):
    """The actions of a widget on whose lines entries stand; it has a `window`, and whom to `ask`."""

    window: Window
    keymap: Mapping[str, str] = MappingProxyType({})
    """The settings' keys."""
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

    async def action_menu(self) -> None:
        """All that can be done with the entry, to choose from."""
        item = self.selected_item()
        if item is not None:
            incident = self.window.incident
            title = f"{name(item.id, incident)}  {' '.join(words(item, incident).split())}"
            self.app.push_screen(Menu(title, acts_on(item, incident), self.keymap, self._run))

    async def _run(self, act: Act) -> None:
        await self.run_action(act.action)

    def action_fill(self, act_id: str) -> None:
        """Fills the bar with the line of an act, for what the entry began, by its label: `/confirmed H2 `.

        Args:
            act_id: of the act, or of one that has the same key on what is selected.
        """
        item = self.selected_item()
        if item is None:
            return
        incident = self.window.incident
        act = of_kind(BY_ID[act_id], item.entry.begins)
        if act is None:
            self.ask(
                Say(f"{BY_ID[act_id].label} is nothing for {name(item.id, incident)}; Enter shows what is")
            )
        elif act.where in KINDS.values():
            self.ask(Fill(act.line.format(name(item.id, incident))))
        else:
            self.ask(Fill(act.line.format(item.name)))

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


def acts_on(item: Item, incident: Incident) -> list[Act]:
    """What can be done with an entry: first with what it began, as that stands now."""
    letter = item.entry.begins
    began = [fact for fact in incident.begun(letter) if fact.item.id == item.id] if letter else []
    kind = [act for act in acts(KINDS.get(letter, "")) if all(_fits(act, fact) for fact in began)]
    return [*kind, *(act for act in acts("entry") if act.id != "entry.menu")]


def _fits(act: Act, fact: Begun) -> bool:
    """Whether the command that an act fills in can be given for a thing in this state."""
    refs = BY_NAME[act.line.split()[0].removeprefix("/")].refs
    return refs is None or not refs.states or fact.state in refs.states
