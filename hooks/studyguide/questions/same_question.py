"""One form for all the ways to ask the same thing, so narrow that two different questions never share it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..folder.subject import TOPICS
from ..records import ANYTHING, Service, Subject
from ..words import signed, wording
from ..words.grammar import (
    ADJECTIVE,
    ARTICLES,
    DOING,
    GENERIC_WORDS,
    LISTS,
    NO_PLURAL,
    NOT_IN_INITIALS,
    ORDERS,
    POINTING,
    PRONOUNS,
    SMALL_WORDS,
    SYNONYMS,
    TIES,
    Rule,
    ways_to_ask,
)
from ..words.opposites import Sense, sense
from .classify import bare
from .other_languages import forms

# Beyond this many characters a question is a story; nobody tells a story twice in other words.
LONGEST = 300


# Signs that make another question of the same words though they are no words: "a == b", "-1", "[]".
_SIGNS = re.compile(
    r"[<>=!]=+|[<>]+|=>|->|\+\+|--|&&|\|\||\?\?|\?\.|\*\*|\.{3}(?=\w)|[%^~$#]|(?<![\w-])-(?=\d)|(?<![^\s(])@(?=\w)|\[\]|\{\}|(?<!\w)\(\)|(?<=\s)[+*=](?=\s)"
)
_TRAILING = re.compile(r"(?:(?<![\s*_])[\s*_]++)?\(([^()]{1,200})\)[\s*_?.!]*$")
_BRACKETED = re.compile(r"(?:(?<!\s)\s++)?\(([^()]{1,80})\)")
_PIECE = re.compile(rf"{signed.WORD.pattern}|,")


# A word has at least so many times the letters of what shortens it.
_LONG_FORM = 2

# The sign of "@Override", since a word with an @ stands for a service here.
_AT = "＠"


@dataclass(frozen=True, slots=True)
class _Names:
    """The table of services as it is looked up, everything in one word and small letters but `written`.

    spoken   what is said for a service or a part of it, with the word that stands for it
    written  names that are plain words unless they are written just so, behind a word in small letters
    cased    the same, wherever they stand
    aliases  everything else the table knows
    homes    the same, with the service it belongs to
    """

    spoken: dict[str, str]
    written: dict[str, str]
    cased: dict[str, str]
    aliases: frozenset[str]
    homes: dict[str, str]
    longest: int


@dataclass(frozen=True, slots=True)
class Form:
    """A wording as it is compared.

    keys     forms of the whole question; wordings that share one ask the same thing if nothing else forbids it
    exact    its words and signs alone
    head     the form of its first part, where it asks for more ("what is X, and why is it used")
    tail     the form of its second part, with what a pronoun there stands for
    hint     the words in brackets at its end that belong to the answer rather than to the question
    words    the telling words, names of services as one word with an `@`
    names    the services whose name stands in it
    kind     how it asks, where that can be told: for what something is, a difference, a way to do it, a reason
    matter   the telling words that say what it asks about, each as all its synonyms; without names of services
    sides    those that say which side of it: "advantage", "price"
    defines  it asks what something is, what it is for, or how things differ: it says itself what it is about
    unspaced in a script that puts no spaces between words; its matter is each two signs side by side
    depends  it asks for a way to do something, which depends on what it is done with
    leans    what it is about is said elsewhere, in its section or its options
    sense    what of it could be turned into its opposite
    """

    exact: str
    keys: tuple[str, ...]
    head: str
    tail: str
    hint: str
    words: tuple[str, ...]
    names: frozenset[str]
    kind: str
    matter: frozenset[str]
    sides: frozenset[str]
    defines: bool
    unspaced: bool
    depends: bool
    leans: bool
    sense: Sense


@lru_cache(maxsize=20_000)
def form(question: str, subject: Subject = ANYTHING) -> Form:
    """The form of a plain question.

    >>> same = lambda one, other: bool({*form(one).keys} & {*form(other).keys})
    >>> same("What's the difference between a stack and a queue?", "Queues vs. stacks")
    True
    >>> same("What is a stack?", "What is a stack, and when would you use it?")
    False
    """
    question = unicodedata.normalize("NFKC", question.replace("’", "'"))
    exact = " ".join([*wording.signed_words(question), *_signs(question)]) or question.strip()
    if len(question) > LONGEST or any(unicodedata.category(char) in ("Mn", "Mc") for char in question):
        return _story(question, exact)
    stem, hint = _without_hint(question)
    signs = _signs(stem)
    spoken = _spoken(_folded(stem, subject), subject.vendors)
    telling = _telling(spoken, subject.vendors)
    matter, sides = _matter_and_sides(_telling(_without_sequel(spoken), subject.vendors), question)
    return Form(
        exact=exact,
        keys=(f"= {exact}", *(" ".join([key, *signs]) for key in (*_keys(spoken, _names(subject)), *forms(question)))),
        head=_head(spoken),
        tail=_tail(spoken, subject),
        hint=" ".join(wording.signed_words(hint)),
        words=telling or (exact,),
        names=frozenset(word[1:].partition(".")[0] for word in telling if word.startswith("@")),
        kind=_kind(spoken),
        matter=matter,
        sides=sides,
        defines=spoken.startswith(("what is ", "purpose ", "difference ", "integration ")),
        unspaced=bool(wording.UNSPACED.search(exact)),
        depends=_kind(spoken) == "howto",
        leans=_leans(spoken),
        sense=sense(question),
    )


def _signs(text: str) -> list[str]:
    """The signs that are no word or part of one."""
    return _SIGNS.findall(signed.SIGNED.sub(" ", text))


def _story(question: str, exact: str) -> Form:
    """The form of a text that no rule was made for; in scripts whose vowels are marks, these tell words apart."""
    marks = "".join(char for char in question if unicodedata.category(char) in ("Mn", "Mc"))
    begins = question[:2000]
    words = tuple(dict.fromkeys(word for word in wording.signed_words(begins) if word not in SMALL_WORDS)) or (exact,)
    return Form(
        exact=exact,
        keys=(f"= {exact} {marks}".rstrip(),),
        head="",
        tail="",
        hint="",
        words=words,
        names=frozenset(),
        kind="",
        matter=frozenset(words),
        sides=frozenset(),
        defines=False,
        unspaced=bool(wording.UNSPACED.search(exact)),
        depends=False,
        leans=_leans(" ".join(words)),
        sense=sense(begins),
    )


# --- from text to folded words ---


def _without_hint(question: str) -> tuple[str, str]:
    """The question and what is bracketed at its end, if that is a hint: after the question mark, or a list."""
    match = _TRAILING.search(question)
    if match is None:
        return question, ""
    stem = question[: match.start()]
    is_hint = stem.rstrip(" *_").endswith(("?", ".", "!")) or LISTS.search(match[1])
    return (stem, match[1]) if is_hint and stem.strip() else (question, "")


def _folded(text: str, subject: Subject) -> list[str]:
    """Words without articles and plurals, names of services as one word; commas are kept as words."""
    written = _PIECE.findall(_without_expansions(text).replace("&", " and "))
    pieces = [piece.casefold().replace("@", _AT) for piece in written]
    names = _names(subject)
    found: list[str] = []
    at = 0
    while at < len(pieces):
        name, used = _name_at(pieces, at, names)
        if name:
            found.append(name)
        elif written[at] in names.cased:
            found.append(names.cased[written[at]])
        elif at and written[at] in names.written and written[at - 1].islower():
            found.append(names.written[written[at]])
        elif pieces[at] in subject.vendors and _joined(pieces, at + 1, names.longest) & names.aliases:
            pass  # its maker before a thing of the table is left out as often as not
        elif pieces[at] not in ARTICLES or (at and written[at] == "A"):  # an A record is not any record
            found.append(singular(pieces[at]))
        at += used
    return found


def _without_expansions(text: str) -> str:
    """One of the two where a name and its abbreviation stand side by side, in either order.

    >>> _without_expansions("What is a BB (Book Box)?"), _without_expansions("What is a Dead Letter (DL)?")
    ('What is a BB?', 'What is a DL?')
    >>> _without_expansions("What is a BBX (bookboxing)?"), _without_expansions("What is bookboxing (BBX)?")
    ('What is a BBX?', 'What is BBX?')
    """
    done = ""
    rest = text
    while match := _BRACKETED.search(rest):
        before, inside = done + rest[: match.start()], match[1].strip()
        rest = rest[match.end() :]
        last = before.rsplit(None, 1)[-1] if before.strip() else ""
        if (_initials(inside) == _letters(last) and " " in inside) or _shortens(last, inside):
            done = before
        elif _shortens(inside, last):
            done = before.removesuffix(last) + inside
        elif " " not in inside and (full := _ending_with_initials(before, _letters(inside))):
            done = before[: -len(full)] + inside
        else:
            done = f"{before} {inside}"
    return done + rest


def _shortens(short: str, word: str) -> bool:
    """Whether capitals are letters of one word in its order, its first before all.

    >>> _shortens("TV", "television"), _shortens("TV", "vista"), _shortens("tv", "television")
    (True, False, False)
    """
    if not (
        short.isupper() and short.isalpha() and word.isalpha() and len(word) >= _LONG_FORM * len(short) > _LONG_FORM
    ):
        return False
    letters = iter(word.casefold())
    return word[:1].casefold() == short[:1].casefold() and all(letter in letters for letter in short.casefold())


def _ending_with_initials(before: str, letters: str) -> str:
    """The last words of the text whose initials these are."""
    for count in range(2, min(len(letters) + 2, 9)):
        tail = re.search(rf"(?:[\w-]+[ ]){{{count - 1}}}[\w-]+$", before)
        if tail and _initials(tail[0]) == letters:
            return tail[0]
    return ""


def _initials(name: str) -> str:
    """First letters; what is an abbreviation itself is kept whole, and small words are passed over.

    >>> _initials("Books and Boxes Management"), _initials("Parcel URL")
    ('bbm', 'purl')
    """
    words = [word for word in re.findall(r"\w+", name) if word.casefold() not in NOT_IN_INITIALS]
    return "".join(word if word.isupper() else word[0] for word in words).casefold()


def _letters(acronym: str) -> str:
    """An abbreviation with its numbers spelled out.

    >>> _letters("W3"), _letters("CO2")
    ('www', 'coo')
    """
    short = re.sub(r"[^\w]", "", acronym).casefold()
    return re.sub(r"([a-z])([2-4])$", lambda match: match[1] * int(match[2]), short)


def singular(word: str) -> str:
    """A word without its plural ending. It need not be a proper word, only the same for one and many."""
    if len(word) <= 3 or word in NO_PLURAL or word.endswith(("ss", "us", "ias")):
        return word
    if word.endswith("ies") or word.endswith("ie"):
        return f"{word.removesuffix('s')[:-2]}y"
    if word.endswith("is") and len(word) > 4:
        return word
    if word.endswith(("sses", "shes", "xes", "iases", "tuses", "nuses", "ruses")) and len(word) > 4:
        return word[:-2]
    return word.removesuffix("s")


def _name_at(pieces: Sequence[str], at: int, names: _Names) -> tuple[str, int]:
    """The service named by the words from here on, and how many words that takes."""
    for count in range(min(names.longest, len(pieces) - at), 0, -1):
        joined = "".join(pieces[at : at + count])
        name = names.spoken.get(joined) or names.spoken.get(joined.removesuffix("s") if len(joined) > 3 else "")
        if name:
            return name, count
    return "", 1


def _joined(pieces: Sequence[str], at: int, longest: int) -> set[str]:
    """What the words from here on are in one, however many belong together."""
    ends = range(at + 1, min(at + longest, len(pieces)) + 1)
    return {form for end in ends for word in ["".join(pieces[at:end])] for form in (word, singular(word))}


@lru_cache(maxsize=4)
def _names(subject: Subject) -> _Names:
    spoken: dict[str, str] = {}
    written: dict[str, str] = {}
    cased: dict[str, str] = {}
    homes: dict[str, str] = {}
    vendors = subject.vendors
    for service in subject.services:
        homes |= {_squashed(alias): f"@{service.slug}" for alias in service.aliases}
        if service.category == TOPICS:
            continue
        short = bare(service.name, vendors)
        plain = short == service.name or short in service.aliases
        written[short] = f"@{service.slug}"
        for name, token in _synonyms(service, short):
            if signed.in_own_case(name):
                cased.setdefault(name, token)
                continue
            makers = vendors if name == short and not plain else ("", *vendors)
            for maker in makers:
                spoken.setdefault(_squashed(maker + name), token)
    longest = max((len(_PIECE.findall(name)) for s in subject.services for name in (s.name, *s.aliases)), default=1)
    return _Names(spoken, written, cased, frozenset(homes) - set(vendors), homes, longest + 1)


def _synonyms(service: Service, short: str) -> Iterator[tuple[str, str]]:
    """The names of the very same thing, each with the one word that stands for it.

    That is the service without its maker (`short`), in full or abbreviated, and parts of it that have an
    abbreviation. The other aliases are parts of a service or words of its field, and not the same thing.
    """
    names = list(dict.fromkeys([short, *(alias for alias in service.aliases if alias != alias.lower())]))
    acronyms = {_letters(name): name for name in names if " " not in name}
    own = {_letters(short), _letters(service.slug)} | ({_initials(short)} & acronyms.keys())
    for name in names:
        letters = _initials(name) if " " in name else _letters(name)
        if _squashed(name) in own or letters in own or name == short:
            yield name, f"@{service.slug}"
        elif letters in acronyms:
            yield name, f"@{service.slug}.{acronyms[letters].casefold()}"


def _squashed(text: str) -> str:
    return signed.squeezed(text)


# --- from folded words to forms ---


@lru_cache(maxsize=4)
def _rules(vendors: tuple[str, ...]) -> tuple[Rule, ...]:
    return ways_to_ask(tuple(" ".join(map(singular, vendor.split())) for vendor in vendors))


def _spoken(pieces: Sequence[str], vendors: tuple[str, ...]) -> str:
    """The words after all rules."""
    text = re.sub(r" ,(?= and )|(?:^| ),$", "", " ".join(pieces))
    for pattern, into, _ in _rules(vendors):
        text = pattern.sub(into, text)
    return text.strip()


# Of these it does not matter which of the two things is named first.
_UNORDERED = ("difference", "integration")


def _keys(spoken: str, names: _Names) -> Iterator[str]:
    kind, _, rest = spoken.partition(" ")
    if kind in _UNORDERED:
        for operands in _operands(_without_context(rest, names)):
            yield f"{kind} {' | '.join(sorted(operands))}"
    else:
        yield _context_first(spoken).replace(" , ", " ")


def _operands(text: str) -> Iterator[frozenset[str]]:
    """The things compared: as they stand, and with what they share said for each ("public and private roads")."""
    parts = [part.strip() for part in _COMPARED.split(text) if part.strip()]
    if len(parts) < 2:
        yield frozenset([text])
        return
    yield frozenset(parts)
    first, last = parts[0].split(), parts[-1].split()
    if all(ADJECTIVE.search(part) for part in (*parts[:-1], " ".join(last[:-1]))):
        yield frozenset([*(f"{part} {last[-1]}" for part in parts[:-1]), parts[-1]])
    if len(first) == 2 and first[0][0] == "@" and all(" " not in part and part[0] != "@" for part in parts[1:]):
        yield frozenset([parts[0], *(f"{first[0]} {part}" for part in parts[1:])])


_COMPARED = re.compile(r" (?:and|vs|versus|or|,)(?: and)? ")
_CONTEXT = re.compile(r"^(.+) (?:in|of|for) (@\S+)$")


def _without_context(text: str, names: _Names) -> str:
    """A comparison without the service that it happens in, where what is compared exists nowhere else."""
    match = _CONTEXT.match(text)
    if match is None:
        return text
    parts = [part.split() for part in _COMPARED.split(match[1])]
    tails = {"".join(words[at:]) for words in parts for at in range(len(words))}
    at_home = any(names.homes.get(tail) == match[2] or tail.startswith(f"{match[2]}.") for tail in tails)
    return match[1] if at_home else text


_IN = re.compile(r"^((?:what is|purpose|works) (?:type of )?)(\S+(?: \S+){0,2}) (in|of) (@\S+)$")


def _context_first(spoken: str) -> str:
    """Of a noun alone, what it belongs to may stand on either side: "board in @shelf", "@shelf board"."""
    match = _IN.match(spoken)
    if match is None or (TIES | {","}) & set(match[2].split()):
        return spoken
    if match[3] == "of" and " " not in match[2]:
        return spoken  # the top of a shelf is not a shelf top
    return f"{match[1]}{match[4]} {match[2]}"


def _head(spoken: str) -> str:
    """What is asked first: of "what is X and why is it important" and of "what is X used for" the "what is X"."""
    if spoken.startswith("purpose "):
        return "what is " + spoken.removeprefix("purpose ")
    head = _context_first(spoken.partition(" and ")[0])
    return head if head != spoken and head.startswith("what is ") else ""


_STANDS_FOR = re.compile(rf"\b(?:{'|'.join(sorted(PRONOUNS))})\b")


def _tail(spoken: str, subject: Subject) -> str:
    """What is asked next: of "what is X and how do you paint it" the form of "how do you paint X"."""
    head, _, rest = spoken.partition(" and ")
    if not (head.startswith("what is ") and _STANDS_FOR.search(rest)):
        return ""
    whole = _STANDS_FOR.sub(head.removeprefix("what is "), rest, count=1)
    return next(_keys(_spoken(whole.split(), subject.vendors), _names(subject)), "")


# How a question asks, by how its form begins; where it is none of these, it may ask for anything.
_KINDS = {
    "what is": "what",
    "purpose": "what",
    "works": "what",
    "difference": "difference",
    "integration": "integration",
    "howto": "howto",
    "why": "why",
}


def _kind(spoken: str) -> str:
    return next((kind for beginning, kind in _KINDS.items() if spoken.startswith(f"{beginning} ")), "")


def _without_sequel(spoken: str) -> str:
    """Without a second part that names nothing: "and when would you use each"."""
    head, _, rest = spoken.partition(" and ")
    of_anything = GENERIC_WORDS | DOING | PRONOUNS | ARTICLES
    return head if all(SYNONYMS.get(word, word) in of_anything for word in rest.split()) else spoken


def _matter_and_sides(telling: Sequence[str], question: str) -> tuple[frozenset[str], frozenset[str]]:
    """The telling words as matter and sides. What is written in capitals is a name, whatever word it looks like."""
    capitals = {word.casefold() for word in re.findall(r"\b[A-Z]{2,}\b", question)}
    matter: set[str] = set()
    sides: set[str] = set()
    for word in telling:
        if word.startswith("@") or word in _KINDS or (word in DOING and word not in capitals):
            continue
        if wording.UNSPACED.search(word):
            matter.update(word[at : at + 2] for at in range(len(word)))
        else:
            meant = SYNONYMS.get(word, word)
            (sides if meant in GENERIC_WORDS and word not in capitals else matter).add(meant)
    return frozenset(matter), frozenset(sides)


def _telling(spoken: str, vendors: tuple[str, ...]) -> tuple[str, ...]:
    """The words that say what is asked about, without the form of the question."""
    said = spoken.split()
    words = dict.fromkeys(
        word for at, word in enumerate(said) if word not in SMALL_WORDS and word != "," and (at or word not in ORDERS)
    )
    return tuple(word for word in words if word not in vendors) or tuple(words)


def _leans(spoken: str) -> bool:
    """Whether a pronoun comes before anything it could stand for, or nothing is named at all."""
    words = spoken.split()
    if any(word in POINTING for word in words):
        return True
    named = next((at for at, word in enumerate(words) if word not in GENERIC_WORDS and word != ","), len(words))
    return named == len(words) or any(word in PRONOUNS for word in words[:named])
