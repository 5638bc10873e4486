"""The palette: every act and command on a line of its own, found by its name or by what it does."""

from __future__ import annotations

from textual.app import SystemCommand
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content


class OneLine(Provider):
    """What the program offers for the screen in front; Textual's own takes two lines for each."""

    @property
    def _commands(self) -> list[SystemCommand]:
        return list(self.app.get_system_commands(self.screen))

    async def discover(self) -> Hits:
        """All there is, before anything is typed."""
        for title, help_text, callback, discover in self._commands:
            if discover:
                yield DiscoveryHit(_row(Content(title), help_text), callback, text=title)

    async def search(self, query: str) -> Hits:
        """What fits, names before what only the help says."""
        matcher = self.matcher(query)
        for title, help_text, callback, _ in self._commands:
            score = matcher.match(title) or matcher.match(help_text) / 2
            if score > 0:
                yield Hit(score, _row(matcher.highlight(title), help_text), callback, text=title)


def _row(title: Content, help_text: str) -> Content:
    # No style of its own for what the help says: it could not be read on the selected line.
    return Content.assemble(title.stylize("bold"), "  ", help_text)
