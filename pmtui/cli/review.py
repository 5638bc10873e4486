"""`pmtui review`: the review of an incident or of a record, a finding a line."""

from __future__ import annotations

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_incident, add_json
from pmtui.cli.printing import print_json, print_notice, print_result
from pmtui.model.review.rules import HINT, MISSING, WRONG, Finding, dismissed, review
from pmtui.work.reviewed import reviewed
from pmtui.work.templates import layout


class Options:
    """What it takes."""

    incident: str | None
    strict: bool
    all: bool
    json: bool


Answer = tuple[Finding, ...]


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    add_incident(call)
    call.add_argument("--strict", action="store_true", help="what is missing makes it fail, too")
    call.add_argument("--all", action="store_true", help="the hints that misfire often, too")
    add_json(call)


def run(options: Options) -> int:
    """What the rules find, the worst first; 1 when something is wrong, with `--strict` also when it is missing."""
    incident, slug = context.reading(options.incident)
    named = options.incident
    now = context.clock()
    everything = options.all or context.settings().all_hints
    if named and context.is_lone_record(named):
        findings = review(incident, now, everything=everything, asks=layout(incident).asks)
    else:
        findings = reviewed(context.folder(named), incident, now, everything=everything)
    if options.json:
        print_json(findings)
    else:
        width = max((len(finding.where) for finding in findings), default=0)
        for finding in findings:
            print_result(_line(finding, width))
    print_notice(f"{slug}: {_counts(findings, len(dismissed(incident, now, everything=everything)))}")
    fails = (WRONG, MISSING) if options.strict else (WRONG,)
    return int(any(finding.level in fails for finding in findings))


def _line(finding: Finding, width: int) -> str:
    mend = f"mend: {finding.mend}" if finding.mend else f"edit the section {finding.section}"
    what = f"{finding.text}; {mend}"
    return f"{finding.level:<7}  {finding.where:<{width}}  rule {finding.rule:>2}  {what}"


def _counts(findings: tuple[Finding, ...], silent: int) -> str:
    """`2 wrong, 1 missing, 3 hints; 1 dismissed`."""
    number = {level: sum(f.level == level for f in findings) for level in (WRONG, MISSING, HINT)}
    parts = [
        f"{count} {level}" + ("s" if level == HINT and count > 1 else "")
        for level, count in number.items()
        if count
    ]
    return (", ".join(parts) or "nothing found") + (f"; {silent} dismissed" if silent else "")
