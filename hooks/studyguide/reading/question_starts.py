"""Where questions begin: every sign a note file can give, weighed against the rest of the file.

One function for each sign; `find` believes the most explicit one. Numbers are the best sign: see `numbered_lists`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..words.asking import OF_THE_GUIDE, asks
from ..words.chat import chat_closing, chat_opening
from ..words.headings import ANSWERS_HEADING, CONTENTS, TIPS
from ..words.labels import ANSWER_BEHIND, answer_label, question_label
from ..words.levels import level_in, only_a_level, stated_level
from ..words.remarks import says_about
from ..words.wording import plain, words
from .line_marks import Line, marks, title
from .neighbours import answer_number, following_of, has_block_before, labels_of, promised_of
from .numbered_lists import BOLD_THEN_TEXT, SURELY, Run, runs_of

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
ENOUGH = 3  # questions that make a file one of questions
_SAME_LINE_ANSWER = re.compile(
    r"^(?P<question>.+?[?？؟.)*]+)\s*"
    rf"(?:::|=>|→|(?:→|<br\s*/?>)?\s*[*_]*{ANSWER_BEHIND}[*_]*\s*[:：][*_]*)\s*(?P<tail>\S.*)$"
)
_SUMMARY = re.compile(r"<summary\b[^<>]*>(?P<inside>.*?)(?:</summary\s*>(?P<tail>.*))?$", re.I | re.S)
_SUMMARY_FIRST = re.compile(r"[\s>*+-]*(?:<details\b[^<>]*>\s*)?<summary\b", re.I)
_CELL_END = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Start:
    """A question's first line (an index), the last line its title takes, and what the marks say.

    `tail` is answer text that stands on the title's last line; `run` numbers the list it belongs to, -1 for none.
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


@dataclass(frozen=True, slots=True)
class Starts:
    """All possible starts by line, the answers' labels by line (with what follows the label), and all runs.

    `vendors` are the makers of the guide's services, which say nothing in a heading.
    """

    at: dict[int, Start]
    labels: dict[int, str]
    runs: tuple[Run, ...]
    run_of: dict[int, int]
    vendors: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class File:
    """What the finders look at: the lines, and for each of them what stands next, its label and what was promised."""

    page: Sequence[Line]
    following: Sequence[int]
    labels: dict[int, str]
    promised: Sequence[bool]
    runs: Sequence[Run]
    vendors: Collection[str]


def find(page: Sequence[Line], *, house: bool = False, vendors: Collection[str] = ()) -> Starts:
    """Every line of a file at which a question may begin. `house` believes third-level headings."""
    if house:
        return Starts(dict(_house(page)), {}, (), {}, vendors)
    following = following_of(page)
    labels = labels_of(page, following)
    promised = promised_of(page)
    runs, run_of = runs_of(page, following, labels, promised, vendors)
    file = File(page, following, labels, promised, runs, vendors)
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
    return Starts(at, labels, tuple(runs), run_of, vendors)


def cells(raw: str) -> list[str]:
    """The cells of a table row written with bars or tabs."""
    text = raw.strip()
    if "|" in text and (text.startswith("|") or "\t" not in text):
        return [c.strip() for c in _CELL_END.split(text.removeprefix("|").removesuffix("|"))]
    return [c.strip() for c in text.split("\t")]


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
    match = BOLD_THEN_TEXT.match(text)
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
        if not _may_head(line, file.vendors) or i in labels or OF_THE_GUIDE.match(title(mark)):
            continue
        after = following[i]
        if after < len(page) and after not in labels and _opens_questions(page[after], file.runs, after):
            continue
        if (after in labels and not ANSWERS_HEADING.match(title(mark))) or (i in believed and asks(mark.text) >= 0.55):
            yield Start(i, i, "heading", mark.text, None, mark.depth)


def _may_head(line: Line, vendors: Collection[str]) -> bool:
    mark = line.marks
    if line.kind != "text" or not mark.depth or mark.number or mark.label or not mark.text:
        return False
    return not TIPS.search(title(mark)) and not only_a_level(title(mark), vendors)


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
        if _may_head(line, file.vendors):
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
            and not BOLD_THEN_TEXT.match(page[i - 1].marks.text)
        ):
            continue
        if (
            mark.bold
            and (asks(mark.text) >= 0.6 or following[i] in labels)
            and not only_a_level(title(mark), file.vendors)
        ):
            yield Start(i, i, "bold", mark.text, None, 0, mark.indent)
        elif BOLD_THEN_TEXT.match(mark.text) and _tail(mark.text)[1]:
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
    if chat_opening(mark.text) or chat_closing(mark.text) or OF_THE_GUIDE.match(mark.text):
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
