"""Aiken, the plainest form in which learning platforms take quizzes: a question, lettered options, `ANSWER: B`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...records import Reading, Text
from .cards import Card, Found, reading

_OPTION = re.compile(r"\s*(?P<letter>[A-Z])[.)]\s+(?P<said>\S.*)$")
_ANSWER = re.compile(r"\s*ANSWER:\s*(?P<letter>[A-Z])\s*$")
_FEWEST = 2  # options of each, and questions


def reads(text: Text) -> Reading | None:
    """The questions; None where a line belongs to none, for then it is another form."""
    ends = [n for n, line in enumerate(text.lines) if "ANSWER:" in line and _ANSWER.match(line)]
    if len(ends) < _FEWEST or any(line.strip() for line in text.lines[ends[-1] + 1 :]):
        return None
    cards = list(_cards(text.lines, ends))
    return reading(text, "Aiken", Found(cards)) if len(cards) == len(ends) else None


def _cards(lines: Sequence[str], ends: Sequence[int]) -> Iterator[Card]:
    start = 0
    for end in ends:
        if card := _card([(n, lines[n]) for n in range(start, end) if lines[n].strip()], end, lines[end]):
            yield card
        start = end + 1


def _card(block: Sequence[tuple[int, str]], end: int, answer: str) -> Card | None:
    options = [(n, match) for n, line in block if (match := _OPTION.match(line))]
    letters = [match["letter"] for _, match in options]
    wanted = _ANSWER.match(answer)
    if wanted is None or len(options) < _FEWEST or letters != [chr(65 + n) for n in range(len(letters))]:
        return None
    asked = [line.strip() for n, line in block if n < options[0][0]]
    if not asked or len(asked) + len(options) != len(block) or wanted["letter"] not in letters:
        return None
    said = {match["letter"]: match["said"].strip() for _, match in options}
    right = wanted["letter"]
    return Card(
        (block[0][0] + 1, end + 1),
        "\n".join(asked),
        f"{right}. {said[right]}",
        end + 1,
        body="\n".join(f"- {letter}. {one}" for letter, one in said.items()),
    )
