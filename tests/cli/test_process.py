"""The program as a process of its own: pipes, signals, a full disk, and what it imports."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from pmtui import __version__
from tests.cli.calling import Program, environment, process

SLUG = "2023-10-15-checkout-is-down"


def test_the_version_is_answered_before_anything_is_imported(own_home: Path) -> None:
    """`--version` costs little more than Python itself."""
    assert process(own_home, "--version") == (0, f"pmtui {__version__}\n", "")
    code = "import sys; sys.argv[1:] = ['--version']\nfrom pmtui.__main__ import main; main()\n"
    code += "print(sorted(m for m in sys.modules if m.split('.')[0] in ('argparse', 'msgspec', 're')))"
    assert run(own_home, code).splitlines() == [f"pmtui {__version__}", "[]"]


def run(home: Path, code: str, **variables: str) -> str:
    """What a piece of Python prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(home, **variables),
        capture_output=True,
        timeout=60,
        check=True,
    )
    return done.stdout.decode()


@pytest.mark.parametrize("variables", [{}, {"COLUMNS": "0"}, {"COLUMNS": "-5"}, {"COLUMNS": ""}])
def test_a_terminal_without_a_size_has_eighty_columns(own_home: Path, variables: dict[str, str]) -> None:
    """As one behind `expect` or a serial line, which nobody gave one; a help in eleven columns is nobody's."""
    controller, terminal = os.openpty()
    assert os.get_terminal_size(terminal) == (0, 0)
    surroundings = {name: value for name, value in environment(own_home).items() if name != "COLUMNS"}
    code = "from pmtui.startup import columns; import sys; print(columns(), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**surroundings, **variables},
        stdout=terminal,
        stderr=subprocess.PIPE,
        timeout=60,
        check=True,
    )
    os.close(terminal)
    os.close(controller)
    assert done.stderr == b"80\n"


NOT_FOR_LOG = (
    *("textual", "rich", "pendulum", "jinja2", "platformdirs", "tomllib", "tomli_w", "asyncio", "subprocess"),
    *("dataclasses", "inspect", "typing_extensions", "shutil", "json", "socket", "logging", "getpass", "csv"),
    *("difflib", "pmtui.output", "pmtui.tui"),
)
OF_LOG = {
    f"pmtui.cli.{name}" for name in ("main", "calls", "parser", "printing", "context", "recorded", "log")
}


def test_log_imports_only_what_it_needs(pmtui: Program) -> None:
    """Recording a line does not pay for screens, documents, settings or a typed time that it does not use."""
    pmtui.new()
    code = (
        "import sys; sys.argv[1:] = ['log', 'hello']\nfrom pmtui.__main__ import main\nassert main() == 0\n"
    )
    code += "print(*sys.modules)"
    receipt, modules = run(pmtui.home, code).splitlines()
    imported = set(modules.split())
    assert receipt.startswith(f"{SLUG} #1")
    assert imported.isdisjoint(NOT_FOR_LOG)
    assert {name for name in imported if name.startswith("pmtui.output")} == set()
    assert {name for name in imported if name.startswith("pmtui.cli.")} == OF_LOG


def test_a_failure_has_a_traceback_with_debug_and_only_then(pmtui: Program) -> None:
    """`--debug` in front of the call, or behind it, shows where; without it there is one sentence."""
    pmtui.new()
    assert "Traceback" not in process(pmtui.home, "log", "/evidence H9 x").err
    for words in (["--debug", "log", "/evidence H9 x"], ["log", "--debug", "/evidence H9 x"]):
        called = process(pmtui.home, *words)
        assert called.status == 1
        assert "Traceback" in called.err
        assert "H9 does not exist" in called.err


def test_a_mistake_of_the_program_itself_is_one_sentence(
    pmtui: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even a bug prints a traceback, or a word of what was typed; the sentence says where the report lies."""

    def broken() -> None:
        raise ZeroDivisionError("oops")

    pmtui.new()
    monkeypatch.setattr("pmtui.cli.context.library", broken)
    called = pmtui("show")
    (path,) = (pmtui.home / "reports").iterdir()
    assert (called.status, called.out) == (70, "")
    assert called.err == (
        "pmtui: a mistake in pmtui itself (ZeroDivisionError): every line with a receipt is saved, and `pmtui show` "
        f"shows it; `pmtui --debug …` shows more; where it happened, without anything that was typed, is in {path}\n"
    )
    assert path.stat().st_mode & 0o777 == 0o600
    report = path.read_text()
    assert "builtins.ZeroDivisionError\n  pmtui/cli/main.py:" in report
    assert "oops" not in report
    with pytest.raises(ZeroDivisionError):
        pmtui("show", "--debug")


@pytest.mark.parametrize("words", [["show"], ["list"], ["find", "line"], ["export", "--format", "csv"]])
def test_head_gets_what_it_wants_without_a_word(pmtui: Program, words: list[str]) -> None:
    """A reader that leaves early is no error and no traceback."""
    pmtui.new()
    pmtui.done("log", typed="".join(f"line {number} {'x' * 200}\n" for number in range(1000)))
    with subprocess.Popen(
        [sys.executable, "-m", "pmtui", *words],
        env=environment(pmtui.home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.read(10)
        program.stdout.close()
        assert program.stderr.read() == b""
        assert program.wait(60) == 0


def test_a_script_is_recorded_whole_although_nobody_reads_the_receipts(pmtui: Program) -> None:
    """`pmtui log | head -1` loses no line."""
    pmtui.new()
    with subprocess.Popen(
        [sys.executable, "-m", "pmtui", "log"],
        env=environment(pmtui.home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdin.write(b"first\nsecond\n")
        program.stdin.flush()
        assert b"#1" in program.stdout.readline()
        program.stdout.close()
        program.stdin.write(b"".join(b"line %d\n" % number for number in range(300)))
        program.stdin.close()
        assert program.stderr.read() == b""
        assert program.wait(60) == 0
        assert len(pmtui.incident(SLUG)) == 303


FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")


@FULL
def test_a_script_is_recorded_whole_although_the_receipts_have_no_room(pmtui: Program) -> None:
    """`pmtui log > /dev/full` records every line, and says with exit 1 what was lost: the receipts."""
    pmtui.new()
    typed = "".join(f"s {number}\n" for number in range(40))
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "pmtui", "log"],
            env=environment(pmtui.home),
            input=typed.encode(),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "pmtui: the results could not be printed: no space left on device; "
        "what the call recorded or wrote is saved\n"
    )
    assert len(pmtui.incident(SLUG)) == 41


@FULL
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("show > /dev/full", 1),
        ("--help > /dev/full", 1),
        ("--version > /dev/full", 1),
        ("log /help > /dev/full", 1),
        ("schema > /dev/full", 1),
        ("export --format csv > /dev/full", 1),
        ("log hello > /dev/full 2>&1", 1),
        ("log /nonsense > /dev/full 2>&1", 1),
        ("log --run echo hello > /dev/full", 1),
    ],
)
def test_a_full_disk_behind_stdout_or_stderr_is_no_traceback(
    pmtui: Program, words: str, status: int, unbuffered: str
) -> None:
    """Results that cannot be printed make the call fail, in one sentence if there is a place for it."""
    pmtui.new()
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m pmtui {words}'],
        env=environment(pmtui.home, PYTHONUNBUFFERED=unbuffered),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == status
    assert b"mistake" not in done.stderr
    assert b"Error" not in done.stderr
    assert done.stderr.count(b"could not be printed") == ("2>&1" not in words)


def test_a_line_typed_at_a_terminal_does_not_wait_for_the_next(pmtui: Program) -> None:
    """`pmtui log` at a prompt says how it works, and records what was typed; Ctrl-D ends it."""
    pmtui.new()
    keyboard, terminal = os.openpty()
    program = subprocess.Popen(
        [sys.executable, "-m", "pmtui", "log"],
        env=environment(pmtui.home),
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    os.close(terminal)
    assert program.stdout is not None
    assert program.stderr is not None
    assert b"Ctrl-D ends" in program.stderr.readline()
    os.write(keyboard, b"hello\n")
    assert program.stdout.readline().startswith(f"{SLUG} #1 ".encode())
    os.write(keyboard, b"\x04")
    assert program.wait(60) == 0
    os.close(keyboard)
    program.stdout.close()
    program.stderr.close()


def test_a_disk_that_is_really_full_tears_nothing(pmtui: Program) -> None:
    """At the size that the system allows, the line is refused, the journal stays whole, and room is enough."""
    pmtui.new()
    pmtui.done("log", "before")
    limit = len(pmtui.journal(SLUG)) + 200
    called = process(
        pmtui.home,
        *("log", "x" * 5000),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert called.status == 1
    assert "journal.jsonl: " in called.sentence
    assert pmtui.done("verify") == f"{SLUG}: 2 lines, each as it was written\n"
    assert "#2" in process(pmtui.home, "log", "after").out


@pytest.mark.parametrize("stream", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_an_empty_one(pmtui: Program, stream: str) -> None:
    """A daemon that closed its streams can still record."""
    pmtui.new()
    command = f'"{sys.executable}" -m pmtui log hello {stream}'
    done = subprocess.run(["sh", "-c", command], env=environment(pmtui.home), timeout=60, check=False)
    assert done.returncode == 0
    assert len(pmtui.incident(SLUG)) == 2


def test_a_terminal_of_another_encoding_gets_question_marks(pmtui: Program) -> None:
    """A letter that stdout cannot hold is no failure; a document is UTF-8 all the same."""
    pmtui.new()
    variables = {"PYTHONIOENCODING": "ascii"}
    called = process(pmtui.home, "log", "/escalate 数据库", variables=variables)
    assert called.status == 0
    assert "E1 ? ? ???" in called.out
    assert "数据库" in process(pmtui.home, "export", "--format", "csv", variables=variables).out


def called(home: Path, *words: bytes, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """A call whose words are bytes, as a shell hands them over."""
    command = [os.fsencode(sys.executable), b"-m", b"pmtui", *words]
    return subprocess.run(
        command, env=environment(home, **variables), capture_output=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "words",
    [
        (b"log", b"caf\xe9 is down"),
        (b"new", b"caf\xe9", b"--no-open"),
        (b"write", SLUG.encode(), b"caf\xe9"),
        (b"find", b"caf\xe9"),
    ],
)
def test_an_argument_that_is_no_utf8_is_refused(pmtui: Program, words: tuple[bytes, ...]) -> None:
    """A byte of another encoding is never guessed, as on stdin: one sentence, nothing recorded."""
    pmtui.new()
    done = called(pmtui.home, *words)
    assert done.returncode == 1
    assert b"is no UTF-8; nothing was recorded; send it as UTF-8" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert len(pmtui.incident(SLUG)) == 1


def test_an_argument_is_utf8_whatever_the_locale(pmtui: Program) -> None:
    """A machine without a locale (cron, a container) records the letters that were sent."""
    pmtui.new()
    done = called(
        pmtui.home, b"log", "naïve 数据库".encode(), LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0"
    )
    assert done.returncode == 0, done
    assert pmtui.incident(SLUG).entries[1].text == "naïve 数据库"  # type: ignore[attr-defined]


def test_a_command_with_a_name_of_another_encoding_is_run_and_recorded_visibly(pmtui: Program) -> None:
    """`--run` hands the bytes on as they are; the entry shows them, it does not guess."""
    pmtui.new()
    assert called(pmtui.home, b"log", b"--run", b"echo", b"caf\xe9").stdout == b"caf\xe9\n"
    assert pmtui.incident(SLUG).entries[1].command == r"echo 'caf\xe9'"  # type: ignore[attr-defined]


def test_everything_is_private_whatever_the_umask(own_home: Path) -> None:
    """Folders 0700, files 0600: an incident may hold anything."""
    process(own_home, "new", "Checkout is down", umask=0)
    process(own_home, "log", "hello", umask=0)
    process(own_home, "close", umask=0)
    for path in own_home.rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_a_zone_of_the_machine_is_taken(own_home: Path) -> None:
    """Without --timezone the machine's own zone is that of the incident."""
    slug = process(own_home, "new", "x", variables={"TZ": "Asia/Tokyo"}).out.strip()
    assert "Asia/Tokyo" in process(own_home, "show", slug).out


def test_without_a_home_of_its_own_the_platform_has_a_folder(tmp_path: Path) -> None:
    """No PMTUI_HOME: the data lies in the user's data folder."""
    variables = environment(tmp_path, HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path / "data"))
    del variables["PMTUI_HOME"]
    command = [sys.executable, "-m", "pmtui", "new", "x", "--timezone", "UTC"]
    done = subprocess.run(command, env=variables, capture_output=True, timeout=60, check=True)
    found = [Path(folder) for folder, _, files in os.walk(tmp_path) if "journal.jsonl" in files]
    assert [folder.name for folder in found] == [done.stdout.decode().strip()]
