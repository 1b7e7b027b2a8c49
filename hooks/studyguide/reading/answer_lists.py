"""Answers that stand in a list of their own, some way below the list of questions, find their questions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

from ..records import Entry, LooseAnswer, Reading, Role, Span
from ..syntax.numbers import parted
from ..words.headings import ANSWERS_HEADING, NO_SUBJECT
from ..words.levels import level_in, only_a_level
from ..words.wording import words

# A pair of lists needs this share of its answers to find a question, else the list is no list of answers.
ENOUGH = 0.6


def pair(reading: Reading, vendors: Collection[str] = ()) -> Reading:
    """The reading with loose answers joined to unanswered questions by section, level and number.

    A list's section is compared without its level ("Shelves" under "Basic"). A list under "Answers" serves the
    questions of the file at large. What finds no question stays what it was read as: a note.
    """
    if not reading.loose:
        return reading
    entries = list(reading.entries)
    found: dict[int, list[LooseAnswer]] = {}
    for items in _lists(reading.loose):
        places = _places(items, entries, vendors)
        if sum(place is not None for place in places) >= ENOUGH * len(items):
            for item, place in zip(items, places, strict=True):
                if place is not None:
                    found.setdefault(place, []).append(item)
    for place, items in found.items():
        entries[place] = replace(
            entries[place],
            answer=tuple(line for item in items for line in item.lines),
            answer_spans=tuple(item.span for item in items),
        )
    taken: dict[Span, list[int]] = {}
    for place, items in found.items():
        for item in items:
            taken.setdefault(item.span, []).append(place)
    return replace(
        reading,
        entries=tuple(entries),
        roles=_roles(reading.roles, taken),
        loose=tuple(i for i in reading.loose if i.span not in taken),
    )


def _matter(section: Sequence[str], vendors: Collection[str]) -> tuple[str, ...]:
    """What a section is about: the words of its innermost title that says more than a level."""
    for title in reversed(section):
        if not only_a_level(title, vendors) and not ANSWERS_HEADING.match(title):
            return tuple(word for word in words(title) if word not in NO_SUBJECT)
    return ()


def _same_matter(item: LooseAnswer, entry: Entry, vendors: Collection[str]) -> bool:
    return _matter(item.section, vendors) == _matter(entry.section, vendors) != ()


def _lists(loose: Sequence[LooseAnswer]) -> list[list[LooseAnswer]]:
    """Loose answers list by list: a new section or a number that does not rise begins a new one."""
    found: list[list[LooseAnswer]] = []
    for item in loose:
        last = found[-1][-1] if found else None
        if last and last.section == item.section and _number(item.number) > _number(last.number):
            found[-1].append(item)
        else:
            found.append([item])
    return found


def _number(number: str) -> int:
    return parted(number)[1]


def _places(items: Sequence[LooseAnswer], entries: Sequence[Entry], vendors: Collection[str]) -> list[int | None]:
    """For each answer of one list the index of its question, by the strictest comparison that serves the list."""
    best: list[int | None] = [None] * len(items)
    for same in (_same_section_and_level, _same_section, _anywhere):
        waiting = _waiting(items[0], entries, partial(same, vendors))
        # a number that stands for two questions says nothing
        places = [only[0] if len(only := waiting.get(item.number, [])) == 1 else None for item in items]
        best = min(best, places, key=lambda found: found.count(None))
        if None not in best:
            break
    return best


def _waiting(
    first: LooseAnswer, entries: Sequence[Entry], same: Callable[[LooseAnswer, Entry], bool]
) -> dict[str, list[int]]:
    """The questions above a list that wait for its answers, by number."""
    found: dict[str, list[int]] = {}
    for n, entry in enumerate(entries):
        if entry.number and not entry.answer and entry.span.first < first.span.first and same(first, entry):
            found.setdefault(entry.number, []).append(n)
    return found


def _same_section_and_level(vendors: Collection[str], item: LooseAnswer, entry: Entry) -> bool:
    return item.level == entry.level and _same_matter(item, entry, vendors)


def _same_section(vendors: Collection[str], item: LooseAnswer, entry: Entry) -> bool:
    return (item.level is None or entry.level is None) and _same_matter(item, entry, vendors)


def _anywhere(_: Collection[str], item: LooseAnswer, entry: Entry) -> bool:
    """A list under "Answers" (perhaps of one level) serves questions wherever they stand."""
    titles = [t for t in item.section if ANSWERS_HEADING.match(t)]
    if not titles:
        return False
    level = next((level_in(t) for t in reversed(item.section) if level_in(t)), None)
    return level is None or level == entry.level


def _roles(roles: Sequence[Role], taken: dict[Span, list[int]]) -> tuple[Role, ...]:
    """The roles with the lines of joined answers set to their questions; a line that answers several is a key."""
    owner = {line: places for span, places in taken.items() for line in range(span.first, span.last + 1)}
    found: list[Role] = []
    for role in roles:
        if role.role != "note" or not any(line in owner for line in range(role.first, role.last + 1)):
            found.append(role)
            continue
        for line in range(role.first, role.last + 1):
            own = _role_of(line, owner.get(line, ()))
            last = found[-1] if found else None
            if last and (last.role, last.entry, last.last) == (own.role, own.entry, line - 1):
                found[-1] = replace(last, last=line)
            else:
                found.append(own)
    return tuple(found)


def _role_of(line: int, places: Sequence[int]) -> Role:
    if not places:
        return Role(line, line, "note")
    if len(places) > 1:
        return Role(line, line, "filler", None, "a key: each answer stands with its question")
    return Role(line, line, "answer", places[0])
