"""The program that draws: the same text is the same picture, and what is made to harm does none."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyguide.drawing import mermaid
from studyguide.pictures.bytes_of import picture
from studyguide.records import Picture

needed = pytest.mark.skipif(bool(mermaid.missing()), reason=mermaid.missing())

FLOW = "graph LR\n  A[User] -->|90%| B{Router}\n  B --> C[(Größe)]\n"
CLOCK = "gitGraph\n  commit\n  branch dev\n  commit\n"  # its commits have names by chance
HOSTILE = (
    'graph LR\n  A["<img src=x onerror=go()>"] --> B["<script>go()</script>"]\n  click A href "javascript:go()"\n'
    '  click B call go()\n  click A "https://evil.example/"\n'
)
LOOSE = "%%{init: {'securityLevel': 'loose', 'htmlLabels': true, 'themeCSS': '* {fill: url(//evil.example/a)}'}}%%\n"


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes | str]:
    wrong = ("graph LR\n  A -->\n  }{", "x" * (mermaid.MAX_TEXT + 1), "", "no diagram")
    return dict(mermaid.drawer()([FLOW, CLOCK, HOSTILE, LOOSE + FLOW, *wrong]))


@needed
def test_a_diagram_is_a_picture_with_its_words(drawn: dict[str, bytes | str]) -> None:
    svg = drawn[FLOW]
    assert isinstance(svg, bytes)
    found = picture(svg, "diagram.svg")
    assert isinstance(found, Picture)
    assert found.width > found.height > 50
    assert all(word in found.data.decode() for word in ("User", "90%", "Router", "Größe"))


@pytest.mark.thorough
@needed
def test_the_same_text_is_the_same_picture(drawn: dict[str, bytes | str]) -> None:
    """Whatever the day, and whatever was drawn before."""
    assert mermaid.drawer()([CLOCK]) == {CLOCK: drawn[CLOCK]}


@needed
@pytest.mark.parametrize("text", [HOSTILE, LOOSE + FLOW])
def test_what_is_made_to_harm_does_none(drawn: dict[str, bytes | str], text: str) -> None:
    svg = drawn[text]
    assert isinstance(svg, bytes)
    found = picture(svg, "diagram.svg")
    assert isinstance(found, Picture)
    for word in (b"<script", b"onerror=go", b"javascript:", b"evil.example", b"foreignObject", b"@import"):
        assert word not in found.data


@needed
def test_what_cannot_be_drawn_says_why(drawn: dict[str, bytes | str]) -> None:
    wrong = [told for told in drawn.values() if isinstance(told, str)]
    assert [" ".join(told.split()[:2]) for told in wrong] == ["it has", *["Mermaid says:"] * 3]
    assert all(told.endswith((" Correct it", " Part it")) for told in wrong)


@pytest.mark.thorough
@needed
def test_what_was_drawn_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "kept"
    first = mermaid.drawer(folder)([FLOW, "wrong"])
    monkeypatch.setattr(mermaid, "_lines", lambda texts: pytest.fail("it is drawn again"))
    assert mermaid.drawer(folder)([FLOW, "wrong"]) == first


@needed
@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("import time; time.sleep(60)", mermaid.TOO_LONG),
        ("raise SystemExit", mermaid.ENDED),
        ("print('no JSON')", mermaid.ENDED),
    ],
)
def test_a_program_that_does_not_answer_costs_the_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, told: str
) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text(program, "utf-8")
    monkeypatch.setattr(mermaid, "WORKER", worker)
    monkeypatch.setattr(mermaid, "SECONDS", 1)
    folder = tmp_path / "kept"
    assert mermaid.drawer(folder)(["a", "b"]) == {"a": told, "b": told}
    assert not folder.exists()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mermaid, "PACKAGE", "no-such-package")
    assert mermaid.drawer()(["a"]) == {
        "a": "the Python package no-such-package is not installed. Run `pip install no-such-package`"
    }
