"""What colours mean, worked out for the theme that is chosen: the one home of colour, for CSS and for Content.

A theme names colours for areas and borders, and Textual makes text of them by `auto 60%`: black or white, let
through. In Content and in component styles there is no ground yet to let through, so that what should be dim comes
out white, and in a light theme white on grey. So every variable that texts are painted with becomes a colour of its
own here, moved away from the grounds until it can be read on each of them. Widgets and `app.tcss` use these:

- `$text`; `$text-muted`: time, hints, what is settled; `$text-error`: overdue, refused, lost; `$text-warning`;
  `$text-success`; `$text-accent`: where one is;
- `$kind-milestones` and so on for each family of entries, `$severity-1` to `$severity-5`;
- `$block-cursor-background` and `$block-cursor-text-style`: the selected line of a list, its parts in their colours;
  `$selected-row-text-style`: a row of the timeline; `$rule`: the lines between panes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.color import Color

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.theme import Theme

OVERDUE = "$text-error"
"""The style of what is overdue; so that it is more than a colour, `!` stands before it."""
DIM = "$text-muted"
"""Of what is settled, and of words that explain."""
READABLE = 4.5
"""The least contrast of text and ground, as WCAG 2 reckons it."""
_AIM, _AIM_AMONG_FEW = 5.2, 8.0
"""What colours have; in a light theme more where a terminal paints the nearest of its 256: they are nearly black."""
_AIM_TEXT = 7.0
"""What plain text has, so that a dim one is still seen to be dim."""
_NEAR = 1.35
"""The most contrast that another ground has with the background: on one further away a red would have to be pink."""
_MUTED = 0.4
"""How much of the ground a dim text has."""
_RULE = 0.25
"""How much of the text's colour a rule between panes has."""
_STEP = 0.02
_HELD_BY_256 = ["textual-dark", "textual-light", "gruvbox", "monokai", "flexoki", "solarized-light"]
"""The themes that can be read where a terminal paints the nearest of its 256 colours; the grounds of others move."""


class _Hue(NamedTuple):
    """One colour; of the sixteen, those that can be read on black, and those that can be read on white."""

    exact: str
    on_black: str
    on_white: str


_HUES = {
    "red": _Hue("#e02020", "ansi_bright_red", "ansi_red"),
    "orange": _Hue("#e07020", "ansi_bright_magenta", "ansi_red"),
    "yellow": _Hue("#c8a000", "ansi_bright_yellow", "ansi_default"),
    "green": _Hue("#30a050", "ansi_bright_green", "ansi_blue"),
    "cyan": _Hue("#20a0a0", "ansi_bright_cyan", "ansi_blue"),
    "blue": _Hue("#4090e0", "ansi_bright_cyan", "ansi_blue"),
    "violet": _Hue("#a070e0", "ansi_bright_magenta", "ansi_blue"),
    "pink": _Hue("#d060a0", "ansi_bright_magenta", "ansi_default"),
    "grey": _Hue("#909090", "ansi_white", "ansi_default"),
}
_MEANINGS = {
    "text-error": "red",
    "text-warning": "yellow",
    "text-success": "green",
    "kind-milestones": "yellow",
    "kind-hypotheses": "violet",
    "kind-escalations": "orange",
    "kind-actions": "blue",
    "kind-updates": "green",
    "kind-follow-ups": "pink",
    "severity-1": "red",
    "severity-2": "orange",
    "severity-3": "yellow",
    "severity-4": "blue",
    "severity-5": "grey",
}
_TEXT = (
    *("foreground", "text", "block-cursor-foreground", "block-cursor-blurred-foreground", "link-color"),
    *("link-color-hover", "input-selection-foreground", "screen-selection-foreground"),
    *("markdown-h4-color", "markdown-h5-color"),
)
_MUTED_TEXT = ["text-muted", "text-disabled", "foreground-muted", "foreground-disabled", "markdown-h6-color"]
_OWN = ("accent", "primary", "secondary")
"""Colours that have no meaning but the theme's own."""
_HEADINGS = ["markdown-h1-color", "markdown-h2-color", "markdown-h3-color"]
_SELECTION = tuple(f"{name}-background" for name in ("block-cursor", "input-selection", "screen-selection"))
_GUTTERS = (
    "scrollbar-background",
    "scrollbar-background-hover",
    "scrollbar-background-active",
    "scrollbar-corner-color",
)


def variables(theme: Theme, colours: str | None = "truecolor") -> dict[str, str]:
    """The variables of CSS that are others than Textual makes them for a theme.

    Args:
        theme: the one that is shown.
        colours: what the terminal has, as for `offered`.
    """
    if theme.ansi:
        return _named(theme.dark)
    return _exact(theme, _AIM if theme.dark or colours == "truecolor" else _AIM_AMONG_FEW)


def offered(themes: Iterable[Theme], colours: str | None) -> list[str]:
    """The names of the themes whose texts can be read on a terminal.

    Args:
        themes: all that there are.
        colours: what the terminal has: `truecolor`, `256`, or less, where only the named sixteen are sure.
    """
    if colours == "truecolor":
        return [theme.name for theme in themes]
    kept = _HELD_BY_256 if colours == "256" else ()
    return [theme.name for theme in themes if theme.ansi or theme.name in kept]


def severity(word: str) -> str:
    """The style of a severity's word, `SEV1`; of one that nobody set too."""
    level = word[-1:]
    return f"bold $severity-{level}" if level.isdigit() else "bold"


def _exact(theme: Theme, least: float) -> dict[str, str]:
    """Colours moved away from the grounds of a theme until they can be read."""
    system = theme.to_color_system().generate()
    background, foreground = Color.parse(system["background"]), Color.parse(system["foreground"])
    surface, panel, selected = (
        _near(Color.parse(system[name]), background) for name in ("surface", "panel", "primary")
    )
    worst = (max if theme.dark else min)(map(luminance, (background, surface, panel, selected)))

    def readable(color: Color, aim: float = least) -> str:
        return _readable(color, worst, aim, 1 if theme.dark else -1).hex

    found = {name: readable(Color.parse(_HUES[hue].exact)) for name, hue in _MEANINGS.items()}
    found |= dict.fromkeys(_TEXT, readable(foreground, _AIM_TEXT))
    found |= dict.fromkeys(_MUTED_TEXT, readable(foreground.blend(background, _MUTED, alpha=1), _AIM))
    for name in _OWN:
        found[name] = found[f"text-{name}"] = readable(Color.parse(system[name]))
    found |= dict.fromkeys(_HEADINGS, found["primary"])
    found |= dict.fromkeys(_SELECTION, selected.hex)
    found |= dict.fromkeys(_GUTTERS, background.hex)
    found["link-background-hover"] = selected.hex
    found |= {"surface": surface.hex, "panel": panel.hex}
    found["rule"] = background.blend(foreground, _RULE, alpha=1).hex
    found["selected-row-text-style"] = "bold"
    found["block-cursor-blurred-background"] = background.blend(selected, 0.5).hex
    found |= {"block-cursor-text-style": "bold", "selection-text-style": "none"}
    found |= {"input-cursor-background": found["text"], "input-cursor-foreground": background.hex}
    return found


def _named(dark: bool) -> dict[str, str]:
    """Colours by name, which a terminal paints as its user chose them; the ground is the terminal's own."""
    found = {n: _HUES[h].on_black if dark else _HUES[h].on_white for n, h in _MEANINGS.items()}
    found |= dict.fromkeys(_TEXT, "ansi_default")
    found |= dict.fromkeys(_MUTED_TEXT, "ansi_white" if dark else "ansi_default")
    own = [*_OWN, *(f"text-{name}" for name in _OWN), *_HEADINGS]
    found |= dict.fromkeys(own, _HUES["cyan"].on_black if dark else _HUES["cyan"].on_white)
    grounds = (*_SELECTION, *_GUTTERS, "block-cursor-blurred-background")
    found |= dict.fromkeys(grounds, "ansi_default")
    found["rule"] = "ansi_default"
    # Lines of a list cannot be reversed, as Textual makes their style.
    found["block-cursor-text-style"] = "bold underline"
    reversed_ = ("selected-row-text-style", "input-cursor-text-style", "selection-text-style")
    return found | dict.fromkeys(reversed_, "reverse")


def _near(ground: Color, background: Color) -> Color:
    """A ground, as much nearer to the background as it takes."""
    part = 1.0
    while contrast(luminance(background.blend(ground, part, alpha=1)), luminance(background)) > _NEAR:
        part -= _STEP
    return background.blend(ground, part, alpha=1)


def _readable(color: Color, ground: float, aim: float, way: int) -> Color:
    """The same hue, as much lighter (way 1) or darker (-1) as it takes to be read on a ground of that luminance."""
    hue, saturation, lightness = color.hsl
    while contrast(luminance(color), ground) < aim and 0 < lightness < 1:
        lightness = min(1.0, max(0.0, lightness + way * _STEP))
        color = Color.from_hsl(hue, saturation, lightness)
    return color


def contrast(one: float, other: float) -> float:
    """How well two luminances can be told apart, from 1 to 21."""
    low, high = sorted((one, other))
    return (high + 0.05) / (low + 0.05)


def luminance(color: Color) -> float:
    """From 0, black, to 1, white."""
    red, green, blue = (_linear(part) for part in color.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
