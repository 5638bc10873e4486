"""`pmtui schema`: the JSON Schema of the record, or of what a call prints with `--json`."""

from __future__ import annotations

from typing import Any

import msgspec

from pmtui.cli.parser import Parser
from pmtui.cli.printing import print_document, print_json
from pmtui.cli.recorded import Record
from pmtui.errors import UsageError
from pmtui.output.record.schema import schema

DRAFT = "https://json-schema.org/draft/2020-12/schema"


class Options:
    """What it takes."""

    call: str | None


def arguments(call: Parser) -> None:
    """Adds it to its parser."""
    call.add_argument(
        "--of", dest="call", metavar="CALL", help="of what `pmtui CALL --json` prints; default: the record"
    )


def run(options: Options) -> int:
    """Prints the schema.

    Raises:
        UsageError: there is no such call, or it has no `--json`.
    """
    answer = Record if options.call is None else _answer(options.call)
    if answer is Record:
        print_document(schema())
    else:
        print_json(of_answer(str(options.call), answer))
    return 0


def of_answer(call: str, answer: Any) -> dict[str, Any]:
    """The schema of what a call answers, whose type this is."""
    return {
        "$schema": DRAFT,
        "title": f"What `pmtui {call} --json` prints",
        **msgspec.json.schema(answer),
    }


def _answer(name: str) -> Any:
    """The type of what a call answers.

    Raises:
        UsageError: there is no such call, or its answer is no JSON.
    """
    from pmtui.cli.calls import CALLS, module

    answers = {call: getattr(module(call), "Answer", None) for call in CALLS}
    if name not in CALLS:
        raise UsageError(f"--of: there is no call {name!r}", "`pmtui help` lists them")
    if answers[name] is None:
        known = ", ".join(call for call, answer in answers.items() if answer)
        raise UsageError(f"`pmtui {name}` has no --json", f"these have: {known}")
    return answers[name]
