"""How facts about the incident are read: services, tags, links, files, severity, roles, its zone."""

from __future__ import annotations

import re

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident.roles import COMMANDER, ROLES
from pmtui.model.line import paths
from pmtui.model.line.arguments import Args, Read
from pmtui.model.line.readers.common import behind_to, joined, near_miss, regular
from pmtui.model.text import did_you_mean, file_name, one_line, short
from pmtui.model.time import read as moments


def service(args: Args) -> Read:
    names = tuple(dict.fromkeys(filter(None, (one_line(name) for name in args.required_text().split(",")))))
    if not names:
        raise args.missing("a name")
    return e.Service, {"names": names}


def service_again(entry: e.Service, refs: str) -> str:
    return ", ".join(entry.names)


def tag(args: Args) -> Read:
    """`NAME, NAME`, or `#NAME #NAME`; `-NAME` takes it off."""
    listed = re.sub(r"(?<!\S)(-?)#(?=\S)", r",\1", args.required_text())
    typed = [one_line(name) for name in listed.split(",")]
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
    name = " ".join(word for word in words if word != urls[0])
    return e.Link, {"name": name.removesuffix(":"), "url": urls[0]}


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


ROLE_ALIASES = {name: role for name, role in _ROLES.items() if " " not in name and name != "im"}
"""Names that are typed behind the slash, too; `/im` is the beginning of impact and improve."""


_IS = re.compile(r"(?:is|to|=)\s+", re.IGNORECASE)
"""What people type between a role and a name: `/ic is Ana`."""


def handover(args: Args) -> Read:
    """`NAME`, to whom."""
    args.rest = behind_to(args.rest)
    return regular(args)


def role(args: Args) -> Read:
    """`/role ROLE NAME`, `ROLE: NAME`, `-NAME` gives it up."""
    rest = one_line(args.required_text())
    known = next((r for r in _ROLES if re.match(rf"{re.escape(r)}(?=[\s:]|\Z)", rest, re.I)), None)
    if known:
        name, rest = _ROLES[known], _IS.sub("", rest[len(known) :].lstrip(" :"))
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
        near_miss(args, said, ROLES, "role", f"for one of that name write /role {said}: NAME")
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
