"""Questions that somebody tells: "She asked me how locks work; I said that gates hold the water."

A tale is full of people who ask. It is read only where whoever tells it was asked, again and again, and says each time
what he answered: then what stands between two questions is the answer to the first of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ...records import Reading, Text
from ...syntax.line_kinds import BULLET, HEADING, NUMBER
from ...words.patterns import one_of
from ...words.vocabulary import VOCABULARY
from .cards import Card, Found, Lines, reading

_ASKING, _PROSE = VOCABULARY.asking, VOCABULARY.prose

_FEWEST = 2
_MOSTLY = 0.6
_PLAIN = 0.7  # the share of lines that are no headings and no items
_SHORTEST, _LONGEST = 2, 40  # words of a question
_ASKED = rf"(?<!\w){one_of(_PROSE.tells_a_question)}(?!\w)"
_ANSWERED = rf"(?<!\w){one_of(_PROSE.tells_an_answer)}(?!\w)"
_BEGINS = one_of((*_ASKING.first, *_ASKING.perhaps_first, *_PROSE.begins_a_clause))
_CLAUSE = re.compile(
    rf"{_ASKED}(?P<who>[^.?!;:\"“”„«»]{{0,40}}?)[,:]?\s+(?:[^\W\d_]{{1,3}}\s+)?(?P<clause>{_BEGINS}(?!\w)[^.;!?…\"“”„«»]*)",
    re.I,
)
_QUOTE = re.compile(r"[\"“„«](?P<clause>[^\"“”„«»]{4,300}[?？؟])[\"”“»]")
_TELLS = re.compile(_ANSWERED, re.I)
# Where a clause ends before its sentence does: ", and I said …".
_CUT = re.compile(rf"(?:[,–—-]|(?<![\s,–—-]))\s++(?:[^\W\d_]{{1,4}}\s++)?(?={_ANSWERED})", re.I)
_BEFORE = re.compile(rf"^[\s\"”»“,.;:!?…–—-]+(?:[^\W\d_]{{1,3}}\s+(?={_ANSWERED}))?", re.I)
_SENTENCE_END = re.compile(r"[.!?;…][\"”»“]?\s+")
_MARKS = ("?", "？", "؟")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Told:
    """A question as it is told: where the sentence begins that tells it, its words, and where they end."""

    sentence: int
    end: int
    words: str


def reads(text: Text) -> Reading | None:
    """The questions that are told, with what is said to each; None for a tale of other people, and for other notes."""
    whole = "\n".join(text.lines)
    if not _is_prose(text.lines) or len(_TELLS.findall(whole)) < _FEWEST:
        return None
    found = list(_questions(whole))
    ends = [*(one.sentence for one in found[1:]), len(whole)]
    answers = [whole[one.end : end] for one, end in zip(found, ends, strict=True)] if found else []
    if not _are_answered(answers) or not _is_most(whole, found[0].sentence):
        return None
    place = _Places(text.lines)
    cards = [_card(place, one, answer) for one, answer in zip(found, answers, strict=True)]
    return reading(text, "told in prose", Found(cards, [Lines(1, place.line(found[0].sentence), "intro")]))


def _is_prose(lines: Sequence[str]) -> bool:
    """Whether lines are text without marks; lines that ask by themselves are read as such."""
    said = [line for line in lines if line.strip()]
    plain = sum(not _is_marked(line) for line in said)
    return plain >= _PLAIN * len(said) and sum(line.rstrip().endswith(_MARKS) for line in said) < _FEWEST


def _are_answered(answers: Sequence[str]) -> bool:
    return sum(bool(_TELLS.search(answer)) for answer in answers) >= max(_FEWEST, _MOSTLY * len(answers))


def _is_most(whole: str, first: int) -> bool:
    """Whether most of a file stands below its first question."""
    return len(_WORD.findall(whole[first:])) >= _MOSTLY * len(_WORD.findall(whole))


def _is_marked(line: str) -> bool:
    return any(kind.strict.match(line) for kind in (HEADING, BULLET, NUMBER))


def _questions(whole: str) -> Iterator[_Told]:
    """The questions, in their order; of two that overlap the first."""
    matches = sorted((*_CLAUSE.finditer(whole), *_QUOTE.finditer(whole)), key=lambda match: match.start())
    last = 0
    for match in matches:
        start, end = match.span("clause")
        if start < last:
            continue
        cut = _CUT.search(whole, start, end + 40) if match.re is _CLAUSE else None
        end = min(end, cut.start()) if cut else end
        words = " ".join(whole[start:end].split()).rstrip(" ,:–—-")
        if _SHORTEST <= len(_WORD.findall(words)) <= _LONGEST:
            begun = [found.end() for found in _SENTENCE_END.finditer(whole, last, match.start())]
            gap = whole.rfind("\n\n", last, match.start())
            yield _Told(max([last, gap + 2 if gap >= 0 else 0, *begun[-1:]]), end, words)
            last = match.end() if match.re is _QUOTE else end


class _Places:
    """Leads from a place in the whole text to the line that it stands on."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))

    def line(self, place: int) -> int:
        return bisect_right(self._starts, place)


def _card(place: _Places, told: _Told, answer: str) -> Card:
    said = _without_who_asked(answer)
    first, last = place.line(told.sentence), place.line(told.end + len(answer.rstrip()) - 1)
    start = place.line(told.end + len(answer) - len(said.lstrip()) if said else told.end)
    title = told.words[:1].upper() + told.words[1:]
    return Card((first, max(first, last)), title, said.strip(), start if start > first else None)


def _without_who_asked(answer: str) -> str:
    """What is said behind a question, without the end of its sentence: '" she asked.', ", and"."""
    text = _BEFORE.sub("", answer, count=1)
    first = _SENTENCE_END.search(text)
    if first and len(_WORD.findall(text[: first.start()])) <= 6 and not _TELLS.search(text[: first.start()]):
        return text[first.end() :]
    return text
