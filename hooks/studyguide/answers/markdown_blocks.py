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
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from ..syntax import folds
from ..syntax.callouts import (
    Opened,
    closes_box,
    directive,
    fenced_callout,
    indented_callout,
    look_of,
    quoted_callout,
    tab_title,
)
from ..syntax.columns import indent_of, outdented
from ..syntax.fence_info import lenient_info, marked_lines, strange_orders
from ..syntax.formulas import block_at
from ..syntax.line_kinds import (
    CHECKBOX,
    DELIMITER,
    FENCE,
    HEADING,
    MARKER,
    QUOTE,
    RULE,
    UNDERLINE,
    depth_of_underline,
    kind_of,
    without_closing,
)
from ..syntax.spans import cells
from . import formulas
from .addresses import plain_address
from .cleaning import decoded
from .code_colours import is_known
from .definitions import Definitions, Key, is_like_one
from .inlines import ATTRIBUTES, BLOCK_ID, inlines_of
from .nodes import (
    DIAGRAMS,
    Block,
    Callout,
    Code,
    Diagram,
    Document,
    Formula,
    Heading,
    Image,
    Inline,
    Item,
    Listing,
    Notes,
    Paragraph,
    Quote,
    Rule,
    Tab,
    Table,
    Tabs,
    Term,
    Terms,
    said,
)
from .pictures import at_fence

# Quotes and lists within each other. People stop at four; beyond this the marks are read as text.
MAX_DEPTH = 12
# A wider table is no table for a reader, and each cell costs as much as a paragraph.
MAX_COLUMNS = 200

_INDENTED_CODE = 4


Inlines = Callable[[str, Definitions], tuple[Inline, ...]]


def read(markdown: str, inlines: Inlines = inlines_of) -> Document:
    """A text whose lines end with a line feed; `inlines` reads the words of a line.

    A definition may stand behind what uses it. So an answer that has one is read again, and once more where one was not
    used, which then is text.
    """
    blocks, known = _understood(markdown, inlines)
    if known.numbers:
        blocks = (*blocks, Notes(tuple(known.notes[label] for label in known.numbers)))
    return Document(blocks, " ".join(known.unshown), tuple(dict.fromkeys(known.unread)))


def used(markdown: str) -> frozenset[Key]:
    """The definitions of a text that it uses itself.

    >>> used("[a] and [b].\\n\\n[a]: https://example.org/\\n[c]: https://example.org/")
    frozenset({('reference', 'a')})
    """
    return frozenset(_understood(markdown, inlines_of)[1].used)


def _understood(markdown: str, inlines: Inlines) -> tuple[tuple[Block, ...], Definitions]:
    lines = markdown.split("\n")
    known = Definitions()
    blocks = _Reader(lines, inlines, known).blocks()
    believed = known.found
    for _ in range(3):
        if believed == (known.believed or frozenset()):
            break
        known = known.only(believed)
        blocks = _Reader(lines, inlines, known).blocks()
        believed = frozenset(known.used)
    else:  # what uses each other is used by nothing else
        known = known.only(frozenset())
        blocks = _Reader(lines, inlines, known).blocks()
    return blocks, known


class _Reader:
    """Reads the lines of one container; `outline` is shared with those inside it: the levels of the open headings."""

    def __init__(self, lines: list[str], inlines: Inlines, known: Definitions, above: _Reader | None = None) -> None:
        self.lines = lines
        self.read_inlines = inlines
        self.known = known
        self.depth: int = above.depth + 1 if above else 0
        self.outline: list[int] = above.outline if above else []
        self.readers: Sequence[_Read] = above.readers if above else _readers("\n".join(lines))
        self.at = 0
        self.boxes: dict[int, int] | None = None
        self.folds: dict[int, tuple[folds.Opened, int]] | None = None

    def inlines(self, text: str) -> tuple[Inline, ...]:
        return self.read_inlines(text, self.known)

    def blocks(self) -> tuple[Block, ...]:
        found: list[Block] = []
        while self.at < len(self.lines):
            if not self.lines[self.at].strip() or self.definition() or self.attributes():
                self.at += 1
                continue
            block = next((block for reader in self.readers if (block := reader(self))), None) or self.paragraph()
            found.extend(_with_formulas_apart(block) if isinstance(block, Paragraph) else [block])
        return tuple(found)

    def inside(self, lines: list[str]) -> tuple[Block, ...]:
        return _Reader(lines, self.read_inlines, self.known, self).blocks()

    def indented(self) -> Code | None:
        start = self.at
        while self.at < len(self.lines) and indent_of(self.lines[self.at]) >= _INDENTED_CODE:
            self.at += 1
            end = self.at
            while self.at < len(self.lines) and not self.lines[self.at].strip():
                self.at += 1
        if self.at == start:
            return None
        return Code("", "\n".join(outdented(line, _INDENTED_CODE) for line in self.lines[start:end]))

    def fenced(self) -> Code | Formula | Diagram | Callout | None:
        line = self.lines[self.at]
        fence = _fence(line)
        if not fence:
            return None
        start = self.at = self.at + 1
        while self.at < len(self.lines) and not _closes(self.lines[self.at], fence):
            self.at += 1
        code = [outdented(inner, indent_of(line)) for inner in self.lines[start : self.at]]
        self.at += 1
        said = line.strip()[len(fence) :].strip()
        if (box := fenced_callout(directive(said))) and self.depth < MAX_DEPTH:
            return self.box(box, code)
        info = lenient_info(said)
        if said.lower() == "math" and self.is_formula(latex := "\n".join(code).strip()):
            return Formula(latex, display=True)
        self.known.unshown.append(said)
        if info.language.lower() in DIAGRAMS:
            return _diagram(said, "\n".join(code))
        strange = info.language if not is_known(info.language) else ""
        title = " ".join(filter(None, (strange, info.title, info.words, *strange_orders(said))))
        return Code(info.language, "\n".join(code), title, marked_lines(said, len(code)))

    def formula(self) -> Formula | None:
        found = block_at(self.lines, self.at)
        if not found or not self.is_formula(found.latex):
            return None
        self.at = found.end
        return Formula(found.latex, display=True)

    def is_formula(self, latex: str) -> bool:
        problem = formulas.wrong(latex, display=True)
        if problem:
            self.known.unread.append((latex, problem))
        return not problem

    def attributes(self) -> bool:
        """Whether a line only says how the block beside it looks or is found: `{: .wide }`, `^of-ropes`."""
        line = self.lines[self.at].strip()
        if not (line[0] == "{" and ATTRIBUTES.fullmatch(line)) and not (line[0] == "^" and BLOCK_ID.fullmatch(line)):
            return False
        self.known.unshown.append(line)
        return True

    def definition(self) -> bool:
        """Whether a line defines something for the answer; it is the last line of that, then."""
        line = self.lines[self.at]
        begun = self.known.begins(line.strip()) if indent_of(line) < _INDENTED_CODE else None
        if not begun:
            return False
        kind, label, found = begun
        self.known.met.add((kind, label))
        if kind == "reference":
            address = plain_address(found["address"].removeprefix("<").removesuffix(">"))
            self.known.references[label] = address, decoded((found["title"] or "")[1:-1])
        elif kind == "short":
            self.known.shorts[label] = said(self.inlines(found["words"]))
        elif not self.note(label, line.strip()[found.end() :]):
            return False
        self.known.unshown.append(found["label"])
        return True

    def defines(self, line: str) -> bool:
        return self.known.begins(line.strip()) is not None

    def note(self, label: str, first: str) -> bool:
        end, inner = self.indented_below(first)
        blocks = self.inside(inner) if self.depth < MAX_DEPTH else ()
        if not blocks:
            return False
        self.known.notes[label] = blocks
        self.at = end - 1
        return True

    def indented_below(self, first: str, next_: re.Pattern[str] | None = None) -> tuple[int, list[str]]:
        """What belongs to the line at hand, which is indented or goes on with its text, and the line behind that."""
        inner = [first]
        at = end = self.at + 1
        while at < len(self.lines):
            line = self.lines[at]
            another = is_like_one(line.strip()) or (next_ is not None and next_.match(line))
            if line.strip() and indent_of(line) < 2 and (another or not _goes_on(line, inner)):
                break
            inner.append(outdented(line, _INDENTED_CODE))
            at += 1
            end = at if line.strip() else end
        return end, inner[: end - self.at]

    def rule(self) -> Rule | None:
        if not _is_rule(self.lines[self.at]):
            return None
        self.at += 1
        return Rule()

    def heading(self) -> Heading | None:
        line = self.lines[self.at].strip()
        mark = HEADING.strict.match(line)
        if not mark:
            return None
        self.at += 1
        text = line[mark.end() :]
        if text.endswith("}") and (said := _ATTRIBUTES_BEHIND.search(text)):
            self.known.unshown.append(said[0])
            text = text[: said.start()].rstrip() or text
        return self.headed(len(mark["marks"]), without_closing(text) or text)

    def headed(self, level: int, text: str) -> Heading:
        while self.outline and self.outline[-1] >= level:
            self.outline.pop()
        self.outline.append(level)
        return Heading(len(self.outline), self.inlines(text))

    def quote(self) -> Quote | Callout | None:
        if self.depth >= MAX_DEPTH or not QUOTE.strict.match(self.lines[self.at].lstrip()):
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
        opened = quoted_callout(inner[0].strip())
        return self.box(opened, inner[1:]) if opened else Quote(self.inside(inner))

    def box(self, opened: Opened, inner: list[str]) -> Callout:
        """Without a title of its own it has that of its kind."""
        self.known.unshown += (opened.kind, opened.orders)
        title = opened.title or opened.kind.capitalize()
        return Callout(opened.kind.lower(), opened.look, self.inlines(title), self.inside(inner), opened.folded)

    def callout(self) -> Callout | None:
        end = self.end_of_callout(self.at)
        if self.depth >= MAX_DEPTH or not end:
            return None
        line = self.lines[self.at].strip()
        inner = self.lines[self.at + 1 : end]
        self.at = end + line.startswith((":::", "///"))
        opened = indented_callout(line)
        if opened:
            return self.box(opened, _without_indent(inner))
        opened = fenced_callout(line)
        return self.box(opened, inner) if opened else None

    def end_of_callout(self, at: int) -> int:
        """The line behind the text of the box that opens here; 0 where none does."""
        line = self.lines[at].strip()
        if indented_callout(line):
            return self.end_of_indented(at)
        return self.closed_boxes().get(at, 0) if fenced_callout(line) else 0

    def end_of_indented(self, at: int) -> int:
        """The line behind those that are indented below this one; 0 where there is none."""
        least = indent_of(self.lines[at]) + 2
        end = 0
        at += 1
        while at < len(self.lines) and (not self.lines[at].strip() or indent_of(self.lines[at]) >= least):
            at += 1
            end = at if self.lines[at - 1].strip() else end
        return end

    def closed_boxes(self) -> dict[int, int]:
        """The line that ends each box which a line of signs opens."""
        if self.boxes is None:
            self.boxes = {}
            opened: list[int] = []
            fence = ""
            for at, line in enumerate(self.lines):
                text = line.strip()
                if not fence and (sign := closes_box(text)):
                    if opened and self.lines[opened[-1]].lstrip()[0] == sign:
                        self.boxes[opened.pop()] = at
                elif not fence and fenced_callout(text):
                    opened.append(at)
                fence = _fence_after(fence, line)
        return self.boxes

    def fold(self) -> Callout | None:
        """A collapsible block of HTML, whose name stands in its first line or in the next."""
        opened, end = self.closed_folds().get(self.at, (None, 0))
        if self.depth >= MAX_DEPTH or opened is None:
            return None
        first = self.at + 1
        title = opened.title
        if title is None and first < end and (title := folds.summary_of(self.lines[first])) is not None:
            first += 1
        if title is None:
            return None
        self.known.unshown += (*_TAGS_OF_FOLDS.findall(" ".join(self.lines[self.at : first])), self.lines[end])
        inner = self.lines[first:end]
        self.at = end + 1
        return Callout("details", look_of("details"), self.inlines(title), self.inside(inner), opened.folded)

    def closed_folds(self) -> dict[int, tuple[folds.Opened, int]]:
        if self.folds is None:
            self.folds = folds.closed(list(_without_code(self.lines)))
        return self.folds

    def tabs(self) -> Tabs | None:
        found: list[Tab] = []
        while self.at < len(self.lines) and self.depth < MAX_DEPTH:
            title = tab_title(self.lines[self.at].strip())
            end = self.end_of_indented(self.at) if title else 0
            if not end:
                break
            inner = _without_indent(self.lines[self.at + 1 : end])
            found.append(Tab(self.inlines(title), self.inside(inner)))
            self.at = end
            self.skip_blank()
        return Tabs(tuple(found)) if found else None

    def terms(self) -> Terms | None:
        """Terms, each on a line, with their meanings below, each behind a colon."""
        found: list[Term] = []
        while self.depth < MAX_DEPTH and (first := self.first_meaning(self.at)):
            names = tuple(self.inlines(line.strip()) for line in self.lines[self.at : first] if line.strip())
            self.at = first
            found.append(Term(names, tuple(self.meanings())))
            self.skip_blank()
        return Terms(tuple(found)) if found else None

    def first_meaning(self, at: int) -> int:
        """The line that explains the term here; 0 where it is none. Up to three terms may share a meaning."""
        end = at
        while (
            end < len(self.lines) and end < at + 3 and self.lines[end].strip() and not _MEANING.match(self.lines[end])
        ):
            if _interrupts(self.lines[end]) or MARKER.strict.match(self.lines[end].lstrip()):
                return 0
            end += 1
        if end < len(self.lines) and not self.lines[end].strip():
            end += 1
        return end if at < end < len(self.lines) and _MEANING.match(self.lines[end]) else 0

    def meanings(self) -> Iterator[tuple[Block, ...]]:
        while self.at < len(self.lines) and (found := _MEANING.match(self.lines[self.at])):
            end, inner = self.indented_below(self.lines[self.at][found.end() :], _MEANING)
            yield self.inside(inner)
            self.at = end
            blank = self.at
            self.skip_blank()
            if self.at < len(self.lines) and not _MEANING.match(self.lines[self.at]):
                self.at = blank

    def listing(self) -> Listing | Paragraph | None:
        start = self.at
        marker = MARKER.strict.match(self.lines[self.at].lstrip())
        if self.depth >= MAX_DEPTH or not marker:
            return None
        items: list[Item] = []
        loose = False
        kind = _kind(marker)
        while marker and _kind(marker) == kind:
            item, gaps = self.item(marker[0])
            items.append(item)
            blank = self.skip_blank()
            if self.at == len(self.lines) or _is_rule(self.lines[self.at]):
                marker = None
            else:
                marker = MARKER.strict.match(self.lines[self.at].lstrip())
            loose = loose or gaps or (blank and marker is not None and _kind(marker) == kind)
        if len(items) == 1 and items[0].number not in (None, 1) and not items[0].blocks:
            return Paragraph((self.lines[start].strip(),))  # "21." says how many, and numbers nothing
        return Listing(tuple(items), loose)

    def item(self, marker: str) -> tuple[Item, bool]:
        """The item at hand, and whether its blocks are set apart by blank lines."""
        line = self.lines[self.at]
        column = indent_of(line)
        rest = line.lstrip()[len(marker) :]
        space = indent_of(rest)
        # Code that begins in the marker's line is indented further; its first column is the marker's next but one.
        content = column + len(marker) + (space if rest.strip() and space <= _INDENTED_CODE else 1)
        inner = [outdented(rest, space if space <= _INDENTED_CODE else 1)]
        self.at += 1
        fence = _fence(inner[0])
        while self.at < len(self.lines):
            line = self.lines[self.at]
            # Two columns are enough: people indent below `1. ` by two, three or four.
            if line.strip() and indent_of(line) < column + 2 and (fence or not _goes_on(line, inner)):
                break
            inner.append(outdented(line, content))
            fence = _fence_after(fence, inner[-1])
            self.at += 1
        while len(inner) > 1 and not inner[-1].strip():
            inner.pop()
            self.at -= 1
        box = CHECKBOX.strict.match(inner[0])
        if box:
            inner[0] = inner[0][box.end() :]
        blocks = self.inside(inner)
        number = int(marker[:-1]) if marker[-1] in ".)" else None
        return Item(blocks, number, box["tick"] != " " if box else None), _has_gaps(inner, blocks)

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
        return Table(align, tuple(tuple(map(self.inlines, _fitted(_cells(row), len(align)))) for row in rows))

    def table_here(self, at: int) -> tuple[str, ...]:
        """The alignment of the columns of a table that begins at this line; empty where none does."""
        if (
            at + 1 >= len(self.lines)
            or "|" not in self.lines[at]
            or not DELIMITER.strict.match(self.lines[at + 1].strip())
        ):
            return ()
        delimiters = cells(self.lines[at + 1])
        fits = len(delimiters) <= MAX_COLUMNS and len(cells(self.lines[at])) == len(delimiters)
        return tuple(map(_alignment, delimiters)) if fits else ()

    def paragraph(self) -> Block:
        text = [self.lines[self.at].strip()]
        while (at := self.at + 1) < len(self.lines) and (line := self.lines[at].strip()):
            if len(text) == 1 and UNDERLINE.strict.match(line):
                self.at = at + 1
                return self.headed(depth_of_underline(line), text[0])
            if self.interrupted_at(at):
                break
            if line[0] in "!?:=</" and self.opened_at(at, line):
                break
            text.append(line)
            self.at = at
        first = self.at - len(text) + 1
        self.at += 1
        written = "\n".join(_broken(line) for line in self.lines[first : self.at]).rstrip()
        return Paragraph(self.inlines(written))

    def opened_at(self, at: int, line: str) -> bool:
        """Whether a line opens a box, a tab or a collapsible block."""
        if line[0] == "<":
            return at in self.closed_folds()
        return bool(self.end_of_callout(at) or (tab_title(line) and self.end_of_indented(at)))

    def interrupted_at(self, at: int) -> bool:
        line = self.lines[at]
        if line.lstrip()[0] == "{" and ATTRIBUTES.fullmatch(line.strip()):
            return True
        return bool(_interrupts(line) or self.table_here(at) or self.defines(line) or block_at(self.lines, at))


_Read = Callable[[_Reader], Block | None]
# Most particular first: `- - -` is a rule before it is a list, indented code comes before what it shows. A reader is
# asked only where the answer has a sign of its blocks.
_READERS: tuple[tuple[_Read, str], ...] = (
    (_Reader.indented, r"    |\t"),
    (_Reader.fenced, "```|~~~"),
    (_Reader.formula, ""),
    (_Reader.rule, ""),
    (_Reader.heading, "#"),
    (_Reader.quote, ">"),
    (_Reader.callout, r"!!!|\?\?\?|:::|///"),
    (_Reader.fold, "(?i:<details)"),
    (_Reader.tabs, "==="),
    (_Reader.listing, ""),
    (_Reader.table, r"\|"),
    (_Reader.terms, r"\n[> \t]*:[ \t]"),
)


def _readers(text: str) -> tuple[_Read, ...]:
    return tuple(read for read, sign in _READERS if re.search(sign, text))


_TAGS_OF_FOLDS = re.compile(r"</?(?:details|summary)\b[^<>]*>", re.I)
_MEANING = re.compile(r" {0,3}:[ \t]+(?=\S)")


def _without_indent(lines: list[str]) -> list[str]:
    """Lines without the indent that the first of them has, up to that of code."""
    columns = next((indent_of(line) for line in lines if line.strip()), 0)
    return [outdented(line, min(columns, _INDENTED_CODE)) for line in lines]


def _diagram(said: str, text: str) -> Diagram:
    said, drawn = at_fence(said)
    info = lenient_info(said)
    title = " ".join(filter(None, (info.title, info.words, *strange_orders(said))))
    picture = Image(drawn.name, title or "Diagram", drawn.width, drawn.height) if drawn else None
    return Diagram(info.language, text, title, picture)


def _with_formulas_apart(paragraph: Paragraph) -> Iterator[Block]:
    """A paragraph in pieces, if formulas that stand on a line of their own are in it."""
    if not any(map(_is_apart, paragraph.inlines)):
        yield paragraph
        return
    for apart, run in groupby(paragraph.inlines, _is_apart):
        piece = list(run)
        if apart:
            yield from (one for one in piece if isinstance(one, Formula))
            continue
        if isinstance(piece[0], str):
            piece[0] = piece[0].lstrip()
        if isinstance(piece[-1], str):
            piece[-1] = piece[-1].rstrip()
        if any(piece):
            yield Paragraph(tuple(piece))


def _is_apart(inline: Inline) -> bool:
    return isinstance(inline, Formula) and inline.display


def _kind(marker: re.Match[str]) -> str:
    """A list goes on while its items have the same kind of mark; the three bullets are one kind."""
    return "-" if marker["bullet"] else marker[0][-1]


def _fence(line: str) -> str:
    """The mark that opens a fence, or nothing."""
    match = FENCE.strict.match(line.strip())
    return match["mark"] if match else ""


def _closes(line: str, fence: str) -> bool:
    mark = line.strip()
    return len(mark) >= len(fence) and set(mark) == {fence[0]}


def _fence_after(fence: str, line: str) -> str:
    if fence:
        return "" if _closes(line, fence) else fence
    return _fence(line)


_ATTRIBUTES_BEHIND = re.compile(rf"(?:(?<=\s)|^){ATTRIBUTES.pattern}\Z")


def _without_code(lines: list[str]) -> Iterator[str]:
    """The lines, blank where they are code."""
    fence = ""
    for line in lines:
        before, fence = fence, _fence_after(fence, line)
        yield "" if before or fence or indent_of(line) >= _INDENTED_CODE else line


def _is_rule(line: str) -> bool:
    return RULE.strict.match(line.strip()) is not None


def _interrupts(line: str) -> bool:
    """Whether a line ends the paragraph above it. Of numbers only 1 does: "in the year\\n2006. Then" is no list."""
    text = line.strip()
    kind = kind_of(text)
    if kind in ("bullet", "number"):
        marker = MARKER.strict.match(text)
        return marker is not None and marker.end() < len(text) and marker["number"] in (None, "1")
    return kind in ("fence", "rule", "heading", "quote")


def _goes_on(line: str, inner: list[str]) -> bool:
    """Whether a line that is not indented or marked still belongs to the paragraph that a container ends with."""
    if not line.strip() or not inner or not inner[-1].strip():
        return False
    if _interrupts(line) or MARKER.strict.match(line.lstrip()):
        return False
    return _text_in(inner[-1]) or not _interrupts(inner[-1])


def _text_in(line: str) -> bool:
    """Whether the last block that a line opens is a paragraph: it is in `- a` and `> a`, not in `# a` or a rule."""
    text = line.lstrip()
    return bool(MARKER.strict.match(text) or text.startswith(">")) and not _is_rule(text)


def _has_gaps(inner: list[str], blocks: tuple[Block, ...]) -> bool:
    """Blank lines between the blocks of an item; those inside code or a nested list are their own."""
    own = sum(isinstance(block, Paragraph) for block in blocks)
    return own > 1 and any(not line.strip() for line in inner)


def _cells(row: str) -> list[str]:
    """The cells of a row, in which a pipe needs no backslash any more."""
    return [cell.replace("\\|", "|") for cell in cells(row)]


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
