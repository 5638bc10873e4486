"""What corrections make of an entry: which of them stand, and what the entry says then.

Corrections can be targets themselves, so a strike may be struck. The order (n, id) alone decides, never the
order of arrival.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

import msgspec

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.entries import Entry
from pmtui.model.incident.facts import Item

ByTarget = Mapping[str, list[Entry]]
"""The corrections of each entry, by its id, in order."""
_STRIKES = e.Strike | e.Unstrike | e.Move
"""What decides whether an entry counts; the last of them wins."""


def judge(original: Entry, name: str, by_target: ByTarget) -> Item:
    """The entry as its corrections leave it: the last that stands of each sort wins.

    Args:
        original: as it was recorded.
        name: its number as it is shown.
        by_target: the corrections of all entries.
    """
    standing = _standing(original, by_target)
    standing.reverse()
    said = [c for c in standing if not _wordless(c, by_target)]
    redacted = bool(original.redacted) or any(isinstance(c, e.Redact) for c in standing)
    entry = shown = codec.redact(original) if redacted else original
    amend = next((c for c in said if isinstance(c, e.Amend)), None)
    if amend is not None and not redacted:
        entry = _amended(entry, amend)
    times = next((given for c in said if (given := _times(c, original.id)) is not None), None)
    if times is not None:
        entry = msgspec.structs.replace(entry, **msgspec.structs.asdict(times))
    strike = next((c for c in standing if isinstance(c, _STRIKES)), None)
    key = next((c for c in standing if isinstance(c, e.Key | e.Unkey)), None)
    return Item(
        entry,
        name,
        struck=strike is not None and not isinstance(strike, e.Unstrike),
        key=isinstance(key, e.Key),
        corrected=entry is not shown and not _only_ended(original, said),
    )


def _only_ended(original: Entry, said: list[Entry]) -> bool:
    """Whether all that was said anew is how a command ended that was still running when it was recorded."""
    anew = [c for c in said if isinstance(c, e.Amend | e.Retime)]
    return isinstance(original, e.Run) and original.running and len(anew) == 1


def _standing(original: Entry, by_target: ByTarget) -> list[Entry]:
    """The corrections of an entry that count: later than it, and not struck themselves; in order."""
    if original.id not in by_target:
        return []
    above = _above(original, by_target)
    # From the last to the first: what strikes a correction comes later, so its own fate is known by then.
    struck: set[str] = set()
    for c in sorted(above.values(), key=lambda c: c.key, reverse=True):
        deciding = next(_later_strikes(c, by_target.get(c.id, ()), struck), None)
        if deciding is not None and not isinstance(deciding, e.Unstrike):
            struck.add(c.id)
    mine = by_target[original.id]
    # A redaction is for ever: its text has left the disk.
    return [c for c in mine if c.key > original.key and (c.id not in struck or isinstance(c, e.Redact))]


def _above(original: Entry, by_target: ByTarget) -> dict[str, Entry]:
    """Every correction of the entry, of those corrections, and so on, by id."""
    found: dict[str, Entry] = {}
    todo = [original]
    while todo:
        target = todo.pop()
        for c in by_target.get(target.id, ()):
            if c.key > target.key and c.id not in found:
                found[c.id] = c
                todo.append(c)
    return found


def _later_strikes(target: Entry, over: Iterable[Entry], struck: set[str]) -> Iterator[Entry]:
    """What decides whether a correction counts, the last one first."""
    for c in reversed(list(over)):
        if isinstance(c, _STRIKES) and c.key > target.key and c.id not in struck:
            yield c


def _wordless(correction: Entry, by_target: ByTarget) -> bool:
    """Whether a redaction took what the correction said, on this disk or on another."""
    over = by_target.get(correction.id, ())
    return bool(correction.redacted) or any(isinstance(c, e.Redact) and c.key > correction.key for c in over)


def _times(correction: Entry, entry_id: str) -> e.When | None:
    """The time that a correction gives the entry; None when it gives none."""
    if not isinstance(correction, e.Retime):
        return None
    index = correction.refs.index(entry_id)
    return correction.times[index] if index < len(correction.times) else None


def _amended(entry: Entry, amend: e.Amend) -> Entry:
    new = {**amend.new, "label": amend.label} if amend.label else amend.new
    try:
        amended = codec.recast(entry, new)
    except msgspec.ValidationError:
        return entry  # an amendment of a newer version: the detail shows it, the entry stays as it was
    return _ended(entry, amended) if isinstance(entry, e.Run) and isinstance(amended, e.Run) else amended


def _ended(started: e.Run, run: e.Run) -> e.Run:
    """A command that has ended lasted for its seconds, from its start on."""
    if not started.running or run.running or started.at is None:
        return run
    return msgspec.structs.replace(run, until=started.at + timedelta(seconds=run.seconds))
