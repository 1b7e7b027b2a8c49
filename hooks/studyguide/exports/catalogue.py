"""All copies there are: a row for each kind of file, in the order of the downloads page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import starmap
from pathlib import Path

from anyascii import anyascii

from ..guide import Download, Guide, count
from . import MEDIA, anki, epub, markdown_copies, pdf, spreadsheets
from .book import Book, Unavailable, parts, whole

FOLDER = "downloads"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a copy depends on besides its book.

    date     in seconds since 1970, for Anki, which takes a change only where this has grown
    fonts    a folder that font files may be written to
    keep     is given a name for the bytes of a copy and how to make them, and may know them from an earlier time
    """

    date: int
    fonts: Path
    keep: Callable[[str, Callable[[], bytes]], bytes] = lambda _, make: make()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    medium     what `--only` calls it, with others of its sort
    name       what a link to it says
    purpose    what it is for, in a few words
    services   whether each service has one of its own
    missing    what the machine lacks for it, or nothing
    """

    medium: str
    suffix: str
    name: str
    purpose: str
    make: Callable[[Book, Setting], bytes]
    services: bool = True
    missing: Callable[[], str] = lambda: ""


def _pdf(kind: str, paper: str) -> Callable[[Book, Setting], bytes]:
    return lambda book, setting: pdf.typeset(book, kind, paper, setting.fonts)


def _text(make: Callable[[Book], str]) -> Callable[[Book, Setting], bytes]:
    return lambda book, setting: make(book).encode("utf-8", "replace")


KINDS = (
    *(
        # A service's file in a second size of paper would double the hundreds of files, and printers scale.
        Kind("pdf", f"{suffix}-{paper}.pdf", f"PDF, {shown}", purpose, _pdf(kind, paper), paper == "a4", pdf.missing)
        for kind, suffix, purpose in (
            ("answers", "", "to read: each question with its answer"),
            ("back", "-answers-at-the-back", "to test yourself: questions first, with the page of each answer"),
            ("questions", "-questions", "to write: questions with room for your own words"),
        )
        for paper, shown in (("a4", "A4"), ("letter", "Letter"))
    ),
    Kind("epub", ".epub", "EPUB", "for an e-reader or a phone", lambda book, _: epub.epub(book)),
    Kind(
        "anki", ".apkg", "Anki deck", "cards with spaced repetition",
        lambda book, setting: anki.deck(book, setting.date), missing=anki.missing,
    ),
    Kind("anki", "-anki.tsv", "Anki text", "the same cards as text, which changes only what is new", _text(anki.rows)),
    Kind("csv", ".csv", "CSV", "a table for a spreadsheet", _text(spreadsheets.csv_table)),
    Kind("tsv", ".tsv", "TSV", "the same table with tabs", _text(spreadsheets.tsv_table), services=False),
    Kind(
        "md", ".md", "Markdown", "everything in one text file, for notes and programs", _text(markdown_copies.markdown),
    ),
)  # fmt: skip

Made = tuple[Download, bytes]


def copies(guide: Guide, setting: Setting, media: Collection[str] = MEDIA) -> tuple[tuple[Made, ...], tuple[str, ...]]:
    """Every copy with its bytes, and a sentence for each kind that cannot be made here."""
    book = whole(guide)
    if not book.leaves:
        return (), ()
    lacking = {kind: trouble for kind in KINDS if kind.medium in media and (trouble := kind.missing())}
    made: list[Made] = []
    left_out: dict[str, list[str]] = {}
    for kind, one in _orders(book, [kind for kind in KINDS if kind.medium in media and kind not in lacking]):
        path = _path(kind, one)
        try:
            data = setting.keep(_key(kind, one, setting), partial(kind.make, one, setting))
        except Unavailable as error:
            left_out.setdefault(str(error), []).append(path)
        except Exception as error:  # a fault of a library costs one file, not the site
            reason = f"{type(error).__name__}: {error}. This is a fault of the generator; please report it"
            left_out.setdefault(reason, []).append(path)
        else:
            made.append((Download(path, kind.medium, kind.name, kind.purpose, one.slug, len(data)), data))
    if "llms" in media:
        made.append(_llms(book, made))
    without = (f"the downloads are without {_NAMES[kind.medium]}: {trouble}" for kind, trouble in lacking.items())
    return tuple(made), (*dict.fromkeys(without), *starmap(_told, left_out.items()))


# What a reader calls the files that can be missing.
_NAMES = {"pdf": "PDF files", "anki": "Anki decks"}


def _told(reason: str, paths: list[str]) -> str:
    others = f" and {count(len(paths) - 1, 'other file')}" if len(paths) > 1 else ""
    return f"{paths[0]}{others} left out: {reason}"


def _orders(book: Book, kinds: Iterable[Kind]) -> Iterator[tuple[Kind, Book]]:
    """What to make: each kind of the whole, then of the services."""
    services = parts(book)
    for kind in kinds:
        yield kind, book
        if kind.services:
            yield from ((kind, part) for part in services)


def _llms(book: Book, made: Iterable[Made]) -> Made:
    plain = [file for file, _ in made if not file.service and file.medium in ("md", "csv")]
    json = ("questions.json", "JSON", "every question with all its places, for programs")
    written = markdown_copies.llms(book, (*((file.path, file.name, file.purpose) for file in plain), json))
    data = written.encode("utf-8", "replace")
    purpose = "for programs that read: all questions as links"
    return Download("llms.txt", "llms", "llms.txt", purpose, "", len(data)), data


def _path(kind: Kind, book: Book) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", anyascii(book.guide).lower()).strip("-")[:60] or "guide"
    return f"{FOLDER}/{slug}{f'-{book.slug}' if book.slug else ''}{kind.suffix}"


def _key(kind: Kind, book: Book, setting: Setting) -> str:
    """The same only for the same bytes: the words, the generator that writes them, and the packages that it uses."""
    date = setting.date if kind.suffix == ".apkg" else 0
    seed = "\0".join((_program(), kind.suffix, str(date), _words(book)))
    return hashlib.sha256(seed.encode("utf-8", "replace")).hexdigest()


@lru_cache(maxsize=2_000)
def _words(book: Book) -> str:
    return hashlib.sha256(repr(book).encode("utf-8", "replace")).hexdigest()


@lru_cache(maxsize=1)
def _program() -> str:
    digest = hashlib.sha256()
    # All of it: an answer's HTML depends on more rooms than a list of them would be kept up with.
    for path in _below(files("studyguide")):
        digest.update(path.read_bytes())
    for package in (
        "typst",
        "pymupdf-fonts",
        "noto-cjk-sans-otc",
        "genanki",
        "pygments",
        "markdown",
        "nh3",
        "pymdown-extensions",
    ):
        digest.update(f"{package} {_version(package)}\n".encode())
    return digest.hexdigest()


def _below(folder: Traversable) -> Iterator[Traversable]:
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.is_dir():
            yield from _below(path)
        elif path.name.endswith((".py", ".toml", ".typ", ".css")):
            yield path


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
