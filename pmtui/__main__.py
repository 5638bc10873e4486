"""`pmtui`: answers the version at once, everything else in the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """The exit status of one call of the program."""
    words = sys.argv[1:]
    if words == ["--version"]:
        from pmtui import __version__

        print(f"pmtui {__version__}")
        return 0
    from pmtui.cli.main import run
    from pmtui.startup import settle

    status = run(words)
    settle()
    return status


if __name__ == "__main__":
    sys.exit(main())
