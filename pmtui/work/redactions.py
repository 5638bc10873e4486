"""Taking redacted words off the disk: each place is cleaned, or named with the line that cleans it.

The journal comes last. Until then it alone says which words are to go, so that whatever ends the program halfway,
the next call that opens the incident finds a journal that is `exposed` and does all of it once more.
"""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from shlex import quote
from typing import Any

import msgspec

from pmtui.errors import PmtuiError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.links import place
from pmtui.model.review.secrets import secrets
from pmtui.storage import attachments, files, sharing
from pmtui.storage.disk import DISK, Disk, StorageError
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Library, dashed
from pmtui.storage.paths import CHART, CHECKPOINT, DRAFT, JOURNAL, LOCK, RECORD, UNSENT
from pmtui.storage.private import is_anothers, owner
from pmtui.storage.servers import ServerFolder
from pmtui.storage.unsent import Line

GONE = "[redacted]"
"""What stands in a file in the place of the words."""
_SHORTEST = 6
"""Letters of a text that is looked for whole: a shorter one stands in too many places that mean something else."""
_LINE = 12
"""Letters of a line that is looked for by itself."""
_TYPED = frozenset({"text", "command", "title", "impact"})
"""The fields whose whole text is looked for; of the others only what looks like a secret."""


def finish(journal: Journal, disk: Disk = DISK, *, everywhere: bool = True) -> tuple[str, ...]:
    """Takes the words that are `exposed` off the disk; a sentence about each place but the journal.

    Args:
        journal: the incident's; `replaced` is set.
        disk: the seam.
        everywhere: also in the other incidents of this home, where a move has taken them.

    Raises:
        StorageError: they are still in the journal, so that the next call tries it again.
    """
    words = Words(journal.exposing)
    copies = _entries(journal, words)
    said = _attachments(journal, disk)
    own = _own_words(journal, words, disk)  # first: the record repeats what stands between the draft's blocks
    said += _documents(journal, disk)
    said += _files(journal, words, disk, follow=bool(copies), cleaned=own)
    if everywhere:
        said += _elsewhere(journal, words, disk)
    said += [*copies, *_title(journal, words), *_name(journal.folder, words), *_other_names(journal, disk)]
    journal.erase()
    return tuple(said)


def without_words(lines: Iterable[Line], exposed: Iterable[e.Entry]) -> list[Line]:
    """Lines that wait in a window, as they may stay when these entries lose their words."""
    words = Words(exposed)
    return [msgspec.structs.replace(line, text=words.taken_from(line.text)) for line in lines]


class Words:
    """The words that are to be on no disk, in each form in which a file may hold them."""

    def __init__(self, entries: Iterable[e.Entry]) -> None:
        self.plain = {word for entry in entries for word in _words(codec.plain(entry))}
        forms = {form for word in self.plain for form in _forms(word)}
        longest = sorted(forms, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest))) if longest else None

    def stand_in(self, text: str) -> bool:
        """Whether the text holds any of them."""
        return self._pattern is not None and self._pattern.search(text) is not None

    def taken_from(self, text: str) -> str:
        """The text without them."""
        return self._pattern.sub(GONE, text) if self._pattern else text


def _words(body: dict[str, Any]) -> Iterator[str]:
    for name, value in body.items():
        if isinstance(value, dict):
            yield from _words(value)
        if not isinstance(value, str) or name in e.ENVELOPE - {"kind"}:
            continue
        yield from (value[hit.start : hit.end] for hit in secrets(value))
        if name in _TYPED:
            whole = value.strip()
            yield from (text for text in [whole] if len(text) >= _SHORTEST)
            yield from (line.strip() for line in whole.split("\n") if len(line.strip()) >= _LINE)


def _forms(word: str) -> Iterator[str]:
    """As it is, and as Markdown, XML, JSON and TOML write it."""
    from pmtui.output.text import markdown

    yield word
    yield str(markdown.escape(word))
    yield html.escape(word)
    yield html.escape(word, quote=False)
    yield json.dumps(word)[1:-1]
    yield json.dumps(word, ensure_ascii=False)[1:-1]


def _documents(journal: Journal, disk: Disk) -> list[str]:
    """Writes the documents anew, from a journal that gives the words to nobody any more."""
    from pmtui.work.publish import Author, is_published, publish

    if not is_published(Incident(journal.known)):
        return []
    last = _redactions(journal)[-1]
    try:
        return list(publish(journal.folder, disk, Author(last.by, last.recorded)).notices)
    except PmtuiError as error:
        return [f"the documents may hold the words still, because they could not be written: {error}"]


def _redactions(journal: Journal) -> list[e.Redact]:
    exposed = journal.exposed
    return [x for x in journal.known if isinstance(x, e.Redact) and not exposed.isdisjoint(x.refs)]


# --- the incident's own folder


def _attachments(journal: Journal, disk: Disk) -> list[str]:
    """Deletes the files that were attached by the entries; names one that another entry holds, too."""
    exposed = [entry for entry in journal.exposing if isinstance(entry, e.Attach) and entry.sha256]
    if not exposed:
        return []
    others = _attached(journal)
    held = [entry for entry in exposed if place(entry) in others]
    said = [
        f"the same file was attached by {others[place(x)]}; /redact {others[place(x)]} deletes it"
        for x in held
    ]
    try:
        gone = attachments.delete((entry for entry in exposed if entry not in held), journal.folder, disk)
    except StorageError as error:
        return [*said, f"{error}: delete it"]
    return [*said, *(f"{name} is deleted; what it was copied from is not pmtui's" for name in gone)]


def _attached(journal: Journal) -> dict[str, str]:
    """The files that entries hold which keep their words, each with the name of its first entry."""
    incident = Incident(journal.known)
    found: dict[str, str] = {}
    for entry in incident.entries:
        if isinstance(entry, e.Attach) and entry.sha256:
            found.setdefault(place(entry), incident.name(entry.id))
    return found


def _own_words(journal: Journal, words: Words, disk: Disk) -> list[str]:
    """Cleans what a person wrote around the blocks of the draft; its name, if the words stood there."""
    path = journal.folder / DRAFT
    try:
        text = files.read(disk, path).decode()
        after = _own_text(text, words)
        if after == text:
            return []
        with journal.lock:
            files.replace(disk, path, after.encode())
    except (OSError, UnicodeDecodeError):
        return []  # `_files` looks at it again, and names it
    return [DRAFT]


def _files(journal: Journal, words: Words, disk: Disk, *, follow: bool, cleaned: list[str]) -> list[str]:
    """Cleans every text in the folder; names what cannot be cleaned.

    With `follow` other entries hold the words: the documents say what those say, until they are redacted. The
    names in `cleaned` are of those that are clean already.
    """
    said: list[str] = []
    cleaned = [*cleaned]
    unread: list[Path] = []
    for path in _below(journal.folder, disk):
        name = str(path.relative_to(journal.folder))
        if name in (JOURNAL, CHECKPOINT, LOCK):
            continue
        try:
            done = _clean(journal, path, words, disk)
        except OSError as error:
            if is_anothers(path, disk):
                unread.append(path)
                continue
            done = f"{quote(str(path))} could not be looked at ({error.strerror}): see whether it holds them"
        if done and not (follow and name in (RECORD, CHART, DRAFT)):
            said.append(done)
        elif done is None:
            cleaned.append(name)
    if cleaned:
        said.insert(0, f"the words were also taken from {', '.join(cleaned)}")
    return said + _others(unread, disk)


def _others(paths: Iterable[Path], disk: Disk) -> list[str]:
    """Names whom to ask about files that only they can read."""
    found: dict[tuple[str, Path], None] = {}
    for path in paths:
        with suppress(OSError):  # it is gone
            found[owner(path, disk), path.parent] = None
    return [
        f"only {whose} can read what {whose} has in {quote(str(folder))}, which may hold the words: "
        f"`pmtui open {quote(folder.parent.name)}` shows it to {whose}"
        for whose, folder in found
    ]


def _clean(journal: Journal, path: Path, words: Words, disk: Disk) -> str | None:
    """None when the words were taken from a file, nothing when it holds none, else the sentence that names it."""
    raw = files.read(disk, path)
    if not words.stand_in(raw.decode(errors="replace")):
        return ""
    where = quote(str(path))
    if path.parent.name == UNSENT and not _left_alone(path, disk):
        return f"the words wait in a line of an open window ({where}): take the line out there"
    if path.parent == journal.folder / e.ATTACHMENTS:
        name = _attached(journal).get(f"{e.ATTACHMENTS}/{path.name}")
        do = f"/redact {name} WHY" if name else f"`rm {where}`"
        return f"{where} holds the words still: {do} deletes it"
    if path.name in (RECORD, CHART):
        return f"{where} holds the words still: `pmtui close {journal.folder.name}` writes it anew"
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return f"{where} is no text and holds the words still: `rm {where}` deletes it"
    with journal.lock:
        after = _own_text(text, words) if path.name == DRAFT else words.taken_from(text)
        if after != text:
            files.replace(disk, path, after.encode())
    if words.stand_in(after):
        return f"{where} holds the words still, in what other entries say"
    return None


def _own_text(draft: str, words: Words) -> str:
    """The draft with what a person wrote around its blocks cleaned; a block follows the entries."""
    from pmtui.output.draft.blocks import blocks

    lines = draft.split("\n")
    at = 0
    kept: list[str] = []
    for start, end in [*((block.start, block.end + 1) for block in blocks(draft)), (len(lines), len(lines))]:
        own = words.taken_from("\n".join(lines[at:start]))
        kept += [own] if at < start else []
        kept += lines[start:end]
        at = end
    return "\n".join(kept)


def _left_alone(path: Path, disk: Disk) -> bool:
    """Whether no window holds a file of unsent lines."""
    fd = disk.open(path, os.O_RDWR)
    try:
        return disk.try_lock(fd)
    finally:
        disk.close(fd)


def _below(folder: Path, disk: Disk) -> Iterator[Path]:
    """The files in a folder and in those below it; a link to a folder is not followed.

    A folder that cannot be looked into stands for what it holds.
    """
    try:
        names = disk.names(folder)
    except OSError:
        yield folder
        return
    for name in names:
        path = folder / name
        try:
            inside = disk.is_folder(path)
        except OSError:
            continue  # a link to nowhere, or it is gone
        if inside is None:
            continue
        if inside:
            yield from _below(path, disk)
        else:
            yield path


# --- the rest of the home


def _elsewhere(journal: Journal, words: Words, disk: Disk) -> list[str]:
    """Redacts the copies that moves have made, and names every other file of this home that holds the words."""
    home = journal.folder.parent.parent
    said: list[str] = []
    for folder in Library(home, disk).every():
        if folder != journal.folder:
            said += _in_other(folder, journal, words, disk)
    folders = {journal.folder, *_kept_even(journal.folder, disk)}
    attached = {entry.sha256 for entry in journal.exposing if isinstance(entry, e.Attach)}
    unread: list[Path] = []
    for path in _below(home, disk):
        if folders.isdisjoint(path.parents) and path.name not in (JOURNAL, CHECKPOINT):
            try:
                raw = files.read(disk, path)
            except OSError:
                unread += [path] if is_anothers(path, disk) else []
                continue
            if words.stand_in(raw.decode(errors="replace")) or sha256(raw).hexdigest() in attached:
                said.append(f"{quote(str(path))} holds the words still: take them out there, or delete it")
    return said + _others(unread, disk)


def _kept_even(folder: Path, disk: Disk) -> tuple[Path, ...]:
    """What the server of this machine keeps of the incident: whoever shares it erases the words there."""
    try:
        shared = sharing.load(folder, disk)
    except StorageError:
        return ()
    return (ServerFolder(shared.id, disk).store,) if shared and shared.here else ()


def _in_other(folder: Path, mine: Journal, words: Words, disk: Disk) -> list[str]:
    exposed = mine.exposed
    try:
        raw = files.read(disk, folder / JOURNAL).decode(errors="replace")
        if not (words.stand_in(raw) or any(one in raw for one in exposed)):
            return []
        other = Journal(folder, disk)
        try:
            other.read()
            said = _redact_copies(other, mine, disk)
            named = [*_entries(other, words, folder.name), *_title(other, words, folder.name)]
            return [*said, *named, *_name(folder, words)]
        finally:
            other.close()
    except (OSError, StorageError) as error:
        return [f"{folder.name} could not be looked at ({error}): see whether it holds the words"]


def _redact_copies(other: Journal, mine: Journal, disk: Disk) -> list[str]:
    """The entries that came there by a move lose their words there as well."""
    there = {entry.id: entry for entry in other.known}
    asked = []
    for redaction in _redactions(mine):
        refs = tuple(ref for ref in redaction.refs if ref in there and not there[ref].redacted)
        if refs:
            plain = codec.plain(redaction)
            bare = {name: plain[name] for name in plain if name not in ("n", "label", "salt", "digest")}
            asked.append(codec.from_plain({**bare, "refs": list(refs)}))
    if not asked:
        return []
    other.append(asked)
    said = finish(other, disk, everywhere=False) if other.exposed else ()
    return [f"the same entries were redacted in {other.folder.name}", *said]


# --- what only a person can decide


def _entries(journal: Journal, words: Words, slug: str = "") -> list[str]:
    """Names the entries that hold the same words: the brief of a handover, a line that was typed twice."""
    incident = Incident(journal.known)
    held = [
        incident.name(entry.id)
        for entry in incident.entries
        if not isinstance(entry, e.Opened) and words.stand_in(json.dumps(codec.plain(entry), default=str))
    ]
    if not held:
        return []
    line = f"/redact {','.join(held)}"
    if slug:
        why = quote(f"{line} WHY")
        return [
            f"the same words stand in {slug}, {', '.join(held)}; pmtui log -i {quote(slug)} {why} takes them away"
        ]
    return [f"the same words still stand in {', '.join(held)}; {line} takes them away too"]


def _title(journal: Journal, words: Words, slug: str = "") -> list[str]:
    """Names the title that the incident was opened with: it is known by that, so nothing changes it unasked."""
    opened = next((entry for entry in journal.known if isinstance(entry, e.Opened)), None)
    if opened is None or opened.redacted or not words.stand_in(opened.title):
        return []
    lines = ["/redact #0 WHY"]
    if words.stand_in(Incident(journal.known).title):
        lines.insert(0, "/title ANOTHER")
    if slug:
        lines = [f"pmtui log -i {quote(slug)} {quote(line)}" for line in lines]
    return [
        f"the title that {slug or 'the incident'} was opened with holds the words: {', then '.join(lines)}"
    ]


def _name(folder: Path, words: Words) -> list[str]:
    """Names a folder whose name holds the words, with the line that gives it another."""
    other = folder.name
    for word in sorted(filter(None, map(dashed, words.plain)), key=len, reverse=True):
        other = other.replace(word, "redacted")
    if other == folder.name:
        return []
    move = f"mv -n {quote(str(folder))} {quote(str(folder.with_name(other)))}"
    return [f"the name of its folder holds the words: close its windows, then `{move}`"]


def _other_names(journal: Journal, disk: Disk) -> list[str]:
    """A journal that has two names (a hard link) is replaced under one of them."""
    path = journal.folder / JOURNAL
    found = disk.stat(path)
    if found.st_nlink < 2:
        return []
    find = f"find / -xdev -inum {found.st_ino}"
    return [
        f"{quote(str(path))} had another name on this disk, which keeps the words: `{find}` tells it; delete that"
    ]
