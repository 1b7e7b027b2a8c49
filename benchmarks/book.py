"""How much CPU time a whole book takes: notes in, one PDF with answers out, in a process of its own.

    .venv/bin/python benchmarks/book.py [FOLDER OF NOTES]

Without a folder the book is made for the purpose: 400 questions over 12 services, with a table in every tenth answer
and code in every eighth.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3
QUESTIONS = 400
SERVICES = ("ec2", "s3", "lambda", "rds", "dynamodb", "vpc", "iam", "sqs", "sns", "ecs", "cloudwatch", "kms")

# Sets one book and says how many seconds of CPU each step took.
PROGRAM = """
import sys, time
from pathlib import Path
from studyguide import pipeline, sources
from studyguide.exports import book, html_tree, pdf
from studyguide.guide import About, guide
folder, out = map(Path, sys.argv[1:])
start = time.process_time()
read = book.whole(guide(pipeline.build(sources.read_folder(folder)), About(url="https://guide.example/")))
middle = time.process_time()
for leaf in read.leaves:  # as the site's pages do
    for text in (leaf.body, leaf.answer, *(other for _, other in leaf.others)):
        html_tree.nodes(text)
rendered = time.process_time()
data = pdf.typeset(read, "answers", "a4", out / "fonts")
(out / "book.pdf").write_bytes(data)
print(len(read.leaves), len(data), start, middle - start, rendered - middle, time.process_time() - rendered)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        out = Path(place)
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else written(out / "notes")
        rows = [measured(folder, out) for _ in range(RUNS)]
    questions, size, *_ = rows[0]
    start, reading, rendering, setting = (statistics.median(row[at] for row in rows) for at in (2, 3, 4, 5))
    print(f"{questions:.0f} questions, a PDF of {size / 1000:.0f} kB")
    print(f"{start:.2f} s to start, {reading:.2f} s to read the notes, {rendering:.2f} s to render the answers,")
    print(f"{setting:.2f} s to set the book, CPU")


def measured(folder: Path, out: Path) -> list[float]:
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), str(out)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
    ).stdout
    return list(map(float, told.split()))


def written(folder: Path) -> Path:
    """A bank in the house layout."""
    (folder / "reviewed").mkdir(parents=True)
    for at, service in enumerate(SERVICES):
        head = f"---\nservice: {service}\nreviewed: 2026-11-20\n---\n\n## Basic"
        lines = [text for number in range(at, QUESTIONS, len(SERVICES)) for text in question(service, number)]
        (folder / "reviewed" / f"{service}.md").write_text("\n\n".join([head, *lines]) + "\n", "utf-8")
    return folder


def question(service: str, number: int) -> list[str]:
    """Words that differ from question to question, so that none merges with another."""
    words = [f"{stem}{number * 7 + at}" for at, stem in enumerate(("alpha", "bravo", "cargo", "delta", "ember"))]
    lines = [
        f"### When would {service} prefer {words[0]} over {words[1]} with {words[2]}? {{ #{service}-{number} }}",
        f"{service} holds {words[3]} as long as {words[4]} is asked for, and lets go of it when nobody has read it for "
        "a month. One pays for what is kept and for what is moved, which is why the small things matter more.",
        f"- **{words[0]}** is quick and dear.\n- **{words[1]}** is slow, and `{words[2]}` says how slow.\n"
        "- Both are encrypted, and both are counted.",
    ]
    if number % 10 == 0:
        lines.append(f"| kind | reads | waits |\n|---|---|---|\n| {words[0]} | many | no |\n| {words[1]} | few | yes |")
    if number % 8 == 0:
        lines.append(f"```bash\naws {service} describe --name {words[0]} \\\n  --query {words[1]}\n```")
    return lines


if __name__ == "__main__":
    main()
