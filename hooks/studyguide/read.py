"""Lines become entries: which question, where its answer stands, and what every other line is.

`marks` says what a single line shows, `starts` where questions may begin. Here the file is walked once, from top to
bottom, and cut into segments; then each question's segment is divided into question, body and answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from .language import (
    ANSWERS_HEADING,
    CONTENTS,
    REFERENCES,
    SCENARIO,
    TIPS,
    asks,
    chat_closing,
    chat_opening,
    level_in,
    only_a_level,
    stated_level,
    take_level,
)
from .marks import Line, scan, title
from .records import Entry, LooseAnswer, Problem, Reading, Role, Span, Text
from .starts import ASKING, RANK, Start, Starts, find, has_block_before, is_bare_title
from .wording import plain

# What each sign is called in the import report.
LAYOUTS = {
    "house": "house layout",
    "summary": "collapsible blocks",
    "table": "table of questions",
    "label": "labelled questions",
    "answered": "paragraphs with labelled answers",
    "numbered": "numbered questions",
    "heading": "questions as headings",
    "bold": "questions in bold",
    "bullet": "questions as list items",
    "bare": "questions as plain lines",
}
NO_LAYOUT = "no questions"

_OPTION = re.compile(r"^\s*(?:[-*+]\s+)?(?:[*_]{1,2})?(?:\(?([A-Ha-h])[.):]|\(([A-Ha-h])\))(?:[*_]{1,2})?\s+\S")
_BOX_OPTION = re.compile(r"^\s*(?:[-*+]\s+)?\[([ xX✓✔✅])\]\s+\S")
_MARKED_OPTION = re.compile(r"✅|✔|☑|\(correct\)|\*\*\s*$", re.I)
_HINT = re.compile(r"^\s*(?:[*_]+\s*\(.*\)\s*[*_]+|\(hint\b.*\)|[*_]*hint[*_]*\s*[:：].*)\s*$", re.I)
_LINK = re.compile(
    r"\]\(\s*<?(https?://[^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)>?[^)]*\)|(?<![(\w])(https?://[^\s<>)\]]+)"
)
_LIST_END = re.compile(r"\s*(?:</(?:ol|ul|dl|li|div)\s*>\s*)+$", re.I)


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


def read(text: Text) -> Reading:
    """The questions of one file and the role of each of its non-blank lines. Never raises, whatever the lines hold."""
    page = scan(text.lines)
    matter = _front_matter(page)
    house = "service" in matter
    starts = find(page, house=house)
    cut = _Walk(page, starts).cut()
    trusted = text.source.startswith("reviewed/")
    entries: list[Entry] = []
    loose: list[LooseAnswer] = []
    roles: dict[int, Role] = {i: Role(i + 1, i + 1, role, None, why) for i, (role, why) in cut.roles.items()}
    for segment in cut.segments:
        if segment.start is None:
            loose.append(_loose(text.source, page, segment))
            for i in segment.lines:
                roles[i] = Role(i + 1, i + 1, "note")
            continue
        entry, own = _entry(text.source, page, starts, segment)
        if house:
            entry = _in_the_house(entry, matter, segment.start, trusted)
        for i, (role, why) in own.items():
            belongs = len(entries) if role in ("question", "answer") else None
            roles[i] = Role(i + 1, i + 1, role, belongs, why)
        entries.append(entry)
    return Reading(
        text.source,
        _layout(cut),
        tuple(entries),
        _joined(page, roles),
        tuple(loose),
        _gaps(text.source, page, starts),
    )


# --- walking ---------------------------------------------------------------------------------------------------------


class _Walk:
    """One pass over the lines; `cut` is the only method to call."""

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
        self.following = self._content_below()
        self.bare_sections = self._bare_sections()
        self.last_of_run = {run: max(r.lines) for run, r in enumerate(starts.runs)}
        self.count_of = Counter(start.kind for start in starts.at.values())
        self.closed_details = any("</details" in line.raw for line in page)

    def cut(self) -> Cut:
        i = 0
        while i < len(self.page):
            i = self._step(i)
        return self.out

    def _content_below(self) -> list[int]:
        found, after = [0] * len(self.page), len(self.page)
        for i in range(len(self.page) - 1, -1, -1):
            found[i] = after
            if self.page[i].kind in ("text", "code", "row"):
                after = i
        return found

    def _bare_sections(self) -> set[int]:
        """Lines without marks that are headings because of what stands below and around them."""
        found: set[int] = set()
        for i in range(len(self.page) - 1, -1, -1):
            below = self.following[i]
            if below >= len(self.page) or not is_bare_title(self.page, i) or i in self.starts.at:
                continue
            start = self.starts.at.get(below)
            heads = below in found or bool(self.page[below].marks.depth and only_a_level(title(self.page[below].marks)))
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

    def _step(self, i: int) -> int:
        line = self.page[i]
        start = self.starts.at.get(i)
        if start is not None and self._opens(start):
            return self._open(start)
        if line.kind == "text" and self._is_heading(i):
            return self._head(i)
        if line.kind == "text" and not has_block_before(self.page, i) and self._filler(i):
            return self._set_aside(i)
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
        same_run = start.run >= 0 and start.run == current.run
        if same_run:
            return True
        if start.kind == "numbered" and not start.depth and current.kind in ("heading", "bold", "bullet", "bare"):
            # the longer list is the file's; the shorter one is a list inside an answer
            return self.count_of[current.kind] < len(self.starts.runs[start.run].lines)
        if RANK[start.kind] > RANK[current.kind]:
            return self._closes(start.line)
        if start.depth and current.depth and start.depth > current.depth:
            return False
        if start.kind == current.kind and start.kind in ("bullet", "numbered") and not start.depth:
            return start.indent <= current.indent
        if start.kind == "heading" and current.kind == "numbered" and not current.depth:
            return start.line > self.last_of_run[current.run] or self._closes(start.line)
        return True

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
                self.page[below].marks.number is not None
                or self.page[below].marks.bullet
                or self.page[below].raw.lstrip()[:1] == "•"
            )
            return is_bare_title(self.page, i) and heads
        return line.marks.bold and not line.marks.number and not line.marks.bullet and self._leads(i)

    def _leads(self, i: int) -> bool:
        """Whether a line in bold stands right above a question, and so is its section's title."""
        below = self.following[i]
        start = self.starts.at.get(below)
        if has_block_before(self.page, i) or start is None:
            return False
        return self.current is None or start.number == "1" or only_a_level(title(self.page[i].marks))

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
        return current.run < 0 or self.last_of_run[current.run] < i or only_a_level(title(self.page[i].marks))

    def _leads_on(self, i: int) -> bool:
        return self.following[i] in self.starts.at or only_a_level(title(self.page[i].marks))

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
        self.out.roles[i] = ("level" if only_a_level(words_of_it) else "heading", "")
        return i + 1

    # everything else

    def _filler(self, i: int) -> bool:
        paragraph = self._paragraph(i)
        if self.current is not None and self.details and self.closed_details:
            return False
        if chat_closing(paragraph):
            return self.current is None or self._ends_here(i)
        return chat_opening(paragraph) and (self.current is None or self._after_rule(i)) and not self._is_list(i)

    def _is_list(self, i: int) -> bool:
        return self.page[i].marks.bullet or self.page[i].marks.number is not None

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
        why = "a chat's closing words" if chat_closing(self._paragraph(i)) else "a chat's opening words"
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
        if line.kind in _ROLE_OF_KIND:
            self.out.roles[i] = _ROLE_OF_KIND[line.kind]
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
            line.marks.indent > 0 or has_block_before(self.page, i) or line.kind == "code"
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


# Lines whose kind alone says their role, where they stand outside a question.
_ROLE_OF_KIND = {
    "rule": ("separator", "a rule"),
    "under": ("heading", ""),
    "markup": ("separator", "tags without words"),
    "comment": ("filler", "an HTML comment"),
    "front": ("filler", "front matter"),
    "contents": ("filler", "table of contents"),
    "furniture": ("filler", "page furniture"),
}


# --- one question ----------------------------------------------------------------------------------------------------


def _entry(
    source: str, page: Sequence[Line], starts: Starts, segment: Segment
) -> tuple[Entry, dict[int, tuple[str, str]]]:
    """The entry of a segment and the role of each of its lines."""
    start = segment.start
    assert start is not None
    roles: dict[int, tuple[str, str]] = dict.fromkeys(range(start.line, start.last + 1), ("question", ""))
    below: list[int] = []
    level = None
    for i in segment.lines[start.last - start.line + 1 :]:
        kind = page[i].kind
        if kind in ("markup", "comment", "contents", "furniture", "front"):
            roles[i] = _ROLE_OF_KIND[kind]
        elif level is None and kind == "text" and len(page[i].raw) < 120 and stated_level(page[i].raw):
            level = stated_level(page[i].raw)
            roles[i] = ("level", "")
        else:
            below.append(i)
    below = _trimmed(page, below, roles)
    label = next((i for i in below if i in starts.labels), None)
    if start.tail:
        asked, told = [], below
    elif label is not None:
        asked, told = [i for i in below if i < label], [i for i in below if i >= label]
        if not _belongs_above(page, asked, start):
            asked, told = _divide(page, start, below)
    else:
        asked, told = _divide(page, start, below)
    lines, body = _wording(page, start, asked)
    answer = [*_tail_lines(start.tail)]
    for i in told:
        rest = starts.labels.get(i) if i == label else None
        answer.extend([rest] if rest else [] if i == label else [page[i].raw])
    roles.update({i: ("question", "") for i in asked if page[i].kind != "blank"})
    roles.update({i: ("answer", "") for i in told if page[i].kind != "blank"})
    wording, own_level = take_level(" ".join(lines))
    question_lines = [i for i, (role, _) in roles.items() if role == "question"]
    told_lines = ([start.line] if start.tail else []) + [i for i, (role, _) in roles.items() if role == "answer"]
    empty = not any(line.strip() for line in answer)
    return (
        Entry(
            Span(source, start.line + 1, max(question_lines) + 1),
            _tidied(wording) or _tidied(start.title) or plain(page[start.line].raw),
            tuple(body),
            start.number,
            tuple(s.title for s in segment.sections),
            start.level or level or own_level or next((s.level for s in reversed(segment.sections) if s.level), None),
            start.scenario or any(s.scenario for s in segment.sections),
            () if empty else tuple(answer),
            () if empty else _spans(source, told_lines),
        ),
        roles,
    )


def _belongs_above(page: Sequence[Line], asked: Sequence[int], start: Start) -> bool:
    """Whether all lines above an answer's label can be the question's: not pages of text with a late "Answer:"."""
    words_above = sum(len(page[i].raw.split()) for i in asked if page[i].kind == "text")
    return words_above <= 150 or not start.title


def _trimmed(page: Sequence[Line], lines: list[int], roles: dict[int, tuple[str, str]]) -> list[int]:
    """Lines without blanks and rules at either end; the rules get their role."""
    while lines and (page[lines[-1]].kind in ("blank", "rule", "under") or _LIST_END.match(page[lines[-1]].raw)):
        last = lines.pop()
        if page[last].kind != "blank":
            roles[last] = ("separator", "the end of an HTML list" if page[last].kind == "text" else "a rule")
    while lines and page[lines[0]].kind in ("blank", "rule", "under"):
        first = lines.pop(0)
        if page[first].kind != "blank":
            roles[first] = ("heading", "") if page[first].kind == "under" else ("separator", "a rule")
    return lines


def _divide(page: Sequence[Line], start: Start, below: list[int]) -> tuple[list[int], list[int]]:
    """Lines below a title without an answer's label, as the question's and the answer's."""
    count = _question_lines(page, start, below)
    count += _hints(page, below[count:])
    count += _options(page, below[count:])
    return below[:count], below[count:]


def _question_lines(page: Sequence[Line], start: Start, below: Sequence[int]) -> int:
    """How many of the lines still ask: a title that waits for its question, or a sentence that goes on."""
    wording = plain(start.title)
    if not wording:
        return _until_asked(page, below, paragraphs=4) or _first_paragraph(page, below)
    likely = asks(start.title)
    block = _block(page, start, below)
    asking = max((n for n, i in enumerate(block, 1) if asks(page[i].marks.text) >= 0.9), default=0)
    if asking and likely < 0.9:
        return asking
    if (likely < 0.6 and wording.endswith((":", "："))) or (
        likely < 0.2 and start.kind in ("label", "numbered", "heading")
    ):
        found = _until_asked(page, below, paragraphs=1)
        if found:
            return found
    if wording.endswith((":", "：")) or re.search(r"\bfollowing\b", wording, re.I):
        return _code_block(page, below)
    if (
        block
        and likely >= ASKING
        and not wording.endswith(("?", "？", "؟", ".", "!", "。", ")"))
        and _goes_on(page, block)
    ):
        return len(block)
    return 0


def _goes_on(page: Sequence[Line], block: Sequence[int]) -> bool:
    """Whether a title was wrapped: its next line begins in lower case and is indented as the title's item."""
    first = page[block[0]].raw.strip()
    return len(block) <= 2 and first[:1].islower() and first[-1:] in "?."


def _block(page: Sequence[Line], start: Start, below: Sequence[int]) -> list[int]:
    """The lines of plain text directly below the title, up to the first blank or marked one."""
    found: list[int] = []
    expected = start.last + 1
    for i in below:
        mark = page[i].marks
        if (
            i != expected
            or page[i].kind != "text"
            or mark.bullet
            or mark.number
            or mark.depth
            or _OPTION.match(page[i].raw)
        ):
            break
        found.append(i)
        expected += 1
    return found


def _until_asked(page: Sequence[Line], below: Sequence[int], paragraphs: int) -> int:
    """How many lines to the end of the paragraph that asks, among the first few paragraphs of plain text."""
    seen = 1
    for n, i in enumerate(below, 1):
        if page[i].kind == "blank":
            seen += n > 1 and page[below[n - 2]].kind != "blank"
            if seen > paragraphs:
                return 0
        elif page[i].kind != "text" or page[i].marks.depth or page[i].marks.bullet or page[i].marks.number:
            return 0
        elif asks(page[i].marks.text) >= 0.9 and not (
            n < len(below) and page[below[n]].kind == "text" and asks(page[below[n]].marks.text) >= 0.9
        ):
            return n
    return 0


def _first_paragraph(page: Sequence[Line], below: Sequence[int]) -> int:
    return next((n for n, i in enumerate(below) if page[i].kind == "blank"), len(below))


def _code_block(page: Sequence[Line], below: Sequence[int]) -> int:
    """The fenced block that a question points at, if it stands right below and does not look like its answer."""
    count = 0
    while count < len(below) and page[below[count]].kind == "blank":
        count += 1
    if count >= len(below) or page[below[count]].kind != "code":
        return 0
    while count < len(below) and page[below[count]].kind == "code":
        count += 1
    return count


def _hints(page: Sequence[Line], below: Sequence[int]) -> int:
    count = 0
    while count < len(below) and _HINT.match(page[below[count]].raw[:2000]):
        count += 1
    return count


def _options(page: Sequence[Line], below: Sequence[int]) -> int:
    """How many lines the options of a choice take: two or more lines A, B, … or unticked boxes, and nothing else.

    Ticked boxes and marked options tell the answer, so they stay with it.
    """
    lines = [i for i in below if page[i].kind != "blank"]
    found: list[int] = []
    letters = ""
    for i in lines:
        raw = page[i].raw[:2000]
        match, box = _OPTION.match(raw), _BOX_OPTION.match(raw)
        letter = (match[1] or match[2]).upper() if match else ""
        if box or (letter and ord(letter) == ord("A") + len(letters)):
            letters += letter
            found.append(i)
        elif (
            found
            and page[i].kind == "text"
            and page[i].marks.indent > page[found[-1]].marks.indent
            and not page[i].marks.number
        ):
            found.append(i)
        else:
            break
    if len(found) < 2:
        return 0
    if len(found) == len(lines) and any(_ticked(page[i].raw) for i in found):
        return 0
    if any((box := _BOX_OPTION.match(page[i].raw[:2000])) and box[1] != " " for i in found):
        return 0
    return below.index(found[-1]) + 1


def _ticked(raw: str) -> bool:
    return bool(_MARKED_OPTION.search(raw))


def _wording(page: Sequence[Line], start: Start, asked: Sequence[int]) -> tuple[list[str], list[str]]:
    """The question's lines as one sentence, and what cannot be part of a sentence (code, options, lists)."""
    lines = [start.title] if start.title else []
    body: list[str] = []
    for i in asked:
        mark, raw = page[i].marks, page[i].raw
        is_words = page[i].kind == "text" and not (
            mark.bullet or mark.depth or _OPTION.match(raw) or _BOX_OPTION.match(raw)
        )
        if page[i].kind == "blank":
            body.extend([""] if body else [])
        elif is_words and not body:
            lines.append(mark.text if mark.number is None else raw.strip())
        else:
            body.append(raw)
    while body and not body[-1].strip():
        body.pop()
    return lines, body


def _tail_lines(tail: str) -> list[str]:
    return [line.strip() for line in re.split(r"<br\s*/?>|\n", tail, flags=re.I)] if tail else []


def _tidied(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _spans(source: str, lines: Sequence[int]) -> tuple[Span, ...]:
    """Spans over the lines, with nothing but the lines themselves and blanks between them joined."""
    found: list[list[int]] = []
    for i in sorted(set(lines)):
        if found and i - found[-1][1] <= 1:
            found[-1][1] = i
        else:
            found.append([i, i])
    return tuple(Span(source, first + 1, last + 1) for first, last in found)


def _loose(source: str, page: Sequence[Line], segment: Segment) -> LooseAnswer:
    mark = page[segment.first].marks
    first = mark.text if not mark.bold else f"**{mark.text}**"
    return LooseAnswer(
        Span(source, segment.first + 1, segment.last + 1),
        mark.number or "",
        tuple(s.title for s in segment.sections),
        next((s.level for s in reversed(segment.sections) if s.level), None),
        (first, *(page[i].raw for i in segment.lines[1:])),
    )


# --- the house layout ------------------------------------------------------------------------------------------------


def _front_matter(page: Sequence[Line]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in page:
        if line.kind != "front":
            break
        key, colon, value = line.raw.partition(":")
        if colon and key == key.strip():
            found[key.strip().lower()] = value.strip().strip("\"'")
    return found


def _in_the_house(entry: Entry, matter: dict[str, str], start: Start, trusted: bool) -> Entry:
    """What front matter and the `References:` line state. Only the reviewed bank may state an id and a review."""
    answer = list(entry.answer)
    references: tuple[str, ...] = ()
    at = next((n for n in range(len(answer) - 1, -1, -1) if REFERENCES.match(answer[n].strip())), None)
    if at is not None:
        references = tuple(dict.fromkeys(a or b for a, b in _LINK.findall("\n".join(answer[at:]))))
        if references:
            answer = answer[:at]
    while answer and not answer[-1].strip():
        answer.pop()
    return replace(
        entry,
        answer=tuple(answer),
        service=matter["service"],
        scenario=entry.scenario or start.scenario,
        id=start.anchor or None if trusted else None,
        reviewed=matter.get("reviewed") or None if trusted else None,
        references=references,
    )


# --- the report ------------------------------------------------------------------------------------------------------


def _layout(cut: Cut) -> str:
    kinds = Counter(segment.start.kind for segment in cut.segments if segment.start is not None)
    return ", ".join(LAYOUTS[kind] for kind, _ in kinds.most_common(3)) or NO_LAYOUT


def _joined(page: Sequence[Line], roles: dict[int, Role]) -> tuple[Role, ...]:
    """Roles in order, neighbours of the same kind joined over the blank lines between them."""
    found: list[Role] = []
    for i in range(len(page)):
        if page[i].kind == "blank" and i not in roles:
            continue
        role = roles.get(i, Role(i + 1, i + 1, "note"))
        last = found[-1] if found else None
        if (
            last
            and (last.role, last.entry, last.why) == (role.role, role.entry, role.why)
            and role.role not in ("heading", "level")
        ):
            found[-1] = replace(last, last=i + 1)
        else:
            found.append(role)
    return tuple(found)


def _gaps(source: str, page: Sequence[Line], starts: Starts) -> tuple[Problem, ...]:
    """Numbers that are missing from a list of questions: perhaps a question was lost before the file came here."""
    found: list[Problem] = []
    for run in starts.runs:
        if not run.questions:
            continue
        numbers = [(int((page[i].marks.number or "0").rpartition(".")[2]), i) for i in run.lines]
        for (a, _), (b, i) in pairwise(numbers):
            if b > a + 1:
                found.append(
                    Problem(
                        Span(source, i + 1, i + 1), f"question {b} follows question {a}. See whether one is missing"
                    )
                )
    return tuple(found)
