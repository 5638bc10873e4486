"""`pmtui open`: the live screen of one incident, the write-up of one that is closed."""

from __future__ import annotations

import os
from pathlib import Path

from pmtui.cli import context, screens
from pmtui.cli.parser import IncidentOptions, add_incident
from pmtui.cli.printing import print_notice
from pmtui.errors import UsageError

Options = IncidentOptions
arguments = add_incident


def run(options: Options) -> int:
    """The live screen of one incident, which a colleague's record becomes first; else the home screen.

    It is the home screen when none is named and not exactly one is open.
    """
    if options.incident and context.is_lone_record(options.incident):
        from pmtui.cli.join import take_in

        screens.need_terminal()
        folder, sentence = take_in(Path(options.incident))
        print_notice(sentence)
        return screens.show(folder)
    try:
        folder = context.folder(options.incident)
    except UsageError:
        if options.incident or os.environ.get("PMTUI_INCIDENT"):
            raise
        return screens.show(None)
    return screens.show(folder)
