"""How probable a text is: a model of which character stands behind which, learnt from clean text of many languages.

`tools/character_model.py` makes the file that is read here, and says from what.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .kinds import kind

FILE = Path(__file__).with_name("characters.txt")
# Costs are written in quarters of a nat, as one character each, from this one on.
STEP, BASE = 0.25, 0x23


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the file says; all costs are in nats.

    inside   of a character that was met, among those of its kind
    rest     of any other character of a kind
    between  of a kind behind another
    pairs    of a character behind another, where that differs from what their kinds say
    away     of leaving the pairs of a character
    """

    inside: dict[str, float]
    rest: dict[str, float]
    between: dict[tuple[str, str], float]
    pairs: dict[str, float]
    away: dict[str, float]


class Model(dict[str, float]):
    """The cost of the second of two characters behind the first, by both; worked out when it is first asked for."""

    def __init__(self, learnt: Learnt) -> None:
        super().__init__()
        self._learnt = learnt

    def __missing__(self, pair: str) -> float:
        learnt = self._learnt
        cost = learnt.pairs.get(pair)
        if cost is None:
            first, second = pair[0], pair[1]
            of_kind = learnt.between.get((kind(first), kind(second)), _UNKNOWN)
            inside = learnt.inside.get(second, learnt.rest.get(kind(second), _UNKNOWN))
            cost = learnt.away.get(first, 0.0) + of_kind + inside
        self[pair] = cost
        return cost

    def cost(self, text: str) -> float:
        """Of each character of a text behind the one before it; the first has none.

        >>> shipped().cost(" café ") < shipped().cost(" cafÃ© ")
        True
        """
        # what the language has for this in C is some six times faster than a loop
        return sum(map(self.__getitem__, map(str.__add__, text, text[1:])))


# What a kind costs that the file does not have, as when another Python knows newer characters.
_UNKNOWN = 12.0


@cache
def shipped() -> Model:
    """The model that comes with the package."""
    return parsed(FILE.read_text("utf-8"))


def parsed(text: str) -> Model:
    """A model from what the file says."""
    lines = text.split("\n")
    middle, end = lines.index("between"), lines.index("pairs")
    inside: dict[str, float] = {}
    rest: dict[str, float] = {}
    for row in lines[lines.index("kinds") + 1 : middle]:
        name, other, chars = row.split("\t", 2)
        rest[name] = _cost(other)
        inside.update(zip(chars[::2], map(_cost, chars[1::2]), strict=True))
    kinds = list(rest)
    between = {
        (first, second): _cost(sign)
        for first, row in zip(kinds, lines[middle + 1 : end], strict=True)
        for second, sign in zip(kinds, row, strict=True)
    }
    pairs: dict[str, float] = {}
    away: dict[str, float] = {}
    for row in filter(None, lines[end + 1 :]):
        first = row[0]
        away[first] = _cost(row[1])
        pairs.update(zip((first + second for second in row[2::2]), map(_cost, row[3::2]), strict=True))
    return Model(Learnt(inside, rest, between, pairs, away))


def _cost(sign: str) -> float:
    return (ord(sign) - BASE) * STEP
