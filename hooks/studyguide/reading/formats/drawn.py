"""Tables and cards drawn with signs: `+---+---+`, `| cue | note |`, boxes to cut out; each cell on several lines.

They are written as Markdown's tables, a row on one line, and the file is read as Markdown. A table in Markdown has one
line for each row and no corners, and is left as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ...records import Reading, Text
from ...words.asking import asks
from ...words.columns import asking_and_telling
from .rewritten import Prose, Written, read_rewritten

_BARS = "|│┃║"
_CORNERS = "+┌╔╭├╠"
_INNER = _BARS + ":¦┆┊"
_BORDER = re.compile(r"(?:\s*[^\S ])?+[-+|│┃║├┤┌┐└┘┬┴┼╔╗╚╝╠╣╦╩╬╭╮╰╯.:'`–—=_─━═~*┄┈ ]{4,}$")
_LINE = re.compile(r"[-–—=_─━═~┄┈]{3}|\.{4}")
_ENDS = re.compile(r"[.!?。！？؟।][\"”»')]*$")
_FEWEST = 2
_MOSTLY = 0.6
_SURE = 0.9


@dataclass(slots=True)
class _Row:
    """The words of each cell of a row, and the lines it stands on."""

    cells: list[list[str]]
    first: int
    last: int

    def add(self, cells: Sequence[str], number: int) -> None:
        for own, words in zip(self.cells, cells, strict=True):
            own.extend([words] if words else [])
        self.last = number

    @property
    def said(self) -> list[str]:
        return [" ".join(words) for words in self.cells]


@dataclass(slots=True)
class _Drawing:
    """Lines that belong together: rows, and after how many of them a border stands."""

    first: int
    last: int
    rows: list[_Row] = field(default_factory=list)
    borders: list[int] = field(default_factory=list)


def reads(text: Text, prose: Prose) -> Reading | None:
    """The file with its drawings as tables; None where none of them asks."""
    borders = [line for line in text.lines if _is_border(line)]
    if len(borders) < _FEWEST:
        return None
    drawings = list(_drawings(text.lines))
    rows = [row for drawing in drawings for row in drawing.rows if _may_be_card(row)]
    drawn = any(line.lstrip()[0] in _CORNERS for line in borders) or any(row.last > row.first for row in rows)
    if not drawn or not _ask(drawings, rows):
        return None
    return read_rewritten(text, "drawn tables", list(_written(text.lines, drawings)), prose)


def _ask(drawings: Sequence[_Drawing], rows: Sequence[_Row]) -> bool:
    """Whether most rows ask, or the head of a table says that they do."""
    asking = sum(asks(row.said[0]) >= _SURE for row in rows)
    named = any(asking_and_telling(tuple(one.rows[0].said)) for one in drawings if one.rows)
    return len(rows) >= _FEWEST and (asking >= _MOSTLY * len(rows) or named)


def _may_be_card(row: _Row) -> bool:
    return len(row.said) > 1 and all(row.said[:2])


def _is_border(line: str) -> bool:
    return (
        line[:1] != ""
        and not line[0].isalnum()
        and len(line) < 400
        and _BORDER.match(line) is not None
        and _LINE.search(line) is not None
    )


def _holds_bar(line: str) -> bool:
    return any(bar in line for bar in _BARS)


# --- what is drawn ---------------------------------------------------------------------------------------------------


def _drawings(lines: Sequence[str]) -> Iterator[_Drawing]:
    """Lines with bars or borders, without a gap between them."""
    start: int | None = None
    for n in range(len(lines) + 1):
        inside = n < len(lines) and (_is_border(lines[n]) or _holds_bar(lines[n]))
        if inside and start is None:
            start = n
        elif not inside and start is not None:
            yield from _drawing(lines, start, n)
            start = None


def _drawing(lines: Sequence[str], start: int, end: int) -> Iterator[_Drawing]:
    worded = [n for n in range(start, end) if not _is_border(lines[n])]
    if not worded or len(worded) == end - start:
        return
    bars = _bars([lines[n] for n in worded])
    found = _Drawing(start, end - 1)
    for group in _groups(lines, start, end):
        found.rows += _rows(lines, group, bars)
        found.borders.append(len(found.rows))
    if not bars:
        found.rows = _sides(found.rows)
        found.borders = []
    yield found


def _bars(lines: Sequence[str]) -> list[int]:
    """The columns, inside of the outer bars, at which nearly all lines have the same sign."""
    shut = all(line.strip()[0] in _BARS and line.strip()[-1] in _BARS for line in lines)
    at = Counter((n, sign) for line in lines for n, sign in enumerate(line) if sign in (_INNER if shut else _BARS))
    found = sorted(n for (n, _), often in at.items() if often * 10 >= 9 * len(lines))
    return found[1:-1] if shut else found


def _groups(lines: Sequence[str], start: int, end: int) -> Iterator[list[int]]:
    """The lines between two borders."""
    borders = [start - 1, *(n for n in range(start, end) if _is_border(lines[n])), end]
    for above, below in pairwise(borders):
        if below > above + 1:
            yield list(range(above + 1, below))


def _rows(lines: Sequence[str], group: Sequence[int], bars: Sequence[int]) -> list[_Row]:
    """The rows between two borders: one begins where the first cell begins anew, behind a gap or a whole sentence."""
    found: list[_Row] = []
    gap = True
    for n in group:
        cells = _cells(lines[n], bars)
        if not any(cells):
            gap = True
        elif not found or (cells[0] and len(cells) > 1 and (gap or _is_over(found[-1]))):
            found.append(_Row([[] for _ in cells], n, n))
            found[-1].add(cells, n)
            gap = False
        else:
            found[-1].add(cells, n)
            gap = not cells[0]
    return found


def _is_over(row: _Row) -> bool:
    return _ENDS.search(row.said[0]) is not None


def _cells(line: str, bars: Sequence[int]) -> list[str]:
    """The words between the bars of a line; the outer ones are no words."""
    places = [-1, *bars, len(line)]
    cells = [line[a + 1 : b].strip() for a, b in pairwise(places)]
    cells[0] = cells[0].lstrip(_BARS).strip()
    cells[-1] = cells[-1].rstrip(_BARS).strip()
    return cells


def _sides(rows: Sequence[_Row]) -> list[_Row]:
    """Cards of which the two sides stand one below the other."""
    found: list[_Row] = []
    for row in rows:
        if found and len(found[-1].cells) == 1 and asks(found[-1].said[0]) >= _SURE > asks(row.said[0]):
            found[-1].cells.append(row.cells[0])
            found[-1].last = row.last
        else:
            found.append(row)
    return found


# --- as Markdown -----------------------------------------------------------------------------------------------------


def _written(lines: Sequence[str], drawings: Sequence[_Drawing]) -> Iterator[Written]:
    """The lines; drawings one below the other, with nothing but gaps between them, are one table."""
    drawn = {n: one for one in drawings for n in range(one.first, one.last + 1)}
    opened = False
    for n, line in enumerate(lines):
        if n in drawn and n == drawn[n].first:
            yield from _table(drawn[n], opened)
            opened = True
        elif n not in drawn and (line.strip() or not opened):
            yield from [Written("", n + 1, n + 1)] if opened else []
            opened = False
            yield Written(line, n + 1, n + 1)


def _table(drawing: _Drawing, opened: bool) -> Iterator[Written]:
    for n, row in enumerate(drawing.rows):
        if len(row.cells) == 1:
            yield Written(row.said[0], row.first + 1, row.last + 1)
            continue
        said = " | ".join(one.replace("|", "\\|") for one in row.said)
        yield Written(f"| {said} |", row.first + 1, row.last + 1)
        if not n and not opened and 1 in drawing.borders and len(drawing.rows) > 1 and asks(row.said[0]) < _SURE:
            yield Written("|" + "---|" * len(row.cells), row.first + 1, row.first + 1)
