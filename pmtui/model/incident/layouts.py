"""Which sections a template of the write-up has, in which order, and which of them it asks for."""

from __future__ import annotations

from msgspec import Struct

GENERATED = {
    "timeline": "Timeline",
    "ruled-out": "What we ruled out",
    "escalations": "Escalations",
    "lessons": "Lessons",
    "measures": "Measures",
}
"""Parts of a draft that follow from entries: blocks of the draft, and their names."""
PARTS = ("title", "state", "picture", *GENERATED, "metrics")
"""All that a draft holds besides its sections, by the names of its blocks."""
REST = "rest"
"""The place of the sections that a template does not name."""


class Layout(Struct, frozen=True):
    """What a template has."""

    order: tuple[str, ...]
    """Its sections in the order of the document; between them, after a `=`, GENERATED parts, and REST."""
    asks: tuple[str, ...] = ()
    """The sections that a reader expects: they are asked for while they are not written."""

    @property
    def sections(self) -> tuple[str, ...]:
        """Its sections in the order of the document."""
        return tuple(name for name in self.order if not name.startswith("="))


# fmt: off
LAYOUTS = {
    "default": Layout(
        (
            "introduction", "summary", "impact", "trigger", "root_cause", "contributing_factors", "resolution",
            "detection", "response", "=timeline", "=ruled-out", "=escalations", "=lessons", "=measures",
            "aside", "=rest", "conclusion",
        ),
        ("impact", "root_cause", "resolution"),
    ),
    "google": Layout(
        (
            "introduction", "summary", "impact", "root_cause", "trigger", "detection", "resolution",
            "=measures", "=lessons", "=timeline", "=ruled-out", "=escalations", "supporting", "=rest",
        ),
        ("summary", "impact", "root_cause", "trigger", "resolution"),
    ),
    "atlassian": Layout(
        (
            "introduction", "summary", "leadup", "fault", "impact", "detection", "response", "=escalations",
            "resolution", "=timeline", "=ruled-out", "root_cause", "backlog_check", "recurrence", "=lessons",
            "=measures", "=rest",
        ),
        ("summary", "leadup", "fault", "impact", "resolution", "root_cause"),
    ),
    "pagerduty": Layout(
        (
            "introduction", "summary", "what_happened", "=ruled-out", "contributing_factors", "root_cause",
            "resolution", "impact", "response", "=escalations", "=timeline", "=lessons", "=measures",
            "messaging", "=rest",
        ),
        ("summary", "what_happened", "contributing_factors", "resolution", "impact"),
    ),
}
# fmt: on
"""The templates that come with the program: the plain one, the Google SRE workbook's, Atlassian's, PagerDuty's."""
DEFAULT = LAYOUTS["default"]
