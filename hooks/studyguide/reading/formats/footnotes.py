"""Questions whose answers stand in notes at the foot: `What is a lock?[^1]` and further down `[^1]: A chamber.`

Each note is written below its question with an answer's label, and the file is read as Markdown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...records import Reading, Text
from ...words.asking import asks
from .rewritten import Prose, Written, read_rewritten

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MARK = re.compile(
    rf"(?:(?<!\s)\s++)?(?:\[\^(?P<name>[^\]\s]{{1,40}})\]|\[(?P<number>\d{{1,4}})\]|<sup>(?P<sup>\d{{1,4}})</sup>|(?P<raised>[{_RAISED}]{{1,4}}))\s*(?P<shut>[*_]{{0,2}})$"
)
_NOTE = re.compile(
    rf"\s{{0,3}}(?:\[\^(?P<name>[^\]\s]{{1,40}})\]:|\[(?P<number>\d{{1,4}})\]:?|<sup>(?P<sup>\d{{1,4}})</sup>|(?P<raised>[{_RAISED}]{{1,4}}))\s+(?P<said>\S.*)$"
)
_BEFORE_A_NAME = frozenset(f"[<{_RAISED}")
_FEWEST = 2
_MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class _Note:
    """A note at the foot: its lines, from 0, and their words."""

    first: int
    lines: tuple[str, ...]


def reads(text: Text, prose: Prose) -> Reading | None:
    """The file with each note below its question; None where notes explain sentences, as they mostly do."""
    notes = _notes(text.lines)
    if len(notes) < _FEWEST:
        return None
    asked = _asked(text.lines, notes)
    asking = sum(asks(_MARK.sub("", line)) >= 0.5 for line in asked.values())
    if len(asked) < _FEWEST or len(asked) < len(notes) or asking < _MOSTLY * len(asked):
        return None
    return read_rewritten(text, "answers at the foot", list(_written(text.lines, notes, asked)), prose)


def _name(match: re.Match[str]) -> str:
    name = next(match[group] for group in ("name", "number", "sup", "raised") if match[group])
    return unicodedata.normalize("NFKC", name).casefold()


def _notes(lines: Sequence[str]) -> dict[str, _Note]:
    """The notes by name, each with the lines that go on below it."""
    found: dict[str, _Note] = {}
    n = 0
    while n < len(lines):
        match = _NOTE.match(lines[n][:4000]) if lines[n].lstrip()[:1] in _BEFORE_A_NAME else None
        n += 1
        if match is None:
            continue
        first, said = n - 1, [match["said"]]
        while n < len(lines) and _goes_on(lines, n):
            said.append(lines[n].strip() if lines[n].strip() else "")
            n += 1
        found.setdefault(_name(match), _Note(first, tuple(said)))
    return found


def _goes_on(lines: Sequence[str], n: int) -> bool:
    """Whether a line belongs to the note above it: right below, or further in behind a gap."""
    if not lines[n].strip():
        return n + 1 < len(lines) and lines[n + 1][:1].isspace() and bool(lines[n + 1].strip())
    own = _NOTE.match(lines[n][:4000]) is None and not lines[n].startswith("#")
    return own and (lines[n][:1].isspace() or bool(lines[n - 1].strip()))


def _asked(lines: Sequence[str], notes: dict[str, _Note]) -> dict[int, str]:
    """The lines that end with the mark of a note, where each is the only one that speaks of it."""
    own = {n for note in notes.values() for n in range(note.first, note.first + len(note.lines))}
    found = {n: line for n, line in enumerate(lines) if n not in own and _MARK.search(line[-60:])}
    names = [_name(match) for line in found.values() if (match := _MARK.search(line[-60:]))]
    return found if len({*names}) == len(names) and {*names} <= notes.keys() else {}


def _written(lines: Sequence[str], notes: dict[str, _Note], asked: dict[int, str]) -> Iterator[Written]:
    own = {n for note in notes.values() for n in range(note.first, note.first + len(note.lines))}
    for n, line in enumerate(lines):
        if n in own:
            continue
        match = _MARK.search(line) if n in asked else None
        if match is None:
            yield Written(line, n + 1, n + 1)
            continue
        yield Written(line[: match.start()] + match["shut"], n + 1, n + 1)
        note = notes[_name(match)]
        for k, said in enumerate(note.lines):
            yield Written(said if k else f"Answer: {said}", note.first + k + 1, note.first + k + 1)
        yield Written("", n + 1, n + 1)
