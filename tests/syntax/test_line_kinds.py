"""What kind a line is for the strict reader and for the lenient one, how the two are related, and that all who read
lines see the same."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import tries
from tables import every_row

import studyguide
from studyguide.answers import markdown_blocks, pasted_blocks
from studyguide.answers.pasted_lines import rows_of
from studyguide.reading.line_marks import Line, scan
from studyguide.records import ANYTHING
from studyguide.syntax.line_kinds import (
    LINE_KINDS,
    MARKER,
    depth_of_underline,
    kind_of,
    without_closing,
)

CASES = Path(__file__).parents[1] / "cases" / "syntax"
CASE = re.compile(r"^    (?P<line>\S.*?) {2,}(?P<strict>[a-z]+)(?:, (?P<lenient>[a-z]+))?$", re.M)
LINES = {
    case["line"].replace("⇥", "\t"): (case["strict"], case["lenient"] or case["strict"])
    for case in CASE.finditer((CASES / "lines.txt").read_text("utf-8"))
}
EXCEPTIONS = tomllib.loads((CASES / "exceptions.toml").read_text("utf-8"))["exception"]


def test_there_is_a_case_of_each_kind() -> None:
    assert {strict for strict, _ in LINES.values()} == {*LINE_KINDS, "text"}
    assert len(LINES) > 70


@every_row("line", LINES)
def test_kinds(line: str) -> None:
    assert (kind_of(line), kind_of(line, lenient=True)) == LINES[line]


# The relation --------------------------------------------------------------------------------------------------------

PIECES = [
    *[
        "```",
        "~~~",
        "``",
        "sh",
        "---",
        "***",
        "_ _ _",
        "===",
        "-=-",
        "—",
        "# ",
        "## ",
        "##",
        "#",
        "####### ",
        ">",
        "> ",
    ],
    *["- ", "* ", "+ ", "-", "•", "· ", "o\t", "[x] ", "[ ]", "1. ", "12) ", "1.", "1234567890. ", "(1) ", "① ", "A. "],
    *["|", " | ", "|---", ":-:", "--", "word", "Word ", "5", "= ", "**", "<hr>", "\t", " ", "🔥", "[error]", "(#a)"],
]
SOME_LINE = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join)


def excepted(line: str, strict: str, lenient: str) -> bool:
    return any(
        one["strict"] == strict and lenient in one["lenient"] and re.fullmatch(one["line"], line.strip())
        for one in EXCEPTIONS
    )


@given(SOME_LINE)
@tries(600)
def test_what_is_strictly_of_a_kind_is_so_leniently(line: str) -> None:
    strict, lenient = kind_of(line), kind_of(line, lenient=True)
    assert strict in ("text", lenient) or excepted(line, strict, lenient)


@pytest.mark.parametrize("exception", EXCEPTIONS, ids=lambda one: one["name"])
def test_each_exception_has_a_reason_and_examples(exception: dict[str, object]) -> None:
    assert exception["why"]
    for line in exception["examples"]:  # type: ignore[attr-defined]
        strict, lenient = kind_of(line), kind_of(line, lenient=True)
        assert strict == exception["strict"] != lenient
        assert [one["name"] for one in EXCEPTIONS if excepted(line, strict, lenient) and one == exception]


# Who reads lines -----------------------------------------------------------------------------------------------------

# One row is no table: that takes a delimiter below it.
STRICT_BLOCKS = {
    "Code": "fence",
    "Rule": "rule",
    "Heading": "heading",
    "Quote": "quote",
    "Listing": "item",
    "Paragraph": "text",
}
LENIENT_BLOCKS = {**STRICT_BLOCKS, "Items": "item"}
IN_BLOCKS = {"bullet": "item", "number": "item", "row": "text", "delimiter": "text"}


@every_row("line", LINES)
def test_rendering_sees_the_strict_kind(line: str) -> None:
    (block,) = markdown_blocks.read(line).blocks
    assert STRICT_BLOCKS[type(block).__name__] == IN_BLOCKS.get(LINES[line][0], LINES[line][0])


@every_row("line", LINES)
def test_tidying_sees_the_lenient_kind(line: str) -> None:
    blocks = pasted_blocks.blocks_of(rows_of([line], ANYTHING), ANYTHING)
    kinds = [LENIENT_BLOCKS[type(block).__name__] for block in blocks]
    assert kinds == TIDIED.get(line, [IN_BLOCKS.get(LINES[line][1], LINES[line][1])])


# Marks that enclose nothing and that nobody closed go, like a quote of nothing. Code is known without a fence, too.
TIDIED: dict[str, list[str]] = {"```": [], "````": [], "```sh": [], "~~~ python": [], ">": [], "#!/bin/sh": ["fence"]}


@every_row("line", LINES)
def test_reading_sees_the_lenient_kind(line: str) -> None:
    (found,) = scan([line])
    lenient = LINES[line][1]
    if lenient == "text":
        assert not seen(found) & {"heading", "quote", "fence"}
    else:
        assert lenient in seen(found) or line == "999999999. item"  # so many questions has nobody


def seen(line: Line) -> set[str]:
    """The kinds of a line for the reader of questions; of numbers and bullets it sees more, and weighs them."""
    marks = line.marks
    return {
        name
        for name, shown in {
            "fence": line.kind == "code",
            "rule": line.kind == "rule" or (line.kind == "markup" and "<hr" in line.raw),
            "row": "|" in line.raw,
            "delimiter": "|" in line.raw,
            "heading": marks.depth > 0,
            "quote": marks.quote,
            "bullet": bool(marks.bullet or marks.box),
            "number": marks.number is not None,
        }.items()
        if shown
    }


# One definition ------------------------------------------------------------------------------------------------------

SIGNS = re.compile(r"```|~~~|#\{\d,\d\}|\[-\*\+|\[\*\+-")
PACKAGE = Path(studyguide.__file__).parent


def test_no_other_room_has_patterns_of_its_own_for_these_kinds() -> None:
    kinds = tomllib.loads((CASES / "elsewhere.toml").read_text("utf-8"))["kind"]
    assert all(kind["why"] for kind in kinds)
    known = Counter[str]()
    for kind in kinds:
        known.update(kind["patterns"])
    found = Counter(
        path.relative_to(PACKAGE).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.parent != PACKAGE / "syntax"
        for _ in patterns_with_signs(path)
    )
    assert found == known


def patterns_with_signs(path: Path) -> Iterator[ast.Call]:
    """Where a module compiles or uses a pattern with these signs, or asks whether a line begins with one."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_pattern = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            told = [one.value for part in node.args for one in ast.walk(part) if isinstance(one, ast.Constant)]
            signs = any(isinstance(one, str) and SIGNS.search(one) for one in told)
            if signs and (is_pattern or node.func.attr == "startswith"):
                yield node


# Parts ---------------------------------------------------------------------------------------------------------------


@every_row(
    ("line", "depth"), [("=", 0), ("===", 1), ("---", 2), ("^^^", 3), ("~~~~", 3), ("~~~", 0), ("- -", 0), ("==-", 0)]
)
def test_underlines(line: str, depth: int) -> None:
    assert depth_of_underline(line) == depth


@pytest.mark.parametrize(
    ("text", "bare"), [("Two ##", "Two"), ("C#", "C#"), ("C# #", "C#"), ("##", ""), ("a # #", "a #"), ("a\t#", "a")]
)
def test_closing_marks(text: str, bare: str) -> None:
    assert without_closing(text) == bare


@pytest.mark.parametrize(
    ("line", "group"),
    [
        ("– a", "dash"),
        ("(1) a", "bracketed"),
        ("1.a", "tight"),
        ("① a", "circled"),
        ("1️⃣ a", "keycap"),
        ("A. a", "letter"),
    ],
)
def test_what_is_believed_in_company_is_not_believed_alone(line: str, group: str) -> None:
    match = MARKER.in_company.match(line)
    assert match and match[group]
    assert kind_of(line, lenient=True) == "text"


@pytest.mark.parametrize("line", ["–a", "(123) a", "1.5", "1..", "①", "AB. a", "A.a"])
def test_what_no_company_makes_a_marker(line: str) -> None:
    assert MARKER.in_company.match(line) is None
