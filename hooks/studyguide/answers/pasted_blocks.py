"""The blocks of a note, read with more mercy than Markdown has, and written so that every renderer reads the same.

`markdown_blocks` reads Markdown for the page. This reads what people paste: bullets of
any kind, tables of tabs, rows without a delimiter, numbers in circles.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from ..records import Subject
from ..syntax.callouts import closes_box, fenced_callout, indented_callout, tab_title
from ..syntax.columns import indent_of
from ..syntax.fences import enclosing_mark, unquoted
from ..syntax.formulas import environment_at, formula_at
from ..syntax.line_kinds import DELIMITER, FENCE, HEADING, MARKER, QUOTE, RULE, depth_of_underline, without_closing
from ..syntax.spans import cells, spans
from ..words.prose import VERB
from .code_in_prose import is_command, language_of, looks_like_code
from .definitions import is_like_one as is_definition
from .pasted_lines import Code, Row, code_of, is_fold, row_indent, rows_of, shifted

# Lists and quotes within each other; people stop at four. Deeper marks are left as text.
_MAX_DEPTH = 9
_MAX_COLUMNS = 200
# What may stand behind the punctuation that ends a sentence.
_CLOSERS = "\"'”’»)]*_` "
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,60}\]\Z")
_MOST_FOOTNOTES = 3


def ending(line: str) -> str:
    """A line up to the punctuation that ends its sentence, without the mark of a footnote.

    >>> ending("It *scales.*[^1]"), ending("It scales[^1]")
    ('It *scales.', 'It scales')
    """
    for _ in range(_MOST_FOOTNOTES):
        line = line.rstrip()
        mark = _FOOTNOTE.match(line, line.rfind("[^")) if line.endswith("]") else None
        line = line[: mark.start()] if mark else line
    return line.rstrip(_CLOSERS)


@dataclass(frozen=True, slots=True)
class Paragraph:
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """`marked` headings have the depth that the notes give them, the others had no mark and have their final depth."""

    depth: int
    text: str
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    pass


@dataclass(frozen=True, slots=True)
class Lines:
    """A table or a formula, written as it is."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """What a line opens: a box, a tab, a footnote, a collapsible block. Its blocks stand indented below, or end with a
    line that closes them.
    """

    opening: tuple[str, ...]
    blocks: tuple[Block, ...]
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """`apart` if a blank line stands before it."""

    marker: str
    blocks: tuple[Block, ...]
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[Item, ...]
    apart: bool = True


Block = Code | Paragraph | Heading | Rule | Lines | Quote | Box | Items


# Markers of list items -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Marker:
    """`number` is empty for bullets; `content` is the column of the text."""

    indent: int
    content: int
    number: str
    text: str

    @property
    def kind(self) -> str:
        return "1" if self.number else "-"


@dataclass(frozen=True, slots=True)
class _Page:
    """Rows with the markers in them, those of these that may end a paragraph, and rows that tell what a term means."""

    rows: Sequence[Row]
    subject: Subject
    depth: int
    markers: dict[int, _Marker]
    ending: frozenset[int]
    meanings: frozenset[int]

    def line(self, i: int) -> str:
        """The text at `i`; nothing where there is a blank line, code or the end."""
        row = self.rows[i] if i < len(self.rows) else ""
        return row if isinstance(row, str) else ""


# A marker with its sort and its place in the order of that sort; 0 where it has none.
_Placed = tuple[_Marker, str, int]


def _page(rows: Sequence[Row], subject: Subject, depth: int, in_item: bool) -> _Page:
    texts = _texts(rows, in_item)
    meanings = frozenset(i for i, row in texts.items() if ":" in row and _MEANING.match(row))
    if depth > _MAX_DEPTH:
        return _Page(rows, subject, depth, {}, frozenset(), meanings)
    sure = {i: marker for i, row in texts.items() if (marker := _sure(row))}
    weak = {i: placed for i, row in texts.items() if (placed := _weak(row, sure.get(i)))}
    together = _in_company(rows, weak)
    ending = {i for i, marker in sure.items() if _ends_paragraphs(texts[i], marker)}
    return _Page(rows, subject, depth, sure | {i: weak[i][0] for i in together}, frozenset(ending | together), meanings)


def _texts(rows: Sequence[Row], in_item: bool) -> dict[int, str]:
    """The rows of text that may open something; the first one of an item is its text and opens no list."""
    return {i: row for i, row in enumerate(rows) if isinstance(row, str) and row and not (in_item and i == 0)}


def _sure(row: str) -> _Marker | None:
    text = row.lstrip()
    match = MARKER.lenient.match(text)
    return _marker(row, match, match["number"] or "") if match and not RULE.lenient.match(text) else None


def _ends_paragraphs(row: str, marker: _Marker) -> bool:
    """Of numbers only 1 does: "in the year\\n2006. Then" is no list."""
    return not row.lstrip()[0].isdigit() or int(marker.number) == 1


def _marker(row: str, match: re.Match[str], number: str, text: str | None = None) -> _Marker:
    """The marker that a match found in a row; `text` where it is not what stands behind the match."""
    indent = indent_of(row)
    text = _behind(match) if text is None else text
    while inner := MARKER.lenient.match(text):
        if inner["number"] is None and inner[0]:  # a second bullet says nothing
            text = _behind(inner)
        elif inner["number"] and not number:
            number, text = inner["number"], _behind(inner)
        else:
            break
    text = text.rstrip() + ("  " if row.endswith("  ") else "")
    return _Marker(indent, indent + max(match.end(), 2), number, as_text(text))


def _behind(match: re.Match[str]) -> str:
    return match.string[match.end() :]


def as_text(line: str) -> str:
    """A line for an item, so that its beginning is not read as another marker, a fence or a rule."""
    if RULE.lenient.match(line) or FENCE.lenient.match(line):
        return f"\\{line}"
    found = MARKER.lenient.match(line)
    if not found or not found["number"]:
        return line
    end = found.end("number")
    return f"{line[:end]}\\{line[end:]}"


# The ways to number that are believed in company only; each is a sort of its own.
_NUMBERS = ("bracketed", "tight", "circled", "keycap")


def _weak(row: str, sure: _Marker | None) -> _Placed | None:
    """A marker that needs company; for its neighbours a plain number may be some."""
    if sure is not None:
        return (sure, "1", int(sure.number)) if sure.number else None
    match = MARKER.in_company.match(row.lstrip())
    if match is None:
        return None
    sort = next((name for name in _NUMBERS if match[name]), "")
    if sort:
        number = unicodedata.normalize("NFKC", match[sort])
        return _marker(row, match, number), sort, int(number)
    if match["letter"]:
        letter = match["letter"].strip("(.)")
        marker = replace(_marker(row, match, "", row.strip()), content=indent_of(row) + 2)
        return marker, match["letter"].replace(letter, "A" if letter.isupper() else "a"), ord(letter)
    return _marker(row, match, ""), match["dash"], 0


def _in_company(rows: Sequence[Row], weak: dict[int, _Placed]) -> set[int]:
    """Weak markers that follow each other: in the next line, or, with numbers, in the same run of lines."""
    together: set[int] = set()
    last: dict[str, tuple[int, int, int, int]] = {}
    run = nth = 0
    for i, row in enumerate(rows):
        if row == "":
            run += 1
            continue
        nth += 1
        if i not in weak:
            continue
        _, sort, place = weak[i]
        before = last.get(sort)
        if before and (place == 0 or place == before[1] + 1) and (before[2] == nth - 1 or (place and before[3] == run)):
            together |= {i, before[0]}
        last[sort] = i, place, nth, run
    return together


# Reading blocks ------------------------------------------------------------------------------------------------------


def blocks_of(rows: Sequence[Row], subject: Subject, depth: int = 0, in_item: bool = False) -> list[Block]:
    page = _page(rows, subject, depth, in_item)
    blocks: list[Block] = []
    i = 0
    while i < len(rows):
        if rows[i] == "":
            i += 1
            continue
        reader = next((reader for sign, reader in _readers(rows[i]) if sign(page, i)), _paragraph)
        found, i = reader(page, i)
        blocks.extend(found)
    return blocks


_Found = tuple[list[Block], int]


def _begins(page: _Page, i: int) -> bool:
    """Whether a block begins here that ends the paragraph above it."""
    if i in page.markers:
        return i in page.ending
    return any(sign(page, i) for sign, _ in _readers(page.rows[i]))


def _readers(row: Row) -> _Readers:
    """Those that may read a row: most begin with a letter or a figure, which are the sign of few."""
    return _READERS_OF_WORDS if isinstance(row, str) and row.lstrip()[:1].isalnum() else _READERS


def _is_code(page: _Page, i: int) -> bool:
    return isinstance(page.rows[i], Code)


def _read_code(page: _Page, i: int) -> _Found:
    row = page.rows[i]
    return ([row] if isinstance(row, Code) else []), i + 1


def _is_indented_code(page: _Page, i: int) -> bool:
    """Four columns and a blank line before it, and it looks like code: people also indent prose."""
    if indent_of(page.line(i)) < 4 or i in page.markers or (i and page.rows[i - 1] != ""):
        return False
    return looks_like_code([page.line(j) for j in range(i, min(_end_of_indented(page, i), i + 100))], page.subject)


def _end_of_indented(page: _Page, i: int) -> int:
    end = i
    while i < len(page.rows) and isinstance(page.rows[i], str) and (not page.line(i) or indent_of(page.line(i)) >= 4):
        i += 1
        end = i if page.line(i - 1) else end
    return end


def _read_indented(page: _Page, i: int) -> _Found:
    end = _end_of_indented(page, i)
    code = code_of("", [page.line(j) for j in range(i, end)])
    return [replace(code, language=language_of(code.lines, page.subject) or "text", indent=0)], end


def _is_math(page: _Page, i: int) -> bool:
    if page.line(i).lstrip()[:6] == "\\begin":
        return _end_of_environment(page, i) > i
    if page.line(i).strip() != "$$":
        return False
    below = takewhile(bool, (page.line(n).strip() for n in range(i + 1, i + _MOST_ROWS)))
    return "$$" in below


def _end_of_environment(page: _Page, i: int) -> int:
    """The row behind what LaTeX sets by itself; the row itself where nothing of that begins."""
    found = environment_at([*takewhile(bool, (page.line(n) for n in range(i, i + _MOST_ROWS)))], 0)
    return i + found.end if found else i


def _read_math(page: _Page, i: int) -> _Found:
    end = _end_of_environment(page, i)
    if end > i:
        return [Lines(tuple(page.line(n).strip() for n in range(i, end)))], end
    end = i + 1
    while page.line(end) and page.line(end).strip() != "$$":
        end += 1
    end += bool(page.line(end))
    return [Lines(tuple(_escaped(page.line(j).strip()) for j in range(i, end)))], end


def _is_verse(page: _Page, i: int) -> bool:
    """Lines that each begin with a bar and have no other, as pandoc has verse and addresses."""
    return all(_VERSE.fullmatch(page.line(n)) for n in (i, i + 1))


def _read_verse(page: _Page, i: int) -> _Found:
    end = i
    while _VERSE.fullmatch(page.line(end)):
        end += 1
    lines = [page.line(n)[page.line(n).index("|") + 1 :].strip() for n in range(i, end)]
    return [Paragraph((*(f"{line}  " for line in lines[:-1]), lines[-1]))], end


_VERSE = re.compile(r" {0,3}\|[ \t]+[^|]*[^|\s][^|]*")


def _is_rule(page: _Page, i: int) -> bool:
    return bool(RULE.lenient.match(page.line(i).strip()))


def _read_rule(page: _Page, i: int) -> _Found:
    return [Rule()], i + 1


def _is_heading(page: _Page, i: int) -> bool:
    """Marks without a text head nothing."""
    text = page.line(i).lstrip()
    found = HEADING.lenient.match(text)
    return bool(found and heading_text(text[found.end() :]))


def _read_heading(page: _Page, i: int) -> _Found:
    text = page.line(i).lstrip()
    found = HEADING.lenient.match(text)
    return ([Heading(len(found["marks"]), heading_text(text[found.end() :]))] if found else []), i + 1


def heading_text(text: str) -> str:
    """Without marks at the end, and without emphasis where all of it is emphasised."""
    before = None
    while before != text:
        before, text = text, unbold(without_closing(text.strip()))
    return text


def unbold(text: str) -> str:
    """
    >>> unbold("**Rope**"), unbold("**a**"), unbold("**a *b***"), unbold("***a* b**"), unbold("**a** and **b**")
    ('Rope', 'a', '**a *b***', '***a* b**', '**a** and **b**')
    >>> unbold("****"), unbold("**a"), unbold("a**"), unbold("**a*b c*d**")
    ('****', '**a', 'a**', 'a*b c*d')
    """
    inner = text[2:-2].strip()
    whole = text.startswith("**") and text.endswith("**") and "**" not in inner
    return inner if whole and inner and inner[0] != "*" != inner[-1] else text


def _is_quote(page: _Page, i: int) -> bool:
    return page.depth < _MAX_DEPTH and bool(QUOTE.lenient.match(page.line(i).lstrip()))


def _read_quote(page: _Page, i: int) -> _Found:
    inner: list[str] = []
    while (text := unquoted(page.line(i))) is not None:
        inner.append(text)
        i += 1
    blocks = blocks_of(rows_of(inner, page.subject), page.subject, page.depth + 1)
    return ([Quote(tuple(blocks))] if blocks else []), i


# Boxes, tabs, footnotes and terms ------------------------------------------------------------------------------------


def _is_box(page: _Page, i: int) -> bool:
    line = page.line(i).strip()
    if line[:1] not in _OPENERS or page.depth >= _MAX_DEPTH:
        return False
    return is_definition(line) or bool(_end_of_box(page, i, line))


_OPENERS = frozenset("!?=:[*</")


def _end_of_box(page: _Page, i: int, line: str) -> int:
    """The row behind what belongs to the box that a line opens; 0 where it opens none."""
    if indented_callout(line) or tab_title(line):
        return _end_of_indented_rows(page, i + 1, row_indent(page.rows[i]) + 2)
    if fenced_callout(line):
        return _end_of_fenced_box(page, i)
    return _end_of_fold(page, i) if line[:8] == "<details" and is_fold(line) else 0


def _end_of_fold(page: _Page, i: int) -> int:
    """The row behind the tag that closes a collapsible block; each is closed that opens."""
    opened = 0
    for at in range(i, len(page.rows)):
        line = page.line(at).strip()
        if line[:1] == "<" and is_fold(line):
            opened += 1 if line[1] == "d" else -1
        if not opened:
            return at + 1
    return 0


def _end_of_indented_rows(page: _Page, i: int, least: int) -> int:
    """The row behind those that are indented, blank ones between them; 0 where there is none."""
    end = 0
    while i < len(page.rows) and (page.rows[i] == "" or row_indent(page.rows[i]) >= least):
        end = i + 1 if page.rows[i] != "" else end
        i += 1
    return end


def _end_of_fenced_box(page: _Page, i: int) -> int:
    """The row behind the line of signs that closes a box."""
    opened, sign = 0, page.line(i).strip()[0]
    for at in range(i, min(len(page.rows), i + _MOST_ROWS)):
        line = page.line(at).strip()
        opened += bool(fenced_callout(line)) if line[:1] == sign else 0
        opened -= closes_box(line) == sign
        if not opened:
            return at + 1
    return 0


def _read_box(page: _Page, i: int) -> _Found:
    line = page.line(i).strip()
    if is_definition(line):
        return _read_definition(page, i)
    end = _end_of_box(page, i, line)
    if line[0] == "<":
        opening, summary, title = line.partition("<summary>")
        return [Box((opening, summary + title), tuple(_inside(page, i + 1, end - 1)), "</details>")], end
    closing = page.line(end - 1).strip() if fenced_callout(line) else ""
    return [Box((line,), tuple(_inside(page, i + 1, end - bool(closing))), closing)], end


def _inside(page: _Page, i: int, end: int) -> list[Block]:
    columns = min((row_indent(row) for row in page.rows[i:end] if row != ""), default=0)
    rows = [shifted(row, columns) for row in page.rows[i:end]]
    return blocks_of(rows, page.subject, page.depth + 1)


def _read_definition(page: _Page, i: int) -> _Found:
    """An address, an abbreviation or a footnote with the lines of its text, and what is indented below them."""
    lines = [page.line(i).strip()]
    i += 1
    footnote = lines[0].startswith("[^")
    waits = lines[0].endswith(":") and row_indent(page.rows[i] if i < len(page.rows) else "") >= 2
    while footnote and not waits and page.line(i) and not _begins(page, i):
        lines.append(page.line(i).strip())
        i += 1
    end = _end_of_indented_rows(page, i, 2) if footnote else 0
    return [Box(tuple(lines), tuple(_inside(page, i, end)) if end else ())], max(i, end)


def _is_terms(page: _Page, i: int) -> bool:
    """Several terms, or several meanings; one term with a single meaning gets the form of other terms."""
    if not page.meanings:
        return False
    first = next((n for n in range(i + 1, i + _MOST_TERMS + 1) if n in page.meanings), 0)
    if not first or (first > i + 1 and not all(_NAME.fullmatch(page.line(n)) for n in range(i, first))):
        return False
    below = (page.line(n) for n in range(first, _end_of_terms(page, first)))
    return first > i + 1 or sum(map(bool, islice(filter(_MEANING.match, below), 2))) > 1


def _read_terms(page: _Page, i: int) -> _Found:
    end = _end_of_terms(page, i)
    return [Lines(tuple(page.line(n) for n in range(i, end)))], end


def _end_of_terms(page: _Page, i: int) -> int:
    """The row behind terms and their meanings: below a blank one what is indented goes on, and so does a meaning."""
    end = i
    for n in range(i, min(len(page.rows), i + _MOST_ROWS)):
        if not isinstance(page.rows[n], str):
            break
        if line := page.line(n):
            if n > end and indent_of(line) < _BELOW_A_TERM and not _MEANING.match(line):
                break
            end = n + 1
    return end


_BELOW_A_TERM = 2


_MEANING = re.compile(r" {0,3}:[ \t]+(?=\S)")
_NAME = re.compile(r"[^\s*:.!?;,|<>][^*:.!?;,|<>]{0,40}")
_MOST_TERMS = 3
# No box is longer.
_MOST_ROWS = 1000


# Tables --------------------------------------------------------------------------------------------------------------


def _is_pipe_table(page: _Page, i: int) -> bool:
    if not _is_row(page, i) or not _is_row(page, i + 1):
        return False
    line, below = page.line(i).strip(), page.line(i + 1).strip()
    columns = len(cells(line))
    if columns > _MAX_COLUMNS or _is_delimiter(line):
        return False
    if _is_delimiter(below):
        return True
    if columns < 2 or columns != len(cells(below)) or is_command(line, page.subject):
        return False
    if line[0] == below[0] == "|":
        return True
    third = page.line(i + 2)
    return " | " in line and " | " in below and " | " in third and columns == len(cells(third)) and len(line) < 300


def _is_row(page: _Page, i: int) -> bool:
    text = page.line(i).lstrip()
    return "|" in text and i not in page.markers and text[0] != ">" and not HEADING.lenient.match(text)


def _is_delimiter(line: str) -> bool:
    return bool(DELIMITER.lenient.match(_with_bars(line)))


def _with_bars(line: str) -> str:
    """The line of delimiters as Org has it, `|---+---|`, with bars alone."""
    return line.replace("+", "|") if line.startswith("|-") and "+" in line else line


def _read_pipe_table(page: _Page, i: int) -> _Found:
    lines: list[str] = []
    while _is_row(page, i):
        lines.append(page.line(i).strip())
        i += 1
    delimited = _is_delimiter(lines[1])
    lines[1] = _with_bars(lines[1]) if delimited else lines[1]
    columns = len(cells(lines[1 if delimited else 0]))
    lines = [_with_formulas_whole(line, columns) for line in lines]
    rows = [cells(line) for line in lines]
    if delimited and all(len(row) == len(rows[0]) for row in rows):
        return [Lines(tuple(lines))], i
    if any(len(row) > _MAX_COLUMNS for row in rows):
        return [Paragraph(tuple(lines))], i
    return [_table(rows if delimited else [rows[0], [], *rows[1:]])], i


def _with_formulas_whole(line: str, columns: int) -> str:
    """A row that has too many cells, unless a bar within a formula parts none: it has a backslash then."""
    if "$" not in line or len(cells(line)) <= columns:
        return line
    pieces: list[str] = []
    at = done = 0
    while (at := line.find("$", at)) >= 0:
        found = formula_at(line, at)
        if found:
            pieces += line[done:at], re.sub(r"(?<!\\)\|", r"\\|", line[at : found.end])
            done = found.end
        at = found.end if found else at + 1
    whole = "".join((*pieces, line[done:]))
    return whole if len(cells(whole)) == columns else line


def _table(rows: list[list[str]]) -> Lines:
    """Rows of cells, the second being the delimiters, with cells added where a row has too few."""
    columns = max(map(len, rows))
    full = [row + [""] * (columns - len(row)) for row in rows]
    full[1] = [cell or "---" for cell in full[1]]
    return Lines(tuple(re.sub(r" +$", "", f"| {' | '.join(row)} |") for row in full))


def _tab_cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.rstrip(" ").split("\t")]


def _is_tab_row(page: _Page, i: int) -> bool:
    """A row with cells, which the marker of a list item and a tab behind it are not."""
    line = page.line(i)
    if "\t" not in line or i in page.markers:
        return False
    return 2 <= len(_tab_cells(line)) <= _MAX_COLUMNS


def _is_tab_table(page: _Page, i: int) -> bool:
    if not _is_tab_row(page, i):
        return False
    row = _tab_cells(page.line(i))
    return sum(map(bool, row)) > 1 and _next_tab_row(page, i, len(row)) > i


def _next_tab_row(page: _Page, i: int, columns: int) -> int:
    """The row below, or below one blank line if it has as many cells; `i` if there is none."""
    if _is_tab_row(page, i + 1):
        return i + 1
    if i + 2 < len(page.rows) and page.rows[i + 1] == "" and _is_tab_row(page, i + 2):
        return i + 2 if len(_tab_cells(page.line(i + 2))) == columns else i
    return i


def _read_tab_table(page: _Page, i: int) -> _Found:
    rows = [_tab_cells(page.line(i))]
    while (after := _next_tab_row(page, i, len(rows[0]))) > i:
        rows.append(_tab_cells(page.line(after)))
        i = after
    if len(set(map(len, rows))) > 1:  # tabs that only line up columns
        aligned = [[cell for n, cell in enumerate(row) if cell or not n] for row in rows]
        rows = aligned if len(set(map(len, aligned))) == 1 else rows
    escaped = [[_with_pipes_escaped(cell) for cell in row] for row in rows]
    return [_table([escaped[0], [], *escaped[1:]])], i + 1


def _with_pipes_escaped(cell: str) -> str:
    return "".join("\\|" if kind == "pipe" else piece for kind, piece in spans(cell)) if "|" in cell else cell


# Lists ---------------------------------------------------------------------------------------------------------------


def _is_list(page: _Page, i: int) -> bool:
    return i in page.markers


def _read_list(page: _Page, i: int) -> _Found:
    first = page.markers[i]
    items: list[Item] = []
    apart = started = page.rows[i - 1] == ""  # nothing stands above the first
    while True:
        marker = page.markers[i]
        end = _end_of_item(page, i, marker)
        body: list[Row] = [marker.text, *(shifted(row, marker.content) for row in page.rows[i + 1 : end])]
        blocks = blocks_of(body, page.subject, page.depth + 1, in_item=True)
        told = tuple(blocks) or (Paragraph((f"\\{marker.text.strip()}",)),)
        items.append(Item(f"{marker.number}." if marker.number else "-", told, apart and bool(items)))
        i = end
        while i < len(page.rows) and page.rows[i] == "":
            i += 1
        apart = i > end
        following = page.markers.get(i)
        if following is None or following.kind != first.kind or not -2 < following.indent - first.indent < 2:
            return [Items(tuple(items), apart=started)], i


def _end_of_item(page: _Page, i: int, marker: _Marker) -> int:
    """The row behind the item. What is indented below is its own, and so is text that goes on without a blank line."""
    end = i = i + 1
    while i < len(page.rows):
        row = page.rows[i]
        if row == "":
            i += 1
            continue
        outside = row_indent(row) < marker.indent + 2 and not _is_of_step(page, end, i, marker)
        if outside and (i > end or _begins(page, i) or i in page.markers or _starts_anew(page, i, marker)):
            break
        i += 1
        end = i
    return end


def _is_of_step(page: _Page, end: int, i: int, marker: _Marker) -> bool:
    """Whether code that is not indented is the item's: its text leads to it, or the next number comes after it."""
    if not isinstance(page.rows[i], Code) or i > end + 1:
        return False
    after = i + 1
    while after < len(page.rows) and page.rows[after] == "":
        after += 1
    following = page.markers.get(after)
    counted = marker.number and following and following.number == str(int(marker.number) + 1)
    return bool(counted) or ending(page.line(end - 1)).endswith(":")


def _starts_anew(page: _Page, i: int, marker: _Marker) -> bool:
    """Whether text right below an item leads to another list or follows the list; else it is the item's second line."""
    if page.line(i).endswith(":") and not page.line(i)[0].islower():
        below = page.markers.get(i + 1)
        return below is not None and (not marker.number or below.number in ("", "1"))
    if marker.number or len(marker.text) > 60 or i - 1 not in page.markers or page.line(i)[:1].islower():
        return False
    while page.line(i) and i not in page.markers:
        i += 1
    return i not in page.markers


# Paragraphs ----------------------------------------------------------------------------------------------------------


def _paragraph(page: _Page, i: int) -> _Found:
    depth = depth_of_underline(page.line(i + 1).strip())
    if depth and titlelike(page.line(i).strip(), longest=80):
        return [Heading(depth, heading_text(page.line(i)))], i + 2
    lines: list[str] = []
    while page.line(i) and not (lines and _begins(page, i)):
        lines.append(page.line(i).lstrip())
        i += 1
    lines[-1] = lines[-1].rstrip()
    return [Paragraph(tuple(_escaped(line.rstrip("\t")) for line in lines))], i


def titlelike(line: str, longest: int) -> bool:
    if len(line) > longest or len(line.split()) > 7 or ending(line)[-1:] in ".,:;!…" or VERB.search(line):
        return False
    return line[0].isupper() or line[0].isdigit() or line[0] in "*`"


def _escaped(line: str) -> str:
    """A line of text that Markdown would take for a heading, a quote, a fence or a line under a heading."""
    if line[0] in "#>" or (line[0] in "-=" and set(line.rstrip()) in ({"-"}, {"="})) or FENCE.strict.match(line):
        return f"\\{line}"
    return line


_Readers = tuple[tuple[Callable[[_Page, int], bool], Callable[[_Page, int], _Found]], ...]
# Most particular first: a rule `* * *` is no list, code is not read, rows of cells may begin with anything.
_READERS: _Readers = (
    (_is_code, _read_code),
    (_is_box, _read_box),
    (_is_terms, _read_terms),
    (_is_indented_code, _read_indented),
    (_is_math, _read_math),
    (_is_pipe_table, _read_pipe_table),
    (_is_verse, _read_verse),
    (_is_tab_table, _read_tab_table),
    (_is_rule, _read_rule),
    (_is_heading, _read_heading),
    (_is_quote, _read_quote),
    (_is_list, _read_list),
)
# Signs that are neither letters nor figures, and code, which is no text.
_NO_WORDS = (_is_code, _is_box, _is_math, _is_verse, _is_rule, _is_heading, _is_quote)
_READERS_OF_WORDS = tuple((sign, read) for sign, read in _READERS if sign not in _NO_WORDS)


# Writing -------------------------------------------------------------------------------------------------------------


def items_of(texts: Iterable[str | Sequence[str]]) -> Items:
    lines = ((text,) if isinstance(text, str) else tuple(text) for text in texts)
    return Items(tuple(Item("-", (Paragraph((as_text(first), *rest)),)) for first, *rest in lines))


def written(blocks: Sequence[Block], inside_item: bool = False) -> list[str]:
    lines: list[str] = []
    before: Block | None = None
    for block in blocks:
        near = inside_item and isinstance(before, Paragraph) and isinstance(block, Items) and not block.apart
        lines.extend([""] if lines and not near else [])
        lines.extend(_lines_of(block))
        before = block
    return lines


def _lines_of(block: Block) -> list[str]:
    match block:
        case Paragraph() | Lines():
            return list(block.lines)
        case Heading(depth, text):
            return [f"{'#' * depth} {text}"]
        case Rule():
            return ["---"]
        case Code(language, lines, orders=orders):
            mark = enclosing_mark(lines)
            return [f"{mark}{language}{orders}", *lines, mark]
        case Box():
            return _lines_of_box(block)
        case Quote(inner):
            return [f"> {line}".rstrip(" ") if not line else f"> {line}" for line in written(inner)]
        case Items(items):
            return _lines_of_items(items)


def _lines_of_box(box: Box) -> list[str]:
    own = written(box.blocks)
    if box.closing[:1] == "<":
        return [*box.opening, "", *own, "", box.closing]
    if box.closing:
        return [*box.opening, *own, box.closing]
    apart = [""] if own and is_definition(box.opening[0]) else []
    return [*box.opening, *apart, *(f"    {line}" if line else "" for line in own)]


def _lines_of_items(items: Sequence[Item]) -> list[str]:
    lines: list[str] = []
    before: list[str] = []
    for item in items:
        own = written(item.blocks, inside_item=True) or [""]
        if lines and (item.apart or "" in before):
            lines.append("")
        lines.append(f"{item.marker} {own[0]}".rstrip(" ") if not own[0] else f"{item.marker} {own[0]}")
        near = len(item.blocks[0].lines) if item.blocks and isinstance(item.blocks[0], Paragraph) else 1
        lines.extend(" " * (len(item.marker) + 1) + line for line in own[1:near])
        # Python-Markdown asks for four columns below any marker, CommonMark for no more than that.
        lines.extend(f"    {line}" if line else "" for line in own[near:])
        before = own
    return lines
