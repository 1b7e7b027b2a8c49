r"""Words and phrases of the language files as regular expressions.

In the files a phrase is written as people write one, in small letters, with a few signs:

    differ*         the word and whatever it goes on with
    tag(s)          what stands in round brackets may be missing
    (your) answer   a whole word, too
    <add/write> it  one of these
    page N          a number
    '               either apostrophe

>>> bool(re.fullmatch(one_of(["(your/the) answer (goes) here", "page N"]), "The answer here", re.I))
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

# Scripts that put no spaces between words, or endings without a space behind them.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")

_TOKEN = re.compile(r"(?:\([^()]*\)|<[^<>]*>|[^\s()<>])+")
_PIECE = re.compile(r"\((?P<maybe>[^()]*)\)|<(?P<one>[^<>]*)>|(?P<sign>.)")
_SIGNS = {"*": r"\w{0,40}", "N": r"\d+", "'": "['’]"}


def one_of(phrases: Iterable[str]) -> str:
    """The pattern of any of the phrases, as a group; where two begin alike, the longer one."""
    some = [_ATOM.findall(spelled(phrase)) for phrase in sorted(phrases, key=len, reverse=True)]
    return rf"(?:{_branches(some) or '(?!)'})"


# A spelled phrase in its smallest parts: groups that hold no group in a group, signs, characters.
_ATOM = re.compile(r"(?:\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|\[[^\]]{0,99}\]|\\.|.)(?:[?*+]|\{[\d,]+\})?\+?", re.S)


def _branches(rows: Sequence[Sequence[str]]) -> str:
    """Any of these rows of parts; a beginning that several of them have stands there once, and is tried once.

    Lists of all languages hold hundreds of phrases, which are tried one by one for every line that has none of them.
    Rows change places only where no text begins like both.
    """
    groups: list[tuple[str, list[Sequence[str]]]] = []
    for row in rows:
        first = row[0] if row else ""
        _group_of(groups, first).append(row[1:])
    return "|".join(first + _rest(rest) for first, rest in groups)


def _group_of(groups: list[tuple[str, list[Sequence[str]]]], first: str) -> list[Sequence[str]]:
    """The rows that begin with this part; a new group unless only others that exclude it came since the last one."""
    for beginning, rest in reversed(groups):
        if beginning == first and _is_one_way(first):
            return rest
        if not _excludes(beginning, first):
            break
    groups.append((first, []))
    return groups[-1][1]


def _is_one_way(part: str) -> bool:
    """Whether a part takes the same characters whatever follows it."""
    return part == r"\s++" or _letter(part) != ""


def _excludes(part: str, other: str) -> bool:
    """Whether no text begins with both, in small letters or large ones."""
    one, two = _letter(part), _letter(other)
    return one != two and one != "" != two


@lru_cache(maxsize=1 << 10)
def _letter(part: str) -> str:
    """The character that a part stands for, small and large ones alike; "" if it stands for more."""
    bare = part[1:] if len(part) == 2 and part[0] == "\\" and not part[1].isalnum() else part
    return bare.upper().lower()[:1] if len(bare) == 1 else ""


def _rest(rows: Sequence[Sequence[str]]) -> str:
    """The rest of rows that begin alike, with what begins all of it outside of the group."""
    same = 0
    while all(len(row) > same and row[same] == rows[0][same] and _is_one_way(row[same]) for row in rows):
        same += 1
    rest = [row[same:] for row in rows]
    return "".join(rows[0][:same]) + ("".join(rest[0]) if len(rest) == 1 else f"(?:{_branches(rest)})")


def anywhere(phrases: Iterable[str], within: str = "") -> str:
    r"""The pattern of whole words that may stand anywhere in a text, as a group; inside a word where there are none.

    `within` are further signs that belong to a word: with `-`, "pre-basic" does not hold "basic".

        >>> [bool(re.search(anywhere(["basic", "基础"]), text)) for text in ("a basic one", "basics", "云基础题")]
        [True, False, True]
    """
    some = list(phrases)
    if not within:
        # What may stand inside a word is looked for as such: to go back to the word's beginning would take, at every
        # letter of the text, the whole word for every phrase.
        inside = [phrase for phrase in spaced(some) if phrase.startswith("*")]
        whole = [phrase for phrase in spaced(some) if phrase not in inside]
        behind = rf"|{one_of(phrase[1:] for phrase in inside)}(?!\w)" if inside else ""
        return rf"(?:(?<!\w){one_of(whole)}(?!\w)|{one_of(unspaced(some))}{behind})"
    return rf"(?:(?<![\w{within}]){one_of(spaced(some))}(?![\w{within}])|{one_of(unspaced(some))})"


def spaced(phrases: Iterable[str]) -> list[str]:
    """Those in scripts that put spaces between words."""
    return [phrase for phrase in phrases if not _UNSPACED.search(phrase)]


def unspaced(phrases: Iterable[str]) -> list[str]:
    """Those in scripts that do not."""
    return [phrase for phrase in phrases if _UNSPACED.search(phrase)]


def spelled(phrase: str) -> str:
    """The pattern of one phrase.

    >>> spelled("use case(s) of"), spelled("(your/the) answer"), spelled("no answer (yet)")
    ('use\\\\s++case(?:s)?\\\\s++of', '(?:(?:your|the)\\\\s++)?answer', 'no\\\\s++answer(?:\\\\s++yet)?')
    """
    pattern, begun = "", False
    for token in _TOKEN.findall(phrase):
        whole = _PIECE.fullmatch(token)
        if whole and whole["maybe"] is not None:
            word = _either(whole["maybe"])
            pattern += rf"(?:\s++{word})?" if begun else rf"(?:{word}\s++)?"
        else:
            pattern += rf"\s++{_piece(token)}" if begun else _piece(token)
            begun = True
    return pattern


def _piece(token: str) -> str:
    return _PIECE.sub(_sign, token)


def _sign(piece: re.Match[str]) -> str:
    if piece["sign"]:
        return _SIGNS.get(piece["sign"]) or re.escape(piece["sign"])
    if piece["one"] is not None:
        return _either(piece["one"])
    return rf"(?:{_either(piece['maybe'])})?" if piece["maybe"].strip() else r"\s?"


def _either(alternatives: str) -> str:
    some = [spelled(one) for one in alternatives.split("/")]
    return some[0] if len(some) == 1 else rf"(?:{'|'.join(some)})"
