"""Rival readings: for each sign the whole file read by it, alone and with what other signs find in the rest of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..records import LayoutRule
from . import signs
from .blocks import Page
from .cut import Cut, cut
from .score import facts, outside, score
from .signs import Start

# The signs by name; the more explicit come first, and have the first choice of what another leaves over.
SIGNS: tuple[tuple[str, Callable[[Page], Iterable[Start]]], ...] = (
    ("summaries", signs.summaries),
    ("table", signs.tables),
    ("labels", signs.labelled),
    ("numbered headings", signs.numbered_headings),
    ("numbers", signs.any_number),
    ("numbered lines", signs.numbered_lines),
    ("headings", signs.headings),
    ("lines below headings", signs.below_headings),
    ("bold", signs.bolds),
    ("bullets", signs.bullets),
    ("answers", signs.above_answers),
    ("rules", signs.ruled),
    ("plain lines", signs.bare),
)
ENOUGH = 3  # questions that promise more of them in the same file


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A reading of the whole file: its name, where its questions begin, and how the file is cut by it."""

    name: str
    starts: dict[int, Start]
    cut: Cut
    lines: frozenset[int]
    outside: int
    score: float
    parts: tuple[tuple[str, float], ...]


def rivals(page: Page, rule: LayoutRule | None = None) -> list[Segmentation]:
    """All readings that find something, the best first; readings with the same questions are one."""
    found = {name: _found(page, name, sign) for name, sign in SIGNS}
    candidates = frozenset(line for starts in found.values() for line in starts)
    readings: dict[frozenset[int], Segmentation] = {}
    for name, starts in found.items():
        if not starts:
            continue
        for label, chosen in _alone_and_with_others(page, name, starts):
            done = _cut(page, chosen)
            lines = frozenset(s.first for s in done.segments if s.start is not None)
            if lines and lines not in readings:
                known = facts(page, done, candidates)
                readings[lines] = Segmentation(label, chosen, done, lines, outside(known), *score(known))
    wanted = rule.reading if rule else ""
    return sorted(readings.values(), key=lambda one: (one.name != wanted, -one.score))


def _found(page: Page, name: str, sign: Callable[[Page], Iterable[Start]], promised: bool = False) -> dict[int, Start]:
    """What one sign finds, by line; `promised` where the file is known to hold questions."""
    known = signs.promising(page) if promised else page
    found: dict[int, Start] = page.once(("found", name, promised), lambda: _by_line(sign(known)))
    return found


def _cut(page: Page, starts: dict[int, Start]) -> Cut:
    found: Cut = page.once(("cut", frozenset(starts.values())), lambda: cut(page, starts))
    return found


def _by_line(starts: Iterable[Start]) -> dict[int, Start]:
    return {start.line: start for start in starts}


def _alone_and_with_others(page: Page, name: str, starts: dict[int, Start]) -> Iterator[tuple[str, dict[int, Start]]]:
    yield name, starts
    more = completed(page, starts, {name})
    if len(more) > len(starts):
        yield f"{name} and others", more


def completed(page: Page, starts: dict[int, Start], used: Iterable[str]) -> dict[int, Start]:
    """The starts and what the other signs find outside their questions."""
    promised = len(starts) >= ENOUGH
    found = dict(starts)
    for name, sign in SIGNS:
        if name in used:
            continue
        if name == "answers":
            found.update(_by_line(s for s in signs.above_answers(page, found.values()) if s.line not in found))
            continue
        new = _found(page, name, sign, promised)
        if not new.keys() - found.keys():
            continue
        free = _outside(page, found)
        found.update({line: start for line, start in new.items() if line in free and line not in found})
    return found


def _outside(page: Page, starts: dict[int, Start]) -> set[int]:
    taken = {i for segment in _cut(page, starts).segments if segment.start is not None for i in segment.lines}
    return set(range(len(page))) - taken
