"""The typed line: `[@TIME] [/COMMAND] TEXT` becomes an entry, or one clear sentence."""

from __future__ import annotations

import re
from datetime import timedelta

import msgspec

from pmtui.errors import PmtuiError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.due import begun, subject
from pmtui.model.incident.escalations import asked_already
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import address
from pmtui.model.line import mistaken
from pmtui.model.line.arguments import FIX, MILESTONES, PROGRAM, Args, Command, Context, LineError
from pmtui.model.line.commands import BY_NAME, in_full, meant
from pmtui.model.line.paths import pasted, written
from pmtui.model.line.references import is_reference
from pmtui.model.line.times import moment
from pmtui.model.text import clean, file_name, short
from pmtui.model.time import read as moments
from pmtui.model.time.errors import TimeError
from pmtui.model.time.words import shown

_FIRST_WORD = re.compile(r"(\S+)[ \t]*\n?")
LONG_RESOLVED = timedelta(hours=12)
"""After a resolution this old, a line without TIME no longer means now."""


class Typed(msgspec.Struct, frozen=True):
    """What a line was understood as."""

    command: Command
    entry: e.Entry | None = None
    """What is to be recorded; None for a command that records nothing."""
    text: str = ""
    """The argument of a command that records nothing."""
    instead: str = ""
    """For what was probably meant as something else: the line that says that."""
    hint: str = ""
    """What that line would mean: `happened at 09:01`, `asks E1 again`, `/done`, `owner:kim`."""


def read(line: str, context: Context) -> Typed:
    """Understands one typed line; records nothing.

    Raises:
        LineError: the line is empty, ambiguous, or contradicts what is recorded. No other error, for any text.
    """
    line = clean(line)
    try:
        typed = _read(line, context)
    except PmtuiError as error:
        mistaken.check_leaving(line)
        refusal = error if isinstance(error, LineError) else _as_refusal(error)
        refusal.repair = _repaired(line, refusal, context)
        raise refusal from None
    if isinstance(typed.entry, e.Escalate):
        typed = _or_again(line, typed, typed.entry, context.incident)
    if typed.hint:
        return typed
    if typed.command.keys:
        return _with_colon(typed, line, context)
    if picture := pasted(line):
        instead = f"/attach {written(picture)} "
        return msgspec.structs.replace(typed, instead=instead, hint=f"attach {file_name(picture)}")
    if instead := mistaken.with_its_time(line):
        return _with_hint(typed, instead, context)
    return _with_slash(typed, line, context)


def _or_again(line: str, typed: Typed, entry: e.Escalate, incident: Incident) -> Typed:
    """With the line that asks again those who are waited for already: two waits for one answer never both end."""
    same = asked_already(incident, entry)
    if same is None:
        return typed
    # Few lines need what writes an entry as it is typed.
    from pmtui.model.line.retype import arguments

    said, again = split(line)[0], msgspec.structs.replace(entry, refs=(same.item.id,), to="", label="")
    instead = f"{f'@{said} ' if said else ''}/escalate {arguments(again, incident)} "
    return msgspec.structs.replace(
        typed, instead=instead, hint=f"asks {address(incident, same.item.id)} again"
    )


def _as_refusal(error: PmtuiError) -> LineError:
    return LineError(error.what, error.do, swap=error.swap if isinstance(error, TimeError) else None)


def _repaired(line: str, error: LineError, context: Context) -> str:
    """The line as the refusal would have it, where it is taken then; else nothing."""
    repair = error.repair
    if error.swap:
        repair = line.replace(*error.swap, 1)
    try:
        if repair:
            _read(repair, context)
    except PmtuiError:
        return ""
    return repair


def _with_hint(typed: Typed, instead: str, context: Context) -> Typed:
    """What it would mean with its `@`, where that time can be read: it may have been forgotten."""
    try:
        other = _read(instead, context).entry
    except PmtuiError:
        return typed
    if other is None or other.at is None:
        return typed
    hint = f"happened at {shown(other.when, context.incident.zone)}"
    return msgspec.structs.replace(typed, instead=instead, hint=hint)


def _with_colon(typed: Typed, line: str, context: Context) -> Typed:
    """With the key that its last two words may have been meant as: `roll back owner kim`."""
    names = "|".join(key.name for key in typed.command.keys)
    match = re.search(rf"\s({names})[ \t]+([^\s:]+)\s*\Z", line)
    if match is None:
        return typed
    key = f"{match[1]}:{match[2]}"
    instead = f"{line[: match.start()]} {key}"
    try:
        _read(instead, context)
    except PmtuiError:
        return typed
    return msgspec.structs.replace(typed, instead=instead, hint=key)


def _with_slash(typed: Typed, line: str, context: Context) -> Typed:
    """With the command that it may have been meant as: `done A1`, `impact: all logins`, `resolved`."""
    match = mistaken.named_slashless(line)
    command = match and in_full(match[1])
    if match is None or command is None or command.group == PROGRAM:
        return typed
    about = match[3] is not None and command.refs is not None and is_reference(match[3])
    named = match[2] if match[3] else command.group == MILESTONES
    if not about and not named:
        return typed
    instead = f"/{line}"
    try:
        _read(instead, context)
    except PmtuiError:
        return typed
    return msgspec.structs.replace(typed, instead=instead, hint=f"/{match[1].lower()}")


def _read(line: str, context: Context) -> Typed:
    if not line.startswith((" ", "\n")):
        mistaken.check_joining(line)
    said, command, rest = split(line)
    if command is None:
        command = BY_NAME["note"]
        if not rest.strip():
            raise LineError(f"@{said} has no text" if said else "the line is empty", "type what happened")
        if not said and not line.startswith((" ", "\n")):
            mistaken.check_words(line)
    if command.name == "acknowledged" and not rest.strip():
        _check_acknowledged(line, context.incident)
    if command.group == MILESTONES and not said:
        mistaken.check_milestone(command.name, rest)
    when = _when(said, command, context)
    args = Args(command, rest, context, when.at)
    if command.reads is None:
        if said:
            raise args.refused("takes no TIME")
        return Typed(command, None, _program_text(args))
    kind, fields = command.reads(args)
    entry = _entry(kind, fields, when, context)
    _check_ranges(entry, context)
    return Typed(command, entry)


def _check_ranges(entry: e.Entry, context: Context) -> None:
    """Refuses what every reader of the journal would keep, but could not show, and what is no entry but a file."""
    size = len(codec.encode(entry)) / (1 << 20)
    if size > e.ENTRY_MIB:
        raise LineError(
            f"it is {size:.1f} MiB long, and an entry holds {e.ENTRY_MIB} MiB at most",
            "keep it as a file, and name that in a note",
        )
    try:
        shown = codec.is_shown(entry)
        if isinstance(entry, e.Amend):
            codec.recast(context.incident.entry(entry.refs[0]), entry.new)
    except msgspec.ValidationError:
        shown = False
    if not shown:
        what = (
            f"a time lies outside the years {e.FIRST_YEAR} to {e.LAST_YEAR}, or it lasts more than ten years"
        )
        raise LineError(what, "check the year, and how long it took")


def split(line: str) -> tuple[str, Command | None, str]:
    """The TIME as typed without its `@` (or empty), the command (None: a note), and the rest of a cleaned line.

    Raises:
        LineError: the first word behind a slash is no command, or several.
    """
    text = line.rstrip()
    if text.startswith((" ", "\n")):
        return "", None, text.lstrip()
    said = ""
    first = _FIRST_WORD.match(text)
    if first and first[1].startswith("@") and moments.is_time(first[1][1:]):
        said, text = first[1][1:], text[first.end() :].lstrip(" ")
        first = _FIRST_WORD.match(text)
        moments.check_alone(said, text)
    elif first and first[1].startswith("@"):
        mistaken.check_moment(first[1])
        _check_whole(first[1], text[first.end() :])
    if first is None or not first[1].startswith("/") or "/" in first[1][1:]:
        return said, None, text
    return said, *meant(first[1][1:], text[first.end() :])


def _check_acknowledged(line: str, incident: Incident) -> None:
    """Refuses `/ack` alone while somebody is waited for: either may be meant by it.

    Raises:
        LineError: an escalation waits; it names both lines.
    """
    waits = next((each for each in begun(incident) if each.kind == "escalation"), None)
    if waits is None or not re.fullmatch(r"(?:@\S+\s+)?/ack\s*", line, re.IGNORECASE):
        return
    answered = waits.line.strip()
    raise LineError(
        f"/ack: {subject(waits)} waits for an answer, and the incident may be acknowledged",
        f"write {answered} or /acknowledged",
        swap=(line[line.index("/") :], answered),
    )


def _check_whole(word: str, rest: str) -> None:
    """Refuses `@TIME /resolved`, half understood: a note would hold a command that was never carried out.

    Raises:
        LineError: a command follows a word that is no time.
    """
    second = _FIRST_WORD.match(rest)
    if second and second[1].startswith("/") and second[1][1:].lower() in BY_NAME:
        raise LineError(
            f"{word} is no time", f"write @14:05 {second[1]}; a line that begins with a space is a note"
        )


def _when(said: str, command: Command, context: Context) -> e.When:
    """The time of the line: as said; else now; else, long after the end, unknown."""
    incident, now = context.incident, context.now
    if said:
        if command.group == FIX:
            raise LineError(
                f"/{command.name} takes no TIME of its own",
                "/retime #12 TIME corrects when an entry happened",
            )
        return moment(said, context)
    if command.group == FIX:
        return e.When()
    if command.group == PROGRAM:
        return e.When(at=now)
    if not incident.closed and not _long_over(context):
        return e.When(at=now)
    if command.group == MILESTONES:
        ended = "closed" if incident.closed else "resolved long ago"
        raise LineError(
            f"/{command.name}: when? The incident is {ended}, so no TIME would mean unknown",
            f"write @TIME /{command.name}, or @? when nobody knows",
        )
    return e.When()


def _long_over(context: Context) -> bool:
    """Whether it was resolved long ago and did not come back since."""
    resolved = context.incident.milestones.get("resolved")
    relapse = context.incident.milestones.get("relapse")
    if resolved is None or (relapse is not None and relapse.at >= resolved.at):
        return False
    return context.now - resolved.at > LONG_RESOLVED


def _entry(kind: type[e.Entry], fields: dict[str, object], when: e.When, context: Context) -> e.Entry:
    return kind(
        id=codec.new_id(context.now),
        recorded=context.now,
        by=context.by,
        **msgspec.structs.asdict(when),
        **fields,  # type: ignore[arg-type]
    )


def _program_text(args: Args) -> str:
    words = args.command.words
    if words and words.optional:
        return args.rest.strip()
    if words and not words.one_word:
        return args.required_text()
    word = args.word() if words else ""
    args.nothing_more()
    if words and not word:
        raise args.missing(f"a {words.name.lower()}")
    if words and words.among and word.lower() not in words.among:
        raise args.refused(
            f"{short(word)!r} is no {words.name.lower()}", f"write one of {', '.join(words.among)}"
        )
    return word.lower()
