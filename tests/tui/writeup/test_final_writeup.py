"""A real incident, closed weeks ago, carried to a final write-up by keys alone, and published."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pmtui.model import entries as e
from pmtui.model.review.rules import review
from pmtui.output.page.page import html
from pmtui.storage.paths import DRAFT
from tests.output.page.browser import Page, measured
from tests.tui.stage import Stage, incident, stage
from tests.tui.window.windows import whole

CASE = Path(__file__).parents[2] / "cases" / "mybinder-jupyterlab"
SECTIONS = {
    "trigger": "A blog post announced JupyterLab, and everybody opened the demo at once.",
    "resolution": "The hub runs a client that makes no thread per request, and its load fell to nothing.",
    "conclusion": "We watch the hub itself now, not only the launches.",
}
IMPACT = "Nobody could launch for an hour, and a third of launches failed for four more"
WELL = "Everybody who knew the proxy answered within minutes"
STANDS_FOR = "JupyterLab has hit the 500 user limit and stays there"
REASON = "it is what was said on that day"


def recorded(home: Path) -> Path:
    """The case as it was typed, not closed yet."""
    lines: list[str] = []
    for line in (CASE / "script.txt").read_text().splitlines():
        if line.startswith("  "):
            lines[-1] += f"\n{line[2:]}"
        elif line and not line.startswith("# "):
            lines.append(line)
    return incident(home, tomllib.loads((CASE / "case.toml").read_text())["title"], tuple(lines))


async def close(s: Stage) -> None:
    """`/close`, and both dialogs of it."""
    await s.enter("/close")
    await s.press("enter")
    await s.until(lambda: s.app.screen is not s.live and "They follow every later change" in s.dialog)
    await s.press("enter")
    assert s.live.incident.writeup.state == "draft"


async def write(s: Stage, section: str, text: str) -> None:
    """A section, in the editor."""
    await s.focus("sections")
    await s.press("home")
    while s.writeup.sections.selected != f"section {section}":
        await s.press("down")
    await s.press("enter")
    s.type(text)
    await s.until(lambda: s.writeup.editor.text == text)
    await s.press("escape")
    assert s.live.incident.sections[section] == text


async def to_finding(s: Stage, rule: int) -> None:
    """The cursor on the first finding of a rule."""
    await s.until(lambda: any(finding.rule == rule for finding in s.writeup.findings.found))
    await s.focus("findings")
    await s.press("home")
    while (finding := s.writeup.findings.finding) is None or finding.rule != rule:
        await s.press("down")


async def finish(s: Stage) -> None:
    """All that the person does between opening the write-up and `/finish`."""
    for section, text in SECTIONS.items():
        await write(s, section, text)
    await to_finding(s, 14)
    await s.press("alt+m")
    assert s.bar.startswith("/amend #10 JupyterLab has hit the 500 user")
    await s.clear()
    await s.enter(f"/amend #10 {STANDS_FOR}")
    await to_finding(s, 20)
    await s.press("alt+d")
    assert s.bar.startswith("/dismiss 20 #41 ")
    await s.enter(REASON)
    for label, owner in (("T1", "min"), ("T2", "carol"), ("T3", "yuvi")):
        await s.focus("tasks")
        await s.press("home", *["down"] * (int(label[1]) - 1), "alt+o")
        assert s.bar == f"/task {label} owner:"
        await s.enter(f"{owner} due:2026-04-01")
    await s.enter(
        f"@2018-02-20T16:05 /impact {IMPACT}", f"/well {WELL}", "/severity 3", "/role commander min"
    )
    await s.enter("/finish")
    assert s.parked == []


async def made_final(tmp_path: Path) -> str:
    """The page of the report, after it was reviewed, written, mended, dismissed, owned and finished."""
    folder = recorded(tmp_path)
    async with stage(tmp_path, folder=folder, size=(140, 40), minutes=3000) as s:
        await close(s)
        await s.press("f6")
        assert "Sections  draft" in s.picture
        await s.until(lambda: s.writeup.findings.found)
        before = s.writeup.findings.found
        places = {(finding.rule, finding.where) for finding in before}
        assert {(1, "T1"), (1, "T2"), (1, "T3"), (12, "Q1"), (13, "impact"), (14, "#10")} <= places
        assert not [finding for finding in before if finding.level == "wrong"]
        await finish(s)
        await s.until(lambda: s.live.incident.writeup.state == "final")
        final = s.live.incident.writeup
        assert (final.state, final.by, final.at, final.changed_since) == ("final", "ana", s.clock.now, False)
        await s.press("f6", "f6")  # reviews anew
        assert "final 2026-03-16 by ana" in s.picture
        await s.until(lambda: len(s.writeup.findings.found) < len(before))
        assert {(f.level, f.rule) for f in s.writeup.findings.found} <= {("hint", 2), ("hint", 12)}
        await s.until(lambda: s.live.window.unsaved == 0 and IMPACT in (folder / DRAFT).read_text())
        await s.enter("/lucky The blog post came on a Tuesday")
        assert "Sections  final, changed since" in s.picture
        assert s.live.incident.writeup.changed_since
        await s.press("f2")
        await s.until(lambda: "final since 2026-03-16 05:12, by ana" in s.picture)
    return published(folder)


def published(folder: Path) -> str:
    """What another process makes of the journal: a page with all that was written."""
    done = whole(folder)
    page = html(done)
    text = " ".join(Page(page).text.split())
    amended = done.entry(next(entry.id for entry in done.entries if entry.n == 10))
    assert isinstance(amended, e.Note)
    for told in (*SECTIONS.values(), IMPACT, WELL, STANDS_FOR, "carol", "yuvi"):
        assert told in text, told
    assert not any(finding.rule == 20 for finding in review(done, done.entries[-1].recorded))
    return page


async def test_the_mybinder_report_becomes_final_by_keys(tmp_path: Path) -> None:
    """The state says by whom and when, and if it changed; the page has all of it."""
    assert await made_final(tmp_path)


@pytest.mark.outside
async def test_a_browser_shows_the_final_page_whole(tmp_path: Path) -> None:
    """Nothing reaches over the edge, on a phone or on a wide screen."""
    page = await made_final(tmp_path)
    for width in (400, 1200):
        (tmp_path / str(width)).mkdir()
        content, parts, *over = measured(page, width, tmp_path / str(width)).split(" ", 2)
        assert (int(content), over) == (width, [])
        assert int(parts) >= 6
