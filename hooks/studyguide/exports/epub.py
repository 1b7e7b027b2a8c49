"""A book as EPUB 3: one file for each chapter, contents down to every question, nothing that needs a network."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from importlib.resources import files

from ..answers import safe_html
from ..guide import count
from ..words.dates import day
from .archive import zipped
from .book import OTHERS, UNANSWERED, Book, Chapter, Group, Leaf
from .html_tree import led, named, nodes, parsed, placed, xhtml

_OURS = uuid.UUID("6f9d2c1e-52e7-4c0b-9a53-0d6a8e0c7b11")

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""

_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>{title}</title><link rel="stylesheet" href="style.css"/></head>
<body>
{body}
</body>
</html>
"""

_PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{id}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:language>en</dc:language>
<dc:creator>The maintainers</dc:creator>
<dc:description>{description}</dc:description>
<meta property="dcterms:modified">{modified}T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
{visual}<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityFeature">readingOrder</meta>
<meta property="schema:accessibilityFeature">displayTransformability</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">{summary}</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
{items}
</manifest>
<spine>
{spine}
</spine>
</package>
"""


_VISUAL = """<meta property="schema:accessMode">visual</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
"""
_SUMMARY = "headings, lists, tables with headers and code as text."


def epub(book: Book) -> bytes:
    pictures = book.pictures
    within = _Pages(book)
    pages = [("title", book.title, _title_page(book)), *(_page(chapter, within) for chapter in book.chapters)]
    names = [name for name, *_ in pages]
    # The nav stands second: contents before chapters, as in a printed book.
    spine = [names[0], "nav", *names[1:]]
    package = _PACKAGE.format(
        id=uuid.uuid5(_OURS, f"{book.guide}\n{book.slug}\n{book.url}"),
        title=_text(f"{book.guide}: {book.title}" if book.slug else book.title),
        description=_text(book.description or book.title),
        modified=book.date or "1980-01-01",
        items="\n".join(
            (
                *(_item(name, body) for name, _, body in pages),
                *(f'<item id="p_{one.name}" href="pictures/{one.name}" media-type="{one.media}"/>' for one in pictures),
            )
        ),
        visual=_VISUAL if pictures else "",
        summary=f"{'Text, and pictures with their words' if pictures else 'Text only'}: {_SUMMARY}",
        spine="\n".join(f'<itemref idref="{name}"/>' for name in spine),
    )
    css = files(__package__).joinpath("epub.css").read_bytes()
    written = [
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", _CONTAINER.encode()),
        ("EPUB/package.opf", package.encode()),
        ("EPUB/nav.xhtml", _PAGE.format(title="Contents", body=_contents(book)).encode()),
        ("EPUB/style.css", css),
        *((f"EPUB/{name}.xhtml", _PAGE.format(title=_text(title), body=body).encode()) for name, title, body in pages),
    ]
    shown = [(f"EPUB/pictures/{picture.name}", picture.data) for picture in pictures]
    return zipped([*written, *shown], stored=frozenset({"mimetype"}))


def _item(name: str, body: str) -> str:
    mathematics = ' properties="mathml"' if "<math " in body else ""
    return f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"{mathematics}/>'


def _file(chapter: Chapter) -> str:
    return f"chapter_{chapter.service.slug}"


def _title_page(book: Book) -> str:
    facts = [count(len(book.leaves), "question")]
    facts += [f"newest review {day(book.date)}"] if book.date else []
    lines = [f"<p>{_text(book.guide)}</p>"] if book.slug else []
    lines += [f"<h1>{_text(book.title)}</h1>", f"<p>{_text(book.description)}</p>", f"<p>{' · '.join(facts)}</p>"]
    lines += [f"<p>{_link(book.url)}</p>"] if book.url else []
    return f'<section class="title" epub:type="titlepage">{"".join(lines)}</section>'


def _contents(book: Book) -> str:
    return f'<nav epub:type="toc" id="toc"><h1>Contents</h1><ol>{"".join(map(_entry, book.chapters))}</ol></nav>'


def _entry(chapter: Chapter) -> str:
    file = f"{_file(chapter)}.xhtml"

    def group(one: Group) -> str:
        questions = "".join(f'<li><a href="{file}#{leaf.id}">{_text(leaf.heading)}</a></li>' for leaf in one.leaves)
        return f'<li><a href="{file}#{_group_id(one)}">{one.name}</a><ol>{questions}</ol></li>'

    groups = "".join(map(group, chapter.groups))
    return f'<li><a href="{file}">{_text(chapter.service.name)}</a><ol>{groups}</ol></li>'


def _group_id(group: Group) -> str:
    """Headings of our own have an underscore, which no question's id has."""
    return f"level_{group.level or 'unknown'}"


@dataclass(frozen=True)
class _Pages:
    """Where pictures and questions stand in a book."""

    book: Book

    @cached_property
    def places(self) -> dict[str, str]:
        """The address of each question, by its id."""
        return {
            leaf.id: f"{_file(chapter)}.xhtml#{leaf.id}" for chapter in self.book.chapters for leaf in chapter.leaves
        }

    @cached_property
    def pictures(self) -> Mapping[str, str]:
        return self.book.sources

    def shown(self, markdown: str, place: str) -> str:
        """An answer as it stands at a place of its page."""
        return xhtml(led(named(placed(nodes(markdown), "pictures/", self.pictures), place), self.lead))

    def lead(self, address: str) -> str:
        found = self.book.lead(address)
        return self.places[found[1:]] if found.startswith("#") else found

    def to_question(self, id: str, heading: str) -> str:
        found = self.places.get(id) or (f"{self.book.url}q/{id}/" if self.book.url else "")
        return f'<a href="{_text(found)}">{_text(heading)}</a>' if found else _text(heading)


def _page(chapter: Chapter, pages: _Pages) -> tuple[str, str, str]:
    lines = [f"<h1>{_text(chapter.service.name)}</h1>"]
    lines += [f"<p>{_text(chapter.service.summary)}</p>"] if chapter.service.summary else []
    for group in chapter.groups:
        lines.append(f'<h2 id="{_group_id(group)}">{group.name}</h2>')
        lines += [
            f'<section id="{leaf.id}" dir="auto">{"".join(_leaf(leaf, pages))}</section>' for leaf in group.leaves
        ]
    return _file(chapter), chapter.service.name, "\n".join(lines)


def _leaf(leaf: Leaf, pages: _Pages) -> Iterator[str]:
    yield f"<h3>{_title(leaf.headed, leaf.heading)}</h3>"
    yield f'<p class="about">{_text(" · ".join((leaf.level_words, *leaf.words)))}</p>'
    if leaf.long or leaf.body:
        whole = f"<p>{_title(leaf.title, leaf.question)}</p>" if leaf.long else ""
        yield f'<div class="below">{whole}{pages.shown(leaf.body, f"{leaf.id}-below")}</div>'
    yield pages.shown(leaf.answer, leaf.id) if leaf.answer else f"<p>{UNANSWERED}</p>"
    for number, (place, answer) in enumerate(leaf.others, 1):
        shown = pages.shown(answer, f"{leaf.id}-{number}")
        yield f'<div class="other"><p class="about">{OTHERS}: {_text(place)}</p>{shown}</div>'
    if leaf.references:
        yield f'<p class="foot">References: {", ".join(map(_link, leaf.references))}</p>'
    if leaf.mentions:
        named = " · ".join(pages.to_question(id, heading) for id, heading in leaf.mentions)
        yield f'<p class="foot">Mentioned in: {named}</p>'
    if leaf.wordings:
        yield f'<p class="foot">Also asked as: {", ".join(f"“{_text(words)}”" for words in leaf.wordings)}</p>'
    if leaf.link:
        yield f'<p class="foot">{_link(leaf.link)}</p>'


def _title(markdown: str, words: str) -> str:
    """A title with its marks, if it has any."""
    return xhtml(parsed(safe_html.heading(markdown))) if markdown else _text(words)


def _link(url: str) -> str:
    shown = _text(url)
    return f'<a href="{shown}">{shown}</a>' if url.lower().startswith(("https://", "http://")) else shown


def _text(words: str) -> str:
    return escape("".join(sign for sign in words if sign.isprintable() or sign == " "))
