"""The one family of errors a person ever sees."""

from __future__ import annotations


class PmtuiError(Exception):
    """Something a person can understand and mend.

    Args:
        what: what was wrong, and where: one clause.
        do: what to do about it; empty when `what` says it already.
    """

    def __init__(self, what: str, do: str = "") -> None:
        super().__init__(what, do)
        self.what = what
        self.do = do

    def __str__(self) -> str:
        return f"{self.what}; {self.do}" if self.do else self.what


class UsageError(PmtuiError):
    """The call itself is off: the command line exits with 2."""
