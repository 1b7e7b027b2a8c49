"""Where an address in a note leads."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from tables import every_row

from studyguide import pipeline
from studyguide.guide import reports_of
from studyguide.links.targets import Targets
from studyguide.records import ANYTHING, Folder, Permalink, RawFile

CASES = (Path(__file__).resolve().parents[1] / "cases" / "links" / "addresses.txt").read_text("utf-8")
_NOTES, _, _ROWS = CASES.partition("\n---\n")
NOTES = dict(one.split("\n", 1) for one in _NOTES.split("\n== ")[1:])
ROWS = [row.split(" | ") for row in _ROWS.split("\n") if row.strip() and not row.startswith("#")]
HOME = "https://guide.example/x/"
LEDGER = (
    Permalink("rope-of-old", ("What is an old rope?",), leads_to="general-what-is-a-rope"),
    Permalink("rope-that-went", ("What was it?",), retired=True),
    Permalink("general-what-is-a-rope", ("What is a rope?",)),
)


@lru_cache(maxsize=1)
def targets() -> Targets:
    files = tuple(RawFile(name, text.encode()) for name, text in NOTES.items())
    site = pipeline.build(Folder(files, ANYTHING, permalinks=LEDGER))
    reports = reports_of(NOTES)
    return Targets(site.questions, site.sources, site.permalinks, reports, HOME)


def told(address: str) -> str:
    """A question by its id, a line by its note."""
    if not address or "services/" in address:
        return address.rpartition("#")[2]
    page, _, line = address.partition("#L")
    note = next(name for name, path in targets().reports.items() if path == f"{page}index.md")
    return f"{note}:{line}" if line else note


@every_row(("note", "address", "expected"), [pytest.param(*row, id="|".join(row)) for row in ROWS])
def test_an_address_leads_to_one_place(note: str, address: str, expected: str) -> None:
    wiki = address.startswith("! ")
    place = targets().of(address.strip().removeprefix("! "), note.strip(), anywhere=wiki)
    where, _, why = expected.strip().partition("!")
    if where == "-":
        assert place is None
    else:
        assert place is not None
        assert told(place.address) == where.strip()
        assert (why.strip() in place.why) if why else not place.why


def test_a_question_says_what_it_asks() -> None:
    place = targets().of("q:general-what-is-a-bend", "knots.md")
    assert place is not None and place.title == "What is a bend?"
