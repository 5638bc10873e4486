"""Many at once: scripts, screens and a close on one incident; and one incident that two people take apart."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

from pmtui.model.incident.incident import Incident
from tests.cli.calling import environment, process
from tests.torture.campaign import Case, Found
from tests.tui.live.live_terminal import Live
from tests.tui.window.windows import create, entries, texts

_SCRIPTS, _LINES, _TYPED = 8, 500, 20
_RECEIPT = re.compile(rb"#\d+ ")


def _scripts(place: Path, chance: random.Random, found: Found) -> None:
    """Eight scripts of 500 lines, two screens that type, and a close in the middle: nothing is missing or doubled."""
    folder = create(place)
    scripts = {
        f"script {who}": [f"script {who} line {n} é日" for n in range(_LINES)] for who in range(_SCRIPTS)
    }
    wanted = scripts | {
        f"screen {who}": [f"screen {who} line {n} é日" for n in range(_TYPED)] for who in range(2)
    }
    with Live(folder, columns=120) as first, Live(folder, columns=120) as second:
        first.ready()
        second.ready()
        into = ("log", "-i", str(folder))
        running = {name: _start(place, name, lines, *into) for name, lines in scripts.items()}
        first.wait_for(lambda: len(texts(folder)) > _SCRIPTS * _LINES / 4, seconds=60)
        close = _start(place, "close", [], "close", str(folder))
        for number in range(_TYPED):
            for who, live in enumerate((first, second)):
                live.enter(wanted[f"screen {who}"][number])
        while any(call.poll() is None for call in running.values()):
            first.rests(0.1)
            second.rests(0.1)
        close.wait(timeout=60)
        for live in (first, second):
            found.must(live.header(" saved", seconds=60), f"a screen is not saved: {live.lines[0]}")
        for name, call in running.items():
            said = (place / f"{name}.err").read_text().splitlines()[-1:]
            found.must(call.returncode == 0, f"{name} ended with {call.returncode}: {said}")
        found.must(close.returncode == 0, f"close ended with {close.returncode}")
        found.must(first.quit() == 0 and second.quit() == 0, "a screen cannot be left")
    found.faults += len(running) + 3
    there = texts(folder)
    told = sum(len(_RECEIPT.findall((place / f"script {who}.out").read_bytes())) for who in range(_SCRIPTS))
    found.must(told == _SCRIPTS * _LINES, f"{told} receipts for {_SCRIPTS * _LINES} lines")
    found.compare([text for lines in wanted.values() for text in lines], there)
    for name, lines in wanted.items():
        found.must([text for text in there if text.startswith(f"{name} ")] == lines, f"{name}: out of order")
    numbers = [entry.n for entry in entries(folder)]
    found.must(numbers == list(range(len(numbers))), "the numbers have gaps or repeat")


def _start(place: Path, name: str, lines: list[str], *words: str) -> subprocess.Popen[bytes]:
    """A call that is fed these lines; its receipts and what it says go to files of its name."""
    script = place / name
    script.write_text("".join(f"{line}\n" for line in lines))
    with (
        script.open() as stdin,
        (place / f"{name}.out").open("w") as out,
        (place / f"{name}.err").open("w") as err,
    ):
        call = [sys.executable, "-m", "pmtui", *words]
        return subprocess.Popen(call, env=environment(place), stdin=stdin, stdout=out, stderr=err)


_EDITS = (
    *(
        "note {n}",
        "/hypothesis idea {n}",
        "/evidence H1 + seen {n}",
        "/misleading H1 no {n}",
        "/revive H1 yes {n}",
    ),
    *(
        "/escalate team {n}: why",
        "/answered E1 they say {n}",
        "/action act {n} owner:bo",
        "/amend #1 anew {n}",
    ),
    *(
        "/strike #2 why {n}",
        "/unstrike #2",
        "/retime #3 by -5m",
        "/severity 2 because {n}",
        "/task do {n} owner:ana",
    ),
    *("/write +summary more {n}", "/role commander Ana", "/service shop, s{n}", "/mitigated roughly {n}"),
)


def _copies(place: Path, chance: random.Random, found: Found) -> None:
    """Two copies of a folder are edited apart and joined both ways: the same entries, the same record."""
    folder = create(place / "ana")
    _log(folder, ["one", "two", "three", "/hypothesis first", "/escalate dba: help", "/close"], found)
    shutil.copytree(place / "ana", place / "bo")
    theirs = place / "bo" / "incidents" / folder.name
    for copy in (folder, theirs):
        lines = [
            chance.choice(_EDITS).format(n=f"{copy.parent.parent.name} {number}") for number in range(25)
        ]
        _log(copy, lines, found)
    both = {entry.id for copy in (folder, theirs) for entry in entries(copy)}
    for into, source in ((folder, theirs), (theirs, folder)):
        joined = process(into.parent.parent, "join", str(source), str(into))
        found.must(joined.status == 0, f"join: {joined.err}")
        found.faults += 1
    for copy in (folder, theirs):
        found.compare(both, [entry.id for entry in entries(copy)])
    mine, other = (sorted(entries(copy), key=lambda entry: entry.key) for copy in (folder, theirs))
    found.must(mine == other, "the two copies hold other entries")
    found.must(
        Incident(mine).entries == Incident(reversed(mine)).entries, "another order gives another incident"
    )
    exported = [
        process(copy.parent.parent, "export", str(copy), "--format", "toml").out for copy in (folder, theirs)
    ]
    found.must(bool(exported[0]) and exported[0] == exported[1], "the two copies give different records")


def _log(folder: Path, lines: list[str], found: Found) -> None:
    """Feeds a script; a line that makes no sense there is refused, which is no failure."""
    called = process(
        folder.parent.parent, "log", "-i", str(folder), typed="".join(f"{line}\n" for line in lines)
    )
    found.must(called.status in (0, 1) and "Traceback" not in called.err, f"log: {called.err[-300:]}")


CASES = (
    Case("scripts", _scripts, limit=180),
    Case("copies", _copies),
)
