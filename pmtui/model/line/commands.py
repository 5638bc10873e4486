"""The ONE table of commands: grammar, completion, help, palette and README are drawn from it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from pmtui.model import entries as e
from pmtui.model.line import corrections as c
from pmtui.model.line import readers as r
from pmtui.model.line.arguments import Args, LineError
from pmtui.model.text import short


class Command(msgspec.Struct, frozen=True):
    """One thing that can be typed behind a slash."""

    name: str
    arguments: str
    """How its arguments are written, as in the help."""
    help: str
    """What it does, in a few words."""
    group: str
    example: str
    reads: Callable[[Args], r.Read] | None
    """Makes the entry's kind and fields; None for what records nothing."""
    aliases: tuple[str, ...] = ()
    amendable: bool = True
    """Whether an entry can become one of these by `/amend`."""

    @property
    def usage(self) -> str:
        """`/escalate WHO[, WHO][: WHY] [via:page]`."""
        return f"/{self.name} {self.arguments}".rstrip()


LOG, FACTS, MILESTONES = "What happens", "Facts", "Milestones"
PATHS, HELP, AFTER = "Hypotheses", "Escalations", "For the write-up"
FIX, PROGRAM = "Corrections", "The program"


def _command(  # noqa: PLR0913, PLR0917 - one column of the table each
    name: str,
    arguments: str,
    help: str,
    group: str,
    example: str,
    reads: Callable[[Args], r.Read] | None,
    alias: str = "",
) -> Command:
    amendable = group not in (FIX, PROGRAM)
    return Command(name, arguments, help, group, example, reads, (alias,) if alias else (), amendable)


_TASK = (
    "TEXT|T1 [owner:ana] [due:2023-11-15] [term:short|medium|long] "
    "[type:mitigate|prevent|process|other] [priority:P1] [ref:URL]"
)
_AS = "[as:false-alarm|as:duplicate|as:merged] [WHY]"

# fmt: off
COMMANDS: tuple[Command, ...] = (
    _command("note", "TEXT", "a note; so is a line without a command", LOG, "/note CPU is at 100 %", r.worded(e.Note)),
    _command("decision", "TEXT", "what was decided", LOG, "/decision fail over to Paris", r.worded(e.Decision)),
    _command("action", "TEXT [owner:bo] [check:10m]", "what is being done; check: starts a countdown", LOG, "/action roll back to 4.2 owner:bo check:10m", r.action, "a"),
    _command("update", "[AUDIENCE:] TEXT [next:30m]", "what was told, and when the next update is due", LOG, "/update customers: logins fail, we are on it next:30m", r.update, "u"),
    _command("impact", "TEXT", "what users feel", FACTS, "/impact 25 % of logins fail", r.worded(e.Impact)),
    _command("service", "NAME, NAME", "what is affected", FACTS, "/service shop, login", r.service),
    _command("severity", "2 [WHY]", "SEV1 (worst) to SEV5", FACTS, "/severity 1 payments are down too", r.severity),
    _command("role", "ROLE NAME", "who does what; ROLE: NAME for any other role, -NAME gives it up", FACTS, "/role commander Ana", r.role),
    _command("title", "TEXT", "the incident's title", FACTS, "/title Checkout is down", r.title),
    _command("timezone", "ZONE", "how times are read and shown", FACTS, "/timezone Europe/Paris", r.timezone),
    _command("summary", "TEXT", "what we know now, in one line", FACTS, "/summary the pool is exhausted", r.summary),
    _command("started", "[TEXT]", "impact began", MILESTONES, "@10:30 /started", r.milestone(e.Started)),
    _command("detected", "[TEXT]", "somebody or something noticed", MILESTONES, "@10:32 /detected alert: 5xx", r.milestone(e.Detected)),
    _command("declared", "[TEXT]", "it was called an incident", MILESTONES, "/declared", r.milestone(e.Declared)),
    _command("acknowledged", "[TEXT]", "somebody took it on", MILESTONES, "/acknowledged Ana has it", r.milestone(e.Acknowledged)),
    _command("identified", "[TEXT]", "the cause is known", MILESTONES, "/identified the pool is too small", r.milestone(e.Identified)),
    _command("mitigated", "[TEXT]", "the impact is over", MILESTONES, "/mitigated traffic is moved", r.milestone(e.Mitigated)),
    _command("resolved", "[TEXT]", "back to a steady state", MILESTONES, "/resolved", r.milestone(e.Resolved)),
    _command("relapse", "[TEXT]", "the impact is back", MILESTONES, "/relapse errors again", r.milestone(e.Relapse)),
    _command("hypothesis", "TEXT", "raises H1, H2 …", PATHS, "/hypothesis a DDoS attack", r.hypothesis, "h"),
    _command("evidence", "H1 [+|-] TEXT", "for (+), against (-), or neither", PATHS, "/evidence H2 - the traffic is real customers", r.evidence),
    _command("misleading", "H1 [WHY]|TEXT[: WHY] [spent:20m]", "rules it out; with a text, a dead end noted at once, and why (why: at the end where the text has more colons)", PATHS, "/misleading H2 no malicious traffic", r.misleading, "x"),
    _command("confirmed", "H1 [WHY]", "it was right", PATHS, "/confirmed H1 the slow log names it", r.confirmed),
    _command("revive", "H1 [WHY]", "opens it again", PATHS, "/revive H2 the packets are odd", r.revive),
    _command("escalate", "WHO[, WHO][: WHY] [via:page]", "asks for help and times the answer; E1 asks again", HELP, "/escalate database team: overload is theirs via:page", r.escalate, "e"),
    _command("answered", "E1 [TEXT]", "ends the wait", HELP, "/answered E1 on it", r.answered),
    _command("withdraw", "E1 [WHY]", "no longer needed", HELP, "/withdraw E1 found it ourselves", r.withdraw),
    _command("task", _TASK, "a follow-up T1, or a change of one", AFTER, "/task Alert on pool use owner:ana due:+14d term:short", r.task, "t"),
    _command("done", "T1|A1 [RESULT]", "ends a follow-up or an action; a RESULT may begin with failed", AFTER, "/done A1 errors are gone", r.done),
    _command("improve", "TEXT", "something to improve", AFTER, "/improve alerts for the pool", r.worded(e.Improve)),
    _command("well", "TEXT", "what went well", AFTER, "/well the page came within a minute", r.worded(e.Well)),
    _command("badly", "TEXT", "what went badly", AFTER, "/badly the runbook was out of date", r.worded(e.Badly)),
    _command("lucky", "TEXT", "where we were lucky", AFTER, "/lucky it was a Sunday", r.worded(e.Lucky)),
    _command("question", "TEXT", "what is still open", AFTER, "/question why did failover wait?", r.worded(e.Question)),
    _command("write", "[+]SECTION TEXT", "replaces a section of the write-up; + appends", AFTER, "/write root_cause The pool was too small.", r.write),
    _command("dismiss", "RULE WHERE REASON", "lets a finding of the review be", AFTER, "/dismiss 9 conclusion that was the first of two outages", r.dismiss),
    _command("amend", "#12 TEXT", "says it anew; #12 /decision TEXT changes the kind", FIX, "/amend #12 the pool is exhausted", c.amend),
    _command("retime", "#12 TIME", "when it really happened; by -5m shifts", FIX, "/retime #12 10:40", c.retime),
    _command("strike", "#12 [WHY]", "takes it out of the account", FIX, "/strike #12 wrong channel", c.strike),
    _command("unstrike", "#12", "brings it back", FIX, "/unstrike #12", c.unstrike),
    _command("undo", "", "strikes your last entry", FIX, "/undo", c.undo),
    _command("key", "#12", "marks a key moment", FIX, "/key #12", c.key),
    _command("unkey", "#12", "takes the mark away", FIX, "/unkey #12", c.unkey),
    _command("move", "#12..#15 INCIDENT", "they belong to another incident", FIX, "/move #12..#15 login-errors", c.move),
    _command("redact", "#12 WHY", "a secret's text leaves the disk", FIX, "/redact #12 held a password", c.redact),
    _command("handover", "NAME", "the commander changes, with the brief of that moment", PROGRAM, "/handover Bo", r.handover),
    _command("brief", "", "where we stand, for someone who joins now", PROGRAM, "/brief", None),
    _command("close", _AS, "closes and writes the documents", PROGRAM, "/close as:duplicate of the login incident", r.close),
    _command("reopen", "", "takes the close back", PROGRAM, "/reopen", r.nothing(e.Reopen)),
    _command("finish", "", "the write-up is final", PROGRAM, "/finish", r.nothing(e.Finish)),
    _command("export", "FORMAT", "toml, markdown, html, svg, json or csv", PROGRAM, "/export csv", None),
    _command("find", "TEXT", "finds entries", PROGRAM, "/find pool", None),
    _command("help", "", "keys and commands", PROGRAM, "/help", None),
)
# fmt: on

BY_NAME: dict[str, Command] = {command.name: command for command in COMMANDS}
_ALIASES = {alias: command for command in COMMANDS for alias in command.aliases}


def named(word: str) -> Command:
    """The command that a typed word means: an exact name, an alias, or a unique prefix; case is ignored.

    Raises:
        LineError: none or several fit; it names the nearest.
    """
    word = word.lower()
    exact = BY_NAME.get(word) or _ALIASES.get(word)
    if exact:
        return exact
    fitting = [name for name in BY_NAME if word and name.startswith(word)]
    if len(fitting) == 1:
        return BY_NAME[fitting[0]]
    if fitting:
        nearest = tuple(fitting)
        raise LineError(
            f"/{word} is ambiguous", f"write {' or '.join('/' + name for name in nearest)}", nearest
        )
    from difflib import get_close_matches

    nearest = tuple(get_close_matches(word, BY_NAME, n=3, cutoff=0.5))
    did = f"did you mean {' or '.join('/' + name for name in nearest)}? " if nearest else "/help lists them; "
    raise LineError(
        f"/{short(word)} is no command", f"{did}a line that begins with a space is a note", nearest
    )
