"""`python -m tests.benchmarks [NAME …] [--quick] [--dir FOLDER]`: prints the table of targets and what was measured."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.closing import closing, following, held
from tests.benchmarks.durable import durable
from tests.benchmarks.importing import imported
from tests.benchmarks.opening import opening
from tests.benchmarks.place import Place
from tests.benchmarks.rows import Row, header
from tests.benchmarks.screen import echo, first_frame, memory, painted
from tests.benchmarks.share import share
from tests.benchmarks.shared import foreign, home, stats
from tests.benchmarks.shell import log, version
from tests.benchmarks.typing_rates import keys

_BENCHMARKS: dict[str, Callable[[Place], Iterator[Row]]] = {
    "keys": keys,
    "durable": durable,
    "painted": painted,
    "echo": echo,
    "first-frame": first_frame,
    "log": log,
    "version": version,
    "opening": opening,
    "closing": closing,
    "held": held,
    "following": following,
    "foreign": foreign,
    "home": home,
    "import": imported,
    "stats": stats,
    "memory": memory,
    "share": share,
}


def main() -> None:
    """Runs what is named, or everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", metavar="NAME", nargs="*", help=", ".join(_BENCHMARKS))
    parser.add_argument(
        "--quick", action="store_true", help="a quarter of the samples: a hint, no measurement"
    )
    parser.add_argument(
        "--dir", type=Path, help="a folder on the disk that is measured; default: the system's"
    )
    options = parser.parse_args()
    if unknown := set(options.names) - set(_BENCHMARKS):
        parser.error(
            f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(_BENCHMARKS)}"
        )
    start = time.perf_counter()
    print(header(), flush=True)
    missed = 0
    with tempfile.TemporaryDirectory(prefix="pmtui-", dir=options.dir) as root:
        place = Place(Path(root), options.quick)
        for name in options.names or _BENCHMARKS:
            for row in _BENCHMARKS[name](place):
                print(row, flush=True)
                missed += not row.meets
    print(f"\n{missed} missed, {time.perf_counter() - start:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
