"""The pictures that a draft shows: those of its blocks, and those that a person laid beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from pmtui.model.entries import ATTACHMENTS, PICTURES
from pmtui.output.record.record import Picture

_ATTACHED = f"{ATTACHMENTS}/"


def beside(document: str, chart_name: str = "timeline.svg") -> tuple[str, ...]:
    """The places of the pictures beside a draft that no entry tells of and that are not the chart, each once.

    Those of the web are left out; whether there is a file is for others to see.
    """
    drawn = document.count(f"]({_ATTACHED}") + document.count(f"]({chart_name})")
    if document.count("![") <= drawn:  # as in most drafts: reading one again costs as much as making it
        return ()
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(document)
    inside = (child for token in tokens for child in token.children or () if child.type == "image")
    places = (unquote(str(child.attrGet("src"))).removeprefix("./") for child in inside)
    return tuple(
        dict.fromkeys(
            place
            for place in places
            if place != chart_name
            and not urlsplit(place).scheme
            and not place.startswith(_ATTACHED)
            and place.rpartition(".")[2].lower() in PICTURES
        )
    )


def laid_beside(document: str, files: Callable[[str], bytes | None]) -> list[Picture]:
    """The pictures that a person laid beside the draft, for the record; one that is not there is left out.

    Args:
        document: the draft.
        files: gives what lies at a place beside it.
    """
    found = ((place, files(place)) for place in beside(document))
    return [
        Picture(place, len(content), hashlib.sha256(content).hexdigest())
        for place, content in found
        if content is not None
    ]
