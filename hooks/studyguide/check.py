"""What a maintainer should look at, gathered from all stages and put into words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from logging import LogRecord

from .folder import corrections, id_ledger, reviewed_bank
from .records import (
    Asked,
    Permalink,
    Problem,
    Proposal,
    Question,
    Service,
    Site,
    Source,
    Span,
    Text,
)
from .syntax.fences import fences_of
from .words.dates import is_date

# A wording of more characters is harder to read in a decision than an id.
_LONG = 200
# A build says so many notes and names the command that shows them all.
NOTES_LOGGED = 20


# A log of GitHub, or of others like it, takes these for commands: at the beginning of a line, and anywhere.
_COMMANDS = ((re.compile(r"^(\s*):(?=:)"), r"\1: "), (re.compile(r"##(?=\w*\[)"), "# #"))


def harmless(text: str) -> str:
    r"""The lines of a message with nothing in them by which a note could take over a terminal or a workflow's log.

    >>> harmless("a\x1b[31m"), harmless(" ::error::a\n::set"), harmless("b::c ##[error]")
    ('a�[31m', ' : :error::a\n: :set', 'b::c # #[error]')
    """
    return "\n".join(map(as_line, text.split("\n")))


def as_line(text: str) -> str:
    r"""The same for what is one line, whatever it says.

    >>> as_line("a\n::error::b")
    'a�::error::b'
    """
    line = "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
    for command, instead in _COMMANDS:
        line = command.sub(instead, line)
    return line


def harmless_record(record: LogRecord) -> bool:
    """A filter for a generator's log, in whose messages anything may stand that stands in a note or in its name."""
    record.msg, record.args = harmless(record.getMessage()), ()
    return True


def in_log(problems: Sequence[Problem], place: str) -> Iterator[tuple[bool, str]]:
    """What a build says of them: all that is grave, and the first of the rest; each with whether it is grave.

    `place` is the folder of the sources as a reader of the log knows it.
    """
    yield from ((True, f"{place}/{problem}") for problem in problems if problem.grave)
    notes = [problem for problem in problems if not problem.grave]
    yield from ((False, f"{place}/{problem}") for problem in notes[:NOTES_LOGGED])
    if (more := len(notes) - NOTES_LOGGED) > 0:
        yield False, f"{more} further notes: `studyguide check --sources {place}` shows them all"


def problems(site: Site, before: Sequence[Permalink] | None = None, today: date | None = None) -> tuple[Problem, ...]:
    """Everything, sorted by place; `grave` tells what is wrong from what is only worth knowing.

    `before` is the id ledger as it is committed, to be compared with that of the site. The bank is looked through
    where `today` is given: a build does without, for its result must not depend on the day.
    """
    found = {
        *site.problems,
        *(_of_bank(site, today) if today is not None else ()),
        *(problem for question in site.questions for problem in _of_question(question)),
        *map(_of_proposal, site.proposals),
        *(problem for source in site.sources for problem in _of_repairs(source)),
        *(problem for source in site.sources for problem in _of_service(source, site.services)),
        *(problem for source in site.sources for problem in _of_merge(source.text)),
        *_of_levels(site),
        *(_of_ledger(before, site) if before is not None else ()),
        *(
            _note(Span(id_ledger.FILE, row.line, row.line), successor(row, site))
            for row in site.permalinks
            if row.likely
        ),
    }
    return tuple(sorted(found, key=lambda problem: (problem.span.source, problem.span.first, problem.message)))


# --- the id ledger ---


def _of_ledger(before: Sequence[Permalink], site: Site) -> Iterator[Problem]:
    """Nothing while the ledger itself is wrong: it must be mended before it is compared or written."""
    if any(problem.grave and problem.span.source == id_ledger.FILE for problem in site.problems):
        return
    # A place or an answer alone is written along with the next change.
    forgetful = [[replace(row, seen=None) for row in rows] for rows in (before, site.permalinks)]
    if changes := describe_changes(*forgetful):
        message = f"{'; '.join(changes)}. To keep these, run: studyguide permalinks --write"
        yield _note(Span(id_ledger.FILE, 1, 1), message)


def successor(row: Permalink, site: Site) -> str:
    """What is to be decided of a row whose question has perhaps become another."""
    names = json.dumps([row.id, name_of(row.likely or "", site)], ensure_ascii=False)
    asked = _short(row.wordings[-1] if row.wordings else "")
    return (
        f'"{row.id}" lost its question, "{asked}"; the likeliest successor is "{row.likely}" '
        f"({row.because}). Run: studyguide permalinks --accept {row.id} (or --refuse). "
        f"Or decide in {corrections.FILE}: [[merge]] or [[apart]], then questions = {names}"
    )


def lives_on(before: Sequence[Permalink], after: Sequence[Permalink]) -> str:
    """What can be done of ids that are now retired though nothing is likely to be their successor."""
    old = {row.id: row for row in before}
    lost = [row.id for row in after if row.retired and not row.likely and row.id in old and not old[row.id].retired]
    if not lost:
        return ""
    names = json.dumps([lost[0], "its wording today"])
    return f"If a retired one is still asked, in other words, add to {corrections.FILE}: [[merge]] questions = {names}"


def name_of(id: str, site: Site) -> str:
    """What a decision calls a question: its words, or its id where others share them, or where they are many."""
    question = next((question for question in site.questions if question.id == id), None)
    if question is None:
        return id
    alike = sum(id_ledger.key(one.question) == id_ledger.key(question.question) for one in site.questions)
    return question.question if alike == 1 and len(question.question) <= _LONG else id


def describe_changes(before: Sequence[Permalink], after: Sequence[Permalink]) -> list[str]:
    """What is to change in the id ledger, a phrase for each kind of change."""
    old = {row.id: row for row in before}
    kinds: dict[str, list[str]] = {}
    for row in after:
        if kind := _change(old.get(row.id), row):
            kinds.setdefault(kind, []).append(row.id)
    return [f"{kind}: {len(ids)} ({_some(ids)})" for kind, ids in kinds.items()]


def _change(old: Permalink | None, new: Permalink) -> str:
    if old is None:
        return "new ids"
    if old.leads_to != new.leads_to:
        return "ids that lead to another now" if new.leads_to else "ids of their own again"
    if old.retired != new.retired:
        return "retired ids" if new.retired else "ids in use again"
    if old.wordings != new.wordings:
        return "ids with other wordings"
    return "ids that have another place or answer" if old != new else ""


# --- the notes ---

_MARKS = ("<<<<<<< ", "=======", ">>>>>>> ")


def _of_merge(text: Text) -> Iterator[Problem]:
    """The marks that git leaves where two branches changed the same lines; in code they may be what is shown."""
    found = {n: mark for n, line in enumerate(text.lines, 1) for mark in _MARKS if line.startswith(mark)}
    code = {n + 1 for fence in fences_of(text.lines) for n in range(fence.first, fence.end)} if found else set()
    opened, seen = 0, ""
    for number, mark in ((n, mark) for n, mark in found.items() if n not in code):
        if mark == _MARKS[0]:
            opened, seen = number, mark
        elif (seen, mark) == (_MARKS[0], _MARKS[1]):
            seen = mark
        elif (seen, mark) == (_MARKS[1], _MARKS[2]):
            told = "a merge left its marks in the notes. Keep the lines that are to stay, and remove the three marks"
            yield _note(Span(text.source, opened, number), told)
            seen = ""


# --- questions ---


def _of_bank(site: Site, today: date) -> Iterator[Problem]:
    for question in site.questions:
        for asked in question.asked:
            yield from reviewed_bank.of_answer(asked, site.services, site.stale, today)


def _of_question(question: Question) -> Iterator[Problem]:
    if not question.answered:
        yield _note(question.asked[0].span, f'no answer to "{_short(question.question)}". Write one, if you know it')
    for asked in question.asked:
        yield from _of_review(asked)


def _of_review(asked: Asked) -> Iterator[Problem]:
    """A reviewed answer has a date and says where it can be checked; one without is not reviewed."""
    if asked.reviewed is None:
        return
    if not is_date(asked.reviewed):
        yield _wrong(asked.span, f'reviewed: "{_short(asked.reviewed)}" is not a date. Write it as 2026-01-31')
    if not asked.answer:
        yield _wrong(asked.span, f'"{_short(asked.question)}" is marked as reviewed and has no answer. Write one')
    if not asked.references:
        yield _wrong(asked.span, f'"{_short(asked.question)}" is reviewed without references. Add a "References:" line')


def _of_proposal(proposal: Proposal) -> Problem:
    first, second = proposal.first, proposal.second
    pair = json.dumps([first.question, second.question], ensure_ascii=False)
    return _note(
        first.span,
        f'"{_short(first.question)}" may be the same as "{_short(second.question)}" ({second.span}); '
        f"{proposal.differs}. Decide in {corrections.FILE}: [[merge]] or [[apart]], then questions = {pair}",
    )


# --- sources ---


def _of_repairs(source: Source) -> Iterator[Problem]:
    if repairs := source.text.repairs:
        kinds = Counter(repair.how for repair in repairs).most_common()
        counted = ", ".join(f"{number} by undoing {how}" for how, number in kinds)
        message = (
            f"damaged text was repaired: {counted}. To see each, run: studyguide repair --report {source.text.source}"
        )
        line = min(repair.line for repair in repairs)
        yield _note(Span(source.text.source, line, line), message)


def _of_service(source: Source, services: Sequence[Service]) -> Iterator[Problem]:
    """One problem for a file whose front matter names a service that is none; in the reviewed bank it is grave."""
    known = {service.slug for service in services}
    entry = next((one for one in source.reading.entries if one.service and one.service not in known), None)
    if entry:
        message = f'service: "{_short(entry.service or "")}" is not in services.toml. Add it or correct it'
        yield Problem(entry.span, message, grave=entry.reviewed is not None)


def _of_levels(site: Site) -> Iterator[Problem]:
    """One note for each source whose questions go without a stated level."""
    unstated = [question for question in site.questions if question.level is None]
    for name, number in sorted(Counter(question.asked[0].span.source for question in unstated).items()):
        what = "1 question states" if number == 1 else f"{number} questions state"
        message = f"{what} no level and show an estimate. Where it is wrong, decide in {corrections.FILE}: [[level]]"
        yield _note(Span(name, 1, 1), message)


def _note(span: Span, message: str) -> Problem:
    return Problem(span, message)


def _wrong(span: Span, message: str) -> Problem:
    return Problem(span, message, grave=True)


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:5]) + (" …" if len(ids) > 5 else "")


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
