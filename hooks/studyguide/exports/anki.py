"""Decks for Anki. A note's guid is its question's id, so a newer deck changes the cards that a reader has already.

Anki takes a note's new text only where its modification time is later than that of
the note it holds: `date` must grow with every change (see docs/decisions).
"""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import json
import re
import sqlite3
from collections.abc import Callable, Container, Iterator
from html import escape
from importlib.resources import files
from importlib.util import find_spec

from ..answers import safe_html
from ..answers.links import led
from .archive import zipped
from .book import OTHERS, UNANSWERED, Book, Chapter, Leaf

# Never to be changed: Anki knows the kind of note by this number, and its fields by name and order.
MODEL = 1_763_596_800
FIELDS = ("Question", "Below", "Answer", "More", "About", "Service", "Link")

_FRONT = """<div class="about">{{Service}} · {{About}}</div>
<div class="question">{{Question}}</div>
{{#Below}}<div class="below">{{Below}}</div>{{/Below}}"""
_BACK = """{{FrontSide}}
<hr id="answer">
<div class="answer">{{Answer}}</div>
{{#More}}<div class="more">{{More}}</div>{{/More}}
{{#Link}}<div class="about"><a href="{{Link}}">On the site</a></div>{{/Link}}"""


def missing() -> str:
    return "" if find_spec("genanki") else "the Python package genanki is not installed. Run `pip install genanki`"


def deck(book: Book, date: int) -> bytes:
    """An `.apkg` with a deck for each service below one for the guide."""
    import genanki  # type: ignore[import-untyped]

    css = files(__package__).joinpath("card.css").read_text("utf-8")
    model = genanki.Model(
        MODEL,
        "Study guide question",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Card", "qfmt": _FRONT, "afmt": _BACK}],
        css=css,
    )
    decks = []
    names = {picture.name for picture in book.pictures}

    def shown(markdown: str) -> str:
        """Media have no folders, and a deck no pages."""
        return led(pictured(_shown(markdown), names), book.outward)

    for chapter in book.chapters:
        made = genanki.Deck(_number(book, chapter), _deck_name(book, chapter), escape(chapter.service.summary))
        for place, leaf in enumerate(chapter.leaves):
            fields, tags = _fields(leaf, book.url, shown), sorted(_tags(leaf))
            made.add_note(genanki.Note(model=model, fields=fields, guid=leaf.id, tags=tags, due=place))
        decks.append(made)
    media = {str(number): picture.name for number, picture in enumerate(book.pictures)}
    return zipped(
        [
            ("collection.anki2", _collection(genanki.Package(decks), date)),
            ("media", json.dumps(media).encode()),
            *((str(number), picture.data) for number, picture in enumerate(book.pictures)),
        ]
    )


_FORMULA = re.compile(r'<math(?P<display> display="block")? alttext="(?P<latex>[^"]*)">.*?</math>', re.S)


def _shown(markdown: str) -> str:
    """An answer as on its page, with formulas in the form that Anki sets, and open: a card is turned once."""
    return _with_formulas(safe_html.fragment(markdown)).replace("<details class=", "<details open class=")


def _with_formulas(html: str) -> str:
    return _FORMULA.sub(_formula, html)


def _formula(found: re.Match[str]) -> str:
    """Two braces next to each other would be a field or a gap in some kinds of note; space means nothing here."""
    opening, closing = (r"\[", r"\]") if found["display"] else (r"\(", r"\)")
    latex = _TWO_BRACES.sub(" ", " ".join(found["latex"].split()))
    return f"{opening}{latex}{closing}"


_TWO_BRACES = re.compile(r"(?<=\{)(?=\{)|(?<=\})(?=\})")


def pictured(fragment: str, names: Container[str]) -> str:
    """A fragment whose pictures are media of the deck; one that is none of them is words."""
    return _IMG.sub(lambda m: m[0].replace(m[1], "", 1) if m[2] in names else m[3], fragment)


_IMG = re.compile(r'<img src="([^"]*/)([^"/]*)" alt="([^"]*)"[^>]*>')


def _collection(package: object, date: int) -> bytes:
    """genanki's database, made in memory: its own writer puts the time of day into the archive."""
    with sqlite3.connect(":memory:") as connection:
        package.write_to_db(connection.cursor(), date, itertools.count(date * 1000))  # type: ignore[attr-defined]
        connection.commit()
        data = bytes(connection.serialize())
    connection.close()
    return data


def _number(book: Book, chapter: Chapter) -> int:
    """The same for the same deck, for ever."""
    digest = hashlib.sha256(f"{book.guide}\n{chapter.service.slug}".encode()).digest()
    return (1 << 40) + int.from_bytes(digest[:5], "big")


def _deck_name(book: Book, chapter: Chapter) -> str:
    return "::".join(name.replace("::", ": ") for name in (book.guide, chapter.service.name))


def _tags(leaf: Leaf) -> Iterator[str]:
    yield f"level::{leaf.level or 'unknown'}"
    for service in leaf.services:
        yield f"service::{service.slug}"
    if leaf.scenario:
        yield "scenario"
    if not leaf.answer:
        yield "unanswered"
    yield "reviewed" if leaf.review.startswith("Reviewed") else "unreviewed"


# What Anki plays, reads aloud or sets with LaTeX, wherever in a field it stands, in code, too.
_ANKIS_OWN = re.compile(r"\[(?=/?(?:sound:|latex\]|\${1,2}\]|anki:))", re.I)


def _fields(leaf: Leaf, url: str, shown: Callable[[str], str]) -> list[str]:
    """The fields as HTML. What only looks like a command of Anki's is shown as it was written."""
    return [_ANKIS_OWN.sub("&#91;", field) for field in _as_html(leaf, url, shown)]


def _as_html(leaf: Leaf, url: str, shown: Callable[[str], str]) -> list[str]:
    return [
        _with_formulas(safe_html.heading(leaf.title)) if leaf.title else escape(leaf.question),
        shown(leaf.body) if leaf.body else "",
        shown(leaf.answer) if leaf.answer else f"<p>{UNANSWERED}</p>",
        _more(leaf, url, shown),
        escape(" · ".join((leaf.level_words, *leaf.words))),
        escape(leaf.services[0].name if leaf.services else ""),
        escape(leaf.link),
    ]


def _more(leaf: Leaf, url: str, shown: Callable[[str], str]) -> str:
    parts = [
        f"<details><summary>{OTHERS} ({escape(place)})</summary>{shown(answer)}</details>"
        for place, answer in leaf.others
    ]
    if leaf.references:
        parts.append("<p>References: " + ", ".join(map(_reference, leaf.references)) + "</p>")
    if leaf.mentions and url:
        named = (f'<a href="{escape(url)}q/{id}/">{escape(heading)}</a>' for id, heading in leaf.mentions)
        parts.append(f"<p>Mentioned in: {' · '.join(named)}</p>")
    if leaf.wordings:
        parts.append("<p>Also asked as: " + ", ".join(f"“{escape(words)}”" for words in leaf.wordings) + "</p>")
    return "".join(parts)


def _reference(url: str) -> str:
    shown = escape(url)
    return f'<a href="{shown}">{shown}</a>' if url.lower().startswith(("https://", "http://")) else shown


# What Anki reads before the first row: https://docs.ankiweb.net/importing/text-files.html
_HEAD = (
    "#separator:tab",
    "#html:true",
    "#notetype:Basic",
    "#guid column:1",
    "#deck column:2",
    "#tags column:3",
    "#columns:guid\tdeck\ttags\tFront\tBack",
)


def rows(book: Book) -> str:
    """The same cards as text, of the kind of note that every Anki has."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter="\t", lineterminator="\n")
    sources = book.sources

    def shown(markdown: str) -> str:
        """A text takes no media along."""
        return led(safe_html.with_pictures_as_words(_shown(markdown), sources), book.outward)

    for chapter in book.chapters:
        for leaf in chapter.leaves:
            question, below, answer, more, about, _, link = _fields(leaf, book.url, shown)
            front = f"{question}<br><small>{about}</small>{below}"
            back = answer + more + (f'<p><a href="{link}">{link}</a></p>' if link else "")
            writer.writerow([leaf.id, _deck_name(book, chapter), " ".join(sorted(_tags(leaf))), front, back])
    return "\n".join(_HEAD) + "\n" + written.getvalue()
