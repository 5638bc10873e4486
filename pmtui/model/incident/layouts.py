"""Which sections a template of the write-up has, and which of them it asks for."""

from __future__ import annotations

from msgspec import Struct


class Layout(Struct, frozen=True):
    """The sections of a template, in its order."""

    sections: tuple[str, ...]
    asks: tuple[str, ...] = ()
    """Those that a reader expects: they are asked for while they are not written."""


_ASKS = ("impact", "root_cause", "resolution")
LAYOUTS = {
    "default": Layout(
        (
            *(
                "introduction",
                "summary",
                "impact",
                "trigger",
                "root_cause",
                "contributing_factors",
                "resolution",
            ),
            *("detection", "response", "aside", "conclusion"),
        ),
        _ASKS,
    ),
    "google": Layout(
        (
            *("introduction", "summary", "impact", "root_cause", "trigger", "detection", "resolution"),
            "supporting",
        ),
        ("summary", "impact", "root_cause", "trigger", "resolution"),
    ),
    "atlassian": Layout(
        (
            *("introduction", "summary", "leadup", "fault", "impact", "detection", "response", "resolution"),
            *("root_cause", "backlog_check", "recurrence"),
        ),
        ("summary", "leadup", "fault", "impact", "resolution", "root_cause"),
    ),
    "pagerduty": Layout(
        (
            *("introduction", "summary", "what_happened", "contributing_factors", "root_cause", "resolution"),
            *("impact", "response", "messaging"),
        ),
        ("summary", "what_happened", "contributing_factors", "resolution", "impact"),
    ),
}
"""The templates that come with the program: the plain one, the Google SRE workbook's, Atlassian's, PagerDuty's."""
DEFAULT = LAYOUTS["default"]
