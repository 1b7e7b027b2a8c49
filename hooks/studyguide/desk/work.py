"""The desk at work, without HTTP: looking at a file, pressing, undoing. Each gives what the page shows next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from ..folder import decisions, of_files
from ..pipeline import build, prepared_file
from ..reading import ways
from ..records import Folder, RawFile, Site
from . import presses, view
from .history import Contents, Step, undone

Json = dict[str, Any]

_BOM = "\ufeff"
# Files as they were read, by their bytes and all that decides how they are read: a press reads one of them anew.
_prepared = lru_cache(maxsize=4096)(prepared_file)
_ways = lru_cache(maxsize=64)(ways)


class Refused(Exception):
    """What was pressed cannot be done; its words say why, for the maintainer."""


@dataclass(slots=True)
class Desk:
    """A folder of notes and how it is reached.

    name   what the page calls it
    read   the folder as it is now
    get    the content of a file beside the notes, or None
    put    makes it hold that; with None it is removed
    steps  what was pressed, the newest last
    built  the folder as it was last looked at, and what became of it
    """

    name: str
    read: Callable[[], Folder]
    get: Callable[[str], bytes | None]
    put: Callable[[str, bytes | None], None]
    steps: list[Step] = field(default_factory=list)
    built: tuple[Folder, Site] | None = None


def look(desk: Desk, file: str = "", line: int = 0) -> Json:
    """The page's view of a file; of the first that is doubtful where none is named or it is gone."""
    folder, site = _built(desk)
    return _view(desk, folder, site, file, line)


def alike(desk: Desk, words: str, besides: str) -> list[Json]:
    """Questions like these words, but for the one of this id."""
    return view.alike(*_built(desk), words, besides)


def press(desk: Desk, pressed: Mapping[str, Any]) -> Json:
    """Writes what was pressed into its file. What others have written there meanwhile stays, for it is read first."""
    file, line = place(pressed)
    before = {name: desk.get(name) for name in presses.FILES}
    try:
        texts = presses.written(pressed, {name: _text(name, data) for name, data in before.items()})
    except decisions.Undecidable as error:
        raise Refused(f"{presses.file_of(pressed)}: {error}") from error
    had = _count(desk, file)
    after: Contents = {name: _data(text, before[name]) for name, text in texts.items()}
    _put(desk, after)
    if after:
        desk.steps.append(Step(presses.said(pressed), {name: before[name] for name in after}, after))
    shown = look(desk, file, line)
    return shown | {"said": _said(pressed, after, had, shown["facts"]["questions"])}


def undo(desk: Desk, file: str = "", line: int = 0) -> Json:
    """Makes the files hold what they held before the last press."""
    if not desk.steps:
        raise Refused("There is nothing to undo")
    step = desk.steps[-1]
    contents, reason = undone(step, {name: desk.get(name) for name in step.after})
    if reason:
        raise Refused(reason)
    _put(desk, contents)
    desk.steps.pop()
    return look(desk, file, line) | {"said": f"Undone: {step.said}"}


def _built(desk: Desk) -> tuple[Folder, Site]:
    """The folder as it is now, and what becomes of it; as before, if it is as it was."""
    folder = _as_before(desk, desk.read())
    if desk.built is None or desk.built[0] != folder:
        desk.built = folder, build(folder, _prepared)
    return desk.built


def _as_before(desk: Desk, folder: Folder) -> Folder:
    """The folder with the very subject of before, if it is the same: what is kept by subject is found sooner."""
    if desk.built and desk.built[0].subject == folder.subject:
        return replace(folder, subject=desk.built[0].subject)
    return folder


def _view(desk: Desk, folder: Folder, site: Site, file: str, line: int) -> Json:
    found = {one.source: one for one in folder.files}
    name = file if file in found else view.first_file(site)
    shown = _shown(folder, site, found[name], line) if name else view.EMPTY
    return shown | {"name": desk.name, "undo": [step.said for step in desk.steps[-1:]]}


def _shown(folder: Folder, site: Site, file: RawFile, line: int) -> Json:
    rule, decisions = of_files.told(folder, file.source)
    one = _prepared(file, folder.subject, rule, decisions)
    return view.view(folder, site, one, _ways(one.text, folder.subject, decisions), line)


def _count(desk: Desk, file: str) -> int:
    folder = _as_before(desk, desk.read())
    named = (one for one in folder.files if one.source == file)
    return sum(len(_prepared(one, folder.subject, *of_files.told(folder, file)).reading.entries) for one in named)


def _said(pressed: Mapping[str, Any], after: Contents, had: int, has: int) -> str:
    if not after:
        return "This stood there already. Nothing was written"
    more = f" {_questions(has)}, {had} before." if has != had else ""
    return f"{presses.said(pressed)}.{more} Written to {' and '.join(after)}"


def _questions(number: int) -> str:
    return "1 question" if number == 1 else f"{number} questions"


def place(pressed: Mapping[str, Any]) -> tuple[str, int]:
    """The file and the line at which the page stands."""
    at = pressed.get("at")
    file, line = (at.get("file"), at.get("line")) if isinstance(at, dict) else ("", 0)
    return (file if isinstance(file, str) else ""), (line if isinstance(line, int) else 0)


def _text(name: str, data: bytes | None) -> str:
    try:
        return (data or b"").decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        raise Refused(f"{name}: this is not UTF-8. Save it as UTF-8; until then nothing is written into it") from error


def _data(text: str, before: bytes | None) -> bytes:
    mark = _BOM if (before or b"").startswith(_BOM.encode()) else ""
    return (mark + text).encode("utf-8")


def _put(desk: Desk, contents: Contents) -> None:
    for name, data in contents.items():
        try:
            desk.put(name, data)
        except OSError as error:
            raise Refused(f"{name} cannot be written: {error.strerror or error}") from error
