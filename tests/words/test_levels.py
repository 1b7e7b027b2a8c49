"""Levels that headings state, in several scripts and beside a maker's name."""

from __future__ import annotations

import pytest

from studyguide.words.levels import level_in, only_a_level, take_level


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("İLERİ SEVİYE", "advanced"),  # two letters when it is folded, one when it is looked for
        ("Basic, then advanced", None),
        ("Non-basic shelves", None),
        ("云计算基础题", "basic"),
        ("초급 질문", "basic"),
        ("Advanced", "advanced"),
        ("Advancedly", None),
    ],
)
def test_level_of_a_title(title: str, level: str | None) -> None:
    assert level_in(title) == level


def test_a_maker_says_nothing_beside_a_level() -> None:
    assert only_a_level("Acme basics (1-20)", ["acme"])
    assert not only_a_level("Acme basics (1-20)")
    assert not only_a_level("Acme shelf basics", ["acme"])
    assert take_level("[Acme, advanced] What is a shelf?", ["acme"]) == ("What is a shelf?", "advanced")
    assert take_level("[Acme, advanced] What is a shelf?") == ("[Acme, advanced] What is a shelf?", None)
