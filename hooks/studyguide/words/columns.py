"""What a column of a table, or a key of a record, holds by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .patterns import one_of
from .vocabulary import VOCABULARY

_WORDS, _LABELS = VOCABULARY.columns, VOCABULARY.labels

# Most particular first. A name can be of several kinds: "explanation" answers where nothing else does.
KINDS = {
    "question": (*_LABELS.question, *_LABELS.scenario),
    "answer": _LABELS.answer,
    "asked": _WORDS.asked,
    "told": _WORDS.told,
    "right": _WORDS.right,
    "explained": _WORDS.explained,
    "options": _WORDS.options,
    "option": _WORDS.option,
    "level": _WORDS.level,
    "section": _WORDS.section,
    "number": _WORDS.number,
    "aside": _WORDS.aside,
    "perhaps_asked": _WORDS.perhaps_asked,
    "perhaps_told": _WORDS.perhaps_told,
    "language": _WORDS.languages,
    "data": _WORDS.of_data,
}
_PATTERNS = {kind: re.compile(one_of(phrases)) for kind, phrases in KINDS.items()}
# "Model answer", "Réponse attendue": what kind of answer it is.
_PATTERNS["answer"] = re.compile(
    rf"(?:{one_of(_LABELS.before_answer)} )?{one_of(_LABELS.answer)}(?: {one_of(_LABELS.before_answer)})?"
)
_LONGEST = 40


@lru_cache(maxsize=2_000)
def kinds_of(name: str) -> tuple[str, ...]:
    """All that a column of this name can hold, in the order of the table; nothing for a name that is not known.

    >>> kinds_of("Question"), kinds_of("correct_answer"), kinds_of("shelf")
    (('question',), ('answer', 'right'), ())
    """
    bare = _bare(name)
    return tuple(kind for kind, pattern in _PATTERNS.items() if pattern.fullmatch(bare)) if bare else ()


def _bare(name: str) -> str:
    """The name in small letters, its words apart, without brackets and signs around it."""
    if len(name) > _LONGEST:
        return ""
    apart = re.sub(
        r"(?<=[a-z])(?=[A-Z])|[_\-]+", " ", re.sub(r"\s*[(（\[].*?[)）\]]\s*$", "", name.strip(" *:：?\"'."))
    )
    return " ".join(apart.casefold().split()) or name.strip()


def kinds_of_all(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The same for the columns of one table: "A" answers, but beside "B" it is an option.

    >>> kinds_of_all(("Q", "A")), kinds_of_all(("Q", "A", "B"))
    ([('question',), ('answer',)], [('question',), ('option',), ('option',)])
    """
    options = "b" in (name.strip().casefold() for name in names)
    return [("option",) if options and name.strip().casefold() == "a" else kinds_of(name) for name in names]


# Which column asks and which answers, the surest pair first.
_PAIRS = (
    ("question", "answer"),
    ("question", "right"),
    ("question", "told"),
    ("asked", "answer"),
    ("asked", "right"),
    ("asked", "told"),
    ("question", "explained"),
    ("question", "perhaps_told"),
    ("asked", "perhaps_told"),
    ("perhaps_asked", "answer"),
    ("perhaps_asked", "told"),
)


def asking_and_telling(names: tuple[str, ...]) -> tuple[int, int] | None:
    """The places of the column that asks and of the one that answers; None where the names do not say.

    >>> asking_and_telling(("id", "Term", "Tags", "Definition")), asking_and_telling(("name", "city"))
    ((1, 3), None)
    >>> asking_and_telling(("Kanji", "Kana", "English"))
    (0, 2)
    """
    kinds = kinds_of_all(names)
    if len(kinds) > 1 and all("language" in some for some in kinds):
        return 0, len(kinds) - 1
    return next(_pairs(kinds), None)


def _pairs(kinds: list[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    for asked, told in _PAIRS:
        first = next((place for place, some in enumerate(kinds) if asked in some), None)
        second = next((place for place, some in enumerate(kinds) if told in some and place != first), None)
        if first is not None and second is not None:
            yield first, second
