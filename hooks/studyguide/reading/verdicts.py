"""Statements of which is said whether they hold: "Bats are birds. (False)", "…. **Richtig.** Insects have six.".

A word such as "right" ends many a sentence. It is a verdict where one stands, in the same place, behind nearly every
statement that is written alike, and where some hold and others do not, or the title asks which do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..words.asking import asks
from ..words.labels import VERDICT, asks_for_verdicts, statement
from .blocks import Page
from .numbering import SURELY
from .signs import Kind, Start

TOLD_TRUE = Kind("statements that hold or do not", 0.9, states=1.0)

_FEWEST, _FEWEST_PROMISED = 3, 2
_MOSTLY = 0.8
_LONGEST = 600
_SHORTEST = 2  # words of a statement
_MARKS = r"[*_]{0,3}"
# Behind a statement: in brackets, behind a dash, in bold, or as a sentence; an explanation may follow.
_BEHIND = re.compile(
    rf"(?P<said>.*\w\W*?)(?:\s*[(\[]\s*{_MARKS}(?P<boxed>{VERDICT}){_MARKS}[^()\[\]]*[)\]]\W*"
    rf"|\s*(?:\s[–—-]|[:：→]|->|=>|\s\|)+\s*{_MARKS}(?P<dashed>{VERDICT}){_MARKS}(?P<rest>\s*$|\s*[.,:;!–—-].*)"
    rf"|\s+[*_]{{1,3}}(?P<bold>{VERDICT})(?P<rest2>\W.*)"
    rf"|(?<=[.!。])\s*(?P<plain>{VERDICT})(?P<rest3>\s*$|[.,:;!–—-].*))$"
)
# What none of them goes without, whatever else the line holds.
_SIGN_AND_VERDICT = re.compile(rf"(?:[.!。(\[–—:：→=>|-]\s*+|[*_])[*_]{{0,3}}{VERDICT}")
_BELOW = re.compile(rf"[>\s*_→–—-]*(?P<verdict>{VERDICT}){_MARKS}(?=\s*$|\s*[.,:;!–—-])")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with its statement, the verdict, and what stands behind the statement: nothing where that is below."""

    line: int
    said: str
    verdict: str
    told: str


def verdicts(page: Page) -> Iterator[Start]:
    """The statements of each group of lines that are written alike, where nearly all have a verdict in one place."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for i in range(len(page)):
        if _may_state(page, i):
            mark = page.mark(i)
            groups.setdefault((mark.depth, mark.number is not None, mark.bullet, mark.bold), []).append(i)
    for lines in groups.values():
        for judged in (_behind, _below):
            rows = [row for i in lines if (row := judged(page, i))]
            if _are_judged(page, rows, lines):
                yield from (_start(page, row) for row in rows)
                break


def _may_state(page: Page, i: int) -> bool:
    mark = page.mark(i)
    plainly = page.is_text(i) and not mark.label and i not in page.labels and 0 < len(mark.text) <= _LONGEST
    return plainly and not (page.joined[i] and not (mark.number or mark.bullet) and _is_judged(page, i))


def _is_judged(page: Page, i: int) -> bool:
    return _BELOW.match(page.lines[i].raw) is not None


def _behind(page: Page, i: int) -> _Row | None:
    text = statement(page.mark(i).text)
    match = _BEHIND.match(text) if _SIGN_AND_VERDICT.search(text) else None
    if match is None or len(match["said"].split()) < _SHORTEST:
        return None
    verdict = next(filter(None, (match["boxed"], match["dashed"], match["bold"], match["plain"])))
    told = match["boxed"] or text[match.end("said") :].lstrip(" \t–—-:：→=>|")
    return _Row(i, match["said"].strip(), verdict, told)


def _below(page: Page, i: int) -> _Row | None:
    """The statement of a line with a verdict below it, as the first word of what stands there."""
    below = page.following[i]
    text = page.mark(i).text
    if not page.is_text(below) or len(page.lines[below].raw) > _LONGEST or page.mark(below).number:
        return None
    match = _BELOW.match(page.labels.get(below) or page.lines[below].raw)
    alone = match and len(text.split()) >= _SHORTEST and not asks_for_verdicts(text) and not _is_judged(page, i)
    return _Row(i, statement(text), match["verdict"], "") if match and alone else None


def _are_judged(page: Page, rows: list[_Row], lines: list[int]) -> bool:
    if not rows:
        return False
    within = [i for i in lines if rows[0].line <= i <= rows[-1].line]
    both = len({row.verdict.casefold() for row in rows}) > 1
    promised = _is_promised(page, rows[0].line)
    if len(rows) < (_FEWEST_PROMISED if promised else _FEWEST) or not (both or promised):
        return False
    asking = sum(asks(row.said) >= SURELY for row in rows)
    return len(rows) >= _MOSTLY * len(within) and asking * 2 <= len(rows)


def _is_promised(page: Page, first: int) -> bool:
    """Whether one of the last lines above, or the first line of the file, asks whether statements hold."""
    above = [i for i in range(first - 1, -1, -1) if page.is_text(i)]
    return any(asks_for_verdicts(page.title(i)) for i in {*above[:3], *above[-1:]})


def _start(page: Page, row: _Row) -> Start:
    mark = page.mark(row.line)
    return Start(row.line, row.line, TOLD_TRUE, row.said, mark.number, mark.depth, mark.indent, row.told)
