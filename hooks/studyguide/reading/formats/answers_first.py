"""Notes that give each answer before its question, to be covered with a hand: the two change places, and are read.

What leads to a question stands above it as well: a scenario, a topic. So the order is believed where labels say it from
the first to the last, or where every paragraph of the file is a few words and a line that asks without these words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...records import Reading, Text
from ...syntax.line_kinds import HEADING, RULE
from ...words.asking import asks
from ...words.labels import answer_label, question_label
from .rewritten import Prose, Written, read_rewritten

_FEWEST = 2  # answers with labels
_PARAGRAPHS = 3
_FEW = 6  # words of an answer without a label
_SURE = 0.9
_LONGEST = 2000
_MARKS = re.compile(r"^[\s>#*_+•-]*(?:\d{1,3}[.)]\s+)?[*_]*")
_WORD = re.compile(r"[^\W\d_]{4,}")


def reads(text: Text, prose: Prose) -> Reading | None:
    """The file with each question above its answer; None where they stand so, or where nothing says what answers."""
    blocks = _labelled(text.lines) or _plain(text.lines)
    if not blocks:
        return None
    starts = [*(told for told, _, _ in blocks), len(text.lines)]
    lines = [Written(line, n, n) for n, line in enumerate(text.lines[: starts[0]], 1)]
    for (told, asked, end), after in zip(blocks, starts[1:], strict=True):
        lines += (Written(text.lines[n], n + 1, n + 1) for n in (*range(asked, end), *range(told, asked)))
        lines += (Written(line, n, n) for n, line in enumerate(["", *text.lines[end:after]], end))
    return read_rewritten(text, "answers first", lines, prose)


_Block = tuple[int, int, int]  # where the answer begins, where the question begins, and the line behind that


# --- with labels -----------------------------------------------------------------------------------------------------


def _labelled(lines: Sequence[str]) -> list[_Block]:
    """The blocks of a file in which an answer's label comes first and a question's last, and both take turns."""
    signs: list[int] = []
    for n, line in enumerate(lines):
        if line and (sign := _sign(line)):
            if sign != "AQ"[len(signs) % 2]:
                return []  # as in most files with labels: a question comes first
            signs.append(n)
    if len(signs) < 2 * _FEWEST or len(signs) % 2:
        return []
    told, asked = signs[::2], signs[1::2]
    ends = [_end_of(lines, n) for n in asked]
    whole = all(_is_whole(lines[n:m]) for n, m in zip(told, asked, strict=True))
    between = zip(ends, [*told[1:], len(lines)], strict=True)
    parted = all(_parts(line) for end, after in between for line in lines[end:after])
    return list(zip(told, asked, ends, strict=True)) if whole and parted else []


def _sign(line: str) -> str:
    """ "A" for a line with an answer's label, "Q" for one with a question's; none for any other."""
    text = _MARKS.sub("", line[:_LONGEST])
    if answer_label(text.replace("**", "").replace("__", "")) is not None:
        return "A"
    return "Q" if question_label(text.replace("**", "").replace("__", "")) is not None else ""


def _is_whole(lines: Sequence[str]) -> bool:
    """Whether no gap stands between an answer and its question, but for one right above the question."""
    return all(line.strip() for line in list(lines)[:-1])


def _end_of(lines: Sequence[str], n: int) -> int:
    """The line behind the paragraph of a question; below a label alone, behind the next one."""
    while n < len(lines) and lines[n].strip():
        n += 1
    return n


def _parts(line: str) -> bool:
    """Whether a line stands between two cards and says nothing of either."""
    return not line.strip() or bool(HEADING.strict.match(line) or RULE.strict.match(line.strip()))


# --- without -------------------------------------------------------------------------------------------------------


def _plain(lines: Sequence[str]) -> list[_Block]:
    """The paragraphs of a file of which all, but for one above, are a few words and a line that asks."""
    firsts = [n for n, line in enumerate(lines) if line.strip() and (not n or not lines[n - 1].strip())]
    found = [(n, n + 1, n + 2) for n in firsts if _is_card(lines[n : n + 3])]
    above = [n for n in firsts if found and n < found[0][0]]
    return found if len(found) >= _PARAGRAPHS and len(firsts) == len(found) + len(above) and len(above) < 2 else []


def _is_card(lines: Sequence[str]) -> bool:
    if len(lines) < 2 or (len(lines) > 2 and lines[2].strip()) or max(map(len, lines)) > _LONGEST:
        return False
    told, asked = (_MARKS.sub("", line).strip() for line in lines[:2])
    own, others = _words(told), _words(asked)
    short = 0 < len(told.split()) <= _FEW and not told.endswith((":", "："))
    return short and asks(asked) >= _SURE > asks(told) + 0.4 and not own & others


def _words(text: str) -> set[str]:
    return {word.casefold()[:5] for word in _WORD.findall(text)}
