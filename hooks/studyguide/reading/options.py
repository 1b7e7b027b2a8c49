"""The options one chooses from, among the lines below a question: where they stand, and which are marked as right.

Lines with letters or boxes are options by their form. Bullets and figures mostly answer; they are options where one of
them, and not all, bears a mark that says so, or where the answer's label stands behind them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..words.asking import asks
from ..words.labels import OPTION_LETTER, option_place
from ..words.remarks import right_option
from .blocks import Page
from .numbering import BLANK

LONGEST = 2000  # characters of a line of options
_FEWEST = 2

_SQUARE = r"(?:\[[ xX✓✔✅]\]|[(（][ xX✓✔✅*][)）](?=\s)|[☐☑☒◉🔘])"
_LINE = re.compile(
    rf"(?P<indent>\s*)(?:(?P<bullet>[-*+•])\s+)?(?:(?P<box>{_SQUARE})\ufe0f?\s*|(?P<sign>[✅✔✓❌✗✘])\ufe0f?\s*)?"
    rf"(?P<star>[*=](?=[a-zA-Z][.)]))?(?P<bold>\*\*|__|==)?(?:(?P<letter>\(\s?{OPTION_LETTER}\s?\)|{OPTION_LETTER}[).:）．、])"
    r"(?P<shut>\*\*|__)?(?=[\s`*_]|[^\x00-\x7f])|(?P<number>\d{1,2}[.)](?=\s)|[\u2460-\u2473]))?\s*(?P<text>.*\S)\s*",
    re.S | re.I,
)
_BEHIND_A_LETTER = frozenset(").:）．、")
_TICKED, _CROSSED = "xX✓✔✅☑◉🔘*", "❌✗✘"
_ALL_BOLD = re.compile(r"(\*\*|__)(?:(?!\1).)+\1")
_SHUT = re.compile(r"(?:(?<!\s)\s++)?(?:\*\*|__|==)\s*$")
# "A) one  B) two" on one line; the options in a row of letters.
_NEXT = re.compile(
    rf"(?:^|(?<=[\s,;|?:.]))(?:\((?P<round>{OPTION_LETTER})\)|(?P<letter>{OPTION_LETTER})[).])(?=\s*[^\s?])", re.I
)
_ENDS_A_TITLE = re.compile(r"[?？؟:：._…)\]*]\s*$")


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its lines (indices), Markdown that shows it without its mark, and whether that says it is right."""

    lines: tuple[int, ...]
    shown: str
    right: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a line shows that may be an option: how it is marked off, its letter or number, and how it is marked."""

    lines: tuple[int, ...]
    kind: str
    place: int
    text: str
    right: bool | None
    bold: bool
    indent: int


def options_at(page: Page, lines: Sequence[int], title: str, labelled: bool = False) -> list[Option]:
    """The options that these lines begin with; none where they are a list of another kind.

    labelled  an answer's label stands right behind the lines, so that any list there is one of options
    """
    rows = [i for i in lines if page.lines[i].kind != "blank"]
    found = _marked(_rows(page, rows))
    if len(found) == 1 and found[0].kind == "letter" and asks(found[0].text) >= 0.9:
        return [_option(page, found[0])]  # a part of the question
    if len(found) < _FEWEST:
        found = _marked(_on_one_line(page, rows[0])) if rows else []
    if len(found) < _FEWEST or not (labelled or _are_options(page, found, title)):
        return []
    return [_option(page, seen) for seen in found]


def options_below(page: Page, lines: Sequence[int], title: str, labelled: bool) -> tuple[int, list[Option]]:
    """Where among the lines of a question the options begin that end it, and the options."""
    n = 0
    while n < len(lines):
        if page.lines[lines[n]].kind == "blank":
            n += 1
            continue
        rest = lines[n:]
        options = options_at(page, rest, title, labelled)
        taken = {i for option in options for i in option.lines}
        if options and all(i in taken or page.lines[i].kind == "blank" for i in rest):
            return n, options
        rows = _rows(page, [i for i in rest if page.lines[i].kind != "blank"])
        n += max(rest.index(rows[-1].lines[-1]) + 1 if rows else 1, 1)
    return len(lines), []


def is_lettered(raw: str) -> bool:
    """Whether a line begins with the letter of an option."""
    return kind_of(raw) == "letter"


def kind_of(raw: str) -> str:
    """What a line begins with, if it is an option: "letter", "box", "number", "bullet"; none for any other line."""
    match = _LINE.fullmatch(raw) if len(raw) <= LONGEST and _may_be_one(raw) else None
    return _kind(match)[0] if match else ""


def _may_be_one(raw: str) -> bool:
    """Whether a line begins with a sign or a letter that is marked off; most begin with a word."""
    text = raw.lstrip()
    return not text[:1].isalpha() or text[1:2] in _BEHIND_A_LETTER


def _option(page: Page, seen: _Seen) -> Option:
    below = [f"  {page.lines[i].raw.strip()}" for i in seen.lines[1:]]
    return Option(seen.lines, "\n".join([f"- {seen.text}", *below]), bool(seen.right))


def split_options(text: str) -> tuple[str, list[str]]:
    """The words before options that stand behind them on their line, and the options.

    >>> split_options("Which is even? (a) 3 (b) 4")
    ('Which is even?', ['(a) 3', '(b) 4'])
    >>> split_options("What do (a) and (c) share?")
    ('What do (a) and (c) share?', [])
    """
    if text.count(")") + text.count(".") < _FEWEST:
        return text, []
    cuts: list[int] = []
    for mark in _NEXT.finditer(text):
        if option_place(mark["round"] or mark["letter"]) == len(cuts):
            cuts.append(mark.start())
    parts = [text[a:b].strip(" ,;|") for a, b in pairwise([*cuts, len(text)])]
    before = text[: cuts[0]].strip() if cuts else ""
    if len(parts) < _FEWEST or (before and not _ENDS_A_TITLE.search(before)):
        return text, []
    return before, parts


# --- which lines -----------------------------------------------------------------------------------------------------


def _rows(page: Page, rows: Sequence[int]) -> list[_Seen]:
    """The lines of one kind from the first on, each with the lines that hang below it."""
    found: list[_Seen] = []
    for i in rows:
        raw = page.lines[i].raw
        seen = _seen(raw, i) if page.is_text(i) and len(raw) <= LONGEST and i not in page.labels else None
        if seen is not None and seen.kind == "bullet" and seen.right is None and raw.lstrip()[0] == "+":
            seen = replace(seen, right=_plus_is_right(page) or None)
        if seen is not None and _goes_on(found, seen):
            found.append(seen)
        elif found and _hangs(page, i, found[-1]):
            found[-1] = replace(found[-1], lines=(*found[-1].lines, i))
        else:
            break
    return found


def _plus_is_right(page: Page) -> bool:
    """Whether a file marks the right option with + among others with -: one in each of several lists, and never two."""
    found: bool = page.once("plus", lambda: _one_plus_each(page))
    return found


def _one_plus_each(page: Page) -> bool:
    signs = "".join(
        line.marks.bullet if line.kind == "text" and line.marks.bullet in ("+", "-") and not line.marks.indent else " "
        for line in page.lines
    )
    lists = [one for one in signs.split() if "+" in one and "-" in one]
    return len(lists) > 1 and all(one.count("+") == 1 for one in lists)


def _goes_on(found: Sequence[_Seen], seen: _Seen) -> bool:
    """Whether a line is the next option: of the same kind, no deeper, and next in letters or figures."""
    if seen.place >= 0 and seen.place != len(found):
        return False
    return not found or (found[0].kind == seen.kind and seen.indent <= found[0].indent + 1)


def _hangs(page: Page, i: int, seen: _Seen) -> bool:
    """Whether a line is a further one of the option above."""
    mark = page.mark(i)
    return page.is_text(i) and mark.number is None and mark.indent > seen.indent and i not in page.labels


def _on_one_line(page: Page, i: int) -> list[_Seen]:
    if not page.is_text(i) or len(page.lines[i].raw) > LONGEST:
        return []
    before, parts = split_options(page.lines[i].raw.strip(" \t>-*"))
    found = [seen for part in parts if not before and (seen := _seen(part, i)) is not None]
    return found if len(found) == len(parts) else []


def _seen(raw: str, i: int) -> _Seen | None:
    match = _LINE.fullmatch(raw) if _may_be_one(raw) else None
    kind, place = _kind(match) if match else ("", -1)
    if match is None or not kind:
        return None
    words, bold = _words(match)
    text, said = right_option(words)
    right = True if said or match["star"] else _ticked(match["box"] or match["sign"] or "")
    front = match["letter"] or match["number"] or ""
    return _Seen((i,), kind, place, f"{front} {text}".strip(), right, bold, len(match["indent"].expandtabs(4)))


def _words(match: re.Match[str]) -> tuple[str, bool]:
    """The words of an option, and whether all of them are bold; what is bold in a part stays so."""
    text = match["text"]
    if _ALL_BOLD.fullmatch(text):
        return text[2:-2], True
    if match["bold"] is None or match["shut"] is not None:
        return text, match["bold"] is not None
    return (_SHUT.sub("", text), True) if _SHUT.search(text) else (match["bold"] + text, False)


def _kind(match: re.Match[str]) -> tuple[str, int]:
    """How a line is marked off, and its place by letter or figure; -1 where it has none."""
    if match["letter"]:
        return "letter", option_place(match["letter"].strip("().:）．、 "))
    if match["box"]:
        return "box", -1
    if match["number"]:
        return "number", int(unicodedata.normalize("NFKC", match["number"]).rstrip(".)")) - 1
    return ("bullet" if match["bullet"] or match["sign"] else "", -1)


def _ticked(box: str) -> bool | None:
    sign = box.strip("[]()（）")
    return None if not box else sign in _TICKED and sign.strip() != ""


# --- which are right, and whether they are options -------------------------------------------------------------------


def _marked(found: Sequence[_Seen]) -> list[_Seen]:
    """The same, with the one in bold as the right one where no other mark says it."""
    bold = sum(seen.bold for seen in found)
    if any(seen.right for seen in found) or bold != 1:
        return list(found)
    return [replace(seen, right=seen.bold) for seen in found]


def _are_options(page: Page, found: Sequence[_Seen], title: str) -> bool:
    kind, right = found[0].kind, sum(bool(seen.right) for seen in found)
    asked = asks(title) >= 0.5 or BLANK.search(title) is not None or not title
    sure = kind == "letter" or (kind == "box" and right == 1)
    return _BY_KIND[kind](found, right) and (asked or sure)


def _by_form(found: Sequence[_Seen], right: int) -> bool:
    return right < len(found)


def _by_marks(found: Sequence[_Seen], right: int) -> bool:
    """Whether some and not all are marked; among crosses just one, since ticks and crosses also weigh good and bad."""
    crossed = sum(seen.right is False for seen in found)
    return right == 1 and crossed != 1 if crossed else 0 < right < len(found)


_BY_KIND: dict[str, Callable[[Sequence[_Seen], int], bool]] = {
    "letter": _by_form,
    "box": _by_form,
    "number": _by_marks,
    "bullet": _by_marks,
}
