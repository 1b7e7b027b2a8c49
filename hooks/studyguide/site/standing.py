"""A site is written beside the one that stands and takes its place once it is whole.

Whoever ends a build at any moment, or pulls the plug, has the earlier site or the new one. What a build that was ended
left behind is cleared away by the next: it stands in folders whose names begin with a dot, beside the site.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO


class Busy(OSError):
    """Another build is at this site."""


class Standing:
    """The place of a site while a new one is built: `new` is the folder to build into."""

    def __init__(self, site: Path) -> None:
        """Takes the place, clears what an ended build left in it, and makes an empty folder.

        `Busy` where another build has it; OSError where nothing can be written.
        """
        self.site = site.resolve()
        self.new, self._old, lock = (self.site.with_name(f".{self.site.name}.{what}") for what in _BESIDE)
        self.site.parent.mkdir(parents=True, exist_ok=True)
        self._lock: IO[bytes] | None = _locked(lock)
        try:
            self.cleared = _clear(self.site, self.new, self._old)
            self.new.mkdir()
        except OSError:
            self.give_up()
            raise

    def take_place(self) -> None:
        """What was built becomes the site; hidden files of the earlier one, such as `.git`, stay in it."""
        if not self.site.exists():
            self.new.rename(self.site)
        else:
            self.new.chmod(stat.S_IMODE(self.site.stat().st_mode))
            if not _exchanged(self.new, self.site):
                self._in_two_steps()
        _clear(self.site, self.new, self._old)
        self._let_go()

    def _in_two_steps(self) -> None:
        """Between the two there is no site for a moment; should the build end there, the next puts the old one back."""
        self.site.rename(self._old)
        try:
            self.new.rename(self.site)
        except OSError:
            self._old.rename(self.site)
            raise

    def give_up(self) -> None:
        """The earlier site stays as it is. After `take_place` there is nothing to give up."""
        if self._lock:
            shutil.rmtree(self.new, ignore_errors=True)
            self._let_go()

    def _let_go(self) -> None:
        if self._lock:
            with suppress(OSError):  # on Windows an open file stays, and is taken again by the next build
                Path(self._lock.name).unlink()
            self._lock.close()
            self._lock = None


_BESIDE = ("new", "old", "lock")


def _clear(site: Path, new: Path, old: Path) -> bool:
    """Puts things in order after a build, wherever it ended; whether there was anything to do."""
    found = [path for path in (old, new) if path.is_symlink() or path.exists()]
    for path in found:
        if path.is_symlink() or not path.is_dir():
            path.unlink()
        elif path == old and not site.exists():
            path.rename(site)
        else:
            _carry_hidden(path, site)
            shutil.rmtree(path)
    return bool(found)


def _carry_hidden(earlier: Path, site: Path) -> None:
    for path in sorted(earlier.iterdir()) if site.exists() else ():
        if path.name.startswith(".") and not (site / path.name).exists():
            path.rename(site / path.name)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two folders have changed places, at once. Not every system can do it, nor every disk."""
    with suppress(AttributeError, OSError):
        system = ctypes.CDLL(None)
        paths = os.fsencode(one), os.fsencode(other)
        if sys.platform == "darwin":
            return bool(system.renamex_np(*paths, _SWAP) == 0)
        if sys.platform == "linux":
            return bool(system.renameat2(_HERE, paths[0], _HERE, paths[1], _SWAP) == 0)
    return False


_HERE = -100  # the folder that relative paths begin from
_SWAP = 2


def _locked(path: Path) -> IO[bytes]:
    """The file, held until it is closed or the process ends, however that comes about."""
    while True:
        file = path.open("ab")
        try:
            _lock(file.fileno())
            if path.exists() and os.path.samestat(path.stat(), os.fstat(file.fileno())):
                return file
        except BlockingIOError:
            file.close()
            raise Busy(f"{path}: held by another build") from None
        file.close()  # the build that held it has just ended, and removed it


def _lock(file: int) -> None:
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # unlike flock's, not handed on to programs that go on
        except PermissionError as error:  # what some systems say instead
            raise BlockingIOError from error
        return
    import msvcrt

    try:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    except OSError as error:
        raise BlockingIOError from error
