"""Pictures in the Markdown of an answer, in every form in which people write them, and the one form that outputs know.

`![alt](a.png)`, `<img src="a.png">` and Obsidian's `![[a.png]]` name a file as an author does. Once the file is found
the mark becomes `![alt](assets/pictures/NAME)`, in which the name says how large the picture is.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from string import punctuation
from urllib.parse import unquote

from .definitions import label_of
from .markdown_blocks import read
from .nodes import Block, CodeSpan, Inline, Link, Span, parts_of


@dataclass(frozen=True, slots=True)
class Mark:
    """A picture in a text.

    form     markdown, html, embed, or definition: `[label]: a.png`, whose label stands in place of what it shows
    written  all of it, as it stands there
    alt      what it shows, in words, as Markdown
    title    what an author wrote beside the address
    width    how wide it shall be at most, in CSS pixels, or 0
    """

    form: str
    written: str
    address: str
    alt: str
    title: str = ""
    width: int = 0


_ALT = r"(?P<alt>(?:[^\[\]\\\n]|\\.|\[[^\[\]\n]{0,500}\]){0,1000})"
_PLACE = r"<(?P<angled>[^<>\n]{1,1000})>|(?P<bare>[^\s()<>]{0,1000}(?:\([^\s()<>]{0,500}\)[^\s()<>]{0,500}){0,20})"
_SPACED = r"(?P<spaced>[^()<>\n\"]{1,300}\.(?:png|jpe?g|gif|webp|svg))"
_REST = r"(?:[ \t]+=(?P<across>\d{1,5})?x(?:\d{1,5})?)?(?:[ \t]+(?P<title>\"[^\"\n]{0,1000}\"|'[^'\n]{0,1000}'))?[ \t]*"
# What pandoc and others say of a picture's size; only one that consists of such is taken off.
_LOOK = r"(?:\{(?P<look>(?:[ :]*(?:[.#][\w-]{1,100}|[\w-]{1,40}=(?:\"[^\"\n{}]{0,100}\"|[\w.%]{1,40})))+[ ]*)\})?"
_MARKDOWN = rf"!\[{_ALT}\]\([ \t]*+(?:{_PLACE}|{_SPACED}){_REST}\){_LOOK}"
_EMBED = r"!\[\[(?P<file>[^\[\]\n|\\]{1,500})(?P<said>(?:\\?\|[^\[\]\n|]{0,500}){0,5})\]\]"
_HTML = r"<img\b(?P<inside>(?:[^<>\"']|\"[^\"\n]{0,2000}\"|'[^'\n]{0,2000}'){1,4000})>"
# Where the address of `![alt][label]` stands.
_DEFINITION = (
    r"^[ ]{0,3}\[(?P<label>[^\[\]^\n][^\[\]\n]{0,199})\]:[ \t]+"
    r"(?:<(?P<within>[^<>\n]{1,1000})>|(?P<to>[^\s<>]{1,1000}))(?P<behind>[ \t]++[\"'(][^\n]{0,1000}+)?[ \t]*+$"
)
_MARK = re.compile(rf"(?<!\\)(?:{_MARKDOWN}|{_EMBED}|{_HTML}|{_DEFINITION})", re.I | re.M)
_LABELS = re.compile(r"!\[([^\[\]\n]{0,200})\](?:\[([^\[\]\n]{0,200})\])?")
_BEGINS = re.compile(r"!\[|<img\b", re.I)
_ATTRIBUTE = re.compile(r"(?<![\w:-])([\w:-]++)\s*+=\s*+(\"[^\"]*\"|'[^']*'|[^\s\"'<>]+)")
_WIDTH = re.compile(r"(?:^|[\s;:])width\s*[=:]\s*\"?(\d{1,5})(?:\.\d+)?(?:px)?\"?(?![\w%.])")
_SIZE = re.compile(r"(\d{1,5})(?:x\d{1,5})?")

_IS_FILE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|bmp|tiff?|avif)\s*$", re.I)
_LETTER = re.compile(r"\w")

_OPEN, _CLOSE = "\ue004", "\ue005"
_PLACE_HELD = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")


def has_marks(markdown: str) -> bool:
    return bool(_BEGINS.search(markdown))


def exchanged(markdown: str, exchange: Callable[[Mark], str | None]) -> str:
    """The Markdown with what `exchange` gives for each picture; one for which it gives None stays as it is written, as
    does whatever is code.
    """
    if not has_marks(markdown):
        return markdown
    marks: list[Mark] = []
    labels = {label_of(behind or words) for words, behind in _LABELS.findall(markdown)}

    def hold(match: re.Match[str]) -> str:
        if match["label"] and label_of(match["label"]) not in labels:
            return match[0]
        marks.append(_mark(match))
        return f"{_OPEN}{len(marks) - 1}{_CLOSE}"

    held = _MARK.sub(hold, markdown.replace(_OPEN, "\ufffd").replace(_CLOSE, "\ufffd"))
    code = {int(number) for text in _codes(read(held).blocks) for number in _PLACE_HELD.findall(text)}

    def put(match: re.Match[str]) -> str:
        mark = marks[int(match[1])]
        made = None if int(match[1]) in code else exchange(mark)
        return mark.written if made is None else made

    return _PLACE_HELD.sub(put, held)


def apart(title: str) -> tuple[str, tuple[str, ...]]:
    """A title without its pictures, and these: a heading is words. Pictures alone are named by what they show.

    >>> apart("Which service is this? ![icon](icons/rope.svg)")
    ('Which service is this?', ('![icon](icons/rope.svg)',))
    >>> apart("![Three knots](knots.png)")
    ('Three knots', ('![Three knots](knots.png)',))
    """
    marks: list[Mark] = []

    def take(mark: Mark) -> str | None:
        if mark.form == "embed" and not _IS_FILE.search(mark.address):
            return None
        marks.append(mark)
        return ""

    words = exchanged(title, take)
    if not marks:
        return title, ()
    named = words if _LETTER.search(words) else " ".join((words, *(mark.alt or _stem(mark.address) for mark in marks)))
    return " ".join(named.split()), tuple(mark.written for mark in marks)


def _codes(blocks: Iterable[Block]) -> Iterator[str]:
    """All that is code."""
    for block in blocks:
        for text, inner in parts_of(block):
            yield from [text] if isinstance(text, str) else _code_spans(text)
            yield from _codes(inner)


def _code_spans(inlines: Iterable[Inline]) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case CodeSpan(text):
                yield text
            case Span(_, inner) | Link(_, inner):
                yield from _code_spans(inner)


def _mark(match: re.Match[str]) -> Mark:
    if match["file"] is not None:
        return _embedded(match)
    if match["inside"] is not None:
        return _of_html(match)
    if match["label"] is not None:
        address = match["within"] or match["to"]
        return Mark("definition", match[0], unescape(_unescaped(address)), match["label"], match["behind"] or "")
    address = match["angled"] or match["spaced"] or match["bare"] or ""
    alt, width = match["alt"], match["across"]
    words, bar, size = alt.rpartition("|")
    if bar and (sized := _SIZE.fullmatch(size.strip())):
        alt, width = words.rstrip("\\"), sized[1]
    elif match["look"] and (sized := _WIDTH.search(" " + match["look"])):
        width = sized[1]
    title = match["title"] or ""
    return Mark("markdown", match[0], unescape(_unescaped(address)), alt.strip(), title[1:-1], int(width or 0))


def _embedded(match: re.Match[str]) -> Mark:
    said = [part.strip() for part in match["said"].replace("\\|", "|").split("|") if part.strip()]
    width = _SIZE.fullmatch(said[-1]) if said else None
    words = " ".join(said[:-1] if width else said)
    return Mark("embed", match[0], match["file"].strip(), literal(words), width=int(width[1]) if width else 0)


def _of_html(match: re.Match[str]) -> Mark:
    found = {name.lower(): unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(match["inside"])}
    width = _WIDTH.search(f"width={found.get('width', '')} ") or _WIDTH.search(" " + found.get("style", ""))
    alt, title = (literal(" ".join(found.get(name, "").split())) for name in ("alt", "title"))
    return Mark("html", match[0], found.get("src", ""), alt, title, int(width[1]) if width else 0)


def written(mark: Mark, address: str) -> str:
    """A mark in the one form, for a picture that has been found.

    A picture without words is named after its file, for whoever cannot see it has nothing else.
    """
    if mark.form == "definition":
        return f"[{mark.alt}]: {address}{mark.title}"
    alt = mark.alt or _stem(mark.address)
    title = f' "{mark.title.replace(chr(34), "&quot;")}"' if mark.title else ""
    return f"![{alt}]({address}{f'#{mark.width}' if mark.width else ''}{title})"


def _stem(address: str) -> str:
    """The name of a file without its folder and its ending."""
    return literal(posixpath.splitext(posixpath.basename(unquote(address).replace("\\", "/")))[0])


def literal(words: str) -> str:
    """Words as Markdown that means nothing but them.

    >>> literal("a [b] *c*")
    'a &#91;b&#93; &#42;c&#42;'
    """
    return "".join(f"&#{ord(sign)};" if sign in _MEANT else sign for sign in words)


_MEANT = frozenset("\\`*_[]<>&~|\"'")


def _unescaped(address: str) -> str:
    return re.sub(rf"\\([{re.escape(punctuation)}])", r"\1", address)
