"""The folder of a server that this machine runs for one incident, and whether it runs."""

from __future__ import annotations

import os
from pathlib import Path

from pmtui.storage import files
from pmtui.storage.disk import DISK, FOLDER_MODE, Disk, explaining
from pmtui.storage.paths import SERVERS, home


class ServerFolder:
    """What a server has on this machine's disk. It stays when the server ends, so that it can begin again.

    Two locks say who runs, whatever was killed: a number of a process is only right while its lock is held.
    """

    def __init__(self, incident_id: str, disk: Disk = DISK) -> None:
        self.path = home() / SERVERS / incident_id
        self._disk = disk
        self.config = self.path / "nats.conf"
        self.certificate = self.path / "certificate.pem"
        self.key = self.path / "key.pem"
        self.store = self.path / "store"
        self.log = self.path / "log"
        self.pid = self.path / "nats.pid"
        """The server's, which it writes itself."""
        self._lock = self.path / "nats.lock"
        self._keeper = self.path / "keeper.lock"
        """Holds the number of the process that looks after the server."""
        self._held = -1

    @property
    def surroundings(self) -> dict[str, str]:
        """What a process that stands elsewhere needs to find this folder."""
        named = {"PMTUI_HOME": str(home())} if os.environ.get("PMTUI_HOME") else {}
        return {**os.environ, **named}

    def make(self) -> None:
        """The folder is there, for its owner alone, in a group's home, too: it holds keys, and whom to end.

        Raises:
            StorageError: it cannot be made, or is another member's.
        """
        with explaining(self.path):
            files.make_folders(self._disk, self.path.parent, each=True)
            files.make_folders(self._disk, self.path)
            self._disk.chmod(self.path, FOLDER_MODE)

    def write(self, path: Path, text: str) -> None:
        """One of its files holds this text, for its owner alone.

        Raises:
            StorageError: it is not saved.
        """
        with explaining(path):
            files.replace(self._disk, path, text.encode(), own=True)

    def remove(self) -> None:
        """All of it goes: what it held is in the journals.

        Raises:
            StorageError: something stays.
        """
        import shutil

        with explaining(self.path):
            shutil.rmtree(self.path)

    def take_server(self) -> int:
        """A descriptor for the server to inherit, which is locked as long as it lives; -1 while another lives."""
        return self._take(self._lock)

    def take_keeper(self) -> bool:
        """Whether this process, and whatever it forks, looks after the server from now on; not while another does."""
        self._held = self._take(self._keeper)
        return self._held >= 0

    def name_keeper(self) -> None:
        """Says that it is this process that does."""
        self._disk.truncate(self._held, 0)
        files.write_all(self._disk, self._held, str(os.getpid()).encode())

    def keeper(self) -> int:
        """The number of the process that looks after the server; 0 when none does."""
        return self._number(self._keeper) if self.is_kept() else 0

    def is_kept(self) -> bool:
        """Whether a process looks after the server, or is about to."""
        return self._is_held(self._keeper)

    def server(self) -> int:
        """The number of the server's process; 0 when it does not run."""
        return self._number(self.pid) if self._is_held(self._lock) else 0

    def open_log(self) -> int:
        """A descriptor of the file that takes what the server says, empty, for its owner alone.

        Raises:
            StorageError: it cannot be opened.
        """
        with explaining(self.log):
            fd = files.open_or_create(self._disk, self.log)
            self._disk.truncate(fd, 0)
            return fd

    def room(self) -> int:
        """Bytes that are left where the server stores."""
        found = os.statvfs(self.store if self.store.exists() else self.path)
        return found.f_bavail * found.f_frsize

    def last_words(self) -> str:
        """The last line of what the server said."""
        text = files.read_text(self._disk, self.log) or ""
        return text.rstrip().rpartition("\n")[2]

    def _take(self, path: Path) -> int:
        with explaining(path):
            fd = files.open_or_create(self._disk, path)
            if self._disk.try_lock(fd):
                return fd
            self._disk.close(fd)
            return -1

    def _is_held(self, path: Path) -> bool:
        if not path.exists():
            return False
        fd = self._take(path)
        if fd < 0:
            return True
        self._disk.close(fd)
        return False

    def _number(self, path: Path) -> int:
        text = (files.read_text(self._disk, path) or "").strip()
        return int(text) if text.isdecimal() else 0
