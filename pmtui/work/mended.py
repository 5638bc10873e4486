"""A word mended in the title or in a line of the timeline of the draft, as the correction that it is.

Taken in only where it is certain: one line was changed, and exactly one correction makes the draft say just that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import msgspec

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import number
from pmtui.model.line import grammar
from pmtui.model.line.arguments import Context, LineError
from pmtui.model.line.retype import retype
from pmtui.output.draft import draft
from pmtui.output.draft.blocks import Block, blocks

if TYPE_CHECKING:
    from pmtui.output.draft.template import Template
    from pmtui.work.publish import Author

_BLOCKS = ("title", "timeline")
_MOST = 20
"""So many entries are tried that hold the words."""


def corrections(existing: str, incident: Incident, template: Template, author: Author) -> tuple[e.Entry, ...]:
    """The corrections that a draft's edited title and timeline stand for."""
    edited = [block for block in blocks(existing) if block.name in _BLOCKS and block.edited]
    fresh = _contents(incident, template) if edited else {}
    found = (_correction(block, fresh.get(block.name, ""), incident, template, author) for block in edited)
    return tuple(entry for entry in found if entry is not None)


def _correction(
    block: Block, fresh: str, incident: Incident, template: Template, author: Author
) -> e.Entry | None:
    change = _changed_words(fresh, block.content)
    if change is None or not block.shows(fresh):  # or pmtui changed it meanwhile
        return None
    fitting = []
    for line in _lines(block.name, *change, incident):
        try:
            entry = grammar.read(line, Context(incident, author.now, author.by, ())).entry
        except LineError:
            continue
        if entry is not None and block.says(
            _contents(Incident([*incident.entries, _last(entry, incident)]), template).get(block.name, "")
        ):
            fitting.append(entry)
    return fitting[0] if len(fitting) == 1 else None


def _lines(block: str, old: str, new: str, incident: Incident) -> Iterator[str]:
    """The lines that might have been typed instead."""
    words = re.compile(rf"(?<!\S){re.escape(old)}(?!\S)")
    if block == "title":
        if len(words.findall(incident.title)) == 1:
            yield f"/title {words.sub(lambda _: new, incident.title)}"
        return
    holding = [item for item in incident.timeline if not item.struck and words.search(item.entry.typed)]
    for item in holding[:_MOST]:
        body = retype(item, incident)
        if len(words.findall(body)) == 1:
            yield f"/amend {number(incident, item.id)} {words.sub(lambda _: new, body)}"


def _changed_words(before: str, after: str) -> tuple[str, str] | None:
    """What stood in the one line that was changed, and what stands there now, from word to word."""
    old, new = ([line for line in text.split("\n") if line.strip()] for text in (before, after))
    steps = [
        step for step in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if step[0] != "equal"
    ]
    if len(steps) != 1 or steps[0][2] - steps[0][1] != 1 or steps[0][4] - steps[0][3] != 1:
        return None
    was, now = old[steps[0][1]].split(" "), new[steps[0][3]].split(" ")
    start = next(
        (at for at, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now))
    )
    end = 0
    while end < min(len(was), len(now)) - start and was[-1 - end] == now[-1 - end]:
        end += 1
    if start == len(was) - end:  # words were put in: the one before tells where
        start = max(0, start - 1)
    return " ".join(was[start : len(was) - end]), " ".join(now[start : len(now) - end])


def _contents(incident: Incident, template: Template) -> dict[str, str]:
    return {block.name: block.content for block in blocks(draft.draft(incident, template=template))}


def _last(entry: e.Entry, incident: Incident) -> e.Entry:
    """The entry as the journal would number it."""
    return msgspec.structs.replace(entry, n=incident.last_number + 1)
