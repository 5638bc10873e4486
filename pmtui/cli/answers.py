"""The commands of the typed line that record nothing, answered as text."""

from __future__ import annotations

from pmtui.errors import UsageError
from pmtui.model.incident.brief import brief
from pmtui.model.incident.words import search
from pmtui.model.line.commands import COMMANDS, found_by
from pmtui.model.line.grammar import Typed
from pmtui.model.line.receipt import receipt
from pmtui.work.session import Session


def answer(here: Session, typed: Typed) -> str:
    """The result of `/brief`, `/export`, `/find` or `/help`.

    Raises:
        UsageError: `/quit`, `/drop`, or a format that is no text.
    """
    name = typed.command.name
    if name == "brief":
        return brief(here.incident, here.clock(), here.settings)
    if name == "export":
        return _export(here, typed.text)
    if name == "find":
        found = [receipt(item, here.incident, here.clock()) for item in search(here.incident, typed.text)]
        return "\n".join(found) or f"nothing holds {typed.text!r}"
    if name == "quit":
        raise UsageError("/quit leaves the screens; here there is none to leave")
    if name == "drop":
        raise UsageError("/drop is of the screens; here a refused line does not wait")
    return help_text(typed.text)


def _export(here: Session, format: str) -> str:
    from pmtui.output.export import export
    from pmtui.storage.attachments import Pictures

    if format == "png":
        raise UsageError(
            "/export: a PNG is no text", f"pmtui export {here.slug} --format png -o timeline.png"
        )
    if format == "rich":
        from pmtui.work import rich

        return rich.hand_out(rich.draft(here.folder), here.folder)
    content = export(here.incident, here.slug, format, files=Pictures(here.folder))
    assert isinstance(content, str)
    return content.rstrip("\n")


def help_text(wanted: str = "") -> str:
    """The table of commands, as plain text; of the commands that hold all the words wanted, if any are."""
    lines: list[str] = []
    group = ""
    words = wanted.casefold().split()
    for command in COMMANDS:
        text = f"{command.usage} {command.help} {' '.join(found_by(command))}".casefold()
        if not all(word in text for word in words):
            continue
        if command.group != group:
            group = command.group
            lines += ["", group] if lines else [group]
        lines.append(f"  {command.usage}")
        lines.append(f"      {command.help}, as in: {command.example}")
    return "\n".join(lines) or f"no command holds {wanted!r}"
