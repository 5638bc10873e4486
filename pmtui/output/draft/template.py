"""The templates of the draft: those that come with the program, and a user's own, rendered in a sandbox.

A user's own declares its sections in a comment; those with a star are asked for while nobody has written them:

    {# sections: summary, impact*, root_cause*, "What customers say" #}
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from pmtui.errors import PmtuiError
from pmtui.model.incident.layouts import DEFAULT, GENERATED, LAYOUTS, REST, Layout
from pmtui.output.draft import blocks
from pmtui.output.draft.facts import Length, Table
from pmtui.output.draft.lines import Line, day_by_day
from pmtui.output.text.light import cell, inline, item
from pmtui.output.text.markdown import Safe, finalize

if TYPE_CHECKING:
    from types import FrameType

    from _typeshed import TraceFunction
    from jinja2 import Environment
    from jinja2.runtime import Context

NAME = re.compile(r"[\w-][\w.-]{0,60}")
_DECLARED = re.compile(r"\{#-?\s*sections:(.*?)-?#\}", re.S)
_SECTION = re.compile(r'(?:"([^"\n]+)"|([^\s,"*]+))(\*?)')
_COMMENT = re.compile(r"\{#.*?#\}", re.S)
_PLACES = re.compile(
    r"""prose\(\s*(?P<quote>["'])(?P<section>.+?)(?P=quote)|(?P<rest>prose\.rest\()"""
    rf"""|(?:block\(\s*["']|parts/)(?P<part>{"|".join(GENERATED)})(?:["']|\.md\.j2)"""
)
_OWN = "own"
_ENDING = ".md.j2"
_MOST_POWER = 1000


class TemplateError(PmtuiError):
    """A user's own template cannot be rendered; the message names it and the line."""


class Template(Struct, frozen=True):
    """A template by its name; its text, when it is a user's own."""

    name: str
    source: str | None = None

    @property
    def layout(self) -> Layout:
        """Its sections: those it declares; one that declares none has the plain template's."""
        if self.source is None:
            return LAYOUTS[self.name]
        declared = _DECLARED.search(self.source)
        if declared is None:
            return DEFAULT
        found = {quoted or bare: star for quoted, bare, star in _SECTION.findall(declared[1])}
        asks = tuple(name for name, star in found.items() if star)
        return Layout(_in_order(self.source, tuple(found)), asks)

    @property
    def file(self) -> str:
        """What an error calls it."""
        return f"templates/{self.name}.md.j2"


def places(source: str) -> tuple[str, ...]:
    """What a template's text names, in its order, as in `Layout.order`."""
    found = []
    for match in _PLACES.finditer(_COMMENT.sub("", source)):
        if match["section"]:
            found.append(match["section"])
        else:
            found.append(f"={match['part'] or REST}")
    return tuple(dict.fromkeys(found))


def _in_order(source: str, declared: tuple[str, ...]) -> tuple[str, ...]:
    """The declared sections where they are printed; those that no line names stand first, as they are declared."""
    there = [place for place in places(source) if place.startswith("=") or place in declared]
    return (*(name for name in declared if name not in there), *there)


PLAIN = Template("default")
_FOLDER = Path(__file__).parent / "templates"
LONGEST = 1.0
"""Seconds that a user's own template may take: a loop without end is cut off then."""
_MUCH = 1_000_000
"""So many characters or items one expression of a user's own template may make."""
VALUES = {
    "incident.title": "the title",
    "incident.severity": "SEV1 to SEV5, or SEV?",
    "incident.worst_severity": "the worst that it ever was",
    "incident.status": "investigating, identified, monitoring, resolved or closed",
    "incident.services": "the services, a list",
    "incident.tags": "the tags, a list",
    "incident.summary": "what `/summary` said last",
    "incident.lessons": "`well`, `badly`, `lucky` and `improvements`, each a list",
    "facts.head": "the table at the top",
    "facts.to_fill_in": "what is still missing, on one line",
    "facts.state": "draft or final, and since when",
    "facts.zone": "the zone of all times",
    "facts.proposals": "by section, what the facts say until it is written",
    "facts.alt": "the picture in words",
    "facts.impacts": "what users felt, a list",
    "facts.roles": "who had which role, a list",
    "facts.timeline": "`days` of sentences, each with `title` and `lines`; `log`, the whole of a long one; `count`",
    "facts.milestones('detected', 'resolved')": "the moments that count, as lines",
    "facts.ruled_out": "the table of misleading paths, if there are any",
    "facts.misleading_total": "their time in all, if it is known",
    "facts.wrongly_ruled_out": "what was ruled out for a while and is not misleading, a list",
    "facts.confirmed": "the hypotheses that were right, a list",
    "facts.escalations": "the table of who was asked for help",
    "facts.updates": "the table of what was told",
    "facts.measures": "the tables of follow-ups",
    "facts.metrics": "each metric with `words`, `value` and `definition`",
    "facts.metrics_table": "the same as a table",
    "facts.figures": "the four that a reader looks for first",
    "facts.open_questions": "the questions without an answer, a list",
    "facts.answers": "the others, each with its answer",
    "days": "every day of the timeline",
    "sections": "the text of every section that is written",
    "root_cause": "the first sentence of the root cause",
    "picture": "the address of the picture",
    "prose('trigger', 3)": "a section under its heading of that level, in a block of its own",
    "prose.rest()": "the sections that have no place in the template",
    "table(facts.head)": "a table as Markdown",
    "incident.title | item": "a text as the text of a list item, light Markdown",
    "incident.title | inline": "a text within a line, light Markdown",
    "days | day_by_day": "days as lists",
}
"""What a template can use, and what it is: the README's list."""


def builtin(name: str) -> Template | None:
    """The template of that name that comes with the program."""
    return Template(name) if name in LAYOUTS else None


def render(template: Template, **names: Any) -> str:
    """The template's text with what it names filled in.

    Raises:
        TemplateError: a user's own template is at fault.
    """
    if template.source is None:
        return _environment().get_template(f"{template.name}.md.j2").render(names)
    environment = _make(template)
    try:
        with _cut_off(template.file):
            return environment.get_template(_OWN).render(names)
    except PmtuiError:
        raise
    except Exception as error:
        raise TemplateError(
            f"{template.file}{_place(error, template)}: {_said(error)}", "mend that place"
        ) from error


class _TooLongError(Exception):
    """A template does not come to its end."""


@contextmanager
def _cut_off(file: str) -> Iterator[None]:
    """Ends a template that takes too long, wherever it runs: each of its lines looks at the clock."""
    end = time.monotonic() + LONGEST

    def line(frame: FrameType, event: str, argument: object) -> TraceFunction:
        if event == "line" and time.monotonic() > end:
            raise _TooLongError(f"it takes longer than {LONGEST:g} s: a loop without end?")
        return line

    def called(frame: FrameType, event: str, argument: object) -> TraceFunction | None:
        return line if frame.f_code.co_filename == file else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        yield
    finally:
        sys.settrace(before)


def printed_names() -> list[str]:
    """The names of the templates that can be printed: those that come with the program, and their parts."""
    parts = sorted(path.name.removesuffix(_ENDING) for path in (_FOLDER / "parts").glob(f"*{_ENDING}"))
    return [*LAYOUTS, *(f"parts/{name}" for name in parts)]


def printed(name: str) -> str | None:
    """The text of a template that comes with the program, its sections declared, or of a part; None for any other."""
    if name not in printed_names():
        return None
    text = (_FOLDER / f"{name}{_ENDING}").read_text()
    return _declaration(LAYOUTS[name]) + text if name in LAYOUTS else text


def _declaration(layout: Layout) -> str:
    """The comment that declares these sections."""
    names = (f"{name}*" if name in layout.asks else name for name in layout.sections)
    return f"{{# sections: {', '.join(names)} #}}\n"


def _product(left: Any, right: Any) -> int:
    """How long a text or list becomes that is repeated; 0 for numbers."""
    if hasattr(left, "__len__"):
        return int(len(left) * right)
    return int(len(right) * left) if hasattr(right, "__len__") else 0


def _place(error: Exception, template: Template) -> str:
    """The line where a template failed; jinja2 puts the template's own lines into the traceback."""
    from jinja2 import TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError) and error.name in (_OWN, None):
        return f", line {error.lineno}"
    lines = [n for frame, n in walk_tb(error.__traceback__) if frame.f_code.co_filename == template.file]
    return f", line {lines[-1]}" if lines else ""


def _said(error: Exception) -> str:
    words = " ".join(str(error).split()) or type(error).__name__
    return words[:200].rstrip(".")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return _make(None)


def _make(own: Template | None) -> Environment:
    """The sandbox; a user's own template can include and extend those that come with the program."""
    from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        """The sandbox, in which no single expression takes all memory or time."""

        intercepted_binops = frozenset({"*", "**"})

        def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
            if operator == "*" and _product(left, right) > _MUCH:
                raise ValueError("that makes too much text")
            if operator == "**" and abs(right) > _MOST_POWER:
                raise ValueError("that number is too large")
            return super().call_binop(context, operator, left, right)

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        return (
            (own.source, own.file, lambda: True) if own and own.source is not None and name == _OWN else None
        )

    environment = Sandbox(
        loader=ChoiceLoader([FunctionLoader(load), FileSystemLoader(_FOLDER)]),
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # this is Markdown: `finalize` escapes
    )
    environment.globals["block"] = _block
    environment.globals["table"] = _table
    environment.filters["item"] = item
    environment.filters["inline"] = inline
    environment.filters["day_by_day"] = day_by_day
    return environment


def _finalize(value: object) -> str:
    return value.markdown if isinstance(value, Line | Length) else finalize(value)


def _block(name: str, caller: Callable[[], str]) -> str:
    """`{% call block("name") %}…{% endcall %}`: generated text between its markers."""
    return blocks.generated(name, caller())


def _table(table: Table) -> Safe:
    """A table; its cells are light Markdown."""
    rows = [table.head, ["---"] * len(table.head)]
    lines = ["| " + " | ".join(row) + " |" if any(row) else "| " * len(row) + "|" for row in rows]
    lines += [
        "| " + " | ".join(each if isinstance(each, Safe) else cell(each) for each in row) + " |"
        for row in table.rows
    ]
    return Safe("\n".join(lines))
