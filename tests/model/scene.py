"""A commander at the scene: types lines at a clock of the test's choosing."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.facts import EscalationFact, HypothesisFact, Item, Metric
from pmtui.model.incident.incident import Incident
from pmtui.model.line import grammar
from pmtui.model.line.arguments import Context, LineError
from pmtui.model.line.grammar import Typed
from tests.output.making import DAY, at, make

NOON = at("12:00")


class Scene:
    """An incident that was opened at 10:00 UTC on 15 October 2023, and somebody who types at noon."""

    def __init__(self, *lines: str, now: datetime = NOON, by: str = "ana", zone: str = "UTC") -> None:
        self.now = now
        self.by = by
        self.audiences: tuple[str, ...] = ()
        opened = {
            "title": "Checkout is down",
            "severity": 3,
            "zone": zone,
            "opened": at("10:00"),
            "by": "ana",
        }
        self.incident = Incident([make(e.Opened, 0, **opened)])
        for line in lines:
            self.type(line)

    @property
    def context(self) -> Context:
        """Where the next line is read."""
        return Context(self.incident, self.now, self.by, self.audiences)

    def preview(self, line: str) -> Typed:
        """What a line would be understood as."""
        return grammar.read(line, self.context)

    def read(self, line: str) -> e.Entry:
        """The entry that a line would be."""
        entry = self.preview(line).entry
        assert entry is not None
        return entry

    def type(self, line: str) -> Item:
        """Records a line; a file that it attaches is taken for copied."""
        entry = self.read(line)
        if isinstance(entry, e.Attach):
            entry = msgspec.structs.replace(entry, source="", bytes=34_000, sha256="1a2b3c4d" * 8)
        return self.incident.item(self.incident.hold(entry).id)

    def refused(self, line: str) -> str:
        """The sentence with which a line is refused; nothing was recorded."""
        before = len(self.incident)
        with pytest.raises(LineError) as caught:
            grammar.read(line, self.context)
        assert len(self.incident) == before
        assert caught.value.what
        return str(caught.value)

    def shown(self, n: int) -> Item:
        """The entry of that number as its corrections leave it."""
        (entry_id,) = self.incident.numbered(n)
        return self.incident.item(entry_id)

    def text(self, n: int) -> str:
        """What that entry says."""
        entry = self.shown(n).entry
        assert isinstance(entry, e.Worded)
        return entry.text

    def hypothesis(self, label: str) -> HypothesisFact:
        """The hypothesis of that label."""
        return next(h for h in self.incident.hypotheses if h.label == label)

    def escalation(self, label: str) -> EscalationFact:
        """The escalation of that label."""
        return next(x for x in self.incident.escalations if x.label == label)

    def metric(self, name: str) -> Metric:
        """The metric of that name."""
        return self.incident.metric(name)


def copy(incident: Incident) -> Incident:
    """The same incident, read from its lines."""
    return Incident(codec.decode(codec.encode(entry)) for entry in incident.entries)


__all__ = ["DAY", "NOON", "Scene", "at", "copy", "make"]
