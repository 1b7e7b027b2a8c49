"""How quickly notes are read, by layout and size, beside a parser of Markdown on the same text.

    .venv/bin/python benchmarks/reading.py [KILOBYTES…]

Each layout is written until it is so large. Times are seconds of the processor for one run: a reading of the file as a
whole, so nothing that a second one could take over is left from the first. What grows with its text has the same
seconds for each megabyte in every column.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from time import process_time

import markdown

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from studyguide.reading import pair, read  # noqa: E402
from studyguide.records import Text  # noqa: E402
from studyguide.words.asking import asks  # noqa: E402
from studyguide.words.wording import plain  # noqa: E402

SIZES = (250, 500, 1000, 2000)
TOPICS = ("a queue", "the cache", "a replica", "this index", "a lease", "the log", "a shard", "one snapshot")
ASKED = (
    "What is {} for?", "How does {} fail?", "Explain {} number {}", "When would you not use {}?", "Describe {}.",
    "Name two limits of {}", "Why does {} grow?",
)  # fmt: skip
TOLD = (
    "It holds what arrived until somebody reads part {} of it, and forgets it then.",
    "Two programs need not run at once; number {} waits for the other:\n\n- the sender\n- the store\n- the reader",
    "It goes in steps:\n\n1. Send message {}.\n2. Store it.\n3. Read it, and delete it.",
    "Mostly by a timeout:\n\n```sh\n# step {}\nqueue list --all\n```\n\nThen one looks at the **age** of the oldest.",
)


def question(n: int) -> str:
    return ASKED[n % len(ASKED)].format(f"{TOPICS[n % len(TOPICS)]} {n}", n)


def answer(n: int) -> str:
    return TOLD[n % len(TOLD)].format(n)


def flat(n: int) -> str:
    return " ".join(answer(n).split())


def plain_line(n: int) -> str:
    return f"What is {TOPICS[n % len(TOPICS)]} {n} for?\n\nIt keeps part {n} of it.\n\n"


LAYOUTS: dict[str, tuple[str, Callable[[int], str]]] = {
    "numbered": ("md", lambda n: f"{n}. {question(n)}\n\n{answer(n)}\n\n"),
    "headings": ("md", lambda n: f"## {question(n)}\n\n{answer(n)}\n\n"),
    "bold": ("md", lambda n: f"**{question(n)}**\n\n{answer(n)}\n\n"),
    "Q and A": ("md", lambda n: f"Q: {question(n)}\nA: {answer(n)}\n\n"),
    "answer labels": ("md", lambda n: f"{question(n)}\nAnswer: {answer(n)}\n\n"),
    "details": ("md", lambda n: f"<details>\n<summary>{question(n)}</summary>\n\n{answer(n)}\n\n</details>\n\n"),
    "plain lines": ("md", plain_line),
    "bullets": ("md", lambda n: f"- {question(n)}\n  - {flat(n)}\n"),
    "terms": ("md", lambda n: f"## Part {n} of {TOPICS[n % len(TOPICS)]}\n\n{answer(n)}\n\n"),
    "term: meaning": ("txt", lambda n: f"Part {n} of {TOPICS[n % len(TOPICS)]}: {flat(n)[:60]}\n"),
    "rows": ("md", lambda n: f"| {question(n)} | {flat(n)[:60]} |\n"),
    "CSV": ("csv", lambda n: f'"{question(n)}","{answer(n)}"\n'),
    "mixed": (
        "md",
        lambda n: f"{'##' if n % 3 else f'{n}.'} {question(n)}\n\n{answer(n)}\n\n**{question(n + 1)}**\n\n",
    ),
    "prose": ("md", lambda n: f"Chapter {n} went on. {flat(n)} {flat(n + 1)}\n\n"),
}
MIXED = ("1.", "##", "##")
HEADS = {"CSV": "question,answer\n", "rows": "| Question | Answer |\n|---|---|\n"}


def written(layout: str, size: int) -> tuple[str, str, int]:
    """The name of the file, its text, and how many questions stand in it."""
    ending, one = LAYOUTS[layout]
    parts, length = [HEADS.get(layout, "")], 0
    for n in count(1):
        parts.append(one(n))
        length += len(parts[-1])
        if length >= size:
            break
    return f"notes.{ending}", "".join(parts), {"prose": 0, "mixed": 2 * n}.get(layout, n)


def seconds(name: str, note: str) -> tuple[float, int]:
    """How long the note took, and how many questions were found."""
    text = Text(name, "utf-8", tuple(note.split("\n")))
    for kept in (asks, plain):
        kept.cache_clear()
    began = process_time()
    found = pair(read(text))
    return process_time() - began, len(found.entries)


def main() -> None:
    sizes = [int(one) for one in sys.argv[1:]] or SIZES
    print("seconds for each megabyte, and how many times as long as Python-Markdown takes to render the largest")
    print(f"{'layout':14} {'questions':>9} {'found':>7} ", *(f"{size:>5} kB" for size in sizes), "  ÷ Markdown")
    for layout in LAYOUTS:
        took: list[float] = []
        for size in sizes:
            name, note, asked = written(layout, size * 1000)
            spent, found = seconds(name, note)
            took.append(spent / size * 1000)
        began = process_time()
        markdown.markdown(note, extensions=["tables", "fenced_code"])
        peer = (process_time() - began) / sizes[-1] * 1000
        print(f"{layout:14} {asked:>9} {found:>7} ", *(f"{one:>6.2f} s" for one in took), f"  {took[-1] / peer:8.1f}")


if __name__ == "__main__":
    main()
