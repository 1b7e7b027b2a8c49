"""Which of the options below a question its answer says are right, so that a reader can try one before looking."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ..records import Question
from ..syntax.line_kinds import A_BULLET
from ..words.labels import OPTION_LETTER, option_place
from ..words.wording import plain, words

_ITEM = re.compile(
    rf"(?:- (?P<round>[\u2460-\u2473])\s*|- (?:(?P<letter>\({OPTION_LETTER}\)|{OPTION_LETTER}[).:）．、])\s*)?"
    r"|(?P<number>\d{1,2})[.)] )"
    r"(?P<text>\S.*)",
    re.I,
)
_LETTERS = re.compile(
    rf"\W*(?:(?:option|choice)\s+)?\(?(?P<first>{OPTION_LETTER})\)?"
    rf"(?P<more>(?:\s*(?:[,;/&+]|\b[^\W\d_]{{1,4}}\b)\s*\(?{OPTION_LETTER}\b\)?)*)(?P<behind>[).:,;]|\s+[–—-](?=\s)|\s|\W*$)",
    re.I,
)
_MORE = re.compile(rf"\(?(?<![^\W_])({OPTION_LETTER})(?![^\W_])\)?", re.I)
_NUMBERS = re.compile(r"\W*(?P<first>\d{1,2})(?P<more>(?:\s*[,;/&]\s*\d{1,2})*)(?:[).:,;]|\W*$)")
_FEWEST, _MOST = 2, 12


@dataclass(frozen=True, slots=True)
class Choices:
    """How many options there are, and which are right, counted from 0."""

    count: int
    right: tuple[int, ...]

    def __str__(self) -> str:
        """For the script of a page: "2,3 of 4", counted from 1."""
        return f"{','.join(str(n + 1) for n in self.right)} of {self.count}"


def choices_of(question: Question) -> Choices | None:
    """The options of a question as it is shown. The answer of another place may speak of others."""
    shown = question.asked[question.shown] if question.asked else None
    if shown is not None and shown.body != question.body:
        return None
    return choices(question.body, question.answer)


def choices(body: str, answer: str) -> Choices | None:
    """The options that end a question's Markdown, and those that the answer names; None where it names none of them.

    >>> choices("- A) Aluminium\\n- B) Cast iron", "B")
    Choices(count=2, right=(1,))
    >>> choices("- Aluminium\\n- Cast iron", "Cast iron").right, choices("- Aluminium\\n- Cast iron", "A buffer")
    ((1,), None)
    """
    items = _items(body)
    if not _FEWEST <= len(items) <= _MOST or not answer.strip():
        return None
    right = _by_words(items, answer) or _by_letter(items, answer) or _by_number(items, answer)
    return Choices(len(items), right) if right else None


def _items(body: str) -> list[re.Match[str]]:
    """The items of the list that ends a body."""
    found: list[re.Match[str]] = []
    for line in reversed(body.rstrip("\n").split("\n")):
        match = _ITEM.fullmatch(line)
        if match:
            found.append(match)
        elif line.strip() and not line.startswith("  "):
            break
    return found[::-1]


def _by_words(items: list[re.Match[str]], answer: str) -> tuple[int, ...]:
    """The options whose words the first lines of an answer repeat."""
    known = {" ".join(words(plain(item[name]))): n for name in (0, "text") for n, item in enumerate(items)}
    found: list[int] = []
    for line in answer.split("\n"):
        said = " ".join(words(plain(re.sub(rf"^\s*{A_BULLET}", "", line))))
        if not said:
            continue
        if said not in known:
            break
        found.append(known[said])
    return tuple(sorted(set(found)))


def _by_letter(items: list[re.Match[str]], answer: str) -> tuple[int, ...]:
    """The options that an answer names by their letters; "A buffer" names none."""
    if not all(item["letter"] for item in items):
        return ()
    first = plain(answer.lstrip().split("\n", 1)[0])
    match = _LETTERS.match(first)
    if match is None or (match["behind"].isspace() and not _repeats(items, match, first)):
        return ()
    letters = [match["first"], *_MORE.findall(match["more"])]
    places = {option_place(item["letter"].strip("().:）．、")): n for n, item in enumerate(items)}
    found = [places.get(option_place(letter)) for letter in letters]
    return tuple(sorted({n for n in found if n is not None})) if None not in found else ()


def _repeats(items: list[re.Match[str]], match: re.Match[str], line: str) -> bool:
    """Whether words behind a letter are no sentence that begins with an article, or are the option's own."""
    rest = line[match.end() :].strip()
    place = option_place(match["first"])
    own = plain(items[place]["text"]).casefold() if 0 <= place < len(items) else ""
    return match["first"].casefold() != "a" or bool(own and rest.casefold().startswith(own[:20]))


def _by_number(items: list[re.Match[str]], answer: str) -> tuple[int, ...]:
    if not all(item["number"] or item["round"] for item in items):
        return ()
    match = _NUMBERS.match(unicodedata.normalize("NFKC", plain(answer.lstrip().split("\n", 1)[0])))
    if match is None:
        return ()
    places = {unicodedata.normalize("NFKC", item["number"] or item["round"]): n for n, item in enumerate(items)}
    found = [places.get(number) for number in [match["first"], *re.findall(r"\d+", match["more"])]]
    return tuple(sorted({n for n in found if n is not None})) if None not in found else ()
