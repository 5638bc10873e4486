"""What Tab offers in a shell: drawn from the parsers, the incidents and the grammar; the shells themselves last."""

from __future__ import annotations

import os
import shutil
import sys
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmtui.cli import candidates as offered
from pmtui.cli.calls import CALLS
from pmtui.cli.completion import SCRIPTS
from tests.cli.calling import MORNING, Program
from tests.cli.test_process import NOT_FOR_LOG, run
from tests.tui.live.terminal import Terminal

SLUG = f"{MORNING:%Y-%m-%d}-checkout-is-down"


@pytest.fixture
def slug(pmtui: Program) -> str:
    """A running incident with something to refer to, beside one that is closed."""
    pmtui.done("close", pmtui.new("Login fails"))
    (pmtui.home / "settings.toml").write_text('people = ["Ana", "Bo"]\nteams = ["database team"]\n')
    slug = pmtui.new()
    pmtui.done("log", "-i", slug, typed="/h a [/] b\n/escalate network team: loss?\n/task alert owner:bo\n")
    return slug


def texts(*words: str) -> list[str]:
    """What the last of these words may be."""
    return [word.text for word in offered.candidates(words).words]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["sho"], ["show"]),
        (["--v"], ["--version"]),
        (["--debug", "sho"], ["show"]),
        (["show", "check"], [SLUG]),
        (["show", "2023-10-15-l"], ["2023-10-15-login-fails"]),
        (["show", SLUG, ""], []),
        (["show", SLUG, "--f"], ["--follow"]),
        (["check", "login"], ["2023-10-15-login-fails"]),
        (["export", SLUG, "--format", "ht"], ["html"]),
        (["export", "--format", "html", "check"], [SLUG]),
        (["export", "--format=ht"], ["--format=html"]),
        (["list", "--state=inv"], ["--state=investigating"]),
        (["list", "--omen=inv"], []),
        (["export", "--template", "goo"], ["google"]),
        (["brief", "--for", "ex"], ["executives"]),
        (["list", "--state", "inv"], ["investigating"]),
        (["list", "--severity", "sev1"], ["SEV1"]),
        (["new", "a", "--timezone", "europe/par"], ["Europe/Paris"]),
        (["write", SLUG, "root"], ["root_cause"]),
        (["template", "sh"], ["show"]),
        (["template", "show", "goo"], ["google"]),
        (["help", "exi"], ["exit-codes"]),
        (["schema", "--of", "tas"], ["tasks"]),
        (["completion", "f"], ["fish"]),
        (["handover", "B"], ["Bo"]),
        (["finish", SLUG, "--reviewer", "a"], ["Ana"]),
        (["import", "--as", "slack-"], ["slack-paste"]),
        (["tasks", "--file", "g"], ["github:"]),
        (["log", "-i", "chec"], [SLUG]),
        (["log", "/hyp"], ["/hypothesis"]),
        (["log", "@-5m", "/hyp"], ["/hypothesis"]),
        (["log", "a note", "/hyp"], []),
        (["log", "/answered", ""], ["E1"]),
        (["log", "-i", "login", "/answered", ""], []),
        (["log", "/amend", "1"], ["1"]),
        (["log", "/amend", ""], ["3", "2", "1"]),
        (["log", "/task x", "ow"], ["owner:"]),
        (["log", "/task", "x", "owner:"], ["owner:bo", "owner:Ana", "owner:Bo"]),
        (["log", "/escalate", "data"], ["database team"]),
        (["log", "/escalate data"], ["/escalate database team"]),
        (["log", "/update", "cus"], ["customers:"]),
        (["log", "--run", "ls", "--f"], []),
        (["log", "--", "-5m"], []),
        (["omen", ""], []),
        (["show", "nope"], []),
    ],
    ids=" ".join,
)
def test_a_word_is_offered_where_it_may_stand(slug: str, words: list[str], found: list[str]) -> None:
    """And nowhere else; what begins so, else the only thing that holds it."""
    assert texts(*words) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["list", "--service", ""], ["login", "web shop"]),
        (["stats", "--service", "l"], ["login"]),
        (["list", "--tag=d"], ["--tag=database"]),
        (["stats", "--tag", "x"], []),
        (["tasks", "--owner", "b"], ["bo"]),
    ],
    ids=" ".join,
)
def test_a_name_that_incidents_hold_is_offered_once(
    pmtui: Program, slug: str, words: list[str], found: list[str]
) -> None:
    """Of those that were given in several ways of writing the newest; looking for them writes nothing."""
    pmtui.done("log", "-i", "login", "/service login")
    pmtui.done("log", "-i", slug, typed="/service web shop, Login\n/tag database\n")
    before = sorted(pmtui.home.rglob("*"))
    assert texts(*words) == found
    assert sorted(pmtui.home.rglob("*")) == before


def test_everything_is_offered_where_nothing_is_typed(slug: str) -> None:
    """All calls, all commands, all incidents with the newest first."""
    assert texts("") == [*CALLS]
    assert {"/note", "/escalate", "/quit"} <= set(texts("log", ""))
    assert texts("open", "") == ["2023-10-15-login-fails", SLUG]


@pytest.mark.parametrize(
    "words",
    [
        ["write", SLUG, "summary", "x"],
        ["attach", "x"],
        ["export", "-o", "x"],
        ["new", "--from", "x"],
        ["import", "x"],
        ["join", ""],
    ],
)
def test_a_file_is_left_to_the_shell(slug: str, words: list[str]) -> None:
    """It knows files better."""
    assert offered.candidates(words) == offered.Found(files=True)
    assert offered.candidates(["open", "./x"]).files
    assert not offered.candidates(["open", "x"]).files


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("pmtui sho", ["show "]),
        ("pmtui open check", [f"{SLUG} "]),
        ('pmtui open "check', [f'{SLUG}" ']),
        ("pmtui log '/answered ", ["/answered E1' "]),
        ("pmtui log /answered\\ ", ["/answered\\ E1 "]),
        ("pmtui log /escalate data", ["database\\ team"]),
        ("pmtui log /task x owner:A", ["Ana "]),
        ('pmtui log "/task x owner:A', ['/task x owner:Ana" ']),
        ("pmtui log /update cus", ["customers: "]),
        ("pmtui write x y ", None),
    ],
)
def test_bash_gets_what_stands_behind_the_last_break(
    pmtui: Program, slug: str, line: str, answers: list[str] | None
) -> None:
    """Quoted as it has to be there, with the quote closed; a colon divides words for bash, not for us."""
    said = pmtui.done("completion", "bash", f"={line}", "= \t\n\"'@><=;|&(:").splitlines()
    assert said == (["files"] if answers is None else ["words", *answers])


WORDS = st.sampled_from([*CALLS, "--json", "-i", "--", "--run", "--of", "checkout", "/amend", "@-5m", "#1"])


@given(
    words=st.lists(
        WORDS | st.text(st.characters(exclude_characters="\0\ud800", codec="utf-8"), max_size=6), max_size=5
    )
)
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_words_end_in_a_mistake(pmtui: Program, slug: str, words: list[str]) -> None:
    """Whatever is typed: exit 0, nothing on stderr, a line an answer, and nothing is written."""
    before = pmtui.journal(slug)
    line, given = f"pmtui {' '.join(words)}", [f"={word}" for word in words]
    for call in (["fish", *given, "="], ["zsh", "=", *given], ["bash", f"={line}", "=:"]):
        called = pmtui("completion", *call)
        assert (called.status, called.err) == (0, ""), call
        assert "\x1b" not in called.out
    assert pmtui.journal(slug) == before


def test_tab_imports_nothing_that_is_slow(pmtui: Program, slug: str) -> None:
    """It is pressed on a whim: no screens, no documents, no zone database, nothing that starts a program."""
    for words in (["sho"], ["open", ""], ["log", "/answered", ""], ["log", "/task", "x", "due:"]):
        code = f"import sys; sys.argv[1:] = ['completion', 'fish', *{[f'={word}' for word in words]!r}]\n"
        code += "from pmtui.__main__ import main\nassert main() == 0\nprint(*sys.modules)"
        modules = set(run(pmtui.home, code).splitlines()[-1].split())
        assert modules.isdisjoint({*NOT_FOR_LOG} - {"platformdirs", "tomllib"}), words


# --- in the shells

START = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(pmtui completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'autoload -Uz compinit; compinit -u; eval "$(pmtui completion zsh)"'),
    "fish": (["fish", "--no-config"], "pmtui completion fish | source"),
}


def shell(name: str, home: Path) -> Terminal:
    """A shell that knows how to complete `pmtui`, and nothing of who runs the tests."""
    assert shutil.which(name), f"no {name}; .ci/outside installs it"
    command, begin = START[name]
    own = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(home))
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    terminal = Terminal(command, columns=110, rows=40, env={**own, "PATH": path, "PS1": "$ "})
    assert terminal.wait_for(lambda: any(terminal.lines))
    terminal.type([f"{begin}; echo re''ady\r".encode()])
    assert terminal.wait_for(lambda: "ready" in terminal.lines), terminal.lines
    return terminal


def holds(terminal: Terminal, text: str) -> bool:
    """Whether the line that is typed has become this."""
    return any(f"{line} ".endswith((f"{text} ", f"{text}  ")) for line in terminal.lines)


def gone(terminal: Terminal, text: str) -> bool:
    """Whether the line that was typed is empty again."""
    return not any(text in line for line in terminal.lines)


COMPLETED = (
    ("pmtui sho", "pmtui show"),
    ("pmtui open check", f"pmtui open {SLUG}"),
    ("pmtui export check --form", "pmtui export check --format"),
    ("pmtui export check --format ht", "pmtui export check --format html"),
    ("pmtui export check --format=ht", "pmtui export check --format=html"),
    ("pmtui log /hyp", "pmtui log /hypothesis"),
    ("pmtui log -i check /answered ", "pmtui log -i check /answered E1"),
    ("pmtui log -i check /task x own", "pmtui log -i check /task x owner:"),
    ("pmtui write check summary pyproj", "pmtui write check summary pyproject.toml"),
)


@pytest.mark.outside
@pytest.mark.parametrize("name", SCRIPTS)
def test_tab_completes_in_a_real_shell(pmtui: Program, slug: str, tmp_path: Path, name: str) -> None:
    """Calls, options and their values, incidents by a part, commands, references, keys, and the shell's own files."""
    with shell(name, tmp_path) as terminal:
        for typed, found in COMPLETED:
            terminal.type([typed.encode(), b"\t"], pause=0.05)
            assert terminal.wait_for(partial(holds, terminal, found)), (typed, terminal.lines)
            terminal.type([b"\x15"])  # an interrupt would be lost while the shell completes
            assert terminal.wait_for(partial(gone, terminal, typed)), (typed, terminal.lines)


@pytest.mark.outside
@pytest.mark.parametrize("name", ["zsh", "fish"])
def test_several_answers_are_listed_with_what_they_are(
    pmtui: Program, slug: str, tmp_path: Path, name: str
) -> None:
    """Beside each its help; nothing that was typed for an entry is anything but text there."""
    with shell(name, tmp_path) as terminal:
        terminal.type([b"pmtui log -i check /amend ", b"\t"], pause=0.05)
        for text in ("a [/] b", "network team", "alert"):
            assert terminal.wait_for_text(text), terminal.lines
