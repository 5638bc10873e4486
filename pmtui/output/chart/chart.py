"""The picture of an incident's timeline, as SVG.

It stands for itself: no script, no font and no file but its own. Colours follow the reader's light or dark
setting, and every state has a shape of its own besides its colour: impact is solid, a misleading path hatched,
an escalation a line between two dots, what is approximate dashed or hollow, what is not over an arrow.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from pmtui.model.incident.incident import Incident
from pmtui.model.text import one_line
from pmtui.output.chart.layout import layout
from pmtui.output.chart.parts import FONTS, Bar, Box, Label, Layout, Line, Mark
from pmtui.output.chart.text import isolated
from pmtui.output.text.own_hash import own_hash, unchanged

_FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
# Colours by what they are for: light, dark. Spelled out, because converters to PNG know no CSS variables.
COLOURS = {
    "paper": ("#ffffff", "#0d1117"),
    "band": ("#f3f5f8", "#171c24"),
    "grid": ("#dbe0e7", "#2b323c"),
    "ink": ("#1b2129", "#e6edf3"),
    "muted": ("#57606c", "#9aa4b0"),
    "impact": ("#b3261e", "#f2756a"),
    "misleading": ("#8a5a00", "#d9a830"),
    "escalation": ("#0b5cad", "#6cb6ff"),
    "event": ("#39424e", "#b6c2cf"),
}
_END = "</svg>\n"
_OWN_HASH = re.compile(r"^<!-- pmtui ([0-9a-f]{64}) -->\n", re.MULTILINE)
_INK = dict.fromkeys(FONTS, "ink") | {"small": "muted", "number": "paper"}


def svg(incident: Incident) -> str:
    """The picture of the incident's timeline: one well-formed SVG document, the same for the same entries.

    A comment in it holds the hash of all the rest.
    """
    drawn = draw(layout(incident))
    return drawn.replace(_END, f"<!-- pmtui {own_hash(drawn)} -->\n{_END}")


def untouched(text: str) -> bool | None:
    """Whether nobody changed a picture since it was drawn; None when it carries no hash, as earlier ones."""
    return unchanged(text, _OWN_HASH)


def draw(made: Layout) -> str:
    """A layout as SVG."""
    size = f"{_n(made.width)} {_n(made.height)}"
    wide, high = _n(made.width), _n(made.height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {size}" '
        'role="img" aria-labelledby="pm-title pm-desc">',
        f'<title id="pm-title">{_xml(made.title)}</title>',
        f'<desc id="pm-desc">{_xml(made.description)}</desc>',
        f"<style>{_style()}</style>",
        _HATCH,
        f'<rect class="pm-paper" width="{wide}" height="{high}"/>',
        *(_rect(box, "pm-band") for box in made.bands),
        *(_line(line) for line in made.lines),
        *(_bar(bar) for bar in made.bars),
        *(_mark(mark) for mark in made.marks),
        *(_label(label) for label in made.labels),
    ]
    return "\n".join(parts) + "\n" + _END


_HATCH = (
    '<defs><pattern id="pm-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="pm-paper" width="6" height="6"/>'
    '<rect class="pm-f-misleading" width="2.5" height="6"/></pattern></defs>'
)


def _style() -> str:
    """The rules for light, and what dark changes."""
    fonts = "".join(
        f".pm-{name}{{font-size:{_n(size)}px;font-weight:{600 if bold else 400}}}"
        for name, (size, bold) in FONTS.items()
    )
    plain = (
        f"text{{font-family:{_FAMILY}}}{fonts}"
        ".pm-line{fill:none;stroke-width:1}.pm-guide{stroke-dasharray:1 3}.pm-about{stroke-dasharray:4 3}"
        ".pm-wait{fill:none;stroke-width:2.5}.pm-ring{stroke-width:1.75}"
        ".pm-halo{paint-order:stroke;stroke-width:3;stroke-linejoin:round}"
    )
    return f"{plain}{_paint(0)}@media (prefers-color-scheme:dark){{{_paint(1)}}}"


def _paint(scheme: int) -> str:
    colour = {name: pair[scheme] for name, pair in COLOURS.items()}
    rules = [
        f".pm-paper{{fill:{colour['paper']}}}",
        f".pm-band{{fill:{colour['band']}}}",
        f".pm-grid{{stroke:{colour['grid']}}}",
        f".pm-guide,.pm-axis,.pm-leader{{stroke:{colour['muted']}}}",
        f".pm-halo{{stroke:{colour['band']}}}",
        *(f".pm-{style}{{fill:{colour[ink]}}}" for style, ink in _INK.items()),
        *(
            f".pm-f-{name}{{fill:{colour[name]}}}.pm-s-{name}{{stroke:{colour[name]}}}"
            for name in ("impact", "misleading", "escalation", "event")
        ),
        f".pm-ring{{fill:{colour['paper']}}}",
    ]
    return "".join(rules)


def _label(label: Label) -> str:
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    halo = " pm-halo" if label.style in ("label", "lane") else ""
    place = f'x="{_n(label.x)}" y="{_n(label.y + label.size * 0.96)}"{anchor}'
    return f'<text class="pm-{label.style}{halo}" {place}>{isolated(_xml(label.text))}</text>'


def _line(line: Line) -> str:
    about = " pm-about" if line.about else ""
    return (
        f'<line class="pm-line pm-{line.style}{about}" x1="{_n(line.x1)}" y1="{_n(line.y1)}" '
        f'x2="{_n(line.x2)}" y2="{_n(line.y2)}"/>'
    )


def _bar(bar: Bar) -> str:
    drawn = _wait(bar) if bar.style == "escalation" else _solid(bar)
    return f"<g>{_hint(bar.hint)}{drawn}</g>"


_DASH, _PITCH = 2.0, 4.0


def _solid(bar: Bar) -> str:
    """A filled bar whose approximate ends fall apart into dashes, with an arrow's head where it goes on."""
    left, right = bar.left, bar.right
    arrow = bar.end == "open"
    colour = "event" if bar.style == "range" else bar.style
    hatched = bar.style == "misleading"
    fill = f'class="pm-s-{colour}" fill="url(#pm-hatch)"' if hatched else f'class="pm-f-{colour}"'
    dashes = []
    if arrow:
        right = max(right - 8, left)
        middle = bar.y + bar.height / 2
        tip = f"{_n(right)},{_n(bar.y - 3)} {_n(right + 8)},{_n(middle)} {_n(right)},{_n(bar.y + bar.height + 3)}"
        dashes.append(f'<polygon class="pm-f-{colour}" points="{tip}"/>')
    for about, near, step in ((bar.about_left, left, _PITCH), (bar.about_right, right - _DASH, -_PITCH)):
        if about:
            places = [near + step * n for n in range(3) if left <= near + step * n <= right - _DASH]
            dashes += [_rect(Box(x, bar.y, x + _DASH, bar.y + bar.height), f"pm-f-{colour}") for x in places]
    left += 3 * _PITCH if bar.about_left else 0
    right -= 3 * _PITCH if bar.about_right and not arrow else 0
    body = ""
    if right > left:
        body = (
            f'<rect {fill} x="{_n(left)}" y="{_n(bar.y)}" width="{_n(right - left)}" '
            f'height="{_n(bar.height)}" rx="1.5"/>'
        )
    return body + "".join(dashes)


def _wait(bar: Bar) -> str:
    """A line between two dots; at its end a cross (withdrawn), a stroke (no answer) or an arrow (it goes on)."""
    y = bar.y + bar.height / 2
    about = " pm-about" if bar.about_left or bar.about_right else ""
    line = (
        f'<line class="pm-wait pm-s-escalation{about}" x1="{_n(bar.left)}" y1="{_n(y)}" '
        f'x2="{_n(bar.right)}" y2="{_n(y)}"/>'
    )
    ring = "pm-ring pm-s-escalation" if bar.about_left else "pm-f-escalation"
    begin = f'<circle class="{ring}" cx="{_n(bar.left)}" cy="{_n(y)}" r="4"/>'
    if bar.end == "open":
        x = bar.right
        points = f"{_n(x - 8)},{_n(y - 5)} {_n(x)},{_n(y)} {_n(x - 8)},{_n(y + 5)}"
        end = f'<polygon class="pm-f-escalation" points="{points}"/>'
    elif bar.end == "unanswered":
        end = (
            f'<line class="pm-wait pm-s-escalation" x1="{_n(bar.right)}" y1="{_n(y - 5)}" '
            f'x2="{_n(bar.right)}" y2="{_n(y + 5)}"/>'
        )
    elif bar.end == "withdrawn":
        end = _cross(bar.right, y, "escalation")
    else:
        end = f'<circle class="pm-f-escalation" cx="{_n(bar.right)}" cy="{_n(y)}" r="4"/>'
    return line + begin + end


def _mark(mark: Mark) -> str:
    x, y = _n(mark.x), _n(mark.y)
    about = " pm-about" if mark.about else ""
    if mark.shape == "badge":
        drawn = (
            f'<rect class="pm-f-event" x="{_n(mark.x - mark.wide / 2)}" y="{_n(mark.y - 9)}" '
            f'width="{_n(mark.wide)}" height="18" rx="9"/>'
        )
    elif mark.shape == "cross":
        drawn = _cross(mark.x, mark.y, "misleading")
    elif mark.shape == "again":
        ring = "pm-ring pm-s-escalation" if mark.about else "pm-f-escalation"
        drawn = f'<circle class="{ring}" cx="{x}" cy="{y}" r="3"/>'
    elif mark.shape == "flag":
        points = f"{_n(mark.x - 5)},{_n(mark.y - 4)} {_n(mark.x + 5)},{_n(mark.y - 4)} {x},{_n(mark.y + 5)}"
        fill = "pm-ring pm-s-event" if mark.about else "pm-f-event"
        drawn = f'<polygon class="{fill}" points="{points}"/>'
    elif mark.shape == "tick":
        drawn = f'<line class="pm-line pm-s-event" x1="{x}" y1="{_n(mark.y - 8)}" x2="{x}" y2="{_n(mark.y + 8)}"/>'
    else:
        fill = f"pm-ring pm-s-event{about}" if mark.about else "pm-f-event"
        drawn = f'<circle class="{fill}" cx="{x}" cy="{y}" r="4.5"/>'
    return f"<g>{_hint(mark.hint)}{drawn}</g>"


def _cross(x: float, y: float, colour: str) -> str:
    path = f"M{_n(x - 4)} {_n(y - 4)}L{_n(x + 4)} {_n(y + 4)}M{_n(x + 4)} {_n(y - 4)}L{_n(x - 4)} {_n(y + 4)}"
    return f'<path class="pm-wait pm-s-{colour}" d="{path}"/>'


def _rect(box: Box, kind: str) -> str:
    return (
        f'<rect class="{kind}" x="{_n(box.left)}" y="{_n(box.top)}" width="{_n(box.right - box.left)}" '
        f'height="{_n(box.bottom - box.top)}"/>'
    )


def _hint(words: str) -> str:
    return f"<title>{_xml(words)}</title>" if words else ""


def _xml(words: str) -> str:
    """The one place where typed text becomes part of the document."""
    return escape(one_line(words))


def _n(number: float) -> str:
    """A number with one decimal at most, and none where there is none."""
    return f"{number:.1f}".removesuffix(".0")
