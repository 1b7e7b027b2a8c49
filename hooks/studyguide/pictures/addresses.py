"""Which file a note means by an address, judged by names alone: nothing outside of the sources has one."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from .bytes_of import KINDS, SUFFIXES, suffix_of

_WEB = re.compile(r"(?:https?:)?//", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


@dataclass(frozen=True, slots=True)
class Missing:
    """No file that may be shown: a sentence on why, and what to do."""

    why: str


@dataclass(frozen=True)
class Names:
    """The names of the picture files below the sources folder, to be found by what people write for them."""

    names: tuple[str, ...] = ()

    @cached_property
    def exact(self) -> dict[str, str]:
        return {composed(name): name for name in reversed(self.names)}

    @cached_property
    def folded(self) -> dict[str, str]:
        return {composed(name).casefold(): name for name in reversed(self.names)}

    @cached_property
    def last(self) -> dict[str, list[str]]:
        """The files of each name whatever their folder, the shortest way first."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.names, key=lambda name: (name.count("/"), name)):
            found.setdefault(posixpath.basename(composed(name)).casefold(), []).append(name)
        return found


def meant(address: str, note: str, names: Names, anywhere: bool = False) -> str | Missing | None:
    """The name of the file, why there is none, or None for an address of the web, which nobody fetches.

    note       the name of the file that says so, from whose folder the way leads
    anywhere   whether its name alone is enough, wherever it lies: so Obsidian finds what it embeds
    """
    written = address.strip()
    if _WEB.match(written):
        return None
    if _SCHEME.match(written):
        return Missing("its address leads out of the sources. Put the picture beside the note, and name it")
    ways = list(dict.fromkeys(_ways(written)))
    places = [joined(note, way) for way in ways]
    for place in places:
        if place is not None and place in names.exact:
            return names.exact[place]
    if anywhere and (found := _by_end(ways, names)):
        return found
    return Missing(_why(ways, places, names))


def is_picture(address: str) -> bool:
    """Whether an address ends as the names of pictures do."""
    return any(suffix_of(way) in SUFFIXES for way in _ways(address.strip()))


def _ways(written: str) -> Iterator[str]:
    """As it stands there, then as a web address says it, then as Windows does."""
    bare = re.split(r"[?#]", written, maxsplit=1)[0]
    for way in (written, bare):
        yield from (way, unquote(way), unquote(way).replace("\\", "/"))


def joined(note: str, way: str) -> str | None:
    """The name below the sources, or None where the way leads out of them. A leading slash begins at the sources."""
    if not way or "\0" in way:
        return None
    base = "" if way.startswith("/") else posixpath.dirname(note)
    found = posixpath.normpath(posixpath.join(base, way.lstrip("/")))
    return None if found == ".." or found.startswith(("../", "/")) else composed(found)


def _by_end(ways: Iterable[str], names: Names) -> str | None:
    """The file whose name ends as one of the ways does, the shortest first."""
    for way in ways:
        end = composed(way.lstrip("/"))
        for name in names.last.get(posixpath.basename(end).casefold(), ()):
            if f"/{composed(name)}".endswith(f"/{end}"):
                return name
    return None


def _why(ways: list[str], places: list[str | None], names: Names) -> str:
    if not any(suffix_of(way) in SUFFIXES for way in ways):
        shown = ", ".join(kind.suffixes[0] for kind in KINDS)
        return f"its name does not end as one of a picture does ({shown}). Correct the address"
    if all(place is None for place in places):
        return "its address leads out of the sources. Put the picture beside the note, and name it"
    for place in places:
        if place is not None and (near := names.folded.get(place.casefold())):
            return f"there is no such file, but “{near}” in capitals and small letters. Write it the same"
    for way in ways:
        if others := names.last.get(posixpath.basename(composed(way)).casefold()):
            return f"there is no such file, but one at “{others[0]}” below the sources. Write the way to it"
    return "there is no such file. Put it there, or correct the address"


def composed(name: str) -> str:
    """Letters with marks as one sign: some systems keep them apart."""
    return unicodedata.normalize("NFC", name)
