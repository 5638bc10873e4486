"""A first wording of an update from the state: conditions, actions, needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.model import entries as e

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident


def update(incident: Incident) -> str:
    """`/update …` with what is known, to be edited before Enter; nothing in it is invented."""
    sent = [i.entry for i in incident.updates if isinstance(i.entry, e.Update) and i.entry.audience]
    audience = f"{sent[-1].audience}: " if sent else ""
    services = f" ({', '.join(incident.services)})" if incident.services else ""
    what = incident.title + services
    if not audience:
        what = what.replace(":", " –")  # else the title could be read as one
    impact = [i.entry.text for i in incident.impacts if isinstance(i.entry, e.Impact)]
    lines = [f"/update {audience}{what} – {incident.status}."]
    if incident.summary:
        lines.append(_sentence(incident.summary))
    if impact:
        lines.append(f"Impact: {_sentence(impact[-1])}")
    doing = [a.text for a in incident.actions if a.state == "in flight"]
    if doing:
        lines.append(f"We are: {_sentence('; '.join(doing))}")
    needs = [
        f"{x.to}{f' ({x.because})' if x.because else ''}"
        for x in incident.escalations
        if x.state == "waiting"
    ]
    if needs:
        lines.append(f"We need: {_sentence('; '.join(needs))}")
    return "\n".join(lines)


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", "…")) else text + "."
