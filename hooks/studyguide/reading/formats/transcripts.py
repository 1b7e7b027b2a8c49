"""Exports of chats and captions of recordings: several people speak in turns, each with a time, and one of them asks.

What the one who asks says last before another speaks is a question, if it asks or gives an order; what others say until
the next one answers it. A chat among colleagues is none of this: one must ask nearly always and the others hardly ever.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ...records import Reading, Text
from ...words.asking import asks
from .cards import Card, Found, Lines, reading

_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?\s?[Mm]\.?)?"
_DAY_AND_TIME = rf"(?:{_DATE},?\s+{CLOCK}|{CLOCK},?\s+{_DATE})"
_NAME = r"[^:：<>\[\]()|\t]{1,40}?"
# "12.03.24, 18:22 - Ann: …", "[12.03.24, 18:22:10] Ann: …", "18:22 <ann> …", "[18:22] Ann: …"; without a name it is the
# program that speaks.
_SAID = (
    re.compile(rf"[\[(]?{_DAY_AND_TIME}[\])]?\s*(?:[-–—|]\s*)?(?:(?P<who>{_NAME})[:：]\s+)?(?P<said>.*)$"),
    re.compile(rf"(?:[\[(]?(?:{_DATE},?\s+)?{CLOCK}[\])]?\s+)?<[@+ ]?(?P<who>[^<>\s]{{1,30}})>\s+(?P<said>.*)$"),
    re.compile(rf"[\[(]{CLOCK}[\])]\s*+(?P<who>{_NAME})[:：]\s++(?P<said>.*)$"),
)
# "Ann, [12.03.2024 18:22]" on a line of its own, what she says below it.
_SPEAKS = re.compile(rf"(?P<who>{_NAME}),?\s++(?:[—–-]\s++)?\[?(?:{_DAY_AND_TIME})\]?:?\s*$")
_TIME_OR_NAME = re.compile(r"\d[:.]\d\d|<")  # one of which each of these lines has
_INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\ufeff]")
_NOT_SAID = re.compile(r"<[^<>]{1,60}>|\W*")
_CUE = re.compile(r"\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3}\s+-->\s+(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3}")
_VOICE = re.compile(r"\s*<v(?:\.[\w.-]++)?\s++(?P<who>[^<>]+)>")
_SPEAKER = re.compile(r"\s*(?:>>+\s*|[-–—]\s*)?\[?(?P<who>[^\W\d_][^:：<>\[\]()|\t.!?]{0,30}?)\]?[:：]\s+(?=\S)")
_NEXT_SPEAKER = re.compile(r"\s*(?:>>+|[-–—])\s*(?=\S)")
_TAG = re.compile(r"</?[a-z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}", re.I)
_SENTENCE = re.compile(r"(?<=[.!?。！？؟।])[\"”»')]*\s+(?=\S)")
_NAME_ALONE = re.compile(r"(?:[^\W\d_a-z][^\Wa-z]*(?: [^\W\d_a-z]+)?|[^\W\d_]+(?: [^\W\d_]+)?:)")
_SIDES = ("asks", "answers")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 4000
_COURTESY = 3  # words before a question that only lead to it
_FEWEST_TURNS, _FEWEST = 4, 2  # of a chat; questions
_MOSTLY = 0.6
_SURE, _MAY = 0.9, 0.5  # how likely it is that a sentence asks
_ASIDE = "said around the questions"


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says without another in between, and the lines it stands on."""

    first: int
    last: int
    who: str
    said: tuple[str, ...]


_Run = tuple[Turn, ...]  # what one says in a row


def reads(text: Text) -> Reading | None:
    """The questions of a chat or of captions; None for another file, and where nobody asks the others."""
    cues = sum("-->" in line and _CUE.match(line) is not None for line in text.lines)
    if cues >= _FEWEST:
        turns = list(_captions(text.lines))
        return read_turns(text, "captions", _together(turns)) or _of_one_voice(text, turns)
    if names := _names_above(text.lines):
        return read_turns(text, "a script", list(_script(text.lines, names)))
    stamped = sum(_stamped(line) is not None for line in text.lines)
    if stamped < _FEWEST_TURNS or stamped * 3 < sum(bool(line.strip()) for line in text.lines):
        return None
    return read_turns(text, "a chat", list(_chat(text.lines)))


def read_turns(text: Text, name: str, turns: Sequence[Turn], others: Sequence[Lines] = ()) -> Reading | None:
    """The questions of the one who asks, or of all but the one who answers; None where nobody does.

    others   what the lines are that nobody says
    """
    for asking in _sides(turns):
        runs = [tuple(run) for _, run in groupby(turns, key=lambda turn: turn.who in asking)]
        if _ask(runs, asking):
            return _made(text, name, turns, list(_cards(runs, asking)), others)
    return None


def _sides(turns: Sequence[Turn]) -> Iterator[frozenset[str]]:
    """Who may ask: each by himself, and, of three or more, those who ask whenever they speak, and all but one."""
    names = list(dict.fromkeys(turn.who for turn in turns))
    yield from (frozenset([who]) for who in names)
    if len(names) > len(_SIDES):
        yield frozenset(names) - {turn.who for turn in turns if _likely((turn,)) < _SURE}
        yield from (frozenset(names) - {who} for who, _ in Counter(turn.who for turn in turns).most_common(1))


def _made(text: Text, name: str, turns: Sequence[Turn], cards: Sequence[Card], others: Sequence[Lines] = ()) -> Reading:
    aside = [Lines(turn.first, turn.last, "note", _ASIDE) for turn in turns]
    rest = Lines(1, 0, "filler", "times, names and what the program says")
    return reading(text, name, Found(cards, [*aside, *others], rest=rest))


# --- chats -----------------------------------------------------------------------------------------------------------


def _stamped(line: str) -> tuple[str, str] | None:
    """Who says what on a line that begins with a time; nobody where the program speaks."""
    if line.isascii() and not _TIME_OR_NAME.search(line):
        return None  # most lines
    bare = _INVISIBLE.sub("", line[:_LONGEST])
    if match := _SPEAKS.match(bare):
        return match["who"].strip(), ""
    match = next((found for pattern in _SAID if (found := pattern.match(bare))), None)
    return ((match["who"] or "").strip(), match["said"]) if match else None


def _chat(lines: Sequence[str]) -> Iterator[Turn]:
    """The turns; a line without a time goes on with what is said above it."""
    own: Turn | None = None
    for number, line in enumerate(lines, 1):
        found = _stamped(line)
        if found is not None:
            yield from _if_said(own)
            own = Turn(number, number, found[0], (found[1],)) if found[0] else None
        elif own is not None and line.strip():
            own = replace(own, last=number, said=(*own.said, line))
    yield from _if_said(own)


def _if_said(turn: Turn | None) -> Iterator[Turn]:
    if turn is not None and not all(_NOT_SAID.fullmatch(line.strip()) for line in turn.said):
        yield replace(turn, said=tuple(line for line in turn.said if line.strip()))


# --- scripts ---------------------------------------------------------------------------------------------------------


def _names_above(lines: Sequence[str]) -> set[str]:
    """The two names in capitals, or with a colon, that stand by themselves above what each says, in turns."""
    alone = [line.strip() for above, line, below in zip(["", *lines], lines, lines[1:], strict=False)
             if not above.strip() and below.strip() and _NAME_ALONE.fullmatch(line.strip())]  # fmt: skip
    turned = all(a != b for a, b in pairwise(alone))
    return {*alone} if len({*alone}) == len(_SIDES) and len(alone) >= _FEWEST_TURNS and turned else set()


def _script(lines: Sequence[str], names: set[str]) -> Iterator[Turn]:
    own: Turn | None = None
    for number, line in enumerate(lines, 1):
        if line.strip() in names:
            yield from _if_said(own)
            own = Turn(number, number, line.strip(), ())
        elif own is not None and line.strip():
            own = replace(own, last=number, said=(*own.said, line))
    yield from _if_said(own)


# --- captions --------------------------------------------------------------------------------------------------------


def _captions(lines: Sequence[str]) -> Iterator[Turn]:
    """What the lines below each time say; without a name it is said by whoever speaks, or by nobody known."""
    who, inside = "", False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            inside = False
        elif _CUE.match(line):
            inside = True
        elif inside:
            who, said = _spoken(line[:_LONGEST], who)
            if said:
                yield Turn(number, number, who, (said,))


def _together(turns: Iterable[Turn]) -> list[Turn]:
    """The turns, those of one speaker in a row as one, since sentences go on from caption to caption."""
    runs = [list(run) for _, run in groupby(turns, key=lambda turn: turn.who)]
    return [Turn(run[0].first, run[-1].last, run[0].who, tuple(s for one in run for s in one.said)) for run in runs]


def _spoken(line: str, before: str) -> tuple[str, str]:
    """Who says what on a line of a caption."""
    match = _VOICE.match(line) or _SPEAKER.match(line)
    if match:
        return match["who"].strip(), _TAG.sub("", line[match.end() :]).strip()
    if match := _NEXT_SPEAKER.match(line):
        return ("b" if before == "a" else "a"), _TAG.sub("", line[match.end() :]).strip()
    return before, _TAG.sub("", line).strip()


# --- who asks --------------------------------------------------------------------------------------------------------


def _ask(runs: Sequence[_Run], asking: Collection[str]) -> bool:
    """Whether these ask nearly always before others speak, and the others hardly ever do."""
    answered = [run for run in runs[:-1] if run[0].who in asking]
    asked = sum(_likely(run) >= _MAY for run in answered)
    sure = sum(_likely(run) >= _SURE for run in answered)
    told = [run for run in runs if run[0].who not in asking]
    back = sum(_likely(run) >= _SURE for run in told)
    if min(asked, len(told)) < _FEWEST or sure * 2 < asked:
        return False
    return asked >= _MOSTLY * len(answered) and back <= (1 - _MOSTLY) * len(told)


def _likely(run: _Run) -> float:
    return max((asks(one) for turn in run for one in _sentences(turn)), default=0.0)


def _sentences(turn: Turn) -> list[str]:
    return [one for one in _SENTENCE.split(" ".join(line.strip() for line in turn.said)) if one]


def _cards(runs: Sequence[_Run], asking: Collection[str]) -> Iterator[Card]:
    """A card for each time that who asks does so; what is said around belongs to none.

    What they say between two parts of an answer stands there as a quote, unless it is a courtesy.
    """
    asked: _Run = ()
    told, remarks = list[Turn](), list[Turn]()
    for run in runs:
        if run[0].who not in asking:
            told += [*map(_as_quote, remarks if told else ()), *run]
            remarks = []
        elif _likely(run) >= _MAY:
            yield from _card(asked, told)
            asked, told, remarks = _from_where_it_asks(run), [], []
        else:
            remarks += (turn for turn in run if len(_WORD.findall(" ".join(turn.said))) > _COURTESY)
    yield from _card(asked, told)


def _as_quote(turn: Turn) -> Turn:
    return replace(turn, said=tuple(f"> {line}" for line in turn.said))


def _from_where_it_asks(run: _Run) -> _Run:
    first = next(n for n, turn in enumerate(run) if _likely((turn,)) >= _MAY)
    return run[first:]


def _card(asked: _Run, told: Sequence[Turn]) -> Iterator[Card]:
    if not asked:
        return
    last, told_at = (told[-1].last, told[0].first) if told else (asked[-1].last, None)
    yield Card((asked[0].first, last), _question(asked), "\n\n".join("\n".join(turn.said) for turn in told), told_at)


def _question(run: _Run) -> str:
    """The words from the first sentence that asks on, and those before it that are more than a courtesy."""
    found = [one for turn in run for one in _sentences(turn)]
    first = next((n for n, one in enumerate(found) if asks(one) >= _MAY), 0)
    return " ".join(one for n, one in enumerate(found) if n >= first or len(_WORD.findall(one)) > _COURTESY)


def _of_one_voice(text: Text, turns: Sequence[Turn]) -> Reading | None:
    """The questions of captions that name nobody: sentences with a question mark, and what follows each."""
    if len({turn.who for turn in turns}) != 1:
        return None
    found = _placed(turns)
    asking = [n for n, (_, _, said) in enumerate(found) if asks(said) == 1.0]
    if len(asking) < _FEWEST or len(asking) * 4 < len(found) or len(found) - 1 in asking:
        return None
    cards: list[Card] = []
    for at, end in zip(asking, [*asking[1:], len(found)], strict=True):
        told = found[at + 1 : end]
        first, last, question = found[at]
        answer = " ".join(said for _, _, said in told)
        cards.append(Card((first, told[-1][1] if told else last), question, answer, told[0][0] if told else None))
    return _made(text, "captions", turns, cards)


def _placed(turns: Sequence[Turn]) -> list[tuple[int, int, str]]:
    """The sentences, each with its first and last line."""
    whole, lines = "", list[int]()
    for turn in turns:
        said = " ".join(turn.said) + " "
        whole += said
        lines += [turn.first] * len(said)
    found, at = list[tuple[int, int, str]](), 0
    for said in _SENTENCE.split(whole.rstrip()):
        begin = whole.index(said, at)
        at = begin + len(said)
        found.append((lines[begin], lines[at - 1], said))
    return found
