"""One question's lines are divided into what asks and what answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..records import Entry, Span
from ..words.asking import LEADS_TO_A_LIST, OF_A_LIST, POINTS_BELOW
from ..words.levels import level_of_brackets, stated_level, take_level
from ..words.remarks import HINT, MARKED_OPTION, placeholder, says_about
from ..words.wording import plain
from .blocks import Page, asks
from .cut import ROLE_OF_KIND, Segment
from .level_marks import normal
from .numbering import ASKING
from .signs import Start

_OPTION = re.compile(r"^\s*(?:[-*+]\s+)?(?:[*_]{1,2})?(?:\(?([A-Ha-h])[.):]|\(([A-Ha-h])\))(?:[*_]{1,2})?\s+\S")
_BOX_OPTION = re.compile(r"^\s*(?:[-*+]\s+)?\[([ xX✓✔✅])\]\s+\S")
_QUOTE = re.compile(r"^\s*(?:>\s?)+")
_ARROW = re.compile(r"^\s*(?::|-+>|→|=>|⇒|➡️?|▶️?|👉)\s+(?=\S)")
_ALONE = re.compile(
    r"\s*(?:[-*+>]\s+)?(?:[*_`]{1,3}|[\[(【（])+(?P<inside>[^*_`\[\]()【】（）]{2,24})(?:[*_`]{1,3}|[\])】）])+\s*"
)
_LIST_END = re.compile(r"\s*(?:</(?:ol|ul|dl|li|div)\s*>\s*)+$", re.I)


def divide(source: str, page: Page, segment: Segment) -> tuple[Entry, dict[int, tuple[str, str]]]:
    """The entry of a segment and the role of each of its lines."""
    start = segment.start
    assert start is not None
    roles: dict[int, tuple[str, str]] = dict.fromkeys(range(start.line, start.last + 1), ("question", ""))
    level, below = _set_apart(page, segment, start, roles)
    below = _trimmed(page, below, roles)
    asked, told = _as_told(page, *_split(page, start, below))
    lines, body = _wording(page, start, asked)
    answer = [*_tail_lines(start.tail), *_told_lines(page, start, told)]
    kept_free = placeholder(" ".join(answer))
    if kept_free or not any(line.strip() for line in answer):
        answer = []
    roles.update(_each(page, asked, ("question", "")))
    roles.update(_each(page, told, ("filler", "a place kept free for an answer") if kept_free else ("answer", "")))
    wording, own_level = take_level(" ".join(lines), page.subject.vendors, page.levels.plainly)
    entry = Entry(
        Span(source, start.line + 1, max(i for i, (role, _) in roles.items() if role == "question") + 1),
        _title(wording, page, start),
        tuple(body),
        start.number,
        tuple(s.title for s in segment.sections),
        start.level or level or own_level or page.mark(start.line).level or _level_above(segment),
        _is_a_scenario(segment, start),
        tuple(answer),
        _spans(source, start, roles) if answer else (),
    )
    return entry, roles


def _as_told(page: Page, asked: list[int], told: list[int]) -> tuple[list[int], list[int]]:
    """The same, where a maintainer says that a line belongs to the answer."""
    first = next((n for n, i in enumerate(asked) if i in page.told.above), len(asked))
    return asked[:first], [*asked[first:], *told]


def _level_above(segment: Segment) -> str | None:
    return next((s.level for s in reversed(segment.sections) if s.level), None)


def _is_a_scenario(segment: Segment, start: Start) -> bool:
    return start.scenario or any(s.scenario for s in segment.sections)


def _each(page: Page, lines: Sequence[int], role: tuple[str, str]) -> dict[int, tuple[str, str]]:
    return {i: role for i in lines if page.lines[i].kind != "blank"}


def _set_apart(
    page: Page, segment: Segment, start: Start, roles: dict[int, tuple[str, str]]
) -> tuple[str | None, list[int]]:
    """The level stated below a question, and its lines without furniture and what the notes say about it."""
    level, below, leading = None, list[int](), True
    for i in segment.lines[start.last - start.line + 1 :]:
        line = page.lines[i]
        if i in page.told.above:
            leading = False
            below.append(i)
        elif line.kind in ROLE_OF_KIND and line.kind not in ("rule", "under"):
            roles[i] = ROLE_OF_KIND[line.kind]
        elif level is None and line.kind == "text" and (said := _level_of_line(page, i, leading)):
            level = said
            roles[i] = ("level", "")
        elif leading and line.kind == "text" and len(line.raw) < 200 and says_about(line.raw):
            roles[i] = ("note", "said about the question")
        else:
            leading = leading and line.kind == "blank"
            below.append(i)
    return level, below


def _level_of_line(page: Page, i: int, leading: bool) -> str | None:
    """The level of a line "Difficulty: hard", or of one right below the title that holds nothing else: "*hard*"."""
    raw = page.lines[i].raw
    if len(raw) >= 120:
        return None
    alone = _ALONE.fullmatch(raw) if leading else None
    if alone and page.following[i] < len(page) and (level := level_of_brackets(alone["inside"], page.subject.vendors)):
        return level
    return stated_level(raw, page.levels.most) or (page.levels.states.get(normal(raw)) if leading else None)


def _split(page: Page, start: Start, below: list[int]) -> tuple[list[int], list[int]]:
    """The lines below a title as the question's and the answer's."""
    if start.tail:
        return [], below
    label = next((n for n, i in enumerate(below) if i in page.labels), None)
    if label is not None and _belongs_above(page, below[:label], start):
        return below[:label], below[label:]
    count = _question_lines(page, start, below)
    count += _hints(page, below[count:])
    count += _options(page, below[count:])
    return below[:count], below[count:]


def _told_lines(page: Page, start: Start, told: Sequence[int]) -> list[str]:
    """The answer's lines without its label, its arrow and the quote marks that stand before the question as well."""
    found: list[str] = []
    first = True
    for i in told:
        raw = page.lines[i].raw
        if first and i in page.labels:
            raw = page.labels[i]
        elif page.lines[start.line].marks.quote and len(raw) < 4000:
            raw = _QUOTE.sub("", raw, count=1)
        if first and raw.strip():
            raw = _ARROW.sub("", raw, count=1)
            first = False
        if raw or i not in page.labels:
            found.append(raw)
    return found


def _belongs_above(page: Page, asked: Sequence[int], start: Start) -> bool:
    """Whether all lines above an answer's label can be the question's: not pages of text with a late "Answer:"."""
    words_above = sum(len(page.lines[i].raw.split()) for i in asked if page.lines[i].kind == "text")
    return words_above <= 150 or not start.title


def _trimmed(page: Page, lines: list[int], roles: dict[int, tuple[str, str]]) -> list[int]:
    """Lines without blanks and rules at either end; the rules get their role."""
    while lines and (
        page.lines[lines[-1]].kind in ("blank", "rule", "under") or _LIST_END.match(page.lines[lines[-1]].raw)
    ):
        last = lines.pop()
        if page.lines[last].kind != "blank":
            roles[last] = ("separator", "the end of an HTML list" if page.lines[last].kind == "text" else "a rule")
    while lines and page.lines[lines[0]].kind in ("blank", "rule", "under"):
        first = lines.pop(0)
        if page.lines[first].kind != "blank":
            roles[first] = ("heading", "") if page.lines[first].kind == "under" else ("separator", "a rule")
    return lines


def _question_lines(page: Page, start: Start, below: Sequence[int]) -> int:
    """How many of the lines still ask: a title that waits for its question, or a sentence that goes on."""
    wording = plain(start.title)
    if not wording:
        return _until_asked(page, below, paragraphs=4, code=True) or _first_paragraph(page, below)
    likely = asks(start.title)
    block = _block(page, start, below)
    if likely < 0.9 and (asking := _last_that_asks(page, block)):
        return asking
    leads = wording.endswith((":", "："))
    waits = likely < 0.6 if leads else likely < 0.2 and start.kind.waits
    if waits and (found := _until_asked(page, below, paragraphs=1)):
        return found
    if leads or LEADS_TO_A_LIST.search(wording):
        return _code_block(page, below) or _list_asked_about(page, wording, below)
    return len(block) if block and likely >= ASKING and _goes_on(page, wording, block) else 0


def _last_that_asks(page: Page, block: Sequence[int]) -> int:
    """How many lines of a paragraph there are up to its last one that asks."""
    return max((n for n, i in enumerate(block, 1) if asks(page.mark(i).text) >= 0.9), default=0)


def _goes_on(page: Page, wording: str, block: Sequence[int]) -> bool:
    """Whether a title was wrapped: no sentence ends with it, and its next line begins in lower case."""
    if wording.endswith(("?", "？", "؟", ".", "!", "。", ")")):
        return False
    first = page.lines[block[0]].raw.strip()
    return len(block) <= 2 and first[:1].islower() and first[-1:] in "?."


def _block(page: Page, start: Start, below: Sequence[int]) -> list[int]:
    """The lines of plain text directly below the title, up to the first blank or marked one."""
    found: list[int] = []
    expected = start.last + 1
    for i in below:
        mark = page.lines[i].marks
        if (
            i != expected
            or page.lines[i].kind != "text"
            or mark.bullet
            or mark.number
            or mark.depth
            or _OPTION.match(page.lines[i].raw)
        ):
            break
        found.append(i)
        expected += 1
    return found


def _until_asked(page: Page, below: Sequence[int], paragraphs: int, code: bool = False) -> int:
    """How many lines to the end of the paragraph that asks, among the first few paragraphs of plain text."""
    seen = 1
    for n, i in enumerate(below, 1):
        if page.lines[i].kind == "blank":
            seen += n > 1 and page.lines[below[n - 2]].kind != "blank"
            if seen > paragraphs:
                return 0
        elif code and page.lines[i].kind == "code":
            continue
        elif (
            page.lines[i].kind != "text"
            or page.lines[i].marks.depth
            or page.lines[i].marks.bullet
            or page.lines[i].marks.number
        ):
            return 0
        elif asks(page.lines[i].marks.text) >= 0.9 and not (
            n < len(below) and page.lines[below[n]].kind == "text" and asks(page.lines[below[n]].marks.text) >= 0.9
        ):
            return n
    return 0


def _is_marked(page: Page, i: int) -> bool:
    mark = page.mark(i)
    return bool(mark.depth or mark.bullet or mark.number)


def _first_paragraph(page: Page, below: Sequence[int]) -> int:
    return next((n for n, i in enumerate(below) if page.lines[i].kind == "blank"), len(below))


def _code_block(page: Page, below: Sequence[int]) -> int:
    """The fenced block that a question points at, if it stands right below and does not look like its answer."""
    count = 0
    while count < len(below) and page.lines[below[count]].kind == "blank":
        count += 1
    if count >= len(below) or page.lines[below[count]].kind != "code":
        return 0
    while count < len(below) and page.lines[below[count]].kind == "code":
        count += 1
    return count


def _list_asked_about(page: Page, wording: str, below: Sequence[int]) -> int:
    """The bullets a question is about: "Explain the following:"; after "What are the types:" they are its answer."""
    count = 0
    while count < len(below) and (page.lines[below[count]].kind == "blank" or page.mark(below[count]).bullet):
        count += 1
    bullets = [i for i in below[:count] if page.mark(i).bullet]
    if not bullets or any(page.mark(i).box for i in bullets):
        return 0  # boxes are options
    goes_on = count < len(below)
    return count if POINTS_BELOW.search(wording) or (goes_on and OF_A_LIST.match(wording)) else 0


def _hints(page: Page, below: Sequence[int]) -> int:
    count = 0
    while count < len(below) and HINT.match(page.lines[below[count]].raw[:2000]):
        count += 1
    return count


def _options(page: Page, below: Sequence[int]) -> int:
    """How many lines the options of a choice take: two or more lines A, B, … or unticked boxes, and nothing else.

    Ticked boxes and marked options tell the answer, so they stay with it.
    """
    lines = [i for i in below if page.lines[i].kind != "blank"]
    found = _option_lines(page, lines)
    if len(found) < 2 and not (found and asks(page.mark(found[0]).text) >= 0.9):
        return 0
    if len(found) == len(lines) and any(MARKED_OPTION.search(page.lines[i].raw) for i in found):
        return 0
    boxes = [box for i in found if (box := _BOX_OPTION.match(page.lines[i].raw[:2000]))]
    return 0 if any(box[1] != " " for box in boxes) else below.index(found[-1]) + 1


def _option_lines(page: Page, lines: Sequence[int]) -> list[int]:
    """The lines from the first option to the last, in the order of their letters; one may go on indented."""
    found: list[int] = []
    letters = 0
    for i in lines:
        raw = page.lines[i].raw[:2000]
        match = _OPTION.match(raw)
        letter = (match[1] or match[2]).upper() if match else ""
        if _BOX_OPTION.match(raw) or letter == chr(ord("A") + letters):
            letters += bool(letter)
        elif not found or not _hangs(page, i, found[-1]):
            break
        found.append(i)
    return found


def _hangs(page: Page, i: int, option: int) -> bool:
    """Whether a line is a further one of the option above."""
    mark = page.mark(i)
    return page.is_text(i) and mark.number is None and mark.indent > page.mark(option).indent


def _wording(page: Page, start: Start, asked: Sequence[int]) -> tuple[list[str], list[str]]:
    """The question's lines as one sentence, and what cannot be part of a sentence (code, options, lists)."""
    lines = [start.title] if start.title else []
    body: list[str] = []
    for i in asked:
        mark, raw = page.lines[i].marks, page.lines[i].raw
        is_words = page.lines[i].kind == "text" and not (
            mark.bullet or mark.depth or _OPTION.match(raw) or _BOX_OPTION.match(raw)
        )
        if page.lines[i].kind == "blank":
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


def _title(wording: str, page: Page, start: Start) -> str:
    return _tidied(wording) or _tidied(start.title) or plain(page.lines[start.line].raw)


def _tidied(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _spans(source: str, start: Start, roles: Mapping[int, tuple[str, str]]) -> tuple[Span, ...]:
    """Where the answer stands: spans with nothing but its lines and blanks between them."""
    lines = {start.last} if start.tail else set[int]()
    found: list[list[int]] = []
    for i in sorted(lines | {i for i, (role, _) in roles.items() if role == "answer"}):
        if found and i - found[-1][1] <= 1:
            found[-1][1] = i
        else:
            found.append([i, i])
    return tuple(Span(source, first + 1, last + 1) for first, last in found)
