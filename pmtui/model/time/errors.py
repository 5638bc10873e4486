"""The error of a time that cannot be read."""

from __future__ import annotations

from pmtui.errors import PmtuiError


class TimeError(PmtuiError):
    """A TIME, zone, length or due date that cannot be read, or can be read in two ways."""
