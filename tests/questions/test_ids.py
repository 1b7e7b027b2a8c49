"""Ids last: cases in `cases/ids/`, then the laws that hold for any questions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import tries
from tables import every_row

from studyguide.folder.id_ledger import ID, dump_permalinks, load_permalinks
from studyguide.questions.changed_words import change, terms
from studyguide.questions.edited_question import Edit, weigh
from studyguide.questions.ids import _OF_PAGES, LONGEST, give_ids, of_service, slug
from studyguide.records import LEVELS, Asked, Correction, Group, Permalink, Seen, Span, Subject

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "ids"
# As pages write them, as scripts look for them, and as styles name them.
OF_PAGES = re.compile(
    r"""\bid="([\w-]+)"|\bgetElementById\(["'`]([\w-]+)|querySelector(?:All)?\(["'`][^"'`]*#([\w-]+)"""
    r"""|^[^\n{;"':]*(?<=[\s,>+~])?#([A-Za-z][\w-]*)[^\n;"']*\{""",
    re.M,
)
ROW = re.compile(
    r"(?P<id>[^ :]+)(?: -> (?P<to>[^ :]+)"
    r"| (?P<retired>\(retired(?:, perhaps (?P<likely>[^ :]+): (?P<because>[^)]+))?\)))?: (?P<wordings>.*)"
)


def cases() -> list[list[str]]:
    parts: list[str] = [""]
    for line in (CASES / "ids.txt").read_text("utf-8").splitlines():
        parts[-1:] = [parts[-1], ""] if line == "." else [f"{parts[-1]}{line}\n"]
    return [parts[at : at + 5] for at in range(1, len(parts) - 1, 5)]


def rows(block: str) -> tuple[Permalink, ...]:
    matches = [match for line in block.splitlines() if (match := ROW.fullmatch(line))]
    assert len(matches) == len(block.splitlines()), block
    return tuple(
        Permalink(
            m["id"],
            tuple(m["wordings"].split(" | ")),
            m["to"],
            bool(m["retired"] or m["to"]),
            likely=m["likely"],
            because=m["because"] or "",
        )
        for m in matches
    )


def group_of(line: str, number: int) -> Group:
    service, _, wordings = line.partition(": ")
    asked = []
    for wording in wordings.split(" | "):
        question, _, id = wording.partition(" #")
        asked.append(Asked(Span("notes.txt", number, number), question, (service,), id=id or None))
    return Group(tuple(asked), (service,), None, None, False)


def questions(block: str) -> tuple[list[Group], list[Correction]]:
    lines = block.splitlines()
    merges = [
        Correction("merge", (lines[at - 1].partition(": ")[2], line[2:]))
        for at, line in enumerate(lines)
        if line.startswith("+")
    ]
    return [group_of(line, number) for number, line in enumerate(lines, 1) if not line.startswith("+")], merges


def unseen(ledger: Iterable[Permalink]) -> list[Permalink]:
    """The ledger without what it remembers of places and answers, which are the same in all cases of that file."""
    return [replace(row, seen=None) for row in ledger]


@every_row(("title", "before", "asked", "after", "wrong"), cases(), ids=lambda text: text.strip()[:40])
def test_ids(title: str, before: str, asked: str, after: str, wrong: str) -> None:
    groups, corrections = questions(asked)
    found, ledger, problems = give_ids(groups, rows(before), corrections)
    assert dump_permalinks(unseen(ledger)) == dump_permalinks(rows(after)), title
    assert [str(problem) for problem in problems] == wrong.splitlines()
    assert len(found) == len(groups)


def follows(one: str, other: str) -> bool:
    """Whether an id goes from the one wording to the other where nothing else is known of either."""
    return weigh(Edit(change(terms(one, FIELD), terms(other, FIELD)))).follows


FIELD = Subject(vendors=("aws", "amazon"))


@every_row("line", (CASES / "likeness.txt").read_text("utf-8").splitlines()[3:])
def test_likeness(line: str) -> None:
    first, second = line[2:].split(" | ")
    assert follows(first, second) == follows(second, first) == (line[0] == "=")


def opposites() -> list[tuple[bool, str, str]]:
    lines = (CASES / "opposites.txt").read_text("utf-8").split("\n\n", 1)[1].splitlines()
    pairs = [line.partition(" | ") for line in lines if line and line[0] != "#"]
    return [(one.startswith("= "), one.removeprefix("= "), other) for one, _, other in pairs]


@every_row(("alike", "one", "other"), opposites())
def test_no_id_follows_to_the_opposite(alike: bool, one: str, other: str) -> None:
    assert follows(one, other) == follows(other, one) == alike


# --- what a question shows ---


def test_the_answer_is_taken_from_a_twin() -> None:
    span = Span("notes.txt", 1, 1)
    bare, told = Asked(span, "What is a bucket?", ("s3",)), Asked(span, "Bucket?", ("s3",), answer="A place.")
    checked = replace(told, answer="A place, checked.", reviewed="2026-11-20", references=("https://example.org",))
    (question,), _, _ = give_ids([Group((bare, told), ("s3",), None, "basic", False)], ())
    assert (question.question, question.answer, question.shown) == ("What is a bucket?", "A place.", 1)
    (question,), _, _ = give_ids([Group((bare, told, checked), ("s3",), None, "basic", False)], ())
    assert (question.answer, question.reviewed, question.shown) == ("A place, checked.", "2026-11-20", 2)
    assert question.references == checked.references


def test_aliases_follow_the_whole_chain() -> None:
    ledger = rows("a -> b: One\nb -> s3-c: Two\ns3-c: What is a bucket?")
    (question,), after, problems = give_ids([group_of("s3: What is a bucket?", 1)], ledger)
    assert (question.id, question.aliases, problems) == ("s3-c", ("a", "b"), ())
    assert unseen(after) == list(ledger)


def test_questions_stand_by_service_level_and_place() -> None:
    groups = [
        Group(
            (Asked(Span("a", line, line), f"Question {line}", (service,), level=level),), (service,), level, None, False
        )
        for line, (service, level) in enumerate([("s3", None), ("s3", "advanced"), ("s3", "basic"), ("ec2", "basic")])
    ]
    found, _, _ = give_ids(groups, ())
    assert [question.asked[0].span.first for question in found] == [3, 2, 1, 0]


def test_twins_get_their_ids_by_level_and_an_estimate_will_do() -> None:
    def twin(line: int, level: str | None, estimated: str | None) -> Group:
        one = Asked(Span("a", line, line), "What is a bucket?", ("s3",), level=level, level_estimated=estimated)
        return Group((one,), ("s3",), level, estimated, False)

    for levels in (
        [("advanced", None), ("basic", None)],
        [(None, "advanced"), (None, "basic")],
        [("advanced", "basic"), ("basic", "advanced")],
    ):
        found, _, _ = give_ids([twin(n, *level) for n, level in enumerate(levels)], ())
        # The lower one stands first and has the plain id.
        assert [(one.id, one.asked[0].span.first) for one in found] == [
            ("s3-what-is-a-bucket", 1),
            ("s3-what-is-a-bucket-2", 0),
        ]


def test_within_a_level_the_reviewed_stand_first() -> None:
    asked = [
        Asked(Span("a", line, line), f"Question {line}", ("s3",), answer="Yes.", reviewed=reviewed)
        for line, reviewed in enumerate([None, "2026-11-20"])
    ]
    found, _, _ = give_ids([Group((one,), ("s3",), "basic", None, False) for one in asked], ())
    assert [one.asked[0].span.first for one in found] == [1, 0]


@pytest.mark.parametrize(("bodies", "shown"), [(("- a", "- b"), "- a"), (("", "- b"), "- b"), (("- a", ""), "- a")])
def test_the_options_are_those_of_the_question_or_those_of_the_answer(bodies: tuple[str, str], shown: str) -> None:
    asked = Asked(Span("a", 1, 1), "Which?", ("s3",), body=bodies[0])
    told = Asked(Span("a", 2, 2), "Which one?", ("s3",), body=bodies[1], answer="That.")
    (question,), _, _ = give_ids([Group((asked, told), ("s3",), None, None, False)], ())
    assert question.body == shown


def test_a_decision_may_name_an_id_that_never_had_words() -> None:
    group = group_of("s3: What is a bucket?", 1)
    for name in ("empty", "s3-bucket"):
        (question,), _, _ = give_ids([group], [Permalink(name, ())], [Correction("merge", (name, "What is a bucket?"))])
        assert question.id == name


def test_the_beginning_of_an_essay_is_kept_in_the_ledger() -> None:
    _, ledger, _ = give_ids([group_of(f"s3: {'x' * 600}", 1)], ())
    assert ledger[0].wordings == ("x" * 500,)


@pytest.mark.parametrize(("length", "named"), [(80, "A" * 80), (81, "A" * 79 + "…")])
def test_a_long_id_is_told_in_short(length: int, named: str) -> None:
    _, _, (problem,) = give_ids([group_of(f"s3: What is a bucket? #{'A' * length}", 1)], ())
    assert problem.message.startswith(f'"{named}" cannot be an id.')


@pytest.mark.parametrize(("rivals", "follows"), [(11, True), (12, False)])
def test_the_twelve_likeliest_rows_are_looked_at(rivals: int, follows: bool) -> None:
    numbers = [*(number for number in range(50, 60) if number != 55), 15, 25, 35]
    asks = [f"How long does task {number} of the archive run?" for number in numbers[:rivals]]
    rows = [Permalink(f"s3-{number}", (text,)) for number, text in zip(numbers, asks, strict=False)]
    rows.append(Permalink("s3-archive", ("How long do tasks 55 of archives runs?",)))
    found, _, _ = give_ids([group_of("s3: How long does task 55 of the archive run?", 1)], rows)
    assert (found[0].id == "s3-archive") == follows


def test_slugs_are_short_and_name_their_service() -> None:
    essay = "How would you " + "carefully explain " * 40 + "this to S3 users?"
    assert slug(essay, "s3") == "s3-carefully-carefully-carefully-carefully-carefully"
    assert of_service(slug(essay, "s3"), "s3")
    assert slug("x" * 500, "elastic-load-balancing").startswith("elastic-load-balancing")
    assert slug("", "s3") == "s3-question"
    assert slug("x" * 500, "s3") == f"s3-{'x' * 57}" and slug("y", "x" * 70) == "x" * 60
    assert slug(f"{'x' * 57} y", "s3") == f"s3-{'x' * 57}" and slug(f"{'x' * 58} y", "s3") == f"s3-{'x' * 57}"
    assert slug("Con", "con") == "con-question"
    assert slug("How heavy is an Acme shelf?", "shelf", vendors=("acme",)) == "heavy-shelf"
    assert slug("How heavy is an Acme shelf?", "shelf") == "heavy-acme-shelf"


@pytest.mark.parametrize(
    ("title", "id"),
    [
        ("What is a pail? #water #wood/oak", "s3-what-is-a-pail"),
        ("Which pails leak #water #wood", "s3-pails-leak"),
        ("Which pails hold a #tag", "s3-pails-hold-hash-tag"),  # one alone may be what is asked about
        ("Does #include fetch #water?", "s3-hash-include-fetch-hash-water"),
        ("What is a pail? [a] and what is [b]?", "s3-pail-b"),
        ("1.2.3 Which pails leak?", "s3-pails-leak"),
        ("1.2 litres, is it much?", "s3-1-2-litres-much"),  # a number, not a place in a list
        ("帆布とロープの違いは何ですか？", "s3-fanbu-ropu-wei"),  # words end where the letters change
        ("綱を切る人は誰ですか？", "s3-gang-qie-ren"),
        ("綱を切らない人は誰ですか？", "s3-gang-qie-ranai-ren"),  # an ending that says no is none
        ("もやい結びの長所は何ですか？", "s3-moyai-jie-zhangsuo"),  # three hiragana may be a word
        ("帆布与绳子有什么区别？", "s3-fanbu-shengzi-qubie"),  # in Chinese little words alone are cut
    ],
)
def test_marks_around_a_question_are_none_of_its_words(title: str, id: str) -> None:
    assert slug(title, "s3") == id


def test_no_question_has_the_id_of_a_part_of_a_page() -> None:
    """Whatever our pages, templates, scripts and styles call by an id that a question could have is reserved."""
    places = {
        "hooks/studyguide/site": "*.py",
        "overrides": "*.html",
        "docs/assets/js": "*.mjs",
        "docs/assets/css": "*.css",
    }
    texts = [file.read_text("utf-8") for place, kind in places.items() for file in (ROOT / place).rglob(kind)]
    found = {id for text in texts for ids in OF_PAGES.findall(text) for id in ids if id}
    assert {id for id in found if ID.fullmatch(id)} == _OF_PAGES
    assert "practice_place" in found, "what has a sign that no question's id has is found and needs no care"


# --- the ledger as a file ---


def test_a_ledger_survives_the_file() -> None:
    ledger = rows('a -> b: One "quoted" | Zwei\nb: Що?\nc (retired): Three')
    text = dump_permalinks(ledger)
    assert load_permalinks(text) == (ledger, ())
    assert load_permalinks(text.replace("\n", "\r\n")) == (ledger, ())
    assert text.count("\n") == len(ledger) + 2
    assert load_permalinks(text.replace(',\n"": null}}', "\n}}")) == (ledger, ())  # as ledgers ended once
    assert load_permalinks(dump_permalinks(())) == ((), ())


@every_row(
    ("text", "line"),
    [
        ("", 1),
        ("[]", 1),
        ('{"version": 2, "ids": {}}', 1),
        ('{"version": 1}', 1),
        ('{"version": 1, "ids": {\n"a": {"wordings": ["x"]}\n"b": {"wordings": []}}}', 2),
        ('{"version": 1, "ids": {\n"a": {"wordings": ["x"]},\n"b": {"wordings": 3}}}', 3),
        ('{"version": 1, "ids": {\n"a": {"wordings": ["x"]},\n"B c": {"wordings": []}}}', 3),
        ('{"version": 1, "ids": {\n"a": {"wordings": ["x"], "leads_to": 1}}}', 2),
        ('{"version": 1, "ids": {\n<<<<<<< ours\n"a": {"wordings": []}\n=======\n>>>>>>> theirs\n}}', 2),
        ("[" * 100_000, 1),
        ('{"version": 1, "ids": {"a": {"wordings": [], "retired": ' + "9" * 5000 + "}}}", 1),
    ],
)
def test_a_broken_ledger_is_named_with_its_line(text: str, line: int) -> None:
    _, problems = load_permalinks(text)
    assert [(problem.span.source, problem.span.first, problem.grave) for problem in problems] == [
        ("permalinks.json", line, True)
    ]


def test_each_row_knows_its_line() -> None:
    none = '{"wordings": []}'
    text = f'{{"version": 1, "ids": {{\n"a": {none},\n"b": {none}, "c": {none},\n"a": {none}}}}}'
    assert [(row.id, row.line) for row in load_permalinks(text)[0]] == [("a", 2), ("b", 3), ("c", 1)]
    rows, _ = load_permalinks('{"version": 1,\n "ids": {\n  "a": {\n   "wordings": []\n  },\n  "b": {"wordings": []}}}')
    assert [row.line for row in rows] == [3, 6]


def test_rows_that_two_branches_added_are_joined() -> None:
    text = '{"version": 1, "ids": {\n"a": {"wordings": ["x"], "retired": true},\n"a": {"wordings": ["y", "x"]}\n}}'
    assert load_permalinks(text) == ((Permalink("a", ("y", "x")),), ())


# --- laws ---

SOME = st.sampled_from(
    [
        "What is a bucket?",
        "What is S3?",
        "Bucket policies",
        "Explain buckets",
        "How do you pay?",
        "Що таке S3?",
        "?",
        "",
    ]
)
WORDING = st.one_of(SOME, st.text(max_size=80))
SERVICE = st.sampled_from(["s3", "ebs", "elastic-load-balancing"])
SPAN = st.builds(lambda name, line: Span(name, line, line), st.sampled_from("ab"), st.integers(1, 9999))
ASKED = st.builds(
    Asked,
    SPAN,
    WORDING,
    st.tuples(SERVICE),
    body=st.sampled_from(["", "a) yes"]),
    level=st.sampled_from([*LEVELS, None]),
)
GROUP = st.lists(ASKED, min_size=1, max_size=3).map(
    lambda asked: Group(tuple(asked), asked[0].services, asked[0].level, None, False)
)
GROUPS = st.lists(GROUP, max_size=8, unique_by=lambda group: tuple(str(one.span) for one in group.asked))
laws = tries(100)


def ids(groups: list[Group], ledger: tuple[Permalink, ...] = ()) -> dict[tuple[Asked, ...], str]:
    return {question.asked: question.id for question in give_ids(groups, ledger)[0]}


@laws
@given(GROUPS)
def test_ids_are_distinct_and_usable(groups: list[Group]) -> None:
    found, ledger, problems = give_ids(groups, ())
    assert len({question.id for question in found}) == len(groups) == len(ledger)
    assert not problems
    assert all(ID.fullmatch(question.id) and len(question.id) <= LONGEST for question in found)
    assert all(of_service(question.id, question.services[0]) for question in found)


@laws
@given(GROUPS, st.randoms(use_true_random=False))
def test_ids_do_not_depend_on_the_order(groups: list[Group], random: Random) -> None:
    shuffled = [*groups]
    random.shuffle(shuffled)
    assert give_ids(groups, ()) == give_ids(shuffled, ())


@laws
@given(GROUPS, GROUPS)
def test_a_second_build_changes_nothing(before: list[Group], groups: list[Group]) -> None:
    _, old, _ = give_ids(before, ())
    found, ledger, problems = give_ids(groups, old)
    again = give_ids(groups, load_permalinks(dump_permalinks(ledger))[0])
    assert again == (found, ledger, problems)


@laws
@given(GROUPS, GROUPS)
def test_no_id_is_ever_lost(before: list[Group], groups: list[Group]) -> None:
    _, old, _ = give_ids(before, ())
    found, ledger, _ = give_ids(groups, old)
    assert {row.id for row in old} <= {row.id for row in ledger}
    assert {row.id for row in ledger if not row.retired} == {question.id for question in found}
    aliases = [alias for question in found for alias in question.aliases]
    assert len(set(aliases)) == len(aliases)
    assert not set(aliases) & {question.id for question in found}


@laws
@given(st.lists(SOME, min_size=1, unique=True), st.data())
def test_a_question_that_goes_leaves_the_others_alone(wordings: list[str], data: st.DataObject) -> None:
    groups = [group_of(f"s3: {wording}", number) for number, wording in enumerate(wordings, 1)]
    found, ledger, _ = give_ids(groups, ())
    left = data.draw(st.lists(st.sampled_from(groups), unique_by=id))
    assert set(ids(left, ledger).items()) <= {(question.asked, question.id) for question in found}


@laws
@given(st.lists(SOME, min_size=1, unique=True), st.sampled_from(["Please explain: {}", "{} And why?", "**{}**"]))
def test_a_rewording_keeps_the_id(wordings: list[str], edit: str) -> None:
    wordings = [wording for wording in wordings if wording.strip("?")]
    groups = [group_of(f"s3: {wording}", number) for number, wording in enumerate(wordings, 1)]
    found, ledger, _ = give_ids(groups, ())
    edited = [group_of(f"s3: {edit.format(wording)}", number) for number, wording in enumerate(wordings, 1)]
    later, _, _ = give_ids(edited, ledger)
    assert {question.asked[0].span: question.id for question in later} == {
        question.asked[0].span: question.id for question in found
    }


@laws
@given(st.text(max_size=600), st.text(max_size=600))
def test_likeness_takes_any_text(first: str, second: str) -> None:
    assert follows(first, second) in (True, False)


# --- evidence beside the words: where a question stood, and what was answered ---

LONG = "Fold it, lay a turn around both parts, pull the end through, and see that nothing slips."


def noted(question: str, line: int, answer: str = "", source: str = "a.md") -> Group:
    asked = Asked(Span(source, line, line), question, ("s3",), answer=answer)
    return Group((asked,), ("s3",), None, None, False)


def edited(before: list[Group], after: list[Group]) -> dict[str, Permalink]:
    """The ledger, by the shown wording, that the second build leaves."""
    _, ledger, _ = give_ids(before, ())
    _, ledger, _ = give_ids(after, load_permalinks(dump_permalinks(ledger))[0])
    return {row.wordings[-1]: row for row in ledger}


AROUND = [noted("What is a mast?", 1, "It stands upright."), noted("What is a boom?", 9, "It lies flat.")]


@pytest.mark.parametrize(
    ("new", "follows"),
    [
        (noted("Who made it, and when?", 5), True),  # between the same two
        (noted("Who made it, and when?", 15), False),  # behind both
        (noted("Who made it, and when?", 5, source="b.md"), False),
    ],
)
def test_an_id_follows_in_its_place(new: Group, follows: bool) -> None:
    ledger = edited([AROUND[0], noted("Who made it?", 5), AROUND[1]], [*AROUND, new])
    assert ("Who made it?" not in ledger) == follows
    assert ledger["Who made it, and when?"].wordings[0] == ("Who made it?" if follows else "Who made it, and when?")


HARBOUR = "Nobody can tell, for the old harbour has no records of that year."


@pytest.mark.parametrize(
    ("new", "before", "after", "one"),
    [
        ("Is ♭ higher?", LONG, HARBOUR, False),  # neither the sign nor the answer stayed
        ("Is ♯ higher", LONG, HARBOUR, True),
        ("Is ♭ higher?", LONG, LONG, True),
        ("Is ♭ higher?", LONG, f"{LONG} {HARBOUR}", True),
        ("Is ♭ higher?", LONG, "", True),
        ("Is ♭ higher?", "", HARBOUR, True),
    ],
)
def test_signs_alone_make_another_question_where_the_answer_is_another(
    new: str, before: str, after: str, one: bool
) -> None:
    assert (len(edited([noted("Is ♯ higher?", 5, before)], [noted(new, 90, after, "b.md")])) == 1) == one


def test_a_place_is_known_though_its_neighbours_are_reworded_too() -> None:
    old = [noted(f"Who made the {thing}?", line) for line, thing in enumerate(("mast", "boom", "sail"), 1)]
    new = [noted(f"Who made the {thing}, and when?", line) for line, thing in enumerate(("mast", "boom", "sail"), 1)]
    assert all(len(row.wordings) == 2 for row in edited(old, new).values())


def test_a_place_is_told_in_a_renamed_file_by_its_neighbours() -> None:
    old = [AROUND[0], noted("Who made it?", 5), AROUND[1]]
    moved = [
        replace(one, asked=(replace(one.asked[0], span=Span("b.md", *2 * (one.asked[0].span.first,))),)) for one in old
    ]
    moved[1] = noted("Who made it, and when?", 5, source="b.md")
    assert ledger_ids(edited(old, moved)) == ledger_ids(edited(old, old))


def ledger_ids(ledger: dict[str, Permalink]) -> list[str]:
    return sorted(row.id for row in ledger.values())


@pytest.mark.parametrize(
    ("twin", "follows"),
    [(noted("Who stows it?", 20, "Somebody else."), True), (noted("Who stows it?", 20, LONG), False)],
)
def test_an_answer_that_another_question_has_too_tells_nothing(twin: Group, follows: bool) -> None:
    old, new = noted("How is a sail furled?", 5, LONG), noted("Which steps stow canvas?", 5, LONG)
    ledger = edited([*AROUND, old, twin], [*AROUND, new, twin])
    assert (len(ledger["Which steps stow canvas?"].wordings) == 2) == follows


def test_ids_that_the_notes_state_are_remembered_by_nothing() -> None:
    _, ledger, _ = give_ids([group_of("s3: What is a bucket? #stated", 1), group_of("s3: And a pail?", 2)], ())
    assert [(row.id, row.seen is None) for row in ledger] == [("s3-and-a-pail", False), ("stated", True)]
    assert ledger[0].seen == Seen("notes.txt", after="stated")


# --- what a question has perhaps become ---

LOST = [AROUND[0], noted("Which sails may be stowed wet?", 5, LONG), AROUND[1]]
HEIR = [AROUND[0], noted("Which sails may not be stowed wet?", 5, LONG), AROUND[1]]


def test_what_is_not_sure_is_proposed_until_it_is_decided() -> None:
    _, first, _ = give_ids(LOST, ())
    _, second, _ = give_ids(HEIR, first)
    row = next(row for row in second if row.retired)
    heir = next(row for row in second if "not" in row.wordings[0])
    assert (row.likely, row.because) == (heir.id, "same answer, same place, same words; but the opposite")
    assert load_permalinks(dump_permalinks(second)) == (second, ())
    assert give_ids(HEIR, second)[1] == second
    names = (row.id, "Which sails may not be stowed wet?")
    apart = {one.id: one for one in give_ids(HEIR, second, [Correction("apart", names)])[1]}
    assert apart[row.id] == replace(row, likely=None, because="")
    merged = {one.id: one for one in give_ids(HEIR, second, [Correction("merge", names)])[1]}
    assert merged[row.id].leads_to == heir.id and merged[row.id].likely is None
    gone = {one.id: one for one in give_ids(AROUND, second)[1]}
    assert gone[row.id].likely is None


BESIDE = "What is a boom?"
HELD = f"It lies flat. {LONG}"


@pytest.mark.parametrize(
    ("before", "after", "place", "answer", "proposed"),
    [
        ("It lies flat.", HELD, 9, LONG, True),
        ("It lies flat.", "It lies flat, but not for long, and it swings about.", 9, LONG, False),
        (HELD, f"{HELD} So it is done.", 9, LONG, False),  # it was there before
        ("It lies flat.", HELD, 20, LONG, False),  # another question stands between them
        ("It lies flat.", "It lies flat. Yes, it does.", 9, "Yes, it does.", False),  # as many others do
        ("", LONG[:45], 9, LONG, False),  # only a part of it
    ],
)
def test_two_questions_that_become_one(before: str, after: str, place: int, answer: str, proposed: bool) -> None:
    between = noted("What is a spar?", 10, "Any pole.")
    old = [AROUND[0], noted("Which steps stow canvas?", 5, answer), between, noted(BESIDE, place, before)]
    _, first, _ = give_ids(old, ())
    _, second, _ = give_ids([AROUND[0], between, noted(BESIDE, place, after)], first)
    row = next(row for row in second if row.retired)
    heir = next(one.id for one in second if one.wordings == (BESIDE,))
    assert (row.likely, row.because) == ((heir, "its answer stands there now") if proposed else (None, ""))


def test_what_has_taken_the_place_of_a_successor_is_proposed_in_turn() -> None:
    _, first, _ = give_ids(LOST, ())
    _, second, _ = give_ids(HEIR, first)
    old, heir = next((row.id, row.likely) for row in second if row.retired)
    again = [AROUND[0], noted("Which sails may be stowed when they are not dry?", 5, LONG), AROUND[1]]
    third = {row.id: row for row in give_ids(again, second)[1]}
    assert heir and third[heir].retired and third[heir].likely, "the case shows nothing"
    assert third[old].likely == third[heir].likely not in (old, heir, None)
    mast = next(row.id for row in second if not row.retired and row.id != heir)
    leading = [replace(row, leads_to=mast, retired=True) if row.id == heir else row for row in second]
    fourth = {row.id: row for row in give_ids(AROUND, leading)[1]}
    assert fourth[old].likely == mast


def test_a_successor_that_is_decided_at_once_has_the_old_id() -> None:
    found, ledger, _ = give_ids(LOST, ())
    names = ("s3-sails-stowed-wet", "Which sails may not be stowed wet?")
    assert names[0] in {question.id for question in found}
    later, _, _ = give_ids(HEIR, ledger, [Correction("merge", names)])
    assert {question.id for question in later} == {question.id for question in found}


def test_what_is_kept_apart_does_not_take_the_id() -> None:
    old, new = noted("How is a sail furled?", 5), noted("How do you furl a sail?", 5)
    _, ledger, _ = give_ids([AROUND[0], old, AROUND[1]], ())
    apart = Correction("apart", ("How is a sail furled?", "How do you furl a sail?"))
    kept, parted = (give_ids([AROUND[0], new, AROUND[1]], ledger, decided)[1] for decided in ((), [apart]))
    assert (len(kept), len(parted)) == (3, 4)
