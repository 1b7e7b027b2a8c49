"""Lines become entries: which question, where its answer stands, and what every other line is.

In the order of the work: `programs` and `mails_and_talk` (files that are no notes, or not yet), `line_marks`, `counts`
and `blocks` (what each line is, what it stands next to and within), `numbering` and `signs` (where questions can begin,
by each sign; `segmentations.SIGNS` names the modules of the others), `segmentations` (the rival readings of the whole
file), `cut` (how far each question goes), `score` (which reading is best), `parts` (question, body and answer of each).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from shlex import quote
from typing import Any

from ..records import (
    ANYTHING,
    NOTHING,
    Entry,
    LayoutRule,
    LineDecision,
    LooseAnswer,
    Problem,
    Reading,
    Rival,
    Role,
    Span,
    Subject,
    Text,
)
from ..syntax.numbers import parted
from ..words.headings import REFERENCES
from ..words.wording import plain
from .blocks import Page, answer_number, blocks
from .cut import Cut, Segment, cut
from .formats import read_format
from .line_marks import scan
from .mails_and_talk import as_markdown
from .parts import divide
from .programs import PROGRAM, is_code
from .ruled import ruled, unmarked
from .segmentations import Segmentation, by_rule, offered, rivals
from .settled import settled
from .signs import Start, house
from .told import found_again, told

# What a line is, the entry it belongs to, and why.
_Role = tuple[str, int | None, str]
_NOTE: _Role = ("note", None, "")
NO_LAYOUT = "no questions"
KEPT = 8  # rivals that are told

_LINK = re.compile(
    r"(?:\[(?P<title>[^\[\]]*+))?\]\(\s*<?(?P<target>https?://[^\s()<>]{1,2000}+(?:\([^\s()]*+\)[^\s()<>]*+)*)>?[^)]{0,1000}\)"
    r"|(?<![(\w])(?P<bare>https?://[^\s<>)\]]+)"
)


def read(
    text: Text,
    subject: Subject = ANYTHING,
    rule: LayoutRule | None = None,
    decisions: Sequence[LineDecision] = (),
    *,
    trying: bool = False,
) -> Reading:
    """The questions of one file and the role of each of its non-blank lines. Never raises, whatever the lines hold.

    Of notes in Markdown the best of several readings is taken, or the one that `rule` names; all of them are told with
    their scores. Where the rule finds nothing that is a problem, and the file is read as if there were none.

    decisions   what maintainers say of single lines
    trying      all ways to read it are told, those too that are seldom right
    """
    known = _Known(subject, *found_again(text.lines, decisions), rule=rule, trying=trying)
    found = _any_form(text, known)
    if rule is None or not known.is_ruled or found.rule is not None or rule.begin == NOTHING:
        return found
    place = rule.place or Span(text.source, 1, 1)
    message = (
        f"{_said(rule)} finds no question in {text.source}. Correct it; to see how else the file can be read, run: "
    )
    nothing = Problem(place, f"{message}studyguide explain {quote(text.source)} --try", grave=True)
    guessed = _any_form(text, replace(known, rule=replace(rule, **_UNSAID)))
    return replace(guessed, problems=(*guessed.problems, nothing))


def ways(text: Text, subject: Subject = ANYTHING, decisions: Sequence[LineDecision] = ()) -> tuple[Rival, ...]:
    """All ways to read a file as prose, the best first, whatever form it has and whatever rule there is."""
    known = _Known(subject, *found_again(text.lines, decisions), rule=LayoutRule(reading="any"), trying=True)
    return _any_form(text, known).rivals


_UNSAID: dict[str, Any] = {"reading": "", "begin": "", "prefix": "", "suffix": ""}


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a file before it is read: its subject, and what maintainers say.

    wrong   what they say of lines that are not there
    """

    subject: Subject
    decided: dict[int, LineDecision]
    wrong: tuple[Problem, ...] = ()
    rule: LayoutRule | None = None
    trying: bool = False

    @property
    def is_ruled(self) -> bool:
        return self.rule is not None and bool(self.rule.begins or self.rule.reading)


def _said(rule: LayoutRule) -> str:
    key = next(key for key in ("reading", "question", "begin", "prefix", "suffix") if getattr(rule, key))
    return f'{key} = "{getattr(rule, key)}"'


def _any_form(text: Text, known: _Known) -> Reading:
    def prose(text: Text, homes: Sequence[tuple[int, int]] = ()) -> Reading:
        return _read_prose(text, replace(known, decided=_moved(known.decided, text.lines, homes)) if homes else known)

    found = read_format(text, prose, known.rule) or prose(text)
    return settled(text, replace(found, problems=(*found.problems, *known.wrong)), known.decided)


def _moved(
    decided: Mapping[int, LineDecision], lines: Sequence[str], homes: Sequence[tuple[int, int]]
) -> dict[int, LineDecision]:
    """The decisions by the lines of a file that was rewritten, of which each stands for some of the file's own."""
    at_home: dict[int, int] = {}
    for n in range(len(homes) - 1, -1, -1):
        if lines[n].strip():
            at_home.update(dict.fromkeys(range(homes[n][0] - 1, homes[n][1]), n))
    return {at_home[at]: one for at, one in decided.items() if at in at_home}


def _read_prose(text: Text, known: _Known) -> Reading:
    """Notes in Markdown, or in something that can be read as it line by line."""
    if not known.is_ruled:
        if is_code(text.lines):
            return _unread(text)
        matter = _front_matter(text.lines)
        if "service" in matter:  # the house layout is Markdown and needs no guess, whatever its answers look like
            page = replace(blocks(text.lines, known.subject), labels={}, told=told(known.decided))
            return _reading(text, page, cut(page, {start.line: start for start in house(page)}), matter)
    rule = known.rule or LayoutRule()
    lines = text.lines if rule.prefix or rule.answer_prefix else as_markdown(text.lines)
    page = replace(blocks(lines, known.subject, rule.levels), told=told(known.decided))
    page, readings = _readings(page, rule)
    best = readings[0] if readings else None
    found = _reading(text, page, best.cut if best else cut(page, {}), {}, rule)
    obeyed = known.is_ruled and _is_obeyed(rule, best)
    return replace(
        found,
        rivals=_rivals(page, text, found, readings, known),
        margin=_margin(readings),
        rule=rule.place if obeyed else None,
    )


def _is_obeyed(rule: LayoutRule, best: Segmentation | None) -> bool:
    """Whether a file is read as a rule says."""
    return rule.begin == NOTHING if best is None else best.name in (rule.reading, _name_of(rule))


def _rivals(
    page: Page, text: Text, found: Reading, readings: Sequence[Segmentation], known: _Known
) -> tuple[Rival, ...]:
    """The ways to read a file, first the one that is taken, if it is only that nothing is found."""
    best = readings[0] if readings else None
    more = [] if known.rule and known.rule.begins else offered(page, best, known.trying)
    none = [_none(found, text)] if more and not best else []
    return (*none, *map(_rival, (*readings[:KEPT], *more)))


def _readings(page: Page, rule: LayoutRule) -> tuple[Page, list[Segmentation]]:
    """The page as a rule has it, and its readings, the one to be taken first."""
    page, starts = ruled(page, rule)
    if not rule.begins:
        return page, rivals(page, rule.reading)
    own = by_rule(page, _name_of(rule), starts)
    return page, [own] if own else []


def _name_of(rule: LayoutRule) -> str:
    """What a reading is called that a rule spells out."""
    return str(rule.place) if rule.place else "as said"


def _none(reading: Reading, text: Text) -> Rival:
    """What is taken where nothing is found."""
    left = [n for one in reading.roles if one.role in ("note", "intro") for n in range(one.first, one.last + 1)]
    return Rival(NO_LAYOUT, 0, (), sum(len(text.lines[n - 1].split()) for n in left), 0.0)


def _rival(one: Segmentation) -> Rival:
    titles = [s.start.title for s in one.cut.segments if s.start is not None]
    return Rival(one.name, len(titles), tuple(titles[:3]), one.outside, one.score, one.parts)


def _margin(readings: Sequence[Segmentation]) -> float:
    """How much better the reading is than the next that differs by more than a question or two."""
    if not readings:
        return 0.0
    own = readings[0].lines
    other = next((one for one in readings[1:] if len(own ^ one.lines) * 10 > len(own)), None)
    return round(readings[0].score - (other.score if other else 0.0), 4)


def _reading(text: Text, page: Page, done: Cut, matter: dict[str, str], rule: LayoutRule | None = None) -> Reading:
    trusted = text.source.startswith("reviewed/")
    entries: list[Entry] = []
    loose: list[LooseAnswer] = []
    roles: dict[int, _Role] = {i: (role, None, why) for i, (role, why) in done.roles.items()}
    for segment in done.segments:
        if segment.start is None:
            loose.append(_loose(text.source, page, segment))
            roles.update(dict.fromkeys(segment.lines, _NOTE))
            continue
        entry, own = divide(text.source, page, segment)
        if matter:
            entry = _in_the_house(entry, matter, segment.start, trusted)
        for i, (role, why) in own.items():
            belongs = len(entries) if role in ("question", "answer") else None
            roles[i] = (role, belongs, why)
        entries.append(entry)
    titles = {s.start.line: s.start for s in done.segments if s.start is not None and s.start.said}
    rewritten = any(line.raw != raw for line, raw in zip(page.lines, text.lines, strict=True))
    otherwise = titles or rewritten or (rule is not None and _takes_words_away(rule))
    said = _said_by(page, roles, len(entries), rule, titles) if otherwise else ()
    gaps = _gaps(text.source, done)
    return Reading(text.source, _layout(done), tuple(entries), _joined(page, roles), tuple(loose), gaps, said)


def _takes_words_away(rule: LayoutRule) -> bool:
    return bool(rule.prefix or rule.answer_prefix or rule.separator or rule.begin == "table")


def _said_by(
    page: Page, roles: Mapping[int, _Role], entries: int, rule: LayoutRule | None, titles: Mapping[int, Start]
) -> tuple[str, ...]:
    """What is said of each entry, without the words by which a rule, or a form that was rewritten, knows its lines.

    titles   questions of which it is known what their lines say, by their first lines
    """
    found: list[list[str]] = [[] for _ in range(entries)]
    told = {i: "" for start in titles.values() for i in range(start.line, start.last + 1)}
    told.update({line: start.said for line, start in titles.items()})
    for i, (_, entry, _) in roles.items():
        if entry is not None:
            found[entry].append(told[i] if i in told else unmarked(page, i, rule) if rule else page.lines[i].raw)
    return tuple("\n".join(lines) for lines in found)


def _loose(source: str, page: Page, segment: Segment) -> LooseAnswer:
    if segment.told is not None:
        number, answer = segment.told
        lines: tuple[str, ...] = (answer,)
    else:
        number, lines = _told(page, segment)
    return LooseAnswer(
        Span(source, segment.first + 1, segment.last + 1),
        number,
        tuple(s.title for s in segment.sections),
        next((s.level for s in reversed(segment.sections) if s.level), None),
        lines,
    )


def _told(page: Page, segment: Segment) -> tuple[str, tuple[str, ...]]:
    """Number and lines of an item that answers a question elsewhere."""
    line = page.lines[segment.first]
    first = page.labels.get(segment.first, line.marks.text if not line.marks.bold else f"**{line.marks.text}**")
    return line.marks.number or answer_number(line) or "", (first, *(page.lines[i].raw for i in segment.lines[1:]))


# --- the house layout ------------------------------------------------------------------------------------------------


def _front_matter(lines: Sequence[str]) -> dict[str, str]:
    if not lines or lines[0].strip() != "---":
        return {}
    found: dict[str, str] = {}
    for line in scan(lines[:60]):
        if line.kind != "front":
            break
        key, colon, value = line.raw.partition(":")
        if colon and key == key.strip():
            found[key.strip().lower()] = value.strip().strip("\"'")
    return found


def _in_the_house(entry: Entry, matter: dict[str, str], start: Start, trusted: bool) -> Entry:
    """What front matter and the `References:` line state. Only the reviewed bank may state an id and a review."""
    answer = list(entry.answer)
    references: dict[str, str] = {}
    at = next((n for n in range(len(answer) - 1, -1, -1) if REFERENCES.match(answer[n].strip())), None)
    if at is not None:
        for link in _LINK.finditer("\n".join(answer[at:])):
            references.setdefault(link["target"] or link["bare"], plain(link["title"] or ""))
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
        references=tuple(references),
        reference_titles=tuple(references.values()),
    )


# --- the report ------------------------------------------------------------------------------------------------------


def _unread(text: Text) -> Reading:
    """A program: kept, shown as it is, and not read."""
    written = [n for n, line in enumerate(text.lines, 1) if line.strip()]
    roles = tuple(Role(first, last, "note", None, PROGRAM) for first, last in _runs_of(written))
    return Reading(text.source, NO_LAYOUT, (), roles)


def _runs_of(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Rising numbers as ranges without gaps."""
    firsts = [n for n, before in zip(numbers, [None, *numbers], strict=False) if before is None or n != before + 1]
    lasts = [n for n, after in zip(numbers, [*numbers[1:], None], strict=True) if after is None or after != n + 1]
    return list(zip(firsts, lasts, strict=True))


def _layout(cut: Cut) -> str:
    kinds = Counter(segment.start.kind for segment in cut.segments if segment.start is not None)
    return ", ".join(kind.called for kind, _ in kinds.most_common(3)) or NO_LAYOUT


def _joined(page: Page, roles: Mapping[int, _Role]) -> tuple[Role, ...]:
    """Roles in order, neighbours of the same kind joined over the blank lines between them."""
    found: list[tuple[int, int, _Role]] = []
    for i, line in enumerate(page.lines):
        if line.kind == "blank" and i not in roles:
            continue
        role = roles.get(i, _NOTE)
        if found and found[-1][2] == role and role[0] not in ("heading", "level"):
            found[-1] = (found[-1][0], i, role)
        else:
            found.append((i, i, role))
    return tuple(Role(first + 1, last + 1, *role) for first, last, role in found)


def _gaps(source: str, done: Cut) -> tuple[Problem, ...]:
    """Numbers that are missing from a list of questions: perhaps a question was lost before the file came here."""
    found: list[Problem] = []
    listed = [s.start for s in done.segments if s.start is not None and s.start.until >= 0 and s.start.number]
    for one, other in pairwise(listed):
        if one.until != other.until:
            continue
        a, b = (parted(start.number or "0")[1] for start in (one, other))
        if b > a + 1:
            place = Span(source, other.line + 1, other.line + 1)
            found.append(Problem(place, f"question {b} follows question {a}. See whether one is missing"))
    return tuple(found)
