"""The title of a question: a line with the marks that a heading may have, and its words where no mark can be.

Pictures and links have been taken out of it, for a heading is neither: see `picture_marks.apart` and
`link_marks.without_links`. What is left is read as any text of an answer is. Pages, cards, paper and books show the
marks; menus, bookmarks, tables and ids have the words alone, in which no sign of a mark is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from ..syntax.remarks import without_remarks
from ..syntax.spans import spans
from .cleaning import clean
from .definitions import Definitions
from .document import whole_inlines
from .formula_lines import line as formula_line
from .formula_lines import raised
from .nodes import Break, CodeSpan, Formula, Inline, Link, Span, said
from .pasted_lines import with_marks


@dataclass(frozen=True, slots=True)
class Title:
    """`inlines` have only what a heading may have, and `words` what is said by them."""

    inlines: tuple[Inline, ...]
    words: str

    @property
    def marked(self) -> bool:
        return any(not isinstance(inline, str) for inline in self.inlines)


@lru_cache(maxsize=20_000)
def title(markdown: str) -> Title:
    """
    >>> title("**What does `ls` do to H<sub>2</sub>O and $x^2$?**").words
    'What does ls do to H2O and x²?'
    >>> title("What is __init__, and what is `*`?").words
    'What is __init__, and what is *?'
    """
    found = tuple(_allowed(whole_inlines(" ".join(_with_names_kept(clean(markdown)).split()), Definitions())))
    # A title that is emphasised as a whole is one in the way of its author.
    while len(found) == 1 and isinstance(found[0], Span) and found[0].mark in _OF_TITLES:
        found = found[0].inlines
    return Title(found, " ".join("".join(_words(found)).split()))


_OF_TITLES = ("strong", "em", "mark", "ins")


def read(markdown: str) -> tuple[str, str]:
    """The words of a title, and its Markdown if that has marks, else nothing.

    >>> read("What is <b>rope</b>? <!-- ask Ann -->"), read("What is rope?"), read("A rope? :tada:")
    (('What is rope?', 'What is **rope**?'), ('What is rope?', ''), ('A rope? 🎉', 'A rope? :tada:'))
    """
    line = " ".join(without_remarks(with_marks(markdown)).split())
    found = title(line)
    return found.words, line if found.marked or _letters(unescape(line)) != _letters(found.words) else ""


def _letters(text: str) -> str:
    """An emoji that is written by its name has none."""
    return "".join(filter(str.isalnum, text))


# `__init__` is a name; `__of great note__` is not.
_NAME = re.compile(r"(?<![\w_\\])(?P<mark>_{2,3})(?P<name>[^\s_](?:\S{0,100}?[^\s_])?)(?P=mark)(?![\w_])")


def _with_names_kept(text: str) -> str:
    if "__" not in text:
        return text
    pieces = (piece if kind == "code" else _NAME.sub(_kept, piece) for kind, piece in spans(text))
    return "".join(pieces)


def _kept(name: re.Match[str]) -> str:
    mark = "\\_" * len(name["mark"])
    return f"{mark}{name['name']}{mark}"


def _allowed(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """What a heading may have; of the rest, the words."""
    for inline in inlines:
        match inline:
            case str() | CodeSpan():
                yield inline
            case Formula(latex):
                yield Formula(latex, display=False)
            case Span(mark, inner):
                yield Span(mark, tuple(_allowed(inner)))
            case Break():
                yield " "
            case Link():
                yield from _allowed(inline.inlines)
            case _:
                yield said((inline,))


def _words(inlines: Iterable[Inline]) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case Span("sup", inner):
                text = "".join(_words(inner))
                yield text if text.isalpha() else raised(text)
            case Span(_, inner):
                yield from _words(inner)
            case Formula(latex):
                yield formula_line(latex)
            case _:
                yield said((inline,))
