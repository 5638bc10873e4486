"""What others recorded, previewed: a chat of a long night in one call."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.place import Place
from tests.benchmarks.rows import Row, limit, ms, quantile

_CALL = "import sys; from pmtui.__main__ import main; sys.exit(main() != 1)"
"""What is only shown ends with 1."""
_MESSAGES = 10_000
_BEGAN = 1_697_366_400
"""15 October 2023."""
_TARGET = 2.0
"""Seconds."""


def imported(place: Place) -> Iterator[Row]:
    """`pmtui import` of a Slack export: the whole process, with every row printed and nothing recorded."""
    export = _export(place.root / "slack-export")
    call = (sys.executable, "-c", _CALL, "import", str(export))
    taken = [place.run(call, place.home(1)) for _ in range(place.count(5))]
    what = f"pmtui import: {_MESSAGES:,} messages of Slack, previewed"
    yield limit(what, _TARGET, quantile(taken, 0.5), ms("p95", taken, 0.95))


def _export(folder: Path) -> Path:
    """A channel of one day, with threads, bots and mentions."""
    (folder / "inc").mkdir(parents=True)
    users = [{"id": f"U{n:02}", "name": f"u{n}", "profile": {"real_name": f"Person {n}"}} for n in range(12)]
    messages = [
        {
            "type": "message",
            "user": f"U{n % 12:02}",
            "text": f"<@U{(n + 1) % 12:02}> the pool of shard {n} waits &gt; 5 s, <https://example.org/d/{n}|graph>",
            "ts": f"{_BEGAN + n * 4}.{n:06}",
            "thread_ts": f"{_BEGAN}.000000",
            "reactions": [{"name": "eyes", "users": ["U01"], "count": 1}],
        }
        for n in range(_MESSAGES)
    ]
    (folder / "users.json").write_text(json.dumps(users))
    (folder / "inc" / "2023-10-15.json").write_text(json.dumps(messages))
    return folder
