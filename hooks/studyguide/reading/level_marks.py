"""Marks that say how hard a question is: by a legend in the same file, or by what they mean wherever they stand.

A legend gives each of its marks a level, on one line, in a list or in a table, before the questions or behind them:
"🟢 easy 🟡 medium 🔴 hard", "E = easy". It is one only where titles of the file bear its marks. Without a legend stars
count up to the hardest, and the colours of a traffic light go from basic to advanced, where most titles have them and
nothing in the file says that they mean something else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..words.asking import asks
from ..words.levels import LIGHTS, graded, level_of_points, points, said_level, stated, steps, take_level
from ..words.wording import plain
from .line_marks import Line

LONGEST = 400  # characters of a line of a legend
_ITEM_WORDS = 6  # words that say one level
_LEAD_WORDS = 4  # words of a line that leads in a legend
_USED = 2  # titles that bear marks of a legend
_MOST_TITLES = 2 / 3  # the share of titles that bear a mark without a legend

_STAR = "[★☆⭐🌟✭✮✯]"
_BASE = "[\u2300-\u23ff\u25a0-\u2604\u2607-\u27bf\u2b00-\u2b4f\u2b51-\u2bff\U0001f000-\U0001f31e\U0001f320-\U0001faff]"
_SIGN = rf"{_BASE}\ufe0f?(?:\u200d{_BASE}\ufe0f?){{{{0,9}}}}"
# A row of stars, or one sign as often as it is repeated.
_MARK = rf"(?:{_STAR}\ufe0f?(?:\s?{_STAR}\ufe0f?){{{{0,20}}}}|(?P<{{0}}>{_SIGN})(?:\s?(?P={{0}})){{{{0,20}}}})"
_MARKS = re.compile(_MARK.format("sign"))
_LETTERS = re.compile(r"(?<!\w)[\[(]?(?P<letter>[A-Z][A-Z\d]?)[\])]?(?=(?:\s*[=:：]\s*|\s[–—-]\s)[^\W\d])")
_EQUALS = re.compile(r"[=:：–—-]")  # what stands behind a letter that is explained
_CLAUSE = re.compile(r"[.;,，、。|·/()（）\[\]\n]")
_SEPARATORS = " \t=:：–—-|>*_`~.,;·•➡→"
_BEFORE = re.compile(r"^[\s>|*+\-•·_`~#]*(?:\(?\d{1,2}[.)]\s*)?[\s|*_`]*")
_AT_END = re.compile(
    rf"(?:(?<!\s)\s++)?(?:[\[(]\s*(?P<boxed>{_MARK.format('one')})\s*[\])]|(?P<marks>\*\*|__|`)\s*(?P<marked>{_MARK.format('two')})\s*(?P=marks)"
    rf"|(?P<bare>{_MARK.format('three')})|[\[(](?P<letter>[A-Z][A-Z\d]?)[\])])\ufe0f?"
    r"(?P<end>[\s*_#:.|]*+(?:</\w++>\s*+)*+)$"
)
_FRONT = re.compile(r"(?:<[^<>]*>|[^\w<]|[\d_])*+")
_AT_LETTER = re.compile(r"^(?P<before>[\W\d_]*?)[\[(](?P<letter>[A-Z][A-Z\d]?)[\])]\s*[.:–—-]?\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class LevelMarks:
    """What the marks of one file say.

    states   marks and the levels they state
    legend   the lines (indices) that say so
    most     out of how many points a level is told where the line does not say
    plainly  titles have levels of several kinds in brackets, so that any word for one is believed there
    """

    states: Mapping[str, str] = field(default_factory=dict)
    legend: frozenset[int] = frozenset()
    most: int = 0
    plainly: bool = False

    def taken(self, raw: str, words: str) -> tuple[str, str | None]:
        """A title's line without the mark behind its words, and the level that this or the mark before them states.

        `words` are those of the line, which begin behind its other marks.
        """
        if not self.states:
            return raw, None
        behind = _AT_END.search(raw[-LONGEST:])
        level = self.states.get(_mark_of(behind)) if behind else None
        if behind and level:
            at = max(len(raw) - LONGEST, 0) + behind.start()
            return raw[:at].rstrip(" -–—|·:") + behind["end"].rstrip(), level
        lettered = _AT_LETTER.match(raw)
        if lettered and (level := self.states.get(lettered["letter"])):
            return lettered["before"] + raw[lettered.end() :], level
        before = _front(raw, words)
        found = (self.states.get(normal(mark[0])) for mark in _MARKS.finditer(before))
        return raw, next((level for level in found if level), None)

    def graded(self, words: str) -> str | None:
        """The level of a cell: in words, in points, or by a mark alone."""
        return graded(words, self.most) or self.states.get(normal(words))


NONE = LevelMarks()


def normal(mark: str) -> str:
    """A mark as it is compared: full stars are full stars, whatever their font.

    >>> normal("⭐️ ⭐️"), normal("★★☆"), normal("🔥🔥")
    ('★★', '★★☆', '🔥🔥')
    """
    bare = re.sub(r"[\s\ufe0e\ufe0f]", "", mark)
    return re.sub("[⭐🌟✭✮✯]", "★", bare)


def level_marks(lines: Sequence[Line], given: Sequence[tuple[str, str]] = ()) -> LevelMarks:
    """The marks of a file. `given` are marks and levels that a maintainer has settled."""
    most = steps(max((points(words)[0] for words in _statements(lines)), default=0))
    settled = {normal(mark): level for mark, level in given}
    titles = list(_titles(lines))
    states, legend, others = _legends(lines)
    used = {i for i, mark in titles if mark in states and i not in legend}
    if len(used) < _USED:
        states, legend = {}, frozenset()
    usual = {} if states or settled else _usual(lines, titles, others)
    return LevelMarks({**usual, **states, **settled}, legend, most, _say_levels_in_brackets(lines))


def _say_levels_in_brackets(lines: Sequence[Line]) -> bool:
    """Whether several lines that ask have a level in brackets, and not always the same one."""
    titles = (line.marks.text for line in lines if line.kind in ("text", "row") and len(line.raw) <= LONGEST)
    found = {level for words in titles if asks(words) >= 0.5 and (level := take_level(words, plainly=True)[1])}
    return len(found) > 1


def _statements(lines: Sequence[Line]) -> Iterator[str]:
    """What stands behind "Difficulty:"."""
    for line in lines:
        if line.kind == "text" and len(line.raw) < 120 and (words := stated(line.raw)):
            yield words


def _titles(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """The lines that can be titles and bear a mark before or behind their words, with each of these marks."""
    for i, line in enumerate(lines):
        if line.kind not in ("text", "row") or len(line.raw) > LONGEST or not line.marks.text:
            continue
        if line.raw.isascii() and "]" not in line.raw and ")" not in line.raw:
            continue  # neither a sign nor a letter in brackets
        found = [normal(mark[0]) for mark in _MARKS.finditer(_front(line.raw, line.marks.text))]
        if (behind := _AT_END.search(line.raw)) is not None:
            found.append(_mark_of(behind))
        if (lettered := _AT_LETTER.match(line.raw)) is not None:
            found.append(lettered["letter"])
        yield from ((i, mark) for mark in dict.fromkeys(found))


def _front(raw: str, words: str) -> str:
    """What stands before a line's words: signs, tags and labels."""
    signs = _FRONT.match(raw)
    return raw[: max(raw.find(words[:12]) if words else 0, signs.end() if signs else 0)]


def ends_with_a_mark(words: str) -> bool:
    """Whether stars or lights stand behind words, which say how hard something is.

    >>> ends_with_a_mark("Reverse a list (★★☆)"), ends_with_a_mark("Reverse a list")
    (True, False)
    """
    behind = _AT_END.search(words[-LONGEST:])
    return behind is not None and (points(mark := _mark_of(behind))[0] > 0 or mark in LIGHTS)


def _mark_of(behind: re.Match[str]) -> str:
    return behind["letter"] or normal(behind["boxed"] or behind["marked"] or behind["bare"])


# --- legends ---------------------------------------------------------------------------------------------------------


def _legends(lines: Sequence[Line]) -> tuple[dict[str, str], frozenset[int], set[str]]:
    """Marks with their levels, the lines that say so, and the marks that are explained as something else."""
    states: dict[str, str] = {}
    found: set[int] = set()
    others: set[str] = set()
    for block in _blocks(lines):
        pairs = [pair for i in block for pair in _pairs(lines[i].raw)]
        levels = _levels(pairs)
        if len(levels) >= 2 and len(set(levels.values())) >= 2:
            states = {**levels, **states}
            found.update(block, _around(lines, block))
        else:
            others.update(mark for mark, words in pairs if said_level(words) is None)
    return states, frozenset(found), others


def _levels(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The level of each mark; one that is said to be two things is none. Of three the second lies between."""
    found: dict[str, set[str | None]] = {}
    for mark, words in pairs:
        found.setdefault(mark, set()).add(said_level(words))
    levels = {mark: level for mark, some in found.items() if len(some) == 1 and (level := next(iter(some)))}
    if list(levels.values()) == ["basic", "advanced", "advanced"]:
        levels[list(levels)[1]] = "intermediate"  # beginners, advanced, experts
    return levels


def _blocks(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Lines that say several marks, and runs of lines that say one each; blank lines between them do not count."""
    run: list[int] = []
    for i, line in enumerate(lines):
        if line.kind == "blank" or (line.kind in ("row", "rule") and run and not re.search(r"\w", line.raw)):
            continue
        said = _pairs(line.raw) if _may_explain(line) else []
        if len(said) == 1 and _says_no_more(line.raw, *said[0]):
            run.append(i)
            continue
        if run:
            yield run
            run = []
        if len(said) > 1:
            yield [i]
    if run:
        yield run


def _may_explain(line: Line) -> bool:
    return line.kind in ("text", "row", "contents") and not line.marks.depth and len(line.raw) <= LONGEST


def _pairs(raw: str) -> list[tuple[str, str]]:
    """The marks of a line, each with the words that may explain it: those behind it, or those before."""
    found, names = _named(raw)
    if not found:
        return []
    ends = [*(mark.start() for mark in found[1:]), len(raw)]
    behind = [_clause(raw[mark.end() : end]) for mark, end in zip(found, ends, strict=True)]
    starts = [0, *(mark.end() for mark in found[:-1])]
    before = [_last_clause(raw[start : mark.start()]) for mark, start in zip(found, starts, strict=True)]
    words = before if said_level(before[0]) and not behind[-1] else behind
    return [(name, said) for name, said in zip(names, words, strict=True) if said and _may_stand_for(name, said)]


def _named(raw: str) -> tuple[list[re.Match[str]], list[str]]:
    """The signs of a line, or else its letters that something is said of, and what they are called."""
    found = [] if raw.isascii() else list(_MARKS.finditer(raw))
    if found or not _EQUALS.search(raw):
        return found, [normal(mark[0]) for mark in found]
    found = list(_LETTERS.finditer(raw))
    return found, [mark["letter"] for mark in found]


def _may_stand_for(mark: str, words: str) -> bool:
    """Whether a mark is no letter, or one that the words begin with: "E = easy" is no option E."""
    return not mark[0].isascii() or mark[1:].isdigit() or words[:1].upper() == mark[0]


def _clause(text: str) -> str:
    """The first words of a text up to a sign that parts, without signs and emphasis around them."""
    parts = [said for part in _CLAUSE.split(plain(text.strip(_SEPARATORS))) if (said := part.strip(_SEPARATORS))]
    first = next((part for part in parts[:2] if said_level(part)), parts[0] if parts else "")
    return first if len(first.split()) <= _ITEM_WORDS else ""


def _last_clause(text: str) -> str:
    bare = plain(_BEFORE.sub("", text).strip(_SEPARATORS))
    parts = [part.strip(_SEPARATORS) for part in re.split(r"[.;,，、。|·/()（）\[\]\n:：]", bare)]
    last = next((part for part in reversed(parts) if part), "")
    return last if len(last.split()) <= _ITEM_WORDS else ""


def _says_no_more(raw: str, mark: str, words: str) -> bool:
    """Whether a line has a mark and what it means, and no question or sentence around them."""
    bare = _BEFORE.sub("", raw)
    if asks(plain(bare)) >= 0.6:
        return False
    rest = plain(_MARKS.sub(" ", bare)).strip(_SEPARATORS)
    begins = bool(_MARKS.match(bare) or _LETTERS.match(bare)) or rest.startswith(words)
    return begins and len(rest.split()) <= 4 * _ITEM_WORDS


def _around(lines: Sequence[Line], block: Sequence[int]) -> set[int]:
    """The head of a legend's table, and the line in bold or with a colon that leads it in."""
    found: set[int] = set()
    i = block[0] - 1
    if lines[block[0]].kind == "row":
        found.update(j for j in range(block[0], block[-1]) if lines[j].kind != "blank")
        while i >= 0 and lines[i].kind in ("row", "rule"):
            found.add(i)
            i -= 1
    while i >= 0 and lines[i].kind == "blank":
        i -= 1
    if i >= 0 and lines[i].kind == "text" and _leads_in(lines[i]):
        found.add(i)
    return found


def _leads_in(line: Line) -> bool:
    mark = line.marks
    said = plain(mark.text)
    leads = mark.bold or said.endswith((":", "："))
    return leads and not mark.depth and not mark.number and len(said.split()) <= _LEAD_WORDS and asks(said) < 0.6


# --- without a legend ------------------------------------------------------------------------------------------------


def _usual(lines: Sequence[Line], titles: Sequence[tuple[int, str]], others: set[str]) -> dict[str, str]:
    """What stars and the colours of a traffic light mean by themselves, where most titles of a kind have one."""
    for meaning in (_of_stars, _of_lights):
        states = meaning({mark for _, mark in titles})
        bearing = {i for i, mark in titles if mark in states}
        if states and not others & states.keys() and _are_most(lines, bearing):
            return states
    return {}


def _of_stars(marks: set[str]) -> dict[str, str]:
    """The levels of rows of stars, if there are rows of several lengths or empty ones among them."""
    rows = {mark: points(mark) for mark in marks if mark.strip("★☆") == "" and points(mark)[0]}
    highest = max((many for many, _ in rows.values()), default=0)
    most = max((own for _, own in rows.values()), default=0) or steps(highest)
    if len(rows) < 2:
        return {}
    levels = {mark: level_of_points(many, own or most) for mark, (many, own) in rows.items()}
    return {mark: level for mark, level in levels.items() if level}


def _of_lights(marks: set[str]) -> dict[str, str]:
    lights = {mark: LIGHTS[mark] for mark in marks if mark in LIGHTS}
    return lights if {"basic", "advanced"} <= set(lights.values()) else {}


def _are_most(lines: Sequence[Line], bearing: set[int]) -> bool:
    """Whether most questions of the kind that bears marks bear one."""
    asking = {i for i in bearing if _asks(lines[i])}
    if len(asking) < _USED:
        return False
    kind = Counter(_kind(lines[i]) for i in asking).most_common(1)[0][0]
    alike = sum(line.kind in ("text", "row") and _kind(line) == kind and _asks(line) for line in lines)
    return len(asking) >= _MOST_TITLES * alike


def _kind(line: Line) -> tuple[object, ...]:
    mark = line.marks
    return line.kind, mark.depth, mark.number is not None, mark.bullet, bool(mark.label)


def _asks(line: Line) -> bool:
    labelled = line.marks.label != ""
    return len(line.raw) <= LONGEST and (labelled or asks(_AT_END.sub("", line.marks.text)) >= 0.5)
