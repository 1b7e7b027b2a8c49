"""Pages of wikis as Markdown, line by line: MediaWiki, DokuWiki, and the notation of Jira and Confluence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from ...records import Reading, Text
from ...syntax.line_kinds import BULLET, CHECKBOX, FENCE, heading_of
from .rewritten import Prose, Written, read_rewritten

_FEWEST = 2
# A heading between signs of equality, as many behind it as before: AsciiDoc has it, too, but seldom both.
_BETWEEN = re.compile(r"(?P<equals>={1,6})\s*(?P<title>[^=\s](?:.*[^=\s])?)\s*(?P=equals)\s*$")
_LETTERED = re.compile(r"h(?P<depth>[1-6])\.\s++(?P<title>\S.*?)(?<!\s)\s*+$")
_LISTED = re.compile(r"(?P<signs>[*#]{1,6})\s+(?P<item>\S.*)$")
_DOKU_LISTED = re.compile(r"(?P<room>(?: {2})+)(?P<sign>[*-])\s+(?P<item>\S.*)$")
_CODE = re.compile(
    r"\s*(?:<(?P<tag>pre|syntaxhighlight|source|code|file)\b(?>[^<>]*?\blang\w*=[^\w<>]?|\s+)?+(?P<of>[\w+#-]*+)[^<>]*>"
    r"|\{(?P<brace>code|noformat)(?::(?:\w++=)?(?P<language>[\w+#-]++))?[^{}]*\})\s*$"
)
_CODE_END = re.compile(r"\s*(?:</(?:pre|syntaxhighlight|source|code|file)\s*>|\{(?:code|noformat)\})\s*$")
_EMPHASIS = ((re.compile(r"'''(?=\S)([^'\n]+)'''"), r"**\1**"), (re.compile(r"''(?=\S)([^'\n]+)''"), r"*\1*"))


def reads(text: Text, prose: Prose) -> Reading | None:
    """The page as prose reads it; None where it has another form."""
    form = _form(text)
    if form is None:
        return None
    name, listed, heading = form
    lines = [Written(line, n, n) for n, line in enumerate(_rewritten(text.lines, listed, heading), 1)]
    return read_rewritten(text, name, lines, prose)


_Heading = Callable[[str], str | None]
_Listed = Callable[[str], str]


def _form(text: Text) -> tuple[str, _Listed, _Heading] | None:
    """What the page is called, and what rewrites its items and its headings."""
    some = text.lines[:5000]
    if _is_markdown(some) or text.source.lower().endswith((".adoc", ".asciidoc", ".asc")):
        return None
    if sum(a.startswith("; ") and b.startswith(": ") for a, b in pairwise(some)) >= _FEWEST:
        return "MediaWiki", _term, lambda line: _between(line, 0)
    between = [match for line in some if (match := _BETWEEN.match(line))]
    if len(between) >= _FEWEST:
        depths = [len(match["equals"]) for match in between]
        if depths[0] > min(depths) or min(depths) > 3:
            return "DokuWiki", _doku_item, lambda line: _between(line, 7)
        return "MediaWiki", _item, lambda line: _between(line, 0)
    if sum(bool(_LETTERED.match(line)) for line in some) >= _FEWEST:
        return "wiki", _item, _lettered
    return None


def _is_markdown(lines: Sequence[str]) -> bool:
    """Whether a line is Markdown's alone; an item in an item begins like a heading, but with another line above it."""
    alone = (line for above, line in zip(["", *lines], lines, strict=False) if not above.strip())
    deep = any((heading_of(line) or (0, ""))[0] > 1 for line in alone)
    return deep or any(FENCE.strict.match(line) or _is_box(line) for line in lines)


def _is_box(line: str) -> bool:
    bullet = BULLET.strict.match(line)
    return bullet is not None and CHECKBOX.strict.match(line[bullet.end() :].lstrip()) is not None


def _rewritten(lines: Sequence[str], listed: _Listed, heading: _Heading) -> Iterator[str]:
    inside = False
    for line in lines:
        if inside:
            inside = _CODE_END.match(line) is None
            yield line if inside else "```"
        elif match := _CODE.match(line):
            inside = True
            yield f"```{match['of'] or match['language'] or ''}"
        else:
            yield heading(line) or listed(line)


def _between(line: str, most: int) -> str | None:
    """A heading; in DokuWiki the most signs make the first level."""
    match = _BETWEEN.match(line)
    if match is None:
        return None
    signs = len(match["equals"])
    return f"{'#' * min(abs(most - signs), 6)} {_emphasis(match['title'])}"


def _lettered(line: str) -> str | None:
    match = _LETTERED.match(line)
    return f"{'#' * int(match['depth'])} {match['title']}" if match else None


def _item(line: str) -> str:
    match = _LISTED.match(line)
    if match is None:
        return _emphasis(line)
    mark = "1." if match["signs"][-1] == "#" else "-"
    return f"{'   ' * (len(match['signs']) - 1)}{mark} {_emphasis(match['item'])}"


def _term(line: str) -> str:
    """A term, or what it means, on a page that has several of them."""
    label = {"; ": "Q: ", ": ": "A: "}.get(line[:2], "")
    return label + _emphasis(line[2:].strip()) if label else _item(line)


def _doku_item(line: str) -> str:
    match = _DOKU_LISTED.match(line)
    if match is None:
        return line
    return f"{match['room'][2:]}{'-' if match['sign'] == '*' else '1.'} {match['item']}"


def _emphasis(line: str) -> str:
    for pattern, mark in _EMPHASIS:
        line = pattern.sub(mark, line)
    return line
