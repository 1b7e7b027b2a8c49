"""What is kept below `.cache` and need not be made again. Bytes go in under a path and come out as they went in.

Whatever became of the folder meanwhile costs time only: what is damaged or cannot be read is as if it were not there,
and what cannot be written is not kept.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

_SEAL = 32


def kept(path: Path) -> bytes | None:
    """What was kept there, or nothing."""
    try:
        data = path.read_bytes()
        path.touch()
    except OSError:
        return None
    seal, data = data[:_SEAL], data[_SEAL:]
    return data if seal == _seal(data) else None


def keep(path: Path, data: bytes) -> None:
    part = path.with_suffix(f".{os.getpid()}")  # another build may do the same just now
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(_seal(data) + data)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()


def _seal(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
