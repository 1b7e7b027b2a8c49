"""Says which functions branch too often to be read at once.

A function counts one, and one more for each `if`, `elif`, `for`, `while`, `except` and `case`, each conditional
expression, each `for` and `if` of a comprehension, each guard of a `case`, and each operand of `and` and `or` after
the first. A function inside another counts by itself; a lambda counts where it stands.

How many are too many, and which functions may have more for now, is said in pyproject.toml under [tool.complexity].

python tools/complexity.py
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

# Why not ruff or lizard: ruff's C901 takes neither `and` nor a comprehension for a branch. lizard does, and counts the
# same (1,600 of 1,605 functions here; it counts `finally`, too), but it overlooks a function on one line, and what
# needs writing beside either, exceptions that end by themselves, is most of this file.

ROOT = Path(__file__).resolve().parent.parent

_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_BRANCHES = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler)


class Function(NamedTuple):
    """A function of a file; `name` has the names of what is around it, too: "Class.method"."""

    path: str
    line: int
    name: str
    complexity: int

    @property
    def place(self) -> str:
        """What an exception calls it."""
        return f"{self.path}:{self.name}"


def main() -> int:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["complexity"]
    excepted = [place for row in settings["exceptions"] for place in row["functions"]]
    found = complaints(read(ROOT, settings["folders"]), settings["most"], excepted)
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


def read(root: Path, folders: Iterable[str]) -> dict[str, str]:
    """The Python files of some folders by their paths below the root."""
    paths = sorted(path for folder in folders for path in (root / folder).rglob("*.py"))
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in paths}


def complaints(files: Mapping[str, str], most: int, excepted: Sequence[str]) -> list[str]:
    """A line for each function above `most`, but for the excepted, and one for each exception without a need."""
    above = {one.place: one for path, code in files.items() for one in functions(path, code) if one.complexity > most}
    too_many = [above[place] for place in above.keys() - set(excepted)]
    unneeded = [place for place in excepted if place not in above]
    return [
        *(
            f"{one.path}:{one.line}: {one.name} has a complexity of {one.complexity}; {most} is the most. "
            "Name its conditions, or make its cases the rows of a table"
            for one in sorted(too_many)
        ),
        *(f"pyproject.toml: {place} needs no exception any more. Remove it" for place in unneeded),
    ]


def functions(path: str, code: str) -> Iterator[Function]:
    """All functions of a file, each before those inside it."""
    return _functions(ast.parse(code), path, "")


def _functions(node: ast.AST, path: str, around: str) -> Iterator[Function]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, _NAMED):
            yield from _functions(child, path, around)
            continue
        name = f"{around}{child.name}"
        if not isinstance(child, ast.ClassDef):
            yield Function(path, child.lineno, name, 1 + sum(map(_cost, _inside(child))))
        yield from _functions(child, path, f"{name}.")


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    """What belongs to a function and to none inside it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, _NAMED):
            yield child
            yield from _inside(child)


def _cost(node: ast.AST) -> int:
    match node:
        case ast.BoolOp(values=operands):
            return len(operands) - 1
        case ast.comprehension(ifs=conditions):
            return 1 + len(conditions)
        case ast.match_case(guard=guard):
            return 1 + (guard is not None)
    return int(isinstance(node, _BRANCHES))


if __name__ == "__main__":
    sys.exit(main())
