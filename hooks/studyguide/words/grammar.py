"""The small words of questions, and the words that turn what is asked into something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from .patterns import one_of
from .vocabulary import VOCABULARY

_WORDS = VOCABULARY.grammar

# Words that are in one wording and not in another without changing what is asked.
ARTICLES = _WORDS.articles
# The form of a question rather than its matter, where wordings are merged. The last three are what rules make. Orders
# are so only at the beginning: "What are the states of a door?" asks for states.
SMALL_WORDS = _WORDS.little | _WORDS.little_in_merging | {"howto", "works", "purpose"}
# Said of anything at all: a question of such words and no others is about what its section is about.
GENERIC_WORDS = SMALL_WORDS | _WORDS.generic
# Verbs for bringing something about: how it is done is asked, whichever is said.
DOING = _WORDS.doing
# Words with the one that stands for all of its group.
SYNONYMS = {word: group[0] for group in _WORDS.synonyms for word in group}
PRONOUNS, POINTING = _WORDS.pronouns, _WORDS.pointing
TIES = _WORDS.ties

# What carries no meaning in a question when an id is minted or an edit is weighed. "vs" and negations do.
EMPTY_WORDS = _WORDS.little | _WORDS.articles | _WORDS.little_in_ids
# Only at the beginning: "List the states of a door" means what "How do you list doors in each state?" does not.
ORDERS = _WORDS.orders
# Where things are compared, another thing is another question.
COMPARING = _WORDS.comparing

# Words that say nothing about what is looked for.
SEARCH_FILLERS = _WORDS.little | _WORDS.articles | _WORDS.little_in_search
# How a question for a definition begins, or ends where a star stands before it.
DEFINING = VOCABULARY.asking.defines

NOT_IN_INITIALS = _WORDS.not_in_initials
NO_PLURAL = _WORDS.no_plural

# Words that belong to what is named last as well: "public and private roads", but not "cars and wooden bridges".
ADJECTIVE = re.compile(rf"{one_of(_WORDS.adjective_endings)}$|\b{one_of(_WORDS.adjectives)}$")
# Brackets hold a list of examples.
LISTS = re.compile(rf"[,:]|\b{one_of(_WORDS.examples_follow)}\b")

Rule = tuple[re.Pattern[str], str, str]


@lru_cache(maxsize=4)
def ways_to_ask(vendors: Sequence[str]) -> tuple[Rule, ...]:
    """Rules that are applied once each, in this order, to a folded question with single spaces.

    Each row: what is found, what it becomes, and why that changes nothing. A word in braces stands for the list of
    that name, `{vendors}` for the makers of the field's services.
    """
    return tuple(
        (re.compile(_filled(rule["found"], vendors)), rule["into"], rule["why"])
        for rule in VOCABULARY.same
        if vendors or "{vendors}" not in rule["found"]
    )


def _filled(pattern: str, vendors: Sequence[str]) -> str:
    lists = {
        "vendors": one_of(vendors),
        "someone": one_of(_WORDS.someone),
        "them": one_of(_WORDS.them),
        "question_words": one_of(_WORDS.question_words),
    }
    return re.sub(r"\{(\w*[a-z]\w*)\}", lambda name: lists[name[1]], pattern)
