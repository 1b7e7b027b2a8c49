"""The import report: what became of every line of every source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from ..answers import safe_html
from ..guide import Guide, address, attribute, count, heading, link, question_page, text
from ..records import CONTENT_ROLES, ROLES, Problem, Question, Repair, Role, Source
from .page_blocks import Block, Group, Html

INDEX = "sources/index.md"

# Beyond this many lines a page would be heavy, and shows questions and answers, which have
# pages of their own, by their line numbers alone.
_ALL_SHOWN = 4000
_LINES_NAMED = 12

# Content that has no page of its own: the report is where it is shown.
_ONLY_HERE = tuple(role for role in CONTENT_ROLES if role not in ("question", "answer"))

WITHIN = "a remark of the author within the line"
_ROLE_NAMES = {"level": "level heading", "filler": "set aside", "separator": "separator", "intro": "introduction"}


def report_pages(guide: Guide) -> Iterator[tuple[str, str, str, tuple[Block, ...]]]:
    """Path, title, description and blocks of each page."""
    yield INDEX, "Sources", "What became of every line of the notes.", tuple(_index(guide))
    for source in guide.site.sources:
        name = source.text.source
        yield guide.reports[name], name, f"What became of every line of {name}.", tuple(_report(guide, source))


def _index(guide: Guide) -> Iterator[Block]:
    yield "# Sources"
    yield (
        "Every question on this site comes from one of these files. A file's report shows what each of its lines "
        "became, what was repaired in it, and what was set aside and why."
    )
    head = "| File | Questions | Answered | Lines | Repairs |\n|---|--:|--:|--:|--:|"
    rows = [_index_row(guide, source) for source in guide.site.sources]
    yield "\n".join((head, *rows)) if rows else "There are no files yet."
    known = set(guide.reports)
    others = [problem for problem in guide.site.problems if problem.span.source not in known]
    if others:
        yield "## To look at { #to_look_at }"
        yield _problems(others, place=True)


def _index_row(guide: Guide, source: Source) -> str:
    entries = source.reading.entries
    answered = sum(bool(entry.answer) for entry in entries)
    numbers = (len(entries), answered, len(source.text.lines), len(source.text.repairs))
    name = link(source.text.source, INDEX, guide.reports[source.text.source])
    return f"| {name} | {' | '.join(f'{number:,}' for number in numbers)} |"


def _report(guide: Guide, source: Source) -> Iterator[Block]:
    page = guide.reports[source.text.source]
    roles = sorted(source.reading.roles, key=lambda role: role.first)
    problems = [problem for problem in guide.site.problems if problem.span.source == source.text.source]
    yield f"# {safe_html.title(source.text.source)}"
    yield _facts(source)
    if grave := [problem for problem in problems if problem.grave]:
        yield Group("notice", ("**This needs a look before anybody relies on the page:**", _problems(grave)))
    yield Html(_table(("Lines", "Role"), ((f"{n:,}", text(_role_name(r))) for r, n in _counted(roles)), numbers=(0,)))
    if notes := [problem for problem in problems if not problem.grave]:
        yield "## To look at { #to_look_at }"
        yield _problems(notes)
    if source.text.repairs:
        yield "## Repaired { #repaired }"
        yield Html(_repairs(source.text.repairs))
    aside = [role for role in roles if role.why]
    if aside or source.reading.remarks:
        yield "## Set aside, and why { #set_aside }"
        yield Html(_set_aside(aside, source.reading.remarks))
    yield "## Line by line { #lines }"
    yield Html("\n".join(filter(None, _runs(guide, page, source, roles))))


def _facts(source: Source) -> str:
    entries = source.reading.entries
    answered = sum(bool(entry.answer) for entry in entries)
    layout = source.reading.layout or "none recognised"
    return (
        f"{count(len(source.text.lines), 'line')}, "
        f"{count(len(entries), 'question')}, {answered:,} of them answered here. "
        f"Encoding: {safe_html.title(source.text.encoding)}. Layout: {safe_html.title(layout)}."
    )


def _counted(roles: list[Role]) -> Iterator[tuple[str, int]]:
    for name in ROLES:
        number = sum(role.last - role.first + 1 for role in roles if role.role == name)
        if number:
            yield name, number


def _role_name(role: str) -> str:
    return _ROLE_NAMES.get(role, role)


def _problems(problems: list[Problem], place: bool = False) -> Block:
    items = (
        f"<li>{text(str(problem.span)) if place else _line(problem.span.first)}: {text(problem.message)}</li>"
        for problem in problems
    )
    return Html("<ul>\n" + "\n".join(items) + "\n</ul>")


def _repairs(repairs: tuple[Repair, ...]) -> str:
    """Each kind of damage once, with the lines it was on."""
    kinds: dict[tuple[str, str, str], list[int]] = {}
    for repair in repairs:
        how = repair.how if repair.certainty == "sure" else f"{repair.how} ({repair.certainty})"
        kinds.setdefault((repair.before, repair.after, how), []).append(repair.line)
    rows = (
        (
            f"<code>{_visible(before)}</code>",
            f"<code>{_visible(after)}</code>",
            text(how),
            f"{len(lines):,}",
            _lines(lines),
        )
        for (before, after, how), lines in kinds.items()
    )
    return _table(("Before", "After", "How", "Times", "Lines"), rows, numbers=(3,))


def _visible(run: str) -> str:
    """Characters that print nothing are written as their code points."""
    return text("".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in run)) or "(nothing)"


def _set_aside(roles: list[Role], remarks: Sequence[tuple[int, str]]) -> str:
    """Whole lines by their reason, and remarks within lines that are shown."""
    reasons: dict[str, list[Role]] = {}
    for role in roles:
        reasons.setdefault(role.why, []).append(role)
    rows = tuple(
        (text(why), f"{sum(role.last - role.first + 1 for role in found):,}", _lines([role.first for role in found]))
        for why, found in reasons.items()
    )
    if remarks:
        lines = [line for line, _ in remarks]
        rows = (*rows, (text(WITHIN), f"{len(set(lines)):,}", _lines(lines)))
    return _table(("Why", "Lines", "Where"), rows, numbers=(1,))


def _lines(lines: list[int]) -> str:
    distinct = list(dict.fromkeys(lines))
    named = ", ".join(_line(line, short=True) for line in distinct[:_LINES_NAMED])
    left = len(distinct) - _LINES_NAMED
    return f"{named} and {left:,} more" if left > 0 else named


def _line(line: int, short: bool = False) -> str:
    return f'<a href="#L{line}">{"" if short else "line "}{line}</a>'


def _runs(guide: Guide, page: str, source: Source, roles: list[Role]) -> Iterator[str]:
    """One part of the page for each run of lines with one role."""
    whole = len(source.text.lines) <= _ALL_SHOWN
    linked = sorted(_linked_lines(guide, source))
    for role in roles:
        head = f'<p><a href="#L{role.first}">{_range(role)}</a> {_became(guide, page, source, role)}</p>'
        shown = whole or role.role in _ONLY_HERE or (role.entry is not None and not _question_of(guide, source, role))
        lines = _text_lines(source, role) if shown else _anchors(role, linked)
        yield f'<div class="run" data-role="{attribute(role.role)}">{head}{lines}</div>'
    # A link to a line that is blank, or is not there, still leads to this page without a warning.
    inside = {line for role in roles for line in range(role.first, role.last + 1)}
    yield "".join(f'<span id="L{line}"></span>' for line in linked if line not in inside)


def _range(role: Role) -> str:
    return f"Line {role.first}" if role.first == role.last else f"Lines {role.first} to {role.last}"


def _became(guide: Guide, page: str, source: Source, role: Role) -> str:
    words = [f"<strong>{text(_role_name(role.role))}</strong>"]
    question = _question_of(guide, source, role)
    if question:
        target = address(page, question_page(question), question.id)
        words.append(f'<a href="{target}">{text(heading(question.question))}</a>')
    if role.why:
        words.append(text(role.why))
    return " · ".join(words)


def _question_of(guide: Guide, source: Source, role: Role) -> Question | None:
    return None if role.entry is None else guide.by_id.get(source.ids[role.entry] or "")


def _text_lines(source: Source, role: Role) -> str:
    numbered = enumerate(source.text.lines[role.first - 1 : role.last], start=role.first)
    # An element for each line, empty or not: a blank line would end the HTML in ordinary Markdown.
    spans = (f'<span id="L{number}">{text(line)}</span>' for number, line in numbered)
    return f'<pre class="source" tabindex="0">{chr(10).join(spans)}</pre>'


def _anchors(role: Role, linked: list[int]) -> str:
    inside = linked[bisect_left(linked, role.first) : bisect_right(linked, role.last)]
    return "".join(f'<span id="L{line}"></span>' for line in sorted({role.first, *inside}))


def _linked_lines(guide: Guide, source: Source) -> set[int]:
    name = source.text.source
    spans = (
        span
        for question in guide.site.questions
        for asked in question.asked
        for span in (asked.span, *asked.answer_spans)
    )
    repaired = {repair.line for repair in source.text.repairs}
    problems = {problem.span.first for problem in guide.site.problems if problem.span.source == name}
    led_to = guide.lines.get(guide.reports[name], frozenset())
    remarks = {line for line, _ in source.reading.remarks}
    return repaired | problems | led_to | remarks | {span.first for span in spans if span.source == name}


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]], numbers: tuple[int, ...] = ()) -> str:
    """A table of cells that are HTML already."""

    def cell(tag: str, column: int, content: str) -> str:
        mark = ' class="number"' if column in numbers else ""
        return f"<{tag}{mark}>{content}</{tag}>"

    def row(tag: str, cells: tuple[str, ...]) -> str:
        return f"<tr>{''.join(cell(tag, column, content) for column, content in enumerate(cells))}</tr>"

    body = "\n".join(row("td", cells) for cells in rows)
    return f"<table>\n<thead>{row('th', heads)}</thead>\n<tbody>\n{body}\n</tbody>\n</table>"
