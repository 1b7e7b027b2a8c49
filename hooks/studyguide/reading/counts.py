"""Lines that number questions in a way of their own: by letters, "a)", or behind a word that nobody knew, "Karte 3:".

A letter stands before options as often, and a word with a number before chapters and steps. So the whole run is looked
at: the letters, or the numbers behind one word, rise by one from line to line, and what stands behind them asks. Such
lines get the marks that any numbered or labelled line has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..words.asking import asks
from ..words.headings import OF_DOCUMENTS, heads_answers
from ..words.labels import OPTION_LETTER, option_place
from .line_marks import Line, Marks, title

_FEWEST = 2
_SURE, _MAY = 0.8, 0.5
_MOSTLY = 2 / 3
_LONGEST = 2000
_LETTER = re.compile(rf"[(（]?(?P<letter>{OPTION_LETTER})[.):）．、]\s*(?=\S)", re.I)
_WORD = r"(?:[^\W\d_][\u0300-\u036f\u0900-\u0963\u0981-\u0de5\u0e31-\u0e4e]*+){1,20}+|[§¶]"
COUNTED = re.compile(
    rf"[(\[<《〈「]?(?:(?P<word>{_WORD})(?:\.?\s?[#№]?\s?)?(?P<number>\d{{1,3}})|(?P<number2>\d{{1,3}})(?P<word2>[º°ª]))"
    r"(?:\s*+(?:[*_]{2}\s*+)?[.):：\]>》〉」]+(?:[*_]{2})?(?=\s|$)|\s++[–—|-](?=\s)|$|\s+(?=\S)|(?<=\D)(?=\S))\s*"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A line that counts: its place (an index), what it counts in, how far it has come, and what stands behind."""

    line: int
    word: str
    number: int
    said: str
    look: tuple[int, int, bool]


def with_counts(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines, those that number questions in another way with a number."""
    found = {**dict(_counted(lines)), **dict(_lettered(lines))}
    return (
        tuple(replace(line, marks=found[i]) if i in found else line for i, line in enumerate(lines)) if found else lines
    )


def runs_of(items: Sequence[Item], first: int) -> Iterator[list[Item]]:
    """Items of one word and look whose numbers rise by one; a run begins with `first`."""
    open_ones: dict[tuple[str, tuple[int, int, bool]], list[Item]] = {}
    for item in items:
        run = open_ones.get((item.word, item.look), [])
        if run and item.number == run[-1].number + 1:
            run.append(item)
            continue
        if run:
            yield run
        open_ones[item.word, item.look] = [item] if item.number == first else []
    yield from filter(None, open_ones.values())


def _ask(run: Sequence[Item]) -> bool:
    """Whether two of three surely ask, and the others at least may."""
    asking = [asks(item.said) for item in run]
    return len(run) >= _FEWEST and sum(one >= _SURE for one in asking) >= _MOSTLY * len(run)


def _look(mark: Marks) -> tuple[int, int, bool]:
    return mark.depth, mark.indent // 2, mark.bullet != ""


# --- letters ---------------------------------------------------------------------------------------------------------


def _lettered(lines: Sequence[Line]) -> Iterator[tuple[int, Marks]]:
    """The lines of a run of letters that asks, and of a later one below "Answers"."""
    runs = list(runs_of(lettered_items(lines), 0))
    asked = [run for run in runs if _ask(run) and _stands_alone(lines, run)]
    told = [run for run in runs if asked and run[0].line > asked[0][-1].line and _is_below_answers(lines, run[0].line)]
    if len(asked) > 1 and len(asked) != len(told):
        return  # parts of questions
    for run in (*asked, *told):
        yield from ((item.line, _numbered(lines[item.line].marks, item)) for item in run)


def lettered_items(lines: Sequence[Line]) -> list[Item]:
    """The lines that begin with a letter as options do."""
    return [item for i, line in enumerate(lines) if (item := _letter_of(line, i)) is not None]


def _letter_of(line: Line, i: int) -> Item | None:
    mark = line.marks
    if line.kind != "text" or mark.number or mark.label or len(line.raw) > _LONGEST:
        return None
    match = _LETTER.match(mark.text)
    if match is None:
        return None
    alphabet = "" if match["letter"].isascii() else "other"
    return Item(i, alphabet, option_place(match["letter"]), mark.text[match.end() :], _look(mark))


def _stands_alone(lines: Sequence[Line], run: Sequence[Item]) -> bool:
    """Whether no numbered or labelled line stands right above a run, whose parts these would be."""
    above = next((lines[i] for i in range(run[0].line - 1, -1, -1) if lines[i].kind != "blank"), None)
    return above is None or not (above.marks.number or above.marks.label)


def _is_below_answers(lines: Sequence[Line], i: int) -> bool:
    above = next((lines[j] for j in range(i - 1, -1, -1) if lines[j].kind == "text"), None)
    return above is not None and heads_answers(title(above.marks))


def _numbered(mark: Marks, item: Item) -> Marks:
    return replace(mark, number=str(item.number + 1), text=item.said, bullet="")


# --- words that count ------------------------------------------------------------------------------------------------


def _counted(lines: Sequence[Line]) -> Iterator[tuple[int, Marks]]:
    """The lines of a run of one word and rising numbers, of which two in three ask, on the line or right below."""
    items = [item for i, line in enumerate(lines) if (item := _counted_of(line, i)) is not None]
    if len(items) < _FEWEST:
        return
    asked = {item.line: _with_words_below(lines, item) for item in items}
    for run in runs_of(items, 1):
        # Words such as "End 4." below an answer count as well; below the last of them nothing is asked.
        heads = all(item.said or asks(asked[item.line].said) >= _MAY for item in run)
        if heads and _ask([asked[item.line] for item in run]) and not OF_DOCUMENTS.match(f"{run[0].word} 1"):
            yield from ((item.line, _labelled(lines[item.line].marks, item)) for item in run)


def _counted_of(line: Line, i: int) -> Item | None:
    mark = line.marks
    if line.kind != "text" or mark.number or mark.label or len(line.raw) > _LONGEST:
        return None
    match = COUNTED.match(mark.text.removeprefix("**").removeprefix("__"))
    if match is None:
        return None
    said = mark.text.removeprefix("**").removeprefix("__")[match.end() :]
    if mark.depth and not said:
        return None  # a heading "Card 3" above what is asked
    word, number = match["word"] or match["word2"], match["number"] or match["number2"]
    return Item(i, word.casefold(), int(number), said, _look(mark))


def _with_words_below(lines: Sequence[Line], item: Item) -> Item:
    """The item with the words below it, where none stand behind its number; not with a list that it heads."""
    if item.said:
        return item
    below = next((n for n in range(item.line + 1, item.line + 4) if n < len(lines) and lines[n].kind == "text"), None)
    if below is None or lines[below].marks.label or lines[below].marks.number == "1":
        return item
    return replace(item, said=lines[below].marks.text)


def _labelled(mark: Marks, item: Item) -> Marks:
    return replace(mark, label=item.word, number=str(item.number), text=item.said, bold=mark.bold and bool(item.said))
