"""The grammar of the signs in front of a title: what each line of `cases/marks.txt` shows.

No row of the grammar, and no condition of a row, could go without a case that tells.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from tables import every_row

from studyguide.reading import line_marks
from studyguide.reading.line_marks import Marks, marks

CASES = Path(__file__).parents[1] / "cases" / "marks.txt"
CASE = re.compile(r"^    (?P<line>.+?)  ⟶  (?P<told>.*)$", re.M)
LINES = {case["line"].replace("⇥", "\t"): case["told"] for case in CASE.finditer(CASES.read_text("utf-8"))}


def told(found: Marks) -> str:
    shown = [(field.name, getattr(found, field.name)) for field in fields(Marks) if field.name != "text"]
    parts = [_told(name, value) for name, value in shown if value not in (0, "", False, None, ())]
    return f"{', '.join(parts) or 'text'}: {found.text}".rstrip()


def _told(name: str, value: object) -> str:
    if value is True:
        return name
    if name == "box":
        return f"box [{value}]"
    return f"{name} {' '.join(value) if isinstance(value, tuple) else value}"


@every_row("line", LINES)
def test_marks(line: str) -> None:
    assert told(marks(line)) == LINES[line]


def changed(grammar: tuple[line_marks._Sign, ...], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether any case tells another grammar from ours. One that does not come to an end on a line is told as well."""
    monkeypatch.setattr(line_marks, "_SIGNS", grammar)
    monkeypatch.setattr(line_marks, "_SIGNS_OF", {})
    return any(told(marks(line)) != LINES[line] for line in LINES)


ROWS = range(len(line_marks._SIGNS))
CONDITIONS = [
    pytest.param(row, name, mark, id=f"{sign.read.__name__.strip('_')} {row} {name} {mark}")
    for row, sign in enumerate(line_marks._SIGNS)
    for name in ("unless", "after")
    for mark in sorted(getattr(sign, name))
]


def test_all_signs_are_tried_where_no_letter_tells_them_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not changed(line_marks._SIGNS, monkeypatch)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: line_marks._SIGNS[row].read.__name__.strip("_"))
def test_each_sign_has_a_case(row: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert changed(line_marks._SIGNS[:row] + line_marks._SIGNS[row + 1 :], monkeypatch)


@pytest.mark.parametrize(("row", "name", "mark"), CONDITIONS)
def test_each_condition_has_a_case(row: int, name: str, mark: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sign = line_marks._SIGNS[row]
    looser = replace(sign, **{name: getattr(sign, name) - {mark}})
    assert changed((*line_marks._SIGNS[:row], looser, *line_marks._SIGNS[row + 1 :]), monkeypatch)
