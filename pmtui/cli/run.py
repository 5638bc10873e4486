"""`pmtui log --run CMD …`: runs a command, shows its output, and records what became of it."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
from typing import IO

from pmtui.cli import context
from pmtui.cli.printing import print_notice, stop_printing
from pmtui.errors import PmtuiError, UsageError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.text import clean
from pmtui.storage.disk import StorageError
from pmtui.work.session import Session

CAP = 32_768
"""Bytes of output that are recorded: the first and the last half; the cap is said in the entry."""
_HALF = CAP // 2
_BLOCK = 4096
_BY_SIGNAL = 128
"""Shells give 128 and the signal's number as the status of a command that a signal ended."""


def record(here: Session, command: list[str]) -> int:
    """Runs the command to its end and records command, exit status, duration and output as one entry.

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
    start = context.clock()
    status, output = _run(command)
    end = context.clock()
    entry = e.Run(
        id=codec.new_id(start),
        recorded=end,
        by=here.by,
        at=start,
        until=end,
        zone=here.incident.zone,
        command=clean(shlex.join(command)),
        exit=status,
        seconds=round((end - start).total_seconds(), 3),
        text=clean(output.text()).strip("\n"),
    )
    try:
        done = context.write(here, entry)
    except StorageError:
        print_notice(f"pmtui: the command ran and ended with {status}; that is not recorded")
        raise
    print_notice(done)
    return 0


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


def _run(command: list[str]) -> tuple[int, _Output]:
    """The command's exit status and output, which is passed on as it comes.

    An interrupt at the terminal reaches the command too: it ends the command, not the recording.
    """
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        with _started(command) as process:
            assert process.stdout is not None
            output = _watched(process.stdout)
            status = process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    return (status if status >= 0 else _BY_SIGNAL - status), output


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except FileNotFoundError:
        why = "there is no such command"
    except OSError as error:
        why = (error.strerror or str(error)).lower()
    except ValueError as error:  # a NUL in a word
        why = str(error)
    raise PmtuiError(f"{command[0]}: {why}", "nothing was run, nothing is recorded")


def _watched(printed: IO[bytes]) -> _Output:
    output = _Output()
    while block := printed.read1(_BLOCK):  # type: ignore[attr-defined]
        output.add(block)
        try:
            sys.stdout.buffer.write(block)
            sys.stdout.buffer.flush()
        except OSError:  # nobody reads it, or its disk is full: the record is what counts
            stop_printing()
    return output
