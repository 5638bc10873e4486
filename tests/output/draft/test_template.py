"""Templates of the draft: their sections and headings, a user's own, and what goes wrong in one."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.layouts import LAYOUTS
from pmtui.model.incident.missing import missing
from pmtui.model.incident.writeup import SECTIONS
from pmtui.output.draft.blocks import SECTION, blocks
from pmtui.output.draft.draft import draft, regenerate
from pmtui.output.draft.facts import Facts
from pmtui.output.draft.template import PLAIN, VALUES, Template, TemplateError, places, printed, printed_names
from tests.output.draft.test_draft import typed
from tests.output.making import incident, ref
from tests.output.strategies import incidents, texts, worded
from tests.slowness import Stopwatch

Row = tuple[type[e.Entry], dict[str, Any]]
EVERY = [Template(name) for name in LAYOUTS]
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
FULL: tuple[Row, ...] = (
    (e.Started, {"at": "10:30"}),
    (e.Detected, {"at": "10:32", "text": "alert"}),
    (e.Role, {"at": "10:33", "role": "commander", "name": "Ana"}),
    (e.Hypothesis, {"at": "10:40", "label": "H1", "text": "code"}),
    (e.Misleading, {"at": "11:00", "refs": ref(4), "text": "no change"}),
    (e.Escalate, {"at": "11:00", "label": "E1", "to": "dba", "text": "slow"}),
    (e.Resolved, {"at": "11:30", "text": "more servers"}),
    (e.Well, {"text": "fast"}),
    (e.Badly, {"text": "slow alert"}),
    (e.Task, {"label": "T1", "text": "grow"}),
)


def written(template: Template) -> Incident:
    """An incident with every section of a template."""
    return incident(*FULL, *((e.Write, {"section": s, "text": "x"}) for s in template.layout.sections))


def headings(text: str) -> list[str]:
    """The headings of the second level."""
    return [line.removeprefix("## ") for line in text.split("\n") if line.startswith("## ")]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (
            "google",
            "Summary, Impact, Root causes, Trigger, Detection, Resolution, Action items, Lessons learned, Timeline, "
            "What we ruled out, Escalations and communication, Supporting information, Metrics",
        ),
        (
            "atlassian",
            "Incident summary, Leadup, Fault, Impact, Detection, Response, Escalations and communication, "
            "Recovery, Timeline, What we ruled out, Root cause (five whys), Backlog check, Recurrence, "
            "Lessons learned, Corrective actions, Metrics",
        ),
        (
            "pagerduty",
            "Overview, What happened, What we ruled out, Contributing factors, Resolution, Impact, Responders, "
            "Escalations and communication, Timeline, How'd we do?, Action items, Messaging, Metrics",
        ),
    ],
)
def test_a_template_has_the_headings_of_its_house(name: str, wanted: str) -> None:
    """A written one has the headings that its readers know, in their order."""
    assert headings(draft(written(Template(name)), template=Template(name))) == wanted.split(", ")


@pytest.mark.parametrize("template", EVERY, ids=lambda template: template.name)
def test_a_template_places_the_sections_it_has(template: Template) -> None:
    """The sections of its layout, in its order, whether they are written or not."""
    for whole in (incident(), written(template)):
        names = [block.name for block in blocks(draft(whole, template=template))]
        assert [n.removeprefix(SECTION) for n in names if n.startswith(SECTION)] == [
            *template.layout.sections
        ]
        assert "more" in names


@pytest.mark.parametrize("template", EVERY, ids=lambda template: template.name)
def test_what_a_template_expects_is_asked_for(template: Template) -> None:
    """The draft and the closing note ask for the same sections, and for nothing that is written."""
    asked = [line for line in draft(incident(), template=template).split("\n") if "**Missing:**" in line]
    assert len(asked) == len(template.layout.asks)
    for name in template.layout.asks:
        words = f"{SECTIONS[name][0].lower()}{SECTIONS[name][1:]}"
        assert any(f" {words}. " in line for line in asked)
        assert any(f" {words}: " in f" {line}" for line in missing(incident(), template.layout))
    assert "**Missing:**" not in draft(written(template), template=template)


@pytest.mark.parametrize("template", EVERY, ids=lambda template: template.name)
def test_a_layout_has_the_order_of_the_document(template: Template) -> None:
    """Sections and generated parts stand in it as the template prints them; so it is with a person's own."""
    text = printed(template.name) or ""
    assert template.layout.order == places(text)
    own = Template("mine", text.replace('prose("summary"', "prose( 'summary'"))
    assert own.layout.order == places(text)
    declared = Template(
        "mine", '{# sections: summary, "Who helped" #}{{ prose("impact") }}{{ prose("summary") }}'
    )
    assert declared.layout.order == ("Who helped", "summary")


@pytest.mark.parametrize("template", EVERY, ids=lambda template: template.name)
def test_a_section_without_a_place_comes_last(template: Template) -> None:
    """What another template has, and what a person named, is never left out."""
    every = [*SECTIONS, "What customers say"]
    whole = incident(*((e.Write, {"section": s, "text": f"text {n} end"}) for n, s in enumerate(every)))
    text = draft(whole, template=template)
    assert [n for n in range(len(every)) if text.count(f"text {n} end") < 1] == []
    assert regenerate(text, whole, template=template).text == text


@pytest.mark.parametrize("template", EVERY, ids=lambda template: template.name)
@settings(max_examples=15)
@given(text=worded)
def test_no_typed_text_changes_the_shape_of_any_template(template: Template, text: str) -> None:
    """Headings, lists, rows and cells are those of a draft in which every text is a plain word."""

    def shape(words: str) -> list[str]:
        tokens = PARSER.parse(draft(typed(words), template=template))
        found = [re.sub("[0-9a-f]{12}", "", t.content) if t.type == "html_block" else t.type for t in tokens]
        return [kind for kind in found if kind != "inline"]

    assert shape(" ".join(text.split())) == shape("word")


@pytest.mark.parametrize("template", EVERY, ids=lambda template: template.name)
@settings(max_examples=15)
@given(before=incidents(), after=incidents())
def test_a_draft_of_any_template_follows_its_incident(
    template: Template, before: Incident, after: Incident
) -> None:
    """Regenerating sets nothing aside when nobody wrote into it, and is stable."""
    done = regenerate(draft(before, template=template), after, template=template)
    assert done.aside == ()
    assert regenerate(done.text, after, template=template).text == done.text


def test_a_draft_that_nobody_touched_follows_the_new_template() -> None:
    """Another template in the settings makes another draft, there and back."""
    whole = incident(*FULL)
    google = regenerate(draft(whole), whole, template=Template("google")).text
    assert google == draft(whole, template=Template("google"))
    assert regenerate(google, whole).text == draft(whole)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## Timeline", "## Timeline of that day"),
        ("\n<!-- pmtui:picture", "\nMy own words.\n\n<!-- pmtui:picture"),
    ],
)
def test_a_draft_with_words_of_a_person_keeps_its_template(old: str, new: str) -> None:
    """An edited one is brought up to date as it was begun, and nothing of the person's is lost."""
    whole = incident(*FULL)
    mine = draft(whole, template=Template("atlassian")).replace(old, new, 1)
    done = regenerate(mine, incident(*FULL, (e.Write, {"section": "fault", "text": "a leak"})))
    assert "## Incident summary" in done.text
    assert "a leak" in done.text
    assert new in done.text or new in "".join(aside.text for aside in done.aside)


def test_a_deleted_block_stays_deleted_when_the_settings_change() -> None:
    """Deleting is a person's edit, too."""
    whole = incident(*FULL)
    mine = re.sub(r"<!-- pmtui:state .*?<!-- /pmtui:state -->", "", draft(whole), flags=re.DOTALL)
    assert regenerate(mine, whole, template=Template("google")).text == mine


# --- a user's own


def own(source: str) -> Template:
    """A template of that text."""
    return Template("ours", source)


def test_an_own_template_takes_parts_of_ours_and_declares_its_sections() -> None:
    """It includes parts, places sections under its own titles, and is asked for what it declares."""
    template = own(
        '{# sections: summary*, "What customers say"* #}\n'
        '{% include "parts/title.md.j2" %}\n\n{{ prose("summary", 2, "In short") }}\n\n'
        '{{ prose("What customers say") }}\n\n{% for day in days %}{{ day.title }}{% endfor %}\n'
    )
    assert template.layout.asks == ("summary", "What customers say")
    text = draft(incident(*FULL), template=template)
    assert text.startswith("<!-- pmtui:title ")
    assert "## In short\n\nOn Sunday 15 October 2023, from 10:30 to 11:30 UTC" in text
    empty = draft(incident(), template=template)
    assert "## In short\n\n> **Missing:** the summary. Write it with `/write summary TEXT`." in empty
    assert 'Write it with `/write "What customers say" TEXT`.' in text
    assert "Sunday 15 October 2023" in text


def test_an_own_template_can_extend_one_of_ours() -> None:
    """Even under the same name."""
    template = Template("google", '{% include "google.md.j2" %}\nConfidential.\n')
    assert "## Root causes" in draft(incident(), template=template)
    assert "Confidential." in draft(incident(), template=template)


def test_typed_text_is_data_in_an_own_template() -> None:
    """Whatever is typed is neither Markdown nor a template."""
    text = draft(incident(title="{{ 7*7 }} # <b>"), template=own("# {{ incident.title }}\n"))
    assert text.startswith(r"# {{ 7\*7 }} # \<b>")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("one\n{% if %}\n", "templates/ours.md.j2, line 2: "),
        ("one\n\n{{ nothing.here }}\n", "templates/ours.md.j2, line 3: 'nothing' is undefined"),
        ("{{ facts.nothing }}", "templates/ours.md.j2, line 1: "),
        ("\n{{ 1 / 0 }}", "templates/ours.md.j2, line 2: division by zero"),
        ("{{ incident.__class__ }}", "templates/ours.md.j2, line 1: access to attribute '__class__'"),
        ("{% include 'nothing.md.j2' %}", "templates/ours.md.j2, line 1: "),
        ("{{ ''.join.__globals__ }}", "line 1: "),
        ("{% include '../../secret' %}", "templates/ours.md.j2, line 1: "),
        ("{{ prose() }}", "templates/ours.md.j2, line 1: "),
        ("{% for x in range(10**9) %}{% endfor %}", "line 1: "),
        ("{{ 'a' * 10**9 }}", "templates/ours.md.j2, line 1: that makes too much text"),
        ("{{ 9 ** 99999 }}", "templates/ours.md.j2, line 1: that number is too large"),
        ("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", "templates/ours.md.j2, line "),
    ],
)
def test_a_mistake_in_an_own_template_names_it_and_its_line(source: str, says: str) -> None:
    """One sentence, whatever the mistake is; nothing outside the sandbox is reached."""
    with pytest.raises(TemplateError) as caught:
        draft(incident(), template=own(source))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@settings(max_examples=40)
@given(texts)
def test_any_text_is_a_template_or_a_sentence(source: str) -> None:
    """No text of a template makes any other error."""
    try:
        text = draft(incident(*FULL), template=own(source))
    except TemplateError as error:
        assert error.what.startswith("templates/ours.md.j2")  # noqa: PT017
    else:
        assert blocks(text)[-1].name == "more" or "pmtui:more" in source


def test_the_plain_template_leaves_no_trace() -> None:
    """Drafts of the plain template say nothing of templates."""
    assert "begun from" not in draft(incident(*FULL), template=PLAIN)


@pytest.mark.parametrize("inner", ["", "{{ y }}", "{{ facts.head.rows | length }}"])
def test_a_loop_without_end_is_cut_off(inner: str) -> None:
    """After a second, with the line; the trace of whoever watches the program is what it was."""
    once = "{% for y in range(90000) %}"
    watch, before = Stopwatch(), sys.gettrace()
    with pytest.raises(
        TemplateError, match=r"ours\.md\.j2, line 2: it takes longer than 1 s: a loop without end"
    ):
        draft(incident(), template=own(f"one\n{once * 3}{inner}{'{% endfor %}' * 3}"))
    assert watch.seconds < 10
    assert sys.gettrace() is before


def test_the_list_of_what_a_template_can_use_is_whole() -> None:
    """Every value of it is there, and every public one of the facts is in it."""
    for value in VALUES:
        draft(incident(*FULL), template=own("{{ %s }}" % value))  # noqa: UP031
    listed = {
        value.removeprefix("facts.").partition("(")[0] for value in VALUES if value.startswith("facts.")
    }
    assert listed == {name for name in vars(Facts) if not name.startswith("_")}


def test_a_template_of_ours_is_printed_as_it_is() -> None:
    """What is printed is a template of one's own that gives the same draft."""
    whole = incident(*FULL)
    text = printed("google")
    assert text is not None
    assert draft(whole, template=Template("google", text)) == draft(whole, template=Template("google"))
    assert [name for name in printed_names() if printed(name) is None] == []
    assert printed("../draft") is None
