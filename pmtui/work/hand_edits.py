"""Two writers of one document: what a person edited in the draft is recorded, or set aside and named.

Nothing that removes text is taken in unattended. Each sentence about what was set aside says how to take it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import msgspec

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.output.draft import blocks
from pmtui.output.draft.outside import Edit, Render, Verdict, edits
from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk
from pmtui.storage.paths import CHART, DRAFT

if TYPE_CHECKING:
    from pmtui.output.draft.template import Template

_WHY = {
    Verdict.TAKE: "nobody is here to say whose words they are",
    Verdict.BOTH: "it was changed in pmtui, too, and what pmtui has stands there",
    Verdict.REMOVES: "the edit takes more away than it adds, and nothing is removed unattended",
    Verdict.FRAME: "its heading is generated, so what is the section's own text is not certain",
}


class Author(msgspec.Struct, frozen=True):
    """Who has the documents written, and when (UTC): what a person edited in them is recorded so."""

    by: str
    now: datetime


def edited(folder: Path, disk: Disk = DISK) -> bool:
    """Whether a person edited a section in the draft since it was written; a look at the file alone."""
    try:
        text = files.read(disk, folder / DRAFT).decode()
    except (OSError, UnicodeDecodeError):
        return False
    return any(block.edited and block.name.startswith(blocks.SECTION) for block in blocks.blocks(text))


class Aside(msgspec.Struct, frozen=True):
    """What is kept before it is replaced."""

    name: str
    """The file's name begins with it."""
    content: bytes
    sentence: str
    """What to say of it; `{kept}` is where it is."""


class TakeIn:
    """The draft as it stands, held against the incident.

    Args:
        text: the draft; None when there is none.
        incident: as its journal is now.
        slug: names it in what is said.
        author: whose edits those are; without one none is recorded.
        template: of a new draft; with None a draft that is there stays as it is.
    """

    def __init__(
        self,
        text: str | None,
        incident: Incident,
        slug: str,
        author: Author | None,
        template: Template | None,
    ) -> None:
        self._text = text
        self._slug = slug
        self._template = template
        found = [] if text is None or template is None else edits(text, incident, _renderer(text, template))
        taken = [edit for edit in found if edit.verdict is Verdict.TAKE and author]
        self.entries = [] if author is None else _entries(taken, incident, author)
        """New versions of sections, with the numbers that they get if nobody else is faster."""
        self.notices = [
            f"{DRAFT}: the section {edit.section} was edited there and is recorded as #{entry.n}"
            for edit, entry in zip(taken, self.entries, strict=True)
        ]
        self.aside: list[Aside] = []
        """What is kept before the draft is replaced; known once the draft is."""
        self.stale: tuple[str, ...] = ()
        """Blocks of the draft that cannot be brought up to date, because their markers are not a pair any more."""
        self._edits = {edit.block: edit for edit in found}
        self._settled = {edit.block for edit in found if edit.verdict is Verdict.SAME or edit in taken}

    def draft(self, incident: Incident) -> str:
        """The draft brought up to date, from an incident with the new versions in it."""
        from pmtui.output.draft import draft
        from pmtui.output.draft.template import PLAIN
        from pmtui.work import templates

        if self._text is None:
            return draft.draft(incident, CHART, self._template or PLAIN)
        if self._template is None:
            return self._text
        done = draft.regenerate(self._text, incident, CHART, self._template, templates.find)
        self.aside = [self._kept(block, incident) for block in done.aside if block.name not in self._settled]
        self.stale = done.stale
        return done.text

    def _kept(self, block: blocks.Aside, incident: Incident) -> Aside:
        edit = self._edits.get(block.name)
        if edit is None:
            why = f"the block {block.name} is generated; text between the blocks is yours"
            return Aside(
                DRAFT, block.text.encode(), f"{DRAFT} was changed by hand and is kept as {{kept}}; {why}"
            )
        lead = f"{DRAFT}: the section {edit.section} was edited there"
        if not edit.text.strip():
            return Aside("", b"", f"{lead}, to nothing, and stands as it was; {self._strike(edit, incident)}")
        take = f"`pmtui write {self._slug} {quote(edit.section)} {{kept}}` takes it"
        name = f"{edit.block.removeprefix(blocks.SECTION)}.md"
        return Aside(
            name, f"{edit.text}\n".encode(), f"{lead} and is kept as {{kept}}: {_WHY[edit.verdict]}; {take}"
        )

    def _strike(self, edit: Edit, incident: Incident) -> str:
        last = [
            i
            for i in incident.of(e.Write)
            if isinstance(i.entry, e.Write) and i.entry.section == edit.section
        ]
        return (
            f"`pmtui log -i {self._slug} '/strike {last[-1].name}'` takes it out"
            if last
            else "nothing was there"
        )


def _renderer(text: str, template: Template) -> Render:
    """Gives the drafts that a standing one is brought up to date from."""
    from pmtui.output.draft import draft
    from pmtui.work import templates

    old = draft.standing(text, template, templates.find)
    return lambda incident: draft.draft(incident, CHART, old)


def _entries(taken: list[Edit], incident: Incident, author: Author) -> list[e.Write]:
    return [
        e.Write(
            id=codec.new_id(author.now),
            n=incident.last_number + 1 + place,
            recorded=author.now,
            by=author.by,
            at=None if incident.closed else author.now,
            salt=codec.new_salt(),
            section=edit.section,
            text=edit.text,
            base=incident.heads(edit.section),
        )
        for place, edit in enumerate(taken)
    ]
