"""A short mark of an answer, by which it is known again after an edit, without keeping its text.

`57.kJ2c9a.` and 24 signs: how many pairs of neighbouring words it has, a hash of all its words in their order, and for
each of 24 shares of all possible pairs a sign of the least one that stands there. Two texts with the same pairs have
the same signs; of the signs of others about so many agree as they have pairs in common (one-permutation MinHash).
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

from ..words import wording
from ..words.pieces import pieces

_SHARES = 24
_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_NONE = "."  # a share in which there is no pair
# An answer may be a book; its beginning tells it from the others.
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How much two answers have in common.

    same    they are the same but for marks, case and punctuation
    share   of the pairs of the shorter one how many stand in the other: one to which a paragraph is added has 1
    pairs   how many pairs the shorter one has
    """

    same: bool
    share: float
    pairs: int


@lru_cache(maxsize=20_000)
def fingerprint(markdown: str) -> str:
    """The mark of an answer, empty where there are no words.

    >>> fingerprint("Twine, *wound* around its end.") == fingerprint("twine wound around its end")
    True
    >>> fingerprint("**?**")
    ''
    """
    words = [piece.text for piece in pieces(wording.running(markdown[:_LONGEST]))]
    if not words:
        return ""
    pairs = {f"{one} {other}" for one, other in zip(["", *words], [*words, ""], strict=True)}
    least: dict[int, int] = {}
    for pair in pairs:
        share, rest = divmod(_mixed(crc32(pair.encode("utf-8", "replace"))), 2**32 // _SHARES + 1)
        least[share] = min(rest, least.get(share, rest))
    sketch = "".join(_SIGNS[least[share] % 64] if share in least else _NONE for share in range(_SHARES))
    digest = urlsafe_b64encode(blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=6).digest()).decode()
    return f"{len(pairs)}.{digest}.{sketch}"


def resemblance(one: str, other: str) -> Resemblance | None:
    """Of two marks; nothing where one is missing or is no mark.

    >>> long = "Twine wound around the end of a rope, so that its strands stay together."
    >>> resemblance(fingerprint(long), fingerprint(f"{long} It is renewed each spring.")).share > 0.8
    True
    """
    first, second = _taken_apart(one), _taken_apart(other)
    if first is None or second is None:
        return None
    (pairs, _, sketch), (others, _, sketched) = first, second
    shares = [(a, b) for a, b in zip(sketch, sketched, strict=True) if (a, b) != (_NONE, _NONE)]
    alike = sum(a == b for a, b in shares) / (len(shares) or 1)
    both = alike * (pairs + others) / (1 + alike)
    return Resemblance(one == other, min(1.0, both / min(pairs, others)), min(pairs, others))


def holds(whole: str, part: str) -> bool:
    """Whether a text stands in another for the most part, by their marks, and in so many words that it is no chance.

    >>> wound, coiled = "Twine wound around the end of a rope.", "Wind it clockwise and hang it up to dry."
    >>> holds(fingerprint(f"{wound} {coiled}"), fingerprint(wound)), holds(fingerprint(coiled), fingerprint(wound))
    (True, False)
    """
    first, second = _taken_apart(whole), _taken_apart(part)
    found = resemblance(whole, part)
    if first is None or second is None or found is None or first[0] < second[0] or found.pairs < _OWN:
        return False
    alike = sum(one == other != _NONE for one, other in zip(first[2], second[2], strict=True))
    return found.share >= _MOST and alike >= _NO_CHANCE


# Two signs of different texts are the same once in 64 times; of so many pairs a text is its own.
_MOST, _NO_CHANCE, _OWN = 0.6, 3, 6


def _taken_apart(mark: str) -> tuple[int, str, str] | None:
    pairs, _, rest = mark.partition(".")
    digest, sketch = rest[:8], rest[9:]
    good = pairs.isdecimal() and pairs.isascii() and int(pairs[:9]) > 0 and len(sketch) == _SHARES and rest[8:9] == "."
    return (int(pairs[:9]), digest, sketch) if good else None


def _mixed(number: int) -> int:
    """The same bits thrown about, so that the first of them depend on all."""
    number = (number ^ (number >> 16)) * 0x45D9F3B & 0xFFFFFFFF
    number = (number ^ (number >> 16)) * 0x45D9F3B & 0xFFFFFFFF
    return number ^ (number >> 16)
