"""HTML as a tree, whatever is wrong with it: elements, texts, and the line on which each begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
# What ends by itself where one of these begins.
_ENDED_BY = {
    "p": frozenset(
        [
            "p",
            "div",
            "ul",
            "ol",
            "dl",
            "table",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "pre",
            "blockquote",
            "section",
            "article",
            "hr",
            "details",
            "form",
            "li",
        ]
    ),
    "li": frozenset(["li"]),
    "dt": frozenset(["dt", "dd"]),
    "dd": frozenset(["dt", "dd"]),
    "tr": frozenset(["tr", "tbody", "tfoot"]),
    "td": frozenset(["td", "th", "tr", "tbody", "tfoot"]),
    "th": frozenset(["td", "th", "tr", "tbody", "tfoot"]),
    "option": frozenset(["option"]),
}
# No end looks for its beginning beyond these.
_WALLS = {"li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}, "tr": {"table"}, "td": {"table"}, "th": {"table"}}
_DEEPEST = 100


@dataclass(slots=True)
class Node:
    """An element; a text is one whose tag is empty."""

    tag: str
    line: int
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str = ""
    last: int = 0

    def within(self) -> Iterator[Node]:
        """The node itself and all below it, in their order."""
        todo = [self]
        while todo:
            node = todo.pop()
            yield node
            todo.extend(reversed(node.children))

    def words(self) -> str:
        return " ".join("".join(node.text for node in self.within()).split())


def parse(html: str) -> Node:
    """The tree of a page or of a piece of one. Never raises: what makes no sense is text."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", 1)
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_by_itself(tag)
        node = Node(tag, self.getpos()[0], {name: value or "" for name, value in attrs})
        node.last = node.line + (self.get_starttag_text() or "").count("\n")
        self.open[-1].children.append(node)
        if tag not in VOID and len(self.open) < _DEEPEST:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID and self.open[-1].tag == tag:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        walls = _WALLS.get(tag, set())
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return
            if self.open[place].tag in walls:
                return

    def handle_data(self, data: str) -> None:
        line = self.getpos()[0]
        self.open[-1].children.append(Node("", line, text=data, last=line + data.count("\n")))

    def _end_by_itself(self, tag: str) -> None:
        while len(self.open) > 1 and tag in _ENDED_BY.get(self.open[-1].tag, ()):
            self.open.pop()
        for place in range(len(self.open) - 1, 0, -1):
            name = self.open[place].tag
            if tag in _ENDED_BY.get(name, ()) and name != "p":
                del self.open[place:]
                return
            if name in ("ul", "ol", "dl", "table"):
                return
