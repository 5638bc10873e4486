"""What a person set once: `settings.toml`. Nothing in it can keep the program from starting."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from pmtui.model.text import did_you_mean, nearest, one_line
from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk, StorageError, explain, explaining
from pmtui.storage.private import others_can_change

_THEME = re.compile(r"""^theme[ \t]*=[ \t]*(?:"[^"\n]*"|'[^'\n]*')([^\n]*)$""", re.MULTILINE)
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_LENGTHS = ("update_every", "silence_after", "answer_after")
"""Settings that are a length of time."""
_SEVERITIES = ("SEV1", "SEV2", "SEV3", "SEV4", "SEV5")
_OTHER = "other"
_LENGTH = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


class Commands(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The user's own commands, each as its words; each gets the text on stdin, after its entry is saved."""

    update: tuple[str, ...] = ()
    """For what was told with `/update`."""
    escalate: tuple[str, ...] = ()
    """For who was asked with `/escalate`, and why."""


class Settings(msgspec.Struct, frozen=True):
    """The settings, each with its default."""

    name: str = ""
    """Who is typing; empty: the user's name on this machine. See `identity`."""
    timezone: str = ""
    """The zone of new incidents; empty: this machine's."""
    severities: Annotated[tuple[str, ...], msgspec.Meta(max_length=5)] = ()
    """What SEV1, SEV2 … mean here, from the worst on; shown where a severity is typed."""
    teams: tuple[str, ...] = ()
    """Names that are completed after `/escalate`."""
    people: tuple[str, ...] = ()
    """Names that are completed after `/role`, `owner:` and the like."""
    audiences: tuple[str, ...] = ()
    """Audiences of updates besides the known ones."""
    update_every: int | dict[str, int] = 1800
    """Seconds between updates, unless one says `next:`; 0 is no rhythm. Written as `"30m"`, or one for each severity:
    `{ SEV1 = "15m", other = "1h" }`. See `rhythm`."""
    answer_after: int = 300
    """Seconds after which an escalation that nobody answered is overdue. Written as `"5m"`."""
    silence_after: int = 900
    """Seconds without an entry that count as silence; 0 is never. Written as `"15m"`."""
    bell: bool = True
    """Ring the terminal's bell when something becomes overdue."""
    notify: bool = True
    """Show a desktop notification then, where the terminal has them."""
    theme: str = ""
    """A theme's name; empty: the terminal's own."""
    all_hints: bool = False
    """The review gives the hints that misfire often, too."""
    template: str = "default"
    """The template of new drafts: default, google, atlassian, pagerduty, or one of your own beside the settings."""
    shared: Literal["", "group"] = ""
    """`group`: new incidents are their folder's group's, to read and to write; empty: one person's, unless the home is
    a group's already."""
    keymap: dict[str, str] = {}
    """A key for each action that is not to have its default one."""
    run: Commands = Commands()
    """Programs of the user's own that the screens start."""

    def rhythm(self, severity: str) -> int:
        """Seconds between two updates at a severity, `SEV1` to `SEV5` or `SEV?`; 0 is no rhythm."""
        if isinstance(self.update_every, int):
            return self.update_every
        return self.update_every.get(severity, self.update_every.get(_OTHER, 0))


def load(path: Path, disk: Disk = DISK) -> tuple[Settings, list[str]]:
    """The settings in a file, and a sentence for each that cannot be taken; its default holds then.

    No file is no mistake, and costs nothing.
    """
    try:
        data = files.read(disk, path, files.SHORT)
    except (FileNotFoundError, NotADirectoryError):
        return Settings(), []
    except OSError as error:
        return Settings(), [str(explain(error, path))]
    import tomllib

    try:
        found = tomllib.loads(data.decode())
    except (ValueError, RecursionError) as error:  # what is no UTF-8, too
        return Settings(), [f"{path}: cannot be read: {error}; mend that line"]
    kept: dict[str, Any] = {}
    notices: list[str] = []
    if "run" in found and _is_anybodys(path, disk):
        del found["run"]
        notices.append(
            f"{path}: run: left out, because other members of the group could have pmtui run what they like"
        )
    for key, value in found.items():
        try:
            kept[key] = _checked(key, value)
        except ValueError as error:
            notices.append(f"{path}: {key}: {error}")
    return Settings(**kept), notices


def _is_anybodys(path: Path, disk: Disk) -> bool:
    try:
        return others_can_change(path, disk)
    except OSError:
        return True  # it was there a moment ago


def keep_theme(path: Path, theme: str, disk: Disk = DISK) -> None:
    """Writes the theme into the settings; every other byte of the file stays.

    Raises:
        StorageError: the file cannot be read or written, or another line of it has to be mended first.
    """
    import tomllib

    from pmtui.storage.deliver import deliver

    try:
        text = files.read(disk, path, files.SHORT).decode()
    except (FileNotFoundError, NotADirectoryError):
        text = ""
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(f"{path}: cannot be read: {error}", "mend that first") from error
    top = _TABLE.split(text, maxsplit=1)[0]
    line = f"theme = {msgspec.json.encode(theme).decode()}"
    kept, count = _THEME.subn(lambda match: line + match[1], top, count=1)
    changed = (kept if count else f"{line}\n{top}") + text[len(top) :]
    try:
        if tomllib.loads(changed).get("theme") != theme:
            raise ValueError("theme is set in a way that cannot be changed")
    except (ValueError, RecursionError) as error:
        raise StorageError(f"{path}: the theme cannot be kept: {error}", "mend that line") from error
    with explaining(path):
        files.make_folders(disk, path.parent)
    deliver(path, changed, disk)


def identity(settings: Settings) -> str:
    """Who is typing: the setting, else the user's name on this machine; empty when nobody knows.

    Behind `sudo` that is who called it: an entry by root names nobody.
    """
    return one_line(
        settings.name or _sudoer() or os.environ.get("USER") or os.environ.get("LOGNAME") or _account()
    )


def _sudoer() -> str:
    return os.environ.get("SUDO_USER", "") if os.geteuid() == 0 else ""


def _account() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def _checked(key: str, value: Any) -> Any:
    fields = {field.name: field for field in msgspec.structs.fields(Settings)}
    if key not in fields:
        raise ValueError(
            "; ".join(filter(None, ("there is no such setting", did_you_mean(nearest(key, fields)))))
        )
    if key == "update_every" and isinstance(value, dict):
        return _rhythms(value)
    if key in _LENGTHS:
        return _seconds(value)
    if key == "shared" and value not in ("", "group"):
        raise ValueError('write it as "group", or leave it out for yourself alone')
    try:
        return msgspec.convert(_cleaned(value), fields[key].type)
    except msgspec.ValidationError as error:
        raise ValueError(f"{str(error).lower()}; its default holds") from error


def _cleaned(value: Any) -> Any:
    """Texts of a settings file are data like any other typed text."""
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {one_line(key): _cleaned(one) for key, one in value.items()}
    return one_line(value) if isinstance(value, str) else value


def _rhythms(value: dict[str, Any]) -> dict[str, int]:
    """A length for each severity that has one; `other` is for all the rest."""
    found = {}
    for name, length in value.items():
        severity = _OTHER if name.lower() == _OTHER else name.upper()
        if severity not in (*_SEVERITIES, _OTHER):
            raise ValueError(f"{one_line(name)!r} is no severity; write SEV1 to SEV5, or other")
        found[severity] = _seconds(length)
    return found


def _seconds(value: Any) -> int:
    match = _LENGTH.fullmatch(value) if isinstance(value, str) else None
    if match is not None and match[0]:
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds
    if value == 0 and value is not False:
        return 0
    raise ValueError('write it as "30m", "1h30m" or "90s" (0 for never)')
