"""Cells that a spreadsheet does not calculate, whatever separator it reads with, and that give their text back."""

from __future__ import annotations

import csv
import io
import re

import pytest
from growth import assert_steady
from hypothesis import given
from hypothesis import strategies as st
from tables import every_row

from studyguide.syntax.sheet_cells import guarded, unguarded

# What could do something, where a cell begins.
HARM = (
    "=1+cmd|' /c calc'!A1", '=HYPERLINK("http://x.example", "y")', '-WEBSERVICE("http://x.example")', "@SUM(A1)",
    "+import_data(A1)", "-2+3+cmd|' /c calc'!A1", '- WEBSERVICE("http://x.example")', "- go|'x'!A1", "＝SUM(A1)",
)  # fmt: skip
# What only looks like it.
PLAIN = (
    "a = b", "- A rope (of hemp)\n- use it(now)", "x;-1", "key:\n- name: x\n  size: 2",
    "| a | b |\n|---|---|\n| -1 | 2 |",
    "if (a)\n+ b", "@Override\npublic", "for (;;) --i;", "1;\n=== heading", "it's", "a -> b(c)",
)  # fmt: skip
BEHIND = ("", "So;", "So,", "So\t", "So\n", 'He said: "so";', "So; '", "So;\u00a0")


@every_row("harm", HARM)
@every_row("before", BEHIND)
def test_nothing_is_calculated_whatever_separates(harm: str, before: str) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerow(["first", guarded(before + harm), "last"])
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(written.getvalue(), newline=""), delimiter=separator):
            assert [cell for cell in row if re.match(r"[\"\s]*[=+@＝-]", cell)] == []
    assert unguarded(guarded(before + harm)) == before + harm


@every_row("text", PLAIN)
def test_what_does_nothing_stays(text: str) -> None:
    assert guarded(text).removeprefix(" ").removeprefix("'") == text
    assert unguarded(guarded(text)) == text


@given(
    st.lists(
        st.sampled_from(["'", '"', "=", "-", "- ", "@", "+", ";", ",", "\t", "\n", " ", "sum", "(", "|", "1", "ﬁ"])
    )
)
def test_every_text_comes_back(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert unguarded(guarded(text)) == text


@pytest.mark.growth
@pytest.mark.parametrize("piece", [";-", ";'", ";=a", "\n-1 ", ";- a ", ", ' ", ";=1+"])
def test_twice_the_text_takes_twice_the_time(piece: str) -> None:
    assert_steady(lambda text: unguarded(guarded(text)), piece * 2_000, piece * 4_000)
