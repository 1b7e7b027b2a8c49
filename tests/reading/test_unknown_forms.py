"""Forms that nobody knows: cases in `cases/unknown_forms.txt`, and where in a file they are looked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tables import every_row

from studyguide.reading.unknown_forms import found_in

ROOT = Path(__file__).resolve().parents[2]
_CASE = re.compile(r"^([^\n.][^\n]*)\n\.\n(.*?)\n\.\n(.*?)\.(?:\n|\Z)(?=\n|\Z)", re.M | re.S)


def cases() -> list[object]:
    text = (ROOT / "tests" / "cases" / "unknown_forms.txt").read_text("utf-8").split("\n\n", 1)[1]
    return [pytest.param(lines.split("\n"), told.rstrip("\n"), id=name) for name, lines, told in _CASE.findall(text)]


@every_row(("lines", "told"), cases())
def test_what_is_found(lines: list[str], told: str) -> None:
    found = found_in(dict(enumerate(lines, 1)))
    assert (f"{found[0]} {found[1]}" if found else "") == told


def test_there_are_cases() -> None:
    assert len(cases()) > 30


def test_rows_in_an_answer_are_its_table_but_turns_in_one_are_not() -> None:
    rows = {n: f"part {n};it stands at the gate of the old lock" for n in range(1, 6)}
    assert found_in(rows) is not None
    assert found_in(rows, of_an_answer=True) is None
    turns = {n: "🤔 the gate" if n % 2 else "holds the water" for n in range(1, 7)}
    assert found_in(turns, of_an_answer=True) == found_in(turns)


def test_lines_of_an_answer_with_a_question_mark_are_its_own() -> None:
    lines = {1: "What the gate holds", 2: "Why the pound is deep", 3: "Name a weir"}
    assert found_in(lines, of_an_answer=True) == found_in(lines) is not None
    assert found_in({n: f"{line}?" for n, line in lines.items()}, of_an_answer=True) is None
