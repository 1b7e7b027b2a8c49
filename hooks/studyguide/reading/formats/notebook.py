"""Notebooks of Jupyter: their cells, one below the other, as the Markdown and the code that they hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from ...records import Reading, Text
from .fields import Record, Value
from .json_bank import value_of
from .rewritten import Prose, Written, read_rewritten

_NEAR = 24  # characters by which a line is found again


def reads(text: Text, prose: Prose) -> Reading | None:
    """The notebook read as Markdown; None for other JSON."""
    whole = "\n".join(text.lines)
    if '"cells"' not in whole or '"cell_type"' not in whole:
        return None
    value = value_of(whole)
    cells = _member(value, "cells") if isinstance(value, Record) else None
    if not isinstance(cells, list | tuple):
        return None
    language = _language(value)
    lines = [line for cell in cells if isinstance(cell, Record) for line in _cell(text.lines, cell, language)]
    return read_rewritten(text, "notebook", lines, prose) if lines else None


def _member(record: Record, name: str) -> Value:
    return next((value for key, value, _ in record.pairs if key == name), None)


def _language(value: Value) -> str:
    """What the code of a notebook is written in; "" where it does not say so."""
    for name in ("metadata", "kernelspec", "language"):
        value = _member(value, name) if isinstance(value, Record) else None
    return value if isinstance(value, str) else ""


def _cell(lines: Sequence[str], cell: Record, language: str) -> Iterator[Written]:
    source = _member(cell, "source")
    said = "".join(one for one in source if isinstance(one, str)) if isinstance(source, list | tuple) else source
    if not isinstance(said, str) or not said.strip():
        return
    is_code = _member(cell, "cell_type") == "code"
    place = next((line for key, _, line in cell.pairs if key == "source"), cell.first)
    rows = [f"```{language}", *said.split("\n"), "```"] if is_code else said.split("\n")
    for row in ("", *rows, ""):
        place = _place(lines, row, place, cell.last)
        yield Written(row, place, place)


def _place(lines: Sequence[str], row: str, place: int, last: int) -> int:
    """The line from `place` on, within its cell, on which a row is written; the one above where none is found."""
    said = json.dumps(row, ensure_ascii=False)[1:-1][:_NEAR]
    if not said.strip():
        return place
    return next((n for n in range(place, last + 1) if said in lines[n - 1]), place)
