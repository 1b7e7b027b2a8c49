"""Decks, documents and books: what stands in them, and what is said of those that cannot be read."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from importlib.util import find_spec

import pytest

from studyguide.one_file import explained
from studyguide.reading.formats import documents
from studyguide.reading.formats.documents import text_within
from studyguide.records import ANYTHING, Folder, Problem, RawFile

needs_mammoth = pytest.mark.skipif(find_spec("mammoth") is None, reason="the extra `documents` is not installed")


def archive(**parts: bytes | str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return written.getvalue()


def read(name: str, data: bytes) -> list[tuple[str, str]]:
    _, reading, problems = explained(RawFile(name, data), Folder((), ANYTHING))
    assert [str(problem) for problem in problems if problem.grave] == []
    return [(entry.question, " / ".join(line for line in entry.answer if line)) for entry in reading.entries]


def said(name: str, data: bytes) -> str:
    found = text_within(RawFile(name, data))
    assert isinstance(found, Problem)
    assert found.grave and found.span.source == name
    return found.message


# --- decks -----------------------------------------------------------------------------------------------------------


def collection(notes: list[tuple[str, str, str]], fields: tuple[str, ...] = ("Front", "Back")) -> bytes:
    """A database of Anki's with guid, tags and fields of each note."""
    names = ", ".join(f'{{"name": "{field}"}}' for field in fields)
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE col (models, decks)")
        database.execute("CREATE TABLE notes (id, guid, mid, tags, flds)")
        database.execute("CREATE TABLE cards (nid, did)")
        database.execute(
            "INSERT INTO col VALUES (?, ?)",
            (f'{{"1": {{"name": "Basic", "flds": [{names}]}}}}', '{"2": {"name": "Ships::Canals"}}'),
        )
        for number, (guid, tags, text) in enumerate(notes, 1):
            database.execute("INSERT INTO notes VALUES (?, ?, 1, ?, ?)", (number, guid, tags, text))
            database.execute("INSERT INTO cards VALUES (?, 2)", (number,))
        return bytes(database.serialize())


NOTES = [("x", " easy ", "What is a <b>lock</b>?\x1fA chamber:<br>with gates"), ("y", "", "Keel\x1fThe spine")]


def test_the_notes_of_a_deck_are_cards() -> None:
    deck = archive(**{"collection.anki2": collection(NOTES), "media": b"{}"})
    assert read("deck.apkg", deck) == [("What is a **lock**?", "A chamber: / with gates"), ("Keel", "The spine")]


def test_fields_are_known_by_their_names() -> None:
    notes = [("x", "", "7\x1fA chamber\x1fWhat is a lock?")]
    deck = archive(**{"collection.anki21": collection(notes, ("Number", "Answer", "Question"))})
    assert [question for question, _ in read("deck.apkg", deck)] == ["What is a lock?"]


def test_the_newest_form_of_a_deck_counts() -> None:
    """A deck of a newer Anki holds a note for older ones that says no more than that they are old."""
    zstandard = pytest.importorskip("zstandard")
    old = collection([("z", "", "Please update\x1fto the latest version")])
    new = zstandard.ZstdCompressor().compress(collection(NOTES))
    deck = archive(**{"collection.anki2": old, "collection.anki21b": new})
    assert [question for question, _ in read("deck.apkg", deck)] == ["What is a **lock**?", "Keel"]


def test_a_deck_of_a_newer_anki_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "find_spec", lambda name: None)
    assert "Support older Anki versions" in said("deck.apkg", archive(**{"collection.anki21b": b"?"}))


@pytest.mark.parametrize("content", [b"", b"no database", collection(NOTES)[:3000]])
def test_a_broken_deck_is_a_problem(content: bytes) -> None:
    assert "Anki deck" in said("deck.apkg", archive(**{"collection.anki2": content}))


# --- documents -------------------------------------------------------------------------------------------------------

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)


def docx(*paragraphs: tuple[str, str]) -> bytes:
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    return archive(**{"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document})


PARAGRAPHS = (
    ("Heading1", "What is a lock?"),
    ("Normal", "A chamber."),
    ("Heading1", "What is a weir?"),
    ("Normal", "A dam."),
)


@needs_mammoth
def test_a_word_document_is_read_by_its_styles() -> None:
    assert read("notes.docx", docx(*PARAGRAPHS)) == [("What is a lock?", "A chamber."), ("What is a weir?", "A dam.")]


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "find_spec", lambda name: None)
    assert "pip install studyguide[documents]" in said("notes.docx", docx(*PARAGRAPHS))
    assert "pip install studyguide[documents]" in said("notes.pdf", b"%PDF-1.7\n")


def pdf(*lines: str) -> bytes:
    """A page with one line of text below the other."""
    text = "BT /F1 12 Tf 14 TL 50 700 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj{one}endobj\n"
    start = len(data)
    data += "xref\n0 6\n0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places)
    return f"{data}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode("ascii")


def test_the_text_of_a_pdf_is_read_like_any_note() -> None:
    pytest.importorskip("pypdfium2")
    lines = ("1. What is a lock?", "A chamber.", "2. What is a weir?", "A dam.")
    assert read("notes.pdf", pdf(*lines)) == [("What is a lock?", "A chamber."), ("What is a weir?", "A dam.")]


def test_a_pdf_without_text_says_so() -> None:
    pytest.importorskip("pypdfium2")
    assert "without text" in said("scan.pdf", pdf())


@pytest.mark.parametrize("data", [b"%PDF-", b"%PDF-1.7\n1 0 obj", archive(**{"META-INF/container.xml": "<a"})])
def test_a_broken_document_is_a_problem(data: bytes) -> None:
    assert said("broken", data)


# --- books -----------------------------------------------------------------------------------------------------------

_CONTAINER = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
_BOOK = (
    '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="nav" href="nav.xhtml" properties="nav"/>'
    '<item id="b" href="b.xhtml"/><item id="a" href="a.xhtml"/></manifest>'
    '<spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/></spine></package>'
)


def test_the_chapters_of_a_book_are_read_in_their_order() -> None:
    book = archive(
        **{
            "META-INF/container.xml": _CONTAINER,
            "OPS/book.opf": _BOOK,
            "OPS/nav.xhtml": "<html><body><p>What is it?</p></body></html>",
            "OPS/b.xhtml": "<html><body><h2>What is a weir?</h2><p>A dam.</p></body></html>",
            "OPS/a.xhtml": "<html><body><h2>What is a lock?</h2><p>A chamber.</p></body></html>",
        }
    )
    assert read("book.epub", book) == [("What is a lock?", "A chamber."), ("What is a weir?", "A dam.")]


# --- what is none of these -------------------------------------------------------------------------------------------


def test_other_files_pass_untouched() -> None:
    for data in (b"What is a lock?\n", b"\x89PNG", archive(other="text"), b"PK\x03\x04 broken"):
        file = RawFile("any", data)
        assert text_within(file) is file


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_LARGEST", 1000)
    assert "larger than 1,000 bytes" in said("deck.apkg", archive(**{"collection.anki2": b"\x00" * 5000}))
