"""A first wording of an update from the state: for whom, then what they should hear."""

from __future__ import annotations

import re

from pmtui.model import entries as e
from pmtui.model.incident.due import Limits, waiting
from pmtui.model.incident.incident import Incident
from pmtui.model.line.arguments import Context, LineError
from pmtui.model.line.commands import meant
from pmtui.model.line.readers.common import AUDIENCES
from pmtui.model.time.words import duration

_INSIDE = ("internal", "stakeholders", "support")
"""Who may read what we are doing and whom we need; all others read what they feel, and when they hear more."""
_ENDING = ("…", ".", "!", "?")


def composed(line: str, context: Context, limits: Limits) -> str:
    """What goes into the bar at Enter on an update without a text; empty for every other line.

    `/update` becomes `/update customers: `, with the audience whose update is due next; that again becomes a text
    from what is known, to be edited before the next Enter. Nothing in it is invented.

    Args:
        line: as it stands in the bar.
        context: where it is read.
        limits: whose rhythm says when the next update is promised.
    """
    match = re.fullmatch(r"/(\S+)\s*([^:\n]*?)\s*(:?)\s*", line)
    if match is None:
        return ""
    try:
        command, _ = meant(match[1], match[2])
    except LineError:
        return ""
    if command.kind is not e.Update:
        return ""
    if not match[2] and not match[3]:
        return _addressed(context, limits)
    known = {name.casefold(): name for name in (*AUDIENCES, *context.audiences)}
    audience = known.get(match[2].casefold(), "")
    return _worded(audience, context.incident, limits) if audience and match[3] else ""


def _addressed(context: Context, limits: Limits) -> str:
    """To the audience that was promised the next update, else to those who were told last, else to the customers."""
    waits = waiting(context.incident, context.now, limits)
    promised = [each.line for each in waits if each.kind == "update" and each.line.endswith(": ")]
    audiences = [i.entry.audience for i in context.incident.updates if isinstance(i.entry, e.Update)]
    last = next((audience for audience in reversed(audiences) if audience), AUDIENCES[0])
    return promised[0] if promised else f"/update {last}: "


def _worded(audience: str, incident: Incident, limits: Limits) -> str:
    services = f" ({', '.join(incident.services)})" if incident.services else ""
    lines = [f"/update {audience}: {incident.title}{services} – {incident.status}."]
    if incident.summary:
        lines.append(_sentence(incident.summary))
    impact = [i.entry.text for i in incident.impacts if isinstance(i.entry, e.Impact)]
    if impact:
        lines.append(f"Impact: {_sentence(impact[-1])}")
    if audience in _INSIDE:
        lines += _work(incident)
    rhythm = limits.rhythm(incident.severity)
    if rhythm and incident.status != "resolved":
        lines[-1] += f" next:{_typed(rhythm)}"
    return "\n".join(lines)


def _work(incident: Incident) -> list[str]:
    """What we are doing, and whom we wait for."""
    doing = [action.text for action in incident.actions if action.state == "in flight"]
    asked = [x for x in incident.escalations if x.state == "waiting"]
    needs = [f"{x.to} ({x.because})" if x.because else x.to for x in asked]
    lines = [f"We are: {_sentence('; '.join(doing))}"] if doing else []
    return [*lines, f"We need: {_sentence('; '.join(needs))}"] if needs else lines


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith(_ENDING) else text + "."


def _typed(seconds: int) -> str:
    """A length as a key takes it: `1h30m`."""
    return f"{seconds}s" if seconds % 60 else duration(seconds).replace(" ", "")
