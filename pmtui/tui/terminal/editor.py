"""The person's own editor: `$VISUAL`, else `$EDITOR`, else vi; a failing one loses nothing."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import SuspendNotSupported

from pmtui.errors import PmtuiError
from pmtui.storage.scratch import Scratch

if TYPE_CHECKING:
    from textual.app import App


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


def edit_text(app: App[Any], text: str) -> str:
    """The text as it is after the editor has ended.

    Raises:
        PmtuiError: there is no such editor, or it failed: the text is as it was before.
    """
    with Scratch(text) as scratch:
        edit_file(app, scratch.path)
        return scratch.read()


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
