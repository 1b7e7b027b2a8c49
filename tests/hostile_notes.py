"""A folder of notes by somebody who means harm, made of `cases/hostile/inputs.txt`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CASES = Path(__file__).parent / "cases" / "hostile" / "inputs.txt"

_KIND = re.compile(r"^--- ([a-z]+)$")
_TIMES = re.compile(r"\{(.+?)\*([0-9]+)\}")
_ESCAPE = re.compile(r"\\(?:(n|t|\\)|x([0-9a-f]{2})|u([0-9a-f]{4}))")
_PLAIN = {"n": "\n", "t": "\t", "\\": "\\"}

SERVICES = """\
[[service]]
slug = "s3"
name = "Amazon S3"
category = "storage"

[[service]]
slug = "general"
name = "General"
category = "topics"
"""
# As many cases stand in one file; if one of them harms another, the file is small enough to see which.
TOGETHER = 8


@cache
def cases() -> dict[str, tuple[str, ...]]:
    """The texts of each kind."""
    found: dict[str, list[str]] = {}
    kind = ""
    for line in CASES.read_text("utf-8").split("\n"):
        if begun := _KIND.match(line):
            kind = begun[1]
        elif kind and line:
            found.setdefault(kind, []).append(_meant(line))
    return {kind: tuple(texts) for kind, texts in found.items()}


def _meant(line: str) -> str:
    repeated = _TIMES.sub(lambda m: m[1] * int(m[2]), line)
    return _ESCAPE.sub(lambda m: _PLAIN[m[1]] if m[1] else chr(int(m[2] or m[3], 16)), repeated)


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of each file."""
    every = cases()
    answers = list(map(_answer, range(len(every["answer"])), every["answer"]))
    for first in range(0, len(answers), TOGETHER):
        yield f"notes/answers-{first:03}.md", "# Amazon S3\n\n## Basic\n" + "".join(answers[first : first + TOGETHER])
    titles = (f"\n### {text}\n\nbegintitle{number} endtitle{number}\n" for number, text in enumerate(every["title"]))
    yield "notes/titles.md", "# Amazon S3\n\n## Basic\n" + "".join(titles)
    for number, text in enumerate(every["name"]):
        yield f"notes/{text}.md", f"# Amazon S3\n\n1. What is in file {number}?\n\nbeginname{number} endname{number}\n"
    for number, text in enumerate(every["date"]):
        yield f"reviewed/date-{number}.md", _reviewed("s3", text, "", f"date{number}")
    for number, text in enumerate(every["id"]):
        yield f"reviewed/id-{number}.md", _reviewed("s3", "2026-11-20", text, f"id{number}")
    for number, text in enumerate(every["service"]):
        yield f"reviewed/service-{number}.md", _reviewed(text, "2026-11-20", "", f"service{number}")
    yield "services.toml", SERVICES + "".join(map(_row, range(len(every["row"])), every["row"]))
    yield "corrections.toml", "\n".join(every["correction"]) + "\n"
    ids = {f"gone-{number}": {"wordings": [text], "retired": True} for number, text in enumerate(every["wording"])}
    yield "permalinks.json", json.dumps({"version": 1, "ids": ids}, indent=1)


def _answer(number: int, text: str) -> str:
    return (
        f"\n### What is case {number}?\n\nbeginanswer{number} words.\n\n{text}\n\nendanswer{number} words.\n"
        f"\n### What comes behind answer {number}?\n\nwholeanswer{number} words.\n"
    )


def _reviewed(service: str, date: str, id: str, mark: str) -> str:
    named = f" {{ #{id} }}" if id else ""
    head = f"---\nservice: {json.dumps(service)}\nreviewed: {json.dumps(date)}\n---\n\n## Basic\n"
    return f"{head}\n### What is {mark}?{named}\n\nbegin{mark} end{mark}\n\nReferences: <https://docs.aws.amazon.com/s3/>\n"


def _row(number: int, text: str) -> str:
    """A service with one key that means harm."""
    key = text.partition(" ")[0]
    sound = {"slug": f'slug = "row-{number}"', "name": f'name = "Row {number}"', "category": 'category = "topics"'}
    return "\n[[service]]\n" + "\n".join([text, *(row for name, row in sound.items() if name != key)]) + "\n"


def write(folder: Path) -> None:
    for name, text in texts():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))


def marks() -> Iterator[str]:
    """Words that stand before and behind each text; all of them must be there for the reader."""
    for number in range(len(cases()["answer"])):
        yield from (f"beginanswer{number}", f"endanswer{number}", f"wholeanswer{number}")
    for kind in ("title", "date", "id", "service"):
        for number in range(len(cases()[kind])):
            yield from (f"begin{kind}{number}", f"end{kind}{number}")
    for number, text in enumerate(cases()["name"]):
        if text.isprintable() or "\u202e" in text:  # the others are not read, which is said
            yield from (f"beginname{number}", f"endname{number}")
