"""Looks at HTML as a browser's parser would: which tags and attributes, what text, and whether all is closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

VOID = {"br", "hr", "img", "input", "link", "meta", "base", "source", "wbr"}


class Markup(HTMLParser):
    """`tags` in order, `attributes` as (tag, name, value), `text`, `addresses`, and `broken`: what is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.broken: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.broken += self._open

    @property
    def addresses(self) -> list[str]:
        return [value for _, name, value in self.attributes if name in ("href", "src")]

    @property
    def shown(self) -> str:
        """Everything a reader can get at."""
        return " ".join([self.text, *self.addresses, *map(unquote, self.addresses)])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        elif tag not in VOID:
            self.broken.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.broken.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.broken.append(f"<!{decl}")

    def handle_pi(self, data: str) -> None:
        self.broken.append(f"<?{data}")


_TAGS = {"p", "br", "hr", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "span", "div", "a"}
_TAGS |= {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "strong",
    "em",
    "del",
    "ins",
    "sub",
    "sup",
    "mark",
    "kbd",
    "abbr",
}
_TAGS |= {"details", "summary", "dl", "dt", "dd"}
_NOTE = r"note-[0-9a-f]{8}-[0-9]+"  # of an answer's footnotes
_CLASS = re.compile(
    r"highlight|table-wrap|formula|diagram(?:-text)?"
    r"|as-is|code|tabs?|callout (?:note|tip|warning|danger)|filename|[a-z][a-z0-9]{0,2}|err"
)
_ATTRIBUTES = {
    ("a", "href"): re.compile(rf"(?:https?://|mailto:)[^\s<>\"]+|#{_NOTE}(?:-text)?", re.I),
    ("a", "id"): re.compile(f"{_NOTE}-text"),
    ("a", "class"): re.compile("back"),
    ("a", "aria-label"): re.compile("Back to the text"),
    ("li", "id"): re.compile(_NOTE),
    ("abbr", "title"): re.compile(".+", re.S),
    ("ol", "class"): re.compile("footnotes"),
    ("ul", "class"): re.compile("tasks"),
    ("a", "rel"): re.compile("nofollow noopener noreferrer"),
    ("ol", "start"): re.compile("[0-9]+"),
    ("li", "value"): re.compile("[0-9]+"),
    ("td", "align"): re.compile("left|center|right"),
    ("th", "align"): re.compile("left|center|right"),
    ("div", "class"): _CLASS,
    ("div", "role"): re.compile("group|note"),
    ("details", "class"): _CLASS,
    ("p", "class"): re.compile("callout-title|tab-title|diagram-caption"),
    ("div", "tabindex"): re.compile("0"),
    ("div", "aria-label"): re.compile("Table|Formula"),
    ("math", "alttext"): re.compile(".+", re.S),
    ("math", "display"): re.compile("block"),
    ("mi", "mathvariant"): re.compile("normal"),
    ("pre", "class"): _CLASS,
    ("pre", "tabindex"): re.compile("0"),
    ("span", "class"): _CLASS,
}


# Elements of formulas: those that draw, and none that leads or loads.
_FORMULA = frozenset(
    {"math", "mrow", "mstyle", "mi", "mn", "mo", "mtext", "mspace", "msqrt", "mroot", "mfrac", "mphantom", "mpadded"}
    | {"msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts"}
    | {"mtable", "mtr", "mtd"}
)
_NUMBER = re.compile("-?[0-9.]+(?:em|%)?")
_OF_FORMULAS = {
    **dict.fromkeys(("lspace", "rspace", "minsize", "maxsize", "width", "linethickness", "scriptlevel"), _NUMBER),
    **dict.fromkeys(
        ("stretchy", "symmetric", "movablelimits", "displaystyle", "accent", "accentunder", "separator"),
        re.compile("true|false"),
    ),
    "form": re.compile("prefix|infix|postfix"),
    "class": re.compile("(?:math-[a-z-]+ ?)+"),
}


def faults(html: str) -> list[str]:
    """What a fragment must not hold: the test's own list, not the one of the code under test."""
    page = Markup(html)
    found = [f"tag {tag}" for tag in page.tags if tag not in _TAGS | _FORMULA]
    for tag, name, value in page.attributes:
        allowed = _ATTRIBUTES.get((tag, name)) or (_OF_FORMULAS.get(name) if tag in _FORMULA else None)
        if not allowed or not allowed.fullmatch(value):
            found.append(f"attribute {tag} {name}={value!r}")
    return found + [f"not closed: {what}" for what in page.broken]


def strings(value: Any) -> Iterator[str]:
    """The strings of lists within each other, as paper has an answer."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
