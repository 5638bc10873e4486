"""One exit point: 0 done, 1 a failure explained in one sentence, 2 a call that is off, 70 a mistake of its own."""

from __future__ import annotations

import gc
import sys

from pmtui.cli.printing import end_printing, prepare, print_notice
from pmtui.errors import PmtuiError, UsageError

_TYPED = ("new", "log", "find")
"""Calls that take what a person types: behind its first word, `--debug` may be part of it."""

_GARBAGE = 100_000
"""New objects before the collector looks for cycles: most calls end before that."""


def run(words: list[str], platform: str = sys.platform) -> int:
    """Runs one call; prints results on stdout and notices on stderr.

    Args:
        words: the call, without the program's name.
        platform: as `sys.platform` names it; Windows has no locks of the kind that the journal needs.
    """
    gc.set_threshold(_GARBAGE)
    prepare()
    if platform == "win32":
        print_notice("pmtui: it does not run on Windows itself: use it on Linux, macOS or in WSL")
        return 1
    _load_msgspec()
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


def _load_msgspec() -> None:
    """Imports msgspec without typing_extensions, which takes longer than itself and which it can do without.

    It tries that package first, and `typing` if there is none; from Python 3.11 on both hold what it wants.
    """
    if "msgspec" in sys.modules or "typing_extensions" in sys.modules:
        return
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]
    try:
        import msgspec  # noqa: F401
    finally:
        del sys.modules["typing_extensions"]
