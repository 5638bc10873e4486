"""What can be said about a file that is imported: the same for `pmtui import` and `pmtui new --from`."""

from __future__ import annotations

from pmtui.cli.parser import Parser
from pmtui.errors import UsageError


class Choices:
    """The options, as they were given."""

    format: str | None
    map: str | None
    since: str | None
    until: str | None
    start: str | None
    day: str | None
    channel: list[str] | None
    pinned: bool
    yes: bool
    assume: bool


_HELP = {
    "--as FORMAT": "its format, where it is not recognised; a name that is none gets the list",
    "--map PATHS": "where things stand in other JSON: items=.data,time=.at,who=.user.name,text=.body",
    "--since TIME": "nothing that happened before",
    "--until TIME": "nothing that happened after",
    "--start TIME": "when a recording began, or a list was made, whose times count from there",
    "--day DATE": "the day of clocks before one is named",
    "--channel NAME": "of several channels, or incidents, this one; may be given again",
    "--pinned": "only what was pinned or starred",
    "--yes": "record them without asking",
    "--assume": "with --yes: also a day or a year that nothing says",
}


def choices(call: Parser, only: str = "") -> None:
    """Adds them to a parser.

    Args:
        call: the parser.
        only: with which option they mean something, as the help says it.
    """
    for usage, help in _HELP.items():
        name, _, metavar = usage.partition(" ")
        if not metavar:
            call.add_argument(name, action="store_true", help=f"{only}{help}")
            continue
        dest = "format" if name == "--as" else name.removeprefix("--")
        action = "append" if name == "--channel" else "store"
        call.add_argument(name, dest=dest, metavar=metavar, action=action, help=f"{only}{help}")


def refuse(options: Choices) -> None:
    """Refuses what was said about a file where none is named.

    Raises:
        UsageError: something was said.
    """
    for usage in _HELP:
        name = usage.partition(" ")[0]
        if getattr(options, "format" if name == "--as" else name.removeprefix("--")):
            raise UsageError(f"{name} is for --from FILE", "leave it out, or name a file")
