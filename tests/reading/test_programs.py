"""Files that are programs, and notes whose answers are code: each condition beside its other side."""

from __future__ import annotations

from tables import every_row

from studyguide.reading.programs import is_code

CODE = ["size = 3", "", "run(size)"]


@every_row(
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


LOG = ["2024-05-02 08:00:01 INFO  started", "2024-05-02 08:00:04 WARN  is it down?", "2024-05-02 08:00:09 ERROR down"]


@every_row(
    ("lines", "program"),
    [
        (LOG, True),
        (LOG[:2], False),
        ([line.partition(" ")[2] for line in LOG], True),
        ([line.replace("2024-05-02", "May  2") for line in LOG], True),
        ([line.replace("2024-05-02 ", "On ") for line in LOG], False),
        ([line.lower() for line in LOG], False),
        ([*LOG[:2], "2024-05-02 08:00:09 down", "2024-05-02 08:00:11 up"], False),
        ([*LOG, *LOG, "  at line 4"], True),
        ([*LOG, "  at line 4"], False),
    ],
)
def test_a_log_has_times_and_says_how_grave_each_line_is(lines: list[str], program: bool) -> None:
    assert is_code(lines) is program
