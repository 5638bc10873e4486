"""Entries that are taken over from a text: what nobody logged live."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from textual.widget import Widget

from pmtui.errors import PmtuiError
from pmtui.model.backfill.items import Document
from pmtui.model.entries import Entry
from pmtui.model.line.arguments import Context
from pmtui.storage.bundle import gather
from pmtui.tui.dialogs import AskText
from pmtui.tui.messages import Request, Say, ShowAnew
from pmtui.tui.window.proposed import ProposedLines
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
                found = self.propose(gather(Path(path).expanduser()))
            except PmtuiError as error:
                self._widget.notify(str(error), markup=False, severity="error", timeout=20)
                self.ask_for_file(path)
                return
            if not found:
                self._ask(Say(f"{path}: there is no line that makes an entry"))

        title = "Take over what others recorded"
        ask = AskText(title, "a file, a folder or a zip: a chat, an alert log, a timeline", before)
        self._widget.app.push_screen(ask, named)

    def propose(self, documents: Sequence[Document]) -> bool:
        """Shows the entries that files, or a pasted text, would make; whether there are any.

        Raises:
            PmtuiError: they cannot be understood; says what to do.
        """
        from pmtui.tui.writeup.proposals import Proposals
        from pmtui.work.importing import apart, preview

        session = self._window.session
        known = Context(apart(session.incident), session.clock(), session.by, session.settings.audiences)
        found = preview(documents, known)
        if not found.proposed:
            if found.known:
                self._ask(Say(f"{found.saw}: all of it is there already"))
            return bool(found.known)
        self._proposed = ProposedLines(found.proposed, known)
        self._widget.app.push_screen(Proposals(self._proposed, self._keymap, found.saw), self._take_over)
        return True

    def _take_over(self, wanted: bool | None) -> None:
        """Records what was taken, when it is wanted."""
        from pmtui.work.importing import with_key

        taken = self._proposed.taken if self._proposed and wanted else []

        def made(place: int, entry: Entry) -> list[Entry]:
            return with_key(taken[place].sourced(entry), taken[place].source)

        recorded = self._window.enter([line.text for line in taken], made)
        refused = len(taken) - recorded
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
