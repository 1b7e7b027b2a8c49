"""The page that tells maintainers what they can say of notes: each of its examples does what stands there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from tables import every_row

from studyguide import pipeline
from studyguide.folder import corrections, decisions, encodings, layouts
from studyguide.records import ANYTHING, BEGINNINGS, GUESSED_READINGS, LINE_KINDS, PLAIN_READINGS, Folder, RawFile

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "layouts.md").read_text("utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
_SECTION = re.compile(r"^### ([^\n]*)\n(.*?)(?=^#|\Z)", re.M | re.S)


def examples() -> list[object]:
    """The note, what is said of it and what is read, of each section that has all three."""
    sections = ((title, _BLOCK.findall(text)) for title, text in _SECTION.findall(_without_headings_in_code(PAGE)))
    return [
        pytest.param(kind, *(text.replace("\0", "#") for text in (note, said, read)), id=title)
        for title, blocks in sections
        if len(blocks) == 3
        for (kind, note), (_, said), (_, read) in [blocks]
    ]


def _without_headings_in_code(text: str) -> str:
    return _BLOCK.sub(lambda block: block[0].replace("#", "\0"), text)


@every_row(("kind", "note", "said", "wanted"), examples())
def test_example(kind: str, note: str, said: str, wanted: str) -> None:
    rules, wrong = layouts.load_layouts(said) if "[[layout]]" in said else ((), ())
    (_, lines, codecs), also = corrections.load_all("" if rules else said)
    file = RawFile(f"notes/ropes.{'csv' if kind == 'csv' else 'md'}", note.encode())
    files = encodings.told((file,), codecs)
    site = pipeline.build(Folder(files, ANYTHING, layouts=rules, lines=lines, encodings=codecs))
    assert (*wrong, *also, *(one for one in site.problems if one.grave)) == ()
    entries = site.sources[0].reading.entries
    levels = [f" ({one.level})" if one.level else "" for one in entries]
    read = [
        f"{one.question}{level} → {' '.join(' '.join(one.answer).split())}"
        for one, level in zip(entries, levels, strict=True)
    ]
    assert read == wanted.splitlines()


def said() -> list[dict[str, list[dict[str, object]]]]:
    return [tomllib.loads(text) for kind, text in _BLOCK.findall(PAGE) if kind == "toml"]


def test_each_key_and_each_kind_has_an_example() -> None:
    rows = [row for tables in said() for row in tables.get("layout", ())]
    assert {key for row in rows for key in row} == set(layouts.KEYS)
    assert {row["begin"] for row in rows if "begin" in row} == set(BEGINNINGS)
    assert {kind for tables in said() for kind in tables} == {"layout", encodings.KIND, *decisions.KNOWN_BY}
    assert set(LINE_KINDS) < set(decisions.KNOWN_BY)


def test_the_examples_of_decisions_are_understood() -> None:
    text = next(text for kind, text in _BLOCK.findall(PAGE) if kind == "toml" and "[[merge]]" in text)
    (found, *_), problems = corrections.load_all(text)
    assert (len(found), problems) == (5, ())


def test_each_way_to_read_is_named() -> None:
    assert [name for name in (*GUESSED_READINGS, *PLAIN_READINGS) if f"`{name}`" not in PAGE] == []
