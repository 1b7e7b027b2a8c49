"""Layouts as cases: `cases/read/*.txt` says what must be read from which note."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from growth import assert_steady
from hypothesis import example, given
from hypothesis import strategies as st
from laws import is_within, tries
from subject import SUBJECT
from tables import every_row

from studyguide.reading import signs
from studyguide.reading.answer_lists import pair
from studyguide.reading.blocks import blocks
from studyguide.reading.entries import read
from studyguide.reading.segmentations import HEEDLESS, SIGNS
from studyguide.records import ROLES, RawFile, Reading, Text
from studyguide.repair.whole_file import repair
from studyguide.words.wording import words

CASES = Path(__file__).parents[1] / "cases" / "read"


def reading(note: str, source: str = "notes/case.md") -> Reading:
    return pair(read(Text(source, "utf-8", tuple(note.split("\n"))), SUBJECT), SUBJECT.vendors)


def cases() -> list[Any]:
    found: list[Any] = []
    for path in sorted(CASES.glob("*.txt")):
        text = path.read_text("utf-8").split("\n\n", 1)[1]  # below the comment
        for name, note, expected in re.findall(
            r"^([^\n.][^\n]*)\n\.\n(.*?)\n\.\n(.*?)\.(?:\n|\Z)(?=\n|\Z)", text, re.M | re.S
        ):
            found.append(pytest.param(note, expected.strip("\n"), id=f"{path.stem}: {name}"))
    return found


def told(found: Reading) -> str:
    lines = []
    for entry in found.entries:
        answer = " ".join(" ".join(entry.answer).split()) or "-"
        marks = [
            str(entry.span.first),
            entry.number,
            f"[{entry.level}]" if entry.level else None,
            "*" if entry.scenario else None,
        ]
        lines.append(" ".join([*filter(None, marks), entry.question, "=>", answer]))
    return "\n".join(lines)


@every_row(("note", "expected"), cases())
def test_layout(note: str, expected: str) -> None:
    got = told(reading(note)).split("\n")
    want = expected.split("\n")
    shown = [line if len(got) != len(want) else line[: len(want[n])] for n, line in enumerate(got)]
    assert shown == want


def test_there_are_cases() -> None:
    assert len(cases()) > 40


# --- laws ------------------------------------------------------------------------------------------------------------

# Pieces from which notes are made: marks that mean something somewhere, and words.
PIECES = st.sampled_from(
    [
        *("# ", "## ", "### ", "1. ", "2. ", "3) ", "Q1. ", "Q: ", "A: ", "A2. ", "**Answer:** ", "- ", "* ", "- [x] "),
        *("  ", "    ", "\t", "> ", "---", "```", "~~~", "===", "|", "**", "`", "<!--", "-->", "🟢 ", "1️⃣ ", "word "),
        *("<details>", "</details>", "<summary>", "</summary>", "<td>", "</td>", "<tr>", "<p>", "</p>", "<dt>", "<li>"),
        *(
            "What is a queue?",
            "Explain topics",
            "A buffer.",
            "Basic",
            "Tips",
            "Answers",
            "Table of contents",
            "[x](#y)",
        ),
        *("Would you like me to go on?", "Certainly! Here are questions", "Що таке черга?", "？", "99999. ", "1.2.3 "),
        *("Ann: ", "Bob: ", "Page 2", "Tags: x", "TODO", "= ", "== ", "I. ", "一、", "?", "x = 1;", "Question,Answer"),
        *("\n", "\n", "\n", "\n\n"),
    ]
)
NOTES = st.lists(PIECES, max_size=60).map("".join)


def lines_with_roles(found: Reading) -> list[int]:
    return [line for role in found.roles for line in range(role.first, role.last + 1)]


@tries(300)
@given(NOTES)
def test_every_line_has_exactly_one_role(note: str) -> None:
    found = reading(note)
    counted = lines_with_roles(found)
    assert len(counted) == len(set(counted))
    blank = {n for n, line in enumerate(note.split("\n"), 1) if not line.strip()}
    assert set(counted) | blank == set(range(1, note.count("\n") + 2))
    assert {role.role for role in found.roles} <= set(ROLES)


@tries(300)
@example("<summary>\n# </summary>1. ")  # an answer on the line that ends a title of two lines
@given(NOTES)
def test_an_answer_holds_the_words_of_its_lines(note: str) -> None:
    lines = note.split("\n")
    for entry in reading(note).entries:
        there = words(" ".join(lines[n - 1] for span in entry.answer_spans for n in range(span.first, span.last + 1)))
        assert is_within(words(" ".join(entry.answer)), there)


@tries(200)
@given(st.text(max_size=400))
def test_any_text_can_be_read(note: str) -> None:
    reading(note)


# A piece that is repeated within a line, and how often.
REPEATED = {
    "# ": 5000,
    "1. ": 5000,
    "**": 9000,
    "[": 20000,
    "<details>": 3000,
    "| ": 9000,
    "Q: ": 5000,
    "a": 200000,
    "> ": 9000,
    "`": 9001,
    "?": 9000,
    "<li>": 5000,
}


@pytest.mark.growth
@pytest.mark.parametrize("piece", REPEATED)
def test_twice_a_hostile_line_takes_about_twice_the_time(piece: str) -> None:
    once, twice = (piece * (times * REPEATED[piece] // 2) for times in (1, 2))
    assert_steady(lambda line: reading(f"1. What is a queue?\n{line}\n2. What is a topic?\n{line}"), once, twice)


# One question, with its number: a file of many such grows by its lines, not by squares.
ONE_OF_MANY = {
    "numbered": "{n}. What is part {n} of a queue?\n\nA buffer with {n} places.\n\n1. one\n2. two\n\n",
    "headings": "## What is part {n} of a queue?\n\nA buffer with {n} places.\n\n",
    "titles that ask nothing": "## Part {n} of a queue\n\nA buffer with {n} places, or\n\n- one\n- two\n\n",
    "bold": "**Explain part {n} of a queue**\n\nA buffer with {n} places.\n\n",
    "labels": "Q{n}: What is part {n} of a queue?\nA{n}: A buffer with {n} places.\n\n",
    "lines": "What is part {n} of a queue?\n\nA buffer with {n} places.\n\n",
    "items": "- What is part {n} of a queue?\n  - A buffer with {n} places.\n",
    "blocks": "<details>\n<summary>What is part {n} of a queue?</summary>\n\nA buffer.\n\n</details>\n\n",
    "rows": "| What is part {n} of a queue? | A buffer with {n} places |\n",
}


@pytest.mark.growth
@pytest.mark.parametrize("layout", ONE_OF_MANY)
def test_twice_the_note_takes_about_twice_the_time(layout: str) -> None:
    note = "".join(ONE_OF_MANY[layout].format(n=n) for n in range(1, 300))
    assert_steady(reading, note, note + note)


@every_row("note", [param.values[0] for param in cases()], ids=[param.id for param in cases()])
def test_what_is_promised_changes_nothing_for_a_sign_that_does_not_heed_it(note: str) -> None:
    page = blocks(tuple(note.split("\n")), SUBJECT)
    for name, sign in SIGNS:
        if name in HEEDLESS:
            known = signs.promising(replace(page, known={}))
            assert list(sign(replace(page, promised=[False] * len(page), known={}))) == list(sign(known)), name


# --- the real files --------------------------------------------------------------------------------------------------

# file: questions, answered, basic, intermediate, advanced, no level, scenarios; counted by hand
COUNTED = {
    "000": (186, 75, 55, 50, 55, 26, 22),
    "001": (60, 60, 20, 20, 20, 0, 0),
    "002": (52, 52, 5, 0, 4, 43, 4),
    "003": (3, 3, 0, 0, 0, 3, 0),
    "004": (70, 70, 0, 0, 0, 70, 0),
}
# file: questions, answered
COUNTED_ELSEWHERE = {
    "html-headings-questions-only.md": (89, 0),
    "details-summary-ukrainian.md": (126, 126),
    "q-a-labels-aws.md": (9, 9),
    "q-a-labels-kubernetes.md": (9, 9),
    "q-a-labels-coding-tasks.md": (0, 0),
}


def read_file(path: Path) -> Reading:
    text, _ = repair(RawFile(path.name, path.read_bytes()))
    return pair(read(text, SUBJECT), SUBJECT.vendors)


@pytest.mark.parametrize("name", COUNTED)
def test_the_real_files_hold_what_was_counted_by_hand(name: str, shared: Path) -> None:
    entries = read_file(next((shared / "seeds").glob(f"{name}_*"))).entries
    levels = Counter(entry.level for entry in entries)
    assert (
        len(entries),
        sum(bool(entry.answer) for entry in entries),
        *(levels[level] for level in ("basic", "intermediate", "advanced", None)),
        sum(entry.scenario for entry in entries),
    ) == COUNTED[name]


@pytest.mark.parametrize("name", COUNTED_ELSEWHERE)
def test_the_notes_of_others_hold_what_was_counted_by_hand(name: str, shared: Path) -> None:
    entries = read_file(shared / "corpora" / name).entries
    assert (len(entries), sum(bool(entry.answer) for entry in entries)) == COUNTED_ELSEWHERE[name]


# file: the lines that are no content; every other line of the file must be shown
SET_ASIDE = {"000": [1, 245, 378], "001": [1, 321], "002": [401, 402], "003": [], "004": [153, 377]}


@pytest.mark.parametrize("name", SET_ASIDE)
def test_nothing_of_the_real_files_is_set_aside_but_chat_and_furniture(name: str, shared: Path) -> None:
    roles = read_file(next((shared / "seeds").glob(f"{name}_*"))).roles
    filler = [n for role in roles if role.role == "filler" for n in range(role.first, role.last + 1)]
    assert filler == SET_ASIDE[name]


def test_the_references_of_a_reviewed_answer_are_read_with_their_titles_and_never_as_a_heading() -> None:
    house = (
        "---\nservice: shield\nreviewed: 2026-11-20\n---\n\n## Basic\n\n### What is it? { #what }\n\nA guard.\n\n"
        "References: [The *paid* tier](https://docs.example.com/a), https://docs.example.com/b\n\n## Advanced\n\n"
        "### How do you pay for it? { #pay }\n\nMonthly.\n\nReferences: [Advanced guide](https://docs.example.com/c)\n"
    )
    first, second = read(Text("reviewed/shield.md", "utf-8", tuple(house.split("\n")))).entries
    assert first.references == ("https://docs.example.com/a", "https://docs.example.com/b")
    assert first.reference_titles == ("The paid tier", "")
    assert "References" not in "\n".join((*first.answer, *second.answer))
    assert second.references == ("https://docs.example.com/c",)


def test_what_ends_every_reviewed_answer_is_not_taken_for_another_layout() -> None:
    """Regular pairs of paragraphs with labels look like a list of cards."""
    ending = "\n\n**Pitfall:** Knots.\n\nReferences: [Rope](https://docs.example.com/r)\n"
    house = "---\nservice: ropes\nreviewed: 2026-11-20\n---\n\n## Basic\n"
    house += "".join(f"\n### What is rope {n}? {{ #r{n} }}\n\nIt holds.{ending}" for n in range(6))
    entries = read(Text("reviewed/ropes.md", "utf-8", tuple(house.split("\n")))).entries
    assert [entry.references for entry in entries] == [("https://docs.example.com/r",)] * 6
