"""The chart as PNG, for where SVG cannot be shown. Needs the extra `png`: a renderer, and the font it draws with."""

from __future__ import annotations

import re
from html import unescape

from pmtui.errors import PmtuiError

ZOOM = 2
"""Sharp on a dense screen and on paper."""
_STYLE = "text{font-family:Inter !important}"
"""Over the chart's own list of fonts, which begins with what the reader's machine has."""
_SIGN = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="32"><text x="16" y="24">{}</text></svg>'
_NO_CHARACTER = "\ufdd0"
"""Unicode gives it to nobody, so that no font has it: it is drawn as the box that stands for what is lacking."""


def png(svg: str) -> bytes:
    """A chart in its light colours, twice its size, in the extra's own font, so that it looks the same everywhere.

    A sign that this font lacks is drawn with the system's fonts.

    Args:
        svg: the chart.

    Raises:
        PmtuiError: the extra is not installed.
    """
    return _draw(svg, zoom=ZOOM)


def boxes(svg: str) -> str:
    """The signs of a chart that no font of this machine has, each once: a PNG shows a box for each.

    Raises:
        PmtuiError: the extra is not installed.
    """
    words = unescape("".join(re.findall(r"<text[^>]*>([^<]*)", svg)))
    signs = [sign for sign in dict.fromkeys(words) if not sign.isascii()]
    # The system's fonts only for what the extra's own lacks: loading them takes most of a drawing's time.
    return "".join(_lacking(_lacking(signs, system=False), system=True))


def _lacking(signs: list[str], *, system: bool) -> list[str]:
    box = _draw(_SIGN.format(_NO_CHARACTER), zoom=1, system=system)
    return [sign for sign in signs if _draw(_SIGN.format(sign), zoom=1, system=system) == box]


def _draw(svg: str, *, zoom: int, system: bool = True) -> bytes:
    try:
        import fontpkg_inter
        from resvg_py import svg_to_bytes
    except ImportError:
        raise PmtuiError(
            "a PNG needs the packages resvg-py and fontpkg-inter",
            "pip install 'pmtui[png]', or export the svg",
        ) from None
    fonts = [str(file) for file in (fontpkg_inter.ROOT / "files").glob("*.ttf")]
    drawn = svg_to_bytes(
        svg_string=svg, zoom=zoom, font_files=fonts, skip_system_fonts=not system, style_sheet=_STYLE
    )
    return bytes(drawn)
