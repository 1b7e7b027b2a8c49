"""What the desk shows of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import desk_folder
import pytest

from studyguide.desk import view as views
from studyguide.desk import work
from studyguide.desk.work import Desk

Json = dict[str, Any]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_folder.desk(desk_folder.written(tmp_path))


def card(view: Json, line: int) -> Json:
    (found,) = [one for one in view["cards"].values() if one["line"] == line]
    return dict(found)


def numbers(stretch: Json) -> list[int]:
    return [line["n"] for line in stretch["lines"] if line["role"]]


def test_a_file_comes_in_stretches_that_belong_to_one_entry_or_to_none(desk: Desk) -> None:
    view = work.look(desk, "notes/ropes.md")
    assert [(one["entry"], numbers(one)) for one in view["stretches"]] == [
        (None, [1, 3, 5]),
        (0, [7, 9]),
        (1, [11, 13]),
        (2, [15, 17]),
    ]
    roles = {line["n"]: line["role"] for stretch in view["stretches"] for line in stretch["lines"]}
    assert list(roles) == list(range(1, 18))
    assert (roles[1], roles[4], roles[5], roles[7], roles[9]) == ("heading", "", "level", "question", "answer")


def test_the_first_file_shown_is_the_first_that_is_doubtful(desk: Desk, tmp_path: Path) -> None:
    assert work.look(desk)["file"] == "notes/two-ways.md"
    (tmp_path / "notes" / "two-ways.md").unlink()
    assert work.look(desk)["file"] == "notes/more.md"
    assert work.look(desk, "notes/two-ways.md")["file"] == "notes/more.md"


def test_a_folder_without_notes_has_a_view(tmp_path: Path) -> None:
    view = work.look(desk_folder.desk(tmp_path))
    assert (view["files"], view["file"], view["stretches"]) == ([], "", [])
    assert view.keys() == work.look(desk_folder.desk(desk_folder.written(tmp_path))).keys()


def test_files_tell_their_questions_and_doubts(desk: Desk) -> None:
    assert work.look(desk)["files"] == [
        {"name": "notes/more.md", "questions": 2, "doubts": 0},
        {"name": "notes/ropes.md", "questions": 3, "doubts": 0},
        {"name": "notes/two-ways.md", "questions": 3, "doubts": 1},
    ]


def test_rival_readings_come_with_their_counts(desk: Desk) -> None:
    view = work.look(desk, "notes/two-ways.md")
    assert [(one["name"], one["questions"]) for one in view["readings"][:2]] == [
        ("numbers", 3),
        ("bullets and others", 6),
    ]
    assert view["readings"][0]["titles"][0] == "What does a sailor know?"
    assert 0 < view["facts"]["margin"] < 0.03


def test_a_card_tells_what_is_settled_and_what_is_decided(desk: Desk) -> None:
    view = work.look(desk, "notes/ropes.md")
    made, cut = card(view, 7), card(view, 11)
    assert (made["level"], made["services"], made["answered"]) == ("basic", ["ropes"], True)
    assert made["decided"] == {"level": "What is a rope made of?"}
    assert cut["decided"] == {}
    assert "hot knife" in cut["answer"]


def test_what_may_be_the_same_stands_on_both_cards(desk: Desk) -> None:
    (other,) = card(work.look(desk, "notes/ropes.md"), 11)["alike"]
    assert (other["question"], other["file"], other["line"]) == ("How do you cut a thick rope?", "notes/more.md", 7)
    (back,) = card(work.look(desk, "notes/more.md"), 7)["alike"]
    assert back["question"] == "How do you cut a rope?"
    assert (other["differs"], back["differs"]) == ("only the other says: thick", "only this one says: thick")


def test_places_that_ask_the_same_stand_on_the_card(desk: Desk) -> None:
    pressed = {"do": "decide", "kind": "merge", "questions": ["How do you cut a rope?", "How do you cut a thick rope?"]}
    work.press(desk, pressed)
    shown = card(work.look(desk, "notes/more.md"), 7)
    assert [one["question"] for one in shown["also"]] == ["How do you cut a rope?"]
    assert shown["alike"] == []


def test_a_question_left_out_says_so_and_can_be_shown_again(desk: Desk) -> None:
    work.press(desk, {"do": "decide", "kind": "set-aside", "question": "How do you cut a rope?", "why": "chat"})
    shown = card(work.look(desk, "notes/ropes.md"), 11)
    assert (shown["id"], shown["decided"]) == (None, {"set-aside": "How do you cut a rope?"})


def test_words_that_two_questions_share_are_named_by_the_id(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "notes" / "more.md").write_text(
        "# Knots\n\n1. What is it for?\n\nFor tying.\n\n# Ropes\n\n1. What is it for?\n\nFor pulling.\n"
    )
    folder = desk.read()
    site = work._built(desk)[1]
    ids = [question.id for question in site.questions if question.question == "What is it for?"]
    assert len(ids) == 2
    assert card(work.look(desk, "notes/more.md"), 3)["name"] == "What is it for?"  # the ledger does not know them yet
    from studyguide.folder.id_ledger import dump_permalinks

    (tmp_path / "permalinks.json").write_text(dump_permalinks(site.permalinks))
    shown = work.look(desk, "notes/more.md")
    assert {card(shown, 3)["name"], card(shown, 9)["name"]} == set(ids)
    assert folder.permalinks == ()


def test_a_long_file_comes_in_parts(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PART", 10)
    first, last = work.look(desk, "notes/ropes.md"), work.look(desk, "notes/ropes.md", 11)
    assert (first["part"], first["parts"], last["part"]) == (0, 2, 1)
    assert [numbers(one) for one in last["stretches"]] == [[11, 13], [15, 17]]
    assert [one["line"] for one in last["cards"].values()] == [11, 15]
    assert work.look(desk, "notes/ropes.md", 9999)["part"] == 1
    assert work.look(desk, "notes/ropes.md", 10)["part"] == 0


def test_trouble_is_that_of_the_file_and_of_the_decisions(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "corrections.toml").write_text('[[level]]\nquestion = "What is a rope made of?"\nlevel = "expert"\n')
    (told,) = work.look(desk, "notes/ropes.md")["trouble"]
    assert told["place"] == "corrections.toml:1"
    (tmp_path / "corrections.toml").write_text('[[level]]\nquestion = "Who asks this?"\nlevel = "basic"\n')
    assert work.look(desk, "notes/ropes.md")["trouble"] == []  # worth a note elsewhere, but no fault
    (told,) = work.look(desk, "notes/two-ways.md")["trouble"]
    assert (told["place"], told["grave"]) == (7, True)


@pytest.mark.parametrize(
    ("words", "besides", "first"),
    [
        ("How do you cut a rope?", "", "How do you cut a rope?"),
        ("How do you cut a rope?", "ropes-cut-rope", "How do you cut a thick rope?"),
        ("bowline", "", "How do you tie a bowline knot?"),
    ],
)
def test_questions_are_found_by_their_words(desk: Desk, words: str, besides: str, first: str) -> None:
    assert work.alike(desk, words, besides)[0]["question"] == first
