"""Notebooks of Jupyter: their cells, one below the other, as the Markdown and the code that they hold.

They come as they are saved, as scripts (`# %%`), and as text that was copied (`In [1]:`).

In a notebook of exercises a cell of text sets a task, whether it asks or gives an order, and the code below it answers;
or the first remark of the code sets it. A tutorial looks much the same: the title must promise exercises, the tasks
bear levels, or one in three of them asks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...records import Reading, Text
from ...words.asking import asks, says_exercises, says_questions
from ...words.levels import take_level
from ...words.vocabulary import VOCABULARY
from ..level_marks import ends_with_a_mark
from ..line_marks import marks, title
from .fields import Record, Value
from .json_bank import value_of
from .rewritten import Prose, Written, read_rewritten

_NEAR = 24  # characters by which a line is found again
_FEWEST = 3  # tasks
_MOSTLY = 0.6  # of the cells of code have their own task
_SOME = 1 / 3  # of the tasks ask
_SURE = 0.8
_LONGEST = 60  # words of a task
_REMARK = re.compile(r"\s*(?:#|//|--|%)\s*(?P<said>[^\W\d_!].*|\d{1,3}[.):]\s.*)$")
_PERCENT = re.compile(r"\s*# ?%%")
_IN_REMARK = re.compile(r"(?:(?<!\s)\s++)?# ?")
_PROMPT = re.compile(r"\s*(?:In\s?\[\s?\d*\s?\]:|(?P<out>Out\s?\[\s?\d*\s?\]:))\s?(?P<said>.*)$")
_ASKS = VOCABULARY.labels.question[0].capitalize()


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a cell says, whether that is code, and the lines of the file around it.

    rows   the line of each row, where the file has one for each
    """

    said: str
    is_code: bool
    first: int
    last: int
    rows: tuple[int, ...] = ()


def reads(text: Text, prose: Prose) -> Reading | None:
    """The notebook read as Markdown; None for other JSON."""
    whole = "\n".join(text.lines)
    if '"cells"' not in whole or '"cell_type"' not in whole:
        return None
    value = value_of(whole)
    found = _member(value, "cells") if isinstance(value, Record) else None
    if not isinstance(found, list | tuple):
        return None
    cells = [cell for one in found if isinstance(one, Record) and (cell := _cell(one)) is not None]
    return _read(text, cells, _language(value), prose)


def reads_text(text: Text, prose: Prose) -> Reading | None:
    """A notebook as a script, or as text that was copied from one; None for other files."""
    if _count(text.lines, _PERCENT, "%%") >= _FEWEST:
        return _read(text, list(_of_script(text.lines)), "python", prose)
    if _count(text.lines, _PROMPT, "]:") >= _FEWEST:
        return _read(text, list(_of_copy(text.lines)), "", prose)
    return None


def _count(lines: Sequence[str], pattern: re.Pattern[str], sign: str) -> int:
    """How many lines a pattern matches, which hold this sign if it does."""
    return sum(sign in line and pattern.match(line) is not None for line in lines)


def _read(text: Text, cells: Sequence[_Cell], language: str, prose: Prose) -> Reading | None:
    tasks = _tasks(cells)
    lines = [line for n, cell in enumerate(cells) for line in _written(text.lines, cell, language, tasks.get(n, ""))]
    return read_rewritten(text, "notebook", lines, prose) if lines else None


def _member(record: Record, name: str) -> Value:
    return next((value for key, value, _ in record.pairs if key == name), None)


def _language(value: Value) -> str:
    """What the code of a notebook is written in; "" where it does not say so."""
    for name in ("metadata", "kernelspec", "language"):
        value = _member(value, name) if isinstance(value, Record) else None
    return value if isinstance(value, str) else ""


def _cell(cell: Record) -> _Cell | None:
    source = _member(cell, "source")
    said = "".join(one for one in source if isinstance(one, str)) if isinstance(source, list | tuple) else source
    if not isinstance(said, str) or not said.strip():
        return None
    place = next((line for key, _, line in cell.pairs if key == "source"), cell.first)
    return _Cell(said.strip("\n"), _member(cell, "cell_type") == "code", place, cell.last)


def _of_script(lines: Sequence[str]) -> Iterator[_Cell]:
    """The cells of a script; text stands there as remarks."""
    heads = [n for n, line in enumerate(lines) if _PERCENT.match(line)]
    for head, end in zip([-1, *heads], [*heads, len(lines)], strict=True):
        is_code = head < 0 or "[markdown]" not in lines[head]
        rows = [
            (n + 1, line if is_code else _IN_REMARK.sub("", line)) for n, line in enumerate(lines[:end]) if n > head
        ]
        yield from _of_rows(rows, is_code)


def _of_copy(lines: Sequence[str]) -> Iterator[_Cell]:
    """The cells of text with prompts: code to the next prompt, its result to a gap, and text up to the next code."""
    rows, is_code, result = list[tuple[int, str]](), False, False
    for number, line in enumerate(lines, 1):
        prompt = _PROMPT.match(line)
        if prompt and prompt["out"]:
            rows += [(number, ""), (number, f"# {prompt['said']}")] if prompt["said"] else []
            result = True
        elif prompt or (result and not line.strip()):
            yield from _of_rows(rows, is_code)
            rows, is_code, result = [(number, prompt["said"])] if prompt else [], bool(prompt), False
        else:
            rows.append((number, line))
    yield from _of_rows(rows, is_code)


def _of_rows(rows: Sequence[tuple[int, str]], is_code: bool) -> Iterator[_Cell]:
    said = [n for n, (_, row) in enumerate(rows) if row.strip()]
    if said:
        own = rows[said[0] : said[-1] + 1]
        yield _Cell(
            "\n".join(row for _, row in own), is_code, own[0][0], own[-1][0], tuple(number for number, _ in own)
        )


# --- exercises -------------------------------------------------------------------------------------------------------


def _tasks(cells: Sequence[_Cell]) -> dict[int, str]:
    """The cells that set a task, each with the words that do, where the notebook is one of exercises."""
    above = {
        n - 1: _words_of(cells[n - 1]) for n in range(1, len(cells)) if cells[n].is_code and _may_ask(cells[n - 1])
    }
    inside = {n: found["said"].strip() for n, cell in enumerate(cells) if cell.is_code and (found := _remark(cell))}
    code = sum(cell.is_code for cell in cells)
    for tasks in (above, inside):
        if len(tasks) >= max(_FEWEST, _MOSTLY * code) and _are_exercises(cells, list(tasks.values())):
            return tasks
    return {}


def _may_ask(cell: _Cell) -> bool:
    """Whether a cell is a few words of text, no label of its own among them, and nothing that already answers."""
    labelled = any(marks(line).label for line in cell.said.split("\n"))
    return not cell.is_code and not labelled and len(cell.said.split()) <= _LONGEST and "<summary" not in cell.said


def _words_of(cell: _Cell) -> str:
    """A cell's first line, or the one below it where that says no more than which exercise it is."""
    lines = [line for line in cell.said.split("\n") if line.strip()]
    return lines[1] if len(lines) > 1 and says_exercises(title(marks(lines[0]))) else lines[0]


def _remark(cell: _Cell) -> re.Match[str] | None:
    """The remark with which code begins that has more below it."""
    first, _, rest = cell.said.lstrip().partition("\n")
    return _REMARK.match(first) if rest.strip() else None


def _are_exercises(cells: Sequence[_Cell], tasks: Sequence[str]) -> bool:
    heads = [title(marks(cell.said.split("\n")[0])) for cell in cells if not cell.is_code]
    if any(says_exercises(head) or says_questions(head) for head in heads):
        return True
    graded = sum(take_level(said)[1] is not None or ends_with_a_mark(said) for said in tasks)
    asking = sum(asks(marks(said).text) >= _SURE for said in tasks)
    return max(graded, asking) >= _SOME * len(tasks)


# --- as Markdown -----------------------------------------------------------------------------------------------------


def _written(lines: Sequence[str], cell: _Cell, language: str, task: str) -> Iterator[Written]:
    place = cell.first
    own = cell.said.split("\n")
    for row, n in (("", -1), *_rows(cell, language, task), ("", -1)):
        if n >= 0:
            place = cell.rows[n] if cell.rows else _place(lines, own[n], place, cell.last)
        yield Written(row, place, place)


def _rows(cell: _Cell, language: str, task: str) -> Iterator[tuple[str, int]]:
    """The rows of a cell as Markdown, each with the row that it comes from; what sets a task gets a label."""
    rows = cell.said.split("\n")
    at = next((n for n, row in enumerate(rows) if task in row), 0) if task else -1
    if task:
        asked = marks(task)
        yield from ((row, n) for n, row in enumerate(rows[:at]) if not cell.is_code)
        yield f"{_ASKS}{f' {asked.number}' if asked.number else ''}: {asked.text}", at
        yield "", -1
    below = [(row, n) for n, row in enumerate(rows) if n > at]
    yield from [(f"```{language}", -1), *below, ("```", -1)] if cell.is_code else below


def _place(lines: Sequence[str], row: str, place: int, last: int) -> int:
    """The line from `place` on, within its cell, on which a row is written; the one above where none is found."""
    said = json.dumps(row, ensure_ascii=False)[1:-1][:_NEAR]
    if not said.strip():
        return place
    return next((n for n in range(place, last + 1) if said in lines[n - 1]), place)
