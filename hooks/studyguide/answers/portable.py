"""Answers as Markdown that means the same everywhere, whatever extensions another generator has on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from string import punctuation
from typing import Any

from ..syntax.fences import enclosing_mark
from .addresses import MAIL, in_link
from .code_colours import is_known
from .document import document
from .formula_lines import line
from .links import ADDRESS, Lead, is_own, nowhere
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
    said,
)
from .pictures import FOLDER
from .titles import title


def portable(markdown: str, folder: str = f"{FOLDER}/", lead: Lead = nowhere, copy: bool = False) -> str:
    """The same answer as Markdown that other generators, with any extension on, show as `safe_html.fragment` does.

    folder   where its pictures are found from the place that it is written for
    lead     where its links within the guide lead from there
    copy     whether it is for a file that is indented nowhere and that GitHub, Obsidian and we ourselves read: there
             boxes have the mark of their kind and collapsible blocks are elements; else both are quotes with a title

    Code stays code, for what stands in it is not read. Only includes are: pymdownx's
    snippets look for their mark before they look for code, and `;` is its escape.
    """
    blocks = document(markdown).blocks
    found = "\n".join(_with_folds(blocks) if copy else _lines(blocks))
    found = found.replace(f"]({_PLACE}", f"]({folder}") if _PLACE in found else found
    found = _OWN.sub(lambda match: _led(match, lead), found) if _OPENS in found else found
    return _BOX.sub(_marked if copy else _titled, found) if _BOXED in found else found


def heading(markdown: str) -> str:
    """A title with its marks, for a heading of Markdown. What stands in braces must not be taken for its attributes.

    >>> heading("What does `ls` do to **{x}**?"), heading("Why `{x}`?")
    ('What does `ls` do to **&#123;x&#125;**?', 'Why <code>&#123;x&#125;</code>?')
    """
    written = _text(title(markdown).inlines, place=HEADING)
    return _TRAILING.sub(lambda m: _entity(m[0]), written)


# Text is clean of such signs, so that nothing but a picture, a link of the guide's own and a box is found by them.
_PLACE, _OPENS, _ENDS, _BOXED = "\ue006", "\ue007", "\ue008", "\ue009"
_OWN = re.compile(rf"{_OPENS}(?P<words>[^{_OPENS}{_ENDS}]*){_ENDS}(?P<address>{ADDRESS.pattern}){_ENDS}")

_BOX = re.compile(rf"^(?P<quote>.*){_BOXED}(?P<mark>.*){_BOXED}(?P<title>.*)$", re.M)


def _marked(box: re.Match[str]) -> str:
    return box["quote"] + box["mark"]


def _titled(box: re.Match[str]) -> str:
    """Its title, and below that a blank line, where something else of the box stands below it."""
    more = box.string.startswith(f"\n{box['quote']}", box.end())
    return f"{box['quote']}{box['title']}" + (f"\n{box['quote'].rstrip()}" if more else "")


def _led(match: re.Match[str], lead: Lead) -> str:
    address = lead(match["address"])
    return f"[{match['words']}]({address})" if address else match["words"]


def _lines(blocks: Iterable[Block]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        written = _WRITERS[type(block)](block)
        lines.extend(["", *written] if lines else written)
    return lines


_ALIGN = {"left": ":--", "right": "--:", "center": ":-:", "": "---"}


def _heading(block: Heading) -> list[str]:
    text = _TRAILING.sub(lambda m: _entity(m[0]), _text(block.inlines))
    return [f"{'#' * min(3 + block.depth, 6)} {text}"]


def _code_block(block: Code) -> list[str]:
    """A fence with more than a language is none for some, so its title stands above it."""
    language = block.language if is_known(block.language) else ""
    return [*([f"**{_text((block.title,))}**", ""] if block.title else []), *_fenced(language, block.text)]


def _tabs(block: Tabs) -> list[str]:
    return _lines(inner for tab in block.tabs for inner in (Paragraph((Span("strong", tab.title),)), *tab.blocks))


def _terms(block: Terms) -> list[str]:
    return _lines(inner for term in block.terms for inner in _term(term))


def _notes(block: Notes) -> list[str]:
    return _listed(tuple(Item(note, number) for number, note in enumerate(block.notes, 1)), loose=False)


def _table(table: Table) -> list[str]:
    header, *body = ([_text(cell, place=CELL) for cell in row] for row in table.rows)
    return [f"| {' | '.join(cells)} |" for cells in (header, [_ALIGN[side] for side in table.align], *body)]


def _quoted(lines: Iterable[str]) -> list[str]:
    return [f"> {line}" if line else ">" for line in lines] or [">"]


def _with_folds(blocks: Iterable[Block]) -> list[str]:
    """Blocks, the collapsible ones among them as elements. Within quotes and lists they are quotes, for some generators
    tear an element that is indented.
    """
    lines: list[str] = []
    for block in blocks:
        folds = isinstance(block, Callout) and block.kind == "details"
        written = _fold(block) if isinstance(block, Callout) and folds else _WRITERS[type(block)](block)
        lines.extend(["", *written] if lines else written)
    return lines


def _fold(box: Callout) -> list[str]:
    """Some read no Markdown in a summary, and some none in a block that does not ask for it."""
    opening = f'<details markdown="1"{"" if box.folded else " open"}>'
    return [opening, f"<summary>{_as_html(box.title)}</summary>", "", *_with_folds(box.blocks), "", "</details>"]


def _as_html(inlines: Iterable[Inline]) -> str:
    """A text as HTML without anything that Markdown acts on."""
    return "".join(map(_html_piece, inlines))


def _html_piece(inline: Inline) -> str:
    match inline:
        case Span(mark, inner):
            tag = SPANS[mark].tag
            return f"<{tag}>{_as_html(inner)}</{tag}>"
        case CodeSpan(text):
            return f"<code>{_all_encoded(text)}</code>"
        case Link(address, inner) if inline.leads and said(inner) != address:
            there = "" if is_own(address) else f" ({_all_encoded(address)})"
            return _as_html(inner) + there + _all_encoded(inline.remark)
        case Link():
            return _as_html(inline.inlines) + _all_encoded(inline.remark)
        case NoteMark(number):
            return f"<sup>{number}</sup>"
        case Formula(latex):
            return _all_encoded(line(latex))
    return _all_encoded(said((inline,)))


def _all_encoded(text: str) -> str:
    return "".join(_entity(sign) if sign in _MEANT_IN_HTML else sign for sign in _SPACE.sub(" ", text))


_SPACE = re.compile(r"\s+")
_MEANT_IN_HTML = frozenset(punctuation) - frozenset(",.;?!'()")


def _head(box: Callout) -> str:
    title = _text(box.title)
    own = f" {title}" if title != box.kind.capitalize() else ""
    return f"{_BOXED}[!{box.kind.upper()}]{'-' if box.folded else ''}{own}{_BOXED}{_text((Span('strong', box.title),))}"


def _term(term: Term) -> Iterator[Block]:
    yield from (Paragraph((Span("strong", name),)) for name in term.names)
    yield Listing(tuple(map(Item, term.meanings)), loose=False)


def _listed(items: tuple[Item, ...], loose: bool) -> list[str]:
    lines: list[str] = []
    for item in items:
        marker = "-" if item.number is None else f"{item.number}."
        box = "" if item.ticked is None else "[x] " if item.ticked else "[ ] "
        # Not every renderer takes a fence, quote or table in the line of the marker: a space that does not break does.
        first = item.blocks[:1] if item.blocks and isinstance(item.blocks[0], Paragraph) else ()
        head = _lines(first) or ["&nbsp;"]
        rest = _lines(item.blocks[len(first) :])
        apart = [""] if rest and (loose or not isinstance(item.blocks[len(first)], Listing)) else []
        inner = [box + head[0], *head[1:], *apart, *rest]
        lines.extend([""] if lines and loose else [])
        lines.append(f"{marker} {inner[0]}")
        # Four columns are enough for all: Python-Markdown asks for that many, CommonMark for no more.
        indent = " " * max(4, len(marker) + 1)
        lines.extend(indent + line if line.strip() else "" for line in inner[1:])
    return lines


_WRITERS: dict[type[Block], Callable[[Any], list[str]]] = {
    Paragraph: lambda block: _text(block.inlines).split("\n"),
    Heading: _heading,
    Rule: lambda block: ["***"],
    Code: _code_block,
    AsWritten: lambda block: _fenced("text", block.text),
    Quote: lambda block: _quoted(_lines(block.blocks)),
    Listing: lambda block: _listed(block.items, block.loose),
    Table: _table,
    Callout: lambda block: _quoted([_head(block), *_lines(block.blocks)]),
    Tabs: _tabs,
    Terms: _terms,
    Notes: _notes,
    Diagram: lambda block: _code_block(Code(block.language, block.text, block.title)),
    Formula: lambda block: [f"$${_tex(block.latex)}$$"],
}

_SNIPPET = re.compile(r"^([ \t]*)(?=;*-+8<-+)", re.M)


def _fenced(language: str, text: str) -> list[str]:
    fence = enclosing_mark([text])
    return [fence + language, *_SNIPPET.sub(r"\1;", text).split("\n"), fence]


_TRAILING = re.compile("#(?=#*$)")  # a heading's closing marks are not shown


# Where a text stands, if that is no paragraph.
CELL, HEADING = "cell", "heading"

# Text ----------------------------------------------------------------------------------------------------------------

# Characters that some extension gives a meaning, anywhere in a text or at the beginning of a line.
_MEANT = re.compile(r"[<{}\[\]`|$]|(?<=\+)\+|:(?=[\w+-]+:)|&(?=[#\w]+;)|\\(?=[!-/:-@\[-`{-~\n]|\Z)")
_MEANT_FIRST = re.compile(
    r"^(?:[#>%:]|[=-]+[ \t]*$|[-*+](?=\s|$)|\d+[.)](?=\s|$)|[!?]{3}|/{2}|[=+~-]{3}|(?:im|ex)port\b)", re.M
)
# Marks that mean something in pairs.
_IN_PAIRS = re.compile(r"(?<!\s)[*~^]|[*~^](?!\s|\Z)|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)|==(?=\S)|(?<=\S)==")
# The colon of the scheme must stay; another could begin an emoji.
_MEANT_IN_ADDRESS = re.compile(r"[\[\]$]|:(?=[\w+-]+:)")
_AUTOLINK = re.compile(rf"https?://[^\s<>\"\\|{{}}`\[\]]+|{MAIL}")


def _text(inlines: Iterable[Inline], place: str = "") -> str:
    """A text with its marks, and nothing else that any renderer would act on."""
    pieces = tuple(inlines)
    words = said(pieces)
    marked = any(isinstance(piece, Span) for piece in pieces)
    marks = "".join(mark[0] for mark in ("*", "_", "~", "^", "==") if words.count(mark) > (not marked))
    return _MEANT_FIRST.sub(_encoded_first, "".join(_piece(piece, marks, place) for piece in pieces))


def _piece(inline: Inline, marks: str, place: str) -> str:
    match inline:
        case str():
            return _encoded(inline, marks)
        case CodeSpan(text):
            return _code(text, place)
        case Break():
            return "<br>" if place else "  \n"
        case Span(mark, inner):
            written = SPANS[mark]
            return f"{written.opening}{''.join(_piece(one, marks, place) for one in inner)}{written.closing}"
        case Link():
            return _link(inline, marks, place)
        case Short(short):
            return _encoded(short + inline.remark, marks)
        case NoteMark(number):
            return f"<sup>{number}</sup>"
        case Formula(latex, display):
            mark = "$$" if display else "$"
            return f"{mark}{_tex(latex, place)}{mark}"
        case Image(name, alt):
            return f"![{_encoded(alt, '*_~^==')}]({_PLACE}{name}){_encoded(inline.remark, marks)}"


# What would be a tag, a link, a template, or the attributes of what is emphasised before it, for a reader that knows no
# formulas: spaces mean nothing in them.
_IN_FORMULA = re.compile(
    r"(?<=<)(?=\S)|(?<=\{)(?=[{%#:.])|(?<=\})(?=\})|(?<=[_~=^+*])(?=\{)|(?<=\])(?=[(\[{])|(?<=\[)(?=\[)"
)


def _tex(latex: str, place: str = "") -> str:
    """LaTeX on one line."""
    written = " ".join(latex.split())
    bars = written.replace(r"\|", r"\Vert ").replace("|", r"\vert ") if place == CELL else written
    return _IN_FORMULA.sub(" ", bars)


def _code(text: str, place: str) -> str:
    ticks = "`" * max([1, *(len(run) + 1 for run in re.findall("`+", text))])
    # An element for what renderers disagree about: line breaks and pipes in code, three backticks, which may open a
    # fence, and braces in a heading, which may be its attributes.
    braces = place == HEADING and ("{" in text or "}" in text)
    if "\n" in text or len(ticks) > 2 or ("|" in text and (place == CELL or "<" in text)) or braces:
        return f"<code>{_all_encoded(text)}</code>"
    beside = " " if "`" in (text[:1], text[-1:]) else ""
    return f"{ticks}{beside}{text}{beside}{ticks}"


def _link(link: Link, marks: str, place: str) -> str:
    """A link or picture as a link, or as words with the address after them where it may not be one."""
    remark = _encoded(link.remark, marks)
    shown = "".join(_piece(inner, marks, place) for inner in link.inlines)
    if not link.leads:
        return shown + remark
    if is_own(link.address):
        return f"{_OPENS}{shown}{_ENDS}{link.address}{_ENDS}{remark}"
    if link.inlines == (link.address.removeprefix("mailto:"),) and _AUTOLINK.fullmatch(str(link.inlines[0])):
        return f"<{link.inlines[0]}>{remark}"
    target = _MEANT_IN_ADDRESS.sub(lambda m: f"%{ord(m[0]):02X}", in_link(link.address))
    return f"[{shown}](<{target}>){remark}" if "(" in target or ")" in target else f"[{shown}]({target}){remark}"


def _encoded(text: str, marks: str) -> str:
    def sign(match: re.Match[str]) -> str:
        return {"<": "&lt;", "&": "&amp;"}.get(match[0]) or _entity(match[0])

    found = _MEANT.sub(sign, text)
    if not marks:
        return found
    return _IN_PAIRS.sub(lambda m: "".join(map(_entity, m[0])) if m[0][0] in marks else m[0], found)


def _encoded_first(match: re.Match[str]) -> str:
    """The mark's last character for numbers, whose digits mean nothing; else its first."""
    mark = match[0]
    return mark[:-1] + _entity(mark[-1]) if mark[0].isdigit() else _entity(mark[0]) + mark[1:]


def _entity(character: str) -> str:
    return f"&#{ord(character)};"
