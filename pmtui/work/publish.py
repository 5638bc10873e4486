"""The documents of an incident, written from its journal: the record, the draft and the chart.

Four steps, each a function that returns a value: `look` at the journal and the documents as they stand, `judge`
what a person edited, `render` the texts, `commit` them. Only the last holds the folder's lock, and it makes no
text: nobody's entry waits while documents are made. They are made from a fold of their own, so that a screen can
have them written by another thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from shlex import quote
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.storage.attachments import Pictures
from pmtui.storage.disk import DISK, Disk, StorageError
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Documents
from pmtui.storage.paths import CHART, DRAFT, RECORD

if TYPE_CHECKING:
    from pmtui.output.draft.draft import Regenerated
    from pmtui.work.edits import Aside, Judged, Standing

_NAMES = (RECORD, DRAFT, CHART)
"""In the order in which they are replaced: the record first, which says what the others were made from."""
_ID = re.compile(r'^id = "([^"\n]*)"\r?$', re.MULTILINE)
"""In a record: the entries that the documents were made from."""
_TRIES = 10
"""Looks at documents that somebody else changes all the time, before it is said."""


class Author(msgspec.Struct, frozen=True):
    """Who has the documents written, and when (UTC): what a person edited in them is recorded so."""

    by: str
    now: datetime


class Published(msgspec.Struct, frozen=True):
    """What was written, and what was found in the way."""

    paths: tuple[Path, ...]
    notices: tuple[str, ...] = ()
    """One sentence for each thing that a person had changed, with where it is now."""
    draft: bytes = b""
    """As it was written, or stood there."""


class Rendered(msgspec.Struct, frozen=True):
    """What is to be written."""

    texts: dict[str, str]
    """Of the documents that change, by name."""
    aside: tuple[Aside, ...]
    """What is kept before that."""
    notices: tuple[str, ...]


def is_published(incident: Incident) -> bool:
    """Whether the documents follow the incident: from its first close on, a reopened one included."""
    return bool(incident.of(e.Close))


def publish(
    folder: Path,
    disk: Disk = DISK,
    author: Author | None = None,
    own: Mapping[str, str] = MappingProxyType({}),
) -> Published:
    """Writes all documents of an incident, each atomically; they hold all entries that were there at the call.

    A section that was edited in the draft is recorded first, as a new version of it, when that loses nothing. Any
    other edit is set aside and named.

    Args:
        folder: the incident's.
        disk: the seam.
        author: whose entries those are; without one every edit is set aside.
        own: what a person wrote between the blocks of another copy's draft, by the block that it follows.

    Raises:
        StorageError: one could not be written; the others, and what stood there, are whole.
    """
    from pmtui.work.edits import judge

    journal = Journal(folder, disk)
    documents = Documents(journal, disk)
    notices: list[str] = []
    try:
        for _ in range(_TRIES):
            standing, joined = look(journal, documents, disk)
            judged = judge(standing, author)
            notices += joined
            if judged.new:
                notices += record(journal, documents, standing, judged)
                continue
            done = commit(journal, documents, standing, render(standing, judged, own, Pictures(folder, disk)))
            if done is not None:
                return msgspec.structs.replace(done, notices=(*notices, *done.notices))
    finally:
        journal.close()
    raise StorageError(f"{folder.name}: its documents change all the time", "what writes them beside pmtui?")


def look(journal: Journal, documents: Documents, disk: Disk = DISK) -> tuple[Standing, list[str]]:
    """The documents and the journal as they stand; sentences about entries that only the record held.

    Those are joined to the journal: what is written from it must hold all that the documents hold.
    """
    from pmtui.output.draft.edges import out_of_blocks
    from pmtui.output.draft.merged import ours
    from pmtui.work.edits import Standing
    from pmtui.work.join import bring_back

    # The documents first: so the journal, which only grows, holds what whoever wrote them knew.
    old = {name: documents.read(name) for name in _NAMES}
    text = documents.read_text(DRAFT)
    old[DRAFT] = None if text is None else text.encode()
    whole = None if text is None else ours(text)
    draft = None if whole is None else out_of_blocks(whole)
    entries = journal.read()
    sentence = bring_back(journal, {entry.id for entry in entries}.__contains__, disk)
    if sentence:
        entries = journal.read()
    standing = Standing(documents.folder.name, Incident(entries), old, draft, torn=whole != text)
    return standing, [sentence] if sentence else []


def record(journal: Journal, documents: Documents, standing: Standing, judged: Judged) -> list[str]:
    """Appends the new versions of sections, unless the documents changed meanwhile; a sentence about each.

    A version that somebody else wrote meanwhile is no obstacle: each names the versions that it began from.
    """
    with journal.lock:
        if _overtaken(journal, documents, standing):
            return []
        saved = journal.append(judged.new).saved
    return [f"{DRAFT}: {_edited(entry, standing.incident)} is recorded as #{entry.n}" for entry in saved]


def _edited(entry: e.Entry, incident: Incident) -> str:
    if isinstance(entry, e.Write):
        return f"the section {entry.section} was edited there and"
    if isinstance(entry, e.Amend):
        return f"{incident.name(entry.refs[0])} was mended there, which"
    return "the title was mended there, which"


def render(
    standing: Standing, judged: Judged, own: Mapping[str, str], files: Callable[[str], bytes | None]
) -> Rendered:
    """The documents as they are to be: those that change, and what of the old ones is kept.

    Args:
        standing: as they stand.
        judged: what a person edited in them.
        own: what a person wrote between the blocks of another copy's draft.
        files: gives the pictures beside the draft.
    """
    from pmtui.output.chart import chart
    from pmtui.output.draft.outside import Verdict
    from pmtui.output.draft.pictures import laid_beside
    from pmtui.output.record import record
    from pmtui.work.edits import block_aside, torn_draft_aside, whole_draft_aside

    done = _brought(_draft(standing, judged), own)
    texts = {
        RECORD: record.write(standing.incident, standing.slug, done.own, laid_beside(done.text, files)),
        DRAFT: done.text,
        CHART: chart.svg(standing.incident),
    }
    changed = {name: text for name, text in texts.items() if text.encode() != standing.documents[name]}
    aside = list(judged.aside)
    if standing.torn:
        aside.append(torn_draft_aside(standing))
    elif DRAFT in changed and standing.draft is not None and not judged.vouched:
        aside.append(whole_draft_aside(standing))
    same = {edit.block for edit in judged.edits if edit.verdict is Verdict.SAME}
    aside += [block_aside(block, judged, standing) for block in done.aside if block.name not in same]
    stale = [
        f"{DRAFT}: the markers of the block {name} are broken or doubled; what stands there is your text now "
        "and no longer follows"
        for name in done.stale
    ]
    said = [
        judged.fault,
        *_apart(standing.incident),
        _gone(standing, done.missing),
        _other_template(done.text, standing, judged),
    ]
    return Rendered(changed, tuple(aside), (*filter(None, said), *stale))


def _brought(done: Regenerated, own: Mapping[str, str]) -> Regenerated:
    """The draft with what a person wrote between the blocks of another copy, where it is not here."""
    from pmtui.output.draft.between import carried

    text = carried(done.text, own)
    if text == done.text:
        return done
    return msgspec.structs.replace(done, text=text, own={**own, **done.own})


def _apart(incident: Incident) -> Iterator[str]:
    """Each section in which two changed the same paragraph, and how one chooses."""
    from pmtui.model.incident.missing import undecided

    for what, versions, line in undecided(incident):
        yield f"{DRAFT}: {versions} of {what} were written apart, and both stand: {line} takes the later one alone"


def _gone(standing: Standing, missing: tuple[str, ...]) -> str:
    """What somebody deleted from the draft that would have something to say."""
    from pmtui.work.lacking import parts

    names = parts(standing.incident, missing)
    if not names:
        return ""
    them = "it" if len(names) == 1 else "one"
    return f"{DRAFT} no longer holds {', '.join(names)}: /restore {names[0]} brings {them} back"


def _other_template(text: str, standing: Standing, judged: Judged) -> str:
    """That the settings name another template than the draft has, which a person has written into."""
    from pmtui.output.draft.blocks import MORE, begun_from, blocks
    from pmtui.output.draft.template import PLAIN

    begun = begun_from(text) or PLAIN.name
    wanted = judged.template.name if judged.template else begun
    if begun == wanted or standing.incident.template or not any(b.name == MORE for b in blocks(text)):
        return ""
    return (
        f"{DRAFT} has the template {begun}, the settings name {wanted}: /template {wanted} lays it out anew"
    )


def commit(
    journal: Journal, documents: Documents, standing: Standing, rendered: Rendered
) -> Published | None:
    """Sets aside what is to be kept and replaces the documents that change, under the folder's lock.

    None, and nothing is touched, when a document is not the one that was looked at, so that no entry in it and no
    word that a person saved is lost; or when the journal was replaced, as by a redaction. Entries that were added
    meanwhile are no obstacle: whoever added them publishes after.

    Raises:
        StorageError: one could not be written; the others, and what stood there, are whole.
    """
    notices = []
    with journal.lock:
        if _overtaken(journal, documents, standing):
            return None
        for aside in rendered.aside:
            kept = str(documents.set_aside(aside.name, aside.content)) if aside.content else ""
            notices.append(aside.sentence.replace("{kept}", quote(kept)))
        for name, text in rendered.texts.items():
            documents.replace(name, text)
    paths = tuple(documents.folder / name for name in _NAMES)
    draft = rendered.texts[DRAFT].encode() if DRAFT in rendered.texts else standing.documents[DRAFT]
    return Published(paths, (*notices, *rendered.notices), draft or b"")


def _overtaken(journal: Journal, documents: Documents, standing: Standing) -> bool:
    if not journal.stands():
        return True
    return any(documents.read(name) != old for name, old in standing.documents.items())


def _draft(standing: Standing, judged: Judged) -> Regenerated:
    """The draft brought up to date."""
    from pmtui.output.draft.draft import Regenerated, draft, regenerate
    from pmtui.output.draft.template import PLAIN
    from pmtui.work import templates
    from pmtui.work.lacking import blocks_restored

    if standing.draft is None:
        return Regenerated(draft(standing.incident, CHART, judged.template or PLAIN))
    if judged.template is None:
        return Regenerated(standing.draft)
    known = _ID.findall((standing.documents[RECORD] or b"").decode(errors="replace"))
    return regenerate(
        standing.draft,
        standing.incident,
        CHART,
        judged.template,
        templates.find,
        anew=bool(standing.incident.template),
        restore=blocks_restored(standing.incident, known),
    )
