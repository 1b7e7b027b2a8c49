"""What a file defines once serves all of its answers; what an answer has of its own, or has in code, stays as it is."""

from __future__ import annotations

import pytest

from studyguide import pipeline
from studyguide.answers import safe_html
from studyguide.answers.shared_labels import shared
from studyguide.records import Folder, RawFile, Subject

TO = "https://guides.example/"
LENT = {
    "an address": ("See [the guide].", f"Or.\n\n[the guide]: {TO}", f"See [the guide].\n\n[the guide]: {TO}", "Or."),
    "behind words": ("[So][g].", f"Or.\n\n[G]: {TO} 'Its title'", f"[So][g].\n\n[G]: {TO} 'Its title'", "Or."),
    "a footnote": ("So[^1].", "Or.\n\n[^1]: It holds.\n\n    Well.", "So[^1].\n\n[^1]: It holds.\n\n    Well.", "Or."),
    "of a footnote": (
        "So[^1].",
        f"[^1]: See [it].\n\n[it]: {TO}\n\nOr.",
        f"So[^1].\n\n[^1]: See [it].\n\n[it]: {TO}",
        "Or.",
    ),
    "an abbreviation": ("A PFD floats.", "Or.\n\n*[PFD]: A vest", "A PFD floats.\n\n*[PFD]: A vest", "Or."),
    "that both use": ("[it]", f"[it]\n\n[it]: {TO}", f"[it]\n\n[it]: {TO}", f"[it]\n\n[it]: {TO}"),
}
KEPT = {
    "what nobody uses": ("It holds.", f"Or.\n\n[the guide]: {TO}"),
    "what only its own answer uses": ("It holds.", f"[it]\n\n[it]: {TO}"),
    "what is used in code": ("`[it]` holds.", f"Or.\n\n[it]: {TO}"),
    "what is code": ("[it] holds.", f"```\n[it]: {TO}\n```"),
    "what each defines": (f"[1]\n\n[1]: {TO}a", f"[1]\n\n[1]: {TO}b"),
    "what is defined twice": ("[1] holds.", f"Or.\n\n[1]: {TO}a\n\n[1]: {TO}b"),
    "part of a word": ("PFDs float.", "Or.\n\n*[PFD]: A vest"),
}


@pytest.mark.parametrize("case", LENT.values(), ids=LENT)
def test_a_definition_serves_another_answer(case: tuple[str, str, str, str]) -> None:
    assert shared(case[:2]) == case[2:]


@pytest.mark.parametrize("answers", KEPT.values(), ids=KEPT)
def test_an_answer_stays_as_it_is(answers: tuple[str, str]) -> None:
    assert shared(answers) == answers


def test_what_stands_outside_of_all_answers_serves_them_too() -> None:
    assert shared(("[it] holds.", "[that] too."), ("", f"[it]: {TO}")) == (f"[it] holds.\n\n[it]: {TO}", "[that] too.")


def test_a_site_leads_where_the_end_of_a_file_says() -> None:
    note = f"# Knots\n\n## What is a bend?\n\nIt [joins][j].\n\n## What is a hitch?\n\nIt holds.\n\n[j]: {TO}\n"
    site = pipeline.build(Folder((RawFile("a.md", note.encode()),), Subject()))
    answers = {one.question: one.answer for one in site.questions}
    assert f'<a href="{TO}"' in safe_html.fragment(answers["What is a bend?"])
    assert answers["What is a hitch?"] == "It holds."
    assert not any(problem.grave for problem in site.problems)
