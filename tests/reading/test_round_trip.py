"""Our own copies, put into the notes: the same questions, answers, levels, scenarios and ids come back from each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import made
import pytest
import shipped

from studyguide.answers import safe_html
from studyguide.exports import anki, epub, markdown_copies, spreadsheets
from studyguide.exports.book import Book, whole
from studyguide.guide import About, guide
from studyguide.pipeline import build
from studyguide.reading.formats import our_copies
from studyguide.records import Folder, Question, RawFile, Site, Subject
from studyguide.site.json_files import dumps, questions_json

ABOUT = About("A guide to ropes", "All that holds.", "https://ropes.example.org/")

COPIES: dict[str, Callable[[Site, Book], bytes]] = {
    "guide.csv": lambda _, book: spreadsheets.csv_table(book).encode(),
    "guide.tsv": lambda _, book: spreadsheets.tsv_table(book).encode(),
    "guide-anki.tsv": lambda _, book: anki.rows(book).encode(),
    "guide.apkg": lambda _, book: anki.deck(book, 1_700_000_000),
    "guide.md": lambda _, book: markdown_copies.markdown(book).encode(),
    "guide.epub": lambda _, book: epub.epub(book),
    "questions.json": lambda site, _: dumps(questions_json(site)).encode(),
}
# These hold HTML in which the language of a block of code is no longer named.
WITHOUT_LANGUAGES = ("guide-anki.tsv", "guide.apkg", "guide.epub")

# Answers and questions that could be taken for something else on the way.
HARD = (
    ("a formula", "=1+1 is a sum", "- a list\n- another"),
    ("a plus", "+49 is what?", "+ a sign, - another"),
    ("an apostrophe", "'tis so, is it?", "'- in a quote, they say.\n\n'=1 is no sum, they say."),
    ("marks", "What is a*b*c, `x` and [y](z)?", "**bold** *soft* `code` and [a link](https://example.org/a_(b)?c=1&d=2)"),
    ("entities", "What is &lt; in <T>?", "`&lt;` is < and &amp; is &, List<T>."),
    ("a table", "Which are there?", "| a | b |\n|---|---|\n| x, \"y\"; z | `a = b` |\n| 1 | \t |"),
    ("code", "How is it done?", "First:\n\n```python\n# What is it?\nif a < b:\n\n    run()\n```\n\nThen no more."),
    ("a quote", "Who said it?", "> Nobody,\n> it says.\n>\n> - or all"),
    ("lists", "Which steps?", "1. one\n2. two\n   - inner\n   - inner too\n3. three\n\nEnd."),
    ("loose lists", "Which long steps?", "- one\n\n    with more\n\n- two"),
    ("Chinese", "什么是绳结？", "一种\"系法\"，用于固定。\n\n- 第一\n- 第二"),
    ("Arabic", "ما هي العقدة؟", "ربط الحبل."),
    ("headings", "What parts has it?", "#### One\n\nText.\n\n#### What now?\n\nMore."),
    ("its own words", "What does it say?", "References: none\n\nNot answered in the notes yet.\n\nAnother answer: no."),
    ("blanks", "What is {{c1::this}}?", "Braces {{c1::here}}, two colons a::b;; and so on."),
    ("signs", "Is $x$ == y, a :tada: or <b>, 2^3^ and ++j++?", "It is $5 and `$x$`."),
    ("a break", "Is it long?", "One line\nand the next one.\n\n---\n\nEnd."),
)  # fmt: skip


def hard_site() -> Site:
    questions = tuple(
        made.question(
            f"hard-{place}",
            replace(made.asked(question, place + 1), level=("basic", None, "advanced")[place % 3], answer=answer),
            scenario=place % 4 == 0,
        )
        for place, (_, question, answer) in enumerate(HARD)
    )
    return replace(made.SITE, questions=questions)


def again(name: str, data: bytes, site: Site) -> Site:
    return build(Folder((RawFile(name, data),), Subject(site.services)))


def facts(question: Question, languages: bool) -> tuple[object, ...]:
    return (
        question.question,
        question.level,
        question.scenario,
        shown(question.answer, languages),
        shown(question.body, languages),
        question.references,
    )


def shown(markdown: str, languages: bool) -> str:
    html = safe_html.fragment(markdown) if markdown else ""
    return html if languages else re.sub(r"</?span[^>]*>", "", html)


def compare(site: Site, name: str) -> None:
    back = again(name, COPIES[name](site, whole(guide(site, ABOUT))), site)
    languages = name not in WITHOUT_LANGUAGES
    assert {one.id: facts(one, languages) for one in back.questions} == {
        one.id: facts(one, languages) for one in site.questions
    }
    assert [str(problem) for problem in back.problems if problem.grave] == []


@pytest.mark.parametrize("name", COPIES)
def test_a_site_of_every_kind_of_question_comes_back(name: str) -> None:
    compare(made.SITE, name)


@pytest.mark.parametrize("name", COPIES)
def test_what_could_be_taken_for_something_else_comes_back(name: str) -> None:
    compare(hard_site(), name)


@pytest.mark.thorough
@pytest.mark.parametrize("name", COPIES)
def test_the_real_notes_come_back(name: str, shared: Path) -> None:
    compare(shipped.site_of(shared / "seeds"), name)


TITLES = (
    "What do `a*b` and `{x}` do to **all** of *it*?",
    "Is H<sub>2</sub>O ~~old~~ or <mark>new</mark>, and $x^2$ a*b?",
    "Why is `<b>` no <kbd>b</kbd>?",
)


@pytest.mark.parametrize("name", sorted(set(COPIES) - {"guide.csv", "guide.tsv"}))
def test_the_marks_of_titles_come_back(name: str) -> None:
    notes = "".join(f"### {title}\n\nIt is so.\n\n" for title in TITLES)
    site = build(Folder((RawFile("ropes.md", notes.encode()),), Subject(made.SITE.services)))
    back = again(name, COPIES[name](site, whole(guide(site, ABOUT))), site)
    assert {one.question for one in back.questions} == {one.question for one in site.questions}
    assert {safe_html.heading(one.title) for one in back.questions} == {
        safe_html.heading(one.title) for one in site.questions
    }


def test_the_reader_knows_the_columns_and_fields_that_the_copies_have() -> None:
    assert our_copies.COLUMNS == spreadsheets.COLUMNS
    assert our_copies.FIELDS == anki.FIELDS


def test_a_copy_beside_the_notes_it_was_made_from_adds_nothing() -> None:
    notes = RawFile("ropes.md", b"### What is a knot?\n\nA bend in a rope.\n\n### What is a rope?\n\nTwisted yarn.\n")
    site = build(Folder((notes,), Subject(made.SERVICES)))
    copy = RawFile("copy.csv", spreadsheets.csv_table(whole(guide(site, ABOUT))).encode())
    both = build(Folder((notes, copy), Subject(made.SERVICES)))
    assert [(one.id, one.question) for one in both.questions] == [(one.id, one.question) for one in site.questions]
    assert [str(problem) for problem in both.problems if problem.grave] == []
