"""A record in a file that a person names."""

from __future__ import annotations

from pathlib import Path

from pmtui.output.record import record
from pmtui.output.record.record import Record, RecordError
from pmtui.storage.deliver import collect


def read(path: Path) -> Record:
    """What the record holds.

    Raises:
        StorageError: the file cannot be read.
        RecordError: it holds no record; names the file.
    """
    try:
        return record.read(collect(path))
    except RecordError as error:
        raise RecordError(f"{path}: {error.what}", error.do) from None
