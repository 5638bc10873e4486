"""One incident in any of the formats it can be handed on in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident

if TYPE_CHECKING:
    from pmtui.output.draft.template import Template
    from pmtui.output.text.masked import Mask


def export(  # noqa: PLR0913, PLR0917 - the call is the whole of `pmtui export`
    incident: Incident,
    slug: str,
    format: str,
    template: Template | None = None,
    mask: Mask | None = None,
    existing: str | None = None,
    find: Callable[[str], Template | None] | None = None,
    events: bool = False,
    files: Callable[[str], bytes | None] | None = None,
) -> str | bytes:
    """The incident as `toml`, `markdown`, `html`, `svg`, `json` or `csv`, which end with a newline, or as `png`.

    `rich` is the Markdown as HTML for a word processor, which takes no other layout than its own.

    Args:
        incident: what is exported.
        slug: its name.
        format: one of those.
        template: of the Markdown; the plain one without it.
        mask: what every typed text goes through first.
        existing: the draft as it stands, which the Markdown and the page follow: a person's own text is in it.
        find: gives the template that it was begun from, by its name; those that come with the program without it.
        events: the CSV holds only what happened and the facts.
        files: gives the pictures beside the draft, which the page shows; without it, and behind a mask, which sees
            nothing of what is in a picture, it names them.

    Raises:
        TemplateError: the template is a user's own, and at fault.
        PmtuiError: a PNG is asked for, and the extra that draws it is not installed.
    """
    if mask:
        from pmtui.output.text.masked import masked

        hidden = masked(incident, mask)
        if hidden.of(e.Opened) != incident.of(e.Opened):
            slug = incident.id  # a slug is made from the title
        incident = hidden
    if format in ("markdown", "html", "rich"):
        from pmtui.output.draft import draft
        from pmtui.output.draft.template import PLAIN, builtin
        from pmtui.output.page import page
        from pmtui.output.page.prose import no_files

        template = template or PLAIN
        shown = files if files and not mask else no_files
        if existing is not None:
            before = mask(existing) if mask else existing
            existing = draft.regenerate(before, incident, "timeline.svg", template, find or builtin).text
        if format == "html":
            return page.html(incident, document=existing, files=shown)
        text = draft.draft(incident, "timeline.svg", template) if existing is None else existing
        return _rich(incident, text, shown) if format == "rich" else text
    if format == "csv":
        from pmtui.output.record.spreadsheet import csv_text

        return csv_text(incident, events)
    return _FORMATS[format](incident, slug)


def _rich(incident: Incident, draft: str, files: Callable[[str], bytes | None]) -> str:
    from pmtui.output.chart import chart, png
    from pmtui.output.draft.blocks import clean
    from pmtui.output.page.prose import Prose

    def drawn(place: str) -> bytes | None:
        """Word processors take no SVG: the chart is a PNG where that can be drawn, another SVG is left to its words."""
        if place != "timeline.svg":
            return None if place.lower().endswith(".svg") else files(place)
        try:
            return png.png(chart.svg(incident))
        except PmtuiError:
            return None

    return Prose(drawn).document(clean(draft))


def _toml(incident: Incident, slug: str) -> str:
    from pmtui.output.record import record

    return record.write(incident, slug)


def _svg(incident: Incident, slug: str) -> str:
    from pmtui.output.chart import chart

    return chart.svg(incident)


def _png(incident: Incident, slug: str) -> bytes:
    from pmtui.output.chart import chart, png

    return png.png(chart.svg(incident))


def _json(incident: Incident, slug: str) -> str:
    import msgspec

    from pmtui.output.record import record

    compact = msgspec.json.encode(record.tables(incident, slug))
    return msgspec.json.format(compact, indent=2).decode() + "\n"


_FORMATS: dict[str, Callable[[Incident, str], str | bytes]] = {
    "toml": _toml,
    "svg": _svg,
    "png": _png,
    "json": _json,
}
