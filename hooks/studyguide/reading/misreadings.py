"""The signs of a misread file, one function for each: a line, and what is to be said of it.

Each has a measure below which nothing is said; the measures were set so that files known to be read well give no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from statistics import median

from ..records import Entry, Reading, Rival, Role, Text
from ..syntax.fences import fences_of
from ..syntax.line_kinds import RULE
from ..words.asking import OF_THE_GUIDE, asks, says_questions
from ..words.headings import OF_DOCUMENTS
from ..words.labels import ANSWER_BEHIND, OPTION_LETTER, answer_label, are_verdicts
from .alike import (
    INDENTED,
    LETTERED,
    LONGEST,
    TITLES,
    Family,
    by_letter,
    depth_of,
    families,
    kind_of,
    size,
    titles_among,
)
from .programs import PROGRAM
from .rhetoric import asks_its_readers
from .unknown_forms import Finding, found_in
from .verse import quotations, verse_lines

# Of the words below the first question: a third outside every question is more than remarks between them.
OUTSIDE = 1 / 3
# Lines that ask, in places where no question was seen. One or two are rhetorical.
ASKING_OUTSIDE = 2
ASKING_INSIDE = 3
# Headings with text of their own that became neither question nor the title of questions.
UNREAD_HEADINGS = 2
UNREAD_ABOVE = 3
# Short lines with text below them in one answer, where no other answer has any.
TITLES_IN_ONE = 4
# Of a file in which nothing asks: lines that look alike, with so many words among them, or so many words in any form.
ALIKE, ALIKE_WORDS = 8, 40
NOTHING_IN = 300
HEADINGS = 3
# Lines that look like those that were read, for each that was; in a file with so many of them.
LIKE_READ = 1.25
# An answer that is so many times as long as each of those beside it, and the words that it and one of these have.
TIMES, LONG, SHORT = 10, 200, 5
# A reading that finds so many times as many questions and is hardly worse.
MORE, HARDLY_WORSE = 1.3, 0.03
# Lines that are written as the questions are, and stand outside of them.
ALIKE_OUTSIDE = 2
# Titles that may hold their answers.
TOLD_IN_TITLES = 3
# Characters of a line in which an answer's label stands, and of a rule.
_LABEL, _RULE_LINE = 60, 200
_HEAD = 12  # letters by which a line is known again
# Numbers in an answer that go on from its question's.
GOING_ON = 3
# Lines with a question mark somewhere, in a file in which no question was read.
MARKED = 2
# Questions for each that has an answer.
FEW = 3
# Words of a text that asks, among data.
DATUM = 3
# Sentences, each with its line to itself, that make up one title; and the words of each.
SENTENCES, SENTENCE = 3, 4
# Headings of an essay, the words below half of them, and those above the first.
ESSAY, TOLD_BELOW, TOLD_ABOVE = 8, 40, 30
# Words outside of questions for each question that has no answer.
FOR_EACH = 4
# Paragraphs in answers that ask, each by itself, for so many questions one.
PARAGRAPHS, FOR_SO_MANY = 2, 3

_SURE = 1.0  # a question mark, or what stands for one
_MAY = 0.5  # a first word that also gives orders
_LONGEST = 300  # characters of a line that may ask a question of the file's own
_SIGN = re.compile(r" {0,3}(?:#{1,6}\s*|[-*+•]\s+|\(?\d{1,4}[.):、]\s*|[*_]{2})+(?=\S)")
_EMPHASIZED = re.compile(r"(?:[-*+•]\s++|\(?\d{1,4}[.):、]\s*+|\s++)*+(?P<sign>\*\*|__)")
_OPTION = re.compile(rf"\W*(?:{OPTION_LETTER}[.)]|\[[ xX✓]\])\s+\S", re.I)
_FIRST_ASKS = re.compile(r"[^.!?？؟:：]{8,200}[?？؟][*_]*\s+\S")
_ASKS_INSIDE = re.compile(r"\w[?？؟](?=\s|$)")
_TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?>")
_WORD = re.compile(r"[^\W\d_]+")
_BEHIND = re.compile(r"[?？؟]\W{0,40}+(?P<said>\w++\W++\w.*)")
_MARKED = re.compile(r"(?<![^\w\"'“”„«»’‘()\[\]{}*_`~ ])[?？؟](?![\w/&=+.*\\$)|:<>-])")
_LETTER_ALONE = re.compile(rf"\W*{OPTION_LETTER}\W*", re.I)
_QUOTED_TEXT = re.compile(r"(?P<sign>[\"'])(?P<said>(?:(?!(?P=sign)).){8,})(?P=sign)")
_BEHIND_LABEL = re.compile(rf"\w[^\w\s]*\s+(?:[^\w\s]+\s+)?{ANSWER_BEHIND}\s*[:：]\s*\S")
_DATUM = re.compile(r"\"(?P<double>[^\"]+)\"|'(?P<single>[^']+)'|>(?P<tagged>[^<>]+)<|=\s*(?P<set>[^\"'=<>]+)$")
_ENDS_A_SENTENCE = re.compile(r"[.!?。！？؟।][\"”')*_]*\s*$")
_OF_A_BLOCK = re.compile(r"\[[a-z][^\[\]]*\]\s*$")  # of AsciiDoc: "[source,sh]"
_NUMBER = re.compile(r" {0,3}(?:#{1,6}\s*|[*_]{2})*\(?(?P<number>\d{1,4})[.):、]\s*\S")

# What no paragraph of an essay has: an item, a quote, a row, code, bold words, links.
_OF_NOTES = re.compile(r"^\s*(?:[-*+•>|#<]|\d+[.)])|\*\*|`|\]\(|\t")

_LEADS = re.compile(
    r"!?\[\[(?!\s)[^\[\]\n]{1,500}\]\]|\[[^\[\]\n]{1,500}\]\((?!\s*<?(?:https?:)?//)[^()\n]{1,500}\)", re.I
)


@dataclass(frozen=True)
class File:
    """A file with its reading, and the numbers of the lines that are code: these are never spoken of."""

    text: Text
    reading: Reading
    code: frozenset[int]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.reading.entries

    @property
    def first(self) -> int:
        """The line of the first question; behind the last line where there is none."""
        return min((entry.span.first for entry in self.entries), default=len(self.text.lines) + 1)

    @property
    def numbered(self) -> Iterator[tuple[int, str]]:
        """All lines with their numbers."""
        return ((n, line) for n, line in enumerate(self.text.lines, 1) if n not in self.code)

    @cached_property
    def aside(self) -> frozenset[int]:
        """Lines below headings that speak of the document itself, its licence or how to contribute to it; lines that
        only lead to other notes, since what is asked there is read there; and verse.
        """
        found = {number for number, line in self.numbered if _only_leads(line)}
        found.update(n + 1 for n in verse_lines(self.text.lines) | quotations(self.text.lines))
        inside = False
        for role in self.reading.roles:
            if role.role in ("heading", "question"):
                inside = role.role == "heading" and _is_of_the_guide(self.line(role.first))
            found.update(range(role.first, role.last + 1) if inside else ())
        return frozenset(found)

    @cached_property
    def _titles(self) -> str:
        return "".join(f"{_letters(entry.question)}\n" for entry in self.entries)

    def repeats(self, line: str) -> bool:
        """Whether a line says no more than a title, or than its end: it may stand in a table of contents."""
        letters = _letters(line)
        return bool(letters) and f"{letters}\n" in self._titles

    @property
    def is_program(self) -> bool:
        return any(role.why == PROGRAM for role in self.reading.roles)

    def line(self, number: int) -> str:
        return self.text.lines[number - 1] if 1 <= number <= len(self.text.lines) else ""

    def by_number(self, *roles: str) -> dict[int, str]:
        return dict(self.lines(*roles))

    def answer_of(self, entry: int) -> list[tuple[int, str]]:
        """Number and text of the lines that answer an entry."""
        return self._answers[entry]

    @cached_property
    def _answers(self) -> list[list[tuple[int, str]]]:
        return [
            [
                (n, self.line(n))
                for span in entry.answer_spans
                for n in range(span.first, span.last + 1)
                if n not in self.code
            ]
            for entry in self.entries
        ]

    def lines(self, *roles: str) -> Iterator[tuple[int, str]]:
        """Number and text of the lines with one of these roles."""
        for role in self.reading.roles:
            if role.role in roles:
                yield from ((n, self.line(n)) for n in range(role.first, role.last + 1) if n not in self.code)


def of_file(text: Text, reading: Reading) -> File:
    """A file with what the signs look at."""
    code = (n for fence in fences_of(text.lines) for n in range(fence.first + 1, fence.end + 1))
    return File(text, reading, frozenset(code))


def _only_leads(line: str) -> bool:
    """Whether a line is nothing but links to other notes."""
    return "[" in line and _LEADS.search(line) is not None and not _WORD.search(_LEADS.sub("", line))


def _outside(file: File) -> Iterator[Finding]:
    """Much text below the first question that belongs to none."""
    if not file.entries:
        return
    outside = [(n, line) for n, line in file.lines("note") if n > file.first and n not in file.aside]
    words = sum(len(line.split()) for _, line in outside)
    below = sum(len(line.split()) for line in file.text.lines[file.first - 1 :])
    if words > OUTSIDE * below:
        yield outside[0][0], f"{words:,} of {below:,} words below the first question belong to no question"


def _asked_outside(file: File) -> Iterator[Finding]:
    """Lines that ask and were taken for headings or text."""
    if file.is_program:
        return
    lines = [(n, line) for n, line in file.lines("note", "intro", "heading") if n not in file.aside]
    asking = [n for n, line in lines for _ in range(_questions(line)) if not file.repeats(line)]
    if len(asking) >= max(ASKING_OUTSIDE, len(file.entries) / 3):
        yield asking[0], f"{_count(len(asking), 'line that asks was', 'lines that ask were')} not read as questions"


def _asked_somewhere(file: File) -> Iterator[Finding]:
    """Lines with a question mark wherever it stands, in a file in which no question was read: a form nobody knew."""
    if file.entries or file.is_program or any(_asked_outside(file)) or asks_its_readers(file.text.lines):
        return
    lines = file.lines("note", "intro", "heading", "filler")
    found = [n for n, line in lines if n not in file.aside and _MARKED.search(line[:LONGEST])]
    if len(found) >= MARKED:
        yield found[0], f"{len(found)} lines have a question mark, and no question was read"


def _asked_in_records(file: File) -> Iterator[Finding]:
    """Texts of a bank that ask, or most of its texts, in records that became no question."""
    aside = list(file.lines("filler"))
    shown = sum(size(entry.question) + sum(map(size, entry.answer)) for entry in file.entries)
    texts = [(n, found["said"]) for n, line in aside for found in _QUOTED_TEXT.finditer(line[:LONGEST])]
    texts = [(n, said) for n, said in texts if not file.repeats(said)]
    asking = [n for n, said in texts if _asks(said)]
    unseen = [(n, size(said)) for n, said in texts if size(said) >= SENTENCE]
    if file.entries and len(asking) >= max(ASKING_OUTSIDE, len(file.entries) / 3):
        yield asking[0], f"{len(asking)} texts that ask stand in records that became no question"
    elif file.entries and sum(words for _, words in unseen) > shown:
        yield unseen[0][0], "more words stand in records that became no question than in those that did"


def _asked_inside(file: File) -> Iterator[Finding]:
    """Answers that hold further questions: a list or a heading was swallowed."""
    asking = [n for n, line in file.lines("answer") if _SIGN.match(line) and _asks_first(_SIGN.sub("", line))]
    if len(asking) >= max(ASKING_INSIDE, len(file.entries) / 10):
        yield asking[0], f"{_count(len(asking), 'line that looks', 'lines that look')} like a question stand in answers"


def _asked_in_paragraphs(file: File) -> Iterator[Finding]:
    """Paragraphs of answers that ask, with text behind them, at the margin: they may be questions as well."""
    read = {entry.span.first for entry in file.entries}
    told = (line for at in range(len(file.entries)) for line in file.answer_of(at) if line[0] not in read)
    found = [n for n, line in told if _is_asked_alone(file, n, line)]
    if len(found) >= max(PARAGRAPHS, len(file.entries) / FOR_SO_MANY):
        yield found[0], f"{len(found)} paragraphs of answers are questions"


def _is_asked_alone(file: File, number: int, line: str) -> bool:
    if not line[:1].isalpha() or file.line(number - 1).strip():
        return False
    return any(file.line(number + n).strip() for n in (1, 2)) and _asks_first(line)


def _sentences_in_one(file: File) -> Iterator[Finding]:
    """A title of several sentences that ask nothing, each on a line of its own: it may be as many questions."""
    asked: dict[int | None, list[str]] = {}
    for role in file.reading.roles:
        if role.role == "question":
            asked.setdefault(role.entry, []).extend(map(file.line, range(role.first, role.last + 1)))
    for place, entry in enumerate(file.entries):
        lines = asked.get(place, ())
        if len(lines) < SENTENCES or entry.body or _asks(entry.question):
            continue
        said = _letters(entry.question)
        whole = [line for line in lines if _ENDS_A_SENTENCE.search(line) and size(line) >= SENTENCE]
        whole = [line for line in whole if _letters(line)[:_HEAD] in said]
        if len(whole) >= SENTENCES:
            yield entry.span.first, f"one question is made of {len(whole)} lines that are sentences by themselves"


def _unanswered(file: File) -> Iterator[Finding]:
    """Questions without answers, and text outside that may answer them."""
    bare = [entry.span.first for entry in file.entries if not entry.answer]
    remarks = (one for one in file.lines("filler") if one[1].lstrip().startswith("<!--"))
    outside = [(n, line) for n, line in (*file.lines("note"), *remarks) if n > file.first and n not in file.aside]
    words = sum(size(line) for _, line in outside)
    if len(bare) * 2 >= len(file.entries) > 1 and words >= FOR_EACH * len(bare):
        none = _count(len(bare), "question has", "questions have")
        yield outside[0][0], f"{none} no answer, and {words:,} words belong to no question"


def _few_have_all(file: File) -> Iterator[Finding]:
    """A few questions alone with answers, of as many lines as there are questions: they may hold those of all."""
    full = [entry for entry in file.entries if entry.answer]
    lines = sum(bool(line.strip()) for entry in full for line in entry.answer)
    if full and len(full) * FEW <= len(file.entries) <= lines:
        have = _count(len(full), "alone has an answer", "alone have answers")
        yield full[0].span.first, f"of {len(file.entries)} questions {have}, of {lines} lines"


def _asked_in_data(file: File) -> Iterator[Finding]:
    """Texts that ask, in quotes, between tags or behind a sign of equality, in what was taken for a program."""
    if file.entries or not file.is_program:
        return
    lines = [(n, line[:LONGEST]) for n, line in file.lines("note") if "?" in line or "？" in line or "؟" in line]
    texts = [(n, found.group(found.lastgroup or 0)) for n, line in lines for found in _DATUM.finditer(line)]
    found = [n for n, said in texts if size(said) >= DATUM and _asks(said.strip())]
    if len(found) >= MARKED:
        yield found[0], f"{len(found)} texts that ask stand in what looks like a program, and no question was read"


def _only_letters(file: File) -> Iterator[Finding]:
    """Answers that are the letter of an option, of questions without options."""
    found = [one.span.first for one in file.entries if not one.body and _LETTER_ALONE.fullmatch(" ".join(one.answer))]
    judged = are_verdicts({" ".join(one.answer) for one in file.entries})
    if len(found) > 1 and len(found) >= len(file.entries) / 4 and not judged:
        yield found[0], f"{len(found)} answers are the letter of an option, and no options were read"


def _neither(file: File) -> Iterator[Finding]:
    """Titles that neither ask nor have an answer, where most have both."""
    full = sum(bool(one.answer) and _asks(one.question) for one in file.entries)
    found = [one.span.first for one in file.entries if not (one.answer or one.body) and asks(one.question) < _MAY]
    if found and full * 2 > len(file.entries):
        yield found[0], f"{_count(len(found), 'title asks nothing and has', 'titles ask nothing and have')} no answer"


def _unread_headings(file: File) -> Iterator[Finding]:
    """Headings with text of their own below them, in a file that has questions."""
    roles = sorted(file.reading.roles, key=lambda role: role.first)
    unread = [a.first for a, b in pairwise(roles) if _is_unread(a, b) and a.first > file.first]
    unread = [n for n in unread if n not in file.aside]
    if file.entries and len(unread) >= max(UNREAD_HEADINGS, len(file.entries) / 4):
        yield unread[0], f"{len(unread)} headings have text below them and are not questions; {_read(file)}"
    elif file.entries and len(above := _above(file, roles)) >= max(UNREAD_ABOVE, len(file.entries) / 2):
        yield above[0], f"{len(above)} headings above the first question have text below them; {_read(file)}"
    elif among := _standing_among(file, unread):
        count = _count(len(among), "heading among those of questions is", "headings among those of questions are")
        yield among[0], f"{count} none"


def _above(file: File, roles: Sequence[Role]) -> list[int]:
    """Headings above the first question that have text of their own; one alone is the file's title.

    Where the heading of the questions promises them, the others head something else.
    """
    own = max((role for role in roles if role.role == "heading" and role.last < file.first), key=_first, default=None)
    if own is not None and says_questions(file.line(own.last)):
        return []
    return [a.first for a, b in pairwise(roles) if a.role == "heading" and b.role == "intro" and a.first < file.first]


def _first(role: Role) -> int:
    return role.first


def _standing_among(file: File, unread: Sequence[int]) -> list[int]:
    """Headings between two as deep as they are that are questions; the first and the last may head other things."""
    marked = [(n, depth) for n, line in file.numbered if (depth := depth_of(line))]
    asked = {entry.span.first for entry in file.entries}
    found: list[int] = []
    for above, own, below in zip(marked, marked[1:], marked[2:], strict=False):
        if own[0] in unread and own[1] == above[1] == below[1] and above[0] in asked and below[0] in asked:
            found.append(own[0])
    return found


def _is_unread(heading: Role, below: Role) -> bool:
    return heading.role == "heading" and below.role == "note"


def _options(file: File) -> Iterator[Finding]:
    """Titles that are what one chooses from, and not the question."""
    found = [entry.span.first for entry in file.entries if _OPTION.match(entry.question)]
    if len(found) > 1 and len(found) >= len(file.entries) / 4:
        yield found[0], f"{len(found)} of {len(file.entries)} titles look like options to choose from"


def _nothing(file: File) -> Iterator[Finding]:
    """No question at all in lines that look alike, as cards do, or in many words."""
    if file.entries:
        return
    lines = file.by_number("note", "intro", "heading", "tips")
    words = sum(map(size, lines.values()))
    kinds = _that_tell(file, lines)
    alike = next(iter(kinds), None)
    if alike and len(alike) >= ALIKE and words >= ALIKE_WORDS:
        yield alike.lines[0], f"{len(alike):,} {alike.name} and no question"
    elif (other := _best_rival(file)) and words >= ALIKE_WORDS:
        yield min(lines), f"{other.questions:,} questions by {other.name}, and none was read"
    elif words >= NOTHING_IN and not file.is_program:
        yield min(lines), f"{words:,} words and no question"
    elif asking := _asking_heading(lines, kinds):
        yield asking, "a heading among others asks, and no question was read"


def _that_tell(file: File, lines: dict[int, str]) -> list[Family]:
    """The families of lines that are no code: of indented lines none, of a program those with keys of records."""
    kinds = [family for family in families(lines) if family.name != INDENTED]
    return [family for family in kinds if '“"' in family.name] if file.is_program else kinds


def _best_rival(file: File) -> Rival | None:
    many = (one for one in file.reading.rivals if one.questions >= ALIKE)
    return max(many, key=lambda one: one.score, default=None)


def _asking_heading(lines: dict[int, str], kinds: Sequence[Family]) -> int | None:
    """The one heading that asks among three or more of its depth, of which others may give orders: "List the gates"."""
    for family in kinds:
        titles = {n: _SIGN.sub("", lines[n]) for n in family.lines}
        asking = [n for n, words in titles.items() if _asks(words)]
        may_ask = sum(asks(words) >= _MAY for words in titles.values())
        if family.name == "headings" and len(titles) >= HEADINGS and len(asking) == 1 and may_ask * 2 >= len(titles):
            return asking[0]
    return None  # of more than one it is said that they ask


def _more_alike(file: File) -> Iterator[Finding]:
    """More lines like those that were read as questions than questions: short lines alone, or with the same sign."""
    read = {entry.span.first: file.line(entry.span.first) for entry in file.entries}
    told = {entry.answer_spans[0].first for entry in file.entries if entry.answer_spans} - read.keys()
    for every in _like(file, read):
        family = Family(every.name, tuple(n for n in every.lines if n not in told))
        own = sum(n in read for n in family.lines)
        enough = 1 if own == len(read) and family.name != TITLES else LIKE_READ
        if len(family) >= ALIKE and own * 2 >= len(read) > 0 and len(family) > enough * len(read):
            first = next(n for n in family.lines if n not in read)
            yield first, f"{len(family):,} {family.name}, {_read(file)}"
            return


# Families that stand in answers as often as not.
_LISTS = frozenset(("headings", "numbered items", "bullets", "lines in bold", "rows", INDENTED, TITLES))


def _one_more(file: File) -> Iterator[Finding]:
    """A line in an answer that may ask and is written as all questions are: a heading as deep, a line in bold."""
    read = [file.line(entry.span.first) for entry in file.entries]
    looks = {(_look(line), depth_of(line)) for line in read}
    if len(read) < ALIKE / 2 or len(looks) != 1 or not _is_a_title(read[0]):
        return
    others = (*file.lines("note", "intro", "heading"), *(line for n in range(len(read)) for line in file.answer_of(n)))
    found = [n for n, line in others if (_look(line), depth_of(line)) in looks and asks(_SIGN.sub("", line)) >= _MAY]
    if found:
        line_is = _count(len(found), "line that may ask is", "lines that may ask are")
        yield min(found), f"{line_is} written as the questions are and not read as one"


def _is_a_title(line: str) -> bool:
    kind, bold = _look(line)
    return kind in ("headings", "lines in bold") or (kind == "numbered items" and bool(bold))


def _written_alike(file: File) -> Iterator[Finding]:
    """Lines outside of all questions that are written as these are, with text of their own below."""
    looks = {_look(file.line(entry.span.first)) for entry in file.entries}
    if len(looks) != 1 or not next(iter(looks))[0] or next(iter(looks))[0] == "headings":
        return
    lines = file.lines("note", "intro", "heading")
    found = [n for n, line in lines if n not in file.aside and _look(line) in looks and _has_text_below(file, n)]
    if len(found) >= max(ALIKE_OUTSIDE, len(file.entries) / 4):
        yield found[0], f"{len(found)} lines outside of all questions are written as these are, {_read(file)}"


def _look(line: str) -> tuple[str, str]:
    """The kind of a line, and how it is emphasized."""
    bold = _EMPHASIZED.match(line)
    return kind_of(line), bold["sign"] if bold else ""


def _has_text_below(file: File, number: int) -> bool:
    below = next((line for n in range(number + 1, number + 4) if (line := file.line(n)).strip()), "")
    return size(below) > 1 and not kind_of(below)


def _like(file: File, read: dict[int, str]) -> Iterator[Family]:
    """The families of the lines that were read, where a family is more than a way to write lists and headings."""
    lines = dict(file.numbered)
    kinds = {name for line in read.values() for name in (kind_of(line), by_letter(line))}
    own = (family for family in families(lines) if family.name in kinds and family.name not in _LISTS)
    yield from (family for family in own if family.name != LETTERED or _rises(file, family))
    titles = set(titles_among({n: line.rstrip("?？") for n, line in lines.items()}))
    if not any(kinds):
        yield Family(TITLES, tuple(sorted(titles)))


def _rises(file: File, family: Family) -> bool:
    """Whether lettered lines go on from A to where options have long ended."""
    return len({file.line(n).strip(" (")[:1] for n in family.lines}) >= ALIKE


def _titles_in_one(file: File) -> Iterator[Finding]:
    """Short lines with text below them in one answer and in no other: what came behind a question was swallowed."""
    found = [sorted(titles_among(dict(file.answer_of(n)))) for n in range(len(file.entries))]
    full = [titles for titles in found if titles]
    if len(found) > 2 and len(full) == 1 and len(full[0]) >= TITLES_IN_ONE:
        yield full[0][0], f"{len(full[0])} {TITLES} stand in one answer and none in the others"


def _records(file: File) -> Iterator[Finding]:
    """Rows or records that outnumber what was made of them."""
    lines = file.by_number("note", "intro")
    rows = next((family for family in families(lines) if family.name == "rows"), None)
    if file.entries and rows and len(rows) >= ALIKE and len(rows) > len(file.entries):
        yield rows.lines[0], f"{len(rows):,} rows are no questions, {_read(file)}"


def _long(file: File) -> Iterator[Finding]:
    """An answer ten times as long as those beside it: it may hold further ones."""
    sizes = [sum(map(size, entry.answer)) for entry in file.entries]
    for n, words in enumerate(sizes):
        beside = [*sizes[max(n - 2, 0) : n], *sizes[n + 1 : n + 3]]
        if words >= LONG and len(beside) > 1 and words > TIMES * max(beside) and max(beside) >= SHORT:
            yield file.entries[n].span.first, f"an answer of {words:,} words is ten times as long as those beside it"


def _going_on(file: File) -> Iterator[Finding]:
    """A list in an answer whose numbers go on from the question's own: it was swallowed."""
    for n, entry in enumerate(file.entries):
        if entry.number is None or not entry.number.isdigit():
            continue
        after = file.entries[n + 1].number if n + 1 < len(file.entries) else None
        wanted, found, last = int(entry.number) + 1, list[int](), -1
        for number, line in file.answer_of(n):
            match = _NUMBER.match(line)
            if match and int(match["number"]) == wanted and (found or last != wanted - 1):
                found.append(number)
                wanted += 1
            last = int(match["number"]) if match else last
        if len(found) >= GOING_ON and after != str(int(entry.number) + 1):
            yield found[0], f"{len(found)} items in an answer go on with its question's number"


def _answered_twice(file: File) -> Iterator[Finding]:
    """An answer that holds a second label of one, where the others do not: it is that of a question in between."""
    often = {n: _labels(file, n) for n in range(len(file.entries))}
    labelled = [lines for lines in often.values() if lines]
    twice = [lines for lines in labelled if len(lines) > 1]
    if 0 < len(twice) <= len(labelled) / 2:
        yield twice[0][1], f"{_count(len(twice), 'answer holds', 'answers hold')} a second label of an answer"


def _labels(file: File, entry: int) -> list[int]:
    """The lines of an entry with an answer's label that say the same as the first of them."""
    first, *others = file.entries[entry].answer_spans or (None,)
    last = (others[-1] if others else first).last if first else 0
    lines = {n: file.line(n) for n in range(file.entries[entry].span.first, last + 1) if n not in file.code}
    found = {n: next(iter(_WORD.findall(line[:_LABEL])), "") for n, line in lines.items() if _is_labelled(line)}
    return [n for n, said in found.items() if said == next(iter(found.values()))]


def _is_labelled(line: str) -> bool:
    return answer_label(line[:_LABEL].strip(" \t>*_#-")) is not None


def _ruled(file: File) -> Iterator[Finding]:
    """A rule inside an answer, with text of some words below, where rules part the questions from each other."""
    firsts = [entry.span.first for entry in file.entries]
    parted = sum(_rule_above(file, first) for first in firsts[1:])
    if len(firsts) < 2 or parted * 3 < 2 * (len(firsts) - 1):
        return
    inside = [n for at in range(len(firsts)) if (n := _rule_inside(dict(file.answer_of(at))))]
    if 0 < len(inside) <= len(firsts) / 2:
        yield inside[0], f"{_count(len(inside), 'answer goes', 'answers go')} on behind a rule, as the others do not"


def _rule_inside(answer: dict[int, str]) -> int:
    """The first rule of an answer with more than a word below it; 0 for none."""
    rules = (n for n, line in answer.items() if _is_rule(line))
    if any(_OF_A_BLOCK.match(line) for line in answer.values()):
        return 0  # they enclose code
    return next((n for n in rules if any(size(line) > 1 for m, line in answer.items() if m > n)), 0)


def _rule_above(file: File, number: int) -> bool:
    above = next((file.line(n) for n in range(number - 1, 0, -1) if file.line(n).strip()), "")
    return _is_rule(above)


def _is_rule(line: str) -> bool:
    return RULE.lenient.match(line.strip()) is not None and len(line) < _RULE_LINE


def _told_in_titles(file: File) -> Iterator[Finding]:
    """Questions without an answer whose titles go on behind the question mark: the answer may stand there."""
    found = [one.span.first for one in file.entries if not one.answer and _goes_on_otherwise(one.question)]
    if len(found) >= max(TOLD_IN_TITLES, len(file.entries) / 2):
        yield found[0], f"{len(found)} questions have no answer and more words behind their question mark"
    labelled = [one.span.first for one in file.entries if not one.answer and _BEHIND_LABEL.search(one.question)]
    if len(labelled) >= max(MARKED, len(file.entries) / 4):
        yield labelled[0], f"{len(labelled)} questions without an answer have the label of one in their title"


def _goes_on_otherwise(title: str) -> bool:
    """Whether words behind a question mark neither ask nor give an order: "What is a mast? A spar", no "Say why"."""
    match = _BEHIND.search(title)
    return match is not None and asks(match["said"]) < _MAY


def _like_an_essay(file: File) -> Iterator[Finding]:
    """A few headings that ask, with nothing but paragraphs of many words below each and above the first."""
    answers = [[line for line in entry.answer if line.strip()] for entry in file.entries]
    above = [line for n, line in file.lines("intro", "heading") if n < file.first]
    if not 0 < len(answers) <= ESSAY or not _are_headings(file) or any(map(says_questions, above)):
        return
    if _is_prose(answers) and sum(map(size, above)) >= TOLD_ABOVE:
        asked = _count(len(answers), "heading asks", "headings ask")
        yield file.first, f"{asked} like those of an essay, among paragraphs"


def _are_headings(file: File) -> bool:
    return all(depth_of(file.line(entry.span.first)) for entry in file.entries)


def _is_prose(answers: Sequence[Sequence[str]]) -> bool:
    """Whether what is told has many words and none of the signs that notes have."""
    if any(_OF_NOTES.search(line) for told in answers for line in told):
        return False
    return median(sum(map(size, told)) for told in answers) >= TOLD_BELOW


def _rival(file: File) -> Iterator[Finding]:
    """A reading that finds clearly more questions and is hardly worse."""
    own, *others = file.reading.rivals or (None,)
    if own is None:
        return
    more = [
        one for one in others if _is_near(one, own) and one.questions >= max(MORE * own.questions, own.questions + 2)
    ]
    if more:
        best = max(more, key=lambda one: one.score)
        line = file.first
        yield line, f"{_read(file)}, by {best.name} {best.questions:,}, and that is hardly worse"


def _is_near(one: Rival, own: Rival) -> bool:
    return own.questions > 0 and round(own.score - one.score, 4) <= HARDLY_WORSE and not one.name.startswith("every")


def in_unknown_form(file: File) -> Iterator[Finding]:
    """Lines in a form that nobody knew, outside of all questions or in an answer: asked last, where no sign speaks."""
    if file.is_program:
        return
    told = ((dict(file.answer_of(at)), True) for at in range(len(file.entries)))
    parts = (*((lines, False) for lines in _stretches(file)), *told)
    found = next((one for lines, is_answer in parts if (one := found_in(lines, is_answer))), None)
    if found:
        yield found[0], f"{found[1]}, and none is a question"


def _stretches(file: File) -> Iterator[dict[int, str]]:
    """The lines between two questions that belong to neither, one such stretch after another."""
    by_kind = groupby(file.reading.roles, key=lambda role: role.role in ("note", "intro", "heading"))
    for is_outside, roles in by_kind:
        lines = (n for role in roles for n in range(role.first, role.last + 1))
        if is_outside:
            yield {n: file.line(n) for n in lines if n not in file.code and n not in file.aside}


SIGNS: tuple[Callable[[File], Iterator[Finding]], ...] = (
    _nothing,
    _outside,
    _asked_outside,
    _asked_somewhere,
    _asked_in_records,
    _asked_inside,
    _asked_in_paragraphs,
    _sentences_in_one,
    _unanswered,
    _few_have_all,
    _asked_in_data,
    _only_letters,
    _neither,
    _going_on,
    _unread_headings,
    _more_alike,
    _one_more,
    _written_alike,
    _titles_in_one,
    _records,
    _long,
    _options,
    _answered_twice,
    _ruled,
    _told_in_titles,
    _like_an_essay,
    _rival,
)


def _asks_first(line: str) -> bool:
    """Whether a line is a question, or begins with one that it answers."""
    return _asks(line) or bool(_FIRST_ASKS.match(line))


def _questions(line: str) -> int:
    """How many questions a line asks: one, or as many as a paragraph of many has."""
    return 1 if _asks(line) else max(len(_ASKS_INSIDE.findall(line)) - 1, 0)


def _asks(line: str) -> bool:
    return len(line) <= _LONGEST and asks(_TAG.sub("", line)) >= _SURE


def _is_of_the_guide(line: str) -> bool:
    said = _SIGN.sub("", line).strip(" #*_:")
    return bool(OF_THE_GUIDE.match(said) or (OF_DOCUMENTS.match(said) and not _asks(said)))


def _letters(line: str) -> str:
    return "".join(_WORD.findall(line)).casefold()


def _read(file: File) -> str:
    return f"{_count(len(file.entries), 'question was', 'questions were')} read"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
