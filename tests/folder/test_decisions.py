"""What is decided is written into the two files, and nothing else of them changes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from difflib import ndiff
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import every_row

from studyguide.folder import decisions
from studyguide.folder.corrections import load_corrections
from studyguide.folder.decisions import Undecidable, decided, guessed, kept, withdrawn

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "decisions" / "written.txt"
DO: dict[str, Callable[..., str]] = {"kept": kept, "guessed": guessed, "decided": decided, "withdrawn": withdrawn}


def written() -> list[object]:
    """Each case: a title, what is done, the file before, and what changes of its lines."""
    parts = re.split(r"^\.\n", CASES.read_text("utf-8"), flags=re.M)[1:-1]
    return [pytest.param(*parts[at + 1 : at + 4], id=parts[at].strip()) for at in range(0, len(parts), 4)]


def changes(before: str, after: str) -> list[str]:
    lines = (before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line[0] + line[2:].rstrip("\n") for line in ndiff(*lines) if line[0] in "+-"]


@every_row(("act", "before", "wanted"), written())
def test_written(act: str, before: str, wanted: str) -> None:
    said = tomllib.loads(act)
    name = said.pop("do")
    given = [said.pop("of")] if "of" in said else []
    assert changes(before, DO[name](before, *given, **said)) == wanted.splitlines()


def test_lines_end_as_they_did() -> None:
    before = '# one\r\n[[level]]\r\nquestion = "What?"\r\nlevel = "basic"\r\n'
    after = decided(before, "level", question="What?", level="advanced")
    assert after == before.replace("basic", "advanced")


def test_a_last_line_without_an_end_gets_one() -> None:
    before = '[[level]]\nquestion = "What?"\nlevel = "basic"'
    assert decided(before, "level", question="Why?", level="basic").startswith(f"{before}\n\n[[level]]")


def test_the_same_decision_twice_is_one() -> None:
    once = decided("", "asks", file="a.md", line=3, text="Ropes")
    assert decided(once, "asks", file="a.md", line=3, text="Ropes") == once


@pytest.mark.parametrize(
    ("text", "said"), [("[[level]\n", "not TOML"), ('level = [{question = "a", level = "basic"}]\n', "in one line")]
)
def test_a_file_that_cannot_be_written_into_is_named(text: str, said: str) -> None:
    with pytest.raises(Undecidable, match=said):
        decided(text, "level", question="What?", level="basic")


def test_what_is_decided_and_withdrawn_leaves_the_shipped_file_as_it_was() -> None:
    text = (ROOT / "docs" / "sources" / "corrections.toml").read_text("utf-8")
    more = decided(text, "merge", questions=["What?", "Why?"])
    assert len(load_corrections(more)[0]) == len(load_corrections(text)[0]) + 1
    assert withdrawn(more, "merge", questions=["Why?", "What?"]) == text


PIECES = (
    "# a remark\n",
    "\n",
    '[[level]]\nquestion = "What?" # asked\nlevel = "basic"\n',
    '[[apart]]\nquestions = [\n  "a", # one\n  "b",\n]\n',
    '[[set-aside]]\nquestion = """\n[[level]]\n"""\nwhy = "chat"\n',
    "[other.below]\nkey = 1\n",
)


@given(st.lists(st.sampled_from(PIECES), max_size=8))
def test_every_remark_and_every_other_table_stays(pieces: list[str]) -> None:
    before = "".join(pieces)
    if before.count("[other.below]") > 1:
        return  # no TOML
    after = decided(before, "level", question="New?", level="advanced")
    assert after.count("# ") == before.count("# ")
    both = tomllib.loads(before), tomllib.loads(after)
    assert both[1].pop("level") == [*both[0].pop("level", []), {"question": "New?", "level": "advanced"}]
    assert both[0] == both[1]
    assert withdrawn(after, "level", question="New?").rstrip("\n") == before.rstrip("\n")


def test_each_kind_is_known() -> None:
    assert set(decisions.KNOWN_BY) == {
        "merge",
        "apart",
        "level",
        "service",
        "set-aside",
        "asks",
        "asks-not",
        "above",
    }
