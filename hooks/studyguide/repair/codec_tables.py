"""The encodings of `codecs.toml`, each ready to tell which of a text's characters could be UTF-8 read in it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("codecs.toml")

# Well-formed UTF-8 beyond ASCII, as ranges of bytes: first the characters of two and three bytes, then those of four
# that are in use, and an emoji as two surrogates of three bytes each.
_SEQUENCES = (
    ((0xC2, 0xDF), (0x80, 0xBF)),
    ((0xE0, 0xE0), (0xA0, 0xBF), (0x80, 0xBF)),
    ((0xE1, 0xEC), (0x80, 0xBF), (0x80, 0xBF)),
    ((0xED, 0xED), (0x80, 0x9F), (0x80, 0xBF)),
    ((0xEE, 0xEF), (0x80, 0xBF), (0x80, 0xBF)),
    ((0xF0, 0xF0), (0x90, 0xBF), (0x80, 0xBF), (0x80, 0xBF)),
    ((0xF3, 0xF3), (0xA0, 0xA0), (0x80, 0x87), (0x80, 0xBF)),
    ((0xED, 0xED), (0xA0, 0xAF), (0x80, 0xBF), (0xED, 0xED), (0xB0, 0xBF), (0x80, 0xBF)),
)
# How many bytes a character has, by the first of them.
_SIZES = ((0xC2, 0xDF, 2), (0xE0, 0xEF, 3), (0xF0, 0xF4, 4))

# What it costs to believe that a byte was lost: where a sign stands for it, where a space does, where nothing does.
_ONE_OF_TWO = 0.5  # pasting makes one space of a no-break one and a plain one
_LOSSES = {"\ufffd": 1.0, " ": 4.0, "?": 4.0, "": 5.0}


@dataclass(frozen=True)
class Codec:
    """An encoding. `bytes_` has the upper byte of each character; `one` finds one character of UTF-8, `run` several,
    `lead` what may be the first byte of one.
    """

    name: str
    rank: int
    price: float
    whole: bool
    bytes_: Mapping[str, int]
    dropped: frozenset[int]
    space: int
    one: re.Pattern[str] = field(repr=False)
    run: re.Pattern[str] = field(repr=False)
    lead: re.Pattern[str] = field(repr=False)

    @property
    def leads(self) -> frozenset[str]:
        """What the first byte of a character of UTF-8 is in this encoding."""
        return frozenset(char for char, byte in self.bytes_.items() if 0xC2 <= byte <= 0xF4)

    def decoded(self, text: str) -> str:
        """What characters that make well-formed UTF-8 were before; `run` found them."""
        return (
            str(bytes(map(self.bytes_.__getitem__, text)), "utf-8", "surrogatepass")
            .encode("utf-16", "surrogatepass")
            .decode("utf-16")
        )

    def losses(self, text: str, at: int) -> Iterator[tuple[int, str, float]]:
        """Characters of which a byte was lost that may stand there: their length in the text, and the cost of it."""
        for sign, cost in _LOSSES.items():
            if not sign and self.one.match(text, at):
                continue  # nothing is missing
            holes = (self.space,) if sign == " " else self.dropped
            yield from ((length, char, cost) for length, char in self._lost(text, at, sign, holes))
        if self.space and text[at + 1 : at + 2] == " " != text[at + 2 : at + 3]:
            yield from ((length, char, _ONE_OF_TWO) for length, char in self._lost(text, at, "", (self.space,)))

    def _lost(self, text: str, at: int, sign: str, holes: Collection[int]) -> Iterator[tuple[int, str]]:
        first = self.bytes_.get(text[at], 0)
        size = next((size for low, high, size in _SIZES if low <= first <= high), 0)
        for missing in range(1, size):
            yield from self._with_hole(text, at, size, missing, sign, holes)
        if 0xF0 in holes and (sign == text[at] or (not sign and 0x90 <= first <= 0x9F)):
            yield from self._with_hole(text, at, 4, 0, sign, (0xF0,))

    def _with_hole(
        self, text: str, at: int, size: int, missing: int, sign: str, holes: Collection[int]
    ) -> Iterator[tuple[int, str]]:
        found = [self.bytes_.get(char, 0) for char in text[at : at + missing]]
        end = at + missing + len(sign)
        if text[at + missing : end] != sign:
            return
        found_after = [self.bytes_.get(char, 0) for char in text[end : end + size - missing - 1]]
        for hole in holes:
            bytes_ = bytes((*found, hole, *found_after))
            if len(bytes_) == size and (char := _character(bytes_)):
                yield size - 1 + len(sign), char


def _character(bytes_: bytes) -> str:
    """The one character that they are, if it exists."""
    try:
        char = bytes_.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return char if len(char) == 1 and unicodedata.category(char) not in ("Cn", "Cc") else ""


@cache
def codecs() -> tuple[Codec, ...]:
    """All of them, the usual ones first."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["codec"]
    return tuple(_codec(rank, row) for rank, row in enumerate(rows))


def _codec(rank: int, row: Mapping[str, object]) -> Codec:
    name = str(row["name"])
    bytes_: dict[str, int] = {}
    for byte in range(0x80, 0x100):
        char = bytes([byte]).decode(name, "replace")
        if row.get("c1") and byte < 0xA0:
            bytes_[chr(byte)] = byte
        bytes_[chr(byte) if char == "\ufffd" else char] = byte
    variants = row.get("variants", {})
    assert isinstance(variants, dict)
    bytes_ |= variants
    one = "|".join("".join(_class(bytes_, *part) for part in sequence) for sequence in _SEQUENCES)
    dropped = row.get("dropped", ())
    assert isinstance(dropped, (list, tuple))
    return Codec(
        name=name,
        rank=rank,
        price=float(str(row["price"])),
        whole=bool(row.get("whole")),
        bytes_=bytes_,
        dropped=frozenset(dropped),
        space=int(str(row.get("space", 0))),
        one=re.compile(one),
        run=re.compile(f"(?:{one})+"),
        lead=re.compile(f"{_class(bytes_, 0xC2, 0xF4)}|{_class(bytes_, 0x90, 0x9F)}|\ufffd|\\?"),
    )


def _class(bytes_: Mapping[str, int], first: int, last: int) -> str:
    """A class of the characters whose bytes lie between these."""
    return "[" + "".join(re.escape(char) for char, byte in bytes_.items() if first <= byte <= last) + "]"
