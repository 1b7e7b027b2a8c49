"""What an answer is made of: blocks, and the pieces of a line of text within them.

`document` reads an answer into these once, and each output writes them in its own form: `safe_html` for pages, cards,
decks and e-books, `portable` for other generators, `exports.pdf` for paper, `words_of` here for the search. Most marks
of a text differ only in what stands around it: those are rows of `SPANS`. What an output must know more of has a class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

# Text ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Written:
    """How the outputs write a mark around its words.

    tag             the element of a page, a card or an e-book
    opening, closing   in Markdown, as every generator reads it
    paper           what `exports/book.typ` calls it
    """

    tag: str
    opening: str
    closing: str
    paper: str


SPANS = {
    "strong": Written("strong", "**", "**", "b"),
    "em": Written("em", "*", "*", "i"),
    "del": Written("del", "~~", "~~", "s"),
    "ins": Written("ins", "<ins>", "</ins>", "u"),
    "sub": Written("sub", "<sub>", "</sub>", "sub"),
    "sup": Written("sup", "<sup>", "</sup>", "sup"),
    "mark": Written("mark", "<mark>", "</mark>", "mark"),
    "kbd": Written("kbd", "<kbd>", "</kbd>", "key"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Text with a mark: a row of `SPANS`."""

    mark: str
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class CodeSpan:
    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line that was meant."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address.

    address  as written, without escapes
    title    what an author wrote beside the address
    leads    whether it may be followed: the web and mail may, what else stands there is shown
    picture  whether the note would show what is there
    """

    address: str
    inlines: tuple[Inline, ...]
    title: str = ""
    leads: bool = True
    picture: bool = False

    @property
    def remark(self) -> str:
        """What is shown behind the words, so that no address and no title is lost."""
        hidden = not self.leads and self.address and not self.address.startswith("#")
        told = [self.address] if hidden and self.address != said(self.inlines) else []
        return "".join(f" ({one})" for one in (*told, self.title) if one)


@dataclass(frozen=True, slots=True)
class Short:
    """An abbreviation that the answer explains; `first` where it stands for the first time, and so tells its words."""

    short: str
    words: str
    first: bool

    @property
    def remark(self) -> str:
        return f" ({self.words})" if self.first else ""


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The number of a footnote, where the text refers to it; `again` where it has done so before."""

    number: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the guide's own.

    name     of its file, which says by itself what it holds and how large it is
    alt      what it shows, in words
    width, height   at which it is seen, in CSS pixels
    """

    name: str
    alt: str
    width: int
    height: int
    title: str = ""

    @property
    def remark(self) -> str:
        """What is shown behind it."""
        return f" ({self.title})" if self.title else ""


Inline = str | Span | CodeSpan | Break | Link | Short | NoteMark | Image


# Blocks --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """`depth` counts from 1 without gaps, whatever levels the answer used: no heading is two steps below the last."""

    depth: int
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    pass


@dataclass(frozen=True, slots=True)
class Code:
    """`language` is one plain word or empty; anything else that stood on the fence is the first line of `text`."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class AsWritten:
    """All of an answer that could not be read without losing something."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """`number` is None in a list of bullets, `ticked` in an item without a checkbox."""

    blocks: tuple[Block, ...]
    number: int | None = None
    ticked: bool | None = None

    @property
    def box(self) -> str:
        return "" if self.ticked is None else "☑ " if self.ticked else "☐ "


@dataclass(frozen=True, slots=True)
class Listing:
    """`loose` lists have blank lines between or inside their items, so their paragraphs stand apart."""

    items: tuple[Item, ...]
    loose: bool


@dataclass(frozen=True, slots=True)
class Table:
    """`rows[0]` is the header. Rows may be shorter than it, never longer: cells too many are joined to the last."""

    align: tuple[str, ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """The footnotes of an answer, which end it; the first has the number 1."""

    notes: tuple[tuple[Block, ...], ...]


Block = Paragraph | Heading | Rule | Code | AsWritten | Quote | Listing | Table | Notes


@dataclass(frozen=True, slots=True)
class Document:
    """An answer.

    unshown  words that only say what something is, and are shown as that: the name of an emoji, the label of a footnote
    """

    blocks: tuple[Block, ...]
    unshown: str = ""


# Words ---------------------------------------------------------------------------------------------------------------


def said(inlines: Iterable[Inline]) -> str:
    """The words of a text, those of its links' addresses left out."""
    return "".join(_said(inlines, addresses=False))


def words_of(blocks: Iterable[Block]) -> str:
    """All words of an answer as a reader sees them, one block a line."""
    return "\n".join(_lines(blocks, partial(_said, addresses=False)))


def all_words_of(blocks: Iterable[Block]) -> str:
    """The same with the addresses of links."""
    return "\n".join(_lines(blocks, partial(_said, addresses=True)))


def _said(inlines: Iterable[Inline], addresses: bool) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case str():
                yield inline
            case CodeSpan(text):
                yield text
            case Break():
                yield "\n"
            case Span():
                yield from _said(inline.inlines, addresses)
            case Link():
                yield from _said(inline.inlines, addresses)
                yield inline.remark
                if addresses:
                    yield f" {inline.address}"
            case Short(short):
                yield short + inline.remark
            case NoteMark(number):
                yield str(number)
            case Image():
                yield inline.alt + inline.remark


def _lines(blocks: Iterable[Block], of: partial[Iterator[str]]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(inlines) | Heading(_, inlines):
                yield "".join(of(inlines))
            case Code(language, text):
                yield from (language, text)
            case AsWritten(text):
                yield text
            case Quote(inner):
                yield from _lines(inner, of)
            case Listing(items):
                for item in items:
                    yield from _lines(item.blocks, of)
            case Table(rows=rows):
                for row in rows:
                    yield " ".join("".join(of(cell)) for cell in row)
            case Notes(notes):
                for note in notes:
                    yield from _lines(note, of)
            case Rule():
                pass
