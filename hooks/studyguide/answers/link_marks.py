"""Links of an answer to other notes, in every form in which people write them, and the one form that outputs know.

`[words](other.md#heading)`, `[[note#heading|words]]` and `<q:ID>` name a place as an author does. Once it is found the
mark becomes `[words](services/ropes/#ID)`, in which nothing is left to be looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from ..syntax.spans import spans
from .addresses import SCHEME, TARGET, plain_address
from .definitions import label_of
from .document import document
from .links import ADDRESS, Lead, is_own, may_hold
from .markdown_blocks import read
from .nodes import Block, Inline, Link, Span, parts_of
from .pictures import shown


@dataclass(frozen=True, slots=True)
class Mark:
    """A link in a text.

    form     link, definition, wiki, embed, or bare: an address that is its own words
    written  its address as it stands there; of a wiki link, a bare and an angled address all of it
    address  without escapes
    words    those that a wiki link has behind its bar
    """

    form: str
    written: str
    address: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Led:
    """Where a mark leads, in the one form, and what is there; without an address the words that are left of it."""

    address: str
    title: str


_WIKI = r"(?<![\w\\\[$])(?P<embed>!?)\[\[(?P<inside>(?!\s)[^\[\]\n]{1,500}(?<!\s))\]\](?![\[(\]])"
_ANGLE = r"<(?P<angled>q:[A-Za-z0-9][A-Za-z0-9-]{0,99})>"
_DEFINITION = (
    r"^[ ]{0,3}\[(?P<label>[^\[\]^\n][^\[\]\n]{0,199})\]:[ \t]+(?P<to><[^<>\n]{1,1000}>|[^\s<>]{1,1000})(?=\s|$)"
)
_LINK = rf"(?P<empty>(?<![\\!])\[)?\](?={TARGET.pattern.replace('(<', '(?P<target><', 1)})"
_MARK = re.compile(rf"{_WIKI}|{_ANGLE}|{_DEFINITION}|{_LINK}", re.M)
_BEGINS = re.compile(r"\]\(|\[\[|<q:|\]:[ \t]")

_OPEN, _CLOSE = "\ue004", "\ue005"
_HELD = re.compile(f"(?:/(?={_OPEN}d))?{_OPEN}([wad]?)([0-9]+){_CLOSE}")


def exchanged(markdown: str, exchange: Callable[[Mark], Led | None], home: str = "") -> str:
    """The Markdown with what `exchange` gives for each link that may lead to a note; one for which it gives None stays
    as it is written, as does whatever is code.

    home   the site's own address, ending in `/`, or empty
    """
    if not (_BEGINS.search(markdown) or (home and home in markdown)):
        return markdown
    holder = _Holder(markdown.replace(_OPEN, "\ufffd").replace(_CLOSE, "\ufffd"), home)
    if not holder.marks:
        return markdown
    meant = {*_links_in(read(holder.text).blocks)}
    found = [exchange(mark) if place in meant else None for place, mark in enumerate(holder.marks)]

    def put(match: re.Match[str]) -> str:
        mark, led = holder.marks[int(match[2])], found[int(match[2])]
        return _written(mark, led, match[1])

    return _HELD.sub(put, holder.text)


def _written(mark: Mark, led: Led | None, kind: str) -> str:
    """What stands in place of a mark: an address, all of a link, or, where a link has no words, these."""
    if kind == "w":
        return literal(led.title) if led and led.address else ""
    if led is None:
        return mark.written
    if kind:
        # Nobody can write the one form but us.
        return led.address or (f"./{mark.written}" if is_own(mark.address) else mark.written)
    return f"[{literal(led.title)}]({led.address})" if led.address else literal(led.title)


class _Holder:
    """A text with a sign in place of each link, by which it is found again among what was read."""

    def __init__(self, text: str, home: str) -> None:
        self.marks: list[Mark] = []
        self.home = home
        self.defined = {label_of(match["label"]) for match in re.finditer(_DEFINITION, text, re.M)}
        pieces: list[str] = []
        done = 0
        pattern = re.compile(f'{_MARK.pattern}|(?P<bare>{re.escape(home)}[^\\s<>"`\\])]*)', re.M) if home else _MARK
        for match in pattern.finditer(text):
            held, start, end = self.hold(match)
            if held and start >= done:
                pieces += text[done:start], held
                done = end
        self.text = "".join((*pieces, text[done:]))

    def hold(self, match: re.Match[str]) -> tuple[str, int, int]:
        """What stands in place of a part of the text, and where that begins and ends."""
        if match["inside"] is not None:
            to, _, words = match["inside"].replace("\\|", "|").partition("|")
            if label_of(match["inside"]) in self.defined:
                return "", 0, 0
            form = "embed" if match["embed"] else "wiki"
            return self.sign(Mark(form, match[0], to.strip(), words.strip())), match.start(), match.end()
        if match["angled"] is not None:
            return self.sign(Mark("angled", match[0], match["angled"])), match.start(), match.end()
        if match["label"] is not None:
            mark = Mark("definition", match["to"], _plain(match["to"]))
            # What defines a link must begin as an address does.
            return f"/{self.sign(mark, 'd')}" if self.may_lead(mark.address) else "", *match.span("to")
        if self.home and match["bare"] is not None:
            return self.sign(Mark("bare", match[0], match[0])), match.start(), match.end()
        mark = Mark("link", match["target"], _plain(match["target"]))
        if not self.may_lead(mark.address):
            return "", 0, 0
        held = self.sign(mark, "a")
        between = match.string[match.end("empty") if match["empty"] else match.start() : match.start("target")]
        words = f"[{held.replace('a', 'w', 1)}" if match["empty"] else ""
        return f"{words}{between}{held}", match.start(), match.end("target")

    def sign(self, mark: Mark, kind: str = "") -> str:
        self.marks.append(mark)
        return f"{_OPEN}{kind}{len(self.marks) - 1}{_CLOSE}"

    def may_lead(self, address: str) -> bool:
        """Whether a note may be meant: not the web, no picture that was found, and no address that says nothing."""
        if SCHEME.match(address):
            return bool(self.home) and address.startswith(self.home)
        return bool(address) and not shown(address)


def _plain(written: str) -> str:
    return plain_address(written.removeprefix("<").removesuffix(">")).strip()


def _links_in(blocks: Iterable[Block]) -> Iterator[int]:
    """The numbers of the signs that stand where a link may be."""
    for block in blocks:
        for text, inner in parts_of(block):
            yield from () if isinstance(text, str) else _links(text)
            yield from _links_in(inner)


def _links(inlines: Iterable[Inline]) -> Iterator[int]:
    for inline in inlines:
        match inline:
            case str():
                yield from (int(number) for kind, number in _HELD.findall(inline) if not kind)
            case Link(address) if not inline.picture:
                yield from (int(number) for kind, number in _HELD.findall(address) if kind in ("a", "d"))
            case Span(_, inner):
                yield from _links(inner)


def without_links(title: str) -> tuple[str, tuple[str, ...]]:
    """A title as its words alone, and where its links lead, for below it: a heading is no link.

    >>> without_links("What is [a knot](knots.md) to [[rope|a rope]]?")
    ('What is a knot to a rope?', ('[[knots.md]]', '[[rope]]'))
    >>> without_links("What does `[[x]]` do in [[Box]]?"), without_links("Why is a[0](b) no link?")
    (('What does `[[x]]` do in Box?', ()), ('Why is a[0](b) no link?', ()))
    """
    if "](" not in title and "[[" not in title:
        return title, ()
    found: list[str] = []
    runs = groupby(spans(title), lambda piece: piece[0] == "code")
    pieces = ((code, "".join(piece for _, piece in run)) for code, run in runs)
    return "".join(piece if code else _words_of_links(piece, found) for code, piece in pieces), tuple(found)


_IN_TITLE = re.compile(
    rf"{_WIKI}|(?<![\w\\!\[])\[(?P<words>[^\[\]]{{1,500}})\](?={TARGET.pattern.replace('(<', '(?P<target><', 1)})"
)


def _words_of_links(text: str, found: list[str]) -> str:
    pieces: list[str] = []
    done = 0
    for match in _IN_TITLE.finditer(text):
        if match.start() < done:
            continue
        words, end = match["words"], match.end()
        if match["inside"] is not None:
            to, bar, said = match["inside"].partition("|")
            words = said.strip() or to.rpartition("#")[2] or to
            if not is_name(to):
                continue
            found += [f"[[{to.strip()}]]"] if bar or "#" in to else []
        else:
            address = _plain(match["target"])
            end = TARGET.match(text, match.end()).end()  # type: ignore[union-attr]  # as the pattern has seen
            found.append(address if SCHEME.match(address) else f"[[{address}]]")
        pieces += text[done : match.start()], words
        done = end
    return "".join((*pieces, text[done:]))


# What no name of a note has, and tests of a shell, tables of TOML, lists of JSON do.
_NO_NAME = re.compile(r"[\"'=<>*(){};,&`]|^[-:$!^]|^\W*\w?\W*$")


def is_name(address: str) -> bool:
    """Whether a wiki link may have this address.

    >>> is_name("Box office#Tickets"), is_name("-f box"), is_name("1, 2"), is_name("i")
    (True, False, False, False)
    """
    return _NO_NAME.search(address) is None


def links_in(markdown: str) -> tuple[str, ...]:
    """The addresses to which the links of an answer lead within the guide; what is code leads nowhere.

    >>> links_in("[a](services/ropes/#knot) `[b](services/ropes/#bend)`")
    ('services/ropes/#knot',)
    """
    return tuple(_own(document(markdown).blocks)) if may_hold(markdown) else ()


def _own(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        for text, inner in parts_of(block):
            yield from () if isinstance(text, str) else _own_of(text)
            yield from _own(inner)


def _own_of(inlines: Iterable[Inline]) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case Link(address) if inline.leads and is_own(address):
                yield address
            case Span(_, inner):
                yield from _own_of(inner)


def outward(markdown: str, lead: Lead) -> str:
    """Markdown for where no page of the guide is beside it: links within the guide as they lead from there, or words.

    >>> outward("[a](services/ropes/#knot) `](services/ropes/#knot)`", lambda address: "")
    'a `](services/ropes/#knot)`'
    """
    if not may_hold(markdown):
        return markdown
    links = list(_OWN.finditer(markdown))
    pieces: list[str] = []
    done = 0
    for number, link in enumerate(links):
        pieces += markdown[done : link.start("address")], f"{_OPEN}a{number}{_CLOSE}"
        done = link.end("address")
    meant = {*_links_in(read("".join((*pieces, markdown[done:]))).blocks)}
    pieces, done = [], 0
    for number, link in enumerate(links):
        pieces += markdown[done : link.start()], _outward(link, lead) if number in meant else link[0]
        done = link.end()
    return "".join((*pieces, markdown[done:]))


_OWN = re.compile(
    rf"\[(?P<words>(?:[^\[\]\\]|\\.|\[[^\[\]]{{0,500}}\]){{1,2000}})\]\((?P<address>{ADDRESS.pattern})(?P<title>[^()\n]{{0,1000}})\)"
)


def _outward(link: re.Match[str], lead: Lead) -> str:
    address = lead(link["address"])
    return f"[{link['words']}]({address}{link['title']})" if address else link["words"] + link["title"]


def literal(words: str) -> str:
    """Words as Markdown that means nothing but them, within a link and outside of one.

    >>> literal("What is [a] *b*: c?")
    'What is &#91;a&#93; &#42;b&#42;: c?'
    """
    return _MEANT.sub(lambda match: f"&#{ord(match[0])};", words)


_MEANT = re.compile(r"[\\`*_\[\]<>&~|$^]|:(?=[^\s/])|=(?==)|\+(?=\+)")
