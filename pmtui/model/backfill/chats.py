"""Chats as text, copied or exported: one row a format."""

from __future__ import annotations

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

CHATS = (_SLACK, _TEAMS, _IRSSI, _WEECHAT, _WHATSAPP)
