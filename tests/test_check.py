"""What the maintainers are told, word for word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import tries
from made import NOTES, QUESTIONS, SITE
from tables import every_row

from studyguide.accounting import unaccounted
from studyguide.check import as_line, harmless, lives_on, name_of, problems
from studyguide.records import Entry, Permalink, Problem, Proposal, Question, Reading, Role, Site, Span, Text
from studyguide.words.dates import is_date

EMPTY = Site((), (), (), ())


def told(site: Site, before: tuple[Permalink, ...] | None = None) -> list[str]:
    return [f"{'! ' if problem.grave else ''}{problem}" for problem in problems(site, before)]


def reviewed(**more: Any) -> Question:
    first = replace(QUESTIONS[0].asked[0], **more)
    return replace(QUESTIONS[0], asked=(first,))


def test_the_made_site() -> None:
    assert told(SITE) == [
        f"{NOTES}:1: 2 questions state no level and show an estimate. Where it is wrong, decide in corrections.toml: "
        "[[level]]",
        f"{NOTES}:6: damaged text was repaired: 2 by undoing mac_roman. To see each, run: "
        f"studyguide repair --report {NOTES}",
        f'{NOTES}:18: no answer to "What is a cold start?". Write one, if you know it',
        "! notes/empty.txt:1: the file is empty. Remove it or fill it",
    ]


def test_nothing_to_say() -> None:
    assert told(EMPTY, ()) == []
    assert told(replace(EMPTY, questions=(QUESTIONS[0],))) == []


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"references": ()}, f'"{QUESTIONS[0].question}" is reviewed without references. Add a "References:" line'),
        ({"reviewed": "lately"}, 'reviewed: "lately" is not a date. Write it as 2026-01-31'),
        ({"answer": ""}, f'"{QUESTIONS[0].question}" is marked as reviewed and has no answer. Write one'),
    ],
)
def test_a_review_that_is_none(more: dict[str, object], message: str) -> None:
    assert told(replace(EMPTY, questions=(reviewed(**more),))) == [f"! reviewed/s3.md:8: {message}"]


def test_a_lost_id_names_its_likeliest_successor_and_how_that_is_decided() -> None:
    heir = QUESTIONS[0]
    row = Permalink("old", ("One?", "Two?"), retired=True, likely=heir.id, because="same place; but another answer")
    known = Permalink(heir.id, (heir.question,))
    (note,) = told(replace(EMPTY, questions=(heir,), permalinks=(known, row)))
    assert note == (
        f'permalinks.json:1: "old" lost its question, "Two?"; the likeliest successor is "{heir.id}" '
        "(same place; but another answer). Run: studyguide permalinks --accept old (or --refuse). "
        f'Or decide in corrections.toml: [[merge]] or [[apart]], then questions = ["old", "{heir.question}"]'
    )


@pytest.mark.parametrize(("twins", "length", "named"), [(1, 200, "words"), (2, 200, "id"), (1, 201, "id")])
def test_a_successor_is_named_by_its_words_or_by_its_id(twins: int, length: int, named: str) -> None:
    words = "w" * length
    questions = tuple(replace(QUESTIONS[0], id=f"q-{number}", question=words) for number in range(twins))
    assert name_of("q-0", replace(EMPTY, questions=questions)) == (words if named == "words" else "q-0")
    assert name_of("nobody", EMPTY) == "nobody"


def test_a_proposal_comes_with_what_to_paste() -> None:
    first, second = QUESTIONS[1].asked[0], QUESTIONS[2].asked[0]
    site = replace(EMPTY, proposals=(Proposal(first, second, 91.0, 'only the first has "bucket"'),))
    assert told(site) == [
        f'{NOTES}:5: "What is a bucket?" may be the same as "Is S3 strongly consistent?" ({NOTES}:9); only the first '
        'has "bucket". Decide in corrections.toml: [[merge]] or [[apart]], then '
        'questions = ["What is a bucket?", "Is S3 strongly consistent?"]'
    ]


def test_what_the_ledger_lacks() -> None:
    old = (Permalink("a", ("A",)), Permalink("b", ("B",)), Permalink("c", ("C",), retired=True), Permalink("d", ("D",)))
    new = (
        Permalink("a", ("A",), leads_to="b", retired=True),
        Permalink("b", ("B", "A")),
        Permalink("c", ("C",)),
        Permalink("d", ("D",), retired=True),
        *(Permalink(f"e{number}", (f"E{number}",)) for number in range(6)),
    )
    assert told(replace(EMPTY, permalinks=new), old) == [
        "permalinks.json:1: ids that lead to another now: 1 (a); ids with other wordings: 1 (b); "
        "ids in use again: 1 (c); retired ids: 1 (d); "
        "new ids: 6 (e0, e1, e2, e3, e4 …). To keep these, run: studyguide permalinks --write"
    ]
    assert told(replace(EMPTY, permalinks=new), new) == []


@pytest.mark.parametrize(
    ("retired", "likely", "known", "hint"),
    [(True, None, True, True), (False, None, True, False), (True, "b", True, False), (True, None, False, False)],
)
def test_what_can_be_done_of_a_retired_id(retired: bool, likely: str | None, known: bool, hint: bool) -> None:
    after = [Permalink("a", ("A",), retired=retired, likely=likely)]
    said = lives_on([Permalink("a", ("A",))] if known else [], after)
    assert said.endswith('[[merge]] questions = ["a", "its wording today"]') if hint else said == ""
    assert lives_on(after, after) == "", "it was said when it was retired"


@every_row(
    ("lines", "place"),
    [
        ("What?|<<<<<<< HEAD|Mine.|=======|Yours.|>>>>>>> theirs|Why?", "2-6"),
        ("What?|=======|<<<<<<< HEAD|Mine.|=======|Yours.|=======|>>>>>>> theirs", "3-8"),
        ("<<<<<<< HEAD|Mine.|<<<<<<< HEAD|=======|>>>>>>> theirs|=======|>>>>>>> theirs", "3-5"),
        ("What?|<<<<<<< HEAD|Mine.|=======|Yours.", ""),
        ("What?|<<<<<<< HEAD|Mine.|>>>>>>> theirs", ""),
        ("What?|=======|Yours.|>>>>>>> theirs", ""),
        ("What?|```|<<<<<<< HEAD|Mine.|=======|>>>>>>> theirs|```", ""),
        ("```|ls|```|<<<<<<< HEAD|Mine.|=======|>>>>>>> theirs", "4-7"),
        ("~~~|```|~~~|<<<<<<< HEAD|Mine.|=======|>>>>>>> theirs", "4-7"),
    ],
)
def test_marks_of_a_merge_in_the_notes(lines: str, place: str) -> None:
    source = replace(SITE.sources[0], text=Text("n.md", "utf-8", tuple(lines.split("|"))))
    source = replace(source, reading=replace(source.reading, entries=()), ids=())
    said = [
        problem for problem in problems(replace(EMPTY, sources=(source,))) if "merge left its marks" in problem.message
    ]
    assert [f"{problem.span.first}-{problem.span.last}" for problem in said] == [place][: bool(place)]
    assert not any(problem.grave for problem in said)


def test_is_date() -> None:
    assert is_date("2026-02-28")
    assert not any(map(is_date, ["2026-02-30", "20260228", "2026-W09-1", "28.02.2026", ""]))


# --- every line has one role ---

TEXT = Text("a.txt", "utf-8", ("1. What?", "", "That.", "  ", "Bye"))
ENTRY = Entry(Span("a.txt", 1, 1), "What?")
GOOD = (Role(1, 1, "question", 0), Role(3, 3, "answer", 0), Role(5, 5, "filler", why="a farewell"))


def faults(*roles: Role) -> list[str]:
    found = unaccounted(TEXT, Reading("a.txt", "numbered", (ENTRY,), roles))
    assert all(isinstance(one, Problem) and one.grave for one in found)
    return [str(one).removesuffix(". This is a fault of the generator; please report it") for one in found]


def test_every_line_has_one_role() -> None:
    assert faults(*GOOD) == []
    assert faults(*GOOD[:2]) == ["a.txt:5: the line was read as nothing"]
    assert faults(*GOOD, Role(2, 3, "note")) == ["a.txt:3: the line was read as two things"]
    assert faults(*GOOD[:2], Role(5, 6, "note")) == ["a.txt:5: its role reaches from 5 to 6, and the file has 5 lines"]
    assert faults(*GOOD[:2], Role(5, 5, "banter")) == ['a.txt:5: there is no role "banter"']
    assert faults(*GOOD[:2], Role(5, 5, "answer", 1)) == ["a.txt:5: its role names entry 1, and the file has 1"]
    assert faults(*GOOD[:2], Role(5, 5, "answer")) == ["a.txt:5: it is part of no question, though its role is answer"]


@tries(100)
@given(st.lists(st.sampled_from(["", " ", "text"]), max_size=12), st.data())
def test_it_is_silent_just_where_the_roles_fit(lines: list[str], data: st.DataObject) -> None:
    text = Text("a.txt", "utf-8", tuple(lines))
    numbers = [number for number, line in enumerate(lines, 1) if line.strip()]
    kept = data.draw(st.lists(st.sampled_from(numbers), unique=True)) if numbers else []
    found = unaccounted(text, Reading("a.txt", "", (), tuple(Role(number, number, "note") for number in kept)))
    assert [problem.span.first for problem in found] == sorted(set(numbers) - set(kept))


# What a log may hold


@every_row(
    ("said", "shown"),
    [
        ("a\x1b[31mb\x07\x9b2J", "a\ufffd[31mb\ufffd\ufffd2J"),
        ("a\n::error::b", "a\ufffd::error::b"),
        ("::error file=a::b", ": :error file=a::b"),
        (" \t::set-output name=a::b", " \ufffd::set-output name=a::b"),
        ("  ::stop-commands::x", "  : :stop-commands::x"),
        ("a: ##[add-mask]b", "a: # #[add-mask]b"),
        ("##vso[task.setvariable]x", "# #vso[task.setvariable]x"),
        # What is no command stays.
        ("std::vector", "std::vector"),
        ("## a [b]", "## a [b]"),
        ("a: b", "a: b"),
        ("\u202eabc\u2028d", "\ufffdabc\ufffdd"),
    ],
)
def test_a_line_of_a_log_commands_nothing(said: str, shown: str) -> None:
    assert as_line(said) == shown
    assert as_line(shown) == shown


def test_a_message_of_several_lines_keeps_them() -> None:
    assert harmless("a\n  - b\n::c") == "a\n  - b\n: :c"
