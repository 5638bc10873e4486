"""What every field of several lines is made of: Textual's, with what it would end the program by."""

from __future__ import annotations

from textual.widgets import TextArea


class TextField(TextArea):
    """A field of several lines, of which undo and redo never end the program."""

    def _recompute_cursor_offset(self) -> None:
        # Undo and redo look for the cursor in the shorter text while it still stands in the longer one, and find no
        # such row: Textualize/textual#6686. They put the cursor where it belongs right afterwards.
        place = self.clamp_visitable(self.cursor_location)
        self._cursor_offset = self.wrapped_document.location_to_offset(place)
