"""The header's second line: what presses most, in words, how many others there are, and the roles that nobody has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec
from rich.cells import cell_len
from textual.content import Content

from pmtui.model.incident.due import Due, subject, worded
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.roles import COMMANDER
from pmtui.model.text import short
from pmtui.model.time.words import clock
from pmtui.tui.colours import DIM, OVERDUE
from pmtui.tui.keys import key_of
from pmtui.tui.timeline.wrapping import cut, steady
from pmtui.tui.window.reminders import Pressing

_POSTS = {"IC": COMMANDER, "Comms": "communications", "Ops": "operations"}
"""The roles that an incident cannot do without, as people abbreviate them."""
_NAME = 14
"""Letters of a name."""
_SUBJECTS = (60, 36, 24)
"""Letters of what presses, from much room to little."""
_COUNTED = 0
"""What is quiet is then not named, but counted."""
_NOBODY = "bold $text-warning"
_GAP = 2
_BETWEEN = (" · ", DIM)
_PANES = {"escalation": 3, "action": 4, "question": 4, "update": 1, "follow-up": 1, "undone": 1, "silence": 2}
"""The number of the pane in which each stands."""
_Pieces = list[tuple[str, str]]
"""Texts with their styles."""


class Strip(NamedTuple):
    """The line at a moment.

    Args:
        incident: as it stands.
        pressing: what waits.
        now: the moment, UTC.
        keymap: the settings' keys.
    """

    incident: Incident
    pressing: Pressing
    now: datetime
    keymap: Mapping[str, str]

    def draw(self, width: int) -> Content:
        """The line in so many cells: as much as there is room for; what presses most in any case."""
        room = width - 2
        versions = list(self._versions())
        fitting = (each for each in versions if sum(map(_cells, each)) + _GAP <= room)
        left, right = next(fitting, (versions[-1][0][:1], []))
        if left and _cells(left) > room:
            left = [(cut(left[0][0], room), left[0][1])]
        between = " " * (room - _cells(left) - _cells(right))
        return Content.assemble(" ", *left, between, *right)

    def _versions(self) -> Iterator[tuple[_Pieces, _Pieces]]:
        """Left and right side, each time with less: first go the names of those who have a role."""
        posts = (self._posts(held=True), self._posts(held=False))
        for right in posts:
            for most in _SUBJECTS:
                yield self._waits(most, with_key=True), right
                yield self._waits(most, with_key=False), right
        if self.pressing.snoozed and not self.pressing.overdue:
            for right in posts:
                yield self._waits(_COUNTED, with_key=False), right
        names = " ".join(name for name, _ in self._lacking)
        least = self._least()
        yield least, [(f"NOBODY: {names}", _NOBODY)] if names else []
        yield least, []

    def _waits(self, most: int, *, with_key: bool) -> _Pieces:
        """What presses most, how many others are overdue and where, until when it is quiet, and how many wait."""
        overdue, calm = self.pressing.overdue, self._calm
        parts: list[_Pieces] = []
        if overdue:
            parts.append(self._first(most))
        elif calm and not self.pressing.snoozed:
            parts.append([(self._worded(calm.pop(0), most), "")])
        more = " more" if parts else ""
        if len(overdue) > 1:
            key = key_of(f"live.pane-{_PANES[overdue[1].kind]}", self.keymap)
            others = (f"{len(overdue) - 1} more overdue", OVERDUE)
            parts.append([others, (f" {key}", DIM)] if with_key else [others])
        if self.pressing.quiet_until is not None and not self.incident.over:
            parts.append([(self._quiet(self.pressing.quiet_until, most), "")])
        if calm:
            parts.append([(f"{len(calm)}{more} wait{'s' if len(calm) == 1 else ''}", DIM)])
        return [piece for part in parts for piece in (_BETWEEN, *part)][1:]

    def _quiet(self, until: datetime, most: int) -> str:
        """Until when it is quiet, and about what: beside what presses, and without room for words, about how many."""
        said, snoozed = f"quiet until {clock(until, self.incident.zone)}", self.pressing.snoozed
        if not snoozed:
            return said
        if self.pressing.overdue or most == _COUNTED:
            return f"{said}: {len(snoozed)} overdue"
        others = f", {len(snoozed) - 1} more overdue" if len(snoozed) > 1 else ""
        return f"{said}: {steady(subject(_shortened(snoozed[0], most)))}{others}"

    def _least(self) -> _Pieces:
        """What presses most, and how many others there are."""
        overdue, snoozed = self.pressing.overdue, self.pressing.snoozed
        if not overdue:
            return self._waits(_COUNTED if snoozed else _SUBJECTS[-1], with_key=False)
        others = len(overdue) - 1 + len(snoozed) + len(self._calm)
        return [*self._first(_SUBJECTS[-1]), *([_BETWEEN, (f"{others} more", DIM)] if others else [])]

    def _first(self, most: int) -> _Pieces:
        return [(f"! {self._worded(self.pressing.overdue[0], most)}", f"bold {OVERDUE}")]

    def _worded(self, waits: Due, most: int) -> str:
        return steady(worded(_shortened(waits, most), self.now))

    @property
    def _calm(self) -> list[Due]:
        """What waits and is not overdue, the most pressing first."""
        waiting = (each for each in self.pressing.waiting if not each.overdue(self.now))
        return [each for each in waiting if each.kind in ("escalation", "action", "question")]

    @property
    def _holders(self) -> list[tuple[str, str]]:
        """Who has each post; empty where nobody has."""
        held = [role for role in self.incident.roles if role.given_up is None]
        return [
            (
                name,
                ", ".join(short(steady(role.name), _NAME) for role in held if role.role.casefold() == post),
            )
            for name, post in _POSTS.items()
        ]

    @property
    def _lacking(self) -> list[tuple[str, str]]:
        if self.incident.over:
            return []
        return [holder for holder in self._holders if not holder[1]]

    def _posts(self, *, held: bool) -> _Pieces:
        """The posts that nobody has, and those that somebody has if they are wanted."""
        shown = [holder for holder in self._holders if (holder[1] and held) or holder in self._lacking]
        found: _Pieces = []
        for name, who in shown:
            found += [(f"  {name} ", DIM), (who, "") if who else ("NOBODY", _NOBODY)]
        return found


def _shortened(waits: Due, most: int) -> Due:
    return msgspec.structs.replace(waits, text=short(waits.text, most))


def _cells(pieces: _Pieces) -> int:
    return sum(cell_len(text) for text, _ in pieces)
