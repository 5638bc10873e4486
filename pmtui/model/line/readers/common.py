"""How a command reads its arguments into the kind and the fields of an entry: what all share, and what is logged."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pmtui.model import entries as e
from pmtui.model.incident.hypotheses import raising
from pmtui.model.incident.words import name
from pmtui.model.line.arguments import Args, Key, Read
from pmtui.model.text import did_you_mean, nearest, one_line
from pmtui.model.time import read as moments
from pmtui.model.time import words as wording

AUDIENCES = ("customers", "stakeholders", "internal", "support", "status page")


def regular(args: Args) -> Read:
    """References, the text and keys, as the command's description has them."""
    command = args.command
    kind, words = command.kind, command.words
    assert kind is not None
    refs: tuple[str, ...] = ()
    if command.refs:
        refs = args.refs() if command.refs.optional else args.required_refs()
    fields: dict[str, object] = {"refs": refs} if refs else {}
    if command.settles:
        _not_before(args, refs, command.settles)
    fields |= args.keys()
    if words is None:
        args.nothing_more()
    else:
        # What is about something else may say all with its reference; what begins something needs words for it.
        changes = bool(refs) and command.refs is not None and command.refs.optional
        if changes:
            _check_colons(args)
        text = args.text() if words.optional or changes else args.required_text()
        fields[words.field] = one_line(text) if words.one_line else text
    if kind.letter and not refs:
        fields["label"] = new_label(args, kind.letter)
    return kind, fields


def _check_colons(args: Args) -> None:
    """Refuses `A1 owner bo`: without its colon the owner would become the text of the action."""
    said = args.rest.split()
    if len(said) == 2 and said[0].casefold() in (key.name for key in args.command.keys):
        meant = f"{said[0]}:{said[1]}"
        raise args.refused(
            f"{' '.join(said)} would be its text", f"write {meant}", (args.rest.strip(), meant)
        )


def new_label(args: Args, letter: str) -> str:
    """The next label of a letter; an entry that is said anew and never had one goes on without."""
    amended = args.amended
    if amended and amended.begins == letter and not amended.label:
        return ""
    return args.incident.next_label(letter)


def behind_to(text: str) -> str:
    """A text without the `to` that people type before a name: `/handover to Bo`."""
    return re.sub(r"\A\s*to\s+(?=\S)", "", text, flags=re.IGNORECASE)


def joined(*parts: str) -> str:
    """Words with spaces between them; empty ones are left out."""
    return " ".join(part for part in parts if part)


CHECK = Key(
    "check", "10m", lambda said, _: moments.seconds(said.removeprefix("+")), ("5m", "10m", "30m", "+5m")
)
"""`check:+5m` behind A1 gives it that much more time than it has left."""


def action(args: Args) -> Read:
    """An action, or with a reference a change of one."""
    more = re.search(r"(?:^|\s)check:\"?\+", args.rest, re.I) is not None
    kind, fields = regular(args)
    refs = fields.get("refs")
    if refs and fields.keys() == {"refs", "text"} and not fields["text"]:
        raise args.missing("what changes")
    if refs and more:
        fields["check"] += _left(args, refs)
    return kind, fields


def _left(args: Args, refs: tuple[str, ...]) -> int:
    """Seconds until an action is to be checked; none when that moment is past, or nobody named one."""
    if len(refs) > 1:
        raise args.refused("one action at a time can be given more time")
    due = next((action.due for action in args.incident.actions if action.item.id == refs[0]), None)
    left = (due - (args.at or args.context.now)).total_seconds() if due else 0
    return max(0, int(left))


def update(args: Args) -> Read:
    """`/update [AUDIENCE:] TEXT [next:30m]`: only a known audience is one, else it is text."""
    keys = args.keys()
    whole = args.rest
    audience = args.before_colon()
    known = {name.casefold(): name for name in (*AUDIENCES, *args.context.audiences)}
    if audience is None and args.text().casefold() in known:
        audience, args.rest = args.text(), ""
    if audience is None or audience.casefold() not in known:
        if audience:
            near_miss(args, audience, known, "audience")
        args.rest, audience = whole, ""
    else:
        audience = known[audience.casefold()]
    if audience and not args.text():
        do = f"write /update {audience}: TEXT; on the screen Enter words it from what is known"
        raise args.refused(f"nothing is said to {audience} yet", do)
    return e.Update, {"audience": audience, "text": args.required_text(), **keys}


def update_again(entry: e.Update, refs: str) -> str:
    return f"{entry.audience}: {entry.text}" if entry.audience else entry.text


def near_miss(args: Args, word: str, known: Iterable[str], noun: str, otherwise: str = "") -> None:
    near = nearest(word.casefold(), known, alike=0.75)
    if near:
        instead = f"; {otherwise}" if otherwise else ""
        raise args.refused(
            f"{word!r} is no {noun}", f"{did_you_mean(map(repr, near))}{instead}", (word, near[0])
        )


def _not_before(args: Args, refs: tuple[str, ...], what: str) -> None:
    """Settling before raising is refused; an approximate moment may be either side."""
    for ref in refs:
        item = args.incident.item(ref)
        raised = item.entry
        if raised.at is None or args.at is None or raised.about or args.at >= raised.at:
            continue
        words = "raised" if raising(item) else "asked"
        at = wording.clock(raised.at, args.incident.zone, seconds=raised.at.second != 0)
        day = wording.day(raised.at, args.incident.zone)
        raise args.refused(
            f"{name(ref, args.incident)} was {words} at {at} on {day} and cannot be {what} before",
            f"/retime {item.name} TIME corrects when it was {words}",
        )
