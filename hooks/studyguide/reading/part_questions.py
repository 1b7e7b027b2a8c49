"""Questions in parts, "a) … b) …", each with an answer of its own: a part asks together with the words above its first.

Parts without answers between them belong to one question, and what does not ask is an option to choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..words.asking import asks
from .blocks import Page
from .counts import COUNTED, Item, lettered_items, runs_of
from .numbering import SURELY
from .signs import PART, Start, any_number, inline_tail

_FEWEST = 2  # parts
_MOSTLY = 2 / 3
_LONGEST = 60  # words of what stands above the parts
_ENDS = re.compile(r"[.?!:;。？！：][\"”»')*_]*$")


def parts_of_questions(page: Page) -> Iterator[Start]:
    """The parts of every question that has some, each by itself, and the numbered questions that have none."""
    found = [run for run in runs_of(_items(page), 0) if _are_parts(page, run)]
    stems = {stem: run for run in found if (stem := _stem(page, run[0].line)) >= 0}
    for stem, run in stems.items():
        yield from _starts(page, run, stem)
    if stems:
        yield from (start for start in any_number(page) if start.line not in stems)


def _are_parts(page: Page, run: Sequence[Item]) -> bool:
    """Whether the lines of a run of letters ask, and most are answered behind or below themselves."""
    asking = sum(asks(item.said) >= SURELY for item in run)
    answered = sum(bool(inline_tail(item.said)[1]) or _has_more(page, item.line) for item in run)
    return len(run) >= _FEWEST and min(asking, answered) >= _MOSTLY * len(run)


def _has_more(page: Page, i: int) -> bool:
    """Whether plain words stand right below a part."""
    below = page.following[i]
    if below >= len(page):
        return False
    mark = page.mark(below)
    lettered: frozenset[int] = page.once("lettered", lambda: frozenset(item.line for item in _items(page)))
    return not (mark.number or mark.depth or mark.label or below in lettered)


def _items(page: Page) -> list[Item]:
    found: list[Item] = page.once("lettered items", lambda: lettered_items(page.lines))
    return found


def _stem(page: Page, first: int) -> int:
    """The line of words right above the first part; -1 for none, or for too many of them."""
    at = first - 1
    while at >= 0 and page.lines[at].kind == "blank":
        at -= 1
    while page.is_text(at - 1) and page.joined[at] and not (page.mark(at).number or page.mark(at).label):
        at -= 1
    if not page.is_text(at) or page.mark(at).depth or at in page.labels:
        return -1
    words = sum(page.words[i] for i in range(at, first))
    marked = page.mark(at).number or page.mark(at).label or COUNTED.match(page.mark(at).text)
    return at if marked and 0 < words <= _LONGEST else -1


def _starts(page: Page, run: Sequence[Item], stem: int) -> Iterator[Start]:
    """A question for each part; the first one begins with the words above all of them."""
    counted = COUNTED.match(page.mark(stem).text)
    number = page.mark(stem).number or (counted["number"] if counted else "")
    lines = [page.mark(i).text for i in range(stem, run[0].line) if page.is_text(i)]
    above = " ".join([lines[0][counted.end() :] if counted else lines[0], *lines[1:]]).strip()
    lead = f"{above} " if _ENDS.search(above) else f"{above}: " if above else ""
    for n, item in enumerate(run):
        text, tail = inline_tail(item.said)
        title = lead + text
        first = item.line if n else stem
        own = f"{number}.{n + 1}" if number else str(n + 1)
        yield Start(first, item.line, PART, title, own, 0, page.mark(first).indent, tail, said=f"{title} {tail}")
