"""Who else can read an incident's files: nobody, or the members of a group where the folder is a group's.

A folder is its group's when it is setgid and the group can write to it, and what is made in it is the group's as well:
so one that was made for that, as `install -d -m 2770 -g oncall /srv/incidents` does, needs no setting.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pmtui.model.entries import ATTACHMENTS
from pmtui.storage.disk import DISK, FILE_MODE, FOLDER_MODE, Disk, explaining
from pmtui.storage.paths import (
    ASIDE,
    CHART,
    CHECKPOINT,
    DRAFT,
    JOURNAL,
    LOCK,
    RECORD,
    SCRATCH,
    SHARE,
    SHARE_LOCK,
    SHARE_TURN,
    TURN,
    UNSENT,
)

_GROUPS_FILE = 0o660
_GROUPS_FOLDER = 0o2770
_EACH_MEMBERS_FOLDER = 0o3770
"""All members make files in it, and nobody takes another's away."""
_FILES = (JOURNAL, CHECKPOINT, LOCK, TURN, SHARE_LOCK, SHARE_TURN, RECORD, DRAFT, CHART)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def is_groups(mode: int) -> bool:
    """Whether a folder with this mode is its group's."""
    wanted = stat.S_ISGID | stat.S_IWGRP
    return mode & wanted == wanted


def file_mode(above: int) -> int:
    """The mode of a new file, by that of the folder that it is made in."""
    return _GROUPS_FILE if is_groups(above) and not above & stat.S_ISVTX else FILE_MODE


def folder_mode(above: int, *, shared: bool = False, each: bool = False) -> int:
    """The mode of a new folder, by that of the folder that it is made in.

    Args:
        above: the mode there.
        shared: it is its group's in any case.
        each: what each member makes in it is theirs alone.
    """
    if not (shared or is_groups(above)):
        return FOLDER_MODE
    return _EACH_MEMBERS_FOLDER if each else _GROUPS_FOLDER


def maker(above: os.stat_result) -> int:
    """The user whose file it is that this process makes in a folder: behind `sudo` the owner of the folder."""
    return os.geteuid() or above.st_uid


def is_anothers(path: Path, disk: Disk = DISK) -> bool:
    """Whether a file is another member's alone, in a group's folder where each makes their own."""
    with suppress(OSError):
        above = disk.stat(path.parent)
        each = is_groups(above.st_mode) and above.st_mode & stat.S_ISVTX
        return bool(each) and disk.stat(path).st_uid != maker(above)
    return False


def is_anothers_link(path: Path, disk: Disk = DISK) -> bool:
    """Whether a name in a group's folder is a link that another member made; root's is the machine's own.

    Raises:
        OSError: its folder is gone.
    """
    above = disk.stat(path.parent)
    return is_groups(above.st_mode) and disk.link_owner(path) not in (None, 0, maker(above))


def others_can_change(path: Path, disk: Disk = DISK) -> bool:
    """Whether the other members of a group can write to a file, or put another in its place.

    Raises:
        OSError: it is gone.
    """
    above = disk.stat(path.parent).st_mode
    sticky = bool(above & stat.S_ISVTX)
    return is_groups(above) and not (sticky and not disk.stat(path).st_mode & stat.S_IWGRP)


def readers(folder: Path, disk: Disk = DISK) -> str:
    """Who else can read and write in a folder, in one sentence; empty when nobody can.

    Raises:
        StorageError: it is gone.
    """
    with explaining(folder):
        found = disk.stat(folder)
        if not is_groups(found.st_mode):
            return ""
        group = _group(found.st_gid)
        for above in disk.target(folder).parents:
            if not _lets_in(disk.stat(above), found.st_gid):
                return f"members of group {group} cannot get to it, because {above} keeps them out"
    return f"members of group {group} can read and write it"


def _lets_in(folder: os.stat_result, group: int) -> bool:
    """Whether the members of a group can go through a folder."""
    return bool(folder.st_mode & (stat.S_IXGRP if folder.st_gid == group else stat.S_IXOTH))


def _group(number: int) -> str:
    import grp

    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def owner(path: Path, disk: Disk = DISK) -> str:
    """The name of the user whose file it is.

    Raises:
        OSError: it is gone.
    """
    import pwd

    number = disk.stat(path).st_uid
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def open_to_others(folder: Path, disk: Disk = DISK) -> list[Path]:
    """What pmtui wrote into an incident's folder, itself included, that more users can reach than should."""
    return [path for path, mode, right in _own(folder, disk) if mode & _OTHERS & ~right]


def closed_to_members(folder: Path, disk: Disk = DISK) -> list[Path]:
    """What pmtui wrote into a group's folder that its members cannot read or write, and should."""
    return [path for path, mode, right in _own(folder, disk) if right & stat.S_IRWXG & ~mode]


def put_right(folder: Path, disk: Disk = DISK) -> tuple[list[Path], list[Path]]:
    """Gives what is `open_to_others` or `closed_to_members` the rights that it should have.

    Returns:
        The paths that have them now, and those that only their owner can give them.
    """
    done, owned = [], []
    for path, mode, right in _own(folder, disk):
        others = _EACH_MEMBERS_FOLDER & ~stat.S_IRWXU | _OTHERS
        if mode & _OTHERS & ~right or right & stat.S_IRWXG & ~mode:
            try:
                disk.chmod(path, mode & ~others | right & others)
                done.append(path)
            except OSError:
                owned.append(path)
    return done, owned


def _own(folder: Path, disk: Disk) -> Iterator[tuple[Path, int, int]]:
    """What pmtui wrote into a folder, each with the mode that it has, and the one that it should have."""
    for path, right in _rights(folder, disk):
        with suppress(OSError):
            yield path, stat.S_IMODE(disk.stat(path).st_mode), right


def _rights(folder: Path, disk: Disk) -> Iterator[tuple[Path, int]]:
    """What pmtui may have written into a folder, each with the mode that it should have."""
    shared = False
    with suppress(OSError):
        shared = is_groups(disk.stat(folder).st_mode)
    top = folder_mode(0, shared=shared)
    yield folder, top
    yield from ((folder / name, file_mode(top)) for name in _FILES)
    yield folder / SHARE, FILE_MODE
    for inner in (ASIDE, ATTACHMENTS, UNSENT, SCRATCH):
        mode = folder_mode(top, each=inner in (UNSENT, SCRATCH))
        yield folder / inner, mode
        with suppress(OSError):
            yield from (((folder / inner / name), file_mode(mode)) for name in disk.names(folder / inner))
