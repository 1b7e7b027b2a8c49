"""Paragraphs that ask with their first sentence and answer with the others, as one writes without any layout."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..words.asking import asks
from .blocks import Page
from .numbering import SURELY
from .signs import Kind, Start, below_the_guide

RUN_IN = Kind("paragraphs that ask first", 0.4, weak=True)

_FEWEST = 2
_MOSTLY = 0.6
_ANSWER = 2  # words behind a question
_LONGEST = 300
# A whole sentence: no other one before the mark, and something that begins anew behind it.
_ASKED = re.compile(r"(?P<asked>[¿¡]?[^\W\d_][^.!?？؟。।]{5,}[?？؟][*_]*)\s*(?P<told>[\w\"“«„].*)$", re.S)
_ORDERED = re.compile(r"(?P<asked>[^\W\d_][^.!?？؟。।]{5,}[.:。।])\s*(?P<told>[\w\"“«„].*)$", re.S)
_MAY = 0.5


def paragraphs(page: Page) -> Iterator[Start]:
    """The paragraphs of plain text, where most from the first that asks to the last are such.

    One that begins with an order among them is a question as well. Where the answers begin on lines of their own, the
    first lines are read by their own sign.
    """
    every = list(_plain(page))
    found = {first: start for first, end in every if (start := _start(page, first, end, _ASKED, SURELY))}
    if len(found) < _FEWEST or sum(bool(start.tail) for start in found.values()) < _MOSTLY * len(found):
        return
    between = [(first, end) for first, end in every if min(found) <= first <= max(found)]
    if len(found) < _MOSTLY * len(between) or below_the_guide(page)[min(found)]:
        return
    for first, end in between:
        start = found.get(first) or _start(page, first, end, _ORDERED, _MAY)
        yield from [start] if start else []


def _plain(page: Page) -> Iterator[tuple[int, int]]:
    """Where each paragraph without any mark begins, and the line behind it."""
    for i in page.texts:
        if page.joined[i]:
            continue
        end = i + 1
        while end < len(page) and page.is_text(end) and page.joined[end]:
            end += 1
        if not any(_is_marked(page, j) for j in range(i, end)):
            yield i, end


def _is_marked(page: Page, i: int) -> bool:
    mark = page.mark(i)
    marked = mark.depth or mark.number or mark.label or mark.bullet or mark.bold or mark.quote
    return bool(marked) or mark.indent > 3 or i in page.labels


def _start(page: Page, first: int, end: int, sentence: re.Pattern[str], least: float) -> Start | None:
    """The question that a paragraph begins with; none where nothing but it stands there, or where more is asked."""
    lines = [page.mark(i).text for i in range(first, end)]
    match = sentence.match("\n".join(lines))
    if match is None or len(match["asked"]) > _LONGEST:
        return None
    asked, told = " ".join(match["asked"].split()), " ".join(match["told"].split())
    if asks(asked) < least or told[0].islower() or len(told.split()) < _ANSWER or asks(told) >= SURELY:
        return None
    last = first + match["asked"].count("\n")
    tail = match["told"].split("\n")[0] if match.end("asked") < len("\n".join(lines[: last - first + 1])) else ""
    return Start(first, last, RUN_IN, asked, None, 0, page.mark(first).indent, tail)
