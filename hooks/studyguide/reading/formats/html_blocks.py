"""Blocks of HTML within the Markdown of an answer, as Markdown has them: tables, lists, terms, quotations.

A note of Markdown may hold them wherever they say more than Markdown can. One that is code stays as it is, and so does
one that is not closed, or has marks of Markdown's blocks in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...syntax.columns import indent_of
from ...syntax.fences import fences_of
from ...syntax.line_kinds import FENCE, HEADING, MARKER, QUOTE
from .html_text import from_html

_OPENS = re.compile(r"(?P<indent>[ \t]*)<(?P<tag>table|ul|ol|dl|blockquote)(?:\s[^<>]{0,400})?>", re.I)
_HINT = re.compile(r"<(?:table|ul|ol|dl|blockquote)\b", re.I)
# No block that people write by hand is longer.
_MOST_LINES = 300
_LONGEST = 5_000
# Where a link leads within the notes; what leads out is a link of its own kind.
_NEAR_LINK = re.compile(
    r"<a\s[^<>]{0,200}?href=[\"'](?![a-z][a-z\d+.-]*:)([^\"'\s<>()]{1,500})[\"'][^<>]{0,200}>([^<>\[\]]+)</a>", re.I
)
# A list behind words, and one in a cell: neither begins a line.
_BEHIND = re.compile(
    r"(?P<before>[^\n|<]*[^\s|<][^\n|]{0,2000}?)(?:[ \t]*<br\s*/?>)*[ \t]*"
    r"(?P<list><(?P<tag>ul|ol)>(?:(?!<ul|<ol)[^\n])*</(?P=tag)>)[ \t]*(?P<after>[^\n]*)",
    re.I,
)
_TAG_IN_CODE = re.compile(r"(?<!`)`[^`\n]*<[^`\n]*`")
_MARKER = re.compile(r"[ \t]*(?:[-+*]|\d{1,3}[.)])[ \t]")
_IN_A_CELL = re.compile(
    r"<(?P<tag>ul|ol)>(?P<items>(?:\s*<li>(?:(?!</?(?:li|ul|ol)\b).){0,500}</li>)+)\s*</(?P=tag)>", re.I
)
_ITEM = re.compile(r"<li>((?:(?!<li>).)*?)</li>", re.I)
_OF_TABLES = re.compile(r"</?(?:table|thead|tbody|tfoot|tr|t[dh]|caption)(?:\s[^<>]{0,400})?>", re.I)
_OF_TERMS = re.compile(r"<(d[td])(?:\s[^<>]{0,400})?>(.*?)(?=</?d[tdl]\b)", re.I | re.S)


def with_blocks(lines: Sequence[str]) -> list[str]:
    """The lines of an answer with its blocks of HTML as Markdown.

    >>> with_blocks(["Two:", "<ul><li>a</li><li><b>b</b></li></ul>"])
    ['Two:', '', '- a', '- **b**', '']
    >>> with_blocks(["| a | <ul><li>b</li><li>c</li></ul> |", "<ul> is a list"])
    ['| a | • b<br>• c |', '<ul> is a list']
    """
    if not any(map(_HINT.search, lines)):
        return list(lines)
    code = {n for fence in fences_of(lines) for n in range(fence.first, fence.end)}
    parted = list(_parted(lines, code))
    code = {n for fence in fences_of(parted) for n in range(fence.first, fence.end)}
    found: list[str] = []
    n = 0
    in_list = False
    while n < len(parted):
        in_list = in_list or _MARKER.match(parted[n]) is not None
        end = n if n in code or (_is_deep(parted[n]) and not in_list) else _end(parted, n)
        made = _made(parted[n:end], any(m in code for m in range(n, end))) if end > n else None
        found += ["", *made, ""] if made else [parted[n]]
        n = end if made else n + 1
    return found


def _parted(lines: Sequence[str], code: set[int]) -> Iterator[str]:
    """The lines, with a list that stands behind words on a line of its own, and one in a cell as lines of that."""
    for n, line in enumerate(lines):
        if n in code or len(line) > _LONGEST or not _HINT.search(line):
            yield line
        elif "|" in line:
            yield _IN_A_CELL.sub(_as_lines, line)
        elif (behind := _BEHIND.fullmatch(line)) and behind["before"].count("`") % 2 == 0:
            yield behind["before"]
            yield behind["list"]
            yield from filter(None, [behind["after"]])
        else:
            yield line


def _is_deep(line: str) -> bool:
    """Whether a line is indented as code is."""
    return indent_of(line) >= 4


def _as_lines(listed: re.Match[str]) -> str:
    marks = (f"{number}. " if listed["tag"].lower() == "ol" else "• " for number in range(1, _MOST_LINES))
    return "<br>".join(mark + item.strip() for mark, item in zip(marks, _ITEM.findall(listed["items"]), strict=False))


def _end(lines: Sequence[str], first: int) -> int:
    """The line behind the block that opens on this one and ends a line; the line itself where none does."""
    opened = _OPENS.match(lines[first])
    if not opened:
        return first
    tags = re.compile(rf"<(?P<end>/?){opened['tag']}\b[^<>]*>", re.I)
    depth = 0
    for n in range(first, min(first + _MOST_LINES, len(lines))):
        if len(lines[n]) > _LONGEST:
            break
        for tag in tags.finditer(lines[n]):
            depth += -1 if tag["end"] else 1
            if not depth:
                return n + 1 if not lines[n][tag.end() :].strip() else first
    return first


def _made(lines: Sequence[str], holds_code: bool) -> list[str] | None:
    """A block as Markdown."""
    opened = _OPENS.match(lines[0])
    html = "\n".join(lines)
    if not opened or _TAG_IN_CODE.search(html) or (not holds_code and any(map(_begins_a_block, lines))):
        return None
    if holds_code:
        return _around_code(lines) if opened["tag"].lower() == "table" else None
    html = _NEAR_LINK.sub(r"[\2](\1)", html)
    made = "\n".join(_terms(html)) if opened["tag"].lower() == "dl" else from_html(html)
    return [opened["indent"] + line if line else "" for line in made.split("\n")] if made.strip() else None


def _begins_a_block(line: str) -> bool:
    """Whether a line begins as a block of Markdown does: an item, a heading, a quote, a row, code."""
    text = line.lstrip(" \t")
    return text.startswith("|") or any(kind.strict.match(text) for kind in (MARKER, HEADING, QUOTE, FENCE))


def _around_code(lines: Sequence[str]) -> list[str]:
    """A table that holds fences, which no table of Markdown can: what its cells hold, one below the other."""
    code = {n for fence in fences_of(lines) for n in range(fence.first, fence.end)}
    pieces = (line if n in code else _OF_TABLES.sub("\n\n", line) for n, line in enumerate(lines))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(pieces)).strip("\n").split("\n")


def _terms(html: str) -> Iterator[str]:
    before = ""
    for tag, inner in _OF_TERMS.findall(html):
        first, *rest = from_html(inner).split("\n") or [""]
        if tag.lower() == "dt":
            yield from [""] if before == "dd" else []
            yield first
        else:
            yield f":   {first}"
            yield from (f"    {line}" if line else "" for line in rest)
        before = tag.lower()
