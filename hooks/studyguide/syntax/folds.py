"""Collapsible blocks of HTML: `<details>`, the `<summary>` that names them, and `</details>`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .spans import spans

_ATTRIBUTES = r"(?:\s[^<>]{0,200})?"
_SUMMARY = rf"<summary{_ATTRIBUTES}>(?P<title>(?:(?!</?(?:summary|details)\b).){{0,2000}}?)</summary\s*>"
_TAG = re.compile(rf"<details(?P<said>{_ATTRIBUTES})>|{_SUMMARY}|(?P<end></details\s*>)", re.I | re.S)
_OPEN = re.compile(rf"<details(?P<said>{_ATTRIBUTES})>\s*(?:{_SUMMARY})?\s*", re.I | re.S)
_NAMED = re.compile(rf"\s*{_SUMMARY}\s*", re.I | re.S)
_UNFOLDED = re.compile(r"\sopen\b", re.I)


@dataclass(frozen=True, slots=True)
class Opened:
    """`title` is None where no summary stands in the same line."""

    title: str | None
    folded: bool = True


def opens_fold(line: str) -> Opened | None:
    """
    >>> opens_fold("<details open><summary>Why?</summary>"), opens_fold("<details>"), opens_fold("<details> more")
    (Opened(title='Why?', folded=False), Opened(title=None, folded=True), None)
    """
    found = _OPEN.fullmatch(line) if line[:8].lower() == "<details" else None
    if not found:
        return None
    title = found["title"]
    return Opened(None if title is None else title.strip(), not _UNFOLDED.search(found["said"]))


def summary_of(line: str) -> str | None:
    """What a line of nothing but a summary says."""
    found = _NAMED.fullmatch(line) if "<summary" in line[:200].lower() else None
    return found["title"].strip() if found else None


def closes_fold(line: str) -> bool:
    return line[:9].lower() == "</details" and line[9:].strip() == ">"


def pieces(line: str) -> list[str]:
    """A line with each of these tags apart from the text around it; what stands in code is text.

    >>> pieces("See <details><summary>More</summary>words</details>"), pieces("`<details>` folds")
    (['See ', '<details>', '<summary>More</summary>', 'words', '</details>'], ['`<details>` folds'])
    """
    code = list(_code(line)) if "`" in line else []
    found: list[str] = []
    done = 0
    for tag in _TAG.finditer(line):
        if not any(first <= tag.start() < end for first, end in code):
            found += line[done : tag.start()], tag[0]
            done = tag.end()
    return [piece for piece in (*found, line[done:]) if piece]


def _code(line: str) -> Iterator[tuple[int, int]]:
    at = 0
    for kind, piece in spans(line):
        if kind == "code":
            yield at, at + len(piece)
        at += len(piece)


def closed(lines: Sequence[str]) -> dict[int, tuple[Opened, int]]:
    """What opens each block that is closed, and the line that closes it, by the line that opens it. No line is code.

    >>> closed(["<details>", "<details>", "a", "</details>", "b"])
    {1: (Opened(title=None, folded=True), 3)}
    """
    found: dict[int, tuple[Opened, int]] = {}
    waiting: list[tuple[int, Opened]] = []
    for n, line in enumerate(lines):
        text = line.strip()
        if opened := opens_fold(text):
            waiting.append((n, opened))
        elif waiting and closes_fold(text):
            first, opened = waiting.pop()
            found[first] = opened, n
    return found
