"""Rival readings: for each sign the whole file read by it, alone and with what other signs find in the rest of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..records import PLAIN_READINGS, LayoutRule
from . import pairs, part_questions, run_in, shapes, signs, tables, verdicts
from .blocks import Page
from .cut import Cut, cut
from .ruled import ruled
from .score import facts, outside, score
from .signs import Start

# The signs by name; the more explicit come first, and have the first choice of what another leaves over.
SIGNS: tuple[tuple[str, Callable[[Page], Iterable[Start]]], ...] = (
    ("summaries", signs.summaries),
    ("table", tables.tables),
    ("labels", signs.labelled),
    ("numbered headings", signs.numbered_headings),
    ("numbers", signs.any_number),
    ("numbered lines", signs.numbered_lines),
    ("headings", signs.headings),
    ("lines below headings", signs.below_headings),
    ("bold", signs.bolds),
    ("bullets", signs.bullets),
    ("answers", signs.above_answers),
    ("answers with a sign", shapes.marked_below),
    ("lines above a sign", shapes.parted),
    ("boxes", shapes.boxes),
    ("pictures", shapes.pictures),
    ("quotes", shapes.quoted),
    ("hanging lines", shapes.hanging),
    ("terms", shapes.terms),
    ("pairs", pairs.pairs),
    ("verdicts", verdicts.verdicts),
    ("parts", part_questions.parts_of_questions),
    ("rules", signs.ruled),
    ("paragraphs", run_in.paragraphs),
    ("plain lines", signs.bare),
)
# Those that find the same whether questions are promised or not.
HEEDLESS = frozenset((
    "summaries", "table", "labels", "lines below headings", "bold", "answers with a sign", "lines above a sign",
    "boxes", "pictures", "quotes", "hanging lines", "pairs", "verdicts", "parts", "rules", "paragraphs",
))  # fmt: skip
OF_WHOLE_FILES = ("terms", "pairs")  # a file is such as a whole, or a part of it means nothing
IN_TURN = "one sign after another"
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


def rivals(page: Page, wanted: str = "") -> list[Segmentation]:
    """All readings that find something, the best first; readings with the same questions are one.

    wanted   the name of the one that is to come first, if it finds anything
    """
    found = {name: _found(page, name, sign) for name, sign in SIGNS}
    candidates = frozenset(line for starts in found.values() for line in starts) - page.told.never
    readings: dict[frozenset[int], Segmentation] = {}
    if several := _in_turn(page, found):
        _add(readings, page, IN_TURN, several, candidates, wanted)
    for name, starts in found.items():
        if not starts:
            continue
        for label, chosen in _alone_and_with_others(page, name, starts):
            _add(readings, page, label, chosen, candidates, wanted)
    if not readings and page.told.asks:
        done = cut(page, {})
        readings[_begun(done)] = _segmentation(page, "corrections.toml", {}, done, candidates)
    if wanted in PLAIN_READINGS and (plain := plainly(page, wanted)):
        readings[plain.lines] = plain
    return sorted(readings.values(), key=lambda one: (one.name != wanted, -one.score))


def _add(
    readings: dict[frozenset[int], Segmentation],
    page: Page,
    name: str,
    chosen: dict[int, Start],
    candidates: frozenset[int],
    wanted: str,
) -> None:
    """A reading more, unless one with the same questions is there that answers as many; it may have the wanted name."""
    done = _cut(page, chosen)
    lines = _begun(done)
    if lines and (lines not in readings or _answered(done) > _answered(readings[lines].cut)):
        readings[lines] = _segmentation(page, name, chosen, done, candidates)
    elif lines and name == wanted:
        readings[lines] = replace(readings[lines], name=wanted)


def _in_turn(page: Page, found: Mapping[str, dict[int, Start]]) -> dict[int, Start]:
    """The questions of several signs, each with a part of the file to itself, as in notes from several hands.

    The sign used most has the first choice. Where a sign is used among another's questions it belongs to their answers.
    Of two signs each must be there more than once, and what a sign begins must have something below it.
    """
    kept: list[dict[int, Start]] = []
    parts = [starts for name, starts in found.items() if name not in OF_WHOLE_FILES]
    for starts in sorted(parts, key=len, reverse=True):
        if starts and all(_are_apart(starts, other) for other in kept) and _are_answered(page, starts):
            kept.append(starts)
    if len(kept) == 2:
        kept = [starts for starts in kept if len(starts) > 1]
    return {line: start for starts in kept for line, start in starts.items()} if len(kept) > 1 else {}


def _are_apart(some: Mapping[int, Start], others: Mapping[int, Start]) -> bool:
    return max(some) < min(others) or max(others) < min(some)


def _are_answered(page: Page, starts: Mapping[int, Start]) -> bool:
    """Whether most questions have something below them, or behind them on their line."""
    below = (
        start.tail or (page.following[start.last] < len(page) and page.following[start.last] not in starts)
        for start in starts.values()
    )
    return sum(map(bool, below)) * 3 >= 2 * len(starts)


def _found(page: Page, name: str, sign: Callable[[Page], Iterable[Start]], promised: bool = False) -> dict[int, Start]:
    """What one sign finds, by line; `promised` where the file is known to hold questions."""
    promised = promised and name not in HEEDLESS
    known = signs.promising(page) if promised else page
    found: dict[int, Start] = page.once(("found", name, promised), lambda: _by_line(sign(known)))
    return found


def _cut(page: Page, starts: dict[int, Start]) -> Cut:
    found: Cut = page.once(("cut", frozenset(starts.values())), lambda: cut(page, starts))
    return found


def plainly(page: Page, name: str) -> Segmentation | None:
    """The reading by one of PLAIN_READINGS; None where it finds nothing."""
    sure, starts = ruled(page, LayoutRule(begin=PLAIN_READINGS[name]))
    return by_rule(sure, name, starts)


def offered(page: Page, best: Segmentation | None, trying: bool = False) -> list[Segmentation]:
    """Those of PLAIN_READINGS that find more than the best reading does, for a maintainer to choose from.

    Titles that are far more than the questions are always offered; answers are full of lists and paragraphs, which
    are offered to whoever is trying.
    """
    most = len(best.lines) if best else 0
    names = [name for name, many in _titles(page).items() if many > most + most // 2]
    found = (plainly(page, name) for name in (PLAIN_READINGS if trying else names))
    return [one for one in found if one is not None and len(one.lines) > most]


def _titles(page: Page) -> dict[str, int]:
    """How many lines can be titles, by the reading that takes them for such."""
    marks = [line.marks for line in page.lines if line.kind == "text"]
    bold = sum(mark.bold or mark.text.startswith("**") for mark in marks if not mark.depth)
    return {"every heading": sum(mark.depth > 0 for mark in marks), "every bold line": bold}


def by_rule(page: Page, name: str, starts: Sequence[Start]) -> Segmentation | None:
    """The reading by these questions and no others; None where there are none."""
    done = cut(page, chosen := _by_line(starts))
    return _segmentation(page, name, chosen, done, frozenset(chosen)) if _begun(done) else None


def _segmentation(
    page: Page, name: str, starts: dict[int, Start], done: Cut, candidates: frozenset[int]
) -> Segmentation:
    known = facts(page, done, candidates, in_turn=name == IN_TURN)
    return Segmentation(name, starts, done, _begun(done), outside(known), *score(known))


def _begun(done: Cut) -> frozenset[int]:
    return frozenset(one.first for one in done.segments if one.start is not None)


def _answered(done: Cut) -> int:
    """How many questions have something behind or below them."""
    asked = [one for one in done.segments if one.start is not None]
    return sum(bool(one.start and one.start.tail) or one.last > one.first for one in asked)


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
        if name in used or name in OF_WHOLE_FILES:
            continue
        if name == "answers":
            found.update(_by_line(s for s in signs.above_answers(page, found.values()) if s.line not in found))
            continue
        new = _found(page, name, sign, promised)
        if not new.keys() - found.keys():
            continue
        taken = _within(_cut(page, found))
        found.update({line: start for line, start in new.items() if line not in taken and line not in found})
    return found


def _within(done: Cut) -> set[int]:
    """The lines of all questions."""
    return {i for segment in done.segments if segment.start is not None for i in segment.lines}
