"""The panes beside the timeline, or instead of it: in one column, in two, or one at a time behind tabs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from pmtui.model.incident.due import Due
from pmtui.tui.keys import bindings
from pmtui.tui.widgets.pane import IncidentPane
from pmtui.tui.widgets.room import share

_TWO_COLUMNS = 140
"""Cells from which on the panes stand in two columns."""
_BETWEEN = 1
"""Cells between two columns."""
_TAB = "tab"
"""Of a cell: the number of the pane whose tab it is part of."""


class _ByNeed(Layout):
    """Gives each pane the lines that it needs, as far as there are any."""

    name = "by-need"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        assert isinstance(parent, Panes)
        parent.pre_layout(self)
        return [
            WidgetPlacement(region, NULL_OFFSET, NULL_SPACING, widget)
            for widget, region in parent.arranged(size)
        ]


class Panes(Widget, can_focus=False):
    """Every pane of an open incident.

    Args:
        summary, escalations, actions, hypotheses: the panes.
    """

    DEFAULT_CSS = "Panes { height: 1fr; overflow: hidden; }"
    PLACES = ("panes",)
    BINDINGS: ClassVar[list[BindingType]] = bindings(*PLACES)

    def __init__(
        self,
        summary: IncidentPane,
        escalations: IncidentPane,
        actions: IncidentPane,
        hypotheses: IncidentPane,
    ) -> None:
        super().__init__(id="side")
        self._by_need = _ByNeed()
        self.panes = (summary, escalations, actions, hypotheses)
        self.numbered = {1: summary, 3: escalations, 4: actions, 5: hypotheses}
        """By the number that a key has; 2 is the timeline."""
        self._columns = (summary, hypotheses), (escalations, actions)
        """Where there is room for two columns."""
        self.page = summary
        """The one that is shown where there is room for one."""
        self._tabs = Static(id="tabs", markup=False)
        self._shown_tabs = Content()
        self._placed: list[tuple[Widget, Region]] = []

    @property
    def layout(self) -> Layout:
        # As a style a layout has a name, and only those of Textual have one.
        return self._by_need

    def compose(self) -> ComposeResult:
        yield self._tabs
        yield from self.panes

    @property
    def one_at_a_time(self) -> bool:
        """Whether there is room for one pane only."""
        return self.screen.has_class("-narrow")

    def show(self, now: datetime, waiting: Sequence[Due]) -> None:
        """Shows the incident as it stands at a moment, and what waits then."""
        for pane in self.panes:
            pane.show(now, waiting)
        self._show_tabs()
        self.settle()

    def settle(self) -> None:
        """Gives the panes other lines if they need others than they have."""
        if self.is_mounted and self.display and self.places(self.size) != self._placed:
            self._tabs.refresh(layout=True)  # Textual arranges those anew that stand around what asks for it

    def on_descendant_focus(self) -> None:
        focused = self.screen.focused
        if isinstance(focused, IncidentPane):
            self.page = focused
            self._show_tabs()
        self.settle()

    def on_descendant_blur(self) -> None:
        self.settle()

    def _show_tabs(self) -> None:
        tabs = Content(" ").join(
            Content.styled(f" {pane.tab} ", "reverse" if pane is self.page else "").stylize(
                Style.from_meta({_TAB: number})
            )
            for number, pane in enumerate(self.panes)
        )
        if not tabs.is_same(self._shown_tabs):
            self._shown_tabs = tabs
            self._tabs.update(tabs, layout=False)

    def on_click(self, event: events.Click) -> None:
        """Goes to the pane whose tab it is on."""
        pane = event.style.meta.get(_TAB)
        if pane is not None:
            self.screen.set_focus(self.panes[pane])

    # --- keys

    def action_next(self) -> None:
        self._step(1)

    def action_previous(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        here = self.panes.index(self.page)
        self.screen.set_focus(self.panes[(here + step) % len(self.panes)])

    # --- where each stands

    def arranged(self, size: Size) -> list[tuple[Widget, Region]]:
        """Where each of those that are shown stands from now on."""
        self._placed = self.places(size)
        return self._placed

    def places(self, size: Size) -> list[tuple[Widget, Region]]:
        """Where each of those that are shown would stand in so much room."""
        if self.one_at_a_time:
            page = Region(0, 1, size.width, max(1, size.height - 1))
            return [(self._tabs, Region(0, 0, size.width, 1)), (self.page, page)]
        if size.width < _TWO_COLUMNS:
            return _column(self.panes, size.region)
        width = (size.width - _BETWEEN) // 2
        left = Region(0, 0, width, size.height)
        right = Region(size.width - width, 0, width, size.height)
        return _column(self._columns[0], left) + _column(self._columns[1], right)


def _column(panes: Sequence[IncidentPane], region: Region) -> list[tuple[Widget, Region]]:
    """Panes one under the other, each with the lines that it needs as far as there are any."""
    heights = share(region.height, [pane.want(region.width) for pane in panes])
    found: list[tuple[Widget, Region]] = []
    y = region.y
    for pane, height in zip(panes, heights, strict=True):
        if height:
            found.append((pane, Region(region.x, y, region.width, height)))
        y += height
    return found
