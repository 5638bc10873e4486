"""Promises about what a machine says of its zone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmtui.storage.machine import zone


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A zone's file with a link to it, as `/etc/localtime` is one."""
    file = tmp_path / "zoneinfo" / "Europe" / "Paris"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"TZif")
    link = tmp_path / "localtime"
    link.symlink_to(file)
    return link


def test_a_zone_may_be_named_by_its_file(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With or without the colon of POSIX, and through a link."""
    for named in (f":{place}", str(place), str(place.resolve())):
        monkeypatch.setenv("TZ", named)
        assert zone() == ("Europe/Paris", "")


@pytest.mark.parametrize("named", ["EST5EDT", "XYZ-3", "/etc/hostname", ":/nowhere/at/all", "PST", "[/]"])
def test_what_names_no_place_is_utc_and_said(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule says what clocks show now, not what they showed on any day."""
    monkeypatch.setenv("TZ", named)
    name, said = zone()
    assert name == "UTC"
    assert "names no place" in said


def test_a_place_is_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """As most machines have it."""
    monkeypatch.setenv("TZ", ":Asia/Tokyo")
    assert zone() == ("Asia/Tokyo", "")
