"""HTML as Markdown: the same words, with the marks of emphasis, code, links, lists and tables in Markdown's form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...syntax.line_kinds import UNDERLINE, kind_of
from .cards import small_number
from .html_tree import Node, parse
from .rewritten import Written

# In a cell or a field these, and nothing else, say that it is HTML: "List<String>" and "a < b" are not.
_IS_HTML = re.compile(
    r"</(?:p|div|b|i|u|em|strong|ul|ol|li|span|code|pre|h[1-6]|t[dhr]|table|a|font|sup|sub|blockquote|details)\s*>"
    r"|<(?:br|hr)\s*/?>|<img\s[^<>]*>|&(?:nbsp|amp|lt|gt|quot|#39|#x27);",
    re.I,
)
_NOT_SHOWN = frozenset(
    ["script", "style", "head", "template", "noscript", "svg", "iframe", "object", "canvas", "nav", "select"]
)
_BLOCKS = frozenset(
    [
        "html",
        "body",
        "main",
        "section",
        "article",
        "header",
        "footer",
        "aside",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "pre",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "hr",
        "details",
        "summary",
        "figure",
        "figcaption",
        "address",
        "fieldset",
        "center",
        "caption",
        "form",
        "button",
    ]
)
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~", "strike": "~~"}
_KEPT = frozenset(["sub", "sup", "kbd", "mark", "ins", "u"])
_LINE_END = "\x02"
_LETTER = re.compile(r"[^\W\d_]")
_LANGUAGE = re.compile(r"(?:language|lang|highlight-source|brush:?\s?)[-\s]?([\w+#-]+)", re.I)
_LOOKS_LIKE_A_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LOOKS_LIKE_AN_ENTITY = re.compile(r"&(?=#?\w{1,31};)")
_ADDRESS = re.compile(r"(?:https?|mailto):[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*", re.I)


def as_markdown(text: str) -> str:
    """The text of a field as Markdown; one without HTML comes out as it went in.

    >>> as_markdown("<div>Two <b>kinds</b>:</div><ul><li>a &lt; b</li><li>List&lt;T&gt;</li></ul>")
    'Two **kinds**:\\n\\n- a < b\\n- List&lt;T>'
    >>> as_markdown("a List<String>, a < b")
    'a List<String>, a < b'
    """
    return from_html(text) if _IS_HTML.search(text) else text


def from_html(html: str) -> str:
    """A piece of HTML as Markdown. The lines of a paragraph stay lines, which in a page are no one's intention."""
    root = parse(html)
    keep_line_ends(root)
    return "\n".join(line.text for line in written(root)).strip("\n")


def keep_line_ends(node: Node) -> None:
    """Marks the ends of lines within paragraphs, so that `written` keeps them."""
    for child in node.children:
        if child.tag == "":
            child.text = re.sub(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)", _LINE_END, child.text)
        elif child.tag not in ("pre", "code", "td", "th"):
            keep_line_ends(child)


def written(node: Node) -> list[Written]:
    """The lines of Markdown for what stands in a node, with the lines of the file that each comes from."""
    lines = list(_blocks(node.children))
    while lines and not lines[-1].text.strip():
        lines.pop()
    return lines


def _blocks(nodes: Sequence[Node], tight: bool = False) -> Iterator[Written]:
    """Blocks with an empty line between them; texts beside blocks are paragraphs."""
    for run in _runs(nodes):
        lines = list(_block(run[0]) if run[0].tag in _BLOCKS else _paragraph(run))
        if lines:
            yield from lines
            if not tight:
                yield Written("", lines[-1].last, lines[-1].last)


def _runs(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """Each block alone, and what stands between two blocks together."""
    run: list[Node] = []
    for node in nodes:
        if node.tag in _NOT_SHOWN:
            continue
        if node.tag in _BLOCKS or _holds_blocks(node):
            if run:
                yield run
            yield from ([node],) if node.tag in _BLOCKS else _runs(node.children)
            run = []
        else:
            run.append(node)
    if run:
        yield run


def _holds_blocks(node: Node) -> bool:
    return bool(node.tag) and any(one.tag in _BLOCKS for one in node.within() if one is not node)


def _block(node: Node) -> Iterator[Written]:
    tag = node.tag
    if tag in _WRITERS:
        yield from _WRITERS[tag](node)
    elif re.fullmatch(r"h[1-6]", tag):
        yield from _titled(node, "#" * int(tag[1]) + " ")
    elif _is_title(node):
        yield from _titled(node, "###### ")
    else:
        yield from written(node)


def _is_title(node: Node) -> bool:
    """What opens an answer by a press: the button of an accordion."""
    return node.tag == "button" and ("aria-expanded" in node.attrs or "accordion" in node.attrs.get("class", ""))


def _titled(node: Node, mark: str) -> Iterator[Written]:
    text = _as_contents([node]) if leads_within(node) else mark + _one_line(node.children)
    if text.strip(" #"):
        yield Written(text, *_extent(node))


def _paragraph(nodes: Sequence[Node]) -> Iterator[Written]:
    """The lines of running text, broken where `<br>` breaks it."""
    parts: list[list[Node]] = [[]]
    for node in _flat(nodes):
        if node.tag == "br":
            parts.append([])
        else:
            parts[-1].append(node)
    for part in parts:
        if any(map(leads_within, part)) and all(leads_within(one) or not _LETTER.search(one.text) for one in part):
            yield Written(_as_contents(part), *_span_of(part))
            continue
        for text in _inline(part).split(_LINE_END):
            if folded := " ".join(text.split()):
                first = min(one.line for one in part if one.tag or one.text.strip())
                yield Written(_harmless(folded), first, max(_extent(one)[1] for one in part))


def leads_within(node: Node) -> bool:
    """Whether all words of a node are a link into its own page, as an entry of a table of contents."""
    if node.tag == "a":
        return "within" in node.attrs
    some = [one for one in node.children if one.tag or _LETTER.search(one.text)]
    return bool(node.tag and some) and all(map(leads_within, some))


def _as_contents(part: Sequence[Node]) -> str:
    """The entry in the form in which Markdown has it."""
    words = " ".join(" ".join(one.words() or one.text for one in part).split())
    return f"[{words.replace('[', '').replace(']', '')}](#contents)"


def _span_of(part: Sequence[Node]) -> tuple[int, int]:
    some = [_extent(one) for one in part if one.words()]
    return min(first for first, _ in some), max(last for _, last in some)


def _flat(nodes: Sequence[Node]) -> Iterator[Node]:
    """The nodes, but elements that hold a break are opened so that it breaks the paragraph."""
    for node in nodes:
        if node.tag and node.tag != "br" and any(one.tag == "br" for one in node.within()):
            yield from _flat(node.children)
        else:
            yield node


def _extent(node: Node) -> tuple[int, int]:
    """First and last line of what is seen of a node."""
    some = [one for one in node.within() if one.text.strip() or one.tag == "img"] or [node]
    lasts = [one.line + one.text.rstrip().count("\n") for one in some]
    firsts = [one.line + len(one.text[: len(one.text) - len(one.text.lstrip())].split("\n")) - 1 for one in some]
    return min(firsts), max(*lasts, *firsts)


# --- inline ----------------------------------------------------------------------------------------------------------


def _one_line(nodes: Sequence[Node]) -> str:
    return " ".join(_inline(nodes).replace(_LINE_END, " ").split())


def _inline(nodes: Sequence[Node]) -> str:
    return "".join(map(_one, nodes))


def _one(node: Node) -> str:
    if node.tag in _NOT_SHOWN:
        return ""
    if not node.tag:
        return _LOOKS_LIKE_A_TAG.sub("&lt;", _LOOKS_LIKE_AN_ENTITY.sub("&amp;", node.text.replace("\xa0", " ")))
    if node.tag in ("code", "tt", "samp"):
        return code_span("".join(one.text for one in node.within()))
    if node.tag == "br":
        return " "
    if node.tag == "img":
        return _picture(node)
    inner = _inline(node.children)
    if node.tag == "a":
        return _link(node, inner)
    if node.tag in _MARKS:
        return _marked(inner, _MARKS[node.tag])
    if node.tag in _KEPT and inner.strip():
        return f"<{node.tag}>{inner}</{node.tag}>"
    return f" {inner} " if node.tag in _BLOCKS else inner


def code_span(text: str) -> str:
    text = " ".join(text.split())
    ticks = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}" if text else ""


def _marked(inner: str, mark: str) -> str:
    """Emphasis around the words alone, since a mark with a space inside is none."""
    bare = inner.strip()
    if not bare or bare.startswith(mark[0]):
        return inner
    return inner[: len(inner) - len(inner.lstrip())] + mark + bare + mark + inner[len(inner.rstrip()) :]


def _link(node: Node, inner: str) -> str:
    href = node.attrs.get("href", "").strip()
    words = inner.strip()
    if not words or not _ADDRESS.fullmatch(href):
        return inner
    return f"<{href}>" if words == href else f"[{words}]({href})"


def _picture(node: Node) -> str:
    source, said = node.attrs.get("src", "").strip(), node.attrs.get("alt", "").strip()
    if source.startswith("data:") or not re.fullmatch(r"[^\s()<>]+", source):
        return said
    return f"![{said.replace('[', '').replace(']', '')}]({source})"


def _harmless(text: str) -> str:
    """A paragraph that begins like a block of Markdown, so that it stays a paragraph."""
    if kind_of(text) not in ("text", "row", "delimiter") or UNDERLINE.strict.match(text):
        return re.sub(r"^(\d*)", r"\1\\", text, count=1)
    return text


# --- blocks ----------------------------------------------------------------------------------------------------------


def _listing(node: Node) -> Iterator[Written]:
    number = small_number(node.attrs.get("start", "")) or 1
    loose = any(child.tag == "p" for item in node.children for child in item.children)
    for place, item in enumerate(one for one in node.children if one.tag):
        if loose and place:
            yield Written("", item.line, item.line)
        if item.tag in ("ul", "ol"):  # a list that stands in a list without an item around it
            yield from _indented(list(_listing(item)), "  ", "  ")
            continue
        number = small_number(item.attrs.get("value", "")) or number
        mark = f"{number}. " if node.tag == "ol" else "- "
        yield from _indented(_item(item), mark, " " * len(mark))
        number += 1


def _item(item: Node) -> list[Written]:
    loose = _is_loose(item)
    lines = [line for line in _blocks(item.children, tight=not loose) if line.text.strip() or loose]
    while lines and not lines[-1].text.strip():
        lines.pop()
    return lines or [Written("", item.line, item.line)]


def _is_loose(item: Node) -> bool:
    return sum(one.tag in ("p", "pre", "table", "blockquote") for one in item.children) > 1


def _indented(lines: Sequence[Written], first: str, other: str) -> Iterator[Written]:
    for place, line in enumerate(lines):
        mark = other if place else first
        yield Written(f"{mark}{line.text}" if line.text.strip() or not place else "", line.first, line.last)


def _quote(node: Node) -> Iterator[Written]:
    for line in written(node):
        yield Written(f"> {line.text}".rstrip(), line.first, line.last)


def _code(node: Node) -> Iterator[Written]:
    """A block of code, its lines as they stand."""
    text = "".join("\n" if one.tag == "br" else one.text for one in node.within())
    first = next((one.line for one in node.within() if one.text), node.line)
    lines = text.split("\n")
    kept = [(first + place, line) for place, line in enumerate(lines)]
    while kept and not kept[0][1].strip():
        kept.pop(0)
    while kept and not kept[-1][1].strip():
        kept.pop()
    if not kept:
        return
    ticks = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    yield Written(ticks + _language(node), kept[0][0], kept[0][0])
    yield from (Written(line, number, number) for number, line in kept)
    yield Written(ticks, kept[-1][0], kept[-1][0])


def _language(node: Node) -> str:
    for one in node.within():
        if match := _LANGUAGE.search(one.attrs.get("class", "")):
            return match[1]
    return ""


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[str, ...]
    first: int
    last: int
    head: bool


def _table(node: Node) -> Iterator[Written]:
    """A table of more than one column; one that only places its content is what it holds."""
    rows = [_row(row) for row in node.within() if row.tag == "tr"]
    nested = sum(one.tag == "table" for one in node.within()) > 1
    width = max((len(row.cells) for row in rows), default=0)
    if width < 2 or nested:
        yield from (line for cell in node.within() if cell.tag in ("td", "th", "caption") for line in written(cell))
        return
    if not rows[0].head:
        rows.insert(0, _Row(("",) * width, rows[0].first, rows[0].first, True))
    for place, row in enumerate(rows):
        cells = (*row.cells, *("",) * (width - len(row.cells)))
        yield Written("| " + " | ".join(cells) + " |", row.first, row.last)
        if place == 0:
            yield Written("|" + "---|" * width, row.first, row.first)


def _row(node: Node) -> _Row:
    cells = [one for one in node.children if one.tag in ("td", "th")]
    said = tuple(_one_line(cell.children).replace("|", "\\|") for cell in cells)
    return _Row(said, *_extent(node), head=bool(cells) and all(cell.tag == "th" for cell in cells))


def _details(node: Node) -> Iterator[Written]:
    summary = next((one for one in node.children if one.tag == "summary"), None)
    title = _one_line(summary.children) if summary else ""
    first, last = _extent(summary) if summary else (node.line, node.line)
    yield Written("<details>", first, first)
    yield Written(f"<summary>{title}</summary>", first, last)
    yield Written("", last, last)
    inner = list(_blocks([one for one in node.children if one is not summary]))
    yield from inner
    end = inner[-1].last if inner else last
    yield Written("</details>", end, end)


def _rule(node: Node) -> Iterator[Written]:
    yield Written("---", node.line, node.line)


def _terms(node: Node) -> Iterator[Written]:
    """A list of terms: each a small heading with what is said of it below."""
    for one in node.within():
        if one.tag == "dt":
            yield from _titled(one, "###### ")
            yield Written("", one.line, one.line)
        elif one.tag == "dd":
            yield from written(one)
            yield Written("", one.line, one.line)


_WRITERS = {
    "ul": _listing,
    "ol": _listing,
    "blockquote": _quote,
    "pre": _code,
    "table": _table,
    "details": _details,
    "hr": _rule,
    "dl": _terms,
}
