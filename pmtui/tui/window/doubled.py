"""Labels that two machines gave to different things: said once, when the second one arrives."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pmtui.model.incident.doubled import doubled, of_label

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident


class Doubled:
    """What of that the person at the window knows.

    Args:
        incident: gives the fold as it stands.
    """

    def __init__(self, incident: Callable[[], Incident]) -> None:
        self._incident = incident
        self._known = doubled(incident())

    def news(self) -> str:
        """A sentence for each label that became doubled since the last call."""
        found = doubled(self._incident())
        new = [label for label, ids in found.items() if self._known.get(label) != ids]
        self._known = found
        return "\n".join(of_label(self._incident(), label) for label in new)
