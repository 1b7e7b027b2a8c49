"""XML with the line of every element: decks, quizzes of Moodle, outlines (OPML). No entity is ever unfolded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from ...records import Reading, Text
from ...words.asking import asks
from .banks import read_bank
from .fields import Record, Value

_BEGINS = re.compile(r"\ufeff?\s*<(?:\?xml\b|(?!!doctype\s+html|html\b)[A-Za-z][\w.-]*[\s>])", re.I)
_OTHERS = re.compile(r"<(?:html|svg|!doctype\s+html)\b", re.I)
_TEXT = ("text", "p", "value")  # elements that only hold what their parent says
_WORTH = "fraction"  # how much of the points an answer of Moodle is worth
# What Moodle calls things, and what they are called elsewhere; what says nothing of the matter is left out.
_MOODLE = {"questiontext": "question", "generalfeedback": "explanation"}
_OUTLINE = "outline"
_DEEPEST = 60


class _Refused(Exception):
    """It declares entities, or nests deeper than any notes do."""


@dataclass(slots=True)
class _Element:
    name: str
    line: int
    attributes: dict[str, str]
    last: int = 0
    said: list[str] = field(default_factory=list)
    inner: list[_Element] = field(default_factory=list)


def reads(text: Text) -> Reading | None:
    """A bank of questions in XML; None for other XML, for pages and for text."""
    whole = "\n".join(text.lines)
    if not _BEGINS.match(whole) or _OTHERS.search(whole[:2000]):
        return None
    try:
        root = _parsed(whole)
    except (expat.ExpatError, _Refused, ValueError):
        return None
    if root is None:
        return None
    if outline := list(_outline(root)):
        return read_bank(text, "OPML", [outline])
    return read_bank(text, "XML", [_value(_of_moodle(root) if root.name == "quiz" else root)])


def _parsed(whole: str) -> _Element | None:
    root: list[_Element] = []
    around: list[_Element] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        element = _Element(name, parser.CurrentLineNumber, attributes)
        (around[-1].inner if around else root).append(element)
        around.append(element)
        if len(around) > _DEEPEST:
            raise _Refused

    def end(_: str) -> None:
        around.pop().last = parser.CurrentLineNumber

    def said(words: str) -> None:
        if around:
            around[-1].said.append(words)

    def declared(*_: object) -> None:
        raise _Refused

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.EntityDeclHandler = said, declared
    parser.Parse(re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", lambda match: "\n" * match[0].count("\n"), whole, count=1), True)
    return root[0] if root else None


def _of_moodle(root: _Element) -> _Element:
    """A quiz of Moodle with names that are known everywhere; its categories ask nothing."""
    asked = [one for one in root.inner if one.attributes.pop("type", "") != "category"]
    root.inner = [replace(one, inner=list(_parts(one))) for one in asked]
    return root


def _parts(question: _Element) -> Iterator[_Element]:
    """What a question of Moodle comes to: what asks, the options, those that are right, what is said of them."""
    answers = [one for one in question.inner if one.name == "answer"]
    for one in question.inner:
        if one.name in _MOODLE:
            yield _named(one, _MOODLE[one.name], _words(one))
    for one in answers:
        words = " ".join(_words(inner) for inner in one.inner if inner.name in _TEXT)
        told = " ".join(_words(inner) for inner in one.inner if inner.name == "feedback")
        if not one.attributes.get(_WORTH, "0").strip().startswith(("0", "-")):
            yield _named(one, "answer", words)
        yield from [_named(one, "options", words)] if len(answers) > 1 else []
        yield from [_named(one, "explanation", f"{words}: {told}")] if told else []


def _named(element: _Element, name: str, words: str) -> _Element:
    return _Element(name, element.line, {}, element.last, [words])


def _words(element: _Element) -> str:
    return " ".join(filter(None, ("".join(element.said).strip(), *map(_words, element.inner))))


def _value(element: _Element) -> Value:
    """An element as text, or as a record of its attributes and of what it holds; those of one name make a list."""
    words = "".join(element.said).strip()
    only = element.inner[0] if len(element.inner) == 1 else None
    if only is not None and only.name in _TEXT and not words:
        return _value(only)
    if not element.inner and (words or not element.attributes):
        return words
    return Record(element.line, element.last, tuple(_pairs(element)))


def _pairs(element: _Element) -> Iterator[tuple[str, Value, int]]:
    yield from ((name, value, element.line) for name, value in element.attributes.items())
    for name in dict.fromkeys(one.name for one in element.inner):
        some = [one for one in element.inner if one.name == name]
        values = [_value(one) for one in some]
        yield name, values[0] if len(values) == 1 else values, some[0].line


def _outline(root: _Element) -> list[Value]:
    """The items of an outline that ask, or stand beside one that does, with what stands below each."""
    if root.name != "opml":
        return []
    found: list[Value] = []
    _collect(root, found)
    return found


def _collect(element: _Element, found: list[Value]) -> None:
    items = [one for one in element.inner if one.name == _OUTLINE]
    asking = any(asks(one.attributes.get("text", "")) >= 0.9 for one in items)
    for one in items if asking else ():
        told = "\n".join(filter(None, (one.attributes.get("_note", ""), *_below(one))))
        pairs = (("question", one.attributes.get("text", ""), one.line), ("answer", told, one.line))
        found.append(Record(one.line, one.last, pairs))
    for one in () if asking else element.inner:
        _collect(one, found)


def _below(element: _Element) -> list[str]:
    """The words below an item: one as they are, several as a list."""
    said = [(one.attributes.get("text", ""), one) for one in element.inner if one.name == _OUTLINE]
    if len(said) == 1 and not said[0][1].inner:
        return [said[0][0]]
    return [line for words, one in said for line in (f"- {words}", *(f"  {below}" for below in _below(one)))]
