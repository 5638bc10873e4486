"""The review of an incident or of a record, a finding a line."""

from __future__ import annotations

from argparse import Namespace

from pmtui.cli import context as house
from pmtui.cli.printing import put, say
from pmtui.model.review.rules import HINT, MISSING, WRONG, Finding, dismissed, review
from pmtui.work.templates import layout


def check(options: Namespace) -> int:
    """What the rules find, the worst first; 1 when something is wrong, with `--strict` also when it is missing."""
    incident, slug = house.reading(options.incident)
    now = house.clock()
    everything = options.all or house.settings().all_hints
    findings = review(incident, now, everything=everything, asks=layout().asks)
    if options.json:
        put(_json(findings))
    else:
        width = max((len(finding.where) for finding in findings), default=0)
        for finding in findings:
            put(_line(finding, width))
    say(f"{slug}: {_counts(findings, len(dismissed(incident, now, everything=everything)))}")
    fails = (WRONG, MISSING) if options.strict else (WRONG,)
    return int(any(finding.level in fails for finding in findings))


def _line(finding: Finding, width: int) -> str:
    what = f"{finding.text}; mend: {finding.mend}"
    return f"{finding.level:<7}  {finding.where:<{width}}  rule {finding.rule:>2}  {what}"


def _json(findings: tuple[Finding, ...]) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(findings), indent=2).decode()


def _counts(findings: tuple[Finding, ...], silent: int) -> str:
    """`2 wrong, 1 missing, 3 hints; 1 dismissed`."""
    number = {level: sum(f.level == level for f in findings) for level in (WRONG, MISSING, HINT)}
    parts = [
        f"{count} {level}" + ("s" if level == HINT and count > 1 else "")
        for level, count in number.items()
        if count
    ]
    return (", ".join(parts) or "nothing found") + (f"; {silent} dismissed" if silent else "")
