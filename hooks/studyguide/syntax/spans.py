"""The pieces of a text: code spans, escaped characters, and the pipes that part the cells of a row."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

_MARK = re.compile(r"\\[!-/:-@\[-`{-~]|`+|\|")
_TICKS = re.compile("`+")


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


def cells(row: str) -> list[str]:
    """The cells of a row as they are written. A pipe in a code span or behind a backslash parts nothing.

    >>> cells("| `a|b` | c\\\\|d |")
    ['`a|b`', 'c\\\\|d']
    """
    found = row.strip().split("|") if "`" not in row and "\\" not in row else _cells(row.strip())
    if len(found) > 1 and not found[0].strip():
        del found[0]
    if len(found) > 1 and not found[-1].strip():
        del found[-1]
    return [cell.strip() for cell in found]


def _cells(row: str) -> list[str]:
    found = [""]
    for kind, piece in spans(row):
        if kind == "pipe":
            found.append("")
        else:
            found[-1] += piece
    return found
