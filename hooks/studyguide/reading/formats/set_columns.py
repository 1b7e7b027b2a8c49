"""Text set in columns with spaces: tables without a bar, and pages of two columns side by side.

Where the columns begin is told by all lines together: at one place most of them begin anew behind a gap, and next to
none has words across it. A table becomes one of Markdown; of a page the left column is read before the right one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...records import Reading, Text
from ...syntax.line_kinds import BULLET, is_of_markdown
from ...words.asking import asks
from ...words.columns import asking_and_telling
from ...words.vocabulary import VOCABULARY
from ..programs import is_code
from .rewritten import Prose, Written, read_rewritten

_FEWEST = 3  # lines that begin anew at one place; rows
_FEWEST_BESIDE = 6  # lines of a page with two columns
_MOSTLY = 0.6
_CROSSED = 0.1
_LONGEST = 400
_SURE = 0.9
_NARROW = 12  # letters of the narrower of two columns of a page
_WORDS = 3  # of most lines of each column of a page
_PIECE = re.compile(r"\S+(?: \S+)*")
_RULER = re.compile(r"(?=[\s=_+~-]*?[=_+~-]{3})[\s=_+~-]*+$")
_ENDS = re.compile(r"[.!?:。！？؟।][\"”»')]*$")


def reads(text: Text, prose: Prose) -> Reading | None:
    """The file with its columns apart; None where it has none, or where none of them asks."""
    lines = text.lines
    said = [line for line in lines if line.strip()]
    if len(said) < _FEWEST or any(map(_is_written_otherwise, said)) or is_code(said):
        return None
    starts = _starts(said)
    if not starts:
        return None
    if len(starts) == 1 and _are_beside(said, starts[0]):
        return read_rewritten(text, "columns side by side", list(_one_below_the_other(lines, starts[0])), prose)
    rows = list(_rows(lines, starts))
    table = _table(rows, len(starts) + 1)
    return read_rewritten(text, "columns of spaces", table, prose) if table else None


def _is_written_otherwise(line: str) -> bool:
    """Whether a line is too long for a column, or has signs of another form."""
    text = line.lstrip()
    signs = "|" in line or "\t" in line or is_of_markdown(text) or BULLET.strict.match(text) is not None
    return len(line) > _LONGEST or signs


def _starts(lines: Sequence[str]) -> list[int]:
    """Where columns begin, but for the first one; none where words stand across one of these places."""
    pieces = [[match.start() for match in _PIECE.finditer(line)] for line in lines if not _RULER.match(line)]
    several = [some for some in pieces if len(some) > 1]
    if len(several) < max(_FEWEST, len(lines) / 3):
        return []
    firsts = Counter(some[0] for some in several)
    margin = max(firsts, key=lambda n: (firsts[n], -n))
    often = Counter(start for some in pieces for start in some if start > margin + 1)
    found = sorted(n for n, times in often.items() if times >= max(_FEWEST, _MOSTLY * len(several)))
    return found if all(_crossing(lines, n) <= max(1, _CROSSED * len(lines)) for n in found) else []


def _crossing(lines: Sequence[str], column: int) -> int:
    """How many lines have words across the place where a column begins, or right before it."""
    return sum(line[column - 1 : column].strip() != "" for line in lines if not _RULER.match(line))


# --- a page of two columns -------------------------------------------------------------------------------------------


def _are_beside(lines: Sequence[str], column: int) -> bool:
    """Whether both columns are text in which something is asked: of a table one column asks in most rows."""
    left = [said for line in lines if (said := line[:column].strip())]
    right = [said for line in lines if (said := line[column:].strip())]
    return _is_text(left) and _is_text(right) and sum(map(_asks, (*left, *right))) > 1


def _is_text(side: Sequence[str]) -> bool:
    """Whether one column is made of lines of several words, of which few ask."""
    if len(side) < _FEWEST_BESIDE or max(map(len, side)) < _NARROW:
        return False
    worded = sum(len(said.split()) >= _WORDS for said in side)
    return worded >= _MOSTLY * len(side) and sum(map(_asks, side)) * 2 <= len(side)


def _asks(said: str) -> bool:
    return asks(said) >= _SURE


def _one_below_the_other(lines: Sequence[str], column: int) -> Iterator[Written]:
    for page in _pages(lines):
        for side in (slice(None, column), slice(column, None)):
            yield from (Written(lines[n][side].strip("\f").strip(), n + 1, n + 1) for n in page)
            yield Written("", page[-1] + 1, page[-1] + 1)


def _pages(lines: Sequence[str]) -> Iterator[range]:
    ends = [n for n, line in enumerate(lines) if "\f" in line]
    yield from (range(a, b) for a, b in pairwise([0, *ends, len(lines)]) if b > a)


# --- a table ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Row:
    """The words of each cell, and the lines it stands on."""

    cells: list[list[str]]
    first: int
    last: int

    @property
    def said(self) -> list[str]:
        return [" ".join(words) for words in self.cells]


def _rows(lines: Sequence[str], starts: Sequence[int]) -> Iterator[_Row]:
    """The rows: one begins where the first cell does, unless that goes on with what is above it."""
    own: _Row | None = None
    for n, line in enumerate(lines):
        if not line.strip() or _RULER.match(line):
            yield from [own] if own else []
            own = None
            continue
        cells = _cells(line, starts)
        if own and _goes_on(own, cells):
            own.last = n
            for words, cell in zip(own.cells, cells, strict=True):
                words.extend([cell] if cell else [])
        else:
            yield from [own] if own else []
            own = _Row([[cell] if cell else [] for cell in cells], n, n)
    yield from [own] if own else []


def _cells(line: str, starts: Sequence[int]) -> list[str]:
    """What stands in each column; a line with words across the place of one is no row, and its words are one cell."""
    if any(line[n - 1 : n].strip() for n in starts):
        return [line.strip(), *("" for _ in starts)]
    return [line[a:b].strip() for a, b in pairwise([0, *starts, len(line) + 1])]


def _goes_on(row: _Row, cells: Sequence[str]) -> bool:
    """Whether a line has nothing in the first column, or in small letters what goes on with an open sentence."""
    if not cells[0]:
        return True
    return cells[0][:1].islower() and bool(row.cells[0]) and not _ENDS.search(row.cells[0][-1]) and not all(cells)


def _table(rows: Sequence[_Row], width: int) -> list[Written]:
    """The rows as a table of Markdown, and what stands above and below them; nothing where no column asks."""
    full = [row for row in rows if sum(map(bool, row.said)) > 1]
    if len(full) < _FEWEST:
        return []
    if asking_and_telling(tuple(full[0].said)):
        return [*_with_head(rows, full[0].said, full[0].first, full[0].last + 1)]
    asked = _asked(full, width)
    if asked is None:
        return [*_pairs(rows)] if width == 2 else []
    return [*_with_head(rows, _names(full, asked, width), full[0].first, full[0].first)]


def _with_head(rows: Sequence[_Row], names: Sequence[str], head: int, first: int) -> Iterator[Written]:
    """The rows from line `first` on below these names, which stand on line `head`; those above as they are."""
    yield from (Written(row.said[0], row.first + 1, row.last + 1) for row in rows if row.last < head)
    yield Written("", head + 1, head + 1)
    yield Written(f"| {' | '.join(names)} |", head + 1, head + 1)
    yield Written("|" + "---|" * len(names), head + 1, head + 1)
    body = (row for row in rows if row.first >= first)
    yield from (Written(f"| {' | '.join(row.said)} |", row.first + 1, row.last + 1) for row in body)


def _asked(rows: Sequence[_Row], width: int) -> int | None:
    """The column of which most cells ask."""
    asking = [sum(_asks(row.said[column]) for row in rows) for column in range(width)]
    best = max(range(width), key=asking.__getitem__)
    return best if asking[best] >= _MOSTLY * len(rows) else None


def _names(rows: Sequence[_Row], asked: int, width: int) -> list[str]:
    """Names for columns that have none: the one behind the questions with the most words answers."""
    words = [sum(len(row.said[column].split()) for row in rows) for column in range(width)]
    others = [column for column in range(width) if column != asked]
    told = max(others, key=lambda column: (column > asked, words[column]))
    known = {asked: VOCABULARY.labels.question[0], told: VOCABULARY.labels.answer[0]}
    return [known.get(column, "") for column in range(width)]


def _pairs(rows: Sequence[_Row]) -> Iterator[Written]:
    """Two columns of terms and what they mean, a tab between them."""
    yield from (Written("\t".join(filter(None, row.said)), row.first + 1, row.last + 1) for row in rows)
