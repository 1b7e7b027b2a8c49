"""Tables as spreadsheets and decks write them: cells between commas, semicolons or tabs, in quotes where needed."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...records import LayoutRule, Problem, Reading, Text
from ...words.asking import asks
from ...words.columns import asking_and_telling, kinds_of, kinds_of_all
from ...words.levels import level_in
from ...words.wording import plain
from . import our_copies
from .cards import Card, Found, Lines, level_of, problem, reading
from .fields import Record, card_of
from .html_text import as_markdown

SEPARATORS = ("\t", ",", ";")
_HIGHEST = 400  # lines; a cell above this was never closed
_WIDEST = 5_000_000
_ENDINGS = (".csv", ".tsv", ".tab")
_PLAIN_ENDINGS = (".txt", ".md", ".markdown", ".text", "")
_NUMBER = re.compile(r"[-+$€£]?\s?\d[\d.,:/\s-]*(?:%|[a-zA-Z]{1,3})?")
_OF_DATA = re.compile(r"(?:true|false|yes|no|null|n/?a|https?://\S+|[^\s@]+@[^\s@]+\.\w+|[\w./-]+\.\w{2,4}|-)", re.I)
_TAGS = re.compile(r"[a-z0-9][\w:./+-]{0,30}(?:[ ,;]+[\w:./+-]{1,30}){0,4}")
_MOST_COLUMNS = 12
_SEP_LINE = re.compile(r"sep=(.)\s*", re.I)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one record and the lines that it takes; `raw` is what stands there."""

    first: int
    last: int
    cells: tuple[str, ...]
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is a table: what separates its cells, where its rows begin, and what its columns hold.

    level    the column of levels, where a maintainer names it, and `levels` what its cells state
    """

    separator: str
    rows: tuple[Row, ...]
    names: tuple[str, ...]
    asked: int
    told: int | None
    level: int | None = None
    levels: tuple[tuple[str, str], ...] = ()


def rows_of(lines: Sequence[str], separator: str, start: int = 0) -> Iterator[Row]:
    """The records from line `start` (counted from 0). A quote that nothing closes costs its own line only."""
    at = start
    width = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        row = _row(lines, at, separator)
        if row.last > row.first and ((width and len(row.cells) != width) or row.broken):
            row = replace(_row(lines, at, separator, 1), broken=True)
        width = width or len(row.cells)
        yield row
        at = row.last


def _row(lines: Sequence[str], at: int, separator: str, highest: int = _HIGHEST) -> Row:
    some = (lines[n] for n in range(at, min(at + highest, len(lines))))
    before = csv.field_size_limit(_WIDEST)
    try:
        reader = csv.reader((f"{line}\n" for line in some), delimiter=separator)
        cells = next(reader, [])
        height = max(reader.line_num, 1)
    except csv.Error:
        return Row(at + 1, at + 1, (lines[at],), broken=True)
    finally:
        csv.field_size_limit(before)
    open_quote = height > 1 and "\n".join(lines[at : at + height]).count('"') % 2 == 1
    return Row(at + 1, at + height, tuple(cell.strip("\n") for cell in cells), open_quote)


def shape_of(text: Text) -> Shape | None:
    """How the file is a table of questions; None for anything else, prose with commas above all."""
    start, told_so = _beginning(text.lines)
    for separator in (told_so,) if told_so else SEPARATORS:
        if (shape := _shape(text, separator, start)) is not None:
            return shape
    return None


def _beginning(lines: Sequence[str]) -> tuple[int, str]:
    """Where the table begins, and the separator that a first line "sep=;" names, as Excel writes it."""
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    match = _SEP_LINE.fullmatch(lines[first]) if lines else None
    return (first + 1, match[1]) if match else (first, "")


def _shape(text: Text, separator: str, start: int) -> Shape | None:
    head = next(rows_of(text.lines, separator, start), None)
    if head is None or len(head.cells) < 2 or head.broken:
        return None
    names = tuple(cell.strip() for cell in head.cells)
    pair = asking_and_telling(names) if max(map(len, names)) <= 40 else None
    if pair:
        return _with_head(text, separator, start, names, pair)
    if any({"question", "answer", "asked", "told"} & set(kinds_of(name)) for name in names) and len(head.cells) > 2:
        return None
    return _without_head(text, separator, start)


def _with_head(text: Text, separator: str, start: int, names: tuple[str, ...], pair: tuple[int, int]) -> Shape | None:
    rows = tuple(rows_of(text.lines, separator, start))
    body = rows[1:]
    full = sum(len(row.cells) >= 2 and not row.broken for row in body)
    loose = 0.6 if text.source.lower().endswith(_ENDINGS) else 0.9
    if not body or full < loose * len(body):
        return None
    return Shape(separator, body, names, *pair)


def _without_head(text: Text, separator: str, start: int) -> Shape | None:
    """A table whose first row is a question already: by what its columns hold."""
    name = text.source.lower()
    table = name.endswith(_ENDINGS)
    plain = separator != "," and name.endswith(_PLAIN_ENDINGS)
    if not (table or plain or text.lines[start].lstrip().startswith('"')):
        return None
    rows = tuple(rows_of(text.lines, separator, start))
    columns = _Columns.of([row.cells for row in rows])
    if columns is None:
        return None
    pair = columns.asking() or (columns.terms() if table or separator == "\t" else None)
    if pair is None:
        return None
    if all("language" in kinds_of(cell) for cell in rows[0].cells if cell.strip()):
        return Shape(separator, rows[1:], rows[0].cells, *pair)
    if columns.have_a_head(pair):
        return Shape(separator, rows[1:], replace(columns, head=True).names(pair), *pair)
    return Shape(separator, rows, columns.names(pair), *pair)


# As programs write them, in small letters.
_NAME_OF_A_COLUMN = re.compile(r"[^\W\d_A-Z][^\W_A-Z]*(?:_\w+)?")


@dataclass(frozen=True, slots=True)
class _Columns:
    """The cells of each column; `worded` are the places of those that hold words, `head`: the first is a name."""

    cells: tuple[tuple[str, ...], ...]
    worded: tuple[int, ...]
    head: bool = False

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]]) -> _Columns | None:
        """None where the rows are not alike."""
        width, times = Counter(map(len, rows)).most_common(1)[0]
        if not 2 <= width <= _MOST_COLUMNS or len(rows) < 2 or times < 0.9 * len(rows):
            return None
        alike = [row for row in rows if len(row) == width]
        cells = tuple(tuple(cell.strip() for cell in column) for column in zip(*alike, strict=True))
        return cls(cells, tuple(place for place, column in enumerate(cells) if _is_worded(column)))

    def asking(self) -> tuple[int, int] | None:
        """The first column of words where it asks, and the next where it does not."""
        if len(self.worded) < 2:
            return None
        first, second = self.worded[:2]
        return (first, second) if self._asks(first) >= 0.5 > self._asks(second) else None

    def _asks(self, place: int) -> float:
        return sum(asks(cell) >= 0.8 for cell in self.cells[place]) / len(self.cells[place])

    def terms(self) -> tuple[int, int] | None:
        """The two columns of words where they are all there is, each cell is its own, and the first ones are short."""
        rows = len(self.cells[0])
        if (
            rows < 3
            or len(self.worded) != 2
            or len(self.cells) > 3
            or any("data" in kinds_of(c[0]) for c in self.cells)
        ):
            return None
        first, second = self.worded
        own = all(len(set(self.cells[place])) >= 0.8 * rows for place in self.worded)
        return (first, second) if own and all(len(cell) <= 80 for cell in self.cells[first]) else None

    def have_a_head(self, pair: tuple[int, int]) -> bool:
        """Whether the first row names the columns in words nobody knows: it asks nothing where nearly all others do, or
        has one small word where all others have sentences.
        """
        asked, told = (self.cells[place] for place in pair)
        rest = asked[1:]
        if asks(asked[0]) < 0.5 and sum(asks(cell) >= 0.8 for cell in rest) >= 0.8 * max(len(rest), 2):
            return True
        words = (asked[0], told[0])
        return all(map(_NAME_OF_A_COLUMN.fullmatch, words)) and all(len(cell.split()) >= 3 for cell in told[1:])

    def names(self, pair: tuple[int, int]) -> tuple[str, ...]:
        """Names for columns without a head: numbers, levels and tags are told by what they hold."""
        named = [_name_of(column[self.head :]) or (column[0] if self.head else "") for column in self.cells]
        return tuple("" if place in pair else name for place, name in enumerate(named))


def _name_of(cells: Sequence[str]) -> str:
    some = [cell for cell in cells if cell]
    if some and all(cell.isdigit() for cell in some):
        return "number"
    if some and all(level_of([cell]) and len(cell) <= 20 for cell in some):
        return "level"
    return "tags" if some and all(_TAGS.fullmatch(cell) for cell in some) else ""


def is_data(cell: str) -> bool:
    """Whether a cell holds a number, a date, an address or a yes, and no words.

    >>> is_data("4.5 %"), is_data("https://example.org"), is_data("the dog")
    (True, True, False)
    """
    return _NUMBER.fullmatch(cell) is not None or _OF_DATA.fullmatch(cell) is not None


def _is_worded(cells: Sequence[str]) -> bool:
    """Whether a column holds words, not numbers, dates, addresses or the same few marks again and again."""
    some = [cell for cell in cells if cell]
    said = [cell for cell in some if not is_data(cell)]
    return len(some) >= 0.6 * len(cells) and len(said) >= 0.7 * len(some) > 0


def reads(text: Text) -> Reading | None:
    """The table's rows as cards; None where it is no table of questions."""
    shape = shape_of(text)
    return None if shape is None else _as_cards(text, shape)


def reads_headed(text: Text) -> Reading | None:
    """The same where the first row names the columns: such a file says of itself what it is."""
    shape = shape_of(text)
    return _as_cards(text, shape) if shape is not None and shape.names else None


def _as_cards(text: Text, shape: Shape) -> Reading:
    if our_copies.is_our_table(shape.names):
        return our_copies.read_table(text, shape.names, shape.rows)
    return _read(text, shape)


def reads_columns(text: Text, rule: LayoutRule) -> Reading | None:
    """The table's rows as cards, from the columns that a maintainer names; None where it has no such columns."""
    start, told_so = _beginning(text.lines)
    for separator in (rule.separator or told_so,) if rule.separator or told_so else SEPARATORS:
        shape = _with_columns(text, separator, start, rule)
        if shape is not None and (found := _read(text, shape)).entries:
            return replace(found, rule=rule.place)
    return None


def _with_columns(text: Text, separator: str, start: int, rule: LayoutRule) -> Shape | None:
    """The table with the columns of a rule. Those with names stand in its first row, which else is one like others,
    unless its cells are names that are known.
    """
    rows = tuple(rows_of(text.lines, separator, start))
    if not _is_table(rows):
        return None
    names = tuple(cell.strip() for cell in rows[0].cells)
    places = {key: place_of(key, names) for key in (rule.question, rule.answer, rule.level) if key}
    if any(place is None or place >= len(names) for place in places.values()):
        return None
    named = not rule.question.isdecimal() or all(kinds_of(name) for name in names if name)
    return Shape(
        separator,
        rows[1:] if named else rows,
        names if named else ("",) * len(names),
        places[rule.question] or 0,
        places.get(rule.answer),
        places.get(rule.level),
        rule.levels,
    )


def _is_table(rows: Sequence[Row]) -> bool:
    return len(rows) > 1 and sum(len(row.cells) > 1 for row in rows) >= 0.9 * len(rows)


def place_of(column: str, names: Sequence[str]) -> int | None:
    """The place of a column that is given by its name or by its number, counted from 1."""
    if column.isdecimal():
        return int(column) - 1
    wanted = plain(column).casefold()
    return next((n for n, name in enumerate(names) if plain(name).casefold() == wanted), None)


def _read(text: Text, shape: Shape) -> Reading:
    cards: list[Card] = []
    others: list[Lines] = []
    problems: list[Problem] = []
    for row in shape.rows:
        card = None if row.broken else _card(row, shape)
        if card:
            cards.append(card)
        else:
            others.append(Lines(row.first, row.last, "note"))
            problems.append(problem(text, row.first, _broken(row)))
    head = Lines(1, shape.rows[0].first - 1 if shape.rows else 1, "filler", "the names of the columns")
    return reading(
        text, f"table, {_NAMES.get(shape.separator, shape.separator)}", Found(cards, [head, *others], problems)
    )


def level_in_cell(cell: str, levels: Sequence[tuple[str, str]]) -> str | None:
    """The level that a cell states: by the marks of a rule, or in words."""
    said = plain(cell)
    return next((level for mark, level in levels if mark in (said, cell.strip())), None) or level_in(said)


_NAMES = {"\t": "tabs", ",": "commas", ";": "semicolons"}


def _broken(row: Row) -> str:
    if row.broken:
        return "a quote in this row is never closed, so the row was not read. Close it, or double a quote that is meant"
    return "this row has no question. Fill its cell, or take the row out"


def _card(row: Row, shape: Shape) -> Card | None:
    cells = [*row.cells, *("",) * (len(shape.names) - len(row.cells))]
    last = len(shape.names) - 1
    if len(cells) > len(shape.names):  # a comma in the last cell that nobody put in quotes
        cells[last:] = [
            (shape.separator + (" " if shape.separator in ",;" else "")).join(c.strip() for c in cells[last:])
        ]
    if not cells[shape.asked].strip():
        return None
    pairs = [(name, as_markdown(cell), row.first) for name, cell in zip(shape.names, cells, strict=True)]
    record = Record(row.first, row.last, tuple(pairs))
    kinds = kinds_of_all(shape.names)
    if shape.level is None:
        return card_of(record, kinds, (shape.asked, shape.told))
    kinds[shape.level] = ("aside",)
    card = card_of(record, kinds, (shape.asked, shape.told))
    return card and replace(card, level=level_in_cell(cells[shape.level], shape.levels) or card.level)
