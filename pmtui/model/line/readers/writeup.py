"""How follow-ups, and what is about the document, are read."""

from __future__ import annotations

import re

from pmtui.model import entries as e
from pmtui.model.incident.layouts import PARTS
from pmtui.model.incident.writeup import SECTIONS, quoted
from pmtui.model.line import references
from pmtui.model.line.arguments import Args, Read
from pmtui.model.line.readers.common import regular
from pmtui.model.text import did_you_mean, nearest, one_line, short


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
