"""Tables of which a column asks and another answers: told by the names of the columns, or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..words.asking import asks
from ..words.columns import asking_and_telling, kinds_of
from ..words.labels import answer_label, question_label
from ..words.levels import graded, points, said_level, stated_level, steps
from ..words.wording import plain, words
from .blocks import Page
from .line_marks import marks
from .numbering import SURELY
from .signs import TABLE, Start

_CELL_END = re.compile(r"(?<!\\)\|")
_NUMBER = re.compile(r"\d{1,4}\.?")
_MOSTLY, _HALF = 0.6, 0.5
_FEWEST = 3  # rows of a table whose columns have names that say nothing
# What a column is for by its name that does not answer, if nothing else is known of it.
_BESIDE = frozenset(("level", "section", "number", "aside", "data", "question", "asked"))

_Row = tuple[int, list[str]]  # a line and its cells


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column asks, which answers, and which says the level, how hard at the most, or what the row is about."""

    asked: int
    told: int | None
    level: int | None = None
    most: int = 0
    section: int | None = None

    def others(self, width: int) -> list[int]:
        return [n for n in range(width) if n not in (self.asked, self.told, self.level, self.section)]


def cells(raw: str) -> list[str]:
    """The cells of a table row written with bars or tabs."""
    text = raw.strip()
    if "|" in text and (text.startswith("|") or "\t" not in text):
        return [c.strip() for c in _CELL_END.split(text.removeprefix("|").removesuffix("|"))]
    return [c.strip() for c in text.split("\t")]


def tables(page: Page) -> Iterator[Start]:
    """Rows of tables that have a column of questions."""
    i = 0
    while i < len(page):
        if page.lines[i].kind != "row" and "|" not in page.lines[i].raw:
            i += 1
            continue
        end = i
        while end < len(page) and _is_row(page, end):
            end += 1
        yield from _table(page, i, end)
        i = max(end, i + 1)


def _is_row(page: Page, i: int) -> bool:
    line = page.lines[i]
    return line.kind == "row" or (line.kind in ("text", "rule") and "|" in line.raw)


def _table(page: Page, first: int, end: int) -> Iterator[Start]:
    rows = [i for i in range(first, end) if not re.fullmatch(r"[\s|:+-]+", page.lines[i].raw)]
    if len(rows) < 2 or rows[-1] in page.keys:
        return
    every = [(i, cells(page.lines[i].raw)) for i in rows]
    for columns, body in _ways(every, _parts(page, rows[0] + 1)):
        if columns is not None:
            full = ((i, row) for i, row in body if len(row) > columns.asked and row[columns.asked])
            yield from (_start(page, i, row, columns) for i, row in full)
            return


def _ways(every: Sequence[_Row], parted: bool) -> Iterator[tuple[_Columns | None, Sequence[_Row]]]:
    """What the columns may be, the surest way to tell first, with the rows below the head."""
    head = [plain(cell) for cell in every[0][1]]
    yield _named(head, every[1:]), every[1:]
    yield _unnamed(every[1:], head) if parted else None, every[1:]
    below = every[1:] if parted else every
    yield _without_head(below), below


# --- which column is which -------------------------------------------------------------------------------------------


def _named(head: Sequence[str], body: Sequence[_Row]) -> _Columns | None:
    """By the names: "Question" and "Answer", "Term" and "Meaning"; of a name for questions alone half must ask."""
    asked, told = _asked_and_told(head)
    if asked is None:
        return None
    if told is not None or _asking(body, asked) >= max(len(_cells_of(body, asked)), 1) * _HALF:
        return _columns(head, body, asked, told)
    return None


def _unnamed(body: Sequence[_Row], head: Sequence[str]) -> _Columns | None:
    """By what stands in the columns: of one nearly every cell asks, and of the others hardly any does."""
    asked = _asking_column(body, len(head)) if len(body) >= _FEWEST and len(head) > 1 else None
    if asked is None or asks(head[asked]) >= SURELY:
        return None
    columns = _columns(head, body, asked, None)
    return columns if columns.told is not None and len(_cells_of(body, columns.told)) >= _MOSTLY * len(body) else None


def _without_head(body: Sequence[_Row]) -> _Columns | None:
    """Rows without a head: most first cells ask, and the second ones answer; of more columns the longest does."""
    body = [one for one in body if any(one[1])]
    if not body or not all(len(row) > 1 for _, row in body):
        return None
    width = min(len(row) for _, row in body)
    asked = 0 if width == 2 else _asking_column(body, width)
    told = 1 if width == 2 else _telling_column([""] * width, body, asked or 0, None)
    if asked is None or told is None or _asking(body, asked) < _MOSTLY * len(body):
        return None
    return _Columns(asked, told) if _asking(body, told) * 4 <= len(body) else None


def _columns(head: Sequence[str], body: Sequence[_Row], asked: int, told: int | None) -> _Columns:
    level = _column(head, lambda cell: stated_level(cell + ": basic") is not None)
    if level is None:
        level = _level_column(body, len(head), (asked, told))
    if told is None:
        told = _telling_column(head, body, asked, level)
    most = 0 if level is None else steps(max((points(cell)[0] for cell in _cells_of(body, level)), default=0))
    section = next((n for n, name in enumerate(head) if "section" in kinds_of(name) and n not in (asked, told)), None)
    return _Columns(asked, told, level, most, section)


def _asked_and_told(head: Sequence[str]) -> tuple[int | None, int | None]:
    """Which columns ask and answer by their names: "Question" and "Answer", or "Term" and "Meaning"."""
    named = asking_and_telling(tuple(head)) or (None, None)
    asked = _column(head, _is_word_for_question)
    if asked is None:
        return named
    told = _column(head, lambda cell: answer_label(cell) == "" and cell != head[asked])
    return asked, named[1] if told is None and named[0] == asked else told


def _is_word_for_question(cell: str) -> bool:
    found = words(cell)
    return bool(found) and len(found) <= 3 and any(question_label(word + ":") for word in (found[0], found[-1]))


def _parts(page: Page, i: int) -> bool:
    """Whether a line parts the head of a table from its rows."""
    return i < len(page) and re.fullmatch(r"[\s|:-]*-[\s|:-]*", page.lines[i].raw) is not None


def _column(head: Sequence[str], is_one: Callable[[str], bool]) -> int | None:
    return next((c for c, cell in enumerate(head) if is_one(cell)), None)


def _cells_of(body: Sequence[_Row], column: int) -> list[str]:
    return [row[column] for _, row in body if column < len(row) and row[column]]


def _asking(body: Sequence[_Row], column: int) -> int:
    return sum(asks(cell) >= SURELY for cell in _cells_of(body, column))


def _asking_column(body: Sequence[_Row], width: int) -> int | None:
    """The one column in which most cells ask."""
    found = [column for column in range(width) if _asking(body, column) >= _MOSTLY * len(body)]
    return found[0] if len(found) == 1 else None


def _level_column(body: Sequence[_Row], width: int, taken: Sequence[int | None]) -> int | None:
    """A column of nothing but words for levels."""
    for column in range(width):
        said = _cells_of(body, column) if column not in taken else []
        if len(said) > 1 and all(len(cell.split()) < 3 and said_level(plain(cell)) for cell in said):
            return column
    return None


def _telling_column(head: Sequence[str], body: Sequence[_Row], asked: int, level: int | None) -> int | None:
    """The column with the most words, of those that do not say something else by their names."""
    may = [n for n, name in enumerate(head) if n not in (asked, level) and not _BESIDE & set(kinds_of(name))]
    size = {n: sum(len(cell.split()) for cell in _cells_of(body, n) if not _NUMBER.fullmatch(cell)) for n in may}
    return max((n for n in may if size[n]), key=lambda n: (size[n], n), default=None)


# --- one row ---------------------------------------------------------------------------------------------------------


def _start(page: Page, i: int, row: Sequence[str], columns: _Columns) -> Start:
    """A row's question; the cells that are for nothing else follow the answer."""
    words_of_it, own = page.levels.taken(row[columns.asked], marks(row[columns.asked]).text)
    mark = marks(words_of_it)
    numbers = [c for c in row[: columns.asked] if _NUMBER.fullmatch(c)]
    stated = _level(page, row, columns)
    number = mark.number or (numbers[0].rstrip(".") if numbers else None)
    told = [] if columns.told is None else [columns.told]
    others = [n for n in columns.others(len(row)) if not (n < columns.asked and _NUMBER.fullmatch(row[n]))]
    rest = [row[n] for n in (*told, *others) if n < len(row) and row[n]]
    about = row[columns.section] if columns.section is not None and columns.section < len(row) else ""
    tail = "\n\n".join(rest)
    return Start(i, i, TABLE, mark.text, number, tail=tail, level=stated or own, about=plain(about))


def _level(page: Page, row: Sequence[str], columns: _Columns) -> str | None:
    if columns.level is None or columns.level >= len(row):
        return None
    said = plain(row[columns.level])
    return page.levels.graded(said) or graded(said, columns.most)
