"""Which numbered lines of a file are questions: the chain of numbers that asks most and leaves only whole lists over.

A number can continue the questions or a list inside an answer. Of all ways to choose, the best is taken: each chosen
line gives what it asks, each step that is not "one more" costs, and so does a list left in an answer without its 1.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..syntax.line_kinds import A_BULLET
from ..syntax.numbers import parted
from ..words.asking import asks
from ..words.headings import heads_answers
from .blocks import Page, by_line, in_contents, is_bare_title, offers_options, only_says_a_level
from .line_marks import Marks

ASKING = 0.4  # the mean of `asks` over a list from which it is one of questions
SURELY = 0.8  # `asks` of what no one would take for anything but a question
# What a card leaves open to be filled.
BLANK = re.compile(
    r"_{3,}|\[\.{3}\]|\[…\]|（\s*）|(?<!\])\(\s+\)|(?<=\s)\(\)\s*[.?]?$|\.{5,}"
)  # what a card leaves open to be filled
BOLD_THEN_TEXT = re.compile(
    r"^(\*\*|__)(?P<question>(?:(?!\1).)+?[?？؟])\s*\1\s*(?:(?P<sign>[-–—:→]+)\s*)?(?P<tail>\S.*)$"
)
_OPTION_A = re.compile(rf"^\s*{A_BULLET}[*_]*\(?[Aa]\s*[.):：]")
OPTION = re.compile(r"[*_]*\(?[A-Ha-h][.):：][*_]*\s+\S")  # one of several to choose from

# What a step costs, in the measure of `asks`: a sure question gives 0.6, a statement takes 0.4.
_GAP = 0.5  # a number is missing, or stands twice
_ANOTHER_LOOK = 0.3  # a heading goes on as a plain line
_ORPHAN = 0.6  # a number is left in an answer whose list has no beginning there
_NEW_SECTION = 0.1  # 1 again below a heading
_NEW_LIST = 3.0  # 1 again without one
_NOT_FROM_ONE = 0.6
_LEFT_OUT = 0.5  # the share of what it would give that a line costs above the first list
_BAR = 0.4  # what a line must ask to be worth choosing
_BETWEEN = 1  # how many paragraphs may stand between a question and its answer's label
_LABEL_WITHIN = 60  # lines below a question in which its answer's label must stand
_NEVER = 2.0
_KEYED = 0.8  # the share of a list's lines that a key answers
_OF_ORDERS = 0.3  # the mean for a list of orders, of which each has its answer below
_ENDS = (".", "?", "!", ":", "。", "？", "：", "؟", "।")
_WINDOW = 60  # how many numbered lines an answer may hold before the next question


@dataclass(frozen=True, slots=True)
class Token:
    """A numbered line: "2.3" has the prefix "2" and the number 3; `apart` with room above it."""

    line: int
    prefix: str
    number: int
    heading: bool
    ornament: bool
    gain: float
    indent: int = 0
    apart: bool = False


@dataclass(frozen=True, slots=True)
class NumberedList:
    """The lines of a list of questions; `answered`: most have an answer's label below them."""

    lines: tuple[int, ...]
    answered: bool


@by_line
def likely(page: Page, i: int) -> float:
    """How much a line asks, with the paragraph that it opens: "1. **Access:**" and then the question."""
    mark = page.mark(i)
    found = asks(mark.text)
    if BLANK.search(mark.text) or offers_options(page, i):
        return max(found, 0.9)
    if BOLD_THEN_TEXT.match(mark.text):
        return max(found, 0.8)
    if found < 0.6 and _asks_below(page, i):
        return 0.9
    return max(found, 0.5) if i in _titles_in_bold(page) else found


def _titles_in_bold(page: Page) -> frozenset[int]:
    """Numbered paragraphs all in bold where questions are promised and one in four of them asks: the others do, too."""

    def find() -> frozenset[int]:
        own = [i for i, line in enumerate(page.lines) if line.kind == "text" and line.marks.number and line.marks.bold]
        own = [i for i in own if page.promised[i] and not page.joined[i] and not page.mark(i).depth]
        sure = sum(asks(page.mark(i).text) >= SURELY for i in own)
        return frozenset(own if len(own) > 2 and sure * 4 >= len(own) else ())

    found: frozenset[int] = page.once("titles in bold", find)
    return found


def _asks_below(page: Page, i: int) -> bool:
    """Whether the paragraph that a numbered line opens asks; below a number alone code may stand before it."""
    mark = page.mark(i)
    for j in range(i + 1, min(i + 6, len(page))):
        line = page.lines[j]
        if not mark.text and line.kind in ("blank", "code"):
            continue
        own = line.marks
        if line.kind != "text" or own.number or own.label or own.bullet or own.depth or j in page.labels:
            break
        if asks(own.text) >= 0.9:
            return True
    return False


def numbered_lists(page: Page, *, headings: bool = True, plain: bool = True) -> list[NumberedList]:
    """The lists of questions in a file, of numbered headings or of other numbered lines or of both."""
    every: list[Token] = page.once("numbered", lambda: list(_tokens(page)))
    tokens = tuple(t for t in every if (headings if t.heading else plain))
    same = tuple(t.line for t in tokens)
    found: list[list[Token]] = page.once(("lists", same), lambda: _lists(page, tokens))
    lists = (_list(page, members) for members in found)
    return [one for one in lists if one is not None]


def _lists(page: Page, tokens: Sequence[Token]) -> list[list[Token]]:
    found: list[list[int]] = []
    for k in _best_chain(page, tokens):
        if not found or _step_cost(tokens[found[-1][-1]], tokens[k]) is None:
            found.append([])
        found[-1].append(k)
    return [[tokens[k] for k in members] for members in _with_ends(tokens, found)]


def _with_ends(tokens: Sequence[Token], lists: Sequence[list[int]]) -> list[list[int]]:
    """The lists with the lines before and behind them that go on in the same way and ask nothing by themselves."""
    belongs = _predecessors(tokens)
    continued = _continued(tokens, belongs)
    taken = {k for members in lists for k in members}
    found: list[list[int]] = []
    for members in lists:
        grown = [k for a, b in pairwise([*members, -1]) for k in (a, *_between(continued, a, b))]
        while (before := belongs[grown[0]]) >= 0 and before not in taken and grown[0] - before < _WINDOW:
            grown.insert(0, before)
        while (after := continued.get(grown[-1])) is not None and after not in taken:
            grown.append(after)
        taken.update(grown)
        found.append(grown)
    return found


def _continued(tokens: Sequence[Token], belongs: Sequence[int]) -> dict[int, int]:
    """For each token the one by which its list goes on; below a heading also behind a gap or in the next chapter."""
    found = {j: k for k, j in enumerate(belongs) if j >= 0}
    last = [j for j in range(len(tokens) - 1) if j not in found and tokens[j].heading]
    found.update((j, j + 1) for j in last if _step_cost(tokens[j], tokens[j + 1]) is not None)
    return found


def _between(continued: Mapping[int, int], first: int, last: int) -> list[int]:
    """The lines by which the numbers go on from one chosen line to the next, where they do."""
    found: list[int] = []
    at = continued.get(first, last)
    while at < last:
        found.append(at)
        at = continued.get(at, last + 1)
    return found if at == last else []


def _list(page: Page, members: Sequence[Token]) -> NumberedList | None:
    """The list of these lines if they ask enough; orders alone may be a recipe, unless questions are promised."""
    lines = [t.line for t in members]
    ends = [*lines[1:], len(page)]
    answered = sum(_label_below(page, a, b) for a, b in zip(lines, ends, strict=True)) * 2 > len(lines)
    asking = [likely(page, i) for i in lines]
    mean, most = sum(asking) / len(asking), max(asking)
    enough = mean >= _least_mean(page, lines, most)
    if all(t.ornament and not t.heading for t in members) and mean < 0.6:
        enough = False
    keyed = sum(_is_keyed(page, i) for i in lines) >= _KEYED * len(lines)
    return NumberedList(tuple(lines), answered) if answered or enough or keyed else None


def _is_keyed(page: Page, i: int) -> bool:
    """Whether a key further down, or a list below "Answers", has an answer for this line's number."""
    by_number: dict[str, int] = page.once("by number", lambda: dict(_answered_numbers(page)))
    return by_number.get(page.mark(i).number or "", -1) > i


def _answered_numbers(page: Page) -> Iterator[tuple[str, int]]:
    """The numbers that are answered apart from their questions, with the line above which those stand."""
    head = -1
    for i, line in enumerate(page.lines):
        if i in page.keys:
            yield from ((number, i) for number, _ in page.keys[i])
        elif line.kind == "text" and line.marks.number is None and heads_answers(page.title(i)):
            head = i
        elif line.kind == "text" and line.marks.depth:
            head = -1
        elif head >= 0 and line.marks.number:
            yield line.marks.number, head


def _least_mean(page: Page, lines: Sequence[int], most: float) -> float:
    """How much the lines of a list must ask on the average; `most` is what the surest of them does."""
    promised = page.promised[lines[0]]
    if most < SURELY:
        return ASKING if promised else _NEVER
    if promised:
        return ASKING / 2
    return _OF_ORDERS if _are_answered(page, lines) else ASKING


def _are_answered(page: Page, lines: Sequence[int]) -> bool:
    """Whether nearly every line is a sentence of its own with other words right below it; steps hardly have that."""
    ended = sum(page.mark(i).text.rstrip(" *_").endswith(_ENDS) and _has_more(page, i) for i in lines)
    return len(lines) > 2 and ended >= 0.8 * len(lines)


def _has_more(page: Page, i: int) -> bool:
    below = page.following[i]
    if below >= len(page) or not page.is_text(below):
        return False
    mark = page.mark(below)
    return not (mark.number or mark.bullet or mark.depth) and not mark.text[:1].islower()


def _tokens(page: Page) -> Iterator[Token]:
    contents = in_contents(page)
    for i, line in enumerate(page.lines):
        mark = line.marks
        if line.kind != "text" or mark.number is None or mark.label or mark.bullet or i in contents:
            continue
        after = page.following[i]
        if not mark.text and (after >= len(page) or page.mark(after).number is not None):
            continue  # a number alone on its line, and nothing that could be numbered below
        asking = likely(page, i)
        if mark.depth and asking < ASKING and _is_section(page, after):
            continue
        prefix, last = parted(mark.number)
        gain = _gain(page, i, asking)
        yield Token(i, prefix, last, mark.depth > 0, mark.ornament, gain, mark.indent, not page.joined[i])


def _gain(page: Page, i: int, asking: float) -> float:
    """What a numbered line gives that asks so much; an answer below it, or further down, is worth a sign."""
    gain = max(asking, -0.5) * (1.0 if asking > 0 else 0.2) - _BAR
    return max(gain, 0.3) if _label_below(page, i, i + 60) or _is_keyed(page, i) else gain


def _is_section(page: Page, after: int) -> bool:
    """Whether what stands below a numbered heading makes it the heading of a section: a heading or a first number."""
    if after >= len(page):
        return False
    mark: Marks = page.mark(after)
    return (
        (mark.depth > 0 and after not in page.labels)
        or (mark.number == "1" and likely(page, after) > 0)
        or bool(mark.bullet and asks(mark.text) >= 0.6)
        or (mark.bold and only_says_a_level(page, after))
    )


def _label_below(page: Page, first: int, after: int) -> bool:
    """Whether an answer's label stands below a numbered line with nothing between that could be another question."""
    return first < _label_of(page, first) < after


@by_line
def _label_of(page: Page, first: int) -> int:
    """The line with the label of the answer to a numbered line; -1 where there is none."""
    paragraphs, indent = 0, page.mark(first).indent
    for i in range(first + 1, min(first + _LABEL_WITHIN, len(page))):
        if i in page.labels:
            return i
        line = page.lines[i]
        if line.kind != "text" or page.joined[i] or line.marks.indent > indent:
            continue
        if line.marks.number or line.marks.label or line.marks.depth:
            return -1
        paragraphs += not line.marks.bullet and not _OPTION_A.match(line.raw)
        if paragraphs > _BETWEEN:
            return -1
    return -1


# --- the best chain --------------------------------------------------------------------------------------------------


def _step_cost(before: Token, token: Token) -> float | None:
    """What it costs to go on from one numbered line to another in the same list; None where that is no step."""
    if before.ornament != token.ornament and before.heading == token.heading:
        return None
    look = _ANOTHER_LOOK if before.heading != token.heading else 0.0
    if before.prefix != token.prefix:
        return look if _next_chapter(before, token) or _next_part(before, token) else None
    step = token.number - before.number
    if step == 1:
        return look
    return look + _GAP if step in (0, 2, 3) and not (step == 0 and token.number == 1) else None


def _next_chapter(before: Token, token: Token) -> bool:
    """Whether 2.1 follows 1.7, or S1 follows G16."""
    if not (before.prefix and token.prefix) or token.number > 1:
        return False
    if before.prefix.isalpha() or token.prefix.isalpha():
        return before.prefix.isalpha() and token.prefix.isalpha()
    above, _, one = before.prefix.rpartition(".")
    beside, _, other = token.prefix.rpartition(".")
    return above == beside and int(other) == int(one) + 1


def _next_part(before: Token, token: Token) -> bool:
    """Whether 3.1.1 follows 3.1, or 3.2 follows 3.1.13."""
    if token.prefix and token.number == 1 and token.prefix == f"{before.prefix}.{before.number}".lstrip("."):
        return True
    above = before.prefix
    while above and not above.isalpha():
        above, _, number = above.rpartition(".")
        if token.prefix == above and token.number == int(number) + 1:
            return True
    return False


def _best_chain(page: Page, tokens: Sequence[Token]) -> list[int]:
    """The chosen lines of the whole file, in order."""
    breaks = _sections(page, tokens)
    worth: list[float] = []  # of the best chain that ends with this token
    came_from: list[int] = []
    best: list[tuple[float, int]] = [(0.0, -1)]  # the best chain that ends before this token
    belongs = _predecessors(tokens)
    left_out = 0.0
    for k, token in enumerate(tokens):
        value, origin = _begin(best, breaks[k], k, token, left_out)
        left_out += max(token.gain, 0.0) * _LEFT_OUT
        for j, cost in _ways(tokens, belongs, k, breaks[k]):
            if worth[j] - cost > value:
                value, origin = worth[j] - cost, j
        worth.append(value + token.gain)
        came_from.append(origin)
        best.append(max(best[-1], (worth[k], k)))
    chosen: list[int] = []
    at = best[-1][1]
    while at >= 0:
        chosen.append(at)
        at = came_from[at]
    return chosen[::-1]


def _begin(best: Sequence[tuple[float, int]], broken: int, k: int, token: Token, left_out: float) -> tuple[float, int]:
    """The best chain so far with a new list beginning at token k; `broken` is the first token of its section."""
    from_one = 0.0 if token.number <= 1 else _NOT_FROM_ONE
    above, apart = best[k], best[broken]
    here = above[0] - (_NEW_LIST if above[1] >= 0 else left_out)
    there = apart[0] - (_NEW_SECTION if apart[1] >= 0 else left_out)
    return max((here - from_one, above[1]), (there - from_one, apart[1]), (-from_one - left_out, -1))


def _ways(tokens: Sequence[Token], belongs: Sequence[int], k: int, broken: int) -> Iterator[tuple[int, float]]:
    """The tokens from which token k can go on, with what that costs; those left between them are counted."""
    orphans = 0
    leaving: dict[int, int] = {}
    token = tokens[k]
    for j in range(k - 1, max(-1, k - _WINDOW), -1):
        orphans -= leaving.pop(j + 1, 0)
        before = tokens[j]
        near = -1 < token.number - before.number < 4 or token.number == 1 or token.prefix != before.prefix
        cost = _step_cost(before, token) if near else None
        if cost is not None and cost < _GAP:
            yield j, cost + _ORPHAN * (orphans + (belongs[k] > j))
        elif cost is not None and j >= broken:
            yield j, cost if j == k - 1 else _NEW_LIST
        if before.number > 1:
            orphans += 1
            leaving[belongs[j]] = leaving.get(belongs[j], 0) + 1


def _predecessors(tokens: Sequence[Token]) -> list[int]:
    """For each token the last one above that it is one more than and that nothing else follows; -1 for none."""
    open_ones: dict[tuple[str, int, bool, bool], list[int]] = {}
    found: list[int] = []
    for k, token in enumerate(tokens):
        look = (token.heading, token.ornament)
        before = open_ones.get((token.prefix, token.number - 1, *look), [])
        while len(before) > 1 and tokens[before[-1]].indent > token.indent:
            before.pop()  # of a list further in
        alike = next((n for n in range(len(before) - 1, -1, -1) if tokens[before[n]].apart == token.apart), -1)
        found.append(before.pop(alike) if before else -1)
        open_ones.setdefault((token.prefix, token.number, *look), []).append(k)
    return found


def _sections(page: Page, tokens: Sequence[Token]) -> list[int]:
    """For each token the first one of its section: below a heading that is none of the tokens, or a bare title."""
    own = {t.line for t in tokens}
    breaks = [i for i in page.headings if i not in page.labels and i not in own]
    found: list[int] = []
    before = Token(-1, "", 0, False, False, 0.0)
    for k, token in enumerate(tokens):
        new = bisect(breaks, before.line) < bisect(breaks, token.line)
        if not new and (token.heading or not before.heading):  # a title without marks belongs to a heading's answer
            new = _title_above(page, before.line, token.line)
        found.append(k if new or not found else found[-1])
        before = token
    return found


def _title_above(page: Page, before: int, i: int) -> bool:
    """Whether a title without marks stands right above a numbered line."""
    for j in range(i - 1, max(before, i - 6), -1):
        if page.lines[j].kind == "text":
            return is_bare_title(page, j, colon=_label_of(page, i) >= 0)
    return False
