"""reStructuredText as Markdown: titles by the lines of signs below them, directives of code as fences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...records import Reading, Text
from ...syntax.line_kinds import is_of_markdown
from .rewritten import Prose, Written, read_rewritten

_ADORNMENT = re.compile(r"(?P<sign>[!-/:-@\[-`{-~])(?P=sign){2,}\s*$")
_DIRECTIVE = re.compile(r"(?P<indent>\s*)\.\.\s+(?P<name>[\w-]+)::\s*(?P<rest>.*)$")
_EXPLICIT = re.compile(r"\s*\.\.(?:\s+(?:_[^:]+:|\[[^\]]+\]|\|[^|]+\|).*|\s+\S.*|\s*)$")
_OPTION = re.compile(r"\s+:[\w-]+:(?:\s.*)?$")
_MARKS = (
    (re.compile(r"``(?=\S)(.+?)(?<=\S)``"), r"`\1`"),
    (re.compile(r":[\w:.+-]+:`(?:[^`<>]*?<)?~?!?([^`<>]+)>?`"), r"`\1`"),
    (re.compile(r"`([^`<>]*[^`<>\s])\s*+<(https?://[^`<>\s]+)>`__?"), r"[\1](\2)"),
)
# A field: what stands between the colons says what the rest is.
_FIELD = re.compile(r":(?P<name>[^\W\d_][^:`]{0,29}):\s+(?=\S)")
_CODE = ("code", "code-block", "sourcecode", "highlight", "parsed-literal", "literalinclude", "doctest")
_NOT_SHOWN = ("contents", "toctree", "index", "meta", "role", "default-role", "sectnum", "include", "raw")
# Signs that Markdown reads by itself; others, or a line above the title as well, are reStructuredText's.
_OF_MARKDOWN = "=-"


def _is_rst(text: Text) -> bool:
    """Its name, a directive beside titles with lines of signs, or such lines as Markdown has not."""
    if text.source.lower().endswith((".rst", ".rest")):
        return True
    some = text.lines[:5000]
    if any(is_of_markdown(line) and line.strip("~ ") for line in some):
        return False
    titles = [some[i + 1][0] for i in range(len(some) - 1) if _is_title(some, i)]
    directives = sum(bool(_DIRECTIVE.match(line)) for line in some)
    foreign = sum(sign not in _OF_MARKDOWN for sign in titles)
    return len(titles) > 1 and (directives > 0 or foreign > 1)


def _is_title(lines: Sequence[str], i: int) -> bool:
    """Whether a line of signs that is as long as its words stands right below a line, with room above the two."""
    title, below = lines[i].rstrip(), lines[i + 1] if i + 1 < len(lines) else ""
    if not title.strip() or not _ADORNMENT.match(below) or _ADORNMENT.match(title):
        return False
    above = lines[i - 1] if i else ""
    return len(below.rstrip()) + 2 >= len(title) and (not above.strip() or bool(_ADORNMENT.match(above)))


def _titles(lines: Sequence[str]) -> dict[int, int]:
    """The lines that are titles, with their depth: signs are as deep as the order in which they first come."""
    depths: dict[tuple[str, bool], int] = {}
    found: dict[int, int] = {}
    for i in range(len(lines) - 1):
        if _is_title(lines, i):
            over = bool(i and _ADORNMENT.match(lines[i - 1]) and lines[i - 1][0] == lines[i + 1][0])
            found[i] = min(depths.setdefault((lines[i + 1][0], over), len(depths) + 1), 6)
    return found


def _written(lines: Sequence[str]) -> Iterator[Written]:
    titles = _titles(lines)
    signs = {j for i in titles for j in (i - 1, i + 1) if j >= 0 and _ADORNMENT.match(lines[j])}
    i = 0
    while i < len(lines):
        if i in titles or i in signs:
            some, below = [f"{'#' * titles[i]} {_text(lines[i].strip())}" if i in titles else ""], ""
        else:
            some, below = _opened(lines, i)
        yield from (Written(line, i + 1, i + 1) for line in some)
        end = _end(lines, i) if below else i + 1
        yield from _below(lines, i + 1, end, code=below == "code")
        i = end


def _opened(lines: Sequence[str], i: int) -> tuple[list[str], str]:
    """What a line becomes, and what stands below it further in: code, or what is set aside, or nothing of the kind."""
    line = lines[i]
    match = _DIRECTIVE.match(line)
    name = match["name"].lower() if match else ""
    if match and name in _CODE:
        return [f"```{match['rest'].strip()}"], "code"
    if name in _NOT_SHOWN or (not match and _EXPLICIT.match(line)):
        return [""], "aside"
    if match:
        return [_text(match["rest"])], ""
    if line.rstrip().endswith("::") and _end(lines, i) > i + 1:
        return [re.sub(r"\s*::\s*$", _colon, _text(line)), "```"], "code"
    return [_text(line)], ""


def _colon(found: re.Match[str]) -> str:
    """Two colons behind a word are one; behind a space they are only a sign that code follows."""
    return "" if found[0][:1].isspace() else ":"


def _end(lines: Sequence[str], i: int) -> int:
    """The line behind those that stand further in than line i."""
    end = i + 1
    for j in range(i + 1, len(lines)):
        if lines[j].strip() and _indent(lines[j]) <= _indent(lines[i]):
            break
        if lines[j].strip():
            end = j + 1
    return end


def _below(lines: Sequence[str], first: int, end: int, code: bool) -> Iterator[Written]:
    """The lines of a block: code as it stands, without the options of its directive; others are not shown."""
    some = [j for j in range(first, end) if not (_OPTION.match(lines[j]) and j <= first + 3)]
    margin = min((_indent(lines[j]) for j in some if lines[j].strip()), default=0)
    yield from (Written(lines[j][margin:] if code and j in some else "", j + 1, j + 1) for j in range(first, end))
    if code:
        yield Written("```", end, end)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _text(line: str) -> str:
    line = _FIELD.sub(r"\g<name>: ", line, count=1) if line.startswith(":") else line
    for pattern, mark in _MARKS:
        line = pattern.sub(mark, line)
    return line


def reads(text: Text, prose: Prose) -> Reading | None:
    return read_rewritten(text, "reStructuredText", list(_written(text.lines)), prose) if _is_rst(text) else None
