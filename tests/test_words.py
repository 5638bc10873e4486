"""The code can be read by whoever comes new: plain names, and one condition at a time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.counts import sources

NEVER = re.compile(r"(?:\b|_)(?:house|desk|shelf|memory|latest|harmless|told|talk)(?:\b|_)", re.IGNORECASE)
"""Words that stood for something else in each room, or that only its builders knew."""


def names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every name that a module gives to something, and where."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node.lineno
            case ast.arg(arg=name):
                yield name, node.lineno


def test_no_name_is_a_word_that_says_nothing_to_a_newcomer() -> None:
    """One meaning a word, and the field's own words."""
    found = [f"{file}:{line} {name}" for file, tree in sources() for name, line in names(tree)]
    assert any(each.startswith("pmtui/__main__.py:") and each.endswith(" main") for each in found)
    assert [each for each in found if NEVER.search(each.rpartition(" ")[2])] == []


def test_no_condition_is_a_branch_of_another() -> None:
    """`a if b else c if d else e` is read twice: an `if` is written instead."""
    conditions = [
        (f"{file}:{node.lineno}", (node.body, node.orelse))
        for file, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.IfExp)
    ]
    assert len(conditions) > 100
    assert [where for where, arms in conditions if any(isinstance(arm, ast.IfExp) for arm in arms)] == []
