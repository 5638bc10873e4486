"""A disk that is full, failing, slow, refusing or taken away while somebody types into the real program.

Whatever it does: typing goes on, what is not on the medium is not called saved, and once the disk works again every
line is there, once, in order.
"""

from __future__ import annotations

import random
import resource
import shutil
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from pmtui.storage.paths import JOURNAL
from tests.cli.calling import environment, process
from tests.torture import typist
from tests.torture.campaign import Case, Found
from tests.tui.live.live_terminal import ENTER, ESCAPE, QUIT, Live, keys
from tests.tui.window.windows import create, texts

_ECHO = 2.0
"""Seconds in which a letter must be drawn, whatever the disk does; it is far less on a machine of one's own."""
_QUESTION = "Not everything is saved"


def _call_fails(what: str, name: str, place: Path, chance: random.Random, found: Found) -> None:
    """A call of the system fails a few times in a row, at a random moment."""
    folder = create(place)
    wanted = typist.lines(chance, 6)
    fault = f"{what}:{chance.randint(1, 8)}:{name}:{1 if what == 'stall' else chance.randint(1, 4)}"
    found.faults += 1
    with Live(folder, "--fault", fault, columns=120) as live:
        live.ready()
        for line in wanted:
            live.enter(line)
            live.draws(chance.random() * 0.1)
        _echoes(live, found)
        _saved(live, wanted, found)


def _limit(place: Path, chance: random.Random, found: Found) -> None:
    """No file may grow any more, and then it may again; meanwhile nothing is called saved."""
    folder = create(place)
    wanted = typist.lines(chance, 9)
    with Live(folder, columns=120) as live:
        live.ready()
        live.enter(*wanted[:3])
        live.saves(4)
        for line in wanted[3:6]:
            size = (folder / JOURNAL).stat().st_size + chance.randint(0, 300)
            resource.prlimit(live.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
            found.faults += 1
            live.enter(line, "x" * 400)
            found.must(live.header("NOT SAVED"), f"a full disk, and it says {live.lines[0]!r}")
            resource.prlimit(
                live.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            )
            found.must(live.header(" saved"), f"room again, and it says {live.lines[0]!r}")
        live.enter(*wanted[6:])
        _echoes(live, found)
        live.wait_for(lambda: wanted[-1] in texts(folder), seconds=10)
    there = texts(folder)
    found.must(there.count("x" * 400) == 3, "a line of a full disk is lost or doubled")
    found.compare(wanted, [text for text in there if text != "x" * 400])


def _taken(how: str, place: Path, chance: random.Random, found: Found) -> None:
    """The incident's folder or journal is moved, removed or replaced under an open screen, and comes back."""
    folder = create(place)
    wanted = typist.lines(chance, 9)
    away = place / "away"
    with Live(folder, columns=120) as live:
        live.ready()
        live.enter(*wanted[:3])
        live.saves(4)
        older = (folder / JOURNAL).read_bytes()
        shutil.copytree(folder, place / "copy")
        live.enter(*wanted[3:6])
        live.saves(7)
        live.header(" saved")
        found.faults += 1
        if how == "older":
            (folder / JOURNAL).write_bytes(older)
        elif how == "replaced":
            (place / "copy" / JOURNAL).replace(folder / JOURNAL)
        else:
            folder.rename(away)
            live.enter(wanted[6])
            found.must(live.header("NOT SAVED"), f"no folder, and it says {live.lines[0]!r}")
            (away if how == "moved" else place / "copy").rename(folder)
        live.enter(*wanted[6 if how in ("older", "replaced") else 7 :])
        live.wait_for(lambda: set(wanted) <= set(texts(folder)), seconds=15)
        found.must(live.header(" saved"), f"{how}: not saved: {live.lines[0]!r}")
        found.must(live.quit() == 0, f"{how}: it cannot be left")
    found.compare(wanted, texts(folder))


def _older_by_calls(place: Path, chance: random.Random, found: Found) -> None:
    """An older journal is put back between two calls: what only the documents hold is joined, or kept and named."""
    folder = create(place)
    wanted = typist.lines(chance, 6)
    _log(folder, wanted[:3], found)
    older = (folder / JOURNAL).read_bytes()
    _log(folder, [*wanted[3:5], "/write summary only the documents know this", "/close"], found)
    (folder / JOURNAL).write_bytes(older)
    found.faults += 1
    _log(folder, wanted[5:], found)
    found.must(process(place, "close", str(folder)).status == 0, "it cannot be closed")
    found.compare([*wanted, "only the documents know this"], texts(folder))


def _script_on_a_full_disk(place: Path, chance: random.Random, found: Found) -> None:
    """A script on a disk that fills up: what has a receipt is recorded, and one sentence says that the rest is not."""
    folder = create(place)
    wanted = typist.lines(chance, 40)
    limit = (folder / JOURNAL).stat().st_size + chance.randint(1, 9000)
    called = process(
        place,
        *("log", "-i", str(folder)),
        typed="".join(f"{line}\n" for line in wanted),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    found.faults += 1
    told = len(called.out.splitlines())
    found.compare(wanted[:told], texts(folder))
    found.must(texts(folder) == wanted[:told], f"{told} receipts, {len(texts(folder))} recorded")
    found.must(
        told == len(wanted) or (called.status == 1 and "Traceback" not in called.err), f"{called.err[-200:]}"
    )


def _nobody_hears(place: Path, chance: random.Random, found: Found) -> None:
    """The receipts go to a full disk: all lines are recorded, the status is 1, and one sentence says why."""
    folder = create(place)
    wanted = typist.lines(chance, 40)
    with open("/dev/full", "w") as full:
        call = subprocess.run(
            [sys.executable, "-m", "pmtui", "log", "-i", str(folder)],
            env=environment(place),
            input="".join(f"{line}\n" for line in wanted).encode(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    found.faults += 1
    found.compare(wanted, texts(folder))
    found.must(
        call.returncode == 1 and b"mistake in pmtui" not in call.stderr, f"{call.returncode} {call.stderr!r}"
    )


def _echoes(live: Live, found: Found) -> None:
    """A letter is drawn at once, whatever the disk does."""
    began = time.monotonic()
    live.type(keys("half é日"))
    shown = live.wait_for(lambda: live.bar.startswith("half é日"), seconds=20)
    found.must(shown and time.monotonic() - began < _ECHO, "typing was held up by the disk")


def _saved(live: Live, wanted: list[str], found: Found) -> None:
    """Everything is saved in the end, and the program can be left."""
    live.wait_for(lambda: len(texts(live.folder)) >= len(wanted), seconds=30)
    found.must(live.header(" saved", seconds=30), f"not saved: {live.lines[0]!r}")
    found.must(_leave(live) == 0, f"it cannot be left: {live.lines}")
    there = texts(live.folder)
    found.compare(wanted, there)
    found.must(there == wanted, "out of order or changed")
    with Live(live.folder, columns=120) as again:
        if not again.wait_for(lambda: again.bar.startswith("half é日"), seconds=10):
            found.kept("half é日", [again.bar])
        again.type([ENTER])


def _leave(live: Live) -> int | None:
    """Leaves; as long as the disk does not hold the half-typed line, the program asks, and the person stays."""
    for _ in range(10):
        live.type([QUIT])
        live.wait_for(lambda: live.wait_for_end(seconds=0) is not None or _asks(live))
        if not _asks(live):
            break
        live.type([ESCAPE])
        live.gone(_QUESTION)
        live.rests(1)
    return live.wait_for_end()


def _asks(live: Live) -> bool:
    return any(_QUESTION in line for line in live.lines)


def _log(folder: Path, lines: list[str], found: Found) -> None:
    called = process(
        folder.parent.parent, "log", "-i", str(folder), typed="".join(f"{line}\n" for line in lines)
    )
    found.must(called.status == 0, f"log: {called.err[-300:]}")


_FAILING = {
    "fail": ("write", "sync", "replace", "open", ""),
    "full": ("write", "sync", "replace", "mkdir"),
    "read-only": ("write", "open"),
    "short": ("write",),
    "torn": ("write",),
    "stall": ("sync", "write"),
}
CASES = (
    *(
        Case(f"{what}-{name or 'any'}", partial(_call_fails, what, name), limit=90)
        for what, names in _FAILING.items()
        for name in names
    ),
    Case("limit", _limit),
    *(Case(how, partial(_taken, how)) for how in ("moved", "removed", "older", "replaced")),
    Case("older-by-calls", _older_by_calls),
    Case("script-full", _script_on_a_full_disk),
    Case("nobody-hears", _nobody_hears),
)
