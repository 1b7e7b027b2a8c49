"""The safe HTML of an answer as a tree, so that e-books have what the page has, with the same locks in front of it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape, unescape

from ..answers import safe_html
from ..answers.links import Lead, is_own

_VOID = {"br", "hr", "img"}
_BLOCKS = {"p", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "div", "table", "tr", "th", "td", "hr", "br"}


@dataclass(frozen=True, slots=True)
class Element:
    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Node, ...]

    def get(self, name: str) -> str:
        return dict(self.attributes).get(name, "")

    @property
    def elements(self) -> tuple[Element, ...]:
        """The children that are not text."""
        return tuple(child for child in self.children if isinstance(child, Element))


Node = str | Element


@lru_cache(maxsize=20_000)
def nodes(markdown: str) -> tuple[Node, ...]:
    """An answer as it stands on its page."""
    return parsed(safe_html.fragment(markdown)) if markdown else ()


def parsed(html: str) -> tuple[Node, ...]:
    """The tree of HTML that `safe_html` wrote: known tags, all of them closed, attributes in double quotes.

    The standard library's reader, which expects anything, takes twice as long.
    """
    open_: list[tuple[str, tuple[tuple[str, str], ...], list[Node]]] = [("", (), [])]
    for words, closing, tag, attributes in _TAG.findall(html):
        if words:
            open_[-1][2].append(unescape(words))
        elif closing and len(open_) > 1:
            name, given, children = open_.pop()
            open_[-1][2].append(Element(name, given, tuple(children)))
        elif tag in _VOID:
            open_[-1][2].append(Element(tag, _attributes(attributes), ()))
        elif not closing:
            open_.append((tag, _attributes(attributes), []))
    return tuple(open_[0][2])


_TAG = re.compile(r'([^<]+)|<(/?)([a-z][a-z0-9]*+)((?:[^"<>]|"[^"<]*")*+)>')
_ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')


def _attributes(written: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, unescape(value)) for name, value in _ATTRIBUTE.findall(written)) if written else ()


def text(tree: Iterable[Node]) -> str:
    """All words of a tree, blocks apart from each other."""
    return "".join(_text(tree)).strip()


def _text(tree: Iterable[Node]) -> Iterator[str]:
    for node in tree:
        if isinstance(node, str):
            yield node
        elif node.tag == "img":
            yield node.get("alt")
        else:
            apart = node.tag in _BLOCKS
            yield "\n" if apart else ""
            yield from _text(node.children)
            yield "\n" if apart else ""


def line(tree: Iterable[Node]) -> str:
    """The same on one line."""
    return " ".join(text(tree).split())


def placed(tree: Iterable[Node], folder: str, known: Container[str]) -> tuple[Node, ...]:
    """The tree with its pictures in a folder of the book; in place of one that the book does not have, its words."""
    return tuple(_placed(node, folder, known) for node in tree)


def _placed(node: Node, folder: str, known: Container[str]) -> Node:
    if isinstance(node, str):
        return node
    if node.tag != "img":
        return replace(node, children=placed(node.children, folder, known))
    name = node.get("src").rpartition("/")[2]
    if name not in known:
        return node.get("alt")
    attributes = (("src", folder + name) if key == "src" else (key, value) for key, value in node.attributes)
    return replace(node, attributes=tuple(attributes))


def named(tree: Iterable[Node], place: str) -> tuple[Node, ...]:
    """The tree with the names of its footnotes made those of a place, for one book may show the same text twice."""
    return tuple(node if isinstance(node, str) else _named(node, place) for node in tree)


def _named(node: Element, place: str) -> Element:
    attributes = (
        (key, _NOTE.sub(rf"\g<0>{place}-", value) if key in _NAMES else value) for key, value in node.attributes
    )
    return replace(node, attributes=tuple(attributes), children=named(node.children, place))


_NAMES = {"id", "href"}
_NOTE = re.compile(r"^#?note-")


def led(tree: Iterable[Node], lead: Lead) -> tuple[Node, ...]:
    """The tree with its links within the guide as a book has them; in place of one that leads nowhere, its words."""
    return tuple(one for node in tree for one in _led(node, lead))


def _led(node: Node, lead: Lead) -> tuple[Node, ...]:
    if isinstance(node, str):
        return (node,)
    children = led(node.children, lead)
    if node.tag != "a" or not is_own(node.get("href")):
        return (replace(node, children=children),)
    found = lead(node.get("href"))
    return (Element("a", (("href", found),), children),) if found else children


# Of the page's attributes only these mean something in a book.
_KEPT = {"href", "class", "start", "value", "id", "title", "aria-label", "src", "alt", "width", "height"}


# What an e-reader may not unfold is not folded.
_FOR_READERS = {"details": "div", "summary": "p"}


def xhtml(tree: Iterable[Node]) -> str:
    """The tree as XHTML: every element closed, alignment as a class."""
    return "".join(map(_xhtml, tree))


def _xhtml(node: Node) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    if node.tag == "math":
        return _mathml(node, ' xmlns="http://www.w3.org/1998/Math/MathML"')
    kept = _KEPT - {"aria-label"} if node.tag == "div" else _KEPT  # a role goes with it, which is not kept
    attributes = [(name, value) for name, value in node.attributes if name in kept]
    attributes += [("class", value) for name, value in node.attributes if name == "align"]
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes)
    if node.tag in _VOID:
        return f"<{node.tag}{written}/>"
    tag = _FOR_READERS.get(node.tag, node.tag)
    if not node.children and node.tag in ("tbody", "span"):
        return ""  # a table of nothing but a header has no body
    return f"<{tag}{written}>{xhtml(node.children)}</{tag}>"


def _mathml(node: Node, namespace: str = "") -> str:
    """A formula keeps all that it has."""
    if isinstance(node, str):
        return escape(node, quote=False)
    written = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes)
    return f"<{node.tag}{namespace}{written}>{''.join(map(_mathml, node.children))}</{node.tag}>"
