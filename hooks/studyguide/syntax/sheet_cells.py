"""Texts as cells of a table that a spreadsheet opens: nothing in them is calculated, and all of it can be had back.

A spreadsheet takes a cell for a formula by its first sign. Which texts begin a cell depends on the separator that it
reads with: where `;` separates, as in half of Europe, the quotes of a table with commas mean nothing, and each line and
each piece behind a `;` is a cell of its own. There only what could do something is guarded, so that code stays code.
"""

from __future__ import annotations

import re

_SIGNS = "=+@-＝＋－＠\t\r"
_SPACES = " \n\u00a0"
_ITEM = re.compile(r"- (?=\S)")  # of a list, which a space in front leaves one

# Functions that fetch, send or start something, in any of the usual spreadsheets.
_DOES = r"(?:web ?service|hyperlink|import\w+|image|rtd|dde\w*|call|register(?:\.id)?|exec|filterxml|cell|info|query)"
# A formula that could: it begins with the call of a function or of another program, or names one of these.
_HARM = (
    rf"(?=[=+@＝＋＠－-][\s\d.+*/&^%\"'-]{{0,60}}"
    rf"(?:[^\W\d][\w.]{{0,60}}[(|]|[^\n]{{0,300}}?(?:\b{_DOES}\s?\(|\|\s?['\"])))"
)
# Where another separator would begin a cell; what is a guard there already gets another.
_BEHIND = re.compile(rf"(?<=[;,\t\n\r])([\"' \u00a0]*){_HARM}", re.I)
_GUARDED = re.compile(rf"(?<=[;,\t\n\r])([\"' \u00a0]*)'{_HARM}", re.I)


def guarded(text: str) -> str:
    r"""The text as a cell: an apostrophe before what would be a formula, a space before the first item of a list.

    >>> guarded("a = b"), guarded("=1+1"), guarded(" =1+1"), guarded("- one\n- two"), guarded("'-1")
    ('a = b', "'=1+1", "' =1+1", ' - one\n- two', "''-1")
    >>> guarded("So it is;=cmd|' /c calc'!A1"), guarded("for (i = 0;-x < 2;++i)")
    ("So it is;'=cmd|' /c calc'!A1", 'for (i = 0;-x < 2;++i)')
    """
    inside = _BEHIND.sub(lambda behind: f"{behind[1]}'", text.replace("\x00", ""))
    if _ITEM.match(inside):
        return f"'{inside}" if re.match(_HARM, inside, re.I) else f" {inside}"
    return f"'{inside}" if _is_formula(inside.lstrip("'")) else inside


def unguarded(cell: str) -> str:
    r"""The text that such a cell was made of.

    >>> unguarded("'=1+1"), unguarded(" - one\n- two"), unguarded("'tis so"), unguarded("''-1")
    ('=1+1', '- one\n- two', "'tis so", "'-1")
    """
    if (cell.startswith(" ") and _ITEM.match(cell[1:])) or (cell.startswith("'") and _is_formula(cell.lstrip("'"))):
        cell = cell[1:]
    return _GUARDED.sub(r"\1", cell)


def _is_formula(text: str) -> bool:
    return text.startswith(tuple(_SIGNS)) or text.lstrip(_SPACES).startswith(tuple(_SIGNS))
