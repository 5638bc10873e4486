"""An open window reads the draft when somebody saves it."""

from __future__ import annotations

from pathlib import Path

from pmtui.tui import messages as m
from tests.tui.window.windows import Screenless, create, whole


def test_a_draft_that_is_saved_outside_is_taken_in_by_an_open_window(tmp_path: Path) -> None:
    """Without a key pressed, and once: what pmtui writes itself is no news to it."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    for line in ("/write detection A customer wrote.", "/close"):
        window.enter(line)
    draft = folder / "postmortem.md"
    assert window.until(lambda: draft.exists() and "A customer wrote." in draft.read_text())
    assert window.state.writer._publisher.flush(10)  # else the edit is found by what is being written
    draft.write_text(draft.read_text().replace("A customer wrote.", "A customer wrote us twice."))
    assert window.until(lambda: whole(folder).sections["detection"] == "A customer wrote us twice.")
    window.close()
    assert sum(isinstance(fact, m.DraftChanged) for fact in window.heard) == 1


def test_a_file_of_that_name_in_an_incident_without_a_draft_is_left_alone(tmp_path: Path) -> None:
    """Only a close begins to write documents."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    (folder / "postmortem.md").write_text("# Mine\n")
    assert window.hears(m.DraftChanged)
    window.close()
    assert (folder / "postmortem.md").read_text() == "# Mine\n"
    assert not (folder / "incident.toml").exists()
