"""What a chart is made of, as places on a sheet: the layout fills it, the drawing turns it into SVG."""

from __future__ import annotations

from msgspec import Struct

from pmtui.output.chart import text

WIDTH = 1080.0
MARGIN = 24.0
LEFT = 176.0
"""Where the plot begins: the names of the lanes stand before it."""
RIGHT = WIDTH - MARGIN - 8.0
ROW = 17.0
"""Height of a line of labels."""

FONTS: dict[str, tuple[float, bool]] = {
    "title": (20.0, True),
    "lane": (12.0, True),
    "label": (12.0, False),
    "small": (11.0, False),
    "entry": (11.0, False),
    "number": (10.0, True),
    "count": (10.0, True),
}
"""Size in pixels and boldness of each style of label."""


class Box(Struct, frozen=True):
    """A rectangle on the sheet."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class Label(Struct, frozen=True):
    """One line of text; `x` is where its anchor lies, `y` the top of its box."""

    x: float
    y: float
    text: str
    style: str
    anchor: str = "start"
    """start, middle or end."""

    @property
    def size(self) -> float:
        return FONTS[self.style][0]

    @property
    def box(self) -> Box:
        """The room it takes, estimated generously."""
        wide = text.width(self.text, *FONTS[self.style])
        left = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return Box(left, self.y, left + wide, self.y + self.size * 1.25)


class Bar(Struct, frozen=True):
    """A stretch of time."""

    left: float
    right: float
    y: float
    height: float
    style: str
    """impact, misleading, escalation or range."""
    about_left: bool = False
    about_right: bool = False
    end: str = ""
    """How it ends: `open` while it runs, `withdrawn`, `answered`; empty for a plain end."""
    hint: str = ""


class Mark(Struct, frozen=True):
    """An instant; or, as a badge, the place of a number."""

    x: float
    y: float
    shape: str
    """dot, badge, cross, again, flag or tick."""
    about: bool = False
    wide: float = 0.0
    """Width of a badge."""
    hint: str = ""


class Line(Struct, frozen=True):
    """A straight line: grid, guide (a milestone's), leader or axis."""

    x1: float
    y1: float
    x2: float
    y2: float
    style: str
    about: bool = False


class Layout(Struct, frozen=True):
    """The whole picture as places, before it is drawn."""

    height: float
    title: str
    description: str
    bands: tuple[Box, ...]
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    width: float = WIDTH


class Sheet:
    """A layout that is being filled, from the top down."""

    def __init__(self) -> None:
        self.bands: list[Box] = []
        self.lines: list[Line] = []
        self.bars: list[Bar] = []
        self.marks: list[Mark] = []
        self.labels: list[Label] = []

    def write(
        self, at: tuple[float, float], words: str, style: str, *, room: float, anchor: str = "start"
    ) -> None:
        """Adds a label at (x, y), cut to its room."""
        self.labels.append(Label(*at, text.cut(words, *FONTS[style], room=room), style, anchor))

    def lane(self, top: float, bottom: float, name: str, *notes: str) -> None:
        """Names a lane in the margin and gives it its ground."""
        room = LEFT - MARGIN - 12
        self.bands.append(Box(LEFT - 4, top, WIDTH - MARGIN, bottom))
        self.write((MARGIN, top + 5), name, "lane", room=room)
        for row, note in enumerate(notes):
            self.write((MARGIN, top + 21 + 14 * row), note, "small", room=room)

    @property
    def about(self) -> bool:
        """Whether anything approximate is drawn."""
        return any((
            *(bar.about_left or bar.about_right for bar in self.bars),
            *(mark.about for mark in self.marks),
            *(line.about for line in self.lines),
        ))  # fmt: skip
