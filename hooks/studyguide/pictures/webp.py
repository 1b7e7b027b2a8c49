"""WebP, written anew from the chunks that draw (RFC 9649)."""

from __future__ import annotations

from collections.abc import Iterator
from struct import pack, unpack_from

from .seen import BROKEN, CUT, Refused, Seen, bounded

BEGINS = b"RIFF"

_LOSSY, _LOSSLESS, _EXTENDED, _FRAME = b"VP8 ", b"VP8L", b"VP8X", b"ANMF"
_PICTURES = (_LOSSY, _LOSSLESS)
_DRAWS = frozenset((*_PICTURES, _EXTENDED, _FRAME, b"ALPH", b"ANIM", b"ICCP"))
# What the head says is there must be there: a decoder that misses it gives up.
_ALPHA = 0x10
_FLAGS = {b"ICCP": 0x20, _FRAME: 0x02}

Chunk = tuple[bytes, bytes]


def read(data: bytes) -> Seen:
    if len(data) < 20 or data[8:12] != b"WEBP":
        raise Refused(BROKEN)
    end = 8 + unpack_from("<I", data, 4)[0]
    if end > len(data):
        raise Refused(CUT)
    chunks = [(kind, body) for kind, body in _chunks(data[12:end]) if kind in _DRAWS]
    if not chunks:
        raise Refused(BROKEN)
    kind, body = chunks[0]
    width, height = _size(kind, body)
    bounded(width, height, sum(kind == _FRAME for kind, _ in chunks) or 1)
    if kind == _EXTENDED:
        parts = [*_parts(chunks[1:], width, height)]
        flags = body[0] & _ALPHA | sum(flag for part, flag in _FLAGS.items() if any(part == kind for kind, _ in parts))
        chunks = [(kind, pack("<I", flags) + body[4:10]), *parts]
    else:
        chunks = chunks[:1]
    written = b"WEBP" + b"".join(_chunk(kind, body) for kind, body in chunks)
    return Seen(b"RIFF" + pack("<I", len(written)) + written, width, height)


def _chunks(data: bytes) -> Iterator[Chunk]:
    at = 0
    while at + 8 <= len(data):
        kind, length = unpack_from("<4sI", data, at)
        if at + 8 + length > len(data):
            raise Refused(CUT)
        yield kind, data[at + 8 : at + 8 + length]
        at += 8 + length + (length & 1)


def _size(kind: bytes, body: bytes) -> tuple[int, int]:
    """Width and height, as the picture's own head says them."""
    if kind == _EXTENDED and len(body) >= 10:
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == _LOSSLESS and len(body) > 5 and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == _LOSSY and len(body) > 10 and not body[0] & 1 and body[3:6] == b"\x9d\x01\x2a":
        width, height = unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    raise Refused(BROKEN)


def _parts(chunks: list[Chunk], width: int, height: int) -> Iterator[Chunk]:
    """What stands below the head, which must fit into it: a picture of the same size, or frames that lie inside."""
    pictures = [_size(kind, body) for kind, body in chunks if kind in _PICTURES]
    kinds = {kind for kind, _ in chunks}
    if pictures != ([] if _FRAME in kinds else [(width, height)]) or (_FRAME in kinds and b"ANIM" not in kinds):
        raise Refused(BROKEN)
    for kind, body in chunks:
        yield kind, _frame(body, width, height) if kind == _FRAME else body


def _frame(body: bytes, width: int, height: int) -> bytes:
    left, top, across, down = (int.from_bytes(body[at : at + 3], "little") for at in (0, 3, 6, 9))
    inner = [(kind, part) for kind, part in _chunks(body[16:]) if kind in (b"ALPH", *_PICTURES)]
    sizes = [_size(kind, part) for kind, part in inner if kind in _PICTURES]
    if sizes != [(across + 1, down + 1)] or 2 * left + across >= width or 2 * top + down >= height:
        raise Refused(BROKEN)
    return body[:16] + b"".join(_chunk(kind, part) for kind, part in inner)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + pack("<I", len(body)) + body + b"\0" * (len(body) & 1)
