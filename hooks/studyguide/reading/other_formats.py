"""Files that are not Markdown, line by line as if they were: pages of HTML, comma-separated cards, quoted mails.

A file is one of these as a whole or not at all. The count of lines never changes, and no line gains a word that its
answer could show, so that every line of the result stands for the same line of the source.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from ..words.asking import asks
from ..words.labels import answer_label, question_label
from ..words.wording import words

LONGEST = 4000  # of a longer line only the beginning is looked at; it is never rewritten


def as_markdown(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines with their marks in Markdown's form; ordinary notes come out as they went in."""
    for is_one, rewrite in _FORMS:
        if is_one(lines):
            lines = rewrite(lines)
    return tuple(lines)


def is_code(lines: Sequence[str]) -> bool:
    """Whether a file is a program, a script or settings: its comments may ask, but nobody is asked.

    >>> is_code(["# Which user?", "USER = 'nobody'", "run(USER)"])
    True
    """
    some = [line.strip()[:300] for line in lines if line.strip()][:2000]
    if not some or any(line.startswith(("```", "~~~")) for line in some):
        return False
    if some[0].startswith(("#!/", "<?php", "<?xml")):
        return True
    code = sum(bool(_CODE.search(line)) for line in some)
    prose = sum(not _CODE.search(line) and not _COMMENT.match(line) and bool(_PROSE.search(line)) for line in some)
    return code >= 1 and code > 2 * prose and code * 3 >= len(some)


_COMMENT = re.compile(r"#|//|/\*|\*|--|;|\"\"\"|'''")
_CODE = re.compile(
    r"^[\w.$\[\]\"'-]+\s*[:+-]?=\s*\S|^[)\]}]+[,;)]*$|[{;]$|^[\w.]+\(.*\)[;,]?$|^\[[\w.-]+\]$|^@\w+|^(?:else|try|finally):$"
    r"|^(?:[A-Z]{2,}|from|import|return|def|class|func|fn|use|package|const|let|var|public|private|if|for|while|else|elif"
    r"|export|select|create|insert)\s.*[:;{(\"'\[\]/=]|^(?:- )?[a-z_][\w-]*:(?:\s+\S+)?$"
)
_PROSE = re.compile(r"[?？؟.。!]$|^(?:[^\W\d_][\w'’,]*\s+){3}[^\W\d_]")


def _share(lines: Sequence[str], pattern: re.Pattern[str]) -> float:
    some = [line for line in lines if line.strip()]
    return sum(bool(pattern.match(line[:LONGEST])) for line in some) / len(some) if len(some) > 2 else 0.0


# --- quoted as a whole -----------------------------------------------------------------------------------------------

_QUOTED = re.compile(r"\s{0,3}>\s?")


def _is_quoted(lines: Sequence[str]) -> bool:
    return _share(lines, _QUOTED) > 0.75


def _unquoted(lines: Sequence[str]) -> list[str]:
    return [_QUOTED.sub("", line, count=1) if line.strip(" >") else line for line in lines]


# --- HTML ------------------------------------------------------------------------------------------------------------

_BLOCK_NAMES = (
    r"(?:html|head|body|main|section|article|header|footer|div|table|thead|tbody|tr|t[dh]"
    r"|[ou]l|li|d[ltd]|p|h[1-6]|br|hr)"
)
_BLOCK = re.compile(rf"\s*</?{_BLOCK_NAMES}\b[^<>]*>", re.I)
_BLOCKS_ONLY = re.compile(rf"\s*(?:</?{_BLOCK_NAMES}\b[^<>]*>\s*)+$", re.I)
_CELL = re.compile(r"<t[dh]\b[^<>]*>(.*?)</t[dh]\s*>", re.I)
_STRONG = re.compile(r"</?(?:strong|b)(?:\s[^<>]*)?>", re.I)
# What begins a question's block where it asks: a term, the first cell of a row, a paragraph in bold.
_LEADS = re.compile(
    r"\s*(?:<dt\b[^<>]*>(?P<term>.*?)(?:</dt\s*>)?|<p\b[^<>]*>\s*<(?:strong|b)>(?P<bold>[^<>]*)</(?:strong|b)>\s*</p\s*>)\s*$",
    re.I,
)


def _is_html(lines: Sequence[str]) -> bool:
    return _share(lines, _BLOCK) >= 0.5 and not any(line.lstrip().startswith("```") for line in lines)


def _from_html(lines: Sequence[str]) -> list[str]:
    found: list[str] = []
    first_cell = False
    for line in lines:
        if len(line) > LONGEST or not line.strip():
            found.append(line)
            continue
        if re.match(r"\s*<tr\b", line, re.I):
            first_cell = True
        new, was_cell = _html_line(line, first_cell)
        first_cell = first_cell and not was_cell
        found.append(new)
    return found


def _html_line(line: str, first_cell: bool) -> tuple[str, bool]:
    """A line's Markdown, and whether it is a single cell of a row that spreads over several lines."""
    if _BLOCKS_ONLY.match(line):
        return "<br>", False
    row = _CELL.findall(line)
    if len(row) > 1:
        return "| " + " | ".join(_inline(cell).replace("|", "\\|") for cell in row) + " |", False
    if len(row) == 1 and "<th" not in line.lower():
        return (f"###### {_inline(row[0])}" if first_cell else _inline(row[0])), True
    leads = _LEADS.match(line)
    if leads:
        return f"###### {_inline(leads['term'] or leads['bold'])}", False
    line = re.sub(r"^(\s*)(?:<[ou]l\b[^<>]*>\s*)?<li\b[^<>]*>\s*", r"\1- ", line, count=1, flags=re.I)
    line = re.sub(r"(?:\s*</(?:li|dd|[ou]l|dl)\s*>)+\s*$", "", line, flags=re.I)
    return _inline(re.sub(r"^\s*<dd\b[^<>]*>\s*", "", line, flags=re.I)) or "<br>", False


def _inline(text: str) -> str:
    return re.sub(r"(?<=\S)\s*<br\s*/?>\s*(?=\S)", " ", _STRONG.sub("**", text), flags=re.I)


# --- cards separated by commas ---------------------------------------------------------------------------------------


def _cut(line: str, comma: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=comma, skipinitialspace=True), [])
    except csv.Error:
        return []


def _comma(lines: Sequence[str]) -> str:
    """What separates the columns of a file whose first line names a question and an answer; "" for another file."""
    some = [line for line in lines if line.strip()]
    if len(some) < 2 or len(some[0]) > 300:
        return ""
    for comma in (",", ";"):
        head = _cut(some[0], comma)
        asked = any(len(words(cell)) <= 2 and question_label(cell.strip() + ":") for cell in head)
        told = any(answer_label(cell.strip()) == "" for cell in head)
        same = sum(len(_cut(line[:LONGEST], comma)) == len(head) for line in some)
        if asked and told and same >= 0.9 * len(some):
            return comma
    return ""


def _is_csv(lines: Sequence[str]) -> bool:
    return bool(_comma(lines))


def _from_csv(lines: Sequence[str]) -> list[str]:
    comma = _comma(lines)
    return [
        "| " + " | ".join(cell.replace("|", "\\|") for cell in _cut(line, comma)) + " |" if line.strip() else line
        for line in lines
    ]


# --- headings of other markups ---------------------------------------------------------------------------------------

_EQUALS = re.compile(r"(={1,5}) +(\S.*?)(?: +=+)?\s*$")
_STARS = re.compile(r"(\*{1,5}) +(\S.*)$")
_HASHES = re.compile(r"#{1,6} +\S")


def _is_wiki(lines: Sequence[str]) -> bool:
    found = sum(bool(_EQUALS.match(line[:LONGEST])) for line in lines)
    return found > 1 and not any(_HASHES.match(line) for line in lines)


def _from_wiki(lines: Sequence[str]) -> list[str]:
    return [
        _EQUALS.sub(lambda m: "#" * len(m[1]) + " " + m[2], line) if len(line) < LONGEST else line for line in lines
    ]


def _is_org(lines: Sequence[str]) -> bool:
    """Two stars and a space open nothing in Markdown."""
    deep = sum(line.startswith(("** ", "*** ")) for line in lines)
    return deep > 1 and not any(_HASHES.match(line) for line in lines)


def _from_org(lines: Sequence[str]) -> list[str]:
    return [_STARS.sub(lambda m: "#" * len(m[1]) + " " + m[2], line) if len(line) < LONGEST else line for line in lines]


# --- two people talking ----------------------------------------------------------------------------------------------

_SAID = re.compile(
    r"(?P<before>\s*[*_]{0,2})(?P<who>[^\W\d_]+(?: [^\W\d_]+)?)(?P<number>\s?\d{1,3})?\s?"
    r"(?P<mark>[:：]|[)](?=\s)|-(?=\s)|–(?=\s))(?P<after>[*_]{0,2})\s*(?=\S)"
)


def _talk(lines: Sequence[str]) -> tuple[str, str] | None:
    """Who asks and who answers, where two prefixes take turns: "F:" and "A:", "Ann:" and "Bob:".

    One must ask nearly always and the other hardly ever: a chat among colleagues is no interview.
    """
    said = [
        (m["who"].casefold(), asks(line[m.end() : LONGEST])) for line in lines if (m := _SAID.match(line[:LONGEST]))
    ]
    turns = Counter((a, b) for (a, _), (b, _) in pairwise(said) if a != b)
    for (asker, teller), _ in turns.most_common(2):
        asked = [likely for who, likely in said if who == asker]
        told = [likely for who, likely in said if who == teller]
        if max(len(asker), len(teller)) <= 14 and _is_interview(asked, told):
            return asker, teller
    return None


def _is_interview(asked: Sequence[float], told: Sequence[float]) -> bool:
    """Whether two speak about as often and one alone asks, by how likely each thing said is a question."""
    if min(len(asked), len(told)) < 2 or len(told) > 1.2 * len(asked) or len(asked) > 1.5 * len(told):
        return False
    return sum(asked) >= 0.75 * len(asked) and sum(max(likely, 0) for likely in told) <= 0.3 * len(told)


def _is_talk(lines: Sequence[str]) -> bool:
    return _talk(lines) is not None


def _from_talk(lines: Sequence[str]) -> list[str]:
    pair = _talk(lines)
    if pair is None:
        return list(lines)
    letter = dict(zip(pair, "QA", strict=True))
    found: list[str] = []
    for line in lines:
        match = _SAID.match(line[:LONGEST])
        who = match["who"].casefold() if match else ""
        if match is None or who not in letter or _is_labelled(line, letter[who]):
            found.append(line)
        else:
            number = (match["number"] or "").strip()
            found.append(f"{match['before']}{letter[who]}{number}:{match['after']} {line[match.end() :]}")
    return found


def _is_labelled(line: str, letter: str) -> bool:
    text = line.strip(" *_")[:LONGEST]
    return (question_label(text) if letter == "Q" else answer_label(text)) is not None


# What tells the form, and what rewrites it. A quoted mail may hold any of the others.
_FORMS: tuple[tuple[Callable[[Sequence[str]], bool], Callable[[Sequence[str]], Sequence[str]]], ...] = (
    (_is_quoted, _unquoted),
    (_is_html, _from_html),
    (_is_csv, _from_csv),
    (_is_wiki, _from_wiki),
    (_is_org, _from_org),
    (_is_talk, _from_talk),
)
