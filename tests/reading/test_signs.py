"""What each sign finds by itself: `cases/signs/*.txt` has pairs of notes that differ in one condition.

Which of the signs a file is read by in the end is in `cases/read`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tables import every_row

from studyguide.reading import pairs, run_in, shapes, signs
from studyguide.reading.blocks import blocks
from studyguide.reading.segmentations import SIGNS
from studyguide.reading.signs import Kind, Start, most_ask, tail_of

CASES = Path(__file__).parents[1] / "cases" / "signs"
_CASE = re.compile(r"^([^\n.][^\n:]*): ([^\n]*)\n\.\n(.*?)\n\.\n(.*?)\.(?:\n|\Z)(?=\n|\Z)", re.M | re.S)
FIND = dict(SIGNS)


def cases() -> list[object]:
    found: list[object] = []
    for path in sorted(CASES.glob("*.txt")):
        text = path.read_text("utf-8").split("\n\n", 1)[1]  # below the comment
        for sign, name, note, told in _CASE.findall(text):
            found.append(pytest.param(sign, note, told, id=f"{path.stem}: {sign}: {name}"))
    return found


def found_by(sign: str, lines: list[str]) -> list[Start]:
    return sorted(FIND[sign](blocks(tuple(lines))), key=lambda start: start.line)


def _told(start: Start) -> str:
    parts = (
        start.number,
        f"[{start.level}]" if start.level else None,
        "*" if start.scenario else None,
        start.title,
        f"=> {start.tail}" if start.tail else None,
    )
    return " ".join(filter(None, parts)) + "\n"


@every_row(("sign", "note", "told"), cases())
def test_sign(sign: str, note: str, told: str) -> None:
    rows = note.split("\n")
    found = found_by(sign, [row[2:] for row in rows])
    lines = {start.line for start in found}
    assert "\n".join(("Q " if n in lines else "  ") + row[2:] for n, row in enumerate(rows)) == "\n".join(
        row.ljust(2) for row in rows
    )
    assert not told or "".join(map(_told, found)) == told


SURE, WORDED, ORDER, NOUN = 1.0, 0.8, 0.5, 0.0


@every_row(
    ("asking", "most"),
    [
        ((SURE, SURE, NOUN), True),
        ((SURE, NOUN, NOUN), False),
        ((WORDED, WORDED, NOUN), True),
        ((SURE, SURE, ORDER, NOUN), True),  # half surely ask, so orders count
        ((SURE, ORDER, ORDER, NOUN), False),
        ((SURE, ORDER, ORDER, ORDER), True),  # nothing but orders beside it
        ((WORDED, ORDER, ORDER, ORDER), False),
        ((ORDER, ORDER, ORDER, ORDER), False),
        ((SURE, SURE, SURE, ORDER, NOUN, NOUN), True),
        ((SURE, SURE, ORDER, ORDER, ORDER, NOUN), False),
        ((SURE, SURE, NOUN, NOUN), False),
    ],
)
def test_most_of_a_row_ask(asking: tuple[float, ...], most: bool) -> None:
    assert most_ask(asking) is most


@every_row(
    ("line", "parts"),
    [
        ("**What is a jib?** A sail", ("What is a jib?", "A sail")),
        ("**What is a jib?** Answer: a sail", ("What is a jib?", "a sail")),
        ("**What is a jib?** What is it for?", ("**What is a jib?** What is it for?", "")),
        ("**What is a jib?** Jib vs genoa", ("**What is a jib?** Jib vs genoa", "")),
        ("**What is a jib?** (2 points)", ("**What is a jib?** (2 points)", "")),
        ("What is a jib? A: A sail", ("What is a jib?", "A sail")),
        ("What is a jib? => a sail", ("What is a jib?", "a sail")),
        ("The jib. => a sail", ("The jib. => a sail", "")),
        ("The jib. Answer: a sail", ("The jib.", "a sail")),
        ("*What is a jib?* :: a sail", ("*What is a jib?*", "a sail")),
        ("What is a jib? a sail", ("What is a jib? a sail", "")),
        ("What is a jib?", ("What is a jib?", "")),
    ],
)
def test_a_question_and_the_answer_on_its_line(line: str, parts: tuple[str, str]) -> None:
    assert tail_of(line) == parts


KINDS = {
    name: value for room in (signs, shapes, pairs, run_in) for name, value in vars(room).items() if type(value) is Kind
}


@every_row("kind", KINDS.values(), ids=KINDS)
def test_what_a_kind_weighs_is_a_share(kind: Kind) -> None:
    assert 0 < kind.explicit <= 1
    assert 0 <= kind.states < 1


def test_a_plain_mark_says_more_than_a_list_or_a_line() -> None:
    by_weight = [signs.LABEL, signs.ANSWERED, signs.NUMBERED, signs.HEADING, signs.BULLET]
    assert [kind.explicit for kind in by_weight] == sorted({kind.explicit for kind in by_weight}, reverse=True)
    assert signs.BARE.explicit == run_in.RUN_IN.explicit == signs.BULLET.explicit


def test_every_case_is_tried() -> None:
    dots = sum(path.read_text("utf-8").split("\n").count(".") for path in CASES.glob("*.txt"))
    assert len(cases()) * 3 == dots
