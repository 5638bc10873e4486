"""What the code is made of, in figures: `python -m tests.counts`; with `-v` every complex block.

Methods count with those of a class's own bases, properties apart: a room is as large as what one finds in it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from radon.complexity import cc_visit

ROOT = Path(__file__).parents[1]
COMPLEX = 11
"""The cyclomatic complexity from which on radon ranks a block C or worse."""
_APART = ("property", "view", ".setter")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Class(NamedTuple):
    """One class as it stands in the source."""

    name: str
    file: str
    methods: frozenset[str]
    bases: tuple[str, ...]


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the program, by its path from the root."""
    for path in sorted((ROOT / "pmtui").rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def classes() -> list[Class]:
    """Every class of the program."""
    return [
        Class(node.name, file, _methods(node), tuple(_plain(base) for base in node.bases))
        for file, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]


def _methods(node: ast.ClassDef) -> frozenset[str]:
    return frozenset(
        part.name
        for part in node.body
        if isinstance(part, _Function)
        and not any(ast.unparse(each).endswith(_APART) for each in part.decorator_list)
    )


def _plain(base: ast.expr) -> str:
    return ast.unparse(base).partition("[")[0].rpartition(".")[2]


def _room(one: Class) -> str:
    return one.file.split("/")[1]


def objects() -> list[tuple[int, str, str]]:
    """How many methods each class has with its own bases, its name and its file; the largest first."""
    every = classes()
    known: dict[str, list[Class]] = {}
    for each in every:
        known.setdefault(each.name, []).append(each)

    def all_methods(one: Class, seen: frozenset[str]) -> frozenset[str]:
        found = one.methods
        for name in set(one.bases) - seen:
            named = known.get(name, ())
            near = [base for base in named if _room(base) == _room(one)]
            for base in near or named:  # of namesakes, each: rather too many than one that nobody sees
                found |= all_methods(base, seen | {name})
        return found

    rows = [(len(all_methods(each, frozenset({each.name}))), each.name, each.file) for each in every]
    return sorted(rows, reverse=True)


def namesakes() -> dict[str, list[str]]:
    """The classes of one name in several modules, private ones apart."""
    found: dict[str, list[str]] = {}
    for each in classes():
        if not each.name.startswith("_"):
            found.setdefault(each.name, []).append(each.file)
    return {name: files for name, files in found.items() if len(set(files)) > 1}


def inner_imports() -> int:
    """How many imports stand inside a function."""
    found: set[tuple[str, int]] = set()
    for file, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, _Function):
                inside = (part for part in ast.walk(node) if isinstance(part, ast.Import | ast.ImportFrom))
                found.update((file, part.lineno) for part in inside)
    return len(found)


def complex_blocks() -> list[str]:
    """The functions and methods whose cyclomatic complexity radon ranks C or worse, each with its figure."""
    found = []
    for file, _ in sources():
        for block in cc_visit((ROOT / file).read_text()):
            if block.complexity >= COMPLEX and not hasattr(block, "methods"):
                found.append(f"{block.complexity} {file}:{block.lineno} {block.name}")
    return sorted(found, key=lambda row: -int(row.split()[0]))


def lines() -> tuple[int, int]:
    """Lines of the program, and those of them that are neither empty nor a comment."""
    texts = [path.read_text().splitlines() for path in (ROOT / "pmtui").rglob("*.py")]
    stripped = [line.strip() for text in texts for line in text]
    return len(stripped), sum(bool(line) and not line.startswith("#") for line in stripped)


def main() -> None:
    """Prints the figures, a line each."""
    count, name, file = objects()[0]
    every, code = lines()
    hard = complex_blocks()
    share = len(hard) * 1000 / code
    print(f"largest object          {count} methods: {name} ({file})")
    print(f"imports in functions    {inner_imports()}")
    print(f"complex blocks          {len(hard)}, {share:.1f} in 1,000 lines (radon: C or worse)")
    print(f"lines                   {every:,}, {code:,} of them code")
    print(f"classes of one name     {', '.join(namesakes()) or 'none'}")
    if "-v" in sys.argv:
        print(*hard, sep="\n")


if __name__ == "__main__":
    main()
