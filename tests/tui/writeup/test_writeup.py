"""Promises about finishing the write-up on the screen."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from textual.widgets import Markdown

from pmtui.model import entries as e
from pmtui.tui.terminal import editor
from pmtui.tui.widgets.pane import Pane
from pmtui.tui.writeup import editor as section_editor
from pmtui.tui.writeup.editor import Editor
from pmtui.work.publish import publish
from tests.tui.stage import HOSTILE, Stage, incident, stage
from tests.tui.window.windows import texts, whole, write


def sections(s: Stage) -> dict[str, str]:
    """Each section's state, as the list shows it."""
    prompts = [str(option.prompt) for option in s.live.query_one("#sections", Pane).options]
    return {" ".join(p.split()[:-1]): p.split()[-1] for p in prompts}


def written(s: Stage, section: str) -> list[str]:
    """Every version of a section, the oldest first."""
    items = s.live.incident.of(e.Write)
    return [i.entry.text for i in items if isinstance(i.entry, e.Write) and i.entry.section == section]


async def opened(s: Stage, section: str) -> Editor:
    """The write-up with a section in the editor, the focus in it."""
    if not s.live.writing:
        await s.press("f6")
    await s.until(lambda: s.writeup.sections.index_of(f"section {section}") is not None)
    s.writeup.sections.select(section)
    await s.go("sections")
    await s.press("enter")
    area = s.live.query_one(Editor)
    await s.until(lambda: s.app.screen.focused is area and area.section == section)
    return area


async def test_f6_shows_the_sections_with_their_states_and_goes_back(tmp_path: Path) -> None:
    """Empty, missing, written, generated; F6 again is the timeline with the bar."""
    folder = incident(tmp_path, lines=("/write summary It was the pool.",))
    async with stage(tmp_path, folder=folder) as s:
        await s.press("f6")
        states = sections(s)
        assert states["Summary"] in ("written", "finding")
        assert states["Resolution"] == "missing"
        assert states["Conclusion"] == "empty"
        assert states["Timeline"] == "generated"
        await s.press("f6")
        assert s.app.screen.focused is s.live.bar
        assert "It was the pool." in s.picture


async def test_the_sections_are_those_of_the_template_that_was_chosen(tmp_path: Path) -> None:
    """At once, in its order, with what it asks for; the settings' template is another."""
    async with stage(tmp_path) as s:
        await s.press("f6")
        assert "Contributing factors" in sections(s)
        await s.enter("/template google")
        await s.until(lambda: "Contributing factors" not in sections(s))
        assert sections(s)["Trigger"] == "missing"


async def test_a_pause_saves_a_version_and_leaving_does_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither needs a key of its own; an unchanged text is no version; undo gives the former text back."""
    monkeypatch.setattr(section_editor, "PAUSE", 0.05)
    folder = incident(tmp_path, lines=("/write summary It was the pool.",))
    async with stage(tmp_path, folder=folder) as s:
        area = await opened(s, "summary")
        await s.press("end", "!")
        await s.until(lambda: len(written(s, "summary")) == 2)
        monkeypatch.setattr(section_editor, "PAUSE", 60.0)
        await s.press("?", "escape")
        assert written(s, "summary") == ["It was the pool.", "It was the pool.!", "It was the pool.!?"]
        await s.press("enter", "escape", "enter", "f6")
        assert len(written(s, "summary")) == 3
        area = await opened(s, "summary")
        await s.press("end", "x")
        assert area.text == "It was the pool.!?x"
        await s.press("ctrl+z")
        assert area.text == "It was the pool.!?"
        await s.press("y", "f10")
        await s.until(lambda: s.app.screen.query("#incidents"))
    assert "It was the pool.!?y" in texts(folder)


async def test_who_types_on_and_on_is_saved_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last version is never older than some seconds, pause or none; one key does not make one at once."""
    monkeypatch.setattr(section_editor, "PAUSE", 60.0)
    async with stage(tmp_path) as s:
        await opened(s, "summary")
        await s.press("a")
        assert written(s, "summary") == []
        monkeypatch.setattr(section_editor, "LONGEST", 0.0)
        await s.press("b")
        await s.until(lambda: written(s, "summary") == ["ab"])


async def test_an_earlier_version_is_brought_back(tmp_path: Path) -> None:
    """v lists them, Enter makes one the next version; Escape changes nothing."""
    lines = (f"/write summary first {HOSTILE}", "/write summary second")
    async with stage(tmp_path, folder=incident(tmp_path, lines=lines)) as s:
        await s.press("f6")
        s.writeup.sections.select("summary")
        await s.go("sections")
        await s.press("alt+v")
        assert s.dialog.index("second") < s.dialog.index("first")
        await s.press("escape")
        assert len(written(s, "summary")) == 2
        await s.press("alt+v", "down", "enter")
        await s.until(lambda: len(written(s, "summary")) == 3)
        assert written(s, "summary")[-1] == f"first {HOSTILE}"


async def test_a_section_of_any_name_and_text_is_shown(tmp_path: Path) -> None:
    """Markup in a name or a text is text, in the list, the title, the editor and the preview of the document."""
    lines = (f'/write "{HOSTILE}" {HOSTILE}',)
    async with stage(tmp_path, folder=incident(tmp_path, lines=lines), size=(160, 40)) as s:
        area = await opened(s, HOSTILE)
        assert area.text == HOSTILE
        assert s.picture.count("[/] [red]x[/red] | <b>") >= 2
        await s.press("f5")
        await s.until(lambda: "[red]x" in s.app.screen.query_one(Markdown).source)


async def test_generated_parts_are_shown_and_say_how_to_correct_them(tmp_path: Path) -> None:
    """They have no editor; in its place stands what corrects them, and Enter shows them."""
    async with stage(tmp_path, size=(160, 40)) as s:
        await s.press("f6")
        await s.go("sections")
        pane = s.writeup.sections
        while pane.selected != "block timeline":
            await s.press("down")
        assert "/amend and /retime correct it" in s.picture
        assert s.live.query_one(Editor).display is False
        await s.press("enter")
        await s.until(lambda: "Monitoring: database server overloaded" in s.picture)
        await s.press("escape", "up", "enter")
        assert s.app.screen.focused is s.writeup.editor


async def test_the_preview_holds_what_a_person_wrote_into_the_draft(tmp_path: Path) -> None:
    """It is the document that the next publishing writes: text between the blocks, and what was just typed."""
    folder = incident(tmp_path, lines=("/started", "/resolved", "/close"))
    publish(folder)
    draft = folder / "postmortem.md"
    draft.write_text(draft.read_text() + "\nMine alone [/]\n")
    async with stage(tmp_path, folder=folder) as s:
        await s.until(lambda: s.live.writing)
        await opened(s, "conclusion")
        await s.press(*"never", "f5")
        await s.until(lambda: "Mine alone [/]" in s.app.screen.query_one(Markdown).source)
        assert "never" in s.app.screen.query_one(Markdown).source
        assert "pmtui:" not in s.app.screen.query_one(Markdown).source


async def test_the_own_editor_writes_a_section(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it leaves is the next version."""
    monkeypatch.setattr(editor, "edit_text", lambda app, text, *_: editor.Edited(text + "from vi\n", ""))
    async with stage(tmp_path) as s:
        await s.press("f6")
        s.writeup.sections.select("summary")
        await s.go("sections")
        await s.press("alt+e")
        await s.until(lambda: written(s, "summary") == ["from vi"])


async def test_an_editor_that_fails_loses_nothing(tmp_path: Path) -> None:
    """The text stays, and what happened is one sentence; so it is where a terminal cannot be handed over."""
    async with stage(tmp_path) as s:
        area = await opened(s, "summary")
        await s.press("k", "e", "p", "t", "escape", "alt+e")
        assert "cannot be handed to an editor" in s.said
        assert area.text == "kept"
        assert written(s, "summary") == ["kept"]
        await s.press("alt+d")
        assert "/close writes it" in s.said


async def test_an_entry_of_another_window_does_not_take_the_editors_text(tmp_path: Path) -> None:
    """What is typed stays; the other's version is kept among the versions."""
    async with stage(tmp_path) as s:
        area = await opened(s, "summary")
        await s.press("m", "i", "n", "e")
        await s.live.run_action("bar")
        typed = s.live.session.understand("/write summary theirs")
        assert typed.entry is not None
        s.live._record(typed.entry)
        assert area.text == "mine"
        s.writeup.editor.save()
        assert written(s, "summary") == ["theirs", "mine"]


async def test_a_save_does_not_replace_what_somebody_else_wrote_meanwhile(tmp_path: Path) -> None:
    """Both stand, it is said under the bar, where it covers nothing, and the cursor stays at its words."""
    folder = incident(tmp_path, lines=("/write summary It was the pool.",))
    async with stage(tmp_path, folder=folder, size=(160, 40)) as s:
        area = await opened(s, "summary")
        await s.press("end", "!")
        write(folder, "/write summary Since 4.2 the pool is too small.")
        await s.until(lambda: len(written(s, "summary")) == 2)
        assert "#2 (bo) came in; what you type is merged with it when it is saved" in s.said
        assert area.text == "It was the pool.!"
        s.writeup.editor.save()
        both = "Since 4.2 the pool is too small.\n\nIt was the pool.!"
        await s.until(lambda: whole(folder).sections["summary"] == both)
        await s.until(
            lambda: "#2 (bo) and #3 (ana) changed the same paragraph" in str(s.writeup.section.border_title)
        )
        assert s.toasts == ""
        assert "both stand, alt+v chooses" in s.said
        assert sections(s)["Summary"] == "clash"
        assert s.live.focused is area
        await s.press("alt+v")
        assert "written apart, choose" in s.dialog
        await s.press("escape")
        assert s.live.focused is area
        await s.press("?", "escape")
        await s.until(lambda: whole(folder).sections["summary"] == f"{both}?")
        assert area.text == f"{both}?"
        assert sections(s)["Summary"] in ("written", "finding")


async def test_two_hands_in_one_section_are_merged_under_the_cursor(tmp_path: Path) -> None:
    """Each mends a paragraph: no word of either is lost, and who types on types where they were."""
    folder = incident(tmp_path, lines=("/write summary The pool.",))
    write(folder, "/write +summary Grown.")
    async with stage(tmp_path, folder=folder) as s:
        area = await opened(s, "summary")
        await s.press("down", "down", "end", "!")
        write(folder, "/write summary The pool, since 4.2.\n\nMore.\n\nGrown.")
        await s.until(lambda: len(written(s, "summary")) == 3)
        s.writeup.editor.save()
        await s.until(lambda: area.text == "The pool, since 4.2.\n\nMore.\n\nGrown.!")
        assert "merged by paragraph" in s.said
        assert "saved as #4" in s.said
        await s.press("?")
        assert area.text.endswith("Grown.!?")


async def test_the_versions_show_mine_theirs_both_and_what_was_set_aside(tmp_path: Path) -> None:
    """Enter takes one in place of all that stand; nobody has to type it again."""
    folder = incident(tmp_path, lines=("/write summary The pool.",))
    (folder / "aside").mkdir()
    (folder / "aside" / "summary.md.0123abcd").write_text(f"By hand {HOSTILE}\n")
    async with stage(tmp_path, folder=folder) as s:
        await opened(s, "summary")
        await s.press("end", "!")
        write(folder, "/write summary The cache.")
        await s.until(lambda: len(written(s, "summary")) == 2)
        await s.press("escape", "alt+v")
        places = [
            s.dialog.index(words)
            for words in (
                "mine",
                "The pool.!",
                "theirs",
                "bo\n  The cache.",
                "both",
                "#1",
                "aside  summary.md.",
            )
        ]
        assert places == sorted(places)
        assert HOSTILE in s.dialog
        assert s.dialog.count("The pool.!") == 2  # mine, and both
        await s.press("down", "enter")
        await s.until(lambda: whole(folder).sections["summary"] == "The cache.")
        assert not s.live.incident.clash("summary")


async def test_a_new_line_at_the_end_outlives_a_save(tmp_path: Path) -> None:
    """Who pauses behind it types on there."""
    async with stage(tmp_path) as s:
        area = await opened(s, "summary")
        await s.press("a", "enter")
        s.writeup.editor.save()
        assert written(s, "summary") == ["a"]
        await s.press("b")
        assert area.text == "a\nb"


async def test_what_is_left_leads_to_where_it_is_mended(tmp_path: Path) -> None:
    """Enter opens the section or fills the bar with the line, what only a person knows left out; alt+d a dismissal."""
    lines = (
        "/task Someone should look",
        "/hypothesis the pool",
        "restarted ????",
        "/write summary It took 99 hours.",
    )
    async with stage(tmp_path, folder=incident(tmp_path, lines=lines), size=(160, 40)) as s:
        await s.press("f6")
        before = len(s.live.incident)
        findings = s.live.query_one("#findings", Pane)
        await s.until(lambda: s.writeup.findings.found)
        for index, finding in enumerate(s.writeup.findings.found):
            await s.go("findings")
            findings.highlighted = index
            await s.press("alt+d")
            assert s.bar.startswith(f"/dismiss {finding.rule} ")
            await s.clear()
            await s.go("findings")
            findings.highlighted = index
            await s.press("enter")
            if finding.section:
                assert s.app.screen.focused is s.writeup.editor
                assert s.writeup.editor.section == finding.section
            else:
                assert s.app.screen.focused is s.live.bar
                assert s.bar == {
                    "/task T1 owner:NAME due:YYYY-MM-DD": "/task T1 owner: due:",
                    "/amend #3 TEXT": "/amend #3 restarted ????",
                }.get(finding.mend, s.bar)
                assert "TEXT" not in s.bar
                await s.clear()
            if finding.entry and s.writeup.quotes.rows.index(finding.entry) is not None:
                assert s.writeup.quotes.selected == finding.entry
        assert len(s.live.incident) == before
        assert s.parked == []
        assert s.live.writing


async def test_enter_takes_up_the_next_thing_that_is_left(tmp_path: Path) -> None:
    """What is left has the focus when the write-up opens, and again once a line or a section has mended something."""
    lines = (
        "/started",
        "/detected",
        "/resolved",
        "/task Grow the pool",
        "/severity 2",
        "/role commander ana",
    )
    async with stage(tmp_path, folder=incident(tmp_path, lines=(*lines, "/close"))) as s:
        await s.until(lambda: s.live.writing and s.writeup.findings.found)
        assert s.app.screen.focused is s.writeup.findings
        await s.press("enter")
        assert s.bar == "/task T1 owner: due:"
        assert s.live.bar.suggestion == ""
        await s.press(*"bo", "end", *"2026-04-01", "enter")
        assert s.live.incident.tasks[0].owner == "bo"
        assert s.app.screen.focused is s.writeup.findings
        await s.until(lambda: s.writeup.findings.finding and s.writeup.findings.finding.section)
        await s.press("enter", *"It was slow", "escape")
        assert s.live.incident.sections
        assert s.app.screen.focused is s.writeup.findings


async def test_an_entry_is_quoted_into_the_section(tmp_path: Path) -> None:
    """As the draft tells it, below the line with the cursor: from the timeline with Enter, from the text with a key."""
    lines = ("@02:50 /started", "@02:55 /escalate dba: is it slow [/]", "@03:05 @ana looks\n    at it")
    async with stage(tmp_path, folder=incident(tmp_path, lines=(*lines, "/write summary Before."))) as s:
        area = await opened(s, "summary")
        assert area.cursor_location == (0, len("Before."))
        await s.press("tab", "home", "enter")
        assert area.text == "Before.\n- **02:50** — **Impact began.**"
        await s.press("escape", "alt+down", "alt+q", "!")
        assert area.text.splitlines()[2] == "- **02:55** — **Escalated** to dba: is it slow \\[/\\]!"
        await s.press("alt+down", "alt+q")
        assert "- **03:05** — @&#8203;ana looks" in area.text
        await s.press("ctrl+z")
        assert "looks" not in area.text
        await s.press("escape")
        assert written(s, "summary")[-1] == area.text


async def test_what_was_written_for_the_write_up_is_no_source_of_it(tmp_path: Path) -> None:
    """Beside the text stands what happened, and neither its versions nor follow-ups and lessons."""
    lines = ("/started", "Pool is full", "/severity 2", "/write summary x", "/task Grow it", "/well quick")
    async with stage(tmp_path, folder=incident(tmp_path, lines=lines), size=(160, 40)) as s:
        await s.press("f6")
        rows = s.writeup.quotes.rows
        shown = [rows.row(index).number for index in range(len(rows))]
        assert [number for number in shown if number] == ["#1", "#2", "#3"]


async def test_a_save_does_not_lay_the_timeline_out_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a long incident that would stop the typing every few seconds; what changes the timeline shows at once."""
    async with stage(tmp_path, folder=incident(tmp_path, lines=("/started", "pool")), size=(160, 40)) as s:
        area = await opened(s, "summary")
        done: list[object] = []
        monkeypatch.setattr(s.writeup.quotes.timeline, "swap", done.append)
        await s.press("x")
        area.save()
        await s.pilot.pause()
        assert done == []
        s.live.set_focus(s.live.bar)
        await s.enter("/amend #2 the pool is full")
        assert len(done) == 1


async def test_the_question_gives_way_where_there_is_little_room(tmp_path: Path) -> None:
    """Once something is written the text has its lines; where there is room it stays."""
    for size, stays in (((80, 24), False), ((120, 36), True)):
        async with stage(tmp_path, size=size) as s:
            await opened(s, "conclusion")
            assert "What is different from now on" in s.picture
            await s.press("x")
            await s.pilot.pause()
            assert ("What is different from now on" in s.picture) is stays


async def test_an_empty_section_asks_and_begins_with_what_the_record_says(tmp_path: Path) -> None:
    """Its question and the facts stand over it until another section is opened; a key takes them over."""
    lines = ("@02:50 /started", "@03:00 /detected by:customer a call", "/write summary It was slow.")
    async with stage(tmp_path, folder=incident(tmp_path, lines=lines)) as s:
        area = await opened(s, "detection")
        assert "Who or what noticed it first" in s.picture
        await s.until(lambda: "Time to detect (started → detected): 10 min" in s.picture)
        await s.press("alt+o")
        assert area.text.startswith("- **03:00** — **Detected** by a customer: a call")
        await s.press("alt+o")
        assert "begun already" in s.said
        s.writeup.editor.save()
        assert "Who or what noticed it first" in s.picture
        await opened(s, "summary")
        assert "noticed it first" not in s.picture


async def test_sections_stand_in_the_order_of_the_document(tmp_path: Path) -> None:
    """What follows from entries between them, and a section of a person's own where the template prints such ones."""
    lines = (
        '/write "What it cost" much',
        '/write "Who helped" after:response Bo',
        '/write "And who" after:"Who helped" Eve',
    )
    async with stage(tmp_path, folder=incident(tmp_path, lines=lines)) as s:
        await s.press("f6")
        names = list(sections(s))
        assert names[names.index("Response") :][:4] == ["Response", "Who helped", "And who", "Timeline"]
        for before, after in pairwise(
            ("Summary", "Response", "Timeline", "Measures", "A lighter note", "What it cost", "Conclusion")
        ):
            assert names.index(before) < names.index(after)


@pytest.mark.parametrize(
    ("size", "lists", "text"),
    [((60, 15), 1, 1), ((80, 24), 3, 2), ((110, 30), 3, 2), ((160, 45), 5, 5)],
)
async def test_the_room_is_given_to_what_has_the_focus(
    tmp_path: Path, size: tuple[int, int], lists: int, text: int
) -> None:
    """One thing at a time where there is little, all of it where there is much; Tab reaches each."""

    def shown(s: Stage) -> int:
        """How many lists and texts have lines of their own in sight."""
        w = s.writeup
        heights = [w.findings.size.height, w.sections.size.height, w.tasks.size.height]
        return sum(h > 0 for h in (*heights, w.editor.size.height, w.quotes.size.height))

    async with stage(tmp_path, size=size) as s:
        await opened(s, "conclusion")
        assert shown(s) == text
        await s.press("tab")
        assert s.app.screen.focused is s.writeup.quotes.timeline
        assert shown(s) == text
        await s.press("escape", "escape")
        assert shown(s) == lists
        for pane in ("findings", "sections", "tasks", "editor"):
            await s.focus(pane)


async def test_finding_in_the_write_up_goes_to_the_timeline(tmp_path: Path) -> None:
    """/find from the bar shows the entry, not a hidden pane; F2 too leaves the write-up."""
    async with stage(tmp_path, size=(80, 24)) as s:
        await s.press("f6")
        await s.go("bar")
        await s.enter("/find overloaded")
        assert s.live.writing is False
        assert s.app.screen.focused is s.timeline
        await s.press("f6", "f2")
        assert s.live.writing is False
        assert "Hypotheses" in s.picture


async def test_a_command_is_typed_in_the_write_up_too(tmp_path: Path) -> None:
    """A letter that the sections do not know goes to the bar, and what is recorded shows at once."""
    async with stage(tmp_path) as s:
        await s.press("f6", "slash")
        assert s.bar == "/"
        await s.clear()
        await s.enter("/write conclusion We grew the pool.")
        assert sections(s)["Conclusion"] in ("written", "finding")


async def test_a_finding_is_told_whole_while_one_goes_through_the_list(tmp_path: Path) -> None:
    """The selected one has the lines that it needs, what mends it among them."""
    async with stage(tmp_path, folder=incident(tmp_path), size=(80, 24)) as s:
        await s.press("f6")
        await s.until(lambda: s.writeup.findings.found)
        await s.go("findings")
        for finding in s.writeup.findings.found[:3]:
            assert s.writeup.findings.finding == finding
            shown = " ".join(line[:46] for line in s.picture.splitlines())
            for words in (finding.text, "into the section" if finding.section else finding.mend):
                assert " ".join(words.split()) in " ".join(shown.split())
            await s.press("down")


async def test_finish_asks_once_when_something_is_missing(tmp_path: Path) -> None:
    """It lists it with the lines that mend it; Escape records nothing, y does; what is being written is saved first."""
    lines = ("/started", "/detected", "/resolved", "/task Grow [the] pool", "/role commander ana", "/close")
    async with stage(tmp_path, folder=incident(tmp_path, lines=lines)) as s:
        await opened(s, "root_cause")
        await s.press(*"Pool.")
        s.live.set_focus(s.live.bar)
        await s.enter("/finish reviewer:bo")
        await s.until(lambda: s.app.screen is not s.live)
        assert "! T1: no owner and no due date → /task T1 owner:NAME due:YYYY-MM-DD" in s.dialog
        assert "Root cause is not written" not in s.dialog
        await s.press("escape")
        assert s.live.incident.writeup.state == "draft"
        assert s.said == "not final yet"
        await s.enter("/finish reviewer:bo url:https://wiki.example.org/1")
        await s.until(lambda: s.app.screen is not s.live)
        await s.press("y")
        writeup = s.live.incident.writeup
        assert (writeup.words, writeup.reviewer, writeup.url) == ("final", "bo", "https://wiki.example.org/1")


async def test_what_is_left_of_a_final_write_up_is_nothing(tmp_path: Path) -> None:
    """Nobody is asked to finish it again, unless it was changed since."""
    lines = ("/started", "/detected", "/resolved", "/severity 2", "/role commander ana", "/impact 5 % failed")
    write_up = (
        "/write root_cause The pool. And the sale.",
        "/write resolution It grew.",
        "/write summary x",
        "/well y",
    )
    folder = incident(tmp_path, lines=(*lines, *write_up, "/close", "/finish"))
    async with stage(tmp_path, folder=folder) as s:
        await s.until(lambda: s.live.writing and "nothing, it is final" in s.picture)
        await s.enter("/lucky it was a Sunday")
        await s.until(lambda: "nothing: /finish makes it final" in s.picture)
