"""How hypotheses, and questions to others, are read."""

from __future__ import annotations

import re

from pmtui.model import entries as e
from pmtui.model.line.arguments import Args, Key, Read
from pmtui.model.line.readers.common import behind_to, joined, new_label, regular
from pmtui.model.text import one_line


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


def escalate(args: Args) -> Read:
    """`WHO[, WHO][: WHY] [via:page]` asks; `E1 [via:phone]` asks again."""
    keys = args.keys()
    refs = args.refs()
    if refs:
        if len(refs) > 1:
            raise args.refused("one escalation at a time can be asked again")
        return e.Escalate, {"refs": refs, "text": args.text(), **keys}
    whole = args.rest = behind_to(args.rest)
    who = args.before_colon()
    if who is None:
        args.rest, who = "", one_line(whole)
    who = ", ".join(filter(None, (name.strip() for name in who.split(","))))
    if not who:
        raise args.missing("who is asked")
    label = new_label(args, e.Escalate.letter)
    return e.Escalate, {"to": who, "text": args.text(), "label": label, **keys}


def escalate_again(entry: e.Escalate, refs: str) -> str:
    if entry.text and entry.to:
        return joined(refs, f"{entry.to}: {entry.text}")
    return joined(refs, entry.to or entry.text)
