"""The chart as PNG: a picture, or a sentence that says what is lacking."""

from __future__ import annotations

import builtins
import struct
from typing import Any

import pytest
import resvg_py

from pmtui.errors import PmtuiError
from pmtui.output import chart
from pmtui.output.png import ZOOM, png
from tests.output.chart_cases import debacle


def test_a_png_is_the_chart_in_twice_its_size() -> None:
    """Width and height are those of the SVG, doubled."""
    made = png(debacle())
    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", made[16:24])
    drawn = chart.svg(debacle())
    assert f'width="{width // ZOOM}"' in drawn
    assert abs(height / ZOOM - float(drawn.split('height="')[1].split('"')[0])) <= 1


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is optional, so its absence is a sentence."""
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "resvg_py":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(PmtuiError, match=r"needs the package resvg-py; pip install 'pmtui\[png\]'"):
        png(debacle())


def test_without_fonts_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture without its words is not made."""
    real = resvg_py.svg_to_bytes
    monkeypatch.setattr(resvg_py, "svg_to_bytes", lambda **options: real(**options, skip_system_fonts=True))
    with pytest.raises(PmtuiError, match="this machine has none"):
        png(debacle())
