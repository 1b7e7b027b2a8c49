"""Files that were read before and have not changed since need not be read again.

What became of a file is kept by everything it came of: the file's name and bytes, the guide's subject, what maintainers
say of the file, the code of the generator, Python and the packages installed. So there is nothing to be told or
emptied after a change, and a site is the same byte for byte with and without what was kept; a test compares.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from . import records
from .kept import Store, digest, program
from .pipeline import Prepare, Prepared, prepared_file
from .records import LayoutRule, LineDecision, RawFile, Subject

FILE = Path(".cache", "readings.db")  # beside a guide's settings


@contextmanager
def of_guide(sources: Path) -> Iterator[Prepare]:
    """`prepared_file`; where the notes belong to a guide, one that keeps beside the guide's settings what it read."""
    settings = (folder / "mkdocs.yml" for folder in sources.resolve().parents)
    if found := next(filter(Path.is_file, settings), None):
        with Store(found.parent / FILE) as store:
            yield remembering(store)
    else:
        yield prepared_file


def remembering(store: Store, prepare: Prepare = prepared_file) -> Prepare:
    """`prepare`, but what it made of the same file before comes from the store."""

    def remembered(
        file: RawFile, subject: Subject, rule: LayoutRule | None, decisions: tuple[LineDecision, ...]
    ) -> Prepared:
        made = (file.source, file.encodings, rule, decisions)
        key = digest(program(), _named(subject), repr(made).encode(), file.data)
        if (known := _unpacked(store.get(key))) is not None:
            return known
        fresh = prepare(file, subject, rule, decisions)
        store.put(key, _packed(fresh))
        return fresh

    return remembered


@lru_cache(maxsize=8)
def _named(subject: Subject) -> bytes:
    return repr(subject).encode()


def _packed(made: Prepared) -> bytes:
    return zlib.compress(pickle.dumps(made, pickle.HIGHEST_PROTOCOL), 1)


def _unpacked(data: bytes | None) -> Prepared | None:
    if data is None:
        return None
    try:
        made = _Records(io.BytesIO(zlib.decompress(data))).load()
    except Exception:  # whatever may be wrong with it: the file is then read as if for the first time
        return None
    return made if isinstance(made, Prepared) else None


class _Records(pickle.Unpickler):
    """Makes records of ours and nothing else, so that what somebody laid into the cache cannot run."""

    def find_class(self, module: str, name: str) -> Callable[..., object]:
        if module == records.__name__ and isinstance(known := getattr(records, name, None), type):
            return known
        if (module, name) == (Prepared.__module__, Prepared.__name__):
            return Prepared
        raise pickle.UnpicklingError(f"{module}.{name} is no record")
