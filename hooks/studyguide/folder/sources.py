"""Reads a sources folder: the one place of the package that opens files for the stages.

What cannot be read is a problem beside the rest, never an exception: one bad file does not cost a site.
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from ..pictures.bytes_of import MAX_BYTES, SUFFIXES, suffix_of
from ..records import ANYTHING, Folder, PictureFiles, Problem, RawFile, Service, Span, Subject
from . import corrections, encodings, id_ledger, layouts, notices, reviewed_bank, subject

# Files that stand beside the notes at the top of the folder.
_BESIDE = (subject.FILE, id_ledger.FILE, corrections.FILE, layouts.FILE, reviewed_bank.FILE, notices.FILE)

# The services of this guide and what is known of them, for a folder that has none of its own.
SHIPPED = Path(__file__).parents[3] / "docs" / "sources" / subject.FILE
# Where even those are broken, every question is still about something.
_LAST_RESORT = Subject((Service("general", "General", "topics"),))

LIMIT = 5_000_000

# Control characters, halves of characters (bytes that are not UTF-8), and two that some programs take for line ends.
_UNSHOWN = frozenset(("Cc", "Cs", "Zl", "Zp"))
# What was put in a file's place in the meantime, a link or a pipe, can neither be followed nor block.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CURE = "See that it is there and may be read"


@dataclass(frozen=True, slots=True)
class _PictureFile:
    """A file whose name says that it is a picture; nobody looks into it before a note names it."""

    source: str


_Found = RawFile | Problem | _PictureFile
_Said = TypeVar("_Said")


def read_folder(folder: Path, *, limit: int = LIMIT) -> Folder:
    """The notes of a folder in a fixed order, and the files beside them.

    Links are not followed, and nothing above `limit` bytes, unreadable or of no readable name is read:
    each is a grave problem. Names that begin with a dot are left out.
    """
    found = sorted(_walk(folder, "", limit), key=_name)
    files = tuple(one for one in found if isinstance(one, RawFile) and one.source not in _BESIDE)
    problems = [one for one in found if isinstance(one, Problem)]
    beside = {one.source: one for one in found if isinstance(one, RawFile) and one.source in _BESIDE}
    known = _load(beside.get(subject.FILE), subject.load_subject, ANYTHING, problems)
    if not known.services:  # then what is known of the guide's own services holds, too
        shipped = _shipped(problems)
        known = _load(shipped.pop(subject.FILE, None), subject.load_subject, ANYTHING, problems)
        beside = {**shipped, **beside}
    decided, of_lines, of_codecs = _load(beside.get(corrections.FILE), corrections.load_all, corrections.NONE, problems)
    return Folder(
        encodings.told(files, of_codecs),
        known if known.services else _LAST_RESORT,
        permalinks=_load(beside.get(id_ledger.FILE), id_ledger.load_permalinks, (), problems),
        corrections=decided,
        stale=_load(beside.get(reviewed_bank.FILE), reviewed_bank.load_stale, (), problems),
        notices=_load(beside.get(notices.FILE), notices.load_notices, (), problems),
        layouts=_load(beside.get(layouts.FILE), layouts.load_layouts, layouts.NONE, problems),
        lines=of_lines,
        encodings=of_codecs,
        problems=tuple(problems),
        pictures=PictureFiles(
            tuple(one.source for one in found if isinstance(one, _PictureFile)), partial(_picture, folder)
        ),
    )


def read_beside(folder: Path) -> Folder:
    """What stands beside the notes and decides how one of them is read, without a look at the others."""
    problems: list[Problem] = []
    beside = {
        name: _look(folder / name, name, LIMIT) for name in (corrections.FILE, layouts.FILE) if (folder / name).exists()
    }
    problems += [one for one in beside.values() if isinstance(one, Problem)]
    files = {name: one for name, one in beside.items() if isinstance(one, RawFile)}
    rules = _load(files.get(layouts.FILE), layouts.load_layouts, layouts.NONE, problems)
    _, of_lines, of_codecs = _load(files.get(corrections.FILE), corrections.load_all, corrections.NONE, problems)
    known = read_subject(folder)
    return Folder((), known, layouts=rules, lines=of_lines, encodings=of_codecs, problems=tuple(problems))


def read_subject(folder: Path) -> Subject:
    """What the folder's guide is about, without a look at its notes."""
    for file in (folder / subject.FILE, SHIPPED):
        found = _look(file, subject.FILE, LIMIT) if file.exists() else None
        known = _load(found, subject.load_subject, ANYTHING, []) if isinstance(found, RawFile) else ANYTHING
        if known.services:
            return known
    return _LAST_RESORT


def _name(found: _Found) -> str:
    return found.span.source if isinstance(found, Problem) else found.source


def _walk(folder: Path, above: str, limit: int) -> Iterator[_Found]:
    """Every file below the folder in no particular order; `above` is the folder's name, with a slash behind it."""
    open_folders = [(folder, above)]
    while open_folders:
        path, name = open_folders.pop()
        try:
            entries = list(path.iterdir())
        except OSError as error:
            yield _problem(name.rstrip("/") or path.name, f"this folder cannot be read: {_reason(error)}. {_CURE}")
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            found = _look(entry, name + entry.name, limit)
            if found is None:
                open_folders.append((entry, f"{name}{entry.name}/"))
            else:
                yield found


def _look(path: Path, name: str, limit: int) -> _Found | None:
    """A file, what is wrong with it, or None for a folder to look into."""
    shown = _shown(name)
    if shown != name:
        return _problem(shown, "its name holds characters that cannot be shown. Give it another name")
    try:
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            return _problem(name, "this is a folder, not a file. Remove it") if name in _BESIDE else None
        if stat.S_ISLNK(mode):
            return _problem(name, "this is a symbolic link, which is not followed. Put the file itself here")
        if not stat.S_ISREG(mode):
            return _problem(name, "this is neither a file nor a folder. Remove it")
        if suffix_of(name) in SUFFIXES:
            return _PictureFile(name)
        data = _read(path, limit)
    except OSError as error:
        return _problem(name, f"this file cannot be read: {_reason(error)}. {_CURE}")
    if data is None:
        return _problem(name, f"this file is larger than {limit:,} bytes. Split it or remove it")
    return RawFile(name, data)


def _read(path: Path, limit: int) -> bytes | None:
    """The file's bytes, or None if there are too many. Of one that somebody writes meanwhile, as it is afterwards."""
    for _ in range(_ATTEMPTS):
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            before = os.fstat(file.fileno())
            data = file.read(limit + 1)
            after = os.fstat(file.fileno())
        if len(data) > limit:
            return None
        if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size) and len(data) == after.st_size:
            return data
    raise InterruptedError(errno.EINTR, "it is being written")


_ATTEMPTS = 5


def _picture(folder: Path, name: str) -> bytes | str:
    """The bytes of a picture below the folder, or a sentence that says why there are none."""
    try:
        with os.fdopen(_opened(folder, name), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return "it is no file any more. Put the picture itself there"
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        return f"it cannot be read: {_reason(error)}. {_CURE}"
    return data if len(data) <= MAX_BYTES else f"it has more than {MAX_BYTES:,} bytes. Make it smaller"


def _opened(folder: Path, name: str) -> int:
    """A file below the folder, opened step by step: what has become a link since the folder was read leads nowhere."""
    if os.open not in os.supports_dir_fd:
        return os.open(folder / name, _FLAGS)
    *above, last = name.split("/")
    within = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in above:
            deeper = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=within)
            os.close(within)
            within = deeper
        return os.open(last, _FLAGS, dir_fd=within)
    finally:
        os.close(within)


def _shown(name: str) -> str:
    """The name with an escape for each character that is none: bytes that are not UTF-8, control characters."""
    return "".join(ascii(char)[1:-1] if unicodedata.category(char) in _UNSHOWN else char for char in name)


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _problem(source: str, message: str, line: int = 1) -> Problem:
    return Problem(Span(_shown(source), line, line), message, grave=True)


def _load(
    file: RawFile | None,
    load: Callable[[str], tuple[_Said, tuple[Problem, ...]]],
    nothing: _Said,
    problems: list[Problem],
) -> _Said:
    """What a file beside the notes says; `nothing` where there is no file."""
    text = _text(file, problems) if file else None
    if text is None:
        return nothing
    said, wrong = load(text)
    problems += wrong
    return said


def _text(file: RawFile, problems: list[Problem]) -> str | None:
    try:
        return file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + file.data.count(b"\n", 0, error.start)
        problems.append(_problem(file.source, "this is not UTF-8 and was left out. Save it as UTF-8", line))
        return None


def _shipped(problems: list[Problem]) -> dict[str, RawFile]:
    """What the guide itself knows of its services, by the names of the files."""
    found = [_look(SHIPPED.with_name(name), name, LIMIT) for name in (subject.FILE, reviewed_bank.FILE, notices.FILE)]
    problems += [one for one in found if isinstance(one, Problem)]
    return {one.source: one for one in found if isinstance(one, RawFile)}
