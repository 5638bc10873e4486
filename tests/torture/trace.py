"""A system-call trace of the real program: no receipt, and no row shown as saved, comes before its own fsync.

`python -m tests.torture --trace` needs `strace`, from Debian.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyte

from pmtui.storage.paths import JOURNAL
from tests.cli.calling import environment
from tests.tui.live.live_terminal import Live
from tests.tui.live.terminal import Terminal
from tests.tui.window.windows import create

_LINES = 20
_STRACE = ("strace", "-f", "-y", "-s", "65536", "-e", "trace=write,fsync,fdatasync")
_CALL = re.compile(
    r'(?:\d+ +)?(write|fsync|fdatasync)\((\d+)<([^>]*)>(?:, ("(?:[^"\\]|\\.)*"))?.*\) += (-?\d+)'
)
_LINE = re.compile(r"line (\d+)\b")
_ROW = re.compile(r"note +line (\d+)\b(.*)")


class _Call(NamedTuple):
    name: str
    path: str
    data: bytes


def main() -> int:
    """Traces a script and a screen; 1 when something was called saved too early."""
    if not shutil.which("strace"):
        sys.exit("there is no strace here: apt-get install strace")
    with tempfile.TemporaryDirectory(prefix="pmtui-torture-") as place:
        early = too_early(Path(place))
    for sentence in early:
        print(f"BROKEN {sentence}")
    print(f"{2 * _LINES} lines traced, {len(early)} called saved before their own fsync")
    return 1 if early else 0


def too_early(place: Path) -> list[str]:
    """What was called saved before its own fsync, in a script and on a screen."""
    return [*_script(place / "script"), *_screen(place / "screen")]


def _script(home: Path) -> Iterator[str]:
    """Receipts of `pmtui log`."""
    folder, trace = create(home), home / "trace"
    subprocess.run(
        [*_STRACE, "-o", trace, sys.executable, "-m", "pmtui", "log", "-i", str(folder)],
        env=environment(home),
        input="".join(f"line {number} of a script\n" for number in range(_LINES)).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    told: set[int] = set()
    for call, synced in _with_synced(trace, folder):
        if call.name == "write" and call.path.startswith("pipe:"):
            told |= _numbers(call.data)
            yield from (f"log: the receipt of line {number}" for number in told - synced)
    if len(told) < _LINES:
        yield f"log: only {len(told)} receipts were traced"


def _screen(home: Path) -> Iterator[str]:
    """Rows of the live screen, as a terminal shows them after each write."""
    folder, trace = create(home), home / "trace"
    with _Traced(folder, trace) as live:
        live.ready()
        for number in range(_LINES):
            live.enter(f"line {number} on a screen")
        live.saves(1 + _LINES, seconds=60)
        live.header(" saved")
        live.rests(0.5)
        live.quit()
    screen = pyte.Screen(120, 50)
    stream = pyte.ByteStream(screen)
    shown: set[int] = set()
    for call, synced in _with_synced(trace, folder):
        if call.name == "write" and call.path.startswith("/dev/pts"):
            stream.feed(call.data)
            shown |= _shown_as_saved(screen)
            yield from (f"screen: line {number} is shown as saved" for number in shown - synced)
            shown &= synced
    if len(shown) < _LINES:
        yield f"screen: only {len(shown)} rows were traced"


def _shown_as_saved(screen: pyte.Screen) -> set[int]:
    """The numbers of the rows without a sign that they wait: in italics, and with words at their end.

    A frame may be cut anywhere, between the two signs too: one of them is enough.
    """
    rows = [(y, row) for y, line in enumerate(screen.display) if (row := _ROW.search(line))]
    return {
        int(row[1])
        for y, row in rows
        if "not saved" not in row[2] and not screen.buffer[y][row.start(1)].italics
    }


class _Traced(Live):
    """The live screen under strace."""

    def __init__(self, folder: Path, trace: Path) -> None:
        program = [sys.executable, "-m", "tests.tui.live.program", str(folder)]
        home = {"PMTUI_HOME": str(folder.parent.parent)}
        Terminal.__init__(self, [*_STRACE, "-o", str(trace), *program], columns=120, rows=50, env=home)
        self.folder = folder


def _with_synced(trace: Path, folder: Path) -> Iterator[tuple[_Call, set[int]]]:
    """Each call, and the lines that an fsync of the journal had covered by then."""
    journal = os.path.realpath(folder / JOURNAL)
    written: set[int] = set()
    synced: set[int] = set()
    for call in _calls(trace):
        yield call, synced
        if call.path == journal and call.name == "write":
            written |= _numbers(call.data)
        elif call.path == journal:
            synced = synced | written


def _calls(trace: Path) -> Iterator[_Call]:
    """What succeeded, in the order in which it ended; calls that were interrupted by another thread's are joined."""
    begun: dict[str, str] = {}
    for line in trace.read_text(errors="replace").splitlines():
        thread = line.split(" ", 1)[0]
        if line.endswith("<unfinished ...>"):
            begun[thread] = line.removesuffix("<unfinished ...>").rstrip()
            continue
        resumed = re.search(r"<\.\.\. \w+ resumed>", line)
        found = _CALL.match(begun.pop(thread, "") + line[resumed.end() :] if resumed else line)
        if found and int(found[5]) >= 0:
            text = found[4] or '""'
            yield _Call(found[1], found[3], ast.literal_eval("b" + text)[: int(found[5]) if found[4] else 0])


def _numbers(data: bytes) -> set[int]:
    return {int(number) for number in _LINE.findall(data.decode(errors="replace"))}
