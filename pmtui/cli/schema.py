"""`pmtui schema`: the JSON Schema of the record."""

from __future__ import annotations

from pmtui.cli.parser import Parser
from pmtui.cli.printing import print_document
from pmtui.output.record.schema import schema


class Options:
    """It takes nothing."""


def arguments(call: Parser) -> None:
    """Adds nothing to its parser."""


def run(options: Options) -> int:
    """Prints the JSON Schema of the record."""
    print_document(schema())
    return 0
