"""What authors write for themselves: comments of HTML, and Obsidian's `%%remarks%%`. A page does not show them."""

from __future__ import annotations

import re

from .spans import spans

# `%%i` of a batch file and `%%time` of a notebook are none: a remark has its mark on both sides, each as close to it.
REMARK = re.compile(
    r"<!--(?:(?!-->).){0,2000}-->"
    r"|(?<!\S)%%(?:(?=[^\s%])[^%\n]{1,500}(?<=\S)|[ \t][^%\n]{1,500}[ \t])%%(?=[\s.,;:!?)]|\Z)"
)
# Alone on a line it opens a remark of several lines, and closes it.
FENCE = "%%"


def is_remark(line: str) -> bool:
    """Whether nothing else stands on a line.

    >>> is_remark("%% ask Ann %%"), is_remark("<!-- old -->"), is_remark("%%time"), is_remark("<!-- a --> b")
    (True, True, False, False)
    """
    text = line.strip()
    return text[:2] in ("%%", "<!") and REMARK.fullmatch(text) is not None


def without_remarks(line: str) -> str:
    """A line of prose without those within it; one with other tags may be code, and stays as it is.

    >>> without_remarks("It is fast %%is it?%%. <!-- ask -->"), without_remarks("<a><!-- b --></a>")
    ('It is fast.', '<a><!-- b --></a>')
    """
    if "%%" not in line and "<!--" not in line:
        return line
    found = "".join(piece if kind == "code" else REMARK.sub("", piece) for kind, piece in spans(line))
    if found == line or "<" in found:
        return line
    return _GAP.sub("", found)


# What a remark leaves: a space too many, or one before the sign that ends a sentence.
_GAP = re.compile(r"(?<=\S) (?= |[.,;:!?)]|\Z)")
