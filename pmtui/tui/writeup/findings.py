"""What is left to do in the write-up: what its review finds, and the keys that mend it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.timer import Timer

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.line.retype import amendment
from pmtui.tui.keys import bindings
from pmtui.tui.messages import Fill, GoTo, GoToSection, Request, Say
from pmtui.tui.widgets.pane import Pane, PaneRow
from pmtui.tui.window.window import Window

if TYPE_CHECKING:
    from pmtui.model.review.rules import Finding

_PAUSE = 0.2
"""Seconds without a change after which the review is made anew."""
_STYLES = {"wrong": "bold $text-error", "missing": "$text-warning", "hint": ""}
_UNKNOWN = re.compile(r"(?<![A-Z])(?:TEXT|NAME|WHY|TIME|LEVEL|YYYY-MM-DD)(?![A-Z])")
"""What only a person knows, in a line that mends."""
_INTO = "into the section"


class Findings(Pane):
    """What the review says, from the worst; Enter takes the selected one up.

    Args:
        window: whose incident is reviewed.
        everything: whether the hints that misfire often are wanted, too.
        ask: does what the keys want before the next key is looked at.
    """

    PLACES = ("findings",)
    BINDINGS = bindings(*PLACES)
    EAGER = True

    @dataclass
    class Reviewed(Message):
        """The review is done."""

        findings: tuple[Finding, ...]

    def __init__(
        self,
        window: Window,
        everything: bool,
        ask: Callable[[Request], None],
    ) -> None:
        super().__init__("Left to do", "looking …", id="findings")
        self._window = window
        self._everything = everything
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
        from pmtui.work.reviewed import reviewed

        incident = Incident(entries)
        found = reviewed(self._window.folder, incident, now, everything=self._everything)
        self.post_message(self.Reviewed(found))

    def show(self, findings: tuple[Finding, ...]) -> None:
        """Shows these findings."""
        self.found = findings
        writeup = self._window.incident.writeup
        final = writeup.state == "final" and not writeup.changed_since
        self._empty = "nothing, it is final" if final else "nothing: /finish makes it final"
        self.show_rows(tuple(_row(finding) for finding in findings), str(len(findings)))

    @property
    def finding(self) -> Finding | None:
        """The finding under the cursor."""
        index = self.highlighted
        return self.found[index] if index is not None and index < len(self.found) else None

    # --- keys

    def _selected_finding(self) -> Finding | None:
        if self.finding is None:
            self._ask(Say("nothing is left; /finish makes it final"))
        return self.finding

    def action_jump(self) -> None:
        """Where it is mended: its section in the editor, else the bar, the entry selected in the timeline."""
        finding = self._selected_finding()
        if finding is None:
            return
        if finding.section:
            self._ask(GoToSection(finding.section, finding.span[0] if finding.span else None))
        else:
            self.action_mend()

    def action_mend(self) -> None:
        """Fills the bar with the line that mends it; words inside a section are mended in its editor."""
        finding = self._selected_finding()
        if finding is None:
            return
        if not finding.mend:
            self.action_jump()
            return
        if finding.entry in self._window.incident:
            self._ask(GoTo(finding.entry))
        self._ask(self._fill(finding))

    def _fill(self, finding: Finding) -> Fill:
        """The line that mends it, the cursor where a person goes on; an amendment begins with all that stands there."""
        incident = self._window.incident
        if finding.mend.startswith("/amend ") and finding.entry in incident:
            return Fill(amendment(incident.item(finding.entry), incident))
        blank = _UNKNOWN.search(finding.mend)
        return Fill(_UNKNOWN.sub("", finding.mend), blank.start() if blank else None)

    def action_dismiss_finding(self) -> None:
        """Fills the bar with a dismissal, which wants a reason."""
        finding = self._selected_finding()
        if finding is not None:
            where = f'"{finding.where}"' if " " in finding.where else finding.where
            self._ask(Fill(f"/dismiss {finding.rule} {where} "))


def _row(finding: Finding) -> PaneRow:
    """What is the matter and where; below it, how it is mended."""
    return PaneRow(
        f"{finding.rule} {finding.where} {finding.text}",
        f"{finding.level}  {finding.said}",
        style=_STYLES.get(finding.level, ""),
        below=f"→ {_INTO if finding.section else finding.mend}",
    )
