"""An entry's text as light Markdown."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pmtui.model.text import clean
from pmtui.output.text.light import blocks, cell, item, plain
from tests.fuzz.corpus import EVERY
from tests.output.strategies import texts

PARSER = MarkdownIt("commonmark", {"linkify": True}).enable(["table", "strikethrough", "linkify"])
anything = texts | st.sampled_from(EVERY)
LOG = "2018-02-20 17:18 ERROR a\n2018-02-20 17:19 ERROR b\n2018-02-20 17:20 INFO c"


def words(text: str) -> list[str]:
    """The words that a reader sees, addresses included."""
    return re.findall(r"[A-Za-z0-9]+", text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("fine", "**10:30** fine"),
        ("- 5 pods", r"**10:30** \- 5 pods"),
        ("see [the graph](https://x.org/g)", None),
        ("see https://x.org/a?b=1.", None),
        ("see https://x.org/_a_b", "**10:30** see <https://x.org/_a_b>"),
        ("see ![graph](graph.png)", None),
        ("`kubectl @ana #12` is **not** _that_ quick", None),
        (
            "[PR #428](https://x.org/428) by @ana for org/repo#7",
            "**10:30** [PR #428](https://x.org/428) by @&#8203;ana for org/repo#&#8203;7",
        ),
        ("[run](javascript:x) <b>", r"**10:30** \[run\](javascript:x) \<b>"),
        ("src/**/*.py, 2*3*4 and __init__", r"**10:30** src/\*\*/\*.py, 2\*3\*4 and \_\_init\_\_"),
        ("C:\\Users\\ana", None),
    ],
)
def test_a_line_keeps_its_links_and_its_code(text: str, shown: str | None) -> None:
    """Links, pictures, addresses, code and emphasis around words stay (None); everything else shows itself."""
    assert item(text, "**10:30**") == (shown or f"**10:30** {text}")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\ntwo", "one\\\ntwo"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("do:\n- one\n- two\n  more", "do:\n\n- one\n- two\\\n  more"),
        ("3. one\n4. two", "3. one\n4. two"),
        ("see:\n```sh\n$ ls\n```\nand so on", "see:\n\n```sh\n$ ls\n```\n\nand so on"),
        ("see:\n\n    $ ls", "see:\n\n```\n$ ls\n```"),
        ("see:\n    a = 1\n    b = 2\nand", "see:\n\n```\na = 1\nb = 2\n```\n\nand"),
        (f"the log:\n{LOG}\nis full", f"the log:\n\n```\n{LOG}\n```\n\nis full"),
        (LOG.rpartition("\n")[0], LOG.rpartition("\n")[0].replace("\n", "\\\n")),
        ("```\nopen", "```\nopen\n```"),
        ("# no heading\ntext\n===", "\\# no heading\\\ntext\\\n\\==="),
        ("> said\n| a | b |", "\\> said\\\n\\| a \\| b \\|"),
        (
            "see [a]\n\n[a]: https://x.org\n[b]: https://y.org",
            "see [a](https://x.org)\n\n\\[b\\]: https://y.org",
        ),
        ("a[^1]\n\n[^1]: a note", "a\\[^1\\]\n\n\\[^1\\]: a note"),
    ],
)
def test_a_text_of_many_lines_is_what_was_typed(text: str, shown: str) -> None:
    """Paragraphs, lists, fences; output is code; a break stays one; definitions stay inside."""
    assert blocks(text) == shown


def test_what_comes_first_follows_its_lead() -> None:
    """A paragraph on the same line, anything else below it."""
    assert item("a\n\nb", "**10:30**") == "**10:30** a\n\n  b"
    assert item("- a\n- b", "**10:30**") == "**10:30**\n\n  - a\n  - b"
    assert item("```\na\n```") == "```\n  a\n  ```"


def test_a_cell_stays_on_one_line() -> None:
    """Breaks become `<br>`, and no sign ends the cell."""
    assert cell("a | `b | c`\nd") == r"a \| `b \| c`<br>d"


@given(anything)
def test_no_entry_reaches_beyond_its_item(text: str) -> None:
    """Whatever it holds: the next item, the heading and the link behind it are there, and no HTML is obeyed."""
    document = f"- {item(text, '**10:30**')}\n- next\n\n## After\n\n[a] [^1]"
    tokens = PARSER.parse(document)
    assert [t.type for t in tokens if not t.level and t.nesting == 1] == [
        *("bullet_list_open", "heading_open", "paragraph_open")
    ]
    assert len([t for t in tokens if t.type == "list_item_open" and t.level == 1]) == 2
    assert not [t for t in tokens if t.type in ("html_block", "table_open", "blockquote_open")]
    assert len([t for t in tokens if t.type == "heading_open"]) == 1
    inner = [child for token in tokens for child in token.children or []]
    assert not [c for c in inner if c.type == "html_inline"]
    addresses = [str(c.attrGet("href") or c.attrGet("src") or "") for c in inner]
    assert not [a for a in addresses if re.match("(?i)javascript:|data:|vbscript:", a)]
    last = [t for t in tokens if t.type == "inline"][-1]
    assert [c.type for c in last.children or []] == ["text"]


@example("<http://x>a")
@given(anything)
def test_no_word_of_an_entry_is_lost(text: str) -> None:
    """Every word typed is in the Markdown, in its order, and nothing steers a terminal."""
    found = iter(words(unquote(blocks(text)).replace("&#8203;", "")))  # an address may be spelled in percents
    outside = re.sub(r"\[[^\]]*\]:.*", "", clean(text))  # a definition stands where its link is
    assert [word for word in words(outside) if word.isalpha() and word not in found] == []


@given(anything)
def test_no_entry_pings_anyone(text: str) -> None:
    """Outside of code and addresses no `@name` and no `#12` is left."""
    for token in PARSER.parse(blocks(f"@ana {text} x/y#7")):
        depth = 0
        for child in token.children or []:
            depth += child.nesting if child.type.startswith("link") else 0
            if child.type == "text" and not depth:
                assert not re.search(r"(?<!\w)@\w|#\d", child.content)


@given(anything)
def test_a_cell_holds_whatever_is_typed(text: str) -> None:
    """One cell and one row."""
    tokens = PARSER.parse(f"| a | b |\n| --- | --- |\n| {cell(text)} | {cell(text)} |\n| x | y |")
    assert [token.type for token in tokens].count("td_open") == 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[PR #428](https://x.org/428) raises `max_pods` to **5**", "PR #428 raises max_pods to 5"),
        ("- cull pods\n- install `pycurl`\n\nthen ![load](a.png)", "cull pods install pycurl then load"),
        ("see\n```\nkubectl get\n```", "see kubectl get"),
        ("2 * 3 * 4 [/] <b> [red] __init__", "2 * 3 * 4 [/] <b> [red] __init__"),
        ("https://x.org/a_b", "https://x.org/a_b"),
    ],
)
def test_the_words_of_a_text_without_its_marks(text: str, words: str) -> None:
    """As a picture shows it, which has neither links nor code."""
    assert plain(text) == words
