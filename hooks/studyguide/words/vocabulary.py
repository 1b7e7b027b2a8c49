"""The words of all languages, read once from `languages/`: what each list is for stands in the README there.

A list is the same for every question, whatever its language: notes mix languages, and a question is too short to
tell its own. So `VOCABULARY` holds for each key what all the files say under it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

LANGUAGES = Path(__file__).with_name("languages")

Phrases = tuple[str, ...]  # in the notation of `patterns`
Words = frozenset[str]  # one word each, as they stand
Stems = tuple[str, ...]  # words, and parts of words with a star: "kein*"
Pairs = tuple[tuple[str, str], ...]  # of two stems: "hot/cold"
Groups = tuple[tuple[str, ...], ...]  # of words of which any may be said: "a/b/c"
Scales = tuple[tuple[tuple[str, ...], ...], ...]  # of words that exclude each other: "all, every / some / most"
Affixes = Pairs  # of two beginnings or endings, of which one may be nothing: "/un", "ful/less"
Forms = tuple[tuple[str, ...], ...]  # endings, or beginnings, that the forms of one word have: "/s/es"
Rules = tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """What announces a question or an answer: "Q1.", "Answer:"."""

    question: Phrases
    scenario: Phrases
    answer: Phrases
    before_answer: Phrases
    alone: Phrases
    before_a_number: Phrases
    counted: Phrases
    answer_behind: Phrases
    option_letters: Phrases
    verdicts: Pairs


@dataclass(frozen=True, slots=True)
class Levels:
    """What states a level, and what a level can be told by."""

    basic: Phrases
    intermediate: Phrases
    advanced: Phrases
    basic_alone: Phrases
    intermediate_alone: Phrases
    advanced_alone: Phrases
    of_a_subject: Words
    beside: Words
    announced_by: Phrases
    years: Phrases
    scenario: Phrases
    sounds_basic: Phrases
    sounds_intermediate: Phrases
    sounds_advanced: Phrases


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table and the keys of a record are called."""

    asked: Phrases
    told: Phrases
    perhaps_asked: Phrases
    perhaps_told: Phrases
    level: Phrases
    section: Phrases
    number: Phrases
    options: Phrases
    option: Phrases
    right: Phrases
    explained: Phrases
    aside: Phrases
    of_data: Phrases
    languages: Phrases


@dataclass(frozen=True, slots=True)
class Asking:
    """What shows that a line asks, and what it asks about."""

    first: Phrases
    perhaps_first: Phrases
    behind_an_order: Phrases
    announcing: Phrases
    announcing_before_a_noun: Phrases
    no_noun: Phrases
    inside: Phrases
    last: Phrases
    versus: Phrases
    promised_by: Phrases
    exercises: Phrases
    of_the_guide: Phrases
    of_a_list: Phrases
    leads_to_a_list: Phrases
    points_below: Phrases
    after_a_story: Phrases
    compares: Phrases
    before_the_common: Phrases
    leaves_out: Phrases
    defines: Phrases


@dataclass(frozen=True, slots=True)
class Headings:
    """What heads something other than questions."""

    tips: Phrases
    contents: Phrases
    answers: Phrases
    an_answer: Phrases
    references: Phrases
    of_cards: Phrases
    of_documents: Phrases
    no_subject: Words


@dataclass(frozen=True, slots=True)
class Remarks:
    """What notes say of a question, or in place of its answer."""

    tags: Phrases
    counts: Phrases
    results: Phrases
    placeholders: Phrases
    hints: Phrases
    right_options: Phrases
    right_behind_an_arrow: Phrases


@dataclass(frozen=True, slots=True)
class Furniture:
    """What belongs to the page that notes were copied from."""

    lines: Phrases
    beginnings: Phrases
    neighbours: Phrases
    next_behind_an_arrow: Phrases
    pages: Phrases
    of_pages: Phrases


@dataclass(frozen=True, slots=True)
class Chat:
    """What a chat assistant and the person who asked it say besides questions and answers."""

    greetings: Phrases
    openings: Phrases
    speaks_of: Phrases
    closings: Phrases
    requests_at_first: Phrases
    requests: Phrases
    askers: Phrases
    answerers: Phrases
    said: Phrases
    sayers: Phrases


@dataclass(frozen=True, slots=True)
class Grammar:
    """The small words of a language, and those that turn what is asked into something else."""

    little: Words
    little_in_merging: Words
    little_in_ids: Words
    little_in_search: Words
    little_in_edits: Stems
    articles: Words
    generic: Words
    doing: Words
    synonyms: Groups
    pronouns: Words
    pointing: Words
    orders: Words
    comparing: Words
    directions: Words
    negations: Stems
    no_negations: Stems
    opposites: Pairs
    quantities: Scales
    modals: Scales
    relations: Scales
    ways: Scales
    opposite_beginnings: Affixes
    opposite_endings: Affixes
    numbers: Pairs
    endings: Forms
    beginnings: Forms
    asks_why: Stems
    asks_when: Stems
    asks_where: Stems
    asks_who: Stems
    asks_how: Stems
    ties: Words
    someone: Phrases
    them: Phrases
    question_words: Phrases
    not_in_initials: Words
    examples_follow: Phrases
    no_plural: Words
    adjectives: Phrases
    adjective_endings: Phrases


@dataclass(frozen=True, slots=True)
class Prose:
    """What tells a sentence from a command, a title or a term."""

    never_typed: Words
    verbs: Phrases
    in_no_term: Phrases
    tells_a_question: Phrases
    tells_an_answer: Phrases
    begins_a_clause: Phrases


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All lists; `same` are the ways to ask the same, in the order in which they are applied."""

    labels: Labels
    levels: Levels
    columns: Columns
    asking: Asking
    headings: Headings
    remarks: Remarks
    furniture: Furniture
    chat: Chat
    grammar: Grammar
    prose: Prose
    same: Rules


SECTIONS: Mapping[str, Any] = {
    "labels": Labels,
    "levels": Levels,
    "columns": Columns,
    "asking": Asking,
    "headings": Headings,
    "remarks": Remarks,
    "furniture": Furniture,
    "chat": Chat,
    "grammar": Grammar,
    "prose": Prose,
}


def vocabulary(languages: Iterable[Mapping[str, Any]]) -> Vocabulary:
    """What the tables of all languages say together, each word once."""
    tables = list(languages)
    sections = {name: _section(made, [table.get(name, {}) for table in tables]) for name, made in SECTIONS.items()}
    return Vocabulary(**sections, same=tuple(rule for table in tables for rule in table.get("same", ())))


def _section(made: Any, tables: list[Mapping[str, Any]]) -> Any:
    return made(**{field.name: _list(str(field.type), _said(field.name, tables)) for field in fields(made)})


def _said(key: str, tables: list[Mapping[str, Any]]) -> Iterator[str]:
    yield from dict.fromkeys(entry for table in tables for entry in table.get(key, ()))


def _list(kind: str, entries: Iterator[str]) -> Phrases | Words | Stems | Pairs | Groups | Scales:
    if kind in ("Pairs", "Affixes"):
        return tuple((one, other) for one, _, other in (entry.partition("/") for entry in entries))
    if kind == "Scales":
        return tuple(tuple(tuple(place.split(", ")) for place in entry.split(" / ")) for entry in entries)
    if kind in ("Groups", "Forms"):
        return tuple(tuple(entry.split("/")) for entry in entries)
    return frozenset(map(str.casefold, entries)) if kind == "Words" else tuple(entries)


_TABLES = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in sorted(LANGUAGES.glob("*.toml"))}
VOCABULARY = vocabulary(_TABLES.values())
# The grammar of each language by itself, by its letters: "war" says nothing in German.
GRAMMARS: Mapping[str, Grammar] = {name: vocabulary([table]).grammar for name, table in _TABLES.items()}
