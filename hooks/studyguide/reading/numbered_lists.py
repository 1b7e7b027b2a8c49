"""Numbered lines are joined into lists by the number that is expected next.

A list is then one of questions, or one inside an answer, as a whole: one odd wording does not matter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from ..words.asking import asks
from ..words.headings import CONTENTS
from ..words.levels import only_a_level
from .line_marks import Line, Marks, title
from .neighbours import answer_of, has_block_before, is_bare_title

ASKING = 0.4  # the mean of `asks` over a list from which it is one of questions
SURELY = 0.8  # `asks` of what no one would take for anything but a question
BOLD_THEN_TEXT = re.compile(r"^(\*\*|__)(?P<question>(?:(?!\1).)+?[?？؟])\s*\1\s*(?:[-–—:→]+\s*)?(?P<tail>\S.*)$")
_OPTION_A = re.compile(r"^\s*(?:[-*+]\s+)?[*_]*\(?[Aa]\s*[.):：]")
_RECENT = 12  # how many runs may be open at once: questions, sections, and lists nested in answers


@dataclass(slots=True)
class Run:
    """A list of numbered lines, each one number higher than the one before."""

    index: int
    lines: list[int] = field(default_factory=list)
    last: int = 0
    prefix: str = ""
    kinds: set[tuple[bool, bool]] = field(default_factory=set)
    depths: set[int] = field(default_factory=set)
    indents: set[int] = field(default_factory=set)
    asking: float = 0.0
    most: float = -1.0
    answered: bool = False
    after_break: bool = False
    questions: bool = False

    @property
    def mean(self) -> float:
        return self.asking / len(self.lines) if self.lines else 0.0


def runs_of(
    page: Sequence[Line],
    following: Sequence[int],
    labels: dict[int, str],
    promised: Sequence[bool],
    vendors: Collection[str],
) -> tuple[list[Run], dict[int, int]]:
    runs: list[Run] = []
    run_of: dict[int, int] = {}
    recent: list[Run] = []  # those that may go on, the one used last at the end
    previous = -1
    tokens = list(_tokens(page, following, vendors))
    for n, i in enumerate(tokens):
        mark = page[i].marks
        prefix, _, last = (mark.number or "").rpartition(".")
        number, likely = int(last), _asking(page, i)
        broken = _break_between(page, labels, previous, i)
        again = _comes_again(page, tokens[n + 1 : n + 40], mark.number or "")
        chosen = _expecting(recent, mark, prefix, number, likely, broken, again)
        if chosen is None:
            chosen = Run(index=len(runs), prefix=prefix, after_break=broken or previous < 0)
            runs.append(chosen)
        recent = [*(run for run in recent if run is not chosen), chosen][-_RECENT:]
        chosen.lines.append(i)
        chosen.last = number
        chosen.kinds.add((mark.depth > 0, mark.ornament))
        chosen.depths.add(mark.depth)
        chosen.indents.add(mark.indent)
        chosen.asking += likely
        chosen.most = max(chosen.most, likely)
        run_of[i] = chosen.index
        previous = i
    _decide(page, runs, run_of, labels, promised)
    return runs, run_of


def _tokens(page: Sequence[Line], following: Sequence[int], vendors: Collection[str]) -> Iterator[int]:
    contents = listed = False
    for i, line in enumerate(page):
        mark = line.marks
        if line.kind != "text":
            continue
        if mark.depth or (mark.number is None and (mark.bold or CONTENTS.match(mark.text))):
            contents, listed = bool(CONTENTS.match(title(mark))), False
        if contents and mark.number == "1" and listed:
            contents = False  # the list begins again: these are the questions themselves
        listed = listed or mark.number is not None
        if mark.number is None or mark.label or mark.bullet or contents or _is_lost(page, i, following[i]):
            continue
        if mark.depth and asks(mark.text) < ASKING and _is_section(page, following[i], vendors):
            continue
        yield i


def _is_lost(page: Sequence[Line], i: int, after: int) -> bool:
    """Whether a number stands alone on its line and nothing that could be numbered comes below."""
    return not page[i].marks.text and (after >= len(page) or page[after].marks.number is not None)


def _is_section(page: Sequence[Line], after: int, vendors: Collection[str]) -> bool:
    """Whether what stands below a numbered heading makes it the heading of a section: a heading or a first number."""
    if after >= len(page):
        return False
    mark = page[after].marks
    return (
        mark.depth > 0
        or mark.number == "1"
        or (mark.bullet and asks(mark.text) >= 0.6)
        or (mark.bold and only_a_level(title(mark), vendors))
    )


def _asking(page: Sequence[Line], i: int) -> float:
    """How much a numbered line asks, with the paragraph that it opens: "1. **Access:**" and then the question."""
    mark = page[i].marks
    likely = asks(mark.text)
    if likely >= 0.6 or BOLD_THEN_TEXT.match(mark.text):
        return max(likely, 0.8) if BOLD_THEN_TEXT.match(mark.text) else likely
    for line in page[i + 1 : i + 6]:
        if not mark.text and line.kind in ("blank", "code"):
            continue
        if (
            line.kind != "text"
            or line.marks.number
            or line.marks.label
            or line.marks.bullet
            or line.marks.depth
            or answer_of(line) is not None
        ):
            break
        if asks(line.marks.text) >= 0.9:
            return 0.9
    return likely


def _comes_again(page: Sequence[Line], tokens: Sequence[int], number: str) -> bool:
    """Whether a number stands once more before any list begins anew: then the list outside waits for that one."""
    for i in tokens:
        if page[i].marks.number in (number, "1"):
            return page[i].marks.number == number
    return False


def _expecting(
    recent: list[Run], mark: Marks, prefix: str, number: int, likely: float, broken: bool, again: bool
) -> Run | None:
    """The run that a numbered line continues: the one that expects its number and looks most like it.

    `again`: the same number is still to come, so a list inside an answer may have this one.
    """
    best, best_score = None, 1.0
    for age, run in enumerate(reversed(recent)):
        step = number - run.last
        if run.prefix != prefix or not -1 < step < 4 or (step == 0 and number == 1) or _is_shut(run, recent):
            continue
        if (
            step != 1
            and (broken or mark.depth not in run.depths)
            and not (step == 0 and mark.depth and not mark.ornament)
        ):
            continue
        score = (
            2.0
            if (mark.depth > 0, mark.ornament) in run.kinds
            else (0.0 if (mark.depth > 0) != (0 not in run.depths) else 1.0)
        )
        score -= 3.0 if mark.ornament not in {ornament for _, ornament in run.kinds} else 0.0
        score += 1.0 if mark.indent in run.indents else 0.0
        score += 2.0 if (likely >= ASKING) == (run.mean >= ASKING) else -2.0
        score += 1.0 if age == 0 else 0.0
        if not run.after_break and len(recent) > 1:
            score += 3.0 if again else -1.5
        score -= 2.0 if step != 1 else 0.0
        if score > best_score:
            best, best_score = run, score
    return best


def _is_shut(run: Run, recent: list[Run]) -> bool:
    """Whether a list of the same look that began earlier has gone on since: then this one was inside an item of it."""
    return any(
        other.lines[0] < run.lines[0] and other.lines[-1] > run.lines[-1] and other.kinds & run.kinds
        for other in recent
    )


def _break_between(page: Sequence[Line], labels: dict[int, str], before: int, i: int) -> bool:
    """Whether a section's heading stands between two numbered lines (a bare title only right above a first number)."""
    for j in range(i - 1, before, -1):
        line = page[j]
        if line.kind == "under" or (line.kind == "text" and line.marks.depth and j not in labels):
            return True
        if i - j > 400:
            break
    above = next((j for j in range(i - 1, max(before, i - 6), -1) if page[j].kind == "text"), None)
    return above is not None and above > before and is_bare_title(page, above)


def _decide(
    page: Sequence[Line], runs: list[Run], run_of: dict[int, int], labels: dict[int, str], promised: Sequence[bool]
) -> None:
    """Say of each run whether it is a list of questions."""
    for run in runs:
        answered = sum(
            1
            for a, b in zip(run.lines, [*run.lines[1:], run.lines[-1] + 60], strict=True)
            if _label_below(page, labels, a, b)
        )
        run.answered = answered * 2 > len(run.lines)
        run.questions = run.answered or _asks_enough(run, promised[run.lines[0]])
        if run.kinds == {(False, True)} and run.mean < 0.6:
            run.questions = False
    for run in _inside_others(page, [run for run in runs if run.questions], run_of):
        run.questions = False


def _asks_enough(run: Run, promised: bool) -> bool:
    """Orders alone may be the steps of a recipe, unless questions are promised."""
    if promised:
        return run.mean >= (ASKING / 2 if run.most >= SURELY else ASKING)
    return run.mean >= ASKING and run.most >= SURELY


def _inside_others(page: Sequence[Line], asked: Sequence[Run], run_of: dict[int, int]) -> list[Run]:
    """The lists of questions that stand in an answer to a question of another list.

    Such a list stands between two numbers of the other, or below its last one with text between. A section's heading
    above it makes it a list of its own; a title without marks is no section's where the questions are headings.
    """
    texts = [0, *accumulate(line.kind == "text" and line.marks.number is None for line in page)]
    of_headings = {run.index for run in asked if 0 not in run.depths}
    ended: dict[str, int] = {}  # the line at which the first list with this prefix ended
    active: list[Run] = []
    found: list[Run] = []
    for run in asked:
        first, last = run.lines[0], run.lines[-1]
        for other in active:
            if other.lines[-1] <= first:
                ended[other.prefix] = min(other.lines[-1], ended.get(other.prefix, len(page)))
        active = [other for other in active if other.lines[-1] > first]
        if run.after_break:
            heading = next((i for i in range(first - 1, max(-1, first - 200), -1) if page[i].marks.depth), -1)
            inside = 0 in run.depths and run_of.get(heading, -1) in of_headings
        else:
            inside = any(other.prefix == run.prefix and _spans(other, first, last) for other in active)
            inside = inside or (run.prefix in ended and texts[first] > texts[ended[run.prefix] + 1])
        if inside and not run.answered:
            found.append(run)
        active.append(run)
    return found


def _spans(run: Run, first: int, last: int) -> bool:
    """Whether a list goes on below lines `first` to `last` and has no number between them."""
    after = bisect_right(run.lines, first)
    return after < len(run.lines) and run.lines[after] > last


def _label_below(page: Sequence[Line], labels: dict[int, str], first: int, after: int) -> bool:
    """Whether an answer's label stands below a numbered line with nothing between that could be another question."""
    for i in range(first + 1, min(after, first + 60, len(page))):
        if i in labels:
            return True
        line = page[i]
        other = line.kind == "text" and not has_block_before(page, i) and line.marks.indent <= page[first].marks.indent
        if other and not _OPTION_A.match(line.raw) and not line.marks.bullet:
            return False
    return False
