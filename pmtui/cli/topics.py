"""What is to be known beside the calls: `pmtui help TOPIC`, the manual page and the README are drawn from it."""

from __future__ import annotations

import msgspec


class Topic(msgspec.Struct, frozen=True):
    """One thing to know, in light Markdown."""

    help: str
    """What it is about, in a few words."""
    heads: tuple[str, str]
    rows: tuple[tuple[str, str], ...]
    before: str = ""
    after: str = ""


TOPICS = {
    "times": Topic(
        help="how a TIME is typed",
        heads=("typed", "means"),
        rows=(
            (
                "`@14:05` `@14:05:30` `@2:05pm`",
                "that clock in the incident's zone; also with `Z` or `+03:00`",
            ),
            ("`@-5m` `@-1h30m` `@now`", "from now"),
            ("`@2023-10-15T10:40` `@2023-10-15`", "that moment; that whole day"),
            ("`@~14:05` `@14:??` `@?`", "about; within that hour; nobody knows"),
            ("`@after:#4`", "nobody knows, but after #4 happened"),
            ("`@17:00..18:00`", "a range, over midnight if the end is earlier"),
        ),
        after="A clock time that could mean several days, one that the change to summer time skipped or doubled, a "
        "date that does not exist, a moment in the future, `PST`: refused, with the choices. Nothing is guessed.",
    ),
    "files": Topic(
        help="where data and settings lie, and what each file is",
        heads=("file", "what it is"),
        before="Data lives under `$PMTUI_HOME`, else in the platform's user data folder (`pmtui locate` names it); one "
        "folder an incident, readable only by you, or by a group. What root makes there (`sudo pmtui close`) is its "
        "owner's, and entries name who called `sudo`.",
        rows=(
            (
                "`journal.jsonl`",
                "the truth: append-only, one JSON object a line, each with a digest and a chain over all before it",
            ),
            (
                "`checkpoint`",
                "what a list of all incidents shows of this one; derived from the journal, and made anew when it is "
                "gone",
            ),
            (
                "`lock`, `unsent/`",
                "one writer at a time; what a window has typed and not saved yet, back after a crash",
            ),
            (
                "`incident.toml`",
                "the record: tables to read, and every entry (`[[entries]]`), so that this file alone is the whole "
                "incident",
            ),
            (
                "`postmortem.md`",
                "the draft; generated blocks stand between `<!-- pmtui:… -->` marks",
            ),
            ("`timeline.svg`", "the picture"),
            ("`attachments/`", "copies of the files that were attached"),
            ("`aside/`", "what a person had changed in a generated place"),
            (
                "`share.toml`",
                "where the incident is shared, with the secrets for that; yours alone, also in a group's folder",
            ),
            (
                "`servers/`",
                "beside the incidents: what a server holds that `pmtui share --here` began; `--stop` takes it away",
            ),
            (
                "`settings.toml`",
                "beside the incidents under `$PMTUI_HOME`, else in the platform's configuration folder",
            ),
        ),
    ),
    "exit-codes": Topic(
        help="what the exit status says",
        heads=("status", "means"),
        rows=(
            ("`0`", "done"),
            (
                "`1`",
                "a failure explained in one sentence; of `log` a line that was refused (the rest is recorded), of "
                "`review` and `verify` what is wrong, of `tasks --overdue` and `--due` that a follow-up is, of "
                "`find` that nothing holds the words, of `import` that what is new was not recorded",
            ),
            ("`2`", "the call is off; nothing was recorded"),
            (
                "`70`",
                "a mistake in pmtui; what has a receipt is saved, and a report is named that can be sent",
            ),
            ("`128` + n", "signal n ended it, or the command of `log --run`"),
        ),
    ),
    "environment": Topic(
        help="the variables that it reads",
        heads=("variable", "what it does"),
        rows=(
            ("`PMTUI_HOME`", "the folder of all data and of the settings, instead of the platform's"),
            ("`PMTUI_INCIDENT`", "the incident that is meant where none is named"),
            ("`VISUAL`, `EDITOR`", "the editor of a section; else vi"),
            ("`NO_COLOR`", "nothing is coloured"),
            ("`COLORTERM`, `TERM`", "how many colours the terminal has, and which notifications"),
            ("`COLUMNS`", "the width of what is printed, instead of the terminal's"),
            ("`TMPDIR`", "where the folder of a replay lies until you leave it"),
            ("`TZ`", "the zone of a new incident where neither `--timezone` nor the settings name one"),
            ("`USER`, `LOGNAME`, `SUDO_USER`", "who types, where the settings have no name"),
            (
                "`SSH_CONNECTION`, `SSH_TTY`, `TMUX`, `WAYLAND_DISPLAY`, `DISPLAY`",
                "how the clipboard is reached",
            ),
        ),
        after="A command of `[run]` in the settings finds `PMTUI_INCIDENT` and, of an update, `PMTUI_AUDIENCE`.",
    ),
    "json": Topic(
        help="answers for a program",
        heads=("call", "what it prints"),
        before="Every call that answers takes `--json`. Moments are in UTC as in RFC 3339, lengths in seconds, what is "
        "not known is null or empty. Fields may be added in a later version; none goes, and none changes its meaning.",
        rows=(
            ("`pmtui show INCIDENT --json`", "the whole record, as `pmtui schema` has it"),
            ("`pmtui list --json`", "all incidents, or those that are asked for"),
            ("`pmtui log --json`", "an object for each line that is recorded, on a line of its own"),
            ("`pmtui schema --of CALL`", "the JSON Schema of what a call prints"),
        ),
    ),
}
"""By its name."""
