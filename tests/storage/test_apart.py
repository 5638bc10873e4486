"""A home for a while."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from pmtui.storage.apart import apart


def test_nothing_is_left_of_it_while_a_thread_still_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The threads of the screen end with the process, and the home is deleted before that."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    begun, over = Event(), Event()

    def write(folder: Path) -> None:
        number = 0
        while not over.is_set():
            with suppress(OSError):
                (folder / str(number)).touch()
            number += 1
            begun.set()

    with apart() as home:
        (home / "incidents").mkdir()
        thread = Thread(target=write, args=(home / "incidents",))
        thread.start()
        assert begun.wait(10)
    left = [*tmp_path.iterdir()]
    over.set()
    thread.join()
    assert left == []
