"""Questions where a rule of `layouts.toml` says that they begin: the lines that it names, whatever they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ..records import NOTHING, LayoutRule
from ..words.headings import CONTENTS
from .blocks import Page, only_says_a_level
from .formats.delimited import level_in_cell, place_of
from .line_marks import LONGEST, marks
from .signs import RULED, RULED_ROW, Start, labelled, summaries, tail_of
from .tables import cells

_BEFORE = r"[\s>]*(?:#{1,6}\s+)?(?:[-*+•]\s+)?(?:(?P<n>\d{1,4})[.)]\s+)?(?P<opened>[*_~]{0,3})"
_BOLD = re.compile(r"(?P<mark>\*\*\*|\*\*|__)(?P<title>(?=\S).+?)(?P=mark)\s*(?:[-–—:：→]+\s*)?(?P<tail>\S.*)")
_RULED_ROW = re.compile(r"[\s|:+-]+")
_NUMBER = re.compile(r"\d{1,4}")


# --- what a line begins with -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opened:
    """A line that begins as it should: the number in it, if any, and what stands behind."""

    number: str | None
    rest: str


class Opening:
    """Words or signs that a line can begin with; a number among them stands for any number.

    >>> Opening("Card 1 ->").of("**Card 12 ->** What is rope?")
    Opened(number='12', rest='What is rope?')
    """

    def __init__(self, words: str) -> None:
        parts = re.split(r"(\d+|\s+)", words.strip())
        body = "".join(_part(part) for part in parts)
        behind = r"(?:\s+|$)" if words[-1:].isspace() else ""
        # as it stands first, so that "- " or "##" may be what tells; then behind the marks of a list or a heading
        self._patterns = [re.compile(f"{before}{body}{behind}", re.I) for before in (r"[\s>]*", _BEFORE)]

    def of(self, line: str) -> Opened | None:
        for pattern in self._patterns:
            if match := pattern.match(line[:LONGEST]):
                named = match.groupdict()
                digits = [group for group in match.groups() if group and group.isdigit()]
                rest = _closed(line[match.end() :], named.get("opened") or "")
                return Opened(digits[-1] if digits else None, rest)
        return None


def _part(part: str) -> str:
    if part.isdigit():
        return r"(\d{1,6})"
    return r"\s+" if part.isspace() else re.escape(part)


def _closed(rest: str, opened: str) -> str:
    """The rest of a line without the end of an emphasis that was opened before it."""
    if not opened:
        return rest.strip()
    if rest.lstrip().startswith(opened):
        return rest.lstrip()[len(opened) :].strip()
    return f"{opened}{rest.strip()}" if opened in rest else rest.strip()


# --- what a rule says of a page --------------------------------------------------------------------------------------


def ruled(page: Page, rule: LayoutRule) -> tuple[Page, list[Start]]:
    """The page with all that a rule says of its lines, and the questions that begin where it says so.

    A rule that leaves their beginnings open has none.
    """
    told = replace(page.told, ends=frozenset(_ends(page, rule)), ruled=rule.begins)
    page = replace(page, told=told)
    if rule.answer_prefix:
        page = replace(page, labels=_labels(page, rule), known={})
    if not rule.begins:
        return page, []
    found = list(starts(page, rule))
    heads = frozenset(head for start in found if start.head >= 0 for head in range(start.head, start.line))
    return replace(page, told=replace(told, heads=heads)), found


def starts(page: Page, rule: LayoutRule) -> Iterator[Start]:
    """A question for each line that the rule names."""
    if rule.begin == NOTHING:
        return
    if rule.begin == "table":
        yield from _tables(page, rule)
        return
    opening = Opening(rule.prefix) if rule.prefix else None
    found = _named(page, rule, opening)
    chosen = set(found)
    for i, start in found.items():
        yield _below(page, start, chosen) if rule.below else _whole_paragraph(page, i, start, rule)


def _named(page: Page, rule: LayoutRule, opening: Opening | None) -> dict[int, Start]:
    """The lines with their titles."""
    found: dict[int, Start] = {}
    for start in _KINDS[rule.begin](page, rule):
        i = start.line
        if not _ends_with(page.lines[i].raw, rule.suffix):
            continue
        if opening is None:
            if i not in page.labels and not _heads_others(page, i):
                found[i] = _separated(start, rule)
        elif opened := opening.of(page.lines[i].raw):
            mark = marks(opened.rest)
            number = opened.number or mark.number or start.number
            found[i] = _separated(replace(start, title=mark.text, number=number, tail=""), rule)
    if rule.every > 1:
        sections = groupby(found, key=lambda i: _heading_above(page, i))
        found = {i: found[i] for _, lines in sections for i in list(lines)[:: rule.every]}
    return found


def _heads_others(page: Page, i: int) -> bool:
    """Whether a line is what no question can be: a level, or what heads a table of contents."""
    return only_says_a_level(page, i) or bool(page.mark(i).depth and CONTENTS.match(page.title(i)))


def _heading_above(page: Page, i: int) -> int:
    above: list[int] = page.once("headings above", lambda: _headings_above(page))
    return above[i]


def _headings_above(page: Page) -> list[int]:
    found, last = [], -1
    for i, line in enumerate(page.lines):
        last = i if line.kind == "text" and line.marks.depth else last
        found.append(last)
    return found


def _ends_with(raw: str, suffix: str) -> bool:
    return raw.rstrip().endswith(suffix) or raw.rstrip(" \t*_").endswith(suffix)


def _separated(start: Start, rule: LayoutRule) -> Start:
    """The title up to the separator, and behind it the answer."""
    title, tail = start.title, start.tail
    if rule.separator:
        title, _, tail = f"{title} {tail}".strip().partition(rule.separator)
    return replace(start, title=title.strip(), tail=tail.strip(), sure=True)


def _below(page: Page, start: Start, chosen: set[int]) -> Start:
    """The question whose title stands below the line that begins it; the line itself where nothing does."""
    j = page.following[start.line]
    if j in chosen or not page.is_text(j):
        return start
    mark = page.mark(j)
    number = _NUMBER.search(page.title(start.line))
    return replace(
        start,
        line=j,
        last=j,
        title=mark.text,
        number=start.number or (number[0] if number else mark.number),
        tail="",
        head=start.line,
    )


def _whole_paragraph(page: Page, i: int, start: Start, rule: LayoutRule) -> Start:
    """Where paragraphs take turns, the whole of one is the question."""
    if rule.begin != "paragraph" or rule.every < 2 or start.tail:
        return start
    last = i
    while page.is_text(last + 1) and page.joined[last + 1]:
        last += 1
    title = " ".join(page.mark(n).text for n in range(i, last + 1))
    return replace(start, last=last, title=title)


def _labels(page: Page, rule: LayoutRule) -> dict[int, str]:
    """Where answers begin: as the notes say by themselves, and as the rule says."""
    answer = Opening(rule.answer_prefix)
    texts = ((i, answer.of(line.raw)) for i, line in enumerate(page.lines) if line.kind == "text")
    return {**page.labels, **{i: opened.rest for i, opened in texts if opened}}


def _ends(page: Page, rule: LayoutRule) -> Iterator[int]:
    if rule.end:
        opening = Opening(rule.end)
        yield from (i for i, line in enumerate(page.lines) if line.kind != "code" and opening.of(line.raw))


def unmarked(page: Page, i: int, rule: LayoutRule) -> str:
    """A line of a question without the words that only say what it is, as the rule has them."""
    raw = page.lines[i].raw
    for words in (rule.prefix, rule.answer_prefix):
        if words and (opened := Opening(words).of(raw)):
            raw = opened.rest
    if rule.begin == "table":
        head = page.once("rows", lambda: _rows(page, rule)).get(i, -1)
        level = place_of(rule.level, cells(page.lines[head].raw) if head >= 0 else []) if rule.level else None
        return " ".join(cell for n, cell in enumerate(cells(raw)) if n != level)
    return raw.replace(rule.separator, " ", 1) if rule.separator else raw


# --- the lines of each kind ------------------------------------------------------------------------------------------


def _of_line(page: Page, i: int) -> Start:
    mark = page.mark(i)
    title, tail = tail_of(mark.text)
    return Start(i, i, RULED, title, mark.number, mark.depth, mark.indent, tail, mark.scenario)


def _texts(page: Page, is_one: Callable[[int], bool]) -> Iterator[Start]:
    return (_of_line(page, i) for i in range(len(page)) if page.is_text(i) and is_one(i))


def _any(page: Page, rule: LayoutRule) -> Iterator[Start]:
    return _texts(page, lambda i: True)


def _headings(page: Page, rule: LayoutRule) -> Iterator[Start]:
    depth = rule.depth or _usual_depth(page)
    return _texts(page, lambda i: page.mark(i).depth == depth and page.mark(i).text != "")


def _usual_depth(page: Page) -> int:
    """The depth of which most headings have text of their own; the deeper of two that have as many."""
    own = [0] * 7
    for i in range(len(page)):
        after = page.following[i]
        if page.is_text(i) and page.mark(i).depth and i not in page.labels and not _heads_others(page, i):
            own[page.mark(i).depth] += after < len(page) and (after in page.labels or not page.mark(after).depth)
    return max(range(7), key=lambda depth: (own[depth], depth))


def _bolds(page: Page, rule: LayoutRule) -> Iterator[Start]:
    for start in _texts(page, lambda i: not page.mark(i).depth and _opens_in_bold(page, i)):
        match = None if page.mark(start.line).bold else _BOLD.fullmatch(page.mark(start.line).text)
        if match:
            yield replace(start, title=match["title"].rstrip(":： "), tail=match["tail"])
        elif page.mark(start.line).bold:
            yield start


def _opens_in_bold(page: Page, i: int) -> bool:
    return page.mark(i).bold or page.mark(i).text.startswith(("**", "__"))


def _bullets(page: Page, rule: LayoutRule) -> Iterator[Start]:
    return _nested(page, rule, [i for i in range(len(page)) if page.is_text(i) and page.mark(i).bullet])


def _numbers(page: Page, rule: LayoutRule) -> Iterator[Start]:
    """Numbered lines; where there are none but headings, those."""
    numbered = [i for i in range(len(page)) if page.is_text(i) and page.mark(i).number is not None]
    lines = [i for i in numbered if not page.mark(i).depth]
    return _nested(page, rule, lines or numbered)


def _nested(page: Page, rule: LayoutRule, lines: Sequence[int]) -> Iterator[Start]:
    """The items of lists at one depth, the outermost where none is given."""
    indents = sorted({page.mark(i).indent for i in lines})
    steps = [indent for n, indent in enumerate(indents) if n == 0 or indent - indents[n - 1] > 1]
    place = (rule.depth or 1) - 1
    for first in steps[place : place + 1]:
        deeper = steps[place + 1 : place + 2]
        own = [i for i in lines if page.mark(i).indent >= first]
        yield from (_of_line(page, i) for i in own if not deeper or page.mark(i).indent < deeper[0])


def _paragraphs(page: Page, rule: LayoutRule) -> Iterator[Start]:
    def opens(i: int) -> bool:
        mark = page.mark(i)
        return not (page.joined[i] or mark.depth or mark.bullet or mark.number)

    return _texts(page, opens)


def _lines(page: Page, rule: LayoutRule) -> Iterator[Start]:
    return _texts(page, lambda i: not page.mark(i).depth)


def _below_rules(page: Page, rule: LayoutRule) -> Iterator[Start]:
    """The first words below each rule, and those of the file unless they are its title."""
    rules = [i for i, line in enumerate(page.lines) if line.kind == "rule"]
    below = [i for i in sorted({page.following[i] for i in rules}) if page.is_text(i)]
    first = next((i for i in range(len(page)) if page.is_text(i)), len(page))
    if rules and first < rules[0] and not (page.mark(first).depth == 1 and any(page.mark(i).depth != 1 for i in below)):
        below.insert(0, first)
    return (_of_line(page, i) for i in below)


def _labelled(page: Page, rule: LayoutRule) -> Iterator[Start]:
    return (replace(start, kind=RULED) for start in labelled(page))


def _summaries(page: Page, rule: LayoutRule) -> Iterable[Start]:
    return summaries(page)  # how far one reaches stands in its sign


_KINDS: dict[str, Callable[[Page, LayoutRule], Iterable[Start]]] = {
    "": _any,
    "heading": _headings,
    "bold": _bolds,
    "bullet": _bullets,
    "number": _numbers,
    "label": _labelled,
    "summary": _summaries,
    "rule": _below_rules,
    "paragraph": _paragraphs,
    "line": _lines,
}


# --- tables ----------------------------------------------------------------------------------------------------------


def _tables(page: Page, rule: LayoutRule) -> Iterator[Start]:
    """The rows of every table that has the column that asks."""
    for i, head in _rows(page, rule).items():
        row, names = cells(page.lines[i].raw), cells(page.lines[head].raw) if head >= 0 else []
        asked, told, level = (_cell(row, place_of(one, names) if one else None) for one in _columns(rule))
        if i != head and asked is not None and row[asked]:
            start = _row(row, i, asked, told, level)
            yield replace(start, level=level_in_cell(row[level], rule.levels) if level is not None else None)


def _row(row: Sequence[str], i: int, asked: int, told: int | None, level: int | None) -> Start:
    """The answer's cell first, and below it what else the row says."""
    mark = marks(row[asked])
    numbers = [n for n in range(asked) if _NUMBER.fullmatch(row[n].rstrip("."))]
    order = [*([] if told is None else [told]), *(n for n in range(len(row)) if n != told)]
    tail = "\n\n".join(row[n] for n in order if n not in (asked, level, *numbers) and row[n])
    number = mark.number or next((row[n].rstrip(".") for n in numbers), None)
    return Start(i, i, RULED_ROW, mark.text, number, tail=tail, sure=True)


def _columns(rule: LayoutRule) -> tuple[str, str, str]:
    return rule.question, rule.answer, rule.level


def _cell(row: Sequence[str], place: int | None) -> int | None:
    return place if place is not None and place < len(row) else None


def _rows(page: Page, rule: LayoutRule) -> dict[int, int]:
    """The rows of all tables, each with the line of its table's head; columns with numbers may go without (-1)."""
    found: dict[int, int] = {}
    head = -2
    for i in range(len(page)):
        if not _is_row(page, i):
            head = -2
            continue
        if head == -2:
            named = not rule.question.isdecimal() or (i + 1 < len(page) and _is_ruler(page, i + 1))
            head = i if named else -1
        if not _is_ruler(page, i):
            found[i] = head
    return found


def _is_row(page: Page, i: int) -> bool:
    line = page.lines[i]
    return line.kind == "row" or (line.kind in ("text", "rule") and "|" in line.raw)


def _is_ruler(page: Page, i: int) -> bool:
    return "-" in page.lines[i].raw and _RULED_ROW.fullmatch(page.lines[i].raw) is not None
