"""Bringing a document up to date in place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.output.draft.blocks import Aside, blocks, generated, placed, regenerate
from tests.output.strategies import texts

OLD = f"{generated('title', '# Old')}\n\n{generated('summary', 'old facts')}\n\n{generated('more', placed([]))}\n"
NEW = f"{generated('title', '# New')}\n\n{generated('summary', 'new facts')}\n\n{generated('more', placed([]))}\n"
own_text = texts.filter(lambda text: "pmtui:" not in text)
"""What a person writes between the blocks; it holds no markers."""


def with_section(name: str, text: str = "Words.") -> str:
    """A fresh document with one further section."""
    return f"{NEW.partition('<!-- pmtui:more')[0]}{generated(name, text)}\n\n{generated('more', placed([name]))}\n"


def test_a_block_stands_between_its_markers() -> None:
    """A block is its markers, each on a line of its own, around the content and empty lines."""
    assert (
        generated("title", "# Old") == "<!-- pmtui:title f4c74b5caf09 -->\n\n# Old\n\n<!-- /pmtui:title -->"
    )
    assert generated("title", "") == "<!-- pmtui:title e3b0c44298fc -->\n<!-- /pmtui:title -->"


def test_blocks_are_replaced_in_place() -> None:
    """Nobody wrote into it: the old document becomes the new one."""
    assert regenerate(OLD, NEW).text == NEW
    assert regenerate(OLD, NEW).aside == ()


def test_an_up_to_date_document_stays_as_it_is() -> None:
    """Regenerating twice changes nothing."""
    assert regenerate(NEW, NEW).text == NEW


@given(own_text, own_text, own_text, st.booleans())
def test_a_persons_text_survives(before: str, between: str, after: str, crlf: bool) -> None:
    """Text outside the blocks stays byte for byte, also where lines end with CR LF."""

    def document(fresh: str) -> str:
        title, _, rest = fresh.partition("\n\n<!-- pmtui:summary")
        found = f"{before}\n{title}\n{between}\n<!-- pmtui:summary{rest}{after}"
        return found.replace("\r\n", "\n").replace("\n", "\r\n") if crlf else found

    assert regenerate(document(OLD), NEW).text == document(NEW)


def test_a_block_edited_by_hand_is_set_aside() -> None:
    """What a person wrote into a block is handed back with its name before it is replaced."""
    done = regenerate(OLD.replace("old facts", "my facts"), NEW)
    assert done.text == NEW
    assert done.aside == (Aside("summary", "my facts"),)


def test_an_edit_that_came_true_is_not_set_aside() -> None:
    """A block that was edited to what it is now only gets its new digest."""
    done = regenerate(OLD.replace("old facts", "new facts"), NEW)
    assert (done.text, done.aside) == (NEW, ())


def test_text_written_into_an_empty_block_is_set_aside() -> None:
    """A block without content is a block, too."""
    empty = f"{generated('aside', '')}\n"
    written = empty.replace("-->\n<!-- /", "-->\nmine\n<!-- /")
    done = regenerate(written, empty)
    assert (done.text, done.aside) == (empty, (Aside("aside", "mine"),))


def test_a_deleted_block_stays_deleted() -> None:
    """A pair that a person took out is not put back; that is no reason for a word."""
    without = OLD.replace(generated("summary", "old facts"), "")
    done = regenerate(without, NEW)
    assert "facts" not in done.text
    assert done.stale == ()


@pytest.mark.parametrize(
    "broken",
    [
        OLD.replace("<!-- /pmtui:summary -->\n", ""),
        OLD.replace("<!-- pmtui:summary", "<!-- pmtui :summary"),
        OLD.replace("<!-- pmtui:summary", " <!-- pmtui:summary"),
        OLD.replace("<!-- /pmtui:summary -->", "<!-- /pmtui:summary --> words"),
        OLD.replace("<!-- /pmtui:summary -->", "<!-- /pmtui:sumary -->"),
        OLD + generated("summary", "old facts"),
        OLD + "<!-- /pmtui:summary -->\n",
        OLD.replace("old facts", "<!-- pmtui:mine 0123456789ab -->"),
    ],
)
def test_a_broken_or_doubled_pair_is_the_persons_text(broken: str) -> None:
    """Where it is not certain what belongs to a block, nothing is replaced, and it is named; the others are."""
    done = regenerate(broken, NEW)
    assert done.text == broken.replace(generated("title", "# Old"), generated("title", "# New"))
    assert "summary" in done.stale


def test_a_pair_around_another_is_the_persons_text_with_all_it_holds() -> None:
    """Neither of two nested pairs is replaced."""
    nested = (
        f"<!-- pmtui:title 0123456789ab -->\n{generated('summary', 'old facts')}\n<!-- /pmtui:title -->\n"
    )
    assert regenerate(nested, NEW).text == nested


def test_a_block_of_another_template_stays() -> None:
    """A block that is not generated here is left alone, edited or not."""
    other = generated("costs", "12").replace("12", "13")
    assert regenerate(f"{OLD}{other}\n", NEW).text == f"{NEW}{other}\n"


def test_a_section_written_later_comes_before_the_end() -> None:
    """A new section is put before `more`, which remembers it."""
    name = "section.customers-1"
    assert regenerate(OLD, with_section(name)).text == with_section(name)


def test_a_later_section_that_was_deleted_stays_deleted() -> None:
    """`more` knows which sections it has placed."""
    name = "section.customers-1"
    without = with_section(name).replace(f"{generated(name, 'Words.')}\n\n", "")
    assert regenerate(without, with_section(name, "Other words.")).text == without


def test_without_its_place_no_section_is_added() -> None:
    """Where a person deleted `more`, nothing is added any more."""
    without = OLD.replace(generated("more", placed([])), "")
    assert "Words." not in regenerate(without, with_section("section.customers-1")).text


def test_a_section_that_is_written_no_longer_is_empty() -> None:
    """A section whose text was struck leaves its empty block, and comes back there."""
    name = "section.customers-1"
    emptied = regenerate(with_section(name), NEW).text
    assert emptied == with_section(name, "")
    assert regenerate(emptied, with_section(name)).text == with_section(name)


@given(texts, texts)
def test_any_document_can_be_brought_up_to_date(existing: str, inner: str) -> None:
    """Whatever stands in a file: nothing fails, and doing it twice is doing it once."""
    for document in (existing, OLD + existing, OLD.replace("old facts", inner)):
        once = regenerate(document, NEW)
        assert regenerate(once.text, NEW).text == once.text
        assert all(block.name for block in blocks(once.text))
