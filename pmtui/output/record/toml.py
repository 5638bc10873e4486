"""Tables to TOML (1.0), so that every array of tables is written as `[[name]]`, whatever its length."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeGuard

_BITS = 63
_SURROGATES = re.compile("[\ud800-\udfff]")


def dumps(tables: Mapping[str, Any]) -> str:
    """TOML text: plain values first, then tables and arrays of tables in their order; newlines are `\\n`."""
    values = {key: value for key, value in tables.items() if not _is_table(value) and not _is_array(value)}
    parts = [_pairs(values)] if values else []
    for key, value in tables.items():
        if _is_table(value):
            within = {name: table for name, table in value.items() if _is_table(table)}
            parts.append(f"[{_key(key)}]\n{_pairs({k: v for k, v in value.items() if k not in within})}")
            parts += [f"[{_key(key)}.{_key(name)}]\n{_pairs(table)}" for name, table in within.items()]
        elif _is_array(value):
            parts += [f"[[{_key(key)}]]\n{_pairs(row)}" for row in value]
    return "\n".join(parts)


def holds(value: object) -> bool:
    """Whether TOML can hold this value and give back the same one."""
    if isinstance(value, str):
        return "\r" not in value and (value.isascii() or not _SURROGATES.search(value))
    if isinstance(value, datetime):
        return value.utcoffset() == timedelta(0)
    if isinstance(value, int):
        return -(1 << _BITS) <= value < 1 << _BITS
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, list | tuple):
        return all(holds(each) for each in value)
    if isinstance(value, dict):
        return all(holds(key) and holds(each) for key, each in value.items())
    return isinstance(value, date)


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _is_array(value: object) -> TypeGuard[Sequence[dict[str, Any]]]:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(row, dict) for row in value)


def _pairs(table: Mapping[str, Any]) -> str:
    return "".join(f"{_pair(key, value)}\n" for key, value in table.items())


def _pair(key: str, value: object) -> str:
    return f"{_key(key)} = {_value(value)}"


@lru_cache(maxsize=256)
def _key(key: str) -> str:
    import tomli_w

    return tomli_w.dumps({key: 0}).removesuffix(" = 0\n")


def _value(value: object) -> str:
    import tomli_w

    # Nearly every value needs no escape; tomli_w looks at each character.
    if type(value) in (int, datetime):
        return str(value)
    if isinstance(value, str) and value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'
    if isinstance(value, dict):
        return "{ " + ", ".join(_pair(key, each) for key, each in value.items()) + " }" if value else "{}"
    if _is_array(value):
        return "[\n" + "".join(f"    {_value(row)},\n" for row in value) + "]"
    return tomli_w.dumps({"_": value}, multiline_strings=True).removeprefix("_ = ").removesuffix("\n")
