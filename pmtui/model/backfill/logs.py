"""Logs of commits and of systems, as text: one row a format."""

from __future__ import annotations

from itertools import takewhile

from pmtui.model.backfill.written import Written


def _message(words: str) -> str:
    """The subject and the body of a commit, set in by four spaces; statistics, a patch and notes behind it are none."""
    lines = takewhile(lambda line: not line.strip() or line.startswith("    "), words.split("\n"))
    return "\n".join(line.removeprefix("    ") for line in lines)


_GIT = Written(
    "git",
    "git log",
    begins=(
        r"^commit (?P<id>[0-9a-f]{7,64})(?: \([^\n]*\))?\n(?:Merge: [^\n]*\n)?Author: +(?P<who>[^\n<]*?) *<[^\n]*\n"
        r"(?:Author)?Date: +(?P<time>[^\n]+)\n(?:Commit: [^\n]*\nCommitDate: [^\n]*\n)?",
    ),
    words=_message,
    noun="commit",
)
_GIT_TIME = r"(?P<time>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d ?(?:Z|[+-]\d\d:?\d\d))"
_GIT_LINES = Written(
    "git-lines",
    "git log, a line each",
    begins=(
        r"^(?P<id>[0-9a-f]{7,64}) (?:\([^()\n]*\) )?(?:\S{1,200}@\{|\()?"
        rf"{_GIT_TIME}[)}}]?:? (?:<(?P<who>[^<>\n]{{1,60}})> )?(?P<text>[^\n]*)$",
    ),
    whole=True,
    noun="commit",
)
_UNIT = r"(?P<host>\S{1,255}) (?P<who>[^\s:\[]{1,60})(?:\[\d+\])?: (?P<text>[^\n]*)$"
_MARKS = {"mark of the journal": r"^-- [^\n]* --$"}
_JOURNAL_ISO = Written(
    "journal-iso",
    "systemd journal",
    begins=(
        rf"^(?P<time>\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)) {_UNIT}",
        rf"^(?P<time>[A-Z][a-z]{{2}} \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [A-Z+-][A-Z\d:]{{1,5}}) {_UNIT}",
        rf"^(?P<time>\d{{10}}\.\d{{6}}) {_UNIT}",
    ),
    noise=_MARKS,
    noun="line",
)
_JOURNAL = Written(
    "journal-short",
    "systemd journal or syslog",
    begins=(rf"^(?P<time>[A-Z][a-z]{{2}} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?) {_UNIT}",),
    noise=_MARKS,
    noun="line",
)

LOGS = (_GIT, _GIT_LINES, _JOURNAL_ISO, _JOURNAL)
