"""The review of words: what was left of a template, and hints on how things are said: rules 14 to 20."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pmtui.model import entries as e
from pmtui.model.review.case import HINT, MISSING, QUOTED, Case, Found, Text, sentence
from pmtui.model.text import short

_LEFT = re.compile(
    r"\b(?:TODO|TBD|FIXME)\b|\bHH:[mM]{2}\b|\b(?:YYYY-MM-DD|yyyy-mm-dd)\b|\{\{[^{}\n]*\}\}|(?<!\S)\?{3,}"
    r"|\b[Ll]orem\b|\b\dX:XX\b"
)
_PEOPLE = (
    r"(?:we|they|he|she|you|I|nobody|no one|someone|somebody|everyone|engineers?|operators?|developers?"
    r"|(?:the )?(?:[\w-]{1,30} )?team|on-?call(?: engineer)?{names})"
)
_WISHED = (
    r"(?i:\b{people}\s+(?:[a-z]+ )?(?:should(?: not|n['’]t)? have|could(?: not|n['’]t)? have|ought to have"
    r"|failed to|did(?: not|n['’]t) (?:notice|check|see|reali[sz]e|test|think|follow|read|consider))\b|\bif only\b)"
)
_FAULT = re.compile(r"\b(?:caused|broke|forgot|mistakes?|blame[ds]?|at fault|guilty|careless(?:ly)?)\b", re.I)
_HUMAN = re.compile(r"\b(?:human|operator|user|pilot) error\b", re.I)
_LOUD = re.compile(
    r"\b(?:careless(?:ly)?|ridiculous(?:ly)?|obvious(?:ly)?|simply|stupid(?:ly)?|lazy|insane(?:ly)?|incompetent"
    r"|unacceptable|of course|terrible|terribly|embarrassing(?:ly)?)\b|!{2,}",
    re.I,
)
_HOW_MANY = re.compile(r"\d|\b(?:all|every|everyone|everybody|none|no one|nobody|half|third|quarter)\b", re.I)
_PARTIAL = re.compile(
    r"(?<!\d)[1-9]?\d(?:\.\d+)?\s?%|\b(?:some|partial(?:ly)?|degraded|slow(?:ed|er)?)\b", re.I
)
_WHOLE = re.compile(r"\b100\s?%|\b(?:all|every|everyone|everybody)\b", re.I)
_OUTAGE = re.compile(r"\boutage\b", re.I)
_PLANS = re.compile(r"\bwe(?: will|['’]ll| should| ought to| need to)\b", re.I)
_MANY_CAUSES = re.compile(
    r"\b(?:and|also|both|combin\w+|contribut\w+|together|compound\w+|factors?|causes|as well|because|second\w*)\b"
    r"|^\s*(?:[-*+]|\d+[.)])\s",
    re.I | re.M,
)
_SAME_WORDS = 0.7


def left(case: Case) -> Found:
    """What was left of a template, and placeholders."""
    tasks = [Text(t.label, t.text, t.text, f"/task {t.label} TEXT", t.item.id) for t in case.incident.tasks]
    for text in _once((*case.prose, *case.narrated, *case.collected, *tasks)):
        if match := _LEFT.search(text.prose):
            yield text.found(
                MISSING,
                f"{short(match[0], QUOTED)!r} stands for something that is not there",
                span=match.span(),
            )


def _once(texts: Iterable[Text]) -> Iterable[Text]:
    """Each place once."""
    return {(text.entry or text.section or text.where): text for text in texts}.values()


def wished(case: Case) -> Found:
    """What people should have done: it did not happen, so it explains nothing."""
    names = "".join(f"|{re.escape(name)}" for name in _names(case))
    pattern = re.compile(_WISHED.replace("{people}", _PEOPLE.replace("{names}", names)))
    for text in (*case.prose, *case.collected):
        for match in pattern.finditer(text.prose):
            what = (
                f"{short(match[0], QUOTED)!r} tells what did not happen: what did, and why did it make sense?"
            )
            yield text.found(HINT, what, span=match.span())


def _names(case: Case) -> list[str]:
    """The people the record knows: by roles, ownership and authorship."""
    named = {role.name for role in case.incident.roles} | {task.owner for task in case.incident.tasks}
    named |= {item.entry.by for item in case.happened}
    return sorted(name for name in named if len(name) > 1 and name != "root")


def blame(case: Case) -> Found:
    """A person near a fault."""
    names = _names(case)
    person = (
        re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in names) + r")(?!\w)")
        if names
        else None
    )
    for text in (*case.prose, *case.narrated, *case.collected):
        for match in _HUMAN.finditer(text.prose):
            what = f"{match[0]!r} ends the search where it should begin"
            yield text.found(HINT, what, span=match.span())
        for match in _FAULT.finditer(text.prose):
            if person and (who := person.search(sentence(text.prose, *match.span()))):
                what = f"{short(who[0], QUOTED)!r} beside {match[0].lower()!r} reads as blame"
                yield text.found(HINT, what, span=match.span())


def loud(case: Case) -> Found:
    """Words that judge."""
    for text in (*case.prose, *case.collected):
        for match in _LOUD.finditer(text.prose):
            yield text.found(
                HINT, f"{short(match[0], QUOTED)!r} judges, and tells nothing", span=match.span()
            )


def impact(case: Case) -> Found:
    """An impact without a number; an outage where only a part was hit."""
    impacts = [case.of_item(item) for item in case.incident.impacts]
    impacts += [text for text in case.sections if text.section == "impact" and text.text.strip()]
    if impacts and not any(_HOW_MANY.search(text.prose) for text in impacts):
        yield impacts[-1].found(HINT, "the impact has no number: how many, how much, for how long?")
    if any(_PARTIAL.search(t.prose) for t in impacts) and not any(_WHOLE.search(t.prose) for t in impacts):
        for text in case.prose:
            if match := _OUTAGE.search(text.prose):
                what = "'outage' says that nothing worked, and the impact says that only a part did not"
                yield text.found(HINT, what, span=match.span())


def cause(case: Case) -> Found:
    """A root cause that repeats the trigger, or names one cause only."""
    written = {text.section: text for text in case.sections if text.text.strip()}
    root, trigger = written.get("root_cause"), written.get("trigger")
    if root is None:
        return
    if trigger and _alike(root.prose, trigger.prose) >= _SAME_WORDS:
        yield root.found(HINT, "it repeats the trigger: why could the trigger do that?")
    elif len(re.findall(r"[.!?](?:\s|\Z)", root.prose.strip())) <= 1 and not _MANY_CAUSES.search(root.prose):
        what = "it names one cause only: what else had to be so, for this to happen?"
        yield root.found(HINT, what, "/write +root_cause TEXT")


def _alike(one: str, other: str) -> float:
    """The part of their words that two texts share."""
    mine, theirs = (set(re.findall(r"\w{3,}", text.casefold())) for text in (one, other))
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def plans(case: Case) -> Found:
    """What is to be done, inside the timeline."""
    for item in case.incident.of(e.Note, e.Action):
        text = case.of_item(item)
        if match := _PLANS.search(text.prose):
            what = f"{match[0]!r} in the timeline: what happened and what to do are two things"
            yield text.found(HINT, what, "/task TEXT", match.span())
