"""The home screen: every incident, open ones first; type to filter, Enter opens, or begins what is not there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from pmtui.errors import PmtuiError
from pmtui.model.line.arguments import LineError
from pmtui.model.line.mistaken import check_joining, check_words
from pmtui.model.text import one_line
from pmtui.storage.library import Library
from pmtui.storage.settings import Settings, identity
from pmtui.tui.colours import DIM
from pmtui.tui.dialogs import AskText
from pmtui.tui.help import Help
from pmtui.tui.keys import bindings, key_line, key_of
from pmtui.tui.messages import Begin, OpenIncident, Request
from pmtui.tui.screens.copies import join_in_thread
from pmtui.tui.timeline.wrapping import cut, fit
from pmtui.tui.widgets.incident_rows import incident_rows
from pmtui.tui.widgets.key_row import KeyRow, in_a_row
from pmtui.work import copies
from pmtui.work.overview import Hit, Listed, TaskListed, find, glances, named_same, overdue, tasks
from pmtui.work.publish import Author

_BATCH = 50
"""Incidents that are shown first; later as many more as are there: each time all of them are listed anew."""
_FIND = "/find "

Row = Listed | TaskListed | Hit


class HomeScreen(Screen[None]):
    """The list of incidents, of their open follow-ups, or of what `/find` finds in all of them.

    Args:
        library: where incidents are.
        clock: gives the moment, UTC.
        ask: opens or begins an incident.
        settings: the user's.
    """

    AUTO_FOCUS = "OptionList"
    PLACES = ("home",)
    BINDINGS = bindings(*PLACES)
    SORTS: ClassVar[dict[str, Callable[[Listed], object]]] = {
        "open first": lambda x: (x.quiet, "" if x.quiet else x.severity.replace("?", "9"), x.newest_first),
        "day": lambda x: x.newest_first,
        "severity": lambda x: (x.severity.replace("?", "9"), x.newest_first),
        "title": lambda x: x.title.casefold(),
        "follow-ups": lambda x: (-x.tasks, x.newest_first),
    }

    class IncidentsRead(Message):
        """All incidents that a reading knows by now: of an earlier reading none is left in the list."""

        def __init__(self, entries: list[Listed], last: bool = False) -> None:
            super().__init__()
            self.entries = entries
            self.last = last

    class TroublesFound(Message):
        """What was wrong with the incidents, and those that have copies in conflict."""

        def __init__(self, broken: list[str], found: list[copies.Found]) -> None:
            super().__init__()
            self.broken = broken
            self.copies = found

    class OverdueFound(Message):
        """What is overdue in open incidents, by their folders."""

        def __init__(self, overdue: dict[Path, str]) -> None:
            super().__init__()
            self.overdue = overdue

    class HitsFound(Message):
        """What `/find` found."""

        def __init__(self, wanted: str, hits: list[Hit]) -> None:
            super().__init__()
            self.wanted = wanted
            self.hits = hits

    def __init__(
        self,
        library: Library,
        clock: Callable[[], datetime],
        ask: Callable[[Request], None],
        settings: Settings,
    ) -> None:
        super().__init__()
        self._ask = ask
        self._settings = settings
        self._keymap = settings.keymap
        self._apart: tuple[Path, ...] = ()
        """The incidents that have copies in conflict."""
        self._library = library
        self._clock = clock
        self._entries: list[Listed] = []
        self._overdue: dict[Path, str] = {}
        self._hits: list[Hit] = []
        self._rows: list[Row] = []
        self._filter = ""
        self._sort = next(iter(self.SORTS))
        self._tasks = False
        self._reading = True

    def compose(self) -> ComposeResult:
        yield Static(id="header", markup=False)
        yield Static(id="filter", markup=False)
        yield _Incidents(self.action_open)
        shown = (*key_line(self.PLACES, self._keymap), (key_of("app.quit", self._keymap), "Leave"))
        yield KeyRow(in_a_row(shown), id="hint")

    def on_mount(self) -> None:
        self._show()
        self._read()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    # --- reading, in a thread

    @work(thread=True, exclusive=True, exit_on_error=False, group="home", description="read the incidents")
    def _read(self) -> None:
        worker, found = get_current_worker(), list[Listed]()
        ids: dict[Path, str] = {}
        running: list[Path] = []
        broken: list[str] = []
        folders, others = list[Path](), dict[Path, Path]()
        try:
            folders, others = self._library.sorted_out()
        except PmtuiError as error:
            broken = [str(error)]
        shown = 0
        for each in glances(reversed(folders), lambda error: broken.append(str(error))):
            if worker.is_cancelled:
                return
            found.append(each)
            ids[each.folder] = each.id
            if not each.quiet and len(running) < _BATCH:
                running.append(each.folder)
            if len(found) >= max(_BATCH, 2 * shown):
                self.post_message(self.IncidentsRead([*found]))
                shown = len(found)
        self.post_message(self.IncidentsRead(found, last=True))
        self.post_message(self.TroublesFound(broken, copies.every(ids, others)))
        self.post_message(self.OverdueFound(self._late(running)))

    def _late(self, folders: list[Path]) -> dict[Path, str]:
        """What is overdue in these, read from their journals once all incidents can be chosen from."""
        worker, late = get_current_worker(), dict[Path, str]()
        for folder in folders:
            if worker.is_cancelled:
                break
            with suppress(PmtuiError):  # it is named among those that cannot be read
                late[folder] = overdue(folder, self._clock(), self._settings)
        return late

    @on(OverdueFound)
    def _know_overdue(self, message: OverdueFound) -> None:
        self._overdue = message.overdue
        self._show()

    @on(IncidentsRead)
    def _known(self, message: IncidentsRead) -> None:
        self._entries = message.entries
        self._reading = not message.last
        self._show()

    @on(TroublesFound)
    def _warn(self, message: TroublesFound) -> None:
        self._apart = tuple(dict.fromkeys(copy.folder for copy in message.copies))
        if message.copies:
            key = key_of("home.join", self._keymap)
            message.broken.append(copies.in_short(len(message.copies), key, "pmtui list"))
        for what in message.broken:
            self.notify(what, markup=False, severity="warning", timeout=15)

    def _joined(self, said: list[str]) -> None:
        self.notify("\n".join(said), markup=False, timeout=20)
        self._apart, self._reading = (), True
        self._read()

    @work(thread=True, exclusive=True, exit_on_error=False, group="find", description="find entries")
    def _look_for(self, wanted: str) -> None:
        worker = get_current_worker()
        hits = find(self._library, wanted, lambda: worker.is_cancelled)
        if not worker.is_cancelled:
            self.post_message(self.HitsFound(wanted, hits))

    @on(HitsFound)
    def _found(self, message: HitsFound) -> None:
        if self._wanted == message.wanted:
            self._hits = message.hits
            self._show()

    # --- showing

    @property
    def _wanted(self) -> str:
        """The words after `/find`, else empty."""
        return self._filter.removeprefix(_FIND).strip() if self._filter.startswith(_FIND) else ""

    def _chosen(self) -> list[Row]:
        if self._wanted:
            return list(self._hits)
        if self._tasks:
            rows: list[Row] = list(tasks(self._entries, self._clock()))
        else:
            rows = sorted(self._entries, key=self.SORTS[self._sort])  # type: ignore[arg-type]
        words = self._filter.casefold().split()
        return [row for row in rows if all(word in row.searched for word in words)]

    def _show(self) -> None:
        if not self.is_mounted:
            return
        incidents = self.query_one(OptionList)
        here = incidents.highlighted
        under = self._rows[here] if here is not None and here < len(self._rows) else None
        self._rows = self._chosen()
        incidents.clear_options()
        width = max(30, self.size.width - 6)
        incidents.add_options([Option(line) for line in self._lines(width)])
        if self._rows:
            # A cursor that was moved stays with its incident while others arrive above it.
            incidents.highlighted = self._rows.index(under) if here and under in self._rows else 0
        else:
            incidents.add_options(
                [Option(Content.styled(line, DIM), disabled=True) for line in self._nothing(width)]
            )
        what = "follow-up" if self._tasks else "incident"
        if len(self._rows) != 1:
            what += "s"
        if self._wanted:
            what = f"found for {self._wanted}"
        count = f"{len(self._rows)}{'…' if self._reading else ''}"
        sort = "" if self._wanted or self._tasks else f"sorted: {self._sort}"
        self.query_one("#header", Static).update(
            Content.assemble((" pmtui ", "bold reverse"), f"  {count} {what}  ", (sort, "$text-muted"))
        )
        typed = f"filter: {self._filter}" if self._filter else "type to filter, or /find TEXT in all entries"
        self.query_one("#filter", Static).update(Content(f"  {typed}"))

    def _lines(self, width: int) -> list[Content]:
        listed = [row for row in self._rows if isinstance(row, Listed)]
        if listed:
            return incident_rows(listed, self._overdue, width)
        return [_line(row, width) for row in self._rows if not isinstance(row, Listed)]

    @property
    def _title(self) -> str:
        """What is typed, when it fits no incident and can be the title of a new one."""
        fresh = self._filter and not (
            self._rows or self._tasks or self._reading or self._filter.startswith("/")
        )
        return self._filter.strip() if fresh else ""

    def _nothing(self, width: int) -> list[str]:
        if self._title:
            clear = key_of("home.clear", self._keymap)
            return [
                cut(f"nothing fits; {clear} shows all, Enter begins {self._title!r}", width),
                *self._earlier(width),
            ]
        if self._filter:
            clear = f"nothing fits; {key_of('home.clear', self._keymap)} shows all"
            command = self._filter.startswith("/") and not self._wanted
            return [f"{clear}; {_FIND}TEXT is the command here" if command else clear]
        if self._tasks:
            return ["no open follow-up"]
        if self._reading:
            return ["reading…"]
        key = key_of("home.new", self._keymap)
        return [f"no incident yet: type what is wrong, then Enter; {key} begins one, or `pmtui new`"]

    def _earlier(self, width: int) -> list[str]:
        """Incidents of the services that the title names, on one line."""
        named = named_same(self._entries, self._title)
        return [cut(named, width)] if named else []

    # --- keys

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character:
            event.stop()
            self._narrow(self._filter + event.character)

    def on_paste(self, event: events.Paste) -> None:
        self._narrow(self._filter + one_line(event.text))

    def _narrow(self, text: str) -> None:
        self._filter = text
        if self._wanted:
            self._look_for(self._wanted)
        self._show()

    def action_shorten(self) -> None:
        self._narrow(self._filter[:-1])

    def action_clear(self) -> None:
        self._narrow("")

    def action_new(self) -> None:
        """Asks for the title of a new incident, and opens it."""

        def named(title: str | None) -> None:
            if title:
                self._begin(title)

        before = "" if self._filter.startswith("/") else self._filter.strip()
        ask = AskText("New incident", "its title; severity and all else can follow", before)
        self.app.push_screen(ask, named)

    def action_sort(self) -> None:
        names = list(self.SORTS)
        self._sort = names[(names.index(self._sort) + 1) % len(names)]
        self._tasks = False
        self._show()

    def action_tasks(self) -> None:
        self._tasks = not self._tasks
        self._show()

    def action_join(self) -> None:
        """Joins the copies in conflict that were found."""
        if self._apart:
            author = Author(identity(self._settings), self._clock())
            join_in_thread(self, self._apart, author, self._joined)
        else:
            self.notify("no copy in conflict was found", markup=False)

    def action_help(self) -> None:
        self.app.push_screen(Help(self._keymap))

    def action_open(self) -> None:
        """Opens the selected incident; begins one where none fits what was typed."""
        index = self.query_one(OptionList).highlighted
        if index is not None and index < len(self._rows):
            self._ask(OpenIncident(self._rows[index].folder))
        elif self._title:
            self._begin(self._title)

    def _begin(self, title: str) -> None:
        try:
            check_words(title)
            check_joining(title)
        except LineError as error:
            what = f"{error.what}: no incident was begun{self._instead(error.repair)}"
            self.notify(what, markup=False, severity="warning")
        else:
            self._ask(Begin(title))

    def _instead(self, command: str) -> str:
        """The key that does here what a command does beside an incident."""
        does = {"/help": ("home.help", "opens the help"), "/quit": ("app.quit", "leaves")}.get(command)
        return f"; {key_of(does[0], self._keymap)} {does[1]}" if does else ""


class _Incidents(OptionList):
    """The list, whose Enter is the screen's: it does something where nothing can be selected, too."""

    def __init__(self, choose: Callable[[], None]) -> None:
        super().__init__(id="incidents", markup=False)
        self._choose = choose

    def action_select(self) -> None:
        self._choose()


def _line(row: TaskListed | Hit, width: int) -> Content:
    """What it is, cut to fit beside what stands at the right, which is cut first where there is little room."""
    room = max((width - cell_len(row.left)) // 2, width - cell_len(row.left) - cell_len(row.right) - 3)
    text = fit(row.text, room)
    style = "$text-muted" if row.quiet else ""
    return Content.assemble((row.left, style or "bold"), " ", (text, style), "  ", (row.right, "$text-muted"))
