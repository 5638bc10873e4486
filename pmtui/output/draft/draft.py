"""The Markdown draft of the postmortem, and bringing an existing one up to date."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

from pmtui.model.incident.missing import unwritten
from pmtui.model.incident.words import heading
from pmtui.model.incident.writeup import SECTIONS
from pmtui.output.draft import blocks
from pmtui.output.draft.blocks import Aside, Regenerated
from pmtui.output.draft.facts import Facts
from pmtui.output.draft.lines import days
from pmtui.output.draft.template import PLAIN, Template, builtin, render
from pmtui.output.text.markdown import Safe, escape, first_sentence

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

__all__ = ["Aside", "Regenerated", "block_name", "draft", "regenerate", "standing"]


def draft(incident: Incident, chart_name: str = "timeline.svg", template: Template = PLAIN) -> str:
    """A fresh draft; `chart_name` is the picture that lies beside it.

    Raises:
        TemplateError: the template is a user's own, and at fault.
    """
    prose = _Prose(incident, template)
    body = render(
        template,
        incident=incident,
        facts=Facts(incident),
        days=days(incident),
        sections=prose.sections,
        root_cause=first_sentence(prose.sections.get("root_cause", "")),
        picture=Safe(quote(chart_name)),
        prose=prose,
    )
    others = prose.others
    rest = [prose(name, 2) for name in others]
    more = blocks.more([block_name(name) for name in others], "" if template == PLAIN else template.name)
    return "\n\n".join([body.strip("\n"), *rest, more]) + "\n"


def regenerate(
    existing: str,
    incident: Incident,
    chart_name: str = "timeline.svg",
    template: Template = PLAIN,
    find: Callable[[str], Template | None] = builtin,
) -> Regenerated:
    """The existing draft with its generated blocks brought up to date; a person's own text stays.

    A draft in which a person wrote or deleted anything keeps the template that it was begun from, which `find`
    gives by its name; any other follows `template`.

    Raises:
        TemplateError: a template is a user's own, and at fault.
    """
    old = standing(existing, template, find)
    fresh = draft(incident, chart_name, old)
    done = blocks.regenerate(existing, fresh)
    if old is not template and done.text == fresh and not done.aside:
        return Regenerated(draft(incident, chart_name, template))
    return done


def standing(
    existing: str, template: Template = PLAIN, find: Callable[[str], Template | None] = builtin
) -> Template:
    """The template that a draft was begun from; `template` when it is not to be found any more."""
    begun = blocks.begun_from(existing) or PLAIN.name
    return template if begun == template.name else find(begun) or template


class _Prose:
    """`{{ prose("trigger", 3) }}`: a section that a person wrote, in its own block under its heading."""

    def __init__(self, incident: Incident, template: Template) -> None:
        self.sections = {name: text for name, text in incident.sections.items() if text.strip()}
        self._asked = {name: (what, line) for name, what, line in unwritten(incident, template.layout)}
        self._placed: set[str] = set()

    def __call__(self, name: str, level: int = 2, title: str = "", always: bool = False) -> Safe:
        """With `always` its heading stands there in any case; level 0 is a section without one."""
        from pmtui.output.text.prose import contained

        self._placed.add(name)
        text, asked = self.sections.get(name, ""), self._asked.get(name)
        parts = []
        if level and (text or asked or always):
            parts.append(f"{'#' * level} {escape(title or heading(name))}")
        if text:
            parts.append(contained(text, max(level, 2)))
        elif asked:
            parts.append(_ask(name, *asked))
        return Safe(blocks.generated(block_name(name), "\n\n".join(parts)))

    @property
    def others(self) -> list[str]:
        """The sections that are written and have found no place yet."""
        return [name for name in self.sections if name not in self._placed]


def _ask(name: str, what: str, line: str) -> str:
    if name == "impact":
        return f"> **Missing:** {what}. Note it with `{line}`, or write it with `/write impact TEXT`."
    return f"> **Missing:** {escape(what)}. Write it with `{line.replace('`', '')}`."


def block_name(section: str) -> str:
    """The name of a section's block; a section of one's own has a digest in it, so that no two are the same."""
    if section in SECTIONS:
        return f"{blocks.SECTION}{section}"
    plain = re.sub(r"[^a-z0-9]+", "-", section.lower()).strip("-")[:40]
    return f"{blocks.SECTION}{plain or 'own'}-{hashlib.sha256(section.encode()).hexdigest()[:6]}"
