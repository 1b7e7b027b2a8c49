"""What gives away that a file may be misread, in figures. A loss that nobody is told of is the worst one.

A doubt is an error: it stands at the top of the file's page under *Sources*, in the build's log and in `check`. What is
looked at stands in `misreadings`.
"""

from __future__ import annotations

from dataclasses import replace
from shlex import quote

from ..records import Problem, Reading, Span, Text
from .entries import ways
from .formats.card_signs import CARDS
from .misreadings import SIGNS, in_unknown_form, of_file

HOUSE = "house layout"
_DESK = ", or settle it at the desk: `make desk`"


def doubts(text: Text, reading: Reading) -> tuple[Problem, ...]:
    """What speaks against this reading of a file; nothing where it is read well.

    In the house layout the writer says what is a question, so that there is nothing to doubt, nor is there where a
    maintainer has said that a file holds none. Where one has said how the file is read, it is a note.
    """
    if reading.layout == HOUSE or (reading.rule is not None and not reading.entries):
        return ()
    file = of_file(text, reading)
    found = [finding for sign in SIGNS for finding in sign(file)] or [*in_unknown_form(file)]
    guessed, to_do = reading.rule is None, _to_do(_with_rivals(text, reading)) if found else ""
    return tuple(Problem(Span(text.source, line, line), f"{what}. {to_do}", grave=guessed) for line, what in found)


def _with_rivals(text: Text, reading: Reading) -> Reading:
    """Cards are taken by their signs; how the file reads as prose is asked only where that is doubted."""
    return replace(reading, rivals=ways(text)) if reading.layout.startswith(CARDS) and not reading.rivals else reading


def _to_do(reading: Reading) -> str:
    """What to do about a file: the best of its rivals that finds more, and the command and the page that show it."""
    command = f"studyguide explain {quote(reading.source)} --try"
    more = [one for one in reading.rivals if one.questions > len(reading.entries)]
    if reading.rule is not None:
        return f"{reading.rule} says so. See how else it can be read: `{command}`{_DESK}"
    if not more:
        return f"See how else it can be read: `{command}`{_DESK}"
    best = max(more, key=lambda one: one.score)
    return f"{_READ.get(best.name, f'Read it by {best.name}')}: `{command} {best.name.replace(' ', '-')}`{_DESK}"


# What it means to read a file so, where its name does not say it.
_READ = {
    "every heading": "Read every heading as a question",
    "every bold line": "Read every line in bold as a question",
    "every bullet": "Read every bullet as a question",
    "every number": "Read every numbered line as a question",
    "every paragraph": "Read every paragraph as a question",
}
