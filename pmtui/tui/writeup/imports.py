"""Entries that are taken over from a text: what nobody logged live."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from textual.widget import Widget

from pmtui.errors import PmtuiError
from pmtui.model.incident.incident import Incident
from pmtui.model.line.arguments import Context
from pmtui.storage.deliver import collect
from pmtui.tui.dialogs import AskText
from pmtui.tui.messages import Request, Say, ShowAnew
from pmtui.tui.window.proposed import ProposedLines, read
from pmtui.tui.window.window import Window


class Import:
    """Shows the entries that a text would make, and records those that are wanted.

    Args:
        widget: in front of whose screen they are shown.
        window: whose incident they would be entries of.
        keymap: the settings' keys.
        ask: does what is wanted at once.
    """

    def __init__(
        self, widget: Widget, window: Window, keymap: Mapping[str, str], ask: Callable[[Request], None]
    ) -> None:
        self._widget = widget
        self._window = window
        self._keymap = keymap
        self._ask = ask
        self._proposed: ProposedLines | None = None
        """The entries that are being looked at before they are recorded."""

    def ask_for_file(self, before: str = "") -> None:
        """Asks for a file, and shows its entries."""

        def named(path: str | None) -> None:
            if not path:
                return
            try:
                found = self.propose(collect(Path(path).expanduser()))
            except PmtuiError as error:
                self._widget.notify(str(error), markup=False, severity="error", timeout=20)
                self.ask_for_file(path)
                return
            if not found:
                self._ask(Say(f"{path}: there is no line that makes an entry"))

        title = "Take over the timestamped lines of"
        ask = AskText(title, "a file: a chat, an alert log, a timeline", before)
        self._widget.app.push_screen(ask, named)

    def propose(self, text: str) -> bool:
        """Shows the entries that a text would make; whether there are any."""
        from pmtui.tui.writeup.proposals import Proposals

        session, now = self._window.session, self._window.session.clock()
        found = read(text, session.incident, now)
        if not found:
            return False
        fold = Incident(session.incident.entries)
        self._proposed = ProposedLines(found, Context(fold, now, session.by, session.settings.audiences))
        self._widget.app.push_screen(Proposals(self._proposed, self._keymap), self._take_over)
        return True

    def _take_over(self, wanted: bool | None) -> None:
        """Records what was taken, when it is wanted."""
        proposed = self._proposed.taken if self._proposed and wanted else []
        recorded = self._window.enter(proposed)
        refused = len(proposed) - recorded
        aside = self.put_aside(recorded=bool(wanted))
        self._proposed = None
        said = f"{recorded} {'entry' if recorded == 1 else 'entries'} recorded"
        if refused:
            said += f"; {refused} refused and above the bar"
        if aside:
            said += f"; {aside} typed here put aside above the bar"
        self._ask(ShowAnew())
        self._ask(Say(said if recorded or refused or aside else "nothing recorded"))

    def unsaved(self) -> list[str]:
        """The lines that were typed into the proposed entries and are not recorded."""
        return list(self._proposed.by_hand(recorded=False)) if self._proposed else []

    def put_aside(self, recorded: bool) -> int:
        """Parks the lines that were typed into the proposed entries; how many.

        Args:
            recorded: whether the entries that were taken are recorded, and their lines with them.
        """
        lines = list(self._proposed.by_hand(recorded)) if self._proposed else []
        for line in lines:
            self._window.put_aside(line)
        return len(lines)
