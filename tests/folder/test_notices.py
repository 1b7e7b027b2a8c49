"""What became of services: the table is read, wrong rows are said, and the service's page shows it."""

from __future__ import annotations

import pytest
from shipped import SOURCES, site

from studyguide import pipeline
from studyguide.folder.notices import FILE, load_notices
from studyguide.guide import About
from studyguide.records import Folder, Notice, RawFile, Service, Subject
from studyguide.site import pages

ROW = """[[notice]]
service = "ropes"
text = "Closed to <new> customers."
since = 2026-04-30
source = "https://docs.example.com/ropes"
"""
ROPES = Service("ropes", "Ropes", "climbing", ("rope",))
KNOTS = Service("knots", "Knots", "climbing", ("knot",))


def test_a_row_is_read() -> None:
    (notice,), problems = load_notices(ROW)
    assert problems == ()
    assert notice == Notice("ropes", "Closed to <new> customers.", "2026-04-30", "https://docs.example.com/ropes")


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("2026-04-30", '"30 April"', "notices.toml:1: [[notice]] since: this is no date"),
        ("https://docs.example.com/ropes", "javascript:alert(1)", "notices.toml:1: [[notice]] source: this must be"),
        ('text = "Closed to <new> customers."', "", "notices.toml:1: [[notice]] text: missing"),
        ("service", "services", "notices.toml:1: [[notice]] services: there is no such key"),
        ("[[notice]]", "[[notice", "notices.toml:1: this is not TOML"),
    ],
)
def test_a_wrong_row_is_said(right: str, wrong: str, message: str) -> None:
    rows, (problem,) = load_notices(ROW.replace(right, wrong))
    assert rows == () and str(problem).startswith(message) and problem.grave


def test_the_page_of_the_service_shows_it_and_no_other_does() -> None:
    notes = RawFile("notes.md", b"## What is a rope?\n\nIt holds.\n\n## What is a knot?\n\nIt stays.\n")
    site = pipeline.build(Folder((notes,), Subject((ROPES, KNOTS)), notices=load_notices(ROW)[0]))
    shown = {page.path: page.markdown for page in pages.site_pages(pipeline.linked_guide(site, About()))}
    assert "**Since 30 Apr 2026:** Closed to &#60;new&#62; customers." in shown["services/ropes/index.md"]
    assert "https://docs.example.com/ropes" in shown["services/ropes/index.md"]
    assert "Since" not in shown["services/knots/index.md"]


def test_a_notice_on_an_unknown_service_is_said() -> None:
    site = pipeline.build(Folder((), Subject((KNOTS,)), notices=load_notices(ROW)[0]))
    assert [str(problem) for problem in site.problems] == [
        f'{FILE}:1: service: "ropes" is not in services.toml. Add it there or correct it here'
    ]


@pytest.mark.thorough
def test_the_shipped_notices_are_right() -> None:
    rows, problems = load_notices((SOURCES / FILE).read_text("utf-8"))
    assert problems == () and rows == site().notices
    assert not [problem for problem in site().problems if problem.span.source == FILE]
