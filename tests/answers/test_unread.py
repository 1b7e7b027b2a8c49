"""What cannot be shown as it was meant is told with its line."""

from __future__ import annotations

import pytest
from subject import SUBJECT

from studyguide.one_file import explained
from studyguide.pipeline import prepared_file
from studyguide.records import Folder, RawFile


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("It is $x^2$.", []),
        ("It is `$x^$`.", []),
        ("It costs $5 to $10.", []),
        (
            "First.\n\nIt is $x^$.",
            ["note.md:5: the formula `x^` stands as it was typed: Expected argument but reached"],
        ),
        ("$$\nx = \\no\n$$", ["note.md:4: the formula `x = \\no` stands as it was typed: Unknown command"]),
        ("> - ```math\n>   x^\n>   ```", ["note.md:4: the formula `x^` stands as it was typed: Expected argument"]),
        ("$" + "x + " * 20 + "\\no$", ["note.md:3: the formula `x + x + x + x + x + x + x + x + x + x +…` stands"]),
    ],
)
def test_formulas_that_cannot_be_read(answer: str, told: list[str]) -> None:
    text = f"### What is it?\n\n{answer}\n"
    problems = [str(one) for one in prepared_file(RawFile("note.md", text.encode()), SUBJECT).problems]
    assert len(problems) == len(told), problems
    assert all(found.startswith(start) for found, start in zip(problems, told, strict=True)), problems


def test_a_file_by_itself_is_told_the_same() -> None:
    file = RawFile("note.md", b"### What is it?\n\nIt is $x^$.\n")
    assert explained(file, Folder((file,), SUBJECT))[2] == prepared_file(file, SUBJECT).problems
