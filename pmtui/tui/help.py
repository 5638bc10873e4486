"""The help, drawn from the table of commands and the table of keys."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from pmtui.model.line.commands import COMMANDS
from pmtui.tui.keys import PLACES, acts, key_of, keys_of

_BAR = (
    ("Enter", "record the line"),
    ("Up", "the refused line, else amend your last entry; again: further back"),
    ("Tab, Right", "take what is offered; arrows choose"),
    ("ctrl+j", "a line break"),
    ("PgUp PgDn Home End", "in an empty line: look through the timeline; End follows it again"),
    ("Tab, Escape", "to the panes; {back} comes back, and so does anything that is typed"),
    ("Enter", "in a pane: the menu of what is selected; its keys act without it, too"),
    ("arrows, Home, End", "in a pane; Shift and the mouse select text"),
)
_TIMES = (
    ("@14:05  @2:05pm  @-5m", "a clock, or from now"),
    ("@2023-10-15T10:40", "a date; a zone may follow: Z, +03:00"),
    ("@~14:05  @14:??  @?", "about; within that hour; unknown"),
    ("@17:00..18:00", "a range"),
)


def help_content(keymap: Mapping[str, str]) -> Content:
    """Keys, as the keymap has them, times and commands."""
    parts: list[Content | tuple[str, str] | str] = [
        ("[@TIME] [/COMMAND] TEXT", "bold"),
        "   no command: a note\n",
    ]
    keys = [
        (name, [(keys_of(act, keymap), act.help) for act in acts(place)]) for place, name in PLACES.items()
    ]
    back = key_of("live.bar", keymap)
    line = [(name, what.format(back=back)) for name, what in _BAR]
    for title, rows in (("The line", line), ("Times", _TIMES), *keys):
        parts += [("\n" + title + "\n", "bold underline")]
        parts += [f"  {name:<24}{what}\n" for name, what in rows]
    group = ""
    for command in COMMANDS:
        if command.group != group:
            group = command.group
            parts.append(("\n" + group + "\n", "bold underline"))
        parts += [f"  {command.usage}\n", (f"      {command.help}, as in {command.example}\n", "$text-muted")]
    return Content.assemble(*parts)
