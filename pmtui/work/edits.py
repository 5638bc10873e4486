"""What a person edited in the documents of an incident: recorded, or set aside and named.

Nothing that removes text is recorded unattended. Each sentence about what was set aside says how to record it.
"""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import msgspec

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.output.draft import blocks
from pmtui.output.draft.outside import Edit, Verdict, edits
from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk
from pmtui.storage.paths import CHART, DRAFT, RECORD
from pmtui.work.asides import file_name

if TYPE_CHECKING:
    from pmtui.output.draft.template import Template
    from pmtui.work.publish import Author

_WHY = {
    Verdict.TAKE: "nobody is here to say whose words they are",
    Verdict.LOST: "nobody knows any more what the block showed, and what pmtui has stands there",
    Verdict.REMOVES: "the edit takes more away than it adds, and nothing is removed unattended",
    Verdict.FRAME: "its heading is generated, so what is the section's own text is not certain",
}
_BY_HAND = "was changed by hand and"


class Standing(msgspec.Struct, frozen=True):
    """An incident and its documents as they stood at one moment."""

    slug: str
    incident: Incident
    """All that the documents hold, and maybe more."""
    documents: dict[str, bytes | None]
    """By name; None for one that is not there."""
    draft: str | None
    """Of two versions that git left in it the one of this side; a person's words at the edges of blocks outside."""
    torn: bool
    """Whether git left two versions in the draft."""


class Aside(msgspec.Struct, frozen=True):
    """What is kept before it is replaced."""

    name: str
    """The file's name begins with it."""
    content: bytes
    """Empty when there is nothing to keep."""
    sentence: str
    """What to say of it; `{kept}` is where it is."""


class Judged(msgspec.Struct, frozen=True):
    """What a person edited, and what becomes of it."""

    new: tuple[e.Entry, ...]
    """New versions of sections, and corrections: once they are recorded the documents are judged again."""
    edits: tuple[Edit, ...]
    """The sections of the draft that were edited."""
    aside: tuple[Aside, ...]
    """Documents that are written anew, whatever a person changed in them."""
    template: Template | None
    """Of a new draft; with None a draft that is there stays as it is."""
    fault: str
    """Why there is none."""
    vouched: bool
    """The record says what the draft was made from, and the journal holds that."""


def edited(folder: Path, disk: Disk = DISK) -> bool:
    """Whether a person edited a section in the draft since it was written; a look at the file alone."""
    try:
        text = files.read(disk, folder / DRAFT).decode()
    except (OSError, UnicodeDecodeError):
        return False
    return any(block.edited and block.name.startswith(blocks.SECTION) for block in blocks.blocks(text))


def judge(standing: Standing, author: Author | None) -> Judged:
    """Tells what a person edited from what pmtui wrote.

    An edited section becomes a new version, which began from what the block showed, when no more words go than
    come. Any other edit is set aside.

    Args:
        standing: the documents, and an incident that holds all that they hold.
        author: whose edits those are; without one none is recorded.
    """
    from pmtui.work import templates
    from pmtui.work.join import compare

    ahead = compare(standing.documents[RECORD], standing.incident.__contains__)
    template, fault = templates.usable(standing.incident, standing.draft)
    found = _edits(standing, template)
    return Judged(
        new=(*_versions(found, standing.incident, author), *_corrections(standing, template, author)),
        edits=tuple(found),
        aside=tuple(_replaced(standing.documents, foreign=bool(ahead.lacking))),
        template=template,
        fault=f"{fault}; until then {DRAFT} stays as it is" if fault else "",
        vouched=standing.documents[RECORD] is not None and not (ahead.lacking or ahead.unread),
    )


def block_aside(block: blocks.Aside, judged: Judged, standing: Standing) -> Aside:
    """How an edited block of the draft is kept."""
    edit = next((edit for edit in judged.edits if edit.block == block.name), None)
    if edit is None:
        why = f"the block {block.name} is generated; text between the blocks is yours"
        return Aside(DRAFT, block.text.encode(), f"{DRAFT} {_BY_HAND} is kept as {{kept}}; {why}")
    lead = f"{DRAFT}: the section {edit.section} was edited there"
    if not edit.text.strip():
        return Aside("", b"", f"{lead}, to nothing, and stands as it was; {_strike(edit, standing)}")
    take = f"`pmtui write {standing.slug} {quote(edit.section)} {{kept}}` takes it"
    return Aside(
        file_name(edit.block),
        f"{edit.text}\n".encode(),
        f"{lead} and is kept as {{kept}}: {_WHY[edit.verdict]}; {take}",
    )


def whole_draft_aside(standing: Standing) -> Aside:
    """How a draft is kept that no record vouches for: an older journal may have been put back with it."""
    what = "was brought up to date without a whole incident.toml to say what it held, and"
    return _kept(DRAFT, standing.documents[DRAFT], what)


def torn_draft_aside(standing: Standing) -> Aside:
    """How a draft is kept in which git left two versions."""
    what = "held two versions that git could not put together: this side's goes on, and the file as it was"
    return _kept(DRAFT, standing.documents[DRAFT], what)


def _strike(edit: Edit, standing: Standing) -> str:
    versions = [
        item
        for item in standing.incident.of(e.Write)
        if isinstance(item.entry, e.Write) and item.entry.section == edit.section
    ]
    if not versions:
        return "nothing was there"
    return f"`pmtui log -i {standing.slug} '/strike {versions[-1].name}'` takes it out"


def _edits(standing: Standing, template: Template | None) -> list[Edit]:
    from pmtui.output.draft import draft
    from pmtui.work import templates

    if standing.draft is None or template is None:
        return []
    begun = draft.standing(standing.draft, template, templates.find)
    return edits(standing.draft, standing.incident, begun)


def _corrections(standing: Standing, template: Template | None, author: Author | None) -> tuple[e.Entry, ...]:
    from pmtui.output.draft import draft
    from pmtui.work import templates
    from pmtui.work.mended import corrections

    if standing.draft is None or template is None or author is None:
        return ()
    begun = draft.standing(standing.draft, template, templates.find)
    return corrections(standing.draft, standing.incident, begun, author)


def _versions(found: list[Edit], incident: Incident, author: Author | None) -> tuple[e.Write, ...]:
    if author is None:
        return ()
    return tuple(
        e.Write(
            id=codec.new_id(author.now),
            recorded=author.now,
            by=author.by,
            at=None if incident.closed else author.now,
            section=edit.section,
            text=edit.text,
            base=edit.base,
        )
        for edit in found
        if edit.verdict is Verdict.TAKE
    )


def _replaced(documents: dict[str, bytes | None], foreign: bool) -> list[Aside]:
    """What a person changed in the record and the chart, which are written from the journal alone.

    Args:
        documents: as they stand.
        foreign: the record holds entries that are not of this incident.
    """
    from pmtui.output.chart import chart
    from pmtui.output.record import record

    found = []
    old = _text(documents[RECORD])
    whole = record.untouched(old)
    if documents[RECORD] is not None and not whole:
        why = "changes belong in the journal: `pmtui log`, or the live screen"
        found.append(_kept(RECORD, documents[RECORD], _BY_HAND, why))
    elif foreign:
        found.append(_kept(RECORD, documents[RECORD], "holds entries of another incident, and"))
    drawn = chart.untouched(_text(documents[CHART]))
    if drawn is None:  # drawn by an earlier version, if its record is of one, too
        drawn = whole and not record.carries_hash(old)
    if documents[CHART] is not None and not drawn:
        found.append(_kept(CHART, documents[CHART], _BY_HAND, "it is drawn anew after every change"))
    return found


def _kept(name: str, content: bytes | None, what: str, why: str = "") -> Aside:
    sentence = f"{name} {what} is kept as {{kept}}"
    return Aside(name, content or b"", f"{sentence}; {why}" if why else sentence)


def _text(content: bytes | None) -> str:
    """The text of a document; what is no UTF-8 is no text that pmtui wrote."""
    return (content or b"").decode(errors="replace")
