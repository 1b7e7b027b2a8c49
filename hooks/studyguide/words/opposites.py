"""Whether one text asks for the opposite of what another asks: by a negation, a pair of opposites, or a prefix.

Merging and ids ask here, so what keeps two questions apart also keeps a link from leading to the other one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Generic, TypeVar

from .vocabulary import GRAMMARS, VOCABULARY, Pairs

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


def sense(text: str, languages: Collection[str] = GRAMMARS) -> Sense:
    """What of a plain text in one of these languages can be turned into its opposite.

    >>> sense("A door that isn't locked, without a public key").negations
    2
    >>> sense("Qual é o papel no processo?").negations, sense("Qual é o papel no processo?", ["pt"]).negations
    (1, 0)
    """
    text = _folded(text)
    words = _WORD.findall(text)
    spoken = frozenset(languages)
    inside = (_in_all(_NEGATIONS.of_texts[match[0]]) for match in _NEGATIONS.pattern.finditer(text))
    negations = sum(not names.isdisjoint(spoken) for names in (*map(_negates, words), *inside))
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
    phrases: dict[str, str] = {}
    for entry, label in entries:
        bare = _folded(entry.strip("*"))
        if _UNSPACED.search(bare) or not _WORD.fullmatch(bare):
            of_texts.setdefault(bare, []).append(label)
            phrases[bare] = entry
        else:
            kind = entry.endswith("*") + 2 * entry.startswith("*")
            of_words[kind].setdefault(bare, []).append(label)
    return _Finder(of_words, of_texts, any_of(phrases))


def any_of(entries: Mapping[str, str]) -> re.Pattern[str]:
    """What finds entries, given by what they are without their stars, as whole words where words have borders.

    The longest first: "not only" says something else than "not".
    """
    longest_first = sorted(entries, key=len, reverse=True)
    # Borders that neighbours share stand once: with its own around each, a pattern takes many times longer to compile.
    alike = groupby(longest_first, key=lambda bare: _borders(entries[bare], bare))
    parts = (f"{before}(?:{'|'.join(map(re.escape, bare))}){after}" for (before, after), bare in alike)
    return re.compile("|".join(parts) or "(?!)")


def _borders(entry: str, bare: str) -> tuple[str, str]:
    free = _UNSPACED.search(bare) is not None
    before = "" if free or entry.startswith("*") else rf"(?<![{_LETTER}])"
    after = "" if free or entry.endswith("*") else rf"(?![{_LETTER}])"
    return before, after


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
    [
        *((entry, (name, True)) for name, grammar in GRAMMARS.items() for entry in grammar.negations),
        *((entry, (name, False)) for name, grammar in GRAMMARS.items() for entry in grammar.no_negations),
    ]
)
_BEGINNINGS, _ENDINGS = map(_both_ways, (_WORDS.opposite_beginnings, _WORDS.opposite_endings))
_SIDES = _finder((entry, (pair, side)) for pair, both in enumerate(_WORDS.opposites) for side, entry in enumerate(both))


@lru_cache(maxsize=20_000)
def _negates(word: str) -> frozenset[str]:
    """The languages in which the word says no; none where it only looks so in one of them."""
    return _in_all(_of_word(_NEGATIONS, word))


def _in_all(found: Iterable[tuple[str, bool]]) -> frozenset[str]:
    labels = list(found)
    return frozenset(name for name, _ in labels) if all(turns for _, turns in labels) else frozenset()


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
