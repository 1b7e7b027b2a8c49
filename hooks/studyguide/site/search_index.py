"""What the site's own search looks through: every question with its words, its services' names and its answer.

In pieces, so that a reader pays for what is used: `entries.json` once the reader turns to search, the list of questions
or practice, and the answers' words, PIECE questions to a file, behind it. In the browser `find-worker.mjs` fetches both
for the search, and `find.mjs` ranks them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..answers.document import document
from ..answers.nodes import words_of
from ..guide import level_of
from ..records import Question, Service, Site
from ..words.grammar import DEFINING, SEARCH_FILLERS

PIECE = 200
FOLDER = "search"

Json = dict[str, Any]


def search_files(site: Site) -> Iterator[tuple[str, str]]:
    """Path and text of each file."""
    yield f"{FOLDER}/entries.json", _dumps(entries(site))
    for number, piece in enumerate(_pieces(site.questions)):
        texts = [" ".join(words_of(document(question.answer).blocks).split()) for question in piece]
        yield f"{FOLDER}/text-{number}.json", _dumps(texts)


def entries(site: Site) -> Json:
    """What is known of every question without its answer, in the order of the site, and words that weigh little."""
    known = {service.slug: service for service in site.services}
    used = sorted({slug for question in site.questions for slug in question.services})
    return {
        "version": 1,
        "piece": PIECE,
        "services": [
            _service(known.get(slug) or Service(slug, slug.replace("-", " ").capitalize(), "")) for slug in used
        ],
        "entries": [_entry(question) for question in site.questions],
        "fillers": sorted({*SEARCH_FILLERS, *(vendor for vendor in site.vendors if " " not in vendor)}),
        "defining": list(DEFINING),
    }


def _service(service: Service) -> Json:
    return {"slug": service.slug, "name": service.name, "aliases": list(service.aliases)}


def _entry(question: Question) -> Json:
    entry: Json = {
        "id": question.id,
        "title": question.question,
        "url": f"services/{question.services[0]}/#{question.id}",
        "services": list(question.services),
        "level": level_of(question),
    }
    also = dict.fromkeys(asked.question for asked in question.asked if asked.question != question.question)
    if also:
        entry["also"] = list(also)
    if question.aliases:
        entry["aliases"] = list(question.aliases)
    for flag, holds in (
        ("scenario", question.scenario),
        ("answered", question.answered),
        ("reviewed", question.reviewed),
    ):
        if holds:
            entry[flag] = True
    return entry


def _pieces(questions: tuple[Question, ...]) -> Iterator[tuple[Question, ...]]:
    for start in range(0, len(questions), PIECE):
        yield questions[start : start + PIECE]


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
