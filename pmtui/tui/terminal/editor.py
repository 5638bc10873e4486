"""The person's own editor: `$VISUAL`, else `$EDITOR`, else vi; a failing one loses nothing."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.app import SuspendNotSupported

from pmtui.errors import PmtuiError
from pmtui.storage.scratch import Scratch

if TYPE_CHECKING:
    from textual.app import App

_AT_ONCE = 1.0
"""Seconds in which nobody changes a text: an editor that ended sooner may have left it to a window of its own."""


def command() -> list[str]:
    """The words of the editor's command.

    Raises:
        PmtuiError: a quote in it is not closed.
    """
    wanted = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip() or "vi"
    try:
        return shlex.split(wanted)
    except ValueError as error:
        raise PmtuiError(
            f"the editor {wanted}: {str(error).lower()}", "mend $VISUAL or $EDITOR; the text is as it was"
        ) from None


class Edited(NamedTuple):
    """What an editor left."""

    text: str
    said: str
    """A sentence about it, or nothing."""


def edit_text(app: App[Any], text: str, folder: Path, section: str) -> Edited:
    """The text as it is after the editor has ended; what it saved counts, however it ended.

    Raises:
        PmtuiError: there is no such editor, or it failed and changed nothing: the text is as it was before. Or what
            it saved cannot be read; it is kept.
    """
    command()
    scratch = Scratch(folder, section, text)
    failure, keep, began = "", True, monotonic()
    try:
        try:
            edit_file(app, scratch.path)
        except PmtuiError as error:
            failure = error.what
        new = scratch.read()
        at_once = not failure and monotonic() - began < _AT_ONCE
        keep = new == text and at_once
    finally:
        scratch.close(keep)
    if failure and new == text:
        raise PmtuiError(failure, "the text is as it was")
    if keep:
        return Edited(
            text, f"{command()[0]} came back at once: --wait? What it saves later is found on opening again"
        )
    return Edited(new, f"{failure}; what it had saved is taken over" if failure else "")


def edit_file(app: App[Any], path: Path) -> None:
    """Hands the terminal to the editor until it has ended.

    Raises:
        PmtuiError: there is no such editor, or it failed.
    """
    words = [*command(), str(path)]
    failure = ""
    try:
        with app.suspend():
            failure = _run(words)  # suspend has no finally: nothing may be raised inside
    except SuspendNotSupported:
        raise PmtuiError("this terminal cannot be handed to an editor", "edit the text here") from None
    if failure:
        raise PmtuiError(failure, "the text is as it was")


def _run(words: list[str]) -> str:
    """Runs the editor; what went wrong, or nothing."""
    try:
        status = subprocess.run(words, check=False).returncode
    except OSError as error:
        return f"{words[0]}: {(error.strerror or str(error)).lower()}; set $VISUAL or $EDITOR"
    return f"{words[0]} ended with status {status}" if status else ""
