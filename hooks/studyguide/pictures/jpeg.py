"""JPEG, written anew from the segments that draw (ITU-T T.81), and which way up it is to be seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from struct import pack, unpack_from

from .seen import BROKEN, CUT, Refused, Seen, bounded

BEGINS = b"\xff\xd8\xff"

_END, _SCAN, _RESTARTS = 0xD9, 0xDA, range(0xD0, 0xD8)
# Baseline, extended and progressive; browsers show no other.
_FRAMES = frozenset((0xC0, 0xC1, 0xC2))
_OTHER_FRAMES = frozenset((0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))
# Tables: Huffman's, quantisation, number of lines, restarts.
_TABLES = frozenset((0xC4, 0xDB, 0xDC, 0xDD))
_JFIF = 0xE0
_APPLICATION = {_JFIF: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_EXIF, _EXIF_BEGINS = 0xE1, b"Exif\0\0"
_MOST_SCANS = 200  # one sharpens the picture after the other, and each costs as much as the whole


@dataclass(frozen=True, slots=True)
class _Segment:
    marker: int
    body: bytes
    scanned: bytes = b""  # what follows the head of a scan


def read(data: bytes) -> Seen:
    segments = list(_segments(data))
    width, height = _size(segments)
    turned = next(filter(None, (_turned(one.body) for one in segments if one.marker == _EXIF)), 0)
    way_up = [_Segment(_EXIF, _exif(turned))] if turned > 1 else []
    kept = [one for one in segments if _draws(one)]
    after_head = 1 if kept[0].marker == _JFIF else 0  # which wants to be first
    written = b"".join(map(_written, (*kept[:after_head], *way_up, *kept[after_head:])))
    return Seen(b"\xff\xd8" + written, *((height, width) if turned >= 5 else (width, height)))


def _size(segments: list[_Segment]) -> tuple[int, int]:
    """Width and height as they are stored; refuses what is not one whole picture that browsers show."""
    if any(one.marker in _OTHER_FRAMES for one in segments):
        raise Refused("it is a kind of JPEG that browsers do not show. Save it as an ordinary JPEG or as PNG")
    frames = [one.body for one in segments if one.marker in _FRAMES]
    scans = sum(one.marker == _SCAN for one in segments)
    if len(frames) != 1 or len(frames[0]) < 9 or not 0 < scans <= _MOST_SCANS:
        raise Refused(BROKEN)
    depth, height, width, components = unpack_from(">BHHB", frames[0])
    if depth != 8 or components not in (1, 3, 4) or len(frames[0]) != 6 + 3 * components:
        raise Refused(BROKEN)
    bounded(width, height)
    return width, height


def _segments(data: bytes) -> Iterator[_Segment]:
    """All up to the end of the picture; what stands behind it is not looked at."""
    at = 2
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            raise Refused(BROKEN)
        marker = data[at + 1]
        if marker == 0xFF:  # fills up
            at += 1
            continue
        if marker == _END:
            yield _Segment(_END, b"")
            return
        if marker < 0xC0 or marker in _RESTARTS or at + 4 > len(data):
            raise Refused(BROKEN)
        (length,) = unpack_from(">H", data, at + 2)
        start, at = at + 4, at + 2 + length
        if length < 2:
            raise Refused(BROKEN)
        if at > len(data):
            break
        body = data[start:at]
        end = _end_of_scan(data, at) if marker == _SCAN else at
        yield _Segment(marker, body, data[at:end])
        at = end
    raise Refused(CUT)


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands that ends a scan; a zero behind FF says that it is none, and restarts are inside."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        following = data[at + 1]
        if following == 0 or following in _RESTARTS:
            at += 2
        elif following == 0xFF:
            at += 1
        else:
            return at
    raise Refused(CUT)


def _draws(segment: _Segment) -> bool:
    begins = _APPLICATION.get(segment.marker)
    if begins is not None:
        return segment.body.startswith(begins)
    return segment.marker in _FRAMES or segment.marker in _TABLES or segment.marker in (_SCAN, _END)


def _written(segment: _Segment) -> bytes:
    if segment.marker == _END:
        return b"\xff\xd9"
    body = segment.body
    if segment.marker == _JFIF and len(body) >= 14:
        body = body[:12] + b"\0\0"  # without the small picture, which may show what was cut off
    return b"\xff" + pack(">BH", segment.marker, len(body) + 2) + body + segment.scanned


def _turned(body: bytes) -> int:
    """Which way up the camera was held, 1 to 8, or 0 where Exif does not say."""
    tiff = body[len(_EXIF_BEGINS) :]
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if not body.startswith(_EXIF_BEGINS) or order is None or len(tiff) < 8:
        return 0
    (at,) = unpack_from(f"{order}I", tiff, 4)
    if at + 2 > len(tiff):
        return 0
    (number,) = unpack_from(f"{order}H", tiff, at)
    for row in range(at + 2, min(at + 2 + 12 * number, len(tiff) - 11), 12):
        tag, kind, _, value = unpack_from(f"{order}HHIH", tiff, row)
        if tag == 0x0112 and kind == 3:
            return value if 1 <= value <= 8 else 0
    return 0


def _exif(turned: int) -> bytes:
    """The one thing of Exif that a reader sees."""
    return _EXIF_BEGINS + b"MM\0*" + pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0)
