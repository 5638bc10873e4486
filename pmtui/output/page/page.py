"""The write-up as one web page that stands for itself: no script, no other file, nothing loaded from anywhere.

Typed text is escaped in one place, by jinja2; a section's Markdown is rendered by `page_prose`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from pmtui.model.incident.layouts import DEFAULT
from pmtui.model.incident.missing import unwritten
from pmtui.model.incident.words import heading
from pmtui.model.incident.writeup import SECTIONS
from pmtui.model.text import clean
from pmtui.output.chart import chart
from pmtui.output.draft.draft import block_name
from pmtui.output.draft.facts import Facts
from pmtui.output.draft.own import Own, outline
from pmtui.output.page.prose import Files, Prose, no_files
from pmtui.output.text.masked import Mask, masked

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from pmtui.model.incident.incident import Incident

PARTS = {
    "summary": "Summary",
    "impact": "Impact",
    "cause": "Root cause and resolution",
    "detection": "Detection and response",
    "timeline": "Timeline",
    "ruled_out": "What we ruled out",
    "escalations": "Escalations and communication",
    "lessons": "Lessons",
    "measures": "Corrective and preventative measures",
    "metrics": "Metrics",
}
"""The parts of every page; the macros of these names in `page_parts.html.j2` print them."""
BLOCKS = {
    "summary": ("section.summary", "summary"),
    "impact": ("section.impact",),
    "detection": ("section.detection", "detection", "section.response", "response"),
    "metrics": ("metrics",),
    "timeline": ("timeline", "section.what_happened"),
    "ruled-out": ("ruled-out",),
    "escalations": ("escalations",),
    "cause": (
        "cause",
        *(f"section.{name}" for name in ("leadup", "fault", "trigger", "root_cause", "contributing_factors")),
        *(f"section.{name}" for name in ("resolution", "recurrence", "backlog_check")),
    ),
    "lessons": ("lessons",),
    "measures": ("measures",),
}
"""The blocks of a draft that each part tells, by its id: it stands where the first of them does that is there."""
LAST = ("messaging", "supporting", "aside", "conclusion")
"""Sections that are parts of their own, behind all others."""


class Part(Struct, frozen=True):
    """A part of the page under its heading."""

    id: str
    title: str
    body: Markup


def html(
    incident: Incident, *, mask: Mask | None = None, document: str | None = None, files: Files = no_files
) -> str:
    """The page, the same for the same entries and the same draft.

    Args:
        incident: what it tells.
        mask: what every typed text goes through first.
        document: the draft as it stands, up to date; the page follows its order, leaves out what a person deleted
            from it, and has what a person wrote into it.
        files: gives the pictures beside the draft, which become part of the page.
    """
    from markupsafe import Markup

    incident = masked(incident, mask) if mask else incident
    order = outline(mask(document) if mask else document) if document is not None else []
    sections = {
        name: text
        for name, text in incident.sections.items()
        if text.strip() and (document is None or block_name(name) in order)
    }
    facts = Facts(incident)
    prose = Prose(files)
    names = {
        "incident": incident,
        "facts": facts,
        "told": facts.timeline,
        "sections": sections,
        "asks": {name: what for name, what, _ in unwritten(incident, DEFAULT)},
        "proposed": {
            name: text
            for name, text in facts.proposals.items()
            if name not in sections and (document is None or block_name(name) in order)
        },
        "entry": prose.entry,
        "attached": prose.attached,
        "given": prose.rendered,
        "prose": lambda name, level: prose.rendered(sections[name], level),
        "chart": Markup(chart.svg(incident)) if document is None or "picture" in order else "",
    }
    environment = _environment()
    macros = environment.get_template("page_parts.html.j2").make_module(names)
    printed = {name: Markup(getattr(macros, name)()) for name in PARTS}
    metrics = printed.pop("metrics")
    parts = [
        Part(name.replace("_", "-"), PARTS[name], body) for name, body in printed.items() if body.strip()
    ]
    places = {
        block: part.id for part in parts for block in [name for name in BLOCKS[part.id] if name in order][:1]
    }
    for number, name in enumerate(_others(sections), 1):
        parts.append(Part(f"section-{number}", heading(name), prose.rendered(sections[name], 2)))
        places[block_name(name)] = parts[-1].id
    if metrics.strip():
        parts.append(Part("metrics", PARTS["metrics"], metrics))
        places |= {"metrics": "metrics"} if "metrics" in order else {}
    lead = Markup("")
    if document is not None:
        lead, parts = _following(order, parts, places, prose)
    return environment.get_template("page.html.j2").render(names, parts=parts, lead=lead)


def _following(
    order: list[str | Own], parts: list[Part], places: dict[str, str], prose: Prose
) -> tuple[Markup, list[Part]]:
    """What stands before the first part, and the parts in the order of the draft with a person's own among them.

    Own text without a heading ends the part that it follows.
    """
    from markupsafe import Markup

    known = {part.id: part for part in parts}
    lead, placed, own = Markup(""), dict[str, Part](), 0
    here = ""
    for each in order:
        if isinstance(each, str):
            found = places.get(each, "")
            if found and found not in placed:
                here, placed[found] = found, known[found]
            continue
        body = prose.rendered(each.text, 2)
        if each.title:
            own += 1
            here = f"own-{own}"
            placed[here] = Part(here, clean(each.title), body)
        elif here:
            part = placed[here]
            placed[here] = Part(here, part.title, part.body + body)
        else:
            lead += body
    return lead, list(placed.values())


def _others(sections: dict[str, str]) -> list[str]:
    own = [name for name in sections if name not in SECTIONS]
    return [name for name in (*LAST, *own) if name in sections]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["heading"] = heading
    return environment


def _finalize(value: object) -> object:
    """What jinja2 puts in the place of `{{ value }}`, before it escapes it: no control characters, no overrides."""
    return value if hasattr(value, "__html__") else clean(str(value))
