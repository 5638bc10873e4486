"""The JSON Schema of the record, for programs that read it: draft 2020-12.

It describes the JSON export and, with its times and days as text, incident.toml. The entries' part is made from
the types themselves.
"""

from __future__ import annotations

from typing import Any

import msgspec

from pmtui.model.entries import FORMAT, KINDS, LEVELS, SIGNS
from pmtui.model.incident.metrics import BETWEEN
from pmtui.model.incident.milestones import MILESTONES

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TIME: Schema = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",  # few validators look at formats
}
_DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
_FLAG: Schema = {"type": "boolean"}
_NUMBER: Schema = {"type": "integer"}
_SECONDS: Schema = {"type": "integer", "description": "seconds"}
_HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_BETWEEN = {
    "type": "object",
    "additionalProperties": _TEXT,
    "description": "the person's own text of the draft, by the block that it follows",
}


def schema() -> str:
    """The schema as JSON, ending with a newline."""
    return msgspec.json.format(msgspec.json.encode(tables()), indent=2).decode() + "\n"


def tables() -> Schema:
    """The schema of the whole record."""
    found, definitions = _entries()
    whole = _table(
        {
            "format": {"const": FORMAT},
            "impacts": _TEXTS,
            "incident": _incident(),
            "milestones": _table({}, optional=dict.fromkeys(MILESTONES, _TIME)),
            "metrics": _metrics(),
            "lessons": _table(dict.fromkeys(("well", "badly", "lucky", "questions", "improvements"), _TEXTS)),
            "writeup": {
                "type": "object",
                "additionalProperties": _TEXT,
                "properties": {"between": {"anyOf": [_TEXT, _BETWEEN]}},
                "description": "section = Markdown",
            },
            "journal": _table(
                {"entries": _NUMBER, "digest": _HASH},
                optional={"views": {**_HASH, "description": "SHA-256 of incident.toml without this line"}},
            ),
            "entries": {"type": "array", "minItems": 1, "items": found},
            **{name: {"type": "array", "items": row} for name, row in _rows().items()},
        },
        optional={
            "pictures": {
                "type": "array",
                "items": _table({"path": _TEXT, "bytes": _NUMBER, "sha256": _TEXT}),
                "description": "what a person laid beside the draft, which shows it",
            },
        },
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The record of an incident (incident.toml)",
        "description": "Every table but `entries` is a view of the entries.",
        **whole,
        "$defs": definitions,
    }


def _table(required: Schema, optional: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _incident() -> Schema:
    return _table(
        {
            "severity": _severity(),
            "worst_severity": _severity(),
            "status": {"enum": ["investigating", "identified", "monitoring", "resolved", "closed"]},
            "services": _TEXTS,
            "tags": _TEXTS,
        },
        optional={
            **dict.fromkeys(("id", "slug", "title", "closed_as", "timezone", "summary", "by"), _TEXT),
            **dict.fromkeys(("finished_by", "reviewer", "published"), _TEXT),
            **dict.fromkeys(("opened", "closed", "finished"), _TIME),
        },
    )


def _severity() -> Schema:
    return {"type": "string", "pattern": f"^SEV([1-{LEVELS}]|\\?)$"}


def _metrics() -> Schema:
    names = (*BETWEEN, "duration", "impact", "misleading")
    share = {"type": "number", "minimum": 0, "description": "of the duration"}
    return _table({}, optional={**{f"{n}_seconds": _SECONDS for n in names}, "misleading_share": share})


def _rows() -> Schema:
    """The arrays of tables that are views; in a record without any of them the array is empty."""
    interval = _table({"start": _TIME}, optional={"end": _TIME})
    evidence = _table(
        {}, optional={"sign": {"enum": [sign for sign in SIGNS if sign]}, "text": _TEXT, "at": _TIME}
    )
    return {
        "roles": _table({}, optional={"role": _TEXT, "name": _TEXT, "taken": _TIME, "given_up": _TIME}),
        "timeline": _table(
            {"number": _NUMBER, "about": _FLAG, "kind": {"enum": sorted(KINDS)}, "text": _TEXT, "key": _FLAG},
            optional={
                "label": _TEXT,
                "at": _TIME,
                "until": _TIME,
                "said": _TEXT,
                "refs": _TEXTS,
                "by": _TEXT,
                "who": _TEXT,
                "author": _TEXT,
            },
        ),
        "hypotheses": _table(
            {
                "label": _TEXT,
                "text": _TEXT,
                "state": {"enum": ["open", "misleading", "confirmed"]},
                "evidence": {"type": "array", "items": evidence},
                "intervals": {"type": "array", "items": interval},
            },
            optional={"raised": _TIME, "settled": _TIME, "because": _TEXT, "seconds_spent": _SECONDS},
        ),
        "escalations": _table(
            {"state": {"enum": ["waiting", "answered", "withdrawn"]}},
            optional={
                **dict.fromkeys(("label", "to", "because", "via"), _TEXT),
                **dict.fromkeys(("at", "answered", "withdrawn"), _TIME),
                "asked_again": {"type": "array", "items": _TIME},
                "wait_seconds": _SECONDS,
            },
        ),
        "actions": _table(
            {"text": _TEXT},
            optional={
                **dict.fromkeys(("label", "owner", "result"), _TEXT),
                "state": {"enum": ["in flight", "done", "failed"]},
                **dict.fromkeys(("at", "check", "ended"), _TIME),
            },
        ),
        "tasks": _table(
            {"label": _TEXT, "text": _TEXT, "created": _TIME, "done": _FLAG},
            optional={
                **dict.fromkeys(("owner", "term", "type", "priority", "ref"), _TEXT),
                "due": _DAY,
                "done_at": _TIME,
            },
        ),
        "milestone_history": _table(
            {"milestone": {"enum": list(MILESTONES)}, "at": _TIME, "counts": _FLAG},
            optional={"about": _FLAG, "source": _TEXT, "text": _TEXT},
        ),
        "updates": _table({"text": _TEXT}, optional={"audience": _TEXT, "at": _TIME, "next": _TIME}),
        "severities": _table({"severity": _severity()}, optional={"at": _TIME, "text": _TEXT}),
        "links": _table({"url": _TEXT}, optional={"name": _TEXT, "at": _TIME}),
        "attachments": _table(
            {
                "number": _NUMBER,
                "name": _TEXT,
                "path": {**_TEXT, "description": "beside the record"},
                "bytes": _NUMBER,
                "sha256": _TEXT,
            },
            optional={"at": _TIME, "caption": _TEXT, "by": _TEXT},
        ),
        "questions": _table(
            {"text": _TEXT, "state": {"enum": ["open", "answered"]}},
            optional={"label": _TEXT, "asked": _TIME, "answered": _TIME, "answer": _TEXT},
        ),
    }


def _entries() -> tuple[Schema, Schema]:
    """What one entry is, and the definitions it refers to: each kind's fields, or its JSON where TOML has no form."""
    found, definitions = msgspec.json.schema_components(
        list(KINDS.values()), ref_template="#/$defs/{name}", schema_hook=None
    )
    for definition in definitions.values():
        definition.get("properties", {}).pop("+", None)  # where fields of a newer version are held in memory
    raw = _table(
        {
            "id": _TEXT,
            "n": _NUMBER,
            "kind": _TEXT,
            "raw": {"type": "string", "contentMediaType": "application/json"},
        }
    )
    return {"anyOf": [*found, {"$ref": "#/$defs/Raw"}]}, {**definitions, "Raw": raw}
