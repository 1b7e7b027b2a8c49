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
from studyguide.records import Asked, RawFile, Site

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "docs" / "sources"


def site() -> Site:
    return site_of(SOURCES)


def site_of(folder: Path) -> Site:
    return _built(folder)[0]


def as_read(folder: Path) -> pipeline.Prepare:
    """Gives the files of a folder as they were read for `site_of`, for another build of the same files."""
    known = _built(folder)[1]
    return lambda file, *told: known[file.source]


@cache
def _built(folder: Path) -> tuple[Site, dict[str, pipeline.Prepared]]:
    def build() -> tuple[Site, dict[str, pipeline.Prepared]]:
        read: dict[str, pipeline.Prepared] = {}

        def remembered(file: RawFile, *told: Any) -> pipeline.Prepared:
            return read.setdefault(file.source, pipeline.prepared_file(file, *told))

        return pipeline.build(sources.read_folder(folder), remembered), read

    return once.value(f"site-of-{folder.name}", build)


def reviewed() -> tuple[Asked, ...]:
    return tuple(asked for question in site().questions for asked in question.asked if asked.reviewed)


def fences(language: str) -> Iterator[tuple[str, str]]:
    """Where each block of code in that language stands, and the code."""
    for asked in reviewed():
        for match in re.finditer(rf"^( *)```{language}\n(.*?)^\1```", asked.answer, re.M | re.S):
            yield str(asked.span), re.sub(rf"^{match[1]}", "", match[2], flags=re.M)
