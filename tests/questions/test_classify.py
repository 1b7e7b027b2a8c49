"""What questions are about and how hard they are; cases in `cases/classify`, the table itself, and laws."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from growth import assert_steady
from hypothesis import given
from hypothesis import strategies as st
from laws import tries
from subject import SUBJECT
from tables import every_row

from studyguide.folder.subject import TOPICS
from studyguide.questions.classify import classify, level_of
from studyguide.records import ANYTHING, LEVELS, Asked, Entry, Service, Span, Subject
from studyguide.words.signed import squeezed

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "classify"
SERVICES = SUBJECT.services
CATEGORIES = (
    "compute", "containers", "storage", "database", "networking", "security", "management", "integration",
    "analytics", "developer tools", "machine learning", "topics",
)  # fmt: skip


def cases(name: str) -> list[tuple[str, ...]]:
    lines = (CASES / f"{name}.txt").read_text("utf-8").split("\n\n", 1)[1].splitlines()
    return [tuple(part.strip() for part in line.split(" | ")) for line in lines if line and line[0] != "#"]


def asked(question: str, *section: str, answer: str = "", subject: Subject = SUBJECT, **fields: Any) -> Asked:
    entry = Entry(Span("notes.md", 1, 1), question, section=section, **fields)
    return classify(entry, question=question, body="", answer=answer, subject=subject)


@every_row(("expected", "section", "question"), cases("services"))
def test_services(expected: str, section: str, question: str) -> None:
    slugs = tuple(expected.split(", "))
    found = asked(question, *section.split(" > ")).services
    assert found[: len(slugs)] == slugs


# A table with names of every kind: plain words, capitals inside, two words, figures, short aliases, topics.
FIELD = Subject(
    (
        Service("shelf", "Acme Shelf", "storage", ("SHF", "bookshelf", "ban")),
        Service("lamp", "Acme Lamp", "light", ("Lux", "bulb", "reading light")),
        Service("book-box", "Book Box", "storage", ("BBX", "crate")),
        Service("paste-stick", "Acme PStick", "storage", ("Q", "dy")),
        Service("berry", "Acme Berry", "food", ("cherry", "mix")),
        Service("ladder", "Acme Step Ladder", "storage"),
        Service("rack", "Acme Rack 53", "storage"),
        Service("general", "General", "topics", ("shop",)),
        Service("money", "Money", "topics", ("costs", "pay")),
    ),
    ("acme",),
)


def made() -> list[list[str]]:
    lines = (CASES / "made.list").read_text("utf-8").splitlines()
    spelled = [re.sub(r"\{([^{}]+)\*(\d+)\}", lambda match: match[1] * int(match[2]), line) for line in lines]
    return [line.split(" | ") for line in spelled if line and line[0] != "#"]


@every_row("row", made(), ids=lambda row: row[3][:60])
def test_what_comes_of_sections_question_and_answer(row: list[str]) -> None:
    services, level, sections, question, answer = row
    one = asked(
        question,
        *(section for section in sections.split(" > ") if section != "-"),
        answer="" if answer == "-" else answer,
        subject=FIELD,
    )
    assert (", ".join(one.services), one.level_estimated) == (services, level)


# Names with signs, names that are letters or words of every text, and operators.
LANGUAGES = Subject(
    (
        Service("c", "C", "languages"),
        Service("cpp", "C++", "languages"),
        Service("csharp", "C#", "languages", (".NET", "ASP.NET")),
        Service("r", "R", "languages"),
        Service("go", "Go", "languages"),
        Service("nodejs", "Node.js", "languages", ("N+1",)),
        Service("spring", "Spring", "frameworks", ("@Component",)),
        Service("operators", "Operators", "languages", ("==", "&&")),
        Service("general", "General", "topics"),
    )
)


def of_signs() -> list[list[str]]:
    lines = (CASES / "signs.list").read_text("utf-8").splitlines()
    return [line.split(" | ", 1) for line in lines if line and line[0] != "#"]


@every_row(("service", "question"), of_signs())
def test_names_with_signs(service: str, question: str) -> None:
    assert asked(question, subject=LANGUAGES).services[0] == service


@every_row(("level", "question"), cases("levels"))
def test_level(level: str, question: str) -> None:
    assert level_of(question) == level


def test_a_stated_level_is_not_estimated() -> None:
    one = asked("What is S3?", level="advanced")
    assert (one.level, one.level_estimated) == ("advanced", None)
    assert asked("What is S3?").level_estimated == "basic"


def test_front_matter_decides_where_the_service_is_known() -> None:
    assert asked("What is S3?", service="lambda").services == ("lambda", "s3")
    assert asked("What is S3?", service="nonsense").services == ("s3",)


def test_the_wording_does_not_make_a_scenario() -> None:
    assert not asked("In this scenario S3 fails. What do you do?").scenario
    assert asked("What is S3?", scenario=True).scenario


def test_an_answer_adds_what_it_is_about_as_well() -> None:
    answer = "SQS holds the messages. Later SQS is read by EC2."
    assert asked("What is Fargate?", answer=answer).services == ("fargate", "sqs")
    assert asked("What is the cloud?", answer=answer).services == ("general",)


def test_without_a_table() -> None:
    assert asked("What is S3?", subject=ANYTHING).services == ("general",)


def test_a_maker_is_known_by_the_table_alone() -> None:
    shelf = Service("shelf", "Acme Shelf", "storage")
    made = Subject((shelf, Service("general", "General", "topics")), ("acme", "acme works"))
    for question in ("What is Acme Shelf?", "What is Shelf?", "What is an acme works shelf?"):
        assert asked(question, subject=made).services == ("shelf",)
    assert asked("What is Amazon Shelf?", subject=made).services == ("shelf",)
    assert asked("Where do you shelf books?", subject=made).services == ("general",)
    assert asked("What is an Acme shelf?", subject=Subject((shelf,))).services == ("shelf",)


@every_row("service", SERVICES, ids=lambda service: service.slug)
def test_a_row_of_the_table(service: Service) -> None:
    assert service.category in CATEGORIES
    assert service.url.startswith(("https://docs.aws.amazon.com/", "https://aws.amazon.com/"))
    assert service.summary.endswith(".") and len(service.summary) < 110
    if service.category != TOPICS:
        assert asked(f"What is {service.name}?").services[0] == service.slug


def test_the_table() -> None:
    assert max(Counter(service.slug for service in SERVICES).values()) == 1
    aliases = Counter((squeezed(alias)) for service in SERVICES for alias in service.aliases)
    assert [alias for alias, count in aliases.items() if count > 1] == []
    assert list(dict.fromkeys(service.category for service in SERVICES)) == list(CATEGORIES)
    assert next(service.slug for service in SERVICES if service.category == TOPICS) == "general"


WORDS = st.sampled_from(
    ["what is", "how do you", "S3", "bucket", "Lambda", "glue", "AWS", "without", "?", "(", "日本", "Ж"]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=40).map(" ".join))


@tries(100)
@given(question=TEXTS, title=TEXTS, answer=TEXTS)
def test_there_is_always_a_service_and_a_level(question: str, title: str, answer: str) -> None:
    one = asked(question, title, answer=answer)
    assert 1 <= len(one.services) <= 5
    assert len(set(one.services)) == len(one.services)
    assert set(one.services) <= {service.slug for service in SERVICES}
    assert one.level_estimated in LEVELS
    assert one == asked(question, title, answer=answer)


@pytest.mark.growth
@pytest.mark.parametrize("piece", ["S3 ", "without S3 ", "You have S3. ", "a", "(", "how "])
def test_twice_a_huge_text_takes_about_twice_the_time(piece: str) -> None:
    assert_steady(lambda text: asked(text, text[:3000], answer=text), piece * 100_000, piece * 200_000)


@pytest.mark.parametrize(
    ("name", "question", "found"),
    [
        ("क्रिकेट", "क्रिकेट में कितने खिलाड़ी हैं?", True),
        ("क्रिकेट", "क्रिकेटर कौन है?", False),
        ("मिट्टी", "मिट्टी क्या है?", True),
        ("ব্যাকরণ", "ব্যাকরণ কী?", True),
        ("Übung", "Was ist eine Übung?", True),
    ],
)
def test_names_are_found_whose_vowels_are_marks_at_their_letters(name: str, question: str, found: bool) -> None:
    subject = Subject((Service("it", name, "topics of its own"), Service("general", "General", "topics")))
    assert asked(question, subject=subject).services[0] == ("it" if found else "general")
