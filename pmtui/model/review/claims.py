"""What a sentence claims about when something happened, as data: the words, and the milestones they speak of.

A new way to say it is a word here; how it is held against the record stands in `moments` and `waits`.
"""

from __future__ import annotations

from msgspec import Struct

STATED, END = 9, 28
"""The rules that a claim belongs to: a moment in prose, and an end that is no end."""


class Said(Struct, frozen=True):
    """Verbs, and what they say."""

    verbs: str
    milestones: tuple[str, ...]
    """Any of them may be meant."""
    of: tuple[str, ...] = ()
    """What must be its subject or its object; without it the incident or what it hit."""
    rule: int = STATED
    days: bool = False
    """Only a day that is named is a claim: it was down at any clock of the incident."""
    whole: bool = False
    """The words have their subject in them."""


FIRST_UPDATE = "first update"
"""No milestone, and a moment that people tell like one: when customers first heard of it."""
SAID = (
    Said(r"first (?:alert|alarm|page)s? (?:fired|rang|came|went off|triggered)", ("detected",), whole=True),
    Said(
        r"told (?:our |the )?customers for the first time|first (?:told|informed) (?:our |the )?customers"
        r"|customers (?:first heard|heard first)(?: from us| of it| about it)?"
        r"|first update (?:to (?:our )?customers )?(?:came|went out|was (?:sent|posted|published))",
        (FIRST_UPDATE,),
        whole=True,
    ),
    Said(
        "began|begun|started|went down|went offline|broke down|stopped working|set in|happened|(?:first )?appeared",
        ("started", "detected"),
    ),
    Said("down|offline|unavailable|unreachable", ("started", "detected"), days=True),
    Said("detected|noticed|spotted|discovered", ("detected",)),
    Said("acknowledged", ("acknowledged",)),
    Said("identified|found|understood", ("identified",), ("cause", "causes", "culprit")),
    Said("mitigated|recovered|worked again|stopped", ("mitigated", "resolved")),
    Said(
        "resolved|restored|ended|fixed|finished|over|resumed|back to normal|back up|back online",
        *(("mitigated", "resolved"), (), END),
    ),
)
INCIDENT = frozenset(
    {
        *(
            "outage",
            "incident",
            "problem",
            "issue",
            "impact",
            "downtime",
            "disruption",
            "interruption",
            "errors",
        ),
        *(
            "failures",
            "failure",
            "alert",
            "crash",
            "site",
            "website",
            "service",
            "services",
            "system",
            "systems",
        ),
        *("platform", "app", "application", "everything", "it"),
    }
)
"""What stands for the incident, besides the words of its title, its services and its impacts."""
BETWEEN = frozenset(
    {
        *(
            "was",
            "were",
            "is",
            "are",
            "been",
            "be",
            "had",
            "has",
            "have",
            "then",
            "first",
            "only",
            "finally",
            "fully",
        ),
        *(
            "completely",
            "again",
            "also",
            "probably",
            "actually",
            "eventually",
            "all",
            "both",
            "not",
            "quickly",
        ),
    }
)
"""Between a subject and its verb these say nothing."""
WAITED = (
    (
        r"(?:noticed|detected|alerted|spotted)(?: (?:it|this|that|the (?:problem|outage|issue|incident|errors)))?",
        "detected",
    ),
    (r"(?:found|identified|knew|understood|had) the (?:root )?cause", "identified"),
    (
        r"(?:customers (?:first )?(?:heard (?:from us|of it|about it)|were (?:told|informed))"
        r"|first update (?:to (?:our )?customers )?(?:came|went out|was (?:sent|posted|published)))",
        FIRST_UPDATE,
    ),
    (
        r"(?:mitigated|resolved|fixed|restored)(?: (?:it|the (?:problem|outage|issue|incident|service)))?",
        "resolved",
    ),
)
"""`noticed within 30 seconds`: what was reached, and the milestone that is meant."""
TOOK = {
    "detect": "detected", "notice": "detected", "spot": "detected",
    "find the cause": "identified", "find the root cause": "identified", "identify the cause": "identified",
    "identify the root cause": "identified", "mitigate": "resolved", "resolve": "resolved", "fix": "resolved",
    "restore": "resolved", "recover": "resolved",
}  # fmt: skip
"""`took an hour to notice`."""
STEPS = {
    "detection": "detected", "identification": "identified", "diagnosis": "identified", "mitigation": "mitigated",
    "recovery": "resolved", "resolution": "resolved", "restoration": "resolved",
}  # fmt: skip
"""`Mitigation took an hour`."""
SHORT = {
    "MTTD": ("time_to_detect",), "TTD": ("time_to_detect",), "MTTA": ("time_to_acknowledge",),
    "TTA": ("time_to_acknowledge",), "MTTI": ("time_to_identify",), "TTI": ("time_to_identify",),
    "MTTM": ("time_to_mitigate",), "TTM": ("time_to_mitigate",),
    "MTTR": ("time_to_resolve", "time_to_mitigate", "duration", "impact"),
    "TTR": ("time_to_resolve", "time_to_mitigate", "duration", "impact"),
}  # fmt: skip
