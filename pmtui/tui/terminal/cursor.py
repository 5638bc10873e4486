"""Where the terminal's own cursor stands: screen readers, magnifiers and braille lines follow it."""

from __future__ import annotations

from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Input, OptionList, TextArea


def cursor_of(focused: Widget | None) -> Offset | None:
    """The cell where one is: in the text, or at the selected row of a list; None where there is neither."""
    if isinstance(focused, TextArea | Input):
        return focused.cursor_screen_offset
    if isinstance(focused, OptionList):
        return _selected(focused)
    # A timeline knows for itself.
    found = getattr(focused, "cursor_screen_offset", None)
    return found if isinstance(found, Offset) else None


def _selected(listed: OptionList) -> Offset | None:
    if listed.highlighted is None:
        return None
    line = listed._index_to_line.get(listed.highlighted)
    if line is None:
        return None
    return listed.content_region.offset + Offset(0, line - int(listed.scroll_offset.y))
