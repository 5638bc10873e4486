"""One incident in any of the formats it can be handed on in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident

if TYPE_CHECKING:
    from pmtui.output.draft.draft import Regenerated
    from pmtui.output.draft.template import Template
    from pmtui.output.record.record import Picture
    from pmtui.output.text.masked import Mask

Files = Callable[[str], bytes | None] | None
"""Gives what lies beside the draft, if there is something."""


def export(  # noqa: PLR0913, PLR0917 - the call is the whole of `pmtui export`
    incident: Incident,
    slug: str,
    format: str,
    template: Template | None = None,
    mask: Mask | None = None,
    existing: str | None = None,
    find: Callable[[str], Template | None] | None = None,
    events: bool = False,
    files: Files = None,
) -> str | bytes:
    """The incident as `toml`, `markdown`, `html`, `svg`, `json` or `csv`, which end with a newline, or as `png`.

    `rich` is the Markdown as HTML for a word processor, which takes no other layout than its own.

    Args:
        incident: what is exported.
        slug: its name.
        format: one of those.
        template: of the Markdown; the plain one without it.
        mask: what every typed text goes through first.
        existing: the draft as it stands, which the Markdown and the page follow: a person's own text is in it, and
            comes along in the record.
        find: gives the template that it was begun from, by its name; those that come with the program without it.
        events: the CSV holds only what happened and the facts.
        files: gives the pictures beside the draft, which the page shows and the record lists; without it, and behind
            a mask, which sees nothing of what is in a picture, they are only named.

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
    if format == "csv":
        from pmtui.output.record.spreadsheet import csv_text

        return csv_text(incident, events)
    if format in _CHARTS:
        return _CHARTS[format](incident)
    files = None if mask else files
    standing = None
    if existing is not None:
        before = mask(existing) if mask else existing
        standing = _standing(incident, before, template, find)
    if format in _RECORDS:
        return _RECORDS[format](incident, slug, standing, files)
    return _prose(incident, format, standing, template, files)


def _standing(
    incident: Incident,
    existing: str,
    template: Template | None,
    find: Callable[[str], Template | None] | None,
) -> Regenerated:
    from pmtui.output.draft.draft import regenerate
    from pmtui.output.draft.template import PLAIN, builtin

    return regenerate(existing, incident, "timeline.svg", template or PLAIN, find or builtin)


def _prose(
    incident: Incident, format: str, standing: Regenerated | None, template: Template | None, files: Files
) -> str:
    from pmtui.output.draft.draft import draft
    from pmtui.output.draft.template import PLAIN
    from pmtui.output.page import page
    from pmtui.output.page.prose import no_files

    text = standing.text if standing else None
    if format == "html":
        return page.html(incident, document=text, files=files or no_files)
    text = text or draft(incident, "timeline.svg", template or PLAIN)
    return _rich(incident, text, files or no_files) if format == "rich" else text


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


def _svg(incident: Incident) -> str:
    from pmtui.output.chart import chart

    return chart.svg(incident)


def _png(incident: Incident) -> bytes:
    from pmtui.output.chart import chart, png

    return png.png(chart.svg(incident))


_CHARTS: dict[str, Callable[[Incident], str | bytes]] = {"svg": _svg, "png": _png}


def _beside(standing: Regenerated | None, files: Files) -> list[Picture]:
    from pmtui.output.draft.pictures import laid_beside

    return laid_beside(standing.text, files) if standing and files else []


def _toml(incident: Incident, slug: str, standing: Regenerated | None, files: Files) -> str:
    from pmtui.output.record import record

    return record.write(incident, slug, standing.own if standing else {}, _beside(standing, files))


def _json(incident: Incident, slug: str, standing: Regenerated | None, files: Files) -> str:
    import msgspec

    from pmtui.output.record import record

    tables = record.tables(incident, slug, standing.own if standing else {}, _beside(standing, files))
    return msgspec.json.format(msgspec.json.encode(tables), indent=2).decode() + "\n"


_RECORDS: dict[str, Callable[[Incident, str, Regenerated | None, Files], str]] = {
    "toml": _toml,
    "json": _json,
}
