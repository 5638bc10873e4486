"""How each command reads its arguments into the kind and the fields of an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident.hypotheses import raising
from pmtui.model.incident.layouts import PARTS
from pmtui.model.incident.roles import COMMANDER, ROLES
from pmtui.model.incident.words import name
from pmtui.model.incident.writeup import SECTIONS, quoted
from pmtui.model.line import paths, references
from pmtui.model.line.arguments import Args, Key, Read
from pmtui.model.text import did_you_mean, file_name, nearest, one_line, short
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
        text = args.text() if words.optional or changes else args.required_text()
        fields[words.field] = one_line(text) if words.one_line else text
    if kind.letter and not refs:
        fields["label"] = _label(args, kind.letter)
    return kind, fields


def _label(args: Args, letter: str) -> str:
    """The next label of a letter; an entry that is said anew and never had one goes on without."""
    amended = args.amended
    if amended and amended.begins == letter and not amended.label:
        return ""
    return args.incident.next_label(letter)


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
    if audience is None or audience.casefold() not in known:
        if audience:
            _near_miss(args, audience, known, "audience")
        args.rest, audience = whole, ""
    else:
        audience = known[audience.casefold()]
    if audience and not args.text():
        do = f"write /update {audience}: TEXT; on the screen Enter words it from what is known"
        raise args.refused(f"nothing is said to {audience} yet", do)
    return e.Update, {"audience": audience, "text": args.required_text(), **keys}


def update_again(entry: e.Update, refs: str) -> str:
    return f"{entry.audience}: {entry.text}" if entry.audience else entry.text


def _near_miss(args: Args, word: str, known: Iterable[str], noun: str, otherwise: str = "") -> None:
    near = nearest(word.casefold(), known, alike=0.75)
    if near:
        instead = f"; {otherwise}" if otherwise else ""
        raise args.refused(
            f"{word!r} is no {noun}", f"{did_you_mean(map(repr, near))}{instead}", (word, near[0])
        )


def service(args: Args) -> Read:
    names = tuple(dict.fromkeys(filter(None, (one_line(name) for name in args.required_text().split(",")))))
    if not names:
        raise args.missing("a name")
    return e.Service, {"names": names}


def service_again(entry: e.Service, refs: str) -> str:
    return ", ".join(entry.names)


def tag(args: Args) -> Read:
    """`NAME, NAME`; `-NAME` takes it off."""
    typed = [one_line(name) for name in args.required_text().split(",")]
    on = tuple(dict.fromkeys(name for name in typed if name and not name.startswith("-")))
    off = tuple(
        dict.fromkeys(name[1:].strip() for name in typed if name.startswith("-") and name[1:].strip())
    )
    if not on and not off:
        raise args.missing("a name")
    there = args.incident.tags
    held = {known.casefold() for known in there}
    gone = next((taken for taken in off if taken.casefold() not in held), None)
    if gone and args.amended is None:
        raise args.refused(f"there is no tag {gone!r}", f"there are {', '.join(there)}" if there else "")
    return e.Tag, {"names": on, "off": off}


def tag_again(entry: e.Tag, refs: str) -> str:
    return entry.says


_ADDRESS = r"[a-z][a-z0-9+.-]*://\S+"
_NO_PLACE = ("javascript:", "data:", "vbscript:")
"""Addresses that run something instead of leading somewhere."""


def link(args: Args) -> Read:
    """`[NAME] URL`, in whichever order."""
    words = one_line(args.required_text()).split()
    urls = [word for word in words if re.fullmatch(_ADDRESS, word, re.I)]
    if not urls:
        bare = next((word for word in words if re.fullmatch(r"[^.\s]+\.[^\s]*[^.\s]", word)), "")
        do = did_you_mean([f"https://{bare}"]) if bare else "write it with its https://"
        raise args.refused("it has no address", do, (bare, f"https://{bare}") if bare else None)
    if len(urls) > 1:
        raise args.refused("one address at a time")
    if urls[0].lower().startswith(_NO_PLACE):
        raise args.refused(f"{short(urls[0])} leads nowhere", "write the address of a page")
    return e.Link, {"name": " ".join(word for word in words if word != urls[0]), "url": urls[0]}


def link_again(entry: e.Link, refs: str) -> str:
    return joined(entry.name, entry.url)


def attach(args: Args) -> Read:
    """`FILE [CAPTION]`; said anew, an attachment is the same file with another caption."""
    amended = args.amended
    if isinstance(amended, e.Attach) and amended.source:
        raise args.refused("the file is still being copied", "try again when the entry is saved")
    if isinstance(amended, e.Attach):
        same = {name: getattr(amended, name) for name in ("name", "bytes", "sha256")}
        return e.Attach, {**same, "text": one_line(args.text())}
    if amended is not None:
        raise args.refused("an entry cannot become a file", "attach the file in an entry of its own")
    typed = args.required_text()
    path, caption = paths.take(typed)
    if not path:
        do = "put the name in double quotes, and a backslash before each quote in it"
        raise args.refused(
            f"no file is named by {short(typed)}: a quote is not closed, or nothing is in it", do
        )
    return e.Attach, {"name": file_name(path), "source": path, "text": one_line(caption)}


def attach_again(entry: e.Attach, refs: str) -> str:
    return joined(paths.written(entry.source), entry.text) if entry.source else entry.text


def severity(args: Args) -> Read:
    word = args.word()
    if not word:
        raise args.missing("a level")
    return e.Severity, {"level": level(word, args), "text": args.text()}


def severity_again(entry: e.Severity, refs: str) -> str:
    return joined(str(entry.level), entry.text)


def level(word: str, args: Args | None = None) -> int:
    """SEV1 … SEV5 as typed: `2`, `SEV2`, `sev-2`, `P2`, `S2`."""
    match = re.fullmatch(r"(?:sev-?|p|s)?([1-5])", word, re.I)
    if match is None:
        what, do = f"{short(word)!r} is no severity", "write SEV1 (worst) to SEV5"
        raise args.refused(what, do) if args else PmtuiError(what, do)
    return int(match[1])


_ROLES = {
    **{role: role for role in ROLES},
    **dict.fromkeys(("ic", "im", "lead"), COMMANDER),
    "comms": "communications",
    "ops": "operations",
    **dict.fromkeys(("sme", "subject-matter-expert"), "subject-matter expert"),
}
"""The roles that everybody knows, by every name that they are typed by."""
ROLE_ALIASES = {name: role for name, role in _ROLES.items() if name.isalpha() and name != "im"}
"""Names that are typed behind the slash, too; `/im` is the beginning of impact and improve."""


def role(args: Args) -> Read:
    """`/role ROLE NAME`, `ROLE: NAME`, `-NAME` gives it up."""
    rest = one_line(args.required_text())
    known = next((r for r in _ROLES if re.match(rf"{re.escape(r)}(?=[\s:]|\Z)", rest, re.I)), None)
    if known:
        name, rest = _ROLES[known], rest[len(known) :].lstrip(" :")
    elif rest.startswith("-"):
        name = ""
    elif match := re.match(r"([^:]+):(?:\s+|\Z)", rest):
        name, rest = match[1].strip(), rest[match.end() :]
    else:
        _several_words(args, rest)
        name, _, rest = rest.partition(" ")
        if ":" in name:
            raise args.missing("a role before the colon and a name behind it")
    leaves = rest.startswith("-")
    who = rest.removeprefix("-").strip()
    if not who:
        raise args.missing("a name")
    if leaves and args.amended is None and not _holds(args, who, name):
        raise args.refused(f"{who} does not hold {f'the role {name}' if name else 'any role'}")
    return e.Role, {"role": name, "name": who, "leaves": leaves}


def behind_role(text: str) -> str | None:
    """What stands behind a role in what was typed for `/role` so far; None while no role stands there in full."""
    known = next((r for r in _ROLES if re.match(rf"{re.escape(r)}[\s:]", text, re.I)), None)
    if known:
        return text[len(known) :].lstrip(" :")
    named = re.match(r"[^:\s][^:]*:\s", text)
    return text[named.end() :].lstrip() if named else None


def role_again(entry: e.Role, refs: str) -> str:
    who = f"-{entry.name}" if entry.leaves else entry.name
    return f"{entry.role}: {who}" if entry.role else who


def _several_words(args: Args, rest: str) -> None:
    """Without a colon the role is one word: `incident commander Ana` names no role `incident`."""
    words = rest.split()
    for count in range(1, min(len(words), 4)):
        said = " ".join(words[:count])
        _near_miss(args, said, ROLES, "role", f"for one of that name write /role {said}: NAME")
        if count > 1 and words[count - 1].casefold() in ROLES:
            raise args.refused(
                f"{said!r} is no role",
                f"did you mean {words[count - 1]!r}? else write /role {said}: NAME",
                (said, words[count - 1]),
            )


def _holds(args: Args, who: str, role: str) -> bool:
    """Whether somebody holds that role now, or any at all."""
    held = [r.role for r in args.incident.roles if r.given_up is None and r.name.casefold() == who.casefold()]
    if who.casefold() == args.incident.commander.casefold():
        held.append(COMMANDER)
    return any(role.casefold() in ("", name.casefold()) for name in held)


def timezone(args: Args) -> Read:
    if not args.text():
        raise args.missing("a zone, such as Europe/Paris")
    return e.Timezone, {"name": moments.check_zone(one_line(args.text()))}


# --- hypotheses


def hypothesis(args: Args) -> Read:
    args.no_reference()
    return regular(args)


def evidence(args: Args) -> Read:
    refs = args.required_refs()
    match = re.match(r"([+\-−])(?:\s+|\Z)", args.rest)
    sign = ""
    if match:
        args.rest = args.rest[match.end() :]
        sign = match[1].replace("−", "-")
    return e.Evidence, {"refs": refs, "sign": sign, "text": args.required_text()}


def evidence_again(entry: e.Evidence, refs: str) -> str:
    return joined(refs, entry.sign, entry.text)


BECAUSE = Key("why", '"WHY"', lambda said, _: said.strip(), field="because", own=True)


def misleading(args: Args) -> Read:
    """Settles what it refers to; without a reference a dead end, raised and settled at once: `TEXT[: WHY]`."""
    kind, fields = regular(args)
    if "refs" not in fields and BECAUSE.field not in fields:
        fields["text"], fields["because"] = divided(fields["text"])
    return kind, fields


def misleading_again(entry: e.Misleading, refs: str) -> str:
    if entry.refs or divided(entry.whole) == (entry.text, entry.because):
        return joined(refs, entry.whole)
    return joined(entry.text, BECAUSE.written(entry.because))


def divided(text: str) -> tuple[str, str]:
    """A dead end and why it was one: a single colon before a blank, in the first line, stands between them.

    With several nobody can tell which one is meant: all of it is the dead end.
    """
    before, *after = re.split(r":\s+", text)
    if len(after) != 1 or not before or "\n" in before or not after[0]:
        return text, ""
    return one_line(before), after[0]


def revive(args: Args) -> Read:
    kind, fields = regular(args)
    states = {h.item.id: h.state for h in args.incident.hypotheses}
    still = [ref for ref in fields["refs"] if states.get(ref) == "open"]
    if still and args.amended is None:
        raise args.refused(f"{args.incident.label(still[0])} is open already")
    return kind, fields


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


# --- escalations and follow-ups


def escalate(args: Args) -> Read:
    """`WHO[, WHO][: WHY] [via:page]` asks; `E1 [via:phone]` asks again."""
    keys = args.keys()
    refs = args.refs()
    if refs:
        if len(refs) > 1:
            raise args.refused("one escalation at a time can be asked again")
        return e.Escalate, {"refs": refs, "text": args.text(), **keys}
    whole = args.rest
    who = args.before_colon()
    if who is None:
        args.rest, who = "", one_line(whole)
    who = ", ".join(filter(None, (name.strip() for name in who.split(","))))
    if not who:
        raise args.missing("who is asked")
    label = _label(args, e.Escalate.letter)
    return e.Escalate, {"to": who, "text": args.text(), "label": label, **keys}


def escalate_again(entry: e.Escalate, refs: str) -> str:
    if entry.text and entry.to:
        return joined(refs, f"{entry.to}: {entry.text}")
    return joined(refs, entry.to or entry.text)


def task(args: Args) -> Read:
    """A follow-up, or with a reference a change of one."""
    kind, fields = regular(args)
    if fields.keys() == {"refs", "text"} and not fields["text"]:
        raise args.missing("what changes")
    return kind, fields


def write(args: Args) -> Read:
    """`SECTION TEXT` replaces, `+SECTION` appends; a new name stands in double quotes."""
    match = re.match(r"(\+?)(?:\"([^\"\n]+)\"|(\S+))\s*", args.rest)
    name = one_line(match[2] or match[3]) if match else ""
    if match is None or not name:
        raise args.missing("a section and a text")
    known = [*SECTIONS, *args.incident.sections]
    section = next((k for k in known if k.casefold() == name.casefold()), None)
    if section is None:
        _no_near_section(args, name)
        if not match[2]:
            choices = ", ".join(dict.fromkeys(known))
            raise args.refused(
                f"{short(name)!r} is no section",
                f'write one of {choices}, or a new name in double quotes: "{short(name)}"',
            )
    args.rest = args.rest[match.end() :]
    section, append = section or name, bool(match[1])
    after = _after(args, section)
    text = args.required_text() if append else _chosen(args, section) or args.required_text()
    base = None if append else args.incident.heads(section)
    return e.Write, {"section": section, "append": append, "base": base, "text": text, "after": after}


def _after(args: Args, section: str) -> str:
    """The section behind which a new one is to stand; empty when none is named."""
    match = re.match(r"after:(?:\"([^\"\n]+)\"|(\S+))(?:\s+|\Z)", args.rest)
    if match is None:
        return ""
    name = match[1] or match[2]
    known = [*SECTIONS, *args.incident.sections]
    after = next((k for k in known if k.casefold() == name.casefold()), "")
    if not after or after == section:
        raise args.refused(f"after:{short(name)} is no other section", f"write one of {', '.join(known)}")
    if section in SECTIONS:
        raise args.refused(
            f"{section} stands where the template has it", "after: is for a section of a new name"
        )
    args.rest = args.rest[match.end() :]
    return after


_VERSION = r"#\d+[a-z]?"


def _chosen(args: Args, section: str) -> str:
    """What the versions say that stand in place of a text, `/write summary #4,#7`; empty where a text stands there."""
    if not re.fullmatch(rf"{_VERSION}(?:,\s*{_VERSION})*\s*", args.rest):
        return ""
    ids = references.resolve(args.incident, re.findall(_VERSION, args.rest), "#", args.command.name)
    texts = []
    for item in map(args.incident.item, ids):
        if not isinstance(item.entry, e.Write) or item.entry.section != section:
            raise args.refused(
                f"{item.name} is no version of {section}", "the versions in the write-up show which"
            )
        texts.append(item.entry.text)
    return "\n\n".join(filter(None, texts))


def write_again(entry: e.Write, refs: str) -> str:
    after = f"after:{quoted(entry.after)} " if entry.after else ""
    return f"{'+' if entry.append else ''}{quoted(entry.section)} {after}{entry.text}"


def _no_near_section(args: Args, name: str) -> None:
    """A near miss, quoted or not, would make a second section of the same sense."""
    plain = re.sub(r"[\s_-]+", "_", name.casefold())
    headings = {heading.casefold().replace(" ", "_"): known for known, heading in SECTIONS.items()}
    names = {**headings, **{known: known for known in SECTIONS}}
    near = nearest(plain, names, alike=0.85)
    if near:
        raise args.refused(f"{name!r} is no section", did_you_mean(names[each] for each in near))


def restore(args: Args) -> Read:
    """The name of a section, or of a part that follows from entries."""
    name = one_line(args.text()).strip('"').strip()
    known = [*PARTS, *SECTIONS, *args.incident.sections]
    part = next((k for k in known if k.casefold() == name.casefold()), None)
    if not name:
        raise args.missing("a section")
    if part is None:
        near = did_you_mean(nearest(name, known, alike=0.6))
        raise args.refused(
            f"{short(name)!r} is no part of a draft", near or f"write one of {', '.join(known)}"
        )
    return e.Restore, {"part": part}


def restore_again(entry: e.Restore, refs: str) -> str:
    return quoted(entry.part) if " " in entry.part else entry.part


def dismiss(args: Args) -> Read:
    """`RULE WHERE REASON`: where is an entry, or the name of a place."""
    from pmtui.model.review.rules import PLACES, RULES

    number = args.word()
    if not any(number == str(rule.number) for rule in RULES):
        raise args.refused(
            f"{number!r} is no rule of the review", f"write {args.command.usage}, RULE 1 to {len(RULES)}"
        )
    refs = args.refs(references.ANY)
    where = ""
    if not refs:
        match = re.match(r"(?:\"([^\"\n]+)\"|(\S+))\s*", args.rest)
        named = one_line(match[1] or match[2]) if match else ""
        known = [*PLACES, *args.incident.sections]
        where = next((place for place in known if place.casefold() == named.casefold()), "")
        if match is None or not where:
            do = "write it as the review does: #12, T3, conclusion"
            raise args.refused(f"{named!r} is no place of a finding", do)
        args.rest = args.rest[match.end() :]
    if not args.text():
        raise args.missing("a reason")
    return e.Dismiss, {"rule": int(number), "where": where, "refs": refs, "text": args.text()}


def dismiss_again(entry: e.Dismiss, refs: str) -> str:
    return f"{entry.rule} {refs or quoted(entry.where)} {entry.text}"
