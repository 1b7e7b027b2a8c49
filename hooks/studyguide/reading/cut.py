"""A file is cut at chosen questions: each takes all that stands below it, to the next one or to what closes it.

Every line that belongs to no question gets its role here. Which lines are chosen is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..words.asking import asks
from ..words.headings import ANSWERS_HEADING, CONTENTS, TIPS
from ..words.levels import SCENARIO, level_in
from .blocks import BOXES, Page, answer_number, answer_of, by_line, is_bare_title, only_says_a_level
from .line_marks import Marks
from .signs import LABEL, NUMBERED, SUMMARY, Kind, Start, said

# Lines whose kind alone says their role, where they stand outside a question.
ROLE_OF_KIND = {
    "rule": ("separator", "a rule"),
    "under": ("heading", ""),
    "markup": ("separator", "tags without words"),
    "comment": ("filler", "a remark of the author"),
    "front": ("filler", "front matter"),
    "contents": ("filler", "table of contents"),
    "tags": ("note", "said about the question"),
    "furniture": ("filler", "page furniture"),
    "legend": ("level", "says what the marks of levels mean"),
}
_LONGEST_TITLE, _SURELY = 80, 0.8  # letters of an item that heads a section, and what asks no less is a question
_AS_CODE = 4  # columns further in than a question: what stands there belongs to its answer, whatever its marks
_CHAT = {"turn": "a turn of a chat", "opening": "a chat's opening words", "closing": "a chat's closing words"}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading in force: its depth (between two whole depths for a heading without marks) and what it states."""

    depth: float
    title: str
    level: str | None
    scenario: bool
    only_level: bool = False


@dataclass(slots=True)
class Segment:
    """Lines `first` to `last` (indices): a question with all below it, or a list item that answers one elsewhere.

    told   number and answer of one question, of several on the same line of a key
    """

    first: int
    last: int
    start: Start | None
    sections: tuple[Section, ...]
    lines: list[int] = field(default_factory=list)
    told: tuple[str, str] | None = None


@dataclass(slots=True)
class Cut:
    """A file cut up: the segments, and the role and reason of every line that belongs to none."""

    segments: list[Segment] = field(default_factory=list)
    roles: dict[int, tuple[str, str]] = field(default_factory=dict)


def cut(page: Page, starts: Mapping[int, Start]) -> Cut:
    """The file cut at these questions, and where a maintainer says that one begins or that none does."""
    return _Cutter(page, _as_told(page, starts)).cut()


def _as_told(page: Page, starts: Mapping[int, Start]) -> Mapping[int, Start]:
    told = page.told
    if not (told.asks or told.never or told.above):
        return starts
    kept = {i: start for i, start in starts.items() if i not in told.never and i not in told.above}
    return {**kept, **{i: kept.get(i) or said(page, i) for i in told.asks if page.lines[i].raw.strip()}}


# --- what a line is, whichever questions are chosen ------------------------------------------------------------------


def _may_part(page: Page) -> list[int]:
    """The lines that can begin or end something though no question begins there. Most go on with what is above them."""
    return [i for i in range(len(page)) if not _is_quiet(page, i)]


def _is_quiet(page: Page, i: int) -> bool:
    if i in page.keys or i in page.apart or page.following[i] in page.apart:
        return False
    if page.lines[i].kind != "text":
        return True
    mark = page.lines[i].marks
    if mark.depth or mark.bold or i in page.labels or is_bare_title(page, i, colon=True) or _lists_answers(page, i):
        return False
    return page.joined[i] or not page.chat(i)


def _bare_titles(page: Page) -> list[int]:
    """The lines that can head a section without marks, the last first."""
    return [i for i in reversed(range(len(page))) if is_bare_title(page, i, colon=True)]


def _items_alone(page: Page) -> dict[str, list[int]]:
    """By their sign the items that stand by themselves, as short as a title; of a sign all are such, or none."""
    found: dict[str, list[int]] = {}
    others: set[str] = set()
    for i in page.texts:
        if sign := _sign_of_an_item(page.lines[i].marks):
            if _is_alone(page, i):
                found.setdefault(sign, []).append(i)
            else:
                others.add(sign)
    return {sign: some for sign, some in found.items() if sign not in others}


def _sign_of_an_item(mark: Marks) -> str:
    """Its bullet, or "1" for any number; nothing for a heading and what is no item."""
    if mark.depth:
        return ""
    return mark.bullet or ("1" if mark.number and not mark.label else "")


def _is_alone(page: Page, i: int) -> bool:
    """Whether nothing stands right above or below an item as short as a title that asks nothing."""
    mark = page.lines[i].marks
    apart = not page.joined[i] and (i + 1 == len(page) or page.lines[i + 1].kind == "blank")
    return apart and not mark.box and 0 < len(mark.text) <= _LONGEST_TITLE and asks(mark.text) < _SURELY


@by_line
def _stands_out(page: Page, i: int) -> bool:
    """Whether a short line looks like a heading by itself: an emoji, bold, capitals, a level, room above it."""
    mark = page.mark(i)
    said = page.title(i)
    room = i == 0 or (i > 1 and all(line.kind == "blank" for line in page.lines[i - 2 : i]))
    return mark.ornament or mark.bold or room or level_in(said) is not None or said.isupper()


@by_line
def _heads_contents(page: Page, i: int) -> bool:
    return page.mark(i).number is None and CONTENTS.match(page.mark(i).text) is not None


@by_line
def _heads_tips(page: Page, i: int) -> bool:
    """Whether a line that looks like a heading speaks of tips."""
    mark = page.mark(i)
    if not mark.depth and not mark.bold and len(mark.text) > 100:
        return False
    if page.lines[i].raw.lstrip().startswith(BOXES) or TIPS.search(page.title(i)) is None:
        return False
    return bool(mark.depth) or mark.bold or is_bare_title(page, i)


@by_line
def _says_answers(page: Page, i: int) -> bool:
    return ANSWERS_HEADING.match(page.title(i)) is not None


@by_line
def _may_head_answers(page: Page, i: int) -> bool:
    """Whether a line without a heading's marks looks like the heading "Answers", where no questions stand below."""
    if not _says_answers(page, i):
        return False
    apart = page.following[i] in page.apart
    return page.mark(i).bold or apart or is_bare_title(page, i, colon=True) or answer_of(page.lines[i]) == ""


def _lists_answers(page: Page, i: int) -> bool:
    """Whether a line says no more than that numbered answers follow."""
    below = page.following[i]
    return below < len(page) and page.mark(below).number is not None and _says_answers(page, i)


@by_line
def _heads_a_list(page: Page, i: int) -> bool:
    below = page.following[i]
    if below >= len(page):
        return False
    mark = page.mark(below)
    return (mark.number is not None or mark.bullet != "") and is_bare_title(page, i)


@by_line
def _section(page: Page, i: int) -> Section:
    """What a heading states; its depth is for the one to say who knows what stands above."""
    said = page.title(i)
    level = level_in(said) or page.mark(i).level
    return Section(page.mark(i).depth, said, level, bool(SCENARIO.search(said)), only_says_a_level(page, i))


class _Cutter:
    """One pass over the lines, with what is in force at each; `cut` is the only method to call."""

    def __init__(self, page: Page, starts: Mapping[int, Start]) -> None:
        self.page, self.starts = page, starts
        self.out = Cut()
        self.sections: list[Section] = []
        self.current: Segment | None = None
        self.loose: Segment | None = None
        self.tips = -1.0  # depth of the heading above the tips; below zero: not among tips
        self.tips_from = -1
        self.contents = False
        self.ends = -1  # where the collapsible block that is the current question closes
        self.numbers: set[str | None] = set()  # of the questions so far
        self.last_start = max(starts, default=-1)
        self.last_of = {start.kind: line for line, start in sorted(starts.items())}
        self.first_of = {start.kind: line for line, start in sorted(starts.items(), reverse=True)}
        told = page.told
        self.decided = told.asks | told.above | told.heads | told.ends
        self.bare_sections = set[int]() if told.ruled else self._bare_sections()

    def cut(self) -> Cut:
        i = 0
        for stop in self._stops():
            while i < stop:
                i = self._pass(i, stop)
            if i == stop < len(self.page):
                i = self._step(i)
        return self.out

    def _stops(self) -> list[int]:
        """The lines that can begin or end something, and the end of the file."""
        may_part: list[int] = self.page.once("may part", lambda: _may_part(self.page))
        return sorted({*may_part, *self.starts, *self.bare_sections, *self.decided, len(self.page)})

    def _pass(self, i: int, stop: int) -> int:
        """The lines before a stop go on with what is above them; how far they were taken."""
        if self.current is None:
            return self._outside(i)
        end = self.ends + 1 if i <= self.ends < stop else stop
        self.current.lines.extend(range(i, end))
        self.current.last = end - 1
        if self.current.last == self.ends:
            self.current = None
        return end

    def _step(self, i: int) -> int:
        start = self.starts.get(i)
        if i in self.decided:
            return self._as_decided(i, start)
        if self._contained(i):
            return self._go_on(i)
        if start is not None and (start.sure or self._opens(start)):
            return self._open(start)
        if self.page.is_text(i):
            if self._is_heading(i):
                return self._head(i)
            if not self.page.joined[i] and self._is_filler(i):
                return self._set_aside(i)
        if self._answers_another(i):
            return self._answer_apart(i)
        if i in self.page.keys and self._is_key(i):
            return self._answer_by_key(i)
        return self._go_on(i) if self.current is not None else self._outside(i)

    def _contained(self, i: int) -> bool:
        """Whether a line stands in a collapsible block of the current answer: nothing begins or ends there."""
        if self.current is None or self.current.start is None:
            return False
        start, own = self.starts.get(i), self.current.start.kind
        if start is not None and start.kind is SUMMARY is not own and i > self.ends and self._takes_over(own, SUMMARY):
            return False
        return i <= self.ends or self.page.details[i] > self.current.first

    # what a maintainer says of a line

    def _as_decided(self, i: int, start: Start | None) -> int:
        told = self.page.told
        if start is not None:
            return self._open(start)
        if i in told.above and (self.current is not None or self._taken_up()):
            return self._go_on(i)
        if i in told.heads or (i in told.ends and self.current is not None):
            self.current = self.loose = None
            self.out.roles[i] = ("heading", "") if i in told.heads else ("filler", "ends an answer, says layouts.toml")
            return i + 1
        return self._go_on(i) if self.current is not None else self._outside(i)

    def _taken_up(self) -> bool:
        """Whether there is a question above, which then goes on."""
        self.current = next((one for one in reversed(self.out.segments) if one.start is not None), None)
        self.loose, self.ends = None, -1
        return self.current is not None

    # questions

    def _opens(self, start: Start) -> bool:
        if self.tips >= 0 and self._is_a_tip(start):
            return False
        current = self.current.start if self.current else None
        if current is None or (start.until >= 0 and start.until == current.until):
            return True
        if self._says_it(start, current):
            return False
        if current.depth:
            return self._ends_a_heading(start, current)
        listed = start.kind is current.kind and start.kind.listed and not start.depth
        return not listed or start.indent <= current.indent

    def _ends_a_heading(self, start: Start, current: Start) -> bool:
        """Whether a question ends a heading that asks: what stands below that, and deeper, is its answer."""
        if 0 < start.depth <= current.depth or self._takes_over(current.kind, start.kind):
            return True
        return start.depth > 0 and start.kind is current.kind is LABEL

    def _takes_over(self, kind: Kind, other: Kind) -> bool:
        """Whether one sign is never used again and another one never before, so that it takes its place."""
        return self.first_of[other] > self.last_of[kind]

    def _says_it(self, start: Start, current: Start) -> bool:
        """Whether "Question:" stands below a numbered title that has asked nothing: "Scenario 1: Slow reader"."""
        if start.number or start.depth or not current.number or not (start.kind is current.kind is LABEL):
            return False
        between = range(current.last + 1, start.line)
        untold = not any(i in self.page.labels or self.page.mark(i).label for i in between)
        return untold and asks(current.title) < 0.6

    def _is_a_tip(self, start: Start) -> bool:
        """Tips give orders like questions do; below a heading of tips only a list that asks throughout is believed."""
        if start.kind is not NUMBERED or start.depth:
            return start.kind.weak and not start.depth
        own = [s for s in self.starts.values() if s.until == start.until]
        return min(s.line for s in own) > self.tips_from and sum(asks(s.title) for s in own) < 0.9 * len(own)

    def _open(self, start: Start) -> int:
        if start.depth:
            self._leave(start.depth)
        lines = list(range(start.line, start.last + 1))
        self.current = Segment(start.line, start.last, start, tuple(self.sections), lines)
        self.loose, self.tips, self.contents = None, -1.0, False
        self.out.segments.append(self.current)
        self.numbers.add(start.number)
        self.ends = -1
        if start.kind is SUMMARY:
            around = self.page.details[start.line]
            self.ends = self.page.until[around] if around >= 0 else -1
        if start.kind.one_line or (self.ends >= 0 and self.ends <= start.last):
            self.current = None
        return start.last + 1

    def _leave(self, depth: int) -> None:
        """Sections end at a question's heading of their depth; one that says a level alone is of the next ones, too."""
        while self.sections and self.sections[-1].depth >= depth:
            last = self.sections[-1]
            if last.depth == depth and last.only_level:
                break
            self.sections.pop()

    def _go_on(self, i: int) -> int:
        """A line inside a question's extent."""
        assert self.current is not None
        self.current.lines.append(i)
        self.current.last = i
        if i == self.ends:
            self.current = None
        return i + 1

    # headings

    def _bare_sections(self) -> set[int]:
        """Lines without marks that are headings because of what stands below and around them."""
        found: set[int] = set()
        titles: list[int] = self.page.once("bare titles", lambda: _bare_titles(self.page))
        for i in titles:
            below = self.page.following[i]
            if below >= len(self.page) or i in self.starts:
                continue
            start = self.starts.get(below)
            heads = below in found or bool(self.page.mark(below).depth and only_says_a_level(self.page, below))
            if start is None and not heads:
                continue
            if not is_bare_title(self.page, i, colon=start is not None and start.answered):
                continue
            if _stands_out(self.page, i) or (start is not None and self._leads_in(i, below, start)):
                found.add(i)
        return found | self._items_that_head()

    def _items_that_head(self) -> set[int]:
        """Items, each by itself above a question, the first one above the first: "■ Day two", "II. Storage".

        No other item of the file has their sign; one by itself in an answer has none before the first question.
        """
        found: set[int] = set()
        items: dict[str, list[int]] = self.page.once("items alone", lambda: _items_alone(self.page))
        for some in items.values():
            heads = all(self.page.following[i] in self.starts and i not in self.starts for i in some)
            if heads and len(some) > 1 and some[0] < min(self.starts):
                found.update(some)
        return found

    def _leads_in(self, i: int, below: int, start: Start) -> bool:
        """Whether a short line looks like a heading by what it stands above: a first number, or a question at once."""
        at_once = below == i + 1 and i > 0 and self.page.lines[i - 1].kind in ("blank", "rule")
        return at_once or start.number == "1"

    def _is_heading(self, i: int) -> bool:
        mark = self.page.mark(i)
        if i in self.page.labels or (self.page.told.ruled and not mark.depth):
            return False
        if self._is_tips_heading(i):
            return self.current is None or mark.depth == 0 or self._closes(i)
        return self._closes(i) if mark.depth else self._is_title(i)

    def _is_title(self, i: int) -> bool:
        """Whether a line without a heading's marks is one: by what stands below it, or by what it says."""
        if i in self.bare_sections:
            return self.current is None or self.current.start is None or not self.current.start.depth
        if _heads_contents(self.page, i):
            return is_bare_title(self.page, i)
        if _may_head_answers(self.page, i):
            return self._lists_no_questions(self.page.following[i])
        if self.tips >= 0:
            return _heads_a_list(self.page, i)
        mark = self.page.mark(i)
        return mark.bold and not mark.number and not mark.bullet and self._leads(i)

    def _lists_no_questions(self, i: int) -> bool:
        return i < len(self.page) and self.page.mark(i).number is not None and i not in self.starts

    def _leads(self, i: int) -> bool:
        """Whether a line in bold stands right above a question, and so is its section's title."""
        start = self.starts.get(self.page.following[i])
        if self.page.joined[i] or start is None:
            return False
        return self.current is None or start.number == "1" or only_says_a_level(self.page, i)

    def _is_tips_heading(self, i: int) -> bool:
        if not _heads_tips(self.page, i):
            return False
        if self.page.mark(i).depth or self.current is None or self.current.start is None:
            return True
        # inside an answer, "Tips" alone may be the answer's own; far below the last question it is the file's
        return self.current.start.until < i

    def _closes(self, i: int) -> bool:
        """Whether a heading ends the answer above it, rather than standing in it."""
        if self.current is None or self.current.start is None:
            return True
        current, depth = self.current.start, self.page.mark(i).depth
        if not depth or self.page.mark(i).indent >= current.indent + _AS_CODE:
            return False
        if current.depth:
            return depth <= current.depth
        below = self.page.following[i]
        if below >= len(self.page) or self._leads_on(below) or self._heads_answers(i, below):
            return True
        marked = [s.depth for s in self.sections if s.depth == int(s.depth)]
        if marked:
            return depth <= marked[-1]
        return current.until < i or only_says_a_level(self.page, i)

    def _heads_answers(self, i: int, below: int) -> bool:
        """Whether a heading "Answers" stands above a key, or behind the last question and above its first numbers."""
        if not _says_answers(self.page, i):
            return False
        again = self._lists_no_questions(below) and self.page.mark(below).number in self.numbers
        return below in self.page.keys or (again and i > self.last_start and len(self.numbers) > 1)

    def _leads_on(self, below: int) -> bool:
        if below in self.starts:
            return True
        if not self.page.mark(below).depth:
            return False
        return self.page.following[below] in self.starts or only_says_a_level(self.page, below)

    def _head(self, i: int) -> int:
        own, depth = _section(self.page, i), self._depth_of(i)
        if not self._among_tips(i, depth):
            while self.sections and self.sections[-1].depth >= depth:
                self.sections.pop()
            self.sections.append(own if own.depth == depth else replace(own, depth=depth))
        self.current = self.loose = None
        self.contents = bool(CONTENTS.match(own.title))
        self.out.roles[i] = ("level" if own.only_level else "heading", "")
        return i + 1

    def _depth_of(self, i: int) -> float:
        """A heading's depth; without marks it stands half below the last one that has them."""
        depth = self.page.mark(i).depth
        marked = [s.depth for s in self.sections if s.depth == int(s.depth)]
        return float(depth) if depth else (marked[-1] if marked else 1.0) + 0.5

    def _among_tips(self, i: int, depth: float) -> bool:
        """Whether a heading stands among tips and is none of the file's; one of tips begins them."""
        mark = self.page.mark(i)
        if self._is_tips_heading(i):
            self.tips, self.tips_from = depth if mark.depth else 6.0, i
            return False
        if self.tips >= 0 and (mark.depth <= max(self.tips, 1.0) if mark.depth else i in self.bare_sections):
            self.tips = -1.0
        return self.tips >= 0

    # answers with numbers of their own, below all questions

    def _answers_another(self, i: int) -> bool:
        """Whether "A2." or "Solution 2" stands below the last question of the file and speaks of an earlier one."""
        if i not in self.page.labels or i < self.last_start:
            return False
        number = answer_number(self.page.lines[i])
        current = self.current.start.number if self.current and self.current.start else None
        return number is not None and number != current and number in self.numbers

    def _answer_apart(self, i: int) -> int:
        self.current = None
        above = (*self.sections, Section(9.0, "Answers", None, False))
        self.loose = Segment(i, i, None, above, [i])
        self.out.segments.append(self.loose)
        return i + 1

    def _is_key(self, i: int) -> bool:
        """Whether a line with numbers and letters answers the questions above, which have no answers of their own."""
        numbers = [number for number, _ in self.page.keys[i]]
        labels = sum(j < i and self.page.following[j] not in self.page.keys for j in self.page.labels)
        return all(number in self.numbers for number in numbers) and labels * 2 < len(self.numbers)

    def _answer_by_key(self, i: int) -> int:
        self.current = self.loose = None
        above = (*self.sections, Section(9.0, "Answers", None, False))
        pairs = self.page.keys[i]
        self.out.segments.extend(Segment(i, i, None, above, [i], told=pair) for pair in pairs)
        if not pairs:
            self.out.roles[i] = ("separator", "the head of a key")
        return i + 1

    # chat

    def _is_filler(self, i: int) -> bool:
        part = self.page.chat(i)
        if part == "closing":
            return self.current is None or self._ends_here(i)
        if part == "opening":
            return (self.current is None or self._after_rule(i)) and not self._is_item(i)
        return part == "turn"

    def _is_item(self, i: int) -> bool:
        return self.page.mark(i).bullet != "" or self.page.mark(i).number is not None

    def _ends_here(self, i: int) -> bool:
        """Whether no more of the answer follows a paragraph: a question, a heading, a rule or nothing does."""
        j = i
        while self.page.is_text(j):
            j += 1
        while j < len(self.page) and self.page.lines[j].kind in ("blank", "markup", "furniture"):
            j += 1
        if j >= len(self.page) or self.page.lines[j].kind in ("rule", "comment", "contents"):
            return True
        if j in self.starts or j in self.bare_sections or self.page.mark(j).depth:
            return True
        return self.page.chat(j) in ("closing", "opening")

    def _after_rule(self, i: int) -> bool:
        above = next((self.page.lines[j].kind for j in range(i - 1, -1, -1) if self.page.lines[j].kind != "blank"), "")
        return above in ("rule", "")

    def _set_aside(self, i: int) -> int:
        why = _CHAT[self.page.chat(i)]
        self.current = self.loose = None
        while self.page.is_text(i) and i not in self.starts:
            self.out.roles[i] = ("filler", why)
            i += 1
        return i

    # everything else

    def _outside(self, i: int) -> int:
        """A line that belongs to no question."""
        line = self.page.lines[i]
        if line.kind == "blank":
            return i + 1
        if line.kind in ROLE_OF_KIND:
            self.out.roles[i] = ROLE_OF_KIND[line.kind]
            if line.kind == "rule":
                self.tips = -1.0
                self.loose = None
        elif self.contents and (line.marks.bullet or line.marks.number):
            self.out.roles[i] = ("filler", "table of contents")
        elif self.tips >= 0:
            self.out.roles[i] = ("tips", "")
        elif self._is_loose(i):
            self.loose = Segment(i, i, None, tuple(self.sections), [i])
            self.out.segments.append(self.loose)
        elif self.loose is not None and self._goes_on_loosely(i, self.loose):
            self.loose.lines.append(i)
            self.loose.last = i
        else:
            self.loose = None
            self.out.roles[i] = ("note" if self.numbers else "intro", "")
        return i + 1

    def _goes_on_loosely(self, i: int, loose: Segment) -> bool:
        line = self.page.lines[i]
        return loose.first in self.page.labels or line.marks.indent > 0 or self.page.joined[i] or line.kind == "code"

    def _is_loose(self, i: int) -> bool:
        """Whether a numbered line that is no question may answer one of those above."""
        mark = self.page.mark(i)
        listed = mark.number is not None and not mark.label and not mark.bullet and mark.depth == 0
        return bool(self.numbers) and self.page.is_text(i) and (listed or i in self.page.apart)
