"""The ONE table of commands: grammar, completion, retyping, help, palette and README are drawn from it.

A command that takes references, a text and keys is described by its row alone; one with a grammar of its own also
names the function that reads it, and the one that writes it again.
"""

from __future__ import annotations

import re

from pmtui.model import entries as e
from pmtui.model.line import corrections as c
from pmtui.model.line import mistaken
from pmtui.model.line.arguments import (
    AFTER,
    FACTS,
    FIX,
    HELP,
    LOG,
    MILESTONES,
    PATHS,
    PROGRAM,
    Args,
    Command,
    First,
    LineError,
    Read,
    Refs,
    Words,
    choice,
    day,
    length,
    person,
    word,
)
from pmtui.model.line.readers import common, facts, reasoning, writeup
from pmtui.model.line.references import ANY, first_letter, is_reference
from pmtui.model.text import did_you_mean, nearest, short


def _amend(args: Args) -> Read:
    return c.amend(args, meant)


_TEXT, _LINE = Words("TEXT"), Words("TEXT", one_line=True)
_MORE, _WHY = Words("TEXT", optional=True), Words("WHY", optional=True)
_WAITING, _ENTRY = Refs("E", ("waiting",)), Refs(ANY)
_TASK = (
    person("owner", "ana"),
    day("due", "2023-11-15", "+7d", "+14d", "+30d", "tomorrow", "friday"),
    choice("term", "short", "medium", "long"),
    choice("type", "mitigate", "prevent", "process", "other"),
    word("priority", "P1", "P1", "P2", "P3"),
    word("ref", "URL"),
)
_BY = choice("by", *e.SOURCES, field="source", leads=True)
_AS = choice("as", "false-alarm", "duplicate", "merged", field="closed_as", leads=True)
FORMATS = ("toml", "markdown", "html", "rich", "svg", "png", "json", "csv")
"""What an incident can be handed on in."""

# fmt: off
COMMANDS: tuple[Command, ...] = (
    Command("note", "a note; so is a line without a command", LOG, "/note CPU is at 100 %", e.Note, common.regular, words=_TEXT),
    Command("decision", "what was decided", LOG, "/decision fail over to Paris", e.Decision, common.regular, words=_TEXT, now=13),
    Command("action", "what is being done, A1, A2 …, or a change of one; check: starts a countdown", LOG, "/action roll back to 4.2 owner:bo check:10m", e.Action, common.action, refs=Refs("A", ("in flight",), optional=True), words=_TEXT, form="TEXT|A1", keys=(person("owner", "bo"), common.CHECK), aliases={"a": ""}, now=4),
    Command("update", "what was told, and when the next update is due", LOG, "/update customers: logins fail, we are on it next:30m", e.Update, common.update, form="[AUDIENCE:] TEXT", keys=(length("next", "30m", "15m", "30m", "1h"),), first=First("audiences", ending=": "), writes=common.update_again, aliases={"u": ""}, now=6),
    Command("impact", "what users feel", FACTS, "/impact 25 % of logins fail", e.Impact, common.regular, words=_TEXT, now=1),
    Command("service", "what is affected", FACTS, "/service shop, login", e.Service, facts.service, form="NAME, NAME", first=First("services", listed=True, ending=""), writes=facts.service_again),
    Command("severity", "SEV1 (worst) to SEV5", FACTS, "/severity 1 payments are down too", e.Severity, facts.severity, form="2 [WHY]", first=First("levels"), writes=facts.severity_again, aliases={"sev": "", **{f"sev{level}": str(level) for level in range(1, 6)}}, now=2),
    Command("role", "who does what; ROLE: NAME for any other role, -NAME gives it up", FACTS, "/role commander Ana", e.Role, facts.role, form="ROLE NAME", first=First("roles", then="people"), writes=facts.role_again, aliases=facts.ROLE_ALIASES, now=3),
    Command("title", "the incident's title", FACTS, "/title Checkout is down", e.Title, common.regular, words=_LINE),
    Command("timezone", "how times are read and shown", FACTS, "/timezone Europe/Paris", e.Timezone, facts.timezone, words=Words("ZONE", field="name")),
    Command("tag", "words for statistics; -NAME takes one off", FACTS, "/tag database, capacity", e.Tag, facts.tag, form="NAME, NAME", first=First("tags", listed=True, sign="-", ending=""), writes=facts.tag_again, whole=True),
    Command("link", "an address that belongs to it: dashboard, ticket, bridge", FACTS, "/link bridge https://meet.example.org/shop", e.Link, facts.link, form="[NAME] URL", writes=facts.link_again, whole=True),
    Command("attach", "a file that belongs to it, copied into its folder; pictures are shown in the write-up", FACTS, "/attach ~/errors.png errors per second", e.Attach, facts.attach, form="FILE [CAPTION]", writes=facts.attach_again),
    Command("summary", "what we know now, in one line", FACTS, "/summary the pool is exhausted", e.Summary, common.regular, words=_LINE, now=17),
    Command("started", "impact began", MILESTONES, "@10:30 /started", e.Started, common.regular, words=_MORE),
    Command("detected", "somebody or something noticed, and who that was", MILESTONES, "@10:32 /detected by:monitoring alert: 5xx", e.Detected, common.regular, words=_MORE, keys=(_BY,)),
    Command("declared", "it was called an incident", MILESTONES, "/declared", e.Declared, common.regular, words=_MORE),
    Command("acknowledged", "somebody took it on", MILESTONES, "/acknowledged Ana has it", e.Acknowledged, common.regular, words=_MORE, gives_way={"E": "answered"}),
    Command("identified", "the cause is known", MILESTONES, "/identified the pool is too small", e.Identified, common.regular, words=_MORE, aliases={"status identified": ""}),
    Command("mitigated", "the impact is over", MILESTONES, "/mitigated traffic is moved", e.Mitigated, common.regular, words=_MORE, aliases={"monitoring": "", "fixed": "", "status monitoring": "", "status mitigated": ""}, now=15),
    Command("resolved", "back to a steady state", MILESTONES, "/resolved", e.Resolved, common.regular, words=_MORE, aliases={"status resolved": ""}, now=16),
    Command("relapse", "the impact is back", MILESTONES, "/relapse errors again", e.Relapse, common.regular, words=_MORE),
    Command("hypothesis", "raises H1, H2 …", PATHS, "/hypothesis a DDoS attack", e.Hypothesis, reasoning.hypothesis, words=_TEXT, aliases={"h": ""}, now=9),
    Command("evidence", "for (+), against (-), or neither", PATHS, "/evidence H2 - the traffic is real customers", e.Evidence, reasoning.evidence, refs=Refs("H"), form="H1 [+|-] TEXT", writes=reasoning.evidence_again, now=10),
    Command("misleading", "rules it out; with a text, a dead end noted at once, and why (why: at the end where the text has more colons)", PATHS, "/misleading H2 no malicious traffic", e.Misleading, reasoning.misleading, refs=Refs("H", ("open", "confirmed"), optional=True), words=_TEXT, form="H1 [WHY]|TEXT[: WHY]", keys=(reasoning.BECAUSE, length("spent", "20m")), settles="ruled out", writes=reasoning.misleading_again, aliases={"x": "", "ruledout": ""}, now=11),
    Command("confirmed", "it was right", PATHS, "/confirmed H1 the slow log names it", e.Confirmed, common.regular, refs=Refs("H", ("open", "misleading")), words=_WHY, settles="confirmed", now=12),
    Command("revive", "opens it again", PATHS, "/revive H2 the packets are odd", e.Revive, reasoning.revive, refs=Refs("H", ("misleading", "confirmed")), words=_WHY, settles="revived"),
    Command("escalate", "asks for help and times the answer; E1 asks again", HELP, "/escalate database team: overload is theirs via:page", e.Escalate, reasoning.escalate, refs=Refs("E", ("waiting",), optional=True), form="WHO[, WHO][: WHY]", keys=(word("via", "page", "page", "phone", "chat", "mail"),), first=First("teams", listed=True, ending=""), writes=reasoning.escalate_again, aliases={"e": ""}, now=7),
    Command("answered", "ends the wait", HELP, "/answered E1 on it", e.Answered, common.regular, refs=_WAITING, words=_MORE, settles="answered"),
    Command("withdraw", "no longer needed", HELP, "/withdraw E1 found it ourselves", e.Withdraw, common.regular, refs=_WAITING, words=_WHY, settles="withdrawn"),
    Command("task", "a follow-up T1, or a change of one", AFTER, "/task Alert on pool use owner:ana due:+14d term:short", e.Task, writeup.task, refs=Refs("T", ("open",), optional=True), words=_TEXT, form="TEXT|T1", keys=_TASK, aliases={"t": "", "followup": ""}),
    Command("done", "ends a follow-up or an action; a RESULT may begin with failed", AFTER, "/done A1 errors are gone", e.Done, common.regular, refs=Refs("TA", ("open", "in flight")), words=Words("RESULT", optional=True), now=5),
    Command("improve", "something to improve", AFTER, "/improve alerts for the pool", e.Improve, common.regular, words=_TEXT),
    Command("well", "what went well", AFTER, "/well the page came within a minute", e.Well, common.regular, words=_TEXT),
    Command("badly", "what went badly", AFTER, "/badly the runbook was out of date", e.Badly, common.regular, words=_TEXT),
    Command("lucky", "where we were lucky", AFTER, "/lucky it was a Sunday", e.Lucky, common.regular, words=_TEXT),
    Command("question", "what is still open, Q1, Q2 …", AFTER, "/question why did failover wait?", e.Question, common.regular, words=_TEXT, now=14),
    Command("answer", "answers a question, or an escalation: Q1, E1", AFTER, "/answer Q1 it waited for the lock", e.Answer, common.regular, refs=Refs("Q", ("open",)), words=_TEXT, settles="answered", whole=True, gives_way={"E": "answered"}, now=8),
    Command("write", "replaces a section of the write-up; + appends", AFTER, "/write root_cause The pool was too small.", e.Write, writeup.write, form="[+]SECTION [after:SECTION] TEXT", first=First("sections", sign="+"), writes=writeup.write_again),
    Command("restore", "a part that was deleted from the draft stands there again", AFTER, "/restore timeline", e.Restore, writeup.restore, form="SECTION", first=First("sections"), writes=writeup.restore_again, whole=True),
    Command("template", "the draft is laid out anew; your own text comes along", AFTER, "/template google timeline:all", e.Layout, common.regular, words=Words("NAME", one_word=True, field="name"), keys=(choice("timeline", "all", "key"),), whole=True),
    Command("dismiss", "lets a finding of the review be", AFTER, "/dismiss 9 conclusion that was the first of two outages", e.Dismiss, writeup.dismiss, form="RULE WHERE REASON", writes=writeup.dismiss_again),
    Command("amend", "says it anew; #12 /decision TEXT changes the kind", FIX, "/amend #12 the pool is exhausted", e.Amend, _amend, refs=_ENTRY, words=_TEXT),
    Command("retime", "when it really happened; by -5m shifts", FIX, "/retime #12 10:40", e.Retime, c.retime, refs=_ENTRY, words=Words("TIME")),
    Command("strike", "takes it out of the account", FIX, "/strike #12 wrong channel", e.Strike, c.strike, refs=_ENTRY, words=_WHY),
    Command("unstrike", "brings it back", FIX, "/unstrike #12", e.Unstrike, c.unstrike, refs=_ENTRY),
    Command("undo", "strikes your last entry", FIX, "/undo", e.Strike, c.undo),
    Command("key", "marks a key moment", FIX, "/key #12", e.Key, c.key, refs=_ENTRY),
    Command("unkey", "takes the mark away", FIX, "/unkey #12", e.Unkey, c.unkey, refs=_ENTRY),
    Command("move", "they belong to another incident", FIX, "/move #12..#15 login-errors", e.Move, c.move, refs=_ENTRY, form="#12..#15 INCIDENT"),
    Command("redact", "a secret's text leaves the disk", FIX, "/redact #12 held a password", e.Redact, c.redact, refs=_ENTRY, words=Words("WHY")),
    Command("handover", "the commander changes, with the brief of that moment", PROGRAM, "/handover Bo", e.Handover, facts.handover, words=Words("NAME", one_line=True, field="name"), first=First("people", ending=""), aliases={"handoff": ""}, now=18),
    Command("brief", "where we stand, for someone who joins now", PROGRAM, "/brief"),
    Command("close", "closes and writes the documents", PROGRAM, "/close as:duplicate of the login incident", e.Close, common.regular, words=_WHY, keys=(_AS,)),
    Command("reopen", "takes the close back", PROGRAM, "/reopen it fails again", e.Reopen, common.regular, words=_WHY),
    Command("finish", "the write-up is final; who reviewed it, where it was published", PROGRAM, "/finish reviewer:bo url:https://wiki.example.org/pm/12", e.Finish, common.regular, keys=(person("reviewer", "bo"), word("url", "URL"))),
    Command("export", "toml, markdown, html, svg, json or csv; rich copies the draft for a word processor", PROGRAM, "/export csv", words=Words("FORMAT", one_word=True, among=FORMATS)),
    Command("find", "finds entries", PROGRAM, "/find pool", words=_TEXT),
    Command("help", "keys and commands; with words, what they are about", PROGRAM, "/help retime", words=Words("WORD", optional=True)),
    Command("join", "joins copies of the incident that a sync program left beside it", PROGRAM, "/join"),
    Command("who", "who is here and where, of a shared incident, and how sharing stands", PROGRAM, "/who", whole=True),
    Command("drop", "the refused line above the bar goes; Up still fetches it", PROGRAM, "/drop", whole=True),
    Command("quit", "leaves pmtui; nothing is lost", PROGRAM, "/quit", whole=True),
)
# fmt: on

BY_NAME: dict[str, Command] = {command.name: command for command in COMMANDS}
_ALIASES = {alias: command for command in COMMANDS for alias in command.aliases}
_STATUS = "status"
_NAMED = 4
"""Commands that one sentence names."""
_ALIKE, _MEANT = 0.65, 0.75
"""How much a word is like a command that is named in its place, and like one that Tab puts there."""


def plain(word: str) -> str:
    """A command without signs and blanks: `follow up`, `SEV-1` and `impact:` are followup, sev1 and impact."""
    return _SIGNS.sub("", word.lower())


_SIGNS = re.compile(r"[-_:=\s]")
_EXACT: dict[str, Command] = {
    **{plain(alias): command for alias, command in _ALIASES.items()},
    **BY_NAME,
}
"""What names a command in full."""
_WORDS = [*BY_NAME, *(alias for alias in _ALIASES if " " not in alias)]
_LEADS = {plain(alias): lead for command in COMMANDS for alias, lead in command.aliases.items()}
"""What an alias puts before the text."""


def named(word: str, following: str = "") -> Command:
    """The command that a typed word means: an exact name, an alias, or a unique prefix.

    Case is ignored, and signs within it: `/sev-1`, `/follow-up`, `/impact:`.

    Args:
        word: behind the slash.
        following: the next one, which may be the command that was meant: `/set severity`.

    Raises:
        LineError: none or several fit; it names the nearest.
    """
    typed, word = word, plain(word)
    exact = _EXACT.get(word)
    if exact:
        return exact
    if word == _STATUS:
        what = f"/{_STATUS} is one of the words {', '.join(_states())}"
        raise LineError(what, "/summary says what we know now, /update what was told, /brief where we stand")
    begun = [command for name, command in BY_NAME.items() if word and name.startswith(word)]
    fitting = [command for command in begun if not command.whole] or begun
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = tuple(command.name for command in fitting)
        raise LineError(f"/{word} is ambiguous", f"write {' or '.join('/' + name for name in names)}", names)
    raise _unknown(typed, following)


def _unknown(typed: str, following: str) -> LineError:
    if is_reference(typed):
        return _about(typed)
    word = plain(typed)
    # Whoever types /owner wants what takes an owner, however much the letters are like those of another command.
    taking = [command.name for command in COMMANDS if any(key.name == word for key in command.keys)]
    meant = mistaken.brought(word) or (() if taking else tuple(nearest(word, _WORDS, alike=_MEANT)))
    if not meant and not taking and in_full(following):
        meant, typed = (following,), f"{typed} {following}"
    near = meant or taking or nearest(word, _WORDS, _NAMED, alike=_ALIKE)
    did = did_you_mean("/" + name for name in near)
    hint = f"{did} " if did else "/help lists them; "
    return LineError(
        f"/{short(typed.lower())} is no command",
        f"{hint}a line that begins with a space is a note",
        tuple(near),
        swap=(f"/{typed}", f"/{meant[0]}") if meant else None,
    )


def _about(reference: str) -> LineError:
    """A command comes first, then what it is about."""
    letter = first_letter(reference)
    taking = [
        c for c in COMMANDS if c.refs and letter in c.refs.letters and (c.group == FIX) is (letter == "#")
    ]
    names = tuple(command.name for command in taking[:_NAMED])
    lines = [f"/{name} {short(reference.upper())}" for name in names]
    return LineError(f"/{short(reference)} is no command", f"write {' or '.join(lines)}", names)


def found_by(command: Command) -> tuple[str, ...]:
    """The words by which somebody may look for a command who does not know its name."""
    return (*command.aliases, *mistaken.others_for(command.name))


def in_full(word: str) -> Command | None:
    """The command that a word names in full, by more than a letter; None when it names none."""
    return _EXACT.get(plain(word)) if len(word) > 1 else None


def _states() -> list[str]:
    return [alias.removeprefix(f"{_STATUS} ") for alias in _ALIASES if alias.startswith(f"{_STATUS} ")]


def meant(word: str, rest: str) -> tuple[Command, str]:
    """The command that a typed word means before this text, and the text that it is to read.

    `/answer E1` is `/answered E1`, `/ic Ana` is `/role commander Ana`, `/status resolved` is `/resolved`, `/hand over Bo`
    is `/handover Bo`.

    Raises:
        LineError: none or several fit.
    """
    second, *after = rest.split(maxsplit=1) or [""]
    both = f"{word} {second}"
    if plain(word) not in _EXACT and (plain(both) in _EXACT or mistaken.brought(plain(both))):
        word, rest = both, "".join(after)
    command = named(word, second)
    lead = _LEADS.get(plain(word))
    if lead:
        return command, f"{lead} {rest}"
    other = command.gives_way.get(first_letter(rest))
    return (BY_NAME[other] if other else command), rest
