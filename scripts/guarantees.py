"""docs/reference/guarantees.md: each promise of tests/guarantees.toml with the tests that hold it."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "guarantees.md"
DATA = ROOT / "tests" / "guarantees.toml"
HEAD = """\
# Guarantees

What the program promises where disks, texts, networks and people go wrong. Each promise is held by tests, which the
suite runs; this page is made of [tests/guarantees.toml](../../tests/guarantees.toml) and of the tests’ own marks by
`scripts/guarantees`, and a test keeps it up to date. “To reach” is the number that the tests or, where a figure with
its day stands beside them, a longer run by hand must reach.
"""

Held = tuple[str, str, str]
"""Row, file of the test below the repository, name of the test."""


def held() -> list[Held]:
    """Every mark of every test, in the order of the files."""
    return [found for path in sorted((ROOT / "tests").rglob("test_*.py")) for found in _marks(path)]


def _marks(path: Path) -> Iterator[Held]:
    name = path.relative_to(ROOT).as_posix()
    tree = ast.parse(path.read_text("utf-8"))
    whole = [
        row
        for node in tree.body
        if isinstance(node, ast.Assign)
        and any(isinstance(each, ast.Name) and each.id == "pytestmark" for each in node.targets)
        for row in _rows(node.value)
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            for row in dict.fromkeys([*whole, *(row for mark in node.decorator_list for row in _rows(mark))]):
                yield row, name, node.name


def _rows(mark: ast.AST) -> list[str]:
    """The rows that a decorator, or a list of marks, names."""
    if isinstance(mark, ast.List | ast.Tuple):
        return [row for each in mark.elts for row in _rows(each)]
    if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.guarantee":
        return [each.value for each in mark.args if isinstance(each, ast.Constant)]
    return []


def page(data: Mapping[str, Any], marks: Sequence[Held]) -> str:
    """The whole page."""
    tests: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row, file, name in marks:
        tests[row][file].append(name)
    lines = [HEAD]
    for group in data["group"]:
        rows = [row for row in data["row"] if row["id"][0] == group["id"]]
        lines.append(f"## {group['id']}. {group['title']}\n")
        lines.append("| row | promise | to reach | held by |\n| --- | --- | --- | --- |")
        for row in rows:
            lines.append(f"| {row['id']} | {row['promise']} | {row['wanted']} | {_held_by(row, tests[row['id']])} |")
        lines.append("")
    return "\n".join(lines)


def _held_by(row: Mapping[str, Any], tests: Mapping[str, list[str]]) -> str:
    said = [
        f"[{file.removeprefix('tests/')}](../../{file}): {', '.join(_words(name) for name in names)}"
        for file, names in tests.items()
    ]
    if "figures" in row:
        said.append(f"{row['date']}: {row['figures']}")
    if "without" in row:
        said.append(f"no test: {row['without']}")
    return "<br>".join(said)


def _words(name: str) -> str:
    return name.removeprefix("test_").replace("_", " ")


def main() -> None:
    """Write the page; with --check only say whether it is up to date."""
    made = page(tomllib.loads(DATA.read_text("utf-8")), held())
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text("utf-8") != made)
    PAGE.write_text(made, "utf-8")


if __name__ == "__main__":
    main()
