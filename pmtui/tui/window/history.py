"""What Up brings into an empty bar: the refused line, the one that was put away, then the own entries to be amended."""

from __future__ import annotations

from pmtui.model import entries as e
from pmtui.model.line.retype import amendment
from pmtui.storage.unsent import Line
from pmtui.tui.window.window import Window

_FIXED = (e.Correction, e.Opened, e.Close, e.Reopen, e.Finish, e.Handover)
_FAR = 100
"""Numbers that Up goes back."""


class History:
    """A walk back from the present; it begins anew with every line."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._stops: list[Line | str] = []
        self._at = -1
        self._put_away = ""

    def put_away(self, text: str) -> None:
        """Has Up bring a line that was cleared or dropped, until another one is."""
        self._put_away = text or self._put_away

    def restart(self) -> None:
        """The next Up begins at the present."""
        self._at = -1

    def walk(self, step: int) -> str | None:
        """The text of the next stop: back in time for -1, forward for 1; None where there is no further one."""
        if self._at < 0:
            away = [self._put_away] if self._put_away else []
            self._stops = [*reversed(self._window.parked), *away, *self._own()]
        target = self._at - step
        if not self._stops or target >= len(self._stops):
            return None
        self._put_back()
        self._at = target
        if target < 0:
            return None
        stop = self._stops[target]
        if isinstance(stop, str):
            return stop
        self._window.take(stop)
        return self._window.half.text

    def _put_back(self) -> None:
        """A refused line that is passed by waits on."""
        if 0 <= self._at < len(self._stops):
            stop = self._stops[self._at]
            if isinstance(stop, Line):
                self._window.put_back(stop)

    def _own(self) -> list[str]:
        session = self._window.session
        incident = session.incident
        found: list[str] = []
        for n in range(incident.last_number, max(0, incident.last_number - _FAR), -1):
            for entry_id in incident.numbered(n):
                item = incident.item(entry_id)
                if item.entry.by == session.by and not isinstance(item.entry, _FIXED) and not item.struck:
                    found.append(amendment(item, incident))
        return found
