"""Which template a draft has: the user's own of that name, else the one that comes with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.errors import PmtuiError, UsageError
from pmtui.model.incident.layouts import DEFAULT, Layout
from pmtui.output.draft.template import NAME, Template, builtin
from pmtui.storage import paths, templates
from pmtui.storage.settings import load

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident


def find(name: str) -> Template | None:
    """The template of that name; None when there is none.

    Raises:
        StorageError: the user's own cannot be read.
    """
    if not NAME.fullmatch(name):
        return None
    source = templates.read(paths.templates_folder(), name)
    return builtin(name) if source is None else Template(name, source)


def named(name: str) -> Template:
    """The template of that name.

    Raises:
        UsageError: there is none.
        StorageError: the user's own cannot be read.
    """
    found = find(name)
    if found is None:
        raise UsageError(*templates.unknown(paths.templates_folder(), name))
    return found


def chosen(incident: Incident | None) -> Template:
    """The template that somebody chose for an incident, else, or without one, the one that the settings name.

    Raises:
        UsageError: there is none of that name.
        StorageError: the user's own cannot be read.
    """
    if incident is not None and incident.template:
        return named(incident.template)
    settings, _ = load(paths.settings_file())
    return named(settings.template)


def layout(incident: Incident | None, otherwise: Layout | None = None) -> Layout:
    """The sections of that template; those of the plain one while it is not to be had.

    Args:
        incident: whose draft it is; None for what the settings name.
        otherwise: those of the settings' template, for who knows them already.
    """
    if otherwise is not None and not (incident is not None and incident.template):
        return otherwise
    try:
        return chosen(incident).layout
    except PmtuiError:
        return DEFAULT


def usable(incident: Incident, existing: str | None) -> tuple[Template | None, str]:
    """The template that the settings name, for a draft that is to be brought up to date.

    None, and a sentence that says why, when it, or the one that the draft was begun from, cannot be rendered.
    """
    from pmtui.output.draft.draft import draft, standing

    try:
        template = chosen(incident)
        for each in {template, standing(existing or "", template, find)}:
            if each.source is not None:
                draft(incident, template=each)
    except PmtuiError as error:
        return None, str(error)
    return template, ""
