"""Four laws of blocks, in notes of many layouts: what stands in an answer stays there and costs nothing beyond it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import tries

from studyguide import accounting
from studyguide.pipeline import prepared
from studyguide.reading.answer_lists import pair
from studyguide.reading.entries import read
from studyguide.records import ANYTHING, Reading, Text

LAYOUTS: dict[str, Callable[[int, str], str]] = {
    "headings": lambda n, asked: f"## {asked}",
    "numbered headings": lambda n, asked: f"### {n}. {asked}",
    "numbers": lambda n, asked: f"{n}. {asked}",
    "labels": lambda n, asked: f"**Q{n}:** {asked}",
    "bold": lambda n, asked: f"**{asked}**",
    "summaries": lambda n, asked: f"<details>\n<summary>{asked}</summary>",
}
TOPICS = ("rope", "mast", "keel", "sail", "boom", "hull")


@dataclass(frozen=True, slots=True)
class Note:
    """A note with its questions, and for each the lines (counted from 1) that belong to it."""

    lines: tuple[str, ...]
    asked: tuple[str, ...]
    spans: tuple[range, ...]

    @property
    def reading(self) -> Reading:
        return pair(read(self.text))

    @property
    def text(self) -> Text:
        return Text("notes/case.md", "utf-8", self.lines)


def note_of(layout: str, answers: list[str]) -> Note:
    """One question for each answer, with a sentence before and behind what is put into it."""
    lines: list[str] = ["# Interview questions", ""]
    asked, spans = list[str](), list[range]()
    for n, inside in enumerate(answers, 1):
        asked.append(f"What is the {TOPICS[n - 1]} made of?")
        first = len(lines) + 1
        begins = LAYOUTS[layout](n, asked[-1]).split("\n")
        ends = ["</details>", ""] if layout == "summaries" else []
        lines += [*begins, "", f"The {TOPICS[n - 1]} is old.", "", *inside.split("\n"), "", f"End {n}.", "", *ends]
        spans.append(range(first, len(lines) + 1))
    return Note(tuple(lines), tuple(asked), tuple(spans))


ASKING = st.sampled_from(
    [
        "What is inside?",
        "## What is inside?",
        "1. What is inside?",
        "Q7: What is inside?",
        "**What is inside?**",
        "- What is inside?",
        "Explain what is inside",
    ]
)
SEVERAL = st.lists(ASKING, min_size=1, max_size=3)


def _rows(line: str) -> str:
    """Three rows of which one asks, in either cell."""
    return f"| oak | 1 |\n| {line} | 2 |\n| tin | {line} |"


# An answer's label in a nested block is one: "Show me" above it may be a button.
LABELLED = st.just("A: It is inside.")
CONTAINERS: dict[str, Callable[[list[str]], str]] = {
    "a fence": lambda lines: "\n".join(["```text", *lines, "```"]),
    "a fence of tildes": lambda lines: "\n".join(["~~~", *lines, "~~~"]),
    "indented code": lambda lines: "\n".join(f"        {line}" for line in ("rope = 1", *lines)),
    "a table cell": lambda lines: "\n".join(["| part | remark |", "|---|---|", *map(_rows, lines)]),
    "a nested block": lambda lines: "\n".join(["<details>", "<summary>More</summary>", "", *lines, "", "</details>"]),
}
SAME = st.sampled_from(sorted(LAYOUTS))


@pytest.mark.parametrize("container", CONTAINERS)
@tries(60)
@given(data=st.data(), layout=SAME)
def test_no_question_begins_inside_a_container_of_an_answer(container: str, data: st.DataObject, layout: str) -> None:
    # A note that is indented by half was pasted so, and its indented lines are no code.
    most = 2 if container == "indented code" else 3
    lines = SEVERAL if container == "a nested block" else st.lists(ASKING | LABELLED, min_size=1, max_size=most)
    inside = [CONTAINERS[container](data.draw(lines)) if data.draw(st.booleans()) else "So it is." for _ in range(4)]
    note = note_of(layout, inside)
    assert tuple(entry.question for entry in note.reading.entries) == note.asked


@tries(60)
@given(
    layout=SAME,
    depth=st.integers(4, 6),
    title=st.sampled_from(["Details", "Two kinds", "See what follows:"]),
    at=st.integers(0, 3),
)
def test_a_heading_inside_an_answer_swallows_no_question_behind_it(
    layout: str, depth: int, title: str, at: int
) -> None:
    answers = ["So it is."] * 4
    answers[at] = f"{'#' * depth} {title}\n\nAll of it is of wood."
    note = note_of(layout, answers)
    entries = note.reading.entries
    assert tuple(entry.question for entry in entries) == note.asked
    assert "All of it is of wood." in entries[at].answer


@tries(100)
@given(layout=SAME, at=st.integers(0, 3), opened=st.sampled_from(["```", "```sh", "~~~", "````"]), ended=st.booleans())
def test_a_fence_left_open_or_closed_by_its_language_costs_its_own_answer_at_most(
    layout: str, at: int, opened: str, ended: bool
) -> None:
    answers = ["So it is.", "```sh\nls\n```", "So it is.", "```\npwd\n```"]
    answers[at] = f"{opened}\nmake rope" + (f"\n{opened.rstrip('sh')}sh" if ended else "")
    note = note_of(layout, answers)
    entries = note.reading.entries
    assert tuple(entry.question for entry in entries) == note.asked
    assert all(f"End {n}." in "\n".join(entry.answer) for n, entry in enumerate(entries, 1) if n != at + 1)


@tries(100)
@given(
    layout=SAME,
    at=st.integers(0, 3),
    opens=st.sampled_from(["``` oak and iron", "```sh oak and iron", "```", "~~~ oak and iron", "- ``` oak and iron"]),
    closes=st.sampled_from(["``` elm and tin", "```", "``` elm and tin ```", "~~~", ""]),
)
def test_what_stands_on_the_line_of_a_fence_is_never_lost(layout: str, at: int, opens: str, closes: str) -> None:
    answers = ["So it is."] * 4
    answers[at] = f"{opens}\nmake rope\n{closes}"
    note = note_of(layout, answers)
    found = note.reading
    asked = [prepared(entry, ANYTHING) for entry in found.entries]
    assert [str(one) for one in accounting.problems([note.text], [found], asked)] == []
    shown = "\n".join(one.answer for one in asked)
    for words in ("oak and iron", "elm and tin"):
        assert (words in answers[at]) == (words in shown)
