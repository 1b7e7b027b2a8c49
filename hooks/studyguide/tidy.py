"""The lines of an answer as clean Markdown: the same words in the same order, in the form they were meant to have.

Notes are pasted from chats and pages, so lists have lost their bullets, tables
their lines, code its fences and headings their marks. What is Markdown already
stays as it is. First all code is taken out of the way, then the lines are read as
blocks, then blocks that are bare lines get the form that they show, and last
everything is written so that all Markdown renderers read the same in it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .marks import ORNAMENT
from .snippets import is_command, language_of, looks_like_code, snippets
from .structure import spans

# Lists and quotes within each other; people stop at four. Deeper marks are left as text.
_MAX_DEPTH = 9
_MAX_COLUMNS = 200
# A page owns h1 to h3, so an answer's headings are h4 to h6.
_TOP_HEADING = 4
_LONGEST = 2000
# Above this an answer is a file by mistake, which is shown as it is.
_LARGEST = 400_000


# Blocks --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that nothing here changes. `indent` tells to which list item they belong."""

    language: str
    lines: tuple[str, ...]
    indent: int = 0


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


Block = Code | Paragraph | Heading | Rule | Lines | Quote | Items
Row = str | Code


def tidy(lines: Sequence[str]) -> str:
    """Clean Markdown of an answer's repaired lines. Running it again changes nothing.

    >>> print(tidy(["Use:", "", "a queue", "", "a topic"]))
    Use:
    <BLANKLINE>
    - a queue
    - a topic
    """
    text = "\n".join(lines)
    if len(text) > _LARGEST:
        return text.strip("\n")
    # Lines that mix several forms show what they are only when the first marks are set.
    for _ in range(4):
        text, before = _tidied(text), text
        if text == before:
            break
    return text


def _tidied(text: str) -> str:
    blocks = _formed(_read(_rows(text.split("\n")), 0))
    return "\n".join(_written(_without_outer_rules(_clamped(blocks))))


def tidy_title(text: str) -> str:
    """One line of inline Markdown without heading marks and halves of emphasis at its ends.

    >>> tidy_title("## **What is  S3? ##")
    'What is S3?'
    """
    text = re.sub(r"^#{1,6}\s", "", " ".join(text.split())).strip()
    text = _without_closing_marks(text)
    if text.count("**") % 2:
        text = text[2:] if text.startswith("**") else text.removesuffix("**")
    return _unbold(text.strip())


# Rows: lines, and code as one piece ----------------------------------------------------------------------------------


def _rows(lines: Sequence[str]) -> list[Row]:
    rows = _dedented([cleaned for row in _fences(lines) for cleaned in ([row] if isinstance(row, Code) else _cleaned(row))])
    found: list[Row] = []
    for stretch in _stretches(rows):
        found.extend([stretch] if isinstance(stretch, Code) else _with_snippets(stretch))
    return found


def _stretches(rows: Sequence[Row]) -> Iterator[list[str] | Code]:
    """The rows as runs of lines and the code between them."""
    run: list[str] = []
    for row in rows:
        if isinstance(row, str):
            run.append(row)
            continue
        yield run
        yield row
        run = []
    yield run


def _with_snippets(lines: list[str]) -> Iterator[Row]:
    done = 0
    for snippet in snippets(lines):
        yield from lines[done : snippet.first]
        yield _code(snippet.language, lines[snippet.first : snippet.end])
        done = snippet.end
    yield from lines[done:]


def _code(language: str, lines: Sequence[str]) -> Code:
    indent = min((_indent(line) for line in lines if line.strip()), default=0)
    return Code(language, tuple(_outdented(line, indent).rstrip() for line in lines), indent)


_OPENING = re.compile(r"(?P<lead>\s*)(?P<marker>(?:[-*+]|\d{1,9}[.)])\s+)?(?P<fence>`{3,}|~{3,})(?P<info>.*)", re.S)
_PRE = re.compile(r"\s*<pre\b[^<>]*>\s*(?:<code\b(?P<code>[^<>]*)>)?", re.I)
_PRE_END = re.compile(r"(?:</code\s*>)?\s*</pre\s*>\s*$", re.I)
_PRE_LANGUAGE = re.compile(r"lang(?:uage)?-([A-Za-z][\w+#-]*)")


def _fences(lines: Sequence[str]) -> Iterator[Row]:
    """The lines with every fenced block as one piece."""
    # For each fence mark the shortest length that no line below closes: so no search is made twice.
    unclosed: dict[str, int] = {}
    i = 0
    while i < len(lines):
        opening = _OPENING.fullmatch(lines[i])
        if opening and not (opening["fence"][0] == "`" and "`" in opening["info"]):
            if opening["marker"] and opening["marker"].strip()[:-1].isdigit():
                yield opening["lead"] + opening["marker"].strip()
            code, i = _fenced(lines, i, opening, unclosed)
            yield code
        elif "<pre" in lines[i][:_LONGEST].lower() and (found := _preformatted(lines, i, unclosed)):
            code, i = found
            yield code
        else:
            yield lines[i]
            i += 1


def _fenced(lines: Sequence[str], i: int, opening: re.Match[str], unclosed: dict[str, int]) -> tuple[Code, int]:
    """The code, and the line behind it. A fence in a list item that nobody closed ends with the item."""
    indent, fence = _indent(opening["lead"]), opening["fence"]
    length = min(len(fence), 12)
    end = len(lines)
    if length < unclosed.get(fence[0], 99):
        end = next((j for j in range(i + 1, len(lines)) if _closes(lines[j], fence)), end)
    closed = end < len(lines)
    if not closed:
        unclosed[fence[0]] = min(length, unclosed.get(fence[0], 99))
        if indent >= 2:
            end = next((j for j in range(i + 1, end) if lines[j].strip() and _indent(lines[j]) < indent), end)
    language, rest = _info(opening["info"])
    inner = indent + (len(opening["marker"]) if opening["marker"] else 0)
    code = [*rest, *(_outdented(line, inner) for line in lines[i + 1 : end])]
    while not closed and code and not code[-1].strip():
        code.pop()
    return Code(language or language_of(code), tuple(code), indent), end + closed


def _closes(line: str, fence: str) -> bool:
    mark = line.strip()
    return len(mark) >= len(fence) and mark == fence[0] * len(mark)


def _preformatted(lines: Sequence[str], i: int, unclosed: dict[str, int]) -> tuple[Code, int] | None:
    """`<pre>` with its end as code; characters that HTML needs written as entities become themselves."""
    opening = _PRE.match(lines[i])
    if not opening or unclosed.get("<"):
        return None
    last = next((j for j in range(i, len(lines)) if "</pre" in lines[j].lower()), None)
    if last is None:
        unclosed["<"] = 1
        return None
    ending = _PRE_END.search(lines[last][-_LONGEST:])
    if not ending:
        return None
    code = [lines[i][opening.end() :], *lines[i + 1 : last + 1]] if last > i else [lines[i][opening.end() :]]
    code[-1] = code[-1][: len(code[-1]) - len(ending[0])]
    code = [html.unescape(line) for line in code]
    while code and not code[0].strip():
        del code[0]
    while code and not code[-1].strip():
        code.pop()
    language = _PRE_LANGUAGE.search(lines[i][: opening.end()])
    return Code(language[1].lower() if language else language_of(code), tuple(code), _indent(lines[i])), last + 1


_LANGUAGE = re.compile(r"[A-Za-z][\w+#.-]*")
_IN_BRACES = re.compile(r"\{[\s.=]*([A-Za-z][\w+#-]*)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def _info(info: str) -> tuple[str, list[str]]:
    """A fence's language, and what else stands there if it is text: attributes are dropped, a command is not."""
    info = info.strip()
    in_braces = _IN_BRACES.match(info)
    if info.startswith("{"):
        return (in_braces[1] if in_braces else ""), []
    language = _LANGUAGE.match(info)
    rest = info[language.end() :] if language else info
    if language and (not rest or rest[0] in ":,{="):
        return language[0].rstrip("."), []
    if language and rest[0].isspace() and _are_attributes(rest.strip()):
        return language[0].rstrip("."), []
    known = language and language[0].lower() in _LANGUAGES and rest[0].isspace()
    return (language[0], [rest.strip()]) if known and language else ("", [info] if info else [])


def _are_attributes(text: str) -> bool:
    return text[0] in "{[(" or all(re.match(r"[\w-]+=", word) for word in _QUOTED.sub("''", text).split())


_LANGUAGES = frozenset(
    """bash sh shell zsh console powershell json yaml yml xml html css scss javascript js jsx typescript ts tsx python py java
    kotlin scala go golang rust ruby php perl lua c cpp csharp sql hcl terraform tf dockerfile docker http ini toml text txt
    diff makefile groovy nginx graphql markdown md properties swift r powershell ps1 bat plaintext mermaid""".split()
)  # fmt: skip


def _indent(line: str) -> int:
    """Columns of white space before the text; a tab goes to the next multiple of four."""
    column = 0
    for character in line:
        if character not in " \t":
            break
        column += 1 if character == " " else 4 - column % 4
    return column


def _outdented(line: str, columns: int) -> str:
    """The line without its first columns, if they are white space; anything else is kept as it is."""
    column = 0
    for index, character in enumerate(line):
        if column >= columns or character not in " \t":
            return " " * max(column - columns, 0) + line[index:]
        column += 1 if character == " " else 4 - column % 4
    return " " * max(column - columns, 0)


def _dedented(rows: list[Row]) -> list[Row]:
    """Rows without the indent that all have. An answer cut out of a list has lost it in its first line."""
    columns = [_row_indent(row) for row in rows if row != ""]
    common = min(columns, default=0)
    if not common and len(columns) > 1 and isinstance(rows[0], str) and rows[0] and not _MARKER.match(rows[0]):
        common = min(columns[1:]) if min(columns[1:]) >= 2 else 0
    return [_shifted(row, common) for row in rows] if common else rows


def _row_indent(row: Row) -> int:
    return row.indent if isinstance(row, Code) else _indent(row)


def _shifted(row: Row, columns: int) -> Row:
    if isinstance(row, Code):
        return replace(row, indent=max(row.indent - columns, 0))
    return _outdented(row, columns)


# Lines: white space and the HTML that says what Markdown says --------------------------------------------------------

_BEFORE_TEXT = re.compile("[\\s\ufeff\u200b\u2060]*")
_LINE_BREAK = re.compile(r"[ \t]*<br\s{0,3}/?>[ \t]*", re.I)
_EMPHASIS_TAG = re.compile(r"<(b|strong|i|em|code|kbd|tt)>(\s*)([^<>`*]*?)(\s*)</\1>", re.I)
_TAG_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "kbd": "`", "tt": "`"}
_LINK_TAG = re.compile(r"<a\s[^<>]{0,40}?href=[\"'](https?://[^\"'\s<>()]{1,500})[\"'][^<>]{0,200}>([^<>\[\]]+)</a>", re.I)
_WHOLE_TAG = re.compile(r"\s*<(?P<tag>h[1-6]|p|summary|center)(?:\s[^<>]{0,200})?>\s*(?P<text>[^<>]*\S)\s*</(?P=tag)>\s*", re.I)
_EMPTY_TAGS = re.compile(r"\s*(?:</?(?:p|details|center)(?:\s[^<>]{0,200})?>\s*)+", re.I)


def _cleaned(line: str) -> list[str]:
    """The line without what nobody sees; several where it holds line breaks. Two spaces at the end are one."""
    line = line.strip("\r")
    if "<" in line or "&nbsp;" in line:
        line = _untagged(line)
    parts = _LINE_BREAK.split(line) if "<" in line and "`" not in line else [line]
    if len(parts) > 1 and ("\t" in line.strip() or "|" in line):
        parts = [" ".join(part for part in parts if part)]
    marker = _MARKER.match(parts[0])
    indent = " " * (marker.end("lead") if marker else 0)
    texts = [parts[0], *(indent + part for part in parts[1:])]
    return [_trimmed(text + "  " * (number < len(texts) - 1)) for number, text in enumerate(texts)]


def _trimmed(line: str) -> str:
    text = line.rstrip()
    lead = _BEFORE_TEXT.match(text)[0]  # type: ignore[index]  # it matches anything
    start = text[len(lead) :]
    if not start:
        return ""
    # Tabs before a row of tab-separated cells are its empty first cells.
    if not ("\t" in start and set(lead) == {"\t"}):
        lead = " " * _indent(re.sub(r"[^\S\t]", " ", lead).strip("\ufeff\u200b\u2060"))
    return lead + start + ("  " if line.endswith("  ") else "")


def _untagged(line: str) -> str:
    if len(line) > _LONGEST:
        return line
    if _EMPTY_TAGS.fullmatch(line):
        return ""
    pieces = spans(line) if "`" in line else [("text", line)]
    line = "".join(_without_tags(piece) if kind == "text" else piece for kind, piece in pieces)
    whole = _WHOLE_TAG.fullmatch(line)
    if not whole:
        return line
    tag, text = whole["tag"].lower(), whole["text"]
    if tag == "summary":
        return text if "*" in text else f"**{text}**"
    return f"{'#' * int(tag[1])} {text}" if tag[0] == "h" else text


def _without_tags(text: str) -> str:
    text = text.replace("&nbsp;", " ")
    text = _LINK_TAG.sub(r"[\2](\1)", text)
    return _EMPHASIS_TAG.sub(_marked, text)


def _marked(match: re.Match[str]) -> str:
    tag, before, text, after = match.groups()
    mark = _TAG_MARKS[tag.lower()]
    return f"{before}{mark}{html.unescape(text) if mark == '`' else text}{mark}{after}" if text else match[0]


# Markers of list items -----------------------------------------------------------------------------------------------

_GLYPHS = "•◦▪▫●○‣⁃∙■□◆◇❖➤➢►▸▹"
_MARKER = re.compile(
    rf"(?P<lead>\s*(?:(?P<bullet>[-*+·](?=\s)|[{_GLYPHS}](?!\ufe0f)|(?=\[[ xX]\]\s))|(?P<number>\d{{1,9}})[.)](?=\s))\s*)(?P<text>\S.*)"
)
# Marks that are only believed in company, because prose has them too: a dash after a line break, "(2)", "A. Smith".
_WEAK_MARKER = re.compile(
    r"(?P<lead>\s*(?:(?P<dash>[–—→➔➜⇒])\s|\((?P<a>\d{1,2})\)|(?P<b>\d{1,2})(?:[.)](?=[^\s\d.)])|、)|(?P<c>[\u2460-\u2473])|(?P<d>\d)\ufe0f?\u20e3"
    r"|(?P<letter>\(?[A-Za-z][.)](?=\s)))\s*)(?P<text>\S.*)"
)


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
    """Rows with the markers in them, and those of them that may end a paragraph."""

    rows: Sequence[Row]
    depth: int
    markers: dict[int, _Marker]
    ending: frozenset[int]

    def line(self, i: int) -> str:
        """The text at `i`; nothing where there is a blank line, code or the end."""
        row = self.rows[i] if i < len(self.rows) else ""
        return row if isinstance(row, str) else ""


def _page(rows: Sequence[Row], depth: int, in_item: bool) -> _Page:
    """The first row of an item is its text and opens no list."""
    if depth > _MAX_DEPTH:
        return _Page(rows, depth, {}, frozenset())
    markers: dict[int, _Marker] = {}
    ending: set[int] = set()
    weak: dict[int, tuple[_Marker, str, int]] = {}
    for i, row in enumerate(rows):
        if not isinstance(row, str) or not row or len(row) > 100 * _LONGEST or (in_item and not i):
            continue
        found = _MARKER.match(row)
        if found and not _is_rule(row):
            marker = markers[i] = _marker(row, found, found["number"] or "", found["text"])
            if marker.number:
                weak[i] = marker, "1", int(marker.number)
            if not found["number"] or int(marker.number) == 1:
                ending.add(i)
        elif not found and (found := _WEAK_MARKER.match(row)):
            weak[i] = _weak(row, found)
    for i in _in_company(rows, weak):
        markers[i] = weak[i][0]
        ending.add(i)
    return _Page(rows, depth, markers, frozenset(ending))


def _marker(row: str, found: re.Match[str], number: str, text: str) -> _Marker:
    indent = _indent(row)
    content = indent + max(len(found["lead"].lstrip()), 2)
    while inner := _MARKER.match(text):
        if inner["number"] is None and inner["text"] != text:  # a second bullet says nothing
            text = inner["text"]
        elif inner["number"] and not number:
            number, text = inner["number"], inner["text"]
        else:
            break
    text = text.rstrip() + ("  " if row.endswith("  ") else "")
    return _Marker(indent, content, number, _as_text(text))


def _as_text(line: str) -> str:
    """A line for an item, so that its beginning is not read as another marker, a fence or a rule."""
    if _is_rule(line) or _OPENING.fullmatch(line):
        return f"\\{line}"
    found = _MARKER.match(line)
    if not found or not found["number"]:
        return line
    end = found.end("number")
    return f"{line[:end]}\\{line[end:]}"


def _weak(row: str, found: re.Match[str]) -> tuple[_Marker, str, int]:
    """The marker, its sort, and its place in the order of that sort; 0 where it has none."""
    number = next((unicodedata.normalize("NFKC", found[name]) for name in "abcd" if found[name]), "")
    if found["letter"]:
        letter = found["letter"].strip("(.)")
        marker = _marker(row, found, "", row.strip())
        return replace(marker, content=marker.indent + 2), found["letter"].replace(letter, "A" if letter.isupper() else "a"), ord(letter)
    if number:
        sort = next(name for name in "abcd" if found[name])
        return _marker(row, found, number, found["text"]), sort, int(number)
    return _marker(row, found, "", found["text"]), found["dash"], 0


def _in_company(rows: Sequence[Row], weak: dict[int, tuple[_Marker, str, int]]) -> set[int]:
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


def _read(rows: Sequence[Row], depth: int, in_item: bool = False) -> list[Block]:
    page = _page(rows, depth, in_item)
    blocks: list[Block] = []
    i = 0
    while i < len(rows):
        if rows[i] == "":
            i += 1
            continue
        reader = next((reader for sign, reader in _READERS if sign(page, i)), _paragraph)
        found, i = reader(page, i)
        blocks.extend(found)
    return blocks


_Found = tuple[list[Block], int]


def _begins(page: _Page, i: int) -> bool:
    """Whether a block begins here that ends the paragraph above it."""
    if i in page.markers:
        return i in page.ending
    return any(sign(page, i) for sign, _ in _READERS)


def _is_code(page: _Page, i: int) -> bool:
    return isinstance(page.rows[i], Code)


def _read_code(page: _Page, i: int) -> _Found:
    row = page.rows[i]
    return ([row] if isinstance(row, Code) else []), i + 1


def _is_indented_code(page: _Page, i: int) -> bool:
    """Four columns and a blank line before it, and it looks like code: people also indent prose."""
    if _indent(page.line(i)) < 4 or i in page.markers or (i and page.rows[i - 1] != ""):
        return False
    return looks_like_code([page.line(j) for j in range(i, min(_end_of_indented(page, i), i + 100))])


def _end_of_indented(page: _Page, i: int) -> int:
    end = i
    while i < len(page.rows) and isinstance(page.rows[i], str) and (not page.line(i) or _indent(page.line(i)) >= 4):
        i += 1
        end = i if page.line(i - 1) else end
    return end


def _read_indented(page: _Page, i: int) -> _Found:
    end = _end_of_indented(page, i)
    code = _code("", [page.line(j) for j in range(i, end)])
    return [replace(code, language=language_of(code.lines) or "text", indent=0)], end


def _is_math(page: _Page, i: int) -> bool:
    return page.line(i).strip() == "$$"


def _read_math(page: _Page, i: int) -> _Found:
    end = i + 1
    while page.line(end) and page.line(end).strip() != "$$":
        end += 1
    end += bool(page.line(end))
    return [Lines(tuple(_escaped(page.line(j).strip()) for j in range(i, end)))], end


def _is_rule(line: str) -> bool:
    marks = line.replace(" ", "")
    return len(marks) >= 3 and marks[0] in "-*_=—⸻─━═" and marks == marks[0] * len(marks)


def _is_rule_here(page: _Page, i: int) -> bool:
    return _is_rule(page.line(i)) or page.line(i).strip().lower() in ("<hr>", "<hr/>", "<hr />")


def _read_rule(page: _Page, i: int) -> _Found:
    return [Rule()], i + 1


_HEADING = re.compile(r"\s*(?P<marks>#{1,6})(?:\s+(?P<text>.*)|(?<=##)(?P<near>[^\W_].*|\*\*.*))?")


def _is_heading(page: _Page, i: int) -> bool:
    found = _HEADING.fullmatch(page.line(i))
    return bool(found and _heading_text(found["text"] or found["near"] or ""))


def _read_heading(page: _Page, i: int) -> _Found:
    found = _HEADING.fullmatch(page.line(i))
    text = _heading_text((found["text"] or found["near"] or "") if found else "")
    return ([Heading(len(found["marks"]), text)] if found else []), i + 1


def _heading_text(text: str) -> str:
    """Without marks at the end, and without emphasis where all of it is emphasised."""
    before = None
    while before != text:
        before, text = text, _unbold(_without_closing_marks(text.strip()))
    return text


def _without_closing_marks(text: str) -> str:
    """Hashes that close a heading have a space before them; those of C# have none."""
    bare = text.rstrip("# ")
    closing = text[len(bare) :]
    attached = closing[: len(closing) - len(closing.lstrip("#"))] if bare else ""
    return bare + attached


def _unbold(text: str) -> str:
    inner = text[2:-2].strip()
    whole = len(text) > 4 and text.startswith("**") and text.endswith("**") and "**" not in inner
    return inner if whole and inner and inner[0] != "*" != inner[-1] else text


def _is_quote(page: _Page, i: int) -> bool:
    """`>= 5` and `>5` are comparisons."""
    return page.depth < _MAX_DEPTH and bool(re.match(r"\s*>(?![=\d])", page.line(i)[:_LONGEST]))


def _read_quote(page: _Page, i: int) -> _Found:
    inner: list[str] = []
    while page.line(i).lstrip().startswith(">"):
        inner.append(page.line(i).lstrip()[1:].removeprefix(" "))
        i += 1
    blocks = _read(_rows(inner), page.depth + 1)
    return ([Quote(tuple(blocks))] if blocks else []), i


# Tables --------------------------------------------------------------------------------------------------------------


def _is_pipe_table(page: _Page, i: int) -> bool:
    if not _is_row(page, i) or not _is_row(page, i + 1):
        return False
    line, below = page.line(i).strip(), page.line(i + 1).strip()
    columns = len(_cells(line))
    if columns > _MAX_COLUMNS or _is_delimiter(line):
        return False
    if _is_delimiter(below):
        return True
    if columns < 2 or columns != len(_cells(below)) or is_command(line):
        return False
    if line[0] == below[0] == "|":
        return True
    third = page.line(i + 2)
    return " | " in line and " | " in below and " | " in third and columns == len(_cells(third)) and len(line) < 300


def _is_row(page: _Page, i: int) -> bool:
    return "|" in page.line(i) and i not in page.markers and not page.line(i).lstrip().startswith((">", "# "))


def _is_delimiter(line: str) -> bool:
    return "-" in line and "|" in line and set(line) <= set("|:- ") and all(set(cell) <= set(":-") and "-" in cell for cell in _cells(line))


def _read_pipe_table(page: _Page, i: int) -> _Found:
    lines: list[str] = []
    while _is_row(page, i):
        lines.append(page.line(i).strip())
        i += 1
    delimited = _is_delimiter(lines[1])
    rows = [_cells(line) for line in lines]
    if delimited and all(len(row) == len(rows[0]) for row in rows):
        return [Lines(tuple(lines))], i
    if any(len(row) > _MAX_COLUMNS for row in rows):
        return [Paragraph(tuple(lines))], i
    return [_table(rows if delimited else [rows[0], [], *rows[1:]])], i


def _table(rows: list[list[str]]) -> Lines:
    """Rows of cells, the second being the delimiters, with cells added where a row has too few."""
    columns = max(map(len, rows))
    full = [row + [""] * (columns - len(row)) for row in rows]
    full[1] = [cell or "---" for cell in full[1]]
    return Lines(tuple(re.sub(r" +$", "", f"| {' | '.join(row)} |") for row in full))


def _cells(line: str) -> list[str]:
    """The cells of a row as they are written. A pipe inside code or behind a backslash does not part them."""
    cells = [""]
    for kind, piece in spans(line) if "`" in line or "\\" in line else ((("pipe" if n % 2 else "text"), p) for n, p in _split(line)):
        if kind == "pipe":
            cells.append("")
        else:
            cells[-1] += piece
    if len(cells) > 1 and not cells[0].strip():
        del cells[0]
    if len(cells) > 1 and not cells[-1].strip():
        del cells[-1]
    return [cell.strip() for cell in cells]


def _split(line: str) -> Iterator[tuple[int, str]]:
    return enumerate(re.split(r"(\|)", line))


def _tab_cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.rstrip().split("\t")]


def _is_tab_row(page: _Page, i: int) -> bool:
    """A row with cells, which the marker of a list item and a tab behind it are not."""
    line = page.line(i)
    if "\t" not in line or i in page.markers or len(line) > 20 * _LONGEST:
        return False
    return 2 <= len(_tab_cells(line)) <= _MAX_COLUMNS


def _is_tab_table(page: _Page, i: int) -> bool:
    return _is_tab_row(page, i) and _next_tab_row(page, i, len(_tab_cells(page.line(i)))) > i


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
    apart = started = i > 0 and page.rows[i - 1] == ""
    while True:
        marker = page.markers[i]
        end = _end_of_item(page, i, marker)
        body: list[Row] = [marker.text, *(_shifted(row, marker.content) for row in page.rows[i + 1 : end])]
        blocks = _read(body, page.depth + 1, in_item=True) or [Paragraph((f"\\{marker.text.strip()}",))]
        items.append(Item(f"{marker.number}." if marker.number else "-", tuple(blocks), apart and bool(items)))
        i = end
        while i < len(page.rows) and page.rows[i] == "":
            i += 1
        apart = i > end
        following = page.markers.get(i)
        if following is None or following.kind != first.kind or not -2 < following.indent - first.indent < 2:
            return [Items(tuple(items), apart=started)], i


def _end_of_item(page: _Page, i: int, marker: _Marker) -> int:
    """The row behind the item: what is indented below it is its own, and so is text that goes on without a blank line."""
    end = i = i + 1
    while i < len(page.rows):
        row = page.rows[i]
        if row == "":
            i += 1
            continue
        if _row_indent(row) < marker.indent + 2 and (i > end or _begins(page, i) or i in page.markers or _starts_anew(page, i, marker)):
            break
        i += 1
        end = i
    return end


def _starts_anew(page: _Page, i: int, marker: _Marker) -> bool:
    """Whether text right below the last bullet is a paragraph rather than the bullet's second line."""
    if marker.number or len(marker.text) > 60 or i - 1 not in page.markers or page.line(i)[:1].islower():
        return False
    while page.line(i) and i not in page.markers:
        i += 1
    return i not in page.markers


# Paragraphs ----------------------------------------------------------------------------------------------------------


def _paragraph(page: _Page, i: int) -> _Found:
    lines: list[str] = []
    while page.line(i) and not (lines and _begins(page, i)):
        lines.append(page.line(i).lstrip())
        i += 1
    below = page.line(i).strip()
    if len(lines) == 1 and len(below) >= 3 and set(below) in ({"="}, {"-"}) and _is_titlelike(lines[0].strip(), longest=80):
        return [Heading(1 if below[0] == "=" else 2, _heading_text(lines[0]))], i + 1
    lines[-1] = lines[-1].rstrip()
    return [Paragraph(tuple(_escaped(_with_break(line)) for line in lines))], i


def _with_break(line: str) -> str:
    """A backslash at the end of a line that others follow is a line break, which not all renderers know."""
    return line


def _escaped(line: str) -> str:
    """A line of text that Markdown would take for a heading, a quote or a line under a heading."""
    if line[0] in "#>" or (line[0] in "-=" and set(line.rstrip()) in ({"-"}, {"="})):
        return f"\\{line}"
    return line


# Most particular first: a rule `* * *` is no list, code is not read, rows of cells may begin with anything.
_READERS: tuple[tuple[Callable[[_Page, int], bool], Callable[[_Page, int], _Found]], ...] = (
    (_is_code, _read_code),
    (_is_indented_code, _read_indented),
    (_is_math, _read_math),
    (_is_pipe_table, _read_pipe_table),
    (_is_tab_table, _read_tab_table),
    (_is_rule_here, _read_rule),
    (_is_heading, _read_heading),
    (_is_quote, _read_quote),
    (_is_list, _read_list),
)


# The form of bare lines ----------------------------------------------------------------------------------------------

_END = "\"'”’»)]*_` "
_TERM = re.compile(r"(?P<term>[^\s:=—–.!?;,|<>{}][^:=—–.!?;,|<>{}]{0,58}?)(?P<mark>:|\s=|\s[—–-])\s+\S")
_BOLD_TERM = re.compile(r"\*\*[^*]{1,80}(?::\*\*|\*\*\s?[:—–=-])\s*\S")
_URL = re.compile(r"<?https?://\S+$")
# Marks that point at a line; before a title stands a picture of what it is about.
_POINTERS = frozenset("✅❌✔✓✗✘☑☐☒⚠👉💡📌➡→⇒➜➔🔹🔸🔷🔶⭐🔥❗❓‼ℹ📝🚫🛑⛔👍👎↳•▶►")
_UNLIKE_AN_ITEM = re.compile("[(\\[<!\\\\$|\u2500-\u257f]")
_NUMBERED = re.compile(r"\d{1,2}[.)]?\s")


def _formed(blocks: list[Block]) -> list[Block]:
    """Blocks of bare lines as the headings and lists that they show. Each step looks at what the one before has left."""
    for step in (_with_ornate_lines, _with_lines_as_items, _with_terms, _with_runs):
        blocks = step(blocks)
    return blocks


def _items(texts: Iterable[str | Sequence[str]]) -> Items:
    lines = ((text,) if isinstance(text, str) else tuple(text) for text in texts)
    return Items(tuple(Item("-", (Paragraph((_as_text(first), *rest)),)) for first, *rest in lines))


def _with_ornate_lines(blocks: list[Block]) -> list[Block]:
    """Short lines with a picture in front: several in a row are a list, one above other text is its heading."""
    formed: list[Block] = []
    k = 0
    while k < len(blocks):
        lines, rest, after = _ornate_run(blocks, k)
        if not lines:
            formed.append(blocks[k])
            k += 1
            continue
        above, items, under = _listed(lines)
        for own, below in ((above, True), (under, bool(rest) or after < len(blocks))):
            if own is under and items:
                formed.append(_items(items))
            for line in own:
                formed.append(_heading(line, formed) if below and _is_ornate_title(line) else _single(line))
        if rest:
            formed.extend(_read(rest, 0))
        k = after
    return formed


def _listed(lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    """The lines that are items, and those above and below them: a title's picture is not that of the items."""
    marks = [_ornament(line) for line in lines]
    if len(lines) > 2 and marks[0] != marks[1] and len(set(marks[1:])) == 1:
        return lines[:1], lines[1:], []
    if len(lines) > 2 and marks[-1] != marks[-2] and len(set(marks[:-1])) == 1:
        return [], lines[:-1], lines[-1:]
    if len(lines) > 2 or (len(lines) == 2 and marks[0] == marks[1]):
        return [], lines, []
    return [], [], lines


def _single(line: str) -> Paragraph:
    return Paragraph((line.rstrip(),))


def _ornate_run(blocks: list[Block], k: int) -> tuple[list[str], tuple[str, ...], int]:
    """Ornate lines from block `k` on, what stands below the last in its paragraph, and the block behind."""
    lines: list[str] = []
    while k < len(blocks):
        block = blocks[k]
        own = block.lines if isinstance(block, Paragraph) else ()
        count = next((n for n, line in enumerate(own) if not _is_ornate(line)), len(own))
        if not count or (count < len(own) and not _is_ornate_title(own[count - 1])):
            break
        lines.extend(own[:count])
        k += 1
        if count < len(own):
            return lines, own[count:], k
    return lines, (), k


def _ornament(line: str) -> str:
    found = ORNAMENT.match(line)
    return found[0].strip("\ufe0f\u200d") if found else ""


_KEYCAP = re.compile("[0-9]\ufe0f?\u20e3|\U0001f51f")


def _is_ornate(line: str) -> bool:
    return len(line) <= 120 and not line.endswith(("  ", ":")) and bool(ORNAMENT.match(line) or _KEYCAP.match(line))


def _is_ornate_title(line: str) -> bool:
    text = line.strip()
    found = ORNAMENT.match(text) or _KEYCAP.match(text)
    if not found or len(text) > 80 or text.rstrip(_END)[-1:] in ".,;:!…":
        return False
    bare = text[found.end() :].lstrip("\ufe0f\u200d ")
    return bool(bare) and (text[0] not in _POINTERS or bool(_NUMBERED.match(bare)))


def _heading(line: str, before: Sequence[Block]) -> Heading:
    """A numbered title below one with a picture is a step deeper."""
    pictured = any(isinstance(block, Heading) and not _KEYCAP.match(block.text) for block in before[-40:])
    return Heading(_TOP_HEADING + (pictured and bool(_KEYCAP.match(line))), _heading_text(line), marked=False)


def _with_lines_as_items(blocks: list[Block]) -> list[Block]:
    return [formed for block in blocks for formed in (_lines_as_items(block.lines) if isinstance(block, Paragraph) else [block])]


def _lines_as_items(lines: tuple[str, ...]) -> list[Block]:
    """A paragraph whose lines are items without bullets, with the line that leads to them, if there is one."""
    if len(lines) > 1:
        bold = [n for n, line in enumerate(lines) if _BOLD_TERM.match(line)]
        if len(bold) > 1:
            parts = [lines[start:end] for start, end in zip(bold, [*bold[1:], len(lines)], strict=True)]
            return [*_lead(lines[: bold[0]]), _items(_ended(part) for part in parts)]
        for start in (0, 1):
            own = lines[start:]
            led = start == 1 and lines[0].rstrip().endswith(":")
            if (start == 0 or led) and _are_items(own, led):
                return [*_lead(lines[:start]), _items(line.rstrip() for line in own)]
    return [Paragraph(lines)]


def _lead(lines: tuple[str, ...]) -> list[Block]:
    return [Paragraph(_ended(lines))] if lines else []


def _ended(lines: tuple[str, ...]) -> tuple[str, ...]:
    return (*lines[:-1], lines[-1].rstrip())


def _are_items(lines: Sequence[str], led: bool) -> bool:
    if len(lines) > 1 and all(map(_is_definition, lines)) and len({_mark(line) for line in lines}) == 1:
        return not any(line.endswith("  ") for line in lines)
    enough = 2 if led else 3
    return len(lines) >= enough and all(_is_bare(line, 80 if led else 60) for line in lines)


def _is_bare(line: str, longest: int) -> bool:
    """A line that says one thing and does not go on in the next."""
    if len(line) > longest or line.endswith("  ") or line.rstrip(_END)[-1:] in ".,;:!?…" or line.endswith(","):
        return False
    return not line[0].islower() and not _UNLIKE_AN_ITEM.match(line) and not _BOLD_TERM.match(line)


def _is_definition(line: str) -> bool:
    found = _TERM.match(line)
    return bool(found) and len(line) <= 200 and not line[0].islower() and len(line.split(maxsplit=7)) > 1 and _few_words(found)


def _few_words(found: re.Match[str] | None) -> bool:
    return bool(found and len(found["term"].split()) <= 6)


def _mark(line: str) -> str:
    found = _TERM.match(line)
    return found["mark"].strip() if found else ""


_UNLIKE_A_TERM = frozenset("the is are was follows following below above you can these this we if when will must should".split())


def _with_terms(blocks: list[Block]) -> list[Block]:
    """`Term:` with its explanation in the lines below: one is a paragraph with the term in bold, several are a list."""
    formed: list[Block] = []
    k = 0
    while k < len(blocks):
        run = k
        explained: list[tuple[str, ...]] = []
        while run < len(blocks) and (joined := _term(blocks[run])):
            explained.append(joined)
            run += 1
        if len(explained) > 1:
            formed.append(_items(explained))
        elif explained and not _UNLIKE_A_TERM & set(explained[0][0].split(":**")[0].strip("*").lower().split()):
            formed.append(Paragraph(explained[0]))
        else:
            run = k + 1
            formed.append(blocks[k])
        k = run
    return formed


_TERM_LINE = re.compile(r"(?P<term>[^\s*:.?!;|<>][^*:.?!;|<>]{0,60}):$")


def _term(block: Block) -> tuple[str, ...]:
    """The lines of a term block with the term joined to its explanation; nothing if it is none."""
    lines = block.lines if isinstance(block, Paragraph) else ()
    if len(lines) < 2:
        return ()
    defined = lines[1].startswith(": ") and len(lines[0]) <= 60 and "*" not in lines[0]
    term, below = (lines[0].strip(), lines[1][2:].lstrip()) if defined else (lines[0].removesuffix(":"), lines[1])
    if not defined and (not _TERM_LINE.match(lines[0]) or lines[0][0].islower() or len(term.split()) > 7):
        return ()
    if "|" in below or _URL.match(below) or below.endswith(":") or any(map(_BOLD_TERM.match, lines)):
        return ()
    return (f"**{term}:** {below}", *lines[2:])


def _with_runs(blocks: list[Block]) -> list[Block]:
    """Bare lines with blank lines between them: a run is a list, a short one alone above other text is its heading."""
    formed: list[Block] = []
    k = 0
    while k < len(blocks):
        run = k
        while run < len(blocks) and _is_run_line(blocks[run]):
            run += 1
        lines = [block.lines[0] for block in blocks[k:run] if isinstance(block, Paragraph)]
        if len(lines) > 1:
            first = len(lines) > 2 and not _is_definition(lines[0]) and all(map(_is_definition, lines[1:]))
            if first:
                formed.append(_title_or_text(lines[0], formed))
            formed.append(_items(lines[first:]))
        elif lines and run < len(blocks) and not _is_definition(lines[0]):
            formed.append(_title_or_text(lines[0], formed))
        else:
            formed.extend(blocks[k : max(run, k + 1)])
        k = max(run, k + 1)
    return formed


def _is_run_line(block: Block) -> bool:
    if not isinstance(block, Paragraph) or len(block.lines) != 1:
        return False
    line = block.lines[0]
    if _UNLIKE_AN_ITEM.match(line) or line.startswith("**") or _BOLD_TERM.match(line) or line.endswith((":", ",", ";")):
        return False
    if _is_definition(line):
        return True
    return len(line) <= 120 and len(line.split()) <= 14 and line.rstrip(_END)[-1:] not in ".!?…。！？:"


def _title_or_text(line: str, before: Sequence[Block]) -> Block:
    """A heading, unless nothing stands above it or what does leads to it."""
    above = before[-1] if before else None
    led = isinstance(above, Paragraph) and above.lines[-1].rstrip(_END).endswith(":")
    if above is None or led or not _is_titlelike(line, longest=60):
        return _single(line)
    return Heading(_TOP_HEADING, _heading_text(line), marked=False)


def _is_titlelike(line: str, longest: int) -> bool:
    if len(line) > longest or len(line.split()) > 9 or line.rstrip(_END)[-1:] in ".,:;!…":
        return False
    return not _URL.match(line) and (line[0].isupper() or line[0].isdigit() or line[0] in "*`")


# Writing -------------------------------------------------------------------------------------------------------------


def _clamped(blocks: list[Block]) -> list[Block]:
    """Headings from h4 on, each as much below the first as the notes have it."""
    depths = [heading.depth for heading in _all_headings(blocks) if heading.marked]
    shift = max(_TOP_HEADING - min(depths, default=_TOP_HEADING), 0)
    return [_deeper(block, shift) for block in blocks]


def _all_headings(blocks: Iterable[Block]) -> Iterator[Heading]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Quote):
            yield from _all_headings(block.blocks)
        elif isinstance(block, Items):
            for item in block.items:
                yield from _all_headings(item.blocks)


def _deeper(block: Block, shift: int) -> Block:
    if isinstance(block, Heading):
        return replace(block, depth=min(block.depth + shift * block.marked, 6))
    if isinstance(block, Quote):
        return Quote(tuple(_deeper(inner, shift) for inner in block.blocks))
    if isinstance(block, Items):
        items = (replace(item, blocks=tuple(_deeper(inner, shift) for inner in item.blocks)) for item in block.items)
        return replace(block, items=tuple(items))
    return block


def _without_outer_rules(blocks: list[Block]) -> list[Block]:
    """Rules part; at the beginning, at the end and above another there is nothing to part."""
    kept: list[Block] = []
    for block in blocks:
        if not isinstance(block, Rule) or (kept and not isinstance(kept[-1], Rule)):
            kept.append(block)
    if kept and isinstance(kept[-1], Rule):
        kept.pop()
    return kept


def _written(blocks: Sequence[Block], inside_item: bool = False) -> list[str]:
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
        case Paragraph(lines) | Lines(lines):
            return list(lines)
        case Heading(depth, text):
            return [f"{'#' * depth} {text}"]
        case Rule():
            return ["---"]
        case Code(language, lines):
            longest = max((len(run) for line in lines if "```" in line for run in re.findall("`{3,}", line)), default=2)
            return [f"{'`' * (longest + 1)}{language}", *lines, "`" * (longest + 1)]
        case Quote(inner):
            return [f"> {line}".rstrip(" ") if not line else f"> {line}" for line in _written(inner)]
        case Items(items):
            return _lines_of_items(items)


def _lines_of_items(items: Sequence[Item]) -> list[str]:
    lines: list[str] = []
    before: list[str] = []
    for item in items:
        own = _written(item.blocks, inside_item=True) or [""]
        if lines and (item.apart or "" in before):
            lines.append("")
        lines.append(f"{item.marker} {own[0]}".rstrip(" ") if not own[0] else f"{item.marker} {own[0]}")
        near = len(item.blocks[0].lines) if item.blocks and isinstance(item.blocks[0], Paragraph) else 1
        lines.extend(" " * (len(item.marker) + 1) + line for line in own[1:near])
        # Python-Markdown asks for four columns below any marker, CommonMark for no more than that.
        lines.extend(f"    {line}" if line else "" for line in own[near:])
        before = own
    return lines
