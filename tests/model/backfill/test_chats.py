"""Text that programs write line by line: what is said in it, by whom, and what nobody said."""

from __future__ import annotations

import pytest

from pmtui.model.backfill.items import Document
from pmtui.model.backfill.recognise import read
from tests.model.backfill.samples import proposed, told

IRSSI = """--- Log opened Fri Nov 20 14:00:01 2026
14:01 -!- ana [~ana@example.org] has joined #ops
14:02 <@bo> pool is empty
14:03 -alert-bot:#ops- 5xx on shop - page: 3
14:03 !irc.example.org *** a server's remark
14:04 ~ a script's own line
14:05 < ana> - yes -
--- Log closed Fri Nov 20 14:06:00 2026
"""
WEECHAT = """2026-11-20 14:02:10\t@bo\tpool is empty
2026-11-20 14:03:00\t--\tNotice(alertbot): 5xx on shop
2026-11-20 14:03:01\t--\tMode #ops [+o ana] by bo
"""
GIT = """commit 80e3a4ddb78cc2de1446e02f8ad0af2454374f4a (HEAD -> main, tag: v4.2)
Merge: 1234567 89abcde
Author: Bo <bo@example.org>
Date:   Fri Nov 20 15:02:00 2026 +0100

    larger pool

    as of 14:00

Notes:
    nobody's

 pool | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)

diff --git a/pool b/pool
-20
+40
"""
JOURNAL = """Fri 2026-11-20 14:02:00 UTC db1 postgres[7]: no slots are left
1795183440.000005 db1 systemd[1]: Restarted shop.service
-- Boot 7f3c0f3a2b6d4c4e9a5b6c7d8e9f0a1b --
2026-11-20T14:05:00Z db1 kernel: out of memory
"""


@pytest.mark.parametrize(
    ("text", "format", "rows", "left_out"),
    [
        (
            IRSSI,
            "irssi",
            [
                "20 14:02:00 note bo: pool is empty",
                "20 14:03:00 note alert-bot: 5xx on shop - page: 3",
                "20 14:05:00 note ana: - yes -",
            ],
            {"notice": 1, "log mark": 1, "other line": 2},
        ),
        (
            WEECHAT,
            "weechat",
            ["20 14:02:10 note bo: pool is empty", "20 14:03:00 note alertbot: 5xx on shop"],
            {"notice": 1},
        ),
        (GIT, "git", ["20 14:02:00 note Bo: larger pool\n\nas of 14:00"], {}),
        (
            JOURNAL,
            "journal-iso",
            [
                "20 14:02:00 note postgres@db1: no slots are left",
                "20 14:04:00 note systemd@db1: Restarted shop.service",
                "20 14:05:00 note kernel@db1: out of memory",
            ],
            {"mark of the journal": 1},
        ),
    ],
)
def test_what_somebody_said_is_told_from_what_stands_around_it(
    text: str, format: str, rows: list[str], left_out: dict[str, int]
) -> None:
    """A bot's notice is somebody's; patches, statistics, modes and a program's own lines are nobody's, and counted."""
    found = read([Document("x", text.encode())])
    assert found.format == format
    assert told(found) == rows
    assert found.left_out == left_out


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("[2:02 PM] Ana van der A (Guest)\nit fails\n\n[14:04] Bo B\npool\nis empty\n", "teams-paste"),
        ("Ana van der A (Guest)\n2:02 PM\nit fails\n\nBo B\n\n2:04 PM\npool\nis empty\n", "teams-paste"),
        ("[14:02] Ana: it fails\n[14:04] pool\n  is empty\n", "lines"),
        ("[14:02] Checkout Down\nit fails\n[14:04] pool\n  is empty\n", "lines"),
    ],
)
def test_a_name_behind_a_clock_alone_is_an_author_only_where_every_clock_has_one(
    text: str, format: str
) -> None:
    """Teams copies today's messages with their clocks alone; what others write behind a clock are words."""
    found = read([Document("x", text.encode())])
    assert found.format == format
    rows = [(f"{each.when.at:%H:%M}", each.author) for each in proposed(found)]
    authors = ("Ana van der A (Guest)", "Bo B") if format == "teams-paste" else ("", "")
    assert rows == [("14:02", authors[0]), ("14:04", authors[1])]


def test_a_message_that_is_set_in_begins_with_its_words() -> None:
    """Teams sets every line of it in; what is set in further stays so."""
    text = "[11/20/2026 2:02 PM] Ana A\n    it fails:\n      at pool\n"
    assert told(read([Document("x", text.encode())])) == ["20 14:02:00 note Ana A: it fails:\n  at pool"]


def test_what_was_copied_from_the_middle_of_a_message_on_is_a_chat() -> None:
    """Its first words have a clock and no author; the messages behind them are not theirs."""
    text = "11:58 PM\nit fails\nBo B\n  12:01 AM\npool\n"
    found = proposed(read([Document("x", text.encode())]))
    assert [(each.author, each.text) for each in found] == [("", "it fails"), ("Bo B", "pool")]
    assert read([Document("x", b"2:02 PM it fails\n2:04 PM pool\n")]).format == "lines"


def test_a_weekday_before_a_clock_is_no_day() -> None:
    """It is counted from the day on which it was copied, which nothing says."""
    text = "[Tuesday 2:02 PM] Ana A\nit fails\n\n[Tuesday 2:04 PM] Bo B\npool\n"
    for each in proposed(read([Document("x", text.encode())])):
        assert each.when.at is None
        assert each.note.startswith("Tuesday is of the day on which it was copied")


def test_a_date_with_dots_begins_with_its_day() -> None:
    """Nobody writes the month first with dots; with slashes both are written."""
    dots = "[05.11.26, 14:02:10] Ana: it fails\n"
    assert told(read([Document("x", dots.encode())])) == ["05 14:02:10 note Ana: it fails"]
    slashes = proposed(read([Document("x", dots.replace(".", "/").encode())]))
    assert [each.note for each in slashes] == ["05/11 can be two days"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "\u200e[20.11.26, 14:02:10] ~\u202fAna:\u200b \u200eit \u2060fails \u200e<This message was edited>\n"
            "[20.11.26, 14:03:00] \u202a+49\u00a0170\u202c: \u200eimage omitted\n"
            "[20.11.26, 14:03:10] Shop: \u200eMessages and calls are end-to-end encrypted. Only people in this chat\n"
            "[20.11.26, 14:03:20] Ana: \u200eThis message was deleted.\n"
            "[20\u200f.11\u200f.26, 14:04:00] Dan: \u05d7\u05d6\u05e8!\u200f 5\n",
            [
                "20 14:02:10 note Ana: it fails",
                "20 14:03:00 note +49 170: image omitted",
                "20 14:04:00 note Dan: \u05d7\u05d6\u05e8!\u200f 5",
            ],
        ),
        (
            "[\u200e11/\u200e20/\u200e2026 2:02 PM] Ana A\nit\u00ad fails\n",
            ["20 14:02:00 note Ana A: it fails"],
        ),
        (
            '{"ts":"2026-11-20T14:02:00Z","user":"\u200eana","text":"\u200bit fails \U0001f469\u200d\U0001f692"}\n',
            ["20 14:02:00 note ana: it fails \U0001f469\u200d\U0001f692"],
        ),
    ],
)
def test_marks_that_nobody_sees_are_no_part_of_what_was_said(text: str, rows: list[str]) -> None:
    """Those that exporters put before a name, a date, a picture; what letters and emoji are made of stays."""
    assert told(read([Document("x", text.encode())])) == rows


COMMENTS = '{"comments":[{"id":"IC_1","author":{"login":"ana"},"body":"it fails","createdAt":"2026-11-20T14:02:00Z"}]}'
REVIEWS = (
    '{"reviews":[{"id":"PRR_1","author":{"login":"ana"},"body":"go","state":"APPROVED",'
    '"submittedAt":"2026-11-20T14:02:00Z"}],"commits":[{"oid":"80e3a4d","authors":[{"login":"bo"}],'
    '"committedDate":"2026-11-20T14:01:00Z","messageHeadline":"larger pool","messageBody":""}]}'
)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (COMMENTS, ["20 14:02:00 note ana: it fails"]),
        (REVIEWS, ["20 14:01:00 note bo: larger pool", "20 14:02:00 note ana: APPROVED: go"]),
        ('{"closedAt":"2026-11-20T14:02:00Z","state":"CLOSED"}', ["20 14:02:00 note closed"]),
        (
            "80e3a4d 2026-11-20T15:02:00+01:00 <Bo B> fix: <pool>\n7654321 2026-11-20T13:00:00Z <Bo B> pool\n",
            ["20 13:00:00 note Bo B: pool", "20 14:02:00 note Bo B: fix: <pool>"],
        ),
        ("80e3a4d (tag: v1) 2026-11-20 14:02:00 +0000 pool\n", ["20 14:02:00 note pool"]),
        (
            "80e3a4d HEAD@{2026-11-20 14:02:00 +0000}: reset: moving to v1\n",
            ["20 14:02:00 note reset: moving to v1"],
        ),
    ],
)
def test_what_a_client_was_asked_for_is_taken_where_it_has_a_time(text: str, rows: list[str]) -> None:
    """A few fields of `gh … --json`, a line each of `git log`: what has a time happened then."""
    assert told(read([Document("x", text.encode())])) == rows
