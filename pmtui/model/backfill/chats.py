"""The formats that are text: one row each. A new one is a row here, and a sample in the tests."""

from __future__ import annotations

import re
from itertools import takewhile

from pmtui.model.backfill.written import Written

_CLOCK = r"\d{1,2}:\d\d(?:[ \u00a0\u202f]?[APap]M)"
_ANY_CLOCK = r"\d{1,2}:\d\d(?:[ \u00a0\u202f]?[APap]M)?"
_DAY_NAME = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"

_SLACK_DAY = r"(?:Today|Yesterday|[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?(?:, \d{4})?) at "
_SLACK_TIME = rf"\[?(?P<time>(?:{_SLACK_DAY})?{_ANY_CLOCK})\]?"
_SLACK = Written(
    "slack-paste",
    "Slack, copied",
    begins=(
        rf"^(?P<who>\S[^\n]{{0,60}})\n(?:[ \t]+|APP[ \t]+){_SLACK_TIME}[ \t]*$",
        rf"^(?P<who>\S[^\n]{{0,60}}?)(?:[ \t]{{2,}}|[ \t](?=\[))(?:APP[ \t]+)?{_SLACK_TIME}[ \t]*$",
        rf"^(?P<time>{_CLOCK})[ \t]+(?P<text>\S[^\n]*)$",
        rf"^(?P<time>{_ANY_CLOCK})[ \t]*$",
    ),
    days=(
        rf"^(?:{_DAY_NAME}, )?(?P<day>[A-Z][a-z]+ \d{{1,2}}(?:st|nd|rd|th)(?:, \d{{4}})?)$",
        r"^[ \t]*(?P<day>Today|Yesterday)[ \t]*$",
    ),
    noise={
        "reaction": r"^:[\w+'-]+:(?:\n\d+)?$",
        "thread mark": r"^(?:\d+ repl(?:y|ies)|Last reply .*|View thread|Also sent to the channel|New)$",
    },
    tail=r"[ \t]*\(edited\)[ \t]*$",
    noun="message",
)


def _command(words: str) -> str:
    return f"$ {words.strip()}" if words.strip() else ""


def _continued(words: str) -> str:
    """A command of several lines, which zsh ends in a backslash each."""
    return _command(words.replace("\\\n", "\n"))


def _yaml(words: str) -> str:
    """A command as fish writes it, its line breaks and backslashes spelled."""
    written = words.partition("\n  paths:")[0]
    return _command(re.sub(r"\\(n|\\)", lambda match: "\n" if match[1] == "n" else "\\", written))


_ZSH = Written(
    "zsh",
    "zsh history",
    begins=(r"^: (?P<time>\d{9,10}):(?P<took>\d{1,9});(?P<text>[^\n]*)",),
    words=_continued,
    noun="command",
)
_BASH = Written(
    "bash",
    "bash history",
    begins=(r"^#(?P<time>\d{9,10})$",),
    words=_command,
    noun="command",
)
_HISTORY = Written(
    "history",
    "output of history",
    begins=(
        r"^[ \t]*\d{1,6}\*?[ \t]+(?P<time>\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?: ?[+-]\d{4})?)[ \t]+"
        r"(?P<text>\S[^\n]*)$",
    ),
    words=_command,
    noun="command",
)
_FISH = Written(
    "fish",
    "fish history",
    begins=(r"^- cmd: (?P<text>[^\n]*)\n  when: (?P<time>\d{9,10})$",),
    words=_yaml,
    noun="command",
)
_ATUIN = Written(
    "atuin",
    "atuin history",
    begins=(
        r"^(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\t(?P<text>[^\t]{1,100000}?)\t(?P<took>\d{1,9}(?:[nuμm]?s|[mhd]))$",
    ),
    words=_command,
    whole=True,
    noun="command",
)
_IRSSI = Written(
    "irssi",
    "irssi log",
    begins=(
        r"^(?P<time>\d\d:\d\d(?::\d\d)?) <[ @+%&~]?(?P<who>[^>\s]{1,60})> (?P<text>[^\n]*)$",
        r"^(?P<time>\d\d:\d\d(?::\d\d)?)  \* (?P<who>[^\s]{1,60}) (?P<text>[^\n]*)$",
        r"^(?P<time>\d\d:\d\d(?::\d\d)?) -(?P<who>[^\s:!-][^\s:]{0,60})(?::[^\s]{1,200})?- (?P<text>[^\n]*)$",
    ),
    days=(r"^--- (?:Log opened|Day changed) (?P<day>[^\n]+)$",),
    noise={
        "notice": r"^\d\d:\d\d(?::\d\d)? -!- [^\n]*$",
        "log mark": r"^--- Log closed [^\n]*$",
    },
    whole=True,
    head="--- Log opened ",
    noun="message",
)
_WEECHAT_TIME = r"(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)"
_WEECHAT = Written(
    "weechat",
    "WeeChat log",
    begins=(
        rf"^{_WEECHAT_TIME}\t[ ]?\*\t(?P<who>\S+) (?P<text>[^\n]*)$",
        rf"^{_WEECHAT_TIME}\t--\t(?:Pv)?Notice\((?P<who>[^()\n]{{1,60}})\): (?P<text>[^\n]*)$",
        rf"^{_WEECHAT_TIME}\t[@+%&~]?(?P<who>[^\s@+%&~*<>=-][^\t\n]{{0,60}}|-[^-\t\n][^\t\n]{{0,60}})\t(?P<text>[^\n]*)$",
    ),
    noise={"notice": r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\t(?:-->|<--|--|=!=|)\t[^\n]*$"},
    whole=True,
    noun="message",
)
_WHATSAPP_TIME = (
    r"\[?(?P<time>\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2}),? \d{1,2}:\d\d(?::\d\d)?(?:[ \u202f][APap]\.?[Mm]\.?)?)"
    r"(?:\] | - )"
)
_WHATSAPP_NOBODY = r"(?:Messages and calls are end-to-end encrypted|(?:This message was|You) deleted)"
"""What WhatsApp says in somebody's name."""
_WHATSAPP = Written(
    "whatsapp",
    "WhatsApp chat",
    begins=(
        rf"^{_WHATSAPP_TIME}(?:~[ \u00a0\u202f]?)?(?P<who>[^:\n]{{1,60}}): (?!{_WHATSAPP_NOBODY})(?P<text>[^\n]*)$",
    ),
    noise={
        "notice": rf"^{_WHATSAPP_TIME.replace('?P<time>', '?:')}(?:[^:\n]*|[^:\n]{{1,60}}: {_WHATSAPP_NOBODY}[^\n]*)$"
    },
    tail=r"[ \t]*<This message was edited>[ \t]*$",
    noun="message",
)
_NAME = r"[^\W\d_a-z][^\s:,;]{0,30}(?: (?:(?:[a-z]{1,3} ){1,2}|\()?[^\W\d_a-z][^\s:,;]{0,30}){0,4}"
"""Words of a person: without capitals, what stands behind a clock is what somebody wrote."""
_TEAMS_CLOCK = rf"(?:(?:Today|Yesterday|{_DAY_NAME}) )?{_ANY_CLOCK}"
_TEAMS = Written(
    "teams-paste",
    "Teams, copied",
    begins=(
        rf"^\[(?P<time>\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?,? {_ANY_CLOCK})\] "
        r"(?P<who>[^\n:]{1,60})(?::[ \t]+(?P<text>[^\n]*))?$",
        rf"^\[(?P<time>{_TEAMS_CLOCK})\] (?P<who>{_NAME})[ \t]*\n(?=[ \t]*[^\s\[])",
        rf"^(?P<who>{_NAME})[ \t]*\n\n?(?P<time>{_TEAMS_CLOCK})[ \t]*\n(?=[ \t]*\S)",
    ),
    never=rf"^\[?{_TEAMS_CLOCK}(?:\]|[ \t]*$)",
    noun="message",
)


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

WRITTEN = (
    *(_SLACK, _TEAMS, _ZSH, _BASH, _HISTORY, _FISH, _ATUIN, _IRSSI, _WEECHAT, _WHATSAPP, _GIT, _GIT_LINES),
    *(_JOURNAL_ISO, _JOURNAL),
)
