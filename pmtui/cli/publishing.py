"""The documents, written anew: what several calls do after they changed an incident."""

from __future__ import annotations

from pathlib import Path

from pmtui.cli import context
from pmtui.cli.printing import print_notice
from pmtui.work.publish import Author
from pmtui.work.publish import publish as publish_all


def publish(folder: Path) -> tuple[Path, ...]:
    """Writes the documents and says what a person had changed, and what became of it; gives their paths."""
    published = publish_all(folder, author=Author(context.person(), context.clock()))
    for notice in published.notices:
        print_notice(notice)
    return published.paths
