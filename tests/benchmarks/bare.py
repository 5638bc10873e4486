"""A Textual app with the kinds of widget that the live screen has, and nothing in them.

Run as `python -m tests.benchmarks.bare`.
"""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import OptionList, Static, TextArea


class Lines(ScrollView):
    """A timeline of one line."""

    def render_line(self, y: int) -> Strip:
        return Strip.blank(self.size.width) if y else Strip.blank(self.size.width, self.rich_style)


class BareApp(App[None]):
    """The same boxes, empty."""

    AUTO_FOCUS = "TextArea"
    CSS = """
    #header { height: 1; }
    #body { height: 1fr; }
    Lines { width: 2fr; }
    #side { width: 1fr; max-width: 72; }
    OptionList { height: 1fr; }
    #parked { height: auto; display: none; }
    #line { height: auto; }
    #prompt { width: 2; height: 1; }
    TextArea { height: auto; width: 1fr; }
    #understood { height: 1; }
    """

    def compose(self) -> ComposeResult:
        yield Static("SEV1  Checkout is down", id="header", markup=False)
        with Horizontal(id="body"):
            yield Lines()
            with Vertical(id="side"):
                for name in ("Summary", "Hypotheses", "Escalations"):
                    yield OptionList(f"{name} is empty", markup=False)
        yield Static(id="parked", markup=False)
        with Horizontal(id="line"):
            yield Static("> ", id="prompt", markup=False)
            yield TextArea(compact=True, soft_wrap=True, placeholder=Content("what happens?"))
        yield Static(id="understood", markup=False)


if __name__ == "__main__":
    BareApp().run()
