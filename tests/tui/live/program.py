"""The real program for tests, with a clock of the test's and a disk that fails when asked to.

Run as `python -m tests.tui.live.program FOLDER [--now TIME] [--steps FILE] [--fault WHAT:CALL:NAME[:TIMES]]
[--lasting SECONDS] [--mistake] [--name NAME]`. The clock stands at TIME when the program starts and goes on from
there; with FILE, which holds seconds, it is TIME plus these plus the machine's monotonic clock. WHAT is one of
`Faulty`; CALL counts from the first call after the incident is open; NAME limits it to calls of that name. SECONDS is
how long a program that has to end stays for its disk. With `--mistake` the palette's key is one that nobody foresaw.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pmtui.tui.terminal.early import EarlyRaw, early_raw_mode


def main() -> None:
    """Runs it as the arguments say."""
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--now", type=datetime.fromisoformat)
    options.add_argument("--steps", type=Path)
    options.add_argument("--fault", default="")
    options.add_argument("--lasting", type=float)
    options.add_argument("--mistake", action="store_true")
    options.add_argument("--name", default="ana")
    arguments = options.parse_args()
    with early_raw_mode() as raw:
        raw.ending.lasting = arguments.lasting or raw.ending.lasting
        if arguments.mistake:
            _make_mistake()
        sys.exit(
            _run(
                arguments.folder, _clock(arguments.now, arguments.steps), arguments.fault, raw, arguments.name
            )
        )


def _make_mistake() -> None:
    from pmtui.tui.app import PmtuiApp

    def fail(app: PmtuiApp) -> None:
        held = app.query("*")
        raise ZeroDivisionError(f"hunter2 {held}")

    PmtuiApp.action_command_palette = fail  # type: ignore[method-assign, assignment]


def _clock(start: datetime | None, steps: Path | None) -> Callable[[], datetime]:
    if start is None:
        return lambda: datetime.now(UTC)
    began = time.monotonic()

    def clock() -> datetime:
        ahead = float(steps.read_text()) if steps else -began
        return start + timedelta(seconds=time.monotonic() + ahead)

    return clock


def _run(folder: Path, clock: Callable[[], datetime], fault: str, raw: EarlyRaw, name: str) -> int:
    from pmtui.storage import paths
    from pmtui.storage.library import Library
    from pmtui.storage.settings import Settings
    from pmtui.tui.app import PmtuiApp
    from pmtui.tui.terminal.driver import TerminalDriver
    from tests.storage.faults import Faulty

    disk = Faulty()
    app = PmtuiApp(
        Library(paths.home()),
        Settings(name=name),
        clock,
        folder,
        raw,
        driver_class=TerminalDriver,
        disk=disk,
    )
    if fault:
        what, call, only, times = [*fault.split(":"), "1"][:4]
        disk.arm(int(call), what, only, int(times))
    return app.run_to_end()


if __name__ == "__main__":
    main()
