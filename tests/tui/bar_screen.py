"""The screen of `bar_app`, apart so that the terminal is in raw mode before Textual is imported."""

from __future__ import annotations

import os
import subprocess

import msgspec
from textual import events
from textual.app import App, ComposeResult

from pmtui.tui.terminal.driver import TerminalDriver
from pmtui.tui.terminal.early import EarlyRaw
from pmtui.tui.timeline.timeline import Row, Timeline
from pmtui.tui.widgets.command_bar import BarActions, CommandBar


class Rows(list[Row]):
    """A source that is a list."""

    def row(self, index: int) -> Row:
        return self[index]


class BarApp(App[None]):
    """Records lines; `quit` and `crash` end it, `suspend` notes how the terminal is set meanwhile."""

    def __init__(self, path: str, raw: EarlyRaw) -> None:
        super().__init__(driver_class=TerminalDriver)
        self.raw = raw
        self.rows = Rows()
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.timeline = Timeline("nothing yet")
        self.bar = CommandBar(
            BarActions(self.submit, leave=lambda: self.screen.set_focus(self.timeline)), backlog=raw.waiting
        )

    def compose(self) -> ComposeResult:
        yield self.timeline
        yield self.bar

    def on_mount(self) -> None:
        self.raw.hand_over(self._driver)
        self.timeline.show(self.rows)
        self.screen.set_focus(self.bar)
        self.set_timer(0.5, self.bar.drained)

    async def on_event(self, event: events.Event) -> None:
        if (
            isinstance(event, events.Key | events.Paste)
            and not event.is_forwarded
            and self.focused is not self.bar
        ):
            self.bar.feed(event)
        else:
            await super().on_event(event)

    def submit(self, text: str) -> None:
        if text == "quit":
            self.exit()
        elif text == "crash":
            raise RuntimeError(text)
        elif text == "suspend":
            with self.suspend():
                modes = subprocess.run(
                    ["stty", "-a"], capture_output=True, text=True, check=True
                ).stdout.split()
            text = "lines and echo" if {"icanon", "icrnl", "echo"} <= set(modes) else "raw"
        os.write(self.file, msgspec.json.encode(text) + b"\n")
        os.fsync(self.file)
        self.rows.append(Row(str(len(self.rows)), text))
        self.timeline.grown(len(self.rows))
