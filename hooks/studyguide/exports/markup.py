"""The safe HTML of an answer as a tree, so that every kind of copy says what the page says.

`render.fragment` has already decided what is a table, what is code and what may be a
link; a copy that read the Markdown again could decide otherwise and lose a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

from studyguide import render

_VOID = {"br", "hr"}
_BLOCKS = {"p", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "div", "table", "tr", "th", "td", "hr", "br"}
_BLANK_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Element:
    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Node, ...]

    def get(self, name: str) -> str:
        return dict(self.attributes).get(name, "")


Node = str | Element


@lru_cache(maxsize=20_000)
def nodes(markdown: str) -> tuple[Node, ...]:
    """An answer as it stands on its page."""
    return parsed(render.fragment(markdown)) if markdown else ()


def parsed(html: str) -> tuple[Node, ...]:
    """The tree of HTML that `render` wrote: known tags, all of them closed."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.tree()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, tuple[tuple[str, str], ...], list[Node]]] = [("", (), [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = tuple((name, value or "") for name, value in attrs)
        if tag in _VOID:
            self.open[-1][2].append(Element(tag, attributes, ()))
        else:
            self.open.append((tag, attributes, []))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and len(self.open) > 1:
            self._shut()

    def handle_data(self, data: str) -> None:
        self.open[-1][2].append(data)

    def _shut(self) -> None:
        tag, attributes, children = self.open.pop()
        self.open[-1][2].append(Element(tag, attributes, tuple(children)))

    def tree(self) -> tuple[Node, ...]:
        while len(self.open) > 1:
            self._shut()
        return tuple(self.open[0][2])


def text(tree: Iterable[Node]) -> str:
    """All words of a tree, blocks apart from each other."""
    return "".join(_text(tree)).strip()


def _text(tree: Iterable[Node]) -> Iterator[str]:
    for node in tree:
        if isinstance(node, str):
            yield node
        else:
            apart = node.tag in _BLOCKS
            yield "\n" if apart else ""
            yield from _text(node.children)
            yield "\n" if apart else ""


def line(tree: Iterable[Node]) -> str:
    """The same on one line."""
    return " ".join(text(tree).split())


def compact(tree: Iterable[Node]) -> str:
    """The same, without the blank lines that tags leave behind."""
    return _BLANK_LINES.sub("\n", text(tree))


# Of the page's attributes only these mean something in a book.
_KEPT = {"href", "class", "start", "value"}


def xhtml(tree: Iterable[Node]) -> str:
    """The tree as XHTML: every element closed, alignment as a class."""
    return "".join(map(_xhtml, tree))


def _xhtml(node: Node) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    attributes = [(name, value) for name, value in node.attributes if name in _KEPT]
    attributes += [("class", value) for name, value in node.attributes if name == "align"]
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes)
    if node.tag in _VOID:
        return f"<{node.tag}{written}/>"
    if not node.children and node.tag in ("tbody", "span"):
        return ""  # a table of nothing but a header has no body
    return f"<{node.tag}{written}>{xhtml(node.children)}</{node.tag}>"
