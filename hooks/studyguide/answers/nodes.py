"""What an answer is made of: blocks, and the pieces of a line of text within them.

`document` reads an answer into these once, and each output writes them in its own form: `safe_html` for pages, cards,
decks and e-books, `portable` for other generators, `exports.pdf` for paper, `words_of` here for the search. Most marks
of a text differ only in what stands around it: those are rows of `SPANS`. What an output must know more of has a class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from . import formulas

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
    "del": Written("del", "<del>", "</del>", "s"),
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

    address  as written, without escapes, or in the form of `links`
    title    what an author wrote beside the address
    leads    whether it may be followed: the web, mail and the guide itself may, what else stands there is shown
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


@dataclass(frozen=True, slots=True)
class Formula:
    """Mathematics as its LaTeX, which `formulas` can read; `display` where it stands on a line of its own."""

    latex: str
    display: bool


Inline = str | Span | CodeSpan | Break | Link | Short | NoteMark | Image | Formula


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
    """Lines of code, to the letter.

    language  one plain word, or empty
    title     what else the note says of it: the name of a file
    marked    lines that the note points at, counted from 1
    """

    language: str
    text: str
    title: str = ""
    marked: tuple[int, ...] = ()


# Languages in which people describe diagrams, by the names that they give them at a fence.
DIAGRAMS = {"mermaid": "Mermaid", "mmd": "Mermaid", "plantuml": "PlantUML", "puml": "PlantUML"}


@dataclass(frozen=True, slots=True)
class Diagram:
    """A diagram as its text. `picture` is what was drawn of it, if anything was."""

    language: str
    text: str
    title: str = ""
    picture: Image | None = None

    @property
    def caption(self) -> str:
        return f"Diagram ({DIAGRAMS[self.language.lower()]})"


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

    @property
    def of_tasks(self) -> bool:
        """Whether each item has a box, which is mark enough."""
        return all(item.box and item.number is None for item in self.items)


@dataclass(frozen=True, slots=True)
class Table:
    """`rows[0]` is the header. Rows may be shorter than it, never longer: cells too many are joined to the last."""

    align: tuple[str, ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A box with a title. `look` is one of `syntax.callouts.LOOKS`; a `folded` one shows its title only, at first."""

    kind: str
    look: str
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Tabs:
    """The same for several readers: one of them takes what stands under one title."""

    tabs: tuple[Tab, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """Words that mean the same, and what they mean."""

    names: tuple[tuple[Inline, ...], ...]
    meanings: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Terms:
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """The footnotes of an answer, which end it; the first has the number 1."""

    notes: tuple[tuple[Block, ...], ...]


Block = (
    Paragraph
    | Heading
    | Rule
    | Code
    | AsWritten
    | Quote
    | Listing
    | Table
    | Callout
    | Tabs
    | Terms
    | Notes
    | Formula
    | Diagram
)


@dataclass(frozen=True, slots=True)
class Document:
    """An answer.

    unshown  words that only say what something is, and are shown as that: the name of an emoji, the label of a footnote
    unread   formulas that stand as they were typed, and what is wrong with each
    """

    blocks: tuple[Block, ...]
    unshown: str = ""
    unread: tuple[tuple[str, str], ...] = ()


# Words ---------------------------------------------------------------------------------------------------------------


def said(inlines: Iterable[Inline]) -> str:
    """The words of a text, those of its links' addresses left out."""
    return "".join(_said(inlines, addresses=False))


def words_of(blocks: Iterable[Block]) -> str:
    """All words of an answer as a reader sees them, one block a line; of a formula what a search may find."""
    return "\n".join(_lines(blocks, partial(_said, addresses=False)))


def all_words_of(blocks: Iterable[Block]) -> str:
    """The same with the addresses of links, and all letters of formulas."""
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
            case Formula(latex):
                yield latex if addresses else formulas.words(latex)


def _lines(blocks: Iterable[Block], of: partial[Iterator[str]]) -> Iterator[str]:
    for block in blocks:
        for text, inner in parts_of(block):
            yield text if isinstance(text, str) else "".join(of(text))
            yield from _lines(inner, of)


Part = tuple[str | tuple[Inline, ...], tuple[Block, ...]]


def parts_of(block: Block) -> Iterable[Part]:
    """The texts of a block in their order, each with the blocks that stand below it. What is a string is no text to be
    read: code, and what stays as it was written.
    """
    return _PARTS[type(block)](block)


def _parts_of_terms(block: Terms) -> Iterator[Part]:
    for term in block.terms:
        yield from ((name, ()) for name in term.names)
        yield from (("", meaning) for meaning in term.meanings)


_PARTS: dict[type[Block], Callable[[Any], Iterable[Part]]] = {
    Paragraph: lambda block: [(block.inlines, ())],
    Heading: lambda block: [(block.inlines, ())],
    Rule: lambda block: (),
    Code: lambda block: [(f"{block.title}\n{block.text}", ())],
    AsWritten: lambda block: [(block.text, ())],
    Quote: lambda block: [("", block.blocks)],
    # A number without words is one: "21."
    Listing: lambda block: [
        ("" if item.blocks or item.number is None else f"{item.number}.", item.blocks) for item in block.items
    ],
    Table: lambda block: [(cell, ()) for row in block.rows for cell in row],
    Callout: lambda block: [(block.title, block.blocks)],
    Tabs: lambda block: [(tab.title, tab.blocks) for tab in block.tabs],
    Terms: _parts_of_terms,
    Notes: lambda block: [("", note) for note in block.notes],
    Formula: lambda block: [((block,), ())],
    Diagram: lambda block: [(f"{block.title}\n{block.text}", ())],
}
