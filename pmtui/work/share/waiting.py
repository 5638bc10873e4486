"""Waiting for what may never come: a call, an event, the first of several."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")
CALL = 6.0
"""Seconds for any call: the engine promises 5, and nothing waits for one that does not keep that."""


def sentence(error: Exception) -> str:
    """What ended a connection, or kept one from being made."""
    if isinstance(error, TimeoutError):
        return str(error) or "the server does not answer"
    if isinstance(error, ConnectionError):
        return str(error) or "the connection is lost"
    return f"the connection failed: {type(error).__name__}"


async def within(call: Awaitable[T]) -> T:
    """The answer to a call; raises TimeoutError when it takes longer than it may."""
    async with asyncio.timeout(CALL):
        return await call


async def either(event: asyncio.Event, seconds: float) -> None:
    """Waits for the event, or so long; the event is clear then."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    event.clear()


async def first_of(*coroutines: Coroutine[Any, Any, None]) -> None:
    """Runs all until one ends, with what that raised; the others are ended."""
    tasks = [asyncio.create_task(each) for each in coroutines]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
