"""When a screen without a terminal is at rest: everything that was typed has worked, and is drawn."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from unittest.mock import patch

from pmtui.tui.app import PmtuiApp
from pmtui.tui.screens.live import LiveScreen
from pmtui.tui.window.writer import Writer

_QUIET, _BREATH = 2, 0.002
"""How often in a row nothing may be left to do, and seconds in between, in which a thread may have got somewhere."""
_THREADS = 0.02
"""Seconds in which what threads are at may still come: on a disk that fails it never does."""
_LONGEST = 1.0
"""Seconds after which it is taken to be at rest, as Textual does: something moves that never ends."""


@contextmanager
def waiting(app: PmtuiApp) -> Iterator[None]:
    """Has every key that a test presses wait until the screen is at rest.

    In place of Textual's own wait, which takes a process for idle that got no time for 20 ms: on a busy machine it is
    not, and on an idle one three such waits a key were half of the time of these tests.
    """
    wait = partial(at_rest, app)
    with patch("textual.app.wait_for_idle", wait), patch("textual.pilot.wait_for_idle", wait):
        yield


async def at_rest(app: PmtuiApp, *_: float) -> None:
    """Waits until it is nobody's turn in the event loop, nothing is to be drawn, and threads are done as well."""
    loop = asyncio.get_running_loop()
    began = time.monotonic()
    quiet = 0
    while quiet < _QUIET and time.monotonic() < began + _LONGEST:
        await asyncio.sleep(0)
        quiet += 1
        if loop._ready or _draws(app):  # type: ignore[attr-defined] # whose turn is next, in an asyncio loop
            quiet = 0
        elif _threads_work(app) and time.monotonic() < began + _THREADS:
            quiet = 0
            await asyncio.sleep(_BREATH)
        else:
            await asyncio.sleep(_BREATH)


def _draws(app: PmtuiApp) -> bool:
    """Whether something was to be drawn; it is drawn now, and what waits for that is done."""
    if not (app.is_running and app.screen_stack):
        return False
    screen = app.screen
    wanted = (
        screen._callbacks,
        screen._layout_required,
        screen._scroll_required,
        screen._repaint_required,
        screen._recompose_required,
        screen._dirty_widgets,
    )
    if not any(wanted):
        return False
    screen._on_timer_update()
    return True


def _threads_work(app: PmtuiApp) -> bool:
    windows = [screen.window for screen in app.screen_stack if isinstance(screen, LiveScreen)]
    return any(worker.is_running for worker in app.workers) or any(_writes(one.writer) for one in windows)


def _writes(writer: Writer) -> bool:
    return writer._done < writer._handed or not (writer._keeper.idle and writer._publisher.idle)
