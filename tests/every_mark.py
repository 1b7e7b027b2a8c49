"""The marks that people write every day, as `tests/cases/everyday_marks.txt` has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from case_files import rows

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
    return {
        name: Case(note, tuple(words.split("\n")), tuple(elements.split()), tuple(raw.split()))
        for name, note, words, elements, raw in rows(_CASES, 5)
    }


def title(name: str) -> str:
    return f"How is {name} read?"


def note() -> str:
    """A note with a question for each."""
    return "".join(f"### {title(name)}\n\n{case.note}\n\n" for name, case in cases().items())
