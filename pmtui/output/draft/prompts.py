"""What a section that nobody has written asks, and what the record has to say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from pmtui.model import entries as e
from pmtui.output.draft.facts import Facts
from pmtui.output.draft.lines import listed
from pmtui.output.draft.times import Times
from pmtui.output.text.light import item as light
from pmtui.output.text.markdown import Safe
from pmtui.output.text.selection import selected

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

_MOST = 12
"""So many entries are proposed at most, the last ones."""


class _Asks(Struct, frozen=True):
    question: str
    kinds: tuple[type[e.Entry], ...] = ()
    """The entries that belong there."""
    metrics: tuple[str, ...] = ()
    """The lengths that do."""


_SETTLED = (e.Misleading, e.Confirmed, e.Revive)
_ASKED = (e.Escalate, e.Answered, e.Withdraw)
_OVER = (e.Mitigated, e.Resolved, e.Relapse)
_ASKS = {
    "introduction": _Asks("What should somebody know who has never heard of this service?"),
    "summary": _Asks("What happened, to whom, for how long, why, and how it ended: in one paragraph?", _OVER),
    "impact": _Asks("What did users feel, how many of them, and for how long?", (e.Impact,), ("impact",)),
    "what_happened": _Asks("What happened, told from the start to the end?", (e.Milestone,)),
    "leadup": _Asks("What led up to it: changes, load, earlier signs?", (e.Started,)),
    "fault": _Asks("What did not work as it should, and how was it seen?", (e.Started, e.Detected, e.Impact)),
    "trigger": _Asks("What set it off just then?", (e.Started, e.Identified)),
    "root_cause": _Asks("Why was that possible? Ask why again of each answer.", (e.Identified, e.Confirmed)),
    "contributing_factors": _Asks(
        "What else had to be as it was for this to happen, or made it longer?",
        (e.Identified, e.Badly, *_SETTLED),
    ),
    "detection": _Asks(
        "Who or what noticed it first, and what would have noticed it earlier?",
        (e.Detected, e.Declared, e.Acknowledged),
        ("time_to_detect", "time_to_acknowledge"),
    ),
    "response": _Asks(
        "Who did what, who was asked, and which paths turned out to be misleading?",
        (e.Handover, e.Decision, *_ASKED, *_SETTLED),
        ("time_to_identify", "misleading"),
    ),
    "resolution": _Asks(
        "What was done, and what of it made the impact end?",
        (e.Done, e.Decision, *_OVER),
        ("time_to_mitigate", "time_to_resolve"),
    ),
    "recurrence": _Asks("Has this happened before, and has it come back?", (e.Relapse,)),
    "backlog_check": _Asks("Was anything planned that would have prevented it?"),
    "messaging": _Asks("What was told to customers and colleagues, and when?", (e.Update,)),
    "supporting": _Asks("Which graphs, logs and dashboards show it?", (e.Run,)),
    "aside": _Asks("Was there something to smile at?", (e.Lucky,)),
    "conclusion": _Asks("What is different from now on, and what is to be watched?", (e.Well, e.Improve)),
}


def question(section: str) -> str:
    """What a reader wants to know of a section; empty for one of a person's own."""
    return _ASKS[section].question if section in _ASKS else ""


def beginning(section: str, incident: Incident) -> Safe:
    """Where to begin a section: what the draft says of it until it is written, else the entries that belong there.

    Returns:
        Markdown; empty when the record says nothing of it.
    """
    asks = _ASKS.get(section, _Asks(""))
    facts = Facts(incident)
    said = facts.proposals.get(section) or _entries(asks.kinds, incident)
    wanted = {incident.metric(name).words for name in asks.metrics}
    lengths = "\n".join(f"- {length.markdown}" for length in facts.metrics if length.words in wanted)
    return Safe("\n\n".join(part for part in (said, lengths) if part))


def _entries(kinds: tuple[type[e.Entry], ...], incident: Incident) -> str:
    """What happened, as the timeline tells it, then the lessons."""
    several = len(Times(incident).days) > 1
    happened = [item for item in selected(incident) if isinstance(item.entry, kinds)]
    lessons = [item for item in incident.of(*(kind for kind in kinds if kind.lesson)) if not item.struck]
    lines = [listed(item, incident, dated=several) for item in happened[-_MOST:]]
    return "\n".join([*lines, *(f"- {light(item.entry.says)}" for item in lessons[-_MOST:])])
