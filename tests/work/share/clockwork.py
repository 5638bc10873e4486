"""An event loop whose clock jumps to the next thing to do: minutes of back-off and time-outs take no time."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

T = TypeVar("T")


class _Selector(selectors.DefaultSelector):
    """Never waits: it moves the clock."""

    def __init__(self, advance: Callable[[float], None]) -> None:
        super().__init__()
        self._advance = advance

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found: list[tuple[selectors.SelectorKey, int]] = super().select(0)
        if timeout is None and not found:
            raise RuntimeError("nothing will ever happen again")
        if timeout and not found:
            self._advance(timeout)
        return found


class Clockwork(asyncio.SelectorEventLoop):
    """A loop with a clock of its own, in seconds from 0 on."""

    def __init__(self) -> None:
        self.now = 0.0
        super().__init__(_Selector(self._advance))

    def time(self) -> float:
        return self.now

    def _advance(self, seconds: float) -> None:
        self.now += seconds

    def pass_time(self, seconds: float) -> None:
        """Lets all that is due in so many seconds happen."""
        self.run_until_complete(asyncio.sleep(seconds))


class Inline(Executor):
    """Does what it is given at once, in the thread of whoever asks."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done


def play(story: Coroutine[Any, Any, T]) -> T:
    """Runs a story to its end, and whatever it left in the loop."""
    loop = Clockwork()
    try:
        return loop.run_until_complete(story)
    finally:
        _end(loop)


def _end(loop: Clockwork) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
    loop.close()
