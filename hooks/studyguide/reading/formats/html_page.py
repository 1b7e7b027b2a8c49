"""Pages of HTML, saved or copied: read as the Markdown that they would be, each line at home in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...records import Reading, Text
from ...syntax.line_kinds import MARKER, is_of_markdown
from ...words.asking import asks
from ...words.columns import kinds_of
from ...words.labels import answer_label, question_label
from ...words.wording import key
from .cards import Card, Found, entry, reading
from .fields import Record, Value
from .html_text import from_html, leads_within, written
from .html_tree import Node, parse
from .json_bank import value_of
from .rewritten import Prose, Written, read_rewritten

_LARGEST = 4_000_000
_FEWEST_LINKS = 3
_FEWEST_SIDES = 2
_INDENTED = 4
_LAST = re.compile(r"[-_]+")
_BLOCK_NAMES = (
    r"(?:html|head|body|main|section|article|header|footer|div|table|thead|tbody|tr|t[dh]"
    r"|[ou]l|li|d[ltd]|p|h[1-6]|br|hr|script|style|meta|link|title|nav|pre|blockquote|button)"
)
_BLOCK = re.compile(rf"\s*</?{_BLOCK_NAMES}\b[^<>]*>", re.I)
_DOCUMENT = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--(?>.*?-->)\s*+)*+(?:<!doctype html\b|<html\b|<head\b|<body\b)", re.I | re.S
)
_BOLD = re.compile(r"\*\*\S")


def _is_page(text: Text) -> bool:
    """A document, or lines of which half begin with a block's tag and none with a mark of Markdown."""
    some = [line for line in text.lines if line.strip()]
    if not some or sum(map(len, text.lines)) > _LARGEST:
        return False
    if _DOCUMENT.match("\n".join(some[:5])):
        return True
    tags = sum(bool(_BLOCK.match(line[:400])) for line in some)
    marks = sum(_is_marked(line[:400]) for line in some)
    if text.source.lower().endswith((".html", ".htm", ".xhtml")):
        return tags > 0 and marks <= 0.1 * len(some)
    closed = sum("</" in line for line in some)
    return len(some) > 2 and tags >= 0.5 * len(some) and marks == 0 and closed > 0


def _is_marked(line: str) -> bool:
    """Whether a line has a mark of Markdown; a list's needs words behind it."""
    text = line.lstrip()
    item = MARKER.strict.match(text) and len(text.split()) > 1
    return len(line) - len(text) < _INDENTED and bool(is_of_markdown(text) or item or _BOLD.match(text))


def reads(text: Text, prose: Prose) -> Reading | None:
    """The page as prose reads it, and the questions that it states for search engines besides."""
    if not _is_page(text):
        return None
    root = parse("\n".join(text.lines))
    mark_contents(root)
    _label_sides(root)
    lines = _bounded(_labelled(root), len(text.lines))
    found = read_rewritten(text, "HTML", lines, prose)
    stated = list(_stated(root))
    return _with_stated(text, found, stated) if stated else found


def mark_contents(root: Node) -> None:
    """Notes the links into the same page, where several stand alone on their lines: a table of contents."""
    nodes = list(root.within())
    there = {one.attrs.get("id") or one.attrs.get("name") for one in nodes} - {None, ""}
    inner = [one for one in nodes if one.tag == "a" and one.attrs.get("href", "").partition("#")[2] in there]
    if len(inner) >= _FEWEST_LINKS:
        for one in inner:
            one.attrs["within"] = "#" + one.attrs["href"].partition("#")[2]


def _label_sides(root: Node) -> None:
    """Labels what a page calls its questions and answers: `<my-question>`, `<div class="faq-answer">`."""
    asked = [node for node in root.within() if _is_called(node, ("question", "asked"))]
    told = [node for node in root.within() if _is_called(node, ("answer", "told"))]
    if len(asked) < _FEWEST_SIDES or not len(asked) <= 2 * len(told) <= 4 * len(asked) or _stand_within(asked + told):
        return
    for sign, label, nodes in (("Q", question_label, asked), ("A", answer_label, told)):
        for node in nodes:
            node.tag = node.tag if "-" not in node.tag else "div"
            if label(node.words()) is None:
                node.children.insert(0, Node("", node.line, text=f"{sign}: ", last=node.line))


def _is_called(node: Node, kinds: Sequence[str]) -> bool:
    names = [*node.attrs.get("class", "").split(), *([node.tag] if "-" in node.tag else [])]
    return any(kind in kinds_of(part) for name in names for part in (name, _LAST.split(name)[-1]) for kind in kinds)


def _stand_within(nodes: Sequence[Node]) -> bool:
    """Whether one of some nodes stands in another."""
    own = set(map(id, nodes))
    return any(id(one) in own for node in nodes for child in node.children for one in child.within())


def _labelled(root: Node) -> list[Written]:
    """The page's lines; where a list of terms asks, each term is labelled, so that all of them are read alike."""
    for node in root.within():
        if node.tag == "dl":
            terms = [one for one in node.within() if one.tag == "dt" and not leads_within(one)]
            if len(terms) > 1 and sum(asks(term.words()) >= 0.8 for term in terms) >= 0.5 * len(terms):
                for term in terms:
                    term.children.insert(0, Node("", term.line, text="Q: ", last=term.line))
    return written(root)


def _bounded(lines: Sequence[Written], last: int) -> list[Written]:
    """References to characters may stand for line ends, which the file does not have."""
    return [Written(line.text, min(line.first, last), min(max(line.first, line.last), last)) for line in lines]


# --- what is stated for search engines -------------------------------------------------------------------------------


def _stated(root: Node) -> list[Card]:
    """Questions of a FAQPage or a QAPage, in JSON-LD or in microdata."""
    found: list[Card] = []
    for node in root.within():
        if node.tag == "script" and "ld+json" in node.attrs.get("type", "").lower():
            first = node.children[0].line if node.children else node.line
            value, above = value_of("".join(child.text for child in node.children)), first - 1
            found += _questions(value, above)
    return found


def _questions(value: Value, above: int, depth: int = 0) -> list[Card]:
    if depth > 12:
        return []
    if isinstance(value, list | tuple):
        return [card for one in value for card in _questions(one, above, depth + 1)]
    if not isinstance(value, Record):
        return []
    said = {name: inner for name, inner, _ in value.pairs}
    if said.get("@type") == "Question" and isinstance(said.get("name"), str):
        answer = said.get("acceptedAnswer") or said.get("suggestedAnswer")
        return [
            Card((above + value.first, above + value.last), from_html(str(said["name"])), "\n\n".join(_answers(answer)))
        ]
    return [card for _, inner, _ in value.pairs for card in _questions(inner, above, depth + 1)]


def _answers(value: Value) -> list[str]:
    if isinstance(value, list | tuple):
        return [text for one in value for text in _answers(one)]
    if isinstance(value, Record):
        return [from_html(str(inner)) for name, inner, _ in value.pairs if name == "text" and isinstance(inner, str)]
    return [from_html(value)] if isinstance(value, str) else []


def _with_stated(text: Text, found: Reading, stated: Sequence[Card]) -> Reading:
    """Both together; what the page shows and states is one question."""
    shown = {key(one.question): one for one in found.entries}
    new = [card for card in stated if key(entry(text.source, card).question) not in shown]
    if not new:
        return found
    if not found.entries:
        return reading(text, "HTML: FAQ for search engines", Found(new))
    return found
