"""What each line of a note becomes: `cases/roles/*.txt` has pairs of notes that differ in one condition."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tables import every_row

from studyguide.reading.answer_lists import pair
from studyguide.reading.entries import read
from studyguide.records import Entry, Reading, Text

CASES = Path(__file__).parents[1] / "cases" / "roles"
_CASE = re.compile(r"^([^\n.][^\n]*)\n\.\n(.*?)\n\.\n(.*?)\.(?:\n|\Z)(?=\n|\Z)", re.M | re.S)
_LETTERS = {
    **{"question": "Q", "answer": "A", "heading": "H", "level": "L", "intro": "I", "note": "N", "filler": "F"},
    **{"tips": "T", "separator": "S"},
}


def cases() -> list[object]:
    found: list[object] = []
    for path in sorted(CASES.glob("*.txt")):
        text = path.read_text("utf-8").split("\n\n", 1)[1]  # below the comment
        found += [
            pytest.param(note.split("\n"), told, id=f"{path.stem}: {name}") for name, note, told in _CASE.findall(text)
        ]
    return found


def read_case(rows: list[str]) -> Reading:
    return pair(read(Text("notes/case.md", "utf-8", tuple(row[2:] for row in rows))))


def shown(found: Reading, rows: list[str]) -> list[str]:
    """The lines of a note, each behind the letter of its role: "a" answers another question than the one above it."""
    letters = {}
    above = -1
    for role in found.roles:
        above = role.entry if role.role == "question" and role.entry is not None else above
        letter = "a" if role.role == "answer" and role.entry != above else _LETTERS[role.role]
        letters.update(dict.fromkeys(range(role.first - 1, role.last), letter))
    return [f"{letters.get(n, ' ') if row[2:].strip() else ' '} {row[2:]}" for n, row in enumerate(rows)]


def told_of(entry: Entry) -> str:
    parts = (
        entry.number,
        f"[{entry.level}]" if entry.level else None,
        "*" if entry.scenario else None,
        entry.question,
        f"| {' / '.join(line for line in entry.body if line)}" if entry.body else None,
        f"=> {' / '.join(line for line in entry.answer if line.strip()) or '-'}",
    )
    return " ".join(filter(None, parts)) + "\n"


@every_row(("rows", "told"), cases())
def test_roles(rows: list[str], told: str) -> None:
    found = read_case(rows)
    assert shown(found, rows) == [row.ljust(2) for row in rows]
    assert not told or "".join(map(told_of, found.entries)) == told


def test_every_case_is_tried() -> None:
    dots = sum(path.read_text("utf-8").split("\n").count(".") for path in CASES.glob("*.txt"))
    assert len(cases()) * 3 == dots
