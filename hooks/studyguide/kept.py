"""What is kept below `.cache` and need not be made again. Bytes go in under a path or key and come out as they went in.

Whatever became of the folder meanwhile costs time only: what is damaged or cannot be read is as if it were not there,
and what cannot be written is not kept.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
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
    with suppress(OSError):
        put(path, _seal(data) + data)


def put(path: Path, data: bytes) -> None:
    """Writes a file at once, so that nobody finds half of it; OSError where that cannot be, and nothing is left."""
    part = path.with_suffix(f".{os.getpid()}")  # another build may do the same just now
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise


def digest(*parts: bytes) -> bytes:
    """Of the parts one by one, so that what moves from the end of one to the beginning of the next is told."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()


@lru_cache(maxsize=1)
def program() -> bytes:
    """What is the same as long as the same program would do the work: our files, Python, and the packages beside it."""
    ours = Path(__file__).parent
    files = sorted(path for path in ours.rglob("*") if path.is_file() and path.suffix != ".pyc")
    packages = sorted(path.name for place in sys.path for path in Path(place or ".").glob("*.dist-info"))
    named = [path.relative_to(ours).as_posix().encode() for path in files]
    return digest(sys.version.encode(), *map(str.encode, packages), *named, *(path.read_bytes() for path in files))


def _seal(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


_TABLE = "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, day INTEGER, size INTEGER, data BLOB)"
# From the pieces that were used last: which are too much, where the others fill the file.
_TOO_MUCH = """DELETE FROM kept WHERE key IN (
    SELECT key FROM (SELECT key, sum(size) OVER (ORDER BY day DESC, key) AS together FROM kept) WHERE together > ?)"""


class Store:
    """Many small pieces in one file, by key: `with Store(path) as store`. What was put is written when the block ends.

    A build that ends before its time leaves the file as it was; of two at once one waits for the other, or keeps
    nothing; a damaged file is begun anew. Those pieces are left that were used last, `most` bytes of them.
    """

    def __init__(self, path: Path, most: int = 256 << 20, patience: float = 5) -> None:
        """most: bytes of all pieces together; patience: seconds to wait for another build that writes."""
        self.path, self.most, self.patience = path, most, patience
        self._rows: sqlite3.Connection | None = None
        self._new: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()

    def __enter__(self) -> Store:
        with self._whatever_became_of_it():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._rows = sqlite3.connect(self.path, timeout=self.patience, isolation_level=None)
            self._rows.execute("PRAGMA synchronous = OFF")  # the seals tell what a crash of the machine has damaged
            self._rows.execute(_TABLE)
        return self

    def __exit__(self, *_: object) -> None:
        with self._whatever_became_of_it():
            self._write()
        self._close()

    def get(self, key: bytes) -> bytes | None:
        """What was put under the key, now or in an earlier run, or nothing."""
        if key in self._new:
            return self._new[key]
        row = None
        with self._whatever_became_of_it():
            if self._rows:
                row = self._rows.execute("SELECT data FROM kept WHERE key = ?", (key,)).fetchone()
        if not row or not isinstance(row[0], bytes) or row[0][:_SEAL] != _seal(row[0][_SEAL:]):
            return None
        self._used.add(key)
        return row[0][_SEAL:]

    def put(self, key: bytes, data: bytes) -> None:
        self._new[key] = data

    def _write(self) -> None:
        if not self._rows or not (self._new or self._used):
            return
        today = int(time.time()) // 86_400
        self._rows.execute("BEGIN IMMEDIATE")
        used = ((today, key, today) for key in self._used)
        self._rows.executemany("UPDATE kept SET day = ? WHERE key = ? AND day < ?", used)
        new = ((key, today, len(data), _seal(data) + data) for key, data in self._new.items())
        self._rows.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", new)
        if self._new:
            self._rows.execute(_TOO_MUCH, (self.most,))
        self._rows.execute("COMMIT")

    def _close(self) -> None:
        if self._rows:
            self._rows.close()
        self._rows, self._new, self._used = None, {}, set()

    @contextmanager
    def _whatever_became_of_it(self) -> Iterator[None]:
        """A file that is locked, full or not to be written is left alone; one that is damaged is removed."""
        try:
            yield
        except (OSError, sqlite3.OperationalError):
            pass
        except sqlite3.DatabaseError:
            self._close()
            with suppress(OSError):
                self.path.unlink()
