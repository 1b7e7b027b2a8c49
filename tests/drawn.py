"""Small pictures of every kind, made by code: one colour each, with whatever a test wants to stand beside it."""

from __future__ import annotations

import zlib
from struct import pack

RED = (200, 30, 30)


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))


def png(
    width: int = 4, height: int = 3, colour: tuple[int, int, int] = RED, *, before: bytes = b"", head: bytes = b""
) -> bytes:
    """before   chunks that stand before the data
    head   instead of the head that says width and height
    """
    rows = zlib.compress((b"\0" + bytes(colour) * width) * height)
    start = head or pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", start) + before + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")
    )


def gif(
    width: int = 4, height: int = 3, colour: tuple[int, int, int] = RED, *, before: bytes = b"", frames: int = 1
) -> bytes:
    """Every pixel as a code of its own of three bits, with the code that clears the table often enough between them."""
    codes = [4]
    for pixel in range(width * height):
        codes += [0] if pixel % 2 else [0, 4] if pixel % 2 else [0]
        if pixel % 2:
            codes.append(4)
    codes.append(5)
    bits = "".join(f"{code:03b}"[::-1] for code in codes)
    packed = bytes(int(bits[at : at + 8][::-1], 2) for at in range(0, len(bits), 8))
    blocks = b"".join(
        pack("B", len(packed[at : at + 255])) + packed[at : at + 255] for at in range(0, len(packed), 255)
    )
    frame = pack("<BHHHHB", 0x2C, 0, 0, width, height, 0) + b"\x02" + blocks + b"\0"
    table = bytes(colour) * 4
    return b"GIF89a" + pack("<HHBBB", width, height, 0x81, 0, 0) + table + before + frame * frames + b"\x3b"


# Huffman's tables with one or two codes: a DC difference of 0 or 7 bits, and nothing but the end of the block.
_DC = b"\x00" + b"\x00\x02" + b"\x00" * 14 + b"\x00\x07"
_AC = b"\x10" + b"\x00\x01" + b"\x00" * 14 + b"\x00"


def jpeg_segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + pack(">BH", marker, len(body) + 2) + body


def jpeg(width: int = 16, height: int = 8, *, before: bytes = b"", behind: bytes = b"", frame: int = 0xC0) -> bytes:
    """Grey, in blocks of eight by eight; the first says how grey, the others the same."""
    blocks = -(-width // 8) * -(-height // 8)
    bits = "00" + "00" + "0000" * (blocks - 1)
    bits += "1" * (-len(bits) % 8)
    data = bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))
    return (
        b"\xff\xd8"
        + jpeg_segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
        + before
        + jpeg_segment(0xDB, b"\0" + b"\x01" * 64)
        + jpeg_segment(frame, pack(">BHHBBBB", 8, height, width, 1, 1, 0x11, 0))
        + jpeg_segment(0xC4, _DC)
        + jpeg_segment(0xC4, _AC)
        + jpeg_segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + data.replace(b"\xff", b"\xff\0")
        + b"\xff\xd9"
        + behind
    )


def exif(turned: int, place: bytes = b"N 48.2 E 16.3") -> bytes:
    """An APP1 segment that says which way up, and where it was taken."""
    entries = pack("<H", 2)
    entries += pack("<HHIHH", 0x0112, 3, 1, turned, 0) + pack("<HHII", 0x8825, 2, len(place), 38)
    return jpeg_segment(0xE1, b"Exif\0\0II*\0" + pack("<I", 8) + entries + pack("<I", 0) + place)


def webp_chunk(kind: bytes, body: bytes) -> bytes:
    return kind + pack("<I", len(body)) + body + b"\0" * (len(body) & 1)


def lossless(width: int, height: int) -> bytes:
    """A picture of one colour needs no bits at all for its pixels: each of the five codes has one symbol."""
    bits = f"{width - 1:014b}"[::-1] + f"{height - 1:014b}"[::-1] + "0" + "000"
    bits += "0" + "0" + "0"  # no transform, no cache of colours, one group of codes
    for symbol in (30, 200, 30, 255):
        bits += "1" + "0" + "1" + f"{symbol:08b}"[::-1]
    bits += "1" + "0" + "0" + "0"
    bits += "0" * (-len(bits) % 8)
    return b"\x2f" + bytes(int(bits[at : at + 8][::-1], 2) for at in range(0, len(bits), 8))


def webp(width: int = 4, height: int = 3, *, behind: bytes = b"", flags: int | None = None) -> bytes:
    """flags   those of a longer head, in front of the picture"""
    head = b"" if flags is None else webp_chunk(b"VP8X", pack("<I", flags) + _three(width - 1) + _three(height - 1))
    body = b"WEBP" + head + webp_chunk(b"VP8L", lossless(width, height)) + behind
    return b"RIFF" + pack("<I", len(body)) + body


def moving_webp(width: int = 4, height: int = 3, frames: int = 2, inside: bytes = b"") -> bytes:
    head = webp_chunk(b"VP8X", pack("<I", 2) + _three(width - 1) + _three(height - 1))
    frame = _three(0) * 2 + _three(width - 1) + _three(height - 1) + _three(100) + b"\0"
    frame += webp_chunk(b"VP8L", lossless(width, height)) + inside
    body = b"WEBP" + head + webp_chunk(b"ANIM", b"\0" * 6) + webp_chunk(b"ANMF", frame) * frames
    return b"RIFF" + pack("<I", len(body)) + body


def _three(number: int) -> bytes:
    return number.to_bytes(3, "little")


def svg(inside: str = '<rect width="90" height="60" fill="#c81e1e"/>', root: str = 'width="90" height="60"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {root}>{inside}</svg>'.encode()
