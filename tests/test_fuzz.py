"""What `tools/fuzz.py` has found stays mended, and its law notices what breaks it."""

from __future__ import annotations

from pathlib import Path

import pytest

import fuzz
from studyguide import accounting, pipeline
from studyguide.records import Problem, Span

CASES = Path(__file__).parent / "cases" / "fuzz"


def finds() -> list[object]:
    """What was found; a name that begins with "open" is of one that is not mended yet."""
    still = pytest.mark.xfail(strict=True, raises=fuzz.Broken)
    return [
        pytest.param(path.read_bytes(), id=path.name, marks=[still] if path.name.startswith("open") else [])
        for path in sorted(CASES.glob("*.txt"))
    ]


@pytest.mark.parametrize("data", finds())
def test_what_was_found(data: bytes) -> None:
    fuzz.check(data)


@pytest.mark.parametrize("data", [b"", b"1. What is a rope?\n\nIt holds.\n", b"\xff\xfea", "Itâ€™s\r\n\rso".encode()])
def test_notes_that_break_no_law(data: bytes) -> None:
    fuzz.check(data)


def test_a_lost_word_is_a_find(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounting, "problems", lambda *_: [Problem(Span("notes/a.md", 1, 1), "a word is lost")])
    with pytest.raises(fuzz.Broken, match="a word is lost"):
        fuzz.check(b"1. What is a rope?\n\nIt holds.\n")


def test_a_search_is_bounded_and_says_what_broke(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "ROUND", 3)
    monkeypatch.setattr(fuzz, "check", lambda data: None)
    tried, found, _ = fuzz.search(0.05, 1)
    assert (tried > 0, found) == (True, None)

    def crash(data: bytes) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(fuzz, "check", crash)
    _, found, how = fuzz.search(5, 1)
    assert (found is not None, how) == (True, "RecursionError: too deep")


def test_a_crash_of_a_stage_is_no_law_that_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(pipeline, "prepared_file", crash)
    with pytest.raises(ZeroDivisionError):
        fuzz.check(b"a")


def test_a_search_by_coverage_begins_with_what_has_a_case() -> None:
    notes = list(fuzz.known_notes())
    assert len(notes) > 400
    assert any(b"What is a queue?" in note for note in notes) and not any(b"\n.\n" in note for note in notes)
