"""What became of the words of a question when it was edited: which stayed, which came, which changed places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz

from ..records import ANYTHING, Subject
from ..words import scales
from ..words.asking import asks_for_a_definition
from ..words.grammar import ORDERS
from ..words.opposites import Sense, sense
from ..words.pieces import Piece, Said, is_name, is_unspaced, said, same_word
from ..words.vocabulary import GRAMMARS
from .same_question import form

# A wording may be an essay; its beginning tells it from the others.
_LONGEST = 500
_ACRONYM = range(2, 8)  # letters
_PHRASE = 3  # words that may stand in each other's place
_LETTER = re.compile("[^\\W\\d_]|[ivxlcdm]+")
_SYMBOLS = ("Sm", "Sc", "So")  # of Unicode: of mathematics, of money, and others
# A word that became like another: so many letters from its beginning are the same, or all but for a slip.
_BEGINNING, _OF_IT = 4, 0.55
_SLIP, _ALIKE = 6, 83.0


@dataclass(frozen=True, slots=True)
class Terms:
    """A wording taken apart once, to be compared often.

    text     its telling words in order of the alphabet, for a first look by letters
    pieces   all its words
    telling  what it is about, in its order
    names    those of its words that are written like names
    things   the services that it names
    forms    what it is by the rules by which questions merge, where these know its language
    signs    what is neither a letter nor punctuation
    defines  it asks what something is
    """

    text: str
    pieces: tuple[str, ...]
    telling: tuple[str, ...]
    names: frozenset[str]
    numbers: tuple[int, ...]
    kinds: frozenset[str]
    things: frozenset[str]
    forms: frozenset[str]
    signs: tuple[str, ...]
    compares: bool
    directed: bool
    defines: bool
    sense: Sense
    held: scales.Held
    languages: frozenset[str]


@lru_cache(maxsize=20_000)
def terms(text: str, subject: Subject = ANYTHING) -> Terms:
    """What of a plain wording is compared; the makers of the guide's services say nothing."""
    text = text[:_LONGEST]
    found = said(text)
    words = tuple(piece.text for piece in found.pieces)
    comparing, directions = _of(found.languages, "comparing"), _of(found.languages, "directions")
    telling = _telling(found, subject.vendors, comparing)
    return Terms(
        text=" ".join(sorted(telling)),
        pieces=words,
        telling=telling,
        names=frozenset(piece.text for piece in found.pieces if is_name(piece)),
        numbers=found.numbers,
        kinds=found.kinds,
        things=form(text, subject).names if subject.services else frozenset(),
        forms=frozenset(form(text, subject).keys) if "en" in found.languages else frozenset(),
        signs=signs(text),
        compares=_holds(comparing, words, text),
        directed=_holds(directions, words, text),
        defines=asks_for_a_definition(text),
        sense=sense(text, found.languages),
        held=scales.held(text, found.languages),
        languages=found.languages,
    )


def _telling(found: Said, vendors: Sequence[str], comparing: frozenset[str]) -> tuple[str, ...]:
    telling: list[Piece] = [piece for piece in found.telling if piece.text not in vendors]
    if len(telling) > 1 and telling[0].text in ORDERS and telling[0] == found.pieces[0]:
        telling = telling[1:]
    kept = [piece for piece in telling if piece.text not in comparing] or telling or list(found.telling)
    return tuple(piece.text for piece in kept)


def signs(text: str) -> tuple[str, ...]:
    """Signs that are no punctuation, by which alone two wordings may differ.

    >>> signs("Is ♯ more than ♭, or a < b?")
    ('<', '♭', '♯')
    >>> signs("50 % of a * b & c @ d, #e / f"), signs("a_b - (c)."), signs("Is it £5 or 5 €?")
    (('#', '%', '&', '*', '/', '@'), (), ('£', '€'))
    """
    return tuple(sorted(sign for sign in text if unicodedata.category(sign) in _SYMBOLS or sign in "*&%@#/"))


@lru_cache(maxsize=1000)
def _of(languages: frozenset[str], key: str) -> frozenset[str]:
    return frozenset(word for name in languages for word in getattr(GRAMMARS[name], key))


def _holds(entries: frozenset[str], words: Sequence[str], text: str) -> bool:
    return not entries.isdisjoint(words) or any(word in text for word in entries if is_unspaced(word))


# --- two wordings ---


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a wording.

    kept        how many telling words stayed, in whatever form; `share` which part of all that is
    places      where these stand now, in their old order
    gone, come  those that only the one has, or only the other
    akin        how many words became like ones: "secure", "security"
    letter      all words stayed, to the letter
    """

    old: Terms
    new: Terms
    places: tuple[int, ...]
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    akin: int = 0
    letter: bool = False

    @property
    def reversed(self) -> Change:
        """The same, from the new wording to the old one."""
        return replace(self, old=self.new, new=self.old, gone=self.come, come=self.gone)

    @property
    def kept(self) -> int:
        return len(self.places)

    @property
    def share(self) -> float:
        words = len(self.old.telling) + len(self.new.telling)
        return 2 * self.kept / words if words else 0.0

    @property
    def all_kept(self) -> bool:
        return not (self.gone or self.come or self.akin)

    @property
    def exchanged(self) -> bool:
        return bool(self.gone and self.come)

    @property
    def in_another_order(self) -> bool:
        return list(self.places) != sorted(self.places)

    @property
    def in_its_place(self) -> bool:
        """A few words stand where others stood, and all the rest is the same: "What is a stack?", then "a queue"."""
        begin, gone, come = _middle(self.old.pieces, self.new.pieces)
        return 0 < gone <= _PHRASE and 0 < come <= _PHRASE and max(len(self.old.pieces) - gone, begin) > 0

    @property
    def around(self) -> int:
        """How many words before and behind all that changed are the same."""
        _, gone, _ = _middle(self.old.pieces, self.new.pieces)
        return len(self.old.pieces) - gone

    @property
    def small_words_change_places(self) -> bool:
        """Two of them, apart from each other, and all other words stay: from the door to the wall, to … from …."""
        old, new = self.old.pieces, self.new.pieces
        moved = [at for at, words in enumerate(zip(old, new, strict=False)) if words[0] != words[1]]
        if len(old) != len(new) or len(moved) != 2 or moved[1] - moved[0] < 2 or self.in_another_order:
            return False
        return [old[at] for at in moved] == [new[at] for at in reversed(moved)]

    @property
    def endings_change_places(self) -> bool:
        """Two words in a row of the same words have taken each other's endings: who does it, and to whom."""
        changed = [words for words in zip(self.old.pieces, self.new.pieces, strict=False) if words[0] != words[1]]
        if len(self.old.pieces) != len(self.new.pieces) or len(changed) != 2 or changed[0] == changed[1][::-1]:
            return False
        ends = [(one[at:], other[at:]) for one, other in changed for at in [_middle(one, other)[0]] if at]
        return len(ends) == 2 and ends[0] == ends[1][::-1] and all(ends[0])

    @property
    def letter_for_letter(self) -> bool:
        """A letter or a Roman number stands where another stood, and one of them is no small word: type I, II."""
        begin, gone, come = _middle(self.old.pieces, self.new.pieces)
        if (gone, come) != (1, 1):
            return False
        one, other = self.old.pieces[begin], self.new.pieces[begin]
        telling = one in self.old.telling or other in self.new.telling
        return telling and all(_LETTER.fullmatch(word) and not is_unspaced(word) for word in (one, other))

    @property
    def adds_a_clause(self) -> bool:
        """All that is asked by the one is asked by the other, with words behind it that begin with a little one."""
        short, long = sorted((self.old.pieces, self.new.pieces), key=len)
        if self.exchanged or not self.kept or len(short) == len(long) or long[: len(short)] != short:
            return False
        first = long[len(short)]
        return not any(first == word or (is_unspaced(first) and first in word) for word in (*self.gone, *self.come))


@lru_cache(maxsize=20_000)
def change(old: Terms, new: Terms) -> Change:
    """What became of the words.

    >>> found = change(terms("How do you coil a rope?"), terms("How are long ropes coiled?"))
    >>> found.places, found.gone, found.come
    ((2, 1), (), ('long',))
    """
    if "".join(old.telling) == "".join(new.telling):  # without spaces, a little word may cut them elsewhere
        return Change(old, new, tuple(range(max(1, len(new.telling)))), letter=True)
    gone, come = dict(enumerate(old.telling)), dict(enumerate(new.telling))
    names = old.names | new.names
    places = _paired(gone, come, lambda one, other: (_same_name if names & {one, other} else same_word)(one, other))
    _still_as_many(gone, old, new)
    _still_as_many(come, new, old)
    _spell_out(gone, come, old, new)
    _spell_out(come, gone, new, old)
    akin = len(_paired(gone, come, _is_akin))
    letter = sorted(old.telling) == sorted(new.telling)
    return Change(old, new, places, tuple(gone.values()), tuple(come.values()), akin, letter)


def _paired(gone: dict[int, str], come: dict[int, str], alike: Callable[[str, str], bool]) -> tuple[int, ...]:
    """Takes out what both have; where that stands in the second."""
    places = []
    for at, word in [*gone.items()]:
        if (place := next((place for place, other in come.items() if alike(word, other)), None)) is not None:
            del gone[at], come[place]
            places.append(place)
    return tuple(places)


def _same_name(one: str, other: str) -> bool:
    """Names have no forms but "s" for many: VII is not VIII.

    >>> _same_name("apis", "api"), _same_name("vii", "viii")
    (True, False)
    """
    return one.removesuffix("s") == other.removesuffix("s")


def _is_akin(one: str, other: str) -> bool:
    """Alike enough to be a form, a part or a misspelling of the other, but perhaps another thing.

    >>> _is_akin("secure", "security"), _is_akin("recieve", "receive"), _is_akin("loop", "lope")
    (True, True, False)
    """
    if is_unspaced(one) or is_unspaced(other):
        return min(len(one), len(other)) > 1 and (one in other or other in one)
    begin, _, _ = _middle(tuple(one), tuple(other))
    longer = max(len(one), len(other))
    return begin >= max(_BEGINNING, _OF_IT * longer) or (longer >= _SLIP and fuzz.ratio(one, other) >= _ALIKE)


def _still_as_many(some: dict[int, str], mine: Terms, theirs: Terms) -> None:
    """Takes out words that say how many where the other wording says as many in another word: "each", "every"."""
    both = mine.languages & theirs.languages
    for at, word in [*some.items()]:
        if not scales.quantities(word, both).isdisjoint(theirs.held.quantities):
            del some[at]


def _spell_out(some: dict[int, str], others: dict[int, str], mine: Terms, theirs: Terms) -> None:
    """Takes out abbreviations whose words stand in the other wording, and these words, or that stand beside them."""
    for at, short in [*some.items()]:
        if short in mine.names and short.isalpha() and len(short) in _ACRONYM:
            spelled = _spelled(short, theirs.pieces)
            if spelled or _spelled(short, mine.pieces):
                del some[at]
            for place in [place for place, word in others.items() if word in spelled]:
                del others[place]


def _spelled(short: str, words: Sequence[str]) -> Sequence[str]:
    """The words in a row of which these are the first letters."""
    runs = (words[at : at + len(short)] for at in range(len(words) - len(short) + 1))
    return next((run for run in runs if short not in run and "".join(word[0] for word in run) == short), ())


def _middle(one: Sequence[str], other: Sequence[str]) -> tuple[int, int, int]:
    """How many are the same at the beginning, and how many of each are left between that and the same end.

    >>> _middle("abcde", "abxe")
    (2, 2, 1)
    """
    shorter = min(len(one), len(other))
    begin = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    end = next((at for at in range(shorter - begin) if one[-1 - at] != other[-1 - at]), shorter - begin)
    return begin, len(one) - begin - end, len(other) - begin - end
