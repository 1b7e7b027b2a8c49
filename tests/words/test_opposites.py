"""What turns a wording into its opposite, and what only looks like it; more wordings stand in `cases/ids`."""

from __future__ import annotations

import pytest
from tables import every_row

from studyguide.words.opposites import opposed, sense


@every_row(
    ("text", "negations"),
    [
        ("a box that is not closed", 1),
        ("a box that isn’t closed and cannot be opened", 2),
        ("a knot, a nothing and a notice", 1),  # of these only "nothing"
        ("keine Kiste", 1),
        ("不能打开", 1),
        ("有什么不同", 0),
        ("箱を開けられない", 1),
        ("少なくとも", 0),
        ("เปิดไม่ได้", 1),
        ("เปิดอย่างไร", 0),
        ("नहीं खुलता", 1),
        ("열 수 없는 상자", 1),
        ("잘못 열린 상자", 0),
        ("açılmayan kutu", 1),
        ("نمی‌شود", 1),
        ("", 0),
    ],
)
def test_negations_are_counted(text: str, negations: int) -> None:
    assert sense(text).negations == negations


@every_row(
    ("one", "other"),
    [
        ("a used box", "an unused box"),
        ("an inner box", "an outer box"),
        ("a useful box", "a useless box"),
        ("a box with a state", "a stateless box"),
        ("public boxes", "private boxes"),
        ("allowing boxes", "denied boxes"),
        ("hộp công khai", "hộp riêng tư"),
        ("公有箱", "私有箱"),
        ("eine verschlüsselte Kiste", "eine entschlüsselte Kiste"),
        ("ΔΗΜΌΣΙΕΣ ΚΟΎΤΕΣ", "ιδιωτικές κούτες"),
    ],
)
def test_opposites(one: str, other: str) -> None:
    assert opposed(sense(one), sense(other)) and opposed(sense(other), sense(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("move to a box", "move into a box"),  # too short to be a word with another beginning
        ("it can't be opened", "it cannot be opened"),
        ("a public box beside a private one", "a private box beside a public one"),
        ("used and unused boxes", "unused boxes, and used ones"),
        ("the pros of a box", "the pros and cons of a box"),
        ("a round box", "a square box"),
    ],
)
def test_no_opposites(one: str, other: str) -> None:
    assert not opposed(sense(one), sense(other)) and not opposed(sense(other), sense(one))
