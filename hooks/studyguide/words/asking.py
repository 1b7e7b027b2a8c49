"""Whether a line asks, whether a title promises questions, and what a question is about by its form."""

from __future__ import annotations

import re
from functools import lru_cache

from .labels import asks_for_verdicts
from .patterns import anywhere, one_of
from .vocabulary import VOCABULARY
from .wording import plain, without_pictures

_WORDS = VOCABULARY.asking

_SHORT, _FEW = 40, 4  # letters and words of a title that is the head of a quiz and no question
_MARKS = "?？؟⁇՞\u037e"
# Greek asks with what other scripts end half a sentence with.
_ENDS_IN_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff];$")
_IN_BRACKETS = re.compile(r"(?:(?<!\s)\s++)?(?:(?<![*_])[*_]++)?\([^()]*\)[*_]*\s*$")
_ASKS_INSIDE = re.compile(r"[?？؟](?:\s|$)")
_STARTS_ASKING = re.compile(rf"{one_of(_WORDS.first)}(?![\w-])", re.I)
# A sign, not enough for a heading.
_MAY_ASK = re.compile(rf"{one_of(_WORDS.perhaps_first)}(?![\w-])", re.I)
_ORDERS = re.compile(rf"\w+\s+{one_of(_WORDS.behind_an_order)}\s", re.I)
_ANNOUNCES = re.compile(
    rf"(?:{one_of(_WORDS.announcing)}|{one_of(_WORDS.announcing_before_a_noun)}\s+(?!{one_of(_WORDS.no_noun)}\b)\w+)(?![\w-])",
    re.I,
)
_ASKS_UNSPACED = re.compile(one_of(_WORDS.inside))
_ENDS_IN_ASKING = re.compile(rf"{one_of(_WORDS.last)}[.。।?]?$")
_VERSUS = re.compile(rf"\b{one_of(_WORDS.versus)}\s", re.I)
_DEFINES = re.compile(r"^(?:\*\*|__)[^*_]{1,60}(?::(?:\*\*|__)|(?:\*\*|__)\s*[:：–—-])\s*\S")
_TERM = re.compile(r"^[^.?!:]{1,50}:\s+\S+(?:\s+\S+){2,}")
_BEGINS_DEFINING = re.compile(
    rf"{one_of(phrase for phrase in _WORDS.defines if phrase[0] != '*')}(?:\s|(?<=[\u3400-\u9fff]))", re.I
)
_ENDS_DEFINING = re.compile(rf"{one_of(phrase[1:] for phrase in _WORDS.defines if phrase[0] == '*')}$", re.I)
_AROUND = " ?？؟¿!！.。:;\"'“”„«»"
_SAYS_EXERCISES = re.compile(anywhere(_WORDS.exercises), re.I)
_SAYS_QUESTIONS = re.compile(anywhere(_WORDS.promised_by), re.I)

# Headings of every guide that ask nothing of the reader.
OF_THE_GUIDE = re.compile(rf"^{one_of(_WORDS.of_the_guide)}\b", re.I)
# A question about the list below it: "Explain the following:".
LEADS_TO_A_LIST = re.compile(rf"\b{one_of(_WORDS.leads_to_a_list)}\b", re.I)
POINTS_BELOW = re.compile(rf"\b{one_of(_WORDS.points_below)}\b", re.I)
OF_A_LIST = re.compile(rf"{one_of(_WORDS.of_a_list)}\b", re.I)
# A first sentence that asks is no story.
AT_ONCE = re.compile(rf"{one_of(_WORDS.after_a_story)}\b", re.I)
# "The difference between A and B in C": C is where both live.
COMPARES = re.compile(rf"\b{one_of(_WORDS.compares)}(?!\w)", re.I)
BEFORE_THE_COMMON = re.compile(rf"\b{one_of(_WORDS.before_the_common)}\s$", re.I)
# What a question leaves out is not what it is about: "without shelves or boxes, how would you …".
LEAVES_OUT = re.compile(rf"\b{one_of(_WORDS.leaves_out)}\b[^,.;?!]*", re.I)


def asks_for_a_definition(text: str) -> bool:
    """Whether a plain wording asks what something is; it may ask for what its parts are, too.

    >>> [asks_for_a_definition(text) for text in ("What is a shelf?", "¿Qué es una tabla?", "棚とは？", "Why?")]
    [True, True, True, False]
    """
    bare = text.strip(_AROUND)
    return bool(_BEGINS_DEFINING.match(bare) or _ENDS_DEFINING.search(bare))


def defined(text: str) -> str:
    """What a plain wording asks a definition of; nothing if it asks for none.

    >>> defined("What is a shelf?"), defined("棚とは？"), defined("Why?")
    ('a shelf', '棚', '')
    """
    bare = text.strip(_AROUND)
    if begins := _BEGINS_DEFINING.match(bare):
        return bare[begins.end() :].strip(_AROUND)
    ends = _ENDS_DEFINING.search(bare)
    return bare[: ends.start()].strip(_AROUND) if ends else ""


@lru_cache(maxsize=1 << 18)
def asks(text: str) -> float:
    """How much one line of inline Markdown looks like a question: 1 surely, 0 no sign, -1 surely not.

    Kept, for every way to read a file wants to know it of the same lines.

    >>> asks("What is a shelf?"), asks("**Stage:** where a play is given."), asks("Explain shelves") > 0.5
    (1.0, -1.0, True)
    """
    bare = without_pictures(text).strip()
    bare = (_IN_BRACKETS.sub("", bare) if ")" in bare else bare) or bare
    bare = plain(bare).strip(" *_\"'”»)")
    if not bare:
        return 0.0
    if bare[-1] in _MARKS or (bare[-1] == ";" and _ENDS_IN_GREEK.search(bare[-2:])):
        return 0.0 if _heads_statements(bare) else 1.0
    if _DEFINES.match(text) and not _ASKS_INSIDE.search(bare):
        return -1.0
    if _ASKS_INSIDE.search(bare):
        return 0.9
    return _by_its_words(bare)


def _heads_statements(bare: str) -> bool:
    """Whether a line asks nothing but whether what stands below holds: "True or false?"."""
    return len(bare) < _SHORT and len(bare.split()) <= _FEW and asks_for_verdicts(bare)


def _by_its_words(bare: str) -> float:
    """The same for a line without a question mark."""
    count = len(bare.split())
    if _MAY_ASK.match(bare) and not _TERM.match(bare):
        return 0.7 if _ORDERS.match(bare) else 0.5
    if _ANNOUNCES.match(bare):
        return 0.55
    if _STARTS_ASKING.match(bare) or _ASKS_UNSPACED.search(bare) or _ENDS_IN_ASKING.search(bare):
        return 0.8 if count <= 30 else 0.4
    if _VERSUS.search(bare) and count <= 12:
        return 0.6
    return _as_a_statement(bare, count)


def _as_a_statement(bare: str, count: int) -> float:
    if _TERM.match(bare) or (count > 25 and bare.endswith(".")):
        return -0.5
    return -0.3 if bare.endswith((".", ";", ",")) and count >= 4 else 0.0


def says_questions(title: str) -> bool:
    """Whether a title promises questions.

    >>> says_questions("Shelf interview prep"), says_questions("Shelves in practice")
    (True, False)
    """
    return bool(_SAYS_QUESTIONS.search(title))


def says_exercises(title: str) -> bool:
    """Whether a title promises exercises.

    >>> says_exercises("50 drills with shelves"), says_exercises("Exercise 3"), says_exercises("Shelves in practice")
    (True, True, False)
    """
    return bool(_SAYS_EXERCISES.search(title))
