"""The style sheets: none is forgotten, and the selectors that may be unused are there."""

from __future__ import annotations

import re
from importlib.resources import files
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


# Colours -------------------------------------------------------------------------------------------------------------


def luminance(colour: tuple[float, ...]) -> float:
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def colour(code: str) -> tuple[float, ...]:
    return tuple(int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))


@pytest.mark.parametrize(("scheme", "theme"), [("default", "main"), ("slate", "palette")])
def test_code_is_read_on_a_marked_line(scheme: str, theme: str) -> None:
    css = ROOT / "docs" / "assets" / "css"
    mine = (css / "colours.css").read_text("utf-8").split('[data-md-color-scheme="slate"]')[scheme == "slate"]
    marked, ground = (colour(re.findall(rf"--{name}: #([0-9a-f]{{6}})", mine)[0]) for name in ("marked", "raised"))
    shares = re.findall(
        r"\.hll \{\n  background: color-mix\(in srgb, var\(--marked\) (\d+)%", (css / "marks.css").read_text("utf-8")
    )
    share = int(shares[scheme == "slate"]) / 100
    line = tuple(share * one + (1 - share) * other for one, other in zip(marked, ground, strict=True))
    folder = files("material") / "templates" / "assets" / "stylesheets"
    sheet = next(path for path in folder.iterdir() if path.name.startswith(theme) and path.name.endswith(".css"))
    words = re.findall(r"--md-code-hl-[a-z]+-color: ?#([0-9a-f]{6})", sheet.read_text("utf-8"))
    assert len(words) > 4 and min(contrast(colour(word), line) for word in words) >= 4.5
