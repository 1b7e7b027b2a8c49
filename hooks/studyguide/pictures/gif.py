"""GIF, written anew from the blocks that draw (GIF89a)."""

from __future__ import annotations

from struct import unpack_from

from .seen import BROKEN, CUT, Refused, Seen, bounded

BEGINS = b"GIF8"

_EXTENSION, _IMAGE, _END = 0x21, 0x2C, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
_REPEATS = b"\x0bNETSCAPE2.0"


def read(data: bytes) -> Seen:
    if data[:6] not in (b"GIF87a", b"GIF89a"):
        raise Refused(BROKEN)
    if len(data) < 13:
        raise Refused(CUT)
    width, height, flags = unpack_from("<HHB", data, 6)
    bounded(width, height)
    at = 13 + _colours(flags)
    kept, frames = [data[:at]], 0
    while True:
        start, kind = at, _byte(data, at)
        if kind == _END:
            break
        if kind == _EXTENSION:
            at = _end_of_blocks(data, at + 2)
            if _draws(data[start + 1], data[start + 2 : at]):
                kept.append(data[start:at])
        elif kind == _IMAGE:
            frames += 1
            _byte(data, at + 9)
            at = _end_of_frame(data, at, width, height)
            kept.append(data[start:at])
        else:
            raise Refused(BROKEN)
    if not frames:
        raise Refused(BROKEN)
    bounded(width, height, frames)
    return Seen(b"".join((*kept, b"\x3b")), width, height)


def _colours(flags: int) -> int:
    """The bytes of a table of colours, where there is one."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _end_of_frame(data: bytes, at: int, width: int, height: int) -> int:
    """Where the next block begins; a frame must lie within the picture."""
    left, top, across, down, flags = unpack_from("<HHHHB", data, at + 1)
    packed = at + 10 + _colours(flags)
    if not (across and down and left + across <= width and top + down <= height and 2 <= _byte(data, packed) <= 11):
        raise Refused(BROKEN)
    return _end_of_blocks(data, packed + 1)


def _byte(data: bytes, at: int) -> int:
    if at >= len(data):
        raise Refused(CUT)
    return data[at]


def _end_of_blocks(data: bytes, at: int) -> int:
    while length := _byte(data, at):
        at += 1 + length
    return at + 1


def _draws(kind: int, body: bytes) -> bool:
    """How long a frame stays, and how often all come again; comments and words are none of this."""
    return kind == _CONTROL or (kind == _APPLICATION and body.startswith(_REPEATS))
