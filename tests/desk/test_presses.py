"""What is pressed at the desk, as the texts of the two files: `cases/desk/presses.txt`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tables import every_row

from studyguide.desk import presses
from studyguide.folder import layouts
from studyguide.folder.corrections import load_all
from studyguide.folder.decisions import Undecidable

ROOT = Path(__file__).parents[2]


def cases() -> list[object]:
    """Each case: a title, what is pressed, and the file before and after."""
    text = (ROOT / "tests" / "cases" / "desk" / "presses.txt").read_text("utf-8")
    parts = re.split(r"^\.\n", text, flags=re.M)[1:-1]
    return [pytest.param(*parts[at + 1 : at + 4], id=parts[at].strip()) for at in range(0, len(parts), 4)]


@every_row(("pressed", "before", "wanted"), cases())
def test_presses(pressed: str, before: str, wanted: str) -> None:
    press = json.loads(pressed)
    texts = {name: before if name == presses.file_of(press) else "" for name in presses.FILES}
    if wanted.startswith("! "):
        with pytest.raises(presses.Unclear, match=f"^{re.escape(wanted[2:].strip())}$"):
            presses.written(press, texts)
        return
    ((name, after),) = presses.written(press, texts).items()
    assert after == wanted
    assert name == presses.file_of(press)
    assert (layouts.load_layouts if name == layouts.FILE else load_all)(after)[1] == ()


def test_what_stands_there_already_is_not_written() -> None:
    press = {"do": "decide", "kind": "level", "question": "What?", "level": "basic"}
    before = {"layouts.toml": "", "corrections.toml": '[[level]]\nquestion = "What?"\nlevel = "basic"\n'}
    assert presses.written(press, before) == {}


def test_a_broken_file_is_not_written_into() -> None:
    press = {"do": "decide", "kind": "apart", "questions": ["What?", "Why?"]}
    with pytest.raises(Undecidable):
        presses.written(press, {"layouts.toml": "", "corrections.toml": "[[level]\n"})


@every_row(
    ("press", "words"),
    [
        ({"do": "read", "file": "a.md", "reading": "headings"}, "a.md is read by headings"),
        ({"do": "guess", "file": "a.md"}, "a.md is read as it seems best"),
        ({"do": "decide", "kind": "level", "question": "Why?", "level": "basic"}, "“Why?” is basic"),
        ({"do": "withdraw", "kind": "level", "question": "Why?"}, "“Why?” has the level of the notes"),
        ({"do": "decide", "kind": "merge", "questions": ["Why?", "What?"]}, "“Why?” and “What?” ask the same"),
        ({"do": "decide", "kind": "service", "question": "Why?", "services": ["a", "b"]}, "“Why?” is about a and b"),
        ({"do": "decide", "kind": "asks", "file": "a.md", "line": 3, "text": "Why"}, "Line 3 is a question"),
        ({"do": "decide", "kind": "set-aside", "question": "x" * 60, "why": "y"}, f"“{'x' * 60}” is left out"),
        ({"do": "decide", "kind": "set-aside", "question": "x" * 61, "why": "y"}, f"“{'x' * 59}…” is left out"),
    ],
)
def test_what_was_decided_is_said(press: dict[str, object], words: str) -> None:
    assert presses.said(press) == words


def test_a_press_is_not_the_way_to_write_a_book() -> None:
    texts = dict.fromkeys(presses.FILES, "")
    press = {"do": "decide", "kind": "set-aside", "question": "Why?"}
    assert presses.written(press | {"why": "x" * 4000}, texts)
    with pytest.raises(presses.Unclear, match="why: must be words"):
        presses.written(press | {"why": "x" * 4001}, texts)


def test_every_kind_says_what_it_comes_to() -> None:
    assert presses.KEYS.keys() == presses.SAID.keys()
