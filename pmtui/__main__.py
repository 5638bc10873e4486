"""`pmtui`: answers the version at once, everything else in the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """The exit status of one call of the program."""
    words = sys.argv[1:]
    if words == ["--version"]:
        return _print_version()
    from pmtui.cli.main import run
    from pmtui.startup import settle

    status = run(words)
    settle()
    return status


def _print_version() -> int:
    from pmtui import __version__

    try:
        print(f"pmtui {__version__}", flush=True)
    except OSError as error:
        from pmtui.cli import printing

        printing.stop_printing(error)
        return 0 if printing.end_printing() else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
