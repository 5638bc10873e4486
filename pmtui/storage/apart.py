"""A home for a while: for what must never lie among a person's incidents."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from pmtui.storage.disk import explaining


@contextmanager
def apart() -> Iterator[Path]:
    """A new, empty home that is this process's, and its children's, until the end; then it is deleted.

    Raises:
        StorageError: it cannot be made.
    """
    before = os.environ.get("PMTUI_HOME")
    with explaining(Path("a folder for the demo")):
        home = Path(mkdtemp(prefix="pmtui-demo-"))
    os.environ["PMTUI_HOME"] = str(home)
    try:
        yield home
    finally:
        if before is None:
            del os.environ["PMTUI_HOME"]
        else:
            os.environ["PMTUI_HOME"] = before
        shutil.rmtree(home, ignore_errors=True)
