"""Reading a folder: what is read, what is left out, and what is said about the rest."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from tables import every_row

from studyguide.folder import sources
from studyguide.folder.sources import read_folder, read_subject
from studyguide.folder.subject import load_subject
from studyguide.records import Command, Folder

ROW = '[[service]]\nslug = "s3"\nname = "Amazon S3"\ncategory = "storage"\n'


def write(folder: Path, files: dict[str, bytes | str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def said(folder: Folder) -> list[str]:
    return [str(problem) for problem in folder.problems]


def test_notes_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    names = ("b.md", "notes/z.txt", "notes/a/x.md", "notes/a.md", "reviewed/s3.md", "Ä.md", "services.d/services.toml")
    folder = read_folder(write(tmp_path, dict.fromkeys(names, "text")))
    assert [file.source for file in folder.files] == sorted(names)
    assert folder.problems == ()


def test_dotfiles_and_the_files_beside_the_notes_are_no_notes(tmp_path: Path) -> None:
    permalinks = '{"version": 1, "ids": {}}'
    files = {"a.md": "x", ".hidden": "x", ".git/config": "x", "services.toml": ROW, "permalinks.json": permalinks}
    folder = read_folder(write(tmp_path, {**files, "corrections.toml": ""}))
    assert [file.source for file in folder.files] == ["a.md"]
    assert [service.slug for service in folder.services] == ["s3"]
    assert folder.problems == ()


def test_a_folder_of_just_notes_has_the_shipped_services(tmp_path: Path) -> None:
    folder = read_folder(write(tmp_path, {"a.md": "x"}))
    assert {"s3", "iam", "lambda"} <= {service.slug for service in folder.services}
    assert (folder.permalinks, folder.corrections, folder.problems) == ((), (), ())


def test_the_shipped_services_are_right() -> None:
    subject, problems = load_subject(sources.SHIPPED.read_text("utf-8"))
    assert problems == ()
    assert all(service.url and service.summary for service in subject.services)


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    folder = read_folder(tmp_path / "nowhere")
    assert folder.files == ()
    cure = "See that it is there and may be read"
    assert said(folder) == [f"nowhere:1: this folder cannot be read: no such file or directory. {cure}"]
    assert folder.problems[0].grave


def test_a_file_too_large_is_said_and_the_rest_is_read(tmp_path: Path) -> None:
    folder = read_folder(write(tmp_path, {"large.md": "12345678", "fits.md": "1234567"}), limit=7)
    assert [file.source for file in folder.files] == ["fits.md"]
    assert said(folder) == ["large.md:1: this file is larger than 7 bytes. Split it or remove it"]


needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="the system has no such files and names")


@needs_posix
def test_links_and_pipes_are_said_and_the_rest_is_read(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"secret.md": "x"})
    inside = write(tmp_path / "inside", {"a.md": "x"})
    (inside / "link.md").symlink_to(outside / "secret.md")
    (inside / "folder").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (inside / "broken").symlink_to("nowhere")
    (inside / "services.toml").symlink_to(outside / "secret.md")
    (inside / "permalinks.json").mkdir()
    os.mkfifo(inside / "pipe")
    folder = read_folder(inside)
    assert [file.source for file in folder.files] == ["a.md"]
    link = "this is a symbolic link, which is not followed. Put the file itself here"
    links = ("broken", "folder", "link.md", "loop")
    assert said(folder) == [
        *(f"{name}:1: {link}" for name in links),
        "permalinks.json:1: this is a folder, not a file. Remove it",
        "pipe:1: this is neither a file nor a folder. Remove it",
        f"services.toml:1: {link}",
    ]
    assert all(problem.grave for problem in folder.problems)
    assert "s3" in {service.slug for service in folder.services}


@needs_posix
def test_a_name_that_cannot_be_shown_is_said(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "x", "line\nbreak.md": "x", "bell\x07/b.md": "x"})
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.md")).write_bytes(b"x")
    except OSError:
        pytest.skip("the file system takes only UTF-8 names")
    folder = read_folder(tmp_path)
    assert [file.source for file in folder.files] == ["a.md"]
    cure = "its name holds characters that cannot be shown. Give it another name"
    assert said(folder) == [rf"bell\x07:1: {cure}", rf"caf\udce9.md:1: {cure}", rf"line\nbreak.md:1: {cure}"]


def test_emoji_and_any_script_are_names(tmp_path: Path) -> None:
    names = sorted(("👨‍👩‍👧.md", "заметки.md", "メモ\u3000一.md"))
    assert [file.source for file in read_folder(write(tmp_path, dict.fromkeys(names, "x"))).files] == names


def test_a_file_that_may_not_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.md": "x", "b.md": "x"})
    really = os.open

    def refuse(path: Path, flags: int) -> int:
        if path.name == "a.md":
            raise PermissionError(13, "Permission denied")
        return really(path, flags)

    monkeypatch.setattr(os, "open", refuse)
    folder = read_folder(tmp_path)
    assert [file.source for file in folder.files] == ["b.md"]
    assert said(folder) == ["a.md:1: this file cannot be read: permission denied. See that it is there and may be read"]


@pytest.mark.parametrize(("writings", "read"), [(0, True), (1, True), (4, True), (5, False)])
def test_a_file_that_changes_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writings: int, read: bool
) -> None:
    path = write(tmp_path, {"a.md": "old"}) / "a.md"
    really, left = io.BufferedReader.read, [*range(writings)]

    class Slow(io.BufferedReader):
        def read(self, size: int | None = -1, /) -> bytes:
            data = really(self, size)
            if left:
                left.pop()
                with path.open("a") as file:
                    file.write("new")
            return data

    monkeypatch.setattr(os, "fdopen", lambda number, _: Slow(io.FileIO(number)))
    folder = read_folder(tmp_path)
    assert [file.data for file in folder.files] == ([b"old" + b"new" * writings] if read else [])
    cure = "See that it is there and may be read"
    assert said(folder) == ([] if read else [f"a.md:1: this file cannot be read: it is being written. {cure}"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[service]\n", "services.toml:1: this is not TOML: "),
        ('[[service]]\nslug = "a"\nslug = "b"\n', "services.toml:3: this is not TOML: "),
        ("title = 1\n", "services.toml:1: it has no [[service]]. "),
        (b"\n\xff", "services.toml:2: this is not UTF-8 and was left out. "),
    ],
)
def test_broken_services_are_said_and_the_shipped_ones_used(tmp_path: Path, text: bytes | str, problem: str) -> None:
    folder = read_folder(write(tmp_path, {"services.toml": text}))
    assert [line.startswith(problem) for line in said(folder)] == [True]
    assert "s3" in {service.slug for service in folder.services}


@every_row(
    ("row", "problem"),
    [
        ('slug = "S3"', "[[service]] slug: this must be small letters, digits and hyphens"),
        ("slug = 3", "[[service]] slug: this must be"),
        ('slug = "s3"', '[[service]] slug: "s3" is taken by a row above'),
        ('slug = "x"\ncategory = "c"', "[[service]] name: this is missing"),
        ('slug = "x"\nname = "X"', "[[service]] category: this is missing"),
        ('slug = "x"\nname = "X"\ncategory = "c"\nurl = "http://a.org"', "[[service]] url: this must be an address"),
        ('slug = "x"\nname = "X"\ncategory = "c"\nurl = "javascript:x"', "[[service]] url: this must be an address"),
        ('slug = "x"\nname = "<b>X"\ncategory = "c"', "[[service]] name: this must be plain words"),
        ('slug = "x"\nname = "X"\ncategory = "a\\nb"', "[[service]] category: this must be plain words"),
        ('slug = "x"\naliases = "x"', "[[service]] aliases: this must be a list of words"),
        ('slug = "x"\nsummary = 1', "[[service]] summary: this must be text"),
        ('slug = "x"\nalias = "x"', "[[service]] alias: there is no such key"),
    ],
)
def test_a_wrong_row_is_named_by_its_key_and_line(row: str, problem: str) -> None:
    subject, problems = load_subject(f"{ROW}\n[[service]]\n{row}\n")
    assert [service.slug for service in subject.services] == ["s3"]
    assert [str(one).startswith(f"services.toml:6: {problem}") for one in problems] == [True]
    assert problems[0].grave


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("first = ['list']", "[[command]] names: this must be a list of words"),
        ("names = 'acme'", "[[command]] names: this must be a list of words"),
        ("names = ['acme']\nmore = true", "[[command]] more: this must be a number"),
        (
            "names = ['acme']\nform = ['* *-*']",
            "[[command]] form: there is no such key. The keys are names, first, more",
        ),
    ],
)
def test_a_wrong_program_is_named_by_its_key_and_line(row: str, problem: str) -> None:
    subject, problems = load_subject(f"[[command]]\nnames = ['put']\nmore = 1\n[[command]]\n{row}\n{ROW}")
    assert subject.commands == (Command(("put",), more=1),)
    assert [str(one).startswith(f"services.toml:4: {problem}") for one in problems] == [True]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("vendor = ['acme']", "vendor: there is no such key. The keys are vendors, modules, headers"),
        ("modules = 'acme'", "modules: this must be a list of words"),
        ("command = 1", "[[command]] is not a table"),
    ],
)
def test_a_wrong_line_above_the_services_is_named(line: str, problem: str) -> None:
    subject, problems = load_subject(f"{line}\n{ROW}")
    assert [service.slug for service in subject.services] == ["s3"]
    assert [str(one).startswith(f"services.toml:1: {problem}") for one in problems] == [True]


@pytest.mark.parametrize("vendors", ["vendors = 'acme'", "vendors = [1]", "vendors = ['Acme']", "vendors = ['acme ']"])
def test_wrong_makers_are_said(vendors: str) -> None:
    subject, problems = load_subject(f"{vendors}\n{ROW}")
    assert ([service.slug for service in subject.services], subject.vendors) == (["s3"], ())
    said = 'services.toml:1: vendors: this must be a list of words in small letters, like ["acme"]'
    assert [str(problem) for problem in problems] == [said]


def test_makers_come_with_the_services(tmp_path: Path) -> None:
    own = write(tmp_path / "own", {"services.toml": f"vendors = ['acme']\n{ROW}"})
    silent = write(tmp_path / "silent", {"services.toml": ROW})
    notes = write(tmp_path / "notes", {"a.md": "x"})
    assert [read_folder(folder).subject.vendors[:1] for folder in (own, silent, notes)] == [("acme",), (), ("aws",)]
    for folder in (own, silent, notes):
        assert read_subject(folder) == read_folder(folder).subject


def test_without_any_services_questions_are_still_about_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "SHIPPED", tmp_path / "gone.toml")
    folder = read_folder(write(tmp_path, {"a.md": "x"}))
    assert [service.slug for service in folder.services] == ["general"]
    assert [(problem.span.source, problem.grave) for problem in folder.problems] == [
        ("services.toml", True),
        ("stale.toml", True),
        ("notices.toml", True),
    ]


def test_what_the_files_beside_the_notes_say_is_passed_on(tmp_path: Path) -> None:
    correction = '[[level]]\nquestion = "What is a bucket?"\nlevel = "basic"\n'
    folder = read_folder(write(tmp_path, {"corrections.toml": correction, "permalinks.json": "{"}))
    assert [correction.kind for correction in folder.corrections] == ["level"]
    assert [problem.span.source for problem in folder.problems] == ["permalinks.json"]
