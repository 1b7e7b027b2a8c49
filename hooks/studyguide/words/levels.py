"""Levels: what states one in a heading or beside a question, and what a question sounds like."""

from __future__ import annotations

import re
from collections.abc import Collection

from .patterns import anywhere, one_of
from .vocabulary import VOCABULARY
from .wording import plain, words

_WORDS = VOCABULARY.levels
_COLON = r"[:：︰]"

# A hyphen makes another word: "non-basic".
_LEVEL = re.compile(
    rf"(?P<basic>{anywhere(_WORDS.basic, '-')})|(?P<intermediate>{anywhere(_WORDS.intermediate, '-')})"
    rf"|(?P<advanced>{anywhere(_WORDS.advanced, '-')})",
    re.I,
)
SCENARIO = re.compile(anywhere(_WORDS.scenario), re.I)

# A level stated with a single question: "[Advanced] …", "… (Easy)", "Level: medium" on a line of its own.
_OWN_LEVEL = re.compile(
    rf"^{one_of(_WORDS.announced_by)}\s*(?:{_COLON}|\s[-–—]\s)\s*(?P<level>.{{1,40}})$",
    re.I,
)
_BRACKETED = re.compile(
    r"^\s*[\[(【](?P<before>[^\])】]{2,20})[\])】]\s*|^(?P<ahead>[^\[\](){}:：]{2,20})[:：]\s+(?=\S)|\s*[\[(【](?P<after>[^\])】]{2,20})[\])】]\s*$"
)

# By the form of the question, most telling first: how much one must have done to answer it.
SOUNDS = (
    ("advanced", re.compile(rf"\b{one_of(_WORDS.sounds_advanced)}\b", re.I)),
    ("intermediate", re.compile(rf"\b{one_of(_WORDS.sounds_intermediate)}(?!\w)", re.I)),
    ("basic", re.compile(rf"^{one_of(_WORDS.sounds_basic)}\b", re.I)),
)


def level_in(title: str) -> str | None:
    """The one level a heading states; None where it states none or several.

    >>> level_in("Beginner Level (1-20)"), level_in("For beginners and experienced"), level_in("Storage")
    ('basic', None, None)
    """
    found = {match.lastgroup for match in _LEVEL.finditer(title)}
    return found.pop() if len(found) == 1 else None


def only_a_level(title: str, vendors: Collection[str] = ()) -> bool:
    """Whether a heading says a level and nothing else; the makers of the guide's services say nothing.

    >>> only_a_level("Beginner Level (1-20)"), only_a_level("Basic Shelf Concepts")
    (True, False)
    >>> only_a_level("Acme basics", ["acme"])
    True
    """
    if level_in(title) is None:
        return False
    left = words(_LEVEL.sub(" ", title))
    return all(word in _WORDS.beside or word in vendors or word.strip("+#").isdigit() for word in left)


def stated_level(line: str) -> str | None:
    """The level of a line such as "Difficulty: hard"; None for any other line."""
    match = _OWN_LEVEL.match(plain(line).strip("-*• "))
    return level_in(match["level"]) if match else None


def take_level(title: str, vendors: Collection[str] = ()) -> tuple[str, str | None]:
    """A question without the level in brackets before or behind it, and that level.

    >>> take_level("[Basic] What is a shelf?")
    ('What is a shelf?', 'basic')
    """
    match = _BRACKETED.search(title)
    inside = (match["before"] or match["ahead"] or match["after"]) if match else None
    if match is None or inside is None or not only_a_level(inside, vendors):
        return title, None
    return (title[: match.start()] + title[match.end() :]).strip(), level_in(inside)
