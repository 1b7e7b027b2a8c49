"""What gives away that lines have a form that nobody knew: they come in turns, or begin as questions do.

Who writes ten cards writes them in one way. The way may be new, but that there is one can be seen without knowing it:
something comes again after as many lines each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..words.asking import asks
from .alike import INDENTED, TITLES, Family, families, kind_of, size
from .blocks import BOXES

Finding = tuple[int, str]  # a line, and what is to be said of it

FEWEST = 3  # times that something comes again
_COVERED = 0.7  # the share of the lines that the turns take
_STEADY = 0.8  # the share of the gaps between them that are the same
_MOST = 6  # lines of one turn
_FEWEST_ALIKE, _ALIKE = 4, 0.8  # lines of one kind, and their share of all
_WORDED, _LETTERS = 5, 0.6  # words of each on the average, and the share of letters: no settings, prices or logs
_MAY = 0.5
_SOME = 0.25  # the share of the lines that may ask
_ASKED = 15  # words of a line that may ask
_LONGEST = 300

# A word with signs at it, or signs, at the beginning of a line; a word in brackets or with a sign at its end.
_FIRST = re.compile(r"\s*(?P<sign>[^\w\s]{1,4}\w{0,15}[^\w\s]{0,3}|\w{1,15}[^\w\s'’-]{1,3})\s")
_LAST = re.compile(r"\s(?P<sign>[\[(<{]\w{1,12}[\])>}]|#\w{1,15})\s*$")
_ALONE = re.compile(r"\s*(?=\S*\w)\S{1,12}\s*$")
_NO_PREFIX = re.compile(r"^\s*(?:[^\w\s]{1,4}\w{0,15}[^\w\s]{0,3}\s+|\w{1,15}[»>|}\]]{1,3}\s+)")
# What other signs of a misreading speak of.
_KNOWN = frozenset(("headings", "numbered items", "bullets", "lines in bold", "quoted lines", "lines in italics"))
_MARKED = re.compile(r"[?？؟]\W*$")
_LETTER = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Turns:
    """What comes again after so many lines each time: what it is called, where it stands, how many lines that are."""

    name: str
    lines: tuple[int, ...]
    every: int


def found_in(lines: Mapping[int, str], of_an_answer: bool = False) -> Finding | None:
    """The first line of a form that nobody knew, and what there is to say of it; rows and lists are often answers."""
    if known := turns(lines):
        return known.lines[0], f"{len(known.lines)} {known.name} come again after {known.every} lines each"
    if asked := may_ask(lines, of_an_answer):
        return asked[0], f"{len(asked)} lines begin as questions do"
    if not of_an_answer and (alike := alike_throughout(lines)):
        return alike.lines[0], f"{len(alike)} {alike.name} are nearly all that there is"
    return None


def turns(lines: Mapping[int, str]) -> Turns | None:
    """The first thing that comes again and again through these lines (by number), gaps between them left out."""
    said = [n for n, line in lines.items() if line.strip()]
    place = {n: at for at, n in enumerate(said)}
    for name, own in _signs(lines, said).items():
        if every := _period([place[n] for n in own], len(said)):
            return Turns(name, tuple(own), every)
    return None


def _period(places: Sequence[int], count: int) -> int:
    """After how many lines something comes again; 0 where the gaps differ, or where they leave much of the lines."""
    if len(places) < FEWEST:
        return 0
    gaps = [b - a for a, b in pairwise(places)]
    usual = max(set(gaps), key=gaps.count)
    steady = gaps.count(usual) >= _STEADY * len(gaps)
    return usual if steady and 1 < usual <= _MOST and usual * len(places) >= _COVERED * count else 0


def _signs(lines: Mapping[int, str], said: Sequence[int]) -> dict[str, list[int]]:
    """By what they are called: lines with the same sign at their first or last word, that are the same, or shout."""
    found: dict[str, list[int]] = {}
    for n in said:
        for name in _signs_of(lines[n][:_LONGEST]):
            found.setdefault(name, []).append(n)
    return found


def _signs_of(line: str) -> Iterator[str]:
    if kind_of(line) in _KNOWN or line.lstrip().startswith((*BOXES, "<!--")):
        return
    if first := _FIRST.match(line):
        yield f"lines that begin with “{_DIGITS.sub('1', first['sign'])}”"
    if last := _LAST.search(line):
        yield f"lines that end with “{_DIGITS.sub('1', last['sign'])}”"
    if _ALONE.match(line):
        yield f"lines “{line.strip()}”"
    if line.isupper() and size(line) > 1:
        yield "lines in capitals"


def may_ask(lines: Mapping[int, str], of_an_answer: bool = False) -> list[int]:
    """Lines that begin as questions and orders do, whatever sign stands before; none where these are few.

    In an answer those with a question mark are its own.
    """
    said = [n for n, line in lines.items() if line.strip()]
    found = [n for n in said if _may_ask(lines[n]) and not (of_an_answer and _MARKED.search(lines[n]))]
    return found if len(found) >= max(FEWEST, _SOME * len(said)) else []


def _may_ask(line: str) -> bool:
    bare = line.strip()
    if kind_of(line) in _KNOWN or len(bare) > _LONGEST:
        return False
    texts = (bare, _NO_PREFIX.sub("", bare))
    return any(
        text[:1].isupper() and size(text) <= _ASKED and not text.endswith((",", ":", ";")) and asks(text) >= _MAY
        for text in texts
    )


def alike_throughout(lines: Mapping[int, str]) -> Family | None:
    """The lines of one kind that nearly all lines are of, if they are worded: rows, "12 May – …", letters."""
    said = {n: line for n, line in lines.items() if line.strip()}
    fewest = max(_FEWEST_ALIKE, _ALIKE * len(said))
    of_their_own = (one for one in families(said) if one.name not in (*_KNOWN, TITLES, INDENTED))
    return next((one for one in of_their_own if len(one) >= fewest and _are_worded([said[n] for n in one.lines])), None)


def _are_worded(lines: Sequence[str]) -> bool:
    letters = sum(len(_LETTER.findall(line)) for line in lines)
    return sum(map(size, lines)) >= _WORDED * len(lines) and letters >= _LETTERS * sum(map(len, lines))
