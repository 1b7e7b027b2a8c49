"""When an id follows an edit: pairs in `cases/ids/edits.txt`, and the counts over `cases/ids/pairs.jsonl`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tables import every_row

from studyguide.questions.changed_words import change, terms
from studyguide.questions.edited_question import EVIDENCE, NEVER, Edit, weigh
from studyguide.questions.fingerprint import fingerprint, resemblance
from studyguide.records import Service, Subject

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "ids"
sys.path.insert(0, str(ROOT / "benchmarks"))

import permalinks  # noqa: E402

TEXT = "Fold it, lay a turn around both parts, pull the end through, and see that nothing slips while the load comes on"
ANSWERS = {
    "same": (TEXT, TEXT),
    "near": (TEXT, f"{TEXT}; then do it once more."),
    "part": (
        TEXT,
        " ".join(TEXT.split()[:7]) + " or leave all of this to people who have done it for many years already",
    ),
    "other": (TEXT, "Nobody can tell, for the old harbour has no records of that year, and those who knew are gone."),
    "short": ("Deckhands.", "Deckhands."),
    "none": ("", ""),
}


def lines() -> list[str]:
    text = (CASES / "edits.txt").read_text("utf-8").split("\n\n", 1)[1]
    return [line for line in text.splitlines() if line and line[0] != "#"]


def edit(line: str) -> Edit:
    head, old, new = line.split(" | ")
    _, place, answer = head.split()
    before, after = ANSWERS[answer]
    found = resemblance(fingerprint(before), fingerprint(after))
    return Edit(
        change(terms(old), terms(new)),
        found,
        own=answer != "short",
        text=after,
        neighbours=0 if place == "file" else int(place),
        same_file=place == "file",
    )


# Evidence of a word in place of its neighbour: an edit of that word, of it and most others, and of another word.
NEIGHBOURS = {
    "another quantity": (
        "Which sailors stow every mainsail in a storm? | Which sailors stow some mainsail in a storm?",
        "Which sailors stow every mainsail in a storm? | Which people furl some big sails when it blows?",
        "Which sailors stow every mainsail in a storm? | Which sailors stow each mainsail in a storm?",
    ),
    "another relation": (
        "Who stows the mainsail before a storm? | Who stows the mainsail after a storm?",
        "Who stows the mainsail before a storm? | Which people furl big sails after it blows?",
        "Who stows the mainsail before a storm? | Who furls the mainsail before a storm?",
    ),
    "may in place of must": (
        "When may sailors stow a mainsail in a storm? | When must sailors stow a mainsail in a storm?",
        "When may sailors stow a mainsail in a storm? | When must people furl the big sails if it blows?",
        "When may sailors stow a mainsail in a storm? | When may sailors furl a mainsail in a storm?",
    ),
}


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_a_word_in_place_of_its_neighbour_is_told_where_most_others_stay(name: str) -> None:
    said = [weigh(edit(f"! 2 near | {line}")).said for line in NEIGHBOURS[name]]
    assert [name in one for one in said] == [True, False, False]


def test_what_weighs_nothing_speaks_neither_for_an_edit_nor_against_it() -> None:
    part, near = (
        weigh(edit(f"= 2 {answer} | How are ropes coiled? | How is a rope coiled?")) for answer in ("part", "near")
    )
    assert "answer" not in part.said
    assert "nearly the same answer" in near.said
    assert [one.name for one in sum(EVIDENCE, ()) if one.weight == 0] == ["part of the answer"]


@every_row("line", lines())
def test_an_edit_is_followed_or_proposed_or_neither(line: str) -> None:
    verdict = weigh(edit(line))
    said = "=" if verdict.follows else "?" if verdict.proposed else "!"
    assert said == line[0], f"{verdict.score} {verdict.said}"


SAME = change(terms("How do you furl a sail?"), terms("How would you furl sails?"))
FIELD = Subject((Service("bucket", "Bucket", "storage", ("BU",)), Service("pail", "Pail", "storage", ("PA",))))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Edit(SAME, same_section=True, same_file=True), Edit(SAME)),
        (Edit(SAME, same_file=True), Edit(SAME)),
        (Edit(SAME), Edit(SAME, of_service=False)),
    ],
)
def test_what_stands_with_ids_counts(one: Edit, other: Edit) -> None:
    assert weigh(one).score > weigh(other).score


def test_another_service_forbids() -> None:
    old, new, same = (terms(f"How do you fill a {name}?", FIELD) for name in ("Bucket", "Pail", "BU"))
    assert weigh(Edit(change(old, new))).against[0] == "another service"
    assert "another service" not in weigh(Edit(change(old, same))).against


def test_every_evidence_tells_some_case_from_others() -> None:
    cases = [*map(edit, lines())]
    told = {one.name for group in EVIDENCE for edit_ in cases for one in group if one.holds(edit_)}
    missing = {one.name for group in EVIDENCE for one in group} - told
    assert missing == {"another service", "same section", "an id of another service"}, "these have tests above"


def test_forbidding_evidence_comes_first_in_its_group() -> None:
    """Else a milder one of the same group would be found before it."""
    for group in EVIDENCE:
        forbids = [one.weight == NEVER for one in group]
        assert forbids == sorted(forbids, reverse=True), [one.name for one in group]


@pytest.mark.thorough
def test_no_question_in_our_pairs_takes_the_id_of_another() -> None:
    rows = [json.loads(line) for line in (CASES / "pairs.jsonl").read_text("utf-8").splitlines()]
    found = [one.what for one in permalinks.outcomes(rows)]
    same = sum(row["same"] for row in rows)
    assert found.count("lying") == 0
    assert found.count("kept") >= 0.9 * same
    assert len({row["lang"] for row in rows}) > 10
