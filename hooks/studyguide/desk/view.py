"""What the desk shows of one file: its lines by their roles, its cards, its rival readings, and what is doubtful.

The lines come in stretches. A stretch belongs to one entry or to none; the card of an entry stands beside the stretch
that holds its question.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from rapidfuzz import fuzz

from ..answers import links, safe_html
from ..answers.cleaning import clean
from ..folder import corrections, layouts, line_decisions
from ..pipeline import Prepared
from ..reading import found_again
from ..records import (
    Asked,
    Folder,
    LineDecision,
    Permalink,
    Problem,
    Proposal,
    Question,
    Rival,
    Role,
    Site,
    Source,
    Span,
)
from ..words import wording
from ..words.grammar import ARTICLES, SMALL_WORDS

Json = dict[str, Any]
_Place = tuple[Span, str]

# A browser lays out so many lines at once without a pause; a longer file comes in parts.
PART = 1500
# As `questions.merge` names the two of a proposal.
_SIDES = re.compile(r"\bthe (first|second)(?= says: | is about | about )")
# Of a folder without notes.
EMPTY: Json = {
    **{"files": [], "file": "", "part": 0, "parts": 1, "size": PART, "facts": None, "services": {}},
    **{"readings": [], "trouble": [], "stretches": [], "cards": {}},
}
_TITLES = 2  # of a reading, enough to know it by
_LONG = 200  # characters of a wording beyond which an id is easier to read in `corrections.toml`


@dataclass(frozen=True, slots=True)
class _Known:
    """A site with the look-ups that the cards of one file need.

    shared   how many questions are asked in these words, by their key
    ledger   the ids that the id ledger knows, by which decisions may name a question
    decided  for each kind of decision the words it was written with, by every name of what it speaks of
    alike    what may be the same as a question, by its id
    of       the question that a place has become part of
    lost     the rows of the ledger that have lost their question, by the id of their likeliest successor
    """

    by_id: Mapping[str, Question]
    of: Mapping[_Place, Question]
    shared: Counter[str]
    ledger: frozenset[str]
    decided: Mapping[str, Mapping[str, str]]
    alike: Mapping[str, Sequence[tuple[Proposal, Asked]]] = field(default_factory=dict)
    lost: Mapping[str, Sequence[Permalink]] = field(default_factory=dict)


def view(folder: Folder, site: Site, one: Prepared, rivals: Sequence[Rival], line: int = 0) -> Json:
    """All that the page shows of a file; of its lines those of the part in which `line` stands.

    rivals   all ways to read it, the best first
    """
    source = next(source for source in site.sources if source.text.source == one.text.source)
    known = _known(folder, site)
    parts = max(1, -(-len(one.text.lines) // PART))
    part = min(max(line - 1, 0) // PART, parts - 1)
    lines = range(part * PART + 1, min((part + 1) * PART, len(one.text.lines)) + 1)
    return {
        "files": [_file(source, site.problems) for source in site.sources],
        "file": one.text.source,
        "part": part,
        "parts": parts,
        "size": PART,
        "facts": _facts(folder, source),
        "readings": _readings(source, rivals),
        "trouble": [*_trouble(site.problems, one.text.source)],
        "stretches": [*_stretches(source, lines, _told(folder, source))],
        "cards": {
            str(number): _card(known, source, one.asked[number], number)
            for number, entry in enumerate(source.reading.entries)
            if entry.span.first in lines
        },
        "services": {service.slug: service.name for service in site.services},
    }


def first_file(site: Site) -> str | None:
    """The file to begin with: the first that is doubtful, else the first of the notes."""
    names = [source.text.source for source in site.sources]
    grave = {problem.span.source for problem in site.problems if problem.grave}
    notes = [name for name in names if not name.startswith("reviewed/")]
    return next((name for name in names if name in grave), next(iter(notes or names), None))


def alike(folder: Folder, site: Site, words: str, besides: str, most: int = 12) -> list[Json]:
    """The questions whose words are most like these, for merging by hand; of equals the shorter one first."""
    telling = _telling(words)
    others = [question for question in site.questions if question.id != besides]
    found = sorted(others, key=lambda other: _likeness(telling, _telling(other.question)), reverse=True)
    known = _known(folder, site)
    return [_place(known, question.asked[0]) for question in found[:most]]


def _telling(words: str) -> str:
    """The words that say what is asked, or all where none does.

    >>> _telling("What is the end of a rope?"), _telling("What is it?")
    ('end rope', 'what is it')
    """
    said = wording.words(words)
    return " ".join([word for word in said if word not in SMALL_WORDS and word not in ARTICLES] or said)


def _likeness(words: str, other: str) -> tuple[float, float]:
    return fuzz.token_set_ratio(words, other), fuzz.ratio(words, other)


# --- look-ups ---


def _known(folder: Folder, site: Site) -> _Known:
    of: dict[_Place, Question] = {
        (one.span, one.question): question for question in site.questions for one in question.asked
    }
    pairs: dict[str, list[tuple[Proposal, Asked]]] = {}
    for proposal in site.proposals:
        for own, other in ((proposal.first, proposal.second), (proposal.second, proposal.first)):
            if question := of.get((own.span, own.question)):
                pairs.setdefault(question.id, []).append((proposal, other))
    lost: dict[str, list[Permalink]] = {}
    for row in site.permalinks:
        if row.likely:
            lost.setdefault(row.likely, []).append(row)
    keys = ({wording.key(one.question) for one in question.asked} for question in site.questions)
    return _Known(
        {question.id: question for question in site.questions},
        of,
        Counter(key for each in keys for key in each),
        frozenset(row.id for row in folder.permalinks),
        {kind: _decided(folder, kind) for kind in ("level", "service", "set-aside")},
        pairs,
        lost,
    )


def _decided(folder: Folder, kind: str) -> dict[str, str]:
    wordings = {row.id: row.wordings for row in folder.permalinks}
    found: dict[str, str] = {}
    for correction in folder.corrections:
        if correction.kind == kind:
            for item in correction.questions:
                found |= dict.fromkeys((item, *map(wording.key, (item, *wordings.get(item, ())))), item)
    return found


def _decision(known: _Known, kind: str, places: Sequence[Asked]) -> str | None:
    """The words with which a decision about these places was written, if there is one."""
    names = (name for one in places for name in (one.id, wording.key(one.question), one.question) if name)
    return next((known.decided[kind][name] for name in names if name in known.decided[kind]), None)


# --- the file ---


def _file(source: Source, problems: Sequence[Problem]) -> Json:
    name = source.text.source
    grave = sum(problem.grave and problem.span.source == name for problem in problems)
    return {"name": name, "questions": len(source.reading.entries), "doubts": grave}


def _facts(folder: Folder, source: Source) -> Json:
    entries = source.reading.entries
    return {
        "layout": source.reading.layout,
        "encoding": source.text.encoding,
        "lines": len(source.text.lines),
        "questions": len(entries),
        "answered": sum(bool(entry.answer) for entry in entries),
        "repairs": len(source.text.repairs),
        "margin": round(source.reading.margin, 3),
        "rule": str(source.reading.rule or ""),
        "chosen": any(rule.reading and layouts.names(rule, source.text.source) for rule in folder.layouts),
    }


def _readings(source: Source, rivals: Sequence[Rival]) -> list[Json]:
    """The ways to read the file, the one that was taken first."""
    reading = source.reading
    name = reading.rivals[0].name if reading.rivals else reading.layout
    titles = [entry.question for entry in reading.entries]
    taken = _reading(name, len(reading.entries), titles, reading.rivals[0].outside if reading.rivals else 0)
    others = (_reading(one.name, one.questions, one.titles, one.outside) for one in rivals if one.name != name)
    return [taken, *others]


def _reading(name: str, questions: int, titles: Sequence[str], outside: int) -> Json:
    return {
        "name": name,
        "questions": questions,
        "titles": [wording.plain(title) for title in titles[:_TITLES]],
        "outside": outside,
    }


def _told(folder: Folder, source: Source) -> dict[int, LineDecision]:
    """What is decided of lines, by their numbers."""
    decisions = line_decisions.of_file(folder.lines, source.text.source)
    return {at + 1: one for at, one in found_again(source.text.lines, decisions)[0].items()}


def _trouble(problems: Sequence[Problem], source: str) -> Iterator[Json]:
    """What is wrong with the file, and with the decisions, which may be why a press changed nothing."""
    beside = (corrections.FILE, layouts.FILE)
    for problem in problems:
        name = problem.span.source
        if name == source or (name in beside and problem.grave):
            place = problem.span.first if name == source else str(problem.span)
            yield {"place": place, "message": problem.message, "grave": problem.grave}


def _stretches(source: Source, numbers: range, told: Mapping[int, LineDecision]) -> Iterator[Json]:
    roles = {line: role for role in source.reading.roles for line in range(role.first, role.last + 1)}
    entry: int | None = None
    lines: list[tuple[int | None, Json]] = []
    for number in numbers:
        role, text = roles.get(number), source.text.lines[number - 1]
        entry = role.entry if role else entry  # a blank line goes with the line above it
        lines.append((entry, _line(number, text, role) | _decided_of(told.get(number))))
    for belongs, group in groupby(lines, key=lambda line: line[0]):
        yield {"entry": belongs, "lines": [line for _, line in group]}


def _line(number: int, text: str, role: Role | None) -> Json:
    said, why = (role.role, role.why) if role and text.strip() else ("", "")
    return {"n": number, "text": clean(text), "role": said, "why": why}


def _decided_of(decision: LineDecision | None) -> Json:
    """What is decided of a line, and the number it had then, by which that is taken back."""
    return {"decided": decision.kind, "decidedAt": decision.line} if decision else {}


# --- a card ---


def _card(known: _Known, source: Source, asked: Asked, number: int) -> Json:
    id = source.ids[number]
    question = known.by_id.get(id) if id else None
    settled = question or asked  # what was left out has become part of no question
    places = question.asked if question else (asked,)
    return {
        "id": id,
        "name": _name(known, asked),
        "line": asked.span.first,
        "question": asked.question,
        "shown": settled.question if settled.question != asked.question else "",
        "body": _fragment(asked.body),
        "answer": _fragment(asked.answer),
        "answered": bool(settled.answer),
        "reviewed": settled.reviewed,
        "level": settled.level,
        "estimate": settled.level_estimated,
        "services": list(settled.services),
        "decided": {kind: found for kind in known.decided if (found := _decision(known, kind, places))},
        "also": [_place(known, one) for one in places if (one.span, one.question) != (asked.span, asked.question)],
        "alike": _alike(known, question),
        "lost": [*_lost(known, question)],
    }


def _fragment(markdown: str) -> str:
    """An answer, in which a picture is told by its words: the desk shows what was read."""
    if not markdown:
        return ""
    return links.led(safe_html.with_pictures_as_words(safe_html.fragment(markdown), {}), links.nowhere)


def _alike(known: _Known, question: Question | None) -> list[Json]:
    pairs = known.alike.get(question.id, ()) if question else ()
    return [
        _place(known, other) | {"differs": _seen_from(proposal.differs, here=proposal.first != other)}
        for proposal, other in pairs
    ]


def _lost(known: _Known, question: Question | None) -> Iterator[Json]:
    """The ids that have lost their question and whose likeliest successor is this one."""
    for row in known.lost.get(question.id if question else "", ()):
        yield {"name": row.id, "question": row.wordings[-1] if row.wordings else row.id, "because": row.because}


def _seen_from(differs: str, here: bool) -> str:
    """What differs between the first and the second, seen from one of the two: from the first, if that is `here`.

    >>> _seen_from("only the first says: thick; the first is about ropes, the second about knots", here=False)
    'only the other says: thick; the other is about ropes, this one about knots'
    """
    names = {"first": "this one", "second": "the other"} if here else {"first": "the other", "second": "this one"}
    return _SIDES.sub(lambda side: names[side[1]], differs)


def _place(known: _Known, asked: Asked) -> Json:
    return {
        "name": _name(known, asked),
        "question": asked.question,
        "file": asked.span.source,
        "line": asked.span.first,
    }


def _name(known: _Known, asked: Asked) -> str:
    """What a decision calls a question: its words, or its id where others share them, or where they are very many."""
    question = known.of.get((asked.span, asked.question))
    id = question.id if question else ""
    plain = known.shared[wording.key(asked.question)] <= 1 and len(asked.question) <= _LONG
    return asked.question if plain or id not in known.ledger else id
