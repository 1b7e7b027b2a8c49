"""Answers and titles as they may stand on a page: HTML that cannot do anything.

Notes are untrusted. Three locks stand one behind the other, so that a fault in one opens nothing: an answer is read as
a `document`, which takes a few elements of HTML without attributes for marks and knows no attribute lists, snippets or
placeholders; here its nodes are written with our own elements, every text in them escaped; and what comes out goes
through an allow-list. A fourth check is for the reader:
when a letter of the answer is missing from the result, the answer is shown as it was written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from html import escape
from typing import Any

import nh3

from ..syntax.callouts import LOOKS
from ..words.wording import unescape
from . import formulas, links, titles
from .addresses import SCHEMES, in_link
from .cleaning import clean
from .code_colours import CLASSES, coloured
from .document import document, is_whole
from .nodes import (
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
    Term,
    Terms,
)
from .pictures import ADDRESS, FOLDER

_TAGS = {
    "p", "br", "hr", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "span", "div", "table",
    "thead", "tbody", "tr", "th", "td", "a", "abbr", "details", "summary",
    "dl", "dt", "dd", *(written.tag for written in SPANS.values()),
    *formulas.ATTRIBUTES,
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "abbr": {"title"}, "ol": {"start"}, "li": {"value"}, **formulas.ATTRIBUTES}
_VALUES: dict[str, dict[str, set[str]]] = {
    "th": {"align": {"left", "center", "right"}},
    "td": {"align": {"left", "center", "right"}},
    "div": {"role": {"group", "note"}, "tabindex": {"0"}, "aria-label": {"Table", "Formula"}},
}
_CLASSES = {
    "div": {"highlight", "table-wrap", "formula", "diagram", "tabs", "tab", "callout", *LOOKS},
    "details": {"callout", "diagram-text", *LOOKS},
    "p": {"diagram-caption", "callout-title", "tab-title"},
    "ol": {"footnotes"},
    "ul": {"tasks"},
    "pre": {"as-is"},
    "span": {*CLASSES, "filename", "hll"},
    **{tag: set(formulas.CLASSES) for tag in formulas.ATTRIBUTES},
}
_ALLOWED: dict[str, Any] = {
    "tags": _TAGS,
    "clean_content_tags": set(),
    "attributes": _ATTRIBUTES,
    "tag_attribute_values": _VALUES,
    "allowed_classes": _CLASSES,
    "url_schemes": set(SCHEMES),
    "link_rel": "nofollow noopener noreferrer",
}
# An answer with pictures: their addresses are looked at one by one, for only the guide's own may be loaded.
_ALLOWED_WITH_PICTURES: dict[str, Any] = {
    **_ALLOWED,
    "tags": _TAGS | {"img"},
    "attributes": _ATTRIBUTES | {"img": {"src", "alt", "width", "height", "loading", "decoding"}},
    "attribute_filter": lambda tag, name, value: (
        value if (tag, name) != ("img", "src") or ADDRESS.fullmatch(value) else None
    ),
}
_sanitised = nh3.Cleaner(**_ALLOWED).clean
_sanitised_with_pictures = nh3.Cleaner(**_ALLOWED_WITH_PICTURES).clean


# Answers -------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=20_000)
def fragment(markdown: str) -> str:
    """The safe HTML of one answer, the same whatever was rendered before it. Kept by content.

    Headings are h4 to h6 without ids, for the question above is an h3.
    """
    answer = document(markdown)
    if answer.blocks and isinstance(answer.blocks[0], AsWritten):
        return _as_is(answer.blocks[0].text)
    text = clean(markdown)
    name = _name_of(text) if any(isinstance(block, Notes) for block in answer.blocks) else ""
    written = "\n".join(_html(answer.blocks))
    sanitised = _sanitised_with_pictures if "<img " in written else _sanitised
    rendered = sanitised(written)
    if name:
        rendered = _NOTE_PLACE.sub(lambda m: _NOTE_PLACES[m[1]](name, m[2]), rendered)
    rendered = _OUR_OWN.sub(r"\1", _scrolling(clean(rendered)))
    return rendered if is_whole(text, _shown(rendered), answer.unshown) else _as_is(text)


# Footnotes lead to each other by names that no other answer has. A note cannot write the signs that stand for them.
_NOTE_PLACE = re.compile("(?:<li>)?\ue002([a-z])([0-9]+)\ue003")
_NOTE_PLACES: dict[str, Callable[[str, str], str]] = {
    "t": lambda name, number: f'<a id="{name}-{number}-text" href="#{name}-{number}">{number}</a>',
    "a": lambda name, number: f'<a href="#{name}-{number}">{number}</a>',
    "n": lambda name, number: f'<li id="{name}-{number}">',
    "b": lambda name, number: f'<a class="back" href="#{name}-{number}-text" aria-label="Back to the text"></a>',
}


# A link within the guide is nobody else's.
_OUR_OWN = re.compile(rf'(<a href="(?:{links.ADDRESS.pattern})") rel="[^"]*"')


def _name_of(text: str) -> str:
    return f"note-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _as_is(text: str) -> str:
    return f'<pre class="as-is" tabindex="0">{_text(text)}</pre>'


_text = partial(escape, quote=False)
_TAG = re.compile(r"<[^<>]*>")
# A formula bears its LaTeX; that no letter of it is lost, `formulas` has seen to.
_HREF = re.compile(r' (?:href|alt|alttext)="([^"]*)"')


def _shown(rendered: str) -> str:
    """The text of HTML, its links, and the words of its pictures."""
    return unescape(f"{_TAG.sub(' ', rendered)} {' '.join(_HREF.findall(rendered))}")


# Blocks --------------------------------------------------------------------------------------------------------------


def _html(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _WRITERS[type(block)](block)


def _paragraph(block: Paragraph) -> Iterator[str]:
    yield f"<p>{_inline(block.inlines)}</p>"


def _heading(block: Heading) -> Iterator[str]:
    tag = f"h{min(3 + block.depth, 6)}"
    yield f"<{tag}>{_inline(block.inlines)}</{tag}>"


def _tabs(block: Tabs) -> Iterator[str]:
    yield '<div class="tabs">'
    for tab in block.tabs:
        yield f'<p class="tab-title">{_inline(tab.title)}</p><div class="tab">'
        yield from (*_html(tab.blocks), "</div>")
    yield "</div>"


def _terms(block: Terms) -> Iterator[str]:
    yield from ("<dl>", *(line for term in block.terms for line in _term(term)), "</dl>")


def _callout(box: Callout) -> Iterator[str]:
    title = _inline(box.title)
    if box.folded:
        yield f'<details class="callout {box.look}"><summary>{title}</summary>'
    else:
        yield f'<div class="callout {box.look}" role="note"><p class="callout-title">{title}</p>'
    yield from _html(box.blocks)
    yield "</details>" if box.folded else "</div>"


def _term(term: Term) -> Iterator[str]:
    yield from (f"<dt>{_inline(name)}</dt>" for name in term.names)
    for meaning in term.meanings:
        match meaning:
            case (Paragraph(inlines),):
                yield f"<dd>{_inline(inlines)}</dd>"
            case _:
                yield from ("<dd>", *_html(meaning), "</dd>")


def _notes(block: Notes) -> Iterator[str]:
    yield '<ol class="footnotes">'
    for number, note in enumerate(block.notes, 1):
        blocks = [*_html(note)]
        last = blocks.pop() if blocks and blocks[-1].endswith("</p>") else "<p></p>"
        back = f"{last.removesuffix('</p>')}\ue002b{number}\ue003</p>"
        yield f"<li>\ue002n{number}\ue003{chr(10).join((*blocks, back))}</li>"
    yield "</ol>"


def _formula(block: Formula) -> Iterator[str]:
    """What is too wide scrolls in its own box, as a table does."""
    written = formulas.mathml(block.latex, display=True)
    yield f'<div class="formula" tabindex="0" role="group" aria-label="Formula">{written}</div>'


def _diagram(block: Diagram) -> Iterator[str]:
    """What was drawn, with its text below it for whoever cannot see it; or the text alone."""
    text = _code(Code(block.language, block.text, block.title))
    if block.picture:
        yield f'<div class="diagram"><p>{_img(block.picture)}</p><details class="diagram-text">'
        yield f"<summary>{block.caption}, as text</summary>{text}</details></div>"
    else:
        yield f'<div class="diagram"><p class="diagram-caption">{block.caption}</p>{text}</div>'


def _list(listing: Listing) -> Iterator[str]:
    first = listing.items[0].number
    kind = ' class="tasks"' if listing.of_tasks else ""
    tag, start = ("ul", kind) if first is None else ("ol", f' start="{first}"' if first != 1 else "")
    yield f"<{tag}{start}>"
    for index, item in enumerate(listing.items):
        yield f"<li{_value(listing, index)}>{_item(item, listing.loose)}</li>"
    yield f"</{tag}>"


def _value(listing: Listing, index: int) -> str:
    """The number of an item that does not follow from the one before. `1. 1. 1.` is how some write 1, 2, 3."""
    number, before, first = (listing.items[at].number for at in (index, index - 1, 0))
    if number is None or before is None or number in (first, before + 1):
        return ""
    return f' value="{number}"'


def _item(item: Item, loose: bool) -> str:
    blocks = item.blocks
    if not blocks or not isinstance(blocks[0], Paragraph):
        return item.box + "\n".join(_html(blocks))
    text = item.box + _inline(blocks[0].inlines)
    return "\n".join((f"<p>{text}</p>" if loose else text, *_html(blocks[1:])))


def _table(table: Table) -> Iterator[str]:
    header, *rows = table.rows
    # A wide table scrolls in its own box, and what scrolls must be reachable by keyboard and have a name.
    yield '<div class="table-wrap" tabindex="0" role="group" aria-label="Table"><table><thead>'
    yield _row("th", header, table.align)
    yield "</thead><tbody>"
    for row in rows:
        yield _row("td", row, table.align)
    yield "</tbody></table></div>"


def _row(tag: str, cells: tuple[tuple[Inline, ...], ...], align: tuple[str, ...]) -> str:
    attributes = (f' align="{side}"' if side else "" for side in align)
    inner = (f"<{tag}{side}>{_inline(cell)}</{tag}>" for cell, side in zip(cells, attributes, strict=False))
    return f"<tr>{''.join(inner)}</tr>"


def _code(code: Code) -> str:
    title = f'<span class="filename">{_text(code.title)}</span>\n' if code.title else ""
    # Without the empty span a browser drops a blank first line.
    return f'<div class="highlight">{title}<pre><span></span><code>{_lines(code)}\n</code></pre></div>'


def _lines(code: Code) -> str:
    coloured_lines = coloured(code.language, code.text)
    if not coloured_lines and not code.marked:
        return _text(code.text)
    lines = coloured_lines or tuple((("", line),) for line in code.text.split("\n"))
    written = ("".join(_run(*run) for run in line) for line in lines)
    return "\n".join(
        f'<span class="hll">{line}</span>' if number in code.marked else line for number, line in enumerate(written, 1)
    )


def _run(kind: str, words: str) -> str:
    return f'<span class="{kind}">{_text(words)}</span>' if kind else _text(words)


_WRITERS: dict[type[Block], Callable[[Any], Iterable[str]]] = {
    Paragraph: _paragraph,
    Heading: _heading,
    Rule: lambda block: ("<hr>",),
    Code: lambda block: (_code(block),),
    AsWritten: lambda block: (_as_is(block.text),),
    Quote: lambda block: ("<blockquote>", *_html(block.blocks), "</blockquote>"),
    Listing: _list,
    Table: _table,
    Callout: _callout,
    Tabs: _tabs,
    Terms: _terms,
    Notes: _notes,
    Formula: _formula,
    Diagram: _diagram,
}


def _scrolling(rendered: str) -> str:
    """Blocks of code scroll, by keyboard too. Between `pre` and `code` something has to stand: the theme's script looks
    for the two next to each other, and what it does to each of fifty holds the page up for a quarter of a second.
    """
    opened = rendered.replace("<pre><span></span><code>", '<pre class="code" tabindex="0"><span><code>')
    return opened.replace("</code></pre>", "</code></span></pre>")


# Text ----------------------------------------------------------------------------------------------------------------


def _inline(inlines: Iterable[Inline]) -> str:
    return "".join(map(_piece, inlines))


def _piece(inline: Inline) -> str:
    match inline:
        case str():
            return _text(inline)
        case CodeSpan(text):
            return f"<code>{_text(text)}</code>"
        case Break():
            return "<br>"
        case Span(mark, inner):
            tag = SPANS[mark].tag
            return f"<{tag}>{_inline(inner)}</{tag}>"
        case Link(address, inner):
            shown = _inline(inner)
            link = f'<a href="{escape(in_link(address))}">{shown}</a>' if inline.leads else f"<span>{shown}</span>"
            return link + _text(inline.remark)
        case Short(short, words):
            return (
                _text(short + inline.remark) if inline.first else f'<abbr title="{escape(words)}">{_text(short)}</abbr>'
            )
        case NoteMark(number):
            return f"<sup>\ue002{'a' if inline.again else 't'}{number}\ue003</sup>"
        case Formula(latex):
            return formulas.mathml(latex, display=False)
        case Image():
            return _img(inline) + _text(inline.remark)


def _img(image: Image) -> str:
    """Its size is said, so that nothing moves when it arrives; it is fetched when a reader comes near."""
    return (
        f'<img src="{FOLDER}/{image.name}" alt="{escape(image.alt)}" width="{image.width}" height="{image.height}" '
        'loading="lazy" decoding="async">'
    )


def placed(fragment: str, folder: str, lazy: bool = True) -> str:
    """A fragment for a place from which the pictures are found in another folder.

    >>> placed('<img src="assets/pictures/a.png" alt="">', "../")
    '<img src="../a.png" alt="">'
    """
    if "<img " not in fragment:
        return fragment
    found = fragment.replace(f'<img src="{FOLDER}/', f'<img src="{folder}')
    return found if lazy else found.replace(_LAZY, ">")


_LAZY = ' loading="lazy" decoding="async">'


def with_pictures_as_words(fragment: str, sources: Mapping[str, str]) -> str:
    """A fragment for where no picture can be: its words, and the file that was shown, by the name that it becomes."""
    return _IMG.sub(lambda match: f"{match[2]} ({_text(sources.get(match[1], match[1]))})", fragment)


_IMG = re.compile(rf'<img src="{FOLDER}/([^"]*)" alt="([^"]*)"[^>]*>')


# Titles --------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=20_000)
def heading(markdown: str) -> str:
    """The safe HTML of a title with its marks, for within a heading.

    >>> heading("What does `ls` do?")
    'What does <code>ls</code> do?'
    """
    found = titles.title(markdown)
    return _OUR_OWN.sub(r"\1", clean(_sanitised(_inline(found.inlines))))


# What could mean something in a heading, a list item or a table cell. The last character of each match is encoded.
_MEANT_IN_TITLE = re.compile(
    r"(?![-,?'.!();%/+=])(?!:(?:\s|$))[!-/:-@\[-`{-~]"
    r"|^[-!?.%/+=:]|^\d+[.)]"  # lists, admonitions and other blocks
    r"|(?<=[-./+=])[-./+=]|(?<=www)\.|\((?=(?:c|r|tm|p)\))|(?<=\d)/(?=\d)|(?<=\bc)/(?=o\b)",  # addresses, symbols
    re.I,
)


def title(text: str) -> str:
    """Plain text for a heading, list item or table cell of a page's own Markdown, where it shows exactly itself.

    >>> title("Is `a|b` *one* value?")
    'Is &#96;a&#124;b&#96; &#42;one&#42; value?'
    """
    return _MEANT_IN_TITLE.sub(lambda m: m[0][:-1] + _entity(m[0][-1]), " ".join(clean(text).split()))


def _entity(character: str) -> str:
    return f"&#{ord(character)};"
