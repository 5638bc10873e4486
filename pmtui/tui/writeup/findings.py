"""What the review of the write-up says, and the keys that act on a finding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on, work
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import OptionList

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.layouts import Layout
from pmtui.tui.keys import bindings
from pmtui.tui.messages import Fill, GoTo, GoToSection, Request, Say
from pmtui.tui.widgets.pane import Pane, PaneRow
from pmtui.tui.window.window import Window

if TYPE_CHECKING:
    from pmtui.model.review.rules import Finding

_PAUSE = 0.2
"""Seconds without a change after which the review is made anew."""
_STYLES = {"wrong": "bold $text-error", "missing": "$text-warning", "hint": ""}


class Findings(Pane):
    """What the review says, from the worst.

    Args:
        window: whose incident is reviewed.
        everything: whether the hints that misfire often are wanted, too.
        layout: gives the sections that the template asks for.
        ask: does what the keys want before the next key is looked at.
    """

    PLACES = ("findings",)
    BINDINGS = bindings(*PLACES)

    @dataclass
    class Reviewed(Message):
        """The review is done."""

        findings: tuple[Finding, ...]

    def __init__(
        self,
        window: Window,
        everything: bool,
        layout: Callable[[], Layout],
        ask: Callable[[Request], None],
    ) -> None:
        super().__init__("Review", "nothing found", id="findings")
        self._window = window
        self._everything = everything
        self._layout = layout
        self._ask = ask
        self._soon: Timer | None = None
        self.found: tuple[Finding, ...] = ()

    def review_soon(self) -> None:
        """Reviews after a pause: forty entries taken over at once are one review, of the last of them."""
        self._wait_no_longer()
        self._soon = self.set_timer(_PAUSE, self.review_now)

    def review_now(self) -> None:
        """Reviews the incident as it stands; `Reviewed` says what was found."""
        self._wait_no_longer()
        self._review(self._window.incident.entries, self._window.session.clock())

    def _wait_no_longer(self) -> None:
        if self._soon is not None:
            self._soon.stop()

    @work(thread=True, exclusive=True, exit_on_error=False, group="review", description="review the write-up")
    def _review(self, entries: list[e.Entry], now: datetime) -> None:
        """Reviews a fold of its own: a long incident takes longer than a key may."""
        from pmtui.model.review.rules import review

        found = review(Incident(entries), now, everything=self._everything, asks=self._layout().asks)
        self.post_message(self.Reviewed(found))

    def show(self, findings: tuple[Finding, ...]) -> None:
        """Shows these findings."""
        self.found = findings
        rows = [
            PaneRow(
                f"{n} {f.rule} {f.where}", f"{f.level}  {f.where}  {f.text}", "", _STYLES.get(f.level, "")
            )
            for n, f in enumerate(findings)
        ]
        self.border_title = Content(f"Review: {len(findings)}" if findings else "Review")
        self.show_rows(tuple(rows))

    @property
    def finding(self) -> Finding | None:
        """The finding under the cursor."""
        index = self.highlighted
        return self.found[index] if index is not None and index < len(self.found) else None

    @on(OptionList.OptionHighlighted)
    def _say_finding(self) -> None:
        """The whole sentence, which its line has no room for, while somebody goes through the list."""
        if self.has_focus and self.finding:
            self._ask(Say(f"{self.finding.text}   {self.finding.mend}"))

    # --- keys

    def _selected_finding(self) -> Finding | None:
        if self.finding is None:
            self._ask(Say("select a finding first"))
        return self.finding

    def action_jump(self) -> None:
        """To the place of the finding: its section, else its entry."""
        finding = self._selected_finding()
        if finding is None:
            return
        self._ask(Say(f"{finding.text}   {finding.mend}"))
        if finding.section:
            self._ask(GoToSection(finding.section, finding.span[0] if finding.span else None))
        elif finding.entry in self._window.incident:
            self._ask(GoTo(finding.entry))

    def action_mend(self) -> None:
        """Fills the bar with the line that mends it; words inside a section are mended in its editor."""
        finding = self._selected_finding()
        if finding is None:
            return
        if finding.mend:
            self._ask(Fill(finding.mend))
        else:
            self.action_jump()

    def action_dismiss_finding(self) -> None:
        """Fills the bar with a dismissal, which wants a reason."""
        finding = self._selected_finding()
        if finding is not None:
            where = f'"{finding.where}"' if " " in finding.where else finding.where
            self._ask(Fill(f"/dismiss {finding.rule} {where} "))
