"""What others recorded, as entries for an incident: read, looked at by a person, then recorded in one write.

The one way in for the command line, a new incident and the screens.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

import msgspec

from pmtui.errors import PmtuiError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.backfill.again import fresh
from pmtui.model.backfill.items import AS_IT_IS, Document, Found, How
from pmtui.model.backfill.propose import Clocks, Proposed, entries, proposals
from pmtui.model.backfill.recognise import read
from pmtui.model.incident.incident import Incident
from pmtui.model.line.arguments import Context
from pmtui.model.time.zones import tz
from pmtui.work import commit
from pmtui.work.session import Session

_BEFORE = timedelta(hours=6)
"""What lies further than this before a closed incident's start belongs to the next day, if that has come so far."""
_A_DAY = timedelta(days=1)


class Preview(msgspec.Struct, frozen=True):
    """What an import would do."""

    proposed: list[Proposed]
    saw: str
    """What was read: `Slack export, #inc-checkout, 212 messages, 3 of 4 people known`."""
    known: int = 0
    """How many are there already."""
    edited: int = 0
    """How many of the proposals change what is there."""
    left_out: int = 0
    """How many are none: noise, and what lies outside of the bounds."""

    @property
    def empty(self) -> bool:
        """Whether nothing was read at all."""
        return not (self.proposed or self.known or self.left_out)

    @property
    def assumed(self) -> int:
        """How many have a day or a year that nothing says."""
        return sum(each.assumed for each in self.proposed)

    @property
    def unknown(self) -> int:
        """How many happened at a time that nobody can read; a section or a follow-up needs none."""
        return sum(each.when.at is None and e.KINDS[each.kind].happened for each in self.proposed)


def preview(
    documents: Sequence[Document],
    context: Context,
    how: How = AS_IT_IS,
    day: date | None = None,
    zone: str = "",
) -> Preview:
    """The entries that files would make in an incident, which stays as it is.

    Args:
        documents: one file, or those of a folder or an archive.
        context: the incident, the moment and who imports.
        how: what a person said about them.
        day: of clocks before a day is named.
        zone: in which clocks without an offset are read; empty: the incident's.

    Raises:
        PmtuiError: they cannot be understood; says what to do.
    """
    found = read(documents, how)
    proposed = _on_its_day(found, context, day, zone or context.incident.zone)
    kept = _between(proposed, how.since, how.until)
    if len(kept) < len(proposed):
        found.left_out["outside of --since and --until"] += len(proposed) - len(kept)
    new = fresh(kept, context)
    return Preview(new.proposed, _saw(found), new.known, new.edited, found.left_out.total())


def _on_its_day(found: Found, context: Context, day: date | None, zone: str) -> list[Proposed]:
    """A closed incident says which day is the likeliest, where nothing names one: that of its start, or the next."""
    incident, now = context.incident, context.now
    span = incident.span if incident.closed else None
    if day or span is None:
        return proposals(found, Clocks(zone, now, day))
    guess = span[0].astimezone(tz(zone)).date()
    proposed = proposals(found, Clocks(zone, now, guess=guess))
    first = next((each.when.at for each in proposed if each.when.at), None)
    if first is None or span[0] - first <= _BEFORE or first + _A_DAY > now:
        return proposed
    return proposals(found, Clocks(zone, now, guess=guess + _A_DAY))


def _between(proposed: list[Proposed], since: datetime | None, until: datetime | None) -> list[Proposed]:
    return [each for each in proposed if _inside(each.when.at, since, until)]


def _inside(at: datetime | None, since: datetime | None, until: datetime | None) -> bool:
    if at is None:
        return True
    return (since is None or at >= since) and (until is None or at <= until)


def _saw(found: Found) -> str:
    count = sum(bool(item.text) for item in found.items)
    about = [each for each in found.about if each.startswith("#")]
    counted = counting(count, found.noun)
    saw = ", ".join((found.title, *about, counted, *(each for each in found.about if each not in about)))
    left = ", ".join(_left_out(count, reason) for reason, count in sorted(found.left_out.items()))
    return f"{saw}; left out: {left}" if left else saw


def _left_out(count: int, reason: str) -> str:
    """`14 channel joins`; a reason that is no name of a thing, or one of many, stays as it is."""
    whole = reason.endswith("s") or reason.startswith(_NO_THINGS)
    return f"{count:,} {reason}" if whole else counting(count, reason)


_NO_THINGS = ("without ", "not ", "outside ", "lines ")


def counting(count: int, noun: str) -> str:
    """`1 entry`, `2 entries`."""
    return f"{count:,} {noun if count == 1 else _plural(noun)}"


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def made(proposed: Iterable[Proposed], context: Context) -> list[tuple[Proposed, e.Entry]]:
    """What each would record, in an incident that grows with them; the context's does."""
    return entries(proposed, context)


def with_key(entry: e.Entry, proposed: Proposed) -> list[e.Entry]:
    """An entry, and behind it the one that makes it a key moment, if somebody had marked it there."""
    if not proposed.key:
        return [entry]
    key = e.Key(id=codec.new_id(entry.recorded), recorded=entry.recorded, by=entry.by, refs=(entry.id,))
    return [entry, key]


def record(session: Session, taken: Iterable[tuple[Proposed, e.Entry]]) -> int:
    """Records them, durably, in one write; how many entries that makes.

    Raises:
        StorageError: none of them is saved.
    """
    wanted = [each for proposed, entry in taken for each in with_key(entry, proposed)]
    commit.commit(session.journal, wanted, session.settle, session.disk)
    return len(wanted)


def apart(incident: Incident) -> Incident:
    """The same incident, which may grow by proposals without anybody seeing them."""
    return Incident(incident.entries)


def check(preview: Preview, assume: bool) -> None:
    """Refuses to record unseen what nobody stated.

    Raises:
        PmtuiError: a day or a year is assumed, and nobody said that it may be.
    """
    if preview.assumed and not assume:
        raise PmtuiError(
            f"nothing says the day or the year of {preview.assumed} entries, so nothing is recorded",
            "say it with --day DATE, or take what the preview assumes with --assume",
        )
