"""From a folder of notes to all that the site shows. Read this first: each line is one step of the way.

bytes → repair → read → pair → tidy → classify → merge → name → pages and exports
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from .answers.tidy import tidy
from .check import unaccounted
from .folder import corrections, notices
from .questions.classify import classify
from .questions.ids import give_ids
from .questions.merge import merge
from .reading import pair, read
from .records import Asked, Entry, Folder, Problem, Question, RawFile, Reading, Role, Service, Site, Source, Text
from .repair import repair
from .words import wording


def build(folder: Folder) -> Site:
    """Nothing here raises for bad notes: what cannot be used is among the problems, and the rest is built."""
    texts, damaged = repaired(folder.files)
    readings = tuple(pair(read(text)) for text in texts)
    asked = tuple(prepared(entry, folder.services) for reading in readings for entry in reading.entries)

    decided = folder.corrections, folder.permalinks
    aside = corrections.set_aside(asked, *decided)
    settled = corrections.with_services(asked, *decided)
    groups, proposals, unclear = merge(_without(settled, aside), *decided, folder.services)
    groups = corrections.with_levels(groups, *decided)
    questions, permalinks, misnamed = give_ids(groups, folder.permalinks, folder.corrections)

    return Site(
        questions=questions,
        sources=tuple(_sources(texts, readings, asked, aside, questions)),
        services=folder.services,
        permalinks=permalinks,
        proposals=proposals,
        problems=(
            *folder.problems,
            *damaged,
            *(problem for reading in readings for problem in reading.problems),
            *(problem for each in zip(texts, readings, strict=True) for problem in unaccounted(*each)),
            *corrections.problems(folder.corrections, asked, folder.permalinks, folder.services),
            *notices.problems(folder.notices, folder.services),
            *unclear,
            *misnamed,
        ),
        stale=folder.stale,
        notices=folder.notices,
    )


def explained(file: RawFile) -> tuple[Text, Reading, tuple[Problem, ...]]:
    """One file as it is read, without the rest of the folder."""
    text, problems = repair(file)
    reading = pair(read(text))
    return text, reading, (*problems, *reading.problems, *unaccounted(text, reading))


def repaired(files: Sequence[RawFile]) -> tuple[tuple[Text, ...], tuple[Problem, ...]]:
    """The text of every file, with the problems of all."""
    results = [repair(file) for file in files]
    return tuple(text for text, _ in results), tuple(problem for _, problems in results for problem in problems)


def prepared(entry: Entry, services: Sequence[Service]) -> Asked:
    """An entry with its question as plain words, its answer as clean Markdown, and what it is about."""
    question, body, answer = wording.plain(entry.question), tidy(entry.body), tidy(entry.answer)
    return classify(entry, question=question, body=body, answer=answer, services=services)


def _without(asked: Sequence[Asked], aside: Collection[int]) -> tuple[Asked, ...]:
    return tuple(one for place, one in enumerate(asked) if place not in aside)


def _sources(
    texts: Sequence[Text],
    readings: Sequence[Reading],
    asked: Sequence[Asked],
    aside: Mapping[int, str],
    questions: Sequence[Question],
) -> Iterator[Source]:
    """Each source with the question that each of its entries has become part of."""
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
