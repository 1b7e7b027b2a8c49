"""Undoes UTF-8 that was read in another encoding: "‚Äôs" was "’s", "Ã©" was "é".

The rule is exact: the characters of a run become the bytes that the wrong encoding gives them, and where these are
well-formed UTF-8, the run may be damage. Whether it is, the model tells: it weighs the text as it stands against the
text as it would be. What speaks for an encoding is added up over the whole document, since one run proves little; it is
believed when that exceeds its price, and a line is taken for damaged the sooner, the more of the others are. Only an
encoding that is believed beyond doubt is asked for characters that lost a byte.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .codec_tables import Codec, codecs
from .model import Model

_RUN = re.compile(r"[^\x00-\x7f]+")

_CODE = re.compile("`[^`]+`")
_MARK = "\ufeff"

# Beyond this, in nats, no doubt is left.
BEYOND_DOUBT = 34.0
# The same run says half as much when it comes up again, and nothing new after some times.
_REPEATS = 2.0
# A longer text has more room for an accident: so much more is asked for each e-fold of runs that are no damage.
_ROOM = 2.0
# What a line must say that has no whole character of damage, only ones with lost bytes.
_ONLY_LOST = 20.0
# What it takes to go from damage to clean text within a line, or back; in nats, too.
_SWITCH = 3.0
# How much the other lines can say of a line, at most.
_MOST_PRIOR = 5.0
# A guess at what was lost is made where it is that much likelier than the next, and than that nothing was lost; and a
# run is left to another encoding that explains it so much better.
_NEXT, _NOTHING, _RIVAL = 3.0, 1.0, 5.0
# So many characters that follow each other by their numbers are a table of characters.
_LISTED = 8
# Pictures do not stand within words: what would come out as one was damaged in another way.
_SIGNS = re.compile("[\u2300-\u24ff\u25a0-\u2bff\U0001f000-\U0001faff]+")
_WITHIN_WORD = 12.0
# So many readings of a line are followed at a time.
_FOLLOWED = 8


@dataclass(frozen=True, slots=True)
class Change:
    """`line[start:end]` is to be `after`; how, and how certain that is: sure, likely or guessed."""

    start: int
    end: int
    after: str
    how: str = ""
    certainty: str = "sure"


@dataclass(frozen=True, slots=True)
class Undone:
    """The changes by line, counted from 0, and the places where something was lost that cannot be told."""

    changes: dict[int, tuple[Change, ...]]
    left: dict[int, tuple[str, ...]]


@dataclass(slots=True)
class _Case:
    """What speaks for one encoding: the gain of each run, by the run with its neighbours."""

    codec: Codec
    gains: dict[str, float]
    evidence: float = 0.0

    @property
    def proved(self) -> bool:
        return self.evidence > BEYOND_DOUBT


def undo(lines: Sequence[str], model: Model) -> Undone:
    """One layer of damage; damage done twice needs two calls. Nothing where no encoding is believed."""
    runs = Counter(key for line in lines if not line.isascii() for key in _keys(line))
    if not runs:
        return Undone({}, {})
    cases = [_case(codec, runs, model) for codec in _possible(runs)]
    if not any(case.gains for case in cases):
        return Undone({}, {})
    believed = _believed(cases, runs - _quoted(lines))
    return _Search(cases, believed, lines, model).undone() if believed else Undone({}, {})


def _keys(line: str) -> list[str]:
    """The runs of a line, each with its neighbours; a line stands between breaks."""
    padded = f"\n{line}\n"
    return [padded[found.start() - 1 : found.end() + 1] for found in _RUN.finditer(padded)]


def _quoted(lines: Sequence[str]) -> Counter[str]:
    """The runs in spans of code. A page about damage quotes it there, so they say nothing of the page itself."""
    return Counter(
        key
        for line in lines
        if "`" in line and not line.isascii()
        for span in _CODE.findall(line)
        for key in _keys(span)
    )


def _possible(runs: Mapping[str, int]) -> list[Codec]:
    chars = set().union(*runs)
    return [codec for codec in codecs() if not chars.isdisjoint(codec.leads)]


def _case(codec: Codec, runs: Mapping[str, int], model: Model) -> _Case:
    gains = {}
    for key in runs:
        if codec.run.search(key) and not _is_list(key):
            gain = _gain(codec, key, model)
            if gain is not None:
                gains[key] = gain
    return _Case(codec, gains)


def _gain(codec: Codec, key: str, model: Model) -> float | None:
    """How much likelier a run is as damage than as it stands; nothing where it cannot be damage."""
    if codec.run.fullmatch(key, 1, len(key) - 1):
        after = codec.decoded(key[1:-1])
        if _MARK in (after if key[0] != "\n" else after[1:]):
            return None  # the mark of UTF-8 begins a file, and is otherwise spoken of
        doubt = _WITHIN_WORD if key[0].isalpha() and key[-1].isalpha() and _SIGNS.fullmatch(after) else 0.0
        return model.cost(key) - doubt - min(model.cost(f"{key[0]}{layer}{key[-1]}") for layer in _layers(codec, after))
    if codec.whole:
        return None
    best = _best(codec, key, 1, model, lossy=False)
    return model.cost(key) - best.cost if best.path else None


def _is_list(key: str) -> bool:
    """Whether characters stand in the order of their numbers, as in a table of them: nothing is damaged there."""
    steps = sum(1 for first, second in pairwise(key) if 0 < ord(second) - ord(first) <= 2)
    return steps >= _LISTED and 2 * steps >= len(key)


def _layers(codec: Codec, text: str) -> Iterator[str]:
    """The text, and what it becomes if it is damage in its turn: the middle of double damage looks no better."""
    yield text
    while (deeper := codec.run.sub(lambda found: codec.decoded(found[0]), text)) != text:
        text = deeper
        yield text


def _believed(cases: Sequence[_Case], runs: Mapping[str, int]) -> list[_Case]:
    """The encodings that explain something that those before them do not."""
    strange = sum(1 for key in runs if not any(case.gains.get(key, 0.0) > 0 for case in cases))
    explained: dict[str, float] = {}
    found: list[_Case] = []
    left = list(cases)
    while left:
        for case in left:
            case.evidence = sum(
                (gain - explained.get(key, 0.0)) * min(1 + math.log(runs[key]) / 2, _REPEATS)
                for key, gain in case.gains.items()
                if key in runs and gain > explained.get(key, 0.0)
            )
        best = max(left, key=lambda case: (case.evidence - case.codec.price, -case.codec.rank))
        if best.evidence < best.codec.price + _ROOM * math.log(1 + strange):
            return found
        for key, gain in best.gains.items():
            explained[key] = max(gain, explained.get(key, 0.0))
        found.append(best)
        left.remove(best)
    return found


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A line as damage of one encoding: how much likelier that is, and its reading where it has no simple one."""

    gain: float
    reading: _Reading | None = None


class _Search:
    """The damaged lines of a document whose encodings are known; `cases` are all, `believed` those."""

    def __init__(self, cases: Sequence[_Case], believed: Sequence[_Case], lines: Sequence[str], model: Model) -> None:
        self.believed, self.lines, self.model = believed, lines, model
        # What nothing else speaks for in the document must be worth its price as well.
        self.best: dict[str, float] = {}
        for case in cases:
            price = 0.0 if case in believed else case.codec.price
            for key, gain in case.gains.items():
                self.best[key] = max(gain - price, self.best.get(key, -math.inf))
        keys = {number: _keys(line) for number, line in enumerate(lines) if not line.isascii()}
        self.weighed = {
            number: [self._weighed(case, number, runs) for case in believed] for number, runs in keys.items()
        }

    def undone(self) -> Undone:
        damaged, clean = self._counted()
        changes: dict[int, tuple[Change, ...]] = {}
        left: dict[int, tuple[str, ...]] = {}
        for number, weighed in self.weighed.items():
            gains = [one.gain for one in weighed]
            at = gains.index(max(gains))
            others = damaged[at] - (gains[at] > 0), clean - (gains[at] <= 0)
            if gains[at] + _prior(*others) > 0:
                found, unknown = self._changes(number, self.believed[at], weighed[at])
                if found:
                    changes[number] = found
                if unknown:
                    left[number] = unknown
        return Undone(changes, left)

    def _counted(self) -> tuple[list[int], int]:
        """How many lines are damage of each encoding, and how many of none."""
        damaged, clean = [0] * len(self.believed), 0
        for weighed in self.weighed.values():
            gains = [one.gain for one in weighed]
            if max(gains) > 0:
                damaged[gains.index(max(gains))] += 1
            else:
                clean += 1
        return damaged, clean

    def _weighed(self, case: _Case, number: int, runs: Sequence[str]) -> _Weighed:
        line, codec = self.lines[number], case.codec
        if all(case.gains.get(key, 0.0) and codec.run.fullmatch(key, 1, len(key) - 1) for key in runs):
            return _Weighed(sum(case.gains[key] for key in runs))
        if codec.lead.search(line):
            text = f"\n{line}\n"
            reading = _best(codec, text, 1, self.model, lossy=case.proved)
            if reading.path:
                doubt = _ONLY_LOST if all(piece.lost for piece in reading.pieces()) else 0.0
                return _Weighed(self.model.cost(text) - reading.cost - doubt, reading)
        return _Weighed(-math.inf)

    def _changes(self, number: int, case: _Case, weighed: _Weighed) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        line, codec = self.lines[number], case.codec
        certainty = "sure" if case.proved else "likely"
        if weighed.reading:
            changes, left = _of_path(weighed.reading, codec, self.model, f"\n{line}\n", certainty)
        else:
            found = codec.run.finditer(line)
            changes = tuple(Change(m.start(), m.end(), codec.decoded(m[0]), codec.name, certainty) for m in found)
            left = ()
        return tuple(one for one in changes if not self._better_elsewhere(case, line, one)), left

    def _better_elsewhere(self, case: _Case, line: str, change: Change) -> bool:
        """Whether another encoding explains the run clearly better; it is then left to that one."""
        for found in _RUN.finditer(line, change.start):
            key = f"\n{line}\n"[found.start() : found.end() + 2]
            return self.best.get(key, -math.inf) > case.gains.get(key, math.inf) + _RIVAL
        return False


def _prior(damaged: int, clean: int) -> float:
    """What the other lines say of a line: the logarithm of how many damaged ones there are for a clean one."""
    return min(max(math.log((damaged + 0.5) / (clean + 0.5)), -_MOST_PRIOR), _MOST_PRIOR)


# --- readings of a line ---


@dataclass(frozen=True, slots=True)
class _Piece:
    """`text[start:end]` of a line between breaks was `after`, one character; `lost` where a byte of it is missing."""

    start: int
    end: int
    after: str
    lost: bool


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a line may be read up to some place: what that costs, its last character, whether that was damage."""

    cost: float
    last: str
    damaged: bool
    path: tuple[object, ...] = ()  # (the path before, a piece), innermost last

    def pieces(self) -> list[_Piece]:
        found: list[_Piece] = []
        path = self.path
        while path:
            path, piece = path  # type: ignore[assignment]
            found.append(piece)  # type: ignore[arg-type]
        return found[::-1]


def _best(
    codec: Codec, text: str, start: int, model: Model, *, lossy: bool, without: frozenset[tuple[int, str]] = frozenset()
) -> _Reading:
    """The likeliest reading of a text, whose first character is what stands before it."""
    waiting: dict[int, dict[tuple[str, bool], _Reading]] = {
        start: {(text[0], mode): _Reading(0.0, text[0], mode) for mode in (True, False)}
    }
    end = len(text)
    for at in range(start, end):
        readings = waiting.pop(at, None)
        if not readings:
            continue
        steps = list(_steps(codec, text, at, lossy))
        kept = sorted(readings.values(), key=lambda one: one.cost)[:_FOLLOWED]
        for length, after, price, damaged in steps:
            if (at, after) in without and damaged:
                continue
            place = waiting.setdefault(at + length, {})
            for one in kept:
                cost = one.cost + price + model[one.last + after]
                mode = one.damaged if damaged is None else damaged
                if mode != one.damaged:
                    cost += _SWITCH
                rival = place.get((after, mode))
                if rival is None or cost < rival.cost:
                    piece = _Piece(at, at + length, after, price > 0)
                    path = (one.path, piece) if damaged else one.path
                    place[after, mode] = _Reading(cost, after, mode, path)
    return min(waiting[end].values(), key=lambda one: one.cost)


def _steps(codec: Codec, text: str, at: int, lossy: bool) -> Iterator[tuple[int, str, float, bool | None]]:
    """What may stand at a place: its length, its character, its price, whether it is damage (or says nothing)."""
    char = text[at]
    if char < "\x80":
        yield 1, char, 0.0, None
    else:
        yield 1, char, 0.0, False if char in codec.bytes_ else None
        if found := codec.one.match(text, at):
            yield found.end() - at, codec.decoded(found[0]), 0.0, True
    if lossy and (char in codec.bytes_ or char in "?\ufffd"):
        yield from ((length, after, price, True) for length, after, price in codec.losses(text, at))


def _of_path(
    best: _Reading, codec: Codec, model: Model, text: str, certainty: str
) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """The changes of a reading; a guess that is hardly better than the next is left and told."""
    changes: list[Change] = []
    left: list[str] = []
    for piece in best.pieces():
        if piece.lost and not _is_clear(piece, best, codec, model, text):
            left.append(text[piece.start : piece.end])
            continue
        change = Change(piece.start - 1, piece.end - 1, piece.after, codec.name, "guessed" if piece.lost else certainty)
        changes.append(change)
    return tuple(_joined(changes)), tuple(left)


def _is_clear(piece: _Piece, best: _Reading, codec: Codec, model: Model, text: str) -> bool:
    """Whether a guess is so much better than the next, or than none."""
    rival = _best(codec, text, 1, model, lossy=True, without=frozenset(((piece.start, piece.after),)))
    guessed = any(one.start < piece.end and piece.start < one.end for one in rival.pieces())
    return rival.cost - best.cost >= (_NEXT if guessed else _NOTHING)


def _joined(changes: Sequence[Change]) -> Iterator[Change]:
    """Changes of the same certainty that touch become one."""
    found: list[Change] = []
    for one in changes:
        last = found[-1] if found else None
        if last and last.end == one.start and last.certainty == one.certainty:
            found[-1] = Change(last.start, one.end, last.after + one.after, one.how, one.certainty)
        else:
            found.append(one)
    yield from found
