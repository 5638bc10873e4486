"""The program with an ear on the interpreter: it ends with status 99 at the first reach for a network.

Run as `python -m tests.cli.audited WORDS …`, in a terminal too.
"""

from __future__ import annotations

import os
import sys
from typing import Any

REACHED = 99
AUDITED = ("-m", "tests.cli.audited")
"""Behind the interpreter, in place of `-m pmtui`."""
_NETWORK = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethost",
)


def main() -> None:
    """Runs it as the words say."""
    sys.addaudithook(_heard)
    from pmtui.__main__ import main as program

    sys.exit(program())


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_NETWORK):
        os.write(2, f"{event} {arguments!r}\n".encode())
        os._exit(REACHED)


if __name__ == "__main__":
    main()
