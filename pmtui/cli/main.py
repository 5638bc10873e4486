"""One exit point: 0 done, 1 a failure explained in one sentence, 2 a call that is off."""

from __future__ import annotations

import os
import sys

from pmtui.cli.parser import parse
from pmtui.errors import PmtuiError, UsageError


def run(words: list[str]) -> int:
    """Runs one call; prints results on stdout and talk on stderr."""
    debug = "--debug" in words and ("--run" not in words or words.index("--debug") < words.index("--run"))
    try:
        options = parse([word for word in words if word != "--debug"] if debug else words)
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except SystemExit as leaving:  # argparse: the help, or a usage error that is printed already
        return int(leaving.code or 0)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads: not worth a word
        return 1
    except KeyboardInterrupt:
        return 130
    except PmtuiError as error:
        if debug:
            raise
        say(f"pmtui: {error}")
        return 2 if isinstance(error, UsageError) else 1
    except Exception as error:
        if debug:
            raise
        say(f"pmtui: a mistake in pmtui itself ({type(error).__name__}: {error}); --debug shows where")
        return 1


def say(text: str) -> None:
    """Talk goes to stderr, so that results can be piped."""
    print(text, file=sys.stderr)
