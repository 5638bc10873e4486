"""What prose says became of hypotheses and follow-ups, held against the record: rule 24."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmtui.model.incident.facts import TaskFact
from pmtui.model.review.case import WRONG, Case, Found, Text, sentence
from pmtui.model.review.dates import spoken

_CAUSE = (
    re.compile(
        r"\b(?:caused by|due to|because of|triggered by|traced (?:back )?to)\b(?P<what>(?:[^.;\n]|\.(?=\d)){0,200})",
        re.I,
    ),
    re.compile(
        r"\b(?:cause|culprit|trigger)(?: (?:was|is|were|turned out to be)\b|:)(?P<what>(?:[^.;\n]|\.(?=\d)){0,200})",
        re.I,
    ),
)
_EFFECT = re.compile(
    r"\b(?:caused|brought down|was the (?:(?:root )?cause|culprit|trigger)|was (?:to blame|responsible))\b(?! by)",
    re.I,
)
_REACH = 200
"""Characters before an effect in which its cause is looked for."""
_NOT_MEANT = re.compile(
    r"\b(?:not|n['’]t|never|no|ruled|excluded|suspect\w*|thought|believed|assum\w*|looked like|seemed|appear\w*|first|"
    r"initial\w*|misle[ad]\w*|hypothes\w*|theory|might|may|could|if|whether|instead|rather|would)\b",
    re.I,
)
_COMPLETE = re.compile(
    r"\b(?:(?:is|was|are|were|has been|have been|had been|got) (?:now |already |since )?"
    r"(?:\w+ed|done|complete|finished|put|built|set up|in place|live))\b",
    re.I,
)
_NOT_YET = re.compile(
    r"\b(?:will|to be|not|n['’]t|yet|should|would|must|needs?|plan\w*|scheduled|due"
    r"|propos\w*|missing|lack\w*|open|before)\b",
    re.I,
)
_OWNS = re.compile(r"\b(?P<name>[A-Z][\w'’-]+) (?:owns|is responsible for|is in charge of|takes care of)\b")
_CLAUSE_END = re.compile(r"[.;!?](?=\s)|\n")
_DUE = re.compile(r"\b(?:due|planned|scheduled)\s(?:on|for|by)\b", re.I)
_EMPTY = frozenset(
    {
        *(
            "the",
            "and",
            "our",
            "was",
            "were",
            "for",
            "from",
            "with",
            "that",
            "this",
            "all",
            "some",
            "one",
            "into",
        ),
        *(
            "too",
            "has",
            "had",
            "been",
            "caused",
            "broke",
            "attack",
            "problem",
            "issue",
            "outage",
            "more",
            "less",
        ),
    }
)
_STEM = 5


def causes(case: Case) -> Found:
    """A hypothesis that was ruled out, told as the cause."""
    misleading = [(h, _stems(h.text)) for h in case.incident.hypotheses if h.state == "misleading"]
    confirmed = set().union(*(_stems(h.text) for h in case.incident.hypotheses if h.state == "confirmed"))
    for text in (*case.prose, *case.collected):
        for said, (start, end) in _claimed(text) if misleading else ():
            for h, of in misleading:
                if _most(of - confirmed, _stems(said)):
                    what = f"{h.label} was ruled out, and here it is the cause: {h.text}"
                    yield text.found(WRONG, what, f"/revive {h.label} WHY", (start, end))


def _claimed(text: Text) -> Iterator[tuple[str, tuple[int, int]]]:
    """What sentences tell as the cause, and where."""
    for pattern in _CAUSE:
        for match in pattern.finditer(text.prose):
            if not _NOT_MEANT.search(sentence(text.prose, *match.span())):
                yield match["what"], match.span()
    for match in _EFFECT.finditer(text.prose):
        if not _NOT_MEANT.search(sentence(text.prose, *match.span())):
            before = text.prose[max(0, match.start() - _REACH) : match.start()]
            yield _CLAUSE_END.split(before)[-1], match.span()


def finished(case: Case) -> Found:
    """A follow-up told as done while it is open, or due on another day than its own."""
    for text in (*case.sections, *case.collected):
        for start, said in _sentences(text):
            words = _stems(said)
            for task in case.incident.tasks:
                of = _stems(task.text)
                named = re.search(rf"\b{re.escape(task.label)}\b", said) if task.label else None
                if named or (len(of) > 1 and _most(of, words)):
                    yield from _task(case, text, task, said, (start, start + len(said)))


def _task(case: Case, text: Text, task: TaskFact, said: str, span: tuple[int, int]) -> Found:
    if not task.done and _COMPLETE.search(said) and not _NOT_YET.search(said):
        yield text.found(WRONG, f"{task.label} is told as done, and it is open", f"/done {task.label}", span)
    owners = _OWNS.findall(said)
    if len(owners) == 1 and task.owner and not _is_named(owners[0], task.owner):
        what = f"{task.label} is owned by {task.owner}, and here by {owners[0]}"
        yield text.found(WRONG, what, f"/task {task.label} owner:{owners[0]}", span)
    if task.due and _DUE.search(said):
        days = [day for each in spoken(said) if (day := each.nearest(task.due))]
        if days and task.due not in days:
            what = f"{task.label} is due on {task.due}, and here on {days[0]}"
            yield text.found(WRONG, what, f"/task {task.label} due:{days[0]}", span)


def _is_named(said: str, owner: str) -> bool:
    """Whether a name may be the owner's; a word that stands for anybody may."""
    return said in ("It", "Nobody", "She", "He", "They", "Who", "Team") or bool(
        set(said.casefold().split()) & set(re.findall(r"[\w'’-]+", owner.casefold()))
    )


def _sentences(text: Text) -> list[tuple[int, str]]:
    return [(match.start(), match[0]) for match in re.finditer(r"[^.!?\n]+", text.prose)]


def _stems(text: str) -> set[str]:
    """The beginnings of its words that say something."""
    words = re.findall(r"[^\W\d_]{3,}|\d+\.\d+", text.casefold())
    return {word[:_STEM] for word in words if word not in _EMPTY}


def _most(of: set[str], said: set[str]) -> bool:
    """Whether two thirds of the words are there."""
    return bool(of) and len(of & said) * 3 >= len(of) * 2
