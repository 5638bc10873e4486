"""What the facts say of a section until somebody writes it: the summary, impact, root cause and resolution."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.proposed import milestone_texts, proposed
from pmtui.model.text import one_line
from pmtui.output.draft.lines import team, upper
from pmtui.output.draft.times import Times, measured
from pmtui.output.text.light import inline, item
from pmtui.output.text.markdown import Safe, at_start, first_sentence

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident


_FEW = 5
"""So many words may name a path within a sentence."""
_POINT = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?")
_NO_PROSE = re.compile(r"[|>!<`~]|\s{4}|\t")
"""A table, a quotation, a picture, HTML or code."""
_WORD = re.compile(r"[a-z]+(?=[ ,;:]|$)")
"""A word as any other, which is no name of a program with its own spelling: `api-gateway`, `v2`, `iOS`."""
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|am|be|been|has|have|had|do|does|did|can|cannot|could|may|might|must|will|would|should"
    r"|caused|causes|broke|breaks|failed|fails|ran|runs|went|goes|got|gets|made|makes|took|takes)\b|n['’]t\b",
    re.I,
)
"""A verb: what has one is a sentence of its own, and no subject of another."""


class Proposals:
    """Sentences made of one incident's facts; nothing is in them that nobody recorded."""

    def __init__(self, incident: Incident, times: Times) -> None:
        self._incident = incident
        self._times = times
        self._proposed = proposed(incident)
        self._texts = milestone_texts(incident)

    @property
    def sections(self) -> dict[str, Safe]:
        """By section; what the facts say nothing of is left out."""
        found = {
            "summary": self._summary,
            "impact": self._impact,
            "root_cause": self._sentences("root_cause"),
            "resolution": self._sentences("resolution"),
        }
        return {
            name: text if name == "impact" else Safe(at_start(text)) for name, text in found.items() if text
        }

    @property
    def _summary(self) -> Safe:
        sentences = [
            self._what,
            self._why,
            self._found,
            self._paths,
            self._help,
            self._end,
        ]
        return Safe(" ".join(sentence for sentence in sentences if sentence))

    @property
    def _bounds(self) -> tuple[datetime | None, datetime | None]:
        """Where it begins and ends; an end before the beginning is none."""
        start, end = self._incident.bounds
        return start, end if start is None or end is None or start <= end else None

    @property
    def _what(self) -> str:
        start, end = self._bounds
        services = [str(inline(name)) for name in self._incident.services]
        were = "were" if len(services) > 1 else "was"
        impacts = self._proposed.get("impact") or [
            *filter(None, [_lead(self._incident.sections.get("impact", ""))])
        ]
        felt = " ".join(map(_sentence, impacts))
        what = _ended(f"{listed(services)} {were} affected") if services else ""
        if start is None:
            return " ".join(part for part in (what, felt) if part)
        if end is None and not what and not felt:
            began = "The impact began" if "started" in self._incident.milestones else "It was detected"
            return _ended(f"{began} on {self._times.moment(start)}{self._times.suffix}")
        when = self._times.period(start, end) if end else f"Since {self._times.moment(start)}"
        metric = self._incident.metric("duration")
        lengths = [measured(metric)] if metric.seconds else []
        impact = self._incident.metric("impact")
        if len(self._incident.impact_intervals) > 1 and impact.seconds:
            lengths.append(f"with impact for {measured(impact)} of it")
        spent = f" ({', '.join(lengths)})" if lengths else ""
        said = f"{when}{self._times.suffix}{spent}"
        if not (what or felt):
            return _ended(f"{said}, the incident was under way")
        if what:
            return f"{said}, {what} {felt}".rstrip()
        return f"{said}: {' '.join((_typed(impacts[0]), *map(_sentence, impacts[1:])))}"

    @property
    def _why(self) -> str:
        written = _lead(self._incident.sections.get("root_cause", ""))
        if written:
            return _sentence(written)
        return "" if "identified" in self._texts else _sentence(self._confirmed_text)

    @property
    def _confirmed_text(self) -> str:
        return next((h.text for h in self._incident.hypotheses if h.state == "confirmed"), "")

    @property
    def _found(self) -> str:
        moment = self._incident.milestones.get("identified")
        if moment is None:
            return ""
        said = f"The cause was identified {self._times.at(moment.at, about=moment.about)}"
        spent = self._incident.metric("time_to_identify")
        after = f", {measured(spent)} after it was detected" if spent.seconds else ""
        text = (
            "" if self._incident.sections.get("root_cause", "").strip() else self._texts.get("identified", "")
        )
        return _ended(f"{said}{after}{f': {_inner(text)}' if text else ''}")

    @property
    def _paths(self) -> str:
        texts = [h.text for h in self._incident.hypotheses if h.state == "misleading"]
        paths = [_inner(text) for text in texts]
        if not paths:
            return ""
        if any(len(text.split()) > _FEW or _CLAUSE.search(text) for text in texts):
            were = "Misleading paths were" if len(paths) > 1 else "A misleading path was"
            return _ended(f"{were} ruled out: {'; '.join(paths)}")
        turned = "misleading paths" if len(paths) > 1 else "a misleading path"
        return _ended(f"{upper(listed(paths))} turned out to be {turned}")

    @property
    def _help(self) -> str:
        asked = [f"to {_inner(team(x.to))}{self._times.at_when(x.asked)}" for x in self._incident.escalations]
        return _ended(f"The incident was escalated {listed(asked)}") if asked else ""

    @property
    def _end(self) -> str:
        found = [self._moment(at, words, name) for at, words, name in self._ends]
        return _ended(upper(listed(found))) if found else ""

    def _moment(self, at: datetime, words: str, name: str) -> str:
        """`at 11:30 the impact was over (rolled back)`, in the words of the moment that counts, or of one of others."""
        moment = next((m for m in self._incident.moments[name] if m.at == at), None)
        moment = moment or self._incident.milestones[name]
        entry = moment.item.entry if moment.item else None
        text = entry.text if isinstance(entry, e.Milestone) else ""
        said = f"{self._times.at(at, about=moment.about)} {words}"
        return f"{said} ({_inner(text)})" if text else said

    @property
    def _ends(self) -> list[tuple[datetime, str, str]]:
        """When the impact was over, was back, and when all was normal again, with the name of each milestone."""
        given, stretches = self._incident.milestones, self._incident.impact_intervals
        resolved = given.get("resolved")
        found: list[tuple[datetime, str, str]] = []
        for number, stretch in enumerate(stretches if len(stretches) > 1 else ()):
            again = " again" if number else ""
            if number:
                found.append((stretch.start, f"it was back{' again' if number > 1 else ''}", "relapse"))
            if stretch.end and any(m.at == stretch.end for m in self._incident.moments["mitigated"]):
                found.append((stretch.end, f"the impact was over{again}", "mitigated"))
        if not found and (mitigated := given.get("mitigated")):
            found.append((mitigated.at, "the impact was over", "mitigated"))
        if resolved:
            found = [each for each in found if each[0] != resolved.at]
            found.append((resolved.at, "everything was back to normal", "resolved"))
        return found

    @property
    def _impact(self) -> Safe:
        return Safe("\n".join(f"- {item(text)}" for text in self._proposed.get("impact", ())))

    def _sentences(self, section: str) -> Safe:
        return Safe(" ".join(_sentence(text) for text in self._proposed.get(section, ())))

    @property
    def picture(self) -> Safe:
        """What the picture shows, for those who do not see it."""
        start, end = self._bounds
        parts = []
        if start and end:
            parts.append(f"from {self._times.span(start, end)}{self._times.suffix}")
        moments = (
            ("identified", "cause identified"),
            ("mitigated", "mitigated"),
            ("resolved", "back to normal"),
        )
        for name, words in moments:
            moment = self._incident.milestones.get(name)
            if moment is not None:
                parts.append(f"{words} {self._times.at(moment.at, about=moment.about)}")
        return Safe("Timeline of the incident" + (f": {', '.join(parts)}" if parts else ""))


def _lead(section: str) -> str:
    """The first sentence of what somebody wrote, or of its first point; empty when it begins with none."""
    first = next((line for line in section.splitlines() if line.strip() and not line.startswith("#")), "")
    if point := _POINT.match(first):
        return first_sentence(first[point.end() :])
    return "" if _NO_PROSE.match(first) else first_sentence(section)


def _sentence(text: str) -> str:
    """What somebody typed as a sentence, with a capital letter at its beginning."""
    said = _typed(text)
    return upper(said) if _WORD.match(said) else said


def _typed(text: str) -> str:
    """What somebody typed, with the end of a sentence."""
    return _ended(str(inline(one_line(text))))


def _ended(said: str) -> str:
    """Markdown with the end of a sentence; empty as it is."""
    return said if not said or re.search(r"[.!?…:]$", said) else f"{said}."


def _inner(text: str) -> str:
    """What was typed, within a sentence: without its end, and an article at its beginning in small letters."""
    line = one_line(text).rstrip(".")
    article = re.match(r"(?:A|An|The) ", line)
    return str(inline(article[0].lower() + line[article.end() :] if article else line))


def listed(names: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
