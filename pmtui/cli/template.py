"""`pmtui template show NAME`: a template of the draft that comes with the program, to begin one's own from."""

from __future__ import annotations

from pmtui.cli.parser import Parser
from pmtui.cli.printing import print_document
from pmtui.errors import UsageError
from pmtui.output.draft.template import printed, printed_names


class Options:
    """What is typed behind it."""

    do: str
    name: str


def arguments(call: Parser) -> None:
    """Adds what to do and the name to its parser."""
    call.add_argument("do", choices=["show"], metavar="show", help="print it")
    call.add_argument("name", metavar="NAME", help=", ".join(printed_names()))


def run(options: Options) -> int:
    """Prints the template.

    Raises:
        UsageError: none of that name comes with the program.
    """
    text = printed(options.name)
    if text is None:
        raise UsageError(
            f"there is no template {options.name!r}", f"name one of: {', '.join(printed_names())}"
        )
    print_document(text)
    return 0
