"""The measure of branches: cases in `cases/complexity`, what is said of a function, and that this code keeps to it."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
from tables import every_row

import complexity

RULES = Path(__file__).parent / "cases" / "complexity" / "rules.txt"
CASE = re.compile(r"^(?P<name>[^\n.]+)\n\.\n(?P<body>.*?)^\.\n(?P<number>\d+)$", re.M | re.S)


def cases() -> list[object]:
    text = RULES.read_text("utf-8").split("\n\n", 1)[1]  # below the comment
    return [pytest.param(case["body"], int(case["number"]), id=case["name"]) for case in CASE.finditer(text)]


@every_row(("body", "number"), cases())
def test_rule(body: str, number: int) -> None:
    code = f"async def outer(a, b, c, d, e):\n{textwrap.indent(body, '    ')}"
    assert next(complexity.functions("a.py", code)).complexity == number


def test_no_case_is_overlooked() -> None:
    assert len(cases()) == RULES.read_text("utf-8").count("\n.\n") / 2


NESTED = """\
class A:
    def b(self):
        def c():
            return x or y
        if c:
            return c

def d(): return 1
"""


def test_functions_are_named_with_what_is_around_them() -> None:
    found = list(complexity.functions("a.py", NESTED))
    assert found == [("a.py", 2, "A.b", 2), ("a.py", 3, "A.b.c", 2), ("a.py", 8, "d", 1)]
    assert found[1].place == "a.py:A.b.c"


def test_a_function_above_the_most_is_said() -> None:
    assert complexity.complaints({"a.py": NESTED}, 2, []) == []
    assert complexity.complaints({"a.py": NESTED}, 1, ["a.py:A.b"]) == [
        "a.py:3: A.b.c has a complexity of 2; 1 is the most. Name its conditions, or make its cases the rows of a table"
    ]


@pytest.mark.parametrize("place", ["a.py:A.b", "a.py:gone", "gone.py:A.b"])
def test_an_exception_without_a_need_is_said(place: str) -> None:
    assert complexity.complaints({"a.py": NESTED}, 2, [place]) == [
        f"pyproject.toml: {place} needs no exception any more. Remove it"
    ]


@pytest.mark.thorough
def test_this_code_keeps_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert (complexity.main(), capsys.readouterr().out) == (0, "")
