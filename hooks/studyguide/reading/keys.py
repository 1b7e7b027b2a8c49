"""Keys: answers of many questions, given together by their numbers ("1-b, 2-a", a table, "Q1: b" below "Answers")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ..words.asking import asks
from ..words.headings import heads_answers
from ..words.labels import OPTION_LETTER, VERDICT, answer_label, option_place
from .line_marks import Line, title

LONGEST = 1000
_FEWEST = 2
_TITLE_WORDS = 3
_SHORT = 30

Pairs = tuple[tuple[str, str], ...]  # number and answer

_PAIR = re.compile(
    r"(?:^|(?<=[\s,;|/(]))\(?[^\W\d_]{0,3}\.?(?P<number>\d{1,4})\)?\s*+[-–—.):=→>|]*+\s*+"
    rf"[(*_]*+(?P<letter>(?i:{OPTION_LETTER})|{VERDICT})[)*_.]*(?=$|[\s,;|/)])",
)
_PART = re.compile(
    rf"(?:^|(?<=[\s,;]))[(\[]?(?:(?P<number>\d{{1,3}})|(?P<letter>{OPTION_LETTER}))[)\].:](?:\s+(?=\S)|(?=[^\s\d]))",
    re.I,
)
# A number and its answer, which no line of a key goes without.
_MAY_PAIR = re.compile(rf"\d\)?+\s*+[-–—.):=→>|]*+\s*+[(*_]*+(?:(?i:{OPTION_LETTER})|{VERDICT})[)*_.]*(?=$|[\s,;|/)])")
_OPTION = re.compile(rf"\W*{OPTION_LETTER}[).:]", re.I)
_BETWEEN = re.compile(r"[\s,;|/()*_•·-]*")


def keys(lines: Sequence[Line]) -> dict[int, Pairs]:
    """The lines that hold nothing but numbers with letters, two or more, and the rows of a table of them."""
    every = _of_each(lines)
    found = {i: pairs for i, pairs in every.items() if len(pairs) >= _FEWEST}
    for run in _runs(lines, every):
        found.update(run)
    found.update({i: () for key in list(found) if (i := _head(lines, key)) is not None})
    found.update(_worded(lines))
    for rows in _tables(lines):
        if pairs := _across(lines, rows):
            found.update({**dict.fromkeys(rows, ()), rows[-1]: pairs})
        single = {i: pairs for i in rows if (pairs := key_of(lines[i].raw))}
        if len(single) >= _FEWEST and len(rows) - len(single) <= 2:  # the head and what parts it from the rows
            found.update({i: single.get(i, ()) for i in rows})
    return found


def _worded(lines: Sequence[Line]) -> Iterator[tuple[int, Pairs]]:
    """Lines with several answers in words, each behind its number or letter, below "Answers" or behind it."""
    below = False
    for i, line in enumerate(lines):
        if line.kind != "text" or len(line.raw) > LONGEST:
            continue
        lead, colon, behind = line.raw.strip(" \t>#*_-").partition(":")
        headed = bool(colon) and heads_answers(lead.strip("* _"))
        if below or headed:
            pairs = worded_key_of(behind if headed else line.raw)
            yield from [(i, pairs)] if pairs else []
        below = (below and line.marks.depth == 0) or heads_answers(title(line.marks))


def worded_key_of(raw: str) -> Pairs:
    """Numbers and words of one line, where the first part begins it and each number is one more.

    >>> worded_key_of("1) Lima; 2) Quito"), worded_key_of("1. Lima, see 3. and 4.")
    ((('1', 'Lima'), ('2', 'Quito')), ())
    """
    text = raw.strip(" \t>*_-")
    marks = list(_PART.finditer(text))
    numbers = [int(mark["number"]) if mark["number"] else option_place(mark["letter"]) + 1 for mark in marks]
    if len(marks) < _FEWEST or marks[0].start() or any(b != a + 1 for a, b in pairwise(numbers)):
        return ()
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    said = [text[mark.end() : end].strip(" \t,;*_") for mark, end in zip(marks, ends, strict=True)]
    return tuple((str(number), one) for number, one in zip(numbers, said, strict=True)) if all(said) else ()


def _of_each(lines: Sequence[Line]) -> dict[int, Pairs]:
    return {i: pairs for i, line in enumerate(lines) if _may_be_one(line) and (pairs := key_of(line.raw))}


def _runs(lines: Sequence[Line], every: Mapping[int, Pairs]) -> Iterator[dict[int, Pairs]]:
    """Lines of a number and a letter below each other, two or more, whose numbers rise by one."""
    if len(every) < _FEWEST:
        return
    run: dict[int, Pairs] = {}
    last = -1
    for i, line in enumerate(lines):
        if line.kind == "blank":
            continue
        pairs = every.get(i, ()) if len(line.raw) < _SHORT else ()
        number = int(pairs[0][0]) if len(pairs) == 1 else -1
        if run and number != last + 1:
            yield run if len(run) >= _FEWEST else {}
            run = {}
        if number >= 0:
            run[i], last = pairs, number
    yield run if len(run) >= _FEWEST else {}


def _across(lines: Sequence[Line], rows: Sequence[int]) -> Pairs:
    """The pairs of a table with the numbers in one row and the letters in the other."""
    written = [[cell.strip(" *") for cell in lines[i].raw.strip(" |").split("|")] for i in rows]
    written = [row for row in written if any(re.search(r"\w", cell) for cell in row)]
    if len(written) != 2 or len(written[0]) != len(written[1]):
        return ()
    numbers, letters = written
    if not all(n.isdecimal() for n in numbers) or not all(
        re.fullmatch(f"(?i:{OPTION_LETTER})|{VERDICT}", x) for x in letters
    ):
        return ()
    return tuple(zip(numbers, letters, strict=True))


def _head(lines: Sequence[Line], key: int) -> int | None:
    """The line above a key that is nothing but its title: "Key"."""
    i = next((j for j in range(key - 1, -1, -1) if lines[j].kind != "blank"), -1)
    if i < 0 or lines[i].kind != "text" or not _is_bare(lines[i]) or key_of(lines[i].raw):
        return None
    return i


def _is_bare(line: Line) -> bool:
    mark = line.marks
    if mark.depth or mark.number or mark.bullet or mark.label or _OPTION.match(line.raw):
        return False
    if len(line.raw.split()) > _TITLE_WORDS:
        return False
    return mark.text[:1].isupper() and mark.text[-1:] not in ".?!;,。？！" and mark.indent == 0


def _may_be_one(line: Line) -> bool:
    return line.kind in ("text", "row") and len(line.raw) <= LONGEST and _MAY_PAIR.search(_bare(line.raw)) is not None


def key_of(raw: str) -> Pairs:
    """Numbers and letters of one line; nothing where it holds anything else, or where the numbers do not rise.

    >>> key_of("Answers: 1-b, 2-a"), key_of("Steps 1-a and 2-b"), key_of("2-a 1-b")
    ((('1', 'b'), ('2', 'a')), (), ())
    """
    text = _bare(raw)
    marks = list(_PAIR.finditer(text))
    if not marks or not _leads(text[: marks[0].start()]):
        return ()
    ends = [0, *(mark.end() for mark in marks)]
    between = [text[end : mark.start()] for end, mark in zip(ends[1:], marks[1:], strict=False)]
    if not all(map(_BETWEEN.fullmatch, [*between, text[ends[-1] :]])):
        return ()
    numbers = [int(mark["number"]) for mark in marks]
    if any(b <= a for a, b in pairwise(numbers)):
        return ()
    return tuple((mark["number"], mark["letter"]) for mark in marks)


def _bare(raw: str) -> str:
    return raw[:LONGEST].strip(" \t>#*_|-")


def _leads(words: str) -> bool:
    """Whether what stands before a key is nothing or says that answers follow."""
    bare = words.strip(" \t*_:：.-|")
    return not bare or heads_answers(bare) or answer_label(f"{bare}:") == ""


def _tables(lines: Sequence[Line]) -> list[list[int]]:
    found: list[list[int]] = [[]]
    for i, line in enumerate(lines):
        if line.kind in ("row", "rule") and "|" in line.raw:
            found[-1].append(i)
        elif found[-1]:
            found.append([])
    return [rows for rows in found if len(rows) > _FEWEST]


def told_apart(lines: Sequence[Line]) -> frozenset[int]:
    """Labelled lines with numbers that answer, below "Answers", the questions of these labels: "Q1: b, it flows"."""
    above: set[str] = set()
    found: set[int] = set()
    below = False
    for i, line in enumerate(lines if _are_labelled(lines) else ()):
        mark = line.marks
        if line.kind != "text":
            continue
        labelled = mark.label != "" and mark.number is not None
        if heads_answers(title(mark)):
            below = True
        elif mark.depth and not labelled:
            below = False
        elif labelled and below and mark.number in above and asks(mark.text) < 0.5:
            found.add(i)
        elif labelled and mark.number:
            above.add(mark.number)
    return frozenset(found) if len(found) >= _FEWEST else frozenset()


def _are_labelled(lines: Sequence[Line]) -> bool:
    return sum(line.marks.label != "" for line in lines) >= _FEWEST
