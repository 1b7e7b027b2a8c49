"""One question's lines are divided into what asks and what answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..records import Entry, Span
from ..words.asking import LEADS_TO_A_LIST, OF_A_LIST, POINTS_BELOW, asks
from ..words.headings import CONTENTS
from ..words.levels import level_of_brackets, stated_level, take_level
from ..words.remarks import HINT, placeholder, says_about
from ..words.wording import plain
from .blocks import Page, goes_on, is_wrapped
from .broken_words import joined
from .cut import ROLE_OF_KIND, Segment
from .level_marks import normal
from .numbering import ASKING
from .options import Option, is_lettered, kind_of, options_at, options_below, split_options
from .signs import Start

_QUOTE = re.compile(r"^\s*(?:>\s?)+")
_ARROW = re.compile(r"^\s*(?::|-+>|→|=>|⇒|➡️?|▶️?|👉)\s+(?=\S)")
_ALONE = re.compile(r"\s*(?:[-*+>]\s+)?[*_`\[(【（]++(?P<inside>[^*_`\[\]()【】（）]{2,24})[*_`\])】）]++\s*")
_ENDS = ("?", "？", "؟", ".", "!", "。", ")")
_WRAPPED = 4  # lines below its first that a title may take
_LIST_END = re.compile(r"\s*(?:</(?:ol|ul|dl|li|div)\s*>\s*)+$", re.I)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a question's lines are: what asks, the options below it, what answers, and the lines of the answer.

    chosen     the options that are marked as right, where the answer does not say itself which are
    kept_free  the answer says only that there is none yet
    """

    asked: list[int]
    options: list[Option]
    chosen: list[Option]
    told: list[int]
    answer: tuple[str, ...]
    kept_free: bool


def divide(source: str, page: Page, segment: Segment) -> tuple[Entry, dict[int, tuple[str, str]]]:
    """The entry of a segment and the role of each of its lines."""
    assert segment.start is not None
    start, beside = _options_beside(_with_level_of_tail(page, segment.start))
    roles: dict[int, tuple[str, str]] = dict.fromkeys(range(start.line, start.last + 1), ("question", ""))
    level, below = _set_apart(page, segment, start, roles)
    parts = _parts(page, start, _trimmed(page, below, roles))
    roles.update(_roles(page, parts))
    lines, body = _wording(page, start, parts.asked)
    wording, own_level = take_level(joined(lines, page), page.subject.vendors, page.levels.plainly)
    entry = Entry(
        Span(source, start.line + 1, _last_asked(roles) + 1),
        _title(wording, page, start),
        (*body, *beside, *(line for option in parts.options for line in option.shown.split("\n"))),
        start.number,
        (*(s.title for s in segment.sections), *filter(None, (start.about,))),
        start.level or level or own_level or page.mark(start.line).level or _level_above(segment),
        _is_a_scenario(segment, start),
        parts.answer,
        _spans(source, start, roles) if parts.answer else (),
        chosen=tuple(option.shown for option in parts.chosen),
    )
    return entry, roles


def _with_level_of_tail(page: Page, start: Start) -> Start:
    """A start with the level that stands in brackets between its question and the answer behind it."""
    if start.level or start.tail[:1] not in ("[", "("):
        return start
    tail, level = take_level(start.tail, page.subject.vendors, page.levels.plainly)
    return replace(start, tail=tail, level=level) if level else start


def _as_told(page: Page, asked: list[int], told: list[int]) -> tuple[list[int], list[int]]:
    """The same, where a maintainer says that a line belongs to the answer."""
    first = next((n for n, i in enumerate(asked) if i in page.told.above), len(asked))
    return asked[:first], [*asked[first:], *told]


def _parts(page: Page, start: Start, below: list[int]) -> _Parts:
    asked, options, told = _chosen_from(page, start, *_as_told(page, *_split(page, start, below)))
    chosen = [option for option in options if option.right and not _names(page, told)]
    answer = [*_tail_lines(start.tail), *_of_chosen(chosen), *_told_lines(page, start, told)]
    kept_free = placeholder(" ".join(answer))
    said = not kept_free and any(line.strip() for line in answer)
    return _Parts(asked, options, chosen, told, tuple(answer) if said else (), kept_free)


def _roles(page: Page, parts: _Parts) -> dict[int, tuple[str, str]]:
    told = ("filler", "a place kept free for an answer") if parts.kept_free else ("answer", "")
    roles = _each(page, parts.asked, ("question", ""))
    for option in parts.options:
        roles.update(dict.fromkeys(option.lines, ("answer" if option in parts.chosen else "question", "")))
    return roles | _each(page, parts.told, told)


def _last_asked(roles: Mapping[int, tuple[str, str]]) -> int:
    return max(i for i, (role, _) in roles.items() if role == "question")


# --- options ---------------------------------------------------------------------------------------------------------


def _options_beside(start: Start) -> tuple[Start, list[str]]:
    """A start whose options stand on its own line without them, and the options."""
    title, options = split_options(start.title)
    if title and options:
        return replace(start, title=title), [f"- {option}" for option in options]
    before, options = split_options(start.tail) if start.tail else ("", [])
    return (replace(start, tail=""), [f"- {option}" for option in options]) if options and not before else (start, [])


def _chosen_from(
    page: Page, start: Start, asked: list[int], told: list[int]
) -> tuple[list[int], list[Option], list[int]]:
    """The lines that ask, the options below them, and the lines that answer."""
    labelled = bool(told) and told[0] in page.labels
    place, options = options_below(page, asked, start.title, labelled)
    if options or labelled or start.tail:
        return asked[:place], options, told
    before = _before_options(page, told)
    options = options_at(page, told[before:], start.title)
    if not options:
        return asked, [], told
    last = max(i for option in options for i in option.lines)
    return [*asked, *told[:before]], options, [i for i in told if i > last]


def _before_options(page: Page, told: Sequence[int]) -> int:
    """How many lines below the title belong to the question because options follow: code, and words before boxes."""
    words = ""
    for n, i in enumerate(told):
        line = page.lines[i]
        if line.kind in ("blank", "code"):
            continue
        kind = kind_of(line.raw)
        if kind == "box":
            return 0 if words.endswith((":", "：")) and asks(words) < 0.5 else n
        if kind == "letter":
            return 0 if words else n
        if line.kind != "text" or _is_marked(page, i) or i in page.labels:
            break
        words = plain(line.raw)
    return 0


def _names(page: Page, told: Sequence[int]) -> bool:
    """Whether the answer itself says what is right, behind its label."""
    return bool(told) and told[0] in page.labels and bool(page.labels[told[0]])


def _of_chosen(chosen: Sequence[Option]) -> list[str]:
    """The right options as an answer: one as a sentence, several as a list."""
    lines = [line for option in chosen for line in option.shown.split("\n")]
    return [line[2:] for line in lines] if len(chosen) == 1 else lines


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
    lines = segment.lines[start.last - start.line + 1 :]
    kept = {*page.told.above, *_folds(page, lines)}
    for i in lines:
        line = page.lines[i]
        if i in kept or (line.kind == "contents" and _is_led(page, below)):
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


def _folds(page: Page, lines: Sequence[int]) -> set[int]:
    """The tags of collapsible blocks below a title that are part of what asks or answers: not of one around all of it,
    nor of one that an answer's label names.
    """
    own = set(lines)
    closed = {i: page.until[i] for i in lines if page.until.get(i, i) in own - {i}}
    worded = [i for i in lines if page.lines[i].kind in ("text", "code", "row")] if closed else []
    if not worded:
        return set()
    labelled = {page.details[i] for i in own & page.labels.keys()}
    around = {i for i, end in closed.items() if i <= worded[0] and worded[-1] <= end}
    return {n for i, end in closed.items() if i not in labelled | around for n in (i, end)}


def _is_led(page: Page, below: Sequence[int]) -> bool:
    """Whether an answer leads to the links that follow: "Related:", and then one below the other."""
    above = next((i for i in reversed(below) if page.lines[i].kind != "blank"), None)
    if above is None or page.lines[above].kind == "contents":
        return above is not None
    words = plain(page.lines[above].raw) if page.is_text(above) else ""
    return words.endswith((":", "：")) and not CONTENTS.match(words)


def _level_of_line(page: Page, i: int, leading: bool) -> str | None:
    """The level of a line "Difficulty: hard", or of one right below the title that holds nothing else: "*hard*"."""
    raw = page.lines[i].raw
    if len(raw) >= 120:
        return None
    alone = _ALONE.fullmatch(raw) if leading else None
    if alone and page.following[i] < len(page) and (level := level_of_brackets(alone["inside"], page.subject.vendors)):
        return level
    states = page.levels.states
    return stated_level(raw, page.levels.most) or (states.get(normal(raw)) if leading and states else None)


def _split(page: Page, start: Start, below: list[int]) -> tuple[list[int], list[int]]:
    """The lines below a title as the question's and the answer's."""
    if start.tail:
        return [], below
    label = next((n for n, i in enumerate(below) if i in page.labels), None)
    if label is not None and _belongs_above(page, below[:label], start):
        return below[:label], below[label:]
    count = _question_lines(page, start, below)
    count += _hints(page, below[count:])
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
    return _rest_of_the_title(page, wording, block) if block and likely >= ASKING else 0


def _rest_of_the_title(page: Page, wording: str, block: Sequence[int]) -> int:
    """How many lines of the paragraph below its first a title takes."""
    if _goes_on(page, wording, block):
        return 1
    return _to_its_end(page, wording, block) if is_wrapped(page) else 0


def _to_its_end(page: Page, wording: str, block: Sequence[int]) -> int:
    """How many lines a title takes to the end of its sentence, in a file whose lines were broken by a program."""
    if wording.endswith(_ENDS):
        return 0
    for n, i in enumerate(block[:_WRAPPED], 1):
        if not goes_on(page, i):
            return 0
        if page.lines[i].raw.rstrip().endswith(_ENDS):
            return n
    return 0


def _last_that_asks(page: Page, block: Sequence[int]) -> int:
    """How many lines of a paragraph there are up to its last one that asks."""
    return max((n for n, i in enumerate(block, 1) if asks(page.mark(i).text) >= 0.9), default=0)


def _goes_on(page: Page, wording: str, block: Sequence[int]) -> bool:
    """Whether a title was wrapped: no sentence ends with it, and its next line begins in lower case."""
    if wording.endswith(_ENDS):
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
            or is_lettered(page.lines[i].raw)
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
    """How many lines there are to the first blank one, or to a quote below other words."""
    quotes = (n > 0 and page.mark(i).quote and not page.mark(below[n - 1]).quote for n, i in enumerate(below))
    ends = (n for (n, i), quote in zip(enumerate(below), quotes, strict=True) if quote or page.lines[i].kind == "blank")
    return next(ends, len(below))


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


def _wording(page: Page, start: Start, asked: Sequence[int]) -> tuple[list[str], list[str]]:
    """The question's lines as one sentence, and what cannot be part of a sentence (code, options, lists)."""
    lines = [start.title] if start.title else []
    body: list[str] = []
    own = _own_sentence(page, start, asked)
    for n, i in enumerate(asked):
        mark, raw = page.lines[i].marks, page.lines[i].raw
        is_words = page.lines[i].kind == "text" and not (mark.bullet or mark.depth)
        if page.lines[i].kind == "blank":
            body.extend([""] if body else [])
        elif is_words and page.details[i] <= start.last and not (lines and (body or n >= own)):
            lines.append(mark.text if mark.number is None else raw.strip())
        else:
            body.append(raw)
    while body and not body[-1].strip():
        body.pop()
    return lines, body


def _own_sentence(page: Page, start: Start, asked: Sequence[int]) -> int:
    """How many lines the sentence takes that stands below a label alone: what follows it is there to choose from."""
    if start.title:
        return len(asked)
    last = next((n for n in range(len(asked), 0, -1) if asks(page.mark(asked[n - 1]).text) >= 0.9), 0)
    return last or _first_paragraph(page, asked)


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
