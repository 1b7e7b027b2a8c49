"""What kind a line is: a row for each kind, with what the strict reader takes for one and what the lenient one does.

The strict reader is CommonMark's, with GitHub's tables: it says how the rest of the world will read a line, and so how
a page shows it. The lenient one reads what people paste. It takes all that the strict one takes (the few exceptions
stand as rows, each with its reason, in `tests/cases/syntax/exceptions.toml`) and more: bullets of any kind, rules of
other signs, headings whose space got lost.

The patterns read the text of a line, without the white space before it: how far a line is indented, and in which
quote or item it stands, is for the reader of blocks to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class LineKind:
    """`in_company` is what a pasted line may mean, and is believed only beside its like, for prose has it too."""

    strict: re.Pattern[str]
    lenient: re.Pattern[str]
    in_company: re.Pattern[str] = _NEVER


def _kind(strict: str, lenient: str, in_company: str = "(?!)") -> LineKind:
    return LineKind(re.compile(strict), re.compile(lenient), re.compile(in_company))


# Which lines open a fence is one question, where it ends is another: see `fences`.
_FENCE = r"(?P<mark>`{3,}+(?=[^`]*\Z)|~{3,}+)(?P<info>(?s:.*))"
FENCE = _kind(_FENCE, _FENCE)

# One sign, at least three times. Ornamental rules of pasted text also mix signs, without spaces between them.
RULE = _kind(
    r"(?P<sign>[-*_])[ \t]*+(?:(?P=sign)[ \t]*+){2,}+\Z",
    r"(?:(?P<sign>[-*_=—⸻─━═])\s*+(?:(?P=sign)\s*+){2,}+|[-*_=~—⸻─━═]{3,}+\s*|<[hH][rR]\s*/?>\s*)\Z",
)

# CommonMark has no heading without a space, and a `#` before a word is mostly something else: `#include`, `#!/bin/sh`,
# `#hashtag`, `#fff`, `#1`. Where the space got lost, a heading is read only behind two or more of them (before a
# letter, a figure, emphasis, code, a link or a picture) and behind a single one before bold. `##[error]` and `##vso[…]`
# are what programs print.
HEADING = _kind(
    r"(?P<marks>\#{1,6})[ \t]+(?=\S)",
    r"(?P<marks>\#{1,6})(?:\s+(?=\S)|(?<=\#\#)(?=[^\W_]|[^\x00-\x7f]|[*_`]|\[[^\[\]]*\]\()(?!\w+\[)|(?=\*\*[^\s*])|(?=[A-Z]{1,12}\s?\d{1,4}[.:)]\s))",
)

# Below a line of text, which it makes a heading. Three hyphens make none for the strict reader, although CommonMark
# has it so: chats put such a rule between the parts of an answer. The other two signs are reStructuredText's.
UNDERLINE = _kind(r"(?:={3,}|-{4,})\Z", r"(?:={3,}|-{3,}|~{4,}|\^{3,})\Z")

# `>= 5` and `>5` are comparisons, `>1. First` is a list in a quote.
QUOTE = _kind(r">", r">(?![=\d])|>(?=\d{1,4}[.)]\s)")

# Squares, arrowheads and what is left of the bullets of a word processor. An item has text, and a box needs no bullet.
_GLYPHS = "•◦▪▫●○‣⁃∙■□◆◇❖➤➢►▸▹\uf0a7\uf0b7\uf0d8"
_BULLET = (
    r"(?P<bullet>[-*+])(?=[ \t]|\Z)",
    rf"(?P<bullet>[-*+·](?=\s)|[{_GLYPHS}](?!\ufe0f)|[o§](?=\t|\s\s)|(?=\[[ xX]\]\s))\s*+(?=\S)",
    r"(?P<dash>[–—→➔➜⇒▶▷▼▾])\s++(?=\S)",
)
BULLET = _kind(*_BULLET)

# For patterns of what stands in an item or by itself: a box, the letter of an option.
A_BULLET = r"(?:[-*+]\s+)?"

# Up to nine figures, as CommonMark has it. What `numbers` adds are the many ways to number a question.
_NUMBER = (
    r"(?P<number>[0-9]{1,9})[.)](?=[ \t]|\Z)",
    r"(?P<number>\d{1,9})[.)](?=\s)\s*+(?=\S)",
    r"(?:\((?P<bracketed>\d{1,2})\)|(?P<tight>\d{1,2})(?:[.)](?=[^\s\d.)])|、)|(?P<circled>[\u2460-\u2473])"
    r"|(?P<keycap>\d)\ufe0f?\u20e3|(?P<letter>\(?[A-Za-z][.)](?=\s)))\s*+(?=\S)",
)
NUMBER = _kind(*_NUMBER)

# Either of the two above in one step.
MARKER = _kind(*(f"{bullet}|{number}" for bullet, number in zip(_BULLET, _NUMBER, strict=True)))
CHECKBOX = _kind(r"\[(?P<tick>[ xX])\][ \t]+(?=\S)", r"\[(?P<tick>[ xX✓✔✅])\]\s+")

# Which columns a table has is said by its second line. `---` alone is a rule or an underline where text is pasted.
_DELIMITER = r"\|?+[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?\s*\Z"
DELIMITER = _kind(_DELIMITER, rf"(?=[^|]*\|){_DELIMITER}")
ROW = _kind(r"[^|]*\|", r"[^|]*\|")

# A number or any sign with a tab behind it, as word processors copy lists.
_MARKER_AND_TAB = re.compile(r"(?:\(?\d{1,4}[.):]|[^\w\s]|[o§])\t+")

# In this order: `- - -` is a rule and no list, `> a | b` a quote and no row.
LINE_KINDS = {
    "fence": FENCE,
    "rule": RULE,
    "heading": HEADING,
    "quote": QUOTE,
    "bullet": BULLET,
    "number": NUMBER,
    "delimiter": DELIMITER,
    "row": ROW,
}


def kind_of(line: str, *, lenient: bool = False) -> str:
    """The kind of a line by itself; "text" for one without a sign.

    >>> kind_of("#include <x>"), kind_of("##Heading"), kind_of("##Heading", lenient=True)
    ('text', 'text', 'heading')
    """
    text = line.strip()
    if text[:1].isalpha() and text[0] != "o":  # most lines: no letter but the bullet of a word processor is a sign
        return "row" if "|" in text else "text"
    kinds = ((name, kind.lenient if lenient else kind.strict) for name, kind in LINE_KINDS.items())
    return next((name for name, pattern in kinds if pattern.match(text)), "text")


def depth_of_underline(mark: str) -> int:
    """How deep the heading is that a line of a sign makes of the one above it; 0 for any other line.

    >>> depth_of_underline("==="), depth_of_underline("~~~~"), depth_of_underline("= =")
    (1, 3, 0)
    """
    return {"=": 1, "-": 2}.get(mark[0], 3) if UNDERLINE.lenient.match(mark) else 0


def without_closing(text: str) -> str:
    """A heading's text without the marks that close it: they have a space before them, those of "C#" have none.

    >>> without_closing("Two ##"), without_closing("In C#"), without_closing("##")
    ('Two', 'In C#', '')
    """
    bare = text.rstrip().rstrip("#")
    return bare.rstrip() if not bare or bare[-1].isspace() else text.rstrip()


def heading_of(line: str) -> tuple[int, str] | None:
    """How deep a heading is for the strict reader, and its title; None for any other line.

    >>> heading_of("## In C# ##"), heading_of("##Two")
    ((2, 'In C#'), None)
    """
    match = HEADING.strict.match(line)
    return (len(match["marks"]), without_closing(line[match.end() :])) if match else None


def is_of_markdown(line: str) -> bool:
    """Whether a line is a heading or a fence: other languages of marks write these in other ways.

    >>> is_of_markdown("## Two"), is_of_markdown("```sh"), is_of_markdown("* Two")
    (True, True, False)
    """
    return bool(HEADING.strict.match(line) or FENCE.strict.match(line))


def has_columns(line: str) -> bool:
    """Whether tabs stand between words, and not only behind a list's number or bullet.

    >>> has_columns("1.\\ta"), has_columns("a\\tb")
    (False, True)
    """
    text = line.strip() if "\t" in line else ""
    marker = _MARKER_AND_TAB.match(text)
    return "\t" in text[marker.end() if marker else 0 :]
