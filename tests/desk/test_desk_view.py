"""What the desk shows of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import desk_folder
import pytest

from studyguide.desk import view as views
from studyguide.desk import work
from studyguide.desk.work import Desk
from studyguide.folder.id_ledger import dump_permalinks
from studyguide.pipeline import build

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


def test_notes_come_before_what_is_reviewed(desk: Desk, tmp_path: Path) -> None:
    for path in (tmp_path / "notes").iterdir():
        path.unlink()
    for name in ("reviewed/ropes.md", "stray.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("---\nservice: ropes\n---\n\n### What is a rope?\n\nStrands.\n")
    assert [file["name"] for file in work.look(desk)["files"]] == ["reviewed/ropes.md", "stray.md"]
    assert work.look(desk)["file"] == "stray.md"


def test_an_empty_file_has_one_part_without_lines(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "notes" / "more.md").write_text("")
    view = work.look(desk, "notes/more.md")
    assert (view["part"], view["parts"], view["stretches"]) == (0, 1, [])


def test_a_blank_line_has_no_role_and_a_line_that_was_lost_none_either(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "notes" / "more.md").write_text("1. What is a rope?\n\nStrands.\n\nMany of them.\n")
    (stretch,) = work.look(desk, "notes/more.md")["stretches"]
    assert [line["role"] for line in stretch["lines"]] == ["question", "", "answer", "", "answer"]
    assert views._line(3, "lost", None) == {"n": 3, "text": "lost", "role": "", "why": ""}


def test_a_folder_without_notes_has_a_view(tmp_path: Path) -> None:
    view = work.look(desk_folder.desk(tmp_path))
    assert (view["files"], view["file"], view["stretches"]) == ([], "", [])
    assert view.keys() == work.look(desk_folder.desk(desk_folder.written(tmp_path))).keys()


def test_files_tell_their_questions_and_doubts(desk: Desk) -> None:
    view = work.look(desk, "notes/two-ways.md")
    files = {file["name"]: (file["questions"], file["doubts"]) for file in view["files"]}
    doubts = sum(told["grave"] for told in view["trouble"])
    assert doubts > 0
    assert files == {"notes/more.md": (2, 0), "notes/ropes.md": (3, 0), "notes/two-ways.md": (3, doubts)}


def test_rival_readings_come_with_their_counts(desk: Desk) -> None:
    view = work.look(desk, "notes/two-ways.md")
    assert [(one["name"], one["questions"]) for one in view["readings"][:2]] == [
        ("numbers", 3),
        ("bullets and others", 6),
    ]
    assert view["readings"][0]["titles"] == ["What does a sailor know?", "What does a climber know?"]
    assert 0 < view["facts"]["margin"] < 0.03


def test_the_reading_that_is_taken_says_how_much_it_leaves_outside(desk: Desk) -> None:
    press = {"do": "read", "file": "notes/two-ways.md", "reading": "bullets"}
    taken = work.press(desk, press | {"at": {"file": "notes/two-ways.md", "line": 1}})["readings"][0]
    assert (taken["name"], taken["questions"], taken["outside"]) == ("bullets", 3, 20)


def test_a_file_of_another_form_is_read_by_its_layout_and_could_be_read_otherwise(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "notes" / "table.csv").write_text(
        "Question,Answer\nWhat is a **sheet**?,A rope.\nWhat is a tack?,A corner.\n"
    )
    taken, *others = work.look(desk, "notes/table.csv")["readings"]
    assert taken == {
        "name": "table, commas",
        "questions": 2,
        "titles": ["What is a sheet?", "What is a tack?"],
        "outside": 0,
    }
    assert taken["name"] not in [one["name"] for one in others]


@pytest.mark.parametrize(
    ("rows", "rule", "chosen"),
    [
        ("", False, False),
        ('files = "notes/two-ways.md"\nreading = "bullets"', True, True),
        ('files = "notes/*"\nreading = "bullets"', True, False),
        ('files = "notes/two-ways.md"\nend = "---"', False, False),
        ('files = "notes/two-ways.md"\nbegin = "bullet"', True, False),
        ('files = "notes/ropes.md"\nreading = "numbers"', False, False),
    ],
)
def test_only_a_choice_of_the_files_own_can_be_taken_back(
    desk: Desk, tmp_path: Path, rows: str, rule: bool, chosen: bool
) -> None:
    (tmp_path / "layouts.toml").write_text(f"[[layout]]\n{rows}\n" if rows else "")
    view = work.look(desk, "notes/two-ways.md")
    assert (view["facts"]["rule"] != "", view["facts"]["chosen"]) == (rule, chosen)
    assert view["facts"]["rule"].startswith("layouts.toml:" if rule else "")


def test_a_line_tells_what_is_decided_of_it(desk: Desk, tmp_path: Path) -> None:
    text = desk_folder.CORRECTIONS + '[[asks-not]]\nfile = "notes/ropes.md"\nline = 9\ntext = "2. How do you cut"\n'
    (tmp_path / "corrections.toml").write_text(text)
    stretches = work.look(desk, "notes/ropes.md")["stretches"]
    decided = [line for one in stretches for line in one["lines"] if "decided" in line]
    assert [(line["n"], line["decided"], line["decidedAt"]) for line in decided] == [(11, "asks-not", 9)]


def test_a_card_without_an_answer_says_so(desk: Desk) -> None:
    view = work.look(desk, "notes/two-ways.md")
    assert [card(view, line)["answered"] for line in (1, 2, 3)] == [False, False, True]


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


def test_an_id_that_lost_its_question_stands_on_the_card_of_its_likeliest_successor(desk: Desk, tmp_path: Path) -> None:
    """One press makes its link lead there."""
    before = desk.read()
    ledger = dump_permalinks(build(before).permalinks)
    (tmp_path / "permalinks.json").write_text(ledger, encoding="utf-8")
    notes = tmp_path / "notes" / "ropes.md"
    notes.write_text(notes.read_text("utf-8").replace("How do you cut a rope?", "How do you not cut a rope?"), "utf-8")
    view = work.look(desk, "notes/ropes.md")
    (lost,) = card(view, 11)["lost"]
    assert (lost["name"], lost["question"]) == ("ropes-cut-rope", "How do you cut a rope?")
    assert lost["because"].endswith("but the opposite") and "same answer" in lost["because"]
    assert card(view, 7)["lost"] == []
    press = {"do": "decide", "kind": "merge", "questions": [card(view, 11)["name"], lost["name"]]}
    work.press(desk, press | {"file": "notes/ropes.md", "line": 11})
    after = card(work.look(desk, "notes/ropes.md"), 11)
    assert (after["lost"], after["id"]) == ([], "ropes-cut-rope")


def test_places_that_ask_the_same_stand_on_the_card(desk: Desk) -> None:
    pressed = {"do": "decide", "kind": "merge", "questions": ["How do you cut a rope?", "How do you cut a thick rope?"]}
    work.press(desk, pressed)
    shown = card(work.look(desk, "notes/more.md"), 7)
    assert [one["question"] for one in shown["also"]] == ["How do you cut a rope?"]
    assert shown["alike"] == []


def test_a_card_shows_what_stands_below_its_question_and_the_words_of_the_page(desk: Desk, tmp_path: Path) -> None:
    text = "1. Which one floats?\n\n- A. Hemp\n- B. Steel\n\nAnswer: A\n\n2. How do you cut a thick rope?\n\nSo.\n"
    (tmp_path / "notes" / "more.md").write_text(text)
    shown = work.look(desk, "notes/more.md")
    assert "Hemp" in card(shown, 1)["body"]
    assert (card(shown, 8)["body"], card(shown, 8)["shown"]) == ("", "")
    merge = {"do": "decide", "kind": "merge", "questions": ["How do you cut a rope?", "How do you cut a thick rope?"]}
    work.press(desk, merge)
    both = card(work.look(desk, "notes/more.md"), 8), card(work.look(desk, "notes/ropes.md"), 11)
    assert [one["shown"] for one in both] == ["", "How do you cut a thick rope?"]


def test_a_question_left_out_says_so_and_can_be_shown_again(desk: Desk) -> None:
    work.press(desk, {"do": "decide", "kind": "set-aside", "question": "How do you cut a rope?", "why": "chat"})
    shown = card(work.look(desk, "notes/ropes.md"), 11)
    assert (shown["id"], shown["decided"]) == (None, {"set-aside": "How do you cut a rope?"})


def test_words_that_two_questions_share_are_named_by_the_id(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "notes" / "more.md").write_text(
        "# Knots\n\n1. What is it for?\n\nFor tying.\n\n# Ropes\n\n1. What is it for?\n\nFor pulling.\n"
    )
    site = work._built(desk)[1]
    ids = [question.id for question in site.questions if question.question == "What is it for?"]
    assert len(ids) == 2
    assert card(work.look(desk, "notes/more.md"), 3)["name"] == "What is it for?"  # the ledger does not know them yet
    (tmp_path / "permalinks.json").write_text(dump_permalinks(site.permalinks))
    shown = work.look(desk, "notes/more.md")
    assert {card(shown, 3)["name"], card(shown, 9)["name"]} == set(ids)
    assert card(work.look(desk, "notes/ropes.md"), 11)["name"] == "How do you cut a rope?"  # which is asked once


def test_a_question_too_long_to_be_read_in_a_decision_is_named_by_the_id(desk: Desk, tmp_path: Path) -> None:
    words = {length: f"Why {'x' * (length - 5)}?" for length in (200, 201)}
    (tmp_path / "notes" / "more.md").write_text(f"1. {words[200]}\n\nSo.\n\n2. {words[201]}\n\nSo.\n")
    (tmp_path / "permalinks.json").write_text(dump_permalinks(work._built(desk)[1].permalinks))
    shown = work.look(desk, "notes/more.md")
    assert card(shown, 1)["name"] == words[200]
    assert card(shown, 5)["name"] == card(shown, 5)["id"]


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
    told = work.look(desk, "notes/two-ways.md")["trouble"]
    assert (7, True) in [(one["place"], one["grave"]) for one in told]
    assert not any(isinstance(one["place"], str) for one in told)


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
