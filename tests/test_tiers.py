"""`make test` leaves out what takes long, and no part of the code with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tables import every_row
from tiers import THOROUGH, quick

TESTS = Path(__file__).parent
LEFT_OUT = {"thorough", "growth"}


def marked(path: Path) -> Iterator[tuple[str, set[str]]]:
    """The tests of a file, with their marks."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            yield node.name, {one.attr for one in node.decorator_list if isinstance(one, ast.Attribute)}


@every_row("path", sorted(TESTS.rglob("test_*.py")), ids=lambda path: str(path.relative_to(TESTS)))
def test_every_file_of_tests_has_quick_ones(path: Path) -> None:
    assert [name for name, marks in marked(path) if not marks & LEFT_OUT]


def test_some_are_quick_and_all_are_tried() -> None:
    one, other = quick(["a"], ["a", "b"])
    assert one == "a" and other == pytest.param("b", marks=THOROUGH)


def test_what_make_leaves_out_is_what_is_marked() -> None:
    makefile = (TESTS.parent / "Makefile").read_text("utf-8")
    (marks,) = {line.split('-m "')[1].split('"')[0] for line in makefile.splitlines() if '-m "' in line}
    assert {one.removeprefix("not ") for one in marks.split(" and ")} == LEFT_OUT
