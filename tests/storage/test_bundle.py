"""What is imported comes from a file, a folder or an archive, whatever somebody put there."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from pmtui.errors import PmtuiError
from pmtui.storage import bundle
from pmtui.storage.bundle import gather, unpacked

MESSAGES = b'[{"type": "message", "ts": "1795183330.0", "text": "x"}]'


def archive(files: dict[str, bytes], **how: int) -> bytes:
    """A zip of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **how) as made:  # type: ignore[call-overload]
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def test_a_folder_and_an_archive_hold_the_same(tmp_path: Path) -> None:
    """Their JSON, by its path; links, hidden files, pictures and what lies behind `..` lead nowhere."""
    folder = tmp_path / "export"
    (folder / "inc").mkdir(parents=True)
    (folder / "inc" / "2026-11-20.json").write_bytes(MESSAGES)
    (folder / "inc" / "picture.png").write_bytes(b"x")
    (folder / ".hidden.json").write_bytes(b"[]")
    (folder / "link.json").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(folder)
    found = [(each.name, each.data) for each in gather(folder)]
    assert found == [("export/inc/2026-11-20.json", MESSAGES)]
    packed = archive({"inc/2026-11-20.json": MESSAGES, "inc/picture.png": b"x", "__MACOSX/x.json": b"[]"})
    (tmp_path / "export.zip").write_bytes(packed)
    assert [each.data for each in gather(tmp_path / "export.zip")] == [MESSAGES]
    outside = unpacked("x.zip", archive({"../../evil.json": b"[]"}))
    assert [each.data for each in outside] == [b"[]"]
    assert not (tmp_path.parent / "evil.json").exists()


def test_without_json_the_only_text_is_what_is_meant(tmp_path: Path) -> None:
    """WhatsApp sends a chat in an archive with its pictures; of several nobody can tell which."""
    chat = {"_chat.txt": b"x", "00000012-PHOTO.jpg": b"y", "__MACOSX/._chat.txt": b"z"}
    assert [each.data for each in unpacked("x.zip", archive(chat))] == [b"x"]
    for name, data in chat.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    assert [each.data for each in gather(tmp_path)] == [b"x"]
    (tmp_path / "other.log").write_bytes(b"x")
    with pytest.raises(PmtuiError, match="no file in it is JSON or a text by its name; name the one"):
        unpacked("x.zip", archive({".bash_history": b"x", "00000012-PHOTO.jpg": b"y"}))
    with pytest.raises(
        PmtuiError, match=r"it holds 2 texts and no export; name one of them: _chat.txt, other.log"
    ):
        gather(tmp_path)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x1f\x8b\x08", "packed by gzip"),
        (b"%PDF-1.7", "a PDF"),
        (b"SQLite format 3\0", "a database"),
        (b"x" * 257 + b"ustar\x0000", "a tar archive"),
        (archive({"[Content_Types].xml": b"x", "word/document.xml": b"x"}), "a document of Office"),
    ],
)
def test_what_is_no_text_is_called_what_it_is(data: bytes, what: str) -> None:
    """And what to do with it; nobody is told to save it as UTF-8."""
    with pytest.raises(PmtuiError, match=f"x: it is {what}.*; "):
        unpacked("x", data)


def test_an_archive_of_nothing_says_so() -> None:
    """It is no text of an unknown format."""
    with pytest.raises(PmtuiError, match="the archive is empty"):
        unpacked("x.zip", archive({}))


def test_a_hostile_archive_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bomb, one that is larger than it may be, a damaged one and a cut one: nothing is unpacked first."""
    bomb = archive({"a.json": b"0" * (8 << 20)})
    with pytest.raises(PmtuiError, match="100 times as large"):
        unpacked("x.zip", bomb)
    whole = archive({"a.json": MESSAGES * 100})
    for data in (whole[:-30], whole[:60], whole[:40] + b"\xff" * 40 + whole[80:], b"PK\x03\x04"):
        with pytest.raises(PmtuiError, match="damaged"):
            unpacked("x.zip", data)
    lying = whole.replace((len(MESSAGES) * 100).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(PmtuiError, match="damaged"):
        unpacked("x.zip", lying)
    secret = bytearray(whole)
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        place = secret.find(mark)
        secret[place + (6 if mark == b"PK\x03\x04" else 8)] |= 1
    with pytest.raises(PmtuiError, match="password"):
        unpacked("x.zip", bytes(secret))
    monkeypatch.setattr(bundle, "UNPACKED", 1000)
    with pytest.raises(PmtuiError, match="larger than"):
        unpacked("x.zip", whole)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A pipe holds nobody up."""
    os.mkfifo(tmp_path / "pipe")
    for name, why in (("pipe", "a pipe"), ("nowhere", "no such file")):
        with pytest.raises(PmtuiError, match=why):
            gather(tmp_path / name)
