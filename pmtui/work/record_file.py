"""A record in a file that a person names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pmtui.model.incident.incident import Incident
from pmtui.output.record import record
from pmtui.output.record.record import Record, RecordError
from pmtui.storage.deliver import collect

if TYPE_CHECKING:
    from pmtui.output.draft.template import Template


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


def draft(path: Path, incident: Incident, template: Template | None) -> str | None:
    """The draft of the incident of a record that stands alone, with what a person wrote between its blocks.

    None where nobody wrote any: then the draft is what its entries make it.

    Raises:
        StorageError, RecordError: as for `read`.
    """
    own = read(path).between
    if not own:
        return None
    from pmtui.output.draft import between
    from pmtui.output.draft.draft import draft
    from pmtui.output.draft.template import PLAIN

    return between.carried(draft(incident, "timeline.svg", template or PLAIN), own)
