"""What the site's own search looks through: every question with its words, its services' names and its answer.

In pieces, so that a reader pays for what is used: `entries.json` once the reader turns to search, the list of questions
or practice, and the answers' words, PIECE questions to a file, behind it. In the browser `find-worker.mjs` fetches both
for the search, and `find.mjs` ranks them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..answers.document import document
from ..answers.nodes import words_of
from ..guide import level_of
from ..records import Question, Service, Site
from ..words import signed
from ..words.grammar import DEFINING, SEARCH_FILLERS

PIECE = 200
FOLDER = "search"

Json = dict[str, Any]


def search_files(site: Site) -> Iterator[tuple[str, str]]:
    """Path and text of each file."""
    texts = [" ".join(words_of(document(question.answer).blocks).split()) for question in site.questions]
    yield f"{FOLDER}/entries.json", _dumps(entries(site, texts))
    for start in range(0, len(texts), PIECE):
        yield f"{FOLDER}/text-{start // PIECE}.json", _dumps(texts[start : start + PIECE])


def entries(site: Site, texts: Sequence[str] = ()) -> Json:
    """What is known of every question without its answer, in the order of the site, words that weigh little, and words
    that carry signs with how these are spoken.

    texts   the answers' words, which may hold operators that no question names
    """
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
        "signed": _signed(site, texts),
    }


def _signed(site: Site, texts: Iterable[str]) -> dict[str, str]:
    """The words with signs of all wordings and of the services' names, the operators of the answers as well."""
    names = (name for service in site.services for name in (service.name, *service.aliases))
    wordings = (asked.question for question in site.questions for asked in question.asked)
    found = {match[0] for text in (*names, *wordings) for match in signed.SIGNED.finditer(text)}
    found |= {match["operator"] for text in texts for match in signed.SIGNED.finditer(text) if match["operator"]}
    return {word.casefold(): said.casefold() for word in sorted(found) if (said := signed.spoken(word))}


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


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
