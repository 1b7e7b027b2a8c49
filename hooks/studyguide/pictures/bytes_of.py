"""The bytes of a file as a picture: of which kind they are, how large it is, and those of them that draw."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from ..records import Picture
from . import gif, jpeg, png, svg, webp
from .seen import Refused, Seen

# Above this a page would be slow to read on a phone, and a site too large to publish.
MAX_BYTES = 10_000_000
MAX_SVG_BYTES = 3_000_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of picture.

    name      what people call it
    suffixes  how its files end; the first is the one that we give
    media     its media type
    begins    how its bytes begin
    """

    name: str
    suffixes: tuple[str, ...]
    media: str
    begins: bytes
    read: Callable[[bytes], Seen]


_RASTER = (
    Kind("PNG", ("png", "apng"), "image/png", png.BEGINS, png.read),
    Kind("JPEG", ("jpg", "jpeg", "jpe", "jfif"), "image/jpeg", jpeg.BEGINS, jpeg.read),
    Kind("GIF", ("gif",), "image/gif", gif.BEGINS, gif.read),
    Kind("WebP", ("webp",), "image/webp", webp.BEGINS, webp.read),
)


def _raster_within(data: bytes) -> tuple[str, Seen]:
    kind = _kind_of(data)
    if kind is None or kind is _SVG:
        raise Refused("a picture within it is of no known kind")
    return kind.media, kind.read(data)


_SVG = Kind("SVG", ("svg",), "image/svg+xml", b"<", lambda data: svg.read(data, _raster_within))

KINDS = (*_RASTER, _SVG)

# How files end that hold pictures, those included that no browser, book or deck is sure to show.
SUFFIXES = frozenset(
    (
        *(suffix for kind in KINDS for suffix in kind.suffixes),
        *("avif", "bmp", "emf", "eps", "heic", "heif", "ico", "jp2", "jxl", "psd", "svgz", "tif", "tiff", "wmf", "xcf"),
    )
)


def picture(data: bytes, source: str) -> Picture | str:
    """The picture, or a sentence that says what is wrong with it and what to do.

    source   the name of its file below the sources folder
    """
    if not data:
        return "it is empty. Save it anew"
    kind = _kind_of(data)
    if kind is None:
        return f"it is none of {', '.join(one.name for one in KINDS)}. Save it as one of them"
    if len(data) > (MAX_SVG_BYTES if kind is _SVG else MAX_BYTES):
        return f"it has {len(data):,} bytes, which is too much for a page. Make it smaller"
    suffix = suffix_of(source)
    if (suffix == "svg") != (kind is _SVG):
        right = kind.suffixes[0]
        return f"its name ends in .{suffix} and its bytes are those of {kind.name}. Let its name end in .{right}"
    try:
        seen = kind.read(data)
    except Refused as refused:
        return str(refused)
    return Picture(_name(seen, kind), seen.width, seen.height, kind.media, source, seen.data)


def suffix_of(name: str) -> str:
    """
    >>> suffix_of("a/B.PNG"), suffix_of("a.b/c")
    ('png', '')
    """
    return name.rpartition("/")[2].rpartition(".")[2].lower() if "." in name.rpartition("/")[2] else ""


def _kind_of(data: bytes) -> Kind | None:
    for kind in _RASTER:
        if data.startswith(kind.begins):
            return kind
    # An XML declaration says by itself in which encoding it stands.
    start = data[:1_000].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    return _SVG if start.startswith(_SVG.begins) else None


def _name(seen: Seen, kind: Kind) -> str:
    """The same for the same picture; the size stands in it, so that whoever has the name can leave room for it."""
    digest = hashlib.sha256(seen.data).hexdigest()[:20]
    return f"{digest}-{seen.width}x{seen.height}.{kind.suffixes[0]}"
