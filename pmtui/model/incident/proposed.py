"""What the record says of a section of the write-up before anybody writes it.

The draft proposes it in that place; so neither the draft nor the review calls such a section missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.model import entries as e

if TYPE_CHECKING:
    from pmtui.model.incident.facts import HypothesisFact
    from pmtui.model.incident.incident import Incident


def proposed(incident: Incident) -> dict[str, tuple[str, ...]]:
    """By section, the texts that were typed of it, in order; a section that nothing is said of is left out.

    The impact is what users felt, the root cause the words of `identified` and the confirmed hypotheses, the
    resolution the words of `mitigated` and `resolved`.
    """
    said = milestone_texts(incident)
    confirmed = [_with_why(h) for h in incident.hypotheses if h.state == "confirmed"]
    found = {
        "impact": [i.entry.text for i in incident.impacts if isinstance(i.entry, e.Worded)],
        "root_cause": [said.get("identified", ""), *confirmed],
        "resolution": [said.get("mitigated", ""), said.get("resolved", "")],
    }
    texts = {
        section: tuple(dict.fromkeys(text for text in each if text.strip()))
        for section, each in found.items()
    }
    return {section: each for section, each in texts.items() if each}


def milestone_texts(incident: Incident) -> dict[str, str]:
    """What was typed with the moment that counts, by milestone; one without words is left out."""
    found = {}
    for name, moment in incident.milestones.items():
        entry = moment.item.entry if moment.item else None
        if isinstance(entry, e.Milestone) and entry.text:
            found[name] = entry.text
    return found


def _with_why(h: HypothesisFact) -> str:
    return f"{h.text.strip().rstrip('.')}: {h.because}" if h.because else h.text
