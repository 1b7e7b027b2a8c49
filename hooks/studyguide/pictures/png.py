"""PNG, written anew from the chunks that draw (https://www.w3.org/TR/png-3/)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from struct import pack, unpack_from

from .seen import BROKEN, CUT, Refused, Seen, bounded

BEGINS = b"\x89PNG\r\n\x1a\n"

# The picture, its colours, and how it moves. Words, the time and Exif, which tells a place, are none of these.
_DRAWS = frozenset((
    b"IHDR", b"PLTE", b"tRNS", b"cHRM", b"gAMA", b"sRGB", b"cICP", b"sBIT", b"bKGD", b"pHYs", b"IDAT", b"IEND",
    b"acTL", b"fcTL", b"fdAT",
))  # fmt: skip
_PROFILE = b"iCCP"
_MOST_OF_A_PROFILE = 1_000_000
# Samples of a pixel and bits of a sample, for each type of colour.
_COLOURS = {0: (1, (1, 2, 4, 8, 16)), 2: (3, (8, 16)), 3: (1, (1, 2, 4, 8)), 4: (2, (8, 16)), 6: (4, (8, 16))}
# The seven passes of an interlaced picture: first column and row, and steps to the next.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_PIECE = 1 << 18


def read(data: bytes) -> Seen:
    chunks = list(_chunks(data))
    kinds = [kind for kind, _ in chunks]
    if kinds[0] != b"IHDR" or len(chunks[0][1]) != 13:
        raise Refused(BROKEN)
    width, height, depth, colour, packing, filtering, interlaced = unpack_from(">IIBBBBB", chunks[0][1])
    bounded(width, height, kinds.count(b"fcTL") or 1)
    samples, depths = _COLOURS.get(colour, (0, ()))
    known = depth in depths and packing == filtering == 0 and interlaced <= 1
    if not (known and _in_order(kinds) and _has_palette(colour, chunks)):
        raise Refused(BROKEN)
    _unpack((body for kind, body in chunks if kind == b"IDAT"), _rows(width, height, samples * depth, interlaced))
    return Seen(BEGINS + b"".join(_chunk(*chunk) for chunk in chunks if _draws(*chunk)), width, height)


def _draws(kind: bytes, body: bytes) -> bool:
    return kind in _DRAWS or (kind == _PROFILE and _is_profile(body))


def _has_palette(colour: int, chunks: list[tuple[bytes, bytes]]) -> bool:
    sizes = [len(body) for kind, body in chunks if kind == b"PLTE"]
    return all(0 < size <= 768 and size % 3 == 0 for size in sizes) and (bool(sizes) or colour != 3)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each chunk; what stands behind the last one is not looked at."""
    at = len(BEGINS)
    while at + 12 <= len(data):
        (length,) = unpack_from(">I", data, at)
        end = at + 12 + length
        if end > len(data):
            break
        kind, body = data[at + 4 : at + 8], data[at + 8 : end - 4]
        if zlib.crc32(data[at + 4 : end - 4]) != unpack_from(">I", data, end - 4)[0]:
            raise Refused(BROKEN)
        yield kind, body
        if kind == b"IEND":
            return
        at = end
    raise Refused(CUT)


def _in_order(kinds: list[bytes]) -> bool:
    """One head, one palette at most, and the picture's data in one row."""
    data = [place for place, kind in enumerate(kinds) if kind == b"IDAT"]
    palette = [place for place, kind in enumerate(kinds) if kind == b"PLTE"]
    return (
        bool(data)
        and data[-1] - data[0] + 1 == len(data)
        and kinds.count(b"IHDR") == 1
        and len(palette) <= 1
        and all(place < data[0] for place in palette)
    )


def _rows(width: int, height: int, bits: int, interlaced: int) -> list[tuple[int, int]]:
    """How many rows there are of how many bytes, in the order of the file."""
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    sizes = (
        (max(0, -(-(width - left) // across)), max(0, -(-(height - top) // down))) for left, top, across, down in passes
    )
    return [(rows, 1 + (columns * bits + 7) // 8) for columns, rows in sizes if columns and rows]


def _unpack(pieces: Iterator[bytes], parts: list[tuple[int, int]]) -> None:
    """Refuses data that unpack to less than the picture, or to rows that no decoder knows: one such picture would cost
    a whole book. Nothing is kept, and nothing unpacked beyond the picture.
    """
    unpacker = zlib.decompressobj()
    checked = _Rows(parts)
    for piece in pieces:
        rest = piece
        while rest and not checked.done:
            try:
                unpacked = unpacker.decompress(rest, _PIECE)
            except zlib.error as error:
                raise Refused(BROKEN) from error
            checked.take(unpacked)
            rest = unpacker.unconsumed_tail
            if unpacker.eof:
                break
    while not checked.done and not unpacker.eof and (unpacked := unpacker.decompress(b"", _PIECE)):
        checked.take(unpacked)
    if not checked.done:
        raise Refused(CUT)


class _Rows:
    """Goes through rows as they are unpacked; each begins with the number of its filter, 0 to 4."""

    def __init__(self, parts: list[tuple[int, int]]) -> None:
        self.parts = parts
        self.at = 0  # bytes of the first part that were seen

    @property
    def done(self) -> bool:
        return not self.parts

    def take(self, data: bytes) -> None:
        while data and self.parts:
            rows, length = self.parts[0]
            here = data[: rows * length - self.at]
            if max(here[-self.at % length :: length], default=0) > 4:
                raise Refused(BROKEN)
            self.at += len(here)
            data = data[len(here) :]
            if self.at == rows * length:
                self.parts, self.at = self.parts[1:], 0


def _is_profile(body: bytes) -> bool:
    """Whether a profile of colours unpacks to what one may be."""
    name, _, packed = body.partition(b"\0")
    unpacker = zlib.decompressobj()
    try:
        return len(name) < 80 and packed[:1] == b"\0" and _is_small(unpacker.decompress(packed[1:], _MOST_OF_A_PROFILE))
    except zlib.error:
        return False


def _is_small(unpacked: bytes) -> bool:
    return 0 < len(unpacked) < _MOST_OF_A_PROFILE


def _chunk(kind: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))
