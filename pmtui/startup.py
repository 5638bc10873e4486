"""The tricks that make a start short: each with what it saves, and why the plain way costs that.

Measured on Python 3.11, where `python -c pass` takes 12 ms and `pmtui log TEXT` 65 ms.
"""

from __future__ import annotations

import gc
import os
import sys

_CALL = 100_000
"""New objects before the collector looks for cycles in a call: most calls end before that."""
_SCREEN = 700
"""Python's own number of them."""


def begin_call() -> None:
    """Prepares for a short life: the collector rests, and msgspec is here without what it can do without.

    The resting collector saves 4 ms of a `log` at 10,000 entries.
    """
    gc.set_threshold(_CALL)
    _import_msgspec_alone()


def begin_screens() -> None:
    """Has the collector rest until `settle_screens`.

    Nothing that Textual makes while it is imported and drawn first is garbage, and looking at it again and again
    takes an eighth of the first frame (50 of 390 ms of the processor).
    """
    gc.disable()


def settle_screens() -> None:
    """Ends that rest: the collector works in Python's own rhythm from now on, but for what there is already."""
    settle()
    gc.set_threshold(_SCREEN)
    gc.enable()


def settle() -> None:
    """Has the collector look at nothing that there is now: for when what was made until now stays.

    Before the process ends it saves a fifth of a short call. While a screen runs it saves keys from waiting 100 ms
    each time the collector would look at everything.
    """
    gc.freeze()


def import_what_a_screen_needs_later() -> None:
    """Imports what the first frame does not need: pendulum, which reads the first typed TIME (30 to 50 ms)."""
    import pendulum  # noqa: F401


def columns() -> int:
    """The width of the terminal, as `shutil.get_terminal_size` gives it, without importing shutil (3 ms).

    80 where that is unknown, or none: a terminal that nobody gave a size says 0 (a serial console, `script`, expect).
    """
    return _said() or _of_terminal() or 80


def _said() -> int:
    try:
        return max(0, int(os.environ["COLUMNS"]))
    except (KeyError, ValueError):
        return 0


def _of_terminal() -> int:
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 0
    except (OSError, ValueError):
        return 0


def _import_msgspec_alone() -> None:
    """Imports msgspec without typing_extensions, which takes longer than itself (11 ms).

    It tries that package first, and `typing` if there is none; from Python 3.11 on both hold what it wants.
    """
    if "msgspec" in sys.modules or "typing_extensions" in sys.modules:
        return
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]
    try:
        import msgspec  # noqa: F401
    finally:
        del sys.modules["typing_extensions"]
