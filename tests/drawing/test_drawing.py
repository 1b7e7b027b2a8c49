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


# To begin takes a second of processor, and each text as much again: these two show what matters most.
FEW = (FLOW, LOOSE + HOSTILE)


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes | str]:
    return mermaid.drawer()(FEW)


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
def test_the_same_text_is_the_same_picture() -> None:
    """Whatever the day, and whatever was drawn before."""
    assert mermaid.drawer()([CLOCK])[CLOCK] == mermaid.drawer()([FLOW, CLOCK])[CLOCK]


@needed
def test_what_is_made_to_harm_does_none(drawn: dict[str, bytes | str]) -> None:
    assert_harmless(drawn[LOOSE + HOSTILE])


@pytest.mark.thorough
@needed
def test_neither_a_text_nor_its_settings_alone_do_harm() -> None:
    for svg in mermaid.drawer()([HOSTILE, LOOSE + FLOW]).values():
        assert_harmless(svg)


def assert_harmless(svg: bytes | str) -> None:
    assert isinstance(svg, bytes)
    found = picture(svg, "diagram.svg")
    assert isinstance(found, Picture)
    for word in (b"<script", b"onerror=go", b"javascript:", b"evil.example", b"foreignObject", b"@import"):
        assert word not in found.data


def test_what_is_too_long_is_not_drawn() -> None:
    ((_, told),) = mermaid.drawer()(["x" * (mermaid.MAX_TEXT + 1)]).items()
    assert told == "it has 20,001 characters, and 20,000 is the most. Part it" or mermaid.missing()


@pytest.mark.thorough
@needed
def test_what_cannot_be_drawn_says_why() -> None:
    texts = ["graph LR\n  A -->\n  }{", "x" * (mermaid.MAX_TEXT + 1), "", "no diagram"]
    wrong = [told for told in mermaid.drawer()(texts).values() if isinstance(told, str)]
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
