"""The chart as PNG: the same picture everywhere, or a sentence that says what is lacking."""

from __future__ import annotations

import builtins
import re
import struct
from html import unescape
from typing import Any

import pytest
import resvg_py

from pmtui.errors import PmtuiError
from pmtui.output.chart import chart
from pmtui.output.chart.png import ZOOM, boxes, png
from tests.output.chart.cases import CASES, debacle, started

KANA = "\u3042"


def without_system_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with no font of its own."""
    real = resvg_py.svg_to_bytes
    monkeypatch.setattr(
        resvg_py, "svg_to_bytes", lambda **options: real(**{**options, "skip_system_fonts": True})
    )


def test_a_png_is_the_chart_in_twice_its_size() -> None:
    """Width and height are those of the SVG, doubled."""
    drawn = chart.svg(debacle())
    made = png(drawn)
    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", made[16:24])
    assert f'width="{width // ZOOM}"' in drawn
    assert abs(height / ZOOM - float(drawn.split('height="')[1].split('"')[0])) <= 1


def test_a_png_needs_no_font_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its words are drawn, and byte for byte the same, whatever fonts the machine has."""
    drawn = chart.svg(debacle())
    here = png(drawn)
    without_system_fonts(monkeypatch)
    assert png(drawn) == here
    assert png(re.sub(r"<text.*?</text>", "", drawn)) != here


@pytest.mark.parametrize("name", CASES)
def test_the_font_of_the_extra_has_every_sign_that_a_chart_draws(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a person did not type is never a box, on a machine without a font."""
    without_system_fonts(monkeypatch)
    incident = CASES[name]()
    typed = {sign for entry in incident.entries for sign in repr(entry)}
    assert not set(boxes(chart.svg(incident))) - typed


def test_signs_that_no_font_has_are_named_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that the extra's font lacks, when the machine has no font for them either."""
    without_system_fonts(monkeypatch)
    drawn = chart.svg(started(title=f"é & {KANA}{KANA} Ω → 数"))
    assert KANA in unescape(drawn)
    assert boxes(drawn) == f"{KANA}数"


def test_a_sign_that_the_machine_has_a_font_for_is_no_box(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's fonts are asked for what the extra's own lacks, and for that alone."""
    real = resvg_py.svg_to_bytes
    asked = []

    def has_kana(**options: Any) -> Any:
        if not options["skip_system_fonts"]:
            asked.append(options["svg_string"])
            return real(**{**options, "svg_string": options["svg_string"].replace(KANA, "a")})
        return real(**options)

    monkeypatch.setattr(resvg_py, "svg_to_bytes", has_kana)
    assert boxes(chart.svg(started(title=f"é Ω → {KANA}"))) == ""
    assert not any("é" in svg for svg in asked)


@pytest.mark.parametrize("lacking", ["resvg_py", "fontpkg_inter"])
def test_without_the_extra_it_says_what_to_install(lacking: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is optional, so its absence is a sentence."""
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == lacking:
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(
        PmtuiError, match=r"needs the packages .*; pip install 'pmtui\[png\]', or export the svg"
    ):
        png(chart.svg(debacle()))
