"""The marks that people write every day, as `tests/cases/everyday_marks.txt` has them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

# The note to which the links among the cases lead.
OTHERS = "### What is a hitch?\n\nIt holds.\n\n### What is a bend?\n\nIt joins.\n"
_CASES = Path(__file__).parent / "cases" / "everyday_marks.txt"


@dataclass(frozen=True, slots=True)
class Case:
    """What stands in a note, phrases that every output shows, the elements of the mark, and what nobody may see."""

    note: str
    words: tuple[str, ...]
    elements: tuple[str, ...]
    raw: tuple[str, ...]


@lru_cache(maxsize=1)
def cases() -> dict[str, Case]:
    """By name."""
    text = re.sub(r"\A(#.*\n)+", "", _CASES.read_text("utf-8"))
    parts = [part.strip("\n") for part in re.split(r"^\.\n", text, flags=re.M)]
    rows = zip(*(parts[n::5] for n in range(5)), strict=False)
    return {
        name: Case(note, tuple(words.split("\n")), tuple(elements.split()), tuple(raw.split()))
        for name, note, words, elements, raw in rows
    }


def title(name: str) -> str:
    return f"How is {name} read?"


def note() -> str:
    """A note with a question for each."""
    return "".join(f"### {title(name)}\n\n{case.note}\n\n" for name, case in cases().items())
