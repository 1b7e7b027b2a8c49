"""Verse asks and wants no answer: lines of verse rhyme, or end where no line had to; they stand together in stanzas.

What is quoted with its author below it wants none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

_FEWEST = 4  # lines of a poem
_SHORTEST, _LONGEST = 2, 14  # words of a line
_MOSTLY = 0.6  # of the lines of a poem have another that rhymes with them, two lines away at the most
_NEAR = 2
_RHYME, _RHYME_OF_TWO = 2, 3  # letters that two words end alike with; those of a stanza of two lines
_LIMIT = 200
_FEWEST_STANZAS, _WIDEST = 3, 60  # stanzas of free verse, and letters of its lines
_ASKS = re.compile(r"[?？؟]\W*$")
_ENDS = ".?!:;。？！…"
_BEFORE = re.compile(r"[\s>]*[_*~]{0,3}(?=\S)")
_MARKED = re.compile(r"#{1,6}\s|[-*+•]\s|\(?\w{1,3}[.)]\s|\||```|\w{1,20}\s?\d{0,3}[:：]\s")
_WORD = re.compile(r"[^\W\d_]+")
_ATTRIBUTED = re.compile(
    r"\W*[\"“„«][^\"”“»]{4,}[\"”“»]\s*[–—―-]{1,2}\s*(?:[^\W\d_]++(?:[ ,'’.]++|$)){1,6}+[\d. ]*+(?<![.!?])$"
)
_AUTHOR = re.compile(r"[\s>_*]*[–—―-]{1,2}\s*[^\W\d_][^.!?:]{1,60}$")


def verse_lines(lines: Sequence[str]) -> frozenset[int]:
    """The lines (indices) of stanzas that rhyme, if they make a poem together, or of a file that is free verse.

    >>> sorted(verse_lines(["Who goes there in the snow?", "What lamp hangs so low?", "Is it day?", "Shall I stay?"]))
    [0, 1, 2, 3]
    >>> sorted(verse_lines(["What is a mast?", "What is a bow?", "Where is the keel?", "Who steers it?"]))
    []
    """
    if free := _free_verse(lines):
        return free
    found: list[int] = []
    for stanza in _stanzas(lines):
        ends = [_end(lines[i]) for i in stanza]
        rhyming = sum(_rhymes(ends, n) for n in range(len(ends)))
        if rhyming >= _MOSTLY * len(stanza):
            found += stanza
    return frozenset(found) if len(found) >= _FEWEST else frozenset()


def _free_verse(lines: Sequence[str]) -> frozenset[int]:
    """The lines of a file of stanzas in which sentences go on in the next line, though there was room in this one.

    >>> lines = ["What is the sea?", "A rope that", "holds the wind", "", "It is lost", "to all who", "go by night"]
    >>> sorted(_free_verse([*lines, "", "I wait", "for a boat", "without oars"]))
    [0, 1, 2, 4, 5, 6, 8, 9, 10]
    >>> _free_verse(["What is a jib?", "A sail.", "", "What is a keel?", "A fin.", "", "Who steers?", "The helmsman."])
    frozenset()
    """
    stanzas = _stanzas_of_all(lines)
    if len(stanzas) < _FEWEST_STANZAS or _are_cards(lines, stanzas):
        return frozenset()
    said = [i for stanza in stanzas for i in stanza]
    wide = max(len(lines[i]) for i in said)
    broken = [sum(_is_broken(lines[a], lines[b], wide) for a, b in pairwise(stanza)) for stanza in stanzas]
    many = sum(n > 0 for n in broken) * 3 >= 2 * len(stanzas)
    return frozenset(said) if many and sum(broken) * 3 >= len(said) - len(stanzas) else frozenset()


def _stanzas_of_all(lines: Sequence[str]) -> list[list[int]]:
    """The runs of lines of a file without its title; none where a line is long, or has a mark."""
    said = [i for i, line in enumerate(lines) if line.strip() and not line.startswith("# ")]
    if any(len(lines[i]) > _WIDEST or _MARKED.match(lines[i].lstrip()) for i in said):
        return []
    runs = groupby(enumerate(said), key=lambda placed: placed[1] - placed[0])
    return [[i for _, i in run] for _, run in runs]


def _are_cards(lines: Sequence[str], stanzas: Sequence[Sequence[int]]) -> bool:
    """Whether most begin with a line that asks: lists may stand below."""
    return sum(_ASKS.search(lines[stanza[0]]) is not None for stanza in stanzas) * 2 > len(stanzas)


def _is_broken(line: str, after: str, wide: int) -> bool:
    """Whether a sentence goes on in the next line, whose first word had room in this one."""
    word = next(iter(after.split()), "")
    return line.rstrip()[-1:] not in _ENDS and after.lstrip()[:1].islower() and len(line) + 1 + len(word) <= wide


def quotations(lines: Sequence[str]) -> frozenset[int]:
    """The lines (indices) of quotes whose last line names an author, and of those behind which one is named."""
    found = [i for i, line in enumerate(lines) if len(line) <= _LIMIT and _ATTRIBUTED.match(line)]
    found = found if len(found) > 1 else []
    run: list[int] = []
    for i, line in enumerate([*lines, ""]):
        if line.lstrip().startswith(">") and len(line) <= _LIMIT:
            run.append(i)
            continue
        said = [n for n in run if lines[n].strip(" >")]
        if len(said) > 1 and _AUTHOR.match(lines[said[-1]].lstrip(" >")):
            found += run
        run = []
    return frozenset(found)


def _stanzas(lines: Sequence[str]) -> Iterator[list[int]]:
    """Runs of short lines without marks that begin with a capital, two or more."""
    run: list[int] = []
    for i, line in enumerate([*lines, ""]):
        if _may_be_verse(_BEFORE.sub("", line, count=1)):
            run.append(i)
            continue
        if len(run) > 1:
            yield run
        run = []


def _may_be_verse(text: str) -> bool:
    short = len(text) <= _LIMIT and _SHORTEST <= len(text.split()) <= _LONGEST
    return short and text[:1].isupper() and not _MARKED.match(text)


def _end(line: str) -> str:
    words = _WORD.findall(line)
    return words[-1].casefold() if words else ""


def _rhymes(ends: Sequence[str], n: int) -> bool:
    """Whether a line near the nth ends with another word that sounds alike."""
    least = _RHYME if len(ends) > 2 else _RHYME_OF_TWO
    near = [m for m in range(n - _NEAR, n + _NEAR + 1) if 0 <= m < len(ends) and m != n]
    return any(ends[m][-least:] == ends[n][-least:] and ends[m] != ends[n] and len(ends[n]) >= least for m in near)
