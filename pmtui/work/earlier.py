"""What earlier incidents teach: the names that were used, and hypotheses with how they ended."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pmtui.model import entries as e
from pmtui.model.incident.layouts import DEFAULT, Layout
from pmtui.model.incident.resemblance import Past
from pmtui.model.line.completion import Vocabulary
from pmtui.storage.library import Library
from pmtui.storage.settings import Settings
from pmtui.work.overview import Listed, ignore, incidents, listed, newest_first

_MOST = 200
"""Incidents looked at, the newest first."""


class Earlier(msgspec.Struct, frozen=True):
    """Names to complete, and what was suspected before."""

    vocabulary: Vocabulary = Vocabulary()
    past: tuple[Past, ...] = ()
    layout: Layout = DEFAULT
    """The sections of the template of the write-up."""
    incidents: tuple[Listed, ...] = ()
    """The newest first."""


def of_settings(settings: Settings) -> Earlier:
    """What is known before any incident was read."""
    return Earlier(
        Vocabulary(
            teams=settings.teams,
            people=settings.people,
            audiences=settings.audiences,
            severities=settings.severities,
        )
    )


def recall(library: Library, settings: Settings, besides: Path | None) -> Earlier:
    """Reads the other incidents, in whatever thread this is called; those that cannot be read teach nothing."""
    from pmtui.work import templates  # the draft comes along, which no first frame waits for

    teams, people = list(settings.teams), list(settings.people)
    services: list[str] = []
    tags: list[str] = []
    audiences = list(settings.audiences)
    past: list[Past] = []
    looked_at: list[Listed] = []
    folders = [folder for folder in newest_first(library) if folder != besides]
    for folder, incident in incidents(folders[:_MOST], ignore):
        looked_at.append(listed(folder, incident))
        teams += [x.to for x in incident.escalations]
        people += [held.name for held in incident.roles]
        people += [action.owner for action in incident.actions]
        people += [task.owner for task in incident.tasks]
        services += incident.services
        tags += incident.tags
        audiences += [i.entry.audience for i in incident.updates if isinstance(i.entry, e.Update)]
        past += [Past(folder.name, h.label, h.text, h.state, h.because) for h in incident.hypotheses]
    layout = templates.layout(None)
    names = (_once(teams), _once(people), _once(services), _once(audiences))
    vocabulary = Vocabulary(
        *names, sections=layout.sections, severities=settings.severities, tags=_once(tags)
    )
    return Earlier(vocabulary, tuple(past), layout, tuple(looked_at))


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
