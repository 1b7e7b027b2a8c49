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
from collections.abc import Iterable

# Scripts that put no spaces between words, or endings without a space behind them.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")

_TOKEN = re.compile(r"(?:\([^()]*\)|<[^<>]*>|[^\s()<>])+")
_PIECE = re.compile(r"\((?P<maybe>[^()]*)\)|<(?P<one>[^<>]*)>|(?P<sign>.)")
_SIGNS = {"*": r"\w*", "N": r"\d+", "'": "['’]"}


def one_of(phrases: Iterable[str]) -> str:
    """The pattern of any of the phrases, as a group; where two begin alike, the longer one."""
    return rf"(?:{'|'.join(spelled(phrase) for phrase in sorted(phrases, key=len, reverse=True)) or '(?!)'})"


def anywhere(phrases: Iterable[str], within: str = "") -> str:
    r"""The pattern of whole words that may stand anywhere in a text, as a group; inside a word where there are none.

    `within` are further signs that belong to a word: with `-`, "pre-basic" does not hold "basic".

        >>> [bool(re.search(anywhere(["basic", "基础"]), text)) for text in ("a basic one", "basics", "云基础题")]
        [True, False, True]
    """
    some = list(phrases)
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
    ('use\\\\s+case(?:s)?\\\\s+of', '(?:(?:your|the)\\\\s+)?answer', 'no\\\\s+answer(?:\\\\s+yet)?')
    """
    pattern, begun = "", False
    for token in _TOKEN.findall(phrase):
        whole = _PIECE.fullmatch(token)
        if whole and whole["maybe"] is not None:
            word = _either(whole["maybe"])
            pattern += rf"(?:\s+{word})?" if begun else rf"(?:{word}\s+)?"
        else:
            pattern += rf"\s+{_piece(token)}" if begun else _piece(token)
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
