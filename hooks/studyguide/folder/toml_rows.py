"""Reads the small tables that stand beside the notes: TOML files of rows, each row a few words under known keys."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from typing import Any

from ..records import Problem, Span


def rows(
    text: str, file: str, table: str, required: Sequence[str], optional: Sequence[str], wrong: Callable[[Any], str]
) -> tuple[tuple[dict[str, str], ...], tuple[Problem, ...]]:
    """The rows under `[[table]]` that can be used, all values as text, and a grave problem for each that cannot.

    `wrong` is asked last, of a row that has all that is required and nothing else: what is wrong with its values,
    or nothing.
    """
    try:
        found = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        place = re.search(r"line (\d+)", str(error))
        return (), (_grave(file, int(place[1]) if place else 1, f"this is not TOML: {error}. Mend it"),)
    given = found.get(table, [])
    if not isinstance(given, list):
        return (), (_grave(file, 1, f"{table}: these must be tables. Begin each with [[{table}]]"),)
    begins = re.compile(rf"\s*\[\[\s*{re.escape(table)}\s*\]\]")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if begins.match(line)]
    good: list[dict[str, str]] = []
    problems: list[Problem] = []
    for nth, row in enumerate(given):
        fault = _fault(row, required, optional) or wrong(row)
        if fault:
            problems.append(_grave(file, lines[nth] if nth < len(lines) else 1, f"[[{table}]] {fault}"))
        else:
            good.append({key: str(value) for key, value in row.items()})
    return tuple(good), tuple(problems)


def _fault(row: object, required: Sequence[str], optional: Sequence[str]) -> str:
    if not isinstance(row, dict):
        return "is not a table. Write key = value lines below it"
    if unknown := [key for key in row if key not in (*required, *optional)]:
        return f"{unknown[0]}: there is no such key. The keys are {', '.join((*required, *optional))}"
    if missing := [key for key in required if not str(row.get(key, "")).strip()]:
        return f"{', '.join(missing)}: missing. Say it"
    return ""


def _grave(file: str, line: int, message: str) -> Problem:
    return Problem(Span(file, line, line), message, grave=True)
