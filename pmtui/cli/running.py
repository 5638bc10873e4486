"""`pmtui log --run CMD …`: runs a command, shows its output, and records what became of it."""

from __future__ import annotations

import shlex
import subprocess
import sys

from pmtui.cli.house import clock
from pmtui.errors import PmtuiError, UsageError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.receipt import receipt
from pmtui.model.text import clean
from pmtui.session import Session

CAP = 32_768
"""Bytes of output that are recorded: the first and the last half; the cap is said in the entry."""
_BLOCK = 4096


def record(here: Session, command: list[str]) -> int:
    """Runs the command to its end and records command, exit status, duration and output as one entry.

    Raises:
        PmtuiError: it cannot be started; nothing is recorded then.
    """
    if not command:
        raise UsageError("--run needs a command", "pmtui log --run kubectl get pods")
    start = clock()
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except OSError as error:
        raise PmtuiError(
            f"{command[0]}: {(error.strerror or str(error)).lower()}", "nothing was run"
        ) from None
    output = _watched(process)
    end = clock()
    entry = e.Run(
        id=codec.new_id(start),
        recorded=end,
        by=here.by,
        at=start,
        until=end,
        zone=here.incident.zone,
        salt=codec.new_salt(),
        command=clean(shlex.join(command)),
        exit=process.returncode,
        seconds=round((end - start).total_seconds(), 3),
        text=clean(_capped(output).decode(errors="replace")).strip("\n"),
    )
    item = here.write(entry)
    print(f"{here.slug} {receipt(item, here.incident, clock())}", file=sys.stderr)
    return 0


def _watched(process: subprocess.Popen[bytes]) -> bytes:
    """The command's output, passed on as it comes; an interrupt ends the command, not the recording."""
    parts: list[bytes] = []
    assert process.stdout is not None
    while True:
        try:
            block = process.stdout.read1(_BLOCK)  # type: ignore[attr-defined]
            if not block:
                process.wait()
                return b"".join(parts)
            parts.append(block)
            sys.stdout.buffer.write(block)
            sys.stdout.flush()
        except KeyboardInterrupt:
            continue  # the terminal sent it to the command as well


def _capped(output: bytes) -> bytes:
    if len(output) <= CAP:
        return output
    half = CAP // 2
    left_out = f"\n[… {len(output) - CAP} of {len(output)} bytes left out, pmtui keeps {CAP} …]\n"
    return output[:half] + left_out.encode() + output[-half:]
