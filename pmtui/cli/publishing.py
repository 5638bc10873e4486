"""The documents, written anew: what several calls do after they changed an incident."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pmtui.cli import context
from pmtui.cli.printing import print_notice
from pmtui.work.publish import Author
from pmtui.work.publish import publish as publish_all


def publish(folder: Path, own: Mapping[str, str] = MappingProxyType({})) -> tuple[Path, ...]:
    """Writes the documents and says what a person had changed, and what became of it; gives their paths.

    Args:
        folder: the incident's.
        own: what a person wrote between the blocks of another copy's draft.
    """
    published = publish_all(folder, author=Author(context.person(), context.clock()), own=own)
    for notice in published.notices:
        print_notice(notice)
    return published.paths
