"""Answers and titles as they may stand on a page: HTML that cannot do anything, and Markdown that means only its words.

Notes are untrusted. Three locks stand one behind the other, so that a fault in one
opens nothing: the answer's blocks are read by `markdown_blocks`, which knows no HTML,
attribute lists, references, snippets or placeholders; Python-Markdown sees single
lines of text only, with HTML and references taken out of its tables; and what comes
out goes through an allow-list. A fourth check is for the reader: when a letter of
the answer is missing from the result, the answer is shown as it was written.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from string import punctuation
from typing import Any
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import InlineProcessor as InlineTreeprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, Registry
from pygments import formatters, highlight, lexers, token  # type: ignore[import-untyped]

from ..syntax.fences import enclosing_mark
from ..syntax.spans import spans
from ..words.wording import unescape
from .markdown_blocks import Block, Code, Heading, Item, Listing, Paragraph, Quote, Rule, Table, read

# Real answers have up to 10 000 characters. Above this one is a file by mistake, and nobody reads it on a page.
MAX_ANSWER = 400_000
# Python-Markdown copies the text for each mark that it finds. Real paragraphs have up to 3 000 characters.
MAX_TEXT = 20_000
# Pygments tries its patterns at every character, and some look ahead to the end of the line or of the text: 20 000
# characters of the wrong kind take a third of these languages seconds. Within these bounds none takes half a second.
MAX_CODE = 4_000
MAX_CODE_LINES = 200
MAX_CODE_LINE = 300
_MANY_BLANK_LINES = re.compile(r"(?:\n[ \t]*){5}")

# Languages that are coloured. The list is ours because a note chooses from it, and not every one
# of the 500 lexers is quick with text made to be slow. Another word is shown above its code.
_LANGUAGES = frozenset((
    "bash", "bat", "c", "cpp", "csharp", "css", "diff", "docker", "dockerfile", "go", "golang", "graphql", "groovy",
    "hcl", "html", "http", "ini", "java", "javascript", "js", "json", "json5", "jsx", "kotlin", "kusto", "lua", "make",
    "makefile", "nginx", "perl", "php", "powershell", "properties", "protobuf", "ps1", "py", "python", "r",
    "rb", "ruby", "rust", "scala", "scss", "sh", "shell", "sql", "swift", "terraform", "tf", "toml", "ts", "tsx",
    "typescript", "xml", "yaml", "yml", "zsh",
))  # fmt: skip
_PLAIN_LANGUAGES = frozenset(
    {"", "text", "txt", "plain", "plaintext", "none", "output", "console", "md", "markdown", "mermaid"}
)

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Control characters (Python-Markdown marks its placeholders with some of them), half characters, which no
# file can hold, and the private-use characters that the site puts where a fragment belongs.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\ue00f\ufffe\uffff]")
_SCHEME = re.compile(r"(?:https?://|mailto:)", re.I)
_UNSAFE_IN_ADDRESS = re.compile(r"[\x00-\x20\"<>\\^`{|}]")
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
# An address ends where HTML would end it, and `&lt;` is no part of one; exported notes escape `_` in addresses.
_ADDRESS = r"https?://(?:(?!&(?!amp;|#95;)[#\w]+;)[^\s<>\"\x02\x03\ue002])+"
_MAIL = r"(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+"

_LINK = (
    r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]"
    r"\(\s*(<[^<>\n\ue002]*>|[^\s()<>\ue002]*(?:\([^\s()<>\ue002]*\)[^\s()<>\ue002]*)*)"
    r"(?:\s+(\"[^\"\ue002]*\"|'[^'\ue002]*'))?\s*\)"
)
# Characters that `clean` takes out of every text stand for code spans while the rest of a text is looked at.
_KEPT = re.compile("\ue002([0-9]+)\ue003")

_TAGS = {
    "p", "br", "hr", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "span", "div", "table",
    "thead", "tbody", "tr", "th", "td", "strong", "em", "del", "a",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "li": {"value"}}
_VALUES: dict[str, dict[str, set[str]]] = {
    "th": {"align": {"left", "center", "right"}},
    "td": {"align": {"left", "center", "right"}},
    "div": {"role": {"group"}, "tabindex": {"0"}, "aria-label": {"Table"}},
}
_CLASSES = {
    "div": {"highlight", "table-wrap"},
    "pre": {"as-is"},
    "span": {name for name in token.STANDARD_TYPES.values() if name},
}
_sanitised = partial(
    nh3.clean,
    tags=_TAGS,
    clean_content_tags=set(),
    attributes=_ATTRIBUTES,
    tag_attribute_values=_VALUES,
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow noopener noreferrer",
)


# HTML ----------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=20_000)
def fragment(markdown: str) -> str:
    """The safe HTML of one answer, the same whatever was rendered before it. Kept by content.

    Headings are h4 to h6 without ids, for the question above is an h3.
    """
    text = clean(markdown)
    if len(text) > MAX_ANSWER:
        return _as_is(text)
    try:
        rendered = _scrolling(clean(_sanitised("\n".join(_html(read(text), _markdown())))))
    except Exception:  # a fault of a library must cost the reader the form of one answer, not the site
        return _as_is(text)
    return rendered if _complete(text, rendered) else _as_is(text)


def clean(text: str) -> str:
    """The same lines without characters that mean something to a program and nothing to a reader."""
    return _FORBIDDEN.sub("\ufffd", _BREAKS.sub("\n", text))


def _as_is(text: str) -> str:
    return f'<pre class="as-is" tabindex="0">{html.escape(text, quote=False)}</pre>'


def _html(blocks: Iterable[Block], md: Markdown) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(text):
                yield f"<p>{_inline(text, md)}</p>"
            case Heading(depth, text):
                tag = f"h{min(3 + depth, 6)}"
                yield f"<{tag}>{_inline(text, md)}</{tag}>"
            case Rule():
                yield "<hr>"
            case Code(language, text):
                yield _code(language, text)
            case Quote(inner):
                yield from ("<blockquote>", *_html(inner, md), "</blockquote>")
            case Listing():
                yield from _list(block, md)
            case Table():
                yield from _table(block, md)


def _list(listing: Listing, md: Markdown) -> Iterator[str]:
    first = listing.items[0].number
    tag, start = ("ul", "") if first is None else ("ol", f' start="{first}"' if first != 1 else "")
    yield f"<{tag}{start}>"
    for index, item in enumerate(listing.items):
        yield f"<li{_value(listing, index)}>{_item(item, listing.loose, md)}</li>"
    yield f"</{tag}>"


def _value(listing: Listing, index: int) -> str:
    """The number of an item that does not follow from the one before. `1. 1. 1.` is how some write 1, 2, 3."""
    number, before, first = (listing.items[at].number for at in (index, index - 1, 0))
    if number is None or before is None or number in (first, before + 1):
        return ""
    return f' value="{number}"'


def _item(item: Item, loose: bool, md: Markdown) -> str:
    box = "" if item.ticked is None else "☑ " if item.ticked else "☐ "
    blocks = item.blocks
    if not blocks or not isinstance(blocks[0], Paragraph):
        return box + "\n".join(_html(blocks, md))
    text = box + _inline(blocks[0].text, md)
    return "\n".join((f"<p>{text}</p>" if loose else text, *_html(blocks[1:], md)))


def _table(table: Table, md: Markdown) -> Iterator[str]:
    header, *rows = table.rows
    # A wide table scrolls in its own box, and what scrolls must be reachable by keyboard and have a name.
    yield '<div class="table-wrap" tabindex="0" role="group" aria-label="Table"><table><thead>'
    yield _row("th", header, table.align, md)
    yield "</thead><tbody>"
    for row in rows:
        yield _row("td", row, table.align, md)
    yield "</tbody></table></div>"


def _row(tag: str, cells: tuple[str, ...], align: tuple[str, ...], md: Markdown) -> str:
    attributes = (f' align="{side}"' if side else "" for side in align)
    inner = (f"<{tag}{side}>{_inline(cell, md)}</{tag}>" for cell, side in zip(cells, attributes, strict=False))
    return f"<tr>{''.join(inner)}</tr>"


def _code(language: str, text: str) -> str:
    name = language.lower()
    if name in _LANGUAGES and _quickly_coloured(text):
        return str(highlight(text, lexers.get_lexer_by_name(name, stripnl=False), _formatter())).rstrip()
    shown = text if name in _PLAIN_LANGUAGES or name in _LANGUAGES else f"{language}\n{text}"
    # Without the empty span a browser drops a blank first line; Pygments does the same.
    return f'<div class="highlight"><pre><span></span><code>{html.escape(shown, quote=False)}\n</code></pre></div>'


def _scrolling(rendered: str) -> str:
    """Blocks of code scroll, by keyboard too. Between `pre` and `code` something has to stand: the theme's script looks
    for the two next to each other, and what it does to each of fifty holds the page up for a quarter of a second.
    """
    opened = rendered.replace("<pre><span></span><code>", '<pre class="code" tabindex="0"><span><code>')
    return opened.replace("</code></pre>", "</code></span></pre>")


def _quickly_coloured(text: str) -> bool:
    if len(text) > MAX_CODE or _MANY_BLANK_LINES.search(text):
        return False
    lines = text.split("\n")
    return len(lines) <= MAX_CODE_LINES and max(map(len, lines)) <= MAX_CODE_LINE


@lru_cache(maxsize=1)
def _formatter() -> Any:
    return formatters.HtmlFormatter(cssclass="highlight", wrapcode=True)


# What a Markdown text says without showing it: numbers of list items, the language on a fence, ticks, page anchors.
_UNSHOWN = re.compile(
    r"^[\s>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t>]+)*(?:(?:`{3,}|~{3,})[ \t]*[A-Za-z][\w+#.-]*|\[[xX]\]|[0-9]{1,9}[.)]?$)?"
    r"|&[#\w]+;|\]\([ \t]*<?#[^\s)]*",
    re.M,
)
_TAG = re.compile(r"<[^>]*>")
_HREF = re.compile(r' href="([^"]*)"')


def _complete(markdown: str, rendered: str) -> bool:
    """Whether every letter of the Markdown is in the text or a link of the HTML. Counted, so that it takes no time."""
    shown = unescape(_TAG.sub(" ", rendered)) + unescape(" ".join(_HREF.findall(rendered)))
    return _letters(_UNSHOWN.sub(" ", markdown)) <= _letters(shown)


def _letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, text))


# Text inside a block -------------------------------------------------------------------------------------------------


_INLINE_MARK = re.compile(r"[\\`\[\]*_~<>&:]|  \n")  # most cells and items have none


def _inline(text: str, md: Markdown) -> str:
    """The HTML of emphasis, code and links in a text, not yet sanitised; as written where that would lose a letter."""
    if not _INLINE_MARK.search(text):
        return text
    written = html.escape(text, quote=False)
    if len(text) > MAX_TEXT:
        return written
    opaque, codes = _without_code(text)
    try:
        md.reset()
        marked = md.convert(opaque).removeprefix("<p>").removesuffix("</p>")
    except Exception:  # see `fragment`; RecursionError among others
        return written
    rendered = _KEPT.sub(lambda m: f"<code>{html.escape(_inside(codes[int(m[1])]), quote=False)}</code>", marked)
    return rendered if _complete(text, rendered) else written


def _without_code(text: str) -> tuple[str, list[str]]:
    """A text with a token for each code span and an entity for each escaped character, and the code spans."""
    codes: list[str] = []
    pieces: list[str] = []
    for kind, piece in spans(text):
        if kind == "code":
            pieces.append(f"\ue002{len(codes)}\ue003")
            codes.append(piece)
        else:
            pieces.append(_entity(piece[1]) if kind == "escape" else piece)
    return "".join(pieces), codes


def _inside(code: str) -> str:
    inner = code.strip("`")
    return inner.strip() or inner


def _markdown() -> Markdown:
    """A Markdown instance that knows paragraphs and harmless inline marks only, whatever newer versions may add.

    Each answer gets a new one: it costs a tenth of a millisecond, and nothing of an answer can live on in it.
    """
    # Python-Markdown 3.11 loses the last letter of `*a**b*c`; the extension's emphasis does not.
    md = Markdown(
        output_format="html",
        extensions=["pymdownx.betterem", "pymdownx.tilde"],
        extension_configs={"pymdownx.tilde": {"subscript": False}},
    )
    md.preprocessors = _only(md.preprocessors)
    md.postprocessors = _only(md.postprocessors)
    md.parser.blockprocessors = _only(md.parser.blockprocessors, "paragraph")
    md.inlinePatterns = _only(md.inlinePatterns, "linebreak", "delimiter")
    # Twice, for the image in a link: a mark is not looked for inside what it has found itself.
    md.inlinePatterns.register(_Link(_LINK, md), "link", 2.9)
    md.inlinePatterns.register(_Link(_LINK, md), "link in link", 2.8)
    md.inlinePatterns.register(_Address(rf"<({_ADDRESS})>", md), "autolink", 2.5)
    md.inlinePatterns.register(_Mail(f"<({_MAIL})>", md), "mail", 2.4)
    md.inlinePatterns.register(_Address(rf"(?<![\w/@.-])({_ADDRESS})", md), "address", 2.3)
    md.treeprocessors = _only(md.treeprocessors)
    md.treeprocessors.register(InlineTreeprocessor(md), "inline", 2)
    md.treeprocessors.register(_Links(md), "links", 0)
    return md


def _only(registry: Registry[Any], *names: str) -> Registry[Any]:
    """The named ones, in this order."""
    kept: Registry[Any] = Registry()
    for priority, name in enumerate(reversed(names), 1):
        kept.register(registry[name], name, priority)
    return kept


class _Link(InlineProcessor):
    """A link, or an image as a link: a page that loads foreign images tells others who reads it.

    Python-Markdown's own reader of links drops a character where quotes and brackets cross, and is slow with many.
    """

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        words, address, quoted = m.groups()
        link = Element("a", href=address.removeprefix("<").removesuffix(">"))
        if quoted:
            link.set("title", quoted[1:-1])
        link.text = words or AtomicString(_text(link.get("href", "")))
        return link, m.start(), m.end()


class _Address(InlineProcessor):
    """A web address in the text, without the punctuation and brackets of the sentence around it."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        address, end = m[1], m.end()
        if m.end(1) == end:
            address = address[: _end_of_address(address)]
            end = m.start() + len(address)
        link = Element("a", href=address)
        link.text = AtomicString(_text(_decoded(address)))
        return link, m.start(), end


class _Mail(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        link = Element("a", href="mailto:" + m[1].removeprefix("mailto:"))
        link.text = AtomicString(_text(m[1]))
        return link, m.start(), m.end()


class _Links(Treeprocessor):
    """Leaves a link only where it leads to the web or to mail; elsewhere the address becomes text, so none is lost."""

    def run(self, root: Element) -> None:
        links = list(root.iter("a"))
        inside = {id(inner) for link in links for inner in link.iter("a") if inner is not link}
        for link in links:
            address = _decoded(link.attrib.pop("href", "")).strip()
            title = _decoded(link.attrib.pop("title", ""))
            shown = _decoded("".join(link.itertext()))
            if _leads_out(address) and id(link) not in inside:
                link.set("href", _text(_UNSAFE_IN_ADDRESS.sub(lambda m: f"%{ord(m[0]):02X}", address)))
            else:
                link.tag = "span"
                if address and address != shown and not address.startswith("#"):
                    title = f"{address}) ({title}" if title else address
            if title:
                link.tail = _text(f" ({title})") + (link.tail or "")


def _leads_out(address: str) -> bool:
    """The sanitiser is asked, for it drops an address that it cannot parse, and with it its words."""
    return bool(_SCHEME.match(address)) and " href=" in _sanitised(f'<a href="{html.escape(address)}">')


def _end_of_address(text: str) -> int:
    end = len(text)
    surplus = text.count(")") - text.count("(")
    while end and (text[end - 1] in ".,;:!?'*_~|]" or (text[end - 1] == ")" and surplus > 0)):
        surplus -= text[end - 1] == ")"
        end -= 1
    return end


def _text(text: str) -> str:
    """For the text of an element: Python-Markdown escapes `<`, and `&` unless it looks like an entity."""
    return text.replace("&", "&amp;")


def _decoded(text: str) -> str:
    """Entities resolved, but only those that end: `&copy=1` in an address is no sign."""
    return _ENTITY.sub(_character, text)


def _character(entity: re.Match[str]) -> str:
    """An entity may not bring in what `clean` has taken out, nor a line break into a heading."""
    character = clean(unescape(entity[0]))
    return " " if character.isspace() else character


# Markdown for pages --------------------------------------------------------------------------------------------------

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


def portable(markdown: str) -> str:
    """The same answer as Markdown that other generators, with any extension on, show as `fragment` does.

    Code stays code, for what stands in it is not read. Only includes are: pymdownx's
    snippets look for their mark before they look for code, and `;` is its escape.
    """
    text = clean(markdown)
    return "\n".join(_lines(read(text)) if len(text) <= MAX_ANSWER else _fenced("text", text))


def _lines(blocks: Iterable[Block]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        lines.extend(["", *_written(block)] if lines else _written(block))
    return lines


def _written(block: Block) -> list[str]:
    match block:
        case Paragraph(text):
            return _escaped(text).split("\n")
        case Heading(depth, text):
            return [f"{'#' * min(3 + depth, 6)} {_TRAILING.sub(lambda m: _entity(m[0]), _escaped(text))}"]
        case Rule():
            return ["***"]
        case Code(language, text):
            return _fenced(language, text)
        case Quote(inner):
            return [f"> {line}" if line else ">" for line in _lines(inner)] or [">"]
        case Listing(items, loose):
            return _listed(items, loose)
        case Table(align, rows):
            delimiters = ({"left": ":--", "right": "--:", "center": ":-:"}.get(side, "---") for side in align)
            header, *body = ([_escaped(cell, in_table=True) for cell in row] for row in rows)
            return [f"| {' | '.join(cells)} |" for cells in (header, delimiters, *body)]


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


_SNIPPET = re.compile(r"^([ \t]*)(?=;*-+8<-+)", re.M)


def _fenced(language: str, text: str) -> list[str]:
    fence = enclosing_mark([text])
    return [fence + language, *_SNIPPET.sub(r"\1;", text).split("\n"), fence]


_TRAILING = re.compile("#(?=#*$)")  # a heading's closing marks are not shown


# Characters that some extension gives a meaning, anywhere in a text or at the beginning of a line.
_MEANT = re.compile(r"[<{}\[\]`|$]|(?<=\+)\+|:(?=[\w+-]+:)")
_MEANT_FIRST = re.compile(
    r"^(?:[#>%:]|[=-]+[ \t]*$|[-*+](?=\s|$)|\d+[.)](?=\s|$)|[!?]{3}|/{2}|[=+~-]{3}|(?:im|ex)port\b)", re.M
)
# The colon of the scheme must stay; another could begin an emoji.
_MEANT_IN_ADDRESS = re.compile(_UNSAFE_IN_ADDRESS.pattern + r"|[\[\]$]|:(?=[\w+-]+:)")
_AUTOLINK = re.compile(rf"<(?:https?://[^\s<>\"\\|{{}}`\[\]]+|{_MAIL})>")


def _escaped(text: str, in_table: bool = False) -> str:
    """A text with its emphasis, code and web links, and nothing else that any renderer would act on."""
    opaque, codes = _without_code(text)
    kept = [_safe_code(code, in_table) for code in codes]

    def keep(markdown: str) -> str:
        kept.append(markdown)
        return f"\ue002{len(kept) - 1}\ue003"

    def restored(markdown: str) -> str:
        return _KEPT.sub(lambda m: restored(kept[int(m[1])]), markdown)

    linked = re.sub(_LINK, lambda m: keep(_link(m)), opaque)
    encoded = _encoded(_AUTOLINK.sub(lambda m: keep(m[0]), linked))
    return _MEANT_FIRST.sub(_encoded_first, restored(encoded))


def _safe_code(code: str, in_table: bool) -> str:
    inner = code.strip("`")
    ticks = "`" * max([1, *(len(run) + 1 for run in re.findall("`+", inner))])
    # What renderers disagree about is text: line breaks and pipes in code, and three backticks, which may open a fence.
    if "\n" in inner or len(ticks) > 2 or ("|" in inner and (in_table or "<" in inner)):
        return "".join(_entity(character) if character in punctuation else character for character in inner)
    return f"{ticks}{inner}{ticks}"


def _link(match: re.Match[str]) -> str:
    """A link or image as a link, or as words with the address after them where it may not be one."""
    words, address, quoted = match.groups()
    address = _decoded(address.removeprefix("<").removesuffix(">")).strip()
    remark = _encoded(f" ({quoted[1:-1]})") if quoted else ""
    nested = re.sub(_LINK, lambda m: f"{m[1]} ({m[2]})", words)
    shown = _encoded(nested) or _encoded(address)
    if not _leads_out(address):
        return shown + (_encoded(f" ({address})") if address and not address.startswith("#") else "") + remark
    target = _MEANT_IN_ADDRESS.sub(_percent, address)
    return f"[{shown}](<{target}>){remark}" if "(" in target or ")" in target else f"[{shown}]({target}){remark}"


def _percent(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


def _encoded(text: str) -> str:
    return _MEANT.sub(lambda m: "&lt;" if m[0] == "<" else _entity(m[0]), text)


def _encoded_first(match: re.Match[str]) -> str:
    """The mark's last character for numbers, whose digits mean nothing; else its first."""
    mark = match[0]
    return mark[:-1] + _entity(mark[-1]) if mark[0].isdigit() else _entity(mark[0]) + mark[1:]
