"""What every reader of bytes gives back, what it refuses by, and how much a picture may be."""

from __future__ import annotations

from dataclasses import dataclass

# A photograph of a camera has 24 million pixels and 10 million bytes. What is larger is no picture for a page, and some
# hundred bytes can claim to hold more than a machine has memory for.
MAX_PIXELS = 25_000_000
MAX_SIDE = 16_384  # above it, browsers draw nothing or a part
MAX_FRAMES = 500
MAX_FRAME_PIXELS = 250_000_000  # of all frames of a moving picture


@dataclass(frozen=True, slots=True)
class Seen:
    """The bytes that draw, and the size in CSS pixels at which they are meant to be seen."""

    data: bytes
    width: int
    height: int


class Refused(ValueError):
    """Bytes that cannot be shown. The message says what is wrong and what to do."""


BROKEN = "its bytes are broken. Save it anew"
CUT = "its bytes end before the picture does. Save it anew"


def bounded(width: int, height: int, frames: int = 1) -> None:
    """Refuses what nobody could look at, by what the header says and before anything is unpacked."""
    if width < 1 or height < 1:
        raise Refused("it has no size. Save it anew")
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise Refused(f"it has {width:,} × {height:,} pixels, and {MAX_PIXELS:,} is the most. Make it smaller")
    if frames > MAX_FRAMES or width * height * frames > MAX_FRAME_PIXELS:
        raise Refused(f"it moves in {frames:,} frames of {width:,} × {height:,} pixels. Make it shorter or smaller")
