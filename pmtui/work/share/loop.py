"""The event loop of a program that shares: nothing in it keeps the program from ending."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine
from typing import Any, TypeVar

from pmtui.work.share.one_thread import OneThread

T = TypeVar("T")


def run(main: Coroutine[Any, Any, T]) -> T:
    """Runs it in a loop of its own, as `asyncio.run` does."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(main)


class _Loop(asyncio.SelectorEventLoop):
    """Looks names up in a thread that Python's end does not wait for: a resolver may take half a minute to give up."""

    def __init__(self) -> None:
        super().__init__()
        self._names = OneThread("share-names")

    async def getaddrinfo(  # noqa: PLR0913 - the library's own
        self,
        host: Any,
        port: Any,
        *,
        family: int = 0,
        type: int = 0,
        proto: int = 0,
        flags: int = 0,
    ) -> Any:
        return await self.run_in_executor(
            self._names, socket.getaddrinfo, host, port, family, type, proto, flags
        )

    def close(self) -> None:
        super().close()
        self._names.shutdown()
