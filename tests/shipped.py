"""The shipped site, built once, for the tests that look through its bank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from studyguide import pipeline
from studyguide.folder import sources

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "docs" / "sources"
SITE = pipeline.build(sources.read_folder(SOURCES))
REVIEWED = tuple(asked for question in SITE.questions for asked in question.asked if asked.reviewed)


def fences(language: str) -> Iterator[tuple[str, str]]:
    """Where each block of code in that language stands, and the code."""
    for asked in REVIEWED:
        for match in re.finditer(rf"^( *)```{language}\n(.*?)^\1```", asked.answer, re.M | re.S):
            yield str(asked.span), re.sub(rf"^{match[1]}", "", match[2], flags=re.M)
