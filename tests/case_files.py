"""Reads files of cases: blocks of text, each closed by a line with a full stop, below remarks that begin with `#`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


def rows(path: Path, fields: int) -> list[list[str]]:
    """The cases of a file, each of so many blocks."""
    text = re.sub(r"\A(#.*\n)+", "", path.read_text("utf-8"))
    parts = [part.removeprefix("\n").removesuffix("\n") for part in re.split(r"^\.\n", text, flags=re.M)][:-1]
    return [parts[n : n + fields] for n in range(0, len(parts), fields)]


def cases(path: Path, fields: int) -> list[object]:
    r"""The same for a test, by the first block of each, its name; `\u200b` stands for a sign that nobody sees."""
    return [pytest.param(*map(_seen, row[1:]), id=row[0]) for row in rows(path, fields)]


def _seen(block: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda sign: chr(int(sign[1], 16)), block)
