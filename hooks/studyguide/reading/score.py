"""How good a reading of a file is, as one number made of named parts: what a good reading looks like.

Each part is a share between 0 and 1. `PARTS` says what they count for; nothing else does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ..syntax.numbers import parted
from ..words.asking import asks
from .blocks import Page
from .cut import Cut, Segment
from .numbering import BLANK, SURELY
from .signs import ANSWERED, NUMBERED, PART, Kind, Start

_WORD = re.compile(r"[^\W\d_]+")
_OPTION = re.compile(r"\(?[B-Hb-h][.)]\s")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the parts look at: the page, how it was cut, and every line that some sign takes for a question.

    in_turn   each sign has a part of the file to itself
    """

    page: Page
    cut: Cut
    asked: Sequence[Segment]
    candidates: frozenset[int]
    in_turn: bool = False


def facts(page: Page, cut: Cut, candidates: frozenset[int], in_turn: bool = False) -> Facts:
    return Facts(page, cut, [s for s in cut.segments if s.start is not None], candidates, in_turn)


def score(known: Facts) -> tuple[float, tuple[tuple[str, float], ...]]:
    """The score and its parts; 0 for a reading without questions."""
    if not known.asked:
        return 0.0, ()
    parts = tuple((name, round(part(known), 3)) for name, (_, part) in PARTS.items())
    whole = sum(PARTS[name][0] * value for name, value in parts) / sum(weight for weight, _ in PARTS.values())
    return round(whole, 4), parts


def _starts(known: Facts) -> list[Start]:
    return [segment.start for segment in known.asked if segment.start is not None]


def asking(known: Facts) -> float:
    """Titles that ask, leave a blank, or stand where an answer is labelled; a statement among many such is one, too."""
    found = [_asks(known, segment) for segment in known.asked]
    sure = sum(one >= 0.8 for one in found) / len(found)
    return sum(max(one, 0.7 if sure >= 0.6 else 0.0) for one in found) / len(found)


def _asks(known: Facts, segment: Segment) -> float:
    start = segment.start
    assert start is not None
    if BLANK.search(start.title) or start.tail:
        return 1.0
    sure = max(asks(start.title), start.kind.states)
    if sure < SURELY and (any(i in known.page.labels for i in segment.lines) or _asks_below(known, segment)):
        return 0.8
    return 1.0 if sure >= SURELY else sure


def _asks_below(known: Facts, segment: Segment) -> bool:
    """Whether a title waits for its question: the first words below it ask."""
    below = next((i for i in segment.lines[1:] if known.page.is_text(i)), None)
    return below is not None and asks(known.page.mark(below).text) >= 0.9


def covering(known: Facts) -> float:
    """Little content outside the questions: an introduction is fine, pages of text are not."""
    count = known.page.words
    inside = sum(count[i] for segment in known.cut.segments for i in segment.lines)
    return inside / (inside + outside(known)) if inside else 0.0


def outside(known: Facts) -> int:
    """How many words stand outside all questions, headings and furniture not counted."""
    return sum(known.page.words[i] for i, (role, _) in known.cut.roles.items() if role in ("note", "intro"))


def finding(known: Facts) -> float:
    """No line that another sign takes for a question is left outside, or as one of several in an answer."""
    chosen = {segment.first for segment in known.asked}
    inside = {i for segment in known.asked for i in segment.lines}
    left = [i for i in known.candidates if i not in chosen]
    lost = sum(1.0 if i not in inside else 0.25 for i in left)
    return len(chosen) / (len(chosen) + lost)


def regular(known: Facts) -> float:
    """Neighbours are of one family (sign and depth): another one may begin with a new section, or with its own part.

    A paragraph that an answer's label makes a question is of the family of all that have one.
    """
    if known.in_turn:
        return 1.0
    pairs = list(pairwise(known.asked))
    same = sum(_family(a) == _family(b) or a.sections != b.sections or _are_answered(known, a, b) for a, b in pairs)
    return same / len(pairs) if pairs else 1.0


def _are_answered(known: Facts, *segments: Segment) -> bool:
    by_label = any(one.start is not None and one.start.kind is ANSWERED for one in segments)
    return by_label and all(_labels_of(known, one) == 1 for one in segments)


def _family(segment: Segment) -> tuple[Kind, int]:
    assert segment.start is not None
    kind = segment.start.kind
    return NUMBERED if kind is PART else kind, segment.start.depth


def explicit(known: Facts) -> float:
    """The sign is one that says "question": a label, a collapsible block, a number, a heading."""
    starts = _starts(known)
    return sum(start.kind.explicit for start in starts) / len(starts)


def numbering(known: Facts) -> float:
    """Numbers go on by one, or begin anew: a good sign, which a file without numbers cannot give."""
    values = [parted(start.number) for start in _starts(known) if start.number]
    if len(values) < 2:
        return 0.8
    good = sum(b in (a + 1, 1) or _ends_parts(above, b) for (above, a), (_, b) in pairwise(values))
    return good / (len(values) - 1)


def _ends_parts(above: str, after: int) -> bool:
    """Whether a number follows that of a question in parts: 2 behind 1.3."""
    return above.isdecimal() and after == int(above) + 1


def distinct(known: Facts) -> float:
    """No title comes again and again, as furniture does, and none is an option ("b) ...")."""
    starts = _starts(known)
    often = Counter((start.number, start.title) for start in starts)
    odd = sum(often[start.number, start.title] > 2 or bool(_OPTION.match(start.title)) for start in starts)
    return 1 - odd / len(starts)


def single(known: Facts) -> float:
    """No answer has a second label like its first: it would be that of a question that was not found."""
    often = [_labels_of(known, segment) for segment in known.asked]
    labelled = sum(some > 0 for some in often)
    return 1 - sum(some > 1 for some in often) / labelled if labelled else 1.0


def _labels_of(known: Facts, segment: Segment) -> int:
    """How many labels of answers stand in a segment that say the same as its first."""
    said = [_first_word(known.page.lines[i].raw) for i in segment.lines if i in known.page.labels]
    return said.count(said[0]) if said else 0


def _first_word(raw: str) -> str:
    return next(iter(_WORD.findall(raw[:80])), "").casefold()


def even(known: Facts) -> float:
    """No answer is many times as long as the others: it would hold questions that were not found."""
    sizes = [len(segment.lines) for segment in known.asked]
    usual = median(sizes)
    return sum(size <= 8 * usual + 10 for size in sizes) / len(sizes)


# The parts, with what each counts for.
PARTS: dict[str, tuple[float, Callable[[Facts], float]]] = {
    "asking": (3.0, asking),
    "covering": (3.0, covering),
    "finding": (2.0, finding),
    "regular": (1.5, regular),
    "explicit": (1.5, explicit),
    "numbering": (0.5, numbering),
    "distinct": (1.5, distinct),
    "even": (0.5, even),
    "single": (1.5, single),
}
