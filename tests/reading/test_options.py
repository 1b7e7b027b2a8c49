"""The options of a question: what stands below it, without the marks that say which is right, and what the answer says.

Which notes have options at all is in `cases/read/options.txt`.
"""

from __future__ import annotations

import pytest
from tables import every_row

from studyguide.accounting import lost_words, unaccounted
from studyguide.answers.choices import choices
from studyguide.pipeline import prepared
from studyguide.reading.answer_lists import pair
from studyguide.reading.entries import read
from studyguide.reading.options import split_options
from studyguide.records import ANYTHING, Text

SECOND = "\n\n2. Which sail is the smallest?\na) Storm jib\nb) Spinnaker\nAnswer: a"
CASES = {
    "letters": ("a) Jib\nb) Spinnaker\nAnswer: b", "- a) Jib\n- b) Spinnaker", "b", (1,)),
    "letters in brackets": ("(a) Jib\n(b) Spinnaker\nAnswer: (b)", "- (a) Jib\n- (b) Spinnaker", "(b)", (1,)),
    "bullets and letters": ("- A. Jib\n- B. Spinnaker\n\n**Answer:** B", "- A. Jib\n- B. Spinnaker", "B", (1,)),
    "boxes": ("- [ ] Jib\n- [x] Spinnaker", "- Jib\n- Spinnaker", "Spinnaker", (1,)),
    "boxes, two of them ticked": (
        "- [x] Jib\n- [ ] Keel\n- [x] Genoa",
        "- Jib\n- Keel\n- Genoa",
        "- Jib\n- Genoa",
        (0, 2),
    ),
    "boxes and letters": ("- [ ] A. Jib\n- [x] B. Spinnaker", "- A. Jib\n- B. Spinnaker", "B. Spinnaker", (1,)),
    "a tick behind": ("- Jib\n- Spinnaker ✅", "- Jib\n- Spinnaker", "Spinnaker", (1,)),
    "a word behind": ("a) Jib\nb) Spinnaker (correct answer)", "- a) Jib\n- b) Spinnaker", "b) Spinnaker", (1,)),
    "a word of another language": (
        "a) Fock\nb) Spinnaker (richtig)",
        "- a) Fock\n- b) Spinnaker",
        "b) Spinnaker",
        (1,),
    ),
    "an arrow behind": ("a) Jib\nb) Spinnaker <-- correct", "- a) Jib\n- b) Spinnaker", "b) Spinnaker", (1,)),
    "bold": ("a) Jib\n**b) Spinnaker**", "- a) Jib\n- b) Spinnaker", "b) Spinnaker", (1,)),
    "bold behind the letter": ("a) Jib\nb) **Spinnaker**", "- a) Jib\n- b) Spinnaker", "b) Spinnaker", (1,)),
    "bold in a part": ("a) **Jib** or not\nb) Genoa", "- a) **Jib** or not\n- b) Genoa", "", None),
    "a star": ("a) Jib\n*b) Spinnaker", "- a) Jib\n- b) Spinnaker", "b) Spinnaker", (1,)),
    "figures": ("1. Jib\n2. Spinnaker\n\n**Answer:** 2", "1. Jib\n2. Spinnaker", "2", (1,)),
    "one line": ("a) Jib b) Spinnaker\nAnswer: b", "- a) Jib\n- b) Spinnaker", "b", (1,)),
    "marked, with a reason": (
        "a) Jib\nb) Spinnaker ✓\n\nIt is for running.",
        "- a) Jib\n- b) Spinnaker",
        "b) Spinnaker\n\nIt is for running.",
        (1,),
    ),
    "marked and told": ("a) Jib\nb) Spinnaker ✓\nAnswer: b", "- a) Jib\n- b) Spinnaker", "b", (1,)),
    "two lines": (
        "a) Jib,\n   which is small\nb) Genoa\nAnswer: b",
        "- a) Jib,\n  which is small\n- b) Genoa",
        "b",
        (1,),
    ),
}


@every_row(("lines", "body", "answer", "right"), CASES.values(), ids=CASES)
def test_options(lines: str, body: str, answer: str, right: tuple[int, ...] | None) -> None:
    note = Text("n.md", "utf-8", tuple(f"1. Which sail is the largest?\n{lines}{SECOND}".split("\n")))
    found = pair(read(note))
    made = [prepared(entry, ANYTHING) for entry in found.entries]
    assert [one.question for one in made] == ["Which sail is the largest?", "Which sail is the smallest?"]
    assert (made[0].body, made[0].answer) == (body, answer)
    tried = choices(made[0].body, made[0].answer)
    assert (tried.right if tried else None) == right
    assert not unaccounted(note, found) and not list(lost_words(note, found, made))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Which is even? a) 3 b) 4", ("Which is even?", ["a) 3", "b) 4"])),
        ("Which is even? b) 3 c) 4", ("Which is even? b) 3 c) 4", [])),
        ("Which is even? a) 3", ("Which is even? a) 3", [])),
        ("What have (a) hulls and (b) keels in common?", ("What have (a) hulls and (b) keels in common?", [])),
        ("The even one is: (a) 3, (b) 4", ("The even one is:", ["(a) 3", "(b) 4"])),
        ("a. 3; b. 4", ("", ["a. 3", "b. 4"])),
    ],
)
def test_options_on_one_line(text: str, parts: tuple[str, list[str]]) -> None:
    assert split_options(text) == parts


def test_the_words_of_a_key_are_nowhere_lost() -> None:
    lines = (
        "1. Which is low?",
        "a) Keel",
        "b) Mast",
        "2. Which is tall?",
        "a) Keel",
        "b) Mast",
        "",
        "Answers: 1-a, 2-b",
    )
    note = Text("n.md", "utf-8", lines)
    found = pair(read(note))
    made = [prepared(entry, ANYTHING) for entry in found.entries]
    assert [one.answer for one in made] == ["a", "b"]
    assert (found.roles[-1].role, found.roles[-1].why) == ("filler", "a key: each answer stands with its question")
    assert not unaccounted(note, found) and not list(lost_words(note, found, made))
