"""Words that the end of a line has broken in two."""

from __future__ import annotations

from tables import every_row

from studyguide import one_file
from studyguide.reading.blocks import blocks
from studyguide.reading.broken_words import joined
from studyguide.records import ANYTHING, Folder, RawFile

SHEETS = ["Knots and Ropes     Page 1 of 2", "Knots and Ropes     Page 2 of 2"]


@every_row(
    ("lines", "beside", "whole"),
    [
        (["Who tied the bow-", "line first?"], SHEETS, "Who tied the bowline first?"),
        (["Who tied the bow-", "line first?"], SHEETS[:1], "Who tied the bow-line first?"),
        (["Who tied the bow-", "line first?"], ["A bowline holds."], "Who tied the bowline first?"),
        (["When is low-", "water?"], [*SHEETS, "At low-water it rests."], "When is low-water?"),
        (["Who is Bow-", "Line?"], SHEETS, "Who is Bow- Line?"),
        (["Who ties it -", "and when?"], SHEETS, "Who ties it - and when?"),
        (["Is it in x-", "rays?"], SHEETS, "Is it in x- rays?"),
        (["Which is a bow-and-", "arrow knot?"], SHEETS, "Which is a bow-and- arrow knot?"),
        (["Who ties it", "first?"], SHEETS, "Who ties it first?"),
    ],
)
def test_a_word_is_whole_again(lines: list[str], beside: list[str], whole: str) -> None:
    assert joined(lines, blocks([*beside, *lines])) == whole


def test_counted_words_are_not_those_that_the_file_has_whole() -> None:
    """A page keeps what was found out of it; how many words a line has must not be taken for the words."""
    lines = ["A bowline holds.", "Who tied the bow-", "line first?"]
    page = blocks(lines)
    assert page.words == [3, 4, 2]
    assert joined(lines[1:], page) == "Who tied the bowline first?"


def test_no_word_counts_as_lost_for_it() -> None:
    lines = [SHEETS[0], "", "1. Who tied the bow-", "line first?", "", "A sailor did.", "", SHEETS[1], ""]
    lines += ["2. What is a hitch?", "", "A knot at a post.", "", "3. What is a bend?", "", "It joins ropes."]
    raw = RawFile("n.md", "\n".join(lines).encode())
    _, reading, problems = one_file.explained(raw, Folder((raw,), ANYTHING))
    assert reading.entries[0].question == "Who tied the bowline first?"
    assert not problems
