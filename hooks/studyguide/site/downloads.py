"""The page of files to take along, and the line on a service's page that leads to its own."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from ..answers import safe_html
from ..guide import Download, Guide, count, link, service_page
from .page_blocks import Block, Group

PATH = "downloads/index.md"

# Heading, the media below it, and what a reader should know of them, by the end of the file's name: what is not there
# is not spoken of.
_PARTS: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]], ...] = (
    (
        "To read and to write on",
        ("pdf", "epub"),
        (
            (
                ".pdf",
                "The PDF files are tagged for screen readers (PDF/UA), and a reader program lists every question of "
                "them. To open one at a question, put the question's id after its name: `file.pdf#id`.",
            ),
            (".epub", "The EPUB opens in Apple Books and most e-readers; a Kindle takes it by *Send to Kindle*."),
        ),
    ),
    (
        "Anki",
        ("anki",),
        (
            (
                ".apkg",
                "1. Open the deck with [Anki](https://apps.ankiweb.net/), or choose *File*, *Import*.\n"
                "2. To learn one service only, take its deck from the list below. It fits the whole one: no card comes "
                "twice.\n"
                "3. Import a newer deck when you like. It adds new questions, brings new answers, and keeps what you "
                "have learnt. It also writes over what you have changed in a card yourself.",
            ),
            (
                "-anki.tsv",
                "The text holds the same cards as *Basic* notes; *File*, *Import* takes it as it is and changes only "
                "cards that differ.",
            ),
        ),
    ),
    (
        "For spreadsheets",
        ("csv", "tsv"),
        (
            (
                ".csv",
                "A double click opens the CSV file in Excel, LibreOffice or Numbers, whatever the language of the "
                "text. An apostrophe stands before what a spreadsheet would take for a formula.",
            ),
        ),
    ),
    ("As text", ("md", "llms"), ()),
)
_BOTH = "Stay with one of the two: they are notes of different kinds."

_DATA = (
    ("questions.json", "every question with its answers, levels, services and sources; contract in "
     "[questions.schema.json](../questions.schema.json)"),
    ("ledger.json", "what became of every line of the notes; contract in "
     "[ledger.schema.json](../ledger.schema.json)"),
)  # fmt: skip


def size(count: int) -> str:
    """
    >>> size(12), size(45_300), size(999_499), size(999_500), size(2_340_000)
    ('1 kB', '45 kB', '999 kB', '1.0 MB', '2.3 MB')
    """
    return f"{count / 1e6:.1f} MB" if count >= 999_500 else f"{max(1, round(count / 1e3))} kB"


def downloads_page(guide: Guide, newest: str) -> tuple[str, str, str, tuple[Block, ...]]:
    """Path, title, description and blocks; `newest` is the day of the newest review in words, or empty."""
    whole = [file for file in guide.about.downloads if not file.service]
    number = count(len(guide.site.questions), "question")
    reviewed = f" The newest review is of {newest}." if newest else ""
    blocks: list[Block] = [
        "# Downloads",
        f"All {number} to take along, made with this site from the same notes.{reviewed} Nothing in these files asks "
        "the network for anything.",
    ]
    for number_of, (title, media, texts) in enumerate(_PARTS, start=1):
        files = [file for file in whole if file.medium in media]
        if files:
            blocks.append(f"## {title} {{ #downloads_{number_of} }}")
            blocks.append(Group("files", ("\n".join((_HEAD, *_rows(files))),)))
            blocks += [text for end, text in texts if any(file.path.endswith(end) for file in files)]
            blocks += [_BOTH] if media == ("anki",) and len(files) > 1 else []
    blocks += [
        "## For programs { #downloads_data }",
        "\n".join(f"- [{name}](../{name}): {text}" for name, text in _DATA),
    ]
    blocks += _by_service(guide)
    return PATH, "Downloads", f"{number} as PDF, EPUB, Anki deck, table and text.", tuple(blocks)


_HEAD = "| What for | File |\n|---|---|"


def _rows(files: list[Download]) -> Iterator[str]:
    """A row for each purpose, with the files that serve it."""
    for purpose in dict.fromkeys(file.purpose for file in files):
        same = [file for file in files if file.purpose == purpose]
        links = (f"{_link(PATH, file, file.name)} {size(file.size)}" for file in same)
        yield f"| {safe_html.title(purpose[0].upper() + purpose[1:])} | {'<br>'.join(links)} |"


def _link(page: str, file: Download, words: str) -> str:
    return f"[{words}]({posixpath.relpath(file.path, posixpath.dirname(page))})"


# A column for each sort of file that a service has.
_COLUMNS = (("PDF", "pdf"), ("EPUB", "epub"), ("Anki", "anki"), ("Table", "csv"), ("Text", "md"))


def _by_service(guide: Guide) -> Iterator[Block]:
    files: dict[str, list[Download]] = {}
    for file in guide.about.downloads:
        if file.service:
            files.setdefault(file.service, []).append(file)
    there = {file.medium for file in guide.about.downloads if file.service}
    columns = [(title, medium) for title, medium in _COLUMNS if medium in there]
    if not columns:
        return
    yield "## By service { #downloads_services }"
    if "pdf" in there:
        yield "The PDF files are those above, to read, to test yourself and to write, on A4."
    head = "| Service | " + " | ".join(title for title, _ in columns) + " |\n|---|" + "---|" * len(columns)
    rows = [
        f"| {link(guide.services[slug].name, PATH, service_page(slug))} | "
        + " | ".join(" · ".join(_short(one) for one in files[slug] if one.medium == medium) for _, medium in columns)
        + " |"
        for slug in guide.services
        if slug in files
    ]
    yield Group("files", ("\n".join((head, *rows)),))


def _short(file: Download) -> str:
    """A file of a row by one word: what its purpose begins with, or the end of its name."""
    words = file.purpose.split()
    word = words[1].strip(":") if file.medium == "pdf" else file.name.split()[-1]
    return _link(PATH, file, word)


def take_along(guide: Guide, slug: str) -> str:
    """The files of a service, for its page; empty where there are none."""
    page = service_page(slug)
    files = [file for file in guide.about.downloads if file.service == slug]
    if not files:
        return ""
    shown = [file for file in files if file.purpose.startswith("to read") or file.medium in ("epub", "anki", "csv")]
    links = [
        f"{_link(page, file, file.name.partition(',')[0])} ({size(file.size)})"
        for file in shown
        if not file.name.endswith("text")  # the deck says the same
    ]
    place = posixpath.relpath(PATH, posixpath.dirname(page))
    return " · ".join((*links, f"[All files]({place}#downloads_services)"))
