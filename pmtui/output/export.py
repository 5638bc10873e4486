"""One incident in any of the formats that are text."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.model.incident import Incident


def export(incident: Incident, slug: str, format: str) -> str:
    """The incident as `toml`, `markdown`, `svg`, `json` or `csv`; ends with a newline."""
    return _FORMATS[format](incident, slug)


def _toml(incident: Incident, slug: str) -> str:
    from pmtui.output import record

    return record.write(incident, slug)


def _markdown(incident: Incident, slug: str) -> str:
    from pmtui.output import draft

    return draft.draft(incident, "timeline.svg")


def _svg(incident: Incident, slug: str) -> str:
    from pmtui.output import chart

    return chart.svg(incident)


def _json(incident: Incident, slug: str) -> str:
    import msgspec

    from pmtui.output import record

    compact = msgspec.json.encode(record.tables(incident, slug))
    return msgspec.json.format(compact, indent=2).decode() + "\n"


def _csv(incident: Incident, slug: str) -> str:
    import csv
    import io

    from pmtui.model.words import sign, words

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["number", "at", "until", "about", "said", "kind", "text", "by", "recorded", "key", "struck"]
    )
    for item in incident.timeline:
        entry = item.entry
        row = (
            item.name,
            entry.at.isoformat() if entry.at else "",
            entry.until.isoformat() if entry.until else "",
            "about" if entry.about else "",
            entry.said,
            sign(item, incident),
            words(item, incident),
            entry.by,
            entry.recorded.isoformat(),
            "key" if item.key else "",
            "struck" if item.struck else "",
        )
        writer.writerow([_inert(cell) for cell in row])
    return out.getvalue()


def _inert(cell: str) -> str:
    """A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection): an apostrophe keeps it text."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


_FORMATS: dict[str, Callable[[Incident, str], str]] = {
    "toml": _toml,
    "markdown": _markdown,
    "svg": _svg,
    "json": _json,
    "csv": _csv,
}
