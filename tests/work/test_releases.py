"""Readable in years: what every release wrote opens, verifies, folds to what it was then, and can be written on.

`tests/data/journals/unreleased.jsonl` holds every kind of entry as it is written now; with a release it and its record
take that version's number and are never written again. `python -m tests.work.test_releases` writes it anew until then.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.output.record import record
from pmtui.storage.journal.journal import Journal
from tests.cli.calling import process

DATA = Path(__file__).parents[1] / "data"
NEWEST = DATA / "journals/unreleased.jsonl"
KEPT = {
    **{path.stem: (path, path.with_suffix(".toml")) for path in DATA.glob("journals/*.jsonl")},
    **{
        f"0.1.0 {path.parent.name}": (path, path.with_name("incident.toml"))
        for path in DATA.glob("0.1.0/*/journal.jsonl")
    },
}
_CHANGED_SINCE = {"0.1.0": {"timeline": ("text",), "hypotheses": ("settled",)}}
"""By version and view, the fields that later ones tell otherwise: the text as it was typed, a range by its end."""
SCRIPT = (
    "a note that is #4",
    *(
        "@2023-10-15T10:00 /started the pool [/] runs dry 決済",
        "@10:02 /detected by:customer calls",
        "@10:05 /declared",
    ),
    *(
        "@10:06 /acknowledged",
        "/severity 2 it spreads",
        "/role commander Ana",
        "/service shop, login",
        "/tag db, pool",
    ),
    *(
        "/title Checkout fails",
        "/timezone Europe/Paris",
        "/impact 25 % of checkouts",
        "/summary we know little",
    ),
    *("/link bridge https://meet.example.org/x", "/hypothesis a release", "/hypothesis a DDoS attack"),
    *(
        "/evidence H1 + it began then",
        "/misleading H2 no traffic",
        "/revive H2 odd packets",
        "/misleading H2 none",
    ),
    *(
        "/confirmed H1 the log names it",
        "/escalate db team: theirs? via:page",
        "/escalate net team",
        "/answered E1 yes",
    ),
    *(
        "/withdraw E2 not needed",
        "/action roll back owner:bo check:10m",
        "/done A1 it works",
        "/decision wait an hour",
    ),
    *(
        "/update customers: we are on it next:30m",
        "/question why so late?",
        "/answer Q1 no alert",
        "/task alert owner:ana",
    ),
    *(
        "/improve the runbook",
        "/well the page",
        "/badly the runbook",
        "/lucky a Sunday",
        "@12:00 /identified it is",
    ),
    *(
        "@12:10 /mitigated",
        "@12:20 /relapse",
        "@12:30..12:40 /resolved",
        "@? a note of unknown time",
        "a secret: hunter2",
    ),
    *(
        "/write root_cause The pool was too small.",
        "/write +root_cause Nobody looked.",
        "/amend #4 a note, amended",
    ),
    *(
        "/retime #5 10:03",
        "/strike #14",
        "/unstrike #14",
        "/key #8",
        "/unkey #8",
        "/template google timeline:all",
    ),
    *(
        "/dismiss 9 conclusion it is right",
        "/handover Bo",
        "/close as:false-alarm x",
        "/reopen it was real",
        "/close",
    ),
    *("/restore timeline", "/finish reviewer:cy url:https://wiki.example.org/pm/1"),
)


def entries(path: Path, folder: Path) -> list[e.Entry]:
    """What a journal holds, each line of it as it was written; one more entry can be added to it."""
    shutil.copy(path, folder / "journal.jsonl")
    journal = Journal(folder)
    found = journal.read()
    assert (journal.damage, journal.verify(), journal.read_only) == ([], [], False)
    assert len(found) == len(path.read_bytes().splitlines())
    now = max(entry.recorded for entry in found)
    journal.append([e.Note(id=codec.new_id(now), recorded=now, text="and so on")])
    assert journal.verify() == []
    journal.close()
    return found


def told(was: Any, now: Any) -> bool:
    """Whether all that was told then is told now; a later version may tell more."""
    if isinstance(was, dict):
        return isinstance(now, dict) and all(name in now and told(was[name], now[name]) for name in was)
    if isinstance(was, list):
        return isinstance(now, list) and len(was) == len(now) and all(map(told, was, now))
    return bool(was == now)


@pytest.mark.parametrize("name", KEPT)
def test_what_a_release_wrote_means_what_it_meant(name: str, tmp_path: Path) -> None:
    """Every view of the record that was kept with the journal is told the same, but for those known to have changed."""
    journal, kept = KEPT[name]
    found = entries(journal, tmp_path)
    was = tomllib.loads(kept.read_text())
    now = tomllib.loads(record.write(Incident(found), was["incident"]["slug"]))
    changed = _CHANGED_SINCE.get(name.partition(" ")[0], {})
    for table, fields in changed.items():
        was[table] = [{name: row[name] for name in row.keys() - {*fields}} for row in was[table]]
    differ = [table for table in was if table != "journal" and not told(was[table], now[table])]
    assert differ == []  # but for the hash over all of it
    assert list(record.read(kept.read_text()).entries) == sorted(found, key=lambda entry: (entry.n, entry.id))


def test_every_kind_of_entry_is_among_what_is_kept(tmp_path: Path) -> None:
    """A new kind is written into the newest journal before it is released; from then on it must be read for good."""
    found = {e.kind_of(entry) for entry in entries(NEWEST, tmp_path)}
    assert {*e.KINDS} - found == set()


def main() -> None:
    """Writes the newest journal and its record anew."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        slug = process(home, "new", "Checkout", "--timezone", "UTC", "--no-open").out.strip()
        other = process(home, "new", "Another incident", "--timezone", "UTC", "--no-open").out.strip()
        (home / "errors.txt").write_text("errors")
        process(home, "attach", "-i", slug, str(home / "errors.txt"), "per second")
        process(home, "log", "-i", slug, "--run", "true")
        said = process(home, "log", "-i", slug, typed="\n".join(SCRIPT))
        print(said.err)
        holds = {
            entry.text: entry.n
            for entry in Journal(home / "incidents" / slug).read()
            if isinstance(entry, e.Note)
        }
        process(home, "log", "-i", slug, f"/redact #{holds['a secret: hunter2']} a password")
        process(home, "log", "-i", slug, f"/move #{holds['a note of unknown time']} {other}")
        print(process(home, "close", slug).err)
        NEWEST.write_bytes((home / "incidents" / slug / "journal.jsonl").read_bytes())
        NEWEST.with_suffix(".toml").write_bytes((home / "incidents" / slug / "incident.toml").read_bytes())


if __name__ == "__main__":
    main()
