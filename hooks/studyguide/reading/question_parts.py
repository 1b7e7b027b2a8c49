"""One question's lines are divided into what asks and what answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..records import Entry, Span
from ..words.asking import LEADS_TO_A_LIST, OF_A_LIST, POINTS_BELOW, asks
from ..words.levels import stated_level, take_level
from ..words.remarks import HINT, MARKED_OPTION, placeholder, says_about
from ..words.wording import plain
from .line_marks import Line
from .numbered_lists import ASKING
from .question_starts import Start, Starts
from .segments import ROLE_OF_KIND, Segment

_OPTION = re.compile(r"^\s*(?:[-*+]\s+)?(?:[*_]{1,2})?(?:\(?([A-Ha-h])[.):]|\(([A-Ha-h])\))(?:[*_]{1,2})?\s+\S")
_BOX_OPTION = re.compile(r"^\s*(?:[-*+]\s+)?\[([ xX✓✔✅])\]\s+\S")
_QUOTE = re.compile(r"^\s*(?:>\s?)+")
_ARROW = re.compile(r"^\s*(?::|-+>|→|=>|⇒|➡️?|▶️?|👉)\s+(?=\S)")
_LIST_END = re.compile(r"\s*(?:</(?:ol|ul|dl|li|div)\s*>\s*)+$", re.I)


def divide(
    source: str, page: Sequence[Line], starts: Starts, segment: Segment
) -> tuple[Entry, dict[int, tuple[str, str]]]:
    """The entry of a segment and the role of each of its lines."""
    start = segment.start
    assert start is not None
    roles: dict[int, tuple[str, str]] = dict.fromkeys(range(start.line, start.last + 1), ("question", ""))
    level, below = _set_apart(page, segment, start, roles)
    below = _trimmed(page, below, roles)
    asked, told = _split(page, starts, start, below)
    lines, body = _wording(page, start, asked)
    answer = [*_tail_lines(start.tail), *_told_lines(page, starts, start, told)]
    roles.update({i: ("question", "") for i in asked if page[i].kind != "blank"})
    roles.update({i: ("answer", "") for i in told if page[i].kind != "blank"})
    if placeholder(" ".join(answer)):
        answer = []
        roles.update({i: ("filler", "a place kept free for an answer") for i in told if page[i].kind != "blank"})
    wording, own_level = take_level(" ".join(lines), starts.vendors)
    question_lines = [i for i, (role, _) in roles.items() if role == "question"]
    told_lines = ([start.last] if start.tail else []) + [i for i, (role, _) in roles.items() if role == "answer"]
    empty = not any(line.strip() for line in answer)
    return (
        Entry(
            Span(source, start.line + 1, max(question_lines) + 1),
            _tidied(wording) or _tidied(start.title) or plain(page[start.line].raw),
            tuple(body),
            start.number,
            tuple(s.title for s in segment.sections),
            start.level or level or own_level or next((s.level for s in reversed(segment.sections) if s.level), None),
            start.scenario or any(s.scenario for s in segment.sections),
            () if empty else tuple(answer),
            () if empty else _spans(source, told_lines),
        ),
        roles,
    )


def _set_apart(
    page: Sequence[Line], segment: Segment, start: Start, roles: dict[int, tuple[str, str]]
) -> tuple[str | None, list[int]]:
    """The level stated below a question, and its lines without furniture and what the notes say about it."""
    level, below, leading = None, list[int](), True
    for i in segment.lines[start.last - start.line + 1 :]:
        line = page[i]
        if line.kind in ROLE_OF_KIND and line.kind not in ("rule", "under"):
            roles[i] = ROLE_OF_KIND[line.kind]
        elif level is None and line.kind == "text" and len(line.raw) < 120 and stated_level(line.raw):
            level = stated_level(line.raw)
            roles[i] = ("level", "")
        elif leading and line.kind == "text" and len(line.raw) < 200 and says_about(line.raw):
            roles[i] = ("note", "said about the question")
        else:
            leading = leading and line.kind == "blank"
            below.append(i)
    return level, below


def _split(page: Sequence[Line], starts: Starts, start: Start, below: list[int]) -> tuple[list[int], list[int]]:
    """The lines below a title as the question's and the answer's."""
    if start.tail:
        return [], below
    label = next((n for n, i in enumerate(below) if i in starts.labels), None)
    if label is not None and _belongs_above(page, below[:label], start):
        return below[:label], below[label:]
    count = _question_lines(page, start, below)
    count += _hints(page, below[count:])
    count += _options(page, below[count:])
    return below[:count], below[count:]


def _told_lines(page: Sequence[Line], starts: Starts, start: Start, told: Sequence[int]) -> list[str]:
    """The answer's lines without its label, its arrow and the quote marks that stand before the question as well."""
    found: list[str] = []
    first = True
    for i in told:
        raw = page[i].raw
        if first and i in starts.labels:
            raw = starts.labels[i]
        elif page[start.line].marks.quote and len(raw) < 4000:
            raw = _QUOTE.sub("", raw, count=1)
        if first and raw.strip():
            raw = _ARROW.sub("", raw, count=1)
            first = False
        if raw or i not in starts.labels:
            found.append(raw)
    return found


def _belongs_above(page: Sequence[Line], asked: Sequence[int], start: Start) -> bool:
    """Whether all lines above an answer's label can be the question's: not pages of text with a late "Answer:"."""
    words_above = sum(len(page[i].raw.split()) for i in asked if page[i].kind == "text")
    return words_above <= 150 or not start.title


def _trimmed(page: Sequence[Line], lines: list[int], roles: dict[int, tuple[str, str]]) -> list[int]:
    """Lines without blanks and rules at either end; the rules get their role."""
    while lines and (page[lines[-1]].kind in ("blank", "rule", "under") or _LIST_END.match(page[lines[-1]].raw)):
        last = lines.pop()
        if page[last].kind != "blank":
            roles[last] = ("separator", "the end of an HTML list" if page[last].kind == "text" else "a rule")
    while lines and page[lines[0]].kind in ("blank", "rule", "under"):
        first = lines.pop(0)
        if page[first].kind != "blank":
            roles[first] = ("heading", "") if page[first].kind == "under" else ("separator", "a rule")
    return lines


def _question_lines(page: Sequence[Line], start: Start, below: Sequence[int]) -> int:
    """How many of the lines still ask: a title that waits for its question, or a sentence that goes on."""
    wording = plain(start.title)
    if not wording:
        return _until_asked(page, below, paragraphs=4, code=True) or _first_paragraph(page, below)
    likely = asks(start.title)
    block = _block(page, start, below)
    asking = max((n for n, i in enumerate(block, 1) if asks(page[i].marks.text) >= 0.9), default=0)
    if asking and likely < 0.9:
        return asking
    if (likely < 0.6 and wording.endswith((":", "："))) or (
        likely < 0.2 and start.kind in ("label", "numbered", "heading")
    ):
        found = _until_asked(page, below, paragraphs=1)
        if found:
            return found
    if wording.endswith((":", "：")) or LEADS_TO_A_LIST.search(wording):
        return _code_block(page, below) or _list_asked_about(page, wording, below)
    if (
        block
        and likely >= ASKING
        and not wording.endswith(("?", "？", "؟", ".", "!", "。", ")"))
        and _goes_on(page, block)
    ):
        return len(block)
    return 0


def _goes_on(page: Sequence[Line], block: Sequence[int]) -> bool:
    """Whether a title was wrapped: its next line begins in lower case and is indented as the title's item."""
    first = page[block[0]].raw.strip()
    return len(block) <= 2 and first[:1].islower() and first[-1:] in "?."


def _block(page: Sequence[Line], start: Start, below: Sequence[int]) -> list[int]:
    """The lines of plain text directly below the title, up to the first blank or marked one."""
    found: list[int] = []
    expected = start.last + 1
    for i in below:
        mark = page[i].marks
        if (
            i != expected
            or page[i].kind != "text"
            or mark.bullet
            or mark.number
            or mark.depth
            or _OPTION.match(page[i].raw)
        ):
            break
        found.append(i)
        expected += 1
    return found


def _until_asked(page: Sequence[Line], below: Sequence[int], paragraphs: int, code: bool = False) -> int:
    """How many lines to the end of the paragraph that asks, among the first few paragraphs of plain text."""
    seen = 1
    for n, i in enumerate(below, 1):
        if page[i].kind == "blank":
            seen += n > 1 and page[below[n - 2]].kind != "blank"
            if seen > paragraphs:
                return 0
        elif code and page[i].kind == "code":
            continue
        elif page[i].kind != "text" or page[i].marks.depth or page[i].marks.bullet or page[i].marks.number:
            return 0
        elif asks(page[i].marks.text) >= 0.9 and not (
            n < len(below) and page[below[n]].kind == "text" and asks(page[below[n]].marks.text) >= 0.9
        ):
            return n
    return 0


def _first_paragraph(page: Sequence[Line], below: Sequence[int]) -> int:
    return next((n for n, i in enumerate(below) if page[i].kind == "blank"), len(below))


def _code_block(page: Sequence[Line], below: Sequence[int]) -> int:
    """The fenced block that a question points at, if it stands right below and does not look like its answer."""
    count = 0
    while count < len(below) and page[below[count]].kind == "blank":
        count += 1
    if count >= len(below) or page[below[count]].kind != "code":
        return 0
    while count < len(below) and page[below[count]].kind == "code":
        count += 1
    return count


def _list_asked_about(page: Sequence[Line], wording: str, below: Sequence[int]) -> int:
    """The bullets a question is about: "Explain the following:"; after "What are the types:" they are its answer."""
    count = 0
    while count < len(below) and (page[below[count]].kind == "blank" or page[below[count]].marks.bullet):
        count += 1
    if count == 0 or not any(page[i].marks.bullet for i in below[:count]):
        return 0
    goes_on = count < len(below)
    return count if POINTS_BELOW.search(wording) or (goes_on and OF_A_LIST.match(wording)) else 0


def _hints(page: Sequence[Line], below: Sequence[int]) -> int:
    count = 0
    while count < len(below) and HINT.match(page[below[count]].raw[:2000]):
        count += 1
    return count


def _options(page: Sequence[Line], below: Sequence[int]) -> int:
    """How many lines the options of a choice take: two or more lines A, B, … or unticked boxes, and nothing else.

    Ticked boxes and marked options tell the answer, so they stay with it.
    """
    lines = [i for i in below if page[i].kind != "blank"]
    found: list[int] = []
    letters = ""
    for i in lines:
        raw = page[i].raw[:2000]
        match, box = _OPTION.match(raw), _BOX_OPTION.match(raw)
        letter = (match[1] or match[2]).upper() if match else ""
        if box or (letter and ord(letter) == ord("A") + len(letters)):
            letters += letter
            found.append(i)
        elif (
            found
            and page[i].kind == "text"
            and page[i].marks.indent > page[found[-1]].marks.indent
            and not page[i].marks.number
        ):
            found.append(i)
        else:
            break
    if len(found) < 2 and not (found and asks(page[found[0]].marks.text) >= 0.9):
        return 0
    if len(found) == len(lines) and any(_ticked(page[i].raw) for i in found):
        return 0
    if any((box := _BOX_OPTION.match(page[i].raw[:2000])) and box[1] != " " for i in found):
        return 0
    return below.index(found[-1]) + 1


def _ticked(raw: str) -> bool:
    return bool(MARKED_OPTION.search(raw))


def _wording(page: Sequence[Line], start: Start, asked: Sequence[int]) -> tuple[list[str], list[str]]:
    """The question's lines as one sentence, and what cannot be part of a sentence (code, options, lists)."""
    lines = [start.title] if start.title else []
    body: list[str] = []
    for i in asked:
        mark, raw = page[i].marks, page[i].raw
        is_words = page[i].kind == "text" and not (
            mark.bullet or mark.depth or _OPTION.match(raw) or _BOX_OPTION.match(raw)
        )
        if page[i].kind == "blank":
            body.extend([""] if body else [])
        elif is_words and not (body and lines):
            lines.append(mark.text if mark.number is None else raw.strip())
        else:
            body.append(raw)
    while body and not body[-1].strip():
        body.pop()
    return lines, body


def _tail_lines(tail: str) -> list[str]:
    return [line.strip() for line in re.split(r"<br\s*/?>|\n", tail, flags=re.I)] if tail else []


def _tidied(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _spans(source: str, lines: Sequence[int]) -> tuple[Span, ...]:
    """Spans over the lines, with nothing but the lines themselves and blanks between them joined."""
    found: list[list[int]] = []
    for i in sorted(set(lines)):
        if found and i - found[-1][1] <= 1:
            found[-1][1] = i
        else:
            found.append([i, i])
    return tuple(Span(source, first + 1, last + 1) for first, last in found)
