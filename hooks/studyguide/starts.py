"""Where questions begin: every sign a note file can give, weighed against the rest of the file.

Numbers are the best sign. Numbered lines are first joined into runs by the number that is expected next; a run is
then a list of questions or a list inside an answer as a whole, so one odd wording does not matter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from .language import (
    ANSWERS_HEADING,
    CONTENTS,
    TIPS,
    answer_label,
    asks,
    chat_closing,
    chat_opening,
    level_in,
    only_a_level,
    question_label,
    says_about,
    says_questions,
    stated_level,
)
from .marks import ORNAMENT, Line, Marks, marks, title
from .wording import plain, words

# The more explicit sign comes first; inside the answer of a more explicit question a weaker sign opens nothing.
RANK = {
    "house": 0,
    "summary": 1,
    "table": 1,
    "label": 2,
    "answered": 3,
    "numbered": 4,
    "heading": 4,
    "bold": 6,
    "bullet": 7,
    "bare": 8,
}
ASKING = 0.4  # the mean of `asks` over a run from which it is a list of questions
ENOUGH = 3  # questions that make a file one of questions
SURELY = 0.8  # `asks` of what no one would take for anything but a question
# Headings of every guide that ask nothing of the reader.
_ABOUT_THE_GUIDE = re.compile(
    r"^(?:how (?:to|do i|can i|should i) (?:use|contribute|read|study|prepare|get started|navigate)\b"
    r"|what(?:['’]s| is) (?:next|inside|new|included|in (?:this|here)|this)\b"
    r"|who (?:is|are) (?:this|we|i)\b|why (?:this|i)\b|want (?:more|to)\b|why (?:use|read) this\b)",
    re.I,
)
_BOLD_THEN_TEXT = re.compile(r"^(\*\*|__)(?P<question>(?:(?!\1).)+?[?？؟])\s*\1\s*(?:[-–—:→]+\s*)?(?P<tail>\S.*)$")
_SAME_LINE_ANSWER = re.compile(
    r"^(?P<question>.+?[?？؟.)*]+)\s*(?:::|=>|→|(?:→|<br\s*/?>)?\s*[*_]*(?:Answer|Ans|A)[*_]*\s*[:：][*_]*)\s*(?P<tail>\S.*)$"
)
_SUMMARY = re.compile(r"<summary\b[^<>]*>(?P<inside>.*?)(?:</summary\s*>(?P<tail>.*))?$", re.I | re.S)
_SUMMARY_FIRST = re.compile(r"[\s>*+-]*(?:<details\b[^<>]*>\s*)?<summary\b", re.I)
_OPTION_B = re.compile(r"^\s*(?:[-*+]\s+)?[*_]*\(?[Bb]\s*[.):：]")
_OPTION_A = re.compile(r"^\s*(?:[-*+]\s+)?[*_]*\(?[Aa]\s*[.):：]")
_BOLD_LETTER = re.compile(r"A\s*[.)]")
_CELL_END = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Start:
    """A question's first line (an index), the last line its title takes, and what the marks say.

    `tail` is answer text that stands on the title's line; `run` numbers the list it belongs to, -1 for none.
    """

    line: int
    last: int
    kind: str
    title: str
    number: str | None = None
    depth: int = 0
    indent: int = 0
    tail: str = ""
    scenario: bool = False
    anchor: str = ""
    run: int = -1
    level: str | None = None


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
    surely: bool = False
    after_break: bool = False
    questions: bool = False

    @property
    def mean(self) -> float:
        return self.asking / len(self.lines) if self.lines else 0.0


@dataclass(frozen=True, slots=True)
class Starts:
    """All possible starts by line, the answers' labels by line (with what follows the label), and all runs."""

    at: dict[int, Start]
    labels: dict[int, str]
    runs: tuple[Run, ...]
    run_of: dict[int, int]


@dataclass(frozen=True, slots=True)
class File:
    """What the finders look at: the lines, and for each of them what stands next, its label and what was promised."""

    page: Sequence[Line]
    following: Sequence[int]
    labels: dict[int, str]
    promised: Sequence[bool]
    runs: Sequence[Run]


def find(page: Sequence[Line], *, house: bool = False) -> Starts:
    """Every line of a file at which a question may begin. `house` believes third-level headings."""
    if house:
        return Starts(dict(_house(page)), {}, (), {})
    following = _following(page)
    labels = _labels(page, following)
    promised = _promised(page)
    runs, run_of = _runs(page, following, labels, promised)
    file = File(page, following, labels, promised, runs)
    at: dict[int, Start] = {}
    for finder in _FINDERS:
        if len(at) >= ENOUGH:  # a file with so many plain questions promises more of them
            file = replace(file, promised=[True] * len(page))
        for start in finder(file):
            if start.line not in at or RANK[start.kind] < RANK[at[start.line].kind]:
                at[start.line] = start
    for start in _answered(page, labels, at):
        at.setdefault(start.line, start)
    for start in (*_bare(file, at), *_ruled(file, at)):
        at.setdefault(start.line, start)
    return Starts(at, labels, tuple(runs), run_of)


def answer_of(line: Line) -> str | None:
    """What follows the answer's label on this line ("" if nothing); None if the line has no such label."""
    raw = line.raw[:4000]
    if raw.strip() in ("?", "??"):
        return ""  # what stands between the two sides of a card
    text = re.sub(r"^(?:\s|>|#{1,6}(?=\s)|[-*+•○◦]\s|\[!(?:answer|success|check|done)\][+-]?)+", "", raw)
    text = ORNAMENT.sub("", text[:40]).lstrip() + text[40:]
    text = re.sub(r"^(?:</?(?:details|summary|b|strong|i|em|p|h[1-6])\b[^<>]*>\s*)+", "", text, flags=re.I)
    text = re.sub(r"(?:\s*</(?:summary|b|strong|i|em|p|h[1-6])\s*>)+\s*$", "", text, flags=re.I)
    text = re.sub(r"^([^<>]{1,30}?)(?:</(?:summary|b|strong|i|em)\s*>)+", r"\1", text, flags=re.I)
    bold = re.match(r"(\*\*\*|\*\*|__|\*|_)(?=\S)(?P<inside>.+?)\1(?P<colon>\s*[:：])?\s*(?P<rest>.*)$", text)
    if bold is None:
        return answer_label(text)
    inside = answer_label(bold["inside"] + (":" if bold["colon"] else ""))
    if inside is None and not bold["rest"]:
        inside = answer_label(bold["inside"])
    if inside is None and bold["rest"] and _BOLD_LETTER.fullmatch(bold["inside"]):
        inside = ""
    return None if inside is None else " ".join(part for part in (inside, bold["rest"]) if part)


_ANSWER_NUMBER = re.compile(r"[^\d:：︰]{1,30}?(?P<number>\d{1,4})\b")


def answer_number(line: Line) -> str | None:
    """The number of an answer's label ("A2.", "Solution 3"), if it has one."""
    match = _ANSWER_NUMBER.match(line.raw[:100])
    if match is None or answer_label(match[0].lstrip(" \t#>*_-") + ":") is None:
        return None
    return match["number"]


def has_block_before(page: Sequence[Line], i: int) -> bool:
    """Whether a line stands directly below another line of the same paragraph."""
    return i > 0 and page[i - 1].kind in ("text", "row")


def cells(raw: str) -> list[str]:
    """The cells of a table row written with bars or tabs."""
    text = raw.strip()
    if "|" in text and (text.startswith("|") or "\t" not in text):
        return [c.strip() for c in _CELL_END.split(text.removeprefix("|").removesuffix("|"))]
    return [c.strip() for c in text.split("\t")]


# --- what stands next ------------------------------------------------------------------------------------------------


def _following(page: Sequence[Line]) -> list[int]:
    """For each line the next one with words that is no page furniture (or len(page))."""
    following, after = [0] * len(page), len(page)
    for i in range(len(page) - 1, -1, -1):
        following[i] = after
        if page[i].kind in ("text", "code", "row"):
            after = i
    return following


def _promised(page: Sequence[Line]) -> list[bool]:
    """For each line whether a heading in force, or the file's first line, says that questions stand here."""
    first = next((i for i, line in enumerate(page) if line.kind == "text"), None)
    always = first is not None and len(page[first].raw) <= 120 and says_questions(title(page[first].marks))
    found: list[bool] = []
    above: list[tuple[int, bool]] = []
    for line in page:
        mark = line.marks
        depth = mark.depth or (7 if mark.bold and not mark.number and not mark.bullet else 0)
        if line.kind == "text" and depth:
            while above and above[-1][0] >= depth:
                above.pop()
            above.append((depth, says_questions(title(mark))))
        found.append(always or any(says for _, says in above))
    return found


def _labels(page: Sequence[Line], following: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for i, line in enumerate(page):
        if line.kind != "text" or (line.marks.number and line.marks.depth == 0):
            continue
        rest = answer_of(line)
        if rest is None:
            continue
        after = following[i]
        is_option = (
            re.match(r"^[\W_]*a[\W_]", line.raw, re.I) and after < len(page) and _OPTION_B.match(page[after].raw)
        )
        if not is_option and not (line.marks.depth and _is_plural(title(line.marks)) and _opens_a_list(page, after)):
            found[i] = rest
    return found


def _is_plural(words_of_it: str) -> bool:
    return bool(ANSWERS_HEADING.match(words_of_it)) and words_of_it.casefold() not in ("answer", "solution", "ans")


def _opens_a_list(page: Sequence[Line], i: int) -> bool:
    """Below "Answers" stands a list or further headings: a section of answers, not the label of one."""
    return i < len(page) and (page[i].marks.number is not None or page[i].marks.depth > 0)


# --- numbered lines --------------------------------------------------------------------------------------------------


def _runs(
    page: Sequence[Line], following: Sequence[int], labels: dict[int, str], promised: Sequence[bool]
) -> tuple[list[Run], dict[int, int]]:
    runs: list[Run] = []
    run_of: dict[int, int] = {}
    recent: list[Run] = []  # those that may go on, the one used last at the end
    previous = -1
    tokens = list(_tokens(page, following))
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
        chosen.surely = chosen.surely or likely >= SURELY
        run_of[i] = chosen.index
        previous = i
    _decide(page, runs, run_of, labels, promised)
    return runs, run_of


_RECENT = 12  # how many runs may be open at once: questions, sections, and lists nested in answers


def _tokens(page: Sequence[Line], following: Sequence[int]) -> Iterator[int]:
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
        if mark.depth and asks(mark.text) < ASKING and _is_section(page, following[i]):
            continue
        yield i


def _is_lost(page: Sequence[Line], i: int, after: int) -> bool:
    """Whether a number stands alone on its line and nothing that could be numbered comes below."""
    return not page[i].marks.text and (after >= len(page) or page[after].marks.number is not None)


def _is_section(page: Sequence[Line], after: int) -> bool:
    """Whether what stands below a numbered heading makes it the heading of a section: a heading or a first number."""
    if after >= len(page):
        return False
    mark = page[after].marks
    return (
        mark.depth > 0
        or mark.number == "1"
        or (mark.bullet and asks(mark.text) >= 0.6)
        or (mark.bold and only_a_level(title(mark)))
    )


def _asking(page: Sequence[Line], i: int) -> float:
    """How much a numbered line asks, with the paragraph that it opens: "1. **Access:**" and then the question."""
    mark = page[i].marks
    likely = asks(mark.text)
    if likely >= 0.6 or _BOLD_THEN_TEXT.match(mark.text):
        return max(likely, 0.8) if _BOLD_THEN_TEXT.match(mark.text) else likely
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


def is_bare_title(page: Sequence[Line], i: int) -> bool:
    """Whether a line without marks stands and reads like a heading: alone, short, capitalised, no sentence."""
    line = page[i]
    text = plain(line.marks.text)
    if (
        line.kind != "text"
        or line.marks.bullet
        or line.marks.indent > 3
        or (line.marks.number and not line.marks.ornament)
    ):
        return False
    if (
        not 1 < len(text) <= 80
        or len(text.split()) > 10
        or text[-1] in ".?!;,。？！；，؟"
        or (text[-1] in ":：" and not line.marks.bold)
    ):
        return False
    alone = (not has_block_before(page, i) or line.marks.ornament) and not text[0].islower()
    return alone and answer_of(line) is None and asks(text) < 0.6


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
        enough = ASKING / 2 if promised[run.lines[0]] and run.surely else ASKING
        asking = run.mean >= enough and (run.surely or promised[run.lines[0]])  # orders alone may be steps
        run.questions = asking or answered * 2 > len(run.lines)
        if run.kinds == {(False, True)} and run.mean < 0.6:
            run.questions = False
    for run in _inside_others(page, [run for run in runs if run.questions], run_of):
        run.questions = False


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
        if inside:
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


def _numbered(file: File) -> Iterator[Start]:
    for index, run in enumerate(file.runs):
        inline = run.questions and _answers_inline(file, run.lines)
        for i in run.lines if run.questions else ():
            mark = file.page[i].marks
            text, tail = _inline_tail(mark.text) if inline else _tail(mark.text)
            yield Start(i, i, "numbered", text, mark.number, mark.depth, mark.indent, tail, mark.scenario, "", index)


# --- the other signs -------------------------------------------------------------------------------------------------


def _tail(text: str) -> tuple[str, str]:
    """A question and the answer that stands behind it on the same line."""
    match = _BOLD_THEN_TEXT.match(text)
    if match and asks(match["tail"]) < 0.6 and not re.match(r"[*_]*\(", match["tail"]):
        return match["question"], match["tail"]
    match = _SAME_LINE_ANSWER.match(text) if re.search(r"A|::|=>|→", text) else None
    if match and (match["question"].rstrip(" *_")[-1:] in "?？؟" or "A" in text):
        return match["question"], match["tail"]
    return text, ""


_QUESTION_THEN_TEXT = re.compile(r"^(?P<question>[^?？؟]*[?？؟][*_]*)\s*(?:[-–—:]\s*)?(?P<tail>[^?？؟]+)$")


def _inline_tail(text: str) -> tuple[str, str]:
    """A question and the sentences behind its question mark."""
    match = _QUESTION_THEN_TEXT.match(text)
    if match is None or len(match["tail"].split()) < 3 or asks(match["tail"]) >= 0.5:
        return _tail(text)
    return match["question"], match["tail"]


def _answers_inline(file: File, lines: Sequence[int]) -> bool:
    """Whether the items of a list answer themselves on their own lines: nearly all do, and nothing stands below."""
    if len(lines) < 3:
        return False
    alone = all(b == file.following[a] for a, b in pairwise(lines[-20:]))
    return alone and sum(bool(_inline_tail(file.page[i].marks.text)[1]) for i in lines) >= 0.7 * len(lines)


def _house(page: Sequence[Line]) -> Iterator[tuple[int, Start]]:
    for i, line in enumerate(page):
        if line.kind == "text" and line.marks.depth == 3:
            mark = line.marks
            yield i, Start(i, i, "house", mark.text, mark.number, 3, 0, "", "scenario" in mark.classes, mark.anchor)


def _summaries(file: File) -> Iterator[Start]:
    page = file.page
    for i, line in enumerate(page):
        if line.kind != "text" or not _SUMMARY_FIRST.match(line.raw[:4000]):
            continue
        last, text = i, line.raw
        while "</summary" not in text.lower() and last + 1 < len(page) and last - i < 8:
            last += 1
            text += "\n" + page[last].raw
        match = _SUMMARY.search(text)
        inside = re.sub(r"\s+", " ", match["inside"]) if match else ""
        mark = marks(inside.strip())
        if match is None or not mark.text or answer_label(re.sub(r"[*_]|</?\w+>", "", inside).strip()) is not None:
            continue
        after = file.following[last]
        if (
            asks(mark.text) < 0.6
            and after < len(page)
            and ("<details" in page[after].raw or _asks_in_list(page[after]))
        ):
            continue
        if CONTENTS.match(title(mark)):
            continue
        tail = re.sub(r"</details\s*>\s*$", "", match["tail"] or "", flags=re.I).strip()
        tail = re.sub(r"^(?:</?(?:br|b|strong|p|i|em)\s*/?>\s*)+", "", tail, flags=re.I)
        yield Start(i, last, "summary", mark.text, mark.number, mark.depth, 0, tail, mark.scenario)


def _asks_in_list(line: Line) -> bool:
    return (line.marks.number is not None or line.marks.bullet != "") and asks(line.marks.text) >= 0.6


def _labelled(file: File) -> Iterator[Start]:
    for i, line in enumerate(file.page):
        mark = line.marks
        if line.kind != "text" or not mark.label or i in file.labels:
            continue
        if len(mark.label) == 1 and mark.number is None and not mark.text:
            continue
        text, tail = _tail(mark.text)
        if says_about(text):
            text = ""
        if mark.depth and not mark.number and not text:
            continue  # a heading "Questions:"
        yield Start(i, i, "label", text, mark.number, mark.depth, mark.indent, tail, mark.scenario)


def _headings(file: File) -> Iterator[Start]:
    """Headings that ask, judged with their siblings: in an article one heading or another asks as well."""
    page, following, labels = file.page, file.following, file.labels
    families = list(_families(file))
    asking = [family for family in families if _is_of_questions(file, family)]
    alone = sum(len(family) for family in asking) == 1 and sum(len(family) for family in families) > 3
    believed = {i for family in asking for i in family if not alone or file.promised[i]}
    for i, line in enumerate(page):
        mark = line.marks
        if not _may_head(line) or i in labels or _ABOUT_THE_GUIDE.match(title(mark)):
            continue
        after = following[i]
        if after < len(page) and after not in labels and _opens_questions(page[after], file.runs, after):
            continue
        if (after in labels and not ANSWERS_HEADING.match(title(mark))) or (i in believed and asks(mark.text) >= 0.55):
            yield Start(i, i, "heading", mark.text, None, mark.depth)


def _may_head(line: Line) -> bool:
    mark = line.marks
    if line.kind != "text" or not mark.depth or mark.number or mark.label or not mark.text:
        return False
    return not TIPS.search(title(mark)) and not only_a_level(title(mark))


def _families(file: File) -> Iterator[list[int]]:
    """Headings of the same depth below the same heading."""
    above: list[tuple[int, list[int]]] = []
    for i, line in enumerate(file.page):
        depth = line.marks.depth
        if line.kind != "text" or not depth or i in file.labels:
            continue
        while above and above[-1][0] > depth:
            yield above.pop()[1]
        if not above or above[-1][0] < depth:
            above.append((depth, []))
        if _may_head(line):
            above[-1][1].append(i)
    yield from (family for _, family in above)


def _is_of_questions(file: File, family: Sequence[int]) -> bool:
    """Whether at least half of the headings ask; where questions are promised a quarter will do.

    The only first-level heading is the title of what stands below it, even if it asks.
    """
    page = file.page
    if not family or (len(family) == 1 and page[family[0]].marks.depth == 1 and _has_parts(page, family[0])):
        return False
    sure = sum(asks(page[i].marks.text) >= SURELY for i in family)
    share = 0.25 if file.promised[family[0]] else 0.5
    return sure > 0 and sure >= share * len(family)


def _has_parts(page: Sequence[Line], i: int) -> bool:
    return any(line.kind == "text" and line.marks.depth > 1 for line in page[i + 1 :])


def _opens_questions(line: Line, runs: Sequence[Run], i: int) -> bool:
    """Whether the line below a heading begins a list of questions, so that the heading is a section's."""
    if line.marks.number is not None:
        return any(run.questions and run.lines[0] == i for run in runs)
    return bool(line.marks.label) or (line.marks.bullet != "" and asks(line.marks.text) >= 0.9)


def _bolds(file: File) -> Iterator[Start]:
    page, following, labels = file.page, file.following, file.labels
    for i, line in enumerate(page):
        mark = line.marks
        if line.kind != "text" or mark.depth or mark.number or mark.label or mark.bullet or i in labels:
            continue
        if (
            has_block_before(page, i)
            and not page[i - 1].marks.bold
            and not _BOLD_THEN_TEXT.match(page[i - 1].marks.text)
        ):
            continue
        if mark.bold and (asks(mark.text) >= 0.6 or following[i] in labels) and not only_a_level(title(mark)):
            yield Start(i, i, "bold", mark.text, None, 0, mark.indent)
        elif _BOLD_THEN_TEXT.match(mark.text) and _tail(mark.text)[1]:
            text, tail = _tail(mark.text)
            yield Start(i, i, "bold", text, None, 0, mark.indent, tail)


def _bullets(file: File) -> Iterator[Start]:
    """Bullets that ask, judged list by list: the bullets of one kind at one indent between two headings."""
    page = file.page
    for lines in _lists(file):
        inline = _answers_inline(file, lines)
        parts = [_inline_tail(page[i].marks.text) if inline else _tail(page[i].marks.text) for i in lines]
        likely = [asks(text) for text, _ in parts]
        if file.promised[lines[0]]:
            believed = sum(likely) / len(likely) >= 0.5
        else:  # where nothing promises questions, a list may hold one by the way
            share = 0.6 if all(page[i].marks.bold for i in lines) else 0.8
            believed = len(lines) > 1 and sum(one >= SURELY for one in likely) >= share * len(likely)
        for i, (text, tail) in zip(lines, parts, strict=True) if believed else ():
            mark = page[i].marks
            yield Start(i, i, "bullet", text, mark.number, 0, mark.indent, tail)


def _lists(file: File) -> Iterator[list[int]]:
    group: dict[tuple[int, str], list[int]] = {}
    for i, line in enumerate(file.page):
        mark = line.marks
        if line.kind == "under" or (line.kind == "text" and (mark.depth or (mark.bold and not mark.bullet))):
            yield from group.values()
            group = {}
        elif line.kind == "text" and mark.bullet and not mark.label and i not in file.labels and mark.text:
            group.setdefault((mark.indent, mark.bullet), []).append(i)
    yield from group.values()


def _tables(file: File) -> Iterator[Start]:
    page, i = file.page, 0
    while i < len(page):
        if page[i].kind != "row" and "|" not in page[i].raw:
            i += 1
            continue
        end = i
        while end < len(page) and (
            page[end].kind == "row" or (page[end].kind in ("text", "rule") and "|" in page[end].raw)
        ):
            end += 1
        yield from _table(page, i, end)
        i = max(end, i + 1)


def _table(page: Sequence[Line], first: int, end: int) -> Iterator[Start]:
    rows = [i for i in range(first, end) if not re.fullmatch(r"[\s|:+-]+", page[i].raw)]
    if len(rows) < 2:
        return
    head = [plain(cell) for cell in cells(page[rows[0]].raw)]
    asked = next((c for c, cell in enumerate(head) if _is_word_for_question(cell)), None)
    told = next((c for c, cell in enumerate(head) if answer_label(cell) == "" and c != asked), None)
    if asked is None:
        yield from _cards(page, rows)
        return
    level = next((c for c, cell in enumerate(head) if stated_level(cell + ": basic")), None)
    body = [(i, cells(page[i].raw)) for i in rows[1:]]
    body = [(i, row) for i, row in body if len(row) > asked and row[asked]]
    if told is None and (not body or sum(asks(row[asked]) for _, row in body) / len(body) < 0.5):
        return
    for i, row in body:
        mark = marks(row[asked])
        numbers = [c for c in row[:asked] if re.fullmatch(r"\d{1,4}\.?", c)]
        # an answer column or, in a table without one, nothing; further columns follow the answer
        rest = [] if told is None else [c for n, c in enumerate(row) if n >= told and n not in (asked, level) and c]
        stated = level_in(plain(row[level])) if level is not None and level < len(row) else None
        number = mark.number or (numbers[0].rstrip(".") if numbers else None)
        yield Start(i, i, "table", mark.text, number, tail="\n\n".join(rest), level=stated)


def _cards(page: Sequence[Line], rows: Sequence[int]) -> Iterator[Start]:
    """Rows without a head: the first cell of nearly every one asks, the second answers."""
    found = [(i, cells(page[i].raw)) for i in rows]
    if not all(len(row) > 1 for _, row in found) or sum(asks(row[0]) >= SURELY for _, row in found) < 0.8 * len(found):
        return
    for i, row in found:
        mark = marks(row[0])
        yield Start(i, i, "table", mark.text, mark.number, tail=row[1])


def _is_word_for_question(cell: str) -> bool:
    found = words(cell)
    return bool(found) and len(found) <= 3 and any(question_label(word + ":") for word in (found[0], found[-1]))


def _answered(page: Sequence[Line], labels: dict[int, str], at: dict[int, Start]) -> Iterator[Start]:
    """Paragraphs that stand directly above an answer's label and have no other sign.

    Where the first label of a file stands so, numbers and bullets above later ones are lists inside answers.
    """
    since, plainly = -1, False
    for j in sorted(labels):
        first = _paragraph_above(page, j, since)
        covered = any(i in at and not (plainly and _is_weak(at[i])) for i in range(since + 1, j)) or j in at
        covered = covered or first is None or any(i in at for i in range(first, j))
        since_number = since >= 0 and answer_number(page[since])
        since = j
        if covered or first is None:
            continue
        mark = page[first].marks
        if answer_number(page[j]) and since_number and asks(mark.text) < 0.5:
            continue  # what stands above "A2." is the end of "A1."
        if page[first].kind == "text" and mark.text and not chat_opening(mark.text):
            plainly = plainly or (mark.number is None and not mark.depth)
            yield Start(first, first, "answered", mark.text, mark.number, mark.depth, mark.indent)


def _is_weak(start: Start) -> bool:
    return start.depth == 0 and RANK[start.kind] > RANK["answered"]


def _paragraph_above(page: Sequence[Line], j: int, since: int) -> int | None:
    """The first line of the paragraph right above line j, below line `since`."""
    end = j - 1
    while end > since and page[end].kind in ("blank", "markup"):
        end -= 1
    if end <= since:
        return None
    first = end
    while first - 1 > since and page[first - 1].kind == "text" and end - first < 8 and page[first].kind == "text":
        first -= 1
    return first


def _bare(file: File, at: dict[int, Start]) -> Iterator[Start]:
    """Lines without any mark that end in a question mark: believed where several stand so."""
    page, found = file.page, list[int]()
    paragraphs = 0
    for i, line in enumerate(page):
        if line.kind != "text":
            continue
        first = not has_block_before(page, i)
        paragraphs += first
        if (first or (found and found[-1] == i - 1)) and _is_bare_question(line, file.promised[i]):
            found.append(i)
    if len(found) * 8 < paragraphs and not any(file.promised[i] for i in found):
        return  # an article asks its readers something now and then
    if not at and len(found) < 2:
        found = _alternating(page)
    if at and len(found) < 2:
        return
    if not at and len(found) == 1 and file.following[found[0]] >= len(page):
        return
    for i in found:
        text, tail = _tail(page[i].marks.text)
        yield Start(i, i, "bare", text, tail=tail)


_SPEAKS = re.compile(r"^[^\W\d_][\w .'’-]{0,20}[:：]\s")
_TWO_SENTENCES = re.compile(r"\w{3}[.!]\s+\S")


def _is_bare_question(line: Line, promised: bool) -> bool:
    mark = line.marks
    if mark.depth or mark.number or mark.bullet or mark.label or mark.indent > 3 or mark.quote or len(mark.text) > 300:
        return False
    if chat_opening(mark.text) or chat_closing(mark.text) or _ABOUT_THE_GUIDE.match(mark.text):
        return False
    if promised:
        return asks(mark.text) >= 0.9
    text, _ = _tail(mark.text)
    return asks(text) == 1.0 and not _SPEAKS.match(text) and not _TWO_SENTENCES.search(text)


def _ruled(file: File, at: dict[int, Start]) -> Iterator[Start]:
    """The first lines of blocks between rules, where most of them ask and none of the blocks begins otherwise."""
    page = file.page
    rules = [i for i, line in enumerate(page) if line.kind == "rule"]
    if len(rules) < 2:
        return
    below = [
        next((j for j in (i, file.following[i]) if j < len(page) and page[j].kind == "text"), -1) for i in (0, *rules)
    ]
    firsts = sorted({i for i in below if i >= 0})
    plain_ones = [i for i in firsts if page[i].kind == "text" and (i not in at or at[i].kind == "bare")]
    surely = sum(asks(page[i].marks.text) >= SURELY for i in plain_ones)
    if len(plain_ones) < len(firsts) or surely * 3 < 2 * len(firsts) or any(page[i].marks.depth for i in firsts):
        return
    for i in firsts:
        if asks(page[i].marks.text) >= 0.5:
            yield Start(i, i, "bare", page[i].marks.text)


def _alternating(page: Sequence[Line]) -> list[int]:
    """Questions and answers line by line, nothing between them: three or more lines that ask, none after another."""
    found = [
        i
        for i, line in enumerate(page)
        if line.kind == "text" and len(line.raw) <= 300 and asks(line.marks.text) == 1.0
    ]
    apart = all(b - a > 1 for a, b in pairwise(found))
    return found if len(found) >= 3 and apart else []


_FINDERS = (_summaries, _tables, _labelled, _numbered, _headings, _bolds, _bullets)
