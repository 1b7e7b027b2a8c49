"""Zip files that are the same, byte for byte, whenever and wherever they are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

_OLDEST = (1980, 1, 1, 0, 0, 0)  # zip files know no day before


def zipped(files: Iterable[tuple[str, bytes]], stored: frozenset[str] = frozenset()) -> bytes:
    """An archive of the files in this order; those `stored` are not compressed."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.create_system = 3  # else Windows says so, and the bytes differ
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return written.getvalue()
