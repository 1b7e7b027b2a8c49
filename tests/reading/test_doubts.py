"""What is doubted about a reading: cases in `cases/doubts.txt`, and that nothing is where all is well."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import shipped
from tables import every_row

from studyguide import check, pipeline
from studyguide.guide import About
from studyguide.reading.doubts import HOUSE, doubts
from studyguide.reading.programs import PROGRAM
from studyguide.records import Entry, Folder, RawFile, Reading, Rival, Role, Span, Subject, Text

ROOT = Path(__file__).resolve().parents[2]
_CASE = re.compile(r"^([^\n.][^\n]*)\n\.\n(.*?)\n\.\n(.*?)\.(?:\n|\Z)(?=\n|\Z)", re.M | re.S)
_ROLES = {"Q": "question", "A": "answer", "H": "heading", "N": "note", "I": "intro", "F": "filler"}


def cases() -> list[object]:
    text = (ROOT / "tests" / "cases" / "doubts.txt").read_text("utf-8").split("\n\n", 1)[1]
    return [
        pytest.param(lines.split("\n"), told.split("\n")[:-1], id=name) for name, lines, told in _CASE.findall(text)
    ]


def read_as(lines: list[str]) -> tuple[Text, Reading]:
    """The file and its reading as a case has them: a letter for the role of each line."""
    house = lines[0] == "house"
    rows = [line.split(" ", 1) if " " in line else [line, ""] for line in lines[house:]]
    entries: list[Entry] = []
    roles: list[Role] = []
    for number, (letter, line) in enumerate(rows, start=1):
        if letter == "Q":
            numbered = re.match(r"(\d+)\. ", line)
            own = Span("n.md", number, number)
            entries.append(Entry(own, line.lstrip("# "), number=numbered[1] if numbered else None))
        elif letter == "A":
            told = (*entries[-1].answer, line)
            spans = (*entries[-1].answer_spans, Span("n.md", number, number))
            entries[-1] = replace(entries[-1], answer=told, answer_spans=spans)
        roles.append(Role(number, number, _ROLES[letter], len(entries) - 1 if letter in "QA" else None))
    text = Text("n.md", "utf-8", tuple(line for _, line in rows))
    return text, Reading("n.md", HOUSE if house else "", tuple(entries), tuple(roles))


@every_row(("lines", "told"), cases())
def test_doubt(lines: list[str], told: list[str]) -> None:
    found = doubts(*read_as(lines))
    assert [f"{one.span.first} {one.message.partition('. ')[0]}" for one in found] == told
    assert all(one.grave for one in found)


def test_there_are_cases() -> None:
    assert len(cases()) > 10


def test_a_doubt_fails_a_strict_build_and_stands_first_on_the_page_of_its_file() -> None:
    notes = b"Is the sluice open at night?\n\nAnd so on, for hours.\n\nSaid he: who pays for the oil?\n\nNobody knew.\n"
    site = pipeline.build(Folder((RawFile("n.md", notes),), Subject()))
    (problem,) = (one for one in check.problems(site) if "not read as questions" in one.message)
    assert problem.grave
    logged = [told for grave, told in check.in_log(check.problems(site), "notes") if grave]
    assert any("n.md:1: " in told and "not read as questions" in told for told in logged)
    page = str(dict(pipeline.markdown_files(site, About()))["sources/n-md/index.md"])
    assert page.index("not read as questions") < page.index("<table") < page.index("Line by line")


@pytest.mark.thorough
def test_nothing_is_doubted_about_the_shipped_notes() -> None:
    site = shipped.site()
    assert not [one for source in site.sources for one in doubts(source.text, source.reading)]


@pytest.mark.thorough
@pytest.mark.parametrize("folder", ["seeds", "corpora"])
def test_nothing_is_doubted_about_notes_that_are_read_well(shared: Path, folder: str) -> None:
    site = shipped.site_of(shared / folder)
    assert not [one for source in site.sources for one in doubts(source.text, source.reading)]


DOUBTED = Reading(
    "my notes.md",
    "",
    (Entry(Span("my notes.md", 1, 1), "Why?"),),
    (Role(1, 1, "question", 0), *(Role(n, n, "note") for n in range(2, 9))),
)
DESK = ", or settle it at the desk: `make desk`"
FEW, MANY = Rival("headings", 1, (), 0, 0.9), Rival("every heading", 9, (), 0, 0.6)


@pytest.mark.parametrize(
    ("rivals", "wanted"),
    [
        (
            (),
            "See how else it can be read: `studyguide explain 'my notes.md' --try`",
        ),
        (
            (FEW,),
            "See how else it can be read: `studyguide explain 'my notes.md' --try`",
        ),
        (
            (FEW, MANY),
            "Read every heading as a question: `studyguide explain 'my notes.md' --try every-heading`",
        ),
        (
            (FEW, MANY, replace(FEW, name="bold and others", questions=2, score=0.7)),
            "Read it by bold and others: `studyguide explain 'my notes.md' --try bold-and-others`",
        ),
    ],
)
def test_a_doubt_names_the_best_way_to_read_that_finds_more(rivals: tuple[Rival, ...], wanted: str) -> None:
    text = Text("my notes.md", "utf-8", ("Why?", *["So many words that belong to nothing at all here."] * 7))
    (problem, *_) = doubts(text, replace(DOUBTED, rivals=rivals))
    assert (problem.message.partition(". ")[2], problem.grave) == (wanted + DESK, True)


def test_a_doubt_about_cards_names_a_way_to_read_them_as_prose() -> None:
    lines = ("Bow::front", "Stern::back", *(f"## What is mast {n} made of?" for n in range(9)))
    cards = tuple(Entry(Span("n.md", n, n), line) for n, line in enumerate(lines[:2], 1))
    roles = (Role(1, 1, "question", 0), Role(2, 2, "question", 1), *(Role(n, n, "heading") for n in range(3, 12)))
    for layout, told in (("cards", "--try headings`"), ("JSON", "--try`")):
        (problem, *_) = doubts(Text("n.md", "utf-8", lines), Reading("n.md", layout, cards, roles))
        assert told in problem.message


def test_what_a_maintainer_has_said_is_doubted_in_a_note() -> None:
    text = Text("my notes.md", "utf-8", ("Why?", *["So many words that belong to nothing at all here."] * 7))
    (problem, *_) = doubts(text, replace(DOUBTED, rivals=(MANY,), rule=Span("layouts.toml", 3, 3)))
    assert not problem.grave
    assert problem.message.endswith(
        f"layouts.toml:3 says so. See how else it can be read: `studyguide explain 'my notes.md' --try`{DESK}"
    )


def test_nothing_is_doubted_of_a_file_that_a_maintainer_says_holds_no_questions() -> None:
    text, reading = read_as(["I Is the sluice open at night?", "I And who pays for the oil?"])
    assert doubts(text, reading)
    assert not doubts(text, replace(reading, rule=Span("layouts.toml", 3, 3)))


def rival(name: str, questions: int, score: float) -> Rival:
    return Rival(name, questions, (), 0, score)


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (rival("headings", 3, 0.87), True),
        (rival("headings", 2, 0.87), False),  # one more may be a title that asks
        (rival("headings", 3, 0.86), False),  # clearly worse
        (rival("every heading", 3, 0.9), False),  # made to be shown, not to be believed
    ],
)
def test_a_reading_that_finds_more_and_is_hardly_worse(other: Rival, told: bool) -> None:
    text, reading = read_as(["Q What is a sluice?", "A A gate that holds water back."])
    found = doubts(text, replace(reading, rivals=(rival("numbers", 1, 0.9), other)))
    said = "1 question was read, by headings 3, and that is hardly worse"
    assert [one.message.partition(". ")[0] for one in found] == ([said] if told else [])


def test_a_program_is_no_doubt_but_records_in_one_are() -> None:
    program = tuple(f"run({n})  # Which one?" for n in range(30))
    records = tuple(f'{{"place": "dock {n}", "made of": "oak and iron and stone"}},' for n in range(30))
    for lines, told in ((program, []), (records, ['30 lines that begin with “"place":” and no question'])):
        role = Role(1, 30, "note", None, PROGRAM)
        found = doubts(Text("n.json", "utf-8", lines), Reading("n.json", "", (), (role,)))
        assert [one.message.partition(". ")[0] for one in found] == told


def test_nothing_found_where_another_reading_finds_eight() -> None:
    text, reading = read_as([f"I It is made of oak and iron, and number {n} is old." for n in range(8)])
    assert not doubts(text, reading)
    (found,) = doubts(text, replace(reading, rivals=(rival("no questions", 0, 0.0), rival("every paragraph", 8, 0.5))))
    assert found.message.startswith("8 questions by every paragraph, and none was read")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("The pound lies between gates.", "The sluice lets water through.", "The keeper has a key."), True),
        (("The pound lies between gates.", "The sluice lets water through.", "The keeper has"), False),
        (("The pound lies between gates.", "The sluice lets water through."), False),
        (("The pound lies between gates.", "The sluice lets water through.", "The key is lost.", "Who helps?"), False),
    ],
)
def test_sentences_in_one_title(lines: tuple[str, ...], told: bool) -> None:
    entry = Entry(Span("n.md", 1, len(lines)), " ".join(lines), answer=("A gate.",))
    found = doubts(Text("n.md", "utf-8", lines), Reading("n.md", "", (entry,), (Role(1, len(lines), "question", 0),)))
    assert any("sentences by themselves" in one.message for one in found) is told


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (('ask("What is a pound?")', "say('Why is it deep?')"), True),
        (("<a>What is a pound?</a>", "<b>Why is it deep?</b>"), True),
        (("q = What is a pound?", "r = Why is it deep?"), True),
        (('ask("What is a pound?")', 'say("It is deep.")'), False),
        (('ask("Really?")', 'say("Are you sure?")'), False),
        (("x = deep ? 1 : 2", "y = (a?b:c)"), False),
    ],
)
def test_texts_that_ask_in_a_program(lines: tuple[str, ...], told: bool) -> None:
    role = Role(1, len(lines), "note", None, PROGRAM)
    found = doubts(Text("n.txt", "utf-8", lines), Reading("n.txt", "", (), (role,)))
    assert any("looks like a program" in one.message for one in found) is told
