"""Whether one text asks for the opposite of what another asks: by a negation, a pair of opposites, or a prefix.

Merging and ids ask here, so what keeps two questions apart also keeps a link from leading to the other one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from .vocabulary import VOCABULARY, Pairs

_WORDS = VOCABULARY.grammar
# Vowels of many scripts are marks upon a letter, which a pattern does not take for part of a word.
_LETTER = r"\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u0e31-\u0e4e"
_WORD = re.compile(rf"[{_LETTER}]+")
# Chinese, Japanese and Thai put no spaces between words; Korean puts a negation behind its verb.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# A word is hardly ever its own opposite's beginning or ending if it is shorter: "to", "into".
_SHORTEST = 3

Side = tuple[int, int]  # the number of a pair, and which of its two words
Label = TypeVar("Label", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Sense:
    """What a text says that could be said the other way round.

    words      all its words
    negations  how often it is turned round: whether by "cannot" or by "can't" does not matter
    sides      which words of pairs of opposites it holds
    """

    words: frozenset[str]
    negations: int
    sides: frozenset[Side]


def sense(text: str) -> Sense:
    """What of a plain text can be turned into its opposite.

    >>> sense("A door that isn't locked, without a public key").negations
    2
    """
    text = _folded(text)
    words = _WORD.findall(text)
    negations = sum(map(_negates, words)) + sum(_in_text(_NEGATIONS, text))
    return Sense(frozenset(words), negations, frozenset(_in_text(_SIDES, text)).union(*map(_sides, words)))


def opposed(one: Sense, other: Sense) -> bool:
    """Whether the two are each other's opposite.

    >>> opposed(sense("Where do you keep a safe key?"), sense("Where do you keep an unsafe key?"))
    True
    >>> opposed(sense("Why can't a public key be stored?"), sense("Why is a public key that cannot be stored used?"))
    False
    """
    if one.negations != other.negations:
        return True
    mine, theirs = one.sides - other.sides, other.sides - one.sides
    if any((pair, 1 - side) in theirs for pair, side in mine):
        return True
    others = other.words - one.words
    return any(not others.isdisjoint(_turned(word)) for word in one.words - other.words)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text.replace("’", "'")).casefold()


# --- words of the language files, found in a text ---


@dataclass(frozen=True, slots=True)
class _Finder(Generic[Label]):
    """Entries with their labels, by the way in which they are looked for.

    of_words   whole words, beginnings, endings, and what stands anywhere in a word
    of_texts   phrases, and words of scripts without spaces; `pattern` finds them
    """

    of_words: tuple[Mapping[str, Sequence[Label]], ...]
    of_texts: Mapping[str, Sequence[Label]]
    pattern: re.Pattern[str]


def _finder(entries: Iterable[tuple[str, Label]]) -> _Finder[Label]:
    of_words: tuple[dict[str, list[Label]], ...] = ({}, {}, {}, {})
    of_texts: dict[str, list[Label]] = {}
    patterns: dict[str, str] = {}
    for entry, label in entries:
        bare = _folded(entry.strip("*"))
        if _UNSPACED.search(bare) or not _WORD.fullmatch(bare):
            of_texts.setdefault(bare, []).append(label)
            patterns[bare] = _bounded(entry, bare)
        else:
            kind = entry.endswith("*") + 2 * entry.startswith("*")
            of_words[kind].setdefault(bare, []).append(label)
    longest_first = sorted(patterns, key=len, reverse=True)  # "not only" says something else than "not"
    return _Finder(of_words, of_texts, re.compile("|".join(map(patterns.__getitem__, longest_first)) or "(?!)"))


def _bounded(entry: str, bare: str) -> str:
    free = _UNSPACED.search(bare) is not None
    before = "" if free or entry.startswith("*") else rf"(?<![{_LETTER}])"
    after = "" if free or entry.endswith("*") else rf"(?![{_LETTER}])"
    return f"{before}{re.escape(bare)}{after}"


def _of_word(finder: _Finder[Label], word: str) -> Iterator[Label]:
    whole, beginnings, endings, inside = finder.of_words
    yield from whole.get(word, ())
    for cut in range(1, len(word) + 1):
        yield from beginnings.get(word[:cut], ())
        yield from endings.get(word[-cut:], ())
    for part, labels in inside.items():
        if part in word:
            yield from labels


def _in_text(finder: _Finder[Label], text: str) -> Iterator[Label]:
    for match in finder.pattern.finditer(text):
        yield from finder.of_texts[match[0]]


def _both_ways(pairs: Pairs) -> list[tuple[str, str]]:
    folded = [(_folded(one), _folded(other)) for one, other in pairs]
    return [*folded, *((other, one) for one, other in folded)]


_NEGATIONS = _finder(
    [*((entry, True) for entry in _WORDS.negations), *((entry, False) for entry in _WORDS.no_negations)]
)
_BEGINNINGS, _ENDINGS = map(_both_ways, (_WORDS.opposite_beginnings, _WORDS.opposite_endings))
_SIDES = _finder((entry, (pair, side)) for pair, both in enumerate(_WORDS.opposites) for side, entry in enumerate(both))


@lru_cache(maxsize=20_000)
def _negates(word: str) -> bool:
    found = list(_of_word(_NEGATIONS, word))
    return bool(found) and all(found)


@lru_cache(maxsize=20_000)
def _sides(word: str) -> frozenset[Side]:
    return frozenset(_of_word(_SIDES, word))


@lru_cache(maxsize=20_000)
def _turned(word: str) -> frozenset[str]:
    """What the word becomes with another beginning or ending: "safe" and "unsafe", "useful" and "useless"."""
    begun = (
        other + word[len(one) :]
        for one, other in _BEGINNINGS
        if word.startswith(one) and len(word) - len(one) >= _SHORTEST
    )
    ended = (
        word[: len(word) - len(one)] + other
        for one, other in _ENDINGS
        if word.endswith(one) and len(word) - len(one) >= _SHORTEST
    )
    return frozenset([*begun, *ended])
