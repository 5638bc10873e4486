"""The Markdown draft of the postmortem, and bringing an existing one up to date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct, structs

from pmtui.model.incident.missing import required, unwritten
from pmtui.model.incident.words import heading
from pmtui.output.draft import blocks
from pmtui.output.draft.between import between, laid_out_anew
from pmtui.output.draft.blocks import Aside, Regenerated, block_name
from pmtui.output.draft.facts import Facts
from pmtui.output.draft.template import PLAIN, Template, builtin, render
from pmtui.output.text.labels import apart
from pmtui.output.text.markdown import Safe, escape, first_sentence

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

__all__ = ["Aside", "Regenerated", "block_name", "draft", "regenerate", "standing"]


def draft(incident: Incident, chart_name: str = "timeline.svg", template: Template = PLAIN) -> str:
    """A fresh draft; `chart_name` is the picture that lies beside it.

    Raises:
        TemplateError: the template is a user's own, and at fault.
    """
    return _made(incident, chart_name, template)[0]


def places(incident: Incident, template: Template = PLAIN) -> dict[str, Place]:
    """Where the sections stand in a draft, by the names of their blocks.

    Raises:
        TemplateError: the template is a user's own, and at fault.
    """
    return _made(incident, "", template)[1].places


def further(section: str) -> Place:
    """The place of a section that no template names."""
    return Place(section, heading(section), 2)


def _made(incident: Incident, chart_name: str, template: Template) -> tuple[str, _Prose]:
    facts = Facts(incident, template.layout)
    prose = _Prose(incident, template, facts)
    body = render(
        template,
        incident=incident,
        facts=facts,
        days=facts.timeline.log or facts.timeline.days,
        sections=prose.sections,
        root_cause=first_sentence(prose.sections.get("root_cause", "")),
        picture=Safe(quote(chart_name)),
        prose=prose,
    )
    rest = [] if prose.ended else [prose.rest()]
    return "\n\n".join(part for part in (body.strip("\n"), *rest, *prose.left()) if part) + "\n", prose


def regenerate(  # noqa: PLR0913 - all that a draft follows from
    existing: str,
    incident: Incident,
    chart_name: str = "timeline.svg",
    template: Template = PLAIN,
    find: Callable[[str], Template | None] = builtin,
    *,
    anew: bool = False,
    restore: Iterable[str] = (),
) -> Regenerated:
    """The existing draft with its generated blocks brought up to date; a person's own text stays.

    A draft in which a person wrote or deleted anything keeps the template that it was begun from, which `find`
    gives by its name; any other follows `template`, and is laid out anew where an earlier pmtui wrote it. With
    `anew` it follows `template` in any case, and the person's own text comes along. `restore` names blocks that
    were deleted and are to stand there again.

    Raises:
        TemplateError: a template is a user's own, and at fault.
    """
    old = standing(existing, template, find)
    fresh = draft(incident, chart_name, old)
    if blocks.of_before(existing, fresh):
        return Regenerated(draft(incident, chart_name, template))
    done = blocks.regenerate(existing, fresh, restore)
    own = between(done.text, fresh)
    if anew and old != template:
        new = draft(incident, chart_name, template)
        text = laid_out_anew(done.text, fresh, new)
        return Regenerated(text, done.aside, own=between(text, new))
    if old is not template and done.text == fresh and not done.aside:
        return Regenerated(draft(incident, chart_name, template))
    return structs.replace(done, own=own)


def standing(
    existing: str, template: Template = PLAIN, find: Callable[[str], Template | None] = builtin
) -> Template:
    """The template that a draft was begun from; `template` when it is not to be found any more."""
    begun = blocks.begun_from(existing) or PLAIN.name
    return template if begun == template.name else find(begun) or template


class Place(Struct, frozen=True):
    """A section's place in a draft: what its template puts around whatever the section says."""

    section: str
    words: str
    """Of its heading."""
    level: int
    """Of its heading; 0 for none."""
    always: bool = False
    """The heading stands there, whether anything follows or not."""
    within: bool = False
    """The heading is bold words before the text."""
    asks: str = ""
    """What asks for it before it is written, if the template does."""
    asked: bool = False
    """Nobody has written it yet."""
    proposed: str = ""
    """What the facts say in its place."""

    @property
    def head(self) -> str:
        """What stands before the text; with a blank at its end where the text may follow on the same line."""
        if self.within:
            return f"**{escape(self.words)}.** "
        return f"{'#' * self.level} {escape(self.words)}" if self.level else ""

    def holds(self, text: str) -> str:
        """The content of its block, when the section says this."""
        from pmtui.output.text.prose import contained

        if text.strip():
            return blocks.between(self._headed(contained(text, max(self.level, 2))))
        return blocks.between(
            self._headed(self.proposed) if self.proposed else self._asking(self.asks if self.asked else "")
        )

    @property
    def unwritten(self) -> tuple[str, ...]:
        """The contents that its block may have had before anybody wrote the section."""
        return tuple(
            map(blocks.between, (self._asking(self.asks), self._asking(""), self._headed(self.proposed)))
        )

    def _asking(self, line: str) -> str:
        return line if self.within else self._headed(line)

    def _headed(self, body: str) -> str:
        if self.within:
            return _led(self.head.rstrip(), body) if body else ""
        return f"{self.head}\n\n{body}" if self.level and (body or self.always) else body


class _Prose:
    """`{{ prose("trigger", 3) }}`: a section that a person wrote, in its own block under its heading.

    Until somebody writes it, it says what the facts propose, or asks for it.
    """

    def __init__(self, incident: Incident, template: Template, facts: Facts) -> None:
        self.sections = apart({name: text for name, text in incident.sections.items() if text.strip()})
        self.ended = False
        """Whether the sections without a place have been given theirs."""
        self.places: dict[str, Place] = {}
        """By the names of their blocks."""
        self._behind: dict[str, list[str]] = {}
        """By section, those that somebody put behind it and the template does not name."""
        for name in self.sections:
            if (after := incident.placed.get(name)) and name not in template.layout.sections:
                self._behind.setdefault(after, []).append(name)
        self._own: list[str] = []
        self._template = template
        self._facts = facts
        self._asks = {name: _ask(name, what, line) for name, what, line in required(template.layout)}
        self._asked = {name for name, _, _ in unwritten(incident, template.layout)}

    def __call__(
        self, name: str, level: int = 2, title: str = "", always: bool = False, within: bool = False
    ) -> Safe:
        """With `always` its heading stands there in any case, with `within` in bold words; level 0 has none."""
        place = Place(
            section=name,
            words=title or heading(name),
            level=level,
            always=always,
            within=within,
            asks=self._asks.get(name, ""),
            asked=name in self._asked,
            proposed=self._proposed(name),
        )
        self.places[block_name(name)] = place
        block = blocks.generated(block_name(name), place.holds(self.sections.get(name, "")))
        behind = [other for other in self._behind.pop(name, ()) if block_name(other) not in self.places]
        self._own += behind
        return Safe("\n\n".join([block, *(self(other, 2) for other in behind)]))

    def _proposed(self, name: str) -> str:
        return self._facts.proposals.get(name, Safe(""))

    def any(self, *names: str) -> bool:
        """Whether one of the sections says anything, or is asked for."""
        return any(name in self.sections or self._proposed(name) or name in self._asked for name in names)

    def rest(self) -> Safe:
        """The sections that are written and have no place in the template, each in its block."""
        self.ended = True
        layout = self._template.layout.sections
        placed = {place.section for place in self.places.values()}
        own = [
            name for name in self.sections if name not in layout and (name not in placed or name in self._own)
        ]
        more = blocks.more(
            [*blocks.LATER, *(block_name(name) for name in own)],
            "" if self._template == PLAIN else self._template.name,
        )
        return Safe("\n\n".join([*self.left(lambda after: after not in layout), more]))

    def left(self, free: Callable[[str], bool] = lambda after: True) -> Iterator[Safe]:
        """The written sections that stand nowhere yet, each behind the one that it is to follow.

        Args:
            free: whether a section that is to stand behind this one may stand here.
        """
        layout = self._template.layout.sections
        behind = {name: after for after, names in self._behind.items() for name in names}
        left = [name for name in self.sections if name not in layout and free(behind.get(name, ""))]
        for name in sorted(left, key=lambda name: behind.get(name) in left):
            if block_name(name) not in self.places:
                yield self(name, 2)


def _led(lead: str, body: str) -> str:
    """A section after its bold words: on the same line, unless it begins with a list, a table or code."""
    apart = re.match(r"(?:[-+*]|\d+[.)]|#{1,6})(?:\s|$)|[>|]|<(?!https?:)|```|~~~|    ", body)
    return f"{lead}\n\n{body}" if apart else f"{lead} {body}"


def _ask(name: str, what: str, line: str) -> str:
    if name == "impact":
        return f"{blocks.ASKS} {what}. Note it with `{line}`, or write it with `/write impact TEXT`."
    return f"{blocks.ASKS} {escape(what)}. Write it with `{line.replace('`', '')}`."
