"""A disk as a power cut sees it: what is on the medium for sure, and what the system only promised to write.

Every call goes to the real disk, which is what running programs see, and is noted. A file's content is sure when it
was synced, a name in a folder when that folder was. What was not synced may be there, or not, or in part: unsynced
bytes are gone, torn at any byte or zeros, names come without their data and data without its names. What an fsync
has failed on is never written by a later one, unless those pages are written again (as Linux does it).
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from tests.storage.faults import Faulty

_PAGE = 4096


@dataclass(eq=False)
class File:
    """One file, whatever names it has."""

    now: bytes = b""
    sure: bytes = b""
    dirty: set[int] = field(default_factory=set)
    """The pages that differ from what is sure, and that the next fsync will write."""

    def written(self, content: bytes) -> None:
        """The file holds this from now on."""
        pages = range(max(len(content), len(self.now)) // _PAGE + 1)
        self.dirty |= {page for page in pages if _page(content, page) != _page(self.now, page)}
        self.now = content

    def synced(self) -> None:
        """All dirty pages are on the medium, and the size."""
        self.sure = b"".join(
            (_page(self.now, page) if page in self.dirty else _page(self.sure, page)).ljust(_PAGE, b"\0")
            for page in range(len(self.now) // _PAGE + 1)
        )[: len(self.now)]
        self.dirty = set()

    def left(self, how: str, chance: random.Random) -> bytes:
        """What is found after the power cut."""
        if how == "none" or not self.dirty:
            return self.sure
        whole = deepcopy(self)
        whole.synced()
        if how == "all":
            return whole.sure
        kept = chance.randint(min(len(self.sure), len(self.now)), len(self.now))
        if how == "torn":
            return whole.sure[:kept]
        return self.sure[:kept].ljust(kept, b"\0")


@dataclass(eq=False)
class Folder:
    """One folder: names that are sure, and changes that are not."""

    now: dict[str, File | Folder] = field(default_factory=dict)
    sure: dict[str, File | Folder] = field(default_factory=dict)
    loose: list[dict[str, File | Folder | None]] = field(default_factory=list)
    """Each change of names since the last fsync; None takes a name away."""

    def change(self, names: dict[str, File | Folder | None]) -> None:
        """One call: a rename is one, and takes a name as it gives another."""
        self.loose.append(names)
        _apply(self.now, names)

    def synced(self) -> None:
        """All names are on the medium."""
        self.sure, self.loose = dict(self.now), []

    def left(self, how: str, chance: random.Random) -> dict[str, File | Folder]:
        """The names that are found after the power cut."""
        found = dict(self.sure)
        for names in self.loose:
            if how == "all" or (how == "some" and chance.random() < 0.5):
                _apply(found, names)
        return found


class Medium(Faulty):
    """The real disk under one folder, and what a power cut would leave of it.

    Args:
        root: an empty folder; only what lies in it is modelled.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.top = Folder()
        self._open: dict[int, File | Folder] = {}
        super().__init__()

    def changed(self) -> None:
        """Called after each call that has changed what a power cut would leave."""

    def states(self, chance: random.Random, tears: int) -> Iterator[tuple[str, str]]:
        """How names and data may be left: each extreme, and some mixtures."""
        yield from (("none", "none"), ("all", "all"), ("all", "none"), ("none", "all"), ("all", "zeros"))
        for _ in range(tears):
            yield chance.choice(("all", "some")), "torn"

    def leave(self, target: Path, names: str, data: str, chance: random.Random) -> None:
        """Makes a folder that holds what such a power cut leaves."""
        _make(self.top, target, names, data, chance)

    def bury(self) -> None:
        # A journal that nobody holds any more has closed its file outside the seam; the number may be another's now.
        self.descriptors = {fd for fd in self.descriptors if _is_under(fd, self._root)}
        super().bury()

    # --- calls that matter

    def open(self, path: Path, flags: int) -> int:
        fd = super().open(path, flags)
        if not path.is_relative_to(self._root):
            self._open[fd] = Folder()
            return fd
        if flags & os.O_DIRECTORY:
            self._open[fd] = self._folder(path)
            return fd
        parent = self._folder(path.parent)
        new = path.name not in parent.now
        if new:
            parent.change({path.name: File()})
        self._open[fd] = parent.now[path.name]
        if new:
            self.changed()
        return fd

    def write(self, fd: int, data: bytes) -> int:
        try:
            return super().write(fd, data)
        finally:
            self._see(fd)

    def truncate(self, fd: int, size: int) -> None:
        try:
            super().truncate(fd, size)
        finally:
            self._see(fd)

    def sync(self, fd: int) -> None:
        node = self._open[fd]
        try:
            super().sync(fd)
        except OSError:
            if isinstance(node, File):
                node.dirty.clear()
            raise
        node.synced()
        self.changed()

    def replace(self, source: Path, target: Path) -> None:
        super().replace(source, target)
        folder = self._folder(source.parent)
        folder.change({source.name: None, target.name: folder.now[source.name]})
        self.changed()

    def unlink(self, path: Path) -> None:
        super().unlink(path)
        self._folder(path.parent).change({path.name: None})
        self.changed()

    def mkdir(self, path: Path) -> None:
        super().mkdir(path)
        self._folder(path.parent).change({path.name: Folder()})
        self.changed()

    def rmdir(self, path: Path) -> None:
        super().rmdir(path)
        self._folder(path.parent).change({path.name: None})
        self.changed()

    def _see(self, fd: int) -> None:
        file = self._open[fd]
        assert isinstance(file, File)
        file.written(os.pread(fd, os.fstat(fd).st_size, 0))
        self.changed()

    def _folder(self, path: Path) -> Folder:
        node = self.top
        for name in path.relative_to(self._root).parts:
            inner = node.now[name]
            assert isinstance(inner, Folder)
            node = inner
        return node


def _is_under(fd: int, root: Path) -> bool:
    try:
        return Path(os.readlink(f"/proc/self/fd/{fd}")).is_relative_to(root)
    except OSError:
        return False


def _page(content: bytes, page: int) -> bytes:
    return content[page * _PAGE : (page + 1) * _PAGE]


def _apply(names: dict[str, File | Folder], change: dict[str, File | Folder | None]) -> None:
    for name, node in change.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def _make(folder: Folder, target: Path, names: str, data: str, chance: random.Random) -> None:
    target.mkdir()
    for name, node in folder.left(names, chance).items():
        if isinstance(node, Folder):
            _make(node, target / name, names, data, chance)
        else:
            (target / name).write_bytes(node.left(data, chance))
