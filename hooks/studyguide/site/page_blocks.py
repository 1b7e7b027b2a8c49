"""Pages as blocks, and two ways of writing them: for this site's build, and as ordinary Markdown.

A page's own text is Markdown that we write. What comes from notes is never mixed
into it: in the site build it is a token of private-use characters, exchanged for
a fragment rendered on its own once the page's Markdown is HTML; in ordinary
Markdown it is text made safe by `portable`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"<p>{_OPEN}([0-9]+){_CLOSE}</p>")
_INDENT = " " * 4


@dataclass(frozen=True, slots=True)
class Note:
    """Markdown from the notes, not to be trusted."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Title:
    """A question in full: its words, and its title as Markdown from the notes, where that has marks, or empty.

    `heading` and `id` are of the heading that it is, else it is a paragraph. `words` are Markdown that we have made of
    them. In the page they stand as words, so that what is made of headings has these alone; `fill` puts the marks in.
    """

    words: str
    markdown: str = ""
    heading: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Html:
    """Our own HTML without blank lines, every foreign text in it escaped.

    `everywhere` is False for what only this site's theme and script understand.
    """

    html: str
    everywhere: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that belong together; `kind` is a row of `_GROUPS`, `title` the words of one that can be folded, or says
    which of the options of a choice are right.
    """

    kind: str
    blocks: tuple[Block, ...]
    title: str = ""


Block = str | Note | Title | Html | Group
Insert = Note | Title | Html

# What stands around a group in the site, and the block type that folds it in ordinary Markdown, if any.
# Where another site renders these pages, its search is made from them: "Answer" begins no teaser there, and a source's
# name is nothing to search for. Our own search is made from the questions.
_GROUPS = {
    "question": ('<div class="question">', "</div>", None),
    "body": ('<div class="question-body">', "</div>", None),
    "choice": ('<div class="question-body" data-right="{title}">', "</div>", None),
    "answer": (
        '<details class="answer"><summary data-search-exclude>{title}</summary><div class="answer-text">',
        "</div></details>",
        "answer",
    ),
    "others": (
        '<details class="others"><summary data-search-exclude>{title}</summary><div class="others-text">',
        "</div></details>",
        "note",
    ),
    "foot": ('<div class="foot">', "</div>", None),
    "origin": ('<div class="origin" data-search-exclude>', "</div>", None),
    "related": ('<div class="related" data-search-exclude>', "</div>", None),
    "paper": ('<div class="answer-text">', "</div>", None),
    "bar": ('<div class="bar" data-search-exclude>', "</div>", None),
    "files": ('<div class="files">', "</div>", None),
    "take": ('<div class="take" data-search-exclude>', "</div>", None),
    "notice": ('<div class="notice" role="note">', "</div>", None),
    "doors": ('<div class="doors">', "</div>", None),
    "compact": ('<div class="compact">', "</div>", None),
}


def tokens(blocks: Iterable[Block]) -> tuple[str, tuple[Insert, ...]]:
    """Markdown with a token line for each insert, and the inserts; `fill` puts them in."""
    inserts: list[Insert] = []

    def lines(block: Block) -> Iterator[str]:
        if isinstance(block, str):
            yield block
        elif isinstance(block, Group):
            opening, closing, _ = _GROUPS[block.kind]
            yield from lines(Html(opening.replace("{title}", block.title)))
            for inner in block.blocks:
                yield from lines(inner)
            yield from lines(Html(closing))
        elif isinstance(block, Title) and (block.heading or not block.markdown):
            inserts.extend([block] if block.markdown else [])
            yield _heading(block, block.words)
        else:
            inserts.append(block)
            yield f"{_OPEN}{len(inserts) - 1}{_CLOSE}"

    text = "\n\n".join(line for block in blocks for line in lines(block))
    return f"{text}\n", tuple(inserts)


_SHOWN = re.compile(r"^(?P<fence>`{3,})markdown shown\n(?P<example>.*?)^(?P=fence)$", re.M | re.S)


def with_examples(markdown: str) -> tuple[str, tuple[Insert, ...]]:
    """An authored page, with the place of what comes of it behind each block of code that says `markdown shown`."""
    inserts: list[Insert] = []

    def shown(match: re.Match[str]) -> str:
        text, own = tokens([Group("paper", (Note(match["example"].rstrip("\n")),))])
        numbered = re.sub(f"{_OPEN}([0-9]+)", lambda m: f"{_OPEN}{int(m[1]) + len(inserts)}", text)
        inserts.extend(own)
        return f"{match['fence']}markdown\n{match['example']}{match['fence']}\n\n{numbered}"

    return _SHOWN.sub(shown, markdown), tuple(inserts)


def _heading(title: Title, words: str) -> str:
    return f"{title.heading} {words} {{ #{title.id} }}" if title.heading else words


Written = Callable[[str], str]

# A heading as the page's Markdown was rendered, up to the link to itself.
_HEADING = re.compile(
    r'(?P<opening><h[1-6] id="(?P<id>[^"]+)">)(?:(?!<h[1-6][ >]).)*?(?=<a class="headerlink"|</h[1-6]>)', re.S
)


def fill(html: str, inserts: tuple[Insert, ...], fragment: Written, title: Written) -> str:
    """The page's HTML with every token exchanged, and headings with their marks. What is put in is not looked at again.

    fragment, title   render a note and a title
    """
    headings = {block.id: block.markdown for block in inserts if isinstance(block, Title) and block.id}

    def headed(match: re.Match[str]) -> str:
        markdown = headings.get(match["id"])
        return match["opening"] + title(markdown) if markdown else match[0]

    def insert(match: re.Match[str]) -> str:
        match inserts[int(match[1])]:
            case Note(markdown):
                return fragment(markdown)
            case Title(_, markdown):
                return f"<p>{title(markdown)}</p>"
            case Html(own):
                return own

    return _TOKEN.sub(insert, _HEADING.sub(headed, html) if headings else html)


def ordinary(blocks: Iterable[Block], portable: Written, title: Written) -> str:
    """The same blocks as Markdown for any generator, notes and titles made safe by `portable` and `title`."""

    def text(block: Block) -> str:
        if isinstance(block, str):
            return block
        if isinstance(block, Note):
            return portable(block.markdown).strip("\n")
        if isinstance(block, Title):
            return _heading(block, title(block.markdown) if block.markdown else block.words)
        if isinstance(block, Html):
            return block.html if block.everywhere else ""
        inner = "\n\n".join(filter(None, map(text, block.blocks)))
        kind = _GROUPS[block.kind][2]
        return f'??? {kind} "{block.title}"\n\n{_indented(inner)}' if kind else inner

    return "\n\n".join(filter(None, map(text, blocks))) + "\n"


def _indented(text: str) -> str:
    return "\n".join(f"{_INDENT}{line}" if line.strip() else "" for line in text.split("\n"))
