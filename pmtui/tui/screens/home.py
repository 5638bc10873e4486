"""The home screen: every incident, open ones first; type to filter, Enter opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ClassVar

import msgspec
from rich.cells import cell_len, set_cell_size
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from pmtui.errors import PmtuiError
from pmtui.model.incident import Incident
from pmtui.model.text import one_line
from pmtui.model.wording import day, duration
from pmtui.storage.journal import Journal
from pmtui.storage.library import Library

_BATCH = 50


class Entry(msgspec.Struct, frozen=True):
    """One incident of the list."""

    folder: Path
    title: str
    severity: str
    status: str
    opened: str
    length: str
    tasks: int

    @property
    def order(self) -> tuple[bool, list[int]]:
        """Open ones first, the newest first."""
        return (self.status == "closed", [-ord(c) for c in self.folder.name])


class HomeScreen(Screen[None]):
    """The list of incidents."""

    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="home.open", tooltip="Open this incident"),
        Binding("backspace", "shorten", "Delete", show=False, id="home.shorten"),
        Binding("escape", "clear", "Clear", show=False, id="home.clear", tooltip="Show all"),
    ]

    class IncidentsRead(Message):
        """Some more of the incidents are known."""

        def __init__(self, entries: list[Entry], broken: list[str]) -> None:
            super().__init__()
            self.entries = entries
            self.broken = broken

    def __init__(self, library: Library, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._library = library
        self._clock = clock
        self._entries: list[Entry] = []
        self._shown: list[Entry] = []
        self._filter = ""

    def compose(self) -> ComposeResult:
        yield Static(Content.assemble((" pmtui ", "bold reverse"), "  incidents"), id="header")
        yield Static(id="filter-line", markup=False)
        yield OptionList(id="incidents", markup=False)
        yield Static(
            Content("Enter opens   type to filter   ctrl+q leaves   pmtui new TITLE begins one"), id="hint"
        )

    def on_mount(self) -> None:
        self._show()

    @on(events.ScreenResume)
    def _resumed(self) -> None:
        self._entries = []
        self._read()

    @work(thread=True, exclusive=True, exit_on_error=False, group="home", description="read the incidents")
    def _read(self) -> None:
        """Reads every journal in a thread; the list fills as it goes."""
        found: list[Entry] = []
        broken: list[str] = []
        try:
            folders = self._library.folders()
        except PmtuiError as error:
            self.post_message(self.IncidentsRead([], [str(error)]))
            return
        for folder in reversed(folders):
            try:
                found.append(_entry(folder))
            except PmtuiError as error:
                broken.append(str(error))
            if len(found) >= _BATCH:
                self.post_message(self.IncidentsRead(found, []))
                found = []
        self.post_message(self.IncidentsRead(found, broken))

    @on(IncidentsRead)
    def _known(self, message: IncidentsRead) -> None:
        self._entries += message.entries
        for what in message.broken:
            self.notify(what, markup=False, severity="warning", timeout=15)
        self._show()

    def _show(self) -> None:
        words = self._filter.casefold().split()
        shown = [
            x for x in self._entries if all(word in f"{x.folder.name} {x.title}".casefold() for word in words)
        ]
        self._shown = sorted(shown, key=lambda x: x.order)
        incidents = self.query_one(OptionList)
        here = incidents.highlighted
        incidents.clear_options()
        incidents.add_options([Option(_line(x, self.size.width - 6)) for x in self._shown])
        if self._shown:
            incidents.highlighted = min(here or 0, len(self._shown) - 1)
        else:
            none = (
                "nothing fits" if self._filter else "no incident yet: `pmtui new TITLE` in a shell begins one"
            )
            incidents.add_option(Option(Content.styled(none, "$text-muted"), disabled=True))
        text = f"  filter: {self._filter}" if self._filter else f"  {len(self._shown)} incidents"
        self.query_one("#filter-line", Static).update(Content(text))

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character:
            event.stop()
            self._filter = (
                one_line(self._filter + event.character) if event.character != " " else self._filter + " "
            )
            self._show()

    def on_paste(self, event: events.Paste) -> None:
        self._filter += one_line(event.text)
        self._show()

    def action_shorten(self) -> None:
        self._filter = self._filter[:-1]
        self._show()

    def action_clear(self) -> None:
        self._filter = ""
        self._show()

    @on(OptionList.OptionSelected)
    def action_open(self) -> None:
        from pmtui.tui.app import PmtuiApp

        index = self.query_one(OptionList).highlighted
        if index is not None and index < len(self._shown) and isinstance(self.app, PmtuiApp):
            self.app.open_incident(self._shown[index].folder)


def _entry(folder: Path) -> Entry:
    journal = Journal(folder)
    try:
        incident = Incident(journal.read())
    finally:
        journal.close()
    seconds = next(metric.seconds for metric in incident.metrics if metric.name == "duration")
    return Entry(
        folder=folder,
        title=incident.title or "untitled",
        severity=incident.severity,
        status=incident.status,
        opened=day(incident.opened, incident.zone) if incident.opened else "",
        length=duration(seconds) if seconds is not None else "",
        tasks=sum(not task.done for task in incident.tasks),
    )


def _line(entry: Entry, width: int) -> Content:
    tasks = f"{entry.tasks} to do" if entry.tasks else ""
    left = f"{entry.severity:<5} {entry.status:<13} "
    right = "  ".join(part for part in (entry.length, tasks, entry.opened) if part)
    room = max(10, width - cell_len(left) - cell_len(right) - 2)
    title = entry.title
    title = set_cell_size(title, room - 1) + "…" if cell_len(title) > room else set_cell_size(title, room)
    style = "$text-muted" if entry.status == "closed" else ""
    return Content.assemble((left, style or "bold"), (title, style), "  ", (right, "$text-muted"))
