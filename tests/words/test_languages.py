"""The language files say what the README beside them says they say, and a slip of the pen is named by file and key."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tables import every_row

from studyguide.words.grammar import ways_to_ask
from studyguide.words.patterns import one_of, spelled
from studyguide.words.pieces import KINDS, is_unspaced, pieces
from studyguide.words.vocabulary import LANGUAGES, SECTIONS, VOCABULARY, vocabulary
from studyguide.words.wording import words

FILES = sorted(LANGUAGES.glob("*.toml"))
README = (LANGUAGES / "README.md").read_text("utf-8")
RULE = {"found", "into", "why"}
STEM = r"\*?[^*/()<>]+\*?"
FORMS = {
    "Stems": (re.compile(STEM), "must be a word; a star may stand at either end"),
    "Pairs": (re.compile(f"{STEM}/{STEM}"), "must be a pair, like hot/cold; a star may stand at the ends of each word"),
    "Forms": (re.compile(r"[^*()<>\s]*(?:/[^*()<>\s]*)+"), "must be a row of endings or beginnings, like /s/es"),
    "Groups": (re.compile(r"[^*/()<>]+(?:/[^*/()<>]+)+"), "must be two words or more, like pro/benefit"),
    "Scales": (
        re.compile(r"[^,/()<>]+(?:, [^,/()<>]+)*(?: / [^,/()<>]+(?:, [^,/()<>]+)*)+"),
        "must be words that exclude each other, like all, every / some / most; a star may stand at either end",
    ),
    "Affixes": (re.compile(r"[^*/()<>\s]*/[^*/()<>\s]*"), "must be a pair, like /un or ful/less"),
}


def faults(file: str, text: str) -> list[str]:
    """What is wrong with a language file, each as `file: key: what`."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [f"{file}: this is not TOML: {error}"]
    return [f"{file}: {fault}" for section, table in tables.items() for fault in _of_section(section, table)]


def _of_section(section: str, table: Any) -> Iterator[str]:
    if section == "same":
        for number, rule in enumerate(table, 1):
            if rule.keys() != RULE:
                yield f"[[same]] {number}: its keys must be {', '.join(sorted(RULE))}"
        return
    if section not in SECTIONS:
        yield f"[{section}]: there is no such part{_meant(section, SECTIONS)}"
        return
    kinds = {field.name: str(field.type) for field in fields(SECTIONS[section])}
    for key, entries in table.items():
        if key not in kinds:
            yield f"{section}.{key}: there is no such key{_meant(key, kinds)}"
        else:
            yield from (f"{section}.{key}: {fault}" for fault in _of_list(kinds[key], entries))


def _meant(name: str, known: Any) -> str:
    near = get_close_matches(name, known, 1)
    return f". Is {near[0]} meant?" if near else ""


def _of_list(kind: str, entries: Any) -> Iterator[str]:
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        yield "this must be a list of words in quotes"
        return
    for number, entry in enumerate(entries):
        if entry in entries[:number]:
            yield f'"{entry}" stands here twice'
        if not entry.strip() or entry != " ".join(entry.split()):
            yield f'"{entry}" has spaces at its ends or several in a row'
        elif (small := re.sub(r"(?<![^\W\d])N(?![^\W\d])", "", entry)) != small.lower():
            yield f'"{entry}" must be in small letters'
        elif fault := _of_entry(kind, entry):
            yield f'"{entry}" {fault}'


def _between_spaces(entry: str) -> list[str]:
    """Its words where vowels may be marks upon a letter, and where there are no spaces."""
    return entry.casefold().split() if is_unspaced(entry) else [piece.text for piece in pieces(entry)]


def _of_entry(kind: str, entry: str) -> str:
    if kind == "Words":
        return "" if [entry.casefold()] in (words(entry), _between_spaces(entry)) else "must be one word, without signs"
    if kind in FORMS:
        form, rule = FORMS[kind]
        sides = entry.split("/")
        return "" if form.fullmatch(entry) and len(set(sides)) == len(sides) else rule
    left = re.sub(r"\([^()<>]*\)|<[^()<>]*>", "", entry)
    return "has a bracket that nothing closes, or one inside another" if re.search(r"[()<>]", left) else ""


@every_row("file", FILES, ids=lambda file: file.name)
def test_a_language_file_is_right(file: Path) -> None:
    assert faults(file.name, file.read_text("utf-8")) == []


@every_row(
    ("text", "fault"),
    [
        ('[labels]\nquestoin = ["q"]', "xx.toml: labels.questoin: there is no such key. Is question meant?"),
        ('[label]\nquestion = ["q"]', "xx.toml: [label]: there is no such part. Is labels meant?"),
        ('[labels]\nquestion = "q"', "xx.toml: labels.question: this must be a list of words in quotes"),
        ("[labels]\nquestion = [1]", "xx.toml: labels.question: this must be a list of words in quotes"),
        ('[labels]\nquestion = ["q", "q"]', 'xx.toml: labels.question: "q" stands here twice'),
        ('[labels]\nquestion = ["Q"]', 'xx.toml: labels.question: "Q" must be in small letters'),
        ('[labels]\nquestion = ["q "]', 'xx.toml: labels.question: "q " has spaces at its ends or several in a row'),
        ('[labels]\nquestion = ["q(s"]', 'xx.toml: labels.question: "q(s" has a bracket that nothing closes'),
        ('[grammar]\nlittle = ["in the"]', 'xx.toml: grammar.little: "in the" must be one word, without signs'),
        ('[grammar]\nopposites = ["hot"]', 'xx.toml: grammar.opposites: "hot" must be a pair, like hot/cold'),
        ('[grammar]\nopposites = ["hot/hot"]', 'xx.toml: grammar.opposites: "hot/hot" must be a pair, like hot/cold'),
        ('[grammar]\nopposites = ["h*t/cold"]', 'xx.toml: grammar.opposites: "h*t/cold" must be a pair, like hot/cold'),
        ('[grammar]\nnegations = ["n(o)"]', 'xx.toml: grammar.negations: "n(o)" must be a word'),
        (
            '[grammar]\nopposite_endings = ["less"]',
            'xx.toml: grammar.opposite_endings: "less" must be a pair, like /un',
        ),
        ('[grammar]\nendings = ["s"]', 'xx.toml: grammar.endings: "s" must be a row of endings'),
        ('[grammar]\nendings = ["s/s"]', 'xx.toml: grammar.endings: "s/s" must be a row of endings'),
        ('[[same]]\nfound = "a"\ninto = "b"', "xx.toml: [[same]] 1: its keys must be found, into, why"),
        ("[labels", "xx.toml: this is not TOML: "),
    ],
)
def test_a_slip_of_the_pen_is_named(text: str, fault: str) -> None:
    assert [line.startswith(fault) for line in faults("xx.toml", text)] == [True]


def test_the_readme_explains_every_key() -> None:
    named = set(re.findall(r"`\.?(?:\w+\.)?(\w+)`", README))
    assert {field.name for made in SECTIONS.values() for field in fields(made)} - named == set()
    assert set(re.findall(r"`\[+(\w+)\]+`", README)) == {*SECTIONS, "same"}


@every_row("file", FILES, ids=lambda file: file.name)
def test_a_language_says_no_and_knows_opposites(file: Path) -> None:
    grammar = tomllib.loads(file.read_text("utf-8"))["grammar"]
    assert len(grammar["negations"]) > 5 and len(grammar["opposites"]) > 100
    assert set(grammar["negations"]).isdisjoint(grammar.get("no_negations", ()))


@every_row("file", FILES, ids=lambda file: file.name)
def test_a_language_knows_its_little_words_and_counts(file: Path) -> None:
    """What edits are weighed by; the first numbers have a word, and each word stands for a number."""
    grammar = tomllib.loads(file.read_text("utf-8"))["grammar"]
    little = [*grammar["little_in_edits"], *grammar.get("little", ())]
    assert len(little) > 40
    numbers = dict(entry.split("/") for entry in grammar["numbers"])
    assert {*numbers.values()} >= {*map(str, range(1, 12)), "100", "1000"}
    assert all(number.isdecimal() for number in numbers.values())
    assert [words for words in numbers if "*" in words or words.count(" ") > 1] == [], "it would never be found"
    assert all(grammar[f"asks_{kind}"] for kind in KINDS)


@every_row("file", FILES, ids=lambda file: file.name)
def test_a_language_is_written_in_its_own_letters(file: Path) -> None:
    """Words that slipped in from another file say nothing where they stand."""
    grammar = tomllib.loads(file.read_text("utf-8"))["grammar"]
    own = _scripts(grammar["little_in_edits"]) | {"LATIN"}
    assert {key: found for key, entries in grammar.items() if (found := _scripts(entries) - own)} == {}


def _scripts(entries: Iterable[str]) -> set[str]:
    """The scripts of all letters; Japanese is written in several."""
    names = {re.split("[ -]", unicodedata.name(sign))[0] for entry in entries for sign in entry if sign.isalpha()}
    names -= {"MODIFIER", "IDEOGRAPHIC"}
    return names | ({"CJK", "HIRAGANA", "KATAKANA"} if names & {"HIRAGANA", "KATAKANA"} else set())


def test_no_word_states_two_levels() -> None:
    levels = VOCABULARY.levels
    assert len({*levels.basic, *levels.intermediate, *levels.advanced}) == sum(
        map(len, (levels.basic, levels.intermediate, levels.advanced))
    )


def test_lists_are_joined_and_missing_ones_are_empty() -> None:
    joined = vocabulary([{"labels": {"question": ["q", "ask"]}}, {"labels": {"question": ["frage", "q"]}}])
    assert joined.labels.question == ("q", "ask", "frage")
    assert (joined.labels.answer, joined.grammar.little, joined.same) == ((), frozenset(), ())


def test_every_rule_gives_its_reason() -> None:
    rules = ways_to_ask(("acme",))
    assert all(reason for _, _, reason in rules)
    assert len({pattern.pattern for pattern, _, _ in rules}) == len(rules)


def test_a_rule_about_makers_needs_makers() -> None:
    assert len(ways_to_ask(())) == len(ways_to_ask(("acme",))) - 1


@every_row(
    ("phrase", "said", "not_said"),
    [
        ("differ*", ["differ", "difference", "differs"], ["dif"]),
        ("tag(s)", ["tag", "tags"], ["tagss"]),
        ("(your) answer", ["answer", "your answer"], ["youranswer", " answer"]),
        ("answer (yet)", ["answer", "answer yet"], ["answer "]),
        ("a (b) (c) d", ["a d", "a b d", "a c d", "a b c d"], ["ad", "ab d"]),
        ("(a/an) <apple/pear>", ["apple", "a pear", "an apple"], ["a", "aapple"]),
        ("page N (of N)", ["page 3", "page 3 of 12"], ["page", "page n"]),
        ("log( )in", ["login", "log in"], ["log  in"]),
        ("what's c++?", ["what's c++?", "what’s c++?"], ["whats c", "what's c++"]),
    ],
)
def test_the_signs_of_a_phrase(phrase: str, said: list[str], not_said: list[str]) -> None:
    assert [text for text in said if not re.fullmatch(spelled(phrase), text)] == []
    assert [text for text in not_said if re.fullmatch(spelled(phrase), text)] == []


def _lists(least: int, below: int) -> list[tuple[str, ...]]:
    """Every list of so many phrases of the vocabulary."""
    sections = [getattr(VOCABULARY, section.name) for section in fields(VOCABULARY)]
    found = [getattr(one, field.name) for one in sections if is_dataclass(one) for field in fields(one)]
    lists = [tuple(some) for some in found if some and all(isinstance(phrase, str) for phrase in some)]
    return [some for some in lists if least <= len(some) < below]


# Longer lists take seconds of processor.
FEW = 100


@every_row("phrases", [("to (all)", "to it", "to", "tö", "To", "(a) b", "(a) c", "a", "ab"), *_lists(0, FEW)])
def test_one_of_many_phrases_is_found_as_if_each_was_tried(phrases: tuple[str, ...]) -> None:
    assert_found_as_one_by_one(phrases)


@pytest.mark.thorough
@every_row("phrases", _lists(FEW, 100_000))
def test_one_of_very_many_phrases_is_found_as_if_each_was_tried(phrases: tuple[str, ...]) -> None:
    assert_found_as_one_by_one(phrases)


def assert_found_as_one_by_one(phrases: tuple[str, ...]) -> None:
    """Beginnings are tried once for all phrases that have them; which phrase is found stays the same."""
    one_by_one = "|".join(spelled(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    texts = [re.sub(r"[()<>*]", "", phrase) for phrase in phrases]
    texts = [*texts, *(text[:-1] for text in texts), *(f"{text} {other}" for text, other in pairwise(texts))]
    for flags in (re.I, re.NOFLAG):
        slow, fast = re.compile(f"(?:{one_by_one})", flags), re.compile(one_of(phrases), flags)
        for text in texts:
            for look in (str.swapcase, str):
                assert _where(fast.search(look(text))) == _where(slow.search(look(text))), text


def _where(match: re.Match[str] | None) -> tuple[int, int] | None:
    return match.span() if match else None
