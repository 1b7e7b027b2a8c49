"""How surely one wording of a question is an edit of another: what an id may follow, and what it must not.

Following an edit too far makes an old link lead to another question; not following it only retires the link. So
whatever may change what is asked (a number, a negation, a name, an opposite, a direction) forbids to follow.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from re import findall

from rapidfuzz import fuzz

from ..words import wording
from ..words.grammar import COMPARING, DIRECTIONS, EMPTY_WORDS, ORDERS
from ..words.opposites import Sense, opposed, sense

# An edit reaches this; of several hundred real questions hardly any two do that ask different things.
LIKELY = 78.0

# A word exchanged for another is an edit only among this many that stay: "reduce", "shorten" cold starts of functions.
_AMONG = 4

# As alike as the forms of one word are: "bucket", "buckets".
_FORMS = 70.0


@dataclass(frozen=True, slots=True)
class Terms:
    """A wording taken apart once, to be compared often; `text` is its telling words in order of the alphabet."""

    text: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    names: frozenset[str]
    compares: bool
    directed: bool
    sense: Sense


def telling(words: Sequence[str], vendors: Collection[str] = ()) -> list[str]:
    """The words that say what is asked about; the makers of the guide's services say nothing."""
    first = 1 if words and words[0] in ORDERS else 0
    return [word for word in words[first:] if word not in EMPTY_WORDS and word not in vendors]


def terms(text: str, vendors: Collection[str] = ()) -> Terms:
    """What of a plain wording is compared."""
    found = wording.words(text)
    kept = telling(found, vendors) or found
    return Terms(
        text=" ".join(sorted(kept)),
        words=tuple(kept),
        numbers=tuple(sorted(word for word in found if any(map(str.isdigit, word)))),
        names=frozenset(word.casefold() for word in findall(r"\w+", text) if sum(map(str.isupper, word)) > 1),
        compares=any(word in COMPARING for word in found),
        directed=any(word in DIRECTIONS for word in found),
        sense=sense(text),
    )


def likeness(first: Terms, second: Terms) -> float:
    """From 0 to 100; 0 where the difference changes what is asked.

    >>> old = terms("How do you keep books dry in a WB box?")
    >>> likeness(old, terms("How would you keep the books dry in WB boxes?")) > LIKELY
    True
    >>> likeness(old, terms("How do you keep books dry in a CB box?"))
    0.0
    """
    return 0.0 if _asks_something_else(first, second) else fuzz.ratio(first.text, second.text)


def _asks_something_else(first: Terms, second: Terms) -> bool:
    only_first, only_second = set(first.words) - set(second.words), set(second.words) - set(first.words)
    new, gone = _without_forms(only_second, only_first), _without_forms(only_first, only_second)
    return (
        first.numbers != second.numbers
        or not (only_first | only_second).isdisjoint(first.names | second.names)
        or opposed(first.sense, second.sense)
        or (first.compares and second.compares and bool(new or gone))
        or (bool(new and gone) and len(set(first.words) & set(second.words)) < _AMONG * max(len(new), len(gone)))
        or (first.directed and second.directed and _in_another_order(first, second))
    )


def _in_another_order(first: Terms, second: Terms) -> bool:
    """From here to there is not from there to here."""
    return first.text == second.text and first.words != second.words


def _without_forms(words: set[str], others: set[str]) -> set[str]:
    return {word for word in words if not any(fuzz.ratio(word, other) >= _FORMS for other in others)}
