"""What several tests look at is made once in a run, by the first worker that needs it; the others wait for it."""

from __future__ import annotations

import os
import pickle
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

# Names the folder of this run; the workers that the run starts inherit it.
_SHARED = "PYTEST_ONCE"


def begin() -> None:
    os.environ[_SHARED] = tempfile.mkdtemp(prefix="study-tests-")


def end() -> None:
    shutil.rmtree(os.environ.pop(_SHARED), ignore_errors=True)


def begun() -> bool:
    return _SHARED in os.environ


def folder(name: str, make: Callable[[Path], object]) -> Path:
    """The folder that `make` writes, where it is told to. No test may change anything in it."""
    shared = Path(os.environ[_SHARED])
    made = shared / name
    with _alone(shared / f"{name}.lock"):
        if not made.exists():
            part = shared / f"{name}.part"
            shutil.rmtree(part, ignore_errors=True)
            make(part)
            part.rename(made)
    return made


def value(name: str, make: Callable[[], T]) -> T:
    """A value that can be written and read back."""

    def write(part: Path) -> None:
        part.mkdir()
        (part / "value").write_bytes(pickle.dumps(make()))

    found: T = pickle.loads((folder(name, write) / "value").read_bytes())
    return found


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """No other worker is at what the lock stands for; a worker that ends gives its lock back."""
    with path.open("a+") as file:
        while not _locked(file.fileno()):
            pass
        yield


def _locked(file: int) -> bool:
    """Waits for the lock; on Windows, which waits ten seconds, perhaps in vain."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)
        return True
    import msvcrt

    try:
        msvcrt.locking(file, msvcrt.LK_LOCK, 1)
    except OSError:
        return False
    return True
