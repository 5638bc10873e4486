"""The Markdown draft of the postmortem, and bringing an existing one up to date (design: the draft)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from pmtui.model.words import heading
from pmtui.model.writeup import SECTIONS
from pmtui.output import blocks
from pmtui.output.blocks import Aside, Regenerated
from pmtui.output.draft_facts import Facts, Table
from pmtui.output.draft_lines import days
from pmtui.output.markdown import Safe, escape, finalize, first_sentence, item

if TYPE_CHECKING:
    from jinja2 import Environment

    from pmtui.model.incident import Incident

__all__ = ["Aside", "Regenerated", "draft", "regenerate"]


def draft(incident: Incident, chart_name: str = "timeline.svg") -> str:
    """A fresh draft; `chart_name` is the picture that lies beside it."""
    sections = {name: text for name, text in incident.sections.items() if text.strip()}
    others = {_block_name(name): name for name in sections if name not in SECTIONS}
    return (
        _environment()
        .get_template("default.md.j2")
        .render(
            incident=incident,
            facts=Facts(incident),
            days=days(incident),
            sections=sections,
            root_cause=first_sentence(sections.get("root_cause", "")),
            others=others,
            placed=Safe(blocks.placed(list(others))),
            picture=Safe(quote(chart_name)),
            prose=_prose(sections),
        )
    )


def regenerate(existing: str, incident: Incident, chart_name: str = "timeline.svg") -> Regenerated:
    """The existing draft with its generated blocks brought up to date; a person's own text stays."""
    return blocks.regenerate(existing, draft(incident, chart_name))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import PackageLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=PackageLoader("pmtui.output"),
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # this is Markdown: `finalize` escapes
    )
    environment.globals["block"] = _block
    environment.globals["table"] = _table
    environment.filters["item"] = item
    return environment


def _block(name: str, caller: Callable[[], str]) -> str:
    """`{% call block("name") %}…{% endcall %}`: generated text between its markers."""
    return blocks.generated(name, caller())


def _table(table: Table) -> Safe:
    """A table; its cells are data."""
    rows = [table.head, ["---"] * len(table.head)]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines += ["| " + " | ".join(finalize(cell) for cell in row) + " |" for row in table.rows]
    return Safe("\n".join(lines))


def _prose(sections: dict[str, str]) -> Callable[..., Safe]:
    """`{{ prose("trigger", 3) }}`: a section that a person wrote, in its own block under its heading."""

    def prose(name: str, level: int, above: str = "", ask: str = "") -> Safe:
        """With `above` that heading stands there in any case; level 0 is a section without one of its own."""
        from pmtui.output.prose import contained

        text = sections.get(name, "")
        parts = [above] if above else []
        if level and (text or ask):
            parts.append(f"{'#' * level} {escape(heading(name))}")
        if text:
            parts.append(contained(text, max(level, 2)))
        elif ask:
            parts.append(f"> **Missing:** {ask}. Write it with `/write {name} TEXT`.")
        return Safe(blocks.generated(_block_name(name), "\n\n".join(parts)))

    return prose


def _block_name(section: str) -> str:
    """The name of a section's block; a section of one's own has a digest in it, so that no two are the same."""
    if section in SECTIONS:
        return f"{blocks.SECTION}{section}"
    plain = re.sub(r"[^a-z0-9]+", "-", section.lower()).strip("-")[:40]
    return f"{blocks.SECTION}{plain or 'own'}-{hashlib.sha256(section.encode()).hexdigest()[:6]}"
