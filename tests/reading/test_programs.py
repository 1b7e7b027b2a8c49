"""Files that are programs, and notes whose answers are code: each condition beside its other side."""

from __future__ import annotations

import pytest

from studyguide.reading.programs import is_code

CODE = ["size = 3", "", "run(size)"]


@pytest.mark.parametrize(
    ("lines", "program"),
    [
        (CODE, True),
        (["## How long is it?", "", *CODE], False),
        (["## How long is it?", *CODE], True),
        ([*CODE, "## How long is it?", ""], True),
        (["# How long is it?", "", *CODE], True),
        (["# How long is it?", "", *CODE, "", "# How wide is it?", "", "print(4)"], False),
        (["# Length", "", *CODE, "", "# Width", "", "print(4)"], True),
        (["#!/bin/sh", "## How long is it?", "", *CODE], True),
        (["##How long is it?", "", *CODE], True),
    ],
)
def test_headings_stand_apart_and_comments_at_their_code(lines: list[str], program: bool) -> None:
    assert is_code(lines) is program
