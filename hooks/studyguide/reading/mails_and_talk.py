"""Notes that are Markdown but for what stands around them: quoted mails, and two people who talk.

A file is one of these as a whole or not at all. The count of lines never changes, and no line gains a word that its
answer could show, so that every line of the result stands for the same line of the source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from ..words.asking import asks
from ..words.labels import answer_label, question_label

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
    return _share(lines, _QUOTED) > 0.75


def _unquoted(lines: Sequence[str]) -> list[str]:
    return [_QUOTED.sub("", line, count=1) if line.strip(" >") else line for line in lines]


# --- two people talking ----------------------------------------------------------------------------------------------

_SAID = re.compile(
    r"(?P<before>\s*[*_]{0,2})(?P<who>[^\W\d_]+(?: [^\W\d_]+)?)(?P<number>\s?\d{1,3})?\s?"
    r"(?P<mark>[:：]|[)](?=\s)|-(?=\s)|–(?=\s))(?P<after>[*_]{0,2})\s*(?=\S)"
)


def _talk(lines: Sequence[str]) -> tuple[str, str] | None:
    """Who asks and who answers, where two prefixes take turns: "F:" and "A:", "Ann:" and "Bob:".

    One must ask nearly always and the other hardly ever: a chat among colleagues is no interview.
    """
    said = [
        (m["who"].casefold(), asks(line[m.end() : LONGEST])) for line in lines if (m := _SAID.match(line[:LONGEST]))
    ]
    turns = Counter((a, b) for (a, _), (b, _) in pairwise(said) if a != b)
    for (asker, teller), _ in turns.most_common(2):
        asked = [likely for who, likely in said if who == asker]
        told = [likely for who, likely in said if who == teller]
        if max(len(asker), len(teller)) <= 14 and _is_interview(asked, told):
            return asker, teller
    return None


def _is_interview(asked: Sequence[float], told: Sequence[float]) -> bool:
    """Whether two speak about as often and one alone asks, by how likely each thing said is a question."""
    if min(len(asked), len(told)) < 2 or len(told) > 1.2 * len(asked) or len(asked) > 1.5 * len(told):
        return False
    return sum(asked) >= 0.75 * len(asked) and sum(max(likely, 0) for likely in told) <= 0.4 * len(told)


def _is_talk(lines: Sequence[str]) -> bool:
    return _talk(lines) is not None


def _from_talk(lines: Sequence[str]) -> list[str]:
    pair = _talk(lines)
    if pair is None:
        return list(lines)
    letter = dict(zip(pair, "QA", strict=True))
    found: list[str] = []
    for line in lines:
        match = _SAID.match(line[:LONGEST])
        who = match["who"].casefold() if match else ""
        if match is None or who not in letter or _is_labelled(line, letter[who]):
            found.append(line)
        else:
            number = (match["number"] or "").strip()
            found.append(f"{match['before']}{letter[who]}{number}:{match['after']} {line[match.end() :]}")
    return found


def _is_labelled(line: str, letter: str) -> bool:
    text = line.strip(" *_")[:LONGEST]
    return (question_label(text) if letter == "Q" else answer_label(text)) is not None


# What tells the form, and what rewrites it. A quoted mail may hold any of the others.
_FORMS: tuple[tuple[Callable[[Sequence[str]], bool], Callable[[Sequence[str]], Sequence[str]]], ...] = (
    (_is_quoted, _unquoted),
    (_is_talk, _from_talk),
)
