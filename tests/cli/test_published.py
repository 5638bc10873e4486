"""Published postmortems, recorded as their commanders would have: as GitHub shows the draft, and as the page."""

from __future__ import annotations

import re
import tomllib
from html import unescape
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from tests.cli.calling import Program
from tests.cli.test_handing_out import PNG
from tests.output.page.browser import Page, violations

TESTS = Path(__file__).parents[1]
REPORTS = (
    TESTS / "cases/mybinder-jupyterlab",
    TESTS / "data/published/mybinder-prime-version",
    TESTS / "data/published/mybinder-scipy-launches",
)
SENTENCE = re.compile(r"[A-Z][a-z]+ [a-z]+ [a-z]+")


def recorded(pmtui: Program, case: Path, tmp_path: Path) -> tuple[str, str]:
    """The slug of a case that was typed and closed, and what was typed; its pictures have been attached."""
    about = tomllib.loads((case / "case.toml").read_text())
    slug = pmtui.new(about["title"], about["timezone"])
    for name, content in (("pods", PNG), ("fields", PNG + b"\n")):
        (tmp_path / f"{name}.png").write_bytes(content)
    script = (case / "script.txt").read_text()
    script = script.replace("{pods}", str(tmp_path / "pods.png")).replace(
        "{fields}", str(tmp_path / "fields.png")
    )
    before, *section = script.partition("/write summary")
    pmtui.done("log", "-i", slug, typed=before)
    files = {path.name.split("-")[0]: path.name for path in pmtui.folder(slug).glob("attachments/*")}
    rest = "".join(section).replace("{pods-file}", files.get("pods", ""))
    pmtui.done("log", "-i", slug, typed=rest)
    pmtui.done("close", slug)
    return slug, before + rest


def as_github(markdown: str) -> str:
    """The HTML that GitHub makes of it: its flavour, and its footnotes."""
    parser = MarkdownIt("gfm-like")
    footnote_plugin(parser, inline=False)
    return str(parser.render(markdown))


def code(html: str) -> list[str]:
    """What stands in its code blocks."""
    return [unescape(text) for text in re.findall(r"<pre><code[^>]*>(.*?)</code></pre>", html, re.DOTALL)]


def addresses(html: str) -> set[str]:
    """Where its links lead, and where its pictures are that lie elsewhere."""
    found = [a.get("href", "") or a.get("src", "") for tag, a in Page(html).elements if tag in ("a", "img")]
    return {address for address in found if address.startswith("http")}


@pytest.mark.parametrize("case", REPORTS, ids=lambda case: case.name)
def test_a_published_report_is_published_again(pmtui: Program, case: Path, tmp_path: Path) -> None:
    """Code is what was fenced and no sentence; every link and picture is there, on GitHub and on the page."""
    slug, script = recorded(pmtui, case, tmp_path)
    github = as_github(pmtui.done("export", slug, "--format", "markdown", "--clean"))
    page = pmtui.done("export", slug, "--format", "html")
    fences = re.findall(r"^  ```\n(.*?)^  ```$", script, re.MULTILINE | re.DOTALL)
    fenced = {re.sub("^  ", "", fence, flags=re.MULTILINE) for fence in fences}
    links = {href.rstrip(").") for href in re.findall(r"https://(?:[\w-]+\.)+[\w-]+/[^\s)\]]*", script)}
    links -= {href for href in links if any(href in fence for fence in fenced)}
    pictures = script.count("/attach ") + script.count("](attachments/")
    for html in (github, page):
        assert set(code(html)) == fenced
        assert [block for block in code(html) if SENTENCE.match(block)] == []
        assert links - {address.split("#")[0] for address in addresses(html)} == set()
    shown = [a["src"] for tag, a in Page(github).elements if tag == "img"]
    assert sum(src.startswith("attachments/") for src in shown) == pictures
    beside = [src for src in shown if not src.startswith("http")]
    assert [src for src in beside if not (pmtui.folder(slug) / src).is_file()] == []
    remote = set(re.findall(r"!\[[^\]]*\]\((https://[^)]*)", script))
    assert remote == {src for src in shown if src.startswith("http")}
    embedded = [a["src"] for tag, a in Page(page).elements if tag == "img"]
    assert sum(src.startswith("data:image/png") for src in embedded) == len(embedded) == pictures
    assert "[^" not in Page(github).text
    assert len(links) >= 5
    assert len(fenced) + len(shown) >= 4


@pytest.mark.outside
def test_nothing_keeps_anybody_from_reading_a_published_report(pmtui: Program, tmp_path: Path) -> None:
    """Through axe-core, on a phone in the dark and on a desk in the light."""
    for case, width, dark in ((REPORTS[1], 400, True), (REPORTS[2], 1200, False)):
        slug, _ = recorded(pmtui, case, tmp_path)
        page = pmtui.done("export", slug, "--format", "html")
        assert violations(page, width, tmp_path, dark=dark) == []
