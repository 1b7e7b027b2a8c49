"""Where in a note something stands that was found in an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..records import Span


def line_of(lines: Sequence[str], spans: Sequence[Span], sought: Iterable[str]) -> Span:
    """The first line of the spans that holds what is sought, the first of several that is found; else where they begin.

    spans   the answer's own first; those of another source than the first are left out

    >>> line_of(("a", "b c", "c"), (Span("n.md", 2, 3),), ("c", "b"))
    Span(source='n.md', first=2, last=2)
    """
    source = spans[0].source
    for words in sought:
        for span in spans:
            for number in range(span.first, min(span.last, len(lines)) + 1) if span.source == source else ():
                if words in lines[number - 1]:
                    return Span(source, number, number)
    return Span(source, spans[0].first, spans[0].first)
