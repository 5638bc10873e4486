"""A script on stdin: one line is one entry, what is refused is named by its line, the rest is recorded."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pmtui.cli import script
from pmtui.storage import files
from pmtui.storage.unsent import Unsent
from tests.cli.calling import MORNING, Program, environment, process


def texts(pmtui: Program, slug: str) -> list[str]:
    """The words of every entry but the first, in the order of their numbers."""
    return [getattr(entry, "text", "") for entry in pmtui.incident(slug).entries[1:]]


def started(pmtui: Program, *words: str) -> subprocess.Popen[bytes]:
    """Python with these words, which reads, says and complains by pipes."""
    return subprocess.Popen(
        [sys.executable, *words],
        env=environment(pmtui.home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_line_that_begins_with_two_spaces_continues_the_one_before(pmtui: Program) -> None:
    """The two spaces go, the line break and further spaces stay."""
    slug = pmtui.new()
    pmtui.done("log", typed="pool is empty\n  Traceback:\n      at line 1\n  \n  end\nnext\n")
    assert texts(pmtui, slug) == ["pool is empty\nTraceback:\n    at line 1\n\nend", "next"]


def test_a_note_that_begins_with_a_time_is_named(pmtui: Program) -> None:
    """It is recorded as a note of now; beside the receipt stands what would say when it happened."""
    slug = pmtui.new()
    called = pmtui("log", typed="a note\n09:01 spike\n")
    assert called.err == "#2 is a note of now; /retime #2 09:01 says that it happened at 09:01\n"
    assert texts(pmtui, slug) == ["a note", "09:01 spike"]
    pmtui.done("log", "/retime #2 09:01")


def test_an_amendment_that_changes_nothing_is_none(pmtui: Program) -> None:
    """As on the screen: it says so, and the entry is not called edited."""
    slug = pmtui.new()
    pmtui.done("log", typed="pool is empty\n@10:20 /resolved\n")
    for line in ("/amend 1 pool is empty", "/amend 2", "/amend 1 /note pool is empty"):
        called = pmtui("log", line)
        name = f"#{line.split()[1]}"
        assert called == (0, "", f"nothing changed: {name} says that already; nothing was recorded\n")
    assert texts(pmtui, slug) == ["pool is empty", ""]


def test_a_note_that_would_be_a_command_with_a_slash_is_named(pmtui: Program) -> None:
    """It is recorded as the note that was typed; beside the receipt stands the command."""
    slug = pmtui.new()
    called = pmtui("log", typed="impact: all logins\n")
    assert called.err == "#1 is a note; /impact: all logins is the command\n"
    assert texts(pmtui, slug) == ["impact: all logins"]


def test_a_megabyte_of_continuing_lines_is_read_at_once(pmtui: Program) -> None:
    """A log that is fed as one entry takes the time of its length, not of its square, which is half a minute."""
    slug = pmtui.new()
    log = "\n".join(["a log", *(f"line {number:05}" for number in range(80_000))])
    began = time.monotonic()
    called = process(pmtui.home, "log", typed=log.replace("\n", "\n  "))
    assert called.status == 0, called.err
    assert texts(pmtui, slug) == [log]
    assert time.monotonic() - began < 10


def test_a_line_that_is_too_long_for_an_entry_is_named(pmtui: Program) -> None:
    """With its number and its beginning; the others are recorded."""
    slug = pmtui.new()
    called = pmtui("log", typed="one\n" + "x" * (4 << 20) + "\ntwo\n")
    assert called.status == 1
    assert called.err.startswith("line 2: it is 4.0 MiB long, and an entry holds 4 MiB at most")
    assert len(called.err) < 300
    assert texts(pmtui, slug) == ["one", "two"]


def test_skipped_lines_are_counted(pmtui: Program) -> None:
    """Empty lines and comments are skipped, and how many is said; `#1` and `#fire` are text."""
    slug = pmtui.new()
    called = pmtui("log", typed="# a comment\n\none\n \n#fire\n# end")
    assert called.status == 0
    assert called.err == "4 empty or comment lines skipped\n"
    assert texts(pmtui, slug) == ["one", "#fire"]


def test_one_skipped_line_is_one(pmtui: Program) -> None:
    """Counts are words that fit their number."""
    pmtui.new()
    assert pmtui("log", typed="one\n\n/foo\n").err.splitlines()[-2:] == [
        "1 empty or comment line skipped",
        "1 line refused, the rest is recorded",
    ]


def test_a_refused_line_is_named_and_the_rest_is_recorded(pmtui: Program) -> None:
    """The number is that of the line in the file, where a continued line begins."""
    slug = pmtui.new()
    called = pmtui("log", typed="one\n  more\n\n/evidence H9 no\n  really\ntwo\n@31:00 x\n")
    assert called.status == 1
    assert texts(pmtui, slug) == ["one\nmore", "two"]
    said = called.err.splitlines()
    assert said[0].startswith("line 4: H9 does not exist")
    assert said[0].endswith("not recorded: /evidence H9 no really")
    assert said[1].startswith("line 7: @31:00")
    assert [line.split()[1] for line in called.out.splitlines()] == ["#1", "#2"]


def test_a_line_can_refer_to_the_one_before(pmtui: Program) -> None:
    """What a line begins is known to the next one."""
    slug = pmtui.new()
    pmtui.done("log", typed="/hypothesis DDoS\n/misleading H1 real customers\n/undo\n")
    assert pmtui.incident(slug).hypotheses[0].state == "open"


def test_line_ends_of_windows_and_a_byte_order_mark(pmtui: Program) -> None:
    """CRLF and the mark that some editors put first are no text."""
    slug = pmtui.new()
    called = pmtui("log", typed=b"\xef\xbb\xbf# made elsewhere\r\none\r\n  more\r\n\r\ntwo\r\n")
    assert called.status == 0
    assert texts(pmtui, slug) == ["one\nmore", "two"]
    assert "2 empty or comment lines skipped" in called.err


def test_a_line_that_is_no_utf8_is_refused_alone(pmtui: Program) -> None:
    """Bytes of another encoding are named by their line, never guessed."""
    slug = pmtui.new()
    called = pmtui("log", typed=b"one\ncaf\xe9 is down\ntwo")
    assert called.status == 1
    assert "line 2: it is no UTF-8 text" in called.err
    assert texts(pmtui, slug) == ["one", "two"]


def test_a_script_waits_for_whoever_holds_the_incident(
    pmtui: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long another window takes, no line is lost; that it waits is said."""
    monkeypatch.setattr(files, "PATIENCE", 0.05)
    slug = pmtui.new()
    lock = files.Lock(pmtui.folder(slug))
    lock.__enter__()
    freed = threading.Timer(0.5, lock.__exit__, (None, None, None))
    freed.start()
    called = pmtui("log", typed="one\ntwo\n")
    freed.join()
    assert called.status == 0, called
    assert texts(pmtui, slug) == ["one", "two"]
    patience = f"{files.PATIENCE:.0f} seconds"
    assert called.err == f"{slug}: another window has held it for {patience}; waiting, nothing is lost\n"


def test_a_very_long_line_is_one_entry(pmtui: Program) -> None:
    """A line of a megabyte is recorded whole; its receipt is one short line."""
    slug = pmtui.new()
    out = pmtui.done("log", typed="x" * 1_000_000 + "\n")
    assert texts(pmtui, slug) == ["x" * 1_000_000]
    assert len(out) < 250


def test_nothing_on_stdin_is_said(pmtui: Program) -> None:
    """A redirection from an empty file is no silent success."""
    slug = pmtui.new()
    assert pmtui("log") == (0, "", "there is no line on stdin, so nothing was recorded\n")
    assert len(pmtui.incident(slug)) == 1


def test_a_command_that_only_answers_may_stand_in_a_script(pmtui: Program) -> None:
    """`/brief` between two entries prints the state at that point."""
    slug = pmtui.new()
    out = pmtui.done("log", typed="/hypothesis DDoS\n/brief\n/confirmed H1\n")
    assert "Open hypotheses: H1 DDoS" in out
    assert len(texts(pmtui, slug)) == 2


def test_a_script_may_close_and_go_on(pmtui: Program) -> None:
    """Lines after `/close` are recorded too, and the documents hold them."""
    slug = pmtui.new()
    pmtui.done("log", typed="@10:00 /started\n/close\n/well quick answers\n")
    assert pmtui.record(slug)["lessons"]["well"] == ["quick answers"]


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """A pipe whose two ends are closed in the end."""
    ends = os.pipe()
    yield ends
    for end in ends:
        try:
            os.close(end)
        except OSError:
            continue


def test_a_line_is_yielded_when_nothing_follows_for_a_while(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow program's last line does not wait for the next one, and what comes late to continue it is told."""
    monkeypatch.setattr(script, "IDLE", 0.01)
    reading, writing = pipe
    lines = script.lines(reading, lambda: MORNING)
    os.write(writing, b"one\n  more\n")
    assert next(lines).raw == b"one\nmore"
    os.write(writing, b"  too late\ntwo\n")
    late = next(lines)
    assert (late.raw, late.number, late.late) == (b"  too late", 3, True)
    os.close(writing)
    assert [(line.raw, line.number, line.late) for line in lines] == [(b"two", 4, False)]


def test_half_a_line_waits_for_its_end(pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes without a line end are no line yet, however long they take; letters cut in two are whole."""
    monkeypatch.setattr(script, "IDLE", 0.01)
    reading, writing = pipe
    found: list[script.Line] = []
    reader = threading.Thread(target=lambda: found.extend(script.lines(reading, lambda: MORNING)))
    reader.start()
    for byte in "naïve é\n".encode():
        os.write(writing, bytes([byte]))
    os.close(writing)
    reader.join(10)
    assert [line.text() for line in found] == ["naïve é"]


def test_an_interrupt_saves_the_line_that_has_arrived(pmtui: Program, tmp_path: Path) -> None:
    """Ctrl-C at `pmtui log` loses no line that was ended with Enter; exit 130 without a word."""
    slug = pmtui.new()
    program = started(pmtui, "-c", INTERRUPTED)
    out, err = program.communicate(b"one\ntwo\n", timeout=60)
    assert (program.returncode, err) == (130, b"")
    assert [line.split()[1] for line in out.decode().splitlines()] == ["#1", "#2"]
    assert texts(pmtui, slug) == ["one", "two"]


def test_half_a_line_that_cannot_be_kept_is_named_all_the_same(pmtui: Program) -> None:
    """In a folder that takes no file the sentence on stderr is what is left of it; letters that are cut are a sign."""
    slug = pmtui.new()
    (pmtui.folder(slug) / "unsent").write_text("no folder")
    program = started(pmtui, "-m", "pmtui", "log")
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(b"one\n")
    program.stdin.flush()
    assert b"#1" in program.stdout.readline()
    program.stdin.write("café".encode()[:-1])
    program.stdin.flush()
    program.send_signal(signal.SIGTERM)
    assert program.wait(60) == 128 + signal.SIGTERM
    (said,) = program.communicate(timeout=60)[1].decode().splitlines()
    assert "not recorded: caf� (and it could not be kept: " in said
    assert texts(pmtui, slug) == ["one"]


INTERRUPTED = """
import select, sys
from pmtui.cli.main import run
real = select.poll
calls = iter(range(9))
class Interrupted:
    def __init__(self):
        self.register = (asked := real()).register
        self.asked = asked
    def poll(self, *given):
        if next(calls) == 1:
            raise KeyboardInterrupt
        return self.asked.poll(*given)
select.poll = Interrupted
sys.exit(run(["log"]))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_saves_the_lines_that_have_arrived(pmtui: Program, number: signal.Signals) -> None:
    """A line that was ended is recorded, however soon the signal comes behind it; half of one waits, and is named."""
    slug = pmtui.new()
    program = started(pmtui, "-m", "pmtui", "log")
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(b"one\ntwo\n")
    program.stdin.flush()
    assert b"#1" in program.stdout.readline()
    program.stdin.write(b"three\nfo")
    program.stdin.flush()
    program.send_signal(number)
    assert program.wait(60) == 128 + number  # with stdin open: at its end half a line is a line
    out, err = program.communicate(timeout=60)
    assert err.decode().splitlines() == [
        f"the last line was cut off before its end, and is not recorded: fo; the next window of {slug} has it"
    ]
    assert out.count(b"#") == 2
    assert texts(pmtui, slug) == ["one", "two", "three"]
    window, _ = Unsent.claim(pmtui.folder(slug), lambda _: None)
    assert [line.text for line in window.state.parked] == ["fo"]
    window.close()
