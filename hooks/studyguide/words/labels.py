"""Labels that announce a question or an answer: "Q1.", "Scenario:", "Answer:"."""

from __future__ import annotations

import re
from collections.abc import Collection

from .patterns import one_of
from .vocabulary import VOCABULARY

_WORDS = VOCABULARY.labels
_COLON = r"[:：︰]"
_OPENING, _CLOSING = r"[【\[《〈「『［〔]", r"[】\]》〉」』］〕]"
_NUMBER = r"(?:\s*+(?:(?:\#|№|no\.?|nr\.?|\.)\s*+)?(?P<number>\d{1,4}(?:\.\d{1,3})*[a-z]?))"
_OF_SO_MANY = rf"(?:\s*+(?:/|{one_of(VOCABULARY.furniture.of_pages)})\s*+\d{{1,4}}(?=\W|$))?"
# "(2 points)", "[5 Punkte]": what an answer is worth in an exam.
_WORTH = r"(?:\s*+[(\[]\s*+\d{1,3}(?:[.,]\d{1,2})?\s?[^\W\d_]{1,12}\.?\s*+[)\]])"
_BEFORE_ANSWER = rf"(?:{one_of(_WORDS.before_answer)}\s++)*"
_LONG_ANSWERS = [label for label in _WORDS.answer if len(label) > 1]
_BOXED_ANSWERS = [label for label in _WORDS.answer if len(label) > 1 or not label.isascii()]

# "Q:", "Q1.", "Question 3 -", "Q 4)", "Question 5" alone on its line; never "Questions about shelves" or "Q&A".
_QUESTION_LABEL = re.compile(
    rf"(?P<label>{one_of(_WORDS.question + _WORDS.scenario)})"
    rf"(?:{_NUMBER}?\s*+{_COLON}+|{_NUMBER.replace('number', 'number2')}{_OF_SO_MANY}"
    rf"(?:\s*+(?:[.)\]、．)]|[-–—](?=\s)|$)(?:{_WORTH}(?=\s*$))?|{_WORTH}\s*+(?:[.:：–—-]|$|(?=\w)))"
    r"|\.(?=\s|\*\*|__))\s*"
    rf"|{_OPENING}(?P<boxed>{one_of(_WORDS.question)})\s?(?P<number5>\d{{1,4}})?{_CLOSING}\s*+{_COLON}?\s*"
    rf"|(?P<short>{one_of(_WORDS.before_a_number)}|{one_of(_WORDS.question)}(?=\.))\.?\s?(?P<number3>\d{{1,4}})(?=\s)\s*"
    rf"|(?P<counted>{one_of(_WORDS.counted)})\s*\#\s*{_COLON}\s*(?P<number4>\d{{1,4}})\s*$"
    rf"|(?P<alone>{one_of(_WORDS.alone)})\s*+(?:\([a-z]{{2}}\))?\s*$",
    re.I,
)
_ANSWER_LABEL = re.compile(
    rf"(?:{_OPENING}(?P<boxed>{one_of(_BOXED_ANSWERS)})\s?\d{{0,4}}{_CLOSING}|[(（](?P<round>{one_of(_LONG_ANSWERS)})[)）])"
    rf"\s*{_COLON}?\s*"
    rf"|{_BEFORE_ANSWER}(?P<label>{one_of(_WORDS.answer)})(?P<number>\s*\#?\d{{1,4}})?\s*"
    rf"(?P<mark>{_COLON}+-?|[-–—](?=\s)|\.-?(?=\s|[A-Z]|$)|[)](?=\s)|:-|\([a-z]{{2}}\)\s*$|$)\s*",
    re.I,
)
_ANSWER_ALONE = re.compile(
    rf"{_BEFORE_ANSWER}(?:the\s++)?{one_of(_LONG_ANSWERS)}(?:\s*+\#?\d{{1,4}})?\s*+(?:\([a-z]{{2}}\)\s*+)?{_COLON}?",
    re.I,
)
# Behind a question on its own line a label is believed only with a capital letter: "… what? Answer: this".
ANSWER_BEHIND = one_of(label[:1].upper() + label[1:] for label in (*_LONG_ANSWERS, *_WORDS.answer_behind))
# The same with what ends it: a colon, or brackets around it.
ENDED_LABEL = rf"(?:{ANSWER_BEHIND}[*_]*+\s*+{_COLON}[*_]*|{_OPENING}(?i:{one_of(_BOXED_ANSWERS)}){_CLOSING}[*_]*)"
LABEL_BEHIND = rf"(?:[*_]*{ENDED_LABEL})"

# The letters of options, alphabet by alphabet.
OPTION_LETTER = f"[{''.join(dict.fromkeys(''.join(_WORDS.option_letters)))}]"
_PLACES = {letter: at for alphabet in reversed(_WORDS.option_letters) for at, letter in enumerate(alphabet)} | {"": 0}

# What says of a statement whether it holds; letters are large ones, since "a" and "f" stand for much.
_SIDES = tuple(dict.fromkeys(side for pair in _WORDS.verdicts for side in pair))
_LETTERS = [side.upper() for side in _SIDES if len(side) == 1 and side.isalpha() and side.upper() != side]
_SAID = [side for side in _SIDES if side.upper() not in _LETTERS]
VERDICT = rf"(?:(?i:{one_of(_SAID)})|[{''.join(_LETTERS)}])(?!\w)"
_BOTH = re.compile(
    "|".join(
        rf"(?<!\w){one_of([one])}\W{{1,3}}(?:\w{{1,5}}\W{{1,3}})?{one_of([other])}(?!\w)"
        for pair in _WORDS.verdicts
        for one, other in (pair, pair[::-1])
        if len(pair[0]) > 1
    ),
    re.I,
)
# "T/F:", "(V/F)", "True or false:" before a statement.
_BEFORE_A_STATEMENT = re.compile(rf"[(\[]?{VERDICT}\s*+(?:/|\|)\s*+{VERDICT}[)\]]?(?:\s*+[?:：.–-]++)?\s++(?=\S)")


def asks_for_verdicts(title: str) -> bool:
    """Whether a title asks if statements hold.

    >>> asks_for_verdicts("True or false?"), asks_for_verdicts("Richtig/Falsch"), asks_for_verdicts("Is it true?")
    (True, True, False)
    """
    return _BOTH.search(title) is not None


def are_verdicts(answers: Collection[str]) -> bool:
    """Whether answers are two words or letters that say whether statements hold.

    >>> are_verdicts({"R", "F"}), are_verdicts({"a", "b"})
    (True, False)
    """
    said = {answer.strip(" .()").casefold() for answer in answers}
    return any(said == set(pair) for pair in _WORDS.verdicts)


def statement(text: str) -> str:
    """A statement without "T/F:" before it.

    >>> statement("T/F: Glass is a liquid."), statement("F: Glass is a liquid.")
    ('Glass is a liquid.', 'F: Glass is a liquid.')
    """
    return _BEFORE_A_STATEMENT.sub("", text, count=1) if "/" in text or "|" in text else text


def option_place(letter: str) -> int:
    """Which option a letter names, counted from 0; -1 for none.

    >>> option_place("B"), option_place("б"), option_place("7")
    (1, 1, -1)
    """
    return _PLACES.get(letter.casefold(), -1)


def question_label(text: str) -> tuple[str, str | None, str, bool] | None:
    """Label, number, the rest, and whether it says "scenario"; or None.

    >>> question_label("Q3. What is a shelf?")
    ('Q', '3', 'What is a shelf?', False)
    >>> question_label("Questions about shelves") is None
    True
    """
    match = _QUESTION_LABEL.match(text)
    if match is None:
        return None
    label = match["label"] or match["short"] or match["boxed"] or match["counted"] or match["alone"]
    number = match["number"] or match["number2"] or match["number3"] or match["number4"] or match["number5"]
    if len(label) > 1 and match[0].rstrip().endswith(".") and number is None and not match["alone"]:
        return None
    scenario = label.casefold() in _WORDS.scenario
    return label, number, text[match.end() :].strip(), scenario


def answer_label(text: str) -> str | None:
    """What stands after an answer's label; None where there is no such label.

    A one-letter label needs a colon, else "A. Foo" would hide an option and "A shelf is…" a sentence.

        >>> answer_label("Answer: It stores objects.")
        'It stores objects.'
        >>> answer_label("A shelf is a board.") is None
        True
    """
    match = _ANSWER_LABEL.match(text)
    if match is None:
        return None
    if match["boxed"] or match["round"]:
        return text[match.end() :].strip()
    mark = match["mark"]
    if len(match["label"]) == 1 and not match["number"] and not mark.startswith((":", "：", "︰")):
        return None
    if (mark == "" or mark.startswith("(")) and not _ANSWER_ALONE.fullmatch(text.strip()):
        return None
    return text[match.end() :].strip()
