"""One open window: the incident, the line being typed, the lines that were refused.

No widget is touched here: the live screen shows what the window holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.facts import Item
from pmtui.model.incident.incident import Incident
from pmtui.model.line.arguments import LineError
from pmtui.model.line.grammar import Typed
from pmtui.model.line.retype import retype, script_line
from pmtui.model.text import clean
from pmtui.storage import scratch
from pmtui.storage.disk import StorageError
from pmtui.storage.journal.journal import Appended
from pmtui.storage.paths import JOURNAL, RECORD, UNSENT
from pmtui.storage.unsent import Line, Unsent, UnsentState
from pmtui.tui import messages as m
from pmtui.tui.window.doubled import Doubled
from pmtui.tui.window.sharing import Sharing
from pmtui.tui.window.writer import Writer
from pmtui.work.join import bring_back
from pmtui.work.publish import Author, is_published
from pmtui.work.session import Session, written_back

_CUT_OFF = "not recorded when its window ended"
_SHOWN = 5
"""Lines of the journal that a sentence names."""
_PREVIEWED = 4_000
"""Characters up to which a line is understood at every keystroke."""


class News(NamedTuple):
    """What the screen has to show anew."""

    anew: bool = False
    """The fold changed in more than its end."""
    saved: tuple[str, ...] = ()
    """Ids of entries that are on disk now, and otherwise as they were."""
    said: str = ""
    """What went wrong; empty when it was said before."""
    notice: str = ""
    """What was done about it that nobody asked for."""


def _alone(place: int, entry: e.Entry) -> Iterable[e.Entry]:
    return (entry,)


class Window:
    """An incident with a writer beside it; everything here happens in the screen's thread.

    Args:
        session: the incident, freshly opened.
        post: hands a fact to the screen from any thread.
    """

    def __init__(self, session: Session, post: Callable[[m.Fact], object]) -> None:
        self.session = session
        joined = _bring_back(session)
        unsent, self.torn, waits = _claim(session)
        self.notice = "\n".join(filter(None, (joined, waits)))
        left = unsent.state
        self.parked: list[Line] = list(left.parked)
        """Refused lines, the latest last."""
        self.half = left.half
        """The line in the bar."""
        self.restored = left.half.text
        """What an earlier window left half typed; empty when there was nothing."""
        self._taken_up = [self._take_up(found) for found in scratch.left(session.folder, session.disk)]
        """Files of editors whose text is parked; they go when that is on disk."""
        self.writer = Writer(session.journal, unsent, post, session.disk)
        self.writer.author = lambda: Author(session.by, session.clock())
        self.failing = ""
        """Why the disk does not take what waits; empty while it does."""
        self.changed: tuple[int, ...] = ()
        """The lines of the journal that are not as they were written, as far as they were checked."""
        self.kept = True
        """Whether all that is not in the journal was safe in `unsent/` when `leave` last failed."""
        self.covered = False
        """Whether an fsync of this process has covered what others wrote: until then it is not called saved."""
        self._kept = left
        self._loose: dict[str, Line] = {}
        """Lines that are being typed elsewhere than in the bar, by their text."""
        self.sharing = Sharing(session, post, self.writer.look)
        self.writer.saved = self.sharing.submitted
        self._doubled = Doubled(lambda: self.incident)
        self._followed = True
        """The documents were asked for after the last change."""
        session.journal.doubt(entry.id for entry in left.pending)
        for entry in left.pending:
            self.record(entry)
        if is_published(session.incident) and (_stale(session) or _edited(session)):
            self.writer.publish()

    @property
    def folder(self) -> Path:
        return self.session.folder

    @property
    def incident(self) -> Incident:
        """The fold as it stands; after a redaction another one."""
        return self.session.incident

    # --- the line

    def typing(self, text: str, cursor: tuple[int, int]) -> None:
        """Remembers what stands in the bar; a line has its entry's id from the first key on."""
        if not text:
            self.half = Line()
        else:
            line_id = self.half.id or codec.new_id(self.session.clock())
            self.half = msgspec.structs.replace(self.half, text=text, id=line_id, cursor=cursor)

    def preview(self, text: str) -> Typed | LineError | None:
        """What Enter would do with this text now."""
        if not text.strip() or len(text) > _PREVIEWED:
            return None
        try:
            return self.session.understand(text, self.half.since)
        except LineError as error:
            return error

    def submit(self, text: str) -> Typed | LineError:
        """Enter: records the line, or parks it with the moment of its first Enter."""
        half, self.half = self.half, Line()
        since = half.since or self.session.clock()
        line_id = half.id or codec.new_id(since)
        try:
            typed = self.session.understand(text, since)
        except LineError as error:
            self.parked.append(Line(text=text, id=line_id, since=since, why=str(error)))
            return error
        if typed.entry is not None:
            entry = msgspec.structs.replace(typed.entry, id=line_id)
            return msgspec.structs.replace(typed, entry=entry)
        return typed

    def section(self, name: str, text: str, base: tuple[str, ...] = ()) -> e.Entry:
        """The entry that makes `text` the next version of a section; an empty one empties it.

        Args:
            name: the section.
            text: as it stands in the editor.
            base: the versions that the text began from; others that stand by now are not replaced.

        Raises:
            LineError: the section cannot be written.
        """
        typed = self.session.understand(f'/write "{name}" -')
        assert isinstance(typed.entry, e.Write)
        entry = msgspec.structs.replace(typed.entry, text=clean(text).strip("\n"), base=base)
        loose = self._loose.get(self.section_line(entry))
        return msgspec.structs.replace(entry, id=loose.id) if loose else entry

    def section_line(self, entry: e.Entry) -> str:
        """The line that writes a section, as the bar would hold it."""
        return f"/write {retype(Item(entry, ''), self.incident)}"

    def record(self, entry: e.Entry) -> None:
        """Shows an entry and hands it to the writer."""
        if isinstance(entry, e.Redact):
            # Before the writer looks for the words in all files, this window's own among them.
            self._take_from_parked([self.incident.entry(ref) for ref in entry.refs if ref in self.incident])
        written = entry.id in self.session.incident
        self.session.hold(entry)
        self._followed = False
        copies = self.session.copies(entry) if isinstance(entry, e.Move) else ()
        self.writer.append(self.session.held[entry.id], copies, written=written)

    def _take_from_parked(self, exposed: list[e.Entry]) -> None:
        """The parked lines lose the words that entries lose; what stands in the bar is its person's to change."""
        if not (exposed and self.parked):
            return
        from pmtui.work.redactions import without_words

        self.parked[:] = without_words(self.parked, exposed)
        self.keep(list(self._loose))

    def take(self, line: Line) -> None:
        """Takes a parked line into the bar, as it waits there now; it keeps the moment of its first Enter."""
        waits = [each for each in self.parked if (each.id, each.since) == (line.id, line.since)]
        self.half = waits[0] if waits else line  # a redaction may have taken words from it meanwhile
        if waits:
            self.parked.remove(waits[0])

    def park_half(self) -> None:
        """Parks a half-typed line, because another one takes its place."""
        if self.half.text.strip():
            since = self.half.since or self.session.clock()
            self.parked.append(msgspec.structs.replace(self.half, since=since, why="half typed, put aside"))
        self.half = Line()

    def enter(self, lines: Iterable[str], made: Callable[[int, e.Entry], Iterable[e.Entry]] = _alone) -> int:
        """Records lines in order as if each had been typed, and returns how many; one that is refused is parked.

        What stands in the bar stays there.

        Args:
            lines: as typed.
            made: of the place of a line among them and its entry, what is recorded instead.
        """
        half, recorded = self.half, 0
        for place, line in enumerate(lines):
            self.half = Line()
            typed = self.submit(line)
            if isinstance(typed, Typed) and typed.entry is not None:
                for entry in made(place, typed.entry):
                    self.record(entry)
                recorded += 1
        self.half = half
        return recorded

    def note(self) -> e.Entry | None:
        """The line that was refused last, as the note it may have been meant to be; what stands in the bar stays."""
        line, half = self.parked[-1], self.half
        self.take(line)
        typed = self.submit(f" {line.text}")
        self.half = half
        return typed.entry if isinstance(typed, Typed) else None

    def put_aside(self, text: str) -> None:
        """Parks a line that somebody typed elsewhere than in the bar and did not record."""
        if any(line.text == text for line in self.parked):
            return  # leaving was tried before
        now = self.session.clock()
        self.parked.append(Line(text=text, id=codec.new_id(now), since=now, why="not recorded, put aside"))

    def _take_up(self, found: scratch.Left) -> Path:
        """Parks what an editor saved when no window waited for it any more."""
        self.put_aside(f'/write "{found.section}" {clean(found.text).strip()}')
        return found.path

    def repair(self, line: Line) -> str:
        """What a refused line probably meant to say; empty where nobody can tell."""
        try:
            self.session.understand(line.text, line.since)
        except LineError as error:
            return error.repair
        return ""

    def drop(self) -> str:
        """The text of the line that was refused last, which is parked no more; empty when there is none."""
        return self.parked.pop().text if self.parked else ""

    def put_back(self, line: Line) -> None:
        """Parks a line again that was taken and left as it was."""
        self.parked.append(line)
        self.half = Line()

    def park(self, entry: e.Entry, why: str) -> None:
        """Takes back an entry that cannot be recorded after all."""
        incident = self.incident
        text = script_line(incident.item(entry.id), incident).replace("\n  ", "\n")
        if entry.at == entry.recorded and not entry.said:  # the line keeps that moment without a TIME
            text = text.partition(" ")[2]
        self.session.held.pop(entry.id, None)
        incident.discard(entry.id)
        self.parked.append(Line(text=text, id=entry.id, since=entry.recorded, why=why))

    # --- the disk

    def keep(self, loose: Iterable[str] = ()) -> None:
        """Has the unsent lines made durable, when they changed.

        Args:
            loose: what is being typed elsewhere than in the bar, as lines; another window would find them parked.
        """
        now = self.session.clock()
        self._loose = {
            text: self._loose.get(text) or Line(text=text, id=codec.new_id(now), since=now, why=_CUT_OFF)
            for text in loose
        }
        parked = (*self.parked, *self._loose.values())
        self._keep(UnsentState(tuple(self.session.held.values()), parked, self.half))

    def _keep(self, state: UnsentState) -> None:
        if state != self._kept:
            self._kept = state
            self.writer.keep(state)

    def hear(self, fact: m.Fact) -> News:  # noqa: PLR0912 - a case for each fact
        """Takes in what the writer says; what there is to show of it."""
        match fact:
            case m.EntriesSaved():
                return self._saved(fact.appended)
            case m.OthersSaved():
                self.covered = True
            case m.EntriesArrived():
                self.covered = False
                self.session.take(fact.entries)
                self.publish()
                return News(anew=True, notice=self._doubled.news())
            case m.JournalReplaced():
                self.covered = False
                lost = {entry.id for entry in fact.entries if entry.redacted}
                self._take_from_parked([x for x in self.incident.entries if x.id in lost and not x.redacted])
                self.session.refold(fact.entries)
                self.publish()
                back = written_back(fact.restored) if fact.restored else ""
                return News(anew=True, notice="\n".join(filter(None, (back, self._doubled.news()))))
            case m.LinesChecked():
                self.changed = fact.changed
                return News(notice=_changed(self.session.slug, fact.changed))
            case m.WordsNamed():
                return News(anew=True, notice="\n".join(fact.places))
            case m.EntryRefused():
                self.park(fact.entry, str(fact.error))
                return News(anew=True, said=f"not recorded: {fact.error}")
            case m.SaveFailed():
                before, self.failing = self.failing, str(fact.error)
                return News() if before == self.failing else News(said=self.failing)
            case m.NoReserve():
                return News(notice=f"{fact.error}; until then what you type may be lost with this window")
            case m.DraftChanged():
                self.publish()
            case m.SharingChanged():
                return News(notice="\n".join(self.sharing.news()))
            case m.CommandEnded():
                return News(said=fact.said)
            case m.DiskWorks():
                self.failing = ""
        return News()

    def _saved(self, appended: Appended) -> News:
        """Takes in what the journal says; its fsync has covered all that is there."""
        self.covered = True
        stays = self.session.settle(appended)
        self.publish()
        if not stays:
            return News(anew=True, notice=self._doubled.news())
        return News(saved=tuple(entry.id for entry in appended.saved))

    def publish(self) -> None:
        """Has the documents of a closed incident follow."""
        self._followed = True
        if is_published(self.incident):
            self.writer.publish()

    def publish_anew(self) -> None:
        """Has the documents written although nothing was recorded: one of them was edited."""
        self.writer.publish()

    def rescue(self, patience: float) -> bool:
        """Whether all that was to be kept last is in the journal or in `unsent/`; waits up to twice `patience` seconds.

        For a window whose screen is gone: it asks nothing, and may be tried again.
        """
        if self.writer.flush(patience):
            self._keep(msgspec.structs.replace(self._kept, pending=()))
        self.kept = self.writer.kept(patience)
        return self.kept

    @property
    def unwritten(self) -> UnsentState:
        """What another window would not find now."""
        return UnsentState() if self.writer.kept(0) else self._kept

    @property
    def unsaved(self) -> int:
        """How many entries are not on disk."""
        return len(self.session.held)

    @property
    def all_saved(self) -> bool:
        """Whether every entry that is shown is known to be on the medium."""
        return self.covered and not self.session.held

    def leave(self, patience: float) -> bool:
        """Ends the window when all of it is on disk; False when it is not, and then the window goes on.

        Waits up to twice `patience` seconds; for the documents the program waits when the screen is gone.
        """
        saved = self.writer.flush(patience)
        pending = () if saved else tuple(self.session.held.values())
        self._keep(UnsentState(pending, tuple(self.parked), self.half))
        self.kept = self.writer.kept(patience)
        if not (saved and self.kept):
            return False
        scratch.remove(self._taken_up, self.session.disk)
        self.end(patience)
        return True

    def end(self, patience: float = 0.0) -> None:
        """Ends the window, whatever is not saved."""
        self.sharing.end()
        if not self._followed:
            self.publish()
        self.writer.end(patience)


def _changed(slug: str, lines: tuple[int, ...]) -> str:
    if not lines:
        return ""
    shown = ", ".join(map(str, lines[:_SHOWN])) + (" …" if len(lines) > _SHOWN else "")
    return f"the journal is not as it was written, in line {shown}; `pmtui verify {slug}` says more"


def _bring_back(session: Session) -> str:
    """Joins what only the record of the incident held; a sentence about it, or why it could not be."""
    try:
        joined = bring_back(session.journal, session.incident.__contains__, session.disk)
    except StorageError as error:
        return str(error)
    if joined:
        session.refold(session.journal.read())
    return joined


def _claim(session: Session) -> tuple[Unsent, list[Path], str]:
    """The window's own unsent lines, those that cannot be read, and a sentence when dead windows' lines have to wait.

    A full or read-only disk keeps nobody from opening an incident: the lines stay where they are.
    """
    try:
        unsent, torn = Unsent.claim(session.folder, session.written, session.disk)
    except StorageError as error:
        waits = f"{error}; lines that an earlier window left unsent wait in {session.folder / UNSENT}"
        return Unsent(session.folder, session.disk), [], waits
    return unsent, torn, ""


def _edited(session: Session) -> bool:
    """Whether a person edited the draft; only who has one imports what reads it."""
    from pmtui.work.edits import edited

    return edited(session.folder, session.disk)


def _stale(session: Session) -> bool:
    """Whether the documents were written before the last change: a window was killed between the two."""
    try:
        record = session.disk.stat(session.folder / RECORD)
        return record.st_mtime_ns < session.disk.stat(session.folder / JOURNAL).st_mtime_ns
    except OSError:
        return True
