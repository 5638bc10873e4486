"""Promises about what is due in an open window: rung for once, quiet for a while when it is snoozed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from pmtui.storage.settings import Settings
from pmtui.tui.window.reminders import QUIET, Reminders
from tests.storage.faults import NOW
from tests.tui.window.windows import Screenless, create


class Clock:
    """Stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def test_each_thing_rings_once_and_is_quiet_while_it_is_snoozed(tmp_path: Path) -> None:
    """A second thing rings for itself and is not covered by the snooze of the first; after it, none rings again."""
    clock, rung = Clock(), list[None]()
    window = Screenless(create(tmp_path), clock=clock)
    settings = Settings(bell=True, update_every=0, silence_after=0)
    reminders = Reminders(window.state, settings, lambda: rung.append(None))
    for line in ("/severity 3", "/role commander Ana", "/impact logins fail"):
        window.enter(line)
    window.enter("/escalate database team: is the load theirs?")
    assert reminders.pressing(clock.now).overdue == []
    clock.now += timedelta(minutes=6)
    (waits,) = reminders.pressing(clock.now).overdue
    assert reminders.pressing(clock.now).overdue == [waits]
    assert reminders.snooze() == [waits]
    assert reminders.pressing(clock.now).quiet_until == clock.now + QUIET
    assert reminders.pressing(clock.now).overdue == []
    window.enter("/action restart the pool check:1m")
    clock.now += timedelta(minutes=2)
    (check,) = reminders.pressing(clock.now).overdue
    assert check.key != waits.key
    clock.now += QUIET
    assert {timer.key for timer in reminders.pressing(clock.now).overdue} == {waits.key, check.key}
    assert len(rung) == 2
