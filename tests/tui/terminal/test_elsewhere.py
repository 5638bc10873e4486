"""Promises about what reaches somebody who looks elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from pmtui.storage.settings import Settings
from pmtui.tui.terminal.elsewhere import Elsewhere
from tests.tui.stage import HOSTILE

_STEERS = "a\x1b]0;b\x07c\nd\x9ce\u202ef;g " + HOSTILE


def _sent(env: dict[str, str], text: str = "E1 waits", **wanted: Any) -> list[str]:
    """What is written for an alarm on a terminal; the bell is `bell`."""
    sent: list[str] = []
    elsewhere = Elsewhere(Settings(**wanted), lambda: sent.append("bell"), sent.append, env)
    elsewhere.alarm(text)
    return sent


def test_an_alarm_is_a_bell_and_a_notification_where_the_terminal_has_them() -> None:
    """OSC 9 or OSC 777, never both; others get the bell alone, because some print what they do not know."""
    for env in ({"TERM_PROGRAM": "iTerm.app"}, {"TERM_PROGRAM": "WezTerm"}, {"KITTY_WINDOW_ID": "1"}):
        assert _sent(env) == ["bell", "\x1b]9;E1 waits\x07"]
    for env in ({"TERM": "foot-extra"}, {"TERM": "rxvt-unicode"}, {"VTE_VERSION": "7200"}):
        assert _sent(env) == ["bell", "\x1b]777;notify;pmtui;E1 waits\x07"]
    assert _sent({"TERM": "xterm-256color"}) == ["bell"]


def test_each_of_them_can_be_switched_off() -> None:
    """By its setting."""
    assert _sent({"KITTY_WINDOW_ID": "1"}, bell=False) == ["\x1b]9;E1 waits\x07"]
    assert _sent({"KITTY_WINDOW_ID": "1"}, notify=False) == ["bell"]


@pytest.mark.parametrize("env", [{"KITTY_WINDOW_ID": "1"}, {"TERM": "foot"}])
def test_no_text_of_an_incident_steers_the_terminal(env: dict[str, str]) -> None:
    """What would end a sequence, begin another or be a field of its own is taken out; long ones are cut."""
    for text in (_STEERS, "x" * 10_000):
        (sequence,) = _sent(env, text, bell=False)
        inner = sequence.removeprefix("\x1b]").removesuffix("\x07")
        assert all(character.isprintable() for character in inner)
        assert len(inner) < 250
    assert _sent({"TERM": "foot"}, "a;b", bell=False)[0].count(";") == 3


def test_the_windows_title_is_written_when_it_changes() -> None:
    """Once each, cleaned; never to a terminal without windows."""
    sent: list[str] = []
    elsewhere = Elsewhere(Settings(), lambda: None, sent.append, {"TERM": "xterm"})
    for text in ("one", "one", "two\x07\x1b[2J", "two\x07\x1b[2J"):
        elsewhere.name(text)
    assert sent == ["\x1b]2;one\x07", "\x1b]2;two\x07"]
    silent = Elsewhere(Settings(), lambda: None, sent.append, {"TERM": "linux"})
    silent.name("three")
    assert len(sent) == 2
