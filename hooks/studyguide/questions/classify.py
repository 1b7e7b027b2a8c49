"""Decides what an entry is about and how hard it is, by its section, its words and the table of services."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from ..folder.subject import TOPICS
from ..records import Asked, Entry, Service, Subject
from ..words import signed
from ..words.asking import AT_ONCE, BEFORE_THE_COMMON, COMPARES, LEAVES_OUT
from ..words.levels import SOUNDS

# What the first row of the topics, which are no services, is called; it takes the questions that nothing else claims.
FALLBACK = "general"

# How much a mention says; the order is their weight.
NAME, WORD, TOPIC = 3, 2, 1

# More than this many services is a list of services, not what a question is about.
MOST = 5
MOST_FROM_ANSWER = 2
_LOOKED_AT = 4000  # characters of a question or an answer; what it is about is said early

# Latin words and numbers, other alphabets' words, and signs of scripts that put no spaces between words, one by one;
# and the signs of words that carry some, which need not belong to a name: "Box+Shelf" are two.
_TOKEN = re.compile(
    r"[A-Za-zÀ-ɏ0-9]+|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
    rf"|(?:[^\W_A-Za-zÀ-ɏ0-9\u3040-\u30ff\u3400-\u9fff][{signed.MARKS}]*)+"
    rf"|{signed.BEFORE}|(?<=[^\W_]){signed.BEHIND}|{signed.OPERATOR}"
)
# Behind a name they make it another: C, C++, C#.
_ANOTHER = re.compile(r"(?:\+\+|#)(?!\w)")
# A is an article at the beginning, and I a person.
_LONE_LETTER = re.compile(r"(?<![\w'’-])(?:[B-HJ-Z]|(?<=\w )A)(?![\w'’-])")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")

# The story before a question is told with the names of bystanders.
_STORY = 8

_SHORT = 25  # words; what takes longer to ask is not asked of a beginner


@dataclass(frozen=True, slots=True)
class Mention:
    """A service found in a text: where, as what, and in which words."""

    first: int
    end: int
    slug: str
    weight: int


@dataclass(frozen=True, slots=True)
class _Alias:
    """One way to speak of a service. `spelling` is set where no other spelling will do."""

    slug: str
    weight: int
    spelling: str | None = None


@dataclass(frozen=True, slots=True)
class _Table:
    """Every alias under its letters, without spaces and hyphens; `longest` is the most tokens that one has.

    beginnings   the first letters of each in the singular and the plural, as many as one likes: most words of a text
                 begin no alias and need not be looked up
    """

    aliases: dict[str, tuple[_Alias, ...]]
    beginnings: frozenset[str]
    longest: int
    fallback: str
    slugs: frozenset[str]


def classify(entry: Entry, *, question: str, body: str, answer: str, subject: Subject, title: str = "") -> Asked:
    """The entry ready for the site. `question` is plain text, the others are Markdown; all are taken over."""
    return Asked(
        span=entry.span,
        question=question,
        title=title,
        services=services_of(entry, question, answer, subject),
        body=body,
        number=entry.number,
        level=entry.level,
        level_estimated=None if entry.level else level_of(question),
        scenario=entry.scenario,
        answer=answer,
        answer_spans=entry.answer_spans,
        id=entry.id,
        reviewed=entry.reviewed,
        references=entry.references,
        reference_titles=entry.reference_titles,
        section=entry.section,
    )


def services_of(entry: Entry, question: str, answer: str, subject: Subject) -> tuple[str, ...]:
    """What the question is about, the primary service first; never empty."""
    table = _table(subject)
    question = question[:_LOOKED_AT]
    asked = _not_left_out(question, mentions(question, subject))
    primary = _primary(entry, question, asked, subject)
    weighty = sorted(asked, key=lambda mention: -mention.weight)  # stable: names, then words, then topics
    others = _distinct(mention.slug for mention in weighty)
    answered = _of_answer(answer, subject) if _speaks(asked) else []
    new = [slug for slug in answered if slug not in (primary, *others)][:MOST_FROM_ANSWER]
    found = _distinct([primary, *(slug for slug in (*others, *new) if slug != table.fallback)])
    return tuple(found[:MOST])


def level_of(question: str) -> str:
    """An estimate by the form of the question alone.

    >>> level_of("What is a rope?"), level_of("How do you choose one?"), level_of("Design a multi-region shop")
    ('basic', 'intermediate', 'advanced')
    """
    text = question[:400]
    level = next((level for level, sign in SOUNDS if sign.search(text)), "intermediate")
    return "intermediate" if level == "basic" and len(text.split()) > _SHORT else level


def mentions(text: str, subject: Subject) -> list[Mention]:
    """The services that the text speaks of, in its order; where aliases overlap, the longest."""
    table = _table(subject)
    tokens = list(_TOKEN.finditer(text))
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        mention, used = _longest(text, tokens, at, table)
        if mention is not None:
            found.append(mention)
        at += used
    return found


def bare(name: str, vendors: Sequence[str]) -> str:
    """A service's name without its maker, which says nothing and is often left out or wrong.

    >>> bare("Acme Shelf", ["acme"]), bare("Long Shelf", ["acme"]), bare("Acme", ["acme"])
    ('Shelf', 'Long Shelf', 'Acme')
    """
    first, _, rest = name.partition(" ")
    return rest if rest and first.casefold() in vendors else name


# --- which service ---


def _primary(entry: Entry, question: str, asked: Sequence[Mention], subject: Subject) -> str:
    """The first that can be told: stated, the section's, the question's, a hint of the section, the fallback."""
    table = _table(subject)
    if entry.service and entry.service in table.slugs:
        return entry.service
    titles = entry.section[::-1]  # the innermost says most
    plain = (mentions(title.partition("(")[0], subject) for title in titles)
    hints = [mention for title in titles for mention in mentions(title, subject)]
    ways = (
        (slug for found in plain for slug in _decisive(found, table)),
        _subjects(question, asked, NAME),
        _subjects(question, asked, WORD),
        _of_weight(NAME, hints),
        _of_weight(WORD, hints),
        _besides(table.fallback, _of_weight(TOPIC, asked)),
        _besides(table.fallback, (mention.slug for mention in hints)),
    )
    return next(chain(*ways), table.fallback)


def _of_weight(weight: int, found: Iterable[Mention]) -> Iterator[str]:
    return (mention.slug for mention in found if mention.weight == weight)


def _besides(fallback: str, slugs: Iterable[str]) -> Iterator[str]:
    return (slug for slug in slugs if slug != fallback)


def _decisive(title: Sequence[Mention], table: _Table) -> set[str]:
    """The one service a title names outside brackets, unless it names a field beside it.

    "Furniture (Shelf)" and "Shelf & Boxes" hold other things, too.
    """
    named = {mention.slug for mention in title if mention.weight == NAME}
    fields = {mention.slug for mention in title} - named - {table.fallback}
    return named if len(named) == 1 and not fields else set()


def _subjects(question: str, asked: Sequence[Mention], weight: int) -> Iterator[str]:
    """Services mentioned with this weight, the likeliest subject first: who is named first, with two exceptions."""
    found = [mention for mention in asked if mention.weight == weight]
    if found and COMPARES.search(question[:200]) and BEFORE_THE_COMMON.search(question[: found[-1].first]):
        yield found[-1].slug
    start = _after_story(question)
    yield from (mention.slug for mention in found if mention.first >= start)
    yield from (mention.slug for mention in found)


def _not_left_out(question: str, asked: list[Mention]) -> list[Mention]:
    """The mentions but those that are set against another one by "without" and its like."""
    spans = [match.span() for match in LEAVES_OUT.finditer(question)]
    return [mention for mention in asked if not any(first < mention.first < end for first, end in spans)]


def _after_story(question: str) -> int:
    """Where a question begins that is asked after some sentences of circumstances; 0 if none are told."""
    if AT_ONCE.match(question):
        return 0
    start = 0
    for sentence in _SENTENCE.split(question):
        if sentence.endswith("?"):
            return start if len(question[:start].split()) >= _STORY else 0
        start = question.index(sentence, start) + len(sentence)
    return 0


def _of_answer(answer: str, subject: Subject) -> list[str]:
    """Services that an answer is about as well: named twice, once of it in the first sentence."""
    text = answer[:_LOOKED_AT]
    found = [mention for mention in mentions(text, subject) if mention.weight == NAME]
    end = _SENTENCE.search(text)
    first = text[: end.start()] if end else text
    counts = Counter(mention.slug for mention in found)
    return _distinct(mention.slug for mention in found if mention.first < len(first) and counts[mention.slug] > 1)


def _speaks(asked: Sequence[Mention]) -> bool:
    """Whether the question names anything; where it does not, an answer lists whatever there is."""
    return any(mention.weight > TOPIC for mention in asked)


def _distinct(slugs: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(slugs))


# --- aliases ---


@lru_cache(maxsize=4)
def _table(subject: Subject) -> _Table:
    aliases: dict[str, list[_Alias]] = {}
    services = subject.services
    for service in services:
        for text, alias in _ways_to_say(service, subject.vendors):
            aliases.setdefault(signed.squeezed(text), []).append(alias)
    aliases.pop("", None)
    longest = max(
        (len(_TOKEN.findall(text)) for s in services for text, _ in _ways_to_say(s, subject.vendors)), default=1
    )
    topics = [service.slug for service in services if service.category == TOPICS]
    everything = [service.slug for service in services]
    return _Table(
        {key: tuple(ways) for key, ways in aliases.items()},
        frozenset(form[:end] for key in aliases for form in _plurals(key) for end in range(1, len(form) + 1)),
        longest + 1,  # "Shelf53" is one token in the table and may be two in a note
        next(iter([*topics, *everything]), FALLBACK),
        frozenset(everything),
    )


def _ways_to_say(service: Service, vendors: Sequence[str]) -> Iterator[tuple[str, _Alias]]:
    """The name in any spelling, without its maker only as written, and the aliases: with a capital they are names."""
    topic = service.category == TOPICS
    short = bare(service.name, vendors)
    if not topic:
        yield from _spelled(service.name, _Alias(service.slug, NAME))
        if short != service.name:
            yield short, _Alias(service.slug, NAME, short)
            yield from ((f"{vendor} {short}", _Alias(service.slug, NAME)) for vendor in vendors)
    for text in service.aliases:
        weight = TOPIC if topic else NAME if text != text.lower() else WORD
        yield from _spelled(text, _Alias(service.slug, weight))


def _spelled(text: str, alias: _Alias) -> Iterator[tuple[str, _Alias]]:
    """The alias, only as written where it would be a word of every text; and as its signs are spoken: "C sharp"."""
    yield text, replace(alias, spelling=text) if signed.in_own_case(text) else alias
    if (spoken := signed.SIGNED.sub(lambda match: signed.spoken(match[0]), text)) != text and " " in spoken:
        yield spoken, alias


def _longest(text: str, tokens: Sequence[re.Match[str]], at: int, table: _Table) -> tuple[Mention | None, int]:
    """The longest alias that begins at this token, and how many tokens it takes."""
    if not _may_begin(tokens[at][0], table):
        return None, 1
    ends = [at]
    while len(ends) < table.longest and ends[-1] + 1 < len(tokens):
        following = tokens[ends[-1] + 1]
        if text[tokens[ends[-1]].end() : following.start()] not in signed.JOINS:
            break
        if not _may_begin(text[tokens[at].start() : following.end()], table):
            break
        ends.append(ends[-1] + 1)
    for end in reversed(ends):
        first, last = tokens[at].start(), tokens[end].end()
        if _ANOTHER.match(text, last) or (
            signed.in_own_case(text[first:last]) and not _alone(text, first, last, table)
        ):
            continue
        alias = _alias(text[first:last], _begins(text, first), table)
        if alias is not None:
            return Mention(first, last, alias.slug, alias.weight), end - at + 1
    return None, 1


def _alone(text: str, first: int, last: int, table: _Table) -> bool:
    """Whether a letter may be a name: not one of several ("A, B or C"), nor part of another ("Objective-C")."""
    if text[first - 1 : first] in ("-", "‑") or text[last : last + 1] in ("-", "‑", "+"):
        return False
    return last - first > 1 or all(letter.casefold() in table.aliases for letter in _LONE_LETTER.findall(text))


def _may_begin(written: str, table: _Table) -> bool:
    """Whether an alias may begin so. Signs alone belong to the word behind them."""
    letters = _squeezed(written)
    return not letters or letters in table.beginnings


_squeezed = lru_cache(maxsize=20_000)(signed.squeezed)  # the same words come again and again


def _begins(text: str, first: int) -> bool:
    """Whether a sentence begins here."""
    return text[max(first - 3, 0) : first].rstrip()[-1:] in ("", ".", "!", "?", ":")


def _alias(written: str, begins: bool, table: _Table) -> _Alias | None:
    letters = _squeezed(written)
    for form in (letters, *_singular(letters)):
        for alias in table.aliases.get(form, ()):
            if alias.spelling is None:
                return alias
            if written == alias.spelling:
                # Every sentence begins with a capital, so there "Backup" may be the plain word.
                plain = begins and written[1:].islower()
                return _Alias(alias.slug, WORD) if plain else alias
    return None


def _plurals(letters: str) -> tuple[str, ...]:
    """An alias and all that `_singular` would lead to it.

    >>> _plurals("dy")
    ('dy', 'dys', 'dyes', 'dies')
    """
    return letters, f"{letters}s", f"{letters}es", *([f"{letters[:-1]}ies"] if letters.endswith("y") else [])


def _singular(letters: str) -> Iterator[str]:
    """What the letters may be many of.

    >>> [[*_singular(word)] for word in ("ponies", "dishes", "ads", "as", "rope")]
    [['pony', 'poni', 'ponie'], ['dish', 'dishe'], ['ad'], [], []]
    """
    if letters.endswith("ies"):
        yield f"{letters[:-3]}y"
    if letters.endswith("es"):
        yield letters[:-2]
    if letters.endswith("s") and len(letters) > 2:
        yield letters[:-1]
