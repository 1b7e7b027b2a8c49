"""The lines of an answer without what nobody sees, and all code among them as one piece each.

Code comes first, because nothing else may look into it: fenced code, `<pre>`, and code without a fence.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..records import Subject
from ..syntax import folds
from ..syntax.callouts import directive, indented_callout, tab_title
from ..syntax.columns import indent_of, outdented
from ..syntax.fence_info import Info, lenient_info, marked_lines
from ..syntax.fences import Fence, fences_of, preformatted
from ..syntax.line_kinds import MARKER, QUOTE
from ..syntax.remarks import may_hold, parted
from ..syntax.spans import spans
from ..words.wording import unescape
from .code_in_prose import language_of, looks_like_code, snippets
from .definitions import is_like_one as is_definition
from .odd_boxes import with_plain_boxes

# No tag that people write by hand is on a longer line.
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that nothing here changes.

    indent   tells to which list item they belong
    orders   what stands on the fence behind the language: a title, and which lines are marked
    """

    language: str
    lines: tuple[str, ...]
    indent: int = 0
    orders: str = ""


Row = str | Code


class _AsIs(str):
    """A line of a quote, which is cleaned when the quote is read, or of what is indented and looks like code."""

    __slots__ = ()


def is_fold(row: Row) -> bool:
    """Whether a row opens or closes a collapsible block: `<details><summary>…</summary>`, or `</details>`."""
    return isinstance(row, str) and row.lstrip()[:1] == "<" and _FOLD.fullmatch(row.strip()) is not None


_FOLD = re.compile(r"<details(?: open)?><summary>.*</summary>|</details>")
# Collapsible blocks within each other; people stop at two.
_MOST_FOLDS = 6


def rows_of(lines: Sequence[str], subject: Subject) -> list[Row]:
    rows: list[Row] = []
    boxed: list[Row] = with_plain_boxes(_with_asides(list(_fences(lines, subject))), _deeper, str)
    kept = _with_code_kept(_with_tabs(boxed), subject)
    for row in _folds_apart(_without_remarks(kept)):
        above = rows[-1] if rows else ""
        rows.extend(
            [row] if isinstance(row, Code | _AsIs) else _cleaned(row, in_rows=isinstance(above, str) and "\t" in above)
        )
    rows = _with_folds(rows)
    found: list[Row] = []
    for stretch in _stretches(_dedented(rows)):
        found.extend([stretch] if isinstance(stretch, Code) else _with_snippets(stretch, subject))
    return found


def _stretches(rows: Sequence[Row]) -> Iterator[list[str] | Code]:
    """The rows as runs of lines and the code between them."""
    run: list[str] = []
    for row in rows:
        if isinstance(row, str) and not is_fold(row):
            run.append(row)
            continue
        yield run
        yield row if isinstance(row, Code) else [row]
        run = []
    yield run


def _with_snippets(lines: list[str], subject: Subject) -> Iterator[Row]:
    done = 0
    for snippet in snippets(lines, subject):
        yield from lines[done : snippet.first]
        yield code_of(snippet.language, lines[snippet.first : snippet.end])
        done = snippet.end
    yield from lines[done:]


def _with_code_kept(rows: list[Row], subject: Subject) -> list[Row]:
    """The rows, in which nothing may look into lines of quotes and of code that is indented below a blank line."""
    found = [_AsIs(row) if isinstance(row, str) and _is_quoted(row) else row for row in rows]
    for n, row in enumerate(found[1:], 1):
        # A third mark below a second one is no prompt of a program.
        if isinstance(row, _AsIs) and row.startswith(">>>") and str(found[n - 1]).startswith((">>", "> >")):
            found[n] = _AsIs(row.replace(">>>", "> > >", 1))
    if not any(isinstance(row, str) and indent_of(row) >= _AS_CODE for row in rows):
        return found
    i = 0
    while i < len(rows):
        end = _end_of_indented(found, i)
        if end > i and looks_like_code([str(row) for row in rows[i : min(end, i + 100)]], subject):
            found[i:end] = map(_AsIs, map(str, rows[i:end]))
        i = max(end, i + 1)
    return found


def _is_quoted(row: str) -> bool:
    text = row.lstrip()
    return text[:1] == ">" and QUOTE.lenient.match(text) is not None


def _end_of_indented(rows: Sequence[Row], i: int) -> int:
    """The row behind those from here on that are indented like code; the row itself where none is."""
    if i and (not isinstance(rows[i - 1], str) or rows[i - 1].strip()):  # type: ignore[union-attr]  # it is a text
        return i
    end = i
    for n in range(i, len(rows)):
        row = rows[n]
        if not isinstance(row, str) or isinstance(row, _AsIs) or (row.strip() and indent_of(row) < _AS_CODE):
            break
        end = n + 1 if row.strip() else end
    return end


_AS_CODE = 4


def _without_remarks(rows: list[Row]) -> list[Row]:
    texts = ["" if isinstance(row, Code | _AsIs) else row for row in rows]
    if not any(map(may_hold, texts)):
        return rows
    return [row if isinstance(row, Code | _AsIs) else text for row, text in zip(rows, parted(texts)[0], strict=True)]


_TAB_ITEM = re.compile(r"\s*<TabItem\b(?P<said>[^<>]*)>\s*")
_TABS = re.compile(r"\s*</?Tabs\b[^<>]*>\s*")
_TAB_END = re.compile(r"\s*</TabItem\s*>\s*")
_LABEL = re.compile(r"""(?:^|\s)(?P<name>label|value)=(?:"(?P<a>[^"<>]+)"|'(?P<b>[^'<>]+)')""")


def _with_tabs(rows: list[Row]) -> list[Row]:
    """The rows with the tabs of Docusaurus as others write them: what a tab holds is indented below its name."""
    found: list[Row] = []
    tabs = False
    for name, inner in _elements(rows, _name_of_tab, _TAB_END):
        tabs = tabs or bool(name)
        below = _dedented(["" if isinstance(row, str) and not row.strip() else row for row in inner])
        found += ["", f'=== "{name}"', *map(_deeper, below)] if name else inner
    return [row for row in found if not _is_tag(_TABS, row)] if tabs else rows


def _elements(rows: list[Row], name: Callable[[Row], str], end: re.Pattern[str]) -> Iterator[tuple[str, list[Row]]]:
    """Each element that a row with a name opens, as that name and what it holds; rows between them have no name."""
    ends = [n for n, row in enumerate(rows) if _is_tag(end, row)]
    done = 0
    for n, row in enumerate(rows if ends else ()):
        last = bisect(ends, n)
        if n < done or last == len(ends) or not (named := name(row)):
            continue
        yield "", rows[done:n]
        yield named, rows[n + 1 : ends[last]]
        done = ends[last] + 1
    yield "", rows[done:]


_ASIDE = re.compile(r"\s*<aside>\s*", re.I)
_ASIDE_END = re.compile(r"\s*</aside\s*>\s*", re.I)


def _with_asides(rows: list[Row]) -> list[Row]:
    """The rows with the boxes of Notion as quotes; one that holds code stays as it is."""
    found: list[Row] = []
    for name, inner in _elements(rows, lambda row: "aside" if _is_tag(_ASIDE, row) else "", _ASIDE_END):
        quoted = [f"> {row.strip()}".rstrip() for row in inner if isinstance(row, str)]
        if name and len(quoted) == len(inner):
            found += "", *quoted, ""
        else:
            found += ["<aside>", *inner, "</aside>"] if name else inner
    return found


def _is_tag(tag: re.Pattern[str], row: Row) -> bool:
    return isinstance(row, str) and "<" in row and tag.fullmatch(row) is not None


def _name_of_tab(row: Row) -> str:
    """The label of the tab that a row opens, or else its value."""
    item = _TAB_ITEM.fullmatch(row) if isinstance(row, str) else None
    names = {found["name"]: found["a"] or found["b"] for found in _LABEL.finditer(item["said"])} if item else {}
    return names.get("label") or names.get("value", "")


def _deeper(row: Row) -> Row:
    return replace(row, indent=row.indent + 4) if isinstance(row, Code) else f"    {row}" if row else row


# Collapsible blocks --------------------------------------------------------------------------------------------------


def _folds_apart(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows with each tag of a collapsible block on one of its own; a summary of several lines is one."""
    waiting: list[str] = []
    for row in rows:
        if not isinstance(row, str) or isinstance(row, _AsIs) or (len(waiting) > 5 and not _ENDS_SUMMARY.search(row)):
            yield from waiting
            waiting = []
        if not isinstance(row, str) or isinstance(row, _AsIs):
            yield row
        elif waiting or ("<" in row and _OPENS_SUMMARY.search(row[:_LONGEST])):
            waiting.append(row)
            if _ENDS_SUMMARY.search(row[:_LONGEST]):
                yield from _in_pieces(" ".join((waiting[0], *(more.strip() for more in waiting[1:]))))
                waiting = []
        else:
            yield from _in_pieces(row)
    yield from waiting


_OPENS_SUMMARY = re.compile(r"<summary\b[^<>]*>(?!.*</summary\s*>)", re.I)
_ENDS_SUMMARY = re.compile(r"</summary\s*>", re.I)


def _in_pieces(row: str) -> list[str]:
    if "<" not in row or len(row) > _LONGEST or not _HAS_TAGS.search(row):
        return [row]
    found = folds.pieces(row)
    # In the line of a marker they would part it from its text.
    if len(found) < 2 or MARKER.lenient.fullmatch(found[0].lstrip()):
        return [row]
    indent = row[: len(row) - len(row.lstrip())]
    return [indent + piece.strip() for piece in found if piece.strip()]


_HAS_TAGS = re.compile(r"</?(?:details|summary)\b", re.I)


def _with_folds(rows: list[Row]) -> list[Row]:
    """The rows in which each collapsible block is opened by one, with its name, and closed by one. A block without a
    name is none, and what is left over is no more than its words.
    """
    texts = [row if isinstance(row, str) else "" for row in rows]
    if not any(map(_HAS_TAGS.search, texts)):
        return rows
    found: list[Row] = [row if not isinstance(row, str) else _plain_fold(row) for row in rows]
    depth: list[int] = []
    for first, (said, last) in sorted(folds.closed(texts).items()):
        depth = [end for end in depth if end > first]
        opened, named = _named(texts, first, said)
        if opened.title is None or len(depth) >= _MOST_FOLDS:
            continue
        depth.append(last)
        indent = rows[first][: len(texts[first]) - len(texts[first].lstrip())]  # type: ignore[index]  # it is a text
        found[named] = ""
        found[first] = f"{indent}<details{'' if opened.folded else ' open'}><summary>{opened.title}</summary>"
        found[last] = f"{indent}</details>"
    return found


def _named(rows: Sequence[str], first: int, opened: folds.Opened) -> tuple[folds.Opened, int]:
    """The block that a row opens, with its name, and the row of that."""
    if opened.title:
        return opened, first
    named = next((n for n in range(first + 1, min(first + 4, len(rows))) if rows[n]), first)
    return replace(opened, title=folds.summary_of(rows[named])), named


def _plain_fold(row: str) -> str:
    """A row of such a tag as words."""
    title = folds.summary_of(row)
    if title is not None:
        text = with_marks(title)
        indent = row[: len(row) - len(row.lstrip())]
        return f"{indent}{text if '*' in text or not text else f'**{text}**'}"
    return "" if folds.opens_fold(row.strip()) or folds.closes_fold(row.strip()) else row


def code_of(language: str, lines: Sequence[str]) -> Code:
    indent = min((indent_of(line) for line in lines if line.strip()), default=0)
    return Code(language, tuple(outdented(line, indent).rstrip() for line in lines), indent)


_PRE_LANGUAGE = re.compile(r"lang(?:uage)?-([A-Za-z][\w+#-]*)")


def _fences(lines: Sequence[str], subject: Subject) -> Iterator[Row]:
    """The lines with every fenced block as one piece. Those in quotes wait until the quote is read."""
    done = 0
    for fence in fences_of(lines):
        if not fence.quoted:
            yield from lines[done : fence.first]
            yield from (_preformatted if fence.mark[0] == "<" else _fenced)(lines, fence, subject)
            done = fence.end
    yield from lines[done:]


def _fenced(lines: Sequence[str], fence: Fence, subject: Subject) -> Iterator[Row]:
    """The code, below the number of its list item and its title. A mark left open above nothing is a blank line."""
    last = fence.end - fence.closed
    if opening := directive(fence.info):  # no code, but a box
        yield " " * fence.indent + opening
        yield from _fences(lines[fence.first + 1 : last], subject)
        yield " " * fence.indent + ":::"
        return
    info = lenient_info(fence.info)
    inner = fence.indent + len(fence.marker)
    code = [outdented(line, inner) for line in lines[fence.first + 1 : last]]
    if info.words and fence.closed and any(map(str.strip, code)):  # what stands between the marks is as it was written
        info = replace(info, title=" ".join(filter(None, (info.title, info.words))))
    elif info.words:
        code = [info.words, *code]
    if fence.marker.strip()[:-1].isdigit():
        yield " " * fence.indent + fence.marker.strip()
    orders = _orders(info, fence.info, len(code))
    language = info.language or language_of(code, subject) or ("text" if orders else "")
    yield Code(language, tuple(code), fence.indent, orders) if code or fence.closed or orders else ""


def _orders(info: Info, written: str, lines: int) -> str:
    """The title of a fence and the lines that it marks, in the one form."""
    title = info.title.replace('"', "'")
    marked = " ".join(map(str, marked_lines(written, lines)))
    return "".join((f' title="{title}"' if title else "", f' hl_lines="{marked}"' if marked else ""))


def _preformatted(lines: Sequence[str], fence: Fence, subject: Subject) -> Iterator[Row]:
    """The text of `<pre>`, in which the characters that HTML needs are written as entities."""
    code = _without_blank_ends([unescape(line) for line in preformatted(lines, fence)])
    language = _PRE_LANGUAGE.search(fence.info)
    yield Code(language[1].lower() if language else language_of(code, subject), tuple(code), fence.indent)


def _without_blank_ends(lines: list[str]) -> list[str]:
    written = [n for n, line in enumerate(lines) if line.strip()]
    return lines[written[0] : written[-1] + 1] if written else []


# Below a line with such an end the indent means something.
_OPENS_CODE = (":", "{", "[", "(", ",", "\\")


def _dedented(rows: list[Row]) -> list[Row]:
    """Rows without the indent that all have. An answer cut out of a list has lost it in its first line."""
    columns = [row_indent(row) for row in rows if row != ""]
    common = min(columns, default=0)
    first = rows[0] if rows and isinstance(rows[0], str) else ""
    if (
        not common
        and len(columns) > 1
        and first
        and not first.endswith(_OPENS_CODE)
        and not MARKER.lenient.match(first.lstrip())
        and not _opens_a_box(first)
    ):
        common = min(columns[1:]) if min(columns[1:]) >= 2 else 0
    return [shifted(row, common) for row in rows] if common else rows


def _opens_a_box(line: str) -> bool:
    """Whether what belongs to a line is indented below it."""
    text = line.strip()
    return bool(indented_callout(text) or tab_title(text) or is_definition(text))


def row_indent(row: Row) -> int:
    return row.indent if isinstance(row, Code) else indent_of(row)


def shifted(row: Row, columns: int) -> Row:
    if isinstance(row, Code):
        return replace(row, indent=max(row.indent - columns, 0))
    return outdented(row, columns)


# Lines: white space and the HTML that says what Markdown says --------------------------------------------------------

_BEFORE_TEXT = re.compile("[\\s\ufeff\u200b\u2060]*")
_LINE_BREAK = re.compile(r"(?:(?<![ \t])[ \t]++)?<br\s{0,3}/?>[ \t]*", re.I)
_EMPHASIS_TAG = re.compile(
    r"<(b|strong|i|em|code|tt|samp|cite|var|dfn)>(\s*+)((?:[^<>`*\s]|\s++(?!<))*+)(\s*+)</\1>", re.I
)
_TAG_MARKS = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), "*"),
    **dict.fromkeys(("code", "tt", "samp"), "`"),
}
_LINK_TAG = re.compile(
    r"<a\s[^<>]{0,40}?href=[\"']((?:https?://|(?![a-z][a-z\d+.-]*:))[^\"'\s<>()]{1,500})[\"'][^<>]{0,200}>([^<>\[\]]+)</a>",
    re.I,
)
_PLACE_TAG = re.compile(r"<a\s+(?:name|id)=[\"']?[\w.:-]{1,200}[\"']?\s*(?:/>|>\s*</a>)", re.I)
# What is shown from elsewhere, and tags that say no more than how words look.
_FRAME_TAG = re.compile(
    r"<(iframe|video|audio|embed|source)(?=\s)[^<>]{0,400}?\ssrc=[\"']([^\"'\s<>()`]{1,500})[\"'][^<>]{0,400}>(?:\s*</\1>)?",
    re.I,
)
_FAR_PICTURE = re.compile(r"<img\s[^<>]{0,400}?src=[\"']https?://[^\"'\s<>()]{1,500}[\"'][^<>]{0,400}>", re.I)
_VALUE = re.compile(r"\s(src|alt|title)=(?:\"([^\"\[\]]*)\"|'([^'\[\]]*)')", re.I)
_MARK_THAT_LOOKS = re.compile(
    r"<(mark|kbd|sub|sup|b|strong|i|em|u|s|del|ins|code|samp|var|cite)"
    r"(?:\s+(?:class|style|id|lang|dir|data-[\w-]{1,40})=(?:\"[^\"<>]{0,200}\"|'[^'<>]{0,200}')){1,6}\s*>",
    re.I,
)
_LOOK_TAG = re.compile(r"<(small|big|center|(?:font|span)(?=\s))(?:\s[^<>]{0,300})?>([^<>]*)</\1>", re.I)
_WHOLE_TAG = re.compile(
    r"\s*<(?P<tag>h[1-6]|p|center|li|figcaption)(?:\s[^<>]{0,200})?>"
    r"\s*+(?P<text>[^<>]*\S)\s*</(?P=tag)>\s*",
    re.I,
)
_EMPTY_TAGS = re.compile(
    r"\s*(?:</?(?:p|center|ul|ol|figure|picture|(?:video|audio)(?![^<>]{0,400}\ssrc=))(?:\s[^<>]{0,200})?>\s*)+", re.I
)


def _cleaned(line: str, in_rows: bool) -> list[str]:
    """The line without what nobody sees; several where it holds line breaks. Two spaces at the end are one.

    `in_rows` tells that the line above has tab-separated cells.
    """
    line = line.strip("\r")
    if folds.summary_of(line) is not None:
        return [line]
    if "<" in line or "&nbsp;" in line:
        line = _untagged(line)
    parts = line.split("\n")
    if len(parts) > 1 and not parts[0].strip() and parts[1].strip():  # it breaks the line above
        parts = [parts[0] + parts[1], *parts[2:]]
    if len(parts) == 1:
        return [_trimmed(parts[0], in_rows)]
    if "\t" in line.strip() or "|" in line:
        parts = ["<br>".join(part for part in parts if part)]
    marker = MARKER.lenient.match(parts[0].lstrip())
    indent = " " * (len(parts[0]) - len(parts[0].lstrip()) + marker.end() if marker else 0)
    texts = [parts[0], *(indent + part for part in parts[1:])]
    return [_trimmed(text + "  " * (number < len(texts) - 1), in_rows) for number, text in enumerate(texts)]


def _trimmed(line: str, in_rows: bool) -> str:
    text = line.rstrip()
    lead = _BEFORE_TEXT.match(text)[0]  # type: ignore[index]  # it matches anything
    start = text[len(lead) :]
    if not start:
        return ""
    # Tabs before and behind tab-separated cells are empty cells.
    if lead and not (set(lead) == {"\t"} and ("\t" in start or in_rows)):
        lead = " " * indent_of(re.sub(r"[^\S\t]", " ", lead).strip("\ufeff\u200b\u2060"))
    return lead + start + ("  " if line.endswith("  ") else "\t" if line.rstrip(" ").endswith("\t") else "")


def _untagged(line: str) -> str:
    if len(line) > _LONGEST:
        return line
    if _EMPTY_TAGS.fullmatch(line) and not _HAS_TAGS.search(line):
        return ""
    line = with_marks(line)
    whole = _WHOLE_TAG.fullmatch(line)
    if not whole:
        return line
    tag, text = whole["tag"].lower(), whole["text"]
    if tag == "li":
        return f"{line[: len(line) - len(line.lstrip())]}- {text}"
    return f"{'#' * int(tag[1])} {text}" if tag[0] == "h" else text


def with_marks(line: str) -> str:
    """A line with Markdown's marks in place of the elements that say the same; one with a line break is several.

    >>> with_marks("Is <b>it</b> `<b>`?")
    'Is **it** `<b>`?'
    """
    pieces = spans(line) if "`" in line else [("text", line)]
    return "".join(_without_tags(piece) if kind == "text" else piece for kind, piece in pieces)


def _without_tags(text: str) -> str:
    text = text.replace("&nbsp;", " ")
    if "<" not in text:
        return text
    text = _LINE_BREAK.sub("\n", text)
    text = _LINK_TAG.sub(r"[\2](\1)", _PLACE_TAG.sub("", text))
    text = _FAR_PICTURE.sub(_picture, _FRAME_TAG.sub(_address, text))
    text = _LOOK_TAG.sub(r"\2", _MARK_THAT_LOOKS.sub(r"<\1>", text))
    return _EMPHASIS_TAG.sub(_marked, text)


def _address(frame: re.Match[str]) -> str:
    return f"<{frame[2]}>" if frame[2].lower().startswith(("http://", "https://")) else f"![]({frame[2]})"


def _picture(tag: re.Match[str]) -> str:
    """The picture of another host as Markdown has it."""
    said = {found[1].lower(): found[2] or found[3] or "" for found in _VALUE.finditer(tag[0])}
    title = said.get("title", "").replace('"', "'")
    return f"![{said.get('alt', '')}]({said['src']}" + (f' "{title}")' if title else ")")


def _marked(match: re.Match[str]) -> str:
    tag, before, text, after = match.groups()
    mark = _TAG_MARKS[tag.lower()]
    return f"{before}{mark}{unescape(text) if mark == '`' else text}{mark}{after}" if text else match[0]
