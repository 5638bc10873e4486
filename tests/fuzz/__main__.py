"""`python -m tests.fuzz`: random input for every door, one table, exit 1 for a fault; `--help` names the options.

Each fault is printed with the seed that makes it again: `python -m tests.fuzz --door NAME --inputs 1 --seed N`.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
import traceback
from types import FrameType

from tests.fuzz.dice import Dice
from tests.fuzz.doors import DOORS, Door

PATIENCE = 10
"""Seconds after which an input hangs."""
_OF_THE_TIME = 0.5
"""The most of the time left that one door but the last takes: none is left out."""
_SHOWN = 3
"""Faults of one door that are printed whole."""


def main() -> int:
    """1 when anything but a sentence came of an input."""
    call = argparse.ArgumentParser(prog="python -m tests.fuzz")
    call.add_argument("--inputs", type=int, default=20_000)
    call.add_argument("--seconds", type=float, default=float("inf"), help="stop then, whatever is left")
    call.add_argument("--seed", type=int, default=1)
    call.add_argument("--door", choices=[door.name for door in DOORS])
    options = call.parse_args()
    signal.signal(signal.SIGALRM, _hung)
    end = time.monotonic() + options.seconds
    faults = 0
    print(f"{'door':<10}{'inputs':>10}{'faults':>8}{'seconds':>9}   seed {options.seed}")
    doors = [door for door in DOORS if options.door in (None, door.name)]
    for number, door in enumerate(doors, 1):
        many = options.inputs * door.share // 100 if options.door is None else options.inputs
        begun = time.monotonic()
        until = begun + (end - begun) * _OF_THE_TIME if number < len(doors) else end
        done, wrong = _through(door, range(options.seed, options.seed + many), until)
        faults += wrong
        print(f"{door.name:<10}{done:>10}{wrong:>8}{time.monotonic() - begun:>9.0f}", flush=True)
    return 1 if faults else 0


def _through(door: Door, seeds: range, until: float) -> tuple[int, int]:
    """Inputs that went through a door, and how many of them were a fault."""
    done = wrong = 0
    for seed in seeds:
        if time.monotonic() > until:
            break
        done += 1
        signal.alarm(PATIENCE)
        try:
            door.enter(Dice(seed))
        except Exception:
            wrong += 1
            if wrong <= _SHOWN:
                print(f"{door.name}, seed {seed}:\n{traceback.format_exc()}", file=sys.stderr)
        finally:
            signal.alarm(0)
    return done, wrong


def _hung(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"an input took over {PATIENCE} seconds")


if __name__ == "__main__":
    sys.exit(main())
