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
        _delete(home)


def _delete(home: Path) -> None:
    """Deletes it under another name: what a thread still writes, that ends with the process, finds no folder then."""
    going = home.with_name(f"{home.name}-deleted")
    try:
        home.rename(going)
    except OSError:
        going = home
    shutil.rmtree(going, ignore_errors=True)
