"""`layouts.toml`: files in `cases/layouts/files.txt`, and which rows hold for a file."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import tries
from tables import every_row

from studyguide.folder import layouts
from studyguide.folder.layouts import load_layouts, reading_named, rule_of
from studyguide.reading.segmentations import SIGNS
from studyguide.records import GUESSED_READINGS, LayoutRule

CASES = Path(__file__).parents[1] / "cases" / "layouts" / "files.txt"
SOURCES = ("archive/c.md", "notes/a.md", "notes/b.md")


def cases() -> list[object]:
    parts = re.split(r"^\.\n", CASES.read_text("utf-8"), flags=re.M)[1:-1]
    return [pytest.param(*parts[at + 1 : at + 4], id=parts[at].strip()) for at in range(0, len(parts), 4)]


def shown(rule: LayoutRule) -> str:
    plain = LayoutRule()
    said = {field.name: getattr(rule, field.name) for field in fields(rule) if field.name not in ("files", "place")}
    said["levels"] = ",".join(f"{mark}:{level}" for mark, level in rule.levels)
    parts = (f"{key}={value}" for key, value in said.items() if value and value != getattr(plain, key))
    return " ".join((rule.files, *parts))


@every_row(("text", "followed", "wrong"), cases())
def test_files(text: str, followed: str, wrong: str) -> None:
    rules, problems = load_layouts(text)
    assert [shown(rule) for rule in rules] == followed.splitlines()
    found = (*problems, *layouts.problems(rules, SOURCES))
    assert [str(problem) for problem in found] == wrong.splitlines()
    assert all(problem.grave for problem in found)


def test_of_rows_that_fit_a_file_a_later_one_outweighs_and_its_very_name_outweighs_all() -> None:
    rules, _ = load_layouts(
        '[[layout]]\nfiles = "notes/a.md"\nprefix = "Q"\n\n'
        '[[layout]]\nfiles = "notes/*"\nbegin = "bold"\nend = "^"\n\n'
        '[[layout]]\nfiles = "*"\nbegin = "bullet"\nevery = 2\nlevels = { "x" = "basic" }\n'
    )
    found = [rule_of(rules, source) for source in ("notes/a.md", "notes/b.md", "more/c.md")]
    assert [rule and shown(rule) for rule in found] == [
        "notes/a.md prefix=Q end=^ levels=x:basic",
        "* begin=bullet every=2 end=^ levels=x:basic",
        "* begin=bullet every=2 levels=x:basic",
    ]
    assert [rule and rule.place and rule.place.first for rule in found] == [1, 10, 10]
    assert rule_of(rules[:1], "notes/b.md") is None


def test_what_a_row_leaves_open_does_not_outweigh() -> None:
    rules, _ = load_layouts(
        '[[layout]]\nfiles = "*"\nreading = "bold"\nlevels = { "x" = "basic", "y" = "basic" }\n\n'
        '[[layout]]\nfiles = "a.md"\nend = "^"\nlevels = { "y" = "advanced" }\n'
    )
    rule = rule_of(rules, "a.md")
    assert rule is not None and shown(rule) == "a.md reading=bold end=^ levels=x:basic,y:advanced"
    assert rule.place is not None and rule.place.first == 1


def test_names_of_readings_are_those_of_the_signs() -> None:
    assert tuple(name for name, _ in SIGNS) == GUESSED_READINGS


@every_row(
    ("words", "name"),
    [
        ("headings", "headings"),
        ("Headings and others", "headings and others"),
        ("every_bold-line", "every bold line"),
        ("below", "lines below headings"),
        ("line bold every", "every bold line"),
        ("plain", "plain lines"),
        ("every", ""),
        ("numbered", ""),
        ("", ""),
        ("others", ""),
    ],
)
def test_a_name_in_short(words: str, name: str) -> None:
    assert reading_named(words) == name


def test_a_rule_without_a_place_is_one_of_the_first_line() -> None:
    (problem,) = layouts.problems([LayoutRule("knots.md")], SOURCES)
    assert problem.span.first == 1


TOML = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            [
                "[[layout]]",
                "[layout]",
                'files = "*"',
                "files = 1",
                'begin = "bold"',
                "levels = { a = 1 }",
                "[[",
                "a.b = 1",
            ]
        ),
        max_size=6,
    ).map("\n".join),
    st.integers(1, 100_000).map(lambda depth: "a = " + "[" * depth),
)


@tries(100)
@given(TOML)
def test_any_text_is_taken(text: str) -> None:
    rules, problems = load_layouts(text)
    assert all(rule.files for rule in rules)
    assert all(1 <= problem.span.first <= text.count("\n") + 1 for problem in problems)
