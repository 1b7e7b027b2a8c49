"""Where questions stand beside each other, now and when the id ledger was written.

A place is told by what stands around it and not by a line: so many steps behind one question, so many before another.
Only questions whose id is sure are counted from, so that a place stays the same when those beside it are reworded, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..records import Group, Permalink, Seen
from .fingerprint import holds

Ledger = Mapping[str, Permalink]
# An id, or an end of a file by its name, and how many steps it is away.
Mark = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Between:
    """The nearest question whose id is sure on either side; nothing where it cannot be told."""

    back: Mark | None
    fore: Mark | None

    def shared(self, other: Between) -> int:
        """On how many sides the two are alike."""
        return (self.back is not None and self.back == other.back) + (self.fore is not None and self.fore == other.fore)


NOWHERE = Between(None, None)


def files(groups: Sequence[Group]) -> dict[str, list[int]]:
    """For each file its questions in their order, as places of `groups`."""
    lines: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for place, group in enumerate(groups):
        for asked in group.asked:
            lines[asked.span.source].append((asked.span.first, asked.span.last, place))
    return {source: list(dict.fromkeys(place for *_, place in sorted(found))) for source, found in lines.items()}


def seen(groups: Sequence[Group], ids: Mapping[int, str], answers: Sequence[str]) -> dict[int, Seen]:
    """What is to be remembered of each group: its first place, and its answer's mark."""
    before: dict[tuple[str, int], int] = {}
    for source, order in files(groups).items():
        before |= {(source, place): above for above, place in pairwise(order)}
    found: dict[int, Seen] = {}
    for place, group in enumerate(groups):
        first = group.asked[0]
        above = before.get((first.span.source, place))
        after = "" if above is None else ids[above]
        found[place] = Seen(first.span.source, first.section[-1] if first.section else "", after, answers[place])
    return found


def now(groups: Sequence[Group], ids: Mapping[int, str]) -> dict[int, Between]:
    """Between what each group stands that has no id yet, in the file of its first place."""
    found: dict[int, Between] = {}
    for source, order in files(groups).items():
        names = [ids.get(place) for place in order]
        back, fore = _marks(names, f"{source} begins"), _marks(names[::-1], f"{source} ends")[::-1]
        for place, *marks in zip(order, back, fore, strict=True):
            if place not in ids and groups[place].asked[0].span.source == source:
                found[place] = Between(*marks)
    return found


def _marks(names: Sequence[str | None], end: str) -> list[Mark]:
    """For each place the nearest one before it that has a name."""
    marks: list[Mark] = []
    nearest, steps = end, 1
    for name in names:
        marks.append((nearest, steps))
        nearest, steps = (name, 1) if name else (nearest, steps + 1)
    return marks


def before(lost: Collection[str], known: Ledger, taken: Collection[str]) -> dict[str, Between]:
    """Between what the questions of these ids stood, as the ledger remembers.

    taken   the ids that are sure
    """
    below: dict[tuple[str, str], list[str]] = defaultdict(list)
    for id, row in known.items():
        if row.seen and not row.retired:
            below[row.seen.file, row.seen.after].append(id)
    past = _Past(frozenset(lost), known, frozenset(taken), below)
    return {id: Between(past.walk(id, up=True), past.walk(id, up=False)) for id in lost if known[id].seen}


@dataclass(frozen=True, slots=True)
class _Past:
    lost: frozenset[str]
    known: Ledger
    taken: frozenset[str]
    below: Mapping[tuple[str, str], Sequence[str]]

    def walk(self, id: str, up: bool) -> Mark | None:
        """The nearest sure id, going up or down."""
        row, steps, end = self.known[id], 1, "begins" if up else "ends"
        while row.seen is not None and steps <= _FAR:
            beside = self._beside(row, up)
            if beside is None:
                return None
            if not beside:
                return f"{row.seen.file} {end}", steps
            if beside in self.taken:
                return beside, steps
            if beside not in self.lost:
                return None
            row, steps = self.known[beside], steps + 1
        return None

    def _beside(self, row: Permalink, up: bool) -> str | None:
        """The id beside, empty at an end of the file; nothing where it cannot be told."""
        if row.seen is None:
            return None
        if up:
            return self._heir(row.seen.after)
        below = self.below.get((row.seen.file, row.id), ())
        return below[0] if len(below) == 1 else None if below else ""

    def _heir(self, id: str) -> str:
        """The id that has taken this one over; a circle is left where it is entered."""
        seen: set[str] = set()
        while (row := self.known.get(id)) is not None and row.leads_to is not None and id not in seen:
            seen.add(id)
            id = row.leads_to
        return id


def taken_in(ids: Mapping[int, str], answers: Sequence[str], known: Ledger) -> dict[str, tuple[str, str]]:
    """For rows that have just lost their question the neighbour whose answer now holds theirs, and why that is told.

    So it is where two questions were written as one: the id of one of them follows, and that of the other is proposed.
    answers   the mark of each group's answer
    """
    answer_of = {id: answers[place] for place, id in ids.items()}
    below = {(row.seen.file, row.seen.after): id for id, row in known.items() if row.seen and not row.retired}
    found: dict[str, tuple[str, str]] = {}
    for id, row in known.items():
        if id not in answer_of and not row.retired and row.seen is not None:
            beside = (row.seen.after, below.get((row.seen.file, id), ""))
            takes = [one for one in beside if _takes_in(row.seen.answer, known.get(one), answer_of.get(one, ""))]
            if takes:
                found[id] = takes[0], _TAKEN_IN
    return found


def _takes_in(lost: str, other: Permalink | None, answer: str) -> bool:
    """Whether a question's answer holds the lost one, and did not hold it before."""
    return other is not None and other.seen is not None and holds(answer, lost) and not holds(other.seen.answer, lost)


_TAKEN_IN = "its answer stands there now"

# Further away than this a place is not the same for it.
_FAR = 40
