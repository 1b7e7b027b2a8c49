"""The signs by which a question can begin, one function for each, and what each finds in a file.

A function looks at its own sign only. It judges its candidates in groups (the headings of one depth below one heading,
a list, a table), since a question that does not sound like one stands among others that do.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from ..syntax.line_kinds import A_BULLET
from ..words.asking import OF_THE_GUIDE, asks
from ..words.chat import chat_closing, chat_opening
from ..words.headings import ANSWERS_HEADING, CONTENTS, OF_DOCUMENTS, TIPS
from ..words.labels import ANSWER_BEHIND, ENDED_LABEL, LABEL_BEHIND, answer_label
from ..words.remarks import says_about
from ..words.wording import plain, words
from .blocks import (
    Page,
    answer_number,
    by_line,
    is_wrapped,
    offers_options,
    only_says_a_level,
    wants_no_answer,
)
from .formats.html_text import as_markdown
from .line_marks import LONGEST, Marks, marks, title
from .numbering import BLANK, BOLD_THEN_TEXT, OPTION, SURELY, NumberedList, numbered_lists

_SAME_LINE_ANSWER = re.compile(
    rf"^(?P<question>.+?(?:(?<![?？؟.。।)*])[?？؟.。।)*]++|(?=\s[/|]\s)|(?=\s(?:\*\*|__){ANSWER_BEHIND})))\s*+"
    rf"(?:::|=>|→|(?P<label>(?:→|<br\s*+/?>|[/|])?\s*{LABEL_BEHIND}))\s*(?P<tail>\S.*)$"
)
_ANSWER_IN_BRACKETS = re.compile(rf"^(?P<question>.{{5,}}?\S)\s*[(（]\s*{LABEL_BEHIND}\s*(?P<tail>[^()（）]+)[)）]\s*$")
# What a line does not answer itself without; it is looked for first, as hardly any line has it.
_MAY_ANSWER_ITSELF = re.compile(rf"::|=>|→|{ENDED_LABEL}")
_BOLD_ITEM = re.compile(r"^(\*\*|__)(?P<question>(?:(?!\1).){8,}[.?!？؟。])\s*\1\s*(?P<tail>\S.*)$")
_QUESTION_THEN_TEXT = re.compile(r"^(?P<question>[^?？؟]*[?？؟][*_]*)\s*(?:[-–—:]\s*)?(?P<tail>[^?？؟]+)$")
_BRACKETS_BEHIND = re.compile(r"^(?P<question>[^?？؟]*[?？؟])\s*\((?P<tail>(?=[^()]*[^\W\d_])[^()]*+)\)$")
_ENDS = (".", "!", "。", "।", "！")
_DASH = re.compile(r"(?<!\s)\s++(?:[–—-]\s++(?=\S)|(?:->|=>|→)\s++)")
_SUMMARY = re.compile(r"<summary\b[^<>]*>(?P<inside>.*?)(?:</summary\s*>(?P<tail>.*))?$", re.I | re.S)
_SUMMARY_FIRST = re.compile(r"(?:[\s>*+-]|\d{1,4}[.)]\s)*(?:<details\b[^<>]*>\s*)?<summary\b", re.I)
_BOX = re.compile(rf"^\s*{A_BULLET}\[[ xX✓✔✅]\]\s+\S")
_SPEAKS = re.compile(r"^(?:[\[(]?[\d:./-]{4,10},?[\d:. ]*+[\])]?\s*+(?:[-–]\s*+)?)?[^\W\d_][\w .'’-]{0,20}[:：]\s")
_NO_LETTERS = re.compile(r"[\W\d_]+")
_ENDS_A_SENTENCE = re.compile(r"[.!?。！？؟](?=\s|$)")
_WRAPPED = 5  # lines that a question may take
_TWO_SENTENCES = re.compile(r"\w{3}[.!]\s+\S")


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to write a question: all that the rest of the reader knows of it.

    called    what questions of this kind are called in the report of a build
    explicit  how plainly the mark says "here a question begins", from 0 to 1
    weak      it stands for other things as often: in an answer, among tips, above an answer's label it says little
    listed    it is an item of a list: one further in belongs to the answer of the one above
    waits     a title that asks nothing waits for the paragraph that does
    one_line  nothing below it is its answer
    states    how much a title that asks nothing counts as one that asks, where titles of this kind need not ask
    """

    called: str
    explicit: float
    weak: bool = False
    listed: bool = False
    waits: bool = False
    one_line: bool = False
    states: float = 0.0


HOUSE = Kind("house layout", 1.0)
SUMMARY = Kind("collapsible blocks", 1.0)
TABLE = Kind("table of questions", 1.0, one_line=True)
LABEL = Kind("labelled questions", 1.0, waits=True, states=0.8)
ANSWERED = Kind("paragraphs with labelled answers", 0.9)
NUMBERED = Kind("numbered questions", 0.8, weak=True, listed=True, waits=True)
HEADING = Kind("questions as headings", 0.7, waits=True)
BELOW = Kind("questions below headings", 0.7)
BOLD = Kind("questions in bold", 0.7, weak=True)
BULLET = Kind("questions as list items", 0.4, weak=True, listed=True)
BARE = Kind("questions as plain lines", 0.4, weak=True)
PART = Kind("parts of questions", 0.9, states=0.8)
RULED = Kind("as layouts.toml says", 1.0)
RULED_ROW = Kind(RULED.called, 1.0, one_line=True)


@dataclass(frozen=True, slots=True)
class Start:
    """A question's first line (an index), the last line its title takes, and what the marks say.

    `tail` is answer text that stands on the title's last line; `until` the last line of the list it belongs to, -1
    where it belongs to none; `answered` says that most of that list have an answer's label below them. `sure`: a
    maintainer says that it is one; `head` is the line above, if any, that says so, and -1 without one. `about` says
    what it is about, beside the headings above; `said` is what the title's lines say, where the title has words from
    elsewhere.
    """

    line: int
    last: int
    kind: Kind
    title: str
    number: str | None = None
    depth: int = 0
    indent: int = 0
    tail: str = ""
    scenario: bool = False
    anchor: str = ""
    level: str | None = None
    until: int = -1
    answered: bool = False
    sure: bool = False
    head: int = -1
    about: str = ""
    said: str = ""

    def __hash__(self) -> int:
        """Whole readings are looked up by their starts; hardly ever do two differ on one line."""
        return hash(self.line)


# --- the answer on the question's line -------------------------------------------------------------------------------


def tail_of(text: str) -> tuple[str, str]:
    """A question and the answer that stands behind it on the same line."""
    match = BOLD_THEN_TEXT.match(text)
    if match and _is_told(match) and not re.match(r"[*_]*\(", match["tail"]):
        return match["question"], answer_label(match["tail"]) or match["tail"]
    if not _MAY_ANSWER_ITSELF.search(text):
        return text, ""
    if match := _ANSWER_IN_BRACKETS.match(text):
        return match["question"], match["tail"]
    match = _SAME_LINE_ANSWER.match(text)
    if match and (match["label"] or match["question"].rstrip(" *_")[-1:] in "?？؟"):
        return match["question"], match["tail"]
    return text, ""


def _is_told(match: re.Match[str]) -> bool:
    """Whether what stands behind a question in bold tells rather than asks; a sign between the two says that it does.

    Answers begin with words that ask, too: "**When is it used?** – When the water is low".
    """
    return asks(match["tail"]) < (1.0 if match["sign"] else 0.6)


def inline_tail(text: str) -> tuple[str, str]:
    """A question and the sentences behind its question mark."""
    if tail_of(text)[1]:
        return tail_of(text)
    match = _QUESTION_THEN_TEXT.match(text)
    if match is None or _is_a_remark(match["tail"]) or asks(match["tail"]) >= 0.5:
        return tail_of(text)
    return match["question"], match["tail"]


def _behind_dash(text: str) -> tuple[str, str]:
    """What stands before and behind the only dash of a line."""
    parts = _DASH.split(text)
    return (parts[0], parts[1]) if len(parts) == 2 else tail_of(text)


def _in_brackets(page: Page, lines: Sequence[int]) -> Callable[[str], tuple[str, str]]:
    """How to cut off brackets behind question marks: no two of these items say the same there, numbers left out."""
    found = [match["tail"] for i in lines if (match := _BRACKETS_BEHIND.match(page.mark(i).text))]
    own = {_NO_LETTERS.sub("", tail).casefold() for tail in found}

    def cut(text: str) -> tuple[str, str]:
        match = _BRACKETS_BEHIND.match(text)
        return (match["question"], match["tail"]) if match else tail_of(text)

    return cut if len(found) > 2 and len(own) == len(found) else tail_of


def _is_a_remark(tail: str) -> bool:
    """Whether too little stands behind a question to answer it."""
    return len(tail.split()) < 3 and not ((tail[:1].isupper() or tail[:1].isdigit()) and tail.rstrip().endswith("."))


def _behind_bold(text: str) -> tuple[str, str]:
    """A title in bold and what stands behind it, whether the title asks or not."""
    match = _BOLD_ITEM.match(text)
    return (match["question"], match["tail"]) if match else tail_of(text)


def _tails(page: Page, lines: Sequence[int]) -> Callable[[str], tuple[str, str]]:
    """How the items of a list are cut: where nearly all answer themselves and nothing stands below, at their mark."""
    if len(lines) < 2 or any(b != page.following[a] and not _closes(page, a, b) for a, b in pairwise(lines[-20:])):
        return tail_of
    ways = (inline_tail, _behind_bold, _behind_dash, _in_brackets(page, lines))
    return _one_after_another([cut for cut in ways if _cuts(page, lines, cut)]) or tail_of


def _cuts(page: Page, lines: Sequence[int], cut: Callable[[str], tuple[str, str]]) -> bool:
    """Whether nearly all items have an answer so, and what is before it asks in one of them."""
    parts = [cut(page.mark(i).text) for i in lines]
    answered = sum(tail != "" and asks(tail) < 1.0 for _, tail in parts) >= 0.7 * len(lines)
    return answered and any(asks(asked) >= SURELY for asked, _ in parts)


def _one_after_another(ways: Sequence[Callable[[str], tuple[str, str]]]) -> Callable[[str], tuple[str, str]] | None:
    """Cuts a line in the first of these ways that finds an answer; none where there are no ways."""

    def cut(text: str) -> tuple[str, str]:
        return next((parts for way in ways if (parts := way(text))[1]), (text, ""))

    return cut if ways else None


def _closes(page: Page, first: int, after: int) -> bool:
    """Whether nothing but headings stands between two items."""
    i = page.following[first]
    while i < after:
        if not page.mark(i).depth:
            return False
        i = page.following[i]
    return True


# --- collapsible blocks ----------------------------------------------------------------------------------------------


def summaries(page: Page) -> Iterator[Start]:
    """The words of a `<summary>` that are no label of an answer."""
    for i in page.texts:
        if "<" not in page.lines[i].raw or not _SUMMARY_FIRST.match(page.lines[i].raw[:LONGEST]):
            continue
        last, inside, behind = _summary(page, i)
        inside = as_markdown(inside)
        inside, level = page.levels.taken(inside, marks(inside).text)
        mark = marks(inside)
        if not mark.text or CONTENTS.match(title(mark)):
            continue
        if answer_label(re.sub(r"[*_]|</?\w+>", "", inside).strip()) is not None:
            continue
        if asks(mark.text) < 0.6 and not behind and _heads_questions(page, page.following[last]):
            continue
        number = mark.number or page.mark(i).number
        yield Start(i, last, SUMMARY, mark.text, number, mark.depth, 0, behind, mark.scenario, level=level)


def _summary(page: Page, i: int) -> tuple[int, str, str]:
    """The last line of a summary that begins on line i, its words, and the words behind it on that line."""
    last, text = i, page.lines[i].raw
    while "</summary" not in text.lower() and last + 1 < len(page) and last - i < 8:
        last += 1
        text += "\n" + page.lines[last].raw
    match = _SUMMARY.search(text)
    if match is None:
        return last, "", ""
    behind = re.sub(r"</details\s*>\s*$", "", match["tail"] or "", flags=re.I).strip()
    behind = re.sub(r"^(?:</?(?:br|b|strong|p|i|em)\s*/?>\s*)+", "", behind, flags=re.I)
    return last, re.sub(r"\s+", " ", match["inside"]).strip(), behind


def _heads_questions(page: Page, i: int) -> bool:
    if i >= len(page):
        return False
    mark = page.mark(i)
    listed = mark.number is not None or mark.bullet != ""
    return "<details" in page.lines[i].raw or (listed and asks(mark.text) >= 0.6)


# --- labels ----------------------------------------------------------------------------------------------------------


def labelled(page: Page) -> Iterator[Start]:
    """ "Q1.", "Question:", "Scenario 2"."""
    for i in page.texts:
        mark = page.lines[i].marks
        if not mark.label or i in page.labels or i in page.apart:
            continue
        if len(mark.label) == 1 and mark.number is None and not mark.text:
            continue
        text, tail = tail_of(mark.text)
        about = text.partition(":")[2].strip() if says_about(text) else ""
        text = "" if says_about(text) else text
        if mark.depth and not mark.number and not text:
            continue  # a heading "Questions:"
        yield Start(i, i, LABEL, text, mark.number, mark.depth, mark.indent, tail, mark.scenario, about=plain(about))


def above_answers(page: Page, taken: Iterable[Start] = ()) -> Iterator[Start]:
    """Paragraphs right above an answer's label, where no other question stands between this label and the last.

    Where the first label of a file stands so, numbers and bullets above later ones are lists inside answers.
    """
    at = {start.line: start for start in taken}
    since, plainly = -1, False
    if not at and len(page.labels) == 1 and not _asks_above(page, next(iter(page.labels))):
        return  # "solution: …" in an article
    for j in sorted(page.labels):
        first = _paragraph_above(page, j, since)
        before, since = since, j
        if first is None or _ends_another(page, first, before, j) or _is_taken(page, at, before, first, j, plainly):
            continue
        mark = page.mark(first)
        if page.is_text(first) and mark.text and not _introduces(page, first):
            plainly = plainly or (mark.number is None and not mark.depth)
            yield Start(first, first, ANSWERED, mark.text, mark.number, mark.depth, mark.indent)


def _introduces(page: Page, i: int) -> bool:
    """Whether a line above an answer's label heads the answers or opens a chat."""
    return chat_opening(page.mark(i).text) or ANSWERS_HEADING.match(page.title(i)) is not None


def _asks_above(page: Page, j: int) -> bool:
    first = _paragraph_above(page, j, -1)
    return first is not None and any(asks(page.mark(i).text) >= 0.5 for i in range(first, j))


def _is_numbered_question(page: Page, i: int) -> bool:
    """Whether a heading counts and asks: it is no part of a question above, whatever that looks like."""
    mark = page.mark(i)
    return mark.depth > 0 and mark.number is not None and asks(mark.text) == 1.0


def _is_taken(page: Page, at: dict[int, Start], before: int, first: int, label: int, plainly: bool) -> bool:
    """Whether another sign has a question between two labels; among plain ones a weak sign says little."""
    if label in at or any(i in at for i in range(first, label)):
        return True
    if _is_numbered_question(page, first):
        return False
    return any(not (plainly and _is_weak(at[i])) for i in range(before + 1, first) if i in at)


def _ends_another(page: Page, first: int, before: int, j: int) -> bool:
    """Whether what stands above "A2." is the end of "A1."."""
    numbered_before = before >= 0 and answer_number(page.lines[before]) is not None
    return numbered_before and answer_number(page.lines[j]) is not None and asks(page.mark(first).text) < 0.5


def _is_weak(start: Start) -> bool:
    return start.depth == 0 and start.kind.weak


def _paragraph_above(page: Page, j: int, since: int) -> int | None:
    """The first line of the paragraph right above line j, below line `since`; of options, that of what is asked."""
    end = j - 1
    while end > since and (page.lines[end].kind in ("blank", "markup") or OPTION.match(page.mark(end).text)):
        end -= 1
    if end <= since:
        return None
    first = end
    while first - 1 > since and end - first < 8 and _goes_up(page, first):
        first -= 1
    marked = (i for i in range(first, end + 1) if page.mark(i).number or page.mark(i).label)
    return first if _is_marked(page, first) else next(marked, first)


def _goes_up(page: Page, i: int) -> bool:
    """Whether the line above is of the same paragraph; a heading is one by itself."""
    return page.is_text(i - 1) and page.is_text(i) and not page.mark(i).depth and not page.mark(i - 1).depth


# --- numbers ---------------------------------------------------------------------------------------------------------


def numbered(page: Page, lists: Sequence[NumberedList]) -> Iterator[Start]:
    """The lines of numbered lists of questions."""
    for one in lists:
        cut = _tails(page, one.lines)
        for i in one.lines:
            mark = page.mark(i)
            text, tail = cut(mark.text)
            own = mark.number, mark.depth, mark.indent, tail, mark.scenario
            yield Start(i, i, NUMBERED, text, *own, until=one.lines[-1], answered=one.answered)


def any_number(page: Page) -> Iterator[Start]:
    """Numbered lines as lists of questions: of headings, of plain lines, or of both as the numbers go on."""
    return numbered(page, numbered_lists(page))


def numbered_headings(page: Page) -> Iterator[Start]:
    return numbered(page, numbered_lists(page, plain=False))


def numbered_lines(page: Page) -> Iterator[Start]:
    return numbered(page, numbered_lists(page, headings=False))


# --- headings --------------------------------------------------------------------------------------------------------


def headings(page: Page) -> Iterator[Start]:
    """Headings that ask, judged with their siblings: in an article one heading or another asks as well."""
    found = _asking_headings(page)
    for i in page.headings:
        if not _may_head(page, i) or is_of_the_guide(page, i) or _heads_a_list(page, page.following[i]):
            continue
        if (i in found and not is_title_of_all(page, i)) or _is_answered(page, i):
            yield _heading(page, i)


def is_title_of_all(page: Page, i: int) -> bool:
    """Whether a first-level heading that asks nothing is the file's title: right above another one, or above those that
    all ask.
    """
    if asks(page.mark(i).text) >= 0.5 or page.mark(i).depth > 1 or any(page.mark(j).depth for j in range(i)):
        return False
    below, others = page.following[i], [j for j in page.headings if j > i and page.mark(j).depth == 1]
    alone = below < len(page) and page.mark(below).depth == 1
    return alone or (len(others) > 2 and all(asks(page.mark(j).text) >= SURELY for j in others))


@by_line
def is_of_the_guide(page: Page, i: int) -> bool:
    """Whether a heading speaks of the document itself: how to use it, whose it is, what comes next."""
    said = page.title(i)
    if OF_THE_GUIDE.match(said) or CONTENTS.match(said):
        return True
    return bool(OF_DOCUMENTS.match(said) and asks(said) < SURELY)


def _asking_headings(page: Page) -> set[int]:
    families = [family for family in _families(page) if family]
    throughout = _depths_of_questions(page, families)
    asking = [one for one in families if page.mark(one[0]).depth in throughout or _is_of_questions(page, one)]
    alone = sum(map(len, asking)) == 1 and sum(map(len, families)) > 3
    found: set[int] = set()
    for family in asking:
        every = page.mark(family[0]).depth in throughout or _are_all_questions(page, family)
        bar = -1.0 if every else 0.55
        found.update(i for i in family if _asking(page, i) >= bar and (not alone or page.promised[i]))
    return found - _parts(page, found, throughout)


def _parts(page: Page, asking: Collection[int], depths: Collection[int]) -> set[int]:
    """Those that head a part of the notes, whatever they sound like: questions of these depths stand below them, as
    below another heading that is as high and asks nothing.
    """
    heads = {i for i in asking if _has_below(page, i, depths)}
    plain_ones = (j for j in page.headings if asks(page.mark(j).text) < 0.5 and _has_below(page, j, depths))
    high = {page.mark(j).depth for j in plain_ones} if heads else set[int]()
    return {i for i in heads if page.mark(i).depth in high}


def _has_below(page: Page, i: int, depths: Collection[int]) -> bool:
    """Whether a heading of one of these depths stands below this one, before the next that is as high."""
    own = page.mark(i).depth
    after = range(bisect_right(page.headings, i), len(page.headings))
    below = takewhile(lambda depth: depth > own, (page.mark(page.headings[n]).depth for n in after))
    return any(depth in depths for depth in below)


def _depths_of_questions(page: Page, families: Sequence[Sequence[int]]) -> set[int]:
    """The depths of which nearly all headings of the file ask, below whatever heading they stand."""
    alike: dict[int, list[int]] = {}
    for family in families:
        alike.setdefault(page.mark(family[0]).depth, []).extend(family)
    return {depth for depth, some in alike.items() if depth > 1 and _are_all_questions(page, some)}


def below_headings(page: Page) -> Iterator[Start]:
    """Lines that ask right below a heading that does not, where most headings of that depth have one."""
    for family in _families(page):
        asked = [j for i in family if page.is_text(j := page.following[i]) and _asks_for_a_term(page, i, j)]
        if len(asked) > 1 and len(asked) * 3 >= 2 * len(family):
            asked += _below_their_like(page, family, asked)
            yield from (Start(j, j, BELOW, page.mark(j).text, None, 0, page.mark(j).indent) for j in sorted(asked))


def _below_their_like(page: Page, family: Sequence[int], asked: Sequence[int]) -> list[int]:
    """Lines that may ask nothing below headings that differ from the others in their number alone: "Question 3"."""
    said = [_NO_LETTERS.sub(" ", page.mark(i).text).casefold() for i in family]
    if len({*said}) > 1 or not said[0].strip():
        return []
    below = (page.following[i] for i in family)
    plain_ones = (j for j in below if page.is_text(j) and not _is_marked(page, j) and j not in page.labels)
    return [j for j in plain_ones if j not in asked]


def _asks_for_a_term(page: Page, heading: int, j: int) -> bool:
    asked = page.mark(j).text
    said = asks(page.mark(heading).text) >= 0.5 or is_of_the_guide(page, heading)
    return not said and asks(asked) >= 0.9 and not _is_marked(page, j) and not _TWO_SENTENCES.search(asked)


def _is_answered(page: Page, i: int) -> bool:
    """Whether an answer's label stands right below."""
    return page.following[i] in page.labels and not ANSWERS_HEADING.match(page.title(i))


def _heads_a_list(page: Page, after: int) -> bool:
    return after < len(page) and after not in page.labels and _opens_questions(page, after)


def _heading(page: Page, i: int) -> Start:
    mark = page.mark(i)
    return Start(i, i, HEADING, mark.text, mark.number, mark.depth, 0, "", mark.scenario)


@by_line
def _may_head(page: Page, i: int) -> bool:
    mark = page.mark(i)
    if mark.number or mark.label or not mark.text or i in page.labels:
        return False
    return not TIPS.search(page.title(i)) and not only_says_a_level(page, i) and not _heads_others(page, i)


def _heads_others(page: Page, i: int) -> bool:
    """Whether a heading that does not ask stands right above a deeper one that does, or above a legend."""
    below = page.following[i]
    if page.levels.legend and any(line.kind == "legend" for line in page.lines[i + 1 : below]):
        return True
    if not page.is_text(below) or page.mark(below).depth <= page.mark(i).depth or below in page.labels:
        return False
    return _asking(page, below) >= SURELY and asks(page.mark(i).text) < 0.5


@by_line
def _asking(page: Page, i: int) -> float:
    """How much a heading asks: a blank to fill, boxes to tick and options below it are as good as a question mark."""
    after = page.following[i]
    text = page.mark(i).text
    boxes = after < len(page) and _BOX.match(page.lines[after].raw)
    return max(0.9, asks(text)) if BLANK.search(text) or boxes or offers_options(page, i) else asks(text)


def _families(page: Page) -> list[list[int]]:
    """Headings of the same depth below the same heading."""
    found: list[list[int]] = page.once("families", lambda: list(_below_the_same(page)))
    return found


def _below_the_same(page: Page) -> Iterator[list[int]]:
    above: list[tuple[int, list[int]]] = []
    for i in page.headings:
        depth = page.mark(i).depth
        if i in page.labels:
            continue
        while above and above[-1][0] > depth:
            yield above.pop()[1]
        if not above or above[-1][0] < depth:
            above.append((depth, []))
        if _may_head(page, i):
            above[-1][1].append(i)
    yield from (family for _, family in above)


def _is_of_questions(page: Page, family: Sequence[int]) -> bool:
    """Whether at least half of the headings ask; where questions are promised a quarter will do.

    The only first-level heading is the title of what stands below it, even if it asks.
    """
    if len(family) == 1 and page.mark(family[0]).depth == 1 and _has_parts(page, family[0]):
        return False
    if len(family) == 1 and asks(page.mark(family[0]).text) < 0.5:
        return False  # a list of things to tick
    sure = sum(_asking(page, i) >= SURELY for i in family)
    share = 0.25 if page.promised[family[0]] else 0.5
    return sure >= share * len(family)


def _are_all_questions(page: Page, family: Sequence[int]) -> bool:
    """Whether so many headings ask that their siblings are questions, too, however they are worded."""
    own = [i for i in family if not OF_THE_GUIDE.match(page.title(i))]
    return len(own) > 2 and most_ask([_asking(page, i) for i in own])


def most_ask(asking: Sequence[float]) -> bool:
    """Whether two of three ask; where half surely do, or one has a question mark and all give orders, these count."""
    sure, likely = (sum(one >= least for one in asking) for least in (SURELY, 0.5))
    counts = sure * 2 >= len(asking) or (max(asking) == 1.0 and likely == len(asking))
    return (likely if counts else sure) * 3 >= 2 * len(asking)


def _has_parts(page: Page, i: int) -> bool:
    return any(line.marks.depth > 1 for line in page.lines[i + 1 :])


def _opens_questions(page: Page, i: int) -> bool:
    """Whether the line below a heading begins a list of questions, so that the heading is a section's."""
    mark = page.mark(i)
    if mark.number is not None:
        return mark.number in ("0", "1", "01") and _begins_questions(page, i)
    return bool(mark.label) or (mark.bullet != "" and asks(mark.text) >= 0.9)


def _begins_questions(page: Page, i: int) -> bool:
    """Whether a list with this first line asks in its first lines."""
    own = page.mark(i)
    some = [asks(own.text)]
    for j in range(i + 1, min(i + 40, len(page))):
        mark = page.mark(j)
        if mark.depth and not own.depth:
            break
        if mark.number is not None and mark.indent == own.indent and mark.depth == own.depth:
            some.append(asks(mark.text))
    return max(some) >= SURELY and sum(some) / len(some) >= 0.4


# --- bold words, bullets -------------------------------------------------------------------------------------------


def bolds(page: Page) -> Iterator[Start]:
    """Paragraphs in bold that ask or have an answer's label below them, and their like where nearly all do."""
    alike = [i for i in page.texts if _may_ask_in_bold(page, i)]
    asking = _with_titles(page, alike, {i for i in alike if _asks_in_bold(page, i)})
    for i in alike:
        mark = page.mark(i)
        text, tail = tail_of(mark.text) if BOLD_THEN_TEXT.match(mark.text) else (mark.text, "")
        if tail or i in asking:
            yield Start(i, i, BOLD, text, None, 0, mark.indent, tail)


def _with_titles(page: Page, alike: Sequence[int], asking: set[int]) -> set[int]:
    """Those that ask, and with them all other titles, or all of several words, where two in three ask."""
    for is_one in (_is_a_title, _is_worded):
        titles = [i for i in alike if is_one(page, i)]
        known = [1.0 if i in asking else asks(page.mark(i).text) for i in titles]
        if len(titles) > 2 and most_ask(known):
            return asking.union(titles)
    return asking


def _may_ask_in_bold(page: Page, i: int) -> bool:
    mark = page.lines[i].marks
    if i in page.labels or mark.depth or mark.number or mark.label or mark.bullet:
        return False
    return not page.joined[i] or _ends_in_bold(page, i - 1)


def _is_a_title(page: Page, i: int) -> bool:
    """Whether a line is all in bold and leads in nothing ("**Note:**")."""
    return page.mark(i).bold and not page.mark(i).text.endswith((":", "：")) and not only_says_a_level(page, i)


def _is_worded(page: Page, i: int) -> bool:
    """Whether these are more words than a heading in an answer has."""
    return _is_a_title(page, i) and len(words(page.mark(i).text)) > 2


def _ends_in_bold(page: Page, i: int) -> bool:
    return page.mark(i).bold or BOLD_THEN_TEXT.match(page.mark(i).text) is not None


def _asks_in_bold(page: Page, i: int) -> bool:
    mark = page.lines[i].marks
    if not mark.bold or only_says_a_level(page, i):
        return False
    return asks(mark.text) >= 0.6 or page.following[i] in page.labels or offers_options(page, i)


def bullets(page: Page) -> Iterator[Start]:
    """Bullets that ask, judged list by list: the bullets of one kind at one indent between two headings."""
    if turns := _by_turns(page):
        yield from (_bullet(page, i, page.mark(i).text, "") for i in turns)
        return
    lists = [_list(page, lines) for lines in _lists(page)]
    known = {_sort(page, one.lines) for one in lists if _is_asked(page, one.lines, one.asking)}
    for one in lists:
        every = _is_asked(page, one.lines, one.asking) or (_sort(page, one.lines) in known and _half_asks(one.asking))
        if every or _take_turns(one.asking):
            rows = list(zip(one.lines, one.parts, strict=True))
            yield from (_bullet(page, i, *part) for i, part in rows[:: 1 if every else 2])


@dataclass(frozen=True, slots=True)
class _List:
    """The lines of a list, what each asks and tells, and how likely it is a question."""

    lines: list[int]
    parts: list[tuple[str, str]]
    asking: list[float]


def _list(page: Page, lines: list[int]) -> _List:
    cut = _tails(page, lines)
    parts = [cut(page.mark(i).text) for i in lines]
    return _List(lines, parts, [asks(text) for text, _ in parts])


def _sort(page: Page, lines: Sequence[int]) -> tuple[str, int, bool, bool]:
    """What lists that are written alike have in common."""
    mark = page.mark(lines[0])
    return mark.bullet, mark.indent, bool(mark.box), any(_has_more(page, i) for i in lines)


def _half_asks(asking: Sequence[float]) -> bool:
    """Whether enough items ask for a list beside another one, written alike, that surely is one of questions."""
    return len(asking) > 2 and sum(one >= SURELY for one in asking) * 2 >= len(asking)


def _has_more(page: Page, i: int) -> bool:
    """Whether something stands further in below an item."""
    below = page.following[i]
    return below < len(page) and page.mark(below).indent > page.mark(i).indent + 1


def _is_asked(page: Page, lines: Sequence[int], asking: Sequence[float]) -> bool:
    """Whether a list is one of questions. Where nothing promises them, it may hold one by the way."""
    if page.promised[lines[0]]:
        return sum(asking) / len(asking) >= 0.5
    share = 0.6 if all(page.mark(i).bold or _has_more(page, i) for i in lines) else 0.8
    return len(lines) > 1 and sum(one >= SURELY for one in asking) >= share * len(asking)


def _bullet(page: Page, i: int, text: str, tail: str) -> Start:
    mark = page.mark(i)
    return Start(i, i, BULLET, text, mark.number, 0, mark.indent, tail)


def _by_turns(page: Page) -> list[int]:
    """The bullets of one sign where two signs take turns, one asks and the other answers; none otherwise."""
    outer = [i for i, line in enumerate(page.lines) if line.kind == "text" and line.marks.bullet and line.marks.text]
    signs = [page.mark(i).bullet for i in outer]
    if len(outer) < 4 or len({*signs}) != 2 or any(a == b for a, b in pairwise(signs)):
        return []
    asked, told = outer[::2], outer[1::2]
    sure = sum(asks(page.mark(i).text) >= SURELY for i in asked)
    back = sum(asks(page.mark(i).text) >= SURELY for i in told)
    return asked if sure * 2 >= len(asked) and back * 4 <= len(told) else []


def _take_turns(asking: Sequence[float]) -> bool:
    """Whether every other item asks and the one below it answers."""
    asked, told = asking[::2], asking[1::2]
    if len(told) < 2 or len(asked) != len(told):
        return False
    return min(asked) >= 0.5 and sum(one >= SURELY for one in asked) * 3 >= 2 * len(asked) and max(told) < 0.5


def _lists(page: Page) -> Iterator[list[int]]:
    group: dict[tuple[int, str], list[int]] = {}
    for i, line in enumerate(page.lines):
        mark = line.marks
        if line.kind == "under" or (line.kind == "text" and (mark.depth or (mark.bold and not mark.bullet))):
            yield from group.values()
            group = {}
        elif line.kind == "text" and mark.bullet and not mark.label and i not in page.labels and mark.text:
            group.setdefault((mark.indent, mark.bullet), []).append(i)
    yield from group.values()


# --- plain lines -----------------------------------------------------------------------------------------------------


def bare(page: Page) -> Iterator[Start]:
    """Lines without any mark that end in a question mark: believed where several stand so."""
    found = _every_line(page) or _bare_questions(page)
    if found is None:
        return  # an article asks its readers something now and then
    if len(found) < 2 and not any(page.promised[i] for i in found):
        found = _alternating(page)
    for i in sorted({*found, *_siblings(page, found)}):
        text, tail = tail_of(page.mark(i).text)
        yield Start(i, i, BARE, text, tail=tail)


def _bare_questions(page: Page) -> list[int] | None:
    """The first lines of paragraphs, and those right below another question, that ask; None where too few do."""
    found: list[int] = []
    paragraphs, end = 0, -1
    for i, line in enumerate(page.lines):
        if line.kind != "text" or i <= end:
            continue
        paragraphs += not page.joined[i]
        if page.joined[i] and not (found and found[-1] == i - 1):
            continue
        if _is_bare_question(page, i) or (end := _asks_further_on(page, i)) > i:
            found.append(i)
    promised = any(page.promised[i] for i in found)
    return found if promised or len(found) * 8 >= paragraphs else None


def _is_bare_question(page: Page, i: int) -> bool:
    mark = page.lines[i].marks
    if mark.indent > 3 or mark.quote or len(mark.text) > 300 or _is_marked(page, i):
        return False
    if not _asks_barely(mark.text, page.promised[i]):
        return False
    if i in wants_no_answer(page):
        return False
    said_of_itself = chat_opening(mark.text) or chat_closing(mark.text) or OF_THE_GUIDE.match(mark.text)
    return not said_of_itself and not below_the_guide(page)[i]


def _asks_further_on(page: Page, i: int) -> int:
    """The line with which a paragraph's first sentence ends, if it asks and a program broke its lines; -1 if not."""
    begins = not page.joined[i] and is_wrapped(page) and _begins_plainly(page, i)
    if not begins or _ENDS_A_SENTENCE.search(page.mark(i).text):
        return -1
    for j in range(i + 1, min(i + _WRAPPED, len(page))):
        text = page.mark(j).text
        if not page.is_text(j) or not page.joined[j] or _is_marked(page, j) or j in page.labels:
            return -1
        if _ENDS_A_SENTENCE.search(text):
            return j if asks(text) == 1.0 and not _TWO_SENTENCES.search(text) else -1
    return -1


def _asks_barely(text: str, promised: bool) -> bool:
    """Whether a line is a question and no more, by its words."""
    if promised:
        return asks(text) == 1.0 or (asks(text) >= 0.9 and not _TWO_SENTENCES.search(text))
    text, _ = tail_of(text)
    return asks(text) == 1.0 and not _SPEAKS.match(text) and not _TWO_SENTENCES.search(text)


def below_the_guide(page: Page) -> list[bool]:
    """For each line whether the heading in force speaks of the document itself."""

    def find() -> list[bool]:
        found, inside = list[bool](), False
        for i, line in enumerate(page.lines):
            if line.kind == "text" and line.marks.depth:
                inside = is_of_the_guide(page, i)
            found.append(inside)
        return found

    below: list[bool] = page.once("below the guide", find)
    return below


def _every_line(page: Page) -> list[int]:
    """The lines of a file in which next to nothing but questions stands, one on each line."""
    said = [i for i in page.texts if not page.lines[i].marks.depth]
    asked = [i for i in said if not _is_marked(page, i) and asks(page.mark(i).text) >= SURELY and page.words[i] <= 30]
    asked = [i for i in asked if not _SPEAKS.match(page.mark(i).text) and i not in wants_no_answer(page)]
    return asked if len(asked) > 2 and len(asked) >= 0.75 * len(said) else []


def _siblings(page: Page, found: Sequence[int]) -> Iterator[int]:
    """Orders and terms that stand among questions as these do: where what answers begins at once, or behind a gap.

    A line that begins a paragraph and goes on is a title where nearly all that do so ask. One by itself must sound
    like an order, with something between it and the question above.
    """
    if len(found) < 2:
        return
    at_once = [i for i in found if _goes_on(page, i)]
    if len(at_once) * 2 > len(found):
        alike = [i for i in page.texts if _begins_plainly(page, i) and _goes_on(page, i)]
        if most_ask([asks(page.mark(i).text) for i in alike]):
            yield from alike
        return
    yield from _apart(page, found)


def _apart(page: Page, found: Sequence[int]) -> list[int]:
    """Lines by themselves that could be such: orders, or a few terms, with something between them and the others."""
    chosen = set(found)
    terms, orders = list[int](), list[int]()
    last = -1
    for i in range(found[0], len(page)):
        if i in chosen:
            last = i
        elif _may_stand_apart(page, i) and page.following[last] != i and page.following[i] not in chosen:
            if asks(page.mark(i).text) >= 0.5:
                orders.append(i)
            elif _is_a_term_apart(page, i):
                terms.append(i)
            else:
                continue
            last = i
    return orders + terms if len(terms) * 2 <= len(found) else orders


def _goes_on(page: Page, i: int) -> bool:
    return i + 1 < len(page) and page.joined[i + 1] and page.lines[i + 1].kind in ("text", "row", "code")


def _begins_plainly(page: Page, i: int) -> bool:
    mark = page.lines[i].marks
    plainly = page.is_text(i) and not page.joined[i] and not _is_marked(page, i) and not mark.quote and mark.indent <= 3
    plainly = plainly and i not in page.labels and not OPTION.match(mark.text)
    return plainly and page.words[i] <= 20 and not below_the_guide(page)[i]


def _may_stand_apart(page: Page, i: int) -> bool:
    alone = _begins_plainly(page, i) and not _goes_on(page, i) and page.following[i] < len(page)
    return alone and not _TWO_SENTENCES.search(page.mark(i).text)


def _is_a_term_apart(page: Page, i: int) -> bool:
    """Whether a line is a few words without an end, and a whole sentence stands below."""
    text, below = page.mark(i).text, page.following[i]
    short = page.words[i] <= 4 and len(text) <= 40 and text[-1:].isalnum() and not text[:1].islower()
    return short and page.is_text(below) and not _is_marked(page, below) and page.mark(below).text.endswith(_ENDS)


def _alternating(page: Page) -> list[int]:
    """Questions and answers line by line, nothing between them: three or more lines that ask, none after another."""
    quiet = wants_no_answer(page)
    found = [
        i for i in page.texts if len(page.lines[i].raw) <= 300 and asks(page.mark(i).text) == 1.0 and i not in quiet
    ]
    apart = all(b - a > 1 for a, b in pairwise(found))
    return found if len(found) >= 3 and apart else []


def ruled(page: Page) -> Iterator[Start]:
    """The first lines of blocks between rules, where most of them ask and none of the blocks begins otherwise."""
    rules = [i for i, line in enumerate(page.lines) if line.kind == "rule"]
    if len(rules) < 2:
        return
    below = [next((j for j in (i, page.following[i]) if page.is_text(j)), -1) for i in (0, *rules)]
    firsts = sorted({i for i in below if i >= 0})
    surely = sum(asks(page.mark(i).text) >= SURELY for i in firsts)
    if surely * 3 < 2 * len(firsts) or any(_is_marked(page, i) for i in firsts):
        return
    for i in firsts:
        if asks(page.mark(i).text) >= 0.5:
            yield Start(i, i, BARE, page.mark(i).text)


def _is_marked(page: Page, i: int) -> bool:
    mark = page.lines[i].marks
    return bool(mark.depth or mark.number or mark.label or mark.bullet or mark.bold)


def house(page: Page) -> Iterator[Start]:
    """Third-level headings: the house layout, which needs no other sign."""
    for i in page.headings:
        mark = page.mark(i)
        if mark.depth == 3:
            yield Start(i, i, HOUSE, mark.text, mark.number, 3, 0, "", "scenario" in mark.classes, mark.anchor)


def said(page: Page, i: int) -> Start:
    """The question on a line of which a maintainer says that it asks."""
    mark = page.mark(i)
    kind = next((kind for kind, is_one in _KIND_OF if is_one(mark)), BARE)
    title, tail = tail_of(mark.text or page.lines[i].raw.strip())
    return Start(i, i, kind, title, mark.number, mark.depth, mark.indent, tail, mark.scenario, sure=True)


# What a line is called by its marks, the most telling one first.
_KIND_OF: tuple[tuple[Kind, Callable[[Marks], object]], ...] = (
    (LABEL, lambda mark: mark.label),
    (HEADING, lambda mark: mark.depth),
    (NUMBERED, lambda mark: mark.number),
    (BOLD, lambda mark: mark.bold),
    (BULLET, lambda mark: mark.bullet),
)


def promising(page: Page) -> Page:
    """The page as one of which it is known that it holds questions."""
    return replace(page, promised=[True] * len(page))  # what is known of its lines stays known
