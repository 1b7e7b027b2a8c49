"""What was read before is not read again as long as nothing has changed, and makes the same site."""

from __future__ import annotations

import os
import pickle
import sqlite3
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studyguide import kept_readings, pipeline
from studyguide.guide import About
from studyguide.kept import Store
from studyguide.kept_readings import remembering
from studyguide.pipeline import Prepared, prepared_file
from studyguide.records import ANYTHING, EncodingDecision, Folder, LayoutRule, LineDecision, RawFile, Service, Span

NOTE = RawFile(
    "notes/shelves.md",
    b"1. What is a shelf?\n\nA board \xc3\xa2\xe2\x82\xac\xe2\x80\x9c on a wall.\n\n2. What is a box?\n\n- a\n- b\n",
)
RULE = LayoutRule("notes/*", prefix="Ask:")
DECISION = LineDecision("asks", NOTE.source, 3, "A board", Span("corrections.toml", 1, 3))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "readings.db"


class Counting:
    """`prepared_file`, and how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, *told: Any) -> Prepared:
        self.asked += 1
        return prepared_file(*told)


def read(place: Path, file: RawFile = NOTE, *told: Any) -> tuple[Prepared, int]:
    """What comes of the file in a run of its own, and how often it was read for that."""
    counting = Counting()
    with Store(place) as store:
        found = remembering(store, counting)(file, *(told or (ANYTHING, None, ())))
    return found, counting.asked


def test_what_has_not_changed_is_read_once(place: Path) -> None:
    first, second = read(place), read(place)
    assert (first[1], second[1]) == (1, 0)
    assert first[0] == second[0] == prepared_file(NOTE, ANYTHING)


CHANGES = {
    "its bytes": (replace(NOTE, data=NOTE.data + b" "), ANYTHING, None, ()),
    "its name": (replace(NOTE, source="notes/boxes.md"), ANYTHING, None, ()),
    "how it is encoded": (
        replace(
            NOTE, encodings=(EncodingDecision(NOTE.source, "as", "latin-1", 0, "", Span("corrections.toml", 1, 3)),)
        ),
        ANYTHING,
        None,
        (),
    ),
    "the subject": (NOTE, replace(ANYTHING, services=(Service("shelves", "Shelves", "storage"),)), None, ()),
    "a rule of its layout": (NOTE, ANYTHING, RULE, ()),
    "a word on one of its lines": (NOTE, ANYTHING, None, (DECISION,)),
}


@pytest.mark.parametrize("told", CHANGES.values(), ids=CHANGES)
def test_what_has_changed_is_read_again(place: Path, told: tuple[Any, ...]) -> None:
    read(place)
    assert read(place, *told)[1] == 1
    assert read(place, *told)[1] == 0, "and kept in turn"


def test_another_program_reads_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(place)
    monkeypatch.setattr(kept_readings, "program", lambda: b"another")
    assert read(place)[1] == 1


def test_the_site_is_the_same_with_and_without(place: Path) -> None:
    folder = Folder((NOTE, RawFile("notes/rails.csv", b"question,answer\nWhat is a rail?,A bar.\n")), ANYTHING)

    def files(prepare: pipeline.Prepare) -> pipeline.SiteFiles:
        return pipeline.site_files(pipeline.build(folder, prepare), About())

    plain = files(prepared_file)
    for _ in range(2):
        with Store(place) as store:
            assert files(remembering(store)) == plain


class Harm:
    """Runs something where it is unpickled without care."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.mark),)


def test_nothing_that_was_laid_in_runs(place: Path, tmp_path: Path) -> None:
    read(place)
    with Store(place) as store:
        keys = [key for (key,) in sqlite3.connect(place).execute("SELECT key FROM kept")]
        for key in keys:
            store.put(key, zlib.compress(pickle.dumps(Harm(tmp_path / "harm"))))
    assert keys
    assert read(place) == (prepared_file(NOTE, ANYTHING), 1)
    assert not (tmp_path / "harm").exists()


@pytest.mark.parametrize("data", [b"", b"no database", b"SQLite format 3\0 and no more", bytes(5000)])
def test_a_damaged_file_is_begun_anew(place: Path, data: bytes) -> None:
    read(place)
    place.write_bytes(data)
    assert read(place)[1] == 1
    read(place)
    assert read(place)[1] == 0


def test_a_damaged_piece_is_made_again(place: Path) -> None:
    read(place)
    with sqlite3.connect(place) as rows:
        rows.execute("UPDATE kept SET data = substr(data, 1, length(data) - 1)")
    assert read(place)[1] == 1


def test_a_file_in_use_costs_no_more_than_the_reading(place: Path) -> None:
    read(place)
    other = sqlite3.connect(place, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    counting = Counting()
    with Store(place, patience=0) as store:
        remembering(store, counting)(NOTE, ANYTHING, None, ())
    other.execute("ROLLBACK")
    assert counting.asked == 1
    assert read(place)[1] == 0, "what was there is there still"


def test_where_nothing_can_be_written_all_is_read(place: Path) -> None:
    place.parent.write_text("no folder")
    assert [read(place)[1], read(place)[1]] == [1, 1]


def test_the_newest_are_left(place: Path) -> None:
    def put(key: bytes, day: int) -> None:
        with Store(place, most=10) as store:
            store.put(key, b"12345")
        with sqlite3.connect(place) as rows:
            rows.execute("UPDATE kept SET day = ? WHERE key = ?", (day, key))

    for day, key in enumerate((b"a", b"b", b"c")):
        put(key, day)
    with Store(place, most=10) as store:
        assert [store.get(key) for key in (b"a", b"b", b"c")] == [None, b"12345", b"12345"]


def test_a_folder_without_a_guide_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    with kept_readings.of_guide(tmp_path / "sources") as prepare:
        prepare(NOTE, ANYTHING, None, ())
    assert not (tmp_path / ".cache").exists()
    (tmp_path / "mkdocs.yml").write_text("site_name: Shelves\n")
    with kept_readings.of_guide(tmp_path / "sources") as prepare:
        prepare(NOTE, ANYTHING, None, ())
    assert (tmp_path / ".cache" / "readings.db").is_file()
