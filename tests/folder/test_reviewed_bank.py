"""The reviewed bank keeps to its rules, and the rules notice what breaks them."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date

import pytest
from shipped import SOURCES, fences, reviewed, site

from studyguide.folder import reviewed_bank
from studyguide.records import LEVELS, Asked, Service, Span, Stale

TODAY = date(2026, 11, 20)
SERVICES = (Service("s3", "Amazon S3", "storage", (), "https://docs.aws.amazon.com/AmazonS3/latest/"),)
STALE = (Stale(r"\bold name\b", "the new name", "2024-01-01", "https://example.com", r"\bformerly\b"),)
PROSE = "word " * 120


def answer(text: str, reviewed: str | None = "2026-11-20", reference: str = "https://docs.aws.amazon.com/x") -> Asked:
    span = Span("reviewed/x.md", 3, 3)
    return Asked(span, "What is it?", ("s3",), answer=text, reviewed=reviewed, references=(reference,))


def messages(asked: Asked, today: date = TODAY) -> list[str]:
    return [problem.message for problem in reviewed_bank.of_answer(asked, SERVICES, STALE, today)]


def test_a_good_answer_has_no_problem() -> None:
    assert messages(answer(PROSE + '\n\n```json\n{"a": [1]}\n```\n\n```yaml\nBucket: !Ref Logs\n```')) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("too short", "the answer has 2 words. Write 90 to 300"),
        ("word " * 301, "the answer has 301 words. Write 90 to 300"),
        (PROSE + "\n\n```json\n{a: 1}\n```", "its json does not parse"),
        (PROSE + "\n\n```yaml\na: [1\n```", "its yaml does not parse"),
        (PROSE + "\n\nUse the Old Name.", '"Old Name": the new name (since 2024-01-01). Say it as it is now'),
    ],
)
def test_what_breaks_a_rule_is_said(text: str, message: str) -> None:
    (said,) = messages(answer(text))
    assert said.startswith(message)


def test_a_former_name_may_be_named_as_such() -> None:
    assert messages(answer(PROSE + "\n\nThe new name, formerly the old name.")) == []


def test_an_unofficial_reference_is_said() -> None:
    (said,) = messages(answer(PROSE, reference="https://docs.aws.amazon.com.evil.example/x"))
    assert "is not an official page" in said


def test_an_old_review_is_a_note() -> None:
    (problem,) = reviewed_bank.of_answer(answer(PROSE, reviewed="2026-01-01"), SERVICES, STALE, TODAY)
    assert "2026-01-01" in problem.message and not problem.grave


def test_notes_are_only_told_what_is_outdated() -> None:
    (problem,) = reviewed_bank.of_answer(answer("It is the old name.", reviewed=None), SERVICES, STALE, TODAY)
    assert not problem.grave


# --- the shipped bank ---


@pytest.mark.thorough
def test_the_shell_of_every_answer_parses() -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash on this machine")
    wrong = []
    for place, code in fences("bash"):
        result = subprocess.run([bash, "-n"], input=code, capture_output=True, text=True, check=False)
        if result.returncode:
            wrong.append(f"{place}: {result.stderr}")
    assert wrong == []


@pytest.mark.thorough
def test_no_two_answers_have_one_id() -> None:
    ids = [asked.id for asked in reviewed()]
    assert None not in ids
    assert len(ids) == len(set(ids))


@pytest.mark.thorough
def test_the_policies_are_whole() -> None:
    """A JSON object with statements names the version of the policy language; without it variables are not replaced."""
    for place, code in fences("json"):
        policy = json.loads(code)
        # Signed URLs of CloudFront have statements without actions, and no version.
        if isinstance(policy, dict) and "Action" in json.dumps(policy.get("Statement", [])):
            assert policy.get("Version") == "2012-10-17", place


def test_the_table_of_stale_phrases_is_right() -> None:
    rows, problems = reviewed_bank.load_stale((SOURCES / reviewed_bank.FILE).read_text("utf-8"))
    assert problems == () and len(rows) >= 10


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("phrase = 'a'", "stale.toml:2: [[stale]] now, since, source: missing. Say it"),
        ("phrases = 'a'", "stale.toml:2: [[stale]] phrases: there is no such key."),
        (
            "phrase = '('\nnow = 'b'\nsince = 2024-01-01\nsource = 'c'",
            "stale.toml:2: [[stale]] phrase: this is",
        ),
    ],
)
def test_a_wrong_row_is_said_with_its_line(row: str, message: str) -> None:
    rows, (problem,) = reviewed_bank.load_stale(f"# A remark\n[[stale]]\n{row}\n")
    assert rows == () and str(problem).startswith(message) and problem.grave


@pytest.mark.thorough
def test_every_question_of_the_shipped_site_has_one_reviewed_answer() -> None:
    assert [question.question for question in site().questions if not question.reviewed] == []
    assert not [str(problem) for problem in site().problems if problem.grave]


@pytest.mark.thorough
def test_what_is_asked_most_is_covered_at_every_level() -> None:
    services = {
        *("iam", "lambda", "s3", "ec2", "vpc", "cloudwatch", "api-gateway", "auto-scaling", "cloudfront", "backup"),
        *("elastic-disaster-recovery", "rds", "dynamodb", "cloudformation"),
    }
    found: dict[str, list[str | None]] = {}
    for question in site().questions:
        found.setdefault(question.services[0], []).append(question.level)
    found["containers"] = found["ecs"] + found["eks"]
    for service in (*sorted(services), "containers"):
        assert len(found[service]) >= 12 and set(found[service]) >= set(LEVELS), service


@pytest.mark.thorough
def test_reviewed_answers_do_not_state_the_same_twice() -> None:
    """Nobody's copy of a paragraph under two questions."""
    paragraphs = [
        (paragraph, str(asked.span))
        for asked in reviewed()
        for paragraph in asked.answer.split("\n\n")
        if len(paragraph) > 150 and not paragraph.startswith(("|", "```"))
    ]
    seen: dict[str, str] = {}
    assert [(place, seen[text]) for text, place in paragraphs if seen.setdefault(text, place) != place] == []
