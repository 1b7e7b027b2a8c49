"""Forms of questions in languages that have no rules for merging: what something is, and how two things differ.

For English there are rules (`[[same]]` in its file). Of another language the little words are known, and how it asks
for a definition; so the form is what is left without these. Nothing else may stand there that could turn what is asked:
no negation, no quantity, no time or place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..words import scales
from ..words.asking import defined
from ..words.opposites import sense
from ..words.pieces import Piece, Said, is_unspaced, little_words, pieces, said
from ..words.vocabulary import GRAMMARS

_COMPARED = 2  # things; of more words the order says what belongs together


def forms(question: str) -> Iterator[str]:
    """The forms of a plain wording that is not English; none where it may be, or where it asks for anything else.

    >>> [*forms("Was ist ein Seil?")] == [*forms("Was ist das Seil?")] == ["defines seil"], [*forms("What is rope?")]
    (True, [])
    >>> [*forms("Was ist der Unterschied zwischen Tau und Seil?")], [*forms("Was ist kein Seil?")]
    (['compares seil | tau'], [])
    """
    found = said(question)
    if "en" in found.languages or found.kinds or found.numbers or _could_be_turned(question, found):
        return
    comparing = frozenset(word for name in found.languages for word in GRAMMARS[name].comparing)
    if any(piece.text in comparing for piece in found.pieces) or _holds_unspaced(comparing, question):
        things = sorted(piece.text for piece in found.telling if not _compares(piece.text, comparing))
        yield from [f"compares {' | '.join(things)}"] if len(things) == _COMPARED else []
    elif found.telling:
        words = _without_an_article(pieces(defined(question)), little_words(found.languages))
        yield from [f"defines {' '.join(words)}"] if words else []


def _could_be_turned(question: str, found: Said) -> bool:
    held = scales.held(question, found.languages)
    places = held.quantities or held.modals or held.relations or held.ways
    return bool(places) or sense(question, found.languages).negations > 0


def _holds_unspaced(words: Iterable[str], text: str) -> bool:
    return any(word in text for word in words if is_unspaced(word))


def _compares(word: str, comparing: Iterable[str]) -> bool:
    """Whether it is such a word, or the part of one that is left where a script puts no spaces."""
    return any(word == other or (is_unspaced(word) and word in other) for other in comparing)


def _without_an_article(words: list[Piece], little: frozenset[str]) -> list[str]:
    """Without the first word if that is a little one and others follow."""
    said_ = [word.text for word in words]
    return said_[1:] if len(said_) > 1 and said_[0] in little else said_
