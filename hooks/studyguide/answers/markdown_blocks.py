"""The blocks of an answer: headings, paragraphs, lists, quotes, tables and code, read in one pass.

Renderers disagree about blocks more than about anything else: how far a nested
list is indented, whether a list needs a blank line before it, where a fence that
nobody closed ends. An answer is therefore read once, here, by CommonMark's rules
with the mercy that pasted text needs, and `safe_html` writes what was read as HTML or
as Markdown that means the same everywhere. Nothing is dropped: what is not a block
of another kind is a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

# Quotes and lists within each other. People stop at four; beyond this the marks are read as text.
MAX_DEPTH = 12
# A wider table is no table for a reader, and each cell costs as much as a paragraph.
MAX_COLUMNS = 200

_INDENTED_CODE = 4
_FENCE = re.compile(r"(`{3,})([^`]*)|(~{3,})(.*)")
_MARKER = re.compile(r"([-*+]|[0-9]{1,9}[.)])(?=[ \t]|$)")
_HEADING = re.compile(r"(#{1,6})(?=[ \t]+\S)")
_DELIMITER_CELL = re.compile(r":?-+:?")
_LANGUAGE = re.compile(r"[A-Za-z][\w+#.-]*")
_CHECKBOX = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_MARK = re.compile(r"\\[!-/:-@\[-`{-~]|`+|\|")
_TICKS = re.compile("`+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """`depth` counts from 1 without gaps, whatever levels the answer used: no heading is two steps below the last."""

    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    pass


@dataclass(frozen=True, slots=True)
class Code:
    """`language` is one plain word or empty; anything else that stood on the fence is the first line of `text`."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """`number` is None in a list of bullets, `ticked` in an item without a checkbox."""

    blocks: tuple[Block, ...]
    number: int | None = None
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """`loose` lists have blank lines between or inside their items, so their paragraphs stand apart."""

    items: tuple[Item, ...]
    loose: bool


@dataclass(frozen=True, slots=True)
class Table:
    """`rows[0]` is the header. Rows may be shorter than it, never longer: cells too many are joined to the last."""

    align: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Heading | Rule | Code | Quote | Listing | Table


def read(markdown: str) -> tuple[Block, ...]:
    """The blocks of a text whose lines end with a line feed."""
    return _Reader(markdown.split("\n"), 0, []).blocks()


def spans(text: str) -> Iterator[tuple[str, str]]:
    """Pieces of a text that together are the text: ("code", "`a`"), ("escape", "\\\\*"), ("pipe", "|"), ("text", "…").

    A run of backticks without a partner is text. The partners are looked up, not
    searched for, so a text of nothing but backticks takes no longer than another.
    """
    runs: defaultdict[int, list[int]] = defaultdict(list)
    for run in _TICKS.finditer(text):
        runs[len(run[0])].append(run.start())
    position = 0
    while mark := _MARK.search(text, position):
        start, end, kind = mark.start(), mark.end(), "text"
        if mark[0] == "|":
            kind = "pipe"
        elif mark[0][0] == "\\":
            kind = "escape"
        else:
            same = runs[len(mark[0])]
            partner = bisect_left(same, end)
            if partner < len(same):
                end, kind = same[partner] + len(mark[0]), "code"
        if start > position:
            yield "text", text[position:start]
        yield kind, text[start:end]
        position = end
    if position < len(text):
        yield "text", text[position:]


class _Reader:
    """Reads the lines of one container; `outline` is shared with those inside it: the levels of the open headings."""

    def __init__(self, lines: list[str], depth: int, outline: list[int]) -> None:
        self.lines = lines
        self.depth = depth
        self.outline = outline
        self.at = 0

    def blocks(self) -> tuple[Block, ...]:
        found: list[Block] = []
        # Most particular first: `- - -` is a rule before it is a list, indented code comes before what it shows.
        readers = (self.indented, self.fenced, self.rule, self.heading, self.quote, self.listing, self.table)
        while self.at < len(self.lines):
            if not self.lines[self.at].strip():
                self.at += 1
                continue
            block = next((block for reader in readers if (block := reader())), None) or self.paragraph()
            found.append(block)
        return tuple(found)

    def inside(self, lines: list[str]) -> tuple[Block, ...]:
        return _Reader(lines, self.depth + 1, self.outline).blocks()

    def indented(self) -> Code | None:
        start = self.at
        while self.at < len(self.lines) and _indent(self.lines[self.at]) >= _INDENTED_CODE:
            self.at += 1
            end = self.at
            while self.at < len(self.lines) and not self.lines[self.at].strip():
                self.at += 1
        if self.at == start:
            return None
        return Code("", "\n".join(_dedented(line, _INDENTED_CODE) for line in self.lines[start:end]))

    def fenced(self) -> Code | None:
        line = self.lines[self.at]
        fence = _fence(line)
        if not fence:
            return None
        start = self.at = self.at + 1
        while self.at < len(self.lines) and not _closes(self.lines[self.at], fence):
            self.at += 1
        code = [_dedented(inner, _indent(line)) for inner in self.lines[start : self.at]]
        self.at += 1
        language, rest = _header(line.strip()[len(fence) :].strip())
        return Code(language, "\n".join([rest, *code] if rest else code))

    def rule(self) -> Rule | None:
        if not _is_rule(self.lines[self.at]):
            return None
        self.at += 1
        return Rule()

    def heading(self) -> Heading | None:
        line = self.lines[self.at].strip()
        mark = _HEADING.match(line)
        if not mark:
            return None
        self.at += 1
        text = line[mark.end() :].strip()
        bare = text.rstrip("#")
        # Marks at the end close the heading only after a space: `# C#` is about C#.
        return self.headed(len(mark[1]), bare.rstrip() if bare[-1:] in (" ", "\t") and bare.strip() else text)

    def headed(self, level: int, text: str) -> Heading:
        while self.outline and self.outline[-1] >= level:
            self.outline.pop()
        self.outline.append(level)
        return Heading(len(self.outline), text)

    def quote(self) -> Quote | None:
        if self.depth >= MAX_DEPTH or not self.lines[self.at].lstrip().startswith(">"):
            return None
        inner: list[str] = []
        fence = ""
        while self.at < len(self.lines):
            line = self.lines[self.at].lstrip()
            if not line.startswith(">") and (fence or not _goes_on(line, inner)):
                break
            inner.append(line[1:].removeprefix(" ") if line.startswith(">") else line)
            fence = _fence_after(fence, inner[-1])
            self.at += 1
        return Quote(self.inside(inner))

    def listing(self) -> Listing | None:
        marker = _MARKER.match(self.lines[self.at].lstrip())
        if self.depth >= MAX_DEPTH or not marker:
            return None
        items: list[Item] = []
        loose = False
        kind = _kind(marker)
        while marker and _kind(marker) == kind:
            item, gaps = self.item(marker[1])
            items.append(item)
            blank = self.skip_blank()
            if self.at == len(self.lines) or _is_rule(self.lines[self.at]):
                marker = None
            else:
                marker = _MARKER.match(self.lines[self.at].lstrip())
            loose = loose or gaps or (blank and marker is not None and _kind(marker) == kind)
        return Listing(tuple(items), loose)

    def item(self, marker: str) -> tuple[Item, bool]:
        """The item at hand, and whether its blocks are set apart by blank lines."""
        line = self.lines[self.at]
        column = _indent(line)
        rest = line.lstrip()[len(marker) :]
        space = _indent(rest)
        # Code that begins in the marker's line is indented further; its first column is the marker's next but one.
        content = column + len(marker) + (space if rest.strip() and space <= _INDENTED_CODE else 1)
        inner = [_dedented(rest, space if space <= _INDENTED_CODE else 1)]
        self.at += 1
        fence = _fence(inner[0])
        while self.at < len(self.lines):
            line = self.lines[self.at]
            # Two columns are enough: people indent below `1. ` by two, three or four.
            if line.strip() and _indent(line) < column + 2 and (fence or not _goes_on(line, inner)):
                break
            inner.append(_dedented(line, content))
            fence = _fence_after(fence, inner[-1])
            self.at += 1
        while len(inner) > 1 and not inner[-1].strip():
            inner.pop()
            self.at -= 1
        box = _CHECKBOX.match(inner[0])
        if box:
            inner[0] = inner[0][box.end() :]
        blocks = self.inside(inner)
        number = int(marker[:-1]) if marker[-1] in ".)" else None
        return Item(blocks, number, box[1] != " " if box else None), _has_gaps(inner, blocks)

    def skip_blank(self) -> bool:
        start = self.at
        while self.at < len(self.lines) and not self.lines[self.at].strip():
            self.at += 1
        return self.at > start

    def table(self) -> Table | None:
        align = self.table_here(self.at)
        if not align:
            return None
        header = self.lines[self.at]
        self.at += 2
        rows = [header]
        while self.at < len(self.lines) and "|" in self.lines[self.at]:
            rows.append(self.lines[self.at])
            self.at += 1
        return Table(align, tuple(_fitted(_cells(row), len(align)) for row in rows))

    def table_here(self, at: int) -> tuple[str, ...]:
        """The alignment of the columns of a table that begins at this line; empty where none does."""
        if at + 1 >= len(self.lines) or "|" not in self.lines[at] or not set(self.lines[at + 1]) <= set("|:- \t"):
            return ()
        delimiters = _cells(self.lines[at + 1])
        if len(delimiters) > MAX_COLUMNS or not all(map(_DELIMITER_CELL.fullmatch, delimiters)):
            return ()
        return tuple(map(_alignment, delimiters)) if len(_cells(self.lines[at])) == len(delimiters) else ()

    def paragraph(self) -> Block:
        text = [self.lines[self.at].strip()]
        while (at := self.at + 1) < len(self.lines) and (line := self.lines[at].strip()):
            if len(text) == 1 and _underlines(line):
                self.at = at + 1
                return self.headed(1 if line[0] == "=" else 2, text[0])
            if _interrupts(self.lines[at]) or self.table_here(at):
                break
            text.append(line)
            self.at = at
        first = self.at - len(text) + 1
        self.at += 1
        return Paragraph("\n".join(_broken(line) for line in self.lines[first : self.at]).rstrip())


def _kind(marker: re.Match[str]) -> str:
    """A list goes on while its items have the same kind of mark; the three bullets are one kind."""
    return "-" if marker[1] in "-*+" else marker[1][-1]


def _indent(line: str) -> int:
    """Columns of white space before the text; a tab goes to the next multiple of four."""
    column = 0
    for character in line:
        if character not in " \t":
            break
        column += 1 if character == " " else 4 - column % 4
    return column


def _dedented(line: str, columns: int) -> str:
    column = 0
    for index, character in enumerate(line):
        if column >= columns or character not in " \t":
            return " " * max(column - columns, 0) + line[index:]
        column += 1 if character == " " else 4 - column % 4
    return ""


def _fence(line: str) -> str:
    """The mark that opens a fence, or nothing."""
    match = _FENCE.fullmatch(line.strip())
    return (match[1] or match[3]) if match else ""


def _closes(line: str, fence: str) -> bool:
    mark = line.strip()
    return len(mark) >= len(fence) and set(mark) == {fence[0]}


def _fence_after(fence: str, line: str) -> str:
    if fence:
        return "" if _closes(line, fence) else fence
    return _fence(line)


def _header(words: str) -> tuple[str, str]:
    """The language on a fence and what else stands there, which must not be lost: a title, a person's remark."""
    first, _, rest = words.partition(" ")
    return (first, rest.strip()) if _LANGUAGE.fullmatch(first) else ("", words)


def _is_rule(line: str) -> bool:
    marks = line.replace(" ", "").replace("\t", "")
    return len(marks) >= 3 and marks[0] in "-*_" and marks == marks[0] * len(marks)


def _underlines(line: str) -> bool:
    """Whether a line makes a heading of the one above. Three hyphens do not: chats put such a rule between parts."""
    return (set(line) == {"="} and len(line) >= 3) or (set(line) == {"-"} and len(line) >= 4)


def _interrupts(line: str) -> bool:
    """Whether a line ends the paragraph above it. Of numbers only 1 does: "in the year\\n2006. Then" is no list."""
    text = line.lstrip()
    marker = _MARKER.match(text)
    if marker and text[marker.end() :].strip():
        return marker[1][0] in "-*+" or marker[1][:-1] == "1"
    return bool(text.startswith(">") or _HEADING.match(text) or _fence(text) or _is_rule(text))


def _goes_on(line: str, inner: list[str]) -> bool:
    """Whether a line that is not indented or marked still belongs to the paragraph that a container ends with."""
    if not line.strip() or not inner or not inner[-1].strip():
        return False
    if _interrupts(line) or _MARKER.match(line.lstrip()):
        return False
    return _text_in(inner[-1]) or not _interrupts(inner[-1])


def _text_in(line: str) -> bool:
    """Whether the last block that a line opens is a paragraph: it is in `- a` and `> a`, not in `# a` or a rule."""
    text = line.lstrip()
    return bool(_MARKER.match(text) or text.startswith(">")) and not _is_rule(text)


def _has_gaps(inner: list[str], blocks: tuple[Block, ...]) -> bool:
    """Blank lines between the blocks of an item; those inside code or a nested list are their own."""
    own = sum(isinstance(block, Paragraph) for block in blocks)
    return own > 1 and any(not line.strip() for line in inner)


def _cells(line: str) -> list[str]:
    """The cells of a row. A pipe inside a code span or after a backslash does not part them."""
    cells = [""]
    for kind, piece in spans(line.strip()):
        if kind == "pipe":
            cells.append("")
        elif kind == "text":
            cells[-1] += piece
        else:
            cells[-1] += piece.replace("\\|", "|")
    if len(cells) > 1 and not cells[0].strip():
        del cells[0]
    if len(cells) > 1 and not cells[-1].strip():
        del cells[-1]
    return [cell.strip() for cell in cells]


def _fitted(cells: list[str], columns: int) -> tuple[str, ...]:
    return tuple(cells) if len(cells) <= columns else (*cells[: columns - 1], " | ".join(cells[columns - 1 :]))


def _alignment(delimiter: str) -> str:
    left, right = delimiter.startswith(":"), delimiter.endswith(":")
    return "center" if left and right else "left" if left else "right" if right else ""


def _broken(line: str) -> str:
    """A line of a paragraph; two spaces at its end ask for a line break, and so does a backslash."""
    text = line.strip()
    if text.endswith("\\") and not text.endswith("\\\\") and len(text) > 1:
        return text[:-1].rstrip() + "  "
    return text + "  " if line.endswith("  ") else text
