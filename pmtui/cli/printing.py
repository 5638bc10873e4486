"""What a call prints: results on stdout, notices on stderr; never a control character, never an error about a pipe."""

from __future__ import annotations

import io
import os
import sys


def prepare() -> None:
    """A terminal that cannot show a letter gets a `?`, and a stream that is closed is an empty one."""
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
    except BrokenPipeError:
        stop_printing()


def print_json(value: object) -> None:
    """A result for a program to read."""
    import msgspec

    print_result(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def print_document(content: str | bytes) -> None:
    """A document as it is, a text in UTF-8 whatever the terminal speaks: its bytes are what is stored."""
    data = content.encode() if isinstance(content, str) else content
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        stop_printing()


def print_notice(text: str) -> None:
    """A sentence for the person, on stderr, so that results can be piped."""
    from pmtui.model.text import clean

    print(clean(text), file=sys.stderr, flush=True)


def stop_printing() -> None:
    """Nobody reads stdout any more (`| head`): what is being recorded goes on, further results go nowhere."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)
