"""Which file a note means."""

from __future__ import annotations

from pathlib import Path

import pytest
from tables import every_row

from studyguide.pictures.addresses import Missing, Names, is_picture, meant

CASES = (Path(__file__).resolve().parents[1] / "cases" / "pictures" / "addresses.txt").read_text("utf-8")
_FILES, _, _ROWS = CASES.partition("\n---\n")
NAMES = Names(tuple(_FILES.split("\n\n", 1)[1].split("\n")))
ROWS = [row.split("|") for row in _ROWS.split("\n") if row.strip() and not row.startswith("#")]


@every_row(("note", "address", "expected"), [pytest.param(*row, id="|".join(row)) for row in ROWS])
def test_an_address_means_one_file_or_none(note: str, address: str, expected: str) -> None:
    written = address.replace("z\\u0307", "z\u0307").replace("o\\u0301", "o\u0301")
    anywhere = written.startswith(" ! ")
    found = meant(written.removeprefix(" !"), note.strip(), NAMES, anywhere)
    wanted = expected.strip()
    if wanted == "web":
        assert found is None
    elif wanted.startswith("!"):
        assert isinstance(found, Missing)
        assert wanted[1:].strip() in found.why
    else:
        assert found == wanted


def test_names_that_keep_letters_and_marks_apart_are_found_by_both() -> None:
    apart = Names(("a\u0301.png",))
    assert meant("á.png", "n.md", apart) == meant("a\u0301.png", "n.md", apart) == "a\u0301.png"


def test_a_name_is_a_pictures_by_its_end() -> None:
    assert is_picture("a.PNG") and is_picture("a%2Epng") and is_picture("a.webp#x")
    assert not is_picture("note") and not is_picture("note.md") and not is_picture("png")
