"""The lines of an answer without what nobody sees, and all code among them as one piece each.

Code comes first, because nothing else may look into it: fenced code, `<pre>`, and code without a fence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..words.wording import unescape
from .code_in_prose import language_of, snippets
from .markdown_blocks import spans

# No tag that people write by hand is on a longer line.
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that nothing here changes. `indent` tells to which list item they belong."""

    language: str
    lines: tuple[str, ...]
    indent: int = 0


Row = str | Code

_GLYPHS = "•◦▪▫●○‣⁃∙■□◆◇❖➤➢►▸▹"
MARKER = re.compile(
    rf"(?P<lead>\s*(?:(?P<bullet>[-*+·](?=\s)|[{_GLYPHS}](?!\ufe0f)|(?=\[[ xX]\]\s))"
    r"|(?P<number>\d{1,9})[.)](?=\s))\s*)(?P<text>\S.*)"
)


def rows_of(lines: Sequence[str]) -> list[Row]:
    rows: list[Row] = []
    for row in _fences(lines):
        above = rows[-1] if rows else ""
        rows.extend([row] if isinstance(row, Code) else _cleaned(row, in_rows=isinstance(above, str) and "\t" in above))
    found: list[Row] = []
    for stretch in _stretches(_dedented(rows)):
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
        yield code_of(snippet.language, lines[snippet.first : snippet.end])
        done = snippet.end
    yield from lines[done:]


def code_of(language: str, lines: Sequence[str]) -> Code:
    indent = min((indent_of(line) for line in lines if line.strip()), default=0)
    return Code(language, tuple(outdented(line, indent).rstrip() for line in lines), indent)


OPENING = re.compile(r"(?P<lead>\s*)(?P<marker>(?:[-*+]|\d{1,9}[.)])\s+)?(?P<fence>`{3,}|~{3,})(?P<info>.*)", re.S)
_PRE = re.compile(r"\s*<pre\b[^<>]*>\s*(?:<code\b(?P<code>[^<>]*)>)?", re.I)
_PRE_END = re.compile(r"(?:</code\s*>)?\s*</pre\s*>\s*$", re.I)
_PRE_LANGUAGE = re.compile(r"lang(?:uage)?-([A-Za-z][\w+#-]*)")


def _fences(lines: Sequence[str]) -> Iterator[Row]:
    """The lines with every fenced block as one piece."""
    # For each fence mark the shortest length that no line below closes: so no search is made twice.
    unclosed: dict[str, int] = {}
    i = 0
    while i < len(lines):
        opening = OPENING.fullmatch(lines[i])
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
    indent, fence = indent_of(opening["lead"]), opening["fence"]
    length = min(len(fence), 12)
    end = len(lines)
    if length < unclosed.get(fence[0], 99):
        end = next((j for j in range(i + 1, len(lines)) if _closes(lines[j], fence)), end)
    closed = end < len(lines)
    if not closed:
        unclosed[fence[0]] = min(length, unclosed.get(fence[0], 99))
        if indent >= 2:
            end = next((j for j in range(i + 1, end) if lines[j].strip() and indent_of(lines[j]) < indent), end)
    language, rest = _info(opening["info"])
    inner = indent + (len(opening["marker"]) if opening["marker"] else 0)
    code = [*rest, *(outdented(line, inner) for line in lines[i + 1 : end])]
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
    code = [unescape(line) for line in code]
    while code and not code[0].strip():
        del code[0]
    while code and not code[-1].strip():
        code.pop()
    language = _PRE_LANGUAGE.search(lines[i][: opening.end()])
    return Code(language[1].lower() if language else language_of(code), tuple(code), indent_of(lines[i])), last + 1


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
    known = language and _LANGUAGES.match(language[0]) and rest[0].isspace()
    return (language[0], [rest.strip()]) if known and language else ("", [info] if info else [])


def _are_attributes(text: str) -> bool:
    return text[0] in "{[(" or all(re.match(r"[\w-]+=", word) for word in _QUOTED.sub("''", text).split())


_LANGUAGES = re.compile(
    r"(?:bash|sh|shell|zsh|console|powershell|ps1|bat|json|ya?ml|xml|html|s?css|javascript|jsx?|typescript|tsx?|python|py"
    r"|java|kotlin|scala|go|golang|rust|ruby|php|perl|lua|c|cpp|csharp|sql|hcl|terraform|tf|dockerfile|docker|http|ini|toml"
    r"|te?xt|plaintext|diff|makefile|groovy|nginx|graphql|markdown|md|properties|swift|r|mermaid)$",
    re.I,
)


def indent_of(line: str) -> int:
    """Columns of white space before the text; a tab goes to the next multiple of four."""
    column = 0
    for character in line:
        if character not in " \t":
            break
        column += 1 if character == " " else 4 - column % 4
    return column


def outdented(line: str, columns: int) -> str:
    """The line without its first columns, if they are white space; anything else is kept as it is."""
    column = 0
    for index, character in enumerate(line):
        if column >= columns or character not in " \t":
            return " " * max(column - columns, 0) + line[index:]
        column += 1 if character == " " else 4 - column % 4
    return " " * max(column - columns, 0)


# Below a line with such an end the indent means something.
_OPENS_CODE = (":", "{", "[", "(", ",", "\\")


def _dedented(rows: list[Row]) -> list[Row]:
    """Rows without the indent that all have. An answer cut out of a list has lost it in its first line."""
    columns = [row_indent(row) for row in rows if row != ""]
    common = min(columns, default=0)
    first = rows[0] if rows and isinstance(rows[0], str) else ""
    if not common and len(columns) > 1 and first and not first.endswith(_OPENS_CODE) and not MARKER.match(first):
        common = min(columns[1:]) if min(columns[1:]) >= 2 else 0
    return [shifted(row, common) for row in rows] if common else rows


def row_indent(row: Row) -> int:
    return row.indent if isinstance(row, Code) else indent_of(row)


def shifted(row: Row, columns: int) -> Row:
    if isinstance(row, Code):
        return replace(row, indent=max(row.indent - columns, 0))
    return outdented(row, columns)


# Lines: white space and the HTML that says what Markdown says --------------------------------------------------------

_BEFORE_TEXT = re.compile("[\\s\ufeff\u200b\u2060]*")
_LINE_BREAK = re.compile(r"[ \t]*<br\s{0,3}/?>[ \t]*", re.I)
_EMPHASIS_TAG = re.compile(r"<(b|strong|i|em|code|kbd|tt)>(\s*)([^<>`*]*?)(\s*)</\1>", re.I)
_TAG_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "kbd": "`", "tt": "`"}
_LINK_TAG = re.compile(
    r"<a\s[^<>]{0,40}?href=[\"'](https?://[^\"'\s<>()]{1,500})[\"'][^<>]{0,200}>([^<>\[\]]+)</a>", re.I
)
_WHOLE_TAG = re.compile(
    r"\s*<(?P<tag>h[1-6]|p|summary|center|li)(?:\s[^<>]{0,200})?>"
    r"\s*(?P<text>[^<>]*\S)\s*</(?P=tag)>\s*",
    re.I,
)
_EMPTY_TAGS = re.compile(r"\s*(?:</?(?:p|details|center|ul|ol)(?:\s[^<>]{0,200})?>\s*)+", re.I)


def _cleaned(line: str, in_rows: bool) -> list[str]:
    """The line without what nobody sees; several where it holds line breaks. Two spaces at the end are one.

    `in_rows` tells that the line above has tab-separated cells.
    """
    line = line.strip("\r")
    if "<" in line or "&nbsp;" in line:
        line = _untagged(line)
    parts = line.split("\n")
    if len(parts) > 1 and ("\t" in line.strip() or "|" in line):
        parts = [" ".join(part for part in parts if part)]
    marker = MARKER.match(parts[0])
    indent = " " * (marker.end("lead") if marker else 0)
    texts = [parts[0], *(indent + part for part in parts[1:])]
    return [_trimmed(text + "  " * (number < len(texts) - 1), in_rows) for number, text in enumerate(texts)]


def _trimmed(line: str, in_rows: bool) -> str:
    text = line.rstrip()
    lead = _BEFORE_TEXT.match(text)[0]  # type: ignore[index]  # it matches anything
    start = text[len(lead) :]
    if not start:
        return ""
    # Tabs before and behind tab-separated cells are empty cells.
    if not (set(lead) == {"\t"} and ("\t" in start or in_rows)):
        lead = " " * indent_of(re.sub(r"[^\S\t]", " ", lead).strip("\ufeff\u200b\u2060"))
    return lead + start + ("  " if line.endswith("  ") else "\t" if line.rstrip(" ").endswith("\t") else "")


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
    if tag == "li":
        return f"{line[: len(line) - len(line.lstrip())]}- {text}"
    return f"{'#' * int(tag[1])} {text}" if tag[0] == "h" else text


def _without_tags(text: str) -> str:
    text = _LINE_BREAK.sub("\n", text.replace("&nbsp;", " "))
    text = _LINK_TAG.sub(r"[\2](\1)", text)
    return _EMPHASIS_TAG.sub(_marked, text)


def _marked(match: re.Match[str]) -> str:
    tag, before, text, after = match.groups()
    mark = _TAG_MARKS[tag.lower()]
    return f"{before}{mark}{unescape(text) if mark == '`' else text}{mark}{after}" if text else match[0]
