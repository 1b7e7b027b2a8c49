"""The shipped notes and what a build makes of them, for the tests that look through the bank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import once

from studyguide import pipeline
from studyguide.folder import sources
from studyguide.records import Asked, Folder, RawFile, Site

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "docs" / "sources"


# Of the reviewed files, as many as show what all do.
FEW = ("reviewed/s3.md", "reviewed/sam.md")


def site() -> Site:
    """Takes ten seconds of processor, once in a run: for `make test-all`. What `make test` needs shows in `few`."""
    return site_of(SOURCES)


def few() -> Site:
    """The site of the notes and of two reviewed files."""
    return _built(SOURCES, True)[0]


def site_of(folder: Path) -> Site:
    return _built(folder)[0]


def as_read(folder: Path, few: bool = False) -> tuple[Folder, pipeline.Prepare]:
    """A folder, and what gives its files as they were read for its site, for another build of them."""
    known = _built(folder, few)[1]
    return _read(folder, few), lambda file, *told: known[file.source]


def _read(folder: Path, few: bool) -> Folder:
    found = sources.read_folder(folder)
    if not few:
        return found
    chosen = (file for file in found.files if file.source.startswith("notes/") or file.source in FEW)
    return Folder(tuple(chosen), found.subject)  # ids and corrections speak of files that are not among these


@cache
def _built(folder: Path, few: bool = False) -> tuple[Site, dict[str, pipeline.Prepared]]:
    def build() -> tuple[Site, dict[str, pipeline.Prepared]]:
        read: dict[str, pipeline.Prepared] = {}

        def remembered(file: RawFile, *told: Any) -> pipeline.Prepared:
            return read.setdefault(file.source, pipeline.prepared_file(file, *told))

        return pipeline.build(_read(folder, few), remembered), read

    return once.value(f"site-of-{'few-' if few else ''}{folder.name}", build)


def reviewed() -> tuple[Asked, ...]:
    return tuple(asked for question in site().questions for asked in question.asked if asked.reviewed)


def fences(language: str) -> Iterator[tuple[str, str]]:
    """Where each block of code in that language stands, and the code."""
    for asked in reviewed():
        for match in re.finditer(rf"^( *)```{language}\n(.*?)^\1```", asked.answer, re.M | re.S):
            yield str(asked.span), re.sub(rf"^{match[1]}", "", match[2], flags=re.M)
