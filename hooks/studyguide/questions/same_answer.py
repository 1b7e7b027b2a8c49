"""How far two answers say the same: it tells one question in two files from two that have the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from rapidfuzz import fuzz

from ..words import wording
from ..words.grammar import SEARCH_FILLERS, SMALL_WORDS
from ..words.opposites import Sense, opposed, sense
from ..words.pieces import little_words

# From here on two answers say nearly the same, the same, and may say the same; below the last they do not.
NEARLY, SURE, LIKELY, UNLIKE = 0.7, 0.55, 0.35, 0.25

_LONGEST = 2000  # characters; what an answer says it says at first
_STEM = 5  # letters of a word that its forms have in common
_SHORT = 40  # words; in so short an answer a negation turns the whole
_FEW = 5  # shared words below which only nearly the same text is sure
_SAME_TEXT = 78.0

_LITTLE = SMALL_WORDS | SEARCH_FILLERS


@dataclass(frozen=True, slots=True)
class _Said:
    """An answer as it is compared: the beginnings of its telling words, all words in order, what could be turned."""

    stems: frozenset[str]
    text: str
    sense: Sense | None


def agreement(one: str, other: str) -> float | None:
    """From 0 to 1; None where it cannot be told, since an answer is missing or says nothing in words.

    >>> agreement("A board on a wall that holds books.", "A board that holds books, on the wall.")
    1.0
    >>> agreement("A board on a wall that holds books.", "A layer of the sea floor near the coast.")
    0.0
    """
    first, second = _said(one[:_LONGEST]), _said(other[:_LONGEST])
    if not first.stems or not second.stems:
        return None
    shared = len(first.stems & second.stems)
    # A short answer may be held by a long one, and yet the long one say more.
    held = shared / min(len(first.stems), len(second.stems))
    alike = 2 * shared / (len(first.stems) + len(second.stems))
    found = (held + alike) / 2
    if first.sense and second.sense and opposed(first.sense, second.sense):
        found /= 2
    return round(found, 3)


def surely_agree(one: str, other: str) -> bool:
    """Whether they say the same in so many words that it is no chance.

    >>> surely_agree("const box = 3", "Write box = 3, or const."), surely_agree("const box = 3", "const box = 3;")
    (False, True)
    """
    first, second = _said(one[:_LONGEST]), _said(other[:_LONGEST])
    many = len(first.stems & second.stems) >= _FEW or fuzz.token_sort_ratio(first.text, second.text) >= _SAME_TEXT
    return many and (agreement(one, other) or 0.0) >= SURE


# --- over a whole guide ---

_RARE = 4  # answers; a word that no more of them have brings them together
_RAREST = 8  # words of an answer


@dataclass(frozen=True, slots=True)
class Shared:
    """What two answers have in common, each word weighed by how few others have it.

    share  how much of what both say, from 0 to 1
    words  how many words that few have
    least  how many telling words the shorter one has: "112" may be the answer to anything
    """

    share: float
    words: int
    least: int = 0


class Rarity:
    """Answers of many questions, by what few of them say.

    >>> rope, hose = ["Wind it and hang it."], ["Drain it, wind it."]
    >>> Rarity([rope, hose, ["Sea."], ["Sand."]]).shared(0, 1)(["en"]).words
    1
    """

    def __init__(self, answers: Sequence[Sequence[str]]) -> None:
        self._stems = [
            frozenset(_one(stem) for text in some for stem in _said(text[:_LONGEST]).stems) for some in answers
        ]
        self._spread = Counter(stem for stems in self._stems for stem in stems)

    def rarest(self, number: int) -> list[str]:
        """What brings an answer together with others."""
        found = sorted((self._spread[stem], stem) for stem in self._stems[number])
        return [stem for spread, stem in found if 1 < spread <= _RARE][:_RAREST]

    def shared(self, one: int, other: int) -> Callable[[Collection[str]], Shared]:
        """What two answers share, as soon as their languages are known, whose little words say nothing."""
        return lambda languages: self._shared(one, other, languages)

    def _shared(self, one: int, other: int, languages: Collection[str]) -> Shared:
        little = _little_stems(frozenset(languages))
        first, second = self._stems[one] - little, self._stems[other] - little
        weights = {stem: self._weight(stem, (stem in first) + (stem in second)) for stem in first | second}
        ours, theirs = (sum(weights[stem] for stem in stems) for stems in (first, second))
        both = [weights[stem] for stem in first & second]
        half = log(len(self._stems) + 1) / 2
        # A short answer may be held by a long one, and yet the long one say more.
        share = (sum(both) / min(ours, theirs) + 2 * sum(both) / (ours + theirs)) / 2 if both else 0.0
        return Shared(share, sum(weight >= half for weight in both), min(len(first), len(second)))

    def _weight(self, stem: str, here: int) -> float:
        """The more, the fewer others have it besides those of the two that do."""
        return log((len(self._stems) + 1) / (self._spread[stem] - here + 1))


def _one(stem: str) -> str:
    """Of what may be many: a short word is its own stem.

    >>> _one("ropes"), _one("rope"), _one("s")
    ('rope', 'rope', 's')
    """
    return stem.removesuffix("s") or stem


@lru_cache(maxsize=1000)
def _little_stems(languages: frozenset[str]) -> frozenset[str]:
    return frozenset(_one(word[:_STEM]) for word in little_words(languages))


@lru_cache(maxsize=5000)
def _said(answer: str) -> _Said:
    text = wording.running(answer)
    words = wording.words(text)
    stems = {stem for word in words for stem in _stems(word)}
    return _Said(frozenset(stems), " ".join(words), sense(text) if len(words) <= _SHORT else None)


def _stems(word: str) -> list[str]:
    if wording.UNSPACED.search(word):
        return [word[at : at + 2] for at in range(max(len(word) - 1, 1))]
    return [] if word in _LITTLE else [word[:_STEM].rstrip("+#")]
