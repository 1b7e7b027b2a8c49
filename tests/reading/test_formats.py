"""Files with a form of their own: `cases/reading_formats/*.txt` says what must be read from which file, what not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from growth import assert_steady
from hypothesis import given
from hypothesis import strategies as st
from laws import tries
from tables import every_row

from studyguide import accounting
from studyguide.pipeline import prepared
from studyguide.reading.answer_lists import pair
from studyguide.reading.entries import read
from studyguide.reading.formats import FORMATS, read_format
from studyguide.reading.formats.delimited import rows_of
from studyguide.records import ANYTHING, Entry, Reading, Text

CASES = Path(__file__).parents[1] / "cases" / "reading_formats"
CASE = re.compile(
    r"^(?P<name>[^\n.][^\n]*) \[(?P<file>[^\n\]]+)\]\n\.\n(?P<note>.*?)\n\.\n(?P<told>.*?)\.\n(?=\n|\Z)", re.M | re.S
)


def text_of(note: str, source: str = "notes/case.md") -> Text:
    lines = note.replace("⇥", "\t").split("\n")
    return Text(source, "utf-8", tuple(lines))


def cases() -> list[object]:
    found: list[object] = []
    for path in sorted(CASES.glob("*.txt")):
        text = path.read_text("utf-8").split("\n\n", 1)[1]  # below the comment
        found += [
            pytest.param(case["file"], case["note"], case["told"].strip("\n"), id=f"{path.stem}: {case['name']}")
            for case in CASE.finditer(text)
        ]
    return found


def told(found: Reading) -> str:
    return "\n".join([*map(_entry, found.entries), *(f"! {one.span.first} {one.message}" for one in found.problems)])


def _entry(entry: Entry) -> str:
    parts = (
        f"{entry.span.first}-{entry.span.last}" if entry.span.last > entry.span.first else str(entry.span.first),
        f"#{entry.id}" if entry.id else None,
        f"[{entry.level}]" if entry.level else None,
        "*" if entry.scenario else None,
        entry.question,
        f"| {' / '.join(line for line in entry.body if line)}" if entry.body else None,
        f"=> {' / '.join(line for line in entry.answer if line.strip()) or '-'}",
    )
    return " ".join(filter(None, parts))


@every_row(("file", "note", "expected"), cases())
def test_format(file: str, note: str, expected: str) -> None:
    got, want = told(pair(read(text_of(note, file)))).split("\n"), expected.split("\n")
    shown = [line if len(got) != len(want) else line[: len(want[n])] for n, line in enumerate(got)]
    assert shown == want


@every_row(("file", "note", "expected"), cases())
def test_no_line_and_no_word_of_a_case_is_lost(file: str, note: str, expected: str) -> None:
    assert faults(text_of(note, file)) == []


def faults(text: Text) -> list[str]:
    found = pair(read(text))
    asked = [prepared(entry, ANYTHING) for entry in found.entries]
    return [str(one) for one in accounting.problems([text], [found], asked)]


def test_every_case_of_the_files_is_read() -> None:
    dots = sum(path.read_text("utf-8").split("\n").count(".") for path in CASES.glob("*.txt"))
    assert len(cases()) * 3 == dots and len(cases()) > 60


# --- laws ------------------------------------------------------------------------------------------------------------

# Pieces of all formats, whole and broken.
PIECES = st.sampled_from(
    [
        *(
            '"',
            '""',
            ",",
            ";",
            "\t",
            "Question,Answer",
            "front\tback",
            '"a\nb"',
            "#separator:tab",
            "#html:true",
            "sep=;",
        ),
        *(
            "{",
            "}",
            "[",
            "]",
            ":",
            '{"question": "What is it?", "answer": "A."}',
            '"q": "What?"',
            '"a": "x"',
            "\\u0000",
        ),
        *(
            "- question: What is it?",
            "  answer: |",
            "    text",
            "- &a [*a, *a]",
            "---",
            "title: Why is it so?",
            "*a",
            "? ",
        ),
        *(
            "<p>",
            "</p>",
            "<html>",
            "<dl>",
            "<dt>",
            "<dd>",
            "<details>",
            "<summary>",
            "<pre>",
            "<table><tr><td>",
            "&lt;",
        ),
        *("* What is it?", "** TODO Why?", "#+begin_src", "#+end_src", ":PROPERTIES:", ":END:", "== What?", "----"),
        *("a::b", "What is it?::That", "::", ";;", "?", "??", "{{c1::x}}", "{{c1::", "==x==", "C: [x]", "#card", " → "),
        *("```", "word", "What is a queue?", "A buffer.", '<a id="x"></a>', "### What?", "*Basic*", "1 question"),
        *("\n", "\n", "\n", "\n\n", "  "),
    ]
)
NAMES = st.sampled_from(["a.csv", "a.tsv", "a.txt", "a.md", "a.json", "a.jsonl", "a.yaml", "a.html", "a.org", "a.adoc"])


@tries(400)
@given(st.lists(PIECES, max_size=40).map("".join), NAMES)
def test_whatever_is_broken_every_line_has_one_role(note: str, name: str) -> None:
    text = text_of(note, name)
    assert accounting.unaccounted(text, pair(read(text))) == ()


@pytest.mark.growth
@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.yaml", "a.html", "a.org", "a.md"])
@pytest.mark.parametrize(
    "piece", ['"', "[", "{", '{"a":', "<div>", "- ", "a::b;;", "{{c1::", "&a [*a,", "<li><p>", "\\", "* "]
)
def test_a_hostile_file_is_read_in_time_in_proportion(name: str, piece: str) -> None:
    def reads(note: str) -> None:
        read_format(text_of(note, name), lambda text, homes=(): Reading(text.source, "prose", (), ()))

    assert_steady(reads, piece * 2_500, piece * 5_000)
    assert_steady(reads, f"{piece}\n" * 750, f"{piece}\n" * 1_500)


def test_a_bomb_of_aliases_is_never_unfolded() -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12))
    found = read(text_of(f"question: What is it?\nl0: &l0 [x, x]\n{levels}", "bomb.yaml"))
    assert not found.entries
    assert [one.grave for one in found.problems] == [True]


def test_the_formats_have_names_of_their_own() -> None:
    assert len({one.name for one in FORMATS}) == len(FORMATS) >= 10


@pytest.mark.growth
@pytest.mark.parametrize("row", ["a,b", 'a,"b\nc"', 'a,"b'])
def test_twice_the_rows_take_about_twice_the_time(row: str) -> None:
    """Also where a quote is never closed."""
    lines = "\n".join([row] * 4000).split("\n")
    assert_steady(lambda some: list(rows_of(some, ",")), lines, lines * 2)
