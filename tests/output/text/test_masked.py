"""A masked incident: its words changed, all else as it was."""

from __future__ import annotations

from hypothesis import given, settings

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.review.secrets import mask
from pmtui.output.export import export
from pmtui.output.record import record
from pmtui.output.text.masked import masked
from tests.output.making import incident, ref
from tests.output.strategies import incidents

SECRET = "ghp_" + "a1B2" * 9


def shout(text: str) -> str:
    """A mask that touches every word and no name of a field."""
    return text.upper()


@settings(max_examples=30)
@given(incidents())
def test_a_mask_that_hides_nothing_changes_nothing(whole: Incident) -> None:
    """The same entries, byte by byte."""
    same = masked(whole, lambda text: text)
    assert [codec.encode(entry) for entry in same.entries] == [codec.encode(entry) for entry in whole.entries]


def test_times_references_and_labels_stay() -> None:
    """Only what was typed goes through the mask."""
    found = masked(
        incident(
            (e.Started, {"at": "10:00", "text": "alarm", "zone": "UTC"}),
            (e.Hypothesis, {"at": "10:10", "label": "H1", "text": "code"}),
            (e.Misleading, {"at": "10:20", "refs": ref(2), "text": "no"}),
            (e.Service, {"names": ("shop",)}),
            (e.Amend, {"refs": ref(1), "new": {"text": "ring"}}),
            zone="Europe/Paris",
        ),
        shout,
    )
    assert (found.title, found.zone, found.opened_by) == ("CHECKOUT IS DOWN", "Europe/Paris", "ANA")
    assert found.services == ("SHOP",)
    path = found.hypotheses[0]
    assert (path.label, path.text, path.state, path.because) == ("H1", "CODE", "misleading", "NO")


def test_every_format_is_masked() -> None:
    """What was amended, struck, and pasted as a command's output is masked in each of them, the slug too."""
    whole = incident(
        (e.Note, {"at": "10:00", "text": SECRET}),
        (e.Strike, {"refs": ref(1), "text": f"held {SECRET}"}),
        (e.Run, {"at": "10:01", "command": f"login {SECRET}", "text": SECRET}),
        (e.Note, {"at": "10:02", "text": "x"}),
        (e.Amend, {"refs": ref(4), "new": {"kind": "note", "text": SECRET}}),
        (e.Role, {"role": "commander", "name": "ana@corp.com"}),
        title=SECRET,
    )
    slug = SECRET.lower().replace("_", "-")
    for format in ("toml", "markdown", "html", "svg", "json", "csv"):
        text = export(whole, f"day-{slug}", format, mask=mask)
        assert isinstance(text, str)
        assert SECRET not in text
        assert slug not in text
        assert "ana@corp.com" not in text
        assert "[a GitHub token]" in text.replace("\\", "")


def test_a_masked_record_is_a_record() -> None:
    """A colleague can read it, and it fits its own digest."""
    text = export(incident((e.Note, {"text": SECRET})), "s", "toml", mask=mask)
    assert isinstance(text, str)
    assert record.untouched(text)
