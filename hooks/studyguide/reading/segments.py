"""A file is walked once, from top to bottom, and cut into segments: each question with all that stands below it.

`line_marks` says what a single line shows, `question_starts` where questions may begin. Here each possible start is
weighed against the question that is open above it, and every line that belongs to no question gets its role.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..words.asking import asks
from ..words.chat import chat_closing, chat_opening, chat_turn
from ..words.headings import ANSWERS_HEADING, CONTENTS, TIPS
from ..words.levels import SCENARIO, level_in, only_a_level
from .line_marks import Line, title
from .neighbours import answer_number, following_of, has_block_before, is_bare_title
from .question_starts import RANK, Start, Starts

# Lines whose kind alone says their role, where they stand outside a question.
ROLE_OF_KIND = {
    "rule": ("separator", "a rule"),
    "under": ("heading", ""),
    "markup": ("separator", "tags without words"),
    "comment": ("filler", "an HTML comment"),
    "front": ("filler", "front matter"),
    "contents": ("filler", "table of contents"),
    "tags": ("note", "said about the question"),
    "furniture": ("filler", "page furniture"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading in force: its depth (between two whole depths for a heading without marks) and what it states."""

    depth: float
    title: str
    level: str | None
    scenario: bool


@dataclass(slots=True)
class Segment:
    """Lines `first` to `last` (indices): a question with all below it, or a list item that answers one elsewhere."""

    first: int
    last: int
    start: Start | None
    sections: tuple[Section, ...]
    lines: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Cut:
    """A file cut up: the segments, and the role and reason of every line that belongs to none."""

    segments: list[Segment] = field(default_factory=list)
    roles: dict[int, tuple[str, str]] = field(default_factory=dict)


def walk(page: Sequence[Line], starts: Starts) -> Cut:
    """The file cut up."""
    return _Walk(page, starts).cut()


class _Walk:
    """One pass over the lines, with what is in force at each; `cut` is the only method to call."""

    def __init__(self, page: Sequence[Line], starts: Starts) -> None:
        self.page, self.starts = page, starts
        self.out = Cut()
        self.sections: list[Section] = []
        self.current: Segment | None = None
        self.loose: Segment | None = None
        self.tips = -1.0  # depth of the heading above the tips; below zero: not among tips
        self.tips_from = -1
        self.contents = False
        self.details = 0
        self.asked = False
        self.numbers: set[str | None] = set()  # of the questions so far
        self.following = following_of(page)
        self.bare_sections = self._bare_sections()
        self.last_of_run = {run: max(r.lines) for run, r in enumerate(starts.runs)}
        self.count_of = Counter(start.kind for start in starts.at.values())
        self.last_start = max(starts.at, default=-1)
        self.closed_details = any("</details" in line.raw for line in page)

    def cut(self) -> Cut:
        i = 0
        while i < len(self.page):
            i = self._step(i)
        return self.out

    def _bare_sections(self) -> set[int]:
        """Lines without marks that are headings because of what stands below and around them."""
        found: set[int] = set()
        for i in range(len(self.page) - 1, -1, -1):
            below = self.following[i]
            start = self.starts.at.get(below)
            answered = start is not None and start.run >= 0 and self.starts.runs[start.run].answered
            if below >= len(self.page) or not is_bare_title(self.page, i, colon=answered) or i in self.starts.at:
                continue
            heads = below in found or bool(self.page[below].marks.depth and self._only_a_level(below))
            if (start is not None and (self._stands_out(i) or self._leads_in(i, below, start))) or (
                heads and self._stands_out(i)
            ):
                found.add(i)
        return found

    def _stands_out(self, i: int) -> bool:
        """Whether a short line looks like a heading by itself: an emoji, bold, capitals, a level, room above it."""
        mark = self.page[i].marks
        words_of_it = title(mark)
        room = i == 0 or (i > 1 and all(line.kind == "blank" for line in self.page[i - 2 : i]))
        return mark.ornament or mark.bold or room or level_in(words_of_it) is not None or words_of_it.isupper()

    def _leads_in(self, i: int, below: int, start: Start) -> bool:
        """Whether a short line looks like a heading by what it stands above: a first number, or a question at once."""
        at_once = below == i + 1 and i > 0 and self.page[i - 1].kind in ("blank", "rule")
        return at_once or start.number == "1"

    def _only_a_level(self, i: int) -> bool:
        return only_a_level(title(self.page[i].marks), self.starts.vendors)

    def _step(self, i: int) -> int:
        line = self.page[i]
        start = self.starts.at.get(i)
        if start is not None and self._opens(start):
            return self._open(start)
        if line.kind == "text" and self._is_heading(i):
            return self._head(i)
        if line.kind == "text" and not has_block_before(self.page, i) and self._filler(i):
            return self._set_aside(i)
        if self._answers_another(i):
            return self._answer_apart(i)
        if self.current is not None:
            return self._go_on(i)
        return self._outside(i)

    # questions

    def _opens(self, start: Start) -> bool:
        current = self.current.start if self.current else None
        if self.tips >= 0 and self._is_a_tip(start):
            return False
        if current is None:
            return True
        if self.details and self.closed_details and start.kind != "summary":
            return False
        if current.kind == "summary" and self.details and self.closed_details:
            return False
        if self._says_it(start, current):
            return False
        same_run = start.run >= 0 and start.run == current.run
        if same_run:
            return True
        if start.kind == "numbered" and not start.depth and current.kind in ("heading", "bold", "bullet", "bare"):
            # the longer list is the file's; the shorter one is a list inside an answer
            return self.count_of[current.kind] < len(self.starts.runs[start.run].lines)
        if RANK[start.kind] > RANK[current.kind]:
            return self._closes(start.line)
        if start.depth and current.depth and start.depth > current.depth:
            return start.kind == current.kind == "label"
        if start.kind == current.kind and start.kind in ("bullet", "numbered") and not start.depth:
            return start.indent <= current.indent
        if start.kind == "heading" and current.kind == "numbered" and not current.depth:
            return start.line > self.last_of_run[current.run] or self._closes(start.line)
        return True

    def _says_it(self, start: Start, current: Start) -> bool:
        """Whether "Question:" stands below a numbered title that has asked nothing: "Scenario 1: Slow reader"."""
        if start.kind != "label" or start.number or start.depth or not (current.number and current.kind == "label"):
            return False
        untold = not any(
            i in self.starts.labels or self.page[i].marks.label for i in range(current.last + 1, start.line)
        )
        return untold and asks(current.title) < 0.6

    def _is_a_tip(self, start: Start) -> bool:
        """Tips give orders like questions do; below a heading of tips only a list that asks throughout is believed."""
        if start.kind != "numbered" or start.depth:
            return start.kind in ("bullet", "bare", "bold")
        run = self.starts.runs[start.run]
        return run.lines[0] > self.tips_from and run.mean < 0.9

    def _open(self, start: Start) -> int:
        if start.depth:
            while self.sections and self.sections[-1].depth > start.depth:
                self.sections.pop()
        self.current = Segment(
            start.line, start.last, start, tuple(self.sections), list(range(start.line, start.last + 1))
        )
        self.loose, self.tips, self.contents, self.asked = None, -1.0, False, True
        self.out.segments.append(self.current)
        self.numbers.add(start.number)
        if start.kind == "summary":
            raw = "".join(self.page[j].raw for j in range(start.line, start.last + 1)).lower()
            self.details = 0 if "</details" in raw else 1
            if not self.details:
                self.current = None
        if start.kind == "table":
            self.current = None
        return start.last + 1

    def _go_on(self, i: int) -> int:
        """A line inside a question's extent."""
        assert self.current is not None
        raw = self.page[i].raw.lower() if "details" in self.page[i].raw.lower() else ""
        if self.page[i].kind != "code" and raw:
            self.details = max(0, self.details + raw.count("<details") - raw.count("</details"))
        self.current.lines.append(i)
        self.current.last = i
        if (
            self.current.start is not None
            and self.current.start.kind == "summary"
            and not self.details
            and "</details" in raw
        ):
            self.current = None
        return i + 1

    # headings

    def _is_heading(self, i: int) -> bool:
        line = self.page[i]
        if i in self.starts.labels:
            return False
        if self._is_tips_heading(i):
            return self.current is None or line.marks.depth == 0 or self._closes(i)
        if line.marks.depth:
            return self._closes(i)
        if i in self.bare_sections or (
            line.marks.number is None and CONTENTS.match(line.marks.text) and is_bare_title(self.page, i)
        ):
            return not (self.current and self.current.start and self.current.start.kind == "summary" and self.details)
        if ANSWERS_HEADING.match(title(line.marks)) and (line.marks.bold or is_bare_title(self.page, i)):
            below = self.following[i]
            return below in self.starts.run_of and not self.starts.runs[self.starts.run_of[below]].questions
        if self.tips >= 0:
            below = self.following[i]
            heads = below < len(self.page) and (
                self.page[below].marks.number is not None or self.page[below].marks.bullet != ""
            )
            return is_bare_title(self.page, i) and heads
        return line.marks.bold and not line.marks.number and not line.marks.bullet and self._leads(i)

    def _leads(self, i: int) -> bool:
        """Whether a line in bold stands right above a question, and so is its section's title."""
        below = self.following[i]
        start = self.starts.at.get(below)
        if has_block_before(self.page, i) or start is None:
            return False
        return self.current is None or start.number == "1" or self._only_a_level(i)

    def _is_tips_heading(self, i: int) -> bool:
        line = self.page[i]
        mark = line.marks
        if not (mark.depth or mark.bold or is_bare_title(self.page, i)) or not TIPS.search(title(mark)):
            return False
        if mark.depth or self.current is None or self.current.start is None:
            return True
        # inside an answer, "Tips" alone may be the answer's own; far below the last question it is the file's
        run = self.current.start.run
        return run < 0 or self.last_of_run[run] < i

    def _closes(self, i: int) -> bool:
        """Whether a heading ends the answer above it, rather than standing in it."""
        if self.current is None or self.current.start is None:
            return True
        current, depth = self.current.start, self.page[i].marks.depth
        if current.kind == "summary":
            return not (self.details and self.closed_details)
        if not depth:
            return False
        if current.depth:
            return depth <= current.depth
        below = self.following[i]
        if below in self.starts.at or below >= len(self.page):
            return True
        if below < len(self.page) and self.page[below].marks.depth and self._leads_on(below):
            return True
        marked = [s.depth for s in self.sections if s.depth == int(s.depth)]
        if marked:
            return depth <= marked[-1]
        return current.run < 0 or self.last_of_run[current.run] < i or self._only_a_level(i)

    def _leads_on(self, i: int) -> bool:
        return self.following[i] in self.starts.at or self._only_a_level(i)

    def _head(self, i: int) -> int:
        mark = self.page[i].marks
        words_of_it = title(mark)
        marked = [s.depth for s in self.sections if s.depth == int(s.depth)]
        depth = float(mark.depth) if mark.depth else (marked[-1] if marked else 1.0) + 0.5
        tips = self._is_tips_heading(i)
        ends_tips = mark.depth <= max(self.tips, 1.0) if mark.depth else i in self.bare_sections
        if self.tips >= 0 and not tips and ends_tips:
            self.tips = -1.0
        if tips:
            self.tips, self.tips_from = depth if mark.depth else 6.0, i
        if self.tips < 0 or tips:
            while self.sections and self.sections[-1].depth >= depth:
                self.sections.pop()
            self.sections.append(Section(depth, words_of_it, level_in(words_of_it), bool(SCENARIO.search(words_of_it))))
        self.current = self.loose = None
        self.contents = bool(CONTENTS.match(words_of_it))
        self.out.roles[i] = ("level" if self._only_a_level(i) else "heading", "")
        return i + 1

    # answers with numbers of their own, below all questions

    def _answers_another(self, i: int) -> bool:
        """Whether "A2." or "Solution 2" stands below the last question of the file and speaks of an earlier one."""
        if i not in self.starts.labels or i < self.last_start:
            return False
        number = answer_number(self.page[i])
        current = self.current.start.number if self.current and self.current.start else None
        return number is not None and number != current and number in self.numbers

    def _answer_apart(self, i: int) -> int:
        self.current = None
        above = (*self.sections, Section(9.0, "Answers", None, False))
        self.loose = Segment(i, i, None, above, [i])
        self.out.segments.append(self.loose)
        return i + 1

    # everything else

    def _filler(self, i: int) -> bool:
        paragraph = self._paragraph(i)
        if self.current is not None and self.details and self.closed_details:
            return False
        if chat_turn(paragraph):
            return True
        if chat_closing(paragraph):
            return self.current is None or self._ends_here(i)
        return chat_opening(paragraph) and (self.current is None or self._after_rule(i)) and not self._is_list(i)

    def _is_list(self, i: int) -> bool:
        return self.page[i].marks.bullet != "" or self.page[i].marks.number is not None

    def _ends_here(self, i: int) -> bool:
        """Whether no more of the answer follows a paragraph: a question, a heading, a rule or nothing does."""
        j = i
        while j < len(self.page) and self.page[j].kind == "text":
            j += 1
        while j < len(self.page) and self.page[j].kind in ("blank", "markup", "furniture"):
            j += 1
        if j >= len(self.page) or self.page[j].kind in ("rule", "comment", "contents"):
            return True
        return (
            j in self.starts.at
            or j in self.bare_sections
            or bool(self.page[j].marks.depth)
            or chat_closing(self._paragraph(j))
            or chat_opening(self._paragraph(j))
        )

    def _after_rule(self, i: int) -> bool:
        above = next((self.page[j].kind for j in range(i - 1, -1, -1) if self.page[j].kind != "blank"), "rule")
        return above == "rule"

    def _paragraph(self, i: int) -> str:
        lines = []
        for line in self.page[i : i + 12]:
            if line.kind != "text":
                break
            lines.append(line.raw[:1000].strip())
        return " ".join(lines)

    def _set_aside(self, i: int) -> int:
        why = "a turn of a chat" if chat_turn(self._paragraph(i)) else "a chat's opening words"
        why = "a chat's closing words" if chat_closing(self._paragraph(i)) else why
        self.current = self.loose = None
        while i < len(self.page) and self.page[i].kind == "text" and i not in self.starts.at:
            self.out.roles[i] = ("filler", why)
            i += 1
        return i

    def _outside(self, i: int) -> int:
        """A line that belongs to no question."""
        line = self.page[i]
        if line.kind == "blank":
            return i + 1
        if line.kind in ROLE_OF_KIND:
            self.out.roles[i] = ROLE_OF_KIND[line.kind]
            if line.kind == "rule":
                self.tips = -1.0
                self.loose = None
            return i + 1
        if self.contents and (line.marks.bullet or line.marks.number):
            self.out.roles[i] = ("filler", "table of contents")
        elif self.tips >= 0:
            self.out.roles[i] = ("tips", "")
        elif self._loose_item(i):
            self.loose = Segment(i, i, None, tuple(self.sections), [i])
            self.out.segments.append(self.loose)
        elif self.loose is not None and (
            self.loose.first in self.starts.labels
            or line.marks.indent > 0
            or has_block_before(self.page, i)
            or line.kind == "code"
        ):
            self.loose.lines.append(i)
            self.loose.last = i
        else:
            self.loose = None
            self.out.roles[i] = ("note" if self.asked else "intro", "")
        return i + 1

    def _loose_item(self, i: int) -> bool:
        run = self.starts.run_of.get(i)
        return run is not None and self.asked and not self.starts.runs[run].questions and self.page[i].marks.depth == 0
