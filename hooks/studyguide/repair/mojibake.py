"""Undoes UTF-8 that was read in another encoding: "‚Äô" was "’", "Ã©" was "é".

The rule is exact. Characters are turned into the bytes that the wrong encoding
gives them, and what is then well-formed UTF-8 is a candidate. One candidate
proves little, so the document as a whole decides which encoding is believed:
a candidate speaks for it by the surprises it would remove from the text.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from .unlikeliness import PASTED, misfit, surprise

# The encodings that UTF-8 is read in by mistake; the first of equals is believed, so the usual ones come first.
CODECS = (
    "windows-1252",
    "latin-1",
    "mac_roman",
    "windows-1251",
    "cp437",
    "cp850",
    "windows-1250",
    "windows-1254",
    "koi8-r",
    "cp866",
    "mac_cyrillic",
    "windows-1253",
)
# Characters that stand for a byte beside those of Python's table.
_VARIANTS = {
    # the euro sign's place was the currency sign's before 1998; the ohm sign is folded to omega by many programs
    "mac_roman": {"¤": 0xDB, "\u2126": 0xBD},
}
# Byte 0xA0 is the no-break space in these, and pasting turns that into a plain space: "Ã " was "à".
_NO_BREAK = frozenset(("windows-1252", "latin-1", "windows-1251", "windows-1250", "windows-1254"))
# The three frequent ones: a no-break space, à and the Russian Р.
_LOST_SPACE = re.compile(r"(?<![A-Z])(?P<lead>[\xc2\xc3\xd0]) (?=(?P<next>.?))", re.S)

# Evidence, in units of `unlikeliness`, without which no encoding is believed.
_ENOUGH = 7
# And what it takes to believe that characters were lost, too.
_AMPLE = 20
# The same run says little new when it comes up again.
_REPEATS = 4
# A run beside characters that the encoding has, but that are no damage, is the less likely to be damage.
_BROKEN = 3
# A run that comes out as what prose is full of is the more likely to be damage.
_USUAL = 2

_MULTIBYTE = re.compile(
    r"(?:[\xc2-\xdf][\x80-\xbf]"
    r"|(?:\xe0[\xa0-\xbf]|\xed[\x80-\x9f]|[\xe1-\xec\xee\xef][\x80-\xbf])[\x80-\xbf]"
    r"|(?:\xf0[\x90-\xbf]|\xf4[\x80-\x8f]|[\xf1-\xf3][\x80-\xbf])[\x80-\xbf]{2})+"
)
_RUN = re.compile(r"[\x80-\xff]+")
_FOREIGN = "\u0100"  # stands for a character that the encoding does not have


@dataclass(frozen=True, slots=True)
class Change:
    """`line[start:end]` is to be `after`."""

    start: int
    end: int
    after: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A change with what speaks for it. `whole`: nothing beyond ASCII stands beside it that is not explained."""

    change: Change
    gain: int
    whole: bool


@dataclass(frozen=True, slots=True)
class _Case:
    """What speaks for one encoding in the whole document."""

    codec: str
    candidates: dict[int, tuple[_Candidate, ...]]  # by line, counted from 0
    evidence: int
    unexplained: int  # runs that contradict it

    @property
    def believed(self) -> bool:
        # a longer text has more room for an accident, so more is asked of it
        return self.evidence >= _ENOUGH + math.log2(1 + self.unexplained)


def undo(lines: Sequence[str]) -> tuple[str, dict[int, tuple[Change, ...]]]:
    """The encoding that explains most, and the changes that undo it, by line counted from 0.

    No changes when no encoding is believed. Damage done twice needs two calls.
    """
    cases = [_case(codec, lines) for codec in _possible(lines)]
    believed = [case for case in cases if case.believed]
    for case in sorted(believed, key=lambda case: (-case.evidence, case.unexplained, _misfit(case))):
        if changes := _changes(case, cases, lines):
            return case.codec, changes
    return "", {}


def _changes(case: _Case, cases: Sequence[_Case], lines: Sequence[str]) -> dict[int, tuple[Change, ...]]:
    changes = {}
    for number, line in enumerate(lines):
        rivals = [one for other in cases for one in other.candidates.get(number, ())]
        if accepted := _accepted(case, number, line, rivals):
            changes[number] = accepted
    return changes


def _misfit(case: _Case) -> float:
    return misfit("".join(one.change.after for found in case.candidates.values() for one in found))


@cache
def _table(codec: str) -> dict[str, int]:
    """The upper bytes by their characters; a byte that has none is a control character, as it is to browsers."""
    bytes_ = {bytes([b]).decode(codec, "replace").replace("\ufffd", chr(b)): b for b in range(0x80, 0x100)}
    return bytes_ | _VARIANTS.get(codec, {})


class _Translation(dict[int, str]):
    """Any character to the character of its byte's number."""

    def __missing__(self, key: int) -> str:
        return chr(key) if key < 0x80 else _FOREIGN


@cache
def _translation(codec: str) -> _Translation:
    return _Translation({ord(char): chr(byte) for char, byte in _table(codec).items()})


@cache
def _leads(codec: str) -> frozenset[str]:
    """What the first byte of a character of UTF-8 is in this encoding."""
    return frozenset(char for char, byte in _table(codec).items() if 0xC2 <= byte <= 0xF4)


def _possible(lines: Sequence[str]) -> list[str]:
    chars = set().union(*lines)
    return [codec for codec in CODECS if not chars.isdisjoint(_leads(codec))]


def _case(codec: str, lines: Sequence[str]) -> _Case:
    candidates: dict[int, tuple[_Candidate, ...]] = {}
    runs: Counter[tuple[str, int]] = Counter()
    unexplained = 0
    for number, line in enumerate(lines):
        if line.isascii():
            continue
        bytes_ = line.translate(_translation(codec))
        found = tuple(_candidates(line, codec, bytes_))
        unexplained += len(_RUN.findall(bytes_)) - sum(one.whole for one in found)
        if found:
            candidates[number] = found
            runs.update((line[one.change.start : one.change.end], one.gain) for one in found if one.gain > 0)
    evidence = sum(gain * min(count, _REPEATS) for (_, gain), count in runs.items())
    return _Case(codec, candidates, evidence, unexplained)


def _candidates(line: str, codec: str, bytes_: str) -> Iterator[_Candidate]:
    for run in _MULTIBYTE.finditer(bytes_):
        start, end = run.span()
        left, right = max(start - 1, 0), end + 1
        whole = not _RUN.search(bytes_[left:start] + bytes_[end:right])
        after, gain = _weighed(codec, line[left:start], line[start:end], line[end:right])
        yield _Candidate(Change(start, end, after), gain if whole else gain - _BROKEN, whole)


@lru_cache(maxsize=4096)
def _weighed(codec: str, left: str, before: str, right: str) -> tuple[str, int]:
    """What a run comes out as, and the surprises that go away with it."""
    after = _decoded(before.translate(_translation(codec)))
    if not left and after[0] == "\ufeff":
        return after, _ENOUGH  # "ï»¿" begins a line only where it was the mark of UTF-8
    surprises = surprise(left + before + right)
    return after, max(
        surprises - surprise(left + text + right) + (_USUAL if text in PASTED else 0) for text in _layers(after, codec)
    )


def _decoded(bytes_: str) -> str:
    return bytes_.encode("latin-1").decode("utf-8")


def _layers(text: str, codec: str) -> Iterator[str]:
    """The text, and what it becomes if it is damage in its turn: the middle of double damage looks no better."""
    yield text
    while _MULTIBYTE.fullmatch(bytes_ := text.translate(_translation(codec))):
        text = _decoded(bytes_)
        yield text


def _accepted(case: _Case, number: int, line: str, rivals: Sequence[_Candidate]) -> tuple[Change, ...]:
    """What is to change in a line, once the encoding is believed.

    A run whose change removes surprises is changed. One that makes no difference is changed where the rest of its
    line, or of the document, is damage and only damage; and there any run is, if the evidence is ample.
    """
    found = _unrivalled(case.candidates.get(number, ()), rivals)
    ample = case.evidence >= _AMPLE
    alone = case.unexplained == 0 or (any(one.gain > 0 for one in found) and _nothing_else(line, found))
    least = -_AMPLE if ample and case.unexplained == 0 else 0 if alone else 1
    kept = [one.change for one in found if one.gain >= least]
    if ample and case.codec in _NO_BREAK:
        kept += _lost_spaces(line, case.codec)
    return tuple(sorted(kept, key=lambda change: change.start))


def _unrivalled(found: Sequence[_Candidate], rivals: Sequence[_Candidate]) -> list[_Candidate]:
    """Without what another encoding explains as a whole, and better, so that two kinds of damage do not mix."""
    best: dict[int, int] = {}
    for rival in (one for one in rivals if one.whole):
        for place in range(rival.change.start, rival.change.end):
            best[place] = max(rival.gain, best.get(place, rival.gain))
    return [one for one in found if one.gain >= best.get(one.change.start, one.gain)]


def _nothing_else(line: str, found: Sequence[_Candidate]) -> bool:
    explained = sum(one.change.end - one.change.start for one in found)
    return explained == sum(not char.isascii() for char in line)


def _lost_spaces(line: str, codec: str) -> Iterator[Change]:
    """Two-byte characters whose second byte became a plain space, and perhaps one with the space that followed."""
    bytes_ = line.translate(_translation(codec))
    for match in _LOST_SPACE.finditer(bytes_):
        after = _decoded(match["lead"] + "\xa0")
        yield Change(match.start(), match.end(), after + _kept_space(match["lead"], match["next"]))


def _kept_space(lead: str, follower: str) -> str:
    """The space behind "Ã" was the second byte, unless a word follows: à ends words, so that space was one, too."""
    if lead == "\xc2" or follower in ("", *" .,)"):
        return ""
    return "" if lead == "\xd0" and follower in "\xd0\xd1" else " "
