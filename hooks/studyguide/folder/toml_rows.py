"""Reads the small tables that stand beside the notes: TOML files of rows, each row a few words under known keys."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..records import Problem, Span


def rows(
    text: str, file: str, table: str, required: Sequence[str], optional: Sequence[str], wrong: Callable[[Any], str]
) -> tuple[tuple[dict[str, str], ...], tuple[Problem, ...]]:
    """The rows under `[[table]]` that can be used, all values as text, and a grave problem for each that cannot.

    `wrong` is asked last, of a row that has all that is required and nothing else: what is wrong with its values,
    or nothing.
    """
    found, broken = tables(text, file)
    if broken:
        return (), broken
    given = [row for row in found if row.table == table]
    if any(not row.listed for row in given):
        return (), (_grave(file, 1, f"{table}: these must be tables. Begin each with [[{table}]]"),)
    good: list[dict[str, str]] = []
    problems: list[Problem] = []
    for row in given:
        values = row.values or {}
        fault = _fault(row.values, required, optional) or wrong(values)
        if fault:
            problems.append(_grave(file, row.line, f"[[{table}]] {fault}"))
        else:
            good.append({key: str(value) for key, value in values.items()})
    return tuple(good), tuple(problems)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: the table's name, its line and those of its keys.

    values  its keys and what they hold; None where it is no table
    listed  it is written as one of several: `[[name]]`
    """

    table: str
    line: int
    values: Mapping[str, Any] | None
    lines: Mapping[str, int]
    listed: bool = True


def tables(text: str, file: str) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """All rows of a file in the order of their tables; nothing but a grave problem where it is no TOML."""
    whole = text.replace("\r\n", "\n")
    try:
        found = tomllib.loads(whole)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else whole.count("\n") + 1
        return (), (_grave(file, line, f"this is not TOML: {error}. Mend it"),)
    return tuple(_rows(found, whole.split("\n"))), ()


def _rows(found: Mapping[str, Any], lines: Sequence[str]) -> Iterator[Row]:
    for table, given in found.items():
        listed = isinstance(given, list) and bool(given)
        begins = re.compile(rf"\s*\[\[?\s*[\"']?{re.escape(table)}[\"']?\s*\]|\s*[\"']?{re.escape(table)}[\"']?\s*=")
        heads = [number for number, line in enumerate(lines) if begins.match(line)] or [0]
        for nth, row in enumerate(given if listed else [given]):
            head = heads[min(nth, len(heads) - 1)]
            values = row if isinstance(row, dict) else None
            yield Row(table, head + 1, values, dict(_keys(values or {}, head, lines)), listed)


def _keys(values: Mapping[str, Any], head: int, lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The line of each key below a head, or that of the head."""
    for key in values:
        begins = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=|\s*\[[^\[\]]*\.\s*[\"']?{re.escape(key)}[\"']?\s*\]")
        below = (n for n in range(head + 1, len(lines)) if begins.match(lines[n]) or lines[n].startswith("[["))
        at = next(below, head)
        yield key, (at if begins.match(lines[at]) else head) + 1


def _fault(row: Mapping[str, Any] | None, required: Sequence[str], optional: Sequence[str]) -> str:
    if row is None:
        return "is not a table. Write key = value lines below it"
    if unknown := [key for key in row if key not in (*required, *optional)]:
        return f"{unknown[0]}: there is no such key. The keys are {', '.join((*required, *optional))}"
    if missing := [key for key in required if not str(row.get(key, "")).strip()]:
        return f"{', '.join(missing)}: missing. Say it"
    return ""


def _grave(file: str, line: int, message: str) -> Problem:
    return Problem(Span(file, line, line), message, grave=True)
