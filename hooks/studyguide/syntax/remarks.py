"""What authors write for themselves: comments of HTML and of MDX (`{/* … */}`), Obsidian's `%%remarks%%`, and those of
CriticMarkup (`{>>…<<}`). A page does not show them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .spans import spans

# `%%i` of a batch file and `%%time` of a notebook are none: a remark has its mark on both sides, each as close to it.
REMARK = re.compile(
    r"<!--.{0,2000}?-->"
    r"|(?<!\{)\{(?:/\*(?:(?!\*/)[^\n]){1,500}\*/|>>(?:(?!<<\})[^\n]){1,500}<<)\}(?!\})"
    r"|(?<!\S)%%(?:(?=[^\s%])[^%\n]{1,500}(?<=\S)|[ \t][^%\n]{1,500}[ \t])%%(?=[\s.,;:!?)]|\Z)"
)
_SIGNS = ("%%", "<!--", "{/*", "{>>")


def may_hold(line: str) -> bool:
    """Whether a line has the sign of a remark."""
    return any(sign in line for sign in _SIGNS)


# At the begin of a line it opens a remark of several lines, and at the end of one it closes it.
_FENCE = "%%"
_OF_A_NOTEBOOK = re.compile(r"%%[a-z]\w*!?(?:\s+-|\Z)")


def end_of_remark(lines: Sequence[str], n: int) -> int:
    """The line behind the remark that takes whole lines from this one on; 0 where none does.

    >>> [end_of_remark(["%%", "ask Ann", "%%"], 0), end_of_remark(["%%ask me", "Ann%%"], 0)]
    [3, 2]
    >>> [end_of_remark(["%%time", "x = 1", "%%"], 0), end_of_remark(["%% a %%"], 0), end_of_remark(["%% a", "%%b"], 0)]
    [0, 1, 0]
    """
    text = lines[n].strip()
    if is_remark(text):
        return n + 1
    if text[:2] != _FENCE or _FENCE in text[2:] or _OF_A_NOTEBOOK.match(text):
        return 0
    last = next((m for m in range(n + 1, len(lines)) if _FENCE in lines[m]), 0)
    closing = lines[last].strip()
    return last + 1 if last and closing.endswith(_FENCE) and closing.index(_FENCE) == len(closing) - len(_FENCE) else 0


def is_remark(line: str) -> bool:
    """Whether nothing else stands on a line.

    >>> is_remark("%% ask Ann %%"), is_remark("<!-- old -->"), is_remark("%%time"), is_remark("<!-- a --> b")
    (True, True, False, False)
    >>> is_remark("{/* ask Ann */}"), is_remark("{/* a */} b"), is_remark("{{/* a template */}}")
    (True, False, False)
    """
    text = line.strip()
    return text.startswith(_SIGNS) and REMARK.fullmatch(text) is not None


def without_remarks(line: str) -> str:
    """A line of prose without those within it; one with tags of another language may be code, and stays as it is.

    >>> without_remarks("It is <b>fast</b> %%is it?%%. <!-- ask -->"), without_remarks("<a><!-- b --></a>")
    ('It is <b>fast</b>.', '<a><!-- b --></a>')
    >>> without_remarks("It holds {>>does it?<<} well{/* ask */}, as `{/* this */}`.")
    'It holds well, as `{/* this */}`.'
    >>> [without_remarks(line) for line in ("  %%a%% b", "a <!-- b --> %%c%% d", "a<!-- b -->c", "a %%b%%  ")]
    ['  b', 'a d', 'ac', 'a  ']
    """
    return parted((line,))[0][0]


def parted(lines: Sequence[str]) -> tuple[list[str], list[tuple[int, str]]]:
    """The lines without the remarks within them, and these with the place of their line, counted from 0. A comment of
    HTML may go on for some lines. None of the lines is code.

    >>> parted(["It is <!-- or", "was --> fast."])
    (['It is', 'fast.'], [(0, '<!-- or'), (1, 'was -->')])
    """
    found, remarks = list(lines), list[tuple[int, str]]()
    for n in range(len(found)):
        if may_hold(found[n]):
            found[n], own = _parted(found[n])
            remarks += ((n, one) for one in own)
            end = _end_of_comment(found, n)
            if end > n:
                remarks += _cut(found, n, end)
    return found, remarks


# A tag that is no mark of a text.
_STRANGE = re.compile(
    r"<(?!/?(?:sub|sup|kbd|mark|b|i|u|s|em|strong|code|tt|del|ins|br|p|li|h[1-6]|summary|details|center)\s*/?>|!--"
    r"|a\s+href|/a>|img\s|https?:|mailto:|[\s=\d])",
    re.I,
)


def _parted(line: str) -> tuple[str, list[str]]:
    own: list[str] = []

    def take(match: re.Match[str]) -> str:
        own.append(match[0])
        return _TAKEN

    whole = line.replace(_TAKEN, "")
    pieces = [piece if kind == "code" else REMARK.sub(take, piece) for kind, piece in spans(whole)]
    if not own or any(_STRANGE.search(piece) for piece in pieces if piece[:1] != "`"):
        return line, []
    return _GAP.sub(_closed_up, "".join(pieces)), own


# What a remark leaves: spaces at both sides of it.
_TAKEN = "\x00"
_GAP = re.compile(rf"(?P<before> *)(?:{_TAKEN}(?P<after> *))+(?P<sign>[.,;:!?)]?)")


def _closed_up(gap: re.Match[str]) -> str:
    """One space where there were some, none before the sign that ends a sentence, and those that end a line."""
    if gap["sign"] or gap.end() == len(gap.string):
        return gap["sign"] or gap["after"]
    return " " if gap.start() and (gap["before"] or gap["after"]) else gap["before"]


# No remark of an author is longer.
_MOST_LINES = 60


def _opening(line: str) -> int:
    """Where a comment begins that does not end on its line; -1 for none."""
    text = "".join(" " * len(piece) if kind == "code" else piece for kind, piece in spans(line))
    at = text.rfind("<!--")
    return -1 if "-->" in line[at:] else at


def _end_of_comment(lines: Sequence[str], n: int) -> int:
    """The line on which the comment ends that is left open on this one; the line itself where none is."""
    if _opening(lines[n]) < 0:
        return n
    return next((end for end in range(n + 1, min(n + _MOST_LINES, len(lines))) if "-->" in lines[end]), n)


def _cut(lines: list[str], first: int, last: int) -> Iterator[tuple[int, str]]:
    at, end = _opening(lines[first]), lines[last].index("-->") + 3
    yield first, lines[first][at:]
    yield from ((n, lines[n]) for n in range(first + 1, last))
    yield last, lines[last][:end]
    lines[first], lines[last] = lines[first][:at].rstrip(), lines[last][end:].lstrip()
    for n in range(first + 1, last):
        lines[n] = ""
