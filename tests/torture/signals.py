"""Signals at random moments while somebody types into the real program: in the bar, the editor, a dialog, at home.

After what ends the program, all that it had read is in the journal or in `unsent/`, the half-typed line too; kill -9
may cost the last half second. After what only interrupts it, everything typed is recorded as it was typed.
"""

from __future__ import annotations

import json
import os
import random
import re
import shlex
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pmtui.model import entries as e
from pmtui.storage.paths import UNSENT
from tests.torture import typist
from tests.torture.campaign import Case, Found
from tests.torture.typist import Piece
from tests.tui.live.live_terminal import ENTER, ESCAPE, Live, keys
from tests.tui.live.terminal import Terminal
from tests.tui.window.windows import create, entries, texts, write

_HALF_SECOND = 1.0
"""Seconds before a kill -9 from which on a line may be gone: the half second, and what a busy machine needs."""
_LEAVES = 5.0
"""Seconds in which the program must end: one is promised, and this machine does several things at once."""
_ROW = re.compile(r"note +(line \d+) (.*)")
_OFF = {"1049": b"l", "2004": b"l", "1000": b"l", "1003": b"l", "25": b"h"}
"""Modes that a terminal must be left in: no alternate screen, no marked pastes, no mouse, the cursor shown."""
_MODE = re.compile(rb"\x1b\[\?(\d+)([hl])")

_SURVIVORS = ("STOP", "CONT", "WINCH", "TSTP")
_ENDS = ("KILL", "TERM", "HUP", "vanished")


class Job(Live):
    """The live screen as a job of a shell, which can be stopped and fetched back with `fg`."""

    def __init__(self, folder: Path) -> None:
        shell = ["bash", "--norc", "--noprofile", "--noediting", "-i"]
        home = str(folder.parent.parent)
        Terminal.__init__(self, shell, columns=120, rows=40, env={"PMTUI_HOME": home, "PS1": "shell: "})
        self.folder = folder
        assert self.wait_for_text("shell:")
        self.type([*keys(shlex.join([sys.executable, "-m", "tests.tui.live.program", str(folder)])), ENTER])

    @property
    def pid(self) -> int:
        return os.tcgetpgrp(self._controller)

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)


# --- how it is interrupted


def _stop(live: Live, chance: random.Random) -> None:
    live.signal(signal.SIGSTOP)
    live.draws(chance.random() * 0.3)
    live.signal(signal.SIGCONT)


def _suspend(live: Live, chance: random.Random, found: Found) -> None:
    """TSTP from outside, then the shell's `fg`; the shell must find a terminal that it can use."""
    before = len(live.output)
    live.signal(signal.SIGTSTP)
    back = live.wait_for(lambda: b"shell: " in live.output[before:], seconds=10)
    found.must(back, "TSTP: the shell did not come back")
    found.must(not _left_on(live), f"TSTP: modes left on: {_left_on(live)}")
    live.draws(chance.random() * 0.2)
    live.type([*keys("fg"), ENTER])
    live.wait_for(lambda: _mode(live, "1049") == b"h", seconds=10)


def _resize(live: Live, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 4)):
        live.resize(chance.randint(60, 200), chance.randint(15, 60))
        live.draws(chance.random() * 0.05)
    live.resize(120, 40)


def _interrupt(how: str, live: Live, chance: random.Random, found: Found) -> None:
    found.faults += 1
    if how == "STOP":
        _stop(live, chance)
    elif how == "CONT":
        live.signal(signal.SIGCONT)
    elif how == "WINCH":
        _resize(live, chance)
    else:
        _suspend(live, chance, found)


def _end(how: str, live: Live, found: Found) -> None:
    """Ends it, once it has read what was typed; but for kill -9 it must leave the terminal as it was, soon."""
    found.faults += 1
    if how == "KILL":
        live.kill()
        return
    live.wait_for(lambda: live.unread == 0)
    if how == "vanished":
        # what the kernel has not handed over yet goes with the terminal; no program can have it
        live.draws(0.2)
        live.hang_up()
        found.must(
            live.wait_unseen(lambda: live.status is not None, seconds=_LEAVES), f"still there: {_LEAVES} s"
        )
    else:
        live.signal(signal.Signals[f"SIG{how}"])
        found.must(live.wait_for_end(seconds=_LEAVES) is not None, f"{how}: still there after {_LEAVES} s")
    if how != "vanished":
        found.must(live.as_found, f"{how}: the terminal is not set as it was found")
        found.must(not _left_on(live), f"{how}: modes left on: {_left_on(live)}")
        found.must(b"Traceback" not in live.output, f"{how}: a traceback")


def _mode(live: Live, name: str) -> bytes:
    states = [state for mode, state in _MODE.findall(bytes(live.output)) if mode.decode() == name]
    return states[-1] if states else b""


def _left_on(live: Live) -> list[str]:
    return [name for name, wanted in _OFF.items() if _mode(live, name) not in (b"", wanted)]


# --- the bar of the live screen


def bar_ends(how: str, place: Path, chance: random.Random, found: Found) -> None:
    """Typing ends at a random moment; the next window has what was entered, and the half-typed line."""
    folder = create(place)
    wanted = typist.lines(chance, chance.randint(1, 12))
    typed = typist.pieces(chance, wanted)
    typed = typed[: chance.randint(1, len(typed))]
    with Live(folder, columns=120, rows=50) as live:
        live.ready()
        times = _type(live, typed, chance)
        live.draws(chance.choice([0.0, chance.random() * 2]))
        saved = _shown_as_saved(live)
        sure = _sure(typed, times, how)
        _end(how, live, found)
    _reopened(folder, wanted, saved, sure, found)


def _reopened(folder: Path, wanted: list[str], saved: list[str], sure: Piece, found: Found) -> None:
    """The next window saves what was entered, and holds what was half typed."""
    with Live(folder, columns=120, rows=50) as live:
        found.must(live.header(" saved"), f"reopened, and not saved: {live.lines[:2]}")
        found.must(live.quit() == 0, "reopened, and not left with 0")
    there = texts(folder)
    entered = wanted[: sure.entered]
    found.compare(dict.fromkeys([*entered, *(text for text in wanted if _named(text) in saved)]), there)
    found.must(there == wanted[: len(there)], f"out of order or changed: {there[-3:]}")
    if len(there) == sure.entered:  # else its Enter was read as well
        found.kept(sure.half.rstrip(), _unsent(folder))


def _bar_goes_on(how: str, place: Path, chance: random.Random, found: Found) -> None:
    """Everything typed before and after is recorded as it was typed, and the program can be left."""
    folder = create(place)
    wanted = typist.lines(chance, 8)
    typed = typist.pieces(chance, wanted)
    moments = set(chance.sample(range(len(typed)), 3))
    with _live(how, folder) as live:
        live.ready()
        for at, piece in enumerate(typed):
            live.type([piece.data], pause=_pause(chance))
            if at in moments:
                _interrupt(how, live, chance, found)
        live.saves(1 + len(wanted), seconds=10)
        found.must(live.header(" saved"), f"{how}: not saved: {live.lines[:2]}")
        _leave(how, live, found)
    found.compare(wanted, texts(folder))
    found.must(
        texts(folder) == wanted, f"{how}: changed: {[x for x in texts(folder) if x not in wanted][:3]}"
    )
    found.kept(typed[-1].half, _unsent(folder))


# --- the editor of the write-up


def _editor_ends(how: str, place: Path, chance: random.Random, found: Found) -> None:
    """The prose typed so far is in a version of the section, or in the next window's parked line."""
    folder = _closed(place)
    typed = typist.pieces(chance, typist.lines(chance, chance.randint(0, 3)))
    typed = typed[: chance.randint(1, len(typed))]
    with Live(folder, columns=120, rows=50) as live:
        _open_editor(live)
        times = _type(live, typed, chance)
        live.draws(chance.choice([0.0, chance.random() * 2]))
        sure = _sure(typed, times, how)
        _end(how, live, found)
    prose = _prose(typed[: typed.index(sure) + 1]) if sure in typed else ""
    with Live(folder, columns=120, rows=50) as live:
        found.must(live.header(" saved"), f"reopened, and not saved: {live.lines[:2]}")
        found.must(live.quit() == 0, "reopened, and not left with 0")
    found.kept(prose, _versions(folder))


def _editor_goes_on(how: str, place: Path, chance: random.Random, found: Found) -> None:
    """All of it is the section's next version."""
    folder = _closed(place)
    typed = typist.pieces(chance, typist.lines(chance, 3))
    moments = set(chance.sample(range(len(typed)), 3))
    with _live(how, folder) as live:
        _open_editor(live)
        for at, piece in enumerate(typed):
            live.type([piece.data], pause=_pause(chance))
            if at in moments:
                _interrupt(how, live, chance, found)
        live.type([ESCAPE])
        live.wait_for(lambda: _prose(typed) in _versions(folder), seconds=10)
        _leave(how, live, found)
    found.acknowledged += 1
    found.kept(_prose(typed), _versions(folder))


def _closed(place: Path) -> Path:
    folder = create(place)
    write(folder, "it began", "/close")
    return folder


def _open_editor(live: Live) -> None:
    assert live.wait_for_text("Enter Mend"), live.lines  # a closed incident opens with its write-up
    live.ready()
    live.press(b"\t")
    assert live.wait_for_text("Enter Edit"), live.lines
    live.type([ENTER])
    assert live.wait_for_text("Section ▸"), live.lines


def _prose(typed: list[Piece]) -> str:
    """What stands in the editor: Enter is a line end there."""
    done = b"".join(piece.data for piece in typed).replace(b"\x1b[200~", b"").replace(b"\x1b[201~", b"")
    return done.decode(errors="ignore").replace("\r", "\n").strip()


def _versions(folder: Path) -> list[str]:
    """The text of every version of a section, and of what is parked for one."""
    written = [entry.text for entry in entries(folder) if isinstance(entry, e.Write)]
    parked = [text.split(" ", 2)[-1] for text in _unsent(folder) if text.startswith("/write ")]
    return written + [text.replace("\n  ", "\n") for text in parked]


# --- dialogs, and home


def _dialog(how: str, place: Path, chance: random.Random, found: Found) -> None:
    """The question whether to close is open: what was entered is there, and what is typed goes on afterwards."""
    folder = create(place)
    wanted = typist.lines(chance, 4)
    with _live(how, folder) as live:
        live.ready()
        live.enter(*wanted[:3])
        live.enter("/close")
        assert live.wait_for_text("Close this incident?"), live.lines
        live.draws(chance.random() * 0.3)
        if how in _ENDS:
            _end(how, live, found)
        else:
            _interrupt(how, live, chance, found)
            live.type([ESCAPE])
            found.must(live.gone("Close this incident?"), f"{how}: the dialog stays")
            live.enter(wanted[3])
            live.saves(5, seconds=10)
            _leave(how, live, found)
    _reopened(folder, wanted, [], Piece(b"", 3 if how in _ENDS else 4, ""), found)


def _home(how: str, place: Path, chance: random.Random, found: Found) -> None:
    """At the list of incidents: it ends cleanly, or its filter still finds an incident, which takes a line."""
    folder = create(place)
    create(place, "2023-10-16-数据库", "数据库 is slow")
    with Live(folder, home=True, columns=120, rows=40) as live:
        assert live.wait_for_text("2 incidents"), live.lines
        for piece in typist.pieces(chance, [])[:1] if how in _ENDS else []:
            live.type([piece.data])
        if how in _ENDS:
            _end(how, live, found)
            return
        live.type(keys("check"), pause=0.005)
        _interrupt(how, live, chance, found)
        live.type(keys("out"), pause=0.005)
        found.must(live.wait_for_text("checkout"), f"{how}: the filter is lost: {live.lines[:3]}")
        live.type([ENTER])
        live.ready()
        live.enter("line 0 on with it")
        live.saves(2, seconds=10)
        _leave(how, live, found)
    found.compare(["line 0 on with it"], texts(folder))


# --- what they share


def _live(how: str, folder: Path) -> Live:
    return Job(folder) if how == "TSTP" else Live(folder, columns=120, rows=40)


def _leave(how: str, live: Live, found: Found) -> None:
    if isinstance(live, Job):
        live.type([b"\x11"])
        found.must(live.wait_for(lambda: not _left_on(live), seconds=10), f"{how}: it cannot be left")
    else:
        status = live.quit()
        found.must(status == 0, f"{how}: left with {status}: {live.lines[:2]}")
        found.must(not _left_on(live), f"{how}: modes left on: {_left_on(live)}")
    found.must(b"Traceback" not in live.output, f"{how}: a traceback")


def _pause(chance: random.Random) -> float:
    return chance.choice([0.0, 0.001, 0.004, 0.015])


def _type(live: Live, typed: list[Piece], chance: random.Random) -> list[float]:
    """When each was typed."""
    times = []
    for piece in typed:
        live.type([piece.data], pause=_pause(chance))
        times.append(time.monotonic())
    return times


def _sure(typed: list[Piece], times: list[float], how: str) -> Piece:
    """The last that must not be lost if it ended now."""
    latest = time.monotonic() - (_HALF_SECOND if how == "KILL" else 0)
    sure = [piece for piece, when in zip(typed, times, strict=True) if when <= latest]
    return sure[-1] if sure else Piece(b"", 0, "")


def _shown_as_saved(live: Live) -> list[str]:
    """The names of the lines that the screen shows as saved."""
    rows = [_ROW.search(line) for line in live.lines]
    return [row[1] for row in rows if row and "not saved" not in row[2]]


def _named(text: str) -> str:
    return " ".join(text.split()[:2])


def _unsent(folder: Path) -> list[str]:
    """Every line that windows, living and dead, hold outside the journal."""
    held: list[str] = []
    for path in (folder / UNSENT).glob("*.json"):
        state = json.loads(path.read_text())
        held += [line.get("text", "") for line in (state.get("half", {}), *state.get("parked", []))]
    return held


def _cases() -> list[Case]:
    places: dict[str, tuple[Callable[..., None], Callable[..., None]]] = {
        "bar": (bar_ends, _bar_goes_on),
        "editor": (_editor_ends, _editor_goes_on),
        "dialog": (_dialog, _dialog),
        "home": (_home, _home),
    }
    made = []
    for name, (ends, goes_on) in places.items():
        made += [Case(f"{name}-{how}", partial(ends, how)) for how in _ENDS]
        made += [
            Case(f"{name}-{how}", partial(goes_on, how))
            for how in _SURVIVORS
            if name != "home" or how != "TSTP"
        ]
    return made


CASES = tuple(_cases())
