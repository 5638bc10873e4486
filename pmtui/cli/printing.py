"""What a call prints: results on stdout, talk on stderr; never a control character, never an error about a pipe."""

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


def put(text: str) -> None:
    """One result, with its line end."""
    from pmtui.model.text import clean

    try:
        print(clean(text), flush=True)
    except BrokenPipeError:
        hush()


def write(content: str | bytes) -> None:
    """A document as it is, a text in UTF-8 whatever the terminal speaks: its bytes are what is stored."""
    data = content.encode() if isinstance(content, str) else content
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        hush()


def say(text: str) -> None:
    """Talk goes to stderr, so that results can be piped."""
    from pmtui.model.text import clean

    print(clean(text), file=sys.stderr, flush=True)


def hush() -> None:
    """Nobody reads stdout any more (`| head`): what is being recorded goes on, and says nothing of it."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)
