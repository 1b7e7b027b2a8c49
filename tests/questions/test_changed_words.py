"""What became of the words of a wording: `cases/merge/changes.txt`."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyguide.questions.changed_words import change, terms

CASES = Path(__file__).resolve().parents[1] / "cases" / "merge"
SAID = (
    "in_its_place",
    "small_words_change_places",
    "endings_change_places",
    "letter_for_letter",
    "adds_a_clause",
    "in_another_order",
    "all_kept",
    "exchanged",
)


@pytest.mark.parametrize("line", (CASES / "changes.txt").read_text("utf-8").split("\n\n", 1)[1].splitlines())
def test_what_became_of_the_words(line: str) -> None:
    one, other, *wanted = line.split(" | ")
    found = change(terms(one), terms(other))
    said = ", ".join(name.replace("_", " ") for name in SAID if getattr(found, name))
    told = [" ".join(found.gone), " ".join(found.come), str(found.around), said]
    assert [one or "-" for one in told] == wanted
