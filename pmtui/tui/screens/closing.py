"""What is asked before a close and before a write-up is final, and what is said of the documents afterwards."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable, Mapping
from typing import Any

from textual.screen import Screen

from pmtui.model.incident.incident import Incident
from pmtui.model.incident.layouts import Layout
from pmtui.model.incident.missing import missing, unsettled
from pmtui.model.text import short
from pmtui.tui.dialogs import Ask, Said
from pmtui.tui.keys import BY_ID, key_of
from pmtui.tui.messages import DocumentsFact, DocumentsFailed, DocumentsWritten, Request, Say
from pmtui.tui.window.window import Window
from pmtui.work.publish import Published

_MOST = 3
"""So many of each kind of what would be wrong are named."""
_LATER = 140
"""Letters of what is easy to add afterwards."""


class Closing:
    """A close as the person at the screen goes through it, and its documents from then on.

    Args:
        screen: in front of which it is asked and said.
        window: whose incident.
        layout: gives the sections that the template asks for.
        ask: does what is wanted at once.
        keymap: the settings' keys.
    """

    def __init__(
        self,
        screen: Screen[Any],
        window: Window,
        layout: Callable[[], Layout],
        ask: Callable[[Request], None],
        keymap: Mapping[str, str],
    ) -> None:
        self._screen = screen
        self._window = window
        self._layout = layout
        self._ask = ask
        self._keymap = keymap
        self._wanted = False
        """Whether somebody who closed the incident here waits to hear where they are."""
        self._notices: tuple[str, ...] = ()
        """What was said of them last; as long as it stays true it is not said again."""

    def confirm(self, close: Callable[[], None]) -> None:
        """Asks whether to close the incident, and closes it if so.

        First stands what would be wrong then; what is easy to add later is one line.
        """
        lines = _wrong(unsettled(self._window.incident))
        lacking = missing(self._window.incident, self._layout())
        if lacking:
            names = short(", ".join(what.partition(":")[0] for what in lacking), _LATER)
            lines += [f"Still missing, and easy to add afterwards: {names}", ""]
        nothing = ["Nothing is missing. Everything can still be corrected afterwards.", ""]

        def answered(key: str | None) -> None:
            if key:
                self._wanted = True
                close()
            else:
                self._ask(Say("not closed"))

        dialog = Ask("Close this incident?", lines or nothing, [("y", "close, write documents")])
        self._screen.app.push_screen(dialog, answered)
        self._screen.run_worker(
            self._look_at_draft(dialog, lines),
            group="close",
            exit_on_error=False,
            description="look at the draft",
        )

    async def _look_at_draft(self, dialog: Ask, lines: list[str]) -> None:
        """Adds what somebody deleted from the draft, which is read and made anew: that takes longer than a key may."""
        from pmtui.work.lacking import lacking

        folder, entries = self._window.folder, self._window.incident.entries
        gone = await to_thread(lambda: lacking(folder, Incident(entries)))
        if gone:
            names = short(", ".join(gone), _LATER)
            dialog.tell([*lines, f"The draft no longer holds {names}: /restore {gone[0]}", ""])

    def finish(self, finish: Callable[[], None]) -> None:
        """Makes the write-up final; asks first if something is wrong or missing.

        The review has a thread and a fold of its own: of a long incident it takes longer than a key may.
        """
        from pmtui.work.final import unfinished

        folder, now = self._window.folder, self._window.session.clock()
        entries = self._window.incident.entries

        async def look() -> None:
            found = await to_thread(lambda: unfinished(folder, Incident(entries), now))
            if found:
                self._confirm_finish(found, finish)
            else:
                finish()

        self._screen.run_worker(
            look(), group="finish", exit_on_error=False, description="look what is missing"
        )

    def _confirm_finish(self, found: tuple[str, ...], finish: Callable[[], None]) -> None:
        def answered(key: str | None) -> None:
            if key:
                finish()
            else:
                self._ask(Say("not final yet"))

        lines = [
            "Final now, a reader would miss this or read it wrong:",
            "",
            *(f"! {each}" for each in found),
        ]
        dialog = Ask("Is the write-up final?", lines, [("y", "final all the same")])
        self._screen.app.push_screen(dialog, answered)

    def hear(self, fact: DocumentsFact) -> None:
        """Says what the writer says of the documents, if it is news."""
        match fact:
            case DocumentsWritten():
                self._written(fact.published)
            case DocumentsFailed():
                self._wanted = False
                text = f"{fact.error} (the journal holds everything)"
                self._screen.notify(text, markup=False, severity="error", timeout=20)

    def _written(self, published: Published) -> None:
        before, self._notices = self._notices, published.notices
        for notice in (n for n in self._notices if n not in before):
            self._screen.notify(notice, markup=False, severity="warning", timeout=20)
        if self._wanted:
            self._wanted = False
            paths = "\n".join(f"  {path}" for path in published.paths)
            writeup = BY_ID["live.writeup"]
            then = (
                "They follow every later change. "
                f"{key_of(writeup.id, self._keymap)} shows what is left for the write-up."
            )
            text = f"The documents:\n\n{paths}\n\n{then}"
            self._screen.app.push_screen(Said("Closed", text, writeup, self._keymap), self._go_on)

    def _go_on(self, act: str | None) -> None:
        if act:
            self._screen.call_later(self._screen.run_action, BY_ID[act].action)


def _wrong(kinds: dict[str, list[str]]) -> list[str]:
    """What would be wrong, the first of each kind and how many more there are."""
    lines = []
    for kind, sentences in kinds.items():
        lines += [f"! {sentence}" for sentence in sentences[:_MOST]]
        if len(sentences) > _MOST:
            lines.append(f"  … and {len(sentences) - _MOST} more {kind}")
    return ["Closed now, this would be wrong:", "", *lines, ""] if lines else []
