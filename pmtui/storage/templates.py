"""The user's own templates of the draft: `templates/NAME.md.j2` beside the settings."""

from __future__ import annotations

from pathlib import Path

from pmtui.model.incident.layouts import LAYOUTS
from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk

_ENDING = ".md.j2"


def read(folder: Path, name: str, disk: Disk = DISK) -> str | None:
    """The text of a template; None when there is none of that name.

    Raises:
        StorageError: it cannot be read, or is no UTF-8 text.
    """
    return files.read_text(disk, folder / f"{name}{_ENDING}", files.SHORT)


def unknown(folder: Path, name: str) -> tuple[str, str]:
    """What to say of a name that no template has, and what to do."""
    return (
        f"there is no template {name!r}",
        f"name one of: {', '.join(names(folder))}; your own lie in {folder}",
    )


def names(folder: Path) -> list[str]:
    """The names of all templates: those that come with the program, then those in the folder, which need not exist."""
    own = sorted(path.name.removesuffix(_ENDING) for path in folder.glob(f"*{_ENDING}"))
    return list(dict.fromkeys([*LAYOUTS, *own]))
