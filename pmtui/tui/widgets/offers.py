"""What the line may go on with: a short list above the bar."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.widgets import Static

from pmtui.model.line.completion import Candidate

_SHOWN = 6


class Offers(Static):
    """The list of candidates for the text before the cursor.

    Args:
        find: what may follow a text. Asked whenever another text stands there, also between two paintings, so
            that a key always acts on what is typed and never on what was.
    """

    DEFAULT_CSS = "Offers { height: auto; max-height: 6; display: none; }"

    def __init__(self, find: Callable[[str], list[Candidate]]) -> None:
        super().__init__(id="offers", markup=False)
        self._find = find
        self._head = ""
        self._found: list[Candidate] = []
        self._index = 0
        self._by_hand = False
        self._lines = 0
        """How many lines are painted."""

    def ask(self, head: str) -> list[Candidate]:
        """The candidates for a text."""
        if head != self._head:
            self._head, self._index, self._by_hand = head, 0, False
            self._found = self._find(head)
        return self._found

    def show(self, head: str) -> None:
        """Paints what is offered for a text."""
        found = self.ask(head)
        first = max(0, min(self._index - _SHOWN + 1, len(found) - _SHOWN)) if self._index >= _SHOWN else 0
        lines = []
        for number, candidate in enumerate(found[first : first + _SHOWN], start=first):
            sign = "▸ " if number == self._index else "  "
            style = "bold" if number == self._index else ""
            line = Content.assemble((sign, "$accent"), (candidate.name, style))
            if candidate.help:
                line = Content.assemble(line, ("  " + " ".join(candidate.help.split()), "$text-muted"))
            lines.append(line)
        if not lines and not self._lines:
            return
        # Another height lays the screen out anew, at every key that is too slow.
        self.update(Content("\n").join(lines), layout=len(lines) != self._lines)
        self._lines = len(lines)
        self.display = bool(lines)

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
