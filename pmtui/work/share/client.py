"""The client of NATS, made to behave: found or named, quiet on the terminal, and no call of it without an end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from pmtui.work.share.engine import Refused

if TYPE_CHECKING:
    from nats.aio.msg import Msg

CALL = 5.0
"""Seconds until a call is given up."""


def import_client() -> None:
    """The client is there.

    asyncio remarks on how it ends a TLS connection; on stderr that would stand in the middle of a screen.
    """
    try:
        import nats.aio.client  # noqa: F401
    except ImportError:
        raise Refused(
            "sharing needs the extra pmtui[share]", "install it: pip install 'pmtui[share]'"
        ) from None
    logging.getLogger("asyncio").addFilter(_is_of_use)
    logging.getLogger("nats").addHandler(logging.NullHandler())


def _is_of_use(record: logging.LogRecord) -> bool:
    return "eof_received" not in str(record.msg)


def status(answer: Msg) -> str:
    """What the server says instead of an answer, as a number; empty when it answers."""
    return "" if answer.data else (answer.headers or {}).get("Status", "")


@contextmanager
def heeding_ends() -> Iterator[None]:
    """The client swallows the end of a task, or makes an error of it; whoever ended the task would wait for ever."""
    task = asyncio.current_task()
    assert task is not None
    before = task.cancelling()
    try:
        yield
    finally:
        if task.cancelling() > before:
            raise asyncio.CancelledError


@asynccontextmanager
async def ending() -> AsyncIterator[None]:
    """Every call ends, and with an error of this program's own kind."""
    from nats.errors import Error

    try:
        with heeding_ends():
            async with asyncio.timeout(CALL):
                yield
    except TimeoutError as error:
        if error.args:
            raise
        raise TimeoutError("the server does not answer") from None
    except Error as error:
        raise ConnectionError(str(error)) from None
