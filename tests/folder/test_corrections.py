"""The maintainers' decisions: files in `cases/corrections/`, then what each decision does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import tries

from studyguide.folder import corrections
from studyguide.folder.corrections import load_corrections
from studyguide.records import Asked, Correction, Group, Permalink, Service, Span

ROOT = Path(__file__).parents[2]
SPAN = Span("notes.txt", 3, 3)
BUCKET = Asked(SPAN, "What is a **bucket**?", ("s3",), level="basic")
KEYS = Asked(SPAN, "How do you rotate keys?", ("kms",), level_estimated="basic")


def cases() -> list[list[str]]:
    parts: list[str] = [""]
    for line in (ROOT / "tests" / "cases" / "corrections" / "files.txt").read_text("utf-8").splitlines():
        parts[-1:] = [parts[-1], ""] if line == "." else [f"{parts[-1]}{line}\n"]
    return [parts[at : at + 4] for at in range(1, len(parts) - 1, 4)]


@pytest.mark.parametrize(("title", "text", "understood", "wrong"), cases(), ids=lambda text: text.strip()[:40])
def test_files(title: str, text: str, understood: str, wrong: str) -> None:
    found, problems = load_corrections(text)
    shown = [f"{one.kind}: {' | '.join(one.questions)} = {one.value}".strip() for one in found]
    assert shown == understood.splitlines(), title
    assert [str(problem) for problem in problems] == wrong.splitlines()
    assert all(problem.grave for problem in problems)


def test_the_shipped_file_is_understood() -> None:
    assert load_corrections((ROOT / "docs" / "sources" / "corrections.toml").read_text("utf-8"))[1] == ()


def test_the_examples_of_the_shipped_file_are_understood() -> None:
    text = (ROOT / "docs" / "sources" / "corrections.toml").read_text("utf-8")
    examples = "\n".join(line[4:] for line in text.splitlines() if line.startswith("#   "))
    found, problems = load_corrections(examples)
    assert ({one.kind for one in found}, problems) == ({"merge", "apart", "level", "service", "set-aside"}, ())


def test_a_question_is_named_by_wording_or_id() -> None:
    ledger = [Permalink("s3-old-name", ("what is a bucket",))]
    for name in ("What is a bucket", "s3-old-name"):
        assert corrections.set_aside([KEYS, BUCKET], [Correction("set-aside", (name,), "chat")], ledger) == {1: "chat"}
    stated = replace(BUCKET, id="s3-bucket")
    assert corrections.set_aside([stated], [Correction("set-aside", ("s3-bucket",), "chat")], ()) == {0: "chat"}


def test_a_decision_follows_a_wording_that_was_edited() -> None:
    ledger = [Permalink("s3-bucket", ("Buckets?", "What is a bucket?"))]
    said = [Correction("set-aside", ("Buckets?",), "chat")]
    assert corrections.set_aside([KEYS, BUCKET], said, ledger) == {1: "chat"}
    assert corrections.problems(said, [BUCKET], ledger, ()) == ()
    # not where another question was worded so, too, nor without the ledger
    both = [*ledger, Permalink("gcs-bucket", ("Buckets?",))]
    assert corrections.set_aside([KEYS, BUCKET], said, both) == {}
    assert corrections.set_aside([KEYS, BUCKET], said, ()) == {}
    assert len(corrections.problems(said, [BUCKET], (), ())) == 1


def test_what_is_said_of_the_very_words_outweighs_what_was_said_of_earlier_ones() -> None:
    ledger = [Permalink("s3-bucket", ("Buckets?", "What is a bucket?"))]
    said = [Correction("set-aside", ("What is a bucket?",), "now"), Correction("set-aside", ("Buckets?",), "before")]
    assert corrections.set_aside([BUCKET], said, ledger) == {0: "now"}


def test_services_are_those_decided() -> None:
    decided = [Correction("service", ("How do you rotate keys?",), "iam,kms")]
    bucket, keys = corrections.with_services([BUCKET, KEYS], decided, ())
    assert (bucket, keys.services) == (BUCKET, ("iam", "kms"))


def test_a_decided_level_is_stated_and_the_places_keep_theirs() -> None:
    groups = [Group((KEYS,), ("kms",), None, "basic", False), Group((BUCKET,), ("s3",), "basic", None, False)]
    decided = [Correction("level", ("how do you rotate KEYS",), "advanced")]
    keys, bucket = corrections.with_levels(groups, decided, ())
    assert (keys.level, keys.level_estimated, keys.asked) == ("advanced", None, (KEYS,))
    assert bucket == groups[1]


def test_decisions_about_nothing_are_named() -> None:
    decided = [
        Correction("service", ("What is a bucket?",), "s3,s4"),
        Correction("apart", ("What is a bucket?", "What is a pail?")),
    ]
    problems = corrections.problems(decided, [BUCKET], (), [Service("s3", "S3", "storage")])
    assert [(str(problem), problem.grave) for problem in problems] == [
        ('corrections.toml:1: [[service]]: "s4" is not in services.toml. Add it or correct it', True),
        ('corrections.toml:1: [[apart]]: nothing asks "What is a pail?". Correct the wording or remove it', False),
    ]


TOML = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            ["[[merge]]", "[[level]]", "[set-aside]", 'question = "a"', "questions = [[]]", "level = 1979-05-27", "[["]
        ),
        max_size=6,
    ).map("\n".join),
    st.integers(1, 100_000).map(lambda depth: "a = " + "[" * depth),
)


@tries(100)
@given(TOML)
def test_any_text_is_taken(text: str) -> None:
    found, problems = load_corrections(text)
    assert all(one.questions for one in found)
    assert all(1 <= problem.span.first <= text.count("\n") + 1 for problem in problems)
