"""What gives away that a file may be misread, in figures. A loss that nobody is told of is the worst one.

A doubt is an error: it stands at the top of the file's page under *Sources*, in the build's log and in `check`. Each
sign has a measure below which it is not spoken of; the measures were set so that files known to be read well give none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from shlex import quote

from ..records import Entry, Problem, Reading, Role, Span, Text
from ..words.asking import asks

# Of the words below the first question: a third outside every question is more than remarks between them.
OUTSIDE = 1 / 3
# Lines that ask, in places where no question was seen. One or two are rhetorical.
ASKING_OUTSIDE = 2
ASKING_INSIDE = 3
# Headings with text of their own that became neither question nor the title of questions.
UNREAD_HEADINGS = 2

_SURE = 1.0  # a question mark, or what stands for one
_LONGEST = 300  # characters of a line that may ask a question of the file's own
_SIGN = re.compile(r" {0,3}(?:#{1,6}\s*|[-*+•]\s+|\(?\d{1,4}[.):、]\s*|[*_]{2})+(?=\S)")
_OPTION = re.compile(r"\W*(?:[A-Ha-h][.)]|\[[ xX✓]\])\s+\S")
HOUSE = "house layout"

Finding = tuple[int, str]  # a line, and what is to be said of it


@dataclass(frozen=True, slots=True)
class _File:
    text: Text
    reading: Reading

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.reading.entries

    @property
    def first(self) -> int:
        """The line of the first question; behind the last line where there is none."""
        return min((entry.span.first for entry in self.entries), default=len(self.text.lines) + 1)

    def lines(self, *roles: str) -> Iterator[tuple[int, str]]:
        """Number and text of the lines with one of these roles."""
        for role in self.reading.roles:
            if role.role in roles:
                yield from ((n, self.text.lines[n - 1]) for n in range(role.first, role.last + 1))


def doubts(text: Text, reading: Reading) -> tuple[Problem, ...]:
    """What speaks against this reading of a file; nothing where it is read well.

    In the house layout the writer says what is a question, so that there is nothing to doubt. Where a maintainer has
    said how the file is read, it is a note.
    """
    if reading.layout == HOUSE:
        return ()
    file = _File(text, reading)
    found = [finding for sign in SIGNS for finding in sign(file)]
    guessed, to_do = reading.rule is None, _to_do(reading) if found else ""
    return tuple(Problem(Span(text.source, line, line), f"{what}. {to_do}", grave=guessed) for line, what in found)


def _to_do(reading: Reading) -> str:
    """What to do about a file: the best of its rivals that finds more, and the command that shows it."""
    command = f"studyguide explain {quote(reading.source)} --try"
    more = [one for one in reading.rivals if one.questions > len(reading.entries)]
    if reading.rule is not None:
        return f"{reading.rule} says so. See how else it can be read: `{command}`"
    if not more:
        return f"See how else it can be read: `{command}`"
    best = max(more, key=lambda one: one.score)
    return f"{_READ.get(best.name, f'Read it by {best.name}')}: `{command} {best.name.replace(' ', '-')}`"


# What it means to read a file so, where its name does not say it.
_READ = {
    "every heading": "Read every heading as a question",
    "every bold line": "Read every line in bold as a question",
    "every bullet": "Read every bullet as a question",
    "every number": "Read every numbered line as a question",
    "every paragraph": "Read every paragraph as a question",
}


def _outside(file: _File) -> Iterator[Finding]:
    """Much text below the first question that belongs to none."""
    if not file.entries:
        return
    outside = [(n, line) for n, line in file.lines("note") if n > file.first]
    words = sum(len(line.split()) for _, line in outside)
    below = sum(len(line.split()) for line in file.text.lines[file.first - 1 :])
    if words > OUTSIDE * below:
        yield outside[0][0], f"{words:,} of {below:,} words below the first question belong to no question"


def _asked_outside(file: _File) -> Iterator[Finding]:
    """Lines that ask and were taken for headings or text."""
    asking = [n for n, line in file.lines("note", "intro", "heading") if _asks(line)]
    if len(asking) >= max(ASKING_OUTSIDE, len(file.entries) / 3):
        yield asking[0], f"{_count(len(asking), 'line that asks was', 'lines that ask were')} not read as questions"


def _asked_inside(file: _File) -> Iterator[Finding]:
    """Answers that hold further questions: a list or a heading was swallowed."""
    asking = [n for n, line in file.lines("answer") if _SIGN.match(line) and _asks(_SIGN.sub("", line))]
    if len(asking) >= max(ASKING_INSIDE, len(file.entries) / 10):
        yield asking[0], f"{_count(len(asking), 'line that looks', 'lines that look')} like a question stand in answers"


def _unread_headings(file: _File) -> Iterator[Finding]:
    """Headings with text of their own below them, in a file that has questions."""
    roles = sorted(file.reading.roles, key=lambda role: role.first)
    unread = [a.first for a, b in pairwise(roles) if _is_unread(a, b) and a.first > file.first]
    if file.entries and len(unread) >= max(UNREAD_HEADINGS, len(file.entries) / 4):
        yield unread[0], f"{len(unread)} headings have text below them and are not questions; {_read(file)}"


def _is_unread(heading: Role, below: Role) -> bool:
    return heading.role == "heading" and below.role == "note"


def _options(file: _File) -> Iterator[Finding]:
    """Titles that are what one chooses from, and not the question."""
    found = [entry.span.first for entry in file.entries if _OPTION.match(entry.question)]
    if len(found) > 1 and len(found) >= len(file.entries) / 4:
        yield found[0], f"{len(found)} of {len(file.entries)} titles look like options to choose from"


SIGNS: tuple[Callable[[_File], Iterator[Finding]], ...] = (
    _outside,
    _asked_outside,
    _asked_inside,
    _unread_headings,
    _options,
)


def _asks(line: str) -> bool:
    return len(line) <= _LONGEST and asks(line) >= _SURE


def _read(file: _File) -> str:
    return f"{_count(len(file.entries), 'question was', 'questions were')} read"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
