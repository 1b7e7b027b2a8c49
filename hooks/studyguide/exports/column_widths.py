"""How wide the columns of a printed table are, by what stands in them.

Typst can find widths itself, but only by setting every cell twice, and it then gives a
short column beside a long one less than its words need.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, sqrt

from ..answers import formulas
from ..answers.nodes import CodeSpan, Formula, Image, Inline, Link, NoteMark, Short, Span

# All in ems of the table's own size of type.
PAGE = 48.0  # what a page is wide, at the least
FIT = 44.0  # what a table may be wide anywhere, in an item of a list as well
_PAD = 1.15  # left and right of a cell's words
_UNBROKEN = 14.0  # what is longer is broken somewhere
_PIXELS, _WIDEST = 6.3, 300  # of a picture that are as wide as half an em, and that it needs at most
_CODE, _BOLD = 0.51, 1.08
_NARROW, _WIDE = frozenset("iIjltfr.,:;'|!()[]-/ "), frozenset("mwMWQ@%&—→✔")

Cells = Sequence[Sequence[tuple[Inline, ...]]]


def shape(rows: Cells) -> tuple[list[float], bool, int]:
    """The width of each column, whether these are ems rather than shares of the page, and a guess of the lines.

    >>> shape([(("Limit (November 2026)",), ("Value",)), (("Timeout",), ("900 s",))])
    ([12.4, 3.9], True, 2)
    """
    header, *body = rows
    widths = [[_ems(cell) * _BOLD for cell in header], *([_ems(cell) for cell in row] for row in body)]
    natural = _needs(widths)
    if sum(natural) <= FIT:
        return [round(width, 1) for width in natural], True, len(rows)
    given = _shares(natural, least=_needs([list(map(_longest, row)) for row in rows]))
    rooms = [max(width - _PAD, 1) for width in given]
    lines = sum(max(ceil(width / room) for width, room in zip(row, rooms, strict=False)) for row in widths)
    return [round(width, 1) for width in given], False, lines


def _needs(widths: Sequence[Sequence[float]]) -> list[float]:
    """What each column of the header needs for the widest of its cells; a row may have fewer cells or more."""
    return [max(row[at] for row in widths if at < len(row)) * 1.05 + _PAD for at in range(len(widths[0]))]


def _shares(natural: list[float], least: list[float]) -> list[float]:
    """Columns that need less than their share have what they need; the others part what is left."""
    given = [0.0] * len(natural)
    open_ = set(range(len(natural)))
    room = PAGE
    while small := {at for at in open_ if natural[at] <= room / len(open_)}:
        for at in small:
            given[at] = natural[at]
        room -= sum(natural[at] for at in small)
        open_ -= small
    # By the root of their length: a text ten times as long is not ten times as wide.
    weight = sum(sqrt(natural[at]) for at in open_)
    for at in open_:
        given[at] = max(room * sqrt(natural[at]) / weight, least[at])
    return given


def _ems(tree: Iterable[Inline]) -> float:
    """About how wide the words would be on one line."""
    return sum(_width(words, code) for words, code in _texts(tree))


def _longest(tree: Iterable[Inline]) -> float:
    """How wide the longest word is, as far as nothing may break it."""
    widths = (_width(word, code) for words, code in _texts(tree) for word in words.split())
    return min(max(widths, default=0.0), _UNBROKEN)


def _texts(tree: Iterable[Inline]) -> Iterator[tuple[str, bool]]:
    """The words, with whether they are code."""
    for inline in tree:
        match inline:
            case str():
                yield inline, False
            case CodeSpan(text):
                yield text, True
            case Span(_, inner):
                yield from _texts(inner)
            case Link(_, inner):
                yield from _texts(inner)
                yield inline.remark, False
            case Short(short):
                yield short + inline.remark, False
            case NoteMark(number):
                yield str(number), False
            case Formula(latex):
                yield formulas.words(latex), False
            case Image():
                yield "x" * ceil(min(inline.width, _WIDEST) / _PIXELS), False
                yield inline.remark, False


def _width(words: str, code: bool) -> float:
    return _CODE * len(words) if code else sum(map(_sign_width, words))


def _sign_width(sign: str) -> float:
    if sign in _NARROW:
        return 0.3
    if sign in _WIDE:
        return 0.85
    if ord(sign) > 0x2E7F:
        return 1.0
    return 0.66 if sign.isupper() else 0.5
