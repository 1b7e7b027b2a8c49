"""What every format comes to: cards with the lines they stand on, and the `Reading` that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...records import Entry, Problem, Reading, Role, Span, Text
from ...syntax.line_kinds import BULLET, FENCE, QUOTE
from ...words.asking import asks
from ...words.labels import question_label
from ...words.levels import graded, level_in, points, steps, take_level

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
# What escapes of JSON and HTML can bring in that no line of a repaired file holds.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ROW_OR_OPTION = re.compile(r"\||[(\[]?[A-Ha-h0-9][.)\]] ")
_INDENTED = 4


@dataclass(frozen=True, slots=True)
class Card:
    """A question with its answer as a parser found them, both Markdown.

    lines    first and last line of the file
    told_at  the first line of the answer, where it stands on lines of its own
    said     all that the file says here, decoded; what is in neither question nor answer would be lost
    stated   what the field of the level says; points ("2") are a level beside those of the other cards
    """

    lines: tuple[int, int]
    question: str
    answer: str = ""
    told_at: int | None = None
    body: str = ""
    said: str = ""
    number: str | None = None
    section: tuple[str, ...] = ()
    level: str | None = None
    scenario: bool = False
    id: str | None = None
    references: tuple[str, ...] = ()
    stated: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """What lines of a file are that belong to no card."""

    first: int
    last: int
    role: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a parser found in a file, before the lines are counted."""

    cards: Sequence[Card]
    others: Sequence[Lines] = ()
    problems: Sequence[Problem] = ()
    rest: Lines = field(default_factory=lambda: Lines(1, 0, "note"))


def entry(source: str, card: Card) -> Entry:
    """The card as an entry; further paragraphs of its question become the body, a level in brackets its level."""
    title, body = title_and_body(clean(card.question))
    below, answer = clean(card.body).strip("\n"), clean(card.answer).strip("\n")
    if (label := question_label(title)) and label[2]:
        title, number, scenario = label[2], label[1], label[3]
    else:
        number, scenario = None, False
    title, level = take_level(title)
    first, last = card.lines
    return Entry(
        span=Span(source, first, last),
        question=title,
        body=(*body, *below.split("\n")) if below.strip() else tuple(body),
        number=card.number or number,
        section=tuple(map(clean, card.section)),
        level=card.level or level,
        scenario=card.scenario or scenario,
        answer=tuple(answer.split("\n")) if answer.strip() else (),
        answer_spans=(Span(source, card.told_at or first, last),) if answer.strip() else (),
        id=card.id if card.id and ID.fullmatch(card.id) else None,
        references=card.references,
        reference_titles=("",) * len(card.references),
    )


def clean(text: str) -> str:
    """The text without what is no character, its lines ended as everywhere."""
    return _NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))


def title_and_body(question: str) -> tuple[str, list[str]]:
    """The first paragraph as one line, and what stands below it: options, code, more paragraphs.

    >>> title_and_body("Which\\nis even?\\na) 1\\nb) 2")
    ('Which is even?', ['a) 1', 'b) 2'])
    """
    lines = question.strip().split("\n")
    end = 1
    while end < len(lines) and lines[end].strip() and asks(lines[end - 1]) < 0.9 and not _stands_below(lines[end]):
        end += 1
    body = "\n".join(lines[end:]).strip("\n")
    return " ".join(line.strip() for line in lines[:end]), body.split("\n") if body.strip() else []


def _stands_below(line: str) -> bool:
    """Whether a line is no part of the paragraph above it: code, a quote, an item, a row, an option."""
    text = line.lstrip()
    block = any(kind.strict.match(text) for kind in (FENCE, QUOTE, BULLET))
    return block or _ROW_OR_OPTION.match(text) is not None or not line[:_INDENTED].strip()


def reading(text: Text, layout: str, found: Found) -> Reading:
    """The cards as a reading: each line that is not blank has one role, that of the first card that claims it."""
    found = replace(found, cards=_with_levels(found.cards))
    roles: dict[int, tuple[str, int | None, str]] = {}
    for place, card in enumerate(found.cards):
        first, last = card.lines
        for line in range(first, last + 1):
            told = card.answer and card.told_at is not None and line >= card.told_at
            roles.setdefault(line, ("answer" if told else "question", place, ""))
    for some in found.others:
        for line in range(some.first, some.last + 1):
            roles.setdefault(line, (some.role, None, some.why))
    for line in range(1, len(text.lines) + 1):
        roles.setdefault(line, (found.rest.role, None, found.rest.why))
    return Reading(
        text.source,
        layout,
        tuple(entry(text.source, card) for card in found.cards),
        joined(text.lines, roles),
        problems=tuple(found.problems),
        said=tuple(
            card.said or "\n".join((card.question, card.body, card.answer, *card.references)) for card in found.cards
        ),
    )


def _with_levels(cards: Sequence[Card]) -> list[Card]:
    """The cards with the levels that their fields state, in words or in points out of the most that there are."""
    most = steps(max((points(card.stated)[0] for card in cards), default=0))
    return [card if card.level else replace(card, level=graded(card.stated, most)) for card in cards]


def joined(lines: Sequence[str], roles: Mapping[int, tuple[str, int | None, str]]) -> tuple[Role, ...]:
    """The roles of the lines that are not blank, neighbours of one kind in one piece."""
    found: list[Role] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        role, place, why = roles[number]
        last = found[-1] if found else None
        if last and role != "heading" and (last.role, last.entry, last.why) == (role, place, why):
            found[-1] = Role(last.first, number, role, place, why)
        else:
            found.append(Role(number, number, role, place, why))
    return tuple(found)


def problem(text: Text, line: int, message: str, grave: bool = False) -> Problem:
    return Problem(Span(text.source, line, line), message, grave)


def level_of(words: Iterable[str]) -> str | None:
    """The one level that some tags or cells state."""
    found = {level for level in map(level_in, words) if level}
    return found.pop() if len(found) == 1 else None


def small_number(text: str) -> int | None:
    """A number of at most six digits; others count nothing that a file of notes holds.

    >>> small_number(" 12 "), small_number("²"), small_number("9" * 5000)
    (12, None, None)
    """
    digits = text.strip()
    return int(digits) if digits.isdecimal() and len(digits) <= 6 else None


def verbatim(plain_text: str) -> str:
    r"""Plain text as Markdown that shows just that.

    >>> verbatim("a*b & [c]"), verbatim("a == b, $1, 10:30 :tada:")
    ('a\\*b \\& \\[c\\]', 'a \\=\\= b, \\$1, 10:30 \\:tada:')
    """
    return _MEANT.sub(r"\\\g<0>", plain_text)


_MEANT = re.compile(r"[\\`*_\[\]~&$^<]|=(?==)|(?<==)=|\+(?=\+)|(?<=\+)\+|:(?=[a-z0-9_+-]+:)")
