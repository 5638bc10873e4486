"""`pmtui log --run CMD`: what was run, how it ended, how long it took and what it printed is one entry."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pmtui.cli import run as running
from pmtui.model import entries as e
from tests.cli.calling import Program, environment

SLUG = "2023-10-15-checkout-is-down"


def last_run(pmtui: Program) -> e.Run:
    """The run that was recorded last."""
    runs = pmtui.incident(SLUG).of(e.Run)
    assert isinstance(runs[-1].entry, e.Run)
    assert not runs[-1].corrected
    return runs[-1].entry


def test_a_command_is_run_shown_and_recorded(pmtui: Program) -> None:
    """Its output, errors too, is passed on and recorded with status and duration; the receipt is talk."""
    pmtui.new()
    called = pmtui("log", "--run", "sh", "-c", "echo out; echo err >&2; exit 3")
    assert called.status == 0
    assert called.out == "out\nerr\n"
    assert called.err.startswith(
        f"{SLUG} #1 10:30–10:30 today · run · sh -c 'echo out; echo err >&2; exit 3'"
    )
    assert "→ exit 3 after" in called.err
    run = last_run(pmtui)
    assert (run.command, run.exit, run.text) == ("sh -c 'echo out; echo err >&2; exit 3'", 3, "out\nerr")


def test_the_duration_is_that_of_the_command(pmtui: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry begins when the command was started and ends when it ended."""
    pmtui.new()
    real = running._run

    def slow(*given: object) -> object:
        pmtui.later(2)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "_run", slow)
    pmtui.done("log", "--run", "true")
    run = last_run(pmtui)
    assert run.seconds == 120.0
    assert run.at is not None
    assert run.until is not None
    assert (run.until - run.at).total_seconds() == 120


def test_options_of_the_command_are_its_own(pmtui: Program) -> None:
    """Everything behind --run belongs to the command, --debug and -i too."""
    pmtui.new()
    assert pmtui.done("log", "--run", "echo", "-i", "x", "--debug", "--run") == "-i x --debug --run\n"
    assert last_run(pmtui).command == "echo -i x --debug --run"


def test_a_long_output_is_capped_and_says_so(pmtui: Program) -> None:
    """All is passed on; the entry keeps the first and the last part and names how much it left out."""
    pmtui.new()
    code = "print('begin'); print('x' * 999_990); print('end')"
    out = pmtui.done("log", "--run", sys.executable, "-c", code)
    assert len(out) == 1_000_001
    text = last_run(pmtui).text
    assert text.startswith("begin\nxxx")
    assert text.endswith("xxx\nend")
    assert f"[… {1_000_001 - running.CAP} of 1000001 bytes left out, pmtui keeps {running.CAP} …]" in text
    assert len(text) < running.CAP + 100


def test_an_output_at_the_cap_is_whole(pmtui: Program) -> None:
    """Up to the cap nothing is left out, not even where the two parts meet in the middle of a letter."""
    pmtui.new()
    code = f"import sys; sys.stdout.buffer.write(b'x' + 'é'.encode() * {running.CAP // 2 - 1} + b'y')"
    pmtui.done("log", "--run", sys.executable, "-c", code)
    assert last_run(pmtui).text == "x" + "é" * (running.CAP // 2 - 1) + "y"


def test_hostile_output_is_recorded_as_text(pmtui: Program) -> None:
    """Colours, bytes that are no text and control characters stay out of the journal."""
    pmtui.new()
    subprocess.run(
        [sys.executable, "-m", "pmtui", "log", "--run", "printf", r"\033[31mred\033[0m \377 [/] \007| <b>\n"],
        env=environment(pmtui.home),
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert last_run(pmtui).text == "red \ufffd [/] | <b>"


@pytest.mark.parametrize("command", ["no-such-command-here", "/", "", "a\x00b"])
def test_a_command_that_cannot_be_started_is_not_recorded(pmtui: Program, command: str) -> None:
    """One sentence, exit 1, and the journal as it was."""
    pmtui.new()
    before = pmtui.journal(SLUG)
    called = pmtui("log", "--run", command)
    assert called.status == 1
    assert "nothing was run, nothing is recorded" in called.sentence
    assert pmtui.journal(SLUG) == before


def test_an_incident_that_is_not_found_runs_nothing(pmtui: Program, tmp_path: Path) -> None:
    """The incident is looked for first: what is run is also recorded."""
    pmtui.new()
    assert pmtui("log", "-i", "nope", "--run", "touch", str(tmp_path / "ran")).status == 2
    assert not (tmp_path / "ran").exists()


def test_a_signal_is_a_status_as_in_the_shell(pmtui: Program) -> None:
    """A command that was killed has 128 and the signal's number."""
    pmtui.new()
    pmtui.done("log", "--run", "sh", "-c", "kill -9 $$")
    assert last_run(pmtui).exit == 137


def test_the_documents_of_a_closed_incident_hold_a_later_run(pmtui: Program) -> None:
    """A command that is run after the close is in the record too."""
    pmtui.new()
    pmtui.done("close")
    pmtui.done("log", "-i", SLUG, "--run", "echo", "all quiet")
    assert "all quiet" in pmtui.record(SLUG)["timeline"][-1]["text"]


def test_an_interrupt_ends_the_command_not_the_recording(pmtui: Program) -> None:
    """Ctrl-C reaches both; what the command had printed is recorded with its status."""
    pmtui.new()
    # Short sleeps: a signal that comes just before one is seen after it.
    code = "import time\nprint('half done', flush=True)\nwhile True: time.sleep(0.1)"
    program = subprocess.Popen(
        [sys.executable, "-m", "pmtui", "log", "--run", sys.executable, "-c", code],
        env=environment(pmtui.home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == b"half done\n"
    os.killpg(program.pid, signal.SIGINT)
    _, err = program.communicate(timeout=60)
    assert program.returncode == 0
    assert SLUG in err.decode()
    run = last_run(pmtui)
    assert run.exit != 0
    assert run.text.startswith("half done")


def test_a_reader_that_leaves_does_not_end_the_recording(pmtui: Program) -> None:
    """`| head` takes what it wants; the command goes on and is recorded whole."""
    pmtui.new()
    code = "import sys\nfor n in range(20000): print(n)\nprint('end')"
    with subprocess.Popen(
        [sys.executable, "-m", "pmtui", "log", "--run", sys.executable, "-c", code],
        env=environment(pmtui.home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()
        program.stdout.close()
        assert program.stderr is not None
        err = program.stderr.read()
        assert program.wait(60) == 0
        assert b"Traceback" not in err
        assert last_run(pmtui).text.endswith("end")
        assert last_run(pmtui).exit == 0


_WAITING = """
import time
print('half done', flush=True)
while True:
    time.sleep(0.1)
    print('.', flush=True)  # ends it when nobody reads any more
"""


def waiting(pmtui: Program, *words: str) -> subprocess.Popen[bytes]:
    """A process that runs a command which prints `half done` and goes on until a signal ends it."""
    program = subprocess.Popen(
        [*words, sys.executable, "-m", "pmtui", "log", "--run", sys.executable, "-c", _WAITING],
        env=environment(pmtui.home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == b"half done\n"
    return program


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_command_and_both_are_recorded(pmtui: Program, number: signal.Signals) -> None:
    """It is passed on; the entry holds how the command ended, and the status says what ended pmtui."""
    pmtui.new()
    program = waiting(pmtui)
    program.send_signal(number)
    program.communicate(timeout=60)
    assert program.returncode == 128 + number
    assert last_run(pmtui).exit == 128 + number
    assert last_run(pmtui).text.startswith("half done")


def test_what_an_ended_command_left_behind_is_not_waited_for(pmtui: Program) -> None:
    """A shell dies of the signal, what it runs goes on and holds the output open: the end is recorded at once."""
    pmtui.new()
    program = subprocess.Popen(
        [sys.executable, "-m", "pmtui", "log", "--run", "sh", "-c", "sleep 600 & echo $!; wait"],
        env=environment(pmtui.home),
        stdout=subprocess.PIPE,
    )
    assert program.stdout is not None
    left_behind = int(program.stdout.readline())
    try:
        program.terminate()
        program.communicate(timeout=60)
    finally:
        os.kill(left_behind, signal.SIGKILL)
    assert program.returncode == 128 + signal.SIGTERM
    assert (last_run(pmtui).exit, last_run(pmtui).text) == (128 + signal.SIGTERM, str(left_behind))


def test_a_hangup_that_is_ignored_ends_nothing(pmtui: Program) -> None:
    """Under nohup the command goes on, and so does the recording of it."""
    pmtui.new()
    program = waiting(pmtui, "sh", "-c", "trap '' HUP; exec \"$@\"", "sh")
    program.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        program.wait(0.3)
    assert last_run(pmtui).running
    program.terminate()
    program.communicate(timeout=60)
    assert last_run(pmtui).exit == 128 + signal.SIGTERM


def test_a_command_whose_end_nobody_saw_is_recorded_as_started(pmtui: Program) -> None:
    """Killed at once, pmtui has the start on disk: one row, which says that the end is not recorded."""
    slug = pmtui.new()
    program = waiting(pmtui)
    program.kill()
    program.communicate(timeout=60)
    run = last_run(pmtui)
    assert (run.running, run.until) == (True, None)
    assert "started; its end is not recorded" in pmtui.done("show", slug)


def test_a_command_that_ended_is_one_row_everywhere(pmtui: Program) -> None:
    """Its number is that of its start, its end is no edit, and what is amended later is one."""
    slug = pmtui.new()
    pmtui.done("log", "--run", "echo", "all quiet")
    shown = pmtui.done("show", slug)
    assert shown.count("echo 'all quiet'") == 1
    assert "corrected" not in shown
    pmtui.done("log", "/amend #1 quiet")
    assert "[corrected]" in pmtui.done("show", slug)
    pmtui.done("close")
    (row,) = [row for row in pmtui.record(slug)["timeline"] if row["kind"] == "run"]
    assert row["number"] == 1
    assert row["text"].endswith("\nquiet")
    assert row["until"] >= row["at"]


def test_a_command_that_is_there_and_cannot_run_is_recorded_with_why(pmtui: Program, tmp_path: Path) -> None:
    """As in a shell its status is 126."""
    pmtui.new()
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x7fELF nothing")
    broken.chmod(0o755)
    called = pmtui("log", "--run", str(broken))
    assert "exec format error" in called.err
    assert (last_run(pmtui).exit, last_run(pmtui).text) == (126, f"{broken}: exec format error")
