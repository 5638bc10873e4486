"""The templates of the draft: those that come with the program, and a user's own, rendered in a sandbox.

A user's own declares its sections in a comment; those with a star are asked for while nobody has written them:

    {# sections: summary, impact*, root_cause*, "What customers say" #}
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from pmtui.errors import PmtuiError
from pmtui.model.incident.layouts import DEFAULT, LAYOUTS, Layout
from pmtui.output.draft import blocks
from pmtui.output.draft.facts import Length, Table
from pmtui.output.draft.lines import Line, day_by_day
from pmtui.output.text.light import cell, inline, item
from pmtui.output.text.markdown import Safe, finalize

if TYPE_CHECKING:
    from jinja2 import Environment

NAME = re.compile(r"[\w-][\w.-]{0,60}")
_DECLARED = re.compile(r"\{#-?\s*sections:(.*?)-?#\}", re.S)
_SECTION = re.compile(r'(?:"([^"\n]+)"|([^\s,"*]+))(\*?)')
_OWN = "own"


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
        return Layout(tuple(found), tuple(name for name, star in found.items() if star))

    @property
    def file(self) -> str:
        """What an error calls it."""
        return f"templates/{self.name}.md.j2"


PLAIN = Template("default")


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
        return environment.get_template(_OWN).render(names)
    except PmtuiError:
        raise
    except Exception as error:
        raise TemplateError(
            f"{template.file}{_place(error, template)}: {_said(error)}", "mend that place"
        ) from error


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

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        return (
            (own.source, own.file, lambda: True) if own and own.source is not None and name == _OWN else None
        )

    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([FunctionLoader(load), FileSystemLoader(Path(__file__).parent / "templates")]),
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
