"""Pressing and undoing at the desk: what is written, what is said, and what is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import desk_folder
import pytest

from studyguide.desk import view, work
from studyguide.desk.history import Step, undone
from studyguide.desk.work import Desk, Refused
from studyguide.pipeline import Prepare, build
from studyguide.records import Folder, Site

ADVANCED = {"do": "decide", "kind": "level", "question": "How do you cut a rope?", "level": "advanced"}
AT = {"at": {"file": "notes/two-ways.md", "line": 1}}
OTHERWISE = {"do": "read", "file": "notes/two-ways.md", "reading": "bullets and others", **AT}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return desk_folder.written(tmp_path)


@pytest.fixture
def desk(folder: Path) -> Desk:
    return desk_folder.desk(folder)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def levels(view: Mapping[str, Any]) -> dict[int, str | None]:
    return {card["line"]: card["level"] for card in view["cards"].values()}


def test_a_press_is_written_and_seen_at_once(desk: Desk, folder: Path) -> None:
    before = files(folder)
    shown = work.press(desk, ADVANCED | {"at": {"file": "notes/ropes.md", "line": 7}})
    assert levels(shown)[11] == "advanced"
    assert shown["said"] == "“How do you cut a rope?” is advanced. Written to corrections.toml"
    after = files(folder)
    assert after.pop("corrections.toml").startswith(before.pop("corrections.toml"))
    assert after == before


def test_each_press_is_undone_to_the_letter(desk: Desk, folder: Path) -> None:
    (folder / "corrections.toml").write_bytes(desk_folder.CORRECTIONS.replace("\n", "\r\n").encode() + b"\r\n\r\n")
    states = [files(folder)]
    presses: list[dict[str, Any]] = [
        ADVANCED,
        OTHERWISE,
        ADVANCED | {"level": "basic"},
        {"do": "withdraw", "kind": "level", "question": "What is a rope made of?"},
    ]
    for press in presses:
        work.press(desk, press)
        states.append(files(folder))
    assert len({tuple(sorted(state.items())) for state in states}) == len(states)
    for state in reversed(states[:-1]):
        work.undo(desk)
        assert files(folder) == state
    with pytest.raises(Refused, match="nothing to undo"):
        work.undo(desk)


def test_a_remark_beside_what_is_decided_anew_stays(desk: Desk, folder: Path) -> None:
    work.press(desk, ADVANCED | {"question": "What is a rope made of?"})
    text = (folder / "corrections.toml").read_text()
    assert text == desk_folder.CORRECTIONS.replace('"basic"', '"advanced"')


def test_a_file_that_a_press_made_is_gone_when_it_is_undone(desk: Desk, folder: Path) -> None:
    (folder / "corrections.toml").unlink()
    work.press(desk, ADVANCED)
    assert (folder / "corrections.toml").exists()
    assert work.undo(desk)["said"] == "Undone: “How do you cut a rope?” is advanced"
    assert not (folder / "corrections.toml").exists()


def test_what_was_changed_outside_is_not_undone(desk: Desk, folder: Path) -> None:
    work.press(desk, ADVANCED)
    path = folder / "corrections.toml"
    text = path.read_bytes()
    path.write_bytes(text + b"# by hand\n")
    with pytest.raises(Refused, match=r"^corrections.toml was changed outside the desk since then. Nothing was undone"):
        work.undo(desk)
    assert path.read_bytes() == text + b"# by hand\n"
    path.write_bytes(text)  # once that is taken back, the step can be
    work.undo(desk)
    assert path.read_bytes() == desk_folder.CORRECTIONS.encode()


def test_a_press_keeps_what_was_written_outside(desk: Desk, folder: Path) -> None:
    work.look(desk)
    path = folder / "corrections.toml"
    path.write_text(desk_folder.CORRECTIONS + '\n[[apart]] # by hand\nquestions = ["One?", "Two?"]\n')
    work.press(desk, ADVANCED)
    assert "# by hand" in path.read_text()
    assert "advanced" in path.read_text()


def test_what_is_decided_already_is_no_step(desk: Desk, folder: Path) -> None:
    before = files(folder)
    press = {"do": "decide", "kind": "level", "question": "What is a rope made of?", "level": "basic"}
    assert work.press(desk, press)["said"] == "This stood there already. Nothing was written"
    assert (files(folder), desk.steps) == (before, [])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"[[level]\n", "corrections.toml: this is not TOML"),
        (b"# caf\xe9\n", "corrections.toml: this is not UTF-8"),
    ],
)
def test_a_broken_file_is_left_alone(desk: Desk, folder: Path, data: bytes, said: str) -> None:
    (folder / "corrections.toml").write_bytes(data)
    with pytest.raises(Refused, match=f"^{said}"):
        work.press(desk, ADVANCED)
    assert (folder / "corrections.toml").read_bytes() == data
    assert desk.steps == []


def test_a_mark_at_the_beginning_of_the_file_stays(desk: Desk, folder: Path) -> None:
    (folder / "corrections.toml").write_bytes(b"\xef\xbb\xbf" + desk_folder.CORRECTIONS.encode())
    work.press(desk, ADVANCED)
    assert (folder / "corrections.toml").read_bytes().startswith(b"\xef\xbb\xbf# What we decided.")


def test_a_file_that_cannot_be_written_is_named(desk: Desk) -> None:
    def put(name: str, data: bytes | None) -> None:
        raise PermissionError(13, "Permission denied")

    with pytest.raises(Refused, match=r"corrections.toml cannot be written: Permission denied"):
        work.press(replace(desk, put=put), ADVANCED)


def test_what_is_asked_of_a_page_elsewhere_begins_with_the_first_file(desk: Desk) -> None:
    for at in (None, "ropes", {"file": 3, "line": "x"}):
        assert work.press(desk, {**ADVANCED, "at": at})["file"] == "notes/two-ways.md"


def test_nothing_is_built_anew_while_nothing_changes(desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[Folder] = []

    def counted(folder: Folder, prepare: Prepare) -> Site:
        built.append(folder)
        return build(folder, prepare)

    monkeypatch.setattr(work, "build", counted)
    work.look(desk, "notes/ropes.md")
    work.look(desk, "notes/more.md")
    work.alike(desk, "rope", "")
    assert len(built) == 1
    work.press(desk, ADVANCED)
    assert len(built) == 2


def test_a_subject_that_changes_is_seen(desk: Desk, folder: Path) -> None:
    assert work.look(desk)["services"]["ropes"] == "Ropes"
    (folder / "services.toml").write_text(desk_folder.SERVICES.replace('"Ropes"', '"Cordage"'))
    assert work.look(desk)["services"]["ropes"] == "Cordage"


def test_a_subject_that_stays_is_the_very_one(desk: Desk) -> None:
    first, again = work._built(desk)[0], desk.read()
    assert again.subject is not first.subject
    assert work._as_before(desk, again).subject is first.subject


def test_the_page_stays_at_its_line(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "PART", 10)
    for line, part in ((1, 0), (11, 1)):
        at = {"at": {"file": "notes/ropes.md", "line": line}}
        assert work.press(desk, ADVANCED | at)["part"] == part
        assert work.undo(desk, *work.place(at))["part"] == part


@pytest.mark.parametrize(
    ("had", "has", "said"),
    [
        (3, 3, ""),
        (3, 1, " 1 question, 3 before."),
        (1, 2, " 2 questions, 1 before."),
        (1, 0, " 0 questions, 1 before."),
    ],
)
def test_how_many_questions_there_are_now_is_said(had: int, has: int, said: str) -> None:
    words = f"“How do you cut a rope?” is advanced.{said} Written to corrections.toml"
    assert work._said(ADVANCED, {"corrections.toml": b""}, had, has) == words


def test_a_press_reads_no_file_but_those_it_changes(desk: Desk, folder: Path) -> None:
    work.look(desk)
    before = work._prepared.cache_info().misses
    work.press(desk, ADVANCED)
    assert work._prepared.cache_info().misses == before
    (folder / "notes" / "more.md").write_text("1. What is a sheet?\n\nA rope.\n")
    work.look(desk)
    assert work._prepared.cache_info().misses == before + 1


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ({"a": b"2"}, ({"a": b"1"}, "")),
        ({"a": b"3"}, ({}, "a was changed outside the desk since then. Nothing was undone")),
        ({"a": None}, ({}, "a was changed outside the desk since then. Nothing was undone")),
        ({}, ({}, "a was changed outside the desk since then. Nothing was undone")),
    ],
)
def test_a_step_is_undone_while_its_files_are_as_it_left_them(now: dict[str, bytes], found: object) -> None:
    assert undone(Step("", {"a": b"1"}, {"a": b"2"}), now) == found
