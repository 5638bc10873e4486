"""Two people, two machines, one incident: whatever they do to it, every sentence is somewhere, and named."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Library
from pmtui.work.join import join, source
from pmtui.work.publish import Author, is_published, publish
from tests.output.making import DAY, make
from tests.work.test_formatters import FORMATTERS, formatted
from tests.work.test_publish import Home, act

SECTIONS = ("summary", "root_cause", "detection", "conclusion", "Own words")
TEMPLATES = ("default", "google", "atlassian", "pagerduty")
WAYS = (
    *("edit", "edit", "write", "write", "append", "join", "join", "restore", "spell", "spell"),
    *("template", "template", "template", "insert", "between", "between", "between"),
    *("change", "delete", "move", "break"),
)
BY_HAND = ("edit", "insert", "between", "change", "delete", "move", "break", "spell")
STEPS = st.lists(
    st.tuples(st.sampled_from(WAYS), st.booleans(), st.integers(0, 10**6), st.integers(0, 10**6)),
    min_size=3,
    max_size=9,
)
Step = tuple[str, bool, int, int]
"""What is done, whether bo does it, and two numbers that say where."""
TOKEN = re.compile(r"wrote\d{4}")


def spelled_otherwise(text: str, by: int) -> str:
    """As an editor or git leaves it: other line ends, other signs, more empty lines."""
    if by % 3 == 0:
        return text.replace("\n", "\r\n")
    if by % 3 == 1:
        return re.sub(r"^- ", "* ", text, flags=re.M)
    return text.replace("\n\n", "\n\n\n")


class Hand(Home):
    """One person with a copy of the incident on a machine of their own."""

    def __init__(self, root: Path, name: str, entries: list[e.Entry]) -> None:
        incidents = root / name / "incidents"
        incidents.mkdir(parents=True)
        self.name = name
        self.root = root / name
        self.number = 0
        self.said: list[str] = []
        super().__init__(incidents, entries)

    def publish(self, *_: Any, own: dict[str, str] | None = None) -> Any:
        """Brings the documents up to date as this person."""
        done = publish(self.folder, author=Author(self.name, self.now), own=own or {})
        self.said += done.notices
        return done

    @property
    def now(self) -> Any:
        """A moment of this person's alone."""
        self.number += 1
        return DAY + timedelta(minutes=self.number, microseconds=1000 * (self.name == "bo"))

    def record(self, kind: type[e.Entry], **fields: Any) -> None:
        """An entry as this person's pmtui makes it; the documents follow."""
        now = self.now
        journal = Journal(self.folder)
        journal.read()
        journal.append([kind(id=codec.new_id(now), recorded=now, by=self.name, **fields)])
        journal.close()
        self.publish()

    def take(self, other: Hand) -> None:
        """Joins what the other one has."""
        found = source(other.folder / "incident.toml")
        join(found, Library(self.root), self.folder)
        assert is_published(self.incident)
        self.publish(own=found.own)

    @property
    def kept(self) -> set[str]:
        """The sentences that are in the draft, in a version, or set aside and named."""
        named = "\n".join(self.said)
        aside = [path.read_text() for path in self.folder.glob("aside/*") if path.name in named]
        return set(TOKEN.findall("\n".join([self.text, *(text for *_, text in self.versions), *aside])))


def step(hands: list[Hand], token: str, what: Step, spell: Callable[..., str]) -> None:
    """One thing that one of them does."""
    way, who, one, two = what
    hand, other = hands[who], hands[1 - who]
    section = SECTIONS[one % len(SECTIONS)]
    if way in ("write", "append"):
        heads = hand.incident.heads(section)
        text = hand.incident.sections.get(section, "")
        base = heads if two % 4 else heads[:1]  # at times as who has not seen the last yet
        whole = f"{text}\n\nIn pmtui {token}." if way == "write" else f"Appended {token}."
        append = way == "append"
        hand.record(e.Write, section=section, text=whole, append=append, base=None if append else base)
    elif way == "join":
        theirs = set(TOKEN.findall("".join(source(other.folder / "incident.toml").own.values())))
        theirs |= set(TOKEN.findall("".join(text for *_, text in other.versions)))
        hand.take(other)
        assert theirs <= hand.kept
    elif way == "template":
        hand.record(e.Layout, name=TEMPLATES[one % len(TEMPLATES)])
    elif way == "restore":
        hand.record(e.Restore, part=section)
    elif way == "spell":
        hand.path.write_bytes(spell(hand.text.replace("\r\n", "\n"), one).encode())
    elif way == "edit":
        written = [
            at for at, line in enumerate(hand.text.split("\n")) if "A sentence" in line or "wrote" in line
        ]
        act(hand, token, ("append", written[one % len(written)] if written else one, two, "paragraph"))
    elif way == "between":
        ends = [at for at, line in enumerate(hand.text.split("\n")) if line.startswith("<!-- /pmtui:")]
        at = ends[one % len(ends)] + 1 if ends else 0
        act(hand, token, ("insert", at, two, ("paragraph", "image", "table", "heading")[two % 4]))
    else:
        act(hand, token, (way, one, two, "paragraph"))


def carry_out(steps: list[Step], spell: Callable[..., str]) -> None:
    """Does it all, joins both ways, and looks for every sentence after each step."""
    with TemporaryDirectory() as folder:
        first = make(e.Opened, 0, title="Checkout is down", zone="UTC", opened=DAY, by="ana")
        begun = [
            first,
            make(e.Note, 1, at="10:00", text="a note"),
            make(e.Write, 2, section="summary", text="A sentence."),
        ]
        hands = [Hand(Path(folder), name, begun) for name in ("ana", "bo")]
        for number, (way, who, one, two) in enumerate([*steps, ("join", False, 0, 0), ("join", True, 0, 0)]):
            hand = hands[who]
            written = hand.kept
            step(hands, f"wrote{number:04}", (way, who, one, two), spell)
            if way in BY_HAND:  # what somebody takes out of the file is theirs to take
                written = hand.kept
            hand.publish()
            assert written <= hand.kept, (way, written - hand.kept)
            before = (hand.text, len(hand.incident))
            hand.publish()
            assert (hand.text, len(hand.incident)) == before
        sections = [hand.incident.sections for hand in hands]
        assert sections[0] == sections[1]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_every_sentence_is_somewhere(steps: list[Step]) -> None:
    """In the document, in a version, or in aside/ and named; and doing it again changes nothing."""
    carry_out(steps, spelled_otherwise)


@pytest.mark.outside
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_every_sentence_is_somewhere_behind_a_formatter(steps: list[Step]) -> None:
    """The same, where prettier and mdformat go over the draft."""
    names = list(FORMATTERS)
    carry_out(steps, lambda text, by: formatted(names[by % len(names)], text))
