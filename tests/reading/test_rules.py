"""What maintainers say of how a file is read, and of single lines: cases in `cases/layouts`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import tries
from tables import every_row

from studyguide import pipeline
from studyguide.accounting import unaccounted
from studyguide.folder.corrections import load_all
from studyguide.folder.layouts import load_layouts
from studyguide.reading import beginning, read
from studyguide.reading.told import found_again
from studyguide.records import (
    ANYTHING,
    BEGINNINGS,
    GUESSED_READINGS,
    LINE_KINDS,
    PLAIN_READINGS,
    Folder,
    LayoutRule,
    LineDecision,
    RawFile,
    Site,
    Span,
    Text,
)

CASES = Path(__file__).resolve().parents[1] / "cases" / "layouts"


def cases(name: str) -> list[object]:
    parts = re.split(r"^\.\n", (CASES / name).read_text("utf-8"), flags=re.M)[1:-1]
    return [pytest.param(*parts[at + 1 : at + 4], id=parts[at].strip()) for at in range(0, len(parts), 4)]


def built(note: str, layouts: str = "", corrections: str = "") -> tuple[Site, list[str]]:
    """The site made of a note below its name, and what is wrong in the two files and lost on the way."""
    head, _, lines = note.partition("\n")
    rules, wrong = load_layouts(layouts)
    (decided, of_lines, _), also = load_all(corrections)
    file = RawFile(head.removeprefix("--- "), lines.encode())
    site = pipeline.build(Folder((file,), ANYTHING, corrections=decided, layouts=rules, lines=of_lines))
    told = [*wrong, *also, *(one for one in site.problems if _is_told(str(one)))]
    return site, [f"! {one}" for one in told]


def _is_told(problem: str) -> bool:
    return problem.startswith(("layouts.toml", "corrections.toml")) or "fault of the generator" in problem


def shown(site: Site) -> list[str]:
    """Each entry as `line question | answer`, with its number where its title does not show it."""
    (source,) = site.sources
    rows = []
    for entry in source.reading.entries:
        number = f"{entry.number}. " if entry.number and not entry.question.startswith(entry.number) else ""
        level = f" ({entry.level})" if entry.level else ""
        answer = " ".join(" ".join(entry.answer).split())
        rows.append(f"{entry.span.first} {number}{entry.question}{level} | {answer}".rstrip())
    return rows


@every_row(("note", "rule", "wanted"), cases("rules.txt"))
def test_rule(note: str, rule: str, wanted: str) -> None:
    name = note.partition("\n")[0].removeprefix("--- ")
    site, wrong = built(note, f'[[layout]]\nfiles = "{name}"\n{rule}' if rule else "")
    assert [*shown(site), *wrong] == wanted.splitlines()


@every_row(("note", "decisions", "wanted"), cases("lines.txt"))
def test_lines(note: str, decisions: str, wanted: str) -> None:
    name = note.partition("\n")[0].removeprefix("--- ")
    rows = re.sub(r"(\[\[.*\]\]\n)(?!file =)", rf'\1file = "{name}"\n', decisions)
    site, wrong = built(note, corrections=rows)
    assert [*shown(site), *wrong] == wanted.splitlines()


@every_row(("note", "rule", "wanted"), cases("misread.txt"))
def test_notes_that_are_misread_are_right_after_three_lines(note: str, rule: str, wanted: str) -> None:
    name = note.partition("\n")[0].removeprefix("--- ")
    site, wrong = built(note, f'[[layout]]\nfiles = "{name}"\n{rule}')
    assert [*shown(site), *wrong] == wanted.splitlines()
    assert len(rule.splitlines()) < 3


def test_a_row_given_to_a_question_without_an_answer_begins_it() -> None:
    rows = '[[above]]\nfile = "ropes.csv"\nline = 3\ntext = "Does it"\n'
    site, _ = built(
        "--- ropes.csv\nquestion,answer\nWhat holds?,\nDoes it?,It does.\nWhat ties?,So.\n", corrections=rows
    )
    entry = site.sources[0].reading.entries[0]
    assert (entry.answer, entry.answer_spans) == (("Does it?", "It does."), (Span("ropes.csv", 3, 3),))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("  - What   is it? ", "- What is it?"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 60),
        ("a " * 40, ("a " * 30).strip()),
        (f"{'a ' * 29}bcd", ("a " * 29).strip()),
        (f"{'a ' * 29}bc", f"{'a ' * 29}bc"),
    ],
)
def test_the_beginning_of_a_line_is_found_again(line: str, words: str) -> None:
    assert beginning(line) == words
    decision = LineDecision("asks", "a.md", 7, words, Span("corrections.toml", 1, 1))
    assert list(found_again(["other", line], [decision])[0]) == [1]


PIECES = """\
# Ropes
## What holds?
Card 1
Back: so
- a bullet
  - deeper
1. What ties?
**bold**
---

```
| a | b |
|---|---|
Q: why
A: so
<details><summary>Which?</summary>
</details>
^ top
a,b
"open,quote
question,answer
<p>Why?</p>
> quoted
Plain words that end. Do they?
"""
RULES = st.builds(
    LayoutRule,
    begin=st.sampled_from(["", *(one for one in BEGINNINGS if one != "table")]),
    depth=st.integers(0, 6),
    every=st.integers(1, 3),
    prefix=st.sampled_from(["", "Card 1", "#", "-"]),
    suffix=st.sampled_from(["", "?"]),
    below=st.booleans(),
    separator=st.sampled_from(["", ",", " "]),
    answer_prefix=st.sampled_from(["", "Back:", "A"]),
    end=st.sampled_from(["", "^", "<"]),
    levels=st.sampled_from([(), (("#", "basic"),)]),
)
TABLES = st.builds(
    LayoutRule,
    begin=st.just("table"),
    question=st.sampled_from(["a", "1", "2", "question"]),
    answer=st.sampled_from(["", "b", "1", "9"]),
    level=st.sampled_from(["", "b", "2"]),
)
READINGS = st.builds(LayoutRule, reading=st.sampled_from([*GUESSED_READINGS, *PLAIN_READINGS]))


@tries(200)
@given(
    st.lists(st.sampled_from(PIECES.splitlines()), max_size=25),
    st.one_of(st.none(), RULES, TABLES, READINGS),
    st.lists(st.tuples(st.sampled_from(LINE_KINDS), st.integers(0, 30)), max_size=4),
    st.sampled_from(["n.md", "n.csv", "n.html"]),
)
def test_whatever_is_said_of_whatever_every_line_has_one_role(
    lines: list[str], rule: LayoutRule | None, decided: list[tuple[str, int]], name: str
) -> None:
    text = Text(name, "utf-8", tuple(lines))
    decisions = [
        LineDecision(kind, name, at + 1, lines[at], Span("corrections.toml", n, n))
        for n, (kind, at) in enumerate(decided, 1)
        if at < len(lines) and lines[at].strip()
    ]
    reading = read(text, ANYTHING, rule, decisions)
    assert unaccounted(text, reading) == ()
    starts = {entry.span.first: entry for entry in reading.entries}
    wrong = {problem.span.first for problem in reading.problems}
    for one in decisions:
        if one.place.first not in wrong:
            at = next(n for n in (one.line, *range(1, len(lines) + 1)) if lines[n - 1] == one.text)
            assert (at in starts) == (one.kind == "asks")
