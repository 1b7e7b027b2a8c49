"""The exports keep the promise of their schemas, and say what the site says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from made import NOTES, SITE

from studyguide.records import ROLES, Site
from studyguide.site.json_files import SCHEMAS, dumps, json_files, ledger_json, questions_json, schema


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema(name)))


def by_id(site: Site) -> dict[str, Any]:
    return {question["id"]: question for question in questions_json(site)["questions"]}


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(schema(name)))


@pytest.mark.parametrize("site", [SITE, Site((), (), (), ())], ids=["made", "empty"])
def test_the_exports_keep_to_their_schemas(site: Site) -> None:
    validator("questions.schema.json").validate(questions_json(site))
    validator("ledger.schema.json").validate(ledger_json(site))


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_allow_nothing_else(name: str) -> None:
    """Every object of a schema is closed, and each of its members is required or said to be optional."""
    objects = [json.loads(schema(name)), *json.loads(schema(name))["$defs"].values()]
    optional = {"why", "question_markdown", "remarks"}
    for one in objects:
        if one.get("type") == "object":
            assert one["additionalProperties"] is False
            assert set(one["properties"]) - optional == set(one["required"])


def test_the_ledger_schema_knows_all_roles() -> None:
    assert set(json.loads(schema("ledger.schema.json"))["$defs"]["lines"]["properties"]["role"]["enum"]) == set(ROLES)


def test_a_question_as_it_is_exported() -> None:
    question = by_id(SITE)["s3-storage-classes"]
    answer = question.pop("answer_markdown")
    assert answer.startswith("Standard holds what is read every day")
    assert question["asked"][0].pop("answer_markdown") == answer
    assert question == {
        "id": "s3-storage-classes",
        "url": "services/s3/#s3-storage-classes",
        "permalink": "q/s3-storage-classes/",
        "question": "Which storage classes does S3 have, and when is each the right one?",
        "body_markdown": "",
        "services": ["s3", "efs"],
        "level": "intermediate",
        "level_estimated": None,
        "scenario": False,
        "answered": True,
        "reviewed": "2026-11-20",
        "references": ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html"],
        "mentioned_in": [],
        "asked": [
            {
                "source": "reviewed/s3.md",
                "lines": [8, 8],
                "number": None,
                "level": "intermediate",
                "question": "Which storage classes does S3 have, and when is each the right one?",
                "answer_lines": [[10, 20]],
            },
            {
                "source": NOTES,
                "lines": [3, 3],
                "number": None,
                "level": "basic",
                "question": "Name the classes of storage in S3.",
                "answer_markdown": "Standard, IA and Glacier.",
                "answer_lines": [],
            },
        ],
    }


def test_the_members_stand_in_the_order_of_the_contract() -> None:
    first = questions_json(SITE)["questions"][0]
    contract = (
        "id url permalink question body_markdown services level level_estimated scenario answered reviewed references "
        "answer_markdown mentioned_in asked"
    )
    assert " ".join(first) == contract
    assert " ".join(first["asked"][0]) == "source lines number level question answer_markdown answer_lines"


def test_an_estimate_is_never_exported_as_stated() -> None:
    question = by_id(SITE)["s3-consistency"]
    assert (question["level"], question["level_estimated"]) == (None, "basic")
    both = replace(SITE.questions[0], level_estimated="basic")
    question = by_id(replace(SITE, questions=(both,)))["s3-storage-classes"]
    assert (question["level"], question["level_estimated"]) == ("intermediate", None)


def test_a_review_without_a_day_is_none() -> None:
    undated = replace(SITE.questions[0], reviewed="lately")
    site = replace(SITE, questions=(undated,))
    assert by_id(site)["s3-storage-classes"]["reviewed"] is None
    validator("questions.schema.json").validate(questions_json(site))


def test_lines_that_are_not_shown_say_why() -> None:
    notes = ledger_json(SITE)["sources"][0]
    change = {"line": 9, "before": "‚Äì", "after": "–", "how": "mac_roman", "column": 1, "certainty": "sure"}
    assert notes["repairs"][0] == change
    assert [(line["role"], line["question"], line.get("why")) for line in notes["lines"]] == [
        ("heading", None, None),
        ("filler", None, "an assistant's opening"),
        ("note", None, None),
        ("question", "s3-bucket", None),
        ("answer", "s3-bucket", None),
        ("tips", None, None),
        ("separator", None, "a rule between questions"),
        ("question", "s3-consistency", None),
        ("answer", "s3-consistency", None),
    ]


def test_a_question_set_aside_says_why() -> None:
    source = SITE.sources[0]
    roles = tuple(replace(role, why="set aside" if role.entry == 1 else role.why) for role in source.reading.roles)
    aside = replace(source, reading=replace(source.reading, roles=roles), ids=("s3-bucket", None))
    lines = ledger_json(replace(SITE, sources=(aside,)))["sources"][0]["lines"]
    assert lines[-1] == {"first": 10, "last": 21, "role": "answer", "question": None, "why": "set aside"}


def test_the_same_site_gives_the_same_text() -> None:
    files = dict(json_files(SITE))
    assert list(files) == ["questions.json", "ledger.json", "questions.schema.json", "ledger.schema.json"]
    assert files == dict(json_files(SITE))
    assert all(text.endswith("}\n") for text in files.values())
    assert dumps({"a": "Що – ‚Äô"}) == '{\n "a": "Що – ‚Äô"\n}\n'
