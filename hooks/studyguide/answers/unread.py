"""What of answers cannot be shown as it was meant, for a maintainer to correct."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..records import Asked, Problem, Span, Text
from ..syntax.formulas import STARTS
from .document import document

# An answer without any of these has no formula, and need not be read for this.
_MAY_HOLD = re.compile(rf"{STARTS}|^[ \t>*+-]*(?:`{{3,}}|~{{3,}})[ \t]*math", re.M | re.I)
_LONGEST = 40


def problems(text: Text, asked: Iterable[Asked]) -> Iterator[Problem]:
    for one in asked:
        for markdown, spans in ((one.body, (one.span,)), (one.answer, one.answer_spans or (one.span,))):
            for latex, wrong in document(markdown).unread if _MAY_HOLD.search(markdown) else ():
                yield Problem(_place(text.lines, spans, latex), _said(latex, wrong))


def _said(latex: str, wrong: str) -> str:
    shown = " ".join(latex.split())
    shown = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
    return f"the formula `{shown}` stands as it was typed: {wrong}. Correct it, or put it into backticks"


def _place(lines: Sequence[str], spans: Sequence[Span], latex: str) -> Span:
    """The line on which the formula begins, as far as it stands there as it was read."""
    first = latex.partition("\n")[0].strip()
    for span in spans:
        for number in range(span.first, min(span.last, len(lines)) + 1):
            if first in lines[number - 1]:
                return Span(span.source, number, number)
    return spans[0]
