"""Headings of what is no question: tips, contents, answers, references."""

from __future__ import annotations

import re

from .patterns import anywhere, one_of, spaced, unspaced
from .vocabulary import VOCABULARY

_WORDS = VOCABULARY.headings

TIPS = re.compile(rf"^(?:[\w'’-]+\s+){{0,4}}{one_of(spaced(_WORDS.tips))}\b|{one_of(unspaced(_WORDS.tips))}", re.I)
CONTENTS = re.compile(rf"^{one_of(_WORDS.contents)}\s*:?$", re.I)
ANSWERS_HEADING = re.compile(rf"^(?:[\w-]+\s+){{0,2}}{one_of(_WORDS.answers)}\s*:?$", re.I)
_MOST_WORDS = 2 + max(len(phrase.split()) for phrase in _WORDS.answers) + 1  # of such a heading, with its colon
REFERENCES = re.compile(rf"^(?:\*\*)?{one_of(_WORDS.references)}(?:\*\*)?\s*:(?:\*\*)?\s*(?P<rest>.*)$", re.I)
# "Flash cards", "Glossary": what stands below are terms. "Agenda", "Ingredients": it is a document of another kind.
OF_CARDS = re.compile(anywhere(_WORDS.of_cards), re.I)
OF_DOCUMENTS = re.compile(rf"{one_of(_WORDS.of_documents)}\s*:?$", re.I)

# Words of a section's title that do not say what it is about.
NO_SUBJECT = _WORDS.no_subject


def heads_answers(title: str) -> bool:
    """Whether a title heads several answers; "Answer" alone is the label of one.

    >>> heads_answers("Quiz answers"), heads_answers("Answer")
    (True, False)
    """
    if len(title.split()) > _MOST_WORDS:
        return False
    return bool(ANSWERS_HEADING.match(title)) and title.casefold() not in _WORDS.an_answer
