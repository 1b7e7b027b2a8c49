"""What kind of line each line is, and what a title says; the marks before its words are in `test_marks.py`."""

from __future__ import annotations

import pytest
from tables import every_row

from studyguide.reading.line_marks import LONGEST, Marks, is_command, marks, scan, title
from studyguide.records import Command


def test_a_line_without_end_is_prose() -> None:
    assert marks("# " + "a" * (LONGEST - 2)).depth == 1
    assert marks("# " + "a" * (LONGEST - 1)) == Marks(text="# " + "a" * (LONGEST - 1))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("## **Jib**:", "Jib"),
        ("## <b>Jib</b> and keel", "Jib and keel"),
        ("## Jib & keel", "Jib & keel"),
        ("## Jib &amp; keel", "Jib & keel"),
        ("## Jib ⛵", "Jib"),
        ("## Jib < keel", "Jib < keel"),
        ("## — Jib —", "Jib"),
    ],
)
def test_a_title_is_said_without_its_marks(line: str, said: str) -> None:
    assert title(marks(line)) == said


SHIP = Command(("sail",), ("hoist",))


@every_row(
    ("line", "typed"),
    [
        ("$ hoist", True),
        ("git status", True),
        ("sail hoist", True),
        ("sail --hoist", True),
        ("sail lowers", False),
        ("row hoist", False),
        ("Git status", False),
        ("What is a jib?", False),
    ],
)
def test_a_command(line: str, typed: bool) -> None:
    assert is_command(line, (SHIP,)) is typed


# Lines with the kind of each. Where a name has a stroke, what follows is the depth of a heading.
KINDS: dict[str, list[tuple[str, str]]] = {
    "words": [("text", "What is a jib?"), ("blank", ""), ("blank", "  "), ("text", "A sail.")],
    "a rule": [("text", "A sail."), ("blank", ""), ("rule", "---"), ("rule", "***"), ("rule", "===")],
    "a title underlined": [("text/1", "Jib"), ("under", "==="), ("text/2", "Keel"), ("under", "---")],
    "a rule below a blank line": [("text", "Jib"), ("blank", ""), ("rule", "---")],
    "a rule below a paragraph": [("text", "A sail"), ("text", "at the bow."), ("rule", "---")],
    "a title below a rule": [("rule", "---"), ("text/2", "Keel"), ("under", "---")],
    "a rule below an item": [("text", "- jib"), ("rule", "---")],
    "a title below equals signs may be an item": [("text/1", "- jib"), ("under", "===")],
    "a rule below a number": [("text", "1. jib"), ("rule", "---")],
    "a rule below a table": [("row", "| jib |"), ("rule", "---")],
    "a title of 200 letters": [("text/2", "a" * 200), ("under", "---")],
    "one of 201 is a paragraph": [("text", "a" * 201), ("rule", "---")],
    "a fence": [("code", "```"), ("code", "# set"), ("code", "```"), ("text/1", "# Jib")],
    "a fence without an end": [("code", "```"), ("code", "set"), ("text", "Q: What is a jib?")],
    "front matter": [("front", "---"), ("front", "title: Jib"), ("front", "---"), ("text", "A sail.")],
    "front matter of a list": [("front", "---"), ("front", "tags:"), ("front", "- jib"), ("front", "---")],
    "front matter that ends in dots": [("front", "---"), ("front", "title: Jib"), ("front", "...")],
    "two rules are none": [("rule", "---"), ("rule", "---"), ("text", "title: Jib")],
    "nor is a sentence": [("rule", "---"), ("text/2", "A sail."), ("under", "---")],
    "nor is it below a line": [("text", "Jib"), ("blank", ""), ("rule", "---"), ("text/2", "a: b"), ("under", "---")],
    "a remark": [("comment", "<!-- jib -->"), ("text", "A sail.")],
    "a remark of three lines": [("comment", "<!-- jib"), ("comment", "# keel"), ("comment", "-->"), ("text", "A")],
    "words behind a remark": [("text", "<!-- jib --> A sail.")],
    "words before a remark": [("text", "A sail. <!-- jib -->"), ("text", "at the bow")],
    "a remark without an end": [("text", "<!-- jib"), ("text", "A sail.")],
    "a remark in code": [("code", "```"), ("code", "<!-- jib"), ("code", "```"), ("text", "-->")],
    "a remark between signs": [("comment", "%%jib%%"), ("text", "A sail.")],
    "one of three lines": [("comment", "%%"), ("comment", "jib"), ("comment", "%%"), ("text", "A sail.")],
    "one that begins and ends with words": [("comment", "%% ask"), ("comment", "Ann %%"), ("text", "A sail.")],
    "what a notebook is told": [("text", "%%time"), ("text", "jib()"), ("text", "%%")],
    "signs that end nothing": [("text", "%% 5"), ("text", "for %%i in jib")],
    "one sign alone": [("text", "%%"), ("text", "jib")],
    "signs in code": [("code", "```"), ("code", "%%"), ("code", "```"), ("text", "jib"), ("text", "%%")],
    "tags without words": [("markup", "<details>"), ("text", "<summary>Jib</summary>"), ("markup", "</details>")],
    "a picture's frame": [("markup", '<div align="center">'), ("text", "jib"), ("markup", "</div>")],
    "a frame of code": [("text", "<div>"), ("text", "jib"), ("text", "</div>")],
    "frames in frames": [("text", "<div>"), ("markup", '<div align="left">'), ("markup", "</div>"), ("text", "</div>")],
    "an end of no frame": [("text", "</div>"), ("text", "jib")],
    "contents": [("contents", "- [Jib](#jib)"), ("contents", "1. [Keel](#keel) | [Mast](#mast)")],
    "a link among words": [("text", "- [Jib](#jib) is a sail"), ("text", "- [Keel](https://example.com)")],
    "tags of the author": [("tags", "#sails #spars"), ("text", "#sails")],
    "a row of a table": [("row", "| jib | sail |"), ("row", "|---|---|")],
    "columns by tabs": [("row", "jib\tsail"), ("row", "keel\tfin"), ("text", "the end")],
    "one line with a tab": [("text", "jib\tsail"), ("blank", ""), ("text", "keel")],
    "a remark of a shell": [("text", "# set the jib"), ("text", "git status")],
    "a remark of a shell below": [("text", "git status"), ("text", "# set the jib")],
    "a remark below code": [("text", "if (jib) {"), ("text", "# set the jib")],
    "a deeper one is a heading": [("text/2", "## Set the jib"), ("text", "git status")],
    "page numbers": [
        *[
            ("text", "A sail."),
            ("blank", ""),
            ("furniture", "Page 1"),
            ("blank", ""),
            ("text", "A fin."),
            ("blank", ""),
            ("furniture", "Page 2"),
        ],
    ],
    "one number of a page between dashes": [("text", "A sail."), ("blank", ""), ("furniture", "  - 2 -")],
    "one number with a dash before it": [("text", "A sail."), ("blank", ""), ("text", "  - 2")],
    "the head of each page": [
        *[("furniture", "Ships"), ("furniture", "Page 1"), ("text", "A sail."), ("furniture", "Ships")],
        *[("furniture", "Page 2"), ("text", "A fin.")],
    ],
    "words beside one page alone": [
        *[("text", "Ships"), ("furniture", "Page 1"), ("text", "A sail."), ("blank", ""), ("furniture", "Page 2")],
    ],
    "bare numbers that rise": [
        *[
            ("furniture", "1"),
            ("blank", ""),
            ("text", "A sail."),
            ("blank", ""),
            ("furniture", "2"),
            ("blank", ""),
            ("furniture", "3"),
        ],
    ],
    "two of them": [("text", "1"), ("text", "A sail."), ("text", "2"), ("text", "A fin.")],
    "bare numbers that do not": [("text", "1"), ("text", "A sail."), ("text", "2"), ("text", "A fin."), ("text", "5")],
}


@every_row("rows", KINDS.values(), ids=KINDS)
def test_kinds(rows: list[tuple[str, str]]) -> None:
    found = [
        (f"{line.kind}/{line.marks.depth}" if line.marks.depth else line.kind, line.raw)
        for line in scan([raw for _, raw in rows])
    ]
    assert found == rows
