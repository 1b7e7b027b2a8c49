"""Which of its options a question's answer says are right."""

from __future__ import annotations

from dataclasses import replace

from made import asked, question
from tables import every_row

from studyguide.answers.choices import choices, choices_of

LETTERS = "Text.\n\n- A) Kiel\n- B) a mast\n- C) Bilge and\n  keelson"
ROUND = "- (a) Kiel\n- (b) a mast\n- (c) Bilge"
WORDS = "- Kiel\n- a **mast**\n- Bilge"
FIGURES = "1. Kiel\n2. a mast\n3. Bilge"


@every_row(
    ("body", "answer", "right"),
    [
        (LETTERS, "B", (1,)),
        (LETTERS, "B) a mast", (1,)),
        (LETTERS, "**C**\n\nIt is low.", (2,)),
        (LETTERS, "(b) since it is tall", (1,)),
        (LETTERS, "Option C", (2,)),
        (LETTERS, "A, C", (0, 2)),
        (LETTERS, "A and C", (0, 2)),
        (LETTERS, "A - it is low", (0,)),
        (LETTERS, "A. It is low.", (0,)),
        (LETTERS, "A Kiel.", (0,)),
        (LETTERS, "A boat has one.", None),  # an article
        (LETTERS, "B is tall", (1,)),
        (LETTERS, "D", None),
        (LETTERS, "A, D", None),
        (LETTERS, "Because of the wind", None),
        (LETTERS, "", None),
        (ROUND, "(c)", (2,)),
        (WORDS, "a mast", (1,)),
        (WORDS, "- Kiel\n- Bilge", (0, 2)),
        (WORDS, "Kiel\n\nIt is low.", (0,)),
        (WORDS, "B", None),  # the options have no letters
        (WORDS, "The mast", None),
        (FIGURES, "2", (1,)),
        (FIGURES, "1, 3", (0, 2)),
        (FIGURES, "4", None),
        (FIGURES, "2 masts", None),
        ("- A) Kiel", "A", None),  # one is no choice
        ("- A) Kiel\n- B) a mast\n\nWhy?", "A", None),  # the list does not end the body
        ("- а) Киль\n- б) Мачта", "б", (1,)),
    ],
)
def test_what_is_right(body: str, answer: str, right: tuple[int, ...] | None) -> None:
    found = choices(body, answer)
    assert (found.right if found else None) == right


def test_how_a_page_says_it() -> None:
    assert str(choices(LETTERS, "A, C")) == "1,3 of 3"


def test_an_answer_from_another_place_names_no_option() -> None:
    own = question("kiel", asked("Which is low?", 3, body=ROUND, answer="(a)"))
    assert str(choices_of(own)) == "1 of 3"
    assert choices_of(replace(own, body=WORDS)) is None
