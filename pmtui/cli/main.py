"""One exit point: 0 done, 1 a failure explained in one sentence, 2 a call that is off, 70 a mistake of its own."""

from __future__ import annotations

import sys

from pmtui.cli.printing import end_printing, prepare, print_notice
from pmtui.errors import PmtuiError, UsageError
from pmtui.startup import begin_call

_TYPED = ("new", "log", "find", "completion")
"""Calls that take what a person types: behind its first word, `--debug` may be part of it."""


def run(words: list[str], platform: str = sys.platform) -> int:
    """Runs one call; prints results on stdout and notices on stderr.

    Args:
        words: the call, without the program's name.
        platform: as `sys.platform` names it; Windows has no locks of the kind that the journal needs.
    """
    prepare()
    if platform == "win32":
        print_notice("pmtui: it does not run on Windows itself: use it on Linux, macOS or in WSL")
        return 1
    begin_call()
    words, debug = _debug(words)
    status = _status(words, debug)
    return status if end_printing() else status or 1


def _status(words: list[str], debug: bool) -> int:
    from pmtui.cli import calls

    try:
        return calls.run(words)
    except SystemExit as leaving:  # argparse: the help, or a usage error that is printed already
        return int(leaving.code or 0)
    except KeyboardInterrupt:
        return 130
    except PmtuiError as error:
        if debug:
            raise
        print_notice(f"pmtui: {error}")
        return 2 if isinstance(error, UsageError) else 1
    except Exception as error:
        if debug:
            raise
        return _unforeseen(error)


def _unforeseen(error: Exception) -> int:
    """Says what is saved and where to read on, without a word of what was typed; the exit status."""
    from pmtui.cli import context
    from pmtui.storage import paths, reports

    saved = "every line with a receipt is saved, and `pmtui show` shows it; `pmtui --debug …` shows more"
    print_notice(reports.sentence(error, reports.report(paths.home(), error, context.clock()), saved))
    return reports.STATUS


def _debug(words: list[str]) -> tuple[list[str], bool]:
    """The words without `--debug`, and whether it was among them."""
    call = next((word for word in words if not word.startswith("-")), "")
    reach = words[:2] if call in _TYPED else words
    if "--debug" not in reach:
        return words, False
    at = reach.index("--debug")
    return words[:at] + words[at + 1 :], True
