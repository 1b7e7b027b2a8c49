"""Talks written down with who speaks before what is said: "**Host:** …", "Dr. Lund (12:07): …", "ann replied:".

Nobody's name is known beforehand. That a label names who speaks is told by the file: a few labels come again and again,
hardly anything stands outside of them, and one of them asks nearly always while the others hardly ever do.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...records import Reading, Text
from ...syntax.fences import fences_of
from ...syntax.line_kinds import HEADING
from ...words.asking import asks
from ...words.furniture import furniture
from ...words.labels import answer_label, question_label
from .cards import Lines
from .transcripts import CLOCK, Turn, read_turns

_LONGEST = 4000
_FEWEST = 4  # turns
_SURE = 0.9  # that who speaks once asks
_MOSTLY = 0.8  # the share of the words that somebody says
_AT = rf"[\[(]?{CLOCK}[\])]?"
_NAME = r"[^\W\d_][\w.'’&/-]{0,24}(?:[ \u00a0][\w.'’&/-]{1,24}){0,3}"
# A name at the margin with a colon behind it; a time, an item's sign or emphasis may stand before, remarks in brackets
# and a time behind. Or a name and a time on a line of their own.
_SAID = re.compile(
    rf"(?:[-*+•–—]\s++|>\s?)?(?:{_AT}\s*+(?:[-–—|]\s*+)?)?(?P<mark>[*_]{{1,3}})?(?P<who>{_NAME})(?P<shut>[*_]{{1,3}})?"
    rf"(?:\s*+(?:[,–—-]\s*+)?{_AT}|\s*+[(\[][^()\[\]]{{1,40}}[)\]]){{0,2}}\s*+[:：](?P<shut2>[*_]{{1,3}})?(?:\s++(?P<said>\S.*)|\s*)$"
)
_SPEAKS = re.compile(rf"(?P<mark>[*_]{{1,3}})?(?P<who>{_NAME})(?:[*_]{{1,3}})?\s*+(?:[,–—-]\s*+)?{_AT}\s*+[*_]{{0,3}}$")
_COLON_OR_TIME = re.compile(r"[:：]|\d\.\d\d")  # one of which each of these lines has
_NUMBERED = re.compile(r"\W(\d{1,3})$")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Label:
    """A label with the number of its line, its words, and what is said behind it; `timed`: a time, and no more."""

    line: int
    who: str
    said: str
    timed: bool = False


def reads(text: Text) -> Reading | None:
    """The questions of the one who asks; None where the labels name nobody who does, or stand among other text."""
    labels = _labels(text.lines) if len(text.lines) >= _FEWEST else []
    if len(labels) < _FEWEST or any(_is_known(label.who) for label in labels) or _count(labels):
        return None
    speakers = _who_speak(labels)
    spoken = [label for label in labels if label.who in speakers]
    turns = list(_turns(text.lines, spoken, speakers)) if len(spoken) >= _FEWEST else []
    if len(turns) < _FEWEST or not _is_all(text.lines, turns):
        return None
    return read_turns(text, "a talk", turns, list(_others(text.lines, turns)))


def _is_known(words: str) -> bool:
    """Whether the words are a label of questions or answers, which are read as such."""
    return question_label(f"{words}:") is not None or answer_label(f"{words}:") is not None


def _count(labels: Sequence[_Label]) -> bool:
    """Whether labels number what is said, one more each time: nobody is called "Qu. 3"."""
    numbers = [int(match[1]) for label in labels if (match := _NUMBERED.search(label.who))]
    return len(numbers) * 3 >= len(labels) and numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 2


def _labels(lines: Sequence[str]) -> list[_Label]:
    found: list[_Label] = []
    for n, line in enumerate(lines):
        if not _COLON_OR_TIME.search(line):
            continue  # most lines
        text = line[:_LONGEST].strip()
        if match := _SAID.match(text):
            found.append(_Label(n + 1, match["who"].casefold(), _said(match)))
        elif match := _SPEAKS.match(text):
            found.append(_Label(n + 1, match["who"].casefold(), _said(match), timed=True))
    code = {n + 1 for fence in fences_of(lines) for n in range(fence.first, fence.end)} if found else set()
    return [label for label in found if label.line not in code]


def _said(match: re.Match[str]) -> str:
    """What stands behind a label, without the end of an emphasis that encloses both."""
    marks = match.groupdict()
    said, mark = marks.get("said") or "", marks["mark"] or ""
    return said.removesuffix(mark) if mark and not (marks.get("shut") or marks.get("shut2")) else said


def _who_speak(labels: Sequence[_Label]) -> dict[str, str]:
    """The labels of who speaks: those that come again, and beside several such what asks or has a time and no more."""
    found = _speakers([label.who for label in labels])
    once = [label.who for label in labels if label.timed or asks(label.said) >= _SURE] if len(found) > 1 else []
    return {**found, **dict(zip(once, once, strict=True))}


def _speakers(labels: Sequence[str]) -> dict[str, str]:
    """The labels that come again, each with who speaks: all who do the same, where that is what the labels share.

    >>> _speakers(["ann asked", "bob replied", "cyd asked", "dan replied"])["dan replied"]
    'replied'
    """
    often, ends, begins = Counter(labels), defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for label in often:
        words = label.split()
        if len(words) > 1:
            ends[words[-1]].add(label)
            begins[words[0]].add(label)
    found: dict[str, str] = {}
    for label, times in often.items():
        words = label.split()
        shared = next((word for word, of in ((words[-1], ends), (words[0], begins)) if len(of[word]) > 1), "")
        if shared or times > 1:
            found[label] = shared or label
    return found


def _turns(lines: Sequence[str], labels: Sequence[_Label], speakers: Mapping[str, str]) -> Iterator[Turn]:
    """What each label leads to the next one, or to a heading, without what the program says of it ("2 replies")."""
    ends = [*(label.line for label in labels[1:]), len(lines) + 1]
    for label, end in zip(labels, ends, strict=True):
        rest = range(label.line + 1, end)
        heading = next((n for n in rest if HEADING.strict.match(lines[n - 1])), end)
        below = ((n, lines[n - 1]) for n in range(label.line + 1, heading))
        rows = [(label.line, label.said), *(row for row in below if not (label.timed and furniture(row[1])))]
        while rows and not rows[-1][1].strip():
            rows.pop()
        if rows:
            yield Turn(label.line, rows[-1][0], speakers[label.who], tuple(said for _, said in rows))


def _is_all(lines: Sequence[str], turns: Sequence[Turn]) -> bool:
    """Whether nearly all words are said by somebody."""
    within = sum(len(_WORD.findall(line)) for turn in turns for line in turn.said)
    outside = set(range(1, len(lines) + 1)).difference(*(range(one.first, one.last + 1) for one in turns))
    left = sum(len(_WORD.findall(lines[n - 1])) for n in outside if not HEADING.strict.match(lines[n - 1]))
    return within >= _MOSTLY * (within + left)


def _others(lines: Sequence[str], turns: Sequence[Turn]) -> Iterator[Lines]:
    """Headings, and what stands outside of all that is said."""
    said = {n for one in turns for n in range(one.first, one.last + 1)}
    first = min(said)
    for n, line in enumerate(lines, 1):
        if HEADING.strict.match(line):
            yield Lines(n, n, "heading")
        elif n not in said and _WORD.search(line):
            yield Lines(n, n, "intro" if n < first else "note")
