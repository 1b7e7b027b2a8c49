"""Words that exclude each other: all and some, must and may, before and after, one weekday and the next.

Each row of them is a scale with places; words in the same place say the same. They are mostly small words, so they are
looked for only in the languages that a text may be written in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from .opposites import any_of
from .vocabulary import GRAMMARS, Scales

KINDS = ("quantities", "modals", "relations", "ways")
Place = tuple[str, int, int]  # the language, the number of its scale, and which place on it


@dataclass(frozen=True, slots=True)
class Held:
    """The places of all scales that a text holds a word of."""

    quantities: frozenset[Place] = frozenset()
    modals: frozenset[Place] = frozenset()
    relations: frozenset[Place] = frozenset()
    ways: frozenset[Place] = frozenset()


def held(text: str, languages: Collection[str] = GRAMMARS) -> Held:
    """What a plain text in one of these languages holds.

    >>> held("Which of all keys must be kept?", ["en"]).quantities
    frozenset({('en', 0, 0)})
    """
    text = unicodedata.normalize("NFKC", text.replace("’", "'")).casefold()
    return Held(*(frozenset(_found(kind, text, languages)) for kind in KINDS))


def exchanged(one: frozenset[Place], other: frozenset[Place]) -> bool:
    """Whether a place of a scale was left for another place of it.

    >>> all_, some, both = (held(text, ["en"]).quantities for text in ("all", "some", "some of all"))
    >>> exchanged(all_, some), exchanged(all_, both)
    (True, False)
    """
    come = {scale[:2] for scale in other - one}
    return any(place[:2] in come for place in one - other)


@lru_cache(maxsize=20_000)
def quantities(word: str, languages: frozenset[str]) -> frozenset[Place]:
    return held(word, languages).quantities


def _found(kind: str, text: str, languages: Collection[str]) -> Iterator[Place]:
    for name in languages:
        pattern, places = _finder(name, kind)
        for match in pattern.finditer(text):
            yield from places[match[0]]


@cache
def _finder(name: str, kind: str) -> tuple[re.Pattern[str], Mapping[str, Sequence[Place]]]:
    """What finds the words of a language: "at least" is not "least"."""
    scales: Scales = getattr(GRAMMARS[name], kind)
    places: dict[str, list[Place]] = {}
    entries: dict[str, str] = {}
    for scale, row in enumerate(scales):
        for place, words in enumerate(row):
            for word in words:
                bare = unicodedata.normalize("NFKC", word.strip("*")).casefold()
                places.setdefault(bare, []).append((name, scale, place))
                entries[bare] = word
    return any_of(entries), places
