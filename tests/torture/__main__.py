"""Tries to break the promises of the real program, at random moments that a seed repeats.

`python -m tests.torture` takes 4 minutes on two cores. It prints one row a campaign, and under the table every
promise that did not hold with the call that repeats it; the exit status is 1 then.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time
from collections.abc import Iterator
from itertools import count

from tests.torture import calls, clocks, crowd, disks, power, scale, signals
from tests.torture.campaign import Case, Found, Step, run_all

CAMPAIGNS: dict[str, tuple[Case, ...]] = {
    "scale": scale.CASES,
    "crowd": crowd.CASES,
    "signals": signals.CASES,
    "calls": calls.CASES,
    "power": power.CASES,
    "disks": disks.CASES,
    "clocks": clocks.CASES,
}
_SHOWN = 5
"""Sentences of one step: many states of a disk break the same promise."""
_COLUMNS = "{:<10}{:>7}{:>9}{:>15}{:>7}{:>10}{:>12}{:>9}"


def main() -> int:
    """Runs what the arguments say; 1 when a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--minutes", type=float, default=4.0, help="how long steps are begun; default: 4")
    parser.add_argument("--hours", type=float, default=0.0, help="the same, in hours")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="repeats a run's moments")
    parser.add_argument(
        "--only", metavar="NAME", default="", help="CAMPAIGN, CAMPAIGN/CASE or CAMPAIGN/CASE/ROUND"
    )
    parser.add_argument("--at-once", type=int, default=2, help="steps that run beside each other; default: 2")
    parser.add_argument("--trace", action="store_true", help="only the system-call trace, which needs strace")
    options = parser.parse_args()
    # Under nohup the programs would inherit that SIGHUP is ignored, and rightly go on.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    if options.trace:
        from tests.torture import trace

        return trace.main()
    return _campaign(
        options.only, options.seed, options.hours * 3600 or options.minutes * 60, options.at_once
    )


def _campaign(only: str, seed: int, seconds: float, at_once: int) -> int:
    began = time.monotonic()
    table: dict[str, Found] = {}
    tried: set[tuple[str, str]] = set()
    for step, found in run_all(_steps(only, seed), seed, seconds, at_once):
        tried.add((step.campaign, step.case.name))
        table.setdefault(step.campaign, Found()).add(found)
        for sentence in found.broken[:_SHOWN]:
            print(f"BROKEN {step.name}: {sentence}", flush=True)
        if found.broken:
            print(f"       again: python -m tests.torture --seed {seed} --only {step.name}", flush=True)
    if not table:
        sys.exit(f"no step is called {only}; there are: {', '.join(CAMPAIGNS)}")
    total = Found()
    print(_COLUMNS.format("", "steps", "faults", "acknowledged", "lost", "doubled", "half lost", "broken"))
    for name, found in table.items():
        print(_row(name, found))
        total.add(found)
    print(_row("all", total))
    for figure in total.figures:
        print(f"  {figure}")
    known = sum(len(cases) for cases in CAMPAIGNS.values())
    print(f"seed {seed}, {time.monotonic() - began:.0f} s, {len(tried)} of {known} cases tried")
    return 1 if total.broken else 0


def _steps(only: str, seed: int) -> Iterator[Step]:
    """Every case once, the long ones first, then again and again; of what is named alone, if something is."""
    campaign, case, number = [*only.split("/"), "", "", ""][:3]
    for turn in [int(number)] if number else count():
        steps = [
            Step(name, each, turn)
            for name, cases in CAMPAIGNS.items()
            for each in cases
            if campaign in ("", name) and case in ("", each.name) and not (each.once and turn)
        ]
        if not steps:
            return
        random.Random(f"{seed} {turn}").shuffle(steps)  # what one run has no time for, another has
        yield from sorted(steps, key=lambda step: step.case.limit, reverse=True)


def _row(name: str, found: Found) -> str:
    numbers = (found.steps, found.faults, found.acknowledged, found.lost, found.doubled, found.half)
    return _COLUMNS.format(name, *numbers, len(found.broken))


if __name__ == "__main__":
    sys.exit(main())
