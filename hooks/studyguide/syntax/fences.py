"""Where code stands between fences.

CommonMark has one rule: a fence ends at the next bare mark of its kind, or never. People forget to close one, close
one twice, or write the language on the closing mark as well, and by that rule what follows becomes code, questions
included. So the rule is believed where it leaves nothing open and encloses nothing odd. Elsewhere the marks fall into
runs, and each run is divided anew:

- A mark with words behind it, or in the line of a list marker, opens: a run begins with it. Only a single word with
  text right above it and nothing below closes a mark that waits for it: the language was repeated.
- In a run, a mark pairs with the next one or was left open, whichever way is the least odd on the whole (`_oddness`).
- A fence left open ends where the lines go on like notes: above a heading, a number, words in bold or the tag of a
  collapsible block, at the end of its list item, or behind a blank line unless what follows is indented.

One function finds all this, for the reader of questions and for those who tidy answers, so both see the same code.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .columns import indent_of
from .fence_info import LANGUAGE
from .line_kinds import FENCE, HEADING, MARKER, NUMBER, UNDERLINE

# Quotes within each other, beyond which nobody looks for code.
_DEEPEST = 9
# No tag that people write by hand is on a longer line.
_LONGEST = 2000
_PRE = re.compile(r"\s*<pre\b[^<>]*>\s*(?:<code\b[^<>]*>)?", re.I)
_PRE_END = re.compile(r"(?:</code\s*+>\s*+|(?:(?<!\s)\s++)?)</pre\s*+>\s*\Z", re.I)
_TICKS = re.compile("`{3,}")
_OF_NOTES = re.compile(r"\*\*[^\s*]|</?(?:details|summary|h[1-6])\b", re.I)


@dataclass(frozen=True, slots=True)
class Fence:
    """Lines `first` to `end` (not included, counted from 0): code, and the marks that enclose it.

    `mark` is what opens it, three or more "`" or "~", or "<pre", and `info` what stands behind. `marker` is the list
    marker in whose line it begins, with the space behind it, `indent` the columns before both, and `quoted` the number
    of quotes around it. The last line is a mark too, unless nobody `closed` it.
    """

    first: int
    end: int
    mark: str
    info: str = ""
    indent: int = 0
    marker: str = ""
    quoted: int = 0
    closed: bool = True

    @property
    def opens(self) -> bool:
        """Whether its first line cannot be the end of another."""
        return bool(self.info or self.marker)


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of one container. `marks` are kept as the fences that they would open, by their lines."""

    lines: Sequence[str]
    depth: int
    marks: dict[int, Fence]
    others: list[int]  # lines with `<pre`, and those of quotes with a mark in them
    pre_ends: list[int]
    quotes: dict[tuple[int, int], list[Fence]]  # what was found in them, for they may be asked twice

    def blank(self, i: int) -> bool:
        return i >= len(self.lines) or not self.lines[i].strip()

    def is_plain(self, fence: Fence) -> bool:
        """Whether a fence is closed and nothing odd about it. Those in quotes have been looked at."""
        inside = fence.quoted > self.depth or fence.mark[0] == "<"
        return inside or (fence.closed and _oddness(self, fence.first, fence.end - 1) < 2 * _LEFT_OPEN)

    def of_sign(self, sign: str) -> list[Fence]:
        return [mark for mark in self.marks.values() if mark.mark[0] == sign]


# The line that closes the fence which a mark opens; None if there is none.
_Closing = Callable[[Fence], int | None]


def fences_of(lines: Sequence[str], depth: int = 0) -> list[Fence]:
    """All code between marks, in order, without overlap. `depth` is the number of quotes around the lines.

    >>> [(fence.first, fence.end) for fence in fences_of(["```sh", "ls", "```sh", "", "Words", "```", "pwd"])]
    [(0, 3), (5, 7)]
    """
    page = _page(lines, depth)
    if not page.marks and not page.others:
        return []
    found = _walk(page, _strictly(page))
    return found if all(map(page.is_plain, found)) else _walk(page, _leniently(page))


def _page(lines: Sequence[str], depth: int) -> _Page:
    page = _Page(lines, depth, {}, [], [], {})
    for i, line in enumerate(lines):
        if "```" in line or "~~~" in line:
            mark = _mark(line, i, depth)
            if mark is not None:
                page.marks[i] = mark
            elif line.lstrip().startswith(">"):
                page.others.append(i)
        if "<" in line and "pre" in line.lower():
            page.others.extend([i] if _PRE.match(line[:_LONGEST]) else [])
            page.pre_ends.extend([i] if "</pre" in line.lower() else [])
    return page


def _mark(line: str, i: int, depth: int) -> Fence | None:
    text = line.lstrip()
    marker = MARKER.lenient.match(text)
    marked = marker[0] if marker else ""
    found = FENCE.lenient.match(text[len(marked) :])
    return Fence(i, i + 1, found["mark"], found["info"].strip(), indent_of(line), marked, depth) if found else None


def _walk(page: _Page, closing: _Closing) -> list[Fence]:
    found: list[Fence] = []
    done = 0
    for i in sorted([*page.marks, *page.others]):
        if i < done:
            continue
        if i not in page.marks:
            inner, done = _in_quote(page, i, done) if page.lines[i].lstrip()[0] == ">" else _preformatted(page, i)
            found.extend(inner)
        elif not _is_underline(page, page.marks[i]):
            found.append(_fence(page, page.marks[i], closing(page.marks[i])))
            done = found[-1].end
    return found


def _fence(page: _Page, mark: Fence, last: int | None) -> Fence:
    return replace(mark, end=_open_end(page, mark), closed=False) if last is None else replace(mark, end=last + 1)


def _is_underline(page: _Page, mark: Fence) -> bool:
    """Tildes below a title, as reStructuredText has them: as many as it has letters, with nothing right below."""
    i = mark.first
    if not i or not UNDERLINE.lenient.match(page.lines[i].rstrip()):
        return False
    above = page.lines[i - 1].strip()
    return bool(above) and above[-1] != ":" and abs(len(above) - len(mark.mark)) < 2 and page.blank(i + 1)


def _strictly(page: _Page) -> _Closing:
    """CommonMark's rule; no end also where a mark with words comes before it, which may be a mark of code shown."""
    of_sign = {sign: [mark for mark in page.of_sign(sign) if not mark.marker] for sign in "`~"}

    def closing(opening: Fence) -> int | None:
        same = of_sign[opening.mark[0]]
        for k in range(bisect_right(same, opening.first, key=_line), len(same)):
            if len(same[k].mark) >= len(opening.mark):
                return None if same[k].info else same[k].first
        return None

    return closing


def _line(mark: Fence) -> int:
    return mark.first


# Marks that do not come out even --------------------------------------------------------------------------------------


def _repeats(page: _Page, mark: Fence) -> bool:
    """Whether a mark with a language may be one that closes: text right above it, nothing below."""
    plain = not mark.marker and LANGUAGE.fullmatch(mark.info) is not None
    return plain and page.blank(mark.first + 1) and not page.blank(mark.first - 1)


# How odd it is that a mark was left open: two of them are less so than a pair that is odd by all signs.
_LEFT_OPEN = 2
_ODD = 5


def _leniently(page: _Page) -> _Closing:
    """The rule of the runs."""
    ends: dict[int, int] = {}
    for sign in "`~":
        long, rest = _long_ones(page, page.of_sign(sign))
        ends.update(long)
        for run in _runs(page, rest):
            ends.update(_pairs(page, [mark.first for mark in run]))
    return lambda opening: ends.get(opening.first)


def _pairs(page: _Page, run: list[int]) -> dict[int, int]:
    """The marks that pair in the division of a run that is the least odd; of equal ones that which pairs at once."""
    odd = [_oddness(page, first, last) for first, last in pairwise(run)]
    least = [0] * (len(run) + 2)  # the oddness of the marks from each on
    for k in range(len(run) - 1, -1, -1):
        paired = odd[k] + least[k + 2] if k < len(odd) else len(run) * _ODD
        least[k] = min(paired, _LEFT_OPEN + least[k + 1])
    pairs: dict[int, int] = {}
    k = 0
    while k < len(odd):
        if least[k] == odd[k] + least[k + 2]:
            pairs[run[k]] = run[k + 1]
            k += 1
        k += 1
    return pairs


def _oddness(page: _Page, first: int, last: int) -> int:
    """What tells against a pair of marks: the notes go on between them, and each looks as the other should.

    A mark that closes has text right above it and none right below. Notes that go on prove nothing where it is so: code
    may be a page of notes itself.
    """
    text_below = not page.blank(last + 1)
    inside = range(first + 2, last)
    goes_on = any(page.blank(i - 1) and _is_of_notes(page.lines[i]) for i in inside)
    if text_below and (goes_on or page.blank(last - 1)):
        return _ODD
    return goes_on + page.blank(first + 1)


def _long_ones(page: _Page, marks: list[Fence]) -> tuple[dict[int, int], list[Fence]]:
    """Pairs of marks longer than three signs, which are so because they enclose others, and all marks outside them."""
    pairs: dict[int, int] = {}
    rest: list[Fence] = []
    done = -1
    for k, mark in enumerate(marks):
        if mark.first <= done:
            continue
        end = _first_as_long(marks, k + 1, len(mark.mark)) if len(mark.mark) > 3 else None
        if end and not end.opens and _oddness(page, mark.first, end.first) < _ODD:
            pairs[mark.first] = done = end.first
        else:
            rest.append(mark)
    return pairs, rest


def _first_as_long(marks: list[Fence], k: int, length: int) -> Fence | None:
    return next((marks[j] for j in range(k, len(marks)) if len(marks[j].mark) >= length), None)


def _runs(page: _Page, marks: list[Fence]) -> Iterator[list[Fence]]:
    run: list[Fence] = []
    for mark in marks:
        waits = len(run) % 2 == 1
        if mark.opens and not (waits and _repeats(page, mark)):
            yield run
            run = [mark]
        elif waits or not _is_underline(page, mark):
            run.append(mark)
    yield run


def _open_end(page: _Page, mark: Fence) -> int:
    """The line behind the last one of a fence that nobody closed."""
    end = mark.first + 1
    for i in range(end, len(page.lines)):
        if page.blank(i):
            continue
        column = indent_of(page.lines[i])
        deeper = column >= mark.indent + 2
        if i in page.marks or _is_of_notes(page.lines[i]) or (i > end and not deeper) or column < mark.indent:
            break
        if mark.marker and not deeper and MARKER.lenient.match(page.lines[i].lstrip()):
            break
        end = i + 1
    return end


def _is_of_notes(line: str) -> bool:
    """Whether a line begins like a part of notes. `# ` is left out, for it begins a comment as often."""
    text = line.lstrip()
    if text[:1] == "#":
        heading = HEADING.lenient.match(text)
        return heading is not None and len(heading["marks"]) > 1
    return bool(NUMBER.lenient.match(text) or _OF_NOTES.match(text))


# Quotes and preformatted text -----------------------------------------------------------------------------------------


def _in_quote(page: _Page, i: int, done: int) -> tuple[list[Fence], int]:
    """The fences in the quote around line `i`, of which the lines before `done` are read, and the line behind it."""
    first = end = i
    while first > done and unquoted(page.lines[first - 1]) is not None:
        first -= 1
    while end < len(page.lines) and unquoted(page.lines[end]) is not None:
        end += 1
    if (first, end) not in page.quotes:
        inner = [unquoted(line) or "" for line in page.lines[first:end]]
        found = fences_of(inner, page.depth + 1) if page.depth < _DEEPEST else []
        page.quotes[first, end] = [replace(one, first=one.first + first, end=one.end + first) for one in found]
    return page.quotes[first, end], end


def unquoted(line: str) -> str | None:
    """What a line of a quote says; None for any other line.

    >>> unquoted("> a"), unquoted("a")
    ('a', None)
    """
    text = line.lstrip()
    return text[1:].removeprefix(" ") if text.startswith(">") else None


def _preformatted(page: _Page, i: int) -> tuple[list[Fence], int]:
    """`<pre>` with its end, if that ends a line."""
    ends = page.pre_ends
    at = bisect_left(ends, i)
    if at == len(ends) or not _PRE_END.search(page.lines[ends[at]][-_LONGEST:]):
        return [], i + 1
    tags = _PRE.match(page.lines[i])
    info = tags[0].strip() if tags else ""
    return [Fence(i, ends[at] + 1, "<pre", info, indent_of(page.lines[i]), quoted=page.depth)], ends[at] + 1


def preformatted(lines: Sequence[str], fence: Fence) -> list[str]:
    """What stands between the tags of a fence that is a `<pre>`, with its entities."""
    *code, last = lines[fence.first : fence.end]
    ending = _PRE_END.search(last[-_LONGEST:])
    code.append(last[: len(last) - len(ending[0])] if ending else last)
    opening = _PRE.match(code[0])
    return [code[0][opening.end() :] if opening else code[0], *code[1:]]


def enclosing_mark(code: Sequence[str]) -> str:
    """The mark between two of which these lines are code, whatever marks they hold.

    >>> enclosing_mark(["ls"]), enclosing_mark(["```sh", "ls", "```"])
    ('```', '````')
    """
    runs = (run for line in code if "```" in line for run in _TICKS.findall(line))
    return "`" * max(3, 1 + max(map(len, runs), default=0))
