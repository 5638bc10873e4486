"""The chart as PNG, for where SVG cannot be shown. Needs the extra `png` (resvg)."""

from __future__ import annotations

from pmtui.errors import PmtuiError
from pmtui.model.incident import Incident
from pmtui.output import chart

ZOOM = 2
"""Sharp on a dense screen and on paper."""
_PROBE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">{}</svg>'


def png(incident: Incident) -> bytes:
    """The chart in its light colours, twice its size.

    Raises:
        PmtuiError: the package is not installed, or this machine has no font.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise PmtuiError(
            "a PNG needs the package resvg-py", "pip install 'pmtui[png]', or export the svg"
        ) from None
    letters = _PROBE.format('<text y="15" font-size="16" font-family="sans-serif">M</text>')
    if bytes(svg_to_bytes(svg_string=letters)) == bytes(svg_to_bytes(svg_string=_PROBE.format(""))):
        raise PmtuiError(
            "a PNG needs a font, and this machine has none",
            "install one (fonts-dejavu, say), or export the svg",
        )
    return bytes(svg_to_bytes(svg_string=chart.svg(incident), zoom=ZOOM))
