"""What the rules of the review look at, and what they find."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from pmtui.model import entries as e
from pmtui.model.incident.words import name
from pmtui.model.time.zones import tz

if TYPE_CHECKING:
    from pmtui.model.incident.facts import Item
    from pmtui.model.incident.incident import Incident

WRONG, MISSING, HINT = "wrong", "missing", "hint"
LEVELS = (WRONG, MISSING, HINT)
"""From the worst: a contradiction, what a reader will ask for, what may be fine."""
QUOTED = 60
"""Characters of an incident's text that a finding quotes at most."""
TITLE, TASKS, LESSONS = "title", "tasks", "lessons"
"""Places of findings that are neither an entry, a milestone nor a section."""


class Finding(Struct, frozen=True):
    """One thing that a rule found."""

    level: str
    """wrong, missing or hint."""
    where: str
    """`#12`, `H2`, `E1`, `T3`, the name of a section or milestone, `title`, `tasks` or `lessons`."""
    text: str
    """What is the matter, in one sentence."""
    mend: str
    """The line that mends it, as it is typed; capitals stand for what only a person knows. Empty for words inside a
    section: no line may replace what else stands there, the editor mends them."""
    rule: int = 0
    entry: str = ""
    """The id of the entry that it is about, if there is one."""
    section: str = ""
    """The section that it is about, if there is one."""
    span: tuple[int, int] | None = None
    """Where it is in the text of the entry, section or title: first character, and the one behind the last."""

    @property
    def said(self) -> str:
        """What is the matter and where, which the sentence may name already."""
        named = self.where.casefold().replace("_", " ") in self.text.casefold()
        return self.text if named else f"{self.where}: {self.text}"


class Text(Struct, frozen=True):
    """A piece of the record that people wrote."""

    where: str
    text: str
    prose: str
    """The text with code, addresses and comments blanked: every character keeps its place."""
    mend: str
    entry: str = ""
    section: str = ""

    def found(self, level: str, text: str, mend: str = "", span: tuple[int, int] | None = None) -> Finding:
        """A finding in this text."""
        return Finding(level, self.where, text, mend or self.mend, 0, self.entry, self.section, span)


_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,}).*?(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.M | re.S)
_INDENTED = re.compile(r"(?:\A|(?<=\n\n))(?:(?: {4}|\t)[^\n]*(?:\n|\Z))+")
_INLINE = re.compile(r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s<>)]+")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_CODE = re.compile(r"[`~<\n]|://|^[ \t]")
"""What has none of this is all prose."""
_VISIBLE = re.compile(r"\S")
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")


def blanked(text: str) -> str:
    """The text without what is no prose; as long as before."""
    if not _CODE.search(text):
        return text
    for pattern in (_FENCE, _INDENTED, _INLINE, _COMMENT, _ADDRESS):
        text = pattern.sub(lambda match: _VISIBLE.sub(" ", match[0]), text)
    return text


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around a stretch of a text; a line ends one, too."""
    before = list(_SENTENCE_END.finditer(text, max(0, start - 300), start))
    after = _SENTENCE_END.search(text, end, end + 300)
    return text[before[-1].end() if before else max(0, start - 300) : after.start() if after else end + 300]


def there(at: datetime, zone: tzinfo) -> datetime:
    """The instant on the clocks of a zone; as it is at the ends of the calendar."""
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at


class Case:
    """An incident as the rules see it, at one moment; what several of them need is worked out once."""

    def __init__(
        self,
        incident: Incident,
        now: datetime,
        asks: tuple[str, ...] = (),
        lacking: tuple[str, ...] = (),
        aside: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.incident = incident
        self.now = now
        self._texts: dict[str, Text] = {}
        self.asks = asks
        """The sections that a reader expects."""
        self.lacking = lacking
        """The parts that the draft no longer holds, and that have something to say."""
        self.aside = aside
        """Where the text of a section lies that was set aside, by section."""

    @cached_property
    def zone(self) -> tzinfo:
        """The zone of the incident."""
        return tz(self.incident.zone)

    def local(self, at: datetime) -> datetime:
        """The instant on the incident's clocks."""
        return there(at, self.zone)

    @property
    def over(self) -> bool:
        """Whether nothing more is expected to happen."""
        return self.incident.status in ("closed", "resolved")

    @property
    def kept_elsewhere(self) -> bool:
        """Whether it was closed as a false alarm, a duplicate or merged: nobody expects a whole write-up."""
        return bool(self.incident.closed_as)

    @cached_property
    def start(self) -> datetime | None:
        """When it began, as far as the record knows."""
        given = self.incident.milestones
        begin = given.get("started") or given.get("detected")
        return begin.at if begin else next((i.entry.at for i in self.timed), self.incident.opened)

    @cached_property
    def happened(self) -> list[Item]:
        """What happened, unstruck, in the order of writing."""
        return self.incident.of(*e.kinds(lambda kind: kind.happened))

    @cached_property
    def timed(self) -> list[Item]:
        """What happened at a known time, in the order of time."""
        items = (item for item in self.happened if item.entry.at is not None)
        return sorted(items, key=lambda item: (item.entry.at, item.entry.key))

    @cached_property
    def title(self) -> Text:
        """The title."""
        return Text(TITLE, self.incident.title, blanked(self.incident.title), "/title TEXT")

    @cached_property
    def sections(self) -> list[Text]:
        """The written sections."""
        return [
            Text(section, text, blanked(text), "", section=section)
            for section, text in self.incident.sections.items()
        ]

    @cached_property
    def prose(self) -> list[Text]:
        """Title, what we know now, impacts and sections: what the rules about prose read."""
        summary = self.incident.of(e.Summary)[-1:]
        return [self.title, *(self.of_item(i) for i in (*summary, *self.incident.impacts)), *self.sections]

    @cached_property
    def narrated(self) -> list[Text]:
        """The words of what happened, in the order of writing."""
        return [self.of_item(item) for item in self.happened if isinstance(item.entry, e.Worded)]

    @cached_property
    def collected(self) -> list[Text]:
        """Lessons and improvements."""
        return [self.of_item(i) for i in self.incident.of(*e.kinds(lambda kind: kind.lesson))]

    @cached_property
    def first_update(self) -> datetime | None:
        """When customers first heard of it."""
        updates = (i.entry for i in self.incident.of(e.Update))
        heard = [u.at for u in updates if isinstance(u, e.Update) and u.at and u.outside]
        return min(heard, default=None)

    def of_item(self, item: Item) -> Text:
        """The words of one entry."""
        known = self._texts.get(item.id)
        if known is None:
            known = self._texts[item.id] = self._read(item)
        return known

    def _read(self, item: Item) -> Text:
        text = item.entry.text if isinstance(item.entry, e.Worded) else ""
        if isinstance(item.entry, e.Misleading):
            text = item.entry.whole
        where = name(item.id, self.incident)
        return Text(where, text, blanked(text), f"/amend {where} TEXT", item.id)

    def about(self, item: Item, level: str, text: str, mend: str) -> Finding:
        """A finding about one entry."""
        return Finding(level, name(item.id, self.incident), text, mend, entry=item.id)


Found = Iterator[Finding]
