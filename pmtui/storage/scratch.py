"""A private file for an editor, gone when it is closed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from types import TracebackType

from pmtui.storage.disk import explaining


class Scratch:
    """A file with a text, readable by its owner alone; Markdown by its name, so that editors know what it is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.path = Path()

    def __enter__(self) -> Scratch:
        """Writes the file.

        Raises:
            StorageError: there is no room for it.
        """
        with explaining(Path(tempfile.gettempdir())):
            fd, name = tempfile.mkstemp(prefix="pmtui-", suffix=".md")
            self.path = Path(name)
            with os.fdopen(fd, "w", encoding="utf-8", newline="\n") as file:
                file.write(self._text)
        return self

    def read(self) -> str:
        """What the file holds now.

        Raises:
            StorageError: it cannot be read, or is no UTF-8.
        """
        with explaining(self.path):
            return self.path.read_bytes().decode(errors="replace")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.path.unlink(missing_ok=True)
