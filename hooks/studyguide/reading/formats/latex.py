r"""Exams in LaTeX as Markdown, line by line: `\question`, `\choice`, and what stands in a `solution`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...records import Reading, Text
from .rewritten import Prose, Written, read_rewritten

_FEWEST = 2
_QUESTION = re.compile(r"\s*\\(?:titled)?question\b(?:\[[^\]]*\])?(?:\{(?P<name>[^{}]*)\})?\s*(?P<rest>.*)$")
_CHOICE = re.compile(r"\s*\\(?P<sign>choice|CorrectChoice|correctchoice)\b\s*(?P<rest>.*)$")
_BEGIN = re.compile(r"\s*\\begin\{(?P<name>\w+\*?)\}(?:\[[^\]]*\]|\{[^{}]*\})*\s*(?P<rest>.*)$")
_END = re.compile(r"\\end\{\w+\*?\}\s*$")
_ITEM = re.compile(r"\s*\\item\b(?:\[[^\]]*\])?\s*(?P<rest>.*)$")
_ASIDE = re.compile(r"\s*(?:%|\\(?:documentclass|usepackage|printanswers|maketitle|title|author|date|newcommand)\b)")
_ANSWERS = ("solution", "solutionorbox", "solutionorlines", "answer")
_CODE = ("verbatim", "lstlisting", "minted")
_MARKS = (
    (re.compile(r"\\textbf\{([^{}]*)\}"), r"**\1**"),
    (re.compile(r"\\(?:emph|textit)\{([^{}]*)\}"), r"*\1*"),
    (re.compile(r"\\texttt\{([^{}]*)\}"), r"`\1`"),
    (re.compile(r"(?<!\\)~"), " "),
    (re.compile(r"\\([%&#_$])"), r"\1"),
)


def reads(text: Text, prose: Prose) -> Reading | None:
    """The exam as prose reads it; None where a file has no such questions."""
    if sum("\\" in line and _QUESTION.match(line) is not None for line in text.lines) < _FEWEST:
        return None
    lines = [
        Written(line, number, number)
        for number, some in enumerate(_rewritten(text.lines), 1)
        for line in some.split("\n")
    ]
    return read_rewritten(text, "LaTeX", lines, prose)


def _rewritten(lines: Sequence[str]) -> Iterator[str]:
    code = ""
    for line in lines:
        if code:
            code = "" if re.match(rf"\s*\\end\{{{code}\*?\}}", line) else code
            yield line if code else "```"
        elif (match := _BEGIN.match(line)) and match["name"].rstrip("*") in _CODE:
            code = match["name"].rstrip("*")
            yield "```"
        else:
            yield "" if _ASIDE.match(line) else _line(line)


def _line(line: str) -> str:
    """A line outside of code."""
    if match := _QUESTION.match(line):
        return f"\nQ: {_words(match['name'] or '')} {_words(match['rest'])}".replace(":  ", ": ")
    if match := _CHOICE.match(line):
        return f"- [{'x' if match['sign'] != 'choice' else ' '}] {_words(match['rest'])}"
    if match := _BEGIN.match(line):
        label = "\nAnswer: " if match["name"] in _ANSWERS else ""
        rest = _END.sub("", match["rest"])
        return f"{label}{_words(rest)}" if label or rest.strip() else ""
    if match := _ITEM.match(line):
        return f"- {_words(match['rest'])}"
    return _words(_END.sub("", line))


def _words(text: str) -> str:
    for pattern, mark in _MARKS:
        text = pattern.sub(mark, text)
    return text.strip()
