"""How far a line is indented, in columns."""

from __future__ import annotations


def indent_of(line: str) -> int:
    """Columns of white space before the text; a tab goes to the next multiple of four.

    >>> indent_of("  a"), indent_of(" \\ta")
    (2, 4)
    """
    column = 0
    for character in line:
        if character not in " \t":
            break
        column += 1 if character == " " else 4 - column % 4
    return column


def outdented(line: str, columns: int) -> str:
    """The line without its first columns, if they are white space; anything else is kept as it is.

    >>> outdented("    a", 2), outdented("\\ta", 2), outdented(" a", 2)
    ('  a', '  a', 'a')
    """
    column = 0
    for index, character in enumerate(line):
        if column >= columns or character not in " \t":
            return " " * max(column - columns, 0) + line[index:]
        column += 1 if character == " " else 4 - column % 4
    return " " * max(column - columns, 0)
