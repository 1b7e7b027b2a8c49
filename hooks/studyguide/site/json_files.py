"""The site as JSON for other people's programs: `questions.json`, and `ledger.json` with what became of every line.

Their form is a promise, written down in `questions.schema.json` and `ledger.schema.json` beside this module.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from ..guide import led_to
from ..records import CONTENT_ROLES, Asked, Question, Repair, Role, Site, Source, Span
from ..words.dates import is_date

SCHEMAS = ("questions.schema.json", "ledger.schema.json")

Json = dict[str, Any]

# A line that is not shown says why, even where its reader had nothing particular to say.
_WHY = {"separator": "it only separates", "filler": "it is no part of a question or an answer"}


def json_files(site: Site) -> Iterator[tuple[str, str]]:
    """The name and the text of each file."""
    yield "questions.json", dumps(questions_json(site))
    yield "ledger.json", dumps(ledger_json(site))
    for name in SCHEMAS:
        yield name, schema(name)


def questions_json(site: Site) -> Json:
    """Every question with all its places, in the order of the site."""
    mentions = led_to(site.questions)[0]
    return {"version": 1, "questions": [_question(one, mentions.get(one.id, ())) for one in site.questions]}


def ledger_json(site: Site) -> Json:
    """Every source with the role of each of its lines."""
    return {"version": 1, "sources": [_source(source) for source in site.sources]}


def dumps(value: Json) -> str:
    """The same value gives the same text, on every system; letters stay letters."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def schema(name: str) -> str:
    """The text of a schema that stands beside this module."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _question(question: Question, mentions: Iterable[Question]) -> Json:
    return {
        "id": question.id,
        "url": f"services/{question.services[0]}/#{question.id}",
        "permalink": f"q/{question.id}/",
        "question": question.question,
        **({"question_markdown": question.title} if question.title else {}),
        "body_markdown": question.body,
        "services": list(question.services),
        "level": question.level,
        "level_estimated": question.level_estimated if question.level is None else None,
        "scenario": question.scenario,
        "answered": question.answered,
        "reviewed": question.reviewed if question.reviewed and is_date(question.reviewed) else None,
        "references": list(question.references),
        "answer_markdown": question.answer,
        "mentioned_in": [one.id for one in mentions],
        "asked": [_asked(asked) for asked in question.asked],
    }


def _asked(asked: Asked) -> Json:
    return {
        "source": asked.span.source,
        "lines": _lines(asked.span),
        "number": asked.number,
        "level": asked.level,
        "question": asked.question,
        "answer_markdown": asked.answer,
        "answer_lines": [_lines(span) for span in asked.answer_spans],
    }


def _lines(span: Span) -> list[int]:
    return [span.first, span.last]


def _source(source: Source) -> Json:
    return {
        "source": source.text.source,
        "encoding": source.text.encoding,
        "layout": source.reading.layout,
        "repairs": [_repair(repair) for repair in source.text.repairs],
        **({"remarks": [_remark(*one) for one in source.reading.remarks]} if source.reading.remarks else {}),
        "lines": [_role(role, source) for role in sorted(source.reading.roles, key=lambda role: role.first)],
    }


def _repair(repair: Repair) -> Json:
    return asdict(repair)


def _remark(line: int, text: str) -> Json:
    return {"line": line, "text": text}


def _role(role: Role, source: Source) -> Json:
    id = None if role.entry is None else source.ids[role.entry]
    line: Json = {"first": role.first, "last": role.last, "role": role.role, "question": id}
    shown = role.role in CONTENT_ROLES and (role.entry is None or id is not None)
    why = "" if shown else role.why or _WHY.get(role.role, "")
    return {**line, "why": why} if why else line
