"""Whatever is called and typed: exit 0, 1 or 2, no traceback, no mistake, and a journal that verifies."""

from __future__ import annotations

from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmtui.cli.calls import CALLS
from pmtui.model.line.commands import COMMANDS
from tests.cli.calling import Program

TYPED = st.text(st.characters(exclude_characters="\0"), max_size=12).filter(
    lambda word: not word.startswith(("--r", "--o", "-o"))  # what runs a command, what writes a file
)
KNOWN = (
    *("checkout", "--json", "--format", "csv", "markdown", "svg", "toml", "-i", "--", "-", "--overdue"),
    *("--help", "--version", "--debug", "H1", "H9", "E1", "#1", "#99", "#1..#3", "root_cause", "14:05"),
    *("@-5m", "@?", "@25:00", "owner:bo", "due:friday", "spent:20m", "+", "as:duplicate", "via:page"),
    *(f"/{command.name}" for command in COMMANDS),
)
WORD = st.sampled_from(KNOWN) | TYPED
HOMES = count()
CALL = st.sampled_from([call for call in CALLS if call != "new"])


@given(call=CALL, words=st.lists(WORD, max_size=6), typed=st.lists(st.lists(WORD, max_size=5), max_size=4))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_call_ends_in_a_mistake(
    pmtui: Program, call: str, words: list[str], typed: list[list[str]]
) -> None:
    """Any words behind any call are done or explained; what is in the journal stays whole."""
    pmtui.patch.setenv("PMTUI_HOME", str(pmtui.home.with_name(f"home{next(HOMES)}")))
    slug = pmtui.new()
    pmtui.done("log", "/hypothesis a DDoS attack")
    script = "\n".join(" ".join(line) for line in typed).encode(errors="replace")
    called = pmtui(call, *[word for word in words if word != "--debug"], typed=script)
    assert called.status in (0, 1, 2)
    assert "a mistake in pmtui" not in called.err
    assert "Traceback" not in called.err
    assert pmtui("verify", slug).status == 0
