"""What a person changed in the sections of a draft, outside of pmtui, and whether it can be taken in.

A section's block holds what was rendered from the section's text: its marker names that version by its hash. So
an edited block whose hash is that of the text as it stands now was changed on one side only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

import msgspec

from pmtui.model import entries as e
from pmtui.model.incident.writeup import SECTIONS
from pmtui.model.text import clean
from pmtui.output.draft import blocks
from pmtui.output.draft.blocks import ASKS, Block, block_name
from pmtui.output.text.prose import SILENT

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

Render = Callable[["Incident"], str]
"""Gives a fresh draft of an incident."""
_PROBE = "pmtuiprobe"
"""Stands in for a section's text, to see what the template puts around it."""


class Verdict(Enum):
    """What becomes of an edit."""

    SAME = "says what the section says already"
    TAKE = "one side changed it, and no more goes than comes"
    BOTH = "it was changed in pmtui, too"
    REMOVES = "it takes more away than it adds"
    FRAME = "its heading was changed"


class Edit(msgspec.Struct, frozen=True):
    """A section's block that a person edited."""

    block: str
    section: str
    text: str
    """What the section says after the edit; with FRAME the whole block, its heading included."""
    verdict: Verdict


def edits(existing: str, incident: Incident, render: Render) -> list[Edit]:
    """The edited sections of a draft, in its order.

    Args:
        existing: the draft as it stands.
        incident: as its journal is now.
        render: gives the fresh draft that the existing one would be brought up to date from.
    """
    edited = [b for b in blocks.blocks(existing) if b.edited and b.name.startswith(blocks.SECTION)]
    if not edited:
        return []
    sections = _sections(incident)
    fresh = _contents(render(incident))
    edited = [b for b in edited if b.name in sections and b.name in fresh and b.content != fresh[b.name]]
    heads = _heads(incident, render, [sections[block.name] for block in edited]) if edited else {}
    return [_judge(b, sections[b.name], incident, fresh[b.name], heads.get(b.name, "")) for b in edited]


def _sections(incident: Incident) -> dict[str, str]:
    """The name of every section that is known, by that of its block."""
    written = [item.entry.section for item in incident.of(e.Write) if isinstance(item.entry, e.Write)]
    return {block_name(name): name for name in (*SECTIONS, *written)}


def _contents(draft: str) -> dict[str, str]:
    return {block.name: block.content for block in blocks.blocks(draft)}


def _heads(incident: Incident, render: Render, sections: list[str]) -> dict[str, str]:
    """What a template puts above the text of each of these sections, by the name of its block."""
    from pmtui.model.incident.incident import Incident

    probed = Incident(incident.entries)
    for at, name in enumerate(sections):
        recorded = incident.entries[0].recorded
        probed.hold(e.Write(id=f"probe-{at}", recorded=recorded, section=name, text=_PROBE))
    rendered = _contents(render(probed))
    return {name: text.partition(_PROBE)[0].strip("\n") for name, text in rendered.items() if _PROBE in text}


def _judge(block: Block, section: str, incident: Incident, fresh: str, head: str) -> Edit:
    current = incident.sections.get(section, "")
    asked = "" if current.strip() else _below(fresh, head) or fresh.strip("\n")
    asked = asked if asked.startswith(ASKS) else ""
    text = _below(block.content, head)
    if text is None and (not fresh.strip("\n") or head.endswith(" ")):
        # It was written between bare markers, or in the place of the bold words, which are put back.
        text = block.content.strip("\n")
    if text is None:
        return Edit(block.name, section, block.content.strip("\n"), Verdict.FRAME)
    if asked:
        text = text.replace(asked, "", 1).strip("\n")
    before = "" if asked else _below(fresh, head) or ""
    text, before = clean(text).replace(SILENT, ""), before.replace(SILENT, "")
    if _plain(text) in (_plain(before), _plain(clean(current))):
        verdict = Verdict.SAME
    elif not current.strip():  # what the facts propose makes way for the first words that a person writes
        verdict = Verdict.TAKE if text.strip() else Verdict.REMOVES
    elif block.hash != blocks.content_hash(fresh):
        verdict = Verdict.BOTH
    else:
        verdict = Verdict.REMOVES if _removes(before, text) else Verdict.TAKE
    return Edit(block.name, section, text, verdict)


def _below(content: str, head: str) -> str | None:
    """What stands under the heading, or behind its bold words; None when that is not as it was generated."""
    whole = content.strip("\n")
    if not head:
        return whole
    behind = r"\s+" if head.endswith(" ") else r"[ \t]*(?:\n|$)"  # the text may follow on the same line
    found = re.match(rf"{re.escape(head.rstrip())}{behind}", whole)
    return whole[found.end() :].strip("\n") if found else None


def _plain(text: str) -> str:
    """The text without what editors change by themselves: white space at the end of lines."""
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def _removes(before: str, after: str) -> bool:
    """Whether more words go than come; moving them is neither."""
    old, new = Counter(before.split()), Counter(after.split())
    return (old - new).total() > (new - old).total()
