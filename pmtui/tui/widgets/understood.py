"""The line under the bar: what Enter would do with the text in it, or what was done last, and which keys act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from textual.content import Content

from pmtui.model import entries as e
from pmtui.model.line.arguments import LineError
from pmtui.model.line.grammar import Typed
from pmtui.model.line.receipt import divided, made
from pmtui.model.time.words import understood
from pmtui.tui.timeline.wrapping import cut, wrap
from pmtui.tui.widgets.key_row import KeyRow, in_a_row
from pmtui.work.session import Session

_GAP = 3
_MOST = 4
"""Lines of why a line was refused."""
_LEAST = 12
"""Cells of a sentence that are left beside the first key."""


class Understood(KeyRow):
    """One line, replaced as a whole: a sentence on its left, and on its right as many of the keys as there is room for.

    While a line is typed, what it is understood as has all of the room; what is said has as many lines as it needs.
    """

    DEFAULT_CSS = """
    Understood { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self) -> None:
        super().__init__(id="understood", markup=False)
        self.said = Content()
        """The sentence; empty when only the keys stand there."""
        self._keys: tuple[tuple[str, str], ...] = ()
        self._typing = False
        self._most = 1
        """Lines that the sentence may have."""
        self._height = 1

    def say(self, text: str) -> None:
        """One sentence that tells what was done or how to go on, often at its end: it is never cut."""
        self._put(text, most=_MOST)

    def receipt(self, text: str, first: str = "") -> None:
        """What was recorded, cut where there is no room for all of it.

        Args:
            text: the sentence.
            first: how it begins; so much of it is never cut.
        """
        key = in_a_row(self._keys[:1]).cell_length
        room = max(_LEAST, self.size.width - key - _GAP)
        self._put(text, most=min(_MOST, len(wrap(first, room))))

    def _put(self, text: str, *, most: int) -> None:
        self.said = Content(" ".join(text.splitlines()))
        self._most = most
        self._paint()

    def show(self, typed: Typed | LineError, session: Session, first: str = "") -> None:
        """What Enter would do with the line as it stands.

        Args:
            typed: what the line is understood as.
            session: the incident it is typed for.
            first: what is to be known of it before that.
        """
        lead = f"{first}  " if first else ""
        if isinstance(typed, LineError):
            self._preview(f"{lead}{typed}")
        elif typed.entry is None:
            self._preview(f"{lead}{typed.command.usage}   {typed.command.help}")
        else:
            self._preview(lead + _preview(typed, typed.entry, session))

    def _preview(self, text: str) -> None:
        self._put(text, most=1)

    def show_keys(self, keys: Iterable[tuple[str, str]]) -> None:
        """Keys with what they do, in place of what was said; they stay beside what is said next."""
        self._keys = tuple(keys)
        self.say("")

    def while_typing(self, typing: bool) -> None:
        """Leaves all of the room to what the line is understood as, or gives the keys theirs back."""
        if typing != self._typing:
            self._typing = typing
            self._paint()

    def on_resize(self) -> None:
        self._paint()

    def _paint(self) -> None:
        if not self.said.plain and not self._typing:
            self._draw(in_a_row(self._keys), 1)
            return
        width, keys = self.size.width, Content()
        if not self._typing:
            keys = in_a_row(_fitting(self._keys, width - cell_len(self.said.plain) - _GAP))
        beside = keys.cell_length + _GAP if keys else 0
        lines = _lines(self.said.plain, max(_LEAST, width - beside), self._most)
        gap = " " * max(1, width - cell_len(lines[-1]) - keys.cell_length)
        self._draw(Content.assemble("\n".join(lines), gap, keys), len(lines))

    def _draw(self, shown: Content, height: int) -> None:
        """Only another height lays the screen out anew: this is drawn at every key."""
        other = height != self._height
        self._height = height
        self.styles.height = height
        self.update(shown, layout=other)


def _lines(text: str, width: int, most: int) -> list[str]:
    """At most so many lines of the text; the last one ends in an ellipsis where something is left out."""
    *lines, last = wrap(text, width)
    if len(lines) < most:
        return [*lines, last]
    return [*lines[: most - 1], cut(" ".join([*lines[most - 1 :], last]), width)]


def _fitting(keys: Sequence[tuple[str, str]], room: int) -> Sequence[tuple[str, str]]:
    """As many of the keys as fit into so many cells, the first of them always."""
    count = len(keys)
    while count > 1 and in_a_row(keys[:count]).cell_length > room:
        count -= 1
    return keys[:count]


def _preview(typed: Typed, entry: e.Entry, session: Session) -> str:
    """`→ 10:40 today, 12 min ago  hypothesis H3   /hypothesis TEXT`."""
    incident = session.incident
    when = "" if isinstance(entry, e.Correction) else understood(entry.when, session.clock(), incident.zone)
    about = [incident.label(ref) or incident.name(ref) for ref in entry.refs if ref in incident]
    hint = f"Tab: {typed.hint}" if typed.hint else ""
    parts = (
        f"→ {when}".strip(),
        hint,
        e.kind_of(entry),
        entry.label or ", ".join(about),
        divided(entry) or made(entry, incident),
    )
    return "  ".join(part for part in parts if part) + f"     {typed.command.usage}"
