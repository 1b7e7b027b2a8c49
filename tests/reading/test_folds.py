"""Collapsible blocks within a question or its answer stay; one that only folds the answer away is no part of it."""

from __future__ import annotations

from studyguide.pipeline import prepared_file
from studyguide.reading import read
from studyguide.records import ANYTHING, Entry, RawFile, Text

SECOND = "\n\n### What is an outbox?\n\nA table.\n"


def entry(below: str, title: str = "What is a saga?") -> Entry:
    text = Text("a.md", "utf-8", tuple(f"### {title}\n\n{below}{SECOND}".split("\n")))
    found = read(text).entries
    assert [one.question for one in found] == [title, "What is an outbox?"]
    return found[0]


def test_a_block_within_an_answer_is_part_of_it() -> None:
    block = "<details>\n<summary>Log</summary>\n\nOne line.\n\n</details>"
    for above, below in (("Steps.", ""), ("", "It needs undo."), ("Steps.", "It needs undo.")):
        answer = "\n\n".join(filter(None, (above, block, below)))
        assert "\n".join(entry(answer).answer) == answer


def test_the_lines_of_its_tags_are_of_the_answer() -> None:
    note = f"### What is a saga?\n\nSteps.\n\n<details>\n<summary>Log</summary>\n\nA line.\n\n</details>{SECOND}"
    reading = prepared_file(RawFile("a.md", note.encode()), ANYTHING).reading
    assert [(role.role, role.first, role.last) for role in reading.roles if role.entry == 0] == [
        ("question", 1, 1),
        ("answer", 3, 10),
    ]


def test_a_block_around_all_of_an_answer_is_none() -> None:
    assert "details" not in "\n".join(entry("<details>\n<summary>Show</summary>\n\nSteps.\n\n</details>").answer)


def test_a_block_of_nothing_is_nothing() -> None:
    assert entry("<details>\n\n</details>").answer == ()


def test_a_block_that_is_named_by_the_label_of_an_answer_is_none() -> None:
    found = entry("<details>\n<summary>Answer</summary>\n\nSteps.\n\n</details>\n\nMore of it.")
    assert "\n".join(found.answer).split() == ["Steps.", "More", "of", "it."]


def test_a_hint_above_the_answer_is_of_the_question_and_not_of_its_words() -> None:
    hint = "<details>\n<summary>Hint</summary>\nLook there.\n</details>"
    found = entry(f"{hint}\n\n<details>\n<summary>Solution</summary>\n\n- one\n- two\n\n</details>")
    assert "\n".join(found.body) == hint
    assert [line for line in found.answer if line] == ["- one", "- two"]


def test_words_below_a_title_that_stand_in_no_block_go_on_with_it() -> None:
    text = Text("a.md", "utf-8", tuple(f"### What is it?\n\nAnd why?\n\nAnswer: steps.{SECOND}".split("\n")))
    assert read(text).entries[0].question == "What is it? And why?"
