"""`pmtui log --run CMD …`: runs a command, shows its output, and records what became of it."""

from __future__ import annotations

import os
import select
import shlex
import shutil
import signal
import subprocess
import sys
from typing import Any

from pmtui.cli import context
from pmtui.cli.printing import print_notice, stop_printing
from pmtui.errors import PmtuiError, UsageError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.line.receipt import receipt
from pmtui.model.text import clean
from pmtui.storage.disk import StorageError
from pmtui.work.session import Session

CAP = 32_768
"""Bytes of output that are recorded: the first and the last half; the cap is said in the entry."""
_HALF = CAP // 2
_BLOCK = 65_536
"""As much as a pipe holds."""
_LOOK = 0.2
"""Seconds between two looks at whether a command that prints nothing was ended by a signal."""
_BY_SIGNAL = 128
"""Shells give 128 and the signal's number as the status of a command that a signal ended."""
_NOT_RUN = 126
"""The status that shells give a command that is there and cannot be run."""


def record(here: Session, command: list[str]) -> int:
    """Runs the command to its end; one entry holds command, exit status, duration and output.

    The entry is on disk before the command runs: whatever ends pmtui meanwhile, it says what was started. The end is a
    correction of it. SIGTERM and SIGHUP are passed on to the command, as by `timeout`; its end is recorded then too,
    and pmtui ends with 128 and the signal's number. Else it ends with 0, however the command did.

    Raises:
        PmtuiError: it cannot be started, or not recorded; a journal that cannot be written is known before.
    """
    if not command:
        raise UsageError("--run needs a command", "as in pmtui log --run kubectl get pods")
    if here.journal.read_only:
        raise PmtuiError(
            f"{here.slug}: its journal can only be read, so nothing was run",
            "upgrade pmtui if a newer one wrote it, else check who owns it",
        )
    _check(command)
    started = _started_entry(here, command)
    context.write(here, started)
    with _PassedOn() as passed_on:
        status, output = _run(command, passed_on)
    try:
        context.write(here, _end(here, started, status, output))
    except StorageError:
        print_notice(f"pmtui: the command ran and ended with {status}; that is not recorded, only its start")
        raise
    print_notice(f"{here.slug} {receipt(here.incident.item(started.id), here.incident, context.clock())}")
    return _BY_SIGNAL + passed_on.number if passed_on.number else 0


def _started_entry(here: Session, command: list[str]) -> e.Run:
    start = context.clock()
    return e.Run(
        id=codec.new_id(start),
        recorded=start,
        by=here.by,
        at=start,
        zone=here.incident.zone,
        command=clean(shlex.join(map(_visible, command))),
        running=True,
    )


def _end(here: Session, started: e.Run, status: int, output: _Output) -> e.Amend:
    """The correction that says how it ended."""
    end = context.clock()
    new = {
        "kind": e.kind_of(started),
        "command": started.command,
        "exit": status,
        "seconds": max(0.0, round((end - started.recorded).total_seconds(), 3)),
        "text": clean(output.text()).strip("\n"),
    }
    return e.Amend(id=codec.new_id(end), recorded=end, by=here.by, refs=(started.id,), new=new)


class _PassedOn:
    """SIGTERM and SIGHUP go to the command, unless they are ignored (nohup).

    An interrupt at the terminal reaches the command by itself: it ends the command, not the recording.
    """

    def __init__(self) -> None:
        self.number = 0
        """The signal that came last; 0 for none."""
        self.process: subprocess.Popen[bytes] | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> _PassedOn:
        self._before[signal.SIGINT] = signal.signal(signal.SIGINT, lambda number, frame: None)
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._pass_on)
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _pass_on(self, number: int, _: object) -> None:
        self.number = number
        if self.process is not None:
            self.process.send_signal(number)

    def started(self, process: subprocess.Popen[bytes]) -> None:
        """Whom they go to, those that came before too."""
        self.process = process
        if self.number:
            process.send_signal(self.number)


def _visible(word: str) -> str:
    """A word of the command as it can be recorded: a byte that is no UTF-8 (a file's name) as `\\xe9`."""
    return os.fsencode(word).decode(errors="backslashreplace")


class _Output:
    """What a command printed, of which the first and the last half of the cap are kept."""

    def __init__(self) -> None:
        self._size = 0
        self._head = b""
        self._tail = b""

    def add(self, block: bytes) -> None:
        """Takes what was printed next."""
        self._size += len(block)
        room = _HALF - len(self._head)
        self._head += block[:room]
        self._tail = (self._tail + block[room:])[-_HALF:]

    def text(self) -> str:
        """What is kept; what is left out is said."""
        left_out = self._size - len(self._head) - len(self._tail)
        gap = f"\n[… {left_out} of {self._size} bytes left out, pmtui keeps {CAP} …]\n" if left_out else ""
        if not gap:
            return (self._head + self._tail).decode(errors="replace")
        return self._head.decode(errors="replace") + gap + self._tail.decode(errors="replace")


def _run(command: list[str], passed_on: _PassedOn) -> tuple[int, _Output]:
    """The command's exit status and output, which is passed on as it comes."""
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except OSError as error:
        output = _Output()
        output.add(f"{command[0]}: {(error.strerror or str(error)).lower()}".encode())
        print_notice(f"pmtui: {output.text()}")
        return _NOT_RUN, output
    with process:
        passed_on.started(process)
        output = _watched(process, passed_on)
        status = process.wait()
    return (status if status >= 0 else _BY_SIGNAL - status), output


def _check(command: list[str]) -> None:
    """Refuses what cannot be started before it is recorded as started.

    Raises:
        PmtuiError: there is no such command, or no process can be given its words.
    """
    why = ""
    if any("\0" in word for word in command):
        why = "a NUL character is in it"
    elif shutil.which(command[0]) is None:
        why = "there is no such command"
    if why:
        raise PmtuiError(f"{clean(command[0])}: {why}", "nothing was run, nothing is recorded")


def _watched(process: subprocess.Popen[bytes], passed_on: _PassedOn) -> _Output:
    """What it prints, until nobody can print any more.

    Once a signal ended it, what it began and left behind is not waited for: that may hold its output open for hours,
    and pmtui is to end too.
    """
    assert process.stdout is not None
    printed = process.stdout.fileno()
    output, ended = _Output(), False
    while not ended:
        ended = bool(passed_on.number) and process.poll() is not None
        if not select.select([printed], [], [], 0 if ended else _LOOK)[0]:
            continue
        block = os.read(printed, _BLOCK)
        if not block:
            break
        output.add(block)
        try:
            sys.stdout.buffer.write(block)
            sys.stdout.buffer.flush()
        except OSError as error:  # nobody reads it, or its disk is full: the record is what counts
            stop_printing(error)
    return output
