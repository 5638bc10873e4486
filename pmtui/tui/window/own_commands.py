"""The user's own commands in an open window: each runs once its entry is on disk, and holds nobody up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Thread

from pmtui.model import entries as e
from pmtui.storage.settings import Commands
from pmtui.tui.messages import CommandEnded, Fact
from pmtui.tui.window.window import Window
from pmtui.work.own_commands import command_for, given, named, run


class OwnCommands:
    """What `[run]` of the settings wants done with what is entered in the bar.

    Args:
        window: whose entries these are.
        commands: the settings'.
        post: hands a fact to the screen from any thread.
    """

    def __init__(self, window: Window, commands: Commands, post: Callable[[Fact], object]) -> None:
        self._window = window
        self._commands = commands
        self._post = post
        self._expected: set[str] = set()

    def expect(self, entry: e.Entry) -> str:
        """Has the command of an entry that was just entered run once it is saved; its name, if there is one."""
        command = command_for(entry, self._commands)
        if not command:
            return ""
        self._expected.add(entry.id)
        return named(command)

    def saved(self, entry_ids: Iterable[str]) -> None:
        """Runs the commands of those of these entries that were expected."""
        incident = self._window.incident
        for entry_id in self._expected & set(entry_ids):
            self._expected.discard(entry_id)
            if entry_id not in incident:
                continue
            item = incident.item(entry_id)
            command = command_for(item.entry, self._commands)
            environment = {"PMTUI_INCIDENT": self._window.session.slug}
            if isinstance(item.entry, e.Update):
                environment["PMTUI_AUDIENCE"] = item.entry.audience
            # A thread of its own, which leaving does not wait for: the command has its text and goes on by itself.
            Thread(
                target=self._run, args=(command, given(item, incident), environment), name="own", daemon=True
            ).start()

    def _run(self, command: tuple[str, ...], text: str, environment: dict[str, str]) -> None:
        self._post(CommandEnded(run(command, text, environment)))
