"""Nothing is lost: every line of a note has one role, and every word of a question stands on the site.

Both are promises to whoever owns the notes. What breaks one is our own mistake, and fails a strict build.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from .records import ROLES, Asked, Entry, Problem, Reading, Role, Span, Text
from .syntax import numbers
from .syntax.callouts import KINDS
from .syntax.fence_info import lenient_info
from .syntax.fences import fences_of
from .syntax.remarks import REMARK, may_hold, parted
from .words.headings import REFERENCES
from .words.signed import LETTERS
from .words.vocabulary import VOCABULARY
from .words.wording import unescape, words

_OURS = "This is a fault of the generator; please report it"
_TAG = re.compile(rf"</?[A-Za-z][^<>]*+>|<!--(?:(?!<!--).)*?-->|{REMARK.pattern}", re.S)
_FENCE = re.compile(r"^(?P<mark>[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)?(?:`{3,}+|~{3,}+))(?P<info>[^`\n]*)$", re.M)
_LETTER_AS_BULLET = re.compile(r"^[ \t>]*+o(?=\t|[ ]{2})", re.M)  # of a word processor, see `syntax.line_kinds.BULLET`
_PICTURE = re.compile(r"\s*(?:!\[|<img\b)", re.I)
_ATTRIBUTES = re.compile(r"\{:?[ \t]*[#.][^{}]*\}\s*$")
_ESCAPE = re.compile(r"\\(?=[^\w\s])")
_LABEL_WITH_NUMBER = re.compile(r"([^\d_]+?)\d+[a-z]?")
# Signs before a word are marks as often as they are part of it: "#shelf" in a heading's id, "@" in an address.
_WORD = re.compile(rf"{LETTERS}(?:[+#]+)?")
_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,}+)-\n[ \t]*([^\W\d_]+)")
# "Karte 2: ": one word that counts, in front of a question.
_BEFORE_A_NUMBER = re.compile(r"^\W*[^\W\d_]{1,20}[ .#№]{0,2}(?P<number>\d{1,3})(?!\w)")
_LANGUAGE = re.compile(r"(?<!\s)\s*+\([A-Za-z]{2}\)\s*$")
_OF_A_LINE = re.compile(r"^[\s>#*+_•-]*")
_BOX = re.compile(r"^(?:!!!|\?\?\?\+?)\s+[\w-]+(?=\s)")
_NUMBERS = (numbers.HAN, numbers.FIGURES, numbers.ROMAN)
_LEVEL_LETTER = re.compile(r"[\[(][A-Z]\d?[\])]")
_CIRCLED = re.compile("[\u2460-\u2473\u2776-\u277f]")  # ① stands right before its word
_PARTS = re.compile(r"(?<=\d)(?=[^\W\d_])")  # "1b": a number and its answer
_SHOWN = 8  # words that a message names
_FEWEST_ALIKE = 3
_TWICE = 2  # a number stands before a question, and again before its answer


def problems(texts: Sequence[Text], readings: Sequence[Reading], asked: Sequence[Asked]) -> Iterator[Problem]:
    """All that is lost. `asked` are the entries of all readings, made ready for the site, one after the other."""
    start = 0
    for text, reading in zip(texts, readings, strict=True):
        end = start + len(reading.entries)
        yield from unaccounted(text, reading)
        yield from lost_words(text, reading, asked[start:end])
        start = end


def unaccounted(text: Text, reading: Reading) -> tuple[Problem, ...]:
    """Our own mistakes: lines that are not blank and have no role or two, and roles that are none."""
    counts = Counter(line for role in reading.roles for line in range(role.first, role.last + 1))
    lines = [(number, counts[number]) for number, line in enumerate(text.lines, start=1) if line.strip()]
    wrong = [
        *(
            (number, f"the line was read as {'two things' if times else 'nothing'}")
            for number, times in lines
            if times != 1
        ),
        *((role.first, fault) for role in reading.roles if (fault := _fault(role, text, reading))),
    ]
    return tuple(Problem(Span(text.source, line, line), f"{what}. {_OURS}", grave=True) for line, what in wrong)


def _fault(role: Role, text: Text, reading: Reading) -> str:
    if role.role not in ROLES:
        return f'there is no role "{role.role}"'
    if not 1 <= role.first <= role.last <= len(text.lines):
        return f"its role reaches from {role.first} to {role.last}, and the file has {len(text.lines)} lines"
    if role.entry is not None and not 0 <= role.entry < len(reading.entries):
        return f"its role names entry {role.entry}, and the file has {len(reading.entries)}"
    if role.entry is None and role.role in ("question", "answer"):
        return f"it is part of no question, though its role is {role.role}"
    return ""


def lost_words(text: Text, reading: Reading, asked: Sequence[Asked]) -> Iterator[Problem]:
    """Our own mistakes: words of a question's lines that the site does not show, and words it shows that are not there.

    Left out are the words that only say what a line is, and which the page says in its own way: labels ("Answer:"),
    numbers, levels, ids, and the language of a block of code with what stands beside it for programs.

    asked   the entries of the reading, made ready for the site, in the same order
    """
    written = _written(text, reading)
    keys = {line for role in reading.roles if role.role == "filler" for line in range(role.first, role.last + 1)}
    label = _label_of_all(text, reading)
    for entry, made, there in zip(reading.entries, asked, written, strict=True):
        shown = _shown(entry, made)
        gone = _told(there - shown - _beside(entry) - label)
        added = _told(shown - there - _of_keys(text, entry, keys) - _bag(entry.number or ""))
        for found, what in ((gone, "on no page"), (added, "not in the notes, and stands on the site")):
            if found:
                yield Problem(entry.span, f"“{' '.join(found)}” is {what}. {_OURS}", grave=True)


def remarks(text: Text, reading: Reading, asked: Sequence[Asked]) -> Iterator[tuple[int, str]]:
    """What authors wrote for themselves within the lines of a question, and no page shows: the line, and that."""
    if not any(map(may_hold, text.lines)):
        return
    code = {n for fence in fences_of(text.lines) for n in range(fence.first, fence.end)}
    own = {n - 1: role.entry for role in reading.roles for n in range(role.first, role.last + 1)}
    lines = [line if n not in code and own.get(n) is not None else "" for n, line in enumerate(text.lines)]
    for n, remark in parted(lines)[1]:
        made = asked[own[n] or 0]
        if remark not in f"{made.title}\n{made.body}\n{made.answer}":
            yield n + 1, remark


def _label_of_all(text: Text, reading: Reading) -> Counter[str]:
    """The word that most answers begin with: it is their label, whatever it means."""
    lines = (entry.answer_spans[0].first for entry in reading.entries if entry.answer_spans)
    firsts = Counter(words[0] for n in lines if (words := list(_bag(text.lines[n - 1]))))
    word, times = firsts.most_common(1)[0] if firsts else ("", 0)
    return Counter([word]) if times >= max(_FEWEST_ALIKE, len(reading.entries) * 2 / 3) else Counter()


def _written(text: Text, reading: Reading) -> list[Counter[str]]:
    """For each entry the words of all lines that are its question or its answer, or what a parser found there."""
    if reading.said:
        return [_bag(said) for said in reading.said]
    lines: list[list[str]] = [[] for _ in reading.entries]
    for role in reading.roles:
        if role.entry is not None:
            entry = reading.entries[role.entry]
            lines_of = text.lines[role.first - 1 : role.last]
            bare = (REFERENCES.sub(r"\g<rest>", line) for line in lines_of) if entry.references else lines_of
            own = [_said_of(role, line) for line in bare]
            if role.first == entry.span.first:
                own[0] = _without_marks(own[0], entry)
            lines[role.entry].extend(own)
    return [_bag(_whole("\n".join(own), entry.question)) for own, entry in zip(lines, reading.entries, strict=True)]


def _without_marks(line: str, entry: Entry) -> str:
    """The first line of a question without what only marks it: a word that counts, a number of another kind, the kind
    of a box, the letter of a level.
    """
    found = _BEFORE_A_NUMBER.match(line) if entry.number else None
    if found and found["number"] == entry.number:
        line = line[found.end() :]
    marks = _OF_A_LINE.match(line)
    bare = line[marks.end() :] if marks else line
    bare = bare if marks and "#" in marks[0] else _BOX.sub("", bare)  # a heading is no box
    number = next((match for sign in _NUMBERS if (match := sign.match(bare))), None) if entry.number else None
    bare = bare[number.end() :] if number else bare
    return _LEVEL_LETTER.sub(" ", bare) if entry.level else bare


def _whole(lines: str, question: str) -> str:
    """The lines with the words whole that the question has whole and the end of a line has broken in two."""
    return _BROKEN.sub(lambda word: word[1] + word[2] if word[1] + word[2] in question else word[0], lines)


def _said_of(role: Role, line: str) -> str:
    """A line without what only names its heading: `{ #shelf }`; or the language behind an answer's label: "(EN)"."""
    if (
        role.role == "answer"
        and (tag := _LANGUAGE.search(line))
        and all(map(_only_says_what_it_is, _bag(line[: tag.start()])))
    ):
        return line[: tag.start()]
    return _ATTRIBUTES.sub("", line) if role.role == "question" and line.rstrip().endswith("}") else line


def _shown(entry: Entry, made: Asked) -> Counter[str]:
    # A title of nothing but a picture stands below the heading, which says once more what the picture shows.
    pictured = _PICTURE.match(entry.question) and made.body.startswith(entry.question.strip())
    title = "" if pictured else made.title or made.question
    parts = (title, made.body, made.answer, made.number or "", *entry.references, *entry.reference_titles)
    return _bag("\n".join(parts)) - _bag("\n".join(entry.chosen))


def _of_keys(text: Text, entry: Entry, keys: Collection[int]) -> Counter[str]:
    """The words of a key's lines, where the answers of several questions stand."""
    lines = (n for span in entry.answer_spans for n in range(span.first, span.last + 1) if n in keys)
    return _bag(_PARTS.sub(" ", "\n".join(text.lines[n - 1] for n in lines)))


def _beside(entry: Entry) -> Counter[str]:
    """The words of an entry's id and section, which stand at its heading, and the ways to write its number: II, b."""
    ways = _written_number(entry.number) if entry.number else ()
    return _bag(" ".join((entry.id or "", *entry.section))) + Counter(dict.fromkeys(ways, _TWICE))


def _written_number(number: str) -> Iterator[str]:
    """The other ways to write a number, in small letters: as a Roman one, or by the letters of each alphabet.

    >>> [way for way in _written_number("2") if way in "iib"]
    ['ii', 'b']
    """
    place = int(number) if number.isdecimal() and len(number) < 3 else 0
    if 0 < place < 40:
        yield numbers.in_roman(place).casefold()
    yield from (letters[place - 1] for letters in VOCABULARY.labels.option_letters if 0 < place <= len(letters))


def _bag(text: str) -> Counter[str]:
    if any(sign in text for sign in _OF_BOXES):
        text = _without_orders(text)
    said = unescape(_TAG.sub(_said_by, _LETTER_AS_BULLET.sub("", _FENCE.sub(_said, _ESCAPE.sub("", text)))))
    said = _CIRCLED.sub(r" \g<0> ", said)
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", said).casefold()))


# What boxes and tabs are called, and the orders below that: see `answers.odd_boxes`.
_OF_BOXES = ("///", ":::", "```{", "{%")
_SLASHES = re.compile(
    r"^(?P<mark>[ \t>]*/{3,})[ \t]*(?:html\b[^\n]*|[a-z-]+(?P<title>[ \t]*(?:\|[^\n]*)?))"
    r"(?:\n[ \t]{2,}[a-z_]{2,20}:[^\n]*){0,8}$",
    re.M,
)
_MYST = re.compile(
    rf"^[ \t>]*(?::{{3,}}(?=[ \t]*\{{?[a-z-])|`{{3,}}(?=[ \t]*\{{(?:{'|'.join(('admonition', *KINDS))})\}}))"
    r"[ \t]*\{?[a-z-]+\}?(?P<title>[^\n]*)(?:\n[ \t]*:[a-z-]{2,20}:[^\n]*){0,8}$",
    re.M | re.I,
)
_TITLED = re.compile(
    r"^[ \t>]*:{3,}[ \t]*\{\.callout-[a-z]++(?P<a>[^{}\n]*)\}|\{%[ \t]*(?:end)?(?:hint|tabs|tab)(?P<b>[^%\n]*)%\}", re.M
)
_TITLE = re.compile(r"""\btitle=(?:"([^"]*)"|'([^']*)')""")


def _without_orders(text: str) -> str:
    """A text whose boxes and tabs say no more than their titles."""
    text = _MYST.sub(r" \g<title>", _SLASHES.sub(r"\g<mark> \g<title>", text))
    return _TITLED.sub(lambda box: " ".join("".join(one) for one in _TITLE.findall(box["a"] or box["b"] or "")), text)


def _said_by(tag: re.Match[str]) -> str:
    """What of a tag is for people: where it leads, what it shows. An address between angles is none."""
    if _ADDRESS.match(tag[0]):
        return tag[0]
    shown = _SHOWN_OF_PICTURE if tag[0][:4].lower() == "<img" else _SHOWN_OF_TAG
    return " ".join(("", *(a or b for a, b in shown.findall(tag[0])), ""))


_ADDRESS = re.compile(r"<(?:https?|mailto):", re.I)
_SHOWN_OF_TAG = re.compile(r"""(?<=\s)(?:href|src|label)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
_SHOWN_OF_PICTURE = re.compile(r"""(?<=\s)(?:src|alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)


def _said(fence: re.Match[str]) -> str:
    """The mark of a block of code without its language and what it orders programs to do."""
    info = lenient_info(fence["info"])
    return f"{fence['mark']} {info.title} {info.words}"


def _told(found: Counter[str]) -> list[str]:
    """Words that say something: no label, no level, no number."""
    return [word for word in found if not _only_says_what_it_is(word)][:_SHOWN]


def _only_says_what_it_is(word: str) -> bool:
    match = _LABEL_WITH_NUMBER.fullmatch(word)
    return word.isdigit() or word in _said_otherwise() or (match is not None and match[1] in _said_otherwise())


@lru_cache(maxsize=1)
def _said_otherwise() -> frozenset[str]:
    """The words of labels, levels and boxes, in every language."""
    labels, levels = VOCABULARY.labels, VOCABULARY.levels
    phrases = (
        *VOCABULARY.remarks.tags,
        *(*labels.question, *labels.scenario, *labels.answer, *labels.before_answer),
        *(*levels.basic, *levels.intermediate, *levels.advanced, *levels.beside, *levels.announced_by),
        *(*levels.basic_alone, *levels.intermediate_alone, *levels.advanced_alone),
        *(*VOCABULARY.remarks.right_options, *VOCABULARY.remarks.right_behind_an_arrow),
        *(side for pair in labels.verdicts for side in pair if len(side) == 1),  # "T/F:"
        *("x", "success", "answer", "check", "done", "scenario"),
    )
    return frozenset(word for phrase in phrases for word in words(phrase))
