"""Counts over pairs of wordings which questions keep their id when they are edited, and whether any goes to another.

Each row of a file is one edit, as JSON on a line of its own:

    {"lang": "en", "kind": "synonym", "same": true, "place": "same",
     "old": {"title": "How do you coil a rope?", "answer": "Clockwise, …"},
     "new": {"title": "How is a rope coiled?", "answer": "Clockwise, …"},
     "before": "What is a knot?", "after": "What is a splice?"}

same     whether the new question is the old one, in other words; if not, it must not get its id
place    same, moved (within the file) or other file
before, after   the questions that stand around it; they may be missing

A guide is built with the old questions and, from the ledger that this leaves, another with the new ones. Rows whose
wordings are alike are put into different guides, so that none takes the id of another row's question.

    .venv/bin/python benchmarks/permalinks.py [FILE…] [--by lang,kind] [--show]

Without a file it takes `tests/cases/ids/pairs.jsonl`. `--show` prints the rows that went wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from studyguide.folder import id_ledger  # noqa: E402
from studyguide.folder.sources import SHIPPED, read_subject  # noqa: E402
from studyguide.pipeline import build  # noqa: E402
from studyguide.records import Folder, Permalink, RawFile, Site, Subject  # noqa: E402
from studyguide.words.wording import words  # noqa: E402

PAIRS = ROOT / "tests" / "cases" / "ids" / "pairs.jsonl"
Row = dict[str, Any]

# What can become of an id. The first is wanted where the question is the same, the last two where it is another.
OUTCOMES = ("kept", "proposed", "lost", "lying", "wrongly proposed", "apart")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the old id: one of OUTCOMES, and the id itself."""

    row: Row
    what: str
    id: str


def outcomes(rows: Iterable[Row]) -> Iterator[Outcome]:
    for batch in batches(rows):
        names = [f"notes/{number}.json" for number in range(len(batch))]
        old = build(_folder(dict(zip(names, map(_before, batch), strict=True))))
        ledger, _ = id_ledger.load_permalinks(id_ledger.dump_permalinks(old.permalinks))
        new = build(_folder(_edited(names, batch), ledger))
        rows_after = {row.id: row for row in new.permalinks}
        for name, row in zip(names, batch, strict=True):
            yield _outcome(row, _id(old, name, row["old"]["title"]), new, rows_after)


def _outcome(row: Row, id: str, site: Site, ledger: dict[str, Permalink]) -> Outcome:
    asking = next((question for question in site.questions if question.id == id), None)
    title = row["new"]["title"]
    heir = next((one.id for one in site.questions for each in one.asked if _same(each.question, title)), "")
    reached = asking is not None and asking.id == heir
    offered = getattr(ledger.get(id), "likely", None) == heir
    if row["same"]:
        what = "kept" if reached else "lying" if asking else "proposed" if offered else "lost"
    else:
        what = "lying" if asking else "wrongly proposed" if offered else "apart"
    return Outcome(row, what, id)


def batches(rows: Iterable[Row], most: int = 40) -> list[list[Row]]:
    """The rows in guides within which hardly any two wordings have the same words."""
    found: list[tuple[list[Row], list[frozenset[str]]]] = []
    for row in rows:
        titles = [frozenset(words(text)) for text in _titles(row)]
        for batch, known in found:
            if len(batch) < most and not any(_alike(one, other) for one in titles for other in known):
                break
        else:
            batch, known = [], []
            found.append((batch, known))
        batch.append(row)
        known += titles
    return [batch for batch, _ in found]


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return 2 * len(one & other) > min(len(one), len(other))


def _titles(row: Row) -> list[str]:
    return [text for text in (row.get("before"), row["old"]["title"], row["new"]["title"], row.get("after")) if text]


def _before(row: Row) -> list[Row]:
    return [*_beside(row, "before"), row["old"], *_beside(row, "after")]


def _edited(names: Sequence[str], batch: Sequence[Row]) -> dict[str, list[Row]]:
    files: dict[str, list[Row]] = {}
    strays: dict[str, list[Row]] = {}
    for number, (name, row) in enumerate(zip(names, batch, strict=True)):
        here, place = [row["new"]], row.get("place", "same")
        if place == "other file":
            strays.setdefault(names[number - 1], []).extend(here)
        after = [] if place == "other file" else here
        inside = after if place == "same" else []
        files[name] = [*_beside(row, "before"), *inside, *_beside(row, "after"), *(after if place == "moved" else [])]
    return {name: [*questions, *strays.get(name, ())] for name, questions in files.items()}


def _beside(row: Row, key: str) -> list[Row]:
    """A neighbour with an answer of its own."""
    title = row.get(key)
    return [{"title": title, "answer": f"{title.rstrip('?？؟ ')}: § {len(title)}."}] if title else []


def _folder(files: dict[str, list[Row]], ledger: Sequence[Permalink] = ()) -> Folder:
    raw = tuple(RawFile(name, _bank(questions)) for name, questions in files.items() if questions)
    return Folder(raw, _subject(), permalinks=tuple(ledger))


@cache
def _subject() -> Subject:
    return read_subject(SHIPPED.parent)


def _bank(questions: Sequence[Row]) -> bytes:
    entries = [{"question": one["title"], "answer": one.get("answer") or ""} for one in questions]
    return json.dumps(entries, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _id(site: Site, source: str, title: str) -> str:
    for question in site.questions:
        if any(one.span.source == source and _same(one.question, title) for one in question.asked):
            return question.id
    return ""


def _same(one: str, other: str) -> bool:
    return id_ledger.key(one) == id_ledger.key(other)


# --- what is printed ---


def table(found: Sequence[Outcome], by: Sequence[str]) -> Iterator[str]:
    """A row of Markdown for each value of these fields, and one for all."""
    yield f"| {' | '.join(by)} | {' | '.join(('same', *OUTCOMES[:3], 'another', *OUTCOMES[3:]))} |"
    yield f"|{'---|' * len(by)}{'--:|' * (len(OUTCOMES) + 2)}"
    names = {tuple(str(one.row.get(field, "")) for field in by) for one in found}
    for name in sorted(names):
        some = [one for one in found if tuple(str(one.row.get(field, "")) for field in by) == name]
        yield f"| {' | '.join(name)} | {_counted(some)} |"
    yield f"| all{' |' * len(by)} {_counted(found)} |"


def _counted(found: Sequence[Outcome]) -> str:
    same = [one.what for one in found if one.row["same"]]
    other = [one.what for one in found if not one.row["same"]]
    lying = (*same, *other).count("lying")
    counts = [len(same), *(same.count(what) for what in OUTCOMES[:3]), len(other), lying]
    return " | ".join(map(str, (*counts, *(other.count(what) for what in OUTCOMES[4:]))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=[PAIRS])
    parser.add_argument("--by", default="lang", help="the fields by which is counted, separated by commas")
    parser.add_argument("--show", action="store_true", help="print the rows that went wrong")
    chosen = parser.parse_args()
    rows = [json.loads(line) for file in chosen.files for line in file.read_text("utf-8").splitlines() if line.strip()]
    found = list(outcomes(rows))
    for by in chosen.by.split(";"):
        print("\n".join(table(found, by.split(","))), end="\n\n")
    if chosen.show:
        for one in found:
            if one.what not in ("kept", "apart"):
                row = one.row
                titles = f"{row['old']['title']} -> {row['new']['title']}"
                print(one.what, row["lang"], row["kind"], row.get("place"), titles, sep=" | ")


if __name__ == "__main__":
    main()
