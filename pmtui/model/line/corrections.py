"""How the commands that correct entries read their arguments; a correction is an entry of its own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.line.arguments import Args, Command, LineError, Read
from pmtui.model.line.times import moment
from pmtui.model.time import read as moments
from pmtui.model.time.instants import AHEAD

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmtui.model.incident.incident import Incident

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNDO = "undo"
"""The text of a strike that `/undo` made; the next `/undo` goes further back."""


def _targets(args: Args, *, corrections: bool = False) -> tuple[str, ...]:
    """The entries that a correction is about.

    Raises:
        LineError: none is named, or one of them cannot be corrected this way.
    """
    refs = args.required_refs()
    for ref in refs:
        entry = args.incident.entry(ref)
        if isinstance(entry, e.Opened):
            raise args.refused(
                "#0 opened the incident", "/title, /severity and /timezone correct what it said"
            )
        if isinstance(entry, e.Correction) and not corrections:
            about = ", ".join(args.incident.name(r) for r in entry.refs if r in args.incident)
            raise args.refused(f"{args.incident.name(ref)} corrects {about}", f"correct {about} itself")
    return refs


def amend(args: Args, meant: Callable[[str, str], tuple[Command, str]]) -> Read:
    """`#12 TEXT` says it anew in the same kind; `#12 /decision TEXT` changes the kind.

    Args:
        args: what was typed.
        meant: the command that a word means before a text, and what it reads of it.
    """
    refs = _targets(args)
    if len(refs) > 1:
        raise args.refused("one entry at a time can be amended")
    item = args.incident.item(refs[0])
    if item.entry.redacted:
        raise args.refused(f"{item.name} was redacted and stays so")
    if isinstance(item.entry, e.Unknown) and e.kind_of(item.entry) in e.KINDS:
        raise args.refused(f"{item.name} holds a value that is out of range", "strike it, and record it anew")
    if isinstance(item.entry, e.Unknown):
        raise args.refused(f"{item.name} was recorded by a newer pmtui", "upgrade pmtui to amend it")
    word = re.match(r"/(\S+)\s*", args.rest)
    if word and "/" not in word[1]:
        args.rest = args.rest[word.end() :]
        command, args.rest = meant(word[1], args.rest)
    elif isinstance(item.entry, e.Run):
        return e.Amend, {"refs": refs, "new": {**_body(item.entry), "text": args.required_text()}}
    else:
        command, _ = meant(e.kind_of(item.entry), "")
    same = command.name == e.kind_of(item.entry) and isinstance(item.entry, e.Handover | e.Close)
    if command.reads is None or not (command.amendable or same):
        raise args.refused(f"{item.name} cannot become /{command.name}")
    new = Args(command, args.rest, args.context, item.entry.at, item.entry)
    kind, fields = _anew(args, command.reads, new, named=bool(word))
    if refs[0] in fields.get("refs", ()):
        raise args.refused(f"{item.name} cannot be about itself")
    if kind is e.Handover:
        fields["text"] = item.entry.text  # type: ignore[attr-defined]
    if kind is e.Write:  # said anew, it stands where it stood
        fields["base"] = item.entry.base if isinstance(item.entry, e.Write) else None
    return e.Amend, {"refs": refs, **_as_amendment(args, refs[0], kind, fields)}


def _anew(args: Args, reads: Callable[[Args], Read], new: Args, named: bool) -> Read:
    """What a command reads of the new words; where none are typed, and no command is named, they are missing."""
    try:
        return reads(new)
    except LineError:
        if named or args.rest:
            raise
        raise args.missing("a text") from None


def _as_amendment(args: Args, target: str, kind: type[e.Entry], fields: dict[str, Any]) -> dict[str, Any]:
    """The new body; a label stays when the kind of thing stays, and nothing may lose what refers to it."""
    item = args.incident.item(target)
    label = fields.pop("label", "")
    old, new = item.entry.label[:1], label[:1]
    if old and old != new:
        about = args.incident.of(*e.kinds(lambda kind: not issubclass(kind, e.Correction | e.Dismiss)))
        users = [i.name for i in about if target in i.entry.refs]
        if users:
            raise args.refused(f"{item.name} is {item.entry.label}, and {', '.join(users)} refer to it")
    if old and old == new:
        label = item.entry.label
    body = codec.plain(kind(id="", recorded=args.context.now, **fields))
    new_body = {name: value for name, value in body.items() if name not in ("id", "recorded", "salt")}
    if label and label == item.entry.label:
        return {"new": {**new_body, "label": label}}
    return {"new": new_body, "label": label}  # a new label is given for good under the journal's lock


def _body(entry: e.Entry) -> dict[str, Any]:
    return {
        k: v
        for k, v in codec.plain(entry).items()
        if k not in e.ENVELOPE - {"kind"} | e.PROVENANCE | {"salt"}
    }


def changes_nothing(amend: e.Amend, incident: Incident) -> bool:
    """Whether the entry says already what an amendment would make of it."""
    entry = incident.item(amend.refs[0]).entry
    said = msgspec.structs.replace(codec.recast(entry, amend.new), salt=entry.salt)
    return not amend.label and said == entry


def retime(args: Args) -> Read:
    """`#12 TIME`: a bare clock is the moment nearest the old one; `by -5m` shifts."""
    refs = _targets(args)
    word = args.word()
    if not word:
        raise args.missing("a TIME, or by -5m")
    shifts = word == "by"
    times = _shifted(args, refs) if shifts else tuple(_nearest(args, r, word.removeprefix("@")) for r in refs)
    args.nothing_more()
    return e.Retime, {"refs": refs, "times": times}


def _nearest(args: Args, ref: str, said: str) -> e.When:
    item = args.incident.item(ref)
    when = moment(said, args.context, near=item.entry.at)
    if when.behind == ref:
        raise args.refused(
            f"{item.name} cannot lie behind itself", f"write /retime {item.name} ? for unknown"
        )
    return when


def _shifted(args: Args, refs: tuple[str, ...]) -> tuple[e.When, ...]:
    word = args.word()
    sign = -1 if word[:1] in ("-", "−") else 1
    by = timedelta(seconds=sign * moments.seconds(word.lstrip("+-−")))
    found = []
    for ref in refs:
        item = args.incident.item(ref)
        when = item.entry.when
        if when.at is None:
            raise args.refused(
                f"the time of {item.name} is unknown", f"give it one: /retime {item.name} TIME"
            )
        if by > args.context.now + AHEAD - when.at:
            raise args.refused(f"{item.name} would lie in the future")
        if by < _EPOCH - when.at:
            raise args.refused(f"{item.name} would lie before 1970")
        until = when.until + by if when.until else None
        found.append(msgspec.structs.replace(when, at=when.at + by, until=until, said=""))
    return tuple(found)


def strike(args: Args) -> Read:
    refs = _targets(args, corrections=True)
    _state(args, refs, lambda item: item.struck, "is struck already")
    return e.Strike, {"refs": refs, "text": args.text()}


def unstrike(args: Args) -> Read:
    refs = _targets(args, corrections=True)
    _state(args, refs, lambda item: not item.struck, "is not struck")
    args.nothing_more()
    return e.Unstrike, {"refs": refs}


def _state(args: Args, refs: tuple[str, ...], off: Callable[[Any], bool], words: str) -> None:
    """Refuses when none of the entries would change."""
    if all(off(args.incident.item(ref)) for ref in refs):
        raise args.refused(f"{args.incident.name(refs[0])} {words}")


def undo(args: Args) -> Read:
    """Strikes the last entry of the person who types; again, the one before."""
    args.nothing_more()
    for entry in args.incident.newest_first():
        if entry.by != args.context.by or isinstance(entry, e.Opened | e.Redact | e.Move):
            continue
        if args.incident.item(entry.id).struck or (isinstance(entry, e.Strike) and entry.text == UNDO):
            continue
        return e.Strike, {"refs": (entry.id,), "text": UNDO}
    raise args.refused("there is nothing of yours to strike")


def key(args: Args) -> Read:
    refs = _targets(args)
    args.nothing_more()
    return e.Key, {"refs": refs}


def unkey(args: Args) -> Read:
    refs = _targets(args)
    _state(args, refs, lambda item: not item.key, "is not a key entry")
    args.nothing_more()
    return e.Unkey, {"refs": refs}


def move(args: Args) -> Read:
    """The entries go to another incident; the session takes them there."""
    refs = _targets(args)
    to = args.text()
    if not to:
        raise args.missing("the incident they belong to")
    return e.Move, {"refs": refs, "incident": to}


def redact(args: Args) -> Read:
    """The words of the entries, and of what amended them, leave the disk."""
    refs = args.required_refs()
    why = args.text()
    if not why:
        raise args.missing("a reason, without the secret itself")
    for ref in refs:
        _check_opening(args, args.incident.entry(ref), refs)
    amendments = [c.id for ref in refs for c in args.incident.history(ref) if isinstance(c, e.Amend)]
    return e.Redact, {"refs": (*refs, *amendments), "text": why}


def _check_opening(args: Args, entry: e.Entry, gone: tuple[str, ...]) -> None:
    """The entry that opened an incident can lose its words once other entries say what it would be known by."""
    if not isinstance(entry, e.Opened):
        return
    stay = {e.kind_of(item.entry) for item in args.incident.of(e.Title, e.Severity) if item.id not in gone}
    first = [] if "title" in stay else ["/title TEXT"]
    if entry.severity and "severity" not in stay:
        first.append(f"/severity {entry.severity}")
    if first:
        raise args.refused(
            "#0 alone says how the incident is called", f"first {' and '.join(first)}, then this"
        )
