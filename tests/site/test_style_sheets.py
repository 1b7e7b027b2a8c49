"""The style sheets: none is forgotten, and the selectors that may be unused are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import unused_css

ROOT = Path(__file__).resolve().parents[2]


def test_every_style_sheet_is_part_of_the_site_once() -> None:
    listed = re.findall(r"^  - (assets/css/.*)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.M)
    there = [path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs" / "assets" / "css").iterdir()]
    assert sorted(listed) == sorted(there)


def test_what_is_kept_without_being_used_is_there() -> None:
    assert set(unused_css.KEPT) <= {one.name for one in unused_css.ours().selectors}


def test_every_selector_stands_by_itself_in_its_conditions() -> None:
    css = """\
/* a { b: c } */
@page { margin: 0; @bottom-right { content: "}"; } }
a, .b:is(:hover, [x="{"]) > :is(i, u) { c: url('data:,{') }
@media print {
  b::before { content: ";"; color: red; }
}
"""
    found = [(one.line, one.name) for one in unused_css.selectors("a.css", css)]
    one, two = ".b:is(:hover) > :is({})", '.b:is([x="{{"]) > :is({})'
    assert found == [
        (3, "a"),
        *((3, name.format(tag)) for name in (one, two) for tag in "iu"),
        (5, "@media print b::before"),
    ]


@pytest.mark.parametrize(
    ("selector", "named"),
    [("a:hover > b::before", "a:not(html) > b"), ("p > :is(:focus-visible)", "p > :is(:not(html))")],
)
def test_what_is_pointed_at_is_found_before_it_is(selector: str, named: str) -> None:
    assert unused_css.Selector("a.css", 1, (), selector).static == named


def test_what_lies_between_two_places_is_seen() -> None:
    sheet = unused_css.Sheet(list(unused_css.selectors("a.css", "a {} b {} c {}")))
    length = len(sheet.selectors[0].rule)
    sheet.note(-5, length)
    assert len(sheet.unseen()) == 3
    sheet.note(length, 2 * length)
    assert [one.text for one in sheet.unseen()] == ["a", "c"]
