"""What the line may go on with: a list above the bar that scrolls, and says where in it the choice stands."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from pmtui.model.line.completion import Candidate

_LEAST, _MOST = 4, 12
_SHARE = 3
"""Of the height of the screen: a third is the list's, within those bounds."""
_PAUSE = 0.3
"""Seconds without a key after which the list gives back the lines that it no longer needs."""


class Offers(Static):
    """The list of candidates for the text before the cursor.

    Args:
        find: what may follow a text. Asked whenever another text stands there, also between two paintings, so
            that a key always acts on what is typed and never on what was.
    """

    DEFAULT_CSS = "Offers { height: auto; display: none; }"

    def __init__(self, find: Callable[[str], list[Candidate]]) -> None:
        super().__init__(id="offers", markup=False)
        self._find = find
        self.take: Callable[[str], object] = lambda _: None
        """Puts a candidate that was clicked in place of the text before the cursor."""
        self._head = ""
        self._found: list[Candidate] = []
        self._index = 0
        self._by_hand = False
        self._lines = 0
        """How many lines are painted."""
        self._painted: list[Candidate | None] = []
        """What each of them stands for; None for the line above the candidates."""
        self._shrinking: Timer | None = None
        self._put_away = ""
        """The text before the cursor when the list was closed: it stays so until another one is typed."""

    def ask(self, head: str) -> list[Candidate]:
        """The candidates for a text."""
        if head != self._head:
            self._head, self._index, self._by_hand, self._put_away = head, 0, False, ""
            self._found = self._find(head)
        return [] if head and head == self._put_away else self._found

    def show(self, head: str) -> None:
        """Paints what is offered for a text."""
        found = self.ask(head)
        if not found and not self._lines:
            return
        lines = self._list(found) if found else []
        # Another height lays the screen out anew, at every key that is too slow: the list shrinks after a pause.
        empty = self._lines - len(lines) if lines else 0
        lines += [Content("")] * empty
        self.update(Content("\n").join(lines), layout=len(lines) != self._lines)
        self._lines = len(lines)
        self.display = bool(lines)
        if self._shrinking is not None:
            self._shrinking.stop()
        self._shrinking = self.set_timer(_PAUSE, self._shrink) if empty > 0 else None

    def _shrink(self) -> None:
        self._lines = 0
        self.show(self._head)

    def _list(self, found: list[Candidate]) -> list[Content]:
        """The candidates around the chosen one; above them, where not all fit, its group and its place."""
        room = max(_LEAST, min(_MOST, self.screen.size.height // _SHARE))
        first = max(0, min(self._index - room // 2, len(found) - room))
        self._painted = list(found[first : first + room])
        shown = [
            _row(candidate, number == self._index)
            for number, candidate in enumerate(found[first : first + room], start=first)
        ]
        group = found[self._index].group
        if len(found) <= room and not group:
            return shown
        self._painted.insert(0, None)
        place = f"{self._index + 1} of {len(found)}"
        return [Content.assemble((group, "bold"), "  " if group else "", (place, "$text-muted")), *shown]

    def on_click(self, event: events.Click) -> None:
        clicked = self._painted[event.y] if event.y < len(self._painted) else None
        if clicked is not None:
            self.take(clicked.text)

    def put_away(self) -> bool:
        """Puts the list away until another text is typed; whether it was open."""
        was_open = self.display
        self._put_away = self._head
        self.show(self._head)
        return was_open

    def complete(self, head: str) -> str | None:
        """Tab: the chosen candidate's text."""
        found = self.ask(head)
        return found[self._index].text if found else None

    def choose(self, head: str, step: int) -> bool:
        """An arrow: moves the choice; whether there was anything to choose from."""
        found = self.ask(head)
        if not found:
            return False
        self._index = (self._index + step) % len(found)
        self._by_hand = True
        self.show(head)
        return True

    def chosen(self, head: str) -> str | None:
        """Enter: the candidate chosen with the arrows; None when Enter means the line as it stands."""
        found = self.ask(head)
        return found[self._index].text if found and self._by_hand else None

    def ghost(self, head: str) -> str:
        """The rest of the first candidate."""
        found = self.ask(head)
        if not found or head.endswith(" "):
            return ""
        text = found[self._index].text
        return text[len(head) :].rstrip() if text.casefold().startswith(head.casefold()) else ""


def _row(candidate: Candidate, chosen: bool) -> Content:
    sign, style = ("▸ ", "bold") if chosen else ("  ", "")
    line = Content.assemble((sign, "$accent"), (candidate.name, style))
    if candidate.help:
        line = Content.assemble(line, ("  " + " ".join(candidate.help.split()), "$text-muted"))
    return line
