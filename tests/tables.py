"""A table of cases as one test: every row of it is tried, and those that fail are named.

Ten thousand rows, each a test of its own, take more time to be collected and told of, in every worker, than what most
of them try. `ROW="part of a name" make test` tries only the rows that are called so. Tables whose rows take long, need
a folder of their own or have marks are for `pytest.mark.parametrize`, which is given the same.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

import pytest

Test = Callable[..., None]
Names = Callable[[Any], object] | Iterable[str] | None
# What a row is called, and its values by their names.
Row = tuple[str, Mapping[str, Any]]

ONLY = os.environ.get("ROW", "")
# A row that nobody called anything is called by as much of its values.
SHORT = 60
PARAM = type(pytest.param())


def every_row(names: str | tuple[str, ...], rows: Iterable[Any], ids: Names = None) -> Callable[[Test], Test]:
    """Runs a test with the values of each row, all others beside one that fails."""
    known = tuple(name.strip() for name in names.split(",")) if isinstance(names, str) else names
    table = list(_table(known, list(rows), ids))
    assert table, "a table without rows tries nothing"

    def tries(test: Test) -> Test:
        @wraps(test)
        def whole(**fixtures: Any) -> None:
            failed = [error for row in table if ONLY in row[0] and (error := _tried(test, row, fixtures))]
            if len(failed) > 1:
                raise BaseExceptionGroup(f"{len(failed)} of {len(table)} rows", failed)
            if failed:
                raise failed[0]

        signature = inspect.signature(test)
        left = [parameter for name, parameter in signature.parameters.items() if name not in known]
        whole.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]
        return whole

    return tries


def _tried(test: Test, row: Row, fixtures: Mapping[str, Any]) -> BaseException | None:
    try:
        test(**row[1], **fixtures)
    except (Exception, pytest.fail.Exception) as error:
        error.add_note(f"in the row {row[0]}")
        return error
    return None


def _table(names: tuple[str, ...], rows: list[Any], ids: Names) -> Iterable[Row]:
    called = [None] * len(rows) if ids is None or callable(ids) else list(ids)
    for row, name in zip(rows, called, strict=True):
        own = isinstance(row, PARAM)
        assert not (own and row.marks), "a row with marks is a test of its own"
        values = row.values if own else (row,) if len(names) == 1 else tuple(row)
        told = name or (own and row.id) or "-".join(_called(value, ids) for value in values)
        yield str(told), dict(zip(names, values, strict=True))


def _called(value: object, ids: Names) -> str:
    name = ids(value) if callable(ids) else None
    return repr(value)[:SHORT] if name is None else str(name)
