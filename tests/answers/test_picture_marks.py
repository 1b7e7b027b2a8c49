"""Pictures in Markdown: which there are, and the one form that outputs know."""

from __future__ import annotations

from pathlib import Path

import pytest
from growth import assert_steady
from hypothesis import given
from hypothesis import strategies as st
from tables import every_row

from studyguide.answers import picture_marks
from studyguide.answers.picture_marks import Mark, exchanged, written
from studyguide.answers.pictures import in_words, shown

CASES = Path(__file__).resolve().parents[1] / "cases" / "pictures" / "marks.txt"
NAME = "0123456789abcdef0123-640x480.png"
ADDRESS = f"assets/pictures/{NAME}"


def cases() -> list[tuple[str, str, str]]:
    found = []
    for case in CASES.read_text("utf-8").split("\n\n=== ")[1:]:
        title, _, rest = case.partition("\n")
        given_, _, expected = rest.partition("\n---\n")
        found.append((title, given_, expected.rstrip("\n")))
    return found


def told(mark: Mark) -> str:
    return f"[{mark.address}|{mark.alt}|{mark.title}|{mark.width}]"


@every_row(("markdown", "expected"), [pytest.param(*case[1:], id=case[0]) for case in cases()])
def test_pictures_are_found(markdown: str, expected: str) -> None:
    assert exchanged(markdown, told) == expected
    assert exchanged(markdown, lambda mark: None) == markdown, "one that is not found stays as it is written"
    assert exchanged(markdown, lambda mark: mark.written) == markdown


PIECES = (*'|\\`\n {}="1>)', "![", "[[", "]]", "](", "<img ", 'src="', "a.png", "```\n", "    ")


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_text_is_lost(text: str) -> None:
    assert exchanged(text, lambda mark: None) == text


def test_a_found_picture_says_its_name_its_words_and_its_width() -> None:
    assert written(Mark("markdown", "", "img/a.png", "Three *tiers*", 'So "it" is', 300), ADDRESS) == (
        f'![Three *tiers*]({ADDRESS}#300 "So &quot;it&quot; is")'
    )
    assert written(Mark("embed", "", "img/vpc%20layout.png", ""), ADDRESS) == f"![vpc layout]({ADDRESS})"
    assert written(Mark("html", "", "img\\a_b.png", ""), ADDRESS) == f"![a&#95;b]({ADDRESS})"


@every_row(
    "address",
    [
        "img/a.png",
        "../assets/pictures/" + NAME,
        ADDRESS.replace(".png", ".exe"),
        ADDRESS.replace("0123456789abcdef", "0123456789abcdeg"),
        ADDRESS + "?x",
        ADDRESS + "#x",
        ADDRESS + '"',
        ADDRESS.replace("640", "0"),
        "https://x.example/" + ADDRESS,
    ],
)
def test_nothing_else_is_taken_for_a_found_picture(address: str) -> None:
    assert shown(address) is None
    assert shown(ADDRESS) is not None


def test_in_words_it_is_its_words_and_its_file() -> None:
    sources = {NAME: "knot.png"}
    assert in_words(f'A ![two *loops* [a]]({ADDRESS}#20 "So") b', sources) == 'A two *loops* [a] (knot.png) "So" b'
    assert in_words(f"![a]({ADDRESS})", {}) == f"a ({NAME})"
    assert in_words("![a](b.png)", sources) == "![a](b.png)"


def test_a_width_beyond_the_pictures_own_says_nothing() -> None:
    assert shown(ADDRESS + "#5000") == shown(ADDRESS)


@pytest.mark.growth
@pytest.mark.parametrize(
    "piece",
    [
        "![",
        "![a",
        "![a](",
        "![a](b",
        "<img ",
        '<img "',
        "<img src='",
        "![[",
        "![[a|",
        "![a](a.png){",
        "![a](a.png){.a",
        "![",
    ],
)
def test_unclosed_marks_take_no_longer_than_text(piece: str) -> None:
    assert_steady(lambda text: exchanged(text, lambda mark: None), piece * 5_000, piece * 10_000)


@pytest.mark.growth
def test_ten_thousand_pictures_take_time_in_proportion() -> None:
    text = "![a](a.png) and ![[b.png|300]]\n\n"
    assert_steady(lambda text: exchanged(text, told), text * 2_500, text * 5_000)


def test_titles_are_words() -> None:
    assert picture_marks.apart("What is a knot?") == ("What is a knot?", ())
    assert picture_marks.apart("What ![a](a.png) is ![[b.png]] this?") == (
        "What is this?",
        ("![a](a.png)", "![[b.png]]"),
    )
    assert picture_marks.apart("![[q3.png]]") == ("q3", ("![[q3.png]]",))
    assert picture_marks.apart("![Which knot?](q3.png) ?") == ("? Which knot?", ("![Which knot?](q3.png)",))
    assert picture_marks.apart("What is ![[another note]]?") == ("What is ![[another note]]?", ())
