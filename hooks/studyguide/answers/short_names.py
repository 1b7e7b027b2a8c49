"""Short names of emoji and of keys, from the tables of pymdown-extensions, which are read when a note has one."""

from __future__ import annotations

from functools import cache


def emoji_of(name: str) -> str:
    """The sign that GitHub's table has for a name; nothing for a name that it does not know.

    >>> emoji_of(":tada:"), emoji_of(":box:")
    ('🎉', '')
    """
    return _emoji().get(name, "")


def is_key(name: str) -> bool:
    """Whether a key has this name: `ctrl` and `enter`, not `c`."""
    return len(name) > 1 and name.lower() in _keys()


@cache
def _emoji() -> dict[str, str]:
    from pymdownx import gemoji_db  # type: ignore[import-untyped]

    known = {name: _signs(row["unicode"]) for name, row in gemoji_db.emoji.items() if row.get("unicode")}
    return known | {name: known[other] for name, other in gemoji_db.aliases.items() if other in known}


def _signs(points: str) -> str:
    return "".join(chr(int(point, 16)) for point in points.split("-"))


@cache
def _keys() -> frozenset[str]:
    from pymdownx import keymap_db

    return frozenset({*keymap_db.keymap, *keymap_db.aliases})
