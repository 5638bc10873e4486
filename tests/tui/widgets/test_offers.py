"""Promises about what the bar offers while one types."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from pmtui.model.line.commands import BY_NAME, COMMANDS
from pmtui.tui.screens.home import HomeScreen
from pmtui.tui.widgets import offers
from tests.tui.stage import HOSTILE, LAST, incident, settings, stage


async def test_a_slash_offers_commands_and_tab_takes_the_first(tmp_path: Path) -> None:
    """`/` lists commands with their help; Tab completes the line, and then leaves the bar no more than it must."""
    async with stage(tmp_path) as s:
        await s.typed("/")
        assert s.offered[0].split() == ["Now", "1", "of", str(len(COMMANDS))]
        assert BY_NAME["impact"].help in s.offered[1]
        assert s.offered[1].startswith("▸ ")
        await s.clear()
        assert s.offered == []
        await s.typed("/hyp")
        await s.press("tab")
        assert s.bar == "/hypothesis "
        assert s.app.screen.focused is s.live.bar


async def test_arrows_choose_and_enter_takes_what_was_chosen(tmp_path: Path) -> None:
    """Down moves the choice, Enter puts it in the bar and records nothing; the next Enter records."""
    async with stage(tmp_path) as s:
        before = len(s.live.incident)
        await s.typed("/ev")
        await s.press("tab")
        assert s.bar == "/evidence "
        await s.press("down", "down", "up")
        assert s.offered[1].startswith("▸ H1")  # behind H3, the only one that is open
        await s.press("enter")
        assert s.bar == "/evidence H1 "
        assert len(s.live.incident) == before
        await s.enter("+ seen again")
        assert s.bar == ""
        assert s.texts[-1] == "seen again"


async def test_the_choice_can_move_through_more_than_is_shown(tmp_path: Path) -> None:
    """Up from the first offer goes round to the last one, which is then in sight."""
    async with stage(tmp_path) as s:
        await s.typed("/")
        await s.press("up")
        assert s.offered[0].endswith(f"{len(COMMANDS)} of {len(COMMANDS)}")
        assert s.offered[-1].startswith("▸ ")
        chosen = next(row for row in s.offered if row.startswith("▸ ")).split()[1]
        await s.press("enter")
        assert s.bar.strip() == chosen


async def test_every_command_can_be_reached_and_the_place_is_said(tmp_path: Path) -> None:
    """Down goes through all of them, each in sight when it is chosen, under the heading of its group."""
    async with stage(tmp_path, size=(80, 24)) as s:
        await s.typed("/")
        height = len(s.offered)
        seen, groups = set(), []
        for number in range(len(COMMANDS)):
            heading, *rows = s.offered
            assert f"{number + 1} of {len(COMMANDS)}" in heading
            groups.append(heading.split()[0])
            (chosen,) = (row for row in rows if row.startswith("▸ "))
            seen.add(chosen.split()[1])
            assert len(s.offered) == height
            await s.press("down")
        assert seen == {f"/{command.name}" for command in COMMANDS}
        assert list(dict.fromkeys(groups)) == ["Now", "More", "Correct", "Write-up"]
        assert s.offered[1].startswith("▸ ")


async def test_the_list_finds_by_what_a_command_does_and_says_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line that is not finished is no mistake while something is offered for it; it keeps its height meanwhile."""
    monkeypatch.setattr(offers, "_PAUSE", 600)
    async with stage(tmp_path) as s:
        await s.typed("/")
        height = len(s.offered)
        assert s.said == "Tab takes it, arrows choose, Escape closes the list"
        await s.typed("users")
        assert "/impact" in s.offered[0]
        assert s.said == "Tab takes it, arrows choose, Escape closes the list"
        assert s.live.offers.size.height == height
        await s.clear()
        await s.typed("/answered ")
        assert "E2 network team" in s.offered[0]
        assert s.said == "Tab takes it, arrows choose, Escape closes the list"


async def test_the_list_gives_back_its_empty_lines_after_a_pause(tmp_path: Path) -> None:
    """What is left of it stands next to the line, and the timeline has the room."""
    async with stage(tmp_path) as s:
        await s.typed("/")
        await s.typed("users")
        await s.until(lambda: s.live.offers.size.height == len([row for row in s.offered if row.strip()]))
        assert "/impact" in s.offered[0]


async def test_escape_closes_the_list_before_it_leaves_the_bar(tmp_path: Path) -> None:
    """Then Tab does not complete, Enter takes the line as it stands, and another letter opens the list again."""
    async with stage(tmp_path) as s:
        await s.typed("/hyp")
        await s.press("escape")
        assert s.offered == []
        assert s.app.screen.focused is s.live.bar
        await s.typed("o")
        assert s.offered
        await s.press("escape", "escape")
        assert s.app.screen.focused is not s.live.bar


async def test_references_show_their_text_and_the_ghost_goes_on(tmp_path: Path) -> None:
    """`H2` is offered with its words, only where its state fits, and Right takes the ghost text."""
    async with stage(tmp_path) as s:
        await s.typed("/misleading ")
        assert [line.split(maxsplit=1)[1] for line in s.offered] == [
            "H3 The connection pool is too small for the sale  open"
        ]
        await s.clear()
        await s.typed("/hypo")
        assert s.live.bar.suggestion == "thesis"
        await s.press("right")
        assert s.bar.strip() == "/hypothesis"


async def test_what_enter_would_do_is_said_before_it_is_pressed(tmp_path: Path) -> None:
    """The time it will get, its kind and its reference; a mistake is a sentence."""
    async with stage(tmp_path) as s:
        await s.typed("@-12m /misleading H3 no")
        assert "03:35 today, 12 min ago" in s.said
        assert "misleading  H3" in s.said
        await s.clear()
        await s.typed("/misleading H9 no")
        assert "H9" in s.said
        await s.clear()
        await s.typed("@25:61 x")
        await s.press("enter")
        assert s.parked == ["@25:61 x"]


async def test_names_of_settings_and_of_earlier_incidents_are_offered(tmp_path: Path) -> None:
    """Teams, people, services and audiences: those of the settings at once, those of other incidents soon."""
    incident(
        tmp_path,
        "An earlier night",
        ("/escalate payments guild: help", "/role deputy Zoe", "/service ledger"),
    )
    async with stage(tmp_path, settings=settings(people=("Yan",), audiences=("partners",))) as s:
        await s.until(lambda: "ledger" in s.app.earlier.vocabulary.services)
        for line, name in (
            ("/escalate net", "network team"),
            ("/escalate pay", "payments guild"),
            ("/handover Z", "Zoe"),
            ("/handover Y", "Yan"),
            ("/service led", "ledger"),
            ("/update par", "partners"),
            ("/action x owner:Zo", "Zoe"),
            ("/write root", "root_cause"),
        ):
            await s.typed(line)
            assert any(name in offer for offer in s.offered), (line, s.offered)
            await s.clear()


async def test_a_severity_is_offered_with_what_it_means(tmp_path: Path) -> None:
    """The settings say it; a level without words stands there as well."""
    async with stage(tmp_path, settings=settings(severities=("all [/] are hit", "some are"))) as s:
        await s.typed("/severity ")
        assert [" ".join(offer.split()) for offer in s.offered][:3] == [
            "▸ 1 all [/] are hit",
            "2 some are",
            "3",
        ]
        await s.press("tab")
        assert s.live.bar.text == "/severity 1 "


async def test_seen_before_says_which_and_how_it_ended(tmp_path: Path) -> None:
    """A hypothesis like one of an earlier incident shows that one and its end."""
    incident(
        tmp_path,
        "Spring [/] sale",
        ("/hypothesis Certificate of the [/] gateway expired", "/misleading H1 it is valid until May"),
    )
    async with stage(tmp_path) as s:
        await s.until(lambda: s.app.earlier.past)
        await s.enter("/hypothesis the gateway certificate has expired")
        await s.until(lambda: "Seen before" in s.toasts)
        assert "misleading: it is valid until May" in s.toasts
        assert "spring" in s.toasts


async def test_up_amends_the_last_entry_and_walks_back(tmp_path: Path) -> None:
    """Up fills in the amendment of the last entry, further Up goes back, Down comes forward to an empty bar."""
    async with stage(tmp_path) as s:
        await s.enter("first", "second")
        await s.press("up")
        assert s.bar == f"/amend #{LAST + 2} second"
        await s.press("up")
        assert s.bar == f"/amend #{LAST + 1} first"
        await s.press("down")
        assert s.bar == f"/amend #{LAST + 2} second"
        await s.press("down")
        assert s.bar == ""
        await s.press("up", "x", "enter")
        assert s.live.incident.item(s.live.incident.numbered(LAST + 2)[0]).entry.text == "secondx"  # type: ignore[attr-defined]


async def test_up_goes_on_past_an_entry_without_words_and_enter_leaves_it_as_it_is(tmp_path: Path) -> None:
    """Whatever is offered for `/amend #12`, Up and Down walk on; entered as it came, nothing is recorded."""
    async with stage(tmp_path) as s:
        await s.enter("first", "/update customers: on it", "/started")
        before = len(s.live.incident)
        await s.press("up")
        assert s.bar == f"/amend #{LAST + 3}"
        await s.press("up", "up")
        assert s.bar == f"/amend #{LAST + 1} first"
        await s.press("down", "down")
        assert s.bar == f"/amend #{LAST + 3}"
        await s.press("enter")
        assert (s.bar, s.parked) == ("", [])
        assert s.said == f"nothing changed: #{LAST + 3} says that already"
        assert len(s.live.incident) == before


async def test_a_refused_line_waits_with_its_reason(tmp_path: Path) -> None:
    """It is shown above the emptied bar with the nearest commands; Up fetches it; cleared and gone is gone."""
    async with stage(tmp_path) as s:
        await s.enter("/hypotesis the pool")
        assert s.bar == ""
        assert s.parked == ["/hypotesis the pool"]
        assert "did you mean /hypothesis" in s.picture
        assert "f8 makes it a note" in s.picture
        await s.press("up")
        assert s.bar == "/hypotesis the pool"
        assert s.parked == []
        await s.clear()
        await s.press("up")
        assert s.bar.startswith("/amend")


async def test_the_refused_line_is_one_line_and_tab_takes_what_was_meant(tmp_path: Path) -> None:
    """Whatever is typed, at any size; the line has the moment of its first Enter, and the others are counted."""
    async with stage(tmp_path, size=(80, 24)) as s:
        await s.enter("/nonsense " + HOSTILE * 20, "@25:61 a\nb", "/hypotesis the pool")
        assert s.live.parked.size.height == 1
        shown = str(s.live.parked.content)
        assert "✗ /hypotesis the pool" in shown
        assert shown.endswith("Tab mends  alt+q drop  2 more")
        assert len(shown.splitlines()) == 1
        s.clock.at(40)
        await s.press("tab")
        assert s.bar == "/hypothesis the pool"
        await s.press("enter")
        assert s.texts[-1] == "the pool"
        entry = s.live.incident.entries[-1]
        assert (s.clock() - entry.recorded).total_seconds() == 300
        assert "Tab mends" not in str(s.live.parked.content)
        assert "1 more" in str(s.live.parked.content)


@pytest.mark.parametrize("size", [(60, 15), (80, 24)])
async def test_why_a_line_was_refused_can_be_read_to_its_end(tmp_path: Path, size: tuple[int, int]) -> None:
    """On as many lines as it needs, the keys at the end of the last; the next letter gives them back."""
    async with stage(tmp_path, size=size) as s:
        await s.enter("/ack")
        await s.pilot.pause()
        assert s.live.understood.size.height > 1
        below = s.picture.splitlines()[-s.live.understood.size.height :]
        assert "write /answered E2 or /acknowledged" in " ".join(" ".join(below).split())
        assert below[-1].rstrip().endswith("f1 Help")
        await s.enter("/nonsense " + "x" * 3000, "/nonsense" + " x" * 3000)
        await s.pilot.pause()
        assert s.live.understood.size.height <= 4
        await s.typed("C")
        await s.pilot.pause()
        assert s.live.understood.size.height == 1


async def test_tab_leaves_an_empty_bar_where_nothing_can_be_mended(tmp_path: Path) -> None:
    """Nobody knows what was meant."""
    async with stage(tmp_path) as s:
        await s.enter("@25:61 a")
        await s.press("tab")
        assert s.bar == ""
        assert s.app.screen.focused is s.timeline


@pytest.mark.parametrize("how", ["alt+q", "/drop"])
async def test_a_refused_line_can_be_dropped_and_is_fetched_all_the_same(tmp_path: Path, how: str) -> None:
    """By a key and by a command; until another line is put away Up brings it."""
    async with stage(tmp_path) as s:
        await s.enter("/nonsense one")
        await (s.press(how) if how.startswith("alt") else s.enter(how))
        assert s.parked == []
        assert not s.live.parked.display
        assert s.said == "dropped; Up fetches it"
        await s.press("up")
        assert s.bar == "/nonsense one"
        await s.clear()
        await s.press("alt+q")
        assert s.said == "no line was refused"


async def test_ctrl_c_clears_the_bar_and_says_how_to_leave(tmp_path: Path) -> None:
    """What stood there is fetched with Up; what is selected is copied instead; nothing leaves."""
    async with stage(tmp_path) as s:
        await s.typed("half a li")
        await s.press("ctrl+c")
        assert (s.bar, s.parked) == ("", [])
        assert s.said == "cleared; Up fetches it"
        assert s.live.window.half.text == ""
        await s.press("ctrl+c")
        assert s.said == "ctrl+q leaves; nothing is lost"
        await s.press("up")
        assert s.bar == "half a li"
        await s.press("up")
        assert s.bar.startswith("/amend #")
        await s.press("down", "f7", "ctrl+c")
        assert s.copied == ["half a li"]
        assert s.bar == "half a li"


@pytest.mark.parametrize("pane", ["timeline", "escalations", "summary"])
async def test_ctrl_c_clears_the_bar_from_a_pane_too(tmp_path: Path, pane: str) -> None:
    """Escape, then ctrl+c: what was half typed would be glued to the next line otherwise."""
    async with stage(tmp_path) as s:
        await s.typed("half a li")
        await s.go(pane)
        await s.press("ctrl+c", *"next", "enter")
        assert s.texts[-1] == "next"


async def test_what_is_typed_behind_ctrl_c_at_once_stays(tmp_path: Path) -> None:
    """The key is done in its order."""
    async with stage(tmp_path) as s:
        for key, character in (("a", "a"), ("ctrl+c", None), ("b", "b")):
            s.app.post_message(events.Key(key, character))
        await s.until(lambda: s.bar == "b")


async def test_a_line_restored_from_another_window_says_so(tmp_path: Path) -> None:
    """Until it is changed."""
    folder = incident(tmp_path)
    async with stage(tmp_path, folder=folder) as s:
        await s.typed("half a li")
        assert s.live.window.leave(1.0)
    async with stage(tmp_path, folder=folder) as s:
        assert s.bar == "half a li"
        await s.until(lambda: s.said.startswith("restored from another window  → "))
        await s.typed("ne")
        assert "restored" not in s.said


async def test_tab_gives_a_note_the_time_that_it_begins_with(tmp_path: Path) -> None:
    """The preview says so; Enter alone records a note of now."""
    async with stage(tmp_path) as s:
        await s.typed("03:40 spike of errors")
        assert "Tab: happened at 03:40" in s.said
        await s.press("tab")
        assert s.bar == "@03:40 spike of errors"
        assert "Tab:" not in s.said
        await s.press("enter")
        assert "03:40" in s.said


async def test_the_keys_stand_beside_what_was_said(tmp_path: Path) -> None:
    """As many as there is room for, after an Enter too; while a line is typed it has all of the room."""
    async with stage(tmp_path, size=(80, 24)) as s:
        await s.enter("CPU is high")
        below = s.picture.splitlines()[-1]
        assert f"#{LAST + 1}" in below
        assert "f1 Help" in below
        await s.press("f2")
        assert s.app.screen.focused is s.live.panes.page
        assert "f1 Help" in s.picture.splitlines()[-1], "the summary has no keys of its own"
        await s.press("escape")
        await s.enter("/nonsense " + "x" * 300)
        assert s.picture.splitlines()[-1].rstrip().endswith("f1 Help")
        await s.typed("CPU")
        assert "f1 Help" not in s.picture.splitlines()[-1]


async def test_f8_records_the_refused_line_as_a_note_and_spares_the_bar(tmp_path: Path) -> None:
    """One key makes a note of it, with the moment of its Enter; what is half typed meanwhile stays, also on disk."""
    async with stage(tmp_path) as s:
        await s.enter("/hypotesis the pool")
        s.clock.at(40)
        await s.typed("half a li")
        await s.press("f8")
        assert s.texts[-1] == "/hypotesis the pool"
        assert s.bar == "half a li"
        assert s.live.window.half.text == "half a li"
        assert s.parked == []
        entry = s.live.incident.entries[-1]
        assert (s.clock() - entry.recorded).total_seconds() == 300
        await s.press("f8")
        assert s.said == "no line was refused"


async def test_update_alone_composes_and_is_copied(tmp_path: Path) -> None:
    """`/update` asks for whom, then drafts what they should hear; entered it is recorded and on the clipboard."""
    async with stage(tmp_path) as s:
        await s.enter("/update")
        assert s.bar == "/update customers: "
        await s.press("enter")
        assert s.bar.startswith("/update customers: Checkout is down (shop, login)")
        assert "network team" not in s.bar
        assert s.bar.endswith("Impact: 25 % of checkouts fail. next:30m")
        await s.press("enter")
        assert s.texts[-1].endswith("25 % of checkouts fail.")
        assert s.copied == [s.texts[-1]]
        await s.enter("/u internal:")
        assert "We need: network team (rule out packet loss)." in s.bar
        await s.press("enter")
        assert s.copied == s.texts[-2:]


async def test_a_long_paste_asks_once(tmp_path: Path) -> None:
    """Five thousand lines are one entry after one question; going back leaves them in the bar, kept all the while."""
    pasted = "\n".join(f"line {n}" for n in range(5_000))
    async with stage(tmp_path) as s:
        await s.typed(pasted)
        await s.press("enter")
        assert "5,000 lines" in s.dialog
        assert s.live.window.half.text == pasted
        await s.press("escape")
        assert s.bar == pasted
        await s.press("enter", "y")
        await s.until(lambda: s.texts[-1] == pasted)
        assert s.bar == ""
        assert s.live.window.half.text == ""


async def test_home_keeps_the_half_typed_line(tmp_path: Path) -> None:
    """F10 leaves for the list; the line is in the bar when the incident is opened again, and home takes keys."""
    async with stage(tmp_path) as s:
        await s.typed("half a li")
        await s.press("f10")
        await s.until(lambda: isinstance(s.app.screen, HomeScreen))
        await s.until(lambda: "Checkout is down" in s.picture)
        await s.press("c", "h")
        assert "filter: ch" in s.picture
        await s.press("enter")
        await s.until(lambda: not isinstance(s.app.screen, HomeScreen) and s.live.is_attached)
        assert s.bar == "half a li"


async def test_f6_reaches_the_write_up_from_the_bar(tmp_path: Path) -> None:
    """The keys that work everywhere work while one types, and what is typed stays."""
    async with stage(tmp_path) as s:
        await s.typed("half a li")
        await s.press("f6")
        assert s.live.writing
        await s.press("f6")
        assert s.bar == "half a li"


async def test_the_ghost_is_of_the_line_that_the_arrows_chose(tmp_path: Path) -> None:
    """So bar and list never say that Tab takes two different things."""
    async with stage(tmp_path) as s:
        await s.typed("/")
        first = s.live.bar.suggestion
        await s.press("down")
        assert s.live.bar.suggestion not in ("", first)
        await s.press("up")
        assert s.live.bar.suggestion == first
