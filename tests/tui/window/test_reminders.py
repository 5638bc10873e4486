"""Promises about what is due in an open window: rung for once, quiet for a while when it is snoozed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from pmtui.storage.settings import Settings
from pmtui.tui.messages import Alarm, NameWindow, Request
from pmtui.tui.window.reminders import QUIET, Reminders
from tests.storage.faults import NOW
from tests.tui.window.windows import Screenless, create


class Clock:
    """Stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()


def test_each_thing_rings_once_and_is_quiet_while_it_is_snoozed(tmp_path: Path) -> None:
    """A second thing is in the header at once; it rings for itself when the quiet ends, and none rings again."""
    clock, asked = Clock(), list[Request]()
    window = Screenless(create(tmp_path), clock=clock)
    settings = Settings(update_every=0, silence_after=0)
    reminders = Reminders(window.state, settings, asked.append, clock.seconds)
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
    assert len([request for request in asked if isinstance(request, Alarm)]) == 1
    assert [request.title for request in asked if isinstance(request, NameWindow)][-1] == "Checkout is down"
    clock.now += QUIET
    assert {timer.key for timer in reminders.pressing(clock.now).overdue} == {waits.key, check.key}
    texts = [request.text for request in asked if isinstance(request, Alarm)]
    assert len(texts) == 2
    assert texts[0] == "database team (E1) waits 6m: Checkout is down"


def test_the_windows_title_counts_what_is_overdue_and_the_quiet_has_an_end(tmp_path: Path) -> None:
    """What is snoozed is not counted; when the quiet ends, it is again."""
    clock, asked = Clock(), list[Request]()
    window = Screenless(create(tmp_path), clock=clock)
    settings = Settings(update_every=0, silence_after=0)
    reminders = Reminders(window.state, settings, asked.append, clock.seconds)
    for line in (
        "/severity 3",
        "/role commander Ana",
        "/impact logins fail",
        "/escalate database team: why?",
    ):
        window.enter(line)

    def title() -> str:
        reminders.pressing(clock.now)
        return next(request.title for request in reversed(asked) if isinstance(request, NameWindow))

    assert title() == "Checkout is down"
    assert reminders.pressing(clock.now).quiet_until is None
    clock.now += timedelta(minutes=6)
    assert title() == "! 1 overdue · Checkout is down"
    reminders.snooze()
    assert title() == "Checkout is down"
    assert reminders.pressing(clock.now).quiet_until == clock.now + QUIET
    clock.now += QUIET
    assert title() == "! 1 overdue · Checkout is down"
    assert reminders.pressing(clock.now).quiet_until is None


def test_the_quiet_lasts_as_long_although_the_time_of_day_is_set(tmp_path: Path) -> None:
    """Set back by an hour it is no hour longer, set ahead it does not end."""
    clock, passed = Clock(), [0.0]
    window = Screenless(create(tmp_path), clock=clock)
    settings = Settings(update_every=0, silence_after=0)
    reminders = Reminders(window.state, settings, lambda request: None, lambda: passed[0])
    window.enter("/escalate database team: why?")
    clock.now += timedelta(hours=2)
    snoozed = reminders.snooze()
    assert snoozed
    for step in (-timedelta(hours=1), timedelta(hours=3)):
        clock.now += step
        passed[0] += 60
        left = QUIET - timedelta(seconds=passed[0])
        assert reminders.pressing(clock.now).quiet_until == clock.now + left
        quiet = {waits.key for waits in reminders.pressing(clock.now).overdue}
        assert quiet.isdisjoint(waits.key for waits in snoozed)
    passed[0] += QUIET.total_seconds()
    assert reminders.pressing(clock.now).quiet_until is None
