"""The kinds of entry: one immutable line of the journal each.

Format 1. An entry is a flat object: the envelope (who, when, what it refers to) and the kind's own fields.
Every field has a default, because a redacted entry keeps its envelope and nothing else.

What a kind is stands with it: whether it tells what happened, the letter of its label, how it reads. A new kind is
one class here; everything that lists kinds asks them.
"""

# Without `from __future__ import annotations`: msgspec would read the text of 50 classes again, 10 ms a call.
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, ClassVar

import msgspec

FORMAT = 1
FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST = 3653 * 86_400
"""Seconds in ten years, the longest span there is."""
ENTRY_MIB = 4
"""The size of the longest entry, as the journal writes it."""
FILE_MIB = 50
"""The size of the largest file that can be attached."""
ATTACHMENTS = "attachments"
"""The folder in an incident's that holds them; documents lead into it."""
PICTURES = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "webp": "webp", "svg": "svg+xml"}
"""The endings of names that documents show as pictures, and what a browser calls each."""
LEVELS = 9
SIGNS = ("", "+", "-")
SOURCES = ("monitoring", "customer", "staff", "partner")
"""By what or whom an incident is noticed."""
_YEARS = {"pattern": "^(19|20|21)[0-9][0-9]-|^2200-"}
# What lies in a range here is checked by `codec`, for the schema it stands here: an entry outside it is kept.
Instant = Annotated[datetime, msgspec.Meta(tz=True, extra_json_schema=_YEARS)]
"""A moment that says its offset: without one it would name no instant."""
Day = Annotated[date, msgspec.Meta(extra_json_schema=_YEARS)]
Seconds = Annotated[int, msgspec.Meta(extra_json_schema={"minimum": 0, "maximum": LONGEST})]
Level = Annotated[int, msgspec.Meta(extra_json_schema={"minimum": 0, "maximum": LEVELS})]
Size = Annotated[int, msgspec.Meta(extra_json_schema={"minimum": 0, "maximum": FILE_MIB << 20})]


class When(msgspec.Struct, frozen=True, omit_defaults=True):
    """A time as it was understood: instants in UTC, `at` None when it is unknown."""

    at: Instant | None = None
    until: Instant | None = None
    about: bool = False
    zone: str = ""
    """The zone in which the typed TIME was read."""
    said: str = ""
    """The TIME as typed, without its `@`."""
    behind: str = ""
    """Of a time that is unknown: the id of the entry that it happened after."""


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
    behind: str = ""
    """The id of the entry that it happened after, when that is all that is known of its time."""
    label: str = ""
    """H1, E1, A1, T1, Q1 for an entry that begins a hypothesis, an escalation, an action, a follow-up or a question;
    an earlier pmtui gave some actions and questions none."""
    refs: tuple[str, ...] = ()
    """Ids of the entries that this one is about."""
    redacted: str = ""
    """Digest of the body that was taken away, in hex."""
    salt: str = ""
    """Random, so that nobody guesses a redacted text from its digest."""
    author: str = ""
    """Who said or did it, where somebody else recorded it here; empty when that is `by`."""
    origin: dict[str, str] = {}
    """Where it was imported from: by the names in ORIGIN. Not a struct: what a newer version adds is kept."""
    extra: dict[str, Any] | None = msgspec.field(default=None, name="+")
    """Fields of a newer version, kept as they came."""

    happened: ClassVar[bool] = False
    """Whether the kind tells what happened."""
    fact: ClassVar[bool] = False
    """Whether it states a fact about the incident. Timeline and documents tell these two."""
    event: ClassVar[bool] = False
    """Whether the chart draws it among its events; what else happened has a row of its own there."""
    viewed: ClassVar[bool] = True
    """Whether any view but the timeline looks at it: a kind that none does is added without computing one anew."""
    lesson: ClassVar[bool] = False
    """Whether it is worth keeping for the write-up, in the words typed."""
    sort: ClassVar[str] = ""
    """What the timeline can be narrowed to that shows it."""
    letter: ClassVar[str] = ""
    """Of the label of what it begins."""
    thing: ClassVar[str] = ""
    """What that is, with its article."""
    state: ClassVar[str] = ""
    """What an entry of the kind makes of what it is about: of a hypothesis, an escalation, the incident."""

    @property
    def begins(self) -> str:
        """The letter of what this entry begins; empty when it begins nothing, as when it is about another."""
        return "" if self.refs else self.letter

    @property
    def mark(self) -> str | None:
        """The sign behind a label on a timeline; None for a kind whose name stands before it."""
        return None

    @property
    def says(self) -> str:
        """Its words as they stand on screens, in the record and in documents; empty for a bare milestone."""
        return ""

    @property
    def typed(self) -> str:
        """Its words as somebody typed them, for programs: without those that a screen adds."""
        return self.says

    @property
    def who(self) -> str:
        """Whom it names: who noticed, was asked, was told, got a role or an action; else its author, if it has one."""
        return self.author

    @property
    def when(self) -> When:
        """The envelope's time."""
        return When(
            at=self.at, until=self.until, about=self.about, zone=self.zone, said=self.said, behind=self.behind
        )

    @property
    def key(self) -> tuple[int, str]:
        """The place of this entry in the only order there is."""
        return (self.n, self.id)


ENVELOPE = frozenset(
    ["id", "n", "recorded", "by", "at", "until", "about", "zone", "said", "behind", "label", "refs", "kind"]
)
"""What stays when an entry is redacted."""
PROVENANCE = frozenset({"author", "origin"})
"""Whose words these are, and where they stood: no amendment changes that. A redaction leaves it, but for what leads
to the words: an import of the same file must not bring them back. Older versions know it as part of the body."""
ORIGIN = ("format", "file", "item", "link", "thread", "changed")
"""What `origin` may say: the format's name, the file's, the item's own id there, its address, the item or the topic
that it answers, and that a person changed the words before they were recorded."""


class Opened(Entry, frozen=True, tag="incident"):
    """The first entry of a journal (n = 0)."""

    format: int = FORMAT
    title: str = ""
    severity: Level | None = None
    opened: Instant | None = None

    @property
    def says(self) -> str:
        return f"SEV{self.severity} {self.title}".rstrip() if self.severity else self.title


class Worded(Entry, frozen=True):
    """An entry whose substance is the words typed."""

    text: str = ""

    @property
    def says(self) -> str:
        return self.text

    @property
    def typed(self) -> str:
        return self.text


# What happened
class Note(Worded, frozen=True, tag="note"):
    happened = event = True
    viewed = False


class Decision(Worded, frozen=True, tag="decision"):
    happened = event = True
    viewed = False
    sort = "decisions and actions"


class Action(Worded, frozen=True, tag="action"):
    """Something that is being done; with a reference it changes that one: None leaves a field, empty clears it."""

    owner: str | None = None
    check: Seconds | None = None
    """Seconds from this entry's moment until the effect should be looked at."""

    happened = event = True
    sort = "decisions and actions"
    letter, thing = "A", "an action"
    mark = "…"

    @property
    def says(self) -> str:
        if not self.refs:
            return f"{self.text} ({self.owner})" if self.owner else self.text
        owner = f"owner {self.owner}" if self.owner else "no owner"
        check = f"check in {_minutes(self.check or 0)}"
        parts = [owner] if self.owner is not None else []
        parts += [check] if self.check is not None else []
        changes = ", ".join(parts)
        return f"{self.text} ({changes})" if self.text and changes else self.text or changes

    @property
    def who(self) -> str:
        return self.owner or self.author


class Run(Worded, frozen=True, tag="run"):
    """A command that `pmtui log --run` ran; its output is the text."""

    command: str = ""
    running: bool = False
    """It was started, and nobody knows yet how it ends: an amendment will say it, if pmtui is there to see it."""
    exit: Annotated[int, msgspec.Meta(extra_json_schema={"minimum": -(1 << 31), "maximum": 1 << 31})] = 0
    seconds: Annotated[float, msgspec.Meta(extra_json_schema={"minimum": 0, "maximum": LONGEST})] = 0.0

    happened = event = True
    viewed = False
    sort = "decisions and actions"

    @property
    def says(self) -> str:
        if self.running:
            return f"{self.command} → started; its end is not recorded"
        return f"{self.command} → exit {self.exit} after {self.seconds:.1f}s\n{self.text}".rstrip("\n")

    @property
    def typed(self) -> str:
        return self.says


class Update(Worded, frozen=True, tag="update"):
    audience: str = ""
    next: Seconds | None = None
    """Seconds until the next update was promised."""

    happened = event = True
    sort = "updates"

    @property
    def says(self) -> str:
        return f"{self.audience}: {self.text}" if self.audience else self.text

    @property
    def outside(self) -> bool:
        """Whether customers read it."""
        return self.audience.casefold() in ("customers", "status page")

    @property
    def who(self) -> str:
        return self.audience or self.author


# Facts about the incident
class Impact(Worded, frozen=True, tag="impact"):
    fact = True


class Service(Entry, frozen=True, tag="service"):
    names: tuple[str, ...] = ()

    fact = True

    @property
    def says(self) -> str:
        return ", ".join(self.names)


class Severity(Worded, frozen=True, tag="severity"):
    level: Level = 0

    fact = True

    @property
    def says(self) -> str:
        return f"SEV{self.level} {self.text}".rstrip() if self.level else self.text

    @property
    def typed(self) -> str:
        return self.says


class Role(Entry, frozen=True, tag="role"):
    role: str = ""
    name: str = ""
    leaves: bool = False
    """The name gives the role up."""

    fact = True

    @property
    def says(self) -> str:
        if not self.leaves:
            return f"{self.role}: {self.name}"
        return f"{self.role}: {self.name} gives it up" if self.role else f"{self.name} gives up every role"

    @property
    def typed(self) -> str:
        return f"{self.role} -{self.name}".lstrip() if self.leaves else self.role

    @property
    def who(self) -> str:
        return self.name


class Handover(Worded, frozen=True, tag="handover"):
    """The commander changes; the text is the brief of that moment."""

    name: str = ""

    happened = event = True

    @property
    def says(self) -> str:
        return f"commander: {self.name} takes over\n{self.text}".rstrip("\n")

    @property
    def who(self) -> str:
        return self.name


class Title(Worded, frozen=True, tag="title"): ...


class Timezone(Entry, frozen=True, tag="timezone"):
    name: str = ""

    @property
    def says(self) -> str:
        return self.name


class Tag(Entry, frozen=True, tag="tag"):
    """Words for statistics; `off` are those that are taken away."""

    names: tuple[str, ...] = ()
    off: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        return ", ".join((*self.names, *(f"-{name}" for name in self.off)))


class Link(Entry, frozen=True, tag="link"):
    """An address that belongs to the incident: a dashboard, a ticket, a bridge, a status page."""

    name: str = ""
    url: str = ""

    @property
    def says(self) -> str:
        return f"{self.name} {self.url}".strip()


class Attach(Worded, frozen=True, tag="attach"):
    """A file that belongs to the incident, copied into its folder; the text is its caption."""

    name: str = ""
    """What it was called, as every disk can hold it."""
    bytes: Size = 0
    sha256: str = ""
    """In hex; empty until it was copied."""
    source: str = ""
    """Where it is to be copied from; empty in every journal."""

    happened = True

    @property
    def ending(self) -> str:
        """What its name ends in, which says what it is: `png`."""
        return self.name.rpartition(".")[2].lower()

    @property
    def says(self) -> str:
        named = f"{self.name}, {size(self.bytes)}" if self.sha256 else self.name
        return after(named, self.text)

    @property
    def typed(self) -> str:
        return after(self.name, self.text)


class Summary(Worded, frozen=True, tag="summary"):
    fact = True


# Milestones
class Milestone(Worded, frozen=True):
    """A turn of the incident. Of several same ones the earliest counts, and a range from its start."""

    happened = True
    sort = "milestones"
    last_counts: ClassVar[bool] = False
    """Of several same ones the latest counts."""
    at_end: ClassVar[bool] = False
    """A range counts from its end."""


class Started(Milestone, frozen=True, tag="started"):
    state = "investigating"


class Detected(Milestone, frozen=True, tag="detected"):
    source: str = ""
    """By what or whom, in a word: one of SOURCES, or what another pmtui knows; empty when nobody said."""

    @property
    def says(self) -> str:
        return after(f"by {self.source}", self.text) if self.source else self.text

    @property
    def who(self) -> str:
        return self.source or self.author


class Declared(Milestone, frozen=True, tag="declared"): ...


class Acknowledged(Milestone, frozen=True, tag="acknowledged"): ...


class Identified(Milestone, frozen=True, tag="identified"):
    state = "identified"
    last_counts = True


class Mitigated(Milestone, frozen=True, tag="mitigated"):
    state = "monitoring"
    last_counts = at_end = True


class Resolved(Milestone, frozen=True, tag="resolved"):
    state = "resolved"
    last_counts = at_end = True


class Relapse(Milestone, frozen=True, tag="relapse"):
    state = "investigating"
    last_counts = True


# Hypotheses
class Reasoning(Worded, frozen=True):
    """An entry about a hypothesis."""

    happened = True
    sort = "hypotheses"


class Hypothesis(Reasoning, frozen=True, tag="hypothesis"):
    letter, thing = "H", "a hypothesis"
    mark = "?"


class Evidence(Reasoning, frozen=True, tag="evidence"):
    sign: Annotated[str, msgspec.Meta(extra_json_schema={"enum": list(SIGNS)})] = ""
    """`+` for, `-` against, empty for neither."""

    @property
    def mark(self) -> str:
        return self.sign or "·"

    @property
    def says(self) -> str:
        side = {"+": "for", "-": "against"}.get(self.sign)
        return f"{side}: {self.text}" if side else self.text

    @property
    def typed(self) -> str:
        return f"{self.sign} {self.text}".lstrip()


class Misleading(Reasoning, frozen=True, tag="misleading"):
    """Settles what it refers to; without a reference it is a dead end, raised and settled in one entry."""

    because: str = ""
    """Of a dead end: why it was one. With a reference the text says it."""
    spent: Seconds | None = None

    letter, thing = "H", "a hypothesis"
    state = "misleading"
    mark = "✗"

    @property
    def whole(self) -> str:
        """The dead end and why, as one text."""
        return after(self.text, self.because)

    @property
    def says(self) -> str:
        return after("misleading", self.text) if self.refs else self.whole

    @property
    def typed(self) -> str:
        return self.text if self.refs else self.whole


class Confirmed(Reasoning, frozen=True, tag="confirmed"):
    state = "confirmed"
    mark = "✓"

    @property
    def says(self) -> str:
        return after("confirmed", self.text)


class Revive(Reasoning, frozen=True, tag="revive"):
    state = "open"
    mark = "?"

    @property
    def says(self) -> str:
        return after("revived", self.text)


# Escalations
class Escalate(Worded, frozen=True, tag="escalate"):
    """Asks `to` for help, the text says why; with a reference it asks again."""

    to: str = ""
    via: str = ""

    happened = True
    sort = "escalations"
    letter, thing = "E", "an escalation"
    mark = "↑"

    @property
    def says(self) -> str:
        via = f"via {self.via}" if self.via else ""
        if self.refs:
            return after(f"asked again {via}".rstrip(), self.text)
        return after(self.to, self.text) + (f" ({via})" if via else "")

    @property
    def who(self) -> str:
        return self.to


class Answered(Worded, frozen=True, tag="answered"):
    happened = True
    sort = "escalations"
    state = "answered"
    mark = "↓"

    @property
    def says(self) -> str:
        return after("answered", self.text)


class Withdraw(Worded, frozen=True, tag="withdraw"):
    happened = True
    sort = "escalations"
    state = "withdrawn"
    mark = "✗"

    @property
    def says(self) -> str:
        return after("withdrawn", self.text)


# The write-up
class Task(Worded, frozen=True, tag="task"):
    """A follow-up; with a reference it changes that one: None leaves a field, empty clears it."""

    owner: str | None = None
    due: Day | None = None
    term: str | None = None
    type: str | None = None
    priority: str | None = None
    ref: str | None = None

    sort = "follow-ups"
    letter, thing = "T", "a follow-up"
    mark = ""

    @property
    def says(self) -> str:
        fields = ("owner", "due", "term", "type", "priority", "ref")
        given = ((field, getattr(self, field)) for field in fields)
        parts = [
            f"{field} {value}" if value else f"no {field}" for field, value in given if value is not None
        ]
        changes = ", ".join(parts)
        return f"{self.text} ({changes})" if self.text and changes else self.text or changes


class Done(Worded, frozen=True, tag="done"):
    sort = "follow-ups"

    @property
    def failed(self) -> bool:
        """Whether the result says that it failed."""
        return self.text.lower().startswith("failed")

    @property
    def mark(self) -> str:
        return "✗" if self.failed else "✓"

    @property
    def says(self) -> str:
        return self.text if self.failed else after("done", self.text)


class Improve(Worded, frozen=True, tag="improve"):
    lesson = True
    sort = "follow-ups"


class Well(Worded, frozen=True, tag="well"):
    lesson = True


class Badly(Worded, frozen=True, tag="badly"):
    lesson = True


class Lucky(Worded, frozen=True, tag="lucky"):
    lesson = True


class Question(Worded, frozen=True, tag="question"):
    """Open until it is answered."""

    lesson = True
    sort = "follow-ups"
    letter, thing = "Q", "a question"
    mark = "?"


class Answer(Worded, frozen=True, tag="answer"):
    """Answers the questions it refers to."""

    lesson = True
    sort = "follow-ups"
    state = "answered"
    mark = "✓"

    @property
    def says(self) -> str:
        return after("answered", self.text)


class Write(Worded, frozen=True, tag="write"):
    section: str = ""
    append: bool = False
    base: tuple[str, ...] | None = None
    """The ids of the versions it began from, and replaces; None, from an earlier pmtui: of those that it saw."""
    after: str = ""
    """The section behind which this one stands in the documents; empty: where it stood, or its template has it."""

    @property
    def says(self) -> str:
        return f"{'+' if self.append else ''}{self.section}: {self.text}"


class Restore(Entry, frozen=True, tag="restore"):
    """A part of the draft that somebody had deleted is to stand there again."""

    part: str = ""
    """A section, or a part that follows from entries."""

    @property
    def says(self) -> str:
        return self.part


class Layout(Entry, frozen=True, tag="template"):
    """The template that the draft follows from now on."""

    name: str = ""
    timeline: str = ""
    """`all` or `key`: the entries that a long timeline tells; empty: as many as fit."""

    @property
    def says(self) -> str:
        return f"{self.name} timeline:{self.timeline}" if self.timeline else self.name


class Dismiss(Worded, frozen=True, tag="dismiss"):
    """A finding of the review that somebody looked at and lets be; the text says why."""

    rule: int = 0
    where: str = ""
    """The section, milestone or other place; an entry is in `refs` instead."""

    @property
    def says(self) -> str:
        return after(f"rule {self.rule} {self.where}".rstrip(), self.text)


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

    @property
    def says(self) -> str:
        return f"to {self.incident}"


class Redact(Correction, frozen=True, tag="redact"): ...


# The program
class Close(Worded, frozen=True, tag="close"):
    closed_as: str = ""

    @property
    def says(self) -> str:
        return after(f"as {self.closed_as}", self.text) if self.closed_as else self.text


class Reopen(Worded, frozen=True, tag="reopen"): ...


class Finish(Worded, frozen=True, tag="finish"):
    """The write-up is final."""

    reviewer: str = ""
    """Who reviewed it, as it was typed: one name or several."""
    url: str = ""
    """Where it was published."""

    @property
    def says(self) -> str:
        reviewed = f"reviewed by {self.reviewer}" if self.reviewer else ""
        published = f"published at {self.url}" if self.url else ""
        return ", ".join(part for part in (reviewed, published, self.text) if part)


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


LETTERS = "".join(dict.fromkeys(kind.letter for kind in KINDS.values()))
"""Of every label there can be."""


def kinds(which: Callable[[type[Entry]], bool]) -> tuple[type[Entry], ...]:
    """The kinds that are such, in the order of this page."""
    return tuple(kind for kind in KINDS.values() if which(kind))


def after(what: str, text: str) -> str:
    """`what: text`, or what alone."""
    return f"{what}: {text}" if text else what


def size(count: int) -> str:
    """So many bytes: `812 bytes`, `34 kB`, `1.2 MB`."""
    if count < 1000:
        return f"{count} byte{'' if count == 1 else 's'}"
    return f"{count / 1000:.0f} kB" if count < 999_500 else f"{count / 1_000_000:.1f} MB"


def _minutes(seconds: int) -> str:
    """`5m`, `90s`, `9m 42s`; to the second, and short of two minutes in one number."""
    minutes, rest = divmod(seconds, 60)
    if not rest:
        return f"{minutes}m"
    return f"{minutes}m {rest}s" if minutes > 1 else f"{seconds}s"


def kind_of(entry: Entry) -> str:
    """The name of the entry's kind, one of a newer version included."""
    return _NAMES.get(type(entry)) or str((entry.extra or {}).get("kind", "?"))
