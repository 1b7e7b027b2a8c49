"""Bytes to clean lines: finds the encoding, undoes damaged characters, and takes out what is not text.

Everything that was never damaged comes out as it went in: quotes stay as they
are, letters are not composed or decomposed, spaces are not folded. Every change
is a `Repair`. Repairing twice changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ..records import CERTAINTIES, Problem, RawFile, Repair, Span, Text
from . import told
from .decoding import Remark
from .model import Model, shipped
from .search import Change, undo
from .told import NOTHING, Told

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class _Rule:
    """What is to stand in the place of each match; `how` is said in the repair."""

    how: str
    pattern: re.Pattern[str]
    after: Callable[[str], str]


def _nothing(found: str) -> str:
    return ""


def _space(found: str) -> str:
    return " "


def _joined(found: str) -> str:
    return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _as_windows(found: str) -> str:
    return found.encode("latin-1").decode("windows-1252")


_COLOUR = "\x1b\\[[0-?]*[ -/]*[@-~]"
# What later stages, HTML or XML take for something else or cannot hold. It hides damage, so it goes first.
_FIRST = (
    # some programs break lines here; editors do not, and lines are numbered as editors do
    _Rule("control", re.compile("[\v\f\x1c-\x1e\u2028\u2029]+"), _space),
    # the colours of a terminal, then any other control character but the tab
    _Rule("control", re.compile(f"{_COLOUR}(?:{_COLOUR})*"), _nothing),
    _Rule("control", re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]+"), _nothing),
    _Rule("surrogates", re.compile("[\ud800-\udfff]+"), _joined),
)
# What has no character in windows-1252 stays behind what may be the first byte of UTF-8: it may be the next.
_TRAIL = "[\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_ALONE = f"(?<![\xc2-\xf4].)(?<![\xe0-\xf4]{_TRAIL}.)(?<![\xf0-\xf4]{_TRAIL}{_TRAIL}.)"
# What is damage in itself, but also evidence of worse damage, so it goes when nothing else is found.
_LAST = (
    _Rule("byte order mark", re.compile("\ufeff(?<![^\n\ufeff].)"), _nothing),
    # windows-1252 read as latin-1, as browsers also understand it; five of its bytes are nothing
    _Rule("latin-1", re.compile("[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]+"), _as_windows),
    _Rule("control", re.compile(f"[\x81\x8d\x8f\x90\x9d]{_ALONE}"), _nothing),
)

# Damage within damage is undone layer by layer. Text that has not come to rest by then is not damaged text.
_LAYERS = 64
# The same thing is said of so many lines of a file, and then once for all the rest.
_TIMES = 20

_EMPTY = "the file is empty. Remove it or fill it"
_UNKNOWN = "part of a damaged character was lost ({}), and more than one would fit. Write what belongs there"
_LOST = "a character was lost before the file came here (\ufffd). Write what belongs there"


@dataclass(frozen=True, slots=True)
class _Edit:
    """`line[start:end]` of a half-repaired line stood as `before` in the file."""

    start: int
    end: int
    before: str
    how: str
    certainty: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line so far, with what was done to it, from left to right."""

    text: str
    edits: tuple[_Edit, ...] = ()


def repair(raw: RawFile) -> tuple[Text, tuple[Problem, ...]]:
    """The file's lines as an editor counts them. A file that is empty or not text has none, and a grave problem."""
    decoded, misread = told.decode(raw)
    whole = decoded.text.removeprefix("\ufeff")
    said, unfit = told.told(raw, _LINE_END.split(whole))
    text, repairs, left = _repaired(whole, shipped(), said)
    lines = _LINE_END.split(text)
    if not lines[-1]:
        lines.pop()
    remarks = [*decoded.remarks, *(Remark(n, _LOST, False) for n, line in enumerate(lines, 1) if "\ufffd" in line)]
    remarks += [Remark(number, _UNKNOWN.format(" ".join(signs)), False) for number, signs in left]
    if not remarks and not text.strip():
        remarks.append(Remark(1, _EMPTY, True))
    problems = (*_problems(raw.source, remarks), *misread, *unfit)
    return Text(raw.source, decoded.encoding, tuple(lines), repairs), problems


def written(raw: RawFile, text: Text) -> str:
    """The repaired text of a file with the line ends that the file has."""
    ends = _LINE_END.findall(told.decode(raw)[0].text)
    return "".join(line + end for line, end in zip_longest(text.lines, ends, fillvalue=""))


def _problems(source: str, remarks: Sequence[Remark]) -> Iterator[Problem]:
    left = Counter(remark.message for remark in remarks)
    said: Counter[str] = Counter()
    for line, message, grave in ((remark.line, remark.message, remark.grave) for remark in remarks):
        said[message] += 1
        left[message] -= 1
        if said[message] == _TIMES and left[message]:
            below = f"{left[message]} line{'s' if left[message] > 1 else ''} below"
            yield Problem(Span(source, line, line), f"{message} (and on {below})", grave)
        elif said[message] <= _TIMES:
            yield Problem(Span(source, line, line), message, grave)


def repair_text(text: str, model: Model | None = None) -> tuple[str, tuple[Repair, ...]]:
    """Repaired text with its line ends as they were, and what was done.

    >>> repair_text("It‚Äôs ‚Äúdone‚Äù ‚úÖ")[0]
    'It’s “done” ✅'
    """
    found, repairs, _ = _repaired(text, model or shipped())
    return found, repairs


def _repaired(
    text: str, model: Model, said: Told = NOTHING
) -> tuple[str, tuple[Repair, ...], tuple[tuple[int, tuple[str, ...]], ...]]:
    """The same, and by line what cannot be told because a part of it was lost."""
    ends = [*_LINE_END.findall(text), ""]
    unknown: dict[int, tuple[str, ...]] = {}
    lines = _rest(_undone([_Line(line) for line in _LINE_END.split(text)], said), model, unknown, said)
    left = [(number, tuple(sign for sign in signs if sign in lines[number].text)) for number, signs in unknown.items()]
    repairs = tuple(
        Repair(number, edit.before, line.text[edit.start : edit.end], edit.how, edit.start + 1, edit.certainty)
        for number, line in enumerate(lines, 1)
        for edit in line.edits
    )
    repaired = "".join(line.text + end for line, end in zip(lines, ends, strict=True))
    return repaired, repairs, tuple((number + 1, signs) for number, signs in sorted(left) if signs)


def _undone(lines: list[_Line], said: Told) -> list[_Line]:
    """The lines with that damage undone of which maintainers say that it is some."""
    if not said.undone:
        return lines
    lines = _all_ruled(lines, _FIRST)
    for number, codecs in said.undone.items():
        for codec in codecs:
            runs = codec.run.finditer(lines[number].text)
            changes = [Change(m.start(), m.end(), codec.decoded(m[0]), codec.name) for m in runs]
            lines[number] = _changed(lines[number], changes)
    return lines


def _rest(lines: list[_Line], model: Model, unknown: dict[int, tuple[str, ...]], said: Told) -> list[_Line]:
    """The lines when no step changes them any more, so that repairing them again does nothing.

    What the first step cannot tell goes into `unknown`, by line.
    """
    found = lines
    for _ in range(_LAYERS):
        repaired, left = _step(found, model, said)
        for number, signs in left.items():
            unknown.setdefault(number, signs)
        if repaired == found:
            return found
        found = repaired
    return _all_ruled(lines, _FIRST)


def _step(lines: list[_Line], model: Model, said: Told) -> tuple[list[_Line], dict[int, tuple[str, ...]]]:
    """One layer of damage undone, and by line what cannot be told."""
    lines = _all_ruled(lines, _FIRST)
    undone = undo(said.masked([line.text for line in lines]), model)
    if not undone.changes:
        return _all_ruled(lines, _LAST, said), undone.left
    changes = undone.changes
    changed = [_changed(line, changes[number]) if number in changes else line for number, line in enumerate(lines)]
    return changed, undone.left


def _all_ruled(lines: list[_Line], rules: Sequence[_Rule], said: Told | None = None) -> list[_Line]:
    """The lines after each rule, but for what is kept."""
    for rule in rules:
        texts: Sequence[str] = [line.text for line in lines]
        texts = said.masked(texts) if said else texts
        if rule.pattern.search("\n".join(texts)):
            found = [rule.pattern.finditer(text) for text in texts]
            changes = [[Change(m.start(), m.end(), rule.after(m[0]), rule.how) for m in one] for one in found]
            lines = list(map(_changed, lines, changes))
    return lines


def _changed(line: _Line, changes: Sequence[Change]) -> _Line:
    """The line after the changes. What was changed before and is changed again becomes one edit with both steps."""
    if not changes:
        return line
    parts: list[str] = []
    edits: list[_Edit] = []
    end = length = 0
    for group in _overlapping([*line.edits, *changes]):
        first, last = group[0].start, max(one.end for one in group)
        old = [one for one in group if isinstance(one, _Edit)]
        new = [one for one in group if isinstance(one, Change)]
        before = _put(line.text, first, last, [(one.start, one.end, one.before) for one in old])
        after = _put(line.text, first, last, [(one.start, one.end, one.after) for one in new])
        steps = [*dict.fromkeys(one.how for one in old), *dict.fromkeys(one.how for one in new)]
        parts += (line.text[end:first], after)
        length += first - end + len(after)
        certainty = max((one.certainty for one in group), key=CERTAINTIES.index)
        edits.append(_Edit(length - len(after), length, before, ", ".join(steps), certainty))
        end = last
    return _Line("".join((*parts, line.text[end:])), tuple(edits))


def _overlapping(ranges: Sequence[_Edit | Change]) -> Iterator[list[_Edit | Change]]:
    """The ranges from left to right, those that share characters together."""
    group: list[_Edit | Change] = []
    end = 0
    for one in sorted(ranges, key=lambda one: (one.start, one.end)):
        if group and one.start >= end:
            yield group
            group = []
        end = max(end, one.end)
        group.append(one)
    if group:
        yield group


def _put(text: str, first: int, last: int, pieces: Sequence[tuple[int, int, str]]) -> str:
    """`text[first:last]` with the pieces in place of what they span."""
    parts: list[str] = []
    for start, end, piece in pieces:
        parts += (text[first:start], piece)
        first = end
    return "".join((*parts, text[first:last]))
