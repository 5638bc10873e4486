"""The error of a time that cannot be read."""

from __future__ import annotations

from pmtui.errors import PmtuiError


class TimeError(PmtuiError):
    """A TIME, zone, length or due date that cannot be read, or can be read in two ways.

    Args:
        what: what is wrong with it.
        do: what to do about it.
        swap: a part of the line and what it was probably meant to be; None where nobody can tell.
    """

    def __init__(self, what: str, do: str = "", swap: tuple[str, str] | None = None) -> None:
        super().__init__(what, do)
        self.swap = swap
