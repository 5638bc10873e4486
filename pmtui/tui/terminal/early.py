"""The terminal between the start of the program and its first screen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pmtui.tui.terminal.ending import Ending


class EarlyRaw:
    """What the terminal was like before it was put into raw mode."""

    def __init__(
        self, found: list[object] | None = None, waiting: bool = False, ending: Ending | None = None
    ) -> None:
        self._found = found
        self.waiting = waiting
        """Whether keys were typed before raw mode: an Enter among them arrives as ctrl+j."""
        self.ending = ending or Ending()
        """What a signal begins."""

    def hand_over(self, driver: object) -> None:
        """Lets Textual's driver put the terminal back as it was found when it suspends for an editor.

        Left alone it would remember raw mode, in which the editor or the shell gets no line ends and no echo.
        """
        if self._found is not None and hasattr(driver, "attrs_before"):
            driver.attrs_before = self._found
        if hasattr(driver, "hear"):
            driver.hear(self.ending)


@contextmanager
def early_raw_mode() -> Iterator[EarlyRaw]:
    """Raw mode from here on, so that Enter typed while Textual is imported is still Enter; undone at the end.

    Nothing that was typed is dropped. Ctrl+C still interrupts until the first screen stands; SIGTERM and SIGHUP put
    the terminal back. Without a terminal this does nothing.
    """
    try:
        import signal
        import termios
        import tty
    except ImportError:  # Windows hands keys over as they are
        yield EarlyRaw()
        return
    try:
        descriptor = sys.stdin.fileno()
        found = termios.tcgetattr(descriptor)
    except (termios.error, OSError, ValueError, AttributeError):
        yield EarlyRaw()
        return
    raw = list(found)
    raw[tty.IFLAG] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON)
    raw[tty.LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)

    def restore() -> None:
        with suppress(termios.error):  # the terminal is gone
            termios.tcsetattr(descriptor, termios.TCSANOW, found)

    ending = Ending(restore)
    heard = ending.watch()
    termios.tcsetattr(descriptor, termios.TCSANOW, raw)
    try:
        yield EarlyRaw(found, _keys_wait(descriptor), ending)
    finally:
        restore()
        for number, handler in heard.items():
            signal.signal(number, handler)


def _keys_wait(descriptor: int) -> bool:
    import select

    return bool(select.select([descriptor], [], [], 0)[0])
