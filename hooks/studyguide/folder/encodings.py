"""What the maintainers say of encodings, in `corrections.toml` beside their other decisions:

    [[encoding]]
    file = "notes/ropes.md"
    encoding = "cp850"              # its bytes are read so, whatever they look like

    [[encoding]]
    file = "notes/ropes.md"
    line = 12                       # of this line alone
    text = "The word r"             # the beginning of its words, by which it is found again
    undo = "mac_roman"              # it was UTF-8 that somebody read so

    [[encoding]]
    file = "notes/ropes.md"
    encoding = "keep"               # nothing is damaged, whatever it looks like

Which encodings there are is known to those who follow this, in `repair`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..records import EncodingDecision, Problem, RawFile, Span
from . import toml_rows

KIND, KEEP = "encoding", "keep"
_WAYS = ("encoding", "undo")
_KEYS = ("file", "line", "text", *_WAYS)


def load_encodings(text: str, file: str) -> tuple[tuple[EncodingDecision, ...], tuple[Problem, ...]]:
    """The decisions of encodings that can be understood, and a grave problem for each that cannot.

    A file that is no TOML says nothing here: whoever reads its other decisions says what is wrong with it.
    """
    found: list[EncodingDecision] = []
    wrong: list[Problem] = []
    for row in toml_rows.tables(text, file)[0]:
        if row.table != KIND:
            continue
        key, message = _wrong(row.values)
        if message:
            line = row.lines.get(key, row.line)
            wrong.append(Problem(Span(file, line, line), f"[[{KIND}]]: {message}", grave=True))
        elif row.values is not None:
            found.append(_decision(row.values, file, row.lines))
    return tuple(found), tuple(wrong)


def told(files: Iterable[RawFile], decisions: Sequence[EncodingDecision]) -> tuple[RawFile, ...]:
    """The files, each with what is said of its encodings."""
    if not decisions:
        return tuple(files)
    return tuple(replace(file, encodings=tuple(one for one in decisions if one.file == file.source)) for file in files)


def problems(decisions: Sequence[EncodingDecision], sources: Collection[str]) -> tuple[Problem, ...]:
    """A grave problem for each decision of a file that is not there."""
    return tuple(
        Problem(one.place, f'[[{KIND}]]: no file is named "{one.file}". Correct it or remove the row', grave=True)
        for one in decisions
        if one.file not in sources
    )


def _decision(given: Mapping[str, Any], file: str, lines: Mapping[str, int]) -> EncodingDecision:
    way = next(way for way in _WAYS if way in given)
    kept = given[way] == KEEP
    place = Span(file, lines[way], lines[way])
    named = "" if kept else given[way]
    return EncodingDecision(
        given["file"], KEEP if kept else way, named, given.get("line", 0), given.get("text", ""), place
    )


def _wrong(given: Mapping[str, Any] | None) -> tuple[str, str]:
    """The key and what is wrong with it; nothing where all is right."""
    if given is None:
        return "", f"write it as a table of its own that begins with [[{KIND}]]"
    for key in given:
        if key not in _KEYS:
            return key, f"{key}: is not known here; write {', '.join(_KEYS)}"
        if key != "line" and not (isinstance(given[key], str) and given[key].strip()):
            return key, f"{key}: must be words in quotes"
    if "file" not in given:
        return "file", "file: is missing. Add it"
    ways = [way for way in _WAYS if way in given]
    if len(ways) != 1:
        return (ways or [""])[-1], f"say one of {' and '.join(_WAYS)}"
    return _wrong_place(given)


def _wrong_place(given: Mapping[str, Any]) -> tuple[str, str]:
    number = given.get("line", 1)
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        return "line", "line: must be a number, from 1"
    if "text" in given and "line" not in given:
        return "text", "text: is of a line. Say which one with line ="
    if given.get("undo") == KEEP:
        return "undo", f'undo: write encoding = "{KEEP}"'
    return "", ""
