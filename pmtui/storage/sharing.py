"""How an incident is shared: `share.toml` in its folder, which its owner alone can read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import Literal

import msgspec

from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk, StorageError, explain, explaining
from pmtui.storage.paths import SHARE
from pmtui.storage.private import owner

GUEST = " (via link)"
"""Behind the name of a person whom nothing but the line has let in."""


class Sharing(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where an incident's machines meet, and how this one is let in there."""

    id: str
    """The incident's."""
    urls: tuple[str, ...]
    """`tls://HOST:PORT` of each server of a cluster; `nats://` where nothing is encrypted. None: not shared yet."""
    me: str
    """This machine's part of the subject that says who is here: letters and digits."""
    role: Literal["lead", "member"] = "member"
    """The lead began it: they erase what is redacted, and end it."""
    secret: str = ""
    """Of the role."""
    creds: str = ""
    """A file with credentials of NATS that is used instead of the secret."""
    pin: str = ""
    """The SHA-256 of the server's certificate, in hexadecimal digits."""
    ca: str = ""
    """Certificates in PEM, of those who may have signed the server's; empty: whom the system trusts."""
    guest: bool = False
    """This machine came by a line."""
    members: str = ""
    """The secret that the line holds; only the lead has it here."""
    until: datetime | None = None
    """How long the line takes new members, UTC; only the lead has it here."""
    here: bool = False
    """The server is this machine's own, of this incident alone."""
    bind: str = ""
    """The address that it listens on; empty: loopback."""
    port: int = 0

    def credentials(self) -> str:
        """What the file of `creds` holds.

        Raises:
            StorageError: it cannot be read.
        """
        from pmtui.storage.deliver import collect

        return collect(Path(self.creds))


def load(folder: Path, disk: Disk = DISK) -> Sharing | None:
    """How the incident in a folder is shared by this user; None when it is not.

    In a group's folder another member may be the one who shares it: what they write goes through the journal.

    Raises:
        StorageError: what is there cannot be read.
    """
    try:
        found = _read(folder / SHARE, disk)
    except PermissionError:
        return None
    return found if found and found.urls else None


def prepared(folder: Path, disk: Disk = DISK) -> Sharing | None:
    """The same, and also the secrets of one that is to be shared by a server that does not know them yet.

    Raises:
        StorageError: what is there cannot be read, or is another member's.
    """
    path = folder / SHARE
    try:
        return _read(path, disk)
    except PermissionError:
        raise StorageError(
            f"{folder.name} is shared by {owner(path, disk)}, who keeps its secrets to themselves",
            "log as usual: it goes to the others from there",
        ) from None


def shared_by(folder: Path, disk: Disk = DISK) -> str:
    """The other member of a group who shares the incident in a folder; empty when that is nobody, or this user."""
    path = folder / SHARE
    try:
        _read(path, disk)
    except PermissionError:
        return owner(path, disk)
    except StorageError:  # what is wrong with the file is said elsewhere
        pass
    return ""


def own(folder: Path, disk: Disk = DISK) -> Sharing | None:
    """As `load`, for what only whoever shares it can do.

    Raises:
        StorageError: what is there cannot be read, or is another member's.
    """
    found = prepared(folder, disk)
    return found if found and found.urls else None


def _read(path: Path, disk: Disk) -> Sharing | None:
    try:
        data = files.read(disk, path, files.SHORT)
    except FileNotFoundError:
        return None
    except PermissionError:
        raise
    except OSError as error:
        raise explain(error, path) from error
    try:
        return msgspec.toml.decode(data, type=Sharing)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:  # what is no UTF-8, too
        raise StorageError(
            f"{path}: cannot be read: {error}",
            f"`rm {quote(str(path))}`, then `pmtui join` it again, with its line, or `pmtui share` it",
        ) from None


def keep(folder: Path, sharing: Sharing, disk: Disk = DISK) -> None:
    """Writes it down, readable by its owner alone.

    Raises:
        StorageError: it is not saved.
    """
    with explaining(folder / SHARE):
        files.replace(disk, folder / SHARE, msgspec.toml.encode(sharing), own=True)


def forget(folder: Path, disk: Disk = DISK) -> None:
    """The incident in a folder is not shared any more.

    Raises:
        StorageError: it stays.
    """
    with explaining(folder / SHARE):
        disk.unlink(folder / SHARE)


def signed(folder: Path, name: str, disk: Disk = DISK) -> str:
    """The name of whoever types in a folder, as it stands with their entries: a guest's says so."""
    try:
        sharing = load(folder, disk)
    except StorageError:
        return name  # whoever shares it says what is wrong with the file
    return f"{name}{GUEST}" if sharing and sharing.guest and not name.endswith(GUEST) else name
