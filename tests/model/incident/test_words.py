"""How entries read: words, signs and labels."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import heading, labels, sign, words
from tests.output.making import incident, make, ref

AFTERNOON = datetime(2026, 2, 3, 14, 5, tzinfo=UTC)

BEFORE: tuple[tuple[type[e.Entry], dict[str, Any]], ...] = (
    (e.Hypothesis, {"label": "H1", "text": "Code"}),
    (e.Hypothesis, {"label": "H2", "text": "DDoS"}),
    (e.Escalate, {"label": "E1", "to": "database team", "text": "theirs", "via": "page"}),
    (e.Action, {"label": "A1", "text": "roll back", "owner": "bo", "check": 600}),
    (e.Task, {"label": "T1", "text": "Scale", "owner": "ana", "due": date(2023, 11, 15), "priority": "P1"}),
    (e.Note, {"text": "plain"}),
)
LAST = len(BEFORE) + 1


def last(kind: type[e.Entry], **fields: Any) -> tuple[str, str]:
    """Sign and words of one more entry after BEFORE."""
    whole = incident(*BEFORE, (kind, fields))
    item = whole.item(f"id-{LAST:03}")
    return sign(item, whole), words(item, whole)


@pytest.mark.parametrize(
    ("n", "shown"),
    [
        (0, ("opened", "SEV1 Checkout is down")),
        (1, ("H1 ?", "Code")),
        (3, ("E1 ↑", "database team: theirs (via page)")),
        (4, ("A1 …", "roll back (bo)")),
        (5, ("T1", "Scale (owner ana, due 2023-11-15, priority P1)")),
        (6, ("note", "plain")),
    ],
)
def test_an_entry_that_begins_something_bears_its_label(n: int, shown: tuple[str, str]) -> None:
    """What begins a hypothesis, escalation, action or follow-up shows its label; a note its kind."""
    whole = incident(*BEFORE)
    item = whole.item(f"id-{n:03}")
    assert (sign(item, whole), words(item, whole)) == shown


@pytest.mark.parametrize(
    ("kind", "fields", "shown"),
    [
        (e.Misleading, {"refs": ref(2), "text": "no bots"}, ("H2 ✗", "misleading: no bots")),
        (e.Misleading, {"refs": ref(2)}, ("H2 ✗", "misleading")),
        (e.Misleading, {"refs": (*ref(1), *ref(2)), "text": "no"}, ("H1,H2 ✗", "misleading: no")),
        (e.Misleading, {"label": "H3", "text": "Network"}, ("H3 ✗", "Network")),
        (e.Confirmed, {"refs": ref(1)}, ("H1 ✓", "confirmed")),
        (e.Revive, {"refs": ref(1), "text": "again"}, ("H1 ?", "revived: again")),
        (e.Evidence, {"refs": ref(1), "sign": "+", "text": "diff"}, ("H1 +", "for: diff")),
        (e.Evidence, {"refs": ref(1), "sign": "-", "text": "old"}, ("H1 -", "against: old")),
        (e.Evidence, {"refs": ref(1), "text": "hm"}, ("H1 ·", "hm")),
        (e.Escalate, {"refs": ref(3), "via": "phone"}, ("E1 ↑", "asked again via phone")),
        (e.Answered, {"refs": ref(3), "text": "on it"}, ("E1 ↓", "answered: on it")),
        (e.Withdraw, {"refs": ref(3)}, ("E1 ✗", "withdrawn")),
        (e.Done, {"refs": ref(4), "text": "failed: no image"}, ("A1 ✗", "failed: no image")),
        (e.Done, {"refs": ref(5)}, ("T1 ✓", "done")),
        (e.Task, {"refs": ref(5), "owner": "bo", "term": ""}, ("T1", "owner bo, no term")),
        (e.Strike, {"refs": ref(6), "text": "typo"}, ("strike #6", "typo")),
        (e.Retime, {"refs": ref(6), "times": (e.When(at=AFTERNOON),)}, ("retime #6", "14:05 on 2026-02-03")),
        (e.Retime, {"refs": ref(6), "times": (e.When(said="?"),)}, ("retime #6", "time unknown")),
        (e.Amend, {"refs": ref(6), "new": {"kind": "decision", "text": "go"}}, ("amend #6", "go")),
        (e.Note, {"refs": ("elsewhere",), "text": "x"}, ("note #?", "x")),
    ],
)
def test_an_entry_names_what_it_is_about(
    kind: type[e.Entry], fields: dict[str, Any], shown: tuple[str, str]
) -> None:
    """An entry about others shows their labels with a sign, and says in a word what became of them."""
    assert last(kind, **fields) == shown


@pytest.mark.parametrize(
    ("kind", "fields", "shown"),
    [
        (e.Started, {}, ("started", "")),
        (e.Severity, {"level": 2, "text": "half of it"}, ("severity", "SEV2 half of it")),
        (e.Service, {"names": ("shop", "login")}, ("service", "shop, login")),
        (e.Role, {"role": "scribe", "name": "Bo"}, ("role", "scribe: Bo")),
        (e.Role, {"role": "scribe", "name": "Bo", "leaves": True}, ("role", "scribe: Bo gives it up")),
        (e.Role, {"name": "Bo", "leaves": True}, ("role", "Bo gives up every role")),
        (e.Handover, {"name": "Bo", "text": "Brief"}, ("handover", "commander: Bo takes over\nBrief")),
        (e.Timezone, {"name": "Europe/Paris"}, ("timezone", "Europe/Paris")),
        (e.Update, {"audience": "customers", "text": "soon"}, ("update", "customers: soon")),
        (
            e.Run,
            {"command": "uptime", "exit": 1, "seconds": 0.25, "text": "up\n"},
            ("run", "uptime → exit 1 after 0.2s\nup"),
        ),
        (e.Close, {"closed_as": "duplicate", "text": "of 12"}, ("close", "as duplicate: of 12")),
        (e.Write, {"section": "root_cause", "append": True, "text": "x"}, ("write", "+root_cause: x")),
    ],
)
def test_a_fact_reads_without_its_fields(
    kind: type[e.Entry], fields: dict[str, Any], shown: tuple[str, str]
) -> None:
    """Kinds that hold fields besides a text are worded so that the words stand alone."""
    assert last(kind, **fields) == shown


def test_a_redacted_entry_says_why() -> None:
    """Of a redacted entry the reason is left, of every kind."""
    whole = incident(
        (e.Hypothesis, {"label": "H1", "text": "the password is x"}),
        (e.Redact, {"refs": ref(1), "text": "key"}),
    )
    assert words(whole.item("id-001"), whole) == "redacted: key"


def test_a_kind_of_a_newer_version_is_shown_raw() -> None:
    """An unknown kind shows its name and all that it holds."""
    plain = {**codec.plain(make(e.Note, 1)), "kind": "omen", "bird": "crow"}
    whole = Incident([make(e.Opened, 0), codec.from_plain(plain)])
    item = whole.item("id-001")
    assert sign(item, whole) == "omen"
    assert '"bird":"crow"' in words(item, whole)


def test_a_doubled_label_names_both() -> None:
    """After a merge the second of a label is `H1b`, wherever it is named."""
    first, second = make(e.Hypothesis, 1, label="H1"), make(e.Hypothesis, 2, label="H1")
    whole = Incident([make(e.Opened, 0), first, second, make(e.Confirmed, 3, refs=ref(2))])
    assert labels(whole.item("id-003"), whole) == ("H1b",)


def test_a_section_of_ones_own_is_its_heading() -> None:
    """A known section has a heading, any other is its own."""
    assert (heading("root_cause"), heading("What the customers say")) == (
        "Root cause",
        "What the customers say",
    )


@given(st.sampled_from(sorted(e.KINDS)), st.text())
def test_every_kind_has_a_sign_and_words(kind: str, text: str) -> None:
    """No kind, redacted or whole, is without a sign, and none fails to be worded."""
    fields = {"text": text} if issubclass(e.KINDS[kind], e.Worded) else {}
    entry = make(e.KINDS[kind], 1, **fields)
    whole = Incident([make(e.Opened, 0), entry])
    item = whole.item(entry.id)
    assert sign(item, whole)
    assert isinstance(words(item, whole), str)
    assert words(Incident([codec.redact(entry)]).item(entry.id), whole).startswith("redacted")
