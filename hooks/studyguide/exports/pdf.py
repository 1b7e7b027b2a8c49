"""A book as PDF, set by Typst. Text goes to it as data, never as markup: no note can say anything in its language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from itertools import groupby, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..answers.code_colours import Run, coloured
from ..answers.document import document as document_of
from ..answers.links import addresses_in, is_own
from ..answers.nodes import (
    SPANS,
    AsWritten,
    Block,
    Break,
    Callout,
    Code,
    CodeSpan,
    Diagram,
    Formula,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    Listing,
    NoteMark,
    Notes,
    Paragraph,
    Quote,
    Rule,
    Short,
    Span,
    Table,
    Tabs,
    Terms,
)
from ..answers.titles import title
from ..guide import count, shortened
from ..records import Picture
from ..words.dates import day
from . import column_widths, fonts
from .book import OTHERS, UNANSWERED, Book, Chapter, Leaf, Unavailable, seconds
from .paper_formulas import set_formula

# Kind, what it is called on the title page, and what it is for.
KINDS = {
    "answers": "Questions with their answers",
    "questions": "Questions with room to write",
    "back": "Questions first, answers at the back",
}
PAPERS = {"a4": "a4", "letter": "us-letter"}

# A table of more columns than this cannot be read on paper: its rows are written as lists.
MAX_COLUMNS = 7
# What is longer and has no space must be allowed to break somewhere.
_LONG_WORD = re.compile(r"[^\s\u200b]{24,}")
_BREAKABLE = re.compile(r"(?<=[/:._=&?,;@#%+|\\-])(?=\w)|(?<=[a-z0-9])(?=[A-Z])")
# No line has room for more.
_ENDLESS = re.compile(r"[^\s\u200b]{40}(?=[^\s\u200b]{8})")
_SPACES = re.compile(r"[ \t\n\r]+")

Json = Any


def missing() -> str:
    """What the machine lacks for setting books, or nothing."""
    for module, package in (("typst", "typst"), (fonts.PACKAGE, "pymupdf-fonts")):
        if find_spec(module) is None:
            return f"the Python package {package} is not installed. Run `pip install {package}`"
    return ""


def typeset(book: Book, kind: str, paper: str, font_folder: Path) -> bytes:
    """The file, byte for byte the same for the same book."""
    try:
        return _typeset(book, kind, paper, font_folder)
    except Unavailable:
        # A picture that Typst cannot draw would cost all pages; without its file it is told in words.
        drawn = tuple(filter(_is_drawn, book.pictures))
        if drawn == book.pictures:
            raise
        return _typeset(replace(book, pictures=drawn), kind, paper, font_folder)


def _typeset(book: Book, kind: str, paper: str, font_folder: Path) -> bytes:
    compiled = _compiler()
    known = fonts.covered(fonts.unpacked(font_folder))
    data = _data(book, kind, paper, known)
    strange = fonts.unsettable([data], known)
    eastern = fonts.eastern() if any(map(fonts.is_eastern, strange)) else None
    if strange:
        more = fonts.eastern_points(eastern) if eastern else frozenset()
        known |= fonts.EASTERN_MARKS | more
        data = _data(book, kind, paper, known, fonts.eastern_families(strange))
        strange = fonts.unsettable([data], known)
    try:
        with _with_files(book.pictures) as folder:
            return compiled(
                _template(),
                root=folder,
                sys_inputs={"data": data},
                format="pdf",
                pdf_standards=["ua-1"],
                # The machine's own fonts are looked at only for letters that the packaged ones lack.
                font_paths=_fonts((font_folder, *([eastern] if eastern else [])), bool(strange)),
                timestamp=seconds(book.date),
            )
    except (RuntimeError, ValueError, OSError) as error:  # typst's own error is a RuntimeError
        raise Unavailable(_reason(error, strange)) from error


def _compiler() -> Callable[..., bytes]:
    """Typst's, whose stubs say that the folder of a document given as bytes is bytes, too."""
    import typst

    return typst.compile


@contextmanager
def _with_files(pictures: Iterable[Picture]) -> Iterator[Path]:
    """A folder of the pictures, which Typst reads from files alone."""
    with TemporaryDirectory() as folder:
        for picture in pictures:
            (Path(folder) / picture.name).write_bytes(picture.data)
        yield Path(folder)


def _is_drawn(picture: Picture) -> bool:
    with _with_files([picture]) as folder:
        try:
            _compiler()(f'#image("/{picture.name}")'.encode(), root=folder, format="pdf")
        except (RuntimeError, ValueError, OSError):
            return False
    return True


@lru_cache(maxsize=1)
def _template() -> bytes:
    parts = ("formulas.typ", "book.typ")
    return b"".join(files(__package__).joinpath(part).read_bytes() for part in parts)


def _data(book: Book, kind: str, paper: str, known: frozenset[int], families: Sequence[str] = ()) -> str:
    made = document(book, kind, paper, known) | {"fonts": [*families]}
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


def _reason(error: Exception, strange: str) -> str:
    if not strange:
        return shortened(str(error).strip().partition("\n")[0], 200)
    known = any(map(fonts.is_eastern, strange)) and not fonts.eastern()
    remedy = f"Run `pip install {fonts.EASTERN.replace('_', '-')}`" if known else "Install one that has"
    return f"no font on this machine has {shortened(strange, 20)}. {remedy}"


@lru_cache(maxsize=4)
def _fonts(folders: tuple[Path, ...], system: bool) -> Any:
    import typst

    return typst.Fonts(include_system_fonts=system, font_paths=[*folders])


def document(book: Book, kind: str, paper: str, known: frozenset[int]) -> Json:
    """All that the template shows, as lists, strings and numbers."""
    number = count(len(book.leaves), "question")
    made = {
        "title": book.title,
        "guide": book.guide if book.slug else "",
        "subtitle": KINDS[kind],
        "description": book.description,
        "facts": [number, f"Newest review {day(book.date)}"] if book.date else [number],
        "url": book.url,
        "kind": kind,
        "paper": PAPERS[paper],
        "pictures": book.sources,
        "leads": _leads(book),
        "chapters": [_chapter(chapter, kind) for chapter in book.chapters],
    }
    return _settable(made, known)


def _leads(book: Book) -> Json:
    """Where the links of answers lead: to a label of the book, or to the site; to the rest there is no way."""
    texts = (text for leaf in book.leaves for text in (leaf.body, leaf.answer, *(answer for _, answer in leaf.others)))
    found = {address: book.lead(address) for address in addresses_in(texts)}
    mentioned = {id: f"#{id}" if id in book.ids else "" for leaf in book.leaves for id, _ in leaf.mentions}
    mentioned = {id: to or (f"{book.url}q/{id}/" if book.url else "") for id, to in mentioned.items()}
    return {address: to for address, to in sorted({**found, **mentioned}.items()) if to}


def _settable(value: Json, known: frozenset[int]) -> Json:
    match value:
        case str():
            return fonts.settable(value, known)
        case ["picture", str(name), str(alt), *size]:
            return ["picture", name, fonts.settable(alt, known), *size]
        case list():
            return [_settable(one, known) for one in value]
        case dict():
            return {key: one if key in _AS_IS else _settable(one, known) for key, one in value.items()}
    return value


# Addresses and names that the reader does not see.
_AS_IS = {"id", "link", "kind", "paper", "slug", "leads"}


def _chapter(chapter: Chapter, kind: str) -> Json:
    return {
        "slug": chapter.service.slug,
        "name": chapter.service.name,
        "summary": chapter.service.summary,
        "groups": [
            {"name": group.name, "level": group.level or "", "leaves": [_leaf(leaf, kind) for leaf in group.leaves]}
            for group in chapter.groups
        ],
    }


def _leaf(leaf: Leaf, kind: str) -> Json:
    made = {
        "id": leaf.id,
        "heading": _breakable(leaf.heading),
        "marked": _titled(leaf.headed),
        "whole": (_titled(leaf.title) or [_breakable(leaf.question)]) if leaf.long else [],
        "level": leaf.level or "",
        "words": [leaf.level_words, *leaf.words],
        "body": _answered(leaf.body),
        "link": leaf.link,
    }
    return made if kind == "questions" else made | _answer(leaf)


def _titled(markdown: str) -> list[Json]:
    return _inline(title(markdown).inlines) if markdown else []


def _answer(leaf: Leaf) -> Json:
    answer = _answered(leaf.answer) if leaf.answer else [["p", [UNANSWERED]]]
    if answer and answer[-1][0] == "p":
        answer[-1][0] = "lead"  # its references do not begin a page
    return {
        "answer": answer,
        "others": [{"title": f"{OTHERS}: {place}", "blocks": _answered(text)} for place, text in leaf.others],
        "mentions": [["to", id, [_breakable(heading)]] for id, heading in leaf.mentions],
        "wordings": list(map(_breakable, leaf.wordings)),
        "references": [{"link": url if _is_web(url) else "", "words": _breakable(url)} for url in leaf.references],
    }


def _is_web(url: str) -> bool:
    return url.lower().startswith(("https://", "http://", "mailto:"))


# Blocks: ["p", inline], ["lead", inline] for a paragraph that must not part from what it announces,
# ["h", depth, inline], ["list" or "tasks", loose, items], ["steps", loose, numbers, items], ["quote", blocks],
# ["code", text, runs by line, longest line, marked lines], ["box", look, title, blocks], ["terms", names and meanings],
# ["picture", …] and ["math", …] as below where they stand apart,
# ["table", align, header, rows, widths, whether they fit, lines], ["rule"].
# Inline: a list of strings and ["a", address, inline], ["to", a key of "leads", inline],
# ["c", text], ["br"], for rows of `SPANS` ["b", inline] …, and
# ["picture", name of its file, alt, width and height in points, whether it stands in a line of text],
# ["math", LaTeX, whether it stands apart, pieces as `paper_formulas` makes them].


def _answered(markdown: str) -> list[Json]:
    return list(_blocks(document_of(markdown).blocks))


def _blocks(blocks: Iterable[Block], box: str = "", loose: bool = True) -> Iterator[Json]:
    """Blocks, each paragraph that ends with a colon as the lead of what follows. `box` stands before the first."""
    made = [json for block in blocks for json in _WRITERS[type(block)](block)]
    if box:
        made = [["p", [box, *made[0][1]]], *made[1:]] if made and made[0][0] == "p" else [["p", [box]], *made]
    for block, following in zip_longest(made, made[1:]):
        announces = block[0] == "p" and following and following[0] in _ANNOUNCED and _ends(block[1]) == ":"
        yield ["lead", block[1]] if announces else block


_ANNOUNCED = {"list", "tasks", "steps", "table", "code", "picture", "math"}


def _ends(inline: list[Json]) -> str:
    """The last sign of a paragraph's words."""
    match inline[-1:]:
        case [str() as words]:
            return words.rstrip()[-1:]
        case [[_, *_, list() as inner]]:
            return _ends(inner)
    return ""


def _code_block(block: Code) -> Iterator[Json]:
    if block.title:
        yield ["lead", [["b", [_breakable(block.title)]]]]
    yield _code(block)


def _diagram(block: Diagram) -> Iterator[Json]:
    """What was drawn, and below it its text, as every word of an answer is somewhere."""
    if block.picture:
        yield from _pieces((block.picture,))
    yield ["lead", [f"{block.caption}:" if not block.title else f"{block.caption}: {_breakable(block.title)}"]]
    yield _code(Code(block.language, block.text))


def _terms(block: Terms) -> Iterator[Json]:
    yield ["terms", [[[_inline(name) for name in term.names], _answers(term.meanings)] for term in block.terms]]


def _answers(answers: Iterable[Iterable[Block]]) -> list[Json]:
    return [list(_blocks(answer)) for answer in answers]


def _paragraph(inlines: Iterable[Inline]) -> Iterator[Json]:
    """A paragraph, parted where a picture stands on lines of its own."""
    for stands_apart, pieces in groupby(_pieces(inlines), _stands_apart):
        if stands_apart:
            yield from pieces
        elif (text := _trimmed(pieces)) and any(piece not in (" ", ["br"]) for piece in text):
            yield ["p", text]


def _stands_apart(piece: Json) -> bool:
    return piece[0] == "picture" and not piece[-1]


def _list(listing: Listing) -> Json:
    items = [list(_blocks(item.blocks, item.box)) for item in listing.items]
    loose = listing.loose and any(isinstance(block, Paragraph) for item in listing.items for block in item.blocks)
    if listing.items[0].number is None:
        return ["tasks" if listing.of_tasks else "list", loose, items]
    return ["steps", loose, _numbers(listing.items), items]


def _numbers(items: Iterable[Item]) -> list[int]:
    """The number of each item; `1. 1. 1.` is how some write 1, 2, 3."""
    numbers: list[int] = []
    first = before = None
    for item in items:
        counted = numbers and before is not None and item.number in (first, before + 1)
        numbers.append(numbers[-1] + 1 if counted else item.number or 0)
        first = item.number if first is None else first
        before = item.number
    return numbers


def _code(code: Code) -> Json:
    inked = [_inked(line) for line in coloured(code.language, code.text)]
    longest = max(map(len, code.text.split("\n")))
    runs = inked if any(kind for line in inked for kind, _ in line) else []
    return ["code", code.text, runs, max(longest, 1), list(code.marked)]


_WRITERS: dict[type[Block], Callable[[Any], Iterable[Json]]] = {
    Paragraph: lambda block: _paragraph(block.inlines),
    Heading: lambda block: [["h", min(3 + block.depth, 6), _inline(block.inlines)]],
    Rule: lambda block: [["rule"]],
    Quote: lambda block: [["quote", list(_blocks(block.blocks))]],
    Code: _code_block,
    AsWritten: lambda block: [_code(Code("", block.text))],
    Listing: lambda block: [_list(block)],
    Table: lambda block: _table(block),
    Callout: lambda block: [["box", block.look, _inline(block.title), list(_blocks(block.blocks))]],
    Tabs: lambda block: [["box", "tab", _inline(tab.title), list(_blocks(tab.blocks))] for tab in block.tabs],
    Terms: _terms,
    Diagram: _diagram,
    Formula: lambda block: [["math", *set_formula(block.latex, display=True)]],
    Notes: lambda block: [["steps", False, [*range(1, len(block.notes) + 1)], _answers(block.notes)]],
}

# Keywords, strings, numbers and comments, by the first letter of what Pygments calls them; the rest is plain.
_INKED = "ksmc"


def _inked(line: Iterable[Run]) -> list[list[str]]:
    """A line's pieces, as few as may be: each costs Typst a look of its own."""
    runs: list[list[str]] = []
    for named, words in line:
        kind = named[:1] if named[:1] in _INKED else ""
        if runs and (words.isspace() or runs[-1][0] == kind):
            runs[-1][1] += words
        else:
            runs.append([kind, words])
    return runs


def _table(table: Table) -> Iterator[Json]:
    header, *body = [[_inline(cell) for cell in row] for row in table.rows]
    if len(header) > MAX_COLUMNS:
        yield ["list", True, [_record(header, row) for row in body or [[]]]]
        return
    width = len(header)
    yield [
        "table",
        [side or "left" for side in table.align],
        header,
        [row + [[] for _ in range(width - len(row))] for row in body],
        *column_widths.shape(table.rows),
    ]


def _record(header: list[Json], row: list[Json]) -> list[Json]:
    """A row of a wide table as lines of name and value."""
    pairs = [(name, row[at] if at < len(row) else []) for at, name in enumerate(header)]
    return [["p", [["b", name], ": ", *value]] for name, value in pairs]


_POINTS = 0.75  # of a CSS pixel
_HIGHEST = 720  # CSS pixels: three quarters of a page
_IN_LINE = 32  # CSS pixels: what is not higher stands in the line, as a sign or an icon does


def _inline(inlines: Iterable[Inline]) -> list[Json]:
    return _trimmed(_pieces(inlines))


def _trimmed(inline: Iterable[Json]) -> list[Json]:
    pieces = list(inline)
    while pieces and isinstance(pieces[0], str) and not pieces[0].strip():
        pieces.pop(0)
    while pieces and isinstance(pieces[-1], str) and not pieces[-1].strip():
        pieces.pop()
    return pieces


def _pieces(inlines: Iterable[Inline]) -> Iterator[Json]:
    for inline in inlines:
        match inline:
            case str():
                yield _words(inline)
            case CodeSpan(text):
                yield ["c", _breakable(" ".join(text.split()))]
            case Break():
                yield ["br"]
            case Span(mark, inner):
                yield [SPANS[mark].paper, list(_pieces(inner))]
            case Image(name, alt, width, height):
                size = _POINTS * min(1, _HIGHEST / height)
                yield ["picture", name, alt, round(width * size, 1), round(height * size, 1), height <= _IN_LINE]
                yield from [_words(inline.remark)] if inline.remark else []
            case Link(address, inner):
                shown = list(_pieces(inner))
                kind = "to" if is_own(address) else "a"
                yield from [[kind, address, shown]] if inline.leads else shown
                yield from [_words(inline.remark)] if inline.remark else []
            case Short(short):
                yield _words(short + inline.remark)
            case Formula(latex):
                yield ["math", *set_formula(latex, display=False)]
            case NoteMark(number):
                yield [SPANS["sup"].paper, [str(number)]]


def _words(text: str) -> str:
    return _breakable(_SPACES.sub(" ", text))


def _breakable(words: str) -> str:
    """Long words, such as addresses, with places to break that cannot be seen.

    >>> _breakable("https://a.example/b_c, " + "x" * 100).count("\\u200b")
    2
    """
    return _LONG_WORD.sub(lambda word: _ENDLESS.sub("\\g<0>\u200b", _BREAKABLE.sub("\u200b", word[0])), words)
