"""The web page: it tells what the draft tells, loads nothing, and typed text stays text."""

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.writeup import SECTIONS
from pmtui.model.review.secrets import mask
from pmtui.output.page.page import html
from tests.model.review.reviewing import CASES, case
from tests.output.draft.test_draft import typed
from tests.output.making import incident, ref
from tests.output.page.browser import Page, measured, violations, without_picture
from tests.output.strategies import HOSTILE, incidents, texts, worded

Row = tuple[type[e.Entry], dict[str, Any]]
FULL: tuple[Row, ...] = (
    (e.Started, {"at": "10:30"}),
    (e.Detected, {"at": "10:32", "about": True, "text": "alert"}),
    (e.Impact, {"at": "10:35", "text": "no sales"}),
    (e.Note, {"at": "10:36", "text": "two\n  lines"}),
    (e.Hypothesis, {"at": "10:40", "label": "H1", "text": "code"}),
    (e.Misleading, {"at": "11:00", "refs": ref(5), "text": "no change"}),
    (e.Escalate, {"at": "11:00", "label": "E1", "to": "dba", "text": "slow"}),
    (e.Answered, {"at": "11:05", "refs": ref(7)}),
    (e.Resolved, {"at": "11:30", "text": "more servers"}),
    (e.Write, {"section": "root_cause", "text": "A surge. See [the graph](https://x.org/g)."}),
    (e.Task, {"label": "T1", "text": "grow", "term": "short", "ref": "https://x.org/1"}),
    (e.Well, {"text": "fast"}),
    (e.Write, {"section": "conclusion", "text": "The end."}),
)
PROSE = {
    *(
        "p",
        "ul",
        "ol",
        "li",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "code",
        "em",
        "strong",
        "s",
        "a",
        "blockquote",
        "hr",
        "br",
    ),
    *("details", "summary", "table", "thead", "tbody", "tr", "th", "td"),
}
INLINE = {"a", "code", "em", "strong"}
ATTRIBUTES = {"dir", "href", "title", "class", "style", "start"}


def told(page: Page, part: str) -> list[str]:
    """The ids of the parts, or the addresses of the links."""
    return [a[part] for tag, a in page.elements if part in a and tag in ("section", "a")]


def test_a_page_has_the_parts_of_the_draft_and_a_table_of_contents() -> None:
    """Each part has its heading and is linked from the contents; one with nothing in it is left out."""
    page = Page(html(incident(*FULL)))
    parts = [
        *("summary", "impact", "cause", "timeline", "ruled-out", "escalations", "lessons", "measures"),
        *("section-1", "metrics"),
    ]
    assert told(page, "id") == parts
    assert [address for address in told(page, "href") if address.startswith("#")] == [
        f"#{id}" for id in parts
    ]
    assert page.wrong == []
    empty = Page(html(incident()))
    assert told(empty, "id") == ["summary", "impact", "cause"]


def test_a_page_tells_what_the_draft_tells() -> None:
    """Times with their zone, dead ends, waits, metrics with definitions, tasks, and what is missing."""
    text = " ".join(Page(html(incident(*FULL))).text.split())
    for words in (
        "Checkout is down",
        "Impact 10:30 to 11:30 UTC (1 h)",
        "Detected by alert, ~10:32 UTC",
        "To fill in before this is final: commander.",
        "from 10:30 to 11:30 UTC (1 h): no sales. A surge.",
        "All times are UTC.",
        "Sunday 15 October 2023",
        "~10:32 Detected: alert",
        "Ruled out: code; no change",
        "In total: 20 min, 33% of the duration.",
        "Time to detect ~2 min started → detected",
        "A surge. See the graph.",
        "Resolution More servers.",
        "grow https://x.org/1 open",
        "The end.",
    ):
        assert words in text


def test_text_of_many_lines_keeps_them() -> None:
    """A typed break stays one."""
    assert '<p dir="auto">two<br />\nlines</p>' in html(incident(*FULL))


def test_a_zone_that_nobody_knows_is_shown_as_utc() -> None:
    """A zone of another machine prevents neither the page nor its picture."""
    assert "All times are UTC." in html(incident(*FULL, zone="Moon/Tycho"))


def test_every_section_has_its_place() -> None:
    """Whatever was written is on the page."""
    names = [*SECTIONS, "What customers say"]
    rows: list[Row] = [(e.Write, {"section": s, "text": f"text {n} end"}) for n, s in enumerate(names)]
    page = Page(html(incident(*rows)))
    counts = {name: page.text.count(f"text {n} end") for n, name in enumerate(names)}
    assert counts == dict.fromkeys(names, 1)


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    """No script, no file of another, and a policy that forbids both."""
    page = Page(html(incident(*FULL)))
    assert not {"script", "link", "img", "iframe", "object", "embed", "form", "base"} & {
        t for t, _ in page.elements
    }
    policy = next(a["content"] for t, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    style = re.findall(r"<style>(.*?)</style>", html(incident(*FULL)), re.DOTALL)
    assert len(style) == 2
    assert not any("url(" in each.replace("url(#pm-hatch)", "") or "@import" in each for each in style)


def test_a_page_has_two_colour_schemes_and_a_print_style() -> None:
    """Light and dark as the reader has it, light on paper."""
    page = html(incident())
    assert "@media screen and (prefers-color-scheme: dark)" in page
    assert "@media print" in page


@settings(max_examples=30)
@given(worded)
def test_no_typed_text_becomes_an_element(text: str) -> None:
    """With any text everywhere, the elements and attributes are those of a page of plain words."""
    found, plain = (Page(without_picture(html(typed(words)))) for words in (" ".join(text.split()), "word"))
    assert [each for each in found.shape if each[0] not in INLINE] == [
        each for each in plain.shape if each[0] not in INLINE
    ]
    assert found.wrong == []
    assert all(
        re.match(r"https?://|mailto:|#|$", a.get("href", ""), re.IGNORECASE) for _, a in found.elements
    )


@settings(max_examples=30)
@given(texts)
def test_a_section_is_contained(text: str) -> None:
    """Whatever Markdown a section holds: harmless elements, links to the web and to mail only, parts in order."""
    rows: list[Row] = [(e.Write, {"section": s, "text": text}) for s in ("introduction", "trigger", "own")]
    page = Page(html(incident(*FULL, *rows)))
    assert page.wrong == []
    assert told(page, "id")[:8] == [
        *("summary", "impact", "cause", "timeline", "ruled-out", "escalations", "lessons", "measures")
    ]
    plain = {tag for tag, _ in Page(html(incident(*FULL))).elements}
    assert {tag for tag, _ in page.elements} <= plain | PROSE | {"div"}
    for tag, attributes in page.elements:
        if tag in PROSE:
            assert attributes.keys() <= ATTRIBUTES | {"scope", "colspan", "data-name"}
        assert re.match(r"https?://|mailto:|#|$", attributes.get("href", ""), re.IGNORECASE)
        assert re.fullmatch(r"(text-align:\w+)?", attributes.get("style", ""))


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("[a](data:text/html,x)", "[a](data:text/html,x)"),
        ("[a](file:///etc/passwd)", "[a](file:///etc/passwd)"),
        ("[a](//x.org)", "[a](//x.org)"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("![graph](https://x.org/g.png)", '<a href="https://x.org/g.png">graph</a>'),
        ("![](https://x.org/g.png)", '<a href="https://x.org/g.png">https://x.org/g.png</a>'),
        ("[m](mailto:a@x.org)", '<a href="mailto:a@x.org">m</a>'),
        ("**b**", "<strong>b</strong>"),
        (
            "<details>\n<summary>Log</summary>\n\na\n\n</details>",
            '<details>\n<summary>Log</summary>\n<p dir="auto">a</p>',
        ),
        ("<details>\n\na", "&lt;details&gt;"),
        ("# Big", '<h4 dir="auto">Big</h4>'),
    ],
)
def test_markdown_of_a_section(markdown: str, shown: str) -> None:
    """Formatting is kept, addresses that could do something are not, a picture is a link to it."""
    assert shown in html(incident((e.Write, {"section": "trigger", "text": markdown})))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "see https://x.org/a?b=1&c=2.",
            '<a href="https://x.org/a?b=1&amp;c=2">https://x.org/a?b=1&amp;c=2</a>.',
        ),
        ("`top` and **more**", "<code>top</code> and <strong>more</strong>"),
        ("see\n- a\n- b", '<li dir="auto">a</li>'),
        ("[PR](https://x.org/1)", '<a href="https://x.org/1">PR</a>'),
        ("[a](javascript:alert(1)) <b>", "[a](javascript:alert(1)) &lt;b&gt;"),
        ("x\n```\n<script>\n```", "<pre><code>&lt;script&gt;\n</code></pre>"),
    ],
)
def test_an_entry_is_light_markdown(text: str, shown: str) -> None:
    """Its links, code and lists are those of the page; nothing of it runs."""
    assert shown in html(incident((e.Note, {"at": "10:00", "text": text})))


PNG, SVG = b"\x89PNG\r\n", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
BESIDE = {"attachments/a-1a2b3c4d.png": PNG, "attachments/b-1a2b3c4d.svg": SVG, "the graph.PNG": PNG}


def test_pictures_beside_the_draft_are_part_of_the_page() -> None:
    """Attached ones with their caption, and those of sections and entries; nobody asks for any other file."""
    asked: list[str] = []

    def files(place: str) -> bytes | None:
        asked.append(place)
        return BESIDE.get(place)

    attached = {"bytes": 3, "sha256": "1a2b3c4d" * 8}
    whole = incident(
        *FULL,
        (e.Attach, {"at": "10:40", "name": "a.png", "text": 'errors "per" second', **attached}),
        (e.Attach, {"at": "10:41", "name": "b.svg", **attached}),
        (e.Attach, {"at": "10:42", "name": "c.png", **attached}),
        (e.Attach, {"at": "10:43", "name": "db.log", "text": "it is full", **attached}),
        (e.Note, {"at": "10:44", "text": "see ![load](attachments/a-1a2b3c4d.png)"}),
        (
            e.Write,
            {"section": "trigger", "text": "![load *now*](the%20graph.PNG)\n![x](https://x.org/g.png)"},
        ),
    )
    page = Page(html(whole, files=files))
    png, svg = (f"data:image/{k};base64,{b64encode(v).decode()}" for k, v in (("png", PNG), ("svg+xml", SVG)))
    pictures = [(a["src"], a["alt"]) for tag, a in page.elements if tag == "img"]
    assert pictures == [
        (png, "load now"),
        (png, 'Picture: errors "per" second'),
        (svg, "Picture: b.svg"),
        (png, "load"),
    ]
    assert "c.png (attachments/c-1a2b3c4d.png)" in page.text
    assert "it is full (attachments/db-1a2b3c4d.log)" in page.text
    assert set(asked) == {*BESIDE, "attachments/c-1a2b3c4d.png"}
    assert page.wrong == []
    alone = Page(html(whole))
    assert "img" not in {tag for tag, _ in alone.elements}
    assert 'errors "per" second (attachments/a-1a2b3c4d.png)' in alone.text


def test_sections_have_footnotes_and_task_boxes() -> None:
    """Footnotes of one section stay its own, whatever others call theirs; a box is a sign that is read out."""
    text = "The pool[^1] was full.\n\n- [x] double it\n- [ ] an alert\n- [y] no box\n\n[^1]: Of connections."
    page = Page(html(incident(*((e.Write, {"section": s, "text": text}) for s in ("trigger", "resolution")))))
    ids = [a["id"] for _, a in page.elements if a.get("id", "").startswith("fn")]
    assert len(set(ids)) == len(ids) == 4
    assert {a["href"] for tag, a in page.elements if a.get("href", "").startswith("#fn")} == {
        f"#{i}" for i in ids
    }
    boxes = [a["aria-label"] for tag, a in page.elements if a.get("role") == "img" and tag == "span"]
    assert boxes == ["done", "to do"] * 2
    assert page.text.count("Of connections.") == 2
    assert "[y] no box" in page.text
    assert page.wrong == []


@pytest.mark.outside
@pytest.mark.parametrize("width", [400, 1200])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_keeps_anybody_from_reading_the_page(width: int, dark: bool, tmp_path: Path) -> None:
    """Through axe-core in a real browser: a long case with pictures, footnotes, task boxes, tables and folded parts."""
    text = (
        "The pool[^1] was full, see https://x.org.\n\n- [x] done\n\n| a | b |\n| - | -: |\n| 1 | 2 |\n\n"
        "![load](the%20graph.PNG)\n\n<details>\n<summary>Log</summary>\n\n```\nfull\n```\n\n</details>\n\n"
        "[^1]: Of connections."
    )
    attached = {"bytes": 3, "sha256": "1a2b3c4d" * 8}
    rows: list[Row] = [
        (e.Attach, {"at": "10:40", "name": "a.png", "text": "errors", **attached}),
        (e.Attach, {"at": "10:41", "name": "b.svg", **attached}),
        *((e.Write, {"section": s, "text": text}) for s in ("summary", "trigger", "aside")),
    ]
    found = {}
    for name, whole in (("case", case(CASES / "mybinder-jupyterlab")), ("full", incident(*FULL, *rows))):
        unfolded = html(whole, files=BESIDE.get).replace("<details>", "<details open>")
        found[name] = violations(unfolded, width, tmp_path, dark=dark)
    assert found == {"case": [], "full": []}


@pytest.mark.outside
def test_axe_finds_what_keeps_somebody_from_reading(tmp_path: Path) -> None:
    """So the test above can fail: a picture without words, and grey on grey."""
    page = html(incident(*FULL)).replace("<main>", "<main><img src='data:,'><p style='color:#ccc'>pale</p>")
    assert [each.split(":")[0] for each in violations(page, 1200, tmp_path)] == [
        "color-contrast",
        "image-alt",
    ]


def test_a_masked_page_holds_no_secret() -> None:
    """Secrets, mail and public addresses are replaced wherever they were typed, in the picture too."""
    secret = "ghp_" + "a1B2" * 9
    words = f"use {secret} or mail ana@corp.com at 81.2.69.160"
    rows: list[Row] = [
        (e.Write, {"section": "trigger", "text": words}),
        (e.Amend, {"refs": ref(2), "new": {"text": words}}),
    ]
    page = html(Incident([*typed(words).entries, *incident(*FULL, *rows).entries[14:]]), mask=mask)
    assert not re.search(rf"{secret}|ana@corp|81\.2\.69", page)
    assert "[a GitHub token]" in page


@settings(max_examples=30)
@given(incidents())
def test_a_page_of_any_incident_is_well_formed(whole: Incident) -> None:
    """Every element is closed, and no control character is left."""
    page = html(whole)
    assert Page(without_picture(page)).wrong == []
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", without_picture(page))
    assert html(whole) == page


@pytest.mark.outside
@pytest.mark.parametrize("width", [400, 1200])
def test_nothing_reaches_over_the_edge(width: int, tmp_path: Path) -> None:
    """In a real browser, as narrow as a phone and wide: a long case, and hostile text everywhere."""
    wide = [text for text in HOSTILE if text.strip()]
    rows: list[Row] = [(e.Write, {"section": f"own {n}", "text": text}) for n, text in enumerate(wide)]
    hostile = Incident([*typed("x" * 3000).entries, *incident(*FULL, *rows).entries[14:]])
    for name, whole in (("case", case(CASES / "mybinder-jupyterlab")), ("hostile", hostile)):
        folder = tmp_path / name
        folder.mkdir()
        unfolded = html(whole).replace("<details>", "<details open>")
        content, parts, *over = measured(unfolded, width, folder).split(" ", 2)
        assert (int(content), over) == (width, [])
        assert int(parts) >= 6


def test_the_page_says_which_questions_are_open() -> None:
    """And how the others were answered."""
    page = html(
        incident(
            (e.Question, {"label": "Q1", "text": "Why <so> late?"}),
            (e.Question, {"label": "Q2", "text": "Since when?"}),
            (e.Answer, {"refs": ref(1), "text": "The lock."}),
        )
    )
    opened, _, answered = page.partition("<h3>Questions answered</h3>")
    assert "Since when?" in opened.partition("<h3>Open questions</h3>")[2]
    assert "Why &lt;so&gt; late? — The lock." in answered
