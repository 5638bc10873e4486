"""A clock that is wrong, steps, or is turned at the beginning and the end of summer time.

Every line is recorded in the order of Enter, at the instant that the clock showed; a typed time is that instant or is
refused, never another one; and no two instants are shown alike.
"""

from __future__ import annotations

import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from pmtui.errors import PmtuiError
from pmtui.model.entries import Entry
from pmtui.model.line.receipt import receipt
from pmtui.storage.library import Library
from pmtui.work.commit import record
from pmtui.work.session import Session
from tests.cli.calling import process
from tests.storage.faults import opened
from tests.torture.campaign import Case, Found
from tests.tui.live.live_terminal import Live
from tests.tui.window.windows import create, entries, texts

ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "America/Santiago")
"""Both hemispheres, half an hour of summer time, and a summer time that goes back."""
_MOMENTS = {
    "1970": datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC),
    "midnight": datetime(2026, 3, 5, tzinfo=UTC),
    "new-year": datetime(2027, 1, 1, tzinfo=UTC),
    "leap-day": datetime(2028, 2, 29, tzinfo=UTC),
    "2038": datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    "2106": datetime(2106, 2, 7, 6, 28, 16, tzinfo=UTC),
}
_YEAR = timedelta(days=365.25)
_FORMATS = ("toml", "markdown", "html", "svg", "json", "csv")
_STEP = timedelta(minutes=10)


# --- summer time


def _summer_time(zone: str, place: Path, chance: random.Random, found: Found) -> None:
    """Lines of now and with a typed time, every ten minutes from four hours before each change to four hours after."""
    for number, change in enumerate(_changes(ZoneInfo(zone), 2026)):
        found.faults += 1
        _over_a_change(place / f"change-{number}", zone, change, chance, found)


def _changes(zone: ZoneInfo, year: int) -> Iterator[datetime]:
    """The instants in a year at which the offset changes."""
    moment = datetime(year, 1, 1, tzinfo=UTC)
    while moment.year == year:
        after = moment + timedelta(minutes=30)
        if moment.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            yield after
        moment = after


def _over_a_change(home: Path, zone: str, change: datetime, chance: random.Random, found: Found) -> None:
    now = change - timedelta(hours=4)
    begun = msgspec.structs.replace(opened(), recorded=now, opened=now, at=now, zone=zone)
    folder = Library(home).create(begun, now.date())
    session = Session(folder, lambda: now, "ana")
    wanted: dict[str, datetime] = {}
    seen: dict[str, dict[str, datetime]] = defaultdict(dict)
    while now < change + timedelta(hours=4):
        now += _STEP
        earlier = now - _STEP * chance.randint(1, 9)
        local = earlier.astimezone(ZoneInfo(zone))
        for text, line, at in (
            (f"now {len(wanted)}", "{}", now),
            (f"typed {len(wanted)}", f"@{local:%H:%M} {{}}", earlier),
            (f"offset {len(wanted)}", f"@{local:%H:%M%z} {{}}", earlier),
        ):
            try:
                typed = session.understand(line.format(text))
                assert typed.entry is not None
                item = record(session, typed.entry).item
            except PmtuiError as error:
                found.must(text.startswith("typed"), f"{zone}: refused: {line.format(text)}: {error}")
                continue
            wanted[text] = at
            found.must(
                item.entry.at is not None and abs(item.entry.at - at) < timedelta(minutes=1),
                f"{zone} {now:%H:%M}Z: {line.format(text)!r} is recorded at {item.entry.at}, meant was {at}",
            )
            shown = receipt(item, session.incident, now).split(" · ")[0].split(" ", 1)[1]
            _alike(seen, f"{zone}: the receipt at {now}", shown, at, found)
    found.compare(wanted, texts(folder))
    lines = process(home, "show", str(folder)).out.splitlines()
    found.must(bool(lines), f"{zone}: show says nothing")
    day = ""
    for line in lines:
        if zone in line:
            day = line
        if match := re.match(r"(.*?)\b((?:now|typed|offset) \d+)$", line):
            label = re.sub(r"#\d+", "", match[1]).strip()
            _alike(seen, f"{zone}: show", f"{day} {label}", wanted[match[2]], found)
    session.close()


def _alike(seen: dict[str, dict[str, datetime]], where: str, shown: str, at: datetime, found: Found) -> None:
    """The same words must not stand for two instants in one place."""
    before = seen[where].setdefault(shown, at)
    found.must(abs(before - at) < timedelta(minutes=1), f"{where} shows {before} and {at} alike: {shown!r}")


# --- a clock that is wrong


def _around(moment: datetime, place: Path, chance: random.Random, found: Found) -> None:
    """Lines over a moment at which clocks and counters turn over; then everything that reads them."""
    folder = create(place)
    now = moment - timedelta(seconds=3)
    session = Session(folder, lambda: now, "ana")
    wanted = {}
    for number in range(6):
        now += timedelta(seconds=1)
        item = _write(session, f"line {number}")
        wanted[f"line {number}"] = now
        found.must(item.at == now, f"recorded at {item.at}, and the clock showed {now}")
    session.close()
    found.faults += 1
    found.compare(wanted, texts(folder))
    _is_read(place, folder, found)


def _jumping(place: Path, chance: random.Random, found: Found) -> None:
    """Before each line the clock jumps: back an hour, on ten years, to and fro."""
    folder = create(place)
    now = datetime(2026, 3, 5, 12, tzinfo=UTC)
    session = Session(folder, lambda: now, "ana")
    wanted = []
    for number in range(12):
        now += chance.choice(
            (timedelta(hours=-1), timedelta(seconds=1), 10 * _YEAR, -10 * _YEAR, timedelta(days=-1))
        )
        now = min(max(now, datetime(1971, 1, 1, tzinfo=UTC)), datetime(2199, 1, 1, tzinfo=UTC))
        _write(session, f"line {number}")
        wanted.append(f"line {number}")
        found.faults += 1
    session.close()
    found.compare(wanted, texts(folder))
    found.must(texts(folder) == wanted, "out of the order of Enter")
    _is_read(place, folder, found)


def _under_a_screen(place: Path, chance: random.Random, found: Found) -> None:
    """The same under an open screen, which goes on drawing, saving and catching up."""
    folder, steps = create(place), place / "steps"
    began = time.monotonic()
    steps.write_text(str(-began))
    jumps = [-3600.0, (10 * _YEAR).total_seconds(), -(10 * _YEAR).total_seconds(), 86400.0, -60.0]
    chance.shuffle(jumps)
    wanted, total = ["line first"], 0.0
    with Live(folder, "--now", "2026-10-15T23:59:58+00:00", "--steps", str(steps), columns=120) as live:
        live.ready()
        live.enter(wanted[0])
        for number, jump in enumerate(jumps):
            total += jump
            replaced = place / "next"
            replaced.write_text(str(total - began))
            replaced.replace(steps)
            found.faults += 1
            wanted.append(f"line {number} é日")
            entered = time.monotonic()
            live.enter(wanted[-1])
            found.must(live.saves(1 + len(wanted), seconds=10), f"not saved after a step of {jump:.0f} s")
            found.must(
                live.wait_for_text(f"line {number}", seconds=10), f"not shown after a step of {jump:.0f} s"
            )
            found.must(time.monotonic() - entered < 5, f"slow after a step of {jump:.0f} s")
            live.rests(0.3)
        found.must(live.header(" saved"), f"not saved: {live.lines[0]!r}")
        found.must(live.quit() == 0, "it cannot be left")
    found.compare(wanted, texts(folder))
    found.must(texts(folder) == wanted, "out of the order of Enter")
    _is_read(place, folder, found)


def _write(session: Session, line: str) -> Entry:
    typed = session.understand(line)
    assert typed.entry is not None
    return record(session, typed.entry).item.entry


def _is_read(place: Path, folder: Path, found: Found) -> None:
    """Whatever was recorded can be listed, shown, closed, verified and exported."""
    name = str(folder)
    calls = [("list",), ("show", name), ("brief", name), ("close", name), ("verify", name)]
    for words in [*calls, *(("export", name, "--format", form) for form in _FORMATS)]:
        called = process(place, *words)
        found.must(called.status == 0 and "mistake" not in called.err, f"{words[0]}: {called.err[-300:]}")
    found.must(all(entry.n == n for n, entry in enumerate(entries(folder))), "the numbers have gaps")


CASES = (
    *(Case(f"summer-{zone.split('/')[1]}", partial(_summer_time, zone)) for zone in ZONES),
    *(Case(name, partial(_around, moment), once=True) for name, moment in _MOMENTS.items()),
    Case("jumping", _jumping),
    Case("screen", _under_a_screen),
)
