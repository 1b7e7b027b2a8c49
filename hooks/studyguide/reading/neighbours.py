"""What a line shows beside its neighbours: an answer's label, a title without marks, what stands next to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..syntax.pictures import ORNAMENT
from ..words.asking import asks, says_questions
from ..words.headings import REFERENCES, heads_answers
from ..words.labels import answer_label
from ..words.wording import plain
from .line_marks import Line, Marks, title

_OPTION_B = re.compile(r"^\s*(?:[-*+]\s+)?[*_]*\(?[Bb]\s*[.):：]")
_BOLD_LETTER = re.compile(r"A\s*[.)]")
_ENDS_A_SENTENCE = ".?!;,。？！；，؟"
_ANSWER_NUMBER = re.compile(r"[^\d:：︰]{1,30}?(?P<number>\d{1,4})\b")


def answer_of(line: Line) -> str | None:
    """What follows the answer's label on this line ("" if nothing); None if the line has no such label."""
    raw = line.raw[:4000]
    if raw.strip() in ("?", "??"):
        return ""  # what stands between the two sides of a card
    text = re.sub(r"^(?:\s|>|#{1,6}(?=\s)|[-*+•○◦]\s|\[!(?:answer|success|check|done)\][+-]?)+", "", raw)
    text = ORNAMENT.sub("", text[:40]).lstrip() + text[40:]
    text = re.sub(r"^(?:</?(?:details|summary|b|strong|i|em|p|h[1-6])\b[^<>]*>\s*)+", "", text, flags=re.I)
    text = re.sub(r"(?:\s*</(?:summary|b|strong|i|em|p|h[1-6])\s*>)+\s*$", "", text, flags=re.I)
    text = re.sub(r"^([^<>]{1,30}?)(?:</(?:summary|b|strong|i|em)\s*>)+", r"\1", text, flags=re.I)
    bold = re.match(r"(\*\*\*|\*\*|__|\*|_)(?=\S)(?P<inside>.+?)\1(?P<colon>\s*[:：])?\s*(?P<rest>.*)$", text)
    if bold is None:
        return answer_label(text)
    inside = answer_label(bold["inside"] + (":" if bold["colon"] else ""))
    if inside is None and not bold["rest"]:
        inside = answer_label(bold["inside"])
    if inside is None and bold["rest"] and _BOLD_LETTER.fullmatch(bold["inside"]):
        inside = ""
    return None if inside is None else " ".join(part for part in (inside, bold["rest"]) if part)


def answer_number(line: Line) -> str | None:
    """The number of an answer's label ("A2.", "Solution 3"), if it has one."""
    match = _ANSWER_NUMBER.match(line.raw[:100])
    if match is None or answer_label(match[0].lstrip(" \t#>*_-") + ":") is None:
        return None
    return match["number"]


def has_block_before(page: Sequence[Line], i: int) -> bool:
    """Whether a line stands directly below another line of the same paragraph."""
    return i > 0 and page[i - 1].kind in ("text", "row")


def is_bare_title(page: Sequence[Line], i: int, colon: bool = False) -> bool:
    """Whether a line without marks stands and reads like a heading: alone, short, capitalised, no sentence.

    `colon` allows one behind it, as it stands behind what leads in a list of any kind.
    """
    line = page[i]
    text = plain(line.marks.text)
    if line.kind != "text" or _is_listed(line.marks) or not _is_short(text) or REFERENCES.match(line.raw.strip()):
        return False
    if text[-1] in _ENDS_A_SENTENCE or (text[-1] in ":：" and not (line.marks.bold or colon)):
        return False
    alone = (not has_block_before(page, i) or line.marks.ornament) and not text[0].islower()
    return alone and answer_of(line) is None and asks(text) < 0.6


def _is_listed(mark: Marks) -> bool:
    """Whether a line is an item of a list; a number behind an ornament ("🔹 1. Basics") is a title's own."""
    return bool(mark.bullet or mark.indent > 3 or (mark.number and not mark.ornament))


def _is_short(text: str) -> bool:
    return 1 < len(text) <= 80 and len(text.split()) <= 10


def following_of(page: Sequence[Line]) -> list[int]:
    """For each line the next one with words that is no page furniture (or len(page))."""
    following, after = [0] * len(page), len(page)
    for i in range(len(page) - 1, -1, -1):
        following[i] = after
        if page[i].kind in ("text", "code", "row"):
            after = i
    return following


def promised_of(page: Sequence[Line]) -> list[bool]:
    """For each line whether a heading in force, or the file's first line, says that questions stand here."""
    always = _begins_with_questions(page)
    found: list[bool] = []
    above: list[tuple[int, bool]] = []
    for line in page:
        depth = _depth(line.marks)
        if line.kind == "text" and depth:
            while above and above[-1][0] >= depth:
                above.pop()
            above.append((depth, says_questions(title(line.marks))))
        found.append(always or any(says for _, says in above))
    return found


def _begins_with_questions(page: Sequence[Line]) -> bool:
    first = next((line for line in page if line.kind == "text"), None)
    return first is not None and len(first.raw) <= 120 and says_questions(title(first.marks))


def _depth(mark: Marks) -> int:
    """How deep a heading is; words in bold are one below all others, and 0 is none."""
    return mark.depth or (7 if mark.bold and not mark.number and not mark.bullet else 0)


def labels_of(page: Sequence[Line], following: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for i, line in enumerate(page):
        if line.kind != "text" or (line.marks.number and line.marks.depth == 0):
            continue
        rest = answer_of(line)
        if rest is None:
            continue
        after = following[i]
        is_option = (
            re.match(r"^[\W_]*a[\W_]", line.raw, re.I) and after < len(page) and _OPTION_B.match(page[after].raw)
        )
        if not is_option and not (line.marks.depth and heads_answers(title(line.marks)) and _opens_a_list(page, after)):
            found[i] = rest
    return found


def _opens_a_list(page: Sequence[Line], i: int) -> bool:
    """Below "Answers" stands a list or further headings: a section of answers, not the label of one."""
    return i < len(page) and (page[i].marks.number is not None or page[i].marks.depth > 0)
