"""Diagrams on their way to the answers: each fence names what was drawn of it, or it is told why nothing was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from growth import assert_steady

from studyguide import pipeline
from studyguide.answers.pictures import in_words
from studyguide.answers.portable import portable
from studyguide.answers.safe_html import fragment
from studyguide.folder.sources import read_folder
from studyguide.pictures.diagrams import with_diagrams
from studyguide.records import Asked, Site, Span, Text

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>'
NAMED = "picture=assets/pictures/"


class Drawing:
    """Draws the same for each text; what is wrong with one it says of a text that says `wrong`."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Mapping[str, bytes | str]:
        self.asked += texts
        return {text: "it is wrong. Correct it" if "wrong" in text else SVG for text in texts}


def built(folder: Path, answer: str, draw: Drawing | None) -> Site:
    (folder / "note.md").write_text(f"### What is it?\n\n{answer}\n", "utf-8")
    return pipeline.build(read_folder(folder), draw=draw)


def told(site: Site) -> list[str]:
    return [str(one) for one in site.problems if "diagram" in one.message]


@pytest.mark.parametrize(
    ("answer", "texts"),
    [
        ("Two:\n\n```mermaid\ngraph LR\n  A --> B\n```", ["graph LR\n  A --> B"]),
        ("Two:\n\n~~~ Mermaid\ngraph LR\n~~~", ["graph LR"]),
        ('Two:\n\n```mermaid title="a"\ngraph LR\n```', ["graph LR"]),
        ("- a\n\n  > ```mermaid\n  > graph LR\n  > ```", ["graph LR"]),
        ("Two:\n\n```mermaid\ngraph LR\n```\n\nand\n\n```mermaid\ngraph LR\n```", ["graph LR"]),
        ("Two:\n\n````text\n```mermaid\ngraph LR\n```\n````", []),
        ("Two: ```mermaid graph LR```", []),
        ("Two:\n\n```plantuml\n@startuml\n```", []),
        ("Two:\n\n```mermaids\ngraph LR\n```", []),
    ],
)
def test_what_is_drawn(tmp_path: Path, answer: str, texts: list[str]) -> None:
    draw = Drawing()
    site = built(tmp_path, answer, draw)
    assert draw.asked == texts
    assert len(site.pictures) == len(texts)
    assert (NAMED in site.questions[0].answer) == bool(texts)
    assert ("<img " in fragment(site.questions[0].answer)) == bool(texts)
    assert told(site) == []


def test_nothing_is_drawn_unless_it_is_asked_for(tmp_path: Path) -> None:
    site = built(tmp_path, "Two:\n\n```mermaid\ngraph LR\n```", None)
    assert site.pictures == () and told(site) == []
    assert "Diagram (Mermaid)" in fragment(site.questions[0].answer)


def test_what_is_wrong_is_told_with_its_line_and_once(tmp_path: Path) -> None:
    wrong = "> ```mermaid\n> wrong\n> ```\n\n```mermaid\nwrong\n```"
    site = built(tmp_path, f"Two:\n\n```mermaid\ngraph LR\n```\n\n{wrong}", Drawing())
    assert told(site) == ["note.md:10: the diagram is shown as its text: it is wrong. Correct it"]
    assert len(site.pictures) == 1


def test_nobody_names_a_picture_but_we(tmp_path: Path) -> None:
    named = f"{NAMED}0123456789abcdef0123-9999x9999.svg"
    for text in ("graph LR", "wrong"):
        answer = built(tmp_path, f"Two:\n\n```mermaid {named}\n{text}\n```", Drawing()).questions[0].answer
        assert named not in answer
        assert (NAMED in answer) == (text != "wrong")


def test_a_copy_as_text_names_no_picture(tmp_path: Path) -> None:
    answer = built(tmp_path, "Two:\n\n> ```mermaid\n> graph LR\n> ```", Drawing()).questions[0].answer
    assert NAMED in answer
    assert NAMED not in portable(answer)
    assert in_words(answer, {}) == "Two:\n\n> ```mermaid\n> graph LR\n> ```"


@pytest.mark.parametrize("svg", [b"", b"<svg", b"<svg xmlns='a'><script>go()</script></svg>", b"\x00" * 10])
def test_what_is_no_picture_is_not_shown(tmp_path: Path, svg: bytes) -> None:
    (tmp_path / "note.md").write_text("### What is it?\n\n```mermaid\ngraph LR\n```\n", "utf-8")
    site = pipeline.build(read_folder(tmp_path), draw=lambda texts: dict.fromkeys(texts, svg))
    assert all(b"script" not in picture.data for picture in site.pictures)
    assert len(told(site)) == 1 - len(site.pictures)


@pytest.mark.growth
@pytest.mark.parametrize("piece", ["```mermaid\na\n```\n\n", "```mermaid\n", "> ```mermaid\n", "- ```mermaid\n  ```\n"])
def test_twice_as_many_take_about_twice_the_time(piece: str) -> None:
    def work(markdown: str) -> None:
        one = Asked(Span("a.md", 1, 1), "What is it?", ("a",), answer=markdown, answer_spans=(Span("a.md", 1, 1),))
        with_diagrams([one], [Text("a.md", "utf-8", ("a",))], Drawing())

    assert_steady(work, piece * 200, piece * 400)
