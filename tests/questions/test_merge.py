"""What is one question and what is not; cases in `cases/merge`, decisions of maintainers, and laws."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from growth import assert_steady
from hypothesis import given
from hypothesis import strategies as st
from laws import tries
from subject import SUBJECT
from tables import every_row

from studyguide.questions.classify import classify
from studyguide.questions.merge import merge
from studyguide.questions.same_question import form, singular
from studyguide.records import (
    ANYTHING,
    Asked,
    Correction,
    Entry,
    Group,
    Permalink,
    Problem,
    Proposal,
    Service,
    Span,
    Subject,
)
from studyguide.words.wording import plain

CASES = Path(__file__).parents[1] / "cases" / "merge"
Result = tuple[tuple[Group, ...], tuple[Proposal, ...], tuple[Problem, ...]]


def blocks(name: str) -> list[list[str]]:
    return [block.split("\n") for block in (CASES / f"{name}.txt").read_text("utf-8").strip().split("\n\n")[1:]]


def place(line: str, number: int = 1, **fields: Any) -> Asked:
    section, question = re.fullmatch(r"(?:\[(.*?)\] )?(.*)", line, re.S).groups()  # type: ignore[union-attr]
    question = plain(question)
    entry = Entry(Span("notes.md", number, number), question, section=(section,) if section else ())
    one = classify(entry, question=question, body="", answer="", subject=SUBJECT)
    return replace(one, **fields)


def places(lines: Sequence[str]) -> list[Asked]:
    return [place(line, number) for number, line in enumerate(lines, start=1)]


def merged(asked: Sequence[Asked], *corrections: Correction, permalinks: Sequence[Permalink] = ()) -> Result:
    return merge(asked, corrections, permalinks, SUBJECT)


def wordings(result: Result) -> list[list[str]]:
    return [[one.question for one in group.asked] for group in result[0]]


@every_row("line", (CASES / "singular.txt").read_text("utf-8").splitlines()[2:])
def test_one_and_many(line: str) -> None:
    one, *many = line.split()
    assert {singular(word) for word in (one, *many)} == {singular(one) if many else one}


@every_row("lines", blocks("same"), ids=lambda lines: lines[0])
def test_same(lines: list[str]) -> None:
    assert len(wordings(merged(places(lines)))) == 1


@every_row("lines", blocks("different"), ids=lambda lines: lines[0])
def test_different(lines: list[str]) -> None:
    assert [group for group in wordings(merged(places(lines))) if len(group) > 1] == []


def test_no_case_merges_with_another() -> None:
    lines = [line for block in (*blocks("same"), *blocks("different")) for line in block]
    same = {line: block[0] for block in blocks("same") for line in block}
    for group in merged(places(lines))[0]:
        assert len({same.get(lines[one.span.first - 1], one.question) for one in group.asked}) == 1


@pytest.mark.parametrize("lines", blocks("proposed"), ids=lambda lines: lines[1])
def test_proposed(lines: list[str]) -> None:
    groups, proposals, _ = merged([replace(one, answer=SAME) for one in places(lines[:2])])
    assert len(groups) == 2
    assert [proposal.differs for proposal in proposals] == [lines[2]]


SAME = "Boards, hooks, nails, glue, a saw and rope."


@pytest.mark.parametrize("lines", blocks("opposites"), ids=lambda lines: lines[0])
def test_opposites_are_not_proposed(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [replace(one, answer=SAME) for one in places(lines)]
    groups, proposals, _ = merged(asked)
    assert (len(groups), proposals) == (2, ())
    monkeypatch.setattr("studyguide.questions.asked_twice.opposed", lambda one, other: False)
    assert len(merged(asked)[1]) == 1, "these would not be proposed anyhow: the case shows nothing"


@pytest.mark.parametrize("lines", blocks("not_proposed"), ids=lambda lines: lines[1])
def test_not_proposed(lines: list[str]) -> None:
    groups, proposals, _ = merged([replace(one, answer=SAME) for one in places(lines)])
    assert (len(groups), proposals) == (2, ())


# A table with a name of every kind: plain words, initials, a part that has initials, a figure, another slug.
SHOP = Subject(
    (
        Service("shelf", "Acme Shelf", "storage", ("SB", "Shelf Board", "bookshelf", "board", "side panel")),
        Service("book-box", "Book Box", "storage", ("BB", "lid")),
        Service("glue", "Acme Glue", "storage", ("pot",)),
        Service("reading-lamp", "Acme Reading Lamp", "light", ("RL", "Shade Top", "ST", "bulb")),
        Service("rack", "Acme Rack 3", "storage"),
        Service("wall-board", "Acme Shelving", "storage", ("Wall Board",)),
        Service("big-books-museum", "Big Books Museum", "houses", ("BBM",)),
        Service("general", "General", "topics", ("cost", "Money")),
    ),
    ("acme", "acme works"),
)


def spelled(text: str) -> str:
    return re.sub(r"\{([^{}]+)\*(\d+)\}", lambda match: match[1] * int(match[2]), text)


def rows(name: str) -> list[list[str]]:
    lines = (CASES / f"{name}.list").read_text("utf-8").splitlines()
    return [line.split(" | ") for line in lines if line and line[0] != "#"]


@every_row("row", rows("forms"), ids=lambda row: row[0])
def test_form(row: list[str]) -> None:
    found = form(spelled(row[0]), SHOP)
    keys = " or ".join(found.keys[1:]).replace(" | ", " / ")
    says = [name for name in ("defines", "leans") if getattr(found, name)]
    told = [keys, " ".join(found.words), found.head, found.hint, " ".join(says)]
    assert [one or "-" for one in told] == row[1:]


def shop_place(line: str, number: int) -> Asked:
    said, _, more = line.partition(" // ")
    known = dict(one.split("=", 1) for one in more.split("; ")) if more else {}
    section, question = re.fullmatch(r"(?:\[(.*?)\] )?(.*)", said).groups()  # type: ignore[union-attr]
    at = int(known.pop("line", number))
    entry = Entry(Span(known.pop("file", "notes.md"), at, at), question, section=(section,) if section else ())
    one = classify(entry, question=question, body="", answer="", subject=SHOP)
    return replace(one, number=str(number), **known)  # type: ignore[arg-type]


def decision(kind: str, items: str) -> Correction:
    names = tuple(items.split(" | "))
    return Correction(kind, names[:-1], names[-1]) if kind == "level" else Correction(kind, names)


def joined() -> list[list[str]]:
    text = spelled((CASES / "joined.txt").read_text("utf-8"))
    return [block.split("\n=\n") for block in text.strip().split("\n\n") if not block.startswith("#")]


@every_row(("lines", "wanted"), joined(), ids=lambda text: text.partition("\n")[0][:60])
def test_what_becomes_of_places(lines: str, wanted: str) -> None:
    told = [line[2:].split(": ", 1) for line in lines.split("\n") if line.startswith("+ ")]
    ledger = [Permalink(name[3:], tuple(said.split(" | "))) for name, said in told if name.startswith("id ")]
    decisions = [decision(kind, items) for kind, items in told if not kind.startswith("id ")]
    asked = [line for line in lines.split("\n") if not line.startswith("+ ")]
    found = [shop_place(line, number) for number, line in enumerate(asked, 1)]
    groups, proposals, problems = merge(found, decisions, ledger, SHOP)
    assert [
        *(" ".join(str(one.number) for one in group.asked) for group in groups),
        *(f"~ {one.first.number} {one.second.number} {one.score} {one.differs}" for one in proposals),
        *(f"! {one.span.first}-{one.span.last} {one.message}" for one in problems),
    ] == wanted.split("\n")


def some(ending: str, number: int) -> str:
    return " ".join(f"{letter * 7}{ending}" for letter in "abcdfghk"[:number])


@every_row(
    ("alike", "others", "proposed"),
    [
        # A word that forty groups have brings two of them together, one that more have does not,
        (("galvanizing zinc", "galvanized zinc"), ["zinc"] * 38, True),
        (("galvanizing zinc", "galvanized zinc"), ["zinc"] * 39, False),
        # unless there are two of it among the four rarest, or one asks what the other asks first.
        (("galvanizing lead zinc", "galvanized lead zinc"), ["zinc", "lead"] * 40, True),
        (("coating dipping lead zinc", "coated dipped lead zinc"), ["zinc", "lead"] * 40, True),
        (("coating dipping melting lead zinc", "coated dipped melted lead zinc"), ["zinc", "lead"] * 40, False),
        (("What is zinc?", "What is zinc and when is it used?"), ["zinc"] * 40, True),
        # The eight rarest words of each are looked at.
        ((f"{some('ing', 7)} zinc", f"{some('ed', 7)} zinc"), ["zinc"] * 3, True),
        ((f"{some('ing', 8)} zinc", f"{some('ed', 8)} zinc"), ["zinc"] * 3, False),
        # What no more than four answers say does, too.
        ((f"{some('ing', 8)} zinc", f"{some('ed', 8)} zinc"), ["zinc"] * 2, True),
    ],
)
def test_words_that_many_say_bring_nothing_together(alike: tuple[str, str], others: list[str], proposed: bool) -> None:
    chance = random.Random(1)
    fillers = [f"{other} {''.join(chance.choices('qwxyvj', k=12))}" for other in others]
    told = merge([replace(one, answer=SAME) for one in places([*alike, *fillers])])[1]
    assert any({one.first.question, one.second.question} == set(alike) for one in told) == proposed


@pytest.mark.parametrize(("twin", "groups"), [(30, 31), (31, 32)])
def test_a_place_is_tried_with_thirty_groups_of_the_same_words(twin: int, groups: int) -> None:
    asked = [place("What is S3?", number, id=f"s3-{number}") for number in range(1, 32)]
    assert len(merged([*asked, place("What is S3?", 32, id=f"s3-{twin}")])[0]) == groups


def test_a_maker_says_nothing_where_the_table_names_it() -> None:
    made = Subject((Service("shelf", "Acme Shelf", "storage"),), ("acme", "acme works"))

    def alike(one: str, other: str, subject: Subject) -> bool:
        return bool({*form(one, subject).keys} & {*form(other, subject).keys})

    for other in ("What is Acme Shelf?", "What is Shelf in Acme Works?"):
        assert alike("What is Shelf?", other, made)
        assert not alike("What is Shelf?", other, ANYTHING)


# --- what else makes questions different ---


def test_other_options_make_another_question() -> None:
    asked = [
        place("Which one stores objects?", number, body=body)
        for number, body in enumerate(["- S3", "- EFS", "- S3"], 1)
    ]
    assert sorted(len(group.asked) for group in merged(asked)[0]) == [1, 2]


def test_two_stated_ids_stay_two_questions() -> None:
    asked = [place("What is S3?", number, id=id) for number, id in enumerate(["s3-what", "s3-basics", None], 1)]
    assert sorted(len(group.asked) for group in merged(asked)[0]) == [1, 2]
    assert merged(asked)[1] == ()


def test_what_leans_on_its_section_merges_only_with_the_same_answer() -> None:
    asked = [
        place("[Amazon S3] What is it?", n, answer=answer)
        for n, answer in enumerate(["A link.", "A lock.", "A link."], 1)
    ]
    assert sorted(len(group.asked) for group in merged(asked)[0]) == [1, 2]


# --- the group ---


def test_the_reviewed_place_comes_first_then_the_answered() -> None:
    asked = [
        place("What is S3?", 1),
        place("What's S3", 2, answer="Old."),
        place("Explain S3", 3, answer="Checked.", reviewed="2026-11-20"),
    ]
    assert wordings(merged(asked)) == [["Explain S3", "What's S3", "What is S3?"]]


def test_a_group_knows_all_services_and_the_scenario() -> None:
    asked = [place("[IAM] What is STS?", 1), place("What is STS?", 2, services=("sts", "s3"), scenario=True)]
    (group,) = merged(asked)[0]
    assert (group.services, group.scenario) == (("iam", "sts", "s3"), True)


@pytest.mark.parametrize(
    ("levels", "level", "noted"),
    [
        ([None, "basic"], "basic", False),
        (["basic", "advanced", "advanced"], "advanced", True),
        (["basic", "advanced"], "basic", True),
        ([None, None], None, False),
    ],
)
def test_level(levels: list[str | None], level: str | None, noted: bool) -> None:
    asked = [place("What is S3?", number, level=stated) for number, stated in enumerate(levels, 1)]
    (group,), _, problems = merged(asked)
    assert (group.level, group.level_estimated) == (level, None if level else "basic")
    assert bool(problems) == noted
    settled = merged(asked, Correction("level", ("What is S3?",), "basic"))
    assert settled[2] == ()


def test_a_reviewed_level_needs_no_vote() -> None:
    asked = [place("What is S3?", n, level="basic") for n in (1, 2)]
    asked.append(place("What is S3?", 3, level="advanced", reviewed="2026-11-20"))
    (group,), _, problems = merged(asked)
    assert (group.level, problems) == ("advanced", ())


# --- decisions ---


def test_a_decision_merges() -> None:
    asked = places(["What is S3?", "What is S3 and how is it priced?", "What is EFS?"])
    result = merged(asked, Correction("merge", ("what is s3", "What is S3, and how is it priced?")))
    assert sorted(map(len, wordings(result))) == [1, 2]
    assert result[1:] == ((), ())


def test_a_decision_may_name_ids() -> None:
    asked = [place("What is S3?", 1, id="s3-what"), place("What is an object store?", 2)]
    known = [Permalink("storage-objects", ("What is object storage?", "What is an object store?"))]
    merge_ = Correction("merge", ("s3-what", "storage-objects"))
    assert len(merged(asked, merge_, permalinks=known)[0]) == 1


def test_an_id_means_the_question_of_its_own_service() -> None:
    asked = places(["[Amazon S3] What does it cost?", "[Amazon EC2] What does it cost?", "Is S3 cheap?"])
    known = [Permalink(f"{slug}-cost", ("What does it cost?",)) for slug in ("s3", "ec2")]
    result = merged(asked, Correction("merge", ("s3-cost", "Is S3 cheap?")), permalinks=known)
    assert [len(group.asked) for group in result[0] if "s3" in group.services] == [2]
    (problem,) = merged(asked, Correction("merge", ("What does it cost?", "Which is best?")))[2]
    assert problem.grave and "by its id" in problem.message


def test_apart_outweighs_equal_words_and_silences_the_proposal() -> None:
    lines = ["What is S3?", "Explain S3", "What is S3 and how is it priced?"]
    apart = Correction("apart", ("What is S3?", "Explain S3", "What is S3 and how is it priced?"))
    groups, proposals, problems = merged(places(lines), apart)
    assert (len(groups), proposals, problems) == (3, (), ())


def test_two_decisions_that_contradict_each_other() -> None:
    both = ("What is S3?", "What is EFS?")
    groups, _, problems = merged(places(both), Correction("merge", both), Correction("apart", both))
    assert len(groups) == 2
    assert [str(problem) for problem in problems] == [
        'corrections.toml:1: [[merge]]: "What is EFS?" is kept apart by another decision. Remove one of the two'
    ]


# --- laws ---

LINES = [line for name in ("same", "different") for block in blocks(name) for line in block]
PLACES = st.builds(
    place,
    st.sampled_from(LINES) | st.text(max_size=30),
    st.integers(1, 9),
    id=st.sampled_from([None, None, None, "a", "b"]),
    answer=st.sampled_from(["", "Yes.", "No."]),
    body=st.sampled_from(["", "", "- one"]),
    level=st.sampled_from([None, "basic", "advanced"]),
    reviewed=st.sampled_from([None, None, "2026-11-20"]),
)
PAIRS = st.lists(st.sampled_from(LINES), min_size=2, max_size=3).map(lambda lines: tuple(map(plain, lines)))
DECISIONS = st.lists(st.builds(Correction, st.sampled_from(["merge", "apart"]), PAIRS), max_size=3)


def spread(asked: list[Asked]) -> list[Asked]:
    """The same at lines of their own."""
    return [replace(one, span=Span("notes.md", n, n)) for n, one in enumerate(asked, 1)]


@tries(100)
@given(st.lists(PLACES, max_size=12).map(spread), DECISIONS, st.randoms())
def test_laws(asked: list[Asked], decisions: list[Correction], chance: random.Random) -> None:
    result = merged(asked, *decisions)
    groups = result[0]
    assert sorted(one.span.first for group in groups for one in group.asked) == list(range(1, len(asked) + 1))
    assert merged([one for group in groups for one in group.asked], *decisions) == result
    assert merged(chance.sample(asked, len(asked)), *decisions) == result
    for decision in decisions:
        if decision.kind == "apart" and len(set(decision.questions)) > 1:
            for group in groups:
                assert len({one.question for one in group.asked} & set(decision.questions)) < 2


@pytest.mark.growth
def test_twice_the_questions_take_about_twice_the_time() -> None:
    chance = random.Random(1)
    words = [word for line in LINES for word in line.split()]
    asked = places([" ".join(chance.choices(words, k=7)) for _ in range(2000)])
    assert_steady(merged, asked[:1000], asked)


@pytest.mark.growth
@pytest.mark.parametrize("piece", ["(", "x (y) ", "a ", "vs ", "and ", "compare x with ", "What is it? "])
def test_hostile_wordings_of_twice_the_length_take_about_twice_the_time(piece: str) -> None:
    """The longest that are compared word by word, and one that is longer than any question."""
    once, twice = (
        [place((piece * length)[:length], number) for number, length in enumerate((290, 295, 300, longest), 1)]
        for longest in (50_000, 100_000)
    )
    assert_steady(merged, once, twice)


# --- the real notes ---


@pytest.mark.thorough
def test_the_real_notes_lose_their_repetitions(shared: Path) -> None:
    from studyguide.reading.answer_lists import pair
    from studyguide.reading.entries import read
    from studyguide.records import RawFile
    from studyguide.repair.whole_file import repair

    files = [RawFile(path.name, path.read_bytes()) for path in sorted((shared / "seeds").glob("*.txt"))]
    entries = [entry for file in files for entry in pair(read(repair(file)[0])).entries]
    asked = [
        classify(entry, question=plain(entry.question), body="", answer=" ".join(entry.answer), subject=SUBJECT)
        for entry in entries
    ]
    groups = merged(asked)[0]
    assert len(asked) == 371
    assert len(asked) - len(groups) >= 24
    assert max(len(group.asked) for group in groups) == 4
