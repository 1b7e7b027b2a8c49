"""Words that carry signs (C++, F#, .NET, B+, i++, @Override), and operators, which are words of signs alone.

The one definition for all who take wordings apart: services and their aliases, likeness, merging, the id ledger, ids.
How signs are spoken is data, in `signs.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

_SPOKEN: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("signs.toml").read_text("utf-8"))


OPERATOR_WORD = _SPOKEN["spoken"]["operator"]


def _any(signs: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(signs, key=len, reverse=True)))


# What may stand around an operator that is a word; a sign between words is more likely one of another kind.
_OPENS, _CLOSES = r"\s(\[{\"'`“‘«„,/", r"\s)\]}\"'`”’»“,.;?!/"
# A sign alone, and one that may end a sentence, is an operator only between words: a line that it begins is a quote or
# an item, and between numbers it counts.
_SHORT = [sign for sign in _SPOKEN["operators"] if len(sign) == 1 or not set(sign) - {"!", "?"}]
_LONG = [sign for sign in _SPOKEN["operators"] if sign not in _SHORT]
OPERATOR = (
    rf"(?:(?<![^{_OPENS}])(?:{_any(_LONG)})(?![^{_CLOSES}])"
    rf"|(?:(?<=[^\s\d]\s)|(?<=[\"'`“‘«„]))(?:{_any(_SHORT)})(?=[\"'`”’»]|\s+[^\W\d_]))"
)
_LETTER = r"[^\W\d_]"
# ++ and -- belong to a name of one letter, as variables have it: `--force` is an option, `word -- word` a dash.
BEFORE = rf"(?<![\w@#$.+-])(?:[@#$.](?={_LETTER})|(?:\+\+|--)(?={_LETTER}\b))"
BEHIND = rf"(?:[+#]+|(?<=\b{_LETTER})--(?![\w-]))"

# Vowels of many scripts are marks upon a letter, which `re` takes for none; two joiners stand inside words of Persian
# and Hindi. The bars that end a sentence in India (U+0964, U+0965) are no marks.
MARKS = (
    r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u200c\u200d"
    r"\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f71-\u0f84\u0f90-\u0fbc\u102b-\u103e\u17b4-\u17d3"
)
LETTERS = rf"[^\W_](?:[^\W_]|[{MARKS}])*"
WORD = re.compile(rf"(?:{BEFORE})?{LETTERS}{BEHIND}?|{OPERATOR}")
# A word is tried from its beginning alone, and whole: none of its letters can be left to the signs behind it.
SIGNED = re.compile(
    rf"(?P<before>{BEFORE})(?P<word>[^\W_]+)(?P<behind>{BEHIND})?"
    rf"|(?<![^\W_])(?P<bare>[^\W_]++)(?P<after>{BEHIND})|(?P<operator>{OPERATOR})"
)


# What may stand between the words of a name: it may be missing as well.
JOINS = frozenset(["", " ", "-", "/", "@", "&", " & ", "‑", "."])


def is_one_name(text: str) -> bool:
    """Whether a text can be found as a name: it has words, and nothing between them that parts names.

    >>> is_one_name("Box & Shelf"), is_one_name("N+1"), is_one_name("Box, Shelf"), is_one_name("--")
    (True, True, False, False)
    """
    found = list(WORD.finditer(unicodedata.normalize("NFKC", text)))
    gaps = (text[one.end() : other.start()] for one, other in pairwise(found))
    return bool(found) and all(gap in JOINS for gap in gaps)


def squeezed(text: str) -> str:
    """A name as it is looked up: its letters, digits and signs, without what joins them.

    >>> squeezed("Shelf 53"), squeezed("On/Off"), squeezed("Box.js"), squeezed("N+1"), squeezed(".NET"), squeezed("==")
    ('shelf53', 'onoff', 'boxjs', 'n+1', '.net', '==')
    """
    return "".join(WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


@lru_cache(maxsize=2000)
def spoken(word: str) -> str:
    """A word with signs in letters; without them if they are silent.

    >>> spoken("C++"), spoken(".NET"), spoken("++i"), spoken("&&"), spoken("@Override")
    ('C plus plus', 'dot NET', 'plus plus i', 'logical and operator', 'Override')
    """
    if word in _SPOKEN["operators"]:
        name = _SPOKEN["operators"][word]
        return f"{name} {OPERATOR_WORD}" if name else ""
    match = SIGNED.fullmatch(word)
    if match is None:
        return word
    before = _SPOKEN["before"].get(match["before"] or "", "")
    behind = _SPOKEN["behind"].get(match["behind"] or match["after"] or "", "")
    return " ".join(part for part in (before, match["word"] or match["bare"], behind) if part)


def in_own_case(name: str) -> bool:
    """Whether a name is a word or a letter of every text unless it is written just so: C, R, Go."""
    return name.isalpha() and (len(name) == 1 or (len(name) == 2 and name.istitle()))
