"""A file as blocks: every line with its kind, its marks and what it stands in. Nothing below looks for structure again.

A line of text is a block of its own, since pasted notes often hold several questions in one paragraph; fences, tables,
comments and front matter are runs of lines of one kind.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, wraps
from typing import Any, TypeVar

from ..records import ANYTHING, Subject
from ..syntax.line_kinds import A_BULLET
from ..syntax.numbers import parted
from ..syntax.pictures import ORNAMENT
from ..words.asking import asks, says_questions
from ..words.chat import chat_part
from ..words.headings import CONTENTS, REFERENCES, heads_answers
from ..words.labels import answer_label, option_place
from ..words.levels import only_a_level
from ..words.wording import plain
from .counts import with_counts
from .keys import Pairs, keys, told_apart
from .level_marks import NONE, LevelMarks, level_marks
from .line_marks import LONGEST, Line, Marks, is_command, marks, scan, title
from .told import NOTHING, Told
from .verse import quotations, verse_lines

BOXES = (":::", "!!!", "???")  # what a box of text begins with, whatever it is called
_OPTION_B = re.compile(rf"^\s*{A_BULLET}[*_]*[(（]?[Bb]\s*[.):：、．）]")
_OPTION = re.compile(rf"^\s*{A_BULLET}[(（]?[A-Ha-h][.):）．、]")
_OPTION_A = re.compile(r"^[\W_]*a[\W_]", re.I)
_BOLD_LETTER = re.compile(r"A\s*[.)]")
_A = re.compile(rf"^\s*{A_BULLET}[*_]*[(（]?[Aa]\s*[.):：、．）]\s*\S")
_OPTIONS_WITHIN = 40  # lines of code may stand before them
_ENDS_A_SENTENCE = ".?!;,。？！；，؟"
_ANSWER_NUMBER = re.compile(r"[^\d:：︰]{1,30}?(?P<number>\d{1,4})\b")
_DETAILS = re.compile(r"<(?P<end>/?)details\b", re.I)
_BEFORE_A_LABEL = re.compile(r"^(?:\s|>|#{1,6}(?=\s)|[-*+•○◦]\s|\[!(?:answer|success|check|done)\][+-]?)+")
_TAGS_BEFORE = re.compile(r"^(?:</?(?:details|summary|b|strong|i|em|p|h[1-6])\b[^<>]*>\s*)+", re.I)
_TAGS_BEHIND = re.compile(r"(?<!\s)(?:\s*+</(?:summary|b|strong|i|em|p|h[1-6])\s*+>){1,20}+\s*+$", re.I)
_TAGS_INSIDE = re.compile(r"^([^<>]{1,30}?)(?:</(?:summary|b|strong|i|em)\s*>)+", re.I)
_EMPHASIZED = re.compile(r"(\*\*\*|\*\*|__|\*|_)(?=\S)(?P<inside>.+?)\1(?P<colon>\s*[:：])?\s*(?P<rest>.*)$")
_BEFORE_WORDS = re.compile(r"^[^\w<]{0,40}")
_CARD_SIDES = ("?", "??")  # what stands between the two sides of a card
# "Otv.:", "R.", "Res)", "**Odg:**": a word that may be a label in a language that nobody knows.
_UNKNOWN_LABEL = re.compile(
    r"(?:\s|>|[-*+•]\s)*(?:\*\*|__)?(?P<label>[^\W\d_]{1,14}\.?)(?:\*\*|__)?(?:(?<=\.)|[:：)]|\s[–—-](?=\s))(?:\*\*|__)?\s+(?=\S)"
)
_FEWEST_BROKEN, _BROKEN = 4, 0.4  # lines that go on in small letters, and their share of all below another line
_SURELY = 0.8  # `asks` of a question
_FEWEST_ALIKE = 3
# The most letters that a label's words can take with all the marks before them.
_LABEL_WITHIN = 90

_Found = TypeVar("_Found")


def by_line(find: Callable[[Page, int], _Found]) -> Callable[[Page, int], _Found]:
    """What is found out of a line once, however many readings of its page ask: `known` keeps it."""

    @wraps(find)
    def ask(page: Page, i: int) -> _Found:
        answers: dict[int, _Found] | None = page.known.get(find)
        if answers is None:
            answers = page.known[find] = {}
        if i not in answers:
            answers[i] = find(page, i)
        return answers[i]

    return ask


@dataclass(frozen=True, slots=True)
class Page:
    """A file's lines with what each stands next to and within; all lists are by line.

    following  the next line with words that is no page furniture (or the number of lines)
    joined     it stands directly below another line of the same paragraph
    labels     lines with an answer's label, and what follows the label
    promised   a heading in force, or the file's first line, says that questions stand here
    details    the line at which the innermost `<details>` around it opens, -1 for none; one that never closes is none
    until      for a line at which a `<details>` opens, the line at which it closes
    subject    what the guide is about: the makers of its services say nothing in a heading
    told       what maintainers say of its lines
    levels     what marks before and behind titles say of levels
    keys       lines that answer several questions by their numbers, each with these numbers and answers
    apart      lines that answer questions elsewhere by the labels of these: "Q1: ..." below "Answers"
    """

    lines: tuple[Line, ...]
    following: list[int]
    joined: list[bool]
    labels: dict[int, str]
    promised: list[bool]
    details: list[int]
    until: dict[int, int]
    subject: Subject = ANYTHING
    levels: LevelMarks = NONE
    keys: dict[int, Pairs] = field(default_factory=dict)
    apart: frozenset[int] = frozenset()
    known: dict[Hashable, Any] = field(default_factory=dict)
    told: Told = NOTHING

    def __len__(self) -> int:
        return len(self.lines)

    def mark(self, i: int) -> Marks:
        return self.lines[i].marks

    @property
    def words(self) -> list[int]:
        """How many words each line has."""
        found: list[int] = self.once("words", lambda: [len(line.raw.split()) for line in self.lines])
        return found

    @property
    def texts(self) -> list[int]:
        """The lines of text."""
        found: list[int] = self.once("texts", lambda: [i for i, line in enumerate(self.lines) if line.kind == "text"])
        return found

    @property
    def headings(self) -> list[int]:
        """The lines of text that are headings."""
        found: list[int] = self.once("headings", lambda: [i for i in self.texts if self.lines[i].marks.depth])
        return found

    def is_text(self, i: int) -> bool:
        return 0 <= i < len(self.lines) and self.lines[i].kind == "text"

    def once(self, what: Hashable, find: Callable[[], Any]) -> Any:
        """What is found out of a page once, however many readings of it ask: `known` keeps it."""
        if what not in self.known:
            self.known[what] = find()
        return self.known[what]

    @by_line
    def title(self, i: int) -> str:
        """A line's words, as a heading would say them."""
        return title(self.lines[i].marks)

    @by_line
    def chat(self, i: int) -> str:
        """Which part in a chat the paragraph from line i on has: "turn", "closing", "opening", or none."""
        return chat_part(self.paragraph(i))

    def paragraph(self, i: int) -> str:
        lines = []
        for line in self.lines[i : i + 12]:
            if line.kind != "text":
                break
            lines.append(line.raw[:1000].strip())
        return " ".join(lines)


def blocks(raw: Sequence[str], subject: Subject = ANYTHING, given: Sequence[tuple[str, str]] = ()) -> Page:
    """The page that these lines make; `given` are marks whose levels are settled."""
    lines = scan(raw, subject.commands)
    typed = _indented_code(lines)
    lines = with_counts(_without_marks(lines, typed))
    levels = level_marks(lines, given)
    lines = _with_levels(lines, levels)
    following = _following(lines)
    details, until = _containers(lines)
    apart, by_number = told_apart(lines), keys(lines)
    return Page(
        lines,
        following,
        [False, *(line.kind in ("text", "row") for line in lines[:-1])][: len(lines)],
        _labels(lines, following, {*apart, *by_number}, typed),
        _promised(lines),
        details,
        until,
        subject,
        levels,
        by_number,
        apart,
    )


def _with_levels(lines: tuple[Line, ...], levels: LevelMarks) -> tuple[Line, ...]:
    """The lines with the levels that their marks state, without the marks behind their words; legends are known."""
    if not levels.states:
        return lines
    found = list(lines)
    for i, line in enumerate(lines):
        if i in levels.legend:
            found[i] = replace(line, kind="legend", marks=Marks())
        elif line.kind in ("text", "row"):
            left, level = levels.taken(line.raw, line.marks.text)
            if level:
                mark = line.marks if left == line.raw else _marks_of(left, line.marks.depth)
                found[i] = replace(line, marks=replace(mark, level=level))
    return tuple(found)


def _marks_of(raw: str, depth: int) -> Marks:
    """The marks of a line that is a heading of this depth, by its own sign or by its underline."""
    found = marks(raw)
    return found if found.depth == depth else marks(raw, depth)


@by_line
def only_says_a_level(page: Page, i: int) -> bool:
    return only_a_level(page.title(i), page.subject.vendors)


def answer_of(line: Line) -> str | None:
    """What follows the answer's label on this line ("" if nothing); None if the line has no such label."""
    return _answer_of(line.raw) if len(line.raw) <= LONGEST else _answer_of(line.raw[:LONGEST])


@lru_cache(maxsize=4096)
def _answer_of(raw: str) -> str | None:
    if raw.strip() in _CARD_SIDES:
        return ""
    text = _BEFORE_A_LABEL.sub("", raw)
    text = _BEFORE_WORDS.sub(lambda front: ORNAMENT.sub("", front[0]).lstrip(), text, count=1)
    if "<" in text:
        text = _TAGS_BEFORE.sub("", text)
        text = _TAGS_BEHIND.sub("", text)
        text = _TAGS_INSIDE.sub(r"\1", text)
    bold = _EMPHASIZED.match(text)
    if bold is None:
        return answer_label(text)
    if len(bold["inside"]) > _LABEL_WITHIN and not bold["rest"]:
        return answer_label(bold["inside"])
    inside = answer_label(bold["inside"] + (":" if bold["colon"] else ""))
    if inside is None and not bold["rest"]:
        inside = answer_label(bold["inside"])
    if inside is None and bold["rest"] and _BOLD_LETTER.fullmatch(bold["inside"]):
        inside = ""
    return None if inside is None else " ".join(part for part in (inside, bold["rest"]) if part)


def answer_number(line: Line) -> str | None:
    """The number of an answer's label ("A2.", "Solution 3"), if it has one."""
    match = _ANSWER_NUMBER.match(line.raw[:100])
    if match is None or answer_label(match[0].lstrip(" \t#>*_-") + ":") is None:
        return None
    return match["number"]


def offers_options(page: Page, i: int) -> bool:
    """Whether options to choose from stand below a title, before the next heading; in a block of code, too.

    Below a numbered title they are not those of the next number.
    """
    found: list[int] = page.once("options", lambda: list(_first_options(page)))
    at = bisect_right(found, i)
    if at == len(found) or found[at] > i + _OPTIONS_WITHIN:
        return False
    between = [page.mark(j) for j in range(i + 1, found[at]) if page.is_text(j)]
    return not any(mark.depth for mark in between) and not _goes_on(page.mark(i), between)


def _goes_on(title: Marks, between: Sequence[Marks]) -> bool:
    """Whether the first number below a numbered title is the next one."""
    below = next((mark.number for mark in between if mark.number), None)
    above, own = parted(title.number or "")
    return bool(title.number and below) and parted(below or "") == (above, own + 1)


def _first_options(page: Page) -> Iterator[int]:
    """The lines with an option A that an option B follows."""
    for i, after in enumerate(page.following[:-1]):
        line = page.lines[i]
        if line.kind in ("text", "code") and after < len(page) and _A.match(line.raw[:LONGEST]):
            yield from [i] if _OPTION_B.match(page.lines[after].raw[:LONGEST]) else []


def is_bare_title(page: Page, i: int, colon: bool = False) -> bool:
    """Whether a line without marks stands and reads like a heading: alone, short, capitalised, no sentence.

    `colon` allows one behind it, as it stands behind what leads in a list of any kind.
    """
    return _is_bare_title(page, i) and (colon or page.mark(i).bold or not _ends_in_a_colon(page, i))


@by_line
def _is_bare_title(page: Page, i: int) -> bool:
    line = page.lines[i]
    if line.kind != "text" or len(line.raw) > 200 or _is_listed(line.marks):
        return False
    if page.joined[i] and not line.marks.ornament:
        return False
    text = plain(line.marks.text)
    if not 1 < len(text) <= 80 or len(text.split()) > 10 or text[0].islower() or text[-1] in _ENDS_A_SENTENCE:
        return False
    return not REFERENCES.match(line.raw.strip()) and answer_of(line) is None and asks(text) < 0.6


def _ends_in_a_colon(page: Page, i: int) -> bool:
    return plain(page.mark(i).text)[-1:] in (":", "：")


def _is_listed(mark: Marks) -> bool:
    """Whether a line is an item of a list; a number behind an ornament ("🔹 1. Basics") is a title's own."""
    return bool(mark.bullet or mark.indent > 3 or (mark.number and not mark.ornament))


def wants_no_answer(page: Page) -> frozenset[int]:
    """The lines of verse and of quotations, which may ask."""

    def find() -> frozenset[int]:
        raw = [line.raw if line.kind in ("text", "blank") else "" for line in page.lines]
        return verse_lines(raw) | quotations(raw)

    found: frozenset[int] = page.once("verse", find)
    return found


def is_wrapped(page: Page) -> bool:
    """Whether a program has broken the lines of the file: in paragraphs, most go on in small letters in the next."""
    found: bool = page.once("wrapped", lambda: _is_wrapped(page))
    return found


def _is_wrapped(page: Page) -> bool:
    below = [i for i in range(1, len(page)) if page.is_text(i) and page.joined[i] and is_plain(page.mark(i))]
    on = sum(goes_on(page, i) for i in below)
    return on >= _FEWEST_BROKEN and on >= _BROKEN * len(below)


def goes_on(page: Page, i: int) -> bool:
    """Whether a line goes on in small letters with what the line above has not ended."""
    text = page.lines[i].raw.strip()
    return text[:1].islower() and page.lines[i - 1].raw.rstrip()[-1:] not in _ENDS_A_SENTENCE


def is_plain(mark: Marks) -> bool:
    return not (mark.depth or mark.number or mark.label or mark.bullet or mark.bold)


def in_contents(page: Page) -> set[int]:
    """Numbered lines of a table of contents; where a number of its list comes again, the questions themselves begin."""
    found: set[int] = set()
    contents, seen = False, set[str]()
    for i, line in enumerate(page.lines):
        mark = line.marks
        if line.kind != "text":
            continue
        if mark.depth or (mark.number is None and (mark.bold or CONTENTS.match(mark.text))):
            contents, seen = bool(CONTENTS.match(page.title(i))), set()
        contents = contents and mark.number not in seen
        if contents and mark.number is not None:
            seen.add(mark.number)
            found.add(i)
    return found


# --- what a line stands next to and within ---------------------------------------------------------------------------


def _following(lines: Sequence[Line]) -> list[int]:
    following, after = [0] * len(lines), len(lines)
    for i in range(len(lines) - 1, -1, -1):
        following[i] = after
        if lines[i].kind in ("text", "code", "row"):
            after = i
    return following


def _containers(lines: Sequence[Line]) -> tuple[list[int], dict[int, int]]:
    """For each line the innermost `<details>` around it, and for each `<details>` where it closes."""
    closes: dict[int, int] = {}
    opened: list[int] = []
    for i, line in enumerate(lines):
        if line.kind == "code" or "details" not in line.raw.lower():
            continue
        for tag in _DETAILS.finditer(line.raw[:LONGEST]):
            if not tag["end"]:
                opened.append(i)
            elif opened:
                closes[opened.pop()] = i
    inside = [-1] * len(lines)
    around: list[int] = []
    for i in range(len(lines)):
        if i in closes:
            around.append(i)
        inside[i] = around[-1] if around else -1
        while around and closes[around[-1]] <= i:
            around.pop()
    return inside, closes


def _promised(lines: Sequence[Line]) -> list[bool]:
    first = next((line for line in lines if line.kind == "text"), None)
    always = first is not None and len(first.raw) <= 120 and says_questions(title(first.marks))
    found: list[bool] = []
    above: list[tuple[int, bool]] = []
    for line in lines:
        depth = _depth(line.marks) if line.kind == "text" else 0
        if depth:
            while above and above[-1][0] >= depth:
                above.pop()
            above.append((depth, (bool(above) and above[-1][1]) or says_questions(title(line.marks))))
        found.append(always or (bool(above) and above[-1][1]))
    return found


def _depth(mark: Marks) -> int:
    """How deep a heading is; words in bold are one below all others, and 0 is none."""
    return mark.depth or (7 if mark.bold and not mark.number and not mark.bullet else 0)


def _labels(
    lines: Sequence[Line], following: Sequence[int], apart: Collection[int], typed: Collection[int]
) -> dict[int, str]:
    found: dict[int, str] = {}
    heads = [i for i, line in enumerate(lines) if line.kind == "text" and heads_answers(title(line.marks))]
    sections = {i for i in heads if _is_section(lines, i, following[i], apart, alone=len(heads) == 1)}
    for i, line in enumerate(lines):
        if line.kind != "text" or i in typed or (line.marks.number and line.marks.depth == 0):
            continue
        rest = answer_of(line)
        if rest is not None and i not in sections and not _is_first_option(lines, i, following[i]):
            found[i] = rest
    return found or _unknown_labels(lines)


def _unknown_labels(lines: Sequence[Line]) -> dict[int, str]:
    """Lines that begin alike, each right below one that asks, and nowhere else: "Otv.: …", whatever it means."""
    found: dict[str, dict[int, str]] = {}
    above: Line | None = None
    asked = 0
    for i, line in enumerate(lines):
        if line.kind != "text":
            continue
        asking = asks(line.marks.text) >= _SURELY
        label = _UNKNOWN_LABEL.match(line.raw[:LONGEST]) if above and not asking and not _is_option(line) else None
        if label and above and asks(above.marks.text) >= _SURELY:
            found.setdefault(label["label"].casefold(), {})[i] = line.raw[label.end() :]
        elif label:
            found.setdefault(label["label"].casefold(), {})[-1] = ""
        asked += asks(line.marks.text) == 1.0
        above = line
    labels = [some for some in found.values() if -1 not in some and len(some) >= max(_FEWEST_ALIKE, asked * 2 / 3)]
    return labels[0] if len(labels) == 1 else {}


def _is_option(line: Line) -> bool:
    text = line.raw.strip(" \t-*+([")
    return option_place(text[:1]) >= 0 and not text[1:2].isalpha()


def _is_first_option(lines: Sequence[Line], i: int, after: int) -> bool:
    return bool(_OPTION_A.match(lines[i].raw) and after < len(lines) and _OPTION_B.match(lines[after].raw))


def _is_section(lines: Sequence[Line], i: int, after: int, apart: Collection[int], alone: bool) -> bool:
    """Whether "Answers" heads those of several questions."""
    if after in apart or (lines[i].marks.depth > 0 and _opens_a_list(lines, after)):
        return True
    return alone and _begins_anew(lines, i, after)


def _begins_anew(lines: Sequence[Line], i: int, after: int) -> bool:
    """Whether a list of questions stands above, with nothing but their options between, and as long a list below."""
    first = next((n for n in range(i) if lines[n].marks.number == "1"), i)
    above = [line for line in lines[first:i] if line.kind == "text"]
    asked = sum(line.marks.number is not None for line in above)
    told = sum(line.marks.number is not None for line in lines[i:])
    bare = all(line.marks.number is not None or _OPTION.match(line.raw) for line in above)
    return bare and 1 < asked == told and after < len(lines) and lines[after].marks.number == "1"


def _opens_a_list(lines: Sequence[Line], i: int) -> bool:
    """Below "Answers" stands a list or further headings: a section of answers, not the label of one."""
    return i < len(lines) and (lines[i].marks.number is not None or lines[i].marks.depth > 0)


# --- indented code ---------------------------------------------------------------------------------------------------


def _indented_code(lines: Sequence[Line]) -> frozenset[int]:
    """The lines that are indented as code. Where half of a file is indented, that is how it was pasted."""
    code = frozenset(_indented(lines))
    written = sum(line.kind == "text" for line in lines)
    return frozenset() if len(code) * 2 > written else code


def _without_marks(lines: tuple[Line, ...], code: Collection[int]) -> tuple[Line, ...]:
    """The lines with nothing but words where they are code: neither heading nor number begins there."""
    if not code:
        return lines
    found = list(lines)
    for i in code:
        mark = lines[i].marks
        if mark.depth or mark.number or mark.label or mark.bullet or mark.bold:
            found[i] = replace(lines[i], marks=Marks(indent=mark.indent, text=lines[i].raw.strip()))
    return tuple(found)


def _indented(lines: Sequence[Line]) -> Iterator[int]:
    """Lines that stand four columns further in than the item above them says, below a blank line or more code."""
    content, code, blank = 0, False, True
    for i, line in enumerate(lines):
        if line.kind == "blank":
            blank = True
            continue
        if line.kind != "text":
            code = blank = False
            continue
        mark = line.marks
        if (blank or code) and mark.indent >= content + 4 and (code or _looks_typed(lines, i)):
            code = True
            yield i
        elif mark.bullet or mark.number:
            code, content = False, _content(line)
        elif not mark.indent:
            code, content = False, content if not blank else 0
        else:
            code = False
        blank = False


def _looks_typed(lines: Sequence[Line], i: int) -> bool:
    """Whether a line indented like code is code, not words pasted with their margin: the first lines tell."""
    some = [line.raw.strip() for line in lines[i : i + 4] if line.kind == "text" and line.marks.indent >= 4]
    return any(is_command(text) or text.startswith(("#", "//", "/*")) or _CODE.search(text) for text in some)


_CODE = re.compile(r"[{};\\]$|^[\w.]+\(.*\)$|^[\w.\[\]'\"]+\s*=\s*\S|^(?:import|from|def|class|return|const|let|var)\b")


def _content(line: Line) -> int:
    """The column at which an item's words begin."""
    expanded = line.raw[:200].expandtabs(4)
    match = re.match(r"\s*(?:[-*+•●○◦]|\(?\w{1,4}[.)])\s{1,4}", expanded)
    return len(match[0]) if match else line.marks.indent + 2
