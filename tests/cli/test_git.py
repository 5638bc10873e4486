"""Homes in clones of one repository: what both logged is one incident again after a merge by git itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.calling import Program

OURS = "# pmtui: "
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


def git(folder: Path, *words: str) -> str:
    """What a call of the real git prints, with no settings but its own."""
    who = ("-c", "user.name=ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *who, "-C", str(folder), *words], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return done.stdout


def commit(folder: Path) -> None:
    """All that git does not ignore."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "what was logged")


def at(pmtui: Program, checkout: Path) -> None:
    """From now on this is the home."""
    pmtui.patch.setenv("PMTUI_HOME", str(checkout / "ops"))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """An empty repository."""
    path = tmp_path / "ana"
    path.mkdir()
    git(path, "init", "-q", "-b", "main")
    return path


def test_a_home_that_only_joined_is_prepared_as_one_that_began(
    pmtui: Program, checkout: Path, tmp_path: Path
) -> None:
    """The first incident in a checkout may be a colleague's: git is told what merges, and the person what to commit."""
    pmtui.patch.setenv("PMTUI_HOME", str(tmp_path / "elsewhere"))
    record = pmtui.folder(pmtui.new())
    at(pmtui, checkout)
    joined = pmtui("join", str(record))
    assert "git merges what two clones log" in joined.err
    for name in (".gitattributes", ".gitignore"):
        assert OURS in (checkout / "ops" / name).read_text()
    assert pmtui("join", str(record)).err == ""


def test_two_clones_that_both_logged_merge_into_equal_incidents(pmtui: Program, checkout: Path) -> None:
    """Without a conflict and in either order; nothing that belongs to one machine is committed."""
    other = checkout.with_name("bo")
    at(pmtui, checkout)
    slug = pmtui.new()
    pmtui.done("log", "-i", slug, "/hypothesis the pool")
    commit(checkout)
    git(checkout.parent, "clone", "-q", str(checkout), str(other))
    for home, who in ((checkout, "ana"), (other, "bo")):
        at(pmtui, home)
        pmtui.patch.setenv("USER", who)
        for line in (f"{who} looks", f"/hypothesis of {who}", "/evidence H1 + " + who):
            pmtui.later(1)
            pmtui.done("log", "-i", slug, line)
        commit(home)
    before = git(checkout, "rev-parse", "HEAD").strip()
    git(checkout, "pull", "-q", "--no-rebase", "--no-edit", str(other), "main")
    git(other, "fetch", "-q", str(checkout), before)
    git(other, "merge", "-q", "--no-edit", "FETCH_HEAD")
    found = []
    for home in (checkout, other):
        at(pmtui, home)
        assert pmtui("verify", slug).status == 0
        found.append([entry.id for entry in pmtui.incident(slug).entries])
        assert [item.label for item in pmtui.incident(slug).hypotheses] == ["H1", "H2", "H2b"]
        pmtui.done("log", "-i", slug, "it goes on")
    assert found[0] == found[1]
    assert len(found[0]) == 8
    assert git(checkout, "ls-files").split() == [
        "ops/.gitattributes", "ops/.gitignore", f"ops/incidents/{slug}/journal.jsonl"
    ]  # fmt: skip


def test_a_draft_that_git_could_not_merge_goes_on_whole(pmtui: Program, checkout: Path) -> None:
    """Both clones closed and one pulls: this side's version goes on, with what both logged, and the file is kept."""
    other = checkout.with_name("bo")
    at(pmtui, checkout)
    slug = pmtui.new()
    commit(checkout)
    git(checkout.parent, "clone", "-q", str(checkout), str(other))
    for home, who in ((checkout, "ana"), (other, "bo")):
        at(pmtui, home)
        pmtui.later(1)
        pmtui.done("log", "-i", slug, f"{who} looks")
        pmtui.done("write", slug, "root_cause", "-", typed=f"The pool, as {who} says.\n")
        pmtui.done("close", slug)
        draft = pmtui.folder(slug) / "postmortem.md"
        draft.write_text(f"{draft.read_text()}\nA paragraph of {who}'s own.\n")
        commit(home)
    with pytest.raises(AssertionError, match="Automatic merge failed"):
        git(other, "pull", "-q", "--no-rebase", "--no-edit", str(checkout), "main")
    assert "<<<<<<< " in draft.read_text()
    said = pmtui("verify", slug, "--repair").err
    assert "postmortem.md held two versions that git could not put together" in said
    assert "markers" not in said
    text = draft.read_text()
    assert not {"<<<<<<<", "=======", ">>>>>>>"} & {line[:7] for line in text.splitlines()}
    for words in ("ana looks", "bo looks", "as ana says", "as bo says", "A paragraph of bo's own."):
        assert words in text
    kept = [path.read_text() for path in (draft.parent / "aside").iterdir() if "postmortem" in path.name]
    assert any("A paragraph of ana's own." in each for each in kept)
    pmtui("log", "-i", slug, "it goes on")
    assert "it goes on" in draft.read_text()


def test_a_persons_own_lines_for_git_stay_and_count(pmtui: Program, checkout: Path) -> None:
    """Ours stand before them, once: what is taken out again stays out. It is said, where there is a repository."""
    at(pmtui, checkout)
    home = pmtui.home
    home.mkdir()
    own = "*.jsonl merge=binary\n"
    (home / ".gitattributes").write_text(own)
    (home / ".gitattributes").chmod(0o644)
    said = pmtui("new", "First", "--no-open").err
    assert "git merges what two clones log" in said
    slug = pmtui.done("list").split()[0]
    written = (home / ".gitattributes").read_text()
    assert written.startswith(OURS)
    assert written.endswith("\n" + own)
    assert (home / ".gitattributes").stat().st_mode & 0o777 == 0o644
    merge = git(home, "check-attr", "merge", f"incidents/{slug}/journal.jsonl")
    assert merge.endswith("merge: binary\n")
    (home / ".gitignore").write_text(f"{OURS}nothing\n")
    assert "git" not in pmtui("new", "Second", "--no-open").err
    assert (home / ".gitignore").read_text() == f"{OURS}nothing\n"


def test_without_a_repository_git_is_told_nothing(pmtui: Program) -> None:
    """A home of one's own holds what is pmtui's alone."""
    assert "git" not in pmtui("new", "First", "--no-open").err
    assert sorted(path.name for path in pmtui.home.iterdir()) == ["incidents"]


def test_what_cannot_be_told_keeps_no_incident_from_beginning(pmtui: Program, checkout: Path) -> None:
    """One sentence names it."""
    at(pmtui, checkout)
    (pmtui.home / ".gitignore").mkdir(parents=True)
    called = pmtui("new", "First", "--no-open")
    assert called.status == 0
    assert ".gitignore: there is a folder where a file should be" in called.err
