"""Which channels of a chat's export are meant, or which incidents of a list of all."""

from __future__ import annotations

from collections.abc import Iterable

from pmtui.errors import PmtuiError, UsageError
from pmtui.model.backfill.items import How

_NAMED = 20


def chosen(there: Iterable[str], how: How, what: str = "channel") -> list[str]:
    """Those that a person named, of those that are there; the only one needs no name.

    Args:
        there: their names; in brackets behind one may stand what tells it from others of that name.
        how: what a person said.
        what: a word for one of them.

    Raises:
        PmtuiError: there are several, and nobody said which is meant.
        UsageError: there is no such channel.
    """
    names = list(dict.fromkeys(there))
    known = ", ".join(sorted(names)[:_NAMED]) or "none"
    wanted: list[str] = []
    for named in how.channels:
        found = _named(named.removeprefix("#"), names)
        if len(found) != 1:
            why = "are several of that name" if found else f"is no such {what}"
            raise UsageError(f"--channel {named}: in the export there {why}", f"it has {known}")
        wanted += found
    if len(names) > 1 and not wanted:
        raise PmtuiError(
            f"the export holds {len(names)} {what}s: {known}", "name those that are meant: --channel NAME"
        )
    return wanted or names


def _named(name: str, names: list[str]) -> list[str]:
    return [name] if name in names else [each for each in names if each.startswith(f"{name} (")]
