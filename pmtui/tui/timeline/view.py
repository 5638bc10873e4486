"""A window on any number of wrapped rows, of which only those in sight are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from rich.cells import cell_len
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from pmtui.tui.timeline.drawing import LEAST_NUMBER, Drawing
from pmtui.tui.timeline.heights import Heights
from pmtui.tui.timeline.row import FAMILIES, ROW_STYLES, Columns, Row, Source, highlight

_MOST_NUMBER = 12


class RowView(ScrollView):
    """Rows of a `Source` in its order; the window stays at the end until the user leaves it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "timeline--gutter",
        "timeline--mark",
        "timeline--cursor",
        "timeline--separator",
        "timeline--rule",
        "timeline--placeholder",
        *(f"timeline--{name}" for name in (*ROW_STYLES, *FAMILIES)),
    }
    DEFAULT_CSS = """
    RowView {
        height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1;
        & > .timeline--gutter, & > .timeline--separator, & > .timeline--placeholder { color: $text-muted; }
        & > .timeline--mark { color: $text-warning; }
        & > .timeline--cursor { background: $block-cursor-blurred-background; }
        &:focus > .timeline--cursor { background: $block-cursor-background; text-style: $block-cursor-text-style; }
        & > .timeline--struck { color: $text-muted; text-style: strike; }
        & > .timeline--strong { text-style: bold; }
        & > .timeline--unsaved { text-style: italic; }
        & > .timeline--muted { color: $text-muted; }
    }
    """

    class Unseen(Message, namespace="timeline"):
        """The number of rows that arrived below the window is another."""

        def __init__(self, view: RowView, count: int) -> None:
            super().__init__()
            self.view = view
            self.count = count

        @property
        def control(self) -> RowView:
            return self.view

    class Moved(Message, namespace="timeline"):
        """Other rows are in sight, or there are more of them."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, RowView.Moved)

    def __init__(self, placeholder: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.placeholder = placeholder
        """What is said while there are no rows."""
        self.following = True
        """Whether new rows move the window to the end."""
        self.unseen = 0
        """Rows that arrived below the window since the user left the end."""
        self._heights = Heights(0, self._measure)
        self._measured = 0
        """The width for which the rows are laid out; 0 before the first time."""
        self._drawing = Drawing(self)
        self._number = LEAST_NUMBER
        self._first: tuple[int, str] | None = None
        self._above = 0
        """Lines in sight above the first row: of its day, or less than none where it begins above the window."""

    # What the screen calls

    def show(self, source: Source) -> None:
        """Shows another source, from its end. Only the rows in sight are fetched."""
        self._drawing.source = source
        self._first = None
        self._number = LEAST_NUMBER
        self._follow(True)
        self._lay_out()

    def grown(self, count: int) -> None:
        """The source has `count` rows now, the new ones at its end."""
        if not self._laid_out:
            return
        new = range(self._known, count)
        before = self._heights.total
        self._heights.grow(count)
        if self.following:
            line = self._heights.tail(self._window.height)
            if line == self.scroll_offset.y and before:
                self._publish()
                self._repaint(before, self._heights.total)
            else:
                self._scroll(line)
            return
        self._publish()
        self.refresh()
        self._see(self.unseen + sum(bool(self._drawing.source.row(index).key) for index in new))

    def changed(self, index: int) -> None:
        """A row says something else."""
        if not self._laid_out:
            return
        above = self._first is not None and index < self._first[0]
        self._drawing.forget(index)
        grown = self._heights.change(index)
        if not grown:
            top = self._heights.top(index)
            self._repaint(top, top + self._heights.height(index))
        elif self.following:
            self._scroll(self._heights.tail(self._window.height))
        else:
            self._settle(self.scroll_offset.y + (grown if above else 0))

    def mark(self, words: Iterable[str]) -> None:
        """Marks these words wherever they stand in a text, in any case, until it is called with others."""
        if self._drawing.mark(words):
            self.refresh()

    def unfold(self, index: int) -> bool:
        """Shows all lines of a row that stay; False where it shows them already."""
        if not self._laid_out or not self._drawing.unfold(index):
            return False
        self.changed(index)
        return True

    def swap(self, source: Source) -> None:
        """Shows another source of the same entries, and `reset`s."""
        self._drawing.source = source
        self.reset()

    def reset(self) -> None:
        """The rows stand in another order: the first one in sight stays where it is."""
        if self._first is not None and not self.following:
            index, key = self._first
            self._first = (index if (found := self._find(key, index)) is None else found), key
            self._see(self.unseen + max(0, len(self._drawing.source) - self._known))
        self._lay_out()

    @property
    def in_sight(self) -> tuple[int, int]:
        """The first row that is in sight, and the first below the window."""
        if not self._known:
            return 0, 0
        line = self.scroll_offset.y
        last = min(line + self._window.height, self._heights.total) - 1
        return self._heights.locate(line)[0], self._heights.locate(max(line, last))[0] + 1

    def look(self, key: str) -> None:
        """Moves the window, and no cursor: `pageup`, `pagedown`, `home`, `end`."""
        page = max(1, self._window.height - 1)
        steps = {"pageup": -page, "pagedown": page, "home": -self.scroll_offset.y, "end": self._heights.total}
        if self._laid_out and self._known:
            self._settle(max(0, self.scroll_offset.y + steps[key]))
            self._follow(self._at_end)

    # Layout

    @property
    def _window(self) -> Size:
        # Not the region on the screen, which is empty while the view is hidden: rows arrive then too.
        return self.outer_size.region.shrink(self.gutter).size

    @property
    def _laid_out(self) -> bool:
        """Whether the rows are laid out for the window as it is; else a resize is on its way, which does it."""
        return self._measured == self._window.width > 0

    @property
    def _at_end(self) -> bool:
        return self.scroll_offset.y >= self._heights.total - self._window.height

    @property
    def _known(self) -> int:
        return self._heights.count

    def _is_here(self, index: int) -> bool:
        """Whether a row is drawn as the one under a cursor."""
        return False

    def _measure(self, index: int) -> int:
        row = self._drawing.source.row(index)
        number = _width_of_number(row)
        if number > self._number:  # a longer number: every row makes room for it
            if self._number == self._drawing.columns.number:
                self.call_later(self._lay_out)
            self._number = number
        return len(self._drawing.arrange(row))

    def _lay_out(self) -> None:
        """Measures anew, because of another width or order, and keeps the first row in sight."""
        size = self._window
        self._drawing.clear()
        if not size.width:
            return  # not shown yet; the first resize comes here
        count = len(self._drawing.source)
        if count and not self._measured:  # the last number is the longest: one layout is enough
            self._number = max(self._number, _width_of_number(self._drawing.source.row(count - 1)))
        columns = Columns.of(size.width, self._number)
        above = self._above if columns == self._drawing.columns else max(0, self._above)
        self._drawing.columns, self._drawing.width, self._measured = columns, size.width, size.width
        self._heights = Heights(count, self._measure)
        if self.text_selection:
            self.screen.clear_selection()  # its line numbers belong to the old layout
        if self.following or self._first is None:
            self._scroll(self._heights.tail(size.height))
        else:
            first = self._heights.top(min(self._first[0], self._known - 1)) if self._known else 0
            self._settle(max(0, first - above))

    def _find(self, key: str, near: int) -> int | None:
        """The row of a key, searched outwards: a corrected time seldom moves an entry far."""
        count = len(self._drawing.source)
        for step in range(max(near, count - near) + 1):
            for index in {near - step, near + step}:
                if 0 <= index < count and self._drawing.source.row(index).key == key:
                    return index
        return None

    # Scrolling

    def _settle(self, line: int) -> None:
        """Scrolls to a line, once everything that is then in sight is measured."""
        self._scroll(self._heights.settle(line, self._window.height))

    def _scroll(self, line: int) -> None:
        # The setters would lay the whole screen out; the box stays the same, only its contents move.
        self._publish()
        self.set_reactive(RowView.scroll_y, line)
        self.set_reactive(RowView.scroll_target_y, line)
        self.vertical_scrollbar.position = line
        self._first = None
        if self._known:
            index, _ = self._heights.locate(line)
            while index + 1 < self._known and not self._drawing.row(index).key:
                index += 1
            self._first = index, self._drawing.row(index).key
            self._above = self._heights.top(index) - line
        self._see(self.unseen)
        self.refresh()

    def _repaint(self, first: int, end: int) -> None:
        """Paints lines anew that moved no others: less than all of them, at every Enter."""
        region = Region(0, first - self.scroll_offset.y, self.size.width, end - first)
        self.refresh(region.intersection(self.size.region))

    def _publish(self) -> None:
        self.post_message(self.Moved())
        size = Size(self._window.width, self._heights.total)
        self.set_reactive(RowView.virtual_size, size)
        self.vertical_scrollbar.window_virtual_size = size.height
        self.vertical_scrollbar.window_size = self._window.height

    def _see(self, count: int = 0) -> None:
        """So many rows are news, as far as they are below the window."""
        count = min(count, self._known - self.in_sight[1]) if count else 0
        if count != self.unseen:
            self.unseen = count
            self.post_message(self.Unseen(self, count))

    def _follow(self, following: bool) -> None:
        self.following = following
        if following:
            self._see()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The user scrolled, by wheel or scrollbar: keys and new rows move the window without this."""
        self._settle(round(new_value))
        self._follow(self._at_end)

    def scroll_to(
        self, x: float | None = None, y: float | None = None, *, animate: bool = False, **options: object
    ) -> None:
        # Never animated: heights are corrected on the way, which an animation would undo.
        super().scroll_to(x, y, animate=False)

    def on_resize(self) -> None:
        if not self._laid_out:
            self._lay_out()
        elif self.following:
            self._scroll(self._heights.tail(self._window.height))
        else:
            self._settle(self.scroll_offset.y)

    # Drawing

    def notify_style_update(self) -> None:
        self._drawing.restyle()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        if not self._laid_out:  # Textual paints a screen once before it says how large its widgets are
            self._lay_out()
        line = self.scroll_offset.y + y
        if not self._known:
            said = self._drawing.placeholder(self.placeholder, self._window.width)
            return said[y] if y < len(said) else Strip.blank(self._window.width, self._drawing.base)
        if line >= self._heights.total:
            return Strip.blank(self._window.width, self._drawing.base)
        strip = self._line(*self._heights.locate(line))
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(line)) is not None:
            strip = highlight(strip, span, self.screen.get_component_rich_style("screen--selection"))
        return strip.apply_offsets(0, line)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        first = selection.start.y if selection.start else 0
        last = min(selection.end.y if selection.end else self._heights.total, self._heights.total - 1)
        return "\n".join(self._selected_lines(selection, first, last)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()

    def _selected_lines(self, selection: Selection, first: int, last: int) -> Iterator[str]:
        for line in range(first, last + 1):
            start, end = selection.get_span(line) or (0, 0)
            text = self._line(*self._heights.locate(line)).text
            yield text[start : None if end == -1 else end].rstrip()

    def _line(self, index: int, offset: int) -> Strip:
        return self._drawing.line(index, offset, self._is_here(index))


def _width_of_number(row: Row) -> int:
    return min(cell_len(row.number), _MOST_NUMBER)
