"""Whether an edited question is still the same one: what an id may follow, what is proposed, and what it must not.

Following an edit too far makes an old link lead to another question; not following it only retires the link. So all
evidence is weighed: the words, the answer, the place. What the sum is not enough for is proposed, and a difference that
changes what is asked (a negation, a number, a name) forbids to follow, whatever else speaks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

from ..words.asking import asks
from ..words.opposites import opposed
from ..words.pieces import is_unspaced, pieces, same_word
from ..words.scales import exchanged
from .changed_words import Change, Terms
from .fingerprint import Resemblance

# From here on an edit is the same question, and from here on it is worth a maintainer's look.
FOLLOWED = 5
PROPOSED = 3

# An answer that shares more than the first is nearly the same, and one that shares less than the second is another.
_NEARLY, ANOTHER = 0.6, 0.25
# Words of which so many stay are mostly, or in part, the same.
_MOST, _SOME = 0.6, 0.3
_ROLES = 2
_WORD = 4  # letters by which a word and another form of it are the same
_BOTH = 2  # neighbours
_LOOKED_AT = 2000  # characters of an answer


@dataclass(frozen=True, slots=True)
class Edit:
    """A row of the ledger and a question that may be its own, with all that can be compared of them.

    answer      how much the answers have in common; nothing where one of them is missing or was not remembered
    own         no other question has this answer
    text        the answer as it is now
    neighbours  how many of the two neighbours are the same
    same_file, same_section   whether it stands in the same one
    of_service  the row's id names a service of the question
    """

    change: Change
    answer: Resemblance | None = None
    own: bool = True
    text: str = ""
    neighbours: int = 0
    same_file: bool = False
    same_section: bool = False
    of_service: bool = True


Holds = Callable[[Edit], bool]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What may hold of an edit, as a maintainer is told it; a weight of `NEVER` forbids to follow."""

    name: str
    weight: int
    holds: Holds


NEVER = -100


# --- answers and places ---


def _same_answer(edit: Edit) -> bool:
    return edit.answer is not None and edit.answer.same and edit.own


def _answer_shares(least: float) -> Holds:
    return lambda edit: edit.answer is not None and edit.answer.share >= least


def _answered_anew(edit: Edit) -> bool:
    return edit.answer is not None and edit.answer.share < ANOTHER


def _answered_otherwise(edit: Edit) -> bool:
    """The answer changed, and not because a clause was added and is answered, too."""
    return edit.answer is not None and not edit.answer.same and not edit.change.adds_a_clause


def _answer_stays_behind(edit: Edit) -> bool:
    """The answer speaks of what was asked and not of what is asked now."""
    one = edit.change
    if not (one.exchanged and one.in_its_place and edit.answer is not None and edit.answer.same):
        return False
    answer = edit.text[:_LOOKED_AT].casefold()
    found = [piece.text for piece in pieces(answer)]
    speaks = [
        _any(lambda word: any(same_word(word, other) for other in found), words) for words in (one.gone, one.come)
    ]
    return speaks == [True, False]


def _any(holds: Callable[[str], bool], words: tuple[str, ...]) -> bool:
    return any(map(holds, words))


def _beside(least: int) -> Holds:
    return lambda edit: edit.neighbours >= least


# --- words ---


def _same_words(edit: Edit) -> bool:
    one = edit.change
    return one.all_kept and one.kept > 0 and one.old.kinds == one.new.kinds


def _mostly_the_same(edit: Edit) -> bool:
    one = edit.change
    return one.in_its_place or 2 * (one.kept + one.akin) >= min(len(one.old.telling), len(one.new.telling))


def _turned(edit: Edit) -> bool:
    return opposed(edit.change.old.sense, edit.change.new.sense)


def _another_quantity(edit: Edit) -> bool:
    return exchanged(edit.change.old.held.quantities, edit.change.new.held.quantities) and _mostly_the_same(edit)


def _another_relation(edit: Edit) -> bool:
    return exchanged(edit.change.old.held.relations, edit.change.new.held.relations) and _mostly_the_same(edit)


def _another_way(edit: Edit) -> bool:
    return edit.change.in_its_place and exchanged(edit.change.old.held.ways, edit.change.new.held.ways)


def _other_parts(edit: Edit) -> bool:
    """Small words or endings that say who does what to whom, or from where to where, are in each other's place."""
    one = edit.change
    moved = one.small_words_change_places or one.endings_change_places
    return moved and not one.old.compares and not _same_answer(edit)


def _may_for_must(edit: Edit) -> bool:
    """Not where a way is asked for: "How must one …" is "How can one …"."""
    old, new = edit.change.old, edit.change.new
    ways = "how" in old.kinds & new.kinds
    return not ways and exchanged(old.held.modals, new.held.modals) and _mostly_the_same(edit)


def _quantities(edit: Edit) -> bool:
    """Whether one of the two says how many and the other does not."""
    one, other = edit.change.old, edit.change.new
    both = one.languages & other.languages
    return bool({place for place in one.held.quantities ^ other.held.quantities if place[0] in both})


def _numbers(edit: Edit) -> tuple[frozenset[int], frozenset[int]]:
    old, new = frozenset(edit.change.old.numbers), frozenset(edit.change.new.numbers)
    return old - new, new - old


def _numbers_change_places(edit: Edit) -> bool:
    """The same numbers in another order among the same words: three out of four is not four out of three."""
    one = edit.change
    old, new = one.old.numbers, one.new.numbers
    stay = one.all_kept and not one.in_another_order and not one.old.compares
    return stay and old != new and sorted(old) == sorted(new) and not _same_answer(edit)


def _another_sign(edit: Edit) -> bool:
    """One in place of another; one that came or went may stand for a word."""
    old, new = edit.change.old.signs, edit.change.new.signs
    exchanged_ = bool(set(old) - set(new)) and bool(set(new) - set(old)) and not _same_answer(edit)
    return exchanged_ or (old != new and _answered_anew(edit))


def _names(edit: Edit) -> tuple[frozenset[str], frozenset[str]]:
    one = edit.change
    return one.old.names.intersection(one.gone), one.new.names.intersection(one.come)


def _other_things(edit: Edit) -> bool:
    one, other = edit.change.old.things, edit.change.new.things
    return bool(one) and bool(other) and one.isdisjoint(other)


def _another_compared(edit: Edit) -> bool:
    one = edit.change
    return one.old.compares and one.new.compares and one.exchanged


def _a_word_for_another(edit: Edit) -> bool:
    one = edit.change
    return (one.exchanged and one.kept > 0) or (bool(one.gone or one.come) and one.in_its_place)


def _change_places(edit: Edit) -> bool:
    """Two words, and all others stay where they were: from here to there is not from there to here.

    So do two names, unless they are compared. Where a word took another form and the answer stays, it is the verb.
    """
    one = edit.change
    moved = [at for at, place in enumerate(one.places) if at != place]
    if one.old.compares or not one.all_kept or len(moved) != 2 or (not one.letter and _same_answer(edit)):
        return False
    names = one.letter and {one.old.telling[at] for at in moved} <= one.old.names
    return (one.old.directed and one.new.directed) or (names and not _same_answer(edit))


def _in_another_order(edit: Edit) -> bool:
    """Not where it is free: the answer stays what it was, or two things are compared and it changes only a little."""
    free = _same_answer(edit) or (edit.change.old.compares and not _answered_anew(edit))
    return edit.change.in_another_order and not free


def _asked_from_the_other_end(edit: Edit) -> bool:
    """What stood before all that tells ends the wording now, or what stood between leads it, or the reverse, and the
    answer is new: what causes it, or what it causes; what led to it, or to what it led."""
    old, new = edit.change.old, edit.change.new
    if not edit.change.all_kept or not _answered_anew(edit):
        return False
    return any(
        turned(*both) for turned in (_ends_in_what_leads, _begins_with_what_led_in) for both in _either(old, new)
    )


def _either(old: Terms, new: Terms) -> tuple[tuple[Terms, Terms], tuple[Terms, Terms]]:
    return (old, new), (new, old)


def _ends_in_what_leads(one: Terms, other: Terms) -> bool:
    last = one.pieces[-1]
    if last in one.telling or len(last) < _WORD:
        return False
    return any(word[:_WORD] == last[:_WORD] for word in takewhile(lambda word: word not in other.telling, other.pieces))


def _begins_with_what_led_in(one: Terms, other: Terms) -> bool:
    """A little word that led in a telling one leads the question now, by itself or as its ending: "zu", "wozu"."""
    first, rest = one.pieces[0], one.pieces[1:]
    if first in one.telling or first == other.pieces[0]:
        return False
    moved = (word for word in other.pieces[1:-1] if word not in rest and word not in other.telling)
    return any(_ends_in(first, word) and asks(word) <= 0 for word in moved)


def _ends_in(word: str, little: str) -> bool:
    return not is_unspaced(little) and (word == little or (len(little) > 1 and word.endswith(little)))


def _perhaps_other_roles(edit: Edit) -> bool:
    """Of three words one may be what the two others do to each other; "ropes coiled" is "coil a rope".

    Of two it may be so if neither took another form.
    """
    one = edit.change
    return one.all_kept and (one.kept > _ROLES or one.letter) and _in_another_order(edit)


def _other_kind(edit: Edit) -> bool:
    old, new = edit.change.old.kinds, edit.change.new.kinds
    return bool(old) and bool(new) and old.isdisjoint(new) and _mostly_the_same(edit)


def _no_longer_what_it_is(edit: Edit) -> bool:
    """What something is was asked, and now something else of it: what it is used for, who has it. Or the reverse."""
    old, new = edit.change.old, edit.change.new
    if not _answered_anew(edit) or old.forms & new.forms:
        return False
    return old.defines != new.defines or (old.defines and bool(old.forms and new.forms))


def _hardly_a_word_is_left(edit: Edit) -> bool:
    """Neither the answer nor most of the words, little ones counted: a noun alone may be asked for anything."""
    old, new = edit.change.old, edit.change.new
    words, both = [*old.pieces, *new.pieces], {*old.pieces} & {*new.pieces}
    alike = bool(old.forms & new.forms) or 2 * sum(word in both for word in words) >= len(words)
    return _answered_anew(edit) and not alike


# --- what is proposed whatever the sum ---

# What is asked for by these words no other word asks for: a time, a place, a person.
_PARTICULAR = {"when", "where", "who"}
_ENOUGH = 2  # words


def _wording_alone_changed(edit: Edit) -> bool:
    return _same_answer(edit) and edit.neighbours == _BOTH and not _answer_stays_behind(edit)


def _speaks_of_the_same(edit: Edit) -> bool:
    """In the same place, with two of the old words or all of them, and no difference that makes another question."""
    one = edit.change
    if edit.neighbours < _BOTH or one.in_its_place or _differs_in_a_thing(edit) or _asks_the_other_way(edit):
        return False
    again = one.kept + one.akin + sum(_stands_again(word, edit) for word in one.gone)
    particular = (one.old.kinds ^ one.new.kinds) & _PARTICULAR
    return not particular and again >= min(_ENOUGH, len(one.old.telling))


def _asks_the_other_way(edit: Edit) -> bool:
    return _asked_from_the_other_end(edit) or (edit.change.all_kept and _no_longer_what_it_is(edit))


def _differs_in_a_thing(edit: Edit) -> bool:
    one = edit.change
    others = any(_numbers(edit)) or any(_names(edit)) or _quantities(edit)
    return others or (one.all_kept and one.in_another_order) or _asks_for_a_part(one) or _asks_for_a_part(one.reversed)


def _asks_for_a_part(one: Change) -> bool:
    """What something is was asked, and what its parts are is asked now: no word of the definition has gone."""
    return one.old.defines and not one.gone and bool(one.come) and not one.adds_a_clause


def _stands_again(word: str, edit: Edit) -> bool:
    """Inside a word of the new wording, or in the answer that it has now."""
    answer = edit.text[:_LOOKED_AT].casefold()
    if is_unspaced(word):
        return any(word in other for other in edit.change.new.telling) or word in answer
    return any(same_word(word, piece.text) for piece in pieces(answer))


# Where nothing forbids it, what is so is proposed though the answer or most words are new: a question that was written
# anew in its place is known again by little more than the place.
OFFERED: tuple[Holds, ...] = (_wording_alone_changed, _speaks_of_the_same)


# --- all of it ---

# Of each group the first that holds counts. How the weights were found, and what they come to over pairs in fourteen
# languages, stands in docs/decisions/0014-evidence-that-a-question-is-the-same.md.
EVIDENCE: tuple[tuple[Evidence, ...], ...] = (
    (
        Evidence("same answer", 9, _same_answer),
        Evidence("nearly the same answer", 3, _answer_shares(_NEARLY)),
        Evidence("part of the answer", 0, _answer_shares(ANOTHER)),
        Evidence("another answer", -4, _answered_anew),
    ),
    (
        Evidence("same place", 3, _beside(2)),
        Evidence("same neighbour", 2, _beside(1)),
        Evidence("same section", 1, lambda edit: edit.same_section),
        Evidence("same file", 1, lambda edit: edit.same_file),
    ),
    (
        Evidence("same words", 6, lambda edit: _same_words(edit) and edit.change.letter),
        Evidence("same words in other forms", 5, _same_words),
        Evidence("asks for more of it, or less", 4, lambda edit: edit.change.adds_a_clause),
        Evidence("most of the words", 3, lambda edit: edit.change.share >= _MOST),
        Evidence("some of the words", 1, lambda edit: edit.change.share >= _SOME),
        Evidence("none of the words", -3, lambda edit: edit.change.kept == 0),
    ),
    (
        Evidence("the opposite", NEVER, lambda edit: _turned(edit) and _mostly_the_same(edit)),
        Evidence("the opposite in other words", -4, _turned),
    ),
    (
        Evidence("another quantity", NEVER, _another_quantity),
        Evidence("another relation", NEVER, lambda edit: _another_relation(edit) and not _same_answer(edit)),
        Evidence("the other way", NEVER, lambda edit: _another_way(edit) and not _same_answer(edit)),
        Evidence("may in place of must", NEVER, lambda edit: _may_for_must(edit) and not _same_answer(edit)),
        Evidence("a quantity more or less", -5, lambda edit: _quantities(edit) and _answered_otherwise(edit)),
    ),
    (
        Evidence("another number", NEVER, lambda edit: all(_numbers(edit))),
        Evidence("numbers in each other's place", NEVER, _numbers_change_places),
        Evidence("a number more or less", -5, lambda edit: any(_numbers(edit)) and _answered_otherwise(edit)),
        Evidence("a number more or less, and the answer stays", -2, lambda edit: any(_numbers(edit))),
    ),
    (
        Evidence("another service", NEVER, _other_things),
        Evidence("another sign", NEVER, _another_sign),
        Evidence("another letter", NEVER, lambda edit: edit.change.letter_for_letter and not _same_answer(edit)),
        Evidence("another name", NEVER, lambda edit: all(_names(edit))),
        Evidence("another thing compared", NEVER, _another_compared),
        Evidence("the answer speaks of the old word", -9, _answer_stays_behind),
        Evidence("a word in place of another", -5, _a_word_for_another),
        Evidence(
            "a little word in place of another", -2, lambda edit: edit.change.in_its_place and _answered_anew(edit)
        ),
        Evidence("a word that is only like another", -5, lambda edit: edit.change.akin > 0 and not _same_answer(edit)),
        Evidence("a name more or less", -5, lambda edit: any(_names(edit)) and _answered_otherwise(edit)),
        Evidence("a name more or less, and the answer stays", -1, lambda edit: any(_names(edit))),
    ),
    (
        Evidence("the other way round", NEVER, _change_places),
        Evidence("in each other's part", NEVER, _other_parts),
        Evidence("the same words in another order", -8, _perhaps_other_roles),
        Evidence("words in another order", -3, _in_another_order),
        Evidence("asked from the other end", -5, _asked_from_the_other_end),
    ),
    (
        Evidence("asks for something else of it", -6, _other_kind),
        Evidence("what it is, or no longer", -4, _no_longer_what_it_is),
        Evidence("hardly a word the same", -2, _hardly_a_word_is_left),
        Evidence("asks in another way", -2, lambda edit: edit.change.old.kinds != edit.change.new.kinds),
    ),
    (Evidence("an id of another service", -2, lambda edit: not edit.of_service),),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all evidence comes to; `because` names what speaks for it, `against` what speaks against it.

    offered   it is to be proposed whatever the sum
    """

    score: int
    forbidden: bool
    because: tuple[str, ...]
    against: tuple[str, ...]
    offered: bool = False

    @property
    def follows(self) -> bool:
        return self.score >= FOLLOWED and not self.forbidden

    @property
    def proposed(self) -> bool:
        """What is forbidden is proposed only if the answer has stayed: then the wording may have been put right."""
        if self.forbidden:
            return self.score >= FOLLOWED and "same answer" in self.because
        return self.offered or self.score >= PROPOSED

    @property
    def said(self) -> str:
        """For a maintainer: "same answer, same place; but the opposite"."""
        return "; but ".join(", ".join(names) for names in (self.because, self.against) if names)


def weigh(edit: Edit) -> Verdict:
    """The sum of all evidence.

    >>> from .changed_words import change, terms
    >>> weigh(Edit(change(terms("How do you keep ropes dry?"), terms("How would you not keep ropes dry?")))).said
    'same words; but the opposite'
    """
    found = (next((one for one in group if one.holds(edit)), None) for group in EVIDENCE)
    held = [one for one in found if one is not None]
    return Verdict(
        score=sum(one.weight for one in held if one.weight != NEVER),
        forbidden=any(one.weight == NEVER for one in held),
        because=tuple(one.name for one in held if one.weight > 0),
        against=tuple(one.name for one in held if one.weight < 0),
        offered=any(holds(edit) for holds in OFFERED),
    )
