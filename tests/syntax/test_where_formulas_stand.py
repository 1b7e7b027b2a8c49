"""Where formulas stand: what each line of `cases/syntax/formulas.txt` shows, and lines that are one formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from growth import assert_steady
from hypothesis import given
from hypothesis import strategies as st
from tables import every_row

from studyguide.syntax.formulas import Found, block_at, formula_at

CASES = Path(__file__).parents[1] / "cases" / "syntax" / "formulas.txt"
CASE = re.compile(r"^    (?P<text>.+?)  ⟶  (?P<told>.*)$", re.M)
TEXTS = {case["text"]: case["told"] for case in CASE.finditer(CASES.read_text("utf-8"))}


def formulas(text: str) -> Iterator[Found]:
    at = 0
    while at < len(text):
        found = formula_at(text, at)
        if found:
            yield found
        at = found.end if found else at + 1


def told(text: str) -> str:
    found = [("display " if one.display else "") + one.latex for one in formulas(text.replace("⏎", "\n"))]
    return " | ".join(found).replace("\n", "⏎") or "none"


@every_row("text", TEXTS)
def test_formulas(text: str) -> None:
    assert told(text) == TEXTS[text]


@pytest.mark.parametrize(
    ("written", "latex", "end"),
    [
        ("$$\nx = 1\n$$\nand", "x = 1", 3),
        ("$$x = 1$$", "x = 1", 1),
        ("  \\[\n  x = 1\n  \\]", "x = 1", 3),
        ("$$\nx = 1\n+ 2 $$", "x = 1\n+ 2", 3),
        ("$$\nx\n$$", "x", 3),
        ("\\begin{align}\n  a &= b\n\\end{align}\nand", "\\begin{align}\na &= b\n\\end{align}", 3),
        ("\\begin{equation} x \\end{equation}", "\\begin{equation} x \\end{equation}", 1),
    ],
)
def test_lines_that_are_a_formula(written: str, latex: str, end: int) -> None:
    assert block_at(written.split("\n"), 0) == Found(latex, True, end)


@every_row(
    "written",
    [
        "$$\nx = 1\n\n$$",  # a blank line within
        "$$\nx = 1",  # no end
        "$$x = 1$$ and",  # words behind it
        "$$\nx = 1\n$$ = $$",  # two of them
        "$$\n--\n$$",  # no letter
        "$$\nfirst kill the other one\n$$",  # prose
        "\\[\nx\n\\]",  # a bracket of prose, as an exporter writes it
        "so \\begin{equation} x \\end{equation}",  # words before it
        "\\begin{equation} x \\end{equation} is",
        "\\begin{align}\na\n\nb\n\\end{align}",
        "\\begin{align}\na\n\\end{gather}",
        "\\begin{itemize}\n\\item a\n\\end{itemize}",
        "$x = 1$",
        "\\(x = 1\\)",
    ],
)
def test_lines_that_are_none(written: str) -> None:
    assert block_at(written.split("\n"), 0) is None


@given(st.text(alphabet="$\\()[]{}ab1= \n^_`|"))
def test_a_formula_is_a_piece_of_the_text(text: str) -> None:
    for found in formulas(text):
        assert found.latex in text
        assert found.latex == found.latex.strip() != ""


@pytest.mark.growth
@pytest.mark.parametrize("piece", ["$", "$ ", "$$ ", "\\(", "\\[", "$a", "$1 ", "\\a$", "$ab ab =$ ", "\\text{$"])
def test_a_text_of_signs_takes_twice_as_long_when_it_is_twice_as_long(piece: str) -> None:
    assert_steady(lambda text: list(formulas(text)), piece * 5_000, piece * 10_000)
