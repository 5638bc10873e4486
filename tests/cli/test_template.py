"""`pmtui template show`: a template to begin one's own from."""

from __future__ import annotations

from tests.cli.calling import Program


def test_a_template_is_printed(pmtui: Program) -> None:
    """With the sections that it asks for, so that a copy of it is a template of one's own."""
    called = pmtui("template", "show", "google")
    assert called.status == 0
    assert called.out.startswith("{# sections: introduction, summary*, impact*")
    assert '{{ prose("root_cause", 2, "Root causes", always=true) }}' in called.out
    assert '{% call block("timeline") %}' in pmtui("template", "show", "parts/timeline").out


def test_a_template_that_is_none_is_refused(pmtui: Program) -> None:
    """With the names that there are."""
    called = pmtui("template", "show", "../secret")
    assert called.status == 2
    assert "there is no template '../secret'" in called.err
    assert "default, google, atlassian, pagerduty, parts/escalations" in called.err
