"""Layouts as cases: `cases/read/*.txt` says what must be read from which note."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyguide.pair import pair
from studyguide.read import read
from studyguide.records import ROLES, Reading, Text

CASES = Path(__file__).parent / "cases" / "read"


def reading(note: str, source: str = "notes/case.md") -> Reading:
    return pair(read(Text(source, "utf-8", tuple(note.split("\n")))))


def cases() -> list[object]:
    found = []
    for path in sorted(CASES.glob("*.txt")):
        text = re.sub(r"^#.*\n", "", path.read_text("utf-8"), flags=re.M) if False else path.read_text("utf-8")
        text = text.split("\n\n", 1)[1]
        for name, note, expected in re.findall(r"^([^\n.][^\n]*)\n\.\n(.*?)\n\.\n(.*?)\.(?:\n|\Z)(?=\n|\Z)", text, re.M | re.S):
            found.append(pytest.param(note, expected.strip("\n"), id=f"{path.stem}: {name}"))
    return found


def told(found: Reading) -> str:
    lines = []
    for entry in found.entries:
        answer = " ".join(" ".join(entry.answer).split()) or "-"
        marks = [str(entry.span.first), entry.number, f"[{entry.level}]" if entry.level else None, "*" if entry.scenario else None]
        lines.append(" ".join([*filter(None, marks), entry.question, "=>", answer]))
    return "\n".join(lines)


@pytest.mark.parametrize(("note", "expected"), cases())
def test_layout(note: str, expected: str) -> None:
    got = told(reading(note)).split("\n")
    want = expected.split("\n")
    shown = [line if len(got) != len(want) else line[: len(want[n])] for n, line in enumerate(got)]
    assert shown == want


def test_there_are_cases() -> None:
    assert len(cases()) > 40
