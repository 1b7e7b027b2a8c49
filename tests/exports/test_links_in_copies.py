"""Links between questions in the files to take along, and on other generators' pages."""

from __future__ import annotations

import csv
import ctypes
import io
import re
import sqlite3
import zipfile
from functools import lru_cache
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw
from test_exports import java

from studyguide import pipeline
from studyguide.exports import anki, epub, markdown_copies, pdf, spreadsheets
from studyguide.exports.book import Book, parts, whole
from studyguide.guide import About, guide
from studyguide.records import Folder, RawFile, Service, Site, Subject

URL = "https://guide.example/x/"
NOTES = {
    "knots.md": """### What is a knot?

Of [a **rope**](ropes.md#what-is-a-rope), [[#What is a bend|bends]], [lore](ropes.md#lore) and
[nothing](q:nothing). `[code](services/ropes/#ropes-what-is-a-rope)`

### What is a bend?

Two knots: <q:knots-what-is-a-knot>.
""",
    "ropes.md": "## Lore\n\nOld words.\n\n### What is a rope?\n\nFibres.\n",
}
SUBJECT = Subject((Service("knots", "Knots", "a", ("knot", "bend")), Service("ropes", "Ropes", "a", ("rope",))))


@lru_cache(maxsize=1)
def site() -> Site:
    return pipeline.build(Folder(tuple(RawFile(name, text.encode()) for name, text in NOTES.items()), SUBJECT))


def books(url: str) -> tuple[Book, Book]:
    """The whole, and the part that holds the knots alone."""
    book = whole(guide(site(), About(name="Lore", url=url)))
    return book, next(part for part in parts(book) if part.slug == "knots")


def test_the_ids_are_those_that_the_cases_name() -> None:
    assert [one.id for one in site().questions] == [
        "knots-what-is-a-knot",
        "knots-what-is-a-bend",
        "ropes-what-is-a-rope",
    ]


@pytest.mark.parametrize("url", [URL, ""])
def test_an_address_leads_within_the_book_to_the_site_or_nowhere(url: str) -> None:
    book, knots = books(url)
    rope, knot, line = (
        "services/ropes/#ropes-what-is-a-rope",
        "services/knots/#knots-what-is-a-knot",
        "sources/ropes-md/#L1",
    )
    assert (book.lead(rope), knots.lead(knot)) == ("#ropes-what-is-a-rope", "#knots-what-is-a-knot")
    assert knots.lead(rope) == (f"{URL}q/ropes-what-is-a-rope/" if url else "")
    assert book.lead(line) == (f"{URL}sources/ropes-md/#L1" if url else "")


def page_of(book: Book) -> str:
    with zipfile.ZipFile(io.BytesIO(epub.epub(book))) as opened:
        return opened.read("EPUB/chapter_knots.xhtml").decode()


def test_an_e_book() -> None:
    page = page_of(books("")[0])
    assert 'Of <a href="chapter_ropes.xhtml#ropes-what-is-a-rope">a <strong>rope</strong></a>, ' in page
    assert '<a href="chapter_knots.xhtml#knots-what-is-a-bend">bends</a>, lore and' in page
    assert "<code>[code](services/ropes/#ropes-what-is-a-rope)</code>" in page
    assert 'Mentioned in: <a href="chapter_knots.xhtml#knots-what-is-a-bend">What is a bend?</a>' in page
    assert "Of a <strong>rope</strong>, <a" in page_of(books("")[1])
    assert f'Of <a href="{URL}q/ropes-what-is-a-rope/">a' in page_of(books(URL)[1])
    assert f'<a href="{URL}sources/ropes-md/#L1">lore</a>' in page_of(books(URL)[0])


@pytest.mark.thorough
def test_its_links_are_found_by_epubcheck(tmp_path: Path) -> None:
    paths = []
    for number, book in enumerate((*books(URL), *books(""))):
        paths.append(tmp_path / f"book{number}.epub")
        paths[-1].write_bytes(epub.epub(book))
    said = java("epubcheck", "CheckEpub.java", *paths)
    assert all(f"{path.name}: 0" in said for path in paths), said[:3000]


def links_of(data: bytes, first: int) -> tuple[set[str], int]:
    """The addresses outside that a PDF leads to, and how many links lead within it, from its first chapter on."""
    document = pypdfium2.PdfDocument(data)
    outside: set[str] = set()
    within = 0
    for page in list(document)[first:]:
        at, link = ctypes.c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(page.raw, ctypes.byref(at), ctypes.byref(link)):
            address = ctypes.create_string_buffer(500)
            action = raw.FPDFLink_GetAction(link)
            if raw.FPDFAction_GetURIPath(document.raw, action, address, 500):
                outside.add(address.value.decode())
            else:
                within += 1
    return outside, within


@pytest.mark.parametrize("kind", pdf.KINDS)
def test_a_pdf(kind: str, tmp_path: Path) -> None:
    for url in (URL, ""):
        for book in books(url):
            data = pdf.typeset(book, kind, "a4", tmp_path)
            text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))
            outside, within = links_of(data, 1 if book.slug else 2)
            if kind == "questions":
                assert "Mentioned" not in text
                continue
            assert all(words in " ".join(text.split()) for words in ("a rope", "bends", "lore", "Mentioned in: "))
            # Two questions of the part mention each other, in their words and below; the third is in the whole alone.
            assert within >= (4 if book.slug else 6)
            wanted = {f"{URL}sources/ropes-md/#L1", *([f"{URL}q/ropes-what-is-a-rope/"] if book.slug else [])}
            assert wanted <= outside if url else outside == set()


def test_a_deck() -> None:
    def answers(book: Book) -> str:
        with zipfile.ZipFile(io.BytesIO(anki.deck(book, 1_800_000_000))) as opened:
            data = opened.read("collection.anki2")
        with sqlite3.connect(":memory:") as connection:
            connection.deserialize(data)
            rows = connection.execute("select flds from notes").fetchall()
        connection.close()
        return "\n".join(row[0] for row in rows)

    led = answers(books(URL)[0])
    assert f'Of <a href="{URL}q/ropes-what-is-a-rope/">a <strong>rope</strong></a>' in led
    assert f'Mentioned in: <a href="{URL}q/knots-what-is-a-bend/">What is a bend?</a>' in led
    bare = answers(books("")[0])
    assert "Of a <strong>rope</strong>, bends, lore and" in bare
    assert "Mentioned in" not in bare


def test_a_text_of_markdown() -> None:
    text = markdown_copies.markdown(books("")[0])
    assert "Of [a **rope**](#ropes-what-is-a-rope), [bends](#knots-what-is-a-bend), lore and" in text
    assert "`[code](services/ropes/#ropes-what-is-a-rope)`" in text
    assert "Mentioned in: [What is a bend?](#knots-what-is-a-bend)" in text
    assert '<a id="ropes-what-is-a-rope"></a>' in text
    assert f"Of [a **rope**]({URL}q/ropes-what-is-a-rope/)," in markdown_copies.markdown(books(URL)[1])


def test_tables() -> None:
    def answer(url: str) -> str:
        rows = csv.DictReader(io.StringIO(spreadsheets.csv_table(books(url)[0]).removeprefix("\ufeff")))
        return next(row["answer"] for row in rows if row["question"] == "What is a knot?")

    assert answer(URL).startswith(
        f"Of [a **rope**]({URL}q/ropes-what-is-a-rope/), [bends]({URL}q/knots-what-is-a-bend/), "
    )
    assert answer("").startswith("Of a **rope**, bends, lore and")
    for url in (URL, ""):
        assert answer(url).endswith("[nothing](q:nothing). `[code](services/ropes/#ropes-what-is-a-rope)`")


def test_other_generators_find_every_page_and_place() -> None:
    files = {path: text for path, text in pipeline.markdown_files(site(), About()) if isinstance(text, str)}
    found = 0
    for path, text in files.items():
        if path.startswith("sources/"):
            continue  # where notes are shown as they are written
        for words, address in re.findall(r"\[(a \*\*rope\*\*|bends|lore|What is a [a-z]+\?)\]\(([^)]*)\)", text):
            target, _, anchor = address.partition("#")
            page = (Path("/") / Path(path).parent / target).resolve().relative_to("/") if target else Path(path)
            assert page.as_posix() in files, (path, words, address)
            assert f"#{anchor} }}" in files[page.as_posix()] or f'id="{anchor}"' in files[page.as_posix()]
            found += 1
    assert found > 10
