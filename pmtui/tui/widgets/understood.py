"""The line under the bar: what Enter would do with the text in it, what was done last, or which keys act."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

from pmtui.model import entries as e
from pmtui.model.line.arguments import LineError
from pmtui.model.line.grammar import Typed
from pmtui.model.line.receipt import divided
from pmtui.model.time.words import understood
from pmtui.work.session import Session


class Understood(Static):
    """One line, replaced as a whole."""

    def __init__(self) -> None:
        super().__init__(id="understood", markup=False)

    def say(self, text: str) -> None:
        """One sentence."""
        self.update(Content(" ".join(text.splitlines())), layout=False)

    def show(self, typed: Typed | LineError, session: Session) -> None:
        """What Enter would do with the line as it stands."""
        if isinstance(typed, LineError):
            self.say(str(typed))
        elif typed.entry is None:
            self.say(f"{typed.command.usage}   {typed.command.help}")
        else:
            self.say(_preview(typed, typed.entry, session))

    def show_keys(self, keys: Iterable[tuple[str, str]]) -> None:
        """Keys with what they do."""
        pieces = [piece for key, label in keys for piece in ((f"{key} ", "bold"), f"{label}  ")]
        self.update(Content.assemble(*pieces), layout=False)


def _preview(typed: Typed, entry: e.Entry, session: Session) -> str:
    """`→ 10:40 today, 12 min ago  hypothesis H3   /hypothesis TEXT`."""
    incident = session.incident
    when = "" if isinstance(entry, e.Correction) else understood(entry.when, session.clock(), incident.zone)
    about = [incident.label(ref) or incident.name(ref) for ref in entry.refs if ref in incident]
    parts = (f"→ {when}".strip(), e.kind_of(entry), entry.label or ", ".join(about), divided(entry))
    return "  ".join(part for part in parts if part) + f"     {typed.command.usage}"
