"""Levels: what states one in a heading or beside a question, and what a question sounds like."""

from __future__ import annotations

import re
from collections.abc import Collection

from .patterns import anywhere, one_of, spaced, unspaced
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
# Who has worked for some years beside others: "freshers + 3 yrs".
_YEARS_BESIDE = re.compile(rf"\w\s*[+&/]\s*\d{{1,2}}\s?\+?\s*{one_of(_WORDS.years)}(?!\w)", re.I)
SCENARIO = re.compile(anywhere(_WORDS.scenario), re.I)

# What a level is called where nothing but a level can be meant: a single sign of a script without spaces stands apart.
_ALL = {
    "basic": (*_WORDS.basic, *_WORDS.basic_alone),
    "intermediate": (*_WORDS.intermediate, *_WORDS.intermediate_alone),
    "advanced": (*_WORDS.advanced, *_WORDS.advanced_alone),
}


def _apart(phrases: Collection[str]) -> str:
    within = [one for one in unspaced(phrases) if len(one) > 1]
    alone = [*spaced(phrases), *(one for one in unspaced(phrases) if len(one) == 1)]
    return rf"(?:(?<![\w-]){one_of(alone)}(?![\w-])|{one_of(within)})"


_SAID = re.compile("|".join(rf"(?P<{level}>{_apart(phrases)})" for level, phrases in _ALL.items()), re.I)

# A level stated with a single question: "[Advanced] …", "… (Easy)", "Level: medium" on a line of its own.
_OWN_LEVEL = re.compile(
    rf"^{one_of(_WORDS.announced_by)}\s*(?:{_COLON}|\s[-–—]\s|(?=[★☆⭐]))\s*(?P<level>.{{1,40}})$",
    re.I,
)
_OPENING, _CLOSING = r"[\[(【（［{]", r"[\])】）］}]"
_SIGNS = r"[*_`~]{0,3}"
_MAY_STATE = re.compile(r"[:：︰\-–—★☆⭐&]")  # what no statement goes without, or an entity that may be one of these
_AHEAD = re.compile(
    rf"^\s*{_SIGNS}{_OPENING}(?P<boxed>[^\])】）］}}]{{2,24}}){_CLOSING}{_SIGNS}\s*(?:{_COLON}|[-–—](?=\s))?\s*"
    r"|^\s*(?P<marks>[*_`]{1,3})(?P<marked>[^*_`:：]{2,20}[:：]?)(?P=marks)\s*(?:[:：|·]|[-–—](?=\s))?\s*"
    r"|^(?P<said>[^\[\](){}:：|]{2,20})(?:[:：]|\s[-–—|·])\s+(?=\S)"
)
_BEHIND = re.compile(
    rf"\s*{_SIGNS}{_OPENING}(?P<boxed>[^\[\]()【】（）［］{{}}]{{2,24}}){_CLOSING}{_SIGNS}\s*$"
    r"|(?<=[?？؟.!。)])\s+(?P<marks>[*_`]{1,3})(?P<marked>[^*_`]{2,20})(?P=marks)\s*$"
    r"|(?:\s+[-–—|·•]\s*|(?<=[?？؟])\s*#?)(?P<said>[^\[\](){}:：|–—?？؟*_`#]{2,20})$"
)

# By the form of the question, most telling first: how much one must have done to answer it.
SOUNDS = (
    ("advanced", re.compile(rf"\b{one_of(_WORDS.sounds_advanced)}\b", re.I)),
    ("intermediate", re.compile(rf"\b{one_of(_WORDS.sounds_intermediate)}(?!\w)", re.I)),
    ("basic", re.compile(rf"^{one_of(_WORDS.sounds_basic)}\b", re.I)),
)


def level_in(title: str) -> str | None:
    """The one level a heading states; None where it states none or several, or the basics of a subject.

    >>> level_in("Beginner Level (1-20)"), level_in("For beginners and experienced"), level_in("Storage")
    ('basic', None, None)
    >>> level_in("Freshers (0-1 years)"), level_in("Freshers + 3 years")
    ('basic', None)
    """
    found = {match.lastgroup for match in _LEVEL.finditer(title) if not _of_a_subject(title, match)}
    return found.pop() if len(found) == 1 and not _YEARS_BESIDE.search(title) else None


def _of_a_subject(title: str, match: re.Match[str]) -> bool:
    """Whether a word ends a title, or the first words of one, behind a subject's name, whose basics it means."""
    before, behind = title[: match.start()], title[match.end() :]
    ends = not words(behind) or (behind[0].isspace() and not before[-1:].isspace())
    return match[0] in _WORDS.of_a_subject and bool(words(before)) and ends


def only_a_level(title: str, vendors: Collection[str] = ()) -> bool:
    """Whether a heading says a level and nothing else; the makers of the guide's services say nothing.

    >>> only_a_level("Beginner Level (1-20)"), only_a_level("Basic Shelf Concepts")
    (True, False)
    >>> only_a_level("Acme basics", ["acme"])
    True
    """
    if level_in(title) is None:
        return False
    return not _besides(_LEVEL.sub(" ", title), vendors)


def _besides(left: str, vendors: Collection[str]) -> bool:
    """Whether what is left of a title without its level says anything."""
    return any(not (word in _WORDS.beside or word in vendors or word.strip("+#").isdigit()) for word in words(left))


def said_level(words: str) -> str | None:
    """The one level that words name where a level is what they are about: in a legend, in a column of levels.

    >>> said_level("simple"), said_level("for seniors"), level_in("Simple Storage")
    ('basic', None, None)
    """
    found = {match.lastgroup for match in _SAID.finditer(words)}
    return found.pop() if len(found) == 1 else None


# --- so many of so many ----------------------------------------------------------------------------------------------

_FULL, _EMPTY = "★⭐🌟✭✮✯✦●◉🔵🟦🟩🟨🟥🔥🌶💀", "☆✩✰✧○◌⚪⬜⬛⚫"
# The colours of a traffic light.
LIGHTS = {
    **dict.fromkeys("🟢🟩", "basic"),
    **dict.fromkeys("🟡🟠🟨🟧", "intermediate"),
    **dict.fromkeys("🔴🟥", "advanced"),
}
_SCALE = re.compile(
    rf"\s*(?:(?P<full>[{_FULL}])(?:\ufe0f?\s?(?P=full))*\ufe0f?\s?)?(?P<empty>(?:[{_EMPTY}]\ufe0f?\s?)*)\s*"
)
_FIGURES = re.compile(r"(?P<many>\d{1,2})(?:\s*(?:/|\b[^\W\d]{1,4}\b)\s*(?P<most>\d{1,2}))?(?:\s*[★⭐])?\ufe0f?")
_FEWEST, _MOST = 3, 10  # steps of a scale


def points(words: str) -> tuple[int, int]:
    """How many points words give and out of how many, 0 where they do not say; (0, 0) where they give none.

    >>> points("★★☆"), points("⭐⭐"), points("2/5"), points("4"), points("hard")
    ((2, 3), (2, 0), (2, 5), (4, 0), (0, 0))
    """
    text = words.strip()
    figures = _FIGURES.fullmatch(text)
    if figures:
        return int(figures["many"]), int(figures["most"] or 0)
    stars = _SCALE.fullmatch(text) if text else None
    if stars is None:
        return 0, 0
    full, empty = (sum(sign in signs for sign in text) for signs in (_FULL, _EMPTY))
    return full, (full + empty if empty else 0)


def level_of_points(many: int, most: int) -> str | None:
    """The level that so many points stand for: the lower, middle or upper third of a scale.

    >>> [level_of_points(many, 5) for many in range(7)]
    [None, 'basic', 'basic', 'intermediate', 'advanced', 'advanced', None]
    """
    if not _FEWEST <= most <= _MOST or not 1 <= many <= most:
        return None
    place = (2 * many - 1) / (2 * most)
    return "basic" if place < 1 / 3 else "advanced" if place > 2 / 3 else "intermediate"


def steps(most: int) -> int:
    """The usual scale whose highest point in a file is this one: of three, of five or of ten.

    >>> steps(2), steps(4), steps(6), steps(11)
    (3, 5, 10, 0)
    """
    return next((scale for scale in (3, 5, 10) if most <= scale), 0)


# --- with a single question ------------------------------------------------------------------------------------------


def stated(line: str) -> str | None:
    """What a line such as "Difficulty: hard" states, in its own words; None for any other line."""
    if not _MAY_STATE.search(line):
        return None
    match = _OWN_LEVEL.match(plain(line).strip("-*•> "))
    return match["level"].strip() if match else None


def stated_level(line: str, most: int = 0) -> str | None:
    """The level of a line such as "Difficulty: hard" or "Level: 2/5"; None for any other line.

    most    out of how many points, where the line does not say
    """
    found = stated(line)
    return None if found is None else graded(found, most)


def graded(words: str, most: int = 0) -> str | None:
    """The level of a statement, said in words or in points.

    >>> graded("rather hard"), graded("★★☆"), graded("🟢"), graded("4"), graded("4", 5)
    ('advanced', 'intermediate', 'basic', None, 'advanced')
    """
    many, own = points(words)
    if many and (own or most):
        return level_of_points(many, own or most)
    return LIGHTS.get(words.strip("\ufe0f ")) or said_level(words)


def take_level(title: str, vendors: Collection[str] = (), plainly: bool = False) -> tuple[str, str | None]:
    """A question without the level before or behind it, and that level.

    plainly  any word for a level is believed in brackets

    >>> take_level("[Basic] What is a shelf?")
    ('What is a shelf?', 'basic')
    >>> take_level("What is a shelf? - Hard"), take_level("Compare basic shelves - hard")
    (('What is a shelf?', 'advanced'), ('Compare basic shelves - hard', None))
    """
    for pattern in (_AHEAD, _BEHIND):
        match = pattern.search(title)
        inside = match and (match["boxed"] or match["marked"] or match["said"])
        if match is None or not inside:
            continue
        left = (title[: match.start()] + title[match.end() :]).strip()
        told = level_of_brackets(inside, vendors, plainly and match["boxed"] is not None)
        if told and left and (match["boxed"] or level_in(left) is None):
            return left, told
    return title, None


def level_of_brackets(inside: str, vendors: Collection[str] = (), plainly: bool = False) -> str | None:
    """The level that words in brackets state and nothing else; "Difficulty: 2/5" is one, too."""
    announced = stated_level(inside)
    if announced:
        return announced
    if plainly and not _besides(_SAID.sub(" ", inside), vendors):
        return said_level(inside)
    return level_in(inside) if only_a_level(inside, vendors) else None
