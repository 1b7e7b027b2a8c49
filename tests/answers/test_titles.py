"""Titles with marks: what they say where no mark can be, how they stand in a heading, and that nothing gets out."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from case_files import cases
from hypothesis import given
from hypothesis import strategies as st
from markup import Markup, faults
from tables import every_row
from test_hostile import HOSTILE
from test_safe_html import MARKS, MORE, QUICK, SITE, TITLES, WORDS, as_page

from studyguide.answers import portable, safe_html, titles
from studyguide.answers.formula_lines import line
from studyguide.words.wording import plain

NAMED = cases(Path(__file__).parents[1] / "cases" / "titles" / "marks.txt", 4)


@every_row(("markdown", "words", "heading"), NAMED)
def test_a_title(markdown: str, words: str, heading: str) -> None:
    said, marked = titles.read(markdown)
    assert said == words
    assert (safe_html.heading(marked) if marked else html.escape(said, quote=False)) == heading
    # A picture that was written by its name is a mark, though the heading has no element for it.
    assert bool(marked) == (heading != html.escape(words, quote=False) or ":tada:" in markdown)


@every_row(("markdown", "words", "_"), NAMED)
def test_a_title_is_read_the_same_again(markdown: str, words: str, _: str) -> None:
    marked = titles.read(markdown)[1]
    assert titles.read(marked) in ((words, marked), ("", ""))


@every_row("extensions", [SITE, SITE + MORE], ids=["site", "all"])
@every_row(("markdown", "words", "_"), NAMED)
def test_a_title_in_the_heading_of_another_generator(markdown: str, words: str, _: str, extensions: list[str]) -> None:
    marked = titles.read(markdown)[1]
    if not marked or "$" in markdown:
        return
    page, contents = as_page(f"### {portable.heading(marked)} {{ #x }}", extensions)
    heading = re.sub(r'<a class="headerlink.*', "", page)
    assert contents[0]["id"] == "x"
    assert Markup(heading).text.strip() == Markup(safe_html.heading(marked)).text
    assert heading.count("<code>") == safe_html.heading(marked).count("<code>")


def test_code_in_braces_is_no_list_of_attributes() -> None:
    for extensions in (SITE, SITE + MORE):
        written = portable.heading("What do `{.x}` and `{#y}` and `z`?")
        page, contents = as_page(f"### {written} {{ #x }}", extensions)
        assert contents[0]["id"] == "x" and 'class="x"' not in page
        assert "<code>{.x}</code> and <code>{#y}</code> and <code>z</code>?" in html.unescape(page)


@every_row("text", [*TITLES, *(text for case in HOSTILE for text in str(case).split("\n"))])
def test_nothing_gets_out_of_a_heading(text: str) -> None:
    said, marked = titles.read(text)
    assert faults(safe_html.heading(marked or text)) == []
    assert not {"a", "img", "p", "br"} & set(Markup(safe_html.heading(marked or text)).tags)
    assert "\n" not in said


@QUICK
@given(st.lists(st.sampled_from(WORDS) | st.sampled_from(MARKS), max_size=30).map("".join))
def test_the_words_of_any_title_are_those_of_its_heading(text: str) -> None:
    said, marked = titles.read(text)
    heading = safe_html.heading(marked) if marked else html.escape(said, quote=False)
    assert faults(heading) == []
    shown = Markup(heading).text
    assert [word for word in WORDS if word in said] == [word for word in WORDS if word in shown]


@pytest.mark.parametrize("text", ["What is **rope**, `a < b` and *knots*?", "urn:box:::* and __init__", "AT&amp;T"])
def test_emphasis_is_taken_off_as_where_notes_are_read(text: str) -> None:
    assert titles.read(text)[0] == plain(text)


def test_a_title_of_nothing_but_signs_takes_no_longer_than_another() -> None:
    for sign in ("__a", "-__a", "`", "**", "$x", "<b>", "[", "\\_"):
        assert titles.title(sign * 6000).words


@every_row(
    ("latex", "words"),
    [
        (r"\sum_{i=1}^n i", "∑_(i = 1)^n i"),
        (r"\sqrt{2n} \cdot \sqrt[3]{x}", "√(2n) ⋅ ³√x"),
        (r"A_n = 1 - (1 - A)^n", "A_n = 1 − (1 − A)ⁿ"),
        (r"-x + y, f'(x)", "−x + y, f′(x)"),
        (r"\text{hit rate} = 99\%", "hit rate = 99%"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "(1, 2; 3, 4)"),
        (r"\frac{a}{b+1} \to 90^\circ", "a/(b + 1) → 90°"),
        (r"\lim_{x \to 0} x_i^2", "lim_(x → 0) x_i^2"),
        (r"\bar{x} \phantom{y} A^T", "x A^T"),
        (r"\unknown{x", r"\unknown{x"),
    ],
)
def test_a_formula_on_a_line(latex: str, words: str) -> None:
    assert line(latex) == words
