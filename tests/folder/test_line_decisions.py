"""What is decided of lines in `corrections.toml`: which rows are understood, and what is said of the others."""

from __future__ import annotations

import pytest
from tables import every_row

from studyguide.folder import corrections, line_decisions
from studyguide.folder.line_decisions import load_line_decisions
from studyguide.records import LineDecision, Span

ROW = 'file = "a.md"\nline = 3\ntext = "Ropes"\n'
KEYS = "is not known here; write file, line, text"


@pytest.mark.parametrize("kind", ["asks", "asks-not", "above"])
def test_a_row_of_each_kind(kind: str) -> None:
    place = Span("corrections.toml", 2, 2)
    wanted = LineDecision(kind, "a.md", 3, "Ropes", place)
    assert load_line_decisions(f"\n[[{kind}]]\n{ROW}", "corrections.toml") == ((wanted,), ())


@every_row(
    ("row", "said"),
    [
        ("", "1: [[asks]]: file: is missing. Add it"),
        (ROW.replace("line = 3\n", ""), "1: [[asks]]: line: is missing. Add it"),
        (ROW.replace('text = "Ropes"\n', ""), "1: [[asks]]: text: is missing. Add it"),
        (f'{ROW}why = "chat"\n', f"5: [[asks]]: why: {KEYS}"),
        (ROW.replace('"a.md"', "1"), "2: [[asks]]: file: must be words in quotes"),
        (ROW.replace('"Ropes"', '" "'), "4: [[asks]]: text: must be words in quotes"),
        (ROW.replace('"Ropes"', "[1]"), "4: [[asks]]: text: must be words in quotes"),
        (ROW.replace("3", '"3"'), "3: [[asks]]: line: must be a number, from 1"),
        (ROW.replace("3", "true"), "3: [[asks]]: line: must be a number, from 1"),
        (ROW.replace("3", "0"), "3: [[asks]]: line: must be a number, from 1"),
        (ROW.replace("3", "1"), ""),
    ],
)
def test_what_is_wrong_with_a_row(row: str, said: str) -> None:
    found, problems = load_line_decisions(f"[[asks]]\n{row}", "corrections.toml")
    assert [str(problem) for problem in problems] == ([f"corrections.toml:{said}"] if said else [])
    assert len(found) == (not said)
    assert all(problem.grave for problem in problems)


def test_other_rows_are_followed_and_other_kinds_left_alone() -> None:
    text = f'[[level]]\nquestion = "What?"\nlevel = "basic"\n\n[[above]]\n\n[[above]]\n{ROW}'
    (decided, lines, _), problems = corrections.load_all(text)
    assert ([one.kind for one in decided], [one.kind for one in lines]) == (["level"], ["above"])
    assert [str(problem) for problem in problems] == ["corrections.toml:5: [[above]]: file: is missing. Add it"]


def test_what_is_no_table_is_named() -> None:
    ((_, lines, _), problems) = corrections.load_all('asks = ["a.md"]\n')
    assert lines == ()
    assert [str(one) for one in problems] == [
        "corrections.toml:1: [[asks]]: write it as a table of its own, with file, line, text"
    ]


def test_a_file_that_is_no_toml_is_named_once() -> None:
    assert len(corrections.load_all("[[asks]\n")[1]) == 1


def test_decisions_are_told_by_their_files() -> None:
    here, there = (LineDecision("asks", name, 1, "Ropes", Span("corrections.toml", 1, 1)) for name in ("a.md", "b.md"))
    assert line_decisions.of_file((here, there), "b.md") == (there,)
    assert [str(one) for one in line_decisions.problems((here, there), ("a.md",))] == [
        'corrections.toml:1: [[asks]]: no file is named "b.md". Correct it or remove the row'
    ]
