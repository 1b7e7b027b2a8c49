"""What became of each line and entry of a source, once questions are merged and named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..records import Asked, Question, Reading, Role, Source, Text


def traced(
    texts: Sequence[Text],
    readings: Sequence[Reading],
    asked: Sequence[Asked],
    aside: Mapping[int, str],
    questions: Sequence[Question],
) -> Iterator[Source]:
    """Each source with the question that each of its entries has become part of.

    asked   the entries of all readings, one after the other
    aside   the reason for each of them, by its place, that the maintainers set aside
    """
    id_of = {(one.span, one.question): question.id for question in questions for one in question.asked}
    start = 0
    for text, reading in zip(texts, readings, strict=True):
        own = asked[start : start + len(reading.entries)]
        reasons = {place: aside[start + place] for place in range(len(own)) if start + place in aside}
        ids = [None if place in reasons else id_of.get((one.span, one.question)) for place, one in enumerate(own)]
        yield Source(text, _explaining(reading, reasons), tuple(ids))
        start += len(own)


def _explaining(reading: Reading, reasons: Mapping[int, str]) -> Reading:
    """The reading with the reason at every line of an entry that was set aside."""

    def explain(role: Role) -> Role:
        reason = None if role.entry is None else reasons.get(role.entry)
        return role if reason is None else replace(role, why=f"set aside by the maintainers: {reason}")

    return replace(reading, roles=tuple(map(explain, reading.roles))) if reasons else reading
