"""Promises of `model/links.py`: tags and links."""

from __future__ import annotations

import pytest

from pmtui.model import entries as e
from pmtui.model.line.arguments import LineError
from tests.model.scene import Scene

BRIDGE = "https://meet.example.org/shop?a=[/]&b"


def test_a_tag_is_put_on_and_taken_off() -> None:
    """Several at once; case makes no second one; one that is not there is refused with those that are."""
    scene = Scene("/tag database, capacity", "/tag Database, [red]x")
    assert scene.incident.tags == ("database", "capacity", "[red]x")
    scene.type("/tag -DATABASE, sale")
    assert scene.incident.tags == ("capacity", "[red]x", "sale")
    assert "there are capacity, [red]x, sale" in scene.refused("/tag -database")
    assert "needs" in scene.refused("/tag , -")
    scene.type("/strike #3")
    assert scene.incident.tags == ("database", "capacity", "[red]x")


def test_a_link_is_kept_once_under_its_last_name() -> None:
    """The name is optional, and stands on either side of the address."""
    scene = Scene(f"/link {BRIDGE}", "/link https://graphs.example.org/d/7 error rate")
    assert [(link.name, link.url) for link in scene.incident.links] == [
        ("", BRIDGE),
        ("error rate", "https://graphs.example.org/d/7"),
    ]
    scene.type(f"/link bridge {BRIDGE}")
    scene.type(f"/link {BRIDGE}")
    assert [(link.name, link.item.name) for link in scene.incident.links] == [
        ("bridge", "#1"),
        ("error rate", "#2"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "/link bridge",
        "/link",
        "/link https://a.example https://b.example",
        "/link x javascript://%0aalert(1)",
    ],
)
def test_what_leads_nowhere_is_no_link(line: str) -> None:
    """Nothing, two at once, or something that runs."""
    Scene().refused(line)


def test_an_address_without_its_beginning_is_repaired() -> None:
    """The refusal carries the line with https://."""
    scene = Scene()
    with pytest.raises(LineError) as caught:
        scene.read("/link bridge meet.example.org/shop")
    assert "https://meet.example.org/shop" in str(caught.value)
    entry = scene.read(caught.value.repair)
    assert isinstance(entry, e.Link)
    assert (entry.name, entry.url) == ("bridge", "https://meet.example.org/shop")
