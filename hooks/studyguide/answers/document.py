"""An answer as a document: read once, whatever is made of it.

A reader must get every letter of an answer. So the letters are counted: a text of which the marks would swallow one
stands as it was written, and so does the whole answer where that is not enough.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from .cleaning import clean
from .definitions import Definitions
from .inlines import inlines_of
from .markdown_blocks import read
from .nodes import AsWritten, Document, Inline, Paragraph, all_words_of

# Real answers have up to 10 000 characters. Above this one is a file by mistake, and nobody reads it on a page.
MAX_ANSWER = 400_000


@lru_cache(maxsize=20_000)
def document(markdown: str) -> Document:
    """An answer, the same whatever was read before it. Kept by content."""
    text = clean(markdown)
    as_written = Document((AsWritten(text),))
    if len(text) > MAX_ANSWER:
        return as_written
    try:
        found = read(text)
        if not is_whole(text, all_words_of(found.blocks), found.unshown):
            found = read(text, whole_inlines)
    except Exception:  # a fault of a library must cost the reader the form of one answer, not the site
        return as_written
    return found if is_whole(text, all_words_of(found.blocks), found.unshown) else as_written


def whole_inlines(text: str, known: Definitions) -> tuple[Inline, ...]:
    """A text's pieces, or the text itself where they would lose a letter."""
    before = len(known.unshown)
    try:
        found = inlines_of(text, known)
    except Exception:  # as above
        return (text,)
    unshown = " ".join(known.unshown[before:])
    return found if is_whole(text, all_words_of((Paragraph(found),)), unshown) else (text,)


# What a Markdown text says without showing it: numbers of list items, the language on a fence, ticks, page anchors.
_UNSHOWN = re.compile(
    r"^[\s>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t>]+)*(?:(?:`{3,}|~{3,})[ \t]*[A-Za-z][\w+#.-]*|\[[xX]\]|[0-9]{1,9}[.)]?$)?"
    r"|&[#\w]+;|\]\([ \t]*<?#[^\s)]*",
    re.M,
)


def is_whole(markdown: str, shown: str, unshown: str) -> bool:
    """Whether every letter of the Markdown is among those that are shown, or only says what something is."""
    there = f"{shown} {unshown}"
    letters = _letters(markdown)
    count = there.count if len(letters) <= _FEW else Counter(there).__getitem__
    return all(number <= count(sign) for sign, number in letters)


# Of so few signs each is sooner counted by itself than all are at once.
_FEW = 128


@lru_cache(maxsize=64)
def _letters(markdown: str) -> tuple[tuple[str, int], ...]:
    """Each letter and figure, and how often a reader must see it. Every output asks for the same answer in turn."""
    text = _UNSHOWN.sub(" ", markdown)
    signs = set(text)
    count = text.count if len(signs) <= _FEW else Counter(text).__getitem__
    return tuple((sign, count(sign)) for sign in signs if sign.isalnum())
