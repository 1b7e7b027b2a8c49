"""Columns of white space, and the cells of rows."""

from __future__ import annotations

import pytest
from tables import every_row

from studyguide.syntax.columns import indent_of, outdented
from studyguide.syntax.spans import cells, spans


@pytest.mark.parametrize(
    ("line", "columns"), [("", 0), ("a", 0), ("  a ", 2), ("\ta", 4), ("  \ta", 4), ("    \ta", 8), ("\u00a0a", 0)]
)
def test_indent(line: str, columns: int) -> None:
    assert indent_of(line) == columns


@every_row(
    ("line", "columns", "rest"),
    [
        ("    a", 2, "  a"),
        ("  a", 2, "a"),
        (" a", 2, "a"),
        ("a", 2, "a"),
        ("  \ta", 2, "\ta"),
        ("\ta", 2, "  a"),
        ("\t\ta", 4, "\ta"),
        ("  a b", 0, "  a b"),
        ("   ", 2, " "),
        ("\t", 2, "  "),
    ],
)
def test_outdented(line: str, columns: int, rest: str) -> None:
    assert outdented(line, columns) == rest


@every_row(
    ("row", "found"),
    [
        ("a | b", ["a", "b"]),
        ("| a | b |", ["a", "b"]),
        ("| a | |", ["a", ""]),
        ("|| a |", ["", "a"]),
        ("|", [""]),
        ("a", ["a"]),
        ("`a|b` | c", ["`a|b`", "c"]),
        ("a\\|b | c", ["a\\|b", "c"]),
        ("`a | b", ["`a", "b"]),
    ],
)
def test_cells(row: str, found: list[str]) -> None:
    assert cells(row) == found


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a `b` c", ["text", "code", "text"]),
        ("``a` b``", ["code"]),
        ("`a", ["text", "text"]),
        ("\\`a`", ["escape", "text", "text"]),
        ("a|b", ["text", "pipe", "text"]),
    ],
)
def test_spans(text: str, kinds: list[str]) -> None:
    found = list(spans(text))
    assert [kind for kind, _ in found] == kinds and "".join(piece for _, piece in found) == text
