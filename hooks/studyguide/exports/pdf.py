"""A book as PDF, set by Typst. Text goes to it as data, never as markup: no note can say anything in its language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from itertools import zip_longest
from pathlib import Path
from typing import Any

from ..guide import count, shortened
from ..words.dates import day
from . import column_widths, fonts
from .book import OTHERS, UNANSWERED, Book, Chapter, Leaf, Unavailable, seconds
from .html_tree import Element, Node, line, nodes

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
    import typst

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
        return typst.compile(
            files(__package__).joinpath("book.typ").read_bytes(),
            sys_inputs={"data": data},
            format="pdf",
            pdf_standards=["ua-1"],
            # The machine's own fonts are looked at only for letters that the packaged ones lack.
            font_paths=_fonts((font_folder, *([eastern] if eastern else [])), bool(strange)),
            timestamp=seconds(book.date),
        )
    except (RuntimeError, ValueError, OSError) as error:  # typst's own error is a RuntimeError
        raise Unavailable(_reason(error, strange)) from error


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
        "chapters": [_chapter(chapter, kind) for chapter in book.chapters],
    }
    return _settable(made, known)


def _settable(value: Json, known: frozenset[int]) -> Json:
    match value:
        case str():
            return fonts.settable(value, known)
        case list():
            return [_settable(one, known) for one in value]
        case dict():
            return {key: one if key in _AS_IS else _settable(one, known) for key, one in value.items()}
    return value


# Addresses and names that the reader does not see.
_AS_IS = {"id", "link", "kind", "paper", "slug"}


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
        "whole": _breakable(leaf.question) if leaf.long else "",
        "level": leaf.level or "",
        "words": [leaf.level_words, *leaf.words],
        "body": list(_blocks(nodes(leaf.body))),
        "link": leaf.link,
    }
    return made if kind == "questions" else made | _answer(leaf)


def _answer(leaf: Leaf) -> Json:
    answer = list(_blocks(nodes(leaf.answer))) if leaf.answer else [["p", [UNANSWERED]]]
    if answer and answer[-1][0] == "p":
        answer[-1][0] = "lead"  # its references do not begin a page
    return {
        "answer": answer,
        "others": [
            {"title": f"{OTHERS}: {place}", "blocks": list(_blocks(nodes(text)))} for place, text in leaf.others
        ],
        "wordings": list(map(_breakable, leaf.wordings)),
        "references": [{"link": url if _is_web(url) else "", "words": _breakable(url)} for url in leaf.references],
    }


def _is_web(url: str) -> bool:
    return url.lower().startswith(("https://", "http://", "mailto:"))


# Blocks: ["p", inline], ["lead", inline] for a paragraph that must not part from what it announces,
# ["h", depth, inline], ["list", loose, items], ["steps", loose, numbers, items], ["quote", blocks],
# ["code", text, runs by line, longest line], ["table", align, header, rows, widths, whether they fit, lines], ["rule"].
# Inline: a list of strings and ["b" | "i" | "s", inline], ["a", address, inline], ["c", text], ["br"].

_INLINE = {"strong": "b", "em": "i", "del": "s"}
_BLOCK_TAGS = {"p", "h4", "h5", "h6", "hr", "ul", "ol", "blockquote", "pre", "div"}


def _blocks(tree: Iterable[Node]) -> Iterator[Json]:
    """Blocks, each paragraph that ends with a colon as the lead of what follows."""
    blocks = [*_plain_blocks(tree)]
    for block, following in zip_longest(blocks, blocks[1:]):
        announces = block[0] == "p" and following and following[0] in _ANNOUNCED and _ends(block[1]) == ":"
        yield ["lead", block[1]] if announces else block


_ANNOUNCED = {"list", "steps", "table", "code"}


def _ends(inline: list[Json]) -> str:
    """The last sign of a paragraph's words."""
    match inline[-1:]:
        case [str() as words]:
            return words.rstrip()[-1:]
        case [[_, *_, list() as inner]]:
            return _ends(inner)
    return ""


def _plain_blocks(tree: Iterable[Node]) -> Iterator[Json]:
    """Blocks; text between them, as in a tight list's items, becomes a paragraph."""
    loose: list[Node] = []
    for node in tree:
        if isinstance(node, Element) and node.tag in _BLOCK_TAGS:
            yield from _paragraph(loose)
            loose = []
            yield from _BLOCKS[node.tag](node)
        else:
            loose.append(node)
    yield from _paragraph(loose)


def _paragraph(tree: Iterable[Node]) -> Iterator[Json]:
    inline = _inline(tree)
    if any(piece != " " for piece in inline):
        yield ["p", inline]


def _heading(node: Element) -> Iterator[Json]:
    yield ["h", int(node.tag[1]), _inline(node.children)]


def _rule(node: Element) -> Iterator[Json]:
    yield ["rule"]


def _list(node: Element) -> Iterator[Json]:
    items = node.elements
    loose = any(child.tag == "p" for item in items for child in item.elements)
    written = [list(_blocks(item.children)) for item in items]
    yield ["list", loose, written] if node.tag == "ul" else ["steps", loose, _numbers(node, items), written]


def _numbers(node: Element, items: Iterable[Element]) -> list[int]:
    """The number of each item; a huge one, which no counter holds, is left to the text before it."""
    numbers: list[int] = []
    following = int(node.get("start") or 1)
    for item in items:
        following = int(item.get("value") or following)
        numbers.append(following)
        following += 1
    return numbers


def _quote(node: Element) -> Iterator[Json]:
    yield ["quote", list(_blocks(node.children))]


def _code(node: Element) -> Iterator[Json]:
    runs = list(_runs(node.children, ""))
    written = "".join(piece for _, piece in runs)
    lines = written.removesuffix("\n")
    longest = max(map(len, lines.split("\n")))
    yield ["code", lines, _by_line(runs) if any(kind for kind, _ in runs) else [], max(longest, 1)]


# Keywords, strings, numbers and comments, by the first letter of what Pygments calls them; the rest is plain.
_INKED = "ksmc"


def _runs(tree: Iterable[Node], kind: str) -> Iterator[tuple[str, str]]:
    """Pieces of code with the kind that Pygments gave them."""
    for node in tree:
        if isinstance(node, str):
            yield kind, node
        else:
            named = node.get("class")[:1] if node.tag == "span" else kind
            yield from _runs(node.children, named if named in _INKED else "")


def _by_line(runs: Iterable[tuple[str, str]]) -> list[list[list[str]]]:
    lines: list[list[list[str]]] = [[]]
    for kind, piece in runs:
        first, *others = piece.split("\n")
        for number, part in enumerate((first, *others)):
            if number:
                lines.append([])
            if lines[-1] and (part.isspace() or lines[-1][-1][0] == kind):
                lines[-1][-1][1] += part  # each run costs Typst a look of its own
            elif part:
                lines[-1].append([kind, part])
    return lines


def _div(node: Element) -> Iterator[Json]:
    """Code, or the box around a table."""
    for child in node.elements:
        yield from _table(child) if child.tag == "table" else _code(child)


def _table(node: Element) -> Iterator[Json]:
    cells = [row.elements for part in node.elements for row in part.elements]
    header, *body = [[_inline(cell.children) for cell in row] for row in cells]
    if len(header) > MAX_COLUMNS:
        yield ["list", True, [_record(header, row) for row in body or [[]]]]
        return
    width = len(header)
    yield [
        "table",
        [cell.get("align") or "left" for cell in cells[0]],
        header,
        [row + [[] for _ in range(width - len(row))] for row in body],
        *column_widths.shape([[cell.children for cell in row] for row in cells]),
    ]


def _record(header: list[Json], row: list[Json]) -> list[Json]:
    """A row of a wide table as lines of name and value."""
    pairs = [(name, row[at] if at < len(row) else []) for at, name in enumerate(header)]
    return [["p", [["b", name], ": ", *value]] for name, value in pairs]


_BLOCKS: dict[str, Callable[[Element], Iterator[Json]]] = {
    "p": lambda node: _paragraph(node.children),
    "h4": _heading,
    "h5": _heading,
    "h6": _heading,
    "hr": _rule,
    "ul": _list,
    "ol": _list,
    "blockquote": _quote,
    "pre": _code,
    "div": _div,
}


def _inline(tree: Iterable[Node]) -> list[Json]:
    pieces = list(_pieces(tree))
    while pieces and isinstance(pieces[0], str) and not pieces[0].strip():
        pieces.pop(0)
    while pieces and isinstance(pieces[-1], str) and not pieces[-1].strip():
        pieces.pop()
    return pieces


def _pieces(tree: Iterable[Node]) -> Iterator[Json]:
    for node in tree:
        if isinstance(node, str):
            yield _breakable(_SPACES.sub(" ", node))
        elif node.tag in _INLINE:
            yield [_INLINE[node.tag], list(_pieces(node.children))]
        elif node.tag == "a":
            yield ["a", node.get("href"), list(_pieces(node.children))]
        elif node.tag == "code":
            yield ["c", _breakable(line(node.children))]
        elif node.tag == "br":
            yield ["br"]
        else:
            yield from _pieces(node.children)


def _breakable(words: str) -> str:
    """Long words, such as addresses, with places to break that cannot be seen."""
    return _LONG_WORD.sub(lambda word: _BREAKABLE.sub("\u200b", word[0]), words)
