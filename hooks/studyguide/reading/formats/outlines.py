"""Org and AsciiDoc as Markdown, line by line: headings, blocks of code, and what is set aside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ...records import Reading, Text
from ...syntax.line_kinds import is_of_markdown
from .rewritten import Prose, Written, read_rewritten

# --- org -------------------------------------------------------------------------------------------------------------

_STARS = re.compile(
    r"(?P<stars>\*{1,9})\s++(?:(?:TODO|DONE|NEXT|WAITING|CANCELLED)\s++)?(?:\[#[A-Z]\]\s++)?"
    r"(?P<title>\S.*?)(?<!\s)(?:\s++:[\w@#%:]+:)?\s*+$"
)
_DRAWER = re.compile(r"\s*:(?!END:)[A-Za-z_-]+:\s*$")
_KEYWORD = re.compile(r"\s*#\+(?P<key>\w+):.*$", re.I)
_BEGIN = re.compile(r"\s*#\+begin_(?P<what>\w+)\s*(?P<language>[\w+#-]*).*$", re.I)
_END = re.compile(r"\s*#\+end_(?P<what>\w+)\s*$", re.I)
_PLAN = re.compile(r"\s*(?:SCHEDULED|DEADLINE|CLOSED):\s*[<\[].*$")
_CODE = ("src", "example", "export")
_BACK = re.compile(r"(?:back|answer)$", re.I)
# A mark of org, what it encloses, and Markdown's mark.
_ORG_MARKS = (
    (re.compile(r"(?<![\w=])=(?=\S)([^=\n]+?)(?<=\S)=(?![\w=])"), r"`\1`"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])"), r"`\1`"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"**\1**"),
    (re.compile(r"(?<![\w/:.])/(?=\S)([^/\n]+?)(?<=\S)/(?![\w/])"), r"*\1*"),
    (re.compile(r"\[\[(https?://[^\]\s]+)\]\[([^\]]+)\]\]"), r"[\2](\1)"),
    (re.compile(r"\[\[(https?://[^\]\s]+)\]\]"), r"<\1>"),
)


def _is_org(text: Text) -> bool:
    """Two stars and a space open nothing in Markdown, nor do words with `#+` before them."""
    named = text.source.lower().endswith(".org")
    some = text.lines[:5000]
    if any(map(is_of_markdown, some)) and not named:
        return False
    deep = sum(line.startswith(("** ", "*** ")) for line in some)
    signs = sum(bool(_KEYWORD.match(line) or _BEGIN.match(line) or line.strip() == ":PROPERTIES:") for line in some)
    top = sum(line.startswith("* ") for line in some)
    return deep > 1 or (signs > 0 and deep + top > 0) or (named and top > 0)


def _from_org(lines: Sequence[str]) -> Iterator[str]:
    within, aside = "", False
    for line in lines:
        if within:
            within, written = _inside(line, within)
            yield written
        elif aside:
            aside = line.strip().upper() != ":END:"
            yield ""
        elif match := _STARS.match(line):
            yield _org_heading(match)
        elif match := _BEGIN.match(line):
            within = match["what"].lower()
            yield "```" + match["language"] if within in _CODE else ""
        elif _DRAWER.match(line):
            aside = True
            yield ""
        elif _KEYWORD.match(line) or _PLAN.match(line) or _END.match(line):
            yield ""
        else:
            yield _org_text(line)


def _inside(line: str, within: str) -> tuple[str, str]:
    """A line of a block, and what block the next one stands in."""
    match = _END.match(line)
    if match and match["what"].lower() == within:
        return "", "```" if within in _CODE else ""
    if within in _CODE:
        return within, line.removeprefix(",") if line.startswith((",*", ",#")) else line
    return within, f"> {line.strip()}" if within == "quote" else _org_text(line)


def _org_heading(match: re.Match[str]) -> str:
    title = _org_text(match["title"])
    if _BACK.match(title):
        return "**Answer:**"
    return f"{'#' * min(len(match['stars']), 6)} {title}"


def _org_text(line: str) -> str:
    bare = line.lstrip()
    for pattern, mark in _ORG_MARKS:
        bare = pattern.sub(mark, bare)
    listed = re.match(r"(?:[-+]|\d+[.)])\s", bare) or line.startswith(" " * 6)
    return line[: len(line) - len(line.lstrip())] + bare if listed else bare


# --- AsciiDoc --------------------------------------------------------------------------------------------------------

_EQUALS = re.compile(r"(?P<equals>={1,6})\s++(?P<title>\S.*?)(?<!\s)(?:\s++=+)?\s*+$")
_ATTRIBUTE = re.compile(r":[\w-]+!?:(?:\s.*)?$|//(?!/).*$|\[\[[\w-]+\]\]\s*$|\[#[\w-]+\]\s*$|toc::.*$")
_STYLE = re.compile(r"\[(?P<style>[\w#.%]*+)\s*+(?:,\s*+(?P<language>[\w+#-]++))?[^\]]*+\]\s*$")
_TITLE = re.compile(r"\.(?P<title>[^\W\d.][^.].*)$")
_TERM = re.compile(r"(?P<term>[^\s:].*?)(?P<sign>:{2,4}|;;)(?:\s+(?P<told>\S.*))?$")
_UNDERLINE = re.compile(r"(?P<sign>[=~^+-])(?P=sign){2,}$")
_DEPTHS = {"=": 1, "-": 2, "~": 3, "^": 4, "+": 5}
_LIMITS = {"----": "```", "....": "```", "====": "", "****": "", "--": "", "____": ""}
_ADOC_MARKS = (
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![\w*])"), r"**\1**"),
    (re.compile(r"(?<![\w:])(?:link:)?(https?://[^\s\[\]]+)\[([^\]]+)\]"), r"[\2](\1)"),
)


def _is_asciidoc(text: Text) -> bool:
    some = text.lines[:5000]
    named = text.source.lower().endswith((".adoc", ".asciidoc", ".asc"))
    headings = sum(bool(_EQUALS.match(line)) for line in some)
    if named:
        return True
    blocks = sum(line.strip() == "----" or bool(re.match(r"\[source\b", line)) for line in some)
    return headings > 1 and not any(map(is_of_markdown, some)) and (blocks > 0 or headings > 1)


def _from_asciidoc(lines: Sequence[str]) -> Iterator[str]:
    closing, language = "", ""
    for line, above, below in zip(lines, ["", *lines], [*lines[1:], ""], strict=False):
        bare = line.strip()
        if closing:
            yield _within(line, closing)
            closing = "" if bare == closing else closing
        elif _is_underline(above, line):
            yield ""
        elif _is_underline(line, below):
            yield f"{'#' * _DEPTHS[below[0]]} {_adoc_text(line.strip())}"
        elif bare in _LIMITS:
            closing = bare
            yield f"{_LIMITS[bare]}{language}" if _LIMITS[bare] else ""
            language = ""
        elif match := _EQUALS.match(line):
            yield f"{'#' * len(match['equals'])} {_adoc_text(match['title'])}"
        elif (match := _STYLE.match(line)) or _ATTRIBUTE.match(line):
            language = (match["language"] or "") if match else language
            yield ""
        else:
            yield _titled(line)


def _within(line: str, closing: str) -> str:
    """A line of a block, which is code or not by its limits; its last one closes it."""
    if line.strip() == closing:
        return _LIMITS[closing]
    return line if _LIMITS[closing] else _adoc_text(line)


def _titled(line: str) -> str:
    """A line outside of blocks; what is said of a term is a block of its own."""
    if match := _TITLE.match(line):
        return f"**{match['title'].strip()}**"
    if match := _TERM.match(line):
        return f"###### {_adoc_text(match['term'])}\n\n{_adoc_text(match['told'] or '')}".rstrip()
    return _adoc_text(line)


def _is_underline(title: str, line: str) -> bool:
    """Whether a line of signs is about as long as the words above it, which makes them a title."""
    signs, words = line.rstrip(), title.rstrip()
    return bool(_UNDERLINE.match(signs)) and words[:1].isalnum() and abs(len(signs) - len(words)) <= 2


def _adoc_text(line: str) -> str:
    if bullets := re.match(r"(?P<stars>\*{1,5}|\.{1,5})\s+(?=\S)", line):
        mark = "- " if bullets["stars"][0] == "*" else "1. "
        return "  " * (len(bullets["stars"]) - 1) + mark + _adoc_text(line[bullets.end() :])
    if line.strip() == "+":
        return ""
    for pattern, mark in _ADOC_MARKS:
        line = pattern.sub(mark, line)
    return line


# --- both ------------------------------------------------------------------------------------------------------------

_Rewrite = Callable[[Sequence[str]], Iterator[str]]


def _rewritten(text: Text, name: str, rewrite: _Rewrite, prose: Prose) -> Reading:
    rewritten = enumerate(rewrite(text.lines), 1)
    lines = [Written(line, number, number) for number, some in rewritten for line in some.split("\n")]
    return read_rewritten(text, name, lines, prose)


def reads_org(text: Text, prose: Prose) -> Reading | None:
    return _rewritten(text, "org", _from_org, prose) if _is_org(text) else None


def reads_asciidoc(text: Text, prose: Prose) -> Reading | None:
    return _rewritten(text, "AsciiDoc", _from_asciidoc, prose) if _is_asciidoc(text) else None
