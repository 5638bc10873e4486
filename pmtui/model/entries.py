"""The kinds of entry: one immutable line of the journal each.

Format 1. An entry is a flat object: the envelope (who, when, what it refers to) and the kind's own fields.
Every field has a default, because a redacted entry keeps its envelope and nothing else.
"""

# Without `from __future__ import annotations`: msgspec would read the text of 50 classes again, 10 ms a call.
from datetime import date, datetime
from typing import Annotated, Any

import msgspec

FORMAT = 1
FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST = 3653 * 86_400
"""Seconds in ten years, the longest span there is."""
LEVELS = 9
SIGNS = ("", "+", "-")
_YEARS = {"pattern": "^(19|20|21)[0-9][0-9]-|^2200-"}
# What lies in a range here is checked by `codec`, for the schema it stands here: an entry outside it is kept.
Instant = Annotated[datetime, msgspec.Meta(tz=True, extra_json_schema=_YEARS)]
"""A moment that says its offset: without one it would name no instant."""
Day = Annotated[date, msgspec.Meta(extra_json_schema=_YEARS)]
Seconds = Annotated[int, msgspec.Meta(extra_json_schema={"minimum": 0, "maximum": LONGEST})]
Level = Annotated[int, msgspec.Meta(extra_json_schema={"minimum": 0, "maximum": LEVELS})]


class When(msgspec.Struct, frozen=True, omit_defaults=True):
    """A time as it was understood: instants in UTC, `at` None when it is unknown."""

    at: Instant | None = None
    until: Instant | None = None
    about: bool = False
    zone: str = ""
    """The zone in which the typed TIME was read."""
    said: str = ""
    """The TIME as typed, without its `@`."""


class Entry(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="kind",
    forbid_unknown_fields=True,
    gc=False,
):
    """What every entry holds. `(n, id)` is the only order of entries."""

    id: str
    """UUIDv7, fixed at Enter."""
    n: Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)] = 0
    """1 + the greatest n in the journal, fixed under its lock; the opening entry has 0."""
    recorded: Instant
    """The clock when it was written down, UTC."""
    by: str = ""
    at: Instant | None = None
    """When it happened, UTC; None when that is unknown."""
    until: Instant | None = None
    about: bool = False
    zone: str = ""
    said: str = ""
    label: str = ""
    """H1, E1, A1, T1 for an entry that begins a hypothesis, escalation, action in flight or follow-up."""
    refs: tuple[str, ...] = ()
    """Ids of the entries that this one is about."""
    redacted: str = ""
    """Digest of the body that was taken away, in hex."""
    salt: str = ""
    """Random, so that nobody guesses a redacted text from its digest."""
    extra: dict[str, Any] | None = msgspec.field(default=None, name="+")
    """Fields of a newer version, kept as they came."""

    @property
    def when(self) -> When:
        """The envelope's time."""
        return When(at=self.at, until=self.until, about=self.about, zone=self.zone, said=self.said)

    @property
    def key(self) -> tuple[int, str]:
        """The place of this entry in the only order there is."""
        return (self.n, self.id)


ENVELOPE = frozenset(
    {"id", "n", "recorded", "by", "at", "until", "about", "zone", "said", "label", "refs", "kind"}
)
"""What stays when an entry is redacted."""


class Opened(Entry, frozen=True, tag="incident"):
    """The first entry of a journal (n = 0)."""

    format: int = FORMAT
    title: str = ""
    severity: Level | None = None
    opened: Instant | None = None


class Worded(Entry, frozen=True):
    """An entry whose substance is the words typed."""

    text: str = ""


# What happened
class Note(Worded, frozen=True, tag="note"): ...


class Decision(Worded, frozen=True, tag="decision"): ...


class Action(Worded, frozen=True, tag="action"):
    owner: str = ""
    check: Seconds | None = None
    """Seconds until its effect should be looked at."""


class Run(Worded, frozen=True, tag="run"):
    """A command that `pmtui log --run` ran; its output is the text."""

    command: str = ""
    exit: Annotated[int, msgspec.Meta(extra_json_schema={"minimum": -(1 << 31), "maximum": 1 << 31})] = 0
    seconds: Annotated[float, msgspec.Meta(extra_json_schema={"minimum": 0, "maximum": LONGEST})] = 0.0


class Update(Worded, frozen=True, tag="update"):
    audience: str = ""
    next: Seconds | None = None
    """Seconds until the next update was promised."""


# Facts about the incident
class Impact(Worded, frozen=True, tag="impact"): ...


class Service(Entry, frozen=True, tag="service"):
    names: tuple[str, ...] = ()


class Severity(Worded, frozen=True, tag="severity"):
    level: Level = 0


class Role(Entry, frozen=True, tag="role"):
    role: str = ""
    name: str = ""
    leaves: bool = False
    """The name gives the role up."""


class Handover(Worded, frozen=True, tag="handover"):
    """The commander changes; the text is the brief of that moment."""

    name: str = ""


class Title(Worded, frozen=True, tag="title"): ...


class Timezone(Entry, frozen=True, tag="timezone"):
    name: str = ""


class Summary(Worded, frozen=True, tag="summary"): ...


# Milestones
class Milestone(Worded, frozen=True): ...


class Started(Milestone, frozen=True, tag="started"): ...


class Detected(Milestone, frozen=True, tag="detected"): ...


class Declared(Milestone, frozen=True, tag="declared"): ...


class Acknowledged(Milestone, frozen=True, tag="acknowledged"): ...


class Identified(Milestone, frozen=True, tag="identified"): ...


class Mitigated(Milestone, frozen=True, tag="mitigated"): ...


class Resolved(Milestone, frozen=True, tag="resolved"): ...


class Relapse(Milestone, frozen=True, tag="relapse"): ...


# Hypotheses
class Hypothesis(Worded, frozen=True, tag="hypothesis"): ...


class Evidence(Worded, frozen=True, tag="evidence"):
    sign: Annotated[str, msgspec.Meta(extra_json_schema={"enum": list(SIGNS)})] = ""
    """`+` for, `-` against, empty for neither."""


class Misleading(Worded, frozen=True, tag="misleading"):
    """Settles what it refers to; without a reference it is a dead end, raised and settled in one entry."""

    because: str = ""
    """Of a dead end: why it was one. With a reference the text says it."""
    spent: Seconds | None = None

    @property
    def whole(self) -> str:
        """The dead end and why, as one text."""
        return f"{self.text}: {self.because}" if self.because else self.text


class Confirmed(Worded, frozen=True, tag="confirmed"): ...


class Revive(Worded, frozen=True, tag="revive"): ...


# Escalations
class Escalate(Worded, frozen=True, tag="escalate"):
    """Asks `to` for help, the text says why; with a reference it asks again."""

    to: str = ""
    via: str = ""


class Answered(Worded, frozen=True, tag="answered"): ...


class Withdraw(Worded, frozen=True, tag="withdraw"): ...


# The write-up
class Task(Worded, frozen=True, tag="task"):
    """A follow-up; with a reference it changes that one: None leaves a field, empty clears it."""

    owner: str | None = None
    due: Day | None = None
    term: str | None = None
    type: str | None = None
    priority: str | None = None
    ref: str | None = None


class Done(Worded, frozen=True, tag="done"): ...


class Improve(Worded, frozen=True, tag="improve"): ...


class Well(Worded, frozen=True, tag="well"): ...


class Badly(Worded, frozen=True, tag="badly"): ...


class Lucky(Worded, frozen=True, tag="lucky"): ...


class Question(Worded, frozen=True, tag="question"): ...


class Write(Worded, frozen=True, tag="write"):
    section: str = ""
    append: bool = False
    base: tuple[str, ...] | None = None
    """The ids of the versions it began from, and replaces; None, from an earlier pmtui: of all before it."""


class Dismiss(Worded, frozen=True, tag="dismiss"):
    """A finding of the review that somebody looked at and lets be; the text says why."""

    rule: int = 0
    where: str = ""
    """The section, milestone or other place; an entry is in `refs` instead."""


# Corrections
class Correction(Worded, frozen=True):
    """An entry about entries; it counts for those that come before it."""


class Amend(Correction, frozen=True, tag="amend"):
    """What the entry should have said: a kind and its fields."""

    new: dict[str, Any] = {}


class Retime(Correction, frozen=True, tag="retime"):
    """When each of `refs` really happened, in the same order."""

    times: tuple[When, ...] = ()


class Strike(Correction, frozen=True, tag="strike"): ...


class Unstrike(Correction, frozen=True, tag="unstrike"): ...


class Key(Correction, frozen=True, tag="key"): ...


class Unkey(Correction, frozen=True, tag="unkey"): ...


class Move(Correction, frozen=True, tag="move"):
    """Its entries belong to another incident, where they were taken."""

    incident: str = ""


class Redact(Correction, frozen=True, tag="redact"): ...


# The program
class Close(Worded, frozen=True, tag="close"):
    closed_as: str = ""


class Reopen(Worded, frozen=True, tag="reopen"): ...


class Finish(Worded, frozen=True, tag="finish"): ...


class Unknown(Entry, frozen=True, tag="?"):
    """A kind of a newer version, or one with a value that is out of range and cannot be shown.

    Everything it holds is in `extra`, its kind included.
    """


def _leaves(parent: type[Entry]) -> list[type[Entry]]:
    children = parent.__subclasses__()
    return [leaf for child in children for leaf in _leaves(child)] if children else [parent]


def _tag(kind: type[Entry]) -> str:
    return str(kind.__struct_config__.tag)


KINDS: dict[str, type[Entry]] = {_tag(kind): kind for kind in _leaves(Entry) if kind is not Unknown}
"""Every kind of this format by its name."""
_NAMES = {kind: name for name, kind in KINDS.items()}


def kind_of(entry: Entry) -> str:
    """The name of the entry's kind, one of a newer version included."""
    return _NAMES.get(type(entry)) or str((entry.extra or {}).get("kind", "?"))
