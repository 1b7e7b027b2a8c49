"""A wording in pieces, in any script: its words, those of them that tell what is asked about, and its numbers.

Which words give a question only its form depends on the language ("die", "war"), so the language is told by the words
of that kind that stand there. Of a language that is not known all words tell something.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from . import signed
from .vocabulary import GRAMMARS, Grammar
from .wording import UNSPACED

# An apostrophe stands inside words of Ukrainian.
_WORD = re.compile(
    rf"(?:{signed.BEFORE})?{signed.LETTERS}(?:(?<=[\u0400-\u04ff])'(?=[\u0400-\u04ff]){signed.LETTERS})*{signed.BEHIND}?"
    rf"|{signed.OPERATOR}"
)
# Chinese, Japanese and Thai put no spaces between words.
_UNSPACED = re.compile(f"{UNSPACED.pattern}+")
_KANA = re.compile("[\u3040-\u30ff]")
_BORDERS = re.compile(f"({_UNSPACED.pattern}|[\uac00-\ud7af]+)")
# Where the letters change in Japanese a word ends; hiragana are mostly endings and particles.
_LETTERS = re.compile("[\u3400-\u9fff\uf900-\ufaff々]+|[\u30a0-\u30ff]+|[\u3040-\u309f]+|[\u0e00-\u0e7f]+")
_HIRAGANA = re.compile("[\u3040-\u309f]+")
_NO_ENDING = 3  # letters

# In French and Italian it joins an article to its noun.
_ELIDED = re.compile("(?<=[a-z\u00c0-\u024f])['’](?=[a-z\u00c0-\u024f])", re.I)

_MULTIPLIERS = frozenset(10**zeros for zeros in (1, 2, 3, 4, 6, 8, 9))

# What a question can ask for besides what something is.
KINDS = ("why", "when", "where", "who", "how")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word as it is compared, and as it was written."""

    text: str
    written: str


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in a wording.

    pieces   all its words; letters of scripts without spaces one by one
    telling  those that say what it is about, in their order
    numbers  the numbers in it, whether in figures or in words, in their order
    kinds    which of KINDS it asks for
    languages  those that it may be written in; all where none is known
    """

    pieces: tuple[Piece, ...]
    telling: tuple[Piece, ...]
    numbers: tuple[int, ...]
    kinds: frozenset[str]
    languages: frozenset[str]


def pieces(text: str) -> list[Piece]:
    """All words, letters of scripts without spaces one by one.

    >>> [piece.text for piece in pieces("What's C++? 绳子")]
    ['what', 's', 'c++', '绳', '子']
    """
    found: list[Piece] = []
    for word in _words(text):
        letters = list(word.written) if _UNSPACED.search(word.written) else []
        found += [Piece(letter.casefold(), letter) for letter in letters] or [word]
    return found


@lru_cache(maxsize=20_000)
def said(text: str) -> Said:
    """A plain wording taken apart.

    >>> [piece.text for piece in said("Wie hängt man drei Seile auf?").telling], said("Wie viele? Drei.").numbers
    (['hängt', 'seile'], (3,))
    """
    words = _words(text)
    spoken, perhaps = _spoken(words)
    return Said(
        pieces=tuple(pieces(text)),
        telling=tuple(_all_telling(words, spoken, shouted=text.isupper())),
        numbers=tuple(_numbers(words, spoken)),
        kinds=frozenset(kind for kind in KINDS for name in spoken if _asks(words, _ASKS[kind][name])),
        languages=frozenset(perhaps or GRAMMARS),
    )


@dataclass(frozen=True, slots=True)
class Spelled:
    """A wording for those who write it in other letters.

    text     with spaces where it has none: at both ends of little words, where an apostrophe joins two, and in Japanese
             where the letters change
    little   its little words, and endings in Japanese; those that say no are none of them
    """

    text: str
    little: frozenset[str]


def spelled(text: str) -> Spelled | None:
    """A wording in another language than English; nothing if it may be English.

    >>> spelled("这不是绳子吗?").text.split(), sorted(spelled("Was ist kein Seil?").little)
    (['这', '不', '是', '绳子', '吗', '?'], ['ist', 'was'])
    """
    words = _words(text)
    spoken, _ = _spoken(words)
    if not spoken or "en" in spoken:
        return None
    runs = re.compile("|".join(_LITTLE[name].inside.pattern for name in spoken))
    plain = _ELIDED.sub(" ", unicodedata.normalize("NFKC", text))
    cut = _UNSPACED.sub(lambda run: runs.sub(lambda word: f" {word[0]} ", run[0]), plain)
    if _KANA.search(cut):
        cut = _UNSPACED.sub(lambda run: f" {' '.join(_LETTERS.findall(run[0]))} ", cut)
    parts = [piece.text for piece in _words(cut)]
    little = frozenset(part for part in parts if any(_is_small(part, name) for name in spoken))
    return Spelled(cut, little | frozenset(part for part in parts if _is_ending(part, spoken)))


def _is_ending(part: str, spoken: Iterable[str]) -> bool:
    """One or two hiragana between other letters, unless they say no."""
    short = len(part) < _NO_ENDING and _HIRAGANA.fullmatch(part) is not None
    return short and not any(_SAYS_NO[name].inside.search(part) for name in spoken)


def _is_small(word: str, name: str) -> bool:
    little, no = _LITTLE[name], _SAYS_NO[name]
    return (little.has(word) or little.inside.fullmatch(word) is not None) and not no.has(word)


def _words(text: str) -> list[Piece]:
    plain = unicodedata.normalize("NFKC", text.replace("’", "'"))
    written = [word for match in _WORD.finditer(plain) for word in _cut(match[0])]
    # The first letter of a sentence is a capital whatever it is.
    return [Piece(word.casefold(), word if at or len(word) > 1 else word.lower()) for at, word in enumerate(written)]


def _cut(word: str) -> Iterator[str]:
    """The word at the borders of scripts: "8mm" stays, "8毫米的" and "API는" do not."""
    return (part for part in _BORDERS.split(word) if part)


def is_name(piece: Piece) -> bool:
    """Whether it is written like one: with capitals inside, with figures or signs, or a single letter, as vitamins are.

    >>> [is_name(Piece(word.casefold(), word)) for word in ("IPv4", "JavaScript", "Rope", "2", "D", "==")]
    [True, True, False, False, True, True]
    """
    figures = any(map(str.isdigit, piece.written)) and not piece.written.isdecimal()
    letter = len(piece.written) == 1 and piece.written.isupper() and piece.written != "I"
    signs = signed.SIGNED.fullmatch(piece.written) is not None
    return figures or letter or signs or any(map(str.isupper, piece.written[1:]))


def little_words(languages: Iterable[str]) -> frozenset[str]:
    """The words of these languages that give a wording only its form.

    >>> {"die", "wie"} <= little_words(["de"]), "die" in little_words(["en"])
    (True, False)
    """
    return frozenset().union(*(_LITTLE[name].whole for name in languages))


def is_unspaced(text: str) -> bool:
    """Whether it holds letters of a script that puts no spaces between words."""
    return _UNSPACED.search(text) is not None


# --- what a language adds ---


@dataclass(frozen=True, slots=True)
class _Entries:
    """Entries of a list as they are looked up: whole words, beginnings and endings, and what stands inside a run."""

    whole: frozenset[str]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    inside: re.Pattern[str]

    def has(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.begins) or word.endswith(self.ends)


def _entries(entries: Iterable[str]) -> _Entries:
    folded = [unicodedata.normalize("NFKC", entry.replace("’", "'")).casefold() for entry in entries]
    runs = sorted((entry for entry in folded if _UNSPACED.search(entry)), key=len, reverse=True)
    words = [entry for entry in folded if not _UNSPACED.search(entry)]
    return _Entries(
        frozenset(word for word in words if "*" not in word),
        tuple(word[:-1] for word in words if word.endswith("*")),
        tuple(word[1:] for word in words if word.startswith("*")),
        re.compile("|".join(map(re.escape, runs)) or "(?!)"),
    )


def _all_little(grammar: Grammar) -> _Entries:
    asked = (entry for kind in KINDS for entry in getattr(grammar, f"asks_{kind}"))
    no = (entry for entry in grammar.negations if "*" not in entry and not _UNSPACED.search(entry))
    lists = (grammar.little, grammar.articles, grammar.little_in_ids, grammar.little_in_edits, asked, no)
    return _entries(entry for entries in lists for entry in entries)


_LITTLE: Mapping[str, _Entries] = {name: _all_little(grammar) for name, grammar in GRAMMARS.items()}
_SAYS_NO: Mapping[str, _Entries] = {name: _entries(grammar.negations) for name, grammar in GRAMMARS.items()}
_ASKS: Mapping[str, Mapping[str, _Entries]] = {
    kind: {name: _entries(getattr(grammar, f"asks_{kind}")) for name, grammar in GRAMMARS.items()} for kind in KINDS
}
_NUMBERS: Mapping[str, Mapping[str, int]] = {
    name: {unicodedata.normalize("NFKC", word): int(number) for word, number in grammar.numbers}
    for name, grammar in GRAMMARS.items()
}
# Numbers of two words that do not add up to it: "dua belas" is twelve, and "dua puluh" twenty.
_NUMBERS_IN_TWO: Mapping[str, Mapping[tuple[str, ...], int]] = {
    name: {tuple(words.split(" ")): number for words, number in known.items() if " " in words}
    for name, known in _NUMBERS.items()
}
_NUMBERS_INSIDE = {
    name: re.compile("|".join(sorted(filter(_UNSPACED.search, words), key=len, reverse=True)) or "(?!)")
    for name, words in _NUMBERS.items()
}


def _spoken(words: Iterable[Piece]) -> list[list[str]]:
    """The languages in which most of these words are little ones, and those in which nearly as many are."""
    counts: Counter[str] = Counter()
    for word in words:
        run = _UNSPACED.search(word.text)
        for name, entries in _LITTLE.items():
            found = len(entries.inside.findall(word.text)) if run else entries.has(word.text)
            kana = run and bool(_KANA.search(word.text)) == (name == "ja")
            counts[name] += 2 * found + bool(kana) if found else 0
    most = max(counts.values(), default=0)
    return [sorted(name for name, count in counts.items() if count and count >= least) for least in (most, 0.6 * most)]


def _all_telling(words: Iterable[Piece], spoken: Iterable[str], shouted: bool) -> Iterator[Piece]:
    """Neither little words nor numbers; a name says something whatever it is: UNION ALL."""
    little = [_LITTLE[name] for name in spoken]
    counted = {word for name in spoken for number in _NUMBERS[name] for word in number.split(" ")}
    inside = [_NUMBERS_INSIDE[name] for name in spoken]
    for word in words:
        if not (word.text.isdecimal() or word.text in counted):
            yield from _telling(word, () if is_name(word) and not shouted else little, inside)


def _telling(word: Piece, little: Iterable[_Entries], numbers: Iterable[re.Pattern[str]]) -> Iterator[Piece]:
    if not _UNSPACED.search(word.text):
        if not any(entries.has(word.text) for entries in little):
            yield word
        return
    rest = word.text
    for entries in little:
        rest = entries.inside.sub(" ", rest)
    for number in numbers:
        rest = number.sub(" ", rest)
    parts = _LETTERS.findall(rest)
    others = [part for part in parts if not _HIRAGANA.fullmatch(part)]
    yield from (Piece(part, part) for part in (others or [part for part in parts if len(part) > 1]))


def _numbers(words: Iterable[Piece], spoken: Sequence[str]) -> Iterator[int]:
    """What words that stand side by side come to: "twenty two", 二十二."""
    run: list[int] = []
    for word, counted in _each_counted(list(words), spoken):
        if not counted or any(map(str.isdecimal, word)):
            yield from _summed(run)
            yield from counted
            run = []
        else:
            run += counted
    yield from _summed(run)


def _each_counted(words: Sequence[Piece], spoken: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    """Each word with the numbers in it; two words that are one number as one."""
    in_two = {pair: number for name in spoken for pair, number in _NUMBERS_IN_TWO[name].items()}
    at = 0
    while at < len(words):
        pair = tuple(word.text for word in words[at : at + 2])
        if pair in in_two:
            yield " ".join(pair), [in_two[pair]]
        else:
            yield pair[0], list(_counted(pair[0], spoken))
        at += 1 + (pair in in_two)


def _counted(word: str, spoken: Iterable[str]) -> Iterator[int]:
    if digits := re.findall(r"\d+", word):
        yield from (int(run[:30]) for run in digits)
    for name in spoken:
        known = _NUMBERS[name]
        if word in known:
            yield known[word]
            return
        yield from (known[run] for run in _NUMBERS_INSIDE[name].findall(word))


def _summed(run: Iterable[int]) -> Iterator[int]:
    """The numbers that these parts make up, as they are said in most languages: thousands before hundreds before tens.

    >>> list(_summed([20, 2])), list(_summed([3, 100, 2, 10])), list(_summed([2, 3]))
    ([22], [320], [2, 3])
    """
    parts: list[int] = []  # each smaller than the zeros of the one before it
    for number in run:
        times = 0
        while parts and number in _MULTIPLIERS and parts[-1] < number:
            times += parts.pop()
        product = number * (times or 1)
        if parts and parts[-1] % 10 ** len(str(product)):
            yield sum(parts)
            parts = []
        parts.append(product)
    if parts:
        yield sum(parts)


def _asks(words: Iterable[Piece], entries: _Entries) -> bool:
    return any(entries.has(word.text) or entries.inside.search(word.text) for word in words)


# --- forms of one word ---

_ALPHABETS = re.compile("[a-z\u00c0-\u058f]")
_SYLLABLES = re.compile("[\uac00-\ud7af]")


def same_word(one: str, other: str) -> bool:
    """Whether the two are forms of one word, by the endings and beginnings of all languages.

    >>> same_word("ropes", "rope"), same_word("carried", "carry"), same_word("iterator", "iterable")
    (True, True, False)
    """
    return one == other or not _stems(one).isdisjoint(_stems(other))


@lru_cache(maxsize=20_000)
def _stems(word: str) -> frozenset[tuple[str, int]]:
    """What is left of the word without each of its possible endings, with the number of the row of forms."""
    bare = _without_accents(word)
    shortest = 3 if _ALPHABETS.search(bare) else 1 if _SYLLABLES.search(bare) else 2
    ended = ((bare[: len(bare) - len(end)], row) for row, end in _ENDINGS if bare.endswith(end))
    begun = ((bare[len(begin) :], row) for row, begin in _BEGINNINGS if bare.startswith(begin))
    return frozenset({(bare, 0), *((stem, row) for stem, row in (*ended, *begun) if len(stem) >= shortest)})


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    bare = "".join(sign for sign in parts if not "\u0300" <= sign <= "\u036f").replace("ß", "ss")
    return unicodedata.normalize("NFC", bare)


def _rows(all_forms: Iterable[Iterable[str]], first: int) -> list[tuple[int, str]]:
    """Each ending or beginning with the number of its row; only forms of the same row belong to one word."""
    return [(first + row, _without_accents(form)) for row, forms in enumerate(all_forms, 1) for form in forms]


_ENDINGS = _rows((forms for grammar in GRAMMARS.values() for forms in grammar.endings), 0)
_BEGINNINGS = _rows((forms for grammar in GRAMMARS.values() for forms in grammar.beginnings), 10_000)
