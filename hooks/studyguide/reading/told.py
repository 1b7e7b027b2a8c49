"""What maintainers say of single lines, found again in a file whose lines may have moved since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..records import LINE_KINDS, LineDecision, Problem
from .line_marks import LONGEST, marks


@dataclass(frozen=True, slots=True)
class Told:
    """Lines (indices) of which it is known what they are, whatever they say.

    asks   a question begins here
    never  none begins here
    above  it belongs to the answer above
    heads  it heads a card whose question stands below
    ends   it ends an answer
    ruled  all questions are known: lines without a heading's marks are no headings
    """

    asks: frozenset[int] = frozenset()
    never: frozenset[int] = frozenset()
    above: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()
    ends: frozenset[int] = frozenset()
    ruled: bool = False


NOTHING = Told()


def found_again(
    lines: Sequence[str], decisions: Sequence[LineDecision]
) -> tuple[dict[int, LineDecision], tuple[Problem, ...]]:
    """The lines that these decisions are about, and what is wrong with those that are about none."""
    found: dict[int, LineDecision] = {}
    wrong: list[Problem] = []
    for one in decisions:
        at, message = _line_of(lines, one)
        if at is not None and at in found and found[at].kind != one.kind:
            message = f"line {found[at].place.first} says [[{found[at].kind}]] of the same line. Keep one of them"
        if at is None or message:
            wrong.append(_problem(one, message))
        else:
            found[at] = one
    return found, tuple(wrong)


def told(found: Mapping[int, LineDecision]) -> Told:
    asks, never, above = (frozenset(at for at, one in found.items() if one.kind == kind) for kind in LINE_KINDS)
    return Told(asks, never, above)


def beginning(line: str, most: int = 60) -> str:
    """The words by which a line is found again: what a decision about it says as its `text`.

    >>> beginning("  ##  What is   rope? ")
    '## What is rope?'
    """
    words = " ".join(line[:LONGEST].split())
    return words if len(words) <= most else words[:most].rpartition(" ")[0] or words[:most]


def _line_of(lines: Sequence[str], decision: LineDecision) -> tuple[int | None, str]:
    """The line that a decision is about; without one, what is wrong."""
    at, text = decision.line - 1, " ".join(decision.text.split())
    if at < len(lines) and _begins(lines[at], text):
        return at, ""
    others = [n for n, line in enumerate(lines) if _begins(line, text)]
    if len(others) == 1:
        return others[0], ""
    if others:
        some = ", ".join(str(n + 1) for n in others[:5])
        many = f'{len(others)} lines of {decision.file} begin with "{text}"'
        return None, f"{many}: {some}. Say which one with line ="
    return None, f'no line of {decision.file} begins with "{text}". Correct it or remove the row'


def _begins(line: str, text: str) -> bool:
    """Whether a line begins with these words, with the marks in front of them or without."""
    words = " ".join(line[:LONGEST].split())
    if words.startswith(text):
        return True
    return text[:1] in words and " ".join(marks(line).text.split()).startswith(text)


def _problem(decision: LineDecision, message: str) -> Problem:
    return Problem(decision.place, f"[[{decision.kind}]]: {message}", grave=True)
