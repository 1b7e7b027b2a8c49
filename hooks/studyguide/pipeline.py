"""From a folder of notes to the finished files of a site. Read this first: each line is one step of the way.

bytes → repair → read → pair → tidy → classify → merge → name → pages and exports

`folder.sources.read_folder` gives the bytes. `build` goes as far as the questions, `site_files` from there to the
files. MkDocs, or another generator, renders the pages among them; `site.publish` completes what it wrote (policy,
style sheet, worker). An answer stays Markdown on the way, and is read by one function, `answers.document.document`.
What that gives becomes HTML by another, `answers.safe_html.fragment`: in `with_answers` on its page, in
`practice_files` on its card, in `exports.html_tree` for e-books, in `exports.anki` for decks; words in
`search_files`, Markdown in `answers.portable`, and what Typst sets in `exports.pdf`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from . import accounting
from .answers import safe_html, titles, unread
from .answers.link_marks import without_links
from .answers.links import led
from .answers.picture_marks import apart
from .answers.pictures import FOLDER
from .answers.safe_html import placed
from .answers.shared_labels import shared
from .answers.tidy import tidy
from .exports import catalogue
from .folder import corrections, notices, of_files
from .guide import About, Guide, address, guide, heading, lead_from, reports_of, to
from .links.leading import with_links
from .pictures.beside import shown_by, with_pictures
from .pictures.diagrams import Draw, with_diagrams
from .questions.classify import classify
from .questions.ids import give_ids
from .questions.merge import merge
from .questions.related import related
from .questions.tracing import traced
from .reading import doubts, pair, read, text_within, with_blocks
from .records import (
    Asked,
    Entry,
    Folder,
    LayoutRule,
    LineDecision,
    Problem,
    RawFile,
    Reading,
    Site,
    Subject,
    Text,
)
from .repair import repair
from .site import navigation, pages
from .site.json_files import json_files
from .site.page_blocks import fill, with_examples
from .site.practice_cards import practice_files
from .site.search_index import search_files
from .site.short_links import short_links


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file by itself, as far as it can be known without the others: its text, how that is read, each entry made
    ready, and what is wrong or doubtful with it.
    """

    text: Text
    reading: Reading
    asked: tuple[Asked, ...]
    problems: tuple[Problem, ...]


def prepared_file(
    file: RawFile, subject: Subject, rule: LayoutRule | None = None, decisions: tuple[LineDecision, ...] = ()
) -> Prepared:
    """bytes → repair → read → pair → tidy → classify: the stages that take each file by itself.

    rule, decisions   what maintainers say of how the file is read, and of its lines
    """
    text, damaged = text_of(file)
    reading = pair(read(text, subject, rule, decisions), subject.vendors)
    asked = tuple(prepared(entry, subject) for entry in reading.entries)
    lost = accounting.problems([text], [reading], asked)
    unread_marks = unread.problems(text, asked)
    asked = _with_labels(text, reading, asked)
    reading = _with_remarks(text, reading, asked)
    return Prepared(text, reading, asked, (*damaged, *reading.problems, *doubts(text, reading), *lost, *unread_marks))


def prepared(entry: Entry, subject: Subject) -> Asked:
    """An entry with its question as plain words, its answer as clean Markdown, and what it is about."""
    title, pictures = apart(entry.question)
    title, addresses = without_links(title)
    body = "\n\n".join(filter(None, (*pictures, *addresses, tidy(with_blocks(entry.body), subject))))
    answer = tidy(with_blocks(entry.answer), subject)
    question, marked = titles.read(title)
    return classify(entry, question=question, title=marked, body=body, answer=answer, subject=subject)


def _with_labels(text: Text, reading: Reading, asked: tuple[Asked, ...]) -> tuple[Asked, ...]:
    """The entries, each with what the file defines elsewhere and its answer uses."""
    own = {n for role in reading.roles if role.entry is not None for n in range(role.first, role.last + 1)}
    outside = [line if n not in own else "" for n, line in enumerate(text.lines, 1)]
    answers = shared([one.answer for one in asked], outside)
    return tuple(replace(one, answer=answer) for one, answer in zip(asked, answers, strict=True))


def _with_remarks(text: Text, reading: Reading, asked: Sequence[Asked]) -> Reading:
    return replace(reading, remarks=tuple(accounting.remarks(text, reading, asked)))


def text_of(file: RawFile) -> tuple[Text, tuple[Problem, ...]]:
    """The repaired text of a note, or of what a deck, a document or a book holds."""
    found = text_within(file)
    return repair(found) if isinstance(found, RawFile) else (Text(file.source, "binary", ()), (found,))


Prepare = Callable[[RawFile, Subject, LayoutRule | None, tuple[LineDecision, ...]], Prepared]


def build(folder: Folder, prepare: Prepare = prepared_file, draw: Draw | None = None, home: str = "") -> Site:
    """Nothing here raises for bad notes: what cannot be used is among the problems, and the rest is built.

    prepare   `prepared_file`, or one like it that remembers what it has read
    draw      draws diagrams; without it they are shown as their text
    home      the site's own address, ending in `/`, by which notes may link to its questions, or empty
    """
    subject = folder.subject
    files = [prepare(file, subject, *of_files.told(folder, file.source)) for file in folder.files]
    texts, readings = [one.text for one in files], [one.reading for one in files]
    every = tuple(asked for one in files for asked in one.asked)
    asked, pictures, unseen = with_pictures(every, texts, folder.pictures)
    asked, drawn, undrawn = with_diagrams(asked, texts, draw) if draw else (asked, (), ())

    decided = folder.corrections, folder.permalinks
    aside = corrections.set_aside(asked, *decided)
    settled = corrections.with_services(asked, *decided)
    groups, proposals, unclear = merge(_without(settled, aside), *decided, subject)
    groups = corrections.with_levels(groups, *decided)
    questions, permalinks, misnamed = give_ids(groups, folder.permalinks, folder.corrections, subject)

    sources = tuple(traced(texts, readings, asked, aside, questions))
    reports = reports_of(text.source for text in texts)
    questions, dead = with_links(questions, sources, permalinks, reports, home, heading)

    return Site(
        questions=questions,
        sources=sources,
        services=subject.services,
        permalinks=permalinks,
        proposals=proposals,
        problems=(
            *folder.problems,
            *(problem for one in files for problem in one.problems),
            *unseen,
            *undrawn,
            *dead,
            *of_files.problems(folder),
            *corrections.problems(folder.corrections, asked, folder.permalinks, subject.services),
            *notices.problems(folder.notices, subject.services),
            *unclear,
            *misnamed,
        ),
        stale=folder.stale,
        notices=folder.notices,
        vendors=subject.vendors,
        pictures=shown_by(questions, (*pictures, *drawn)),
    )


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """The files of a website, but for what its generator adds: the theme, and HTML around each answer.

    pages        rendered by the site generator; `with_answers` completes what it makes of one
    texts        path and text of the rest: the page of tags, short links, JSON, words of the search, practice cards
    pictures     path and bytes of those that answers show
    copies       files to take along, each with its bytes
    left_out     a sentence for each kind of copy that cannot be made here
    navigation   titles with a page, or with more titles below them
    """

    pages: tuple[pages.Page, ...]
    texts: tuple[tuple[str, str], ...]
    pictures: tuple[tuple[str, bytes], ...]
    copies: tuple[catalogue.Made, ...]
    left_out: tuple[str, ...]
    navigation: tuple[navigation.Entry, ...]

    @property
    def files(self) -> Iterator[tuple[str, str | bytes]]:
        """Path and content of all of them; that of a page is Markdown."""
        yield from ((page.path, pages.page_text(page)) for page in self.pages)
        yield from self.texts
        yield from self.pictures
        yield from ((file.path, data) for file, data in self.copies)


def site_files(
    site: Site, about: About, authored: Collection[str] = (), copying: catalogue.Setting | None = None
) -> SiteFiles:
    """Everything that a site generator is given.

    authored   paths of pages that stand there already and are not written again
    copying    what copies depend on besides the questions; without it none are made
    """
    # Questions → `exports.book.Book` → files of each kind in `exports.catalogue.KINDS`, of the whole and of services.
    # PDF: `exports.pdf` writes the nodes of each answer as JSON, and Typst sets that by `exports/book.typ`.
    copies, left_out = catalogue.copies(guide(site, about), copying) if copying else ((), ())
    whole = linked_guide(site, replace(about, downloads=tuple(file for file, _ in copies)))
    texts = (
        pages.TAGS_PAGE,
        *short_links(site, about),  # id → q/<id>/, which leads to the question's page
        *json_files(site),  # question → its row of questions.json; line of a note → its row of ledger.json
        # Question → search/entries.json, answer as running words → search/text-N.json. In the browser find-worker.mjs
        # fetches them and find.mjs ranks.
        *search_files(site),
        *practice_files(site),  # answer → safe HTML on a card
    )
    return SiteFiles(
        # question → a page of its service, in Markdown, with an empty place for each answer
        pages=tuple(page for page in pages.site_pages(whole) if page.path not in authored),
        texts=tuple((path, text) for path, text in texts if path not in authored),
        pictures=picture_files(site),
        copies=copies,
        left_out=left_out,
        navigation=navigation.navigation(whole, authored),
    )


def with_answers(page: pages.Page, html: str) -> str:
    """A page as the site generator rendered it, with every insert in its place: answers as safe HTML."""
    folder = to(page.path, f"{FOLDER}/")
    # What is not on the screen is not fetched; all of what is printed must be.
    lazy = page.path != pages.PAPER
    lead = lead_from(page.path, address, "" if lazy else pages.PAPER_ID)

    def answer(markdown: str) -> str:
        return led(placed(safe_html.fragment(markdown), f"{folder}/", lazy), lead)

    return fill(html, page.inserts, answer, safe_html.heading)


def authored_page(path: str, markdown: str) -> pages.Page:
    """A page that stands beside the generated ones. Its examples become answers, which `with_answers` puts in."""
    written, inserts = with_examples(markdown)
    return pages.Page(path, "", "", written, inserts)


def markdown_files(site: Site, about: About) -> Iterable[tuple[str, str | bytes]]:
    """The same pages as ordinary Markdown, for any other generator: path and content of each file."""
    yield from pages.tree(linked_guide(site, about))
    yield from short_links(site, about)
    yield from picture_files(site)


def picture_files(site: Site) -> tuple[tuple[str, bytes], ...]:
    """Path and bytes of each picture that an answer shows."""
    return tuple((f"{FOLDER}/{picture.name}", picture.data) for picture in site.pictures)


def linked_guide(site: Site, about: About) -> Guide:
    """The site with its look-ups, and for each question those to read next."""
    return replace(guide(site, about), related=related(site.questions))


def _without(asked: Sequence[Asked], aside: Collection[int]) -> tuple[Asked, ...]:
    return tuple(one for place, one in enumerate(asked) if place not in aside)
