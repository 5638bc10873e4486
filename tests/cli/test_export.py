"""Handing an incident on: formats, templates, masking, the schema."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import resvg_py

from pmtui.model.line.commands import FORMATS
from tests.cli.calling import Program, environment

SECRET = "ghp_" + "a1B2" * 9


def test_every_format_is_written_to_a_file(pmtui: Program, tmp_path: Path) -> None:
    """A file for each, which is what stdout gives but for the PNG."""
    slug = pmtui.new()
    pmtui.done("log", "-i", slug, "@-5m /started")
    for format in FORMATS:
        file = tmp_path / f"out.{format}"
        called = pmtui("export", slug, "--format", format, "-o", str(file))
        assert called.status == 0
        assert called.err == f"wrote {file}\n"
        assert file.stat().st_size > 100
    assert (tmp_path / "out.html").read_text() == pmtui.done("export", slug, "--format", "html")
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("out.html", "html"),
        ("out.HTM", "html"),
        ("out.md", "markdown"),
        ("a.b.markdown", "markdown"),
        ("out.toml", "toml"),
        ("out.svg", "svg"),
        ("out.json", "json"),
        ("out.csv", "csv"),
    ],
)
def test_the_name_of_a_file_says_its_format(pmtui: Program, tmp_path: Path, name: str, format: str) -> None:
    """`-o x.html` needs no `--format`, which counts where it stands."""
    slug = pmtui.new()
    pmtui.done("export", slug, "-o", str(tmp_path / name))
    assert (tmp_path / name).read_text() == pmtui.done("export", slug, "--format", format)
    pmtui.done("export", slug, "-o", str(tmp_path / name), "--format", "csv")
    assert (tmp_path / name).read_text() == pmtui.done("export", slug, "--format", "csv")


@pytest.mark.parametrize(
    "words", [(), ("-o", "-"), ("-o", "timeline"), ("-o", "a.html/b.txt"), ("-o", ".html")]
)
def test_a_format_that_nothing_names_is_not_guessed(pmtui: Program, words: tuple[str, ...]) -> None:
    """One sentence with the formats; nothing is written."""
    slug = pmtui.new()
    called = pmtui("export", slug, *words)
    assert called.status == 2
    assert "--format toml|markdown|html" in called.sentence


def test_a_png_goes_through_a_pipe(pmtui: Program) -> None:
    """Its bytes are what is stored: nothing reads them as text."""
    slug = pmtui.new()
    call = [sys.executable, "-m", "pmtui", "export", slug, "--format", "png"]
    done = subprocess.run(call, env=environment(pmtui.home), capture_output=True, check=True)
    assert done.stdout.startswith(b"\x89PNG\r\n\x1a\n")
    assert done.stdout.endswith(b"IEND\xaeB\x60\x82")


def test_a_png_says_which_signs_are_boxes(
    pmtui: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On stderr, the first twenty that none of the machine's fonts has. Nothing is said when all are drawn."""
    real = resvg_py.svg_to_bytes
    monkeypatch.setattr(
        resvg_py, "svg_to_bytes", lambda **options: real(**{**options, "skip_system_fonts": True})
    )
    file = str(tmp_path / "it.png")
    plain = pmtui("export", pmtui.new("Café → down"), "--format", "png", "-o", file)
    assert (plain.status, plain.err) == (0, f"wrote {file}\n")
    kanji = "".join(map(chr, range(0x4E00, 0x4E00 + 21)))
    called = pmtui("export", pmtui.new(f"{kanji} is down"), "--format", "png", "-o", file)
    said = f"no font of this machine has {kanji[:20]}…; a box stands for each in the PNG"
    assert (called.status, called.err) == (0, f"wrote {file}\n{said}\n")


def test_a_png_is_not_poured_into_a_terminal(pmtui: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, before anything is drawn."""
    slug = pmtui.new()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    called = pmtui("export", slug, "--format", "png")
    assert (called.status, called.sentence) == (
        2,
        "pmtui: a PNG is nothing for a terminal; name a file: -o timeline.png",
    )


def test_the_live_command_sends_a_png_to_the_shell(pmtui: Program) -> None:
    """`/export png` in a script says which call writes it."""
    slug = pmtui.new()
    called = pmtui("log", "-i", slug, "/export png")
    assert called.status != 0
    assert f"pmtui export {slug} --format png -o timeline.png" in called.err


@pytest.mark.parametrize("name", ["google", "atlassian", "pagerduty"])
def test_a_template_by_its_name(pmtui: Program, name: str) -> None:
    """Whatever the settings say, and whatever draft lies there."""
    slug = pmtui.new()
    text = pmtui.done("export", slug, "--format", "markdown", "--template", name)
    assert f"<!-- begun from: {name} -->" in text


def test_a_template_is_for_markdown(pmtui: Program) -> None:
    """Any other format has none; a name without one is refused with those there are."""
    slug = pmtui.new()
    assert (
        "--template is for --format markdown"
        in pmtui("export", slug, "--format", "html", "--template", "google").sentence
    )
    assert (
        "there is no template 'nothing'"
        in pmtui("export", slug, "--format", "markdown", "--template", "nothing").sentence
    )


def test_a_masked_export_holds_no_secret_and_the_journal_keeps_it(pmtui: Program) -> None:
    """--mask changes what is handed on, never what is recorded."""
    slug = pmtui.new()
    pmtui.done("log", "-i", slug, "token", SECRET)
    for format in ("toml", "markdown", "html", "json", "csv"):
        assert SECRET in pmtui.done("export", slug, "--format", format)
        assert SECRET not in pmtui.done("export", slug, "--format", format, "--mask")
    assert SECRET.encode() in pmtui.journal(slug)


def test_an_export_holds_what_a_person_wrote_into_the_draft(pmtui: Program) -> None:
    """Own paragraphs stay where they are, and an edited section is taken in first."""
    slug = pmtui.new()
    pmtui.done("write", slug, "root_cause", typed="The pool was small.")
    pmtui.done("close", slug)
    path = pmtui.folder(slug) / "postmortem.md"
    edited = path.read_text().replace("was small.", "was small, and nobody saw it.")
    path.write_text(edited + "\n## Thanks\n\nTo everybody who was up.\n")
    called = pmtui("export", slug, "--format", "html")
    assert called.status == 0
    assert "the section root_cause was edited there and is recorded" in called.err
    for words in ("and nobody saw it", ">Thanks<", "To everybody who was up."):
        assert words in called.out
    markdown = pmtui.done("export", slug, "--format", "markdown")
    assert markdown == path.read_text()
    assert "## Thanks" in markdown
    assert "## Thanks" not in pmtui.done("export", slug, "--format", "markdown", "--template", "google")


def test_a_masked_export_masks_what_a_person_wrote_into_the_draft(pmtui: Program) -> None:
    """Also what was never typed into pmtui."""
    slug = pmtui.new()
    pmtui.done("close", slug)
    path = pmtui.folder(slug) / "postmortem.md"
    path.write_text(f"{path.read_text()}\nThe token was {SECRET}.\n")
    for format in ("html", "markdown"):
        assert SECRET in pmtui.done("export", slug, "--format", format)
        masked = pmtui.done("export", slug, "--format", format, "--mask")
        assert SECRET not in masked
        assert "The token was" in masked


def test_clean_markdown_has_no_marks_and_every_word(pmtui: Program) -> None:
    """For where nobody writes it anew; a person's own comments stay, and the file of the incident does."""
    slug = pmtui.new()
    pmtui.done("write", slug, "root_cause", typed="The pool was small.")
    pmtui.done("close", slug)
    path = pmtui.folder(slug) / "postmortem.md"
    path.write_text(f"{path.read_text()}\n<!-- mine -->\n\n## Thanks\n")
    whole = pmtui.done("export", slug, "--format", "markdown")
    clean = pmtui.done("export", slug, "--format", "markdown", "--clean")
    assert "pmtui:" in whole
    assert not any(mark in clean for mark in ("<!-- pmtui:", "<!-- /pmtui:", "<!-- placed:"))
    assert [line for line in clean.splitlines() if line] == [
        line
        for line in whole.splitlines()
        if line and not line.startswith(("<!-- pm", "<!-- /pm", "<!-- placed"))
    ]
    assert "<!-- mine -->" in clean
    assert "--clean is for --format markdown" in pmtui("export", slug, "--format", "csv", "--clean").sentence


def test_schema_prints_a_schema(pmtui: Program) -> None:
    """JSON on stdout, nothing else."""
    called = pmtui("schema")
    assert called.err == ""
    assert json.loads(called.out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
