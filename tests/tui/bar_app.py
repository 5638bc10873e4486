"""A tiny app around the command bar: writes what is submitted to a file, one JSON string a line.

Run as `python -m tests.tui.bar_app FILE`.
"""

from __future__ import annotations

import sys

from pmtui.tui.terminal.early import early_raw_mode


def main() -> None:
    """Runs it on the file named in the arguments."""
    with early_raw_mode() as raw:
        from tests.tui.bar_screen import BarApp

        app = BarApp(sys.argv[1], raw)
        app.run()
    sys.exit(app.return_code)


if __name__ == "__main__":
    main()
