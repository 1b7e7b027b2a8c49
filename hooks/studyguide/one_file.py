"""One note by itself, without the rest of its folder: how it is read, and how else it could be."""

from __future__ import annotations

from dataclasses import replace

from .folder import layouts, of_files
from .pipeline import prepared_file, text_of
from .reading import pair, read, ways
from .records import Folder, Problem, RawFile, Reading, Rival, Text


def explained(file: RawFile, folder: Folder) -> tuple[Text, Reading, tuple[Problem, ...]]:
    """A file as it is read, and what is wrong or doubtful with it."""
    one = prepared_file(file, folder.subject, *of_files.told(folder, file.source))
    return one.text, one.reading, one.problems


def tried(file: RawFile, folder: Folder, name: str) -> tuple[Text, Reading]:
    """A file as it would be read by one of its rivals; nothing is found where the rival finds nothing."""
    text, _ = text_of(file)
    rule, decisions = of_files.told(folder, text.source)
    reading = read(text, folder.subject, layouts.read_by(rule, name), decisions)
    if reading.rule is None:
        return text, replace(reading, entries=(), roles=())
    return text, pair(reading, folder.subject.vendors)


def rivals(file: RawFile, folder: Folder) -> tuple[Text, Reading, tuple[Rival, ...]]:
    """A file as it is read, and all ways in which it could be."""
    text, reading, _ = explained(file, folder)
    return text, reading, ways(text, folder.subject, of_files.told(folder, text.source)[1])
