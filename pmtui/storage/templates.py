"""The user's own templates of the draft: `templates/NAME.md.j2` beside the settings."""

from __future__ import annotations

from pathlib import Path

from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk, StorageError, told

_ENDING = ".md.j2"


def read(folder: Path, name: str, disk: Disk = DISK) -> str | None:
    """The text of a template; None when there is none of that name.

    Raises:
        StorageError: it cannot be read, or is no UTF-8 text.
    """
    path = folder / f"{name}{_ENDING}"
    with told(path):
        try:
            return files.read(disk, path).decode()
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise StorageError(f"{path}: it is no UTF-8 text", "save it as UTF-8") from error


def names(folder: Path) -> list[str]:
    """The names of the templates in the folder, which need not exist."""
    return sorted(path.name.removesuffix(_ENDING) for path in folder.glob(f"*{_ENDING}"))
