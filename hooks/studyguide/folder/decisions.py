"""What a maintainer decides is written into `layouts.toml` and `corrections.toml` here, and nowhere else.

Text goes in and text comes out: comments, order and layout of all that is not decided anew stay as they are. A file is
cut at the heads of its tables; each piece is TOML by itself, and only the piece that changes is written by tomlkit.
"""

from __future__ import annotations


class Undecidable(ValueError):
    """A file that cannot be written into as it stands: it is no TOML, or has a table in a form of its own.

    Its words say what is wrong and what to do; they name no file, since there is only one of each.
    """


def kept(layouts_toml: str, file: str, reading: str) -> str:
    """`layouts.toml` with the choice that `file` is read as `reading`, the name of one of its rivals.

    The row that has the very name of the file is changed: what it says of where questions begin (`begin`, `depth`,
    `prefix`, `below`) gives way, the rest of it stays. Where there is none a row is added at the end.
    """
    raise NotImplementedError


def guessed(layouts_toml: str, file: str) -> str:
    """`layouts.toml` without a choice for `file`: `kept` taken back. A row that says nothing else is removed."""
    raise NotImplementedError


def decided(corrections_toml: str, kind: str, **values: str | int | list[str]) -> str:
    """`corrections.toml` with one more decision, its values by their keys:

    merge, apart              questions = ["one wording or id", "another", ...]
    level                     question = "…", level = "basic"
    service                   question = "…", services = ["first", "second"]
    set-aside                 question = "…", why = "…"
    asks, asks-not, above     file = "notes/a.md", line = 12, text = "the beginning of the line's words"

    A decision about the same thing is changed instead: the level of a question that has one, what `merge` or `apart`
    says of the same questions, what is said of the same line. The new one stands behind the last of its kind.
    """
    raise NotImplementedError


def withdrawn(corrections_toml: str, kind: str, **values: str | int | list[str]) -> str:
    """`corrections.toml` without the decisions of this kind that have these values; comments stay.

    Values that are not given may be anything: `withdrawn(text, "level", question="…")`.
    """
    raise NotImplementedError
