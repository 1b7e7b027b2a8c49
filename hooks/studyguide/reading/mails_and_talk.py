"""Notes that are Markdown but for what stands around them: quoted mails, and two people who talk.

A file is one of these as a whole or not at all. The count of lines never changes, and no line gains a word that its
answer could show, so that every line of the result stands for the same line of the source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..words.asking import asks
from ..words.chat import chat_turn, is_chat
from ..words.columns import asking_and_telling
from ..words.labels import answer_label, question_label
from .verse import quotations

LONGEST = 4000  # of a longer line only the beginning is looked at; it is never rewritten


def as_markdown(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines with their marks in Markdown's form; ordinary notes come out as they went in."""
    for is_one, rewrite in _FORMS:
        if is_one(lines):
            lines = rewrite(lines)
    return tuple(lines)


def _share(lines: Sequence[str], pattern: re.Pattern[str]) -> float:
    some = [line for line in lines if line.strip()]
    return sum(bool(pattern.match(line[:LONGEST])) for line in some) / len(some) if len(some) > 2 else 0.0


# --- quoted as a whole -----------------------------------------------------------------------------------------------

_QUOTED = re.compile(r"\s{0,3}>\s?")


def _is_quoted(lines: Sequence[str]) -> bool:
    return _share(lines, _QUOTED) > 0.75 and 2 * len(quotations(lines)) < len(lines)


def _unquoted(lines: Sequence[str]) -> list[str]:
    return [_QUOTED.sub("", line, count=1) if line.strip(" >") else line for line in lines]


# --- two people talking ----------------------------------------------------------------------------------------------

_DAY = r"(?:\d{4}-\d{1,2}-\d{1,2}[ T,]+|\d{1,2}[./]\d{1,2}[./]\d{2,4},?\s+)?"
_TIME = rf"[\[(]?{_DAY}\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?:\s?[AaPp][Mm])?[\])]?"
# A letter with the signs that some scripts set at it, which are no letters by themselves.
_LETTERS = r"(?:[^\W\d_][\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0900-\u0963\u0981-\u0de5\u0e31-\u0e4e]*+)++"
_WHO = rf"(?P<who>{_LETTERS}(?: {_LETTERS})?+)"
_SAID = re.compile(
    rf"(?P<before>\s*)(?:{_TIME}\s*(?:[-–—|]\s*)?)?(?P<open>[*_]{{0,2}}){_WHO}(?P<number>\.?\s?\d{{1,3}})?\s?"
    rf"(?:[,\s]*{_TIME})?"
    r"(?P<mark>[:：]|[)](?=\s)|-(?=\s)|–(?=\s)|\.:?(?=\s)(?!\s\d)|(?<=\d)\s(?=\s)"
    # a number behind a full stop needs no sign: "Que. 3 What"
    r"|(?:(?<=\. \d)|(?<=\. \d\d)|(?<=\.\d)|(?<=\.\d\d))(?=\s))(?P<after>[*_]{0,2})\s*(?=\S)"
)
# Who speaks and when, on a line of its own above what is said.
_SPEAKS = re.compile(rf"(?P<before>\s*+)[*_]{{0,2}}{_WHO}[*_]{{0,2}}\s*+(?:[,–—-]\s*+)?{_TIME}\s*+[*_]{{0,2}}:?\s*$")
_MOST_LETTERS = 14
_TELLING = (":", "：", ")", "-", "–")  # behind a known label a full stop or nothing says no more than it does


@dataclass(frozen=True, slots=True)
class _Turn:
    """A line that says who speaks, what stands before the words and in place of it, and the words."""

    line: int
    who: str
    sign: str
    said: str


def _turns(lines: Sequence[str]) -> list[_Turn]:
    found: list[_Turn] = []
    for i, raw in enumerate(lines):
        line = raw[:LONGEST]
        if match := _SPEAKS.match(line):
            below = next((text for text in lines[i + 1 : i + 4] if text.strip()), "")
            found.append(_Turn(i, match["who"].casefold(), match["before"] + "{}:", below[:LONGEST].strip()))
        elif (match := _SAID.match(line)) and (
            match["mark"][:1] in _TELLING or question_label(line.strip(" *_")) is None
        ):
            number = (match["number"] or "").strip(" .")
            sign = f"{match['before']}{match['open']}{{}}{number}:{match['after']} "
            found.append(_Turn(i, match["who"].casefold(), sign, raw[match.end() :]))
    return found


def _talk(turns: Sequence[_Turn]) -> tuple[str, str] | None:
    """Who asks and who answers, where two prefixes take turns: "F:" and "A:", "Ann:" and "Bob:".

    One must ask nearly always and the other hardly ever: a chat among colleagues is no interview.
    """
    pairs = Counter((a.who, b.who) for a, b in pairwise(turns) if a.who != b.who)
    for (asker, teller), _ in pairs.most_common(2):
        asked = [asks(one.said) for one in turns if one.who == asker and not _is_courtesy(one)]
        told = [asks(one.said) for one in turns if one.who == teller and not _is_courtesy(one)]
        share = 0.5 if is_chat(asker, teller) else 0.6
        named = asking_and_telling((asker, teller)) == (0, 1) and min(len(asked), len(told)) > 1
        if max(len(asker), len(teller)) <= _MOST_LETTERS and (named or _is_interview(asked, told, share)):
            return asker, teller
    return None


def _is_courtesy(turn: _Turn) -> bool:
    return chat_turn(f"{turn.who}: {turn.said}")


def _is_interview(asked: Sequence[float], told: Sequence[float], share: float) -> bool:
    """Whether two speak about as often and one alone asks, by how likely each thing said is a question."""
    if min(len(asked), len(told)) < 2 or len(told) > 1.2 * len(asked) or len(asked) > 1.5 * len(told):
        return False
    return sum(asked) >= share * len(asked) and sum(max(likely, 0) for likely in told) <= 0.4 * len(told)


def _is_talk(lines: Sequence[str]) -> bool:
    return _talk(_turns(lines)) is not None


def _from_talk(lines: Sequence[str]) -> list[str]:
    turns = _turns(lines)
    pair = _talk(turns)
    if pair is None:
        return list(lines)
    letter = dict(zip(pair, "QA", strict=True))
    found = list(lines)
    for turn in turns:
        if turn.who in letter and not _is_courtesy(turn) and not _is_labelled(lines[turn.line], letter[turn.who]):
            found[turn.line] = _rewritten(turn, letter[turn.who])
    return found


def _rewritten(turn: _Turn, letter: str) -> str:
    """The line with a label for its speaker; one alone on its line is written out."""
    if turn.sign.endswith("}:"):
        return turn.sign.format("Question" if letter == "Q" else "Answer")
    return turn.sign.format(letter) + turn.said


def _is_labelled(line: str, letter: str) -> bool:
    text = line.strip(" *_")[:LONGEST]
    return (question_label(text) if letter == "Q" else answer_label(text)) is not None


# What tells the form, and what rewrites it. A quoted mail may hold any of the others.
_FORMS: tuple[tuple[Callable[[Sequence[str]], bool], Callable[[Sequence[str]], Sequence[str]]], ...] = (
    (_is_quoted, _unquoted),
    (_is_talk, _from_talk),
)
