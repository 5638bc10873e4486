"""Calls of the command line that are killed, ended or left by their terminal at a random moment.

What a receipt named is recorded, once; whatever was under way is done, or can be done again, and is whole then.
"""

from __future__ import annotations

import fcntl
import random
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pmtui.output.record import record
from pmtui.storage.paths import RECORD
from tests.cli.calling import environment, process
from tests.torture import typist
from tests.torture.campaign import Case, Found
from tests.tui.window.windows import create, entries, texts, write

_SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP)
_LONGEST = 0.9
"""Seconds in which a call is over on most machines."""
_RECEIPT = re.compile(r"#(\d+) ")
_SECRET = "hunter2日本"


def _script(number: signal.Signals, place: Path, chance: random.Random, found: Found) -> None:
    """A script is fed line by line: each line with a receipt is recorded, and of HUP and TERM each that was read."""
    folder = create(place)
    wanted = typist.lines(chance, 200)
    call = _call(folder, "log", "-i", str(folder))
    assert call.stdin is not None
    assert call.stdout is not None
    sent = chance.randint(1, len(wanted))
    call.stdin.write("".join(f"{line}\n" for line in wanted[:sent]).encode())
    call.stdin.flush()
    if number != signal.SIGKILL:
        _wait(lambda: _unread(call) == 0)
    time.sleep(chance.random() * _LONGEST)
    found.faults += 1
    call.send_signal(number)
    out, err = call.communicate(timeout=30)
    told = len(_RECEIPT.findall(out.decode()))
    there = texts(folder)
    sure = told if number == signal.SIGKILL else sent
    found.compare(wanted[:sure], there)
    found.must(there == wanted[: len(there)], "out of order or changed")
    found.must(b"Traceback" not in err and b"mistake in pmtui" not in err, f"it says {err[-200:]!r}")


def _closing(number: signal.Signals, place: Path, chance: random.Random, found: Found) -> None:
    """A close with its documents is interrupted: what is there is whole, and the next close makes all of it."""
    folder = create(place)
    wanted = typist.lines(chance, 300)
    write(folder, *wanted)
    for _ in range(3):
        _interrupted(folder, number, chance, found, "close", str(folder))
        if (folder / RECORD).exists():
            found.must(bool(record.read((folder / RECORD).read_text()).entries), "the record is not whole")
    _done(folder, found, "close", str(folder))
    found.compare(wanted, texts(folder))
    held = record.read((folder / RECORD).read_text()).entries
    found.must(len(held) == len(entries(folder)), "the record lacks entries after the last close")
    _done(folder, found, "verify", str(folder))


def _moving(number: signal.Signals, place: Path, chance: random.Random, found: Found) -> None:
    """Entries are on their way to another incident: each is in one of the two, and once there after another try."""
    folder = create(place)
    other = create(place, "2023-10-16-other", "Another one")
    wanted = typist.lines(chance, 6)
    write(folder, *wanted)
    move = ("log", "-i", str(folder), "/move #2..#4 other")
    _interrupted(folder, number, chance, found, *move)
    found.compare(wanted, [*dict.fromkeys(texts(folder) + texts(other))])
    _done(folder, found, *move)
    there = texts(other)
    found.compare(wanted[1:4], there)


def _redacting(number: signal.Signals, place: Path, chance: random.Random, found: Found) -> None:
    """A redaction is interrupted: once it is recorded, whichever call comes next finishes it."""
    folder = create(place)
    write(folder, "before", f"the password is {_SECRET}", "after")
    _done(folder, found, "close", str(folder))
    _interrupted(folder, number, chance, found, "log", "-i", str(folder), "/redact #2 a password")
    _done(folder, found, "log", "-i", str(folder), "the next line")
    found.compare(["before", "after", "the next line"], [t for t in texts(folder) if _SECRET not in t and t])
    if any(entry.redacted for entry in entries(folder)) or _recorded_redaction(folder):
        left = [str(path.relative_to(place)) for path in _holding(place, _SECRET.encode())]
        found.must(not left, f"redacted, and its text is still in {left}")


def _recorded_redaction(folder: Path) -> bool:
    return any(type(entry).__name__ == "Redact" for entry in entries(folder))


def _holding(place: Path, text: bytes) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file() and text in path.read_bytes()]


# --- what they share


def _call(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    environ = environment(folder.parent.parent)
    return subprocess.Popen(
        [sys.executable, "-m", "pmtui", *words], env=environ, stdin=pipe, stdout=pipe, stderr=pipe
    )


def _interrupted(
    folder: Path, number: signal.Signals, chance: random.Random, found: Found, *words: str
) -> None:
    call = _call(folder, *words)
    time.sleep(chance.random() * _LONGEST)
    found.faults += 1
    call.send_signal(number)
    _, err = call.communicate(timeout=30)
    found.must(b"Traceback" not in err and b"mistake in pmtui" not in err, f"it says {err[-200:]!r}")


def _done(folder: Path, found: Found, *words: str) -> None:
    called = process(folder.parent.parent, *words)
    found.must(called.status == 0, f"{words[0]} afterwards: {called.status} {called.err[-300:]}")


def _unread(call: subprocess.Popen[bytes]) -> int:
    assert call.stdin is not None
    return int(struct.unpack("i", fcntl.ioctl(call.stdin, termios.FIONREAD, b"\0" * 4))[0])


def _wait(promise: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not promise() and time.monotonic() < end:
        time.sleep(0.002)


CASES = tuple(
    Case(f"{what.__name__.strip('_')}-{number.name}", partial(what, number))
    for what in (_script, _closing, _moving, _redacting)
    for number in _SIGNALS
)
