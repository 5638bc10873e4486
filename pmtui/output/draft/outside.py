"""What a person changed in the sections of a draft, outside of pmtui, and whether it can be taken in.

A section's block holds what was rendered from the section's text, and its marker names that by its hash. So an edit
is a new version, which began from what the block showed: what pmtui has by now is merged with it.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from pmtui.model import entries as e
from pmtui.model.incident.merging import paragraphs
from pmtui.model.incident.writeup import SECTIONS, Standing, states
from pmtui.model.text import clean
from pmtui.output.draft import blocks
from pmtui.output.draft.blocks import Block, block_name
from pmtui.output.draft.shape import shape
from pmtui.output.text.prose import SILENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmtui.model.incident.incident import Incident
    from pmtui.output.draft.draft import Place
    from pmtui.output.draft.template import Template

_STATES = 200
"""So many earlier states of a section are held against what a block shows."""


class Verdict(Enum):
    """What becomes of an edit."""

    SAME = "says what the section says already"
    TAKE = "no more goes than comes"
    LOST = "nobody knows any more what it was made from"
    REMOVES = "it takes more away than it adds"
    FRAME = "its heading was changed"


class Edit(msgspec.Struct, frozen=True):
    """A section's block that a person edited."""

    block: str
    section: str
    text: str
    """What the section says after the edit; with FRAME the whole block, its heading included."""
    verdict: Verdict
    base: tuple[str, ...] = ()
    """The versions that the block showed."""


def edits(existing: str, incident: Incident, template: Template) -> list[Edit]:
    """The edited sections of a draft, in its order.

    Args:
        existing: the draft as it stands.
        incident: as its journal is now.
        template: that the draft was begun from.
    """
    edited = [b for b in blocks.blocks(existing) if b.edited and b.name.startswith(blocks.SECTION)]
    if not edited:
        return []
    places = _places(incident, template)
    return [
        _judge(block, places[block.name], incident)
        for block in edited
        if block.name in places
        and not block.says(places[block.name].holds(incident.sections.get(places[block.name].section, "")))
    ]


def _places(incident: Incident, template: Template) -> Mapping[str, Place]:
    """The place of every section that is known, by the name of its block."""
    from pmtui.output.draft import draft

    found = draft.places(incident, template)
    written = [item.entry.section for item in incident.of(e.Write) if isinstance(item.entry, e.Write)]
    other = [name for name in (*SECTIONS, *written) if block_name(name) not in found]
    return {**found, **{block_name(name): draft.further(name) for name in other}}


def _judge(block: Block, place: Place, incident: Incident) -> Edit:
    begun = _shown(block, place, incident)
    text = _below(block.content, place.head)
    if text is None and (place.within or not begun or not begun.text.strip()):
        # It was written between bare markers, or in the place of the bold words, which are put back.
        text = block.content.strip("\n")
    if text is None:
        return Edit(block.name, place.section, block.content.strip("\n"), Verdict.FRAME)
    text = clean(text).replace(SILENT, "")
    if begun is None:
        return Edit(block.name, place.section, text, Verdict.LOST)
    if not begun.text.strip() and place.asks:
        text = text.replace(place.asks, "", 1).strip("\n")
    before = _below(place.holds(begun.text), place.head) or ""
    before = before.replace(SILENT, "") if begun.text.strip() else ""
    verdict = _verdict(text, before, begun)
    typed = _as_typed(text, begun.text, before)
    if _is_recorded({text, typed}, place.section, begun, incident):
        verdict = Verdict.SAME
    return Edit(block.name, place.section, typed, verdict, begun.ids)


def _verdict(text: str, before: str, begun: Standing) -> Verdict:
    if not begun.text.strip():  # what the facts propose makes way for the first words that a person writes
        return Verdict.TAKE if text.strip() else Verdict.REMOVES
    if shape(text) in (shape(before), shape(clean(begun.text))):
        return Verdict.SAME
    return Verdict.REMOVES if _removes(before, text) else Verdict.TAKE


def _is_recorded(texts: set[str], section: str, begun: Standing, incident: Incident) -> bool:
    """Whether the section says it already, or a version that was made of this very edit does."""
    versions = (item.entry for item in incident.of(e.Write))
    recorded = [
        v.text for v in versions if isinstance(v, e.Write) and (v.section, v.base) == (section, begun.ids)
    ]
    known = {shape(clean(text)) for text in (incident.sections.get(section, ""), *recorded)}
    return any(shape(clean(text)) in known for text in texts)


def _shown(block: Block, place: Place, incident: Incident) -> Standing | None:
    """What the section said when the block was written; None when that is not to be found any more."""
    nothing = Standing("", ())
    now = incident.standing.get(place.section, nothing)
    for standing in (now, *islice(states(incident, place.section), _STATES)):
        if standing.text.strip() and block.shows(place.holds(standing.text)):
            return standing
    if not now.text.strip() or any(map(block.shows, place.unwritten)):
        return Standing("", now.heads if not now.text.strip() else ())
    return None


def _as_typed(text: str, typed: str, shown: str) -> str:
    """The edited text, and in it the paragraphs that nobody edited as they were typed, whatever a formatter made of
    them: the edit is a version of those that were edited, and of no other."""
    was = dict(zip(map(shape, paragraphs(shown)), paragraphs(typed), strict=False))
    if len(paragraphs(shown)) != len(paragraphs(typed)):
        return text
    pieces = paragraphs(text)
    found = [was.get(shape(piece), piece) for piece in pieces]
    return "\n\n".join(found) if found != list(pieces) else text


def _below(content: str, head: str) -> str | None:
    """What stands under the heading, or behind its bold words; None when that is not as it was generated."""
    whole = content.strip("\n")
    if not head:
        return whole
    behind = r"\s+" if head.endswith(" ") else r"[ \t]*(?:\n|$)"  # the text may follow on the same line
    found = re.match(rf"{re.escape(head.rstrip())}{behind}", whole)
    return whole[found.end() :].strip("\n") if found else None


def _removes(before: str, after: str) -> bool:
    """Whether more words go than come; moving them is neither."""
    old, new = Counter(before.split()), Counter(after.split())
    return (old - new).total() > (new - old).total()
