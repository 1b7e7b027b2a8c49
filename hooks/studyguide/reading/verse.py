"""Verse asks and wants no answer: lines of verse rhyme, and stand together in stanzas of short lines.

What is quoted with its author below it wants none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_FEWEST = 4  # lines of a poem
_SHORTEST, _LONGEST = 2, 14  # words of a line
_MOSTLY = 0.6  # of the lines of a poem have another that rhymes with them, two lines away at the most
_NEAR = 2
_RHYME, _RHYME_OF_TWO = 2, 3  # letters that two words end alike with; those of a stanza of two lines
_LIMIT = 200
_BEFORE = re.compile(r"[\s>]*[_*~]{0,3}(?=\S)")
_MARKED = re.compile(r"#{1,6}\s|[-*+•]\s|\(?\w{1,3}[.)]\s|\||```|\w{1,20}\s?\d{0,3}[:：]\s")
_WORD = re.compile(r"[^\W\d_]+")
_ATTRIBUTED = re.compile(
    r"\W*[\"“„«][^\"”“»]{4,}[\"”“»]\s*[–—―-]{1,2}\s*(?:[^\W\d_]+(?:[ ,'’.]+|$)){1,6}[\d. ]*(?<![.!?])$"
)
_AUTHOR = re.compile(r"[\s>_*]*[–—―-]{1,2}\s*[^\W\d_][^.!?:]{1,60}$")


def verse_lines(lines: Sequence[str]) -> frozenset[int]:
    """The lines (indices) of stanzas that rhyme, if they make a poem together.

    >>> sorted(verse_lines(["Who goes there in the snow?", "What lamp hangs so low?", "Is it day?", "Shall I stay?"]))
    [0, 1, 2, 3]
    >>> sorted(verse_lines(["What is a mast?", "What is a bow?", "Where is the keel?", "Who steers it?"]))
    []
    """
    found: list[int] = []
    for stanza in _stanzas(lines):
        ends = [_end(lines[i]) for i in stanza]
        rhyming = sum(_rhymes(ends, n) for n in range(len(ends)))
        if rhyming >= _MOSTLY * len(stanza):
            found += stanza
    return frozenset(found) if len(found) >= _FEWEST else frozenset()


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
