"""What a practice card shows beyond the question itself, in pieces: `practice/<service>.json` and, for a service of
more than PIECE questions, `practice/<service>.2.json` and so on. `docs/assets/js/practice/desk.mjs` reads them.

Beside them stands the form of the file in which readers take their progress along, `progress.schema.json`.

A card's question, services and level stand in `search/entries.json`, which the practice page loads first; which piece
holds it follows from its place among the questions of its primary service.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..answers import links, pictures, safe_html
from ..answers.choices import choices_of
from ..records import Question, Site
from .json_files import schema

PIECE = 50
FOLDER = "practice"
PROGRESS = "progress.schema.json"

Json = dict[str, Any]


def practice_files(site: Site) -> Iterator[tuple[str, str]]:
    """Path and text of each file."""
    by_service: dict[str, list[Question]] = {}
    for question in site.questions:
        by_service.setdefault(question.services[0], []).append(question)
    for slug, questions in by_service.items():
        for start in range(0, len(questions), PIECE):
            cards = {question.id: card(question) for question in questions[start : start + PIECE]}
            text = json.dumps({"version": 1, "cards": cards}, ensure_ascii=False, separators=(",", ":"))
            yield path(slug, start // PIECE), text
    yield PROGRESS, schema(PROGRESS)


def path(slug: str, piece: int) -> str:
    """
    >>> path("ropes", 0), path("ropes", 1)
    ('practice/ropes.json', 'practice/ropes.2.json')
    """
    return f"{FOLDER}/{slug}{f'.{piece + 1}' if piece else ''}.json"


def _fragment(markdown: str) -> str:
    """As it stands on the page of the cards, which is one folder deep."""
    found = safe_html.placed(safe_html.fragment(markdown), f"../{pictures.FOLDER}/")
    return links.led(found, lambda address: f"../{address}")


def card(question: Question) -> Json:
    """The sanitised HTML of the question, where it has marks, of what stands below it and of its answer, which of its
    options are right ("2,3 of 4"), and its references: [title, address].
    """
    found: Json = {}
    if question.title:
        found["title"] = safe_html.heading(question.title)
    if question.body:
        found["body"] = _fragment(question.body)
        if right := choices_of(question):
            found["right"] = str(right)
    if question.answered:
        found["answer"] = _fragment(question.answer)
    titles = question.reference_titles or ("",) * len(question.references)
    references = [
        [title, url]
        for title, url in zip(titles, question.references, strict=True)
        if url.lower().startswith(("https://", "http://"))
    ]
    if references:
        found["references"] = references
    return found
