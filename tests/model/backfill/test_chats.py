"""Text that programs write line by line: what is said in it, by whom, and what nobody said."""

from __future__ import annotations

import pytest

from pmtui.model.backfill.items import Document
from pmtui.model.backfill.recognise import read
from tests.model.backfill.samples import told

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
