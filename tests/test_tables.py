"""A table of cases that is one test tries all rows, and says which fail."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
import tables
from tables import every_row


def test_every_row_is_tried_and_those_that_fail_are_named() -> None:
    tried = []

    @every_row("number, most", [(1, 2), (3, 2), pytest.param(5, 2, id="five"), (0, 2)])
    def law(number: int, most: int) -> None:
        tried.append(number)
        assert number <= most

    with pytest.raises(ExceptionGroup, match="2 of 4 rows") as caught:
        law()
    assert tried == [1, 3, 5, 0]
    assert [error.__notes__ for error in caught.value.exceptions] == [["in the row 3-2"], ["in the row five"]]


def test_one_that_fails_is_told_as_if_it_stood_alone() -> None:
    @every_row(("number",), [1, 0], ids=lambda number: f"number {number}")
    def law(number: int) -> None:
        with pytest.raises(ZeroDivisionError):
            _ = 1 / number

    with pytest.raises(pytest.fail.Exception) as caught:
        law()
    assert caught.value.__notes__ == ["in the row number 1"]


def test_a_table_whose_rows_hold_passes() -> None:
    @every_row("word", ["a", "b"], ids=["first", "second"])
    def law(word: str) -> None:
        assert word

    law()


def test_one_row_is_tried_alone_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ONLY", "sec")
    tried = []

    @every_row("word", ["a", "b"], ids=["first", "second"])
    def law(word: str) -> None:
        tried.append(word)

    law()
    assert tried == ["b"]


def test_a_table_times_a_table_has_every_pair() -> None:
    tried = []

    @every_row("one", [1, 2])
    @every_row("other", [3, 4])
    def law(one: int, other: int) -> None:
        tried.append((one, other))

    law()
    assert tried == [(1, 3), (1, 4), (2, 3), (2, 4)]


@every_row("word", ["a"])
def test_fixtures_are_given(word: str, tmp_path: Path) -> None:
    assert tmp_path.is_dir() and word == "a"


def test_only_fixtures_are_asked_for() -> None:
    assert list(inspect.signature(test_fixtures_are_given).parameters) == ["tmp_path"]


@pytest.mark.parametrize("rows", [[], [pytest.param(1, marks=pytest.mark.skip)]])
def test_no_rows_and_marks_of_rows_are_refused(rows: list[object]) -> None:
    with pytest.raises(AssertionError):
        every_row("word", rows)
