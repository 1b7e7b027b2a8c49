"""Whether two places that did not merge by themselves may ask the same after all: what is proposed to a maintainer.

A proposal costs a look. So what makes another question of an edit (`edited_question.EVIDENCE`) keeps two apart here,
and so does one phrase in the place of another: "coil a rope", "coil a hose". For the rest their words speak, in any
language whose little words are known, and of their answers the words that few others have.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass

from rapidfuzz import fuzz

from ..words import signed
from ..words.grammar import GENERIC_WORDS
from ..words.opposites import Sense, opposed
from .changed_words import Change
from .edited_question import Edit, weigh
from .same_answer import LIKELY as ALIKE
from .same_answer import NEARLY, SURE, UNLIKE, Shared
from .same_question import Form

# Words with so long a beginning in common, and so much of both, may be forms of one.
_BEGINNING = 4
_OF_BOTH = 0.6
# Answers that agree so far make the same words, and others with some in common, worth a look.
_AGAIN = 0.4
_NEARLY_WORDED = 75.0
_MOST_SIGNS = 0.7
_TOLD_ALIKE = 0.85  # of so alike answers the questions need share but one word
_SUBJECT = 2  # so many telling words name a subject by themselves
_FRAME = 2  # words
_TALE = 5  # telling words


@dataclass(frozen=True, slots=True)
class Pair:
    """Two places as they are compared.

    change    what of the words of the first stands in the second
    home      the service that both are about, if they are about the same
    at_home   words of its name
    abroad    they need not be about the same thing: another service, or none and another file
    unplaced  neither is about a service
    said      how far their answers say the same; nothing where one is missing
    told      what the answers share, by how rare it is
    """

    one: Form
    other: Form
    change: Change
    home: frozenset[str]
    at_home: frozenset[str]
    abroad: bool
    unplaced: bool
    said: float | None
    told: Shared

    @property
    def begin_alike(self) -> bool:
        """Whether their first words, which say what is asked for, are the same."""
        old, new = self.change.old.pieces, self.change.new.pieces
        return old[:_FRAME] == new[:_FRAME]

    @property
    def name_the_same(self) -> bool:
        """Whether they name the same services; what both are about need not be named by both."""
        return self.one.names ^ self.other.names <= self.home

    @property
    def frames_agree(self) -> bool:
        """Whether they ask in the same way, as far as it can be told; of one word it can be told by a definition."""
        old, new = self.change.old, self.change.new
        defined = old.defines == new.defines or self.change.kept >= _SUBJECT
        return (old.kinds == new.kinds or self.begin_alike) and defined and _kinds_agree(self.one, self.other)

    @property
    def replaced(self) -> bool:
        """One phrase stands where another stood, and all the rest, or most words, are the same."""
        one = self.change
        return one.exchanged and (one.in_its_place or 2 * one.around > min(len(one.old.pieces), len(one.new.pieces)))


def likelihood(pair: Pair) -> float:
    """From 0 to 100: how likely the two ask the same; 0 where it is not worth a maintainer's look."""
    if _of_other_things(pair) or opposed(*_senses(pair)):
        return 0.0
    return next((likely for likely, holds in RULES if holds(pair)), 0.0)


def _senses(pair: Pair) -> tuple[Sense, Sense]:
    """What could be turned round: in all languages where a wording may be English, since notes mix others into it."""
    old, new = pair.change.old, pair.change.new
    return (pair.one.sense, pair.other.sense) if "en" in old.languages | new.languages else (old.sense, new.sense)


def _of_other_things(pair: Pair) -> bool:
    """Whether the two name different services or words with signs ("==", "&&"), or lean on sections that need not be
    about the same."""
    a, b = pair.one, pair.other
    lean = (a.leans or b.leans) if pair.abroad else (a.leans and b.leans and pair.unplaced)
    signs = all(any(map(signed.SIGNED.fullmatch, words)) for words in (pair.change.gone, pair.change.come))
    return lean or signs or not (a.names <= b.names or b.names <= a.names)


def _answers_alike(pair: Pair, least: float) -> bool:
    return pair.said is not None and pair.said >= least


def _unlike(pair: Pair) -> bool:
    return pair.said is not None and pair.said < UNLIKE


def _forbidden(pair: Pair) -> bool:
    return weigh(Edit(pair.change)).forbidden


# --- the rules of English, and two answers ---


def _same_form(pair: Pair) -> bool:
    """One form in two places that did not merge; in two services it names its subject, or the answers agree."""
    a = pair.one
    if not {*a.keys} & {*pair.other.keys}:
        return False
    if not pair.abroad or (_answers_alike(pair, _AGAIN) and not a.depends):
        return True
    return _names_its_subject(pair)


def _names_its_subject(pair: Pair) -> bool:
    """So many words that it says by itself what it is about, or a name; of another word the answers must have something
    to say."""
    words = [word for word in pair.change.old.telling if word not in GENERIC_WORDS]
    written = any(len(word) > 1 for word in pair.change.old.names & pair.change.new.names)
    return len(words) >= _SUBJECT or bool(pair.one.names) or written or (bool(words) and pair.told.words > 0)


def _same_matter(pair: Pair) -> bool:
    """The same matter, asked from the same side, in the same way or with an answer that may say the same."""
    a, b = pair.one, pair.other
    if _unlike(pair) or a.sides != b.sides or not (a.matter or a.names or a.sides) or _things(a) != _things(b):
        return False
    if not _alike_words(a.matter, b.matter) or not _kinds_agree(a, b):
        return False
    exact = a.matter == b.matter and a.kind == b.kind
    return (exact and not pair.abroad) or _answers_alike(pair, SURE if pair.abroad else ALIKE)


def _things(asked: Form) -> set[str]:
    """The services that are named, each by itself or by a part."""
    return {word for word in asked.words if word.startswith("@")}


def _kinds_agree(a: Form, b: Form) -> bool:
    """What two things are and how they differ has one answer; how something is done has another."""
    return a.kind == b.kind or "" in (a.kind, b.kind) or {a.kind, b.kind} == {"what", "difference"}


def _asks_more(pair: Pair) -> bool:
    """One asks what the other asks, and for a further side of it, or both ask the same first."""
    a, b = pair.one, pair.other
    if _unlike(pair) or (pair.abroad and not _answers_alike(pair, ALIKE)):
        return False
    if (a.tail and a.tail in b.keys) or (b.tail and b.tail in a.keys):
        return True
    first = a.head in b.keys or b.head in a.keys or bool(a.head and a.head == b.head)
    return first and a.matter == b.matter and a.names == b.names


def _one_says_more(pair: Pair) -> bool:
    """One says a word more of the matter, and the answers say the same."""
    a, b = pair.one, pair.other
    less, more = sorted((a.matter, b.matter), key=len)
    more_of_it = less < more and bool(less or a.names)
    return _answers_alike(pair, SURE) and more_of_it and a.kind == b.kind and a.names == b.names


def _nearly_the_same(pair: Pair) -> bool:
    """Nearly the same wording, no word of it exchanged for another, and nearly the same answer."""
    a, b = pair.one, pair.other
    if not _answers_alike(pair, NEARLY) or a.names != b.names:
        return False
    if a.unspaced:
        most = len(a.matter & b.matter) >= _MOST_SIGNS * max(len(a.matter), len(b.matter))
        return most and not pair.replaced and not _forbidden(pair)
    exchanged = _without_alike(a.matter, b.matter) and _without_alike(b.matter, a.matter)
    return not exchanged and fuzz.token_sort_ratio(a.exact, b.exact) >= _NEARLY_WORDED


def _bare_letters(exact: str) -> str:
    """Without spaces and accents: whether a compound has a hyphen, and who leaves out accents, makes no question."""
    return "".join(char for char in unicodedata.normalize("NFKD", exact) if char.isalnum())


def _in_other_words(pair: Pair) -> bool:
    """Other words with something in common, and the answers say the same. One word for another is another thing."""
    a, b = pair.one, pair.other
    if pair.replaced or _forbidden(pair) or _says_too_little(pair):
        return False
    ours, theirs = _without_alike(a.matter, b.matter), _without_alike(b.matter, a.matter)
    shared = len(a.matter) - len(ours)
    reworded = bool(ours and theirs) and len(ours) + len(theirs) > 2 and shared > 0
    same_kind = a.kind == b.kind and a.kind != "difference" and pair.name_the_same
    return _answers_alike(pair, _AGAIN if shared > 1 else _TOLD_ALIKE) and reworded and same_kind


# --- any language, and what is rare ---


def _same_letters(pair: Pair) -> bool:
    return not pair.abroad and _bare_letters(pair.one.exact) == _bare_letters(pair.other.exact)


def _same_telling(pair: Pair) -> bool:
    """All telling words, asked in the same way; what was written differently below it may be two halves of one."""
    one = pair.change
    added = {*one.gone, *one.come} - pair.at_home
    if added or one.akin or _forbidden(pair) or not pair.frames_agree:
        return False
    if one.old.compares != one.new.compares or (one.in_another_order and not one.old.compares):
        return False
    if pair.abroad:
        return one.letter and _names_its_subject(pair)
    return _speaks_by_itself(pair) and (one.letter or _answers_alike(pair, ALIKE))


def _speaks_by_itself(pair: Pair) -> bool:
    return any(word not in GENERIC_WORDS for word in pair.change.old.telling)


def _says_all_of_it(pair: Pair) -> bool:
    """A whole tale, and the same with a title before it, or with the question first."""
    one = pair.change
    tale = one.kept >= _TALE and (one.all_kept or _stands_in_the_other(one))
    return tale and not _forbidden(pair) and not _unlike(pair)


def _stands_in_the_other(one: Change) -> bool:
    short, long = sorted((one.old.pieces, one.new.pieces), key=len)
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def _told_again(pair: Pair) -> bool:
    """Other words, and answers that share what few others say: the more of it, the less the words need share."""
    one = pair.change
    if pair.replaced or _forbidden(pair) or _asks_for_something_else(pair) or _says_too_little(pair):
        return False
    words = {*one.old.telling} - {*one.gone} - GENERIC_WORDS
    kept = len(words)
    least = next(share for least, share in _SHARES if kept >= least) * (_OF_SIGNS if pair.one.unspaced else 1)
    many = pair.told.words >= _SAID or (pair.told.words > 0 and kept > _SAID)
    return many and (kept > 0 or not pair.abroad) and pair.told.share >= least + (_ABROAD if pair.abroad else 0)


def _says_too_little(pair: Pair) -> bool:
    """A number or a name, which may be the answer to many questions; it must say the more, the less these share."""
    few = _FEW_SIGNS if pair.one.unspaced else _FEW
    return pair.told.least < few - max(0, pair.change.kept - 1) and pair.change.kept <= _SUBJECT


_FEW, _FEW_SIGNS = 3, 5  # words; where a script puts no spaces, each two signs

# Of so many telling words that both wordings have, so much of the shorter answer must stand in the other.
_SHARES = ((3, 0.45), (2, 0.5), (1, 0.55), (0, 0.6))
_SAID = 2  # rare words
_ABROAD = 0.1
_OF_SIGNS = 0.75  # where each two signs count as a word, some of them belong to none


def _asks_for_something_else(pair: Pair) -> bool:
    one = pair.change
    old, new = one.old, one.new
    apart = bool(old.kinds and new.kinds) and old.kinds.isdisjoint(new.kinds)
    return apart or old.compares != new.compares or not pair.name_the_same or _asks_for_a_part(one)


def _asks_for_a_part(one: Change) -> bool:
    """What something is is asked here, and something of it there: no word of the definition has gone."""
    more_there = one.old.defines and not one.gone and bool(one.come)
    more_here = one.new.defines and not one.come and bool(one.gone)
    return more_there or more_here


# Why two wordings may be one question, the most telling first, with how likely they then are.
RULES: tuple[tuple[float, Callable[[Pair], bool]], ...] = (
    (100.0, _same_form),
    (95.0, _same_matter),
    (95.0, _same_letters),
    (90.0, _asks_more),
    (90.0, _same_telling),
    (85.0, _nearly_the_same),
    (80.0, _one_says_more),
    (75.0, _says_all_of_it),
    (70.0, _in_other_words),
    (65.0, _told_again),
)


def _alike_words(some: Collection[str], others: Collection[str]) -> bool:
    return not _without_alike(some, others) and not _without_alike(others, some)


def _without_alike(words: Collection[str], others: Collection[str]) -> set[str]:
    return {word for word in words if not any(_forms(word, other) for other in others)}


def _forms(word: str, other: str) -> bool:
    """Whether they may be forms or spellings of one word: long beginnings in common, and no figures."""
    if word == other:
        return True
    common = next(
        (at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
    )
    long = common >= _BEGINNING and common >= _OF_BOTH * max(len(word), len(other))
    return long and not any(map(str.isdigit, word + other))
