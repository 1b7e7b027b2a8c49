"""Reads a sources folder: the one place of the package that opens files for the stages.

What cannot be read is a problem beside the rest, never an exception: one bad file does not cost a site.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
import unicodedata
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from typing import Any, TypeVar

from ..records import Folder, Problem, RawFile, Service, Span
from . import corrections, id_ledger, notices, reviewed_bank

SERVICES = "services.toml"
# Files that stand beside the notes at the top of the folder.
_BESIDE = (SERVICES, id_ledger.FILE, corrections.FILE, reviewed_bank.FILE, notices.FILE)

# The services of this guide and what is known of them, for a folder that has none of its own.
SHIPPED = Path(__file__).parents[3] / "docs" / "sources" / SERVICES
# Where even those are broken, every question is still about something.
_LAST_RESORT = (Service("general", "General", "topics"),)

LIMIT = 5_000_000

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HTTPS = re.compile(r"https://[^\s/?#]+\S*")
_TEXTS = ("name", "category", "summary", "url")

_ROW = re.compile(r"\s*\[\[\s*service\s*\]\]")
# Control characters, halves of characters (bytes that are not UTF-8), and two that some programs take for line ends.
_UNSHOWN = frozenset(("Cc", "Cs", "Zl", "Zp"))
_CURE = "See that it is there and may be read"

_Found = RawFile | Problem
_Row = TypeVar("_Row")
_Loader = Callable[[str], tuple[tuple[_Row, ...], tuple[Problem, ...]]]


def read_folder(folder: Path, *, limit: int = LIMIT) -> Folder:
    """The notes of a folder in a fixed order, and the files beside them.

    Links are not followed, and nothing above `limit` bytes, unreadable or of no readable name is read:
    each is a grave problem. Names that begin with a dot are left out.
    """
    found = sorted(_walk(folder, "", limit), key=_name)
    files = tuple(one for one in found if isinstance(one, RawFile) and one.source not in _BESIDE)
    problems = [one for one in found if isinstance(one, Problem)]
    beside = {one.source: one for one in found if isinstance(one, RawFile) and one.source in _BESIDE}
    services = _load(beside.get(SERVICES), load_services, problems)
    if not services:  # then what is known of the guide's own services holds, too
        shipped = _shipped(problems)
        services = _load(shipped.pop(SERVICES, None), load_services, problems) or _LAST_RESORT
        beside = {**shipped, **beside}
    return Folder(
        files,
        services,
        permalinks=_load(beside.get(id_ledger.FILE), id_ledger.load_permalinks, problems),
        corrections=_load(beside.get(corrections.FILE), corrections.load_corrections, problems),
        stale=_load(beside.get(reviewed_bank.FILE), reviewed_bank.load_stale, problems),
        notices=_load(beside.get(notices.FILE), notices.load_notices, problems),
        problems=tuple(problems),
    )


def _name(found: _Found) -> str:
    return found.source if isinstance(found, RawFile) else found.span.source


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
        data = _read(path, limit)
    except OSError as error:
        return _problem(name, f"this file cannot be read: {_reason(error)}. {_CURE}")
    if data is None:
        return _problem(name, f"this file is larger than {limit:,} bytes. Split it or remove it")
    return RawFile(name, data)


def _read(path: Path, limit: int) -> bytes | None:
    """The file's bytes, or None if there are too many.

    Opened so that what was put in its place in the meantime, a link or a pipe, can neither be followed nor block.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        data = file.read(limit + 1)
    return data if len(data) <= limit else None


def _shown(name: str) -> str:
    """The name with an escape for each character that is none: bytes that are not UTF-8, control characters."""
    return "".join(ascii(char)[1:-1] if unicodedata.category(char) in _UNSHOWN else char for char in name)


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _problem(source: str, message: str, line: int = 1) -> Problem:
    return Problem(Span(_shown(source), line, line), message, grave=True)


def _load(file: RawFile | None, load: _Loader[_Row], problems: list[Problem]) -> tuple[_Row, ...]:
    """The rows of a file beside the notes; none where there is no file."""
    text = _text(file, problems) if file else None
    if text is None:
        return ()
    rows, wrong = load(text)
    problems += wrong
    return rows


def _text(file: RawFile, problems: list[Problem]) -> str | None:
    try:
        return file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + file.data.count(b"\n", 0, error.start)
        problems.append(_problem(file.source, "this is not UTF-8 and was left out. Save it as UTF-8", line))
        return None


def _shipped(problems: list[Problem]) -> dict[str, RawFile]:
    """What the guide itself knows of its services, by the names of the files."""
    found = [_look(SHIPPED.with_name(name), name, LIMIT) for name in (SERVICES, reviewed_bank.FILE, notices.FILE)]
    problems += [one for one in found if isinstance(one, Problem)]
    return {one.source: one for one in found if isinstance(one, RawFile)}


def load_services(text: str) -> tuple[tuple[Service, ...], tuple[Problem, ...]]:
    """The rows of `services.toml` that are right, in their order, and a grave problem for each that is not."""
    try:
        tables = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        place = re.search(r"line (\d+)", str(error))
        message = f"this is not TOML: {error}. Mend it; until then the services of the guide are used"
        return (), (_problem(SERVICES, message, int(place[1]) if place else 1),)
    rows = tables.get("service")
    if not isinstance(rows, list) or not rows:
        return (), (_problem(SERVICES, "it has no [[service]]. Add one, or remove the file to use those of the guide"),)
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _ROW.match(line)]
    services: dict[str, Service] = {}
    problems: list[Problem] = []
    for nth, row in enumerate(rows):
        if wrong := _wrong(row, services):
            problems.append(_problem(SERVICES, f"[[service]] {wrong}", lines[nth] if nth < len(lines) else 1))
        else:
            aliases = tuple(row.get("aliases", ()))
            services[row["slug"]] = Service(row["slug"], aliases=aliases, **{key: row.get(key, "") for key in _TEXTS})
    return tuple(services.values()), tuple(problems)


def _is_slug(value: object) -> bool:
    return isinstance(value, str) and _SLUG.fullmatch(value) is not None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_list_of_words(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


# The keys of a row, with what their values must be and how that is said.
_KEYS: dict[str, tuple[Callable[[object], bool], str]] = {
    "slug": (_is_slug, 'this must be small letters, digits and hyphens, like "auto-scaling"'),
    **dict.fromkeys(_TEXTS, (_is_text, "this must be text in quotes")),
    "aliases": (_is_list_of_words, 'this must be a list of words, like ["bucket"]'),
}


def _wrong(row: Any, known: Container[str]) -> str:
    """What is wrong with a row, beginning with the key; empty if nothing is."""
    if not isinstance(row, dict):
        return "is not a table. Write key = value lines below it"
    for key in ("slug", *row):  # a row without a slug is told so before anything else
        if key not in _KEYS:
            return f"{key}: there is no such key. The keys are {', '.join(_KEYS)}"
        is_right, rule = _KEYS[key]
        if not is_right(row.get(key)):
            return f"{key}: {rule}"
        if key == "slug" and row[key] in known:
            return f'slug: "{row[key]}" is taken by a row above. Choose another'
    for key in ("name", "category"):
        if not row.get(key, "").strip():
            return f"{key}: this is missing. Every service has one"
        # Names become tags, and themes write tags into their pages as they are.
        if any(sign in "<>" or not sign.isprintable() for sign in row[key]):
            return f"{key}: this must be plain words, without < and >"
    if (url := row.get("url", "")) and not _HTTPS.fullmatch(url):
        return "url: this must be an address that begins with https://"
    return ""
