"""What a call prints: results on stdout, notices on stderr; never a control character, never an error about a pipe."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

_failed: OSError | None = None
"""Why results could not be printed; None as long as they can, or nobody reads them."""


_stopped = False
"""Whether further results go nowhere."""


def prepare() -> None:
    """A terminal that cannot show a letter gets a `?`, and a stream that is closed is an empty one."""
    global _failed, _stopped
    _failed, _stopped = None, False
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))
        elif name != "stdin" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def print_result(text: str) -> None:
    """One result, with its line end."""
    from pmtui.model.text import clean

    try:
        print(clean(text), flush=True)
    except OSError as error:
        stop_printing(error)


def print_json(value: object) -> None:
    """A result for a program to read."""
    import msgspec

    print_result(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def print_json_line(value: object) -> None:
    """One of several results for a program to read, on a line of its own."""
    import msgspec

    print_result(msgspec.json.encode(value).decode())


def print_document(content: str | bytes) -> None:
    """A document as it is, a text in UTF-8 whatever the terminal speaks: its bytes are what is stored.

    A terminal gets a text without what would steer it: others may have written it.
    """
    if isinstance(content, str) and sys.stdout.isatty():
        print_result(content.removesuffix("\n"))
        return
    data = content.encode() if isinstance(content, str) else content
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        stop_printing(error)


def print_notice(text: str) -> None:
    """A sentence for the person, on stderr, so that results can be piped."""
    from pmtui.model.text import clean

    try:
        print(clean(text), file=sys.stderr, flush=True)
    except OSError:  # then there is no place to say so, and what is being recorded goes on
        _silence(sys.stderr)


def stop_printing(error: OSError) -> None:
    """Stdout takes nothing any more: what is being recorded goes on, further results go nowhere.

    A reader that left (`| head`) has what it wanted; any other error is kept for `end_printing`.
    """
    global _failed, _stopped  # noqa: PLW0603 - see prepare
    _stopped = True
    if not isinstance(error, BrokenPipeError):
        _failed = error
    _silence(sys.stdout)


def is_read() -> bool:
    """Whether results still reach somebody, as far as printing them has shown."""
    return not _stopped


def end_printing() -> bool:
    """Whether all results were printed; says why when they were not. Nothing is left to be printed later."""
    try:
        sys.stdout.flush()
    except OSError as error:
        stop_printing(error)
    if _failed is None:
        return True
    why = (_failed.strerror or str(_failed)).lower()
    print_notice(f"pmtui: the results could not be printed: {why}; what the call recorded or wrote is saved")
    return False


def _silence(stream: TextIO) -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)
