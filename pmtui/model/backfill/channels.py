"""Which channels of a chat's export are meant."""

from __future__ import annotations

from collections.abc import Iterable

from pmtui.errors import PmtuiError, UsageError
from pmtui.model.backfill.items import How

_NAMED = 20


def chosen(there: Iterable[str], how: How) -> list[str]:
    """Those that a person named, of those that are there; the only one needs no name.

    Raises:
        PmtuiError: there are several, and nobody said which is meant.
        UsageError: there is no such channel.
    """
    names = list(dict.fromkeys(there))
    wanted = [name.removeprefix("#") for name in how.channels]
    known = ", ".join(sorted(names)[:_NAMED]) or "none"
    if missing := [name for name in wanted if name not in names]:
        raise UsageError(f"--channel {missing[0]}: the export has no such channel", f"it has {known}")
    if len(names) > 1 and not wanted:
        raise PmtuiError(
            f"the export holds {len(names)} channels: {known}", "name those that are meant: --channel NAME"
        )
    return wanted or names
