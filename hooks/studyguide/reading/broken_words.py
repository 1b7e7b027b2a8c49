"""A wording whose lines were broken for paper: a word that the end of a line has broken in two is one again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from .blocks import Page

_WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]+)*")
_FIRST_HALF = re.compile(r"(?<![\w-])[^\W\d_]{2,}-$")
_FEWEST = 3  # words that are broken: compounds stand at the end of a line now and then
_SECOND_HALF = re.compile(r"[^\W\d_]+")
# "Page 2 of 3" at the end of a line is the head of a sheet; what is printed on sheets was broken by a program.
_SHEET = re.compile(r"\b\d{1,4}\s*(?:/|\b[^\W\d_]{1,6}\b)\s*\d{1,4}\s*$")


def joined(lines: Sequence[str], page: Page) -> str:
    """The lines of one wording as one line.

    The hyphen stays in a word that the file has with it elsewhere, or has nowhere: "low-" and "water" may be a
    compound. It goes where the file has the word whole, was printed on sheets, or breaks words again and again.
    """
    if len(lines) == 1:
        return lines[0]
    whole = ""
    for line in lines:
        first, second = _FIRST_HALF.search(whole), _SECOND_HALF.match(line)
        if first and second and second[0][0].islower():
            whole = (whole if _has_a_hyphen(first[0] + second[0], page) else whole[:-1]) + line
        else:
            whole = f"{whole} {line}" if whole else line
    return whole


def _has_a_hyphen(word: str, page: Page) -> bool:
    there: frozenset[str] = page.once("written", lambda: _words(line.raw for line in page.lines))
    if word.casefold() in there:
        return True
    printed: bool = page.once("sheets", lambda: _is_printed([line.raw for line in page.lines]))
    return not printed and word.casefold().replace("-", "") not in there


def _is_printed(lines: Sequence[str]) -> bool:
    """Whether a program broke the lines: sheets are numbered, or several lines end in the middle of a word."""
    sheets = sum(bool(_SHEET.search(line[-40:])) for line in lines)
    broken = sum(bool(_FIRST_HALF.search(a.rstrip()[-40:])) and b.lstrip()[:1].islower() for a, b in pairwise(lines))
    return sheets > 1 or broken >= _FEWEST


def _words(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(word for line in lines for word in _WORD.findall(line.casefold()))
