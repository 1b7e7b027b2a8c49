"""Pictures beside the notes on their way to the answers: found, looked at once, and told where they are missing."""

from __future__ import annotations

import os
from pathlib import Path

import drawn
import pytest
from growth import assert_steady

from studyguide import pipeline
from studyguide.answers.pictures import names_in
from studyguide.answers.safe_html import fragment
from studyguide.folder.sources import read_folder
from studyguide.pictures.beside import with_pictures
from studyguide.pictures.bytes_of import MAX_BYTES
from studyguide.records import Asked, PictureFiles, Site, Span, Text


def built(folder: Path, **files: bytes | str) -> Site:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_md", ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return pipeline.build(read_folder(folder))


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def told(site: Site) -> list[str]:
    return [str(one) for one in site.problems if "picture" in one.message or "file" in one.message]


NOTE = "### What is a knot?\n\nA tie:\n\n![Two *loops*](img/knot.png)\n\n### What is a rope?\n\nLong.\n"


def test_a_picture_beside_a_note_is_found(tmp_path: Path) -> None:
    put(tmp_path, "img/knot.png", drawn.png(8, 6))
    site = built(tmp_path, note_md=NOTE)
    (picture,) = site.pictures
    assert (picture.width, picture.height, picture.source) == (8, 6, "img/knot.png")
    assert site.questions[0].answer == f"A tie:\n\n![Two *loops*](assets/pictures/{picture.name})"
    assert told(site) == []
    assert not any(problem.grave for problem in site.problems)


def test_a_missing_one_is_told_with_its_line_and_its_words_stay(tmp_path: Path) -> None:
    site = built(tmp_path, note_md=NOTE)
    assert site.pictures == ()
    assert site.questions[0].answer.endswith("![Two *loops*](img/knot.png)")
    assert told(site) == [
        "note.md:5: the picture “img/knot.png” is not shown: there is no such file. "
        "Put it there, or correct the address"
    ]
    assert not any(problem.grave for problem in site.problems)


def test_a_missing_one_of_the_reviewed_bank_is_grave(tmp_path: Path) -> None:
    note = f"---\nservice: general\nreviewed: 2026-01-01\n---\n\n## Basic\n\n{NOTE}"
    site = built(tmp_path, reviewed__a_md=note.replace("### What is a knot?", "### What is a knot? { #knot }"))
    assert [problem.grave for problem in site.problems if "picture" in problem.message] == [True]


def test_a_remote_one_stays_a_link_and_nobody_is_told(tmp_path: Path) -> None:
    site = built(tmp_path, note_md=NOTE.replace("img/", "https://box.example/"))
    assert "https://box.example/knot.png" in site.questions[0].answer
    assert (site.pictures, told(site)) == ((), [])


def test_pictures_that_no_note_names_are_one_note(tmp_path: Path) -> None:
    for name in ("a.png", "b.jpg", "c/d.tiff"):
        put(tmp_path, name, b"not looked into")
    site = built(tmp_path, note_md=NOTE.replace("![Two *loops*](img/knot.png)", "x"))
    assert told(site) == ["a.png:1: no note shows this picture, nor 2 others. Name it in one, or remove it"]
    assert not any(problem.grave for problem in site.problems)


def test_one_picture_under_two_names_is_copied_once(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        put(tmp_path, name, drawn.png())
    site = built(tmp_path, note_md="### What is a knot?\n\n![a](a.png) ![b](b.png)\n\n### What is a rope?\n\nLong.\n")
    assert len(site.pictures) == 1
    assert len({*names_in(site.questions[0].answer)}) == 1


def test_the_same_address_in_two_folders_is_two_pictures(tmp_path: Path) -> None:
    """Answers in the same words that show different things stay two answers."""
    for folder, colour in (("a", (1, 2, 3)), ("b", (4, 5, 6))):
        put(tmp_path, f"{folder}/img/knot.png", drawn.png(colour=colour))
    site = built(tmp_path, a__n_md=NOTE, b__n_md=NOTE)
    assert len(site.pictures) == 2
    assert len({asked.answer for asked in site.questions[0].asked}) == 2


def test_a_picture_in_a_title_stands_below_it(tmp_path: Path) -> None:
    put(tmp_path, "a.svg", drawn.svg())
    site = built(
        tmp_path,
        n_md="### What knot is this? ![icon](a.svg)\n\nA knot.\n\n### ![Which knot is it?](a.svg)\n\nA bowline.\n",
    )
    name = site.pictures[0].name
    assert [(one.question, one.body) for one in site.questions] == [
        ("What knot is this?", f"![icon](assets/pictures/{name})"),
        ("Which knot is it?", f"![Which knot is it?](assets/pictures/{name})"),
    ]
    assert not any(problem.grave for problem in site.problems)


def test_obsidian_embeds_by_name(tmp_path: Path) -> None:
    put(tmp_path, "files/knot.png", drawn.png(40, 30))
    site = built(tmp_path, notes__n_md=NOTE.replace("![Two *loops*](img/knot.png)", "![[knot.png|20]] ![[rope]]"))
    assert f"![knot](assets/pictures/{site.pictures[0].name}#20) rope" in site.questions[0].answer
    assert told(site) == []


def test_a_picture_whose_address_stands_elsewhere_is_found(tmp_path: Path) -> None:
    put(tmp_path, "img/knot.png", drawn.png(40, 30))
    note = NOTE.replace("![Two *loops*](img/knot.png)", '![Two *loops*][k] and [k]\n\n[k]: img/knot.png "So"')
    site = built(tmp_path, n_md=note)
    assert f'[k]: assets/pictures/{site.pictures[0].name} "So"' in site.questions[0].answer
    assert 'alt="Two loops" width="40" height="30"' in fragment(site.questions[0].answer)
    assert told(site) == []


def test_what_is_wrong_with_one_is_told_once_for_a_note(tmp_path: Path) -> None:
    put(tmp_path, "img/knot.png", b"no picture")
    many = "\n\n".join(["![a](img/knot.png)"] * 100)
    site = built(tmp_path, n_md=NOTE.replace("![Two *loops*](img/knot.png)", many))
    assert len(told(site)) == 1
    assert "n.md:5: the picture “img/knot.png” is not shown: it is none of PNG" in told(site)[0]


@pytest.mark.parametrize(
    "name", ["a'b.png", "a&b.png", "a<b>.png", 'a"b.png', "a`b`.png", "a*b*.png", "ä.png", "a%41.png"]
)
def test_odd_names_are_found_and_told_as_they_are(tmp_path: Path, name: str) -> None:
    note = NOTE.replace("![Two *loops*](img/knot.png)", f"![x]({name.replace('<', '%3C').replace('>', '%3E')})")
    assert any(f"picture “{name[0]}" in one for one in told(built(tmp_path / "without", n_md=note)))
    put(tmp_path / "with", name, drawn.png())
    assert len(built(tmp_path / "with", n_md=note).pictures) == 1


def test_what_controls_a_terminal_is_not_told(tmp_path: Path) -> None:
    site = built(tmp_path, n_md=NOTE.replace("img/knot.png", "a\x1b[31m\x9b.png"))
    assert all("\x1b" not in one and "\x9b" not in one for one in told(site))


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither links for everybody nor pipes in folders")
def test_nothing_outside_is_read(tmp_path: Path) -> None:
    secret = put(tmp_path, "secret.png", drawn.png(9, 9))
    folder = tmp_path / "sources"
    put(folder, "n.md", b"")
    (folder / "link.png").symlink_to(secret)
    (folder / "way").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.png")
    (folder / "folder.png").mkdir()
    for address in ("link.png", "way/secret.png", "../secret.png", "pipe.png", "folder.png", "/secret.png"):
        site = built(folder, n_md=NOTE.replace("img/knot.png", address))
        assert site.pictures == ()
        assert any(f"“{address}” is not shown" in one for one in told(site)), address


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither links for everybody nor pipes in folders")
def test_what_changes_after_the_folder_was_read_is_not_followed(tmp_path: Path) -> None:
    secret = put(tmp_path, "secret/a.png", drawn.png(9, 9))
    folder = tmp_path / "sources"
    put(folder, "n.md", NOTE.replace("img/knot.png", "img/a.png").encode())
    picture = put(folder, "img/a.png", drawn.png())

    def after(change: str) -> Site:
        found = read_folder(folder)
        if change == "gone":
            picture.unlink()
        elif change == "a link":
            picture.symlink_to(secret)
        elif change == "a pipe":
            picture.unlink()
            os.mkfifo(picture)
        elif change == "its folder is a link":
            picture.unlink()
            (folder / "img").rmdir()
            (folder / "img").symlink_to(tmp_path / "secret")
        return pipeline.build(found)

    assert len(after("nothing").pictures) == 1
    for change in ("gone", "a link", "a pipe", "its folder is a link"):
        site = after(change)
        assert site.pictures == (), change
        assert len(told(site)) >= 1, change


def test_a_picture_that_grows_is_not_read_to_its_end(tmp_path: Path) -> None:
    put(tmp_path, "img/knot.png", drawn.png() + b"\0" * MAX_BYTES)
    assert "more than 10,000,000 bytes" in told(built(tmp_path, n_md=NOTE))[0]


def test_nobody_else_writes_the_form_of_a_found_picture(tmp_path: Path) -> None:
    """Else a note could name a file that no copy has."""
    own = "assets/pictures/0123456789abcdef0123-640x480.png"
    site = built(tmp_path, n_md=NOTE.replace("img/knot.png", own))
    assert site.questions[0].answer.endswith(f"![Two *loops*](./{own})")
    assert "<img" not in fragment(site.questions[0].answer)
    assert "there is no such file" in told(site)[0]


def test_all_pictures_together_are_bounded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("studyguide.pictures.beside.MAX_OF_ALL", 100)
    for name, colour in (("img/knot.png", (1, 2, 3)), ("img/b.png", (4, 5, 6))):
        put(tmp_path, name, drawn.png(colour=colour))
    site = built(tmp_path, n_md=NOTE.replace("Long.", "![b](img/b.png)"))
    assert len(site.pictures) == 1
    assert "all pictures together" in told(site)[0]


@pytest.mark.growth
def test_ten_thousand_references_read_one_picture_once() -> None:
    reads = []

    def read(name: str) -> bytes:
        reads.append(name)
        return drawn.png()

    def work(number: int) -> None:
        answer = "\n\n".join(["![a](a.png) ![b](b.png)"] * number)
        asked = Asked(Span("n.md", 1, 1), "What?", ("general",), answer=answer, answer_spans=(Span("n.md", 2, number),))
        with_pictures([asked], [Text("n.md", "utf-8", ("![a](a.png)",) * number)], PictureFiles(("a.png",), read))

    work(5_000)
    assert reads == ["a.png"]
    assert_steady(work, 2_500, 5_000)
